//! What is common to all who ask models elsewhere: how a provider is reached, and what its refusals mean.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode, redirect};
use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

use crate::lookup::Lookup;

/// Bytes that are read of an answer that is an error.
const ERROR_BYTES: usize = 64 * 1024;

/// A model, and how it is reached.
#[derive(Debug, Clone)]
pub struct ModelSettings {
    /// What the provider calls it.
    pub model: String,
    /// Where the provider answers, without the path of the API.
    pub base_url: Url,
    /// Sent with every request, and written nowhere. Servers of one's own may need none.
    pub key: Option<SecretString>,
}

/// A client for one provider.
///
/// # Errors
/// When the system's certificates cannot be read.
pub fn client(connect: Duration) -> Result<Client, reqwest::Error> {
    let client = Client::builder().connect_timeout(connect).dns_resolver(Arc::new(Lookup::system()));
    // A provider's address is the operator's word: nobody is followed elsewhere, with a key in hand.
    client.redirect(redirect::Policy::none()).user_agent("hera").build()
}

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let lookup = self.clone();
        Box::pin(async move { Ok(Box::new(lookup.find(name.as_str()).await?.into_iter()) as Addrs) })
    }
}

/// Why a request has come to no answer. Addresses hold a model's name, but may hold an operator's secrets: they are not
/// told.
#[must_use]
pub fn unreachable(error: &reqwest::Error) -> &'static str {
    if error.is_connect() { "it cannot be reached" } else { "the connection broke" }
}

/// Why an answer was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    #[error("it is too large")]
    TooLarge,
    #[error("it came to a halt")]
    Halted,
    #[error("it broke off")]
    BrokeOff,
}

/// The body of an answer, cut off while it arrives when it has more than `most` bytes, or when nothing more of it comes
/// for `idle`.
///
/// # Errors
/// When it is cut off.
pub async fn body(mut answer: Response, idle: Duration, most: usize) -> Result<Bytes, Unread> {
    if answer.content_length().is_some_and(|length| usize::try_from(length).map_or(true, |length| length > most)) {
        return Err(Unread::TooLarge);
    }
    let mut body = BytesMut::new();
    loop {
        match tokio::time::timeout(idle, answer.chunk()).await {
            Err(_) => return Err(Unread::Halted),
            Ok(Err(_)) => return Err(Unread::BrokeOff),
            Ok(Ok(None)) => return Ok(body.freeze()),
            Ok(Ok(Some(piece))) if body.len() + piece.len() > most => return Err(Unread::TooLarge),
            Ok(Ok(Some(piece))) => body.extend_from_slice(&piece),
        }
    }
}

/// An answer whose status is an error.
#[derive(Debug)]
pub struct ErrorAnswer {
    status: StatusCode,
    /// What the provider calls it; its sentences may hold what a person wrote, and are left alone.
    word: String,
    /// How long the provider asks to wait.
    pub retry_after: Option<Duration>,
}

/// An error as the providers write it; fields that only some of them have are empty for the others.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ErrorBody {
    error: ErrorDetail,
}

/// What a provider says of an error.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ErrorDetail {
    /// `OpenAI`: a word, or null. Gemini: the number of the status.
    code: serde_json::Value,
    /// Gemini: a word.
    status: String,
    /// Anthropic: a word. `OpenAI`: a word for a group of them.
    #[serde(rename = "type")]
    kind: serde_json::Value,
    details: Vec<Detail>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Detail {
    /// Gemini's `RetryInfo`: `"17s"`.
    retry_delay: Option<String>,
}

impl ErrorAnswer {
    /// Reads what belongs to an answer whose status is an error.
    pub async fn read(answer: Response, idle: Duration) -> Self {
        let (status, asked) = (answer.status(), retry_after(answer.headers()));
        let body = body(answer, idle, ERROR_BYTES).await.unwrap_or_default();
        let detail = serde_json::from_slice::<ErrorBody>(&body).unwrap_or_default().error;
        Self { status, word: detail.word(), retry_after: asked.or_else(|| detail.retry_delay()) }
    }

    /// What it answered: the status, and the provider's word.
    #[must_use]
    pub fn reason(&self) -> String {
        format!("it answered {}{}{}", self.status.as_u16(), if self.word.is_empty() { "" } else { " " }, self.word)
    }

    /// Whether the same request may go better later.
    #[must_use]
    pub fn later(&self) -> bool {
        matches!(self.status.as_u16(), 408 | 409 | 425 | 429 | 500..=599) && !self.used_up()
    }

    /// Whether what was asked for is declined, for what it is.
    #[must_use]
    pub fn declines(&self) -> bool {
        matches!(self.word.as_str(), "moderation_blocked" | "content_policy_violation" | "content_filter")
    }

    /// What an operator should look at; `settings` say which model is asked, and where.
    #[must_use]
    pub fn advice(&self, settings: &str) -> String {
        match self.status {
            _ if self.used_up() => "what was paid for is used up".to_owned(),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "it does not take the key".to_owned(),
            status if status.is_redirection() => format!("it sends one elsewhere; {settings} must name that place"),
            StatusCode::NOT_FOUND => format!("{settings} names nothing there"),
            _ => "it does not take the request".to_owned(),
        }
    }

    fn used_up(&self) -> bool {
        matches!(self.word.as_str(), "insufficient_quota" | "billing_hard_limit_reached" | "billing_error")
    }
}

impl ErrorDetail {
    /// The provider's word for what is wrong.
    #[must_use]
    pub fn word(&self) -> String {
        let kind = self.kind.as_str().unwrap_or_default();
        let word = self.code.as_str().unwrap_or(if self.status.is_empty() { kind } else { &self.status });
        word.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect()
    }

    fn retry_delay(&self) -> Option<Duration> {
        let text = self.details.iter().find_map(|detail| detail.retry_delay.as_deref())?;
        text.strip_suffix('s')?.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
    }
}

/// How long the provider asks to wait: in seconds, or until a date, counted from the date of the answer.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: HeaderName| headers.get(name).and_then(|text| text.to_str().ok()).map(str::trim);
    let asked = text(RETRY_AFTER)?;
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = |text: &str| -> Option<Timestamp> { rfc2822::DateTimeParser::new().parse_timestamp(text).ok() };
    let pause = date(asked)?.duration_since(date(text(DATE)?)?);
    // A date that has passed is no pause.
    Some(Duration::try_from(pause).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_asked_for_in_seconds_or_by_date() {
        let asked = |retry_after_says: &str, date: &str| {
            let headers = [(RETRY_AFTER, retry_after_says), (DATE, date)];
            retry_after(&headers.into_iter().map(|(name, text)| (name, text.parse().unwrap())).collect())
        };
        let now = "Wed, 21 Oct 2015 07:28:00 GMT";
        assert_eq!(asked(" 17 ", now), Some(Duration::from_secs(17)));
        assert_eq!(asked("Wed, 21 Oct 2015 07:29:30 GMT", now), Some(Duration::from_secs(90)));
        assert_eq!(asked("Wed, 21 Oct 2015 07:00:00 GMT", now), Some(Duration::ZERO));
        assert_eq!((asked("soon", now), asked("-1", now), asked(now, "today")), (None, None, None));
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }

    #[test]
    fn words_are_found_in_every_providers_errors() {
        let word = |body: &str| serde_json::from_str::<ErrorBody>(body).unwrap_or_default().error.word();
        assert_eq!(
            word(r#"{"error":{"message":"m","type":"requests","code":"rate_limit_exceeded"}}"#),
            "rate_limit_exceeded"
        );
        assert_eq!(word(r#"{"error":{"message":"m","type":"server_error","code":null}}"#), "server_error");
        assert_eq!(word(r#"{"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}"#), "UNAVAILABLE");
        assert_eq!(word(r#"{"type":"error","error":{"type":"overloaded_error","message":"m"}}"#), "overloaded_error");
        assert_eq!((word(r#"{"error":"model not found"}"#), word("<html>")), (String::new(), String::new()));
    }
}
