//! The room's screens: the buyer's, at his receipt's link, and those of the unit and the shop.

mod complaint;
mod complaints;
mod find;
mod held;
mod recall;
mod reviews;
pub(crate) mod sheets;

use kernel::Lang;
use maud::{Markup, html};
use ui::Kind;
use web::{Go, Recorded, Screens};
use words::Speak;

use crate::{
    actions,
    kinds::{ComplaintState, ReviewState},
    pace,
    recall::send_back,
    types::Found,
};

pub fn screens() -> Screens {
    let to_receipt = |found: &Found| format!("/ulasan/{}", found.receipt);
    let to_complaint = |done: &Recorded| format!("/keluhan/{}", done.id);
    Screens::new()
        .open_form_prepared("/ulasan", find::form, pace::find, pace::found, to_receipt)
        .open_page("/ulasan/{receipt}", held::show)
        .open_form_prepared("/ulasan/{receipt}/nilai", held::show, pace::rate, pace::rated, thanks)
        .open_form_prepared(
            "/ulasan/{receipt}/keluhan",
            held::show,
            pace::complain,
            pace::complained,
            thanks,
        )
        .list("/ulasan-pembeli", reviews::list, sheets::reviews)
        .post(
            "/ulasan-pembeli/{review}/putuskan",
            reviews::list,
            actions::decide,
            |_: &Recorded| Go::to("/ulasan-pembeli").flash("feedback.flash.decided"),
        )
        .list("/keluhan", complaints::list, sheets::complaints)
        .page("/keluhan/{complaint}", complaint::show)
        .post("/keluhan/{complaint}/jawab", complaint::show, actions::answer, to_complaint)
        .post("/keluhan/{complaint}/tutup", complaint::show, actions::close, to_complaint)
        .and(recalls())
}

fn recalls() -> Screens {
    let to_notice = |done: &Recorded| format!("/tarik-barang/{}", done.id);
    let to_movement = |done: &Recorded| format!("/gerak/{}", done.id);
    Screens::new()
        .public_list("/penarikan", &[], recall::public)
        .list("/tarik-barang", recall::list, sheets::recalls)
        .form("/tarik-barang/baru", recall::form, production::draft_notice, to_notice)
        .page("/tarik-barang/{notice}", recall::show)
        .post("/tarik-barang/{notice}/setujui", recall::show, production::approve_notice, to_notice)
        .post("/tarik-barang/{notice}/buang", recall::show, production::drop_notice, to_notice)
        .post("/tarik-barang/{notice}/selesai", recall::show, production::lift_notice, to_notice)
        .post("/tarik-barang/{notice}/kembalikan", recall::show, send_back, to_movement)
}

fn thanks(found: &Found) -> Go {
    Go::to(format!("/ulasan/{}", found.receipt)).flash("feedback.flash.said")
}

/// Stars as letters that a reader of screens says as a number.
fn stars(lang: Lang, rating: i64) -> Markup {
    let full = usize::try_from(rating).unwrap_or_default().min(5);
    html! {
        span role="img" aria-label=(lang.fill("feedback.of_five", &[("n", &rating)])) {
            ("★".repeat(full)) ("☆".repeat(5 - full))
        }
    }
}

fn review_badge(lang: Lang, state: ReviewState) -> Markup {
    let kind = match state {
        ReviewState::Wordless => Kind::Neutral,
        ReviewState::Waiting => Kind::Waiting,
        ReviewState::Shown => Kind::Good,
        ReviewState::Hidden => Kind::Bad,
    };
    ui::badge(kind, lang.t(&format!("feedback.review_state.{state}")))
}

fn complaint_badge(lang: Lang, state: ComplaintState) -> Markup {
    let kind = match state {
        ComplaintState::Open => Kind::Waiting,
        ComplaintState::Answered => Kind::Warning,
        ComplaintState::Closed => Kind::Good,
    };
    ui::badge(kind, lang.t(&format!("feedback.complaint_state.{state}")))
}

/// A field that people do not see, for programs that fill in whatever they find.
fn trap(lang: Lang, id: &str) -> Markup {
    html! {
        div.honey aria-hidden="true" {
            label for=(id) { (lang.t("feedback.trap")) }
            input id=(id) type="text" name="website" tabindex="-1" autocomplete="off";
        }
    }
}

fn nothing() -> Markup {
    html! {}
}
