//! Many at once: the last piece is promised to one.

use db::{Error, Result, Tx};
use kernel::OrderId;
use serde_json::{from_value, json};
use testkit::{SHOP, World, clerk, story};

use crate::market::{fresh, open, place};

/// Orders that the shop sets aside at the same time, each its own transaction.
const CROWD: usize = 1_000;
/// Ten people press the button again and again.
const HANDS: usize = 10;

#[test]
fn a_thousand_holds_on_one_piece_are_one() {
    story(|world: &mut World| {
        let market = open(world);
        let (first, _) = place(world, &[(market.nest, 1)]).expect("an order");
        let others: Vec<OrderId> = (0..HANDS - 1)
            .map(|_| place(world, &[(market.nest, 1)]).expect("an order").0)
            .collect();
        let all: Vec<OrderId> = std::iter::once(first).chain(others).collect();
        let ctx = world.context(&clerk(SHOP));
        let results: Vec<std::result::Result<(), String>> = std::thread::scope(|scope| {
            let (world, ctx) = (&*world, &ctx);
            let hands = all.iter().map(|order| {
                scope.spawn(move || -> Vec<std::result::Result<(), String>> {
                    (0..CROWD / HANDS).map(|_| try_hold(world, ctx, *order)).collect()
                })
            });
            let hands: Vec<_> = hands.collect();
            hands.into_iter().flat_map(|hand| hand.join().expect("a hand")).collect()
        });
        let nos: Vec<&String> = results.iter().filter_map(|done| done.as_ref().err()).collect();
        assert!(nos.iter().all(|no| *no == "consignment.not_free"), "{nos:?}");
        let now = world.now();
        let held = world.read(move |read| consignment::held(read, SHOP, now)).expect("held");
        assert_eq!(held.get(&market.nest), Some(&1), "one piece, promised once");
        // He who has it may press again; nobody else ever got it.
        assert_eq!(results.iter().filter(|done| done.is_ok()).count(), CROWD / HANDS);
        let kept = all.iter().filter(|order| state(world, **order) == orders::OrderState::Held);
        assert_eq!(kept.count(), 1);
    });
}

fn try_hold(
    world: &World,
    ctx: &kernel::Context,
    order: OrderId,
) -> std::result::Result<(), String> {
    let input = json!({ "id": fresh::<kernel::EntryKind>(world), "order": order });
    let input: orders::Hold = from_value(input).expect("an input");
    let ctx = ctx.clone();
    let work = move |tx: &mut Tx| -> Result<_> { orders::hold(tx, &ctx, &input) };
    match world.write(work) {
        Ok(_) => Ok(()),
        Err(Error::Refused(no)) => Err(no.code.to_owned()),
        Err(error) => panic!("{error}"),
    }
}

fn state(world: &World, order: OrderId) -> orders::OrderState {
    let ctx = world.context(&clerk(SHOP));
    let whole = world.read(move |read| orders::load_whole(read, &ctx, order));
    whole.expect("an order").order.state
}
