//! Days, instants, and the two things the program asks the world for: the time and new ids.
//! Both are parameters, so that a year of trade runs in a seeded test.

use std::{
    borrow::Cow,
    fmt,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

use crate::{Id, Lang};

/// An instant in UTC with microseconds, the precision that both databases keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(DateTime<Utc>);

impl Time {
    /// Microseconds since 1970-01-01 UTC; `None` outside the years that chrono knows.
    pub fn from_micros(micros: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(micros).map(Self)
    }
    pub fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }
    /// Truncated to microseconds.
    pub fn from_utc(instant: DateTime<Utc>) -> Self {
        Self::from_micros(instant.timestamp_micros()).unwrap_or(Self(instant))
    }
    pub const fn utc(self) -> DateTime<Utc> {
        self.0
    }
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + chrono::TimeDelta::seconds(seconds))
    }
    pub fn day(self, zone: Zone) -> Day {
        Day(self.0.with_timezone(&zone.offset()).date_naive())
    }
    /// `14.05`, as Indonesians write the time of day.
    pub fn clock_face(self, zone: Zone) -> String {
        self.0.with_timezone(&zone.offset()).format("%H.%M").to_string()
    }
}
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%dT%H:%M:%S%.6fZ"))
    }
}
impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let instant = DateTime::parse_from_rfc3339(&text);
        instant.map(|i| Self::from_utc(i.to_utc())).map_err(|_| de::Error::custom("kernel.day"))
    }
}
impl JsonSchema for Time {
    fn schema_name() -> Cow<'static, str> {
        "Time".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time"})
    }
}

/// A business day: a date in the unit's own time zone. 1990 to 2199 as input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    pub const fn from_date(date: NaiveDate) -> Self {
        Self(date)
    }
    /// `None` when there is no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }
    pub const fn date(self) -> NaiveDate {
        self.0
    }
    pub fn year(self) -> i32 {
        self.0.year()
    }
    /// 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }
    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }
    pub fn plus_days(self, days: i64) -> Self {
        let step = Days::new(days.unsigned_abs());
        let moved =
            if days < 0 { self.0.checked_sub_days(step) } else { self.0.checked_add_days(step) };
        Self(moved.unwrap_or(self.0))
    }
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).num_days()
    }
    pub fn month_start(self) -> Self {
        Self(self.0.with_day(1).unwrap_or(self.0))
    }
    pub fn month_end(self) -> Self {
        let next = self.month_start().0.checked_add_months(Months::new(1));
        Self(next.and_then(|first| first.pred_opt()).unwrap_or(self.0))
    }
    pub fn plus_months(self, months: u32) -> Self {
        Self(self.0.checked_add_months(Months::new(months)).unwrap_or(self.0))
    }
    /// `3 November 2025`.
    pub fn long(self, lang: Lang) -> String {
        format!("{} {} {}", self.0.day(), month_name(self.0.month(), lang), self.0.year())
    }
    /// `3 Nov 2025`.
    pub fn short(self, lang: Lang) -> String {
        let month = month_name(self.0.month(), lang);
        format!("{} {} {}", self.0.day(), &month[..3], self.0.year())
    }
    /// `November 2025`.
    pub fn month_year(self, lang: Lang) -> String {
        format!("{} {}", month_name(self.0.month(), lang), self.0.year())
    }
    /// `November`.
    pub fn month_name(self, lang: Lang) -> &'static str {
        month_name(self.0.month(), lang)
    }
    /// `Senin` / `Monday`.
    pub fn weekday(self, lang: Lang) -> &'static str {
        let at = self.0.weekday().num_days_from_monday() as usize;
        match lang {
            Lang::Id => ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"][at],
            Lang::En => {
                ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][at]
            }
        }
    }
}

fn month_name(month: u32, lang: Lang) -> &'static str {
    const ID: [&str; 12] = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let names = if lang == Lang::Id { ID } else { EN };
    names[(month as usize - 1) % 12]
}

impl fmt::Display for Day {
    /// ISO 8601: `2025-11-03`. As chrono writes it, because a pattern is read anew every time
    /// and a sale writes seven days.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
impl FromStr for Day {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, &'static str> {
        let date = NaiveDate::from_str(text.trim()).map_err(|_| "kernel.day")?;
        if (1990..2200).contains(&date.year()) { Ok(Self(date)) } else { Err("kernel.day") }
    }
}
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date"})
    }
}

/// A closed range of business days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    pub from: Day,
    pub to: Day,
}

impl Period {
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
    pub fn month_of(day: Day) -> Self {
        Self { from: day.month_start(), to: day.month_end() }
    }
}

/// Indonesia's three time zones; none has a summer time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Zone {
    #[default]
    Wib,
    Wita,
    Wit,
}

impl Zone {
    pub const ALL: [Self; 3] = [Self::Wib, Self::Wita, Self::Wit];
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|zone| zone.name() == name)
    }
    fn offset(self) -> FixedOffset {
        let hours = match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        };
        #[expect(clippy::expect_used, reason = "7 to 9 hours is always a valid offset")]
        FixedOffset::east_opt(hours * 3_600).expect("a valid offset")
    }
}

/// Tells the time. The machine's is made in `hilir/src/system.rs`; a test sets its own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Time + Send + Sync>);

impl Clock {
    pub fn from_fn(tell: impl Fn() -> Time + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }
    pub fn now(&self) -> Time {
        (self.0)()
    }
}

/// Makes new ids: UUIDv7 from a given time and 80 random bits.
#[derive(Clone)]
pub struct Ids(Arc<dyn Fn() -> [u8; 10] + Send + Sync>);

impl Ids {
    pub fn from_random(random: impl Fn() -> [u8; 10] + Send + Sync + 'static) -> Self {
        Self(Arc::new(random))
    }
    /// The same ids at every run: a counter in place of chance. For tests and the demo.
    pub fn seeded(seed: u64) -> Self {
        let next = AtomicU64::new(0);
        Self::from_random(move || {
            let n = next.fetch_add(1, Ordering::Relaxed).wrapping_add(seed << 32);
            let mixed = splitmix(n);
            let mut bytes = [0; 10];
            bytes[..8].copy_from_slice(&mixed.to_be_bytes());
            bytes[8..].copy_from_slice(&splitmix(mixed).to_be_bytes()[..2]);
            bytes
        })
    }
    pub fn fresh<K>(&self, now: Time) -> Id<K> {
        let millis = u64::try_from(now.micros() / 1_000).unwrap_or(0);
        Id::new(uuid::Builder::from_unix_timestamp_millis(millis, &(self.0)()).into_uuid())
    }
    /// 80 random bits, for one-time codes.
    pub fn random(&self) -> [u8; 10] {
        (self.0)()
    }
    pub fn uuid(&self, now: Time) -> Uuid {
        self.fresh::<()>(now).uuid()
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): spreads a counter over 64 bits.
fn splitmix(n: u64) -> u64 {
    let z = n.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_business_day_is_the_zones() {
        let late = DateTime::parse_from_rfc3339("2025-11-03T16:30:00Z")
            .map(|i| Time::from_utc(i.to_utc()));
        let late = late.expect("a time");
        assert_eq!(late.day(Zone::Wib).to_string(), "2025-11-03");
        assert_eq!(late.day(Zone::Wita).to_string(), "2025-11-04");
        assert_eq!(late.day(Zone::Wib).weekday(Lang::Id), "Senin");
    }

    #[test]
    fn months_have_ends() {
        let day: Day = "2028-02-10".parse().expect("a day");
        assert_eq!(Period::month_of(day).to.to_string(), "2028-02-29");
        assert!("1889-01-01".parse::<Day>().is_err());
        assert!("2025-02-29".parse::<Day>().is_err());
    }

    #[test]
    fn seeded_ids_repeat_and_differ() {
        let now = Time::from_micros(1_762_128_000_000_000).expect("a time");
        let (a, b) = (Ids::seeded(1), Ids::seeded(1));
        let first: Id<()> = a.fresh(now);
        assert_eq!(first, b.fresh(now));
        assert_ne!(first, a.fresh(now));
        assert_eq!(first.uuid().get_version_num(), 7);
    }
}
