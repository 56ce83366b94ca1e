//! Word tables, compiled once.

/// The compiled word tables and the gazetteer.
#[derive(Debug)]
pub struct Lexicon {}

impl Lexicon {
    /// The tables embedded in the binary.
    pub fn embedded() -> Self {
        Self {}
    }
}
