//! Pure: what stands in a cell, and how text is made harmless.

use std::borrow::Cow;

use kernel::{Day, Quantity, Rupiah, Time, Zone};

/// A day with its hour and minute, as the clock on the wall showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub day: Day,
    pub hour: u16,
    pub minute: u8,
}

impl Moment {
    pub fn of(time: Time, zone: Zone) -> Self {
        let face = time.clock_face(zone);
        let (hour, minute) = face.split_once('.').unwrap_or(("0", "0"));
        let (hour, minute) = (hour.parse().unwrap_or(0), minute.parse().unwrap_or(0));
        Self { day: time.day(zone), hour, minute }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    /// Pieces or rupiah: the column says which.
    Number(i64),
    Day(Day),
    Moment(Moment),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}
impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<Rupiah> for Cell {
    fn from(amount: Rupiah) -> Self {
        Self::Number(amount.0)
    }
}
impl From<Quantity> for Cell {
    fn from(pieces: Quantity) -> Self {
        Self::Number(pieces.0)
    }
}
impl From<Day> for Cell {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}
impl From<Moment> for Cell {
    fn from(moment: Moment) -> Self {
        Self::Moment(moment)
    }
}
impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// Text that no reader of a CSV file takes for a formula: an apostrophe before what begins with
/// one of the signs that begin one.
pub fn harmless(text: &str) -> Cow<'_, str> {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_a_formula_is_made_text() {
        for text in ["=1+1", "+62812", "-5", "@SUM(A1)", "\tx", "\rx", "'x"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["", "Glodok", "a=b", " =1", "5-6"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn nothing_is_an_empty_cell() {
        assert_eq!(Cell::from(""), Cell::Empty);
        assert_eq!(Cell::from(None::<Rupiah>), Cell::Empty);
        assert_eq!(Cell::from(Some(Rupiah(-3))), Cell::Number(-3));
    }

    #[test]
    fn the_clock_on_the_wall_is_written() {
        let time = Time::from_micros(1_764_000_000_000_000).expect("a time");
        let zone = Zone::from_name("WIB").expect("a zone");
        let moment = Moment::of(time, zone);
        assert_eq!(
            (moment.day.to_string().as_str(), moment.hour, moment.minute),
            ("2025-11-24", 23, 0)
        );
    }
}
