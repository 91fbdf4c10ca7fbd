//! The running house: its database, its clock, and what only the program knows.

use std::sync::{Arc, OnceLock};

use db::{Db, Read, Result};
use kernel::{Actor, Clock, Context, Ids, Lang, Refusal, RefusalKind, Time, Zone};
use maud::Markup;
use tokio::sync::Semaphore;

use crate::{
    Ask, Credentials, Page, back::Pages, cache::PageCache, pictures::Pictures, throttle::Throttle,
    visits::Tally,
};

/// Shared by every handler; cheap to clone.
#[derive(Clone)]
pub struct Site(pub(crate) Arc<Parts>);

pub(crate) struct Parts {
    pub db: Db,
    pub clock: Clock,
    pub ids: Ids,
    pub wiring: Wiring,
    pub cache: PageCache,
    pub throttle: Throttle,
    /// Who came by where, apart: a crowd at a poster forgets nobody who does too much.
    pub visitors: Throttle,
    pub visits: Tally,
    pub pictures: Pictures,
    pub sheets_at_work: Semaphore,
    /// Known as soon as the rooms' tables are put together.
    pub pages: OnceLock<Pages>,
}

/// What the program ties together: rooms to the right of this crate, and the page shell.
#[derive(Clone)]
pub struct Wiring {
    /// Who the visitor is; `None` when his session or token is not good (any more).
    pub who_is: fn(&mut Read, &Credentials, Time) -> Result<Option<SignedIn>>,
    /// The whole document around a page.
    pub shell: fn(&mut Read, &Visit, &Ask, Page) -> Result<Markup>,
    /// The same while the database is away and nobody can be known.
    pub bare: fn(&Ask, Page) -> Markup,
    /// Prints papers.
    pub press: crate::Press,
    /// Writes and reads spreadsheets.
    pub sheets: sheet::Desk,
    /// Cookies only over TLS: true behind an address that begins with `https:`.
    pub secure: bool,
    /// Whether a proxy of ours stands in front: then the visitor's address is the last one of
    /// `X-Forwarded-For`, which that proxy wrote. Without one, anybody could write it.
    pub trust_proxy: bool,
    /// The address that people type, without a slash at the end: `https://hilir.example`.
    pub public_url: String,
    /// The zone of those whose unit has none.
    pub zone: Zone,
}

/// A person who has signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub actor: Actor,
    /// The language of his choice, where he made one.
    pub lang: Option<Lang>,
    pub zone: Zone,
    pub job_title: String,
    /// The unit's or the shop's name.
    pub place: String,
}

/// One visit: the person, if he signed in, and the context of what he does.
#[derive(Clone)]
pub struct Visit {
    pub context: Context,
    pub signed_in: Option<SignedIn>,
}

impl Site {
    pub fn new(db: Db, clock: Clock, ids: Ids, wiring: Wiring) -> Self {
        Self(Arc::new(Parts {
            db,
            clock,
            ids,
            wiring,
            cache: PageCache::default(),
            throttle: Throttle::default(),
            visitors: Throttle::default(),
            visits: Tally::default(),
            pictures: Pictures::default(),
            sheets_at_work: Semaphore::new(crate::sheets::AT_WORK),
            pages: OnceLock::new(),
        }))
    }
    pub fn db(&self) -> &Db {
        &self.0.db
    }
    pub fn now(&self) -> Time {
        self.0.clock.now()
    }
    pub fn public_url(&self) -> &str {
        &self.0.wiring.public_url
    }

    /// Opens a visit inside the transaction that will act, so that a session ended or a right
    /// taken a moment ago is ended and taken here.
    pub(crate) fn visit(&self, read: &mut Read, ask: &Ask) -> Result<Visit> {
        let now = self.now();
        let signed_in = match &ask.credentials {
            Some(credentials) => (self.0.wiring.who_is)(read, credentials, now)?,
            None => None,
        };
        Ok(self.visit_of(ask, now, signed_in))
    }

    /// The visit of someone whom nobody needs to know.
    pub(crate) fn visit_of(&self, ask: &Ask, now: Time, signed_in: Option<SignedIn>) -> Visit {
        let own_lang = signed_in.as_ref().and_then(|person| person.lang);
        let context = Context {
            actor: signed_in.as_ref().map_or_else(Actor::nobody, |person| person.actor.clone()),
            now,
            zone: signed_in.as_ref().map_or(self.0.wiring.zone, |person| person.zone),
            lang: if ask.lang_chosen { ask.lang } else { own_lang.unwrap_or(ask.lang) },
            ids: self.0.ids.clone(),
        };
        Visit { context, signed_in }
    }

    /// A visit of someone who has signed in; else 401 `web.signed_out`.
    pub(crate) fn visit_signed_in(&self, read: &mut Read, ask: &Ask) -> Result<Visit> {
        let visit = self.visit(read, ask)?;
        if visit.signed_in.is_none() {
            return Err(Refusal::new("web.signed_out", RefusalKind::SignedOut).into());
        }
        Ok(visit)
    }
}

/// What a preparation outside any transaction may use: slow work (hashing a password, decoding
/// a picture) is done here, so that the writer never waits for it.
pub struct Desk<'a> {
    pub db: &'a Db,
    pub context: &'a Context,
    pub ask: &'a Ask,
    pub(crate) throttle: &'a Throttle,
    /// Reads a spreadsheet.
    pub read_sheet: sheet::ReadFile,
}
