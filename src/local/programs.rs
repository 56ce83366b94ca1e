//! Turns PATH, the usual folders and two variables into the programs of NATS and Postgres on this machine.

use std::fs;
use std::path::PathBuf;

use super::Error;

pub(super) fn nats_server() -> Result<PathBuf, Error> {
    if let Some(program) = std::env::var_os("SOLIEU_NATS_SERVER") {
        return existing(PathBuf::from(program), "SOLIEU_NATS_SERVER");
    }
    // an ordinary user's PATH leaves out sbin, where Debian installs the server
    let folders = path_folders().chain(["/usr/sbin".into(), "/usr/local/bin".into()]);
    find(folders, &["nats-server"])
        .map(|folder| folder.join("nats-server"))
        .ok_or_else(|| missing("nats-server", "nats-server", "SOLIEU_NATS_SERVER=<program>"))
}

/// The folder with `initdb` and `postgres`, of the newest version where there are several.
pub(super) fn postgres() -> Result<PathBuf, Error> {
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
pub(super) fn find(
    folders: impl IntoIterator<Item = PathBuf>,
    programs: &[&str],
) -> Option<PathBuf> {
    folders.into_iter().find(|folder| {
        programs
            .iter()
            .all(|program| folder.join(program).is_file())
    })
}

pub(super) fn path_folders() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
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
