//! Reading what was sent, within limits.

use std::time::Duration;

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, header},
};
use kernel::{Line, Refusal, RefusalKind};

use crate::form::{Field, Upload};

/// A form, or a JSON body without a file in it.
pub(crate) const BODY_BYTES_MAX: usize = 1 << 20;
/// A form or a JSON body that may carry files of 8 MiB (a third more in base64).
pub(crate) const UPLOAD_BYTES_MAX: usize = 16 << 20;
/// How long a body may take: 16 MiB at half a megabit a second. Whoever sends a byte a minute
/// holds nothing for longer.
const PATIENCE: Duration = Duration::from_secs(300);
/// Fields in one form.
const FIELDS_MAX: usize = 5_000;
/// Brackets in a field's name. No form has more than two; each one more is a step deeper on the
/// stack.
const DEPTH_MAX: usize = 8;

pub(crate) async fn read(body: Body, limit: usize) -> Result<Bytes, Refusal> {
    match tokio::time::timeout(PATIENCE, to_bytes(body, limit)).await {
        Ok(sent) => sent.map_err(|_| too_large(limit)),
        Err(_) => Err(Refusal::new("web.too_slow", RefusalKind::Invalid)),
    }
}

fn too_large(limit: usize) -> Refusal {
    Refusal::new("web.too_large", RefusalKind::TooLarge).with("mib", limit >> 20)
}

fn malformed() -> Refusal {
    Refusal::new("web.malformed", RefusalKind::Invalid).with("place", "-")
}

/// The fields of a form, sent either way that a browser sends one.
pub(crate) async fn read_form(
    headers: &HeaderMap,
    body: Body,
) -> Result<Vec<(String, Field)>, Refusal> {
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
        return Err(malformed());
    }
    if fields.len() > FIELDS_MAX { Err(too_large(BODY_BYTES_MAX)) } else { Ok(fields) }
}

async fn read_multipart(boundary: &str, body: Body) -> Result<Vec<(String, Field)>, Refusal> {
    let sent = read(body, UPLOAD_BYTES_MAX).await?;
    let stream = Body::from(sent).into_data_stream();
    let mut parts = multer::Multipart::new(stream, boundary);
    let mut fields = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(|_| malformed())? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let content = part.bytes().await.map_err(|_| malformed())?;
        let field = match file_name {
            Some(file_name) => Field::File(upload(&file_name, &content)),
            None => Field::Text(String::from_utf8_lossy(&content).into_owned()),
        };
        fields.push((name, field));
        if fields.len() > FIELDS_MAX {
            return Err(too_large(UPLOAD_BYTES_MAX));
        }
    }
    Ok(fields)
}

/// A browser sends an empty file with an empty name where none was chosen; it is left out later.
fn upload(file_name: &str, content: &[u8]) -> Upload {
    let bare = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let short: String = bare.chars().filter(|c| !c.is_control()).take(200).collect();
    let name = Line::parse(&short).or_else(|_| Line::parse("berkas"));
    #[expect(clippy::expect_used, reason = "a fixed word is a good line")]
    Upload { name: name.expect("a name"), content: content.to_vec() }
}
