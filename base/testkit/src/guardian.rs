//! What a test starts must not outlive it, also when it panics or is killed.
//!
//! A guardian is a small shell that starts the thing and then waits on its own standard input, a
//! pipe that this process holds open and nobody else knows. When this process ends, in whatever way,
//! the kernel closes the pipe; the guardian wakes, ends what it started and removes its folder.

use std::{
    fs,
    io::Write as _,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// Held until the process ends: dropping a child would close its pipe.
static KEPT: Mutex<Vec<Child>> = Mutex::new(Vec::new());

/// A guardian that was started.
pub(crate) struct Guardian(usize);

impl Guardian {
    /// Gives its script a line to read, where that reads more than the end.
    pub(crate) fn tell(&self, word: &str) {
        let mut kept = KEPT.lock().unwrap();
        let pipe = kept[self.0].stdin.as_mut().expect("its pipe is ours");
        pipe.write_all(format!("{word}\n").as_bytes()).expect("it reads");
    }
}

/// Starts a guardian in a session of its own. The script sees `arguments` as `$1` and so on, and
/// reaches `wait_for_the_end` when it has started its thing.
pub(crate) fn start(script: &str, arguments: &[&str], user: Option<(u32, u32)>) -> Guardian {
    let script = format!("wait_for_the_end() {{ read -r _; }}\n{script}");
    let mut command = Command::new("setsid");
    command.args(["sh", "-c", &script, "guardian"]).args(arguments).current_dir("/");
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
    let started = command.spawn().expect("a shell and setsid (util-linux)");
    let mut kept = KEPT.lock().unwrap();
    kept.push(started);
    Guardian(kept.len() - 1)
}

/// A new empty folder that disappears with this process.
pub fn folder(name: &str) -> PathBuf {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let root = ROOT.get_or_init(|| {
        let root = std::env::temp_dir().join(format!("hilir-test-{}", std::process::id()));
        // A process of the same number that was killed together with its guardian.
        drop(fs::remove_dir_all(&root));
        fs::create_dir_all(&root).unwrap();
        start("wait_for_the_end; rm -rf \"$1\"", &[text(&root)], None);
        root
    });
    let folder = root.join(format!("{name}-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary folder with a plain name")
}
