//! A database with data in it comes up to the newest step with all of it, on each database.

use db::{Db, sql};
use kernel::{AgreementId, DistributionId, MakerId, StatementId, TermsId, Time};
use uuid::Uuid;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// A statement that was shared, an agreement's terms, and a release as settlement kept it.
fn before(db: &Db) {
    let at: Time = Time::from_micros(1_767_323_045_000_000).expect("a time");
    let day: kernel::Day = "2026-01-02".parse().expect("a day");
    let (who, digest, note) = (id(9), vec![7_u8; 32], Some("catatan"));
    db.write_now(move |tx| {
        tx.run(
            sql!(
                "INSERT INTO people_consignor (id, name, kanwil, satker_code, address, city,
                   zone, created_by, created_at)
                 VALUES ($1, 'Lapas', '', '000000', '', '', 'WIB', $2, $3)"
            ),
            &[&id(1), &who, &at],
        )?;
        tx.run(
            sql!(
                "INSERT INTO people_maker (consignor_id, id, code, created_by, created_at)
                 VALUES ($1, $2, 'WB-001', $3, $4)"
            ),
            &[&id(1), &id(2), &who, &at],
        )?;
        tx.run(
            sql!(
                "INSERT INTO agreements_agreement (id, consignor_id, shop_id, state, revision,
                   title, place, consignor_name, shop_name, effective_from, ends_on, created_by,
                   created_at)
                 VALUES ($1, $2, $3, 'draft', 1, '', '', '', '', $4, $4, $5, $6)"
            ),
            &[&id(3), &id(1), &id(4), &day, &who, &at],
        )?;
        tx.run(
            sql!(
                "INSERT INTO agreements_terms (id, agreement_id, consignor_id, version, state,
                   valid_from, ends_on, signed_early, part_kind, part_value, price_set_by, cycle,
                   payment_days, damage_borne_by, loss_borne_by, return_days, notice_days,
                   created_by, created_at)
                 VALUES ($1, $1, $2, 1, 'draft', $3, $3, false, 'percent_of_gross', 2000,
                   'consignor', 'monthly', 7, 'shop', 'shop', 7, 7, $4, $5)"
            ),
            &[&id(3), &id(1), &day, &who, &at],
        )?;
        tx.run(
            sql!(
                "INSERT INTO agreements_deductible (terms_id, kind, limit_rupiah)
                 VALUES ($1, 'transport', 5)"
            ),
            &[&id(3)],
        )?;
        tx.run(
            sql!(
                "INSERT INTO settlement_statement (id, consignor_id, agreement_id, shop_id,
                   terms_id, number, from_day, to_day, closed_on, due_on, state, gross_rupiah,
                   shop_rupiah, expense_rupiah, loss_rupiah, due_rupiah, digest, created_by,
                   created_at)
                 VALUES ($1, $2, $3, $4, $3, 'NK-1', $5, $5, $5, $5, 'closed', 10, 2, 0, 0, 8,
                   $6, $7, $8)"
            ),
            &[&id(5), &id(1), &id(3), &id(4), &day, &digest, &who, &at],
        )?;
        tx.run(
            sql!(
                "INSERT INTO settlement_rule (id, consignor_id, name, version, valid_from, base,
                   legal_basis, approving_officer, template, remainder_to, state, created_by,
                   created_at)
                 VALUES ($1, $2, '', 1, $3, 'profit', '', '', true, 0, 'draft', $4, $5)"
            ),
            &[&id(6), &id(1), &day, &who, &at],
        )?;
        tx.run(
            sql!(
                "INSERT INTO settlement_distribution (id, consignor_id, statement_id,
                   agreement_id, shop_id, rule_id, shared_on, base_rupiah, cost_rupiah,
                   due_rupiah, premi_rupiah, state_revenue_rupiah, usable_share, estimated,
                   digest, created_by, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 8, 0, 8, 8, 0, 2500, false, $8, $9, $10)"
            ),
            &[&id(7), &id(1), &id(5), &id(3), &id(4), &id(6), &day, &digest, &who, &at],
        )?;
        tx.run(
            sql!(
                "INSERT INTO settlement_premi_credit (distribution_id, maker_id, consignor_id,
                   credited_on, saved_rupiah, usable_rupiah) VALUES ($1, $2, $3, $4, 6, 2)"
            ),
            &[&id(7), &id(2), &id(1), &day],
        )?;
        tx.run(
            sql!(
                "INSERT INTO settlement_release (maker_id, id, consignor_id, released_on, note,
                   created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
            ),
            &[&id(2), &id(8), &id(1), &day, &note, &who, &at],
        )?;
        Ok(())
    })
    .expect("data");
}

fn upgraded(db: &Db) -> String {
    let all = hilir::embedded::migrations().expect("migrations");
    db.migrate(&all[..12]).expect("as it was");
    before(db);
    let done = db.migrate(&all).expect("as it is");
    assert!(done.len() >= 2, "{done:?}");
    db.read_now(|read| {
        let (_, number, to): (StatementId, String, kernel::Day) = read.one(
            sql!("SELECT statement_id, number, to_day FROM settlement_distribution WHERE id = $1"),
            &[&DistributionId::new(id(7))],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let (kind, due): (String, i64) = read.one(
            sql!(
                "SELECT d.kind, t.part_value FROM agreements_deductible d
                 JOIN agreements_terms t ON t.id = d.terms_id WHERE t.agreement_id = $1
                   AND t.id = $2"
            ),
            &[&AgreementId::new(id(3)), &TermsId::new(id(3))],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let (on, note): (kernel::Day, String) = read.one(
            sql!("SELECT released_on, release_note FROM people_maker WHERE id = $1"),
            &[&MakerId::new(id(2))],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let premi: i64 = read.one(
            sql!(
                "SELECT CAST(SUM(c.saved_rupiah) AS bigint) FROM settlement_premi_credit c
                 JOIN settlement_distribution d ON d.id = c.distribution_id"
            ),
            &[],
            |row| row.get(0),
        )?;
        Ok(format!("{number} {to} {kind} {due} {on} {note} {premi}"))
    })
    .expect("the data")
}

#[test]
fn what_was_written_before_is_there_after() {
    let told = "NK-1 2026-01-02 transport 2000 2026-01-02 catatan 6";
    let folder = testkit::guardian::folder("upgrade");
    let file = folder.join("hilir.db");
    let lite = Db::open(file.to_str().expect("a plain name")).expect("SQLite");
    assert_eq!(upgraded(&lite), told);
    if let Some(url) = testkit::postgres_url() {
        assert_eq!(upgraded(&Db::open(&url).expect("PostgreSQL")), told);
    }
}
