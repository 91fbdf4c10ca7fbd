//! What was refused at a shop's tills, and giving one of them up for a phone that no longer can.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{ActKind, Context, EntryKind, ProductId, ShopId, UserId};
use maud::{Markup, html};
use ui::{Column, Crumb, Kind};
use web::{Ask, Page};
use words::Speak;

use super::devices::{kind_word, moment};
use crate::{desk, inputs::OneAct, kinds::ActState, owners, types::Refused};

/// What was refused at a shop: what waits for a decision, and what was given up; each empty where
/// there is none.
pub(super) struct OfShop {
    pub waiting: Markup,
    pub given_up: Markup,
}

pub(super) fn of(read: &mut Read, ctx: &Context, shop: ShopId) -> Result<OfShop> {
    let (refused, gone) = (desk::waiting(read, ctx, shop)?, desk::given_up(read, ctx, shop)?);
    Ok(OfShop { waiting: waiting(read, ctx, &refused)?, given_up: given_up(read, ctx, &gone)? })
}

fn waiting(read: &mut Read, ctx: &Context, refused: &[Refused]) -> Result<Markup> {
    if refused.is_empty() {
        return Ok(html! {});
    }
    let lang = ctx.lang;
    let names = names(read, refused)?;
    let may = desk::may_decide(ctx).is_ok();
    let row = |one: &Refused| {
        let mut cells = vec![
            html! { (what(ctx, one, &names)) },
            html! { (one.device) },
            html! { (moment(ctx, one.happened_at)) },
            html! { (one.detail) },
        ];
        if may {
            let address = format!("/kasir/perangkat/{}/lepas", one.act);
            cells.push(ui::quiet(&address, lang.t("till.give_up.do")));
        }
        cells
    };
    let mut columns = vec![
        Column::text(lang.t("till.field.what")),
        Column::text(lang.t("till.field.device")),
        Column::text(lang.t("till.field.when")),
        Column::text(lang.t("till.field.why")),
    ];
    if may {
        columns.push(Column::actions(lang.t("common.actions")));
    }
    let title = lang.t("till.refused.title");
    Ok(ui::section(
        title,
        html! {
            (ui::notice(lang, Kind::Warning, lang.t("till.refused.lead")))
            (ui::table(title, columns, refused.iter().map(row)))
        },
    ))
}

fn given_up(read: &mut Read, ctx: &Context, gone: &[Refused]) -> Result<Markup> {
    if gone.is_empty() {
        return Ok(html! {});
    }
    let lang = ctx.lang;
    let names = names(read, gone)?;
    let ids: Vec<UserId> = gone.iter().filter_map(|one| one.given_up_by).collect();
    let people = people::user_names(read, &ids)?;
    let row = |one: &Refused| {
        let by = one.given_up_by.and_then(|by| people.get(&by)).map(String::as_str);
        vec![
            html! { (what(ctx, one, &names)) },
            html! { (one.device) },
            html! { (moment(ctx, one.happened_at)) },
            html! { (one.reason.as_deref().unwrap_or_default()) },
            html! { (by.unwrap_or(lang.t("till.give_up.at_till"))) },
        ]
    };
    let columns = [
        Column::text(lang.t("till.field.what")),
        Column::text(lang.t("till.field.device")),
        Column::text(lang.t("till.field.when")),
        Column::text(lang.t("till.field.reason")),
        Column::text(lang.t("till.field.given_up_by")),
    ];
    let title = lang.t("till.given_up.title");
    let table = ui::table(title, columns, gone.iter().map(row));
    Ok(ui::section(title, html! { (table) }))
}

pub(super) fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let one = desk::load(read, ctx, &OneAct { act: ask.id::<ActKind>("act")? })?;
    desk::may_decide(ctx)?;
    let names = names(read, std::slice::from_ref(&one))?;
    let (f, title) = (ask.form(lang), lang.t("till.give_up.title"));
    let list = format!("/kasir/perangkat?shop={}", one.shop);
    let way = [Crumb { href: &list, label: lang.t("till.devices.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("till.give_up.lead"), html! {}))
        (facts(ctx, &one, &names))
        @if one.state == ActState::Refused {
            (f.post(&format!("/kasir/perangkat/{}/lepas", one.act), html! {
                (f.hidden("id", ctx.fresh_id::<EntryKind>()))
                (f.textarea("reason", "till.give_up.reason").hint("till.give_up.reason_hint")
                    .max_length(200))
                (ui::actions(html! {
                    (ui::danger(lang.t("till.give_up.submit")))
                    (ui::quiet(&list, lang.t("common.cancel")))
                }))
            }))
        } @else {
            (f.summary())
            (ui::actions(ui::quiet(&list, lang.t("till.devices.title"))))
        }
    };
    Ok(Page::new(title, main))
}

fn facts(ctx: &Context, one: &Refused, names: &BTreeMap<ProductId, String>) -> Markup {
    let lang = ctx.lang;
    let mut facts = vec![
        (lang.t("till.field.what"), html! { (what(ctx, one, names)) }),
        (lang.t("till.field.device"), html! { (one.device) }),
        (lang.t("till.field.when"), html! { (moment(ctx, one.happened_at)) }),
        (lang.t("till.field.why"), html! { (one.detail) }),
    ];
    if let Some(reason) = &one.reason {
        facts.push((lang.t("till.field.reason"), html! { (reason) }));
    }
    ui::facts(facts)
}

/// Lines of a body that are said.
const GOODS_SHOWN: usize = 20;

/// `Sale A-0042: 2 Perangkap tikus`. The body was refused and may be anything: what cannot be
/// read of it is left out.
fn what(ctx: &Context, one: &Refused, names: &BTreeMap<ProductId, String>) -> String {
    let mut said = kind_word(ctx, &one.kind);
    if let Some(receipt) = one.body["receipt"].as_str() {
        said = format!("{said} {receipt}");
    }
    let goods: Vec<String> = owners::lines(&one.body)
        .iter()
        .take(GOODS_SHOWN)
        .filter_map(|line| Some((owners::product(line)?, line["quantity"].as_i64()?)))
        .filter_map(|(product, pieces)| Some(format!("{pieces} {}", names.get(&product)?)))
        .collect();
    if goods.is_empty() { said } else { format!("{said}: {}", goods.join(", ")) }
}

/// The names of the goods that the bodies speak of.
fn names(read: &mut Read, refused: &[Refused]) -> Result<BTreeMap<ProductId, String>> {
    let ids = owners::products(refused.iter().map(|one| &one.body));
    let known = catalogue::products(read, &ids)?;
    Ok(known.into_iter().map(|(id, product)| (id, product.title())).collect())
}
