//! Two units, two shops, a product of each unit; and the steps of a story.

use std::io::Cursor;

use db::{Result, Tx};
use kernel::{Actor, Context, Id, PhotoId, ProductId, StoryId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stories::Done;
use testkit::{LAPAS, OTHER_LAPAS, World, head, officer};
use testmarket::{product, two_shops, two_units};

pub use testmarket::{fresh, no, tried as act};

/// What the stories speak of.
#[derive(Debug, Clone, Copy)]
pub struct Market {
    pub trap: ProductId,
    /// Of the other unit.
    pub nest: ProductId,
}

pub fn open(world: &World) -> Market {
    two_units(world);
    two_shops(world);
    Market {
        trap: product(world, LAPAS, ("PT", "Perangkap Tikus"), &json!({})),
        nest: product(world, OTHER_LAPAS, ("GL", "Glodok"), &json!({})),
    }
}

/// A story's input with a title.
pub fn text(title: &str) -> Value {
    json!({
        "title": title, "place": "Pangkalpinang", "agency": "INFO_PAS", "initials": "IR",
        "body": "Kabar **contoh**.\n\nParagraf kedua.", "contributor": "Lapas Contoh",
        "happened_on": "2025-11-01",
    })
}

pub fn write(world: &World, title: &str) -> StoryId {
    let id: StoryId = fresh(world);
    let mut input = text(title);
    input["id"] = json!(id);
    act(world, &officer(LAPAS), stories::write, input).expect("a draft");
    id
}

/// One step of a story with the rest of its input.
pub fn step<In: DeserializeOwned + Send + 'static>(
    world: &World,
    actor: &Actor,
    deed: fn(&mut Tx, &Context, &In) -> Result<Done>,
    story: StoryId,
    mut input: Value,
) -> Result<(), String> {
    let id: Id<()> = fresh(world);
    input["id"] = json!(id);
    input["story"] = json!(story);
    act(world, actor, deed, input).map(drop)
}

/// Approved by the head and published today.
pub fn publish(world: &World, story: StoryId) {
    let revision = whole(world, story).last.revision;
    let approve = json!({ "revision": revision });
    step(world, &head(LAPAS), stories::approve, story, approve).expect("approved");
    step(world, &officer(LAPAS), stories::publish, story, json!({})).expect("published");
}

pub fn whole(world: &World, story: StoryId) -> stories::Whole {
    let ctx = world.context(&officer(LAPAS));
    let asked = stories::OneStory { story };
    world.read(move |read| stories::show(read, &ctx, &asked)).expect("a story")
}

/// What anybody reads, or the code of the no.
pub fn read(world: &World, story: StoryId) -> Result<stories::Published, String> {
    let ctx = world.context(&Actor::nobody());
    let asked = stories::OneStory { story };
    world.read(move |read| stories::published(read, &ctx, &asked)).map_err(no)
}

/// A small picture as a file.
pub fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(40, 30, image::Rgb([200, 120, 40]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

pub fn add_photo(world: &World, story: StoryId, cleared: bool) -> Result<PhotoId, String> {
    let id: PhotoId = fresh(world);
    let input = json!({
        "id": id, "story": story, "alt": "Perangkap", "caption": "Perangkap di rak",
        "faces_cleared": cleared, "photo": { "name": "a.png", "content": "" },
    });
    let input: stories::AddStoryPhoto = serde_json::from_value(input).expect("an input");
    let developed = catalogue::develop(&picture()).expect("a photo");
    let ctx = world.context(&officer(LAPAS));
    world.write(move |tx| stories::add_photo(tx, &ctx, &input, &developed)).map(|_| id).map_err(no)
}
