//! What went wrong and is put right, through the browser: a surat jalan taken back, lost pieces
//! that were found.

use axum::Router;
use ledger::Kind;
use testkit::{SHOP, World};
use teststand::{look, send};

use crate::{
    pages::{id, seen, serve, stocked},
    world::{Trade, money, pieces, proven, trade},
};

#[test]
fn a_wrong_surat_jalan_is_taken_back_through_the_browser() {
    let world = World::quick();
    let trade = trade(&world);
    let batch = trade.made(&world, 6);
    let delivery = trade.sent(&world, batch, 4);
    let site = serve(&world);
    let (here, recall) = (format!("/kirim/{delivery}"), format!("/kirim/{delivery}/tarik"));
    let page = seen(&site, "kasubsi", &here);
    assert!(page.contains(&recall) && page.contains("Tarik surat jalan ini"), "{page}");
    for other in ["toko", "kalapas"] {
        let page = seen(&site, other, &here);
        assert!(!page.contains(&recall), "{other} takes nothing back: {page}");
    }
    let form = |reason: &str| format!("id={}&reason={reason}", id(&world));
    assert_eq!(send(&site, "toko", &recall, &form("x")).status, 403);
    for stranger in ["tetangga", "toko lain"] {
        let no = send(&site, stranger, &recall, &form("x")).status;
        assert!([403, 404].contains(&no), "{stranger}: {no}");
    }
    let empty = send(&site, "kasubsi", &recall, &form(""));
    assert_eq!(empty.status, 422);
    assert!(empty.text.contains("<details open>"), "the form stays open: {}", empty.text);
    assert_eq!(pieces(&world, Kind::Transit, batch, Some(SHOP)), 4, "nothing moved yet");

    let done = send(&site, "kasubsi", &recall, &form("salah+toko"));
    assert_eq!((done.status, done.location), (303, here.clone()));
    assert_eq!(pieces(&world, Kind::Workshop, batch, None), 6);
    for who in ["kasubsi", "toko"] {
        let page = seen(&site, who, &here);
        assert!(page.contains("Ditarik pengirim") && page.contains("salah toko"), "{page}");
        assert!(!page.contains(&recall) && !page.contains("/terima\""), "{who}: {page}");
        assert!(seen(&site, who, "/kirim?state=recalled").contains(&here), "it stays in the list");
        assert!(!seen(&site, who, "/kirim?state=sent").contains(&here));
    }
    let again = send(&site, "kasubsi", &recall, &form("lagi"));
    assert_eq!(again.status, 409);
    assert!(again.text.contains("sudah ditarik"), "{}", again.text);
    let late = format!(
        "id={}&received_on={}&lines[0][batch]={batch}&lines[0][received]=4",
        id(&world),
        world.today()
    );
    let late = send(&site, "toko", &format!("{here}/terima"), &late);
    assert_eq!(late.status, 409, "{}", late.text);
    assert_eq!(pieces(&world, Kind::Shelf, batch, Some(SHOP)), 0);
    proven(&world);
}

/// A movement that one side proposes and the other agrees to, by their forms.
fn moved(
    world: &World,
    (site, trade): (&Router, &Trade),
    batch: kernel::BatchId,
    (kind, pieces): (&str, i64),
) -> String {
    let movement = id(world);
    let form = format!(
        "id={movement}&agreement={}&kind={kind}&happened_on={}&reason=di+gudang\
         &lines[0][batch]={batch}&lines[0][quantity]={pieces}",
        trade.agreements[0],
        world.today()
    );
    let here = format!("/gerak/{movement}");
    let said = send(site, "toko", "/gerak/baru", &form);
    assert_eq!((said.status, said.location.as_str()), (303, here.as_str()), "{}", said.text);
    let seen_before = seen(site, "kasubsi", &here);
    assert!(seen_before.contains("/setuju"), "{seen_before}");
    assert_eq!(send(site, "kasubsi", &format!("{here}/setuju"), "").status, 303);
    seen_before
}

#[test]
fn lost_pieces_that_were_found_go_back_through_the_browser() {
    let world = World::quick();
    let (trade, batch) = stocked(&world);
    let site = serve(&world);
    let blank = seen(&site, "toko", "/gerak/baru");
    assert!(!blank.contains("Ditemukan lagi"), "nothing was lost yet: {blank}");
    moved(&world, (&site, &trade), batch, ("loss", 3));
    assert_eq!(money(&world, Kind::Due, SHOP), 72_000);

    let form = seen(&site, "toko", "/gerak/baru");
    for part in ["Ditemukan lagi, kembali ke rak", "Ditemukan lagi, kembali ke bengkel Lapas"] {
        assert!(form.contains(part), "{part} in {form}");
    }
    let many = format!(
        "id={}&agreement={}&kind=found_on_shelf&happened_on={}&reason=x\
         &lines[0][batch]={batch}&lines[0][quantity]=4",
        id(&world),
        trade.agreements[0],
        world.today()
    );
    let refused = send(&site, "toko", "/gerak/baru", &many);
    assert_eq!(refused.status, 409, "more than was lost");
    assert!(refused.text.contains("value=\"4\""), "{}", refused.text);

    let page = moved(&world, (&site, &trade), batch, ("found_on_shelf", 1));
    assert!(page.contains("Rp24.000"), "what comes back stands there before the yes: {page}");
    moved(&world, (&site, &trade), batch, ("found_at_unit", 1));
    let at = |kind, shop| pieces(&world, kind, batch, shop);
    assert_eq!((at(Kind::Lost, Some(SHOP)), at(Kind::Shelf, Some(SHOP))), (1, 6));
    assert_eq!((at(Kind::Workshop, None), money(&world, Kind::Due, SHOP)), (1, 24_000));
    let list = seen(&site, "kasubsi", "/gerak?kind=found_on_shelf");
    assert!(list.contains("di gudang") && list.contains("1 hasil"), "{list}");
    assert_eq!(look(&site, "toko lain", "/gerak?kind=found_on_shelf").status, 200);
    assert!(!seen(&site, "toko lain", "/gerak?kind=found_on_shelf").contains("di gudang"));
    proven(&world);
}

#[test]
fn broken_pieces_go_back_and_are_destroyed_through_the_browser() {
    let world = World::quick();
    let (trade, batch) = stocked(&world);
    let site = serve(&world);
    let blank = seen(&site, "toko", "/gerak/baru");
    assert!(!blank.contains("dimusnahkan"), "nothing is broken yet: {blank}");
    moved(&world, (&site, &trade), batch, ("damage", 3));
    let form = seen(&site, "toko", "/gerak/baru");
    for part in [
        "Barang rusak kembali ke Lapas",
        "Barang rusak dimusnahkan di toko",
        "Ternyata tidak rusak, kembali ke rak",
        "(rusak 3)",
    ] {
        assert!(form.contains(part), "{part} in {form}");
    }
    moved(&world, (&site, &trade), batch, ("broken_back", 1));
    let page = moved(&world, (&site, &trade), batch, ("destroyed", 2));
    assert!(page.contains("/barang-rusak.pdf"), "both sign it: {page}");
    let at = |kind, shop| pieces(&world, kind, batch, shop);
    assert_eq!((at(Kind::Damaged, Some(SHOP)), at(Kind::Damaged, None)), (0, 1));
    assert_eq!(at(Kind::Destroyed, None), 2);
    let list = seen(&site, "kasubsi", "/gerak?kind=destroyed");
    assert!(list.contains("di gudang") && list.contains("1 hasil"), "{list}");
    proven(&world);
}

#[test]
fn a_program_sees_what_a_movement_will_cost() {
    let world = World::quick();
    let (trade, batch) = stocked(&world);
    let site = serve(&world);
    let movement = id(&world);
    let form = format!(
        "id={movement}&agreement={}&kind=loss&happened_on={}&reason=x&lines[0][batch]={batch}\
         &lines[0][quantity]=2",
        trade.agreements[0],
        world.today()
    );
    assert_eq!(send(&site, "toko", "/gerak/baru", &form).status, 303);
    let told = look(&site, "kasubsi", &format!("/api/v1/movements/{movement}")).text;
    for part in ["\"charge\":48000", "\"borne_by\":\"shop\"", "\"state\":\"proposed\""] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let page = seen(&site, "kasubsi", &format!("/gerak/{movement}"));
    assert!(page.contains("Rp48.000"), "{page}");
    let foo = look(&site, "kasubsi", "/api/v1/discrepancies?state=foo");
    assert_eq!(foo.status, 422, "{}", foo.text);
    assert_eq!(look(&site, "kasubsi", "/api/v1/discrepancies?state=open").status, 200);
}

#[test]
fn the_shop_that_sent_a_transfer_settles_through_the_browser() {
    let world = World::quick();
    let (trade, batch) = stocked(&world);
    let site = serve(&world);
    let movement = id(&world);
    let form = format!(
        "id={movement}&agreement={}&kind=transfer&to_agreement={}&happened_on={}&reason=x\
         &lines[0][batch]={batch}&lines[0][quantity]=4",
        trade.agreements[0],
        trade.agreements[1],
        world.today()
    );
    assert_eq!(send(&site, "kasubsi", "/gerak/baru", &form).status, 303);
    assert_eq!(send(&site, "toko", &format!("/gerak/{movement}/setuju"), "").status, 303);
    let came = format!(
        "id={}&received_on={}&lines[0][batch]={batch}&lines[0][received]=3",
        id(&world),
        world.today()
    );
    let receive = format!("/kirim/{movement}/terima");
    assert_eq!(send(&site, "toko lain", &receive, &came).status, 303);

    let list = seen(&site, "toko", "/selisih?state=open");
    let at = list.find("/selisih/0").expect("the sending shop sees it");
    let here = list[at..].split('"').next().expect("an address").to_owned();
    let form = seen(&site, "toko", &here);
    assert!(
        form.contains("value=\"found_at_origin\"") && !form.contains("value=\"lost\""),
        "{form}"
    );
    let said = format!("id={}&resolution=found_at_origin&quantity=1&note=ada", id(&world));
    assert_eq!(send(&site, "kasubsi", &format!("{here}/usul"), &said).status, 303);
    let waits = seen(&site, "toko lain", &here);
    assert!(waits.contains("Menunggu kata toko pengirim") && !waits.contains("/setuju"), "{waits}");
    let asked = seen(&site, "toko", &here);
    assert!(asked.contains(&format!("{here}/setuju")), "{asked}");
    let proposal = asked.split("name=\"proposal\" value=\"").nth(1).expect("a button");
    let proposal = proposal.split('"').next().expect("an id");
    let yes = format!("proposal={proposal}");
    assert_eq!(send(&site, "toko lain", &format!("{here}/setuju"), &yes).status, 409);
    assert_eq!(send(&site, "toko", &format!("{here}/setuju"), &yes).status, 303);
    assert_eq!(pieces(&world, Kind::Shelf, batch, Some(SHOP)), 5);
    proven(&world);
}

#[test]
fn who_has_two_agreements_with_a_shop_sees_which_one_counts() {
    let mut world = World::quick();
    let (trade, _) = stocked(&world);
    trade.renewed(&mut world);
    let site = serve(&world);
    let page = seen(&site, "toko", "/gerak/baru");
    for part in ["CONTOH/L/", "Berlaku", "Berakhir", "Masa berlaku"] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let (counts, over) = (page.find(">Berlaku<"), page.find(">Berakhir<"));
    assert!(counts < over, "the one that counts comes first: {page}");
}

#[test]
fn who_sees_every_shelf_chooses_one() {
    let world = World::quick();
    let (_, _) = stocked(&world);
    let site = serve(&world);
    let all = seen(&site, "pengelola", "/rak");
    let one = format!("/rak?shop={SHOP}");
    assert!(all.contains(&one) && !all.contains("WB-"), "{all}");
    assert_eq!(all.matches("href=\"/rak?shop=").count(), 2, "{all}");
    let shelf = seen(&site, "pengelola", &one);
    assert!(shelf.contains("Di rak") && !shelf.contains(&one), "{shelf}");
    assert_eq!(look(&site, "pengelola", "/rak?state=below_zero").status, 200);
}
