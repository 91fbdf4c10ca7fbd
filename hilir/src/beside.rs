//! Work that goes on beside the requests, one piece after another.

use std::{fmt::Display, thread, time::Duration};

/// How much longer a worker rests when something went wrong.
const AFTER_TROUBLE: u32 = 5;

/// Does `work` for as long as the program runs, in a thread of this name; it says whether there was
/// anything to do, and where there was nothing the worker rests.
pub fn spawn<E: Display>(
    name: &'static str,
    rest: Duration,
    work: impl Fn() -> Result<bool, E> + Send + 'static,
) {
    let worker = move || {
        loop {
            match work() {
                Ok(true) => {}
                Ok(false) => thread::sleep(rest),
                Err(error) => {
                    tracing::warn!(%error, name, "something was not done; again soon");
                    thread::sleep(rest * AFTER_TROUBLE);
                }
            }
        }
    };
    if let Err(error) = thread::Builder::new().name(name.to_owned()).spawn(worker) {
        tracing::error!(%error, name, "no thread for this work");
    }
}
