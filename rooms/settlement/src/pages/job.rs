//! Sharing what a job made to order brought in.

use db::{Read, Result};
use kernel::{Context, DistributionId};
use maud::{Markup, html};
use production::Job;
use ui::{Column, Crumb, Kind};
use web::{Ask, Page};
use words::Speak;

use super::distribution;
use crate::{access, sharing, store_distribution};

/// What would be shared, and the button; or what was.
pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let job = access::job(read, ctx, ask.id("job")?)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.fill("settlement.distribution.of_job", &[("number", &job.code)]);
    let base = format!("/pesanan/{}", job.id);
    let way = [Crumb { href: &base, label: &job.code }];
    let may = access::settle(ctx).is_ok() && job.handed_over_by != Some(ctx.actor.user);
    let body = match (store_distribution::of_job(read, job.id)?, sharing::job_ready(&job)) {
        (Some(id), _) => html! {
            p { (lang.t("settlement.distribution.job_shared")) }
            (ui::actions(ui::button_link(
                &format!("/pembagian/{id}"), lang.t("settlement.distribution.see"))))
        },
        (None, Ok(())) => html! {
            (planned(read, ctx, &job)?)
            @if may { (f.post(&format!("/pembagian/pesanan/{}", job.id), html! {
                (f.hidden("id", ctx.fresh_id::<DistributionId>()))
                (distribution::choices(ctx, &f))
            })) } @else {
                (ui::notice(lang, Kind::Waiting, lang.t("settlement.distribution.job_other")))
            }
        },
        (None, Err(db::Error::Refused(no))) => ui::notice(lang, Kind::Warning, &lang.refusal(&no)),
        (None, Err(fault)) => return Err(fault),
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, lang.t("settlement.distribution.new")))
        (ui::header(&title, lang.t("settlement.distribution.job_lead"), html! {}))
        (body)
    };
    Ok(Page::new(title, main))
}

fn planned(read: &mut Read, ctx: &Context, job: &Job) -> Result<Markup> {
    let source = sharing::Source::job(read, job)?;
    distribution::planned(read, ctx, &source)
}

/// Jobs that are paid in full and wait to be shared.
pub fn waiting(ctx: &Context, jobs: &[Job]) -> Markup {
    let lang = ctx.lang;
    if jobs.is_empty() {
        return html! {};
    }
    let columns = [
        Column::text(lang.t("settlement.distribution.job")),
        Column::text(lang.t("settlement.distribution.handed_over_on")),
        Column::amount(lang.t("settlement.distribution.job_due")),
        Column::actions(lang.t("common.actions")),
    ];
    let row = |one: &Job| {
        vec![
            html! { a href={ "/pesanan/" (one.id) } { (one.code) } },
            html! { @if let Some(day) = one.handed_over_on { (day.short(lang)) } },
            ui::money(one.price),
            html! {
                @if access::settle(ctx).is_ok() {
                    (ui::quiet(&format!("/pembagian/pesanan/{}", one.id),
                        lang.t("settlement.distribution.new")))
                }
            },
        ]
    };
    let title = lang.t("settlement.distribution.waiting_jobs");
    ui::section(title, html! { (ui::table(title, columns, jobs.iter().map(row))) })
}
