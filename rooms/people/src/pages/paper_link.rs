//! Sending a paper by WhatsApp: a message with a link that opens it for who has no account.

use db::{Read, Result};
use kernel::{Context, PaperLinkId, Reach, ShopId};
use maud::{Markup, html};
use ui::{BrowseView, Column};
use web::{Ask, Browse, PAPER_KEY, Page};
use words::Speak;

use super::{crumbs, when};
use crate::store_paper_link::{self as store, PaperLink, Whose};

/// The longest text of a message, in characters.
const TITLE_MAX: usize = 200;

/// The button beside a paper that sends it. With a shop, its owner and his number stand in the form
/// for those who are not of that shop themselves.
pub fn hand_off(ctx: &Context, path: &str, title: &str, shop: Option<ShopId>) -> Markup {
    let title: String = title.chars().take(TITLE_MAX).collect();
    let shop = shop.filter(|_| ctx.actor.shop().is_none()).map(|shop| shop.to_string());
    let mut query = vec![("path", path), ("title", &title)];
    query.extend(shop.as_deref().map(|shop| ("shop", shop)));
    ui::quiet(&ui::query("/surat/kirim", &query), ctx.lang.t("people.paper_link.send"))
}

/// Whom it is for and how long it is good.
pub fn give(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let shop: Option<ShopId> = ask.query("shop").and_then(|id| id.parse().ok());
    let shop = match shop {
        Some(id) => crate::list_shops(read)?.into_iter().find(|shop| shop.id == id),
        None => None,
    };
    let known = shop.map(|shop| (format!("{}, {}", shop.owner_name, shop.name), shop.whatsapp));
    let (name, phone) = known.unwrap_or_default();
    let phone = phone.map(|number| crate::phone::readable(&number)).unwrap_or_default();
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("people.paper_link.new");
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<kernel::PaperLinkKind>()))
        (f.hidden("path", ask.query("path").unwrap_or_default()))
        (f.text("title", "people.paper_link.about").hint("people.paper_link.about_hint")
            .max_length(200))
        (f.text("recipient", "people.paper_link.recipient")
            .hint("people.paper_link.recipient_hint").max_length(100).value(name))
        (f.phone("phone", "people.paper_link.phone").optional()
            .hint("people.paper_link.phone_hint").max_length(20).value(phone))
        (f.number("days", "people.token.days").value(14))
        (ui::actions(ui::submit(lang.t("people.paper_link.make"))))
    };
    let main = html! {
        (crumbs(ctx, &[("/surat", "people.paper_link.title")], title))
        (ui::header(title, lang.t("people.paper_link.lead"), html! {}))
        (f.post("/surat/kirim", body))
    };
    Ok(Page::new(title, main))
}

/// The links of the page that is asked for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<PaperLink>, i64)> {
    let browse = ask.browse();
    let window = (browse.limit(), browse.offset());
    store::links(read, Whose::of(&ctx.actor), ctx.now, window)
}

/// The links that one, or whom one keeps, gave; the one just made with its message, once.
pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let (links, total) = narrowed(read, ctx, ask)?;
    let view = BrowseView {
        path: "/surat",
        q: None,
        filters: vec![],
        page: browse.page(),
        per_page: Browse::LIMIT,
        total,
    };
    let title = lang.t("people.paper_link.title");
    let made = ask.query("link").and_then(|id| id.parse::<PaperLinkId>().ok());
    let made = links.iter().find(|link| Some(link.id) == made);
    // The link's secret, and behind it the number that it is sent to: neither is kept.
    let once = ask.once.as_deref().filter(|secret| !secret.is_empty());
    let once = once.map(|once| once.split_once(' ').unwrap_or((once, "")));
    let hint = lang.t("people.paper_link.none_hint");
    let first = ui::empty(lang.t("people.paper_link.none"), hint, html! {});
    let main = html! {
        (crumbs(ctx, &[("/akun", "common.shell.account")], title))
        (ui::header(title, lead(ctx), html! {}))
        @if let (Some(link), Some(once)) = (made, once) {
            (message(ctx, ask, (link, &sender(read, ctx)?), once))
        }
        (ui::listed(lang, &view, (!links.is_empty()).then(|| table(ctx, &links)),
            ("people.paper_link.none", "people.paper_link.none_hint"), first))
    };
    Ok(Page::new(title, main))
}

fn lead(ctx: &Context) -> &'static str {
    ctx.lang.t(match Whose::of(&ctx.actor).keeps() {
        true => "people.paper_link.kept_lead",
        false => "people.paper_link.list_lead",
    })
}

/// Who sends it, and from where.
fn sender(read: &mut Read, ctx: &Context) -> Result<String> {
    let place = match ctx.actor.reach {
        Reach::Consignor(id) => Some(crate::load_consignor(read, id)?.name),
        Reach::Shop(id) => Some(crate::load_shop(read, id)?.name),
        Reach::All | Reach::Kanwil(_) | Reach::Nobody => None,
    };
    let said = [Some(ctx.actor.name.clone()), place];
    Ok(said.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn message(
    ctx: &Context,
    ask: &Ask,
    (link, sender): (&PaperLink, &str),
    (secret, phone): (&str, &str),
) -> Markup {
    let lang = ctx.lang;
    let address = format!("{}{}?{PAPER_KEY}={secret}", ask.public_url, link.path);
    let until = link.expires_at.day(ctx.zone).long(lang);
    let said: [(&str, &dyn std::fmt::Display); 5] = [
        ("recipient", &link.recipient),
        ("title", &link.title),
        ("link", &address),
        ("until", &until),
        ("sender", &sender),
    ];
    let text = lang.fill("people.paper_link.message", &said);
    let send = ui::query(&format!("https://wa.me/{phone}"), &[("text", &text)]);
    ui::notice_with(
        lang,
        ui::Kind::Good,
        html! {
            p { (lang.t("people.paper_link.once")) }
            p.kept-lines { (text) }
            (ui::actions(html! {
                a.button href=(send) rel="noreferrer" { (lang.t("people.paper_link.whatsapp")) }
            }))
        },
    )
}

fn table(ctx: &Context, links: &[PaperLink]) -> Markup {
    let t = |key: &str| ctx.lang.t(key);
    let columns = [
        Column::text(t("people.paper_link.about")),
        Column::text(t("people.paper_link.recipient")),
        Column::text(t("people.paper_link.giver")),
        Column::text(t("people.token.until")),
        Column::actions(t("common.actions")),
    ];
    let rows = links.iter().map(|link| {
        vec![
            html! { a href=(link.path) { (link.title) } },
            html! { (link.recipient) },
            html! { (link.giver) },
            html! { (when(ctx, link.expires_at)) },
            state(ctx, link),
        ]
    });
    html! { (ui::table(t("people.paper_link.title"), columns, rows)) }
}

fn state(ctx: &Context, link: &PaperLink) -> Markup {
    let t = |key: &str| ctx.lang.t(key);
    let revoke = format!("/surat/{}/cabut", link.id);
    html! {
        @if link.revoked_at.is_some() { (ui::badge(ui::Kind::Neutral, t("people.token.revoked"))) }
        @else if link.expires_at <= ctx.now {
            (ui::badge(ui::Kind::Neutral, t("people.token.expired")))
        }
        @else { (ui::button_form(&revoke, t("people.token.revoke"), "danger", &[])) }
    }
}
