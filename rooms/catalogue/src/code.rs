//! Pure: what may stand as a product's code and as its barcode.

/// A product's code as it is kept: capitals, digits and hyphens, 2 to 24, a letter or digit at
/// both ends. `None` when the text cannot be one.
pub fn code(text: &str) -> Option<String> {
    let code = text.trim().to_ascii_uppercase();
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let right = (2..=24).contains(&code.len())
        && code.chars().all(|c| plain(c) || c == '-')
        && code.starts_with(plain)
        && code.ends_with(plain)
        && !code.contains("--");
    right.then_some(code)
}

/// A barcode as it is kept: 4 to 48 visible ASCII characters. Eight, twelve or thirteen digits
/// are an EAN-8, UPC-A or EAN-13, whose last digit must be right (GS1 General Specifications,
/// section 7.9). `None` when the text cannot be one.
pub fn barcode(text: &str) -> Option<String> {
    let text = text.trim();
    let visible = (4..=48).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let gs1 = digits && matches!(text.len(), 8 | 12 | 13);
    (visible && (!gs1 || gs1_sum(text).is_multiple_of(10))).then(|| text.to_owned())
}

/// From the right, digits weigh 1, 3, 1, 3 …; with the check digit the sum ends in 0.
fn gs1_sum(digits: &str) -> u32 {
    let weigh = |(at, byte): (usize, u8)| u32::from(byte - b'0') * if at % 2 == 0 { 1 } else { 3 };
    digits.bytes().rev().enumerate().map(weigh).sum()
}

/// The code that a new variant is offered: the family's with the next number.
pub fn variant_code(family: &str, members: usize) -> String {
    format!("{family}-{}", members + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_are_plain() {
        assert_eq!(code(" pt-01 ").as_deref(), Some("PT-01"));
        for wrong in ["", "A", "-A1", "A1-", "A--1", "PT 01", "PT_01", "kandang-é", &"A".repeat(25)]
        {
            assert_eq!(code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_barcode_of_the_trade_has_its_check_digit() {
        for right in ["4006381333931", "96385074", "036000291452", "PT-01", "LAPAS/2025.11"] {
            assert_eq!(barcode(right).as_deref(), Some(right));
        }
        for wrong in ["4006381333932", "96385075", "036000291453", "abc", "PT 01", "kucing😺"] {
            assert_eq!(barcode(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_code_once_read_stays_as_it_is(text in "[a-zA-Z0-9 -]{0,30}") {
            if let Some(kept) = code(&text) {
                prop_assert_eq!(code(&kept), Some(kept));
            }
        }

        #[test]
        fn one_wrong_digit_is_seen(digits in "[0-9]{12}", at in 0_usize..13, step in 1_u8..10) {
            let check = (10 - gs1_sum(&format!("{digits}0")) % 10) % 10;
            let right = format!("{digits}{check}");
            prop_assert!(barcode(&right).is_some());
            let mut wrong = right.into_bytes();
            wrong[at] = b'0' + (wrong[at] - b'0' + step) % 10;
            let wrong: String = wrong.into_iter().map(char::from).collect();
            prop_assert_eq!(barcode(&wrong), None);
        }
    }
}
