//! What a person does with his own account.

use db::{Result, Tx};
use kernel::{Capabilities, Context, Id, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use web::{Credentials, Desk, Recorded};

use super::{
    Shown,
    access::{Proof, Tries, chosen, proof_of, use_proof},
};
use crate::{
    No,
    hashing::stand_in_line,
    inputs::{
        ChangePassword, ChooseLanguage, CreateToken, EndSession, Nothing, RevokeToken, WithCode,
    },
    password::{self, Hashed},
    record,
    secret::{self, SecretHash, hash_of},
    store_access::{self as store, NewToken},
    store_user::{self, Key},
    totp,
};

/// Recovery codes that are given out.
const RECOVERY_CODES: usize = 10;
/// The longest life of a token, in days.
const TOKEN_DAYS_MAX: i64 = 366;

/// The fresh password, and the session that stays.
pub struct NewPassword {
    hashed: Hashed,
    session: Option<SecretHash>,
    tries: Tries,
}

fn own_key(desk: &Desk<'_>) -> Result<Key> {
    let user = desk.context.actor.user;
    let key = desk.db.read_now(move |read| store_user::find_key_of(read, user))?;
    key.ok_or_else(|| No::Unknown.into())
}

pub fn prepare_password(desk: &Desk<'_>, input: &ChangePassword) -> Result<NewPassword> {
    let place = stand_in_line()?;
    let key = own_key(desk)?;
    let tries = Tries::new(&key.sign_in_name, desk.ask);
    tries.count(desk.db, desk.context)?;
    if !password::verify(&place, &input.old, key.password_hash.as_deref()) {
        return Err(No::PasswordWrong.at("old").into());
    }
    let hashed = chosen(desk, &input.password, &input.again, &key.sign_in_name)?;
    let session = match desk.ask.credentials {
        Some(Credentials::Session(hash)) => Some(hash),
        _ => None,
    };
    Ok(NewPassword { hashed, session, tries })
}

/// Changes one's own password; all other sessions end.
pub fn change_password(
    tx: &mut Tx,
    ctx: &Context,
    _: &ChangePassword,
    new: &NewPassword,
) -> Result<Recorded> {
    let user = ctx.actor.user;
    new.tries.forget(tx)?;
    store_user::set_password_hash(tx, user, &new.hashed)?;
    store::end_other_sessions(tx, user, new.session.as_ref(), ctx.now)?;
    note(tx, ctx, "people.password_changed")?;
    Ok(Recorded::new(user))
}

/// Writes that the person changed something of his own account.
fn note(tx: &mut Tx, ctx: &Context, kind: &'static str) -> Result<()> {
    let id: Id<()> = ctx.fresh_id();
    let body = json!({"user": ctx.actor.user});
    record::write(tx, ctx, kind, id, |line| line.body(body))
}

pub fn choose_language(tx: &mut Tx, ctx: &Context, input: &ChooseLanguage) -> Result<Recorded> {
    store_user::set_lang(tx, ctx.actor.user, input.lang)?;
    Ok(Recorded::new(ctx.actor.user))
}

/// Makes a fresh secret for the authenticator; it is asked for only once a code was confirmed.
pub fn begin_totp(tx: &mut Tx, ctx: &Context, _: &Nothing) -> Result<Recorded> {
    let key = store_user::find_key_of(tx, ctx.actor.user)?.ok_or(No::Unknown)?;
    if key.totp_since.is_some() {
        return Err(No::TotpAlready.into());
    }
    let secret = secret::random(ctx);
    store_user::begin_totp(tx, key.user, &secret[..totp::SECRET_BYTES])?;
    Ok(Recorded::new(key.user))
}

/// The recovery codes, shown this once.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

/// A code of the fresh secret.
pub struct Confirmed {
    step: i64,
    tries: Tries,
}

pub fn prepare_totp(desk: &Desk<'_>, input: &WithCode) -> Result<Confirmed> {
    let key = own_key(desk)?;
    let secret = key.totp_secret.as_deref().ok_or(No::TotpNotBegun)?;
    if key.totp_since.is_some() {
        return Err(No::TotpAlready.into());
    }
    let tries = Tries::new(&key.sign_in_name, desk.ask);
    tries.count(desk.db, desk.context)?;
    let step = totp::check(secret, input.code.as_str(), desk.context.now, key.totp_step);
    Ok(Confirmed { step: step.ok_or_else(|| No::CodeWrong.at("code"))?, tries })
}

/// From now on the authenticator is asked for; gives ten codes for the day the phone is lost.
pub fn confirm_totp(
    tx: &mut Tx,
    ctx: &Context,
    _: &WithCode,
    by: &Confirmed,
) -> Result<RecoveryCodes> {
    let user = ctx.actor.user;
    by.tries.forget(tx)?;
    store_user::confirm_totp(tx, user, ctx.now, by.step)?;
    let codes = recovery_codes(tx, ctx, user)?;
    note(tx, ctx, "people.totp_added")?;
    Ok(RecoveryCodes { codes })
}

fn recovery_codes(tx: &mut Tx, ctx: &Context, user: UserId) -> Result<Vec<String>> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = secret::recovery_code(&ctx.ids.random());
        let hash = hash_of(&secret::typed_recovery_code(&code));
        store_user::insert_recovery_code(tx, user, &hash)?;
        codes.push(code);
    }
    Ok(codes)
}

/// A code that proves the authenticator is his.
pub struct Proved {
    proof: Proof,
    tries: Tries,
}

pub fn prepare_remove_totp(desk: &Desk<'_>, input: &WithCode) -> Result<Proved> {
    let key = own_key(desk)?;
    if key.totp_since.is_none() {
        return Err(No::TotpNotBegun.into());
    }
    let tries = Tries::new(&key.sign_in_name, desk.ask);
    tries.count(desk.db, desk.context)?;
    let proof = proof_of(desk.db, &key, input.code.as_str(), desk.context.now)?;
    Ok(Proved { proof: proof.ok_or_else(|| No::CodeWrong.at("code"))?, tries })
}

pub fn remove_totp(tx: &mut Tx, ctx: &Context, _: &WithCode, by: &Proved) -> Result<Recorded> {
    let user = ctx.actor.user;
    use_proof(tx, ctx, user, &by.proof)?;
    by.tries.forget(tx)?;
    store_user::remove_totp(tx, user)?;
    note(tx, ctx, "people.totp_removed")?;
    Ok(Recorded::new(user))
}

/// Ends one of one's own sessions; another's is unknown.
pub fn end_session(tx: &mut Tx, ctx: &Context, input: &EndSession) -> Result<Recorded> {
    if !store::end_session(tx, input.session, ctx.actor.user, ctx.now)? {
        return Err(No::Unknown.into());
    }
    Ok(Recorded::new(input.session))
}

/// Makes a bearer token with at most one's own capabilities. Its secret is shown once.
pub fn create_token(tx: &mut Tx, ctx: &Context, input: &CreateToken) -> Result<Shown> {
    let kind = "people.token_created";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Shown::again(input.id));
    };
    let scope = input.capabilities.set();
    if scope.within(ctx.actor.capabilities) != scope || scope == Capabilities::NONE {
        return Err(No::TokenScope.at("capabilities").into());
    }
    if input.days.0 > TOKEN_DAYS_MAX {
        return Err(No::TokenDays.at("days").into());
    }
    let secret = secret::text("hilir_", &secret::random(ctx));
    let token = NewToken {
        id: input.id,
        user: ctx.actor.user,
        name: input.name.as_str(),
        hash: &hash_of(&secret),
        capabilities: scope,
        expires_at: ctx.now.plus_seconds(input.days.0 * 86_400),
    };
    store::insert_token(tx, &token, ctx.now)?;
    record::write(tx, ctx, kind, input.id, |line| line.digest(digest))?;
    Ok(Shown::new(input.id, secret))
}

pub fn revoke_token(tx: &mut Tx, ctx: &Context, input: &RevokeToken) -> Result<Recorded> {
    if !store::revoke_token(tx, input.token, ctx.actor.user, ctx.now)? {
        return Err(No::Unknown.into());
    }
    record::write(tx, ctx, "people.token_revoked", input.token, |line| line)?;
    Ok(Recorded::new(input.token))
}
