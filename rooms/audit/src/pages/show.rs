//! One pack: how far it is; when it is ready, what is in it and where it is.

use db::{Read, Result};
use kernel::Context;
use maud::{Markup, html};
use ui::Kind;
use web::{Ask, Page};
use words::Speak;

use super::{badge, crumbs, seen, span};
use crate::{
    pack::{KEPT_DAYS, Pack, PackState},
    report::report_path,
    store,
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let pack = seen(read, ctx, ask.id("pack")?)?;
    let unit = people::load_consignor(read, pack.consignor_id)?;
    let reported = store::find_report(read, pack.id)?.is_some();
    let (lang, title) = (ctx.lang, span(ctx, pack.period));
    let body = html! {
        p { (badge(ctx, &pack)) }
        @match pack.state {
            PackState::Waiting | PackState::Running => (moving(ctx, &pack)),
            PackState::Ready => (ready(ctx, &pack)),
            PackState::Failed => (ui::notice(lang, Kind::Bad, lang.t("audit.failed"))),
            PackState::Gone => (ui::notice(lang, Kind::Neutral, lang.t("audit.gone"))),
        }
    };
    let main = html! {
        (crumbs(ctx, &title))
        (ui::header(&title, &unit.name, html! {}))
        // Followed by the page itself while it moves; without JavaScript one reloads.
        @if pack.state.moves() { div data-follow { (body) } } @else { (body) }
        @if reported { p { a href=(report_path(pack.id)) { (lang.t("audit.report")) } } }
        (ui::section(lang.t("audit.inside"), contents(ctx)))
    };
    Ok(Page::new(title, main))
}

fn moving(ctx: &Context, pack: &Pack) -> Markup {
    let lang = ctx.lang;
    let said: [(&str, &dyn std::fmt::Display); 2] = [
        ("done", &kernel::group_thousands(pack.done)),
        ("total", &kernel::group_thousands(pack.total)),
    ];
    let how_far = match pack.total {
        0 => lang.t("audit.waiting_hint").to_owned(),
        _ => lang.fill("audit.how_far", &said),
    };
    html! {
        div.making role="status" {
            progress max="100" value=(pack.percent()) aria-label=(lang.t("audit.progress")) {
                (pack.percent()) "%"
            }
            p { (how_far) }
        }
        p.hint { (lang.t("audit.leave")) }
        (ui::actions(ui::quiet(&format!("/audit/{}", pack.id), lang.t("audit.reload"))))
    }
}

fn ready(ctx: &Context, pack: &Pack) -> Markup {
    let lang = ctx.lang;
    let kib = kernel::group_thousands((pack.size_bytes + 1_023) / 1_024);
    let found = match pack.failed_checks {
        0 => ui::badge(Kind::Good, lang.t("audit.checks_passed")),
        n => ui::badge(Kind::Warning, &lang.count("audit.checks_failed", n)),
    };
    let until = pack.finished_at.map(|at| at.plus_seconds(KEPT_DAYS * 86_400).day(ctx.zone));
    html! {
        (ui::facts([
            (lang.t("audit.files"), html! { (kernel::group_thousands(pack.files)) }),
            (lang.t("audit.size"), html! { (kib) " KiB" }),
            (lang.t("audit.findings"), found),
            ("SHA-256", html! { code.kept-lines { (pack.sha256.as_deref().unwrap_or_default()) } }),
            (lang.t("audit.kept_until"), html! {
                @if let Some(day) = until { (ui::day(day, lang)) }
            }),
        ]))
        (ui::actions(html! {
            a.button.primary href={ "/audit/" (pack.id) "/paket.zip" } { (lang.t("audit.fetch")) }
        }))
        p.hint { (lang.t("audit.check_hint")) }
    }
}

/// What a pack holds, so that nobody has to open one to know.
fn contents(ctx: &Context) -> Markup {
    let t = |key: &str| ctx.lang.t(key);
    let all = [
        ("manifest.json, SHA256SUMS", "audit.in.manifest"),
        ("temuan", "audit.in.findings"),
        ("rantai", "audit.in.chain"),
        ("nota, setoran, pembagian, billing", "audit.in.documents"),
        ("pks", "audit.in.agreements"),
    ];
    html! {
        dl.facts {
            @for (name, key) in all { div { dt { code { (name) } } dd { (t(key)) } } }
        }
        p.hint { (t("audit.no_names")) }
    }
}
