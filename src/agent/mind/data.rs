//! What a model is told of the state: as data, in a line of the conversation, and never among the instructions, because
//! much of it is in the words of the person.

use serde_json::{Map, Value, json};

use crate::domain::{
    BigFive, Child, Fact, Field, Gender, Member, Offer, Partner, RelationshipStatus, Trip, UserProfile,
};

/// Data being put together: members that are empty are left out.
#[derive(Default)]
pub struct Data(Map<String, Value>);

impl Data {
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        };
        if !empty {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    /// The data as they stand in the conversation. Nothing in them can end them.
    pub fn block(self) -> String {
        let text = Value::Object(self.0).to_string().replace('<', "\\u003c");
        format!("<data>\n{text}\n</data>")
    }
}

impl From<Data> for Value {
    fn from(data: Data) -> Self {
        Self::Object(data.0)
    }
}

/// What is known of the person.
pub fn profile(profile: &UserProfile) -> Data {
    let field = profile.partner_field();
    let partner = match field {
        Field::CurrentPartner => &profile.current_partner,
        _ => &profile.ideal_partner,
    };
    Data::default()
        .with("name", profile.name.as_deref())
        .with("age", profile.age)
        .with("gender", profile.gender.map(gender))
        .with("relationship_status", profile.relationship_status.map(status))
        .with("location", profile.location.as_deref())
        .with("income_range", profile.income_range.as_deref())
        .with("traits", traits(&profile.traits))
        .with("personality", profile.personality.as_deref())
        .with(field.name(), partner.as_ref().map(of_partner))
        .with("children", profile.children.iter().map(child).collect::<Vec<Value>>())
        .with("declined", names(&profile.declined))
}

/// Fields by their names.
pub fn names<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Value {
    fields.into_iter().map(|field| field.name()).collect()
}

/// Somebody of the family, as they are to be played.
pub fn persona(member: &Member) -> Data {
    brief(member)
        .with("speaking_style", member.speaking_style.as_str())
        .with("traits", json!(member.traits))
        .with("personality", traits(&member.personality))
        .with("goals", json!(member.goals))
        .with("background", member.background.as_str())
}

/// Somebody of the family, as the others see them.
pub fn brief(member: &Member) -> Data {
    let role = match member.role {
        crate::domain::FamilyRole::Partner => "partner",
        crate::domain::FamilyRole::Child => "child",
    };
    Data::default()
        .with("name", member.name.as_str())
        .with("role", role)
        .with("gender", member.gender.map(gender))
        .with("age", member.age)
}

/// The outing as far as it is planned.
pub fn outing(trip: &Trip) -> Data {
    Data::default().with("destination", trip.destination.as_deref()).with("activities", json!(trip.activities))
}

/// What members have told of themselves before.
pub fn told(members: &[Member], facts: &[Fact]) -> Vec<Value> {
    let told = facts.iter().filter_map(|fact| {
        let name = members.get(usize::from(fact.by))?.name.as_str();
        Some(Data::default().with("name", name).with("about", fact.about.as_str()).with("said", fact.what.as_str()))
    });
    told.map(Value::from).collect()
}

/// What was proposed last.
pub fn proposal(offer: &Offer) -> Data {
    match offer {
        Offer::Destination(place) => Data::default().with("destination", place.as_str()),
        Offer::Activity(activity) => Data::default().with("activity", activity.as_str()),
        Offer::Plan => Data::default().with("plan", true),
    }
}

fn of_partner(partner: &Partner) -> Value {
    Data::default()
        .with("name", partner.name.as_deref())
        .with("temperament", partner.temperament.as_deref())
        .with("appearance", partner.appearance.as_deref())
        .into()
}

fn child(child: &Child) -> Value {
    Data::default().with("gender", child.desired_gender.map(gender)).with("name", child.name.as_deref()).into()
}

fn traits(five: &BigFive) -> Value {
    let share = |value: Option<f32>| value.map(|value| (f64::from(value) * 100.0).round() / 100.0);
    Data::default()
        .with("openness", share(five.openness))
        .with("conscientiousness", share(five.conscientiousness))
        .with("extraversion", share(five.extraversion))
        .with("agreeableness", share(five.agreeableness))
        .with("neuroticism", share(five.neuroticism))
        .into()
}

/// The name of a gender.
pub const fn gender(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "male",
        Gender::Female => "female",
        Gender::Other => "other",
    }
}

const fn status(status: RelationshipStatus) -> &'static str {
    match status {
        RelationshipStatus::Married => "married",
        RelationshipStatus::Partnered => "partnered",
        RelationshipStatus::Single => "single",
        RelationshipStatus::Other => "other",
    }
}
