//! From the moves of goods to the ledger's accounts, and what a loss costs a shop.

use agreements::{Agreement, Side};
use db::{Read, Result, Tx};
use kernel::{AgreementId, BatchId, ConsignorId, Day, ProductId, Quantity, Rupiah, ShopId};
use ledger::{Account, Entry, Kind, Move};

use crate::{
    goods::{GoodsMove, Place},
    refusal::No,
};

fn account(consignor: ConsignorId, batch: BatchId, place: Place) -> Account {
    let (kind, shop) = match place {
        Place::Workshop => (Kind::Workshop, None),
        Place::Transit(shop) => (Kind::Transit, Some(shop)),
        Place::Shelf(shop) => (Kind::Shelf, Some(shop)),
        Place::Damaged(shop) => (Kind::Damaged, Some(shop)),
        Place::WrittenOff => (Kind::Damaged, None),
        Place::Destroyed => (Kind::Destroyed, None),
        Place::Lost(shop) => (Kind::Lost, Some(shop)),
        Place::Discrepancy(shop) => (Kind::Discrepancy, Some(shop)),
    };
    Account::goods(kind, consignor, batch, shop)
}

/// The moves of a document, gathered and posted once under its id.
pub struct Postings {
    consignor: ConsignorId,
    moves: Vec<Move>,
}

impl Postings {
    pub const fn of(consignor: ConsignorId) -> Self {
        Self { consignor, moves: Vec::new() }
    }
    pub fn goods(&mut self, leg: &GoodsMove) {
        let place = |place| account(self.consignor, leg.batch, place);
        self.moves.push(Move::new(place(leg.from), place(leg.to), leg.quantity.0));
    }
    /// The shop owes for pieces that it lost or broke.
    pub fn charge(&mut self, (shop, agreement): (ShopId, AgreementId), amount: Rupiah) {
        let owed = |kind| Account::money(kind, self.consignor).shop(shop).agreement(agreement);
        if amount.0 > 0 {
            self.moves.push(Move::new(owed(Kind::ShopLoss), owed(Kind::Due), amount.0));
        }
        // What was charged and turned out to be there, or whole.
        if amount.0 < 0 {
            self.moves.push(Move::new(owed(Kind::Due), owed(Kind::ShopLoss), -amount.0));
        }
    }
    pub fn post<K>(self, tx: &mut Tx, document: kernel::Id<K>, day: Day) -> Result<()> {
        ledger::post(tx, Entry { id: document.cast(), day, moves: self.moves })
    }
}

/// Pieces of a batch in a place, by the ledger.
pub fn standing(
    read: &mut Read,
    consignor: ConsignorId,
    batch: BatchId,
    place: Place,
) -> Result<i64> {
    ledger::balance(read, &account(consignor, batch, place))
}

/// What the shop owes for `quantity` pieces that it bears: their price by the agreement less its
/// own part of it, as if they had been sold that day.
///
/// # Errors
/// Refuses a product without a price: it must be set first.
pub fn due_price(
    read: &mut Read,
    agreement: &Agreement,
    product: ProductId,
    day: Day,
    quantity: Quantity,
) -> Result<Rupiah> {
    let terms = agreements::terms_on(read, agreement.id, day)?;
    let agreed = terms.annex.get(&product).and_then(|item| item.price);
    let price = match agreed {
        Some(price) => price,
        None => catalogue::price_on(read, product, day)?.ok_or(No::NoPrice)?,
    };
    Ok(terms.part_for(product).split(price, quantity).due)
}

/// Who bears damage or loss by the terms of the day.
pub fn bearer(
    read: &mut Read,
    agreement: &Agreement,
    kind: crate::kinds::MovementKind,
    day: Day,
) -> Result<Option<Side>> {
    use crate::kinds::MovementKind as M;
    let terms = agreements::terms_on(read, agreement.id, day)?;
    Ok(match kind {
        M::Damage => Some(terms.damage_borne_by),
        M::Loss => Some(terms.loss_borne_by),
        M::Return | M::Transfer | M::FoundOnShelf | M::FoundAtUnit | M::NotBroken => None,
        // Who bears it was booked when they broke.
        M::BrokenBack | M::Destroyed => None,
    })
}

/// How many pieces of each batch stand on a shop's shelf, by the ledger.
pub fn shelf_balances(read: &mut Read, shop: ShopId) -> Result<Vec<(BatchId, i64)>> {
    let all = ledger::shelf_balances(read, shop)?;
    Ok(all.into_iter().map(|row| (row.batch, row.quantity)).collect())
}
