//! Handing a paper to somebody who has no account.

use db::{Result, Tx};
use kernel::Context;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;
use web::Recorded;

use crate::{
    No,
    inputs::{GivePaper, RevokePaper},
    phone::whatsapp,
    record, secret,
    store_paper_link::{self as store, NewPaperLink, Whose},
};

/// The longest life of a link, in days.
const DAYS_MAX: i64 = 90;

/// Makes a link to a paper; its secret is shown once. The paper is seen with the giver's own eyes
/// when it is opened, so a link to what he may not see opens nothing; and never with more rights
/// than he had when he made it, by a token perhaps.
pub fn give_paper(tx: &mut Tx, ctx: &Context, input: &GivePaper) -> Result<Given> {
    let kind = "people.paper_given";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Given { id: input.id.uuid(), already: true, secret: None, phone: None });
    };
    let number = input.phone.as_ref().map(|text| whatsapp(text.as_str()).ok_or(No::PaperPhone));
    let phone = number.transpose().map_err(|no| no.at("phone"))?;
    if !is_paper(input.path.as_str()) {
        return Err(No::PaperPath.at("path").into());
    }
    if !(1..=DAYS_MAX).contains(&input.days.0) {
        return Err(No::PaperDays.at("days").into());
    }
    let secret = secret::text("", &secret::random(ctx));
    let link = NewPaperLink {
        id: input.id,
        user: ctx.actor.user,
        path: input.path.as_str(),
        title: input.title.as_str(),
        recipient: input.recipient.as_str(),
        hash: &web::paper_link_hash(input.path.as_str(), &secret),
        capabilities: ctx.actor.capabilities,
        expires_at: ctx.now.plus_seconds(input.days.0 * 86_400),
    };
    store::insert_link(tx, &link, ctx.now)?;
    record::write(tx, ctx, kind, input.id, |line| line.digest(digest))?;
    Ok(Given { id: input.id.uuid(), already: false, secret: Some(secret), phone })
}

/// A link that was made. What is shown once is kept nowhere.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Given {
    pub id: Uuid,
    pub already: bool,
    /// What opens the paper: behind its address as `?kunci=…`.
    pub secret: Option<String>,
    /// The recipient's number, as wa.me wants it.
    pub phone: Option<String>,
}

impl Given {
    /// For the page that shows it once.
    pub fn once(&self) -> String {
        let parts = [self.secret.as_deref(), self.phone.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// An address of this house that ends in a paper; nothing that a browser could take for another.
fn is_paper(path: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.');
    path.starts_with('/')
        && path.ends_with(".pdf")
        && path.chars().all(plain)
        && !path.contains("//")
        && !path.contains("..")
}

/// Takes back a link of one's own, or of somebody whom one keeps: he may be gone.
pub fn revoke_paper(tx: &mut Tx, ctx: &Context, input: &RevokePaper) -> Result<Recorded> {
    if !store::revoke_link(tx, input.link, Whose::of(&ctx.actor), ctx.now)? {
        return Err(No::Unknown.into());
    }
    record::write(tx, ctx, "people.paper_taken_back", input.link, |line| line)?;
    Ok(Recorded::new(input.link))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_paper_of_this_house_is_given() {
        assert!(is_paper("/nota/0199c155-0a80-7724-8e58-958846eeae45/nota.pdf"));
        for other in
            ["//x.example/a.pdf", "/a.pdf?x=1", "/nota", "nota.pdf", "/a/../b.pdf", "/a b.pdf"]
        {
            assert!(!is_paper(other), "{other}");
        }
    }
}
