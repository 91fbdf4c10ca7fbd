//! Coming in and going out. Slow hashing is done in the `prepare_` functions, outside any
//! transaction; an attempt is counted before the password is looked at, so that many at once
//! count as many.

use db::{Db, Result, Tx};
use kernel::{Actor, Capability, Context, Reach, SessionId, Time, UserId};
use serde_json::json;
use web::{Credentials, Desk, neighbourhood};

use crate::{
    No,
    grant::{
        ADDRESS_ATTEMPTS_MAX, ATTEMPTS_MAX, ATTEMPTS_MINUTES, NAME_ATTEMPTS_MAX, sign_in_name,
    },
    hashing::stand_in_line,
    inputs::{AcceptLink, Begin, EnterCode, Nothing, Rights, SignIn, UserDetails},
    password::{self, Hashed},
    reach::ReachKind,
    record,
    secret::{self, SecretHash, hash_of},
    store_access::{self as store, Link, LinkKind, NewSession},
    store_user::{self, Key, UserChecked},
    totp,
};

/// Who tries, and from where: what attempts are counted by.
#[derive(Debug, Clone)]
pub struct Tries {
    name_hash: SecretHash,
    address: String,
}

impl Tries {
    pub fn new(sign_in_name: &str, ask: &web::Ask) -> Self {
        let address = ask.address.map_or_else(|| "-".to_owned(), neighbourhood);
        Self { name_hash: hash_of(&sign_in_name.trim().to_lowercase()), address }
    }

    /// Counts one attempt, or refuses because there were too many.
    pub fn count(&self, db: &Db, ctx: &Context) -> Result<()> {
        let (own, ctx) = (self.clone(), ctx.clone());
        db.write_now(move |tx| own.count_in(tx, &ctx))
    }

    fn count_in(&self, tx: &mut Tx, ctx: &Context) -> Result<()> {
        let since = ctx.now.plus_seconds(-ATTEMPTS_MINUTES * 60);
        let seen = store::count_attempts(tx, &self.name_hash, &self.address, since)?;
        let many = seen.own >= ATTEMPTS_MAX || seen.address >= ADDRESS_ATTEMPTS_MAX;
        if many || seen.name >= NAME_ATTEMPTS_MAX {
            return Err(No::TooManyAttempts.with("minutes", ATTEMPTS_MINUTES).into());
        }
        store::insert_attempt(tx, ctx, &self.name_hash, &self.address)
    }

    pub fn forget(&self, tx: &mut Tx) -> Result<()> {
        store::forget_attempts(tx, &self.name_hash, &self.address)
    }
}

/// The password was right.
pub struct Verified {
    user: UserId,
    awaits_code: bool,
    tries: Tries,
}

/// A session was opened; the secret goes into the cookie and nowhere else.
pub struct Opened {
    pub secret: String,
    pub awaits_code: bool,
    /// A path of this site.
    pub next: String,
}

/// Whether name and password are right. The answer and its time are the same whichever is wrong.
pub fn prepare_sign_in(desk: &Desk<'_>, input: &SignIn) -> Result<Verified> {
    // Before the attempt counts: whom the house has no time for did not try.
    let place = stand_in_line()?;
    let tries = Tries::new(input.name.as_str(), desk.ask);
    tries.count(desk.db, desk.context)?;
    let name = sign_in_name(input.name.as_str()).unwrap_or_default();
    let key = desk.db.read_now(move |read| store_user::find_key(read, &name))?;
    let hash = key.as_ref().and_then(|key| key.password_hash.as_deref());
    let right = password::verify(&place, &input.password, hash);
    match key {
        Some(key) if right => {
            Ok(Verified { user: key.user, awaits_code: key.totp_since.is_some(), tries })
        }
        _ => Err(No::SignInWrong.into()),
    }
}

pub fn sign_in(tx: &mut Tx, ctx: &Context, input: &SignIn, right: &Verified) -> Result<Opened> {
    if !right.awaits_code {
        right.tries.forget(tx)?;
    }
    let next = own_path(input.next.as_deref());
    let address = Some(right.tries.address.clone());
    let comes = Comes { user: right.user, awaits_code: right.awaits_code, address };
    open(tx, ctx, comes, next)
}

/// Who comes in, and whether his authenticator is still asked for.
struct Comes {
    user: UserId,
    awaits_code: bool,
    address: Option<String>,
}

fn open(tx: &mut Tx, ctx: &Context, comes: Comes, next: String) -> Result<Opened> {
    let secret = secret::text("", &secret::random(ctx));
    let hash = &hash_of(&secret);
    let Comes { user, awaits_code, address } = comes;
    store::insert_session(tx, ctx, &NewSession { user, hash, awaits_code, address })?;
    Ok(Opened { secret, awaits_code, next })
}

/// The path that a visitor wanted, if it is one of this site and not the way in itself.
pub fn own_path(wanted: Option<&str>) -> String {
    let way_in = |path: &str| path.starts_with("/masuk") || path.starts_with("/keluar");
    let own = |path: &&str| web::is_own_path(path) && !way_in(path);
    wanted.filter(own).unwrap_or("/beranda").to_owned()
}

/// The code was right.
pub struct Passed {
    session: SessionId,
    user: UserId,
    proof: Proof,
    tries: Tries,
}

/// What proved that the person holds the authenticator.
pub enum Proof {
    Step(i64),
    Recovery(SecretHash),
}

/// Which proof a code is; nothing is used up yet.
pub fn proof_of(db: &Db, key: &Key, code: &str, now: Time) -> Result<Option<Proof>> {
    let secret = key.totp_secret.as_deref().unwrap_or_default();
    if let Some(step) = totp::check(secret, code, now, key.totp_step) {
        return Ok(Some(Proof::Step(step)));
    }
    let (user, hash) = (key.user, hash_of(&secret::typed_recovery_code(code)));
    let known = db.read_now(move |read| store_user::has_recovery_code(read, user, &hash))?;
    Ok(known.then_some(Proof::Recovery(hash)))
}

/// Uses a proof up; refuses when another was faster with it.
pub fn use_proof(tx: &mut Tx, ctx: &Context, user: UserId, proof: &Proof) -> Result<()> {
    let taken = match proof {
        Proof::Step(step) => store_user::use_totp_step(tx, user, *step)?,
        Proof::Recovery(hash) => store_user::use_recovery_code(tx, user, hash, ctx.now)?,
    };
    if taken { Ok(()) } else { Err(No::CodeWrong.at("code").into()) }
}

pub fn prepare_code(desk: &Desk<'_>, input: &EnterCode) -> Result<Passed> {
    let Some(Credentials::Session(hash)) = desk.ask.credentials else {
        return Err(No::CodeLate.into());
    };
    let now = desk.context.now;
    let waiting = desk.db.read_now(move |read| {
        let Some((session, user)) = store::find_waiting(read, &hash, now)? else {
            return Ok(None);
        };
        Ok(store_user::find_key_of(read, user)?.map(|key| (session, key)))
    })?;
    let (session, key) = waiting.ok_or(No::CodeLate)?;
    let tries = Tries::new(&key.sign_in_name, desk.ask);
    tries.count(desk.db, desk.context)?;
    let proof = proof_of(desk.db, &key, input.code.as_str(), now)?;
    let proof = proof.ok_or_else(|| No::CodeWrong.at("code"))?;
    Ok(Passed { session, user: key.user, proof, tries })
}

/// The second half of signing in. The session gets another secret than the one that was given out
/// for the password alone.
pub fn enter_code(tx: &mut Tx, ctx: &Context, input: &EnterCode, by: &Passed) -> Result<Opened> {
    use_proof(tx, ctx, by.user, &by.proof)?;
    by.tries.forget(tx)?;
    let secret = secret::text("", &secret::random(ctx));
    store::open_session(tx, by.session, &hash_of(&secret), ctx.now)?;
    let next = own_path(input.next.as_deref());
    Ok(Opened { secret, awaits_code: false, next })
}

/// The session that the visitor sits at.
pub fn prepare_sign_out(desk: &Desk<'_>, _: &Nothing) -> Result<Option<SecretHash>> {
    Ok(match desk.ask.credentials {
        Some(Credentials::Session(hash)) => Some(hash),
        _ => None,
    })
}

pub fn sign_out(
    tx: &mut Tx,
    ctx: &Context,
    _: &Nothing,
    session: &Option<SecretHash>,
) -> Result<()> {
    match session {
        Some(hash) => store::end_session_by_hash(tx, hash, ctx.now),
        None => Ok(()),
    }
}

/// A link and the password that was chosen by it.
pub struct Chosen {
    link: Link,
    hashed: Hashed,
}

fn good_link(desk: &Desk<'_>, key: &str) -> Result<Link> {
    let (hash, now) = (hash_of(key), desk.context.now);
    let link = desk.db.read_now(move |read| store::find_link(read, &hash, now))?;
    link.ok_or_else(|| No::LinkSpent.into())
}

/// Checks a password typed twice and hashes it.
pub fn chosen(desk: &Desk<'_>, password: &str, again: &str, name: &str) -> Result<Hashed> {
    password::check(password, name).map_err(|no| no.at("password"))?;
    if password != again {
        return Err(No::PasswordTwice.at("again").into());
    }
    password::hash(password, &secret::random(desk.context))
}

pub fn prepare_begin(desk: &Desk<'_>, input: &Begin) -> Result<Chosen> {
    let link = good_link(desk, input.key.as_str())?;
    if link.kind != LinkKind::First {
        return Err(No::LinkSpent.into());
    }
    let name = sign_in_name(input.sign_in_name.as_str());
    let name = name.ok_or_else(|| No::SignInName.at("sign_in_name"))?;
    Ok(Chosen { link, hashed: chosen(desk, &input.password, &input.again, &name)? })
}

/// Makes the first administrator and signs him in.
pub fn begin(tx: &mut Tx, ctx: &Context, input: &Begin, by: &Chosen) -> Result<Opened> {
    if !store_user::is_fresh(tx)? || !store::use_link(tx, by.link.id, ctx.now)? {
        return Err(No::LinkSpent.into());
    }
    let user: UserId = ctx.fresh_id();
    let details = first_details(input);
    let (name, capabilities) = (input.name.to_string(), details.capabilities.set());
    let own =
        Context { actor: Actor { user, name, reach: Reach::All, capabilities }, ..ctx.clone() };
    let sign_in_name = sign_in_name(input.sign_in_name.as_str());
    let checked = UserChecked {
        details: &details,
        sign_in_name: sign_in_name.ok_or(No::SignInName)?,
        reach: &Reach::All,
        capabilities,
    };
    store_user::insert_user(tx, &own, user, &checked)?;
    store_user::set_password_hash(tx, user, &by.hashed)?;
    record::write(tx, &own, "people.begun", user, |line| line)?;
    let comes = Comes { user, awaits_code: false, address: None };
    open(tx, &own, comes, own_path(None))
}

fn first_details(input: &Begin) -> UserDetails {
    UserDetails {
        sign_in_name: input.sign_in_name.clone(),
        name: input.name.clone(),
        job_title: input.job_title.clone(),
        employee_number: None,
        reach: ReachKind::All,
        consignor: None,
        shop: None,
        kanwil: None,
        capabilities: Rights::of(&[Capability::Administer, Capability::Oversee]),
        lang: None,
    }
}

pub fn prepare_accept(desk: &Desk<'_>, input: &AcceptLink) -> Result<Chosen> {
    let link = good_link(desk, input.key.as_str())?;
    let user = link.user.ok_or(No::LinkSpent)?;
    let key = desk.db.read_now(move |read| store_user::find_key_of(read, user))?;
    let name = key.ok_or(No::LinkSpent)?.sign_in_name;
    Ok(Chosen { link, hashed: chosen(desk, &input.password, &input.again, &name)? })
}

/// Takes the password that an invited user chose and signs him in; where he has an authenticator,
/// its code is still asked for. All his other sessions end.
pub fn accept(tx: &mut Tx, ctx: &Context, _: &AcceptLink, by: &Chosen) -> Result<Opened> {
    let user = by.link.user.ok_or(No::LinkSpent)?;
    let found = store_user::find_user(tx, user)?.filter(|user| user.active);
    let person = found.ok_or(No::LinkSpent)?;
    if !store::use_link(tx, by.link.id, ctx.now)? {
        return Err(No::LinkSpent.into());
    }
    store_user::set_password_hash(tx, user, &by.hashed)?;
    store::end_other_sessions(tx, user, None, ctx.now)?;
    let own = Context { actor: person.actor(), ..ctx.clone() };
    let body = json!({"link": by.link.kind});
    record::write(tx, &own, "people.link_used", by.link.id, |line| line.body(body))?;
    let comes = Comes { user, awaits_code: person.has_totp, address: None };
    open(tx, &own, comes, own_path(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_one_stays_on_this_site() {
        assert_eq!(own_path(Some("/pks?q=a")), "/pks?q=a");
        let (long, too_long) = (format!("/pks?q={}", "a".repeat(400)), "/a".repeat(1_001));
        assert_eq!(own_path(Some(&long)), long);
        let others = ["", "//evil.example", "https://evil.example", "/\\evil", "/masuk/kode"];
        for other in others.into_iter().chain(["/\t/evil", &too_long]) {
            assert_eq!(own_path(Some(other)), "/beranda", "{other}");
        }
    }
}
