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
use super::server::{broke_off, not_understood};
use super::{Attempt, Events, Failure, Kept, Server, Settings};
use crate::agent::{Prompt, Utterance};
use crate::photos::PhotoStore;

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
    ready: VecDeque<Utterance>,
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
        "ag-ui"
    }

    fn begin(self: Arc<Self>, prompt: Prompt) -> BoxStream<'static, Result<Utterance, Failure>> {
        let begun = async move {
            let kept = Kept::of(&prompt.state, prompt.attempt);
            let input = ask::run_agent_input(&prompt, &kept, &self.photos, self.picture_bytes).await;
            let request = self.server.request(Method::POST, self.server.url().clone()).json(&input);
            let events = self.server.events(request.header(ACCEPT, "text/event-stream")).await?;
            Ok(Run { events: Some(events), ear: Ear::new(kept), ready: VecDeque::new() }.utterances())
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
            let event = self.events.as_mut()?.next().await;
            match event.unwrap_or_else(|| Err(broke_off())).and_then(|data| self.hear(&data)) {
                // Nothing may come of many events, and others want to run: whoever stops the answer, too.
                Ok(Heard::More) => yield_now().await,
                // Whatever the endpoint would still send belongs to another run.
                Ok(Heard::Over) => self.events = None,
                Err(failure) => {
                    self.events = None;
                    return Some(Err(failure));
                }
            }
        }
    }

    fn hear(&mut self, data: &str) -> Result<Heard, Failure> {
        let event = serde_json::from_str(data).map_err(|_| not_understood())?;
        self.ear.hear(event, &mut self.ready)
    }
}
