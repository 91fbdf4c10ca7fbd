//! The shop-window, walked by a stranger on a phone: every page has its one address, data that a
//! program can read, a picture for its preview, and nobody's name.

use axum::http::StatusCode;
use serde_json::Value;

use crate::{
    crawl::walk_looking,
    house::{Answer, Visitor, shared},
};

/// What no stranger may ever read: the makers of the demo by code and name, the floor and the
/// estimate, those who keep the books.
const NEVER: [&str; 7] =
    ["WB-0", "Nama Contoh", "CONTOH-0", "22.000", "Eko Cahyono", "Sugeng", "created_by"];

fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    text.split(from).nth(1)?.split(to).next()
}

/// What is wrong with a public page's head.
fn head_of(address: &str, answer: &Answer) -> Vec<String> {
    let mut wrong = Vec::new();
    let head = answer.body.split("</head>").next().unwrap_or_default();
    let mut want = |what: &str, there: bool| {
        if !there {
            wrong.push(format!("{address} has no {what}"));
        }
    };
    want("description", between(head, "name=\"description\" content=\"", "\"").is_some());
    let unlisted = head.contains("content=\"noindex");
    want("address", unlisted || head.contains("rel=\"canonical\""));
    want("picture", unlisted || head.contains("og:image\" content=\"http"));
    for data in head.split("application/ld+json\">").skip(1) {
        let data = data.split("</script>").next().unwrap_or_default();
        let read: Result<Value, _> = serde_json::from_str(data);
        want("readable data", read.is_ok_and(|data| data["@context"] == "https://schema.org"));
    }
    if address.contains('?') && !address.contains("category=") && !address.contains("page=") {
        want("word for engines", unlisted || !address.starts_with("/etalase?"));
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_walks_the_window() {
    let stranger = Visitor::stranger(shared());
    let (mut wrong, mut pages) = (Vec::new(), 0);
    for tag in ["id", "en"] {
        let start = ["/", "/etalase?q=prangkap&here=1", "/etalase?sort=cheap", "/harga-dibagi"];
        let mut look = |address: &str, of: &str, answer: &Answer| {
            let own = ["/", "/etalase", "/mitra", "/bengkel", "/b/", "/tentang", "/harga-dibagi"];
            let ours = own.iter().any(|path| of == *path || of.starts_with(&format!("{path}/{{")))
                || of == "/b/{code}";
            if !ours {
                return;
            }
            pages += 1;
            wrong.extend(head_of(address, answer));
            let told = NEVER.iter().filter(|never| answer.body.contains(**never));
            wrong.extend(told.map(|never| format!("{address} ({tag}) tells {never}")));
        };
        let walk = walk_looking(&stranger.speaking(tag), &start, &mut look).await;
        wrong.extend(walk.wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(pages >= 20, "only {pages} pages were seen");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_has_its_card_and_a_label_its_page() {
    let stranger = Visitor::stranger(shared());
    let list = stranger.get("/etalase").await.body;
    let product = between(&list, "href=\"/etalase/", "\"").expect("a product");
    let page = stranger.get(&format!("/etalase/{product}")).await.body;
    let card = between(&page, "og:image\" content=\"http://127.0.0.1:8080", "\"").expect("a card");
    for path in [card, "/kartu/etalase.png"] {
        let card = stranger.get(path).await;
        assert_eq!((card.status, card.content_type.as_str()), (StatusCode::OK, "image/png"));
        assert!(card.bytes.starts_with(b"\x89PNG"), "{path}");
    }
    let sheet = stranger.get("/umpan/e-katalog.xlsx").await;
    assert!(sheet.status == StatusCode::OK && sheet.bytes.starts_with(b"PK"), "a workbook");
    let code = between(&page, "href=\"/b/", "\"").expect("the code of its newest batch");
    let batch = stranger.get(&format!("/b/{code}")).await.body;
    // Every rupiah of the price stands in one place, and it is said what became of the state's.
    for part in ["= toko Rp", "premi pembuat Rp", "negara (PNBP) Rp", "sudah disetor"] {
        assert!(batch.contains(part), "{part}: {batch}");
    }
}
