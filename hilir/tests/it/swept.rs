//! What has a day to go is gone on that day, though nobody comes by.

use db::Tx;
use hilir::housekeeping::sweep;
use kernel::{Actor, Id, LeadId, Zone};
use serde_json::json;
use testkit::{LAPAS, World, story};

/// How many rows there are of what is kept for a time: buyers of leads, files, wrong sign-ins.
fn kept(world: &World) -> String {
    let counted = world.read(|read| {
        let leads = db::sql!("SELECT CAST(COUNT(*) AS bigint) FROM orders_lead_buyer");
        let files = db::sql!("SELECT CAST(COUNT(*) AS bigint) FROM intake_upload");
        let wrong = db::sql!("SELECT CAST(COUNT(*) AS bigint) FROM people_attempt");
        let mut count = |statement| read.one(statement, &[], |row| row.get::<i64>(0));
        Ok(format!("{} {} {}", count(leads)?, count(files)?, count(wrong)?))
    });
    counted.expect("counts")
}

fn asked(world: &World) -> LeadId {
    let id: LeadId = world.ids.fresh(world.now());
    let ask = json!({
        "id": id, "consignor": LAPAS, "what": "Meja jati", "quantity": 1, "name": "Budi",
        "whatsapp": "081234567890", "consent": "on",
    });
    let ask: orders::AskLead = serde_json::from_value(ask).expect("an input");
    let ctx = world.context(&Actor::nobody());
    world.write(move |tx| orders::ask_lead(tx, &ctx, &ask)).expect("asked");
    id
}

/// A file that somebody looked at, and a wrong sign-in, as their rooms write them.
fn waiting(world: &World) {
    let (id, now): (Id<()>, _) = (world.ids.fresh(world.now()), world.now());
    let until = now.plus_seconds(7_200);
    let work = move |tx: &mut Tx| {
        let user = db::sql!(
            "INSERT INTO people_user (id, sign_in_name, name, job_title, capabilities, reach,
                 active, totp_step, created_by, created_at)
             VALUES ($1, 'contoh', 'Contoh', 'Kasubsi', 0, 'all', $2, 0, $1, $3)"
        );
        tx.run(user, &[&id, &true, &now])?;
        let file = db::sql!(
            "INSERT INTO intake_upload (id, user_id, kind, digest, row_count, fresh, again, refused,
                 examples, bad, stage, created_at, expires_at)
             VALUES ($1, $1, 'makers', $2, 1, 1, 0, 0, 0, $3, 'looked', $4, $5)"
        );
        let digest = [0_u8; 32];
        tx.run(file, &[&id, &digest.as_slice(), &json!([]), &now, &until])?;
        let wrong = db::sql!(
            "INSERT INTO people_attempt (id, name_hash, address, at) VALUES ($1, $2, '192.0.2.1', $3)"
        );
        tx.run(wrong, &[&id, &digest.as_slice(), &now])
    };
    world.write(work).expect("rows");
}

/// A shop that declined to sell.
fn declined(world: &World) {
    let id: network::ProspectId = world.ids.fresh(world.now());
    let add = json!({
        "id": id, "name": "Kios Contoh", "owner_name": "Ani", "address": "Jalan Contoh 9",
        "city": "Sungailiat",
    });
    let act: Id<()> = world.ids.fresh(world.now());
    let no = json!({ "id": act, "prospect": id, "reason": "Tempat penuh" });
    let add: network::AddProspect = serde_json::from_value(add).expect("an input");
    let no: network::DeclineProspect = serde_json::from_value(no).expect("an input");
    let ctx = world.context(&testkit::officer(LAPAS));
    let work = move |tx: &mut Tx| {
        network::add(tx, &ctx, &add)?;
        network::decline(tx, &ctx, &no)
    };
    world.write(work).expect("declined");
}

#[test]
fn what_is_due_goes_by_the_clock_alone() {
    story(|world: &mut World| {
        let unit = json!({
            "id": LAPAS, "name": "Lapas Contoh", "kanwil": "Kanwil Contoh",
            "satker_code": "000001", "address": "Jalan Contoh 1", "city": "Pangkalpinang",
        });
        let unit: people::CreateConsignor = serde_json::from_value(unit).expect("an input");
        let admin = world.context(&testkit::administrator());
        world.write(move |tx| people::create_consignor(tx, &admin, &unit)).expect("a unit");
        asked(world);
        waiting(world);
        declined(world);
        let sweep = |world: &World| sweep(&world.db, world.now(), Zone::Wib).expect("swept");
        assert_eq!((sweep(world), kept(world)), (0, "1 1 1".into()), "nothing is due");
        world.advance_seconds(7_200);
        assert_eq!((sweep(world), kept(world)), (1, "1 0 1".into()), "two hours");
        world.advance_days(2);
        assert_eq!((sweep(world), kept(world)), (1, "1 0 0".into()), "a day");
        world.advance_days(87);
        assert_eq!((sweep(world), kept(world)), (0, "1 0 0".into()), "89 days");
        world.advance_days(1);
        assert_eq!((sweep(world), kept(world)), (1, "0 0 0".into()), "90 days");
        world.advance_days(92);
        assert_eq!(sweep(world), 0, "182 days");
        world.advance_days(1);
        assert_eq!(sweep(world), 1, "half a year");
        assert_eq!(sweep(world), 0, "once is enough");
    });
}
