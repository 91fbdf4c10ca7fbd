//! Pure: a spreadsheet as it was read, and what its cells mean.

use kernel::Day;
use serde::{Deserialize, Serialize};

/// What a file may hold, so that nothing that somebody sends fills the memory.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Beside the head.
    pub rows: usize,
    pub columns: usize,
    /// Of a workbook, which is packed.
    pub unpacked_bytes: u64,
    /// How many times smaller a packed file may be.
    pub ratio: u64,
}

impl Limits {
    pub const USUAL: Self =
        Self { rows: 100_000, columns: 64, unpacked_bytes: 256 << 20, ratio: 200 };
}

/// The first sheet of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// The sheet's name; empty for CSV.
    pub name: String,
    pub head: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row that holds something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// As the program that shows the file counts them.
    pub number: usize,
    pub cells: Vec<Found>,
}

/// What stands in a cell of somebody else's file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Found {
    #[default]
    Empty,
    Text(String),
    Number(i64),
    /// A number that is not whole, as its digits.
    Fraction(String),
    Day(Day),
    /// Whatever result stands beside it: nobody typed it, and it may be of another day.
    Formula,
    /// An error, a duration, a day that no calendar has.
    Broken,
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    Empty,
    /// A PDF, whatever it is called.
    Pdf,
    /// Excel's form of before 2007, or a workbook with a password.
    OldExcel,
    /// No workbook and no text.
    NotASheet,
    /// Text that is neither UTF-8 nor marked UTF-16.
    Encoding,
    /// It unpacks to more than is good for anybody.
    Bomb,
    /// The range that is merged.
    Merged(String),
    TooManyRows(usize),
    TooManyColumns(usize),
    /// A cell that does not end: a quotation mark that is not closed.
    OpenQuote(usize),
}

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDay {
    /// Day and month could be either way round.
    Ambiguous,
    /// No calendar has it, or it is no day at all.
    Impossible,
}

impl Found {
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// A cell of a text file: the apostrophe that made it harmless is taken off again.
    pub fn of_text(text: &str) -> Self {
        let text = text.trim_matches([' ', '\u{a0}', '\r', '\n']);
        let rest = text.strip_prefix('\'');
        let kept = rest.filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\'']));
        match (text, kept) {
            ("", _) => Self::Empty,
            (_, Some(kept)) => Self::Text(kept.to_owned()),
            (text, None) if text.starts_with('=') => Self::Formula,
            (text, None) => Self::Text(text.to_owned()),
        }
    }

    /// A cell of a workbook that holds text.
    pub fn of_string(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// As it was typed, where it is text or a number.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) | Self::Fraction(text) => Some(text.clone()),
            Self::Number(number) => Some(number.to_string()),
            Self::Day(day) => Some(day.to_string()),
            Self::Empty | Self::Formula | Self::Broken => None,
        }
    }

    /// The day that a cell means: a day, or text that can mean only one.
    ///
    /// # Errors
    /// Where it means none, or one of two.
    pub fn day(&self) -> Result<Option<Day>, NoDay> {
        match self {
            Self::Empty => Ok(None),
            Self::Day(day) => Ok(Some(*day)),
            Self::Text(text) => day_of(text).map(Some),
            _ => Err(NoDay::Impossible),
        }
    }
}

/// `2025-11-03`, or `03/11/2025` as it is written here: day before month, two digits each. A
/// program that writes `3/11/2025` may be one that puts the month first, and then it is not said
/// which is which; only a day beyond the twelfth says it.
fn day_of(text: &str) -> Result<Day, NoDay> {
    let numbers = |sign: char| -> Option<Vec<(usize, u32)>> {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let one = |part: &str| digits(part).then(|| Some((part.len(), part.parse().ok()?)))?;
        text.trim().split(sign).map(one).collect()
    };
    let found = ['-', '/', '.']
        .into_iter()
        .find_map(|sign| numbers(sign).filter(|parts| parts.len() == 3).map(|parts| (sign, parts)));
    let Some((sign, parts)) = found else { return Err(NoDay::Impossible) };
    let (first, second, third) = (parts[0], parts[1], parts[2]);
    let day = |year: u32, month, day| {
        let year = i32::try_from(year).map_err(|_| NoDay::Impossible)?;
        let known = (1990..=2199).contains(&year);
        Day::new(year, month, day).filter(|_| known).ok_or(NoDay::Impossible)
    };
    if first.0 == 4 {
        return if sign == '-' { day(first.1, second.1, third.1) } else { Err(NoDay::Ambiguous) };
    }
    if third.0 == 2 {
        return Err(NoDay::Ambiguous);
    }
    if third.0 != 4 || first.0 > 2 || second.0 > 2 {
        return Err(NoDay::Impossible);
    }
    let padded = first.0 == 2 && second.0 == 2;
    let either = first.1 <= 12 && second.1 <= 12 && first.1 != second.1;
    if !padded && either {
        return Err(NoDay::Ambiguous);
    }
    day(third.1, second.1, first.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Result<String, NoDay> {
        Found::Text(text.to_owned()).day().map(|day| day.expect("a day").to_string())
    }

    #[test]
    fn days_that_can_mean_only_one_are_taken() {
        for (text, same) in [
            ("2025-11-03", "2025-11-03"),
            ("03/11/2025", "2025-11-03"),
            ("25/3/2025", "2025-03-25"),
            ("3/3/2025", "2025-03-03"),
            (" 03-11-2025 ", "2025-11-03"),
            ("03.11.2025", "2025-11-03"),
            ("29/02/2024", "2024-02-29"),
        ] {
            assert_eq!(day(text).as_deref(), Ok(same), "{text}");
        }
    }

    #[test]
    fn days_that_mean_two_or_none_are_refused() {
        for text in ["3/11/2025", "11/3/2025", "03/11/25", "2025/11/03"] {
            assert_eq!(day(text), Err(NoDay::Ambiguous), "{text}");
        }
        for text in [
            "31/02/2025",
            "29/02/2025",
            "2025-13-01",
            "3/25/2025",
            "kemarin",
            "3 Nov 2025",
            "1/1/0001",
        ] {
            assert_eq!(day(text), Err(NoDay::Impossible), "{text}");
        }
        assert_eq!(Found::Number(45_000).day(), Err(NoDay::Impossible));
        assert_eq!(Found::Empty.day(), Ok(None));
    }

    #[test]
    fn what_was_made_harmless_comes_back_and_a_formula_is_seen() {
        for text in ["=1+1", "+62812", "-5", "@SUM(A1)", "'x"] {
            let back = Found::of_text(&crate::harmless(text));
            assert_eq!(back, Found::Text(text.to_owned()), "{text}");
        }
        assert_eq!(Found::of_text("=A1*2"), Found::Formula);
        assert_eq!(Found::of_text("'Nusa"), Found::Text("'Nusa".into()));
        assert_eq!(Found::of_text(" \u{a0}"), Found::Empty);
    }
}
