//! Pure: text as a part of an address.

/// What was typed, so that it stands within an address and is itself again when that is opened:
/// `a/b #1` → `a%2Fb%20%231`.
pub fn percent_encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let letter = |byte: u8| {
        if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::percent_encoded;

    #[test]
    fn what_ends_a_part_is_written_otherwise() {
        assert_eq!(percent_encoded("PT-2511-01"), "PT-2511-01");
        assert_eq!(percent_encoded("PT 11/25-1 #2?"), "PT%2011%2F25-1%20%232%3F");
        assert_eq!(percent_encoded("é"), "%C3%A9");
    }
}
