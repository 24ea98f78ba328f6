//! The stored family: in every store the same form, for an operator to read.

use serde::{Deserialize, Serialize};

use super::RecordError;
use super::state::{GenderRecord, LanguageRecord};
use crate::domain::{BigFive, Family, FamilyRole, Member, Offer, Plan, PlanLine, Talk, Trip, TurnId};

/// A stored [`Member`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MemberRecord {
    name: String,
    role: RoleRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gender: Option<GenderRecord>,
    age: u8,
    /// In the order openness, conscientiousness, extraversion, agreeableness, neuroticism.
    personality: [Option<f32>; 5],
    speaking_style: String,
    traits: Vec<String>,
    goals: Vec<String>,
    background: String,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RoleRecord {
    Partner,
    Child,
}

/// A stored [`Trip`].
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TripRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    destination: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    activities: Vec<String>,
}

/// A stored [`Plan`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanRecord {
    #[serde(flatten)]
    trip: TripRecord,
    story: String,
    letter: String,
    conversation_log: Vec<PlanLineRecord>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct PlanLineRecord {
    speaker: String,
    message: String,
}

/// A stored [`Talk`].
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TalkRecord {
    language: Option<LanguageRecord>,
    first_turn: Option<u64>,
    turns: u32,
    painted: u8,
    offer: Option<OfferRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    said: Vec<u32>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OfferRecord {
    Destination(String),
    Activity(String),
    Plan,
}

/// A stored [`Family`].
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FamilyRecord {
    members: Vec<MemberRecord>,
    trip: TripRecord,
    plan: Option<PlanRecord>,
    talk: TalkRecord,
}

/// The parts of a family, each by itself as JSON. An empty text is a part that was never written.
#[derive(Debug, Default)]
pub struct FamilyTexts {
    pub members: String,
    pub trip: String,
    pub plan: String,
    pub talk: String,
}

/// The members by themselves.
pub fn encode_members(members: &[Member]) -> Result<String, RecordError> {
    Ok(serde_json::to_string(&members.iter().map(MemberRecord::from).collect::<Vec<_>>())?)
}

/// The outing by itself.
pub fn encode_trip(trip: &Trip) -> Result<String, RecordError> {
    Ok(serde_json::to_string(&TripRecord::from(trip))?)
}

/// The plan by itself.
pub fn encode_plan(plan: &Plan) -> Result<String, RecordError> {
    Ok(serde_json::to_string(&PlanRecord::from(plan))?)
}

/// The family's memory by itself.
pub fn encode_talk(talk: &Talk) -> Result<String, RecordError> {
    Ok(serde_json::to_string(&TalkRecord::from(talk))?)
}

impl FamilyTexts {
    /// The family that the texts tell of.
    pub fn decode(&self) -> Result<Family, RecordError> {
        fn part<T: for<'a> Deserialize<'a> + Default>(text: &str) -> Result<T, RecordError> {
            if text.is_empty() { Ok(T::default()) } else { Ok(serde_json::from_str(text)?) }
        }
        // There is an empty object in the place of a plan until it is written.
        let plan = if self.plan == "{}" { "" } else { &self.plan };
        let record = FamilyRecord {
            members: part(&self.members)?,
            trip: part(&self.trip)?,
            plan: part(plan)?,
            talk: part(&self.talk)?,
        };
        Ok(record.into())
    }
}

impl From<&Family> for FamilyRecord {
    fn from(family: &Family) -> Self {
        Self {
            members: family.members.iter().map(Into::into).collect(),
            trip: (&family.trip).into(),
            plan: family.plan.as_ref().map(Into::into),
            talk: (&family.talk).into(),
        }
    }
}

impl From<FamilyRecord> for Family {
    fn from(record: FamilyRecord) -> Self {
        Self {
            members: record.members.into_iter().map(Into::into).collect(),
            trip: record.trip.into(),
            plan: record.plan.map(Into::into),
            talk: record.talk.into(),
        }
    }
}

impl From<&Member> for MemberRecord {
    fn from(member: &Member) -> Self {
        let BigFive { openness, conscientiousness, extraversion, agreeableness, neuroticism } = member.personality;
        Self {
            name: member.name.clone(),
            role: match member.role {
                FamilyRole::Partner => RoleRecord::Partner,
                FamilyRole::Child => RoleRecord::Child,
            },
            gender: member.gender.map(Into::into),
            age: member.age,
            personality: [openness, conscientiousness, extraversion, agreeableness, neuroticism],
            speaking_style: member.speaking_style.clone(),
            traits: member.traits.clone(),
            goals: member.goals.clone(),
            background: member.background.clone(),
        }
    }
}

impl From<MemberRecord> for Member {
    fn from(record: MemberRecord) -> Self {
        let [openness, conscientiousness, extraversion, agreeableness, neuroticism] = record.personality;
        Self {
            name: record.name,
            role: match record.role {
                RoleRecord::Partner => FamilyRole::Partner,
                RoleRecord::Child => FamilyRole::Child,
            },
            gender: record.gender.map(Into::into),
            age: record.age,
            personality: BigFive { openness, conscientiousness, extraversion, agreeableness, neuroticism },
            speaking_style: record.speaking_style,
            traits: record.traits,
            goals: record.goals,
            background: record.background,
        }
    }
}

impl From<&Trip> for TripRecord {
    fn from(trip: &Trip) -> Self {
        Self { destination: trip.destination.clone(), activities: trip.activities.clone() }
    }
}

impl From<TripRecord> for Trip {
    fn from(record: TripRecord) -> Self {
        Self { destination: record.destination, activities: record.activities }
    }
}

impl From<&Plan> for PlanRecord {
    fn from(plan: &Plan) -> Self {
        let line = |line: &PlanLine| PlanLineRecord { speaker: line.speaker.clone(), message: line.message.clone() };
        Self {
            trip: (&plan.trip).into(),
            story: plan.story.clone(),
            letter: plan.letter.clone(),
            conversation_log: plan.conversation_log.iter().map(line).collect(),
        }
    }
}

impl From<PlanRecord> for Plan {
    fn from(record: PlanRecord) -> Self {
        let line = |line: PlanLineRecord| PlanLine { speaker: line.speaker, message: line.message };
        Self {
            trip: record.trip.into(),
            story: record.story,
            letter: record.letter,
            conversation_log: record.conversation_log.into_iter().map(line).collect(),
        }
    }
}

impl From<&Talk> for TalkRecord {
    fn from(talk: &Talk) -> Self {
        Self {
            language: talk.language.map(Into::into),
            first_turn: talk.first_turn.map(TurnId::get),
            turns: talk.turns,
            painted: talk.painted,
            offer: talk.offer.clone().map(|offer| match offer {
                Offer::Destination(place) => OfferRecord::Destination(place),
                Offer::Activity(activity) => OfferRecord::Activity(activity),
                Offer::Plan => OfferRecord::Plan,
            }),
            said: talk.said.clone(),
        }
    }
}

impl From<TalkRecord> for Talk {
    fn from(record: TalkRecord) -> Self {
        Self {
            language: record.language.map(Into::into),
            first_turn: record.first_turn.map(TurnId::from_number),
            turns: record.turns,
            painted: record.painted,
            offer: record.offer.map(|offer| match offer {
                OfferRecord::Destination(place) => Offer::Destination(place),
                OfferRecord::Activity(activity) => Offer::Activity(activity),
                OfferRecord::Plan => Offer::Plan,
            }),
            said: record.said,
        }
    }
}
