//! One receipt, one sale a unit: what a buyer took of two units' goods is two sales.

use db::{Error, Read, Result, Tx};
use journal::Digest;
use kernel::{ConsignorId, Context, Day, SaleId};

use crate::{
    actions::{NewSale, record},
    cut::Cut,
    load_whole, store, store_count, store_receipt,
    types::{Receipt, Sold, SoldPart, WholeSale},
};

/// One unit's goods on a receipt.
pub(crate) struct Part {
    pub consignor: ConsignorId,
    pub cuts: Vec<Cut>,
    /// Of a count: since when it was sold.
    pub counted_from: Option<Day>,
}

/// The parts of a receipt, in the order in which its units first appear.
#[derive(Default)]
pub(crate) struct Parts(Vec<Part>);

impl Parts {
    pub fn add(&mut self, consignor: ConsignorId, cuts: Vec<Cut>) {
        match self.0.iter_mut().find(|part| part.consignor == consignor) {
            Some(part) => part.cuts.extend(cuts),
            None => self.0.push(Part { consignor, cuts, counted_from: None }),
        }
    }
    /// Those of which something was sold.
    pub fn sold(self) -> Vec<Part> {
        self.0.into_iter().filter(|part| !part.cuts.is_empty()).collect()
    }
}

/// The id of a unit's part of a receipt: the same whenever the same receipt is sent.
fn part_id(receipt: SaleId, consignor: ConsignorId) -> SaleId {
    journal::derived_id(receipt, consignor.uuid())
}

/// Records every part as a sale of its own. The first keeps the receipt's id; the number on the
/// receipt is the number of all. Nothing, and `None`, where a sale has the receipt's id already.
pub(crate) fn record_parts(
    tx: &mut Tx,
    ctx: &Context,
    whole: &NewSale<'_>,
    parts: &[Part],
    digest: Digest,
) -> Result<Option<Sold>> {
    let number = whole.receipt_number.map_or_else(|| whole.id.short(), str::to_owned);
    let shared = (parts.len() > 1).then_some(whole.id);
    let mut sales = Vec::with_capacity(parts.len());
    for (at, Part { consignor, cuts, counted_from }) in parts.iter().enumerate() {
        let id = if at == 0 { whole.id } else { part_id(whole.id, *consignor) };
        let (receipt_number, counted_from) = (Some(number.as_str()), *counted_from);
        let sale = NewSale { id, receipt_number, counted_from, ..*whole };
        match (record(tx, ctx, &sale, *consignor, (cuts, shared), digest)?, at) {
            (true, _) => {}
            (false, 0) => return Ok(None),
            // No refusal: half of the receipt is written, and an error takes it back.
            (false, _) => return Err(Error::fault("a part stands already, its receipt does not")),
        }
        if shared.is_some() {
            store_receipt::insert_part(tx, id, whole.id, at as i64 + 1)?;
        }
        sales.push(SoldPart {
            id,
            consignor_id: *consignor,
            gross: cuts.iter().map(Cut::gross).sum(),
        });
    }
    Ok(Some(Sold { id: whole.id, already: false, receipt_number: number, sales }))
}

/// What was answered when the receipt was first sent.
pub(crate) fn again(read: &mut Read, ctx: &Context, id: SaleId) -> Result<Sold> {
    let mut sales = Vec::with_capacity(1);
    if store::find_sale(read, id)?.is_none() && store_count::is_kept(read, id)? {
        return Ok(Sold { already: true, ..Sold::nothing(id) });
    }
    for id in sales_on(read, id)? {
        sales.push(store::load_sale(read, ctx, id)?);
    }
    let receipt_number = sales.first().map(|one| one.receipt_number.clone()).unwrap_or_default();
    let part = |one: &crate::types::Sale| SoldPart {
        id: one.id,
        consignor_id: one.consignor_id,
        gross: one.gross,
    };
    Ok(Sold { id, already: true, receipt_number, sales: sales.iter().map(part).collect() })
}

/// The id of the receipt that a sale stands on: its first sale's.
pub(crate) fn receipt_of(read: &mut Read, sale: SaleId) -> Result<SaleId> {
    Ok(sales_on(read, sale)?.first().copied().unwrap_or(sale))
}

/// The sales on the receipt that a sale stands on; itself where it stands alone.
pub(crate) fn sales_on(read: &mut Read, sale: SaleId) -> Result<Vec<SaleId>> {
    let parts = store_receipt::beside(read, sale)?;
    Ok(if parts.is_empty() { vec![sale] } else { parts })
}

/// Whether others that he may see stand on this sale's receipt.
pub(crate) fn is_shared(read: &mut Read, ctx: &Context, sale: SaleId) -> Result<bool> {
    Ok(sales_on(read, sale)?.len() > 1 && load_receipt(read, ctx, sale)?.sales.len() > 1)
}

/// The receipt that a sale stands on, with the sales on it that are his to see: a shop sees its
/// whole receipt, a unit its own part.
///
/// # Errors
/// Refuses a sale that he may not see (404).
pub fn load_receipt(read: &mut Read, ctx: &Context, sale: SaleId) -> Result<Receipt> {
    let asked = store::load_sale(read, ctx, sale)?;
    let mut sales: Vec<WholeSale> = Vec::with_capacity(2);
    let on = sales_on(read, sale)?;
    let id = on.first().copied().unwrap_or(sale);
    for one in on {
        match load_whole(read, ctx, one) {
            Ok(whole) => sales.push(whole),
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let gross = sales.iter().map(|one| one.sale.gross).sum();
    Ok(Receipt {
        id,
        number: asked.receipt_number,
        shop_id: asked.shop_id,
        business_day: asked.business_day,
        payment: asked.payment,
        gross,
        sales,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_part_has_an_id_of_its_own_that_never_changes() {
        let receipt = SaleId::new(Uuid::from_u128(7));
        let unit = |n| ConsignorId::new(Uuid::from_u128(n));
        let one = part_id(receipt, unit(1));
        assert_eq!(one, part_id(receipt, unit(1)));
        assert_ne!(one, part_id(receipt, unit(2)));
        assert_ne!(one, part_id(SaleId::new(Uuid::from_u128(8)), unit(1)));
        assert_eq!(one.to_string(), "2fcebc28-fa67-8e0d-bdb6-80d20a68d4cc");
    }
}
