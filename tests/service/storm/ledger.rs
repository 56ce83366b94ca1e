//! What the publisher sent, and what must have become of it.

use std::collections::BTreeMap;

use async_nats::HeaderMap;
use async_nats::jetstream::Context;
use chrono::{DateTime, Duration, Utc};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use solieu::jetstream::SCRAPED;
use solieu::message::Reason;
use uuid::Uuid;

use super::dice::Dice;

/// Limits of the run, small so that a message over them is small too.
pub const MAX_BYTES: usize = 65_536;
pub const MAX_BODY_BYTES: usize = 32_768;
/// Titles that begin so are refused by the database of the storm.
const REFUSED: &str = "Bài không lưu được";

/// Publications under way at once.
const SENDING: usize = 16;

/// A message before and after it is sent.
pub struct Letter {
    payload: String,
    /// Why it must be rejected; none for a good one.
    reason: Option<Reason>,
}

impl Letter {
    /// The article of a good one.
    pub fn article(&self) -> Option<Uuid> {
        let message: Value = serde_json::from_str(&self.payload).ok()?;
        Some(solieu::article::id(message["url"].as_str()?))
    }
}

pub struct Ledger {
    dice: Dice,
    /// Every good message once, in the order of composition.
    pub good: Vec<String>,
    /// The sequence of every bad message in the stream.
    pub bad: BTreeMap<u64, Reason>,
    pub duplicates: usize,
    pub revisions: usize,
    /// Makes every text and every time of scraping differ from the others.
    count: i64,
}

impl Ledger {
    pub fn new(seed: u64) -> Self {
        Self {
            dice: Dice(seed),
            good: Vec::new(),
            bad: BTreeMap::new(),
            duplicates: 0,
            revisions: 0,
            count: 0,
        }
    }

    pub fn letters(&mut self, count: usize) -> Vec<Letter> {
        (0..count).map(|_| self.letter()).collect()
    }

    fn letter(&mut self) -> Letter {
        match self.dice.roll(100) {
            0..12 if !self.good.is_empty() => {
                self.duplicates += 1;
                let sent = self.dice.roll(self.good.len());
                good(self.good[sent].clone())
            }
            12..28 if !self.good.is_empty() => self.another_revision(),
            28..38 => self.bad(),
            _ => {
                let url = format!("https://bao.example/xa-{}", self.count);
                self.article(&url)
            }
        }
    }

    /// A new text of an article that was sent before, scraped before or after it.
    pub fn another_revision(&mut self) -> Letter {
        self.revisions += 1;
        let sent = self.dice.roll(self.good.len());
        let sent: Value = serde_json::from_str(&self.good[sent]).unwrap();
        self.article(sent["url"].as_str().unwrap())
    }

    /// A message that ends, upsets or hangs the process that reads it: see `TRIGGERS` of the storm.
    pub fn poison(&mut self, trigger: &str) -> Letter {
        let mut message = self.compose(&format!("https://bao.example/{trigger}/{}", self.count));
        message["author"] = trigger.into();
        Letter {
            payload: message.to_string(),
            reason: Some(Reason::AttemptsExhausted),
        }
    }

    fn article(&mut self, url: &str) -> Letter {
        let payload = self.compose(url).to_string();
        self.good.push(payload.clone());
        good(payload)
    }

    fn compose(&mut self, url: &str) -> Value {
        self.count += 1;
        let offset = match self.dice.roll(2) {
            0 => self.count,
            _ => -self.count,
        };
        let scraped_at = DateTime::UNIX_EPOCH + Duration::days(19_800) + Duration::minutes(offset);
        json!({
            "url": url,
            "title": format!("Kết quả thi đua đợt {}", self.count),
            "body": self.body(),
            "scraped_at": scraped_at.to_rfc3339(),
        })
    }

    fn body(&mut self) -> String {
        let count = self.count;
        let mut n = |from: usize, to: usize| from + self.dice.roll(to - from);
        let mut sentences = vec![
            format!(
                "Sáng {}/5, Đảng ủy xã tổ chức hội nghị tổng kết công tác năm 2023.",
                n(1, 28)
            ),
            format!(
                "Thu ngân sách trên địa bàn đạt {},{} tỷ đồng, bằng {}% so với cùng kỳ năm trước.",
                n(3, 90),
                n(1, 9),
                n(95, 130)
            ),
            format!(
                "Toàn xã có {} đảng viên sinh hoạt tại {} chi bộ.",
                n(120, 900),
                n(6, 30)
            ),
            format!(
                "Tỷ lệ hộ nghèo giảm từ {},{}% xuống còn {}%.",
                n(5, 9),
                n(1, 9),
                n(1, 5)
            ),
            format!(
                "Diện tích lúa đông xuân đạt {} ha, năng suất bình quân {},{} tạ/ha.",
                n(200, 990),
                n(52, 70),
                n(1, 9)
            ),
            format!(
                "Đồng chí Nguyễn Văn An, Bí thư Đảng ủy xã, cho biết xã đã giải ngân {} triệu đồng cho {} hộ dân.",
                n(100, 990),
                n(12, 90)
            ),
        ];
        sentences.truncate(n(2, 7));
        // the number is the article's own, so that no two texts are alike
        sentences.push(format!("Cả đợt trồng được {} cây xanh.", 1000 + count));
        sentences.join("\n")
    }

    /// One of ten kinds of bad messages, or a good one that the database refuses.
    fn bad(&mut self) -> Letter {
        let mut message = self.compose("https://bao.example/hong");
        let body = message["body"].as_str().unwrap().to_owned();
        let (reason, payload) = match self.dice.roll(11) {
            0 => (
                Reason::InvalidJson,
                format!("{{\"url\": \"https://bao.example/{}", self.count),
            ),
            1 => (
                Reason::InvalidJson,
                json!(["url", "body", self.count]).to_string(),
            ),
            kind => {
                let (reason, field, value) = match kind {
                    2 => (Reason::InvalidField, "url", Value::Null),
                    3 => (Reason::InvalidField, "body", self.count.into()),
                    4 => (Reason::InvalidField, "body", format!("{body}\0").into()),
                    5 => {
                        let day = Utc::now() + Duration::days(30);
                        (Reason::InvalidField, "scraped_at", day.to_rfc3339().into())
                    }
                    6 => (Reason::TooLarge, "extra", "x".repeat(MAX_BYTES).into()),
                    7 => (
                        Reason::TooLarge,
                        "body",
                        body.repeat(1 + MAX_BODY_BYTES / body.len()).into(),
                    ),
                    8 => (Reason::UnsupportedLanguage, "language", "en".into()),
                    9 => {
                        let body: String = body.bytes().map(char::from).collect();
                        (Reason::Mojibake, "body", body.into())
                    }
                    _ => (
                        Reason::AttemptsExhausted,
                        "title",
                        format!("{REFUSED} {}", self.count).into(),
                    ),
                };
                message[field] = value;
                (reason, message.to_string())
            }
        };
        Letter {
            payload,
            reason: Some(reason),
        }
    }

    /// Notes the sequences of what was sent.
    pub fn note(&mut self, sent: Vec<(u64, Letter)>) {
        let bad = sent
            .into_iter()
            .filter_map(|(sequence, letter)| Some((sequence, letter.reason?)));
        self.bad.extend(bad);
    }
}

fn good(payload: String) -> Letter {
    Letter {
        payload,
        reason: None,
    }
}

/// Publishes until the stream has acknowledged every letter, each under one id.
pub async fn send(context: &Context, letters: Vec<Letter>) -> Vec<(u64, Letter)> {
    stream::iter(letters)
        .map(async |letter| (send_one(context, &letter).await, letter))
        .buffer_unordered(SENDING)
        .collect()
        .await
}

async fn send_one(context: &Context, letter: &Letter) -> u64 {
    let mut headers = HeaderMap::new();
    headers.insert("Nats-Msg-Id", Uuid::now_v7().to_string());
    loop {
        let subject = format!("{SCRAPED}.bao_example");
        let payload = letter.payload.clone().into();
        let published = context.publish_with_headers(subject, headers.clone(), payload);
        if let Ok(acknowledgement) = published.await
            && let Ok(acknowledgement) = acknowledgement.await
        {
            return acknowledgement.sequence;
        }
        // the server is away
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
