//! Reads who holds which office: titles with their bodies before and after a person's name in, positions out.
//!
//! «Phó Bí thư Thường trực Quận ủy Hải An Đỗ Hồng Quân» states one office before the name; «Trần Văn An, Phó Bí
//! thư Thành ủy, Chủ tịch HĐND thành phố» two behind it. A title belongs to the holding, not to the person.

use std::ops::Range;

use super::lexicon::LONGEST_SURFACE;
use super::mention::{Mention, Named, Scan};
use super::naming::{Guide, TitleRole};

/// One office as the article states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Index of the person's mention.
    pub person: usize,
    /// Title and body, with «nguyên» or «quyền» before them.
    pub title: Range<usize>,
    /// Index of the mention of the body, where the title names one.
    pub body: Option<usize>,
}

/// The offices of an article, in the order of the text.
pub fn statements(scan: &Scan, mentions: &[Mention]) -> Vec<Statement> {
    let mut found = Vec::new();
    for (person, mention) in mentions.iter().enumerate() {
        if !matches!(mention.name, Named::Person) {
            continue;
        }
        let before = before(scan, mentions, mention.range.start);
        let after = after(scan, mentions, mention.range.end);
        for (title, body) in before.into_iter().rev().chain(after) {
            found.push(Statement {
                person,
                title,
                body,
            });
        }
    }
    found.sort_by_key(|statement| (statement.title.start, statement.person));
    found.dedup_by(|one, other| one.title == other.title);
    found
}

/// Longest name of a body in tokens.
const LONGEST_BODY: usize = 40;

type Office = (Range<usize>, Option<usize>);

/// Offices that end right before a name, the nearest first.
fn before(scan: &Scan, mentions: &[Mention], name: usize) -> Vec<Office> {
    let mut offices = Vec::new();
    let mut end = skip_address(scan, name);
    end = skip_bracket(scan, end);
    while let Some((title, body)) = office_ending(scan, mentions, end) {
        end = title.start;
        offices.push((title, body));
        let Some(next) = end
            .checked_sub(1)
            .filter(|&i| is_joint(scan, i) && scan.continues(end))
        else {
            break;
        };
        end = next;
    }
    offices
}

/// Offices that follow a name.
fn after(scan: &Scan, mentions: &[Mention], name: usize) -> Vec<Office> {
    let mut offices = Vec::new();
    let mut at = name;
    loop {
        let sign = matches!(scan.sign(at), ',' | '-' | '–' | '(');
        let appointed = scan
            .guide_is(at, Guide::Appoint)
            .filter(|_| scan.continues(at));
        let joined = scan
            .title(at)
            .filter(|(role, _)| *role == TitleRole::Modifier && !offices.is_empty())
            .map(|_| at);
        let Some(start) = (sign && scan.continues(at))
            .then_some(at + 1)
            .or(appointed)
            .or(joined)
        else {
            return offices;
        };
        let Some((title, body)) =
            office_starting(scan, mentions, start).filter(|_| scan.continues(start))
        else {
            return offices;
        };
        // «…, Chủ tịch UBND xã Trần Văn An»: that office is the next person's
        let capitals = (title.end..title.end + 4)
            .take_while(|&i| scan.continues_capital(i))
            .count();
        let next = title.end..title.end + capitals.max(1);
        if near(mentions, next).any(|(_, mention)| matches!(mention.name, Named::Person)) {
            return offices;
        }
        at = title.end;
        offices.push((title, body));
    }
}

/// Before «đồng chí», «ông», «thượng tá» and the like.
fn skip_address(scan: &Scan, mut end: usize) -> usize {
    while let Some(start) = scan.title_ending(end, TitleRole::Address) {
        end = start;
    }
    end
}

/// Before «(nhiệm kỳ 2015-2020)».
fn skip_bracket(scan: &Scan, end: usize) -> usize {
    let closes = end > 0 && scan.sign(end - 1) == ')';
    let open = (end.saturating_sub(12)..end)
        .rev()
        .find(|&i| scan.sign(i) == '(');
    open.filter(|_| closes).unwrap_or(end)
}

fn is_joint(scan: &Scan, i: usize) -> bool {
    matches!(scan.sign(i), ',' | '-' | '–')
        || scan.guide_is(i, Guide::And).is_some()
        || scan
            .title(i)
            .is_some_and(|(role, _)| role == TitleRole::Modifier)
}

/// The office, with its body, that ends at `end`.
fn office_ending(scan: &Scan, mentions: &[Mention], end: usize) -> Option<Office> {
    let body = near(mentions, end.saturating_sub(LONGEST_BODY)..end)
        .filter(|(_, mention)| mention.range.end == end && is_object(mention))
        .min_by_key(|(_, mention)| mention.range.start);
    if let Some((index, mention)) = body {
        let edge = mention.range.start;
        let covers = |&start: &usize| {
            let reaches = |stop: usize| stop == edge || stop > edge && stop < end;
            scan.title(start)
                .is_some_and(|(role, stop)| role == TitleRole::Office && reaches(stop))
        };
        let start = (edge.saturating_sub(LONGEST_SURFACE)..edge).find(covers)?;
        let organization = matches!(mention.name, Named::Organization(_));
        return Some((
            with_modifier(scan, start)..end,
            organization.then_some(index),
        ));
    }
    let start = scan.title_ending(end, TitleRole::Office)?;
    Some((with_modifier(scan, start)..end, None))
}

/// The office, with its body, that starts at `start`.
fn office_starting(scan: &Scan, mentions: &[Mention], start: usize) -> Option<Office> {
    let (role, mut end) = scan.title(start)?;
    let mut title = start;
    let mut role = role;
    if role == TitleRole::Modifier {
        title = end;
        (role, end) = scan.title(end)?;
    }
    if role != TitleRole::Office {
        return None;
    }
    let first = with_modifier(scan, title);
    let body = near(mentions, title + 1..end + 1)
        .find(|(_, mention)| is_object(mention) && mention.range.end > end);
    if let Some((_, mention)) = body {
        end = mention.range.end;
    }
    let index = body
        .filter(|(_, mention)| matches!(mention.name, Named::Organization(_)))
        .map(|(index, _)| index);
    Some((first.min(title)..end, index))
}

/// Mentions that start in a range of tokens, with their indexes.
fn near(mentions: &[Mention], range: Range<usize>) -> impl Iterator<Item = (usize, &Mention)> {
    let first = mentions.partition_point(|mention| mention.range.start < range.start);
    let starts = mentions.iter().enumerate().skip(first);
    starts.take_while(move |(_, mention)| mention.range.start < range.end)
}

fn is_object(mention: &Mention) -> bool {
    matches!(mention.name, Named::Organization(_) | Named::Place(_))
}

/// «nguyên», «cựu», «quyền» belong to the title; «tân» and «kiêm» do not.
fn with_modifier(scan: &Scan, start: usize) -> usize {
    let keeps = |&before: &usize| {
        let modifier = scan
            .title(before)
            .is_some_and(|(role, end)| role == TitleRole::Modifier && end == start);
        modifier && scan.guide_is(before, Guide::Former).is_some()
    };
    start.checked_sub(1).filter(keeps).unwrap_or(start)
}
