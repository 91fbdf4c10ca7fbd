//! The PKS and its addenda as paper. What the engine executes is printed from the terms that it
//! executes; nothing here cites a law that nobody entered.

use db::{Read, Result};
use kernel::{Context, Lang, ProductId};
use paper::{Paper, Signer};
use people::Duty;
use serde_json::{Value, json};
use web::Ask;
use words::Speak;

use crate::{
    Agreement, No, Side, Signature, Standing, State, Terms,
    changes::changes,
    compose::{Sketch, compare, compose, opening},
    say::{change_in_words, part_in_words},
    store, store_signed,
    store_wording::{self, Worded},
    terms::AnnexItem,
    wording::Clause,
};

/// What the address of a copy says that is printed to be signed.
pub const TO_SIGN: (&str, &str) = ("untuk", "tanda-tangan");

/// The agreement as it was first made, with its annex.
pub fn agreement(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let agreement = crate::load_seen(read, &ctx.actor, ask.id("agreement")?)?;
    let versions = crate::versions(read, agreement.id)?;
    let terms = versions.first().ok_or(No::Unknown)?;
    let lang = ctx.lang;
    let own = [Side::Consignor, Side::Shop].map(|side| number(lang, &agreement, side));
    let number = own.join(" / ");
    let day = agreement.signed_on.unwrap_or(agreement.effective_from);
    let about = (agreement.id.uuid(), number.as_str(), day);
    let worded = store_wording::of_terms(read, terms.id)?;
    let paper = Paper::of("pks", lang, about, figures(&agreement, terms, &worded))
        .name("consignor.number", &own[0])
        .name("shop.number", &own[1])
        .standing(not_binding(ctx, ask, (&agreement, terms)));
    let mut paper = written(read, ctx, paper, (&agreement, terms))?;
    let composed = compose(lang, &Sketch::of(&agreement, terms), worded.wording());
    paper.spoken.insert("text".into(), json!(composed).to_string());
    Ok(paper)
}

/// A later version: what changed, and the annex as it stands since.
pub fn addendum(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let agreement = crate::load_seen(read, &ctx.actor, ask.id("agreement")?)?;
    let asked: i64 = ask.param("version").and_then(|v| v.parse().ok()).ok_or(No::Unknown)?;
    let versions = crate::versions(read, agreement.id)?;
    let at = versions.iter().position(|terms| terms.version == asked && asked > 1);
    let at = at.ok_or(No::Unknown)?;
    let before = at.checked_sub(1).and_then(|at| versions.get(at)).ok_or(No::Unknown)?;
    let terms = versions.get(at).ok_or(No::Unknown)?;
    let goods = [before, terms].map(|one| store_signed::of_terms(read, &agreement, one));
    let [old, new] = goods;
    let mut goods = old?.goods;
    goods.extend(new?.goods);
    let title = |id: ProductId| goods.get(&id).map(|(title, _)| title.clone()).unwrap_or_default();
    let said = changes(before, terms).into_iter().map(|change| {
        let said = change_in_words(ctx.lang, &change, title);
        json!([said.term, said.before, said.after])
    });
    let (was, is) =
        (store_wording::of_terms(read, before.id)?, store_wording::of_terms(read, terms.id)?);
    let composed = |terms: &Terms, worded: &Worded| {
        compose(ctx.lang, &Sketch::of(&agreement, terms), worded.wording())
    };
    let articles = compare(&composed(before, &was), &composed(terms, &is));
    let mut stated = figures(&agreement, terms, &is);
    let changed = said.collect::<Vec<_>>();
    stated["version"] = json!(terms.version);
    stated["reason"] = json!(terms.addendum_reason);
    let signed = signed(read, &agreement, terms)?;
    let day = signed.iter().map(|one| one.signed_on).max().filter(|_| signed.len() == 2);
    let number = terms.addendum_number.clone().unwrap_or_default();
    let about = (terms.id.uuid(), number.as_str(), day.unwrap_or(terms.valid_from));
    let of_shop = signed.into_iter().find_map(|one| one.number);
    let gap = || ctx.lang.t("paper.pks.number_gap").to_owned();
    let mut paper = Paper::of("addendum", ctx.lang, about, stated)
        .name("consignor.number", &number)
        .name("shop.number", of_shop.unwrap_or_else(gap));
    let sketch = Sketch { signed_on: day, ..Sketch::of(&agreement, terms) };
    paper.spoken.insert("opening".into(), opening(ctx.lang, &sketch));
    paper.spoken.insert("changed".into(), json!(changed).to_string());
    paper.spoken.insert("articles".into(), json!(articles).to_string());
    let paper = paper
        .name("agreement", titled(&agreement))
        .name("title", &agreement.title)
        .standing(not_binding(ctx, ask, (&agreement, terms)));
    written(read, ctx, paper, (&agreement, terms))
}

/// Why a version binds nobody. The copy that is asked for to be signed does not say so: signed, it
/// does. Where it is checked it is a draft until it is recorded that it was.
fn not_binding(
    ctx: &Context,
    ask: &Ask,
    (agreement, terms): (&Agreement, &Terms),
) -> Option<&'static str> {
    if agreement.standing(ctx.today()) == Standing::Withdrawn {
        return Some(ctx.lang.t("paper.pks.withdrawn"));
    }
    let draft = terms.state == State::Draft && ask.query(TO_SIGN.0) != Some(TO_SIGN.1);
    draft.then(|| ctx.lang.t("paper.pks.draft"))
}

/// Letterhead, parties, goods and signatures.
fn written(
    read: &mut Read,
    ctx: &Context,
    paper: Paper,
    (agreement, terms): (&Agreement, &Terms),
) -> Result<Paper> {
    let unit = people::load_consignor(read, agreement.consignor_id)?;
    let said = store_signed::of_terms(read, agreement, terms)?;
    let goods = said.goods.iter().flat_map(|(id, (title, unit))| {
        [(id.to_string(), title.clone()), (format!("{id}.unit"), unit.clone())]
    });
    let parts = terms
        .annex
        .iter()
        .filter_map(|(id, item)| Some((format!("{id}.part"), part_in_words(ctx.lang, item.part?))));
    let day = paper.day;
    let head = unit.letterhead(read, day)?;
    let officer = unit.signer(read, ("", Duty::Agreement, day))?;
    let mut paper = paper
        .from(head, agreement.place.clone())
        .for_both(&agreement.consignor_name, &agreement.shop_name)
        .names(goods)
        .names(parts)
        .name("consignor", &agreement.consignor_name)
        .name("consignor.address", said.consignor_address)
        .name("shop", &agreement.shop_name)
        .name("shop.address", said.shop_address)
        .name("shop.owner", said.shop_owner);
    let signed = signed(read, agreement, terms)?;
    for side in [Side::Consignor, Side::Shop] {
        let of = signed.iter().find(|one| one.side == side);
        // Until it is recorded who signed: who is to sign for the unit, where that is known.
        let officer =
            Some(&officer).filter(|one| side == Side::Consignor && one.office != unit.name);
        paper = party(ctx.lang, paper, (agreement, side), of, officer);
    }
    Ok(paper)
}

/// Who signs for a side: who did, once that is recorded.
fn party(
    lang: Lang,
    paper: Paper,
    (agreement, side): (&Agreement, Side),
    signed: Option<&Signature>,
    officer: Option<&Signer>,
) -> Paper {
    let name = match side {
        Side::Consignor => &agreement.consignor_name,
        Side::Shop => &agreement.shop_name,
    };
    let mut hand = match (signed, officer) {
        (Some(one), _) => {
            let (office, name) = (one.office.clone(), one.name.clone());
            Signer { office, name, ..Signer::default() }
        }
        (None, Some(officer)) => officer.clone(),
        (None, None) => Signer::default(),
    };
    let acting_for = signed.map(|one| one.acting_for.clone()).unwrap_or_default();
    let paper = paper
        .name(format!("{side}.signer"), &hand.name)
        .name(format!("{side}.office"), &hand.office)
        .name(format!("{side}.acting_for"), acting_for);
    lang.t(&format!("paper.pks.party_{side}")).clone_into(&mut hand.role);
    if hand.office.is_empty() {
        hand.office.clone_from(name);
    }
    paper.signed(hand)
}

/// Who signed a version.
fn signed(read: &mut Read, agreement: &Agreement, terms: &Terms) -> Result<Vec<Signature>> {
    let all = store::signatures(read, agreement.id)?;
    Ok(all.into_iter().filter(|one| one.terms_id == terms.id).collect())
}

/// What the engine executes, and the clauses that say it; given before anybody signs, and the same
/// for ever after. A paper from before clauses could be edited keeps the mark that it was given.
fn figures(agreement: &Agreement, terms: &Terms, worded: &Worded) -> Value {
    let item = |(id, item): (&ProductId, &AnnexItem)| {
        json!({ "product": id, "price": item.price, "part": item.part,
            "quantity": item.quantity, "line": item.line })
    };
    let mut annex: Vec<_> = terms.annex.iter().map(item).collect();
    annex.sort_by_key(|item| item["line"].as_i64());
    let mut all = json!({
        "consignor": agreement.consignor_id, "shop": agreement.shop_id,
        "from": terms.valid_from, "to": terms.ends_on, "part": terms.part,
        "price_set_by": terms.price_set_by, "cycle": terms.cycle,
        "payment_days": terms.payment_days, "damage_borne_by": terms.damage_borne_by,
        "loss_borne_by": terms.loss_borne_by, "return_days": terms.return_days,
        "notice_days": terms.notice_days, "deductibles": terms.deductibles, "annex": annex,
    });
    if let Worded::Own(wording) = worded {
        let clause = |one: &Clause| json!([one.article, one.title, one.text]);
        all["considerations"] = json!(wording.considerations);
        all["basis"] = json!(wording.basis);
        all["clauses"] = wording.clauses.iter().map(clause).collect();
    }
    all
}

/// A side's number; a gap where it is not given yet.
fn number(lang: Lang, agreement: &Agreement, side: Side) -> String {
    agreement.number_of(side).unwrap_or_else(|| lang.t("paper.pks.number_gap")).to_owned()
}

fn titled(agreement: &Agreement) -> String {
    let numbers = [&agreement.consignor_number, &agreement.shop_number];
    let numbers: Vec<_> = numbers.into_iter().flatten().map(String::as_str).collect();
    format!("{} ({})", agreement.title, numbers.join(" / "))
}
