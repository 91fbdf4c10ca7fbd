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

db::text_enum! {
    /// A field of a clause, by the name that English texts and the API use.
    pub enum Slot {
        ShopPart = "shop_part",
        PriceSetBy = "price_set_by",
        PriceNoticeDays = "price_notice_days",
        ReportCycle = "report_cycle",
        PaymentDays = "payment_days",
        Deductions = "deductions",
        ReturnDays = "return_days",
        DamageBorneBy = "damage_borne_by",
        LossBorneBy = "loss_borne_by",
        From = "from",
        To = "to",
        EndingNoticeDays = "ending_notice_days",
        Consignor = "consignor",
        Shop = "shop",
        Place = "place",
    }
}

db::text_enum! {
    /// What every PKS has to say, in the order in which people expect it.
    pub enum Article {
        Purpose = "purpose",
        Scope = "scope",
        Ownership = "ownership",
        Duties = "duties",
        Price = "price",
        Reports = "reports",
        Payment = "payment",
        Returns = "returns",
        Promotion = "promotion",
        Term = "term",
        ForceMajeure = "force_majeure",
        Ending = "ending",
        Disputes = "disputes",
        Addenda = "addenda",
        Privacy = "privacy",
        Closing = "closing",
    }
}
