//! Rules and settings.

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, Day, Id, RuleId, Share};

use crate::{
    inputs::SettingKind,
    kinds::RuleState,
    pnbp,
    refusal::No,
    store::{Scope, only_one},
    types::{Rule, RuleRecipient, Setting},
};

/// Of each maker's premi, to be used inside, where a unit set nothing: a circular of 2010.
pub const USABLE: Share = Share(2_500);

macro_rules! rule_rows {
    () => {
        "SELECT id, consignor_id, name, version, valid_from, base, legal_basis, decree_number,
                approving_officer, template, remainder_to, state, created_by, decided_by,
                decided_note
         FROM settlement_rule "
    };
}

fn rule_of(row: &Row<'_>) -> Result<Rule> {
    Ok(Rule {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        name: row.get(2)?,
        version: row.get(3)?,
        valid_from: row.get(4)?,
        base: row.get(5)?,
        legal_basis: row.get(6)?,
        decree_number: row.get(7)?,
        approving_officer: row.get(8)?,
        template: row.get(9)?,
        remainder_to: row.get(10)?,
        state: row.get(11)?,
        recipients: Vec::new(),
        created_by: row.get(12)?,
        decided_by: row.get(13)?,
        decided_note: row.get(14)?,
    })
}

fn recipients(read: &mut Read, rule: RuleId) -> Result<Vec<RuleRecipient>> {
    let statement = sql!(
        "SELECT kind, name, share FROM settlement_rule_recipient WHERE rule_id = $1 ORDER BY place"
    );
    read.all(statement, &[&rule], |row| {
        Ok(RuleRecipient { kind: row.get(0)?, name: row.get(1)?, share: row.get(2)? })
    })
}

fn whole(read: &mut Read, mut rule: Rule) -> Result<Rule> {
    rule.recipients = recipients(read, rule.id)?;
    Ok(rule)
}

pub fn find_rule(read: &mut Read, id: RuleId) -> Result<Option<Rule>> {
    let found = read.first(sql!(concat!(rule_rows!(), "WHERE id = $1")), &[&id], rule_of)?;
    found.map(|rule| whole(read, rule)).transpose()
}

/// The rule in force on a day.
pub fn rule_on(read: &mut Read, consignor: ConsignorId, day: Day) -> Result<Option<Rule>> {
    let statement = sql!(concat!(
        rule_rows!(),
        "WHERE consignor_id = $1 AND state = 'approved' AND valid_from <= $2
         ORDER BY valid_from DESC LIMIT 1"
    ));
    let found = read.first(statement, &[&consignor, &day], rule_of)?;
    found.map(|rule| whole(read, rule)).transpose()
}

/// Whether a rule is in force from this very day on.
pub fn is_taken(read: &mut Read, consignor: ConsignorId, day: Day) -> Result<bool> {
    let statement = sql!(
        "SELECT CAST(1 AS bigint) FROM settlement_rule
         WHERE consignor_id = $1 AND valid_from = $2 AND state = 'approved'"
    );
    Ok(read.first(statement, &[&consignor, &day], |row| row.int(0))?.is_some())
}

/// Which rules a list shows.
#[derive(Debug, Clone, Default)]
pub struct RuleFilter {
    pub scope: Scope,
    pub state: Option<RuleState>,
    /// `%name%` in small letters.
    pub like: Option<String>,
    pub limit: i64,
    pub offset: i64,
}

/// One page, the newest first, with recipients, and how many there are.
pub fn list_rules(read: &mut Read, ask: &RuleFilter) -> Result<(Vec<Rule>, i64)> {
    let page = sql!(concat!(
        rule_rows!(),
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
           AND (CAST($2 AS text) IS NULL OR state = $2)
           AND (CAST($3 AS text) IS NULL OR LOWER(name) LIKE $3 ESCAPE '!')
         ORDER BY valid_from DESC, created_at DESC LIMIT $4 OFFSET $5"
    ));
    let count = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM settlement_rule
         WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
           AND (CAST($2 AS text) IS NULL OR state = $2)
           AND (CAST($3 AS text) IS NULL OR LOWER(name) LIKE $3 ESCAPE '!')"
    );
    let (consignor, state, like) = (&ask.scope.consignor, &ask.state, &ask.like);
    let total = read.one(count, &[consignor, state, like], |row| row.get(0))?;
    let rules = read.all(page, &[consignor, state, like, &ask.limit, &ask.offset], rule_of)?;
    let rules = rules.into_iter().map(|rule| whole(read, rule)).collect::<Result<_>>()?;
    Ok((rules, total))
}

pub fn next_version(read: &mut Read, consignor: ConsignorId, name: &str) -> Result<i64> {
    let statement = sql!(
        "SELECT CAST(COALESCE(MAX(version), 0) AS bigint) FROM settlement_rule
         WHERE consignor_id = $1 AND name = $2"
    );
    Ok(read.one(statement, &[&consignor, &name], |row| row.get::<i64>(0))? + 1)
}

pub fn insert_rule(tx: &mut Tx, ctx: &Context, rule: &Rule) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_rule (id, consignor_id, name, version, valid_from, base,
           legal_basis, decree_number, approving_officer, template, remainder_to, state,
           created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    let params: &[&dyn Param] = &[
        &rule.id,
        &rule.consignor_id,
        &rule.name,
        &rule.version,
        &rule.valid_from,
        &rule.base,
        &rule.legal_basis,
        &rule.decree_number,
        &rule.approving_officer,
        &rule.template,
        &rule.remainder_to,
        &rule.state,
        &rule.created_by,
        &ctx.now,
    ];
    tx.run(statement, params)?;
    let recipient = sql!(
        "INSERT INTO settlement_rule_recipient (rule_id, place, kind, name, share)
         VALUES ($1, $2, $3, $4, $5)"
    );
    for (place, one) in (1_i64..).zip(&rule.recipients) {
        tx.run(recipient, &[&rule.id, &place, &one.kind, &one.name, &one.share])?;
    }
    Ok(())
}

pub fn decide_rule(
    tx: &mut Tx,
    ctx: &Context,
    id: RuleId,
    state: RuleState,
    note: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_rule SET state = $2, decided_by = $3, decided_at = $4, decided_note = $5
         WHERE id = $1 AND state = 'draft'"
    );
    let done = tx.run(statement, &[&id, &state, &ctx.actor.user, &ctx.now, &note]);
    only_one(done.refuse_on("settlement_rule_valid", No::RuleDayTaken.at("valid_from"))?)
}

/// How a unit settles; what nobody set has the house's own values.
pub fn setting(read: &mut Read, consignor: ConsignorId) -> Result<Setting> {
    let statement = sql!(
        "SELECT usable_share, deposit_days, account_code, legal_basis FROM settlement_setting
         WHERE consignor_id = $1 ORDER BY created_at DESC LIMIT 1"
    );
    let found = read.first(statement, &[&consignor], |row| {
        Ok(Setting {
            usable: row.get(0)?,
            deposit_days: row.get(1)?,
            account_code: row.get(2)?,
            legal_basis: row.get(3)?,
        })
    })?;
    Ok(found.unwrap_or(Setting {
        usable: USABLE,
        deposit_days: pnbp::DEPOSIT_DAYS,
        account_code: None,
        legal_basis: None,
    }))
}

pub fn insert_setting(
    tx: &mut Tx,
    ctx: &Context,
    id: Id<SettingKind>,
    consignor: ConsignorId,
    setting: &Setting,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_setting (id, consignor_id, usable_share, deposit_days,
           account_code, legal_basis, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let basis = setting.legal_basis.clone().unwrap_or_default();
    let params: &[&dyn Param] = &[
        &id,
        &consignor,
        &setting.usable,
        &setting.deposit_days,
        &setting.account_code,
        &basis,
        &ctx.actor.user,
        &ctx.now,
    ];
    tx.run(statement, params).map(drop)
}
