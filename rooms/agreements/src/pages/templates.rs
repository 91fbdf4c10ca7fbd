//! The templates that an agreement may begin with: the shipped one and the unit's own.

use db::{Read, Result};
use kernel::{Capability, ConsignorId, Context, Lang};
use maud::{Markup, html};
use ui::{Column, Crumb, Kind};
use web::{Ask, Page};
use words::Speak;

use super::{clauses::fresh, paper};
use crate::{
    No,
    slot::{Piece, pieces},
    store_wording::{self, Template, TemplateId},
    wording::{Clause, Wording, shipped},
};

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let lang = ctx.lang;
    let mut own = Vec::new();
    for unit in units(read, ctx, ask)? {
        own.extend(store_wording::templates(read, unit)?);
    }
    let title = lang.t("agreements.template.title");
    let way = [Crumb { href: "/pks", label: lang.t("agreements.list.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("agreements.template.lead"), html! {}))
        (table(ctx, &own))
        @if own.is_empty() { p.hint { (lang.t("agreements.template.none")) } }
    };
    Ok(Page::new(title, main))
}

/// The unit whose templates are seen: one's own, or the one that an administrator asks for.
fn units(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Vec<ConsignorId>> {
    if let Some(own) = ctx.actor.consignor() {
        return Ok(vec![own]);
    }
    let all = people::list_consignors(read)?.into_iter().map(|unit| unit.id);
    let asked: Option<ConsignorId> = ask.query("consignor").and_then(|id| id.parse().ok());
    Ok(all
        .filter(|id| ctx.actor.sees_consignor(*id) && asked.is_none_or(|asked| asked == *id))
        .collect())
}

fn table(ctx: &Context, own: &[Template]) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("agreements.template.name")),
        Column::text(lang.t("common.date")),
        Column::actions(lang.t("common.actions")),
    ];
    let sample = vec![
        html! { a href="/pks/naskah/contoh" { (lang.t("agreements.template.shipped")) } },
        html! { "–" },
        ui::badge(Kind::Neutral, lang.t("agreements.template.contoh")),
    ];
    let row = |one: &Template| {
        let retire = format!("/pks/naskah/{}/pensiun", one.id);
        let id = fresh(ctx).to_string();
        let label = lang.t("agreements.template.retire");
        vec![
            html! { a href={ "/pks/naskah/" (one.id) } { (one.name) } },
            ui::day(one.created_at.day(ctx.zone), lang),
            ui::button_form(&retire, label, "quiet", &[("id", &id)]),
        ]
    };
    let rows = std::iter::once(sample).chain(own.iter().map(row));
    html! { (ui::table(lang.t("agreements.template.title"), columns, rows)) }
}

/// The clauses of the shipped template, their fields as they are named.
pub fn show_shipped(_: &mut Read, ctx: &Context, _: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    Ok(page(ctx.lang, ctx.lang.t("agreements.template.shipped"), shipped()))
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let id: TemplateId = ask.id("template")?;
    let found = store_wording::find_template(read, id)?;
    let (template, wording) = found
        .filter(|(template, _)| ctx.actor.sees_consignor(template.consignor_id))
        .ok_or(No::TemplateUnknown)?;
    Ok(page(ctx.lang, &template.name, &wording))
}

fn page(lang: Lang, title: &str, wording: &Wording) -> Page {
    let way = [
        Crumb { href: "/pks", label: lang.t("agreements.list.title") },
        Crumb { href: "/pks/naskah", label: lang.t("agreements.template.title") },
    ];
    let own =
        [("paper.pks.considering", &wording.considerations), ("paper.pks.basis", &wording.basis)];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("agreements.template.show_lead"), html! {
            (ui::button_link("/pks/baru", lang.t("agreements.list.new")))
        }))
        article.deed lang="id" {
            h2.deed-title { (title) }
            @for (key, text) in own {
                @if let Some(text) = text {
                    h3.deed-part { (lang.t(key)) }
                    @for line in text.lines() { p { (line) } }
                }
            }
            @for (at, clause) in wording.clauses.iter().enumerate() { (raw(at, clause)) }
        }
    };
    Page::new(title, main)
}

fn raw(at: usize, clause: &Clause) -> Markup {
    let line = |text: &str| match pieces(text) {
        Err(_) => html! { (text) },
        Ok(all) => html! {
            @for piece in all {
                @match piece {
                    Piece::Text(text) => (text),
                    Piece::Slot(slot) => code { "{" (slot.local()) "}" },
                }
            }
        },
    };
    html! {
        (paper::article(Lang::Id, at + 1, html! { (clause.title) }, &[]))
        ol.deed-paragraphs { @for text in clause.text.lines() { li { (line(text)) } } }
    }
}
