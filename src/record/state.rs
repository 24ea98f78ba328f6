//! The stored profile of a person, and what Hera remembers.

use serde::{Deserialize, Serialize};

use crate::domain::{
    Alone, Attention, BigFive, Care, Child, Field, Gender, InterruptId, Interview, Language, MessageId, Partner, Phase,
    RelationshipStatus, Summary, Topic, UserProfile,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    age: Option<u8>,
    gender: Option<GenderRecord>,
    relationship_status: Option<RelationshipRecord>,
    location: Option<String>,
    income_range: Option<String>,
    /// In the order openness, conscientiousness, extraversion, agreeableness, neuroticism.
    traits: [Option<f32>; 5],
    #[serde(skip_serializing_if = "Option::is_none")]
    personality: Option<String>,
    partner_face_description: Option<String>,
    children: Vec<ChildRecord>,
    current_partner: Option<PartnerRecord>,
    ideal_partner: Option<PartnerRecord>,
    declined: Vec<FieldRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    let_go: Vec<TopicRecord>,
}

impl Default for ProfileRecord {
    fn default() -> Self {
        Self::from(&UserProfile::default())
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ChildRecord {
    desired_gender: Option<GenderRecord>,
    name: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct PartnerRecord {
    name: Option<String>,
    temperament: Option<String>,
    appearance: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InterviewRecord {
    language: Option<LanguageRecord>,
    turns: u32,
    asked: Vec<FieldRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    topics: Vec<TopicRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    times: Vec<(TopicRecord, u8)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    said_back: Option<TopicRecord>,
    last_phrase: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    summary: Option<SummaryRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    interrupts: Vec<String>,
    /// The places of those among them that are numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    numbered: Vec<usize>,
    #[serde(default, skip_serializing_if = "CareRecord::is_none")]
    care: CareRecord,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "a person may be all of these at once")]
struct CareRecord {
    attends: Option<AttentionRecord>,
    dangers: u8,
    answers: u8,
    quiet: bool,
    minor: bool,
    widowed: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    reassured: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    alone: Option<AloneRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    feared: Vec<String>,
}

impl CareRecord {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct SummaryRecord {
    text: String,
    through: u64,
}

/// A stored form for a plain enum of the domain: the same variants, in snake case.
macro_rules! stored_enum {
    ($record:ident = $domain:ident { $($variant:ident),+ $(,)? }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $record { $($variant),+ }

        impl From<$domain> for $record {
            fn from(value: $domain) -> Self {
                match value { $($domain::$variant => Self::$variant),+ }
            }
        }

        impl From<$record> for $domain {
            fn from(value: $record) -> Self {
                match value { $($record::$variant => Self::$variant),+ }
            }
        }
    };
}

stored_enum!(PhaseRecord = Phase { Interview, Family, Complete, Chat });
stored_enum!(GenderRecord = Gender { Male, Female, Other });
stored_enum!(RelationshipRecord = RelationshipStatus { Married, Partnered, Single, Other });
stored_enum!(AttentionRecord = Attention { Danger, Doubt, Feeling });
stored_enum!(AloneRecord = Alone { Hurt, Chosen });
stored_enum!(LanguageRecord = Language { Japanese, English });
stored_enum!(
    FieldRecord = Field {
        Age,
        Gender,
        RelationshipStatus,
        Location,
        IncomeRange,
        UserPersonalityTraits,
        PartnerFaceDescription,
        ChildrenInfo,
        CurrentPartner,
        IdealPartner,
    }
);

stored_enum!(
    TopicRecord = Topic {
        OwnName,
        Age,
        Gender,
        Location,
        Status,
        PartnerName,
        PartnerTemperament,
        PartnerLooks,
        Children,
        ChildGenders,
        ChildNames,
        Traits,
        Income,
    }
);

impl From<&UserProfile> for ProfileRecord {
    fn from(profile: &UserProfile) -> Self {
        let BigFive { openness, conscientiousness, extraversion, agreeableness, neuroticism } = profile.traits;
        Self {
            name: profile.name.clone(),
            age: profile.age,
            gender: profile.gender.map(Into::into),
            relationship_status: profile.relationship_status.map(Into::into),
            location: profile.location.clone(),
            income_range: profile.income_range.clone(),
            traits: [openness, conscientiousness, extraversion, agreeableness, neuroticism],
            personality: profile.personality.clone(),
            partner_face_description: profile.partner_face_description.clone(),
            children: profile
                .children
                .iter()
                .map(|child| ChildRecord {
                    desired_gender: child.desired_gender.map(Into::into),
                    name: child.name.clone(),
                })
                .collect(),
            current_partner: profile.current_partner.as_ref().map(Into::into),
            ideal_partner: profile.ideal_partner.as_ref().map(Into::into),
            declined: profile.declined.iter().copied().map(Into::into).collect(),
            let_go: profile.let_go.iter().copied().map(Into::into).collect(),
        }
    }
}

impl From<ProfileRecord> for UserProfile {
    fn from(record: ProfileRecord) -> Self {
        let [openness, conscientiousness, extraversion, agreeableness, neuroticism] = record.traits;
        Self {
            name: record.name,
            age: record.age,
            gender: record.gender.map(Into::into),
            relationship_status: record.relationship_status.map(Into::into),
            location: record.location,
            income_range: record.income_range,
            traits: BigFive { openness, conscientiousness, extraversion, agreeableness, neuroticism },
            personality: record.personality,
            partner_face_description: record.partner_face_description,
            children: record
                .children
                .into_iter()
                .map(|child| Child { desired_gender: child.desired_gender.map(Into::into), name: child.name })
                .collect(),
            current_partner: record.current_partner.map(Into::into),
            ideal_partner: record.ideal_partner.map(Into::into),
            declined: record.declined.into_iter().map(Into::into).collect(),
            let_go: record.let_go.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<&Partner> for PartnerRecord {
    fn from(partner: &Partner) -> Self {
        Self {
            name: partner.name.clone(),
            temperament: partner.temperament.clone(),
            appearance: partner.appearance.clone(),
        }
    }
}

impl From<PartnerRecord> for Partner {
    fn from(record: PartnerRecord) -> Self {
        Self { name: record.name, temperament: record.temperament, appearance: record.appearance }
    }
}

impl From<&Interview> for InterviewRecord {
    fn from(interview: &Interview) -> Self {
        Self {
            language: interview.language.map(Into::into),
            turns: interview.turns,
            asked: interview.asked.iter().copied().map(Into::into).collect(),
            topics: interview.topics.iter().copied().map(Into::into).collect(),
            times: interview.times.iter().map(|(topic, times)| ((*topic).into(), *times)).collect(),
            said_back: interview.said_back.map(Into::into),
            last_phrase: interview.last_phrase,
            summary: interview
                .summary
                .as_ref()
                .map(|summary| SummaryRecord { text: summary.text.clone(), through: summary.through.get() }),
            interrupts: interview.interrupts.iter().map(|id| id.as_str().to_owned()).collect(),
            numbered: numbered(&interview.interrupts),
            care: (&interview.care).into(),
        }
    }
}

impl From<InterviewRecord> for Interview {
    fn from(record: InterviewRecord) -> Self {
        Self {
            language: record.language.map(Into::into),
            turns: record.turns,
            asked: record.asked.into_iter().map(Into::into).collect(),
            topics: record.topics.into_iter().map(Into::into).collect(),
            times: record.times.into_iter().map(|(topic, times)| (topic.into(), times)).collect(),
            said_back: record.said_back.map(Into::into),
            last_phrase: record.last_phrase,
            summary: record
                .summary
                .map(|summary| Summary { text: summary.text, through: MessageId::from_number(summary.through) }),
            interrupts: interrupts(record.interrupts, &record.numbered),
            care: record.care.into(),
        }
    }
}

fn numbered(ids: &[InterruptId]) -> Vec<usize> {
    let numbers = ids.iter().enumerate().filter(|(_, id)| matches!(id, InterruptId::Number(_)));
    numbers.map(|(place, _)| place).collect()
}

fn interrupts(ids: Vec<String>, numbered: &[usize]) -> Vec<InterruptId> {
    let mut ids: Vec<InterruptId> = ids.into_iter().map(InterruptId::Text).collect();
    for place in numbered {
        if let Some(id) = ids.get_mut(*place) {
            *id = InterruptId::Number(id.as_str().to_owned());
        }
    }
    ids
}

impl From<&Care> for CareRecord {
    fn from(care: &Care) -> Self {
        let Care { attends, dangers, answers, quiet, minor, widowed, reassured, alone, feared } = care.clone();
        let (attends, alone) = (attends.map(Into::into), alone.map(Into::into));
        Self { attends, dangers, answers, quiet, minor, widowed, reassured, alone, feared }
    }
}

impl From<CareRecord> for Care {
    fn from(record: CareRecord) -> Self {
        let CareRecord { attends, dangers, answers, quiet, minor, widowed, reassured, alone, feared } = record;
        let (attends, alone) = (attends.map(Into::into), alone.map(Into::into));
        Self { attends, dangers, answers, quiet, minor, widowed, reassured, alone, feared }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_person_is_is_kept_and_older_records_know_nothing_of_it() {
        let attends = Some(Attention::Danger);
        let care = Care {
            attends,
            dangers: 2,
            answers: 5,
            quiet: true,
            minor: true,
            widowed: true,
            reassured: true,
            alone: Some(Alone::Hurt),
            feared: vec!["Kyle".into()],
        };
        let interview = Interview { care, turns: 3, ..Interview::default() };
        let text = serde_json::to_string(&InterviewRecord::from(&interview)).unwrap();
        let record: InterviewRecord = serde_json::from_str(&text).unwrap();
        assert_eq!(Interview::from(record), interview);
        let without = serde_json::to_string(&InterviewRecord::from(&Interview::default())).unwrap();
        assert!(!without.contains("care"), "{without}");
        let record: InterviewRecord = serde_json::from_str(&without).unwrap();
        assert_eq!(Interview::from(record), Interview::default());
    }
}
