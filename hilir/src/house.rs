//! The wiring: all rooms' tables, the menu, the shell round every page. Only this crate knows
//! every room.

use std::sync::OnceLock;

use db::{Db, Read, Result};
use kernel::{Actor, Capability, Clock, Ids, Lang, Reach, Zone};
use maud::Markup;
use paper::Paper;
use press::Press;
use ui::{Chrome, Flash, Group, Icon, Kind, Person, Place, Theme};
use web::{Api, Ask, Page, Screens, Site, Visit, Wiring};
use words::Speak;

use crate::{
    embedded::{self, Look},
    phone,
};

/// All pages, in the order of the menu.
pub fn screens() -> Screens {
    overview::screens()
        .and(agreements::screens())
        .and(catalogue::screens())
        .and(production::screens())
        .and(consignment::screens())
        .and(sales::screens())
        .and(till::screens())
        .and(settlement::screens())
        .and(demand::screens())
        .and(audit::screens())
        .and(orders::screens())
        .and(feedback::screens())
        .and(people::screens())
        .and(intake::screens())
        .and(storefront::screens())
        .and(stories::screens())
        .and(promotion::screens())
        .and(network::screens())
}

/// All endpoints, in the order in which goods and money flow.
pub fn api() -> Api {
    people::api()
        .and(catalogue::api())
        .and(agreements::api())
        .and(production::api())
        .and(consignment::api())
        .and(sales::api())
        .and(till::api())
        .and(settlement::api())
        .and(demand::api())
        .and(intake::api())
        .and(audit::api())
        .and(orders::api())
        .and(feedback::api())
        .and(storefront::api())
        .and(stories::api())
        .and(promotion::api())
        .and(network::api())
        .and(overview::api())
}

/// How the house is reached.
pub struct Address {
    /// The address that people type, without a slash at the end.
    pub public_url: String,
    pub zone: Zone,
    /// Whether a proxy in front tells who asks.
    pub trust_proxy: bool,
}

static LOOK: OnceLock<Look> = OnceLock::new();

fn look() -> &'static Look {
    LOOK.get_or_init(embedded::look)
}

/// The press, made when the first paper is asked for: its fonts take a moment to read.
pub(crate) fn print(paper: &Paper, check: &str) -> Result<Vec<u8>> {
    static PRESS: OnceLock<Press> = OnceLock::new();
    let press = PRESS.get_or_init(|| Press::new(embedded::PAPERS));
    let made = if paper.painted { press.paint(paper) } else { press.print(paper, check) };
    made.map_err(db::Error::fault)
}

/// The whole house as one router.
pub fn router(db: Db, clock: Clock, ids: Ids, address: Address) -> axum::Router {
    let wiring = Wiring {
        who_is: people::who_is,
        shell,
        bare,
        press: print,
        sheets: scribe::desk(),
        trust_proxy: address.trust_proxy,
        secure: address.public_url.starts_with("https:"),
        public_url: address.public_url,
        zone: address.zone,
    };
    let site = Site::new(db, clock, ids, wiring);
    let assets = [&look().assets[..], phone::files()].concat();
    web::router(site, screens(), api(), assets)
}

fn shell(read: &mut Read, visit: &Visit, ask: &Ask, page: Page) -> Result<Markup> {
    let lang = visit.context.lang;
    let look = look();
    let public = page.public || visit.signed_in.is_none();
    let head = if page.public { web::head(ask, &page) } else { page.head };
    let chrome = Chrome {
        lang,
        title: &page.title,
        current: &ask.path,
        groups: &if public { public_places(lang) } else { groups(read, visit)? },
        person: visit.signed_in.as_ref().map(|person| Person {
            name: &person.actor.name,
            job_title: &person.job_title,
            where_: &person.place,
        }),
        flash: ask
            .flash
            .as_deref()
            .filter(|key| lang.has(key))
            .map(|key| Flash { kind: Kind::Good, text: lang.t(key) }),
        theme: ask.theme.and_then(Theme::from_tag).unwrap_or_default(),
        css_href: &look.css_href,
        mark_href: &look.mark_href,
        script_href: &look.script_href,
        main: page.main,
        description: page.description.as_deref(),
        head,
    };
    Ok(if public { ui::public_shell(&chrome) } else { ui::shell(&chrome) })
}

/// All that a page can have round it while the database is away.
fn bare(ask: &Ask, page: Page) -> Markup {
    let look = look();
    ui::bare_shell(&Chrome {
        lang: ask.lang,
        title: &page.title,
        current: &ask.path,
        groups: &[],
        person: None,
        flash: None,
        theme: ask.theme.and_then(Theme::from_tag).unwrap_or_default(),
        css_href: &look.css_href,
        mark_href: &look.mark_href,
        script_href: &look.script_href,
        main: page.main,
        description: None,
        head: page.head,
    })
}

fn place(lang: Lang, href: &'static str, key: &str, icon: Icon) -> Place<'static> {
    Place { href, label: lang.t(key), icon, count: None }
}

fn public_places(lang: Lang) -> Vec<Group<'static>> {
    let p = |href, key, icon| Group::single(place(lang, href, key, icon));
    vec![
        p("/etalase", "hilir.place.storefront", Icon::Shelf),
        p("/kabar", "hilir.place.stories", Icon::Nota),
        p("/mitra", "hilir.place.partner_shops", Icon::Shop),
        p("/tentang", "hilir.place.about", Icon::Shield),
    ]
}

/// The menu of the one who is there: what his work needs, the most used first, in so few groups
/// that the phone's bar holds the daily ones.
fn groups(read: &mut Read, visit: &Visit) -> Result<Vec<Group<'static>>> {
    let lang = visit.context.lang;
    let waiting = overview::waiting(read, &visit.context)?;
    let actor = &visit.context.actor;
    let mut groups: Vec<Group<'static>> = match actor.reach {
        Reach::Nobody | Reach::Kanwil(_) => {
            let overseer = [home(lang), shops(lang), reports(lang), account(lang)];
            let open = overseer
                .into_iter()
                .filter(|place| actor.reach != Reach::Nobody || place.href != "/laporan");
            open.map(Group::single).collect()
        }
        Reach::Shop(_) => of_shop(lang),
        Reach::All | Reach::Consignor(_) => of_unit(lang, actor),
    };
    if !intake::may_bring(actor) {
        groups.iter_mut().for_each(|group| group.places.retain(|place| place.href != IMPORT));
    }
    for place in groups.iter_mut().flat_map(|group| &mut group.places) {
        place.count = waiting.badge(actor, place.href);
    }
    Ok(groups)
}

/// Spreadsheets are for those who record what they hold.
const IMPORT: &str = "/impor";

fn home(lang: Lang) -> Place<'static> {
    place(lang, "/beranda", "hilir.place.home", Icon::Home)
}

fn shops(lang: Lang) -> Place<'static> {
    place(lang, "/toko", "hilir.place.shops", Icon::Shop)
}

fn reports(lang: Lang) -> Place<'static> {
    place(lang, "/laporan", "hilir.place.reports", Icon::Chart)
}

fn account(lang: Lang) -> Place<'static> {
    place(lang, "/akun", "hilir.place.account", Icon::People)
}

fn group(lang: Lang, key: &str, icon: Icon, places: Vec<Place<'static>>) -> Group<'static> {
    Group { label: lang.t(key), icon, places }
}

fn of_shop(lang: Lang) -> Vec<Group<'static>> {
    let till = vec![
        place(lang, phone::HOME, "hilir.place.till", Icon::Cart),
        place(lang, "/penjualan", "hilir.place.sales", Icon::Nota),
        place(lang, IMPORT, "hilir.place.import", Icon::Nota),
        place(lang, "/pesanan-wa", "hilir.place.orders", Icon::Shelf),
        devices(lang),
    ];
    let money = money(lang).into_iter().filter(|one| one.href != "/penjualan");
    vec![
        Group::single(home(lang)),
        group(lang, "hilir.group.till", Icon::Cart, till),
        group(lang, "hilir.group.goods", Icon::Shelf, goods(lang)),
        group(lang, "hilir.group.money", Icon::Coins, money.collect()),
        group(
            lang,
            "hilir.group.partners",
            Icon::Agreement,
            [partners(lang), vec![promotion(lang)]].concat(),
        ),
        Group::single(account(lang)),
    ]
}

fn of_unit(lang: Lang, actor: &Actor) -> Vec<Group<'static>> {
    let p = |href, key, icon| place(lang, href, key, icon);
    let mut money = money(lang);
    money.extend([
        p("/pembagian", "hilir.place.distributions", Icon::Chart),
        p("/premi", "hilir.place.premi", Icon::Coins),
        p("/pnbp", "hilir.place.pnbp", Icon::Shield),
        reports(lang),
    ]);
    let mut settings = vec![p("/aturan", "hilir.place.rules", Icon::Chart)];
    if actor.consignor().is_some() && actor.may(Capability::RecordGoods) {
        settings.push(p("/atur-etalase", "hilir.place.window", Icon::Product));
    }
    if audit::may_order(actor) {
        settings.push(p("/audit", "hilir.place.audit", Icon::Shield));
    }
    if actor.may(Capability::Administer) {
        settings.push(p("/upt", "hilir.place.consignors", Icon::Shield));
        settings.push(p("/pengguna", "hilir.place.users", Icon::People));
    }
    settings.push(p(IMPORT, "hilir.place.import", Icon::Nota));
    if actor.consignor().is_some() {
        settings.push(p("/kop", "hilir.place.letterhead", Icon::Agreement));
    }
    settings.push(account(lang));
    let mut partners = partners(lang);
    partners.push(p("/calon", "hilir.place.prospects", Icon::Search));
    partners.push(promotion(lang));
    partners.push(devices(lang));
    let workshop = vec![
        p("/produksi", "hilir.place.production", Icon::Workshop),
        p("/pesanan", "hilir.place.jobs", Icon::Nota),
        p("/prospek-pesanan", "hilir.place.leads", Icon::Search),
        p("/produk", "hilir.place.products", Icon::Product),
        p("/pembuat", "hilir.place.makers", Icon::People),
        p("/pelatihan", "hilir.place.trainings", Icon::Chart),
    ];
    vec![
        Group::single(home(lang)),
        group(lang, "hilir.group.workshop", Icon::Workshop, workshop),
        group(lang, "hilir.group.goods", Icon::Shelf, goods(lang)),
        group(lang, "hilir.group.money", Icon::Coins, money),
        group(lang, "hilir.group.partners", Icon::Agreement, partners),
        Group::single(p("/redaksi", "hilir.place.stories", Icon::Nota)),
        group(lang, "hilir.group.settings", Icon::Settings, settings),
    ]
}

/// The goods' way, from the workshop's door on.
fn goods(lang: Lang) -> Vec<Place<'static>> {
    let p = |href, key, icon| place(lang, href, key, icon);
    vec![
        p("/rak", "hilir.place.shelf", Icon::Shelf),
        p("/kirim", "hilir.place.deliveries", Icon::Truck),
        p("/permintaan", "hilir.place.demand", Icon::Search),
        p("/hitung", "hilir.place.counts", Icon::Count),
        p("/gerak", "hilir.place.movements", Icon::Left),
        p("/selisih", "hilir.place.discrepancies", Icon::Chart),
        p("/tarik-barang", "hilir.place.recalls", Icon::Shield),
    ]
}

/// The money's way, as far as both sides see it.
fn money(lang: Lang) -> Vec<Place<'static>> {
    let p = |href, key, icon| place(lang, href, key, icon);
    vec![
        p("/penjualan", "hilir.place.sales", Icon::Cart),
        p("/nota", "hilir.place.statements", Icon::Nota),
        p("/setoran", "hilir.place.remittances", Icon::Coins),
        p("/biaya", "hilir.place.expenses", Icon::Truck),
    ]
}

fn partners(lang: Lang) -> Vec<Place<'static>> {
    vec![
        place(lang, "/pks", "hilir.place.agreements", Icon::Agreement),
        shops(lang),
        place(lang, "/ulasan-pembeli", "hilir.place.reviews", Icon::People),
        place(lang, "/keluhan", "hilir.place.complaints", Icon::Search),
    ]
}

fn promotion(lang: Lang) -> Place<'static> {
    place(lang, "/promosi", "hilir.place.promotion", Icon::Chart)
}

fn devices(lang: Lang) -> Place<'static> {
    place(lang, "/kasir/perangkat", "hilir.place.devices", Icon::Settings)
}
