//! Settings that must not be seen in, values that show themselves without them out.
//!
//! ```
//! use solieu::secret::Address;
//!
//! let address = Address::from("postgresql://solieu:mat-khau@db.internal/solieu".to_owned());
//! assert_eq!(address.to_string(), "postgresql://solieu:(hidden)@db.internal/solieu");
//! ```

use std::fmt;

use percent_encoding::percent_decode_str;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What stands in the place of a secret.
const HIDDEN: &str = "(hidden)";

/// A value that never appears in logs, in errors or in the printed configuration.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The value itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self(secret)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // the error of a derived implementation would show a password without quotes, which is a number
        match toml::Value::deserialize(deserializer)? {
            toml::Value::String(text) => Ok(Self(text)),
            _ => Err(D::Error::custom("a secret must stand in quotes")),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(HIDDEN)
    }
}

/// The address of a server, which may hold a password; shown without it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Address(String);

impl Address {
    /// The address with its password.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// A user with what proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Its name; a token where there is no password.
    pub name: Secret,
    /// Its password.
    pub password: Option<Secret>,
}

impl Address {
    /// Each address of the list without user and password, and the first user among them.
    pub fn parts(&self) -> (Vec<String>, Option<User>) {
        let mut user = None;
        let servers = self.0.split(',').map(|address| {
            let address = address.trim();
            let (scheme, rest) = match address.split_once("://") {
                Some((scheme, rest)) => (format!("{scheme}://"), rest),
                None => (String::new(), address),
            };
            let Some((name, host)) = rest.rsplit_once('@') else {
                return address.to_owned();
            };
            let (name, password) = match name.split_once(':') {
                Some((name, password)) => (name, Some(decoded(password))),
                None => (name, None),
            };
            user.get_or_insert(User {
                name: decoded(name),
                password,
            });
            format!("{scheme}{host}")
        });
        (servers.collect(), user)
    }
}

fn decoded(text: &str) -> Secret {
    Secret(percent_decode_str(text).decode_utf8_lossy().into_owned())
}

impl From<String> for Address {
    fn from(address: String) -> Self {
        Self(address)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.0.split(',').map(without_password).collect();
        f.write_str(&parts.join(","))
    }
}

fn without_password(address: &str) -> String {
    let (front, parameters) = match address.split_once('?') {
        None => (address, String::new()),
        Some((front, parameters)) => {
            let shown = parameters
                .split('&')
                .map(|parameter| match parameter.split_once('=') {
                    Some((name @ ("password" | "sslpassword"), _)) => format!("{name}={HIDDEN}"),
                    _ => parameter.to_owned(),
                });
            (front, format!("?{}", shown.collect::<Vec<_>>().join("&")))
        }
    };
    let Some((user, host)) = front.rsplit_once('@') else {
        return format!("{front}{parameters}");
    };
    let (scheme, user) = match user.split_once("://") {
        Some((scheme, user)) => (format!("{scheme}://"), user),
        None => (String::new(), user),
    };
    let user = match user.split_once(':') {
        Some((user, _)) => format!("{user}:{HIDDEN}"),
        // a NATS token stands where a user name would
        None if !scheme.starts_with("postgres") => HIDDEN.to_owned(),
        None => user.to_owned(),
    };
    format!("{scheme}{user}@{host}{parameters}")
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_everything_but_its_secrets() {
        for (address, shown) in [
            ("nats://h:4222", "nats://h:4222"),
            (
                "nats://u:geheim@h:1,nats://geheim@h:2",
                "nats://u:(hidden)@h:1,nats://(hidden)@h:2",
            ),
            ("u:geheim@h:4222", "u:(hidden)@h:4222"),
            ("geheim@h:4222", "(hidden)@h:4222"),
            ("postgresql://u@h/d", "postgresql://u@h/d"),
            (
                "postgresql://u:geh@eim@h/d?sslmode=require",
                "postgresql://u:(hidden)@h/d?sslmode=require",
            ),
            (
                "postgresql:///d?host=/run/a@b&user=u&password=geheim",
                "postgresql:///d?host=/run/a@b&user=u&password=(hidden)",
            ),
            ("http://u:geheim@h:4318", "http://u:(hidden)@h:4318"),
        ] {
            let address = Address(address.to_owned());
            assert_eq!(address.to_string(), shown);
            assert_eq!(format!("{address:?}"), shown);
        }
    }

    #[test]
    fn an_address_comes_apart_into_servers_and_a_user() {
        let parts = |address: &str| {
            let (servers, user) = Address(address.to_owned()).parts();
            let user = user.map(|user| (user.name.0, user.password.map(|password| password.0)));
            (servers.join(" "), user)
        };
        let user = |name: &str, password: Option<&str>| {
            Some((name.to_owned(), password.map(str::to_owned)))
        };
        for (address, servers, expected) in [
            ("nats://h:1, tls://i:2", "nats://h:1 tls://i:2", None),
            (
                "nats://u:p%40ss@h:1,nats://x:y@i",
                "nats://h:1 nats://i",
                user("u", Some("p@ss")),
            ),
            ("token@h", "h", user("token", None)),
        ] {
            assert_eq!(parts(address), (servers.to_owned(), expected), "{address}");
        }
    }

    #[test]
    fn a_secret_that_is_no_text_is_refused_without_being_shown() {
        #[derive(Debug, Deserialize)]
        struct Settings {
            #[expect(dead_code, reason = "it cannot be read")]
            password: Secret,
        }
        for text in [
            "password = 12345678",
            "password = [\"12345678\"]",
            "password = 1.2345678",
        ] {
            let error = toml::from_str::<toml::Table>(text)
                .unwrap()
                .try_into::<Settings>();
            let error = error.unwrap_err().to_string();
            assert!(error.contains("a secret must stand in quotes"), "{error}");
            assert!(!error.contains("2345678"), "{error}");
        }
    }
}
