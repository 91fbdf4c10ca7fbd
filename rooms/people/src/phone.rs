//! Pure: Indonesian mobile numbers, as wa.me wants them.

/// `0812-3456-789`, `+62 812…`, `62812…` or `812…` → `62812…`: digits only, 10 to 15 of them.
/// `None` for what cannot be an Indonesian mobile number.
pub fn whatsapp(text: &str) -> Option<String> {
    let text = text.trim();
    let kept = |c: char| c.is_ascii_digit() || " -.()+".contains(c);
    if !text.chars().all(kept) || text.trim_start_matches('+').contains('+') {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let rest = digits.strip_prefix("62").or(digits.strip_prefix('0')).unwrap_or(&digits);
    // Mobile numbers begin with 8 and have 9 to 12 digits after the country's.
    (rest.starts_with('8') && (9..=12).contains(&rest.len())).then(|| format!("62{rest}"))
}

/// `628123456789` → `0812-3456-789`, as people read it.
pub fn readable(number: &str) -> String {
    let local = number.strip_prefix("62").map_or_else(|| number.to_owned(), |n| format!("0{n}"));
    let mut text = String::with_capacity(local.len() + 3);
    for (at, digit) in local.chars().enumerate() {
        if at > 0 && at % 4 == 0 && at < 12 {
            text.push('-');
        }
        text.push(digit);
    }
    text
}

/// A six-digit code of the treasury (satker).
pub fn is_satker(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_as_people_write_them() {
        for text in ["08123456789", "+62 812-3456-789", "628123456789", "0812.3456.789"] {
            assert_eq!(whatsapp(text).as_deref(), Some("628123456789"), "{text}");
        }
        for text in ["", "0717123456", "08", "0812345678901234", "08a12345678", "62+8123456789"] {
            assert_eq!(whatsapp(text), None, "{text}");
        }
        assert_eq!(readable("628123456789"), "0812-3456-789");
    }

    #[test]
    fn a_satker_code_has_six_digits() {
        assert!(is_satker("012345"));
        assert!(!is_satker("12345") && !is_satker("12345a") && !is_satker("١٢٣٤٥٦"));
    }
}
