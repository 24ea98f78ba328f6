//! What is still to be asked, and what to ask next.

use std::collections::{BTreeMap, BTreeSet};

use super::phrases::{Phrases, fill};
use crate::domain::{Choice, Field, Interview, Topic, UserProfile};

/// Nothing is asked for more often.
pub const MOST_TIMES: u8 = 3;

/// Everything that is ever asked for.
pub const ALL: [Topic; 13] = [
    Topic::OwnName,
    Topic::Age,
    Topic::Gender,
    Topic::Location,
    Topic::Status,
    Topic::PartnerName,
    Topic::PartnerTemperament,
    Topic::PartnerLooks,
    Topic::Children,
    Topic::ChildGenders,
    Topic::ChildNames,
    Topic::Traits,
    Topic::Income,
];

/// What goes together in one question. Names are asked for alone, but for the person's own: a lone word is then a name.
const TOGETHER: [&[Topic]; 3] = [
    &[Topic::OwnName, Topic::Age, Topic::Gender, Topic::Location, Topic::Status, Topic::Traits],
    &[Topic::PartnerTemperament, Topic::PartnerLooks],
    &[Topic::Traits, Topic::Income],
];
/// After so many messages, what is left open is asked for in pairs, whatever it is: nobody is to be held for long.
const LONG: u32 = 9;

/// Everything still to be asked, in the order in which it is.
pub fn open(profile: &UserProfile) -> Vec<Topic> {
    let partner = profile.partner();
    let mut topics = BTreeSet::new();
    for field in profile.missing() {
        match field {
            Field::Age => topics.extend([Topic::Age]),
            Field::Gender => topics.extend([Topic::Gender]),
            Field::Location => topics.extend([Topic::Location]),
            Field::RelationshipStatus => topics.extend([Topic::Status]),
            Field::IncomeRange => topics.extend([Topic::Income]),
            Field::UserPersonalityTraits => topics.extend([Topic::Traits]),
            Field::PartnerFaceDescription => topics.extend([Topic::PartnerLooks]),
            Field::ChildrenInfo => {
                let lacks = |part: fn(&crate::domain::Child) -> bool| profile.children.iter().any(part);
                topics.extend(profile.children.is_empty().then_some(Topic::Children));
                topics.extend(lacks(|child| child.desired_gender.is_none()).then_some(Topic::ChildGenders));
                topics.extend(lacks(|child| child.name.is_none()).then_some(Topic::ChildNames));
            }
            Field::CurrentPartner | Field::IdealPartner => {
                let lacks = |part: fn(&crate::domain::Partner) -> bool| !partner.is_some_and(part);
                topics.extend(lacks(|partner| partner.name.is_some()).then_some(Topic::PartnerName));
                topics.extend(lacks(|partner| partner.temperament.is_some()).then_some(Topic::PartnerTemperament));
                let face = profile.declined.contains(&Field::PartnerFaceDescription);
                topics.extend((!face && lacks(|partner| partner.appearance.is_some())).then_some(Topic::PartnerLooks));
            }
        }
    }
    topics.retain(|topic| !profile.let_go.contains(topic));
    topics.into_iter().collect()
}

/// Lets go of what was asked for often enough and is still not known: nothing is filled in, and it is asked for no more.
/// Tells what that is. `of_children`: the message told something of the children; `told_nothing`: it has no answer to anything.
pub fn let_go(profile: &mut UserProfile, memory: &Interview, of_children: bool, told_nothing: bool) -> Vec<Topic> {
    let times = |topic: &Topic| memory.times.get(topic).copied().unwrap_or(0);
    // What the children are called was asked for with the children themselves; and who says nothing of them when it is asked
    // whether it is a girl or a boy leaves that open.
    let most = |topic: &Topic| match topic {
        Topic::ChildNames => MOST_TIMES - 1,
        // Who has no name for the partner after two times, nor anything else to say, is not pressed for one.
        Topic::PartnerName if told_nothing => MOST_TIMES - 1,
        Topic::ChildGenders if !of_children => 1,
        _ => MOST_TIMES,
    };
    let enough: Vec<Topic> = open(profile).into_iter().filter(|topic| times(topic) >= most(topic)).collect();
    for topic in &enough {
        profile.let_go(*topic);
    }
    enough
}

/// What to ask next of what is `open`: one thing, or two that go together. Their own name is asked for once, with the
/// first question.
pub fn next(open: &[Topic], profile: &UserProfile, memory: &Interview) -> Vec<Topic> {
    let Some(&first) = open.first() else { return Vec::new() };
    let named = profile.name.is_some() || profile.let_go.contains(&Topic::OwnName);
    let asked_name = memory.times.contains_key(&Topic::OwnName);
    // Beside these a word is no name, or else it is asked for alone; and not where somebody else is spoken of.
    let beside = [Topic::Age, Topic::Gender, Topic::Income];
    let own = [Topic::Location, Topic::Status, Topic::Traits];
    if !named && !asked_name && (beside.contains(&first) || own.contains(&first)) {
        let second = Some(first).filter(|first| beside.contains(first));
        return [Some(Topic::OwnName), second].into_iter().flatten().collect();
    }
    let together = |second: &&Topic| TOGETHER.iter().any(|group| group.contains(&first) && group.contains(second));
    let second = open.iter().skip(1).find(together);
    // Two names are never asked for at once, and of what partner to speak follows from the status.
    let lone = [Topic::Status, Topic::PartnerName, Topic::ChildGenders, Topic::ChildNames];
    let pairs = |second: &&Topic| !lone.contains(&first) && !lone.contains(second);
    let second = second.or_else(|| open.iter().skip(1).find(pairs).filter(|_| memory.turns >= LONG));
    // Children of whom nobody knows whether they are girls or boys, nor their names.
    let of_children = [Topic::ChildGenders, Topic::ChildNames];
    let second =
        second.or_else(|| open.get(1).filter(|second| of_children.contains(&first) && of_children.contains(second)));
    // What was passed over twice is asked for alone: who answers one of two things shall not lose the other.
    let last = |topic: &Topic| memory.times.get(topic).is_some_and(|times| *times + 1 >= MOST_TIMES);
    let second = second.filter(|second| !last(&first) && !last(second));
    [Some(&first), second].into_iter().flatten().copied().collect()
}

/// What of the topics that were asked for is still to be told.
pub fn still(asked: &[Topic], open: &[Topic], profile: &UserProfile) -> Vec<Topic> {
    let nameless = profile.name.is_none() && !profile.let_go.contains(&Topic::OwnName);
    let waits = |topic: &&Topic| open.contains(topic) || (**topic == Topic::OwnName && nameless);
    asked.iter().filter(waits).copied().collect()
}

/// Answers to press, to a question that is asked once more; of several things, to the first.
pub fn choices(topics: &[Topic], memory: &Interview, phrases: &Phrases) -> Vec<Choice> {
    let again = topics.iter().find(|topic| memory.times.contains_key(*topic));
    let offered = again.map_or(&[][..], |topic| (phrases.choices)(*topic));
    offered.iter().map(|(label, text)| Choice::saying(*label, *text)).collect()
}

/// To press where a name may have been misheard: it is right, or it is another one.
pub fn names(topic: Topic, names: &[String], phrases: &Phrases) -> Vec<Choice> {
    let (label, text) = (phrases.another_name)(topic);
    let said = names.iter().map(|name| Choice::saying(name, fill(phrases.confirm_name, &[("name", name)])));
    said.chain([Choice::saying(label, text)]).collect()
}

/// How often each topic was asked for, these once more, up to `most`.
pub fn counted(times: &BTreeMap<Topic, u8>, asked: &[Topic], most: u8) -> BTreeMap<Topic, u8> {
    let mut times = times.clone();
    for topic in asked {
        let count = times.entry(*topic).or_insert(0);
        *count = count.saturating_add(1).min(most.max(*count));
    }
    times
}

/// The fields that an answer to `topics` fills.
pub fn fields(topics: &[Topic], profile: &UserProfile) -> BTreeSet<Field> {
    let required = topics.iter().filter(|topic| **topic != Topic::OwnName);
    required.map(|topic| topic.field(profile.partner_field())).collect()
}

/// The topics of fields that were asked for, where nothing more is remembered.
pub fn of_fields(fields: &BTreeSet<Field>) -> Vec<Topic> {
    let topics: BTreeSet<Topic> = fields
        .iter()
        .flat_map(|field| match field {
            Field::Age => &[Topic::Age][..],
            Field::Gender => &[Topic::Gender],
            Field::Location => &[Topic::Location],
            Field::RelationshipStatus => &[Topic::Status],
            Field::IncomeRange => &[Topic::Income],
            Field::UserPersonalityTraits => &[Topic::Traits],
            Field::PartnerFaceDescription => &[Topic::PartnerLooks],
            Field::ChildrenInfo => &[Topic::Children],
            Field::CurrentPartner | Field::IdealPartner => &[Topic::PartnerName, Topic::PartnerTemperament],
        })
        .copied()
        .collect();
    topics.into_iter().collect()
}
