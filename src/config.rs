//! Layers of settings (defaults, file, environment, flags) in, one checked configuration out.
//!
//! ```
//! use solieu::config::Config;
//!
//! let environment = [("SOLIEU__WORKER__BATCH".to_owned(), "16".to_owned())];
//! let config = Config::load(None, environment, &[]).unwrap();
//! assert_eq!(config.worker.batch, 16);
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use toml::{Table, Value};

use crate::extract::lexicon;
use crate::message::Limits;
use crate::secret::{Address, Secret};

/// The documented defaults, as embedded in the binary.
pub const DEFAULT: &str = include_str!("../config/default.toml");

const ENVIRONMENT_PREFIX: &str = "SOLIEU__";

/// Every setting of the service.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// JetStream: address, sign-in, streams.
    pub nats: Nats,
    /// The database.
    pub postgres: Postgres,
    /// Fetching, extracting, saving.
    pub worker: Worker,
    /// Announcing what was saved.
    pub relay: Relay,
    /// What an incoming message may be.
    pub message: Limits,
    /// What counts as a copy.
    pub stories: Stories,
    /// The words.
    pub lexicon: Lexicon,
    /// What is logged, and how.
    pub log: Log,
    /// Health and metrics.
    pub http: Http,
    /// Where spans of work are sent.
    pub trace: Trace,
}

/// JetStream: address, sign-in, streams.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nats {
    /// One address, or several separated by commas.
    pub url: Address,
    /// User name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Password of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// Token, instead of user and password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// The text of a `.creds` file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credentials: Option<Secret>,
    /// The seed of a user's nkey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nkey: Option<Secret>,
    /// Certificates (PEM) that are trusted beside those of the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
    /// The service's own certificate (PEM), where the server asks for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<PathBuf>,
    /// The private key of that certificate (PEM).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<PathBuf>,
    /// Stream of scraped articles.
    pub articles_stream: String,
    /// Stream of enriched events.
    pub enriched_stream: String,
    /// Stream of notices about rejected messages.
    pub rejected_stream: String,
    /// Durable consumer on the stream of articles.
    pub consumer: String,
    /// Copies of each stream.
    pub replicas: usize,
    /// How long scraped articles are kept.
    #[serde(with = "duration")]
    pub articles_max_age: Duration,
    /// How long events are kept.
    #[serde(with = "duration")]
    pub events_max_age: Duration,
    /// Time within which the server recognizes a repeated message id.
    #[serde(with = "duration")]
    pub duplicate_window: Duration,
    /// Time after which an unacknowledged message is delivered again.
    #[serde(with = "duration")]
    pub ack_wait: Duration,
}

/// The database.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Postgres {
    /// `postgresql://user@host:port/database`; a socket folder goes into `?host=`.
    pub url: Address,
    /// Wins over a password in the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// Connections of one process.
    pub max_connections: u32,
    /// Wait for a free connection.
    #[serde(with = "duration")]
    pub acquire_timeout: Duration,
    /// Longest run of one statement.
    #[serde(with = "duration")]
    pub statement_timeout: Duration,
}

/// Fetching, extracting, saving.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worker {
    /// Messages in one transaction at most.
    pub batch: usize,
    /// Wait for a full batch under a backlog.
    #[serde(with = "duration")]
    pub batch_wait: Duration,
    /// Messages fetched and not yet settled.
    pub max_in_flight: usize,
    /// Their total size in bytes.
    pub max_in_flight_bytes: usize,
    /// Threads that extract; 0 for one per core.
    pub threads: usize,
    /// Longest time to read one message.
    #[serde(with = "duration")]
    pub deadline: Duration,
    /// Attempts of its own before a message is rejected.
    pub attempts: u32,
    /// Time to finish after SIGTERM.
    #[serde(with = "duration")]
    pub grace: Duration,
}

/// Announcing what was saved.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relay {
    /// Events claimed at once.
    pub batch: usize,
    /// How often the outbox is looked at.
    #[serde(with = "duration")]
    pub poll: Duration,
    /// How long sent events stay, and notes of attempts that nothing came of.
    #[serde(with = "duration")]
    pub keep_sent: Duration,
}

/// What counts as a copy.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stories {
    /// Percent of the shorter of two texts that the longer one repeats.
    pub repeated: u32,
}

/// The words.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// A folder that replaces the embedded tables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dir: Option<PathBuf>,
}

/// What is logged, and how.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// A level or a filter by target.
    pub filter: String,
    /// Text or JSON.
    pub format: LogFormat,
}

/// Health and metrics.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Where they are answered.
    pub listen: SocketAddr,
}

/// Where spans of work are sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// Address of an OpenTelemetry collector (OTLP over HTTP).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Address>,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    /// For people.
    Text,
    /// One object per line.
    Json,
}

/// Why a configuration is refused; the process ends with exit code 78.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read: the configuration, or one named by a `…_file` key.
    #[error("cannot read {path}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A layer holds something that is no setting or no value of one.
    #[error("{layer}: {detail}")]
    Invalid {
        /// Which layer: a file, a variable, a flag.
        layer: String,
        /// Names the key, and what it should be.
        detail: String,
    },
}

impl Config {
    /// Merges the layers, the later ones winning key by key, and refuses unknown keys in each of them.
    ///
    /// `environment` is every variable of the process (others than `SOLIEU__…` are ignored), `flags` are `section.key=value`.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
        flags: &[String],
    ) -> Result<Self, Error> {
        let mut settings: Table = parse("config/default.toml", DEFAULT)?;
        let mut config = check("config/default.toml", &settings)?;
        if let Some(path) = file {
            let layer = path.display().to_string();
            overlay(&mut settings, parse(&layer, &read(path)?)?);
            read_secret_files(&mut settings)?;
            config = check(&layer, &settings)?;
        }
        let mut variables: Vec<_> = environment
            .into_iter()
            .filter(|(name, _)| name.starts_with(ENVIRONMENT_PREFIX))
            .collect();
        variables.sort();
        for (name, value) in variables {
            let key = name
                .trim_start_matches(ENVIRONMENT_PREFIX)
                .to_lowercase()
                .replace("__", ".");
            config = set(&mut settings, &name, &key, &value)?;
        }
        for flag in flags {
            let Some((key, value)) = flag.split_once('=') else {
                return Err(invalid(&format!("--set {flag}"), "write section.key=value"));
            };
            // without the value, which may be a secret
            let layer = format!("--set {key}");
            config = set(&mut settings, &layer, key.trim(), value)?;
        }
        Ok(config)
    }
}

impl Lexicon {
    /// Compiles the tables of the configured folder, or the embedded ones.
    pub fn load(&self) -> Result<lexicon::Lexicon, Error> {
        let Some(dir) = &self.dir else {
            return Ok(lexicon::Lexicon::embedded());
        };
        let unreadable = |source| Error::Unreadable {
            path: dir.clone(),
            source,
        };
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(dir).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if let Some(name) = path.file_name().and_then(|name| name.to_str())
                && path.extension().is_some_and(|end| end == "toml")
            {
                files.insert(name.to_owned(), read(&path)?);
            }
        }
        lexicon::Lexicon::parse(|name| files.get(name).map(String::as_str))
            .map_err(|error| invalid(&dir.display().to_string(), error))
    }
}

/// The effective configuration as TOML, secrets hidden.
impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&toml::to_string(self).map_err(|_| fmt::Error)?)
    }
}

fn invalid(layer: &str, detail: impl fmt::Display) -> Error {
    Error::Invalid {
        layer: layer.to_owned(),
        detail: detail.to_string().trim().to_owned(),
    }
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::Unreadable {
        path: path.to_owned(),
        source,
    })
}

fn parse(layer: &str, text: &str) -> Result<Table, Error> {
    text.parse().map_err(|error: toml::de::Error| {
        // without the line itself, which may hold a secret
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(1, |before| before.split('\n').count());
        invalid(layer, format!("line {line}: {}", error.message()))
    })
}

fn check(layer: &str, settings: &Table) -> Result<Config, Error> {
    let config: Config = Value::Table(settings.clone())
        .try_into()
        .map_err(|error| invalid(layer, error))?;
    let connections = config.postgres.max_connections;
    let positive = [
        ("worker.batch", config.worker.batch),
        ("worker.max_in_flight", config.worker.max_in_flight),
        ("worker.attempts", config.worker.attempts as usize),
        ("relay.batch", config.relay.batch),
        ("nats.replicas", config.nats.replicas),
        ("postgres.max_connections", connections as usize),
        ("message.max_bytes", config.message.max_bytes),
    ];
    if let Some((key, _)) = positive.into_iter().find(|(_, value)| *value == 0) {
        return Err(invalid(layer, format!("{key} is 0 (at least 1)")));
    }
    let times = [
        ("worker.deadline", config.worker.deadline),
        ("relay.poll", config.relay.poll),
        ("nats.ack_wait", config.nats.ack_wait),
        ("postgres.acquire_timeout", config.postgres.acquire_timeout),
    ];
    if let Some((key, _)) = times.into_iter().find(|(_, time)| time.is_zero()) {
        return Err(invalid(layer, format!("{key} is 0s (at least 1ms)")));
    }
    let repeated = config.stories.repeated;
    if !(1..=100).contains(&repeated) {
        return Err(invalid(
            layer,
            format!("stories.repeated is {repeated} (1 to 100)"),
        ));
    }
    // without any TLS for it: a collector stands beside the service
    let collector = config.trace.endpoint.as_ref();
    if let Some(address) = collector.filter(|address| !address.expose().starts_with("http://")) {
        let text = format!("trace.endpoint is {address} (as http://127.0.0.1:4318)");
        return Err(invalid(layer, text));
    }
    Ok(config)
}

fn overlay(settings: &mut Table, layer: Table) {
    for (key, value) in layer {
        match (settings.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => overlay(below, above),
            (_, value) => {
                settings.insert(key, value);
            }
        }
    }
}

/// Puts one textual value in place, in the type that the setting has by default.
fn set(settings: &mut Table, layer: &str, key: &str, text: &str) -> Result<Config, Error> {
    let Some((section, name)) = key.split_once('.') else {
        return Err(invalid(layer, format!("`{key}` names no section and key")));
    };
    let current = settings.get(section).and_then(|section| section.get(name));
    let value = match current {
        Some(Value::Integer(_)) => Value::Integer(
            text.parse()
                .map_err(|_| invalid(layer, format!("{key} is {text:?} (a whole number)")))?,
        ),
        _ => Value::String(text.to_owned()),
    };
    let change = Table::from_iter([(name.to_owned(), value)]);
    overlay(
        settings,
        Table::from_iter([(section.to_owned(), Value::Table(change))]),
    );
    read_secret_files(settings)?;
    check(layer, settings)
}

/// Replaces each `<key>_file` by `<key>` with the file's text, without the line break at its end.
fn read_secret_files(settings: &mut Table) -> Result<(), Error> {
    for section in settings
        .iter_mut()
        .filter_map(|(_, value)| value.as_table_mut())
    {
        let files: Vec<(String, PathBuf)> = section
            .iter()
            .filter_map(|(key, path)| Some((key.strip_suffix("_file")?, path.as_str()?)))
            .map(|(key, path)| (key.to_owned(), PathBuf::from(path)))
            .collect();
        for (key, path) in files {
            let text = read(&path)?;
            section.remove(&format!("{key}_file"));
            section.insert(
                key,
                Value::String(text.trim_end_matches(['\r', '\n']).into()),
            );
        }
    }
    Ok(())
}

/// Durations as people write them: a whole number and one of `ms`, `s`, `m`, `h`, `d`.
mod duration {
    use super::{Deserialize, Deserializer, Duration, Serializer};

    const UNITS: [(&str, u64); 5] = [
        ("d", 86_400_000),
        ("h", 3_600_000),
        ("m", 60_000),
        ("s", 1_000),
        ("ms", 1),
    ];

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
        UNITS
            .iter()
            .find(|(name, _)| *name == unit)
            .and_then(|(_, factor)| digits.parse::<u64>().ok()?.checked_mul(*factor))
            .map(Duration::from_millis)
            .ok_or_else(|| {
                serde::de::Error::custom(format!(
                    "{text:?} is no duration (write 250ms, 30s, 5m, 12h or 7d)"
                ))
            })
    }

    pub fn serialize<S: Serializer>(value: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        let milliseconds = value.as_millis();
        let (name, factor) = UNITS
            .into_iter()
            .find(|(_, factor)| milliseconds.is_multiple_of(u128::from(*factor)))
            .unwrap_or(("ms", 1));
        serializer.collect_str(&format_args!("{}{name}", milliseconds / u128::from(factor)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(environment: &[(&str, &str)], flags: &[&str]) -> Result<Config, Error> {
        let environment = environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let flags: Vec<_> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        Config::load(None, environment, &flags)
    }

    #[test]
    fn the_embedded_defaults_are_a_valid_configuration() {
        let config = load(&[("PATH", "/bin"), ("SOLIEU_NATS_SERVER", "x")], &[]).unwrap();
        assert_eq!(config.nats.ack_wait, Duration::from_mins(1));
        assert_eq!(config.message, Limits::default());
    }

    #[test]
    fn a_later_layer_wins_key_by_key() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("solieu.toml");
        std::fs::write(&file, "[worker]\nbatch = 2\nthreads = 2\ngrace = \"2s\"\n").unwrap();
        let environment = [
            ("SOLIEU__WORKER__THREADS".to_owned(), "3".to_owned()),
            ("SOLIEU__WORKER__GRACE".to_owned(), "3s".to_owned()),
        ];
        let flags = ["worker.grace=4s".to_owned()];
        let worker = Config::load(Some(&file), environment, &flags)
            .unwrap()
            .worker;
        assert_eq!((worker.batch, worker.threads), (2, 3));
        assert_eq!(worker.grace, Duration::from_secs(4));
    }

    #[test]
    fn an_unknown_or_wrong_setting_is_refused_with_its_name() {
        for (key, value, expected) in [
            ("nats.urll", "x", "urll"),
            ("nat.url", "x", "nat"),
            ("worker.batch", "many", "worker.batch is \"many\""),
            ("worker.batch", "0", "worker.batch is 0"),
            ("worker.attempts", "0", "worker.attempts is 0 (at least 1)"),
            ("worker.deadline", "0s", "worker.deadline is 0s (at least"),
            (
                "postgres.max_connections",
                "0",
                "postgres.max_connections is 0 (at least 1)",
            ),
            ("stories.repeated", "101", "stories.repeated is 101"),
            ("stories.repeated", "0", "stories.repeated is 0"),
            ("worker.grace", "soon", "\"soon\" is no duration"),
            ("worker.grace", "5 s", "no duration"),
            ("log.format", "xml", "xml"),
            ("batch", "1", "names no section"),
        ] {
            let error = load(&[], &[&format!("{key}={value}")])
                .unwrap_err()
                .to_string();
            assert!(error.contains(expected), "{key}={value}: {error}");
        }
        let error = load(&[("SOLIEU__NATS__URLL", "x")], &[]).unwrap_err();
        assert!(error.to_string().starts_with("SOLIEU__NATS__URLL: "));
    }

    #[test]
    fn a_secret_is_read_from_a_file_and_never_shown() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        std::fs::write(&file, "s3cret-1\n").unwrap();
        let file = file.to_str().unwrap();
        let config = load(
            &[
                ("SOLIEU__POSTGRES__PASSWORD_FILE", file),
                ("SOLIEU__POSTGRES__URL", "postgresql://u:s3cret-2@h/d"),
                (
                    "SOLIEU__NATS__URL",
                    "nats://s3cret-3@h:1,nats://u:s3cret-4@h:2",
                ),
                ("SOLIEU__NATS__TOKEN", "s3cret-5"),
            ],
            &[],
        )
        .unwrap();
        assert_eq!(
            config.postgres.password.as_ref().unwrap().expose(),
            "s3cret-1"
        );
        let shown = format!("{config}{config:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(shown.contains("nats://u:(hidden)@h:2"), "{shown}");
    }

    #[test]
    fn a_folder_of_words_replaces_the_embedded_ones() {
        let own = concat!(env!("CARGO_MANIFEST_DIR"), "/config/lexicon");
        let folder = tempfile::tempdir().unwrap();
        let words = |dir: &str| load(&[], &[&format!("lexicon.dir={dir}")]).unwrap().lexicon;
        assert!(words(own).load().is_ok());
        let error = words(folder.path().to_str().unwrap()).load().unwrap_err();
        assert!(error.to_string().contains("no such file"), "{error}");
        let error = words("/nowhere").load().unwrap_err();
        assert_eq!(error.to_string(), "cannot read /nowhere");
    }

    #[test]
    fn a_missing_secret_file_is_named() {
        let error = load(&[], &["postgres.password_file=/nowhere/x"]).unwrap_err();
        assert_eq!(error.to_string(), "cannot read /nowhere/x");
    }

    #[test]
    fn the_printed_configuration_reads_back_as_the_same() {
        let config = load(&[], &["worker.batch_wait=1500ms"]).unwrap();
        let again: Config = toml::from_str(&config.to_string()).unwrap();
        assert_eq!(again.to_string(), config.to_string());
        assert!(config.to_string().contains("batch_wait = \"1500ms\""));
    }
}
