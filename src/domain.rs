//! The things hera speaks of, as pure types: no serde, no runtime, no store.
//!
//! The wire forms are in [`crate::protocol`], the stored forms in [`crate::record`].

pub mod blank;
pub mod care;
pub mod choice;
pub mod clock;
pub mod event;
pub mod family;
pub mod ids;
pub mod job;
pub mod message;
pub mod painting;
pub mod parts;
pub mod patch;
pub mod photo;
pub mod profile;
pub mod session_hash;
pub mod state;
pub mod usage;

pub use blank::is_blank;
pub use care::{Alone, Attention, Care};
pub use choice::Choice;
pub use clock::{Clock, SystemClock, UnixMillis, UtcOffset};
pub use event::{Event, Outcome, RunErrorCode};
pub use family::{Awaited, Fact, Family, FamilyRole, Member, Offer, Plan, PlanLine, Talk, Trip};
pub use ids::{BadId, ClientMsgId, ConnectionId, EventId, MessageId, OwnerId, SessionId, Tag, TurnId};
pub use job::Job;
pub use message::{Author, Message, MessageStatus};
pub use painting::{GREET_FAMILY, Painting};
pub use parts::{Change, Parts, State};
pub use patch::Patch;
pub use photo::{MediaType, Photo, PhotoId, PhotoKind, Photos};
pub use profile::{BigFive, Child, Field, Gender, Partner, RelationshipStatus, Topic, UserProfile};
pub use session_hash::SessionHash;
pub use state::{AgentState, InterruptId, Interview, Language, Phase, SessionState, StateUpdate, Summary};
pub use usage::{ModelUsage, TurnUsage};
