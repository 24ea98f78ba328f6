//! How a provider wants to be asked, and what the events of its answers mean.
//!
//! Events are read by the names of what is looked for. What is absent, `null` or of another kind than expected is not
//! there: servers that imitate a provider differ in such things, and no answer is given up for them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, RequestBuilder};
use serde_json::Value;

use super::{Features, Line, Picture, Request, SILENCE};
use crate::domain::is_blank;
use crate::provider::ModelSettings;
use crate::telemetry::genai::Provider;

/// The form in which a provider is asked, and answers: as server-sent events, or in one document.
pub trait Wire: Send + Sync + 'static {
    /// Whose format this is.
    fn provider(&self) -> Provider;

    /// Which model is asked, and where.
    fn settings(&self) -> &ModelSettings;

    /// What a request may have that not every server of this format takes.
    fn features(&self) -> Features;

    /// The request, with its key; `without` what the server refuses, which `request` has not any more.
    fn ask(&self, client: &Client, request: &Request, without: Features) -> RequestBuilder;

    /// What one event says, or a whole answer in one document. Errors are read elsewhere: all providers write them alike.
    fn read(&self, event: &Value) -> Heard;

    /// Whether an answer tells its end in any case: one that does not, and ends where its connection was closed, was cut.
    fn names_its_end(&self) -> bool {
        true
    }
}

/// What one event of an answer says; most say one thing or two.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// More of the text.
    pub text: String,
    /// That is all of the text, as an answer has it that is not streamed.
    pub whole: bool,
    /// Why there will be no more text.
    pub finish: Option<Finish>,
    /// There will be no more events.
    pub done: bool,
    /// What the provider calls the model that answers.
    pub model: Option<String>,
    /// Tokens, up to here.
    pub input_tokens: Option<u64>,
    pub output_tokens: Option<u64>,
}

/// Why a text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// The model has said all it had to say.
    Complete,
    /// It has said as much as it may.
    TooLong,
    /// It, or somebody who watches over it, declines to say more.
    Declined,
    /// It has failed, or was stopped where it runs.
    Failed,
}

impl Finish {
    /// What a provider's word for the end means; `None` when there is none. Servers that imitate a provider say in another
    /// one's words why they ended, or in their own. A word that nobody knows is a good end: most of them are names of
    /// whatever the model stopped at.
    pub fn of(reason: &Value) -> Option<Self> {
        let word = text(reason)?.to_ascii_lowercase();
        Some(match word.as_str() {
            // Words for none.
            "null" | "none" | "unspecified" | "finish_reason_unspecified" => return None,
            "length" | "max_tokens" | "model_context_window_exceeded" => Self::TooLong,
            "content_filter" | "refusal" | "safety" | "image_safety" | "prohibited_content" | "blocklist" | "spii"
            | "recitation" | "sensitive" => Self::Declined,
            "error"
            | "abort"
            | "aborted"
            | "cancelled"
            | "network_error"
            | "insufficient_system_resource"
            | "other"
            | "language"
            | "malformed_function_call"
            | "malformed_response"
            | "unexpected_tool_call" => Self::Failed,
            _ => Self::Complete,
        })
    }

    /// The word for it in traces: what most providers say.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Complete => "stop",
            Self::TooLong => "length",
            Self::Declined => "content_filter",
            Self::Failed => "error",
        }
    }
}

/// A picture as base64, as every provider takes it.
pub fn base64(picture: &Picture) -> String {
    STANDARD.encode(&picture.bytes)
}

/// The text to be sent of a line. A blank one is refused by some servers: beside a picture there is none then, and where
/// nothing else is, something stands for it.
pub fn said(line: &Line) -> Option<&str> {
    match (is_blank(&line.text), line.pictures.is_empty()) {
        (false, _) => Some(&line.text),
        (true, true) => Some(SILENCE),
        (true, false) => None,
    }
}

/// A text that is there.
pub fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The first of a list; or what stands in its place where there is only one.
pub fn first(list: &Value) -> &Value {
    list.get(0).unwrap_or(list)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Anthropic, Gemini, OpenAi};
    use super::*;

    fn wires() -> [Box<dyn Wire>; 3] {
        let base_url = "http://localhost/".parse().unwrap();
        let settings = ModelSettings { model: "m".into(), base_url, key: None };
        [
            Box::new(OpenAi::new(settings.clone()).unwrap()),
            Box::new(Gemini::new(settings.clone()).unwrap()),
            Box::new(Anthropic::new(settings).unwrap()),
        ]
    }

    /// Events as the three providers publish them, each with everything in it that is read.
    fn events() -> [Vec<Value>; 3] {
        [
            vec![
                json!({"model": "m", "choices": [{"delta": {"content": "a", "refusal": ""}, "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 1, "completion_tokens": 2}}),
                json!({"choices": [{"delta": {"content": [{"type": "thinking", "thinking": [{"type": "text",
                    "text": "hm"}]}, {"type": "text", "text": "a"}]}}]}),
                json!({"choices": [{"message": {"content": "a"}, "finish_reason": "length"}]}),
                json!({"choices": [{"text": "a", "finish_reason": "error"}]}),
            ],
            vec![
                json!({"candidates": [{"content": {"parts": [{"text": "hm", "thought": true}, {"text": "a"}]},
                    "finishReason": "STOP"}], "promptFeedback": {"blockReason": null}, "modelVersion": "m",
                    "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 1, "thoughtsTokenCount": 1}}),
                json!({"promptFeedback": {"blockReason": "SAFETY"}}),
            ],
            vec![
                json!({"type": "message_start", "message": {"model": "m", "usage": {"input_tokens": 1,
                    "cache_read_input_tokens": 1}}}),
                json!({"type": "content_block_start", "content_block": {"type": "text", "text": "a"}}),
                json!({"type": "content_block_delta", "delta": {"type": "text_delta", "text": "a"}}),
                json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 2}}),
                json!({"type": "message", "model": "m", "content": [{"type": "text", "text": "a"}],
                    "stop_reason": "end_turn", "usage": {"input_tokens": 1, "output_tokens": 2}}),
            ],
        ]
    }

    /// `value` with something else in one place, for each place in it.
    fn spoiled(value: &Value, with: &Value) -> Vec<Value> {
        let mut all = vec![with.clone()];
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    for member in spoiled(member, with) {
                        let mut whole = members.clone();
                        whole.insert(name.clone(), member);
                        all.push(whole.into());
                    }
                }
            }
            Value::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    for item in spoiled(item, with) {
                        let mut whole = items.clone();
                        whole[place] = item;
                        all.push(whole.into());
                    }
                }
            }
            _ => {}
        }
        all
    }

    #[test]
    fn null_or_anything_else_in_any_place_is_as_if_it_were_not_there_but_for_a_number_in_place_of_words() {
        let mut read = 0;
        for (wire, events) in wires().iter().zip(events()) {
            for event in &events {
                let whole = wire.read(event);
                for with in [json!(null), json!([]), json!({}), json!(-1.5), json!([[null]])] {
                    for spoiled in spoiled(event, &with) {
                        let heard = wire.read(&spoiled);
                        // What is not marked as thought is said.
                        let unmarked = spoiled.pointer("/candidates/0/content/parts/0/thought") != Some(&json!(true));
                        let said = heard.text == whole.text || (unmarked && heard.text == format!("hm{}", whole.text));
                        let number = with.is_number() && heard.text.contains(&with.to_string());
                        assert!(heard.text.is_empty() || said || number, "{spoiled}: {heard:?}");
                        assert!(heard.input_tokens.is_none_or(|tokens| tokens <= 2), "{spoiled}: {heard:?}");
                        read += 1;
                    }
                }
            }
        }
        assert!(read > 300, "{read}");
    }

    #[test]
    fn every_form_of_an_answer_is_read() {
        let heard = |wire: usize, event: usize| wires()[wire].read(&events()[wire][event]);
        let whole = Heard {
            text: "a".into(),
            whole: false,
            finish: Some(Finish::Complete),
            done: false,
            model: Some("m".into()),
            input_tokens: Some(1),
            output_tokens: Some(2),
        };
        let at_once = Heard { whole: true, ..whole.clone() };
        assert_eq!((heard(0, 0), heard(1, 0), heard(2, 4)), (whole.clone(), whole, at_once));
        let text = |text: &str, finish| Heard { text: text.into(), finish, ..Heard::default() };
        let at_once = |finish| Heard { whole: true, ..text("a", Some(finish)) };
        assert_eq!((heard(0, 1), heard(0, 2)), (text("a", None), at_once(Finish::TooLong)));
        assert_eq!(heard(0, 3), at_once(Finish::Failed));
        assert_eq!((heard(2, 1), heard(2, 2)), (text("a", None), text("a", None)));
        assert_eq!(heard(1, 1), text("", Some(Finish::Declined)));
        assert_eq!((heard(2, 0).input_tokens, heard(2, 3).output_tokens), (Some(2), Some(2)));
    }
}
