//! One prospect: who it is, what is next, what was offered, and what was done.

use std::collections::BTreeMap;

use agreements::{ShopPart, unit_in_words};
use catalogue::Product;
use db::{Read, Result};
use kernel::{AgreementKind, Context, ProductId, ShopId};
use maud::{Markup, html};
use people::Shop;
use ui::{Column, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{next, nothing, stage, way, works};
use crate::{
    actions::DECLINED_KEPT_DAYS,
    api,
    inputs::{ActKind, OneProspect, ProspectKind},
    kinds::{Stage, Term},
    stage::Step,
    types::{Act, Alike, Offer, Whole},
};

/// /calon/{prospect}
pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let prospect = ask.id::<ProspectKind>("prospect")?;
    let whole = api::show(read, ctx, &OneProspect { prospect })?;
    let (lang, f, one) = (ctx.lang, ask.form(ctx.lang), &whole.prospect);
    let lines = whole.offers.iter().flat_map(|offer| &offer.lines);
    let ids: Vec<ProductId> = lines.map(|line| line.product_id).collect();
    let products = catalogue::products(read, &ids)?;
    let shop = one.shop_id.map(|shop| people::load_shop(read, shop)).transpose()?;
    let works = works(ctx) && one.erased_at.is_none();
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx)], &one.name))
        (ui::header(&one.name, "", html! { @if works { (buttons(ctx, &whole, shop.as_ref())) } }))
        (f.summary())
        (facts(ctx, &whole, shop.as_ref()))
        @if works { (convert(ctx, &whole)) (plan(ctx, &f, &whole)) }
        (ui::section(lang.t("network.offers"), offers(ctx, &whole, &products)))
        @if works { (ending(ctx, &f, &whole)) }
        (history(read, ctx, &whole.acts)?)
    };
    Ok(Page::new(one.name.clone(), main))
}

fn at(whole: &Whole, path: &str) -> String {
    format!("/calon/{}/{path}", whole.prospect.id)
}

fn buttons(ctx: &Context, whole: &Whole, shop: Option<&Shop>) -> Markup {
    let lang = ctx.lang;
    html! {
        @if whole.prospect.stage.after(Step::Offer).is_some() {
            (ui::button_link(&at(whole, "tawarkan"), lang.t("network.offer.title")))
        }
        // A shop that was there before may be another unit's to let in.
        @if shop.is_some_and(|shop| people::may_edit_shop(&ctx.actor, shop)) {
            (ui::quiet(&at(whole, "undang"), lang.t("network.invite.title")))
        }
        (ui::quiet(&at(whole, "ubah"), lang.t("common.edit")))
    }
}

fn facts(ctx: &Context, whole: &Whole, shop: Option<&Shop>) -> Markup {
    let (lang, one) = (ctx.lang, &whole.prospect);
    let mut facts = vec![(lang.t("network.stage_of"), stage(ctx, one.stage))];
    match one.erased_at {
        Some(time) => facts.extend([
            (lang.t("network.field.city"), html! { (one.city) }),
            (lang.t("network.erased"), ui::day(time.day(ctx.zone), lang)),
        ]),
        None => facts.extend([
            (lang.t("network.next"), next(ctx, one)),
            (lang.t("network.field.owner"), html! { (one.owner_name) }),
            (lang.t("network.field.address"), html! { (one.address) ", " (one.city) }),
        ]),
    }
    if let Some(number) = &one.whatsapp {
        let href = format!("https://wa.me/{number}");
        let link = html! { a href=(href) rel="noreferrer" { "+" (number) } };
        facts.push((lang.t("network.field.whatsapp"), link));
    }
    if let Some(notes) = &one.notes {
        facts.push((lang.t("network.field.notes"), html! { span.kept-lines { (notes) } }));
    }
    if let Some(shop) = shop {
        let link = html! { a href={ "/toko/" (shop.id) } { (shop.name) } };
        facts.push((lang.t("network.shop"), link));
    }
    if let Some(agreement) = one.agreement_id {
        let link = html! { a href={ "/pks/" (agreement) } { (lang.t("network.agreement.see")) } };
        facts.push((lang.t("network.agreement.title"), link));
    }
    ui::facts(facts)
}

/// The one click: a shop and a draft agreement by the latest offer. Where it may be a shop that is
/// there already, that comes first.
fn convert(ctx: &Context, whole: &Whole) -> Markup {
    let lang = ctx.lang;
    let may = |term| whole.prospect.stage.after(Step::Convert(term)).is_some();
    if whole.offers.is_empty() || !(may(Term::Trial) || may(Term::Year)) {
        return nothing();
    }
    let anew = match whole.alike.is_empty() {
        true => terms(ctx, whole, ("primary", &[])),
        false => html! {
            details {
                summary { (lang.t("network.convert.new_shop")) }
                (terms(ctx, whole, ("quiet", &[("new_shop", "on")])))
            }
        },
    };
    html! {
        (ui::section(lang.t("network.convert.title"), html! {
            p { (lang.t("network.convert.hint")) }
            @if whole.begins > ctx.today() {
                p { (lang.fill("network.convert.begins", &[("day", &whole.begins.long(lang))])) }
            }
            @for one in &whole.alike { (known(ctx, whole, one)) }
            (anew)
        }))
    }
}

/// A shop of the house that it may be.
fn known(ctx: &Context, whole: &Whole, one: &Alike) -> Markup {
    let lang = ctx.lang;
    let why = match one.same_number {
        true => "network.convert.same_number",
        false => "network.convert.same_name",
    };
    let shop = one.shop.to_string();
    html! {
        h3 { (lang.fill("network.convert.known", &[("shop", &one.name)])) }
        p {
            a href={ "/toko/" (shop) } { (one.name) } ", " (one.address) ", " (one.city) ". "
            (lang.t(why))
        }
        (terms(ctx, whole, ("primary", &[("shop", shop.as_str())])))
    }
}

/// A button for each term that it may begin with.
fn terms(ctx: &Context, whole: &Whole, (class, more): (&str, &[(&str, &str)])) -> Markup {
    let lang = ctx.lang;
    let button = |term: Term, key: &'static str, class: &str| {
        let id = ctx.fresh_id::<AgreementKind>().to_string();
        let fields = [&[("id", id.as_str()), ("term", term.name())][..], more].concat();
        ui::button_form(&at(whole, "jadikan"), lang.t(key), class, &fields)
    };
    let trial = whole.prospect.stage.after(Step::Convert(Term::Trial)).is_some();
    ui::actions(html! {
        @if trial {
            (button(Term::Trial, "network.convert.trial", class))
            (button(Term::Year, "network.convert.year", "quiet"))
        } @else { (button(Term::Year, "network.convert.year", class)) }
    })
}

fn plan(ctx: &Context, f: &FormState<'_>, whole: &Whole) -> Markup {
    let (lang, one) = (ctx.lang, &whole.prospect);
    if !one.stage.is_open() {
        return nothing();
    }
    html! {
        details {
            summary { (lang.t("network.plan.title")) }
            form.form method="post" action=(at(whole, "langkah")) novalidate {
                (f.hidden("id", ctx.fresh_id::<ActKind>()))
                (f.text("next_step", "network.next").hint("network.plan.hint").max_length(200)
                    .value(one.next_step.as_deref().unwrap_or_default()).optional())
                (f.date("next_on", "network.plan.day").optional()
                    .value(one.next_on.map(|day| day.to_string()).unwrap_or_default()))
                (f.text("note", "network.plan.note").max_length(200).optional())
                (ui::actions(ui::submit(lang.t("common.save"))))
            }
        }
    }
}

fn offers(ctx: &Context, whole: &Whole, products: &BTreeMap<ProductId, Product>) -> Markup {
    let lang = ctx.lang;
    if whole.offers.is_empty() {
        return ui::empty(
            lang.t("network.offer.none"),
            lang.t("network.offer.none_hint"),
            nothing(),
        );
    }
    let shop = whole.prospect.shop_id;
    html! { @for offer in &whole.offers { (offered(ctx, offer, products, shop)) } }
}

fn offered(
    ctx: &Context,
    offer: &Offer,
    products: &BTreeMap<ProductId, Product>,
    shop: Option<ShopId>,
) -> Markup {
    let lang = ctx.lang;
    let part = ShopPart::PercentOfGross(offer.percent);
    let columns = [
        Column::text(lang.t("network.field.product")),
        Column::amount(lang.t("network.field.price")),
        Column::text(lang.t("network.offer.each")),
    ];
    let row = |line: &crate::types::Offered| {
        let product = products.get(&line.product_id);
        let unit = product.map_or("", |product| product.unit.as_str());
        vec![
            html! {
                (product.map(Product::title).unwrap_or_default())
                @if let Some(quantity) = line.quantity { " · " (ui::pieces(lang, quantity, unit)) }
            },
            ui::money(line.price),
            html! { (unit_in_words(lang, part, line.price)) },
        ]
    };
    let path = format!("/penawaran/{}/penawaran.pdf", offer.id);
    let title = lang.fill("network.offer.titled", &[("number", &offer.number)]);
    let until = offer.valid_until.long(lang);
    html! {
        h3 { (title) }
        p {
            (lang.fill("network.offer.until", &[("day", &until)]))
            @if offer.valid_until < ctx.today() {
                " " (ui::badge(ui::Kind::Neutral, lang.t("network.offer.over")))
            }
        }
        (ui::table(&title, columns, offer.lines.iter().map(row)))
        @if let Some(note) = &offer.note { p.kept-lines { (note) } }
        (ui::actions(html! {
            (ui::quiet(&path, lang.t("network.offer.paper")))
            (people::hand_off(ctx, &path, &title, shop))
        }))
    }
}

fn ending(ctx: &Context, f: &FormState<'_>, whole: &Whole) -> Markup {
    let lang = ctx.lang;
    let form = |path: &str, title: &'static str, button: Markup| {
        html! {
            details {
                summary { (lang.t(title)) }
                form.form method="post" action=(at(whole, path)) novalidate {
                    (f.hidden("id", ctx.fresh_id::<ActKind>()))
                    (f.text("reason", "network.field.reason").max_length(200))
                    (ui::actions(button))
                }
            }
        }
    };
    html! {
        @if whole.prospect.stage.after(Step::Decline).is_some() {
            (form("tolak", "network.decline.title", ui::danger(lang.t("network.decline.submit"))))
        }
        @if whole.prospect.stage == Stage::Declined {
            (form("buka", "network.reopen.title", ui::submit(lang.t("network.reopen.submit"))))
            (erase(ctx, f, whole))
        }
    }
}

/// Who came to nothing need not be known for ever.
fn erase(ctx: &Context, f: &FormState<'_>, whole: &Whole) -> Markup {
    let lang = ctx.lang;
    html! {
        details {
            summary { (lang.t("network.erase.title")) }
            p { (lang.fill("network.erase.hint", &[("days", &DECLINED_KEPT_DAYS)])) }
            form.form method="post" action=(at(whole, "hapus-data")) novalidate {
                (f.hidden("id", ctx.fresh_id::<ActKind>()))
                (ui::actions(ui::danger(lang.t("network.erase.submit"))))
            }
        }
    }
}

fn history(read: &mut Read, ctx: &Context, acts: &[Act]) -> Result<Markup> {
    let line = |act: &Act| people::Happened {
        at: act.done_at,
        by: act.done_by,
        title: ctx.lang.t(&format!("network.deed.{}", act.deed)).to_owned(),
        kind: ui::Kind::Neutral,
        note: act.note.clone(),
    };
    people::history(read, ctx, acts.iter().map(line).collect())
}
