//! Any agent at an AG-UI endpoint, asked by `POST`: a run of AG-UI answers one message.
//!
//! The endpoint is told everything with each run: the history and the agent's own state. So it need keep nothing, and a
//! run that is begun anew, by another worker or after a restart of the endpoint, starts from what hera's history says.

mod ask;
mod ear;
mod wire;

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};

use futures::stream::{self, BoxStream, Stream};
use futures::{StreamExt as _, TryFutureExt as _};
use reqwest::Method;
use reqwest::header::ACCEPT;
use tokio::task::yield_now;

use self::ask::Form;
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
    /// The form in which it has taken a conversation of texts, and one with pictures.
    taken: [OnceLock<Form>; 2],
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
        Ok(Self { server: Server::new(server, NAMED_BY)?, photos, picture_bytes, taken: Default::default() })
    }
}

impl Attempt for AgUi {
    fn name(&self) -> &'static str {
        NAME
    }

    fn begin(self: Arc<Self>, prompt: Prompt) -> BoxStream<'static, Result<Utterance, Failure>> {
        stream::once(self.begun(prompt)).flatten().boxed()
    }
}

/// What a run asks for, beside the answer to what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// What the agent waits for is cancelled.
    Resumes,
    Plain,
    /// No pictures are sent.
    Texts,
}

/// Whether the endpoint does not do what it was asked. Some fail at what they do not know, as if they were not available.
const fn refuses(error: &AgentError) -> bool {
    matches!(error.code, RunErrorCode::AgentFailed | RunErrorCode::AgentRefused | RunErrorCode::AgentUnavailable)
}

impl AgUi {
    /// The answer, from the first run of which something comes. An endpoint that keeps nothing may not know what it has waited
    /// for, and one that takes only texts may fail at a picture; both would fail at each later run, too.
    async fn begun(self: Arc<Self>, prompt: Prompt) -> BoxStream<'static, Result<Utterance, Failure>> {
        let untried = ask::shows(&prompt) && self.taken[1].get().is_none();
        let resumes = (!prompt.state.interview.interrupts.is_empty()).then_some(Way::Resumes);
        let ways = resumes.into_iter().chain([Way::Plain]).chain(untried.then_some(Way::Texts));
        let mut ways = ways.peekable();
        let mut used = Vec::new();
        while let Some(way) = ways.next() {
            let form = Arc::new(OnceLock::new());
            let mut said = Arc::clone(&self).run(prompt.clone(), way, Arc::clone(&form));
            let first = loop {
                match said.next().await {
                    Some(Ok(Utterance::Used(usage))) => used.push(Ok(Utterance::Used(usage))),
                    first => break first,
                }
            };
            match (&first, ways.peek()) {
                (Some(Err(Failure { error, .. })), Some(_)) if refuses(error) => {
                    tracing::warn!(
                        session = %prompt.session.hashed(),
                        code = error.code.name(),
                        %error,
                        "an agent does not do what it was asked; it is asked for less"
                    );
                }
                _ => {
                    if let (Some(Ok(_)), Some(form)) = (&first, form.get()) {
                        self.keep(&prompt, *form);
                    }
                    return stream::iter(used).chain(stream::iter(first)).chain(said).boxed();
                }
            }
        }
        stream::empty().boxed()
    }

    /// Keeps the form in which a conversation was taken.
    fn keep(&self, prompt: &Prompt, form: Form) {
        let taken = &self.taken[usize::from(ask::shows(prompt))];
        if taken.set(form).is_ok() && form != Form::Current {
            tracing::warn!("an agent does not read AG-UI 1.0: it is asked in an earlier form from now on");
        }
    }

    /// A run that answers `prompt`, and the `form` in which the endpoint has taken it.
    fn run(
        self: Arc<Self>,
        prompt: Prompt,
        way: Way,
        form: Arc<OnceLock<Form>>,
    ) -> BoxStream<'static, Result<Utterance, Failure>> {
        let begun = async move {
            let kept = Kept::of(&prompt.state, prompt.attempt);
            let events = self.ask(&prompt, &kept, way, &form).await?;
            let (ear, unreadable) = (Ear::new(kept), Unreadable::of(NAME));
            let run = Run { events: Some(events), ear, unreadable, ready: VecDeque::new(), failed: None };
            Ok(run.utterances())
        };
        begun.try_flatten_stream().boxed()
    }

    /// Asks for a run: in the form that the endpoint has taken before, or else in the current one first, and in earlier ones
    /// while it refuses to read it.
    async fn ask(&self, prompt: &Prompt, kept: &Kept, way: Way, taken_in: &OnceLock<Form>) -> Result<Events, Failure> {
        let known = self.taken[usize::from(ask::shows(prompt))].get().copied();
        let mut form = if way == Way::Texts { Form::Texts } else { known.unwrap_or(Form::Current) };
        let mut refused: Option<Failure> = None;
        loop {
            let resumes = way == Way::Resumes;
            let input = ask::run_agent_input(prompt, kept, &self.photos, self.picture_bytes, form, resumes).await;
            let request = self.server.request(Method::POST, self.server.url().clone()).json(&input);
            match self.server.events(request.header(ACCEPT, "text/event-stream")).await {
                Ok(events) => {
                    // Nobody else writes it.
                    let _ = taken_in.set(form);
                    return Ok(events);
                }
                Err(failure) => {
                    let earlier = form.earlier(prompt).filter(|_| failure.malformed && known.is_none());
                    let failure = refused.get_or_insert(failure);
                    form = earlier.ok_or_else(|| failure.clone())?;
                }
            }
        }
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
