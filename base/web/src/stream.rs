//! Files too large for memory, sent part by part as the browser takes them.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context as Waker, Poll},
};

use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::Response,
};
use db::{Error, Read, Result};
use futures_core::Stream;
use kernel::Context;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use uuid::Uuid;

use crate::{Ask, FileOut, Screens, Site, answer, deed::Door};

/// A file that is kept in parts, from 0.
#[derive(Debug, Clone)]
pub struct PartsOut {
    pub mime: &'static str,
    /// Saved under this name.
    pub name: String,
    pub size: i64,
    pub id: Uuid,
    pub parts: i64,
    /// One part; it is asked for when the one before was taken.
    pub load: fn(&mut Read, Uuid, i64) -> Result<Vec<u8>>,
}

impl Screens {
    /// A file in parts for those who have signed in.
    pub fn file_in_parts(
        self,
        path: &'static str,
        find: fn(&mut Read, &Context, &Ask) -> Result<PartsOut>,
    ) -> Self {
        let handler = move |State(site): State<Site>, ask: Ask| send(site, Arc::new(ask), find);
        self.route("FILE", path, false, axum::routing::get(handler)).giving(&["application/zip"])
    }
}

async fn send(
    site: Site,
    ask: Arc<Ask>,
    find: fn(&mut Read, &Context, &Ask) -> Result<PartsOut>,
) -> Response {
    let (desk, asked) = (site.clone(), ask.clone());
    let look = move |read: &mut Read| {
        let visit = Door::SignedIn.open(&desk, read, &asked)?;
        find(read, &visit.context, &asked)
    };
    let found = match site.db().read(look).await {
        Ok(found) => found,
        Err(error) => return answer::no_file(&site, &ask, error).await,
    };
    // One part waits while another is on its way: two are in memory.
    let (give, take) = channel(1);
    let head = FileOut {
        mime: found.mime,
        bytes: Vec::new(),
        immutable: false,
        download: Some(found.name.clone()),
    };
    let mut response = answer::file(head);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(found.size));
    tokio::spawn(give_parts(site, found, give));
    *response.body_mut() = Body::from_stream(Parts(take));
    response
}

/// Ends when the last part is given, when one cannot be read, or when nobody takes any more.
async fn give_parts(site: Site, found: PartsOut, give: Sender<Result<Vec<u8>>>) {
    for part in 0..found.parts {
        let (load, id) = (found.load, found.id);
        let read = site.db().read(move |read: &mut Read| load(read, id, part)).await;
        let failed = read.is_err();
        if give.send(read).await.is_err() || failed {
            return;
        }
    }
}

struct Parts(Receiver<Result<Vec<u8>, Error>>);

impl Stream for Parts {
    type Item = Result<Vec<u8>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, waker: &mut Waker<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(waker)
    }
}
