//! What people send: the same types for the forms and the API.

use std::borrow::Cow;

use kernel::{
    AgreementId, ConsignorId, Count, Day, FileId, Id, Line, Note, Price, ProductId, Quantity,
    Share, ShopId, TermsId,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use web::{Tick, Upload};

use crate::{
    kinds::{Cycle, ExpenseKind, PartKind, Side},
    store_wording::TemplateId,
    wording::Article,
};

/// A document that changes an agreement: a revision, a signature, an end.
pub enum DeedKind {}

/// A percentage as people write it: `20`, `12,5`, `0,25`, with or without `%`; 0 to 100, at most
/// two decimals. Kept as basis points. Never a bare fraction: 20 is twenty percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percent(pub Share);

impl Percent {
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_suffix('%').unwrap_or(text).trim();
        let (whole, part) = text.split_once([',', '.']).map_or((text, "00"), |(w, p)| (w, p));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(part) || whole.len() > 3 || part.len() > 2 {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let part: i64 = format!("{part:0<2}").parse().ok()?;
        let points = whole * 100 + part;
        (points <= Share::WHOLE.0).then_some(Self(Share(points)))
    }
}
impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form<'t> {
            Whole(i64),
            Text(Cow<'t, str>),
        }
        let parsed = match Form::deserialize(deserializer) {
            Ok(Form::Whole(whole)) => Self::parse(&whole.to_string()),
            Ok(Form::Text(text)) => Self::parse(&text),
            Err(_) => None,
        };
        parsed.ok_or_else(|| de::Error::custom("kernel.share"))
    }
}
impl JsonSchema for Percent {
    fn schema_name() -> Cow<'static, str> {
        "Percent".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "integer"],
            "description": "a percentage from 0 to 100 with at most two decimals: 20, \"12,5\""
        })
    }
}

/// The shop's part. `percent_of_gross` needs `percent`; the other two need `rupiah`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PartInput {
    pub kind: PartKind,
    /// Of what the buyer pays, to the shop.
    #[serde(default)]
    pub percent: Option<Percent>,
    /// To the shop for each unit (`rupiah_per_unit`), or the price above which all is the shop's
    /// (`above_consigned_price`).
    #[serde(default)]
    pub rupiah: Option<Price>,
}

/// A product of the annex.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AnnexLine {
    pub product: ProductId,
    /// The buyer's price of a unit; without it the catalogue's holds.
    #[serde(default)]
    pub price: Option<Price>,
    #[serde(default)]
    pub quantity: Option<Quantity>,
    /// Where the shop's part differs from the agreement's.
    #[serde(default)]
    pub part: Option<PartInput>,
    /// Why the price is below the product's floor price.
    #[serde(default)]
    pub below_floor_reason: Option<Line>,
}

/// An expense that the shop may deduct.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DeductibleLine {
    pub kind: ExpenseKind,
    /// The box of the form; `false` means that it may not be deducted.
    #[serde(default)]
    pub allowed: Option<Tick>,
    /// At most so many rupiah a statement.
    #[serde(default)]
    pub limit: Option<Price>,
}

/// An agreement as it is drafted, or a draft as it is written anew.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Draft {
    /// The new agreement's id; when a draft is written anew, the id of that change.
    pub id: AgreementId,
    /// The draft that is written anew.
    #[serde(default)]
    pub agreement: Option<AgreementId>,
    /// Whose clauses it begins with: a template of the unit, else the shipped one. When a draft is
    /// written anew, its clauses stay unless a template is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateId>,
    pub consignor: ConsignorId,
    pub shop: ShopId,
    pub title: Line,
    /// Where it is signed.
    pub place: Line,
    #[serde(default)]
    pub consignor_number: Option<Line>,
    #[serde(default)]
    pub shop_number: Option<Line>,
    /// The day on the paper; the day of the later signature where it is left out.
    #[serde(default)]
    pub signed_on: Option<Day>,
    pub effective_from: Day,
    #[serde(default)]
    pub published_on: Option<Day>,
    #[serde(default)]
    pub notes: Option<Note>,
    /// The last day.
    pub ends_on: Day,
    pub part: PartInput,
    pub price_set_by: Side,
    pub cycle: Cycle,
    /// Days from the end of a period to its payment.
    pub payment_days: Count,
    pub damage_borne_by: Side,
    pub loss_borne_by: Side,
    /// Days in which a buyer may bring a thing back.
    pub return_days: Count,
    /// Days from a notice in writing to the change.
    pub notice_days: Count,
    #[serde(default)]
    pub deductibles: Vec<DeductibleLine>,
    #[serde(default)]
    pub annex: Vec<AnnexLine>,
}

/// An addendum: the terms as they will be, whole. Drafting one while another is still a draft
/// writes that one anew.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Amend {
    pub id: TermsId,
    pub agreement: AgreementId,
    /// The addendum's own number.
    pub number: Line,
    /// Why it is made.
    pub reason: Line,
    pub valid_from: Day,
    /// Both sides sign it for a day before the notice days are over.
    #[serde(default)]
    pub signed_early: Tick,
    /// The clauses are changed too, once it is drafted: without this an addendum that changes no
    /// term is refused.
    #[serde(default, skip_serializing_if = "unticked")]
    pub clauses_follow: Tick,
    pub ends_on: Day,
    pub part: PartInput,
    pub price_set_by: Side,
    pub cycle: Cycle,
    pub payment_days: Count,
    pub damage_borne_by: Side,
    pub loss_borne_by: Side,
    pub return_days: Count,
    pub notice_days: Count,
    #[serde(default)]
    pub deductibles: Vec<DeductibleLine>,
    #[serde(default)]
    pub annex: Vec<AnnexLine>,
}

/// One side's signature on the draft (or the drafted addendum), with that side's number and,
/// where it is at hand, the scan.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Sign {
    pub id: Id<DeedKind>,
    pub agreement: AgreementId,
    pub side: Side,
    /// This side's number of the agreement; of an addendum only the shop's, for the unit's stands
    /// in its draft.
    #[serde(default)]
    pub number: Option<Line>,
    pub name: Line,
    pub office: Line,
    pub acting_for: Line,
    pub signed_on: Day,
    #[serde(default)]
    pub scan: Option<Upload>,
}

/// A scan of the signed paper: PDF, JPEG or PNG, at most 8 MiB.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Attach {
    pub id: FileId,
    pub agreement: AgreementId,
    /// The version that the paper is of; the newest where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Quantity>,
    pub scan: Upload,
}

/// Puts the draft, or the drafted addendum, in force.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Enforce {
    pub id: Id<DeedKind>,
    pub agreement: AgreementId,
    /// The draft's revision that was looked at; refused when it was changed since.
    #[serde(default)]
    pub revision: Option<Count>,
    /// Why there is no scan.
    #[serde(default)]
    pub no_scan_reason: Option<Line>,
}

/// The day on which the agreement was made public.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Publish {
    pub id: Id<DeedKind>,
    pub agreement: AgreementId,
    pub published_on: Day,
}

/// Ends an agreement before its term, or gives a draft up.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct End {
    pub id: Id<DeedKind>,
    pub agreement: AgreementId,
    /// Its last day, from today on; today where it is left out.
    #[serde(default)]
    pub on: Option<Day>,
    pub reason: Line,
}

/// Discards the drafted addendum. It stays in the history; its version and number are free again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Discard {
    pub id: Id<DeedKind>,
    pub agreement: AgreementId,
    pub reason: Line,
}

/// A clause as it is written. Its text is Indonesian, a line for each paragraph, with fields in
/// braces (`{bagian_toko}` or `{shop_part}`); the English is a reading copy.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ClauseLine {
    /// Which of the articles that every PKS has; none where the clause is the unit's own.
    #[serde(default)]
    pub article: Option<Article>,
    /// Its place on the paper; in the order of the lines where it is left out.
    #[serde(default)]
    pub place: Option<Count>,
    pub title: Line,
    pub text: Note,
    #[serde(default)]
    pub title_en: Option<Line>,
    /// Left as it was while `text` changes, it is taken away: it would translate another text.
    #[serde(default)]
    pub text_en: Option<Note>,
}

/// The clauses of a draft, whole. Considerations and legal basis are the user's own, a line each.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Reword {
    pub id: Id<DeedKind>,
    pub agreement: AgreementId,
    #[serde(default)]
    pub considerations: Option<Note>,
    #[serde(default)]
    pub basis: Option<Note>,
    #[serde(default)]
    pub witnesses: Option<Note>,
    pub clauses: Vec<ClauseLine>,
}

/// Keeps an agreement's newest clauses as a template of the unit.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct KeepTemplate {
    /// The new template's id.
    pub id: TemplateId,
    pub agreement: AgreementId,
    pub name: Line,
}

/// Puts a template away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RetireTemplate {
    pub id: Id<DeedKind>,
    pub template: TemplateId,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn unticked(tick: &Tick) -> bool {
    !tick.0
}

/// The terms within a [`Draft`] or an [`Amend`].
pub struct Offer<'i> {
    pub ends_on: Day,
    pub part: &'i PartInput,
    pub days: [(&'static str, Count); 3],
    pub deductibles: &'i [DeductibleLine],
    pub annex: &'i [AnnexLine],
}

macro_rules! offer {
    ($($input:ident),+) => { $(
        impl $input {
            pub fn offer(&self) -> Offer<'_> {
                Offer {
                    ends_on: self.ends_on,
                    part: &self.part,
                    days: [
                        ("payment_days", self.payment_days),
                        ("return_days", self.return_days),
                        ("notice_days", self.notice_days),
                    ],
                    deductibles: &self.deductibles,
                    annex: &self.annex,
                }
            }
        }
    )+ };
}
offer!(Draft, Amend);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_come_as_people_type_them() {
        for (text, points) in
            [("20", 2_000), ("12,5", 1_250), (" 0.25 % ", 25), ("100", 10_000), ("0", 0)]
        {
            assert_eq!(Percent::parse(text).map(|percent| percent.0.0), Some(points), "{text}");
        }
        for text in ["", "-1", "100,01", "101", "1,234", "1.5.0", "1e2", ",5", "٣"] {
            assert_eq!(Percent::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_percentage_is_never_a_fraction_and_goes_round() {
        let percent = |json: &str| serde_json::from_str::<Percent>(json);
        assert_eq!(percent("20").ok(), Some(Percent(Share(2_000))));
        assert_eq!(percent("\"12,5\"").ok(), Some(Percent(Share(1_250))));
        let refused = percent("0.2").map_err(|error| error.to_string());
        assert_eq!(refused.err().as_deref(), Some("kernel.share"));
        let written = serde_json::to_string(&Percent(Share(1_250))).expect("text");
        assert_eq!(percent(&written).ok(), Some(Percent(Share(1_250))));
    }
}
