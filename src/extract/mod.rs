//! Text in, figures and entities out.

pub mod chrome;
pub mod gazetteer;
pub mod lexicon;
pub mod number;
pub mod period;
pub mod quantity;
pub mod statistic;
pub mod text;

use std::fmt::Write as _;

use uuid::Uuid;

use crate::article::Article;
use crate::extraction::{Extraction, Indicator, Statistic};
use lexicon::Lexicon;
use statistic::{Context, Linked};
use text::Text;

/// Names the behavior of the core: raised with every change of what it finds.
pub const VERSION: &str = "1";

/// Reads an article. Deterministic, without I/O, never fails.
pub fn extract(article: &Article, lexicon: &Lexicon) -> Extraction {
    let text = Text::new(&article.body, lexicon);
    let published = article.published.map(|published| published.date);
    let mut masked = chrome::chrome(&text, lexicon);
    let times = period::times(&text, lexicon, published);
    for time in &times {
        masked[time.tokens.clone()].fill(true);
    }
    let quantities = quantity::quantities(&text, lexicon, &masked);
    let context = Context {
        text: &text,
        lexicon,
        times: &times,
        names: &[],
        topic: None,
        published,
    };
    let linked = statistic::link(&context, quantities);
    let statistics = linked
        .into_iter()
        .map(|linked| record(article, &text, linked))
        .collect();
    Extraction {
        statistics,
        ..Extraction::default()
    }
}

/// A linked quantity in the published form.
fn record(article: &Article, text: &Text, linked: Linked) -> Statistic {
    let span = text.span(linked.quantity.figure.clone());
    let sentence =
        text.span(text.sentences()[text.sentence_of(linked.quantity.figure.start)].clone());
    let mut key = String::with_capacity(96);
    for byte in article.content_hash {
        let _ = write!(key, "{byte:02x}");
    }
    let _ = write!(key, "/{}-{}", span.start, span.end);
    Statistic {
        id: Uuid::new_v5(&article.id, key.as_bytes()),
        start: span.start,
        end: span.end,
        figure: text.slice(linked.quantity.figure).to_owned(),
        value: linked.quantity.value.normalize(),
        value_max: linked.quantity.value_max.map(|value| value.normalize()),
        denominator: linked.quantity.denominator.map(|value| value.normalize()),
        unit: linked.quantity.unit,
        measure: linked.measure,
        modifier: linked.modifier,
        indicator: Indicator {
            code: None,
            label: linked.indicator,
        },
        subject: None,
        place: None,
        period: linked.period,
        baseline: linked.baseline,
        sentence,
        rule: linked.rule,
    }
}
