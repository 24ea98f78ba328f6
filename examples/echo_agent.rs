//! An agent in Rust: it says again what it was told, word by word, and counts how often it was asked.
//!
//! `cargo run --example echo_agent`, and open the address it prints. All settings of hera are its settings.

use std::sync::Arc;
use std::time::Duration;

use futures::stream::{self, BoxStream, StreamExt as _};
use hera::agent::pace::{Pace, words};
use hera::agent::{Agent, AgentError, Prompt, Utterance};
use hera::boot::{self, Parts};
use hera::config::{Config, Environment, Flags, Values};
use hera::domain::Author;
use hera::telemetry;

struct Echo;

impl Agent for Echo {
    /// Called once for each message, and again after a crash. Whoever stops the answer drops the stream.
    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Utterance, AgentError>> {
        let asked = prompt.history.iter().filter(|said| matches!(said.author, Author::User { .. })).count() + 1;
        let text = format!("{} (That was number {asked}.)", prompt.text);
        let pace = Pace { between_words: Duration::from_millis(45) };
        stream::iter([Utterance::Start { name: "Echo".to_owned() }])
            .chain(pace.timed(words(&text)).map(Utterance::Delta))
            .chain(stream::iter([Utterance::End]))
            .map(Ok)
            .boxed()
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = Config::from_values(&Values::gather(Flags::default(), Environment::of_this_process()))?;
    let _traces = telemetry::start(&config.telemetry)?;
    boot::serve_with(config, Parts::ALL, Arc::new(Echo)).await
}
