//! Turns the binaries on this machine into a private NATS server and a private Postgres, for `solieu demo` and the tests.
//!
//! Both listen on this machine only, keep their data in one folder and are stopped when their value is dropped. A process
//! that is killed takes them along: the kernel signals them when the thread that started them is gone.

mod programs;
mod server;

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use sqlx::Connection as _;

use server::{Server, command};

/// Name of the superuser of a private Postgres; it needs no password.
const DATABASE_USER: &str = "solieu";

/// A private server cannot be started; the text says what to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    message: String,
    #[source]
    source: Option<io::Error>,
}

/// When the servers end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// With this process at the latest, however it ends.
    Process,
    /// When somebody stops them.
    Kept,
}

/// A private `nats-server` with JetStream on a free loopback port.
#[derive(Debug)]
pub struct Nats {
    program: PathBuf,
    folder: PathBuf,
    lifetime: Lifetime,
    settings: String,
    port: u16,
    server: Option<Server>,
}

impl Nats {
    /// Starts the server with its data in `folder`; blocks until it answers.
    pub fn start(folder: &Path, lifetime: Lifetime) -> Result<Self, Error> {
        Self::start_with(folder, lifetime, "")
    }

    /// The same with more settings, as they stand in a configuration file: users, TLS.
    pub fn start_with(folder: &Path, lifetime: Lifetime, settings: &str) -> Result<Self, Error> {
        let folder = folder.join("nats");
        fs::create_dir_all(&folder).map_err(|error| failed("create", &folder, error))?;
        let mut nats = Self {
            program: programs::nats_server()?,
            folder,
            lifetime,
            settings: settings.to_owned(),
            port: 0,
            server: None,
        };
        nats.resume()?;
        Ok(nats)
    }

    /// Starts a stopped server again, on the same port and data.
    pub fn resume(&mut self) -> Result<(), Error> {
        let port = match self.port {
            0 => "-1".to_owned(),
            port => port.to_string(),
        };
        let config = self.folder.join("nats.conf");
        // Enriched events are larger than the articles they come from, so the usual 1 MB is too little.
        let text = format!(
            "listen: \"127.0.0.1:{port}\"\nmax_payload: 8MB\nports_file_dir: \"{folder}\"\njetstream {{ store_dir: \"{folder}\" }}\n{settings}\n",
            folder = self.folder.display(),
            settings = self.settings
        );
        fs::write(&config, text).map_err(|error| failed("write", &config, error))?;

        let mut command = command(&self.program, self.lifetime);
        command.arg("-c").arg(&config);
        let log = self.folder.join("log");
        let mut server = Server::spawn("nats-server", command, &log, self.lifetime)?;
        let program = self.program.file_name().unwrap_or_default();
        let ports = format!("{}_{}.ports", program.display(), server.pid());
        let ports = self.folder.join(ports);
        let url = server.wait_until(|| {
            let text = fs::read_to_string(&ports).ok()?;
            let ports: serde_json::Value = serde_json::from_str(&text).ok()?;
            url::Url::parse(ports["nats"][0].as_str()?).ok()
        })?;
        self.port = url.port().unwrap_or_default();
        self.server = Some(server);
        Ok(())
    }

    /// Stops the server, also one that is kept; its data stay.
    pub fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.stop();
        }
    }

    /// Ends the server without a warning, as a failing machine does; what it has written stays.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill();
        }
    }

    /// Where clients connect.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// The server's process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.server.as_ref().map(Server::pid)
    }
}

/// A private Postgres on a Unix socket.
#[derive(Debug)]
pub struct Postgres {
    program: PathBuf,
    folder: PathBuf,
    owner: Option<Owner>,
    lifetime: Lifetime,
    settings: Vec<String>,
    server: Option<Server>,
}

impl Postgres {
    /// Makes a cluster in `folder` and starts it; blocks until it answers. `settings` are `name=value` of postgresql.conf.
    pub fn start(folder: &Path, lifetime: Lifetime, settings: &[&str]) -> Result<Self, Error> {
        let programs = programs::postgres()?;
        let owner = Owner::for_postgres()?;
        let folder = folder.join("postgres");
        fs::create_dir_all(&folder).map_err(|error| failed("create", &folder, error))?;
        if let Some(owner) = &owner {
            chown(&folder, Some(owner.user), Some(owner.group))
                .map_err(|error| failed("change the owner of", &folder, error))?;
        }
        let mut postgres = Self {
            program: programs.join("postgres"),
            folder,
            owner,
            lifetime,
            settings: settings.iter().map(ToString::to_string).collect(),
            server: None,
        };
        postgres.initialize(&programs.join("initdb"))?;
        postgres.resume()?;
        Ok(postgres)
    }

    fn initialize(&self, initdb: &Path) -> Result<(), Error> {
        let mut command = Command::new(initdb);
        command
            .args(["--no-sync", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C.UTF-8", "--username", DATABASE_USER, "--pgdata"])
            .arg(self.folder.join("data"));
        self.prepare(&mut command);
        let output = command
            .output()
            .map_err(|error| failed("run", initdb, error))?;
        if output.status.success() {
            return Ok(());
        }
        Err(ended(
            "initdb",
            output.status,
            &String::from_utf8_lossy(&output.stderr),
        ))
    }

    /// Postgres refuses root, and complains about a working directory it may not read.
    fn prepare(&self, command: &mut Command) {
        command.current_dir(&self.folder);
        if let Some(owner) = &self.owner {
            command.uid(owner.user).gid(owner.group);
        }
    }

    /// Starts a stopped server again, on the same socket and data.
    pub fn resume(&mut self) -> Result<(), Error> {
        let mut command = command(&self.program, self.lifetime);
        command.arg("-D").arg(self.folder.join("data"));
        command.arg("-k").arg(&self.folder);
        command.args(["-c", "listen_addresses="]);
        for setting in &self.settings {
            command.args(["-c", setting]);
        }
        self.prepare(&mut command);

        let log = self.folder.with_extension("log");
        let mut server = Server::spawn("postgres", command, &log, self.lifetime)?;
        let status = self.folder.join("data/postmaster.pid");
        let pid = server.pid().to_string();
        server.wait_until(|| {
            let text = fs::read_to_string(&status).ok()?;
            let mut lines = text.lines();
            // the first line is the process, the eighth its state
            (lines.next()?.trim() == pid && lines.nth(6)?.trim() == "ready").then_some(())
        })?;
        self.server = Some(server);
        Ok(())
    }

    /// Stops the server, also one that is kept; its data stay.
    pub fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.stop();
        }
    }

    /// Ends the server without a warning, as a failing machine does; what it has written stays.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill();
        }
    }

    /// Makes an empty database and says where clients find it.
    pub async fn create_database(&self, name: &str) -> Result<String, sqlx::Error> {
        let mut connection = sqlx::PgConnection::connect(&self.url("postgres")).await?;
        let statement = format!("CREATE DATABASE \"{name}\"");
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
            .execute(&mut connection)
            .await?;
        connection.close().await?;
        Ok(self.url(name))
    }

    /// Where clients find `database`; `postgres` is always there.
    pub fn url(&self, database: &str) -> String {
        let folder = self.folder.display();
        format!("postgresql:///{database}?host={folder}&user={DATABASE_USER}")
    }

    /// The server's process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.server.as_ref().map(Server::pid)
    }
}

/// Account that a private Postgres runs under when we are root.
#[derive(Debug)]
struct Owner {
    user: u32,
    group: u32,
}

impl Owner {
    /// None when we are an ordinary user and may run Postgres ourselves.
    fn for_postgres() -> Result<Option<Self>, Error> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let accounts = fs::read_to_string("/etc/passwd")
            .map_err(|error| failed("read", Path::new("/etc/passwd"), error))?;
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| Self::named(name, &accounts))
            .map(Some)
            .ok_or_else(|| Error {
                message: "Postgres does not run as root, and there is no user postgres or nobody"
                    .to_owned(),
                source: None,
            })
    }

    fn named(name: &str, accounts: &str) -> Option<Self> {
        let line = accounts
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some(Self {
            user: fields.next()?.parse().ok()?,
            group: fields.next()?.parse().ok()?,
        })
    }
}

/// A fresh folder for private servers, which an unprivileged server may enter; removed when dropped.
pub fn folder() -> Result<tempfile::TempDir, Error> {
    let folder = tempfile::Builder::new()
        .prefix("solieu-")
        .permissions(Permissions::from_mode(0o711))
        .tempdir();
    folder.map_err(|error| failed("create a folder in", &std::env::temp_dir(), error))
}

fn failed(action: &str, path: &Path, source: io::Error) -> Error {
    Error {
        message: format!("cannot {action} {}", path.display()),
        source: Some(source),
    }
}

fn ended(name: &str, status: ExitStatus, log: &str) -> Error {
    let lines: Vec<&str> = log.lines().collect();
    let tail = lines[lines.len().saturating_sub(8)..].join("\n  ");
    Error {
        message: format!("{name} ended with {status}; its last lines were\n  {tail}"),
        source: None,
    }
}
