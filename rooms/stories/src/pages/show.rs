//! A story at the desk: how it will be read, what is to be done next, and what happened.

use db::{Read, Result};
use kernel::{Capability, Context, StoryKind};
use maud::{Markup, html};
use ui::FormState;
use web::{Ask, Page};
use words::Speak;

use super::{address, article::Article, desk::states, nothing, way};
use crate::{
    api,
    inputs::{ActKind, OneStory},
    kinds::{StoryState, VersionState},
    life::{self, may_correct, may_withdraw},
    types::{Act, Whole},
};

/// /redaksi/{story}
pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let story = ask.id::<StoryKind>("story")?;
    let whole = api::show(read, ctx, &OneStory { story })?;
    let (lang, f, last) = (ctx.lang, ask.form(ctx.lang), &whole.last);
    let article = Article::of_version(last);
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx)], &last.title))
        (ui::header(&last.title, "", buttons(ctx, &whole)))
        (f.summary())
        (facts(ctx, &whole))
        (next(ctx, &f, &whole))
        (ui::section(lang.t("stories.show.photos"), photos(ctx, &whole)))
        (ui::section(lang.t("stories.show.preview"), html! {
            div.story-preview {
                p.story-title lang="id" { (last.title) }
                (article.days(lang))
                (article.body(lang))
            }
        }))
        (ending(ctx, &f, &whole))
        (history(read, ctx, &whole.acts)?)
    };
    Ok(Page::new(&last.title, main))
}

fn writes(ctx: &Context) -> bool {
    ctx.actor.may(Capability::RecordGoods)
}

fn publishes(ctx: &Context) -> bool {
    writes(ctx) || ctx.actor.may(Capability::Approve)
}

fn at(whole: &Whole, path: &str) -> String {
    format!("/redaksi/{}/{path}", whole.story.id)
}

fn buttons(ctx: &Context, whole: &Whole) -> Markup {
    let (lang, story) = (ctx.lang, &whole.story);
    html! {
        @if writes(ctx) && whole.last.state.is_open() {
            (ui::quiet(&at(whole, "ubah"), lang.t("common.edit")))
        }
        @if story.state == StoryState::Published {
            (ui::quiet(&address(&whole.last.slug, story.id), lang.t("stories.show.public")))
        }
    }
}

fn facts(ctx: &Context, whole: &Whole) -> Markup {
    let (lang, story, last) = (ctx.lang, &whole.story, &whole.last);
    let mut facts = vec![
        (lang.t("common.state"), states(ctx, story.state, story.version, last.state)),
        (lang.t("stories.show.version"), html! { (last.version) }),
    ];
    if let Some(day) = story.published_on {
        facts.push((lang.t("stories.day.first"), ui::day(day, lang)));
    }
    if let Some(correction) = &last.correction {
        facts.push((lang.t("stories.field.correction"), html! { (correction) }));
    }
    if let (Some(day), Some(reason)) = (story.withdrawn_on, &story.withdrawn_reason) {
        facts.push((lang.t("stories.day.withdrawn"), ui::day(day, lang)));
        facts.push((lang.t("stories.field.reason"), html! { (reason) }));
    }
    ui::facts(facts)
}

/// What can be done now, by the one who looks.
fn next(ctx: &Context, f: &FormState<'_>, whole: &Whole) -> Markup {
    let (lang, last) = (ctx.lang, &whole.last);
    let acts = whole.acts.iter().filter(|act| act.version == last.version);
    let acts: Vec<_> = acts.map(|act| (act.deed, act.done_by)).collect();
    let own = life::wrote_it(&acts, ctx.actor.user);
    let uncleared = last.photos.iter().any(|photo| !photo.erased && !photo.faces_cleared);
    let step = match last.state {
        VersionState::Draft if uncleared => nothing(),
        VersionState::Draft if ctx.actor.may(Capability::Approve) && !own => approve(ctx, whole),
        VersionState::Draft => html! { p { (lang.t("stories.next.waits")) } },
        VersionState::Approved if publishes(ctx) => publish(ctx, f, whole),
        VersionState::Approved => html! { p { (lang.t("stories.next.approved")) } },
        VersionState::Published | VersionState::Dropped => nothing(),
    };
    html! {
        @if last.state.is_open() {
            (ui::section(lang.t("stories.next.title"), html! {
                @if uncleared {
                    (ui::notice(lang, ui::Kind::Warning, lang.t("stories.next.faces")))
                }
                (step)
            }))
        }
    }
}

fn approve(ctx: &Context, whole: &Whole) -> Markup {
    let lang = ctx.lang;
    let id = ctx.fresh_id::<ActKind>().to_string();
    let revision = whole.last.revision.to_string();
    html! {
        p { (lang.t("stories.next.approve_hint")) }
        (ui::button_form(&at(whole, "setujui"), lang.t("stories.next.approve"), "primary",
            &[("id", &id), ("revision", &revision)]))
    }
}

fn publish(ctx: &Context, f: &FormState<'_>, whole: &Whole) -> Markup {
    let lang = ctx.lang;
    html! {
        form.form method="post" action=(at(whole, "terbit")) novalidate {
            (f.hidden("id", ctx.fresh_id::<ActKind>()))
            (f.date("published_on", "stories.day.published").value(ctx.today())
                .hint("stories.next.publish_hint"))
            (ui::actions(ui::submit(lang.t("stories.next.publish"))))
        }
    }
}

fn photos(ctx: &Context, whole: &Whole) -> Markup {
    let (lang, last) = (ctx.lang, &whole.last);
    let may = writes(ctx) && last.state.is_open();
    let add = html! { @if may { (ui::quiet(&at(whole, "foto"), lang.t("stories.photo.add"))) } };
    if last.photos.is_empty() {
        return ui::empty(lang.t("stories.photo.none"), lang.t("stories.photo.none_hint"), add);
    }
    html! {
        ul.photos {
            @for photo in &last.photos {
                li {
                    @if photo.erased {
                        (ui::badge(ui::Kind::Bad, lang.t("stories.photo.erased")))
                    } @else {
                        img src={ "/foto-kabar/" (photo.id) "/kecil" } alt=(photo.alt)
                            loading="lazy" width=(photo.width) height=(photo.height);
                        @if photo.faces_cleared {
                            (ui::badge(ui::Kind::Good, lang.t("stories.photo.cleared")))
                        } @else {
                            (ui::badge(ui::Kind::Warning, lang.t("stories.photo.uncleared")))
                        }
                        @if publishes(ctx) {
                            p {
                                a href=(at(whole, &format!("foto/{}", photo.id))) {
                                    (lang.t("stories.photo.edit"))
                                }
                            }
                        }
                    }
                }
            }
        }
        (ui::actions(add))
    }
}

/// Putting right, giving up, taking back.
fn ending(ctx: &Context, f: &FormState<'_>, whole: &Whole) -> Markup {
    let (lang, story, last) = (ctx.lang, &whole.story, &whole.last);
    let id = || ctx.fresh_id::<ActKind>();
    html! {
        @if writes(ctx) && may_correct(story.state, last.state) {
            details {
                summary { (lang.t("stories.correct.title")) }
                form.form method="post" action=(at(whole, "ralat")) novalidate {
                    (f.hidden("id", id()))
                    (f.text("correction", "stories.field.correction").max_length(200)
                        .hint("stories.correct.hint"))
                    (ui::actions(ui::submit(lang.t("stories.correct.submit"))))
                }
            }
        }
        @if writes(ctx) && last.correction.is_some() && last.state.is_open() {
            details {
                summary { (lang.t("stories.drop.title")) }
                p { (lang.t("stories.drop.hint")) }
                (ui::button_form(&at(whole, "buang"), lang.t("stories.drop.submit"), "danger",
                    &[("id", &id().to_string())]))
            }
        }
        @if publishes(ctx) && may_withdraw(story.state) {
            details {
                summary { (lang.t("stories.withdraw.title")) }
                form.form method="post" action=(at(whole, "tarik")) novalidate {
                    (f.hidden("id", id()))
                    (f.text("reason", "stories.field.reason").max_length(200)
                        .hint("stories.withdraw.hint"))
                    (ui::actions(ui::danger(lang.t("stories.withdraw.submit"))))
                }
            }
        }
    }
}

fn history(read: &mut Read, ctx: &Context, acts: &[Act]) -> Result<Markup> {
    let line = |act: &Act| people::Happened {
        at: act.done_at,
        by: act.done_by,
        title: ctx.lang.t(&format!("stories.deed.{}", act.deed)).to_owned(),
        kind: ui::Kind::Neutral,
        note: act.note.clone(),
    };
    people::history(read, ctx, acts.iter().map(line).collect())
}
