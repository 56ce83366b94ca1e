//! Articles, findings and refused messages to put into a database.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, TimeZone as _, Utc};
use serde_json::json;
use solieu::article::{self, Article, Published, PublishedBasis};
use solieu::extraction::{
    Basis, Entity, EntityType, Extraction, Indicator, Measure, Mention, Modifier, Period, PlaceRef,
    Position, Span, Statistic, Subject, Unit,
};
use solieu::message::Reason;
use solieu::store::{Analyzed, Record, Reject, Saved};
use uuid::Uuid;

/// The start of all test time.
pub fn minute(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2023, 3, 28, 7, 0, 0).unwrap() + Duration::minutes(minute)
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// An article without findings.
pub fn article(path: &str, body: &str, scraped_at: DateTime<Utc>) -> Analyzed {
    let url = format!("https://bao.example/{path}");
    Analyzed {
        article: Article {
            id: article::id(&url),
            url,
            source: "bao.example".to_owned(),
            title: None,
            author: None,
            body: body.to_owned(),
            published: None,
            scraped_at,
            content_hash: article::content_hash(None, body),
        },
        extraction: Extraction::default(),
        findings: None,
        traceparent: None,
    }
}

pub fn record(analyzed: Analyzed) -> Record {
    Record::Article(Box::new(analyzed))
}

/// Where `text` stands in `body` for the first time, in code points.
pub fn span(body: &str, text: &str) -> Span {
    let start = length(body.split(text).next().unwrap());
    let end = start + length(text);
    Span { start, end }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap()
}

/// A count of `figure` things, and nothing else known of it.
pub fn count(body: &str, figure: &str, unit: &str) -> Statistic {
    let Span { start, end } = span(body, figure);
    Statistic {
        id: Uuid::now_v7(),
        start,
        end,
        figure: figure.to_owned(),
        value: figure.parse().unwrap(),
        value_max: None,
        denominator: None,
        unit: Unit {
            code: None,
            label: unit.to_owned(),
            dimension: "count".to_owned(),
        },
        measure: Measure::Level,
        modifier: None,
        indicator: Indicator {
            code: None,
            label: unit.to_owned(),
        },
        subject: None,
        place: None,
        period: None,
        baseline: None,
        sentence: Span {
            start: 0,
            end: length(body),
        },
        rule: "number.digits > count".to_owned(),
    }
}

/// An entity named once.
pub fn entity(kind: EntityType, body: &str, name: &str) -> Entity {
    let Span { start, end } = span(body, name);
    Entity {
        id: Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{kind:?} {name}").as_bytes()),
        kind,
        key: name.to_lowercase(),
        name: name.to_owned(),
        attributes: BTreeMap::new(),
        mentions: vec![Mention {
            start,
            end,
            text: name.to_owned(),
        }],
    }
}

/// An article in which every field of every record is filled at least once, and left out at least once.
pub fn rich() -> Analyzed {
    let body = "Đảng bộ quận Hải Đông có 345 chi bộ. Bí thư Quận ủy Trần Văn Mẫu cho biết, 9 tháng năm 2022, \
        thu ngân sách đạt hơn 6.203,637 tỷ đồng, tăng 12%-13% so với cùng kỳ; 14/14 chỉ tiêu hoàn thành \
        theo Nghị quyết số 15-NQ/TU. Quận Hải Đông giảm 1.950 biên chế.";
    let mut analyzed = article("kinh-te/1", body, minute(0));
    analyzed.article.title = Some("Hải Đông thu vượt dự toán".to_owned());
    analyzed.article.author = Some("Lê Thị Thử".to_owned());
    analyzed.article.published = Some(Published {
        date: day(2023, 3, 28),
        at: Some(minute(-30)),
        basis: PublishedBasis::Dateline,
    });

    let person = entity(EntityType::Person, body, "Trần Văn Mẫu");
    let mut committee = entity(EntityType::Organization, body, "Quận ủy");
    committee.name = "Quận ủy Hải Đông".into();
    let mut place = entity(EntityType::Place, body, "quận Hải Đông");
    let again = span(body, "Quận Hải Đông");
    place.mentions.push(Mention {
        start: again.start,
        end: again.end,
        text: "Quận Hải Đông".to_owned(),
    });
    place.attributes = BTreeMap::from([("code".to_owned(), json!("901"))]);
    let mut document = entity(EntityType::Document, body, "Nghị quyết số 15-NQ/TU");
    document.attributes = BTreeMap::from([
        ("kind".to_owned(), json!("Nghị quyết")),
        ("number".to_owned(), json!("15-NQ/TU")),
    ]);

    let branches = count(body, "345", "chi bộ");
    let mut revenue = count(body, "6", "");
    let figure = span(body, "6.203,637 tỷ đồng");
    (revenue.start, revenue.end) = (figure.start, figure.end);
    revenue.figure = "6.203,637 tỷ đồng".into();
    revenue.value = "6203637000000".parse().unwrap();
    revenue.unit.code = Some("VND".to_owned());
    revenue.unit.label = "VND".into();
    revenue.unit.dimension = "money".into();
    revenue.modifier = Some(Modifier::Over);
    revenue.indicator.code = Some("budget.revenue".to_owned());
    revenue.indicator.label = "thu ngân sách".into();
    revenue.subject = Some(Subject {
        label: "quận Hải Đông".to_owned(),
        entity_id: Some(place.id),
    });
    revenue.place = Some(PlaceRef {
        code: "901".to_owned(),
        valid_from: Some(day(2014, 4, 1)),
        name: "Quận Hải Đông".to_owned(),
    });
    revenue.period = Some(Period {
        start: day(2022, 1, 1),
        end: day(2022, 10, 1),
        text: "9 tháng năm 2022".to_owned(),
        basis: Basis::Stated,
    });
    let mut growth = revenue.clone();
    growth.id = Uuid::now_v7();
    let figure = span(body, "12%-13%");
    (growth.start, growth.end) = (figure.start, figure.end);
    growth.figure = "12%-13%".into();
    growth.value = "12".parse().unwrap();
    growth.value_max = Some("13".parse().unwrap());
    growth.measure = Measure::Change;
    growth.baseline = Some("so với cùng kỳ".to_owned());
    growth.place.as_mut().unwrap().valid_from = None;
    growth.subject.as_mut().unwrap().entity_id = None;
    let mut targets = count(body, "14", "chỉ tiêu");
    targets.figure = "14/14".into();
    targets.end += 3;
    targets.denominator = Some("14".parse().unwrap());
    targets.measure = Measure::Share;
    let mut posts = count(body, "1", "biên chế");
    let figure = span(body, "1.950");
    (posts.start, posts.end) = (figure.start, figure.end);
    posts.figure = "1.950".into();
    posts.value = "-1950".parse().unwrap();
    posts.measure = Measure::Change;

    let statement = span(body, "Bí thư Quận ủy Trần Văn Mẫu");
    let position = |organization| Position {
        person: person.id,
        title: "Bí thư Quận ủy".to_owned(),
        organization,
        start: statement.start,
        end: statement.end,
    };
    analyzed.extraction = Extraction {
        statistics: vec![branches, revenue, growth, targets, posts],
        positions: vec![position(Some(committee.id)), position(None)],
        entities: vec![place, committee, person, document],
        ..Extraction::default()
    };
    analyzed
}

pub fn reject(sequence: u64) -> Reject {
    Reject {
        reason: Reason::InvalidField,
        detail: "body holds a NUL at byte 3: \0".to_owned(),
        stream: "ARTICLES".to_owned(),
        sequence,
        received_at: minute(0),
        subject: "articles.scraped.v1.bao_example".to_owned(),
        headers: json!({
            "traceparent": ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"],
            "X-Note": ["a \0 b", "c"],
        }),
        payload: b"{\"body\": \"a\\u0000\xff\0\"}".to_vec(),
    }
}

/// The revision and the event of a record that was new.
pub fn new(saved: &Saved) -> (i32, Uuid) {
    match saved {
        Saved::New { revision, event_id } => (*revision, *event_id),
        other => panic!("{other:?} is not new"),
    }
}
