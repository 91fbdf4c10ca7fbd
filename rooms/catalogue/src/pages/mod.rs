//! The screens of the catalogue.

mod forms;
mod list;
mod show;

pub(crate) use list::sheet;

use db::{Read, Result};
use kernel::{Capability, ConsignorId, Context, PhotoId, Rupiah};
use maud::{Markup, html};
use ui::Crumb;
use web::{Ask, FileOut, Go, Recorded, Screens};
use words::Speak;

use crate::{
    actions, actions_photo, papers,
    product::{Part, Product},
    refusal::No,
    store_photo,
};

/// The pages of products.
pub fn screens() -> Screens {
    Screens::new()
        .list("/produk", list::list, list::sheet)
        .form("/produk/baru", forms::create, actions::create_product, to_product)
        .page("/produk/{product}", show::show)
        .paper("/produk/{product}/kartu-harga.pdf", papers::price_card)
        .paper("/produk/{product}/kartu-58.pdf", papers::small_card)
        .form("/produk/{product}/ubah", forms::edit, actions::edit_product, to_product)
        .form("/produk/{product}/varian", forms::variant, actions::create_variant, to_product)
        .form("/produk/{product}/harga", forms::price, actions::set_price, to_whole)
        .post("/produk/{product}/henti", show::show, actions::retire_product, to_product)
        .post("/produk/{product}/aktif", show::show, actions::restore_product, to_product)
        .form_prepared(
            "/produk/{product}/foto",
            forms::photo,
            actions_photo::develop_photo,
            actions_photo::add_photo,
            to_whole,
        )
        .form(
            "/produk/{product}/foto/{photo}",
            forms::edit_photo,
            actions_photo::edit_photo,
            to_whole,
        )
        .post(
            "/produk/{product}/foto/{photo}/buang",
            forms::edit_photo,
            actions_photo::remove_photo,
            to_whole,
        )
        .open_file("/foto/{photo}", large)
        .open_file("/foto/{photo}/kecil", small)
}

fn to_product(done: &Recorded) -> Go {
    Go::to(format!("/produk/{}", done.id)).flash("catalogue.flash.saved")
}

/// From a price or a photo back to its product.
fn to_whole(done: &Part) -> Go {
    Go::to(format!("/produk/{}", done.product)).flash("catalogue.flash.saved")
}

fn large(read: &mut Read, _: &Context, ask: &Ask) -> Result<FileOut> {
    photo(store_photo::large(read, ask.id("photo")?)?)
}

fn small(read: &mut Read, _: &Context, ask: &Ask) -> Result<FileOut> {
    photo(store_photo::small(read, ask.id("photo")?)?)
}

fn photo(found: Option<Vec<u8>>) -> Result<FileOut> {
    let bytes = found.ok_or(No::PhotoUnknown)?;
    Ok(FileOut { mime: "image/jpeg", bytes, immutable: true, download: None })
}

/// Whose products the visitor sees; `None` is everyone's, for the administrator. A shop and the
/// regional office have no business with a unit's floor prices and costs: 404.
pub(crate) fn seen(ctx: &Context) -> Result<Option<ConsignorId>> {
    match &ctx.actor.reach {
        kernel::Reach::All => Ok(None),
        kernel::Reach::Consignor(own) => Ok(Some(*own)),
        kernel::Reach::Shop(_) | kernel::Reach::Kanwil(_) | kernel::Reach::Nobody => {
            Err(No::Unknown.into())
        }
    }
}

fn may_record(ctx: &Context) -> bool {
    ctx.actor.may(Capability::RecordGoods)
}

fn money_or_dash(amount: Option<Rupiah>) -> Markup {
    match amount {
        Some(amount) => ui::money(amount),
        None => html! { "–" },
    }
}

/// The small photo beside a name, which needs no second telling; its letter where there is none.
fn thumb(photo: Option<PhotoId>, name: &str) -> Markup {
    match photo {
        Some(id) => html! {
            img.thumb src={ "/foto/" (id) "/kecil" } alt="" width="56" height="56"
                loading="lazy" decoding="async";
        },
        None => html! { span.thumb { (ui::tile(name)) } },
    }
}

/// The way to a page of a product.
fn way_to(ctx: &Context, product: &Product, here: &str) -> Markup {
    let (href, title) = (format!("/produk/{}", product.id), product.title());
    let list = ctx.lang.t("catalogue.list.title");
    let way = [Crumb { href: "/produk", label: list }, Crumb { href: &href, label: &title }];
    ui::breadcrumbs(ctx.lang, &way, here)
}
