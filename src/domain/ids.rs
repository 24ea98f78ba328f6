//! Names of things: who owns, where it is said, what it is, and where in the history it stands.

use std::fmt;
use std::str::FromStr;

use uuid::{Uuid, Variant, Version};

use super::job::Job;

/// A conversation. A random UUID v4: in guest mode, who holds it may read and write the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(Uuid);

/// The guest (later: the signed-in user) who created a session, as the `hera_guest` cookie carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OwnerId(Uuid);

/// One message of a session. Derived, so that sending a message again names the same message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageId(u64);

/// The answer owed to one user message, or a job. The first has the number of the message, so that queueing it again
/// names the same turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TurnId(u64);

/// One open socket; random, unique among the sockets of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConnectionId(u64);

/// Tells two histories apart that reached the same sequence number: every start of the store draws a new one
/// and stamps the events it appends with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tag(u32);

/// The place of an event in its session, `<seq>-<tag>` on the wire: the one cursor everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EventId {
    /// 1, 2, 3 ... without holes; 0 is the place before the first event.
    pub seq: u64,
    /// The history in which the event got its number.
    pub tag: Tag,
}

/// The name a client gave a message, the key by which a repeated send is recognised:
/// 1 to [`ClientMsgId::MAX_LEN`] bytes of printable ASCII.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClientMsgId(Box<str>);

/// The text is not a well-formed id of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a well-formed {0}")]
pub struct BadId(pub &'static str);

impl SessionId {
    /// A fresh random id.
    #[must_use]
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// The 16 bytes of the UUID, big-endian: the key prefix in stores.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The id that [`SessionId::as_bytes`] gave.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// A number that is the same for the session for ever: what seeded choices start from.
    #[must_use]
    pub fn seed(&self) -> u64 {
        let (high, low) = self.0.as_u64_pair();
        high ^ low
    }
}

impl FromStr for SessionId {
    type Err = BadId;

    /// Only the canonical hyphenated lower-case form, so that one session has one name.
    fn from_str(text: &str) -> Result<Self, BadId> {
        let id = Uuid::try_parse(text).map_err(|_| BadId("session id"))?;
        let mut buffer = Uuid::encode_buffer();
        if id.hyphenated().encode_lower(&mut buffer) == text { Ok(Self(id)) } else { Err(BadId("session id")) }
    }
}

impl OwnerId {
    /// A fresh random id.
    #[must_use]
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// The 16 bytes of the UUID: the key prefix in stores.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The id that [`OwnerId::as_bytes`] gave.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl OwnerId {
    /// The id that a guest was given: only as a random UUID v4 and in the canonical hyphenated lower-case form, so that
    /// nobody names an owner of another kind, or one owner in two ways.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn of_cookie(text: &str) -> Result<Self, BadId> {
        let bad = BadId("guest");
        let id = Uuid::try_parse(text).map_err(|_| bad)?;
        let mut buffer = Uuid::encode_buffer();
        let canonical = id.hyphenated().encode_lower(&mut buffer) == text;
        let random = id.get_version() == Some(Version::Random) && id.get_variant() == Variant::RFC4122;
        if canonical && random { Ok(Self(id)) } else { Err(bad) }
    }
}

impl FromStr for OwnerId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        Uuid::try_parse(text).map(Self).map_err(|_| BadId("owner id"))
    }
}

impl MessageId {
    /// The id of what a person says: the same for the same session and `client_msg_id`.
    #[must_use]
    pub fn of_user(session: SessionId, client_msg_id: &ClientMsgId) -> Self {
        Self(derive(&session.0, client_msg_id.as_str().as_bytes()))
    }

    /// The id of the `index`-th message an agent says in an attempt at a turn. `attempt` and `tag` make the
    /// texts of an abandoned attempt recognisable as other messages.
    #[must_use]
    pub fn of_agent(session: SessionId, turn: TurnId, tag: Tag, attempt: u32, index: u32) -> Self {
        let mut name = [0_u8; 20];
        name[..8].copy_from_slice(&turn.0.to_be_bytes());
        name[8..12].copy_from_slice(&tag.0.to_be_bytes());
        name[12..16].copy_from_slice(&attempt.to_be_bytes());
        name[16..].copy_from_slice(&index.to_be_bytes());
        Self(derive(&session.0, &name))
    }
}

fn derive(namespace: &Uuid, name: &[u8]) -> u64 {
    let (high, low) = Uuid::new_v5(namespace, name).as_u64_pair();
    high ^ low
}

impl TurnId {
    /// The turn that answers `message`.
    #[must_use]
    pub const fn answering(message: MessageId) -> Self {
        Self(message.0)
    }

    /// The turn in which `job` is done; `cause` tells apart how often it was asked for.
    #[must_use]
    pub fn of_job(session: SessionId, cause: u64, job: &Job) -> Self {
        Self(derive(&session.0, format!("{job} {cause:016x}").as_bytes()))
    }
}

impl ConnectionId {
    /// The id made of the given random number.
    #[must_use]
    pub const fn new(random: u64) -> Self {
        Self(random)
    }
}

impl Tag {
    /// The tag made of the low 24 bits of a random number.
    #[must_use]
    pub const fn new(random: u32) -> Self {
        Self(random & 0x00ff_ffff)
    }

    /// The number inside, below 2^24.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl FromStr for EventId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = BadId("event id");
        let (seq, tag) = text.split_once('-').ok_or(bad)?;
        let plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
        if !plain(seq) || !plain(tag) || tag.len() > 6 {
            return Err(bad);
        }
        Ok(Self { seq: seq.parse().map_err(|_| bad)?, tag: Tag::new(u32::from_str_radix(tag, 16).map_err(|_| bad)?) })
    }
}

impl ClientMsgId {
    /// Longest id accepted, in bytes.
    pub const MAX_LEN: usize = 128;

    /// The id as the client wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A fresh random id, for a door whose callers send none.
    #[must_use]
    pub fn random() -> Self {
        Self(Uuid::new_v4().to_string().into())
    }
}

impl FromStr for ClientMsgId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let fits = (1..=Self::MAX_LEN).contains(&text.len());
        if fits && text.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
            Ok(Self(text.into()))
        } else {
            Err(BadId("client_msg_id (1 to 128 printable ASCII characters)"))
        }
    }
}

/// Ids of the form `<letter><16 hex digits>`.
macro_rules! hex_id {
    ($name:ident, $letter:literal, $what:literal) => {
        impl $name {
            /// The number inside, for stores.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }

            /// The id with that number, for stores.
            #[must_use]
            pub const fn from_number(number: u64) -> Self {
                Self(number)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{:016x}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                let digits = text.strip_prefix($letter).ok_or(BadId($what))?;
                let lower = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
                if digits.len() != 16 || !digits.bytes().all(lower) {
                    return Err(BadId($what));
                }
                u64::from_str_radix(digits, 16).map(Self).map_err(|_| BadId($what))
            }
        }
    };
}

hex_id!(MessageId, "m", "message id");
hex_id!(TurnId, "t", "turn id");
hex_id!(ConnectionId, "c", "connection id");

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for OwnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:06x}", self.seq, self.tag.0)
    }
}

impl fmt::Display for ClientMsgId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_ids_survive_the_wire_and_nothing_else_passes() {
        let id = EventId { seq: 42, tag: Tag::new(0x009f_3a1c) };
        assert_eq!(id.to_string(), "42-9f3a1c");
        assert_eq!("42-9f3a1c".parse(), Ok(id));
        for bad in
            ["", "42", "-1-9f3a1c", "42-", "+4-9f3a1c", "a-9f3a1c", "42-9f3a1c7", "99999999999999999999-1", "１-1"]
        {
            assert!(bad.parse::<EventId>().is_err(), "{bad} must be refused");
        }
    }

    #[test]
    fn session_ids_have_one_spelling() {
        let id = SessionId::random();
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in [id.to_string().to_uppercase(), format!("{{{id}}}"), format!("urn:uuid:{id}"), "../x".into()] {
            assert!(bad.parse::<SessionId>().is_err(), "{bad} must be refused");
        }
    }

    #[test]
    fn a_guest_has_one_name() {
        let given = OwnerId::random();
        assert_eq!(OwnerId::of_cookie(&given.to_string()), Ok(given));
        let text = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
        assert!(OwnerId::of_cookie(text).is_ok());
        let others = [
            text.to_uppercase(),
            text.replace('-', ""),
            format!("urn:uuid:{text}"),
            format!("{{{text}}}"),
            format!(" {text}"),
            // Made of a name, of a time, by Microsoft, and none at all.
            "6f9619ff-8b86-5d01-b42d-00cf4fc964ff".into(),
            "6f9619ff-8b86-11d0-b42d-00cf4fc964ff".into(),
            "6f9619ff-8b86-4d01-d42d-00cf4fc964ff".into(),
            "00000000-0000-0000-0000-000000000000".into(),
            String::new(),
        ];
        for other in others {
            assert!(OwnerId::of_cookie(&other).is_err(), "{other}");
        }
    }

    #[test]
    fn a_turn_has_the_number_of_the_message_it_answers() {
        let session = SessionId::random();
        let name: ClientMsgId = "m-1".parse().unwrap();
        let message = MessageId::of_user(session, &name);
        assert_eq!(message, MessageId::of_user(session, &name));
        assert_eq!(TurnId::answering(message).to_string()[1..], message.to_string()[1..]);
    }
}
