//! What holds for the source itself: the core touches nothing outside, no float holds a figure, conventions are kept.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// Files and folders of the core: the same result for the same input, wherever and whenever it runs.
const CORE: [&str; 8] = [
    "src/article.rs",
    "src/dateline.rs",
    "src/event.rs",
    "src/extract",
    "src/extraction.rs",
    "src/language.rs",
    "src/message.rs",
    "src/story.rs",
];

fn files(path: &str) -> Vec<(PathBuf, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if path.is_file() {
        return vec![(path.clone(), fs::read_to_string(&path).unwrap())];
    }
    let mut entries: Vec<_> = fs::read_dir(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == "rs"))
        .collect();
    entries.sort();
    entries
        .iter()
        .flat_map(|entry| files(entry.to_str().unwrap()))
        .collect()
}

/// Whether a file holds nothing but the tests of its module.
fn is_test(path: &Path) -> bool {
    path.file_stem()
        .is_some_and(|stem| stem.to_string_lossy().ends_with("_test"))
}

/// A line without its comment, and whether it belongs to the tests at the end of its file.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .map(|(number, line)| (number + 1, line.split("//").next().unwrap_or(line)))
}

/// Reports every line of the files on which one of the words stands alone.
fn without(paths: &[&str], words: &[&str]) {
    let mut found = Vec::new();
    let all = paths.iter().flat_map(|path| files(path));
    for (path, text) in all.filter(|(path, _)| !is_test(path)) {
        for (number, line) in code(&text) {
            let named = words.iter().filter(|word| names(line, word));
            found.extend(named.map(|word| format!("{}:{number}: {word}", path.display())));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// Whether `word` stands in `line` and is no part of a longer name.
fn names(line: &str, word: &str) -> bool {
    let part_of_name = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(start, _)| {
        let (before, rest) = line.split_at(start);
        let after = rest.split_at(word.len()).1;
        !before.ends_with(part_of_name) && !after.starts_with(part_of_name)
    })
}

#[test]
fn the_core_names_no_io_no_environment_and_no_clock() {
    without(
        &CORE,
        &[
            "sqlx",
            "async_nats",
            "tokio",
            "tracing",
            "std::fs",
            "std::env",
            "std::io",
            "std::net",
            "std::process",
            "std::thread",
            "std::time",
            "env!",
            "now",
            "Local",
            "new_v4",
            "now_v7",
        ],
    );
}

#[test]
fn no_float_ever_holds_a_figure() {
    let mut paths = CORE.to_vec();
    paths.extend(["src/store.rs", "src/store", "src/render.rs"]);
    without(&paths, &["f32", "f64"]);
}

#[test]
fn text_is_sliced_in_one_place() {
    let slicing: Vec<_> = files("src")
        .into_iter()
        .filter(|(_, text)| code(text).any(|(_, line)| line.contains("clippy::string_slice")))
        .map(|(path, _)| path)
        .collect();
    assert!(
        slicing.iter().all(|path| path.ends_with("extract/text.rs")),
        "{slicing:?}"
    );
}

#[test]
fn every_statement_of_the_service_is_in_the_store() {
    let others: Vec<_> = files("src")
        .into_iter()
        // a private server creates databases before any store can be opened
        .filter(|(path, _)| !path.ends_with("local.rs"))
        .filter(|(path, _)| !path.to_string_lossy().contains("src/store"))
        .map(|(path, _)| path.display().to_string())
        .collect();
    let others: Vec<_> = others.iter().map(String::as_str).collect();
    without(
        &others,
        &[
            "sqlx::query",
            "query!",
            "query_as!",
            "query_scalar!",
            "copy_in_raw",
        ],
    );
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    for (path, text) in files("src").into_iter().chain(files("tests")) {
        assert!(text.starts_with("//! "), "{}", path.display());
    }
}

#[test]
fn nothing_is_left_to_do_silenced_or_named_after_nothing() {
    for (path, text) in files("src").into_iter().chain(files("tests")) {
        let place = path.display();
        let stem = path.file_stem().unwrap().to_string_lossy();
        assert!(
            !["util", "utils", "helper", "helpers", "common", "misc"].contains(&&*stem),
            "{place}"
        );
        if path.ends_with("tests/tidy.rs") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            for mark in [
                "TODO", "FIXME", "XXX", "#[allow(", "todo!(", "dbg!(", "// ---", "// ===",
            ] {
                assert!(!line.contains(mark), "{place}:{}: {mark}", number + 1);
            }
        }
    }
}

#[test]
fn migrations_are_named_by_time_and_deed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name == "README.md" {
            continue;
        }
        let (time, deed) = name.split_once('_').unwrap_or_default();
        let well_named = time.len() == 14
            && time.bytes().all(|byte| byte.is_ascii_digit())
            && deed.contains('_')
            && Path::new(deed).extension().is_some_and(|end| end == "sql");
        assert!(
            well_named,
            "{name} (write <yyyymmddhhmmss>_<verb>_<table>.sql)"
        );
    }
}
