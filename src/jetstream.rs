//! Turns the configuration into a connection and into the streams and the consumer that JetStream should hold.
//!
//! Existing streams and consumers are compared with what the service needs and corrected; what an operator set beyond
//! that (placement, size limits, more subjects) stays.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use async_nats::jetstream::consumer::{AckPolicy, FromConsumer as _, PullConsumer, pull};
use async_nats::jetstream::context::RequestError;
use async_nats::jetstream::response::Response;
use async_nats::jetstream::stream::{ConsumerError, ConsumerErrorKind, RawMessage};
use async_nats::jetstream::{self, Context, ErrorCode, consumer, stream};
use async_nats::{Client, ConnectError, ConnectOptions, Event};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::config::Nats;
use crate::metrics::METRICS;
use crate::secret::User;

/// Subjects of scraped articles: `articles.scraped.v1.<source>`.
pub const SCRAPED: &str = "articles.scraped.v1";
/// Subjects of enriched events: `articles.enriched.v1.<source>`.
pub const ENRICHED: &str = "articles.enriched.v1";
/// Subjects of notices about rejected messages: `articles.rejected.v1.<reason>`.
pub const REJECTED: &str = "articles.rejected.v1";

/// Unsettled messages of all workers together; each worker bounds its own share far below.
const MAX_ACK_PENDING: i64 = 10_000;

/// JetStream does not answer, or refuses.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No answer: the server is away, or JetStream is off.
    #[error("JetStream does not answer about {part}")]
    Unanswered {
        /// Which stream or consumer, or which of its messages.
        part: String,
        /// Why.
        source: RequestError,
    },
    /// The server will not create or change it.
    #[error("JetStream refuses {part}")]
    Refused {
        /// Which stream or consumer, or which of its messages.
        part: String,
        /// Why.
        source: jetstream::Error,
    },
    /// The consumer cannot be created or changed.
    #[error("JetStream refuses {part}")]
    Consumer {
        /// Which consumer.
        part: String,
        /// Why.
        source: ConsumerError,
    },
}

/// The body of a request that asks for information: `{}`, as the server accepts nothing else.
const EMPTY: BTreeMap<String, String> = BTreeMap::new();

/// What to do while no server answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// Fail: somebody waits for the answer.
    Fail,
    /// Wait until one does.
    Wait,
}

/// Connects as the configuration says. The counter rises with every connection, so that waiting work starts anew; its
/// sender is gone once the client has ended, which then neither connects again nor says that it is not connected.
pub async fn connect(
    nats: &Nats,
    absence: Absence,
) -> Result<(Client, watch::Receiver<u64>), ConnectError> {
    let (connections, seen) = watch::channel(0);
    // the client logs the addresses it is given, and takes no user from them
    let (servers, user) = nats.url.parts();
    let options = ConnectOptions::new()
        .name("solieu")
        .custom_inbox_prefix(inbox(nats, user.as_ref()))
        .ping_interval(Duration::from_secs(15))
        .reconnect_delay_callback(|attempts| {
            let hundredths = u64::try_from(attempts).unwrap_or(u64::MAX).min(20);
            Duration::from_millis(100 * hundredths)
        })
        .event_callback(move |event| {
            if matches!(event, Event::Connected) {
                connections.send_modify(|count| *count += 1);
            }
            let again = *connections.borrow() > 1;
            async move {
                match event {
                    Event::Connected if again => {
                        METRICS.reconnects.inc();
                        tracing::info!("connected to NATS again");
                    }
                    Event::Disconnected => tracing::warn!("connection to NATS lost"),
                    Event::SlowConsumer(_) | Event::LameDuckMode | Event::ServerError(_) => {
                        tracing::warn!(%event, "NATS");
                    }
                    // attempts to reconnect, and what we do ourselves
                    event => tracing::debug!(%event, "NATS"),
                }
            }
        });
    let mut options = sign_in(with_certificates(options, nats), nats, user)?;
    if absence == Absence::Wait {
        options = options.retry_on_initial_connect();
    }
    Ok((options.connect(servers).await?, seen))
}

/// Where answers arrive: apart for each user, so that nobody need be allowed to see those of others.
fn inbox(nats: &Nats, in_address: Option<&User>) -> String {
    let other_ways = [&nats.credentials, &nats.nkey, &nats.token];
    // without a password it is a token
    let in_address = in_address
        .filter(|user| user.password.is_some() && other_ways.iter().all(|way| way.is_none()))
        .map(|user| user.name.expose());
    let user = nats.user.as_deref().or(in_address).unwrap_or("solieu");
    let token = user.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_");
    format!("_INBOX.{token}")
}

fn with_certificates(mut options: ConnectOptions, nats: &Nats) -> ConnectOptions {
    if nats.url.expose().contains("tls://") {
        options = options.require_tls(true);
    }
    if let Some(ca) = &nats.ca {
        options = options.add_root_certificates(ca.clone());
    }
    if let (Some(certificate), Some(key)) = (&nats.certificate, &nats.key) {
        options = options.add_client_certificate(certificate.clone(), key.clone());
    }
    options
}

fn sign_in(
    options: ConnectOptions,
    nats: &Nats,
    in_address: Option<User>,
) -> Result<ConnectOptions, ConnectError> {
    let password = nats
        .password
        .as_ref()
        .map(|secret| secret.expose().to_owned());
    if let Some(credentials) = &nats.credentials {
        // the last line must end, which it does not where it was read from a file
        let text = format!("{}\n", credentials.expose());
        return options.credentials(&text).map_err(|error| {
            ConnectError::with_source(async_nats::ConnectErrorKind::Authentication, error)
        });
    }
    if let Some(seed) = &nats.nkey {
        return Ok(options.nkey(seed.expose().to_owned()));
    }
    Ok(match (&nats.user, &nats.token) {
        (Some(user), _) => options.user_and_password(user.clone(), password.unwrap_or_default()),
        (None, Some(token)) => options.token(token.expose().to_owned()),
        (None, None) => match in_address {
            None => options,
            Some(User {
                name,
                password: None,
            }) => options.token(name.expose().to_owned()),
            Some(User {
                name,
                password: Some(password),
            }) => options.user_and_password(name.expose().to_owned(), password.expose().to_owned()),
        },
    })
}

/// A stream or consumer, compared with what the service needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// «stream ARTICLES»
    pub part: String,
    /// How it is.
    pub state: State,
}

/// How a stream or consumer is, compared with what the service needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// As needed.
    Right,
    /// Not there.
    Missing,
    /// There, but «setting is … (needed …)».
    Different(Vec<String>),
}

/// Looks at every stream and the consumer and changes nothing.
pub async fn inspect(context: &Context, nats: &Nats) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    for needed in Needed::all(nats) {
        findings.push(needed.inspect(context, nats).await?.0);
    }
    findings.push(inspect_consumer(context, nats).await?.0);
    Ok(findings)
}

/// Creates what is missing and corrects what differs; the findings are from before.
pub async fn setup(context: &Context, nats: &Nats) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    for needed in Needed::all(nats) {
        findings.push(needed.put_right(context, nats).await?);
    }
    let (finding, _) = inspect_consumer(context, nats).await?;
    findings.push(finding);
    consumer(context, nats).await?;
    Ok(findings)
}

/// The durable consumer, created or corrected if need be.
///
/// `get_or_create_consumer` would silently take an existing one with other settings.
pub async fn consumer(context: &Context, nats: &Nats) -> Result<PullConsumer, Error> {
    let (Finding { part, state }, needed) = inspect_consumer(context, nats).await?;
    if state != State::Right {
        tracing::info!(consumer = nats.consumer, ?state, "correcting the consumer");
    }
    let unusable = |source| Error::Consumer {
        part: part.clone(),
        source,
    };
    let needed = pull::Config::try_from_consumer_config(needed)
        .map_err(|error| ConsumerError::with_source(ConsumerErrorKind::Other, error))
        .map_err(unusable)?;
    context
        .create_consumer_on_stream(needed, &nats.articles_stream)
        .await
        .map_err(unusable)
}

fn consumer_part(nats: &Nats) -> String {
    format!(
        "consumer {} of stream {}",
        nats.consumer, nats.articles_stream
    )
}

/// What the server knows of the consumer; nothing where there is none.
pub async fn consumer_info(
    context: &Context,
    nats: &Nats,
) -> Result<Option<consumer::Info>, Error> {
    let subject = format!("CONSUMER.INFO.{}.{}", nats.articles_stream, nats.consumer);
    ask(context, &consumer_part(nats), subject, &EMPTY).await
}

/// The first message about a scraped article from this sequence on, as the server tells it in JSON; nothing where there
/// is none.
pub async fn next_scraped(
    context: &Context,
    nats: &Nats,
    sequence: u64,
) -> Result<Option<RawMessage>, Error> {
    #[derive(Serialize)]
    struct Question {
        seq: u64,
        next_by_subj: String,
    }
    #[derive(Deserialize)]
    struct Answer {
        message: RawMessage,
    }
    let question = Question {
        seq: sequence,
        next_by_subj: format!("{SCRAPED}.>"),
    };
    let part = format!("messages of stream {}", nats.articles_stream);
    let subject = format!("STREAM.MSG.GET.{}", nats.articles_stream);
    let answer: Option<Answer> = ask(context, &part, subject, &question).await?;
    Ok(answer.map(|answer| answer.message))
}

/// Takes a scraped message out of its stream; to its consumer that is as good as an answer.
pub async fn remove_scraped(context: &Context, nats: &Nats, sequence: u64) -> Result<(), Error> {
    let part = format!("removing message {sequence} of {}", nats.articles_stream);
    let subject = format!("STREAM.MSG.DELETE.{}", nats.articles_stream);
    let question = BTreeMap::from([("seq", sequence)]);
    ask::<_, IgnoredAny>(context, &part, subject, &question).await?;
    Ok(())
}

/// The finding, and the existing configuration with what has to change.
async fn inspect_consumer(
    context: &Context,
    nats: &Nats,
) -> Result<(Finding, consumer::Config), Error> {
    let part = consumer_part(nats);
    let is = consumer_info(context, nats).await?.map(|info| info.config);

    let mut needed = is.clone().unwrap_or_default();
    needed.durable_name = Some(nats.consumer.clone());
    needed.deliver_subject = None;
    needed.filter_subject = format!("{SCRAPED}.>");
    needed.filter_subjects = Vec::new();
    needed.headers_only = false;
    // the worker asks for as much as it has room for
    needed.max_batch = 0;
    needed.max_bytes = 0;
    needed.max_expires = Duration::ZERO;
    needed.ack_policy = AckPolicy::Explicit;
    needed.ack_wait = nats.ack_wait;
    // the worker counts a message's own failures; the server would also count outages
    needed.max_deliver = -1;
    needed.max_ack_pending = MAX_ACK_PENDING;
    needed.backoff = Vec::new();
    let state = compare(is.as_ref(), &needed);
    Ok((Finding { part, state }, needed))
}

/// A stream as the service needs it.
struct Needed<'a> {
    name: &'a str,
    subjects: String,
    max_age: Duration,
}

impl<'a> Needed<'a> {
    fn all(nats: &'a Nats) -> [Self; 3] {
        [
            (&nats.articles_stream, SCRAPED, nats.articles_max_age),
            (&nats.enriched_stream, ENRICHED, nats.events_max_age),
            (&nats.rejected_stream, REJECTED, nats.events_max_age),
        ]
        .map(|(name, prefix, max_age)| Self {
            name,
            subjects: format!("{prefix}.>"),
            max_age,
        })
    }

    /// The finding, and the existing configuration with what has to change.
    async fn inspect(
        &self,
        context: &Context,
        nats: &Nats,
    ) -> Result<(Finding, stream::Config), Error> {
        let part = format!("stream {}", self.name);
        let subject = format!("STREAM.INFO.{}", self.name);
        let info: Option<stream::Info> = ask(context, &part, subject, &EMPTY).await?;
        let is = info.map(|info| info.config);

        let mut needed = is.clone().unwrap_or_default();
        self.name.clone_into(&mut needed.name);
        if !needed.subjects.contains(&self.subjects) {
            needed.subjects.push(self.subjects.clone());
        }
        needed.max_age = self.max_age;
        needed.num_replicas = nats.replicas;
        needed.duplicate_window = nats.duplicate_window;
        let state = compare(is.as_ref(), &needed);
        Ok((Finding { part, state }, needed))
    }

    async fn put_right(&self, context: &Context, nats: &Nats) -> Result<Finding, Error> {
        let (finding, needed) = self.inspect(context, nats).await?;
        let action = match finding.state {
            State::Right => return Ok(finding),
            State::Missing => "CREATE",
            State::Different(_) => "UPDATE",
        };
        let subject = format!("STREAM.{action}.{}", self.name);
        ask::<_, stream::Info>(context, &finding.part, subject, &needed).await?;
        Ok(finding)
    }
}

/// One request to the JetStream API; nothing where the stream, the consumer or the message is not there.
async fn ask<Q: Serialize, A: DeserializeOwned>(
    context: &Context,
    part: &str,
    subject: String,
    question: &Q,
) -> Result<Option<A>, Error> {
    match context.request(subject, question).await {
        Ok(Response::Ok(answer)) => Ok(Some(answer)),
        Ok(Response::Err { error })
            if [
                ErrorCode::CONSUMER_NOT_FOUND,
                ErrorCode::STREAM_NOT_FOUND,
                ErrorCode::NO_MESSAGE_FOUND,
            ]
            .contains(&error.error_code()) =>
        {
            Ok(None)
        }
        Ok(Response::Err { error }) => Err(Error::Refused {
            part: part.to_owned(),
            source: error,
        }),
        Err(error) => Err(Error::Unanswered {
            part: part.to_owned(),
            source: error,
        }),
    }
}

/// Both sides come from one configuration, so that what the server fills in by itself makes no difference.
fn compare<T: Serialize>(is: Option<&T>, needed: &T) -> State {
    let Some(is) = is else { return State::Missing };
    let fields = |config: &T| match serde_json::to_value(config) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (is, needed) = (fields(is), fields(needed));
    // what is as by default may be absent
    let names: BTreeSet<_> = is.keys().chain(needed.keys()).collect();
    let value =
        |fields: &serde_json::Map<_, _>, name| fields.get(name).cloned().unwrap_or_default();
    let differences: Vec<String> = names
        .into_iter()
        .map(|name| (name, value(&is, name), value(&needed, name)))
        .filter(|(_, is, needed)| is != needed)
        .map(|(name, is, needed)| format!("{name} is {is} (needed {needed})"))
        .collect();
    if differences.is_empty() {
        State::Right
    } else {
        State::Different(differences)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn every_user_has_an_inbox_of_its_own() {
        let token = Some("token".to_owned().into());
        for (address, user, token, expected) in [
            ("nats://host", None, None, "_INBOX.solieu"),
            ("nats://host", Some("scraper"), None, "_INBOX.scraper"),
            ("nats://host", Some("a.b *>"), None, "_INBOX.a_b___"),
            ("nats://setup:pw@host", None, None, "_INBOX.setup"),
            (
                "nats://setup:pw@host",
                Some("scraper"),
                None,
                "_INBOX.scraper",
            ),
            ("nats://setup:pw@host", None, token, "_INBOX.solieu"),
            ("nats://token@host", None, None, "_INBOX.solieu"),
        ] {
            let mut nats = Config::load(None, [], &[]).unwrap().nats;
            nats.url = address.to_owned().into();
            nats.user = user.map(str::to_owned);
            nats.token = token;
            let (_, in_address) = nats.url.parts();
            assert_eq!(
                inbox(&nats, in_address.as_ref()),
                expected,
                "{address} {user:?}"
            );
        }
    }
}
