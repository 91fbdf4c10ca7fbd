//! What the child processes do: the house with its counters, and the bare server it is held
//! against.

use std::{fs, net::SocketAddr, path::Path};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue},
    routing::get,
};
use db::Db;
use hilir::{
    embedded,
    house::{self, Address},
    system,
};
use kernel::Zone;
use serde::{Deserialize, Serialize};
use tokio::{net::TcpListener, runtime::Builder};

use crate::Outcome;

/// Where the counters are shown.
pub const COUNTERS: &str = "/bench/counters";

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Counted {
    pub commits: u64,
    pub writes: u64,
    pub retries: u64,
}

/// Serves the house, as `hilir serve` does.
pub fn house(database: &str, listen: SocketAddr) -> Outcome<bool> {
    let db = Db::open(database)?;
    db.migrate(&embedded::migrations()?)?;
    let address =
        Address { public_url: format!("http://{listen}"), zone: Zone::Wib, trust_proxy: false };
    let counted = db.clone();
    let counters = move || async move {
        let all = counted.counters();
        let (commits, writes, retries) = (all.commits(), all.writes(), all.retries());
        serde_json::to_string(&Counted { commits, writes, retries }).unwrap_or_default()
    };
    let router =
        house::router(db, system::clock(), system::ids(), address).route(COUNTERS, get(counters));
    Builder::new_multi_thread().enable_all().build()?.block_on(async {
        hilir::listen::serve(TcpListener::bind(listen).await?, router, std::future::pending())
            .await;
        Ok::<_, std::io::Error>(())
    })?;
    Ok(true)
}

/// An answer that the bare server returns: the same head and bytes as the house's.
#[derive(Debug, Serialize, Deserialize)]
pub struct BareAnswer {
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// Serves fixed bytes from memory: what axum can do at best.
pub fn bare(answers: &Path, listen: SocketAddr) -> Outcome<bool> {
    let answers: Vec<BareAnswer> = serde_json::from_slice(&fs::read(answers)?)?;
    let mut router = Router::new().route("/sehat", get(|| async { "ok\n" }));
    for answer in answers {
        let mut headers = HeaderMap::new();
        for (name, value) in &answer.headers {
            headers.insert(HeaderName::try_from(name.as_str())?, HeaderValue::from_str(value)?);
        }
        let body = Bytes::from(answer.body);
        let handler = move || async move { (headers, body) };
        router = router.route(&answer.path, get(handler));
    }
    serve(router, listen)
}

fn serve(router: Router, listen: SocketAddr) -> Outcome<bool> {
    Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind(listen).await?;
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).await
    })?;
    Ok(true)
}
