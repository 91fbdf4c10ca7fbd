//! An agreement whose days are over: goods are sent only with a reason, and stay sellable.

use kernel::DeliveryId;
use serde_json::json;
use testkit::{LAPAS, World, officer, story};

use crate::world::{act, fresh, trade};

#[test]
fn after_the_last_day_goods_leave_only_with_a_reason() {
    story(|world: &mut World| {
        let trade = trade(world);
        let batch = trade.made(world, 5);
        let kasubsi = officer(LAPAS);
        let last = world.today().plus_months(12).plus_days(-1);
        world.set_day(&last.to_string());
        let on_time = trade.delivery(world, fresh::<kernel::DeliveryKind>(world), batch, 1);
        act(world, &kasubsi, consignment::deliver, on_time).unwrap();
        world.advance_days(1);
        let id: DeliveryId = fresh(world);
        let mut late = trade.delivery(world, id, batch, 1);
        let no = act(world, &kasubsi, consignment::deliver, late.clone());
        assert_eq!(no.unwrap_err(), "consignment.not_covered");
        late["exception_reason"] = json!("menghabiskan stok");
        act(world, &kasubsi, consignment::deliver, late).unwrap();
    });
}
