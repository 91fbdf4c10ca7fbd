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
fn no_receipt_is_made_up_where_nobody_knows_the_cost() {
    story(|world| {
        shared(world);
        let told = |world: &World| {
            let ctx = world.context(&administrator());
            let asked = BatchesIn { code: "PT-2511-01".to_owned() };
            let found = world.read(move |read| batches(read, &ctx, &asked)).unwrap();
            let one = |at: &storefront::ReceiptAt| (at.receipt.is_some(), at.estimated);
            found[0].receipts.iter().map(one).collect::<Vec<_>>()
        };
        assert_eq!(told(world), [(true, false), (true, false)], "a cost is known");
        let costless = |world: &World, estimate: Option<kernel::Rupiah>| {
            let work = move |tx: &mut Tx| -> Result<()> {
                tx.run(sql!("UPDATE production_batch SET unit_cost_rupiah = NULL"), &[])?;
                let estimated = sql!("UPDATE catalogue_product SET hpp_estimate_rupiah = $1");
                tx.run(estimated, &[&estimate]).map(drop)
            };
            world.write(work).unwrap();
        };
        costless(world, Some(kernel::Rupiah(8_000)));
        assert_eq!(told(world), [(true, true), (true, true)], "only thought");
        costless(world, None);
        assert_eq!(told(world), [(false, false), (false, false)], "all profit would be a lie");
        let page = look(&open(world), "/b/PT-2511-01", Lang::Id, None).2;
        assert!(!page.contains("premi pembuat"), "the page agrees: {page}");
        let proceeds = sql!("UPDATE settlement_rule SET base = 'proceeds'");
        world.write(move |tx: &mut Tx| tx.run(proceeds, &[])).unwrap();
        assert_eq!(told(world), [(true, false), (true, false)], "a rule on proceeds needs no cost");
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

/// A training that ended so many days before the batch was finished.
fn training(tx: &mut Tx, now: &Now, (n, days): (u128, i64), trainees: u128) -> Result<()> {
    let training = sql!(
        "INSERT INTO production_training (id, consignor_id, number, title, hours, from_day, to_day,
            place, examiner, examiner_title, created_by, created_at)
         VALUES ($1, $2, $3, $3, 40, $4, $4, 'Bengkel', 'Penguji', 'Staf', $1, $5)"
    );
    let (title, day) = (format!("Las {n}"), now.today.plus_days(-days));
    tx.run(training, &[&id(n), &LAPAS, &title, &day, &now.now])?;
    let trainee = sql!(
        "INSERT INTO production_trainee (training_id, line_no, maker_id, result)
         VALUES ($1, $2, $3, 'good')"
    );
    for line in 1..=trainees {
        let place = i64::try_from(line).unwrap();
        tx.run(trainee, &[&id(n), &place, &id(700 + line)])?;
    }
    Ok(())
}

/// Those who learnt and made the batch: 701 … 700 + n.
fn makers(tx: &mut Tx, now: &Now, from: u128, to: u128) -> Result<()> {
    let maker = sql!(
        "INSERT INTO production_batch_maker (batch_id, version, maker_id, line_no, weight,
            created_by, created_at) VALUES ($1, 1, $2, $3, 1, $1, $4)"
    );
    for n in from..=to {
        let line = i64::try_from(n + 1).unwrap();
        tx.run(maker, &[&id(10), &id(700 + n), &line, &now.now])?;
    }
    Ok(())
}

fn learnt(world: &World) -> String {
    let ctx = world.context(&administrator());
    let asked = BatchesIn { code: "PT-2511-01".to_owned() };
    let found = world.read(move |read| batches(read, &ctx, &asked)).unwrap();
    let told = found[0]
        .trainings
        .iter()
        .map(|one| format!("{} {} {}", one.title.as_deref().unwrap_or("-"), one.hours, one.people));
    told.collect::<Vec<_>>().join(", ")
}

#[test]
fn what_its_makers_learnt_is_said_of_five_at_least() {
    story(|world| {
        shared(world);
        let now = Now { now: world.now(), today: world.today() };
        let told = |world: &World, work: fn(&mut Tx, &Now) -> Result<()>| {
            let now = Now { now: now.now, today: now.today };
            world.write(move |tx| work(tx, &now)).unwrap();
            learnt(world)
        };
        // Twelve learnt; one training ended after the batch, one had four who made it.
        let few = told(world, |tx, now| {
            training(tx, now, (800, 10), 12)?;
            training(tx, now, (801, -1), 12)?;
            training(tx, now, (802, 5), 4)?;
            makers(tx, now, 1, 4)
        });
        assert_eq!(few, "", "four of those who made it");
        let five = told(world, |tx, now| makers(tx, now, 5, 5));
        assert_eq!(five, "- 40 5", "of a brand no title, which could name the workshop");
        assert_eq!(told(world, |tx, now| makers(tx, now, 6, 9)), "- 40 5", "rounded down");
        let named = told(world, |tx, _| {
            tx.run(sql!("UPDATE people_consignor SET brand = NULL WHERE id = $1"), &[&LAPAS])
                .map(drop)
        });
        assert_eq!(named, "Las 800 40 5");
        let page = look(&open(world), "/b/PT-2511-01", Lang::En, None).2;
        assert!(page.contains("Las 800: 40 hours"), "{page}");
        assert!(!page.contains(&id(701).to_string()), "{page}");
        let taken_back = told(world, |tx, now| {
            let statement = sql!(
                "UPDATE production_training SET taken_back_on = $2, taken_back_by = $1,
                    taken_back_reason = 'Salah' WHERE id = $1"
            );
            tx.run(statement, &[&id(800), &now.today]).map(drop)
        });
        assert_eq!(taken_back, "");
        named
    });
}

/// A batch of the shelves of `furnished`, checked today.
fn finish(tx: &mut Tx, now: &Now, n: u128, code: &str) -> Result<()> {
    let finished = sql!(
        "UPDATE production_batch SET code = $2, finished_on = $3, accepted = 9, rejected = 0,
            unit_cost_rupiah = 9000, checked_by = $1, checked_at = $4 WHERE id = $1"
    );
    tx.run(finished, &[&id(n), &code, &now.today, &now.now]).map(drop)
}

#[test]
fn what_was_learnt_after_a_batch_is_not_behind_it() {
    story(|world| {
        shared(world);
        let now = Now { now: world.now(), today: world.today() };
        let work = move |tx: &mut Tx| -> Result<()> {
            training(tx, &now, (800, 10), 5)?;
            training(tx, &now, (801, -3), 5)?;
            makers(tx, &now, 1, 5)?;
            let later = sql!(
                "INSERT INTO production_batch (id, consignor_id, product_id, code, basis,
                    makers_version, started_on, reserved, cost_rupiah, finished_on, accepted,
                    rejected, checked_by, created_by, created_at)
                 VALUES ($1, $2, $3, 'PT-2511-02', 'units', 1, $4, $5, 0, $6, 5, 0, $1, $1, $7)"
            );
            let (trap, day) = (crate::window::TRAP, now.today.plus_days(5));
            tx.run(later, &[&id(14), &LAPAS, &trap, &now.today, &false, &day, &now.now])?;
            let maker = sql!(
                "INSERT INTO production_batch_maker (batch_id, version, maker_id, line_no, weight,
                    created_by, created_at) VALUES ($1, 1, $2, $3, 1, $1, $4)"
            );
            for n in 1..=5u128 {
                let line = i64::try_from(n).unwrap();
                tx.run(maker, &[&id(14), &id(700 + n), &line, &now.now])?;
            }
            tx.run(sql!("UPDATE people_consignor SET brand = NULL WHERE id = $1"), &[&LAPAS])
                .map(drop)
        };
        world.write(work).unwrap();
        assert_eq!(learnt(world), "Las 800 40 5", "the other came three days later");
        let page = look(&open(world), "/b/PT-2511-02", Lang::Id, None).2;
        assert!(page.contains("Las 801") && page.contains("Las 800"), "{page}");
    });
}

#[test]
fn what_is_no_longer_offered_is_told_without_a_dead_link() {
    let world = World::quick();
    shared(&world);
    let now = Now { now: world.now(), today: world.today() };
    world.write(move |tx: &mut Tx| finish(tx, &now, 13, "MJ-2511-01")).unwrap();
    let site = open(&world);
    let table = storefront::address_of("Table", crate::window::TABLE);
    assert_eq!(look(&site, &table, Lang::Id, None).0, 404);
    let (status, _, text) = look(&site, "/b/MJ-2511-01", Lang::Id, None);
    assert!(status == 200 && text.contains("<h1>Table</h1>"), "{text}");
    assert!(!text.contains(&table), "{text}");
    assert!(
        text.contains("/kartu/etalase.png") && !text.contains(&crate::window::TABLE.to_string())
    );
    let text = look(&site, "/b/PT-2511-01", Lang::Id, None).2;
    let trap = crate::window::TRAP;
    let (page, card) = (storefront::address_of("Trap", trap), storefront::card_of(trap));
    assert!(text.contains(&page) && text.contains(&card), "{text}");
}

#[test]
fn the_last_terms_hold_while_anything_stands_there() {
    story(|world| {
        shared(world);
        let now = Now { now: world.now(), today: world.today() };
        world.write(move |tx: &mut Tx| finish(tx, &now, 12, "GL-2511-01")).unwrap();
        let page = |world: &World| look(&open(world), "/b/GL-2511-01", Lang::Id, None).2;
        let text = page(world);
        for part in ["Rp40.000 = toko Rp8.000", "boleh dibawa kembali dalam 30 hari"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let sold = sql!("UPDATE ledger_account SET balance = 0 WHERE id = $1");
        world.write(move |tx: &mut Tx| tx.run(sold, &[&id(12)])).unwrap();
        let text = page(world);
        assert!(!text.contains("boleh dibawa kembali"), "nobody sells it: {text}");
        // Where an agreement is in force, it is that one's terms that count.
        let text = look(&open(world), "/b/PT-2511-01", Lang::Id, None).2;
        assert!(text.contains("Rp30.000 = toko Rp6.000"), "{text}");
    });
}

#[test]
fn a_recall_is_told_to_programs_too() {
    story(|world| {
        shared(world);
        let now = Now { now: world.now(), today: world.today() };
        let recall = sql!(
            "INSERT INTO production_notice (id, consignor_id, batch_id, reason, advice, state,
                drafted_by, drafted_on, approved_by, approved_on)
             VALUES ($1, $2, $3, 'Pernya lepas', 'Tukar di toko', 'approved', $1, $4, $2, $4)"
        );
        let told = |world: &World| {
            let ctx = world.context(&administrator());
            let asked = BatchesIn { code: "PT-2511-01".to_owned() };
            let trap = storefront::One { product: crate::window::TRAP };
            world
                .read(move |read| {
                    let batch = batches(read, &ctx, &asked)?.remove(0);
                    Ok((batch.recalled, storefront::show(read, &ctx, &trap)?.recalls))
                })
                .unwrap()
        };
        assert_eq!(told(world), (None, Vec::new()));
        let work = move |tx: &mut Tx| tx.run(recall, &[&id(990), &LAPAS, &id(10), &now.today]);
        world.write(work).unwrap();
        let (batch, thing) = told(world);
        let batch = batch.unwrap();
        assert_eq!(
            (batch.reason.as_str(), batch.advice.as_str()),
            ("Pernya lepas", "Tukar di toko")
        );
        assert_eq!((batch.since, thing), (Some(now.today), vec![batch.clone()]));
        batch.code
    });
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

/// What buyers said of the batch: five ratings, and the words of one that were let through.
fn rated(tx: &mut Tx, now: &Now) -> Result<()> {
    let sale = sql!(
        "INSERT INTO sales_sale (id, consignor_id, shop_id, receipt_number, sold_at, business_day,
            payment, source, gross, recorded_by, recorded_at)
         VALUES ($1, $2, $3, 'A-1', $4, $5, 'cash', 'desk', 30000, $1, $4)"
    );
    tx.run(sale, &[&id(950), &LAPAS, &testkit::SHOP, &now.now, &now.today])?;
    let review = sql!(
        "INSERT INTO feedback_review (id, sale_id, position, consignor_id, shop_id, product_id,
            batch_id, rating, words, revision, rated_on, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)"
    );
    for n in 1..=5i64 {
        let words = (n == 1).then_some("Kuat sekali");
        let state = if n == 1 { "shown" } else { "wordless" };
        let rating = if n == 5 { 1i64 } else { 5 };
        let own = id(900 + u128::try_from(n).unwrap());
        let params: [&dyn db::Param; 11] = [
            &own,
            &id(950),
            &n,
            &LAPAS,
            &testkit::SHOP,
            &crate::window::TRAP,
            &id(10),
            &rating,
            &words,
            &now.today,
            &state,
        ];
        tx.run(review, &params)?;
    }
    Ok(())
}

#[test]
fn a_batch_tells_what_its_own_buyers_said() {
    story(|world| {
        shared(world);
        let page = |world: &World| look(&open(world), "/b/PT-2511-01", Lang::Id, None).2;
        assert!(!page(world).contains("Kata pembeli"), "nobody has said anything");
        let now = Now { now: world.now(), today: world.today() };
        world.write(move |tx| rated(tx, &now)).unwrap();
        let text = page(world);
        for part in ["Kata pembeli tentang kelompok ini", "4,2 dari 5", "Kuat sekali"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let ctx = world.context(&administrator());
        let asked = BatchesIn { code: "PT-2511-01".to_owned() };
        let found = world.read(move |read| batches(read, &ctx, &asked)).unwrap();
        let rating = found[0].rating.as_ref().unwrap();
        assert_eq!((rating.ratings, rating.stars), (5, 21));
        let fewer = sql!("DELETE FROM feedback_review WHERE position = 2");
        world.write(move |tx| tx.run(fewer, &[])).unwrap();
        let text = page(world);
        assert!(text.contains("Kuat sekali") && !text.contains("· 4 penilaian"), "{text}");
    });
}
