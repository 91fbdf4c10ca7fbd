//! The cards that link previews show: a product's photo, name and price, or the house's own.

use db::{Read, Result};
use kernel::{Context, ProductId};
use paper::Paper;
use serde_json::{Value, json};
use uuid::Uuid;
use web::Ask;
use words::Speak;

use crate::{
    api::{self, One, Whole},
    refusal::No,
};

/// The card of everything that is no product.
const HOUSE: &str = "etalase";

/// `/kartu/<product>.png` or `/kartu/etalase.png`.
pub fn make(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let name = ask.param("card").and_then(|name| name.strip_suffix(".png")).ok_or(No::NoFile)?;
    if name == HOUSE {
        return Ok(of_the_house(ctx));
    }
    let product: ProductId = name.parse().map_err(|_| No::NoFile)?;
    let whole = api::show(read, ctx, &One { product })?;
    let photo = match whole.product.photo {
        Some(photo) => catalogue::photo_bytes(read, photo)?,
        None => None,
    };
    let figures = figures(ctx, &whole, photo.is_some());
    let card = painted(ctx, product.uuid(), figures);
    Ok(match photo {
        Some(bytes) => card.picture("photo.jpg", bytes),
        None => card,
    })
}

/// Stands for everything that is no product, and for any card while too many are asked for.
pub fn of_the_house(ctx: &Context) -> Paper {
    painted(ctx, Uuid::nil(), house(ctx))
}

fn painted(ctx: &Context, subject: Uuid, figures: Value) -> Paper {
    Paper::of("kartu", ctx.lang, (subject, "", ctx.today()), figures).as_picture()
}

fn figures(ctx: &Context, whole: &Whole, pictured: bool) -> Value {
    let (lang, thing) = (ctx.lang, &whole.product);
    let asked = thing.asked();
    let more = asked.is_some_and(|asked| asked.others_more);
    json!({
        "name": thing.title(),
        "letter": letter(&thing.name),
        "unit": whole.unit.clone().unwrap_or_default(),
        "price": asked.map(|asked| asked.price.to_string()),
        "from": more.then(|| lang.t("storefront.from")),
        "text": thing.description.as_deref().map(first_words),
        "foot": lang.t(made(whole.branded)),
        "photo": thing.photo.filter(|_| pictured),
    })
}

/// Whose work it is; a unit that chose a brand is called by it alone.
pub const fn made(branded: bool) -> &'static str {
    if branded { "storefront.made_neutral" } else { "storefront.made" }
}

fn house(ctx: &Context) -> Value {
    let lang = ctx.lang;
    json!({
        "name": lang.t("storefront.home.title"), "letter": "H", "unit": "Hilir",
        "price": Value::Null, "from": Value::Null, "text": lang.t("storefront.home.card"),
        "foot": lang.t("storefront.made"), "photo": Value::Null,
    })
}

/// As much of a text as a card holds.
fn first_words(text: &str) -> String {
    let mut said = String::new();
    for word in text.split_whitespace() {
        if said.chars().count() + word.chars().count() > 90 {
            return format!("{} …", said.trim_end());
        }
        said += word;
        said.push(' ');
    }
    said.trim_end().to_owned()
}

fn letter(name: &str) -> String {
    let first = name.chars().find(|c| c.is_alphanumeric()).unwrap_or('·');
    first.to_uppercase().collect()
}
