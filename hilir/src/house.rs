//! The wiring: all rooms' tables, the menu, the shell round every page. Only this crate knows
//! every room.

use std::sync::OnceLock;

use db::{Db, Read, Result};
use kernel::{Capability, Clock, Ids, Lang, Reach, Zone};
use maud::Markup;
use ui::{Chrome, Flash, Icon, Kind, Person, Place, Theme};
use web::{Api, Ask, Page, Screens, Site, Visit, Wiring};
use words::Speak;

use crate::embedded::{self, Look};

/// All pages, in the order of the menu.
pub fn screens() -> Screens {
    overview::screens()
        .and(agreements::screens())
        .and(catalogue::screens())
        .and(production::screens())
        .and(consignment::screens())
        .and(sales::screens())
        .and(settlement::screens())
        .and(people::screens())
        .and(storefront::screens())
}

/// All endpoints, in the order in which goods and money flow.
pub fn api() -> Api {
    people::api()
        .and(catalogue::api())
        .and(agreements::api())
        .and(production::api())
        .and(consignment::api())
        .and(sales::api())
        .and(settlement::api())
        .and(storefront::api())
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

/// The whole house as one router.
pub fn router(db: Db, clock: Clock, ids: Ids, address: Address) -> axum::Router {
    let wiring = Wiring {
        who_is: people::who_is,
        shell,
        trust_proxy: address.trust_proxy,
        secure: address.public_url.starts_with("https:"),
        public_url: address.public_url,
        zone: address.zone,
    };
    let site = Site::new(db, clock, ids, wiring);
    web::router(site, screens(), api(), look().assets.clone())
}

fn shell(read: &mut Read, visit: &Visit, ask: &Ask, page: Page) -> Result<Markup> {
    let lang = visit.context.lang;
    let look = look();
    let public = page.public || visit.signed_in.is_none();
    let chrome = Chrome {
        lang,
        title: &page.title,
        current: &ask.path,
        places: &if public { public_places(lang) } else { places(read, visit)? },
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
    };
    Ok(if public { ui::public_shell(&chrome) } else { ui::shell(&chrome) })
}

fn place(lang: Lang, href: &'static str, key: &str, icon: Icon) -> Place<'static> {
    Place { href, label: lang.t(key), icon, count: None }
}

fn public_places(lang: Lang) -> Vec<Place<'static>> {
    vec![place(lang, "/etalase", "hilir.place.storefront", Icon::Shelf)]
}

/// The menu of the one who is there: what his work needs, the most used first.
fn places(read: &mut Read, visit: &Visit) -> Result<Vec<Place<'static>>> {
    let lang = visit.context.lang;
    let waiting = overview::waiting(read, &visit.context)?;
    let actor = &visit.context.actor;
    let at_shop = matches!(actor.reach, Reach::Shop(_));
    let kanwil = matches!(actor.reach, Reach::Kanwil(_));
    let unit = !at_shop && !kanwil;
    let rows: [(bool, &'static str, &str, Icon); 19] = [
        (true, "/beranda", "hilir.place.home", Icon::Home),
        (!kanwil, "/penjualan", "hilir.place.sales", Icon::Cart),
        (!kanwil, "/rak", "hilir.place.shelf", Icon::Shelf),
        (!kanwil, "/kirim", "hilir.place.deliveries", Icon::Truck),
        (!kanwil, "/nota", "hilir.place.statements", Icon::Nota),
        (!kanwil, "/setoran", "hilir.place.remittances", Icon::Coins),
        (!kanwil, "/hitung", "hilir.place.counts", Icon::Count),
        (!kanwil, "/gerak", "hilir.place.movements", Icon::Truck),
        (!kanwil, "/selisih", "hilir.place.discrepancies", Icon::Shelf),
        (unit, "/produk", "hilir.place.products", Icon::Product),
        (unit, "/produksi", "hilir.place.production", Icon::Workshop),
        (unit, "/pesanan", "hilir.place.jobs", Icon::Workshop),
        (!kanwil, "/pks", "hilir.place.agreements", Icon::Agreement),
        (!kanwil, "/biaya", "hilir.place.expenses", Icon::Coins),
        (unit, "/pembagian", "hilir.place.distributions", Icon::Chart),
        (unit, "/premi", "hilir.place.premi", Icon::Coins),
        (unit, "/pnbp", "hilir.place.pnbp", Icon::Shield),
        (unit, "/pembuat", "hilir.place.makers", Icon::People),
        (true, "/toko", "hilir.place.shops", Icon::Shop),
    ];
    let mut places: Vec<Place<'static>> = rows
        .into_iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, href, key, icon)| place(lang, href, key, icon))
        .collect();
    if actor.may(Capability::Administer) {
        places.push(place(lang, "/upt", "hilir.place.consignors", Icon::Shield));
        places.push(place(lang, "/pengguna", "hilir.place.users", Icon::People));
        places.push(place(lang, "/aturan", "hilir.place.rules", Icon::Settings));
    } else if unit {
        places.push(place(lang, "/aturan", "hilir.place.rules", Icon::Settings));
    }
    places.push(place(lang, "/akun", "hilir.place.account", Icon::Settings));
    for place in &mut places {
        place.count = waiting.badge(actor, place.href);
    }
    Ok(places)
}
