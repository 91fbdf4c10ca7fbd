//! The terms in words: a percentage always says of what and to whom.

use kernel::{Lang, ProductId, Quantity, Rupiah};
use words::Speak;

use crate::{
    amend::side_key,
    changes::Change,
    kinds::{Cycle, Side},
    terms::{Deductible, ShopPart, Split},
};

/// `Toko menerima 20% dari harga jual.`
pub fn part_in_words(lang: Lang, part: ShopPart) -> String {
    match part {
        ShopPart::PercentOfGross(share) => {
            lang.fill("agreements.say.percent_of_gross", &[("share", &share)])
        }
        ShopPart::RupiahPerUnit(rupiah) => {
            lang.fill("agreements.say.rupiah_per_unit", &[("rupiah", &rupiah)])
        }
        ShopPart::AboveConsignedPrice(rupiah) => {
            lang.fill("agreements.say.above_consigned_price", &[("rupiah", &rupiah)])
        }
    }
}

/// Both sides' rupiah of one unit sold at `price`, said in full: `Toko menerima 20% dari harga
/// jual = Rp6.000; Lapas menerima Rp24.000`.
pub fn unit_in_words(lang: Lang, part: ShopPart, price: Rupiah) -> String {
    let Split { part: shop, due, .. } = part.split(price, Quantity(1));
    match part {
        ShopPart::PercentOfGross(share) => lang.fill(
            "agreements.say.unit_percent",
            &[("share", &share), ("shop", &shop), ("due", &due)],
        ),
        ShopPart::RupiahPerUnit(_) => {
            lang.fill("agreements.say.unit_rupiah", &[("shop", &shop), ("due", &due)])
        }
        ShopPart::AboveConsignedPrice(consigned) => lang.fill(
            "agreements.say.unit_above",
            &[("consigned", &consigned), ("shop", &shop), ("due", &due)],
        ),
    }
}

/// A changed term in words.
pub struct Said {
    pub term: String,
    pub before: String,
    pub after: String,
}

/// What changed, from what, to what. `name` names a product.
pub fn change_in_words(lang: Lang, change: &Change, name: impl Fn(ProductId) -> String) -> Said {
    let said = |key: &str, before: String, after: String| Said {
        term: lang.t(key).to_owned(),
        before,
        after,
    };
    let side = |side: &Side| lang.t(side_key(*side)).to_owned();
    let days = |days: &i64| lang.count("agreements.n_days", *days);
    let cycle = |cycle: &Cycle| lang.t(&format!("agreements.cycle.{cycle}")).to_owned();
    match change {
        Change::EndsOn(was, is) => said("agreements.ends_on", was.long(lang), is.long(lang)),
        Change::Part(was, is) => {
            said("agreements.part", part_in_words(lang, *was), part_in_words(lang, *is))
        }
        Change::PriceSetBy(was, is) => said("agreements.price_set_by", side(was), side(is)),
        Change::Cycle(was, is) => said("agreements.cycle_label", cycle(was), cycle(is)),
        Change::PaymentDays(was, is) => said("agreements.payment_days", days(was), days(is)),
        Change::DamageBorneBy(was, is) => said("agreements.damage_borne_by", side(was), side(is)),
        Change::LossBorneBy(was, is) => said("agreements.loss_borne_by", side(was), side(is)),
        Change::ReturnDays(was, is) => said("agreements.return_days", days(was), days(is)),
        Change::NoticeDays(was, is) => said("agreements.notice_days", days(was), days(is)),
        Change::Deductible(kind, was, is) => Said {
            term: lang.t(&format!("agreements.expense.{kind}")).to_owned(),
            before: allowed(lang, was.as_ref()),
            after: allowed(lang, is.as_ref()),
        },
        _ => product_change(lang, change, name),
    }
}

fn allowed(lang: Lang, deductible: Option<&Deductible>) -> String {
    match deductible.map(|one| one.limit) {
        None => lang.t("agreements.not_allowed").to_owned(),
        Some(None) => lang.t("agreements.allowed").to_owned(),
        Some(Some(limit)) => lang.fill("agreements.allowed_up_to", &[("limit", &limit)]),
    }
}

fn product_change(lang: Lang, change: &Change, name: impl Fn(ProductId) -> String) -> Said {
    let of = |key: &str, product: &ProductId| format!("{}: {}", name(*product), lang.t(key));
    let or = |text: Option<String>, key: &str| text.unwrap_or_else(|| lang.t(key).to_owned());
    let (listed, missing) = ("agreements.changes.listed", "agreements.changes.not_listed");
    match change {
        Change::ProductAdded(product) => Said {
            term: of("agreements.annex", product),
            before: lang.t(missing).to_owned(),
            after: lang.t(listed).to_owned(),
        },
        Change::ProductRemoved(product) => Said {
            term: of("agreements.annex", product),
            before: lang.t(listed).to_owned(),
            after: lang.t(missing).to_owned(),
        },
        Change::ProductPrice(product, was, is) => {
            let price =
                |price: Option<Rupiah>| or(price.map(|p| p.to_string()), "agreements.listed_price");
            let term = of("agreements.unit.price", product);
            Said { term, before: price(*was), after: price(*is) }
        }
        Change::ProductPart(product, was, is) => {
            let part = |part: Option<ShopPart>| {
                or(part.map(|p| part_in_words(lang, p)), "agreements.same_part")
            };
            let term = of("agreements.part", product);
            Said { term, before: part(*was), after: part(*is) }
        }
        Change::ProductQuantity(product, was, is) => {
            let quantity = |quantity: Option<Quantity>| {
                or(quantity.map(|q| q.to_string()), "agreements.as_made")
            };
            let term = of("agreements.quantity", product);
            Said { term, before: quantity(*was), after: quantity(*is) }
        }
        // The others are said by the caller.
        _ => Said { term: String::new(), before: String::new(), after: String::new() },
    }
}
