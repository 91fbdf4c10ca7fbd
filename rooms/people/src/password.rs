//! What a good password is, and hashing it. Hashing takes some 50 ms on purpose: never call
//! it inside a transaction.

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Params, PasswordHash, Version,
    password_hash::phc::{Output, ParamsString, Salt},
};

use crate::{
    No,
    hashing::{Place, stand_in_line},
    secret::Random,
};

/// The least length, in characters.
pub const LENGTH_MIN: usize = 10;
/// The most, in bytes: more would only make the server work.
const BYTES_MAX: usize = 1_000;

/// Bytes of a hash.
const OUTPUT: usize = Params::DEFAULT_OUTPUT_LEN;

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

/// Hashes with argon2id (19 MiB, two passes), when it is one's turn.
///
/// # Errors
/// [`No::SignInBusy`] when the line is full; else never for a password that [`check`] let through.
pub fn hash(password: &str, random: &Random) -> db::Result<Hashed> {
    let place = stand_in_line()?;
    let (argon2, salt, mut out) = (Argon2::default(), &random[..16], [0; OUTPUT]);
    place.hash(&argon2, password.as_bytes(), salt, &mut out).map_err(db::Error::fault)?;
    written(argon2.params(), salt, &out).map_err(|e| db::Error::fault(e.to_string()))
}

fn written(params: &Params, salt: &[u8], out: &[u8]) -> argon2::password_hash::Result<Hashed> {
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params)?,
        salt: Some(Salt::new(salt)?),
        hash: Some(Output::new(out)?),
    };
    Ok(Hashed(hash.to_string()))
}

/// Whether it is the password. Without a hash the same work is done for nothing, so that the
/// time does not tell whether there is such a user.
pub fn verify(place: &Place, password: &str, hash: Option<&str>) -> bool {
    if password.len() > BYTES_MAX {
        return false;
    }
    match hash {
        Some(hash) => is_of(place, password, hash) == Some(true),
        None => {
            let _ = std::hint::black_box(is_of(place, password, DECOY));
            false
        }
    }
}

/// `None` when the hash is none of ours. The two are compared in constant time.
fn is_of(place: &Place, password: &str, hash: &str) -> Option<bool> {
    let parsed = PasswordHash::new(hash).ok()?;
    let (salt, kept) = (parsed.salt?, parsed.hash?);
    let version = Version::try_from(parsed.version?).ok()?;
    let params = Params::try_from(&parsed).ok()?;
    let algorithm = Algorithm::try_from(parsed.algorithm.as_str()).ok()?;
    let argon2 = Argon2::new(algorithm, version, params);
    let mut out = [0; Output::MAX_LENGTH];
    let out = out.get_mut(..kept.len())?;
    place.hash(&argon2, password.as_bytes(), &salt, out).ok()?;
    Some(Output::new(out).ok()? == kept)
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
        let place = stand_in_line().expect("a place");
        let verify = |password, hash| verify(&place, password, hash);
        assert!(verify("kolam ikan hias", Some(hashed.as_str())));
        assert!(!verify("kolam ikan hiaS", Some(hashed.as_str())));
        assert!(!verify("kolam ikan hias", None));
        assert!(!verify("kolam ikan hias", Some("broken")));
        assert_eq!(is_of(&place, "kolam ikan hias", DECOY), Some(false), "it is worked on");
        assert!(!format!("{hashed:?}").contains("argon2"));
    }

    #[test]
    fn what_was_hashed_by_the_crate_itself_is_known() {
        use argon2::PasswordHasher;
        let made: PasswordHash = Argon2::default()
            .hash_password_with_salt(b"kolam ikan hias", &[7; 16])
            .expect("a hash");
        assert_eq!(made.to_string(), hash("kolam ikan hias", &[7; 32]).expect("a hash").0);
    }
}
