//! The wall between the workshop and the public: no view may know a maker.

use std::fs;

/// Words that may stand nowhere in a public view.
const NEVER: [&str; 8] =
    ["maker", "identity", "cost", "floor", "hpp", "premi", "weight", "created_by"];

/// Every statement of the migrations that makes a view for the shop-window, without comments.
fn views() -> Vec<String> {
    let folder = testkit::repository().join("migrations");
    let mut views = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap().to_lowercase();
        let bare: Vec<&str> =
            text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
        let bare = bare.join("\n");
        let made = bare.split(';').map(str::trim).filter(|one| one.contains("view storefront_"));
        views.extend(made.map(str::to_owned));
    }
    views
}

/// The words that should not be there.
fn forbidden(view: &str) -> Vec<&str> {
    let words = view.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| NEVER.iter().any(|never| word.contains(never)) || *word == "*").collect()
}

#[test]
fn no_public_view_knows_a_maker() {
    let views = views();
    assert!(views.len() >= 7, "the views are found: {views:?}");
    for view in views {
        assert!(forbidden(&view).is_empty(), "{:?} in: {view}", forbidden(&view));
        let picks = view.split("as\nselect").nth(1).unwrap_or_default();
        assert!(!picks.is_empty() && !picks.trim_start().starts_with('*'), "names columns: {view}");
    }
}

#[test]
fn the_wall_would_notice() {
    let hole = "create view storefront_x as\nselect batch_id, maker_id from production_batch_maker";
    assert_eq!(forbidden(hole), ["maker_id", "production_batch_maker"]);
}

#[test]
fn the_room_reads_nothing_but_its_views() {
    let store = fs::read_to_string(testkit::repository().join("rooms/storefront/src/store.rs"));
    let store = store.unwrap();
    let words = store.split(|c: char| !c.is_alphanumeric() && c != '_').collect::<Vec<_>>();
    for pair in words.windows(2).filter(|pair| ["FROM", "JOIN"].contains(&pair[0])) {
        let table = pair[1];
        assert!(
            table.is_empty() || table == "SELECT" || table.starts_with("storefront_"),
            "{table}"
        );
    }
}
