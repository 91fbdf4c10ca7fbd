//! Keeping the people who sign in.

use db::{Read, Result, Tx};
use kernel::{Capability, Context, Line, Reach, UserId};
use serde_json::json;
use web::Recorded;
use words::Speak;

use super::{Shown, place::may_edit_shop};
use crate::{
    No, User,
    grant::{check_capabilities, keeps, reach_of, sign_in_name},
    inputs::{CreateUser, EditUser, InviteOwner, OfUser, Rights, UserDetails},
    load_consignor, load_shop, load_user,
    reach::ReachKind,
    record,
    secret::{self, hash_of},
    store_access::{self, LinkKind},
    store_user::{self as store, UserChecked},
};

/// Registers a user and makes his invitation: a link that is shown once, works once and lives for
/// seven days. Nobody ever sets another's password.
pub fn create_user(tx: &mut Tx, ctx: &Context, input: &CreateUser) -> Result<Shown> {
    ctx.actor.require(Capability::Administer)?;
    let kind = "people.user_created";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Shown::again(input.id));
    };
    let details = input.details();
    let reach = checked_reach(tx, ctx, &details)?;
    let checked = check_user(&details, &reach)?;
    store::insert_user(tx, ctx, input.id, &checked)?;
    let link = make_link(tx, ctx, LinkKind::Invitation, input.id)?;
    record::write(tx, ctx, kind, input.id, |line| line.digest(digest).body(rights_of(&checked)))?;
    Ok(Shown::new(input.id, link))
}

/// Makes the sign-in of a shop's owner and his invitation: by the unit that registered the shop,
/// as long as nobody of the shop can come in. Who lost the link gets another for the same person.
pub fn invite_owner(tx: &mut Tx, ctx: &Context, input: &InviteOwner) -> Result<Shown> {
    let shop = load_shop(tx, input.shop)?;
    if !may_edit_shop(&ctx.actor, &shop) || ctx.actor.shop().is_some() {
        return Err(No::Unknown.into());
    }
    let kind = "people.owner_invited";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Shown::again(input.id));
    };
    let there = store::UserFilter { shop: Some(shop.id), limit: 1, ..Default::default() };
    let user = match store::users(tx, &there)?.0.first() {
        Some(known) if known.has_password || !known.active => return Err(No::ShopHasPeople.into()),
        Some(known) => known.id,
        None => insert_owner(tx, ctx, input)?,
    };
    let link = make_link(tx, ctx, LinkKind::Invitation, user)?;
    let body = json!({"user": user});
    record::write(tx, ctx, kind, input.id, |line| line.at(shop.id).digest(digest).body(body))?;
    Ok(Shown::new(input.id, link))
}

/// An owner sells, approves and signs for his shop.
fn insert_owner(tx: &mut Tx, ctx: &Context, input: &InviteOwner) -> Result<UserId> {
    let title = kernel::Lang::Id.t("people.user.owner");
    let details = UserDetails {
        sign_in_name: input.sign_in_name.clone(),
        name: input.name.clone(),
        job_title: Line::parse(title).map_err(db::Error::fault)?,
        employee_number: None,
        reach: ReachKind::Shop,
        consignor: None,
        shop: Some(input.shop),
        kanwil: None,
        capabilities: Rights::of(&[Capability::Sell, Capability::Approve, Capability::Sign]),
        lang: None,
    };
    let reach = Reach::Shop(input.shop);
    store::insert_user(tx, ctx, input.id, &check_user(&details, &reach)?)?;
    Ok(input.id)
}

/// Changes a user. Nobody takes his own rights away, so that somebody can always give them.
pub fn edit_user(tx: &mut Tx, ctx: &Context, input: &EditUser) -> Result<Recorded> {
    let before = load_kept(tx, ctx, input.user)?;
    let kind = "people.user_changed";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(input.user));
    };
    let details = input.details();
    let reach = checked_reach(tx, ctx, &details)?;
    let checked = check_user(&details, &reach)?;
    let keeps_own = checked.capabilities.has(Capability::Administer) && reach == before.reach();
    if input.user == ctx.actor.user && !keeps_own {
        return Err(No::OwnRights.into());
    }
    store::update_user(tx, input.user, &checked)?;
    let body = json!({"user": input.user, "now": rights_of(&checked)});
    record::write(tx, ctx, kind, input.id, |line| line.digest(digest).body(body))?;
    Ok(Recorded::new(input.user))
}

/// The user may come in no more; his sessions end now. Who alone keeps the house stays.
pub fn deactivate_user(tx: &mut Tx, ctx: &Context, input: &OfUser) -> Result<Recorded> {
    load_kept(tx, ctx, input.user)?;
    if input.user != ctx.actor.user && keeps_alone(tx, input.user)? {
        return Err(No::LastAdministrator.into());
    }
    deactivate_even_the_last(tx, ctx, input)
}

/// [`deactivate_user`], whoever it is: for one at the machine, where another administrator can be
/// let in again.
pub fn deactivate_even_the_last(tx: &mut Tx, ctx: &Context, input: &OfUser) -> Result<Recorded> {
    if input.user == ctx.actor.user {
        return Err(No::OwnRights.into());
    }
    set_active(tx, ctx, input, "people.user_deactivated", false)
}

/// Whether nobody else who can come in keeps the whole house.
fn keeps_alone(read: &mut Read, id: UserId) -> Result<bool> {
    let keeps = |user: &User| {
        user.active && user.reach == ReachKind::All && user.capabilities.has(Capability::Administer)
    };
    let all = crate::list_users(read)?;
    let his = all.iter().any(|user| user.id == id && keeps(user));
    Ok(his && !all.iter().any(|user| user.id != id && user.has_password && keeps(user)))
}

pub fn activate_user(tx: &mut Tx, ctx: &Context, input: &OfUser) -> Result<Recorded> {
    set_active(tx, ctx, input, "people.user_activated", true)
}

fn set_active(
    tx: &mut Tx,
    ctx: &Context,
    input: &OfUser,
    kind: &'static str,
    active: bool,
) -> Result<Recorded> {
    load_kept(tx, ctx, input.user)?;
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(input.user));
    };
    store::set_active(tx, input.user, active)?;
    if !active {
        store_access::end_other_sessions(tx, input.user, None, ctx.now)?;
        store_access::spend_links(tx, Some(input.user), ctx.now)?;
    }
    let body = json!({"user": input.user});
    record::write(tx, ctx, kind, input.id, |line| line.digest(digest).body(body))?;
    Ok(Recorded::new(input.user))
}

/// Makes a fresh one-time link: an invitation, or one for a new password where there is one.
/// Earlier links are spent.
pub fn invite_user(tx: &mut Tx, ctx: &Context, input: &OfUser) -> Result<Shown> {
    let user = load_other(tx, ctx, input.user)?;
    if !user.active {
        return Err(No::UserInactive.into());
    }
    let kind = "people.user_invited";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Shown::again(input.user));
    };
    let reason = if user.has_password { LinkKind::Reset } else { LinkKind::Invitation };
    let link = make_link(tx, ctx, reason, input.user)?;
    let body = json!({"user": input.user, "link": reason});
    record::write(tx, ctx, kind, input.id, |line| line.digest(digest).body(body))?;
    Ok(Shown::new(input.user, link))
}

/// Takes the authenticator away from a user who lost his phone.
pub fn reset_totp(tx: &mut Tx, ctx: &Context, input: &OfUser) -> Result<Recorded> {
    load_other(tx, ctx, input.user)?;
    let kind = "people.totp_reset";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(input.user));
    };
    store::remove_totp(tx, input.user)?;
    let body = json!({"user": input.user});
    record::write(tx, ctx, kind, input.id, |line| line.digest(digest).body(body))?;
    Ok(Recorded::new(input.user))
}

/// A user whom the person keeps; another's is unknown.
pub fn load_visible(read: &mut Read, ctx: &Context, id: UserId) -> Result<User> {
    let user = load_user(read, id)?;
    if keeps(&ctx.actor, &user.reach()) { Ok(user) } else { Err(No::Unknown.into()) }
}

fn load_kept(read: &mut Read, ctx: &Context, id: UserId) -> Result<User> {
    ctx.actor.require(Capability::Administer)?;
    load_visible(read, ctx, id)
}

/// Another whom the person keeps. One's own locks are changed with one's own key, on the account's
/// page: a session that was stolen takes nothing away without it.
fn load_other(read: &mut Read, ctx: &Context, id: UserId) -> Result<User> {
    let user = load_kept(read, ctx, id)?;
    if id == ctx.actor.user { Err(No::OwnAccount.into()) } else { Ok(user) }
}

fn make_link(tx: &mut Tx, ctx: &Context, kind: LinkKind, user: UserId) -> Result<String> {
    store_access::spend_links(tx, Some(user), ctx.now)?;
    let secret = secret::text("", &secret::random(ctx));
    store_access::insert_link(tx, ctx, kind, Some(user), &hash_of(&secret))?;
    Ok(secret)
}

/// The reach that was asked for: of a place that there is, and that the giver keeps.
fn checked_reach(read: &mut Read, ctx: &Context, details: &UserDetails) -> Result<Reach> {
    let kanwil = details.kanwil.as_ref().map(Line::as_str);
    let field = match details.reach {
        ReachKind::Shop => "shop",
        ReachKind::Kanwil => "kanwil",
        ReachKind::Consignor | ReachKind::All => "consignor",
    };
    let reach = reach_of(details.reach, details.consignor, details.shop, kanwil)
        .map_err(|no| no.at(field))?;
    // Asked first, so that the no does not tell whether there is such a place.
    if !keeps(&ctx.actor, &reach) {
        return Err(No::BeyondOwnReach.into());
    }
    match &reach {
        Reach::Consignor(id) => drop(load_consignor(read, *id)?),
        Reach::Shop(id) => drop(load_shop(read, *id)?),
        _ => {}
    }
    Ok(reach)
}

fn check_user<'a>(details: &'a UserDetails, reach: &'a Reach) -> Result<UserChecked<'a>> {
    let name = sign_in_name(details.sign_in_name.as_str());
    let sign_in_name = name.ok_or_else(|| No::SignInName.at("sign_in_name"))?;
    let capabilities = details.capabilities.set();
    check_capabilities(reach, capabilities).map_err(|no| no.at("capabilities"))?;
    Ok(UserChecked { details, sign_in_name, reach, capabilities })
}

fn rights_of(checked: &UserChecked<'_>) -> serde_json::Value {
    let names: Vec<_> = checked.capabilities.iter().map(Capability::name).collect();
    json!({"capabilities": names, "reach": ReachKind::of(checked.reach)})
}
