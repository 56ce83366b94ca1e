//! Text in, figures and entities out.

mod calendar;
pub mod chrome;
pub mod citation;
pub mod clause;
mod code;
#[cfg(test)]
mod corpus;
pub mod document;
pub mod entity;
#[cfg(test)]
mod examples;
pub mod gazetteer;
pub mod indicator;
pub mod lexicon;
#[cfg(test)]
mod lexicon_test;
pub mod link;
pub mod measure;
pub mod mention;
#[cfg(test)]
mod names_test;
pub mod naming;
pub mod number;
pub mod organization;
pub mod period;
pub mod person;
pub mod place;
pub mod position;
pub mod quantity;
pub mod refer;
mod relative;
pub mod statistic;
pub mod subject;
pub mod text;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::article::Article;
use crate::extraction::{Basis, Extraction, Indicator, Period, Statistic, Subject};
use clause::{Context, Named};
use entity::Joined;
use lexicon::Lexicon;
use mention::Scan;
use period::{Role, Time};
use quantity::Quantity;
use statistic::Linked;
use text::Text;

/// So many dates of the lead are looked at for the period an article reports on.
const LEAD_TIMES: usize = 20;

/// Names the behavior of the core: raised with every change of what it finds.
pub const VERSION: &str = "1";

/// Reads an article. Deterministic, without I/O, never fails.
pub fn extract(article: &Article, lexicon: &Lexicon) -> Extraction {
    let text = Text::new(&article.body, lexicon);
    let published = article.published.map(|published| published.date);
    let page = chrome::chrome(&text, lexicon);
    let scan = Scan::new(&text, lexicon, page.clone());
    let mentions = mention::recognize(&scan);
    let joined = entity::join(&scan, article, &mentions);
    let mut masked = page.clone();
    let title = Text::new(article.title.as_deref().unwrap_or_default(), lexicon);
    let title_times = period::times(&title, lexicon, published, &[]);
    let times = period::times(&text, lexicon, published, &title_times);
    for range in times
        .iter()
        .map(|time| &time.tokens)
        .chain(mentions.iter().map(|mention| &mention.range))
    {
        masked[range.clone()].fill(true);
    }
    let quantities = quantity::quantities(&text, lexicon, &masked);
    let topic = topic_period(
        &text,
        &page,
        (&times, &quantities),
        (&title, &title_times),
        published,
    );
    let names = subject::names(&scan, &mentions, &joined);
    let context = Context {
        text: &text,
        lexicon,
        times: &times,
        names: &names,
        topic: subject::topic(&names, article.title.as_deref().unwrap_or_default()),
        period: topic.as_ref(),
        published,
    };
    let linked = statistic::link(&context, &quantities);
    let content = article
        .content_hash
        .iter()
        .fold(String::new(), |hash, byte| hash + &format!("{byte:02x}"));
    let statistics = linked
        .into_iter()
        .map(|linked| record((article, &content), &scan, (&names, &joined), linked))
        .collect();
    Extraction {
        statistics,
        entities: joined.entities,
        positions: joined.positions,
    }
}

/// The period that the headline or the lead speaks of, or the term that is closing: what a report's figures hold for
/// where nothing else is said.
fn topic_period(
    text: &Text,
    page: &[bool],
    (times, quantities): (&[Time], &[Quantity]),
    title: (&Text, &[Time]),
    published: Option<NaiveDate>,
) -> Option<Period> {
    let past = |time: &&Time| {
        let days = time
            .days
            .filter(|(start, end)| (28..=366).contains(&(*end - *start).num_days()));
        time.role == Role::Period
            && !time.by_publication
            && days.is_some_and(|(_, end)| {
                published.is_none_or(|day| {
                    // the year of a headline may still be running
                    let running =
                        title.1.contains(*time) && time.days.is_some_and(|(start, _)| start <= day);
                    running || end <= day + Days::new(31)
                })
            })
    };
    let closing = |time: &&Time| {
        time.role == Role::Term
            && time
                .days
                .zip(published)
                .is_some_and(|((_, end), day)| (end - day).num_days().abs() <= 366)
    };
    let of = |text: &Text, time: &Time| {
        let (start, end) = time.days?;
        Some(Period {
            start,
            end,
            text: text.slice(time.tokens.clone()).to_owned(),
            basis: Basis::Inherited,
        })
    };
    // «6 tháng cuối năm» looks ahead where no date says otherwise
    let ahead = |text: &Text, time: &Time| {
        published.is_none() && text.slice(time.tokens.clone()).contains("cuối")
    };
    if let Some(time) = title
        .1
        .iter()
        .filter(|time| !ahead(title.0, time))
        .find(past)
    {
        return of(title.0, time);
    }
    let lead = text
        .lines()
        .iter()
        .find(|line| line.len() > 30 && !page[line.start])?;
    let counts = |time: &&Time| {
        let sentence = &text.sentences()[text.sentence_of(time.tokens.start)];
        let next = quantities.partition_point(|quantity| quantity.figure.start < sentence.start);
        quantities
            .get(next)
            .is_some_and(|quantity| quantity.figure.start < sentence.end)
    };
    let in_lead = times
        .iter()
        .filter(|time| lead.contains(&time.tokens.start))
        .take(LEAD_TIMES)
        .filter(counts)
        .filter(|time| !ahead(text, time))
        .find(past);
    of(
        text,
        in_lead.or_else(|| {
            times
                .iter()
                .filter(|time| !page[time.tokens.start])
                .find(closing)
        })?,
    )
}

/// A linked quantity in the published form.
///
/// `content` is the article's content hash in hexadecimal.
fn record(
    (article, content): (&Article, &str),
    scan: &Scan,
    (names, joined): (&[Named], &Joined),
    linked: Linked,
) -> Statistic {
    let text = scan.text;
    let entity = linked.subject.map(|index| names[index].entity);
    let figure = text.span(linked.quantity.figure.clone());
    let sentence =
        text.span(text.sentences()[text.sentence_of(linked.quantity.figure.start)].clone());
    let key = format!("{content}/{}-{}", figure.start, figure.end);
    let code = code::code(
        scan.lexicon,
        &linked.indicator.label,
        &linked.quantity.unit,
        linked.measure,
    );
    Statistic {
        id: Uuid::new_v5(&article.id, key.as_bytes()),
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
            label: linked.indicator.label,
        },
        subject: linked.subject.map(|index| Subject {
            label: names[index].name.clone(),
            entity_id: entity.map(|entity| joined.entities[entity].id),
        }),
        place: entity
            .and_then(|entity| joined.places[entity])
            .map(|unit| entity::place_ref(scan, unit)),
        period: linked.period,
        baseline: linked.baseline,
        sentence,
        rule: linked.rule,
    }
}
