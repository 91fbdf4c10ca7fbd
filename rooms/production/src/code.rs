//! Pure: the numbers that the workshop writes on its batches and jobs.

use kernel::{Day, percent_encoded};

/// What every number of that stem and month begins with: `PT-2511-`.
pub fn prefix(stem: &str, day: Day) -> String {
    format!("{stem}-{:02}{:02}-", day.year() % 100, day.month())
}

/// The next free number after those in use: `PT-2511-01`, `PT-2511-02`, …
pub fn next<'a>(prefix: &str, used: impl IntoIterator<Item = &'a str>) -> String {
    let number = |code: &str| code.strip_prefix(prefix)?.parse::<u32>().ok();
    let last = used.into_iter().filter_map(number).max().unwrap_or(0);
    format!("{prefix}{:02}", last.saturating_add(1))
}

/// What the code on a label leads to. It is printed for ever: a number from before they were
/// limited may hold any sign.
pub fn label_address(public_url: &str, code: &str) -> String {
    format!("{public_url}/b/{}", percent_encoded(code))
}

/// The longest number that somebody types.
const TYPED_MAX: usize = 40;

/// Whether a number may be typed: it stands on a label in small letters, and in the address of the
/// batch, where a slash would be taken for the end of it by what stands between.
pub fn may_be_typed(code: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || " -._".contains(c);
    code.chars().count() <= TYPED_MAX && code.chars().all(fits)
}

/// What begins so, for `LIKE … ESCAPE '!'`.
pub fn pattern(prefix: &str) -> String {
    let escape = |c: char| if "%_!".contains(c) { format!("!{c}") } else { c.to_string() };
    prefix.chars().map(escape).chain(["%".to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_leads_to_its_batch_whatever_its_number_holds() {
        let url = "https://hilir.example";
        assert_eq!(label_address(url, "PT-2511-01"), "https://hilir.example/b/PT-2511-01");
        let odd = label_address(url, "PT 11/25-1 #2");
        assert_eq!(odd, "https://hilir.example/b/PT%2011%2F25-1%20%232");
    }

    #[test]
    fn what_breaks_an_address_is_no_number() {
        for code in ["PT-2511-01", "PT 11.25_1", "AWAL-1"] {
            assert!(may_be_typed(code), "{code}");
        }
        for code in ["PT 11/25-1", "PT#1", "a?b", "50%", "a\\b", &"x".repeat(41)] {
            assert!(!may_be_typed(code), "{code}");
        }
    }

    #[test]
    fn the_next_number_follows_the_highest_in_use() {
        let prefix = prefix("PT", Day::new(2025, 11, 3).expect("a day"));
        assert_eq!(prefix, "PT-2511-");
        assert_eq!(next(&prefix, []), "PT-2511-01");
        assert_eq!(next(&prefix, ["PT-2511-09", "PT-2511-02"]), "PT-2511-10");
        assert_eq!(next(&prefix, ["PT-2511-99", "PT-2511-KHUSUS"]), "PT-2511-100");
    }
}
