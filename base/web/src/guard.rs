//! Keeps another site's page from acting in a visitor's name.
//!
//! Browsers say where a request comes from: `Sec-Fetch-Site`, and `Origin` in those that are
//! older. A changing request that a browser sent from elsewhere is refused; programs send
//! neither header and carry a token. The session's cookie is `SameSite=Lax` besides. No hidden
//! token is needed in any form (OWASP CSRF cheat sheet, "Fetch Metadata"; Go 1.25's
//! `CrossOriginProtection` rests on the same two headers).

use axum::http::{HeaderMap, header};
use kernel::{Refusal, RefusalKind};

pub(crate) fn same_origin(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let allowed = match text("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => match text(header::ORIGIN.as_str()) {
            Some(origin) => {
                let host = origin.split_once("://").map(|(_, host)| host);
                host.is_some() && host == text(header::HOST.as_str())
            }
            None => true,
        },
    };
    if allowed { Ok(()) } else { Err(Refusal::new("web.other_site", RefusalKind::Forbidden)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_sites_page_is_refused() {
        let asked = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().expect("a value"));
            }
            same_origin(&headers).is_ok()
        };
        assert!(asked(&[]));
        assert!(asked(&[("sec-fetch-site", "same-origin")]));
        assert!(asked(&[("origin", "http://a.example:8080"), ("host", "a.example:8080")]));
        assert!(!asked(&[("sec-fetch-site", "cross-site")]));
        assert!(!asked(&[("sec-fetch-site", "same-site")]));
        assert!(!asked(&[("origin", "null"), ("host", "a.example")]));
        assert!(!asked(&[("origin", "http://b.example"), ("host", "a.example")]));
    }
}
