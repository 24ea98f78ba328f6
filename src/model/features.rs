//! What a request may have that not every server takes, and how it is asked without.
//!
//! A server that refuses a request is asked again with less in it: without what it speaks of, or else without one thing
//! after the other. What has turned out to be refused is not sent again, but for one request now and then: the server may
//! have been replaced. A single refusal that tells no reason teaches nothing, and what was once taken is not given up for it.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::BitOr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::refusal::{self, Told};
use super::{Line, Request, Role};
use crate::domain::is_blank;
use crate::provider::ErrorDetail;

/// Features of a request that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Features(u8);

/// One feature, and what it is called in the log.
struct Feature {
    bit: Features,
    name: &'static str,
}

/// In the order in which they are left out of a request that is refused without a reason.
const FEATURES: [Feature; 5] = [
    Feature { bit: Features::USAGE, name: "stream_options" },
    Feature { bit: Features::SCHEMA, name: "JSON schema" },
    Feature { bit: Features::PICTURES, name: "pictures" },
    Feature { bit: Features::SYSTEM, name: "system role" },
    Feature { bit: Features::STREAM, name: "stream" },
];

/// What is refused is asked with again after that time, or that many requests.
const AGAIN: Duration = Duration::from_hours(1);
const AGAIN_REQUESTS: u32 = 100;
/// Requests refused one after the other, whatever was left out, after which nothing counts as taken before.
const FAILURES: u32 = 2;

/// What stands for a picture that is left out.
const UNSEEN: &str = "[a picture that you cannot see]";
/// What asks for JSON where its schema cannot be given apart.
const JSON: &str = "Answer with one JSON value of the following JSON Schema, and with nothing before or after it:";

impl Features {
    pub const NONE: Self = Self(0);
    /// An answer of a JSON schema is asked for as such.
    pub const SCHEMA: Self = Self(1);
    pub const PICTURES: Self = Self(1 << 1);
    /// The instructions are apart from the conversation.
    pub const SYSTEM: Self = Self(1 << 2);
    /// It is asked to tell what the answer took.
    pub const USAGE: Self = Self(1 << 3);
    /// The answer comes piece by piece.
    pub const STREAM: Self = Self(1 << 4);

    /// Whether all of `other` is among these.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    const fn but(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Those that are in `request`.
    #[must_use]
    pub fn of(self, request: &Request) -> Self {
        let pictures = request.lines.iter().any(|line| !line.pictures.is_empty());
        let absent = [(request.schema.is_none(), Self::SCHEMA), (!pictures, Self::PICTURES)];
        absent.into_iter().filter(|(absent, _)| *absent).fold(self, |these, (_, feature)| these.but(feature))
    }

    /// Each of them by itself.
    fn each(self) -> impl Iterator<Item = &'static Feature> {
        FEATURES.iter().filter(move |feature| self.has(feature.bit))
    }

    /// Their names, for the log.
    #[must_use]
    pub fn names(self) -> String {
        self.each().map(|feature| feature.name).collect::<Vec<_>>().join(", ")
    }

    /// The request without them: what they carried is said in words, as far as it can be.
    #[must_use]
    pub fn left_out_of(self, request: &Request) -> Request {
        let mut less = request.clone();
        if self.has(Self::SCHEMA)
            && let Some(schema) = less.schema.take()
        {
            less.instructions = format!("{}\n\n{JSON}\n{}", less.instructions, schema.schema);
        }
        if self.has(Self::PICTURES) {
            for line in &mut less.lines {
                for _ in line.pictures.drain(..) {
                    join(&mut line.text, UNSEEN);
                }
            }
        }
        if self.has(Self::SYSTEM) {
            let mut instructions = std::mem::take(&mut less.instructions);
            match less.lines.first_mut().filter(|line| line.role == Role::User) {
                Some(first) => {
                    join(&mut instructions, &first.text);
                    first.text = instructions;
                }
                None => less.lines.insert(0, Line::new(Role::User, instructions, Vec::new())),
            }
        }
        less
    }
}

impl BitOr for Features {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

fn join(text: &mut String, more: &str) {
    if !is_blank(text) {
        text.push_str("\n\n");
    }
    text.push_str(more);
}

/// What is known of a model's server, from the answers it gave.
#[derive(Debug, Default)]
pub struct Known(Mutex<Findings>);

#[derive(Debug, Default)]
struct Findings {
    taken: Features,
    refused: Features,
    /// What an answer came without once, though nothing was said of it: the server may have stumbled at something else.
    doubted: Features,
    /// The pictures of the request that made pictures doubtful, by the hashes of their bytes.
    odd: Vec<u64>,
    /// Since when nothing that is refused was asked with, and requests since then.
    since: Option<Instant>,
    requests: u32,
    /// Requests that were refused whatever was left out, one after the other.
    failures: u32,
}

impl Known {
    fn findings(&self) -> MutexGuard<'_, Findings> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the server has taken at least once, and what is left out of the next request, because it refuses that. Now and
    /// then it is nothing: servers are replaced.
    fn next(&self) -> (Features, Features) {
        let mut findings = self.findings();
        findings.requests += 1;
        let again = findings.requests > AGAIN_REQUESTS || findings.since.is_some_and(|since| since.elapsed() > AGAIN);
        if again {
            (findings.requests, findings.since) = (0, Some(Instant::now()));
        }
        (findings.taken, if again { Features::NONE } else { findings.refused })
    }

    /// It has answered this request, asked as the trial has come to ask it; what is known to be refused from now on, and was
    /// not known before.
    pub fn learn(&self, trial: &Trial, request: &Request) -> Features {
        let findings = &mut *self.findings();
        let with = trial.with();
        findings.failures = 0;
        findings.taken = findings.taken | with;
        (findings.refused, findings.doubted) = (findings.refused.but(with), findings.doubted.but(with));
        let new = trial.without.but(findings.taken).but(findings.refused);
        let mut certain = new.and(trial.named | findings.doubted);
        if new.but(trial.named).has(Features::PICTURES) {
            let pictures = request.lines.iter().flat_map(|line| &line.pictures);
            let pictures = pictures.map(|picture| hash(&picture.bytes)).collect::<Vec<_>>();
            if !certain.has(Features::PICTURES) {
                findings.odd = pictures;
            } else if pictures.iter().any(|picture| findings.odd.contains(picture)) {
                // It is this picture again.
                certain = certain.but(Features::PICTURES);
            }
        }
        findings.doubted = (findings.doubted | new).but(certain);
        findings.refused = findings.refused | certain;
        if certain != Features::NONE {
            (findings.requests, findings.since) = (0, Some(Instant::now()));
        }
        certain
    }

    /// It has refused a request with that status, and nothing helped. If it does so again, it may be another server, which
    /// does not take what the one before has taken.
    pub fn fails(&self, status: Option<u16>) {
        if matches!(status, Some(400 | 422 | 500 | 501)) {
            let mut findings = self.findings();
            findings.failures += 1;
            if findings.failures >= FAILURES {
                (findings.failures, findings.taken) = (0, Features::NONE);
            }
        }
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// A request that is asked with less and less in it while it is refused.
#[derive(Debug)]
pub struct Trial {
    /// What the request has of what can be left out.
    has: Features,
    /// What was taken before. It may be that only this request was not, for something in it.
    taken: Features,
    /// What is left out in any case: what is known to be refused, and what a refusal has spoken of.
    base: Features,
    /// What else is to be left out, one try after the other, when refusals tell no reason.
    tries: Option<VecDeque<Features>>,
    /// What a refusal has spoken of as never taken.
    named: Features,
    /// What is left out now.
    pub without: Features,
}

impl Trial {
    pub fn begin(has: Features, known: &Known) -> Self {
        let (taken, refused) = known.next();
        let base = refused.and(has);
        Self { has, taken, base, tries: None, named: Features::NONE, without: base }
    }

    /// What the request has, as it is asked now.
    pub const fn with(&self) -> Features {
        self.has.but(self.without)
    }

    /// Leaves out something more, after a refusal with that status; `false` when that would not help.
    pub fn leave_out(&mut self, status: Option<u16>, detail: &ErrorDetail) -> bool {
        let Some(may) = self.may_be_refused(status, detail) else { return false };
        match refusal::told(self.has.but(self.base), status, detail) {
            Told::Else => return false,
            // A server that fails may do so at anything.
            Told::Of { feature, never } if !matches!(status, Some(500..)) || !self.taken.has(feature) => {
                self.base = self.base | feature;
                if never {
                    self.named = self.named | feature;
                }
                (self.without, self.tries) = (self.base, None);
                return true;
            }
            Told::Of { .. } | Told::Nothing => {}
        }
        let base = self.base;
        let tries = self.tries.get_or_insert_with(|| {
            let left = may.but(base);
            let each = left.each().map(|feature| base | feature.bit);
            let mut tries = each.collect::<VecDeque<_>>();
            if tries.len() > 1 {
                tries.push_back(base | left);
            }
            tries
        });
        let next = tries.pop_front();
        self.without = next.unwrap_or(self.without);
        next.is_some()
    }

    /// What may be meant by a refusal of that status that tells no reason: nothing that was taken before. `None` when it
    /// is no refusal of anything in the request. An error in the middle of an answer may have no status.
    ///
    /// A key that is refused with 403 may be refused for a picture only: it is tried, and only an answer teaches anything.
    fn may_be_refused(&self, status: Option<u16>, detail: &ErrorDetail) -> Option<Features> {
        let untried = self.has.but(self.taken);
        match status {
            // Hardly any server does not stream, and those that do not say so.
            Some(400 | 422) => Some(untried.but(Features::STREAM)),
            // A server that stumbles over a schema or a picture fails; but so does one that is broken.
            Some(500 | 501) => Some(untried.and(Features::SCHEMA | Features::PICTURES)),
            // It is about who asks, what was paid for, or how often and when.
            Some(401 | 402 | 407 | 408 | 409 | 425 | 429) => None,
            None | Some(400..500) => Some(Features::NONE),
            Some(_) => refusal::says_never(detail).then_some(Features::NONE),
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use serde_json::json;

    use super::super::{Picture, Schema};
    use super::*;
    use crate::domain::MediaType;

    const ALL: Features = Features(0b11111);

    /// What is left out, one try after the other, of a server that always refuses with that status and sentence.
    fn tries(known: &Known, has: Features, status: u16, said: &str) -> Vec<String> {
        let detail = ErrorDetail::of(&json!({"error": {"message": said}}));
        let mut trial = Trial::begin(has, known);
        let mut tries = Vec::new();
        while trial.leave_out(Some(status), &detail) {
            tries.push(trial.without.names());
            assert!(tries.len() < 20, "{tries:?}");
        }
        tries
    }

    #[test]
    fn what_a_refusal_speaks_of_is_left_out_first() {
        let known = Known::default();
        let tried = tries(&known, ALL, 400, "Unrecognized request argument: stream_options");
        assert_eq!(tried[0], "stream_options");
        for (status, said, name) in [
            (500, "image input is not supported - hint: provide the mmproj", "pictures"),
            (404, "No endpoints found that support image input", "pictures"),
            (422, "messages.1.content: Input should be a valid string", "pictures"),
            (400, "This response_format type is unavailable now", "JSON schema"),
            (500, "Failed to parse grammar", "JSON schema"),
            (400, "Developer instruction is not enabled for this model", "system role"),
            (400, "Conversation roles must alternate user/assistant/user/assistant/...", "system role"),
            (400, "Your organization must be verified to stream this model.", "stream"),
            (400, "stream is not supported", "stream"),
            (422, "Unsupported value: 'stream' does not support true with this model.", "stream"),
            (403, "Your plan does not include image inputs", "pictures"),
            (405, "response_format is not allowed here", "JSON schema"),
            (406, "`stream` must be false", "stream"),
            (503, "This replica does not support image input", "pictures"),
            (502, "json_schema is not supported by the upstream", "JSON schema"),
        ] {
            assert_eq!(tries(&known, ALL, status, said).first().map(String::as_str), Some(name), "{said}");
        }
    }

    #[test]
    fn without_a_reason_one_thing_after_the_other_is_left_out() {
        let known = Known::default();
        let (schema, pictures, both) = ("JSON schema", "pictures", "JSON schema, pictures");
        let (usage, system, all) =
            ("stream_options", "system role", "stream_options, JSON schema, pictures, system role");
        assert_eq!(tries(&known, ALL, 400, "no"), [usage, schema, pictures, system, all]);
        assert_eq!(tries(&known, ALL, 500, "no"), [schema, pictures, both]);
        assert_eq!(tries(&known, Features::SCHEMA, 422, "no"), [schema]);
        for other in [401, 402, 403, 404, 408, 413, 429, 502, 503, 504, 529] {
            assert_eq!(tries(&known, ALL, other, "no"), [""; 0], "{other}");
        }
        for (status, said) in [
            (503, "the image service is not there"),
            (502, "upstream: vision model overloaded"),
            (401, "this key does not support image input"),
            (403, "Your API key has been disabled"),
            (429, "image input is not supported so often"),
        ] {
            assert_eq!(tries(&known, ALL, status, said), [""; 0], "{status} {said}");
        }
    }

    /// A server takes the request with this picture only when it is asked without that, and says so; what is learnt.
    fn refuses(known: &Known, without: Features, said: &str, picture: &'static [u8]) -> Features {
        let picture = Picture { media_type: MediaType::Png, bytes: Bytes::from_static(picture) };
        let lines = vec![Line::new(Role::User, "Hello", vec![picture])];
        let schema = Some(Schema { name: "any", schema: json!({}) });
        let request = Request { instructions: "Be Hera.".into(), lines, schema };
        let detail = ErrorDetail::of(&json!({"error": {"message": said}}));
        let mut trial = Trial::begin(ALL, known);
        while trial.without != without {
            assert!(trial.leave_out(Some(400), &detail), "{said}");
        }
        known.learn(&trial, &request)
    }

    #[test]
    fn what_was_taken_once_is_not_given_up_for_good() {
        let known = Known::default();
        let (schema, pictures) = (Features::SCHEMA, Features::PICTURES);
        assert_eq!(refuses(&known, schema, "response_format is not supported", b"a"), schema);
        assert_eq!(refuses(&known, schema, "", b"a"), Features::NONE, "known already");
        assert_eq!(Trial::begin(ALL, &known).without, schema);
        // Only this picture is not taken.
        assert_eq!(tries(&known, pictures, 400, "cannot process image"), ["pictures"]);
        assert_eq!(refuses(&known, schema | pictures, "cannot process image", b"b"), Features::NONE);
        assert_eq!(Trial::begin(ALL, &known).without, schema);
        // Without a reason, or from a server that fails, it is not meant.
        for (status, said) in [(400, "no"), (500, "cannot process image"), (503, "image input is not supported")] {
            assert_eq!(tries(&known, pictures, status, said), [""; 0]);
        }
        // Unless it is another server by now.
        known.fails(Some(400));
        known.fails(Some(401));
        assert_eq!(tries(&known, pictures, 400, "no"), [""; 0]);
        known.fails(Some(400));
        assert_eq!(tries(&known, pictures, 400, "no"), ["pictures"]);
    }

    #[test]
    fn one_refusal_that_may_be_about_something_else_teaches_nothing() {
        let (usage, pictures, none) = (Features::USAGE, Features::PICTURES, Features::NONE);
        let known = Known::default();
        assert_eq!(refuses(&known, usage, "no", b"a"), none, "it may have been busy");
        assert_eq!(Trial::begin(ALL, &known).without, none);
        assert_eq!(refuses(&known, usage, "no", b"a"), usage);
        // The same odd picture goes along again and again.
        let known = Known::default();
        for said in ["cannot process image", "unsupported image format", "cannot process image"] {
            assert_eq!(refuses(&known, pictures, said, b"odd"), none, "{said}");
        }
        assert_eq!(refuses(&known, pictures, "cannot process image", b"another"), pictures);
        let known = Known::default();
        assert_eq!(refuses(&known, pictures, "image input is not supported", b"a"), pictures);
    }

    #[test]
    fn what_is_refused_is_asked_with_again() {
        let known = Known::default();
        assert_eq!(refuses(&known, Features::SCHEMA, "response_format is not supported", b"a"), Features::SCHEMA);
        let left_out = (0..=AGAIN_REQUESTS).map(|_| Trial::begin(ALL, &known).without).collect::<Vec<_>>();
        let (last, before) = left_out.split_last().unwrap();
        assert!(before.iter().all(|without| *without == Features::SCHEMA));
        assert_eq!(*last, Features::NONE);
        // It still does not take it.
        assert_eq!(Trial::begin(ALL, &known).without, Features::SCHEMA);
    }

    #[test]
    fn what_is_left_out_is_said_in_words() {
        let picture = || Picture { media_type: MediaType::Png, bytes: Bytes::from_static(b"x") };
        let request = Request {
            instructions: "Be Hera.".into(),
            lines: vec![
                Line::new(Role::User, "Hello", vec![picture()]),
                Line::new(Role::Assistant, "Yes?", Vec::new()),
                Line::new(Role::User, " ", vec![picture(), picture()]),
            ],
            schema: Some(Schema { name: "any", schema: json!({"type": "object"}) }),
        };
        let less = ALL.left_out_of(&request);
        assert_eq!((less.instructions.as_str(), &less.schema), ("", &None));
        let first = format!("Be Hera.\n\n{JSON}\n{{\"type\":\"object\"}}\n\nHello\n\n{UNSEEN}");
        let texts = less.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>();
        assert_eq!(texts, [first.as_str(), "Yes?", &format!(" {UNSEEN}\n\n{UNSEEN}")]);
        assert!(less.lines.iter().all(|line| line.pictures.is_empty()));
        let began = Request { lines: vec![Line::new(Role::Assistant, "Who?", Vec::new())], ..request.clone() };
        assert_eq!(Features::SYSTEM.left_out_of(&began).lines[0].role, Role::User);
        assert_eq!(Features::NONE.left_out_of(&request), request);
    }
}
