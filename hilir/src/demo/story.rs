//! Four weeks and what follows: made, delivered, sold, counted, settled, remitted, shared.

use db::{Db, Result as DbResult, Tx};
use kernel::{Context, Day, Ids, Lang, Time, Zone};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Failure, demo::cast::Cast};

/// An hour of a day, in WIB.
pub fn at(year: i32, month: u32, day: u32, hour: i64) -> Time {
    #[expect(clippy::expect_used, reason = "the story's days exist")]
    let day = Day::new(year, month, day).expect("a day");
    let midnight = day.date().and_time(Default::default()).and_utc();
    Time::from_utc(midnight).plus_seconds((hour - 7) * 3_600)
}

/// Where the story is played: a database, a clock that the story sets, ids that repeat.
pub struct Stage {
    db: Db,
    pub ids: Ids,
    pub now: Time,
    zone: Zone,
    lang: Lang,
}

impl Stage {
    pub fn new(db: Db, ids: Ids, zone: Zone, lang: Lang) -> Self {
        Self { db, ids, now: at(2025, 10, 1, 8), zone, lang }
    }

    pub fn fresh(&self) -> Uuid {
        self.ids.uuid(self.now)
    }

    /// The context of one who plays.
    pub fn as_player(&self, cast: &Cast, sign_in_name: &str) -> Context {
        Context {
            actor: cast.player(sign_in_name).actor.clone(),
            now: self.now,
            zone: self.zone,
            lang: self.lang,
            ids: self.ids.clone(),
        }
    }

    /// Does what a person or a program would do, with the input as the API takes it.
    pub fn act<In, Out>(
        &self,
        who: &Context,
        act: fn(&mut Tx, &Context, &In) -> DbResult<Out>,
        input: Value,
    ) -> Result<Out, Failure>
    where
        In: DeserializeOwned + Send + 'static,
        Out: Send + 'static,
    {
        let shown = input.to_string();
        let wrong = |error| format!("The demo says something wrong: {error} in {shown}");
        let input: In =
            serde_json::from_value(input).map_err(|error| Failure::new(wrong(error)))?;
        let context = Context { now: self.now, ..who.clone() };
        self.db
            .write_now(move |tx| act(tx, &context, &input))
            .map_err(|error| Failure::from(error).hint(format!("The demo stopped at {shown}")))
    }

    pub fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx) -> DbResult<T> + Send + 'static,
    ) -> Result<T, Failure> {
        Ok(self.db.write_now(work)?)
    }
}

/// The parts of the story, in order.
pub fn play(
    stage: &mut Stage,
    cast: &Cast,
    told: &mut dyn FnMut(usize, usize),
) -> Result<(), Failure> {
    let mut told_of = |done| told(done, 9);
    let agreements = sign(stage, cast)?;
    super::news::first_story(stage, cast)?;
    told_of(1);
    let batches = make(stage, cast)?;
    told_of(2);
    deliver(stage, cast, agreements, batches)?;
    told_of(3);
    let job = super::order::begin(stage, cast)?;
    super::trade::four_weeks(stage, cast)?;
    told_of(4);
    super::trade::damage_and_count(stage, cast, agreements.acun, batches.traps)?;
    told_of(5);
    let statements = super::money::first_month(stage, cast, agreements)?;
    told_of(6);
    super::money::share(stage, cast, &statements)?;
    told_of(7);
    super::trade::december(stage, cast)?;
    let shared = super::order::complete(stage, cast, job)?;
    super::amends::moved(stage, cast)?;
    super::money::bill(stage, cast, &[shared], ("820251230000001", at(2025, 12, 30, 9)))?;
    super::amends::recalled(stage, cast, agreements, batches)?;
    told_of(8);
    super::amends::premi_follows(stage, cast)?;
    super::amends::released_by_mistake(stage, cast)?;
    super::money::second_month(stage, cast, agreements)?;
    super::monday::open(stage, cast, agreements, batches)?;
    super::order::short(stage, cast)?;
    super::news::waiting_draft(stage, cast)?;
    super::news::labels(stage, cast, batches)?;
    super::office::furnish(stage, cast)?;
    super::buyers::order(stage, cast)?;
    super::news::prospects(stage, cast)?;
    super::addendum::agree(stage, cast, agreements.acun)?;
    told_of(9);
    stage.now = super::ends_at();
    Ok(())
}

#[derive(Debug, Clone, Copy)]
pub struct Agreements {
    pub acun: Uuid,
    pub kicau: Uuid,
}

/// The PKS of the article, and one with an invented shop by the second kind of terms.
fn sign(stage: &mut Stage, cast: &Cast) -> Result<Agreements, Failure> {
    stage.now = at(2025, 11, 3, 9);
    let percent = json!({"kind": "percent_of_gross", "percent": "20"});
    let above = json!({"kind": "above_consigned_price", "rupiah": 36000});
    let acun = json!({
        "shop": cast.acun,
        "title": "Perjanjian Kerja Sama Pemasaran Hasil Karya Warga Binaan",
        "consignor_number": "W7.PAS.CONTOH-HH.05.05-001 (contoh)",
        "shop_number": "001/TAA/XI/2025 (contoh)",
        "part": percent,
        "annex": [
            {"product": cast.trap, "price": 30000, "quantity": 100},
            {"product": cast.nest, "price": 45000, "quantity": 50},
        ],
    });
    let kicau = json!({
        "shop": cast.kicau,
        "title": "Perjanjian Kerja Sama Titip Jual (contoh)",
        "consignor_number": "W7.PAS.CONTOH-HH.05.05-002 (contoh)",
        "shop_number": "07/KICAU/XI/2025 (contoh)",
        "part": above,
        "annex": [{"product": cast.nest, "price": 48000}],
    });
    Ok(Agreements {
        acun: agree(stage, cast, acun, "hendri")?,
        kicau: agree(stage, cast, kicau, "kicau")?,
    })
}

fn agree(stage: &mut Stage, cast: &Cast, own: Value, owner: &str) -> Result<Uuid, Failure> {
    let id = stage.fresh();
    let mut draft = json!({
        "id": id,
        "consignor": cast.lapas,
        "place": "Pangkalpinang",
        "signed_on": "2025-11-03",
        "effective_from": "2025-11-03",
        "ends_on": "2026-11-02",
        "notes": "Selain pihak, tanggal dan barangnya, isi PKS ini contoh.",
        "price_set_by": "consignor",
        "cycle": "monthly",
        "payment_days": 10,
        "damage_borne_by": "consignor",
        "loss_borne_by": "shop",
        "return_days": 14,
        "notice_days": 14,
        "deductibles": [{"kind": "transport", "allowed": true, "limit": 50000}],
    });
    if let (Value::Object(draft), Value::Object(own)) = (&mut draft, own) {
        draft.extend(own);
    }
    let kasubsi = stage.as_player(cast, "kasubsi");
    stage.act(&kasubsi, agreements::draft, draft)?;
    let shop = if owner == "hendri" { "Toko Acun Akuarium" } else { "Toko Kicau (contoh)" };
    let (head, owner) = (cast.player("kalapas"), cast.player(owner));
    for (side, who, office, acting_for) in [
        ("consignor", head.name, "Kepala Lapas", "Lapas Kelas IIA Pangkalpinang"),
        ("shop", owner.name, "Pimpinan toko", shop),
    ] {
        stage.act(
            &kasubsi,
            agreements::sign,
            json!({
                "id": stage.fresh(), "agreement": id, "side": side, "name": who, "office": office,
                "acting_for": acting_for, "signed_on": "2025-11-03",
            }),
        )?;
    }
    let kalapas = stage.as_player(cast, "kalapas");
    stage.act(&kalapas, agreements::enforce, json!({
        "id": stage.fresh(), "agreement": id, "no_scan_reason": "Contoh: naskah bertanda tangan tidak disertakan",
    }))?;
    Ok(id)
}

#[derive(Debug, Clone, Copy)]
pub struct Batches {
    pub traps: Uuid,
    pub more_traps: Uuid,
    pub nests: Uuid,
}

/// Three batches: their makers by pieces, by hours and alike; material gives the cost a piece.
fn make(stage: &mut Stage, cast: &Cast) -> Result<Batches, Failure> {
    let m = &cast.makers;
    let traps = batch(
        stage,
        cast,
        (10, 6),
        (10, 24),
        json!({
            "product": cast.trap, "basis": "units",
            "makers": [
                {"maker": m[0], "weight": 10}, {"maker": m[1], "weight": 8},
                {"maker": m[2], "weight": 8},
            ],
            "costs": [
                {"what": "Kawat ram dan engsel (contoh)", "amount": 180000},
                {"what": "Per dan kait (contoh)", "amount": 45000},
            ],
        }),
        (25, 1),
    )?;
    let nests = batch(
        stage,
        cast,
        (10, 8),
        (10, 30),
        json!({
            "product": cast.nest, "basis": "hours",
            "makers": [{"maker": m[3], "weight": 26}, {"maker": m[4], "weight": 18}],
            "costs": [
                {"what": "Papan albasia (contoh)", "amount": 182000},
                {"what": "Paku dan lem (contoh)", "amount": 42000},
            ],
        }),
        (16, 0),
    )?;
    let more_traps = batch(
        stage,
        cast,
        (11, 4),
        (11, 14),
        json!({
            "product": cast.trap, "basis": "equal",
            "makers": [{"maker": m[0]}, {"maker": m[1]}, {"maker": m[5]}],
            "costs": [{"what": "Kawat ram, engsel, per (contoh)", "amount": 190000}],
        }),
        (20, 0),
    )?;
    Ok(Batches { traps, more_traps, nests })
}

fn batch(
    stage: &mut Stage,
    cast: &Cast,
    started: (u32, u32),
    finished: (u32, u32),
    mut input: Value,
    (accepted, rejected): (i64, i64),
) -> Result<Uuid, Failure> {
    stage.now = at(2025, started.0, started.1, 8);
    let id = stage.fresh();
    input["id"] = json!(id);
    input["started_on"] = json!(stage.now.day(Zone::Wib));
    let kasubsi = stage.as_player(cast, "kasubsi");
    stage.act(&kasubsi, production::open_batch, input)?;
    stage.now = at(2025, finished.0, finished.1, 15);
    let checker = stage.as_player(cast, "periksa");
    stage.act(
        &checker,
        production::finish_batch,
        json!({
            "batch": id, "finished_on": stage.now.day(Zone::Wib),
            "accepted": accepted, "rejected": rejected, "grade": "a",
        }),
    )?;
    Ok(id)
}

/// Goods go to both shops; Toko Acun counts one trap fewer than were sent. Both settle it: the
/// piece stood in the workshop.
fn deliver(
    stage: &mut Stage,
    cast: &Cast,
    agreements: Agreements,
    batches: Batches,
) -> Result<(), Failure> {
    let first = [(batches.traps, 22), (batches.nests, 9)];
    let receipt = send(stage, cast, (11, 4), agreements.acun, &first, "kasir", &[21, 9])?;
    send(stage, cast, (11, 6), agreements.kicau, &[(batches.nests, 5)], "kicau", &[5])?;
    settle_difference(stage, cast, receipt)?;
    let second = [(batches.traps, 3), (batches.more_traps, 12)];
    send(stage, cast, (11, 17), agreements.acun, &second, "kasir", &[3, 12])?;
    Ok(())
}

fn send(
    stage: &mut Stage,
    cast: &Cast,
    (month, day): (u32, u32),
    agreement: Uuid,
    lines: &[(Uuid, i64)],
    receiver: &str,
    received: &[i64],
) -> Result<Uuid, Failure> {
    stage.now = at(2025, month, day, 8);
    let (delivery, receipt) = (stage.fresh(), stage.fresh());
    let today = stage.now.day(Zone::Wib);
    let sent: Vec<Value> =
        lines.iter().map(|(batch, n)| json!({"batch": batch, "quantity": n})).collect();
    let kasubsi = stage.as_player(cast, "kasubsi");
    stage.act(
        &kasubsi,
        consignment::deliver,
        json!({
            "id": delivery, "agreement": agreement, "sent_on": today, "lines": sent,
            "carried_by": "Petugas Lapas (contoh)",
        }),
    )?;
    stage.now = at(2025, month, day, 10);
    let counted: Vec<Value> = lines
        .iter()
        .zip(received)
        .map(|((batch, sent), received)| {
            let note = (received < sent).then_some("Kurang saat dihitung bersama (contoh)");
            json!({"batch": batch, "received": received, "note": note})
        })
        .collect();
    let receiver = stage.as_player(cast, receiver);
    stage.act(
        &receiver,
        consignment::receive,
        json!({
            "id": receipt, "delivery": delivery, "received_on": today, "lines": counted,
        }),
    )?;
    Ok(receipt)
}

fn settle_difference(stage: &mut Stage, cast: &Cast, receipt: Uuid) -> Result<(), Failure> {
    stage.now = at(2025, 11, 7, 9);
    let kasubsi = stage.as_player(cast, "kasubsi");
    let open = stage.write(move |tx| consignment::discrepancies_of(tx, receipt))?;
    let Some(open) = open.first() else {
        return Err(Failure::new("The demo's delivery shows no difference."));
    };
    let (discrepancy, proposal) = (open.id, stage.fresh());
    stage.act(
        &kasubsi,
        consignment::propose_resolution,
        json!({
            "id": proposal, "discrepancy": discrepancy, "resolution": "found_at_origin",
            "quantity": 1, "note": "Satu perangkap tertinggal di bengkel (contoh)",
        }),
    )?;
    stage.now = at(2025, 11, 7, 11);
    let owner = stage.as_player(cast, "hendri");
    stage.act(
        &owner,
        consignment::confirm_resolution,
        json!({
            "discrepancy": discrepancy, "proposal": proposal,
        }),
    )?;
    Ok(())
}
