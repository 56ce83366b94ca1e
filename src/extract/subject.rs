//! Whom or what area a figure is about: names in the text in, the subject of a clause out.
//!
//! A clause's own subject comes first, then the place it happens in, then the heading or the subject of the sentences
//! before it, then the article's topic. A short or bare name («Huyện ủy», «huyện») stands for the fullest one that the
//! article gives.

use std::ops::Range;

use super::clause::{Clause, Named};
use super::entity::Joined;
use super::lexicon::{Class, Phrase};
use super::mention::{self, Mention, Scan};
use super::naming::{Guide, KindRole};
use super::statistic::Linked;
use super::text::{Gap, Kind, fold};
use crate::extraction::EntityType;

/// How many sentences back a clause without a subject looks for one.
const SENTENCES_BACK: usize = 3;
/// How many sentences a heading such as «Hà Nội: …» reaches.
const SENTENCES_UNDER_HEADING: usize = 40;

/// The names of an article as figures need them, with the class nouns that stand for one: «toàn huyện», «thành phố».
pub fn names(scan: &Scan, mentions: &[Mention], joined: &Joined) -> Vec<Named> {
    let mut able = vec![false; joined.entities.len()];
    for (mention, &entity) in mentions.iter().zip(&joined.of_mention) {
        able[entity] |= is_able(scan, mention);
    }
    let most = most_named(scan, mentions, joined);
    let mut names: Vec<Named> = Vec::with_capacity(mentions.len());
    let mut free = 0;
    for (index, mention) in mentions.iter().enumerate() {
        bare_nouns(scan, free..mention.range.start, (&most, joined), &mut names);
        free = free.max(mention.range.end);
        let entity = joined.of_mention[index];
        names.push(Named {
            tokens: mention.range.clone(),
            kind: mention.name.kind(),
            entity,
            name: joined.entities[entity].name.clone(),
            acts: able[entity] && !only_speaks(scan, mentions, index),
            form: scan.folded(mention.range.clone()),
        });
    }
    bare_nouns(scan, free..scan.text.len(), (&most, joined), &mut names);
    names
}

/// Whether figures can be about what a mention names: a body with a name or an area, an administrative unit, a country.
fn is_able(scan: &Scan, mention: &Mention) -> bool {
    match &mention.name {
        mention::Named::Organization(body) => {
            body.head_range.end < body.range.end
                || body.area.is_some()
                || body.head.is_none()
                || body.range.len() > 3
        }
        mention::Named::Place(place) => place.kind.is_none_or(|kind| {
            matches!(
                scan.lexicon.naming.kinds[kind].data.role,
                KindRole::Unit | KindRole::Village | KindRole::Region
            )
        }),
        _ => false,
    }
}

/// The body in a title says who speaks («Bí thư Thành ủy Nguyễn Văn An»), the one behind a document who issued it.
fn only_speaks(scan: &Scan, mentions: &[Mention], index: usize) -> bool {
    let range = &mentions[index].range;
    let before_person = mentions.get(index + 1).is_some_and(|next| {
        next.range.start == range.end && matches!(next.name, mention::Named::Person)
    });
    let behind_title = (range.start.saturating_sub(4)..range.start)
        .any(|i| scan.title(i).is_some_and(|(_, end)| end == range.start));
    let behind_document = index > 0
        && matches!(mentions[index - 1].name, mention::Named::Document(_))
        && range.start <= mentions[index - 1].range.end + 1;
    // «theo Tổng cục Thống kê»
    let source = range.start > 0 && matches!(scan.word(range.start - 1), "Theo" | "theo");
    // «(PĐO) - …»: the outlet in a dateline
    let outlet = range.end < scan.text.len() && {
        let close = range.end + usize::from(scan.text.is_sign(range.end, ')'));
        let opens =
            range.start - usize::from(range.start > 0 && scan.text.is_sign(range.start - 1, '('));
        scan.text.token(opens).gap == Gap::Line
            && (scan.text.is_sign(close, '-')
                || scan.text.is_sign(close, '–')
                || scan.text.is_sign(close, '—'))
    };
    // «Cục Thống kê (Bộ Tài chính)»: whom the body belongs to
    let gloss = index > 0
        && mentions[index - 1].range.end + 1 == range.start
        && scan.text.is_sign(range.start - 1, '(');
    before_person
        || behind_title
        || behind_document
        || source
        || outlet
        || gloss
        || reports(scan, range.end)
}

/// «Cục Thống kê cho biết»: who reports is not whom the figures are about.
fn reports(scan: &Scan, end: usize) -> bool {
    let close = (end..(end + 8).min(scan.text.len())).find(|&i| scan.text.is_sign(i, ')'));
    let end = close
        .filter(|_| scan.text.is_sign(end, '('))
        .map_or(end, |close| close + 1);
    scan.text
        .hit(end, Class::Phrase)
        .is_some_and(|hit| scan.lexicon.phrases[hit.entry()].data == Phrase::Report)
}

/// Class nouns without a name in a stretch without names: each stands for the place of its class that is named most.
fn bare_nouns(
    scan: &Scan,
    range: Range<usize>,
    (most, joined): (&[Option<usize>], &Joined),
    names: &mut Vec<Named>,
) {
    let mut i = range.start;
    while i < range.end {
        let noun = scan.kind(i).filter(|(_, data, end)| {
            data.role == KindRole::Unit && data.unit.is_some() && *end <= range.end
        });
        let Some((kind, _, end)) = noun else {
            i += 1;
            continue;
        };
        let counted = i > 0
            && (scan.text.token(i - 1).kind == Kind::Number
                || scan.text.hit(i - 1, Class::Numeral).is_some()
                || scan.follows(i, Guide::Plural)
                || scan.follows(i, Guide::Level));
        if let Some(entity) = most[kind].filter(|_| !counted) {
            names.push(Named {
                tokens: i..end,
                kind: EntityType::Place,
                entity,
                name: joined.entities[entity].name.clone(),
                acts: true,
                form: String::new(),
            });
        }
        i = end;
    }
}

/// For each class noun, the place of its class that the article names most.
fn most_named(scan: &Scan, mentions: &[Mention], joined: &Joined) -> Vec<Option<usize>> {
    let mut most: Vec<Option<usize>> = vec![None; scan.lexicon.naming.kinds.len()];
    for (mention, &entity) in mentions.iter().zip(&joined.of_mention) {
        if let mention::Named::Place(place) = &mention.name
            && let Some(kind) = place.kind.filter(|_| place.name.is_some())
        {
            let count = |entity: usize| joined.entities[entity].mentions.len();
            if most[kind].is_none_or(|known| count(entity) > count(known)) {
                most[kind] = Some(entity);
            }
        }
    }
    most
}

/// The name that the headline and the text speak of most: index into the names.
pub fn topic(names: &[Named], title: &str) -> Option<usize> {
    let title = format!(
        " {} ",
        fold(title).replace([':', ',', '.', '"', '“', '”'], " ")
    );
    let in_title = |form: &str| {
        // a place without its class noun: a headline on «Đức Thọ» is on «huyện Đức Thọ»
        let bare = form.split_once(' ').map_or(form, |(_, rest)| rest);
        !form.is_empty() && title.contains(&format!(" {form} "))
            || bare.contains(' ') && title.contains(&format!(" {bare} "))
    };
    let entities = names.iter().map(|name| name.entity + 1).max().unwrap_or(0);
    let mut ranks = vec![(false, 0, false, std::cmp::Reverse(usize::MAX)); entities];
    for (index, name) in names.iter().enumerate().filter(|(_, name)| name.acts) {
        let rank = &mut ranks[name.entity];
        *rank = (
            rank.0 || in_title(&name.form),
            rank.1 + 1,
            // named equally often, the area comes before the body
            name.kind == EntityType::Place,
            rank.3.max(std::cmp::Reverse(index)),
        );
    }
    ranks
        .into_iter()
        .filter(|rank| rank.1 > 0)
        .max()
        .map(|(_, _, _, std::cmp::Reverse(first))| first)
}

impl Clause<'_> {
    /// The name a figure is about.
    pub(super) fn subject(&self, previous: Option<&Linked>) -> Option<usize> {
        let figure = self.quantity.figure.start;
        self.agent(self.sentence.start..figure)
            .or_else(|| self.location(self.clause_start()..self.ceiling()))
            .or_else(|| previous.and_then(|previous| previous.subject))
            .or_else(|| self.carried_subject())
            .or(self.context.topic)
    }

    fn names_in(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
        let names = self.context.names;
        let first = names.partition_point(|name| name.tokens.start < range.start);
        let last = names.partition_point(|name| name.tokens.start < range.end);
        (first..last).filter(move |&index| names[index].acts)
    }

    /// The last body or place that opens a clause and does not merely report («Huyện ủy đã kiểm tra …»), else the one
    /// that what is measured belongs to («doanh thu của Công ty An Bình»).
    fn agent(&self, range: Range<usize>) -> Option<usize> {
        let end = range.end;
        let owned = self
            .names_in(self.clause_start().max(range.start)..end)
            .rev()
            .find(|&index| {
                let tokens = &self.context.names[index].tokens;
                tokens.start > 0 && self.word_is(tokens.start - 1, &["của"]) && tokens.end < end
            });
        self.names_in(range)
            .rev()
            .find(|&index| self.opens_clause(index, end))
            .or(owned)
    }

    fn opens_clause(&self, index: usize, end: usize) -> bool {
        let names = self.context.names;
        let tokens = &names[index].tokens;
        let start = tokens.start;
        let first = self.text().sentences()[self.text().sentence_of(start)].start == start;
        let opens = first
            || matches!(
                self.text().token(start - 1).sign,
                ',' | ';' | ':' | '(' | '“' | '"' | '-' | '–' | '”' | ')'
            )
            || self.word_is(start - 1, &["toàn", "Toàn"]);
        let reports = self
            .phrase_at(tokens.end)
            .is_some_and(|(phrase, _)| phrase == Phrase::Report);
        // «các xã An Hòa, Bình Lâm, Nhơn Phú»: items of a list
        let follows_name = |other: usize| {
            names[other].tokens.end + 1 == start && !self.text().is_sign(start - 1, ':')
        };
        let listed = !first
            && (self.text().is_sign(tokens.end, ',') || index > 0 && follows_name(index - 1));
        opens && !reports && !listed && tokens.end < end
    }

    /// The place a clause happens in: «tại huyện Sóc Sơn», «trên địa bàn quận».
    fn location(&self, range: Range<usize>) -> Option<usize> {
        self.names_in(range).find(|&index| {
            let name = &self.context.names[index];
            let start = name.tokens.start;
            name.kind == EntityType::Place
                && start > self.sentence.start
                && self.word_is(start - 1, &["tại", "ở", "bàn", "toàn", "của"])
        })
    }

    /// The heading («Hà Nội: …») or the subject of the sentences before this one in its paragraph.
    fn carried_subject(&self) -> Option<usize> {
        let text = self.text();
        let line = text.lines()[text.line_of(self.quantity.figure.start)].clone();
        let far = text.sentences()[text
            .sentence_of(self.quantity.figure.start)
            .saturating_sub(SENTENCES_UNDER_HEADING)]
        .start;
        let heading = self
            .names_in(line.start.max(far)..self.sentence.start)
            .rev()
            .find(|&index| text.is_sign(self.context.names[index].tokens.end, ':'));
        let sentence = text.sentence_of(self.quantity.figure.start);
        let back = text.sentences()[sentence.saturating_sub(SENTENCES_BACK)]
            .start
            .max(line.start);
        self.agent(back..self.sentence.start).or(heading)
    }
}
