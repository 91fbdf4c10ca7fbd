//! The forms of the catalogue.

use db::{Read, Result};
use kernel::{Context, PhotoKind, ProductKind};
use maud::{Markup, html};
use ui::{Crumb, FormState, Width, button_form, quiet, section, submit};
use web::{Ask, Page};
use words::Speak;

use super::{seen, way_to};
use crate::{
    actions, code,
    inputs::{ChangeKind, PriceKind},
    price,
    product::Product,
    refusal::No,
    store, store_photo,
};

/// What the browser offers in its file dialog.
const PHOTO_TYPES: &str = "image/jpeg,image/png,image/webp";

pub fn create(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let owner = owner(read, ctx, &f)?;
    let title = lang.t("catalogue.create.title");
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<ProductKind>()))
        (f.group("catalogue.form.what", html! {
            (owner)
            (f.text("name", "catalogue.field.name").hint("catalogue.hint.name").max_length(200))
            (f.text("code", "catalogue.field.code").hint("catalogue.hint.code").max_length(24)
                .width(Width::Medium))
            (f.text("unit", "catalogue.field.unit").hint("catalogue.hint.unit")
                .value(lang.t("catalogue.unit_default")).width(Width::Medium))
            (f.text("category", "catalogue.field.category").optional().width(Width::Medium))
        }))
        (f.group("catalogue.form.price", html! {
            (first_price(&f, ctx))
            (inside_fields(&f, None))
            (f.text("reason", "catalogue.field.reason").hint("catalogue.hint.reason").optional())
        }))
        (about_fields(&f, None))
        (ui::actions(html! {
            (submit(lang.t("common.save")))
            (quiet("/produk", lang.t("common.cancel")))
        }))
    };
    let way = [Crumb { href: "/produk", label: lang.t("catalogue.list.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("catalogue.create.lead"), html! {}))
        (f.post("/produk/baru", body))
    };
    Ok(Page::new(title, main))
}

/// The administrator says whose product it is; others have a unit.
fn owner(read: &mut Read, ctx: &Context, f: &FormState<'_>) -> Result<Markup> {
    if seen(ctx)?.is_some() {
        return Ok(html! {});
    }
    let units = people::list_consignors(read)?;
    let choices = units.into_iter().map(|unit| (unit.id.to_string(), unit.name));
    Ok(html! { (f.select("consignor", "catalogue.field.consignor", choices)) })
}

pub fn edit(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let product = actions::own(read, ctx, ask.id("product")?)?;
    let f = ask.form(ctx.lang);
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<ChangeKind>()))
        (f.hidden("revision", product.revision))
        (f.group("catalogue.form.what", html! {
            (f.text("name", "catalogue.field.name").value(&product.name).max_length(200))
            (f.text("variant", "catalogue.field.variant").hint("catalogue.hint.variant")
                .value(typed(product.variant.as_ref())).optional())
            (f.text("unit", "catalogue.field.unit").value(&product.unit).width(Width::Medium))
            (f.text("category", "catalogue.field.category")
                .value(typed(product.category.as_ref())).optional().width(Width::Medium))
        }))
        (f.group("catalogue.form.price", inside_fields(&f, Some(&product))))
        (about_fields(&f, Some(&product)))
        (buttons(ctx, &product))
    };
    Ok(page(ctx, &product, "catalogue.edit.title", "", f.post(&at(&product, "ubah"), body)))
}

pub fn variant(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let sibling = actions::own(read, ctx, ask.id("product")?)?;
    let members = store::family(read, sibling.family_id)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let family = members.first().map_or(sibling.code.as_str(), |first| first.code.as_str());
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<ProductKind>()))
        (f.group("catalogue.form.what", html! {
            (f.text("variant", "catalogue.field.variant").hint("catalogue.hint.variant"))
            (f.text("code", "catalogue.field.code").hint("catalogue.hint.code").max_length(24)
                .value(code::variant_code(family, members.len())).width(Width::Medium))
            (f.text("size", "catalogue.field.size").value(typed(sibling.size.as_ref())).optional())
            (f.text("material", "catalogue.field.material")
                .value(typed(sibling.material.as_ref())).optional())
            (f.text("barcode", "catalogue.field.barcode").hint("catalogue.hint.barcode")
                .optional().width(Width::Medium))
        }))
        (f.group("catalogue.form.price", html! {
            (first_price(&f, ctx))
            (inside_fields(&f, Some(&sibling)))
            (f.text("reason", "catalogue.field.reason").hint("catalogue.hint.reason").optional())
        }))
        (buttons(ctx, &sibling))
    };
    let form = f.post(&at(&sibling, "varian"), body);
    Ok(page(ctx, &sibling, "catalogue.variant.title", lang.t("catalogue.variant.lead"), form))
}

pub fn price(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let product = actions::own(read, ctx, ask.id("product")?)?;
    let lines = store::dated(&store::prices(read, product.id)?);
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let now = price::price_on(&lines, ctx.today());
    let floor = product.floor_price;
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<PriceKind>()))
        (f.money("price", "catalogue.field.price")
            .hint_text(lang.fill("catalogue.hint.price", &[("unit", &product.unit)])))
        (f.date("valid_from", "catalogue.field.valid_from").hint("catalogue.hint.valid_from")
            .value(ctx.today()))
        (f.text("reason", "catalogue.field.reason").hint("catalogue.hint.reason").optional())
        (buttons(ctx, &product))
    };
    let form = html! {
        (ui::facts([
            (lang.t("catalogue.price_today"), super::money_or_dash(now)),
            (lang.t("catalogue.field.floor_price"), super::money_or_dash(floor)),
        ]))
        (f.post(&at(&product, "harga"), body))
    };
    let lead = lang.t("catalogue.set_price.lead");
    Ok(page(ctx, &product, "catalogue.set_price.title", lead, form))
}

pub fn photo(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let product = actions::own(read, ctx, ask.id("product")?)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<PhotoKind>()))
        (f.file("photo", "catalogue.field.photo").hint("catalogue.hint.photo").accept(PHOTO_TYPES))
        (f.text("alt", "catalogue.field.alt").hint("catalogue.hint.alt").max_length(200))
        (buttons(ctx, &product))
    };
    let form = f.post_files(&at(&product, "foto"), body);
    let lead = lang.t("catalogue.add_photo.lead");
    Ok(page(ctx, &product, "catalogue.add_photo.title", lead, form))
}

pub fn edit_photo(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let product = actions::own(read, ctx, ask.id("product")?)?;
    let id = ask.id::<PhotoKind>("photo")?;
    let photos = store_photo::of_product(read, product.id)?;
    let Some(place) = photos.iter().position(|photo| photo.id == id) else {
        return Err(No::PhotoUnknown.into());
    };
    let (lang, f, photo) = (ctx.lang, ask.form(ctx.lang), &photos[place]);
    let here = at(&product, &format!("foto/{id}"));
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<ChangeKind>()))
        (f.text("alt", "catalogue.field.alt").hint("catalogue.hint.alt").value(&photo.alt))
        (f.number("place", "catalogue.field.place").hint("catalogue.hint.place").value(place + 1))
        (buttons(ctx, &product))
    };
    let remove = ctx.fresh_id::<ChangeKind>().to_string();
    let form = html! {
        img.photo-large src={ "/foto/" (id) } alt=(photo.alt) width=(photo.width)
            height=(photo.height);
        (f.post(&here, body))
        (section(lang.t("catalogue.remove_photo.title"), html! {
            p { (lang.t("catalogue.remove_photo.hint")) }
            (button_form(&format!("{here}/buang"), lang.t("catalogue.remove_photo.title"),
                "danger", &[("id", &remove)]))
        }))
    };
    Ok(page(ctx, &product, "catalogue.edit_photo.title", "", form))
}

fn first_price(f: &FormState<'_>, ctx: &Context) -> Markup {
    let price = f.money("price", "catalogue.field.price").hint("catalogue.hint.first_price");
    html! {
        (price.optional())
        (f.date("valid_from", "catalogue.field.valid_from").value(ctx.today()).optional())
    }
}

/// What never leaves the unit.
fn inside_fields(f: &FormState<'_>, product: Option<&Product>) -> Markup {
    let floor = product.and_then(|product| product.floor_price);
    let cost = product.and_then(|product| product.hpp_estimate);
    html! {
        (f.money("floor_price", "catalogue.field.floor_price").hint("catalogue.hint.floor_price")
            .value(amount(floor)).optional())
        (f.money("hpp_estimate", "catalogue.field.hpp_estimate")
            .hint("catalogue.hint.hpp_estimate").value(amount(cost)).optional())
    }
}

fn about_fields(f: &FormState<'_>, product: Option<&Product>) -> Markup {
    let of = |field: fn(&Product) -> &Option<String>| {
        product.map(field).and_then(Option::as_deref).unwrap_or_default()
    };
    let days = product.and_then(|product| product.promise_days);
    f.group(
        "catalogue.form.about",
        html! {
            (f.textarea("description", "catalogue.field.description")
                .hint("catalogue.hint.description").value(of(|p| &p.description)).optional())
            (f.textarea("care", "catalogue.field.care").value(of(|p| &p.care)).optional())
            (f.text("size", "catalogue.field.size").hint("catalogue.hint.size")
                .value(of(|p| &p.size)).optional())
            (f.text("material", "catalogue.field.material").hint("catalogue.hint.material")
                .value(of(|p| &p.material)).optional())
            (f.text("barcode", "catalogue.field.barcode").hint("catalogue.hint.barcode")
                .value(of(|p| &p.barcode)).optional().width(Width::Medium))
            (f.number("promise_days", "catalogue.field.promise_days")
                .hint("catalogue.hint.promise_days").suffix(f.lang.t("catalogue.days"))
                .value(days.map(|days| days.to_string()).unwrap_or_default()).optional())
        },
    )
}

fn typed(text: Option<&String>) -> &str {
    text.map_or("", String::as_str)
}

fn amount(amount: Option<kernel::Rupiah>) -> String {
    amount.map(|amount| kernel::group_thousands(amount.0)).unwrap_or_default()
}

fn at(product: &Product, rest: &str) -> String {
    format!("/produk/{}/{rest}", product.id)
}

fn buttons(ctx: &Context, product: &Product) -> Markup {
    let back = format!("/produk/{}", product.id);
    ui::actions(html! {
        (submit(ctx.lang.t("common.save")))
        (quiet(&back, ctx.lang.t("common.cancel")))
    })
}

fn page(ctx: &Context, product: &Product, title: &str, lead: &str, form: Markup) -> Page {
    let title = ctx.lang.t(title);
    let main = html! {
        (way_to(ctx, product, title))
        (ui::header(title, lead, html! {}))
        (form)
    };
    Page::new(format!("{title}: {}", product.title()), main)
}
