#![doc = include_str!("../README.md")]

mod actions;
mod actions_photo;
mod api;
mod inputs;
mod kinds;
mod life;
mod markdown;
mod pages;
mod reaction;
mod refusal;
mod store;
mod store_photo;
mod store_public;
mod told;
mod types;

pub use actions::{approve, correct, drop_correction, edit, publish, withdraw, write};
pub use actions_photo::{add_photo, develop_photo, edit_photo, erase_photo, remove_photo};
pub use api::{api, list, published, show};
pub use inputs::*;
pub use kinds::{Deed, ReactionKind, StoryState, VersionState};
pub use markdown::html as safe_html;
pub use pages::{address, screens};
pub use reaction::{Reader, known_to, prepare_react, react};
pub use refusal::No;
pub use types::*;
