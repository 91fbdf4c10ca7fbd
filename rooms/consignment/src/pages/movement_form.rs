//! The form of a movement.

use agreements::Agreement;
use db::{Read, Result};
use kernel::Context;
use maud::{Markup, html};
use ui::{Crumb, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{agreements_of, choose, chosen_agreement, movement::kind_word, names::Names, nothing};
use crate::{guard, kinds::MovementKind, shelf};

type Choices = Vec<(String, String)>;

pub fn propose(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    guard::acting_side(&ctx.actor)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("consignment.movements.new");
    let all = agreements_of(read, ctx)?;
    let Some(agreement) = chosen_agreement(read, ctx, ask, &all)? else {
        return Ok(choose(ctx, "/gerak/baru", title, &all));
    };
    let batches = on_shelf(read, &agreement)?;
    let goals = goals(ctx, &agreement, &all);
    let way = [Crumb { href: "/gerak", label: lang.t("consignment.movements.title") }];
    let lead = lang.fill("consignment.movement.lead", &[("shop", &agreement.shop_name)]);
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, &lead, nothing()))
        @if batches.is_empty() {
            (ui::empty(lang.t("consignment.count.no_goods"),
                lang.t("consignment.count.no_goods_hint"), nothing()))
        } @else {
            (f.post_files("/gerak/baru", fields(ctx, &f, &agreement, &batches, &goals)))
        }
    };
    Ok(Page::new(title, main))
}

fn fields(
    ctx: &Context,
    f: &FormState<'_>,
    agreement: &Agreement,
    batches: &Choices,
    goals: &Choices,
) -> Markup {
    let lang = ctx.lang;
    // A shop does not know the other shops: the unit proposes a transfer.
    let kinds = MovementKind::ALL
        .iter()
        .filter(|kind| **kind != MovementKind::Transfer || !goals.is_empty());
    let kinds = kinds.map(|kind| (kind.to_string(), kind_word(ctx, *kind)));
    html! {
        (f.hidden("id", ctx.fresh_id::<kernel::MovementKind>()))
        (f.hidden("agreement", agreement.id))
        (f.radio("kind", "consignment.movement.kind.title", kinds).value(MovementKind::Return))
        @if !goals.is_empty() {
            (f.select("to_agreement", "consignment.movement.to_shop", goals.clone()).optional()
                .hint("consignment.movement.to_shop_hint"))
        }
        (f.date("happened_on", "consignment.movement.happened_on").value(ctx.today()))
        (f.text("reason", "consignment.movement.reason").max_length(200))
        (f.lines("lines", "consignment.delivery.lines", 3, |row| html! {
            (row.select("batch", "consignment.batch", batches.clone()))
            (row.number("quantity", "consignment.quantity"))
        }))
        (f.file("photo", "consignment.photo").optional().accept("image/jpeg,image/png,image/webp"))
        (ui::actions(html! {
            (ui::submit(lang.t("consignment.movement.submit")))
            (ui::quiet("/gerak", lang.t("common.cancel")))
        }))
    }
}

/// The batches of the unit that stand on the shop's shelf, as choices.
fn on_shelf(read: &mut Read, agreement: &Agreement) -> Result<Choices> {
    let rows = shelf::shelf(read, agreement.shop_id)?;
    let rows: Vec<_> = rows
        .into_iter()
        .filter(|row| row.consignor_id == agreement.consignor_id && row.quantity > 0)
        .collect();
    let names = Names::default();
    let names = names.goods(read, rows.iter().map(|row| (row.product_id, row.batch_id)))?;
    let choice = |row: &crate::types::ShelfRow| {
        let (code, product) = (names.batch(row.batch_id), names.product(row.product_id));
        let unit = names.unit_of(row.product_id);
        (row.batch_id.to_string(), format!("{code} · {product} · {} {unit}", row.quantity))
    };
    Ok(rows.iter().map(choice).collect())
}

/// The other shops that a transfer may go to.
fn goals(ctx: &Context, from: &Agreement, all: &[Agreement]) -> Choices {
    let other = |one: &&Agreement| {
        one.consignor_id == from.consignor_id
            && one.shop_id != from.shop_id
            && one.in_force_on(ctx.today())
    };
    all.iter().filter(other).map(|one| (one.id.to_string(), one.shop_name.clone())).collect()
}
