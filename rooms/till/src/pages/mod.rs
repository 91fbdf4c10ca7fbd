//! The desk's view of the tills: what they sent, what was refused, and a queue that came as a
//! file. The till itself is an application of its own.

mod devices;
mod import;

use web::{Go, Screens};

use crate::import::Imported;

pub fn screens() -> Screens {
    Screens::new().page("/kasir/perangkat", devices::list).form(
        "/kasir/impor",
        import::form,
        crate::import::import,
        after_import,
    )
}

fn after_import(done: &Imported) -> Go {
    let flash = match (done.refused > 0, done.unread.is_empty()) {
        (false, true) => "till.flash.imported",
        (true, _) => "till.flash.imported_refused",
        (false, false) => "till.flash.imported_unread",
    };
    Go::to("/kasir/perangkat").flash(flash)
}
