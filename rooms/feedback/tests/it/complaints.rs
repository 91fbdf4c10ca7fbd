//! Said, answered, closed; and what the journal remembers of it.

use kernel::{Actor, ComplaintId, SaleId};
use serde_json::json;
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, clerk, head, officer, story};

use crate::market::{act, fresh, open, sell, tells};

fn complain(world: &World, receipt: SaleId, words: &str) -> Result<ComplaintId, String> {
    let id: ComplaintId = fresh(world);
    let input = json!({
        "id": id, "receipt": receipt, "sale": receipt, "position": 1, "words": words,
    });
    act(world, &Actor::nobody(), said, input).map(|_| id)
}

fn said(tx: &mut db::Tx, ctx: &kernel::Context, input: &feedback::Complain) -> db::Result<SaleId> {
    feedback::complain(tx, ctx, input).map(|found| found.receipt)
}

fn held(world: &World, receipt: SaleId) -> feedback::Held {
    let ctx = world.context(&Actor::nobody());
    let asked = feedback::OneReceipt { receipt };
    world.read(move |read| feedback::held(read, &ctx, &asked)).expect("a receipt")
}

#[test]
fn a_complaint_is_answered_and_closed() {
    story(|world: &mut World| {
        let market = open(world);
        let receipt = sell(world, &[(market.trap, 1)]);
        let id = complain(world, receipt, "Pernya lepas").expect("said");
        let answer = |actor: &Actor, text: &str| {
            let input = json!({ "complaint": id, "answer": text });
            act(world, actor, feedback::answer, input).map(|done| done.already)
        };
        let close = |actor: &Actor| {
            let input = json!({ "complaint": id, "outcome": "Diganti baru" });
            act(world, actor, feedback::close, input).map(|done| done.already)
        };
        tells(
            &[
                close(&officer(LAPAS)).expect_err("nobody answered"),
                answer(&head(LAPAS), "x").expect_err("he does not record goods"),
                answer(&clerk(OTHER_SHOP), "x").expect_err("another shop's"),
                answer(&officer(OTHER_LAPAS), "x").expect_err("another unit's"),
            ]
            .join("\n"),
            &[
                "feedback.complaint_state state=Belum dijawab",
                "kernel.not_allowed capability=record_goods",
                "feedback.unknown",
                "feedback.unknown",
            ],
        );
        assert_eq!(answer(&clerk(SHOP), "Bawa ke toko, kami ganti"), Ok(false));
        assert_eq!(answer(&clerk(SHOP), "Bawa ke toko, kami ganti"), Ok(true));
        let told = held(world, receipt).complaints.remove(0);
        assert_eq!(told.answer.as_deref(), Some("Bawa ke toko, kami ganti"));
        assert_eq!((close(&officer(LAPAS)), close(&officer(LAPAS))), (Ok(false), Ok(true)));
        let no = answer(&clerk(SHOP), "lagi").expect_err("closed");
        assert_eq!(no, "feedback.complaint_state state=Selesai");
    });
}

#[test]
fn the_journal_knows_no_word_of_a_buyer() {
    story(|world: &mut World| {
        let market = open(world);
        let receipt = sell(world, &[(market.trap, 1)]);
        let id = complain(world, receipt, "Nama saya Budi 08123456789").expect("said");
        let lines = world.read(move |read| journal::history(read, id)).expect("lines");
        assert_eq!(lines.len(), 1);
        assert!(!format!("{lines:?}").contains("Budi"));
    });
}

#[test]
fn one_receipt_does_not_flood_the_desk() {
    story(|world: &mut World| {
        let market = open(world);
        let receipt = sell(world, &[(market.trap, 1)]);
        for _ in 0..10 {
            complain(world, receipt, "x").expect("said");
        }
        let no = complain(world, receipt, "x").expect_err("enough");
        assert_eq!(no, "feedback.too_many_complaints");
    });
}

#[test]
fn corrected_words_are_those_that_are_read() {
    story(|world: &mut World| {
        let market = open(world);
        let receipt = sell(world, &[(market.trap, 1)]);
        let id = complain(world, receipt, "Pernya lepas").expect("said");
        let again = |world: &World, words: &str| {
            let input = json!({
                "id": id, "receipt": receipt, "sale": receipt, "position": 1, "words": words,
            });
            act(world, &Actor::nobody(), said, input).map(drop)
        };
        for _ in 0..2 {
            again(world, "Pernya patah").expect("corrected");
            let told = held(world, receipt).complaints;
            assert_eq!((told.len(), told[0].words.as_str()), (1, "Pernya patah"));
        }
        let lines = world.read(move |read| journal::history(read, id)).expect("lines");
        assert!(lines.len() == 2 && !format!("{lines:?}").contains("patah"), "{lines:?}");
        let answer = json!({ "complaint": id, "answer": "Kami ganti" });
        act(world, &clerk(SHOP), feedback::answer, answer).expect("answered");
        again(world, "Pernya patah").expect("the same was sent before");
        let no = again(world, "Pernya hilang").expect_err("his answer was to other words");
        assert_eq!(no, "journal.id_reused");
    });
}
