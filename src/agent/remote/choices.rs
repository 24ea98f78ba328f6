//! Answers that an agent elsewhere offers: read leniently, because an answer is not to fail for its buttons.

use serde::Deserialize;
use serde_json::Value;

use crate::domain::Choice;

/// The name under which they come: of an AG-UI `CUSTOM` event, or of a custom metadata of ADK.
pub const NAME: &str = "hera.suggestions";

/// `{"message_id"?, "choices": [{"label", "text"?}]}`: with which of its messages they go, by the agent's own name for it, and
/// the choices. A label without a text says itself. What is no choice is left out.
pub fn read(value: &Value) -> (Option<&str>, Vec<Choice>) {
    let message_id = value.get("message_id").and_then(Value::as_str);
    let choices = value.get("choices").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    (message_id, choices.iter().take(Choice::MOST * 2).filter_map(choice).collect())
}

fn choice(value: &Value) -> Option<Choice> {
    #[derive(Deserialize)]
    struct Offered {
        label: String,
        text: Option<String>,
    }
    let Offered { label, text } = Offered::deserialize(value).ok()?;
    Some(match text {
        Some(text) => Choice::saying(label, text),
        None => Choice::new(label),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_no_choice_is_left_out() {
        let offered = json!({"message_id": "7", "choices": [{"label": "Yes", "text": "Yes, please"}, {"label": "No"}, 1, {"text": "x"}]});
        assert_eq!(read(&offered), (Some("7"), vec![Choice::saying("Yes", "Yes, please"), Choice::new("No")]));
        for none in [json!(null), json!([]), json!({"choices": {}}), json!({"message_id": 1})] {
            assert_eq!(read(&none), (None, vec![]), "{none}");
        }
    }
}
