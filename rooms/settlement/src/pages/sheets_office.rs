//! What the office goes by as spreadsheets: rules, targets, and the checks that auditors make.

use std::collections::BTreeSet;

use db::{Read, Result};
use kernel::{Context, Rupiah};
use sheet::{Cell, Column, Sheet};
use web::Ask;
use words::Speak;

use super::{premi, rule, target, transfer};
use crate::{
    audit, queries,
    store_account::{self, AccountLine},
    store_premi,
    types::{PremiCredit, PremiTransfer, Rule, TargetLine},
};

/// The list of premi of one sharing, by code as on its paper.
pub fn premi_list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let whole = queries::whole_distribution(read, ctx, ask.id("distribution")?)?;
    let one = &whole.distribution;
    let lines = store_premi::slip(read, one.id, None)?;
    let ids: Vec<_> = whole.credits.iter().map(|own| own.maker_id).collect();
    let codes = people::maker_codes(read, &ids)?;
    let row = |own: &PremiCredit| -> Vec<Cell> {
        let pieces = lines.iter().filter(|line| line.maker_id == own.maker_id);
        let batches: BTreeSet<_> = pieces.map(|line| line.batch_id).collect();
        vec![
            codes.get(&own.maker_id).into(),
            (batches.len() as i64).into(),
            own.saved.into(),
            own.usable.into(),
            (own.saved + own.usable).into(),
        ]
    };
    let mut credits = whole.credits.clone();
    credits.sort_by_key(|own| codes.get(&own.maker_id));
    let columns = vec![
        Column::text(lang.t("paper.daftar-premi.maker")).width(12),
        Column::number(lang.t("paper.daftar-premi.batches")),
        Column::rupiah(lang.t("paper.daftar-premi.saved")).summed(),
        Column::rupiah(lang.t("paper.daftar-premi.usable")).summed(),
        Column::rupiah(lang.t("paper.daftar-premi.sum")).summed(),
    ];
    let sheet = Sheet::new(lang.t("paper.daftar-premi.title"), columns);
    Ok(sheet
        .named(format!("daftar premi {}", one.number))
        .about(lang.t("settlement.distribution.number"), one.number.clone())
        .about(lang.t("settlement.distribution.shared_on"), one.shared_on.long(lang))
        .rows(credits.iter().map(row)))
}

/// A maker's account, by code: every line by its day, with the balances after it.
pub fn account(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (unit, account) = queries::account(read, ctx, ask.id("maker")?)?;
    let lines = store_account::lines(read, ctx, unit, account.maker_id)?;
    let row = |one: &AccountLine| -> Vec<Cell> {
        vec![
            one.day.into(),
            lang.t(&format!("settlement.account.{}", one.what)).into(),
            one.number.as_ref().into(),
            one.saved.into(),
            one.usable.into(),
            one.balance_saved.into(),
            one.balance_usable.into(),
        ]
    };
    let columns = vec![
        Column::day(lang.t("common.date")),
        Column::text(lang.t("settlement.what")).width(24),
        Column::text(lang.t("settlement.sheet.reference")),
        Column::rupiah(lang.t("settlement.part.saved")).summed(),
        Column::rupiah(lang.t("settlement.part.usable")).summed(),
        Column::rupiah(lang.t("settlement.account.balance_saved")),
        Column::rupiah(lang.t("settlement.account.balance_usable")),
    ];
    let title = lang.fill("settlement.premi.of", &[("code", &account.code)]);
    Ok(Sheet::new(&title, columns).rows(lines.iter().map(row)))
}

pub fn transfers(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = transfer::narrowed(read, ctx, ask)?;
    let ids: Vec<_> = rows.iter().flat_map(|one| [one.maker_id, one.to_maker_id]).collect();
    let codes = people::maker_codes(read, &ids)?;
    let units = transfer::unit_names(read, &rows)?;
    let row = |one: &PremiTransfer| -> Vec<Cell> {
        vec![
            one.sent_on.into(),
            units.get(&one.consignor_id).into(),
            codes.get(&one.maker_id).into(),
            units.get(&one.to_consignor_id).into(),
            codes.get(&one.to_maker_id).into(),
            one.reference.as_str().into(),
            one.saved.into(),
            one.usable.into(),
            lang.t(&format!("settlement.decision.{}", one.state)).into(),
            one.decided_on.into(),
        ]
    };
    let columns = vec![
        Column::day(lang.t("settlement.transfer.sent_on")),
        Column::text(lang.t("settlement.transfer.from")).width(24),
        Column::text(lang.t("settlement.transfer.from_code")).width(12),
        Column::text(lang.t("settlement.transfer.to")).width(24),
        Column::text(lang.t("settlement.transfer.to_code")).width(12),
        Column::text(lang.t("settlement.sheet.reference")),
        Column::rupiah(lang.t("settlement.part.saved")).summed(),
        Column::rupiah(lang.t("settlement.part.usable")).summed(),
        Column::text(lang.t("common.state")).width(18),
        Column::day(lang.t("settlement.transfer.decided_on")),
    ];
    Ok(Sheet::new(lang.t("settlement.transfer.title"), columns).window(rows.iter().map(row)))
}

pub fn rules(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = rule::narrowed(read, ctx, ask)?;
    let columns = vec![
        Column::text(lang.t("common.name")),
        Column::number(lang.t("settlement.sheet.version")),
        Column::day(lang.t("settlement.rule.valid_from")),
        Column::text(lang.t("settlement.rule.shares")).width(60),
        Column::text(lang.t("settlement.rule.legal_basis")).width(50),
        Column::text(lang.t("settlement.rule.decree_number")),
        Column::text(lang.t("common.state")).width(18),
        Column::text(lang.t("settlement.sheet.template")),
    ];
    let row = |one: &Rule| -> Vec<Cell> {
        vec![
            one.name.as_str().into(),
            one.version.into(),
            one.valid_from.into(),
            rule::shares(lang, one).into(),
            one.legal_basis.as_str().into(),
            one.decree_number.as_ref().into(),
            lang.t(&format!("settlement.rule_state.{}", one.state)).into(),
            one.template.then(|| lang.t("settlement.rule.template")).into(),
        ]
    };
    Ok(Sheet::new(lang.t("settlement.rule.title"), columns).window(rows.iter().map(row)))
}

/// Months and the whole year stand together, so nothing is summed.
pub fn targets(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, year) = (ctx.lang, target::year(ctx, ask));
    let unit = premi::unit(read, ctx, ask)?;
    let lines = queries::targets(read, unit, i64::from(year))?;
    let columns = vec![
        Column::text(lang.t("settlement.period")),
        Column::rupiah(lang.t("settlement.target.amount")),
        Column::rupiah(lang.t("settlement.target.realised")),
        Column::rupiah(lang.t("settlement.target.left")),
        Column::text(lang.t("settlement.target.basis")).width(40),
    ];
    let row = |one: &TargetLine| -> Vec<Cell> {
        let left = one.target.map(|target| Rupiah((target - one.realised).0.max(0)));
        vec![
            target::name(ctx, year, one.month).into(),
            one.target.into(),
            one.realised.into(),
            left.into(),
            one.basis.as_ref().into(),
        ]
    };
    let title = format!("{} {year}", lang.t("settlement.target.title"));
    Ok(Sheet::new(&title, columns).rows(lines.iter().map(row)))
}

/// A row for each line behind a check; a check that is passed has one that says so.
pub fn checks(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let unit = premi::unit(read, ctx, ask)?;
    let all = audit::checks(read, ctx, unit)?;
    let columns = vec![
        Column::text(lang.t("settlement.check.title")).width(50),
        Column::text(lang.t("common.state")).width(18),
        Column::text(lang.t("settlement.what")),
        Column::rupiah(lang.t("common.amount")),
        Column::number(lang.t("settlement.check.days")),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for check in &all {
        let word = if check.passed { "settlement.check.passed" } else { "settlement.check.failed" };
        let head = [lang.t(&format!("settlement.finding.{}", check.finding)), lang.t(word)];
        if check.lines.is_empty() {
            let [title, word] = head;
            rows.push(vec![title.into(), word.into(), Cell::Empty, Cell::Empty, Cell::Empty]);
        }
        rows.extend(check.lines.iter().map(|line| {
            let days = (line.days != 0).then_some(line.days);
            let [title, word] = head;
            vec![
                title.into(),
                word.into(),
                line.what.as_str().into(),
                line.amount.into(),
                days.into(),
            ]
        }));
    }
    Ok(Sheet::new(lang.t("settlement.check.title"), columns).rows(rows))
}
