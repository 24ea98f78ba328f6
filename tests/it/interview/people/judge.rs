//! What went wrong in a conversation.

use std::collections::BTreeMap;

use hera::domain::{BigFive, Child, Field, Gender, Partner, RelationshipStatus, Topic, UserProfile};
use unicode_normalization::UnicodeNormalization as _;

use super::MOST_MESSAGES;
use super::corpus::{self, Expected};
use super::person::Talk;

/// A kind of failing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Failing {
    /// The family is not reached, or too late.
    Stuck,
    WrongName,
    /// A name that was told is not known in the end.
    LostName,
    WrongFact,
    /// A fact is wrong that was said back: one word would have put it right.
    SaidBack,
    /// What was told is not known in the end.
    LostFact,
    /// Something is closed that the person has not refused.
    ClosedByMistake,
    /// The same question three times.
    SameQuestion,
}

pub fn failings(talk: &Talk) -> Vec<(Failing, String)> {
    let (expected, profile) = (&talk.expected, &talk.state.profile);
    let mut found = Vec::new();
    if talk.reached.is_none_or(|messages| messages > MOST_MESSAGES) {
        let missing: Vec<&str> = profile.missing().into_iter().map(Field::name).collect();
        found.push((Failing::Stuck, format!("{:?} {}", talk.reached, missing.join(" "))));
    }
    found.extend(same_questions(&talk.said).into_iter().map(|line| (Failing::SameQuestion, line)));
    names(expected, profile, talk.named, &mut found);
    facts(expected, profile, &talk.said, &mut found);
    closed(expected, profile, &mut found);
    found
}

/// What somebody who hears all read out would put right: the topic, and what they heard of it.
pub fn misheard(expected: &Expected, profile: &UserProfile, named: bool) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    names(expected, profile, named, &mut found);
    facts(expected, profile, &[], &mut found);
    let mut misheard: Vec<(&'static str, String)> = Vec::new();
    for (failing, cause) in found {
        let mut words = cause.split(' ');
        let topic = match words.next().unwrap_or_default() {
            "own" => "own_name",
            "partner" => "partner_name",
            "child" | "children" => "children",
            "temperament" => "partner_temperament",
            "looks" => "partner_looks",
            other => ["age", "gender", "status", "location", "income", "traits"]
                .into_iter()
                .find(|topic| *topic == other)
                .expect("a topic"),
        };
        if misheard.iter().all(|(other, _)| *other != topic) {
            let heard = if failing == Failing::WrongName { wrong_name(&cause) } else { String::new() };
            misheard.push((topic, heard));
        }
    }
    misheard
}

/// The name that was heard, of a cause.
fn wrong_name(cause: &str) -> String {
    let name = cause.split_once(' ').map_or("", |(_, rest)| rest);
    let end = [" for ", " of ["].iter().filter_map(|mark| name.find(mark)).min().unwrap_or(name.len());
    name[..end].to_owned()
}

/// One spelling: NFKC, small letters, no spaces.
fn folded(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect()
}

fn among<'a>(value: &str, accepted: impl IntoIterator<Item = &'a String>) -> bool {
    let value = folded(value);
    accepted.into_iter().any(|one| value.contains(&folded(one)))
}

fn same_name(value: &str, expected: &str) -> bool {
    value.nfc().eq(expected.nfc())
}

/// Questions that were asked three times in the same words.
fn same_questions(said: &[String]) -> Vec<String> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for answer in said {
        for sentence in answer.split_inclusive(['?', '？', '。', '.', '!', '\n']) {
            let sentence = sentence.trim();
            if sentence.ends_with(['?', '？']) || sentence.ends_with("ください。") || sentence.ends_with("くださいね。")
            {
                *times.entry(sentence).or_default() += 1;
            }
        }
    }
    times.into_iter().filter(|(_, count)| *count >= 3).map(|(sentence, _)| sentence.to_owned()).collect()
}

fn partner(profile: &UserProfile) -> Option<&Partner> {
    match profile.partner_field() {
        Field::CurrentPartner => profile.current_partner.as_ref(),
        _ => profile.ideal_partner.as_ref(),
    }
}

fn names(expected: &Expected, profile: &UserProfile, named: bool, found: &mut Vec<(Failing, String)>) {
    let wanted = expected.partner.clone().unwrap_or_default();
    let kept = partner(profile).and_then(|partner| partner.name.as_deref());
    // Who has no name for them and has not declined to say one leaves it to Hera.
    let left_open = wanted.name.is_none() && !expected.declined.iter().any(|one| one.starts_with("partner"));
    if !left_open {
        name("partner", kept, wanted.name.as_deref(), &wanted.name_also, found);
    }
    let own = expected.own_name.as_deref().filter(|_| named || profile.name.is_some());
    name("own", profile.name.as_deref(), own, &expected.own_name_also, found);
    children(expected, profile, found);
}

fn name(of: &str, kept: Option<&str>, wanted: Option<&str>, also: &[String], found: &mut Vec<(Failing, String)>) {
    match (kept, wanted) {
        (Some(kept), Some(wanted)) if same_name(kept, wanted) || also.iter().any(|one| same_name(kept, one)) => {}
        (Some(kept), wanted) => found.push((Failing::WrongName, format!("{of} {kept} for {wanted:?}"))),
        (None, Some(wanted)) => found.push((Failing::LostName, format!("{of} {wanted}"))),
        (None, None) => {}
    }
}

fn children(expected: &Expected, profile: &UserProfile, found: &mut Vec<(Failing, String)>) {
    let wanted = expected.children().unwrap_or_default();
    let shown = |child: &Child| format!("{}/{:?}", child.name.as_deref().unwrap_or("-"), child.desired_gender);
    let kept: Vec<String> = profile.children.iter().map(shown).collect();
    for child in &profile.children {
        let Some(name) = &child.name else { continue };
        let known = |one: &corpus::Child| one.name.as_deref().is_some_and(|other| same_name(name, other));
        let also = |one: &corpus::Child| one.name_also.iter().any(|other| same_name(name, other));
        // Who left the naming to Hera gets a name of hers.
        let left_open = wanted.iter().any(|one| one.name.is_none());
        match wanted.iter().find(|one| known(one) || also(one)) {
            Some(one) => {
                let gender = one.gender.as_deref().map(gender);
                if gender.is_some() && gender != child.desired_gender {
                    found.push((Failing::WrongFact, format!("child {} of {kept:?}", shown(child))));
                }
            }
            None if left_open => {}
            None => found.push((Failing::WrongName, format!("child {name} of {kept:?}"))),
        }
    }
    for one in &wanted {
        let Some(name) = &one.name else { continue };
        let names = [name].into_iter().chain(&one.name_also);
        let told =
            |child: &Child| names.clone().any(|name| child.name.as_deref().is_some_and(|kept| same_name(kept, name)));
        if !profile.children.iter().any(told) {
            found.push((Failing::LostName, format!("child {name} of {kept:?}")));
        }
    }
    if profile.children.len() > wanted.len() {
        found.push((Failing::WrongFact, format!("children {kept:?}")));
    }
}

fn gender(name: &str) -> Gender {
    match name {
        "male" => Gender::Male,
        "female" => Gender::Female,
        _ => Gender::Other,
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

fn facts(expected: &Expected, profile: &UserProfile, said: &[String], found: &mut Vec<(Failing, String)>) {
    let said: Vec<String> = said.iter().map(|answer| folded(answer)).collect();
    let said_back = |kept: &str| said.iter().any(|answer| answer.contains(&folded(kept)));
    let mut fact = |of: &str, kept: Option<String>, right: bool, wanted: bool| match kept {
        Some(kept) if !right && said_back(&kept) => found.push((Failing::SaidBack, format!("{of} {kept}"))),
        Some(kept) if !right => found.push((Failing::WrongFact, format!("{of} {kept}"))),
        None if wanted => found.push((Failing::LostFact, of.to_owned())),
        _ => {}
    };
    fact("age", profile.age.map(|age| age.to_string()), profile.age == expected.age, expected.age.is_some());
    let wanted = expected.gender.as_deref().map(gender);
    fact("gender", profile.gender.map(|kept| format!("{kept:?}")), profile.gender == wanted, wanted.is_some());
    let known = profile.relationship_status.map(|kept| status(kept).to_owned());
    let accepted = expected.status.clone().unwrap_or_default();
    fact("status", known.clone(), known.is_some_and(|kept| accepted.contains(&kept)), !accepted.is_empty());
    let accepted = expected.location.clone().unwrap_or_default();
    let right = profile.location.as_deref().is_some_and(|kept| among(kept, &accepted));
    fact("location", profile.location.clone(), right, !accepted.is_empty());
    let accepted = expected.income.clone().unwrap_or_default();
    let right = profile.income_range.as_deref().is_some_and(|kept| is_income(kept, &accepted.amount_text));
    let wanted = !accepted.refused && !accepted.amount_text.is_empty();
    fact("income", profile.income_range.clone(), right, wanted);
    let wanted = expected.partner.clone().unwrap_or_default();
    let known = partner(profile);
    for (of, kept, accepted) in [
        ("temperament", known.and_then(|partner| partner.temperament.clone()), wanted.temperament.unwrap_or_default()),
        ("looks", known.and_then(|partner| partner.appearance.clone()), wanted.looks.unwrap_or_default()),
    ] {
        let right = kept.as_deref().is_some_and(|kept| among(kept, &accepted));
        fact(of, kept, right, !accepted.is_empty());
    }
    let accepted = expected.traits.clone().unwrap_or_default();
    let (kept, right) = traits(profile, &accepted);
    fact("traits", kept, right, !accepted.is_empty());
}

/// An amount is as good as its words: `71 000`, `71,000`, `71k`.
fn is_income(kept: &str, accepted: &[String]) -> bool {
    let plain = |text: &str| folded(text).replace([',', '.'], "");
    let kept = plain(kept);
    accepted.iter().any(|one| {
        let one = plain(one);
        let long = one.strip_suffix('k').map(|digits| format!("{digits}000"));
        kept.contains(&one) || long.is_some_and(|long| kept.contains(&long))
    })
}

/// What is known of the character, and whether any of it is what a fair reader hears.
fn traits(profile: &UserProfile, accepted: &[String]) -> (Option<String>, bool) {
    let BigFive { openness, conscientiousness, extraversion, agreeableness, neuroticism } = profile.traits;
    let five = [
        ("openness", openness),
        ("conscientiousness", conscientiousness),
        ("extraversion", extraversion),
        ("agreeableness", agreeableness),
        ("neuroticism", neuroticism),
    ];
    let heard: Vec<String> = five
        .iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name}{}", if value > 0.5 { '+' } else { '-' })))
        .collect();
    let words = profile.personality.as_deref();
    let right = accepted.iter().any(|one| heard.contains(one)) || words.is_some_and(|words| among(words, accepted));
    let known: Vec<String> = words.map(str::to_owned).into_iter().chain(heard).collect();
    ((!known.is_empty()).then(|| known.join(" ")), right)
}

fn closed(expected: &Expected, profile: &UserProfile, found: &mut Vec<(Failing, String)>) {
    for topic in &profile.let_go {
        let name = match topic {
            Topic::OwnName if expected.own_name.is_some() => "own_name",
            Topic::PartnerName => "partner_name",
            Topic::PartnerTemperament => "partner_temperament",
            Topic::ChildGenders
                if expected.children().is_some_and(|all| all.iter().all(|child| child.gender.is_some())) =>
            {
                "children"
            }
            Topic::ChildNames
                if expected.children().is_some_and(|all| all.iter().all(|child| child.name.is_some())) =>
            {
                "children"
            }
            _ => continue,
        };
        if !expected.declined.iter().any(|one| one == name) {
            found.push((Failing::ClosedByMistake, format!("{topic:?}")));
        }
    }
    for field in &profile.declined {
        let topics: &[&str] = match field {
            Field::Age => &["age"],
            Field::Gender => &["gender"],
            Field::RelationshipStatus => &["status"],
            Field::Location => &["location"],
            Field::IncomeRange => &["income"],
            Field::UserPersonalityTraits => &["traits"],
            Field::PartnerFaceDescription => &["partner_looks", "partner"],
            Field::ChildrenInfo => &["children"],
            Field::CurrentPartner | Field::IdealPartner => &["partner", "partner_name", "partner_temperament"],
        };
        let childless =
            *field == Field::ChildrenInfo && !expected.children.as_ref().is_some_and(serde_json::Value::is_array);
        if !childless && !topics.iter().any(|topic| expected.declined.iter().any(|one| one == topic)) {
            found.push((Failing::ClosedByMistake, field.name().to_owned()));
        }
    }
}
