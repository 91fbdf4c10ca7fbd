//! The forms of the desk.

use db::{Read, Result};
use kernel::{Capability, Context, PhotoKind, StoryKind};
use maud::{Markup, html};
use ui::{Crumb, FormState, Width};
use web::{Ask, Page};
use words::Speak;

use super::{nothing, way};
use crate::{
    api,
    inputs::{ActKind, OneStory},
    refusal::No,
    types::{Version, Whole},
};

/// What the browser offers in its file dialog.
const PHOTO_TYPES: &str = "image/jpeg,image/png,image/webp";
/// Blank rows for products and shops.
const SPARE: usize = 2;

/// /redaksi/baru
pub fn write(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let fields = fields(read, ctx, &f, None)?;
    let owner = owner(read, ctx, &f)?;
    let title = lang.t("stories.write.title");
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<StoryKind>()))
        (owner)
        (fields)
        (ui::actions(html! {
            (ui::submit(lang.t("stories.write.submit")))
            (ui::quiet("/redaksi", lang.t("common.cancel")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx)], title))
        (ui::header(title, lang.t("stories.write.lead"), nothing()))
        (f.post("/redaksi/baru", body))
    };
    Ok(Page::new(title, main))
}

/// The administrator says whose story it is; others have a unit.
fn owner(read: &mut Read, ctx: &Context, f: &FormState<'_>) -> Result<Markup> {
    if ctx.actor.consignor().is_some() {
        return Ok(nothing());
    }
    let units = people::list_consignors(read)?;
    let choices = units.into_iter().map(|unit| (unit.id.to_string(), unit.name));
    Ok(html! { (f.select("consignor", "stories.field.consignor", choices)) })
}

/// /redaksi/{story}/ubah
pub fn edit(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let whole = whole(read, ctx, ask)?;
    if !whole.last.state.is_open() {
        return Err(No::State.into());
    }
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let fields = fields(read, ctx, &f, Some(&whole))?;
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<ActKind>()))
        (f.hidden("revision", whole.last.revision))
        (fields)
        (ui::actions(html! {
            (ui::submit(lang.t("common.save")))
            (ui::quiet(&at(&whole, ""), lang.t("common.cancel")))
        }))
    };
    let form = f.post(&at(&whole, "/ubah"), body);
    Ok(page(ctx, &whole, ("stories.edit.title", "stories.edit.lead"), &form))
}

fn whole(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Whole> {
    let story = ask.id::<StoryKind>("story")?;
    let whole = api::show(read, ctx, &OneStory { story })?;
    if !ctx.actor.may(Capability::Approve) {
        ctx.actor.require(Capability::RecordGoods)?;
    }
    Ok(whole)
}

fn at(whole: &Whole, path: &str) -> String {
    format!("/redaksi/{}{path}", whole.story.id)
}

fn page(ctx: &Context, whole: &Whole, (title, lead): (&str, &str), form: &Markup) -> Page {
    let (lang, here) = (ctx.lang, at(whole, ""));
    let title = lang.t(title);
    let way = [way(ctx), Crumb { href: &here, label: &whole.last.title }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t(lead), nothing()))
        (form)
    };
    Page::new(title, main)
}

fn fields(
    read: &mut Read,
    ctx: &Context,
    f: &FormState<'_>,
    whole: Option<&Whole>,
) -> Result<Markup> {
    let last = whole.map(|whole| &whole.last);
    let related = related(read, ctx, f, whole)?;
    let text = |value: fn(&Version) -> &str| last.map(value).unwrap_or_default();
    let some = |value: fn(&Version) -> Option<&String>| {
        last.and_then(value).map(String::as_str).unwrap_or_default()
    };
    let day = |value: fn(&Version) -> Option<kernel::Day>| {
        last.and_then(value).map(|day| day.to_string()).unwrap_or_default()
    };
    Ok(html! {
        (f.group("stories.form.text", html! {
            (f.text("title", "stories.field.title").value(text(|v| &v.title)).max_length(200))
            (f.text("place", "stories.field.place").value(text(|v| &v.place))
                .hint("stories.hint.place").width(Width::Medium))
            (f.text("agency", "stories.field.agency").value(some(|v| v.agency.as_ref()))
                .hint("stories.hint.agency").optional().width(Width::Medium))
            (f.textarea("body", "stories.field.body").value(text(|v| &v.body))
                .hint("stories.hint.body").max_length(20_000))
        }))
        (f.group("stories.form.by", html! {
            (f.text("contributor", "stories.field.contributor")
                .value(some(|v| v.contributor.as_ref())).hint("stories.hint.contributor")
                .optional())
            (f.text("initials", "stories.field.initials").value(some(|v| v.initials.as_ref()))
                .hint("stories.hint.initials").optional().max_length(20).width(Width::Medium))
        }))
        (f.group("stories.form.days", html! {
            (f.date("happened_on", "stories.day.happened").value(day(|v| v.happened_on))
                .hint("stories.hint.happened").optional())
            (f.date("effective_on", "stories.day.effective").value(day(|v| v.effective_on))
                .hint("stories.hint.effective").optional())
        }))
        (related)
    })
}

fn related(
    read: &mut Read,
    ctx: &Context,
    f: &FormState<'_>,
    whole: Option<&Whole>,
) -> Result<Markup> {
    let unit = ctx.actor.consignor().or(whole.map(|whole| whole.story.consignor_id));
    let products = match unit {
        Some(unit) => catalogue::list_products(read, unit)?,
        None => Vec::new(),
    };
    let products: Vec<(String, String)> =
        products.iter().map(|one| (one.id.to_string(), one.title())).collect();
    let shops = people::list_shops(read)?;
    let shops: Vec<(String, String)> =
        shops.into_iter().map(|shop| (shop.id.to_string(), shop.name)).collect();
    let (chosen_products, chosen_shops) = match whole {
        Some(whole) => (chosen(&whole.last.products), chosen(&whole.last.shops)),
        None => Default::default(),
    };
    let value = |chosen: &[String], row: &FormState<'_>| {
        row.index().and_then(|at| chosen.get(at)).cloned().unwrap_or_default()
    };
    Ok(html! {
        @if !products.is_empty() {
            (f.lines("products", "stories.products", chosen_products.len() + SPARE, |row| html! {
                (row.select("product", "stories.field.product", products.iter().cloned())
                    .value(value(&chosen_products, row)))
            }))
        }
        (f.lines("shops", "stories.shops", chosen_shops.len() + SPARE, |row| html! {
            (row.select("shop", "stories.field.shop", shops.iter().cloned())
                .value(value(&chosen_shops, row)))
        }))
    })
}

fn chosen<K>(ids: &[kernel::Id<K>]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// /redaksi/{story}/foto
pub fn photo(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let whole = whole(read, ctx, ask)?;
    if !whole.last.state.is_open() {
        return Err(No::State.into());
    }
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<PhotoKind>()))
        (f.file("photo", "stories.field.photo").hint("stories.hint.photo").accept(PHOTO_TYPES))
        (said(&f, "", "", false))
        (ui::actions(html! {
            (ui::submit(lang.t("common.save")))
            (ui::quiet(&at(&whole, ""), lang.t("common.cancel")))
        }))
    };
    let form = f.post_files(&at(&whole, "/foto"), body);
    Ok(page(ctx, &whole, ("stories.photo.add", "stories.photo.lead"), &form))
}

fn said(f: &FormState<'_>, alt: &str, caption: &str, cleared: bool) -> Markup {
    html! {
        (f.text("alt", "stories.field.alt").value(alt).hint("stories.hint.alt").max_length(200))
        (f.textarea("caption", "stories.field.caption").value(caption)
            .hint("stories.hint.caption"))
        (f.checkbox("faces_cleared", "stories.field.faces").value(cleared)
            .hint("stories.hint.faces"))
    }
}

/// /redaksi/{story}/foto/{story_photo}
pub fn edit_photo(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let whole = whole(read, ctx, ask)?;
    let id = ask.id::<PhotoKind>("story_photo")?;
    let photos = &whole.last.photos;
    let place = photos.iter().position(|photo| photo.id == id && !photo.erased);
    let place = place.ok_or(No::PhotoUnknown)?;
    let (lang, f, photo) = (ctx.lang, ask.form(ctx.lang), &photos[place]);
    let here = at(&whole, &format!("/foto/{id}"));
    let open = whole.last.state.is_open() && ctx.actor.may(Capability::RecordGoods);
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<ActKind>()))
        (said(&f, &photo.alt, &photo.caption, photo.faces_cleared))
        (f.number("place", "stories.field.position").value(place + 1))
        (ui::actions(html! {
            (ui::submit(lang.t("common.save")))
            (ui::quiet(&at(&whole, ""), lang.t("common.cancel")))
        }))
    };
    let fresh = || ctx.fresh_id::<ActKind>().to_string();
    let form = html! {
        img.photo-large src={ "/foto-kabar/" (id) } alt=(photo.alt) width=(photo.width)
            height=(photo.height);
        @if open {
            (f.post(&here, body))
            (ui::section(lang.t("stories.photo.take_out"), html! {
                p { (lang.t("stories.photo.take_out_hint")) }
                (ui::button_form(&format!("{here}/keluarkan"),
                    lang.t("stories.photo.take_out"), "quiet", &[("id", &fresh())]))
            }))
        } @else { (f.summary()) }
        (ui::section(lang.t("stories.photo.erase"), html! {
            form.form method="post" action={ (here) "/hapus" } novalidate {
                p { (lang.t("stories.photo.erase_hint")) }
                (f.hidden("id", fresh()))
                (f.text("reason", "stories.field.reason").max_length(200))
                (ui::actions(ui::danger(lang.t("stories.photo.erase"))))
            }
        }))
    };
    Ok(page(ctx, &whole, ("stories.photo.edit", "stories.photo.lead"), &form))
}
