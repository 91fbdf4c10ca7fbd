//! Rupiah, quantities and shares: whole numbers only.

use std::{borrow::Cow, fmt, iter::Sum, ops};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use crate::input::whole_number;

/// `1234567` → `"1.234.567"`, with a minus sign (U+2212) before negatives.
pub fn group_thousands(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 3);
    if amount < 0 {
        text.push('\u{2212}');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

macro_rules! whole {
    ($(#[$doc:meta])* $name:ident, $code:literal, $range:expr, $about:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
        impl $name {
            pub const ZERO: Self = Self(0);
            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }
            pub const fn abs(self) -> Self {
                Self(self.0.abs())
            }
        }
        impl ops::Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl ops::Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl ops::Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
        impl ops::AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl ops::SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
                all.fold(Self::ZERO, |sum, one| sum + one)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                whole_number(deserializer, $range, $code).map(Self)
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
                    "type": "integer",
                    "minimum": *$range.start(),
                    "maximum": *$range.end(),
                    "description": $about
                })
            }
        }
    };
}

whole!(
    /// An amount of money in whole rupiah. Negative where money goes back.
    /// As input it is 0 to 10^12; a price, which is never zero, is a [`crate::Price`].
    Rupiah, "kernel.rupiah", 0..=crate::INPUT_MAX, "whole rupiah"
);
whole!(
    /// A number of pieces (or the product's own unit). As input 1 to 10^12;
    /// where zero is an answer (a count of what is left) it is a [`crate::Count`].
    Quantity, "kernel.quantity", 1..=crate::INPUT_MAX, "a whole number of the product's unit"
);
whole!(
    /// A share in basis points: 10,000 is the whole. Always said with of what, and to whom.
    Share, "kernel.share", 0..=10_000, "basis points: 10000 = 100%"
);

impl fmt::Display for Rupiah {
    /// `Rp1.234.567`; negative `−Rp1.000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "\u{2212}" } else { "" };
        f.pad(&format!("{sign}Rp{}", group_thousands(self.0).trim_start_matches('\u{2212}')))
    }
}
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&group_thousands(self.0))
    }
}
impl fmt::Display for Share {
    /// `20%`, `12,5%`, `0,25%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        if rest == 0 {
            return write!(f, "{whole}%");
        }
        write!(f, "{whole},{}%", format!("{rest:02}").trim_end_matches('0'))
    }
}

impl Rupiah {
    /// `quantity × this`, the only product that money has.
    pub const fn times(self, quantity: Quantity) -> Self {
        Self(self.0 * quantity.0)
    }
}

impl Share {
    pub const WHOLE: Self = Self(10_000);

    /// This share of `amount`, rounded towards zero (the remainder stays with the other side).
    /// Exact for any `i64`: computed in 128 bits.
    pub const fn of(self, amount: Rupiah) -> Rupiah {
        Rupiah((amount.0 as i128 * self.0 as i128 / 10_000) as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rupiah_reads_as_people_write_it() {
        for (amount, text) in [
            (0, "Rp0"),
            (999, "Rp999"),
            (30_000, "Rp30.000"),
            (1_234_567, "Rp1.234.567"),
            (-1_000, "−Rp1.000"),
        ] {
            assert_eq!(Rupiah(amount).to_string(), text);
        }
    }

    #[test]
    fn shares_read_in_percent() {
        for (points, text) in [(2_000, "20%"), (1_250, "12,5%"), (25, "0,25%"), (5, "0,05%")] {
            assert_eq!(Share(points).to_string(), text);
        }
    }
}
