#![doc = include_str!("../README.md")]

mod because;
mod browse;
mod chart;
mod field;
mod flow;
mod form;
mod geometry;
mod icon;
mod look;
mod page;
mod river;
mod shell;
mod state;
mod table;
mod typed;

pub use because::Because;
pub use browse::{BrowseView, Filter, browse_bar, listed, pager, pager_by, pager_links, query};
pub use chart::{Chart, Point, bars, line, progress};
pub use field::{Field, Width};
pub use flow::Flow;
pub use form::{FormState, button_form, field_id};
pub use icon::Icon;
pub use look::Theme;
pub use page::{
    Crumb, Figure, actions, breadcrumbs, button_link, card, columns, danger, day, empty, facts,
    figures, header, money, piece, pieces, posted, prose, quantity, quiet, section, share, submit,
    tabs, tile,
};
pub use river::{Branch, River, Tone, Unit, river};
pub use shell::{Chrome, Flash, Group, Person, Place, bare_shell, public_shell, shell};
pub use state::{Event, Kind, Step, StepState, badge, notice, notice_with, steps, timeline};
pub use table::{Column, Table, table};
pub use typed::Typed;

/// The parts of the one stylesheet, in the order in which the server joins them; each is a file
/// in `assets/css/`. They are named and not embedded here, so that a change of the look rebuilds
/// the program only.
pub const STYLES: [&str; 12] = [
    "tokens.css",
    "base.css",
    "shell.css",
    "public.css",
    "page.css",
    "table.css",
    "form.css",
    "river.css",
    "goods.css",
    "stories.css",
    "window.css",
    "deed.css",
];
