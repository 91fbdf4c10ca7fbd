//! What programs read: the map of pages, the rules for crawlers, the goods for market places and
//! for the purchasing offices' e-katalog.

use std::collections::BTreeMap;

use ::sheet::{Cell, Column, Sheet};
use db::{Read, Result};
use kernel::{ConsignorId, Context, Day, ProductId};
use web::{Ask, FileOut};
use words::Speak;

use crate::{
    address, card,
    narrow::PER_PAGE,
    refusal::No,
    sheet::{self, Row},
    store, store_place, store_story,
    thing::Thing,
};

/// Addresses of one part of the map; the protocol allows 50,000.
const PART: i64 = 20_000;
/// Parts that the map names.
const PARTS_MAX: usize = 50;
/// Goods of one part of a feed.
const GOODS_MAX: usize = 5_000;
const SHOPS: i64 = 5_000;
const UNITS: i64 = 700;
const STORIES: i64 = 5_000;

fn file(mime: &'static str, text: String) -> FileOut {
    FileOut { mime, bytes: text.into_bytes(), immutable: false, download: None }
}

/// Combinations of filters are endless and say nothing that the list does not: not to be walked.
pub fn robots(_: &mut Read, _: &Context, ask: &Ask) -> Result<FileOut> {
    let closed = ["/api", "/masuk", "/pilihan", "/mulai", "/undangan", "/kasir"];
    // A sheet to fill in for each shop, each unit, each thing and each receipt: nothing to read.
    let sheets = ["/pesan/", "/pesan-khusus/", "/ulasan/"];
    let filters = ["q", "shop", "here", "price", "sort"];
    let mut text = "User-agent: *\n".to_owned();
    closed.iter().chain(&sheets).for_each(|path| text += &format!("Disallow: {path}\n"));
    for name in filters {
        text += &format!("Disallow: /*?{name}=\nDisallow: /*&{name}=\n");
    }
    text += &format!("\nSitemap: {}/sitemap.xml\n", ask.public_url);
    Ok(file("text/plain; charset=utf-8", text))
}

/// Where each part of the map begins: after the last product of the one before.
fn parts(read: &mut Read, ctx: &Context) -> Result<Vec<ProductId>> {
    let mut starts = vec![ProductId::new(Default::default())];
    while starts.len() < PARTS_MAX {
        let from = starts.last().copied().unwrap_or(ProductId::new(Default::default()));
        let ids = store::after(read, from, ctx.today(), PART)?;
        match ids.last() {
            Some(last) if ids.len() as i64 == PART => starts.push(*last),
            _ => break,
        }
    }
    Ok(starts)
}

/// The map's own index: the pages, then the products in parts.
pub fn sitemap(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let url = &ask.public_url;
    let starts = parts(read, ctx)?;
    let products = starts.iter().map(|start| format!("{url}/sitemap/{start}.xml"));
    let all = std::iter::once(format!("{url}/sitemap/halaman.xml")).chain(products);
    Ok(file(sheet::XML, sheet::map_of_maps(all)))
}

pub fn sitemap_part(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let url = &ask.public_url;
    let part = ask.param("part").and_then(|part| part.strip_suffix(".xml")).ok_or(No::NoFile)?;
    if part == "halaman" {
        let pages = pages(read, ctx)?.into_iter();
        let pages = pages.map(|(path, changed)| (format!("{url}{path}"), changed));
        return Ok(file(sheet::XML, sheet::map(pages)));
    }
    let start: ProductId = part.parse().map_err(|_| No::NoFile)?;
    let products = store::titles_after(read, start, ctx.today(), PART)?;
    let page = |(id, title): &(ProductId, String)| format!("{url}{}", address::product(title, *id));
    Ok(file(sheet::XML, sheet::map(products.iter().map(|one| (page(one), None)))))
}

/// Every page that is no product.
fn pages(read: &mut Read, ctx: &Context) -> Result<Vec<(String, Option<Day>)>> {
    let today = ctx.today();
    let own = ["/", "/etalase", "/mitra", "/bengkel", "/tentang", "/harga-dibagi", "/kabar"];
    let own = own.iter().chain(&["/penarikan", "/ulasan"]);
    let mut all: Vec<String> = own.map(|path| (*path).to_owned()).collect();
    let categories = store::categories(read, today)?;
    all.extend(categories.iter().map(|name| ui::query("/etalase", &[("category", name)])));
    let shops = store_place::shops(read, today, None, SHOPS)?;
    all.extend(shops.iter().map(|shop| address::shop(&shop.name, shop.id)));
    let units = store_place::units(read, today, UNITS)?;
    all.extend(units.iter().map(|unit| address::unit(&unit.name, unit.id)));
    let stories = store_story::latest(read, STORIES)?;
    let stories = stories.into_iter().map(|story| (story.path, Some(story.changed_on)));
    Ok(all.into_iter().map(|path| (path, None)).chain(stories).collect())
}

/// Whose goods they are, for the public.
#[derive(Clone, Default)]
struct Maker {
    /// The unit's name, or its brand.
    name: String,
    branded: bool,
}

/// A part of what is offered, with each one's unit.
struct Goods {
    all: Vec<(Thing, Maker)>,
    /// Whether another part follows.
    more: bool,
}

/// The number of a part: 1 where the address names none, else `2.xml` of the feed's kind.
fn numbered(ask: &Ask, kind: &str) -> Result<usize> {
    let Some(part) = ask.param("part") else { return Ok(1) };
    let number = part.strip_suffix(kind).and_then(|number| number.parse().ok());
    let number = number.filter(|number| (2..=PARTS_MAX).contains(number));
    number.ok_or_else(|| No::NoFile.into())
}

/// After which product a part begins; refuses (404) one that is not there.
fn start(read: &mut Read, today: Day, part: usize) -> Result<ProductId> {
    let mut start = ProductId::new(Default::default());
    for _ in 1..part {
        let ids = store::after(read, start, today, GOODS_MAX as i64)?;
        start = *ids.get(GOODS_MAX - 1).ok_or(No::NoFile)?;
    }
    Ok(start)
}

/// A part of what is offered, for whoever wants all of it.
fn goods(read: &mut Read, ctx: &Context, part: usize) -> Result<Goods> {
    let today = ctx.today();
    let mut after = start(read, today, part)?;
    let mut units: BTreeMap<ConsignorId, Maker> = BTreeMap::new();
    let mut all: Vec<(Thing, Maker)> = Vec::new();
    while all.len() < GOODS_MAX {
        let wanted = PER_PAGE.min(GOODS_MAX - all.len());
        let ids = store::after(read, after, today, wanted as i64)?;
        let Some(last) = ids.last() else { break };
        after = *last;
        for thing in store::things(read, ctx, &ids)? {
            let unit = maker(read, &mut units, thing.consignor_id)?;
            all.push((thing, unit));
        }
    }
    if all.is_empty() && part > 1 {
        return Err(No::NoFile.into());
    }
    let more = part < PARTS_MAX && !store::after(read, after, today, 1)?.is_empty();
    Ok(Goods { all, more })
}

/// A unit, also without an agreement in force: its goods may stand there yet.
fn maker(
    read: &mut Read,
    known: &mut BTreeMap<ConsignorId, Maker>,
    id: ConsignorId,
) -> Result<Maker> {
    if let Some(maker) = known.get(&id) {
        return Ok(maker.clone());
    }
    let unit = store_place::find_unit(read, id)?;
    let maker = unit.map(|unit| Maker { name: unit.name, branded: unit.branded });
    let maker = maker.unwrap_or_default();
    known.insert(id, maker.clone());
    Ok(maker)
}

/// One line of a feed for market places; what has no price is not for sale there.
fn line(ask: &Ask, today: Day, (thing, unit): &(Thing, Maker)) -> Option<Row> {
    let (url, title) = (&ask.public_url, thing.title());
    let price = thing.asked()?.price;
    let availability = match (thing.here() > 0, thing.promise_days) {
        (true, _) => "in_stock",
        (false, Some(_)) => "backorder",
        (false, None) => "out_of_stock",
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    // Market places refuse what can be ordered without a day on which it comes, and what has no
    // picture.
    let days = thing.promise_days.filter(|_| availability == "backorder");
    let comes = days.map(|days| today.plus_days(days).to_string()).unwrap_or_default();
    let picture = thing.photo.map_or_else(|| address::card(thing.id), |id| format!("/foto/{id}"));
    Some(vec![
        ("id", thing.id.to_string()),
        ("title", title.clone()),
        ("description", thing.description.clone().unwrap_or_else(|| title.clone())),
        ("link", format!("{url}{}", address::product(&title, thing.id))),
        ("image_link", format!("{url}{picture}")),
        ("availability", availability.to_owned()),
        ("availability_date", comes),
        ("price", format!("{} IDR", price.0)),
        ("brand", unit.name.clone()),
        ("condition", "new".to_owned()),
        ("product_type", text(&thing.category)),
        ("material", text(&thing.material)),
        ("size", text(&thing.size)),
        ("mpn", thing.code.clone()),
        ("item_group_id", thing.family_id.to_string()),
    ])
}

fn rows(ask: &Ask, ctx: &Context, goods: &Goods) -> Vec<Row> {
    goods.all.iter().filter_map(|one| line(ask, ctx.today(), one)).collect()
}

pub fn market_xml(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let part = numbered(ask, ".xml")?;
    let goods = goods(read, ctx, part)?;
    let (url, lead) = (&ask.public_url, ctx.lang.t("storefront.home.lead"));
    let next = goods.more.then(|| format!("{url}/umpan/produk/{}.xml", part + 1));
    let rows = rows(ask, ctx, &goods);
    Ok(file(sheet::XML, sheet::market(("Hilir", lead), url, next.as_deref(), &rows)))
}

pub fn market_csv(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let goods = goods(read, ctx, numbered(ask, ".csv")?)?;
    Ok(file(sheet::CSV, sheet::csv(&rows(ask, ctx, &goods))))
}

/// A further part of the goods for market places, in either form.
pub fn market_part(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    match ask.param("part").is_some_and(|part| part.ends_with(".xml")) {
        true => market_xml(read, ctx, ask),
        false => market_csv(read, ctx, ask),
    }
}

/// The same as a workbook: prices are numbers there.
pub fn catalogue_xlsx(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let columns = ["Kode", "Nama produk", "Kategori", "Penyedia", "Satuan"].map(Column::text);
    let more = ["Ukuran", "Bahan", "Perawatan", "Uraian", "Tautan"].map(Column::text);
    let columns = columns.into_iter().chain([Column::rupiah("Harga")]).chain(more);
    let text = |text: &Option<String>| Cell::from(text.as_deref().unwrap_or_default());
    let row = |(thing, unit): &(Thing, Maker)| -> Vec<Cell> {
        let title = thing.title();
        let link = format!("{}{}", ask.public_url, address::product(&title, thing.id));
        let price = thing.asked().map_or(Cell::from(""), |asked| asked.price.into());
        let (code, piece) = (thing.code.as_str().into(), thing.unit.as_str().into());
        let about = [&thing.size, &thing.material, &thing.care, &thing.description].map(text);
        let first =
            [code, title.into(), text(&thing.category), unit.name.as_str().into(), piece, price];
        first.into_iter().chain(about).chain([link.into()]).collect()
    };
    let goods = goods(read, ctx, numbered(ask, ".xlsx")?)?;
    let rows: Vec<Vec<Cell>> = goods.all.iter().map(row).collect();
    Ok(Sheet::new("E-katalog", columns.collect()).rows(rows))
}

/// What a purchasing office asks of each thing, in its own words.
pub fn catalogue_csv(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let row = |(thing, unit): &(Thing, Maker)| -> Row {
        let title = thing.title();
        let link = format!("{}{}", ask.public_url, address::product(&title, thing.id));
        vec![
            ("kode", thing.code.clone()),
            ("nama_produk", title),
            ("kategori", text(&thing.category)),
            ("penyedia", unit.name.clone()),
            ("satuan", thing.unit.clone()),
            ("harga_rupiah", thing.asked().map(|one| one.price.0.to_string()).unwrap_or_default()),
            ("ukuran", text(&thing.size)),
            ("bahan", text(&thing.material)),
            ("perawatan", text(&thing.care)),
            ("uraian", text(&thing.description)),
            (
                "waktu_pengerjaan_hari",
                thing.promise_days.map(|n| n.to_string()).unwrap_or_default(),
            ),
            ("toko_yang_punya", thing.here().to_string()),
            ("asal", ctx.lang.t(card::made(unit.branded)).to_owned()),
            ("tautan", link),
        ]
    };
    let goods = goods(read, ctx, numbered(ask, ".csv")?)?;
    let rows: Vec<Row> = goods.all.iter().map(row).collect();
    Ok(file(sheet::CSV, sheet::csv(&rows)))
}
