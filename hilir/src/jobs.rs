//! What is kept up beside the visitors: the words of the search, and what is deleted on its day. It
//! looks whenever something was committed, and every few seconds for the commits of other processes.

use std::{thread, time::Duration};

use db::Db;

use crate::housekeeping::Broom;

/// How soon a changed name can be found.
const PAUSE: Duration = Duration::from_secs(5);
/// Commits of another process are not counted here.
const PAUSES_AT_MOST: u32 = 3;

/// Reads the words of changed products, and sweeps, as long as the program runs.
pub fn keep_up(db: &Db, mut broom: Broom) {
    let (mut seen, mut waited) = (None, PAUSES_AT_MOST);
    loop {
        broom.pass(db);
        let version = db.version();
        if seen != Some(version) || waited >= PAUSES_AT_MOST {
            if let Err(error) = catch_up(db) {
                tracing::warn!(%error, "the words of the search could not be read; again soon");
            }
            (seen, waited) = (Some(version), 0);
        }
        waited += 1;
        thread::sleep(PAUSE);
    }
}

fn catch_up(db: &Db) -> db::Result<()> {
    if storefront::is_behind(db)? {
        let read = storefront::catch_up(db)?;
        tracing::debug!(read, "products are known to the search anew");
    }
    Ok(())
}
