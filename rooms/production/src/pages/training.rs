//! Trainings: the list, one with its certificates, the form.

use db::{Read, Result};
use kernel::{Capability, Context, EntryKind};
use maud::{Markup, html};
use ui::{Column, Crumb, Kind};
use web::{Ask, Page};
use words::Speak;

use super::{scope, units};
use crate::{
    actions_training::load_own,
    inputs::TrainingKind,
    kinds::TrainingResult,
    store_training as store,
    types::{Trainee, Training},
};

/// The trainings that the address of the list asks for, and how many there are.
pub(super) fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Training>, i64)> {
    let browse = ask.browse();
    let page = (browse.limit(), browse.offset());
    store::list(read, scope(ctx)?, browse.like().as_deref(), page)
}

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let (rows, total) = narrowed(read, ctx, ask)?;
    let view = browse.view("/pelatihan", vec![], total);
    let new = || match ctx.actor.may(Capability::RecordGoods) {
        true => ui::button_link("/pelatihan/baru", lang.t("production.training.new")),
        false => html! {},
    };
    let title = lang.t("production.training.title");
    let hint = lang.t("production.training.empty_hint");
    let first = ui::empty(lang.t("production.training.empty"), hint, new());
    let main = html! {
        (ui::header(title, lang.t("production.training.lead"), new()))
        (ui::listed(lang, &view, (!rows.is_empty()).then(|| table(ctx, &rows)),
            ("production.none", "production.none_hint"), first))
    };
    Ok(Page::new(title, main))
}

fn table(ctx: &Context, rows: &[Training]) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("production.training.what")),
        Column::text(lang.t("production.training.number")),
        Column::text(lang.t("production.training.until")),
        Column::amount(lang.t("production.training.hours")),
        Column::amount(lang.t("production.training.people")),
    ];
    let row = |one: &Training| {
        vec![
            html! {
                a href={ "/pelatihan/" (one.id) } { (one.title) }
                @if one.taken_back_on.is_some() { " " (taken_back(ctx)) }
            },
            html! { (one.number) },
            ui::day(one.to, lang),
            html! { (one.hours) },
            html! { (one.trainees) },
        ]
    };
    html! { (ui::table(lang.t("production.training.title"), columns, rows.iter().map(row))) }
}

fn taken_back(ctx: &Context) -> Markup {
    ui::badge(Kind::Bad, ctx.lang.t("production.training.taken_back"))
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = load_own(read, ctx, ask.id::<TrainingKind>("training")?)?;
    let trainees = store::trainees(read, one.id)?;
    let ids: Vec<_> = trainees.iter().map(|trainee| trainee.maker_id).collect();
    let codes = people::maker_codes(read, &ids)?;
    let code = |trainee: &Trainee| codes.get(&trainee.maker_id).cloned().unwrap_or_default();
    let lang = ctx.lang;
    let t = |key: &str| lang.t(&format!("production.training.{key}"));
    let lasted = format!("{} – {}", one.from.long(lang), one.to.long(lang));
    let way = [Crumb { href: "/pelatihan", label: t("title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, &one.number))
        (ui::header(&one.title, &one.number, html! {}))
        @if let (Some(day), Some(reason)) = (one.taken_back_on, &one.taken_back_reason) {
            (ui::notice(lang, Kind::Bad, &lang.fill("production.training.taken_back_on",
                &[("day", &day.long(lang)), ("reason", reason)])))
        }
        (ui::facts([
            (t("when"), html! { (lasted) }),
            (t("hours"), html! { (one.hours) }),
            (t("place"), html! { (one.place) }),
            (t("examiner"), html! { (one.examiner) ", " (one.examiner_title) }),
            (t("content"), html! { @if let Some(text) = &one.content {
                span.kept-lines { (text) }
            } @else { "–" } }),
        ]))
        (ui::section(t("trainees"), people_table(ctx, &one, &trainees, code)))
        (open_form(ctx, ask, &one, &trainees, code))
        (back_form(ctx, ask, &one))
    };
    Ok(Page::new(one.title.clone(), main))
}

fn people_table(
    ctx: &Context,
    one: &Training,
    trainees: &[Trainee],
    code: impl Fn(&Trainee) -> String,
) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("production.maker")),
        Column::text(lang.t("production.training.result")),
        Column::actions(lang.t("common.actions")),
    ];
    let row = |trainee: &Trainee| {
        let here = format!("/pelatihan/{}/{}", one.id, trainee.maker_id);
        vec![
            html! { (code(trainee)) },
            html! { (lang.t(&format!("production.training.result_of.{}", trainee.result))) },
            html! { @if one.taken_back_on.is_none() {
                a href={ (here) "/sertifikat.pdf" } { (lang.t("production.training.blank")) } " · "
                a href={ (here) "/sertifikat-netral.pdf" } {
                    (lang.t("production.training.blank_neutral"))
                }
            } },
        ]
    };
    html! { (ui::table(lang.t("production.training.trainees"), columns, trainees.iter().map(row))) }
}

/// Opens a name for a certificate, with a purpose, by those who may read names.
fn open_form(
    ctx: &Context,
    ask: &Ask,
    one: &Training,
    trainees: &[Trainee],
    code: impl Fn(&Trainee) -> String,
) -> Markup {
    if one.taken_back_on.is_some() || !people::may_read_names(ctx) {
        return html! {};
    }
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let choices: Vec<_> =
        trainees.iter().map(|trainee| (trainee.maker_id.to_string(), code(trainee))).collect();
    let purpose = lang.fill("production.training.purpose_value", &[("number", &one.number)]);
    let body = html! {
        p { (lang.t("production.training.open_lead")) }
        (f.hidden("id", ctx.fresh_id::<EntryKind>()))
        (f.select("maker", "production.maker", choices))
        (f.text("purpose", "production.training.purpose").value(purpose))
        (f.checkbox("neutral", "production.training.neutral").optional()
            .hint("production.training.neutral_hint"))
        (ui::actions(ui::submit(lang.t("production.training.print"))))
    };
    let action = format!("/pelatihan/{}/sertifikat", one.id);
    ui::section(lang.t("production.training.open"), f.post(&action, body))
}

fn back_form(ctx: &Context, ask: &Ask, one: &Training) -> Markup {
    let may = ctx.actor.may(Capability::RecordGoods) || ctx.actor.may(Capability::Approve);
    if one.taken_back_on.is_some() || !may {
        return html! {};
    }
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let body = html! {
        (f.text("reason", "production.training.reason").hint("production.training.reason_hint"))
        (ui::actions(ui::danger(lang.t("production.training.take_back"))))
    };
    let action = format!("/pelatihan/{}/tarik", one.id);
    ui::section(lang.t("production.training.take_back"), f.post(&action, body))
}

pub fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let t = |key: &str| lang.t(&format!("production.training.{key}"));
    let mut makers = Vec::new();
    for unit in units(read, ctx)? {
        let here = people::list_makers(read, unit, true)?;
        makers.extend(here.iter().map(|maker| (maker.id.to_string(), maker.code.clone())));
    }
    let result = |one: &TrainingResult| {
        (one.to_string(), lang.t(&format!("production.training.result_of.{one}")).to_owned())
    };
    let results: Vec<_> = TrainingResult::ALL.iter().map(result).collect();
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<TrainingKind>()))
        (f.text("title", "production.training.what").hint("production.training.what_hint")
            .max_length(120))
        (f.text("number", "production.training.number").max_length(60))
        (f.textarea("content", "production.training.content").optional()
            .hint("production.training.content_hint"))
        (f.number("hours", "production.training.hours"))
        (f.date("from", "production.training.from"))
        (f.date("to", "production.training.until").value(ctx.today()))
        (f.text("place", "production.training.place").max_length(80))
        (f.text("examiner", "production.training.examiner_name").max_length(80))
        (f.text("examiner_title", "production.training.examiner_title")
            .hint("production.training.examiner_hint").max_length(120))
        (f.lines("trainees", "production.training.trainees", 6, |row| html! {
            (row.select("maker", "production.maker", makers.clone()))
            (row.select("result", "production.training.result", results.clone()))
        }))
        (ui::actions(html! {
            (ui::submit(lang.t("common.save")))
            (ui::quiet("/pelatihan", lang.t("common.cancel")))
        }))
    };
    let way = [Crumb { href: "/pelatihan", label: t("title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, t("new")))
        (ui::header(t("new"), t("form_lead"), html! {}))
        (f.post("/pelatihan/baru", body))
    };
    Ok(Page::new(t("new"), main))
}
