//! What a good password is, and hashing it. Hashing takes some 50 ms on purpose: never call
//! it inside a transaction.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};

use crate::{No, secret::Random};

/// The least length, in characters.
pub const LENGTH_MIN: usize = 10;
/// The most, in bytes: more would only make the server work.
const BYTES_MAX: usize = 1_000;

/// The hash of nothing, with the parameters of [`hash`].
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password in argon2id's own text form (PHC). It says nothing in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Hashed(String);

impl std::fmt::Debug for Hashed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hashed(…)")
    }
}

impl Hashed {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Refuses what anybody would guess first.
///
/// # Errors
/// Too short, too long, or made of the sign-in name or of one character.
pub fn check(password: &str, sign_in_name: &str) -> Result<(), No> {
    if password.chars().count() < LENGTH_MIN {
        return Err(No::PasswordShort);
    }
    if password.len() > BYTES_MAX {
        return Err(No::PasswordLong);
    }
    let (small, name) = (password.to_lowercase(), sign_in_name.to_lowercase());
    let first = small.chars().next();
    let one_character = small.chars().all(|c| Some(c) == first);
    let counted =
        "01234567890123456789".contains(&small) || "98765432109876543210".contains(&small);
    let named = !name.is_empty() && small.replace(&name, "").chars().count() < LENGTH_MIN / 2;
    if one_character || counted || named { Err(No::PasswordWeak) } else { Ok(()) }
}

/// Hashes with argon2id (19 MiB, two passes).
///
/// # Errors
/// Never for a password that [`check`] let through.
pub fn hash(password: &str, random: &Random) -> db::Result<Hashed> {
    let made: Result<PasswordHash, _> =
        Argon2::default().hash_password_with_salt(password.as_bytes(), &random[..16]);
    made.map(|hash| Hashed(hash.to_string())).map_err(|e| db::Error::fault(e.to_string()))
}

/// Whether it is the password. Without a hash the same work is done for nothing, so that the
/// time does not tell whether there is such a user.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    if password.len() > BYTES_MAX {
        return false;
    }
    let same = |hash: &str| {
        let parsed = PasswordHash::new(hash);
        parsed.is_ok_and(|h| Argon2::default().verify_password(password.as_bytes(), &h).is_ok())
    };
    match hash {
        Some(hash) => same(hash),
        None => {
            let _ = std::hint::black_box(same(DECOY));
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easy_passwords_are_refused() {
        assert_eq!(check("pendek", "eko"), Err(No::PasswordShort));
        assert_eq!(check(&"ab".repeat(600), "eko"), Err(No::PasswordLong));
        for weak in ["aaaaaaaaaaaa", "1234567890", "ekocahyono", "EkoCahyono1", "9876543210"] {
            assert_eq!(check(weak, "ekocahyono"), Err(No::PasswordWeak), "{weak}");
        }
        assert_eq!(check("kolam ikan hias", "eko"), Ok(()));
        assert_eq!(check("sepuluh-sebelas", "eko"), Ok(()));
    }

    #[test]
    fn a_hash_knows_its_password_only() {
        let hashed = hash("kolam ikan hias", &[7; 32]).expect("a hash");
        assert!(hashed.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("kolam ikan hias", Some(hashed.as_str())));
        assert!(!verify("kolam ikan hiaS", Some(hashed.as_str())));
        assert!(!verify("kolam ikan hias", None));
        assert!(!verify("kolam ikan hias", Some("broken")));
        assert!(PasswordHash::new(DECOY).is_ok());
        assert!(!format!("{hashed:?}").contains("argon2"));
    }
}
