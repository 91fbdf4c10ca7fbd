//! One Lapas and sixteen shops with huge shelves, made through the rooms' own actions.

use std::{fs, path::Path};

use db::{Db, Tx, sql};
use hilir::{embedded, system};
use kernel::{
    Actor, AgreementId, Capabilities, Capability as Can, ConsignorId, Context, Day, Ids, Lang,
    ProductId, Reach, ShopId, Time, UserId, Zone,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Outcome;

pub const SHOPS: usize = 16;
/// A page of the shop-window.
pub const PRODUCTS: usize = 24;
/// Products on each shelf.
const ON_SHELF: usize = 6;
/// Pieces of a product that each shop has: never sold out.
const PIECES: i64 = 100_000_000;
/// How long ago the world began, in days.
pub const DAYS: i64 = 365;

/// What the measurements have to know; kept as JSON beside the database.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct World {
    pub consignor: ConsignorId,
    pub officer: UserId,
    pub shops: Vec<Shop>,
    pub products: Vec<ProductId>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shop {
    pub id: ShopId,
    pub agreement: AgreementId,
    pub clerk: UserId,
    /// What a program sends as `Authorization: Bearer …`.
    pub token: String,
    pub products: Vec<ProductId>,
}

impl World {
    /// Migrates an empty database and fills it, without a sale.
    pub fn make(db: &Db) -> Outcome<Self> {
        db.migrate(&embedded::migrations()?)?;
        let now = system::clock().now();
        let began = now.plus_seconds(-DAYS * 86_400);
        let maker = Maker { db: db.clone(), ids: system::ids(), now: began };
        maker.make(now)
    }

    pub fn save(&self, path: &Path) -> Outcome<()> {
        Ok(fs::write(path, serde_json::to_vec(self)?)?)
    }
    pub fn load(path: &Path) -> Outcome<Self> {
        let text = fs::read(path)
            .map_err(|error| format!("{}: {error}; run `bench fill` first", path.display()))?;
        Ok(serde_json::from_slice(&text)?)
    }

    /// A clerk of the shop, on his own, without the API.
    pub fn clerk(&self, shop: &Shop, ids: &Ids, now: Time) -> Context {
        let actor = actor(shop.clerk, Reach::Shop(shop.id), &[Can::Sell]);
        context(actor, ids, now)
    }

    /// A token of somebody of the unit, made beside the API.
    pub fn token_of(&self, db: &Db, name: &str, may: &[Can]) -> Outcome<String> {
        let (ids, now) = (system::ids(), system::clock().now());
        let user = sql!("SELECT id FROM people_user WHERE sign_in_name = $1");
        let name = name.to_owned();
        let user = db.read_now(move |read| read.one(user, &[&name], |row| row.get(0)))?;
        let reach = Reach::Consignor(self.consignor);
        let who = context(actor(user, reach, may), &ids, now);
        let rights: Value = may.iter().map(|one| (one.name().to_owned(), json!(true))).collect();
        let maker = Maker { db: db.clone(), ids, now };
        let input = json!({"id": maker.fresh(), "name": "Ukur", "capabilities": rights, "days": 1});
        let shown = maker.act(&who, people::create_token, input)?;
        Ok(shown.secret.ok_or("the token was not shown")?)
    }

    pub fn officer(&self, ids: &Ids, now: Time) -> Context {
        let reach = Reach::Consignor(self.consignor);
        context(actor(self.officer, reach, &[Can::RecordGoods]), ids, now)
    }
}

fn actor(user: UserId, reach: Reach, may: &[Can]) -> Actor {
    Actor { user, name: "Contoh".to_owned(), reach, capabilities: Capabilities::of(may) }
}

fn context(actor: Actor, ids: &Ids, now: Time) -> Context {
    Context { actor, now, zone: Zone::Wib, lang: Lang::Id, ids: ids.clone() }
}

struct Maker {
    db: Db,
    ids: Ids,
    now: Time,
}

impl Maker {
    fn fresh(&self) -> Uuid {
        self.ids.uuid(self.now)
    }
    fn today(&self) -> Day {
        self.now.day(Zone::Wib)
    }

    fn act<In, Out>(
        &self,
        who: &Context,
        act: fn(&mut Tx, &Context, &In) -> db::Result<Out>,
        input: Value,
    ) -> Outcome<Out>
    where
        In: DeserializeOwned + Send + 'static,
        Out: Send + 'static,
    {
        let shown = input.to_string();
        let input: In = serde_json::from_value(input).map_err(|e| format!("{e} in {shown}"))?;
        let who = who.clone();
        let done = self.db.write_now(move |tx| act(tx, &who, &input));
        done.map_err(|error| format!("{error} at {shown}").into())
    }

    fn make(&self, until: Time) -> Outcome<World> {
        let house = people::house(&self.ids, self.now);
        let consignor = self.fresh();
        self.act(
            &house,
            people::create_consignor,
            json!({
                "id": consignor, "name": "Lapas Ukur", "unit_class": "Kelas IIA",
                "kanwil": "Kanwil Contoh", "satker_code": "000000", "account_code": "000000",
                "address": "Jalan Contoh 1", "city": "Pangkalpinang", "zone": "WIB",
            }),
        )?;
        let reach = json!({"reach": "consignor", "consignor": consignor});
        let officer = self.user(&house, "kasubsi", &reach, &["record_goods"])?;
        let checker = self.user(&house, "periksa", &reach, &["record_goods", "approve"])?;
        let head = self.user(&house, "kalapas", &reach, &["approve", "sign", "oversee"])?;
        let at_lapas = |user, may: &[Can]| {
            let reach = Reach::Consignor(ConsignorId::new(consignor));
            context(actor(user, reach, may), &self.ids, self.now)
        };
        let office = Office {
            consignor,
            officer: at_lapas(officer, &[Can::RecordGoods]),
            checker: at_lapas(checker, &[Can::RecordGoods, Can::Approve]),
            head: at_lapas(head, &[Can::Approve, Can::Sign, Can::Oversee]),
        };
        let goods = self.goods(&house, &office)?;
        let shops: Outcome<Vec<Shop>> =
            (0..SHOPS).map(|n| self.shop(&house, &office, &goods, n, until)).collect();
        let products = goods.iter().map(|(product, _)| ProductId::new(*product)).collect();
        Ok(World { consignor: ConsignorId::new(consignor), officer, shops: shops?, products })
    }

    fn user(&self, house: &Context, name: &str, reach: &Value, may: &[&str]) -> Outcome<UserId> {
        let id = self.fresh();
        let rights: Value = may.iter().map(|one| ((*one).to_owned(), json!(true))).collect();
        let mut input = json!({
            "id": id, "sign_in_name": name, "name": "Contoh", "job_title": "Contoh",
            "capabilities": rights,
        });
        if let (Value::Object(input), Value::Object(reach)) = (&mut input, reach.clone()) {
            input.extend(reach);
        }
        self.act(house, people::create_user, input)?;
        Ok(UserId::new(id))
    }

    /// Products, each with one finished batch of two makers.
    fn goods(&self, house: &Context, office: &Office) -> Outcome<Vec<(Uuid, Uuid)>> {
        let makers = [self.fresh(), self.fresh()];
        for (n, maker) in makers.iter().enumerate() {
            self.act(
                house,
                people::create_maker,
                json!({
                    "id": maker, "consignor": office.consignor, "code": format!("WB-{n:03}"),
                    "name": format!("Nama Contoh {n}"), "registration_number": format!("C-{n}"),
                }),
            )?;
        }
        let today = self.today();
        let mut goods = Vec::with_capacity(PRODUCTS);
        for n in 0..PRODUCTS {
            let (product, batch) = (self.fresh(), self.fresh());
            self.act(
                &office.officer,
                catalogue::create_product,
                json!({
                    "id": product, "consignor": office.consignor, "code": format!("P{n:02}"),
                    "name": format!("Barang contoh {n}"), "unit": "buah", "category": "Contoh",
                    "material": "Kayu albasia (contoh)", "care": "Simpan di tempat kering.",
                    "description": "Buatan tangan warga binaan, untuk mengukur.",
                    "hpp_estimate": 9000, "price": 30_000, "valid_from": today,
                }),
            )?;
            self.act(
                &office.officer,
                production::open_batch,
                json!({
                    "id": batch, "product": product, "basis": "equal", "started_on": today,
                    "makers": [{"maker": makers[0]}, {"maker": makers[1]}],
                    "costs": [{"what": "Bahan", "amount": 1_000_000}],
                }),
            )?;
            self.act(
                &office.checker,
                production::finish_batch,
                json!({
                    "batch": batch, "finished_on": today, "accepted": PIECES * 16, "rejected": 0,
                }),
            )?;
            goods.push((product, batch));
        }
        Ok(goods)
    }

    fn shop(
        &self,
        house: &Context,
        office: &Office,
        goods: &[(Uuid, Uuid)],
        n: usize,
        until: Time,
    ) -> Outcome<Shop> {
        let id = self.fresh();
        self.act(
            house,
            people::create_shop,
            json!({
                "id": id, "name": format!("Toko Contoh {n}"), "owner_name": "Contoh",
                "address": "Jalan Contoh 2", "city": "Pangkalpinang", "zone": "WIB",
            }),
        )?;
        let reach = json!({"reach": "shop", "shop": id});
        let clerk = self.user(house, &format!("kasir{n}"), &reach, &["sell"])?;
        let own: Vec<(Uuid, Uuid)> =
            (0..ON_SHELF).map(|at| goods[(n * 3 + at) % goods.len()]).collect();
        let agreement = self.agree(office, id, &own, n)?;
        let seller =
            context(actor(clerk, Reach::Shop(ShopId::new(id)), &[Can::Sell]), &self.ids, self.now);
        self.deliver(office, &seller, agreement, &own)?;
        let seller = Context { now: until, ..seller };
        let shown = self.act(
            &seller,
            people::create_token,
            json!({
                "id": self.fresh(), "name": "Kasir", "capabilities": {"sell": true}, "days": 30,
            }),
        )?;
        Ok(Shop {
            id: ShopId::new(id),
            agreement: AgreementId::new(agreement),
            clerk,
            token: shown.secret.ok_or("the token was not shown")?,
            products: own.iter().map(|(product, _)| ProductId::new(*product)).collect(),
        })
    }

    fn agree(&self, office: &Office, shop: Uuid, own: &[(Uuid, Uuid)], n: usize) -> Outcome<Uuid> {
        let (id, today) = (self.fresh(), self.today());
        let annex: Vec<Value> =
            own.iter().map(|(product, _)| json!({"product": product, "price": 30_000})).collect();
        self.act(&office.officer, agreements::draft, json!({
            "id": id, "consignor": office.consignor, "shop": shop, "title": "PKS contoh",
            "place": "Pangkalpinang", "consignor_number": format!("A-{n}"),
            "shop_number": format!("B-{n}"), "signed_on": today, "effective_from": today,
            "ends_on": today.plus_days(2 * DAYS), "price_set_by": "consignor", "cycle": "monthly",
            "payment_days": 10, "damage_borne_by": "consignor", "loss_borne_by": "shop",
            "return_days": 14, "notice_days": 14, "deductibles": [], "annex": annex,
            "part": {"kind": "percent_of_gross", "percent": "20"},
        }))?;
        for side in ["consignor", "shop"] {
            self.act(
                &office.officer,
                agreements::sign,
                json!({
                    "id": self.fresh(), "agreement": id, "side": side, "name": "Contoh",
                    "office": "Contoh", "acting_for": "Contoh", "signed_on": today,
                }),
            )?;
        }
        self.act(
            &office.head,
            agreements::enforce,
            json!({
                "id": self.fresh(), "agreement": id, "no_scan_reason": "Untuk mengukur",
            }),
        )?;
        Ok(id)
    }

    fn deliver(
        &self,
        office: &Office,
        seller: &Context,
        agreement: Uuid,
        own: &[(Uuid, Uuid)],
    ) -> Outcome<()> {
        let (delivery, today) = (self.fresh(), self.today());
        let lines = |key: &str| -> Vec<Value> {
            own.iter().map(|(_, batch)| json!({"batch": batch, key: PIECES})).collect()
        };
        self.act(&office.officer, consignment::deliver, json!({
            "id": delivery, "agreement": agreement, "sent_on": today, "lines": lines("quantity"),
        }))?;
        self.act(
            seller,
            consignment::receive,
            json!({
                "id": self.fresh(), "delivery": delivery, "received_on": today,
                "lines": lines("received"),
            }),
        )?;
        Ok(())
    }
}

/// Those who act for the Lapas.
struct Office {
    consignor: Uuid,
    officer: Context,
    checker: Context,
    head: Context,
}
