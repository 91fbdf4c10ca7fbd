#![doc = include_str!("../README.md")]

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use kernel::{Day, Lang, Rupiah};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// A paper, ready to be printed; as JSON where it has to wait for that, but for the logo.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Paper {
    /// The stem of its template, `papers/<template>.typ`, and of its words, `paper.<template>.…`.
    pub template: Cow<'static, str>,
    pub lang: Lang,
    /// The record that it shows.
    pub subject: Uuid,
    /// What people call it by: `SJ-2511-01`.
    pub number: String,
    pub head: Letterhead,
    /// Where and when it was made, by its record.
    pub place: String,
    pub day: Day,
    /// Everything that it states and that can never change: whole numbers, days as `2025-11-03`,
    /// ids, texts as they were signed. The same in every language; the digest is of these.
    pub figures: Value,
    /// The names of what the figures point at, by id. They may change; the figures may not.
    pub names: BTreeMap<String, String>,
    /// What a language makes of the figures: sums in words and the like.
    pub spoken: BTreeMap<Cow<'static, str>, String>,
    pub signers: Vec<Signer>,
    /// Whose copy each original is, where both sides keep one; printed one after the other.
    pub originals: Vec<String>,
    /// Texts that a template draws as codes to scan, by the name under which it finds them.
    pub codes: BTreeMap<String, String>,
    /// Pictures that a template draws, by the file name under which it finds them. What they show
    /// is no part of the digest: name them among the figures.
    pub pictures: BTreeMap<Cow<'static, str>, Vec<u8>>,
    /// A picture itself and no paper: the press paints its one page.
    pub painted: bool,
    /// Whether anybody who holds it may compare its figures with the records.
    pub checked: bool,
    /// Why nobody may rely on it as its record stands: drafted, refused, withdrawn. On every page
    /// of it and before all else where it is checked; no part of the digest, for what was printed
    /// earlier must be known again.
    #[serde(default)]
    pub standing: Option<String>,
}

/// Who writes: the lines above the rule.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Letterhead {
    /// From the highest office down to the unit; the last one is the unit itself.
    pub lines: Vec<String>,
    /// Address, telephone.
    pub foot: String,
    /// A PNG, beside the lines.
    #[serde(skip)]
    pub logo: Option<Arc<[u8]>>,
}

/// A place to sign.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Signer {
    /// "Yang menyerahkan".
    pub role: String,
    /// Whom he signs for, or his office.
    pub office: String,
    /// Empty where it is written by hand.
    pub name: String,
    /// The office in whose place he signs: "Kepala Lapas" for "a.n. Kepala Lapas".
    pub acting_for: String,
    /// NIP; empty where none is entered.
    pub employee_number: String,
}

impl Paper {
    /// A paper about one record: without letterhead, names and signatures; open to checking.
    pub fn of(
        template: &'static str,
        lang: Lang,
        (subject, number, day): (Uuid, &str, Day),
        figures: Value,
    ) -> Self {
        Self {
            template: template.into(),
            lang,
            subject,
            number: number.to_owned(),
            head: Letterhead::default(),
            place: String::new(),
            day,
            figures,
            names: BTreeMap::new(),
            spoken: BTreeMap::new(),
            signers: Vec::new(),
            originals: Vec::new(),
            codes: BTreeMap::new(),
            pictures: BTreeMap::new(),
            painted: false,
            checked: true,
            standing: None,
        }
    }

    /// Names what an id in the figures points at.
    pub fn name(mut self, id: impl ToString, name: impl Into<String>) -> Self {
        self.names.insert(id.to_string(), name.into());
        self
    }

    /// Names many.
    pub fn names(mut self, names: impl IntoIterator<Item = (String, String)>) -> Self {
        self.names.extend(names);
        self
    }

    /// A place to sign for an office; the name is written by hand.
    pub fn sign(mut self, role: impl Into<String>, office: impl Into<String>) -> Self {
        let (role, office) = (role.into(), office.into());
        self.signers.push(Signer { role, office, ..Signer::default() });
        self
    }

    /// A place to sign for somebody who is known.
    pub fn signed(mut self, signer: Signer) -> Self {
        self.signers.push(signer);
        self
    }

    /// One original for each of the two.
    pub fn for_both(mut self, one: impl Into<String>, other: impl Into<String>) -> Self {
        self.originals = vec![one.into(), other.into()];
        self
    }

    /// Written by somebody, somewhere.
    pub fn from(mut self, head: Letterhead, place: impl Into<String>) -> Self {
        self.head = head;
        self.place = place.into();
        self
    }

    /// A code to scan; the template finds it as `<name>.svg`.
    pub fn code(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.codes.insert(name.into(), text.into());
        self
    }

    /// A picture to draw; the template finds it under its file name.
    pub fn picture(mut self, file: &'static str, bytes: Vec<u8>) -> Self {
        self.pictures.insert(file.into(), bytes);
        self
    }

    /// To be painted as a picture, such as a card for a link preview.
    pub fn as_picture(mut self) -> Self {
        self.painted = true;
        self.unchecked()
    }

    /// Not for strangers' eyes, not even that it exists.
    pub fn unchecked(mut self) -> Self {
        self.checked = false;
        self
    }

    /// Says why nobody may rely on it; nothing where everybody may.
    pub fn standing(mut self, why: Option<impl Into<String>>) -> Self {
        self.standing = why.map(Into::into);
        self
    }

    /// The SHA-256 of what the paper states, 64 hexadecimal digits: template, subject and figures
    /// as JSON with sorted keys. Language, letterhead and names are no part of it; a number and a
    /// day are where they stand among the figures, for they may be given after the paper is made.
    pub fn digest(&self) -> String {
        let stated = json!([self.template, self.subject, self.figures]);
        let digest = Sha256::digest(stated.to_string().as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// As much of the digest as a person compares, and as stands in the address: 80 bits.
    pub fn mark(&self) -> String {
        self.digest().split_off(44)
    }

    /// The name under which it is saved, without its ending.
    pub fn file_name(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let name = format!("{}-{}", self.template, self.number);
        let name: String = name.chars().map(plain).collect();
        name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    }

    /// Adds a sum in words under a name that the template knows.
    pub fn say(mut self, name: &'static str, amount: Rupiah) -> Self {
        self.spoken.insert(name.into(), kernel::in_words(amount, self.lang));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Paper {
        let about = (Uuid::nil(), "SJ/2511/01", Day::new(2025, 11, 3).expect("a day"));
        let figures = json!({"lines": [{"sent": 12}], "note": "a"});
        Paper::of("surat-jalan", Lang::Id, about, figures)
    }

    #[test]
    fn a_figure_changes_the_mark_and_a_language_does_not() {
        let one = paper();
        assert_eq!(one.mark().len(), 20);
        assert_eq!(Paper { lang: Lang::En, ..paper() }.mark(), one.mark());
        let other = Paper { figures: json!({"lines": [{"sent": 13}], "note": "a"}), ..paper() };
        assert_ne!(other.mark(), one.mark());
        assert_ne!(Paper { template: "nota".into(), ..paper() }.mark(), one.mark());
        assert_eq!(paper().standing(Some("DITOLAK")).mark(), one.mark(), "it is known again");
    }

    #[test]
    fn a_paper_that_waited_is_the_same() {
        let one = paper().say("due", Rupiah(5)).picture("photo.jpg", vec![1, 2]).sign("a", "b");
        let text = serde_json::to_string(&one).expect("JSON");
        let other: Paper = serde_json::from_str(&text).expect("a paper");
        assert_eq!(other.digest(), one.digest());
        assert_eq!(serde_json::to_string(&other).expect("JSON"), text);
    }

    #[test]
    fn the_file_name_is_plain() {
        assert_eq!(paper().file_name(), "surat-jalan-sj-2511-01");
    }
}
