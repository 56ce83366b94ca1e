//! Any bytes at all as a message: an article whose extraction keeps every invariant, or a refusal that says why.
#![no_main]

#[path = "../../tests/invariants/mod.rs"]
mod invariants;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use solieu::extract::lexicon::Lexicon;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);

fuzz_target!(|payload: &[u8]| {
    if let Ok(article) = invariants::parsed(payload) {
        invariants::checked(&article, &LEXICON);
    }
});
