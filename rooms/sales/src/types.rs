//! What other rooms, pages and the API see of a sale.

use kernel::{
    AgreementId, BatchId, ConsignorId, Day, ProductId, Quantity, RefundId, Rupiah, SaleId, ShopId,
    TermsId, Time, UserId,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::kinds::{Payment, Source};

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Sale {
    pub id: SaleId,
    pub consignor_id: ConsignorId,
    pub shop_id: ShopId,
    pub receipt_number: String,
    pub sold_at: Time,
    pub business_day: Day,
    pub payment: Payment,
    pub source: Source,
    /// Of a sale by count: sold between this day and `business_day`.
    pub counted_from: Option<Day>,
    pub gross: Rupiah,
    pub note: Option<String>,
    pub recorded_by: UserId,
    pub recorded_at: Time,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SaleLine {
    /// From 1.
    pub position: i64,
    pub product_id: ProductId,
    pub batch_id: BatchId,
    pub agreement_id: AgreementId,
    pub terms_id: TermsId,
    pub quantity: Quantity,
    pub unit_price: Rupiah,
    pub shop_part: Rupiah,
    /// The day under which it stands in a statement.
    pub booked_day: Day,
    /// Pieces that buyers brought back since.
    pub refunded: Quantity,
}

impl Sale {
    /// The number that the shop wrote on its receipt; `None` where it gave none and the sale
    /// carries letters of its id instead, or of the id of the receipt that it is a part of.
    pub fn given_number(&self) -> Option<&str> {
        let number = self.receipt_number.as_str();
        let letters = number.len() == 8
            && number.bytes().all(|one| one.is_ascii_digit() || (b'A'..=b'F').contains(&one));
        // The id of a receipt's second part is derived (version 8), not drawn.
        let derived = self.id.uuid().get_version_num() == 8;
        let made = number == self.id.short() || (letters && derived);
        (!made).then_some(number)
    }
}

impl SaleLine {
    pub fn gross(&self) -> Rupiah {
        self.unit_price.times(self.quantity)
    }
    pub fn due(&self) -> Rupiah {
        self.gross() - self.shop_part
    }
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RefundSeen {
    pub id: RefundId,
    pub business_day: Day,
    pub reason: String,
    pub resellable: bool,
    pub exception: Option<String>,
    pub gross: Rupiah,
    pub quantity: Quantity,
}

/// A line that was sold below the unit's floor price, or below what the shop owes for a piece.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Below {
    pub sale_id: SaleId,
    pub position: i64,
    pub business_day: Day,
    pub shop_id: ShopId,
    pub source: Source,
    pub product_id: ProductId,
    pub quantity: Quantity,
    pub unit_price: Rupiah,
    /// How low the shop might have gone.
    pub lowest: Rupiah,
    pub shop_part: Rupiah,
    /// Why; a till and a count are not asked.
    pub reason: Option<String>,
}

/// A sale with everything under it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WholeSale {
    pub sale: Sale,
    pub lines: Vec<SaleLine>,
    pub refunds: Vec<RefundSeen>,
    /// Those of its lines whose price lies below the lowest.
    pub below: Vec<Below>,
}

/// What was recorded of a receipt: one sale for each unit whose goods are on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sold {
    /// The receipt's id: the one that was sent, which is the first sale's too.
    pub id: SaleId,
    /// True when the same was already recorded before: it counted once.
    pub already: bool,
    pub receipt_number: String,
    /// In the order of the receipt; nearly always one. None where a count found nothing to be gone.
    pub sales: Vec<SoldPart>,
}

impl Sold {
    /// A count at which nothing was gone.
    pub(crate) const fn nothing(id: SaleId) -> Self {
        Self { id, already: false, receipt_number: String::new(), sales: Vec::new() }
    }
}

/// One unit's sale on a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SoldPart {
    pub id: SaleId,
    pub consignor_id: ConsignorId,
    pub gross: Rupiah,
}

/// What the buyer was given: all sales under one number, as far as the reader may see them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Receipt {
    pub id: SaleId,
    pub number: String,
    pub shop_id: ShopId,
    pub business_day: Day,
    pub payment: Payment,
    /// Of the sales that are shown.
    pub gross: Rupiah,
    pub sales: Vec<WholeSale>,
}

/// What a period's statement takes from this room: one row for each product, batch and price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PeriodLine {
    pub product_id: ProductId,
    pub batch_id: BatchId,
    pub unit_price: Rupiah,
    pub sold: Quantity,
    /// The shop's part of what was sold.
    pub sold_part: Rupiah,
    pub refunded: Quantity,
    /// The shop's part of what was brought back.
    pub refunded_part: Rupiah,
    /// Of what was brought back, the pieces whose sale is booked before the period.
    pub late: Quantity,
    /// The shop's part of those.
    pub late_part: Rupiah,
    /// Of what was brought back, what is damaged and did not go back on the shelf.
    pub set_apart: Quantity,
}

impl PeriodLine {
    /// What buyers paid, less what they got back.
    pub fn gross(&self) -> Rupiah {
        self.unit_price.times(self.sold - self.refunded)
    }
    pub fn shop_part(&self) -> Rupiah {
        self.sold_part - self.refunded_part
    }
    pub fn due(&self) -> Rupiah {
        self.gross() - self.shop_part()
    }
}
