//! What belongs to a unit's period, from the statement to the treasury: the ids, for whoever walks
//! through the documents one by one.

use std::collections::{BTreeMap, BTreeSet};

use db::{Read, Result, Row, sql};
use kernel::{
    AgreementId, BillingId, ConsignorId, Day, DistributionId, Period, RemittanceId, Rupiah,
    StatementId,
};

use crate::ageing;

/// The documents of a period, in the order of their days.
#[derive(Debug, Clone, Default)]
pub struct Dossier {
    /// Those that are not rejected and have a day in the period.
    pub statements: Vec<StatementId>,
    /// Confirmed and not taken back, and paid in the period or for one of these statements,
    /// whenever that was.
    pub remittances: Vec<RemittanceId>,
    /// What settled each of these statements, as the shop's money is laid on them.
    pub settled_by: BTreeMap<StatementId, Vec<RemittanceId>>,
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
        "SELECT id, agreement_id FROM settlement_statement
         WHERE consignor_id = $1 AND state <> 'rejected' AND from_day <= $3 AND to_day >= $2
         ORDER BY to_day, number, id"
    );
    let remittances = sql!(
        "SELECT paid_on, id FROM settlement_remittance
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
                           LEFT JOIN settlement_statement s ON s.id = d.statement_id
                           WHERE u.billing_id = b.id
                             AND ((s.id IS NULL AND d.to_day BETWEEN $2 AND $3)
                                  OR (s.from_day <= $3 AND s.to_day >= $2))))
         ORDER BY b.issued_on, b.code"
    );
    let statements: Vec<(StatementId, AgreementId)> =
        read.all(statements, &params, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let paid: Vec<(Day, RemittanceId)> =
        read.all(remittances, &params, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut paid: BTreeSet<(Day, RemittanceId)> = paid.into_iter().collect();
    let agreements: BTreeSet<AgreementId> = statements.iter().map(|(_, of)| *of).collect();
    let mut all_settled = BTreeMap::new();
    for agreement in agreements {
        all_settled.extend(settled(read, agreement)?);
    }
    let mut settled_by = BTreeMap::new();
    for (id, _) in &statements {
        let by = all_settled.remove(id).unwrap_or_default();
        settled_by.insert(*id, by.iter().map(|(_, remittance)| *remittance).collect());
        paid.extend(by);
    }
    Ok(Dossier {
        statements: statements.into_iter().map(|(id, _)| id).collect(),
        remittances: paid.into_iter().map(|(_, id)| id).collect(),
        settled_by,
        distributions: read.all(distributions, &params, |row| row.get(0))?,
        billings: read.all(billings, &params, |row| row.get(0))?,
    })
}

/// An agreement's statements, each with the confirmed remittances that lie on it.
pub(crate) fn settled(
    read: &mut Read,
    of: AgreementId,
) -> Result<BTreeMap<StatementId, Vec<(Day, RemittanceId)>>> {
    let owed = sql!(
        "SELECT id, due_rupiah FROM settlement_statement
         WHERE agreement_id = $1 AND state = 'approved' ORDER BY to_day"
    );
    let paid = sql!(
        "SELECT paid_on, id, amount_rupiah FROM settlement_remittance
         WHERE agreement_id = $1 AND state = 'confirmed' AND taken_back_on IS NULL
         ORDER BY paid_on, id"
    );
    let given_back = sql!(
        "SELECT CAST(COALESCE(SUM(amount_rupiah), 0) AS bigint) FROM settlement_credit_refund
         WHERE agreement_id = $1 AND state <> 'rejected' AND taken_back_on IS NULL"
    );
    let given_back: Rupiah = read.one(given_back, &[&of], |row| row.get(0))?;
    let owed: Vec<(StatementId, Rupiah)> =
        read.all(owed, &[&of], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (statements, dues): (Vec<_>, Vec<_>) = owed.into_iter().unzip();
    let paid: Vec<((Day, RemittanceId), Rupiah)> =
        read.all(paid, &[&of], |row: &Row<'_>| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    let (remittances, amounts): (Vec<_>, Vec<_>) = paid.into_iter().unzip();
    let places = ageing::settled_by(&dues, &amounts, given_back).into_iter();
    let places = places.map(|on| on.into_iter().map(|at| remittances[at]).collect());
    Ok(statements.into_iter().zip(places).collect())
}
