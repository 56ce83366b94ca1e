//! Articles of real length for measurements: paragraphs of our own articles, put together anew, the same at every run.
//!
//! Three bytes of every four are prose without figures, so that an article of 2 to 12 KB reports some 10 to 60 of them.
//! Real ones report fewer (28 whole pages: 3 in a thousand bytes, these 4 to 5).

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// Shortest and longest body, in bytes.
const LENGTHS: [usize; 2] = [2_000, 12_000];
/// What an article says without a figure, a paragraph on each line.
const PROSE: &str = include_str!("prose.txt");
/// One byte of so many is of a paragraph with figures.
const SHARE: usize = 4;

/// `number` scraped messages; no two have the same text.
pub fn messages(number: usize) -> Vec<String> {
    let (told, prose) = (paragraphs(), PROSE.lines().collect::<Vec<_>>());
    let mut random = Random(20_221_023);
    (0..number)
        .map(|i| {
            let length = LENGTHS[0] + random.below(LENGTHS[1] - LENGTHS[0]);
            let mut body = format!("Bản tin số {i}.");
            let mut figures = 0;
            while body.len() < length {
                body.push('\n');
                if SHARE * figures < body.len() {
                    let paragraph = &told[random.below(told.len())];
                    figures += paragraph.len();
                    body.push_str(paragraph);
                } else {
                    body.push_str(prose[random.below(prose.len())]);
                }
            }
            json!({
                "url": format!("https://bao.example/ban-tin-{i}.html"),
                "title": told[random.below(told.len())].split('.').next(),
                "published_at": "2022-10-23",
                "scraped_at": "2022-10-23T08:00:00+07:00",
                "body": body,
            })
            .to_string()
        })
        .collect()
}

/// The paragraphs with figures, those of the articles that come with the project.
fn paragraphs() -> Vec<String> {
    let mut paragraphs: Vec<String> = ["samples", "tests/gold/articles"]
        .iter()
        .flat_map(|folder| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            fs::read_dir(folder).unwrap()
        })
        .flat_map(|file| {
            let path = file.unwrap().path();
            let content = fs::read(&path).unwrap();
            solieu::file::messages(&path.to_string_lossy(), &content).unwrap()
        })
        .flat_map(|message| {
            let message: Value = serde_json::from_slice(&message).unwrap();
            let body = message["body"].as_str().unwrap_or_default().to_owned();
            body.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .filter(|line| line.len() > 60)
        .collect();
    paragraphs.sort();
    paragraphs
}

/// The generator of Numerical Recipes: good enough to shuffle, the same everywhere.
struct Random(u32);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % limit
    }
}
