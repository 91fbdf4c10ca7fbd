//! Who writes, as the head of a paper says it.

use paper::Letterhead;

use crate::{Consignor, Shop};

impl Consignor {
    /// The office above, the unit, its address.
    pub fn letterhead(&self) -> Letterhead {
        let unit = match &self.unit_class {
            Some(class) if !self.name.contains(class.as_str()) => {
                format!("{} {class}", self.name)
            }
            _ => self.name.clone(),
        };
        let foot = [Some(&self.address), Some(&self.city), self.phone.as_ref()];
        Letterhead { lines: vec![self.kanwil.clone(), unit], foot: joined(foot) }
    }
}

impl Shop {
    /// The shop and its address.
    pub fn letterhead(&self) -> Letterhead {
        let foot = [Some(&self.address), Some(&self.city), self.whatsapp.as_ref()];
        Letterhead { lines: vec![self.name.clone()], foot: joined(foot) }
    }
}

fn joined<'a>(parts: impl IntoIterator<Item = Option<&'a String>>) -> String {
    let parts = parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}
