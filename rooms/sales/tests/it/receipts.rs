//! One receipt with goods of two units: a sale each.

use db::Read;
use kernel::{Context, SaleId};
use sales::{Receipt, Sold};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, SHOP, World, story};

use crate::market::{act, books, books_of, neighbour, open, refused, sale};

fn receipt(world: &World, who: &Context, sale: SaleId) -> Receipt {
    let who = who.clone();
    world.read(move |read: &mut Read| sales::load_receipt(read, &who, sale)).expect("a receipt")
}

fn sell(world: &World, who: &Context, input: &Value) -> Sold {
    act(world, who, sales::sell, input.clone()).expect("sold")
}

#[test]
fn two_units_goods_are_two_sales_on_one_receipt() {
    story(|world: &mut World| {
        let market = open(world);
        let mat = neighbour(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let lines = json!([
            {"product": market.trap, "quantity": 2},
            {"product": mat, "quantity": 3},
            {"product": market.nest, "quantity": 1},
        ]);
        let (id, mut input) = sale(world, lines);
        input["receipt_number"] = json!("B-17");
        let sold = sell(world, &clerk, &input);
        assert_eq!((sold.id, sold.already, sold.receipt_number.as_str()), (id, false, "B-17"));
        let parts: Vec<_> = sold.sales.iter().map(|one| (one.consignor_id, one.gross.0)).collect();
        assert_eq!(parts, [(LAPAS, 105_000), (OTHER_LAPAS, 60_000)]);
        assert_eq!(sold.sales[0].id, id, "the first keeps the id that was sent");

        let again = sell(world, &clerk, &input);
        assert_eq!(again, Sold { already: true, ..sold.clone() }, "sent twice, counted once");
        input["payment"] = json!("qris");
        assert_eq!(refused(act(world, &clerk, sales::sell, input)), "journal.id_reused");

        // Whichever of its sales one asks by, the shop sees the whole receipt.
        for part in &sold.sales {
            let whole = receipt(world, &clerk, part.id);
            let ids: Vec<SaleId> = whole.sales.iter().map(|one| one.sale.id).collect();
            let sent: Vec<SaleId> = sold.sales.iter().map(|one| one.id).collect();
            assert_eq!((whole.id, whole.gross.0, ids), (id, 165_000, sent));
            assert!(whole.sales.iter().all(|one| one.sale.receipt_number == "B-17"));
        }
        format!("{} / {}", books(world), books_of(world, OTHER_LAPAS))
    });
}

#[test]
fn a_unit_sees_its_own_part_and_no_other() {
    story(|world: &mut World| {
        let market = open(world);
        let mat = neighbour(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let lines =
            json!([{"product": mat, "quantity": 1}, {"product": market.trap, "quantity": 1}]);
        let (_, input) = sale(world, lines);
        let sold = sell(world, &clerk, &input);
        let (theirs, ours) = (sold.sales[0].id, sold.sales[1].id);
        let officer = world.context(&testkit::officer(LAPAS));
        let seen = receipt(world, &officer, ours);
        assert_eq!((seen.sales.len(), seen.gross.0), (1, 30_000));
        let asked = officer.clone();
        let no = refused(world.read(move |read| sales::load_receipt(read, &asked, theirs)));
        // An officer who records for the shop may not sell another unit's goods with his own.
        let (_, mut input) = sale(
            world,
            json!([{"product": market.trap, "quantity": 1}, {"product": mat, "quantity": 1}]),
        );
        input["shop"] = json!(SHOP);
        let refusal = refused(act(world, &officer, sales::sell, input));
        assert_eq!(refusal, "sales.not_consigned at lines[1].product");
        no
    });
}

#[test]
fn each_part_is_brought_back_by_its_own_line() {
    story(|world: &mut World| {
        let market = open(world);
        let mat = neighbour(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let lines =
            json!([{"product": market.trap, "quantity": 1}, {"product": mat, "quantity": 2}]);
        let (_, input) = sale(world, lines);
        let sold = sell(world, &clerk, &input);
        let refund: kernel::RefundId = world.ids.fresh(world.now());
        let back = json!({"id": refund, "sale": sold.sales[1].id, "reason": "salah ukuran",
            "resellable": true, "lines": [{"position": 1, "quantity": 2}]});
        act(world, &clerk, sales::refund, back).expect("taken back");
        let whole = receipt(world, &clerk, sold.id);
        let back: Vec<i64> = whole.sales.iter().map(|one| one.lines[0].refunded.0).collect();
        assert_eq!(back, [0, 2]);
        format!("{} / {}", books(world), books_of(world, OTHER_LAPAS))
    });
}

#[test]
fn a_count_of_two_units_goods_is_a_sale_each() {
    story(|world: &mut World| {
        let market = open(world);
        let mat = neighbour(world);
        let owner = world.context(&testkit::shopkeeper(SHOP));
        let id: SaleId = world.ids.fresh(world.now());
        // The nests are not counted: they stay as they are.
        let input = json!({"id": id, "counted_on": world.today(), "payment": "cash", "lines": [
            {"product": market.trap, "left": 13}, {"product": mat, "left": 4}]});
        let sold = act(world, &owner, sales::sell_by_count, input).expect("counted");
        let gross: Vec<i64> = sold.sales.iter().map(|one| one.gross.0).collect();
        assert_eq!(gross, [60_000, 20_000]);
        format!("{} / {}", books(world), books_of(world, OTHER_LAPAS))
    });
}
