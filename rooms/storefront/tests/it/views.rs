//! The wall between the workshop and the public: no view may know a maker.

use std::fs;

/// Words that may stand nowhere in a public view.
const NEVER: [&str; 8] =
    ["maker", "identity", "cost", "floor", "hpp", "premi", "weight", "created_by"];

/// What a view may say all the same, and why it tells nothing of anybody.
const ALLOWED: [(&str, &[&str]); 3] = [
    // What a piece cost to make is a line of its price receipt.
    ("storefront_receipt", &["unit_cost_rupiah", "hpp_estimate_rupiah"]),
    // People are only counted, and not below five.
    ("storefront_total", &["count(distinct maker_id)", "settlement_premi_credit"]),
    (
        "storefront_training",
        &[
            "count(distinct trainee.maker_id)",
            "production_batch_maker made",
            "batch.makers_version",
            "trainee.maker_id = made.maker_id",
        ],
    ),
];

/// Every statement of the migrations that makes a view for the shop-window, without comments.
fn views() -> Vec<String> {
    let folder = testkit::repository().join("migrations");
    let mut views = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap().to_lowercase();
        let bare: Vec<&str> =
            text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
        let bare = bare.join("\n");
        let made =
            bare.split(';').map(str::trim).filter(|one| one.contains("create view storefront_"));
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
    assert!(views.len() >= 20, "the views are found: {views:?}");
    for view in views {
        let mut bare = view.clone();
        for (_, phrases) in ALLOWED.iter().filter(|(name, _)| view.contains(&format!("{name} as")))
        {
            phrases.iter().for_each(|phrase| bare = bare.replace(phrase, "x"));
        }
        assert!(forbidden(&bare).is_empty(), "{:?} in: {view}", forbidden(&bare));
        let picks = view.split("as\nselect").nth(1).unwrap_or_default();
        assert!(!picks.is_empty() && !picks.trim_start().starts_with('*'), "names columns: {view}");
    }
}

#[test]
fn totals_are_of_five_people_at_least() {
    let views = views();
    let total = views.iter().find(|view| view.contains("storefront_total as")).unwrap();
    assert!(total.contains("having count(distinct maker_id) >= 5"), "{total}");
    let learnt = views.iter().find(|view| view.contains("storefront_training as")).unwrap();
    assert!(learnt.contains("having count(distinct trainee.maker_id) >= 5"), "{learnt}");
}

#[test]
fn the_wall_would_notice() {
    let hole = "create view storefront_x as\nselect batch_id, maker_id from production_batch_maker";
    assert_eq!(forbidden(hole), ["maker_id", "production_batch_maker"]);
}

#[test]
fn the_room_reads_nothing_but_its_views() {
    let folder = testkit::repository().join("rooms/storefront/src");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_store = |path: &std::path::PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("store"))
    };
    let stores = files.filter(is_store);
    let store: String = stores.map(|path| fs::read_to_string(path).unwrap()).collect();
    assert!(store.contains("storefront_receipt"), "all of its SQL is read");
    let words = store.split(|c: char| !c.is_alphanumeric() && c != '_').collect::<Vec<_>>();
    for pair in words.windows(2).filter(|pair| ["FROM", "JOIN"].contains(&pair[0])) {
        let table = pair[1];
        assert!(
            table.is_empty() || table == "SELECT" || table.starts_with("storefront_"),
            "{table}"
        );
    }
}
