//! Doing a thing: the one way from a parsed input to a committed fact, for pages and API alike.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use db::{Error, Read, Result, Tx};
use kernel::{Context, Refusal, RefusalKind};

use crate::{Ask, Credentials, Desk, Page, Site, site::Visit};

/// Looks and shows.
pub type View = fn(&mut Read, &Context, &Ask) -> Result<Page>;
/// Acts within one transaction. It may run more than once (a serialisation conflict), so it
/// keeps nothing outside its arguments.
pub type Act<In, Out> = fn(&mut Tx, &Context, &In) -> Result<Out>;
/// Slow work before the transaction: hashing, decoding a picture. Runs on a thread of its own.
pub type Prepare<In, P> = fn(&Desk<'_>, &In) -> Result<P>;
/// Acts with what was prepared.
pub type ActWith<In, P, Out> = fn(&mut Tx, &Context, &In, &P) -> Result<Out>;

pub(crate) enum Deed<In, P, Out> {
    Plain(Act<In, Out>),
    Prepared(Prepare<In, P>, ActWith<In, P, Out>),
}
impl<In, P, Out> Clone for Deed<In, P, Out> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<In, P, Out> Copy for Deed<In, P, Out> {}

/// Who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    SignedIn,
    /// Who has signed in himself: a program's token opens no more doors than it was given.
    InPerson,
    Anyone,
}

impl Door {
    pub fn open(self, site: &Site, read: &mut Read, ask: &Ask) -> Result<Visit> {
        match self {
            Self::SignedIn => site.visit_signed_in(read, ask),
            Self::InPerson => {
                let visit = site.visit_signed_in(read, ask)?;
                match ask.credentials {
                    Some(Credentials::Session(_)) => Ok(visit),
                    _ => Err(Refusal::new("web.in_person", RefusalKind::Forbidden).into()),
                }
            }
            Self::Anyone => site.visit(read, ask),
        }
    }
}

/// Opens the visit and acts in one transaction; answers only after the commit is on disk.
pub(crate) async fn perform<In, P, Out>(
    site: &Site,
    door: Door,
    ask: &Arc<Ask>,
    input: In,
    deed: Deed<In, P, Out>,
) -> Result<Out>
where
    In: Send + Sync + 'static,
    P: Send + Sync + 'static,
    Out: Send + 'static,
{
    let (desk, asked, input) = (site.clone(), ask.clone(), Arc::new(input));
    let habit = habit_of(ask);
    match deed {
        Deed::Plain(act) => {
            let work = move |tx: &mut Tx| {
                let visit = door.open(&desk, tx, &asked)?;
                act(tx, &visit.context, &input)
            };
            site.db().write_by_habit(habit, work).await
        }
        Deed::Prepared(prepare, act) => {
            let prepared = Arc::new(prepare_outside(site, door, ask, &input, prepare).await?);
            let work = move |tx: &mut Tx| {
                let visit = door.open(&desk, tx, &asked)?;
                act(tx, &visit.context, &input, &prepared)
            };
            site.db().write(work).await
        }
    }
}

/// The same person doing the same thing: a till sells at its own shop, again and again.
pub(crate) fn habit_of(ask: &Ask) -> u64 {
    let mut hash = DefaultHasher::new();
    ask.path.hash(&mut hash);
    if let Some(
        Credentials::Session(secret) | Credentials::Token(secret) | Credentials::PaperLink(secret),
    ) = &ask.credentials
    {
        secret.hash(&mut hash);
    }
    hash.finish()
}

/// Nobody who may not come in makes the house work: the visit is opened first.
async fn prepare_outside<In, P>(
    site: &Site,
    door: Door,
    ask: &Arc<Ask>,
    input: &Arc<In>,
    prepare: Prepare<In, P>,
) -> Result<P>
where
    In: Send + Sync + 'static,
    P: Send + 'static,
{
    let (desk, asked) = (site.clone(), ask.clone());
    let visit = site.db().read(move |read: &mut Read| door.open(&desk, read, &asked)).await?;
    let (site, asked, input) = (site.clone(), ask.clone(), input.clone());
    let work = move || {
        let (context, throttle) = (&visit.context, &site.0.throttle);
        let read_sheet = site.0.wiring.sheets.read;
        let desk = Desk { db: site.db(), context, ask: &asked, throttle, read_sheet };
        prepare(&desk, &input)
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::fault)?
}
