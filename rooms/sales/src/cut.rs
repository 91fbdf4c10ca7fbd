//! Pure: how a wanted line becomes lines of single batches, exactly.

use std::collections::{BTreeMap, BTreeSet};

use agreements::SellingTerms;
use consignment::{OnShelf, Picked, pick};
use kernel::{AgreementId, BatchId, Day, ProductId, Quantity, Rupiah, TermsId, apportion};

use crate::{prices::Priced, refusal::No};

/// Gross beyond this could not be summed safely: 10^13 rupiah a line.
const GROSS_MAX: i128 = 10_000_000_000_000;

/// A line of a sale as it will stand: one batch, one price, the terms frozen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    pub product: ProductId,
    pub batch: BatchId,
    pub agreement: AgreementId,
    pub terms: TermsId,
    /// The first day of the terms: nothing is booked before it.
    pub from_day: Day,
    pub quantity: Quantity,
    pub unit_price: Rupiah,
    /// How low the price might have been, where it is lower.
    pub lowest: Option<Rupiah>,
    pub shop_part: Rupiah,
}

impl Cut {
    pub fn gross(&self) -> Rupiah {
        self.unit_price.times(self.quantity)
    }
    pub fn due(&self) -> Rupiah {
        self.gross() - self.shop_part
    }
}

/// A product's shelf while a sale takes from it: two lines of one cart do not take one piece.
#[derive(Debug, Default)]
pub struct Shelves {
    rows: BTreeMap<ProductId, Vec<OnShelf>>,
    /// Pieces that are promised to others.
    held: BTreeMap<ProductId, i64>,
    /// Pieces that are known to be the ones that were sold.
    known: Vec<(ProductId, Picked)>,
    /// Batches that must come back.
    recalled: BTreeSet<BatchId>,
}

impl Shelves {
    pub fn holds(&self, product: ProductId) -> bool {
        self.rows.contains_key(&product)
    }
    pub fn put(&mut self, product: ProductId, shelf: Vec<OnShelf>) {
        self.rows.insert(product, shelf);
    }
    /// Batches of which the shelf has heard since.
    pub fn add(&mut self, product: ProductId, more: Vec<OnShelf>) {
        self.rows.entry(product).or_default().extend(more);
    }
    pub fn has(&self, product: ProductId, batch: BatchId) -> bool {
        self.rows.get(&product).is_some_and(|shelf| shelf.iter().any(|row| row.batch == batch))
    }
    pub fn has_any(&self, product: ProductId) -> bool {
        self.rows.get(&product).is_some_and(|shelf| !shelf.is_empty())
    }
    /// Leaves these for those who were promised them.
    pub fn spare(&mut self, held: BTreeMap<ProductId, i64>) {
        self.held = held;
    }

    /// Takes of these last, where no label says otherwise.
    pub fn avoid(&mut self, recalled: BTreeSet<BatchId>) {
        self.recalled = recalled;
    }
    pub fn must_come_back(&self, batch: BatchId) -> bool {
        self.recalled.contains(&batch)
    }

    /// Takes of these first, where no label says otherwise.
    pub fn prefer(&mut self, known: Vec<(ProductId, Picked)>) {
        self.known = known;
    }

    fn take_known(&mut self, product: ProductId, wanted: Quantity) -> Vec<Picked> {
        let (mut left, mut taken) = (wanted, Vec::new());
        for (_, one) in self.known.iter_mut().filter(|(of, _)| *of == product) {
            let quantity = one.quantity.min(left);
            if quantity > Quantity::ZERO {
                left -= quantity;
                one.quantity -= quantity;
                add(&mut taken, Picked { quantity, ..*one });
            }
        }
        taken
    }

    /// Takes pieces: of the labelled batch, else the oldest first. `beyond` says that the books
    /// may go below zero.
    pub fn take(
        &mut self,
        product: ProductId,
        wanted: Quantity,
        label: Option<BatchId>,
        beyond: bool,
    ) -> Result<Vec<Picked>, No> {
        let held = self.held(product);
        let known = if label.is_none() { self.take_known(product, wanted) } else { Vec::new() };
        let shelf = self.rows.get(&product).ok_or(No::NeverDelivered)?;
        let mut from: Vec<OnShelf> = match label {
            Some(batch) => shelf.iter().copied().filter(|row| row.batch == batch).collect(),
            None => shelf.clone(),
        };
        if from.is_empty() {
            return Err(No::NeverDelivered);
        }
        let there: i64 = from.iter().map(|row| row.quantity.max(0)).sum();
        if wanted.0 > there && !beyond {
            return Err(No::BeyondShelf);
        }
        let all: i64 = shelf.iter().map(|row| row.quantity.max(0)).sum();
        if held > 0 && wanted.0 > all - held {
            return Err(No::HeldPieces);
        }
        let rest = wanted - known.iter().map(|one| one.quantity).sum::<Quantity>();
        let mut picked = known;
        for row in &mut from {
            let known = picked.iter().filter(|one| one.batch == row.batch);
            row.quantity -= known.map(|one| one.quantity.0).sum::<i64>();
        }
        for one in self.pick_good_first(&from, rest) {
            add(&mut picked, one);
        }
        let shelf = self.rows.entry(product).or_default();
        for one in &picked {
            for row in shelf.iter_mut().filter(|row| row.batch == one.batch) {
                row.quantity -= one.quantity.0;
            }
        }
        Ok(picked)
    }

    /// The oldest first, and of the batches that must come back only what the others have not. What
    /// is beyond the shelf is of the others too.
    fn pick_good_first(&self, from: &[OnShelf], wanted: Quantity) -> Vec<Picked> {
        let (back, good): (Vec<OnShelf>, Vec<OnShelf>) =
            from.iter().partition(|row| self.must_come_back(row.batch));
        let there = |rows: &[OnShelf]| rows.iter().map(|row| row.quantity.max(0)).sum::<i64>();
        let of_back = match good.is_empty() {
            true => wanted,
            false => Quantity((wanted.0 - there(&good)).clamp(0, there(&back))),
        };
        [pick(&good, wanted - of_back), pick(&back, of_back)].concat()
    }

    /// Pieces of a product by the books; below zero where more was sold than delivered.
    pub fn count(&self, product: ProductId) -> i64 {
        self.rows.get(&product).map_or(0, |shelf| shelf.iter().map(|row| row.quantity).sum())
    }

    /// Pieces that a refused line could have taken.
    pub fn left(&self, product: ProductId, no: No) -> i64 {
        match no {
            No::HeldPieces => (self.count(product) - self.held(product)).max(0),
            _ => self.count(product),
        }
    }

    fn held(&self, product: ProductId) -> i64 {
        self.held.get(&product).copied().unwrap_or(0)
    }
}

fn add(all: &mut Vec<Picked>, more: Picked) {
    match all.iter_mut().find(|one| one.batch == more.batch) {
        Some(one) => one.quantity += more.quantity,
        None => all.push(more),
    }
}

/// Cuts a line into batches. The shop's part is reckoned on the whole line and divided over the
/// batches by the largest remainder, so the parts sum to it exactly.
pub fn cut(
    product: ProductId,
    picked: &[Picked],
    priced: Priced,
    terms: &SellingTerms,
) -> Result<Vec<Cut>, No> {
    let unit_price = priced.price;
    let whole: i64 = picked.iter().map(|one| one.quantity.0).sum();
    if i128::from(whole) * i128::from(unit_price.0) > GROSS_MAX {
        return Err(No::AmountTooLarge);
    }
    let part = terms.part.of(unit_price, Quantity(whole));
    let weights: Vec<i64> = picked.iter().map(|one| one.quantity.0).collect();
    let parts = apportion(part.0, &weights).ok_or(No::NoLines)?;
    let cuts = picked.iter().zip(parts).map(|(one, part)| Cut {
        product,
        batch: one.batch,
        agreement: terms.agreement_id,
        terms: terms.terms_id,
        from_day: terms.from_day,
        quantity: one.quantity,
        unit_price,
        lowest: priced.lowest,
        shop_part: Rupiah(part),
    });
    Ok(cuts.collect())
}

/// The shop's part that goes back when `now` pieces are brought back after `before` were: the
/// refunds of a line, however many, together give back exactly its part.
pub fn part_back(part: Rupiah, sold: Quantity, before: Quantity, now: Quantity) -> Rupiah {
    let through = |pieces: i64| kernel::portion(part.0, pieces, sold.0);
    Rupiah(through(before.0 + now.0) - through(before.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use agreements::{ShopPart, Side};
    use kernel::{ConsignorId, Share};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn id<K>(n: u128) -> kernel::Id<K> {
        kernel::Id::new(Uuid::from_u128(n))
    }
    fn terms(part: ShopPart) -> SellingTerms {
        SellingTerms {
            consignor_id: ConsignorId::new(Uuid::from_u128(1)),
            agreement_id: id(2),
            terms_id: id(3),
            part,
            price: None,
            price_set_by: Side::Consignor,
            in_force: true,
            from_day: Day::new(2025, 11, 3).expect("a day"),
        }
    }
    fn at(price: i64) -> Priced {
        Priced { price: Rupiah(price), lowest: None }
    }
    fn shelves(rows: &[(u128, i64)]) -> Shelves {
        let day = Day::new(2025, 11, 3).expect("a day");
        let row = |(batch, quantity): &(u128, i64)| OnShelf {
            batch: id(*batch),
            quantity: *quantity,
            last_received_on: day,
            accountable: *quantity,
        };
        let mut shelves = Shelves::default();
        shelves.put(id(9), rows.iter().map(row).collect());
        shelves
    }

    #[test]
    fn pieces_that_are_known_to_be_the_ones_come_first_and_once() {
        let mut shelf = shelves(&[(1, 3), (2, 2)]);
        shelf.prefer(vec![(id(9), Picked { batch: id(2), quantity: Quantity(1) })]);
        let mut take = |wanted, label| -> Vec<(u128, i64)> {
            let picked = shelf.take(id(9), Quantity(wanted), label, false).expect("there");
            picked.iter().map(|one| (one.batch.uuid().as_u128(), one.quantity.0)).collect()
        };
        assert_eq!(take(1, Some(id(1))), [(1, 1)]);
        assert_eq!(take(3, None), [(2, 1), (1, 2)]);
        assert_eq!(take(1, None), [(2, 1)]);
    }

    #[test]
    fn what_must_come_back_is_taken_last() {
        let mut shelf = shelves(&[(1, 3), (2, 2)]);
        shelf.avoid(BTreeSet::from([id(1)]));
        let mut take = |wanted, beyond| -> Vec<(u128, i64)> {
            let picked = shelf.take(id(9), Quantity(wanted), None, beyond).expect("there");
            picked.iter().map(|one| (one.batch.uuid().as_u128(), one.quantity.0)).collect()
        };
        assert_eq!(take(1, false), [(2, 1)]);
        assert_eq!(take(2, false), [(2, 1), (1, 1)]);
        assert_eq!(take(3, true), [(2, 1), (1, 2)]);
        // A whole shelf that must come back.
        let mut shelf = shelves(&[(1, 1)]);
        shelf.avoid(BTreeSet::from([id(1)]));
        assert_eq!(shelf.take(id(9), Quantity(2), None, true).map(|all| all[0].quantity.0), Ok(2));
    }

    #[test]
    fn two_lines_of_a_cart_do_not_take_one_piece() {
        let mut shelf = shelves(&[(1, 3), (2, 2)]);
        let first = shelf.take(id(9), Quantity(2), None, false).expect("there");
        let second = shelf.take(id(9), Quantity(2), None, false).expect("there");
        let of = |picked: &[Picked]| -> Vec<_> {
            picked.iter().map(|one| (one.batch.uuid().as_u128(), one.quantity.0)).collect()
        };
        assert_eq!((of(&first), of(&second)), (vec![(1, 2)], vec![(1, 1), (2, 1)]));
        assert_eq!(shelf.take(id(9), Quantity(2), None, false), Err(No::BeyondShelf));
        assert!(shelf.take(id(9), Quantity(2), None, true).is_ok());
        assert_eq!(shelf.count(id(9)), -1);
    }

    #[test]
    fn a_label_names_its_batch() {
        let mut shelf = shelves(&[(1, 3), (2, 2)]);
        let picked = shelf.take(id(9), Quantity(1), Some(id(2)), false).expect("there");
        assert_eq!(picked[0].batch, id(2));
        assert_eq!(shelf.take(id(9), Quantity(1), Some(id(7)), true), Err(No::NeverDelivered));
        assert_eq!(shelf.take(id(8), Quantity(1), None, true), Err(No::NeverDelivered));
    }

    #[test]
    fn a_line_too_large_to_sum_is_refused() {
        let picked = [Picked { batch: id(1), quantity: Quantity(1_000_000_000) }];
        let refused =
            cut(id(9), &picked, at(1_000_000), &terms(ShopPart::PercentOfGross(Share(1))));
        assert_eq!(refused, Err(No::AmountTooLarge));
    }

    proptest! {
        #[test]
        fn cuts_keep_every_rupiah_and_piece(
            price in 1_i64..1_000_000,
            pieces in prop::collection::vec(1_i64..1_000, 1..6),
            share in 0_i64..=10_000,
        ) {
            let picked: Vec<Picked> = (1..).zip(&pieces)
                .map(|(n, q)| Picked { batch: id(n), quantity: Quantity(*q) }).collect();
            let terms = terms(ShopPart::PercentOfGross(Share(share)));
            let cuts = cut(id(9), &picked, at(price), &terms)
                .map_err(|_| TestCaseError::fail("refused"))?;
            let whole = Quantity(pieces.iter().sum());
            let gross: Rupiah = cuts.iter().map(Cut::gross).sum();
            let part: Rupiah = cuts.iter().map(|cut| cut.shop_part).sum();
            let due: Rupiah = cuts.iter().map(Cut::due).sum();
            prop_assert_eq!(gross, Rupiah(price).times(whole));
            prop_assert_eq!(part, terms.part.of(Rupiah(price), whole));
            prop_assert_eq!(part + due, gross);
            let whole = |cut: &Cut| cut.shop_part >= Rupiah::ZERO && cut.due() >= Rupiah::ZERO;
            prop_assert!(cuts.iter().all(whole));
        }

        #[test]
        fn refunds_give_back_exactly_what_was_paid(
            part in 0_i64..10_000_000,
            steps in prop::collection::vec(1_i64..50, 1..10),
        ) {
            let sold = Quantity(steps.iter().sum());
            let (mut before, mut back) = (Quantity::ZERO, Rupiah::ZERO);
            for step in steps {
                let now = part_back(Rupiah(part), sold, before, Quantity(step));
                prop_assert!(now >= Rupiah::ZERO);
                back += now;
                before += Quantity(step);
            }
            prop_assert_eq!(back, Rupiah(part));
        }
    }
}
