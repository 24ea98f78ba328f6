//! Stored choices. The same form in every store.

use serde::{Deserialize, Serialize};

use crate::domain::Choice;

/// A stored [`Choice`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChoiceRecord {
    label: String,
    text: String,
}

/// The stored form of what a message is offered with.
#[must_use]
pub fn records(choices: &[Choice]) -> Vec<ChoiceRecord> {
    choices.iter().map(|choice| ChoiceRecord { label: choice.label.clone(), text: choice.text.clone() }).collect()
}

/// What a message is offered with.
#[must_use]
pub fn choices(records: Vec<ChoiceRecord>) -> Vec<Choice> {
    records.into_iter().map(|ChoiceRecord { label, text }| Choice { label, text }).collect()
}
