//! What people ask about the thing itself: what is asked and for how long, why, who can read it, what is known by now, how
//! it can be changed or deleted, whether there is a human being. Answered to the point, and from facts; then what was open is
//! taken up again.
//!
//! Which question it is, a small classifier tells ([`subjects`]), of what has the form of one ([`forms`]). What is answered is in
//! tables ([`phrases`]), with what only the state knows filled in ([`facts`]). The same with a model and without.

mod facts;
mod forms;
mod herself;
mod phrases;
mod subjects;

use std::collections::BTreeSet;

use super::HeraPrompt as Prompt;
use super::cue::Cue;
use super::family;
use super::hera;
use super::hera::Extraction;
use super::hera::phrases::fill;
use super::intent::{self, Intent};
use super::script::Script;
use crate::domain::{
    Attention, Author, Choice, Field, Interview, Language, Member, Phase, SessionState, StateUpdate, Topic, is_blank,
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
    /// What the message says before it and after it, but for what asks as well.
    pub before: String,
    pub after: String,
    /// What else the message says, all of it.
    pub rest: String,
    /// Whether it takes both sentences of the message to ask it.
    pub together: bool,
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
    let (index, (subject, chance), together) = match (alone, together) {
        (Some((index, alone)), Some(both)) => (index, if both.1 > alone.1 { both } else { alone }, both.1 > alone.1),
        (Some((index, alone)), None) => (index, alone, false),
        (None, both) => (of_two(), both?, true),
    };
    let joined = |sentences: &[&str], tells: fn(&str) -> bool| {
        sentences.iter().copied().filter(|sentence| tells(sentence)).collect::<Vec<_>>().join(" ")
    };
    let tells = |sentence: &str| !forms::ends_as_question(&forms::sentence(sentence));
    let (before, after) = (&sentences[..index], sentences.get(index + 1..).unwrap_or_default());
    Some(Question {
        subject,
        heard: Heard::by(chance),
        words: sentences.get(index).map_or("", |sentence| *sentence).to_owned(),
        before: joined(before, tells),
        after: joined(after, tells),
        rest: joined(&[before, after].concat(), |_| true),
        together,
    })
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
    let of_hera = matches!(prompt.state.phase, Phase::Interview | Phase::Chat);
    let herself = || herself::hear(text).filter(|_| of_hera);
    let Some(question) =
        herself().or_else(|| hear(text, false)).filter(|question| !care.minor && !is_of_danger(text, question))
    else {
        return false;
    };
    if care.attends == Some(Attention::Danger) {
        let asks = question.heard != Heard::Loosely && question.subject.may_follow_danger();
        return asks
            && !intent::may_be_of_sorrow(text)
            && matches!(intent::read(text), Intent::Plain | Intent::Question);
    }
    let tells = !question.rest.is_empty() && !asks_on(text, &question);
    if tells && !matches!(intent::read(&question.rest), Intent::Plain | Intent::Question) {
        return false;
    }
    match intent::read(text) {
        Intent::Danger { .. } => {
            !intent::shows_danger(text) && (question.heard == Heard::Plainly || is_of_no_danger(text, &question))
        }
        Intent::Improper => question.heard == Heard::Plainly,
        Intent::Minor => question.heard == Heard::Plainly && question.subject != Subject::AgeOk,
        _ => true,
    }
}

/// Whether `text`, which asks, may be of a danger. "Could the partner be somebody who has died?" has a word of it, and
/// leaves no doubt what it is about.
fn is_of_danger(text: &str, question: &Question) -> bool {
    let plain = question.heard == Heard::Plainly
        && question.subject.has_words_of_danger()
        && (question.rest.is_empty() || asks_on(text, question));
    intent::may_be_of_danger(text) && (!plain || intent::says_danger(text).is_some())
}

/// Whether `text` has no word of a danger or of a sorrow in it, and asks what nobody asks of one. "Is this like a horoscope then,
/// does it tell my future" is short, and in words of which the other classifier knows hardly any.
fn is_of_no_danger(text: &str, question: &Question) -> bool {
    let alone = question.rest.is_empty() && question.heard == Heard::Likely;
    alone
        && question.subject.may_follow_danger()
        && !intent::may_be_of_sorrow(text)
        && intent::says_danger(text).is_none()
}

/// Whether what else `text` says belongs to the question, and tells nothing of how the person is: it asks as well, or is what
/// is asked about. "I can't think of a name. Do I need one?"
fn asks_on(text: &str, question: &Question) -> bool {
    let one = question.together && question.heard == Heard::Plainly && !intent::may_be_of_sorrow(text);
    let asks = || {
        forms::ends_as_question(&forms::sentence(&question.rest))
            && subjects::of(&question.rest).is_some_and(|(_, chance)| chance >= LIKELY)
    };
    one || (intent::says_danger(text).is_none() && asks())
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
        before: prompt.text.clone(),
        after: String::new(),
        rest: prompt.text.clone(),
        together: false,
    };
    let shown = !prompt.attachments.is_empty() && !by_model;
    let herself = || herself::hear(&prompt.text).filter(|_| of_hera);
    let question = herself().or_else(|| hear(&prompt.text, of_hera)).or_else(|| shown.then(picture))?;
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
        let wants_to_meet = *subject == Subject::WhenMeet && state.profile.missing().is_empty();
        if wants_to_meet || self.answers_instead(&asked, question) {
            return None;
        }
        let told = self.told(question);
        let facts = Facts::of(self.prompt, &told.profile, self.language, self.by_model, *subject);
        let words = match subject {
            Subject::Opinion | Subject::Herself(_) => herself::words(self.language, *subject, state).to_owned(),
            _ => self.words(phrases::hera(self.language, facts.subject), &facts),
        };
        if *subject == Subject::Stop || state.interview.care.attends.is_some() {
            let mut script = Script::new(self.language);
            let profile = Some(told.profile).filter(|profile| *profile != state.profile);
            script.change(StateUpdate { profile, ..self.heard(None) });
            script.say(hera::NAME, words, Cue::AsWritten);
            return Some(script);
        }
        let mut script = hera::answered(self.prompt, self.language, &words, told);
        if matches!(subject, Subject::Why(_) | Subject::WhyMany | Subject::Skip) && !state.profile.missing().is_empty()
        {
            let (label, text) = phrases::leave_out(self.language);
            script.suggest([Choice::saying(label, text)]);
        }
        Some(script)
    }

    /// What the message tells besides the question; all of it, where the question itself tells who somebody is: "I'm 33 and
    /// live in Oslo, why do you ask?" What comes first may answer what was asked; what else is told beside it counts only if it
    /// is told plainly ([`Self::beside`]).
    fn told(&self, question: &Question) -> Extraction {
        let (state, history) = (&self.prompt.state, &self.prompt.history);
        // 「どんな見た目がいいかな」 tells of no looks.
        if matches!(question.subject, Subject::Opinion | Subject::Herself(_)) {
            return match question.before.as_str() {
                "" => Extraction { profile: state.profile.clone(), ..Extraction::default() },
                told => hera::listen(state, history, told),
            };
        }
        // "My name's Margaret and I'd like to know what this is."
        let introduces = hera::overhear(state, &question.words).named == Some(Topic::OwnName);
        if introduces || hera::listen(state, history, &question.words).found.len() >= MUCH {
            return hera::listen(state, history, &self.prompt.text);
        }
        let Question { before, after, .. } = question;
        let within = forms::told_in(&question.words);
        let told: Vec<&str> =
            [before, &within, after].into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        match told.join(" ").as_str() {
            "" => Extraction { profile: state.profile.clone(), ..Extraction::default() },
            aside if before.is_empty() => self.beside(aside),
            told => hera::listen(state, history, told),
        }
    }

    /// What is told beside a question, to explain it: only what it says by itself, and neither a character nor how somebody
    /// lives that can only be gathered from it. 「英語でもできますか？妻がイギリス人で」, "I'm a bit careful with these things".
    fn beside(&self, aside: &str) -> Extraction {
        let state = &self.prompt.state;
        let mut told = hera::overhear(state, aside);
        let says_status = forms::says_status(&forms::sentence(aside));
        for (field, said) in [(Field::UserPersonalityTraits, false), (Field::RelationshipStatus, says_status)] {
            if !said && !state.interview.asked.contains(&field) {
                told.forget(&state.profile, field);
            }
        }
        told
    }

    /// Whether what looks like a question answers what was asked: "no kids, is that okay" is one, and an answer.
    fn answers_instead(&self, asked: &BTreeSet<Field>, question: &Question) -> bool {
        let told = hera::listen(&self.prompt.state, &self.prompt.history, &question.words);
        let answers = asked.iter().any(|field| told.found.contains(field) || told.declined.contains(field));
        let answers = answers || !told.let_go.is_empty();
        // Who is asked for a name, and asks whether one will be chosen, leaves it to Hera; unasked, they only ask.
        let of_names = [Field::ChildrenInfo, Field::CurrentPartner, Field::IdealPartner];
        if question.subject == Subject::NameChosen && !told.entrusted.is_empty() {
            let asks = forms::asks(&forms::sentence(&question.words));
            return !asks || of_names.iter().any(|field| asked.contains(field));
        }
        if question.subject == Subject::Skip && forms::is_of_all(&forms::sentence(&question.words)) {
            return false;
        }
        // 「おっとりしてて几帳面かな」 tells with a doubt, and asks nothing.
        if answers && question.subject != Subject::Opinion && forms::hedges(&question.words) {
            return true;
        }
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
        let talks = subject == Subject::Picture && !is_blank(&self.prompt.text);
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
