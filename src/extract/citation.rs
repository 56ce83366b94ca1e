//! Turns the mentions of documents into citations: number, issuer, day of issue, title, and which short mention means
//! which full one.

use std::collections::BTreeMap;

use serde_json::Value;

use super::lexicon::Class;
use super::mention::{Mention, Named, Scan};
use super::naming::{DocumentRole, Guide};
use super::text::{Kind, fold};

/// What a citation says.
#[derive(Debug, Clone)]
pub struct Citation {
    /// The same for the same document in every article.
    pub key: String,
    /// The citation as written.
    pub name: String,
    /// kind, number, issuer, `issued_on`, title
    pub attributes: BTreeMap<String, Value>,
}

/// How far behind a citation its date, issuer and title may stand, in tokens.
const REACH: usize = 40;

/// The citation of the document at `index`; `own` makes a key that holds in this article only.
pub fn identify(
    scan: &Scan,
    mentions: &[Mention],
    index: usize,
    own: impl Fn(&str) -> String,
) -> Citation {
    let Named::Document(document) = &mentions[index].name else {
        return Citation {
            key: String::new(),
            name: String::new(),
            attributes: BTreeMap::new(),
        };
    };
    let entry = &scan.lexicon.naming.documents[document.kind];
    let name = scan
        .text
        .slice(document.range.clone())
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let mut attributes = BTreeMap::new();
    attributes.insert("kind".to_owned(), entry.id.as_str().into());
    let Some(number) = &document.number else {
        let title = fold(&name);
        let key = if entry.data.role == DocumentRole::Law || entry.data.role == DocumentRole::Named
        {
            title
        } else {
            own(&title)
        };
        return Citation {
            key,
            name,
            attributes,
        };
    };
    let number = inherit(scan, mentions, index, number);
    attributes.insert("number".to_owned(), number.as_str().into());
    let body = issuer(scan, mentions, index, &number);
    let issued = issued_on(scan, document.range.end);
    if let Some(body) = &body {
        attributes.insert("issuer".to_owned(), body.as_str().into());
    }
    if let Some(day) = &issued {
        attributes.insert("issued_on".to_owned(), day.as_str().into());
    }
    if let Some(title) = title(scan, document.range.end) {
        attributes.insert("title".to_owned(), title.into());
    }
    // a normative act carries its year or its assembly: «97/2019/QH14»; other numbers restart
    let normative = number
        .split('/')
        .any(|part| part.len() == 4 && part.starts_with(['1', '2']))
        || number.contains("QH");
    let key = match (normative, issued) {
        (true, _) => format!("{} {number}", entry.id),
        (false, Some(day)) => format!(
            "{} {number} {} {day}",
            entry.id,
            fold(body.as_deref().unwrap_or_default())
        ),
        (false, None) => own(&format!("{} {number}", entry.id)),
    };
    Citation {
        key,
        name,
        attributes,
    }
}

/// «Nghị quyết 18, 19-NQ/TW»: a number in a list takes the code of the one behind it.
fn inherit(scan: &Scan, mentions: &[Mention], index: usize, number: &str) -> String {
    let Some(Named::Document(next)) = mentions.get(index + 1).map(|next| &next.name) else {
        return number.to_owned();
    };
    let own = &mentions[index].range;
    let listed = scan.sign(own.end) == ','
        && next.range.start == own.end + 1
        && next.range.len() > 1
        && scan.is(next.range.start, Kind::Number);
    let code = next
        .number
        .as_deref()
        .and_then(|next| next.split_once('-'))
        .map(|(_, code)| code);
    match code {
        Some(code) if listed && number.chars().all(|c| c.is_ascii_digit()) => {
            format!("{number}-{code}")
        }
        _ => number.to_owned(),
    }
}

/// The body named after «của», else the one the code names.
fn issuer(scan: &Scan, mentions: &[Mention], index: usize, number: &str) -> Option<String> {
    let end = mentions[index].range.end;
    let next = mentions[index + 1..]
        .iter()
        .take_while(|next| next.range.start <= end + 10)
        .find(|next| matches!(next.name, Named::Organization(_)));
    if let Some(next) = next.filter(|next| scan.guide_is(next.range.start - 1, Guide::Of).is_some())
    {
        let stop = (end..next.range.start).any(|i| matches!(scan.sign(i), '.' | ';' | '"' | '“'));
        if !stop {
            return Some(scan.text.slice(next.range.clone()).to_owned());
        }
    }
    let code = number
        .rsplit(['/', '-'])
        .next()?
        .trim_end_matches(|c: char| c.is_ascii_digit());
    let entry = scan
        .lexicon
        .naming
        .issuers
        .iter()
        .find(|entry| entry.surfaces.iter().any(|surface| surface == code))?;
    Some(entry.data.name.clone())
}

/// «ngày 27/2/2012», «ngày 19.12.2016», «ngày 27 tháng 2 năm 2012» right behind the citation.
pub fn issued_on(scan: &Scan, end: usize) -> Option<String> {
    let called = end + usize::from(scan.sign(end) == ',');
    let day = scan.text.hit(called, Class::Time).map(|_| called + 1)?;
    let parts: Vec<&str> = if scan.word(day).matches('.').count() == 2 {
        scan.word(day).split('.').collect()
    } else {
        let slash = |i: usize| matches!(scan.sign(i), '/' | '-');
        let said = || scan.word(day + 1) == "tháng" && scan.word(day + 3) == "năm";
        (slash(day + 1) && slash(day + 3) || said())
            .then(|| vec![scan.word(day), scan.word(day + 2), scan.word(day + 4)])?
    };
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    let date = chrono::NaiveDate::from_ymd_opt(
        year.parse().ok().filter(|_| year.len() == 4)?,
        month.parse().ok()?,
        day.parse().ok()?,
    )?;
    Some(date.to_string())
}

/// The words between quotation marks after «về».
fn title(scan: &Scan, end: usize) -> Option<String> {
    let open = (end..(end + REACH / 2).min(scan.text.len()))
        .take_while(|&i| scan.continues(i) && scan.sign(i) != '.' && scan.sign(i) != ';')
        .find(|&i| matches!(scan.sign(i), '“' | '"' | '”' | '«' | '‘'))?;
    let close = (open + 1..(open + REACH * 2).min(scan.text.len()))
        .take_while(|&i| scan.continues(i))
        .find(|&i| matches!(scan.sign(i), '”' | '"' | '»'))?;
    (close > open + 1).then(|| {
        scan.text
            .slice(open + 1..close)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    })
}
