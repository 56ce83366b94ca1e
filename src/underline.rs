//! A text and the spans found in it in, the text with every span underlined out.

use std::fmt;

use unicode_width::UnicodeWidthChar;

use crate::extraction::{EntityType, Extraction};
use crate::render::Style;

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

/// Which mark means what.
pub fn legend(style: Style) -> String {
    let marks = Mark::ALL.map(|mark| {
        if style.color {
            format!("\x1b[{}m{}\x1b[0m", mark.rendition(), mark.name())
        } else {
            format!("{} {}", mark.sign(), mark.name())
        }
    });
    marks.join("   ")
}

/// A text whose figures and entities are underlined where it is displayed.
pub struct Marked<'a> {
    /// The text that the spans count in.
    pub body: &'a str,
    /// What was found in it.
    pub extraction: &'a Extraction,
    /// How it is drawn.
    pub style: Style,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::{Entity, Mention};
    use uuid::Uuid;

    fn drawn(body: &str, (start, end): (u32, u32), style: Style) -> String {
        let place = Entity {
            id: Uuid::nil(),
            kind: EntityType::Place,
            key: String::new(),
            name: String::new(),
            attributes: [].into(),
            mentions: vec![Mention {
                start,
                end,
                text: String::new(),
            }],
        };
        let extraction = Extraction {
            entities: vec![place],
            ..Extraction::default()
        };
        Marked {
            body,
            extraction: &extraction,
            style,
        }
        .to_string()
    }

    #[test]
    fn signs_stand_under_what_they_mark_also_across_rows_and_in_nfd() {
        let style = Style {
            width: 12,
            color: false,
        };
        assert_eq!(
            drawn("ở huyện Yên Thành\ncó mưa", (2, 17), style),
            "ở huyện Yên\n  ~~~~~~~~~\nThành\n~~~~~\ncó mưa\n"
        );
        assert_eq!(
            drawn("ở xa\u{303} X", (2, 7), style),
            "ở xa\u{303} X\n  ~~~~\n"
        );
    }

    #[test]
    fn a_span_that_the_text_does_not_have_is_not_drawn() {
        let style = Style {
            width: 12,
            color: true,
        };
        assert_eq!(drawn("ở xã", (2, 9), style), "ở xã\n");
        assert_eq!(
            drawn("ở xã", (2, 4), style),
            "ở \u{1b}[0m\u{1b}[4;32mxã\u{1b}[0m\n"
        );
    }
}
