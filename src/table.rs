//! Rows of text in, a table that fits a terminal out: columns aligned by what is seen, not by bytes.
//!
//! ```
//! let rows = [["86".to_owned(), "đảng viên".to_owned()]];
//! assert_eq!(solieu::table::draw(["figure", "unit"], &rows, 80), "figure  unit\n86      đảng viên\n");
//! ```

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const GAP: usize = 2;

/// Columns that a table is never squeezed below.
const NARROWEST: usize = 8;

/// Draws a header and rows in at most `width` columns; what does not fit ends in `…`.
pub fn draw<'a>(
    header: impl AsRef<[&'a str]>,
    rows: &[impl AsRef<[String]>],
    width: usize,
) -> String {
    let header = header.as_ref();
    let mut widths: Vec<usize> = header.iter().map(|cell| cell.width()).collect();
    for row in rows {
        for (column, cell) in widths.iter_mut().zip(row.as_ref()) {
            *column = (*column).max(cell.width());
        }
    }
    let available = width.saturating_sub(GAP * header.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > available {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => break,
        }
    }
    let mut table = String::new();
    line(&mut table, header.iter().copied(), &widths);
    for row in rows {
        line(&mut table, row.as_ref().iter().map(String::as_str), &widths);
    }
    table
}

fn line<'a>(table: &mut String, cells: impl Iterator<Item = &'a str>, widths: &[usize]) {
    let mut line = String::new();
    for (cell, width) in cells.zip(widths) {
        let cell = fit(cell, *width);
        let padding = width - cell.width() + GAP;
        line.push_str(&cell);
        line.extend(std::iter::repeat_n(' ', padding));
    }
    table.push_str(line.trim_end());
    table.push('\n');
}

/// A cell in at most `width` columns and on one line.
fn fit(cell: &str, width: usize) -> String {
    let cell = cell.replace(|character: char| character.is_control(), " ");
    if cell.width() <= width {
        return cell;
    }
    let mut shown = String::new();
    let mut columns = 0;
    for character in cell.chars() {
        columns += character.width().unwrap_or(0);
        if columns >= width {
            break;
        }
        shown.push(character);
    }
    shown.push('…');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_cells_give_way_and_marks_take_no_column() {
        let rows = [
            [
                "1".to_owned(),
                "đơn vị sự nghiệp công lập\ntrên địa bàn".to_owned(),
            ],
            ["1000".to_owned(), "ha\u{301} b".to_owned()],
        ];
        let table = draw(["a", "b"], &rows, 20);
        assert_eq!(table, "a     b\n1     đơn vị sự ngh…\n1000  ha\u{301} b\n");
        assert!(table.lines().all(|line| line.width() <= 20));
    }
}
