//! Text in, figures and entities out.

mod about;
mod among;
mod amount;
mod attendance;
mod bare;
mod base;
mod behind;
mod bounds;
mod branch;
mod calendar;
mod carried;
pub mod chrome;
pub mod citation;
pub mod clause;
mod code;
#[cfg(test)]
mod corpus;
mod counted;
pub mod discourse;
pub mod document;
pub mod entity;
mod entry;
#[cfg(test)]
mod examples;
mod family;
mod field;
mod frame;
mod fuller;
pub mod gazetteer;
mod host;
pub mod indicator;
#[cfg(test)]
mod indicator_test;
pub mod lexicon;
#[cfg(test)]
mod lexicon_test;
pub mod link;
pub mod measure;
pub mod mention;
#[cfg(test)]
mod names_test;
pub mod naming;
mod noun;
pub mod number;
mod order;
pub mod organization;
pub mod outlet;
pub mod period;
pub mod person;
mod phrase;
pub mod place;
mod place_name;
pub mod position;
pub mod quantity;
pub mod refer;
mod refused;
mod relative;
mod report;
mod resumed;
mod shared;
pub mod stance;
mod stand_in;
mod standing;
pub mod statistic;
pub mod subject;
mod target;
pub mod text;
mod topic;
mod turn;
mod unit;
mod venture;
mod when;

use uuid::Uuid;

use crate::article::Article;
use crate::extraction::{Extraction, Indicator, Statistic, Subject};
use crate::story::Signature;
use clause::Context;
use code::Words;
use discourse::{Discourse, Names};
use entity::Joined;
use lexicon::Lexicon;
use mention::Scan;
use statistic::Linked;
use text::Text;

/// Names the behavior of the core: raised with every change of what it finds.
pub const VERSION: &str = "29";

/// Reads an article. Deterministic, without I/O, never fails.
pub fn extract(article: &Article, lexicon: &Lexicon) -> Extraction {
    let text = Text::new(&article.body, lexicon);
    let published = article.published.map(|published| published.date);
    let page = chrome::chrome(&text, lexicon);
    let scan = Scan::new(&text, lexicon, page.clone());
    let mut mentions = mention::recognize(&scan);
    let title = Text::new(article.title.as_deref().unwrap_or_default(), lexicon);
    let headline = Scan::new(&title, lexicon, vec![false; title.len()]);
    let mut headline_mentions = mention::recognize(&headline);
    place::complete_headline(&headline, &mut headline_mentions, &scan, &mut mentions);
    let headed = entity::join(&headline, article, &headline_mentions, &[]);
    let joined = entity::join(&scan, article, &mentions, &headed.places);
    let mut masked = page.clone();
    let (title_times, times) = period::times((&title, &text), lexicon, published);
    for range in times
        .iter()
        .map(|time| &time.tokens)
        .chain(mentions.iter().map(|mention| &mention.range))
    {
        masked[range.clone()].fill(true);
    }
    let quantities = quantity::quantities(&text, lexicon, &masked);
    let found = Names {
        scan: &scan,
        mentions: &mentions,
        joined: &joined,
    };
    let in_headline = Names {
        scan: &headline,
        mentions: &headline_mentions,
        joined: &headed,
    };
    let discourse = discourse::read(found, in_headline, &times);
    let names = discourse::names(&scan, &mentions, &discourse);
    let planned = frame::planned(&text, lexicon);
    let mut context = Context {
        text: &text,
        lexicon,
        times: &times,
        names: &names,
        discourse: &discourse,
        planned: &planned,
        held: &[],
        event: None,
        period: None,
        works: None,
        published,
    };
    let held = frame::held(&context, &page);
    context.held = &held;
    context.event = frame::event(&context, &page);
    let topic = report::topic_period(&context, &page, &quantities, (&title, &title_times));
    let works = match topic {
        Some(_) => None,
        None => report::works(&context, &page),
    };
    (context.period, context.works) = (topic.as_ref(), works.as_ref());
    let linked = statistic::link(&context, &quantities);
    let figures = linked.iter().map(|linked| linked.quantity.figure.start);
    let (state, words) = (article.state_id(), Words::of(&text, lexicon, figures));
    let statistics = linked
        .into_iter()
        .map(|linked| record((&state, &words), &scan, (&discourse, &joined), linked))
        .collect();
    Extraction {
        statistics,
        entities: joined.entities,
        positions: joined.positions,
        signature: Signature::of(&text, &page),
    }
}

/// A linked quantity of this state of an article in the published form.
fn record(
    (state, words): (&Uuid, &Words),
    scan: &Scan,
    (discourse, joined): (&Discourse, &Joined),
    linked: Linked,
) -> Statistic {
    let text = scan.text;
    let about = linked.told.about.map(|about| &discourse.abouts[about]);
    let figure = text.span(linked.quantity.figure.clone());
    let sentence =
        text.span(text.sentences()[text.sentence_of(linked.quantity.figure.start)].clone());
    let key = [figure.start, figure.end].map(u32::to_be_bytes);
    let code = code::code(
        words,
        &linked.indicator.label,
        &linked.quantity.unit,
        linked.measure,
    );
    let label = linked.label();
    Statistic {
        id: Uuid::new_v5(state, key.as_flattened()),
        start: figure.start,
        end: figure.end,
        figure: text.slice(linked.quantity.figure).to_owned(),
        value: linked.quantity.value.normalize(),
        value_max: linked.quantity.value_max.map(|value| value.normalize()),
        denominator: linked.quantity.denominator.map(|value| value.normalize()),
        unit: linked.quantity.unit,
        measure: linked.measure,
        modifier: linked.modifier,
        indicator: Indicator {
            code: code.map(str::to_owned),
            label,
        },
        subject: about
            .filter(|about| !about.label.is_empty())
            .map(|about| Subject {
                label: about.label.clone(),
                entity_id: about.entity.map(|entity| joined.entities[entity].id),
            }),
        place: about
            .and_then(|about| about.unit)
            .map(|unit| entity::place_ref(scan, unit)),
        period: linked.period,
        baseline: linked.baseline,
        sentence,
        rule: linked.rule,
    }
}
