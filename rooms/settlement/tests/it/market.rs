//! What the stories stand on, and what the books say after them.

use ledger::{Filter, Kind};
use testkit::{LAPAS, World};

pub use testmarket::{act, fresh, month::*, refused};

/// What the ledger holds of every kind of money that is not zero; it must prove itself.
pub fn books(world: &World) -> String {
    let sums = world.read(|read| {
        let proof = ledger::verify(read, &mut |_| {})?;
        assert!(proof.wrong.is_empty(), "{:?}", proof.wrong);
        assert_eq!(sales::verify(read)?, Vec::<String>::new());
        let mut sums = Vec::new();
        for kind in Kind::ALL.iter().filter(|kind| !kind.is_goods()) {
            let sum = ledger::sum(read, *kind, Filter::of(LAPAS))?;
            if sum != 0 {
                sums.push(format!("{} {sum}", kind.name()));
            }
        }
        Ok(sums.join(", "))
    });
    sums.expect("the books")
}
