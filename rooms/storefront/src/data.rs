//! Pure: structured data (schema.org) of the public pages.

use serde_json::{Value, json};

use crate::{
    address,
    place::Shop,
    thing::{Place, Thing},
};

const SCHEMA: &str = "https://schema.org";

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
    json!({
        "@context": SCHEMA, "@type": "Organization", "name": name, "url": format!("{url}{path}"),
        "address": city.map(|city| json!({
            "@type": "PostalAddress", "addressLocality": city, "addressCountry": "ID",
        })),
    })
}

/// A shop where the goods stand.
pub fn shop(url: &str, shop: &Shop) -> Value {
    json!({
        "@context": SCHEMA, "@type": "Store", "name": shop.name,
        "url": format!("{url}{}", address::shop(&shop.name, shop.id)),
        "telephone": shop.whatsapp.as_ref().map(|digits| format!("+{digits}")),
        "address": postal(&shop.address, &shop.city),
    })
}

fn postal(street: &str, city: &str) -> Value {
    json!({
        "@type": "PostalAddress", "streetAddress": street, "addressLocality": city,
        "addressCountry": "ID",
    })
}

/// A product with what each shop asks for it and whether it has it.
pub fn product(url: &str, thing: &Thing, brand: Option<&str>, photos: &[String]) -> Value {
    let path = address::product(&thing.title(), thing.id);
    let offers: Vec<Value> =
        thing.places.iter().filter_map(|place| offer(url, &path, thing, place)).collect();
    json!({
        "@context": SCHEMA, "@type": "Product", "name": thing.title(), "sku": thing.code,
        "url": format!("{url}{path}"), "description": thing.description,
        "category": thing.category, "material": thing.material, "size": thing.size,
        "image": photos.iter().map(|path| format!("{url}{path}")).collect::<Vec<_>>(),
        "brand": brand.map(|name| json!({"@type": "Brand", "name": name})),
        "offers": offers,
    })
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
