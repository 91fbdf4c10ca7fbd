//! Where PostgreSQL is, and how to come there.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_postgres::Client;

use crate::{Error, Result, open::take, tls::Tls};

/// Said once on every new connection.
const HELLO: &str = "SET TimeZone = 'UTC'; SET lock_timeout = '10s'; \
    SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'error'; \
    SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 6";

/// Where the server is and how to speak to it.
pub(crate) struct Server {
    config: tokio_postgres::Config,
    tls: Tls,
}

impl Server {
    pub(crate) fn new(url: &str) -> Result<Self> {
        let (root, url) = take(url, "sslrootcert");
        // We check who it is whenever we ask for TLS at all.
        let url = ["verify-full", "verify-ca"]
            .iter()
            .fold(url, |url, mode| url.replace(&format!("sslmode={mode}"), "sslmode=require"));
        let parsed = url.parse::<tokio_postgres::Config>();
        let mut config = parsed.map_err(|e| Error::at("the URL of PostgreSQL", said(&e)))?;
        config.application_name("hilir");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        let tls = Tls::new(&config, root.as_deref())?;
        Ok(Self { config, tls })
    }

    /// A new connection, and the task that drives it.
    pub(crate) async fn connect(&self) -> Result<(Client, JoinHandle<()>), tokio_postgres::Error> {
        let (client, drive) = self.tls.connect(&self.config).await?;
        let task = tokio::spawn(drive);
        client.batch_execute(HELLO).await?;
        Ok((client, task))
    }
}

/// The error's words and those of its cause; never what was sent.
pub(crate) fn said(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => db.message().to_owned(),
        None => match std::error::Error::source(error) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        },
    }
}
