//! The state document: what clients see of a session beside its messages.
//!
//! The memory of hera's own agents is not in it. Empty values of the profile are left out, and `agent` when there is
//! none; the other members are always there, so that a `replace` of a top-level member always finds something to replace.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::ag_ui::StatePatch;
use super::document::{Document, Members, Shape};
use super::family::Family;
use super::photo::PhotoObject;
use crate::domain::{
    AgentState, Alone, BigFive, Child, Field, Gender, Partner, Patch, Phase, PhotoKind, RelationshipStatus, SessionId,
    SessionState, StateUpdate, UserProfile as Profile,
};

/// The whole document, as `STATE_SNAPSHOT` carries it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, ToSchema)]
pub struct StateDocument<'a> {
    /// Which act is being played.
    pub phase: PhaseName,
    /// What is known of the person.
    pub user_profile: UserProfile<'a>,
    /// For each required field, whether enough is known of it (or the person would rather not say).
    pub information_progress: BTreeMap<FieldName, bool>,
    /// The required fields that are still to be asked.
    pub missing_fields: Vec<FieldName>,
    /// Nothing is missing.
    pub profile_complete: bool,
    pub family: Family<'a>,
    pub photos: Photos,
    /// What an agent elsewhere keeps of the session, as it names it; left out when it keeps nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub agent: Option<Map<String, Value>>,
}

/// Which act is being played; `chat` when it is none of Hera's: a person talks with an agent elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhaseName {
    Interview,
    Family,
    Complete,
    Chat,
}

/// What is known of the person. What is not known is left out.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, ToSchema)]
pub struct UserProfile<'a> {
    /// What they like to be called; not required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// Years, 0 to 120.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<GenderName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relationship_status: Option<RelationshipName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub income_range: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_personality_traits: Option<Traits>,
    /// Their character in their own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personality: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner_face_description: Option<&'a str>,
    /// Children they have or wish for, in birth order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children_info: Vec<ChildInfo<'a>>,
    /// The partner of the married and partnered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_partner: Option<PartnerInfo<'a>>,
    /// The partner the single and others wish for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ideal_partner: Option<PartnerInfo<'a>>,
    /// What the person would rather not say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub declined_fields: Vec<FieldName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GenderName {
    Male,
    Female,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RelationshipName {
    Married,
    Partnered,
    Single,
    Other,
}

/// The Big Five, each 0 to 1; what is not known is left out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema, ToSchema)]
pub struct Traits {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openness: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conscientiousness: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extraversion: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreeableness: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub neuroticism: Option<f32>,
}

/// A child; what is not known is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
pub struct ChildInfo<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desired_gender: Option<GenderName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
}

/// A partner; what is not known is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
pub struct PartnerInfo<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperament: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appearance: Option<&'a str>,
}

/// The newest pictures of the session; who has none is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema, ToSchema)]
pub struct Photos {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<PhotoObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner: Option<PhotoObject>,
    /// By the number of the child, counted from 1.
    pub children: BTreeMap<u8, PhotoObject>,
}

/// A required field, by its name in the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
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

impl<'a> StateDocument<'a> {
    /// The document of `session` in `state`.
    #[must_use]
    pub fn new(session: SessionId, state: &'a SessionState) -> Self {
        let profile = &state.profile;
        let missing_fields = missing_fields(profile);
        Self {
            phase: state.phase.into(),
            user_profile: profile.into(),
            information_progress: information_progress(profile),
            profile_complete: missing_fields.is_empty(),
            missing_fields,
            family: (&state.family).into(),
            photos: Photos::new(session, state),
            agent: state.agent.as_ref().map(agent),
        }
    }
}

/// What an agent keeps, as JSON. What is none, which no agent is let keep, reads as nothing kept.
#[must_use]
pub fn agent(state: &AgentState) -> Map<String, Value> {
    serde_json::from_str(state.as_str()).unwrap_or_default()
}

/// The document as a text.
#[must_use]
pub fn text(session: SessionId, state: &SessionState) -> String {
    // It can be written: its names are texts.
    serde_json::to_string(&StateDocument::new(session, state)).unwrap_or_default()
}

/// How whoever has seen the document of `before` comes to see that of `after`; `None` when they read the same.
#[must_use]
pub fn patch(session: SessionId, before: &SessionState, after: &SessionState) -> Option<Patch> {
    let document = |state| Document::new(&StateDocument::new(session, state), &SHAPE);
    document(after).since(&document(before), &SHAPE)
}

/// The patch of a change that was stored without one: all that it names is told.
#[must_use]
pub fn patch_of(session: SessionId, update: &StateUpdate) -> Patch {
    Patch::new(serde_json::to_string(&StatePatch::new(session, update)).unwrap_or_default())
}

/// What of the document is told by itself.
const SHAPE: Shape = Shape {
    entered: &[("/family", Members::Fixed), ("/photos", Members::Open), ("/photos/children", Members::Open)],
    together: &["user_profile", "information_progress", "missing_fields", "profile_complete"],
    optional: &["agent"],
};

impl Photos {
    fn new(session: SessionId, state: &SessionState) -> Self {
        let photos = &state.photos;
        // The face of who hurts the person is shown no more.
        let partner = photos.partner.as_ref().filter(|_| state.interview.care.alone != Some(Alone::Hurt));
        let shown = |photo| PhotoObject::new(session, photo);
        let numbered = photos.children.iter().filter_map(|photo| match photo.kind {
            PhotoKind::Child(number) => Some((number, shown(photo))),
            _ => None,
        });
        Self { user: photos.user.as_ref().map(shown), partner: partner.map(shown), children: numbered.collect() }
    }
}

/// For each required field of this person, whether enough is known.
#[must_use]
pub fn information_progress(profile: &Profile) -> BTreeMap<FieldName, bool> {
    profile.required_fields().into_iter().map(|field| (field.into(), profile.has(field))).collect()
}

/// The required fields of this person that are still to be asked, in order.
#[must_use]
pub fn missing_fields(profile: &Profile) -> Vec<FieldName> {
    profile.missing().into_iter().map(Into::into).collect()
}

impl<'a> From<&'a Profile> for UserProfile<'a> {
    fn from(profile: &'a Profile) -> Self {
        Self {
            name: shown(profile.name.as_ref()),
            age: profile.age,
            gender: profile.gender.map(Into::into),
            relationship_status: profile.relationship_status.map(Into::into),
            location: shown(profile.location.as_ref()),
            income_range: shown(profile.income_range.as_ref()),
            user_personality_traits: (profile.traits.known() > 0).then(|| profile.traits.into()),
            personality: shown(profile.personality.as_ref()),
            partner_face_description: shown(profile.partner_face_description.as_ref()),
            children_info: profile.children.iter().filter_map(child_info).collect(),
            current_partner: profile.current_partner.as_ref().and_then(partner_info),
            ideal_partner: profile.ideal_partner.as_ref().and_then(partner_info),
            declined_fields: profile.declined.iter().map(|&field| field.into()).collect(),
        }
    }
}

/// The text, unless it is empty.
fn shown(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.is_empty())
}

fn child_info(child: &Child) -> Option<ChildInfo<'_>> {
    let info = ChildInfo { desired_gender: child.desired_gender.map(Into::into), name: shown(child.name.as_ref()) };
    (info != ChildInfo { desired_gender: None, name: None }).then_some(info)
}

fn partner_info(partner: &Partner) -> Option<PartnerInfo<'_>> {
    let info = PartnerInfo {
        name: shown(partner.name.as_ref()),
        temperament: shown(partner.temperament.as_ref()),
        appearance: shown(partner.appearance.as_ref()),
    };
    (info != PartnerInfo { name: None, temperament: None, appearance: None }).then_some(info)
}

impl From<BigFive> for Traits {
    fn from(traits: BigFive) -> Self {
        Self {
            openness: traits.openness,
            conscientiousness: traits.conscientiousness,
            extraversion: traits.extraversion,
            agreeableness: traits.agreeableness,
            neuroticism: traits.neuroticism,
        }
    }
}

/// The wire name of each variant of a domain enum.
macro_rules! names {
    ($($from:ident => $to:ident { $($variant:ident),+ })+) => {$(
        impl From<$from> for $to {
            fn from(value: $from) -> Self {
                match value {
                    $($from::$variant => Self::$variant,)+
                }
            }
        }
    )+};
}

names! {
    Phase => PhaseName { Interview, Family, Complete, Chat }
    Gender => GenderName { Male, Female, Other }
    RelationshipStatus => RelationshipName { Married, Partnered, Single, Other }
    Field => FieldName {
        Age, Gender, RelationshipStatus, Location, IncomeRange, UserPersonalityTraits, PartnerFaceDescription,
        ChildrenInfo, CurrentPartner, IdealPartner
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::domain::{FamilyRole, MediaType, Member, Photo, PhotoId, Plan, UnixMillis};

    fn photo(kind: PhotoKind, number: u8) -> Photo {
        Photo {
            id: PhotoId::of_digest(&[number; 32]),
            kind,
            media_type: MediaType::Png,
            width: 1,
            height: 1,
            bytes: 1,
            created_at: UnixMillis(0),
            illustration: false,
        }
    }

    /// States of sessions, with few values for each part: two that are drawn often share some.
    fn states() -> impl Strategy<Value = SessionState> {
        let phases = prop::sample::select(vec![Phase::Interview, Phase::Family, Phase::Complete]);
        let ages = prop::option::of(30..32u8);
        let places = prop::option::of(prop::sample::select(vec!["京都", "\"~/\""]));
        let photos = prop::collection::vec((0..4u8, 0..2u8), 0..4);
        let agents = prop::option::of(prop::sample::select(vec!["{}", r#"{"a":{"b":1}}"#]));
        (phases, ages, places, 0..3u8, prop::bool::ANY, photos, agents).prop_map(
            |(phase, age, place, members, hurt, photos, agent)| {
                let mut state = SessionState { phase, ..SessionState::default() };
                state.profile.age = age;
                state.profile.declined.extend(place.map(|_| Field::IncomeRange));
                state.family.trip.destination = place.map(Into::into);
                state.family.plan = place.map(|place| Plan {
                    trip: state.family.trip.clone(),
                    story: place.into(),
                    letter: String::new(),
                    conversation_log: Vec::new(),
                });
                state.family.members = (0..members).map(member).collect();
                state.interview.care.alone = hurt.then_some(Alone::Hurt);
                let kinds = [PhotoKind::User, PhotoKind::Partner, PhotoKind::Child(1), PhotoKind::Child(2)];
                for (kind, number) in photos {
                    state.photos.put(photo(kinds[usize::from(kind)], number));
                }
                state.agent = agent.and_then(|json| AgentState::new(json.into()));
                state
            },
        )
    }

    fn member(number: u8) -> Member {
        Member {
            name: format!("n{number}"),
            role: FamilyRole::Child,
            gender: None,
            age: number,
            personality: BigFive::default(),
            speaking_style: String::new(),
            traits: Vec::new(),
            goals: Vec::new(),
            background: String::new(),
        }
    }

    proptest! {
        #[test]
        fn a_patch_that_is_applied_twice_is_applied_once(before in states(), after in states()) {
            let session = SessionId::from_bytes([7; 16]);
            let document = |state| serde_json::to_value(StateDocument::new(session, state)).unwrap();
            let patch = super::patch(session, &before, &after);
            prop_assert_eq!(patch.is_none(), document(&before) == document(&after));
            if let Some(patch) = patch {
                let patch: json_patch::Patch = serde_json::from_str(patch.as_str()).unwrap();
                let mut seen = document(&before);
                for _ in 0..2 {
                    json_patch::patch(&mut seen, &patch).unwrap();
                    prop_assert_eq!(&seen, &document(&after), "{}", patch);
                }
            }
        }
    }

    #[test]
    fn the_face_of_who_hurts_the_person_goes() {
        let mut before = SessionState::default();
        before.photos.put(photo(PhotoKind::Partner, 1));
        let mut after = before.clone();
        after.interview.care.alone = Some(Alone::Hurt);
        let patch = patch(SessionId::random(), &before, &after).unwrap();
        assert_eq!(patch.as_str(), r#"[{"op":"replace","path":"/photos","value":{"children":{}}}]"#);
    }

    #[test]
    fn a_new_session_shows_its_empty_forms() {
        let state = SessionState::default();
        let document = serde_json::to_value(StateDocument::new(SessionId::random(), &state)).unwrap();
        assert_eq!(document["phase"], "interview");
        assert_eq!(document["user_profile"], json!({}));
        assert_eq!(document["information_progress"].as_object().unwrap().len(), 9);
        assert_eq!(document["missing_fields"][0], "age");
        assert_eq!(document["profile_complete"], false);
        assert_eq!(document["family"], json!({"members": [], "trip_info": {}, "plan": {}}));
        assert_eq!(document["photos"], json!({"children": {}}));
    }

    #[test]
    fn empty_values_are_left_out_of_the_profile() {
        let profile = Profile {
            age: Some(34),
            location: Some(String::new()),
            traits: BigFive { openness: Some(0.7), ..BigFive::default() },
            children: vec![Child::default(), Child { desired_gender: Some(Gender::Female), name: None }],
            ideal_partner: Some(Partner::default()),
            declined: [Field::IncomeRange].into(),
            ..Profile::default()
        };
        let text = serde_json::to_string(&UserProfile::from(&profile)).unwrap();
        assert_eq!(
            text,
            r#"{"age":34,"user_personality_traits":{"openness":0.7},"children_info":[{"desired_gender":"female"}],"declined_fields":["income_range"]}"#
        );
    }

    #[test]
    fn fields_have_the_names_of_the_domain() {
        for field in Profile::default().required_fields().into_iter().chain([Field::CurrentPartner]) {
            assert_eq!(serde_json::to_value(FieldName::from(field)).unwrap(), field.name());
        }
    }
}
