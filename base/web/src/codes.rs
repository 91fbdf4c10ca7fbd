//! The refusals that belong to no room, for the list of all: those of this crate, and those of the
//! input types of `kernel`, which knows no list.

use db::hidden::{RefusalCodes, inventory};
use kernel::{Refusal, RefusalKind as K};

use crate::page::status_of;

const OWN: [(&str, K); 30] = [
    ("kernel.control_character", K::Invalid),
    ("kernel.count", K::Invalid),
    ("kernel.day", K::Invalid),
    ("kernel.id", K::Invalid),
    ("kernel.line", K::Invalid),
    ("kernel.not_allowed", K::Forbidden),
    ("kernel.note", K::Invalid),
    ("kernel.passage", K::Invalid),
    ("kernel.price", K::Invalid),
    ("kernel.quantity", K::Invalid),
    ("kernel.recorder_approves", K::Conflict),
    ("kernel.rupiah", K::Invalid),
    ("kernel.share", K::Invalid),
    ("web.choice", K::Invalid),
    ("web.fault", K::Conflict),
    ("web.in_person", K::Forbidden),
    ("web.kind", K::Invalid),
    ("web.line_too_long", K::TooLarge),
    ("web.malformed", K::Invalid),
    ("web.method", K::Invalid),
    ("web.not_found", K::NotFound),
    ("web.other_site", K::Forbidden),
    ("web.paper_link_over", K::NotFound),
    ("web.required", K::Invalid),
    ("web.sheet_too_long", K::TooLarge),
    ("web.signed_out", K::SignedOut),
    ("web.too_large", K::TooLarge),
    ("web.too_many", K::TooMany),
    ("web.too_slow", K::Invalid),
    ("web.unavailable", K::Conflict),
];

inventory::submit! { RefusalCodes(&OWN) }

/// Every code of the house and its number on HTTP, sorted.
pub(crate) fn every_code() -> Vec<(Refusal, u16)> {
    let numbered = |(code, kind)| {
        let refusal = Refusal::new(code, kind);
        let status = status_of(&refusal).as_u16();
        (refusal, status)
    };
    let mut all: Vec<_> = db::every_refusal().map(numbered).collect();
    all.sort_by_key(|(refusal, _)| refusal.code);
    all
}
