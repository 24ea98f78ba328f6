//! What was understood, read out to the person before they meet the family: nothing wrong is kept that they have not heard.

use super::phrases::{Phrases, fill};
use super::speak::{gender_index, list, status_index};
use crate::domain::{BigFive, Choice, Field, Gender, Partner, RelationshipStatus, Topic, UserProfile};

/// Characters of a description that are read out; of a longer one, the beginning.
const DESCRIBED: usize = 60;

/// What there is to read out in a language.
#[derive(Debug)]
pub struct Words {
    /// Before what is told of the person, of the partner, and of the children, each on a line of its own: `{what}`.
    pub you: &'static str,
    pub partner: &'static str,
    pub children: &'static str,
    /// That there are to be none.
    pub childless: &'static str,
    /// What was not told: `{what}`
    pub open: &'static str,
    /// Between the parts of a line.
    pub comma: &'static str,
    /// `{name}`
    pub name: &'static str,
    /// `{place}`
    pub place: &'static str,
    /// `{income}`
    pub income: &'static str,
    /// `{words}`: what was said instead of a sum.
    pub quoted: &'static str,
    /// `{words}`: what Hera makes of a character, a character as it was told, and looks.
    pub traits: &'static str,
    pub character: &'static str,
    pub looks: &'static str,
    pub widowed: &'static str,
    /// A status and a gender, as they stand in a list.
    pub status: [&'static str; 4],
    pub gender: [&'static str; 3],
    /// A girl, a boy and another child by `{name}`, and without one.
    pub child: [&'static str; 3],
    /// The same by `{name}`, with the `{age}`.
    pub child_aged: [&'static str; 3],
    pub nameless: [&'static str; 3],
    /// What may be answered: the label, and what is said by it.
    pub choices: [(&'static str, &'static str); 2],
    /// What may be put right.
    pub different: [(&'static str, &'static str); 6],
}

/// All that is known, line by line; `ages` are those of the children, as far as they were told.
pub fn lines(phrases: &Phrases, profile: &UserProfile, ages: &[Option<u8>], widowed: bool) -> String {
    let words = &phrases.read_out;
    let mut lines = vec![fill(words.you, &[("what", &person(phrases, profile, widowed))])];
    let partner = profile.partner().map(|partner| self::partner(phrases, partner)).filter(|told| !told.is_empty());
    lines.extend(partner.map(|told| fill(words.partner, &[("what", &told)])));
    if !profile.children.is_empty() {
        lines.push(fill(words.children, &[("what", &children(phrases, profile, ages))]));
    } else if profile.declined.contains(&Field::ChildrenInfo) {
        lines.push(words.childless.to_owned());
    }
    let open = open(profile);
    if !open.is_empty() {
        let named: Vec<&str> = open.into_iter().map(|topic| (phrases.topic)(topic)).collect();
        lines.push(fill(words.open, &[("what", &list(phrases, &named))]));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// Whether it is right, and whether something is not.
pub fn choices(phrases: &Phrases) -> Vec<Choice> {
    phrases.read_out.choices.iter().map(|(label, text)| Choice::saying(*label, *text)).collect()
}

/// What may be put right, to somebody who has only said that something is different.
pub fn what_is_different(phrases: &Phrases) -> Vec<Choice> {
    phrases.read_out.different.iter().map(|(label, text)| Choice::saying(*label, *text)).collect()
}

fn person(phrases: &Phrases, profile: &UserProfile, widowed: bool) -> String {
    let words = &phrases.read_out;
    let one = |template: &str, key: &str, value: &str| fill(template, &[(key, value)]);
    let status = profile.relationship_status.map(|status| {
        if widowed && status == RelationshipStatus::Other { words.widowed } else { words.status[status_index(status)] }
    });
    let parts = [
        profile.name.as_deref().map(|name| one(words.name, "name", name)),
        profile.age.map(|age| one(phrases.age, "age", &age.to_string())),
        profile.gender.map(|gender| words.gender[gender_index(gender)].to_owned()),
        status.map(str::to_owned),
        profile.location.as_deref().map(|place| one(words.place, "place", place)),
        profile.income_range.as_deref().map(|income| one(words.income, "income", &self::income(phrases, income))),
        character(phrases, profile),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(words.comma)
}

/// A sum as it is; what was said instead of one, in the person's own words.
fn income(phrases: &Phrases, income: &str) -> String {
    let none = ["none", "なし"].contains(&income);
    if none || income.contains(|c: char| c.is_numeric()) {
        income.to_owned()
    } else {
        fill(phrases.read_out.quoted, &[("words", income)])
    }
}

/// The person's own words for their character, or else what stands out.
fn character(phrases: &Phrases, profile: &UserProfile) -> Option<String> {
    let words = &phrases.read_out;
    if let Some(own) = profile.personality.as_deref() {
        return Some(fill(words.character, &[("words", &short(own))]));
    }
    let BigFive { openness, conscientiousness, extraversion, agreeableness, neuroticism } = profile.traits;
    let five = [openness, conscientiousness, extraversion, agreeableness, neuroticism];
    let named = five.iter().zip(phrases.trait_words);
    let named: Vec<&str> =
        named.filter_map(|(value, (high, low))| value.map(|value| if value > 0.5 { high } else { low })).collect();
    (!named.is_empty()).then(|| fill(words.traits, &[("words", &list(phrases, &named))]))
}

fn partner(phrases: &Phrases, partner: &Partner) -> String {
    let words = &phrases.read_out;
    let parts = [
        partner.name.as_deref().map(|name| fill(words.name, &[("name", name)])),
        partner.temperament.as_deref().map(|told| fill(words.character, &[("words", &short(told))])),
        partner.appearance.as_deref().map(|told| fill(words.looks, &[("words", &short(told))])),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(words.comma)
}

fn children(phrases: &Phrases, profile: &UserProfile, ages: &[Option<u8>]) -> String {
    let words = &phrases.read_out;
    let each = profile.children.iter().enumerate().map(|(at, child)| {
        let kind = match child.desired_gender {
            Some(Gender::Female) => 0,
            Some(Gender::Male) => 1,
            _ => 2,
        };
        let age = ages.get(at).copied().flatten().map(|age| age.to_string());
        let named = child.name.as_deref().map(|name| match &age {
            Some(age) => fill(words.child_aged[kind], &[("name", name), ("age", age)]),
            None => fill(words.child[kind], &[("name", name)]),
        });
        named.unwrap_or_else(|| words.nameless[kind].to_owned())
    });
    list(phrases, &each.collect::<Vec<_>>())
}

/// What is not known of what was asked for: it was declined, or let go.
fn open(profile: &UserProfile) -> Vec<Topic> {
    let own = [
        (Topic::Age, profile.age.is_none()),
        (Topic::Gender, profile.gender.is_none()),
        (Topic::Location, profile.location.is_none()),
        (Topic::Status, profile.relationship_status.is_none()),
        (Topic::Traits, profile.traits.known() == 0 && profile.personality.is_none()),
        (Topic::Income, profile.income_range.is_none()),
    ];
    own.into_iter().filter_map(|(topic, open)| open.then_some(topic)).collect()
}

fn short(text: &str) -> String {
    if text.chars().count() <= DESCRIBED {
        return text.to_owned();
    }
    let cut: String = text.chars().take(DESCRIBED).collect();
    format!("{}…", cut.trim_end())
}
