//! Goods that lay at a shop before the books began: deliveries that the shop receives and counts
//! itself, as it does any other.

use std::collections::{BTreeMap, HashMap, hash_map::Entry};

use consignment::{BatchLine, Deliver};
use db::{Read, Result};
use kernel::{AgreementId, BatchId, Context, Day, DeliveryId, Lang, Quantity, Refusal, ShopId};
use serde_json::json;
use words::Speak;

use super::{field_names, id_of, input, unit};
use crate::{
    deed::{Deed, Doc},
    inputs::Kind,
    names::Names,
    refusal::No,
    row::Line,
};

/// A paper with more lines than this is two papers.
const LINES_MAX: usize = 200;

/// A row whose names are known.
struct Lying {
    shop: ShopId,
    agreement: AgreementId,
    day: Day,
    line: BatchLine,
}

/// What one shop had on one day.
struct Paper {
    agreement: AgreementId,
    lines: Vec<BatchLine>,
    rows: Vec<usize>,
}

/// What earlier files told of a shop and a day.
type Told = HashMap<BatchId, Quantity>;

/// A delivery for each shop and day, of so many lines as a paper holds. What an earlier file told
/// is told no more, and what it forgot makes a further one.
pub fn deliveries(read: &mut Read, ctx: &Context, lines: &[Line]) -> Result<Vec<Doc>> {
    let names = Names::of(read, ctx)?;
    let mut batches: HashMap<String, Option<BatchId>> = HashMap::new();
    let mut papers: BTreeMap<(ShopId, Day), Vec<Paper>> = BTreeMap::new();
    let mut earlier: HashMap<(ShopId, Day), Told> = HashMap::new();
    let mut docs = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let batch = batch_of(read, ctx, line, &mut batches)?;
        let one = match lying(&names, line, batch) {
            Err(no) => Err(no),
            Ok(one) => match told(read, ctx, &one, &mut earlier)? {
                None => Ok(one),
                Some(quantity) if quantity == one.line.quantity => {
                    docs.push(Doc::one(at, Ok(Deed::Told)));
                    continue;
                }
                Some(_) => Err(No::ToldBefore.at("lying")),
            },
        };
        match one {
            Err(no) => docs.push(Doc::one(at, Err(no))),
            Ok(one) => {
                let own = papers.entry((one.shop, one.day)).or_default();
                if own.last().is_none_or(|paper| paper.lines.len() == LINES_MAX) {
                    let (lines, rows) = (Vec::new(), Vec::new());
                    own.push(Paper { agreement: one.agreement, lines, rows });
                }
                if let Some(paper) = own.last_mut() {
                    paper.lines.push(one.line);
                    paper.rows.push(at);
                }
            }
        }
    }
    for (of, own) in papers {
        for Paper { agreement, lines, rows } in own {
            docs.push(Doc::of(rows, deliver(ctx, of, (agreement, lines))));
        }
    }
    Ok(docs)
}

/// How many pieces of a batch an earlier file told of, for the same shop and day.
fn told(
    read: &mut Read,
    ctx: &Context,
    one: &Lying,
    earlier: &mut HashMap<(ShopId, Day), Told>,
) -> Result<Option<Quantity>> {
    let told = match earlier.entry((one.shop, one.day)) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(free) => {
            let whose = (unit(ctx)?, one.shop, one.day);
            let sent = consignment::sent_with_note(read, whose, mark())?;
            free.insert(sent.into_iter().collect())
        }
    };
    Ok(told.get(&one.line.batch).copied())
}

/// Of the record, not of the language that its sender reads.
fn mark() -> &'static str {
    Lang::Id.t("intake.opening.mark")
}

fn batch_of(
    read: &mut Read,
    ctx: &Context,
    line: &Line,
    known: &mut HashMap<String, Option<BatchId>>,
) -> Result<Option<BatchId>> {
    let code = line.text("lying_batch").unwrap_or_default().trim().to_uppercase();
    if let Some(found) = known.get(&code) {
        return Ok(*found);
    }
    let found = production::find_batch_by_code(read, unit(ctx)?, &code)?.map(|batch| batch.id);
    known.insert(code, found);
    Ok(found)
}

fn lying(names: &Names, line: &Line, batch: Option<BatchId>) -> Result<Lying, Refusal> {
    let kind = Kind::Shelves;
    line.checked(kind.columns())?;
    let shop = names
        .shop(line.text("at_shop").as_deref())
        .map_err(|no| super::at_column(no, field_names(kind)))?;
    let day = line.day("lying_on")?.ok_or_else(|| No::DayImpossible.at("lying_on"))?;
    let agreement = names.agreement(shop, day).ok_or_else(|| No::ShopUnknown.at("at_shop"))?;
    let batch = batch.ok_or_else(|| No::BatchNotOurs.at("lying_batch"))?;
    let quantity = line.fields(kind.columns())?.remove("lying");
    let line = json!({ "batch": batch, "quantity": quantity });
    // Whether it can be is known now, at its own row.
    let line = web::read_value(line).map_err(|no| super::at_column(no, field_names(kind)))?;
    Ok(Lying { shop, agreement, day, line })
}

/// A delivery is told from others of its shop and day by its batches: each is told once.
fn deliver(
    ctx: &Context,
    (shop, day): (ShopId, Day),
    (agreement, lines): (AgreementId, Vec<BatchLine>),
) -> Result<Deed, Refusal> {
    let kind = Kind::Shelves;
    let mut batches: Vec<_> = lines.iter().map(|line| line.batch.to_string()).collect();
    batches.sort();
    let key = [shop.to_string(), day.to_string(), batches.join(",")];
    let id: DeliveryId = id_of(unit(ctx)?, kind, &key.each_ref().map(String::as_str));
    let fields = [
        ("id", json!(id)),
        ("agreement", json!(agreement)),
        ("sent_on", json!(day)),
        ("lines", json!(lines)),
        ("note", json!(mark())),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    let deed: Deliver = input(fields, field_names(kind))?;
    Ok(Deed::Deliver(deed))
}
