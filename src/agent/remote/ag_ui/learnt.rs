//! What has turned out of an endpoint: the form in which it takes a conversation.

use std::time::{Duration, Instant};

use super::ask::Form;

/// Whether an endpoint takes the current form by now is asked after that time, or that many runs.
const AGAIN: Duration = Duration::from_hours(1);
const AGAIN_RUNS: u32 = 100;

/// The form in which an endpoint takes a kind of conversations.
#[derive(Debug, Default)]
pub struct Learnt {
    kept: Option<Form>,
    /// An earlier form that was taken once, after the current one was refused: it may have been refused for something else.
    doubted: Option<Form>,
    /// When the current form was asked in last, and runs since then.
    since: Option<Instant>,
    runs: u32,
}

impl Learnt {
    /// The form of the next run, if it is known. Now and then it is not: endpoints are replaced.
    pub fn next(&mut self) -> Option<Form> {
        if self.kept == Some(Form::Current) {
            return self.kept;
        }
        self.runs += 1;
        if self.runs > AGAIN_RUNS || self.since.is_some_and(|since| since.elapsed() > AGAIN) {
            (self.runs, self.since) = (0, Some(Instant::now()));
            return None;
        }
        self.kept
    }

    /// A run was taken in that form, and, `for_good`, no other was refused for what passes; whether that is an earlier form
    /// that is kept to from now on.
    pub fn learn(&mut self, form: Form, for_good: bool) -> bool {
        if form == Form::Current {
            *self = Self { kept: Some(form), ..Self::default() };
            return false;
        }
        if !for_good || self.kept == Some(form) {
            return false;
        }
        if self.doubted != Some(form) {
            (self.kept, self.doubted) = (None, Some(form));
            return false;
        }
        *self = Self { kept: Some(form), since: Some(Instant::now()), ..Self::default() };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_form_is_kept_to_after_two_refusals_and_not_for_ever() {
        let mut learnt = Learnt::default();
        assert!(!learnt.learn(Form::Texts, false), "it was too large");
        assert!(!learnt.learn(Form::Texts, true));
        assert_eq!(learnt.next(), None);
        assert!(learnt.learn(Form::Texts, true));
        let mut runs = (0..).map(|_| learnt.next());
        assert_eq!(runs.position(|form| form.is_none()), Some(100));
        assert_eq!(learnt.next(), Some(Form::Texts));
        assert!(!learnt.learn(Form::Current, true));
        assert_eq!(learnt.next(), Some(Form::Current));
        // It was replaced.
        assert!(!learnt.learn(Form::Earlier, true));
        assert_eq!(learnt.next(), None);
        assert!(learnt.learn(Form::Earlier, true));
    }
}
