//! What belongs to a unit's period, from the statement to the treasury: the ids, for whoever walks
//! through the documents one by one.

use db::{Read, Result, sql};
use kernel::{BillingId, ConsignorId, DistributionId, Period, RemittanceId, StatementId};

/// The documents of a period, in the order of their days.
#[derive(Debug, Clone, Default)]
pub struct Dossier {
    /// Those that are not rejected and have a day in the period.
    pub statements: Vec<StatementId>,
    /// Confirmed and not taken back, and paid in the period or for one of its statements' agreements then.
    pub remittances: Vec<RemittanceId>,
    /// Of these statements, and of jobs handed over in the period.
    pub distributions: Vec<DistributionId>,
    /// Issued or paid in the period, and those that cover one of these distributions.
    pub billings: Vec<BillingId>,
}

impl Dossier {
    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.statements.len()
            + self.remittances.len()
            + self.distributions.len()
            + self.billings.len()
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

pub fn dossier(read: &mut Read, of: ConsignorId, period: Period) -> Result<Dossier> {
    let Period { from, to } = period;
    let params: [&dyn db::Param; 3] = [&of, &from, &to];
    let statements = sql!(
        "SELECT id FROM settlement_statement
         WHERE consignor_id = $1 AND state <> 'rejected' AND from_day <= $3 AND to_day >= $2
         ORDER BY to_day, number, id"
    );
    let remittances = sql!(
        "SELECT id FROM settlement_remittance
         WHERE consignor_id = $1 AND state = 'confirmed' AND taken_back_on IS NULL
           AND paid_on BETWEEN $2 AND $3
         ORDER BY paid_on, id"
    );
    let distributions = sql!(
        "SELECT d.id FROM settlement_distribution d
         LEFT JOIN settlement_statement s ON s.id = d.statement_id
         WHERE d.consignor_id = $1
           AND ((s.id IS NULL AND d.to_day BETWEEN $2 AND $3)
                OR (s.from_day <= $3 AND s.to_day >= $2))
         ORDER BY d.to_day, d.number, d.id"
    );
    let billings = sql!(
        "SELECT b.id FROM settlement_billing b
         WHERE b.consignor_id = $1
           AND (b.issued_on BETWEEN $2 AND $3 OR b.paid_on BETWEEN $2 AND $3
                OR EXISTS (SELECT 1 FROM settlement_billing_due u
                           JOIN settlement_distribution d ON d.id = u.distribution_id
                           WHERE u.billing_id = b.id AND d.to_day BETWEEN $2 AND $3))
         ORDER BY b.issued_on, b.code"
    );
    Ok(Dossier {
        statements: read.all(statements, &params, |row| row.get(0))?,
        remittances: read.all(remittances, &params, |row| row.get(0))?,
        distributions: read.all(distributions, &params, |row| row.get(0))?,
        billings: read.all(billings, &params, |row| row.get(0))?,
    })
}
