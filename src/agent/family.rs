//! The family, without a model: those who are meant answer in turn, an outing takes shape, and is proposed.
//!
//! What a message tells is read by [`mod@hear`], who somebody is comes from [`personas`], and what they say is put together
//! from tables of phrases ([`phrases`]) by choices that the session's seed determines.

mod amend;
mod answer;
pub(super) mod arrange;
mod asked;
pub(super) mod early;
pub(super) mod hear;
mod matter;
mod news;
mod onward;
pub mod personas;
mod phrases;
pub mod places;
mod play;
mod replies;
mod request;
mod speak;
mod spelling;
mod topics;

pub use hear::{Answer, Heard, Told, wishes_to_meet};
pub use phrases::Voice;

use matter::Matter;
use phrases::Phrases;
use places::Kind;

use super::HeraPrompt as Prompt;
use super::care;
use super::cue::Cue;
use super::hera;
use super::hera::dice::Dice;
use super::hera::text::{language_after, language_of};
use super::intent;
use super::script::{Picker, Script, Values};
use crate::domain::{
    Attention, Author, FamilyRole, Language, Member, Message, Offer, Painting, Phase, PhotoKind, SessionState,
    StateUpdate, Talk, Trip, UserProfile,
};

/// With a destination and so many activities, the partner proposes the outing.
const ENOUGH: usize = 2;
/// Members who answer what is for whoever likes to, at most.
const MOST_SPEAKERS: usize = 4;
/// So many turns a place or something to do that was proposed can be taken with a yes.
const FRESH: u32 = 2;
/// Characters of a message that puts something right, and says nothing else.
const MOST_OF_A_SENTENCE: usize = 60;

/// The language of the answer.
pub fn language(prompt: &Prompt) -> Language {
    let state = &prompt.state;
    let so_far = state.family.talk.language.or(state.interview.language);
    let language = language_after(&prompt.text, so_far).or(so_far);
    language.unwrap_or(Language::Japanese)
}

/// The members of the family, also before it has first spoken.
pub fn members(prompt: &Prompt) -> Vec<Member> {
    Scene::new(prompt).members
}

/// How old the children are, as far as the person has told, last of all in `text`.
pub fn ages_of_children(profile: &UserProfile, history: &[Message], text: &str, language: Language) -> Vec<Option<u8>> {
    let own = history.iter().filter(|message| matches!(message.author, Author::User { .. }));
    let texts = own.map(|message| message.text.as_str()).chain([text]);
    amend::ages_of_children(profile, texts, language)
}

/// Has everything compiled that a message like this would have to wait for.
pub fn prepare(text: &str) {
    let language = language_of(text).unwrap_or(Language::Japanese);
    let _ = hear::wishes_to_meet(text);
    let _ = hear::hear(text, language, &[], &SessionState::default());
    let _ = matter::matter(text, language, &[], true);
    let _ = matter::echo(text, language, &[]);
}

/// What the message tells the family, by the tables.
pub fn hear(prompt: &Prompt) -> Heard {
    let scene = Scene::new(prompt);
    hear::hear(&prompt.text, scene.language, &scene.members, &prompt.state)
}

/// Whether the message is for the family though Hera still speaks: it asks one of them something, or proposes an outing.
pub fn is_for_them(prompt: &Prompt) -> bool {
    let heard = hear(prompt);
    let asked = (heard.asks || hear::greets(&prompt.text)) && !heard.meant.is_empty();
    asked || heard.destination.is_some() || heard.doubtful.is_some() || hear::proposes(&prompt.text)
}

/// Whether the message asks somebody of the family about themselves, or what the family knows; `of_length`: it sounds like the
/// length of the talk, and may be that of a way.
pub fn is_asked_itself(prompt: &Prompt, of_length: bool) -> bool {
    let state = &prompt.state;
    match Scene::new(prompt).matter {
        Matter::What if state.family.trip.activities.is_empty() => false,
        Matter::Asked(asked::Asked::Question(asked::Shape::HowMany, words)) => {
            of_length && !words.is_empty() && state.family.trip.destination.is_some()
        }
        Matter::Arranged(_)
        | Matter::Topic(_)
        | Matter::Loves
        | Matter::Mood
        | Matter::MyName
        | Matter::Where
        | Matter::What => true,
        // "What did I say my dog is called?": all that is known is not asked for.
        Matter::Recalls => answer::names_thing(&prompt.text, language(prompt)),
        Matter::Asked(asked) => !matches!(asked, asked::Asked::Question(..)),
        _ => false,
    }
}

/// Whether the message asks the family for something of its own, and nothing of the thing itself: "can I quit my job?"
pub fn is_requested(prompt: &Prompt) -> bool {
    use request::Request;
    let of_thing = [Request::Stay, Request::Meet, Request::Unsure, Request::Day, Request::Leave];
    matches!(Scene::new(prompt).matter, Matter::Will(request) if !of_thing.contains(&request))
}

/// Whether the message only puts something right of the family, in a sentence: 「れんは5さい」 is no child at the keyboard.
pub fn only_amends(prompt: &Prompt) -> bool {
    let care = &prompt.state.interview.care;
    let alert = care.attends == Some(Attention::Danger) || care.minor || intent::may_be_of_danger(&prompt.text);
    if alert || prompt.text.chars().count() > MOST_OF_A_SENTENCE {
        return false;
    }
    // "They should call me Mam", said before they are there.
    if prompt.state.phase == Phase::Interview {
        return matches!(early::read(prompt), Some(early::Early::Called(_)));
    }
    if prompt.state.phase != Phase::Family {
        return false;
    }
    let scene = Scene::new(prompt);
    amend::called(&scene).is_some() || amend::of(&scene).is_some()
}

/// A phrase of `text` to take up, if there is one.
pub fn phrase_of(text: &str, language: Language) -> Option<String> {
    matter::echo(text, language, &[])
}

/// What the sum makes that `text` asks for.
pub fn sum_of(text: &str, language: Language) -> Option<String> {
    asked::sum_of(text, language)
}

/// Hera hands over, and the family greets.
pub fn enter(prompt: &Prompt) -> Script {
    let mut scene = Scene::new(prompt);
    if scene.members.is_empty() {
        return scene.of_nobody();
    }
    let mut script = Script::new(scene.language);
    let words = scene.picker.pick_some(scene.phrases.hand_over, &Values::default());
    script.say(hera::NAME, words.unwrap_or_default(), Cue::HandOver);
    let phase = (prompt.state.phase != Phase::Family).then_some(Phase::Family);
    script.change(StateUpdate { phase, ..scene.meeting() });
    scene.greet(&mut script);
    scene.conclude(script)
}

/// What the family answers to what was heard.
pub fn respond(prompt: &Prompt, heard: &Heard) -> Script {
    let mut scene = Scene::new(prompt);
    if scene.members.is_empty() {
        return scene.of_nobody();
    }
    if let Some(called) = amend::called(&scene) {
        return scene.call_person(&called);
    }
    if let Some(change) = amend::of(&scene) {
        return scene.amend(&change);
    }
    // "Sunday works better" is a yes to all else of the plan.
    let settles = scene.sets.is_some() && !prompt.text.trim_end().ends_with(['?', '？']);
    scene.note_arrangement(heard.is_news());
    // After a no the plan still stands, and whoever then says yes to it by name need not be asked once more.
    let named = settles || hear::names_the_plan(&prompt.text);
    let offered = scene.talk.offer == Some(Offer::Plan) || (scene.is_planned() && named);
    let agrees = settles || (heard.answer == Some(Answer::Yes) && !heard.asks);
    if agrees && offered && !heard.is_news() {
        // After a sorrow, no story and no letter come by themselves.
        if prompt.state.interview.care.quiet {
            return care::before_letter(prompt);
        }
        return scene.confirm(prompt);
    }
    if scene.talk.turns > 0
        && let Some(script) = scene.play(heard)
    {
        return scene.conclude(script);
    }
    let mut script = Script::new(scene.language);
    if scene.talk.turns == 0 {
        script.change(scene.meeting());
        scene.gather(heard, &mut script);
        scene.greet(&mut script);
        return scene.conclude(script);
    }
    scene.gather(heard, &mut script);
    scene.speak(heard, &mut script);
    scene.conclude(script)
}

/// Takes a partner who hurts the person out of a family that has begun, and out of what it remembers.
pub fn without_partner(state: &SessionState, update: &mut StateUpdate) {
    let members = update.members.as_ref().unwrap_or(&state.family.members);
    if members.first().is_none_or(|first| first.role != FamilyRole::Partner) {
        return;
    }
    update.members = Some(members[1..].to_vec());
    let mut talk = update.talk.clone().unwrap_or_else(|| state.family.talk.clone());
    talk.addressed = None;
    talk.facts.retain(|fact| fact.by > 0);
    for fact in &mut talk.facts {
        fact.by -= 1;
    }
    update.talk = Some(talk);
}

/// A turn of the family.
pub struct Scene<'a> {
    pub phrases: &'static Phrases,
    pub language: Language,
    pub members: Vec<Member>,
    pub picker: Picker<'a>,
    pub trip: Trip,
    state: &'a SessionState,
    history: &'a [Message],
    talk: Talk,
    /// The message, and what it is about.
    text: &'a str,
    matter: Matter,
    /// What it arranges, if it does nothing else.
    sets: Option<arrange::Set>,
    /// A phrase of the message was taken up.
    echoed: bool,
    /// What a member likes and can follows from it.
    seed: u64,
    /// Who is meant, if it is one of them alone.
    meant_alone: Option<usize>,
    /// A question was said again in this answer.
    asked_back: bool,
}

impl<'a> Scene<'a> {
    /// The scene of the turn that `prompt` begins.
    pub fn new(prompt: &'a Prompt) -> Self {
        let state = &prompt.state;
        let mut talk = state.family.talk.clone();
        let language = language(prompt);
        let seed = prompt.session.seed();
        let mut members = state.family.members.clone();
        if members.is_empty() {
            members = personas::of(&state.profile, state.interview.care.alone.is_some(), language, seed);
            members = amend::with_ages(members, &prompt.history, language);
            members = amend::with_natures(members, &state.profile.children, &prompt.history);
            if !hera::wants_small_letters(&prompt.history, &prompt.text) {
                for member in &mut members {
                    member.name = hera::extract::name_as_said(&member.name);
                }
            }
        }
        let dice = Dice::new(seed.rotate_left(17), talk.turns);
        talk.language = Some(language);
        talk.first_turn = talk.first_turn.or(Some(prompt.turn));
        let bare = hear::without_names_of(&spelling::spelled(&prompt.text, language), &members);
        Self {
            phrases: phrases::of(language),
            language,
            matter: matter::matter(&prompt.text, language, &members, state.family.trip.destination.is_some()),
            members,
            picker: Picker::new(dice, &prompt.history, &state.family.talk.said),
            trip: state.family.trip.clone(),
            state,
            history: &prompt.history,
            talk,
            text: &prompt.text,
            sets: arrange::set(&bare, language),
            echoed: false,
            seed,
            meant_alone: None,
            asked_back: false,
        }
    }

    /// Without a partner and without children there is nobody who could speak: Hera says so.
    fn of_nobody(mut self) -> Script {
        let mut script = Script::new(self.language);
        let texts = if self.state.phase == Phase::Family { self.phrases.nobody } else { self.phrases.nobody_yet };
        let words = self.picker.pick_some(texts, &Values::default());
        script.say(hera::NAME, words.unwrap_or_default(), Cue::AsWritten);
        self.conclude(script)
    }

    /// Whether there is enough of the outing for a plan.
    fn is_planned(&self) -> bool {
        self.trip.destination.is_some() && self.trip.activities.len() >= ENOUGH
    }

    /// The change with which the family comes into being.
    fn beginning(&self) -> StateUpdate {
        StateUpdate { members: Some(self.members.clone()), ..StateUpdate::default() }
    }

    /// The same, with the names in the profile as the family bears them: they stand in the story and under the letter.
    fn meeting(&self) -> StateUpdate {
        let said = hera::extract::as_said(&self.state.profile);
        let small = hera::wants_small_letters(self.history, self.text);
        let profile = Some(said).filter(|said| !small && *said != self.state.profile);
        StateUpdate { profile, ..self.beginning() }
    }

    /// Ends the turn: the family remembers it, and a child that nobody has seen yet is painted.
    fn conclude(mut self, mut script: Script) -> Script {
        let painting = self.paints_child();
        self.talk.turns = self.talk.turns.saturating_add(1);
        self.talk.said = self.picker.remembered();
        script.change(StateUpdate { talk: Some(self.talk), ..StateUpdate::default() });
        if let Some(painting) = painting {
            script.afterwards(painting.job());
        }
        script
    }

    /// The painting of the first child without a picture, from what is known of both parents; then, once the person has sent
    /// a photo, of each child that was painted before it: one in a turn, and each of these begun once.
    fn paints_child(&mut self) -> Option<Painting> {
        let photos = &self.state.photos;
        let children = self.members.iter().filter(|member| member.role == FamilyRole::Child);
        let numbers: Vec<u8> = (1..).zip(children).map(|(number, _)| number).collect();
        let picture = |number: &u8| photos.of(PhotoKind::Child(*number));
        if let Some(first) = numbers.iter().skip(self.talk.painted.into()).find(|number| picture(number).is_none()) {
            self.talk.painted = *first;
            return Some(Painting::Child(*first));
        }
        let seen = photos.user.as_ref()?.created_at;
        let older = |number: &&u8| picture(number).is_some_and(|picture| picture.created_at < seen);
        self.talk.repainted = *numbers.iter().skip(self.talk.repainted.into()).find(older)?;
        Some(Painting::Child(self.talk.repainted))
    }

    /// Takes what was told, or what was proposed and is wished, into the outing.
    fn gather(&mut self, heard: &Heard, script: &mut Script) {
        let before = self.trip.clone();
        // What was proposed some turns ago is no more what an "ok" is to.
        let stale = self.talk.proposed.is_some_and(|last| self.talk.turns.saturating_sub(last) > FRESH);
        if stale && self.talk.offer != Some(Offer::Plan) {
            self.talk.offer = None;
        }
        if heard.answer == Some(Answer::Yes) {
            match self.talk.offer.take() {
                Some(Offer::Destination(place)) if heard.destination.is_none() => self.trip.destination = Some(place),
                Some(Offer::Activity(activity)) if !self.trip.activities.contains(&activity) => {
                    self.trip.activities.push(activity);
                }
                offer => self.talk.offer = offer,
            }
        }
        if let Some(place) = &heard.destination {
            self.trip.destination = Some(place.clone());
        } else if let Some(place) = heard.doubtful.as_ref().filter(|_| self.trip.destination.is_none()) {
            self.talk.offer = Some(Offer::Destination(place.clone()));
            self.talk.proposed = Some(self.talk.turns);
        }
        self.trip.activities.retain(|known| !heard.dropped.contains(known));
        if self.trip.destination != before.destination
            && let Some(kind) = self.kind()
        {
            // No jellyfish at the zoo; and what was proposed for elsewhere is not proposed any more.
            self.trip.activities.retain(|known| asked::may_be_at(kind, known));
            if !self.is_planned() {
                self.talk.offer = None;
            }
        }
        self.trip.activities.extend(heard.activities.iter().filter(|new| !heard.dropped.contains(new)).cloned());
        if heard.leaves_it && self.talk.offer != Some(Offer::Plan) {
            self.choose();
        }
        if self.trip != before {
            script.change(StateUpdate { trip: Some(self.trip.clone()), ..StateUpdate::default() });
        }
    }

    /// The family chooses what is still open.
    fn choose(&mut self) {
        let kind = self.kind().unwrap_or_else(|| {
            let kind = Kind::ALL[self.picker.dice.below(Kind::ALL.len())];
            let places = (self.phrases.at)(kind).places;
            self.trip.destination = Some(self.picker.dice.one(places).to_owned());
            kind
        });
        while self.trip.activities.len() < ENOUGH {
            let free = self.free_activities(kind);
            if free.is_empty() {
                return;
            }
            self.trip.activities.push(self.picker.dice.one(&free).to_owned());
        }
    }

    pub fn kind(&self) -> Option<Kind> {
        self.trip.destination.as_deref().map(Kind::of)
    }

    fn free_activities(&self, kind: Kind) -> Vec<&'static str> {
        let planned = |activity: &str| self.trip.activities.iter().any(|known| known.contains(activity));
        (self.phrases.at)(kind).activities.iter().copied().filter(|activity| !planned(activity)).collect()
    }
}
