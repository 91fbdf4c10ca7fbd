//! Goods of one unit under two agreements on one receipt: each line has its own books and window.

use agreements::ShopPart;
use kernel::{AgreementId, BatchId, Day, Period, ProductId, SaleId, Share};
use ledger::{Filter, Kind};
use serde_json::json;
use testkit::{LAPAS, SHOP, World, clerk, head, officer, story};
use testmarket::{fresh, made, maker, product, shelve, two_shops, unit};

use crate::market::{act, books, refused, sale};

/// A product at Rp10.000 under an agreement of its own, five pieces on the shelf; so many days of
/// return.
fn goods(world: &World, code: &str, return_days: i64) -> (ProductId, AgreementId, BatchId) {
    let more = json!({"price": 10_000, "valid_from": "2025-01-01"});
    let own = product(world, LAPAS, (code, code), &more);
    let (recorder, signer) = (world.context(&officer(LAPAS)), world.context(&head(LAPAS)));
    let day = world.today();
    let agreement = world.write(move |tx| {
        let annex = [agreements::SampleLine::new(own, kernel::Rupiah(10_000))];
        let part = ShopPart::PercentOfGross(Share(2_000));
        let draft = agreements::draft_of(&recorder, (LAPAS, SHOP), day, part, &annex);
        let return_days = kernel::Count::new(return_days).expect("days");
        let draft = agreements::inputs::Draft { return_days, ..draft };
        agreements::put_in_force(tx, &recorder, &signer, &draft)
    });
    let agreement = agreement.expect("an agreement");
    let maker = maker(world, LAPAS, if code == "PT" { "WB-001" } else { "WB-002" });
    let batch = made(world, LAPAS, (own, 5), maker, &json!({}));
    shelve(world, LAPAS, agreement, &[(batch, 5)]);
    (own, agreement, batch)
}

/// What the ledger has as due under an agreement in a period, and what left the shelf of a batch.
fn booked(world: &World, (agreement, batch): (AgreementId, BatchId), month: Day) -> (i64, i64) {
    let period = Period::month_of(month);
    world
        .read(move |read| {
            let due = Filter { agreement: Some(agreement), ..Filter::of(LAPAS) };
            let due = ledger::turnover(read, Kind::Due, due, period)?;
            let goods = Filter { batch: Some(batch), ..Filter::of(LAPAS) };
            let sold = ledger::turnover(read, Kind::Sold, goods, period)?;
            Ok((due.received - due.given, sold.received - sold.given))
        })
        .expect("the books")
}

#[test]
fn each_line_stands_in_the_books_of_its_own_agreement() {
    story(|world: &mut World| {
        world.set_day("2025-11-03");
        unit(world, LAPAS, "Lapas Contoh", &json!({}));
        two_shops(world);
        let (trap, closed, traps) = goods(world, "PT", 30);
        let (nest, open, nests) = goods(world, "GL", 30);
        world.set_day("2025-12-02");
        let november = Day::new(2025, 11, 30).expect("a day");
        let december = november.plus_days(1);
        world.write(move |tx| sales::close_books(tx, closed, november)).expect("closed");
        let lines = json!([{"product": trap, "quantity": 1}, {"product": nest, "quantity": 1}]);
        let (id, mut late) = sale(world, lines);
        late["business_day"] = json!("2025-11-29");
        act(world, &clerk(SHOP), sales::sell, late).expect("sold");
        let of = |which, month| booked(world, which, month);
        assert_eq!(of((closed, traps), november), (0, 0));
        assert_eq!(of((closed, traps), december), (8_000, 1));
        assert_eq!(of((open, nests), november), (8_000, 1));
        assert_eq!(of((open, nests), december), (0, 0));

        world.write(move |tx| sales::close_books(tx, open, november)).expect("closed");
        let back = json!({"id": fresh::<kernel::RefundKind>(world), "sale": id, "reason": "rusak",
            "business_day": "2025-11-29", "resellable": true,
            "lines": [{"position": 1, "quantity": 1}, {"position": 2, "quantity": 1}]});
        act(world, &clerk(SHOP), sales::refund, back).expect("back");
        assert_eq!(of((open, nests), december), (-8_000, -1));
        assert_eq!(of((closed, traps), december), (0, 0));
        books(world)
    });
}

#[test]
fn each_line_comes_back_within_the_window_of_its_own_agreement() {
    story(|world: &mut World| {
        world.set_day("2025-11-03");
        unit(world, LAPAS, "Lapas Contoh", &json!({}));
        two_shops(world);
        let (trap, ..) = goods(world, "PT", 30);
        let (nest, ..) = goods(world, "GL", 0);
        let lines = json!([{"product": trap, "quantity": 1}, {"product": nest, "quantity": 1}]);
        let (id, input): (SaleId, _) = sale(world, lines);
        act(world, &clerk(SHOP), sales::sell, input).expect("sold");
        world.advance_days(1);
        let back = |position: i64| {
            let input = json!({"id": fresh::<kernel::RefundKind>(world), "sale": id,
                "reason": "rusak", "lines": [{"position": position, "quantity": 1}]});
            act(world, &clerk(SHOP), sales::refund, input)
        };
        assert_eq!(refused(back(2)), "sales.window_over at exception");
        back(1).expect("within its own window");
        books(world)
    });
}
