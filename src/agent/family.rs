//! The family, without a model: those who are meant answer in turn, an outing takes shape, and is proposed.
//!
//! What a message tells is read by [`hear`], who somebody is comes from [`personas`], and what they say is put together
//! from tables of phrases ([`phrases`]) by choices that the session's seed determines.

mod hear;
pub mod personas;
mod phrases;
pub mod places;

pub use phrases::Voice;

use hear::{Answer, Heard};
use personas::voice;
use phrases::{ByVoice, OfPartner, Phrases};
use places::Kind;

use super::Prompt;
use super::hera::dice::Dice;
use super::hera::text::language_of;
use super::hera::{self, extract};
use super::memory;
use super::script::{Picker, Script, Values, list};
use crate::domain::{
    FamilyRole, Gender, Job, Language, Member, Offer, Phase, PhotoKind, SessionState, StateUpdate, Talk, Trip,
};

/// With a destination and so many activities, the partner proposes the outing.
const ENOUGH: usize = 2;
/// Members who answer what is for whoever likes to, at most.
const MOST_SPEAKERS: usize = 4;

/// Whether the person, of whom all is known, asks Hera for the family and for nothing else.
pub fn is_asked_for(prompt: &Prompt) -> bool {
    let (profile, asked) = (&prompt.state.profile, &prompt.state.interview.asked);
    profile.missing().is_empty()
        && hear::wishes_to_meet(&prompt.text)
        && extract(profile, asked, &prompt.text).found.is_empty()
}

/// Hera hands over, and the family greets.
pub fn enter(prompt: &Prompt) -> Script {
    let mut scene = Scene::new(prompt);
    let mut script = Script::default();
    let words = scene.picker.pick(scene.phrases.hand_over, &Values::default());
    script.say(hera::NAME, words.unwrap_or_default());
    script.change(StateUpdate { phase: Some(Phase::Family), ..scene.beginning() });
    scene.greet(&mut script);
    scene.conclude(script)
}

/// What the family answers.
pub fn respond(prompt: &Prompt) -> Script {
    let mut scene = Scene::new(prompt);
    let heard = scene.hear();
    if heard.answer == Some(Answer::Yes) && scene.talk.offer == Some(Offer::Plan) && !heard.is_news() && !heard.asks {
        return scene.confirm(prompt);
    }
    let mut script = Script::default();
    if scene.talk.turns == 0 {
        script.change(scene.beginning());
        scene.gather(&heard, &mut script);
        scene.greet(&mut script);
        return scene.conclude(script);
    }
    scene.gather(&heard, &mut script);
    scene.speak(&heard, &mut script);
    scene.conclude(script)
}

/// A turn of the family.
pub struct Scene<'a> {
    pub phrases: &'static Phrases,
    pub language: Language,
    pub members: Vec<Member>,
    pub picker: Picker<'a>,
    pub trip: Trip,
    text: &'a str,
    state: &'a SessionState,
    talk: Talk,
}

impl<'a> Scene<'a> {
    /// The scene of the turn that `prompt` begins.
    pub fn new(prompt: &'a Prompt) -> Self {
        let state = &prompt.state;
        let mut talk = state.family.talk.clone();
        let language = language_of(&prompt.text).or(talk.language).or(state.interview.language);
        let language = language.unwrap_or(Language::Japanese);
        let seed = prompt.session.seed();
        let mut members = state.family.members.clone();
        if members.is_empty() {
            members = personas::of(&state.profile, language, seed);
        }
        let dice = Dice::new(seed.rotate_left(17), talk.turns);
        talk.language = Some(language);
        talk.first_turn = talk.first_turn.or(Some(prompt.turn));
        Self {
            phrases: phrases::of(language),
            language,
            members,
            picker: Picker::new(dice, &prompt.history),
            trip: state.family.trip.clone(),
            text: &prompt.text,
            state,
            talk,
        }
    }

    fn hear(&self) -> Heard {
        hear::hear(self.text, self.language, &self.members, &self.trip)
    }

    /// The change with which the family comes into being.
    fn beginning(&self) -> StateUpdate {
        StateUpdate { members: Some(self.members.clone()), ..StateUpdate::default() }
    }

    /// Ends the turn: the family remembers it, and a child that nobody has seen yet is painted.
    fn conclude(mut self, mut script: Script) -> Script {
        let job = self.paints_child();
        self.talk.turns = self.talk.turns.saturating_add(1);
        script.change(StateUpdate { talk: Some(self.talk), ..StateUpdate::default() });
        if let Some(job) = job {
            script.afterwards(job);
        }
        script
    }

    /// The painting of the first child without a picture, once there are pictures of both parents: one in a turn.
    fn paints_child(&mut self) -> Option<Job> {
        let photos = &self.state.photos;
        photos.user.as_ref().and(photos.partner.as_ref())?;
        let children = self.members.iter().filter(|member| member.role == FamilyRole::Child);
        let mut numbers = (1..).zip(children).map(|(number, _)| number).skip(self.talk.painted.into());
        self.talk.painted = numbers.find(|number| photos.of(PhotoKind::Child(*number)).is_none())?;
        Some(Job::PaintChild(self.talk.painted))
    }

    /// Takes what was told, or what was proposed and is wished, into the outing.
    fn gather(&mut self, heard: &Heard, script: &mut Script) {
        let before = self.trip.clone();
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
        }
        self.trip.activities.retain(|known| !heard.dropped.contains(known));
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

    /// What a member may fill in.
    pub fn values(&mut self, index: usize) -> Values {
        let member = &self.members[index];
        let parent = match self.state.profile.gender {
            Some(Gender::Male) => Some(self.phrases.parent[0]),
            Some(Gender::Female) => Some(self.phrases.parent[1]),
            _ => None,
        };
        let me = match (member.gender, voice(member)) {
            (Some(Gender::Male), Voice::Bouncy | Voice::Thoughtful) => self.phrases.me[0],
            (Some(Gender::Female), Voice::Bouncy | Voice::Thoughtful) => self.phrases.me[1],
            _ => member.name.as_str(),
        };
        let values = Values::default()
            .with("name", Some(member.name.as_str()))
            .with("me", Some(me))
            .with("you", parent.filter(|_| member.role == FamilyRole::Child));
        let delights = self.kind().map(|kind| (self.phrases.at)(kind).sights);
        let delight = delights.map(|delights| self.picker.dice.one(delights));
        self.with_place(values).with("delight", delight)
    }

    fn with_place(&self, values: Values) -> Values {
        let place = self.trip.destination.as_deref();
        let activities = list(&self.trip.activities, self.phrases.list);
        values
            .with("place", place)
            .with("at_place", place.map(|place| memory::at(place, self.language)))
            .with("activities", Some(activities))
    }

    /// What a member says on an occasion.
    pub fn pick(&mut self, texts: &ByVoice, index: usize, values: &Values) -> Option<String> {
        self.picker.pick(texts[voice(&self.members[index]) as usize], values)
    }

    /// What the partner says on an occasion.
    fn of_partner(&mut self, texts: &OfPartner) -> Option<String> {
        let values = self.values(0);
        self.picker.pick(texts[(voice(&self.members[0]) as usize).min(1)], &values)
    }

    fn say(&self, script: &mut Script, index: usize, parts: impl IntoIterator<Item = Option<String>>) {
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if !parts.is_empty() {
            script.say(&self.members[index].name, parts.join(self.phrases.space));
        }
    }

    /// Everybody says hello, the last of them first what matters most: where to go.
    fn greet(&mut self, script: &mut Script) {
        for index in 0..self.members.len().min(MOST_SPEAKERS) {
            let values = self.values(index);
            let hello = self.pick(&self.phrases.greet, index, &values);
            let question = if index == 0 { self.next_question() } else { None };
            self.say(script, index, [hello, question]);
        }
    }

    /// What the partner asks next, or proposes.
    fn next_question(&mut self) -> Option<String> {
        match (&self.trip.destination, self.trip.activities.len()) {
            (None, _) => self.of_partner(&self.phrases.ask_place),
            (Some(_), ..ENOUGH) => self.of_partner(&self.phrases.ask_activity),
            _ => {
                self.talk.offer = Some(Offer::Plan);
                self.of_partner(&self.phrases.propose)
            }
        }
    }

    /// Those who are meant answer, in the order of the family.
    fn speak(&mut self, heard: &Heard, script: &mut Script) {
        let meant = hear::addressed(self.text, &self.members);
        let chosen = self.trip != self.state.family.trip;
        let complete = self.trip.destination.is_some() && self.trip.activities.len() >= ENOUGH;
        let refused = heard.answer == Some(Answer::No) && !chosen;
        let proposes = complete && (chosen || (heard.answer == Some(Answer::Yes) && self.talk.offer.is_none()));
        let mut speakers = if meant.is_empty() { self.volunteers(heard, chosen) } else { meant };
        // The plan and its way out are the partner's.
        if (proposes || (refused && self.talk.offer == Some(Offer::Plan))) && !speakers.contains(&0) {
            speakers.insert(0, 0);
        }
        if refused && self.talk.offer.take() == Some(Offer::Plan) {
            let words = self.of_partner(&self.phrases.reconsider);
            self.say(script, 0, [words]);
            return;
        }
        // The partner speaks last when there is something to propose: the children have had their say by then.
        if proposes {
            let first = usize::from(speakers.first() == Some(&0));
            speakers.rotate_left(first);
        }
        let asks = speakers.last().copied();
        let mut before: Option<usize> = None;
        for index in speakers {
            let (follow, reaction) = (self.follow(index, before), self.reaction(heard, chosen, index));
            let offer = self.talk.offer.clone();
            let onward = if index == 0 && proposes {
                self.talk.offer = Some(Offer::Plan);
                self.of_partner(&self.phrases.propose)
            } else if Some(index) == asks {
                self.onward(index)
            } else {
                None
            };
            // A proposal is an answer to a question.
            let answered = heard.asks && !chosen && self.talk.offer != offer;
            self.say(script, index, [follow, reaction.filter(|_| !answered), onward]);
            before = Some(index);
        }
    }

    /// Who answers when nobody is meant: everybody when there is news, or else the partner and one of the children.
    fn volunteers(&mut self, heard: &Heard, chosen: bool) -> Vec<usize> {
        let children = self.members.len() - 1;
        if chosen || heard.greets {
            return (0..self.members.len().min(MOST_SPEAKERS)).collect();
        }
        match children {
            0 => vec![0],
            _ => vec![0, 1 + self.picker.dice.below(children)],
        }
    }

    /// A word about who spoke before; not every time.
    fn follow(&mut self, index: usize, before: Option<usize>) -> Option<String> {
        let before = before?;
        if self.picker.dice.below(2) == 0 {
            return None;
        }
        let sibling = self.members[before].role == FamilyRole::Child;
        let other = Some(self.members[before].name.clone()).filter(|_| sibling);
        let values = self.values(index).with("other", other);
        self.pick(&self.phrases.follow, index, &values)
    }

    /// What a member has to say to what was told.
    fn reaction(&mut self, heard: &Heard, chosen: bool, index: usize) -> Option<String> {
        let values = self.values(index);
        let before = &self.state.family.trip;
        let phrases = self.phrases;
        if chosen && self.trip.destination != before.destination {
            return self.pick(&phrases.place, index, &values);
        }
        if chosen {
            let new: Vec<String> =
                self.trip.activities.iter().filter(|activity| !before.activities.contains(activity)).cloned().collect();
            let activity = new.get(index % new.len().max(1)).cloned();
            return self.pick(&phrases.activity, index, &values.with("activity", activity));
        }
        let texts = match heard {
            Heard { thanks: true, .. } => &phrases.thanks,
            Heard { greets: true, .. } => &phrases.greet,
            Heard { asks: true, .. } => &phrases.question,
            _ => &phrases.chat,
        };
        self.pick(texts, index, &values)
    }

    /// How the talk goes on after the last of them has spoken: with a proposal, a question, or the plan that waits.
    fn onward(&mut self, index: usize) -> Option<String> {
        if self.talk.offer == Some(Offer::Plan) {
            return if index == 0 { self.of_partner(&self.phrases.remind) } else { None };
        }
        let open = self.trip.destination.is_none() || self.trip.activities.len() < ENOUGH;
        let proposes = index > 0 || self.picker.dice.below(3) == 0;
        if !open || !proposes {
            return if index == 0 { self.next_question() } else { None };
        }
        let values = self.values(index);
        let Some(kind) = self.kind() else {
            let kind = Kind::ALL[self.picker.dice.below(Kind::ALL.len())];
            let delights = (self.phrases.at)(kind);
            let place = self.picker.dice.one(delights.places);
            self.talk.offer = Some(Offer::Destination(place.to_owned()));
            let delight = self.picker.dice.one(delights.sights);
            let values = values.with("place", Some(place)).with("delight", Some(delight));
            return self.pick(&self.phrases.wish_place, index, &values);
        };
        let free = self.free_activities(kind);
        let activity = self.picker.dice.one(&free);
        if activity.is_empty() {
            return None;
        }
        self.talk.offer = Some(Offer::Activity(activity.to_owned()));
        self.pick(&self.phrases.wish, index, &values.with("activity", Some(activity)))
    }

    /// The person agrees: the third act begins.
    fn confirm(mut self, prompt: &Prompt) -> Script {
        let mut script = Script::default();
        self.talk.turns = self.talk.turns.saturating_add(1);
        self.talk.offer = None;
        script.change(StateUpdate {
            phase: Some(Phase::Complete),
            talk: Some(self.talk.clone()),
            ..StateUpdate::default()
        });
        let words = self.of_partner(&self.phrases.confirm);
        self.say(&mut script, 0, [words]);
        for index in 1..self.members.len().min(MOST_SPEAKERS) {
            let values = self.values(index);
            let words = self.pick(&self.phrases.cheer, index, &values);
            self.say(&mut script, index, [words]);
        }
        memory::write_into(&mut script, prompt, &self);
        script
    }

    /// A short word when all is told: of those who are meant, or of one of them.
    pub fn after(mut self) -> Script {
        let mut script = Script::default();
        let mut speakers = hear::addressed(self.text, &self.members);
        if speakers.is_empty() {
            speakers.push(self.picker.dice.below(self.members.len()));
        }
        speakers.truncate(MOST_SPEAKERS);
        let heard = self.hear();
        for index in speakers {
            let values = self.values(index);
            let thanks = if heard.thanks { self.pick(&self.phrases.thanks, index, &values) } else { None };
            let warm = self.pick(&self.phrases.after, index, &values);
            self.say(&mut script, index, [thanks, warm]);
        }
        self.conclude(script)
    }
}
