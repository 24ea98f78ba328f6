//! Any agent at an AG-UI endpoint, asked by `POST`: a run of AG-UI answers one message.
//!
//! The endpoint is told everything with each run: the history and the agent's own state. So it need keep nothing, and a
//! run that is begun anew, by another worker or after a restart of the endpoint, starts from what hera's history says.

mod ask;
mod ear;
mod learnt;
mod unresumed;
mod wire;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use futures::stream::{self, BoxStream, Stream};
use futures::{StreamExt as _, TryFutureExt as _};
use reqwest::Method;
use reqwest::header::ACCEPT;
use tokio::task::yield_now;

use self::ask::Form;
use self::ear::{Ear, Heard};
use self::learnt::Learnt;
use self::unresumed::Unresumed;
use self::wire::Event;
use super::server::nothing;
use super::{Attempt, Events, Failure, Kept, Server, Settings, Try, Unreadable};
use crate::agent::{HeraPrompt as Prompt, Utterance};
use crate::domain::{RunErrorCode, SessionId};
use crate::family;
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
    /// The form in which it takes a conversation of texts, and one with pictures.
    learnt: [Mutex<Learnt>; 2],
    unresumed: Unresumed,
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
        let (learnt, unresumed) = Default::default();
        Ok(Self { server: Server::new(server, NAMED_BY)?, photos, picture_bytes, learnt, unresumed })
    }
}

impl Attempt for AgUi {
    fn name(&self) -> &'static str {
        NAME
    }

    fn begin(self: Arc<Self>, prompt: Prompt, attempt: Try) -> BoxStream<'static, Result<Utterance, Failure>> {
        stream::once(self.begun(prompt, attempt)).flatten().boxed()
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

/// How a conversation was taken.
#[derive(Debug, Clone, Copy)]
struct Taken {
    form: Form,
    /// Whether another form was refused for what it is, and not for its size.
    for_good: bool,
}

/// Whether the endpoint does not do what it was asked. Who is not available is asked the same again, and for less only
/// when that does not help: some fail so at what they do not know. (Of a run that resumes, and of the one that is asked for in
/// its place, any failure but a passing one is taken so: what the endpoint waits for would be in the way for ever.)
fn refuses(failure: &Failure, attempt: Try) -> bool {
    match failure.error.code {
        RunErrorCode::AgentFailed | RunErrorCode::AgentRefused => true,
        code @ (RunErrorCode::AgentUnavailable | RunErrorCode::EmptyAnswer) => {
            attempt.is_last(code) || (failure.stumbled() && attempt.before > 0)
        }
        _ => false,
    }
}

impl AgUi {
    /// The answer, from the first run of which something comes. An endpoint that keeps nothing may not know what it has waited
    /// for, and one that takes only texts may fail at a picture; both would fail at each later run, too. So would one that
    /// says nothing when it is to resume, or does not come to an end: it is asked without that first, the next time.
    async fn begun(self: Arc<Self>, prompt: Prompt, attempt: Try) -> BoxStream<'static, Result<Utterance, Failure>> {
        let known = self.learnt(&prompt).next();
        let untried = ask::shows(&prompt) && known.is_none();
        let session = prompt.session;
        let first_ways = match (prompt.state.interview.interrupts.is_empty(), self.unresumed.has(session)) {
            (true, _) => &[Way::Plain][..],
            (false, false) => &[Way::Resumes, Way::Plain],
            (false, true) => &[Way::Plain, Way::Resumes],
        };
        // It may have failed at something that passes.
        let texts = [Way::Plain, Way::Texts].into_iter().filter(|_| untried);
        let mut ways = first_ways.iter().copied().chain(texts).peekable();
        let (mut used, mut for_good) = (Vec::new(), true);
        while let Some(way) = ways.next() {
            let taken = Arc::new(OnceLock::new());
            if way == Way::Resumes {
                self.unresumed.begin(session);
            }
            let mut said = Arc::clone(&self).run(prompt.clone(), way, known, Arc::clone(&taken));
            let first = loop {
                match said.next().await {
                    Some(Ok(Utterance::Used(usage))) => used.push(Ok(Utterance::Used(usage))),
                    first => break first,
                }
            };
            let failure = first.as_ref().and_then(|first| first.as_ref().err());
            if way == Way::Resumes && failure.is_some_and(|failure| failure.passing) {
                self.unresumed.end(session);
            }
            let resumes = way == Way::Resumes || ways.peek() == Some(&Way::Resumes);
            let refuses = |failure: &&Failure| refuses(failure, attempt) || (resumes && !failure.passing);
            if let Some(failure) = failure.filter(|failure| ways.peek().is_some() && refuses(failure)) {
                let error = &failure.error;
                tracing::warn!(
                    session = %prompt.session.hashed(),
                    code = error.code.name(),
                    %error,
                    "an agent does not do what it was asked; it is asked again, or for less"
                );
                for_good &= !failure.passing && !failure.too_large();
                if way == Way::Plain && error.code != RunErrorCode::AgentFailed {
                    ways.next_if_eq(&Way::Plain);
                }
                continue;
            }
            if let (Some(Ok(_)), Some(Taken { form, for_good: refused })) = (&first, taken.get()) {
                self.learn(&prompt, *form, for_good && *refused);
            }
            let told = stream::iter(used).chain(stream::iter(first)).chain(said);
            return told.inspect(move |said| self.hear_of_end(session, said)).boxed();
        }
        stream::empty().boxed()
    }

    /// What the agent waits for is told at the end of a run, and by nothing else.
    fn hear_of_end(&self, session: SessionId, said: &Result<Utterance, Failure>) {
        if matches!(said, Ok(Utterance::State(change)) if change.parts.get(family::INTERVIEW).is_some()) {
            self.unresumed.end(session);
        }
    }

    /// What is known of conversations like this one.
    fn learnt(&self, prompt: &Prompt) -> MutexGuard<'_, Learnt> {
        self.learnt[usize::from(ask::shows(prompt))].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the form in which a conversation was taken.
    fn learn(&self, prompt: &Prompt, form: Form, for_good: bool) {
        if !self.learnt(prompt).learn(form, for_good) {
            return;
        }
        if form == Form::Texts {
            tracing::warn!("an agent takes no pictures: they are left out from now on");
        } else {
            tracing::warn!("an agent does not read AG-UI 1.0: it is asked in an earlier form from now on");
        }
    }

    /// A run that answers `prompt`, and the form in which the endpoint has `taken` it.
    fn run(
        self: Arc<Self>,
        prompt: Prompt,
        way: Way,
        known: Option<Form>,
        taken: Arc<OnceLock<Taken>>,
    ) -> BoxStream<'static, Result<Utterance, Failure>> {
        let begun = async move {
            let kept = Kept::of(&prompt.state, prompt.attempt);
            let events = self.ask(&prompt, &kept, way, known, &taken).await?;
            let (ear, unreadable) = (Ear::new(kept), Unreadable::of(NAME));
            let run = Run { events: Some(events), ear, unreadable, ready: VecDeque::new(), failed: None };
            Ok(run.utterances())
        };
        begun.try_flatten_stream().boxed()
    }

    /// Asks for a run: in the form that is known to be taken, or else in the current one first, and in the others while the
    /// endpoint refuses to read it. It may have been replaced.
    async fn ask(
        &self,
        prompt: &Prompt,
        kept: &Kept,
        way: Way,
        known: Option<Form>,
        taken: &OnceLock<Taken>,
    ) -> Result<Events, Failure> {
        let mut form = if way == Way::Texts { Form::Texts } else { known.unwrap_or(Form::Current) };
        let first = form;
        let mut others = Form::all(prompt).iter().filter(|form| **form != first && way != Way::Texts);
        let (mut refused, mut for_good): (Option<Failure>, _) = (None, true);
        loop {
            let resumes = way == Way::Resumes;
            let input = ask::run_agent_input(prompt, kept, &self.photos, self.picture_bytes, form, resumes).await;
            let request = self.server.request(Method::POST, self.server.url().clone()).json(&input);
            match self.server.events(request.header(ACCEPT, "text/event-stream")).await {
                Ok(events) => {
                    // Nobody else writes it.
                    let _ = taken.set(Taken { form, for_good });
                    return Ok(events);
                }
                // It is not told by this one whether the form is taken.
                Err(failure) if failure.passing => return Err(failure),
                Err(failure) => {
                    for_good &= !failure.too_large();
                    let other = others.next().filter(|_| failure.malformed());
                    let failure = refused.get_or_insert(failure);
                    form = *other.ok_or_else(|| failure.clone())?;
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
            let events = self.events.as_mut()?;
            let event = match events.next().await {
                Some(event) => event,
                None if !events.any() => Err(nothing()),
                None => Err(self.unreadable.ended()),
            };
            match event.and_then(|data| self.hear(&data)) {
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
