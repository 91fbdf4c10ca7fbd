//! Pure: secrets that are shown once and kept only as their SHA-256.

use kernel::Context;
use sha2::{Digest, Sha256};

/// 256 bits of chance.
pub type Random = [u8; 32];

/// What is kept of a secret.
pub type SecretHash = [u8; 32];

/// 256 bits from the injected source.
pub fn random(ctx: &Context) -> Random {
    random_from(&ctx.ids)
}

pub fn random_from(ids: &kernel::Ids) -> Random {
    let mut bytes = [0; 32];
    for part in bytes.chunks_mut(10) {
        part.copy_from_slice(&ids.random()[..part.len()]);
    }
    bytes
}

/// 64 hexadecimal letters, after a prefix that says what it is.
pub fn text(prefix: &str, random: &Random) -> String {
    random.iter().fold(prefix.to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

/// What the database keeps; the same that `web` makes of a cookie or a bearer token.
pub fn hash_of(secret: &str) -> SecretHash {
    Sha256::digest(secret.as_bytes()).into()
}

/// A recovery code: ten letters and digits that are not mistaken for each other (49 bits).
pub fn recovery_code(random: &[u8]) -> String {
    const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut code = String::with_capacity(11);
    for (at, byte) in random.iter().take(10).enumerate() {
        if at == 5 {
            code.push('-');
        }
        code.push(char::from(LETTERS[usize::from(byte % 31)]));
    }
    code
}

/// A recovery code as somebody typed it, in the form that is hashed.
pub fn typed_recovery_code(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_256_bits_in_hex() {
        let secret = text("hilir_", &[0xAB; 32]);
        assert_eq!(secret.len(), 6 + 64);
        assert!(secret.ends_with("abab"));
        let ids = kernel::Ids::seeded(1);
        assert_ne!(random_from(&ids), random_from(&ids));
    }

    #[test]
    fn a_recovery_code_is_typed_as_people_type() {
        let code = recovery_code(&[0, 1, 2, 3, 4, 250, 255, 30, 31, 32]);
        assert_eq!(code.len(), 11);
        assert_eq!(
            typed_recovery_code(&format!(" {} ", code.to_uppercase())),
            code.replace('-', "")
        );
    }
}
