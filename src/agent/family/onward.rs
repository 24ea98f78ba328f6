//! How the family's talk goes on: a place or something to do is asked for or proposed, and seldom: whoever has something to
//! tell is listened to first.

use super::matter::Matter;
use super::places::Kind;
use super::speak::Part;
use super::{ENOUGH, Scene};
use crate::agent::cue::Move;
use crate::domain::{Awaited, Offer};

/// A place is proposed or asked for once in so many turns, at most.
const SELDOM: u32 = 4;
/// The same while the person tells of something.
const LONG: u32 = 8;
/// The same of what to do there, when nothing was said of the outing.
const NOW_AND_THEN: u32 = 3;

impl Scene<'_> {
    /// What the partner asks next, or proposes.
    pub(super) fn next_question(&mut self) -> Part {
        match (&self.trip.destination, self.trip.activities.len()) {
            (None, _) => {
                self.talk.awaits = Some(Awaited::Destination);
                self.talk.proposed = Some(self.talk.turns);
                self.of_lead(Move::AskPlace, &self.phrases.ask_place)
            }
            (Some(_), ..ENOUGH) => {
                self.talk.awaits = Some(Awaited::Activity);
                self.talk.proposed = Some(self.talk.turns);
                self.of_lead(Move::AskActivity, &self.phrases.ask_activity)
            }
            _ => {
                self.talk.offer = Some(Offer::Plan);
                self.of_lead_surely(Move::Propose, &self.phrases.propose)
            }
        }
    }

    /// Whether so many turns have gone by since something was last proposed.
    pub(super) fn is_due(&self, turns: u32) -> bool {
        self.talk.proposed.is_none_or(|last| self.talk.turns.saturating_sub(last) >= turns)
    }

    /// How the talk goes on after the last of them has spoken: with a proposal, a question, or the plan that waits.
    pub(super) fn onward(&mut self, index: usize, of_outing: bool) -> Part {
        // Who was just comforted is not asked where to go.
        if self.state.interview.care.attends.is_some() || matches!(self.matter, Matter::News(_)) {
            return None;
        }
        let idle = self.matter == Matter::Tells;
        if self.talk.offer == Some(Offer::Plan) {
            let reminds = index == 0 && idle && self.is_due(NOW_AND_THEN);
            if reminds {
                self.talk.proposed = Some(self.talk.turns);
            }
            return if reminds { self.of_lead(Move::Remind, &self.phrases.remind) } else { None };
        }
        if self.is_planned() {
            return None;
        }
        let asked = self.is_asked_to_wish();
        let wanted = match self.trip.destination {
            // Who has something to tell is not asked where to go, unless that was long ago.
            None => asked || (idle && self.is_due(if self.echoed { LONG } else { SELDOM })),
            Some(_) => asked || of_outing || (idle && self.is_due(NOW_AND_THEN)),
        };
        if !wanted {
            return None;
        }
        let proposes = asked || index > 0 || self.picker.dice.below(3) == 0;
        if !proposes {
            return self.next_question();
        }
        self.wish(index)
    }

    /// A member proposes a place, or something to do there.
    fn wish(&mut self, index: usize) -> Part {
        let values = self.values(index);
        let Some(kind) = self.kind() else {
            self.talk.proposed = Some(self.talk.turns);
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
        self.talk.proposed = Some(self.talk.turns);
        self.talk.awaits = Some(Awaited::Activity);
        self.talk.offer = Some(Offer::Activity(activity.to_owned()));
        let values = values.with("activity", Some(activity));
        self.pick(Move::Wish(activity.to_owned()), &self.phrases.wish, index, &values)
    }
}
