//! `hilir verify` over the full file.

use std::{path::Path, process::Command, time::Instant};

use crate::{Outcome, figures::judge, machine, sales, server};

pub fn run(folder: &Path) -> Outcome<bool> {
    println!("hilir verify; {}", machine::describe());
    let moment = machine::Moment::now();
    let began = Instant::now();
    let proven = proves(sales::text(&folder.join("full.db"))?, true)?;
    let millis = began.elapsed().as_millis();
    println!("  {millis} ms in all, foreign {} cores", moment.foreign_cores());
    Ok(judge("every balance is rebuilt and agrees", proven))
}

/// Whether the program finds the books in order.
pub fn proves(database: &str, show: bool) -> Outcome<bool> {
    let mut command = Command::new(server::hilir()?);
    let output = command.args(["verify", "--log", "error", "--database", database]).output()?;
    if show || !output.status.success() {
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            println!("  {line}");
        }
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.status.success())
}
