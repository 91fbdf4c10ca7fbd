//! Many acts in one request, one JSON value a line (NDJSON). Each is answered on a line of its
//! own, in order; a bad one harms no other. What has no answer was not done: send it again.

use std::{future::poll_fn, pin::Pin, sync::Arc};

use axum::{
    body::{Body, BodyDataStream},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use db::{Error, Read, Result, Tx};
use futures_core::Stream;
use kernel::{Context, Lang, Refusal, RefusalKind};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use words::Speak;

use crate::{
    Act, Ask, Site, answer,
    deed::{Door, habit_of},
    form, guard,
};

/// One line.
const LINE_BYTES_MAX: usize = 64 << 10;
/// One request; what lies beyond has no answer, and so stays with who sent it.
const REQUEST_BYTES_MAX: usize = 64 << 20;
/// Lines in one transaction: enough that a commit costs little, few enough that others get in.
const STEPS: usize = 64;

/// The answer to a line that was not done, beside `line`.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct NotDone {
    /// `unread`: no such act can be read there. `refused`: the house says no. `later`: something
    /// broke on our side.
    state: &'static str,
    code: &'static str,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
}

#[derive(Serialize)]
struct Numbered<T> {
    line: usize,
    #[serde(flatten)]
    said: T,
}

type Parsed<In> = (usize, Result<In, Refusal>);

/// Reads one act, as a line of such a request has it.
///
/// # Errors
/// Refuses what is too long, is no JSON, or is not such an act, naming the field.
pub fn read_line<In: DeserializeOwned>(line: &[u8]) -> Result<In, Refusal> {
    if line.len() > LINE_BYTES_MAX {
        let no = Refusal::new("web.line_too_long", RefusalKind::TooLarge);
        return Err(no.with("kib", LINE_BYTES_MAX >> 10));
    }
    form::parse_slice(line)
}

/// Reads an input from a JSON value, naming the field that is wrong.
///
/// # Errors
/// Refuses what is not such an input.
pub fn read_value<In: DeserializeOwned>(value: serde_json::Value) -> Result<In, Refusal> {
    form::parse_value(value)
}

pub(crate) async fn respond<In, Out>(
    site: &Site,
    ask: &Arc<Ask>,
    request: Request,
    act: Act<In, Out>,
) -> Response
where
    In: DeserializeOwned + Send + Sync + 'static,
    Out: Serialize + Send + 'static,
{
    let mut told = Vec::new();
    match work(site, ask, request, act, &mut told).await {
        // Whoever got answers keeps them; the lines without one come again.
        Err(error) if told.is_empty() => answer::problem(ask, error),
        done => {
            if let Err(error) = done {
                tracing::warn!(%error, "a request of many lines stopped halfway");
            }
            let mut response = answer::json_bytes(StatusCode::OK, told);
            let kind = HeaderValue::from_static("application/x-ndjson");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            response
        }
    }
}

async fn work<In, Out>(
    site: &Site,
    ask: &Arc<Ask>,
    request: Request,
    act: Act<In, Out>,
    told: &mut Vec<u8>,
) -> Result<()>
where
    In: DeserializeOwned + Send + Sync + 'static,
    Out: Serialize + Send + 'static,
{
    let (parts, body) = request.into_parts();
    guard::same_origin(&parts.headers)?;
    let (desk, asked) = (site.clone(), ask.clone());
    site.db()
        .read(move |read: &mut Read| Door::SignedIn.open(&desk, read, &asked).map(drop))
        .await?;
    let mut lines = Lines::new(body);
    loop {
        let mut step: Vec<Parsed<In>> = Vec::with_capacity(STEPS);
        while step.len() < STEPS {
            let Some((number, line)) = lines.next().await else { break };
            step.push((number, read_line(&line)));
        }
        if step.is_empty() {
            return Ok(());
        }
        take(site, ask, step, act, told).await?;
    }
}

/// One transaction's worth.
async fn take<In, Out>(
    site: &Site,
    ask: &Arc<Ask>,
    step: Vec<Parsed<In>>,
    act: Act<In, Out>,
    told: &mut Vec<u8>,
) -> Result<()>
where
    In: Send + Sync + 'static,
    Out: Serialize + Send + 'static,
{
    let (desk, asked) = (site.clone(), ask.clone());
    let run = move |tx: &mut Tx| {
        let visit = Door::SignedIn.open(&desk, tx, &asked)?;
        step.iter().map(|line| Ok((line.0, act_on(tx, &visit.context, line, act)?))).collect()
    };
    let done: Vec<(usize, Result<Out, NotDone>)> =
        site.db().write_by_habit(habit_of(ask), run).await?;
    for (line, done) in done {
        let written = match &done {
            Ok(said) => serde_json::to_writer(&mut *told, &Numbered { line, said }),
            Err(said) => serde_json::to_writer(&mut *told, &Numbered { line, said }),
        };
        written.map_err(Error::fault)?;
        told.push(b'\n');
    }
    Ok(())
}

fn act_on<In, Out>(
    tx: &mut Tx,
    ctx: &Context,
    (number, parsed): &Parsed<In>,
    act: Act<In, Out>,
) -> Result<Result<Out, NotDone>> {
    let input = match parsed {
        Ok(input) => input,
        Err(no) => return Ok(Err(NotDone::of(ctx.lang, "unread", no))),
    };
    Ok(match tx.attempt(|tx| act(tx, ctx, input))? {
        Ok(done) => Ok(done),
        Err(Error::Refused(no)) => Err(NotDone::of(ctx.lang, "refused", &no)),
        Err(error) => {
            tracing::error!(number, %error, "a line failed");
            let no = Refusal::new("web.fault", RefusalKind::Conflict);
            Err(NotDone::of(ctx.lang, "later", &no))
        }
    })
}

impl NotDone {
    fn of(lang: Lang, state: &'static str, no: &Refusal) -> Self {
        Self { state, code: no.code, detail: lang.refusal(no), field: no.field.clone() }
    }
}

/// The lines of a body as they come in, with bounded memory: a line that is too long is cut just
/// past its limit, so that it is refused and not kept.
struct Lines {
    stream: BodyDataStream,
    held: Vec<u8>,
    read: usize,
    number: usize,
    ended: bool,
}

impl Lines {
    fn new(body: Body) -> Self {
        let stream = body.into_data_stream();
        Self { stream, held: Vec::new(), read: 0, number: 0, ended: false }
    }

    /// The next line that is not blank, with its number from 1.
    async fn next(&mut self) -> Option<(usize, Vec<u8>)> {
        let mut line = Vec::new();
        loop {
            let Some(end) = self.held.iter().position(|byte| *byte == b'\n') else {
                keep(&mut line, &self.held);
                self.held.clear();
                if !self.more().await {
                    return self.whole(line);
                }
                continue;
            };
            keep(&mut line, &self.held[..end]);
            self.held.drain(..=end);
            match self.whole(std::mem::take(&mut line)) {
                None => {}
                whole => return whole,
            }
        }
    }

    fn whole(&mut self, line: Vec<u8>) -> Option<(usize, Vec<u8>)> {
        if self.ended && line.is_empty() {
            return None;
        }
        self.number += 1;
        let blank = line.iter().all(u8::is_ascii_whitespace);
        (!blank).then_some((self.number, line))
    }

    /// Whether more came in. Where the sender broke off, the cut line is not taken for a whole one
    /// unless it reads as one.
    async fn more(&mut self) -> bool {
        if self.ended {
            return false;
        }
        match poll_fn(|cx| Pin::new(&mut self.stream).poll_next(cx)).await {
            Some(Ok(bytes)) if self.read + bytes.len() <= REQUEST_BYTES_MAX => {
                self.read += bytes.len();
                self.held.extend_from_slice(&bytes);
                true
            }
            _ => {
                self.ended = true;
                false
            }
        }
    }
}

fn keep(line: &mut Vec<u8>, more: &[u8]) {
    let room = (LINE_BYTES_MAX + 1).saturating_sub(line.len());
    line.extend_from_slice(&more[..more.len().min(room)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn lines_of(body: impl Into<Body>) -> Vec<(usize, usize)> {
        let mut lines = Lines::new(body.into());
        let mut all = Vec::new();
        while let Some((number, line)) = lines.next().await {
            all.push((number, line.len()));
        }
        all
    }

    #[tokio::test]
    async fn lines_are_numbered_as_an_editor_would() {
        assert_eq!(lines_of("").await, []);
        assert_eq!(lines_of("a\n\n  \nbb\r\n").await, [(1, 1), (4, 3)]);
        assert_eq!(lines_of("a\nlast").await, [(1, 1), (2, 4)]);
    }

    #[tokio::test]
    async fn a_long_line_is_cut_and_the_next_is_whole() {
        let text = format!("{}\nshort\n", "x".repeat(LINE_BYTES_MAX * 3));
        assert_eq!(lines_of(text).await, [(1, LINE_BYTES_MAX + 1), (2, 5)]);
        assert!(read_line::<serde_json::Value>(&vec![b'1'; LINE_BYTES_MAX + 1]).is_err());
    }
}
