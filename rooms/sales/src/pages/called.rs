//! What people call a sale: its receipt's number, else the day and the hour.

use kernel::Context;
use words::Speak;

use crate::{kinds::Source, types::Sale};

/// `4 Des 2025, 13.00`; without the hour where it isn't known.
pub(super) fn when(ctx: &Context, sale: &Sale) -> String {
    let day = sale.business_day.short(ctx.lang);
    let told = sale.source != Source::Count && sale.sold_at.day(ctx.zone) == sale.business_day;
    match (sale.source, told) {
        (Source::Count, _) => ctx.lang.fill("sales.called.counted", &[("day", &day)]),
        (_, true) => format!("{day}, {}", sale.sold_at.clock_face(ctx.zone)),
        (_, false) => day,
    }
}

/// The shop's own number, else [`when`].
pub(super) fn called(ctx: &Context, sale: &Sale) -> String {
    sale.given_number().map_or_else(|| when(ctx, sale), str::to_owned)
}
