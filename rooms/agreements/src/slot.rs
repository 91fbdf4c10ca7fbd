//! Pure: the fields (*isian*) of a clause. A clause's text holds their names in braces; what stands
//! there on the paper comes from the terms, and nothing that is typed into a clause reaches them.

use std::collections::BTreeMap;

pub use crate::kinds::Slot;

impl Slot {
    /// Its name in an Indonesian text.
    pub const fn local(self) -> &'static str {
        match self {
            Self::ShopPart => "bagian_toko",
            Self::PriceSetBy => "penentu_harga",
            Self::PriceNoticeDays => "hari_pemberitahuan",
            Self::ReportCycle => "masa_laporan",
            Self::PaymentDays => "hari_setor",
            Self::Deductions => "potongan_biaya",
            Self::ReturnDays => "hari_retur",
            Self::DamageBorneBy => "penanggung_rusak",
            Self::LossBorneBy => "penanggung_hilang",
            Self::From => "berlaku_mulai",
            Self::To => "berakhir",
            Self::EndingNoticeDays => "hari_pengakhiran",
            Self::Consignor => "nama_lapas",
            Self::Shop => "nama_toko",
            Self::Place => "tempat",
        }
    }

    /// By either of its names.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|slot| slot.name() == name || slot.local() == name)
    }
}

/// A part of a clause's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'t> {
    Text(&'t str),
    Slot(Slot),
}

/// Why a text is no clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongSlot<'t> {
    /// A field that there is not.
    Unknown(&'t str),
    /// A brace that opens or closes nothing.
    Brace,
}

/// A text cut at its fields.
pub fn pieces(text: &str) -> Result<Vec<Piece<'_>>, WrongSlot<'_>> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        let (name, after) =
            from.strip_prefix('{').and_then(|s| s.split_once('}')).ok_or(WrongSlot::Brace)?;
        if name.contains('{') {
            return Err(WrongSlot::Brace);
        }
        let slot = Slot::called(name.trim()).ok_or(WrongSlot::Unknown(name))?;
        if !before.is_empty() {
            all.push(Piece::Text(before));
        }
        all.push(Piece::Slot(slot));
        rest = after;
    }
    if !rest.is_empty() {
        all.push(Piece::Text(rest));
    }
    Ok(all)
}

/// What stands in each field; one that is not known yet is a gap for the pen.
pub type Filled = BTreeMap<Slot, String>;

/// A text with its fields filled, once: what fills a field is never read for fields again. A text
/// that cannot be cut stands as it is.
pub fn fill(text: &str, filled: &Filled, gap: &str) -> String {
    let Ok(pieces) = pieces(text) else { return text.to_owned() };
    let say = |piece: &Piece<'_>| match piece {
        Piece::Text(text) => (*text).to_owned(),
        Piece::Slot(slot) => filled.get(slot).map_or(gap, String::as_str).to_owned(),
    };
    pieces.iter().map(say).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fields_are_known_by_both_names() {
        let cut = pieces("a {shop_part}, {bagian_toko}{ hari_setor }");
        let part = Piece::Slot(Slot::ShopPart);
        let days = Piece::Slot(Slot::PaymentDays);
        assert_eq!(cut, Ok(vec![Piece::Text("a "), part, Piece::Text(", "), part, days]));
        for slot in Slot::ALL {
            assert_eq!(Slot::called(slot.name()), Some(*slot));
            assert_eq!(Slot::called(slot.local()), Some(*slot));
        }
    }

    #[test]
    fn what_is_no_field_is_named() {
        assert_eq!(pieces("{pasal_33}"), Err(WrongSlot::Unknown("pasal_33")));
        assert_eq!(pieces("{}"), Err(WrongSlot::Unknown("")));
        for open in ["{shop_part", "shop_part}", "a } b {shop}", "{{shop}}", "{ {shop} }"] {
            assert_eq!(pieces(open), Err(WrongSlot::Brace), "{open}");
        }
    }

    #[test]
    fn what_fills_a_field_is_not_read_again() {
        let shop = "{shop_part} #import \"x\" \\ $".to_owned();
        let filled = Filled::from([(Slot::Shop, shop.clone()), (Slot::ShopPart, "20%".into())]);
        assert_eq!(fill("{shop}: {shop_part}", &filled, "…"), format!("{shop}: 20%"));
        assert_eq!(fill("{place}", &filled, "…"), "…");
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_cutting(text in ".{0,60}", value in ".{0,20}") {
            let filled: Filled = Slot::ALL.iter().map(|slot| (*slot, value.clone())).collect();
            let said = fill(&text, &filled, "…");
            if !text.contains(['{', '}']) {
                prop_assert_eq!(said, text);
            }
        }
    }
}
