//! An article and what was found in it in, a page to read in a terminal out.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike as _, NaiveDate};

use crate::article::Article;
use crate::extract::lexicon::Lexicon;
use crate::extract::text::Text;
use crate::extraction::{Extraction, Modifier, Period, Statistic};
use crate::table;
use crate::underline::{Marked, legend};

/// How a page is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns of the terminal.
    pub width: usize,
    /// Marks are colors and underlines of the terminal, not a line of signs.
    pub color: bool,
}

/// The article with its figures and entities underlined, and lists of them.
pub fn article(article: &Article, extraction: &Extraction, style: Style) -> String {
    Page {
        article,
        extraction,
        style,
    }
    .to_string()
}

/// A text with its figures and entities underlined, every field of every record with the rules that made it, and every
/// word that the lexicon knows.
pub fn explanation(
    article: &Article,
    extraction: &Extraction,
    lexicon: &Lexicon,
    style: Style,
) -> String {
    let marked = Marked {
        body: &article.body,
        extraction,
        style,
    };
    let mut page = marked.to_string();
    for statistic in &extraction.statistics {
        page.push_str(&record(&statistic.figure, &fields(statistic), style));
    }
    for entity in &extraction.entities {
        let mentions: Vec<_> = entity
            .mentions
            .iter()
            .map(|mention| format!("{}–{} {}", mention.start, mention.end, mention.text))
            .collect();
        let mut fields = vec![
            ("type", entity.kind.as_str().to_owned()),
            ("mentions", mentions.join(" · ")),
        ];
        fields.extend(
            entity
                .attributes
                .iter()
                .map(|(name, value)| (name.as_str(), plain(value))),
        );
        page.push_str(&record(&entity.name, &fields, style));
    }
    let text = Text::new(&article.body, lexicon);
    let mut words: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for hit in text.hits() {
        let (file, entry) = lexicon.source(*hit);
        let source = format!("{} {entry}", file.trim_end_matches(".toml"));
        let place = (hit.start as usize, hit.end());
        words.entry(place).or_default().push(source);
    }
    let rows: Vec<_> = words
        .into_iter()
        .map(|((start, end), sources)| [text.slice(start..end).to_owned(), sources.join(" · ")])
        .collect();
    page.push('\n');
    page.push_str(&table::draw(["word", "entries"], &rows, style.width));
    page
}

/// The value with its modifier, upper bound and denominator: «≥100», «12…13», «14/14».
pub fn value(statistic: &Statistic) -> String {
    let sign = match statistic.modifier {
        None => "",
        Some(Modifier::About | Modifier::Nearly) => "≈",
        Some(Modifier::Over) => ">",
        Some(Modifier::Under) => "<",
        Some(Modifier::AtLeast) => "≥",
        Some(Modifier::AtMost) => "≤",
    };
    let upper = statistic.value_max.map(|upper| format!("…{upper}"));
    let denominator = statistic.denominator.map(|whole| format!("/{whole}"));
    format!(
        "{sign}{}{}{}",
        statistic.value,
        upper.unwrap_or_default(),
        denominator.unwrap_or_default()
    )
}

/// First and last day, or only the months or years where these are whole: «2022-01 – 2022-09», «2021».
pub fn period(period: &Period) -> String {
    let last = period.end.pred_opt().unwrap_or(period.end);
    let new_year = |date: NaiveDate| date.ordinal() == 1;
    let format = match (period.start, period.end) {
        (start, end) if new_year(start) && new_year(end) => "%Y",
        (start, end) if start.day() == 1 && end.day() == 1 => "%Y-%m",
        _ => "%Y-%m-%d",
    };
    let [start, last] = [period.start, last].map(|date| date.format(format).to_string());
    if start == last {
        start
    } else {
        format!("{start} – {last}")
    }
}

struct Page<'a> {
    article: &'a Article,
    extraction: &'a Extraction,
    style: Style,
}

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            article,
            extraction,
            style,
        } = self;
        if let Some(title) = &article.title {
            writeln!(f, "{}", style.bold(title))?;
        }
        let published = article
            .published
            .map_or("date unknown".to_owned(), |published| {
                published.date.to_string()
            });
        writeln!(f, "{} · {published}\n", article.url)?;
        writeln!(f, "{}\n", legend(*style))?;
        let marked = Marked {
            body: &article.body,
            extraction,
            style: *style,
        };
        writeln!(f, "{marked}")?;
        self.statistics(f)?;
        self.entities(f)?;
        self.positions(f)
    }
}

impl Page<'_> {
    fn heading(&self, f: &mut fmt::Formatter<'_>, name: &str, count: usize) -> fmt::Result {
        writeln!(f, "\n{}", self.style.bold(&format!("{name} ({count})")))
    }

    fn statistics(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let statistics = &self.extraction.statistics;
        if statistics.is_empty() {
            return writeln!(f, "\nno statistics");
        }
        self.heading(f, "Statistics", statistics.len())?;
        let rows: Vec<_> = statistics
            .iter()
            .map(|statistic| {
                [
                    statistic.figure.clone(),
                    value(statistic),
                    statistic.unit.label.clone(),
                    statistic.measure.as_str().to_owned(),
                    statistic.indicator.label.clone(),
                    statistic
                        .subject
                        .as_ref()
                        .map_or(String::new(), |subject| subject.label.clone()),
                    statistic.period.as_ref().map_or(String::new(), period),
                ]
            })
            .collect();
        let header = [
            "figure",
            "value",
            "unit",
            "measure",
            "indicator",
            "subject",
            "period",
        ];
        f.write_str(&table::draw(header, &rows, self.style.width))
    }

    fn entities(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entities = &self.extraction.entities;
        if entities.is_empty() {
            return Ok(());
        }
        self.heading(f, "Entities", entities.len())?;
        let rows: Vec<_> = entities
            .iter()
            .map(|entity| {
                let attributes: Vec<_> = entity
                    .attributes
                    .iter()
                    .map(|(name, value)| format!("{name}: {}", plain(value)))
                    .collect();
                [
                    entity.kind.as_str().to_owned(),
                    entity.name.clone(),
                    format!("{}×", entity.mentions.len()),
                    attributes.join(" · "),
                ]
            })
            .collect();
        let header = ["type", "name", "mentions", "attributes"];
        f.write_str(&table::draw(header, &rows, self.style.width))
    }

    fn positions(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Extraction {
            positions,
            entities,
            ..
        } = self.extraction;
        if positions.is_empty() {
            return Ok(());
        }
        self.heading(f, "Positions", positions.len())?;
        let name = |id| {
            let entity = entities.iter().find(|entity| Some(entity.id) == id);
            entity.map_or(String::new(), |entity| entity.name.clone())
        };
        let rows: Vec<_> = positions
            .iter()
            .map(|position| {
                [
                    name(Some(position.person)),
                    position.title.clone(),
                    name(position.organization),
                ]
            })
            .collect();
        let header = ["person", "title", "organization"];
        f.write_str(&table::draw(header, &rows, self.style.width))
    }
}

impl Style {
    fn bold(self, text: &str) -> String {
        if self.color {
            format!("\x1b[1m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

fn fields(statistic: &Statistic) -> Vec<(&'static str, String)> {
    let coded = |label: &str, code: Option<&str>| match code {
        Some(code) => format!("{label} ({code})"),
        None => label.to_owned(),
    };
    let mut fields = vec![
        ("value", value(statistic)),
        (
            "unit",
            coded(&statistic.unit.label, statistic.unit.code.as_deref()),
        ),
        ("measure", statistic.measure.as_str().to_owned()),
        (
            "indicator",
            coded(
                &statistic.indicator.label,
                statistic.indicator.code.as_deref(),
            ),
        ),
    ];
    fields.extend(
        statistic
            .modifier
            .map(|modifier| ("modifier", modifier.as_str().to_owned())),
    );
    fields.extend(
        statistic
            .subject
            .iter()
            .map(|subject| ("subject", subject.label.clone())),
    );
    fields.extend(
        statistic
            .place
            .iter()
            .map(|place| ("place", coded(&place.name, Some(&place.code)))),
    );
    fields.extend(statistic.period.iter().map(|stated| {
        let basis = stated.basis.as_str();
        (
            "period",
            format!("{}, {basis} by «{}»", period(stated), stated.text),
        )
    }));
    fields.extend(
        statistic
            .baseline
            .iter()
            .map(|baseline| ("baseline", baseline.clone())),
    );
    fields.push(("rule", statistic.rule.clone()));
    fields
}

fn record(name: &str, fields: &[(&str, String)], style: Style) -> String {
    let lines = fields
        .iter()
        .map(|(field, value)| format!("  {field:<13} {value}\n"));
    format!("\n{}\n{}", style.bold(name), lines.collect::<String>())
}

/// A JSON value without quotes and brackets.
pub fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::Basis;

    #[test]
    fn a_period_is_shown_as_coarsely_as_it_is() {
        for (start, end, shown) in [
            ("2021-01-01", "2022-01-01", "2021"),
            ("2020-01-01", "2026-01-01", "2020 – 2025"),
            ("2022-01-01", "2022-10-01", "2022-01 – 2022-09"),
            ("2022-02-01", "2022-03-01", "2022-02"),
            ("2022-10-23", "2022-10-24", "2022-10-23"),
            ("2017-01-01", "2022-10-24", "2017-01-01 – 2022-10-23"),
        ] {
            let stated = Period {
                start: start.parse().unwrap(),
                end: end.parse().unwrap(),
                text: String::new(),
                basis: Basis::Stated,
            };
            assert_eq!(period(&stated), shown);
        }
    }
}
