#![doc = include_str!("../README.md")]

mod answer;
mod api;
mod ask;
mod asset;
mod body;
mod cache;
mod deed;
mod form;
mod guard;
mod house;
mod lines;
mod openapi;
mod page;
mod papers;
mod screens;
mod seen;
mod site;
mod throttle;

pub use api::{API_ROOT, Api, Endpoint, Query};
pub use ask::{Ask, Browse, Credentials, READER_COOKIE, SESSION_COOKIE, like, paper_link_hash};
pub use asset::Asset;
pub use deed::{Act, ActWith, Prepare, View};
pub use form::{Tick, Upload};
pub use house::router;
pub use lines::{read_line, read_value};
pub use openapi::describe;
pub use page::{FileOut, Go, Listing, Page, Recorded};
pub use papers::{MakePaper, PAPER_KEY, Press, without_press};
pub use screens::{MakeText, Route, Screens};
pub use seen::Touch;
pub use site::{Desk, SignedIn, Site, Visit, Wiring};
pub use throttle::neighbourhood;
