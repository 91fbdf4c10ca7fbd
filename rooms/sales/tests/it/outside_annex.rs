//! Goods that were sent with a reason, though the annex does not have them, stay sellable.

use kernel::{BatchId, ProductId, SaleId};
use serde_json::json;
use testkit::{LAPAS, SHOP, World, clerk, officer, shopkeeper, story};
use testmarket::{fresh, made, maker, product, receive};

use crate::market::{Market, act, books, open, refused, sale};

/// Four cages at the catalogue's Rp10.000, sent for a fair and received.
fn fair(world: &mut World) -> (Market, ProductId, BatchId) {
    let market = open(world);
    let more = json!({"price": 10_000, "valid_from": "2025-01-01"});
    let cage = product(world, LAPAS, ("SK", "Sangkar"), &more);
    let maker = maker(world, LAPAS, "WB-002");
    let batch = made(world, LAPAS, (cage, 4), maker, &json!({}));
    let id: kernel::DeliveryId = fresh(world);
    let mut input = json!({"id": id, "agreement": market.agreement, "sent_on": world.today(),
        "lines": [{"batch": batch, "quantity": 4}]});
    let no = act(world, &officer(LAPAS), consignment::deliver, input.clone());
    assert_eq!(refused(no), "consignment.not_covered at lines[0].batch");
    input["exception_reason"] = json!("pameran kabupaten");
    act(world, &officer(LAPAS), consignment::deliver, input).expect("sent");
    receive(world, id, &[(batch, 4)]);
    (market, cage, batch)
}

#[test]
fn they_are_sold_at_the_desk_at_a_till_and_by_a_count() {
    story(|world: &mut World| {
        let (market, cage, batch) = fair(world);
        let before = books(world);
        let (id, desk) = sale(world, json!([{"product": cage, "quantity": 1}]));
        act(world, &clerk(SHOP), sales::sell, desk).expect("sold at the desk");
        let seen = world.context(&clerk(SHOP));
        let whole = world.read(move |read| sales::load_whole(read, &seen, id)).expect("the sale");
        let line = &whole.lines[0];
        assert_eq!((line.batch_id, line.agreement_id), (batch, market.agreement));
        // The catalogue's price, and the fifth that the agreement says of all goods.
        assert_eq!((line.unit_price.0, line.shop_part.0), (10_000, 2_000));
        let (_, mut till) = sale(world, json!([{"product": cage, "quantity": 1, "price": 10_000}]));
        till["really_there"] = json!(true);
        let (ctx, day) = (world.context(&clerk(SHOP)), world.today());
        let till: sales::Sell = serde_json::from_value(till).expect("a sale");
        let how = sales::AtTill { priced_on: day, hour_known: true };
        world.write(move |tx| sales::sell_at_till(tx, &ctx, &till, how)).expect("sold at a till");
        let count: SaleId = fresh(world);
        let count = json!({"id": count, "counted_on": day, "payment": "cash", "lines": [
            {"product": market.trap, "left": 15}, {"product": cage, "left": 1}]});
        act(world, &shopkeeper(SHOP), sales::sell_by_count, count).expect("counted");
        assert!(before.starts_with("shelf 23, sold 0"), "{before}");
        assert_eq!(
            books(world),
            "shelf 20, sold 3, damaged 0, buyer -30000, shop_part 6000, due 24000"
        );
        books(world)
    });
}
