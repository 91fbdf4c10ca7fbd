//! SQL of the versions of terms, and of what sells on which day.

use std::collections::BTreeMap;

use db::{Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{AgreementId, ConsignorId, Context, Day, ProductId, ShopId, TermsId, Time};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Agreement, AnnexItem, Deductible, ShopPart, Terms, kinds::PartKind, life::Window, refusal::No,
    store,
};

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, agreement_id, version, state, valid_from, ends_on, signed_early, \
             addendum_number, addendum_reason, no_scan_reason, part_kind, part_value, \
             price_set_by, cycle, payment_days, damage_borne_by, loss_borne_by, return_days, \
             notice_days, created_by FROM agreements_terms ",
            $rest
        )
    };
}

fn bare_terms(row: &Row<'_>) -> Result<Terms> {
    Ok(Terms {
        id: row.get(0)?,
        agreement_id: row.get(1)?,
        version: row.get(2)?,
        state: row.get(3)?,
        valid_from: row.get(4)?,
        ends_on: row.get(5)?,
        signed_early: row.get(6)?,
        addendum_number: row.get(7)?,
        addendum_reason: row.get(8)?,
        no_scan_reason: row.get(9)?,
        part: ShopPart::from_stored(row.get(10)?, row.get(11)?),
        price_set_by: row.get(12)?,
        cycle: row.get(13)?,
        payment_days: row.get(14)?,
        damage_borne_by: row.get(15)?,
        loss_borne_by: row.get(16)?,
        return_days: row.get(17)?,
        notice_days: row.get(18)?,
        created_by: row.get(19)?,
        deductibles: Vec::new(),
        annex: BTreeMap::new(),
    })
}

pub fn find(read: &mut Read, id: TermsId) -> Result<Option<Terms>> {
    let found = read.first(sql!(columns!("WHERE id = $1")), &[&id], bare_terms)?;
    found.map(|terms| filled(read, terms)).transpose()
}

/// The version in force on a day: the newest that has begun, else the first.
pub fn on(read: &mut Read, agreement: AgreementId, day: Day) -> Result<Option<Terms>> {
    let sql = sql!(columns!(
        "WHERE agreement_id = $1 AND (state = 'in_force' OR version = 1)
         ORDER BY CASE WHEN valid_from <= $2 THEN version ELSE 0 END DESC, version LIMIT 1"
    ));
    let found = read.first(sql, &[&agreement, &day], bare_terms)?;
    found.map(|terms| filled(read, terms)).transpose()
}

/// An addendum that was drafted and given up.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Discarded {
    pub id: TermsId,
    pub version: i64,
    pub addendum_number: String,
    pub addendum_reason: Option<String>,
    pub valid_from: Day,
    pub discard_reason: String,
    pub discarded_at: Time,
}

/// The addenda that were given up, the oldest first.
pub fn discarded(read: &mut Read, agreement: AgreementId) -> Result<Vec<Discarded>> {
    let sql = sql!(
        "SELECT id, version, addendum_number, addendum_reason, valid_from, discard_reason,
            discarded_at
         FROM agreements_terms WHERE agreement_id = $1 AND state = 'discarded'
         ORDER BY discarded_at, id LIMIT 100"
    );
    read.all(sql, &[&agreement], |row| {
        Ok(Discarded {
            id: row.get(0)?,
            version: row.get(1)?,
            addendum_number: row.get(2)?,
            addendum_reason: row.get(3)?,
            valid_from: row.get(4)?,
            discard_reason: row.get(5)?,
            discarded_at: row.get(6)?,
        })
    })
}

/// Gives a drafted addendum up: its row, papers and signatures stay.
pub fn discard(tx: &mut Tx, ctx: &Context, id: TermsId, reason: &str) -> Result<()> {
    let sql = sql!(
        "UPDATE agreements_terms SET state = 'discarded', discarded_by = $2, discarded_at = $3,
            discard_reason = $4
         WHERE id = $1 AND state = 'draft' AND version > 1"
    );
    let done = tx.run(sql, &[&id, &ctx.actor.user, &ctx.now, &reason])?;
    if done == 1 { Ok(()) } else { Err(No::NotDraft.into()) }
}

/// All versions, the first first; an addendum that is still a draft is the last.
pub fn versions(read: &mut Read, agreement: AgreementId) -> Result<Vec<Terms>> {
    let sql = sql!(columns!(
        "WHERE agreement_id = $1 AND state <> 'discarded' ORDER BY version LIMIT 100"
    ));
    let bare = read.all(sql, &[&agreement], bare_terms)?;
    bare.into_iter().map(|terms| filled(read, terms)).collect()
}

fn filled(read: &mut Read, mut terms: Terms) -> Result<Terms> {
    let sql = sql!(
        "SELECT product_id, line, price_rupiah, quantity, part_kind, part_value, below_floor_reason
         FROM agreements_annex WHERE terms_id = $1 ORDER BY line"
    );
    let annex = read.all(sql, &[&terms.id], |row| Ok((row.get(0)?, annex_item(row)?)))?;
    terms.annex = annex.into_iter().collect();
    let sql = sql!(
        "SELECT kind, limit_rupiah FROM agreements_deductible WHERE terms_id = $1 ORDER BY kind"
    );
    terms.deductibles = read
        .all(sql, &[&terms.id], |row| Ok(Deductible { kind: row.get(0)?, limit: row.get(1)? }))?;
    terms.deductibles.sort_by_key(|one| one.kind);
    Ok(terms)
}

fn annex_item(row: &Row<'_>) -> Result<AnnexItem> {
    let kind: Option<PartKind> = row.get(4)?;
    let value: Option<i64> = row.get(5)?;
    Ok(AnnexItem {
        line: row.get(1)?,
        price: row.get(2)?,
        part: kind.zip(value).map(|(kind, value)| ShopPart::from_stored(kind, value)),
        quantity: row.get(3)?,
        below_floor_reason: row.get(6)?,
    })
}

/// Writes a draft of terms, in the place of what the draft was before.
pub fn write_draft(tx: &mut Tx, ctx: &Context, of: ConsignorId, terms: &Terms) -> Result<()> {
    let clear = sql!("DELETE FROM agreements_annex WHERE terms_id = $1");
    tx.run(clear, &[&terms.id])?;
    let clear = sql!("DELETE FROM agreements_deductible WHERE terms_id = $1");
    tx.run(clear, &[&terms.id])?;
    write_row(tx, ctx, of, terms)?;
    for (product, item) in &terms.annex {
        write_annex(tx, terms.id, *product, item)?;
    }
    let sql = sql!(
        "INSERT INTO agreements_deductible (terms_id, kind, limit_rupiah) VALUES ($1, $2, $3)"
    );
    for one in &terms.deductibles {
        tx.run(sql, &[&terms.id, &one.kind, &one.limit])?;
    }
    store::note_hand(tx, ctx, terms.id)
}

fn write_row(tx: &mut Tx, ctx: &Context, consignor: ConsignorId, terms: &Terms) -> Result<()> {
    let sql = sql!(
        "INSERT INTO agreements_terms (id, agreement_id, consignor_id, version, state, valid_from,
            ends_on, signed_early, addendum_number, addendum_reason, part_kind, part_value,
            price_set_by, cycle, payment_days, damage_borne_by, loss_borne_by, return_days,
            notice_days, created_by, created_at)
         VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
            $17, $18, $19, $20)
         ON CONFLICT (id) DO UPDATE SET valid_from = excluded.valid_from,
            ends_on = excluded.ends_on, signed_early = excluded.signed_early,
            addendum_number = excluded.addendum_number,
            addendum_reason = excluded.addendum_reason, part_kind = excluded.part_kind,
            part_value = excluded.part_value, price_set_by = excluded.price_set_by,
            cycle = excluded.cycle, payment_days = excluded.payment_days,
            damage_borne_by = excluded.damage_borne_by, loss_borne_by = excluded.loss_borne_by,
            return_days = excluded.return_days, notice_days = excluded.notice_days,
            created_by = excluded.created_by, created_at = excluded.created_at
         WHERE agreements_terms.state = 'draft'"
    );
    let (kind, value) = (terms.part.kind(), terms.part.stored_value());
    let params: [&dyn db::Param; 20] = [
        &terms.id,
        &terms.agreement_id,
        &consignor,
        &terms.version,
        &terms.valid_from,
        &terms.ends_on,
        &terms.signed_early,
        &terms.addendum_number,
        &terms.addendum_reason,
        &kind,
        &value,
        &terms.price_set_by,
        &terms.cycle,
        &terms.payment_days,
        &terms.damage_borne_by,
        &terms.loss_borne_by,
        &terms.return_days,
        &terms.notice_days,
        &ctx.actor.user,
        &ctx.now,
    ];
    let done = tx
        .run(sql, &params)
        .refuse_on("agreements_terms_addendum_number", No::AddendumNumberTaken.at("number"))?;
    if done == 1 { Ok(()) } else { Err(No::NotDraft.into()) }
}

fn write_annex(tx: &mut Tx, terms: TermsId, product: ProductId, item: &AnnexItem) -> Result<()> {
    let sql = sql!(
        "INSERT INTO agreements_annex (terms_id, product_id, line, price_rupiah, quantity,
            part_kind, part_value, below_floor_reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let kind = item.part.map(|part| part.kind());
    let value = item.part.map(|part| part.stored_value());
    let params: [&dyn db::Param; 8] = [
        &terms,
        &product,
        &item.line,
        &item.price,
        &item.quantity,
        &kind,
        &value,
        &item.below_floor_reason,
    ];
    tx.run(sql, &params).map(drop)
}

/// From here on the version is never written again.
pub fn enforce(tx: &mut Tx, ctx: &Context, id: TermsId, no_scan: Option<&str>) -> Result<()> {
    let sql = sql!(
        "UPDATE agreements_terms SET state = 'in_force', enforced_by = $2, enforced_at = $3,
            no_scan_reason = $4
         WHERE id = $1 AND state = 'draft'"
    );
    let done = tx.run(sql, &[&id, &ctx.actor.user, &ctx.now, &no_scan])?;
    if done == 1 { Ok(()) } else { Err(No::NotDraft.into()) }
}

/// The version that is still a draft.
pub fn draft_of(read: &mut Read, agreement: AgreementId) -> Result<Option<Terms>> {
    let sql = sql!(columns!("WHERE agreement_id = $1 AND state = 'draft'"));
    let found = read.first(sql, &[&agreement], bare_terms)?;
    found.map(|terms| filled(read, terms)).transpose()
}

/// Puts the days of an agreement's versions in the place of what stood there.
pub fn write_selling(
    tx: &mut Tx,
    agreement: &Agreement,
    windows: &[(Window, &Terms)],
) -> Result<()> {
    let clear = sql!("DELETE FROM agreements_selling WHERE agreement_id = $1");
    tx.run(clear, &[&agreement.id])?;
    let sql = sql!(
        "INSERT INTO agreements_selling (shop_id, product_id, from_day, until_day, terms_id,
            agreement_id, consignor_id, part_kind, part_value, price_rupiah, price_set_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    for (window, terms) in windows {
        for (product, item) in &terms.annex {
            let part = terms.part_for(*product);
            let (kind, value) = (part.kind(), part.stored_value());
            let params: [&dyn db::Param; 11] = [
                &agreement.shop_id,
                product,
                &window.from,
                &window.until,
                &terms.id,
                &agreement.id,
                &agreement.consignor_id,
                &kind,
                &value,
                &item.price,
                &terms.price_set_by,
            ];
            tx.run(sql, &params)?;
        }
    }
    Ok(())
}

/// Another agreement that covers the product at the shop on some of the days.
pub fn find_overlap(
    read: &mut Read,
    agreement: &Agreement,
    product: ProductId,
    from: Day,
    until: Day,
) -> Result<Option<AgreementId>> {
    let sql = sql!(
        "SELECT agreement_id FROM agreements_selling
         WHERE shop_id = $1 AND product_id = $2 AND from_day <= $4 AND until_day >= $3
           AND agreement_id <> $5 LIMIT 1"
    );
    let params: [&dyn db::Param; 5] = [&agreement.shop_id, &product, &from, &until, &agreement.id];
    read.first(sql, &params, |row| row.get(0))
}

/// The shops that may sell a product under agreements in force on a day, in no order.
pub fn shops_in_force(
    read: &mut Read,
    consignor: ConsignorId,
    product: ProductId,
    day: Day,
) -> Result<Vec<ShopId>> {
    let sql = sql!(
        "SELECT DISTINCT shop_id FROM agreements_selling
         WHERE consignor_id = $1 AND product_id = $2 AND from_day <= $3 AND until_day >= $3"
    );
    read.all(sql, &[&consignor, &product, &day], |row| row.get(0))
}

/// The products that a shop may be sent under agreements in force on a day, in no order.
pub fn products_in_force(
    read: &mut Read,
    consignor: ConsignorId,
    shop: ShopId,
    day: Day,
) -> Result<Vec<(ProductId, AgreementId)>> {
    let sql = sql!(
        "SELECT product_id, agreement_id FROM agreements_selling
         WHERE shop_id = $1 AND consignor_id = $2 AND from_day <= $3 AND until_day >= $3
         ORDER BY product_id LIMIT 2000"
    );
    read.all(sql, &[&shop, &consignor, &day], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The products that any agreement in force had at a shop, with their units.
pub fn ever_sold(read: &mut Read, shop: ShopId) -> Result<BTreeMap<ProductId, ConsignorId>> {
    let sql = sql!(
        "SELECT DISTINCT product_id, consignor_id FROM agreements_selling WHERE shop_id = $1
         ORDER BY product_id LIMIT 2000"
    );
    let sold = read.all(sql, &[&shop], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(sold.into_iter().collect())
}

/// The units whose agreements with a shop are in force on a day.
pub fn units_in_force(read: &mut Read, shop: ShopId, day: Day) -> Result<Vec<ConsignorId>> {
    let sql = sql!(
        "SELECT DISTINCT consignor_id FROM agreements_selling
         WHERE shop_id = $1 AND from_day <= $2 AND until_day >= $2
         ORDER BY consignor_id LIMIT 2000"
    );
    read.all(sql, &[&shop, &day], |row| row.get(0))
}
