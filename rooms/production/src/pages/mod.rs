//! The room's screens.

mod batch;
mod correct;
mod form;
pub mod history;
mod job;
mod job_form;
mod label;
mod list;
pub mod sheets;
mod training;
mod write_off;

use std::collections::BTreeMap;

use catalogue::Product;
use db::{Read, Result};
use kernel::{ConsignorId, Context, ProductId, Reach};
use maud::{Markup, html};
use web::{Recorded, Screens};
use words::Speak;

use crate::{
    actions, actions_correct, actions_job, actions_training, actions_write_off, certificate,
    kinds::JobState, papers, refusal::No,
};

/// The pages of batches and jobs.
pub fn screens() -> Screens {
    let to_batch = |done: &Recorded| format!("/produksi/{}", done.id);
    let to_job = |done: &Recorded| format!("/pesanan/{}", done.id);
    trainings()
        .list("/produksi", list::batches, sheets::batches)
        .form("/produksi/baru", form::open, actions::open_batch, to_batch)
        .page("/produksi/{batch}", batch::show)
        .form("/produksi/{batch}/periksa", form::finish, actions::finish_batch, to_batch)
        .page("/produksi/{batch}/label", label::choose)
        .paper("/produksi/{batch}/label.pdf", papers::sticker_sheet)
        .paper("/produksi/{batch}/label-58.pdf", papers::roll_labels)
        .post("/produksi/{batch}/biaya", batch::show, actions::add_cost, to_batch)
        .post("/produksi/{batch}/biaya-batal", batch::show, actions::reverse_cost, to_batch)
        .post("/produksi/{batch}/tanpa-biaya", batch::show, actions::say_no_cost, to_batch)
        .post(
            "/produksi/{batch}/rusak",
            batch::show,
            actions_write_off::propose_write_off,
            to_batch,
        )
        .post(
            "/produksi/{batch}/rusak/{write_off}/setujui",
            batch::show,
            actions_write_off::approve_write_off,
            to_batch,
        )
        .post(
            "/produksi/{batch}/rusak/{write_off}/tolak",
            batch::show,
            actions_write_off::decline_write_off,
            to_batch,
        )
        .and(corrections())
        .list("/pesanan", list::jobs, sheets::jobs)
        .form("/pesanan/baru", job_form::quote, actions_job::quote_job, to_job)
        .page("/pesanan/{job}", job::show)
        .post("/pesanan/{job}/terima", job::show, actions_job::accept_job, to_job)
        .post("/pesanan/{job}/serah", job::show, actions_job::hand_over_job, to_job)
        .post("/pesanan/{job}/batal", job::show, actions_job::cancel_job, to_job)
        .post("/pesanan/{job}/hapus-pembeli", job::show, actions_job::erase_buyer, to_job)
}

/// What was wrong with a batch.
fn corrections() -> Screens {
    use actions_correct as act;
    let to_batch = |done: &Recorded| format!("/produksi/{}", done.id);
    Screens::new()
        .post("/produksi/{batch}/batal", batch::show, act::give_up_batch, to_batch)
        .post("/produksi/{batch}/periksa-batal", batch::show, act::reverse_check, to_batch)
        .form("/produksi/{batch}/pembuat", correct::makers, act::correct_makers, to_batch)
        .post(
            "/produksi/{batch}/koreksi/{correction}/setujui",
            batch::show,
            act::approve_correction,
            to_batch,
        )
        .post(
            "/produksi/{batch}/koreksi/{correction}/tolak",
            batch::show,
            act::decline_correction,
            to_batch,
        )
}

fn trainings() -> Screens {
    use actions_training as act;
    let to_training = |done: &Recorded| format!("/pelatihan/{}", done.id);
    Screens::new()
        .list("/pelatihan", training::list, sheets::trainings)
        .form("/pelatihan/baru", training::form, act::record_training, to_training)
        .page("/pelatihan/{training}", training::show)
        .post("/pelatihan/{training}/tarik", training::show, act::take_training_back, to_training)
        .post("/pelatihan/{training}/sertifikat", training::show, act::open_certificate, |done| {
            let kind = if done.neutral { "sertifikat-netral" } else { "sertifikat" };
            let here = format!("/pelatihan/{}/{}", done.training, done.maker);
            format!("{here}/{kind}.pdf?bacaan={}", done.id)
        })
        .paper("/pelatihan/{training}/{maker}/sertifikat.pdf", certificate::certificate)
        .paper(
            "/pelatihan/{training}/{maker}/sertifikat-netral.pdf",
            certificate::neutral_certificate,
        )
}

/// The unit whose batches the actor sees; `None` is all of them.
pub fn scope(ctx: &Context) -> Result<Option<ConsignorId>> {
    match ctx.actor.reach {
        Reach::Consignor(own) => Ok(Some(own)),
        Reach::All => Ok(None),
        Reach::Shop(_) | Reach::Kanwil(_) | Reach::Nobody => Err(No::Unknown.into()),
    }
}

/// The units that a form may be about.
fn units(read: &mut Read, ctx: &Context) -> Result<Vec<ConsignorId>> {
    match scope(ctx)? {
        Some(own) => Ok(vec![own]),
        None => Ok(people::list_consignors(read)?.into_iter().map(|unit| unit.id).collect()),
    }
}

/// The products of those units, as choices.
fn product_choices(read: &mut Read, ctx: &Context) -> Result<Vec<(String, String)>> {
    let mut choices = Vec::new();
    for unit in units(read, ctx)? {
        let products = catalogue::list_products(read, unit)?;
        choices.extend(products.iter().map(|one| (one.id.to_string(), product_name(one))));
    }
    Ok(choices)
}

fn product_name(product: &Product) -> String {
    format!("{} · {}", product.code, product.title())
}

/// A product's name, from those that were loaded.
fn name_of(products: &BTreeMap<ProductId, Product>, id: ProductId) -> String {
    products.get(&id).map(Product::title).unwrap_or_default()
}

fn unit_of(products: &BTreeMap<ProductId, Product>, id: ProductId) -> String {
    products.get(&id).map(|one| one.unit.to_string()).unwrap_or_default()
}

fn job_badge(ctx: &Context, state: JobState) -> Markup {
    let kind = match state {
        JobState::Quoted | JobState::Cancelled => ui::Kind::Neutral,
        JobState::Accepted | JobState::InWork => ui::Kind::Waiting,
        JobState::Done => ui::Kind::Warning,
        JobState::HandedOver => ui::Kind::Good,
    };
    ui::badge(kind, ctx.lang.t(&format!("production.job.state.{state}")))
}

fn nothing() -> Markup {
    html! {}
}
