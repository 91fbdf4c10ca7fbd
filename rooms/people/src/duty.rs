//! What somebody signs for a unit.

db::text_enum! {
    /// What somebody signs for the unit.
    pub enum Duty {
        /// Surat jalan, tanda terima.
        Delivery = "delivery",
        /// Berita acara selisih.
        Difference = "difference",
        Statement = "statement",
        /// Kwitansi.
        Receipt = "receipt",
        /// As the one who made the distribution and the list of premi.
        Sharing = "sharing",
        /// As the one who approves them.
        SharingApproval = "sharing_approval",
        /// Slip premi.
        Premi = "premi",
        StateRevenue = "state_revenue",
        /// PKS and addendum.
        Agreement = "agreement",
        /// Laporan bulanan.
        Report = "report",
        /// Sertifikat pelatihan.
        Certificate = "certificate",
        /// Siaran pers.
        Press = "press",
    }
}
