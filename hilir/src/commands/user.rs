//! `hilir user` and `hilir token`: help for one who has lost the way in.

use std::{io::Write, process::ExitCode};

use db::{Db, Read};
use kernel::{Context, Line};
use serde_json::json;

use crate::{
    Failure,
    cli::{TokenCommand, UserCommand},
    settings::Settings,
    system,
};

pub fn run(settings: &Settings, command: UserCommand) -> Result<ExitCode, Failure> {
    let db = super::open(&settings.database_url()?)?;
    match command {
        UserCommand::List => list(&db),
        UserCommand::Invite { sign_in_name, public_url } => {
            let base = public_url.unwrap_or_else(|| settings.public_url());
            invite(&db, &sign_in_name, base.trim_end_matches('/'))
        }
        UserCommand::Deactivate { sign_in_name, force } => deactivate(&db, &sign_in_name, force),
        UserCommand::Activate { sign_in_name } => activate(&db, &sign_in_name),
        UserCommand::ResetTotp { sign_in_name } => reset_totp(&db, &sign_in_name),
    }
}

/// The house itself acts, where no person does.
fn house() -> Context {
    people::house(&system::ids(), system::clock().now())
}

fn list(db: &Db) -> Result<ExitCode, Failure> {
    let users = db.read_now(|read: &mut Read| people::list_users(read))?;
    let line = |user: &people::User| {
        let state = if user.active { "" } else { "  (deactivated)" };
        format!("{:<24}{} · {}{state}\n", user.sign_in_name, user.name, user.job_title)
    };
    let lines: String = users.iter().map(line).collect();
    // Whoever reads only the first lines (`| head`) closes the pipe: that is no failure.
    let _ = std::io::stdout().write_all(lines.as_bytes());
    Ok(ExitCode::SUCCESS)
}

pub(super) fn find(db: &Db, sign_in_name: &str) -> Result<people::User, Failure> {
    let name = sign_in_name.to_owned();
    let found = db.read_now(move |read: &mut Read| people::find_user_by_name(read, &name))?;
    found.ok_or_else(|| {
        Failure::new(format!("Nobody signs in as {sign_in_name}."))
            .hint("`hilir user list` shows who does.")
    })
}

fn invite(db: &Db, sign_in_name: &str, base: &str) -> Result<ExitCode, Failure> {
    let (user, context) = (find(db, sign_in_name)?, house());
    let input = people::OfUser { id: context.fresh_id(), user: user.id };
    let shown = db.write_now(move |tx| people::invite_user(tx, &context, &input))?;
    if let Some(secret) = shown.secret {
        say!("One time, seven days:\n  {base}/undangan?kunci={secret}");
    }
    Ok(ExitCode::SUCCESS)
}

const LAST: &str = "people.last_administrator";

fn deactivate(db: &Db, sign_in_name: &str, force: bool) -> Result<ExitCode, Failure> {
    let (user, context) = (find(db, sign_in_name)?, house());
    let input = people::OfUser { id: context.fresh_id(), user: user.id };
    let done = db.write_now(move |tx| match force {
        true => people::deactivate_even_the_last(tx, &context, &input),
        false => people::deactivate_user(tx, &context, &input),
    });
    done.map_err(|error| {
        let last = matches!(&error, db::Error::Refused(no) if no.code == LAST);
        let failure = Failure::from(error);
        match last {
            true => failure.hint(format!(
                "Or do it all the same: `hilir user deactivate {sign_in_name} --force`; \
                 `hilir user activate` lets him in again."
            )),
            false => failure,
        }
    })?;
    say!("{sign_in_name} can no longer sign in. What he recorded stays.");
    Ok(ExitCode::SUCCESS)
}

fn activate(db: &Db, sign_in_name: &str) -> Result<ExitCode, Failure> {
    let (user, context) = (find(db, sign_in_name)?, house());
    let input = people::OfUser { id: context.fresh_id(), user: user.id };
    db.write_now(move |tx| people::activate_user(tx, &context, &input))?;
    say!("{sign_in_name} can sign in again. For a new password: `hilir user invite`.");
    Ok(ExitCode::SUCCESS)
}

fn reset_totp(db: &Db, sign_in_name: &str) -> Result<ExitCode, Failure> {
    let (user, context) = (find(db, sign_in_name)?, house());
    let input = people::OfUser { id: context.fresh_id(), user: user.id };
    db.write_now(move |tx| people::reset_totp(tx, &context, &input))?;
    say!("{sign_in_name} signs in with the password alone. Let him set an authenticator up anew.");
    Ok(ExitCode::SUCCESS)
}

pub fn token(settings: &Settings, command: TokenCommand) -> Result<ExitCode, Failure> {
    let TokenCommand::Create { sign_in_name, name, may, days } = command;
    let db = super::open(&settings.database_url()?)?;
    let user = find(&db, &sign_in_name)?;
    let name = Line::parse(&name)
        .map_err(|_| Failure::new("The token's name is not one line of 1 to 200 characters."))?;
    let mut context = house();
    context.actor = user.actor();
    let may = if may.is_empty() { context.actor.capabilities.iter().collect() } else { may };
    let rights: serde_json::Map<_, _> =
        may.iter().map(|one| (one.name().to_owned(), json!(true))).collect();
    let id = context.fresh_id::<kernel::TokenKind>();
    let input = json!({"id": id, "name": name, "capabilities": rights, "days": days});
    let input: people::CreateToken =
        serde_json::from_value(input).map_err(|error| Failure::new(error.to_string()))?;
    let shown = db.write_now(move |tx| people::create_token(tx, &context, &input))?;
    if let Some(secret) = shown.secret {
        say!("{secret}");
        let how = "Shown this once. Send it as `Authorization: Bearer …`.";
        drop(writeln!(std::io::stderr(), "{how}"));
    }
    Ok(ExitCode::SUCCESS)
}
