//! A server as a child process: started on a free port, asked until it answers, ended with this
//! program.

use std::{
    env,
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{Outcome, http, machine};

const START_MAX: Duration = Duration::from_secs(60);

pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to the first good answer.
    pub started_in: Duration,
}

impl Server {
    /// The house in this program, with its counters shown at [`crate::serve::COUNTERS`].
    pub fn house(database: &str) -> Outcome<Self> {
        let mut command = Command::new(env::current_exe()?);
        command.args(["serve", "--database", database]);
        Self::start(command, "/sehat")
    }

    /// The program itself, as people run it: `hilir serve`.
    pub fn hilir(database: &str) -> Outcome<Self> {
        let mut command = Command::new(hilir()?);
        command.args(["serve", "--log", "error", "--database", database]);
        Self::start(command, "/sehat")
    }

    pub fn start(mut command: Command, first_page: &str) -> Outcome<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], testkit::guardian::free_port()));
        command.args(["--listen", &address.to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let began = Instant::now();
        let child = command.spawn()?;
        let mut server = Self { child, address, started_in: Duration::ZERO };
        while !server.answers(first_page)? {
            if began.elapsed() > START_MAX {
                return Err("the server does not answer".into());
            }
            thread::sleep(Duration::from_millis(2));
        }
        server.started_in = began.elapsed();
        Ok(server)
    }

    fn answers(&mut self, path: &str) -> Outcome<bool> {
        if let Some(status) = self.child.try_wait()? {
            return Err(format!("the server ended: {status}").into());
        }
        Ok(self.get(path).is_ok_and(|(status, _)| status == 200))
    }

    /// One request on a connection of its own.
    pub fn get(&self, path: &str) -> Outcome<(u16, Vec<u8>)> {
        let (status, _, body) = self.get_whole(path)?;
        Ok((status, body))
    }

    /// Status, head and body.
    pub fn get_whole(&self, path: &str) -> Outcome<(u16, Vec<u8>, Vec<u8>)> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let mut client = http::Client::connect(self.address).await?;
            let answer = client.send(&http::get(path)).await?;
            let (head, body) = (client.head(&answer).to_vec(), client.body(&answer).to_vec());
            Ok((answer.status, head, body))
        })
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }
    pub fn resident_kib(&self) -> u64 {
        machine::resident_kib(self.pid())
    }

    /// SIGKILL: nothing is said goodbye to.
    pub fn kill(&mut self) -> Outcome<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.kill();
    }
}

/// The program that was built beside this one.
pub fn hilir() -> Outcome<PathBuf> {
    let program = env::current_exe()?.with_file_name("hilir");
    if program.exists() {
        return Ok(program);
    }
    Err("build the program too: cargo build --release -p hilir -p bench".into())
}
