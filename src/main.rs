//! Arguments in, one function per command, an exit code out: 0 done, 1 failed, 2 wrong usage, 78 bad configuration.

mod demo;
mod export;
mod operate;

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::Utc;
use clap::{Parser, Subcommand, ValueEnum};
use demo::After;
use solieu::article::received_offsets;
use solieu::config::{self, Config, LogFormat};
use solieu::extract::extract;
use solieu::message::{self, Message};
use solieu::render::{self, Style};
use solieu::telemetry::chain;
use solieu::{event, file, telemetry};

/// `EX_CONFIG` of sysexits.h.
const BAD_CONFIGURATION: u8 = 78;

/// Turns scraped Vietnamese news articles into statistics and entities in Postgres and enriched events on NATS.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// A TOML file that changes the defaults
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Changes one setting; may be given several times
    #[arg(long = "set", global = true, value_name = "SECTION.KEY=VALUE")]
    settings: Vec<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the service: articles in, rows and events out
    Run,
    /// Show the whole service at work on private servers that are gone afterwards
    Demo {
        /// Texts (.txt), JSON messages or JSON lines; the folder samples by default
        files: Vec<PathBuf>,
        /// Leave servers and service running
        #[arg(long)]
        keep: bool,
    },
    /// Create or correct streams, consumer, tables and reference data
    Setup,
    /// Say whether everything the service needs is there, and what to do where it is not
    Check,
    /// Publish articles as a scraper would
    Publish {
        /// Texts (.txt), JSON messages or JSON lines
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Read stored articles again with this version's extractor, and announce what differs
    Reprocess(operate::reprocess::Reprocess),
    /// Look after messages that were rejected
    #[command(subcommand)]
    Rejected(operate::Rejected),
    /// Write a view of schema reporting to standard output
    Export {
        /// Its name, without the schema
        view: String,
        /// How
        #[arg(long, value_enum)]
        format: export::Format,
        /// Only rows that meet this SQL condition, which is passed on as given: run as `solieu_reader`, who can only read
        #[arg(long = "where", value_name = "CONDITION")]
        condition: Option<String>,
    },
    /// Print what is found in articles, without any service
    Extract {
        /// Texts (.txt), JSON messages or JSON lines; standard input by default
        files: Vec<PathBuf>,
        /// One JSON object per article, or pages to read
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
    },
    /// Show what is found in a text, and by which rules
    Explain {
        /// The text; standard input by default
        text: Option<String>,
    },
    /// Print the JSON Schemas (2020-12) of the messages
    Schema {
        /// One of article.scraped.v1, article.enriched.v1, article.rejected.v1; all of them by default
        name: Option<String>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Text,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = execute(&arguments);
    telemetry::finish();
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("solieu: {}", chain(error.as_ref()));
            if error.is::<config::Error>() {
                ExitCode::from(BAD_CONFIGURATION)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn execute(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.command {
        Command::Run => wait(operate::run(arguments.configuration()?)),
        Command::Demo { files, keep } => {
            let after = if *keep { After::Keep } else { After::Stop };
            let mut config = arguments.load()?;
            // whoever watches the demo sees its steps anyway, and how long they take
            "warn,sqlx=error".clone_into(&mut config.log.filter);
            config.log.format = LogFormat::Text;
            start_logging(&config)?;
            wait(demo::demo(config, files.clone(), after))
        }
        Command::Setup => wait(operate::setup(&arguments.configuration()?)),
        Command::Check => wait(operate::check(&arguments.configuration()?)),
        Command::Publish { files } => wait(operate::publish(&arguments.configuration()?, files)),
        Command::Reprocess(which) => {
            wait(operate::reprocess::run(&arguments.configuration()?, which))
        }
        Command::Rejected(command) => wait(operate::rejected(&arguments.configuration()?, command)),
        Command::Export {
            view,
            format,
            condition,
        } => {
            let config = arguments.configuration()?;
            wait(operate::export(
                &config,
                view,
                *format,
                condition.as_deref(),
            ))
        }
        Command::Extract { files, format } => {
            extract_files(&arguments.configuration()?, files, *format)
        }
        Command::Explain { text } => explain(&arguments.configuration()?, text.clone()),
        Command::Schema { name } => schema(name.as_deref()),
    }
}

/// Runs a command that talks to servers.
fn wait(command: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new()?;
    let code = runtime.block_on(command);
    // an extraction under way must not hold up the end
    runtime.shutdown_background();
    code
}

fn extract_files(config: &Config, files: &[PathBuf], format: Format) -> anyhow::Result<ExitCode> {
    let lexicon = config.lexicon.load()?;
    let standard_input = [PathBuf::from("-")];
    let files = if files.is_empty() {
        &standard_input
    } else {
        files
    };
    let mut code = ExitCode::SUCCESS;
    for path in files {
        let name = path.to_string_lossy();
        let articles = read(path).and_then(|content| Ok(file::messages(&name, &content)?));
        let articles = articles.unwrap_or_else(|error| {
            eprintln!("solieu: {error:#}");
            code = ExitCode::FAILURE;
            Vec::new()
        });
        for payload in articles {
            let article = match message::parse(&payload, Utc::now(), &config.message) {
                Ok(article) => article,
                Err(invalid) => {
                    eprintln!("solieu: {name}: {invalid}");
                    code = ExitCode::FAILURE;
                    continue;
                }
            };
            let extraction = extract(&article, &lexicon);
            print(&match format {
                // whoever gives a file slices that file, not the NFC form that the service would store
                Format::Json => {
                    serde_json::to_string(&match received_offsets(&received_body(&payload)?) {
                        Some(offsets) => extraction.counted_in(&offsets),
                        None => extraction,
                    })?
                }
                Format::Text => render::article(&article, &extraction, style()),
            })?;
        }
    }
    Ok(code)
}

fn received_body(payload: &[u8]) -> serde_json::Result<String> {
    let message: serde_json::Value = serde_json::from_slice(payload)?;
    Ok(message["body"].as_str().unwrap_or_default().to_owned())
}

fn explain(config: &Config, text: Option<String>) -> anyhow::Result<ExitCode> {
    let lexicon = config.lexicon.load()?;
    let text = match text {
        Some(text) => text,
        None => std::io::read_to_string(std::io::stdin())?,
    };
    let message = Message {
        url: Some("https://files.invalid/explain".to_owned()),
        body: Some(text),
        language: Some("vi".to_owned()),
        ..Message::default()
    };
    let article = message::parse(&serde_json::to_vec(&message)?, Utc::now(), &config.message)?;
    let extraction = extract(&article, &lexicon);
    print(&render::explanation(
        &article,
        &extraction,
        &lexicon,
        style(),
    ))
}

fn schema(name: Option<&str>) -> anyhow::Result<ExitCode> {
    let schemas = event::schemas();
    let Some(name) = name else {
        return print(&serde_json::to_string_pretty(&schemas)?);
    };
    let schema = schemas.get(name).with_context(|| {
        let names: Vec<_> = schemas.keys().copied().collect();
        format!("no schema {name:?}, only {}", names.join(", "))
    })?;
    print(&serde_json::to_string_pretty(schema)?)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut content = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().read_to_end(&mut content)?;
    } else {
        content = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    }
    Ok(content)
}

/// Colors and the width of the terminal where there is one.
fn style() -> Style {
    let stdout = std::io::stdout();
    let columns = rustix::termios::tcgetwinsize(&stdout).map_or(0, |size| size.ws_col);
    Style {
        width: match columns {
            0 => 120,
            columns => usize::from(columns),
        },
        color: stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    }
}

/// Writes to standard output; a reader that has seen enough (`| head`) is no failure.
fn print(text: &str) -> anyhow::Result<ExitCode> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

impl Arguments {
    /// The layers of settings as one configuration, and logging started as it says.
    fn configuration(&self) -> anyhow::Result<Config> {
        let config = self.load()?;
        start_logging(&config)?;
        Ok(config)
    }

    fn load(&self) -> Result<Config, config::Error> {
        // settings are text; among the other variables of a process may be bytes that are none
        let environment = std::env::vars_os().filter_map(|(name, value)| {
            let value = value.to_string_lossy().into_owned();
            Some((name.into_string().ok()?, value))
        });
        Config::load(self.config.as_deref(), environment, &self.settings)
    }
}

fn start_logging(config: &Config) -> Result<(), config::Error> {
    telemetry::start(&config.log, &config.trace).map_err(|error| config::Error::Invalid {
        layer: "configuration".to_owned(),
        detail: chain(&error),
    })
}
