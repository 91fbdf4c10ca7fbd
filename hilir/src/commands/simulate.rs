//! `hilir simulate`: many tills on a bad network, and the proof that nothing was lost.

use std::{path::PathBuf, process::ExitCode};

use db::Db;

use crate::{
    Failure,
    cli::SimulateArgs,
    simulate::{Outcome, Plan, run as simulate},
    system,
};

pub fn run(args: &SimulateArgs) -> Result<ExitCode, Failure> {
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let (tills, acts) = (count(args.tills), count(args.acts));
    let plan = Plan { seed: args.seed, tills, acts, restores: args.on.is_none() };
    let place = Place::of(args);
    let bar = super::bar((tills * acts) as u64, "acts");
    let done = simulate(Db::open(&place.url)?, plan, &mut |made| bar.set_position(made as u64));
    bar.finish_and_clear();
    let outcome = done?;
    if args.json {
        say!("{}", serde_json::json!({"seed": args.seed, "outcome": outcome}));
    } else {
        tell(args.seed, &outcome);
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(seed: u64, outcome: &Outcome) {
    let Outcome { tills, acts, receipts, refused, sold, counted, .. } = outcome;
    say!("{tills} tills made {acts} acts, among them {receipts} receipts (seed {seed}).");
    say!(
        "Of {} requests {} were lost, {} answers were lost and {} cut short; {} came shuffled, {} \
         with a line twice.",
        outcome.sent,
        outcome.lost_on_the_way,
        outcome.answers_lost,
        outcome.answers_cut,
        outcome.shuffled,
        outcome.lines_doubled,
    );
    say!(
        "The house crashed {} times in the middle of its work, and came back from an older backup \
         {} times.",
        outcome.house_crashed,
        outcome.house_restored,
    );
    say!(
        "Phones forgot what they had heard {} times, and came back from an older copy {} times. {} \
         refused acts were given up, {} of them sales that were sent anew.",
        outcome.phones_crashed,
        outcome.phones_restored,
        outcome.given_up,
        outcome.replaced,
    );
    say!(
        "Every receipt stands in the books exactly once: {sold} sold; {refused} bad acts were \
         refused and kept; {counted} pieces were found to be gone by counting. The shelves, the \
         ledger and the phones agree."
    );
}

/// Where it happens: the database that was named, or a file that goes when the run ends.
struct Place {
    url: String,
    folder: Option<PathBuf>,
}

impl Place {
    fn of(args: &SimulateArgs) -> Self {
        if let Some(url) = &args.on {
            return Self { url: url.clone(), folder: None };
        }
        let name = format!("hilir-simulate-{}", system::ids().uuid(system::clock().now()));
        let folder = std::env::temp_dir().join(name);
        // What goes wrong here goes wrong again, with a better text, when the file is opened.
        let _ = std::fs::create_dir_all(&folder);
        Self { url: folder.join("simulate.db").display().to_string(), folder: Some(folder) }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
