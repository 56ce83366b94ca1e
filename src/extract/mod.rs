//! Text in, figures and entities out.

pub mod chrome;
pub mod gazetteer;
pub mod lexicon;
pub mod number;
pub mod period;
pub mod quantity;
pub mod text;

use crate::article::Article;
use crate::extraction::Extraction;
use lexicon::Lexicon;

/// Names the behavior of the core: raised with every change of what it finds.
pub const VERSION: &str = "1";

/// Reads an article. Deterministic, without I/O, never fails.
pub fn extract(article: &Article, lexicon: &Lexicon) -> Extraction {
    let _text = text::Text::new(&article.body, lexicon);
    Extraction::default()
}
