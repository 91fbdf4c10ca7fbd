//! The true case of the article comes to the same rupiah on every database, and every rupiah is
//! in one place.

use testkit::World;

use crate::house::play;

#[test]
fn the_story_ends_alike_on_every_database() {
    testkit::story(|world: &mut World| {
        let figures = play(world.db.clone()).figures;
        assert!(figures.wrong.is_empty(), "{:?}", figures.wrong);
        let placed: i64 = figures.rupiah.iter().map(|figure| figure.amount).sum();
        assert_eq!(placed, figures.paid_by_buyers, "every rupiah is in one place");
        let paid: i64 = figures.paid.iter().map(|one| one.amount).sum();
        assert_eq!(paid, figures.paid_by_buyers, "and was paid somewhere");
        // The states that the story promises, each in the books.
        for place in ["premi_moving", "premi_paid", "state_revenue_due", "state_revenue_paid"] {
            assert!(figures.rupiah.iter().any(|one| one.place == place), "{place}");
        }
        let placed: i64 = figures.pieces.iter().map(|figure| figure.amount).sum();
        assert_eq!(placed, figures.made, "every piece is in one place");
        serde_json::to_string_pretty(&figures).expect("figures")
    });
}
