//! The forms of one act: signing, attaching, putting in force, making public, ending.

use db::{Read, Result};
use kernel::{Capability, Context, Id};
use maud::{Markup, html};
use ui::{Crumb, Kind};
use web::{Ask, Page};
use words::Speak;

use super::{
    fields::sides,
    load_for,
    show::{self, missing_list},
    versions,
};
use crate::{Agreement, No, State, Terms, amend::lacking, inputs::DeedKind, store_terms};

pub fn sign(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let agreement = load_for(read, ctx, ask, Capability::RecordGoods)?;
    let terms = store_terms::draft_of(read, agreement.id)?.ok_or(No::NotDraft)?;
    let f = ask.form(ctx.lang);
    let body = html! {
        (f.hidden("id", fresh(ctx)))
        (f.radio("side", "agreements.sign.side", sides(ctx.lang)))
        @if terms.version == 1 {
            (f.text("number", "agreements.sign.number").optional().max_length(200)
                .hint("agreements.sign.number_hint"))
        } @else {
            (f.text("number", "agreements.sign.shop_number").optional().max_length(200)
                .hint("agreements.sign.shop_number_hint"))
        }
        (f.text("name", "agreements.sign.name").max_length(200))
        (f.text("office", "agreements.sign.office").max_length(200))
        (f.text("acting_for", "agreements.sign.acting_for").max_length(200))
        (f.date("signed_on", "agreements.sign.signed_on").value(ctx.today()))
        (scan_field(&f).optional())
    };
    let form = f.post_files(&ask.path, finish(ctx, &agreement, body, "agreements.sign.save"));
    Ok(page(ctx, &agreement, "agreements.sign.title", "agreements.sign.lead", form))
}

pub fn attach(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let agreement = load_for(read, ctx, ask, Capability::RecordGoods)?;
    let f = ask.form(ctx.lang);
    let versions = store_terms::versions(read, agreement.id)?;
    let newest = versions.last().map_or(1, |terms| terms.version);
    let body = html! {
        (f.hidden("id", fresh(ctx)))
        @if versions.len() > 1 {
            (f.select("version", "agreements.attach.version", papers(ctx, &versions)).value(newest))
        }
        (scan_field(&f))
    };
    let form = f.post_files(&ask.path, finish(ctx, &agreement, body, "agreements.attach.save"));
    Ok(page(ctx, &agreement, "agreements.attach.title", "agreements.attach.lead", form))
}

/// The agreement and its addenda, the newest first: as their papers are called.
fn papers(ctx: &Context, versions: &[Terms]) -> Vec<(String, String)> {
    let choice = |terms: &Terms| (terms.version.to_string(), show::paper_name(ctx.lang, terms));
    versions.iter().rev().map(choice).collect()
}

fn scan_field<'a>(f: &ui::FormState<'a>) -> ui::Field<'a> {
    f.file("scan", "agreements.attach.scan")
        .accept("application/pdf,image/jpeg,image/png")
        .hint("agreements.attach.scan_hint")
}

/// Shows what is put in force, both sides' rupiah, and what is still missing.
pub fn enforce(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let agreement = load_for(read, ctx, ask, Capability::Sign)?;
    let terms = store_terms::draft_of(read, agreement.id)?.ok_or(No::NotDraft)?;
    let missing = lacking(read, &agreement, &terms, false)?;
    let lang = ctx.lang;
    let f = ask.form(lang);
    let body = html! {
        (f.hidden("id", fresh(ctx)))
        (f.hidden("revision", agreement.revision))
        (f.text("no_scan_reason", "agreements.enforce.no_scan_reason").optional().max_length(200)
            .hint("agreements.enforce.no_scan_hint"))
    };
    let form = f.post(&ask.path, finish(ctx, &agreement, body, "agreements.enforce.save"));
    let main = html! {
        @if missing.is_empty() {
            (ui::notice(lang, Kind::Good, lang.t("agreements.enforce.complete")))
        } @else {
            (ui::notice_with(lang, Kind::Warning, missing_list(lang, &missing)))
        }
        (what_is_enforced(read, ctx, &agreement, &terms)?)
        (form)
    };
    Ok(page(ctx, &agreement, "agreements.enforce.title", "agreements.enforce.lead", main))
}

fn what_is_enforced(
    read: &mut Read,
    ctx: &Context,
    agreement: &Agreement,
    terms: &Terms,
) -> Result<Markup> {
    let lang = ctx.lang;
    let all = crate::versions(read, agreement.id)?;
    let changed = versions::history(read, ctx, agreement, &all)?;
    let units = show::units_section(read, ctx, terms)?;
    Ok(html! {
        @if terms.version > 1 { (changed) }
        (ui::section(lang.t("agreements.terms"), show::terms_facts(lang, terms)))
        (units)
    })
}

pub fn publish(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let agreement = load_for(read, ctx, ask, Capability::RecordGoods)?;
    let f = ask.form(ctx.lang);
    let day = agreement.published_on.unwrap_or(ctx.today());
    let body = html! {
        (f.hidden("id", fresh(ctx)))
        (f.date("published_on", "agreements.published_on").value(day))
    };
    let form = f.post(&ask.path, finish(ctx, &agreement, body, "common.save"));
    Ok(page(ctx, &agreement, "agreements.publish.title", "agreements.publish.lead", form))
}

pub fn end(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let agreement = super::load(read, ctx, ask)?;
    let draft = agreement.state == State::Draft;
    let may = if draft { Capability::RecordGoods } else { Capability::Sign };
    let agreement = load_for(read, ctx, ask, may)?;
    let f = ask.form(ctx.lang);
    let (title, lead, save) = if draft {
        ("agreements.withdraw.title", "agreements.withdraw.lead", "agreements.withdraw.save")
    } else {
        ("agreements.end.title", "agreements.end.lead", "agreements.end.save")
    };
    let body = html! {
        (f.hidden("id", fresh(ctx)))
        @if !draft {
            (f.date("on", "agreements.end.on").value(ctx.today()).hint("agreements.end.on_hint"))
        }
        (f.text("reason", "agreements.end.reason").max_length(200))
        (ui::actions(html! {
            (ui::danger(ctx.lang.t(save)))
            (ui::quiet(&format!("/pks/{}", agreement.id), ctx.lang.t("common.cancel")))
        }))
    };
    Ok(page(ctx, &agreement, title, lead, f.post(&ask.path, body)))
}

/// Why the drafted addendum is given up.
pub fn discard(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let agreement = load_for(read, ctx, ask, Capability::RecordGoods)?;
    let drafted = crate::versions(read, agreement.id)?;
    let drafted = drafted.into_iter().rfind(|terms| terms.state == State::Draft);
    let terms = drafted.filter(|terms| terms.version > 1).ok_or(No::NoAddendum)?;
    let f = ask.form(ctx.lang);
    let body = html! {
        p { (ctx.lang.t("agreements.addendum")) " "
            (terms.addendum_number.as_deref().unwrap_or_default()) }
        (f.hidden("id", fresh(ctx)))
        (f.text("reason", "agreements.discard.reason").max_length(200))
        (ui::actions(html! {
            (ui::danger(ctx.lang.t("agreements.discard.save")))
            (ui::quiet(&format!("/pks/{}", agreement.id), ctx.lang.t("common.cancel")))
        }))
    };
    let form = f.post(&ask.path, body);
    Ok(page(ctx, &agreement, "agreements.discard.title", "agreements.discard.lead", form))
}

fn fresh(ctx: &Context) -> Id<DeedKind> {
    ctx.fresh_id()
}

/// The fields with their buttons.
fn finish(ctx: &Context, agreement: &Agreement, body: Markup, save: &str) -> Markup {
    html! {
        (body)
        (ui::actions(html! {
            (ui::submit(ctx.lang.t(save)))
            (ui::quiet(&format!("/pks/{}", agreement.id), ctx.lang.t("common.cancel")))
        }))
    }
}

fn page(ctx: &Context, agreement: &Agreement, title: &str, lead: &str, main: Markup) -> Page {
    let lang = ctx.lang;
    let back = format!("/pks/{}", agreement.id);
    let way = [
        Crumb { href: "/pks", label: lang.t("agreements.list.title") },
        Crumb { href: &back, label: &agreement.title },
    ];
    let main = html! {
        (ui::breadcrumbs(lang, &way, lang.t(title)))
        (ui::header(lang.t(title), lang.t(lead), html! {}))
        (main)
    };
    Page::new(lang.t(title), main)
}
