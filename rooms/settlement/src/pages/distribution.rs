//! How statements were shared, and the page on which one is.

use std::collections::BTreeMap;

use agreements::Agreement;
use db::{Read, Result};
use kernel::{AgreementId, Context, DistributionId, Lang, Rupiah};
use maud::{Markup, html};
use ui::{Column, Crumb, Filter, FormState, Kind};
use web::{Ask, Page};
use words::Speak;

use super::{
    job, office, parts,
    preview::{self, Stream},
};
use crate::{
    access,
    actions::{self, Costing},
    distribution::Figures,
    kinds::{Base, RecipientKind},
    queries::{self, WholeDistribution},
    refusal::No,
    sharing::{self, Of, Source},
    store::{Scope, StatementFilter, list_statements},
    store_distribution::{self, DistributionFilter},
    store_rule,
    types::{Distribution, DistributionBatch, DistributionPart, Statement},
};

/// The days on which it was shared, in the query.
const SHARED: [&str; 2] = ["shared_from", "shared_to"];

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let (rows, total) = narrowed(read, ctx, ask)?;
    let scope = Scope::of(&ctx.actor)?;
    let own = parts::own_agreements(read, ctx)?;
    let waiting = waiting(read, scope)?;
    let jobs = production::unshared_jobs(read, scope.consignor, 50)?;
    let ids = rows.iter().filter_map(|one| one.agreement_id);
    let known = parts::agreements_of(read, ids.chain(waiting.iter().map(|one| one.agreement_id)))?;
    let mut filters = vec![parts::agreement_filter(ctx, &browse, &own)];
    filters.extend(of_rule(read, ctx, ask)?);
    filters.extend(parts::day_filters(lang, &browse, parts::DAYS));
    filters.extend(parts::day_filters(lang, &browse, SHARED));
    let view = parts::view(&browse, "/pembagian", filters, total);
    let title = lang.t("settlement.distribution.title");
    let hint = lang.t("settlement.distribution.empty_hint");
    let empty = ui::empty(lang.t("settlement.distribution.empty"), hint, html! {});
    let main = html! {
        (ui::header(title, lang.t("settlement.distribution.lead"), html! {}))
        @if browse.page() == 1 && !view.narrowed() {
            (waiting_table(ctx, &waiting, &known))
            (job::waiting(ctx, &jobs))
        }
        (ui::section(lang.t("settlement.distribution.done"),
            parts::listed(lang, &view, &table(ctx, &rows, &known), empty)))
    };
    Ok(Page::new(title, main))
}

/// The rule that a link from its page narrows to; another unit's stays unnamed.
fn of_rule<'a>(read: &mut Read, ctx: &Context, ask: &'a Ask) -> Result<Option<Filter<'a>>> {
    let Some(chosen) = ask.query("rule") else { return Ok(None) };
    let rule = match chosen.parse() {
        Ok(id) => store_rule::find_rule(read, id)?,
        Err(_) => None,
    };
    let own = rule.filter(|rule| ctx.actor.sees_consignor(rule.consignor_id));
    let name = own.map_or_else(|| "–".to_owned(), |rule| rule.name);
    Ok(Some(Filter::fixed("rule", ctx.lang.t("settlement.distribution.rule"), chosen, name)))
}

/// The distributions that the query asks for, and how many there are; a shop sees none.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Distribution>, i64)> {
    let (browse, scope) = (ask.browse(), Scope::of(&ctx.actor)?);
    if scope.shop.is_some() {
        return Err(No::Unknown.into());
    }
    let filter = DistributionFilter {
        scope,
        agreement: parts::chosen_agreement(&browse),
        rule: browse.filter("rule").and_then(|id| id.parse().ok()),
        within: parts::within(&browse, parts::DAYS),
        shared: parts::within(&browse, SHARED),
        like: browse.like(),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    store_distribution::list_distributions(read, &filter)
}

/// Remitted statements that nobody has shared yet.
fn waiting(read: &mut Read, scope: Scope) -> Result<Vec<Statement>> {
    let ask = StatementFilter { scope, unshared: true, limit: 50, ..StatementFilter::default() };
    let (mut all, _) = list_statements(read, &ask)?;
    all.retain(Statement::remitted);
    Ok(all)
}

fn waiting_table(
    ctx: &Context,
    rows: &[Statement],
    known: &BTreeMap<AgreementId, Agreement>,
) -> Markup {
    let lang = ctx.lang;
    if rows.is_empty() {
        return html! {};
    }
    let columns = [
        Column::text(lang.t("settlement.statement.short")),
        Column::text(lang.t("settlement.agreement")),
        Column::amount(lang.t("settlement.due")),
        Column::actions(lang.t("common.actions")),
    ];
    let row = |one: &Statement| {
        vec![
            html! { a href={ "/nota/" (one.id) } { (one.number) } },
            parts::party(ctx, known.get(&one.agreement_id)),
            ui::money(one.due),
            html! {
                @if access::settle(ctx).is_ok() {
                    (ui::quiet(&format!("/pembagian/baru/{}", one.id),
                        lang.t("settlement.distribution.new")))
                }
            },
        ]
    };
    let title = lang.t("settlement.distribution.waiting");
    ui::section(title, html! { (ui::table(title, columns, rows.iter().map(row))) })
}

fn table(
    ctx: &Context,
    rows: &[Distribution],
    known: &BTreeMap<AgreementId, Agreement>,
) -> ui::Table {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("settlement.distribution.number")),
        Column::text(lang.t("settlement.agreement")),
        Column::text(lang.t("settlement.distribution.shared_on")),
        Column::amount(lang.t("settlement.due")),
        Column::amount(lang.t("common.flow.premi")),
        Column::amount(lang.t("common.flow.state_revenue")),
    ];
    let row = |one: &Distribution| {
        vec![
            html! {
                a href={ "/pembagian/" (one.id) } { (one.number) }
                @if one.estimated { " " (ui::badge(Kind::Warning, lang.t("settlement.estimated"))) }
            },
            html! {
                @if let Some(job) = one.job_id {
                    a href={ "/pesanan/" (job) } { (lang.t("settlement.distribution.job")) }
                } @else {
                    (parts::party(ctx, one.agreement_id.and_then(|id| known.get(&id))))
                }
            },
            html! { (one.shared_on.short(lang)) },
            ui::money(one.due),
            ui::money(one.premi),
            ui::money(one.state_revenue),
        ]
    };
    ui::table(lang.t("settlement.distribution.title"), columns, rows.iter().map(row))
}

pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let statement = access::statement(read, ctx, ask.id("statement")?)?;
    access::units(ctx, statement.consignor_id)?;
    access::settle(ctx)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("settlement.distribution.new");
    let base = format!("/nota/{}", statement.id);
    let way = [Crumb { href: &base, label: &statement.number }];
    let shown = match sharing::ready(read, &statement) {
        Ok(()) => {
            let source = Source::statement(read, &statement)?;
            planned(read, ctx, &source)?
        }
        Err(db::Error::Refused(no)) => ui::notice(lang, Kind::Warning, &lang.refusal(&no)),
        Err(fault) => return Err(fault),
    };
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<DistributionId>()))
        (choices(ctx, &f))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.distribution.new_lead"), html! {}))
        (shown)
        (f.post(&format!("/pembagian/baru/{}", statement.id), body))
    };
    Ok(Page::new(title, main))
}

/// What is chosen when something is shared.
pub fn choices(ctx: &Context, f: &FormState<'_>) -> Markup {
    html! {
        (f.checkbox("estimated", "settlement.distribution.use_estimate")
            .hint("settlement.distribution.use_estimate_hint"))
        (ui::actions(ui::submit(ctx.lang.t("settlement.distribution.do"))))
    }
}

/// The branches of what is shared: of a job nobody kept a part before.
fn stream(lang: Lang, of_job: bool, figures: &Figures, hrefs: Option<(String, String)>) -> Stream {
    match of_job {
        true => Stream::default(),
        false => Stream::new(lang, figures, hrefs),
    }
}

/// What would be shared, with the batches' own costs, else with the estimates.
pub fn planned(read: &mut Read, ctx: &Context, source: &Source) -> Result<Markup> {
    let lang = ctx.lang;
    let mut said = html! {};
    let plan = match actions::plan(read, source, Costing::Own) {
        Err(db::Error::Refused(no)) => {
            said = ui::notice(lang, Kind::Warning, &lang.refusal(&no));
            actions::plan(read, source, Costing::Estimate)
        }
        other => other,
    };
    let plan = match plan {
        Ok(plan) => plan,
        Err(db::Error::Refused(_)) => return Ok(said),
        Err(fault) => return Err(fault),
    };
    let (base, figures, all) = (plan.rule.base, source.figures, plan.parts());
    let stream = stream(lang, matches!(source.of, Of::Job(_)), &figures, None);
    let stream = stream.parts(lang, base, &all, |_| None);
    let rule = html! {
        p { (lang.t("settlement.distribution.by_rule")) " "
            a href={ "/aturan/" (plan.rule.id) } {
                (plan.rule.name) " · " (lang.fill(
                    "settlement.rule.version",
                    &[("n", &plan.rule.version)],
                ))
            } }
    };
    Ok(html! {
        (said) (rule)
        (preview::parts_table(lang, base, plan.shared.base, &all, figures.due))
        (stream.river(lang, figures.gross + figures.losses, None))
        (batch_table(read, ctx, base, &plan.batches)?)
    })
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let whole = queries::whole_distribution(read, ctx, ask.id("distribution")?)?;
    let (lang, one, base) = (ctx.lang, &whole.distribution, whole.rule.base);
    let way = [Crumb { href: "/pembagian", label: lang.t("settlement.distribution.title") }];
    let (key, see, paper) = match (one.statement_id, one.job_id) {
        (Some(id), _) => ("of", "settlement.statement.see", format!("/nota/{id}")),
        (None, Some(id)) => ("of_job", "settlement.distribution.see_job", format!("/pesanan/{id}")),
        (None, None) => return Err(No::Unknown.into()),
    };
    let number = [("number", &one.number as &dyn std::fmt::Display)];
    let title = lang.fill(&format!("settlement.distribution.{key}"), &number);
    let main = html! {
        (ui::breadcrumbs(lang, &way, &one.number))
        (ui::header(&title, "", html! {
            (ui::quiet(&paper, lang.t(see)))
            (ui::quiet(&format!("/pembagian/{}/pembagian.pdf", one.id), lang.t("settlement.print")))
            @if !whole.credits.is_empty() {
                (ui::quiet(&format!("/pembagian/{}/slip-semua.pdf", one.id),
                    lang.t("settlement.distribution.print_slips")))
                (ui::quiet(&format!("/pembagian/{}/daftar-premi.pdf", one.id),
                    lang.t("settlement.distribution.print_list")))
            }
        }))
        @if one.estimated { (ui::notice(lang, Kind::Warning, lang.t("settlement.estimated_hint"))) }
        @if whole.statement.as_ref().is_some_and(Statement::shared_early) {
            (ui::notice(lang, Kind::Bad, lang.t("settlement.statement.shared_early")))
        }
        @if whole.rule.template {
            (ui::notice(lang, Kind::Warning, lang.t("settlement.rule.template_hint")))
        }
        (facts(ctx, &whole))
        (ui::section(lang.t("settlement.distribution.parts"), html! {
            (preview::parts_table(lang, base, one.base, &whole.parts, one.due))
            (river(ctx, &whole))
        }))
        (ui::section(
            lang.t("settlement.distribution.batches"),
            batch_table(read, ctx, base, &whole.batches)?,
        ))
        (ui::section(lang.t("settlement.distribution.makers"), makers(read, ctx, &whole)?))
        @if !whole.credits.is_empty() {
            (office::form(ctx, ask, &format!("/pembagian/{}/salinan-kantor", one.id)))
        }
        (parts::history(read, ctx, one.id)?)
    };
    Ok(Page::new(title, main))
}

fn facts(ctx: &Context, whole: &WholeDistribution) -> Markup {
    let (lang, one) = (ctx.lang, &whole.distribution);
    let rule = html! {
        a href={ "/aturan/" (whole.rule.id) } { (whole.rule.name) }
        " · " (lang.fill("settlement.rule.version", &[("n", &whole.rule.version)]))
    };
    ui::facts([
        (lang.t("settlement.distribution.shared_on"), ui::day(one.shared_on, lang)),
        (lang.t("settlement.distribution.rule"), rule),
        (lang.t("settlement.rule.legal_basis"), html! { (whole.rule.legal_basis) }),
        (
            lang.t("settlement.rule.base"),
            html! {
                (lang.t(
                    &format!("settlement.base_long.{}", whole.rule.base),
                )) " = " (ui::money(one.base))
            },
        ),
        (lang.t("settlement.setting.usable"), ui::share(one.usable_share)),
        (
            "SHA-256",
            html! { code title=(one.digest) { (one.digest.get(..16).unwrap_or_default()) "…" } },
        ),
    ])
}

fn river(ctx: &Context, whole: &WholeDistribution) -> Markup {
    let lang = ctx.lang;
    let href = |part: &DistributionPart| match part.kind {
        RecipientKind::Premi => Some("/premi".to_owned()),
        RecipientKind::StateRevenue => Some("/pnbp".to_owned()),
        _ => Some(format!("/aturan/{}", whole.rule.id)),
    };
    let (figures, from, spent) = match (&whole.statement, &whole.job) {
        (Some(one), _) => (
            one.figures(),
            parts::sales_href(one.agreement_id, one.period()),
            format!("/biaya?agreement={}&state=confirmed", one.agreement_id),
        ),
        (None, Some(job)) => {
            (sharing::job_figures(job), format!("/pesanan/{}", job.id), String::new())
        }
        (None, None) => return html! {},
    };
    let of_job = whole.job.is_some();
    let stream = stream(lang, of_job, &figures, Some((from.clone(), spent)));
    let stream = stream.parts(lang, whole.rule.base, &whole.parts, href);
    stream.river(lang, figures.gross + figures.losses, Some(&from))
}

fn batch_table(
    read: &mut Read,
    ctx: &Context,
    base: Base,
    all: &[DistributionBatch],
) -> Result<Markup> {
    let lang = ctx.lang;
    let batches = production::batches(read, &all.iter().map(|b| b.batch_id).collect::<Vec<_>>())?;
    let products =
        catalogue::products(read, &all.iter().map(|b| b.product_id).collect::<Vec<_>>())?;
    let columns = [
        Column::text(lang.t("settlement.batch")),
        Column::amount(lang.t("settlement.stock.sold")),
        Column::amount(lang.t("settlement.late")),
        Column::amount(lang.t("settlement.gross")),
        Column::amount(lang.t("settlement.unit_cost")),
        Column::amount(lang.t(&format!("settlement.brought.{base}"))),
        Column::amount(lang.t("common.flow.premi")),
    ];
    let row =
        |one: &DistributionBatch| {
            let code = batches.get(&one.batch_id).map_or("", |batch| batch.code.as_str());
            let name = products.get(&one.product_id).map_or("", |product| product.name.as_str());
            let cost = one.unit_cost.map_or(html! { "–" }, |cost| html! {
            (ui::money(cost))
            @if one.estimated { " " (ui::badge(Kind::Warning, lang.t("settlement.estimated"))) }
        });
            vec![
                html! { a href={ "/produksi/" (one.batch_id) } { (code) } " " (name) },
                html! { (one.sold + one.lost) },
                html! { (one.late) },
                ui::money(one.gross),
                cost,
                ui::money(one.brought),
                ui::money(one.premi),
            ]
        };
    Ok(html! {
        (ui::table(lang.t("settlement.distribution.batches"), columns, all.iter().map(row)))
    })
}

fn makers(read: &mut Read, ctx: &Context, whole: &WholeDistribution) -> Result<Markup> {
    let lang = ctx.lang;
    let ids: Vec<_> = whole.credits.iter().map(|one| one.maker_id).collect();
    if ids.is_empty() {
        return Ok(html! { p { (lang.t("settlement.distribution.no_premi")) } });
    }
    let codes = people::maker_codes(read, &ids)?;
    let columns = [
        Column::text(lang.t("settlement.maker")),
        Column::amount(lang.t("common.flow.premi")),
        Column::amount(lang.t("settlement.part.saved")),
        Column::amount(lang.t("settlement.part.usable")),
    ];
    let row = |one: &crate::PremiCredit| {
        let href = format!("/premi/{}/slip/{}", one.maker_id, one.distribution_id);
        let code = codes.get(&one.maker_id).map_or("", String::as_str);
        vec![
            html! { a href=(href) { (code) } },
            ui::money(one.saved + one.usable),
            ui::money(one.saved),
            ui::money(one.usable),
        ]
    };
    let sum = |of: fn(&crate::PremiCredit) -> Rupiah| ui::money(whole.credits.iter().map(of).sum());
    let total = vec![
        html! { (lang.t("common.total")) },
        sum(|one| one.saved + one.usable),
        sum(|one| one.saved),
        sum(|one| one.usable),
    ];
    let mut credits: Vec<_> = whole.credits.iter().collect();
    credits.sort_by_key(|one| codes.get(&one.maker_id));
    let rows = credits.into_iter().map(row);
    Ok(html! { (ui::table(lang.t("settlement.distribution.makers"), columns, rows).total(total)) })
}
