//! Pure: what a till has to know of an agreement.

use kernel::{AgreementId, ConsignorId, Day, Rupiah, TermsId};

use crate::{kinds::Side, terms::ShopPart};

/// By which terms a product sells at a shop on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SellingTerms {
    pub consignor_id: ConsignorId,
    pub agreement_id: AgreementId,
    pub terms_id: TermsId,
    pub part: ShopPart,
    /// The annex's price of a unit; `None` where the catalogue's or the shop's holds.
    pub price: Option<Rupiah>,
    pub price_set_by: Side,
    /// The first day of these terms.
    pub from_day: Day,
    /// False where only an agreement of before (or of later) ever covered the product: what is
    /// on the shelf stays sellable.
    pub in_force: bool,
}

impl SellingTerms {
    /// A price below this takes from the unit: its floor price for the product, and what the shop
    /// owes it for a piece whatever the buyer paid.
    pub fn lowest(&self, floor: Option<Rupiah>) -> Option<Rupiah> {
        let consigned = match self.part {
            ShopPart::AboveConsignedPrice(price) => Some(price),
            ShopPart::PercentOfGross(_) | ShopPart::RupiahPerUnit(_) => None,
        };
        floor.max(consigned)
    }
}
