//! Pure: structured data (schema.org) of the public pages.

use kernel::Lang;
use serde_json::{Value, json};

use crate::{
    address,
    place::Shop,
    said::Rating,
    thing::{Place, Thing},
};

const SCHEMA: &str = "https://schema.org";

/// What is not known is left out: a reader takes `null` and an empty list for a mistake.
fn known(told: Value) -> Value {
    let empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    match told {
        Value::Object(fields) => {
            let told = fields.into_iter().map(|(name, value)| (name, known(value)));
            Value::Object(told.filter(|(_, value)| !empty(value)).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(known).collect()),
        other => other,
    }
}

/// The way to a page.
pub fn breadcrumbs<'a>(url: &str, steps: impl Iterator<Item = (&'a str, &'a str)>) -> Value {
    let item = |(at, (path, name)): (usize, (&str, &str))| -> Value {
        let address = format!("{url}{path}");
        json!({"@type": "ListItem", "position": at + 1, "name": name, "item": address})
    };
    let items: Vec<Value> = steps.enumerate().map(item).collect();
    json!({"@context": SCHEMA, "@type": "BreadcrumbList", "itemListElement": items})
}

/// The house itself, and how it is searched.
pub fn house(url: &str, name: &str) -> Value {
    json!({
        "@context": SCHEMA,
        "@graph": [
            {"@type": "Organization", "@id": format!("{url}/#house"), "name": name, "url": url},
            {
                "@type": "WebSite", "name": name, "url": url,
                "publisher": {"@id": format!("{url}/#house")},
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": format!("{url}/etalase?q={{search_term_string}}"),
                    "query-input": "required name=search_term_string",
                },
            },
        ],
    })
}

/// Whose goods they are.
pub fn unit(url: &str, path: &str, name: &str, city: Option<&str>) -> Value {
    known(json!({
        "@context": SCHEMA, "@type": "Organization", "name": name, "url": format!("{url}{path}"),
        "address": city.map(|city| json!({
            "@type": "PostalAddress", "addressLocality": city, "addressCountry": "ID",
        })),
    }))
}

/// A shop where the goods stand.
pub fn shop(url: &str, shop: &Shop) -> Value {
    known(json!({
        "@context": SCHEMA, "@type": "Store", "name": shop.name,
        "url": format!("{url}{}", address::shop(&shop.name, shop.id)),
        "telephone": shop.whatsapp.as_ref().map(|digits| format!("+{digits}")),
        "address": postal(&shop.address, &shop.city),
    }))
}

fn postal(street: &str, city: &str) -> Value {
    json!({
        "@type": "PostalAddress", "streetAddress": street, "addressLocality": city,
        "addressCountry": "ID",
    })
}

/// A product with what each shop asks for it and whether it has it, and what its buyers said.
/// Without a photo its picture is the card that a link to it shows.
pub fn product(
    url: &str,
    thing: &Thing,
    (brand, rating): (Option<&str>, Option<&Rating>),
    photos: &[String],
) -> Value {
    let path = address::product(&thing.title(), thing.id);
    let offers: Vec<Value> =
        thing.places.iter().filter_map(|place| offer(url, &path, thing, place)).collect();
    let card = [address::card(thing.id)];
    let pictures = if photos.is_empty() { &card } else { photos };
    known(json!({
        "@context": SCHEMA, "@type": "Product", "name": thing.title(), "sku": thing.code,
        "url": format!("{url}{path}"), "description": thing.description,
        "category": thing.category, "material": thing.material, "size": thing.size,
        "image": pictures.iter().map(|path| format!("{url}{path}")).collect::<Vec<_>>(),
        "brand": brand.map(|name| json!({"@type": "Brand", "name": name})),
        "offers": offers,
        "aggregateRating": rating.map(|rating| json!({
            "@type": "AggregateRating", "ratingValue": rating.mean(Lang::En),
            "ratingCount": rating.ratings, "bestRating": "5", "worstRating": "1",
        })),
    }))
}

fn offer(url: &str, path: &str, thing: &Thing, place: &Place) -> Option<Value> {
    let price = place.price?;
    let state = match (place.here, thing.promise_days) {
        (true, _) => "InStock",
        (false, Some(_)) => "BackOrder",
        (false, None) => "OutOfStock",
    };
    Some(json!({
        "@type": "Offer", "url": format!("{url}{path}"), "price": price.0.to_string(),
        "priceCurrency": "IDR", "availability": format!("{SCHEMA}/{state}"),
        "itemCondition": format!("{SCHEMA}/NewCondition"),
        "seller": {
            "@type": "Store", "name": place.shop,
            "url": format!("{url}{}", address::shop(&place.shop, place.shop_id)),
            "address": postal(&place.address, &place.city),
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(places: Vec<Place>) -> Thing {
        let id = kernel::Id::new(Default::default());
        Thing {
            id,
            consignor_id: kernel::Id::new(Default::default()),
            family_id: id,
            variant: None,
            code: "PT".into(),
            name: "Perangkap".into(),
            unit: "buah".into(),
            category: None,
            size: None,
            material: None,
            care: None,
            description: None,
            promise_days: None,
            price: None,
            photo: None,
            photo_alt: None,
            places,
        }
    }

    #[test]
    fn what_nobody_knows_is_not_said() {
        let told = product("https://hilir.example", &thing(Vec::new()), (None, None), &[]);
        let text = told.to_string();
        assert!(!text.contains("null") && !text.contains("[]"), "{text}");
        for gone in ["offers", "brand", "aggregateRating", "description"] {
            assert!(told.get(gone).is_none(), "{gone} in {text}");
        }
        assert!(told["image"][0].as_str().is_some_and(|card| card.ends_with(".png")), "{text}");
        let unit = unit("https://hilir.example", "/bengkel/a", "Karya", None);
        assert!(unit.get("address").is_none(), "{unit}");
    }

    #[test]
    fn a_mean_of_stars_is_a_number_as_engines_read_it() {
        let rating = Rating { ratings: 5, stars: 21 };
        let told = product("https://hilir.example", &thing(Vec::new()), (None, Some(&rating)), &[]);
        let rated = &told["aggregateRating"];
        assert_eq!(
            (rated["ratingValue"].as_str(), &rated["ratingCount"]),
            (Some("4.2"), &json!(5))
        );
    }
}
