//! Each kind of file: what its rows will be.

mod goods;
mod shelves;
mod trade;

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{Actor, Capability, ConsignorId, Context, Id, Refusal};
use serde_json::Value;

use crate::{deed::Doc, inputs::Kind, refusal::No, row::Line};

impl Kind {
    /// Asks whether the actor may bring such a file at all.
    ///
    /// # Errors
    /// Where he lacks the right, or is of the wrong side.
    pub fn require(self, actor: &Actor) -> Result<(), Refusal> {
        let records = actor.may(Capability::RecordGoods);
        match self {
            Self::Products | Self::Makers | Self::Opening | Self::Shelves => {
                actor.require(Capability::RecordGoods)?;
            }
            Self::OpeningCheck if records || actor.may(Capability::Approve) => {}
            Self::OpeningCheck => actor.require(Capability::Approve)?,
            Self::Sales | Self::Counts if actor.shop().is_some() => {
                return actor.require(Capability::Sell);
            }
            Self::Sales | Self::Counts => actor.require(Capability::RecordGoods)?,
        }
        actor.consignor().map(drop).ok_or_else(|| No::NotAUnit.into())
    }
}

/// Whether the actor may bring any kind of file.
pub fn may_bring(actor: &Actor) -> bool {
    Kind::ALL.iter().any(|kind| kind.require(actor).is_ok())
}

/// What the rows of a file will be, in their order. Rows that are wrong in themselves are refused
/// here already; only looks.
pub fn docs(read: &mut Read, ctx: &Context, kind: Kind, lines: &[Line]) -> Result<Vec<Doc>> {
    match kind {
        Kind::Products => Ok(goods::products(ctx, lines)),
        Kind::Makers => Ok(goods::makers(ctx, lines)),
        Kind::Opening => goods::opening(read, ctx, lines),
        Kind::OpeningCheck => goods::opening_check(read, ctx, lines),
        Kind::Shelves => shelves::deliveries(read, ctx, lines),
        Kind::Sales => trade::sales(read, ctx, lines),
        Kind::Counts => trade::counts(read, ctx, lines),
    }
}

/// The id of what a row tells, made of what tells it from all others: the same file again is the
/// same documents, and a row that was mended is the row that it was.
fn id_of<K, L>(whose: Id<K>, kind: Kind, key: &[&str]) -> Id<L> {
    let mut part = format!("intake\u{1f}{}", kind.name());
    for one in key {
        part.push('\u{1f}');
        part.push_str(one);
    }
    journal::derived_id(whose, part)
}

fn unit(ctx: &Context) -> Result<ConsignorId, Refusal> {
    ctx.actor.consignor().ok_or_else(|| No::NotAUnit.into())
}

/// The input that a row's fields are, with a refusal at the file's column.
fn input<T: serde::de::DeserializeOwned>(
    fields: impl IntoIterator<Item = (String, Value)>,
    names: &[(&str, &'static str)],
) -> Result<T, Refusal> {
    let object = Value::Object(fields.into_iter().collect());
    web::read_value(object).map_err(|no| at_column(no, names))
}

/// A refusal of a room's input, at the column that the field came from.
pub fn at_column(mut no: Refusal, names: &[(&str, &'static str)]) -> Refusal {
    let field = no.field.take();
    no.field = field.map(|field| {
        let bare = field.rsplit('.').next().unwrap_or_default();
        let own = names.iter().find(|(name, _)| *name == bare);
        own.map_or_else(|| bare.to_owned(), |(_, column)| (*column).to_owned())
    });
    no
}

/// How rooms call what a file's column holds.
pub fn field_names(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Products => &[],
        Kind::Makers => {
            &[("code", "maker"), ("name", "person"), ("registration_number", "registration")]
        }
        Kind::Opening => &[("code", "batch"), ("started_on", "as_of"), ("maker", "makers")],
        Kind::OpeningCheck => &[("accepted", "pieces"), ("finished_on", "as_of")],
        Kind::Shelves => &[
            ("shop", "at_shop"),
            ("batch", "lying_batch"),
            ("quantity", "lying"),
            ("sent_on", "lying_on"),
        ],
        Kind::Sales => &[
            ("business_day", "day"),
            ("price", "sold_price"),
            ("batch", "sold_batch"),
            ("receipt_number", "receipt"),
        ],
        Kind::Counts => &[],
    }
}

/// How often each key came so far: the second of two rows that say the same is another document.
#[derive(Default)]
struct Times(BTreeMap<String, usize>);

impl Times {
    fn next(&mut self, key: &str) -> usize {
        let times = self.0.entry(key.to_owned()).or_default();
        *times += 1;
        *times
    }
}
