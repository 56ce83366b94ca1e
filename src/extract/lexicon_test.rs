//! Tests of the loader: a table with a fault is refused with its file, its entry and what to write.

use super::lexicon::{EMBEDDED, Lexicon};
use super::naming;

/// What the loader says of the embedded tables with `file` replaced, or removed where there is no content.
fn fault(file: &str, content: Option<&str>) -> String {
    let tables = |name: &str| {
        if name == file {
            return content;
        }
        let mut all = EMBEDDED.iter().chain(naming::EMBEDDED);
        all.find(|(known, _)| *known == name).map(|(_, text)| *text)
    };
    Lexicon::parse(tables).unwrap_err().to_string()
}

fn entry(id: &str, rest: &str) -> String {
    format!("[[noun]]\nid = \"{id}\"\nrole = \"noun\"\n{rest}\n")
}

#[track_caller]
fn assert_says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "no {part:?} in {message:?}");
    }
}

#[test]
fn a_missing_file_is_named() {
    let message = fault("cues.toml", None);
    assert_says(&message, &["cues.toml: no such file", "even if empty"]);
}

#[test]
fn a_file_that_is_no_toml_is_refused_with_the_line() {
    let message = fault("nouns.toml", Some("[[noun]]\nid = house"));
    assert_says(&message, &["nouns.toml:", "line 2"]);
}

#[test]
fn an_unknown_table_is_refused() {
    let message = fault("nouns.toml", Some("[[nouns]]\nid = \"house\""));
    assert_says(&message, &["nouns.toml:", "`nouns`", "write [[noun]]"]);
}

#[test]
fn an_unknown_field_is_refused() {
    let nouns = entry("house", "surfaces = [\"nhà\"]\nsurface = \"căn nhà\"");
    let message = fault("nouns.toml", Some(&nouns));
    assert_says(
        &message,
        &["nouns.toml:", "`house`", "unknown field `surface`"],
    );
}

#[test]
fn an_unknown_role_is_refused_with_the_known_ones() {
    let nouns = entry("house", "surfaces = [\"nhà\"]").replace("\"noun\"", "\"verb\"");
    let message = fault("nouns.toml", Some(&nouns));
    assert_says(
        &message,
        &["nouns.toml:", "`house`", "`verb`", "`classifier`"],
    );
}

#[test]
fn an_id_that_the_grammar_does_not_know_is_refused() {
    let message = fault(
        "cues.toml",
        Some("[[cue]]\nid = \"perhaps\"\nsurfaces = [\"có lẽ\"]"),
    );
    assert_says(
        &message,
        &["cues.toml:", "`perhaps` is no part of the grammar"],
    );
}

#[test]
fn an_entry_without_id_or_surface_is_refused() {
    let message = fault("nouns.toml", Some("[[noun]]\nrole = \"noun\""));
    assert_says(&message, &["nouns.toml: an entry has no id", "write id"]);
    let message = fault("nouns.toml", Some(&entry("house", "surfaces = []")));
    assert_says(&message, &["`house` has no surface", "write surfaces"]);
    let message = fault(
        "nouns.toml",
        Some(&entry("house", "surfaces = [\"nhà\", \" \"]")),
    );
    assert_says(&message, &["`house`", "surface ` ` has no word"]);
}

#[test]
fn a_surface_longer_than_what_is_looked_back_over_is_refused() {
    let surface = ["một"; 9].join(" ");
    let cue = format!("[[cue]]\nid = \"about\"\nsurfaces = [\"{surface}\"]");
    let message = fault("cues.toml", Some(&cue));
    assert_says(
        &message,
        &[
            "cues.toml:",
            "`about`",
            "has 9 words and signs",
            "at most 8",
        ],
    );
}

#[test]
fn ids_out_of_order_and_ids_said_twice_are_refused() {
    let house = entry("house", "surfaces = [\"nhà\"]");
    let bridge = entry("bridge", "surfaces = [\"cầu\"]");
    let message = fault("nouns.toml", Some(&format!("{house}{bridge}")));
    assert_says(
        &message,
        &["nouns.toml:", "`bridge` stands after `house`", "sort"],
    );
    let message = fault("nouns.toml", Some(&house.repeat(2)));
    assert_says(&message, &["`house` stands after `house`", "each id once"]);
}

#[test]
fn a_surface_of_two_entries_is_refused_unless_both_share_it() {
    let bridge = entry("bridge", "surfaces = [\"cầu\"]");
    let demand = entry("demand", "surfaces = [\"CẦU\"]");
    let message = fault("nouns.toml", Some(&format!("{bridge}{demand}")));
    assert_says(
        &message,
        &[
            "nouns.toml:",
            "`CẦU`",
            "`bridge`",
            "`demand`",
            "shared = true",
        ],
    );
    let shared = format!("{bridge}shared = true\n{demand}shared = true\nunknown = 1\n");
    let message = fault("nouns.toml", Some(&shared));
    assert_says(&message, &["`demand`", "unknown field `unknown`"]);
}

#[test]
fn a_surface_with_decomposed_letters_is_refused() {
    let nouns = entry("house", "surfaces = [\"nha\u{300}\"]");
    let message = fault("nouns.toml", Some(&nouns));
    assert_says(
        &message,
        &["nouns.toml:", "`house`", "NFC", "type it again"],
    );
}

#[test]
fn a_gap_or_an_edge_at_the_wrong_place_of_an_indicator_is_refused() {
    for surface in [
        "… thu",
        "thu …",
        "thu … … chi",
        "thu | chi",
        "thu… chi",
        "|",
        "| … thu",
    ] {
        let indicators =
            format!("[[indicator]]\nid = \"a\"\nname = \"a\"\nsurfaces = [\"{surface}\"]");
        let message = fault("indicators.toml", Some(&indicators));
        assert_says(
            &message,
            &["indicators.toml: `a`", surface, "parted by spaces"],
        );
    }
}
