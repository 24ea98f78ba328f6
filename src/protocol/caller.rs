//! Who asks, as far as the server tells it: to the one who asks, and to nobody else.

use schemars::JsonSchema;
use serde::Serialize;
use utoipa::ToSchema;

/// Who asks, and what they are to the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
pub struct CallerObject {
    pub kind: CallerKind,
    pub role: CallerRole,
}

/// How the caller is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallerKind {
    /// By a cookie, or not at all.
    Guest,
}

/// What the caller may do in the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallerRole {
    /// Everything: the session is theirs.
    Owner,
    /// Read, write and give pictures, by its link. Somebody else made the session, who reads along; only they delete it.
    Writer,
}

impl CallerObject {
    /// A guest; whether the session is theirs.
    #[must_use]
    pub const fn guest(owns: bool) -> Self {
        Self { kind: CallerKind::Guest, role: if owns { CallerRole::Owner } else { CallerRole::Writer } }
    }
}
