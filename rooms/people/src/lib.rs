#![doc = include_str!("../README.md")]

mod actions;
mod api;
mod duty;
pub mod grant;
mod hashing;
mod inputs;
mod letterhead;
mod pages;
pub mod password;
pub mod phone;
pub mod qris;
pub mod reach;
mod record;
mod refusal;
pub mod secret;
mod signatory;
mod store_access;
mod store_letterhead;
mod store_maker;
mod store_paper_link;
mod store_place;
mod store_release;
mod store_user;
pub mod totp;

use std::collections::BTreeMap;

use db::{Read, Result, Tx};
use kernel::{
    Actor, Capabilities, ConsignorId, Context, Day, Ids, MakerId, Reach, ShopId, Time, UserId,
};
use web::{Credentials, SignedIn};

pub use actions::{
    Shown,
    account::{create_token, revoke_token},
    letterhead::{develop_logo, prepare_logo, set_letterhead, set_signatory},
    maker::{
        NameRead, create_maker, erase_identity, may_read_names, open_names, opened_names,
        read_identity, record_identity, release_maker, transfer_maker,
    },
    paper_link::{give_paper, revoke_paper},
    place::{
        create_consignor, create_shop, edit_consignor, edit_shop, load_visible_shop, may_edit_shop,
        shops_alike,
    },
    release::{confirm_release_reversal, reject_release_reversal, reverse_release},
    user::{
        activate_user, create_user, deactivate_even_the_last, deactivate_user, edit_user,
        invite_owner, invite_user, reset_totp,
    },
};
pub use api::api;
pub use duty::Duty;
pub use inputs::*;
pub use pages::{
    history::{Happened, history},
    paper_link::hand_off,
    screens,
};
pub use password::Hashed;
pub use refusal::No;
pub use signatory::Signatory;
pub use store_access::forget_old_attempts;
pub use store_letterhead::Head;
pub use store_maker::{Identity, Maker, Reading};
pub use store_place::{Consignor, Shop};
pub use store_release::{Asked, ReleaseReversal};
pub use store_user::User;

/// More units or shops than this are looked for, not listed whole.
const LIST_MAX: i64 = 1_000;

/// A unit; refuses (404) when there is none.
pub fn load_consignor(read: &mut Read, id: ConsignorId) -> Result<Consignor> {
    store_place::find_consignor(read, id)?.ok_or_else(|| No::Unknown.into())
}

/// All units by name, at most 1,000. Reach is the caller's to check.
pub fn list_consignors(read: &mut Read) -> Result<Vec<Consignor>> {
    let all = store_place::PlaceFilter { limit: LIST_MAX, ..Default::default() };
    Ok(store_place::consignors(read, &all)?.0)
}

/// A shop; refuses (404) when there is none.
pub fn load_shop(read: &mut Read, id: ShopId) -> Result<Shop> {
    store_place::find_shop(read, id)?.ok_or_else(|| No::Unknown.into())
}

/// All shops by name, at most 1,000. Reach is the caller's to check.
pub fn list_shops(read: &mut Read) -> Result<Vec<Shop>> {
    let all = store_place::PlaceFilter { limit: LIST_MAX, ..Default::default() };
    Ok(store_place::shops(read, &all)?.0)
}

/// A user, also one who may come in no more; refuses (404) when there is none.
pub fn load_user(read: &mut Read, id: UserId) -> Result<User> {
    store_user::find_user(read, id)?.ok_or_else(|| No::Unknown.into())
}

/// All users by name, at most 1,000. Reach is the caller's to check.
pub fn list_users(read: &mut Read) -> Result<Vec<User>> {
    let all = store_user::UserFilter { limit: LIST_MAX, ..Default::default() };
    Ok(store_user::users(read, &all)?.0)
}

/// By what he types to sign in.
pub fn find_user_by_name(read: &mut Read, sign_in_name: &str) -> Result<Option<User>> {
    store_user::find_user_by_name(read, sign_in_name)
}

/// Names of those who recorded things; unknown ids are left out.
pub fn user_names(read: &mut Read, ids: &[UserId]) -> Result<BTreeMap<UserId, String>> {
    store_user::user_names(read, ids)
}

/// The unit's makers by code, at most 1,000.
pub fn list_makers(
    read: &mut Read,
    consignor: ConsignorId,
    active_only: bool,
) -> Result<Vec<Maker>> {
    let filter = store_maker::MakerFilter {
        consignor: Some(consignor),
        active: active_only.then_some(true),
        limit: LIST_MAX,
        ..Default::default()
    };
    Ok(store_maker::makers(read, &filter)?.0)
}

/// The unit's makers who had not left before a day, by code, at most 1,000.
pub fn makers_there_on(read: &mut Read, consignor: ConsignorId, day: Day) -> Result<Vec<Maker>> {
    let filter = store_maker::MakerFilter {
        consignor: Some(consignor),
        there_on: Some(day),
        limit: LIST_MAX,
        ..Default::default()
    };
    Ok(store_maker::makers(read, &filter)?.0)
}

/// The unit's makers with these codes, in capitals, here or gone; unknown codes are left out.
pub fn makers_by_code(
    read: &mut Read,
    consignor: ConsignorId,
    codes: &[String],
) -> Result<BTreeMap<String, MakerId>> {
    store_maker::makers_by_code(read, consignor, codes)
}

/// Makers by id, of whatever unit; unknown ids are left out. For those who checked the reach.
pub fn makers_by_id(read: &mut Read, ids: &[MakerId]) -> Result<BTreeMap<MakerId, Maker>> {
    store_maker::makers_of(read, ids)
}

/// Codes of makers; unknown ids are left out.
pub fn maker_codes(read: &mut Read, ids: &[MakerId]) -> Result<BTreeMap<MakerId, String>> {
    store_maker::maker_codes(read, ids)
}

/// All rows of one person, the first unit first: the premi follows him along this line.
pub fn maker_line(read: &mut Read, id: MakerId) -> Result<Vec<Maker>> {
    store_maker::person_line(read, id)
}

/// Who comes with these credentials; `None` when they are not good (any more). One statement.
pub fn who_is(read: &mut Read, credentials: &Credentials, now: Time) -> Result<Option<SignedIn>> {
    match credentials {
        Credentials::Session(hash) => store_access::who_has_session(read, hash, now),
        Credentials::Token(hash) => store_access::who_has_token(read, hash, now),
        Credentials::PaperLink(hash) => store_paper_link::who_gave(read, hash, now),
    }
}

/// Notes that a session is in use, at most once an hour; unused for seven days it ends.
pub fn touch(tx: &mut Tx, credentials: &Credentials, now: Time) -> Result<()> {
    match credentials {
        Credentials::Session(hash) => store_access::touch_session(tx, hash, now),
        Credentials::Token(_) | Credentials::PaperLink(_) => Ok(()),
    }
}

/// The secret of the link that makes the first administrator, as long as there is no user:
/// `/mulai?kunci=<secret>`. Each call makes a new one and spends the earlier. `None` afterwards.
pub fn first_link(tx: &mut Tx, ids: &Ids, now: Time) -> Result<Option<String>> {
    if !store_user::is_fresh(tx)? {
        return Ok(None);
    }
    let ctx = house(ids, now);
    store_access::spend_links(tx, None, now)?;
    let secret = secret::text("", &secret::random(&ctx));
    let hash = secret::hash_of(&secret);
    store_access::insert_link(tx, &ctx, store_access::LinkKind::First, None, &hash)?;
    Ok(Some(secret))
}

/// The house itself acts: the command line, the demo, the first start. It may administer
/// everything and is no user.
pub fn house(ids: &Ids, now: Time) -> Context {
    let actor = Actor { reach: Reach::All, capabilities: Capabilities::ALL, ..Actor::nobody() };
    Context {
        actor,
        now,
        zone: kernel::Zone::default(),
        lang: kernel::Lang::default(),
        ids: ids.clone(),
    }
}

/// Checks and hashes a password for [`set_password`]. Takes some 50 ms: never in a transaction.
pub fn hash_password(password: &str, sign_in_name: &str, ids: &Ids) -> Result<Hashed> {
    password::check(password, sign_in_name)?;
    password::hash(password, &secret::random_from(ids))
}

/// Sets a user's password from the command line or the demo; people choose theirs by a link.
pub fn set_password(tx: &mut Tx, user: UserId, hashed: &Hashed) -> Result<()> {
    load_user(tx, user)?;
    store_user::set_password_hash(tx, user, hashed)
}
