//! An app of a stock ADK server (`adk api_server`), asked by `POST /run_sse`.
//!
//! Every session of hera has one session there, of a user of its own. As long as that one has come as far as hera's
//! history it is gone on with, with all that the agent has in it. Otherwise it is made anew from hera's history and
//! state, which are the truth: after a restart of the server, and after a turn that was cut short, was cancelled or is
//! run again. So no message is seen twice there, and no half answer that nobody was shown.

mod ear;
mod wire;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use futures::TryFutureExt as _;
use futures::stream::{self, BoxStream, Stream};
use reqwest::Method;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use tokio::task::yield_now;
use tokio::time::timeout;
use url::Url;

use self::ear::{Ear, Left, Piece};
use self::wire::{Event, Part, Session};
use super::server::{not_understood, nothing};
use super::{Attempt, Events, Failure, Kept, PICTURE, SILENCE, Server, Settings, Try, Unreadable};
use crate::agent::{HeraPrompt as Prompt, Utterance};
use crate::domain::{Author, Message, MessageStatus, RunErrorCode, SessionId, is_blank};
use crate::photos::{PhotoStore, Size};

/// What operators know it by.
const NAME: &str = "adk";
/// The settings that say where it is.
const NAMED_BY: &str = "AGENT_URL or ADK_APP";
/// The key of a session's state there under which hera notes which of its turns was begun last.
const TURN: &str = "hera_turn";
/// Bytes of the pictures that are sent along with a message; those beyond are left out.
const MOST_PICTURE_BYTES: usize = 20 * 1024 * 1024;

/// An agent on an ADK server.
pub struct Adk {
    server: Server,
    /// Given by the settings.
    app: Option<String>,
    /// Found out, until the server does not know it any more.
    found: Mutex<Option<String>>,
    photos: PhotoStore,
}

/// Where a session is there: app, user and id.
#[derive(Debug, Clone)]
struct Place {
    app: String,
    user: String,
    session: String,
}

/// An answer on its way.
struct Run {
    adk: Arc<Adk>,
    place: Place,
    /// `None` once the answer has ended.
    events: Option<Events>,
    ear: Ear,
    unreadable: Unreadable,
    ready: VecDeque<Result<Piece, Failure>>,
}

impl Attempt for Adk {
    fn name(&self) -> &'static str {
        NAME
    }

    fn begin(self: Arc<Self>, prompt: Prompt, _: Try) -> BoxStream<'static, Result<Utterance, Failure>> {
        let begun = async move {
            let (place, events) = self.begun(&prompt).await?;
            let ear = Ear::new(Kept::of(&prompt.state, prompt.attempt));
            let (unreadable, ready) = (Unreadable::of(NAME), VecDeque::new());
            let run = Run { adk: self, place, events: Some(events), ear, unreadable, ready };
            Ok(run.pieces())
        };
        begun.try_flatten_stream().boxed()
    }
}

impl Adk {
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(server: Settings, app: Option<String>, photos: PhotoStore) -> Result<Self, reqwest::Error> {
        Ok(Self { server: Server::new(server, NAMED_BY)?, app, found: Mutex::default(), photos })
    }

    fn found(&self) -> MutexGuard<'_, Option<String>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the agent begin. A server that does not know the app that was found there may have another one by now.
    async fn begun(&self, prompt: &Prompt) -> Result<(Place, Events), Failure> {
        let found = self.found().clone();
        match self.run(prompt).await {
            Err(Failure { status: Some(404), .. }) if found.is_some() => {
                self.found().take();
                self.run(prompt).await
            }
            begun => begun,
        }
    }

    /// Lets the agent begin.
    async fn run(&self, prompt: &Prompt) -> Result<(Place, Events), Failure> {
        let place = self.place(prompt).await?;
        let message = json!({ "role": "user", "parts": self.parts(prompt).await });
        let request = self.server.request(Method::POST, self.url(&["run_sse"])).json(&json!({
            "app_name": place.app, "user_id": place.user, "session_id": place.session, "new_message": message,
            "streaming": true, "state_delta": { TURN: prompt.turn.to_string() },
        }));
        let events = self.server.events(request).await?;
        Ok((place, events))
    }

    /// The session there that has come as far as hera's history; made, if there is none.
    async fn place(&self, prompt: &Prompt) -> Result<Place, Failure> {
        let (app, user) = (self.app().await?, user(prompt.session));
        let sessions = self.url(&["apps", &app, "users", &user, "sessions"]);
        let found: Vec<Session> = self.server.json(self.server.request(Method::GET, sessions.clone())).await?;
        if let [session] = &found[..]
            && is_in_step(session, prompt)
        {
            return Ok(Place { app, user, session: session.id.clone() });
        }
        for Session { id, .. } in found {
            let session = self.url(&["apps", &app, "users", &user, "sessions", &id]);
            self.server.send(self.server.request(Method::DELETE, session)).await?;
        }
        let kept = Kept::of(&prompt.state, prompt.attempt);
        let told: Vec<Value> = prompt.history.iter().filter_map(told).collect();
        let made = json!({ "state": kept.object(), "events": told });
        let made: Session = self.server.json(self.server.request(Method::POST, sessions).json(&made)).await?;
        Ok(Place { app, user, session: made.id })
    }

    /// Removes a session there that does not hold what its agent has said: it is made anew with the next message.
    async fn forget(&self, Place { app, user, session }: &Place) {
        let session = self.url(&["apps", app, "users", user, "sessions", session]);
        if let Err(Failure { error, .. }) = self.server.send(self.server.request(Method::DELETE, session)).await {
            tracing::warn!(%error, "the agent may not remember what it said last");
        }
    }

    async fn app(&self) -> Result<String, Failure> {
        if let Some(known) = self.app.clone().or_else(|| self.found().clone()) {
            return Ok(known);
        }
        let apps = self.server.request(Method::GET, self.url(&["list-apps"]));
        let mut apps: Vec<String> = self.server.json(apps).await?;
        match (apps.pop(), apps.len()) {
            (Some(app), 0) => Ok(self.found().insert(app).clone()),
            (None, _) => Err(Failure::lasting(RunErrorCode::AgentRefused, "the ADK server has no app")),
            (Some(_), others) => {
                let message = format!("the ADK server has {} apps: ADK_APP says which one", others + 1);
                Err(Failure::lasting(RunErrorCode::AgentRefused, message))
            }
        }
    }

    /// What the person said and shows.
    async fn parts(&self, prompt: &Prompt) -> Vec<Value> {
        let mut parts = Vec::new();
        if !is_blank(&prompt.text) || prompt.attachments.is_empty() {
            let text = if is_blank(&prompt.text) { SILENCE } else { &prompt.text };
            parts.push(json!({ "text": text }));
        }
        let mut room = MOST_PICTURE_BYTES;
        for photo in &prompt.attachments {
            let session = prompt.session;
            let fits = usize::try_from(photo.bytes).is_ok_and(|bytes| bytes <= room);
            match self.photos.read(session, photo.id, Size::Original).await {
                Ok(Some(bytes)) if fits => {
                    room = room.saturating_sub(bytes.len());
                    let data = STANDARD.encode(bytes);
                    parts.push(json!({ "inlineData": { "mimeType": photo.media_type.name(), "data": data } }));
                }
                Ok(_) => {
                    tracing::warn!(
                        session = %session.hashed(),
                        "a picture is gone, or one too many for a message: the agent does not see it"
                    );
                    parts.push(json!({ "text": PICTURE }));
                }
                Err(error) => {
                    tracing::warn!(
                        %error,
                        session = %session.hashed(),
                        "a picture cannot be read: the agent does not see it"
                    );
                    parts.push(json!({ "text": PICTURE }));
                }
            }
        }
        parts
    }

    /// A picture that the agent has saved; `None` if it is something else.
    async fn artifact(&self, place: &Place, name: &str, version: u64) -> Result<Option<bytes::Bytes>, Failure> {
        let Place { app, user, session } = place;
        let version = version.to_string();
        let path = ["apps", app, "users", user, "sessions", session, "artifacts", name, "versions", &version];
        let part: Part = self.server.json(self.server.request(Method::GET, self.url(&path))).await?;
        part.picture().map_err(|_| not_understood("an artifact that is no Base64"))
    }

    /// A path below the server's own.
    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.server.url().clone();
        // Only an address without a path, such as `mailto:`, refuses segments, and the settings take none.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }
}

impl Run {
    fn pieces(self) -> impl Stream<Item = Result<Utterance, Failure>> + Send {
        stream::unfold(self, |mut run| async { run.next().await.map(|piece| (piece, run)) })
    }

    async fn next(&mut self) -> Option<Result<Utterance, Failure>> {
        loop {
            match self.ready.pop_front() {
                Some(Ok(Piece::Say(utterance))) => return Some(Ok(utterance)),
                Some(Ok(Piece::Fetch { name, version })) => {
                    if let Some(picture) = self.fetch(&name, version).await {
                        return Some(Ok(picture));
                    }
                    continue;
                }
                Some(Err(failure)) => {
                    self.events = None;
                    self.ready.clear();
                    return Some(Err(failure));
                }
                None => {}
            }
            match next_event(self.events.as_mut()?, self.ear.left(), &self.adk.server).await {
                Some(Ok(data)) => {
                    self.hear(&data);
                    // Nothing may come of many events, and others want to run: whoever stops the answer, too.
                    yield_now().await;
                }
                Some(Err(failure)) => self.ready.push_back(Err(failure)),
                None => {
                    if !self.events.take()?.any() {
                        return Some(Err(nothing()));
                    }
                    self.ear.finish();
                    if self.ear.was_never_whole() {
                        self.adk.forget(&self.place).await;
                    }
                    self.ready.extend(self.ear.pieces().into_iter().map(Ok));
                }
            }
        }
    }

    fn hear(&mut self, data: &str) {
        let heard = match Event::read(data) {
            Ok(event) => self.ear.hear(event),
            Err(what) => self.unreadable.pass_over(what, self.ear.has_spoken()),
        };
        self.ready.extend(self.ear.pieces().into_iter().map(Ok));
        self.ready.extend(heard.err().map(Err));
    }

    /// The answer goes on without an artifact that cannot be had.
    async fn fetch(&mut self, name: &str, version: u64) -> Option<Utterance> {
        match self.adk.artifact(&self.place, name, version).await {
            Ok(picture) => picture.and_then(|picture| self.ear.show(picture)),
            Err(Failure { error, .. }) => {
                tracing::warn!(%error, "an artifact of the agent is left out");
                None
            }
        }
    }
}

/// The next event; `None` at the end of them. Some servers keep the connection open when all has been said: what comes then
/// is no event.
async fn next_event(events: &mut Events, left: Left, server: &Server) -> Option<Result<String, Failure>> {
    let next = events.next();
    if left == Left::AtWork {
        return next.await;
    }
    timeout(server.idle(), next).await.unwrap_or_else(|_| (left == Left::Open).then(|| Err(server.stalled())))
}

/// The user that a session of hera is there. Who may read a session knows its id, so the id itself stays here.
fn user(session: SessionId) -> String {
    let digest = Sha256::digest(session.to_string());
    let hex = digest.iter().take(16).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    format!("hera-{hex}")
}

/// Whether a session there holds what hera's history holds: its last turn was the last one here, and was answered to
/// its end.
fn is_in_step(session: &Session, prompt: &Prompt) -> bool {
    let Some(last) = prompt.history.last() else { return false };
    let noted = session.state.get(TURN).and_then(Value::as_str);
    let mut answers =
        prompt.history.iter().rev().take_while(|said| said.turn == last.turn).filter(|said| is_answer(said));
    let answered =
        matches!(last.author, Author::Agent { .. }) && answers.all(|said| said.status == MessageStatus::Complete);
    prompt.attempt == 1 && answered && noted == Some(last.turn.to_string().as_str())
}

const fn is_answer(said: &Message) -> bool {
    matches!(said.author, Author::Agent { .. })
}

/// A message of the history, as an event there.
fn told(message: &Message) -> Option<Value> {
    let (author, role) = match &message.author {
        Author::User { .. } => ("user", "user"),
        Author::Agent { name } => (name.as_str(), "model"),
    };
    let text = Some(message.text.as_str()).filter(|text| !is_blank(text));
    let parts: Vec<Value> = text
        .into_iter()
        .chain(message.attachments.iter().map(|_| PICTURE))
        .map(|text| json!({ "text": text }))
        .collect();
    (!parts.is_empty()).then(|| json!({ "author": author, "content": { "role": role, "parts": parts } }))
}

/// The changes of its state that an agent may have kept: what is only for now, or for all of its sessions, is not, nor
/// what hera notes there.
fn keep(kept: &mut Kept, changes: Map<String, Value>) {
    let changes = changes.into_iter();
    let lasting = changes.filter(|(key, _)| !key.starts_with("temp:") && !key.starts_with("app:") && key != TURN);
    kept.object_mut().extend(lasting);
}

#[cfg(test)]
mod tests;
