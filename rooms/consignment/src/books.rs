//! In whose books a change of a shelf stands: the agreement that covers the product there on the
//! day. After a renewal that is not the one that an older paper names.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{AgreementId, ConsignorId, Day, ProductId, ShopId};

use crate::guard;

/// A product at a shop, and the agreement that the paper names.
pub type Shelved = (ShopId, ProductId, AgreementId);

/// The agreement of each change of a document, and the one day on which all of them are booked.
#[derive(Debug)]
pub struct Books {
    pub day: Day,
    of: BTreeMap<(ShopId, ProductId), AgreementId>,
}

impl Books {
    /// The books of all these goods, on the first day from `day` on that is open in each of them:
    /// one posting touches them all.
    pub fn open(
        read: &mut Read,
        consignor: ConsignorId,
        goods: &[Shelved],
        day: Day,
    ) -> Result<Self> {
        let (mut of, mut open) = (BTreeMap::new(), day);
        for (shop, product, named) in goods {
            let covering = covering(read, consignor, (*shop, *product), day)?;
            let agreement = covering.unwrap_or(*named);
            open = guard::booked_on(read, agreement, open)?;
            of.insert((*shop, *product), agreement);
        }
        match open == day {
            true => Ok(Self { day, of }),
            // On a later day others may cover them.
            false => Self::open(read, consignor, goods, open),
        }
    }

    pub fn of(&self, (shop, product, named): Shelved) -> AgreementId {
        self.of.get(&(shop, product)).copied().unwrap_or(named)
    }
}

/// The agreement whose statement shows the product at the shop on a day: the one that covers it or,
/// once that has ended, the last that did; none before the first.
pub fn covering(
    read: &mut Read,
    consignor: ConsignorId,
    (shop, product): (ShopId, ProductId),
    day: Day,
) -> Result<Option<AgreementId>> {
    let found = agreements::selling_terms(read, shop, product, day)?;
    let begun = found.filter(|terms| terms.consignor_id == consignor && terms.from_day <= day);
    Ok(begun.map(|terms| terms.agreement_id))
}
