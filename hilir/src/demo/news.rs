//! The article itself, as the unit's first story, and a draft that waits.

use kernel::Context;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Failure,
    demo::{
        cast::{Cast, NEST, TRAP},
        story::{Batches, Stage, at},
    },
};

/// The article's true text. What stands before the line says where it is from.
const ARTICLE: &str = include_str!("../../demo/kabar-toko-acun.txt");

/// The title and the body of the article.
fn article() -> Result<(&'static str, &'static str), Failure> {
    let parts = ARTICLE
        .split_once("\n---\n")
        .and_then(|(source, body)| Some((source.rsplit_once("Judul: ")?.1.trim(), body.trim())));
    parts.ok_or_else(|| Failure::new("The demo's article has no title or no text."))
}

/// Published on the day on which the agreement was signed.
pub fn first_story(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    stage.now = at(2025, 11, 3, 14);
    let (kasubsi, kalapas) = (stage.as_player(cast, "kasubsi"), stage.as_player(cast, "kalapas"));
    let (title, body) = article()?;
    let id = stage.fresh();
    stage.act(
        &kasubsi,
        stories::write,
        json!({
            "id": id,
            "title": title,
            "place": "Pangkalpinang",
            "agency": "INFO_PAS",
            "body": body,
            "contributor": "Lapas Pangkalpinang",
            "initials": "IR",
            "happened_on": "2025-11-03",
            "products": [{"product": cast.trap}, {"product": cast.nest}],
            "shops": [{"shop": cast.acun}],
        }),
    )?;
    let caption = "Gambar contoh, bukan foto kegiatan: perangkap tikus yang disebut dalam kabar.";
    let alt = "Perangkap tikus dari kawat, pintunya terbuka (gambar contoh)";
    photo(stage, &kasubsi, id, TRAP, (alt, caption, true))?;
    stage.now = at(2025, 11, 3, 15);
    // Written once and given one photo: the second revision.
    let approve = json!({"id": stage.fresh(), "story": id, "revision": 2});
    stage.act(&kalapas, stories::approve, approve)?;
    let publish = json!({"id": stage.fresh(), "story": id, "published_on": "2025-11-03"});
    stage.act(&kasubsi, stories::publish, publish)?;
    Ok(())
}

/// A draft whose photo nobody looked at yet.
pub fn waiting_draft(stage: &Stage, cast: &Cast) -> Result<(), Failure> {
    let kasubsi = stage.as_player(cast, "kasubsi");
    let id = stage.fresh();
    stage.act(&kasubsi, stories::write, json!({
        "id": id,
        "title": "Glodok lovebird kini ada di dua toko (contoh)",
        "place": "Pangkalpinang",
        "body": "Kabar contoh: sarang burung lovebird dari bengkel Lapas kini dititipkan di **dua toko**.\n\n- Toko Acun Akuarium\n- Toko Kicau (contoh)\n",
        "contributor": "Lapas Pangkalpinang (contoh)",
        "products": [{"product": cast.nest}],
        "shops": [{"shop": cast.acun}, {"shop": cast.kicau}],
    }))?;
    let alt = "Kotak sarang lovebird dari kayu (gambar contoh)";
    photo(stage, &kasubsi, id, NEST, (alt, "Gambar contoh.", false))
}

/// Which wording stood on the first labels. Two shops are too few to compare, and the page says so.
pub fn labels(stage: &mut Stage, cast: &Cast, batches: Batches) -> Result<(), Failure> {
    let kasubsi = stage.as_player(cast, "kasubsi");
    for (day, batch, shop, variant, pieces) in [
        (4, batches.traps, cast.acun, "plain", 25),
        (4, batches.nests, cast.acun, "made_inside", 9),
        (6, batches.nests, cast.kicau, "shared", 5),
        (17, batches.more_traps, cast.acun, "shared", 12),
    ] {
        stage.now = at(2025, 11, day, 7);
        let input = json!({ "id": stage.fresh(), "batch": batch, "shop": shop,
            "variant": variant, "pieces": pieces });
        stage.act(&kasubsi, promotion::record_labels, input)?;
    }
    Ok(())
}

/// Two shops that may become partners; one of them has an offer.
pub fn prospects(stage: &Stage, cast: &Cast) -> Result<(), Failure> {
    let kasubsi = stage.as_player(cast, "kasubsi");
    let (asked, offered) = (stage.fresh(), stage.fresh());
    for (id, name, city) in [
        (asked, "Kios Pakan Burung (contoh)", "Sungailiat"),
        (offered, "Toko Perkakas (contoh)", "Pangkalpinang"),
    ] {
        stage.act(
            &kasubsi,
            network::add,
            json!({
                "id": id, "name": name, "owner_name": "Pemilik (contoh)",
                "address": "Jalan Contoh Nomor 4 (contoh)", "city": city,
                "whatsapp": "081200000000", "notes": "Pernah bertanya lewat Toko Acun (contoh).",
            }),
        )?;
    }
    let visit = json!({"id": stage.fresh(), "prospect": asked,
        "next_step": "Antar contoh glodok", "next_on": "2026-01-07"});
    stage.act(&kasubsi, network::plan, visit)?;
    let offer = json!({"id": stage.fresh(), "prospect": offered, "percent": "20",
    "valid_until": "2026-02-04", "lines": [
        {"product": cast.trap, "quantity": 12}, {"product": cast.nest, "quantity": 4},
    ]});
    stage.act(&kasubsi, network::offer, offer)?;
    Ok(())
}

fn photo(
    stage: &Stage,
    who: &Context,
    story: Uuid,
    file: &[u8],
    (alt, caption, cleared): (&str, &str, bool),
) -> Result<(), Failure> {
    let developed = catalogue::develop(file).map_err(db::Error::from)?;
    let input: Value = json!({
        "id": stage.fresh(), "story": story, "alt": alt, "caption": caption,
        "faces_cleared": cleared, "photo": {"name": "contoh.jpg", "content": ""},
    });
    let input: stories::AddStoryPhoto =
        serde_json::from_value(input).map_err(|error| Failure::new(error.to_string()))?;
    let who = Context { now: stage.now, ..who.clone() };
    stage.write(move |tx| stories::add_photo(tx, &who, &input, &developed).map(|_| ()))
}
