//! Turns a command into a server that is stopped when dropped, and with this process at the latest.

use std::fs::{self, File};
use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::{Error, Lifetime, ended, failed, programs};

/// How long a server may take to become ready, and to stop.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(20);

/// Runs the program so that the kernel stops it when the thread that started it is gone, unless it is to be kept.
pub(super) fn command(program: &Path, lifetime: Lifetime) -> Command {
    let setpriv = programs::find(programs::path_folders(), &["setpriv"]);
    let (Some(setpriv), Lifetime::Process) = (setpriv, lifetime) else {
        return Command::new(program);
    };
    let mut command = Command::new(setpriv.join("setpriv"));
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    command
}

/// A child process that is stopped when dropped, unless it is to be kept.
#[derive(Debug)]
pub(super) struct Server {
    name: &'static str,
    child: Child,
    log: PathBuf,
    lifetime: Lifetime,
    /// Ends the thread that started the process.
    _starter: mpsc::Sender<()>,
}

impl Server {
    pub(super) fn spawn(
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

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Polls `ready` until it yields a value or the server is seen to have failed.
    pub(super) fn wait_until<T>(&mut self, ready: impl Fn() -> Option<T>) -> Result<T, Error> {
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

    /// Ends it as a failing machine does.
    pub(super) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub(super) fn stop(&mut self) {
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
        self.kill();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.lifetime == Lifetime::Process {
            self.stop();
        }
    }
}
