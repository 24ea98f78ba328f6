//! What only the state knows of an answer: how far one is, and what is known by now.

use super::phrases;
use super::subjects::Subject;
use crate::agent::HeraPrompt as Prompt;
use crate::agent::hera::phrases::{Phrases, fill};
use crate::agent::hera::{self, children_text};
use crate::agent::script::list;
use crate::domain::{BigFive, Field, Gender, Language, Phase, RelationshipStatus, SessionState, Trip, UserProfile};

/// What is filled into an answer.
pub struct Facts {
    /// The subject, with the field that is meant.
    pub subject: Subject,
    progress: String,
    known: String,
    outing: String,
    meaning: &'static str,
    mind: &'static str,
    reader: &'static str,
}

impl Facts {
    /// What there is to fill in, in answer to `subject`, when so much is known of the person.
    pub fn of(prompt: &Prompt, profile: &UserProfile, language: Language, by_model: bool, subject: Subject) -> Self {
        let state = &prompt.state;
        let asked = asked_last(prompt);
        let subject = match subject {
            Subject::Why(None) => Subject::Why(asked),
            Subject::Meaning(None) => Subject::Meaning(asked),
            subject => subject,
        };
        let meaning = match subject {
            Subject::Simpler => asked.map_or("", |field| phrases::meaning(language, field)),
            Subject::Meaning(Some(field)) => phrases::meaning(language, field),
            _ => "",
        };
        Self {
            subject,
            progress: progress(profile, language),
            known: if subject == Subject::WhatKnown { known(profile, language) } else { String::new() },
            outing: outing(state, language),
            meaning,
            mind: phrases::mind(language, by_model),
            reader: phrases::reader(language, by_model),
        }
    }

    /// The values by their keys.
    pub fn values(&self) -> [(&'static str, &str); 6] {
        [
            ("progress", &self.progress),
            ("known", &self.known),
            ("outing", &self.outing),
            ("meaning", self.meaning),
            ("mind", self.mind),
            ("reader", self.reader),
        ]
    }
}

/// What Hera asked last, if she has asked anything.
fn asked_last(prompt: &Prompt) -> Option<Field> {
    let interview = matches!(prompt.state.phase, Phase::Interview | Phase::Chat);
    prompt.state.interview.asked.first().copied().filter(|_| interview)
}

/// How far the interview is.
fn progress(profile: &UserProfile, language: Language) -> String {
    let all = profile.required_fields().len();
    let left = profile.missing().len();
    let (done, left, all) = ((all - left).to_string(), left.to_string(), all.to_string());
    let template = match (done.as_str(), left.as_str()) {
        ("0", _) => return String::new(),
        (_, "0") => phrases::progress_done(language),
        _ => phrases::progress(language),
    };
    fill(template, &[("done", &done), ("left", &left), ("all", &all)])
}

/// What is known of the person, in words; that it is nothing, if it is.
fn known(profile: &UserProfile, language: Language) -> String {
    let phrases = hera::phrases::of(language);
    let words = phrases::of_known(language);
    let person = list(&of_person(profile, phrases, words), phrases.list);
    let partner = profile.partner().map(|partner| {
        let parts = [&partner.name, &partner.temperament, &partner.appearance];
        list(&parts.into_iter().flatten().cloned().collect::<Vec<_>>(), (phrases.list.0, phrases.list.0))
    });
    let children = (!profile.children.is_empty()).then(|| children_text(phrases, &profile.children));
    let declined: Vec<String> =
        profile.declined.iter().map(|field| phrases::field(language, *field).to_owned()).collect();
    let parts = [
        (words.person, Some(person)),
        (words.partner, partner),
        (words.children, children),
        (words.declined, Some(list(&declined, phrases.list))),
    ];
    let sentences: Vec<String> = parts
        .into_iter()
        .filter_map(|(template, what)| Some(fill(template, &[("what", &what.filter(|what| !what.is_empty())?)])))
        .collect();
    if sentences.is_empty() { words.nothing.to_owned() } else { sentences.join(phrases.space) }
}

/// What was told of the person, item by item.
fn of_person(profile: &UserProfile, phrases: &Phrases, words: &phrases::Known) -> Vec<String> {
    let mut items = Vec::new();
    items.extend(profile.name.as_ref().map(|name| fill(phrases.partner, &[("name", name)])));
    items.extend(profile.age.map(|age| fill(phrases.age, &[("age", &age.to_string())])));
    items.extend(profile.gender.map(|gender| words.gender[index_of_gender(gender)].to_owned()));
    items.extend(profile.relationship_status.map(|status| words.status[index_of_status(status)].to_owned()));
    items.extend(profile.location.as_ref().map(|place| fill(words.home, &[("what", place)])));
    items.extend(profile.income_range.as_ref().map(|income| fill(words.income, &[("what", income)])));
    let traits = of_traits(&profile.traits, phrases);
    items.extend(profile.personality.as_ref().map(|own| fill(words.own_words, &[("what", own)])));
    let read = (!traits.is_empty() && profile.personality.is_none()).then(|| list(&traits, phrases.list));
    items.extend(read.map(|traits| fill(words.traits, &[("what", &traits)])));
    items
}

/// What the traits say, as Hera puts it.
fn of_traits(traits: &BigFive, phrases: &Phrases) -> Vec<String> {
    let five =
        [traits.openness, traits.conscientiousness, traits.extraversion, traits.agreeableness, traits.neuroticism];
    let said = five.iter().zip(phrases.trait_words);
    said.filter_map(|(value, (high, low))| Some(if (*value)? > 0.5 { high } else { low }.to_owned())).collect()
}

/// Where the family goes and what it does there, as far as it is known.
fn outing(state: &SessionState, language: Language) -> String {
    let Trip { destination, activities } = &state.family.trip;
    let words = phrases::of_known(language);
    let activities = list(activities, hera::phrases::of(language).list);
    match destination {
        None if activities.is_empty() => words.no_outing.to_owned(),
        None => fill(words.activities, &[("what", &activities)]),
        Some(place) if activities.is_empty() => fill(words.place, &[("place", place)]),
        Some(place) => fill(words.outing, &[("place", place), ("what", &activities)]),
    }
}

const fn index_of_gender(gender: Gender) -> usize {
    match gender {
        Gender::Male => 0,
        Gender::Female => 1,
        Gender::Other => 2,
    }
}

const fn index_of_status(status: RelationshipStatus) -> usize {
    match status {
        RelationshipStatus::Married => 0,
        RelationshipStatus::Partnered => 1,
        RelationshipStatus::Single => 2,
        RelationshipStatus::Other => 3,
    }
}
