//! Users.

use db::{Read, Result};
use kernel::{Capability, Context, EntryKind, Lang, Reach, UserKind};
use maud::{Markup, html};
use ui::{Column, Filter, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{account::rights, browsed, crumbs, nothing, or_dash, send};
use crate::{
    No, User,
    actions::user::load_visible,
    list_consignors, list_shops,
    reach::ReachKind,
    store_user::{self, UserFilter},
};

/// What the administrator's reach leaves of the list.
pub fn in_reach(ctx: &Context) -> Result<UserFilter> {
    ctx.actor.require(Capability::Administer)?;
    match &ctx.actor.reach {
        Reach::All => Ok(UserFilter::default()),
        Reach::Consignor(own) => Ok(UserFilter { consignor: Some(*own), ..Default::default() }),
        Reach::Shop(own) => Ok(UserFilter { shop: Some(*own), ..Default::default() }),
        Reach::Kanwil(_) | Reach::Nobody => Err(No::BeyondOwnReach.into()),
    }
}

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let browse = ask.browse();
    let (users, total) = narrowed(read, ctx, ask)?;
    let title = ctx.lang.t("people.user.title");
    let new = || ui::button_link("/pengguna/baru", ctx.lang.t("people.user.new"));
    let main = html! {
        (ui::header(title, ctx.lang.t("people.user.lead"), new()))
        (browsed(ctx, &browse.view(browse.path(), filters(ctx, ask), total),
            (!users.is_empty()).then(|| user_table(ctx, &users)), nothing(ctx, "user", new())))
    };
    Ok(Page::new(title, main))
}

/// The users that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<User>, i64)> {
    let browse = ask.browse();
    let active = match browse.filter("active") {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    };
    let filter = UserFilter {
        like: browse.like(),
        active,
        reach: browse.filter("reach").and_then(ReachKind::parse),
        limit: browse.limit(),
        offset: browse.offset(),
        ..in_reach(ctx)?
    };
    store_user::users(read, &filter)
}

fn filters<'a>(ctx: &Context, ask: &'a Ask) -> Vec<Filter<'a>> {
    let chosen = |name| ask.query(name).unwrap_or_default();
    let choice = |value: &str, key: &str| (value.to_owned(), ctx.lang.t(key).to_owned());
    let kinds = ReachKind::ALL
        .iter()
        .map(|kind| choice(kind.name(), &format!("people.reach.{}", kind.name())));
    vec![
        Filter {
            name: "reach",
            label: ctx.lang.t("people.user.reach"),
            choices: kinds.collect(),
            chosen: chosen("reach"),
        },
        Filter {
            name: "active",
            label: ctx.lang.t("common.state"),
            choices: vec![
                choice("yes", "people.user.active"),
                choice("no", "people.user.inactive"),
            ],
            chosen: chosen("active"),
        },
    ]
}

fn user_table(ctx: &Context, users: &[User]) -> Markup {
    let t = |key: &str| ctx.lang.t(key);
    let columns = [
        Column::text(t("common.name")),
        Column::text(t("people.user.job_title")),
        Column::text(t("people.user.place")),
        Column::text(t("common.state")),
    ];
    let rows = users.iter().map(|user| {
        vec![
            html! { a href={ "/pengguna/" (user.id) } { (user.name) } },
            html! { (user.job_title) },
            place(ctx, user),
            state(ctx, user),
        ]
    });
    html! { (ui::table(t("people.user.title"), columns, rows)) }
}

fn state(ctx: &Context, user: &User) -> Markup {
    let (kind, word) = state_of(user);
    ui::badge(kind, ctx.lang.t(word))
}

/// How a user stands, and the key of its word.
pub const fn state_of(user: &User) -> (ui::Kind, &'static str) {
    match (user.active, user.has_password) {
        (false, _) => (ui::Kind::Neutral, "people.user.inactive"),
        (true, false) => (ui::Kind::Waiting, "people.user.invited"),
        (true, true) => (ui::Kind::Good, "people.user.active"),
    }
}

/// The place whose records he sees.
pub fn place(ctx: &Context, user: &User) -> Markup {
    match &user.place {
        Some(place) => html! { (place) },
        None => html! { (ctx.lang.t(&format!("people.reach.{}", user.reach.name()))) },
    }
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::Administer)?;
    let user = load_visible(read, ctx, ask.id::<UserKind>("user")?)?;
    let edit = format!("/pengguna/{}/ubah", user.id);
    let main = html! {
        (crumbs(ctx, &[("/pengguna", "people.user.title")], &user.name))
        (ui::header(&user.name, &user.job_title, ui::quiet(&edit, ctx.lang.t("common.edit"))))
        (ask.form(ctx.lang).summary())
        @if let Some(secret) = ask.once.as_deref().filter(|secret| !secret.is_empty()) {
            (link_once(ctx, &ask.public_url, secret))
        }
        (facts(ctx, &user))
        (ui::section(ctx.lang.t("people.user.access"), access(ctx, &user)))
    };
    Ok(Page::new(user.name.clone(), main))
}

fn link_once(ctx: &Context, site: &str, secret: &str) -> Markup {
    let link = format!("{site}/undangan?kunci={secret}");
    ui::notice_with(
        ctx.lang,
        ui::Kind::Warning,
        html! {
            p { (ctx.lang.t("people.link.once")) }
            p { a href=(link) { code { (link) } } }
        },
    )
}

fn facts(ctx: &Context, user: &User) -> Markup {
    let t = |key: &'static str| ctx.lang.t(key);
    let may: Vec<_> = user.capabilities.iter().map(|one| ctx.lang.capability(one)).collect();
    let totp = if user.has_totp { "common.yes" } else { "common.no" };
    ui::facts([
        (t("people.user.sign_in_name"), html! { (user.sign_in_name) }),
        (t("people.user.employee_number"), or_dash(user.employee_number.as_deref())),
        (t("people.user.place"), place(ctx, user)),
        (t("people.user.capabilities"), html! { (may.join(", ")) }),
        (t("people.totp.title"), html! { (t(totp)) }),
        (t("common.state"), state(ctx, user)),
    ])
}

fn access(ctx: &Context, user: &User) -> Markup {
    let id = ctx.fresh_id::<EntryKind>().to_string();
    let hidden = [("id", id.as_str())];
    let button = |what: &str, label: &str, class: &str| {
        let action = format!("/pengguna/{}/{what}", user.id);
        ui::button_form(&action, ctx.lang.t(label), class, &hidden)
    };
    let invite = if user.has_password { "people.user.reset" } else { "people.user.invite" };
    ui::actions(html! {
        @if user.id == ctx.actor.user {
            (ui::quiet("/akun", ctx.lang.t("common.shell.account")))
        } @else if user.active {
            (button("undang", invite, "quiet"))
            @if user.has_totp {
                (button("lepas-kode", "people.user.reset_totp", "quiet"))
            }
            (button("nonaktif", "people.user.deactivate", "danger"))
        } @else {
            (button("aktif", "people.user.activate", "primary"))
        }
    })
}

pub fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::Administer)?;
    let user = match ask.param("user") {
        Some(_) => Some(load_visible(read, ctx, ask.id::<UserKind>("user")?)?),
        None => None,
    };
    let f = ask.form(ctx.lang);
    let title = ctx.lang.t(if user.is_some() { "common.edit" } else { "people.user.new" });
    let back = user
        .as_ref()
        .map_or_else(|| "/pengguna".to_owned(), |user| format!("/pengguna/{}", user.id));
    let given: Vec<Capability> =
        user.as_ref().map(|user| user.capabilities.iter().collect()).unwrap_or_default();
    let main = html! {
        (crumbs(ctx, &[("/pengguna", "people.user.title")], title))
        (ui::header(title, ctx.lang.t("people.user.form_lead"), html! {}))
        (f.post(&ask.path, html! {
            (f.hidden("id", ctx.fresh_id::<EntryKind>()))
            (name_fields(&f, user.as_ref()))
            (reach_fields(read, ctx, &f, user.as_ref())?)
            (rights(&f, &Capability::ALL, &given))
            (send(ctx, "common.save", &back))
        }))
    };
    Ok(Page::new(title, main))
}

fn name_fields(f: &FormState<'_>, user: Option<&User>) -> Markup {
    let of = |pick: fn(&User) -> Option<&str>| user.and_then(pick).unwrap_or_default();
    let langs = [(Lang::Id.tag(), "Bahasa Indonesia"), (Lang::En.tag(), "English")];
    let lang = user.and_then(|user| user.lang).unwrap_or_default();
    html! {
        (f.text("name", "people.user.name").value(of(|u| Some(&u.name))))
        (f.text("job_title", "people.user.job_title").hint("people.user.job_title_hint")
            .value(of(|u| Some(&u.job_title))))
        (f.text("employee_number", "people.user.employee_number").optional()
            .value(of(|u| u.employee_number.as_deref())))
        (f.text("sign_in_name", "people.user.sign_in_name").max_length(40)
            .hint("people.user.sign_in_name_hint").value(of(|u| Some(&u.sign_in_name))))
        (f.radio("lang", "common.shell.language", langs).value(lang.tag()))
    }
}

/// Whose records he sees: only what the administrator himself may give.
fn reach_fields(
    read: &mut Read,
    ctx: &Context,
    f: &FormState<'_>,
    user: Option<&User>,
) -> Result<Markup> {
    let hidden = |kind: ReachKind, name: &str, id: String| {
        html! { (f.hidden("reach", kind.name())) (f.hidden(name, id)) }
    };
    match &ctx.actor.reach {
        Reach::Consignor(own) => Ok(hidden(ReachKind::Consignor, "consignor", own.to_string())),
        Reach::Shop(own) => Ok(hidden(ReachKind::Shop, "shop", own.to_string())),
        _ => any_reach(read, ctx, f, user),
    }
}

fn any_reach(
    read: &mut Read,
    ctx: &Context,
    f: &FormState<'_>,
    user: Option<&User>,
) -> Result<Markup> {
    let kinds = ReachKind::ALL
        .iter()
        .map(|kind| (kind.name(), ctx.lang.t(&format!("people.reach.{}", kind.name()))));
    let units = list_consignors(read)?.into_iter().map(|unit| (unit.id.to_string(), unit.name));
    let shops = list_shops(read)?.into_iter().map(|shop| (shop.id.to_string(), shop.name));
    let text = |id: Option<String>| id.unwrap_or_default();
    let reach = user.map_or(ReachKind::Consignor, |user| user.reach);
    Ok(html! {
        (f.radio("reach", "people.user.reach", kinds).value(reach.name()))
        (f.select("consignor", "people.reach.consignor", units).optional()
            .hint("people.reach.consignor_hint")
            .value(text(user.and_then(|u| u.consignor_id).map(|id| id.to_string()))))
        (f.select("shop", "people.reach.shop", shops).optional()
            .hint("people.reach.shop_hint")
            .value(text(user.and_then(|u| u.shop_id).map(|id| id.to_string()))))
        (f.text("kanwil", "people.reach.kanwil").optional()
            .hint("people.reach.kanwil_hint")
            .value(text(user.and_then(|u| u.kanwil.clone()))))
    })
}
