//! Files that come with the program: hashed when it starts, compressed once, when first asked for.

use std::{io::Write, sync::OnceLock};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use crate::{Site, answer};

/// A file of the program at an address of its own.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The whole path: `/assets/…`.
    pub path: String,
    pub mime: &'static str,
    pub bytes: Bytes,
    /// Whether its name carries its hash, so that it may be kept for ever. Otherwise a browser
    /// asks each time whether it is still the same.
    pub forever: bool,
    /// Of a service worker: the addresses that it may answer for.
    pub scope: Option<&'static str>,
}

type Press = fn(&[u8]) -> Option<Vec<u8>>;

/// The ways in which a file is sent small, the smallest first.
const CODINGS: [(&str, Press); 2] = [("br", brotli), ("gzip", gzip)];
/// The best that there is: paid once a file, for every phone on a poor network.
const BROTLI_QUALITY: i32 = 11;
/// 2^18 bytes: none of the files is larger.
const BROTLI_WINDOW: i32 = 18;

/// What is sent, in each form.
struct Ready {
    mime: HeaderValue,
    etag: HeaderValue,
    keep: HeaderValue,
    plain: Bytes,
    small: [OnceLock<Option<Bytes>>; CODINGS.len()],
    page: bool,
    scope: Option<HeaderValue>,
}

pub(crate) fn routes(assets: Vec<Asset>) -> Router<Site> {
    assets.into_iter().fold(Router::new(), |router, asset| {
        let (path, ready) = (asset.path.clone(), std::sync::Arc::new(Ready::of(asset)));
        router.route(&path, get(move |headers: HeaderMap| async move { ready.answer(&headers) }))
    })
}

impl Ready {
    fn of(asset: Asset) -> Self {
        let hash = Sha256::digest(&asset.bytes);
        let hex: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let etag = HeaderValue::from_str(&format!("\"{hex}\""));
        let keep = if asset.forever { "public, max-age=31536000, immutable" } else { "no-cache" };
        Self {
            mime: HeaderValue::from_static(asset.mime),
            etag: etag.unwrap_or(HeaderValue::from_static("\"\"")),
            keep: HeaderValue::from_static(keep),
            small: Default::default(),
            plain: asset.bytes,
            page: asset.mime.starts_with("text/html"),
            scope: asset.scope.map(HeaderValue::from_static),
        }
    }

    fn answer(&self, asked: &HeaderMap) -> Response {
        let known = asked.get(header::IF_NONE_MATCH);
        if known.is_some_and(|known| is_among(known, &self.etag)) {
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            self.describe(&mut response);
            return response;
        }
        let small = self.small(asked);
        let body = small.as_ref().map_or(&self.plain, |(_, body)| body).clone();
        let mut response =
            if self.page { answer::html(StatusCode::OK, body) } else { body.into_response() };
        if let Some((coding, _)) = small {
            let coding = HeaderValue::from_static(coding);
            response.headers_mut().insert(header::CONTENT_ENCODING, coding);
        }
        self.describe(&mut response);
        response
    }

    /// The smallest form that the asker takes, if any is smaller than the file.
    fn small(&self, asked: &HeaderMap) -> Option<(&'static str, Bytes)> {
        let mut accepted = asked.get_all(header::ACCEPT_ENCODING).iter();
        let mut taken = CODINGS.map(|_| false);
        for value in accepted.by_ref().filter_map(|value| value.to_str().ok()) {
            for (taken, (coding, _)) in taken.iter_mut().zip(CODINGS) {
                *taken |= accepts(value, coding);
            }
        }
        let at = taken.iter().position(|taken| *taken)?;
        let (coding, press) = CODINGS.get(at)?;
        let made = self.small.get(at)?.get_or_init(|| {
            let small = press(&self.plain)?;
            // Nothing where it would save nothing: a picture is small already.
            (small.len() + small.len() / 10 < self.plain.len()).then(|| Bytes::from(small))
        });
        made.clone().map(|body| (*coding, body))
    }

    fn describe(&self, response: &mut Response) {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.mime.clone());
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::CACHE_CONTROL, self.keep.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(scope) = &self.scope {
            headers.insert("service-worker-allowed", scope.clone());
        }
    }
}

/// The tag among those that a browser knows, also where something between has made it weak.
fn is_among(known: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(known), Ok(etag)) = (known.to_str(), etag.to_str()) else { return false };
    known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag)
}

/// RFC 9110, 12.5.3: named and not of weight nought.
fn accepts(accepted: &str, wanted: &str) -> bool {
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
        let none = |part: &str| {
            part.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).is_some_and(|q| q <= 0.0)
        };
        named && !parts.any(none)
    })
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut small = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &params).ok()?;
    Some(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    fn ready() -> Ready {
        let bytes = Bytes::from("let a = 1;\n".repeat(50));
        let path = "/x".to_owned();
        Ready::of(Asset { path, mime: "text/javascript", bytes, forever: false, scope: None })
    }

    #[test]
    fn a_file_is_compressed_for_those_who_take_it() {
        let plain = ready().answer(&HeaderMap::new());
        assert!(plain.headers().get(header::CONTENT_ENCODING).is_none());
        for refused in ["deflate", "gzip;q=0", "x-gzip", "br; q=0"] {
            let plain = ready().answer(&asked(header::ACCEPT_ENCODING, refused));
            assert!(plain.headers().get(header::CONTENT_ENCODING).is_none(), "{refused}");
        }
        for (accepted, coding) in [("gzip;q=0.5", "gzip"), ("gzip, br", "br")] {
            let small = ready().answer(&asked(header::ACCEPT_ENCODING, accepted));
            assert_eq!(small.headers()[header::CONTENT_ENCODING], coding);
        }
    }

    #[test]
    fn a_file_that_is_known_is_not_sent_again() {
        let etag = ready().etag.to_str().expect("hex").to_owned();
        let weak = HeaderValue::from_str(&format!("\"x\", W/{etag}")).expect("a header");
        let known = HeaderMap::from_iter([(header::IF_NONE_MATCH, weak)]);
        assert_eq!(ready().answer(&known).status(), StatusCode::NOT_MODIFIED);
        let other = asked(header::IF_NONE_MATCH, "\"x\"");
        assert_eq!(ready().answer(&other).status(), StatusCode::OK);
    }
}
