//! The room's screens: asking, waiting, fetching.

mod show;

use db::{Read, Result};
use kernel::{AuditPackId, Context, Day, Period, Reach};
use maud::{Markup, html};
use ui::{BrowseView, Column, Kind};
use web::{Ask, Go, Page, PartsOut, Recorded, Screens};
use words::Speak;

use crate::{
    actions::{may, order},
    pack::{Pack, PackState},
    refusal::No,
    report::report_paper,
    store,
};

pub fn screens() -> Screens {
    Screens::new()
        .page("/audit", list)
        .form("/audit/baru", new, order, |done: &Recorded| Go::to(format!("/audit/{}", done.id)))
        .page("/audit/{pack}", show::show)
        .paper("/audit/{pack}/periksa.pdf", report_paper)
        .file_in_parts("/audit/{pack}/paket.zip", file)
}

/// A pack that the actor may have; another unit's is as unknown as none.
pub fn seen(read: &mut Read, ctx: &Context, id: AuditPackId) -> Result<Pack> {
    let found = store::find(read, id)?;
    let own = found.filter(|pack| ctx.actor.sees_consignor(pack.consignor_id));
    let own = own.ok_or(No::Unknown)?;
    may(&ctx.actor)?;
    Ok(own)
}

fn file(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<PartsOut> {
    let pack = seen(read, ctx, ask.id("pack")?)?;
    match pack.state {
        PackState::Ready => {}
        PackState::Gone => return Err(No::Gone.into()),
        _ => return Err(No::NotReady.into()),
    }
    Ok(PartsOut {
        mime: "application/zip",
        name: pack.file_name(),
        size: pack.size_bytes,
        id: pack.id.uuid(),
        parts: pack.parts,
        load: store::load_part,
    })
}

fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    may(&ctx.actor)?;
    let (lang, browse) = (ctx.lang, ask.browse());
    let of = match ctx.actor.reach {
        Reach::Consignor(own) => Some(own),
        Reach::All => None,
        Reach::Shop(_) | Reach::Kanwil(_) | Reach::Nobody => return Err(No::NotForYou.into()),
    };
    let (packs, total) = store::list(read, of, (browse.limit(), browse.offset()))?;
    let view = BrowseView {
        path: "/audit",
        q: None,
        filters: Vec::new(),
        page: browse.page(),
        per_page: browse.limit(),
        total,
    };
    let title = lang.t("audit.title");
    let new = ui::button_link("/audit/baru", lang.t("audit.new"));
    let first = ui::empty(lang.t("audit.none"), lang.t("audit.none_hint"), new.clone());
    let main = html! {
        (ui::header(title, lang.t("audit.lead"), new))
        (ui::listed(lang, &view, (!packs.is_empty()).then(|| table(ctx, &packs)),
            ("audit.none", "audit.none_hint"), first))
    };
    Ok(Page::new(title, main))
}

fn table(ctx: &Context, packs: &[Pack]) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("audit.period")),
        Column::text(lang.t("audit.asked_on")),
        Column::amount(lang.t("audit.files")),
        Column::text(lang.t("common.state")),
    ];
    let row = |pack: &Pack| {
        let files = (pack.files > 0).then(|| kernel::group_thousands(pack.files));
        vec![
            html! { a href={ "/audit/" (pack.id) } { (span(ctx, pack.period)) } },
            ui::day(pack.created_at.day(ctx.zone), lang),
            html! { (files.unwrap_or_default()) },
            badge(ctx, pack),
        ]
    };
    html! { (ui::table(lang.t("audit.title"), columns, packs.iter().map(row))) }
}

/// `1 November 2025 – 31 Desember 2025`
fn span(ctx: &Context, period: Period) -> String {
    format!("{} – {}", period.from.long(ctx.lang), period.to.long(ctx.lang))
}

fn badge(ctx: &Context, pack: &Pack) -> Markup {
    let kind = match pack.state {
        PackState::Waiting | PackState::Running => Kind::Waiting,
        PackState::Ready => Kind::Good,
        PackState::Failed => Kind::Bad,
        PackState::Gone => Kind::Neutral,
    };
    let word = ctx.lang.t(&format!("audit.state.{}", pack.state));
    match pack.state {
        PackState::Running => ui::badge(kind, &format!("{word} · {}%", pack.percent())),
        _ => ui::badge(kind, word),
    }
}

fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    may(&ctx.actor)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("audit.new");
    let Period { from, to } = last_month(ctx.today());
    let own = ctx.actor.consignor().is_some();
    let units = if own { Vec::new() } else { people::list_consignors(read)? };
    let units = units.into_iter().map(|unit| (unit.id.to_string(), unit.name));
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<kernel::AuditPackKind>()))
        @if !own { (f.select("consignor", "audit.unit", units)) }
        (f.date("from", "audit.from").value(from))
        (f.date("to", "audit.to").value(to))
        (ui::actions(html! {
            (ui::submit(lang.t("audit.make")))
            (ui::quiet("/audit", lang.t("common.cancel")))
        }))
    };
    let main = html! {
        (crumbs(ctx, title))
        (ui::header(title, lang.t("audit.new_lead"), html! {}))
        (f.post("/audit/baru", body))
    };
    Ok(Page::new(title, main))
}

fn last_month(today: Day) -> Period {
    Period::month_of(today.month_start().plus_days(-1))
}

fn crumbs(ctx: &Context, here: &str) -> Markup {
    let way = [ui::Crumb { href: "/audit", label: ctx.lang.t("audit.title") }];
    ui::breadcrumbs(ctx.lang, &way, here)
}
