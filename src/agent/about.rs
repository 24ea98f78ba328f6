//! What people ask about the thing itself: what is asked and for how long, why, who can read it, what is known by now, how
//! it can be changed or deleted, whether there is a human being. Answered to the point, and from facts; then what was open is
//! taken up again.
//!
//! Which question it is, a small classifier tells ([`subjects`]), of what has the form of one ([`forms`]). What is answered is in
//! tables ([`phrases`]), with what only the state knows filled in ([`facts`]). The same with a model and without.

mod facts;
mod forms;
mod phrases;
mod subjects;

use std::collections::BTreeSet;

use super::Prompt;
use super::cue::Cue;
use super::family;
use super::hera;
use super::hera::phrases::fill;
use super::intent::{self, Intent};
use super::script::Script;
use crate::domain::{
    Attention, Author, Choice, Field, Interview, Language, Member, Phase, SessionState, StateUpdate, Topic,
};
use facts::Facts;
pub use subjects::Subject;

/// A question about the thing itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub subject: Subject,
    /// How much its words tell.
    pub heard: Heard,
    /// The sentence that asks it.
    pub words: String,
    /// What else the message says.
    pub rest: String,
}

/// How much the words of a question tell of what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// They leave no doubt.
    Plainly,
    Likely,
    /// They only show what it may be about.
    Loosely,
}

impl Heard {
    fn by(chance: f32) -> Self {
        if chance >= PLAIN {
            Self::Plainly
        } else if chance >= LIKELY {
            Self::Likely
        } else {
            Self::Loosely
        }
    }
}

/// A sentence that tells so many things is no mere question.
const MUCH: usize = 2;

/// From here on a question is taken for one: of Hera, who is mostly asked about the thing itself, and of the family.
const ASKED_OF_HERA: f32 = 0.2;
const ASKED_OF_FAMILY: f32 = 0.5;
/// From here on its words tell what it is about, and leave no doubt.
const LIKELY: f32 = 0.5;
const PLAIN: f32 = 0.8;

/// The question about the thing itself that `text` asks, if it asks one: the likeliest of its sentences, or of two what they
/// ask together.
#[must_use]
pub fn hear(text: &str, of_hera: bool) -> Option<Question> {
    let least = if of_hera { ASKED_OF_HERA } else { ASKED_OF_FAMILY };
    let sentences = forms::sentences(text);
    let of = |text: &str| subjects::of(text).filter(|(_, chance)| *chance >= least);
    let asked = sentences.iter().enumerate().filter_map(|(index, sentence)| Some((index, of(sentence)?)));
    let alone = asked.max_by(|a, b| a.1.1.total_cmp(&b.1.1));
    let together = of(text).filter(|_| sentences.len() == 2);
    // Of two that ask together, the one that has the form of a question is it.
    let of_two = || usize::from(sentences.len() == 2 && forms::requests(&forms::sentence(sentences[1])));
    let (index, (subject, chance)) = match (alone, together) {
        (Some((index, alone)), Some(together)) => (index, if together.1 > alone.1 { together } else { alone }),
        (Some(alone), None) => alone,
        (None, together) => (of_two(), together?),
    };
    let others = sentences.iter().enumerate().filter(|(other, _)| *other != index);
    let rest = others.map(|(_, sentence)| *sentence).collect::<Vec<_>>().join(" ");
    let words = sentences.get(index).map_or("", |sentence| *sentence).to_owned();
    Some(Question { subject, heard: Heard::by(chance), words, rest })
}

/// Reads the tables, so that no message has to wait for them.
pub fn prepare() {
    for text in ["これって何を聞かれるの？", "What will you ask me?"] {
        let _ = hear(text, true);
    }
}

/// Whether the message asks about the thing itself and does nothing else: then it is not read for how the person is. "If I close
/// this, will you still be here tomorrow?" is a question, and no farewell. Where a danger or a child is heard, and where what
/// else is said tells how the person is, that goes first.
#[must_use]
pub fn only_asks(prompt: &Prompt) -> bool {
    let (care, text) = (&prompt.state.interview.care, prompt.text.as_str());
    let alert = care.minor || intent::may_be_of_danger(text);
    let Some(question) = hear(text, false).filter(|_| !alert) else { return false };
    if care.attends == Some(Attention::Danger) {
        let asks = question.heard != Heard::Loosely && question.subject.may_follow_danger();
        return asks
            && !intent::may_be_of_sorrow(text)
            && matches!(intent::read(text), Intent::Plain | Intent::Question);
    }
    if !question.rest.is_empty() && !matches!(intent::read(&question.rest), Intent::Plain | Intent::Question) {
        return false;
    }
    match intent::read(text) {
        Intent::Danger { .. } | Intent::Improper => question.heard == Heard::Plainly,
        Intent::Minor => question.heard == Heard::Plainly && question.subject != Subject::AgeOk,
        _ => true,
    }
}

/// The answer to a question about the thing itself; `None` when the message asks none, and goes its usual way. `by_model`:
/// whether a language model finds the words here.
#[must_use]
pub fn answer(prompt: &Prompt, by_model: bool) -> Option<Script> {
    let state = &prompt.state;
    // The story is owed, whatever is said.
    if state.phase == Phase::Complete && state.family.plan.is_none() {
        return None;
    }
    let of_hera = matches!(state.phase, Phase::Interview | Phase::Chat);
    // With a model, it is told what a picture shows.
    let picture = || Question {
        subject: Subject::Picture,
        heard: Heard::Plainly,
        words: String::new(),
        rest: prompt.text.clone(),
    };
    let shown = !prompt.attachments.is_empty() && !by_model;
    let question = hear(&prompt.text, of_hera).or_else(|| shown.then(picture))?;
    let answerer = Answerer { prompt, language: family::language(prompt), by_model };
    if of_hera {
        return answerer.by_hera(&question);
    }
    // What somebody of the family is asked about themselves, or about the family, is theirs to answer.
    let own = (family::is_requested(prompt) && !question.subject.is_never_of_family())
        || (question.subject.may_be_of_family() && family::is_asked_itself(prompt, question.subject.is_of_length()));
    if own { None } else { answerer.by_family(question.subject) }
}

/// An answer being put together.
struct Answerer<'a> {
    prompt: &'a Prompt,
    language: Language,
    by_model: bool,
}

impl Answerer<'_> {
    /// Hera answers, and asks on; who wants to stop, or is attended to, is asked nothing.
    fn by_hera(&self, question: &Question) -> Option<Script> {
        let state = &self.prompt.state;
        let asked = hera::asked(state, &self.prompt.history);
        let Question { subject, .. } = question;
        let rest = &self.rest(question);
        let wants_to_meet = *subject == Subject::WhenMeet && state.profile.missing().is_empty();
        if wants_to_meet || self.answers_instead(&asked, question) {
            return None;
        }
        let profile = hera::listen(state, &self.prompt.history, rest).profile;
        let facts = Facts::of(self.prompt, &profile, self.language, self.by_model, *subject);
        let words = self.words(phrases::hera(self.language, facts.subject), &facts);
        if *subject == Subject::Stop || state.interview.care.attends.is_some() {
            let mut script = Script::new(self.language);
            let profile = Some(profile).filter(|profile| *profile != state.profile);
            script.change(StateUpdate { profile, ..self.heard(None) });
            script.say(hera::NAME, words, Cue::AsWritten);
            return Some(script);
        }
        let mut script = hera::answer(self.prompt, self.language, &words, rest);
        if matches!(subject, Subject::Why(_) | Subject::WhyMany | Subject::Skip) && !state.profile.missing().is_empty()
        {
            let (label, text) = phrases::leave_out(self.language);
            script.suggest([Choice::saying(label, text)]);
        }
        Some(script)
    }

    /// What the message says besides the question; all of it, where the question itself tells who somebody is: "I'm 33 and live
    /// in Oslo, why do you ask?"
    fn rest(&self, question: &Question) -> String {
        let told = hera::listen(&self.prompt.state, &self.prompt.history, &question.words);
        // "My name's Margaret and I'd like to know what this is."
        let introduces = told.named == Some(Topic::OwnName);
        if introduces || told.found.len() >= MUCH { self.prompt.text.clone() } else { question.rest.clone() }
    }

    /// Whether what looks like a question answers what was asked: "no kids, is that okay" is one, and an answer.
    fn answers_instead(&self, asked: &BTreeSet<Field>, question: &Question) -> bool {
        let told = hera::listen(&self.prompt.state, &self.prompt.history, &question.words);
        let answers = asked.iter().any(|field| told.found.contains(field) || told.declined.contains(field));
        let answers = answers || !told.let_go.is_empty();
        let asks = forms::asks(&forms::sentence(&question.words));
        if !asks && question.heard != Heard::Plainly && (answers || told.found.len() >= MUCH) {
            return true;
        }
        let may_answer = [
            Subject::AddChild,
            Subject::AnyGender,
            Subject::HaveChildren,
            Subject::NoChildren,
            Subject::OtherFamily,
            Subject::Pets,
            Subject::SameSex,
            Subject::Single,
            Subject::Skip,
        ];
        answers && (question.heard == Heard::Loosely || may_answer.contains(&question.subject))
    }

    /// The partner answers; to who asks whether they are real, the one who is asked.
    fn by_family(&self, subject: Subject) -> Option<Script> {
        let members = family::members(self.prompt);
        let meant = family::hear(self.prompt).meant;
        // Somebody was asked to say something again, and it is theirs to say; and who writes something with a picture talks.
        let talks = subject == Subject::Picture && !self.prompt.text.trim().is_empty();
        if talks || (subject == Subject::Repeat && !meant.is_empty()) {
            return None;
        }
        let profile = &self.prompt.state.profile;
        let facts = Facts::of(self.prompt, profile, self.language, self.by_model, subject);
        // Of whom all are asked, the partner answers.
        let child =
            meant.first().copied().filter(|index| subject == Subject::AreReal && *index > 0 && !meant.contains(&0));
        let index = child.unwrap_or(0);
        let mut speaker = members.get(index)?.name.clone();
        let text = if subject == Subject::Repeat {
            let (name, said) = self.last_words()?;
            speaker = name;
            fill(phrases::again(self.language), &[("said", &said)])
        } else if child.is_some() {
            phrases::child_is_real(self.language).to_owned()
        } else {
            self.words(phrases::partner(self.language, facts.subject, self.prompt.state.phase), &facts)
        };
        let mut script = Script::new(self.language);
        script.change(self.heard(Some(members)));
        script.say(&speaker, text, Cue::AsWritten);
        Some(script)
    }

    /// What was said last, and by whom of the family.
    fn last_words(&self) -> Option<(String, String)> {
        let last = self.prompt.history.iter().rev().find_map(|message| match &message.author {
            Author::Agent { name } if name != hera::NAME => Some((name.clone(), message.text.clone())),
            _ => None,
        });
        last.filter(|(_, said)| said.chars().count() <= 300)
    }

    fn words(&self, template: &str, facts: &Facts) -> String {
        let words = fill(template, &facts.values());
        match self.language {
            Language::Japanese => words.trim().to_owned(),
            // What was left out leaves no blanks behind.
            Language::English => words.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "),
        }
    }

    /// That a message was heard; nothing else changes.
    fn heard(&self, members: Option<Vec<Member>>) -> StateUpdate {
        let state: &SessionState = &self.prompt.state;
        // Who asks of the thing itself has turned from a danger.
        let mut care = state.interview.care.clone();
        care.attends = care.attends.filter(|attends| *attends != Attention::Danger);
        let interview = Interview {
            language: Some(self.language),
            turns: state.interview.turns.saturating_add(1),
            care,
            ..state.interview.clone()
        };
        let members = members.filter(|_| state.family.members.is_empty());
        StateUpdate { interview: Some(interview), members, ..StateUpdate::default() }
    }
}
