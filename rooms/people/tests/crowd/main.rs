//! More people than the line for hashing holds. A program of its own: the line is the process's,
//! and nobody else's test should find it full.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "the other tests of the room use the rest of it")]
#[path = "../it/house.rs"]
mod house;

use axum::http::StatusCode;
use kernel::{Capability, Line, Reach};
use testkit::story;

fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

#[test]
fn a_crowd_is_asked_to_come_back_and_nobody_else_suffers() {
    story(|world| {
        house::user(world, "eko", Reach::All, &[Capability::Oversee]);
        let site = house::house(world);
        // How many come at the same moment is the machine's to say: a crowd may have to come twice.
        let asked = (0..5).map(|round| crowd(world, &site, round)).find(|asked| !asked.is_empty());
        let asked = asked.expect("somebody was asked to wait");
        assert!(asked.iter().all(|one| one.status == StatusCode::TOO_MANY_REQUESTS));
        assert_eq!(site.sign_in("eko", house::PASSWORD).status, StatusCode::SEE_OTHER);
    });
}

/// Four hundred people guess at once; those who were asked to wait. Then their guesses are old.
fn crowd(world: &mut testkit::World, site: &house::House, round: u32) -> Vec<house::Answer> {
    let crowd: Vec<String> = (0..400).map(|n| format!("siapa{round}-{n}")).collect();
    let answers = site.sign_in_together(&crowd, "bukan sandinya");
    world.advance_seconds(16 * 60);
    answers.into_iter().filter(|one| one.body.contains("Tunggu sepuluh")).collect()
}
