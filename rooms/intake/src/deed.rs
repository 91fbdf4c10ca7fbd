//! What a row, or several together, will be: an input of the room that it concerns.

use catalogue::CreateProduct;
use consignment::Deliver;
use db::{Result, Tx};
use kernel::{Context, Refusal};
use people::CreateMaker;
use production::{FinishBatch, OpenBatch};
use sales::{Sell, SellByCount};

/// An input for another room's own action, so that its refusals hold here too.
pub enum Deed {
    Product(Box<CreateProduct>),
    Maker(CreateMaker),
    Open(OpenBatch),
    Check(FinishBatch),
    Deliver(Deliver),
    /// A row whose fact is there already, within another document.
    Told,
    Sell(Sell),
    Count(SellByCount),
}

/// One document of a file.
pub struct Doc {
    /// The places, from 0, of its rows among the file's lines, in the order of its own lines.
    pub rows: Vec<usize>,
    /// Or why there is none.
    pub deed: Result<Deed, Refusal>,
    /// Whether nothing but all that it says tells it from another one like it.
    pub unsure: bool,
}

impl Doc {
    pub fn of(rows: Vec<usize>, deed: Result<Deed, Refusal>) -> Self {
        Self { rows, deed, unsure: false }
    }
    pub fn one(row: usize, deed: Result<Deed, Refusal>) -> Self {
        Self::of(vec![row], deed)
    }
}

/// Does what a document says; true where the same was there before.
///
/// # Errors
/// Whatever is wrong with the document in itself, and whatever its room refuses.
pub fn of_doc(tx: &mut Tx, ctx: &Context, doc: &Doc) -> Result<bool> {
    match &doc.deed {
        Ok(deed) => perform(tx, ctx, deed),
        Err(no) => Err(no.clone().into()),
    }
}

fn perform(tx: &mut Tx, ctx: &Context, deed: &Deed) -> Result<bool> {
    Ok(match deed {
        Deed::Product(input) => catalogue::create_product(tx, ctx, input)?.already,
        Deed::Maker(input) => people::create_maker(tx, ctx, input)?.already,
        Deed::Open(input) => production::open_batch(tx, ctx, input)?.already,
        Deed::Check(input) => production::finish_batch(tx, ctx, input)?.already,
        Deed::Deliver(input) => consignment::deliver(tx, ctx, input)?.already,
        Deed::Told => true,
        Deed::Sell(input) => sales::sell(tx, ctx, input)?.already,
        Deed::Count(input) => sales::sell_by_count(tx, ctx, input)?.already,
    })
}
