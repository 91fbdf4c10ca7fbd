//! The authenticator's codes (RFC 6238: SHA-1, six digits, 30 seconds, one step either way).

use fast_qr::convert::{Builder as _, svg::SvgBuilder};
use kernel::Time;
use totp_rs::{Builder, Secret, Totp};

/// Bytes of a fresh secret: 160 bits, as RFC 4226 asks.
pub const SECRET_BYTES: usize = 20;

fn engine(secret: &[u8]) -> Totp {
    Builder::new().with_secret(secret).with_skew(1).build_noncompliant()
}

fn seconds(now: Time) -> u64 {
    u64::try_from(now.micros() / 1_000_000).unwrap_or(0)
}

/// The step whose code this is, when it is right now and was not used before: a step at or before
/// `used` counts no more.
pub fn check(secret: &[u8], code: &str, now: Time, used: i64) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let step = i64::try_from(engine(secret).check(&code, seconds(now))?).ok()?;
    (step > used).then_some(step)
}

/// The code of a moment: for tests and for nobody else.
pub fn code_at(secret: &[u8], now: Time) -> String {
    engine(secret).generate(seconds(now)).to_string()
}

/// The secret as people type it where the camera fails.
pub fn typed(secret: &[u8]) -> String {
    Secret::from(secret.to_vec()).to_base32()
}

/// What the picture says: `otpauth://totp/Hilir:eko?secret=…&issuer=Hilir`.
pub fn address(secret: &[u8], sign_in_name: &str) -> String {
    format!("otpauth://totp/Hilir:{sign_in_name}?secret={}&issuer=Hilir", typed(secret))
}

/// The picture for the authenticator, as SVG.
pub fn picture(secret: &[u8], sign_in_name: &str) -> Option<String> {
    let code = fast_qr::QRBuilder::new(address(secret, sign_in_name)).build().ok()?;
    Some(SvgBuilder::default().margin(2).to_str(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Time {
        Time::from_micros(seconds * 1_000_000).expect("a time")
    }

    #[test]
    fn the_codes_are_the_standards() {
        // RFC 6238, appendix B, SHA-1, last six digits.
        let secret = b"12345678901234567890";
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")]
        {
            assert_eq!(code_at(secret, at(second)), code);
            assert_eq!(check(secret, code, at(second), 0), Some(second / 30));
        }
    }

    #[test]
    fn a_code_lives_for_a_step_on_either_side_and_counts_once() {
        let secret = [9; SECRET_BYTES];
        let code = code_at(&secret, at(3_000));
        for second in [2_970, 3_000, 3_029, 3_059] {
            assert_eq!(check(&secret, &code, at(second), 0), Some(100), "{second}");
        }
        assert_eq!(check(&secret, &code, at(2_969), 0), None);
        assert_eq!(check(&secret, &code, at(3_060), 0), None);
        assert_eq!(check(&secret, &code, at(3_000), 100), None, "used before");
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        assert_eq!(check(&secret, &spaced, at(3_000), 99), Some(100));
        assert_eq!(check(&secret, "", at(3_000), 0), None);
    }

    #[test]
    fn the_picture_carries_the_secret() {
        let secret = [9; SECRET_BYTES];
        let text = address(&secret, "eko");
        assert!(text.starts_with("otpauth://totp/Hilir:eko?secret=BEEQSCIJBEEQSCI"), "{text}");
        assert!(picture(&secret, "eko").is_some_and(|svg| svg.starts_with("<svg")));
    }
}
