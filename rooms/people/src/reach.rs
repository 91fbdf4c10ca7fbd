//! The kinds of reach, as they are stored and sent.

use kernel::Reach;

db::text_enum! {
    /// The kind of a user's reach; with its unit, shop or regional office it is a [`Reach`].
    pub enum ReachKind {
        Consignor = "consignor",
        Shop = "shop",
        Kanwil = "kanwil",
        All = "all",
    }
}

impl ReachKind {
    /// `None` for a visitor who has not signed in.
    pub fn of(reach: &Reach) -> Option<Self> {
        match reach {
            Reach::Consignor(_) => Some(Self::Consignor),
            Reach::Shop(_) => Some(Self::Shop),
            Reach::Kanwil(_) => Some(Self::Kanwil),
            Reach::All => Some(Self::All),
            Reach::Nobody => None,
        }
    }
}
