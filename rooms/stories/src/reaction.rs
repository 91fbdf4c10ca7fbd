//! A reader's reaction: one a browser to a story, changeable, and nothing that says who he is.
//! See docs/decisions/0017.

use db::{Result, Tx};
use kernel::{Context, StoryId};
use people::secret;
use sha2::{Digest, Sha256};
use web::Desk;

use crate::{inputs::React, refusal::No, store_public, types::Reacted};

/// Reactions from one address in so many minutes. Many phones share one address of their network.
const REACTIONS_MAX: u32 = 60;
const REACTIONS_MINUTES: i64 = 10;
/// Letters of a program's own secret.
const SECRET_LETTERS_MIN: usize = 22;

/// Who reacts: the hash of his secret, and the secret where it was made just now.
pub struct Reader {
    pub hash: [u8; 32],
    pub fresh: Option<String>,
}

/// Counts the address, and knows the reader again or makes him a secret.
///
/// # Errors
/// Refuses a flood from one address, and a program's secret that could be guessed.
pub fn prepare_react(desk: &Desk<'_>, input: &React) -> Result<Reader> {
    desk.limit("stories.react", REACTIONS_MAX, REACTIONS_MINUTES)?;
    if let Some(own) = &input.reader {
        if own.as_str().len() < SECRET_LETTERS_MIN {
            return Err(No::ReaderShort.at("reader").into());
        }
        return Ok(Reader { hash: secret::hash_of(own.as_str()), fresh: None });
    }
    if let Some(hash) = desk.ask.reader {
        return Ok(Reader { hash, fresh: None });
    }
    let fresh = secret::text("", &secret::random(desk.context));
    Ok(Reader { hash: secret::hash_of(&fresh), fresh: Some(fresh) })
}

/// Keeps the reaction instead of the one before. No journal line: it is nobody's deed that the
/// house answers for, and it would keep what the reader takes back.
///
/// # Errors
/// Refuses what is not published.
pub fn react(tx: &mut Tx, _: &Context, input: &React, reader: &Reader) -> Result<Reacted> {
    if store_public::find_title(tx, input.story)?.is_none() {
        return Err(No::Unknown.into());
    }
    store_public::react(tx, input.story, &known_to(input.story, &reader.hash), input.kind)?;
    Ok(Reacted { story: input.story, kind: input.kind, fresh: reader.fresh.clone() })
}

/// What a reader is known by to one story, and to no other.
pub fn known_to(story: StoryId, reader: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(story.uuid().as_bytes()).chain_update(reader).finalize().into()
}
