//! What the log says once an hour, however often it happens.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const HOUR: Duration = Duration::from_hours(1);

/// Subjects of an hour, at most: others choose them.
const SUBJECTS: usize = 64;

/// When something was last said, by its subject.
#[derive(Debug, Default)]
pub struct Hourly(Mutex<HashMap<Box<str>, Instant>>);

impl Hourly {
    /// Whether to say it now: not where it was said of this subject within the last hour, or of 64 others.
    #[must_use]
    pub fn is_due(&self, subject: &str) -> bool {
        self.is_due_at(subject, Instant::now())
    }

    fn is_due_at(&self, subject: &str, now: Instant) -> bool {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if said.get(subject).is_some_and(|at| now.duration_since(*at) < HOUR) {
            return false;
        }
        if said.len() >= SUBJECTS {
            said.retain(|_, at| now.duration_since(*at) < HOUR);
        }
        if said.len() >= SUBJECTS {
            return false;
        }
        said.insert(subject.into(), now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_subject_has_its_hour() {
        let (hourly, begun) = (Hourly::default(), Instant::now());
        assert!(hourly.is_due_at("a", begun));
        assert!(!hourly.is_due_at("a", begun + HOUR / 2));
        assert!(hourly.is_due_at("b", begun + HOUR / 2));
        assert!(hourly.is_due_at("a", begun + HOUR));
        assert!(!hourly.is_due_at("b", begun + HOUR));
    }

    #[test]
    fn subjects_without_end_are_not_remembered_without_end() {
        let (hourly, begun) = (Hourly::default(), Instant::now());
        let due = |now| (0..1000).filter(|number| hourly.is_due_at(&format!("{number}"), now)).count();
        assert_eq!(due(begun), SUBJECTS);
        assert_eq!(due(begun + HOUR), SUBJECTS);
        assert_eq!(hourly.0.lock().unwrap().len(), SUBJECTS);
    }
}
