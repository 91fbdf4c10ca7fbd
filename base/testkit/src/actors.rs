//! People for tests: who may do what, by the usual division of work.

use kernel::{Actor, Capabilities, Capability, ConsignorId, Id, Reach, ShopId};
use uuid::Uuid;

/// A prison and a shop, and others whose records must stay apart.
pub const LAPAS: ConsignorId = Id::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_1a01));
pub const OTHER_LAPAS: ConsignorId =
    Id::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_1a02));
pub const SHOP: ShopId = Id::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_5b01));
pub const OTHER_SHOP: ShopId = Id::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_5b02));

/// Somebody who may do just this. The same name is the same user, in every test.
pub fn actor(name: &str, reach: Reach, capabilities: &[Capability]) -> Actor {
    Actor {
        user: Id::new(id_of(name)),
        name: name.to_owned(),
        reach,
        capabilities: Capabilities::of(capabilities),
    }
}

/// May everything, everywhere.
pub fn administrator() -> Actor {
    actor("Pengelola", Reach::All, &Capability::ALL)
}

/// Kasubsi: records goods, deliveries, counts and statements of a prison.
pub fn officer(consignor: ConsignorId) -> Actor {
    actor("Kasubsi", Reach::Consignor(consignor), &[Capability::RecordGoods])
}

/// Kalapas: approves, signs and sees the totals of a prison.
pub fn head(consignor: ConsignorId) -> Actor {
    let may = [Capability::Approve, Capability::Sign, Capability::Oversee];
    actor("Kalapas", Reach::Consignor(consignor), &may)
}

/// Bendahara: confirms remittances, deposits state revenue, pays premi.
pub fn treasurer(consignor: ConsignorId) -> Actor {
    actor("Bendahara", Reach::Consignor(consignor), &[Capability::Deposit])
}

/// The shop's owner: sells, approves and signs for the shop.
pub fn shopkeeper(shop: ShopId) -> Actor {
    let may = [Capability::Sell, Capability::Approve, Capability::Sign];
    actor("Pemilik toko", Reach::Shop(shop), &may)
}

/// A clerk of the shop: sells, and confirms what arrives.
pub fn clerk(shop: ShopId) -> Actor {
    actor("Penjaga toko", Reach::Shop(shop), &[Capability::Sell])
}

/// The regional office: sees the totals of its prisons, and nothing else.
pub fn overseer(kanwil: &str) -> Actor {
    actor("Kanwil", Reach::Kanwil(kanwil.to_owned()), &[Capability::Oversee])
}

/// FNV-1a of the name: the same on every machine, and no chance in it.
fn id_of(name: &str) -> Uuid {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | u128::from(hash >> 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_make_users() {
        assert_eq!(officer(LAPAS).user, officer(OTHER_LAPAS).user);
        assert_ne!(officer(LAPAS).user, head(LAPAS).user);
        assert!(
            officer(LAPAS).sees_consignor(LAPAS) && !officer(LAPAS).sees_consignor(OTHER_LAPAS)
        );
        assert!(administrator().sees_between(OTHER_LAPAS, SHOP));
    }
}
