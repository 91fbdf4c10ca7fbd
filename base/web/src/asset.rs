//! Files that come with the program: hashed when it starts, compressed once, when first asked for.

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use sha2::{Digest, Sha256};

use crate::{
    Site, answer,
    small::{Effort, Small, is_among},
};

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

/// What is sent, in each form.
struct Ready {
    mime: HeaderValue,
    etag: HeaderValue,
    keep: HeaderValue,
    body: Small,
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
            body: Small::new(asset.bytes, Effort::Best),
            page: asset.mime.starts_with("text/html"),
            scope: asset.scope.map(HeaderValue::from_static),
        }
    }

    fn answer(&self, asked: &HeaderMap) -> Response {
        let known = asked.get(header::IF_NONE_MATCH);
        if known.is_some_and(|known| is_among(known, self.etag.to_str().unwrap_or_default())) {
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            self.describe(&mut response);
            return response;
        }
        let small = self.body.taken(asked);
        let body = small.as_ref().map_or(&self.body.plain, |(_, body)| body).clone();
        let mut response =
            if self.page { answer::html(StatusCode::OK, body) } else { body.into_response() };
        if let Some((coding, _)) = small {
            let coding = HeaderValue::from_static(coding);
            response.headers_mut().insert(header::CONTENT_ENCODING, coding);
        }
        self.describe(&mut response);
        response
    }

    fn describe(&self, response: &mut Response) {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.mime.clone());
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::CACHE_CONTROL, self.keep.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Some(scope) = &self.scope {
            headers.insert("service-worker-allowed", scope.clone());
        }
    }
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
