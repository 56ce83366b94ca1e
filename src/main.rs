//! Arguments in, one function per command, an exit code out: 0 done, 1 failed, 2 wrong usage, 78 bad configuration.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use solieu::config::{self, Config};
use solieu::{event, telemetry};

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
    /// Print the JSON Schemas (2020-12) of the messages
    Schema,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match execute(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("solieu: {error:#}");
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
        Command::Schema => print(&serde_json::to_string_pretty(&event::schemas())?),
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
        let config = Config::load(self.config.as_deref(), std::env::vars(), &self.settings)?;
        telemetry::start(&config.log).map_err(|error| config::Error::Invalid {
            layer: "log.filter".to_owned(),
            detail: error.to_string(),
        })?;
        Ok(config)
    }
}
