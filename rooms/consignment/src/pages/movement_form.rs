//! The form of a movement.

use std::collections::BTreeMap;

use agreements::Agreement;
use db::{Read, Result};
use kernel::{BatchId, Context};
use maud::{Markup, html};
use ui::{Crumb, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{agreements_of, choose, chosen_agreement, movement::kind_word, names::Names, nothing};
use crate::{
    guard,
    kinds::{MovementKind, ShelfChange},
    shelf,
};

type Choices = Vec<(String, String)>;

pub fn propose(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    guard::acting_side(&ctx.actor)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("consignment.movements.new");
    let all = agreements_of(read, ctx)?;
    let Some(agreement) = chosen_agreement(read, ctx, ask, &all)? else {
        return Ok(choose(ctx, "/gerak/baru", title, &all));
    };
    let (batches, has) = at_shop(read, ctx, &agreement)?;
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
            (f.post_files("/gerak/baru", fields(ctx, &f, &agreement, (&batches, has), &goals)))
        }
    };
    Ok(Page::new(title, main))
}

fn fields(
    ctx: &Context,
    f: &FormState<'_>,
    agreement: &Agreement,
    (batches, has): (&Choices, Has),
    goals: &Choices,
) -> Markup {
    let lang = ctx.lang;
    // A shop does not know the other shops: the unit proposes a transfer.
    let offered = |kind: &&MovementKind| match kind {
        MovementKind::Transfer => !goals.is_empty(),
        kind if kind.takes_back() == Some(ShelfChange::Lost) => has.lost,
        kind if kind.takes_back().is_some() || kind.is_of_broken() => has.broken,
        _ => true,
    };
    let kinds = MovementKind::ALL.iter().filter(offered);
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

/// Whether any pieces are lost or broken at a shop.
#[derive(Clone, Copy)]
struct Has {
    lost: bool,
    broken: bool,
}

/// Pieces of a batch at a shop.
#[derive(Clone, Copy, Default)]
struct There {
    shelf: i64,
    lost: i64,
    broken: i64,
}

/// The batches of the unit that stand on the shop's shelf, were lost there or lie there broken, as
/// choices.
fn at_shop(read: &mut Read, ctx: &Context, agreement: &Agreement) -> Result<(Choices, Has)> {
    let mut there: BTreeMap<BatchId, There> = BTreeMap::new();
    for row in shelf::shelf(read, agreement.shop_id)? {
        if row.consignor_id == agreement.consignor_id && row.quantity > 0 {
            there.entry(row.batch_id).or_default().shelf = row.quantity;
        }
    }
    let filter = ledger::Filter::of(agreement.consignor_id).shop(agreement.shop_id);
    for kind in [ledger::Kind::Lost, ledger::Kind::Damaged] {
        for row in ledger::goods_by_batch(read, kind, filter)? {
            if row.quantity > 0 {
                let own = there.entry(row.batch).or_default();
                match kind {
                    ledger::Kind::Lost => own.lost = row.quantity,
                    _ => own.broken = row.quantity,
                }
            }
        }
    }
    let ids: Vec<BatchId> = there.keys().copied().collect();
    let batches = production::oldest_first(read, &ids)?;
    let names = Names::of(ctx.lang);
    let names = names.goods(read, batches.iter().map(|batch| (batch.product_id, batch.id)))?;
    let choice = |batch: &production::Batch| {
        let (code, product) = (&batch.code, names.product(batch.product_id));
        let unit = names.unit_of(batch.product_id);
        let There { shelf, lost, broken } = there.get(&batch.id).copied().unwrap_or_default();
        let mut label = format!("{code} · {product} · {shelf} {unit}");
        for (word, n) in [("lost_there", lost), ("broken_there", broken)] {
            if n > 0 {
                label += &ctx.lang.fill(&format!("consignment.movement.{word}"), &[("n", &n)]);
            }
        }
        (batch.id.to_string(), label)
    };
    let has = Has {
        lost: there.values().any(|one| one.lost > 0),
        broken: there.values().any(|one| one.broken > 0),
    };
    Ok((batches.iter().map(choice).collect(), has))
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
