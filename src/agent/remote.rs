//! Agents elsewhere: asked over HTTP, heard as server-sent events, within limits.
//!
//! A [`Remote`] is what answers: it makes one [`Attempt`] after the other, until something of an answer has come. An
//! attempt asks a [`Server`], and maps what it hears to what agents of hera say.

pub mod adk;
pub mod ag_ui;
mod attempt;
mod choices;
mod events;
mod kept;
mod lenient;
mod server;
mod unreadable;

use std::time::Duration;

use secrecy::SecretString;
use serde::{Deserialize as _, Deserializer};
use serde_json::Value;
use url::Url;

pub use adk::Adk;
pub use ag_ui::AgUi;
pub use attempt::{Attempt, Failure, Remote, Try};
pub use events::Events;
pub use kept::Kept;
pub use server::Server;
use unreadable::Unreadable;

/// Bytes of one event of an agent, at most, beside a picture in it.
const EVENT_BYTES: usize = 1024 * 1024;

/// What stands for a picture that is not sent.
const PICTURE: &str = "[picture]";
/// What is sent for a blank message. Models behind an agent refuse such a one, in every later run as well.
const SILENCE: &str = "…";

/// Characters of the name that an agent speaks by, at most.
const NAME_CHARS: usize = 64;
/// Tokens that a model takes at once, at most. A larger number is a mistake, and would spoil every sum.
const MOST_TOKENS: u64 = 1_000_000_000;

/// Where an agent is, and how long it is waited for.
#[derive(Debug, Clone)]
pub struct Settings {
    /// As the operator wrote it.
    pub url: Url,
    /// Sent as the bearer token, and written nowhere.
    pub token: Option<SecretString>,
    /// How long it may send nothing.
    pub idle: Duration,
    /// The largest picture it may show.
    pub picture_bytes: usize,
}

impl Settings {
    /// Bytes that the agent may send at once, about: an event with a picture, in Base64, and what stands around it.
    const fn event_bytes(&self) -> usize {
        self.picture_bytes / 3 * 4 + EVENT_BYTES
    }
}

/// The name by which an agent speaks, from what it calls itself, which may be anything: on one line, of a length that people
/// read, and without what would turn the text around it.
fn speaker(name: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name: String = name.chars().filter(|&c| !c.is_control() && !turns(c)).take(NAME_CHARS).collect();
    match name.trim() {
        "" => "agent".to_owned(),
        name => name.to_owned(),
    }
}

/// A number of tokens. What is none counts as not told: no answer is given up for how it was counted.
fn tokens<'de, D: Deserializer<'de>>(number: D) -> Result<Option<u64>, D::Error> {
    Ok(Value::deserialize(number)?.as_u64().filter(|tokens| *tokens <= MOST_TOKENS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_for_people() {
        assert_eq!((speaker("Host"), speaker(" 案内役 ")), ("Host".to_owned(), "案内役".to_owned()));
        assert_eq!((speaker(""), speaker("\u{202e}\n")), ("agent".to_owned(), "agent".to_owned()));
        assert_eq!(speaker("a\u{0}b\nc\u{202e}d\u{2066}e"), "abcde");
        assert_eq!(speaker(&"長".repeat(10_000)).chars().count(), NAME_CHARS);
    }

    #[test]
    fn only_numbers_of_tokens_are_counted() {
        let read = |text: &str| tokens(&mut serde_json::Deserializer::from_str(text)).unwrap();
        assert_eq!((read("7"), read("0"), read("null")), (Some(7), Some(0), None));
        for none in ["-1", "1.5", "1e300", "18446744073709551615", "\"7\"", "{}", "[7]"] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
