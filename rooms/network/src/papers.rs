//! The offer sheet: what a shop would sell, and both sides' rupiah of one piece.

use std::collections::BTreeMap;

use agreements::ShopPart;
use db::{Read, Result};
use kernel::{Context, Quantity};
use paper::Paper;
use people::Duty;
use serde_json::{Value, json};
use web::Ask;
use words::Speak;

use crate::{
    inputs::OfferKind,
    refusal::No,
    store,
    types::{Offer, Offered},
};

/// /penawaran/{offer}/penawaran.pdf
pub fn offer_sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let offer = store::find_offer(read, ask.id::<OfferKind>("offer")?)?.ok_or(No::Unknown)?;
    let prospect = store::load(read, ctx, offer.prospect_id)?;
    let unit = people::load_consignor(read, prospect.consignor_id)?;
    let ids: Vec<_> = offer.lines.iter().map(|line| line.product_id).collect();
    let known = catalogue::products(read, &ids)?;
    let mut names = BTreeMap::new();
    for (id, product) in &known {
        names.insert(id.to_string(), product.title());
        names.insert(format!("{id}.unit"), product.unit.clone());
        names.insert(format!("{id}.about"), product.size.clone().unwrap_or_default());
    }
    let to = prospect.id.to_string();
    names.insert(format!("{to}.owner"), prospect.owner_name.clone());
    let address = [prospect.address.as_str(), prospect.city.as_str()];
    let address: Vec<&str> = address.into_iter().filter(|part| !part.is_empty()).collect();
    names.insert(format!("{to}.address"), address.join(", "));
    let about = (offer.id.uuid(), offer.number.as_str(), offer.offered_on);
    let (unit_role, shop_role) =
        (ctx.lang.t("paper.penawaran.for_unit"), ctx.lang.t("paper.penawaran.for_shop"));
    let shop = prospect.name.clone();
    let head = unit.letterhead(read, offer.offered_on)?;
    let signer = unit.signer(read, (unit_role, Duty::Agreement, offer.offered_on))?;
    Ok(Paper::of("penawaran", ctx.lang, about, figures(&offer))
        .from(head, unit.city.clone())
        .names(names)
        .name(prospect.id, prospect.name)
        .name(unit.id, unit.name)
        .signed(signer)
        .sign(shop_role, shop))
}

fn figures(offer: &Offer) -> Value {
    let part = ShopPart::PercentOfGross(offer.percent);
    let line = |line: &Offered| {
        let split = part.split(line.price, Quantity(1));
        json!({
            "product": line.product_id, "price": line.price, "shop": split.part,
            "unit": split.due, "quantity": line.quantity,
        })
    };
    json!({
        "number": offer.number, "to": offer.prospect_id, "offered_on": offer.offered_on,
        "valid_until": offer.valid_until, "percent": offer.percent, "note": offer.note,
        "lines": offer.lines.iter().map(line).collect::<Vec<_>>(),
    })
}
