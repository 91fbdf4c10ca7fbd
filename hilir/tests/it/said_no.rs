//! Whoever presses a button and is refused hears why, on the page that he gets.

use crate::{
    house::{Visitor, played},
    strangers::{filled, first_ids},
};

/// What each sends: nothing, and what most forms ask for.
const FORMS: [&str; 2] = [
    "",
    "id=0199abcd-0000-7000-8000-00000000aaaa&reason=x&note=x&quantity=1&resolution=lost\
     &proposal=0199abcd-0000-7000-8000-00000000bbbb",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_of_a_form_is_said_on_its_page() {
    let house = played();
    let mut visitors = Vec::new();
    for name in ["kasubsi", "kalapas", "bendahara", "hendri", "pengelola"] {
        visitors.push((name, Visitor::sign_in(&house, name).await));
    }
    let ids = first_ids(&house);
    let (mut wrong, mut heard) = (Vec::new(), 0);
    let screens = hilir::house::screens();
    // Going out would end the visit.
    let posts = screens.routes().iter().filter(|one| one.method == "POST" && one.path != "/keluar");
    for route in posts {
        let path = filled(route.path, &ids, &mut wrong).unwrap_or_else(|| route.path.to_owned());
        for (name, visitor) in &visitors {
            for form in FORMS {
                // Twice: what was taken the first time is refused the second.
                for _ in 0..2 {
                    let answer = visitor.post(&path, form).await;
                    if !answer.status.is_client_error() {
                        continue;
                    }
                    heard += 1;
                    let said = ["notice bad", "notice warning"];
                    if !said.iter().any(|said| answer.body.contains(said)) {
                        let code = answer.status;
                        wrong.push(format!("{name} {}: {code} without a word", route.path));
                    }
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(heard > 500, "{heard} refusals");
}
