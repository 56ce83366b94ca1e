//! Runs a rule's corpus: texts with what they must be read as, and texts it must refuse.
//!
//! A corpus file stands beside its rule. `[accept]` maps a text to what the rule makes of it, `[refuse]` a text to the
//! reason why it is nothing.

/// A corpus has a refusal for every so many acceptances at least.
const ACCEPTED_FOR_EACH_REFUSED: usize = 4;

/// Checks every line of a corpus and reports all misses at once, each with its line in the file.
///
/// # Panics
/// Where a text is read otherwise than the corpus says, or the corpus has too few refusals.
pub fn check(file: &str, corpus: &str, read: impl Fn(&str) -> Option<String>) {
    let table: toml::Table = corpus
        .parse()
        .unwrap_or_else(|error| panic!("{file}: {error}"));
    let section = |name: &str| {
        table
            .get(name)
            .and_then(toml::Value::as_table)
            .unwrap_or_else(|| panic!("{file}: no [{name}]"))
    };
    let line = |text: &str| {
        let key = format!("{text:?} =");
        corpus
            .lines()
            .position(|line| line.starts_with(&key))
            .map_or(0, |index| index + 1)
    };
    let mut misses = Vec::new();
    for (text, expected) in section("accept") {
        let read = read(text);
        if read.as_deref() != expected.as_str() {
            misses.push(format!(
                "{file}:{}: {text:?} is read as {read:?}, not {expected}",
                line(text)
            ));
        }
    }
    for (text, reason) in section("refuse") {
        if let Some(read) = read(text) {
            misses.push(format!(
                "{file}:{}: {text:?} is read as {read:?}, but is nothing: {reason}",
                line(text)
            ));
        }
    }
    let (accepted, refused) = (section("accept").len(), section("refuse").len());
    assert!(
        refused * ACCEPTED_FOR_EACH_REFUSED >= accepted,
        "{file}: {refused} refusals are too few beside {accepted} acceptances"
    );
    assert!(misses.is_empty(), "\n{}", misses.join("\n"));
}
