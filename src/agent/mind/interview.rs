//! What a message tells Hera: the schema of the answer, and how it is read.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::checked::{Said, choice, choices, flag, list, name, number, share, text};
use crate::agent::hera::{Entrusted, Extraction, MOST_CHILDREN, Told};
use crate::domain::{BigFive, Child, Field, Gender, Partner, RelationshipStatus, UserProfile};
use crate::model::Schema;

/// Characters of a place or an income, and of a description.
const SHORT: usize = 60;
const LONG: usize = 200;

const GENDERS: &[(&str, Gender)] = &[("male", Gender::Male), ("female", Gender::Female), ("other", Gender::Other)];
const STATUSES: &[(&str, RelationshipStatus)] = &[
    ("married", RelationshipStatus::Married),
    ("partnered", RelationshipStatus::Partnered),
    ("single", RelationshipStatus::Single),
    ("other", RelationshipStatus::Other),
];
const ENTRUSTED: &[(&str, Entrusted)] = &[
    ("partner_name", Entrusted::PartnerName),
    ("partner_temperament", Entrusted::PartnerTemperament),
    ("partner_appearance", Entrusted::PartnerAppearance),
    ("child_genders", Entrusted::ChildGenders),
    ("child_names", Entrusted::ChildNames),
];
const FIELDS: [Field; 10] = [
    Field::Age,
    Field::Gender,
    Field::RelationshipStatus,
    Field::Location,
    Field::IncomeRange,
    Field::UserPersonalityTraits,
    Field::PartnerFaceDescription,
    Field::ChildrenInfo,
    Field::CurrentPartner,
    Field::IdealPartner,
];
const TRAITS: [&str; 5] = ["openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism"];

/// An object of these members, all of them there.
pub fn object(members: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let properties: serde_json::Map<String, Value> =
        members.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({"type": "object", "properties": properties, "required": names, "additionalProperties": false})
}

/// One of these words.
pub fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Value {
    json!({"type": "string", "enum": words.into_iter().collect::<Vec<_>>()})
}

/// One of the choices, or that it is not known.
fn known<T>(choices: &[(&'static str, T)]) -> Value {
    words(choices.iter().map(|(name, _)| *name).chain(["unknown"]))
}

/// What is asked for.
pub fn schema() -> Schema {
    let string = json!({"type": "string"});
    let maybe = |kind: &str| json!({"type": [kind, "null"]});
    let names = |list: Value| json!({"type": "array", "items": list});
    let traits: Vec<(&str, Value)> = TRAITS.iter().map(|name| (*name, maybe("number"))).collect();
    let partner = ["name", "temperament", "appearance"].map(|name| (name, string.clone()));
    let child = [("gender", known(GENDERS)), ("name", string.clone())];
    let schema = object(&[
        ("name", string.clone()),
        ("age", maybe("integer")),
        ("gender", known(GENDERS)),
        ("relationship_status", known(STATUSES)),
        ("location", string.clone()),
        ("income_range", string.clone()),
        ("traits", object(&traits)),
        ("partner", object(&partner)),
        ("children", names(object(&child))),
        ("corrected", json!({"type": "boolean"})),
        ("declined", names(words(FIELDS.map(Field::name)))),
        ("entrusted", names(words(ENTRUSTED.iter().map(|(name, _)| *name)))),
        ("wishes_to_meet", json!({"type": "boolean"})),
    ]);
    Schema { name: "told", schema }
}

/// What `answer` tells, and whether the person wishes to meet their family. A value that is not as it should be is left
/// out, and the others are kept. Names, numbers, places and sums must be among what the person has `said`: for one that is
/// not, what the `tables` have read of the message counts, if they have read one.
pub fn read(answer: &Value, said: &Said, tables: &Extraction) -> (Told, bool) {
    let traits = |name: &str| share(answer.get("traits").and_then(|traits| traits.get(name)));
    let partner = |name: &str| answer.get("partner").and_then(|partner| partner.get(name));
    let read = |field: Field| Some(&tables.profile).filter(|_| tables.found.contains(&field));
    let own_words = |name: &str, by_tables: Option<&String>| {
        let told = text(answer.get(name), SHORT)?;
        if said.contains(&told) { Some(told) } else { by_tables.cloned() }
    };
    let age = number(answer.get("age"), 1..=120);
    let fields = FIELDS.map(|field| (field.name(), field));
    let told = Told {
        name: name(answer.get("name"), said).or_else(|| {
            text(answer.get("name"), SHORT)?;
            tables.profile.name.clone()
        }),
        personality: read(Field::UserPersonalityTraits).and_then(|read| read.personality.clone()),
        let_go: tables.let_go.clone(),
        named: tables.named,
        age: age
            .and_then(|age| Some(age).filter(|age| said.contains(&age.to_string())).or_else(|| read(Field::Age)?.age)),
        gender: choice(answer.get("gender"), GENDERS),
        relationship_status: choice(answer.get("relationship_status"), STATUSES),
        location: own_words("location", read(Field::Location).and_then(|read| read.location.as_ref())),
        income_range: own_words("income_range", read(Field::IncomeRange).and_then(|read| read.income_range.as_ref())),
        traits: BigFive {
            openness: traits("openness"),
            conscientiousness: traits("conscientiousness"),
            extraversion: traits("extraversion"),
            agreeableness: traits("agreeableness"),
            neuroticism: traits("neuroticism"),
        },
        partner: Partner {
            name: name(partner("name"), said).or_else(|| {
                text(partner("name"), SHORT)?;
                let (current, ideal) = (read(Field::CurrentPartner), read(Field::IdealPartner));
                let current = current.and_then(|read| read.current_partner.as_ref());
                current.or_else(|| ideal?.ideal_partner.as_ref())?.name.clone()
            }),
            temperament: text(partner("temperament"), LONG),
            appearance: text(partner("appearance"), LONG),
        },
        children: children(list(answer.get("children"), MOST_CHILDREN), said, read(Field::ChildrenInfo)),
        corrected: flag(answer.get("corrected")),
        declined: choices(answer.get("declined"), &fields).into_iter().collect::<BTreeSet<_>>(),
        entrusted: choices(answer.get("entrusted"), ENTRUSTED).into_iter().collect(),
    };
    (told, flag(answer.get("wishes_to_meet")))
}

/// The children of an answer. A model likes to write a name in another script than the person did; if it has so many
/// names that were not said as the tables have read that it does not have, these are meant.
fn children(answer: &[Value], said: &Said, tables: Option<&UserProfile>) -> Vec<Child> {
    let mut children: Vec<Child> = answer
        .iter()
        .map(|child| Child {
            desired_gender: choice(child.get("gender"), GENDERS),
            name: name(child.get("name"), said),
        })
        .collect();
    let unsaid: Vec<usize> = (0..children.len())
        .filter(|index| children[*index].name.is_none() && text(answer[*index].get("name"), SHORT).is_some())
        .collect();
    let read = tables.into_iter().flat_map(|profile| &profile.children).filter_map(|child| child.name.clone());
    let left: Vec<String> =
        read.filter(|name| children.iter().all(|child| child.name.as_ref() != Some(name))).collect();
    if unsaid.len() == left.len() {
        for (index, name) in unsaid.into_iter().zip(left) {
            children[index].name = Some(name);
        }
    }
    children
}
