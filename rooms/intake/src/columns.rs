//! Which columns each kind of file has.

use kernel::Lang;
use sheet::Kind as Shape;
use words::Speak;

use crate::inputs::Kind;

/// A column of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Col {
    /// Its name in code; its words are `intake.column.<key>` and, for the template,
    /// `intake.hint.<key>` and `intake.example.<key>`.
    pub key: &'static str,
    pub shape: Shape,
    pub required: bool,
}

const fn must(key: &'static str, shape: Shape) -> Col {
    Col { key, shape, required: true }
}
const fn may(key: &'static str, shape: Shape) -> Col {
    Col { key, shape, required: false }
}

const PRODUCTS: &[Col] = &[
    must("code", Shape::Text),
    must("name", Shape::Text),
    may("variant", Shape::Text),
    must("unit", Shape::Text),
    may("category", Shape::Text),
    may("price", Shape::Rupiah),
    may("valid_from", Shape::Day),
    may("floor_price", Shape::Rupiah),
    may("hpp_estimate", Shape::Rupiah),
    may("size", Shape::Text),
    may("material", Shape::Text),
    may("barcode", Shape::Text),
    may("promise_days", Shape::Number),
];
const MAKERS: &[Col] =
    &[must("maker", Shape::Text), may("person", Shape::Text), may("registration", Shape::Text)];
const OPENING: &[Col] = &[
    must("product", Shape::Text),
    must("batch", Shape::Text),
    must("pieces", Shape::Number),
    must("as_of", Shape::Day),
    must("makers", Shape::Text),
    may("cost", Shape::Rupiah),
];
const SHELVES: &[Col] = &[
    must("at_shop", Shape::Text),
    must("lying_batch", Shape::Text),
    must("lying", Shape::Number),
    must("lying_on", Shape::Day),
];
const SALES: &[Col] = &[
    must("product", Shape::Text),
    must("day", Shape::Day),
    must("quantity", Shape::Number),
    may("sold_price", Shape::Rupiah),
    may("shop", Shape::Text),
    may("receipt", Shape::Text),
    may("payment", Shape::Text),
    may("sold_batch", Shape::Text),
    may("really_there", Shape::Text),
];
const COUNTS: &[Col] = &[
    must("product", Shape::Text),
    must("counted_on", Shape::Day),
    must("left", Shape::Number),
    may("shop", Shape::Text),
    may("payment", Shape::Text),
];

impl Kind {
    /// The columns in the order of the template; the first says whose row it is.
    pub const fn columns(self) -> &'static [Col] {
        match self {
            Self::Products => PRODUCTS,
            Self::Makers => MAKERS,
            Self::Opening | Self::OpeningCheck => OPENING,
            Self::Shelves => SHELVES,
            Self::Sales => SALES,
            Self::Counts => COUNTS,
        }
    }

    /// The part of an address.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Products => "produk",
            Self::Makers => "pembuat",
            Self::Opening => "stok-awal",
            Self::OpeningCheck => "periksa-stok-awal",
            Self::Shelves => "stok-awal-toko",
            Self::Sales => "penjualan",
            Self::Counts => "hitung-sisa",
        }
    }

    pub fn of_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.slug() == slug)
    }

    /// `intake.kind.<word>`.
    pub fn word(self, lang: Lang, what: &str) -> &'static str {
        lang.t(&format!("intake.kind.{}.{what}", self.name()))
    }
}

impl Col {
    /// Whether whole things are counted in it.
    pub const fn counts(&self) -> bool {
        matches!(self.shape, Shape::Number | Shape::Rupiah)
    }
    pub fn label(&self, lang: Lang) -> &'static str {
        lang.t(&format!("intake.column.{}", self.key))
    }
    pub fn hint(&self, lang: Lang) -> &'static str {
        lang.t(&format!("intake.hint.{}", self.key))
    }
    pub fn example(&self, lang: Lang) -> &'static str {
        lang.t(&format!("intake.example.{}", self.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_words_and_no_two_are_called_alike() {
        words::install_for_tests();
        for kind in Kind::ALL {
            for lang in [Lang::Id, Lang::En] {
                for what in ["title", "lead"] {
                    assert!(lang.has(&format!("intake.kind.{}.{what}", kind.name())), "{kind}");
                }
                let mut labels: Vec<String> = Vec::new();
                for column in kind.columns() {
                    for of in ["column", "hint", "example"] {
                        let key = format!("intake.{of}.{}", column.key);
                        assert!(lang.has(&key), "{key}");
                    }
                    labels.push(column.label(lang).to_lowercase());
                }
                let all = labels.len();
                labels.sort();
                labels.dedup();
                assert_eq!(labels.len(), all, "{kind}");
            }
            assert_eq!(Kind::of_slug(kind.slug()), Some(*kind));
        }
    }
}
