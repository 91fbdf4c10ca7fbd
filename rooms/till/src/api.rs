//! The JSON door of the devices.

use web::Api;

use crate::{
    act::act,
    desk::{give_up, refused},
    device::{enrol, hello},
    fresh::fresh,
    import::import,
    pages::sheets,
};

pub fn api() -> Api {
    Api::new("till")
        .post("/till/devices", enrol, "Introduce a device of the shop")
        .sheet("/till/devices/sheet", sheets::devices, "The tills and what they sent")
        .sheet("/till/drawers/sheet", sheets::drawers, "The days that tills closed")
        .get("/till/hello", hello, "Who is there, the time, and which acts the house holds")
        .get("/till/snapshot", fresh, "Everything that a till needs to sell offline")
        .post_lines("/till/acts", act, "Send acts, one JSON object a line, answered line by line")
        .get("/till/refused", refused, "List refused acts that wait for a decision")
        .post("/till/acts/{act}/give-up", give_up, "Give up a refused act of a phone that cannot")
        .post_file("/till/imports", import, "Take in a queue that came as a file")
}
