//! The public pages. They know nothing of who reads them.

mod batch;
mod finder;
mod home;
mod list;
mod offer;
mod parts;
mod product;
mod receipt;
mod setting;
mod shop;
mod told;
mod unit;

pub use offer::offers;
pub use parts::preview;
use web::{Go, Recorded, Screens};

use crate::{actions, card, feeds, narrow};

/// The public pages, what leads there, and what a unit sets for them.
pub fn screens() -> Screens {
    Screens::new()
        .public_list("/", &[], home::show)
        .public_list("/etalase", narrow::NAMES, list::show)
        .public_list("/etalase/{thing}", &["k"], product::show)
        .public_list("/mitra", &[], shop::list)
        .public_list("/mitra/{place}", &["page"], shop::show)
        .public_list("/bengkel", &[], unit::list)
        .public_list("/bengkel/{workshop}", &[], unit::show)
        .public_list("/b/{code}", &["shop", "batch"], batch::show)
        .public_list("/tentang", &[], told::about)
        .public_list("/harga-dibagi", &[], told::price)
        .public_file("/robots.txt", feeds::robots)
        .public_file("/sitemap.xml", feeds::sitemap)
        .public_file("/sitemap/{part}", feeds::sitemap_part)
        .public_file("/umpan/produk.xml", feeds::market_xml)
        .public_file("/umpan/produk.csv", feeds::market_csv)
        .public_file("/umpan/e-katalog.csv", feeds::catalogue_csv)
        .public_sheet("/umpan/e-katalog.xlsx", feeds::catalogue_xlsx)
        .public_file("/umpan/produk/{part}", feeds::market_part)
        .public_file("/umpan/e-katalog/{part}", feeds::catalogue_csv)
        .public_sheet("/umpan/e-katalog/lembar/{part}", feeds::catalogue_xlsx)
        .public_picture("/kartu/{card}", card::make, card::of_the_house)
        .form("/atur-etalase", setting::form, actions::save_setting, saved)
}

fn saved(_: &Recorded) -> Go {
    Go::to("/atur-etalase").flash("storefront.flash.saved")
}
