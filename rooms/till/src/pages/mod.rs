//! The desk's view of the tills: what they sent, what was refused, and a queue that came as a
//! file. The till itself is an application of its own.

mod devices;
mod import;
mod refused;
pub(crate) mod sheets;

use web::{Go, Screens};

use crate::{
    desk::{self, Decided},
    import::Imported,
};

pub fn screens() -> Screens {
    Screens::new()
        .list("/kasir/perangkat", devices::list, sheets::devices)
        .sheet("/kasir/tutup-hari", sheets::drawers)
        .form("/kasir/perangkat/{act}/lepas", refused::form, desk::give_up, after_giving_up)
        .form("/kasir/impor", import::form, crate::import::import, after_import)
        .page("/kasir/impor/{import}", import::show)
}

fn after_giving_up(done: &Decided) -> Go {
    Go::to(format!("/kasir/perangkat?shop={}", done.shop)).flash("till.flash.given_up")
}

/// To what became of each line.
fn after_import(done: &Imported) -> String {
    format!("/kasir/impor/{}", done.id.map(|id| id.to_string()).unwrap_or_default())
}
