#![doc = include_str!("../README.md")]

use db::{Read, Result, Tx, refusals, sql};
use kernel::{ConsignorId, Context, Day, Id, ShopId, Time, UserId};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

refusals! { "journal";
    /// The id was already used for something else.
    IdReused = "id_reused", Conflict;
}

/// SHA-256 of an input as it was understood.
pub type Digest = [u8; 32];

/// Whether an input is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Once {
    /// Not seen before; the digest goes into the line that will be written.
    First(Digest),
    /// The same was already recorded: it counts once, and is answered as before.
    Again,
}

/// Asks whether `id` was already recorded as a `kind`. Refuses with `journal.id_reused` when it
/// was, but with another input.
pub fn once<K>(tx: &mut Tx, kind: &'static str, id: Id<K>, input: &impl Serialize) -> Result<Once> {
    let digest = digest(input)?;
    Ok(if is_known(tx, kind, id, &digest)? { Once::Again } else { Once::First(digest) })
}

/// [`once`] of a step that a document takes but once, known by the document's own id: where it was
/// taken with other words, by another perhaps, `taken` says so.
pub fn once_of<K>(
    tx: &mut Tx,
    kind: &'static str,
    id: Id<K>,
    input: &impl Serialize,
    taken: impl Into<db::Error>,
) -> Result<Once> {
    match once(tx, kind, id, input) {
        Err(db::Error::Refused(no)) if no.code == No::IdReused.code() => Err(taken.into()),
        done => done,
    }
}

/// [`once`] of a digest, where an earlier release had another for the same input.
pub fn once_since<K>(
    tx: &mut Tx,
    kind: &'static str,
    id: Id<K>,
    digest: Digest,
    earlier: &Digest,
) -> Result<Once> {
    let known = is_known_as(tx, kind, id, &[&digest, earlier])?;
    Ok(if known { Once::Again } else { Once::First(digest) })
}

/// The digest of an input.
pub fn digest(input: &impl Serialize) -> Result<Digest> {
    let written = serde_json::to_vec(input).map_err(db::Error::fault)?;
    Ok(Sha256::digest(&written).into())
}

/// Whether `id` was already recorded as a `kind`, by this input; refuses like [`once`].
pub fn is_known<K>(
    read: &mut Read,
    kind: &'static str,
    id: Id<K>,
    digest: &Digest,
) -> Result<bool> {
    is_known_as(read, kind, id, &[digest])
}

fn is_known_as<K>(
    read: &mut Read,
    kind: &'static str,
    id: Id<K>,
    digests: &[&Digest],
) -> Result<bool> {
    let statement = sql!("SELECT digest FROM journal_line WHERE subject_id = $1 AND kind = $2");
    let known = read.first(statement, &[&id, &kind], |row| row.get::<Option<Vec<u8>>>(0))?;
    match known {
        None => Ok(false),
        Some(known) if digests.iter().any(|own| known.as_deref() == Some(&own[..])) => Ok(true),
        Some(_) => Err(No::IdReused.into()),
    }
}

/// The id of a document that `of` makes beside its own: the same whenever the same is sent, and
/// nobody else's. `part` tells it from the others.
pub fn derived_id<K, L>(of: Id<K>, part: impl AsRef<[u8]>) -> Id<L> {
    let hash = Sha256::new().chain_update(of.uuid().as_bytes()).chain_update(part).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Id::new(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// A line to write.
#[derive(Debug, Clone)]
pub struct Line {
    /// `room.verb`.
    pub kind: &'static str,
    pub subject: uuid::Uuid,
    pub consignor: Option<ConsignorId>,
    pub shop: Option<ShopId>,
    pub business_day: Day,
    pub digest: Option<Digest>,
    pub body: Value,
}

impl Line {
    /// Of today, of nobody's goods, with nothing to say but that it happened.
    pub fn new<K>(ctx: &Context, kind: &'static str, subject: Id<K>) -> Self {
        Self {
            kind,
            subject: subject.uuid(),
            consignor: None,
            shop: None,
            business_day: ctx.today(),
            digest: None,
            body: Value::Object(Default::default()),
        }
    }
    pub fn of(mut self, consignor: ConsignorId) -> Self {
        self.consignor = Some(consignor);
        self
    }
    pub fn at(mut self, shop: ShopId) -> Self {
        self.shop = Some(shop);
        self
    }
    pub fn on(mut self, business_day: Day) -> Self {
        self.business_day = business_day;
        self
    }
    pub fn digest(mut self, digest: Digest) -> Self {
        self.digest = Some(digest);
        self
    }
    pub fn body(mut self, body: Value) -> Self {
        self.body = body;
        self
    }
}

/// The statement and its parameters are public to the house's hot path through [`write`] only.
pub fn write(tx: &mut Tx, ctx: &Context, line: Line) -> Result<()> {
    let statement = sql!(
        "INSERT INTO journal_line (subject_id, kind, at, business_day, actor_id, consignor_id, shop_id, digest, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let digest = line.digest.map(|digest| digest.to_vec());
    let params: [&dyn db::Param; 9] = [
        &line.subject,
        &line.kind,
        &ctx.now,
        &line.business_day,
        &ctx.actor.user,
        &line.consignor,
        &line.shop,
        &digest,
        &line.body,
    ];
    tx.later(&[(statement, &params)])
}

/// A line as it stands.
#[derive(Debug, Clone)]
pub struct Entry {
    pub seq: i64,
    pub kind: String,
    pub at: Time,
    pub business_day: Day,
    pub actor: UserId,
    pub body: Value,
}

/// The number of the newest line; 0 where there is none.
pub fn newest(read: &mut Read) -> Result<i64> {
    let sql = sql!("SELECT CAST(COALESCE(MAX(seq), 0) AS bigint) FROM journal_line");
    read.one(sql, &[], |row| row.get(0))
}

/// Everything that happened to a document, first things first; at most 500 lines.
pub fn history<K>(read: &mut Read, subject: Id<K>) -> Result<Vec<Entry>> {
    let statement = sql!(
        "SELECT seq, kind, at, business_day, actor_id, body FROM journal_line
         WHERE subject_id = $1 ORDER BY seq LIMIT 500"
    );
    read.all(statement, &[&subject], |row| {
        Ok(Entry {
            seq: row.get(0)?,
            kind: row.get(1)?,
            at: row.get(2)?,
            business_day: row.get(3)?,
            actor: row.get(4)?,
            body: row.get(5)?,
        })
    })
}
