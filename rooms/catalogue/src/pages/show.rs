//! The page of one product.

use std::collections::{BTreeMap, BTreeSet};

use db::{Read, Result};
use kernel::{Context, Lang, Rupiah};
use maud::{Markup, html};
use ui::{
    Chart, Column, Crumb, Kind, Point, Tone, Unit, badge, button_form, button_link, empty, facts,
    figures, notice, quiet, section, table,
};
use web::{Ask, Page};
use words::Speak;

use super::{list, may_record, money_or_dash, seen, thumb};
use crate::{
    actions, label, price,
    product::{Photo, PriceLine, Product},
    store, store_photo,
};

/// Everything that the page shows.
struct Shown {
    product: Product,
    family: Vec<Product>,
    photos: Vec<Photo>,
    lines: Vec<PriceLine>,
    /// Who set the prices.
    names: BTreeMap<kernel::UserId, String>,
    today: Option<Rupiah>,
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    seen(ctx)?;
    let product = actions::own(read, ctx, ask.id("product")?)?;
    let lines = store::prices(read, product.id)?;
    let setters: Vec<_> = lines.iter().map(|line| line.created_by).collect();
    let shown = Shown {
        family: store::family(read, product.family_id)?,
        photos: store_photo::of_product(read, product.id)?,
        names: people::user_names(read, &setters)?,
        today: price::price_on(&store::dated(&lines), ctx.today()),
        lines,
        product,
    };
    let main = html! {
        @if let Some(refusal) = ask.refusal() {
            (notice(ctx.lang, Kind::Bad, &ctx.lang.refusal(refusal)))
        }
        (page(ctx, &shown))
    };
    Ok(Page::new(shown.product.title(), main))
}

fn page(ctx: &Context, shown: &Shown) -> Markup {
    let (lang, product) = (ctx.lang, &shown.product);
    let way = [Crumb { href: "/produk", label: lang.t("catalogue.list.title") }];
    let about = product.description.as_deref().unwrap_or_default();
    html! {
        (ui::breadcrumbs(lang, &way, &product.title()))
        (ui::header(&product.title(), "", head_actions(ctx, product)))
        (warnings(lang, shown))
        (numbers(lang, shown))
        (section(lang.t("catalogue.photos.title"), photos(ctx, shown)))
        (section(lang.t("catalogue.show.facts"), html! {
            @if !about.is_empty() { (ui::prose(html! { p.kept-lines { (about) } })) }
            (ui::columns([known(lang, product), label_card(lang, product)]))
        }))
        (section(lang.t("catalogue.prices.title"), html! {
            (prices(ctx, shown))
            @if shown.today.is_some() { (cards(lang, product)) }
        }))
        (section(lang.t("catalogue.family.title"), family(ctx, shown)))
        (ending(ctx, product))
    }
}

/// Cards with today's price, for the shelf.
fn cards(lang: Lang, product: &Product) -> Markup {
    let link =
        |file: &str, key: &str| quiet(&format!("/produk/{}/{file}", product.id), lang.t(key));
    ui::actions(html! {
        (link("kartu-harga.pdf", "catalogue.print_card"))
        (link("kartu-58.pdf", "catalogue.print_small_card"))
    })
}

fn head_actions(ctx: &Context, product: &Product) -> Markup {
    let (lang, here) = (ctx.lang, format!("/produk/{}", product.id));
    html! {
        @if may_record(ctx) {
            @if product.active {
                (button_link(&format!("{here}/harga"), lang.t("catalogue.set_price.title")))
            }
            (quiet(&format!("{here}/ubah"), lang.t("common.edit")))
        }
    }
}

fn warnings(lang: Lang, shown: &Shown) -> Markup {
    let below = match (shown.today, shown.product.floor_price) {
        (Some(today), Some(floor)) if today < floor => Some(floor),
        _ => None,
    };
    html! {
        @if !shown.product.active {
            (notice(lang, Kind::Neutral, lang.t("catalogue.show.retired")))
        }
        @if shown.today.is_none() {
            (notice(lang, Kind::Warning, lang.t("catalogue.show.no_price")))
        }
        @if let Some(floor) = below {
            (notice(lang, Kind::Warning,
                &lang.fill("catalogue.show.below_floor", &[("floor", &floor)])))
        }
    }
}

fn numbers(lang: Lang, shown: &Shown) -> Markup {
    let product = &shown.product;
    let one = ui::piece(lang, &product.unit, 1);
    let per = html! { (lang.fill("catalogue.show.per_unit", &[("unit", &one)])) };
    let figure = |key: &'static str, amount: Option<Rupiah>, note: Markup| ui::Figure {
        label: lang.t(key),
        value: money_or_dash(amount),
        note,
        href: None,
    };
    figures(&[
        figure("catalogue.price_today", shown.today, per),
        figure(
            "catalogue.field.floor_price",
            product.floor_price,
            html! { (lang.t("catalogue.show.inside_only")) },
        ),
        figure(
            "catalogue.field.hpp_estimate",
            product.hpp_estimate,
            html! { (lang.t("catalogue.show.inside_only")) },
        ),
    ])
}

fn photos(ctx: &Context, shown: &Shown) -> Markup {
    let (lang, here) = (ctx.lang, format!("/produk/{}/foto", shown.product.id));
    let may = may_record(ctx) && shown.product.active;
    let add = html! { @if may { (quiet(&here, lang.t("catalogue.add_photo.title"))) } };
    if shown.photos.is_empty() {
        return empty(lang.t("catalogue.photos.none"), lang.t("catalogue.photos.none_hint"), add);
    }
    html! {
        ul.photos {
            @for photo in &shown.photos {
                li {
                    a href={ "/foto/" (photo.id) } {
                        img src={ "/foto/" (photo.id) "/kecil" } alt=(photo.alt) loading="lazy"
                            width=(photo.width) height=(photo.height);
                    }
                    @if may_record(ctx) {
                        p {
                            a href={ (here) "/" (photo.id) } {
                                (lang.t("catalogue.edit_photo.title"))
                            }
                        }
                    }
                }
            }
        }
        (ui::actions(add))
    }
}

fn known(lang: Lang, product: &Product) -> Markup {
    let days = product.promise_days.map(|days| lang.count("catalogue.show.promise", days));
    let all = [
        ("catalogue.field.unit", Some(product.unit.as_str())),
        ("catalogue.field.category", product.category.as_deref()),
        ("catalogue.field.size", product.size.as_deref()),
        ("catalogue.field.material", product.material.as_deref()),
        ("catalogue.field.care", product.care.as_deref()),
        ("catalogue.field.promise_days", days.as_deref()),
    ];
    let told = all.into_iter().filter_map(|(key, value)| Some((lang.t(key), value?)));
    let state = (lang.t("common.state"), list::state(lang, product.active));
    facts(told.map(|(label, value)| (label, html! { span.kept-lines { (value) } })).chain([state]))
}

fn label_card(lang: Lang, product: &Product) -> Markup {
    let label = product.label();
    html! {
        div.label-card {
            (label::qr(label, &lang.fill("catalogue.show.qr", &[("label", &label)])))
            div {
                p { code.label-code { (product.code) } }
                @if let Some(barcode) = &product.barcode {
                    p { (lang.t("catalogue.field.barcode")) ": " code { (barcode) } }
                }
                p.hint { (lang.t("catalogue.show.label_hint")) }
            }
        }
    }
}

fn prices(ctx: &Context, shown: &Shown) -> Markup {
    let lang = ctx.lang;
    if shown.lines.is_empty() {
        let (title, hint) = ("catalogue.prices.none", "catalogue.prices.none_hint");
        return empty(lang.t(title), lang.t(hint), html! {});
    }
    let columns = [
        Column::text(lang.t("catalogue.field.valid_from")),
        Column::amount(lang.t("catalogue.field.price")),
        Column::text(lang.t("catalogue.field.reason")),
        Column::text(lang.t("catalogue.prices.by")),
    ];
    let rows = shown.lines.iter().rev().map(|line| price_row(ctx, shown, line));
    html! {
        @if course(lang, shown).len() > 1 { (chart(lang, shown)) }
        (table(lang.t("catalogue.prices.title"), columns, rows))
    }
}

fn price_row(ctx: &Context, shown: &Shown, line: &PriceLine) -> Vec<Markup> {
    let lang = ctx.lang;
    let corrected = shown.lines.iter().any(|later| later.corrects == Some(line.seq));
    let who = shown.names.get(&line.created_by).map_or("", String::as_str);
    vec![
        html! {
            (ui::day(line.valid_from, lang)) " "
            @if corrected {
                (badge(Kind::Neutral, lang.t("catalogue.prices.corrected")))
            } @else if line.valid_from > ctx.today() {
                (badge(Kind::Waiting, lang.t("catalogue.prices.to_come")))
            }
        },
        ui::money(line.price),
        html! { (line.reason.as_deref().unwrap_or_default()) },
        html! { (who) " " span.note { (line.created_at.day(ctx.zone).short(lang)) } },
    ]
}

/// The prices that held or will hold, by day.
fn course(lang: Lang, shown: &Shown) -> Vec<(String, i64)> {
    let dated = store::dated(&shown.lines);
    let starts: BTreeSet<_> = dated.iter().map(|line| line.valid_from).collect();
    // A price holds until the eve of the next: steps, not slopes.
    let eves = starts.iter().skip(1).map(|day| day.plus_days(-1));
    let days: BTreeSet<_> = starts.iter().copied().chain(eves).collect();
    let held = |day| Some((lang, price::price_on(&dated, day)?.0, day));
    days.into_iter().filter_map(held).map(|(lang, price, day)| (day.short(lang), price)).collect()
}

fn chart(lang: Lang, shown: &Shown) -> Markup {
    let course = course(lang, shown);
    let point = |(day, price): &'_ (String, i64)| (day.clone(), *price);
    let course: Vec<(String, i64)> = course.iter().map(point).collect();
    let points = course.iter().map(|(day, price)| Point {
        label: day,
        amount: *price,
        href: None,
        tone: Tone::Water,
    });
    ui::line(&Chart {
        lang,
        title: lang.t("catalogue.prices.chart"),
        unit: Unit::Rupiah,
        points_are: lang.t("catalogue.field.valid_from"),
        points: points.collect(),
    })
}

fn family(ctx: &Context, shown: &Shown) -> Markup {
    let (lang, product) = (ctx.lang, &shown.product);
    let others: Vec<&Product> =
        shown.family.iter().filter(|other| other.id != product.id).collect();
    let add = html! {
        @if may_record(ctx) && product.active {
            (quiet(&format!("/produk/{}/varian", product.id), lang.t("catalogue.variant.title")))
        }
    };
    if others.is_empty() {
        let (title, hint) = ("catalogue.family.none", "catalogue.family.none_hint");
        return empty(lang.t(title), lang.t(hint), add);
    }
    html! {
        ul.plain-list {
            @for other in others {
                li {
                    a.with-thumb href={ "/produk/" (other.id) } {
                        (thumb(None, &other.title()))
                        span { (other.title()) " " code { (other.code) } }
                    }
                    " " @if !other.active { (list::state(lang, false)) }
                }
            }
        }
        (ui::actions(add))
    }
}

fn ending(ctx: &Context, product: &Product) -> Markup {
    let (lang, here) = (ctx.lang, format!("/produk/{}", product.id));
    let id = ctx.fresh_id::<crate::inputs::ChangeKind>().to_string();
    let (path, key, hint, class) = if product.active {
        ("henti", "catalogue.retire.title", "catalogue.retire.hint", "danger")
    } else {
        ("aktif", "catalogue.restore.title", "catalogue.restore.hint", "primary")
    };
    html! {
        @if may_record(ctx) {
            (section(lang.t(key), html! {
                p { (lang.t(hint)) }
                (button_form(&format!("{here}/{path}"), lang.t(key), class, &[("id", &id)]))
            }))
        }
    }
}
