//! The words of the search, and what a unit set of its own.

use std::collections::BTreeMap;

use db::{Param, Read, Result, Sql, Tx, sql};
use kernel::{ConsignorId, Context, ProductId};

use crate::search;

/// Words alike that are looked at letter by letter.
const ALIKE_MAX: i64 = 64;
/// Threes of letters that a question is asked by.
const GRAMS_MAX: usize = 24;
/// Products among which a word is still counted.
const COUNTED_MAX: i64 = 2_000;

/// What a unit set.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    pub programme: Option<String>,
    pub synonyms: Option<String>,
}

pub fn setting(read: &mut Read, unit: ConsignorId) -> Result<Setting> {
    let statement =
        sql!("SELECT programme, synonyms FROM storefront_setting WHERE consignor_id = $1");
    let found = read.first(statement, &[&unit], |row| {
        Ok(Setting { programme: row.get(0)?, synonyms: row.get(1)? })
    })?;
    Ok(found.unwrap_or_default())
}

pub fn save_setting(
    tx: &mut Tx,
    ctx: &Context,
    unit: ConsignorId,
    programme: Option<&str>,
    synonyms: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO storefront_setting
           (consignor_id, programme, synonyms, revision, updated_by, updated_at)
         VALUES ($1, $2, $3, 1, $4, $5)
         ON CONFLICT (consignor_id) DO UPDATE SET programme = excluded.programme,
           synonyms = excluded.synonyms, revision = storefront_setting.revision + 1,
           updated_by = excluded.updated_by, updated_at = excluded.updated_at"
    );
    let params: [&dyn Param; 5] = [&unit, &programme, &synonyms, &ctx.actor.user, &ctx.now];
    tx.run(statement, &params).map(drop)
}

/// The words of the index that share most threes of letters with an asked one.
pub fn alike(read: &mut Read, asked: &str) -> Result<Vec<String>> {
    let statement = sql!(
        "SELECT word FROM storefront_gram
         WHERE gram IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
           $18, $19, $20, $21, $22, $23, $24)
         GROUP BY word ORDER BY COUNT(*) DESC, LENGTH(word), word LIMIT $25"
    );
    let grams = search::asked_grams(asked);
    let Some(first) = grams.first() else { return Ok(Vec::new()) };
    let mut params: Vec<&dyn Param> =
        (0..GRAMS_MAX).map(|at| -> &dyn Param { grams.get(at).unwrap_or(first) }).collect();
    params.push(&ALIKE_MAX);
    read.all(statement, &params, |row| row.get(0))
}

/// How many products have one of at most six words; no more than can matter is counted.
pub fn products_with(read: &mut Read, words: &[String]) -> Result<i64> {
    let statement = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM (SELECT product_id FROM storefront_word
         WHERE word IN ($1, $2, $3, $4, $5, $6) LIMIT $7) AS found"
    );
    let Some(first) = words.first() else { return Ok(0) };
    let mut params: Vec<&dyn Param> =
        (0..6).map(|at| -> &dyn Param { words.get(at).unwrap_or(first) }).collect();
    params.push(&COUNTED_MAX);
    read.one(statement, &params, |row| row.get(0))
}

/// A product whose words are to be read anew.
pub struct Changed {
    pub id: ProductId,
    pub consignor_id: ConsignorId,
    pub revision: i64,
    pub setting_revision: i64,
    /// Name, variant, code.
    pub name: Vec<String>,
    pub category: Option<String>,
    /// Material, size, description.
    pub more: Vec<String>,
}

/// Products after one, in the order of their ids, that were edited, or whose unit set other words,
/// since they were read.
pub fn changed(read: &mut Read, after: ProductId, limit: i64) -> Result<Vec<Changed>> {
    let statement = sql!(
        "SELECT v.id, v.consignor_id, v.revision, COALESCE(t.revision, 0), p.name, p.variant,
           p.code, p.category, p.material, p.size, p.description
         FROM storefront_revision v
         LEFT JOIN storefront_read r ON r.product_id = v.id
         LEFT JOIN storefront_setting t ON t.consignor_id = v.consignor_id
         JOIN storefront_product p ON p.id = v.id
         WHERE v.id > $1 AND (r.revision IS NULL OR r.revision <> v.revision
           OR r.setting_revision <> COALESCE(t.revision, 0))
         ORDER BY v.id LIMIT $2"
    );
    read.all(statement, &[&after, &limit], |row| {
        let variant: Option<String> = row.get(5)?;
        let more: [Option<String>; 3] = [row.get(8)?, row.get(9)?, row.get(10)?];
        Ok(Changed {
            id: row.get(0)?,
            consignor_id: row.get(1)?,
            revision: row.get(2)?,
            setting_revision: row.get(3)?,
            name: [Some(row.get(4)?), variant, Some(row.get(6)?)].into_iter().flatten().collect(),
            category: row.get(7)?,
            more: more.into_iter().flatten().collect(),
        })
    })
}

pub fn words_of(read: &mut Read, product: ProductId) -> Result<BTreeMap<String, i64>> {
    let statement = sql!("SELECT word, nearness FROM storefront_word WHERE product_id = $1");
    let all = read.all(statement, &[&product], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all.into_iter().collect())
}

/// Takes words from a product; a word that no product has any more is forgotten.
pub fn forget(tx: &mut Tx, product: ProductId, words: &[&String]) -> Result<()> {
    let take: Sql = sql!("DELETE FROM storefront_word WHERE word = $1 AND product_id = $2");
    let forget: Sql = sql!(
        "DELETE FROM storefront_gram WHERE gram = $2 AND word = $1
         AND NOT EXISTS (SELECT 1 FROM storefront_word w WHERE w.word = $1)"
    );
    for word in words {
        tx.run(take, &[*word, &product])?;
        for gram in search::grams(word) {
            tx.run(forget, &[*word, &gram])?;
        }
    }
    Ok(())
}

pub fn learn(tx: &mut Tx, product: ProductId, words: &[(&String, &i64)]) -> Result<()> {
    let give: Sql = sql!(
        "INSERT INTO storefront_word (word, product_id, nearness) VALUES ($1, $2, $3)
         ON CONFLICT (word, product_id) DO UPDATE SET nearness = excluded.nearness"
    );
    let known: Sql = sql!("SELECT CAST(1 AS bigint) FROM storefront_word WHERE word = $1 LIMIT 1");
    let gram: Sql = sql!(
        "INSERT INTO storefront_gram (gram, word) VALUES ($1, $2) ON CONFLICT (gram, word) DO NOTHING"
    );
    for (word, nearness) in words {
        let is_known = tx.first(known, &[*word], |row| row.int(0))?.is_some();
        tx.run(give, &[*word, &product, *nearness])?;
        if !is_known {
            for three in search::grams(word) {
                tx.run(gram, &[&three, *word])?;
            }
        }
    }
    Ok(())
}

pub fn mark_read(tx: &mut Tx, changed: &Changed) -> Result<()> {
    let statement = sql!(
        "INSERT INTO storefront_read (product_id, revision, setting_revision) VALUES ($1, $2, $3)
         ON CONFLICT (product_id) DO UPDATE SET revision = excluded.revision,
           setting_revision = excluded.setting_revision"
    );
    tx.run(statement, &[&changed.id, &changed.revision, &changed.setting_revision]).map(drop)
}
