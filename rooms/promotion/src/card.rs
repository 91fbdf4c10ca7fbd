//! A campaign's card: a picture to post or to send, with its goods, what they cost and the code of
//! one of its links. The link's own preview shows the same.

use db::{Read, Result};
use kernel::{Context, ShopId};
use paper::Paper;
use serde_json::json;
use storefront::Thing;
use web::Ask;
use words::Speak;

use crate::{see, types::Campaign};

/// Letters of the goods' names that a card holds.
const LETTERS: usize = 80;

/// Where the card of a link stands.
pub fn address(code: &str) -> String {
    format!("/k/{code}/kartu.png")
}

/// /k/{code}/kartu.png
pub fn make(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let (code, campaign) = see::behind(read, ask.param("code").unwrap_or_default())?;
    let ids = storefront::offered_of(read, ctx, &campaign.goods)?;
    let goods = storefront::goods_at(read, ctx, &ids, campaign.shop_id)?;
    let photo = goods.iter().find_map(|thing| thing.photo);
    let photo = match photo {
        Some(photo) => catalogue::photo_bytes(read, photo)?.map(|bytes| (photo, bytes)),
        None => None,
    };
    let by = by(read, &campaign)?;
    let link = format!("{}/k/{code}", ask.public_url);
    let (price, more) = price(&goods);
    let figures = json!({
        "name": campaign.name, "unit": by, "letter": letter(&campaign.name),
        "price": price, "from": more.then(|| ctx.lang.t("storefront.from")),
        "text": names(&goods), "foot": link.split("//").last(), "scan": true,
        "photo": photo.as_ref().map(|(id, _)| id),
    });
    let about = (campaign.id.uuid(), code.as_str(), ctx.today());
    let card = Paper::of("kartu", ctx.lang, about, figures).code("page", link).as_picture();
    Ok(match photo {
        Some((_, bytes)) => card.picture("photo.jpg", bytes),
        None => card,
    })
}

/// Whose campaign it is: the shop's, or the unit's by its name or brand.
fn by(read: &mut Read, campaign: &Campaign) -> Result<String> {
    let shop: Option<ShopId> = campaign.shop_id;
    match (shop, campaign.consignor_id) {
        (Some(shop), _) => Ok(people::load_shop(read, shop)?.name),
        (None, Some(unit)) => Ok(people::load_consignor(read, unit)?.public_name().to_owned()),
        (None, None) => Ok(String::new()),
    }
}

/// The lowest price of the goods, and whether others cost more.
fn price(goods: &[Thing]) -> (Option<String>, bool) {
    let asked: Vec<_> = goods.iter().filter_map(Thing::asked).collect();
    let lowest = asked.iter().map(|asked| asked.price).min();
    let more = asked.iter().any(|one| one.others_more || Some(one.price) != lowest);
    (lowest.map(|price| price.to_string()), more)
}

/// As many names as a card holds.
fn names(goods: &[Thing]) -> Option<String> {
    let mut said = String::new();
    for title in goods.iter().map(Thing::title) {
        let comma = if said.is_empty() { "" } else { ", " };
        if !said.is_empty() && said.chars().count() + title.chars().count() > LETTERS {
            return Some(format!("{said} …"));
        }
        said = format!("{said}{comma}{title}");
    }
    (!said.is_empty()).then_some(said)
}

fn letter(name: &str) -> String {
    let first = name.chars().find(|c| c.is_alphanumeric()).unwrap_or('·');
    first.to_uppercase().collect()
}
