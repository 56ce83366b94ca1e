//! Whole articles against what is found in them, drawn as a page: a change of a rule shows as a change of these pages.
//!
//! `make snapshots` draws them again; read the difference before you commit it.

use std::fs;
use std::path::Path;

use chrono::{DateTime, Utc};
use solieu::extract::extract;
use solieu::extract::lexicon::Lexicon;
use solieu::message::{Limits, parse};
use solieu::render::{self, Style};

const STYLE: Style = Style {
    width: 180,
    color: false,
};

#[test]
fn every_article_is_read_as_its_page_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    let lexicon = Lexicon::embedded();
    let received_at: DateTime<Utc> = "2026-03-01T10:00:00Z".parse().unwrap();
    let mut differences = Vec::new();
    let folders = [root.join("samples"), root.join("tests/articles")];
    let articles = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_none_or(|end| end != "page"));
    for sample in articles {
        let content = fs::read(&sample).unwrap();
        let mut drawn = String::new();
        for message in solieu::file::messages(&sample.to_string_lossy(), &content).unwrap() {
            let article = parse(&message, received_at, &Limits::default()).unwrap();
            drawn.push_str(&render::article(
                &article,
                &extract(&article, &lexicon),
                STYLE,
            ));
        }
        let name = sample.with_extension("page");
        let page = root.join("tests/articles").join(name.file_name().unwrap());
        if update {
            fs::write(&page, &drawn).unwrap();
        }
        let known = fs::read_to_string(&page).unwrap_or_default();
        if let Some((line, (is, was))) = first_difference(&drawn, &known) {
            differences.push(format!(
                "{}:{line}\n  was {was}\n  is  {is}",
                page.display()
            ));
        }
    }
    assert!(
        differences.is_empty(),
        "{}\nif that is meant: make snapshots",
        differences.join("\n")
    );
}

/// Number and text of the first line that is not the same.
fn first_difference<'a>(is: &'a str, was: &'a str) -> Option<(usize, (&'a str, &'a str))> {
    let lines = is.lines().count().max(was.lines().count());
    let line = |text: &'a str, number| text.lines().nth(number).unwrap_or("(the end)");
    (0..lines)
        .map(|number| (number + 1, (line(is, number), line(was, number))))
        .find(|(_, (is, was))| is != was)
}
