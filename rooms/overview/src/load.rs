//! From the stores to what a page shows: who sees which part, and how the parts are put together.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{
    Capability, ConsignorId, Context, Day, Period, ProductId, Reach, Rupiah, ShopId, UserId,
};
use settlement::ageing::Bucket;

use crate::{
    inputs::Asked,
    month::Month,
    pace,
    report::told,
    store::{self, Approved, Scope},
    store_goods::{self, Shelf},
    store_kanwil, store_waiting,
    types::{
        Closable, Dues, Head, MoneyRiver, MonthMoney, Officer, OpenDue, Overview, Refill,
        ShelfLine, ShopView, SlowGoods, Treasurer, UnitChoice, UnitTotals,
    },
};

/// Months in the chart.
const MONTHS: usize = 12;

/// The overview of the one who asks.
pub fn overview(read: &mut Read, ctx: &Context, asked: &Asked) -> Result<Overview> {
    let today = ctx.today();
    let month = asked.month.unwrap_or_else(|| Month::of(today));
    let mut all = Overview {
        today,
        month,
        last_month_with_sales: None,
        head: None,
        officer: None,
        treasurer: None,
        shop: None,
        kanwil: None,
        house: None,
    };
    let unit = match &ctx.actor.reach {
        Reach::Consignor(own) => Some(*own),
        Reach::All => {
            all.house = Some(store_waiting::house(read)?);
            asked.consignor
        }
        Reach::Kanwil(kanwil) => {
            ctx.actor.require(Capability::Oversee)?;
            let units = kanwil_of(read, kanwil, today, month)?;
            if units.iter().all(|one| one.gross.is_zero()) {
                let last = store_kanwil::last_sale_day(read, kanwil)?.map(Month::of);
                all.last_month_with_sales = last.filter(|last| *last != month);
            }
            all.kanwil = Some(units);
            None
        }
        Reach::Shop(shop) => {
            let view = shop_of(read, ctx, *shop, month)?;
            all.last_month_with_sales = last_with_sales(read, Scope::shop(*shop), &view.months)?;
            all.shop = Some(view);
            None
        }
        Reach::Nobody => None,
    };
    if let Some(unit) = unit {
        unit_parts(read, ctx, unit, asked, &mut all)?;
    }
    Ok(all)
}

/// A unit on a day, seen for a month.
struct At {
    unit: ConsignorId,
    who: UserId,
    name: String,
    today: Day,
    month: Month,
}

/// The parts of a unit's page that fit what the person may do.
fn unit_parts(
    read: &mut Read,
    ctx: &Context,
    unit: ConsignorId,
    asked: &Asked,
    all: &mut Overview,
) -> Result<()> {
    let name = people::load_consignor(read, unit)?.name.to_string();
    let at = At { unit, who: ctx.actor.user, name, today: all.today, month: all.month };
    // An administrator sees the whole page of the unit that he chose.
    let all_parts = ctx.actor.reach == Reach::All;
    let may = |one| all_parts || ctx.actor.may(one);
    if may(Capability::Approve) || may(Capability::Oversee) || may(Capability::Sign) {
        let months = store::by_month(read, Scope::unit(unit), &at.month.run_up(MONTHS))?;
        let last = last_with_sales(read, Scope::unit(unit), &months)?;
        all.last_month_with_sales = last;
        all.head = Some(head_of(read, &at, months, last.filter(|_| asked.month.is_none()))?);
    }
    if may(Capability::RecordGoods) {
        all.officer = Some(officer_of(read, &at)?);
    }
    if may(Capability::Deposit) {
        all.treasurer = Some(treasurer_of(read, &at)?);
    }
    Ok(())
}

/// The last month with a sale, where the last of these has none.
fn last_with_sales(read: &mut Read, scope: Scope, months: &[MonthMoney]) -> Result<Option<Month>> {
    let Some(chosen) = months.last().filter(|month| month.gross.is_zero()) else {
        return Ok(None);
    };
    let last = store::last_sale_day(read, scope)?.map(Month::of);
    Ok(last.filter(|last| *last != chosen.month))
}

/// `river` is the month whose rupiah are followed, where it is not the last of `months`.
fn head_of(
    read: &mut Read,
    at: &At,
    months: Vec<MonthMoney>,
    river: Option<Month>,
) -> Result<Head> {
    let (unit, today, month) = (at.unit, at.today, at.month);
    let [shops, products, agreements] = store_waiting::unit_counts(read, unit, today)?;
    // Only the last sale is asked here, not the pace.
    let shelves = store_goods::shelves_of_unit(read, unit, today)?;
    let flowing = match river {
        Some(other) => store::by_month(read, Scope::unit(unit), &[other])?.pop(),
        None => months.last().copied(),
    };
    Ok(Head {
        consignor_id: unit,
        unit_name: at.name.clone(),
        agreements,
        shops,
        products,
        premi: store::premi_of(read, unit, month.period())?.0,
        makers_at_work: store_goods::makers_at_work(read, unit, month.period())?,
        state_revenue: store::state_revenue(read, unit, month)?,
        slow: slow_goods(&shelves, today),
        waiting: store_waiting::of_unit(read, unit, at.who, at.today)?,
        expiring: expiring(read, unit, today)?,
        money_month: flowing.map_or(month, |one| one.month),
        money: match flowing {
            Some(of_month) => money_river(read, unit, of_month.month, &of_month)?,
            None => MoneyRiver::default(),
        },
        goods: store_goods::goods_river(read, unit)?,
        months,
    })
}

fn expiring(read: &mut Read, unit: ConsignorId, today: Day) -> Result<Vec<crate::types::Expiring>> {
    let until = today.plus_days(agreements::WARNING_DAYS[0]);
    store_waiting::expiring(read, unit, today, until)
}

/// Where a month's rupiah went. What cannot be seen elsewhere is not yet remitted, so the
/// branches sum to the source.
fn money_river(
    read: &mut Read,
    unit: ConsignorId,
    month: Month,
    of_month: &MonthMoney,
) -> Result<MoneyRiver> {
    let (expenses, shop_losses) = store::statement_extras(read, unit, month)?;
    let shared = store::shared_by_kind(read, unit, month)?;
    let (jobs, jobs_not_shared) = store::jobs_paid(read, unit, month)?;
    let of = |kind: &str| shared.get(kind).copied().unwrap_or_default();
    let inside =
        |one: &Approved| !one.shared && one.from >= month.first() && one.to <= month.last();
    let all = store::on_their_way(read, Scope::unit(unit))?;
    let waiting: Rupiah = all.iter().filter(|one| inside(one)).map(Approved::settled).sum();
    let mut river = MoneyRiver {
        source: of_month.gross + shop_losses + jobs,
        gross: of_month.gross,
        shop_losses,
        jobs,
        shop_part: of_month.shop_part,
        expenses,
        working_capital: of("working_capital"),
        premi: of("premi"),
        support_fund: of("support_fund"),
        state_revenue: of("state_revenue"),
        other: of("other"),
        not_shared: waiting + jobs_not_shared,
        not_remitted: Rupiah::ZERO,
        in_crossing_statements: of_month.crossing,
    };
    river.not_remitted = river.source - river.seen();
    Ok(river)
}

impl MoneyRiver {
    /// All branches but the last.
    fn seen(&self) -> Rupiah {
        self.shop_part
            + self.expenses
            + self.working_capital
            + self.premi
            + self.support_fund
            + self.state_revenue
            + self.other
            + self.not_shared
            + self.in_crossing_statements
    }
}

fn dues_of(read: &mut Read, scope: Scope, today: Day) -> Result<Dues> {
    let mut dues = Dues::default();
    let all = store::on_their_way(read, scope)?;
    for one in all.into_iter().filter(|one| !one.open.is_zero()) {
        dues.total += one.open;
        dues.by_age[Bucket::of(one.due_on, today) as usize] += one.open;
        dues.open.push(OpenDue {
            statement_id: one.id,
            number: one.number,
            shop: one.shop,
            due_on: one.due_on,
            due: one.due,
            open: one.open,
            days_late: one.due_on.days_until(today),
        });
    }
    dues.open.sort_by(|a, b| (a.due_on, &a.number).cmp(&(b.due_on, &b.number)));
    Ok(dues)
}

/// Goods that lie and don't sell, the longest first.
fn slow_goods(shelves: &[Shelf], today: Day) -> Vec<SlowGoods> {
    let slow = |shelf: &Shelf| {
        let since = shelf.since.max(shelf.last_sold_on)?;
        let days = since.days_until(today);
        (shelf.left > 0 && days > pace::SLOW_DAYS).then(|| SlowGoods {
            shop_id: shelf.shop_id,
            shop: shelf.shop.clone(),
            product_id: shelf.product_id,
            product: shelf.product.clone(),
            unit: shelf.unit.clone(),
            left: shelf.left,
            last_sold_on: shelf.last_sold_on,
            days,
        })
    };
    let mut all: Vec<SlowGoods> = shelves.iter().filter_map(slow).collect();
    all.sort_by_key(|goods| std::cmp::Reverse(goods.days));
    all
}

fn officer_of(read: &mut Read, at: &At) -> Result<Officer> {
    let (unit, today) = (at.unit, at.today);
    let shelves = store_goods::shelves_of_unit(read, unit, today.plus_days(-pace::RATE_DAYS))?;
    let workshop = store_goods::in_workshop(read, unit)?;
    let [_, _, agreements] = store_waiting::unit_counts(read, unit, today)?;
    Ok(Officer {
        consignor_id: unit,
        unit_name: at.name.clone(),
        agreements,
        waiting: store_waiting::of_unit(read, unit, at.who, at.today)?,
        closable: closable(read, unit, today)?,
        refills: covered(read, unit, today, refills(&shelves, &workshop))?,
        dues: dues_of(read, Scope::unit(unit), today)?,
        batches: store_goods::open_batches(read, unit)?,
        jobs: store_goods::jobs_due(read, unit)?,
        expiring: expiring(read, unit, today)?,
        state_revenue_due: store::state_revenue(read, unit, at.month)?.due.unwrap_or_default(),
    })
}

/// Periods that are over, have no statement and hold something.
fn closable(read: &mut Read, unit: ConsignorId, today: Day) -> Result<Vec<Closable>> {
    let cycles = store_waiting::cycles(read, unit)?;
    let mut all = Vec::new();
    for one in store_waiting::covered(read, unit)? {
        let from = settlement::statement::next_from(one.effective_from, one.through);
        let Some(cycle) = cycles.get(&one.id).and_then(|all| store_waiting::on(all, from)) else {
            continue;
        };
        let to = settlement::statement::period_end(cycle, from, one.ends_on);
        if to >= today {
            continue;
        }
        let period = Period { from, to };
        // Where nothing is booked, goods may lie there, or a later period is the one to close.
        let period = match store_waiting::booked(read, one.id, period)? {
            true => Some(period),
            false => settlement::to_close(read, one.id, today)?,
        };
        all.extend(period.map(|Period { from, to }| Closable {
            agreement_id: one.id,
            number: one.number,
            shop: one.shop,
            from,
            to,
        }));
    }
    Ok(all)
}

/// What to send where: shelves that run low, the emptiest first; the workshop's goods are given
/// out in that order.
fn refills(shelves: &[Shelf], workshop: &BTreeMap<ProductId, i64>) -> Vec<Refill> {
    let low = shelves.iter().filter(|one| pace::runs_low(one.left, one.coming, one.sold));
    let mut all: Vec<Refill> = low.map(|one| refill(one, workshop)).collect();
    all.sort_by(|a, b| (a.days_left, &a.shop, &a.product).cmp(&(b.days_left, &b.shop, &b.product)));
    for (product, available) in workshop {
        let wants: Vec<i64> =
            all.iter().filter(|one| one.product_id == *product).map(|one| one.wanted).collect();
        let given = pace::give_out(*available, &wants);
        let theirs = all.iter_mut().filter(|one| one.product_id == *product);
        theirs.zip(given).for_each(|(one, given)| one.to_send = given);
    }
    all
}

/// Names the agreement under which the goods would leave.
fn covered(
    read: &mut Read,
    unit: ConsignorId,
    today: Day,
    mut all: Vec<Refill>,
) -> Result<Vec<Refill>> {
    if all.is_empty() {
        return Ok(all);
    }
    let terms = agreements::selling_terms_of_unit(read, unit, today)?;
    for one in &mut all {
        let found = terms.get(&(one.shop_id, one.product_id));
        one.agreement_id = found.map(|terms| terms.agreement_id);
    }
    Ok(all)
}

fn refill(one: &Shelf, workshop: &BTreeMap<ProductId, i64>) -> Refill {
    Refill {
        shop_id: one.shop_id,
        shop: one.shop.clone(),
        product_id: one.product_id,
        product: one.product.clone(),
        unit: one.unit.clone(),
        left: one.left,
        coming: one.coming,
        sold_28_days: one.sold,
        days_left: pace::days_left(one.left, one.sold).unwrap_or_default(),
        wanted: pace::wanted(one.left, one.coming, one.sold),
        to_send: 0,
        in_workshop: workshop.get(&one.product_id).copied().unwrap_or_default(),
        agreement_id: None,
    }
}

fn treasurer_of(read: &mut Read, at: &At) -> Result<Treasurer> {
    let (unit, today) = (at.unit, at.today);
    let deposit_days = store::deposit_days(read, unit)?;
    Ok(Treasurer {
        consignor_id: unit,
        unit_name: at.name.clone(),
        waiting: store_waiting::of_unit(read, unit, at.who, at.today)?,
        remittances: store::reported_remittances(read, unit)?,
        dues: dues_of(read, Scope::unit(unit), today)?,
        deposit_days,
        state_dues: store::state_dues(read, unit, today, deposit_days)?,
        billings: store::open_billings(read, unit, today, deposit_days)?,
        state_revenue: store::state_revenue(read, unit, at.month)?,
        funds: store::funds(read, unit)?,
    })
}

fn shop_of(read: &mut Read, ctx: &Context, shop: ShopId, month: Month) -> Result<ShopView> {
    let today = ctx.today();
    let shelves = store_goods::shelves_of_shop(read, shop, today.plus_days(-pace::RATE_DAYS))?;
    let terms = agreements::all_selling_terms(read, shop, today)?;
    let prices = store_goods::prices_on(read, shop, today)?;
    let shown = shelves.into_iter().filter(|one| one.left != 0 || one.sold > 0);
    let dues = dues_of(read, Scope::shop(shop), today)?;
    let mut statements = store_waiting::latest_statements(read, shop)?;
    for one in &mut statements {
        let due = dues.open.iter().find(|due| due.statement_id == one.statement_id);
        one.open = due.map_or(Rupiah::ZERO, |due| due.open);
    }
    Ok(ShopView {
        shop_id: shop,
        name: people::load_shop(read, shop)?.name.to_string(),
        shelf: shown.map(|one| shelf_line(one, &terms, &prices)).collect(),
        months: store::by_month(read, Scope::shop(shop), &month.run_up(MONTHS))?,
        sold: store::pieces_sold(read, shop, month)?,
        dues,
        waiting: store_waiting::of_shop(read, shop, orders::opened_since(ctx.now))?,
        agreements: store_waiting::agreements_of_shop(read, shop)?,
        statements,
    })
}

fn shelf_line(
    one: Shelf,
    terms: &BTreeMap<ProductId, agreements::SellingTerms>,
    prices: &BTreeMap<ProductId, Rupiah>,
) -> ShelfLine {
    let terms = terms.get(&one.product_id);
    let agreed = terms.and_then(|terms| terms.price);
    let price = agreed.or_else(|| prices.get(&one.product_id).copied());
    let part = terms.zip(price).map(|(terms, price)| terms.part.of(price, kernel::Quantity(1)));
    ShelfLine {
        product_id: one.product_id,
        product: one.product,
        unit: one.unit,
        left: one.left,
        price,
        shop_part: part,
        days_left: pace::days_left(one.left, one.sold),
    }
}

fn kanwil_of(read: &mut Read, kanwil: &str, today: Day, month: Month) -> Result<Vec<UnitTotals>> {
    let shops = store_kanwil::shops(read, kanwil, today)?;
    let gross = store_kanwil::gross(read, kanwil, month)?;
    let premi = store_kanwil::premi(read, kanwil, month)?;
    let state = store_kanwil::state_revenue(read, kanwil, month)?;
    let totals = |unit: UnitChoice| {
        let id = unit.consignor_id;
        let (credited, people) = premi.get(&id).copied().unwrap_or_default();
        UnitTotals {
            consignor_id: id,
            name: unit.name,
            shops: shops.get(&id).copied().unwrap_or_default(),
            gross: gross.get(&id).copied().unwrap_or_default(),
            premi: told(people, credited),
            state_revenue: state.get(&id).copied().unwrap_or_default(),
        }
    };
    Ok(store_waiting::units_of_kanwil(read, kanwil)?.into_iter().map(totals).collect())
}
