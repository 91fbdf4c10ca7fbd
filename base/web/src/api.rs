//! A room's JSON door, as a table: the same actions as its pages, the same inputs.
//!
//! Every row knows the shapes of what it takes and gives, so the OpenAPI description is made
//! from the table and cannot differ from it.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use db::{Error, Read, Result};
use kernel::{Context, Refusal, RefusalKind};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{
    Act, ActWith, Ask, Prepare, Site, answer, body,
    deed::{Deed, Door, perform},
    form, guard, lines,
};

/// Where the API stands.
pub const API_ROOT: &str = "/api/v1";

/// Looks and answers.
pub type Query<In, Out> = fn(&mut Read, &Context, &In) -> Result<Out>;

/// One row of the API, as its description knows it.
#[derive(Clone)]
pub struct Endpoint {
    pub method: &'static str,
    /// Below [`API_ROOT`].
    pub path: &'static str,
    pub room: &'static str,
    pub summary: &'static str,
    pub public: bool,
    /// Whether only a session opens it, and no token.
    pub in_person: bool,
    /// Whether it takes and gives one JSON value a line.
    pub lines: bool,
    /// The media types of a file that it gives; nothing where it gives JSON.
    pub gives: &'static [&'static str],
    pub(crate) input: fn(&mut SchemaGenerator) -> Schema,
    pub(crate) output: fn(&mut SchemaGenerator) -> Schema,
}

/// A room's endpoints.
pub struct Api {
    room: &'static str,
    /// Who comes in where a row does not say it.
    door: Door,
    pub(crate) router: Router<Site>,
    pub(crate) endpoints: Vec<Endpoint>,
}

fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

impl Api {
    pub fn new(room: &'static str) -> Self {
        Self::of(room, Door::SignedIn)
    }

    /// Endpoints of what nobody does but by his own session: no program's token.
    pub fn in_person(room: &'static str) -> Self {
        Self::of(room, Door::InPerson)
    }

    fn of(room: &'static str, door: Door) -> Self {
        Self { room, door, router: Router::new(), endpoints: Vec::new() }
    }

    /// A question. Its input comes from the query string and the path.
    pub fn get<In, Out>(
        self,
        path: &'static str,
        query: Query<In, Out>,
        summary: &'static str,
    ) -> Self
    where
        In: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        Out: Serialize + JsonSchema + Send + 'static,
    {
        let door = self.door;
        self.ask::<In, Out>(path, door, query, summary)
    }

    /// A question that anyone may ask.
    pub fn open_get<In, Out>(
        self,
        path: &'static str,
        query: Query<In, Out>,
        summary: &'static str,
    ) -> Self
    where
        In: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        Out: Serialize + JsonSchema + Send + 'static,
    {
        self.ask::<In, Out>(path, Door::Anyone, query, summary)
    }

    fn ask<In, Out>(
        self,
        path: &'static str,
        door: Door,
        query: Query<In, Out>,
        summary: &'static str,
    ) -> Self
    where
        In: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        Out: Serialize + JsonSchema + Send + 'static,
    {
        let handler = move |State(site): State<Site>, ask: Ask| {
            let ask = Arc::new(ask);
            async move { respond(&ask, StatusCode::OK, answered(&site, &ask, door, query).await) }
        };
        let row = row::<In, Out>("get", path, self.room, summary, door);
        self.add(row, get(handler))
    }

    /// An action, with a JSON body of at most 1 MiB. Sending the same again counts once.
    pub fn post<In, Out>(self, path: &'static str, act: Act<In, Out>, summary: &'static str) -> Self
    where
        In: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        Out: Serialize + JsonSchema + Send + 'static,
    {
        self.act(path, Deed::<In, (), Out>::Plain(act), body::BODY_BYTES_MAX, summary)
    }

    /// An action whose input may carry a file (in base64).
    pub fn post_file<In, Out>(
        self,
        path: &'static str,
        act: Act<In, Out>,
        summary: &'static str,
    ) -> Self
    where
        In: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        Out: Serialize + JsonSchema + Send + 'static,
    {
        self.act(path, Deed::<In, (), Out>::Plain(act), body::UPLOAD_BYTES_MAX, summary)
    }

    /// An action with slow work before the transaction; its input may carry a file.
    pub fn post_prepared<In, P, Out>(
        self,
        path: &'static str,
        prepare: Prepare<In, P>,
        act: ActWith<In, P, Out>,
        summary: &'static str,
    ) -> Self
    where
        In: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        P: Send + Sync + 'static,
        Out: Serialize + JsonSchema + Send + 'static,
    {
        self.act(path, Deed::Prepared(prepare, act), body::UPLOAD_BYTES_MAX, summary)
    }

    /// Like [`Api::post_prepared`], for anyone; what it prepares limits how often.
    pub fn open_post_prepared<In, P, Out>(
        self,
        path: &'static str,
        prepare: Prepare<In, P>,
        act: ActWith<In, P, Out>,
        summary: &'static str,
    ) -> Self
    where
        In: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        P: Send + Sync + 'static,
        Out: Serialize + JsonSchema + Send + 'static,
    {
        let deed = Deed::Prepared(prepare, act);
        self.act_by(path, Door::Anyone, deed, body::BODY_BYTES_MAX, summary)
    }

    /// An action for each line of a body of JSON lines, answered line by line: see [`lines`].
    pub fn post_lines<In, Out>(
        self,
        path: &'static str,
        act: Act<In, Out>,
        summary: &'static str,
    ) -> Self
    where
        In: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        Out: Serialize + JsonSchema + Send + 'static,
    {
        let handler = move |State(site): State<Site>, ask: Ask, request: Request| {
            let ask = Arc::new(ask);
            async move { lines::respond(&site, &ask, request, act).await }
        };
        let mut row = row::<In, Out>("post", path, self.room, summary, Door::SignedIn);
        row.lines = true;
        self.add(row, post(handler))
    }

    fn act<In, P, Out>(
        self,
        path: &'static str,
        deed: Deed<In, P, Out>,
        limit: usize,
        summary: &'static str,
    ) -> Self
    where
        In: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        P: Send + Sync + 'static,
        Out: Serialize + JsonSchema + Send + 'static,
    {
        let door = self.door;
        self.act_by(path, door, deed, limit, summary)
    }

    fn act_by<In, P, Out>(
        self,
        path: &'static str,
        door: Door,
        deed: Deed<In, P, Out>,
        limit: usize,
        summary: &'static str,
    ) -> Self
    where
        In: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        P: Send + Sync + 'static,
        Out: Serialize + JsonSchema + Send + 'static,
    {
        let handler = move |State(site): State<Site>, ask: Ask, request: Request| {
            let ask = Arc::new(ask);
            async move {
                let done = acted(&site, &ask, request, (door, limit), deed).await;
                respond(&ask, StatusCode::OK, done)
            }
        };
        let row = row::<In, Out>("post", path, self.room, summary, door);
        self.add(row, post(handler))
    }

    pub(crate) fn file<In: JsonSchema>(
        self,
        path: &'static str,
        summary: &'static str,
        gives: &'static [&'static str],
        handler: axum::routing::MethodRouter<Site>,
    ) -> Self {
        let mut row = row::<In, String>("get", path, self.room, summary, Door::SignedIn);
        row.gives = gives;
        self.add(row, handler)
    }

    fn add(mut self, row: Endpoint, handler: axum::routing::MethodRouter<Site>) -> Self {
        self.router = self.router.route(&format!("{API_ROOT}{}", row.path), handler);
        self.endpoints.push(row);
        self
    }

    /// Another room's endpoints beside these.
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.endpoints.extend(other.endpoints);
        self
    }

    pub fn endpoints(&self) -> &[Endpoint] {
        &self.endpoints
    }
}

fn row<In: JsonSchema, Out: JsonSchema>(
    method: &'static str,
    path: &'static str,
    room: &'static str,
    summary: &'static str,
    door: Door,
) -> Endpoint {
    let (input, output) = (schema::<In> as fn(&mut _) -> _, schema::<Out> as fn(&mut _) -> _);
    Endpoint {
        method,
        path,
        room,
        summary,
        public: door == Door::Anyone,
        in_person: door == Door::InPerson,
        lines: false,
        gives: &[],
        input,
        output,
    }
}

async fn answered<In, Out>(
    site: &Site,
    ask: &Arc<Ask>,
    door: Door,
    query: Query<In, Out>,
) -> Result<Out>
where
    In: DeserializeOwned + Send + Sync + 'static,
    Out: Send + 'static,
{
    let mut object = Map::new();
    if let Some(no) = hidden_in(&ask.query_text) {
        return Err(first_no(site, ask, door, no.into()).await);
    }
    for (key, value) in ask.query_pairs().iter().chain(ask.params()) {
        if !value.is_empty() {
            object.insert(key.clone(), Value::String(value.clone()));
        }
    }
    let input: In = match form::parse_value(Value::Object(object)) {
        Ok(input) => input,
        Err(no) => return Err(first_no(site, ask, door, no.into()).await),
    };
    let (desk, asked) = (site.clone(), ask.clone());
    let look = move |read: &mut Read| {
        let visit = door.open(&desk, read, &asked)?;
        query(read, &visit.context, &input)
    };
    site.db().read(look).await
}

/// A question's words are held to the same as a document's.
fn hidden_in(query: &str) -> Option<Refusal> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (key, _) = pairs.find(|(_, value)| value.chars().any(kernel::is_hidden))?;
    let refusal = Refusal::new("kernel.control_character", RefusalKind::Invalid);
    Some(refusal.at(key.into_owned()))
}

async fn acted<In, P, Out>(
    site: &Site,
    ask: &Arc<Ask>,
    request: Request,
    (door, limit): (Door, usize),
    deed: Deed<In, P, Out>,
) -> Result<Out>
where
    In: DeserializeOwned + Send + Sync + 'static,
    P: Send + Sync + 'static,
    Out: Send + 'static,
{
    let (parts, sent) = request.into_parts();
    guard::same_origin(&parts.headers)?;
    let sent = body::read(sent, limit).await?;
    match input_of(ask, &sent) {
        Ok(input) => perform(site, door, ask, input, deed).await,
        Err(no) => Err(first_no(site, ask, door, no).await),
    }
}

/// Who may not come in hears that, and nothing about what he sent.
async fn first_no(site: &Site, ask: &Arc<Ask>, door: Door, no: Error) -> Error {
    let (desk, asked) = (site.clone(), ask.clone());
    let open = move |read: &mut Read| door.open(&desk, read, &asked).map(drop);
    site.db().read(open).await.err().unwrap_or(no)
}

/// The body alone where the path says nothing: the way of a sale is short.
fn input_of<In: DeserializeOwned>(ask: &Ask, sent: &[u8]) -> Result<In> {
    // Fields have names: a list in their order would be taken too.
    if sent.trim_ascii_start().first() == Some(&b'[') {
        return Err(Refusal::new("web.kind", RefusalKind::Invalid).into());
    }
    if ask.params().is_empty() {
        return Ok(form::parse_slice(sent)?);
    }
    let sent: &[u8] = if sent.is_empty() { b"{}" } else { sent };
    let mut value: Value = form::parse_slice(sent)?;
    if let Value::Object(object) = &mut value {
        for (name, part) in ask.params() {
            object.insert(name.clone(), Value::String(part.clone()));
        }
    }
    Ok(form::parse_value(value)?)
}

fn respond<Out: Serialize>(ask: &Ask, status: StatusCode, done: Result<Out>) -> Response {
    let written = done.and_then(|out| serde_json::to_vec(&out).map_err(Error::fault));
    match written {
        Ok(body) => answer::json_bytes(status, body),
        Err(error) => answer::problem(ask, error),
    }
}
