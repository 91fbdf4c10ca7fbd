//! The stylesheet keeps its promises: contrast by WCAG 2.2 AA in light and dark, one dark and not
//! two, and no token that nobody defined.

#![expect(clippy::float_arithmetic, reason = "luminance is defined with a power; no money here")]

use std::{collections::BTreeMap, fs, path::PathBuf};

type Tokens = BTreeMap<String, String>;

fn css(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../assets/css").join(name);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The tokens of the block that begins with `selector`.
fn tokens(selector: &str) -> Tokens {
    let text = css("tokens.css");
    let (_, block) = text.split_once(selector).unwrap_or_else(|| panic!("no {selector}"));
    let (block, _) = block.split_once('}').unwrap_or((block, ""));
    block
        .split(['{', ';'])
        .filter_map(|line| line.trim().split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let byte = u8::from_str_radix(&hex[at..at + 2], 16).unwrap_or_default();
        let part = f64::from(byte) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(tokens: &Tokens, over: &str, under: &str) -> f64 {
    let value = |name: &str| luminance(&tokens[&format!("--{name}")]);
    let (a, b) = (value(over), value(under));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

const TEXT: [(&str, &str); 36] = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "sunk"),
    ("ink", "teal-wash"),
    ("ink", "good-wash"),
    ("ink", "warn-wash"),
    ("ink", "bad-wash"),
    ("ink-soft", "paper"),
    ("ink-soft", "sheet"),
    ("ink-soft", "sunk"),
    ("ink-soft", "teal-wash"),
    ("teal", "paper"),
    ("teal", "sheet"),
    ("teal", "sunk"),
    ("teal", "teal-wash"),
    ("teal", "good-wash"),
    ("teal", "warn-wash"),
    ("teal-strong", "paper"),
    ("teal-strong", "teal-wash"),
    ("on-teal", "teal"),
    ("on-teal", "teal-strong"),
    ("clay", "paper"),
    ("clay", "sheet"),
    ("clay", "clay-wash"),
    ("good", "paper"),
    ("good", "good-wash"),
    ("warn", "paper"),
    ("warn", "warn-wash"),
    ("bad", "paper"),
    ("bad", "sheet"),
    ("bad", "bad-wash"),
    ("rail-ink", "rail"),
    ("rail-ink", "rail-here"),
    ("rail-soft", "rail"),
    ("rail-soft", "rail-here"),
    ("water-ink", "water"),
];

/// Shapes that carry meaning, borders of fields, the ring of the focus.
const SHAPES: [(&str, &str); 14] = [
    ("rule-strong", "paper"),
    ("rule-strong", "sheet"),
    ("rule-strong", "sunk"),
    ("focus", "paper"),
    ("focus", "sheet"),
    ("focus", "sunk"),
    ("water", "paper"),
    ("tone-shop", "paper"),
    ("tone-material", "paper"),
    ("tone-premium", "paper"),
    ("tone-fund", "paper"),
    ("tone-state", "paper"),
    ("tone-transit", "paper"),
    ("tone-other", "paper"),
];

#[test]
fn contrast_holds_in_light_and_dark() {
    for (look, selector) in [("light", ":root {"), ("dark", ":root[data-theme=\"dark\"]")] {
        let tokens = tokens(selector);
        let wanted = TEXT.map(|pair| (pair, 4.5)).into_iter().chain(SHAPES.map(|p| (p, 3.0)));
        for ((over, under), least) in wanted {
            let found = contrast(&tokens, over, under);
            assert!(found >= least, "{look}: {over} on {under} is {found:.2}, wanted {least}");
        }
    }
}

#[test]
fn the_device_and_the_switch_make_the_same_dark() {
    let switched = tokens(":root[data-theme=\"dark\"]");
    assert_eq!(tokens(":root:not([data-theme=\"light\"])"), switched);
    assert!(tokens(":root {").keys().eq(switched.keys()), "light and dark name the same tokens");
}

/// Somebody who reads in the dark prints on white paper all the same.
#[test]
fn the_dark_is_not_printed() {
    let text = css("tokens.css");
    for dark in [":root[data-theme=\"dark\"]", ":root:not([data-theme=\"light\"])"] {
        let (before, _) = text.split_once(dark).expect("a dark");
        let media = before.rsplit_once("@media ").map(|(_, media)| media.trim());
        let media = media.and_then(|media| media.strip_suffix('{')).map(str::trim);
        assert!(media.is_some_and(|media| media.split(' ').next() == Some("screen")), "{media:?}");
    }
    for name in ui::STYLES.iter().filter(|name| **name != "tokens.css") {
        let text = css(name);
        for elsewhere in ["data-theme", "prefers-color-scheme"] {
            assert!(!text.contains(elsewhere), "{name} knows a dark of its own");
        }
    }
}

#[test]
fn every_token_that_is_used_is_defined() {
    let defined = css("tokens.css");
    for name in ui::STYLES {
        for used in css(name).split("var(").skip(1) {
            let token: String =
                used.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            assert!(defined.contains(&format!("{token}:")), "{name} uses {token}");
        }
    }
}
