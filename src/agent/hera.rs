//! Hera, goddess of the family: the interview, without a model.
//!
//! A finite-state dialogue. The state is the profile and [`Interview`]; [`respond`] is the transition. What a message
//! tells is read by [`listen`], what is still open follows from the profile ([`topics`]), and the reply is put together
//! from tables of phrases ([`phrases`]) by choices that the session's seed determines.

mod choose;
pub(super) mod dice;
pub mod extract;
mod kinds;
pub(super) mod phrases;
pub(super) mod piece;
mod read_out;
mod speak;
pub(super) mod text;
mod topics;
mod vocabulary;

use std::collections::BTreeSet;

pub(super) use speak::children_text;

pub use extract::{Entrusted, Extraction, MOST_CHILDREN, Question, Told, extract, strip_honorific};

use super::HeraPrompt as Prompt;
use super::care;
use super::care::alone::{self, Hearing};
use super::cue::{Brief, Cue};
use super::family::{self, early};
use super::script::Script;
use crate::domain::{
    Attention, Author, Care, Choice, Field, Interview, Job, Language, Message, Painting, Phase, RelationshipStatus,
    SessionState, StateUpdate, Topic, UserProfile,
};
use dice::Dice;
use phrases::fill;

/// The name Hera speaks under, in every language.
pub const NAME: &str = "Hera";

/// Characters of a message that tells how somebody lives, and hardly anything else: 「五島です。夫は亡くなりました」.
const LONE_STATUS: usize = 32;

/// What Hera answers, and what changes by it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    pub update: StateUpdate,
    pub text: String,
    /// What a model is told that finds other words for it.
    pub brief: Brief,
    /// Answers that are offered with it: after a question that was not understood.
    pub choices: Vec<Choice>,
    /// What is to be done when she has said so.
    pub job: Option<Job>,
}

/// The language of the answer to `text`.
pub(super) fn language(state: &SessionState, text: &str) -> Language {
    let so_far = state.interview.language;
    text::language_after(text, so_far).or(so_far).unwrap_or(Language::Japanese)
}

/// What Hera has asked for when she reads the answer. Who begins with "33, male" answers what everybody is asked.
pub(super) fn asked(state: &SessionState, history: &[Message]) -> BTreeSet<Field> {
    if is_first(state, history) { [Field::Age, Field::Gender].into() } else { state.interview.asked.clone() }
}

/// What Hera has asked last, in its parts.
fn question(state: &SessionState, history: &[Message]) -> Question {
    let memory = &state.interview;
    let topics = if memory.topics.is_empty() { topics::of_fields(&memory.asked) } else { memory.topics.clone() };
    // Who was attended to before anything was asked begins only now.
    let begins = topics.is_empty() && !state.profile.missing().is_empty();
    let first = is_first(state, history) || begins;
    let times = topics.first().and_then(|topic| memory.times.get(topic)).copied().unwrap_or(0);
    let before = history.iter().rev().find(|message| matches!(message.author, Author::User { .. }));
    let before = before.map(|message| message.text.clone()).unwrap_or_default();
    Question { topics, times, said_back: memory.said_back, first, before }
}

/// What `text` tells in `state`: an answer to what was asked last, and whatever else it says.
#[must_use]
pub fn listen(state: &SessionState, history: &[Message], text: &str) -> Extraction {
    read(state, &question(state, history), text)
}

/// What `text` tells by itself, where it answers nothing.
pub(super) fn overhear(state: &SessionState, text: &str) -> Extraction {
    read(state, &Question::default(), text)
}

fn read(state: &SessionState, question: &Question, text: &str) -> Extraction {
    let hearing = hearing(state);
    if !hearing.wants_none(text) {
        return extract::read(&state.profile, question, text);
    }
    // Who wants no partner names none by it.
    let rest = hearing.rest(text);
    if rest.is_empty() {
        return Extraction { profile: state.profile.clone(), ..Extraction::default() };
    }
    extract::read(&state.profile, question, &rest)
}

/// How what is said of the partner is heard in `state`.
fn hearing(state: &SessionState) -> Hearing {
    Hearing { asked: alone::is_of_partner(&state.interview.topics), known: state.profile.relationship_status.is_some() }
}

/// Whether `text` tells of the children that are wished for, and has no other word than their names, girl and boy.
pub(super) fn only_names_children(state: &SessionState, history: &[Message], text: &str) -> bool {
    let told = listen(state, history, text);
    let names = told.profile.children.iter().filter_map(|child| child.name.clone());
    told.found.contains(&Field::ChildrenInfo) && extract::is_list_of(&text::normalise(text), names)
}

/// Has everything compiled that the first answer to any question would have to wait for.
pub(super) fn prepare(text: &str) {
    let question = Question { topics: topics::ALL.to_vec(), times: 1, ..Question::default() };
    let _ = extract::read(&UserProfile::default(), &question, text);
}

const fn is_first(state: &SessionState, history: &[Message]) -> bool {
    state.interview.turns == 0 && history.is_empty()
}

/// Hera's answer to `text` in `state`, after `history`. The same arguments give the same answer for ever; `seed` is the
/// session's.
#[must_use]
pub fn respond(state: &SessionState, history: &[Message], text: &str, seed: u64) -> Reply {
    let told = listen(state, history, text);
    reply(state, history, text, told, None, seed)
}

/// Hera's answer to `text`, which tells what is `told`. What was asked of her is `answered` first.
pub(super) fn reply(
    state: &SessionState,
    history: &[Message],
    text: &str,
    mut told: Extraction,
    answered: Option<&str>,
    seed: u64,
) -> Reply {
    let memory = &state.interview;
    let language = language(state, text);
    let phrases = phrases::of(language);
    let turn = memory.turns.saturating_add(1);
    let mut dice = Dice::new(seed, turn);
    let widowed = memory.care.widowed || care::tells_widowed(text);
    let refuses = !text.is_empty() && hearing(state).wants_none(text);
    let alone = alone::settle(&memory.care, &state.profile, &mut told, text, refuses);
    entrust_names_as_before(&mut told, history);
    let chosen = choose::choose(&mut told.profile, &told.entrusted, phrases, &mut dice);
    let told_nothing = told.found.is_empty() && told.named.is_none() && told.let_go.is_empty();
    // What is told or left to her beside the question does not cost the question.
    let told_beside = told.of_child.is_some() || (chosen.is_empty() && !told.entrusted.is_empty());
    let beside = answered.is_some() || extract::is_aside(&text::normalise(text));
    let of_children = told.found.contains(&Field::ChildrenInfo);
    let let_go = topics::let_go(&mut told.profile, memory, of_children, told_nothing && !beside && !told_beside);
    // Who asked something in return is asked the same again.
    let again = answered.is_some() && told.found.is_empty() && told.named.is_none() && !memory.topics.is_empty();
    let open = topics::open(&told.profile);
    // What a form says answers no question: what was asked before is still to be told.
    let stated = !memory.topics.is_empty() && extract::is_stated(text);
    let waiting = if stated { topics::still(&memory.topics, &open, &told.profile) } else { Vec::new() };
    let topics = if let Some(topic) = told.reopened {
        vec![topic]
    } else if again && memory.topics.iter().any(|topic| !told.profile.let_go.contains(topic)) {
        memory.topics.iter().copied().filter(|topic| !told.profile.let_go.contains(topic)).collect()
    } else if waiting.is_empty() {
        topics::next(&open, &told.profile, memory)
    } else {
        waiting
    };
    let was_complete = state.profile.missing().is_empty();
    let (before, shown) = &with_names_as_said(&state.profile, &told, history, text);
    let by_oneself = alone.is_some() && told.profile.children.is_empty();
    let read_out = (topics.is_empty() && !was_complete).then(|| {
        let ages = family::ages_of_children(&shown.profile, history, text, language);
        let lines = read_out::lines(phrases, &shown.profile, &ages, widowed);
        let asks = if by_oneself { phrases.is_it_right_by_oneself } else { phrases.is_it_right };
        format!("{lines}\n\n{}", dice.one(asks))
    });
    let brief = Brief {
        first: is_first(state, history),
        learnt: !told.found.is_empty() || !chosen.is_empty() || told.named.is_some(),
        corrected: told.corrected,
        declined: !told.declined.is_empty() || !told.let_go.is_empty(),
        chosen: chosen.clone(),
        asks: topics.iter().map(|topic| (phrases.topic)(*topic)).collect(),
        was_complete,
        paints: paints_partner(state, &told.profile),
        read_out,
    };
    let scene = speak::Scene {
        phrases,
        text: &text::normalise(text),
        answered,
        before,
        told: shown,
        chosen,
        topics: &topics,
        times: &memory.times,
        let_go: &let_go,
        widowed,
        alone,
        refuses,
        by_oneself,
        first: brief.first,
        was_complete: brief.was_complete,
        read_out: brief.read_out.as_deref(),
        last_phrase: memory.last_phrase,
        paints: brief.paints,
    };
    let (words, last_phrase) = speak::speak(&scene, &mut dice);
    let choices = choices(state, before, shown, &topics, was_complete, phrases);
    let asked = topics::fields(&topics, &told.profile);
    // Who only goes on after something else is not asked once more; who asks something in return does not lose a question,
    // and who takes something back has not been asked in vain.
    let goes_on = answered.is_none() && (text.is_empty() || stated);
    let corrects = told.corrected && !told_nothing && topics == memory.topics;
    let spared = answered.is_some() || (told_beside && told_nothing) || corrects || (refuses && told_nothing);
    let most = if spared { topics::MOST_TIMES - 1 } else { u8::MAX };
    let times = if goes_on { memory.times.clone() } else { topics::counted(&memory.times, &topics, most) };
    // Who is asked on is not attended to any more.
    let reassured = memory.care.reassured || memory.care.attends == Some(Attention::Doubt);
    let care = Care { attends: None, minor: false, widowed, reassured, alone, ..memory.care.clone() };
    let said_back = told.named;
    let interview = Interview {
        language: Some(language),
        turns: turn,
        asked,
        topics,
        times,
        said_back,
        last_phrase,
        care,
        ..memory.clone()
    };
    let profile = (told.profile != state.profile).then_some(told.profile);
    let job = brief.paints.then(|| Painting::Partner.job());
    Reply {
        update: StateUpdate { profile, interview: Some(interview), ..StateUpdate::default() },
        text: words,
        brief,
        choices,
        job,
    }
}

/// What is known and what was told, with the names as they are said back: in small letters only where the person wants them so.
fn with_names_as_said(
    known: &UserProfile,
    told: &Extraction,
    history: &[Message],
    text: &str,
) -> (UserProfile, Extraction) {
    if wants_small_letters(history, text) {
        return (known.clone(), told.clone());
    }
    (extract::as_said(known), Extraction { profile: extract::as_said(&told.profile), ..told.clone() })
}

/// Whether the person has said that a name of theirs is to stay in small letters.
pub(super) fn wants_small_letters(history: &[Message], text: &str) -> bool {
    let own = history.iter().filter(|message| matches!(message.author, Author::User { .. }));
    own.map(|message| message.text.as_str()).chain([text]).any(extract::insists_on_small)
}

/// Whoever said that Hera is to find the children's names, before there were any, is not asked for them now.
fn entrust_names_as_before(told: &mut Extraction, history: &[Message]) {
    let lacking = told.found.contains(&Field::ChildrenInfo)
        && told.profile.children.iter().any(|child| child.name.is_none())
        && !told.profile.let_go.contains(&Topic::ChildNames);
    let own = |message: &&Message| matches!(message.author, Author::User { .. });
    if lacking && history.iter().filter(own).any(|message| extract::leaves_names_of_children(&message.text)) {
        told.entrusted.insert(Entrusted::ChildNames);
    }
}

/// What may be pressed: the names that may have been misheard, and answers to what is asked.
fn choices(
    state: &SessionState,
    before: &UserProfile,
    told: &Extraction,
    topics: &[Topic],
    was_complete: bool,
    phrases: &phrases::Phrases,
) -> Vec<Choice> {
    let choices = match () {
        () if told.differs => read_out::what_is_different(phrases),
        () if topics.is_empty() && (!was_complete || told.corrected) => read_out::choices(phrases),
        () => topics::choices(topics, &state.interview, phrases),
    };
    match speak::doubted(before, told) {
        Some((topic, names)) => [topics::names(topic, &names, phrases), choices].concat(),
        None => choices,
    }
}

/// Whether the partner is to be painted now: as soon as all is known, and again when their looks are told anew.
fn paints_partner(before: &SessionState, now: &UserProfile) -> bool {
    let looks = now.partner_face_description.as_deref();
    let told_now = looks != before.profile.partner_face_description.as_deref();
    let first = !before.profile.missing().is_empty() && before.photos.partner.is_none();
    now.missing().is_empty() && looks.is_some() && (told_now || first)
}

/// The answer to a sorrow, with what was asked for and is told by it: that there are no children, or the status. 「夫は亡くなりました」
/// is not asked about once more. Of what else such a message says, only what was asked for beside it.
pub(super) fn keep_status(prompt: &Prompt, mut script: Script) -> Script {
    let state = &prompt.state;
    let interviews = state.phase == Phase::Interview;
    let asked = interviews && state.interview.topics.contains(&Topic::Status);
    // Who says that they could have no children is not asked for them once more.
    if interviews && state.interview.topics.contains(&Topic::Children) && extract::tells_childless(&prompt.text) {
        let mut profile = state.profile.clone();
        profile.declined.insert(Field::ChildrenInfo);
        script.change(StateUpdate { profile: Some(profile), ..StateUpdate::default() });
        return script;
    }
    if !asked || script.changes(|update| update.profile.is_some()) {
        return script;
    }
    let told = listen(state, &prompt.history, &prompt.text);
    let lone = prompt.text.chars().count() <= LONE_STATUS;
    // "No one right now, single" is lonely, and an answer.
    let alone = match told.profile.relationship_status {
        Some(RelationshipStatus::Other) => lone || care::tells_widowed(&prompt.text),
        Some(RelationshipStatus::Single) => lone,
        _ => false,
    };
    if alone {
        let mut profile = state.profile.clone();
        profile.relationship_status = told.profile.relationship_status;
        let also = |topic: Topic| state.interview.topics.contains(&topic);
        if also(Topic::Location) && lone {
            profile.location = profile.location.or(told.profile.location);
        }
        if also(Topic::Gender) {
            profile.gender = profile.gender.or(told.profile.gender);
        }
        script.change(StateUpdate { profile: Some(profile), ..StateUpdate::default() });
    }
    script
}

/// Hera asks on, after these words.
pub(super) fn resume(prompt: &Prompt, words: &str) -> Script {
    let profile = prompt.state.profile.clone();
    let told = Extraction { profile, ..Extraction::default() };
    let reply = reply(&prompt.state, &prompt.history, "", told, None, prompt.session.seed());
    let language = language(&prompt.state, &prompt.text);
    let mut script = Script::new(language);
    script.change(reply.update);
    script.say(NAME, [words, &reply.text].join(phrases::of(language).space), Cue::Hera(Box::new(reply.brief)));
    script
}

/// Hera has answered a question in these words, takes up the `rest` of the message, and asks on.
pub(super) fn answer(prompt: &Prompt, language: Language, words: &str, rest: &str) -> Script {
    let state = &prompt.state;
    let told = if rest.is_empty() {
        Extraction { profile: state.profile.clone(), ..Extraction::default() }
    } else {
        listen(state, &prompt.history, rest)
    };
    answered(prompt, language, words, told)
}

/// The same, with what else was `told`.
pub(super) fn answered(prompt: &Prompt, language: Language, words: &str, told: Extraction) -> Script {
    let reply = reply(&prompt.state, &prompt.history, &prompt.text, told, Some(words), prompt.session.seed());
    let mut script = Script::new(language);
    script.change(reply.update);
    script.say(NAME, reply.text, Cue::AsWritten);
    if !reply.choices.is_empty() {
        script.suggest(reply.choices);
    }
    if let Some(job) = reply.job {
        script.afterwards(job);
    }
    script
}

/// Hera keeps for the family what is said to it before it is there, and asks on.
fn for_the_family(prompt: &Prompt, early: &early::Early) -> Script {
    let language = language(&prompt.state, &prompt.text);
    let phrases = phrases::of(language);
    let mut dice = Dice::new(prompt.session.seed(), prompt.state.interview.turns.saturating_add(1));
    let words = match early {
        early::Early::Outing(trip) => {
            let what = trip.destination.iter().chain(&trip.activities).cloned().collect::<Vec<_>>();
            fill(dice.one(phrases.keeps_outing), &[("what", &super::script::list(&what, phrases.list))])
        }
        early::Early::Called(name) => fill(dice.one(phrases.keeps_called), &[("name", name)]),
        early::Early::Greeted(name) => fill(dice.one(phrases.keeps_greeting), &[("name", name)]),
    };
    let mut told = Extraction { profile: prompt.state.profile.clone(), ..Extraction::default() };
    // Who says by what word they are to be called was asked for their name, and has answered.
    if matches!(early, early::Early::Called(_)) && prompt.state.interview.topics.contains(&Topic::OwnName) {
        told.let_go_silently(Topic::OwnName);
    }
    let mut script = answered(prompt, language, &words, told);
    script.change(early::kept(prompt, early));
    script
}

/// Hera's turn in the interview.
pub(super) fn turn(prompt: &Prompt, told: Extraction) -> Script {
    // Who tells where or how they live, or what was asked, speaks to Hera.
    let facts = [Field::Age, Field::Gender, Field::RelationshipStatus, Field::Location, Field::IncomeRange];
    let tells = facts.iter().any(|field| told.found.contains(field)) || told.found.contains(&Field::ChildrenInfo);
    if let Some(early) = early::read(prompt).filter(|_| !tells) {
        return for_the_family(prompt, &early);
    }
    let reply = reply(&prompt.state, &prompt.history, &prompt.text, told, None, prompt.session.seed());
    let mut script = Script::new(language(&prompt.state, &prompt.text));
    script.change(reply.update);
    script.say(NAME, reply.text, Cue::Hera(Box::new(reply.brief)));
    if !reply.choices.is_empty() {
        script.suggest(reply.choices);
    }
    if let Some(job) = reply.job {
        script.afterwards(job);
    }
    script
}
