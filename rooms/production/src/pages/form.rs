//! The forms of a batch: opening it, checking it.

use db::{Read, Result};
use kernel::{BatchId, Capability, Context, Day, EntryKind, ProductId};
use maud::{Markup, html};
use people::Maker;
use ui::{Crumb, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{product_choices, unit_of, units};
use crate::{
    actions,
    kinds::{Basis, Grade},
    store, store_job,
    types::Batch,
};

/// Days after which work that nobody wrote down is not offered with those who left since.
const LATE_DAYS: i64 = 92;

/// A new batch.
pub fn open(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    // Work is written down late at times, and who did it may have left since.
    let typed = ask.typed().get("started_on").and_then(|day| day.parse::<Day>().ok());
    let since = ctx.today().plus_days(-LATE_DAYS);
    let since = typed.map_or(since, |day| day.min(since));
    let mut makers = Vec::new();
    for unit in units(read, ctx)? {
        makers.extend(choices(ctx, &people::makers_there_on(read, unit, since)?));
    }
    let products = product_choices(read, ctx)?;
    let code = suggested(read, ctx, ask)?;
    let job = job_note(read, ctx, ask)?;
    let title = lang.t("production.open.title");
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<kernel::BatchKind>()))
        (job)
        (f.group("production.open.what", html! {
            (f.select("product", "production.product", products))
            (f.text("code", "production.code").optional().hint_text(code).max_length(40))
            (f.date("started_on", "production.started_on").value(ctx.today()))
            (f.textarea("note", "common.note").optional())
        }))
        (f.radio("basis", "production.basis.title", bases(ctx)).value(Basis::Units)
            .hint("production.basis.hint"))
        (maker_lines(&f, &makers, 4))
        (f.lines("costs", "production.costs", 3, |row| html! {
            (row.text("what", "production.cost.what"))
            (row.money("amount", "production.cost.amount"))
        }))
        (ui::actions(html! {
            (ui::submit(lang.t("production.open.submit")))
            (ui::quiet("/produksi", lang.t("common.cancel")))
        }))
    };
    let way = [Crumb { href: "/produksi", label: lang.t("production.list.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("production.open.lead"), html! {}))
        (f.post("/produksi/baru", body))
    };
    Ok(Page::new(title, main))
}

/// What the batch's code would be, once its product is known.
fn suggested(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<String> {
    let hint = ctx.lang.t("production.code_hint").to_owned();
    let chosen = ask.typed().get("product").and_then(|id| id.parse::<ProductId>().ok());
    let Some(id) = chosen else { return Ok(hint) };
    let Some(product) = catalogue::products(read, &[id])?.remove(&id) else { return Ok(hint) };
    if !ctx.actor.sees_consignor(product.consignor_id) {
        return Ok(hint);
    }
    let next = actions::next_code(read, product.consignor_id, &product.code, ctx.today())?;
    Ok(ctx.lang.fill("production.code_next", &[("code", &next)]))
}

fn job_note(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Markup> {
    let Some(job) = ask.typed().get("job").and_then(|id| id.parse().ok()) else {
        return Ok(html! {});
    };
    let job = store_job::find_job(read, job)?;
    let own = job.filter(|job| ctx.actor.sees_consignor(job.consignor_id));
    let f = ask.form(ctx.lang);
    Ok(match own {
        None => html! {},
        Some(job) => html! {
            (f.hidden("job", job.id))
            (ui::notice(ctx.lang, ui::Kind::Neutral, &ctx.lang.fill("production.open.for_job", &[
                ("code", &job.code), ("quantity", &job.quantity),
            ])))
        },
    })
}

fn bases(ctx: &Context) -> Vec<(String, String)> {
    let word = |basis: &Basis| ctx.lang.t(&format!("production.basis.{basis}")).to_owned();
    Basis::ALL.iter().map(|basis| (basis.to_string(), word(basis))).collect()
}

/// Who may be named as a maker of the batch: who was there when the work began, or stands in it.
pub fn maker_choices(
    read: &mut Read,
    ctx: &Context,
    batch: &Batch,
) -> Result<Vec<(String, String)>> {
    let mut makers = people::makers_there_on(read, batch.consignor_id, batch.started_on)?;
    let known = store::maker_weights(read, batch.id)?.into_iter().map(|(maker, _)| maker);
    let missing: Vec<_> = known.filter(|id| makers.iter().all(|one| one.id != *id)).collect();
    makers.extend(people::makers_by_id(read, &missing)?.into_values());
    Ok(choices(ctx, &makers))
}

/// By code; of who has left since, the day too.
fn choices(ctx: &Context, makers: &[Maker]) -> Vec<(String, String)> {
    let label = |maker: &Maker| match maker.moved_on.or(maker.released_on) {
        None => maker.code.clone(),
        Some(day) => {
            let day = day.short(ctx.lang);
            ctx.lang.fill("production.maker_left", &[("code", &maker.code), ("day", &day)])
        }
    };
    makers.iter().map(|maker| (maker.id.to_string(), label(maker))).collect()
}

pub fn maker_lines(f: &FormState<'_>, makers: &[(String, String)], spare: usize) -> Markup {
    f.lines("makers", "production.makers", spare, |row| {
        html! {
            (row.select("maker", "production.maker", makers.to_vec()))
            (row.number("weight", "production.weight"))
        }
    })
}

/// The quality check.
pub fn finish(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let batch = actions::load_own(read, ctx, ask.id::<kernel::BatchKind>("batch")?)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let products = catalogue::products(read, &[batch.product_id])?;
    let unit = ui::piece(lang, &unit_of(&products, batch.product_id), 2);
    let makers = maker_choices(read, ctx, &batch)?;
    let grade = |grade: &Grade| ctx.lang.t(&format!("production.grade.{grade}")).to_owned();
    let grades = Grade::ALL.iter().map(|one| (one.to_string(), grade(one)));
    let title = lang.fill("production.check.title", &[("code", &batch.code)]);
    let own = ctx.actor.user == batch.created_by;
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<EntryKind>()))
        (f.date("finished_on", "production.finished_on").value(ctx.today()))
        (f.number("accepted", "production.accepted").suffix(unit.clone()))
        (f.number("rejected", "production.rejected").value(0).suffix(unit))
        (f.select("grade", "production.grade.title", grades).optional())
        (f.text("note", "common.note").optional().max_length(200))
        (ui::prose(html! { p { (lang.t("production.check.makers_hint")) } }))
        (maker_lines(&f, &makers, 2))
        (ui::actions(html! {
            (ui::submit(lang.t("production.check.submit")))
            (ui::quiet(&address(batch.id), lang.t("common.cancel")))
        }))
    };
    let here = address(batch.id);
    let way = [
        Crumb { href: "/produksi", label: lang.t("production.list.title") },
        Crumb { href: &here, label: &batch.code },
    ];
    let main = html! {
        (ui::breadcrumbs(lang, &way, lang.t("production.check.short")))
        (ui::header(&title, lang.t("production.check.lead"), html! {}))
        @if own {
            (ui::notice(lang, ui::Kind::Warning, lang.t("production.check.other")))
            (ui::actions(ui::quiet(&here, lang.t("common.back"))))
        } @else {
            (f.post(&format!("{here}/periksa"), body))
        }
    };
    Ok(Page::new(title, main))
}

pub fn address(batch: BatchId) -> String {
    format!("/produksi/{batch}")
}
