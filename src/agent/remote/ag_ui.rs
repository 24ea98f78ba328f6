//! Any agent at an AG-UI endpoint, asked by `POST`: a run of AG-UI answers one message.
//!
//! The endpoint is told everything with each run: the history and the agent's own state. So it need keep nothing, and a
//! run that is begun anew, by another worker or after a restart of the endpoint, starts from what hera's history says.

mod ask;
mod ear;
mod wire;

use std::collections::VecDeque;
use std::sync::Arc;

use futures::stream::{self, BoxStream, Stream};
use futures::{StreamExt as _, TryFutureExt as _};
use reqwest::Method;
use reqwest::header::ACCEPT;
use tokio::task::yield_now;

use self::ear::{Ear, Heard};
use self::wire::Event;
use super::{Attempt, Events, Failure, Kept, Server, Settings, Unreadable};
use crate::agent::{AgentError, Prompt, Utterance};
use crate::domain::RunErrorCode;
use crate::photos::PhotoStore;

/// What operators know it by.
const NAME: &str = "ag-ui";
/// The settings that say where it is.
const NAMED_BY: &str = "AGENT_URL";

/// An agent at an AG-UI endpoint.
pub struct AgUi {
    server: Server,
    photos: PhotoStore,
    /// Bytes of pictures that are sent along, at most. An endpoint may send all it was told back in one event, which then
    /// is not larger than one with a picture of its own may be.
    picture_bytes: usize,
}

/// An answer on its way.
struct Run {
    /// `None` once the answer has ended; then the connection is closed.
    events: Option<Events>,
    ear: Ear,
    unreadable: Unreadable,
    ready: VecDeque<Utterance>,
    /// How it failed: told after what came before.
    failed: Option<Failure>,
}

impl AgUi {
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(server: Settings, photos: PhotoStore) -> Result<Self, reqwest::Error> {
        let picture_bytes = server.picture_bytes;
        Ok(Self { server: Server::new(server, NAMED_BY)?, photos, picture_bytes })
    }
}

impl Attempt for AgUi {
    fn name(&self) -> &'static str {
        NAME
    }

    fn begin(self: Arc<Self>, prompt: Prompt) -> BoxStream<'static, Result<Utterance, Failure>> {
        if prompt.state.interview.interrupts.is_empty() {
            return self.run(prompt, false);
        }
        // An endpoint that keeps nothing may not know what it has waited for, and refuses to resume from that.
        let resumed = async move {
            let mut said = Arc::clone(&self).run(prompt.clone(), true);
            let mut used = Vec::new();
            loop {
                match said.next().await {
                    Some(Ok(Utterance::Used(usage))) => used.push(Ok(Utterance::Used(usage))),
                    Some(Err(Failure { error, .. })) if refuses(&error) => {
                        let session = prompt.session;
                        tracing::warn!(
                            session = %session.hashed(),
                            code = error.code.name(),
                            %error,
                            "an agent does not resume; it is asked anew"
                        );
                        return stream::iter(used).chain(self.run(prompt, false)).boxed();
                    }
                    first => return stream::iter(used).chain(stream::iter(first)).chain(said).boxed(),
                }
            }
        };
        stream::once(resumed).flatten().boxed()
    }
}

/// Whether the endpoint does not do what it was asked. Some fail at what they do not know, as if they were not available.
const fn refuses(error: &AgentError) -> bool {
    matches!(error.code, RunErrorCode::AgentFailed | RunErrorCode::AgentRefused | RunErrorCode::AgentUnavailable)
}

impl AgUi {
    /// A run that answers `prompt`; it `resumes` from what the agent waits for by cancelling that.
    fn run(self: Arc<Self>, prompt: Prompt, resumes: bool) -> BoxStream<'static, Result<Utterance, Failure>> {
        let begun = async move {
            let kept = Kept::of(&prompt.state, prompt.attempt);
            let input = ask::run_agent_input(&prompt, &kept, &self.photos, self.picture_bytes, resumes).await;
            let request = self.server.request(Method::POST, self.server.url().clone()).json(&input);
            let events = self.server.events(request.header(ACCEPT, "text/event-stream")).await?;
            let (ear, unreadable) = (Ear::new(kept), Unreadable::of(NAME));
            let run = Run { events: Some(events), ear, unreadable, ready: VecDeque::new(), failed: None };
            Ok(run.utterances())
        };
        begun.try_flatten_stream().boxed()
    }
}

impl Run {
    fn utterances(self) -> impl Stream<Item = Result<Utterance, Failure>> + Send {
        stream::unfold(self, |mut run| async { run.next().await.map(|said| (said, run)) })
    }

    async fn next(&mut self) -> Option<Result<Utterance, Failure>> {
        loop {
            if let Some(utterance) = self.ready.pop_front() {
                return Some(Ok(utterance));
            }
            if let Some(failure) = self.failed.take() {
                return Some(Err(failure));
            }
            let event = self.events.as_mut()?.next().await;
            match event.unwrap_or_else(|| Err(self.unreadable.ended())).and_then(|data| self.hear(&data)) {
                // Nothing may come of many events, and others want to run: whoever stops the answer, too.
                Ok(Heard::More) => yield_now().await,
                // Whatever the endpoint would still send belongs to another run.
                Ok(Heard::Over) => self.events = None,
                Err(failure) => (self.events, self.failed) = (None, Some(failure)),
            }
        }
    }

    fn hear(&mut self, data: &str) -> Result<Heard, Failure> {
        match Event::read(data) {
            Ok(event) => self.ear.hear(event, &mut self.ready),
            Err(what) => self.unreadable.pass_over(what, self.ear.has_spoken()).map(|()| Heard::More),
        }
    }
}
