//! Pure: what a list of agreements is asked for.

use kernel::{Actor, ConsignorId, Day, Reach, ShopId};

use crate::life::{Standing, WARNING_DAYS};

/// The parties whose agreements are seen, the search, the filter and the page.
#[derive(Debug, Clone)]
pub struct Listed {
    pub consignor: Option<ConsignorId>,
    pub shop: Option<ShopId>,
    /// In small letters, with `%` around it.
    pub like: Option<String>,
    /// One of [`Standing::NAMES`].
    pub standing: Option<&'static str>,
    pub today: Day,
    pub limit: i64,
    pub offset: i64,
}

impl Listed {
    /// Everything that the actor may see; `None` when he sees no single agreement at all.
    pub fn by(actor: &Actor, today: Day) -> Option<Self> {
        let (consignor, shop) = match actor.reach {
            Reach::Consignor(consignor) => (Some(consignor), None),
            Reach::Shop(shop) => (None, Some(shop)),
            Reach::All => (None, None),
            Reach::Kanwil(_) | Reach::Nobody => return None,
        };
        let (limit, offset) = (50, 0);
        Some(Self { consignor, shop, like: None, standing: None, today, limit, offset })
    }

    /// Only of one standing; an unknown name finds nothing narrower than all.
    pub fn standing(mut self, name: Option<&str>) -> Self {
        self.standing = name.and_then(|n| Standing::NAMES.into_iter().find(|own| *own == n));
        self
    }

    /// The last day that is near: agreements that end by then are expiring.
    pub fn warned_until(&self) -> Day {
        self.today.plus_days(WARNING_DAYS[0])
    }
}
