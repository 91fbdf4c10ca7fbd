//! What a search finds: all that has its words, in order, before no more is shown than a list holds.

use std::collections::BTreeSet;

use db::{Param, Read, Result, sql};
use kernel::{Context, ProductId};

use crate::narrow::{FOUND_MAX, Narrow, PER_PAGE, Sort};

/// The nearest: a word stands in a product's name; see `search::NAME`.
const LEVELS: [i64; 3] = [crate::search::NAME, crate::search::SAME, crate::search::TOLD];

/// Products with a word that are looked through for those that stand nearest.
const LOOKED_AT: i64 = 2_000;

/// The words of a question: at most four groups of six, the best of each first.
pub struct Words<'a> {
    /// The first group should be the rarest.
    pub groups: &'a [Vec<String>],
    /// Products that have a word of the rarest group, as far as they were counted.
    pub products: i64,
}

/// What has a word of each group. Where very many have, the best are looked up first, level by
/// level, so that not all of them are reckoned for the few that anybody looks at.
pub fn search(
    read: &mut Read,
    ctx: &Context,
    narrow: &Narrow,
    words: &Words<'_>,
) -> Result<Vec<ProductId>> {
    if !matches!(narrow.sort, Sort::Newest) {
        return sorted(read, ctx, narrow, words.groups);
    }
    let mut best = called(read, ctx, narrow)?;
    let levels = match (words.products > FOUND_MAX as i64, words.groups.len()) {
        (false, _) => &[][..],
        (true, 1) => &LEVELS,
        // Words that must all be there leave few, unless all stand in the same names.
        (true, _) => &LEVELS[..1],
    };
    for level in levels {
        if best.len() < FOUND_MAX {
            best.extend(nearest(read, ctx, narrow, (words.groups, *level))?);
            once_each(&mut best);
        }
    }
    if best.len() < FOUND_MAX {
        best.extend(sorted(read, ctx, narrow, words.groups)?);
        once_each(&mut best);
    }
    best.truncate(FOUND_MAX);
    Ok(best)
}

/// Each where it stands first.
fn once_each(all: &mut Vec<ProductId>) {
    let mut known = BTreeSet::new();
    all.retain(|id| known.insert(*id));
}

/// All of them in the order that was asked for; of equals by name.
fn sorted(
    read: &mut Read,
    ctx: &Context,
    narrow: &Narrow,
    groups: &[Vec<String>],
) -> Result<Vec<ProductId>> {
    let statement = sql!(concat!(
        "SELECT f.id FROM (
         SELECT p.id, LOWER(p.name) AS name, CASE WHEN $34 <> 0 THEN CAST(",
        price!("$33"),
        " AS bigint) END AS price,
           CASE WHEN $35 THEN CAST((SELECT SUM(w.nearness * CASE
                   WHEN w.word IN ($9, $15, $21, $27) THEN 10 ELSE 1 END) FROM storefront_word w
             WHERE w.product_id = p.id AND w.word IN ($9, $10, $11, $12, $13, $14, $15, $16, $17,
               $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32))
             AS bigint) ELSE 0 END AS score
         FROM storefront_product p
         WHERE p.id IN (SELECT w.product_id FROM storefront_word w
             WHERE w.word IN ($9, $10, $11, $12, $13, $14))
           AND (CAST($8 AS bigint) < 2 OR EXISTS (SELECT 1 FROM storefront_word w
             WHERE w.product_id = p.id AND w.word IN ($15, $16, $17, $18, $19, $20)))
           AND (CAST($8 AS bigint) < 3 OR EXISTS (SELECT 1 FROM storefront_word w
             WHERE w.product_id = p.id AND w.word IN ($21, $22, $23, $24, $25, $26)))
           AND (CAST($8 AS bigint) < 4 OR EXISTS (SELECT 1 FROM storefront_word w
             WHERE w.product_id = p.id AND w.word IN ($27, $28, $29, $30, $31, $32)))
           AND ",
        offered!(),
        " AND ",
        narrowed!("$33"),
        ") f ORDER BY CASE WHEN $34 = 0 THEN 0
             ELSE $34 * COALESCE(f.price, $34 * 9000000000000000) END,
           f.score DESC, f.name, f.id LIMIT $7"
    ));
    let (limit, count) = (FOUND_MAX as i64, groups.len() as i64);
    let Narrow { category, shop, here, least, most, .. } = narrow;
    let today = ctx.today();
    // What nobody sorts by is not reckoned.
    let direction: i64 = match narrow.sort {
        Sort::Newest | Sort::Name => 0,
        Sort::Cheap => 1,
        Sort::Dear => -1,
    };
    let scored = matches!(narrow.sort, Sort::Newest);
    let mut params: Vec<&dyn Param> =
        vec![&today, category, shop, here, least, most, &limit, &count];
    params.extend(six_each(groups));
    params.extend([&ctx.now as &dyn Param, &direction, &scored]);
    read.all(statement, &params, |row| row.get(0))
}

/// Things to which the best word of each group stands at least so near, the newest first, among the
/// newest that have the rarest of them.
fn nearest(
    read: &mut Read,
    ctx: &Context,
    narrow: &Narrow,
    (groups, level): (&[Vec<String>], i64),
) -> Result<Vec<ProductId>> {
    let statement = sql!(concat!(
        "SELECT p.id FROM storefront_word w JOIN storefront_product p ON p.id = w.product_id
         WHERE w.word = $8 AND w.nearness >= $13
           AND w.product_id > COALESCE((SELECT l.product_id FROM storefront_word l
             WHERE l.word = $8 ORDER BY l.product_id DESC LIMIT 1 OFFSET $15), $16)
           AND (CAST($12 AS bigint) < 2 OR EXISTS (SELECT 1 FROM storefront_word o
             WHERE o.word = $9 AND o.product_id = w.product_id AND o.nearness >= $13))
           AND (CAST($12 AS bigint) < 3 OR EXISTS (SELECT 1 FROM storefront_word o
             WHERE o.word = $10 AND o.product_id = w.product_id AND o.nearness >= $13))
           AND (CAST($12 AS bigint) < 4 OR EXISTS (SELECT 1 FROM storefront_word o
             WHERE o.word = $11 AND o.product_id = w.product_id AND o.nearness >= $13))
           AND ",
        offered!(),
        " AND ",
        narrowed!("$14"),
        " ORDER BY w.product_id DESC LIMIT $7"
    ));
    let (limit, count) = (FOUND_MAX as i64, groups.len() as i64);
    let Narrow { category, shop, here, least, most, .. } = narrow;
    let today = ctx.today();
    let mut params: Vec<&dyn Param> = vec![&today, category, shop, here, least, most, &limit];
    params.extend(six_each(groups).into_iter().step_by(6));
    let none = ProductId::new(uuid::Uuid::nil());
    params.extend([&count as &dyn Param, &level, &ctx.now, &LOOKED_AT, &none]);
    read.all(statement, &params, |row| row.get(0))
}

/// What is called exactly as somebody typed: it stands first, however many others have the words.
fn called(read: &mut Read, ctx: &Context, narrow: &Narrow) -> Result<Vec<ProductId>> {
    let statement = sql!(concat!(
        "SELECT p.id FROM storefront_product p
         WHERE LOWER(p.name) = $8 AND ",
        offered!(),
        " AND ",
        narrowed!("$9"),
        " ORDER BY p.id DESC LIMIT $7"
    ));
    let name = narrow.q.as_deref().unwrap_or_default().trim().to_lowercase();
    let Narrow { category, shop, here, least, most, .. } = narrow;
    let (today, limit) = (ctx.today(), PER_PAGE as i64);
    let params: [&dyn Param; 9] =
        [&today, category, shop, here, least, most, &limit, &name, &ctx.now];
    read.all(statement, &params, |row| row.get(0))
}

/// Twenty-four words, six of each group; a short group says its first again, and a group that is
/// not there says the first of all, which changes nothing.
fn six_each(groups: &[Vec<String>]) -> Vec<&dyn Param> {
    let any = groups.first().and_then(|group| group.first());
    let word = |group: usize, at: usize| -> Option<&String> {
        let Some(group) = groups.get(group) else { return any };
        group.get(at).or(group.first()).or(any)
    };
    let all = (0..4).flat_map(|group| (0..6).map(move |at| (group, at)));
    all.map(|(group, at)| -> &dyn Param {
        match word(group, at) {
            Some(word) => word,
            None => &"",
        }
    })
    .collect()
}
