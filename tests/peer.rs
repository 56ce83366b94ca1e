//! The news-like rows of another engine's Vietnamese test cases, read by ours; skipped where the file is not at hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::str::FromStr;

use chrono::{NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use solieu::extract::extract;
use solieu::extract::lexicon::Lexicon;
use solieu::extract::number::{is_negative, number, ordinal};
use solieu::extract::period::times;
use solieu::extract::text::Text;
use solieu::extraction::Modifier;
use solieu::message::{Limits, parse};

/// The day on which the rows of time are read.
const READ_ON: &str = "2017-02-02";

#[test]
fn every_news_like_row_of_the_peer_comes_out_right() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/peer/duckling_vi.jsonl"
    );
    let Ok(rows) = fs::read_to_string(path) else {
        println!("skipped: {path} is not at hand");
        return;
    };
    let lexicon = Lexicon::embedded();
    let (mut right, mut misses) = (BTreeMap::<String, usize>::new(), Vec::new());
    for row in rows
        .lines()
        .map(|row| serde_json::from_str::<Value>(row).unwrap())
    {
        let anchor = row["anchor"].as_str();
        let underspecified =
            anchor.is_some_and(|anchor| !matches!(anchor, "absolute" | "relative"));
        if row["register"] != "news"
            || row["dup"] == true
            || row["negative"] == true
            || underspecified
        {
            continue;
        }
        let (dimension, text) = (row["dim"].as_str().unwrap(), row["text"].as_str().unwrap());
        let read = match dimension {
            "number" => signed(text, &lexicon),
            "ordinal" => place(text, &lexicon),
            "money" => money(text, &lexicon),
            _ => days(text, &lexicon),
        };
        let expected = expected(dimension, &row["expected"]);
        if read.as_ref().is_some_and(|read| expected.contains(read)) {
            *right.entry(dimension.to_owned()).or_default() += 1;
        } else {
            misses.push(format!(
                "{}: {text:?} is read as {read:?}, not {expected:?}",
                row["id"]
            ));
        }
    }
    assert!(misses.is_empty(), "\n{}", misses.join("\n"));
    assert_eq!(right.values().sum::<usize>(), 125, "{right:?}");
}

/// What a row may be read as: an open upper or lower bound is strict or not.
fn expected(dimension: &str, row: &Value) -> Vec<String> {
    let amount = |key: &str| decimal(&row[key]);
    match (dimension, row["kind"].as_str()) {
        ("time", _) => {
            let day = |key: &str| {
                row[key]
                    .as_str()
                    .unwrap()
                    .split('T')
                    .next()
                    .unwrap()
                    .to_owned()
            };
            // a time of day says no more to a statistic than its day
            let (start, end) = (day("start"), day("end_exclusive"));
            let end = if start == end {
                NaiveDate::from_str(&end)
                    .unwrap()
                    .succ_opt()
                    .unwrap()
                    .to_string()
            } else {
                end
            };
            vec![format!("{start} {end}")]
        }
        (_, None) => vec![amount("value")],
        (_, Some(kind)) => {
            let currency = row["iso4217"][0].as_str().unwrap();
            match kind {
                "interval" => vec![format!("{}..{} {currency}", amount("min"), amount("max"))],
                "max" => vec![
                    format!("under {} {currency}", amount("max")),
                    format!("at_most {} {currency}", amount("max")),
                ],
                "min" => vec![
                    format!("over {} {currency}", amount("min")),
                    format!("at_least {} {currency}", amount("min")),
                ],
                _ => vec![format!("{} {currency}", amount("value"))],
            }
        }
    }
}

fn decimal(value: &Value) -> String {
    Decimal::from_str(&value.to_string())
        .unwrap()
        .normalize()
        .to_string()
}

fn signed(text: &str, lexicon: &Lexicon) -> Option<String> {
    let text = Text::new(text, lexicon);
    let number = (0..text.len()).find_map(|i| number(&text, lexicon, i))?;
    let negative = is_negative(&text, lexicon, &number.tokens);
    let value = if negative {
        -number.value
    } else {
        number.value
    };
    (number.tokens.end == text.len()).then(|| value.normalize().to_string())
}

fn place(text: &str, lexicon: &Lexicon) -> Option<String> {
    let text = Text::new(text, lexicon);
    let (place, end) = ordinal(&text, lexicon, 0)?;
    (end == text.len()).then(|| place.to_string())
}

fn money(text: &str, lexicon: &Lexicon) -> Option<String> {
    let message = json!({"url": "http://a.vn/1", "body": text, "language": "vi"});
    let article = parse(
        message.to_string().as_bytes(),
        Utc::now(),
        &Limits::default(),
    )
    .unwrap();
    let statistics = extract(&article, lexicon).statistics;
    let [statistic] = statistics.as_slice() else {
        return None;
    };
    let value = match statistic.value_max {
        Some(max) => format!("{}..{max} {}", statistic.value, statistic.unit.label),
        None => format!("{} {}", statistic.value, statistic.unit.label),
    };
    Some(match statistic.modifier {
        Some(Modifier::Under) => format!("under {value}"),
        Some(Modifier::Over) => format!("over {value}"),
        Some(Modifier::AtLeast) => format!("at_least {value}"),
        Some(Modifier::AtMost) => format!("at_most {value}"),
        Some(Modifier::About | Modifier::Nearly) | None => value,
    })
}

fn days(text: &str, lexicon: &Lexicon) -> Option<String> {
    let text = Text::new(text, lexicon);
    let published = NaiveDate::from_str(READ_ON).ok();
    let (start, end) = times((&Text::new("", lexicon), &text), lexicon, published)
        .1
        .into_iter()
        .find_map(|time| time.days)?;
    Some(format!("{start} {end}"))
}
