//! Surat jalan, tanda terima titipan, berita acara selisih and of broken pieces that leave a shop.

use std::collections::{BTreeMap, BTreeSet};

use agreements::Agreement;
use db::{Read, Result};
use kernel::{
    Context, Day, DeliveryKind, DiscrepancyKind, MovementKind as Moved, ProductId, ShopKind,
};
use paper::{Paper, Signer};
use people::{Consignor, Duty, Shop};
use serde_json::{Value, json};
use web::Ask;
use words::Speak;

use crate::{
    actions, actions_count, actions_movement,
    kinds::MovementState,
    pages::{Names, count, shelf::rows_of},
    refusal::No,
    store_delivery, store_movement,
    types::{Delivery, DeliveryLine, Discrepancy, Movement, MovementLine, Proposal},
};

/// What goes with the goods: only what was sent, so that it stays true whatever arrives.
pub fn delivery_note(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let delivery = actions::load_own(read, ctx, ask.id::<DeliveryKind>("delivery")?)?;
    let recall = store_delivery::find_recall(read, delivery.id)?;
    let sheet = Sheet::of(read, delivery)?;
    let one = &sheet.delivery;
    let line = |line: &DeliveryLine| {
        json!({
            "product": line.product_id,
            "batch": line.batch_id,
            "sent": line.sent,
        })
    };
    let figures = json!({
        "number": one.number, "from": sheet.from(), "to": one.shop_id, "owner": one.consignor_id,
        "agreement": one.agreement_id, "sent_on": one.sent_on, "carried_by": one.carried_by,
        "exception": one.exception_reason, "note": one.note,
        "lines": sheet.lines.iter().map(line).collect::<Vec<_>>(),
    });
    // What was printed before it was called back is the same paper, and holds no more.
    let recalled = recall.map(|(_, recall)| recall.recalled_on.long(ctx.lang));
    let recalled =
        recalled.map(|day| ctx.lang.fill("paper.surat-jalan.recalled", &[("day", &day)]));
    let role = |role: &str| ctx.lang.t(&format!("paper.surat-jalan.{role}"));
    let (day, shop) = (one.sent_on, sheet.shop.clone());
    let carrier = one.carried_by.clone().unwrap_or_default();
    let sender = sheet.sender(read, (role("handed_by"), day))?;
    let paper = sheet.paper(read, ctx, "surat-jalan", (day, figures))?;
    let paper = paper.signed(sender).sign(role("carrier"), carrier);
    Ok(paper.sign(role("received_by"), shop).standing(recalled))
}

/// The shop's word on what arrived; both sides sign it.
pub fn receipt_note(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let delivery = actions::load_own(read, ctx, ask.id::<DeliveryKind>("delivery")?)?;
    let receipt = store_delivery::find_receipt(read, delivery.id)?.ok_or(No::Unknown)?;
    let sheet = Sheet::of(read, delivery)?;
    let one = &sheet.delivery;
    let line = |line: &DeliveryLine| {
        json!({ "product": line.product_id, "batch": line.batch_id, "sent": line.sent,
            "received": line.received, "note": line.note })
    };
    let figures = json!({
        "number": one.number, "receipt": receipt.id, "from": sheet.from(), "to": one.shop_id,
        "owner": one.consignor_id, "agreement": one.agreement_id, "sent_on": one.sent_on,
        "received_on": receipt.received_on,
        "lines": sheet.lines.iter().map(line).collect::<Vec<_>>(),
    });
    let role = |role: &str| ctx.lang.t(&format!("paper.tanda-terima.{role}"));
    let (day, shop) = (receipt.received_on, sheet.shop.clone());
    let sender = sheet.sender(read, (role("handed_by"), day))?;
    let paper = sheet.paper(read, ctx, "tanda-terima", (day, figures))?;
    Ok(paper.sign(role("received_by"), shop).signed(sender))
}

/// What both sides say of pieces that are not where the books have them.
pub fn difference_record(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let id = ask.id::<DiscrepancyKind>("discrepancy")?;
    let one = actions_count::load_own_discrepancy(read, ctx, id)?;
    let words = store_movement::list_proposals(read, one.id)?;
    let settled: Vec<_> = words.iter().filter(|word| word.booked_on.is_some()).collect();
    let unit = people::load_consignor(read, one.consignor_id)?;
    let shop = people::load_shop(read, one.shop_id)?;
    let agreement = agreements::load_agreement(read, one.agreement_id)?;
    let goods = Names::default().goods(read, [(one.product_id, one.batch_id)])?;
    let mut names = BTreeMap::new();
    goods.told(&mut names);
    let figures = difference_figures(&one, &settled);
    let day = settled.iter().filter_map(|word| word.booked_on).max().unwrap_or(one.booked_on);
    let role = ctx.lang.t("paper.selisih.for_unit");
    let head = unit.letterhead(read, day)?;
    let signer = unit.signer(read, (role, Duty::Difference, day))?;
    let number = number_of(one.booked_on, &one.id.to_string());
    let mut paper = Paper::of("selisih", ctx.lang, (one.id.uuid(), &number, day), figures)
        .from(head, shop.city.clone())
        .for_both(&unit.name, &shop.name)
        .name(shop.id, shop.name.clone())
        .name(unit.id, unit.name)
        .name(agreement.id, titled(&agreement))
        .signed(signer)
        .sign(ctx.lang.t("paper.selisih.for_shop"), shop.name);
    if let Some(from) = one.from_shop_id {
        let from = people::load_shop(read, from)?;
        paper = paper.sign(ctx.lang.t("paper.selisih.for_sender"), from.name);
    }
    paper.spoken.insert("day".into(), kernel::day_in_words(day, ctx.lang));
    Ok(paper.names(names))
}

fn difference_figures(one: &Discrepancy, settled: &[&Proposal]) -> Value {
    let word = |word: &&Proposal| {
        json!({ "resolution": word.resolution, "quantity": word.quantity,
            "borne_by": word.borne_by, "note": word.note, "booked_on": word.booked_on })
    };
    json!({
        "shop": one.shop_id, "owner": one.consignor_id, "agreement": one.agreement_id,
        "product": one.product_id, "batch": one.batch_id, "origin": one.origin,
        "direction": one.direction, "quantity": one.quantity, "seen_on": one.booked_on,
        "note": one.note, "settled": settled.iter().map(word).collect::<Vec<_>>(),
    })
}

/// What both sides say of broken pieces that leave a shop: taken by the unit, or destroyed there.
/// Signed when they go, so it is there as soon as one side says so.
pub fn broken_record(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let movement = actions_movement::load_own(read, ctx, ask.id::<Moved>("movement")?)?;
    if !movement.kind.is_of_broken() {
        return Err(No::Unknown.into());
    }
    let lines = store_movement::list_movement_lines(read, movement.id)?;
    let unit = people::load_consignor(read, movement.consignor_id)?;
    let shop = people::load_shop(read, movement.shop_id)?;
    let agreement = agreements::load_agreement(read, movement.agreement_id)?;
    let goods = lines.iter().map(|line| (line.product_id, line.batch_id));
    let mut names = BTreeMap::new();
    Names::default().goods(read, goods)?.told(&mut names);
    let (day, word) = (movement.happened_on, |word: &str| format!("paper.barang-rusak.{word}"));
    let head = unit.letterhead(read, day)?;
    let signer = unit.signer(read, (ctx.lang.t(&word("for_unit")), Duty::Difference, day))?;
    let number = number_of(day, &movement.id.to_string());
    let about = (movement.id.uuid(), number.as_str(), day);
    let standing = match movement.state {
        MovementState::Confirmed => None,
        MovementState::Proposed => Some(ctx.lang.t(&word("waits"))),
        MovementState::Declined | MovementState::Withdrawn => Some(ctx.lang.t(&word("dropped"))),
    };
    let figures = broken_figures(&movement, &lines);
    let mut paper = Paper::of("barang-rusak", ctx.lang, about, figures)
        .from(head, shop.city.clone())
        .for_both(&unit.name, &shop.name)
        .names(names)
        .name(shop.id, shop.name.clone())
        .name(unit.id, unit.name)
        .name(agreement.id, titled(&agreement))
        .sign(ctx.lang.t(&word("for_shop")), shop.name)
        .signed(signer)
        .standing(standing);
    paper.spoken.insert("day".into(), kernel::day_in_words(day, ctx.lang));
    Ok(paper)
}

fn broken_figures(movement: &Movement, lines: &[MovementLine]) -> Value {
    let line = |line: &MovementLine| {
        let MovementLine { product_id, batch_id, quantity } = line;
        json!({ "product": product_id, "batch": batch_id, "quantity": quantity })
    };
    json!({
        "kind": movement.kind, "shop": movement.shop_id, "owner": movement.consignor_id,
        "agreement": movement.agreement_id, "happened_on": movement.happened_on,
        "reason": movement.reason, "lines": lines.iter().map(line).collect::<Vec<_>>(),
    })
}

/// The empty sheet for whoever counts a shelf with a pencil. What the books expect isn't on it:
/// who knows the answer counts to it.
pub fn count_sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let agreement = count::agreement_of_sheet(read, ctx, ask)?;
    let products = count::products_of(read, &agreement)?;
    let unit = people::load_consignor(read, agreement.consignor_id)?;
    let shop = people::load_shop(read, agreement.shop_id)?;
    let known = catalogue::products(read, &products)?;
    let codes = known.iter().map(|(id, one)| (format!("{id}.code"), one.code.to_string()));
    let codes: Vec<_> = codes.collect();
    let mut names = BTreeMap::new();
    Names::default().products(read, &products)?.told(&mut names);
    let figures = json!({ "shop": shop.id, "owner": unit.id, "products": products });
    let number = format!("HS-{}", ctx.today());
    let about = (agreement.id.uuid(), number.as_str(), ctx.today());
    let role = |role: &str| ctx.lang.t(&format!("paper.lembar-hitung.{role}"));
    let head = shop.letterhead(read, ctx.today())?;
    let paper = Paper::of("lembar-hitung", ctx.lang, about, figures)
        .from(head, shop.city.clone())
        .names(names)
        .names(codes)
        .name(unit.id, unit.name)
        .name(shop.id, shop.name.clone())
        .sign(role("counted_by"), shop.name)
        .sign(role("seen_by"), "");
    Ok(paper.unchecked())
}

/// Price cards for what stands on a shop's shelf, at the prices that its buyers pay.
pub fn shelf_cards(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    cards(read, ctx, ask, "kartu-harga")
}

/// The same for a printer of 58 mm paper.
pub fn small_shelf_cards(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    cards(read, ctx, ask, "kartu-58")
}

/// Of several units where the shop has their goods; what has no price has no card.
fn cards(read: &mut Read, ctx: &Context, ask: &Ask, template: &'static str) -> Result<Paper> {
    let shop = ask.id::<ShopKind>("shop")?;
    let today = ctx.today();
    let rows = rows_of(read, ctx, Some(shop))?;
    let there = rows.iter().filter(|row| row.shop_id == shop && row.quantity > 0);
    let ids: BTreeSet<ProductId> = there.map(|row| row.product_id).collect();
    let known = catalogue::products(read, &ids.into_iter().collect::<Vec<_>>())?;
    let mut cards = Vec::with_capacity(known.len());
    let ids: Vec<ProductId> = known.keys().copied().collect();
    let terms = agreements::selling_terms_of_many(read, shop, &ids, today)?;
    let prices = catalogue::prices_on(read, &ids, today)?;
    for (id, product) in known {
        let agreed = terms.get(&id).and_then(|terms| terms.price);
        let price = agreed.or_else(|| prices.get(&id).copied());
        cards.extend(price.map(|price| (product, price)));
    }
    if cards.is_empty() {
        return Err(No::Unknown.into());
    }
    cards.sort_by_key(|(product, _)| product.title());
    let about = (shop.uuid(), today.to_string());
    catalogue::price_cards(read, ctx, ask, (template, about), &cards)
}

/// What has no number of its own: the day and the end of its id are one.
fn number_of(day: Day, id: &str) -> String {
    let tail = id.get(id.len() - 6..).unwrap_or_default().to_uppercase();
    format!("BA-{day}-{tail}")
}

/// Where the goods leave: the workshop, or another shop.
enum Sender {
    Unit(Box<Consignor>),
    Shop(Box<Shop>),
}

/// What the papers of one delivery share.
struct Sheet {
    delivery: Delivery,
    lines: Vec<DeliveryLine>,
    from: Sender,
    shop: String,
    names: BTreeMap<String, String>,
}

impl Sheet {
    fn of(read: &mut Read, delivery: Delivery) -> Result<Self> {
        let lines = store_delivery::list_lines(read, delivery.id)?;
        let unit = people::load_consignor(read, delivery.consignor_id)?;
        let shop = people::load_shop(read, delivery.shop_id)?;
        let sender = delivery.from_shop_id.map(|id| people::load_shop(read, id)).transpose()?;
        let agreement = agreements::load_agreement(read, delivery.agreement_id)?;
        let goods = lines.iter().map(|line| (line.product_id, line.batch_id));
        let mut names = BTreeMap::from([
            (unit.id.to_string(), unit.name.clone()),
            (shop.id.to_string(), format!("{}, {}", shop.name, shop.address)),
            (agreement.id.to_string(), titled(&agreement)),
        ]);
        names.extend(sender.iter().map(|shop| (shop.id.to_string(), shop.name.clone())));
        Names::default().goods(read, goods)?.told(&mut names);
        let from = match sender {
            Some(shop) => Sender::Shop(Box::new(shop)),
            None => Sender::Unit(Box::new(unit)),
        };
        Ok(Self { delivery, lines, from, shop: shop.name, names })
    }

    fn from(&self) -> Value {
        let one = &self.delivery;
        one.from_shop_id.map_or_else(|| json!(one.consignor_id), |id| json!(id))
    }

    /// Who hands the goods over.
    fn sender(&self, read: &mut Read, (role, day): (&str, Day)) -> Result<Signer> {
        match &self.from {
            Sender::Unit(unit) => unit.signer(read, (role, Duty::Delivery, day)),
            Sender::Shop(shop) => {
                let (role, office) = (role.to_owned(), shop.name.clone());
                Ok(Signer { role, office, ..Signer::default() })
            }
        }
    }

    fn paper(
        self,
        read: &mut Read,
        ctx: &Context,
        kind: &'static str,
        (day, figures): (Day, Value),
    ) -> Result<Paper> {
        let about = (self.delivery.id.uuid(), self.delivery.number.as_str(), day);
        let (head, city, name) = match self.from {
            Sender::Unit(unit) => (unit.letterhead(read, day)?, unit.city, unit.name),
            Sender::Shop(shop) => (shop.letterhead(read, day)?, shop.city, shop.name),
        };
        let paper = Paper::of(kind, ctx.lang, about, figures).from(head, city).names(self.names);
        Ok(paper.for_both(name, self.shop))
    }
}

fn titled(agreement: &Agreement) -> String {
    let numbers = [&agreement.consignor_number, &agreement.shop_number];
    let numbers: Vec<_> = numbers.into_iter().flatten().map(String::as_str).collect();
    match numbers.is_empty() {
        true => agreement.title.clone(),
        false => format!("{} ({})", agreement.title, numbers.join(" / ")),
    }
}
