//! Drafting, writing a draft anew, and drafting an addendum. The button "Hitung dulu" shows both
//! sides' rupiah before anything is saved: it asks for the same page with what was typed in the
//! query, so it needs no JavaScript and writes nothing.

use std::collections::BTreeMap;

use catalogue::Product;
use db::{Read, Result};
use kernel::{AgreementId, Capability, ConsignorId, Context, Day, ProductId, Rupiah, TermsId};
use maud::{Markup, html};
use ui::{Crumb, FormState, Typed};
use web::{Ask, Page};
use words::Speak;

use super::{
    clauses::pdf_of,
    fields::{annex_fields, by_id, place_deductibles, terms_fields, type_terms, type_usual},
    load_for, paper, preview,
    preview::value,
};
use crate::{
    Agreement, Change, No, State, Terms, changes,
    compose::{Sketch, compare, compose},
    reword, store_terms, store_wording,
    wording::shipped,
};

pub fn draft(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let typed_consignor = ask.typed().get("consignor").and_then(|id| id.parse().ok());
    let Some(consignor) = ctx.actor.consignor().or(typed_consignor) else {
        return choose_consignor(read, ctx, ask);
    };
    if !ctx.actor.sees_consignor(consignor) {
        return Err(No::Unknown.into());
    }
    let mut typed = ask.typed().clone();
    place_deductibles(&mut typed);
    if typed.get("part[kind]").is_none() {
        type_usual(&mut typed);
        typed.set("effective_from", ctx.today().to_string());
    }
    let sheet = Sheet::load(read, consignor, ctx.today(), &[])?;
    let f = FormState::new(ctx.lang, &typed, ask.refusal());
    let id: AgreementId = ctx.fresh_id();
    let head = html! {
        (f.hidden("id", id)) (f.hidden("consignor", consignor))
        (template_field(read, &f, consignor, "agreements.template.begin_hint")?)
        (party_fields(read, &f)?)
    };
    let template = value(&typed, "template");
    let wording = reword::begin(read, consignor, template).unwrap_or_else(|_| shipped().clone());
    let known = (consignor, None, Sketch::default());
    let beside = paper::of_typed(read, ctx, &typed, known, &wording)?;
    let parts = Parts { head, foot: html! {}, beside: paper::draw(ctx.lang, &beside), pdf: None };
    Ok(form_page(ctx, ask, &f, &sheet, &Words::DRAFT, parts))
}

/// Whose agreement it is, where the actor records for more than one.
fn choose_consignor(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let all = people::list_consignors(read)?;
    let choices = all.into_iter().map(|consignor| (consignor.id.to_string(), consignor.name));
    let f = ask.form(lang);
    let main = html! {
        (ui::header(lang.t("agreements.form.new"), lang.t("agreements.form.whose"), html! {}))
        form.form method="get" action="/pks/baru" {
            (f.select("consignor", "agreements.consignor", choices))
            (ui::actions(ui::submit(lang.t("common.continue"))))
        }
    };
    Ok(Page::new(lang.t("agreements.form.new"), main))
}

pub fn revise(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let agreement = load_for(read, ctx, ask, Capability::RecordGoods)?;
    if agreement.state != State::Draft {
        return Err(No::NotDraft.into());
    }
    reword::refuse_signed(read, &agreement, agreement.id.cast())?;
    let mut typed = ask.typed().clone();
    place_deductibles(&mut typed);
    let terms = crate::terms_on(read, agreement.id, agreement.effective_from)?;
    let annex: Vec<ProductId> = terms.annex.keys().copied().collect();
    if typed.is_empty() {
        type_terms(&mut typed, &terms);
        type_agreement(&mut typed, &agreement);
    }
    let sheet = Sheet::load(read, agreement.consignor_id, agreement.effective_from, &annex)?;
    let f = FormState::new(ctx.lang, &typed, ask.refusal());
    let id: AgreementId = ctx.fresh_id();
    let consignor = agreement.consignor_id;
    let head = html! {
        (f.hidden("id", id)) (f.hidden("consignor", consignor))
        (template_field(read, &f, consignor, "agreements.template.change_hint")?)
        (party_fields(read, &f)?)
    };
    let wording = match value(&typed, "template") {
        Some(template) => reword::begin(read, consignor, Some(template)).ok(),
        None => None,
    };
    let stored = store_wording::of_terms(read, terms.id)?;
    let wording = wording.as_ref().unwrap_or(stored.wording());
    let known = (consignor, None, Sketch::default());
    let beside = paper::of_typed(read, ctx, &typed, known, wording)?;
    let pdf = Some(pdf_of(&agreement, &terms));
    let parts = Parts { head, foot: html! {}, beside: paper::draw(ctx.lang, &beside), pdf };
    Ok(form_page(ctx, ask, &f, &sheet, &Words::REVISE, parts))
}

pub fn amend(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let agreement = load_for(read, ctx, ask, Capability::RecordGoods)?;
    if agreement.state != State::InForce {
        return Err(No::NotInForce.into());
    }
    let drafted = store_terms::draft_of(read, agreement.id)?;
    if let Some(draft) = &drafted {
        reword::refuse_signed(read, &agreement, draft.id)?;
    }
    let last = last_in_force(read, &agreement)?;
    let annex: Vec<ProductId> = last.annex.keys().copied().collect();
    let mut typed = ask.typed().clone();
    place_deductibles(&mut typed);
    if typed.is_empty() {
        let shown = drafted.as_ref().unwrap_or(&last);
        type_terms(&mut typed, shown);
        type_addendum(&mut typed, drafted.as_ref(), ctx.today().plus_days(last.notice_days));
    }
    let sheet = Sheet::load(read, agreement.consignor_id, ctx.today(), &annex)?;
    let f = FormState::new(ctx.lang, &typed, ask.refusal());
    let id: TermsId = ctx.fresh_id();
    let notice = [("days", &last.notice_days as &dyn std::fmt::Display)];
    let early = ctx.lang.fill("agreements.form.signed_early_hint", &notice);
    let head = html! {
        (f.hidden("id", id))
        (f.group("agreements.form.addendum", html! {
            (f.text("number", "agreements.addendum_number").max_length(200))
            (f.text("reason", "agreements.addendum_reason").max_length(200))
            (f.date("valid_from", "agreements.valid_from").hint_text(early))
            (f.checkbox("signed_early", "agreements.form.signed_early"))
            (f.checkbox("clauses_follow", "agreements.form.clauses_follow")
                .hint("agreements.form.clauses_follow_hint"))
            (f.date("ends_on", "agreements.ends_on"))
        }))
    };
    let pdf = drafted.as_ref().map(|draft| pdf_of(&agreement, draft));
    let changed = drafted.as_ref().map(|draft| changed(ctx, &sheet, &changes(&last, draft)));
    let beside = beside_addendum(read, ctx, &typed, (&agreement, &last, drafted.as_ref()))?;
    let parts = Parts { head, foot: changed.unwrap_or_default(), beside, pdf };
    Ok(form_page(ctx, ask, &f, &sheet, &Words::AMEND, parts))
}

/// The articles that the addendum changes as it is typed, old and new.
fn beside_addendum(
    read: &mut Read,
    ctx: &Context,
    typed: &Typed,
    (agreement, last, drafted): (&Agreement, &Terms, Option<&Terms>),
) -> Result<Markup> {
    let was = store_wording::of_terms(read, last.id)?;
    let is = store_wording::of_terms(read, drafted.unwrap_or(last).id)?;
    let known = Sketch::of(agreement, last);
    let old = compose(ctx.lang, &known, was.wording());
    let parties = (agreement.consignor_id, Some(agreement.shop_id), known);
    let new = paper::of_typed(read, ctx, typed, parties, is.wording())?;
    Ok(super::changed::draw(ctx.lang, &compare(&old, &new.composed)))
}

/// Which template the clauses come from.
fn template_field(
    read: &mut Read,
    f: &FormState<'_>,
    consignor: ConsignorId,
    hint: &str,
) -> Result<Markup> {
    let own = store_wording::templates(read, consignor)?;
    let choices = own.into_iter().map(|template| (template.id.to_string(), template.name));
    let field = f.select("template", "agreements.template.begin", choices).optional().hint(hint);
    Ok(f.group(
        "agreements.naskah.title",
        html! {
            (field)
            p { a href="/pks/naskah" { (f.lang.t("agreements.template.title")) } }
        },
    ))
}

fn last_in_force(read: &mut Read, agreement: &Agreement) -> Result<Terms> {
    let all = crate::versions(read, agreement.id)?;
    let last = all.into_iter().rfind(|terms| terms.state == State::InForce);
    last.ok_or_else(|| No::NotInForce.into())
}

fn changed(ctx: &Context, sheet: &Sheet, all: &[Change]) -> Markup {
    let title = ctx.lang.t("agreements.changes.title");
    ui::section(title, super::versions::changes_table(ctx.lang, all, &sheet.products))
}

fn type_addendum(typed: &mut Typed, drafted: Option<&Terms>, from: Day) {
    let from = drafted.map_or(from, |draft| draft.valid_from);
    typed.set("valid_from", from.to_string());
    if let Some(draft) = drafted {
        typed.set("number", draft.addendum_number.clone().unwrap_or_default());
        typed.set("reason", draft.addendum_reason.clone().unwrap_or_default());
        typed.set("signed_early", if draft.signed_early { "on" } else { "" });
    }
}

fn type_agreement(typed: &mut Typed, agreement: &Agreement) {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    for (name, value) in [
        ("shop", agreement.shop_id.to_string()),
        ("title", agreement.title.clone()),
        ("place", agreement.place.clone()),
        ("consignor_number", agreement.consignor_number.clone().unwrap_or_default()),
        ("shop_number", agreement.shop_number.clone().unwrap_or_default()),
        ("signed_on", day(agreement.signed_on)),
        ("effective_from", agreement.effective_from.to_string()),
        ("published_on", day(agreement.published_on)),
        ("notes", agreement.notes.clone().unwrap_or_default()),
    ] {
        typed.set(name, value);
    }
}

/// Who, what it is called, its numbers and days.
fn party_fields(read: &mut Read, f: &FormState<'_>) -> Result<Markup> {
    let shops = people::list_shops(read)?;
    let shops = shops.into_iter().map(|shop| (shop.id.to_string(), shop.name));
    Ok(html! {
        (f.group("agreements.form.parties", html! {
            (f.select("shop", "agreements.shop", shops))
            (f.text("title", "agreements.title").max_length(200).hint("agreements.form.title_hint"))
            (f.text("place", "agreements.place").max_length(200))
            (f.text("consignor_number", "agreements.consignor_number").optional().max_length(200)
                .hint("agreements.form.number_hint"))
            (f.text("shop_number", "agreements.shop_number").optional().max_length(200))
        }))
        (f.group("agreements.form.days", html! {
            (f.date("signed_on", "agreements.signed_on").optional())
            (f.date("effective_from", "agreements.effective_from"))
            (f.date("ends_on", "agreements.ends_on").hint("agreements.form.ends_on_hint"))
            (f.date("published_on", "agreements.published_on").optional())
            (f.textarea("notes", "agreements.notes").optional().max_length(4_000))
        }))
    })
}

/// The products that may stand in the annex, with the catalogue's prices.
pub struct Sheet {
    products: BTreeMap<ProductId, Product>,
    prices: BTreeMap<ProductId, Rupiah>,
}

impl Sheet {
    /// The products on offer, and those of `annex` that are on offer no more.
    fn load(
        read: &mut Read,
        consignor: ConsignorId,
        day: Day,
        annex: &[ProductId],
    ) -> Result<Self> {
        let mut products = by_id(catalogue::list_products(read, consignor)?);
        products.extend(catalogue::products(read, annex)?);
        products.retain(|_, product| product.consignor_id == consignor);
        let prices = super::show::prices(read, products.keys().copied(), day)?;
        Ok(Self { products, prices })
    }
}

/// What differs between the three forms in words and address.
struct Words {
    title: &'static str,
    lead: &'static str,
    save: &'static str,
}

impl Words {
    const DRAFT: Self = Self {
        title: "agreements.form.new",
        lead: "agreements.form.lead",
        save: "agreements.form.save",
    };
    const REVISE: Self = Self {
        title: "agreements.form.revise",
        lead: "agreements.form.revise_lead",
        save: "agreements.form.save",
    };
    const AMEND: Self = Self {
        title: "agreements.form.amend",
        lead: "agreements.form.amend_lead",
        save: "agreements.form.save_addendum",
    };
}

/// What differs between them besides words.
struct Parts {
    head: Markup,
    foot: Markup,
    /// The paper.
    beside: Markup,
    pdf: Option<String>,
}

fn form_page(
    ctx: &Context,
    ask: &Ask,
    f: &FormState<'_>,
    sheet: &Sheet,
    words: &Words,
    parts: Parts,
) -> Page {
    let lang = ctx.lang;
    let reckoned = ask.typed().get("hitung").is_some() || ask.refusal().is_some();
    let rows = preview::rows_typed(f.typed, &sheet.prices);
    let reckon = html! {
        button.button.primary[!reckoned].quiet[reckoned] type="submit" name="hitung" value="1"
            formmethod="get" formaction={ (ask.path) "#rupiah" } {
            (lang.t("agreements.form.reckon"))
        }
    };
    let way = [Crumb { href: "/pks", label: lang.t("agreements.list.title") }];
    let title = lang.t(words.title);
    let form = f.post_beside(
        &ask.path,
        html! {
            (parts.head)
            (terms_fields(f))
            (annex_fields(f, sheet.products.values()))
            @if reckoned {
                div #rupiah {
                    (ui::section(
                        lang.t("agreements.unit.title"),
                        preview::units(lang, &rows, &sheet.products),
                    ))
                }
            } @else {
                p.hint { (lang.t("agreements.form.reckon_hint")) }
            }
            (ui::actions(html! {
                @if reckoned { (ui::submit(lang.t(words.save))) }
                (reckon)
                (paper::look_button(lang, &ask.path))
                (ui::quiet("/pks", lang.t("common.cancel")))
            }))
        },
    );
    let printed = paper::Printed { pdf: parts.pdf.as_deref(), unsaved: !ask.typed().is_empty() };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t(words.lead), html! {}))
        (parts.foot)
        (paper::workshop(lang, form, parts.beside, &printed))
    };
    Page::new(title, main)
}
