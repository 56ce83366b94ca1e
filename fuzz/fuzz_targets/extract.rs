//! Any text at all as the body of an article: an extraction that keeps every invariant, and the same one each time.
//!
//! The last byte chooses the day of publication, so that dates and places of every time come up.
#![no_main]

#[path = "../../tests/invariants/mod.rs"]
mod invariants;

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use libfuzzer_sys::fuzz_target;
use serde_json::json;
use solieu::extract::lexicon::Lexicon;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);

fuzz_target!(|bytes: &[u8]| {
    let Some((&day, text)) = bytes.split_last() else {
        return;
    };
    let first = NaiveDate::from_ymd_opt(2004, 1, 1).expect("a date");
    let date = first + Days::new(u64::from(day) * 31);
    let message = json!({
        "url": "https://bao.example/1",
        "body": String::from_utf8_lossy(text),
        "published_at": (day > 0).then(|| date.to_string()),
        "language": "vi",
    });
    if let Ok(article) = invariants::parsed(message.to_string().as_bytes()) {
        let extraction = invariants::checked(&article, &LEXICON);
        assert_eq!(extraction, invariants::checked(&article, &LEXICON));
    }
});
