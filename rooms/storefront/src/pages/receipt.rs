//! The price receipt on the pages: one line of words, and the river with its table.

use agreements::part_in_words;
use db::{Read, Result};
use kernel::{Context, Day, Lang, ProductId, Rupiah};
use maud::{Markup, html};
use settlement::RecipientKind;
use ui::{Branch, Flow, River, Unit};
use words::Speak;

use crate::{
    receipt::{self, Deposited, Part, Receipt, Terms},
    store_batch::{self, Batch, Rule},
    thing,
};

/// Batches that are looked through for one whose price can be told.
const LOOKED_AT: usize = 8;

/// A batch with what one of its pieces' price is made of, at one shop.
pub struct Priced {
    pub batch: Batch,
    pub terms: Terms,
    pub rule: Rule,
    pub receipt: Receipt,
    /// What it cost to make is only thought.
    pub estimated: bool,
}

/// The receipt at the shop that was chosen, else at the first where it can be told.
pub fn of_batch(
    read: &mut Read,
    ctx: &Context,
    batch: &Batch,
    terms: &[Terms],
) -> Result<Option<Priced>> {
    let Some(rule) = store_batch::rule(read, batch.consignor_id, ctx.today())? else {
        return Ok(None);
    };
    let Some((material, estimated)) = store_batch::cost_for(read, batch.id, &rule.split)? else {
        return Ok(None);
    };
    let told = terms
        .iter()
        .find_map(|terms| Some((terms.clone(), receipt::of(terms, material, &rule.split)?)));
    Ok(told.map(|(terms, receipt)| {
        let estimated = estimated && receipt.material.0 > 0;
        Priced { batch: batch.clone(), terms, rule, receipt, estimated }
    }))
}

/// The receipt of a product's newest batch.
pub fn of_product(read: &mut Read, ctx: &Context, product: ProductId) -> Result<Option<Priced>> {
    let Some(batch) = store_batch::newest_of(read, product)? else { return Ok(None) };
    let terms = store_batch::terms(read, product, ctx.today())?;
    of_batch(read, ctx, &batch, &terms)
}

/// The receipt of one of these products, as an example.
pub fn example(read: &mut Read, ctx: &Context, of: &[ProductId]) -> Result<Option<Priced>> {
    for product in of.iter().take(LOOKED_AT) {
        if let Some(priced) = of_product(read, ctx, *product)? {
            return Ok(Some(priced));
        }
    }
    Ok(None)
}

fn flow(to: RecipientKind) -> Flow {
    match to {
        RecipientKind::Premi => Flow::Premi,
        RecipientKind::SupportFund => Flow::Fund,
        RecipientKind::StateRevenue => Flow::State,
        RecipientKind::WorkingCapital => Flow::Capital,
        RecipientKind::Other => Flow::OtherRecipient,
    }
}

/// Whom a part goes to, in words that a stranger understands.
fn whom(lang: Lang, part: &Part) -> String {
    match &part.name {
        Some(name) => name.clone(),
        None => lang.t(&format!("storefront.receipt.to.{}", part.to)).to_owned(),
    }
}

/// The parts of a price as strips of their colours, with a word and an amount each.
pub fn brief(lang: Lang, priced: &Priced) -> Markup {
    let receipt = &priced.receipt;
    let title = thing::title(&priced.batch.name, priced.batch.variant.as_deref());
    let shop = (lang.t("storefront.receipt.to.shop").to_owned(), receipt.shop, Flow::Shop);
    let parts = receipt.parts.iter().map(|part| (whom(lang, part), part.amount, flow(part.to)));
    let all: Vec<(String, Rupiah, Flow)> =
        std::iter::once(shop).chain(parts).filter(|(_, amount, _)| amount.0 > 0).collect();
    html! {
        div.receipt {
            p.receipt-head {
                strong { (ui::money(receipt.price)) } " " span { (title) }
            }
            ul.receipt-parts {
                @for (word, amount, flow) in &all {
                    li {
                        span class={ "swatch " (tone(*flow)) } aria-hidden="true" {}
                        span.receipt-to { (word) }
                        (ui::money(*amount))
                    }
                }
            }
            p.hint { (lang.fill("storefront.receipt.at", &[("shop", &priced.terms.shop)])) }
        }
    }
}

const fn tone(flow: Flow) -> &'static str {
    match flow {
        Flow::Shop => "tone-shop",
        Flow::Capital => "tone-material",
        Flow::Premi => "tone-premium",
        Flow::Fund => "tone-fund",
        Flow::State => "tone-state",
        _ => "tone-other",
    }
}

/// `Rp30.000 = toko Rp6.000 + …`
pub fn sentence(lang: Lang, receipt: &Receipt) -> String {
    let part = |word: &str, amount: Rupiah| format!("{} {amount}", small_first(word));
    let shop = part(lang.t("storefront.receipt.to.shop"), receipt.shop);
    let others = receipt.parts.iter().filter(|one| one.amount.0 > 0);
    let all = std::iter::once(shop).chain(others.map(|one| part(&whom(lang, one), one.amount)));
    format!("{} = {}", receipt.price, all.collect::<Vec<_>>().join(" + "))
}

/// `Negara (PNBP)` → `negara (PNBP)`: within a sentence.
fn small_first(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// The river of one piece's price, and its table.
pub fn river(lang: Lang, priced: &Priced) -> Markup {
    let receipt = &priced.receipt;
    let shop_note = part_in_words(lang, priced.terms.part);
    let base = lang.t(&format!("storefront.receipt.base.{}", priced.rule.split.base));
    let note = |part: &Part| match part.share {
        Some(share) => lang.fill("storefront.receipt.share", &[("share", &share), ("base", &base)]),
        None => lang.t("storefront.receipt.back_to_material").to_owned(),
    };
    let notes: Vec<(String, String)> =
        receipt.parts.iter().map(|part| (whom(lang, part), note(part))).collect();
    let shop = Branch::new(lang.t("storefront.receipt.to.shop"), receipt.shop.0, Flow::Shop.tone());
    let mut branches = vec![shop.noted(&shop_note)];
    for (part, (word, note)) in receipt.parts.iter().zip(&notes) {
        branches.push(Branch::new(word, part.amount.0, flow(part.to).tone()).noted(note));
    }
    ui::river(&River {
        lang,
        id: "harga",
        title: lang.t("storefront.receipt.river"),
        description: &lang.fill("storefront.receipt.at", &[("shop", &priced.terms.shop)]),
        unit: Unit::Rupiah,
        source: Flow::Paid.branch(lang, receipt.price.0),
        stations: Vec::new(),
        branches,
    })
}

/// Whether the state's part has been deposited.
pub fn deposit(lang: Lang, (state, last): (Deposited, Option<Day>)) -> Markup {
    let key = match state {
        Deposited::NotDue => "not_due",
        Deposited::All => "all",
        Deposited::Some => "some",
        Deposited::Waiting => "waiting",
    };
    let day = last.map(|day| day.long(lang)).unwrap_or_default();
    let text = lang.fill(&format!("storefront.deposit.{key}"), &[("day", &day)]);
    let kind = match state {
        Deposited::All => ui::Kind::Good,
        Deposited::Some | Deposited::Waiting => ui::Kind::Waiting,
        Deposited::NotDue => ui::Kind::Neutral,
    };
    let word = lang.t(&format!("storefront.deposit.{key}_word"));
    html! { p.deposited { (ui::badge(kind, word)) " " (text) } }
}

/// By which rule and on whose word.
pub fn grounds(lang: Lang, priced: &Priced) -> Markup {
    let rule = &priced.rule;
    html! {
        p.hint {
            @if rule.template { (lang.t("storefront.receipt.template")) } @else {
                (lang.fill("storefront.receipt.rule",
                    &[("basis", &rule.legal_basis.trim_end_matches('.'))]))
                @if let Some(number) = &rule.decree_number { " (" (number) ")" }
                "."
            }
            @if priced.estimated { " " (lang.t("storefront.receipt.estimated")) }
        }
    }
}
