//! `hilir serve`.

use std::process::ExitCode;

use axum::Router;
use db::Db;
use kernel::Clock;
use tokio::{net::TcpListener, runtime::Runtime};

use crate::{
    Failure, audit,
    house::{self, Address},
    housekeeping::Broom,
    imports, jobs, listen,
    settings::Settings,
    system,
};

pub fn run(settings: &Settings) -> Result<ExitCode, Failure> {
    // Where another Hilir has the port, its database is neither migrated nor its first link spent.
    let port = Port::take(settings)?;
    let db = super::open_and_migrate(&settings.database_url()?)?;
    let address = Address {
        public_url: settings.public_url(),
        zone: settings.zone,
        trust_proxy: settings.trust_proxy,
    };
    let router = house::router(db.clone(), system::clock(), system::ids(), address);
    begin_beside(&db, &system::clock(), settings);
    let first = first_run_link(&db, settings)?;
    port.serve(db, router, settings, system::clock(), |at| {
        // What whoever starts it has to read is said last, where no log line hides it.
        if let Some(first) = first {
            say!("\n{first}\n");
        }
        say!("{at}");
    })
}

/// What is worked on beside the requests.
pub fn begin_beside(db: &Db, clock: &Clock, settings: &Settings) {
    let (db, clock, ids) = (db.clone(), clock.clone(), system::ids());
    let public_url = settings.public_url();
    let zone = settings.zone;
    imports::spawn(imports::House { db: db.clone(), clock: clock.clone(), ids: ids.clone(), zone });
    audit::spawn(audit::House { db, clock, ids, public_url });
}

/// The address that is listened on, and the threads that will answer there. Whoever comes before
/// they do waits.
pub struct Port {
    runtime: Runtime,
    listener: TcpListener,
}

impl Port {
    pub fn take(settings: &Settings) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(|error| {
            Failure::new(format!("The program cannot start its threads: {error}."))
        })?;
        let listener = runtime.block_on(TcpListener::bind(settings.listen));
        let listener = listener.map_err(|error| {
            Failure::new(format!("Cannot listen on {}: {error}.", settings.listen))
                .hint("Another program may be there; choose another address with --listen.")
        })?;
        Ok(Self { runtime, listener })
    }

    /// Answers until Ctrl-C or SIGTERM, then lets requests end. `ready` is given where it is.
    pub fn serve(
        self,
        db: Db,
        router: Router,
        settings: &Settings,
        clock: Clock,
        ready: impl FnOnce(&str),
    ) -> Result<ExitCode, Failure> {
        let broom = Broom::new(clock, settings.zone);
        ready(&format!("Hilir is at {} (Ctrl-C ends it).", settings.public_url()));
        std::thread::spawn(move || jobs::keep_up(&db, broom));
        self.runtime.block_on(listen::serve(self.listener, router, until_told()));
        Ok(ExitCode::SUCCESS)
    }
}

async fn until_told() {
    let terminate = async {
        #[cfg(unix)]
        if let Ok(mut signal) =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        {
            signal.recv().await;
            return;
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}

fn first_run_link(db: &Db, settings: &Settings) -> Result<Option<String>, Failure> {
    let (ids, now) = (system::ids(), system::clock().now());
    let key = db.write_now(move |tx| people::first_link(tx, &ids, now))?;
    let address = settings.public_url();
    Ok(key.map(|key| {
        format!(
            "Nobody can sign in yet. Make the first administrator here (one time, 24 hours):\n\n  \
             {address}/mulai?kunci={key}"
        )
    }))
}
