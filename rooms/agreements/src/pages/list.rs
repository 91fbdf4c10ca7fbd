//! All agreements that one may see.

use db::{Read, Result};
use kernel::{Capability, Context};
use maud::{Markup, html};
use sheet::{Column, Sheet};
use ui::{BrowseView, Filter};
use web::{Ask, Browse, Page};
use words::Speak;

use super::standing_badge;
use crate::{Agreement, Listed, Standing, store};

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let (rows, total) = narrowed(read, ctx, ask)?;
    let view = view(ctx, &browse, total);
    let title = lang.t("agreements.list.title");
    let new = ui::button_link("/pks/baru", lang.t("agreements.list.new"));
    let new = if ctx.actor.may(Capability::RecordGoods) {
        new
    } else {
        html! {}
    };
    let hint = lang.t("agreements.list.empty_hint");
    let first = ui::empty(lang.t("agreements.list.empty"), hint, new.clone());
    let main = html! {
        (ui::header(title, lang.t("agreements.list.lead"), new))
        (ui::listed(lang, &view, (!rows.is_empty()).then(|| table(ctx, &rows)),
            ("agreements.list.none", "agreements.list.none_hint"), first))
    };
    Ok(Page::new(title, main))
}

/// The agreements that the query asks for, and how many there are.
fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Agreement>, i64)> {
    let browse = ask.browse();
    let Some(asked) = Listed::by(&ctx.actor, ctx.today()) else { return Ok((Vec::new(), 0)) };
    let (limit, offset) = (browse.limit(), browse.offset());
    let asked = Listed { like: browse.like(), limit, offset, ..asked };
    store::list(read, &asked.standing(browse.filter("state")))
}

/// The list as a spreadsheet.
pub fn sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = narrowed(read, ctx, ask)?;
    let columns = vec![
        Column::text(lang.t("agreements.title")).width(36),
        Column::text(lang.t("agreements.consignor")),
        Column::text(lang.t("agreements.sheet.consignor_number")),
        Column::text(lang.t("agreements.shop")),
        Column::text(lang.t("agreements.sheet.shop_number")),
        Column::day(lang.t("agreements.sheet.signed_on")),
        Column::day(lang.t("agreements.effective_from")),
        Column::day(lang.t("agreements.ends_on")),
        Column::day(lang.t("agreements.sheet.published_on")),
        Column::text(lang.t("common.state")).width(18),
    ];
    let row = |one: &Agreement| {
        let standing = one.standing(ctx.today()).name();
        vec![
            one.title.as_str().into(),
            one.consignor_name.as_str().into(),
            one.consignor_number.as_ref().into(),
            one.shop_name.as_str().into(),
            one.shop_number.as_ref().into(),
            one.signed_on.into(),
            one.effective_from.into(),
            one.course().last_day().into(),
            one.published_on.into(),
            lang.t(&format!("agreements.standing.{standing}")).into(),
        ]
    };
    Ok(Sheet::new(lang.t("agreements.list.title"), columns).window(rows.iter().map(row)))
}

fn view<'a>(ctx: &Context, browse: &Browse<'a>, total: i64) -> BrowseView<'a> {
    let lang = ctx.lang;
    let choices = Standing::NAMES.iter().map(|name| {
        ((*name).to_owned(), lang.t(&format!("agreements.standing.{name}")).to_owned())
    });
    browse.view(
        "/pks",
        vec![Filter {
            name: "state",
            label: lang.t("common.state"),
            choices: choices.collect(),
            chosen: browse.filter("state").unwrap_or_default(),
        }],
        total,
    )
}

fn table(ctx: &Context, rows: &[Agreement]) -> Markup {
    let lang = ctx.lang;
    let of_shop = ctx.actor.shop().is_some();
    let other = if of_shop { "agreements.consignor" } else { "agreements.shop" };
    let columns = [
        ui::Column::text(lang.t("agreements.title")),
        ui::Column::text(lang.t(other)),
        ui::Column::text(lang.t("agreements.effective_from")),
        ui::Column::text(lang.t("agreements.ends_on")),
        ui::Column::text(lang.t("common.state")),
    ];
    let row = |one: &Agreement| {
        let number = if of_shop { &one.shop_number } else { &one.consignor_number };
        let party = if of_shop { &one.consignor_name } else { &one.shop_name };
        vec![
            html! {
                a href={ "/pks/" (one.id) } { (one.title) }
                @if let Some(number) = number { br; span.unit { (number) } }
            },
            html! { (party) },
            ui::day(one.effective_from, lang),
            ui::day(one.course().last_day(), lang),
            standing_badge(ctx, one),
        ]
    };
    html! { (ui::table(lang.t("agreements.list.title"), columns, rows.iter().map(row))) }
}
