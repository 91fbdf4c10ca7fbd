//! The room's screens.

use web::Screens;

pub fn screens() -> Screens {
    Screens::new()
}
