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
        Ok(Self {
            data_named: data.is_some(),
            data: data.unwrap_or_else(|| PathBuf::from("data")),
            database: common.database.clone().or(file.database),
            listen: file.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            public_url: file.public_url,
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
        let own = format!("http://{}", self.listen);
        self.public_url.as_deref().unwrap_or(&own).trim_end_matches('/').to_owned()
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
    fn a_misspelt_setting_is_an_error() {
        assert!(toml::from_str::<File>("data = \"/srv\"\nzone = \"WITA\"").is_ok());
        assert!(toml::from_str::<File>("dat = \"/srv\"").is_err());
        assert!(toml::from_str::<File>("listen = \"nowhere\"").is_err());
    }
}
