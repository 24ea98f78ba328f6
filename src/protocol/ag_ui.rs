//! The AG-UI 1.0 events this server sends. Optional fields are left out, never null.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::family::{self, FamilyMember, FamilyPlan, TripInfo};
use super::photo::PhotoObject;
use super::shown::{Rfc3339, Shown};
use super::state_document::{self, FieldName, PhaseName, StateDocument, UserProfile};
use super::usage::TurnMetadata;
use crate::domain::{
    Author, Choice, Event, Message, MessageId, MessageStatus, Outcome, Patch, Photo, PhotoKind, RunErrorCode,
    SessionId, StateUpdate, TurnId, TurnUsage,
};

/// An AG-UI event.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum AgUi<'a> {
    /// A person's message, whole.
    TextMessageChunk {
        message_id: Shown<MessageId>,
        role: UserRole,
        /// The whole text.
        delta: &'a str,
        metadata: Metadata<ChunkMetadata<'a>>,
    },
    /// The turn begins.
    RunStarted {
        /// The session's id.
        thread_id: Shown<SessionId>,
        /// The turn's id.
        run_id: Shown<TurnId>,
    },
    /// An agent begins to speak.
    TextMessageStart {
        message_id: Shown<MessageId>,
        role: AssistantRole,
        /// The name it speaks by.
        name: &'a str,
    },
    /// More of its text.
    TextMessageContent { message_id: Shown<MessageId>, delta: &'a str },
    /// It has finished speaking.
    TextMessageEnd { message_id: Shown<MessageId> },
    /// The state document changed.
    StateDelta {
        /// A JSON Patch; applying it twice is applying it once.
        #[schemars(with = "StatePatch<'a>")]
        delta: Written<'a>,
    },
    /// The whole state document.
    StateSnapshot {
        #[schemars(with = "Box<StateDocument<'a>>")]
        snapshot: Written<'a>,
    },
    /// The newest messages of the history, oldest first.
    MessagesSnapshot {
        messages: Vec<MessageEntry<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        metadata: Option<Metadata<PageMetadata>>,
    },
    /// Long work begins.
    StepStarted {
        /// For programs; the same in [`AgUi::StepFinished`].
        step_name: &'a str,
    },
    /// It is over.
    StepFinished { step_name: &'a str },
    /// What AG-UI has no event for.
    Custom(Custom<'a>),
    /// The turn has ended.
    RunFinished {
        thread_id: Shown<SessionId>,
        run_id: Shown<TurnId>,
        outcome: OutcomeObject,
        #[serde(skip_serializing_if = "Option::is_none")]
        metadata: Option<Metadata<TurnMetadata<'a>>>,
    },
    /// The turn has failed.
    RunError {
        /// For people.
        message: &'a str,
        code: RunCode,
        #[serde(skip_serializing_if = "Option::is_none")]
        metadata: Option<Metadata<TurnMetadata<'a>>>,
    },
}

/// AG-UI's open metadata, with our part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "{T}InHera")]
pub struct Metadata<T> {
    pub hera: T,
}

/// What a person's message carries beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChunkMetadata<'a> {
    /// The name its client gave the message.
    pub client_msg_id: &'a str,
    /// The pictures that go with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<PhotoObject>,
}

/// Where the history goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PageMetadata {
    /// Older messages are asked for with `?before=` this.
    pub next_before: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UserRole {
    User,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AssistantRole {
    Assistant,
}

/// What AG-UI has no event for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Custom<'a> {
    /// The turn starts over.
    TurnRestarted { name: RestartedName, value: Restarted<'a> },
    /// A picture exists.
    ImageReady {
        name: ImageReadyName,
        value: Box<PhotoObject>,
        #[serde(skip_serializing_if = "Option::is_none")]
        metadata: Option<Metadata<ImageMetadata<'a>>>,
    },
    /// Answers that an agent offers with a message.
    Suggestions { name: SuggestionsName, value: Suggestions<'a> },
    /// A job waits to be done in a turn of its own.
    TurnQueued { name: QueuedName, value: QueuedJob<'a> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SuggestionsName {
    #[serde(rename = "hera.suggestions")]
    Suggestions,
}

/// Answers that are offered with a message, until the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suggestions<'a> {
    /// The message they go with.
    pub message_id: Shown<MessageId>,
    #[schemars(length(max = 6))]
    pub choices: Vec<ChoiceObject<'a>>,
}

/// An answer that is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, utoipa::ToSchema)]
#[schemars(rename = "Choice")]
#[schema(as = Choice)]
pub struct ChoiceObject<'a> {
    /// What stands on the button.
    #[schemars(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    pub label: &'a str,
    /// What is said by pressing it.
    #[schemars(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub text: &'a str,
}

impl<'a> ChoiceObject<'a> {
    /// The wire form of choices.
    #[must_use]
    pub fn all(choices: &'a [Choice]) -> Vec<Self> {
        choices.iter().map(|Choice { label, text }| Self { label, text }).collect()
    }
}

/// What is known of a picture that nobody has uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ImageMetadata<'a> {
    /// What the painter was asked for, of one that was painted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_used: Option<&'a str>,
    /// The message it goes with, of one that an agent shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Shown<MessageId>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum QueuedName {
    #[serde(rename = "turn.queued")]
    TurnQueued,
}

/// A job that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QueuedJob<'a> {
    /// The turn in which it is done.
    pub turn_id: Shown<TurnId>,
    #[schemars(with = "JobName")]
    pub job: &'a str,
    /// Which child is to be painted, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<u8>")]
    pub number: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobName {
    PaintPartner,
    PaintChild,
    GreetFamily,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum ImageReadyName {
    #[serde(rename = "image.ready")]
    ImageReady,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum RestartedName {
    #[serde(rename = "turn.restarted")]
    TurnRestarted,
}

/// The texts of an earlier attempt are void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Restarted<'a> {
    pub turn_id: Shown<TurnId>,
    /// 2 for the second attempt, and so on.
    pub attempt: u32,
    /// The messages to drop.
    #[schemars(with = "Vec<Shown<MessageId>>")]
    pub discarded: ShownAll<'a>,
}

/// Message ids, each as its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownAll<'a>(pub &'a [MessageId]);

impl Serialize for ShownAll<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|&id| Shown(id)))
    }
}

/// How a turn that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OutcomeObject {
    #[serde(rename = "type")]
    pub kind: OutcomeType,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OutcomeType {
    Success,
    Cancelled,
}

/// Why a turn failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunCode {
    AgentFailed,
    AgentUnavailable,
    AgentRefused,
    AgentStalled,
    AgentInterrupted,
    EmptyAnswer,
    BadAnswer,
    TimeLimit,
    ReplyTooLong,
    AttemptsExhausted,
    PaintingRefused,
    PaintingFailed,
}

/// The text of a JSON value, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<'a>(pub &'a str);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json: &RawValue = serde_json::from_str(self.0).map_err(serde::ser::Error::custom)?;
        json.serialize(serializer)
    }
}

/// A JSON Patch.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StatePatch<'a>(pub Vec<Operation<'a>>);

/// One operation of a JSON Patch.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Operation<'a> {
    pub op: Op,
    /// `/` and the name of a top-level member of the state document, or the place of a part of the family or a picture.
    pub path: Cow<'static, str>,
    pub value: Member<'a>,
}

/// `replace` for what is always there; `add` for a picture and for what an agent keeps, be there one in its place or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    Add,
    Replace,
}

/// A top-level member of the state document, a part of the family, a picture, or what an agent keeps.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Member<'a> {
    Phase(PhaseName),
    UserProfile(Box<UserProfile<'a>>),
    InformationProgress(std::collections::BTreeMap<FieldName, bool>),
    MissingFields(Vec<FieldName>),
    ProfileComplete(bool),
    FamilyMembers(Vec<FamilyMember<'a>>),
    TripInfo(TripInfo<'a>),
    FamilyPlan(FamilyPlan<'a>),
    Photo(Box<PhotoObject>),
    Agent(serde_json::Map<String, serde_json::Value>),
}

/// A message of the history, as AG-UI has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, utoipa::ToSchema)]
pub struct MessageEntry<'a> {
    #[schema(value_type = String)]
    pub id: Shown<MessageId>,
    pub role: Role,
    /// The whole text.
    pub content: &'a str,
    /// The name the agent speaks by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    pub metadata: EntryMetadata<'a>,
}

/// AG-UI's open metadata of a message, with our part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, utoipa::ToSchema)]
pub struct EntryMetadata<'a> {
    pub hera: EntryDetails<'a>,
}

/// What is known of a message beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, utoipa::ToSchema)]
pub struct EntryDetails<'a> {
    /// When it was stored.
    #[schema(value_type = String, format = DateTime)]
    pub at: Rfc3339,
    pub status: StatusName,
    /// The turn it started (a person's) or belongs to (an agent's).
    #[schema(value_type = String)]
    pub turn_id: Shown<TurnId>,
    /// The name its client gave the message; of a person's only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_msg_id: Option<&'a str>,
    /// The pictures that go with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<PhotoObject>,
    /// Answers that were offered with it, to be shown until the next message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 6))]
    #[schema(max_items = 6)]
    pub suggestions: Vec<ChoiceObject<'a>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    User,
    Assistant,
}

/// Whether a stored text is all that was to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StatusName {
    Complete,
    Cancelled,
    Failed,
}

impl<'a> AgUi<'a> {
    /// The wire form of `event`. Only a person's message, a state change and a picture may be outside a turn.
    #[must_use]
    pub fn new(session: SessionId, turn: Option<TurnId>, event: &'a Event) -> Self {
        // An event that needs a turn always has one; the number 0 would show that it had not.
        let turn = Shown(turn.unwrap_or(TurnId::from_number(0)));
        match event {
            Event::UserMessage { message_id, text, client_msg_id, attachments } => Self::TextMessageChunk {
                message_id: Shown(*message_id),
                role: UserRole::User,
                delta: text,
                metadata: Metadata {
                    hera: ChunkMetadata {
                        client_msg_id: client_msg_id.as_str(),
                        attachments: PhotoObject::all(session, attachments),
                    },
                },
            },
            Event::RunStarted => Self::RunStarted { thread_id: Shown(session), run_id: turn },
            Event::MessageStart { message_id, name } => Self::start(*message_id, name),
            Event::MessageContent { message_id, delta } => Self::content(*message_id, delta),
            Event::MessageEnd { message_id } => Self::TextMessageEnd { message_id: Shown(*message_id) },
            Event::ChoicesOffered { message_id, choices } => Self::suggestions(*message_id, choices),
            Event::StateChanged { patch, .. } => Self::delta(patch.as_ref()),
            Event::StepStarted { name } => Self::StepStarted { step_name: name },
            Event::StepFinished { name } => Self::StepFinished { step_name: name },
            Event::ImageReady { photo, prompt, message_id } => {
                Self::image(session, photo, prompt.as_deref(), *message_id)
            }
            Event::JobQueued { turn, job } => {
                let value = QueuedJob { turn_id: Shown(*turn), job: job.name(), number: job.number() };
                Self::Custom(Custom::TurnQueued { name: QueuedName::TurnQueued, value })
            }
            Event::TurnRestarted { attempt, discarded } => Self::Custom(Custom::TurnRestarted {
                name: RestartedName::TurnRestarted,
                value: Restarted { turn_id: turn, attempt: *attempt, discarded: ShownAll(discarded) },
            }),
            Event::RunFinished { outcome, usage } => {
                let kind = match outcome {
                    Outcome::Success => OutcomeType::Success,
                    Outcome::Cancelled => OutcomeType::Cancelled,
                };
                let outcome = OutcomeObject { kind };
                Self::RunFinished { thread_id: Shown(session), run_id: turn, outcome, metadata: told(usage.as_ref()) }
            }
            Event::RunError { code, message, usage } => {
                Self::RunError { message, code: (*code).into(), metadata: told(usage.as_ref()) }
            }
        }
    }

    /// The state document changed; without a patch not in a way that is known.
    #[must_use]
    pub fn delta(patch: Option<&'a Patch>) -> Self {
        Self::StateDelta { delta: Written(patch.map_or("[]", Patch::as_str)) }
    }

    /// A picture can be fetched.
    #[must_use]
    pub fn image(session: SessionId, photo: &Photo, prompt_used: Option<&'a str>, message: Option<MessageId>) -> Self {
        let told = prompt_used.is_some() || message.is_some();
        Self::Custom(Custom::ImageReady {
            name: ImageReadyName::ImageReady,
            value: Box::new(PhotoObject::new(session, photo)),
            metadata: told.then(|| Metadata { hera: ImageMetadata { prompt_used, message_id: message.map(Shown) } }),
        })
    }

    /// Answers are offered with a message.
    #[must_use]
    pub fn suggestions(message_id: MessageId, choices: &'a [Choice]) -> Self {
        let value = Suggestions { message_id: Shown(message_id), choices: ChoiceObject::all(choices) };
        Self::Custom(Custom::Suggestions { name: SuggestionsName::Suggestions, value })
    }

    /// An agent begins to speak.
    #[must_use]
    pub const fn start(message_id: MessageId, name: &'a str) -> Self {
        Self::TextMessageStart { message_id: Shown(message_id), role: AssistantRole::Assistant, name }
    }

    /// More of its text.
    #[must_use]
    pub const fn content(message_id: MessageId, delta: &'a str) -> Self {
        Self::TextMessageContent { message_id: Shown(message_id), delta }
    }
}

fn told(usage: Option<&TurnUsage>) -> Option<Metadata<TurnMetadata<'_>>> {
    usage.map(|usage| Metadata { hera: usage.into() })
}

impl From<RunErrorCode> for RunCode {
    fn from(code: RunErrorCode) -> Self {
        match code {
            RunErrorCode::AgentFailed => Self::AgentFailed,
            RunErrorCode::AgentUnavailable => Self::AgentUnavailable,
            RunErrorCode::AgentRefused => Self::AgentRefused,
            RunErrorCode::AgentStalled => Self::AgentStalled,
            RunErrorCode::AgentInterrupted => Self::AgentInterrupted,
            RunErrorCode::EmptyAnswer => Self::EmptyAnswer,
            RunErrorCode::BadAnswer => Self::BadAnswer,
            RunErrorCode::TimeLimit => Self::TimeLimit,
            RunErrorCode::ReplyTooLong => Self::ReplyTooLong,
            RunErrorCode::AttemptsExhausted => Self::AttemptsExhausted,
            RunErrorCode::PaintingRefused => Self::PaintingRefused,
            RunErrorCode::PaintingFailed => Self::PaintingFailed,
        }
    }
}

impl<'a> StatePatch<'a> {
    /// The members that the update touches; what the agent remembers for itself is not among them.
    #[must_use]
    pub fn new(session: SessionId, update: &'a StateUpdate) -> Self {
        let replace = |path, value| Operation { op: Op::Replace, path: Cow::Borrowed(path), value };
        let mut patch = Vec::new();
        if let Some(phase) = update.phase {
            patch.push(replace("/phase", Member::Phase(phase.into())));
        }
        if let Some(profile) = &update.profile {
            let missing = state_document::missing_fields(profile);
            let complete = missing.is_empty();
            let progress = state_document::information_progress(profile);
            patch.push(replace("/user_profile", Member::UserProfile(Box::new(profile.into()))));
            patch.push(replace("/information_progress", Member::InformationProgress(progress)));
            patch.push(replace("/missing_fields", Member::MissingFields(missing)));
            patch.push(replace("/profile_complete", Member::ProfileComplete(complete)));
        }
        if let Some(members) = &update.members {
            patch.push(replace("/family/members", Member::FamilyMembers(family::members(members))));
        }
        if let Some(trip) = &update.trip {
            patch.push(replace("/family/trip_info", Member::TripInfo(trip.into())));
        }
        if let Some(plan) = &update.plan {
            patch.push(replace("/family/plan", Member::FamilyPlan(plan.into())));
        }
        if let Some(photo) = &update.photo
            && let Some(path) = place(photo.kind)
        {
            let value = Member::Photo(Box::new(PhotoObject::new(session, photo)));
            patch.push(Operation { op: Op::Add, path, value });
        }
        if let Some(agent) = &update.agent {
            let value = Member::Agent(state_document::agent(agent));
            patch.push(Operation { op: Op::Add, path: "/agent".into(), value });
        }
        Self(patch)
    }
}

/// Where a picture of this kind stands in the state document.
fn place(kind: PhotoKind) -> Option<Cow<'static, str>> {
    match kind {
        PhotoKind::User => Some("/photos/user".into()),
        PhotoKind::Partner => Some("/photos/partner".into()),
        PhotoKind::Child(number) => Some(format!("/photos/children/{number}").into()),
        PhotoKind::Attachment => None,
    }
}

impl<'a> MessageEntry<'a> {
    /// The wire form of a message of `session`.
    #[must_use]
    pub fn new(session: SessionId, message: &'a Message) -> Self {
        let (role, name, client_msg_id) = match &message.author {
            Author::User { client_msg_id } => (Role::User, None, Some(client_msg_id.as_str())),
            Author::Agent { name } => (Role::Assistant, Some(name.as_str()), None),
        };
        Self {
            id: Shown(message.id),
            role,
            content: &message.text,
            name,
            metadata: EntryMetadata {
                hera: EntryDetails {
                    at: Rfc3339(message.at),
                    status: message.status.into(),
                    turn_id: Shown(message.turn),
                    client_msg_id,
                    attachments: PhotoObject::all(session, &message.attachments),
                    suggestions: ChoiceObject::all(&message.choices),
                },
            },
        }
    }
}

impl From<MessageStatus> for StatusName {
    fn from(status: MessageStatus) -> Self {
        match status {
            MessageStatus::Complete => Self::Complete,
            MessageStatus::Cancelled => Self::Cancelled,
            MessageStatus::Failed => Self::Failed,
        }
    }
}
