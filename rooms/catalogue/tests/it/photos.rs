use std::io::Cursor;

use catalogue::{
    AddPhoto, EditPhoto, Part, RemovePhoto, add_photo, develop, edit_photo, remove_photo,
};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use kernel::{Actor, Line, PhotoId, ProductId};
use serde_json::json;
use testkit::{LAPAS, OTHER_LAPAS, World, officer, story};

use crate::{act, created, input, refused};

/// A small PNG, each of another colour.
pub fn picture(colour: u8) -> Vec<u8> {
    let picture = RgbImage::from_pixel(40, 30, Rgb([colour, 120, 90]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn add(
    world: &World,
    actor: &Actor,
    product: ProductId,
    colour: u8,
) -> Result<PhotoId, &'static str> {
    let id = world.context(actor).fresh_id();
    let photo = web::Upload { name: Line::parse("foto.png").unwrap(), content: picture(colour) };
    let wish = AddPhoto { id, product, photo, alt: Line::parse("Perangkap tikus").unwrap() };
    let developed = develop(&wish.photo.content).unwrap();
    let ctx = world.context(actor);
    refused(world.write(move |tx| add_photo(tx, &ctx, &wish, &developed)))?;
    Ok(id)
}

fn remove(world: &World, actor: &Actor, wish: &RemovePhoto) -> Result<Part, &'static str> {
    act(world, actor, remove_photo, wish.clone())
}

#[test]
fn photos_are_placed_and_removed() {
    story(|world| {
        let kasubsi = officer(LAPAS);
        let trap = created(world, &kasubsi);
        let photos: Vec<PhotoId> =
            (1..=3).map(|n| add(world, &kasubsi, trap, n * 60).unwrap()).collect();
        let place: EditPhoto = input(json!({
            "id": world.context(&kasubsi).fresh_id::<()>(), "photo": photos[2],
            "alt": "Perangkap dari depan", "place": 1,
        }));
        assert_eq!(act(world, &kasubsi, edit_photo, place).unwrap().product, trap);
        let shown = move |world: &World| {
            let shown = world.read(move |read| catalogue::photos(read, trap)).unwrap();
            shown.into_iter().map(|photo| photo.id).collect::<Vec<_>>()
        };
        assert_eq!(shown(world), [photos[2], photos[0], photos[1]]);
        let wish: RemovePhoto = input(json!({
            "id": world.context(&kasubsi).fresh_id::<()>(), "photo": photos[0],
        }));
        // To another unit the photo is not there, as one that never was.
        let stranger = remove(world, &officer(OTHER_LAPAS), &wish);
        assert_eq!(stranger.map(drop), Err("catalogue.photo_unknown"));
        assert!(!remove(world, &kasubsi, &wish).unwrap().already);
        assert!(remove(world, &kasubsi, &wish).unwrap().already);
        assert_eq!(shown(world), [photos[2], photos[1]]);
        let again = RemovePhoto { id: world.context(&kasubsi).fresh_id(), ..wish };
        assert_eq!(remove(world, &kasubsi, &again).map(drop), Err("catalogue.photo_unknown"));
    });
}

#[test]
fn twelve_photos_are_enough() {
    story(|world| {
        let kasubsi = officer(LAPAS);
        let trap = created(world, &kasubsi);
        for n in 0..12 {
            add(world, &kasubsi, trap, n * 20).unwrap();
        }
        assert_eq!(add(world, &kasubsi, trap, 250), Err("catalogue.photos_full"));
        assert_eq!(add(world, &officer(OTHER_LAPAS), trap, 9), Err("catalogue.unknown"));
    });
}
