//! The program from outside, without servers: what goes in, what comes out, with which exit code.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::ffi::OsStr;
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn solieu(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_solieu"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // a program that refuses its arguments does not read
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn extract_prints_one_object_per_article_with_spans_of_the_given_text() {
    let body = "Năm 2022, huyện thu ngân sách 394 tỷ đồng.";
    let article = serde_json::json!({ "body": body });
    let output = solieu(&["extract"], &format!("{article}\n{article}\n"));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines: Vec<Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    let statistic = &lines[0]["statistics"][0];
    let [start, end] =
        ["start", "end"].map(|end| usize::try_from(statistic[end].as_u64().unwrap()).unwrap());
    let figure: String = body.chars().skip(start).take(end - start).collect();
    assert_eq!(
        (figure.as_str(), &statistic["value"]),
        ("394 tỷ đồng", &"394000000000".into())
    );
}

#[test]
fn extract_goes_on_after_an_article_that_it_cannot_take() {
    let output = solieu(
        &[
            "extract",
            "nowhere.txt",
            "-",
            "samples/cai-cach-hanh-chinh-huyen-cu-jut.txt",
        ],
        "{\"body\": 7}\n",
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout).lines().count(), 1);
    let errors = text(&output.stderr);
    assert!(errors.contains("cannot read nowhere.txt"), "{errors}");
    assert!(
        errors.contains("-: invalid_field: body: invalid type: integer `7`"),
        "{errors}"
    );
}

#[test]
fn every_sample_is_an_article_with_figures_and_a_date() {
    let samples = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/samples")).unwrap();
    for sample in samples {
        let path = sample.unwrap().path();
        let path = path.to_str().unwrap();
        let json = solieu(&["extract", path], "");
        let extraction: Value = serde_json::from_slice(&json.stdout).unwrap();
        assert!(
            extraction["statistics"].as_array().unwrap().len() > 30,
            "{path}"
        );
        let page = solieu(&["extract", "--format", "text", path], "");
        assert!(!text(&page.stdout).contains("date unknown"), "{path}");
        assert!(
            !text(&page.stdout).contains('\u{1b}'),
            "no terminal, no colors"
        );
    }
}

#[test]
fn explain_names_the_rule_of_every_figure() {
    let output = solieu(&["explain", "Huyện có 28 chi bộ, chiếm 12%."], "");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout).matches("\n  rule ").count(), 2);
}

#[test]
fn schema_prints_all_schemas_or_the_named_one() {
    let all: Value = serde_json::from_slice(&solieu(&["schema"], "").stdout).unwrap();
    for (name, schema) in all.as_object().unwrap() {
        assert_eq!(
            schema["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        let one: Value = serde_json::from_slice(&solieu(&["schema", name], "").stdout).unwrap();
        assert_eq!(&one, schema);
    }
    assert_eq!(solieu(&["schema", "x"], "").status.code(), Some(1));
}

#[test]
fn exit_codes_tell_wrong_usage_from_bad_configuration() {
    for (arguments, code, message) in [
        (&["fly"][..], 2, "fly"),
        (&["extract", "--format", "xml"], 2, "xml"),
        (
            &["--set", "worker.batch=many", "extract"],
            78,
            "worker.batch is \"many\"",
        ),
        (&["--set", "nats.urll=x", "run"], 78, "urll"),
        (&["--set", "log.filter=[", "extract"], 78, "log.filter"),
        (
            &["--config", "nowhere.toml", "check"],
            78,
            "cannot read nowhere.toml",
        ),
        (&["--set", "lexicon.dir=nowhere", "extract"], 78, "nowhere"),
    ] {
        let output = solieu(arguments, "");
        let errors = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
        assert!(errors.contains(message), "{arguments:?}: {errors}");
    }
}

#[test]
fn a_variable_that_is_no_text_is_no_obstacle() {
    let bytes = OsStr::from_bytes(b"\xff");
    let output = Command::new(env!("CARGO_BIN_EXE_solieu"))
        .args(["explain", "Huyện có 28 chi bộ."])
        .env("OTHER", bytes)
        .env(bytes, "x")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}
