//! What providers say when they fail: with a status, or in the middle of an answer.
//!
//! Their forms differ, and servers that imitate them have forms of their own: an object, a list, a bare text, with `null`
//! for what is not known. Whatever cannot be read of one is not there.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde_json::Value;

use super::body;

/// Bytes that are read of an answer that is an error.
const ERROR_BYTES: usize = 64 * 1024;
/// Bytes that are looked at of what an error says.
const SAID_BYTES: usize = 4 * 1024;

/// An answer whose status is an error.
#[derive(Debug)]
pub struct ErrorAnswer {
    status: StatusCode,
    pub detail: ErrorDetail,
    /// How long the provider asks to wait.
    pub retry_after: Option<Duration>,
}

/// What a provider says of an error.
#[derive(Debug, Default)]
pub struct ErrorDetail {
    /// The provider's word for it: letters, digits and `_`; empty when there is none.
    pub word: String,
    /// The number of a status, of those that name one.
    pub status: Option<u16>,
    /// How long it asks to wait.
    pub retry_delay: Option<Duration>,
    /// Its sentences, in small letters, which may hold what a person wrote: to be looked into, and never to be told.
    said: String,
}

impl ErrorAnswer {
    /// Reads what belongs to an answer whose status is an error.
    pub async fn read(answer: Response, idle: Duration) -> Self {
        let (status, asked) = (answer.status(), retry_after(answer.headers()));
        let body = body(answer, idle, ERROR_BYTES).await.unwrap_or_default();
        let detail = match serde_json::from_slice::<Value>(&body) {
            Ok(body) => ErrorDetail::of(&body),
            Err(_) => ErrorDetail::of_text(&String::from_utf8_lossy(&body)),
        };
        let retry_after = asked.or(detail.retry_delay);
        Self { status, detail, retry_after }
    }

    /// The number of its status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// What it answered: the status, and the provider's word.
    #[must_use]
    pub fn reason(&self) -> String {
        let word = &self.detail.word;
        format!("it answered {}{}{word}", self.status(), if word.is_empty() { "" } else { " " })
    }

    /// Whether the same request may go better later.
    #[must_use]
    pub fn later(&self) -> bool {
        is_passing(self.status()) && !self.detail.used_up()
    }

    /// What an operator should look at; `settings` say which model is asked, and where.
    #[must_use]
    pub fn advice(&self, settings: &str) -> String {
        match self.status {
            _ if self.detail.used_up() => "what was paid for is used up".to_owned(),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "it does not take the key".to_owned(),
            status if status.is_redirection() => format!("it sends one elsewhere; {settings} must name that place"),
            StatusCode::NOT_FOUND => format!("{settings} names nothing there"),
            _ => "it does not take the request".to_owned(),
        }
    }
}

impl ErrorDetail {
    /// What the body of an error says, or an event that is one.
    #[must_use]
    pub fn of(body: &Value) -> Self {
        let body = body.get(0).unwrap_or(body);
        let error = body.get("error").filter(|error| is_error(error)).unwrap_or(body);
        let error = error.get(0).unwrap_or(error);
        let text = |name: &str| error[name].as_str().filter(|text| !text.is_empty());
        // `OpenAI`: a word, or null, and a word for a group of them. Gemini: the number of the status, and a word.
        // Anthropic: a word.
        let word = ["code", "status", "type"].into_iter().find_map(text).unwrap_or_default();
        let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
        let number = ["code", "status"].into_iter().find_map(|name| number(&error[name]));
        let mut said = String::new();
        collect(error, &mut said);
        said.make_ascii_lowercase();
        Self {
            word: word.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect(),
            status: number.and_then(|number| u16::try_from(number).ok()).filter(|status| (400..600).contains(status)),
            retry_delay: error["details"].as_array().into_iter().flatten().find_map(retry_delay),
            said,
        }
    }

    /// What is no JSON: a sentence, or a page, which is meant for people only.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let page = text.trim_start().starts_with('<');
        Self::of(&Value::from(if page { "" } else { text }))
    }

    /// What can be told of it: the provider's word, or the number of a status.
    #[must_use]
    pub fn reason(&self) -> String {
        match (self.word.as_str(), self.status) {
            ("", Some(status)) => status.to_string(),
            ("", None) => "it names no code".to_owned(),
            (word, _) => word.to_owned(),
        }
    }

    /// Whether it speaks of any of these, which are in small letters.
    #[must_use]
    pub fn speaks_of(&self, things: &[&str]) -> bool {
        things.iter().any(|thing| self.said.contains(thing))
    }

    /// Whether what was asked for is declined, for what it is.
    #[must_use]
    pub fn declines(&self) -> bool {
        matches!(self.word.as_str(), "moderation_blocked" | "content_policy_violation" | "content_filter")
    }

    /// Whether the same request may go better later, as far as that is told.
    #[must_use]
    pub fn later(&self) -> bool {
        self.status.is_none_or(is_passing) && !self.used_up()
    }

    fn used_up(&self) -> bool {
        matches!(self.word.as_str(), "insufficient_quota" | "billing_hard_limit_reached" | "billing_error")
    }
}

/// Whether the member `error` of an event or a body is one. Some servers have it in every event, with what stands for none.
#[must_use]
pub fn is_error(error: &Value) -> bool {
    !matches!(error, Value::Null | Value::Bool(false)) && error != ""
}

const fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 409 | 425 | 429 | 500..=599)
}

/// Gathers the sentences of an error, as many as are looked at; but not what was asked, which some send back.
fn collect(error: &Value, said: &mut String) {
    if said.len() > SAID_BYTES {
        return;
    }
    match error {
        Value::String(text) => {
            said.extend(text.chars().take(SAID_BYTES));
            said.push('\n');
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, said)),
        Value::Object(members) => {
            members.iter().filter(|(name, _)| *name != "input").for_each(|(_, value)| collect(value, said));
        }
        _ => {}
    }
}

/// Gemini's `RetryInfo`: `"17s"`.
fn retry_delay(detail: &Value) -> Option<Duration> {
    let seconds = detail["retryDelay"].as_str()?.strip_suffix('s')?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
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

    fn detail(body: &str) -> ErrorDetail {
        serde_json::from_str(body).map_or_else(|_| ErrorDetail::of_text(body), |body| ErrorDetail::of(&body))
    }

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
        for (body, word) in [
            (r#"{"error":{"message":"m","type":"requests","code":"rate_limit_exceeded"}}"#, "rate_limit_exceeded"),
            (r#"{"error":{"message":"m","type":"server_error","code":null}}"#, "server_error"),
            (r#"{"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}"#, "UNAVAILABLE"),
            (r#"{"error":{"code":503,"message":"m","status":"UNAVAILABLE","details":null}}"#, "UNAVAILABLE"),
            (r#"[{"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}]"#, "UNAVAILABLE"),
            (r#"{"error":[{"code":"insufficient_quota"}]}"#, "insufficient_quota"),
            (r#"{"type":"error","error":{"type":"overloaded_error","message":"m"}}"#, "overloaded_error"),
            (r#"{"object":"error","message":"m","type":"BadRequestError","param":null,"code":400}"#, "BadRequestError"),
            (r#"{"error":"model not found"}"#, ""),
            ("null", ""),
            ("[]", ""),
            ("<html>", ""),
        ] {
            assert_eq!(detail(body).word, word, "{body}");
        }
    }

    #[test]
    fn what_else_is_said_is_read_as_far_as_it_is_there() {
        let pause = r#"{"error":{"code":429,"details":[{"@type":"x"},{"retryDelay":"17s"}]}}"#;
        assert_eq!(detail(pause).retry_delay, Some(Duration::from_secs(17)));
        for none in [r#"{"error":{"details":null}}"#, r#"{"error":{"details":"17s"}}"#, r#"{"error":"17s"}"#] {
            assert_eq!(detail(none).retry_delay, None, "{none}");
        }
        let status = |code: &str| detail(&format!("{{\"error\":{{\"code\":{code}}}}}")).status;
        assert_eq!((detail(pause).status, status("\"400\""), status("7")), (Some(429), Some(400), None));
        assert!(detail(pause).later() && detail("\"busy\"").later() && !detail(r#"{"code":400}"#).later());
        for said in [
            r#"{"error":"No IMAGES here"}"#,
            r#"{"error":{"message":null,"metadata":{"raw":"no images here"}}}"#,
            r#"{"detail":[{"loc":["body","images"],"msg":"extra","input":"grammar"}]}"#,
            "no images here",
        ] {
            assert!(detail(said).speaks_of(&["images"]) && !detail(said).speaks_of(&["grammar"]), "{said}");
        }
        assert!(!detail("<html><img src=images>").speaks_of(&["images"]), "a page is for people");
    }
}
