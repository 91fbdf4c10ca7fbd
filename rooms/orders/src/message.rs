//! Pure: the link by which a buyer's own telephone writes to the shop.

use kernel::percent_encoded;

/// `https://wa.me/628…?text=…`: digits only, the country's first, the text percent-encoded
/// (WhatsApp's "click to chat"). `None` when it cannot be a number of that form.
pub fn whatsapp(number: &str, text: &str) -> Option<String> {
    let digits = (10..=15).contains(&number.len()) && number.starts_with("628");
    if !digits || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(format!("https://wa.me/{number}?text={}", percent_encoded(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_link() {
        assert_eq!(
            whatsapp("6281234567890", "Halo, 2 × glodok\n& kode?").as_deref(),
            Some("https://wa.me/6281234567890?text=Halo%2C%202%20%C3%97%20glodok%0A%26%20kode%3F")
        );
        for wrong in ["081234567890", "62812", "6281234567890123", "628x1234567", "javascript:"] {
            assert_eq!(whatsapp(wrong, ""), None, "{wrong}");
        }
    }
}
