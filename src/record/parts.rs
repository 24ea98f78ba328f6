//! Hera's state as named parts, and back.

use serde::{Deserialize, Serialize};

use super::RecordError;
use super::family::{MemberRecord, PlanRecord, TalkRecord, TripRecord};
use super::state::{InterviewRecord, PhaseRecord, ProfileRecord};
use crate::domain::{AgentState, Change, Parts, SessionState, State, StateUpdate};

pub const PHASE: &str = "phase";
pub const PROFILE: &str = "user_profile";
pub const INTERVIEW: &str = "interview";
pub const MEMBERS: &str = "family_members";
pub const TRIP: &str = "family_trip_info";
pub const PLAN: &str = "family_plan";
pub const TALK: &str = "talk";
pub const AGENT: &str = "agent";

/// A plan that is not written yet.
pub const NO_PLAN: &str = "{}";

/// The state in its parts.
#[must_use]
pub fn state(state: &SessionState) -> State {
    let whole = StateUpdate {
        phase: Some(state.phase),
        profile: Some(state.profile.clone()),
        interview: Some(state.interview.clone()),
        members: Some(state.family.members.clone()),
        trip: Some(state.family.trip.clone()),
        plan: state.family.plan.clone(),
        talk: Some(state.family.talk.clone()),
        photo: None,
        agent: state.agent.clone(),
    };
    let mut parts = change(&whole).parts;
    if state.family.plan.is_none() {
        parts.set(PLAN, NO_PLAN);
    }
    State { parts, photos: state.photos.clone() }
}

/// The state of these parts; what is missing is as at first.
///
/// # Errors
/// When one cannot be read.
pub fn read(state: &State) -> Result<SessionState, RecordError> {
    let mut read = SessionState { photos: state.photos.clone(), ..SessionState::default() };
    update(&Change { parts: state.parts.clone(), photo: None })?.apply(&mut read);
    Ok(read)
}

/// A change in its parts.
#[must_use]
pub fn change(update: &StateUpdate) -> Change {
    let StateUpdate { phase, profile, interview, members, trip, plan, talk, photo, agent } = update;
    let mut parts = Parts::default();
    let mut set = |name, text: Option<String>| {
        if let Some(text) = text {
            parts.set(name, text);
        }
    };
    set(PHASE, phase.map(|phase| text(&PhaseRecord::from(phase))));
    set(PROFILE, profile.as_ref().map(|profile| text(&ProfileRecord::from(profile))));
    set(INTERVIEW, interview.as_ref().map(|interview| text(&InterviewRecord::from(interview))));
    set(MEMBERS, members.as_ref().map(|all| text(&all.iter().map(MemberRecord::from).collect::<Vec<_>>())));
    set(TRIP, trip.as_ref().map(|trip| text(&TripRecord::from(trip))));
    set(PLAN, plan.as_ref().map(|plan| text(&PlanRecord::from(plan))));
    set(TALK, talk.as_ref().map(|talk| text(&TalkRecord::from(talk))));
    set(AGENT, agent.as_ref().map(|agent| agent.as_str().to_owned()));
    Change { parts, photo: *photo }
}

/// The change of these parts.
///
/// # Errors
/// When one cannot be read.
pub fn update(change: &Change) -> Result<StateUpdate, RecordError> {
    let of = |name| change.parts.get(name);
    Ok(StateUpdate {
        phase: of(PHASE).map(|phase| super::read::<PhaseRecord>(phase.as_bytes())).transpose()?.map(Into::into),
        profile: of(PROFILE).map(object::<ProfileRecord>).transpose()?.map(Into::into),
        interview: of(INTERVIEW).map(object::<InterviewRecord>).transpose()?.map(Into::into),
        members: of(MEMBERS)
            .map(|text| super::read::<Vec<MemberRecord>>(text.as_bytes()))
            .transpose()?
            .map(|all| all.into_iter().map(Into::into).collect()),
        trip: of(TRIP).map(object::<TripRecord>).transpose()?.map(Into::into),
        plan: of(PLAN).filter(|text| *text != NO_PLAN).map(object::<PlanRecord>).transpose()?.map(Into::into),
        talk: of(TALK).map(object::<TalkRecord>).transpose()?.map(Into::into),
        photo: change.photo,
        agent: of(AGENT).and_then(|agent| AgentState::new(agent.to_owned())),
    })
}

fn object<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, RecordError> {
    super::object(text.as_bytes())
}

/// A record of ours can be written.
fn text(record: &impl Serialize) -> String {
    serde_json::to_string(record).unwrap_or_default()
}
