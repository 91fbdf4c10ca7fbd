//! What the pages show and the API answers: the same values.

use kernel::{
    AgreementId, BatchId, BillingId, ConsignorId, Day, DistributionId, JobId, ProductId, Rupiah,
    ShopId, StatementId,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{month::Month, waiting::Waiting};

/// The overview of the one who asks: the parts that fit what he may do.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Overview {
    pub today: Day,
    pub month: Month,
    /// The last month in which anything was sold, where this one has no sale.
    pub last_month_with_sales: Option<Month>,
    pub head: Option<Head>,
    pub officer: Option<Officer>,
    pub treasurer: Option<Treasurer>,
    pub shop: Option<ShopView>,
    pub kanwil: Option<Vec<UnitTotals>>,
    pub house: Option<HouseCounts>,
}

/// The unit as its head sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Head {
    pub consignor_id: ConsignorId,
    pub unit_name: String,
    /// Agreements of any state: none at the first run.
    pub agreements: i64,
    /// Shops with an agreement in force.
    pub shops: i64,
    /// Products that are still made.
    pub products: i64,
    /// Twelve months, the chosen one last.
    pub months: Vec<MonthMoney>,
    /// Credited to makers in the month.
    pub premi: Rupiah,
    /// Makers of batches that were in work in the month.
    pub makers_at_work: i64,
    pub state_revenue: StateRevenue,
    pub slow: Vec<SlowGoods>,
    pub waiting: Waiting,
    pub expiring: Vec<Expiring>,
    /// The month of the money's river: the chosen one; where none was chosen and nothing was sold
    /// in this one, the last with a sale.
    pub money_month: Month,
    pub money: MoneyRiver,
    pub goods: GoodsRiver,
}

/// What buyers paid in a month, less what they took back, by the days of the books.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct MonthMoney {
    pub month: Month,
    pub gross: Rupiah,
    pub shop_part: Rupiah,
    /// Of gross less the shop's part, what stands in statements that cross the month's ends.
    #[serde(skip)]
    pub crossing: Rupiah,
}

/// Where the rupiah of a month went. The branches sum to the source.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
pub struct MoneyRiver {
    /// Gross, what shops pay for pieces they lost or broke, and the price of jobs.
    pub source: Rupiah,
    pub gross: Rupiah,
    pub shop_losses: Rupiah,
    /// The whole price of jobs made to order that were handed over in the month.
    pub jobs: Rupiah,
    pub shop_part: Rupiah,
    pub expenses: Rupiah,
    pub working_capital: Rupiah,
    pub premi: Rupiah,
    pub support_fund: Rupiah,
    pub state_revenue: Rupiah,
    pub other: Rupiah,
    /// Remitted by shops or paid for a job, and not yet shared.
    pub not_shared: Rupiah,
    /// Not yet remitted, or not yet in a statement.
    pub not_remitted: Rupiah,
    /// In statements that cross the ends of the month: seen there.
    pub in_crossing_statements: Rupiah,
}

/// Where all pieces are that were ever made. The places sum to `made`.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
pub struct GoodsRiver {
    pub made: i64,
    pub rejected: i64,
    pub workshop: i64,
    pub transit: i64,
    pub shelf: i64,
    pub sold: i64,
    /// Of those sold, made to order and handed over at the workshop.
    pub sold_to_order: i64,
    pub damaged: i64,
    /// Broken at a shop, and destroyed there.
    pub destroyed: i64,
    pub lost: i64,
    pub discrepancy: i64,
    /// Of those damaged and lost, the pieces that never left the workshop.
    pub spoiled: i64,
    /// Came back to the workshop; they are among `workshop`, or went out again.
    pub returned: i64,
}

impl GoodsRiver {
    /// Pieces that left the workshop for a shop.
    pub const fn sent(&self) -> i64 {
        self.made - self.rejected - self.workshop - self.sold_to_order - self.spoiled
    }
    /// Of these, all that are not on the way any more.
    pub const fn arrived(&self) -> i64 {
        self.sent() - self.transit
    }
}

/// The state's part: target, deposited, still due.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
pub struct StateRevenue {
    pub paid_month: Rupiah,
    pub paid_year: Rupiah,
    pub target_month: Option<Rupiah>,
    pub target_year: Option<Rupiah>,
    /// Became due and is not paid, by today. Nothing in the totals that leave the unit: what was
    /// added to it says what its makers got.
    pub due: Option<Rupiah>,
}

/// Goods that lie on a shelf and don't sell.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SlowGoods {
    pub shop_id: ShopId,
    pub shop: String,
    pub product_id: ProductId,
    pub product: String,
    pub unit: String,
    pub left: i64,
    pub last_sold_on: Option<Day>,
    /// Days since the last sale, or since they came where none was.
    pub days: i64,
}

/// An agreement whose end is near.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Expiring {
    pub agreement_id: AgreementId,
    pub number: String,
    pub shop: String,
    pub ends_on: Day,
    pub days: i64,
    /// The tightest of 90, 30 and 7 days that was reached.
    pub warning: i64,
}

/// What the officer has to do today.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Officer {
    pub consignor_id: ConsignorId,
    pub unit_name: String,
    /// Of any state: none at the first run.
    pub agreements: i64,
    pub waiting: Waiting,
    pub closable: Vec<Closable>,
    pub refills: Vec<Refill>,
    pub dues: Dues,
    pub batches: Vec<OpenBatch>,
    pub jobs: Vec<JobDue>,
    pub expiring: Vec<Expiring>,
    pub state_revenue_due: Rupiah,
}

/// A period that is over and has no statement.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Closable {
    pub agreement_id: AgreementId,
    pub number: String,
    pub shop: String,
    pub from: Day,
    pub to: Day,
}

/// A shelf that runs low, and what to send.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Refill {
    pub shop_id: ShopId,
    pub shop: String,
    pub product_id: ProductId,
    pub product: String,
    pub unit: String,
    pub left: i64,
    pub coming: i64,
    /// Sold in the last 28 days.
    pub sold_28_days: i64,
    pub days_left: i64,
    /// What fills the shelf for four weeks.
    pub wanted: i64,
    /// Of this, what the workshop has.
    pub to_send: i64,
    pub in_workshop: i64,
    /// The agreement that covers the product there.
    pub agreement_id: Option<AgreementId>,
}

/// What shops owe, by how late it is.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Dues {
    pub total: Rupiah,
    /// Not yet due, then 1 to 30, 31 to 60, 61 to 90 and more than 90 days late.
    pub by_age: [Rupiah; 5],
    pub open: Vec<OpenDue>,
}

/// An approved statement that is not paid whole.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenDue {
    pub statement_id: StatementId,
    pub number: String,
    pub shop: String,
    pub due_on: Day,
    pub due: Rupiah,
    pub open: Rupiah,
    /// Below zero while it is not yet due.
    pub days_late: i64,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenBatch {
    pub batch_id: BatchId,
    pub code: String,
    pub product: String,
    pub started_on: Day,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct JobDue {
    pub job_id: JobId,
    pub code: String,
    pub what: String,
    pub quantity: i64,
    pub due_on: Day,
    /// quoted, accepted, in_work or done.
    pub state: String,
}

/// What the treasurer has to do.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Treasurer {
    pub consignor_id: ConsignorId,
    pub unit_name: String,
    pub waiting: Waiting,
    pub remittances: Vec<ReportedRemittance>,
    pub dues: Dues,
    /// Days after which an unpaid state's part is late.
    pub deposit_days: i64,
    pub state_dues: Vec<StateDue>,
    pub billings: Vec<OpenBilling>,
    pub state_revenue: StateRevenue,
    pub funds: Vec<Fund>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReportedRemittance {
    pub remittance_id: kernel::RemittanceId,
    pub shop: String,
    pub amount: Rupiah,
    pub paid_on: Day,
    pub method: String,
}

/// The state's part of a distribution that no billing covers.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StateDue {
    pub distribution_id: DistributionId,
    /// Of the statement that was shared.
    pub number: String,
    pub shared_on: Day,
    pub amount: Rupiah,
    pub days: i64,
    pub days_late: i64,
}

/// A billing that is not yet paid and confirmed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenBilling {
    pub billing_id: BillingId,
    pub code: String,
    pub amount: Rupiah,
    pub expires_on: Day,
    /// The unit's own last day for what it covers, or the billing's where that is earlier.
    pub pay_by: Day,
    /// issued, recorded or expired; an issued one past its last day is expired.
    pub state: String,
}

/// What stands on the accounts of a kind, by the ledger.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Fund {
    /// The ledger's name of the kind.
    pub kind: String,
    /// The name of a fund, where a kind has several.
    pub detail: String,
    pub balance: Rupiah,
}

/// The shop's own page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ShopView {
    pub shop_id: ShopId,
    pub name: String,
    pub shelf: Vec<ShelfLine>,
    /// Twelve months, the chosen one last.
    pub months: Vec<MonthMoney>,
    /// Pieces sold in the month, less those taken back.
    pub sold: i64,
    pub dues: Dues,
    pub waiting: Waiting,
    pub agreements: i64,
    pub statements: Vec<LatestStatement>,
}

/// What stands on the shelf of a product, of all its batches.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ShelfLine {
    pub product_id: ProductId,
    pub product: String,
    pub unit: String,
    pub left: i64,
    /// What a buyer pays today; nothing where no price is set.
    pub price: Option<Rupiah>,
    /// Of that, the shop's.
    pub shop_part: Option<Rupiah>,
    pub days_left: Option<i64>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LatestStatement {
    pub statement_id: StatementId,
    pub number: String,
    pub from: Day,
    pub to: Day,
    pub due: Rupiah,
    pub due_on: Day,
    /// closed: the unit has not approved it, and nothing of it is owed yet; or approved.
    pub state: settlement::StatementState,
    /// What of it the shop still owes.
    pub open: Rupiah,
}

/// A unit in totals: what the regional office sees.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UnitTotals {
    pub consignor_id: ConsignorId,
    pub name: String,
    pub shops: i64,
    pub gross: Rupiah,
    /// Credited in the month; nothing where fewer than five people got it, for a sum over few
    /// says what one got.
    pub premi: Option<Rupiah>,
    pub state_revenue: StateRevenue,
}

/// What the house holds.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HouseCounts {
    pub users: i64,
    pub shops: i64,
    pub units: Vec<UnitChoice>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UnitChoice {
    pub consignor_id: ConsignorId,
    pub name: String,
}
