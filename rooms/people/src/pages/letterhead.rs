//! How a unit or a shop writes: what stands above its papers, and who signs them.

use db::{Read, Result};
use kernel::{ConsignorId, ConsignorKind, Context, Day, EntryKind, Reach, ShopKind};
use maud::{Markup, html};
use paper::Letterhead;
use ui::{Column, Crumb, FormState, Kind};
use web::{Ask, FileOut, Page};
use words::Speak;

use super::{place::load_visible_consignor, send};
use crate::{
    Consignor, No, Shop,
    actions::{
        letterhead::{may_keep_papers, own_shop, paper_shop, require_papers},
        place::may_edit_shop,
    },
    duty::Duty,
    letterhead::head_of_day,
    load_consignor, load_shop,
    signatory::{Signatory, of_day},
    store_letterhead::{self as store, Head, Writer},
    store_user::{self, UserFilter},
};

/// As many as one chooses from; the rest is typed.
const USERS_MAX: i64 = 50;

/// The page of one's own place.
pub fn own(read: &mut Read, ctx: &Context, _: &Ask) -> Result<Page> {
    match ctx.actor.reach {
        Reach::Consignor(own) => {
            let unit = load_consignor(read, own)?;
            unit_page(read, ctx, &unit)
        }
        Reach::Shop(own) => {
            let shop = load_shop(read, own)?;
            shop_page(read, ctx, &shop)
        }
        _ => Err(No::Unknown.into()),
    }
}

pub fn of_unit(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let unit = seen_unit(read, ctx, ask)?;
    unit_page(read, ctx, &unit)
}

/// The regional office reads papers; who signs them is the unit's own matter.
fn seen_unit(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Consignor> {
    let id: ConsignorId = ask.id::<ConsignorKind>("consignor")?;
    match ctx.actor.sees_consignor(id) {
        true => load_visible_consignor(read, ctx, id),
        false => Err(No::Unknown.into()),
    }
}

pub fn of_shop(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let shop = paper_shop(read, ctx, ask.id::<ShopKind>("shop")?)?;
    shop_page(read, ctx, &shop)
}

fn unit_page(read: &mut Read, ctx: &Context, unit: &Consignor) -> Result<Page> {
    let here = format!("/upt/{}/kop", unit.id);
    let heads = store::heads(read, Writer::Unit(unit.id))?;
    let signs = store::signatories(read, unit.id)?;
    let lang = ctx.lang;
    let title = lang.t("people.letterhead.title");
    let may = may_keep_papers(&ctx.actor, unit.id);
    let links = html! {
        @if may {
            (ui::button_link(&format!("{here}/penanda-tangan"), lang.t("people.signatory.set")))
            (ui::quiet(&format!("{here}/ubah"), lang.t("people.letterhead.edit")))
        }
    };
    let shown = shown_head(ctx, &here, &heads, unit.plain_letterhead());
    let main = html! {
        (way(ctx, ("/upt", "people.consignor.title"), ("/upt", unit.id), &unit.name, title))
        (ui::header(title, lang.t("people.letterhead.lead"), links))
        (ui::section(lang.t("people.letterhead.head"), shown))
        (ui::section(lang.t("people.signatory.title"), html! {
            p { (lang.t("people.signatory.lead")) }
            (duties(ctx, &here, &signs, may))
        }))
        (earlier(ctx, &signs))
    };
    Ok(Page::new(title, main))
}

fn shop_page(read: &mut Read, ctx: &Context, shop: &Shop) -> Result<Page> {
    let here = format!("/toko/{}/kop", shop.id);
    let heads = store::heads(read, Writer::Shop(shop.id))?;
    let lang = ctx.lang;
    let title = lang.t("people.letterhead.title");
    let links = html! {
        @if may_edit_shop(&ctx.actor, shop) {
            (ui::button_link(&format!("{here}/ubah"), lang.t("people.letterhead.edit")))
        }
    };
    let shown = shown_head(ctx, &here, &heads, shop.plain_letterhead());
    let main = html! {
        (way(ctx, ("/toko", "people.shop.title"), ("/toko", shop.id), &shop.name, title))
        (ui::header(title, lang.t("people.letterhead.shop_lead"), links))
        (ui::section(lang.t("people.letterhead.head"), shown))
    };
    Ok(Page::new(title, main))
}

fn way<K>(
    ctx: &Context,
    (list, list_key): (&str, &str),
    (under, id): (&str, kernel::Id<K>),
    name: &str,
    here: &str,
) -> Markup {
    let own = format!("{under}/{id}");
    let steps =
        [Crumb { href: list, label: ctx.lang.t(list_key) }, Crumb { href: &own, label: name }];
    ui::breadcrumbs(ctx.lang, &steps, here)
}

/// The head of today's papers as it will look, since when, and what is already planned.
fn shown_head(ctx: &Context, here: &str, heads: &[Head], plain: Letterhead) -> Markup {
    let lang = ctx.lang;
    let Some(head) = head_of_day(heads, ctx.today()) else {
        return html! {
            (drawn(&plain.lines, &plain.foot, None))
            p { (lang.t("people.letterhead.plain")) }
        };
    };
    let logo = head.has_logo.then(|| format!("{here}/logo.png?v={}", head.id));
    let since = head.valid_from.long(lang);
    let next = heads.iter().rfind(|other| other.valid_from > ctx.today());
    html! {
        (drawn(&head.lines, &head.foot, logo.as_deref()))
        p { (lang.fill("people.letterhead.since", &[("day", &since)])) }
        @if let Some(next) = next {
            p { (lang.fill("people.letterhead.next", &[("day", &next.valid_from.long(lang))])) }
        }
    }
}

fn drawn(lines: &[String], foot: &str, logo: Option<&str>) -> Markup {
    let (above, own) = match lines.split_last() {
        Some((own, above)) => (above, own.as_str()),
        None => (&[][..], ""),
    };
    html! {
        div.letterhead {
            // The lines beside it say whose it is.
            @if let Some(src) = logo { img src=(src) alt=""; }
            div {
                @for line in above { p { (line) } }
                p.own { (own) }
                @if !foot.is_empty() { p.contact { (foot) } }
            }
        }
    }
}

/// Who signs today, duty by duty.
fn duties(ctx: &Context, here: &str, signs: &[Signatory], may: bool) -> Markup {
    let lang = ctx.lang;
    let set = format!("{here}/penanda-tangan");
    let columns = [
        Column::text(lang.t("people.signatory.duty")),
        Column::text(lang.t("people.signatory.who")),
        Column::text(lang.t("people.signatory.since")),
    ];
    let row = |duty: &Duty| {
        let label = lang.t(&format!("people.duty.{duty}"));
        let tick = format!("duties[{duty}]");
        // As a form sends it, so that the box is ticked.
        let link = ui::query(&set, &[("duty", duty.as_str()), (&tick, "on")]);
        let found = of_day(signs, *duty, ctx.today());
        vec![
            html! { @if may { a href=(link) { (label) } } @else { (label) } },
            match found {
                Some(line) => who(ctx, line),
                None => ui::badge(Kind::Neutral, lang.t("people.signatory.nobody")),
            },
            html! { @if let Some(line) = found { (ui::day(line.valid_from, lang)) } },
        ]
    };
    html! { (ui::table(lang.t("people.signatory.title"), columns, Duty::ALL.iter().map(row))) }
}

fn who(ctx: &Context, line: &Signatory) -> Markup {
    let lang = ctx.lang;
    html! {
        @if let Some(office) = &line.acting_for {
            (lang.fill("people.signatory.acting", &[("office", office)])) br;
        }
        (line.job_title)
        @if let Some(name) = &line.name { br; strong { (name) } }
        @if let Some(number) = &line.employee_number {
            br; (lang.fill("people.signatory.nip", &[("number", number)]))
        }
    }
}

/// Everything that was said, for who wonders why an old paper names another.
fn earlier(ctx: &Context, signs: &[Signatory]) -> Markup {
    let lang = ctx.lang;
    let of_today =
        |line: &&Signatory| of_day(signs, line.duty, ctx.today()).is_none_or(|now| now != *line);
    let old: Vec<&Signatory> = signs.iter().filter(of_today).collect();
    if old.is_empty() {
        return html! {};
    }
    let columns = [
        Column::text(lang.t("people.signatory.duty")),
        Column::text(lang.t("people.signatory.who")),
        Column::text(lang.t("people.signatory.since")),
        Column::text(lang.t("people.signatory.recorded_on")),
    ];
    let row = |line: &&Signatory| {
        vec![
            html! { (lang.t(&format!("people.duty.{}", line.duty))) },
            who(ctx, line),
            ui::day(line.valid_from, lang),
            ui::day(line.recorded_on, lang),
        ]
    };
    let title = lang.t("people.signatory.others");
    ui::section(title, html! { (ui::table(title, columns, old.iter().map(row))) })
}

pub fn unit_logo(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let unit = seen_unit(read, ctx, ask)?;
    logo(read, Writer::Unit(unit.id), ctx.today())
}

pub fn shop_logo(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let shop = paper_shop(read, ctx, ask.id::<ShopKind>("shop")?)?;
    logo(read, Writer::Shop(shop.id), ctx.today())
}

fn logo(read: &mut Read, writer: Writer, today: Day) -> Result<FileOut> {
    let heads = store::heads(read, writer)?;
    let head = head_of_day(&heads, today).ok_or(No::Unknown)?;
    let bytes = store::logo(read, head.id)?.ok_or(No::Unknown)?;
    Ok(FileOut { mime: "image/png", bytes, immutable: false, download: None })
}

pub fn unit_form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let unit = seen_unit(read, ctx, ask)?;
    require_papers(&ctx.actor, unit.id)?;
    let heads = store::heads(read, Writer::Unit(unit.id))?;
    let crumbs = |title: &str| {
        way(ctx, ("/upt", "people.consignor.title"), ("/upt", unit.id), &unit.name, title)
    };
    let plain = unit.plain_letterhead();
    Ok(form(ctx, ask, (&format!("/upt/{}/kop", unit.id), &heads, plain), crumbs))
}

pub fn shop_form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let shop = own_shop(read, ctx, ask.id::<ShopKind>("shop")?)?;
    let heads = store::heads(read, Writer::Shop(shop.id))?;
    let crumbs = |title: &str| {
        way(ctx, ("/toko", "people.shop.title"), ("/toko", shop.id), &shop.name, title)
    };
    let plain = shop.plain_letterhead();
    Ok(form(ctx, ask, (&format!("/toko/{}/kop", shop.id), &heads, plain), crumbs))
}

fn form(
    ctx: &Context,
    ask: &Ask,
    (back, heads, plain): (&str, &[Head], Letterhead),
    crumbs: impl Fn(&str) -> Markup,
) -> Page {
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("people.letterhead.edit");
    let last = heads.first();
    let (lines, foot) = match last {
        Some(head) => (head.lines.join("\n"), head.foot.clone()),
        None => (plain.lines.join("\n"), plain.foot),
    };
    let from = last.map_or_else(|| ctx.today(), |head| head.valid_from);
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<EntryKind>()))
        (f.textarea("lines", "people.letterhead.lines").hint("people.letterhead.lines_hint")
            .value(lines))
        (f.text("foot", "people.letterhead.foot").optional()
            .hint("people.letterhead.foot_hint").value(foot))
        (f.file("logo", "people.letterhead.logo").optional()
            .hint("people.letterhead.logo_hint").accept("image/jpeg,image/png,image/webp"))
        @if last.is_some_and(|head| head.has_logo) {
            (f.checkbox("without_logo", "people.letterhead.without_logo").optional())
        }
        (f.date("valid_from", "people.letterhead.valid_from")
            .hint("people.letterhead.valid_from_hint").value(from))
        (send(ctx, "common.save", back))
    };
    let main = html! {
        (crumbs(title))
        (ui::header(title, lang.t("people.letterhead.form_lead"), html! {}))
        (f.post_files(&ask.path, body))
    };
    Page::new(title, main)
}

/// Who signs from a day on; `duty` and `user` in the address fill in what is already known.
pub fn signatory_form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let unit = seen_unit(read, ctx, ask)?;
    require_papers(&ctx.actor, unit.id)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("people.signatory.set");
    let signs = store::signatories(read, unit.id)?;
    let duty = ask.query("duty").and_then(Duty::parse);
    let active = UserFilter {
        consignor: Some(unit.id),
        active: Some(true),
        limit: USERS_MAX,
        ..UserFilter::default()
    };
    let (users, _) = store_user::users(read, &active)?;
    let chosen =
        ask.query("user").and_then(|id| users.iter().find(|user| user.id.to_string() == id));
    let known = match (chosen, duty.and_then(|duty| of_day(&signs, duty, ctx.today()))) {
        (Some(user), _) => Known {
            job_title: user.job_title.clone(),
            name: user.name.clone(),
            number: user.employee_number.clone().unwrap_or_default(),
            acting_for: String::new(),
        },
        (None, Some(line)) => Known::of(line),
        (None, None) => Known::default(),
    };
    let back = format!("/upt/{}/kop", unit.id);
    let main = html! {
        (way(ctx, ("/upt", "people.consignor.title"), ("/upt", unit.id), &unit.name, title))
        (ui::header(title, lang.t("people.signatory.form_lead"), html! {}))
        (people_to_choose(ctx, ask, &users, duty))
        (f.post(&ask.path, signatory_fields(ctx, &f, &known, &back)))
    };
    Ok(Page::new(title, main))
}

/// What the form begins with.
#[derive(Default)]
struct Known {
    job_title: String,
    name: String,
    number: String,
    acting_for: String,
}

impl Known {
    fn of(line: &Signatory) -> Self {
        let text = |given: &Option<String>| given.clone().unwrap_or_default();
        Self {
            job_title: line.job_title.clone(),
            name: text(&line.name),
            number: text(&line.employee_number),
            acting_for: text(&line.acting_for),
        }
    }
}

/// The unit's users, to take name, office and NIP from.
fn people_to_choose(
    ctx: &Context,
    ask: &Ask,
    users: &[store_user::User],
    duty: Option<Duty>,
) -> Markup {
    let tick = duty.map(|duty| format!("duties[{duty}]"));
    let duty = duty.map(Duty::as_str);
    let link = |user: &store_user::User| {
        let id = user.id.to_string();
        let mut pairs = vec![("user", id.as_str())];
        pairs.extend(duty.map(|duty| ("duty", duty)));
        pairs.extend(tick.as_deref().map(|tick| (tick, "on")));
        ui::query(&ask.path, &pairs)
    };
    html! {
        @if !users.is_empty() {
            p { (ctx.lang.t("people.signatory.choose")) }
            ul { @for user in users {
                li { a href=(link(user)) { (user.name) } " · " (user.job_title) }
            } }
        }
    }
}

fn signatory_fields(ctx: &Context, f: &FormState<'_>, known: &Known, back: &str) -> Markup {
    let tick = |one: &Duty| {
        f.checkbox(&format!("duties[{one}]"), &format!("people.duty.{one}"))
            .optional()
            .width(ui::Width::Full)
    };
    html! {
        (f.hidden("id", ctx.fresh_id::<EntryKind>()))
        (f.text("job_title", "people.signatory.job_title").hint("people.signatory.job_title_hint")
            .value(&known.job_title))
        (f.text("name", "people.signatory.name").optional().hint("people.signatory.name_hint")
            .value(&known.name))
        (f.text("employee_number", "people.user.employee_number").optional()
            .value(&known.number))
        (f.text("acting_for", "people.signatory.acting_for").optional()
            .hint("people.signatory.acting_for_hint").value(&known.acting_for))
        (f.group("people.signatory.duties", html! {
            @for one in Duty::ALL { (tick(one)) }
        }))
        (f.date("valid_from", "people.signatory.valid_from")
            .hint("people.signatory.valid_from_hint").value(ctx.today()))
        (send(ctx, "common.save", back))
    }
}
