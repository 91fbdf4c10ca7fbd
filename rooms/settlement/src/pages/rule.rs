//! Distribution rules: the list, the editor with its worked rupiah, one rule.

use agreements::inputs::Percent;
use db::{Read, Result};
use kernel::{Capability, Context, Lang, Quantity, RuleId, Rupiah, Share};
use maud::{Markup, html};
use ui::{Column, Crumb, FormState, Kind, Typed};
use web::{Ask, Page};
use words::Speak;

use super::{
    parts,
    preview::{self, Example},
};
use crate::{
    access, actions,
    kinds::{Base, RecipientKind, RuleState},
    refusal::No,
    split::{self, RECIPIENTS_MAX, Recipient, Split},
    store::Scope,
    store_rule::{self, RuleFilter},
    types::Rule,
};

const STATES: [&str; 3] = ["draft", "approved", "rejected"];

/// The rules that the address of the list asks for, and how many there are.
pub(super) fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Rule>, i64)> {
    let browse = ask.browse();
    let scope = Scope::of(&ctx.actor)?;
    if scope.shop.is_some() {
        return Err(No::Unknown.into());
    }
    let filter = RuleFilter {
        scope,
        state: browse.filter("state").and_then(RuleState::parse),
        like: browse.like(),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    store_rule::list_rules(read, &filter)
}

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let (rows, total) = narrowed(read, ctx, ask)?;
    let filters = vec![parts::state_filter(lang, &browse, &STATES, "settlement.rule_state")];
    let view = parts::view(&browse, "/aturan", filters, total);
    let title = lang.t("settlement.rule.title");
    let drafts = access::draft_rules(ctx).is_ok();
    let new = html! {
        @if drafts {
            (ui::button_link("/aturan/baru", lang.t("settlement.rule.new")))
        }
        (ui::quiet("/aturan/setelan", lang.t("settlement.setting.title")))
    };
    let empty = ui::empty(
        lang.t("settlement.rule.empty"),
        lang.t("settlement.rule.empty_hint"),
        html! {
            @if drafts {
                (ui::button_link("/aturan/baru", lang.t("settlement.rule.use_template")))
            }
        },
    );
    let main = html! {
        (ui::header(title, lang.t("settlement.rule.lead"), new))
        (parts::listed(lang, &view, &table(lang, &rows), empty))
    };
    Ok(Page::new(title, main))
}

fn table(lang: Lang, rows: &[Rule]) -> ui::Table {
    let columns = [
        Column::text(lang.t("common.name")),
        Column::text(lang.t("settlement.rule.valid_from")),
        Column::text(lang.t("settlement.rule.shares")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Rule| {
        vec![
            html! {
                a href={ "/aturan/" (one.id) } { (one.name) }
                " " span.unit { (lang.fill("settlement.rule.version", &[("n", &one.version)])) }
                @if one.template {
                    " " (ui::badge(Kind::Warning, lang.t("settlement.rule.template")))
                }
            },
            html! { (one.valid_from.short(lang)) },
            html! { (shares(lang, one)) },
            parts::rule_badge(lang, one.state),
        ]
    };
    ui::table(lang.t("settlement.rule.title"), columns, rows.iter().map(row))
}

/// `50% premi, 35% dana penunjang, 15% PNBP dari laba`.
pub(super) fn shares(lang: Lang, rule: &Rule) -> String {
    let one = |r: &crate::types::RuleRecipient| {
        format!("{} {}", r.share, parts::recipient(lang, r.kind, r.name.as_deref()))
    };
    let all: Vec<String> = rule.recipients.iter().map(one).collect();
    let base = lang.t(&format!("settlement.base_of.{}", rule.base));
    lang.fill("settlement.rule.shares_of", &[("shares", &all.join(", ")), ("base", &base)])
}

/// What the form starts from: the rule whose next version it is, else the template, so that its
/// worked rupiah are seen before anything is typed.
struct Start {
    split: Split,
    rule: Option<Rule>,
    template: bool,
}

fn start(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Start> {
    let from = ask.query("from").and_then(|id| id.parse::<RuleId>().ok());
    let rule = from.map(|id| access::rule(read, ctx, id)).transpose()?;
    let split = rule.as_ref().map_or_else(split::template, Rule::split);
    let template = rule.is_none();
    Ok(Start { split, rule, template })
}

pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    if ctx.actor.shop().is_some() {
        return Err(No::Unknown.into());
    }
    access::draft_rules(ctx)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let start = start(read, ctx, ask)?;
    let title = lang.t("settlement.rule.new");
    let way = [Crumb { href: "/aturan", label: lang.t("settlement.rule.title") }];
    let units = match ctx.actor.consignor() {
        Some(_) => Vec::new(),
        None => people::list_consignors(read)?,
    };
    let units: Vec<(String, String)> =
        units.iter().map(|unit| (unit.id.to_string(), unit.name.to_string())).collect();
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<RuleId>()))
        @if !units.is_empty() { (f.select("consignor", "settlement.consignor", units)) }
        (head_fields(ctx, &f, &start))
        (recipient_fields(lang, &f, &start.split))
        (example_fields(&f))
        (ui::actions(html! {
            (ui::submit(lang.t("settlement.rule.save")))
            button.button.quiet type="submit" formmethod="get" formaction="/aturan/baru"
                formenctype="application/x-www-form-urlencoded" {
                    (lang.t("settlement.rule.count_first"))
                }
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.rule.new_lead"), html! {}))
        @if start.template {
            (ui::notice(lang, Kind::Warning, lang.t("settlement.rule.template_hint")))
        }
        (worked(lang, ask.typed(), &start.split))
        (f.post("/aturan/baru", body))
    };
    Ok(Page::new(title, main))
}

fn head_fields(ctx: &Context, f: &FormState<'_>, start: &Start) -> Markup {
    let lang = ctx.lang;
    let rule = start.rule.as_ref();
    let name = rule.map_or("", |rule| &rule.name);
    let basis = match rule {
        Some(rule) => &rule.legal_basis,
        None if start.template => lang.t("settlement.rule.template_basis"),
        None => "",
    };
    let decree = rule.and_then(|rule| rule.decree_number.clone()).unwrap_or_default();
    let officer = rule.map_or("", |rule| &rule.approving_officer);
    let bases = Base::ALL
        .iter()
        .map(|base| (base.as_str(), lang.t(&format!("settlement.base_long.{base}"))));
    html! {
        (f.text("name", "common.name").value(name).max_length(200)
            .hint("settlement.rule.name_hint"))
        (f.date("valid_from", "settlement.rule.valid_from").value(ctx.today())
            .hint("settlement.rule.valid_from_hint"))
        (f.radio("base", "settlement.rule.base", bases).value(start.split.base.as_str()))
        (f.textarea("legal_basis", "settlement.rule.legal_basis").value(basis))
        (f.text("decree_number", "settlement.rule.decree_number").value(decree).optional()
            .max_length(200))
        (f.text("approving_officer", "settlement.rule.approving_officer").value(officer)
            .max_length(200))
    }
}

fn recipient_fields(lang: Lang, f: &FormState<'_>, split: &Split) -> Markup {
    let kinds = || {
        let all = RecipientKind::ALL.iter();
        all.map(|one| (one.as_str(), preview::flow(*one).word(lang)))
    };
    let spare = split.recipients.len().clamp(3, RECIPIENTS_MAX);
    html! {
        p { (lang.t("settlement.rule.share_hint")) }
        (f.lines("recipients", "settlement.rule.recipients", spare, |row| {
            let one = row.index().and_then(|at| split.recipients.get(at));
            let share = one.map_or(String::new(), |one| one.share.to_string().replace('%', ""));
            html! {
                (row.select("kind!", "settlement.to_whom", kinds())
                    .value(one.map_or("other", |one| one.kind.as_str())))
                (row.text("name", "settlement.rule.other_name")
                    .value(one.and_then(|one| one.name.clone()).unwrap_or_default()).optional())
                (row.percent("share", "settlement.rule.share").value(share))
            }
        }))
        (f.number("remainder_to", "settlement.rule.remainder_to").value(split.remainder_to + 1)
            .hint("settlement.rule.remainder_hint"))
    }
}

fn example_fields(f: &FormState<'_>) -> Markup {
    let example = Example::default();
    f.group("settlement.example.title", html! {
        (f.number("example[quantity]", "settlement.example.quantity").value(example.quantity.0))
        (f.money("example[price]", "settlement.example.price").value(example.price.0))
        (f.percent("example[shop]", "settlement.example.shop").value("20"))
        (f.money("example[unit_cost]", "settlement.example.unit_cost").value(example.unit_cost.0))
    })
}

/// The example worked by what was typed, else by what the form starts from.
fn worked(lang: Lang, typed: &Typed, start: &Split) -> Markup {
    let (split, example) = match typed.get("remainder_to") {
        Some(_) => (typed_split(typed), typed_example(typed)),
        None if start.recipients.is_empty() => return html! {},
        None => (start.clone(), Example::default()),
    };
    let title = lang.t("settlement.example.worked");
    if let Err(wrong) = split.check() {
        let sentence = lang.refusal(&actions::refuse(wrong));
        return ui::section(title, ui::notice(lang, Kind::Bad, &sentence));
    }
    match preview::work(&split, &example) {
        Some(worked) => ui::section(title, preview::worked(lang, &split, &example, &worked)),
        None => html! {},
    }
}

fn typed_split(typed: &Typed) -> Split {
    let row = |at: usize| -> Option<Recipient> {
        let field = |name: &str| typed.get(&format!("recipients[{at}][{name}]"));
        let share = Percent::parse(field("share")?)?.0;
        let kind = field("kind").or(field("kind!")).and_then(RecipientKind::parse)?;
        let name = field("name").map(str::trim).filter(|name| !name.is_empty());
        let name = name.filter(|_| kind == RecipientKind::Other).map(str::to_owned);
        Some(Recipient { kind, name, share })
    };
    let remainder: usize =
        typed.get("remainder_to").and_then(|n| n.trim().parse().ok()).unwrap_or(1);
    Split {
        base: typed.get("base").and_then(Base::parse).unwrap_or(Base::Profit),
        recipients: (0..RECIPIENTS_MAX).filter_map(row).collect(),
        remainder_to: remainder.saturating_sub(1),
    }
}

fn typed_example(typed: &Typed) -> Example {
    let known = Example::default();
    let whole = |name: &str| -> Option<i64> {
        let text = typed.get(&format!("example[{name}]"))?;
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.parse().ok().filter(|n| (0..=1_000_000_000).contains(n))
    };
    let shop = typed.get("example[shop]").and_then(Percent::parse);
    Example {
        quantity: whole("quantity").map_or(known.quantity, Quantity),
        price: whole("price").map_or(known.price, Rupiah),
        shop: shop.unwrap_or(Percent(Share(2_000))),
        unit_cost: whole("unit_cost").map_or(known.unit_cost, Rupiah),
    }
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::rule(read, ctx, ask.id("rule")?)?;
    let (lang, split) = (ctx.lang, one.split());
    let way = [Crumb { href: "/aturan", label: lang.t("settlement.rule.title") }];
    let version = lang.fill("settlement.rule.version", &[("n", &one.version)]);
    let title = format!("{} · {version}", one.name);
    let remainder = split.recipients.get(split.remainder_to);
    let remainder =
        remainder.map_or(String::new(), |r| parts::recipient(lang, r.kind, r.name.as_deref()));
    let facts = ui::facts([
        (lang.t("settlement.rule.valid_from"), ui::day(one.valid_from, lang)),
        (
            lang.t("settlement.rule.base"),
            html! { (lang.t(&format!("settlement.base_long.{}", one.base))) },
        ),
        (lang.t("settlement.rule.shares"), html! { (shares(lang, &one)) }),
        (lang.t("settlement.rule.remainder_to"), html! { (remainder) }),
        (lang.t("settlement.rule.legal_basis"), html! { (one.legal_basis) }),
        (
            lang.t("settlement.rule.decree_number"),
            parts::text_or_dash(one.decree_number.as_deref()),
        ),
        (lang.t("settlement.rule.approving_officer"), html! { (one.approving_officer) }),
        (lang.t("settlement.decided_note"), parts::text_or_dash(one.decided_note.as_deref())),
    ]);
    let example = Example::default();
    let worked = preview::work(&split, &example);
    let main = html! {
        (ui::breadcrumbs(lang, &way, &title))
        (ui::header(&title, "", buttons(ctx, &one)))
        (parts::refused(ctx, ask))
        p { (parts::rule_badge(lang, one.state)) }
        @if one.template {
            (ui::notice(lang, Kind::Warning, lang.t("settlement.rule.template_hint")))
        }
        (facts)
        @if let Some(worked) = worked {
            (ui::section(
                lang.t("settlement.example.worked"),
                preview::worked(lang, &split, &example, &worked),
            ))
        }
        (parts::history(read, ctx, one.id)?)
    };
    Ok(Page::new(title, main))
}

fn buttons(ctx: &Context, one: &Rule) -> Markup {
    let (lang, base) = (ctx.lang, format!("/aturan/{}", one.id));
    let decides = ctx.actor.may(Capability::Approve)
        && ctx.actor.user != one.created_by
        && one.state == RuleState::Draft;
    html! {
        @if decides {
            (ui::button_form(
                &format!("{base}/setujui"),
                lang.t("settlement.approve"),
                "primary",
                &[],
            ))
            (ui::quiet(&format!("{base}/tolak"), lang.t("settlement.reject.title")))
        }
        @if access::draft_rules(ctx).is_ok() {
            (ui::quiet(
                &format!("/aturan/baru?from={}", one.id),
                lang.t("settlement.rule.next_version"),
            ))
        }
        (ui::quiet(&format!("/pembagian?rule={}", one.id), lang.t("settlement.rule.used")))
    }
}
