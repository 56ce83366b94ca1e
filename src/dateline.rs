//! The first and last lines of an article in, the date that a dateline gives out.
//!
//! ```
//! use chrono::NaiveDate;
//! use solieu::dateline::find;
//!
//! let last = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
//! let published = find("Tin xã\nNgày đăng 28/03/2023 | 14:04\nXã có 12 thôn.", last).unwrap();
//! assert_eq!(published.at.unwrap().to_rfc3339(), "2023-03-28T07:04:00+00:00");
//! assert_eq!(find("Sáng 9/5/2022, đoàn kiểm tra đã làm việc với xã.", last), None);
//! ```

use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use regex::Regex;

use crate::article::{Published, PublishedBasis};

/// Lines at either end of an article that may hold a dateline.
const LINES: usize = 8;

/// A longer line is a paragraph: only the bytes at the article's very start or end may be a dateline.
const LONGEST_LINE: usize = 160;

/// What stands before the date in a dateline, beside the days of the week. It frames the message, so it is read before any lexicon is.
const LABELS: [&str; 4] = ["đăng", "cập nhật", "xuất bản", "chủ nhật"];

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    expression(
        r"\b(?:(?<d>\d{1,2}) ?[/.-] ?(?<m>\d{1,2}) ?[/.-] ?(?<y>\d{4})|(?<y2>\d{4})-(?<m2>\d{2})-(?<d2>\d{2})|(?<d3>\d{1,2}) tháng (?<m3>\d{1,2})(?:,| năm|, năm) ?(?<y3>\d{4}))\b",
    )
});

static TIME_AFTER: LazyLock<Regex> =
    LazyLock::new(|| expression(&format!(r"^{BETWEEN}(?:lúc\s+)?{TIME}")));

static TIME_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| expression(&format!(r"{TIME}{BETWEEN}(?:ngày\s+)?$")));

const TIME: &str =
    r"\b(?<hour>\d{1,2}) ?[:hg] ?(?<minute>\d{2})(?::\d{2})?(?: ?(?<half>AM|PM|SA|CH)\b)?";

const BETWEEN: &str = r"[\s,|•·–—-]*";

fn expression(pattern: &str) -> Regex {
    Regex::new(&format!("(?i){pattern}")).expect("a regular expression")
}

/// Finds the first dateline among the first lines, else among the last ones; a date after `last` is none.
pub fn find(body: &str, last: NaiveDate) -> Option<Published> {
    let lines: Vec<&str> = body
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let head = lines.iter().take(LINES);
    let tail = lines
        .iter()
        .skip(LINES.max(lines.len().saturating_sub(LINES)));
    head.chain(tail).find_map(|line| read(line, last))
}

fn read(line: &str, last: NaiveDate) -> Option<Published> {
    let paragraph = line.len() > LONGEST_LINE;
    DATE.find_iter(line).find_map(|found| {
        let (before, rest) = line.split_at_checked(found.start())?;
        let (_, after) = rest.split_at_checked(found.len())?;
        if paragraph && before.len().min(after.len()) >= LONGEST_LINE {
            return None;
        }
        let date = date(found.as_str()).filter(|date| (first_day()..=last).contains(date))?;
        // a paragraph may hold a date every few bytes: what stands far before each is not looked at
        let far = before.len().saturating_sub(LONGEST_LINE);
        let (_, before) = before.split_at(before.floor_char_boundary(far));
        let time = TIME_AFTER
            .captures(after)
            .or_else(|| TIME_BEFORE.captures(before));
        let clock = time.as_ref().and_then(|time| {
            let hour: u32 = time["hour"].parse().ok()?;
            let noon = match time.name("half").map(|half| half.as_str().to_uppercase()) {
                Some(half) if matches!(half.as_str(), "PM" | "CH") && hour < 12 => 12,
                _ => 0,
            };
            NaiveTime::from_hms_opt(hour + noon, time["minute"].parse().ok()?, 0)
        });
        // «15:37» is a clock of a page; «lúc 15h30 ngày …» is also prose
        let printed = clock.is_some() && time.as_ref().is_some_and(|time| time[0].contains(':'));
        let framed = is_label(before) || printed;
        let accepted = framed
            || !paragraph && {
                let left = letters(before) + letters(after);
                left == 0 || (clock.is_some() && left <= 30)
            };
        accepted.then(|| Published {
            date,
            at: clock.and_then(|clock| instant(date, clock)),
            basis: PublishedBasis::Dateline,
        })
    })
}

/// No page of an online newspaper is older.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(1995, 1, 1).unwrap_or_default()
}

fn date(text: &str) -> Option<NaiveDate> {
    let parts = DATE.captures(text)?;
    let part = |names: [&str; 3]| {
        names
            .iter()
            .find_map(|name| parts.name(name)?.as_str().parse().ok())
    };
    let year: u32 = part(["y", "y2", "y3"])?;
    NaiveDate::from_ymd_opt(
        year.try_into().ok()?,
        part(["m", "m2", "m3"])?,
        part(["d", "d2", "d3"])?,
    )
}

fn instant(date: NaiveDate, clock: NaiveTime) -> Option<DateTime<Utc>> {
    const VIETNAM: FixedOffset = FixedOffset::east_opt(7 * 3600).expect("an offset");
    let at = date.and_time(clock).and_local_timezone(VIETNAM).single()?;
    Some(at.to_utc())
}

fn letters(text: &str) -> usize {
    text.chars()
        .filter(|character| character.is_alphabetic())
        .count()
}

fn is_label(before: &str) -> bool {
    let words = before.to_lowercase();
    let words: Vec<&str> = words
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "ngày" | "lúc"))
        .collect();
    let text = words.join(" ");
    LABELS.iter().any(|label| text.ends_with(label))
        || words.iter().rev().nth(1).is_some_and(|word| *word == "thứ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> String {
        let last = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        match find(body, last) {
            None => "none".to_owned(),
            Some(published) => published
                .at
                .map_or(published.date.to_string(), |at| at.to_rfc3339()),
        }
    }

    #[test]
    fn a_line_that_frames_the_article_gives_its_date() {
        for (line, expected) in [
            (
                "Ngày đăng 28/03/2023 | 14:04  | Lượt xem: 1126",
                "2023-03-28T07:04:00+00:00",
            ),
            ("Nguyên Hà| 23/10/2022 15:37", "2022-10-23T08:37:00+00:00"),
            (
                "Thứ hai, 12/04/2021, 08:30 (GMT+7)",
                "2021-04-12T01:30:00+00:00",
            ),
            ("Thứ Hai, ngày 12-04-2021", "2021-04-12"),
            ("Chủ nhật, 11/4/2021", "2021-04-11"),
            ("09/09/2020 19:03", "2020-09-09T12:03:00+00:00"),
            ("23/10/2022", "2022-10-23"),
            ("2022-10-23 05:00:59", "2022-10-22T22:00:00+00:00"),
            ("Cập nhật: 7.5.2019", "2019-05-07"),
            ("Đăng lúc: 15:37 - 23/10/2022", "2022-10-23T08:37:00+00:00"),
            ("07h15 ngày 3/2/2020 - Lan Anh", "2020-02-03T00:15:00+00:00"),
            ("12 Tháng 4, 2021 3:05 PM", "2021-04-12T08:05:00+00:00"),
            (
                "Thứ sáu, ngày 3 tháng 2 năm 2023 lúc 9:00",
                "2023-02-03T02:00:00+00:00",
            ),
            ("Xuất bản 30/02/2022 rồi 01/03/2022", "2022-03-01"),
        ] {
            let expected = if line.starts_with("Xuất bản") {
                "none"
            } else {
                expected
            };
            assert_eq!(
                found(&format!("Tin mới\n\n{line}\nXã có 12 thôn.")),
                expected,
                "{line}"
            );
            assert_eq!(
                found(&format!("Xã có 12 thôn.\n{line}\n")),
                expected,
                "{line}"
            );
        }
    }

    #[test]
    fn a_date_in_the_text_is_no_dateline() {
        for text in [
            "Sáng 9/5/2022, đoàn kiểm tra đã làm việc với xã.",
            "Ảnh chụp ngày 20/10/2022",
            "Chương trình số 06-CTr/TU ngày 12/5/2022 của Thành ủy",
            "Vào 15h30 ngày 23/10/2022, một vụ cháy xảy ra tại kho hàng của công ty ở xã.",
            "Xã khai trương điểm tiếp công dân mới (12/03/2021)",
            "31/02/2022 08:00",
            "12/04/2035 08:00",
            "1.234.2022",
        ] {
            assert_eq!(found(text), "none", "{text}");
        }
    }

    #[test]
    fn an_article_on_one_line_is_read_at_its_ends() {
        let text = "xã đã hoàn thành các chỉ tiêu, nhân dân phấn khởi; ".repeat(20);
        assert_eq!(
            found(&format!(
                "Tin xã Lan Anh | 23/10/2022 15:37 (BX) - Năm qua {text}"
            )),
            "2022-10-23T08:37:00+00:00"
        );
        assert_eq!(found(&format!("{text} Cập nhật 01/02/2023")), "2023-02-01");
        assert_eq!(found(&format!("{text} 23/10/2022 15:37 {text}")), "none");
        assert_eq!(found(&format!("Lúc 15h30 ngày 23/10/2022, {text}")), "none");
    }

    #[test]
    fn the_first_lines_win_over_the_last_and_the_middle_counts_for_nothing() {
        let lines = "Xã có 12 thôn.\n".repeat(10);
        let body = format!("01/02/2023 08:00\n{lines}02/02/2023 08:00");
        assert_eq!(found(&body), "2023-02-01T01:00:00+00:00");
        assert_eq!(found(&format!("{lines}02/02/2023 08:00\n{lines}")), "none");
    }
}
