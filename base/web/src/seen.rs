//! Notes that sessions are in use, so that only unused ones grow old.
//!
//! Looking at a page writes nothing; this writes one small thing an hour for each session, after
//! the page was sent, and nobody waits for it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    middleware::Next,
    response::Response,
};
use db::{Result, Tx};
use kernel::Time;
use sha2::{Digest, Sha256};

use crate::{Credentials, SESSION_COOKIE, Site, ask::cookie};

/// Notes a use where no public page shows it; it must bear to be called for a session that nobody has.
pub type Touch = fn(&mut Tx, &Credentials, Time) -> Result<()>;

const NOTED_MICROS: i64 = 3_600_000_000;
const SESSIONS_MAX: usize = 10_000;

pub(crate) struct Seen {
    pub touch: Touch,
    /// When each session was last noted by this process.
    pub noted: Mutex<HashMap<[u8; 32], Time>>,
}

impl Seen {
    pub fn new(touch: Touch) -> Self {
        Self { touch, noted: Mutex::default() }
    }

    /// The session, when it is time to note it; it counts as noted from then on.
    fn due(&self, headers: &HeaderMap, now: Time) -> Option<[u8; 32]> {
        let hash: [u8; 32] = Sha256::digest(cookie(headers, SESSION_COOKIE)?.as_bytes()).into();
        let mut noted = self.noted.lock().ok()?;
        if noted.get(&hash).is_some_and(|at| now.micros() - at.micros() < NOTED_MICROS) {
            return None;
        }
        if noted.len() >= SESSIONS_MAX {
            noted.clear();
        }
        noted.insert(hash, now);
        Some(hash)
    }
}

pub(crate) async fn note(
    State((site, seen)): State<(Site, Arc<Seen>)>,
    request: Request,
    next: Next,
) -> Response {
    let now = site.now();
    let due = seen.due(request.headers(), now);
    let response = next.run(request).await;
    if let (Some(hash), StatusCode::OK) = (due, response.status()) {
        let touch = seen.touch;
        tokio::spawn(async move {
            let session = Credentials::Session(hash);
            let noted = site.db().write_unseen(move |tx: &mut Tx| touch(tx, &session, now)).await;
            if let Err(error) = noted {
                tracing::warn!(%error, "a session's use was not noted");
            }
        });
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_noted_once_an_hour() {
        let seen = Seen::new(|_, _, _| Ok(()));
        let at = |minutes: i64| Time::from_micros(minutes * 60_000_000).expect("a time");
        let mut headers = HeaderMap::new();
        assert!(seen.due(&headers, at(0)).is_none());
        headers.insert("cookie", "bahasa=id; hilir_session=abc".parse().expect("a value"));
        assert!(seen.due(&headers, at(0)).is_some());
        assert!(seen.due(&headers, at(59)).is_none());
        assert!(seen.due(&headers, at(60)).is_some());
    }
}
