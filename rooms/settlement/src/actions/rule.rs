use db::{Result, Tx};
use journal::Once;
use kernel::{Capability, ConsignorId, Context, Refusal};
use serde_json::json;
use web::Recorded;

use crate::{
    access,
    inputs::{ApproveRule, DraftRule, RecipientInput, RejectRule, SetSetting},
    kinds::{RecipientKind, RuleState},
    pnbp,
    refusal::No,
    split::{self, RECIPIENTS_MAX, Wrong},
    store_distribution, store_rule,
    types::{Rule, RuleRecipient, Setting},
};

/// Drafts a rule: a first version, or the next of the rule with that name. Of two drafts for one
/// day the first that is approved is the rule of that day.
///
/// # Errors
/// Refuses a day from which a rule is in force already: two would each say what that day is worth.
pub fn draft_rule(tx: &mut Tx, ctx: &Context, input: &DraftRule) -> Result<Recorded> {
    access::draft_rules(ctx)?;
    let consignor = access::consignor(ctx, input.consignor)?;
    let once = journal::once(tx, "settlement.draft_rule", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    let mut rule = rule_of(ctx, consignor, input);
    rule.split().check().map_err(refuse)?;
    if store_rule::is_taken(tx, consignor, rule.valid_from)? {
        return Err(No::RuleDayTaken.at("valid_from").into());
    }
    rule.version = store_rule::next_version(tx, consignor, &rule.name)?;
    store_rule::insert_rule(tx, ctx, &rule)?;
    record(tx, ctx, "settlement.draft_rule", &rule, seen)?;
    Ok(Recorded::new(input.id))
}

fn rule_of(ctx: &Context, consignor_id: ConsignorId, input: &DraftRule) -> Rule {
    let recipient = |one: &RecipientInput| RuleRecipient {
        kind: one.kind,
        // A name says whom "other" means; the rest name themselves.
        name: one.name.as_ref().filter(|_| one.kind == RecipientKind::Other).map(|n| n.to_string()),
        share: one.share.0,
    };
    let mut rule = Rule {
        id: input.id,
        consignor_id,
        name: input.name.to_string(),
        version: 0,
        valid_from: input.valid_from,
        base: input.base,
        legal_basis: input.legal_basis.to_string(),
        decree_number: input.decree_number.as_ref().map(ToString::to_string),
        approving_officer: input.approving_officer.to_string(),
        template: false,
        remainder_to: input.remainder_to.0 - 1,
        state: RuleState::Draft,
        recipients: input.recipients.iter().map(recipient).collect(),
        created_by: ctx.actor.user,
        decided_by: None,
        decided_note: None,
    };
    // By a decree of the unit's own the same shares are its own rule.
    rule.template = rule.decree_number.is_none() && rule.split() == split::template();
    rule
}

/// Points at the field that is wrong.
pub(crate) fn refuse(wrong: Wrong) -> Refusal {
    let share = |place: usize| format!("recipients[{place}].share");
    match wrong {
        Wrong::NotWhole(sum) => No::RuleNotWhole.at("recipients").with("sum", sum),
        Wrong::NoRecipient => No::RuleEmpty.at("recipients"),
        Wrong::TooMany => No::RuleTooMany.at("recipients").with("most", RECIPIENTS_MAX),
        Wrong::Twice(place) => No::RuleTwice.at(format!("recipients[{place}].kind")),
        Wrong::Unnamed(place) => No::RuleUnnamed.at(format!("recipients[{place}].name")),
        Wrong::NoShare(place) => No::RuleNoShare.at(share(place)),
        Wrong::NoRemainder => No::RuleNoRemainder.at("remainder_to"),
        Wrong::GrossWithoutCapital => No::RuleGrossWithoutCapital.at("recipients"),
    }
}

/// Another than the one who drafted it puts it in force. A rule reaches no statement that was
/// shared before.
pub fn approve_rule(tx: &mut Tx, ctx: &Context, input: &ApproveRule) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let rule = access::rule(tx, ctx, input.rule)?;
    let once = journal::once(tx, "settlement.approve_rule", rule.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(rule.id)) };
    ctx.actor.require_other_than(rule.created_by)?;
    undecided(&rule)?;
    let shared = store_distribution::shared_since(tx, rule.consignor_id, rule.valid_from)?;
    if let Some(day) = shared {
        return Err(No::RuleTooEarly.with("day", day).into());
    }
    store_rule::decide_rule(tx, ctx, rule.id, RuleState::Approved, None)?;
    record(tx, ctx, "settlement.approve_rule", &rule, seen)?;
    Ok(Recorded::new(rule.id))
}

/// Sends a draft back; a new version may follow.
pub fn reject_rule(tx: &mut Tx, ctx: &Context, input: &RejectRule) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let rule = access::rule(tx, ctx, input.rule)?;
    let once = journal::once(tx, "settlement.reject_rule", rule.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(rule.id)) };
    ctx.actor.require_other_than(rule.created_by)?;
    undecided(&rule)?;
    let reason = Some(input.reason.as_str());
    store_rule::decide_rule(tx, ctx, rule.id, RuleState::Rejected, reason)?;
    record(tx, ctx, "settlement.reject_rule", &rule, seen)?;
    Ok(Recorded::new(rule.id))
}

fn undecided(rule: &Rule) -> Result<()> {
    match rule.state {
        RuleState::Draft => Ok(()),
        RuleState::Approved | RuleState::Rejected => Err(No::AlreadyDecided.into()),
    }
}

fn record(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    rule: &Rule,
    seen: journal::Digest,
) -> Result<()> {
    let body = json!({
        "name": rule.name, "version": rule.version, "valid_from": rule.valid_from,
        "base": rule.base, "recipients": rule.recipients,
    });
    let line = journal::Line::new(ctx, kind, rule.id);
    journal::write(tx, ctx, line.of(rule.consignor_id).digest(seen).body(body))
}

/// Sets how a unit settles; the values before stay on record.
pub fn set_setting(tx: &mut Tx, ctx: &Context, input: &SetSetting) -> Result<Recorded> {
    access::set_setting(ctx)?;
    let consignor = access::consignor(ctx, input.consignor)?;
    let once = journal::once(tx, "settlement.set_setting", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    let account_code = input.account_code.as_ref().map(ToString::to_string);
    if account_code.as_deref().is_some_and(|code| !pnbp::is_account_code(code)) {
        return Err(No::AccountCode.at("account_code").into());
    }
    if input.deposit_days.0 > 365 {
        return Err(No::LimitDays.at("deposit_days").into());
    }
    let setting = Setting {
        usable: input.usable.0,
        deposit_days: input.deposit_days.0,
        account_code,
        legal_basis: Some(input.legal_basis.to_string()),
    };
    store_rule::insert_setting(tx, ctx, input.id, consignor, &setting)?;
    let line = journal::Line::new(ctx, "settlement.set_setting", input.id);
    journal::write(tx, ctx, line.of(consignor).digest(seen).body(json!(setting)))?;
    Ok(Recorded::new(input.id))
}
