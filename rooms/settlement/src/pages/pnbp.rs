//! The state's part: due, billed, paid; and what auditors look for.

use db::{Read, Result};
use kernel::{BillingId, Capability, Context, Day, Lang, Rupiah};
use maud::{Markup, html};
use ui::{Column, Crumb, Figure, Kind, Tone};
use web::{Ask, Page};
use words::Speak;

use super::{parts, premi, reversal};
use crate::{
    access,
    audit::{self, Check, CheckLine},
    inputs::DepositKind,
    kinds::BillingState,
    pnbp::{self, Standing},
    queries,
    store_pnbp::{self, BillingFilter, DueFilter},
    store_reversal, store_rule,
    types::{Billing, StateDue},
};

const STATES: [&str; 4] = ["issued", "recorded", "paid", "expired"];
const DUES: [&str; 2] = ["open", "unbilled"];

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    if let Some(page) = premi::no_unit(read, ctx, "settlement.pnbp.title")? {
        return Ok(page);
    }
    let unit = premi::unit(read, ctx, ask)?;
    let (lang, today) = (ctx.lang, ctx.today());
    let limit = store_rule::setting(read, unit)?.deposit_days;
    let open = store_pnbp::dues(read, &DueFilter::all(unit, Some("open"), today))?.0;
    let (rows, total) = dues(read, ctx, ask)?;
    let browse = ask.browse();
    let states = parts::state_filter(lang, &browse, &DUES, "settlement.pnbp.filter");
    let filters = std::iter::once(states).chain(premi::kept(ctx, ask)).collect();
    let view = parts::view(&browse, "/pnbp", filters, total);
    let targets = queries::targets(read, unit, i64::from(today.year()))?;
    let late = |due: &&StateDue| pnbp::clock(due.due_on, None, today, limit).late > 0;
    let sum = |all: &mut dyn Iterator<Item = &StateDue>| all.map(|due| due.amount).sum::<Rupiah>();
    let year = targets.first();
    let realised = year.map_or(Rupiah::ZERO, |line| line.realised);
    let title = lang.t("settlement.pnbp.title");
    let own = |path: &str| premi::within(ctx, unit, path);
    let main = html! {
        (ui::header(title, lang.t("settlement.pnbp.lead"), html! {
            @if ctx.actor.may(Capability::Deposit) {
                (ui::button_link(&own("/pnbp/billing/baru"), lang.t("settlement.billing.new")))
            }
            (ui::quiet(&own("/pnbp/billing"), lang.t("settlement.billing.title")))
            (ui::quiet(&own("/pnbp/periksa"), lang.t("settlement.check.title")))
            (ui::quiet(&own("/pnbp/rekap"), lang.t("settlement.recap.title")))
            (ui::quiet(&own("/pnbp/target"), lang.t("settlement.target.title")))
        }))
        (premi::units(read, ctx, "/pnbp", unit)?)
        (ui::figures(&[
            figure(ctx, "settlement.pnbp.due", sum(&mut open.iter()), None),
            figure(
                ctx,
                "settlement.pnbp.late",
                sum(&mut open.iter().filter(late)),
                Some(&own("/pnbp/periksa")),
            ),
            figure(
                ctx,
                "settlement.pnbp.paid_this_year",
                realised,
                Some(&own("/pnbp/billing?state=paid")),
            ),
        ]))
        @if let Some(target) = year.and_then(|line| line.target) {
            (ui::progress(lang, lang.t("settlement.target.of_year"), realised, target, Tone::State))
        }
        (reversal::table(ctx, &store_reversal::waiting(read, unit)?))
        (ui::section(lang.t("settlement.pnbp.dues"),
            parts::listed(lang, &view, &due_table(ctx, &rows, limit), no_dues(ctx))))
    };
    Ok(Page::new(title, main))
}

fn figure<'a>(ctx: &Context, label: &str, value: Rupiah, href: Option<&'a str>) -> Figure<'a> {
    Figure { label: ctx.lang.t(label), value: ui::money(value), note: html! {}, href }
}

/// The dues that the query asks for, the newest first, and how many there are.
pub fn dues(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<StateDue>, i64)> {
    let (browse, unit) = (ask.browse(), premi::unit(read, ctx, ask)?);
    let chosen = browse.filter("state");
    let filter = DueFilter {
        like: browse.like(),
        limit: browse.limit(),
        offset: browse.offset(),
        ..DueFilter::all(unit, DUES.into_iter().find(|one| chosen == Some(one)), ctx.today())
    };
    store_pnbp::dues(read, &filter)
}

fn no_dues(ctx: &Context) -> Markup {
    let (title, hint) = ("settlement.pnbp.empty", "settlement.pnbp.empty_hint");
    ui::empty(ctx.lang.t(title), ctx.lang.t(hint), html! {})
}

fn due_table(ctx: &Context, dues: &[StateDue], limit: i64) -> ui::Table {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("settlement.distribution.number")),
        Column::text(lang.t("settlement.pnbp.since")),
        Column::amount(lang.t("common.amount")),
        Column::text(lang.t("settlement.billing.one")),
        Column::text(lang.t("settlement.pnbp.clock")),
    ];
    let row = |one: &StateDue| {
        let billing = match (one.billing_id, &one.billing_code) {
            (Some(id), Some(code)) => html! { a href={ "/pnbp/billing/" (id) } { (code) } },
            _ => html! { (lang.t("settlement.pnbp.no_billing")) },
        };
        vec![
            html! { a href={ "/pembagian/" (one.distribution_id) } { (one.number) } },
            html! { (one.due_on.short(lang)) },
            ui::money(one.amount),
            billing,
            clock(ctx, one, limit),
        ]
    };
    ui::table(lang.t("settlement.pnbp.dues"), columns, dues.iter().map(row))
}

fn clock(ctx: &Context, due: &StateDue, limit: i64) -> Markup {
    let (lang, clock) = (ctx.lang, pnbp::clock(due.due_on, due.paid_on, ctx.today(), limit));
    match (due.paid_on, clock.late) {
        (Some(day), _) => {
            let text = lang.fill("settlement.pnbp.paid_on", &[("day", &day.short(lang))]);
            ui::badge(Kind::Good, &text)
        }
        (None, 0) => {
            let last = due.due_on.plus_days(limit);
            let by = lang.fill("settlement.pnbp.by", &[("day", &last.short(lang))]);
            let kind = if last == ctx.today() { Kind::Warning } else { Kind::Waiting };
            ui::badge(kind, &by)
        }
        (None, late) => ui::badge(Kind::Bad, &lang.count("settlement.days_late", late)),
    }
}

/// The auditors' findings, each passed or with the lines that fail it.
pub fn checks(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let unit = premi::unit(read, ctx, ask)?;
    let lang = ctx.lang;
    let all = audit::checks(read, ctx, unit)?;
    let title = lang.t("settlement.check.title");
    let whole = premi::within(ctx, unit, "/pnbp");
    let way = [Crumb { href: &whole, label: lang.t("settlement.pnbp.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.check.lead"), html! {}))
        @for check in &all { (one_check(ctx, check)) }
    };
    Ok(Page::new(title, main))
}

/// Lines of one finding on the page.
const LINES_SEEN: usize = 200;

fn one_check(ctx: &Context, check: &Check) -> Markup {
    let (lang, key) = (ctx.lang, format!("settlement.finding.{}", check.finding));
    let (kind, word) = match check.passed {
        true => (Kind::Good, "settlement.check.passed"),
        false => (Kind::Bad, "settlement.check.failed"),
    };
    let columns = [
        Column::text(lang.t("settlement.what")),
        Column::amount(lang.t("common.amount")),
        Column::amount(lang.t("settlement.check.days")),
    ];
    let row = |line: &CheckLine| {
        let days = if line.days == 0 { String::new() } else { line.days.to_string() };
        vec![html! { a href=(line.href) { (line.what) } }, ui::money(line.amount), html! { (days) }]
    };
    let title = lang.t(&key);
    let more = check.count.saturating_sub(LINES_SEEN) as i64;
    let body = html! {
        p { (ui::badge(kind, lang.t(word))) " " (lang.t(&format!("{key}_hint"))) }
        @if !check.passed {
            (ui::table(title, columns, check.lines.iter().take(LINES_SEEN).map(row)))
            @if more > 0 { p.hint { (lang.count("settlement.check.more", more)) } }
        }
    };
    ui::section(title, body)
}

pub fn billings(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let (rows, total) = narrowed(read, ctx, ask)?;
    let unit = premi::unit(read, ctx, ask)?;
    let states = parts::state_filter(lang, &browse, &STATES, "settlement.billing_state");
    let filters = std::iter::once(states).chain(premi::kept(ctx, ask)).collect();
    let view = parts::view(&browse, "/pnbp/billing", filters, total);
    let own = |path: &str| premi::within(ctx, unit, path);
    let whole = own("/pnbp");
    let way = [Crumb { href: &whole, label: lang.t("settlement.pnbp.title") }];
    let title = lang.t("settlement.billing.title");
    let new = match ctx.actor.may(Capability::Deposit) {
        true => ui::button_link(&own("/pnbp/billing/baru"), lang.t("settlement.billing.new")),
        false => html! {},
    };
    let hint = lang.t("settlement.billing.empty_hint");
    let empty = ui::empty(lang.t("settlement.billing.empty"), hint, html! {});
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.billing.lead"), new))
        (premi::units(read, ctx, "/pnbp/billing", unit)?)
        (parts::listed(lang, &view, &billing_table(ctx, &rows), empty))
    };
    Ok(Page::new(title, main))
}

/// The billings that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Billing>, i64)> {
    let browse = ask.browse();
    let filter = BillingFilter {
        consignor: Some(premi::unit(read, ctx, ask)?),
        state: browse.filter("state").and_then(BillingState::parse),
        today: ctx.today(),
        like: browse.like(),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    store_pnbp::list_billings(read, &filter)
}

fn billing_table(ctx: &Context, rows: &[Billing]) -> ui::Table {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("settlement.billing.code")),
        Column::amount(lang.t("common.amount")),
        Column::text(lang.t("settlement.billing.issued_on")),
        Column::text(lang.t("settlement.billing.expires_on")),
        Column::text("NTPN"),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Billing| {
        vec![
            html! { a href={ "/pnbp/billing/" (one.id) } { (one.code) } },
            ui::money(one.amount),
            html! { (one.issued_on.short(lang)) },
            html! { (one.expires_on.short(lang)) },
            parts::text_or_dash(one.ntpn.as_deref()),
            parts::billing_badge(lang, seen_state(one, ctx.today())),
        ]
    };
    ui::table(lang.t("settlement.billing.title"), columns, rows.iter().map(row))
}

/// A billing that ran out is seen so before anybody notes it.
pub fn seen_state(one: &Billing, today: Day) -> BillingState {
    match pnbp::standing(one.state, one.expires_on, today) {
        Standing::Expired => BillingState::Expired,
        _ => one.state,
    }
}

pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::Deposit)?;
    let unit = premi::unit(read, ctx, ask)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let (mut dues, _) =
        store_pnbp::dues(read, &DueFilter::all(unit, Some("unbilled"), ctx.today()))?;
    dues.reverse();
    let chosen = Chosen::of(ask);
    let title = lang.t("settlement.billing.new");
    let whole = premi::within(ctx, unit, "/pnbp");
    let way = [Crumb { href: &whole, label: lang.t("settlement.pnbp.title") }];
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<BillingId>()))
        fieldset.group {
            legend { (lang.t("settlement.billing.covers")) }
            (chosen.boxes(lang, &dues))
        }
        (f.text("code", "settlement.billing.code").max_length(15)
            .hint("settlement.billing.code_hint"))
        (f.date("issued_on", "settlement.billing.issued_on").value(ctx.today()))
        (f.date("expires_on", "settlement.billing.expires_on").optional()
            .hint("settlement.billing.expires_hint"))
        (ui::actions(ui::submit(lang.t("common.save"))))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.billing.new_lead"), ui::quiet(
            &chosen.kept(&premi::within(ctx, unit, "/pnbp/billing/angka")),
            lang.t("settlement.figures.title"))))
        @if dues.is_empty() {
            (ui::empty(
                lang.t("settlement.billing.nothing"),
                lang.t("settlement.billing.nothing_hint"),
                html! {},
            ))
        } @else { (f.post(&premi::within(ctx, unit, "/pnbp/billing/baru"), body)) }
    };
    Ok(Page::new(title, main))
}

/// The dues that a form came back with, or an address names; `None` while nobody chose.
pub struct Chosen<'a>(Option<Vec<&'a str>>);

impl<'a> Chosen<'a> {
    pub fn of(ask: &'a Ask) -> Self {
        let all = ask.typed().pairs().filter(|(name, _)| name.starts_with("distributions["));
        let ids: Vec<&str> = all.map(|(_, id)| id).collect();
        Self((ask.refusal().is_some() || !ids.is_empty()).then_some(ids))
    }

    /// Before anybody chose, all of them.
    pub fn has(&self, due: &StateDue) -> bool {
        let id = due.distribution_id.to_string();
        self.0.as_ref().is_none_or(|ids| ids.contains(&id.as_str()))
    }

    /// A box a due. Each has a name of its own, so that what came back tells one from another.
    pub fn boxes(&self, lang: Lang, dues: &[StateDue]) -> Markup {
        html! {
            @for (at, due) in dues.iter().enumerate() {
                @let id = format!("due-{}", due.distribution_id);
                p.check {
                    input type="checkbox" id=(id) name={ "distributions[" (at) "]" }
                        value=(due.distribution_id) checked[self.has(due)];
                    " "
                    label for=(id) {
                        (due.number) " · " (due.due_on.short(lang)) " · " (due.amount)
                    }
                }
            }
        }
    }

    /// An address to which the choice is carried on.
    pub fn kept(&self, path: &str) -> String {
        let ids = self.0.iter().flatten().enumerate();
        let named: Vec<(String, &str)> =
            ids.map(|(at, id)| (format!("distributions[{at}]"), *id)).collect();
        let pairs: Vec<(&str, &str)> =
            named.iter().map(|(name, id)| (name.as_str(), *id)).collect();
        ui::query(path, &pairs)
    }
}

pub fn billing(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::billing(read, ctx, ask.id("billing")?)?;
    let lang = ctx.lang;
    let taken_back = store_reversal::of_billing(read, one.id)?;
    let covered = store_pnbp::covered(read, one.id)?;
    let mut rows = Vec::with_capacity(covered.len());
    for id in covered {
        let of = access::distribution(read, ctx, id)?;
        let number = html! { a href={ "/pembagian/" (of.id) } { (of.number) } };
        rows.push(vec![number, ui::money(of.state_revenue)]);
    }
    let columns = [
        Column::text(lang.t("settlement.distribution.number")),
        Column::amount(lang.t("common.amount")),
    ];
    let total = vec![html! { (lang.t("common.total")) }, ui::money(one.amount)];
    let table = ui::table(lang.t("settlement.billing.covers"), columns, rows).kept().total(total);
    let way = [Crumb { href: "/pnbp/billing", label: lang.t("settlement.billing.title") }];
    let title = lang.fill("settlement.billing.of", &[("code", &one.code)]);
    let main = html! {
        (ui::breadcrumbs(lang, &way, &one.code))
        (ui::header(&title, "", html! {
            (buttons(ctx, &one)) (reversal::link(ctx, &one, &taken_back))
            (ui::quiet(&format!("/pnbp/billing/{}/pnbp.pdf", one.id), lang.t("settlement.print")))
        }))
        (parts::refused(ctx, ask))
        p { (parts::billing_badge(lang, seen_state(&one, ctx.today()))) }
        (reversal::notice(ctx, &taken_back))
        (billing_facts(ctx, &one))
        (ui::section(lang.t("settlement.billing.covers"), html! { (table) }))
        (reversal::table(ctx, &taken_back))
        (parts::history_of(read, ctx, &reversal::documents(&one, &taken_back))?)
    };
    Ok(Page::new(title, main))
}

fn billing_facts(ctx: &Context, one: &Billing) -> Markup {
    let lang = ctx.lang;
    ui::facts([
        (lang.t("common.amount"), ui::money(one.amount)),
        (lang.t("settlement.billing.issued_on"), ui::day(one.issued_on, lang)),
        (lang.t("settlement.billing.expires_on"), ui::day(one.expires_on, lang)),
        (
            lang.t("settlement.setting.account_code"),
            parts::text_or_dash(one.account_code.as_deref()),
        ),
        (lang.t("settlement.billing.paid_on"), parts::day_or_dash(one.paid_on, lang)),
        ("NTB", parts::text_or_dash(one.ntb.as_deref())),
        ("NTPN", parts::text_or_dash(one.ntpn.as_deref())),
        (lang.t("settlement.evidence"), parts::paper(lang, one.file_id)),
    ])
}

fn buttons(ctx: &Context, one: &Billing) -> Markup {
    let (lang, base) = (ctx.lang, format!("/pnbp/billing/{}", one.id));
    let unpaid = matches!(one.state, BillingState::Issued | BillingState::Expired);
    let pays = unpaid && ctx.actor.may(Capability::Deposit);
    let confirms = one.state == BillingState::Recorded
        && access::settle(ctx).is_ok()
        && one.recorded_by != Some(ctx.actor.user);
    // The payment that the reader sees, and no other.
    let deposit = one.deposit_id.map(|id| id.to_string());
    let seen: Vec<(&str, &str)> =
        deposit.iter().map(|deposit| ("deposit", deposit.as_str())).collect();
    html! {
        @if pays {
            (ui::button_link(&format!("{base}/setor"), lang.t("settlement.billing.deposit")))
        }
        @if confirms {
            (ui::button_form(
                &format!("{base}/konfirmasi"),
                lang.t("common.confirm"),
                "primary",
                &seen,
            ))
        }
    }
}

pub fn deposit(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::Deposit)?;
    let one = access::billing(read, ctx, ask.id("billing")?)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("settlement.billing.deposit");
    let base = format!("/pnbp/billing/{}", one.id);
    let way = [Crumb { href: &base, label: &one.code }];
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<DepositKind>()))
        (f.date("paid_on", "settlement.billing.paid_on").value(ctx.today()))
        (f.text("ntb", "settlement.billing.ntb").optional().max_length(20))
        (f.text("ntpn", "settlement.billing.ntpn").max_length(16)
            .hint("settlement.billing.ntpn_hint"))
        (f.file("scan", "settlement.billing.scan").optional()
            .accept("application/pdf,image/jpeg,image/png").hint("settlement.evidence_hint"))
        (ui::actions(ui::submit(lang.t("common.save"))))
    };
    let lead = lang.fill("settlement.billing.deposit_lead", &[("amount", &one.amount)]);
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, &lead, html! {}))
        (f.post_files(&format!("{base}/setor"), body))
    };
    Ok(Page::new(title, main))
}
