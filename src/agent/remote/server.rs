//! The server of an agent: how it is asked, and what its refusals mean.

use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Method, RequestBuilder, Response};
use secrecy::ExposeSecret as _;
use serde::de::DeserializeOwned;
use tokio::time::timeout;
use url::Url;

use super::{Events, Failure, Settings};
use crate::domain::RunErrorCode;
use crate::provider::{self, ErrorAnswer, Unread};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

/// The media type of events.
const EVENTS: &str = "text/event-stream";

/// A server on which an agent runs.
#[derive(Debug, Clone)]
pub struct Server {
    client: Client,
    settings: Settings,
    /// The settings that say where it is, for who reads an error.
    named_by: &'static str,
}

impl Server {
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(settings: Settings, named_by: &'static str) -> Result<Self, reqwest::Error> {
        Ok(Self { client: provider::client(CONNECT)?, settings, named_by })
    }

    /// Where it is, as the operator wrote it.
    #[must_use]
    pub const fn url(&self) -> &Url {
        &self.settings.url
    }

    /// How long it may send nothing.
    #[must_use]
    pub const fn idle(&self) -> Duration {
        self.settings.idle
    }

    /// A request to be sent with [`Server::send`].
    pub fn request(&self, method: Method, url: Url) -> RequestBuilder {
        let request = self.client.request(method, url);
        match &self.settings.token {
            Some(token) => request.bearer_auth(token.expose_secret()),
            None => request,
        }
    }

    /// Sends a request, up to the answer's status; an error status is a failure.
    pub async fn send(&self, request: RequestBuilder) -> Result<Response, Failure> {
        let idle = self.settings.idle;
        let answer = match timeout(idle, request.send()).await {
            Err(_) => return Err(self.stalled()),
            Ok(Err(error)) => {
                let reason = format!("the agent is not available: {}", provider::unreachable(&error));
                return Err(Failure::passing(RunErrorCode::AgentUnavailable, reason));
            }
            Ok(Ok(answer)) => answer,
        };
        if answer.status().is_success() {
            return Ok(answer);
        }
        let said = ErrorAnswer::read(answer, idle).await;
        if said.later() {
            let message = format!("the agent is not available: {}", said.reason());
            let failure = Failure::passing(RunErrorCode::AgentUnavailable, message);
            return Err(Failure { retry_after: said.retry_after, status: Some(said.status()), ..failure });
        }
        let message = format!("the agent was not asked: {}: {}", said.reason(), said.advice(self.named_by));
        Err(Failure { status: Some(said.status()), ..Failure::lasting(RunErrorCode::AgentRefused, message) })
    }

    /// The JSON that a request is answered with.
    pub async fn json<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Failure> {
        let answer = self.send(request).await?;
        let body = provider::body(answer, self.settings.idle, self.settings.event_bytes()).await;
        let body = body.map_err(|unread| self.unread(unread))?;
        let read = provider::document(&body).and_then(|mut document| {
            provider::settle(&mut document);
            T::deserialize(document).ok()
        });
        read.ok_or_else(|| not_understood("an answer that is not the JSON it should be"))
    }

    /// The events that a request is answered with.
    pub async fn events(&self, request: RequestBuilder) -> Result<Events, Failure> {
        let answer = self.send(request).await?;
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if let Some(encoding) = provider::encoding(&answer) {
            return Err(not_understood(&format!("an answer that is encoded ({encoding}), which nobody asked for")));
        }
        if !kind.trim_start().get(..EVENTS.len()).is_some_and(|kind| kind.eq_ignore_ascii_case(EVENTS)) {
            let message = format!("what answers is no agent: {} names something else", self.named_by);
            return Err(Failure::lasting(RunErrorCode::AgentRefused, message));
        }
        Ok(Events::new(answer, self.clone(), self.settings.idle, self.settings.event_bytes()))
    }

    /// What it means that an answer was not read to its end.
    #[must_use]
    pub fn unread(&self, unread: Unread) -> Failure {
        match unread {
            Unread::TooLarge => {
                let most = self.settings.event_bytes();
                Failure::lasting(RunErrorCode::BadAnswer, format!("the agent sent more than {most} bytes at once"))
            }
            Unread::Halted => self.stalled(),
            Unread::BrokeOff => broke_off(),
        }
    }

    /// It is not asked again: it may still be working on what it was asked.
    #[must_use]
    pub fn stalled(&self) -> Failure {
        let seconds = self.settings.idle.as_secs();
        Failure::lasting(RunErrorCode::AgentStalled, format!("the agent sent nothing for {seconds} s"))
    }
}

/// The connection ended before the answer did.
pub fn broke_off() -> Failure {
    Failure::passing(RunErrorCode::AgentUnavailable, "the connection to the agent broke")
}

/// The answer ended, and no event was in it.
pub fn nothing() -> Failure {
    Failure::passing(RunErrorCode::EmptyAnswer, "the agent answered with nothing")
}

/// What came is nothing that hera knows: `what` it is, in words of hera's own.
pub fn not_understood(what: &str) -> Failure {
    Failure::lasting(RunErrorCode::BadAnswer, format!("the agent sent what cannot be understood: {what}"))
}
