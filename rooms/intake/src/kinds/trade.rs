//! What was sold, and what was left, written down without a network.

use std::collections::{BTreeMap, HashMap};

use db::{Read, Result};
use kernel::{BatchId, Context, Day, ProductId, Refusal, SaleId, ShopId};
use sales::Payment;
use serde_json::{Value, json};

use super::{Times, field_names, id_of, input};
use crate::{
    deed::{Deed, Doc},
    inputs::Kind,
    names::Names,
    refusal::No,
    row::Line,
};

/// A row whose names are known.
struct Told {
    shop: ShopId,
    day: Day,
    product: ProductId,
    payment: Payment,
}

fn told(
    read: &mut Read,
    names: &mut Names,
    (kind, day): (Kind, &str),
    line: &Line,
) -> Result<Result<Told, Refusal>> {
    let product = match line.text("product") {
        Some(code) => names.product(read, &code)?,
        None => Err(No::ProductUnknown.at("product")),
    };
    let known = || {
        line.checked(kind.columns())?;
        Ok(Told {
            shop: names.shop(line.text("shop").as_deref())?,
            day: line.day(day)?.ok_or_else(|| No::DayImpossible.at(day))?,
            product: product?,
            payment: payment(line)?,
        })
    };
    Ok(known())
}

/// Cash where nothing is said; the words of both languages.
fn payment(line: &Line) -> Result<Payment, Refusal> {
    match line.text("payment").map(|text| text.to_lowercase()).as_deref() {
        None | Some("tunai" | "cash") => Ok(Payment::Cash),
        Some("qris") => Ok(Payment::Qris),
        Some("transfer") => Ok(Payment::Transfer),
        Some(_) => Err(No::PaymentUnknown.at("payment")),
    }
}

/// Rows that become one document, in the order in which the first of each came.
struct Groups<T> {
    order: Vec<(T, Vec<usize>)>,
    places: HashMap<String, usize>,
}

impl<T> Groups<T> {
    fn new() -> Self {
        Self { order: Vec::new(), places: HashMap::new() }
    }
    /// The group of a key, begun where there is none.
    fn of(&mut self, key: String, begin: impl FnOnce() -> T) -> &mut (T, Vec<usize>) {
        let next = self.order.len();
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.order.push((begin(), Vec::new()));
        }
        &mut self.order[place]
    }
}

struct Sale {
    id: SaleId,
    shop: ShopId,
    day: Day,
    receipt: Option<String>,
    payment: Payment,
    really_there: bool,
    lines: Vec<Value>,
    wrong: Option<Refusal>,
}

/// A sale for each receipt's number; a row without one is a sale of its own.
pub fn sales(read: &mut Read, ctx: &Context, lines: &[Line]) -> Result<Vec<Doc>> {
    let (kind, mut times) = (Kind::Sales, Times::default());
    let mut names = Names::of(read, ctx)?;
    let mut groups: Groups<Sale> = Groups::new();
    let mut batches = Batches::new();
    let mut docs = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let told = match told(read, &mut names, (kind, "day"), line)? {
            Ok(told) => told,
            Err(no) => {
                docs.push(Doc::one(at, Err(no)));
                continue;
            }
        };
        let batch = match batch_of(read, ctx, (line, told.product), &mut batches)? {
            Ok(batch) => batch,
            Err(no) => {
                docs.push(Doc::one(at, Err(no)));
                continue;
            }
        };
        match sale_line(line, told.product, batch) {
            Err(no) => docs.push(Doc::one(at, Err(no))),
            Ok((sold, really_there)) => {
                let key = sale_key(line, &told, &sold, &mut times);
                // The id is made of its shop besides; two shops may count their receipts alike.
                let apart = format!("{}\u{1f}{key}", told.shop);
                let (sale, rows) = groups.of(apart, || Sale {
                    id: id_of(told.shop, kind, &[&key]),
                    shop: told.shop,
                    day: told.day,
                    receipt: line.text("receipt"),
                    payment: told.payment,
                    really_there: false,
                    lines: Vec::new(),
                    wrong: None,
                });
                if sale.payment != told.payment {
                    sale.wrong = Some(No::PaymentDiffers.at("payment"));
                }
                sale.really_there |= really_there;
                sale.lines.push(sold);
                rows.push(at);
            }
        }
    }
    docs.extend(groups.order.into_iter().map(|(sale, rows)| {
        let unsure = sale.receipt.is_none();
        Doc { unsure, ..Doc::of(rows, sell(sale)) }
    }));
    Ok(docs)
}

/// What tells a sale from all others of its shop: its receipt, else all that the row says, and
/// which time it says so.
fn sale_key(line: &Line, told: &Told, sold: &Value, times: &mut Times) -> String {
    match line.text("receipt") {
        Some(receipt) => format!("{}\u{1f}{receipt}", told.day),
        None => {
            let key = format!("{}\u{1f}{}\u{1f}{}\u{1f}{sold}", told.shop, told.day, told.payment);
            format!("{key}\u{1f}{}", times.next(&key))
        }
    }
}

fn sale_line(
    line: &Line,
    product: ProductId,
    batch: Option<BatchId>,
) -> Result<(Value, bool), Refusal> {
    let mut fields = line.fields(Kind::Sales.columns())?;
    let (quantity, price) = (fields.remove("quantity"), fields.remove("sold_price"));
    let told = json!({
        "product": product,
        "quantity": quantity,
        "price": price,
        "batch": batch,
    });
    // Whether it can be is known now, at its own row.
    let sold: sales::SellLine =
        web::read_value(told).map_err(|no| super::at_column(no, field_names(Kind::Sales)))?;
    // As it was understood, not as it was typed: what a workbook holds as 15000 and a text file as
    // `Rp15.000` is one sale, and must get one id.
    Ok((json!(sold), line.yes("really_there")?))
}

/// A product's batches by their codes, each looked up once.
type Batches = HashMap<(ProductId, String), Option<BatchId>>;

fn batch_of(
    read: &mut Read,
    ctx: &Context,
    (line, product): (&Line, ProductId),
    known: &mut Batches,
) -> Result<Result<Option<BatchId>, Refusal>> {
    let Some(code) = line.text("sold_batch") else { return Ok(Ok(None)) };
    let key = (product, code.trim().to_owned());
    let found = match known.get(&key) {
        Some(found) => *found,
        None => {
            let unit = match ctx.actor.consignor() {
                Some(own) => own,
                None => catalogue::load_product(read, product)?.consignor_id,
            };
            let found = production::find_batch_by_code(read, unit, &key.1)?;
            let own = found.filter(|batch| batch.product_id == product).map(|batch| batch.id);
            known.insert(key, own);
            own
        }
    };
    Ok(found.map(Some).ok_or_else(|| No::BatchUnknown.at("sold_batch")))
}

fn sell(sale: Sale) -> Result<Deed, Refusal> {
    if let Some(no) = sale.wrong {
        return Err(no);
    }
    let fields = [
        ("id", json!(sale.id)),
        ("shop", json!(sale.shop)),
        ("lines", Value::Array(sale.lines)),
        ("payment", json!(sale.payment)),
        ("business_day", json!(sale.day)),
        ("receipt_number", json!(sale.receipt)),
        ("really_there", json!(sale.really_there)),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    Ok(Deed::Sell(input(fields, field_names(Kind::Sales))?))
}

/// What was counted at a shop on a day.
struct Counted {
    payment: Payment,
    lines: Vec<Value>,
    rows: Vec<usize>,
    wrong: Option<Refusal>,
}

impl Counted {
    const fn by(payment: Payment) -> Self {
        Self { payment, lines: Vec::new(), rows: Vec::new(), wrong: None }
    }
}

/// A count for each shop and day: what is not there any more was sold.
pub fn counts(read: &mut Read, ctx: &Context, lines: &[Line]) -> Result<Vec<Doc>> {
    let kind = Kind::Counts;
    let mut names = Names::of(read, ctx)?;
    let mut groups: BTreeMap<(Day, ShopId), Counted> = BTreeMap::new();
    let mut docs = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let told = match told(read, &mut names, (kind, "counted_on"), line)? {
            Ok(told) => told,
            Err(no) => {
                docs.push(Doc::one(at, Err(no)));
                continue;
            }
        };
        match line.fields(kind.columns()) {
            Err(no) => docs.push(Doc::one(at, Err(no))),
            Ok(mut fields) => {
                let left = json!({"product": told.product, "left": fields.remove("left")});
                if let Err(no) = web::read_value::<sales::CountLine>(left.clone()) {
                    docs.push(Doc::one(at, Err(super::at_column(no, &[]))));
                    continue;
                }
                let begin = || Counted::by(told.payment);
                let group = groups.entry((told.day, told.shop)).or_insert_with(begin);
                if group.payment != told.payment {
                    group.wrong = Some(No::PaymentDiffers.at("payment"));
                }
                group.lines.push(left);
                group.rows.push(at);
            }
        }
    }
    // By days: a count that lies before one that is known already is refused by the room.
    for ((day, shop), Counted { payment, lines, rows, wrong }) in groups {
        let id: SaleId = id_of(shop, kind, &[&day.to_string()]);
        let fields = [
            ("id", json!(id)),
            ("shop", json!(shop)),
            ("counted_on", json!(day)),
            ("lines", Value::Array(lines)),
            ("payment", json!(payment)),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        let deed = match wrong {
            Some(no) => Err(no),
            None => input(fields, field_names(kind)).map(Deed::Count),
        };
        docs.push(Doc::of(rows, deed));
    }
    Ok(docs)
}
