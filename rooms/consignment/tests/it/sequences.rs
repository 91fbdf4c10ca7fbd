//! Whatever happens, in whatever order: every piece is in one place, and the identity of the
//! shelf holds for every shop and batch.

use kernel::{BatchId, DeliveryId, MovementId};
use proptest::prelude::*;
use serde_json::json;
use testkit::{LAPAS, OTHER_SHOP, SHOP, World, clerk, officer};

use crate::world::{Trade, act, fresh, proven, received, sold, trade};

#[derive(Debug, Clone)]
enum Step {
    Deliver { pieces: i64, missing: i64 },
    Sell { shop: usize, pieces: i64 },
    Move { kind: usize, pieces: i64 },
    Receive { missing: i64 },
    Count { change: i64 },
    Settle { which: usize },
    NextDay,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (1_i64..6, 0_i64..3).prop_map(|(pieces, missing)| Step::Deliver { pieces, missing }),
        (0_usize..2, 1_i64..4).prop_map(|(shop, pieces)| Step::Sell { shop, pieces }),
        (0_usize..6, 1_i64..4).prop_map(|(kind, pieces)| Step::Move { kind, pieces }),
        (0_i64..2).prop_map(|missing| Step::Receive { missing }),
        (-2_i64..3).prop_map(|change| Step::Count { change }),
        (0_usize..4).prop_map(|which| Step::Settle { which }),
        Just(Step::NextDay),
    ];
    prop::collection::vec(step, 1..25)
}

struct Play {
    trade: Trade,
    batches: [BatchId; 2],
    on_the_way: Vec<(DeliveryId, BatchId, i64)>,
    turn: usize,
}

impl Play {
    fn begin(world: &World) -> Self {
        let trade = trade(world);
        let batches = [trade.made(world, 40), trade.made(world, 40)];
        Self { trade, batches, on_the_way: Vec::new(), turn: 0 }
    }

    fn step(&mut self, world: &mut World, step: &Step) {
        self.turn += 1;
        let batch = self.batches[self.turn % 2];
        match *step {
            Step::Deliver { pieces, missing } => {
                let id = fresh(world);
                let input = self.trade.delivery(world, id, batch, pieces);
                if act(world, &officer(LAPAS), consignment::deliver, input).is_ok() {
                    received(world, SHOP, id, batch, (pieces - missing).max(0)).unwrap();
                }
            }
            Step::Sell { shop, pieces } => {
                let shop = [SHOP, OTHER_SHOP][shop];
                let trap = self.trade.trap;
                let look = move |read: &mut db::Read| consignment::on_shelf(read, shop, trap);
                let had = world.read(look).unwrap();
                // Beyond the shelf too, but never of a batch that did not come there.
                if had.iter().any(|row| row.batch == batch) {
                    sold(world, shop, batch, pieces);
                }
            }
            Step::Move { kind, pieces } => self.leave(world, kind, batch, pieces),
            Step::Receive { missing } => {
                if let Some((id, batch, sent)) = self.on_the_way.pop() {
                    received(world, OTHER_SHOP, id, batch, (sent - missing).max(0)).unwrap();
                }
            }
            Step::Count { change } => self.count(world, change),
            Step::Settle { which } => settle(world, which),
            Step::NextDay => world.advance_days(1),
        }
    }

    fn leave(&mut self, world: &World, kind: usize, batch: BatchId, pieces: i64) {
        let id: MovementId = fresh(world);
        let kind = ["return", "damage", "loss", "transfer", "broken_back", "destroyed"][kind];
        let mut input = json!({
            "id": id, "agreement": self.trade.agreements[0], "kind": kind,
            "happened_on": world.today(), "reason": "contoh",
            "lines": [{ "batch": batch, "quantity": pieces }],
        });
        if kind == "transfer" {
            input["to_agreement"] = json!(self.trade.agreements[1]);
        }
        if act(world, &clerk(SHOP), consignment::propose_movement, input).is_err() {
            return;
        }
        let yes = json!({ "movement": id });
        act(world, &officer(LAPAS), consignment::confirm_movement, yes).unwrap();
        if kind == "transfer" {
            self.on_the_way.push((id.cast(), batch, pieces));
        }
    }

    fn count(&self, world: &World, change: i64) {
        let shelf = world.read(|read| consignment::shelf(read, SHOP)).unwrap();
        let there: i64 = shelf.iter().map(|row| row.quantity).sum();
        let input = json!({
            "id": fresh::<()>(world), "agreement": self.trade.agreements[0],
            "counted_on": world.today(),
            "lines": [{ "product": self.trade.trap, "counted": (there + change).max(0) }],
        });
        // Refused where nothing ever came, or more is claimed than did.
        drop(act(world, &clerk(SHOP), consignment::count, input));
    }
}

fn settle(world: &World, which: usize) {
    let open = |read: &mut db::Read| consignment::open_discrepancies(read, Some(LAPAS), None);
    let Some(one) = world.read(open).unwrap().pop() else { return };
    let resolution = ["found_at_origin", "arrived", "lost", "taken_back"][which];
    let id: consignment::ProposalId = fresh(world);
    let mut input = json!({
        "id": id, "discrepancy": one.id, "resolution": resolution, "quantity": 1, "note": "dicek",
    });
    if resolution == "lost" {
        input["borne_by"] = json!("shop");
    }
    if act(world, &officer(LAPAS), consignment::propose_resolution, input).is_ok() {
        let yes = json!({ "discrepancy": one.id, "proposal": id });
        act(world, &clerk(one.shop_id), consignment::confirm_resolution, yes).unwrap();
    }
}

/// Opening and closing of every agreement follow from its own rows and what was sold.
fn statements_agree(world: &World, play: &Play) {
    let month = kernel::Period { from: world.today().plus_days(-60), to: world.today() };
    for (agreement, shop) in play.trade.agreements.into_iter().zip([SHOP, OTHER_SHOP]) {
        let look = move |read: &mut db::Read| {
            let rows = consignment::stock_moves(read, agreement, month)?;
            let filter = ledger::Filter::of(LAPAS).shop(shop);
            let shelf = ledger::sum(read, ledger::Kind::Shelf, filter)?;
            let sold = ledger::sum(read, ledger::Kind::Sold, filter)?;
            Ok((rows, shelf, sold))
        };
        let (rows, shelf, sold) = world.read(look).unwrap();
        let closing: i64 = rows.iter().map(|row| row.closing).sum();
        let came: i64 = rows
            .iter()
            .map(|r| {
                r.opening + r.received + r.transferred_in + r.discrepancy
                    - r.transferred_out
                    - r.returned
                    - r.damaged
                    - r.lost
            })
            .sum();
        if !rows.is_empty() {
            assert_eq!((closing, came - sold), (shelf, shelf), "{rows:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn every_piece_is_in_one_place(steps in steps()) {
        let mut world = World::quick();
        let mut play = Play::begin(&world);
        for step in &steps {
            play.step(&mut world, step);
        }
        proven(&world);
        statements_agree(&world, &play);
    }
}
