//! The family on the wire: who they are, what they plan, and what is kept of it.

use schemars::JsonSchema;
use serde::Serialize;
use utoipa::ToSchema;

use super::state_document::{GenderName, Traits};
use crate::domain::{self, FamilyRole, Plan, PlanLine, Trip};

/// The family of the second act.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, ToSchema)]
pub struct Family<'a> {
    /// The partner first, then the children in birth order; empty until the family has first spoken.
    pub members: Vec<FamilyMember<'a>>,
    pub trip_info: TripInfo<'a>,
    pub plan: FamilyPlan<'a>,
}

/// Somebody of the family.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, ToSchema)]
pub struct FamilyMember<'a> {
    /// Also the name they speak under.
    pub name: &'a str,
    pub role: RoleName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<GenderName>,
    /// Years.
    pub age: u8,
    /// The Big Five; all five are known.
    pub personality: Traits,
    pub speaking_style: &'a str,
    pub traits: &'a [String],
    pub goals: &'a [String],
    pub background: &'a str,
}

/// Who somebody is to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleName {
    Partner,
    Child,
}

/// The outing that is being planned; what is not known is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
pub struct TripInfo<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub activities: &'a [String],
}

/// What is kept of the conversation; without members until it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema, ToSchema)]
pub struct FamilyPlan<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<&'a str>,
    /// The newest part of the conversation that led to it, oldest line first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conversation_log: Vec<PlanLineObject<'a>>,
}

/// A line of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
pub struct PlanLineObject<'a> {
    /// `user`, or the name of who spoke.
    pub speaker: &'a str,
    pub message: &'a str,
}

impl<'a> From<&'a domain::Family> for Family<'a> {
    fn from(family: &'a domain::Family) -> Self {
        Self {
            members: members(&family.members),
            trip_info: (&family.trip).into(),
            plan: family.plan.as_ref().map(Into::into).unwrap_or_default(),
        }
    }
}

/// The members of a family.
#[must_use]
pub fn members(members: &[domain::Member]) -> Vec<FamilyMember<'_>> {
    members.iter().map(Into::into).collect()
}

impl<'a> From<&'a domain::Member> for FamilyMember<'a> {
    fn from(member: &'a domain::Member) -> Self {
        Self {
            name: &member.name,
            role: match member.role {
                FamilyRole::Partner => RoleName::Partner,
                FamilyRole::Child => RoleName::Child,
            },
            gender: member.gender.map(Into::into),
            age: member.age,
            personality: member.personality.into(),
            speaking_style: &member.speaking_style,
            traits: &member.traits,
            goals: &member.goals,
            background: &member.background,
        }
    }
}

impl<'a> From<&'a Trip> for TripInfo<'a> {
    fn from(trip: &'a Trip) -> Self {
        Self { destination: trip.destination.as_deref(), activities: &trip.activities }
    }
}

impl<'a> From<&'a Plan> for FamilyPlan<'a> {
    fn from(plan: &'a Plan) -> Self {
        let line = |line: &'a PlanLine| PlanLineObject { speaker: &line.speaker, message: &line.message };
        Self {
            destination: plan.trip.destination.as_deref(),
            activities: plan.trip.activities.iter().map(String::as_str).collect(),
            story: Some(&plan.story),
            letter: Some(&plan.letter),
            conversation_log: plan.conversation_log.iter().map(line).collect(),
        }
    }
}
