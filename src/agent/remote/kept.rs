//! What an agent elsewhere keeps in a session: a JSON object, which hera carries for it, and what it waits for.

use serde_json::{Map, Value};

use super::Failure;
use crate::agent::Utterance;
use crate::domain::{AgentState, InterruptId, Interview, RunErrorCode, SessionState, StateUpdate};
use crate::family;

/// The object as it is now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Kept {
    object: Map<String, Value>,
    /// `None` while nobody knows what the session has.
    told: Option<Map<String, Value>>,
    /// The memory that clients are not shown.
    interview: Interview,
}

impl Kept {
    /// What is kept in a session, as its turn is begun for that time. What an earlier attempt has changed still stands in the
    /// session: it is taken back by the first change that is told, be it none.
    #[must_use]
    pub fn of(state: &SessionState, attempt: u32) -> Self {
        let object: Map<String, Value> =
            state.agent.as_ref().and_then(|agent| serde_json::from_str(agent.as_str()).ok()).unwrap_or_default();
        Self { told: (attempt <= 1).then(|| object.clone()), object, interview: state.interview.clone() }
    }

    #[must_use]
    pub const fn object(&self) -> &Map<String, Value> {
        &self.object
    }

    /// To be changed, and then [told](Kept::tell).
    pub const fn object_mut(&mut self) -> &mut Map<String, Value> {
        &mut self.object
    }

    /// The ids of the interrupts that wait for an answer.
    #[must_use]
    pub fn interrupts(&self) -> &[InterruptId] {
        &self.interview.interrupts
    }

    /// These interrupts wait from now on, and no others; what is to be told of that, if anything waits or did.
    pub fn wait_for(&mut self, interrupts: Vec<InterruptId>) -> Option<Utterance> {
        if interrupts.is_empty() && self.interview.interrupts.is_empty() {
            return None;
        }
        self.interview.interrupts = interrupts;
        let update = StateUpdate { interview: Some(self.interview.clone()), ..StateUpdate::default() };
        Some(Utterance::State(Box::new(family::change(&update))))
    }

    /// The change since it was last told, if there is one.
    ///
    /// # Errors
    /// When it is too large to be kept.
    pub fn tell(&mut self) -> Result<Option<Utterance>, Failure> {
        if self.told.as_ref() == Some(&self.object) {
            return Ok(None);
        }
        let Some(agent) = AgentState::new(Value::Object(self.object.clone()).to_string()) else {
            let message = format!("the agent's state is larger than {} bytes", AgentState::MOST_BYTES);
            return Err(Failure::lasting(RunErrorCode::BadAnswer, message));
        };
        self.told = Some(self.object.clone());
        let update = StateUpdate { agent: Some(agent), ..StateUpdate::default() };
        Ok(Some(Utterance::State(Box::new(family::change(&update)))))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_kept_is_told_when_it_changes_and_is_never_too_large() {
        let mut kept = Kept::of(&SessionState::default(), 1);
        assert_eq!(kept.tell(), Ok(None));
        kept.object_mut().insert("mood".into(), json!("good"));
        let Ok(Some(Utterance::State(update))) = kept.tell() else { panic!("a change is told") };
        assert_eq!(update.parts.get(family::AGENT), Some(r#"{"mood":"good"}"#));
        let mut state = SessionState::default();
        family::apply(&update, &mut state).unwrap();
        let mut again = Kept::of(&state, 1);
        assert_eq!(again.tell(), Ok(None));
        assert_eq!(again.object(), kept.object());
        let mut restarted = Kept::of(&state, 2);
        assert!(matches!(restarted.tell(), Ok(Some(_))), "an earlier attempt may have kept something else");
        assert_eq!(restarted.tell(), Ok(None));
        again.object_mut().insert("book".into(), json!("x".repeat(AgentState::MOST_BYTES)));
        assert_eq!(again.tell().unwrap_err().error.code, RunErrorCode::BadAnswer);
    }
}
