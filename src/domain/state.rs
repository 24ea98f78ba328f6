//! The state of a session: what its readers see of it beside the messages, and what its agent remembers.

use std::collections::{BTreeMap, BTreeSet};

use super::care::Care;
use super::family::{Family, Member, Plan, Talk, Trip};
use super::ids::MessageId;
use super::photo::{Photo, Photos};
use super::profile::{Field, Topic, UserProfile};

/// The state of one session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SessionState {
    pub phase: Phase,
    pub profile: UserProfile,
    /// The interviewing agent's own memory; not shown to clients.
    pub interview: Interview,
    pub family: Family,
    pub photos: Photos,
    /// What an agent elsewhere keeps here.
    pub agent: Option<AgentState>,
}

/// What an agent elsewhere keeps in a session: the text of one JSON object. hera carries it and does not look into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentState(Box<str>);

impl AgentState {
    /// Bytes that an agent may keep in a session, at most: all of it goes to every client with each change.
    pub const MOST_BYTES: usize = 65_536;

    /// What `json`, a JSON object, says; `None` when it is too large to be kept.
    #[must_use]
    pub fn new(json: String) -> Option<Self> {
        (json.len() <= Self::MOST_BYTES).then(|| Self(json.into()))
    }

    /// The JSON object.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which act is being played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// Hera asks.
    #[default]
    Interview,
    /// The family talks.
    Family,
    /// Story and letter are written.
    Complete,
    /// No act of Hera's: a person and an agent elsewhere talk, for as long as they like.
    Chat,
}

/// What the interviewing agent remembers between turns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Interview {
    /// The language the person last wrote in.
    pub language: Option<Language>,
    /// Messages answered so far.
    pub turns: u32,
    /// What the last reply asked for: an answer without a subject ("34です") is an answer to this.
    pub asked: BTreeSet<Field>,
    /// The same in its parts, in the order in which they were asked for: a lone word is an answer to these.
    pub topics: Vec<Topic>,
    /// How often each was asked for.
    pub times: BTreeMap<Topic, u8>,
    /// Whose name the last reply said back: a word of protest and another name put it right.
    pub said_back: Option<Topic>,
    /// Texts already used, so that two turns do not read alike.
    pub last_phrase: Option<u32>,
    /// What a model is told of the beginning of a long conversation, in every act.
    pub summary: Option<Summary>,
    /// What an agent elsewhere waits for: the ids of its interrupts, of which each is to be answered.
    pub interrupts: Vec<InterruptId>,
    /// How the person is, in every act.
    pub care: Care,
}

/// What an agent elsewhere calls something that it waits for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum InterruptId {
    Text(String),
    /// As it is written.
    Number(String),
}

impl InterruptId {
    /// How it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(id) | Self::Number(id) => id,
        }
    }
}

/// What is kept of the part of a conversation that no model is shown any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub text: String,
    /// The last message it tells of.
    pub through: MessageId,
}

/// A language the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    Japanese,
    English,
}

/// A change of the state: what is `Some` replaces what was there. Applying it twice is applying it once.
///
/// A picture replaces the one in its place only, so that an upload and a painting never undo one another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StateUpdate {
    pub phase: Option<Phase>,
    pub profile: Option<UserProfile>,
    pub interview: Option<Interview>,
    pub members: Option<Vec<Member>>,
    pub trip: Option<Trip>,
    pub plan: Option<Plan>,
    pub talk: Option<Talk>,
    /// A picture that has a place; see [`Photos::put`].
    pub photo: Option<Photo>,
    pub agent: Option<AgentState>,
}

impl StateUpdate {
    /// Makes the change.
    pub fn apply(&self, state: &mut SessionState) {
        if let Some(phase) = self.phase {
            state.phase = phase;
        }
        if let Some(profile) = &self.profile {
            state.profile.clone_from(profile);
        }
        if let Some(interview) = &self.interview {
            state.interview.clone_from(interview);
        }
        if let Some(members) = &self.members {
            state.family.members.clone_from(members);
        }
        if let Some(trip) = &self.trip {
            state.family.trip.clone_from(trip);
        }
        if let Some(plan) = &self.plan {
            state.family.plan = Some(plan.clone());
        }
        if let Some(talk) = &self.talk {
            state.family.talk.clone_from(talk);
        }
        if let Some(photo) = self.photo {
            state.photos.put(photo);
        }
        if let Some(agent) = &self.agent {
            state.agent = Some(agent.clone());
        }
    }
}
