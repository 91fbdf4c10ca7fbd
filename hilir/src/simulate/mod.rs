//! A thousand tills on a bad network against one house: whatever is lost, doubled, shuffled or
//! crashes, house or phone, every receipt stands in the books exactly once. The same seed is the
//! same run.
//!
//! The phones here are models of `assets/till`: they keep every act, send what is not answered,
//! and send again what the house no longer holds. The house is the real one.

mod air;
mod chance;
mod house;
mod phone;

use db::Db;
use kernel::Rupiah;
use serde::Serialize;

pub use house::market;

use crate::Failure;
use air::Air;
use chance::Chance;
use house::{House, Market};
use phone::Phone;

/// What to run.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub seed: u64,
    pub tills: usize,
    /// Acts that each till makes.
    pub acts: usize,
    /// Whether the house may lose its newest days to an older backup (SQLite files only).
    pub restores: bool,
}

/// What happened on the way, and what was proven at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    pub tills: usize,
    pub acts: usize,
    pub receipts: usize,
    /// Acts that the house said no to, as it should.
    pub refused: usize,
    pub sold: Rupiah,
    /// Of requests.
    pub sent: usize,
    pub lost_on_the_way: usize,
    pub answers_lost: usize,
    pub answers_cut: usize,
    pub shuffled: usize,
    pub lines_doubled: usize,
    pub house_crashed: usize,
    pub house_restored: usize,
    /// Phones that forgot what they had heard, and phones that came back from an older copy.
    pub phones_crashed: usize,
    pub phones_restored: usize,
    /// Refused acts that were given up, and of these the sales that were changed and sent as new.
    pub given_up: usize,
    pub replaced: usize,
    /// Pieces that nobody recorded, and that were found to be gone when the shelf was counted.
    pub counted: i64,
}

/// Rounds on a good network at the end; every phone is quiet long before.
const CALM_ROUNDS: usize = 12;

/// Runs it; `seen` hears how many acts were made.
///
/// # Errors
/// A sentence about what the house holds and the phones do not say, or the other way round.
pub fn run(db: Db, plan: Plan, seen: &mut dyn FnMut(usize)) -> Result<Outcome, Failure> {
    let mut chance = Chance::new(plan.seed);
    let market = market(&db, plan.seed, plan.tills)?;
    let mut house = House::new(db, plan.restores)?;
    let mut phones: Vec<Phone> =
        (0..plan.tills).map(|n| Phone::new(&market, n, &mut chance)).collect();
    let mut air = Air::bad();
    for made in 0..plan.tills * plan.acts {
        let phone = &mut phones[chance.below(plan.tills)];
        phone.work(&market, house.now(), &mut chance);
        if chance.one_in(3) {
            phone.meet(&mut house, &mut air, &mut chance)?;
        }
        phone.live(&house, &mut chance, &mut air.outcome)?;
        house.live(&mut chance, &mut air.outcome)?;
        seen(made + 1);
    }
    calm(&mut phones, &mut house, &mut air, &mut chance)?;
    for phone in &mut phones {
        phone.settle(&house)?;
    }
    prove(&market, &phones, &house, air.outcome)
}

/// The network is good again: every phone comes to rest.
fn calm(
    phones: &mut [Phone],
    house: &mut House,
    air: &mut Air,
    chance: &mut Chance,
) -> Result<(), Failure> {
    air.clear();
    for _ in 0..CALM_ROUNDS {
        for phone in phones.iter_mut() {
            phone.press_again(house)?;
            phone.meet(house, air, chance)?;
        }
        if phones.iter().all(Phone::is_quiet) {
            return Ok(());
        }
    }
    Err(Failure::new("Some phone still has something to send, on a network that loses nothing."))
}

fn prove(
    market: &Market,
    phones: &[Phone],
    house: &House,
    mut outcome: Outcome,
) -> Result<Outcome, Failure> {
    for phone in phones {
        phone.prove(house)?;
        outcome.acts += phone.acts();
        outcome.receipts += phone.receipts();
        outcome.refused += phone.refused();
        outcome.sold += phone.sold();
        outcome.given_up += phone.given_up();
        outcome.replaced += phone.replaced;
        outcome.counted += phone.counted();
    }
    outcome.tills = phones.len();
    house.prove(market, phones)?;
    Ok(outcome)
}
