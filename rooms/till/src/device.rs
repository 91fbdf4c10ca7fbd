//! Devices: introducing one, and what it hears when it meets the house.

use db::{Lock, Read, Result, Tx};
use journal::Line;
use kernel::{Capability, Context, Refusal, ShopId};
use serde_json::json;

use crate::{
    inputs::{Enrol, Hello},
    refusal::No,
    store,
    types::{Device, Enrolled, Greeting, Named},
};

/// Devices of one shop: codes of one or two letters are enough for them.
const DEVICES_MAX: usize = 100;
/// Acts in one request that a phone should send at most, so that its answer comes soon.
const ACTS_MAX: i64 = 200;

/// Makes a device known to its shop and gives it a code. A device that the house forgot (a
/// restored backup) asks for the code that stands on its receipts, and gets it if it is free.
///
/// # Errors
/// Refuses those who are of no shop, another shop's device, and more devices than a shop has.
pub fn enrol(tx: &mut Tx, ctx: &Context, input: &Enrol) -> Result<Enrolled> {
    ctx.actor.require(Capability::Sell)?;
    let shop = own_shop(ctx)?;
    tx.lock(Lock::Shelf(shop))?;
    if let Some(known) = store::find_device(tx, input.id)? {
        if known.shop_id != shop {
            return Err(No::DeviceUnknown.at("id").into());
        }
        return Ok(Enrolled { id: known.id, already: true, code: known.code });
    }
    let taken = store::codes_of(tx, shop)?;
    if taken.len() >= DEVICES_MAX {
        return Err(No::TooManyDevices.with("max", DEVICES_MAX).into());
    }
    let wanted = input.code.as_ref().map(|code| code.as_str()).filter(|code| is_code(code));
    let code = free_code(&taken, wanted);
    let device = Device { id: input.id, shop_id: shop, code, name: input.name.to_string() };
    store::insert_device(tx, ctx, &device)?;
    let line = Line::new(ctx, "till.enrol", input.id).at(shop);
    journal::write(tx, ctx, line.body(json!({ "code": device.code, "name": device.name })))?;
    Ok(Enrolled { id: device.id, already: false, code: device.code })
}

/// `A` … `Z`, then `AA` …: short, for it stands on every receipt.
fn free_code(taken: &[String], wanted: Option<&str>) -> String {
    let free = |code: &String| !taken.contains(code);
    if let Some(wanted) = wanted.map(str::to_owned).filter(free) {
        return wanted;
    }
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    let code = |n: usize| match n / 26 {
        0 => letter(n).to_string(),
        more => format!("{}{}", letter(more - 1), letter(n)),
    };
    // One more than are taken: at least one of them is free.
    (0..=taken.len()).map(code).find(free).unwrap_or_default()
}

fn is_code(text: &str) -> bool {
    (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The shop of the one who is there.
pub fn own_shop(ctx: &Context) -> Result<ShopId, Refusal> {
    ctx.actor.shop().ok_or_else(|| No::NotAShop.into())
}

/// Who is there, what time it is, and which acts of the device the house holds.
///
/// # Errors
/// Refuses those who are of no shop.
pub fn hello(read: &mut Read, ctx: &Context, asked: &Hello) -> Result<Greeting> {
    ctx.actor.require(Capability::Sell)?;
    let shop = people::load_shop(read, own_shop(ctx)?)?;
    let device = match asked.device {
        Some(id) => store::find_device(read, id)?.filter(|device| device.shop_id == shop.id),
        None => None,
    };
    let (have, given_up) = match &device {
        Some(device) => (store::ranges(read, device.id)?, store::given_up_of(read, device.id)?),
        None => Default::default(),
    };
    Ok(Greeting {
        now: ctx.now,
        shop: Named { id: shop.id, name: shop.name },
        user: Named { id: ctx.actor.user, name: ctx.actor.name.clone() },
        may: ctx.actor.capabilities.iter().map(|one| one.name()).collect(),
        device,
        have,
        given_up,
        acts_max: ACTS_MAX,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_short_and_never_given_twice() {
        let mut taken = Vec::new();
        for _ in 0..60 {
            let code = free_code(&taken, None);
            assert!(is_code(&code) && !taken.contains(&code), "{code}");
            taken.push(code);
        }
        assert_eq!((taken[0].as_str(), taken[25].as_str(), taken[26].as_str()), ("A", "Z", "AA"));
    }

    #[test]
    fn a_device_gets_back_the_code_it_had() {
        assert_eq!(free_code(&["A".to_owned()], Some("C")), "C");
        assert_eq!(free_code(&["A".to_owned(), "C".to_owned()], Some("C")), "B");
    }
}
