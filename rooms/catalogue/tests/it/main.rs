//! Stories of the catalogue, told on both databases.
#![expect(clippy::unwrap_used, reason = "a story stops where it cannot go on")]

mod pages;
mod photos;
mod products;

use kernel::{Actor, Context, ProductId};
use serde_json::{Value, json};
use testkit::World;

/// An input as a client would send it.
fn input<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// Acts in a transaction of its own; the code of the refusal, if it was one.
fn act<In: Clone + Send + 'static, Out: Send + 'static>(
    world: &World,
    actor: &Actor,
    act: fn(&mut db::Tx, &Context, &In) -> db::Result<Out>,
    input: In,
) -> Result<Out, &'static str> {
    let ctx = world.context(actor);
    refused(world.write(move |tx| act(tx, &ctx, &input)))
}

fn refused<T>(done: db::Result<T>) -> Result<T, &'static str> {
    done.map_err(|error| match error {
        db::Error::Refused(no) => no.code,
        other => panic!("{other}"),
    })
}

fn trap(id: ProductId) -> catalogue::CreateProduct {
    input(json!({
        "id": id, "code": "pt-01", "name": "Perangkap tikus", "unit": "buah",
        "category": "Rumah tangga", "floor_price": "25.000", "price": 30_000, "hpp_estimate": 9_000,
    }))
}

/// A trap of the actor's unit.
fn created(world: &World, actor: &Actor) -> ProductId {
    let id = world.context(actor).fresh_id();
    act(world, actor, catalogue::create_product, trap(id)).unwrap();
    id
}

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}
