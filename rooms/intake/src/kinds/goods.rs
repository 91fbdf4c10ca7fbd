//! Products, makers, and what was in the workshop before the books began.

use std::collections::BTreeSet;

use db::{Read, Result};
use kernel::{BatchId, Context, Lang, MakerId, ProductId, Refusal};
use serde_json::{Value, json};
use words::Speak;

use super::{field_names, id_of, input, unit};
use crate::{
    deed::{Deed, Doc},
    inputs::Kind,
    names::Names,
    refusal::No,
    row::Line,
};

/// Rows that each are a thing of their own, told apart by a code that may stand only once.
fn each(
    lines: &[Line],
    (kind, key): (Kind, &str),
    mut deed: impl FnMut(&Line, &str) -> Result<Deed, Refusal>,
) -> Vec<Doc> {
    let mut seen = BTreeSet::new();
    let mut one = |line: &Line| {
        line.checked(kind.columns())?;
        let code = line.text(key).unwrap_or_default().trim().to_uppercase();
        if !seen.insert(code.clone()) {
            return Err(No::RowTwice.at(key));
        }
        deed(line, &code)
    };
    lines.iter().enumerate().map(|(at, line)| Doc::one(at, one(line))).collect()
}

pub fn products(ctx: &Context, lines: &[Line]) -> Vec<Doc> {
    let kind = Kind::Products;
    each(lines, (kind, "code"), |line, code| {
        let mut fields = line.fields(kind.columns())?;
        let id: ProductId = id_of(unit(ctx)?, kind, &[code]);
        fields.insert("id".to_owned(), json!(id));
        Ok(Deed::Product(Box::new(input(fields, field_names(kind))?)))
    })
}

pub fn makers(ctx: &Context, lines: &[Line]) -> Vec<Doc> {
    let kind = Kind::Makers;
    each(lines, (kind, "maker"), |line, code| {
        let id: MakerId = id_of(unit(ctx)?, kind, &[code]);
        let mut fields = vec![("id".to_owned(), json!(id))];
        for (name, column) in field_names(kind) {
            fields.extend(line.text(column).map(|text| ((*name).to_owned(), Value::String(text))));
        }
        Ok(Deed::Maker(input(fields, field_names(kind))?))
    })
}

/// The batch that a row of opening stock is, whoever tells of it.
fn batch_id(ctx: &Context, code: &str) -> Result<BatchId, Refusal> {
    Ok(id_of(unit(ctx)?, Kind::Opening, &[code]))
}

/// A batch for each row, marked as opening stock: its pieces come into the workshop when another
/// has seen them.
pub fn opening(read: &mut Read, ctx: &Context, lines: &[Line]) -> Result<Vec<Doc>> {
    let kind = Kind::Opening;
    // Who has left since is found too: whether he was there when the work began, its room asks.
    let codes: Vec<String> = lines.iter().flat_map(maker_codes).collect();
    let makers = people::makers_by_code(read, unit(ctx)?, &codes)?;
    let mut names = Names::of(read, ctx)?;
    let mut products = Vec::with_capacity(lines.len());
    for line in lines {
        products.push(names.product(read, &line.text("product").unwrap_or_default())?);
    }
    let mut products = products.into_iter();
    Ok(each(lines, (kind, "batch"), |line, code| {
        // The mark is of the record, not of the language that its sender reads.
        let mark = Lang::Id.t("intake.opening.mark");
        let maker = |code: &str| {
            let found = makers.get(code);
            found.map(|id| json!({"maker": id})).ok_or_else(|| {
                No::MakerUnknown
                    .with("code", code.chars().take(20).collect::<String>())
                    .at("makers")
            })
        };
        let product = products.next().unwrap_or_else(|| Err(No::ProductUnknown.at("product")))?;
        let codes = maker_codes(line);
        let costs = line.fields(kind.columns())?.remove("cost");
        // How many there are is said now and booked at the check: a number that cannot be is
        // refused before anything is opened.
        let counted = checked_pieces(line, ctx, code)?;
        let fields = [
            ("id", json!(batch_id(ctx, code)?)),
            ("product", json!(product)),
            ("code", json!(line.text("batch"))),
            ("started_on", json!(line.day("as_of")?)),
            ("basis", json!("equal")),
            (
                "makers",
                Value::Array(codes.iter().map(|code| maker(code)).collect::<Result<_, _>>()?),
            ),
            (
                "costs",
                costs.map_or_else(|| json!([]), |cost| json!([{"what": mark, "amount": cost}])),
            ),
            // What he counted stands there for whoever checks it.
            ("note", json!(format!("{mark}: {}", counted.accepted.get().0))),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        let names = [field_names(kind), &[("amount", "cost")]].concat();
        Ok(Deed::Open(input(fields, &names)?))
    }))
}

/// The makers that a row names, in capitals.
fn maker_codes(line: &Line) -> Vec<String> {
    let listed = line.text("makers").unwrap_or_default();
    let codes = listed.split([',', ';', ' ']).filter(|code| !code.is_empty());
    codes.map(str::to_uppercase).collect()
}

fn checked_pieces(
    line: &Line,
    ctx: &Context,
    code: &str,
) -> Result<production::FinishBatch, Refusal> {
    let kind = Kind::OpeningCheck;
    let pieces = line.fields(kind.columns())?.remove("pieces");
    let fields = [
        ("batch", json!(batch_id(ctx, code)?)),
        ("finished_on", json!(line.day("as_of")?)),
        ("accepted", pieces.unwrap_or(Value::Null)),
        ("rejected", json!(0)),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    input(fields, field_names(kind))
}

/// The same file from another hand: the pieces were seen, and are in the workshop from then on.
pub fn opening_check(read: &mut Read, ctx: &Context, lines: &[Line]) -> Result<Vec<Doc>> {
    let mut ids = Vec::with_capacity(lines.len());
    for line in lines {
        let code = line.text("batch").unwrap_or_default().trim().to_uppercase();
        ids.push(batch_id(ctx, &code)?);
    }
    let opened = production::batches(read, &ids)?;
    Ok(each(lines, (Kind::OpeningCheck, "batch"), |line, code| {
        let input = checked_pieces(line, ctx, code)?;
        match opened.contains_key(&input.batch) {
            true => Ok(Deed::Check(input)),
            false => Err(No::NotOpened.at("batch")),
        }
    }))
}
