//! Joins the mentions of an article into entities: one record per person, organization, place or document.

use crate::extraction::{Entity, Mention as Occurrence};
use uuid::Uuid;

use super::mention::{Mention, Scan};

/// The entities of an article.
pub fn join(scan: &Scan, mentions: &[Mention]) -> Vec<Entity> {
    mentions
        .iter()
        .map(|mention| {
            let span = scan.text.span(mention.range.clone());
            let text = scan.text.slice(mention.range.clone()).to_owned();
            Entity {
                id: Uuid::nil(),
                kind: mention.name.kind(),
                key: String::new(),
                name: text.clone(),
                attributes: std::collections::BTreeMap::new(),
                mentions: vec![Occurrence {
                    start: span.start,
                    end: span.end,
                    text,
                }],
            }
        })
        .collect()
}
