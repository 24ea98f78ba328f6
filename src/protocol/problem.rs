//! RFC 9457 problem documents, which also carry the `error` string of the original application.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::http::Status;

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What only some problems tell.
pub type Members = Map<String, Value>;

/// What went wrong with a request.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Problem {
    /// `urn:hera:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short name of the problem, the same for every occurrence.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong this time, for people.
    pub detail: String,
    /// The problem's stable name.
    pub code: &'static str,
    /// The same as `detail`, where clients of the original application look for it.
    pub error: String,
    /// Members that only this problem has, such as `missing_fields`.
    #[serde(flatten)]
    #[schema(additional_properties)]
    pub more: Map<String, Value>,
}

impl Problem {
    /// A problem without further members.
    #[must_use]
    pub fn new(status: u16, code: &'static str, title: &'static str, detail: String) -> Self {
        let kind = format!("urn:hera:problem:{code}");
        Self { kind, title, status, error: detail.clone(), detail, code, more: Map::new() }
    }

    /// The problem with a further member.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.into(), value);
        self
    }
}

/// What tells that the interview is not over, and what of it is missing.
#[must_use]
pub fn unfinished(status: &Status<'_>) -> Members {
    // By way of the text: `to_value` would show the 0.7 of an f32 as 0.699999988079071.
    let status = serde_json::to_string(status).unwrap_or_default();
    let mut members: Members = serde_json::from_str(&status).unwrap_or_default();
    members.insert("information_complete".into(), false.into());
    members
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_problem_says_it_both_ways() {
        let problem = Problem::new(400, "profile_incomplete", "Profile incomplete", "age is missing".into());
        assert_eq!(
            serde_json::to_value(problem.with("missing_fields", json!(["age"]))).unwrap(),
            json!({"type": "urn:hera:problem:profile_incomplete", "title": "Profile incomplete", "status": 400,
                "detail": "age is missing", "code": "profile_incomplete", "error": "age is missing",
                "missing_fields": ["age"]})
        );
    }
}
