//! Input that is parsed once, at the door. A value of these types is right by construction, so
//! no room checks it again. Numbers may come as JSON numbers or, from a form, as text with the
//! dots that people type (`30.000`).
//!
//! A refused value carries its code (`kernel.quantity`) as the error's text; the web door pairs
//! it with the field's path and the sentence in `words/`.

use std::{borrow::Cow, fmt, ops::RangeInclusive};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{INPUT_MAX, Quantity, Rupiah};

/// The stable code in a deserialisation error that one of these types made, if one did.
pub fn input_code(error: &str) -> Option<&'static str> {
    const CODES: [&str; 11] = [
        "kernel.rupiah",
        "kernel.quantity",
        "kernel.share",
        "kernel.price",
        "kernel.count",
        "kernel.line",
        "kernel.note",
        "kernel.passage",
        "kernel.day",
        "kernel.id",
        "kernel.control_character",
    ];
    CODES.into_iter().find(|code| error.split(" at line ").next() == Some(code))
}

/// A whole number within `range`, from a JSON integer or from digits with thousands dots.
pub(crate) fn whole_number<'de, D: Deserializer<'de>>(
    deserializer: D,
    range: RangeInclusive<i64>,
    code: &'static str,
) -> Result<i64, D::Error> {
    struct Visitor(RangeInclusive<i64>, &'static str);
    impl de::Visitor<'_> for Visitor {
        type Value = i64;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.1)
        }
        fn visit_i64<E: de::Error>(self, number: i64) -> Result<i64, E> {
            if self.0.contains(&number) { Ok(number) } else { Err(E::custom(self.1)) }
        }
        fn visit_u64<E: de::Error>(self, number: u64) -> Result<i64, E> {
            self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
        }
        fn visit_f64<E: de::Error>(self, _: f64) -> Result<i64, E> {
            Err(E::custom(self.1))
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<i64, E> {
            match digits(text) {
                Some(number) => self.visit_i64(number),
                None => Err(E::custom(self.1)),
            }
        }
    }
    deserializer.deserialize_any(Visitor(range, code))
}

/// `" Rp 30.000 "` → 30000. Dots are accepted only where a thousand ends, so `1.5` is refused.
fn digits(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_prefix("Rp").unwrap_or(text).trim();
    let mut groups = text.split('.');
    let head = groups.next()?;
    let tail: Vec<&str> = groups.collect();
    let grouped = tail.iter().all(|group| group.len() == 3) && (tail.is_empty() || head.len() <= 3);
    let plain: String = std::iter::once(head).chain(tail).collect();
    let all_digits = !head.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit());
    if grouped && all_digits { plain.parse().ok() } else { None }
}

macro_rules! parsed_number {
    ($(#[$doc:meta])* $name:ident, $inner:ty, $code:literal, $min:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(i64);
        impl $name {
            /// `None` outside the range.
            pub fn new(number: i64) -> Option<Self> {
                ($min..=INPUT_MAX).contains(&number).then_some(Self(number))
            }
            pub const fn get(self) -> $inner {
                <$inner>::from_i64(self.0)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                whole_number(deserializer, $min..=INPUT_MAX, $code).map(Self)
            }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "integer", "minimum": $min, "maximum": INPUT_MAX})
            }
        }
    };
}
impl Rupiah {
    pub(crate) const fn from_i64(amount: i64) -> Self {
        Self(amount)
    }
}
impl Quantity {
    pub(crate) const fn from_i64(amount: i64) -> Self {
        Self(amount)
    }
}
parsed_number!(
    /// A price somebody set: 1 to 10^12 rupiah.
    Price, Rupiah, "kernel.price", 1
);
parsed_number!(
    /// A counted number of pieces, which may be none: 0 to 10^12.
    Count, Quantity, "kernel.count", 0
);

macro_rules! parsed_text {
    ($(#[$doc:meta])* $name:ident, $code:literal, $length:expr, $break:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);
        impl $name {
            /// Trimmed; refused with a stable code when too long, empty or with control characters.
            pub fn parse(text: &str) -> Result<Self, &'static str> {
                let text = text.replace("\r\n", "\n");
                let text = text.trim();
                if text.chars().any(|c| is_hidden(c) && !($break && c == '\n')) {
                    return Err("kernel.control_character");
                }
                let length = text.chars().count();
                if $length.contains(&length) { Ok(Self(text.to_owned())) } else { Err($code) }
            }
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(de::Error::custom)
            }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "string",
                    "minLength": *$length.start(),
                    "maxLength": *$length.end()
                })
            }
        }
    };
}
parsed_text!(
    /// One line of text: 1 to 200 characters, no control characters.
    Line, "kernel.line", 1..=200, false
);
parsed_text!(
    /// Several lines of text: 1 to 4,000 characters; the only control character is the line break.
    Note, "kernel.note", 1..=4_000, true
);

parsed_text!(
    /// An article's text: 1 to 20,000 characters; the only control character is the line break.
    Passage, "kernel.passage", 1..=20_000, true
);

/// Control characters, and the invisible ones that turn text round or hide it.
pub fn is_hidden(c: char) -> bool {
    const TURNING: [char; 4] = ['\u{061C}', '\u{200E}', '\u{200F}', '\u{FEFF}'];
    let range = matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    c.is_control() || range || TURNING.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_as_people_type_them() {
        for (text, number) in [("30000", 30_000), ("30.000", 30_000), (" Rp 1.250.000 ", 1_250_000)]
        {
            assert_eq!(digits(text), Some(number), "{text}");
        }
        for text in ["", "1.5", "1,5", "-3", "3e4", "1.00.000", "1000.000", "٣"] {
            assert_eq!(digits(text), None, "{text}");
        }
    }

    #[test]
    fn prices_and_quantities_have_edges() {
        let price = |json: &str| serde_json::from_str::<Price>(json).map(|p| p.get().0);
        assert_eq!(price("1").ok(), Some(1));
        assert_eq!(price("\"1.000.000.000.000\"").ok(), Some(INPUT_MAX));
        for json in ["0", "-1", "1000000000001", "1.5", "null", "\"\"", "9223372036854775808"] {
            let error = price(json).map_err(|e| e.to_string());
            assert!(error.is_err(), "{json}");
        }
        let refused = serde_json::from_str::<Price>("0").map_err(|e| e.to_string());
        assert_eq!(refused.err().as_deref().and_then(input_code), Some("kernel.price"));
    }

    #[test]
    fn text_with_control_characters_is_refused() {
        assert_eq!(Line::parse("a\u{0}b"), Err("kernel.control_character"));
        assert_eq!(Line::parse("a\nb"), Err("kernel.control_character"));
        assert_eq!(Note::parse("a\r\nb").map(|n| n.to_string()), Ok("a\nb".to_owned()));
        assert_eq!(Line::parse("abc\u{202E}fdp"), Err("kernel.control_character"));
        assert_eq!(Line::parse("a\u{2028}b"), Err("kernel.control_character"));
        assert_eq!(Line::parse("abc\u{200F}def"), Err("kernel.control_character"));
        assert_eq!(Line::parse("   "), Err("kernel.line"));
    }
}
