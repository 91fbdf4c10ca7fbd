//! Settings as they hold: flag, else environment, else file, else what is usual.

use std::{fs, net::SocketAddr, path::PathBuf};

use kernel::Zone;
use serde::Deserialize;

use crate::{
    Failure,
    cli::{Common, Listen},
};

/// The file's own words; an unknown one is an error, since it is most likely misspelt.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    database: Option<String>,
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    trust_proxy: Option<bool>,
    zone: Option<Zone>,
    log: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Settings {
    pub data: PathBuf,
    /// Whether the folder was named, or is the usual one.
    pub data_named: bool,
    pub database: Option<String>,
    pub listen: SocketAddr,
    pub public_url: Option<String>,
    pub trust_proxy: bool,
    pub zone: Zone,
    pub log: String,
}

const USUAL_FILE: &str = "hilir.toml";

impl Settings {
    pub fn read(common: &Common) -> Result<Self, Failure> {
        let file = read_file(common)?;
        let data = common.data.clone().or(file.data);
        let public_url = file.public_url.as_deref().map(address).transpose().map_err(|why| {
            Failure::new(format!("`public_url` in the settings file is not right: {why}."))
        })?;
        Ok(Self {
            data_named: data.is_some(),
            data: data.unwrap_or_else(|| PathBuf::from("data")),
            database: common.database.clone().or(file.database),
            listen: file.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            public_url,
            trust_proxy: file.trust_proxy.unwrap_or(false),
            zone: file.zone.unwrap_or_default(),
            log: common.log.clone().or(file.log).unwrap_or_else(|| "info".to_owned()),
        })
    }

    /// With what a serving command says besides.
    pub fn listening(mut self, asked: &Listen) -> Self {
        self.listen = asked.listen.unwrap_or(self.listen);
        self.public_url = asked.public_url.clone().or(self.public_url);
        self.trust_proxy = asked.trust_proxy.unwrap_or(self.trust_proxy);
        self.zone = asked.zone.unwrap_or(self.zone);
        self
    }

    /// The address that people type, without a slash at the end.
    pub fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// The database: the one that is named, else the file in the data folder. Makes nothing.
    pub fn database_place(&self) -> String {
        let usual = || self.data.join("hilir.db").display().to_string();
        self.database.clone().unwrap_or_else(usual)
    }

    /// [`Settings::database_place`], and the data folder where the database needs it.
    pub fn database_url(&self) -> Result<String, Failure> {
        if self.database.is_some() {
            return Ok(self.database_place());
        }
        fs::create_dir_all(&self.data).map_err(|error| {
            Failure::new(format!("The folder {} cannot be made: {error}.", self.data.display()))
                .hint("Choose another with --data, or give yourself the right to write there.")
        })?;
        Ok(self.database_place())
    }
}

/// An address of the house as a browser would take it, without the slash at its end. It stands in
/// links, in codes on paper and in what a cookie is for, so it is looked at before anything is.
///
/// # Errors
/// What is wrong with it, and how it looks.
pub fn address(text: &str) -> Result<String, String> {
    let bare = text.strip_suffix('/').unwrap_or(text);
    let rest = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"));
    let Some(rest) = rest else {
        return Err(format!("\"{text}\" does not begin with https:// or http://; {LOOKS}"));
    };
    let (host, port) = match rest.rsplit_once(':').filter(|_| !rest.ends_with(']')) {
        Some((host, port)) => (host, Some(port)),
        None => (rest, None),
    };
    let six = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c);
    let is_host = match six {
        Some(six) => six.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.chars().all(is_name),
    };
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    if is_host && is_port {
        return Ok(bare.to_owned());
    }
    Err(format!("\"{text}\" is no address of a site alone; {LOOKS}"))
}

const LOOKS: &str = "write the name in small letters, with its port if it has one, and nothing \
    after it: https://hilir.example";

fn read_file(common: &Common) -> Result<File, Failure> {
    let path = match &common.config {
        Some(path) => path.clone(),
        None if PathBuf::from(USUAL_FILE).is_file() => PathBuf::from(USUAL_FILE),
        None => return Ok(File::default()),
    };
    let text = fs::read_to_string(&path).map_err(|error| {
        Failure::new(format!("The settings in {} cannot be read: {error}.", path.display()))
            .hint("Check the path after --config.")
    })?;
    toml::from_str(&text).map_err(|error| {
        Failure::new(format!("The settings in {} are not right: {error}", path.display()))
            .hint("`hilir --help` shows the words that a settings file may have.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_says_no_where_the_file_says_yes() {
        use crate::cli::{Cli, Command};
        use clap::Parser;
        let holds = |words: &[&str], file: bool| {
            let cli =
                Cli::try_parse_from([&["hilir", "serve"][..], words].concat()).expect("words");
            let Command::Serve(asked) = cli.command else { panic!("it serves") };
            let mut settings = Settings::read(&Common::default()).expect("settings");
            settings.trust_proxy = file;
            settings.listening(&asked.listen).trust_proxy
        };
        for (words, file, wanted) in [
            (&[][..], true, true),
            (&[], false, false),
            (&["--trust-proxy"], false, true),
            (&["--trust-proxy=true"], false, true),
            (&["--trust-proxy=false"], true, false),
            (&["--trust-proxy", "--listen", "127.0.0.1:80"], false, true),
        ] {
            assert_eq!(holds(words, file), wanted, "{words:?} over {file}");
        }
    }

    #[test]
    fn the_address_that_people_type_is_one() {
        for (given, kept) in [
            ("https://hilir.example", "https://hilir.example"),
            ("https://hilir.example/", "https://hilir.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://[::1]", "http://[::1]"),
            ("https://xn--bcher-kva.example:8443/", "https://xn--bcher-kva.example:8443"),
        ] {
            assert_eq!(address(given).as_deref(), Ok(kept));
        }
        for given in [
            "",
            "hilir.example",
            "HTTPS://hilir.example",
            "https://Hilir.example",
            "ftp://hilir.example",
            "https://",
            "https:///",
            "https://hilir.example//",
            "https://hilir.example/hilir",
            "https://hilir.example?a=b",
            "https://hilir.example#a",
            "https://orang@hilir.example",
            "https://hilir .example",
            " https://hilir.example",
            "https://hilir.example\n",
            "https://hilir.example:",
            "https://hilir.example:0",
            "https://hilir.example:99999",
            "https://hilir.example:80:80",
            "https://[::1",
            "https://\"><script>",
        ] {
            let why = address(given).expect_err(given);
            assert!(why.contains("https://hilir.example"), "{why}");
        }
    }

    #[test]
    fn a_misspelt_setting_is_an_error() {
        assert!(toml::from_str::<File>("data = \"/srv\"\nzone = \"WITA\"").is_ok());
        assert!(toml::from_str::<File>("dat = \"/srv\"").is_err());
        assert!(toml::from_str::<File>("listen = \"nowhere\"").is_err());
    }
}
