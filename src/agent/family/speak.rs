//! Who of the family says what.

use super::hear::{Answer, Heard};
use super::personas::voice;
use super::phrases::{ByVoice, OfPartner};
use super::places::Kind;
use super::{ENOUGH, MOST_SPEAKERS, Scene, Voice};
use crate::agent::Prompt;
use crate::agent::cue::{Cue, Move};
use crate::agent::memory;
use crate::agent::script::{Script, Values, list};
use crate::domain::{FamilyRole, Gender, Offer, Phase, StateUpdate};

/// A sentence, and what it is about.
type Part = Option<(Move, String)>;

impl Scene<'_> {
    /// What a member may fill in.
    fn values(&mut self, index: usize) -> Values {
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
    fn pick(&mut self, about: Move, texts: &ByVoice, index: usize, values: &Values) -> Part {
        self.picker.pick(texts[voice(&self.members[index]) as usize], values).map(|text| (about, text))
    }

    /// What the partner says on an occasion.
    fn of_partner(&mut self, about: Move, texts: &OfPartner) -> Part {
        let values = self.values(0);
        self.picker.pick(texts[(voice(&self.members[0]) as usize).min(1)], &values).map(|text| (about, text))
    }

    fn say(&self, script: &mut Script, index: usize, parts: impl IntoIterator<Item = Part>) {
        let (moves, texts): (Vec<Move>, Vec<String>) = parts.into_iter().flatten().unzip();
        if !texts.is_empty() {
            let cue = Cue::Member { index, moves };
            script.say(&self.members[index].name, texts.join(self.phrases.space), cue);
        }
    }

    /// Everybody says hello, the last of them first what matters most: where to go.
    pub(super) fn greet(&mut self, script: &mut Script) {
        for index in 0..self.members.len().min(MOST_SPEAKERS) {
            let values = self.values(index);
            let hello = self.pick(Move::Greet, &self.phrases.greet, index, &values);
            let question = if index == 0 { self.next_question() } else { None };
            self.say(script, index, [hello, question]);
        }
    }

    /// What the partner asks next, or proposes.
    fn next_question(&mut self) -> Part {
        match (&self.trip.destination, self.trip.activities.len()) {
            (None, _) => self.of_partner(Move::AskPlace, &self.phrases.ask_place),
            (Some(_), ..ENOUGH) => self.of_partner(Move::AskActivity, &self.phrases.ask_activity),
            _ => {
                self.talk.offer = Some(Offer::Plan);
                self.of_partner(Move::Propose, &self.phrases.propose)
            }
        }
    }

    /// Those who are meant answer, in the order of the family.
    pub(super) fn speak(&mut self, heard: &Heard, script: &mut Script) {
        let meant = heard.meant.clone();
        let chosen = self.trip != self.state.family.trip;
        let complete = self.is_planned();
        let refused = heard.answer == Some(Answer::No) && !chosen;
        let proposes = complete && (chosen || (heard.answer == Some(Answer::Yes) && self.talk.offer.is_none()));
        let mut speakers = if meant.is_empty() { self.volunteers(heard, chosen) } else { meant };
        // The plan and its way out are the partner's.
        if (proposes || (refused && self.talk.offer == Some(Offer::Plan))) && !speakers.contains(&0) {
            speakers.insert(0, 0);
        }
        if refused && self.talk.offer.take() == Some(Offer::Plan) {
            let words = self.of_partner(Move::Reconsider, &self.phrases.reconsider);
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
                self.of_partner(Move::Propose, &self.phrases.propose)
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
    fn follow(&mut self, index: usize, before: Option<usize>) -> Part {
        let before = before?;
        if self.picker.dice.below(2) == 0 {
            return None;
        }
        let sibling = self.members[before].role == FamilyRole::Child;
        let other = Some(self.members[before].name.clone()).filter(|_| sibling);
        let values = self.values(index).with("other", other);
        self.pick(Move::Follow, &self.phrases.follow, index, &values)
    }

    /// What a member has to say to what was told.
    fn reaction(&mut self, heard: &Heard, chosen: bool, index: usize) -> Part {
        let values = self.values(index);
        let before = &self.state.family.trip;
        let phrases = self.phrases;
        if chosen && self.trip.destination != before.destination {
            return self.pick(Move::Place, &phrases.place, index, &values);
        }
        if chosen {
            let new: Vec<String> =
                self.trip.activities.iter().filter(|activity| !before.activities.contains(activity)).cloned().collect();
            let activity = new.get(index % new.len().max(1)).cloned();
            let values = values.with("activity", activity.clone());
            return self.pick(Move::Activity(activity), &phrases.activity, index, &values);
        }
        let (about, texts) = match heard {
            Heard { thanks: true, .. } => (Move::Thanks, &phrases.thanks),
            Heard { greets: true, .. } => (Move::Greet, &phrases.greet),
            Heard { asks: true, .. } => (Move::Question, &phrases.question),
            _ => (Move::Chat, &phrases.chat),
        };
        self.pick(about, texts, index, &values)
    }

    /// How the talk goes on after the last of them has spoken: with a proposal, a question, or the plan that waits.
    fn onward(&mut self, index: usize) -> Part {
        if self.talk.offer == Some(Offer::Plan) {
            return if index == 0 { self.of_partner(Move::Remind, &self.phrases.remind) } else { None };
        }
        let proposes = index > 0 || self.picker.dice.below(3) == 0;
        if self.is_planned() || !proposes {
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
            return self.pick(Move::WishPlace(place.to_owned()), &self.phrases.wish_place, index, &values);
        };
        let free = self.free_activities(kind);
        let activity = self.picker.dice.one(&free);
        if activity.is_empty() {
            return None;
        }
        self.talk.offer = Some(Offer::Activity(activity.to_owned()));
        let values = values.with("activity", Some(activity));
        self.pick(Move::Wish(activity.to_owned()), &self.phrases.wish, index, &values)
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
        let words = self.of_partner(Move::Confirm, &self.phrases.confirm);
        self.say(&mut script, 0, [words]);
        for index in 1..self.members.len().min(MOST_SPEAKERS) {
            let values = self.values(index);
            let words = self.pick(Move::Cheer, &self.phrases.cheer, index, &values);
            self.say(&mut script, index, [words]);
        }
        memory::write_into(&mut script, prompt, &self);
        script
    }

    /// A short word when all is told: of those who are meant, or of one of them.
    pub fn after(mut self, heard: &Heard) -> Script {
        let mut script = Script::new(self.language);
        let mut speakers = heard.meant.clone();
        if speakers.is_empty() {
            speakers.push(self.picker.dice.below(self.members.len()));
        }
        speakers.truncate(MOST_SPEAKERS);
        for index in speakers {
            let values = self.values(index);
            let thanks =
                if heard.thanks { self.pick(Move::Thanks, &self.phrases.thanks, index, &values) } else { None };
            let warm = self.pick(Move::After, &self.phrases.after, index, &values);
            self.say(&mut script, index, [thanks, warm]);
        }
        self.conclude(script)
    }
}
