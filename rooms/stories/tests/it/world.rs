//! Two units, two shops, a product of each unit; and the steps of a story.

use std::io::Cursor;

use db::{Error, Result, Tx};
use kernel::{Actor, Context, Id, PhotoId, ProductId, StoryId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stories::Done;
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, administrator, head, officer};

/// What the stories speak of.
#[derive(Debug, Clone, Copy)]
pub struct Market {
    pub trap: ProductId,
    /// Of the other unit.
    pub nest: ProductId,
}

/// Does what the API would do with this input; a refusal is its code and field.
pub fn act<In: DeserializeOwned + Send + 'static, Out: Send + 'static>(
    world: &World,
    actor: &Actor,
    act: fn(&mut Tx, &Context, &In) -> Result<Out>,
    input: Value,
) -> Result<Out, String> {
    let input: In = match serde_json::from_value(input) {
        Ok(input) => input,
        Err(error) => return Err(error.to_string()),
    };
    let ctx = world.context(actor);
    world.write(move |tx| act(tx, &ctx, &input)).map_err(no)
}

/// The code of a refusal, and the field.
pub fn no(error: Error) -> String {
    match error {
        Error::Refused(no) => match no.field {
            Some(field) => format!("{} at {field}", no.code),
            None => no.code.to_owned(),
        },
        other => panic!("not a refusal: {other}"),
    }
}

pub fn fresh<K>(world: &World) -> Id<K> {
    world.ids.fresh(world.now())
}

pub fn open(world: &World) -> Market {
    let admin = administrator();
    for (id, name, code) in
        [(LAPAS, "Lapas Contoh", "000001"), (OTHER_LAPAS, "Lapas Lain", "000002")]
    {
        let unit = json!({
            "id": id, "name": name, "kanwil": "Kanwil Contoh", "satker_code": code,
            "address": "Jalan Contoh 1", "city": "Pangkalpinang",
        });
        act(world, &admin, people::create_consignor, unit).expect("a unit");
    }
    for (id, name) in [(SHOP, "Toko Contoh"), (OTHER_SHOP, "Toko Lain")] {
        let shop = json!({
            "id": id, "name": name, "owner_name": "Contoh", "address": "Jalan Contoh 2",
            "city": "Pangkalpinang",
        });
        act(world, &admin, people::create_shop, shop).expect("a shop");
    }
    let product = |unit, code: &str, name: &str| -> ProductId {
        let id: ProductId = fresh(world);
        let input = json!({ "id": id, "code": code, "name": name, "unit": "buah" });
        act(world, &officer(unit), catalogue::create_product, input).expect("a product");
        id
    };
    Market {
        trap: product(LAPAS, "PT", "Perangkap Tikus"),
        nest: product(OTHER_LAPAS, "GL", "Glodok"),
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
