//! Makers' accounts, by code.

use db::{Read, Result};
use kernel::{Capability, ConsignorId, Context, Reach, Rupiah};
use maud::{Markup, html};
use ui::{Column, Crumb, Figure, Filter, Kind};
use web::{Ask, Page};
use words::Speak;

use super::{office, parts, payout, transfer};
use crate::{
    access,
    kinds::Decision,
    queries,
    refusal::No,
    store_premi::{self, PayoutFilter},
    store_transfer::{self, TransferFilter},
    types::{PremiAccount, PremiCredit, SlipLine},
};

/// The reader's unit, or the first that somebody of several sees.
pub fn unit(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<ConsignorId> {
    if ctx.actor.shop().is_some() {
        return Err(No::Unknown.into());
    }
    let named = ask.query("consignor").and_then(|id| id.parse().ok());
    let first = match (named, ctx.actor.consignor()) {
        (None, None) => people::list_consignors(read)?.first().map(|unit| unit.id),
        (named, _) => named,
    };
    access::consignor(ctx, first)
}

/// An address under the same unit: who sees several chose it, and keeps it from page to page.
pub fn within(ctx: &Context, unit: ConsignorId, path: &str) -> String {
    match ctx.actor.consignor() {
        Some(_) => path.to_owned(),
        None => ui::query(path, &[("consignor", &unit.to_string())]),
    }
}

/// The unit that the address names, for a list's form and pages.
pub fn kept<'a>(ctx: &Context, ask: &'a Ask) -> Option<Filter<'a>> {
    let named = ask.query("consignor").filter(|_| ctx.actor.consignor().is_none());
    named.map(|unit| Filter::kept("consignor", unit))
}

/// The units to choose from, for somebody who sees several; nothing for the others.
pub fn units(read: &mut Read, ctx: &Context, path: &str, chosen: ConsignorId) -> Result<Markup> {
    if ctx.actor.consignor().is_some() {
        return Ok(html! {});
    }
    let href = |id: ConsignorId| ui::query(path, &[("consignor", &id.to_string())]);
    let all: Vec<_> = people::list_consignors(read)?
        .into_iter()
        .map(|unit| (href(unit.id), unit.name.to_string()))
        .collect();
    let all: Vec<_> = all.iter().map(|(href, name)| (href.as_str(), name.as_str())).collect();
    Ok(ui::tabs(ctx.lang.t("settlement.unit"), &href(chosen), &all))
}

/// Before there is a unit: where one is made.
pub fn no_unit(read: &mut Read, ctx: &Context, title: &'static str) -> Result<Option<Page>> {
    let (lang, sees_all) = (ctx.lang, ctx.actor.reach == Reach::All);
    if !sees_all || !people::list_consignors(read)?.is_empty() {
        return Ok(None);
    }
    let title = lang.t(title);
    let make = ui::button_link("/upt", lang.t("settlement.no_unit.see"));
    let main = html! {
        (ui::header(title, "", html! {}))
        (ui::empty(lang.t("settlement.no_unit.title"), lang.t("settlement.no_unit.text"), make))
    };
    Ok(Some(Page::new(title, main)))
}

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    if let Some(page) = no_unit(read, ctx, "settlement.premi.title")? {
        return Ok(page);
    }
    let (browse, lang) = (ask.browse(), ctx.lang);
    let unit = unit(read, ctx, ask)?;
    let all = narrowed(read, ctx, ask)?;
    let states = ["owing", "released"];
    let mut filters = vec![parts::state_filter(lang, &browse, &states, "settlement.premi.filter")];
    filters.extend(kept(ctx, ask));
    let view = parts::view(&browse, "/premi", filters, all.len() as i64);
    let at = usize::try_from(browse.offset()).unwrap_or(usize::MAX);
    let page = all.iter().skip(at).take(50);
    let moving = TransferFilter { state: Some(Decision::Reported), ..TransferFilter::all(unit) };
    let (moving, _) = store_transfer::list(read, &moving)?;
    let title = lang.t("settlement.premi.title");
    let pays = ctx.actor.may(Capability::Deposit);
    let hint = lang.t("settlement.premi.empty_hint");
    let empty = ui::empty(lang.t("settlement.premi.empty"), hint, html! {});
    let main = html! {
        (ui::header(title, lang.t("settlement.premi.lead"), html! {
            @if pays {
                (ui::button_link(&within(ctx, unit, "/premi/bayar/baru"),
                    lang.t("settlement.payout.new")))
            }
            (ui::quiet(&within(ctx, unit, "/premi/bayar"), lang.t("settlement.payout.title")))
            (ui::quiet(&within(ctx, unit, "/premi/pindahan"), lang.t("settlement.transfer.title")))
        }))
        (units(read, ctx, "/premi", unit)?)
        (transfer::table(read, ctx, unit, &moving)?)
        (parts::listed(lang, &view, &table(ctx, page), empty))
    };
    Ok(Page::new(title, main))
}

/// All accounts that the query asks for.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Vec<PremiAccount>> {
    let browse = ask.browse();
    let unit = unit(read, ctx, ask)?;
    let mut all = queries::accounts(read, unit)?;
    if let Some(q) = browse.q() {
        all.retain(|one| one.code.to_lowercase().contains(&q.to_lowercase()));
    }
    match browse.filter("state") {
        Some("owing") => all.retain(|one| one.saved.0 + one.usable.0 > 0),
        Some("released") => all.retain(|one| one.released_on.is_some()),
        _ => {}
    }
    Ok(all)
}

fn table<'a>(ctx: &Context, rows: impl Iterator<Item = &'a PremiAccount>) -> ui::Table {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("settlement.maker")),
        Column::amount(lang.t("settlement.premi.credited")),
        Column::amount(lang.t("settlement.part.saved")),
        Column::amount(lang.t("settlement.part.usable")),
        Column::amount(lang.t("settlement.premi.waiting")),
        Column::amount(lang.t("settlement.premi.paid")),
    ];
    let row = |one: &PremiAccount| {
        vec![
            html! {
                a href={ "/premi/" (one.maker_id) } { (one.code) }
                @if one.released_on.is_some() {
                    " " (ui::badge(Kind::Neutral, lang.t("settlement.premi.released")))
                }
                @if one.moved_on.is_some() {
                    " " (ui::badge(Kind::Neutral, lang.t("settlement.premi.moved")))
                }
            },
            ui::money(one.credited),
            ui::money(one.saved),
            ui::money(one.usable),
            ui::money(one.waiting),
            ui::money(one.paid),
        ]
    };
    ui::table(lang.t("settlement.premi.title"), columns, rows.map(row))
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (unit, account) = queries::account(read, ctx, ask.id("maker")?)?;
    let lang = ctx.lang;
    let credits = store_premi::credits_of(read, unit, account.maker_id)?;
    let filter = PayoutFilter {
        consignor: Some(unit),
        maker: Some(account.maker_id),
        state: None,
        like: None,
        limit: i64::MAX,
        offset: 0,
    };
    let (payouts, _) = store_premi::list_payouts(read, &filter)?;
    let moved = TransferFilter { maker: Some(account.maker_id), ..TransferFilter::all(unit) };
    let (moved, _) = store_transfer::list(read, &moved)?;
    let whole = within(ctx, unit, "/premi");
    let way = [Crumb { href: &whole, label: lang.t("settlement.premi.title") }];
    let title = lang.fill("settlement.premi.of", &[("code", &account.code)]);
    let pay = format!("/premi/bayar/baru?maker={}", account.maker_id);
    let pay = within(ctx, unit, &pay);
    let pays = ctx.actor.may(Capability::Deposit);
    let maker = format!("/pembuat/{}", account.maker_id);
    let main = html! {
        (ui::breadcrumbs(lang, &way, &account.code))
        (ui::header(&title, "", html! {
            @if pays { (ui::button_link(&pay, lang.t("settlement.payout.new"))) }
            (ui::quiet(&maker, lang.t("settlement.premi.maker")))
        }))
        (figures(ctx, &account))
        (checklist(ctx, &account))
        (transfer::notice(ctx, &account))
        (ui::section(lang.t("settlement.premi.credits"), credit_table(ctx, &credits)))
        (ui::section(lang.t("settlement.payout.title"), html! {
            (payout::table(read, ctx, &payouts)?)
        }))
        (transfer::table(read, ctx, unit, &moved)?)
    };
    Ok(Page::new(title, main))
}

fn figures(ctx: &Context, account: &PremiAccount) -> Markup {
    let figure = |label: &'static str, value: Rupiah| Figure {
        label: ctx.lang.t(label),
        value: ui::money(value),
        note: html! {},
        href: None,
    };
    let of_moving = [
        figure("settlement.premi.arrived", account.arrived),
        figure("settlement.premi.sent", account.sent),
    ];
    let amounts = [account.arrived, account.sent];
    let of_moving = of_moving.into_iter().zip(amounts).filter(|(_, amount)| !amount.is_zero());
    let mut all = vec![
        figure("settlement.premi.credited", account.credited),
        figure("settlement.part.saved", account.saved),
        figure("settlement.part.usable", account.usable),
        figure("settlement.premi.waiting", account.waiting),
        figure("settlement.premi.paid", account.paid),
    ];
    all.extend(of_moving.map(|(figure, _)| figure));
    ui::figures(&all)
}

/// What is to be done before the maker may leave.
fn checklist(ctx: &Context, account: &PremiAccount) -> Markup {
    let (lang, unpaid) = (ctx.lang, account.saved + account.usable);
    let Some(day) = account.released_on else { return html! {} };
    let text = match unpaid.is_zero() && account.waiting.is_zero() {
        true => lang.fill("settlement.release.clear", &[("day", &day.long(lang))]),
        false => lang
            .fill("settlement.release.blocked", &[("day", &day.long(lang)), ("unpaid", &unpaid)]),
    };
    ui::notice(lang, if unpaid.is_zero() { Kind::Good } else { Kind::Warning }, &text)
}

fn credit_table(ctx: &Context, all: &[PremiCredit]) -> Markup {
    let lang = ctx.lang;
    if all.is_empty() {
        return html! { p { (lang.t("settlement.premi.no_credits")) } };
    }
    let columns = [
        Column::text(lang.t("settlement.slip.title")),
        Column::text(lang.t("common.date")),
        Column::amount(lang.t("settlement.part.saved")),
        Column::amount(lang.t("settlement.part.usable")),
    ];
    let row = |one: &PremiCredit| {
        let href = format!("/premi/{}/slip/{}", one.maker_id, one.distribution_id);
        vec![
            html! { a href=(href) { (one.number) } },
            html! { (one.credited_on.short(lang)) },
            ui::money(one.saved),
            ui::money(one.usable),
        ]
    };
    html! { (ui::table(lang.t("settlement.premi.credits"), columns, all.iter().map(row))) }
}

pub fn slip(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (_, account) = queries::account(read, ctx, ask.id("maker")?)?;
    let (distribution, lines) =
        queries::slip(read, ctx, account.maker_id, ask.id("distribution")?)?;
    let lang = ctx.lang;
    let base = format!("/premi/{}", account.maker_id);
    let way = [
        Crumb { href: "/premi", label: lang.t("settlement.premi.title") },
        Crumb { href: &base, label: &account.code },
    ];
    let title = lang.fill("settlement.slip.of", &[("code", &account.code)]);
    let credits = store_premi::credits_in(read, distribution.id)?;
    let own = credits.into_iter().find(|one| one.maker_id == account.maker_id);
    let own = own.ok_or(No::Unknown)?;
    let facts = ui::facts([
        (
            lang.t("settlement.distribution.one"),
            html! { a href={ "/pembagian/" (distribution.id) } { (distribution.number) } },
        ),
        (lang.t("common.date"), ui::day(distribution.shared_on, lang)),
        (lang.t("settlement.part.saved"), ui::money(own.saved)),
        (lang.t("settlement.part.usable"), ui::money(own.usable)),
    ]);
    let main = html! {
        (ui::breadcrumbs(lang, &way, lang.t("settlement.slip.title")))
        (ui::header(&title, lang.t("settlement.slip.lead"), ui::quiet(
            &format!("{base}/slip/{}/slip.pdf", distribution.id), lang.t("settlement.print"))))
        @if distribution.estimated {
            (ui::notice(lang, Kind::Warning, lang.t("settlement.estimated_hint")))
        }
        (facts)
        (slip_table(read, ctx, &lines, own.saved + own.usable)?)
        (office::form(ctx, ask, &format!("{base}/slip/{}/salinan-kantor", distribution.id)))
    };
    Ok(Page::new(title, main))
}

fn slip_table(read: &mut Read, ctx: &Context, lines: &[SlipLine], total: Rupiah) -> Result<Markup> {
    let lang = ctx.lang;
    let batches = production::batches(read, &lines.iter().map(|l| l.batch_id).collect::<Vec<_>>())?;
    let products =
        catalogue::products(read, &lines.iter().map(|l| l.product_id).collect::<Vec<_>>())?;
    let columns = [
        Column::text(lang.t("settlement.batch")),
        Column::text(lang.t("settlement.product")),
        Column::amount(lang.t("settlement.stock.sold")),
        Column::amount(lang.t("settlement.slip.weight")),
        Column::amount(lang.t("settlement.slip.part")),
    ];
    let row = |one: &SlipLine| {
        let code = batches.get(&one.batch_id).map_or("", |batch| batch.code.as_str());
        let name = products.get(&one.product_id).map_or("", |product| product.name.as_str());
        vec![
            html! { a href={ "/produksi/" (one.batch_id) } { (code) } },
            html! { (name) },
            html! { (one.sold) },
            html! { (kernel::group_thousands(one.weight)) },
            ui::money(one.amount),
        ]
    };
    let sum =
        vec![html! { (lang.t("common.total")) }, html! {}, html! {}, html! {}, ui::money(total)];
    Ok(html! {
        (ui::table(lang.t("settlement.slip.title"), columns, lines.iter().map(row)).total(sum))
    })
}
