//! Turns the binaries on this machine into a private NATS server and a private Postgres, for `solieu demo` and the tests.
//!
//! Both listen on this machine only, keep their data in one folder and are stopped when their value is dropped. A process
//! that is killed takes them along: the kernel signals them when the thread that started them is gone.

use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use sqlx::Connection as _;

/// How long a server may take to become ready, and to stop.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(20);

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
    port: u16,
    server: Option<Server>,
}

impl Nats {
    /// Starts the server with its data in `folder`; blocks until it answers.
    pub fn start(folder: &Path, lifetime: Lifetime) -> Result<Self, Error> {
        let folder = folder.join("nats");
        fs::create_dir_all(&folder).map_err(|error| failed("create", &folder, error))?;
        let mut nats = Self {
            program: find_nats_server()?,
            folder,
            lifetime,
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
            "listen: \"127.0.0.1:{port}\"\nmax_payload: 8MB\nports_file_dir: \"{folder}\"\njetstream {{ store_dir: \"{folder}\" }}\n",
            folder = self.folder.display()
        );
        fs::write(&config, text).map_err(|error| failed("write", &config, error))?;

        let mut command = command(&self.program, self.lifetime);
        command.arg("-c").arg(&config);
        let log = self.folder.join("log");
        let mut server = Server::spawn("nats-server", command, &log, self.lifetime)?;
        let ports = self
            .folder
            .join(format!("nats-server_{}.ports", server.pid()));
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
        let programs = find_postgres()?;
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

/// A child process that is stopped when dropped, unless it is to be kept.
#[derive(Debug)]
struct Server {
    name: &'static str,
    child: Child,
    log: PathBuf,
    lifetime: Lifetime,
    /// Ends the thread that started the process.
    _starter: mpsc::Sender<()>,
}

impl Server {
    fn spawn(
        name: &'static str,
        mut command: Command,
        log: &Path,
        lifetime: Lifetime,
    ) -> Result<Self, Error> {
        let output = File::options().create(true).append(true).open(log);
        let output = output.map_err(|error| failed("open", log, error))?;
        let errors = output.try_clone();
        command
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors.map_err(|error| failed("open", log, error))?)
            // Ctrl-C at the terminal reaches us alone, and we stop the servers in order
            .process_group(0);

        // The signal on the parent's death is tied to the thread that forks, not to the process, and threads of an
        // asynchronous runtime come and go: a thread of its own lives as long as the server.
        let (starter, stay) = mpsc::channel::<()>();
        let (report, child) = mpsc::channel();
        thread::spawn(move || {
            let _ = report.send(command.spawn());
            let _ = stay.recv();
        });
        let child = child
            .recv()
            .unwrap_or_else(|_| Err(io::Error::other("the starting thread is gone")))
            .map_err(|error| failed("start", Path::new(name), error))?;
        Ok(Self {
            name,
            child,
            log: log.to_owned(),
            lifetime,
            _starter: starter,
        })
    }

    fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Polls `ready` until it yields a value or the server is seen to have failed.
    fn wait_until<T>(&mut self, ready: impl Fn() -> Option<T>) -> Result<T, Error> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(value) = ready() {
                return Ok(value);
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                let log = fs::read_to_string(&self.log).unwrap_or_default();
                return Err(ended(self.name, status, &log));
            }
            if Instant::now() > deadline {
                let log = self.log.display();
                let message = format!("{} is not ready after {PATIENCE:?}, see {log}", self.name);
                return Err(Error {
                    message,
                    source: None,
                });
            }
            thread::sleep(POLL);
        }
    }

    fn stop(&mut self) {
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::INT);
        }
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            match self.child.try_wait() {
                Ok(None) => thread::sleep(POLL),
                Ok(Some(_)) | Err(_) => return,
            }
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.lifetime == Lifetime::Process {
            self.stop();
        }
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

fn command(program: &Path, lifetime: Lifetime) -> Command {
    let Some(setpriv) = find(path_folders(), &["setpriv"]) else {
        return Command::new(program);
    };
    if lifetime == Lifetime::Kept {
        return Command::new(program);
    }
    let mut command = Command::new(setpriv.join("setpriv"));
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    command
}

fn find_nats_server() -> Result<PathBuf, Error> {
    if let Some(program) = std::env::var_os("SOLIEU_NATS_SERVER") {
        return existing(PathBuf::from(program), "SOLIEU_NATS_SERVER");
    }
    // an ordinary user's PATH leaves out sbin, where Debian installs the server
    let folders = path_folders().chain(["/usr/sbin".into(), "/usr/local/bin".into()]);
    find(folders, &["nats-server"])
        .map(|folder| folder.join("nats-server"))
        .ok_or_else(|| missing("nats-server", "nats-server", "SOLIEU_NATS_SERVER=<program>"))
}

fn find_postgres() -> Result<PathBuf, Error> {
    if let Some(folder) = std::env::var_os("SOLIEU_POSTGRES_BIN") {
        let folder = PathBuf::from(folder);
        existing(folder.join("initdb"), "SOLIEU_POSTGRES_BIN")?;
        return Ok(folder);
    }
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    let folders = path_folders().chain(versions.into_iter().rev().map(|(_, folder)| folder));
    find(folders, &["initdb", "postgres"])
        .ok_or_else(|| missing("Postgres", "postgresql", "SOLIEU_POSTGRES_BIN=<folder>"))
}

/// The first folder that holds all the programs.
fn find(folders: impl IntoIterator<Item = PathBuf>, programs: &[&str]) -> Option<PathBuf> {
    folders.into_iter().find(|folder| {
        programs
            .iter()
            .all(|program| folder.join(program).is_file())
    })
}

fn path_folders() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_else(OsString::new);
    std::env::split_paths(&path).collect::<Vec<_>>().into_iter()
}

fn existing(program: PathBuf, variable: &str) -> Result<PathBuf, Error> {
    if program.is_file() {
        return Ok(program);
    }
    Err(Error {
        message: format!("{variable}: there is no program {}", program.display()),
        source: None,
    })
}

fn missing(name: &str, package: &str, setting: &str) -> Error {
    Error {
        message: format!(
            "{name} is not installed: «apt-get install {package}», or say where it is with {setting}"
        ),
        source: None,
    }
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
