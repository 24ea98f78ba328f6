//! Who of the family says what.

use super::answer::place_of;
use super::hear::{Answer, Heard, hesitates};
use super::matter::Matter;
use super::personas::voice;
use super::phrases::{ByVoice, OfLead};
use super::{MOST_SPEAKERS, Scene, Voice, places};
use crate::agent::HeraPrompt as Prompt;
use crate::agent::cue::{Cue, Move};
use crate::agent::memory;
use crate::agent::script::{Script, Values, list};
use crate::domain::{Awaited, FamilyRole, Gender, Offer, Phase, StateUpdate};

/// For so many turns it is awaited what they will do there, also when something else was said.
const WHILE: u32 = 3;

/// A sentence, and what it is about.
pub type Part = Option<(Move, String)>;

impl Scene<'_> {
    /// What a member may fill in.
    pub(super) fn values(&mut self, index: usize) -> Values {
        let member = &self.members[index];
        let me = match (member.gender, voice(member)) {
            (Some(Gender::Male), Voice::Bouncy | Voice::Thoughtful) => self.phrases.me[0],
            (Some(Gender::Female), Voice::Bouncy | Voice::Thoughtful) => self.phrases.me[1],
            _ => member.name.as_str(),
        };
        let values = Values::default().with("name", Some(member.name.as_str())).with("me", Some(me));
        let values = self.about(index, values);
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
    pub(super) fn pick(&mut self, about: Move, texts: &ByVoice, index: usize, values: &Values) -> Part {
        self.picker.pick(texts[voice(&self.members[index]) as usize], values).map(|text| (about, text))
    }

    /// What who leads says on an occasion: the partner, or else the eldest child.
    pub(super) fn of_lead(&mut self, about: Move, texts: &OfLead) -> Part {
        let values = self.values(0);
        self.picker.pick(texts[(voice(&self.members[0]) as usize).min(2)], &values).map(|text| (about, text))
    }

    /// The same, where they must say something.
    pub(super) fn of_lead_surely(&mut self, about: Move, texts: &OfLead) -> Part {
        let values = self.values(0);
        self.picker.pick_some(texts[(voice(&self.members[0]) as usize).min(2)], &values).map(|text| (about, text))
    }

    pub(super) fn say(&self, script: &mut Script, index: usize, parts: impl IntoIterator<Item = Part>) {
        let (moves, texts): (Vec<Move>, Vec<String>) = parts.into_iter().flatten().unzip();
        if !texts.is_empty() {
            // What they are, no model is to put in other words.
            let honest = moves.contains(&Move::Real);
            let cue = if honest { Cue::AsWritten } else { Cue::Member { index, moves } };
            script.say(&self.members[index].name, texts.join(self.phrases.space), cue);
        }
    }

    /// Everybody says hello, the last of them first what matters most: where to go.
    pub(super) fn greet(&mut self, script: &mut Script) {
        for index in 0..self.members.len().min(MOST_SPEAKERS) {
            let values = self.values(index);
            let texts = self.phrases.greet[voice(&self.members[index]) as usize];
            let hello = self.picker.pick_some(texts, &values).map(|text| (Move::Greet, text));
            let question = if index == 0 { self.next_question() } else { None };
            self.say(script, index, [hello, question]);
        }
    }

    /// Those who are meant answer, in the order in which they were called.
    pub(super) fn speak(&mut self, heard: &Heard, script: &mut Script) {
        let chosen = self.trip != self.state.family.trip;
        let refused = heard.answer == Some(Answer::No) && !chosen && !self.matter.is_asked();
        let agreed = heard.answer == Some(Answer::Yes) && self.talk.offer.is_none();
        let proposes = self.is_planned() && (chosen || agreed);
        let mut speakers = if heard.meant.is_empty() { self.volunteers(heard, chosen) } else { heard.meant.clone() };
        if let Matter::Asked(asked) = &self.matter
            && asked.is_fact()
            && speakers.len() == self.members.len()
        {
            speakers = vec![self.picker.dice.below(self.members.len())];
        }
        speakers.truncate(MOST_SPEAKERS);
        self.note(heard, chosen);
        // The plan and its way out are theirs who lead.
        if (proposes || (refused && self.talk.offer == Some(Offer::Plan))) && !speakers.contains(&0) {
            speakers.push(0);
        }
        if refused && self.talk.offer == Some(Offer::Plan) {
            // Who hesitates may still say yes to it.
            self.talk.offer = self.talk.offer.take().filter(|_| hesitates(self.text));
            let words = self.of_lead_surely(Move::Reconsider, &self.phrases.reconsider);
            self.say(script, 0, [words]);
            return;
        }
        if refused {
            self.talk.offer = None;
        }
        // Who leads speaks last when there is something to propose, unless it was said to them: the children have had
        // their say by then.
        if proposes && heard.meant.is_empty() {
            let first = usize::from(speakers.first() == Some(&0));
            speakers.rotate_left(first);
        }
        if let Some(place) = heard.doubtful.as_ref().filter(|_| !chosen && self.trip.destination.is_none()) {
            let values = self.values(0).with("place", Some(place.as_str()));
            let words = self.picker.pick_some(self.phrases.doubts_place, &values);
            self.say(script, 0, [words.map(|text| (Move::WishPlace(place.clone()), text))]);
            return;
        }
        let asks = speakers.last().copied();
        let of_outing = chosen
            || matches!(self.matter, Matter::What | Matter::Arranged(_) | Matter::Sets(_))
            || (heard.answer.is_some() && !self.matter.is_asked());
        let mut before: Option<usize> = None;
        for index in speakers {
            let (follow, reaction) = (self.follow(index, before, chosen), self.reaction(heard, chosen, index));
            let onward = if index == 0 && proposes {
                self.talk.offer = Some(Offer::Plan);
                self.of_lead_surely(Move::Propose, &self.phrases.propose)
            } else if Some(index) == asks {
                self.onward(index, of_outing)
            } else {
                None
            };
            let mut parts = [follow, reaction, onward];
            if parts.iter().all(Option::is_none) {
                let values = self.values(index);
                parts[1] = self.anything(index, &values);
            }
            self.say(script, index, parts);
            before = Some(index);
        }
    }

    /// What the next message is read by: whom this one was for, what was asked, and what is awaited.
    fn note(&mut self, heard: &Heard, chosen: bool) {
        self.meant_alone = match heard.meant[..] {
            [only] => Some(only),
            _ => None,
        };
        self.talk.addressed = self.meant_alone.map(place_of);
        if let Some(asked) = self.matter.asked() {
            self.talk.asked = Some(asked.to_owned());
        }
        let open = self.trip.destination.is_some() && !self.is_planned();
        let which = matches!(&self.matter, Matter::Chooses(choices)
            if choices.iter().any(|choice| places::known(choice).is_some()));
        self.talk.awaits = match self.talk.awaits {
            // The zoo or the beach? The next word may be the one.
            _ if which && self.trip.destination.is_none() => Some(Awaited::Destination),
            _ if chosen && open => Some(Awaited::Activity),
            Some(Awaited::Activity)
                if open && (self.matter.is_asked() || heard.answer.is_some() || !self.is_due(WHILE)) =>
            {
                Some(Awaited::Activity)
            }
            _ => None,
        };
    }

    /// Who answers when nobody is meant: everybody when there is news; who knows, when something is asked; or else the
    /// partner and one of the children.
    fn volunteers(&mut self, heard: &Heard, chosen: bool) -> Vec<usize> {
        let others = self.members.len() - 1;
        if chosen || heard.greets || self.matter == Matter::Home {
            return (0..self.members.len().min(MOST_SPEAKERS)).collect();
        }
        let one = matches!(
            self.matter,
            Matter::Real
                | Matter::Arranged(_)
                | Matter::Where
                | Matter::What
                | Matter::MyName
                | Matter::AsksPlace
                | Matter::Recalls
        );
        if let Matter::Asked(asked) = &self.matter
            && asked.is_for_one()
        {
            return vec![self.picker.dice.below(self.members.len())];
        }
        if let Matter::Will(request) = self.matter
            && request.is_for_lead()
        {
            return vec![0];
        }
        match others {
            0 => vec![0],
            _ if one => vec![0],
            _ => vec![0, 1 + self.picker.dice.below(others)],
        }
    }

    /// A word about who spoke before, when all speak of what is new of the outing; not every time.
    fn follow(&mut self, index: usize, before: Option<usize>, chosen: bool) -> Part {
        let before = before?;
        if !chosen || self.picker.dice.below(2) == 0 {
            return None;
        }
        let sibling = self.members[before].role == FamilyRole::Child;
        let other = Some(self.members[before].name.clone()).filter(|_| sibling);
        let values = self.values(index).with("other", other);
        self.pick(Move::Follow, &self.phrases.follow, index, &values)
    }

    /// The person agrees: the third act begins.
    pub(super) fn confirm(mut self, prompt: &Prompt) -> Script {
        let mut script = Script::new(self.language);
        self.talk.turns = self.talk.turns.saturating_add(1);
        self.talk.offer = None;
        script.change(StateUpdate {
            phase: Some(Phase::Complete),
            talk: Some(self.talk.clone()),
            ..StateUpdate::default()
        });
        let set = self.sets.clone().and_then(|set| {
            let values = self.values(0);
            self.on_set(&set, 0, &values)
        });
        let words = self.of_lead_surely(Move::Confirm, &self.phrases.confirm);
        self.say(&mut script, 0, [set, words]);
        for index in 1..self.members.len().min(MOST_SPEAKERS) {
            let values = self.values(index);
            let words = self.pick(Move::Cheer, &self.phrases.cheer, index, &values);
            self.say(&mut script, index, [words]);
        }
        memory::write_into(&mut script, prompt, &self);
        script
    }

    /// A short word when all is told: of those who are meant, or of one of them. What is asked is answered.
    pub fn after(mut self, heard: &Heard) -> Script {
        let mut script = Script::new(self.language);
        let mut speakers = heard.meant.clone();
        if speakers.is_empty() {
            speakers.push(if self.matter.is_asked() { 0 } else { self.picker.dice.below(self.members.len()) });
        }
        speakers.truncate(MOST_SPEAKERS);
        self.note(heard, false);
        for index in speakers {
            let values = self.values(index);
            if self.matter.is_asked() {
                let answer = self.reaction(heard, false, index);
                self.say(&mut script, index, [answer]);
                continue;
            }
            let thanks =
                if heard.thanks { self.pick(Move::Thanks, &self.phrases.thanks, index, &values) } else { None };
            let warm = self.pick(Move::After, &self.phrases.after, index, &values);
            let parts = match (thanks, warm) {
                (None, None) => [self.anything(index, &values), None],
                parts => parts.into(),
            };
            self.say(&mut script, index, parts);
        }
        self.conclude(script)
    }
}
