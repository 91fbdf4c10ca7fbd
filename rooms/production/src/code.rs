//! Pure: the numbers that the workshop writes on its batches and jobs.

use kernel::Day;

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

/// What begins so, for `LIKE … ESCAPE '!'`.
pub fn pattern(prefix: &str) -> String {
    let escape = |c: char| if "%_!".contains(c) { format!("!{c}") } else { c.to_string() };
    prefix.chars().map(escape).chain(["%".to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_number_follows_the_highest_in_use() {
        let prefix = prefix("PT", Day::new(2025, 11, 3).expect("a day"));
        assert_eq!(prefix, "PT-2511-");
        assert_eq!(next(&prefix, []), "PT-2511-01");
        assert_eq!(next(&prefix, ["PT-2511-09", "PT-2511-02"]), "PT-2511-10");
        assert_eq!(next(&prefix, ["PT-2511-99", "PT-2511-KHUSUS"]), "PT-2511-100");
    }
}
