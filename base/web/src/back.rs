//! Where somebody is led back to after he has signed in: a page, never an address that only takes
//! a form.

use axum::http::{HeaderMap, header};

use crate::{Ask, Route};

/// Which addresses show a page.
#[derive(Debug)]
pub(crate) struct Pages(Vec<(&'static str, bool)>);

impl Pages {
    pub fn of(routes: &[Route]) -> Self {
        Self(routes.iter().map(|route| (route.path, route.method == "GET")).collect())
    }

    /// The page on which a form stood: the one that the browser came from, else the nearest above
    /// the form's own address. What came with a POST that was refused has that POST's address.
    pub fn of_form(&self, ask: &Ask) -> String {
        let from = ask.came_from.as_deref().filter(|from| {
            let (path, _) = from.split_once('?').unwrap_or((from, ""));
            self.shows(path)
        });
        if let Some(from) = from {
            return from.to_owned();
        }
        let mut path = ask.path.as_str();
        while !path.is_empty() {
            if self.shows(path) {
                return path.to_owned();
            }
            path = path.rsplit_once('/').map_or("", |(above, _)| above);
        }
        "/".to_owned()
    }

    /// Where two patterns fit, the router takes the one that says more, from the left.
    fn shows(&self, path: &str) -> bool {
        let fitting = self.0.iter().filter(|(pattern, _)| fits(pattern, path));
        let named = |pattern: &str| -> Vec<bool> {
            pattern.split('/').map(|part| part.starts_with('{')).collect()
        };
        let Some((best, _)) = fitting.min_by_key(|(pattern, _)| named(pattern)) else {
            return false;
        };
        self.0.iter().any(|(pattern, shows)| pattern == best && *shows)
    }
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut parts) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), parts.next()) {
            (None, None) => return true,
            (Some(wanted), Some(part)) if wanted == part => {}
            (Some(wanted), Some(part)) if wanted.starts_with('{') && !part.is_empty() => {}
            _ => return false,
        }
    }
}

/// The path and query of the page of this house that the browser says it came from.
pub(crate) fn came_from(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (_, rest) = text(header::REFERER)?.split_once("://")?;
    let path = rest.strip_prefix(text(header::HOST)?)?;
    let (path, _) = path.split_once('#').unwrap_or((path, ""));
    path.starts_with('/').then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(path: &str, from: &str) -> Ask {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "hilir.example".parse().expect("a host"));
        headers.insert(header::REFERER, from.parse().expect("a page"));
        Ask::new(&path.parse().expect("an address"), &headers, Vec::new())
    }

    fn back(path: &str, from: &str) -> String {
        let route = |method, path| Route { method, path, public: false, gives: &[] };
        let pages = Pages::of(&[
            route("GET", "/nota"),
            route("GET", "/nota/{statement}"),
            route("POST", "/nota/{statement}/setujui"),
            route("POST", "/nota/terbitkan"),
            route("GET", "/kirim/baru"),
            route("POST", "/kirim/baru"),
            route("POST", "/keluar"),
        ]);
        pages.of_form(&asked(path, from))
    }

    #[test]
    fn the_way_back_leads_to_a_page() {
        assert_eq!(back("/nota/7/setujui", ""), "/nota/7");
        // One form's address looks like a page's, and is none.
        assert_eq!(back("/nota/terbitkan", ""), "/nota");
        assert_eq!(back("/kirim/baru", ""), "/kirim/baru");
        assert_eq!(back("/keluar", ""), "/");
    }

    #[test]
    fn the_page_that_the_browser_came_from_goes_first() {
        let from = |page: &str| back("/nota/7/setujui", page);
        assert_eq!(from("https://hilir.example/nota?q=7&page=2#x"), "/nota?q=7&page=2");
        assert_eq!(from("https://hilir.example/nota/7/setujui"), "/nota/7", "a form refused");
        assert_eq!(from("https://hilir.example.evil/nota"), "/nota/7");
        assert_eq!(from("https://evil.example/nota"), "/nota/7");
        assert_eq!(from("https://hilir.example/elsewhere"), "/nota/7");
    }
}
