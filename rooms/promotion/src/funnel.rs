//! Pure: from the lines of a campaign's orders to its numbers, and back to the lines behind each.

use std::collections::BTreeSet;

use kernel::{Day, OrderId, ProductId, Quantity, Rupiah, SaleId, ShopId};
use orders::OrderState;
use schemars::JsonSchema;
use serde::Serialize;

use crate::kinds::Step;

/// One product of an order that a campaign brought.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CampaignLine {
    /// The link's code.
    pub channel: String,
    #[serde(skip)]
    pub order_id: OrderId,
    pub shop_id: ShopId,
    pub placed_on: Day,
    pub state: OrderState,
    pub product_id: ProductId,
    pub quantity: Quantity,
    pub set_aside: bool,
    /// The sale that it became, as far as the reader may see it.
    pub sale_id: Option<SaleId>,
    /// Pieces that the buyer took and kept.
    pub sold: Quantity,
    /// What he paid for them.
    pub rupiah: Rupiah,
}

impl CampaignLine {
    pub fn reached(&self, step: Step) -> bool {
        let collected = self.state == OrderState::Collected;
        match step {
            Step::Ordered => true,
            Step::SetAside => self.set_aside || collected,
            Step::Sold => collected,
        }
    }
}

/// A campaign's numbers, of one link or of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Steps {
    pub visits: i64,
    pub orders: i64,
    /// Pieces that were set aside or handed over.
    pub set_aside: Quantity,
    /// Orders that were collected.
    pub sales: i64,
    /// Pieces that buyers took and kept.
    pub sold: Quantity,
    pub rupiah: Rupiah,
}

/// The numbers of lines, beside the visits that are counted elsewhere.
pub fn steps<'a>(visits: i64, lines: impl Iterator<Item = &'a CampaignLine> + Clone) -> Steps {
    let orders_at = |step: Step| {
        let at = lines.clone().filter(|line| line.reached(step));
        at.map(|line| line.order_id).collect::<BTreeSet<_>>().len() as i64
    };
    let aside = lines.clone().filter(|line| line.reached(Step::SetAside));
    Steps {
        visits,
        orders: orders_at(Step::Ordered),
        set_aside: aside.map(|line| line.quantity).sum(),
        sales: orders_at(Step::Sold),
        sold: lines.clone().map(|line| line.sold).sum(),
        rupiah: lines.map(|line| line.rupiah).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(order: u128, state: OrderState, pieces: i64) -> CampaignLine {
        let sold = if state == OrderState::Collected { pieces } else { 0 };
        CampaignLine {
            channel: "A".into(),
            order_id: kernel::Id::new(uuid::Uuid::from_u128(order)),
            shop_id: kernel::Id::new(uuid::Uuid::nil()),
            placed_on: Day::new(2026, 1, 5).expect("a day"),
            state,
            product_id: kernel::Id::new(uuid::Uuid::nil()),
            quantity: Quantity(pieces),
            set_aside: state == OrderState::Held,
            sale_id: None,
            sold: Quantity(sold),
            rupiah: Rupiah(sold * 1_000),
        }
    }

    #[test]
    fn an_order_counts_once_at_each_step_that_it_reached() {
        use OrderState::{Collected, Held, Lapsed, Open};
        // One order of two lines, and three of one.
        let lines = [
            line(1, Collected, 2),
            line(1, Collected, 1),
            line(2, Held, 3),
            line(3, Open, 4),
            line(4, Lapsed, 5),
        ];
        let all = steps(40, lines.iter());
        assert_eq!((all.visits, all.orders, all.sales), (40, 4, 1));
        assert_eq!(
            (all.set_aside, all.sold, all.rupiah),
            (Quantity(6), Quantity(3), Rupiah(3_000))
        );
        for (step, expected) in [(Step::Ordered, 5), (Step::SetAside, 3), (Step::Sold, 2)] {
            let behind = lines.iter().filter(|line| line.reached(step)).count();
            assert_eq!(behind, expected, "{step}");
        }
        assert_eq!(steps(0, [].iter()), Steps::default());
    }
}
