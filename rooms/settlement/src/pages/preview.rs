//! An example worked by a rule: what a person sees before he signs it.

use agreements::inputs::Percent;
use kernel::{BatchId, Lang, ProductId, Quantity, Rupiah, Share};
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Branch, Column, Flow, River, Tone, Unit};
use words::Speak;

use super::parts;
use crate::{
    distribution::{self, BatchSold, Figures, Moved, Part, Shared},
    inputs::RecipientInput,
    kinds::{Base, RecipientKind, Why},
    split::{Recipient, Split},
    types::DistributionPart,
};

/// So many pieces at a price, the shop's share of what buyers pay, and what a piece cost.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
pub struct Example {
    pub quantity: Quantity,
    pub price: Rupiah,
    pub shop: Percent,
    pub unit_cost: Rupiah,
}

impl Default for Example {
    /// The invented figures of the domain's worked example.
    fn default() -> Self {
        Self {
            quantity: Quantity(12),
            price: Rupiah(30_000),
            shop: Percent(Share(2_000)),
            unit_cost: Rupiah(9_000),
        }
    }
}

/// A rule as it was typed.
pub fn split_of(base: Base, recipients: &[RecipientInput], remainder_to: i64) -> Split {
    let one = |input: &RecipientInput| Recipient {
        kind: input.kind,
        name: (input.kind == RecipientKind::Other)
            .then(|| input.name.as_ref().map(ToString::to_string))
            .flatten(),
        share: input.share.0,
    };
    Split {
        base,
        recipients: recipients.iter().map(one).collect(),
        remainder_to: usize::try_from(remainder_to).unwrap_or(usize::MAX),
    }
}

/// A worked example.
pub struct Worked {
    pub figures: Figures,
    pub shared: Shared,
}

impl Worked {
    pub fn parts(&self) -> Vec<DistributionPart> {
        let part = |one: &Part| DistributionPart {
            kind: one.kind,
            name: one.name.clone(),
            share: one.share,
            why: one.why,
            amount: one.amount,
        };
        self.shared.parts.iter().map(part).collect()
    }
}

/// `None` where the rule is not whole or the figures are beyond what anybody may enter.
pub fn work(split: &Split, example: &Example) -> Option<Worked> {
    split.check().ok()?;
    let gross = example.price.0.checked_mul(example.quantity.0).map(Rupiah)?;
    example.unit_cost.0.checked_mul(example.quantity.0)?;
    let shop_part = example.shop.0.of(gross);
    let moved = Moved { quantity: example.quantity, gross, shop_part };
    let nil = uuid::Uuid::nil();
    let batch = BatchSold {
        earned: moved,
        unit_cost: example.unit_cost,
        ..BatchSold::of(BatchId::new(nil), ProductId::new(nil))
    };
    let figures = Figures { gross, shop_part, due: gross - shop_part, ..Figures::default() };
    let shared = distribution::share(split, &figures, &[batch]).ok()?;
    Some(Worked { figures, shared })
}

/// The branches of money that was shared, with what the shop kept first.
pub struct Stream {
    pub lines: Vec<(String, i64, Tone, String, Option<String>)>,
}

/// The branch of a recipient.
pub const fn flow(kind: RecipientKind) -> Flow {
    match kind {
        RecipientKind::Premi => Flow::Premi,
        RecipientKind::SupportFund => Flow::Fund,
        RecipientKind::StateRevenue => Flow::State,
        RecipientKind::WorkingCapital => Flow::Capital,
        RecipientKind::Other => Flow::OtherRecipient,
    }
}

/// What a line of a distribution says beside its name: the share and of what, or the reason.
pub fn note(lang: Lang, base: Base, share: Option<Share>, why: Why) -> String {
    match share {
        Some(share) => {
            let of = lang.t(&format!("settlement.base_of.{base}"));
            lang.fill("settlement.share_of", &[("share", &share), ("base", &of)])
        }
        None => parts::why(lang, why).to_owned(),
    }
}

impl Stream {
    /// `hrefs` lead to the sales and to the expenses.
    pub fn new(lang: Lang, figures: &Figures, hrefs: Option<(String, String)>) -> Self {
        let (sales, spent) = hrefs.unzip();
        let mut lines = vec![(
            Flow::Shop.word(lang).to_owned(),
            figures.shop_part.0,
            Flow::Shop.tone(),
            lang.t("settlement.shop_part_note").to_owned(),
            sales,
        )];
        if !figures.expenses.is_zero() {
            let flow = Flow::Expenses;
            let label = flow.word(lang).to_owned();
            lines.push((label, figures.expenses.0, flow.tone(), String::new(), spent));
        }
        Self { lines }
    }

    /// The branches of a distribution, those of one recipient together.
    pub fn parts(
        mut self,
        lang: Lang,
        base: Base,
        all: &[DistributionPart],
        href: impl Fn(&DistributionPart) -> Option<String>,
    ) -> Self {
        for part in all {
            let label = parts::recipient(lang, part.kind, part.name.as_deref());
            let said = note(lang, base, part.share, part.why);
            self.lines.push((label, part.amount.0, flow(part.kind).tone(), said, href(part)));
        }
        self
    }

    pub fn due(mut self, lang: Lang, due: Rupiah, href: Option<String>) -> Self {
        let label = Flow::Due.word(lang).to_owned();
        let note = lang.t("settlement.due_note").to_owned();
        self.lines.push((label, due.0, Flow::Due.tone(), note, href));
        self
    }

    pub fn river(&self, lang: Lang, source: Rupiah, source_href: Option<&str>) -> Markup {
        let branches = self.lines.iter().map(|(label, amount, tone, note, href)| Branch {
            label,
            amount: *amount,
            href: href.as_deref(),
            tone: *tone,
            note,
        });
        let title = lang.t("settlement.river.title");
        ui::river(&River {
            lang,
            id: "rupiah",
            title,
            description: lang.t("settlement.river.words"),
            unit: Unit::Rupiah,
            source: Branch { href: source_href, ..Flow::Paid.branch(lang, source.0) },
            stations: Vec::new(),
            branches: branches.collect(),
        })
    }
}

/// The worked rupiah of a rule, line by line, and the river.
pub fn worked(lang: Lang, split: &Split, example: &Example, worked: &Worked) -> Markup {
    let stream = Stream::new(lang, &worked.figures, None);
    let stream = stream.parts(lang, split.base, &worked.parts(), |_| None);
    html! {
        p { (lang.fill("settlement.example.sentence", &[
            ("quantity", &example.quantity), ("price", &example.price),
            ("shop", &example.shop.0), ("cost", &example.unit_cost),
        ])) }
        (parts_table(lang, split.base, worked.shared.base, &worked.parts(), worked.figures.due))
        (stream.river(lang, worked.figures.gross, None))
    }
}

/// The lines of a distribution, which sum to what is due.
pub fn parts_table(
    lang: Lang,
    base: Base,
    base_amount: Rupiah,
    all: &[DistributionPart],
    due: Rupiah,
) -> Markup {
    let columns = [
        Column::text(lang.t("settlement.to_whom")),
        Column::text(lang.t("settlement.of_what")),
        Column::amount(lang.t("common.amount")),
    ];
    let row = |part: &DistributionPart| {
        vec![
            html! { (parts::recipient(lang, part.kind, part.name.as_deref())) },
            html! { (note(lang, base, part.share, part.why)) },
            ui::money(part.amount),
        ]
    };
    let caption = lang.fill(
        "settlement.parts_caption",
        &[("base", &lang.t(&format!("settlement.base.{base}"))), ("amount", &base_amount)],
    );
    let total = vec![html! { (lang.t("settlement.sum_is_due")) }, html! {}, ui::money(due)];
    html! { (ui::table(&caption, columns, all.iter().map(row)).captioned().total(total)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split::template;

    #[test]
    fn the_example_is_the_domains() {
        let worked = work(&template(), &Example::default()).expect("a whole rule");
        let amounts: Vec<i64> = worked.parts().iter().map(|part| part.amount.0).collect();
        assert_eq!(amounts, [90_000, 63_000, 27_000, 108_000]);
        assert_eq!(worked.figures.shop_part, Rupiah(72_000));
    }
}
