//! Words, in whatever form a text is written.

use serde_json::Value;

/// The words of a content: a text, or parts of which some are texts. What a model thinks is in parts of other kinds.
#[must_use]
pub fn words(content: &Value) -> String {
    match content {
        Value::Array(parts) => parts.iter().map(words).collect(),
        Value::Object(part) => {
            let kind = part.get("type").and_then(Value::as_str).unwrap_or("text");
            let is_text = matches!(kind, "text" | "output_text" | "text_delta");
            let text = part.get("text").or_else(|| part.get("value")).filter(|_| is_text);
            text.and_then(plain).unwrap_or_default()
        }
        content => plain(content).unwrap_or_default(),
    }
}

/// A text as servers write one: as such, with what there is to note of it beside its value, or as a number where that is
/// all that was said.
#[must_use]
pub fn plain(text: &Value) -> Option<String> {
    match text {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(noted) => noted.get("value").filter(|value| !value.is_object()).and_then(plain),
        _ => None,
    }
}
