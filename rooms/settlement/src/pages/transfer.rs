//! Premi that follows a maker to another unit.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{Capability, ConsignorId, Context, EntryId, Id};
use maud::{Markup, html};
use ui::{Column, Crumb, Kind};
use web::{Ask, Page};
use words::Speak;

use super::{parts, premi};
use crate::{
    access, actions,
    inputs::TransferKind,
    kinds::Decision,
    queries,
    refusal::No,
    store_transfer::{self, TransferFilter},
    types::{PremiAccount, PremiTransfer},
};

/// The form on which a moved maker's balance is sent after him.
pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::Deposit)?;
    let maker = actions::own_maker(read, ctx, ask.id("maker")?)?;
    let to = actions::successor(read, &maker)?.ok_or(No::NotMoved)?;
    let (_, account) = queries::account(read, ctx, maker.id)?;
    let unit = people::load_consignor(read, to.consignor_id)?.name;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("settlement.transfer.new");
    let base = format!("/premi/{}", maker.id);
    let way = [Crumb { href: &base, label: &maker.code }];
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<TransferKind>() as Id<TransferKind>))
        (f.date("sent_on", "settlement.transfer.sent_on").value(ctx.today()))
        (f.text("reference", "settlement.transfer.reference").max_length(200))
        (f.file("scan", "settlement.evidence").optional()
            .accept("application/pdf,image/jpeg,image/png").hint("settlement.evidence_hint"))
        (f.textarea("note", "common.note").optional())
        (ui::actions(ui::submit(lang.t("settlement.transfer.do"))))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.transfer.lead"), html! {}))
        (ui::facts([
            (lang.t("settlement.transfer.to"), html! { (unit) " · " (to.code) }),
            (lang.t("settlement.part.saved"), ui::money(account.saved)),
            (lang.t("settlement.part.usable"), ui::money(account.usable)),
            (lang.t("settlement.premi.waiting"), ui::money(account.waiting)),
        ]))
        (f.post_files(&format!("{base}/pindah"), body))
    };
    Ok(Page::new(title, main))
}

const STATES: [&str; 3] = ["reported", "confirmed", "rejected"];

/// All that the unit sent or was sent, as it is narrowed.
pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let unit = premi::unit(read, ctx, ask)?;
    let (rows, total) = narrowed(read, ctx, ask)?;
    let states = parts::state_filter(lang, &browse, &STATES, "settlement.decision");
    let filters = std::iter::once(states).chain(premi::kept(ctx, ask)).collect();
    let view = parts::view(&browse, "/premi/pindahan", filters, total);
    let title = lang.t("settlement.transfer.title");
    let whole = premi::within(ctx, unit, "/premi");
    let way = [Crumb { href: &whole, label: lang.t("settlement.premi.title") }];
    let hint = lang.t("settlement.transfer.empty_hint");
    let empty = ui::empty(lang.t("settlement.transfer.empty"), hint, html! {});
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, "", html! {}))
        (premi::units(read, ctx, "/premi/pindahan", unit)?)
        (parts::listed(lang, &view, &rows_table(read, ctx, unit, &rows)?, empty))
    };
    Ok(Page::new(title, main))
}

/// The transfers that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<PremiTransfer>, i64)> {
    let (browse, unit) = (ask.browse(), premi::unit(read, ctx, ask)?);
    let filter = TransferFilter {
        state: browse.filter("state").and_then(Decision::parse),
        like: browse.like(),
        limit: browse.limit(),
        offset: browse.offset(),
        ..TransferFilter::all(unit)
    };
    store_transfer::list(read, &filter)
}

/// The names of the units between which they go.
pub fn unit_names(read: &mut Read, all: &[PremiTransfer]) -> Result<BTreeMap<ConsignorId, String>> {
    let mut names = BTreeMap::new();
    for id in all.iter().flat_map(|one| [one.consignor_id, one.to_consignor_id]) {
        if let std::collections::btree_map::Entry::Vacant(place) = names.entry(id) {
            place.insert(people::load_consignor(read, id)?.name.to_string());
        }
    }
    Ok(names)
}

/// One transfer, as both units see it, and the buttons of the one that acknowledges it.
pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::transfer(read, ctx, ask.id("transfer")?)?;
    let lang = ctx.lang;
    let codes = people::maker_codes(read, &[one.maker_id, one.to_maker_id])?;
    let code = |id| codes.get(&id).map_or("", String::as_str);
    let from = people::load_consignor(read, one.consignor_id)?.name;
    let to = people::load_consignor(read, one.to_consignor_id)?.name;
    let way = [Crumb { href: "/premi", label: lang.t("settlement.premi.title") }];
    let title = lang.t("settlement.transfer.one");
    let facts = ui::facts([
        (lang.t("settlement.transfer.from"), html! { (from) " · " (code(one.maker_id)) }),
        (lang.t("settlement.transfer.to"), html! { (to) " · " (code(one.to_maker_id)) }),
        (lang.t("settlement.part.saved"), ui::money(one.saved)),
        (lang.t("settlement.part.usable"), ui::money(one.usable)),
        (lang.t("settlement.transfer.sent_on"), ui::day(one.sent_on, lang)),
        (lang.t("settlement.transfer.reference"), html! { (one.reference) }),
        (lang.t("settlement.evidence"), parts::paper(lang, one.file_id)),
        (lang.t("common.note"), parts::text_or_dash(one.note.as_deref())),
        (lang.t("settlement.transfer.decided_on"), parts::day_or_dash(one.decided_on, lang)),
        (lang.t("settlement.decided_note"), parts::text_or_dash(one.decided_note.as_deref())),
    ]);
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, "", buttons(ctx, &one)))
        (parts::refused(ctx, ask))
        p { (parts::decision_badge(lang, one.state)) }
        (facts)
        (parts::history(read, ctx, one.id)?)
    };
    Ok(Page::new(title, main))
}

fn decides(ctx: &Context, one: &PremiTransfer) -> bool {
    one.state == Decision::Reported
        && access::settle(ctx).is_ok()
        && ctx.actor.sees_consignor(one.to_consignor_id)
        && one.created_by != ctx.actor.user
}

fn buttons(ctx: &Context, one: &PremiTransfer) -> Markup {
    let (lang, base) = (ctx.lang, format!("/premi/pindahan/{}", one.id));
    let id = (ctx.fresh_id() as EntryId).to_string();
    html! {
        @if decides(ctx, one) {
            (ui::button_form(&format!("{base}/terima"), lang.t("settlement.transfer.receive"),
                "primary", &[("id", &id)]))
            (ui::quiet(&format!("{base}/tolak"), lang.t("settlement.transfer.reject")))
        }
    }
}

/// Why it did not come.
pub fn reject(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    access::settle(ctx)?;
    let one = access::transfer(read, ctx, ask.id("transfer")?)?;
    access::units(ctx, one.to_consignor_id)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("settlement.transfer.reject");
    let base = format!("/premi/pindahan/{}", one.id);
    let way = [Crumb { href: &base, label: lang.t("settlement.transfer.one") }];
    let body = html! {
        (f.hidden("id", ctx.fresh_id() as EntryId))
        (f.textarea("reason", "settlement.reject.reason"))
        (ui::actions(html! {
            (ui::danger(title)) (ui::quiet(&base, lang.t("common.back")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.transfer.reject_lead"), html! {}))
        (f.post(&format!("{base}/tolak"), body))
    };
    Ok(Page::new(title, main))
}

/// That a maker moved and his balance did not, with the way to send it.
pub fn notice(ctx: &Context, account: &PremiAccount) -> Markup {
    let (lang, left) = (ctx.lang, account.saved + account.usable);
    let Some(day) = account.moved_on.filter(|_| left.0 > 0) else { return html! {} };
    let text =
        lang.fill("settlement.transfer.left", &[("day", &day.long(lang)), ("amount", &left)]);
    html! {
        (ui::notice(lang, Kind::Warning, &text))
        @if ctx.actor.may(Capability::Deposit) {
            (ui::actions(ui::button_link(
                &format!("/premi/{}/pindah", account.maker_id),
                lang.t("settlement.transfer.new"),
            )))
        }
    }
}

/// What was sent from and to the unit.
pub fn table(
    read: &mut Read,
    ctx: &Context,
    unit: ConsignorId,
    all: &[PremiTransfer],
) -> Result<Markup> {
    if all.is_empty() {
        return Ok(html! {});
    }
    let table = rows_table(read, ctx, unit, all)?;
    Ok(ui::section(ctx.lang.t("settlement.transfer.title"), html! { (table) }))
}

fn rows_table(
    read: &mut Read,
    ctx: &Context,
    unit: ConsignorId,
    all: &[PremiTransfer],
) -> Result<ui::Table> {
    let lang = ctx.lang;
    let names = unit_names(read, all)?;
    let mut rows = Vec::with_capacity(all.len());
    for one in all {
        let (out, other, maker) = match one.consignor_id == unit {
            true => (true, one.to_consignor_id, one.maker_id),
            false => (false, one.consignor_id, one.to_maker_id),
        };
        let codes = people::maker_codes(read, &[maker])?;
        let way = if out { "settlement.transfer.out" } else { "settlement.transfer.in" };
        let name = names.get(&other).map_or("", String::as_str);
        rows.push(vec![
            html! { a href={ "/premi/pindahan/" (one.id) } { (one.sent_on.short(lang)) } },
            html! { (codes.get(&maker).map_or("", String::as_str)) },
            html! { (lang.fill(way, &[("unit", &name)])) },
            ui::money(one.saved),
            ui::money(one.usable),
            parts::decision_badge(lang, one.state),
        ]);
    }
    let columns = [
        Column::text(lang.t("common.date")),
        Column::text(lang.t("settlement.maker")),
        Column::text(lang.t("settlement.transfer.way")),
        Column::amount(lang.t("settlement.part.saved")),
        Column::amount(lang.t("settlement.part.usable")),
        Column::text(lang.t("common.state")),
    ];
    Ok(ui::table(lang.t("settlement.transfer.title"), columns, rows))
}
