//! What buyers send from the public pages, some of them by a campaign's links: one order that was
//! collected, one that lapsed, one that waits for the shop, a wish for something to be made, ratings, and a complaint.

use kernel::{Actor, Context, OrderId, SaleId};
use serde_json::json;

use crate::{
    Failure,
    demo::{
        cast::Cast,
        story::{Stage, at},
    },
};

pub fn order(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    let [chat, poster] = campaign(stage, cast)?;
    stage.now = at(2025, 12, 29, 19);
    let lapsed = place(stage, cast, Some(&poster))?;
    stage.now = at(2025, 12, 30, 8);
    hold(stage, cast, lapsed)?;
    stage.now = at(2026, 1, 2, 20);
    let collected = place(stage, cast, Some(&chat))?;
    stage.now = at(2026, 1, 3, 8);
    hold(stage, cast, collected)?;
    stage.now = at(2026, 1, 3, 15);
    let clerk = stage.as_player(cast, "kasir");
    stage.act(&clerk, orders::collect, json!({ "order": collected, "payment": "qris" }))?;
    wish(stage, cast)?;
    stage.now = at(2026, 1, 4, 19);
    place(stage, cast, None)?;
    said(stage, cast)
}

/// Somebody whom nobody knows.
fn nobody(stage: &Stage, cast: &Cast) -> Context {
    Context { actor: Actor::nobody(), ..stage.as_player(cast, "kasir") }
}

/// How many came by each link, invented: the link, the day, how many.
const CAME: [(usize, &str, i64); 6] = [
    (0, "2025-12-27", 11),
    (0, "2025-12-29", 9),
    (1, "2025-12-29", 4),
    (0, "2026-01-02", 17),
    (1, "2026-01-03", 6),
    (0, "2026-01-04", 5),
];

/// A campaign for the goods of the story. Its orders are those that are played here.
fn campaign(stage: &mut Stage, cast: &Cast) -> Result<[String; 2], Failure> {
    stage.now = at(2025, 12, 27, 9);
    let kasubsi = stage.as_player(cast, "kasubsi");
    let id = promotion::CampaignId::new(stage.fresh());
    let input = json!({
        "id": id, "name": "Awal tahun tanpa tikus (contoh)", "from": "2025-12-27",
        "until": "2026-01-31",
        "words": "Perangkap tikus dan glodok buatan bengkel, ada di toko dekat Anda (contoh).",
        "goods": [{ "product": cast.nest }, { "product": cast.trap }],
        "channels": [{ "name": "WhatsApp" }, { "name": "Poster di pasar (contoh)" }],
    });
    stage.act(&kasubsi, promotion::start_campaign, input)?;
    let asked = promotion::OneCampaign { campaign: id };
    let seen = stage.write(move |tx| promotion::see_campaign(tx, &kasubsi, &asked))?;
    let codes: Vec<String> = seen.channels.into_iter().map(|one| one.code).collect();
    let came = CAME.iter().filter_map(|(link, day, times)| {
        Some(web::Visits { of: codes.get(*link)?.clone(), day: day.parse().ok()?, times: *times })
    });
    let came: Vec<web::Visits> = came.collect();
    stage.write(move |tx| promotion::keep_visits(tx, &came))?;
    let two = <[String; 2]>::try_from(codes);
    two.map_err(|_| Failure::new("The demo's campaign has no two links."))
}

fn place(stage: &mut Stage, cast: &Cast, campaign: Option<&str>) -> Result<OrderId, Failure> {
    let nobody = nobody(stage, cast);
    let lines = json!([{ "product": cast.nest, "quantity": 1 }]);
    let order = json!({ "id": stage.fresh(), "shop": cast.acun, "lines": lines,
        "campaign": campaign });
    Ok(stage.act(&nobody, orders::place, order)?.id)
}

fn hold(stage: &mut Stage, cast: &Cast, order: OrderId) -> Result<(), Failure> {
    let clerk = stage.as_player(cast, "kasir");
    stage.act(&clerk, orders::hold, json!({ "id": stage.fresh(), "order": order }))?;
    Ok(())
}

fn wish(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    let nobody = nobody(stage, cast);
    stage.act(
        &nobody,
        orders::ask_lead,
        json!({
            "id": stage.fresh(), "consignor": cast.lapas, "quantity": 1, "wanted_on": "2026-02-16",
            "what": "Meja makan kayu untuk enam orang (contoh)",
            "measures": "170 × 90 × 75 cm", "name": "Pembeli (contoh)",
            "whatsapp": "081200000002", "consent": true,
        }),
    )?;
    Ok(())
}

/// Stars and words for the traps that were bought, invented.
const SAID: [(i64, Option<&str>); 6] = [
    (5, Some("Kuat, langsung dapat tikus malam pertama (contoh)")),
    (4, None),
    (5, Some("Rapi buatannya (contoh)")),
    (4, Some("Bagus, hanya pegangannya agak kaku (contoh)")),
    (3, None),
    (5, None),
];

/// Buyers rate what they bought; one has something to complain about and is answered.
fn said(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    let bought = bought(stage, cast)?;
    let nobody = nobody(stage, cast);
    for (receipt, (rating, words)) in bought.iter().zip(SAID) {
        stage.act(
            &nobody,
            feedback::rate,
            json!({
                "receipt": receipt, "sale": receipt, "position": 1, "rating": rating,
                "words": words,
            }),
        )?;
    }
    let head = stage.as_player(cast, "kalapas");
    let first: kernel::ReviewId = journal::derived_id(bought[0], "review 1");
    stage.act(&head, feedback::decide, json!({ "review": first, "revision": 1, "show": true }))?;
    let complaint = stage.fresh();
    stage.act(
        &nobody,
        feedback::complain,
        json!({
            "id": complaint, "receipt": bought[4], "sale": bought[4], "position": 1,
            "words": "Kawat pintunya bengkok sejak dibeli (contoh)",
        }),
    )?;
    let owner = stage.as_player(cast, "hendri");
    stage.act(
        &owner,
        feedback::answer,
        json!({
            "complaint": complaint,
            "answer": "Mohon maaf. Bawa ke toko dengan notanya, kami tukar (contoh).",
        }),
    )?;
    Ok(())
}

/// Receipts of traps, the latest first.
fn bought(stage: &Stage, cast: &Cast) -> Result<Vec<SaleId>, Failure> {
    let (clerk, trap) = (stage.as_player(cast, "kasir"), cast.trap);
    let found = stage.write(move |tx| {
        let asked = sales::ListSales { product: Some(trap), ..Default::default() };
        sales::list(tx, &clerk, &asked)
    })?;
    let desk = found.into_iter().filter(|sale| sale.source == sales::Source::Desk);
    let all: Vec<SaleId> = desk.map(|sale| sale.id).take(SAID.len()).collect();
    match all.len() == SAID.len() {
        true => Ok(all),
        false => Err(Failure::new("The demo sold too few traps to be rated.")),
    }
}
