//! The JSON door: everything that a page does.

use db::{Read, Result};
use kernel::{
    Capability, ConsignorId, Context, Line, MakerId, Price, Quantity, Rupiah, ShopId, UserId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Api, Listing};

use crate::{
    Consignor, Maker, No, Reading, ReleaseReversal, Shop, User,
    actions::{account, letterhead, maker, paper_link, place, release, user},
    inputs::Nothing,
    load_user, maker_line, pages,
    qris::Qris,
    reach::ReachKind,
    signatory::Signatory,
    store_access::{self, Session, Token},
    store_letterhead::{self, Head, Writer},
    store_maker,
    store_paper_link::{self, PaperLink, Whose},
    store_place, store_release, store_user, totp,
};

/// Rows of one page.
const LIMIT: i64 = 50;

pub fn api() -> Api {
    places().and(users()).and(own_account()).and(in_person()).and(makers())
}

fn places() -> Api {
    Api::new("people")
        .get("/consignors", list_consignors, "Units (UPT) within reach")
        .sheet("/consignors/sheet", pages::sheets::consignors, "Units as a spreadsheet")
        .sheet("/shops/sheet", pages::sheets::shops, "Shops as a spreadsheet")
        .get("/consignors/{consignor}", show_consignor, "One unit")
        .post("/consignors", place::create_consignor, "Register a unit")
        .post("/consignors/{consignor}", place::edit_consignor, "Change a unit")
        .get("/shops", list_shops, "Shops within reach")
        .get("/shops/{shop}", show_shop, "One shop")
        .get("/shops/{shop}/qris", show_qris, "The shop's QRIS code, with an amount put in")
        .post("/shops", place::create_shop, "Register a shop")
        .post("/shops/{shop}", place::edit_shop, "Change a shop")
        .get("/consignors/{consignor}/letterheads", unit_heads, "What stands above a unit's papers")
        .post_prepared(
            "/consignors/{consignor}/letterhead",
            letterhead::prepare_logo,
            letterhead::set_letterhead,
            "Set what stands above a unit's papers from a day on",
        )
        .get("/consignors/{consignor}/signatories", signatories, "Who signs for a unit, and did")
        .post(
            "/consignors/{consignor}/signatories",
            letterhead::set_signatory,
            "Say who signs which papers from a day on",
        )
        .get("/shops/{shop}/letterheads", shop_heads, "What stands above a shop's papers")
        .post_prepared(
            "/shops/{shop}/letterhead",
            letterhead::prepare_logo,
            letterhead::set_letterhead,
            "Set what stands above a shop's papers from a day on",
        )
}

fn users() -> Api {
    Api::new("people")
        .get("/users", list_users, "Users whom the administrator keeps")
        .sheet("/users/sheet", pages::sheets::users, "Users as a spreadsheet")
        .get("/users/{user}", show_user, "One user")
        .post("/users", user::create_user, "Register a user; gives the invitation's secret once")
        .post("/users/{user}", user::edit_user, "Change a user")
        .post("/users/{user}/invite", user::invite_user, "Make a one-time link for a password")
        .post("/users/{user}/deactivate", user::deactivate_user, "Let a user come in no more")
        .post("/users/{user}/activate", user::activate_user, "Let a user come in again")
        .post("/users/{user}/reset-totp", user::reset_totp, "Take a lost authenticator away")
}

fn own_account() -> Api {
    Api::new("people")
        .get("/account", show_account, "The one who asks")
        .post("/account/language", account::choose_language, "Choose one's language")
        .get("/paper-links", list_paper_links, "Links to papers that one, or whom one keeps, gave")
        .sheet("/paper-links/sheet", pages::sheets::paper_links, "The same as a spreadsheet")
        .post(
            "/paper-links",
            paper_link::give_paper,
            "Make a link that opens a paper without an account: <path>?kunci=<secret>; gives its \
             secret once",
        )
        .post("/paper-links/{link}/revoke", paper_link::revoke_paper, "Take a link back")
}

/// What lets one in oneself: whoever holds a token makes no further one, and takes no lock away.
fn in_person() -> Api {
    Api::in_person("people")
        .post_prepared(
            "/account/password",
            account::prepare_password,
            account::change_password,
            "Change one's own password",
        )
        .get("/account/totp", show_totp, "One's authenticator")
        .post("/account/totp/begin", account::begin_totp, "Make a secret for an authenticator")
        .post_prepared(
            "/account/totp/confirm",
            account::prepare_totp,
            account::confirm_totp,
            "Confirm the authenticator by a code; gives recovery codes once",
        )
        .post_prepared(
            "/account/totp/remove",
            account::prepare_remove_totp,
            account::remove_totp,
            "Remove one's authenticator",
        )
        .get("/sessions", list_sessions, "One's open sessions")
        .post("/sessions/{session}/end", account::end_session, "End one of one's sessions")
        .get("/tokens", list_tokens, "One's bearer tokens")
        .post("/tokens", account::create_token, "Make a bearer token; gives its secret once")
        .post("/tokens/{token}/revoke", account::revoke_token, "Take a token back")
}

fn makers() -> Api {
    Api::new("people")
        .get("/makers", list_makers, "Makers by code")
        .sheet("/makers/sheet", pages::sheets::makers, "Makers by code as a spreadsheet")
        .sheet("/name-readings/sheet", pages::sheets::readings, "Who read a name, and what for")
        .get("/makers/{maker}", show_maker, "One maker and his way through the units")
        .post("/makers", maker::create_maker, "Register a maker")
        .post("/makers/{maker}/identity", maker::record_identity, "Record a maker's name")
        .post(
            "/makers/{maker}/read-name",
            maker::read_identity,
            "Read a name; the reading is logged",
        )
        .post("/makers/{maker}/erase", maker::erase_identity, "Erase a name for ever")
        .post("/makers/{maker}/transfer", maker::transfer_maker, "Move a maker to another unit")
        .post("/makers/{maker}/release", maker::release_maker, "Record a maker's release")
        .get(
            "/makers/{maker}/release-reversals",
            release_reversals,
            "Releases that were taken back, or asked to be",
        )
        .post(
            "/makers/{maker}/release/reverse",
            release::reverse_release,
            "Ask to take a release back",
        )
        .post(
            "/release-reversals/{release_reversal}/confirm",
            release::confirm_release_reversal,
            "Agree that it was wrong: he is here again",
        )
        .post(
            "/release-reversals/{release_reversal}/reject",
            release::reject_release_reversal,
            "The release stands",
        )
        .get("/maker-readings", list_readings, "Who read which name, when, and what for")
}

/// The query of a list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct Search {
    #[serde(default)]
    q: Option<Line>,
    /// From 1; 50 to a page.
    #[serde(default)]
    page: Option<Quantity>,
    /// Only those who may come in, or makers who are here: `yes`, or `no`.
    #[serde(default)]
    active: Option<YesNo>,
    /// Users of this kind of reach.
    #[serde(default)]
    reach: Option<ReachKind>,
}

db::text_enum! {
    /// An answer in a query.
    pub enum YesNo {
        Yes = "yes",
        No = "no",
    }
}

impl Search {
    fn like(&self) -> Option<String> {
        self.q.as_ref().map(|q| web::like(q.as_str()))
    }
    fn page(&self) -> i64 {
        self.page.map_or(1, |page| page.0.min(1_000_000))
    }
    fn offset(&self) -> i64 {
        (self.page() - 1) * LIMIT
    }
    fn active(&self) -> Option<bool> {
        self.active.map(|answer| answer == YesNo::Yes)
    }
    fn listing<T>(&self, (items, total): (Vec<T>, i64)) -> Listing<T> {
        Listing { items, total, page: self.page() }
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
struct OneConsignor {
    consignor: ConsignorId,
}
#[derive(Debug, Deserialize, JsonSchema)]
struct OneShop {
    shop: ShopId,
}
#[derive(Debug, Deserialize, JsonSchema)]
struct OneUser {
    user: UserId,
}
#[derive(Debug, Deserialize, JsonSchema)]
struct OneMaker {
    maker: MakerId,
}

fn unit_heads(read: &mut Read, ctx: &Context, ask: &OneConsignor) -> Result<Vec<Head>> {
    let unit = own_unit(read, ctx, ask.consignor)?;
    store_letterhead::heads(read, Writer::Unit(unit))
}

fn signatories(read: &mut Read, ctx: &Context, ask: &OneConsignor) -> Result<Vec<Signatory>> {
    let unit = own_unit(read, ctx, ask.consignor)?;
    store_letterhead::signatories(read, unit)
}

/// The regional office reads papers; who signs them is the unit's own matter.
fn own_unit(read: &mut Read, ctx: &Context, id: ConsignorId) -> Result<ConsignorId> {
    match ctx.actor.sees_consignor(id) {
        true => Ok(pages::place::load_visible_consignor(read, ctx, id)?.id),
        false => Err(No::Unknown.into()),
    }
}

fn shop_heads(read: &mut Read, ctx: &Context, ask: &OneShop) -> Result<Vec<Head>> {
    let shop = letterhead::paper_shop(read, ctx, ask.shop)?;
    store_letterhead::heads(read, Writer::Shop(shop.id))
}

fn list_consignors(read: &mut Read, ctx: &Context, ask: &Search) -> Result<Listing<Consignor>> {
    let reach = pages::place::consignors_in_reach(ctx).ok_or(No::Unknown)?;
    let filter =
        store_place::PlaceFilter { like: ask.like(), limit: LIMIT, offset: ask.offset(), ..reach };
    Ok(ask.listing(store_place::consignors(read, &filter)?))
}

fn show_consignor(read: &mut Read, ctx: &Context, ask: &OneConsignor) -> Result<Consignor> {
    pages::place::load_visible_consignor(read, ctx, ask.consignor)
}

fn list_shops(read: &mut Read, ctx: &Context, ask: &Search) -> Result<Listing<Shop>> {
    let reach = pages::place::shops_in_reach(ctx).ok_or(No::Unknown)?;
    let filter =
        store_place::PlaceFilter { like: ask.like(), limit: LIMIT, offset: ask.offset(), ..reach };
    Ok(ask.listing(store_place::shops(read, &filter)?))
}

fn show_shop(read: &mut Read, ctx: &Context, ask: &OneShop) -> Result<Shop> {
    place::load_visible_shop(read, ctx, ask.shop)
}

#[derive(Debug, Deserialize, JsonSchema)]
struct AskQris {
    shop: ShopId,
    /// Put into the code as a convenience for the buyer; no proof of payment.
    #[serde(default)]
    amount: Option<Price>,
}

/// A code to show, and whose it is.
#[derive(Debug, Serialize, JsonSchema)]
struct QrisOut {
    text: String,
    merchant: String,
    nmid: String,
    amount: Option<Rupiah>,
}

fn show_qris(read: &mut Read, ctx: &Context, ask: &AskQris) -> Result<QrisOut> {
    let text = place::load_visible_shop(read, ctx, ask.shop)?.qris.ok_or(No::Unknown)?;
    let code = Qris::parse(&text).map_err(|_| No::Unknown)?;
    let amount = ask.amount.map(Price::get);
    let text = amount.map_or(text, |amount| code.with_amount(amount));
    Ok(QrisOut { text, merchant: code.merchant, nmid: code.nmid, amount })
}

fn list_users(read: &mut Read, ctx: &Context, ask: &Search) -> Result<Listing<User>> {
    let filter = store_user::UserFilter {
        like: ask.like(),
        active: ask.active(),
        reach: ask.reach,
        limit: LIMIT,
        offset: ask.offset(),
        ..pages::user::in_reach(ctx)?
    };
    Ok(ask.listing(store_user::users(read, &filter)?))
}

fn show_user(read: &mut Read, ctx: &Context, ask: &OneUser) -> Result<User> {
    ctx.actor.require(Capability::Administer)?;
    user::load_visible(read, ctx, ask.user)
}

fn show_account(read: &mut Read, ctx: &Context, _: &Nothing) -> Result<User> {
    load_user(read, ctx.actor.user)
}

/// The state of one's authenticator.
#[derive(Debug, Serialize, JsonSchema)]
struct TotpOut {
    in_use: bool,
    /// `otpauth://…`, while it is being set up.
    address: Option<String>,
    recovery_codes_left: i64,
}

fn show_totp(read: &mut Read, ctx: &Context, _: &Nothing) -> Result<TotpOut> {
    let key = store_user::find_key_of(read, ctx.actor.user)?.ok_or(No::Unknown)?;
    let in_use = key.totp_since.is_some();
    let secret = key.totp_secret.as_deref().filter(|_| !in_use);
    Ok(TotpOut {
        in_use,
        address: secret.map(|secret| totp::address(secret, &key.sign_in_name)),
        recovery_codes_left: store_user::recovery_codes_left(read, key.user)?,
    })
}

fn list_sessions(read: &mut Read, ctx: &Context, _: &Nothing) -> Result<Listing<Session>> {
    let items = store_access::sessions(read, ctx.actor.user, None, ctx.now)?;
    Ok(Listing { total: items.len() as i64, items, page: 1 })
}

fn list_tokens(read: &mut Read, ctx: &Context, _: &Nothing) -> Result<Listing<Token>> {
    let items = store_access::tokens(read, ctx.actor.user)?;
    Ok(Listing { total: items.len() as i64, items, page: 1 })
}

fn list_paper_links(read: &mut Read, ctx: &Context, ask: &Search) -> Result<Listing<PaperLink>> {
    let window = (LIMIT, ask.offset());
    Ok(ask.listing(store_paper_link::links(read, Whose::of(&ctx.actor), ctx.now, window)?))
}

fn list_makers(read: &mut Read, ctx: &Context, ask: &Search) -> Result<Listing<Maker>> {
    let filter = store_maker::MakerFilter {
        like: ask.like(),
        active: ask.active(),
        limit: LIMIT,
        offset: ask.offset(),
        ..pages::maker::in_reach(ctx)?
    };
    Ok(ask.listing(store_maker::makers(read, &filter)?))
}

/// A maker and the rows of the same person, the first unit first.
#[derive(Debug, Serialize, JsonSchema)]
struct MakerOut {
    #[serde(flatten)]
    maker: Maker,
    line: Vec<Maker>,
}

fn show_maker(read: &mut Read, ctx: &Context, ask: &OneMaker) -> Result<MakerOut> {
    let maker = maker::load_visible(read, ctx, ask.maker)?;
    let line = maker_line(read, maker.id)?;
    Ok(MakerOut { maker, line })
}

fn release_reversals(
    read: &mut Read,
    ctx: &Context,
    ask: &OneMaker,
) -> Result<Vec<ReleaseReversal>> {
    let maker = maker::load_visible(read, ctx, ask.maker)?;
    store_release::of_maker(read, maker.id)
}

fn list_readings(read: &mut Read, ctx: &Context, ask: &Search) -> Result<Listing<Reading>> {
    maker::require_guard(ctx)?;
    let reach = pages::maker::in_reach(ctx)?;
    Ok(ask.listing(store_maker::readings(read, reach.consignor, None, LIMIT, ask.offset())?))
}
