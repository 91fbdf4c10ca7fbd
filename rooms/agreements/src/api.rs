//! The JSON door: everything that a page does.

use db::{Read, Result, Tx};
use kernel::{
    AgreementId, Capability, ConsignorId, Context, Day, ProductId, Quantity, Rupiah, ShopId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Api, Listing};

use crate::{
    Agreement, Deductible, Listed, No, Scan, ShopPart, Side, Signature, Split, Terms, actions,
    amend, api_wording, decide,
    goods::goods_of,
    inputs::{AnnexLine, PartInput},
    say::{part_in_words, unit_in_words},
    store,
    store_terms::{self, Discarded},
};

/// The room's endpoints.
pub fn api() -> Api {
    Api::new("agreements")
        .get("/agreements", list, "List the agreements that you may see")
        .sheet("/agreements/sheet", crate::pages::sheet, "Agreements as a spreadsheet")
        .post("/agreements", actions::draft, "Draft an agreement")
        .post(
            "/agreements/preview",
            preview,
            "Reckon both sides' rupiah of one unit; writes nothing",
        )
        .get(
            "/agreements/selling-terms",
            selling,
            "By which terms a product sells at a shop on a day",
        )
        .get(
            "/agreements/{agreement}",
            show,
            "An agreement with its versions, signatures and scans",
        )
        .get("/agreements/{agreement}/terms", terms, "The terms in force on a day")
        .post("/agreements/{agreement}/revise", actions::revise, "Write a draft anew")
        .post_file("/agreements/{agreement}/sign", actions::sign, "Record one side's signature")
        .post_file("/agreements/{agreement}/scans", actions::attach, "Attach a scan of the paper")
        .post("/agreements/{agreement}/enforce", amend::enforce, "Put the draft in force")
        .post("/agreements/{agreement}/amend", amend::amend, "Draft an addendum")
        .post(
            "/agreements/{agreement}/discard-addendum",
            amend::discard,
            "Discard the drafted addendum",
        )
        .and(api_wording::api())
        .post("/agreements/{agreement}/publish", actions::publish, "Record when it was made public")
        .post("/agreements/{agreement}/end", actions::end, "End it early, or give a draft up")
}

/// The query of the list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListIn {
    /// Searches titles, parties and numbers.
    pub q: Option<String>,
    /// draft, upcoming, in_force, expiring, expired, ended or withdrawn.
    pub state: Option<String>,
    /// From 1; 50 to a page.
    #[schemars(with = "Option<i64>")]
    pub page: Option<kernel::Count>,
}

/// An agreement in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListedOut {
    /// draft, upcoming, in_force, expiring, expired, ended or withdrawn, today.
    pub standing: &'static str,
    /// To its last day; negative afterwards.
    pub days_left: i64,
    pub agreement: Agreement,
}

fn listed(ctx: &Context, agreement: Agreement) -> ListedOut {
    ListedOut {
        standing: agreement.standing(ctx.today()).name(),
        days_left: ctx.today().days_until(agreement.course().last_day()),
        agreement,
    }
}

fn list(read: &mut Read, ctx: &Context, asked: &ListIn) -> Result<Listing<ListedOut>> {
    let page = asked.page.map_or(1, |page| page.get().0.clamp(1, 1_000_000));
    let Some(seen) = Listed::by(&ctx.actor, ctx.today()) else {
        return Ok(Listing { items: Vec::new(), total: 0, page });
    };
    let like = asked.q.as_deref().map(web::like);
    let seen = Listed { like, offset: (page - 1) * seen.limit, ..seen };
    let (rows, total) = store::list(read, &seen.standing(asked.state.as_deref()))?;
    let items = rows.into_iter().map(|one| listed(ctx, one)).collect();
    Ok(Listing { items, total, page })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct ShowIn {
    pub agreement: AgreementId,
    /// For the terms: today where it is left out.
    #[serde(default)]
    pub day: Option<Day>,
}

/// An agreement, whole.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AgreementOut {
    pub standing: &'static str,
    pub days_left: i64,
    pub agreement: Agreement,
    /// The first first; a drafted addendum is the last.
    pub versions: Vec<TermsOut>,
    /// Addenda that were drafted and given up.
    pub discarded: Vec<Discarded>,
    pub signatures: Vec<Signature>,
    pub scans: Vec<Scan>,
}

/// One version of the terms.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TermsOut {
    pub id: kernel::TermsId,
    pub version: i64,
    pub in_force: bool,
    pub valid_from: Day,
    pub ends_on: Day,
    pub addendum_number: Option<String>,
    pub addendum_reason: Option<String>,
    pub part: ShopPart,
    /// The part in a sentence: of what, to whom.
    pub part_in_words: String,
    pub price_set_by: Side,
    pub cycle: crate::Cycle,
    pub payment_days: i64,
    pub damage_borne_by: Side,
    pub loss_borne_by: Side,
    pub return_days: i64,
    pub notice_days: i64,
    pub deductibles: Vec<Deductible>,
    pub annex: Vec<UnitOut>,
}

/// A product with both sides' rupiah of one unit, where its price is known.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitOut {
    pub product: ProductId,
    pub quantity: Option<Quantity>,
    pub part: ShopPart,
    pub price: Option<Rupiah>,
    pub unit: Option<Split>,
    /// Both sides' rupiah in a sentence.
    pub in_words: String,
}

fn unit(
    ctx: &Context,
    product: ProductId,
    quantity: Option<Quantity>,
    part: ShopPart,
    price: Option<Rupiah>,
) -> UnitOut {
    let in_words = price.map_or_else(
        || part_in_words(ctx.lang, part),
        |price| unit_in_words(ctx.lang, part, price),
    );
    let split = price.map(|price| part.split(price, Quantity(1)));
    UnitOut { product, quantity, part, price, unit: split, in_words }
}

fn terms_out(read: &mut Read, ctx: &Context, terms: &Terms) -> Result<TermsOut> {
    let mut annex = Vec::new();
    for (product, item) in terms.annex_in_order() {
        let listed = match item.price {
            Some(price) => Some(price),
            None => catalogue::price_on(read, product, ctx.today().max(terms.valid_from))?,
        };
        annex.push(unit(ctx, product, item.quantity, terms.part_for(product), listed));
    }
    Ok(TermsOut {
        id: terms.id,
        version: terms.version,
        in_force: terms.state == crate::State::InForce,
        valid_from: terms.valid_from,
        ends_on: terms.ends_on,
        addendum_number: terms.addendum_number.clone(),
        addendum_reason: terms.addendum_reason.clone(),
        part: terms.part,
        part_in_words: part_in_words(ctx.lang, terms.part),
        price_set_by: terms.price_set_by,
        cycle: terms.cycle,
        payment_days: terms.payment_days,
        damage_borne_by: terms.damage_borne_by,
        loss_borne_by: terms.loss_borne_by,
        return_days: terms.return_days,
        notice_days: terms.notice_days,
        deductibles: terms.deductibles.clone(),
        annex,
    })
}

fn show(read: &mut Read, ctx: &Context, asked: &ShowIn) -> Result<AgreementOut> {
    let agreement = crate::load_seen(read, &ctx.actor, asked.agreement)?;
    let mut versions = Vec::new();
    for terms in crate::versions(read, agreement.id)? {
        versions.push(terms_out(read, ctx, &terms)?);
    }
    let signatures = store::signatures(read, agreement.id)?;
    let scans = store::scans(read, agreement.id)?;
    let ListedOut { standing, days_left, agreement } = listed(ctx, agreement);
    let discarded = store_terms::discarded(read, agreement.id)?;
    Ok(AgreementOut { standing, days_left, agreement, versions, discarded, signatures, scans })
}

fn terms(read: &mut Read, ctx: &Context, asked: &ShowIn) -> Result<TermsOut> {
    let agreement = crate::load_seen(read, &ctx.actor, asked.agreement)?;
    let day = asked.day.unwrap_or(ctx.today());
    let terms = crate::terms_on(read, agreement.id, day)?;
    terms_out(read, ctx, &terms)
}

/// What is to be reckoned.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct PreviewIn {
    pub consignor: ConsignorId,
    /// The day of the catalogue's prices; today where it is left out.
    #[serde(default)]
    pub day: Option<Day>,
    pub part: PartInput,
    pub annex: Vec<AnnexLine>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct PreviewOut {
    pub units: Vec<UnitOut>,
}

fn preview(tx: &mut Tx, ctx: &Context, asked: &PreviewIn) -> Result<PreviewOut> {
    ctx.actor.require(Capability::RecordGoods)?;
    if !ctx.actor.sees_consignor(asked.consignor) {
        return Err(No::Unknown.into());
    }
    let ids: Vec<_> = asked.annex.iter().map(|line| line.product).collect();
    let goods = goods_of(tx, &ids, asked.day.unwrap_or(ctx.today()))?;
    let agreed = decide::agree_parts(&asked.part, &asked.annex, asked.consignor, &goods)?;
    let mut all: Vec<_> = agreed.annex.iter().collect();
    all.sort_by_key(|(_, item)| item.line);
    let units = all.into_iter().map(|(product, item)| {
        let price = item.price.or(goods.get(product).and_then(|goods| goods.price));
        unit(ctx, *product, item.quantity, item.part.unwrap_or(agreed.part), price)
    });
    Ok(PreviewOut { units: units.collect() })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct SellingIn {
    pub shop: ShopId,
    pub product: ProductId,
    /// Today where it is left out.
    #[serde(default)]
    pub day: Option<Day>,
}

/// By which terms a product sells.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SellingOut {
    pub agreement: AgreementId,
    pub terms: kernel::TermsId,
    pub price_set_by: Side,
    /// False where no agreement in force covers it; what is on the shelf stays sellable.
    pub in_force: bool,
    pub unit: UnitOut,
}

fn selling(read: &mut Read, ctx: &Context, asked: &SellingIn) -> Result<SellingOut> {
    let day = asked.day.unwrap_or(ctx.today());
    let found = crate::selling_terms(read, asked.shop, asked.product, day)?;
    let seen = found.filter(|one| ctx.actor.sees_between(one.consignor_id, asked.shop));
    let selling = seen.ok_or(No::Unknown)?;
    let price = match selling.price {
        Some(price) => Some(price),
        None => catalogue::price_on(read, asked.product, day)?,
    };
    Ok(SellingOut {
        agreement: selling.agreement_id,
        terms: selling.terms_id,
        price_set_by: selling.price_set_by,
        in_force: selling.in_force,
        unit: unit(ctx, asked.product, None, selling.part, price),
    })
}
