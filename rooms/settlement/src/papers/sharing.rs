//! How the proceeds were shared, and what of them is one maker's.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{Context, EntryId, MakerId, Rupiah};
use paper::{Paper, Signer};
use people::{Consignor, Duty};
use serde_json::{Value, json};
use web::Ask;
use words::Speak;

use super::goods;
use crate::{
    No,
    pages::recipient,
    queries::{self, WholeDistribution},
    store_premi,
    types::{Distribution, DistributionBatch, DistributionPart, PremiCredit, SlipLine},
};

/// The whole sharing on one paper, with the list of premi by code, for whoever approves it.
pub fn distribution_sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let whole = queries::whole_distribution(read, ctx, ask.id("distribution")?)?;
    let one = &whole.distribution;
    let unit = people::load_consignor(read, one.consignor_id)?;
    let names = goods(read, whole.batches.iter().map(|batch| (batch.product_id, batch.batch_id)))?;
    let makers = queries::accounts(read, one.consignor_id)?;
    let makers = makers.into_iter().map(|maker| (maker.maker_id.to_string(), maker.code));
    let lang = ctx.lang;
    let words = whole.parts.iter().flat_map(|part| {
        let kind = recipient(lang, part.kind, None);
        let why = lang.t(&format!("settlement.why.{}", part.why)).to_owned();
        [(format!("kind.{}", part.kind), kind), (format!("why.{}", part.why), why)]
    });
    let base = lang.t(&format!("settlement.base_long.{}", whole.rule.base));
    let about = (one.id.uuid(), one.number.as_str(), one.shared_on);
    let (head, [made, approved]) =
        (unit.letterhead(read, one.shared_on)?, hands(read, ctx, &unit, one)?);
    let paper = Paper::of("pembagian", lang, about, sharing_figures(&whole))
        .from(head, unit.city)
        .names(names)
        .names(makers)
        .names(words)
        .name("base", base)
        .name(unit.id, unit.name)
        .signed(made)
        .signed(approved);
    Ok(paper.unchecked())
}

/// Who made a sharing and who approves it.
fn hands(
    read: &mut Read,
    ctx: &Context,
    unit: &Consignor,
    one: &Distribution,
) -> Result<[Signer; 2]> {
    let (made, approved) = ("paper.pembagian.made_by", "paper.pembagian.approved_by");
    let mut hand = |role: &str, duty| unit.signer(read, (ctx.lang.t(role), duty, one.shared_on));
    Ok([hand(made, Duty::Sharing)?, hand(approved, Duty::SharingApproval)?])
}

fn sharing_figures(whole: &WholeDistribution) -> Value {
    let (one, rule) = (&whole.distribution, &whole.rule);
    let part = |part: &DistributionPart| {
        json!({ "kind": part.kind, "name": part.name, "share": part.share, "why": part.why,
            "amount": part.amount })
    };
    let batch = |batch: &DistributionBatch| {
        json!({ "batch": batch.batch_id, "product": batch.product_id, "sold": batch.sold,
            "gross": batch.gross, "shop_part": batch.shop_part, "unit_cost": batch.unit_cost,
            "brought": batch.brought, "premi": batch.premi })
    };
    let credit = |credit: &PremiCredit| {
        json!({
            "maker": credit.maker_id,
            "saved": credit.saved,
            "usable": credit.usable,
        })
    };
    json!({
        "number": one.number, "shared_on": one.shared_on,
        "unit": one.consignor_id, "to": one.to, "base": one.base, "cost": one.cost,
        "due": one.due, "premi": one.premi, "state_revenue": one.state_revenue,
        "estimated": one.estimated,
        "rule": { "name": rule.name, "version": rule.version, "basis": rule.legal_basis,
            "decree": rule.decree_number, "officer": rule.approving_officer,
            "valid_from": rule.valid_from },
        "parts": whole.parts.iter().map(part).collect::<Vec<_>>(),
        "batches": whole.batches.iter().map(batch).collect::<Vec<_>>(),
        "premis": whole.credits.iter().map(credit).collect::<Vec<_>>(),
    })
}

/// The list of premi by code, for whoever approves it and for whoever pays it.
pub fn premi_list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let whole = queries::whole_distribution(read, ctx, ask.id("distribution")?)?;
    let one = &whole.distribution;
    if whole.credits.is_empty() {
        return Err(No::Unknown.into());
    }
    let unit = people::load_consignor(read, one.consignor_id)?;
    let lines = store_premi::slip(read, one.id, None)?;
    let codes = queries::accounts(read, one.consignor_id)?;
    let codes = codes.into_iter().map(|maker| (maker.maker_id.to_string(), maker.code));
    let line = |own: &PremiCredit| {
        let pieces = lines.iter().filter(|line| line.maker_id == own.maker_id);
        let batches = pieces.map(|line| line.batch_id).collect::<std::collections::BTreeSet<_>>();
        json!({ "maker": own.maker_id, "batches": batches.len(), "saved": own.saved,
            "usable": own.usable })
    };
    let total: Rupiah = whole.credits.iter().map(|own| own.saved + own.usable).sum();
    let figures = json!({
        "number": one.number, "shared_on": one.shared_on, "to": one.to, "total": total,
        "lines": whole.credits.iter().map(line).collect::<Vec<_>>(),
    });
    let [made, approved] = hands(read, ctx, &unit, one)?;
    let role = ctx.lang.t("paper.daftar-premi.paid_by");
    let payer = unit.signer(read, (role, Duty::Premi, one.shared_on))?;
    let about = (one.id.uuid(), one.number.as_str(), one.shared_on);
    let paper = Paper::of("daftar-premi", ctx.lang, about, figures)
        .from(unit.letterhead(read, one.shared_on)?, unit.city)
        .names(codes)
        .signed(made)
        .signed(approved)
        .signed(payer);
    Ok(paper.say("total", total).unchecked())
}

/// What a maker got of one sharing and which of his pieces sold; by his code. Nobody but the unit
/// may know that it exists, so it has no check page.
pub fn premi_slip(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let (_, account) = queries::account(read, ctx, ask.id("maker")?)?;
    let maker = account.maker_id;
    let (one, lines) = queries::slip(read, ctx, maker, ask.id("distribution")?)?;
    let credits = store_premi::credits_in(read, one.id)?;
    let own = credits.into_iter().find(|credit| credit.maker_id == maker).ok_or(No::Unknown)?;
    let number = format!("{}/{}", one.number, account.code);
    let code = BTreeMap::from([(maker, account.code)]);
    slips(read, ctx, ("slip-premi", &number, &one), &[own], &lines, &code)
}

/// The slips of all makers of one sharing, to be cut apart.
pub fn premi_slips(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let whole = queries::whole_distribution(read, ctx, ask.id("distribution")?)?;
    let one = &whole.distribution;
    let lines = store_premi::slip(read, one.id, None)?;
    if whole.credits.is_empty() {
        return Err(No::Unknown.into());
    }
    let codes = queries::accounts(read, one.consignor_id)?;
    let codes = codes.into_iter().map(|maker| (maker.maker_id, maker.code)).collect();
    slips(read, ctx, ("slip-semua", one.number.as_str(), one), &whole.credits, &lines, &codes)
}

/// The office's copy of a slip, with the name that was read for it.
pub fn office_slip(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let paper = premi_slip(read, ctx, ask)?;
    with_names(read, ctx, ask, paper)
}

/// The office's copy of all slips, with the names that were read for it.
pub fn office_slips(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let paper = premi_slips(read, ctx, ask)?;
    with_names(read, ctx, ask, paper)
}

/// Puts the opened names beside the codes; an erased name leaves the code alone. Refuses when
/// nothing is open: a name is read with a purpose or not at all.
fn with_names(read: &mut Read, ctx: &Context, ask: &Ask, mut paper: Paper) -> Result<Paper> {
    let opened = ask.query("bacaan").and_then(|id| id.parse::<EntryId>().ok());
    let names = match opened {
        Some(id) => people::opened_names(read, ctx, id)?,
        None => BTreeMap::new(),
    };
    if names.is_empty() {
        return Err(No::NamesClosed.into());
    }
    for (maker, identity) in names {
        let number = identity.registration_number.map(|number| format!(" · {number}"));
        let said = format!("{}{}", identity.name, number.unwrap_or_default());
        paper.names.insert(format!("{maker}.person"), said);
    }
    paper.spoken.insert("office".into(), ctx.lang.t("paper.slip-premi.office").to_owned());
    Ok(paper)
}

fn slips(
    read: &mut Read,
    ctx: &Context,
    (template, number, one): (&'static str, &str, &Distribution),
    credits: &[PremiCredit],
    lines: &[SlipLine],
    codes: &BTreeMap<MakerId, String>,
) -> Result<Paper> {
    let unit = people::load_consignor(read, one.consignor_id)?;
    let goods = goods(read, lines.iter().map(|line| (line.product_id, line.batch_id)))?;
    let words = credits.iter().map(|own| {
        let total = own.saved + own.usable;
        (format!("{}.words", own.maker_id), kernel::in_words(total, ctx.lang))
    });
    let codes = codes.iter().map(|(id, code)| (id.to_string(), code.clone()));
    let figures = json!({
        "of": one.number, "to": one.to, "shared_on": one.shared_on,
        "slips": credits.iter().map(|own| slip_figures(own, lines)).collect::<Vec<_>>(),
    });
    let about = (one.id.uuid(), number, one.shared_on);
    let role = ctx.lang.t("paper.slip-premi.given_by");
    let head = unit.letterhead(read, one.shared_on)?;
    let signer = unit.signer(read, (role, Duty::Premi, one.shared_on))?;
    let paper = Paper::of(template, ctx.lang, about, figures)
        .from(head, unit.city)
        .names(goods)
        .names(words)
        .names(codes)
        .signed(signer)
        .sign(ctx.lang.t("paper.slip-premi.received_by"), "");
    Ok(paper.unchecked())
}

fn slip_figures(own: &PremiCredit, lines: &[SlipLine]) -> Value {
    let line = |line: &SlipLine| {
        json!({ "batch": line.batch_id, "product": line.product_id, "sold": line.sold,
            "weight": line.weight, "amount": line.amount })
    };
    let lines = lines.iter().filter(|line| line.maker_id == own.maker_id);
    json!({
        "maker": own.maker_id, "saved": own.saved, "usable": own.usable,
        "total": own.saved + own.usable, "lines": lines.map(line).collect::<Vec<_>>(),
    })
}
