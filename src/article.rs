//! A checked article, and what identifies it: canonical URL, id, hash of its content.
//!
//! ```
//! use solieu::article::canonical_url;
//!
//! let url = canonical_url("HTTPS://Bao.example:443/tin?id=7&utm_source=zalo#binh-luan").unwrap();
//! assert_eq!(url, "https://bao.example/tin?id=7");
//! ```

use std::borrow::Cow;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use regex::{Regex, bytes};
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use url::Url;
use uuid::Uuid;

/// One article in one state of its text, checked and in NFC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// UUIDv5 of the canonical URL.
    pub id: Uuid,
    /// Canonical URL.
    pub url: String,
    /// The outlet: the message's `source`, or the host of the URL.
    pub source: String,
    /// Headline, in NFC.
    pub title: Option<String>,
    /// Byline as sent.
    pub author: Option<String>,
    /// The received body in NFC and nothing else.
    pub body: String,
    /// When the article appeared, if known.
    pub published: Option<Published>,
    /// When the scraper fetched it.
    pub scraped_at: DateTime<Utc>,
    /// SHA-256 of the normalized title and body.
    pub content_hash: [u8; 32],
}

impl Article {
    /// UUIDv5 of the content hash in the article's namespace: names this state of this article.
    pub fn state_id(&self) -> Uuid {
        Uuid::new_v5(&self.id, &self.content_hash)
    }
}

/// When an article appeared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// The day in Vietnam (UTC+7).
    pub date: NaiveDate,
    /// The instant, where more than the day is known.
    pub at: Option<DateTime<Utc>>,
    /// Where the date comes from.
    pub basis: PublishedBasis,
}

/// Where a publication date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublishedBasis {
    /// `published_at` of the message.
    Message,
    /// A dateline in the first or last lines of the body.
    Dateline,
}

impl PublishedBasis {
    /// The name used in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Dateline => "dateline",
        }
    }
}

impl Article {
    /// The article's token in subjects: the host of its URL with `_` for every dot.
    pub fn subject_token(&self) -> String {
        subject_token(&self.url)
    }
}

/// The token of a URL's host in `articles.scraped.v1.<source>`: lower-case ASCII without dots, spaces or wildcards.
pub fn subject_token(url: &str) -> String {
    host(url)
        .to_lowercase()
        .replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_")
}

/// The host of a canonical URL.
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// Bytes of a URL that a B-tree of Postgres can still index.
const LONGEST_URL: usize = 2048;

/// Parameters that say how a reader came to the page; also everything that begins with `utm_`.
const TRACKING: [&str; 16] = [
    "_ga",
    "_gl",
    "dclid",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "igshid",
    "mc_cid",
    "mc_eid",
    "msclkid",
    "ttclid",
    "twclid",
    "wbraid",
    "zarsrc",
];

/// Brings the addresses under which one page is linked to one form: host in lower case; no user, default port, fragment or tracking parameter.
///
/// # Errors
/// Says in words what is wrong with an address that is not absolute http(s).
pub fn canonical_url(text: &str) -> Result<String, String> {
    let mut url = Url::parse(text).map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("scheme {} is not http or https", url.scheme()));
    }
    url.set_fragment(None);
    // both fail only for URLs without a host, which http(s) cannot be
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let kept: Vec<&str> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|parameter| !parameter.is_empty() && !is_tracking(parameter))
        .collect();
    let query = Some(kept.join("&")).filter(|query| !query.is_empty());
    url.set_query(query.as_deref());
    if url.as_str().len() > LONGEST_URL {
        return Err(format!(
            "{} bytes (limit {LONGEST_URL})",
            url.as_str().len()
        ));
    }
    Ok(url.into())
}

/// An address, however wrong, without user and password.
///
/// ```
/// use solieu::article::without_user;
///
/// assert_eq!(without_user("ftp://nguoi:mat-khau@bao.example/a@b"), "ftp://bao.example/a@b");
/// ```
pub fn without_user(address: &str) -> Cow<'_, str> {
    static USER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^([\s[:cntrl:]]*(?:https?:[/\\]*|[a-z0-9+.-]+:[/\\]{2})?)[^/\\?#]*@")
            .expect("a valid pattern")
    });
    USER.replace(address, "$1")
}

/// A message without user and password in its `url`; every other byte stays, also where the JSON is broken.
///
/// ```
/// use solieu::article::message_without_user;
///
/// let message = br#"{"url": "ftp://nguoi:mat-khau@bao.example/", "body": "a@b"}"#;
/// assert_eq!(*message_without_user(message), *br#"{"url": "ftp://bao.example/", "body": "a@b"}"#);
/// ```
pub fn message_without_user(message: &[u8]) -> Cow<'_, [u8]> {
    // as `without_user`; slashes may be escaped in JSON, backslashes and line breaks are
    static USER: LazyLock<bytes::Regex> = LazyLock::new(|| {
        let blank = r"(?:\s|\\[bfnrt]|\\u00[01][0-9a-f])*";
        let slash = r"(?:\\\\|\\?/)";
        bytes::Regex::new(&format!(
            r#"(?i-u)("url"\s*:\s*"{blank}(?:https?:{slash}*|[a-z0-9+.-]+:{slash}{{2}})?)(?:[^"/?#\\]|\\[^/\\])*@"#
        ))
        .expect("a valid pattern")
    });
    USER.replace_all(message, b"$1")
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter
        .split('=')
        .next()
        .unwrap_or(parameter)
        .to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

/// UUIDv5 of a canonical URL in the URL namespace of RFC 9562.
pub fn id(canonical_url: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, canonical_url.as_bytes())
}

/// A text in NFC.
pub fn composed(text: &str) -> Cow<'_, str> {
    if is_composed(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

fn is_composed(text: &str) -> bool {
    text.chars().all(is_plain) || is_nfc(text)
}

/// Letters and signs of Vietnamese texts, which are in NFC whatever stands beside them: no look at the tables of all scripts.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | 'Ḁ'..='ỿ' | '‐'..='‧')
}

/// SHA-256 of title, line feed and body, so normalized that the same words sent in another way are the same revision.
///
/// Normalized is: NFC; every run of white space one space, none at the ends; no zero-width characters or soft hyphens; `Ð` (U+00D0) as `Đ`.
pub fn content_hash(title: Option<&str>, body: &str) -> [u8; 32] {
    let title = normalized(title.unwrap_or_default());
    Sha256::digest(format!("{title}\n{}", normalized(body))).into()
}

fn normalized(text: &str) -> String {
    let is_invisible = |c| {
        matches!(
            c,
            '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'
        )
    };
    let mut joined = String::with_capacity(text.len());
    let mut parted = false;
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() {
            parted = !joined.is_empty();
            continue;
        }
        if std::mem::take(&mut parted) {
            joined.push(' ');
        }
        joined.push(match c {
            'Ð' => 'Đ',
            'ð' => 'đ',
            c => c,
        });
    }
    composed(&joined).into_owned()
}

/// For each code point of the NFC form of `received`, and for its end, the code point of `received` it comes from;
/// none where `received` is in NFC already.
///
/// ```
/// assert_eq!(solieu::article::received_offsets("xã"), None);
/// assert_eq!(solieu::article::received_offsets("xa\u{303} 5"), Some(vec![0, 1, 3, 4, 5]));
/// ```
pub fn received_offsets(received: &str) -> Option<Vec<u32>> {
    if is_composed(received) {
        return None;
    }
    let mut offsets = Vec::with_capacity(received.len());
    let (mut cluster, mut start, mut next) = (String::new(), 0, 0);
    for c in received.chars().chain(std::iter::once('\0')) {
        if !is_combining_mark(c) {
            offsets.extend(cluster.nfc().map(|_| start));
            cluster.clear();
            start = next;
        }
        cluster.push(c);
        next += 1;
    }
    offsets.push(start);
    Some(offsets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_characters_are_in_nfc_in_any_order() {
        let plain: String = ('\0'..=char::MAX).filter(|c| is_plain(*c)).collect();
        let turned: String = plain.chars().rev().collect();
        assert!(is_nfc(&plain) && is_nfc(&turned));
        for part in ['\u{301}', '\u{340}', '\u{2126}'] {
            assert!(!is_plain(part));
        }
        assert_eq!(composed("xa\u{303} Å"), "xã Å");
    }

    #[test]
    fn one_page_has_one_canonical_url() {
        for (sent, canonical) in [
            ("https://a.vn", "https://a.vn/"),
            ("HTTPS://A.VN/Tin", "https://a.vn/Tin"),
            ("  http://a.vn:80/tin \n", "http://a.vn/tin"),
            ("http://a.vn:8080/tin", "http://a.vn:8080/tin"),
            ("https://me:pw@a.vn/tin#cmt", "https://a.vn/tin"),
            (
                "https://a.vn/t?utm_source=x&id=2&fbclid=y",
                "https://a.vn/t?id=2",
            ),
            ("https://a.vn/t?UTM_Medium=x&gclid=1", "https://a.vn/t"),
            ("https://a.vn/t?", "https://a.vn/t"),
            ("https://a.vn/t?b=1&a=2&&", "https://a.vn/t?b=1&a=2"),
            (
                "https://a.vn/t?q=%C4%90%E1%BA%A3ng",
                "https://a.vn/t?q=%C4%90%E1%BA%A3ng",
            ),
            ("https://a.vn/tin tức", "https://a.vn/tin%20t%E1%BB%A9c"),
            ("https://a.vn/x/../tin", "https://a.vn/tin"),
            ("https://báo.vn/tin", "https://xn--bo-mia.vn/tin"),
        ] {
            assert_eq!(canonical_url(sent).as_deref(), Ok(canonical), "{sent}");
        }
    }

    #[test]
    fn a_user_is_taken_out_of_every_address_that_is_read() {
        for sent in [
            "https://nguoi:geheim@a.vn/x",
            "HTTPS://geheim@a.vn/x",
            "https:/nguoi:geheim@a.vn/x",
            "https:nguoi:geheim@a.vn/x",
            "https:////nguoi:geheim@a.vn/x",
            "https:\\\\nguoi:geheim@a.vn/x",
            "https:/\\nguoi:geheim@a.vn\\x",
            "https://nguoi:ge@heim:geheim@a.vn/x",
            "https://nguoi:%C3%A1geheim@a.vn/x",
            "https://nguoi:á\"geheim@a.vn/x",
            " https://nguoi:geheim@a.vn/x",
            "\r\n\t https:/nguoi:geheim@a.vn/x",
            "\u{1}\u{1f}https://nguoi:geheim@a.vn/x",
        ] {
            assert_eq!(
                canonical_url(sent).as_deref(),
                Ok("https://a.vn/x"),
                "{sent}"
            );
            let shown = without_user(sent);
            assert!(!shown.contains("heim"), "{shown}");
            assert_eq!(canonical_url(&shown), canonical_url(sent), "{shown}");
            let message = serde_json::json!({"url": sent, "body": "b@c"}).to_string();
            let escaped = message.replace('/', r"\/").replace('á', r"\u00e1");
            for message in [message, escaped] {
                let stored = message_without_user(message.as_bytes());
                let stored: serde_json::Value = serde_json::from_slice(&stored).unwrap();
                assert_eq!(stored["url"], *shown, "{message}");
                assert_eq!(stored["body"], "b@c");
            }
        }
        for whole in [
            "https://a.vn/@b",
            "https:/a.vn/?q=a@b",
            "mailto/a@b",
            "/a@b",
            r"https://a.vn\@b",
        ] {
            assert_eq!(without_user(whole), whole);
            let message = serde_json::json!({ "url": whole }).to_string();
            assert_eq!(
                *message_without_user(message.as_bytes()),
                *message.as_bytes()
            );
        }
    }

    #[test]
    fn an_address_that_is_not_absolute_http_is_refused_with_the_cause() {
        let long = format!("https://a.vn/{}", "x".repeat(LONGEST_URL));
        for (sent, cause) in [
            ("/tin/1.html", "relative URL without a base"),
            ("a.vn/tin", "relative URL without a base"),
            ("ftp://a.vn/tin", "scheme ftp is not http or https"),
            ("mailto:a@a.vn", "scheme mailto is not http or https"),
            ("http://", "empty host"),
            ("http://a.vn:99999/", "invalid port number"),
            (&long, "2061 bytes (limit 2048)"),
        ] {
            assert_eq!(canonical_url(sent), Err(cause.to_owned()), "{sent}");
        }
    }

    #[test]
    fn the_subject_token_is_the_host_without_dots() {
        for (url, host_is, token) in [
            (
                "https://www.hanoimoi.vn/a?b:1",
                "www.hanoimoi.vn",
                "www_hanoimoi_vn",
            ),
            ("http://a-b.vn:8080/", "a-b.vn", "a-b_vn"),
            ("http://[::1]:80/x", "[::1]", "___1_"),
        ] {
            assert_eq!(host(url), host_is);
            assert_eq!(subject_token(url), token);
        }
    }

    #[test]
    fn the_hash_ignores_how_the_same_words_are_sent() {
        let hash = content_hash(Some("Đại hội"), "Đảng bộ có 9 chi bộ.\n\nHết.");
        for (title, body) in [
            ("Đại hội", "Đảng bộ có 9 chi bộ. Hết."),
            (" Ðại\u{a0}hội ", "Đảng  bộ có 9\u{200b} chi bộ.\r\nHết.\n"),
        ] {
            assert_eq!(content_hash(Some(title), body), hash, "{body}");
        }
        let nfd: String = "Đảng bộ có 9 chi bộ. Hết.".nfd().collect();
        assert_eq!(content_hash(Some("Đại hội"), &nfd), hash);
        for (title, body) in [
            (None, "Đại hội Đảng bộ có 9 chi bộ. Hết."),
            (Some("Đại hội"), "Đảng bộ có 8 chi bộ. Hết."),
            (Some("Đại hội"), "đảng bộ có 9 chi bộ. Hết."),
        ] {
            assert_ne!(content_hash(title, body), hash, "{body}");
        }
    }
}
