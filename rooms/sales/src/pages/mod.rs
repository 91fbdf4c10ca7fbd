//! The room's screens.

mod below;
mod called;
mod count;
mod list;
mod offers;
mod receipt;
mod refund;
mod sell;
mod sheet;
mod shortage;
mod show;

use db::{Read, Result};
use kernel::{Context, Lang, ShopId};
use web::{Go, Screens};
use words::Speak;

use crate::{actions, actions_count, actions_refund, inputs::Refund, kinds::Payment, types::Sold};

pub fn screens() -> Screens {
    Screens::new()
        .list("/penjualan", list::list, sheet::lines)
        .form("/penjualan/baru", sell::form, actions::sell, to_sold)
        .form("/penjualan/hitung", count::form, actions_count::sell_by_count, to_counted)
        .list("/penjualan/habis", shortage::show, shortage::sheet)
        .list("/penjualan/murah", below::list, below::sheet)
        .page("/penjualan/{sale}", show::show)
        .page("/penjualan/{sale}/struk", receipt::show)
        .form("/penjualan/{sale}/retur", refund::form, refund_and_say, |sale| {
            format!("/penjualan/{sale}")
        })
}

pub(crate) use below::{below, sheet as below_sheet};
pub(crate) use sheet::lines as sheet;
pub(crate) use shortage::sheet as shortage_sheet;

/// To the sale, or to the receipt where several units' goods are on it.
fn to_sold(done: &Sold) -> String {
    match done.sales.len() {
        0 | 1 => format!("/penjualan/{}", done.id),
        _ => format!("/penjualan/{}/struk", done.id),
    }
}

/// To what a count sold, or back to where one counts.
fn to_counted(done: &Sold) -> Go {
    match done.sales.is_empty() {
        true => Go::to("/penjualan/hitung").flash("sales.count.nothing_gone"),
        false => to_sold(done).into(),
    }
}

/// A refund leads back to its sale.
fn refund_and_say(tx: &mut db::Tx, ctx: &Context, input: &Refund) -> Result<kernel::SaleId> {
    actions_refund::refund(tx, ctx, input).map(|_| input.sale)
}

/// How the buyer paid, as choices.
fn payments(lang: Lang) -> Vec<(&'static str, &'static str)> {
    Payment::ALL.iter().map(|one| (one.name(), payment_word(lang, *one))).collect()
}

fn payment_word(lang: Lang, payment: Payment) -> &'static str {
    match payment {
        Payment::Cash => lang.t("sales.payment.cash"),
        Payment::Qris => lang.t("sales.payment.qris"),
        Payment::Transfer => lang.t("sales.payment.transfer"),
    }
}

/// The shops that he may sell for: his own, or all that his unit works with.
fn shops(read: &mut Read, ctx: &Context) -> Result<Vec<(String, String)>> {
    let all = people::list_shops(read)?;
    let own = ctx.actor.shop();
    let seen = all.into_iter().filter(|shop| own.is_none_or(|own| own == shop.id));
    Ok(seen.map(|shop| (shop.id.to_string(), shop.name)).collect())
}

/// The shop that a form is about: his own, else the one that was chosen.
fn chosen_shop(ctx: &Context, ask: &web::Ask) -> Option<ShopId> {
    let named = ask.typed().get("shop").and_then(|shop| shop.parse().ok());
    ctx.actor.shop().or(named)
}
