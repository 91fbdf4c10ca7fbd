//! A Lapas, a shop, a product, three makers, goods on the shelf, and how to sell and settle them.

use agreements::{ExpenseKind, SampleLine, ShopPart};
use kernel::{
    Actor, AgreementId, BatchId, DistributionId, MakerId, Price, ProductId, RemittanceId, RuleId,
    Rupiah, SaleId, Share, StatementId,
};
use serde_json::{Value, json};
use testkit::{LAPAS, SHOP, World};

use crate::{act, fresh, maker, product, two_shops, unit};

#[derive(Debug, Clone, Copy)]
pub struct Market {
    pub trap: ProductId,
    pub batch: BatchId,
    pub makers: [MakerId; 3],
    pub agreement: AgreementId,
}

pub fn officer() -> Actor {
    testkit::officer(LAPAS)
}
pub fn head() -> Actor {
    testkit::head(LAPAS)
}
pub fn treasurer() -> Actor {
    testkit::treasurer(LAPAS)
}
pub fn shopkeeper() -> Actor {
    testkit::shopkeeper(SHOP)
}

/// 3 November 2025: forty traps at HPP 9.000, thirty of them on the shelf of [`SHOP`]; the shop
/// keeps 20% of gross and may deduct transport up to Rp50.000 a statement.
pub fn open(world: &World) -> Market {
    unit(world, LAPAS, "Lapas Contoh", &json!({}));
    two_shops(world);
    let makers = ["WB-001", "WB-002", "WB-003"].map(|code| maker(world, LAPAS, code));
    let more = json!({"price": 30_000, "valid_from": "2025-01-01", "hpp_estimate": 9_000});
    let trap = product(world, LAPAS, ("PT", "Perangkap tikus"), &more);
    let agreement = agree(world, trap);
    let batch = batch(world, trap, &makers, true);
    send(world, agreement, batch, 30);
    Market { trap, batch, makers, agreement }
}

fn agree(world: &World, trap: ProductId) -> AgreementId {
    let (officer, head) = (world.context(&officer()), world.context(&head()));
    let day = world.today();
    world
        .write(move |tx| {
            let lines = [SampleLine::new(trap, Rupiah(30_000))];
            let part = ShopPart::PercentOfGross(Share(2_000));
            let mut draft = agreements::draft_of(&officer, (LAPAS, SHOP), day, part, &lines);
            draft.deductibles = vec![agreements::inputs::DeductibleLine {
                kind: ExpenseKind::Transport,
                allowed: None,
                limit: Price::new(50_000),
            }];
            agreements::put_in_force(tx, &officer, &head, &draft)
        })
        .expect("an agreement")
}

/// Forty pieces; the first maker made twice what the others did.
pub fn batch(world: &World, product: ProductId, makers: &[MakerId], costed: bool) -> BatchId {
    let id: BatchId = fresh(world);
    let weights = [20, 10, 10];
    let makers: Vec<Value> = makers
        .iter()
        .zip(weights)
        .map(|(maker, weight)| json!({"maker": maker, "weight": weight}))
        .collect();
    let costs = if costed { json!([{"what": "Bahan", "amount": 360_000}]) } else { json!([]) };
    act(
        world,
        &officer(),
        production::open_batch,
        json!({
            "id": id, "product": product, "started_on": world.today(), "basis": "units",
            "makers": makers, "costs": costs,
        }),
    )
    .expect("a batch");
    act(
        world,
        &head(),
        production::finish_batch,
        json!({
            "batch": id, "finished_on": world.today(), "accepted": 40, "rejected": 0,
        }),
    )
    .expect("a checked batch");
    id
}

pub fn send(world: &World, agreement: AgreementId, batch: BatchId, pieces: i64) {
    crate::shelve(world, LAPAS, agreement, &[(batch, pieces)]);
}

pub fn sell(world: &World, market: &Market, pieces: i64) -> SaleId {
    let id: SaleId = fresh(world);
    let lines = json!([{"product": market.trap, "quantity": pieces}]);
    let input = json!({"id": id, "payment": "cash", "lines": lines});
    act(world, &shopkeeper(), sales::sell, input).expect("a sale");
    id
}

pub fn refund(world: &World, sale: SaleId, pieces: i64) {
    let id: kernel::RefundId = fresh(world);
    act(
        world,
        &shopkeeper(),
        sales::refund,
        json!({
            "id": id, "sale": sale, "reason": "cacat", "resellable": true, "exception": "cacat",
            "lines": [{"position": 1, "quantity": pieces}],
        }),
    )
    .expect("a refund");
}

pub fn close(world: &World, market: &Market, to: &str) -> StatementId {
    let id: StatementId = fresh(world);
    let input = json!({"id": id, "agreement": market.agreement, "to": to});
    act(world, &officer(), settlement::close_statement, input).expect("a closed statement");
    id
}

pub fn approved(world: &World, market: &Market, to: &str) -> StatementId {
    let id = close(world, market, to);
    act(world, &head(), settlement::approve_statement, json!({"statement": id})).expect("approved");
    id
}

pub fn remit(world: &World, market: &Market, amount: i64) -> RemittanceId {
    let id: RemittanceId = fresh(world);
    act(
        world,
        &shopkeeper(),
        settlement::report_remittance,
        json!({
            "id": id, "agreement": market.agreement, "amount": amount, "paid_on": world.today(),
            "method": "transfer", "reference": "TRF-1",
        }),
    )
    .expect("a report");
    act(world, &treasurer(), settlement::confirm_remittance, json!({"remittance": id}))
        .expect("confirmed");
    id
}

/// 50/35/15 of profit, from 1 November 2025.
pub fn template(world: &World) -> RuleId {
    let recipients = json!([
        {"kind": "premi", "share": "50"},
        {"kind": "support_fund", "share": "35"},
        {"kind": "state_revenue", "share": "15"},
    ]);
    rule(world, "profit", recipients)
}

pub fn rule(world: &World, base: &str, recipients: Value) -> RuleId {
    let id: RuleId = fresh(world);
    act(world, &officer(), settlement::draft_rule, rule_input(id, base, recipients))
        .expect("a draft");
    act(world, &head(), settlement::approve_rule, json!({"rule": id})).expect("a rule");
    id
}

pub fn rule_input(id: RuleId, base: &str, recipients: Value) -> Value {
    json!({
        "id": id, "name": "Pembagian hasil", "valid_from": "2025-11-01", "base": base,
        "legal_basis": "contoh", "approving_officer": "Kalapas", "recipients": recipients,
        "remainder_to": 2,
    })
}

pub fn distribute(world: &World, statement: StatementId) -> DistributionId {
    let id: DistributionId = fresh(world);
    let input = json!({"id": id, "statement": statement});
    act(world, &treasurer(), settlement::distribute, input).expect("a distribution");
    id
}
