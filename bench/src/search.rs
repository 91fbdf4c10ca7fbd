//! The search over many products: from the request to the whole page, each question asked once,
//! so that no page is kept.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use db::{Db, Tx, sql};
use hilir::system;
use kernel::{AgreementId, ConsignorId, Id, ProductId, ShopId, Time, Zone};
use tokio::runtime::Builder;

use crate::{
    Outcome, chance::Chance, figures::judge, http, machine, sales, server::Server, world::World,
};

/// Products in one transaction.
const TOGETHER: u64 = 500;
const P99_MAX: Duration = Duration::from_millis(50);

const THINGS: [&str; 24] = [
    "Perangkap tikus",
    "Glodok lovebird",
    "Sangkar burung",
    "Meja makan",
    "Meja belajar",
    "Kursi tamu",
    "Kursi santai",
    "Rak buku",
    "Rak sepatu",
    "Lemari pakaian",
    "Lemari dapur",
    "Sapu lidi",
    "Keset sabut",
    "Tas anyaman",
    "Dompet kulit",
    "Sandal kulit",
    "Batik tulis",
    "Miniatur kapal",
    "Lampu hias",
    "Pot bunga",
    "Talenan kayu",
    "Sendok kayu",
    "Mainan edukasi",
    "Bingkai foto",
];
const KINDS: [&str; 20] = [
    "jati",
    "albasia",
    "mahoni",
    "rotan",
    "bambu",
    "galvanis",
    "tempurung",
    "pandan",
    "eceng",
    "mendong",
    "akasia",
    "pinus",
    "kelapa",
    "baja",
    "kuningan",
    "kain",
    "perca",
    "kulit",
    "semen",
    "tanah",
];
const LOOKS: [&str; 20] = [
    "besar",
    "kecil",
    "sedang",
    "lipat",
    "gantung",
    "bundar",
    "persegi",
    "ukir",
    "polos",
    "cat",
    "alami",
    "tebal",
    "tipis",
    "ganda",
    "tunggal",
    "serbaguna",
    "antik",
    "minimalis",
    "tradisional",
    "cetak",
];

pub fn run(folder: &Path, products: u64, questions: usize) -> Outcome<bool> {
    let file = folder.join("search.db");
    sales::remove(&file)?;
    let db = Db::open(sales::text(&file)?)?;
    let world = World::make(&db)?;
    let began = Instant::now();
    fill(&db, &world, products)?;
    println!("{products} products in {:.0?}", began.elapsed());
    let began = Instant::now();
    let read = storefront::catch_up(&db)?;
    println!("their words read in {:.0?} ({read} products)", began.elapsed());
    drop(db);
    let house = Server::hilir(sales::text(&file)?)?;
    let moment = machine::Moment::now();
    let mut times = ask(&house, questions)?;
    times.sort();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    println!("search over {products} products, {}", machine::describe());
    println!(
        "\n| questions | median | p90 | p99 | most | foreign cores |\n|--:|--:|--:|--:|--:|--:|"
    );
    println!(
        "| {questions} | {:.1?} | {:.1?} | {:.1?} | {:.1?} | {} |",
        at(50),
        at(90),
        at(99),
        at(100),
        moment.foreign_cores()
    );
    Ok(judge(&format!("search p99 {:.1?} (at most {P99_MAX:.0?})", at(99)), at(99) <= P99_MAX))
}

/// Different questions, half of them with a slip of the finger, on one connection.
fn ask(house: &Server, questions: usize) -> Outcome<Vec<Duration>> {
    let mut chance = Chance::new(7);
    let asked: Vec<String> = (0..questions).map(|n| question(&mut chance, n)).collect();
    Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut client = http::Client::connect(house.address).await?;
        let mut times = Vec::with_capacity(asked.len());
        for question in &asked {
            let request = http::get(&format!("/etalase?q={question}"));
            let began = Instant::now();
            let status = client.send(&request).await?.status;
            times.push(began.elapsed());
            if status != 200 {
                return Err(format!("{question} answers {status}").into());
            }
        }
        Ok(times)
    })
}

/// One to three words; every second question has a slip, and each has a number of its own, so
/// that no answer is kept from the one before.
fn question(chance: &mut Chance, n: usize) -> String {
    let of = |chance: &mut Chance, words: &[&str]| -> String {
        chance.pick(words).copied().unwrap_or_default().to_lowercase()
    };
    let thing = of(chance, &THINGS);
    let mut words: Vec<String> = thing.split(' ').map(str::to_owned).collect();
    match chance.below(3) {
        0 => words.truncate(1),
        1 => words.push(of(chance, &KINDS)),
        _ => words.push(of(chance, &LOOKS)),
    }
    if n.is_multiple_of(2) {
        let at = chance.below(words.len() as u64) as usize;
        words[at] = slipped(chance, &words[at]);
    }
    format!("{}+x{n}", words.join("+"))
}

/// A letter left out, doubled or swapped.
fn slipped(chance: &mut Chance, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + chance.below(letters.len().saturating_sub(2) as u64) as usize;
    match chance.below(3) {
        0 if letters.len() > 4 => drop(letters.remove(at)),
        1 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}

/// Products straight into their tables, each in the annex of a shop: the rooms' own actions would
/// take an hour, and what is measured only reads.
fn fill(db: &Db, world: &World, products: u64) -> Outcome<()> {
    let (ids, now) = (system::ids(), system::clock().now());
    let unit = world.consignor;
    let shops: Vec<(ShopId, AgreementId)> =
        world.shops.iter().map(|shop| (shop.id, shop.agreement)).collect();
    let mut done = 0;
    while done < products {
        let together = TOGETHER.min(products - done);
        let rows: Vec<(u64, ProductId, (ShopId, AgreementId))> = (done..done + together)
            .map(|n| (n, Id::new(ids.uuid(now)), shops[n as usize % shops.len()]))
            .collect();
        db.write_now(move |tx| insert(tx, unit, now, &rows))?;
        done += together;
    }
    Ok(())
}

fn insert(
    tx: &mut Tx,
    unit: ConsignorId,
    now: Time,
    rows: &[(u64, ProductId, (ShopId, AgreementId))],
) -> db::Result<()> {
    let product = sql!(
        "INSERT INTO catalogue_product (id, consignor_id, family_id, code, name, unit, category,
            material, active, revision, created_by, created_at)
         VALUES ($1, $2, $1, $3, $4, 'buah', $5, $6, $7, 1, $1, $8)"
    );
    let price = sql!(
        "INSERT INTO catalogue_price (product_id, seq, id, consignor_id, valid_from, price_rupiah,
            created_by, created_at) VALUES ($1, 1, $1, $2, $3, $4, $1, $5)"
    );
    let offer = sql!(
        "INSERT INTO agreements_selling (shop_id, product_id, from_day, until_day, terms_id,
            agreement_id, consignor_id, part_kind, part_value, price_set_by)
         SELECT $1, $2, valid_from, ends_on, id, agreement_id, consignor_id, part_kind, part_value,
            price_set_by FROM agreements_terms WHERE agreement_id = $3"
    );
    let today = now.day(Zone::Wib);
    for (n, id, (shop, agreement)) in rows {
        let at = |of: &[&'static str], n: u64| of[(n % of.len() as u64) as usize];
        let (thing, kind) = (at(&THINGS, *n), at(&KINDS, n / 24));
        let name = format!("{thing} {kind} {} {}", at(&LOOKS, n / 480), n / 9_600);
        let category = thing.split(' ').next().unwrap_or_default();
        let (code, rupiah) = (format!("U{n:06}"), 10_000 + (n % 97) as i64 * 5_000);
        tx.run(product, &[id, &unit, &code, &name, &category, &kind, &true, &now])?;
        tx.run(price, &[id, &unit, &today, &rupiah, &now])?;
        tx.run(offer, &[shop, id, agreement])?;
    }
    Ok(())
}
