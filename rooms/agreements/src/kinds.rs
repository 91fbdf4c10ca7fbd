//! The words of an agreement that are stored, sent and shown by name.

db::text_enum! {
    /// One of the two parties.
    pub enum Side {
        /// PIHAK PERTAMA, the Lapas: owns the goods until they are sold.
        Consignor = "consignor",
        /// PIHAK KEDUA, the shop.
        Shop = "shop",
    }
}

db::text_enum! {
    /// What is written down of an agreement's life. Upcoming, expiring and expired are not
    /// written: they follow from the day, see [`crate::Standing`].
    pub enum State {
        Draft = "draft",
        InForce = "in_force",
        Ended = "ended",
    }
}

db::text_enum! {
    /// How the shop's part is reckoned; the amount stands beside it.
    pub enum PartKind {
        PercentOfGross = "percent_of_gross",
        RupiahPerUnit = "rupiah_per_unit",
        AboveConsignedPrice = "above_consigned_price",
    }
}

db::text_enum! {
    /// How often the shop settles.
    pub enum Cycle {
        Weekly = "weekly",
        TwiceAMonth = "twice_a_month",
        Monthly = "monthly",
    }
}

db::text_enum! {
    /// Expenses that the agreement may let the shop deduct from what it owes.
    pub enum ExpenseKind {
        Transport = "transport",
        Packaging = "packaging",
        Promotion = "promotion",
        Display = "display",
        Repair = "repair",
        Other = "other",
    }
}
