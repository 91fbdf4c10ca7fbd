//! Pure: the addresses that the shop-window gives out.

use kernel::{ConsignorId, Id, ProductId, ShopId, percent_encoded};

/// The longest name part of an address.
const SLUG_LETTERS: usize = 60;
/// The letters of an id at the end of an address.
const ID_LETTERS: usize = 36;

/// `Perangkap tikus (besar)` → `perangkap-tikus-besar`. Letters that are not ASCII are left out.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars() {
        if slug.len() >= SLUG_LETTERS {
            break;
        }
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') && !c.is_alphanumeric() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

fn readable<K>(root: &str, title: &str, id: Id<K>) -> String {
    let slug = slug(title);
    let dash = if slug.is_empty() { "" } else { "-" };
    format!("{root}/{slug}{dash}{id}")
}

/// `/etalase/perangkap-tikus-0190…`: readable, and still right when the name changes.
pub fn product(title: &str, id: ProductId) -> String {
    readable("/etalase", title, id)
}

/// `/mitra/toko-acun-akuarium-0190…`
pub fn shop(name: &str, id: ShopId) -> String {
    readable("/mitra", name, id)
}

/// `/bengkel/lapas-pangkalpinang-0190…`
pub fn unit(name: &str, id: ConsignorId) -> String {
    readable("/bengkel", name, id)
}

/// `/b/PT-2511-01`: short, because it stands in the code on a label.
pub fn batch(code: &str) -> String {
    format!("/b/{}", percent_encoded(code))
}

/// The card of a product for link previews.
pub fn card(id: ProductId) -> String {
    format!("/kartu/{id}.png")
}

/// The card of everything that has none of its own.
pub const HOUSE_CARD: &str = "/kartu/etalase.png";

/// Where pieces of a product are ordered at a shop.
pub fn order(shop: ShopId, product: ProductId, campaign: Option<&str>) -> String {
    let campaign = campaign.map(|code| format!("&k={code}")).unwrap_or_default();
    format!("/pesan/{shop}?product={product}{campaign}")
}

/// Where whatever a shop has is ordered.
pub fn orders(shop: ShopId) -> String {
    format!("/pesan/{shop}")
}

/// An address that goes on carrying the code of the campaign by which somebody came.
pub fn with_campaign(path: String, campaign: Option<&str>) -> String {
    match campaign {
        Some(code) => format!("{path}?k={code}"),
        None => path,
    }
}

/// A campaign's code in what stands in an address: capital letters, as campaigns have them. What
/// is not of that form is nobody's, and goes no further.
pub fn campaign(typed: Option<&str>) -> Option<&str> {
    let code = |text: &&str| text.len() == 7 && text.bytes().all(|one| one.is_ascii_uppercase());
    typed.filter(code)
}

/// What stands in an address's last part; the words before the id may be any.
pub fn id_in<K>(part: &str) -> Option<Id<K>> {
    let start = part.len().checked_sub(ID_LETTERS)?;
    part.get(start..)?.parse().ok()
}

/// `https://wa.me/628…?text=…`: digits only, the country's first, the text percent-encoded
/// (WhatsApp's "click to chat"). `None` when it cannot be a number of that form.
pub fn whatsapp(number: &str, text: &str) -> Option<String> {
    let digits = number.len() >= 10 && number.len() <= 15 && number.starts_with("628");
    if !digits || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(format!("https://wa.me/{number}?text={}", percent_encoded(text)))
}

/// A plain link to where a shop is on the map that phones open.
pub fn map(name: &str, address: &str, city: &str) -> String {
    let place = percent_encoded(&format!("{name}, {address}, {city}"));
    format!("https://www.google.com/maps/search/?api=1&query={place}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id() -> ProductId {
        "01900000-0000-7000-8000-000000001a01".parse().expect("an id")
    }

    #[test]
    fn an_address_is_readable() {
        let of = |title: &str| product(title, id()).replace(&id().to_string(), "#");
        assert_eq!(of("Perangkap tikus (besar)"), "/etalase/perangkap-tikus-besar-#");
        assert_eq!(of("  Glodok – lovebird!"), "/etalase/glodok-lovebird-#");
        assert_eq!(of("Kursi 2×1 é"), "/etalase/kursi-2-1-#");
        assert_eq!(of("木"), "/etalase/#");
    }

    #[test]
    fn a_code_is_safe_in_an_address() {
        assert_eq!(batch("PT-2511-01"), "/b/PT-2511-01");
        assert_eq!(batch("a/b?c \"<"), "/b/a%2Fb%3Fc%20%22%3C");
    }

    #[test]
    fn a_link_to_a_shop_is_wa_mes() {
        assert_eq!(
            whatsapp("6281234567890", "Halo, ada?").as_deref(),
            Some("https://wa.me/6281234567890?text=Halo%2C%20ada%3F")
        );
        for wrong in ["081234567890", "+6281234567890", "62812", "6281234567890123", "628x1234567"]
        {
            assert_eq!(whatsapp(wrong, ""), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn the_id_is_found_again(title in ".{0,80}") {
            let address = product(&title, id());
            let part = address.rsplit('/').next().unwrap_or_default();
            prop_assert_eq!(id_in(part), Some(id()));
            prop_assert!(part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        }

        #[test]
        fn any_part_is_read_without_harm(part in ".{0,60}") {
            let _: Option<ProductId> = id_in(&part);
        }
    }

    #[test]
    fn a_campaigns_code_goes_along_and_nothing_else_does() {
        assert_eq!(campaign(Some("KXMTRWP")), Some("KXMTRWP"));
        for wrong in ["", "kxmtrwp", "KXMTRW", "KXMTRWPX", "KX&T=WP", "\"><b>xx"] {
            assert_eq!(campaign(Some(wrong)), None, "{wrong}");
        }
        assert_eq!(with_campaign("/a".into(), Some("KXMTRWP")), "/a?k=KXMTRWP");
        assert_eq!(with_campaign("/a".into(), None), "/a");
    }
}
