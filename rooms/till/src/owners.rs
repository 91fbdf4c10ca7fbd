//! Whose goods an act speaks of: a unit sees, brings and decides what is about its own alone.

use std::collections::BTreeSet;

use db::{Read, Result};
use kernel::{ActId, Actor, ConsignorId, ProductId, Reach};
use serde_json::Value;

use crate::{inputs::Act, kinds::ActState, store_refused, types::Refused};

/// The lines of a body; a body without lines is its own only line.
pub fn lines(body: &Value) -> &[Value] {
    body["lines"].as_array().map_or(std::slice::from_ref(body), Vec::as_slice)
}

pub fn product(line: &Value) -> Option<ProductId> {
    line["product"].as_str()?.parse().ok()
}

/// The products that bodies speak of, each once.
pub fn products<'a>(bodies: impl Iterator<Item = &'a Value>) -> Vec<ProductId> {
    let all: BTreeSet<_> = bodies.flat_map(lines).filter_map(product).collect();
    all.into_iter().collect()
}

/// Of refused acts those that he may see: a shop's people all, a unit's people what is about their
/// own goods. What names no goods, or goods of two units, is the shop's alone.
///
/// # Errors
/// Those of the database.
pub fn seen(read: &mut Read, actor: &Actor, mut acts: Vec<Refused>) -> Result<Vec<Refused>> {
    if is_open(actor) {
        return Ok(acts);
    }
    let mut bodies = Vec::with_capacity(acts.len());
    for one in &acts {
        bodies.push(meant(read, &one.kind, &one.body)?);
    }
    let known = catalogue::products(read, &products(bodies.iter()))?;
    let owner = |line: &Value| known.get(&product(line)?).map(|one| one.consignor_id);
    let own = |body: &Value| {
        let units: BTreeSet<ConsignorId> = lines(body).iter().filter_map(owner).collect();
        !units.is_empty() && units.iter().all(|unit| actor.sees_consignor(*unit))
    };
    let mut own = bodies.iter().map(own);
    // Of what was done no body is kept: there is nothing of it to see, but that it was done.
    acts.retain(|one| own.next() == Some(true) || one.state == ActState::Done);
    Ok(acts)
}

/// Whether an act that somebody of a unit brings in a file is his to bring.
///
/// # Errors
/// Those of the database.
pub fn may_bring(read: &mut Read, actor: &Actor, act: &Act) -> Result<bool> {
    if is_open(actor) {
        return Ok(true);
    }
    if let Some(given_up) = given_up(act.kind.as_str(), &act.body) {
        // What the house never held harms nobody.
        let Some(known) = store_refused::find(read, given_up)? else { return Ok(true) };
        return Ok(!seen(read, actor, vec![known])?.is_empty());
    }
    let ids = products(std::iter::once(&act.body));
    let known = catalogue::products(read, &ids)?;
    Ok(known.values().all(|one| actor.sees_consignor(one.consignor_id)))
}

/// He sees whatever is the shop's.
fn is_open(actor: &Actor) -> bool {
    matches!(actor.reach, Reach::Shop(_) | Reach::All)
}

fn given_up(kind: &str, body: &Value) -> Option<ActId> {
    (kind == "withdraw").then(|| body["act"].as_str()?.parse().ok()).flatten()
}

/// The body that names the goods: of what is given up, its own.
fn meant(read: &mut Read, kind: &str, body: &Value) -> Result<Value> {
    match given_up(kind, body) {
        Some(act) => Ok(store_refused::find(read, act)?.map(|one| one.body).unwrap_or_default()),
        None => Ok(body.clone()),
    }
}
