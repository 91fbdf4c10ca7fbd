//! The period between unit and shop, the shop's money, the treasury's.

use db::{Read, Result};
use kernel::{Context, Day, Lang, Rupiah};
use paper::Paper;
use people::Duty;
use serde_json::{Value, json};
use web::Ask;
use words::Speak;

use super::{goods, titled};
use crate::{
    No, access,
    kinds::{BillingState, Decision, StatementState},
    queries::{self, Whole},
    store_distribution, store_pnbp,
    types::{Billing, ProductLine, Remittance, Statement},
};

/// A receipt above this has room for a revenue stamp; receipts for state revenue and internal slips
/// are exempt. As practice has it: the amount is the law's to change.
const STAMPED_ABOVE: Rupiah = Rupiah(5_000_000);

/// Laporan penjualan konsinyasi: one closed period as it was frozen.
pub fn statement(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let whole = queries::whole_statement(read, ctx, ask.id("statement")?)?;
    let one = &whole.statement;
    let agreement = agreements::load_agreement(read, one.agreement_id)?;
    let unit = people::load_consignor(read, one.consignor_id)?;
    let shop = people::load_shop(read, one.shop_id)?;
    let names = goods(read, whole.losses.iter().map(|loss| (loss.product, loss.batch)))?;
    let products = whole.products.iter().map(|line| (line.product_id, &line.name, &line.unit));
    let products = products.flat_map(|(id, name, unit)| {
        [(id.to_string(), name.clone()), (format!("{id}.unit"), unit.clone())]
    });
    let about = (one.id.uuid(), one.number.as_str(), one.closed_on);
    let role = ctx.lang.t("paper.nota.made_by");
    let head = unit.letterhead(read, one.closed_on)?;
    let signer = unit.signer(read, (role, Duty::Statement, one.closed_on))?;
    let paper = Paper::of("nota", ctx.lang, about, statement_figures(&whole))
        .from(head, unit.city)
        .names(names)
        .names(products)
        .for_both(&unit.name, &shop.name)
        .name(unit.id, unit.name)
        .name(shop.id, shop.name)
        .name(agreement.id, titled(&agreement))
        .signed(signer)
        .sign(ctx.lang.t("paper.nota.agreed_by"), agreement.shop_name)
        .standing(not_owed(ctx.lang, one));
    Ok(if one.due.0 < 0 { paper } else { paper.say("due", one.due) })
}

/// Why nobody is to pay by it.
fn not_owed(lang: Lang, one: &Statement) -> Option<String> {
    match (one.state, one.decided_on) {
        (StatementState::Approved, _) => None,
        (StatementState::Rejected, Some(day)) => {
            Some(lang.fill("paper.nota.rejected", &[("day", &day.long(lang))]))
        }
        _ => Some(lang.t("paper.nota.waits").to_owned()),
    }
}

fn statement_figures(whole: &Whole) -> Value {
    let one = &whole.statement;
    let line = |line: &ProductLine| {
        json!({
            "product": line.product_id, "opening": line.opening, "received": line.received,
            "sold": line.sold, "refunded": line.refunded, "returned": line.returned,
            "damaged": line.damaged, "lost": line.lost, "transferred": line.transferred,
            "difference": line.difference, "closing": line.closing, "gross": line.gross,
            "shop_part": line.shop_part, "due": line.due,
        })
    };
    let losses = whole.losses.iter().map(|loss| {
        json!({ "product": loss.product, "batch": loss.batch, "quantity": loss.quantity,
            "amount": loss.amount })
    });
    json!({
        "number": one.number, "closed_on": one.closed_on,
        "unit": one.consignor_id, "shop": one.shop_id, "agreement": one.agreement_id,
        "from": one.from, "to": one.to, "due_on": one.due_on, "gross": one.gross,
        "shop_part": one.shop_part, "expenses": one.expenses, "losses": one.losses,
        "due": one.due, "note": one.note, "digest": one.digest,
        "lines": whole.products.iter().map(line).collect::<Vec<_>>(),
        "lost": losses.collect::<Vec<_>>(),
    })
}

/// What the kwitansi of a remittance is called by.
pub fn receipt_number(one: &Remittance) -> String {
    numbered("KW", one.paid_on, one.id)
}

/// Kwitansi for the shop's money, once the Bendahara has confirmed it. Taken back, it says so: the
/// one that was printed earlier is still the same, and proves nothing any more.
pub fn receipt(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let one = access::remittance(read, ctx, ask.id("remittance")?)?;
    let confirmed_on = match (one.state, one.decided_on) {
        (Decision::Confirmed, Some(day)) => day,
        _ => return Err(No::Unknown.into()),
    };
    let agreement = agreements::load_agreement(read, one.agreement_id)?;
    let unit = people::load_consignor(read, one.consignor_id)?;
    let figures = json!({
        "unit": one.consignor_id, "shop": one.shop_id, "agreement": one.agreement_id,
        "amount": one.amount, "paid_on": one.paid_on, "confirmed_on": confirmed_on,
        "method": one.method, "reference": one.reference, "stamp": one.amount > STAMPED_ABOVE,
    });
    let number = receipt_number(&one);
    let about = (one.id.uuid(), number.as_str(), confirmed_on);
    let method = ctx.lang.t(&format!("settlement.method.{}", one.method));
    let role = ctx.lang.t("paper.kwitansi.receiver");
    let head = unit.letterhead(read, confirmed_on)?;
    let signer = unit.signer(read, (role, Duty::Receipt, confirmed_on))?;
    let paper = Paper::of("kwitansi", ctx.lang, about, figures)
        .from(head, unit.city)
        .name(unit.id, unit.name)
        .name(one.shop_id, agreement.shop_name.clone())
        .name(agreement.id, titled(&agreement))
        .name("method", method)
        .sign(ctx.lang.t("paper.kwitansi.payer"), agreement.shop_name)
        .signed(signer)
        .standing(taken_back(ctx.lang, one.taken_back_on));
    Ok(paper.say("amount", one.amount))
}

/// Why it proves nothing any more.
fn taken_back(lang: Lang, on: Option<Day>) -> Option<String> {
    on.map(|day| lang.fill("paper.kwitansi.taken_back", &[("day", &day.long(lang))]))
}

/// Kwitansi for what the unit gave back to a shop, once the shop has it: the shop receives and signs.
pub fn credit_receipt(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let one = access::credit_refund(read, ctx, ask.id("credit_refund")?)?;
    let confirmed_on = match (one.state, one.decided_on) {
        (Decision::Confirmed, Some(day)) => day,
        _ => return Err(No::Unknown.into()),
    };
    let agreement = agreements::load_agreement(read, one.agreement_id)?;
    let unit = people::load_consignor(read, one.consignor_id)?;
    let figures = json!({
        "unit": one.consignor_id, "shop": one.shop_id, "agreement": one.agreement_id,
        "amount": one.amount, "paid_on": one.paid_on, "confirmed_on": confirmed_on,
        "method": one.method, "reference": one.reference, "stamp": one.amount > STAMPED_ABOVE,
        "given_back": true,
    });
    let number = numbered("KP", one.paid_on, one.id);
    let about = (one.id.uuid(), number.as_str(), confirmed_on);
    let method = ctx.lang.t(&format!("settlement.method.{}", one.method));
    let role = ctx.lang.t("paper.kwitansi.payer");
    let head = unit.letterhead(read, confirmed_on)?;
    let signer = unit.signer(read, (role, Duty::Receipt, confirmed_on))?;
    let paper = Paper::of("kwitansi", ctx.lang, about, figures)
        .from(head, unit.city)
        .name(unit.id, unit.name)
        .name(one.shop_id, agreement.shop_name.clone())
        .name(agreement.id, titled(&agreement))
        .name("method", method)
        .signed(signer)
        .sign(ctx.lang.t("paper.kwitansi.receiver"), agreement.shop_name)
        .standing(taken_back(ctx.lang, one.taken_back_on));
    Ok(paper.say("amount", one.amount))
}

/// What somebody types into the treasury's form for a billing. What became of it is no part of its
/// figures: the sheet that was printed before it was paid is the same one.
pub fn billing_sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let one = access::billing(read, ctx, ask.id("billing")?)?;
    let unit = people::load_consignor(read, one.consignor_id)?;
    let mut parts = Vec::new();
    for id in store_pnbp::covered(read, one.id)? {
        if let Some(shared) = store_distribution::find_distribution(read, id)? {
            parts.push(json!({ "number": shared.number, "to": shared.to,
                "shared_on": shared.shared_on, "amount": shared.state_revenue }));
        }
    }
    let figures = json!({
        "unit": one.consignor_id, "satker": unit.satker_code, "account": one.account_code,
        "code": one.code, "amount": one.amount, "issued_on": one.issued_on,
        "expires_on": one.expires_on, "parts": parts,
    });
    let about = (one.id.uuid(), one.code.as_str(), one.paid_on.unwrap_or(one.issued_on));
    let role = ctx.lang.t("paper.pnbp.made_by");
    let head = unit.letterhead(read, about.2)?;
    let signer = unit.signer(read, (role, Duty::StateRevenue, about.2))?;
    let paper = Paper::of("pnbp", ctx.lang, about, figures)
        .from(head, unit.city)
        .name(unit.id, unit.name)
        .names(payment(ctx.lang, &one))
        .signed(signer)
        .standing(billing_standing(ctx.lang, &one));
    Ok(paper.say("amount", one.amount))
}

/// When it was paid and the treasury's numbers, each under its name.
fn payment(lang: Lang, one: &Billing) -> Vec<(String, String)> {
    let paid = one.paid_on.map(|day| day.long(lang));
    let all = [("paid_on", paid), ("ntb", one.ntb.clone()), ("ntpn", one.ntpn.clone())];
    all.into_iter().filter_map(|(name, said)| Some((name.to_owned(), said?))).collect()
}

/// Why nobody is to pay by it.
fn billing_standing(lang: Lang, one: &Billing) -> Option<String> {
    let day = one.paid_on.map_or_else(String::new, |day| day.long(lang));
    let ntpn = one.ntpn.as_deref().unwrap_or("–");
    let key = match one.state {
        BillingState::Issued => return None,
        BillingState::Recorded => "paper.pnbp.recorded",
        BillingState::Paid => "paper.pnbp.paid",
        BillingState::Expired => "paper.pnbp.expired",
    };
    Some(lang.fill(key, &[("day", &day), ("ntpn", &ntpn)]))
}

/// A number for what has none of its own: the day, and the end of its id.
pub(super) fn numbered(kind: &str, day: kernel::Day, id: impl ToString) -> String {
    let id = id.to_string();
    let tail = id.get(id.len().saturating_sub(6)..).unwrap_or_default().to_uppercase();
    format!("{kind}-{day}-{tail}")
}
