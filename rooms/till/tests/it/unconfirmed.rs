//! What a till sold has come to the shop, whether or not somebody confirmed the delivery.

use kernel::{BatchId, ProductId};
use serde_json::{Value, json};
use testkit::{LAPAS, SHOP, World, story};
use testmarket::{agree, made, maker, product, receive, send as deliver};

use crate::market::{Phone, books, heard, id_of, made_by, open, send};

fn sell(
    world: &World,
    phone: &mut Phone,
    (product, price): (ProductId, i64),
    batch: Option<BatchId>,
) -> Value {
    let body = json!({
        "receipt": format!("A-{:04}", phone.seq + 1), "payment": "cash",
        "lines": [{"product": product, "quantity": 1, "price": price, "batch": batch}],
        "priced_on": world.today(),
    });
    phone.make(world, "sell", body)
}

fn batch_of(world: &World, sale: &Value) -> BatchId {
    let (id, seen) = (id_of(sale), world.context(&testkit::clerk(SHOP)));
    world.read(move |read| sales::load_whole(read, &seen, id)).expect("a sale").lines[0].batch_id
}

fn proven(world: &World) {
    assert_eq!(world.read(consignment::verify).expect("a proof"), Vec::<String>::new());
}

#[test]
fn goods_on_their_way_are_sold_below_zero_until_they_are_confirmed() {
    story(|world| {
        let mut market = open(world);
        let nest = product(world, LAPAS, ("GL", "Glodok"), &json!({"price": 45_000}));
        let agreement = agree(world, LAPAS, SHOP, &[(nest, 45_000)]);
        let nests = {
            let maker = maker(world, LAPAS, "WB-002");
            made(world, LAPAS, (nest, 4), maker, &json!({}))
        };
        let early = sell(world, &mut market.phone, (nest, 45_000), None);
        let told = heard(&send(world, &early).expect("told"));
        assert_eq!(told, "refused sales.never_delivered", "nothing was sent yet: it waits");
        let delivery = deliver(world, LAPAS, agreement, &[(nests, 4)]);
        assert_eq!(heard(&send(world, &early).expect("told")), "done");
        assert_eq!(batch_of(world, &early), nests);
        let shelf = world.read(|read| consignment::shelf(read, SHOP)).expect("a shelf");
        let seen = shelf.iter().find(|row| row.batch_id == nests).map(|row| row.quantity);
        assert_eq!(seen, Some(-1), "a difference that everybody sees");
        proven(world);
        receive(world, delivery, &[(nests, 4)]);
        proven(world);
        assert_eq!(books(world), "shelf 13, sold 1, damaged 0, due 36000");
        books(world)
    });
}

#[test]
fn a_label_of_goods_on_their_way_names_them_and_an_unknown_one_says_nothing() {
    story(|world| {
        let mut market = open(world);
        let coming = made_by(world, market.trap, 'B', 5);
        let elsewhere = made_by(world, market.trap, 'C', 5);
        deliver(world, LAPAS, market.agreement, &[(coming, 5)]);
        let trap = (market.trap, 30_000);
        let labelled = sell(world, &mut market.phone, trap, Some(coming));
        assert_eq!(heard(&send(world, &labelled).expect("told")), "done");
        assert_eq!(batch_of(world, &labelled), coming);
        let other = sell(world, &mut market.phone, trap, Some(elsewhere));
        assert_eq!(heard(&send(world, &other).expect("told")), "done");
        assert_ne!(batch_of(world, &other), elsewhere, "the shelf's oldest");
        proven(world);
        books(world)
    });
}
