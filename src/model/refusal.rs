//! How servers say that they do not take something of a request: by the thing they name, and by how they refuse it.
//!
//! Their sentences differ with every server and version. What is looked for are the few words that stand for a thing, as it
//! is called in requests and by people, and the few by which something is refused for good.

use super::Features;
use super::shorter::is_too_long;
use crate::provider::ErrorDetail;

/// The words for a feature, in the order in which a sentence with more than one of them is understood.
const NAMES: [(Features, &[&str]); 5] = [
    (Features::USAGE, &["stream_options", "stream options", "streamoptions", "include_usage"]),
    (
        Features::SCHEMA,
        &[
            "response_format",
            "response format",
            "responseformat",
            "schema",
            "response_mime_type",
            "responsemimetype",
            "output_config",
            "output_format",
            "structured output",
            "json output",
            "json mode",
            "json_mode",
            "grammar",
            "guided",
            "constrained decoding",
        ],
    ),
    (
        Features::PICTURES,
        &[
            "image",
            "picture",
            "vision",
            "visual",
            "multimodal",
            "multi-modal",
            "modality",
            "modalities",
            "mmproj",
            "inline_data",
            "inlinedata",
            // A server whose contents are texts only.
            "content part",
            "non-text",
            "text-only",
            "only text",
            "text content",
            "textcontent",
            "be 'text'",
            "be a string",
            "valid string",
            "expected string",
            "expected a string",
            "of type string",
            // One that does not look, and stumbles over them.
            "(not \"list\")",
        ],
    ),
    (
        Features::SYSTEM,
        &[
            "system role",
            "system message",
            "system prompt",
            "system instruction",
            "system_instruction",
            "systeminstruction",
            "'system'",
            "\"system\"",
            "`system`",
            "role: system",
            "role system",
            "role=system",
            "yet: system",
            "got system",
            "developer instruction",
            "developer message",
            "developer role",
            "must alternate",
            "roles are supported",
            "first message",
            // The field, in a sentence and in a list of what is wrong.
            ".role",
            "\nrole\n",
        ],
    ),
    (
        Features::STREAM,
        &[
            "to stream",
            "streaming",
            "support stream",
            "stream mode",
            "stream is not",
            "stream not supported",
            "stream must be",
            "stream=true",
            "`stream`",
            "'stream'",
            "\"stream\"",
            "body\nstream\n",
        ],
    ),
];

/// How servers say that something is never taken, rather than not now.
const NEVER: [&str; 13] = [
    "not support",
    "n't support",
    "no support",
    "unsupported",
    "not accept",
    "n't accept",
    "not allowed",
    "n't allow",
    "not permitted",
    "not enabled",
    "not implemented",
    "not compiled",
    "disabled",
];
/// Further words of the kind, where it is about pictures.
const NO_PICTURES: [&str; 19] = [
    "not include",
    "no endpoints",
    "only supported by",
    "at most 0",
    "not a multimodal",
    "not a vision",
    "requires multimodal",
    "unknown variant",
    "invalid content type",
    "non-text",
    "text-only",
    "only text",
    "be 'text'",
    "be a string",
    "valid string",
    "expected string",
    "expected a string",
    "of type string",
    "(not \"list\")",
];
/// What a sentence is about that refuses one picture.
const THIS_PICTURE: [&str; 4] = ["format", "media type", "media_type", "mime"];
/// What it is about when the request is none of the matter: who asks, what was paid for, how often, and which model.
const SOMETHING_ELSE: [&str; 17] = [
    "api key",
    "api_key",
    "apikey",
    "authenticat",
    "unauthorized",
    "permission",
    "rate limit",
    "rate_limit",
    "too many requests",
    "quota",
    "billing",
    "credit",
    "balance",
    "model_not_found",
    "model not found",
    "invalid model",
    "unknown model",
];

/// What a server's refusal tells of what can be left out of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It speaks of that; whether it is never taken, and not only not now, or not this one.
    Of { feature: Features, never: bool },
    /// It tells no reason.
    Nothing,
    /// It is about something else: nothing is to be left out for it.
    Else,
}

/// What is told of `these`, by a refusal with that status.
pub fn told(these: Features, status: Option<u16>, detail: &ErrorDetail) -> Told {
    let never = detail.speaks_of(&NEVER);
    let named = |(feature, names): &(Features, &[&str])| these.has(*feature) && detail.speaks_of(names);
    let feature = NAMES.iter().find(|name| named(name)).map(|(feature, _)| *feature);
    // Pictures count for its length, as much as words.
    if is_too_long(status, detail) {
        let shows =
            these.has(Features::PICTURES) && NAMES.iter().any(|name| name.0 == Features::PICTURES && named(name));
        return if shows { Told::Of { feature: Features::PICTURES, never: false } } else { Told::Else };
    }
    if detail.speaks_of(&SOMETHING_ELSE) && !(never && feature.is_some()) {
        return Told::Else;
    }
    match feature {
        Some(feature @ Features::PICTURES) => {
            let never = (never || detail.speaks_of(&NO_PICTURES)) && !detail.speaks_of(&THIS_PICTURE);
            Told::Of { feature, never }
        }
        // What else is named is not this one or another.
        Some(feature) => Told::Of { feature, never: true },
        None => Told::Nothing,
    }
}

/// Whether it says that something is never taken. A server that is busy says the same of what it does at other times.
pub fn says_never(detail: &ErrorDetail) -> bool {
    detail.speaks_of(&NEVER)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_refused_is_told_from_what_is_not_taken_this_time() {
        let all = [Features::USAGE, Features::SCHEMA, Features::PICTURES, Features::SYSTEM, Features::STREAM];
        let all = all.into_iter().fold(Features::NONE, |all, feature| all | feature);
        let read = |status: u16, said: &str| told(all, Some(status), &ErrorDetail::of(&json!({"error": said})));
        let pictures = |never| Told::Of { feature: Features::PICTURES, never };
        for (status, said, told) in [
            (400, "image input is not supported", pictures(true)),
            (400, "Image exceeds 5 MB maximum", pictures(false)),
            (400, "unsupported image format", pictures(false)),
            (400, "no", Told::Nothing),
            (400, "API key not valid. Please pass a valid API key.", Told::Else),
            (400, "Rate limit reached for images per minute", Told::Else),
            (400, "Your API key's plan does not support images", pictures(true)),
            (400, "maximum context length is 10 tokens, and there are 11 (3 in the response_format)", Told::Else),
            (400, "longer than the maximum model length; the number of image tokens depends on", pictures(false)),
            (404, "model_not_found", Told::Else),
        ] {
            assert_eq!(read(status, said), told, "{said}");
        }
        let json = ErrorDetail::of(&json!({"error": "response_format is not supported"}));
        assert_eq!(told(Features::PICTURES, Some(400), &json), Told::Nothing, "that is left out already");
    }
}
