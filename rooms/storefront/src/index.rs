//! Keeps the words of the search in step with the products: a job that asks what was edited since
//! it last looked. Doing it twice changes nothing.

use std::collections::{BTreeMap, btree_map::Entry};

use db::{Db, Result, Tx};
use kernel::{ConsignorId, Context, Lang, ProductId};
use words::Speak;

use crate::{
    narrow::Narrow,
    search::{self, Synonyms, Told},
    store_index::{self, Changed},
    store_search::{self, Words},
};

/// Products of one transaction; the writer is not held longer.
const AT_ONCE: i64 = 50;

/// Reads the words of every product that changed; how many that were.
pub fn catch_up(db: &Db) -> Result<usize> {
    let (mut read, mut after) = (0, NONE);
    loop {
        let (done, last) = db.write_now(move |tx| step(tx, after))?;
        read += done;
        match last {
            Some(last) if done == AT_ONCE as usize => after = last,
            _ => return Ok(read),
        }
    }
}

/// Before the first.
const NONE: ProductId = ProductId::new(uuid::Uuid::nil());

/// Whether anything has to be read anew; asked before a transaction is opened for it.
pub fn is_behind(db: &Db) -> Result<bool> {
    db.read_now(|read| Ok(!store_index::changed(read, NONE, 1)?.is_empty()))
}

/// Some products after one; how many they were, and the last.
fn step(tx: &mut Tx, after: ProductId) -> Result<(usize, Option<ProductId>)> {
    let changed = store_index::changed(tx, after, AT_ONCE)?;
    let mut synonyms: BTreeMap<ConsignorId, Synonyms> = BTreeMap::new();
    for one in &changed {
        let own = match synonyms.entry(one.consignor_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let text = store_index::setting(tx, one.consignor_id)?.synonyms;
                let text = text.unwrap_or_else(|| default_synonyms().to_owned());
                free.insert(Synonyms::parse(&text))
            }
        };
        read_one(tx, one, own)?;
    }
    Ok((changed.len(), changed.last().map(|one| one.id)))
}

/// The groups of a unit that has not set its own.
pub fn default_synonyms() -> &'static str {
    Lang::Id.t("storefront.setting.default_synonyms")
}

fn read_one(tx: &mut Tx, one: &Changed, synonyms: &Synonyms) -> Result<()> {
    let told = Told {
        name: one.name.iter().map(String::as_str).collect(),
        category: one.category.as_deref(),
        more: one.more.iter().map(String::as_str).collect(),
    };
    let (new, old) = (search::index(&told, synonyms), store_index::words_of(tx, one.id)?);
    let gone: Vec<&String> = old.keys().filter(|word| !new.contains_key(*word)).collect();
    let come: Vec<(&String, &i64)> =
        new.iter().filter(|(word, nearness)| old.get(*word) != Some(*nearness)).collect();
    store_index::forget(tx, one.id, &gone)?;
    store_index::learn(tx, one.id, &come)?;
    store_index::mark_read(tx, one)
}

/// What a search came to.
#[derive(Default)]
pub struct Search {
    pub found: Vec<ProductId>,
    /// The words that were looked for, where they are not those that were typed.
    pub taken_for: Option<String>,
    /// Words that nothing is called by, or that would have left nothing.
    pub left_out: Vec<String>,
}

/// A word of the question with the words of the index that it stands for.
struct Group {
    asked: String,
    likeness: u8,
    words: Vec<String>,
    products: i64,
}

/// Looks for what has all words of the question; where nothing has, for what has most of them.
pub fn find(read: &mut db::Read, ctx: &Context, narrow: &Narrow) -> Result<Search> {
    let mut search = Search::default();
    let mut groups = Vec::new();
    for asked in search::asked(narrow.q.as_deref().unwrap_or_default()) {
        match group(read, &asked)? {
            Some(group) => groups.push(group),
            None => search.left_out.push(asked),
        }
    }
    groups.sort_by_key(|group| group.products);
    while !groups.is_empty() {
        let words: Vec<Vec<String>> = groups.iter().map(|group| group.words.clone()).collect();
        let words = Words { groups: &words, products: groups[0].products };
        search.found = store_search::search(read, ctx, narrow, &words)?;
        if !search.found.is_empty() || groups.len() == 1 {
            break;
        }
        // The one that is least like what is known; of equals the commonest, which says least.
        let worst = (0..groups.len()).max_by_key(|at| (groups[*at].likeness, *at)).unwrap_or(0);
        search.left_out.push(groups.remove(worst).asked);
    }
    search.taken_for = taken_for(narrow, &groups);
    Ok(search)
}

fn group(read: &mut db::Read, asked: &str) -> Result<Option<Group>> {
    let alike = store_index::alike(read, asked)?;
    let meant = search::meant(asked, alike.iter().map(String::as_str));
    let Some((likeness, _)) = meant.first() else { return Ok(None) };
    let likeness = *likeness;
    let words: Vec<String> = meant.into_iter().map(|(_, word)| word).collect();
    let products = store_index::products_with(read, &words)?;
    Ok(Some(Group { asked: asked.to_owned(), likeness, words, products }))
}

/// `perangkap tikus` for `prangkap tikus`: in the order in which it was typed.
fn taken_for(narrow: &Narrow, groups: &[Group]) -> Option<String> {
    if groups.iter().all(|group| group.likeness <= 1) {
        return None;
    }
    let asked = search::asked(narrow.q.as_deref().unwrap_or_default());
    let known = asked.iter().filter_map(|word| groups.iter().find(|one| one.asked == *word));
    let best = known.filter_map(|group| match group.likeness {
        0 | 1 => Some(group.asked.as_str()),
        _ => group.words.first().map(String::as_str),
    });
    Some(best.collect::<Vec<_>>().join(" "))
}
