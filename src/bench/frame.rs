//! The server's frames, as far as the load tool looks into them: read in place, because it shares its cores with
//! the server it measures.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Any frame of the server: an event has an `id`, a control frame a `kind`.
#[derive(Debug, serde::Deserialize)]
pub struct Frame<'a> {
    #[serde(rename = "type")]
    pub kind: Option<&'a str>,
    pub id: Option<&'a str>,
    pub turn: Option<&'a str>,
    #[serde(default)]
    pub snapshot: bool,
    #[serde(borrow)]
    pub event: Option<Body<'a>>,
    pub head_id: Option<&'a str>,
    pub client_msg_id: Option<&'a str>,
    pub code: Option<&'a str>,
    #[serde(borrow, default)]
    pub message: Text<'a>,
}

/// The AG-UI event inside.
#[derive(Debug, serde::Deserialize)]
pub struct Body<'a> {
    #[serde(rename = "type")]
    pub kind: &'a str,
    #[serde(borrow, default)]
    pub delta: Text<'a>,
    #[serde(borrow, default)]
    pub name: Text<'a>,
    #[serde(borrow, default)]
    pub message: Text<'a>,
    #[serde(borrow)]
    pub outcome: Option<Outcome<'a>>,
    #[serde(borrow)]
    pub metadata: Option<Metadata<'a>>,
}

#[derive(Debug, serde::Deserialize)]
pub struct Outcome<'a> {
    #[serde(rename = "type")]
    pub kind: &'a str,
}

#[derive(Debug, serde::Deserialize)]
pub struct Metadata<'a> {
    #[serde(borrow)]
    pub hera: Option<HeraMetadata<'a>>,
}

#[derive(Debug, serde::Deserialize)]
pub struct HeraMetadata<'a> {
    pub client_msg_id: Option<&'a str>,
}

impl<'a> Frame<'a> {
    /// The frame in `text`; `None` when it is not one of hera.v1.
    pub fn read(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// The number in front of the `-` of an event id.
pub fn seq(id: &str) -> Option<u64> {
    id.split_once('-')?.0.parse().ok()
}

/// A string, borrowed where nothing in it is escaped. What is not a string (the `delta` of a `STATE_DELTA`, say)
/// reads as the empty one.
#[derive(Debug, Default)]
pub struct Text<'a>(pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor).map(Text)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, list, object or null")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Cow::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cow::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cow::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_token_in_place() {
        let text = r#"{"id":"42-9f3a1c","turn":"t1","ts":1,"event":{"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"17 18 "}}"#;
        let frame = Frame::read(text).unwrap();
        assert_eq!((frame.id.and_then(seq), frame.turn, frame.kind), (Some(42), Some("t1"), None));
        let body = frame.event.unwrap();
        assert_eq!(body.kind, "TEXT_MESSAGE_CONTENT");
        assert!(matches!(body.delta.0, Cow::Borrowed("17 18 ")));
    }

    #[test]
    fn reads_what_is_escaped_and_what_is_no_string() {
        let delta = |json: &str| {
            let text = format!(r#"{{"event":{{"type":"X","delta":{json}}}}}"#);
            Frame::read(&text).unwrap().event.unwrap().delta.0.into_owned()
        };
        assert_eq!(delta(r#""a\n\u3042""#), "a\nあ");
        assert_eq!(delta(r#"[{"op":"add","path":"/a","value":[1]}]"#), "");
        assert_eq!(delta(r#"{"a":{"b":1}}"#), "");
        assert_eq!(delta("null"), "");
    }

    #[test]
    fn reads_control_frames() {
        let welcome = Frame::read(r#"{"type":"welcome","protocol":1,"head_id":"0-00000a","limits":{"frame_bytes":1}}"#);
        let welcome = welcome.unwrap();
        assert_eq!((welcome.kind, welcome.head_id.and_then(seq)), (Some("welcome"), Some(0)));
        let error =
            Frame::read(r#"{"type":"error","code":"busy","message":"say \"please\"","temporary":true}"#).unwrap();
        assert_eq!((error.code, &*error.message.0), (Some("busy"), "say \"please\""));
    }

    #[test]
    fn refuses_what_is_no_frame() {
        for text in ["", "[]", "{", "7", r#"{"id":7}"#] {
            assert!(Frame::read(text).is_none(), "{text}");
        }
        for id in ["", "-", "x-1", "7"] {
            assert_eq!(seq(id), None, "{id}");
        }
    }
}
