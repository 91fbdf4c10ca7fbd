//! What a cheap phone has to load.

use std::collections::BTreeMap;

use axum::http::{Request, header};

use crate::house::{Visitor, shared};

/// Everything that a phone loads at its first start, compressed: 60 kB.
const BYTES_MAX: usize = 60_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_loads_little() {
    let stranger = Visitor::stranger(shared());
    let worker = stranger.get("/kasir/sw.js").await.body;
    let files = worker.lines().find_map(|line| line.strip_prefix("const FILES = "));
    let files = files.and_then(|list| list.strip_suffix(';')).expect("a list of files");
    let mut files: Vec<String> = serde_json::from_str(files).expect("JSON");
    assert!(files.len() > 20, "{files:?}");
    files.push("/kasir/sw.js".into());
    let mut all = BTreeMap::new();
    for path in files {
        let asked = Request::get(&path).header(header::ACCEPT_ENCODING, "gzip, deflate, br, zstd");
        let answer = stranger.ask(asked, "").await;
        assert!(answer.status.is_success(), "{path}: {}", answer.status);
        all.insert(path, answer.bytes.len());
    }
    let sum: usize = all.values().sum();
    assert!(sum < BYTES_MAX, "{sum} bytes: {all:#?}");
}
