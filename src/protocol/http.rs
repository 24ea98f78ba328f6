//! The bodies of the HTTP endpoints, under the names of the original application.

mod history;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use self::history::{Around, HistoryEntry, history_entry, message_entry};
use super::ag_ui::{MessageEntry, Written};
use super::caller::CallerObject;
use super::family::{FamilyPlan, TripInfo};
use super::photo::PhotoObject;
use super::shown::{Rfc3339, Shown};
use super::state_document::{self, FieldName, PhaseName, StateDocument, UserProfile};
use crate::domain::{Author, Message, Photo, SessionId, SessionState, TurnId, UserProfile as Profile};
use crate::sessions::Session;

/// The answer to `POST /api/sessions`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Created {
    #[schema(value_type = uuid::Uuid)]
    pub session_id: Shown<SessionId>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Rfc3339,
    /// Always `created`.
    pub status: CreatedStatus,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CreatedStatus {
    Created,
}

/// The answer to `GET /api/sessions`.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionList {
    /// The newest first.
    pub sessions: Vec<SessionEntry>,
    /// `?before=` this gives older ones, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_before: Option<String>,
}

/// A session of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionEntry {
    #[schema(value_type = uuid::Uuid)]
    pub session_id: Shown<SessionId>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Rfc3339,
    /// When the last message was stored.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Rfc3339,
    pub phase: PhaseName,
    pub profile_complete: bool,
}

/// Which part of a list is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The `next_before` of the page before; the newest page without it.
    pub before: Option<String>,
    /// How many, at most 200; 50 without it.
    pub limit: Option<usize>,
}

impl PageQuery {
    /// Entries of a page without `limit`.
    pub const DEFAULT: usize = 50;
    /// Entries of a page, at most.
    pub const MOST: usize = 200;

    /// How many entries the page is to have.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(Self::DEFAULT).clamp(1, Self::MOST)
    }
}

/// A page of the history.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessagePage<'a> {
    /// Oldest first.
    pub messages: Vec<MessageEntry<'a>>,
    /// `?before=` this gives older ones, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_before: Option<String>,
}

/// The body of `POST /api/sessions/{id}/messages`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct MessageRequest {
    /// What the person says; may be empty.
    pub message: String,
    /// Attachments that were uploaded before, each by its id or its URL.
    pub attachments: Option<Vec<String>>,
    /// How many minutes the clock of the person's place is ahead of UTC, -720 to 840; it says which day it is there. Anything
    /// else is as if it were left out.
    pub utc_offset_min: Option<i64>,
}

/// The answer to `POST /api/sessions/{id}/messages`, when the turn has ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answer<'a> {
    /// What the agent said; of several messages, joined by an empty line.
    pub reply: &'a str,
    #[serde(flatten)]
    pub status: Status<'a>,
    pub session_status: SessionStatus,
    /// The reply, once the profile is complete; null before that.
    pub completion_message: Option<&'a str>,
    /// What this message taught Hera: the members of the profile that changed.
    #[schema(value_type = UserProfile)]
    pub last_extracted_fields: serde_json::Map<String, serde_json::Value>,
}

/// Whether the interview has all it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    Collecting,
    Completed,
}

/// The answer to `GET /api/sessions/{id}/status`.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatusAnswer<'a> {
    #[serde(flatten)]
    pub status: Status<'a>,
    /// Who asks.
    pub caller: CallerObject,
}

/// How far the interview has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct Status<'a> {
    pub user_profile: UserProfile<'a>,
    /// The newest 200 messages, oldest first; fewer when they have more than 1 MiB.
    pub conversation_history: Vec<HistoryEntry<'a>>,
    /// Older messages are left out; not there when the history is whole.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub history_truncated: bool,
    /// For each required field, whether enough is known of it.
    pub information_progress: BTreeMap<FieldName, bool>,
    pub missing_fields: Vec<FieldName>,
    pub profile_complete: bool,
}

/// The answer to `GET /api/sessions/{id}/family/status`.
#[derive(Debug, Serialize, ToSchema)]
pub struct FamilyStatus<'a> {
    /// What was said with the family, of the newest 200 messages, oldest first; fewer when they have more than 1 MiB.
    pub conversation_history: Vec<HistoryEntry<'a>>,
    /// Older messages of the session are left out; not there when the history is whole.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub history_truncated: bool,
    pub family_trip_info: TripInfo<'a>,
    /// The story and the letter are written.
    pub conversation_complete: bool,
    /// What is kept of the conversation; without members until it is complete.
    pub family_plan: FamilyPlan<'a>,
}

/// The answer to `POST /api/sessions/{id}/family/messages`, when the turn has ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct FamilyAnswer<'a> {
    /// Who answered, in turn; also the story and the letter, when they were written.
    pub reply: Vec<FamilyReply<'a>>,
    #[serde(flatten)]
    pub status: FamilyStatus<'a>,
}

/// What a member of the family said.
#[derive(Debug, Serialize, ToSchema)]
pub struct FamilyReply<'a> {
    pub speaker: &'a str,
    pub message: &'a str,
    #[schema(value_type = String, format = DateTime)]
    pub timestamp: Rfc3339,
}

/// The answer to `POST /api/sessions/{id}/complete`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Completed<'a> {
    /// For people.
    pub message: &'static str,
    pub user_profile: UserProfile<'a>,
    pub conversation_history: Vec<HistoryEntry<'a>>,
    /// Older messages are left out; not there when the history is whole.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub history_truncated: bool,
    pub information_progress: BTreeMap<FieldName, bool>,
    /// Always empty.
    pub missing_fields: Vec<FieldName>,
    /// Always true.
    pub information_complete: bool,
}

/// The body of `POST /api/sessions/{id}/cancel`.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct CancelRequest {
    /// The turn to stop; the running one without it.
    pub turn_id: Option<String>,
}

/// The answer to `POST /api/sessions/{id}/cancel`: the turn's `RUN_FINISHED` follows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cancelling {
    /// Always `cancelling`.
    pub status: CancelStatus,
    #[schema(value_type = String)]
    pub turn_id: Shown<TurnId>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CancelStatus {
    Cancelling,
}

/// The form of an upload.
#[derive(Debug, ToSchema)]
pub struct UploadForm {
    /// The picture: JPEG, PNG or WebP, whatever it is called.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
}

/// The answer to the upload of a picture.
#[derive(Debug, Serialize, ToSchema)]
pub struct Uploaded {
    /// Always `success`.
    pub status: UploadStatus,
    /// Where the picture can be read.
    pub image_url: String,
    pub photo: PhotoObject,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UploadStatus {
    Success,
}

/// In which size a picture is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PhotoQuery {
    /// A thumbnail whose longest side has so many pixels: 96 or 320. The original without it.
    pub size: Option<u32>,
}

/// What makes a URL work for a while.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SignedQuery {
    /// As of the picture itself.
    pub size: Option<u32>,
    /// Until when it works, in Unix milliseconds.
    pub until: i64,
    pub signature: String,
}

/// The body of `POST /api/sessions/{id}/generate-image`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ImageRequest {
    /// `partner`.
    pub target: String,
}

/// The body of `POST /api/sessions/{id}/generate-child-image`.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct ChildRequest {
    /// Which child, counted from 1; the next one without a picture without it.
    pub child: Option<u8>,
}

/// A picture was painted.
#[derive(Debug, Serialize, ToSchema)]
pub struct Generated<M> {
    /// Always `success`.
    pub status: GeneratedStatus,
    /// Where it is.
    pub image_url: String,
    pub meta: M,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GeneratedStatus {
    Success,
}

/// What is known of the picture of a partner.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerMeta {
    /// Always `partner`.
    pub target: PartnerTarget,
    /// What the painter was asked for.
    pub prompt_used: String,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartnerTarget {
    Partner,
}

/// What is known of the picture of a child.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChildMeta {
    /// Always `child`.
    pub target: ChildTarget,
    /// Which child, counted from 1.
    pub child_ver: u8,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChildTarget {
    Child,
}

impl<M> Generated<M> {
    /// The picture at `image_url`.
    #[must_use]
    pub const fn new(image_url: String, meta: M) -> Self {
        Self { status: GeneratedStatus::Success, image_url, meta }
    }
}

impl PartnerMeta {
    /// A partner, painted as `prompt_used` says.
    #[must_use]
    pub const fn new(prompt_used: String) -> Self {
        Self { target: PartnerTarget::Partner, prompt_used }
    }
}

impl ChildMeta {
    /// The child of that number.
    #[must_use]
    pub const fn new(child_ver: u8) -> Self {
        Self { target: ChildTarget::Child, child_ver }
    }
}

/// The answer of the health endpoints when all is well.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`.
    pub status: HealthStatus,
    /// Of `/health/ready`: whether the store takes writes. Where it does not, sessions can be read, and what is said is
    /// refused for the time being.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub writes: Option<WritesStatus>,
    /// Why writes are refused, for operators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WritesStatus {
    Ok,
    Refused,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    Ok,
}

/// The head of an export; its `messages` follow in the same document.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportHead<'a> {
    #[schema(value_type = uuid::Uuid)]
    pub session_id: Shown<SessionId>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Rfc3339,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Rfc3339,
    /// The state document.
    #[schema(value_type = StateDocument<'a>)]
    pub state: Written<'a>,
}

/// A session with everything said in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Export<'a> {
    #[serde(flatten)]
    pub head: ExportHead<'a>,
    /// All of them, oldest first.
    pub messages: Vec<MessageEntry<'a>>,
}

impl Uploaded {
    /// The answer that tells of a picture.
    #[must_use]
    pub fn new(session: SessionId, photo: &Photo) -> Self {
        let photo = PhotoObject::new(session, photo);
        Self { status: UploadStatus::Success, image_url: photo.url.clone(), photo }
    }
}

impl SessionEntry {
    /// The session in the list of its owner's.
    #[must_use]
    pub fn new(session: &Session, state: &SessionState) -> Self {
        Self {
            session_id: Shown(session.id),
            created_at: Rfc3339(session.created_at),
            updated_at: Rfc3339(session.updated_at),
            phase: state.phase.into(),
            profile_complete: state.profile.missing().is_empty(),
        }
    }
}

impl MessagePage<'_> {
    /// What is around the messages of a page; older ones are before `next_before`.
    #[must_use]
    pub fn around(next_before: Option<u64>) -> Around {
        let next_before = next_before.map(|before| before.to_string());
        Around::list(&MessagePage { messages: Vec::new(), next_before }, "messages")
    }
}

impl<'a> Status<'a> {
    /// The status of a session in `state`, with `history` oldest first; whether older messages are left out.
    #[must_use]
    pub fn new(state: &'a SessionState, history: &'a [Message], history_truncated: bool) -> Self {
        let missing_fields = state_document::missing_fields(&state.profile);
        Self {
            user_profile: (&state.profile).into(),
            conversation_history: history.iter().map(Into::into).collect(),
            history_truncated,
            information_progress: state_document::information_progress(&state.profile),
            profile_complete: missing_fields.is_empty(),
            missing_fields,
        }
    }
}

impl<'a> FamilyStatus<'a> {
    /// How far the family of a session in `state` has come; its messages are written into it. Older ones may be left out.
    #[must_use]
    pub fn new(state: &'a SessionState, history_truncated: bool) -> Self {
        let family = &state.family;
        Self {
            conversation_history: Vec::new(),
            history_truncated,
            family_trip_info: (&family.trip).into(),
            conversation_complete: family.plan.is_some(),
            family_plan: family.plan.as_ref().map(Into::into).unwrap_or_default(),
        }
    }
}

/// How many messages of the history, which is oldest first, are older than the family's conversation.
#[must_use]
pub fn before_family(state: &SessionState, history: &[Message]) -> usize {
    // Where the family's first turn is not in the history, that has not ended yet; or it is so long ago that all of the
    // history is the family's.
    let talk = &state.family.talk;
    let unseen = if talk.turns > 1 { 0 } else { history.len() };
    talk.first_turn
        .map_or(history.len(), |first| history.iter().position(|message| message.turn == first).unwrap_or(unseen))
}

impl<'a> FamilyAnswer<'a> {
    /// What was answered in `turn`, as the history tells it.
    #[must_use]
    pub fn new(status: FamilyStatus<'a>, history: &'a [Message], turn: TurnId) -> Self {
        let replies = history.iter().filter(|message| message.turn == turn);
        let reply = replies.filter_map(|message| match &message.author {
            Author::User { .. } => None,
            Author::Agent { name } => {
                Some(FamilyReply { speaker: name, message: &message.text, timestamp: Rfc3339(message.at) })
            }
        });
        Self { reply: reply.collect(), status }
    }
}

/// What became of fields, by name.
pub type Fields = serde_json::Map<String, serde_json::Value>;

/// The members of the profile's JSON that are other in `now` than in `before`.
#[must_use]
pub fn changed_fields(before: &Profile, now: &Profile) -> Fields {
    // By way of the text: `to_value` would show the 0.7 of an f32 as 0.699999988079071.
    let members = |profile: &Profile| -> serde_json::Map<String, serde_json::Value> {
        let text = serde_json::to_string(&UserProfile::from(profile)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    };
    let before = members(before);
    members(now).into_iter().filter(|(name, value)| before.get(name) != Some(value)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::BigFive;

    #[test]
    fn changed_fields_are_those_of_the_turn() {
        let before = Profile { age: Some(33), location: Some("東京".into()), ..Profile::default() };
        let traits = BigFive { openness: Some(0.7), ..BigFive::default() };
        let now = Profile { age: Some(34), traits, ..before.clone() };
        let changed = serde_json::Value::Object(changed_fields(&before, &now));
        assert_eq!(changed, json!({"age": 34, "user_personality_traits": {"openness": 0.7}}));
    }
}
