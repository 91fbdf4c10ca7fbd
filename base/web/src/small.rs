//! Bytes with their compressed copies, each made once, when first asked for.

use std::{io::Write, sync::OnceLock};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, header},
};
use flate2::{Compression, write::GzEncoder};

/// How much work a copy is worth.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Effort {
    /// For a file of the program: paid once, for every phone on a poor network.
    Best,
    /// For a page that lives until the next commit.
    Quick,
}

type Press = fn(&[u8], Effort) -> Option<Vec<u8>>;

/// The ways in which bytes are sent small, the smallest first.
const CODINGS: [(&str, Press); 2] = [("br", brotli), ("gzip", gzip)];
/// 2^18 bytes: none of the files is larger, nor is any page.
const BROTLI_WINDOW: i32 = 18;

pub(crate) struct Small {
    pub plain: Bytes,
    effort: Effort,
    made: [OnceLock<Option<Bytes>>; CODINGS.len()],
}

impl Small {
    pub fn new(plain: Bytes, effort: Effort) -> Self {
        Self { plain, effort, made: Default::default() }
    }

    /// The smallest form that the asker takes, if any is smaller than the plain one.
    pub fn taken(&self, asked: &HeaderMap) -> Option<(&'static str, Bytes)> {
        let accepted = asked.get_all(header::ACCEPT_ENCODING).iter();
        let mut taken = CODINGS.map(|_| false);
        for value in accepted.filter_map(|value| value.to_str().ok()) {
            for (taken, (coding, _)) in taken.iter_mut().zip(CODINGS) {
                *taken |= accepts(value, coding);
            }
        }
        let at = taken.iter().position(|taken| *taken)?;
        let (coding, press) = CODINGS.get(at)?;
        let made = self.made.get(at)?.get_or_init(|| {
            let small = press(&self.plain, self.effort)?;
            // Nothing where it would save nothing: a picture is small already.
            (small.len() + small.len() / 10 < self.plain.len()).then(|| Bytes::from(small))
        });
        made.clone().map(|body| (*coding, body))
    }
}

/// The tag among those that a browser knows, also where something between has made it weak.
pub(crate) fn is_among(known: &HeaderValue, etag: &str) -> bool {
    let Ok(known) = known.to_str() else { return false };
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

fn gzip(bytes: &[u8], effort: Effort) -> Option<Vec<u8>> {
    let level = match effort {
        Effort::Best => Compression::best(),
        Effort::Quick => Compression::new(5),
    };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn brotli(bytes: &[u8], effort: Effort) -> Option<Vec<u8>> {
    let mut small = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: match effort {
            Effort::Best => 11,
            Effort::Quick => 5,
        },
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

    fn asked(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_copy_is_made_for_those_who_take_it() {
        for effort in [Effort::Best, Effort::Quick] {
            let small = Small::new(Bytes::from("let a = 1;\n".repeat(50)), effort);
            assert!(small.taken(&HeaderMap::new()).is_none());
            for refused in ["deflate", "gzip;q=0", "x-gzip", "br; q=0"] {
                assert!(small.taken(&asked(refused)).is_none(), "{refused}");
            }
            for (accepted, coding) in [("gzip;q=0.5", "gzip"), ("gzip, br", "br")] {
                let (how, body) = small.taken(&asked(accepted)).expect("a copy");
                assert!(how == coding && body.len() < small.plain.len());
                let again = small.taken(&asked(accepted)).expect("a copy").1;
                assert_eq!(again.as_ptr(), body.as_ptr(), "made once");
            }
        }
    }

    #[test]
    fn a_known_tag_is_found_among_others() {
        let among = |known| is_among(&HeaderValue::from_static(known), "\"ab\"");
        assert!(among("\"ab\"") && among("\"x\", W/\"ab\""));
        assert!(!among("\"x\"") && !among("ab"));
    }
}
