//! Ids and times in their text forms: the domain types know no serde.

use std::borrow::Cow;
use std::fmt::Display;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::domain::{ConnectionId, EventId, MessageId, OwnerId, PhotoId, SessionId, TurnId, UnixMillis};

/// A value written as the text it displays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shown<T>(pub T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// What the text of an id looks like, for the JSON Schema.
macro_rules! shown_schema {
    ($($id:ty, $name:literal, $pattern:literal;)+) => {$(
        impl JsonSchema for Shown<$id> {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "pattern": $pattern})
            }
        }
    )+};
}

shown_schema! {
    EventId, "EventId", "^[0-9]+-[0-9a-f]{6}$";
    MessageId, "MessageId", "^m[0-9a-f]{16}$";
    TurnId, "TurnId", "^t[0-9a-f]{16}$";
    PhotoId, "PhotoId", "^[0-9a-f]{32}$";
    ConnectionId, "ConnectionId", "^c[0-9a-f]{16}$";
    SessionId, "SessionId", "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
    OwnerId, "OwnerId", "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
}

/// A moment, written as RFC 3339 with milliseconds in UTC: `2026-11-23T21:04:07.990Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rfc3339(pub UnixMillis);

impl Serialize for Rfc3339 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A time that no calendar has can only come from a broken clock; the epoch stands in for it.
        let moment = jiff::Timestamp::from_millisecond(self.0.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        serializer.collect_str(&format_args!("{moment:.3}"))
    }
}

impl JsonSchema for Rfc3339 {
    fn schema_name() -> Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_with_milliseconds_in_utc() {
        let text = serde_json::to_string(&Rfc3339(UnixMillis(1_795_456_647_990))).unwrap();
        assert_eq!(text, "\"2026-11-23T17:57:27.990Z\"");
        let broken = serde_json::to_string(&Rfc3339(UnixMillis(i64::MAX))).unwrap();
        assert_eq!(broken, "\"1970-01-01T00:00:00.000Z\"");
    }
}
