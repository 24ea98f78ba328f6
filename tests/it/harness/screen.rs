//! What a person would see: frames folded into a conversation, the way any client must do it.

use serde_json::Value;

use super::client::text;

/// A conversation on a screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Screen {
    pub messages: Vec<Shown>,
    /// The turns that have ended, in order, with how.
    pub ended: Vec<(String, String)>,
}

/// A message on a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub id: String,
    pub role: String,
    pub text: String,
}

impl Screen {
    /// What the frames show, from an empty screen on.
    pub fn of<'a>(frames: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut screen = Self::default();
        for frame in frames {
            screen.show(frame);
        }
        screen
    }

    /// One more frame.
    pub fn show(&mut self, frame: &Value) {
        let event = &frame["event"];
        match event["type"].as_str() {
            Some("MESSAGES_SNAPSHOT") => {
                let messages = event["messages"].as_array().unwrap();
                self.messages = messages.iter().map(Shown::of_history).collect();
            }
            Some("TEXT_MESSAGE_CHUNK") => self.put(&event["messageId"], "user", text(&event["delta"])),
            Some("TEXT_MESSAGE_START") => self.put(&event["messageId"], "assistant", String::new()),
            Some("TEXT_MESSAGE_CONTENT") => {
                let message = self.messages.iter_mut().find(|message| event["messageId"] == message.id.as_str());
                message.expect("text belongs to a message").text.push_str(event["delta"].as_str().unwrap());
            }
            Some("CUSTOM") if event["name"] == "turn.restarted" => {
                let discarded = event["value"]["discarded"].as_array().unwrap();
                self.messages.retain(|message| !discarded.iter().any(|id| *id == message.id.as_str()));
            }
            Some("RUN_FINISHED") => self.ended.push((text(&frame["turn"]), text(&event["outcome"]["type"]))),
            Some("RUN_ERROR") => self.ended.push((text(&frame["turn"]), text(&event["code"]))),
            _ => {}
        }
    }

    /// The texts, by role and in order: what must be the same on every screen.
    pub fn texts(&self, role: &str) -> Vec<(&str, &str)> {
        let of_role = self.messages.iter().filter(|message| message.role == role);
        of_role.map(|message| (message.id.as_str(), message.text.as_str())).collect()
    }

    /// A message begins, or is known from a snapshot and told once more.
    fn put(&mut self, id: &Value, role: &str, text: String) {
        let shown = Shown { id: super::client::text(id), role: role.into(), text };
        match self.messages.iter_mut().find(|message| message.id == shown.id) {
            Some(known) => *known = shown,
            None => self.messages.push(shown),
        }
    }
}

impl Shown {
    /// A message as snapshots and the history have it.
    pub fn of_history(message: &Value) -> Self {
        Self { id: text(&message["id"]), role: text(&message["role"]), text: text(&message["content"]) }
    }
}
