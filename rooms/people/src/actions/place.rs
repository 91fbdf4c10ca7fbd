//! Registering units and shops.

use db::{Read, Result, Tx};
use kernel::{Actor, Capability, Context, Reach, ShopId};
use serde_json::json;
use web::Recorded;
use words::Speak;

use crate::{
    No, Shop,
    inputs::{ConsignorDetails, CreateConsignor, CreateShop, EditConsignor, EditShop, ShopDetails},
    load_consignor, load_shop, phone,
    qris::Qris,
    record,
    store_place::{self as store, ShopChecked},
};

/// Registers a unit: the house's administrator.
pub fn create_consignor(tx: &mut Tx, ctx: &Context, input: &CreateConsignor) -> Result<Recorded> {
    ctx.actor.require(Capability::Administer)?;
    if ctx.actor.reach != Reach::All {
        return Err(No::BeyondOwnReach.into());
    }
    let kind = "people.consignor_created";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    let details = input.details();
    check_consignor(&details)?;
    store::insert_consignor(tx, ctx, input.id, &details)?;
    record::write(tx, ctx, kind, input.id, |line| {
        line.of(input.id).digest(digest).body(json!({"satker_code": details.satker_code}))
    })?;
    Ok(Recorded::new(input.id))
}

/// Changes a unit: its own administrator or the house's.
pub fn edit_consignor(tx: &mut Tx, ctx: &Context, input: &EditConsignor) -> Result<Recorded> {
    ctx.actor.require(Capability::Administer)?;
    if !ctx.actor.sees_consignor(input.consignor) {
        return Err(No::Unknown.into());
    }
    let kind = "people.consignor_changed";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(input.consignor));
    };
    load_consignor(tx, input.consignor)?;
    let details = input.details();
    check_consignor(&details)?;
    store::update_consignor(tx, input.consignor, &details)?;
    record::write(tx, ctx, kind, input.id, |line| {
        line.of(input.consignor).digest(digest).body(json!({"satker_code": details.satker_code}))
    })?;
    Ok(Recorded::new(input.consignor))
}

fn check_consignor(details: &ConsignorDetails) -> Result<()> {
    if phone::is_satker(details.satker_code.as_str()) {
        return Ok(());
    }
    Err(No::SatkerCode.at("satker_code").into())
}

/// Whether the person may register shops: an administrator, or the people of a unit who find
/// partners for it.
pub fn may_register_shop(actor: &Actor) -> bool {
    let finds = [Capability::Sign, Capability::RecordGoods].iter().any(|one| actor.may(*one));
    let of_unit = matches!(actor.reach, Reach::Consignor(_));
    actor.shop().is_none() && (actor.may(Capability::Administer) || (finds && of_unit))
}

/// Whether the person may change the shop: its own owner or administrator, the people of the
/// unit that registered it, or the house's administrator.
pub fn may_edit_shop(actor: &Actor, shop: &Shop) -> bool {
    let administers = actor.may(Capability::Administer);
    match &actor.reach {
        Reach::All => administers,
        Reach::Shop(own) => *own == shop.id && (administers || actor.may(Capability::Sign)),
        Reach::Consignor(own) => {
            shop.registered_by_consignor == Some(*own)
                && (administers || actor.may(Capability::RecordGoods))
        }
        Reach::Kanwil(_) | Reach::Nobody => false,
    }
}

/// Registers a shop.
pub fn create_shop(tx: &mut Tx, ctx: &Context, input: &CreateShop) -> Result<Recorded> {
    if !may_register_shop(&ctx.actor) {
        ctx.actor.require(Capability::Administer)?;
        return Err(No::BeyondOwnReach.into());
    }
    let kind = "people.shop_created";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    let details = input.details();
    let checked = check_shop(ctx, &details)?;
    store::insert_shop(tx, ctx, input.id, &checked)?;
    record::write(tx, ctx, kind, input.id, |line| {
        line.at(input.id).digest(digest).body(json!({"nmid": nmid(&checked)}))
    })?;
    Ok(Recorded::new(input.id))
}

/// Changes a shop. The journal says when the QRIS code was exchanged: that is how buyers' money
/// goes astray.
pub fn edit_shop(tx: &mut Tx, ctx: &Context, input: &EditShop) -> Result<Recorded> {
    let shop = load_visible_shop(tx, ctx, input.shop)?;
    if !may_edit_shop(&ctx.actor, &shop) {
        ctx.actor.require(Capability::Administer)?;
        return Err(No::BeyondOwnReach.into());
    }
    let kind = "people.shop_changed";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(input.shop));
    };
    let details = input.details();
    let checked = check_shop(ctx, &details)?;
    let body = json!({"qris_changed": checked.qris != shop.qris, "nmid": nmid(&checked)});
    store::update_shop(tx, input.shop, &checked)?;
    record::write(tx, ctx, kind, input.id, |line| line.at(input.shop).digest(digest).body(body))?;
    Ok(Recorded::new(input.shop))
}

fn nmid(checked: &ShopChecked<'_>) -> Option<String> {
    let code = checked.qris.as_deref().and_then(|text| Qris::parse(text).ok());
    code.map(|code| code.nmid)
}

/// A shop that the person may see: its own people only their own, units and offices every shop.
pub fn load_visible_shop(read: &mut Read, ctx: &Context, id: ShopId) -> Result<Shop> {
    if sees_shop(&ctx.actor, id) { load_shop(read, id) } else { Err(No::Unknown.into()) }
}

fn sees_shop(actor: &Actor, id: ShopId) -> bool {
    match &actor.reach {
        Reach::Shop(own) => *own == id,
        Reach::Nobody => false,
        _ => true,
    }
}

/// Shops that the person may see with this WhatsApp number (digits), or with the same name in the
/// same city; those with the number first.
pub fn shops_alike(
    read: &mut Read,
    ctx: &Context,
    whatsapp: Option<&str>,
    (name, city): (&str, &str),
) -> Result<Vec<Shop>> {
    let mut alike = store::shops_alike(read, whatsapp, name, city)?;
    alike.retain(|shop| sees_shop(&ctx.actor, shop.id));
    Ok(alike)
}

fn check_shop<'a>(ctx: &Context, details: &'a ShopDetails) -> Result<ShopChecked<'a>> {
    let whatsapp = match &details.whatsapp {
        None => None,
        Some(typed) => {
            let number = phone::whatsapp(typed.as_str());
            Some(number.ok_or_else(|| No::Whatsapp.at("whatsapp"))?)
        }
    };
    let qris = details.qris.as_ref().map(|note| note.as_str().trim().to_owned());
    if let Some(text) = &qris {
        check_qris(ctx, text)?;
    }
    Ok(ShopChecked { details, whatsapp, qris })
}

fn check_qris(ctx: &Context, text: &str) -> Result<()> {
    match Qris::parse(text) {
        Err(wrong) => {
            let why = ctx.lang.t(&format!("people.qris.wrong.{}", wrong.name()));
            Err(No::QrisWrong.at("qris").with("why", why).into())
        }
        Ok(code) if !code.is_static => Err(No::QrisDynamic.at("qris").into()),
        Ok(_) => Ok(()),
    }
}
