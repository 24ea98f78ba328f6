//! The stored family: in every store the same form, for an operator to read.

use serde::{Deserialize, Serialize};

use super::state::{GenderRecord, LanguageRecord};
use crate::domain::{Awaited, BigFive, Fact, FamilyRole, Member, Offer, Plan, PlanLine, Talk, Trip, TurnId};

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
    #[serde(skip_serializing_if = "is_zero")]
    repainted: u8,
    offer: Option<OfferRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    said: Vec<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    addressed: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    awaits: Option<AwaitedRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposed: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<FactRecord>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AwaitedRecord {
    Destination,
    Activity,
}

/// A stored [`Fact`].
#[derive(Debug, Clone, Serialize, Deserialize)]
struct FactRecord {
    by: u8,
    about: String,
    what: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OfferRecord {
    Destination(String),
    Activity(String),
    Plan,
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
            repainted: talk.repainted,
            offer: talk.offer.clone().map(|offer| match offer {
                Offer::Destination(place) => OfferRecord::Destination(place),
                Offer::Activity(activity) => OfferRecord::Activity(activity),
                Offer::Plan => OfferRecord::Plan,
            }),
            said: talk.said.clone(),
            addressed: talk.addressed,
            awaits: talk.awaits.map(|awaited| match awaited {
                Awaited::Destination => AwaitedRecord::Destination,
                Awaited::Activity => AwaitedRecord::Activity,
            }),
            proposed: talk.proposed,
            asked: talk.asked.clone(),
            facts: talk.facts.iter().cloned().map(Into::into).collect(),
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
            repainted: record.repainted,
            offer: record.offer.map(|offer| match offer {
                OfferRecord::Destination(place) => Offer::Destination(place),
                OfferRecord::Activity(activity) => Offer::Activity(activity),
                OfferRecord::Plan => Offer::Plan,
            }),
            said: record.said,
            addressed: record.addressed,
            awaits: record.awaits.map(|awaited| match awaited {
                AwaitedRecord::Destination => Awaited::Destination,
                AwaitedRecord::Activity => Awaited::Activity,
            }),
            proposed: record.proposed,
            asked: record.asked,
            facts: record.facts.into_iter().map(Into::into).collect(),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(number: &u8) -> bool {
    *number == 0
}

impl From<Fact> for FactRecord {
    fn from(Fact { by, about, what }: Fact) -> Self {
        Self { by, about, what }
    }
}

impl From<FactRecord> for Fact {
    fn from(FactRecord { by, about, what }: FactRecord) -> Self {
        Self { by, about, what }
    }
}
