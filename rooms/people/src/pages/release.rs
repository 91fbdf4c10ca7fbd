//! Taking back a release that was recorded wrongly.

use db::{Read, Result};
use kernel::{Context, MakerKind};
use maud::{Markup, html};
use ui::{Because, Column, FormState, Kind};
use web::{Ask, Page};
use words::Speak;

use super::{crumbs, send};
use crate::{
    Maker,
    actions::maker::{load_visible, require_release},
    inputs::ReleaseReversalKind,
    maker_codes,
    store_release::{self, Asked, ReleaseReversal},
    user_names,
};

/// The form on which somebody says what was wrong.
pub fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    require_release(ctx)?;
    let maker = load_visible(read, ctx, ask.id::<MakerKind>("maker")?)?;
    let f = ask.form(ctx.lang);
    let title = ctx.lang.t("people.release.take_back");
    let back = format!("/pembuat/{}", maker.id);
    let main = html! {
        (crumbs(ctx, &[("/pembuat", "people.maker.title")], &maker.code))
        (ui::header(&format!("{title}: {}", maker.code), ctx.lang.t("people.release.lead"),
            html! {}))
        (f.post(&ask.path, html! {
            (f.hidden("id", ctx.fresh_id::<ReleaseReversalKind>()))
            (f.textarea("reason", "people.release.reason").hint("people.release.reason_hint"))
            (send(ctx, "people.release.take_back", &back))
        }))
    };
    Ok(Page::new(title, main))
}

/// Where a decision was refused: why, and how the asking stands now.
pub fn decision(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    require_release(ctx)?;
    let maker = load_visible(read, ctx, ask.id::<MakerKind>("maker")?)?;
    let all = store_release::of_maker(read, maker.id)?;
    let title = ctx.lang.t("people.release.title");
    let (back, list) = (format!("/pembuat/{}", maker.id), "/pembuat");
    let way = [(list, "people.maker.title")];
    let main = html! {
        (crumbs(ctx, &way, &maker.code))
        (ui::header(&format!("{title}: {}", maker.code), "", html! {
            (ui::quiet(&back, ctx.lang.t("common.back")))
        }))
        (ask.form(ctx.lang).summary())
        (section(read, ctx, ask, &all)?)
    };
    Ok(Page::new(title, main))
}

/// The link with which somebody begins, where there is a release and nobody has asked yet.
pub fn link(ctx: &Context, maker: &Maker, all: &[ReleaseReversal]) -> Markup {
    let open = all.iter().any(|one| one.state == Asked::Reported);
    html! {
        @if maker.released_on.is_some() && !open && require_release(ctx).is_ok() {
            (ui::quiet(
                &format!("/pembuat/{}/bebas-batal", maker.id),
                ctx.lang.t("people.release.take_back"),
            ))
        }
    }
}

/// What was asked for, with the buttons of the one who decides.
pub fn section(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    all: &[ReleaseReversal],
) -> Result<Markup> {
    let lang = ctx.lang;
    if all.is_empty() {
        return Ok(html! {});
    }
    let users: Vec<_> = all.iter().map(|one| one.created_by).collect();
    let names = user_names(read, &users)?;
    let f = ask.form(lang);
    let columns = [
        Column::text(lang.t("people.maker.release")),
        Column::text(lang.t("people.release.reason")),
        Column::text(lang.t("people.release.by")),
        Column::text(lang.t("common.state")),
        Column::actions(lang.t("common.actions")),
    ];
    let rows = all.iter().map(|one| {
        vec![
            html! { (one.released_on.short(lang)) },
            html! { (one.reason) },
            html! { (names.get(&one.created_by).map_or("", String::as_str)) },
            html! {
                (badge(ctx, one.state))
                @if let Some(note) = &one.decided_note { br; span.unit { (note) } }
            },
            buttons(ctx, &f, one),
        ]
    });
    let title = lang.t("people.release.title");
    Ok(ui::section(title, html! { (ui::table(title, columns, rows)) }))
}

fn badge(ctx: &Context, state: Asked) -> Markup {
    let kind = match state {
        Asked::Reported => Kind::Waiting,
        Asked::Confirmed => Kind::Good,
        Asked::Rejected => Kind::Neutral,
    };
    ui::badge(kind, ctx.lang.t(&format!("people.release.state.{state}")))
}

fn buttons(ctx: &Context, f: &FormState<'_>, one: &ReleaseReversal) -> Markup {
    let decides = one.state == Asked::Reported
        && require_release(ctx).is_ok()
        && one.created_by != ctx.actor.user;
    if !decides {
        return html! {};
    }
    let lang = ctx.lang;
    let base = format!("/pembuat/{}/bebas-batal/{}", one.maker_id, one.id);
    let refuse = Because {
        action: &format!("{base}/tolak"),
        button: lang.t("people.release.refuse"),
        reason: lang.t("people.release.refuse_reason"),
        hint: "",
        max: 1000,
        hidden: &[],
    };
    f.agree_or((&format!("{base}/setujui"), lang.t("people.release.agree")), &refuse)
}

/// Above the list of makers: those of whom it waits to be decided.
pub fn notice(
    read: &mut Read,
    ctx: &Context,
    consignor: Option<kernel::ConsignorId>,
) -> Result<Markup> {
    let all = store_release::waiting(read, consignor)?;
    if all.is_empty() {
        return Ok(html! {});
    }
    let ids: Vec<_> = all.iter().map(|one| one.maker_id).collect();
    let codes = maker_codes(read, &ids)?;
    Ok(html! {
        p {
            (ui::badge(Kind::Waiting, ctx.lang.t("people.release.waits")))
            @for one in &all {
                " " a href={ "/pembuat/" (one.maker_id) } {
                    (codes.get(&one.maker_id).map_or("", String::as_str))
                }
            }
        }
    })
}
