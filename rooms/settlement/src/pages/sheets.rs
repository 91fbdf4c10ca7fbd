//! Statements and what follows from them as spreadsheets.

use std::collections::BTreeMap;

use agreements::Agreement;
use db::{Read, Result};
use kernel::{AgreementId, Context, Lang, Rupiah};
use sheet::{Cell, Column, Sheet};
use web::Ask;
use words::Speak;

use super::{credit, distribution, expense, parts, payout, pnbp, premi, remittance, statement};
use crate::{
    ageing::Bucket,
    kinds::{Decision, StatementState},
    queries, store_distribution,
    types::{AgeingLine, ProductLine, Statement},
};

type Known = BTreeMap<AgreementId, Agreement>;

fn of_parties(ctx: &Context) -> [Column; 3] {
    let text = |key| Column::text(ctx.lang.t(key));
    [
        text("settlement.sheet.unit"),
        text("settlement.sheet.shop"),
        text("settlement.sheet.agreement_number"),
    ]
}

fn parties(ctx: &Context, agreement: Option<&Agreement>) -> [Cell; 3] {
    let of_shop = ctx.actor.shop().is_some();
    let number = |one: &Agreement| match of_shop {
        true => one.shop_number.clone(),
        false => one.consignor_number.clone(),
    };
    [
        agreement.map(|one| one.consignor_name.as_str()).into(),
        agreement.map(|one| one.shop_name.as_str()).into(),
        agreement.and_then(number).into(),
    ]
}

pub fn statements(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = statement::narrowed(read, ctx, ask)?;
    let known = parts::agreements_of(read, rows.iter().map(|one| one.agreement_id))?;
    let row = |one: &Statement| {
        let mut cells = vec![one.number.as_str().into()];
        cells.extend(parties(ctx, known.get(&one.agreement_id)));
        cells.extend([one.from, one.to, one.closed_on, one.due_on].map(Cell::from));
        cells.extend(
            [one.gross, one.shop_part, one.expenses, one.losses, one.due, one.open].map(Cell::from),
        );
        cells.push(state(ctx, one).into());
        cells.push(one.note.as_ref().into());
        cells
    };
    let mut columns = vec![Column::text(lang.t("common.number")).width(18)];
    columns.extend(of_parties(ctx));
    columns.extend(
        ["sheet.from", "sheet.to", "closed_on", "due_on"]
            .map(|key| Column::day(lang.t(&format!("settlement.{key}")))),
    );
    columns.extend(
        ["gross", "shop_part", "expenses", "losses", "due", "open"]
            .map(|key| Column::rupiah(lang.t(&format!("settlement.{key}"))).summed()),
    );
    columns.push(Column::text(lang.t("common.state")).width(18));
    columns.push(Column::text(lang.t("common.note")).width(30));
    Ok(Sheet::new(lang.t("settlement.statement.title"), columns).window(rows.iter().map(row)))
}

fn state(ctx: &Context, one: &Statement) -> &'static str {
    ctx.lang.t(match one.state {
        StatementState::Closed => "settlement.state.closed",
        StatementState::Approved if one.open.0 > 0 => "settlement.state.owed",
        StatementState::Approved => "settlement.state.remitted",
        StatementState::Rejected => "settlement.state.rejected",
    })
}

/// One nota: its products, and on the second sheet what it came to.
pub fn one_statement(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let whole = queries::whole_statement(read, ctx, ask.id("statement")?)?;
    let (lang, one) = (ctx.lang, &whole.statement);
    let agreement = agreements::load_agreement(read, one.agreement_id)?;
    let title = lang.fill("settlement.statement.one", &[("number", &one.number)]);
    let row = |line: &ProductLine| {
        let mut cells = vec![line.code.as_str().into(), line.name.as_str().into()];
        cells.push(line.unit.as_str().into());
        cells.extend(
            [
                line.opening,
                line.received,
                line.sold,
                line.refunded,
                line.returned,
                line.damaged,
                line.lost,
                line.transferred,
                line.difference,
                line.closing,
            ]
            .map(Cell::from),
        );
        cells.extend([line.gross, line.shop_part, line.due].map(Cell::from));
        cells
    };
    let mut columns = vec![
        Column::text(lang.t("settlement.sheet.code")).width(12),
        Column::text(lang.t("settlement.product")),
        Column::text(lang.t("settlement.sheet.piece")).width(10),
    ];
    columns.extend(
        STOCK.map(|key| Column::number(lang.t(&format!("settlement.stock.{key}"))).summed()),
    );
    columns.extend(
        ["gross", "shop_part", "due"]
            .map(|key| Column::rupiah(lang.t(&format!("settlement.{key}"))).summed()),
    );
    let [unit, shop, number] = parties(ctx, Some(&agreement)).map(text_of);
    let period = format!("{} – {}", one.from.long(lang), one.to.long(lang));
    let sheet = Sheet::new(&title, columns).named(format!("nota {}", one.number));
    let sheet = sheet
        .about(lang.t("settlement.sheet.unit"), unit)
        .about(lang.t("settlement.sheet.shop"), shop)
        .about(lang.t("settlement.sheet.agreement_number"), number)
        .about(lang.t("settlement.period"), period)
        .about(lang.t("settlement.due_on"), one.due_on.long(lang))
        .about(lang.t("common.state"), state(ctx, one));
    let sums = [
        ("settlement.gross", one.gross),
        ("settlement.shop_part", one.shop_part),
        ("settlement.expenses", one.expenses),
        ("settlement.losses", one.losses),
        ("settlement.due", one.due),
        ("settlement.open", one.open),
    ];
    let told = |sheet: Sheet, (key, sum): (&str, Rupiah)| sheet.about(lang.t(key), sum.to_string());
    let sheet = sums.into_iter().fold(sheet, told);
    Ok(sheet.about("SHA-256", one.digest.clone()).rows(whole.products.iter().map(row)))
}

const STOCK: [&str; 10] = [
    "opening",
    "received",
    "sold",
    "refunded",
    "returned",
    "damaged",
    "lost",
    "transferred",
    "difference",
    "closing",
];

fn text_of(cell: Cell) -> String {
    match cell {
        Cell::Text(text) => text,
        _ => String::new(),
    }
}

pub fn expenses(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = expense::narrowed(read, ctx, ask)?;
    let known: Known = parts::agreements_of(read, rows.iter().map(|one| one.agreement_id))?;
    let rows = rows.iter().map(|one| {
        let mut cells = vec![one.spent_on.into(), expense::kind(ctx, one.kind).into()];
        cells.extend(parties(ctx, known.get(&one.agreement_id)));
        cells.extend([
            one.amount.into(),
            one.note.as_str().into(),
            told(lang, one.state, one.taken_back).into(),
            one.booked_on.into(),
        ]);
        cells
    });
    let mut columns = vec![
        Column::day(lang.t("settlement.expense.spent_on")),
        Column::text(lang.t("settlement.expense.kind")).width(16),
    ];
    columns.extend(of_parties(ctx));
    columns.extend([
        Column::rupiah(lang.t("common.amount")).summed(),
        Column::text(lang.t("common.note")).width(30),
        Column::text(lang.t("common.state")).width(18),
        Column::day(lang.t("settlement.sheet.booked_on")),
    ]);
    let sheet = Sheet::new(lang.t("settlement.expense.title"), columns);
    Ok(sheet.window(rows.collect::<Vec<_>>()))
}

pub fn refunds(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = credit::narrowed(read, ctx, ask)?;
    let known: Known = parts::agreements_of(read, rows.iter().map(|one| one.agreement_id))?;
    let rows = rows.iter().map(|one| {
        let mut cells = vec![one.paid_on.into()];
        cells.extend(parties(ctx, known.get(&one.agreement_id)));
        cells.extend([
            remittance::method(ctx, one.method).into(),
            one.reference.as_ref().into(),
            one.amount.into(),
            told(lang, one.state, one.taken_back).into(),
            one.note.as_ref().into(),
        ]);
        cells
    });
    let mut columns = vec![Column::day(lang.t("settlement.credit.paid_on"))];
    columns.extend(of_parties(ctx));
    columns.extend([
        Column::text(lang.t("settlement.remittance.method")).width(16),
        Column::text(lang.t("settlement.sheet.reference")),
        Column::rupiah(lang.t("common.amount")).summed(),
        Column::text(lang.t("common.state")).width(18),
        Column::text(lang.t("common.note")).width(30),
    ]);
    let sheet = Sheet::new(lang.t("settlement.credit.refunds"), columns);
    Ok(sheet.window(rows.collect::<Vec<_>>()))
}

/// How far it is; or that it was taken back.
fn told(lang: Lang, state: Decision, taken_back: Option<Decision>) -> &'static str {
    match taken_back {
        Some(Decision::Confirmed) => lang.t("settlement.taken_back.done"),
        Some(Decision::Reported) => lang.t("settlement.taken_back.waits"),
        Some(Decision::Rejected) | None => lang.t(&format!("settlement.decision.{state}")),
    }
}

pub fn remittances(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = remittance::narrowed(read, ctx, ask)?;
    let known: Known = parts::agreements_of(read, rows.iter().map(|one| one.agreement_id))?;
    let rows = rows.iter().map(|one| {
        let mut cells = vec![one.paid_on.into()];
        cells.extend(parties(ctx, known.get(&one.agreement_id)));
        cells.extend([
            remittance::method(ctx, one.method).into(),
            one.reference.as_ref().into(),
            one.amount.into(),
            told(lang, one.state, one.taken_back).into(),
            one.decided_on.into(),
            one.note.as_ref().into(),
        ]);
        cells
    });
    let mut columns = vec![Column::day(lang.t("settlement.remittance.paid_on"))];
    columns.extend(of_parties(ctx));
    columns.extend([
        Column::text(lang.t("settlement.remittance.method")).width(14),
        Column::text(lang.t("settlement.remittance.reference")),
        Column::rupiah(lang.t("common.amount")).summed(),
        Column::text(lang.t("common.state")).width(18),
        Column::day(lang.t("settlement.sheet.decided_on")),
        Column::text(lang.t("common.note")).width(30),
    ]);
    let sheet = Sheet::new(lang.t("settlement.remittance.title"), columns);
    Ok(sheet.window(rows.collect::<Vec<_>>()))
}

/// What is owed, by how late it is.
pub fn ageing(read: &mut Read, ctx: &Context, _: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let all = queries::ageing(read, ctx)?;
    let known: Known = parts::agreements_of(read, all.iter().map(|one| one.agreement_id))?;
    let row = |one: &AgeingLine| {
        let mut cells = parties(ctx, known.get(&one.agreement_id)).to_vec();
        cells.extend(remittance::buckets(one).map(Cell::from));
        cells.push(one.total.into());
        cells
    };
    let mut columns = of_parties(ctx).to_vec();
    columns.extend(
        Bucket::ALL.iter().map(|one| {
            Column::rupiah(lang.t(&format!("settlement.ageing.{}", one.name()))).summed()
        }),
    );
    columns.push(Column::rupiah(lang.t("common.total")).summed());
    Ok(Sheet::new(lang.t("settlement.ageing.title"), columns).rows(all.iter().map(row)))
}

pub fn distributions(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = distribution::narrowed(read, ctx, ask)?;
    let known: Known = parts::agreements_of(read, rows.iter().filter_map(|one| one.agreement_id))?;
    let mut lines = Vec::with_capacity(rows.len());
    for one in &rows {
        let all = store_distribution::parts(read, one.id)?;
        let shared: Rupiah = all.iter().map(|part| part.amount).sum();
        let mut cells = vec![one.number.as_str().into()];
        cells.extend(parties(ctx, one.agreement_id.and_then(|id| known.get(&id))));
        cells.extend([one.to.into(), one.shared_on.into()]);
        cells.extend([one.due, one.cost, one.base, one.premi, one.state_revenue].map(Cell::from));
        cells.push((shared - one.premi - one.state_revenue).into());
        cells.push(lang.t(if one.estimated { "common.yes" } else { "common.no" }).into());
        lines.push(cells);
    }
    let mut columns = vec![Column::text(lang.t("settlement.distribution.number")).width(18)];
    columns.extend(of_parties(ctx));
    columns.extend([
        Column::day(lang.t("settlement.sheet.to")),
        Column::day(lang.t("settlement.distribution.shared_on")),
        Column::rupiah(lang.t("settlement.due")).summed(),
        Column::rupiah(lang.t("settlement.sheet.cost")).summed(),
        Column::rupiah(lang.t("settlement.sheet.base")).summed(),
        Column::rupiah(lang.t("common.flow.premi")).summed(),
        Column::rupiah(lang.t("common.flow.state_revenue")).summed(),
        Column::rupiah(lang.t("settlement.sheet.others")).summed(),
        Column::text(lang.t("settlement.estimated")).width(12),
    ]);
    Ok(Sheet::new(lang.t("settlement.distribution.title"), columns).window(lines))
}

/// By code: nobody's name is read for a list.
pub fn premi(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let all = premi::narrowed(read, ctx, ask)?;
    let rows = all.iter().map(|one| {
        let mut cells = vec![one.code.as_str().into()];
        let sums = [one.credited, one.arrived, one.saved, one.usable, one.waiting, one.paid];
        cells.extend(sums.map(Cell::from));
        cells.extend([one.sent.into(), one.released_on.into(), one.moved_on.into()]);
        cells
    });
    let sum = |key: &str| Column::rupiah(lang.t(key)).summed();
    let columns = vec![
        Column::text(lang.t("settlement.maker")).width(12),
        sum("settlement.premi.credited"),
        sum("settlement.premi.arrived"),
        sum("settlement.part.saved"),
        sum("settlement.part.usable"),
        sum("settlement.premi.waiting"),
        sum("settlement.premi.paid"),
        sum("settlement.premi.sent"),
        Column::day(lang.t("settlement.sheet.released_on")),
        Column::day(lang.t("settlement.sheet.moved_on")),
    ];
    Ok(Sheet::new(lang.t("settlement.premi.title"), columns).rows(rows.collect::<Vec<_>>()))
}

pub fn payouts(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = payout::narrowed(read, ctx, ask)?;
    let ids: Vec<_> = rows.iter().map(|one| one.maker_id).collect();
    let codes = people::maker_codes(read, &ids)?;
    let rows = rows.iter().map(|one| {
        let taken = one.taken_back.map(|how| lang.t(&format!("settlement.decision.{how}")));
        vec![
            one.paid_on.into(),
            codes.get(&one.maker_id).into(),
            lang.t(&format!("settlement.part.{}", one.part)).into(),
            lang.t(&format!("settlement.payout_method.{}", one.method)).into(),
            one.reference.as_ref().into(),
            one.amount.into(),
            lang.t(&format!("settlement.decision.{}", one.state)).into(),
            taken.into(),
        ]
    });
    let columns = vec![
        Column::day(lang.t("settlement.payout.paid_on")),
        Column::text(lang.t("settlement.maker")).width(12),
        Column::text(lang.t("settlement.payout.part")).width(18),
        Column::text(lang.t("settlement.payout.method")).width(18),
        Column::text(lang.t("settlement.sheet.reference")),
        Column::rupiah(lang.t("common.amount")).summed(),
        Column::text(lang.t("common.state")).width(18),
        Column::text(lang.t("settlement.sheet.taken_back")).width(18),
    ];
    let sheet = Sheet::new(lang.t("settlement.payout.title"), columns);
    Ok(sheet.window(rows.collect::<Vec<_>>()))
}

pub fn dues(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (all, _) = pnbp::dues(read, ctx, ask)?;
    let rows = all.iter().map(|one| {
        vec![
            one.number.as_str().into(),
            one.due_on.into(),
            one.amount.into(),
            one.billing_code.as_ref().into(),
            one.paid_on.into(),
        ]
    });
    let columns = vec![
        Column::text(lang.t("settlement.distribution.number")).width(18),
        Column::day(lang.t("settlement.pnbp.since")),
        Column::rupiah(lang.t("common.amount")).summed(),
        Column::text(lang.t("settlement.billing.code")).width(18),
        Column::day(lang.t("settlement.sheet.paid_on")),
    ];
    Ok(Sheet::new(lang.t("settlement.pnbp.title"), columns).window(rows.collect::<Vec<_>>()))
}

pub fn billings(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = pnbp::narrowed(read, ctx, ask)?;
    let rows = rows.iter().map(|one| {
        let state = pnbp::seen_state(one, ctx.today());
        vec![
            one.code.as_str().into(),
            one.amount.into(),
            one.issued_on.into(),
            one.expires_on.into(),
            lang.t(&format!("settlement.billing_state.{state}")).into(),
            one.paid_on.into(),
            one.ntb.as_ref().into(),
            one.ntpn.as_ref().into(),
        ]
    });
    let columns = vec![
        Column::text(lang.t("settlement.billing.code")).width(18),
        Column::rupiah(lang.t("common.amount")).summed(),
        Column::day(lang.t("settlement.billing.issued_on")),
        Column::day(lang.t("settlement.billing.expires_on")),
        Column::text(lang.t("common.state")).width(18),
        Column::day(lang.t("settlement.sheet.paid_on")),
        Column::text("NTB").width(18),
        Column::text("NTPN").width(18),
    ];
    let sheet = Sheet::new(lang.t("settlement.billing.title"), columns);
    Ok(sheet.window(rows.collect::<Vec<_>>()))
}
