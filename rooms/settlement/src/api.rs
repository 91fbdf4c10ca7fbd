//! The JSON door: everything that a page does.

use db::{Read, Result, Tx};
use kernel::{
    AgreementId, ConsignorId, Context, Count, Day, DistributionId, Line, MakerId, Period, RuleId,
    Rupiah, StatementId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Api, Listing};

use crate::{
    access, actions,
    api_credit::credits,
    api_money::money,
    api_reversal::reversals,
    distribution::Figures,
    inputs::RecipientInput,
    kinds::{Base, Decision, RuleState, StatementState},
    pages::{preview, sheets, sheets_office},
    queries,
    refusal::No,
    store::{self, Scope, StatementFilter, Within},
    store_answer, store_distribution, store_money, store_rule,
    types::*,
};

/// The room's endpoints.
pub fn api() -> Api {
    credits(reversals(money(sharing(statements(Api::new("settlement"))))))
}

fn statements(api: Api) -> Api {
    api.get("/statements", list_statements, "List closed statements")
        .post("/statements", actions::close_statement, "Close the running period of an agreement")
        .get("/statements/running", running, "What the running period has come to so far")
        .get("/statements/{statement}", show_statement, "A statement with its lines")
        .post("/statements/{statement}/approve", actions::approve_statement, "Approve a statement")
        .post("/statements/{statement}/reject", actions::reject_statement, "Send a statement back")
        .sheet("/statements/sheet", sheets::statements, "Closed statements as a spreadsheet")
        .sheet("/statements/{statement}/sheet", sheets::one_statement, "A statement's products")
        .sheet("/expenses/sheet", sheets::expenses, "Expenses as a spreadsheet")
        .sheet("/remittances/sheet", sheets::remittances, "Remittances as a spreadsheet")
        .post("/statements/{statement}/agree", actions::agree_statement, "The shop agrees to it")
        .post("/statements/{statement}/dispute", actions::dispute_statement, "The shop disputes it")
        .get("/expenses", list_expenses, "List expenses that shops deduct")
        .post_file("/expenses", actions::record_expense, "Report an expense")
        .post("/expenses/{expense}/confirm", actions::confirm_expense, "Confirm an expense")
        .post("/expenses/{expense}/reject", actions::reject_expense, "Reject an expense")
        .get("/remittances", list_remittances, "List what shops paid")
        .post_file("/remittances", actions::report_remittance, "Report what the shop paid")
        .post(
            "/remittances/{remittance}/confirm",
            actions::confirm_remittance,
            "Confirm that the money came",
        )
        .post("/remittances/{remittance}/reject", actions::reject_remittance, "Reject a remittance")
        .get("/ageing", ageing, "What is owed, by how late it is")
        .sheet("/ageing/sheet", sheets::ageing, "The same as a spreadsheet")
}

fn sharing(api: Api) -> Api {
    api.get("/rules", list_rules, "List distribution rules")
        .sheet("/rules/sheet", sheets_office::rules, "The same as a spreadsheet")
        .post("/rules", actions::draft_rule, "Draft a rule, or its next version")
        .post("/rules/preview", preview_rule, "Work an example by a rule; writes nothing")
        .get("/rules/in-force", rule_in_force, "The rule in force on a day")
        .get("/rules/{rule}", show_rule, "A rule with its recipients")
        .post("/rules/{rule}/approve", actions::approve_rule, "Put a rule in force")
        .post("/rules/{rule}/reject", actions::reject_rule, "Send a draft back")
        .get("/distributions", list_distributions, "List how statements and jobs were shared")
        .post("/distributions", actions::distribute, "Share a remitted statement by the rule")
        .post("/distributions/jobs", actions::distribute_job, "Share what a job brought in")
        .post(
            "/distributions/{distribution}/open-names",
            actions::open_slips,
            "Read the names for the office's copy of all slips; each reading is logged",
        )
        .post(
            "/premi/{maker}/slips/{distribution}/open-name",
            actions::open_slip,
            "Read the name for the office's copy of a slip; the reading is logged",
        )
        .get("/distributions/{distribution}", show_distribution, "A distribution with its lines")
        .sheet("/distributions/sheet", sheets::distributions, "Distributions as a spreadsheet")
        .sheet("/distributions/{distribution}/sheet", sheets_office::premi_list, "Premi by code")
        .get("/settlement-settings", setting, "How a unit settles")
        .post("/settlement-settings", actions::set_setting, "Set how a unit settles")
}

/// Rows of one page.
pub const LIMIT: i64 = 50;

/// The query of a list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListIn {
    /// Searches numbers, references or names.
    pub q: Option<Line>,
    pub state: Option<Line>,
    pub agreement: Option<AgreementId>,
    pub maker: Option<MakerId>,
    /// From 1; 50 to a page.
    pub page: Option<Count>,
}

impl ListIn {
    fn page(&self) -> i64 {
        self.page.map_or(1, |page| page.get().0).clamp(1, 1_000_000)
    }
    pub fn offset(&self) -> i64 {
        (self.page() - 1) * LIMIT
    }
    pub fn like(&self) -> Option<String> {
        let escape = |c: char| if "%_!".contains(c) { format!("!{c}") } else { c.to_string() };
        let word = self.q.as_ref()?.as_str().to_lowercase();
        Some(format!("%{}%", word.chars().map(escape).collect::<String>()))
    }
    pub fn state<T>(&self, parse: fn(&str) -> Option<T>) -> Option<T> {
        self.state.as_ref().and_then(|state| parse(state.as_str()))
    }
    pub fn listing<T>(&self, (items, total): (Vec<T>, i64)) -> Listing<T> {
        Listing { items, total, page: self.page() }
    }
}

/// The query of a list that knows days.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DaysIn {
    /// Searches numbers and notes.
    pub q: Option<Line>,
    pub state: Option<Line>,
    pub agreement: Option<AgreementId>,
    /// Statements whose whole period lies between these days; expenses booked on one of them.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// From 1; 50 to a page.
    pub page: Option<Count>,
}

impl DaysIn {
    fn paged(&self) -> ListIn {
        let (q, state) = (self.q.clone(), self.state.clone());
        ListIn { q, state, agreement: self.agreement, page: self.page, maker: None }
    }
    const fn within(&self) -> Within {
        Within { from: self.from, to: self.to }
    }
}

fn list_statements(read: &mut Read, ctx: &Context, days: &DaysIn) -> Result<Listing<Statement>> {
    let ask = days.paged();
    let filter = StatementFilter {
        scope: Scope::of(&ctx.actor)?,
        agreement: ask.agreement,
        state: ask.state(StatementState::parse),
        within: days.within(),
        like: ask.like(),
        limit: LIMIT,
        offset: ask.offset(),
        ..StatementFilter::default()
    };
    Ok(ask.listing(store::list_statements(read, &filter)?))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct RunningIn {
    pub agreement: AgreementId,
    /// Through this day; through today when left out.
    #[serde(default)]
    pub to: Option<Day>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct RunningOut {
    pub period: Period,
    pub gross: Rupiah,
    pub shop_part: Rupiah,
    pub expenses: Rupiah,
    pub losses: Rupiah,
    pub due: Rupiah,
    pub products: Vec<ProductLine>,
    /// The last day that may be closed now.
    pub closable_to: Option<Day>,
    pub suggested_number: Option<String>,
}

fn running(read: &mut Read, ctx: &Context, ask: &RunningIn) -> Result<RunningOut> {
    let found = queries::running(read, ctx, ask.agreement, ask.to)?;
    let Figures { gross, shop_part, expenses, losses, due, .. } = found.figures;
    Ok(RunningOut {
        period: found.period,
        gross,
        shop_part,
        expenses,
        losses,
        due,
        products: found.products,
        closable_to: found.suggested_to,
        suggested_number: found.suggested_number,
    })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct StatementIn {
    pub statement: StatementId,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct StatementOut {
    pub statement: Statement,
    /// The shop's last word, with its reason.
    pub answer: Option<Answered>,
    pub products: Vec<ProductLine>,
}

fn show_statement(read: &mut Read, ctx: &Context, ask: &StatementIn) -> Result<StatementOut> {
    let whole = queries::whole_statement(read, ctx, ask.statement)?;
    let answer = store_answer::last(read, whole.statement.id)?;
    Ok(StatementOut { statement: whole.statement, answer, products: whole.products })
}

pub fn money_filter(ctx: &Context, ask: &ListIn) -> Result<store_money::MoneyFilter> {
    Ok(store_money::MoneyFilter {
        scope: Scope::of(&ctx.actor)?,
        agreement: ask.agreement,
        state: ask.state(Decision::parse),
        like: ask.like(),
        limit: LIMIT,
        offset: ask.offset(),
    })
}

fn list_expenses(read: &mut Read, ctx: &Context, days: &DaysIn) -> Result<Listing<Expense>> {
    let ask = days.paged();
    let found = store_money::list_expenses(read, &money_filter(ctx, &ask)?, days.within())?;
    Ok(ask.listing(found))
}

fn list_remittances(read: &mut Read, ctx: &Context, ask: &ListIn) -> Result<Listing<Remittance>> {
    Ok(ask.listing(store_money::list_remittances(read, &money_filter(ctx, ask)?)?))
}

fn ageing(read: &mut Read, ctx: &Context, ask: &ListIn) -> Result<Listing<AgeingLine>> {
    let lines = queries::ageing(read, ctx)?;
    let total = lines.len() as i64;
    Ok(ask.listing((lines, total)))
}

pub fn units_scope(ctx: &Context) -> Result<Scope> {
    let scope = Scope::of(&ctx.actor)?;
    if scope.shop.is_some() { Err(No::Unknown.into()) } else { Ok(scope) }
}

fn list_rules(read: &mut Read, ctx: &Context, ask: &ListIn) -> Result<Listing<Rule>> {
    let filter = store_rule::RuleFilter {
        scope: units_scope(ctx)?,
        state: ask.state(RuleState::parse),
        like: ask.like(),
        limit: LIMIT,
        offset: ask.offset(),
    };
    Ok(ask.listing(store_rule::list_rules(read, &filter)?))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct RuleIn {
    pub rule: RuleId,
}

fn show_rule(read: &mut Read, ctx: &Context, ask: &RuleIn) -> Result<Rule> {
    access::rule(read, ctx, ask.rule)
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct OnDayIn {
    #[serde(default)]
    pub consignor: Option<ConsignorId>,
    /// Today when left out.
    #[serde(default)]
    pub day: Option<Day>,
}

fn rule_in_force(read: &mut Read, ctx: &Context, ask: &OnDayIn) -> Result<Rule> {
    let consignor = access::consignor(ctx, ask.consignor)?;
    let day = ask.day.unwrap_or_else(|| ctx.today());
    Ok(store_rule::rule_on(read, consignor, day)?.ok_or_else(|| No::NoRule.with("day", day))?)
}

/// An example to work by a rule that need not exist.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct PreviewIn {
    pub base: Base,
    pub recipients: Vec<RecipientInput>,
    /// Counted from 1.
    pub remainder_to: kernel::Quantity,
    /// The first of the domain's invented figures when left out: 12 pieces at Rp30.000.
    #[serde(default)]
    pub example: preview::Example,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct PreviewOut {
    pub gross: Rupiah,
    pub shop_part: Rupiah,
    pub due: Rupiah,
    pub cost: Rupiah,
    pub base: Rupiah,
    pub parts: Vec<DistributionPart>,
}

fn preview_rule(_: &mut Tx, _: &Context, ask: &PreviewIn) -> Result<PreviewOut> {
    let split = preview::split_of(ask.base, &ask.recipients, ask.remainder_to.0 - 1);
    split.check().map_err(actions::refuse)?;
    let worked = preview::work(&split, &ask.example).ok_or(No::RuleNotWhole)?;
    Ok(PreviewOut {
        gross: worked.figures.gross,
        shop_part: worked.figures.shop_part,
        due: worked.figures.due,
        cost: worked.shared.cost,
        base: worked.shared.base,
        parts: worked.parts(),
    })
}

/// The query of the distributions.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SharedIn {
    /// Searches numbers.
    pub q: Option<Line>,
    pub agreement: Option<AgreementId>,
    pub rule: Option<RuleId>,
    /// Of statements whose whole period lies between these days, and of jobs handed over then.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Shared between these days.
    pub shared_from: Option<Day>,
    pub shared_to: Option<Day>,
    /// From 1; 50 to a page.
    pub page: Option<Count>,
}

fn list_distributions(
    read: &mut Read,
    ctx: &Context,
    asked: &SharedIn,
) -> Result<Listing<Distribution>> {
    let ask = ListIn { q: asked.q.clone(), page: asked.page, ..ListIn::default() };
    let filter = store_distribution::DistributionFilter {
        scope: units_scope(ctx)?,
        agreement: asked.agreement,
        rule: asked.rule,
        within: Within { from: asked.from, to: asked.to },
        shared: Within { from: asked.shared_from, to: asked.shared_to },
        like: ask.like(),
        limit: LIMIT,
        offset: ask.offset(),
    };
    Ok(ask.listing(store_distribution::list_distributions(read, &filter)?))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct DistributionIn {
    pub distribution: DistributionId,
}

fn show_distribution(
    read: &mut Read,
    ctx: &Context,
    ask: &DistributionIn,
) -> Result<queries::WholeDistribution> {
    queries::whole_distribution(read, ctx, ask.distribution)
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UnitIn {
    /// Needed of those who see several units.
    pub consignor: Option<ConsignorId>,
    pub year: Option<Count>,
}

fn setting(read: &mut Read, ctx: &Context, ask: &UnitIn) -> Result<Setting> {
    store_rule::setting(read, access::consignor(ctx, ask.consignor)?)
}
