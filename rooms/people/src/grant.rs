//! Pure: who may give which rights to whom, and how often one may try to sign in.

use kernel::{Actor, Capabilities, Capability, ConsignorId, Reach, ShopId};

use crate::{No, reach::ReachKind};

/// Wrong attempts of one name from one address before one must wait.
pub const ATTEMPTS_MAX: i64 = 5;
/// Wrong attempts from one address, whatever the name: a whole office may share one.
pub const ADDRESS_ATTEMPTS_MAX: i64 = 50;
/// Wrong attempts of one name, from wherever: one with many addresses guesses no faster than
/// this. It is high, so that he cannot easily lock another out either.
pub const NAME_ATTEMPTS_MAX: i64 = 100;
/// How long an attempt counts, in minutes.
pub const ATTEMPTS_MINUTES: i64 = 15;

/// Whether `admin` may keep the users of this reach. The house's administrator keeps all; a
/// unit's or a shop's keeps those of his own place.
pub fn keeps(admin: &Actor, reach: &Reach) -> bool {
    admin.may(Capability::Administer) && (admin.reach == Reach::All || admin.reach == *reach)
}

/// The reach that a form says, checked: exactly the one thing that its kind needs.
///
/// # Errors
/// When the unit, the shop or the regional office is missing.
pub fn reach_of(
    kind: ReachKind,
    consignor: Option<ConsignorId>,
    shop: Option<ShopId>,
    kanwil: Option<&str>,
) -> Result<Reach, No> {
    match kind {
        ReachKind::Consignor => consignor.map(Reach::Consignor).ok_or(No::ReachConsignor),
        ReachKind::Shop => shop.map(Reach::Shop).ok_or(No::ReachShop),
        ReachKind::Kanwil => kanwil.map(|k| Reach::Kanwil(k.to_owned())).ok_or(No::ReachKanwil),
        ReachKind::All => Ok(Reach::All),
    }
}

/// A regional office sees totals and records nothing.
///
/// # Errors
/// When the set holds what such a reach cannot do, or nothing.
pub fn check_capabilities(reach: &Reach, set: Capabilities) -> Result<(), No> {
    let beyond = |allowed: &[Capability]| set.iter().any(|one| !allowed.contains(&one));
    if matches!(reach, Reach::Kanwil(_)) && beyond(&[Capability::Oversee]) {
        return Err(No::CapabilityBeyondReach);
    }
    if set == Capabilities::NONE { Err(No::NoCapability) } else { Ok(()) }
}

/// A sign-in name: 3 to 40 small letters, digits, dots, hyphens and underscores.
pub fn sign_in_name(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase();
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    ((3..=40).contains(&name.len()) && name.chars().all(known)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Id, UserId};

    fn admin(reach: Reach, capabilities: Capabilities) -> Actor {
        let user = UserId::new(uuid::Uuid::from_u128(1));
        Actor { user, name: String::new(), reach, capabilities }
    }

    #[test]
    fn an_administrator_keeps_his_own_place() {
        let all = Capabilities::of(&[Capability::Administer]);
        let here = Reach::Consignor(Id::new(uuid::Uuid::from_u128(2)));
        let there = Reach::Consignor(Id::new(uuid::Uuid::from_u128(3)));
        assert!(keeps(&admin(Reach::All, all), &here));
        assert!(keeps(&admin(here.clone(), all), &here));
        assert!(!keeps(&admin(here.clone(), all), &there));
        assert!(!keeps(&admin(here.clone(), all), &Reach::All));
        assert!(!keeps(&admin(here.clone(), Capabilities::NONE), &here));
    }

    #[test]
    fn rights_fit_the_reach() {
        let kanwil = Reach::Kanwil("Bangka Belitung".to_owned());
        let oversee = Capabilities::of(&[Capability::Oversee]);
        assert_eq!(check_capabilities(&kanwil, oversee), Ok(()));
        let deposit = oversee.and(Capability::Deposit);
        assert_eq!(check_capabilities(&kanwil, deposit), Err(No::CapabilityBeyondReach));
        assert_eq!(check_capabilities(&Reach::All, Capabilities::NONE), Err(No::NoCapability));
    }

    #[test]
    fn sign_in_names_are_plain() {
        assert_eq!(sign_in_name(" Eko.Cahyono "), Some("eko.cahyono".to_owned()));
        for wrong in ["", "ab", "eko cahyono", "eko@lapas", "ékó"] {
            assert_eq!(sign_in_name(wrong), None, "{wrong}");
        }
    }
}
