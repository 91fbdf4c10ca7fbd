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
#[derive(Default)]
pub struct Stream {
    lines: Vec<Line>,
}

struct Line {
    label: String,
    amount: Rupiah,
    tone: Tone,
    note: String,
    href: Option<String>,
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
        let note = lang.t("settlement.shop_part_note");
        let mut lines = vec![line(lang, Flow::Shop, figures.shop_part, note, sales)];
        if !figures.expenses.is_zero() {
            lines.push(line(lang, Flow::Expenses, figures.expenses, "", spent));
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
        for (first, amount, note) in by_recipient(lang, base, all) {
            self.lines.push(Line {
                label: parts::recipient(lang, first.kind, first.name.as_deref()),
                amount,
                tone: flow(first.kind).tone(),
                note,
                href: href(first),
            });
        }
        self
    }

    pub fn due(mut self, lang: Lang, due: Rupiah, href: Option<String>) -> Self {
        self.lines.push(line(lang, Flow::Due, due, lang.t("settlement.due_note"), href));
        self
    }

    pub fn river(&self, lang: Lang, source: Rupiah, source_href: Option<&str>) -> Markup {
        let branches = self.lines.iter().map(|line| Branch {
            label: &line.label,
            amount: line.amount.0,
            href: line.href.as_deref(),
            tone: line.tone,
            note: &line.note,
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

fn line(lang: Lang, flow: Flow, amount: Rupiah, note: &str, href: Option<String>) -> Line {
    let (label, note) = (flow.word(lang).to_owned(), note.to_owned());
    Line { label, amount, tone: flow.tone(), note, href }
}

/// What each recipient gets in all, in the order of their first lines, and what each line is for:
/// a stream is as wide as what arrives, not as what was given and taken again.
fn by_recipient(
    lang: Lang,
    base: Base,
    all: &[DistributionPart],
) -> Vec<(&DistributionPart, Rupiah, String)> {
    let mut sums: Vec<(&DistributionPart, Rupiah, String)> = Vec::new();
    for part in all {
        let said = note(lang, base, part.share, part.why);
        let own = |(first, ..): &&mut (&DistributionPart, Rupiah, String)| {
            (first.kind, &first.name) == (part.kind, &part.name)
        };
        match sums.iter_mut().find(own) {
            Some((_, amount, notes)) => {
                *amount += part.amount;
                notes.push_str("; ");
                notes.push_str(&said);
            }
            None => sums.push((part, part.amount, said)),
        }
    }
    sums
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
    use crate::{
        distribution::any::{batches, figures},
        split::{any, template},
    };
    use proptest::prelude::*;

    #[test]
    fn the_example_is_the_domains() {
        let worked = work(&template(), &Example::default()).expect("a whole rule");
        let amounts: Vec<i64> = worked.parts().iter().map(|part| part.amount.0).collect();
        assert_eq!(amounts, [90_000, 63_000, 27_000, 108_000]);
        assert_eq!(worked.figures.shop_part, Rupiah(72_000));
    }

    proptest! {
        #[test]
        fn a_recipient_has_one_branch_of_what_he_gets_and_all_are_the_source(
            split in any::split(),
            batches in batches(),
            expenses in 0_i64..3_000_000,
        ) {
            let figures = figures(&batches, expenses);
            let shared = distribution::share(&split, &figures, &batches).expect("balanced");
            let parts = Worked { figures, shared: shared.clone() }.parts();
            let stream = Stream::new(Lang::Id, &figures, None);
            let kept: Rupiah = stream.lines.iter().map(|line| line.amount).sum();
            let stream = stream.parts(Lang::Id, split.base, &parts, |_| None);
            let all: Rupiah = stream.lines.iter().map(|line| line.amount).sum();
            prop_assert_eq!(all, figures.gross + figures.losses);
            let sums = by_recipient(Lang::Id, split.base, &parts);
            prop_assert_eq!(kept + sums.iter().map(|(_, sum, _)| *sum).sum::<Rupiah>(), all);
            let mut seen = std::collections::BTreeSet::new();
            for (first, amount, _) in &sums {
                let same = |part: &&Part| (part.kind, &part.name) == (first.kind, &first.name);
                let gets: Rupiah = shared.parts.iter().filter(same).map(|p| p.amount).sum();
                prop_assert_eq!(*amount, gets);
                prop_assert!(seen.insert((first.kind.as_str(), first.name.clone())));
            }
            let none_below = stream.lines.iter().all(|line| line.amount.0 >= 0);
            prop_assert!(!none_below || stream.lines.iter().all(|line| line.amount <= all));
        }
    }
}
