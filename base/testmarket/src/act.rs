//! To act as the API would, and to hear the no.

use db::{Error, Result, Tx};
use kernel::{Actor, Context, Id};
use serde::de::DeserializeOwned;
use serde_json::Value;
use testkit::World;

/// Who acts: an actor now, or a context made before.
pub trait Who {
    fn context(&self, world: &World) -> Context;
}

impl Who for Actor {
    fn context(&self, world: &World) -> Context {
        world.context(self)
    }
}

impl Who for Context {
    fn context(&self, _: &World) -> Context {
        self.clone()
    }
}

/// Does what the API would do with this input.
pub fn act<In: DeserializeOwned + Send + 'static, Out: Send + 'static>(
    world: &World,
    who: &impl Who,
    act: fn(&mut Tx, &Context, &In) -> Result<Out>,
    input: Value,
) -> Result<Out> {
    let input: In = serde_json::from_value(input).expect("an input");
    let ctx = who.context(world);
    world.write(move |tx| act(tx, &ctx, &input))
}

/// The same; a refusal is its code and field, and an input that cannot be read is refused too.
pub fn tried<In: DeserializeOwned + Send + 'static, Out: Send + 'static>(
    world: &World,
    who: &impl Who,
    act: fn(&mut Tx, &Context, &In) -> Result<Out>,
    input: Value,
) -> Result<Out, String> {
    attempt(world, who, act, input)?.map_err(no)
}

/// The same; a refusal is all that it says.
pub fn tried_in_full<In: DeserializeOwned + Send + 'static, Out: Send + 'static>(
    world: &World,
    who: &impl Who,
    act: fn(&mut Tx, &Context, &In) -> Result<Out>,
    input: Value,
) -> Result<Out, String> {
    attempt(world, who, act, input)?.map_err(no_in_full)
}

fn attempt<In: DeserializeOwned + Send + 'static, Out: Send + 'static>(
    world: &World,
    who: &impl Who,
    act: fn(&mut Tx, &Context, &In) -> Result<Out>,
    input: Value,
) -> Result<Result<Out>, String> {
    let input: In = serde_json::from_value(input).map_err(|error| error.to_string())?;
    let ctx = who.context(world);
    Ok(world.write(move |tx| act(tx, &ctx, &input)))
}

/// The code of a refusal, and the field.
pub fn no(error: Error) -> String {
    let Error::Refused(no) = error else { panic!("not a refusal: {error}") };
    match no.field {
        Some(field) => format!("{} at {field}", no.code),
        None => no.code.to_owned(),
    }
}

/// The code of a refusal, the field, and what it tells beside.
pub fn no_in_full(error: Error) -> String {
    let Error::Refused(no) = error else { panic!("not a refusal: {error}") };
    let field = no.field.map(|field| format!(" at {field}")).unwrap_or_default();
    let told = no.params.iter().map(|(key, value)| format!(" {key}={value}"));
    format!("{}{field}{}", no.code, told.collect::<String>())
}

/// What must have been refused: its code and field.
pub fn refused<T: std::fmt::Debug>(done: Result<T>) -> String {
    no(done.expect_err("refused"))
}

/// An id that nothing has yet.
pub fn fresh<K>(world: &World) -> Id<K> {
    world.ids.fresh(world.now())
}

/// What a story tells, line by line.
pub fn tells(told: &str, expected: &[&str]) {
    eprintln!("{told}");
    assert_eq!(told.lines().collect::<Vec<_>>(), expected);
}
