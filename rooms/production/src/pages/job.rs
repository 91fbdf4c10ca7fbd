//! One job made to order, and the next step on its way.

use db::{Read, Result};
use kernel::{Capability, Context, EntryKind, JobKind, Quantity};
use maud::{Markup, html};
use ui::{Crumb, FormState, Step, StepState};
use web::{Ask, Page};
use words::Speak;

use super::{history::history, job_badge, name_of, nothing, unit_of};
use crate::{
    actions_job::{load_own_job, still_to_pay, there},
    job::days_late,
    kinds::JobState,
    store_job,
    types::{Buyer, Job, JobBatch},
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let job = load_own_job(read, ctx, ask.id::<JobKind>("job")?)?;
    let lang = ctx.lang;
    let products = catalogue::products(read, &[job.product_id])?;
    let (product, unit) = (name_of(&products, job.product_id), unit_of(&products, job.product_id));
    let buyer = store_job::find_buyer(read, job.id)?;
    let batches = store_job::batches_of(read, job.id)?;
    let there = there(read, &job)?;
    let title = format!("{} · {product}", job.code);
    let way = [Crumb { href: "/pesanan", label: lang.t("production.jobs.title") }];
    let f = ask.form(lang);
    let main = html! {
        (ui::breadcrumbs(lang, &way, &job.code))
        (ui::header(&title, &job.what, nothing()))
        (f.summary())
        (steps(ctx, &job))
        (facts(ctx, &job, buyer.as_ref(), &batches, &unit))
        @if ctx.actor.may(Capability::RecordGoods) {
            (next(ctx, &f, &job, buyer.as_ref(), (&batches, there)))
        }
        (history(read, ctx, &[job.id.cast()])?)
    };
    Ok(Page::new(title, main))
}

fn steps(ctx: &Context, job: &Job) -> Markup {
    let way = [
        JobState::Quoted,
        JobState::Accepted,
        JobState::InWork,
        JobState::Done,
        JobState::HandedOver,
    ];
    let Some(now) = way.iter().position(|state| *state == job.state) else { return nothing() };
    let labels = way.map(|state| ctx.lang.t(&format!("production.job.state.{state}")));
    let all: Vec<Step<'_>> = labels
        .iter()
        .enumerate()
        .map(|(at, label)| {
            let state = match at.cmp(&now) {
                std::cmp::Ordering::Less => StepState::Done,
                std::cmp::Ordering::Equal => StepState::Now,
                std::cmp::Ordering::Greater => StepState::Later,
            };
            Step { label, state }
        })
        .collect();
    ui::steps(ctx.lang.t("production.job.title"), &all)
}

fn facts(
    ctx: &Context,
    job: &Job,
    buyer: Option<&Buyer>,
    batches: &[JobBatch],
    unit: &str,
) -> Markup {
    let lang = ctx.lang;
    let late = days_late(job.state, job.due_on, ctx.today());
    let mut facts: Vec<(&str, Markup)> = vec![
        (lang.t("common.state"), job_badge(ctx, job.state)),
        (lang.t("production.quantity"), ui::pieces(lang, job.quantity, unit)),
        (lang.t("production.job.price"), ui::money(job.price)),
        (lang.t("production.job.deposit"), ui::money(job.deposit)),
        (lang.t("production.job.rest"), ui::money(still_to_pay(job))),
        (
            lang.t("production.job.due_on"),
            html! {
                (ui::day(job.due_on, lang))
                @if let Some(days) = late {
                    " " (ui::badge(ui::Kind::Bad, &lang.count("production.job.days_late", days)))
                }
            },
        ),
    ];
    if !batches.is_empty() {
        facts.push((lang.t("production.job.made_in"), made_in(ctx, batches)));
    }
    if job.state == JobState::HandedOver {
        let shared = match job.shared_on {
            Some(day) => ui::day(day, lang),
            None => ui::badge(ui::Kind::Waiting, lang.t("production.job.not_shared")),
        };
        let href = format!("/pembagian/pesanan/{}", job.id);
        let link = html! { (shared) " · " a href=(href) { (lang.t("production.job.sharing")) } };
        facts.push((lang.t("production.job.shared_on"), link));
    }
    if let Some(reason) = &job.cancel_reason {
        facts.push((lang.t("production.job.cancel_reason"), html! { (reason) }));
    }
    if let Some(buyer) = buyer {
        facts.push((lang.t("production.job.buyer_name"), buyer_words(ctx, buyer)));
    }
    ui::facts(facts)
}

/// The batches; of several, what the buyer took of each.
fn made_in(ctx: &Context, batches: &[JobBatch]) -> Markup {
    let taken = |one: &JobBatch| ctx.lang.fill("production.job.taken", &[("taken", &one.taken)]);
    html! {
        @for (at, one) in batches.iter().enumerate() {
            @if at > 0 { br; }
            a href={ "/produksi/" (one.batch_id) } { (one.code) }
            @if batches.len() > 1 && one.taken.0 > 0 { " " span.unit { (taken(one)) } }
        }
    }
}

fn buyer_words(ctx: &Context, buyer: &Buyer) -> Markup {
    if buyer.erased {
        return html! { (ctx.lang.t("production.job.erased")) };
    }
    html! {
        (buyer.name.as_deref().unwrap_or_default())
        @if let Some(contact) = &buyer.contact { br; (contact) }
    }
}

/// What can be done now, the way forward first.
fn next(
    ctx: &Context,
    f: &FormState<'_>,
    job: &Job,
    buyer: Option<&Buyer>,
    (batches, there): (&[JobBatch], Quantity),
) -> Markup {
    let lang = ctx.lang;
    let erase = lang.t("production.job.erase");
    let post = |verb: &str| format!("/pesanan/{}/{verb}", job.id);
    let forward = match job.state {
        JobState::Quoted => html! {
            form.form method="post" action=(post("terima")) novalidate {
                (own_id(ctx))
                (f.date("accepted_on", "production.job.accepted_on").value(ctx.today()))
                (f.money("deposit", "production.job.deposit").optional()
                    .hint("production.job.deposit_hint"))
                (ui::actions(ui::submit(lang.t("production.job.accept"))))
            }
        },
        JobState::Accepted => ui::actions(open_link(ctx, job, "production.job.start")),
        JobState::InWork if batches.iter().all(|one| one.finished_on.is_some()) => html! {
            p { (lang.fill("production.job.short_hint",
                &[("there", &there), ("ordered", &job.quantity)])) }
            (ui::actions(open_link(ctx, job, "production.job.go_on")))
        },
        JobState::InWork => html! { p.hint { (lang.t("production.job.in_work_hint")) } },
        JobState::Done => html! {
            form.form method="post" action=(post("serah")) novalidate {
                (own_id(ctx))
                (f.date("handed_over_on", "production.job.handed_over_on").value(ctx.today()))
                p { (lang.fill("production.job.hand_over_hint", &[("rest", &still_to_pay(job))])) }
                (ui::actions(ui::submit(lang.t("production.job.hand_over"))))
            }
        },
        JobState::HandedOver | JobState::Cancelled => match buyer {
            Some(buyer) if !buyer.erased => html! {
                p.hint { (lang.t("production.job.erase_hint")) }
                (ui::button_form(&post("hapus-pembeli"), erase, "danger", &[]))
            },
            _ => nothing(),
        },
    };
    html! {
        (ui::section(lang.t("production.job.next"), forward))
        @if !matches!(job.state, JobState::HandedOver | JobState::Cancelled) {
            details {
                summary { (lang.t("production.job.cancel")) }
                form.form method="post" action=(post("batal")) novalidate {
                    (own_id(ctx))
                    (f.text("reason", "production.job.cancel_reason").max_length(200))
                    (ui::actions(ui::danger(lang.t("production.job.cancel"))))
                }
            }
        }
    }
}

fn open_link(ctx: &Context, job: &Job, key: &str) -> Markup {
    let (product, job) = (job.product_id.to_string(), job.id.to_string());
    let href = ui::query("/produksi/baru", &[("product", &product), ("job", &job)]);
    ui::button_link(&href, ctx.lang.t(key))
}

fn own_id(ctx: &Context) -> Markup {
    html! { input type="hidden" name="id" value=(ctx.fresh_id::<EntryKind>()); }
}
