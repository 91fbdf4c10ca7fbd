//! A shop asks for more pieces; the unit promises, sends or declines; the shop takes back.

use kernel::{Actor, ProductId, RequestId};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, clerk, head, officer, story};

use crate::market::{act, deliver, fresh, no, open, tells};

fn request(world: &World, actor: &Actor, mut input: Value) -> Result<RequestId, String> {
    let id: RequestId = fresh(world);
    input["id"] = json!(id);
    act(world, actor, demand::request, input).map(|_| id)
}

fn asked(world: &World, product: ProductId) -> RequestId {
    request(world, &clerk(SHOP), json!({"product": product, "quantity": 12})).expect("a request")
}

fn answer(world: &World, actor: &Actor, id: RequestId, mut input: Value) -> Result<(), String> {
    input["request"] = json!(id);
    act(world, actor, demand::answer, input).map(drop)
}

fn decline(world: &World, actor: &Actor, id: RequestId) -> Result<(), String> {
    act(world, actor, demand::decline, json!({"request": id, "reason": "Kayu habis"})).map(drop)
}

fn withdraw(world: &World, actor: &Actor, id: RequestId) -> Result<(), String> {
    act(world, actor, demand::withdraw, json!({"request": id})).map(drop)
}

/// Where it stands, what was said, and its journal.
fn told(world: &World, actor: &Actor, id: RequestId) -> String {
    let ctx = world.context(actor);
    let seen = world.read(move |read| {
        let seen = demand::load_request(read, &ctx, id)?;
        let history = journal::history(read, id)?;
        let kinds: Vec<String> = history.into_iter().map(|line| line.kind).collect();
        let note = seen.answer_note.unwrap_or_default();
        let delivery = if seen.delivery_id.is_some() { " with surat jalan" } else { "" };
        Ok(format!("{} {note}{delivery}: {}", seen.state, kinds.join(" ")))
    });
    seen.unwrap_or_else(no)
}

#[test]
fn a_request_is_promised_and_then_sent() {
    story(|world: &mut World| {
        let market = open(world);
        let id = asked(world, market.trap);
        let kasubsi = officer(LAPAS);
        let promise = json!({"answer": "promised", "note": "Minggu depan"});
        answer(world, &kasubsi, id, promise.clone()).expect("promised");
        answer(world, &kasubsi, id, promise).expect("the same again");
        let before = told(world, &clerk(SHOP), id);
        let late = withdraw(world, &clerk(SHOP), id).expect_err("too late to take back");
        let delivery = deliver(world, &market);
        answer(world, &kasubsi, id, json!({"answer": "sent", "delivery": delivery})).expect("sent");
        let over = decline(world, &kasubsi, id).expect_err("it is over");
        tells(
            &format!("{before}\n{late}\n{}\n{over}", told(world, &kasubsi, id)),
            &[
                "promised Minggu depan: demand.request demand.promise",
                "demand.request_state",
                "sent  with surat jalan: demand.request demand.promise demand.send",
                "demand.request_state",
            ],
        );
    });
}

#[test]
fn a_request_is_declined_or_taken_back() {
    story(|world: &mut World| {
        let market = open(world);
        let (no_wood, mistaken) = (asked(world, market.trap), asked(world, market.trap));
        decline(world, &officer(LAPAS), no_wood).expect("declined");
        withdraw(world, &clerk(SHOP), mistaken).expect("taken back");
        let sent = json!({"answer": "sent"});
        let over = answer(world, &officer(LAPAS), mistaken, sent).expect_err("it is over");
        let who = clerk(SHOP);
        tells(
            &format!("{}\n{}\n{over}", told(world, &who, no_wood), told(world, &who, mistaken)),
            &[
                "declined Kayu habis: demand.request demand.decline",
                "withdrawn : demand.request demand.withdraw",
                "demand.request_state",
            ],
        );
    });
}

#[test]
fn what_another_asked_for_is_unknown() {
    story(|world: &mut World| {
        let market = open(world);
        let id = asked(world, market.trap);
        let sent = || json!({"answer": "sent"});
        let said = [
            answer(world, &officer(OTHER_LAPAS), id, sent()),
            decline(world, &officer(OTHER_LAPAS), id),
            withdraw(world, &clerk(OTHER_SHOP), id),
            // His to see, and another's to decide.
            answer(world, &clerk(SHOP), id, sent()),
            decline(world, &head(LAPAS), id),
            withdraw(world, &officer(LAPAS), id),
            answer(world, &officer(LAPAS), fresh(world), sent()),
        ];
        let said = said.map(|done| done.expect_err("refused"));
        let strangers = [clerk(OTHER_SHOP), officer(OTHER_LAPAS), Actor::nobody()];
        let unseen = strangers.map(|actor| told(world, &actor, id));
        assert_eq!(told(world, &head(LAPAS), id), "open : demand.request");
        tells(
            &format!("{}\n{}", said.join("\n"), unseen.join("\n")),
            &[
                "demand.unknown",
                "demand.unknown",
                "demand.unknown",
                "kernel.not_allowed",
                "kernel.not_allowed",
                "kernel.not_allowed",
                "demand.unknown",
                "demand.unknown",
                "demand.unknown",
                "demand.unknown",
            ],
        );
    });
}

#[test]
fn wrong_requests_leave_nothing() {
    story(|world: &mut World| {
        let market = open(world);
        let stranger: ProductId = fresh(world);
        let one = |product: ProductId| json!({"product": product, "quantity": 1});
        let with = |name: &str, value: Value| {
            let mut input = one(market.trap);
            input[name] = value;
            input
        };
        let wrong = [
            (clerk(SHOP), one(stranger)),
            (clerk(SHOP), one(market.chair)),
            (clerk(OTHER_SHOP), one(market.nest)),
            (officer(LAPAS), with("shop", json!(null))),
            (officer(OTHER_LAPAS), with("shop", json!(SHOP))),
            (clerk(SHOP), with("shop", json!(OTHER_SHOP))),
            (clerk(SHOP), with("quantity", json!(0))),
            (clerk(SHOP), with("asked_on", json!("2025-11-04"))),
            (clerk(SHOP), with("asked_on", json!("2015-11-04"))),
            (clerk(SHOP), with("asked_on", json!("2025-11-02"))),
            (head(LAPAS), with("shop", json!(SHOP))),
        ];
        let said = wrong.map(|(actor, input)| request(world, &actor, input).expect_err("refused"));
        request(world, &officer(LAPAS), with("shop", json!(SHOP))).expect("for the shop");
        world.advance_days(365);
        let over = request(world, &clerk(SHOP), one(market.trap)).expect_err("the PKS is over");
        tells(
            &format!("{}\n{over}", said.join("\n")),
            &[
                "demand.not_consigned at product",
                "demand.not_consigned at product",
                "demand.not_consigned at product",
                "demand.shop_missing at shop",
                "demand.not_consigned at product",
                "demand.unknown",
                "kernel.quantity",
                "demand.day_after_today at asked_on",
                "demand.day_too_long_ago at asked_on",
                "demand.agreement_over at product",
                "kernel.not_allowed",
                "demand.agreement_over at product",
            ],
        );
    });
}

#[test]
fn a_delivery_is_this_units_to_this_shop() {
    story(|world: &mut World| {
        let market = open(world);
        let delivery = deliver(world, &market);
        let other =
            request(world, &clerk(OTHER_SHOP), json!({"product": market.trap, "quantity": 1}))
                .expect("a request");
        let kasubsi = officer(LAPAS);
        let to_another = json!({"answer": "sent", "delivery": delivery});
        let id = asked(world, market.trap);
        let none: kernel::DeliveryId = fresh(world);
        tells(
            &[
                answer(world, &kasubsi, other, to_another),
                answer(world, &kasubsi, id, json!({"answer": "sent", "delivery": none})),
                answer(world, &kasubsi, id, json!({"answer": "promised", "delivery": delivery})),
            ]
            .map(|done| done.expect_err("refused"))
            .join("\n"),
            &[
                "demand.delivery_unknown at delivery",
                "demand.delivery_unknown at delivery",
                "demand.delivery_is_sent at answer",
            ],
        );
    });
}
