//! The first start, as an operator sees it: one link in the terminal, and a door that then closes.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::{
    commands::{hilir, text},
    wire::{post, status, talk},
};

/// `hilir serve`, ended when the test is done with it.
pub struct Serving {
    child: Child,
    pub at: SocketAddr,
    /// What it said until it listened.
    pub told: String,
}

impl Serving {
    pub fn start(data: &Path, log: &Path) -> Self {
        let at = SocketAddr::from(([127, 0, 0, 1], testkit::guardian::free_port()));
        let listen = at.to_string();
        let words =
            ["serve", "--data", text(data), "--listen", &listen, "--log", "debug,hyper=info"];
        let log = File::options().create(true).append(true).open(log).expect("a log");
        let mut serve = Command::new(env!("CARGO_BIN_EXE_hilir"));
        let serve = serve.args(words).stdout(Stdio::piped()).stderr(log);
        let mut child = serve.spawn().expect("it runs");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut told = String::new();
        for line in out.lines().map_while(Result::ok) {
            told += &format!("{line}\n");
            if line.starts_with("Hilir is at") {
                break;
            }
        }
        Self { child, at, told }
    }

    fn key(&self) -> Option<String> {
        let (_, rest) = self.told.split_once("/mulai?kunci=")?;
        rest.split_whitespace().next().map(str::to_owned)
    }

    pub fn get(&self, path: &str) -> String {
        let head = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        talk(self.at, head.as_bytes())
    }

    fn begin(&self, key: &str, name: &str) -> String {
        let form = format!(
            "kunci={key}&name=Ana&job_title=Pengelola&sign_in_name={name}\
             &password=kolam-ikan-hias&again=kolam-ikan-hias"
        );
        talk(self.at, &post("/mulai", "", &form))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop((self.child.kill(), self.child.wait()));
    }
}

/// Whether any file of the folder holds the text.
pub fn holds(folder: &Path, text: &str) -> bool {
    let files = fs::read_dir(folder).expect("a folder").flatten();
    let mut contents = files.filter_map(|file| fs::read(file.path()).ok());
    contents.any(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes()))
}

#[test]
fn the_first_link_works_once_and_stands_in_the_terminal_only() {
    let folder = testkit::guardian::folder("first");
    let (data, logs) = (folder.join("data"), folder.join("logs"));
    fs::create_dir_all(&logs).expect("a folder");
    let log = logs.join("log");
    let old = Serving::start(&data, &log).key().expect("a link");
    // Nobody used it: the next start gives another, and the first is spent.
    let serving = Serving::start(&data, &log);
    let key = serving.key().expect("a link");
    assert_ne!(old, key);
    assert!(!serving.get(&format!("/mulai?kunci={old}")).contains("name=\"password\""));
    assert_eq!(status(&serving.begin(&old, "lama")), "422");
    assert!(
        serving.get(&format!("/mulai?kunci={key}")).contains("name=\"password\""),
        "{}",
        serving.told
    );
    let made = serving.begin(&key, "ana");
    assert_eq!(status(&made), "303", "{made}");
    // Then never again, here or after another start.
    assert_eq!(status(&serving.begin(&key, "budi")), "422");
    assert!(!serving.get(&format!("/mulai?kunci={key}")).contains("name=\"password\""));
    for secret in [&old, &key] {
        assert!(!holds(&data, secret), "the database knows the link by its hash only");
    }
    drop(serving);
    let serving = Serving::start(&data, &log);
    assert!(serving.told.contains("Hilir is at") && serving.key().is_none(), "{}", serving.told);
    assert_eq!(status(&serving.begin(&key, "budi")), "422");
    for secret in [&old, &key] {
        assert!(!holds(&logs, secret), "a link stands in the log");
    }
}

#[test]
fn a_start_that_finds_the_port_taken_changes_nothing() {
    let folder = testkit::guardian::folder("taken");
    let (data, other) = (folder.join("data"), folder.join("other"));
    let serving = Serving::start(&data, &folder.join("log"));
    let key = serving.key().expect("a link");
    for data in [&data, &other] {
        let said = hilir(&["serve", "--data", text(data), "--listen", &serving.at.to_string()]);
        assert!(
            !said.done && said.errors.contains("Cannot listen"),
            "{}{}",
            said.told,
            said.errors
        );
    }
    assert!(!other.exists(), "nothing was migrated");
    let page = serving.get(&format!("/mulai?kunci={key}"));
    assert!(page.contains("name=\"password\""), "the first link still works: {page}");
    assert_eq!(status(&serving.begin(&key, "ana")), "303");
}

/// As `hilir serve 2>&1 | tee`, or a journal: the log's lines and what is said in one stream.
#[test]
fn where_all_goes_into_one_stream_the_link_stands_last() {
    let folder = testkit::guardian::folder("piped");
    let file = folder.join("all");
    let all = File::create(&file).expect("a file");
    let at = SocketAddr::from(([127, 0, 0, 1], testkit::guardian::free_port())).to_string();
    let mut serve = Command::new(env!("CARGO_BIN_EXE_hilir"));
    let serve = serve.args(["serve", "--data", text(&folder.join("data")), "--listen", &at]);
    let errors = all.try_clone().expect("the same file");
    let child = serve.env_remove("HILIR_LOG").stdout(all).stderr(errors).spawn().expect("it runs");
    let mut serving = Serving { child, at: at.parse().expect("an address"), told: String::new() };
    for _ in 0..1_200 {
        serving.told = fs::read_to_string(&file).expect("text");
        if serving.told.contains("Hilir is at") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let lines: Vec<&str> = serving.told.lines().filter(|line| !line.trim().is_empty()).collect();
    let link = lines.iter().position(|line| line.contains("/mulai?kunci=")).expect("a link");
    let log = lines.iter().filter(|line| line.starts_with('{')).count();
    assert_eq!(lines[link].trim(), format!("http://{at}/mulai?kunci={}", serving.key().unwrap()));
    assert!(lines[link + 1].starts_with("Hilir is at"), "{}", serving.told);
    assert!((1..=2).contains(&log) && link <= 3, "{}", serving.told);
}
