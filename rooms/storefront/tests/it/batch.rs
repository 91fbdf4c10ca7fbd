//! Behind the code on a label: the price receipt by the rule and the agreement, and what was
//! deposited; never a maker, never a number of pieces.

use db::{Result, Tx, sql};
use kernel::Lang;
use storefront::{BatchesIn, Deposited, batches};
use testkit::{LAPAS, OTHER_LAPAS, World, administrator, story};

use crate::{
    pages::{look, open},
    window::{Now, furnished, id},
};

/// The rule of the unit, and the batch of the traps finished at a cost.
fn shared(world: &World) {
    furnished(world);
    let now = Now { now: world.now(), today: world.today() };
    world.write(move |tx| rule_and_batch(tx, &now)).unwrap();
}

fn rule_and_batch(tx: &mut Tx, now: &Now) -> Result<()> {
    let rule = sql!(
        "INSERT INTO settlement_rule (id, consignor_id, name, version, valid_from, base,
            legal_basis, approving_officer, template, remainder_to, state, created_by, created_at,
            decided_by, decided_at)
         VALUES ($1, $2, 'Aturan', 1, $3, 'profit', 'Keputusan contoh', 'Kalapas', $4, 1,
            'approved', $1, $5, $2, $5)"
    );
    tx.run(rule, &[&id(500), &LAPAS, &now.today, &false, &now.now])?;
    let part = sql!(
        "INSERT INTO settlement_rule_recipient (rule_id, place, kind, share)
         VALUES ($1, $2, $3, $4)"
    );
    for (place, kind, share) in
        [(0i64, "premi", 5_000i64), (1, "support_fund", 3_500), (2, "state_revenue", 1_500)]
    {
        tx.run(part, &[&id(500), &place, &kind, &share])?;
    }
    let finished = sql!(
        "UPDATE production_batch SET code = 'PT-2511-01', finished_on = $2, accepted = 4137,
            rejected = 0, unit_cost_rupiah = 9000, checked_by = $1, checked_at = $3 WHERE id = $1"
    );
    tx.run(finished, &[&id(10), &now.today, &now.now])?;
    let maker = sql!(
        "INSERT INTO production_batch_maker (batch_id, version, maker_id, line_no, weight,
            created_by, created_at) VALUES ($1, 1, $2, 1, 4137, $1, $3)"
    );
    tx.run(maker, &[&id(10), &id(700), &now.now]).map(drop)
}

#[test]
fn the_price_receipt_is_of_the_agreement_and_the_rule() {
    story(|world| {
        shared(world);
        let ctx = world.context(&administrator());
        let asked = BatchesIn { code: "pt-2511-01".to_owned() };
        let found = world.read(move |read| batches(read, &ctx, &asked)).unwrap();
        let [batch] = found.as_slice() else { panic!("one batch: {found:?}") };
        assert_eq!(batch.state_part, Deposited::NotDue);
        let told: Vec<String> = batch
            .receipts
            .iter()
            .map(|at| {
                let receipt = at.receipt.as_ref().unwrap();
                let parts: Vec<i64> = receipt.parts.iter().map(|part| part.amount.0).collect();
                assert_eq!(receipt.shop.0 + parts.iter().sum::<i64>(), receipt.price.0);
                format!("{} {} = {} {parts:?}", at.shop_name, receipt.price, receipt.shop)
            })
            .collect();
        assert_eq!(
            told,
            [
                "Toko Acun Akuarium Rp30.000 = Rp6.000 [7500, 5250, 2250, 9000]",
                "Toko Contoh Rp35.000 = Rp7.000 [9500, 6650, 2850, 9000]",
            ]
        );
        told.join("\n")
    });
}

#[test]
fn the_page_behind_the_label_tells_no_more_than_it_may() {
    let world = World::quick();
    shared(&world);
    let site = open(&world);
    let (status, _, text) = look(&site, "/b/PT-2511-01", Lang::Id, None);
    assert_eq!(status, 200);
    for part in [
        "PT-2511-01",
        "Rp30.000 = toko Rp6.000 + premi pembuat Rp7.500",
        "Toko Acun Akuarium",
        "Toko Contoh",
        "30 hari",
        "Keputusan contoh",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // The pieces, the maker, the unit behind its brand, the floor.
    for secret in ["4137", "4.137", &id(700).to_string(), "Lapas Contoh", "25.431"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let other = format!("/b/PT-2511-01?shop={}", testkit::OTHER_SHOP);
    let (_, _, text) = look(&site, &other, Lang::Id, None);
    assert!(text.contains("Rp35.000 = toko Rp7.000"), "{text}");
    let (_, _, text) = look(&site, "/b/pt-2511-01", Lang::En, None);
    assert!(text.contains("makers&#39; premi Rp7.500") || text.contains("makers' premi"), "{text}");
    for unknown in ["/b/TIDAK-ADA", "/b/%00", "/b/%27%20OR%201=1", "/b/B-11"] {
        assert_eq!(look(&site, unknown, Lang::Id, None).0, 404, "{unknown}");
    }
}

#[test]
fn two_units_may_have_used_one_code() {
    let world = World::quick();
    shared(&world);
    let now = Now { now: world.now(), today: world.today() };
    let second = move |tx: &mut Tx| -> Result<u64> {
        let unit = sql!(
            "INSERT INTO people_consignor (id, name, kanwil, satker_code, address, city, zone,
                created_by, created_at)
             VALUES ($1, 'Lapas Lain', 'Lain', '000001', 'Jalan', 'Sungailiat', 'WIB', $1, $2)"
        );
        tx.run(unit, &[&OTHER_LAPAS, &now.now])?;
        let product = sql!(
            "INSERT INTO catalogue_product (id, consignor_id, family_id, code, name, unit, active,
                revision, created_by, created_at)
             VALUES ($1, $2, $1, 'K', 'Kursi lain', 'buah', $3, 1, $1, $4)"
        );
        tx.run(product, &[&id(800), &OTHER_LAPAS, &true, &now.now])?;
        let batch = sql!(
            "INSERT INTO production_batch (id, consignor_id, product_id, code, basis,
                makers_version, started_on, reserved, cost_rupiah, finished_on, accepted, rejected,
                checked_by, created_by, created_at)
             VALUES ($1, $2, $3, 'PT-2511-01', 'units', 1, $4, $5, 0, $4, 1, 0, $1, $1, $6)"
        );
        tx.run(batch, &[&id(801), &OTHER_LAPAS, &id(800), &now.today, &false, &now.now])
    };
    world.write(second).unwrap();
    let site = open(&world);
    let (status, _, text) = look(&site, "/b/PT-2511-01", Lang::Id, None);
    assert!(status == 200 && text.contains("Kursi lain") && text.contains("Trap"), "{text}");
    let own = format!("/b/PT-2511-01?batch={}", id(801));
    let (status, _, text) = look(&site, &own, Lang::Id, None);
    assert!(status == 200 && text.contains("Lapas Lain") && !text.contains("Trap"), "{text}");
}
