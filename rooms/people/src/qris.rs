//! Pure: QRIS codes (EMVCo merchant-presented QR): read, check, put an amount in.
//!
//! The layout is tag (two digits), length (two digits), value. Tag 63 is a CRC-16/CCITT-FALSE of
//! everything before it, its own tag and length included.

use std::fmt::Write;

use kernel::Rupiah;

/// The domain that the national merchant entry (tag 51) carries.
const NATIONAL: &str = "ID.CO.QRIS.WWW";

/// What is wrong with a code; each has a sentence in `words/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// A tag, a length or a value is cut off, or is not of digits where it should be.
    Broken,
    /// The CRC at the end does not fit: a letter was lost or changed.
    Crc,
    /// Tag 00 is not "01": it is some other code.
    NotEmv,
    /// No tag 51 of the national scheme, or no NMID of "ID" and 13 digits in it.
    NoNmid,
    /// Not rupiah (53 = 360) in Indonesia (58 = ID).
    NotRupiah,
    /// No merchant name.
    NoName,
}

impl Wrong {
    /// The name in `words/` under `people.qris.wrong`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Crc => "crc",
            Self::NotEmv => "not_emv",
            Self::NoNmid => "no_nmid",
            Self::NotRupiah => "not_rupiah",
            Self::NoName => "no_name",
        }
    }
}

/// A code that was read and found right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qris {
    fields: Vec<(u8, String)>,
    pub merchant: String,
    pub city: String,
    /// "ID" and 13 digits: the merchant's national number, to compare with the sticker.
    pub nmid: String,
    /// A static code has no amount of its own.
    pub is_static: bool,
    pub amount: Option<Rupiah>,
}

impl Qris {
    /// Reads and checks a code.
    ///
    /// # Errors
    /// What is wrong with it; nothing is guessed or repaired.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        let fields = read_fields(text)?;
        check_crc(text, &fields)?;
        let find = |tag| value_of(&fields, tag);
        if find(0) != Some("01") {
            return Err(Wrong::NotEmv);
        }
        if find(53) != Some("360") || find(58) != Some("ID") {
            return Err(Wrong::NotRupiah);
        }
        let national = find(51).ok_or(Wrong::NoNmid).and_then(read_fields)?;
        let nmid = value_of(&national, 2).filter(|nmid| is_nmid(nmid)).ok_or(Wrong::NoNmid)?;
        if value_of(&national, 0) != Some(NATIONAL) {
            return Err(Wrong::NoNmid);
        }
        let merchant = find(59).filter(|name| !name.trim().is_empty()).ok_or(Wrong::NoName)?;
        let (nmid, merchant) = (nmid.to_owned(), merchant.to_owned());
        let city = find(60).unwrap_or_default().to_owned();
        let is_static = match find(1) {
            None | Some("11") => true,
            Some("12") => false,
            Some(_) => return Err(Wrong::Broken),
        };
        let amount = find(54).map(whole_amount).transpose()?;
        Ok(Self { fields, merchant, city, nmid, is_static, amount })
    }

    /// The same code with an amount in it, marked as dynamic. A convenience for the buyer and
    /// no proof of payment: the clerk confirms what arrived.
    pub fn with_amount(&self, amount: Rupiah) -> String {
        let mut fields: Vec<(u8, String)> =
            self.fields.iter().filter(|(tag, _)| ![1, 54, 63].contains(tag)).cloned().collect();
        fields.extend([(1, "12".to_owned()), (54, amount.0.to_string())]);
        fields.sort_by_key(|(tag, _)| *tag);
        let mut text = String::new();
        for (tag, value) in &fields {
            // Lengths were read from two digits, and an amount has at most 19.
            let _ = write!(text, "{tag:02}{:02}{value}", value.chars().count());
        }
        text.push_str("6304");
        let crc = crc16(text.as_bytes());
        let _ = write!(text, "{crc:04X}");
        text
    }
}

fn is_nmid(text: &str) -> bool {
    let digits = text.strip_prefix("ID").unwrap_or_default();
    digits.len() == 13 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `25000` or `25000.00`; a rupiah has no part.
fn whole_amount(text: &str) -> Result<Rupiah, Wrong> {
    let whole = text.split_once('.').map_or(Ok(text), |(whole, rest)| {
        if rest.bytes().all(|byte| byte == b'0') { Ok(whole) } else { Err(Wrong::Broken) }
    })?;
    let digits = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    let amount = if digits { whole.parse().ok() } else { None };
    amount.filter(|amount| *amount <= kernel::INPUT_MAX).map(Rupiah).ok_or(Wrong::Broken)
}

fn value_of(fields: &[(u8, String)], tag: u8) -> Option<&str> {
    fields.iter().find(|(own, _)| *own == tag).map(|(_, value)| value.as_str())
}

/// Lengths count characters, as issuers write them; ASCII in practice.
fn read_fields(text: &str) -> Result<Vec<(u8, String)>, Wrong> {
    let mut fields = Vec::new();
    let mut rest = text.chars();
    while !rest.as_str().is_empty() {
        let tag = two_digits(&mut rest)?;
        let length = usize::from(two_digits(&mut rest)?);
        let value: String = rest.by_ref().take(length).collect();
        if value.chars().count() < length || fields.iter().any(|(own, _)| *own == tag) {
            return Err(Wrong::Broken);
        }
        fields.push((tag, value));
    }
    Ok(fields)
}

fn two_digits(text: &mut std::str::Chars<'_>) -> Result<u8, Wrong> {
    let mut digit = || text.next().and_then(|c| c.to_digit(10)).ok_or(Wrong::Broken);
    let number = digit()? * 10 + digit()?;
    u8::try_from(number).map_err(|_| Wrong::Broken)
}

fn check_crc(text: &str, fields: &[(u8, String)]) -> Result<(), Wrong> {
    let (Some((63, said)), Some(covered)) = (fields.last(), text.len().checked_sub(4)) else {
        return Err(Wrong::Broken);
    };
    let covered = text.get(..covered).ok_or(Wrong::Broken)?;
    let right = format!("{:04X}", crc16(covered.as_bytes()));
    if said.eq_ignore_ascii_case(&right) { Ok(()) } else { Err(Wrong::Crc) }
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, starts at 0xFFFF, nothing reflected.
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATIC: &str = "00020101021126680016ID.CO.CONTOH.WWW011893600000000000000002150000000000\
        000010303UMI51440014ID.CO.QRIS.WWW0215ID00000000000000303UMI5204599553033605802ID5911TOKO \
        CONTOH6013PANGKALPINANG61053311162070703A0163042443";
    const DYNAMIC: &str = "00020101021226680016ID.CO.CONTOH.WWW01189360000000000000000215000000000\
        0000010303UMI51440014ID.CO.QRIS.WWW0215ID00000000000000303UMI52045995530336054052500058\
        02ID5911TOKO CONTOH6013PANGKALPINANG61053311162070703A01630492C5";

    #[test]
    fn the_crc_is_the_standards() {
        assert_eq!(crc16(b"123456789"), 0x29B1);
    }

    #[test]
    fn a_right_code_says_whose_it_is() {
        let code = Qris::parse(STATIC).expect("a right code");
        assert_eq!(code.merchant, "TOKO CONTOH");
        assert_eq!(code.city, "PANGKALPINANG");
        assert_eq!(code.nmid, "ID0000000000000");
        assert!(code.is_static);
        assert_eq!(code.amount, None);
        let code = Qris::parse(DYNAMIC).expect("a right code");
        assert!(!code.is_static);
        assert_eq!(code.amount, Some(Rupiah(25_000)));
    }

    #[test]
    fn an_amount_makes_the_static_code_the_dynamic_one() {
        let code = Qris::parse(STATIC).expect("a right code");
        assert_eq!(code.with_amount(Rupiah(25_000)), DYNAMIC);
        let dynamic = Qris::parse(DYNAMIC).expect("a right code");
        assert_eq!(dynamic.with_amount(Rupiah(25_000)), DYNAMIC);
    }

    #[test]
    fn any_single_changed_character_is_seen() {
        for at in 0..STATIC.len() {
            let mut changed = STATIC.as_bytes().to_vec();
            changed[at] = if changed[at] == b'7' { b'8' } else { b'7' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert!(Qris::parse(&changed).is_err(), "{at}: {changed}");
        }
        assert_eq!(Qris::parse(&STATIC[..STATIC.len() - 1]), Err(Wrong::Broken));
        assert_eq!(Qris::parse(""), Err(Wrong::Broken));
        assert_eq!(Qris::parse("https://contoh.example"), Err(Wrong::Broken));
        assert_eq!(Qris::parse("ééé6304"), Err(Wrong::Broken));
    }

    fn resealed(text: &str) -> String {
        let covered = &text[..text.len() - 4];
        format!("{covered}{:04X}", crc16(covered.as_bytes()))
    }

    #[test]
    fn a_code_of_another_scheme_is_refused() {
        let wrong = |from: &str, to: &str| Qris::parse(&resealed(&STATIC.replace(from, to))).err();
        assert_eq!(wrong("5303360", "5303840"), Some(Wrong::NotRupiah));
        assert_eq!(wrong("5802ID", "5802SG"), Some(Wrong::NotRupiah));
        assert_eq!(wrong("0215ID0000000000000", "0215XX0000000000000"), Some(Wrong::NoNmid));
        assert_eq!(wrong("ID.CO.QRIS.WWW", "ID.CO.LAIN.WWW"), Some(Wrong::NoNmid));
        assert_eq!(wrong("000201", "000202"), Some(Wrong::NotEmv));
        assert_eq!(wrong("TOKO CONTOH", "           "), Some(Wrong::NoName));
    }
}
