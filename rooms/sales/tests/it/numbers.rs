//! A receipt's number that is typed in twice.

use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, SHOP, World, clerk, officer, story};

use crate::market::{act, books, neighbour, open, refused, sale};

#[test]
fn the_same_number_of_a_day_asks_whether_it_is_another_sale() {
    story(|world: &mut World| {
        let market = open(world);
        let mat = neighbour(world);
        let numbered = |product, number: &str| {
            let (id, mut input) = sale(world, json!([{"product": product, "quantity": 1}]));
            input["receipt_number"] = json!(number);
            (id, input)
        };
        let desk = |input: Value| act(world, &clerk(SHOP), sales::sell, input);
        let (id, first) = numbered(market.trap, "K-12");
        desk(first.clone()).expect("sold");
        assert!(desk(first).expect("sent again").already);
        let (_, again) = numbered(market.trap, "k-12");
        let told = desk(again.clone()).map(drop).expect_err("asked").to_string();
        for part in ["sales.number_taken at receipt_number", "gross=Rp30.000", &id.to_string()] {
            assert!(told.contains(part), "{part}: {told}");
        }
        let mut other = again;
        other["same_number"] = json!(true);
        desk(other).expect("another sale of that number");
        let mut yesterday = numbered(market.trap, "K-12").1;
        yesterday["business_day"] = json!(world.today().plus_days(-1));
        desk(yesterday).expect("another day");
        // Two units write down their own parts of one receipt, and only their own.
        let of_unit = |unit, product| {
            let mut input = numbered(product, "K-13").1;
            input["shop"] = json!(SHOP);
            act(world, &officer(unit), sales::sell, input)
        };
        of_unit(LAPAS, market.trap).expect("its part");
        of_unit(OTHER_LAPAS, mat).expect("the other's part");
        assert_eq!(refused(of_unit(LAPAS, market.trap)), "sales.number_taken at receipt_number");
        // A till counts its receipts itself.
        let till = numbered(market.trap, "K-12").1;
        let till: sales::Sell = serde_json::from_value(till).expect("a sale");
        let (who, day) = (world.context(&clerk(SHOP)), world.today());
        let how = sales::AtTill { priced_on: day, hour_known: true };
        world.write(move |tx| sales::sell_at_till(tx, &who, &till, how)).expect("it happened");
        books(world)
    });
}
