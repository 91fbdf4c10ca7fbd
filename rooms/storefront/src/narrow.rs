//! Pure: how the list of goods is narrowed and in which order it stands.

use kernel::{Rupiah, ShopId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Things on one page, and so the most whose places are asked for at once.
pub const PER_PAGE: usize = 24;
/// Pages of a list; whoever has not found it by then should search.
pub const PAGES_MAX: i64 = 100;
/// Things that a search ranks; nobody looks at the twenty-first page.
pub const FOUND_MAX: usize = 20 * PER_PAGE;
/// The names of the list's query.
pub const NAMES: &[&str] = &["q", "category", "shop", "here", "price", "sort", "page"];
/// Ranges of prices to choose from, in rupiah: most goods cost less than a day's wage.
pub const RANGES: [(i64, i64); 5] =
    [(0, 25_000), (25_000, 50_000), (50_000, 100_000), (100_000, 500_000), (500_000, 0)];

/// The order of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The newest first; of a search the best first.
    #[default]
    Newest,
    Name,
    Cheap,
    Dear,
}

impl Sort {
    pub const ALL: [Self; 4] = [Self::Newest, Self::Name, Self::Cheap, Self::Dear];
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Name => "name",
            Self::Cheap => "cheap",
            Self::Dear => "dear",
        }
    }
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.tag() == tag)
    }
}

/// What the list is narrowed by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    pub q: Option<String>,
    pub category: Option<String>,
    pub shop: Option<ShopId>,
    /// Only what stands on a shelf now.
    pub here: bool,
    pub least: Option<Rupiah>,
    pub most: Option<Rupiah>,
    pub sort: Sort,
}

impl Narrow {
    /// From what stands in an address; what makes no sense is as if it were not there.
    pub fn read<'a>(said: impl Fn(&str) -> Option<&'a str>) -> Self {
        let (least, most) = said("price").and_then(range).unwrap_or_default();
        Self {
            q: said("q").map(str::to_owned),
            category: said("category").map(str::to_owned),
            shop: said("shop").and_then(|shop| shop.parse().ok()),
            here: said("here") == Some("1"),
            least,
            most,
            sort: said("sort").and_then(Sort::from_tag).unwrap_or_default(),
        }
    }

    /// Whether anything narrows the list.
    pub const fn narrowed(&self) -> bool {
        self.q.is_some() || self.category.is_some() || self.filters() > 0
    }

    /// How many filters besides the category and the words.
    pub const fn filters(&self) -> usize {
        self.shop.is_some() as usize
            + self.here as usize
            + (self.least.is_some() || self.most.is_some()) as usize
    }

    /// Whether search engines should know this list: all of it or one category, in its own order.
    pub const fn listed(&self) -> bool {
        self.q.is_none() && self.filters() == 0 && matches!(self.sort, Sort::Newest)
    }

    /// The range as it stands in an address.
    pub fn range(&self) -> String {
        match (self.least, self.most) {
            (None, None) => String::new(),
            (least, most) => {
                let text = |edge: Option<Rupiah>| edge.map_or(String::new(), |r| r.0.to_string());
                format!("{}-{}", text(least), text(most))
            }
        }
    }
}

/// `25000-50000`, `-25000`, `500000-`.
fn range(text: &str) -> Option<(Option<Rupiah>, Option<Rupiah>)> {
    let (least, most) = text.split_once('-')?;
    let edge = |text: &str| match text {
        "" | "0" => Some(None),
        digits => {
            let amount = digits.parse::<i64>().ok()?;
            (1..=1_000_000_000_000).contains(&amount).then_some(Some(Rupiah(amount)))
        }
    };
    Some((edge(least)?, edge(most)?))
}

/// The last page of a list of so many.
pub const fn pages(total: i64) -> i64 {
    let size = PER_PAGE as i64;
    let pages = (total + size - 1) / size;
    if pages < 1 { 1 } else { pages }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(pairs: &[(&str, &'static str)]) -> Narrow {
        Narrow::read(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| *value))
    }

    #[test]
    fn what_makes_no_sense_is_not_there() {
        let odd = read(&[("price", "a-b"), ("shop", "x"), ("here", "yes"), ("sort", "' OR 1")]);
        assert_eq!(odd, Narrow::default());
        let wide = read(&[("price", "25000-50000"), ("here", "1"), ("sort", "cheap")]);
        assert_eq!((wide.least, wide.most), (Some(Rupiah(25_000)), Some(Rupiah(50_000))));
        assert_eq!((wide.range().as_str(), wide.filters()), ("25000-50000", 2));
        assert_eq!(read(&[("price", "-25000")]).range(), "-25000");
        assert_eq!(read(&[("price", "99999999999999999999-")]), Narrow::default());
    }

    #[test]
    fn search_engines_know_few_lists() {
        assert!(read(&[]).listed() && read(&[("category", "Rumah")]).listed());
        for (name, value) in [("q", "a"), ("here", "1"), ("sort", "name"), ("price", "1-2")] {
            assert!(!read(&[(name, value)]).listed(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_range_is_written_as_it_is_read(least in 0i64..100, most in 0i64..100) {
            let text = format!("{least}-{most}");
            let (a, b) = range(&text).unwrap_or_default();
            let narrow = Narrow { least: a, most: b, ..Narrow::default() };
            prop_assert_eq!(range(&narrow.range()).unwrap_or_default(), (a, b));
        }
    }
}
