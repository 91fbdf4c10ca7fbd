//! Premi follows a maker who moves to another unit, by postings that both units see.

use kernel::{MakerId, Rupiah};
use ledger::{Filter, Kind};
use serde_json::{Value, json};
use settlement::inputs::TransferKind;
use testkit::{LAPAS, OTHER_LAPAS, World, story};
use testmarket::unit;
use teststand::{look, serve};

use crate::market::{
    Market, act, approved, distribute, fresh, head, officer, open, refused, remit, sell, template,
    treasurer,
};

/// What both units' ledgers hold of premi; the whole ledger must prove itself.
fn premi(world: &World) -> Vec<[i64; 4]> {
    let sums = world.read(|read| {
        let proof = ledger::verify(read, &mut |_| {})?;
        assert!(proof.wrong.is_empty(), "{:?}", proof.wrong);
        let mut all = Vec::new();
        for unit in [LAPAS, OTHER_LAPAS] {
            let mut sum = |kind| ledger::sum(read, kind, Filter::of(unit));
            all.push([
                sum(Kind::PremiSaved)?,
                sum(Kind::PremiUsable)?,
                sum(Kind::PremiMoving)?,
                sum(Kind::PremiPaid)?,
            ]);
        }
        Ok(all)
    });
    sums.expect("sums")
}

fn shared(world: &mut World) -> Market {
    let market = open(world);
    unit(world, OTHER_LAPAS, "Lapas Tujuan", &json!({"city": "Sungailiat"}));
    template(world);
    sell(world, &market, 12);
    world.set_day("2025-12-01");
    let statement = approved(world, &market, "2025-11-30");
    remit(world, &market, 288_000);
    distribute(world, statement);
    market
}

fn moved(world: &World, maker: MakerId) -> MakerId {
    let to: MakerId = fresh(world);
    let input = json!({"id": to, "maker": maker, "to": OTHER_LAPAS, "moved_on": world.today()});
    act(world, &officer(), people::transfer_maker, input).expect("moved");
    to
}

fn send(world: &World, maker: MakerId) -> (kernel::Id<TransferKind>, db::Result<()>) {
    let id = fresh::<TransferKind>(world);
    let input = json!({
        "id": id, "maker": maker, "sent_on": world.today(), "reference": "TRF-77",
    });
    (id, act(world, &treasurer(), settlement::send_premi, input).map(drop))
}

fn word(world: &World, id: kernel::Id<TransferKind>) -> Value {
    json!({"id": fresh::<kernel::EntryKind>(world), "transfer": id})
}

#[test]
fn the_balance_goes_over_when_the_other_unit_acknowledges_it() {
    story(|world: &mut World| {
        let market = shared(world);
        let maker = market.makers[0];
        assert_eq!(refused(send(world, maker).1), "settlement.not_moved");
        let there = moved(world, maker);
        let payout = json!({
            "id": fresh::<kernel::PayoutKind>(world), "maker": maker, "part": "usable",
            "amount": 1_250, "method": "bank_book", "paid_on": world.today(),
        });
        act(world, &treasurer(), settlement::record_payout, payout.clone()).expect("recorded");
        assert_eq!(refused(send(world, maker).1), "settlement.payouts_waiting");
        act(world, &head(), settlement::confirm_payout, json!({"payout": payout["id"]}))
            .expect("confirmed");
        let (id, done) = send(world, maker);
        done.expect("sent");
        assert_eq!(refused(send(world, maker).1), "settlement.nothing_to_send");
        // 45.000: 33.750 saved, 11.250 usable less 1.250; all of it is on its way.
        assert_eq!(premi(world), [[33_750, 10_000 + 1_250, 43_750, 1_250], [0, 0, 0, 0]]);
        let receive = word(world, id);
        let no = act(world, &head(), settlement::receive_premi, receive.clone());
        assert_eq!(refused(no), "settlement.not_the_units");
        let other = testkit::head(OTHER_LAPAS);
        act(world, &other, settlement::receive_premi, receive.clone()).expect("acknowledged");
        let again = act(world, &other, settlement::receive_premi, receive).expect("again");
        assert!(again.already);
        let no = act(world, &other, settlement::receive_premi, word(world, id));
        assert_eq!(refused(no), "settlement.already_decided");
        assert_eq!(premi(world), [[33_750, 11_250, 0, 1_250], [33_750, 10_000, 0, 0]]);
        let accounts = world.read(|read| settlement::accounts(read, OTHER_LAPAS)).expect("all");
        let own = accounts.iter().find(|one| one.maker_id == there).expect("his account");
        assert_eq!((own.saved, own.usable), (Rupiah(33_750), Rupiah(10_000)));
        assert_eq!((own.arrived, own.credited), (Rupiah(43_750), Rupiah::ZERO));
        // It is paid there like any other.
        let payout = json!({
            "id": fresh::<kernel::PayoutKind>(world), "maker": there, "part": "usable",
            "amount": 10_000, "method": "bank_book", "paid_on": world.today(),
        });
        let pays = testkit::treasurer(OTHER_LAPAS);
        act(world, &pays, settlement::record_payout, payout).expect("recorded");
        format!("{:?}", premi(world))
    });
}

#[test]
fn what_did_not_come_stands_where_it_was() {
    story(|world: &mut World| {
        let market = shared(world);
        let maker = market.makers[0];
        let before = premi(world);
        moved(world, maker);
        let (id, done) = send(world, maker);
        done.expect("sent");
        let mut reject = word(world, id);
        reject["reason"] = json!("belum masuk rekening");
        let other = testkit::head(OTHER_LAPAS);
        act(world, &other, settlement::reject_premi, reject).expect("rejected");
        assert_eq!(premi(world), before);
        let no = act(world, &other, settlement::receive_premi, word(world, id));
        assert_eq!(refused(no), "settlement.already_decided");
        let (_, done) = send(world, maker);
        done.expect("sent again");
        format!("{:?}", premi(world))
    });
}

#[test]
fn the_pages_send_it_and_show_it() {
    let mut world = World::quick();
    let market = shared(&mut world);
    let maker = market.makers[0];
    moved(&world, maker);
    let site = serve(&world, settlement::screens(), settlement::api());
    let account = format!("/premi/{maker}");
    let form = format!("{account}/pindah");
    let shown = look(&site, "bendahara", &account).text;
    assert!(shown.contains(&form) && shown.contains("Rp45.000"), "{shown}");
    let page = look(&site, "bendahara", &form);
    assert!(page.status == 200 && page.text.contains("Lapas Tujuan"), "{}", page.text);
    assert_eq!(look(&site, "kasubsi", &form).status, 403);
    let id = fresh::<TransferKind>(&world);
    let sent = format!("id={id}&sent_on={}&reference=TRF-77", world.today());
    let done = teststand::send(&site, "bendahara", &form, &sent);
    assert_eq!((done.status, done.location), (303, format!("/premi/pindahan/{id}")));
    let transfer = format!("/premi/pindahan/{id}");
    // Who sees both units decides here: the site has nobody of the other one alone.
    for (who, address) in [
        ("bendahara", "/premi".to_owned()),
        ("bendahara", account),
        ("bendahara", transfer.clone()),
        ("bendahara", "/api/v1/premi-transfers".to_owned()),
        ("pengelola", transfer.clone()),
        ("pengelola", format!("{transfer}/tolak")),
    ] {
        let shown = look(&site, who, &address);
        assert_eq!(shown.status, 200, "{who} {address}\n{}", shown.text);
        let bare = shown.text.split('>').find(|text| text.starts_with("settlement."));
        assert_eq!(bare, None, "{address} shows a key and not its words");
        assert!(shown.text.contains(&id.to_string()) || shown.text.contains("TRF-77"), "{address}");
    }
    assert!([403, 404].contains(&look(&site, "pemilik", &transfer).status));
    let word = format!("id={}", fresh::<kernel::EntryKind>(&world));
    let done = teststand::send(&site, "pengelola", &format!("{transfer}/terima"), &word);
    assert_eq!((done.status, done.location), (303, transfer));
}
