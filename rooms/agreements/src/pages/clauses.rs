//! Writing the clauses of a draft, with the paper beside them.

use db::{Read, Result};
use kernel::{Capability, Context, Id, Lang};
use maud::{Markup, html};
use ui::{Column, FormState, Typed};
use web::{Ask, Page};
use words::Speak;

use super::{crumbs_to, load_for, paper};
use crate::{
    Agreement, No, Terms,
    compose::Sketch,
    inputs::DeedKind,
    reword,
    slot::{Filled, Slot},
    store_terms, store_wording,
    wording::{Article, Clause, Wording},
};

/// Rows that stand open for clauses of the unit's own.
const SPARE_ROWS: usize = 2;

pub fn write(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let agreement = load_for(read, ctx, ask, Capability::RecordGoods)?;
    let terms = store_terms::draft_of(read, agreement.id)?.ok_or(No::NotDraft)?;
    reword::refuse_signed(read, &agreement, terms.id)?;
    let stored = store_wording::of_terms(read, terms.id)?;
    let mut typed = ask.typed().clone();
    if typed.is_empty() {
        type_wording(&mut typed, stored.wording());
    }
    let (lang, f) = (ctx.lang, FormState::new(ctx.lang, &typed, ask.refusal()));
    let (seen, saved) = (read_back(&typed), stored.wording());
    let shown = paper::of_terms(read, ctx, (&agreement, &terms), &seen)?;
    let base = format!("/pks/{}", agreement.id);
    let form = f.post_beside(
        &ask.path,
        html! {
            (f.hidden("id", ctx.fresh_id::<DeedKind>()))
            (own_fields(&f))
            (slots(lang, &Sketch::of(&agreement, &terms).filled(lang)))
            p.hint { (lang.t("agreements.clauses.place_hint")) }
            (f.lines("clauses", "agreements.clauses.legend", SPARE_ROWS, |row| clause_fields(row)))
            (ui::actions(html! {
                (ui::submit(lang.t("agreements.clauses.save")))
                (paper::look_button(lang, &ask.path))
                (ui::quiet(&base, lang.t("common.cancel")))
            }))
        },
    );
    let pdf = pdf_of(&agreement, &terms);
    let printed = paper::Printed { pdf: Some(&pdf), unsaved: seen != *saved };
    let title = lang.t("agreements.clauses.title");
    let main = html! {
        (crumbs_to(lang, &agreement, title))
        (ui::header(title, lang.t("agreements.clauses.lead"), html! {}))
        (paper::workshop(lang, form, paper::draw(lang, &shown), &printed))
    };
    Ok(Page::new(title, main))
}

/// Where a version is printed.
pub fn pdf_of(agreement: &Agreement, terms: &Terms) -> String {
    match terms.version {
        1 => format!("/pks/{}/pks.pdf", agreement.id),
        version => format!("/pks/{}/addendum/{version}/addendum.pdf", agreement.id),
    }
}

/// What is the user's own from the first word to the last.
fn own_fields(f: &FormState<'_>) -> Markup {
    f.group(
        "agreements.clauses.own",
        html! {
            (f.textarea("considerations", "agreements.clauses.considerations").optional()
                .max_length(4_000).hint("agreements.clauses.considerations_hint"))
            (f.textarea("basis", "agreements.clauses.basis").optional().max_length(4_000)
                .hint("agreements.clauses.basis_hint"))
            (f.textarea("witnesses", "agreements.clauses.witnesses").optional().max_length(4_000)
                .hint("agreements.clauses.witnesses_hint"))
        },
    )
}

/// The fields that a clause may hold, and what stands there by the terms.
fn slots(lang: Lang, filled: &Filled) -> Markup {
    let columns = [
        Column::text(lang.t("agreements.clauses.slot")),
        Column::text(lang.t("agreements.clauses.says")),
        Column::text(lang.t("agreements.clauses.required_in")),
    ];
    let row = |slot: &Slot| {
        let within = |article: &&Article| article.required().contains(slot);
        let articles: Vec<_> =
            Article::ALL.iter().filter(within).map(|one| article_word(lang, *one)).collect();
        let name = if lang == Lang::En { slot.name() } else { slot.local() };
        vec![
            html! { code { "{" (name) "}" } },
            html! { (filled.get(slot).map_or("–", String::as_str)) },
            html! { (articles.join(", ")) },
        ]
    };
    let title = lang.t("agreements.clauses.slots");
    html! {
        details.slots {
            summary { (title) }
            p.hint { (lang.t("agreements.clauses.slots_hint")) }
            (ui::table(title, columns, Slot::ALL.iter().map(row)))
        }
    }
}

pub fn article_word(lang: Lang, article: Article) -> &'static str {
    lang.t(&format!("agreements.article.{article}"))
}

fn clause_fields(row: &FormState<'_>) -> Markup {
    let lang = row.lang;
    let at = row.index().unwrap_or_default();
    let typed = |field: &str| row.typed.get(&format!("clauses[{at}][{field}]"));
    let article = typed("article!").or(typed("article")).and_then(Article::parse);
    let needed = article.map(Article::required).unwrap_or_default().iter();
    let needed: Vec<_> = needed.map(|slot| format!("{{{}}}", slot.local())).collect();
    let text = row.textarea("text", "agreements.clauses.text").max_length(4_000);
    let text = match needed.is_empty() {
        true => text,
        false => {
            text.hint_text(lang.fill("agreements.clauses.needs", &[("slots", &needed.join(" "))]))
        }
    };
    html! {
        @if let Some(article) = article {
            input type="hidden" name={ "clauses[" (at) "][article!]" } value=(article);
        }
        (row.text("title", "agreements.clauses.clause_title").max_length(200))
        (row.number("place", "agreements.clauses.place"))
        (text)
        details.slots {
            summary { (lang.t("agreements.clauses.english")) }
            (row.text("title_en", "agreements.clauses.title_en").max_length(200))
            (row.textarea("text_en", "agreements.clauses.text_en").max_length(4_000)
                .hint("agreements.clauses.text_en_hint"))
        }
    }
}

/// A wording as somebody would have typed it.
fn type_wording(typed: &mut Typed, wording: &Wording) {
    for (name, text) in [
        ("considerations", &wording.considerations),
        ("basis", &wording.basis),
        ("witnesses", &wording.witnesses),
    ] {
        typed.set(name, text.clone().unwrap_or_default());
    }
    for (at, clause) in wording.clauses.iter().enumerate() {
        let mut set = |field: &str, text: &str| typed.set(format!("clauses[{at}][{field}]"), text);
        set("article!", clause.article.map_or("", Article::as_str));
        set("place", &(at + 1).to_string());
        set("title", &clause.title);
        set("text", &clause.text);
        set("title_en", clause.title_en.as_deref().unwrap_or_default());
        set("text_en", clause.text_en.as_deref().unwrap_or_default());
    }
}

/// What is typed, good or not, for the paper beside it.
fn read_back(typed: &Typed) -> Wording {
    let text = |name: &str| {
        typed.get(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let clause = |at: usize| {
        let of = |field: &str| text(&format!("clauses[{at}][{field}]"));
        let clause = Clause {
            article: of("article!").or(of("article")).and_then(|name| Article::parse(&name)),
            title: of("title").unwrap_or_default(),
            text: of("text").unwrap_or_default(),
            title_en: of("title_en"),
            text_en: of("text_en"),
        };
        let place = of("place").and_then(|place| place.parse().ok()).unwrap_or(at + 1);
        let blank = clause.title.is_empty() && clause.text.is_empty();
        (!blank).then_some((place, clause))
    };
    let mut placed: Vec<_> = (0..typed.rows("clauses")).filter_map(clause).collect();
    placed.sort_by_key(|(place, _)| *place);
    Wording {
        considerations: text("considerations"),
        basis: text("basis"),
        witnesses: text("witnesses"),
        clauses: placed.into_iter().map(|(_, clause)| clause).collect(),
    }
}

/// The paper to read: of the newest version, with the way to its PDF.
pub fn read_paper(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let agreement = super::load(read, ctx, ask)?;
    let lang = ctx.lang;
    let terms = crate::terms_on(read, agreement.id, agreement.effective_from)?;
    let worded = store_wording::of_terms(read, terms.id)?;
    let sheet = paper::of_terms(read, ctx, (&agreement, &terms), worded.wording())?;
    let title = lang.t("agreements.naskah.title");
    let main = html! {
        (crumbs_to(lang, &agreement, title))
        (ui::header(title, lang.t("agreements.naskah.lead"), html! {
            (ui::quiet(&pdf_of(&agreement, &terms), lang.t("agreements.naskah.pdf")))
        }))
        (paper::draw(lang, &sheet))
    };
    Ok(Page::new(title, main))
}

/// The name under which the clauses are kept.
pub fn keep(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let agreement = load_for(read, ctx, ask, Capability::RecordGoods)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("agreements.template.keep");
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<store_wording::TemplateKind>()))
        (f.text("name", "agreements.template.name").max_length(200)
            .hint("agreements.template.name_hint"))
        (ui::actions(html! {
            (ui::submit(lang.t("agreements.template.save")))
            (ui::quiet(&format!("/pks/{}", agreement.id), lang.t("common.cancel")))
        }))
    };
    let main = html! {
        (crumbs_to(lang, &agreement, title))
        (ui::header(title, lang.t("agreements.template.keep_lead"), html! {}))
        (f.post(&ask.path, body))
    };
    Ok(Page::new(title, main))
}

/// A fresh id for a deed.
pub fn fresh(ctx: &Context) -> Id<DeedKind> {
    ctx.fresh_id()
}
