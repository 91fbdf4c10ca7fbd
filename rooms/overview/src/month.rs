//! Pure: a month as people choose it, `2025-11`.

use std::{borrow::Cow, fmt, str::FromStr};

use kernel::{Day, Lang, Period};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A month of a year; known by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Day);

impl Month {
    pub fn of(day: Day) -> Self {
        Self(day.month_start())
    }
    pub const fn first(self) -> Day {
        self.0
    }
    pub fn last(self) -> Day {
        self.0.month_end()
    }
    pub fn period(self) -> Period {
        Period::month_of(self.0)
    }
    pub fn name(self, lang: Lang) -> String {
        self.0.month_year(lang)
    }
    pub fn previous(self) -> Self {
        Self::of(self.0.plus_days(-1))
    }
    pub fn next(self) -> Self {
        Self::of(self.last().plus_days(1))
    }
    /// So many months in their order, this one the last.
    pub fn run_up(self, months: usize) -> Vec<Self> {
        let back = std::iter::successors(Some(self), |month| Some(month.previous()));
        let mut all: Vec<Self> = back.take(months).collect();
        all.reverse();
        all
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string()[..7])
    }
}
impl FromStr for Month {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, &'static str> {
        format!("{}-01", text.trim()).parse().map(Self)
    }
}
impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
impl JsonSchema for Month {
    fn schema_name() -> Cow<'static, str> {
        "Month".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$", "description": "a month"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_over_the_year() {
        let month: Month = "2025-12".parse().expect("a month");
        assert_eq!(month.next().to_string(), "2026-01");
        let run: Vec<String> = month.next().run_up(3).iter().map(Month::to_string).collect();
        assert_eq!(run, ["2025-11", "2025-12", "2026-01"]);
        assert_eq!(month.last().to_string(), "2025-12-31");
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for wrong in ["2025-13", "2025", "", "november", "2025-11-03"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }
}
