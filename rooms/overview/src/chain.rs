//! The chain that auditors follow: from the pieces sold to the treasury's receipt, line by line.

use db::{Read, Result, Row, sql};
use kernel::{AgreementId, ConsignorId, Day, Id, Period, Quantity, Rupiah};
use serde::Serialize;

/// One line of a sale, or of what a buyer brought back (then with less than nothing), or a job that
/// was handed over, and what became of its money. Makers and buyers are no part of it.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// The day under which it is booked.
    pub booked_day: Day,
    /// Of the sale, of the return, or the job.
    pub document: Id<()>,
    pub position: i64,
    /// The day it happened.
    pub day: Day,
    /// Of a job its own number.
    pub receipt_number: String,
    /// A job is handed over by the unit itself.
    pub shop: Option<String>,
    pub product_code: String,
    pub product: String,
    /// Of a job all that it took from.
    pub batch: String,
    pub quantity: Quantity,
    /// A job has one price for all of it.
    pub unit_price: Option<Rupiah>,
    pub gross: Rupiah,
    pub shop_part: Rupiah,
    pub agreement_number: Option<String>,
    pub statement: Option<String>,
    pub statement_state: Option<String>,
    pub distribution: Option<String>,
    pub shared_on: Option<Day>,
    pub billing_code: Option<String>,
    pub billing_state: Option<String>,
    pub paid_on: Option<Day>,
    pub ntpn: Option<String>,
}

impl Link {
    pub const fn after(&self) -> After {
        After { day: self.booked_day, document: self.document, position: self.position }
    }
}

/// The line behind which the next ones are asked for.
#[derive(Debug, Clone, Copy)]
pub struct After {
    pub day: Day,
    pub document: Id<()>,
    pub position: i64,
}

impl After {
    /// Before the first line of a period.
    pub fn start(period: Period) -> Self {
        Self { day: period.from, document: Id::new(uuid::Uuid::nil()), position: -1 }
    }
}

macro_rules! chain_rows {
    ($line:literal, $document:literal, $join:literal, $sign:literal) => {
        concat!(
            "SELECT l.booked_day, l.",
            $document,
            ", l.position, x.business_day, s.receipt_number, h.name, p.code, p.name, b.code, ",
            $sign,
            " l.quantity, l.unit_price, ",
            $sign,
            " l.shop_part, a.consignor_number, t.number, t.state, d.number, d.shared_on, i.code,
              i.state, i.paid_on, i.ntpn
             FROM ",
            $line,
            " l ",
            $join,
            " JOIN people_shop h ON h.id = s.shop_id
              JOIN catalogue_product p ON p.id = l.product_id
              JOIN production_batch b ON b.id = l.batch_id
              JOIN agreements_agreement a ON a.id = l.agreement_id
              LEFT JOIN settlement_statement t ON t.agreement_id = l.agreement_id
                AND t.state <> 'rejected' AND l.booked_day BETWEEN t.from_day AND t.to_day
              LEFT JOIN settlement_distribution d ON d.statement_id = t.id
              LEFT JOIN settlement_billing_due u ON u.distribution_id = d.id AND u.live
              LEFT JOIN settlement_billing i ON i.id = u.billing_id
              WHERE l.agreement_id = $1 AND l.booked_day BETWEEN $2 AND $3
                AND (l.booked_day, l.",
            $document,
            ", l.position) > ($4, $5, $6)
              ORDER BY l.booked_day, l.",
            $document,
            ", l.position LIMIT $7"
        )
    };
}

fn link(row: &Row<'_>) -> Result<Link> {
    let (quantity, unit_price): (Quantity, Rupiah) = (row.get(9)?, row.get(10)?);
    Ok(Link {
        booked_day: row.get(0)?,
        document: row.get(1)?,
        position: row.get(2)?,
        day: row.get(3)?,
        receipt_number: row.get(4)?,
        shop: row.get(5)?,
        product_code: row.get(6)?,
        product: row.get(7)?,
        batch: row.get(8)?,
        quantity,
        unit_price: Some(unit_price),
        gross: unit_price.times(quantity),
        shop_part: row.get(11)?,
        agreement_number: row.get(12)?,
        statement: row.get(13)?,
        statement_state: row.get(14)?,
        distribution: row.get(15)?,
        shared_on: row.get(16)?,
        billing_code: row.get(17)?,
        billing_state: row.get(18)?,
        paid_on: row.get(19)?,
        ntpn: row.get(20)?,
    })
}

/// The next lines sold under an agreement and booked in a period, at most `limit`.
pub fn chain(
    read: &mut Read,
    of: AgreementId,
    period: Period,
    after: After,
    limit: i64,
) -> Result<Vec<Link>> {
    let sql = sql!(chain_rows!(
        "sales_line",
        "sale_id",
        "JOIN sales_sale s ON s.id = l.sale_id JOIN sales_sale x ON x.id = l.sale_id",
        ""
    ));
    let params: [&dyn db::Param; 7] =
        [&of, &period.from, &period.to, &after.day, &after.document, &after.position, &limit];
    read.all(sql, &params, link)
}

/// The next lines that buyers brought back.
pub fn taken_back(
    read: &mut Read,
    of: AgreementId,
    period: Period,
    after: After,
    limit: i64,
) -> Result<Vec<Link>> {
    let sql = sql!(chain_rows!(
        "sales_refund_line",
        "refund_id",
        "JOIN sales_sale s ON s.id = l.sale_id JOIN sales_refund x ON x.id = l.refund_id",
        "-"
    ));
    let params: [&dyn db::Param; 7] =
        [&of, &period.from, &period.to, &after.day, &after.document, &after.position, &limit];
    read.all(sql, &params, link)
}

/// The next jobs of a unit that were handed over in a period, at most `limit`: each belongs to the
/// day of its hand-over, and its distribution leads to the treasury as a statement's does.
pub fn jobs(
    read: &mut Read,
    of: ConsignorId,
    period: Period,
    after: After,
    limit: i64,
) -> Result<Vec<Link>> {
    let sql = sql!(
        "SELECT j.handed_over_on, j.id, j.code, p.code, p.name, j.quantity, j.price_rupiah, d.number,
            d.shared_on, i.code, i.state, i.paid_on, i.ntpn
         FROM production_job j
         JOIN catalogue_product p ON p.id = j.product_id
         LEFT JOIN settlement_distribution d ON d.job_id = j.id
         LEFT JOIN settlement_billing_due u ON u.distribution_id = d.id AND u.live
         LEFT JOIN settlement_billing i ON i.id = u.billing_id
         WHERE j.consignor_id = $1 AND j.state = 'handed_over'
           AND j.handed_over_on BETWEEN $2 AND $3 AND (j.handed_over_on, j.id) > ($4, $5)
         ORDER BY j.handed_over_on, j.id LIMIT $6"
    );
    let params: [&dyn db::Param; 6] =
        [&of, &period.from, &period.to, &after.day, &after.document, &limit];
    let mut all = read.all(sql, &params, job)?;
    for link in &mut all {
        link.batch = batches(read, link.document)?;
    }
    Ok(all)
}

fn job(row: &Row<'_>) -> Result<Link> {
    let day: Day = row.get(0)?;
    Ok(Link {
        booked_day: day,
        document: row.get(1)?,
        position: 0,
        day,
        receipt_number: row.get(2)?,
        shop: None,
        product_code: row.get(3)?,
        product: row.get(4)?,
        batch: String::new(),
        quantity: row.get(5)?,
        unit_price: None,
        gross: row.get(6)?,
        shop_part: Rupiah(0),
        agreement_number: None,
        statement: None,
        statement_state: None,
        distribution: row.get(7)?,
        shared_on: row.get(8)?,
        billing_code: row.get(9)?,
        billing_state: row.get(10)?,
        paid_on: row.get(11)?,
        ntpn: row.get(12)?,
    })
}

/// The batches that the buyer of a job took from.
fn batches(read: &mut Read, job: Id<()>) -> Result<String> {
    let sql = sql!(
        "SELECT b.code FROM production_job_batch x JOIN production_batch b ON b.id = x.batch_id
         WHERE x.job_id = $1 AND x.taken > 0 ORDER BY x.line_no"
    );
    let codes: Vec<String> = read.all(sql, &[&job], |row| row.get(0))?;
    Ok(codes.join(", "))
}
