//! Reading what was sent, within limits.

use std::{
    pin::Pin,
    task::{Context as Poller, Poll},
    time::Duration,
};

use axum::{
    body::{Body, BodyDataStream, Bytes, to_bytes},
    http::{HeaderMap, header},
};
use futures_core::Stream;
use kernel::{Line, Refusal, RefusalKind};

use crate::form::{Field, Upload};

/// A form, or a JSON body without a file in it.
pub(crate) const BODY_BYTES_MAX: usize = 1 << 20;
/// A form or a JSON body that may carry files of 8 MiB (a third more in base64).
pub(crate) const UPLOAD_BYTES_MAX: usize = 16 << 20;
/// How far a form that is too large is read on, for the text behind its files.
const FORM_BYTES_READ: usize = 64 << 20;
/// How long a body may take: 16 MiB at half a megabit a second. Whoever sends a byte a minute
/// holds nothing for longer.
const PATIENCE: Duration = Duration::from_secs(300);
/// Fields in one form.
const FIELDS_MAX: usize = 5_000;
/// A field's name; ours have a quarter of it.
const NAME_BYTES_MAX: usize = 200;
/// A file's name: no disk has longer ones than 255 letters, of four bytes each.
const FILE_NAME_BYTES_MAX: usize = 1_024;
/// Brackets in a field's name. No form has more than two; each one more is a step deeper on the
/// stack.
const DEPTH_MAX: usize = 8;

pub(crate) async fn read(body: Body, limit: usize) -> Result<Bytes, Refusal> {
    match tokio::time::timeout(PATIENCE, to_bytes(body, limit)).await {
        Ok(sent) => sent.map_err(|_| too_large(limit)),
        Err(_) => Err(too_slow()),
    }
}

fn too_slow() -> Refusal {
    Refusal::new("web.too_slow", RefusalKind::Invalid)
}

fn too_large(limit: usize) -> Refusal {
    Refusal::new("web.too_large", RefusalKind::TooLarge).with("mib", limit >> 20)
}

fn malformed() -> Refusal {
    Refusal::new("web.malformed", RefusalKind::Invalid).with("place", "-")
}

type Fields = Vec<(String, Field)>;

/// A form that was not taken, with what of it could be read: nobody types twenty lines anew because
/// one photo was too large.
pub(crate) struct Cut {
    pub no: Refusal,
    pub fields: Fields,
}

impl From<Refusal> for Cut {
    fn from(no: Refusal) -> Self {
        Self { no, fields: Vec::new() }
    }
}

/// The fields of a form, sent either way that a browser sends one.
pub(crate) async fn read_form(headers: &HeaderMap, body: Body) -> Result<Fields, Cut> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let fields = match kind.and_then(|kind| multer::parse_boundary(kind).ok()) {
        Some(boundary) => read_multipart(&boundary, body).await?,
        None => {
            let sent = read(body, BODY_BYTES_MAX).await?;
            let pairs = form_urlencoded::parse(&sent).into_owned();
            pairs.take(FIELDS_MAX + 1).map(|(key, value)| (key, Field::Text(value))).collect()
        }
    };
    if fields.iter().any(|(key, _)| key.matches('[').count() > DEPTH_MAX) {
        return Err(malformed().into());
    }
    if fields.len() > FIELDS_MAX { Err(too_large(BODY_BYTES_MAX).into()) } else { Ok(fields) }
}

async fn read_multipart(boundary: &str, body: Body) -> Result<Fields, Cut> {
    let mut parts = Parts::default();
    let read = tokio::time::timeout(PATIENCE, parts.read(boundary, body)).await;
    let no = match read {
        Ok(Ok(())) if !parts.over => return Ok(parts.fields),
        Ok(Ok(())) => too_large(UPLOAD_BYTES_MAX),
        Ok(Err(no)) => no,
        Err(_) => too_slow(),
    };
    Err(Cut { no, fields: parts.fields })
}

/// The parts of a form with files, as far as they have been read.
#[derive(Default)]
struct Parts {
    fields: Fields,
    stored: usize,
    /// Whether the files are more than may be: what follows is read, and only its text kept.
    over: bool,
}

impl Parts {
    async fn read(&mut self, boundary: &str, body: Body) -> Result<(), Refusal> {
        let whole = multer::SizeLimit::new().whole_stream(FORM_BYTES_READ as u64);
        let limits = multer::Constraints::new().size_limit(whole);
        let stream = Slowly { stream: body.into_data_stream(), rests: false };
        let mut parts = multer::Multipart::with_constraints(stream, boundary, limits);
        while let Some(mut part) = parts.next_field().await.map_err(|no| unread(&no))? {
            let name = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(str::to_owned);
            self.count_names(&name, file_name.as_deref())?;
            let mut content = Vec::new();
            while let Some(piece) = part.chunk().await.map_err(|no| unread(&no))? {
                self.keep(&mut content, &piece, file_name.is_some());
            }
            let field = match file_name {
                Some(file_name) => Field::File(upload(&file_name, content)),
                None => Field::Text(String::from_utf8_lossy(&content).into_owned()),
            };
            self.fields.push((name, field));
            if self.fields.len() > FIELDS_MAX {
                self.fields.clear();
                return Err(too_large(UPLOAD_BYTES_MAX));
            }
        }
        Ok(())
    }

    /// Names are kept beside what they name, and a form may have thousands of parts that are
    /// nothing but a name.
    fn count_names(&mut self, name: &str, file_name: Option<&str>) -> Result<(), Refusal> {
        let of_file = file_name.map_or(0, str::len);
        if name.len() > NAME_BYTES_MAX || of_file > FILE_NAME_BYTES_MAX {
            return Err(malformed());
        }
        self.stored += name.len() + of_file;
        if self.stored > UPLOAD_BYTES_MAX + BODY_BYTES_MAX {
            return Err(too_large(UPLOAD_BYTES_MAX));
        }
        Ok(())
    }

    /// Of a file that is too much its first byte: it says that there was one.
    fn keep(&mut self, content: &mut Vec<u8>, piece: &[u8], is_file: bool) {
        let room = if is_file { UPLOAD_BYTES_MAX } else { UPLOAD_BYTES_MAX + BODY_BYTES_MAX };
        if self.stored + piece.len() <= room {
            self.stored += piece.len();
            content.extend_from_slice(piece);
            return;
        }
        self.over = true;
        if content.is_empty() {
            content.extend(piece.first());
        }
    }
}

fn unread(error: &multer::Error) -> Refusal {
    match error {
        multer::Error::StreamSizeExceeded { .. } => too_large(UPLOAD_BYTES_MAX),
        _ => malformed(),
    }
}

/// One piece at a time: the parser takes all that is there before it looks at any, and what comes
/// faster than it is looked at would stand in memory.
struct Slowly {
    stream: BodyDataStream,
    rests: bool,
}

impl Stream for Slowly {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Poller<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.rests) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let next = Pin::new(&mut self.stream).poll_next(cx);
        self.rests = matches!(next, Poll::Ready(Some(_)));
        next
    }
}

/// A browser sends an empty file with an empty name where none was chosen; it is left out later.
fn upload(file_name: &str, content: Vec<u8>) -> Upload {
    let bare = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let short: String = bare.chars().filter(|c| !c.is_control()).take(200).collect();
    let name = Line::parse(&short).or_else(|_| Line::parse("berkas"));
    #[expect(clippy::expect_used, reason = "a fixed word is a good line")]
    Upload { name: name.expect("a name"), content }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A part: its name, the name of its file, its bytes.
    type Part<'a> = (&'a str, Option<&'a str>, usize);

    fn form(parts: &[Part<'_>]) -> Body {
        let mut pieces: Vec<Bytes> = Vec::new();
        for (name, file, bytes) in parts {
            let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
            let head = format!("--tepi\r\nContent-Disposition: form-data; name=\"{name}\"{file}");
            pieces.push(format!("{head}\r\n\r\n").into());
            // As a network brings them.
            let whole = Bytes::from(vec![b'a'; *bytes]);
            pieces.extend(
                (0..*bytes)
                    .step_by(64 << 10)
                    .map(|at| whole.slice(at..(at + (64 << 10)).min(*bytes))),
            );
            pieces.push("\r\n".into());
        }
        pieces.push("--tepi--\r\n".into());
        Body::from_stream(Pieces(pieces.into_iter()))
    }

    struct Pieces(std::vec::IntoIter<Bytes>);

    impl Stream for Pieces {
        type Item = Result<Bytes, std::convert::Infallible>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Poller<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.next().map(Ok))
        }
    }

    async fn read(parts: &[Part<'_>]) -> Result<Fields, Cut> {
        let mut headers = HeaderMap::new();
        let kind = "multipart/form-data; boundary=tepi".parse().expect("a kind");
        headers.insert(header::CONTENT_TYPE, kind);
        read_form(&headers, form(parts)).await
    }

    fn lengths(fields: &Fields) -> Vec<usize> {
        let long = |field: &Field| match field {
            Field::Text(text) => text.len(),
            Field::File(upload) => upload.content.len(),
        };
        fields.iter().map(|(_, field)| long(field)).collect()
    }

    const MIB: usize = 1 << 20;

    #[tokio::test]
    async fn a_form_with_files_is_read_whole() {
        let parts = [("a", None, 3), ("p", Some("p.jpg"), 7 * MIB), ("q", Some(""), 0)];
        let fields = read(&parts).await.ok().expect("taken");
        assert_eq!(lengths(&fields), [3, 7 * MIB, 0]);
    }

    #[tokio::test]
    async fn what_was_typed_outlives_files_that_are_too_much() {
        let photo = Some("foto.jpg");
        let parts = [
            ("lines[0][note]", None, 5),
            ("lines[0][photo]", photo, 8 * MIB),
            ("lines[1][photo]", photo, 8 * MIB),
            ("lines[1][note]", None, 6),
            ("lines[2][photo]", photo, 8 * MIB),
            ("lines[2][note]", None, 7),
        ];
        let cut = read(&parts).await.expect_err("too much");
        assert_eq!((cut.no.code, cut.no.kind), ("web.too_large", RefusalKind::TooLarge));
        let long = lengths(&cut.fields);
        assert_eq!((long[0], long[3], long[5]), (5, 6, 7), "all that was typed");
        assert!(long[4] == 1, "no more than a sign of the third photo: {}", long[4]);
        let cut = read(&[("a", None, 3), ("p", photo, FORM_BYTES_READ)]).await.err();
        let cut = cut.expect("too much to read to its end");
        assert_eq!((cut.no.code, lengths(&cut.fields)), ("web.too_large", vec![3]));
    }

    #[tokio::test]
    async fn names_are_counted_and_have_an_end() {
        let (short, long) = ("n".repeat(NAME_BYTES_MAX), "n".repeat(NAME_BYTES_MAX + 1));
        let name = "n".repeat(1_000);
        let endless = "n".repeat(FILE_NAME_BYTES_MAX + 1);
        let fields = read(&[(short.as_str(), None, 3), ("p", Some(name.as_str()), 3)]).await.ok();
        assert_eq!(lengths(&fields.expect("taken")), [3, 3]);
        for part in [(long.as_str(), None, 3), ("p", Some(endless.as_str()), 3)] {
            let cut = read(&[("a", None, 4), part]).await.expect_err("a name too long");
            assert_eq!((cut.no.code, lengths(&cut.fields)), ("web.malformed", vec![4]));
        }
        let mut parts: Vec<Part<'_>> = vec![("p", Some("p.jpg"), 15 * MIB)];
        parts.resize(2_200, ("q", Some(name.as_str()), 0));
        let cut = read(&parts).await.expect_err("two megabytes of names");
        assert_eq!(cut.no.code, "web.too_large");
        assert!(cut.fields.len() < 2_200, "{}", cut.fields.len());
    }

    #[tokio::test]
    async fn text_without_end_is_refused() {
        let cut = read(&[("a", None, 18 * MIB)]).await.expect_err("too much");
        assert_eq!(cut.no.code, "web.too_large");
        assert!(lengths(&cut.fields)[0] <= UPLOAD_BYTES_MAX + BODY_BYTES_MAX);
    }
}
