//! What an agent elsewhere keeps in a session: a JSON object, which hera carries for it.

use serde_json::{Map, Value};

use super::Failure;
use crate::agent::Utterance;
use crate::domain::{AgentState, RunErrorCode, SessionState, StateUpdate};

/// The object as it is now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Kept {
    object: Map<String, Value>,
    told: Map<String, Value>,
}

impl Kept {
    /// What is kept in a session.
    #[must_use]
    pub fn of(state: &SessionState) -> Self {
        let object: Map<String, Value> =
            state.agent.as_ref().and_then(|agent| serde_json::from_str(agent.as_str()).ok()).unwrap_or_default();
        Self { told: object.clone(), object }
    }

    #[must_use]
    pub const fn object(&self) -> &Map<String, Value> {
        &self.object
    }

    /// To be changed, and then [told](Kept::tell).
    pub const fn object_mut(&mut self) -> &mut Map<String, Value> {
        &mut self.object
    }

    /// The change since it was last told, if there is one.
    ///
    /// # Errors
    /// When it is too large to be kept.
    pub fn tell(&mut self) -> Result<Option<Utterance>, Failure> {
        if self.object == self.told {
            return Ok(None);
        }
        let Some(agent) = AgentState::new(Value::Object(self.object.clone()).to_string()) else {
            let message = format!("the agent's state is larger than {} bytes", AgentState::MOST_BYTES);
            return Err(Failure::lasting(RunErrorCode::BadAnswer, message));
        };
        self.told.clone_from(&self.object);
        let update = StateUpdate { agent: Some(agent), ..StateUpdate::default() };
        Ok(Some(Utterance::State(Box::new(update))))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_kept_is_told_when_it_changes_and_is_never_too_large() {
        let mut kept = Kept::of(&SessionState::default());
        assert_eq!(kept.tell(), Ok(None));
        kept.object_mut().insert("mood".into(), json!("good"));
        let Ok(Some(Utterance::State(update))) = kept.tell() else { panic!("a change is told") };
        assert_eq!(update.agent.as_ref().map(AgentState::as_str), Some(r#"{"mood":"good"}"#));
        let mut state = SessionState::default();
        update.apply(&mut state);
        let mut again = Kept::of(&state);
        assert_eq!(again.tell(), Ok(None));
        assert_eq!(again.object(), kept.object());
        again.object_mut().insert("book".into(), json!("x".repeat(AgentState::MOST_BYTES)));
        assert_eq!(again.tell().unwrap_err().error.code, RunErrorCode::BadAnswer);
    }
}
