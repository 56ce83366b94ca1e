//! A file with articles in (`.txt`, `.json`, JSON lines), the scraped messages it stands for out.
//!
//! ```
//! let messages = solieu::file::messages("tin/xa-moi.txt", "Xã có 12 thôn.".as_bytes()).unwrap();
//! let json: serde_json::Value = serde_json::from_slice(&messages[0]).unwrap();
//! assert_eq!(json["url"], "https://files.invalid/xa-moi");
//! assert_eq!(json["body"], "Xã có 12 thôn.");
//! ```

use std::io::{Error, ErrorKind, Result};
use std::path::Path;

use serde_json::{Deserializer, Value};

/// Address of articles that come without one: `.invalid` never resolves (RFC 2606).
const ADDRESS: &str = "https://files.invalid/";

/// Reads one file into the payloads that a scraper would have published.
///
/// A `.txt` is a body. A `.json` holds an object or several, in a list or one after the other; so does anything else that
/// begins with `{`. Articles without `url` get one made from the file's name.
pub fn messages(name: &str, content: &[u8]) -> Result<Vec<Vec<u8>>> {
    let path = Path::new(name);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let content = content.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(content);
    let is_json = match path.extension().and_then(|extension| extension.to_str()) {
        Some("txt") => false,
        Some("json" | "jsonl" | "ndjson") => true,
        _ => content.trim_ascii_start().starts_with(b"{"),
    };
    if !is_json {
        let body = std::str::from_utf8(content).map_err(|error| invalid(name, &error))?;
        let message = serde_json::json!({ "url": format!("{ADDRESS}{stem}"), "body": body });
        return Ok(vec![message.to_string().into_bytes()]);
    }
    let mut articles = Vec::new();
    for value in Deserializer::from_slice(content).into_iter::<Value>() {
        match value.map_err(|error| invalid(name, &error))? {
            Value::Array(list) => articles.extend(list),
            other => articles.push(other),
        }
    }
    let single = articles.len() == 1;
    for (number, article) in (1..).zip(&mut articles) {
        if let Value::Object(fields) = article
            && fields.get("url").is_none_or(Value::is_null)
        {
            let url = if single {
                format!("{ADDRESS}{stem}")
            } else {
                format!("{ADDRESS}{stem}/{number}")
            };
            fields.insert("url".to_owned(), url.into());
        }
    }
    Ok(articles
        .iter()
        .map(|article| article.to_string().into_bytes())
        .collect())
}

fn invalid(name: &str, cause: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::InvalidData, format!("{name}: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(name: &str, content: &str) -> Vec<String> {
        messages(name, content.as_bytes())
            .unwrap()
            .iter()
            .map(|message| serde_json::from_slice::<Value>(message).unwrap()["url"].to_string())
            .collect()
    }

    #[test]
    fn every_article_of_a_file_is_a_message_with_a_url() {
        let one = r#"{"body": "a", "url": null}"#;
        let two = "{\"body\": \"a\", \"url\": \"http://a.vn/\"}\n\n{\"body\": \"b\"}";
        for (name, content, expected) in [
            (
                "x/h 2.json",
                one.to_owned(),
                vec!["https://files.invalid/h 2"],
            ),
            (
                "b.jsonl",
                two.to_owned(),
                vec!["http://a.vn/", "https://files.invalid/b/2"],
            ),
            (
                "b.json",
                format!("[{one}, {one}]"),
                vec!["https://files.invalid/b/1", "https://files.invalid/b/2"],
            ),
            ("-", one.to_owned(), vec!["https://files.invalid/-"]),
            (
                "-",
                "[Ảnh] Xã có 12 thôn".to_owned(),
                vec!["https://files.invalid/-"],
            ),
            ("a.txt", one.to_owned(), vec!["https://files.invalid/a"]),
        ] {
            let expected: Vec<_> = expected.iter().map(|url| format!("{url:?}")).collect();
            assert_eq!(urls(name, &content), expected, "{name}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        for (name, content) in [("a.json", &b"{\"body\": "[..]), ("a.txt", b"\xC4\x90\xFF")] {
            let error = messages(name, content).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{name}: ")), "{error}");
        }
    }
}
