//! State as version 1 of the stored form has it: Hera's parts, each in the place that it has there.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::RecordError;
use super::parts::{self, AGENT, INTERVIEW, MEMBERS, NO_PLAN, PHASE, PLAN, PROFILE, TALK, TRIP};
use super::photo::PhotoRecord;
use crate::domain::{Change, Parts, Photos, SessionState, State};

/// A stored state with its version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VersionedState {
    pub version: u64,
    pub state: StateRecord,
}

type Json = Box<RawValue>;

/// A stored [`State`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StateRecord {
    phase: Json,
    profile: Json,
    interview: Json,
    #[serde(default)]
    family: FamilyRecord,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    photos: Vec<PhotoRecord>,
    /// The text of a JSON object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agent: Option<String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct FamilyRecord {
    members: Option<Json>,
    trip: Option<Json>,
    plan: Option<Json>,
    talk: Option<Json>,
}

/// A stored [`Change`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangeRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phase: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    profile: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    interview: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    members: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trip: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    plan: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    talk: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    photo: Option<PhotoRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agent: Option<String>,
}

/// A state before its first change.
#[must_use]
pub fn first() -> State {
    parts::state(&SessionState::default())
}

impl TryFrom<&State> for StateRecord {
    type Error = RecordError;

    fn try_from(State { parts, photos }: &State) -> Result<Self, RecordError> {
        let first = first().parts;
        // All parts have a place in this version: one that an application lacks is as at first.
        let part = |name| json(parts.get(name).or_else(|| first.get(name)).unwrap_or_default());
        let Photos { user, partner, children } = photos;
        Ok(Self {
            phase: part(PHASE)?,
            profile: part(PROFILE)?,
            interview: part(INTERVIEW)?,
            family: FamilyRecord {
                members: Some(part(MEMBERS)?),
                trip: Some(part(TRIP)?),
                plan: parts.get(PLAN).filter(|plan| *plan != NO_PLAN).map(json).transpose()?,
                talk: Some(part(TALK)?),
            },
            photos: user.iter().chain(partner).chain(children).copied().map(PhotoRecord).collect(),
            agent: parts.get(AGENT).map(Into::into),
        })
    }
}

impl TryFrom<StateRecord> for State {
    type Error = RecordError;

    fn try_from(record: StateRecord) -> Result<Self, RecordError> {
        let FamilyRecord { members, trip, plan, talk } = record.family;
        let mut state = first();
        let required = [(PHASE, record.phase), (PROFILE, record.profile), (INTERVIEW, record.interview)];
        let optional = [(MEMBERS, members), (TRIP, trip), (PLAN, plan), (TALK, talk)];
        let optional = optional.into_iter().filter_map(|(name, part)| Some((name, part?)));
        for (name, part) in required.into_iter().chain(optional) {
            state.parts.set(name, part.get());
        }
        if let Some(agent) = record.agent {
            state.parts.set(AGENT, agent);
        }
        state.photos = record.photos.into_iter().map(|photo| photo.0).collect();
        // What cannot be read is damage, here and not only where it is shown.
        parts::read(&state)?;
        Ok(state)
    }
}

impl From<&Change> for ChangeRecord {
    fn from(Change { parts, photo }: &Change) -> Self {
        // A part is JSON.
        let part = |name| parts.get(name).and_then(|part| json(part).ok());
        Self {
            phase: part(PHASE),
            profile: part(PROFILE),
            interview: part(INTERVIEW),
            members: part(MEMBERS),
            trip: part(TRIP),
            // Version 1 has no word for a plan that is taken back: a change to none would be damage to it.
            plan: part(PLAN).filter(|plan| plan.get() != NO_PLAN),
            talk: part(TALK),
            photo: photo.map(PhotoRecord),
            agent: parts.get(AGENT).map(Into::into),
        }
    }
}

impl From<ChangeRecord> for Change {
    fn from(record: ChangeRecord) -> Self {
        let ChangeRecord { phase, profile, interview, members, trip, plan, talk, photo, agent } = record;
        let written = [
            (PHASE, phase),
            (PROFILE, profile),
            (INTERVIEW, interview),
            (MEMBERS, members),
            (TRIP, trip),
            (PLAN, plan),
            (TALK, talk),
        ];
        let mut parts = Parts::default();
        for (name, part) in written {
            if let Some(part) = part {
                parts.set(name, part.get());
            }
        }
        if let Some(agent) = agent {
            parts.set(AGENT, agent);
        }
        Self { parts, photo: photo.map(|photo| photo.0) }
    }
}

fn json(part: &str) -> Result<Json, RecordError> {
    Ok(RawValue::from_string(part.into())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_that_is_taken_back_is_no_change_of_version_1() {
        let mut change = Change::default();
        change.parts.set(TRIP, "{}");
        change.parts.set(PLAN, NO_PLAN);
        assert_eq!(serde_json::to_string(&ChangeRecord::from(&change)).unwrap(), r#"{"trip":{}}"#);
    }

    #[test]
    fn a_state_is_read_as_it_was_written_and_damage_is_found() {
        let record = StateRecord::try_from(&first()).unwrap();
        let text = serde_json::to_string(&record).unwrap();
        assert!(text.contains(r#""plan":null"#), "{text}");
        assert_eq!(State::try_from(serde_json::from_str::<StateRecord>(&text).unwrap()).unwrap(), first());
        for (name, damage) in [(PROFILE, "[]"), (MEMBERS, "{}"), (TRIP, "7"), (PHASE, r#""nowhere""#)] {
            let mut state = first();
            state.parts.set(name, damage);
            let record = StateRecord::try_from(&state).unwrap();
            assert!(matches!(State::try_from(record), Err(RecordError::Malformed(_))), "{name}");
        }
    }
}
