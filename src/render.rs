//! An article and what was found in it in, a page to read in a terminal out.

use std::fmt;

use unicode_width::UnicodeWidthChar;

use crate::article::Article;
use crate::extraction::{EntityType, Extraction, Modifier, Period, Statistic};
use crate::table;

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

/// A text with its figures and entities underlined, and every field of every record with the rules that made it.
pub fn explanation(article: &Article, extraction: &Extraction, style: Style) -> String {
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

/// First and last day.
pub fn period(period: &Period) -> String {
    match period.end.pred_opt() {
        Some(last) if last > period.start => format!("{} – {last}", period.start),
        _ => period.start.to_string(),
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

/// What a code point belongs to; a figure inside an entity shows as a figure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Figure,
    Entity(EntityType),
}

impl Mark {
    const ALL: [Self; 5] = [
        Self::Figure,
        Self::Entity(EntityType::Person),
        Self::Entity(EntityType::Organization),
        Self::Entity(EntityType::Place),
        Self::Entity(EntityType::Document),
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Entity(kind) => kind.as_str(),
        }
    }

    fn sign(self) -> char {
        match self {
            Self::Figure => '^',
            Self::Entity(EntityType::Person) => '=',
            Self::Entity(EntityType::Organization) => '-',
            Self::Entity(EntityType::Place) => '~',
            Self::Entity(EntityType::Document) => '#',
        }
    }

    /// Parameters of «select graphic rendition» in ECMA-48: underlined and of one color.
    fn rendition(self) -> &'static str {
        match self {
            Self::Figure => "1;4;33",
            Self::Entity(EntityType::Person) => "4;35",
            Self::Entity(EntityType::Organization) => "4;36",
            Self::Entity(EntityType::Place) => "4;32",
            Self::Entity(EntityType::Document) => "4;34",
        }
    }
}

fn legend(style: Style) -> String {
    let marks = Mark::ALL.map(|mark| {
        if style.color {
            format!("\x1b[{}m{}\x1b[0m", mark.rendition(), mark.name())
        } else {
            format!("{} {}", mark.sign(), mark.name())
        }
    });
    marks.join("   ")
}

struct Marked<'a> {
    body: &'a str,
    extraction: &'a Extraction,
    style: Style,
}

type Cell = (char, Option<Mark>);

impl Marked<'_> {
    fn cells(&self) -> Vec<Cell> {
        let mut cells: Vec<Cell> = self.body.chars().map(|c| (c, None)).collect();
        let entities = self.extraction.entities.iter().flat_map(|entity| {
            let spans = entity.mentions.iter().map(|m| (m.start, m.end));
            spans.map(|span| (span, Mark::Entity(entity.kind)))
        });
        let figures = self.extraction.statistics.iter();
        let figures = figures.map(|s| ((s.start, s.end), Mark::Figure));
        for ((start, end), mark) in entities.chain(figures) {
            for cell in cells
                .get_mut(start as usize..end as usize)
                .unwrap_or_default()
            {
                cell.1 = Some(mark);
            }
        }
        cells
    }
}

impl fmt::Display for Marked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.cells().split(|(character, _)| *character == '\n') {
            for row in wrap(line, self.style.width) {
                if self.style.color {
                    write_colored(f, row)?;
                } else {
                    write_underlined(f, row)?;
                }
            }
        }
        Ok(())
    }
}

fn columns(cell: Cell) -> usize {
    cell.0.width().unwrap_or(0)
}

/// Breaks a line at spaces into rows of at most `width` columns; a longer word stands alone.
fn wrap(line: &[Cell], width: usize) -> Vec<&[Cell]> {
    let mut rows = Vec::new();
    let mut rest = line;
    loop {
        let mut used = 0;
        let mut space = None;
        let mut end = rest.len();
        for (index, cell) in rest.iter().enumerate() {
            used += columns(*cell);
            if cell.0 == ' ' {
                space = Some(index);
            }
            if used > width && space.is_some() {
                end = space.unwrap_or(index);
                break;
            }
        }
        let (row, remainder) = rest.split_at(end);
        rows.push(row);
        match remainder.split_first() {
            Some((_, next)) => rest = next,
            None => return rows,
        }
    }
}

fn write_colored(f: &mut fmt::Formatter<'_>, row: &[Cell]) -> fmt::Result {
    let mut current = None;
    for (character, mark) in row {
        if *mark != current {
            f.write_str("\x1b[0m")?;
            if let Some(mark) = mark {
                write!(f, "\x1b[{}m", mark.rendition())?;
            }
            current = *mark;
        }
        write!(f, "{character}")?;
    }
    writeln!(f, "{}", if current.is_some() { "\x1b[0m" } else { "" })
}

fn write_underlined(f: &mut fmt::Formatter<'_>, row: &[Cell]) -> fmt::Result {
    let text: String = row.iter().map(|(character, _)| character).collect();
    writeln!(f, "{}", text.trim_end())?;
    let signs: String = row
        .iter()
        .flat_map(|cell| std::iter::repeat_n(cell.1.map_or(' ', Mark::sign), columns(*cell)))
        .collect();
    match signs.trim_end() {
        "" => Ok(()),
        signs => writeln!(f, "{signs}"),
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
        .map(|(field, value)| format!("  {field:<10} {value}\n"));
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
