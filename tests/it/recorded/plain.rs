//! What is the same in every run: ids are numbered as they come, times and what an agent chose to say are left out.

use std::collections::HashMap;

use serde_json::{Map, Value};

/// Fields with words that an agent chooses among. Of whoever speaks in them, and how often, everything stays.
const WORDS: [&str; 10] =
    ["completion_message", "content", "delta", "label", "letter", "message", "prompt_used", "reply", "story", "text"];
/// Fields with a time, or with what takes time.
const TIMES: [&str; 4] = ["at", "duration_ms", "time_to_first_token_ms", "ts"];
/// Fields that tell how a picture that was drawn anew turned out.
const DRAWN: [&str; 2] = ["blurhash", "bytes"];

/// What of a member of the family is not left to chance.
const TOLD: [&str; 3] = ["gender", "name", "role"];

/// Makes values plain; knows the ids that it has seen.
#[derive(Default)]
pub struct Plain(HashMap<String, usize>);

impl Plain {
    /// The value without what differs from run to run.
    pub fn value(&mut self, value: &Value) -> Value {
        self.field("", value, false)
    }

    /// A text without ids and times.
    pub fn text(&mut self, text: &str) -> String {
        if text.parse::<jiff::Timestamp>().is_ok() {
            return "<time>".to_owned();
        }
        let (mut plain, mut token) = (String::new(), String::new());
        for char in text.chars() {
            if char.is_ascii_alphanumeric() || char == '-' {
                token.push(char);
            } else {
                plain += &self.token(&std::mem::take(&mut token));
                plain.push(char);
            }
        }
        plain + &self.token(&token)
    }

    fn token(&mut self, token: &str) -> String {
        let hex = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if token.split_once('-').is_some_and(|(seq, tag)| seq.parse::<u64>().is_ok() && tag.len() == 6 && hex(tag)) {
            return "<event>".to_owned();
        }
        let bare = token.replace('-', "");
        let named = token.strip_prefix(['m', 't']).is_some_and(|number| number.len() > 9 && hex(number));
        if !named && (bare.len() < 17 || !hex(&bare)) {
            return token.to_owned();
        }
        let next = self.0.len() + 1;
        format!("<id {}>", self.0.entry(token.to_owned()).or_insert(next))
    }

    /// `chosen`: within what an agent has said.
    fn field(&mut self, name: &str, value: &Value, chosen: bool) -> Value {
        match value {
            Value::Array(members) if name == "members" => members.iter().map(member).collect(),
            Value::Object(fields) => self.object(fields),
            Value::Array(items) => items.iter().map(|item| self.field(name, item, chosen)).collect(),
            Value::String(_) if chosen && WORDS.contains(&name) => "<words>".into(),
            Value::String(_) if DRAWN.contains(&name) => "<drawn>".into(),
            Value::String(text) => self.text(text).into(),
            Value::Number(_) if TIMES.contains(&name) => "<time>".into(),
            Value::Number(_) if DRAWN.contains(&name) => "<drawn>".into(),
            other => other.clone(),
        }
    }

    fn object(&mut self, fields: &Map<String, Value>) -> Value {
        let says = |name: &str, words: &str| fields.get(name).is_some_and(|value| value == words);
        let person = says("role", "user") || says("speaker", "user") || says("type", "TEXT_MESSAGE_CHUNK");
        let members = fields.iter().map(|(name, value)| {
            // In a patch the path says which field it is.
            let path = fields.get("path").and_then(Value::as_str);
            let meant = path.filter(|_| name == "value").map_or(name.as_str(), |path| path.rsplit('/').next().unwrap());
            (self.text(name), self.field(meant, value, !person))
        });
        Value::Object(members.collect())
    }
}

/// A member of the family, of which much is left to chance.
fn member(member: &Value) -> Value {
    let fields = member.as_object().unwrap().iter();
    let plain = |(name, value): (&String, &Value)| {
        (name.clone(), if TOLD.contains(&name.as_str()) { value.clone() } else { "<chosen>".into() })
    };
    Value::Object(fields.map(plain).collect())
}
