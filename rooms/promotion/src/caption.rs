//! Pure: texts that are ready to be sent round. Indonesian, in whichever language the page is.

use kernel::{Day, Lang, Rupiah};
use schemars::JsonSchema;
use serde::Serialize;

/// What a caption may speak of; there is no field for a maker.
#[derive(Debug, Clone)]
pub struct Offered {
    pub title: String,
    /// The word for one piece.
    pub unit: String,
    pub price: Option<Rupiah>,
    pub description: Option<String>,
    /// The unit's name, or its brand.
    pub maker_of_record: String,
    /// A brand stands instead of the unit, and the workshop is not named.
    pub branded: bool,
    pub shop: String,
    pub address: String,
    pub city: String,
    pub hours: Option<String>,
    /// The product's public page.
    pub address_online: String,
    pub day: Day,
}

/// A text and where it is meant for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Caption {
    /// `message`, `post` or `short`.
    pub kind: &'static str,
    pub text: String,
}

/// The three texts.
pub fn captions(offered: &Offered) -> Vec<Caption> {
    vec![
        Caption { kind: "message", text: message(offered) },
        Caption { kind: "post", text: post(offered) },
        Caption { kind: "short", text: short(offered) },
    ]
}

fn price(offered: &Offered) -> Option<String> {
    offered.price.map(|price| format!("{price} per {}", offered.unit))
}

fn by(offered: &Offered) -> String {
    match offered.branded {
        true => format!("Produk {}.", offered.maker_of_record),
        false => format!("Karya Warga Binaan {}.", offered.maker_of_record),
    }
}

fn place(offered: &Offered) -> String {
    let hours = offered.hours.as_deref().map(|hours| format!(" Buka {hours}."));
    let Offered { shop, address, city, .. } = offered;
    format!("Ada di {shop}, {address}, {city}.{}", hours.unwrap_or_default())
}

fn message(offered: &Offered) -> String {
    let mut lines = vec![format!("*{}*", offered.title)];
    lines.extend(price(offered));
    lines.extend([by(offered), place(offered), offered.address_online.clone()]);
    lines.join("\n")
}

fn post(offered: &Offered) -> String {
    let mut lines = vec![offered.title.clone()];
    lines.extend(offered.description.clone());
    let day = offered.day.long(Lang::Id);
    lines.extend(price(offered).map(|price| format!("Harga {price} ({day}).")));
    lines.extend([by(offered), place(offered), offered.address_online.clone()]);
    let kind = if offered.branded { "#ProdukLokal" } else { "#KaryaWargaBinaan" };
    lines.push(format!("{kind} #{}", tag(&offered.city)));
    lines.join("\n\n")
}

fn short(offered: &Offered) -> String {
    let price = price(offered).map(|price| format!(", {price}")).unwrap_or_default();
    format!("{}{price}, di {}: {}", offered.title, offered.shop, offered.address_online)
}

/// `Sungai Liat` → `SungaiLiat`.
fn tag(city: &str) -> String {
    let words = city.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let upper = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        first + letters.as_str()
    };
    words.map(upper).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered() -> Offered {
        Offered {
            title: "Perangkap tikus".into(),
            unit: "buah".into(),
            price: Some(Rupiah(30_000)),
            description: Some("Dari kawat.".into()),
            maker_of_record: "Lapas Contoh".into(),
            branded: false,
            shop: "Toko Contoh".into(),
            address: "Jalan Contoh 2".into(),
            city: "sungai liat".into(),
            hours: None,
            address_online: "https://h/etalase/x".into(),
            day: Day::new(2026, 1, 5).expect("a day"),
        }
    }

    #[test]
    fn a_text_says_what_where_and_for_how_much() {
        let told = captions(&offered());
        assert_eq!(
            told[0].text,
            "*Perangkap tikus*\nRp30.000 per buah\nKarya Warga Binaan Lapas Contoh.\n\
             Ada di Toko Contoh, Jalan Contoh 2, sungai liat.\nhttps://h/etalase/x"
        );
        assert!(told[1].text.contains("Harga Rp30.000 per buah (5 Januari 2026)."));
        assert!(told[1].text.ends_with("#KaryaWargaBinaan #SungaiLiat"));
        assert_eq!(
            told[2].text,
            "Perangkap tikus, Rp30.000 per buah, di Toko Contoh: https://h/etalase/x"
        );
    }

    #[test]
    fn a_brand_names_no_workshop() {
        let branded =
            Offered { branded: true, maker_of_record: "Tirta".into(), price: None, ..offered() };
        for caption in captions(&branded) {
            assert!(!caption.text.contains("Binaan"), "{}", caption.text);
            assert!(!caption.text.contains("Rp"), "{}", caption.text);
        }
    }
}
