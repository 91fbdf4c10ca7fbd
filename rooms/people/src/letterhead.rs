//! Who writes, as the head of a paper says it; who signs.

use std::sync::Arc;

use db::{Read, Result};
use kernel::Day;
use paper::{Letterhead, Signer};

use crate::{
    Consignor, Shop,
    duty::Duty,
    signatory::of_day,
    store_letterhead::{self as store, Head, Writer},
};

impl Consignor {
    /// What stands above a paper of a day: what the unit set for it, else the office above, the
    /// unit, its address.
    pub fn letterhead(&self, read: &mut Read, day: Day) -> Result<Letterhead> {
        set(read, Writer::Unit(self.id), day, || self.plain_letterhead())
    }

    pub(crate) fn plain_letterhead(&self) -> Letterhead {
        let unit = match &self.unit_class {
            Some(class) if !self.name.contains(class.as_str()) => {
                format!("{} {class}", self.name)
            }
            _ => self.name.clone(),
        };
        let foot = [Some(&self.address), Some(&self.city), self.phone.as_ref()];
        Letterhead { lines: vec![self.kanwil.clone(), unit], foot: joined(foot), logo: None }
    }

    /// For papers that the public holds: the name for it and no office above it. It is printed
    /// nowhere but in what the file says of itself.
    pub fn public_letterhead(&self) -> Letterhead {
        Letterhead { lines: vec![self.public_name().to_owned()], ..Letterhead::default() }
    }

    /// Who signs a paper of a day for the unit; its name, and a line for the pen, where nobody is
    /// entered.
    pub fn signer(&self, read: &mut Read, (role, duty, day): (&str, Duty, Day)) -> Result<Signer> {
        let lines = store::signatories(read, self.id)?;
        let role = role.to_owned();
        let Some(line) = of_day(&lines, duty, day) else {
            return Ok(Signer { role, office: self.name.clone(), ..Signer::default() });
        };
        let text = |given: &Option<String>| given.clone().unwrap_or_default();
        Ok(Signer {
            role,
            office: line.job_title.clone(),
            name: text(&line.name),
            acting_for: text(&line.acting_for),
            employee_number: text(&line.employee_number),
        })
    }
}

impl Shop {
    /// What stands above a paper of a day: what the shop set for it, else its name and address.
    pub fn letterhead(&self, read: &mut Read, day: Day) -> Result<Letterhead> {
        set(read, Writer::Shop(self.id), day, || self.plain_letterhead())
    }

    pub(crate) fn plain_letterhead(&self) -> Letterhead {
        let foot = [Some(&self.address), Some(&self.city), self.whatsapp.as_ref()];
        Letterhead { lines: vec![self.name.clone()], foot: joined(foot), logo: None }
    }
}

/// Of heads, the latest first: the one of a day. A paper from before the first has the first.
pub fn head_of_day(heads: &[Head], day: Day) -> Option<&Head> {
    let first =
        || heads.last().and_then(|old| heads.iter().find(|one| one.valid_from == old.valid_from));
    heads.iter().find(|head| head.valid_from <= day).or_else(first)
}

fn set(
    read: &mut Read,
    writer: Writer,
    day: Day,
    plain: impl FnOnce() -> Letterhead,
) -> Result<Letterhead> {
    let heads = store::heads(read, writer)?;
    let Some(head) = head_of_day(&heads, day) else { return Ok(plain()) };
    let logo = match head.has_logo {
        true => store::logo(read, head.id)?.map(Arc::from),
        false => None,
    };
    Ok(Letterhead { lines: head.lines.clone(), foot: head.foot.clone(), logo })
}

fn joined<'a>(parts: impl IntoIterator<Item = Option<&'a String>>) -> String {
    let parts = parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_paper_keeps_its_head() {
        let day = |day| Day::new(2025, 11, day).expect("a day");
        let head = |number: u128, from, line: &str| Head {
            id: kernel::Id::new(uuid::Uuid::from_u128(number)),
            valid_from: day(from),
            lines: vec![line.to_owned()],
            foot: String::new(),
            has_logo: false,
        };
        let heads = [head(3, 10, "baru"), head(2, 3, "lama"), head(1, 3, "salah tulis")];
        let of = |on| head_of_day(&heads, day(on)).map(|head| head.lines[0].as_str());
        assert_eq!([of(1), of(9), of(10)], [Some("lama"), Some("lama"), Some("baru")]);
        assert!(head_of_day(&[], day(1)).is_none());
    }
}
