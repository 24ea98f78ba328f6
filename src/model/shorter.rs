//! A conversation that is longer than a model can read is asked with less of it: the newer half, then a quarter, then the
//! last exchange, then the last thing said alone. The instructions always stay, and what is told beside the conversation.
//!
//! What a model has read and what was too long for it is remembered while the process lives, so that the next turns begin
//! with what fits.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Line, Request, Role};
use crate::provider::ErrorDetail;

/// What a picture counts for, in bytes of text: it is some hundred tokens.
const PICTURE: usize = 4096;

/// How servers say that they cannot read so much: `OpenAI` and those who speak like it, Anthropic, Gemini, vLLM, llama.cpp,
/// Ollama, TGI, `SGLang`, LM Studio, Mistral, Cohere, xAI, Bedrock, `DashScope`.
const TOO_LONG: [&str; 27] = [
    "context length",
    "context_length",
    "context window",
    "context_window",
    "context size",
    "context_size",
    "context limit",
    "maximum context",
    "prompt is too long",
    "prompt too long",
    "prompt length",
    "input is too long",
    "input too long",
    "input length",
    "input token count",
    "input tokens exceed",
    "too many tokens",
    "maximum number of tokens",
    "maximum model length",
    "reduce the length",
    "max_new_tokens",
    "must have less than",
    "string too long",
    "string_above_max_length",
    "request_too_large",
    "exceeds the maximum size",
    "max_tokens must be at least 1, got -",
];
/// What a request is refused with that is more than may be asked in a minute: it never goes better later.
const TOO_MUCH_A_MINUTE: [&str; 1] = ["request too large for"];

/// Whether a refusal with that status is one of the length of the conversation.
pub fn is_too_long(status: Option<u16>, detail: &ErrorDetail) -> bool {
    match status {
        // It is about who asks, what was paid for, or when.
        Some(401..=403 | 407..=409 | 425 | 502..) => false,
        Some(413) => detail.speaks_of(&TOO_LONG) || detail.speaks_of(&TOO_MUCH_A_MINUTE),
        Some(429) => detail.speaks_of(&TOO_MUCH_A_MINUTE),
        _ => detail.speaks_of(&TOO_LONG),
    }
}

/// What is known of how much a model can read, in bytes of a request.
#[derive(Debug, Default)]
pub struct Room(Mutex<Known>);

#[derive(Debug)]
struct Known {
    /// It has read as much.
    read: usize,
    /// As much was too long.
    too_long: usize,
}

impl Default for Known {
    fn default() -> Self {
        Self { read: 0, too_long: usize::MAX }
    }
}

impl Room {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The model has read a request of that size.
    fn has_read(&self, size: usize) {
        let mut known = self.known();
        known.read = known.read.max(size);
        if known.too_long <= size {
            // As long as it was in other letters.
            known.too_long = usize::MAX;
        }
    }

    /// A request of that size was too long.
    fn refused(&self, size: usize) {
        let mut known = self.known();
        known.too_long = known.too_long.min(size);
        if known.read >= size {
            known.read = 0;
        }
    }

    /// How large a request may be that is not known to be too long; `None` when one of that size may be tried.
    fn instead_of(&self, size: usize) -> Option<usize> {
        let known = self.known();
        (size >= known.too_long).then(|| known.read.max(known.too_long / 2))
    }
}

/// How much of a conversation is asked with.
#[derive(Debug)]
pub struct Shorter {
    /// How many of the things said, the newest.
    kept: usize,
    /// What was tried, and did not help.
    tried: usize,
}

impl Shorter {
    /// As much as is not known to be too long.
    pub fn begin(request: &Request, room: &Room) -> Self {
        let all = said(request).count();
        let most = room.instead_of(size(request));
        // What always stays takes of it, too.
        let kept = most.map_or(all, |most| newest(request, most.saturating_sub(fixed(request))));
        Self { kept, tried: 0 }
    }

    /// What is asked.
    pub fn of(&self, request: &Request) -> Option<Request> {
        let all = said(request).count();
        (self.kept < all).then(|| shortened(request, self.kept))
    }

    /// Asks for less, after what was asked was too long; `false` when there is no less.
    pub fn shorten(&mut self, request: &Request, room: &Room) -> bool {
        room.refused(self.of(request).as_ref().map_or_else(|| size(request), size));
        let (all, before) = (size(request) - fixed(request), self.kept);
        while self.kept >= before && self.tried < 4 {
            self.tried += 1;
            self.kept = match self.tried {
                1 => newest(request, all / 2),
                2 => newest(request, all / 4),
                3 => 2,
                _ => 1,
            };
        }
        self.kept < before
    }

    /// What was asked is answered.
    pub fn fits(&self, request: &Request, room: &Room) {
        room.has_read(self.of(request).as_ref().map_or_else(|| size(request), size));
    }
}

/// The things said, in their order: of each the line, and where in it.
fn said(request: &Request) -> impl DoubleEndedIterator<Item = (usize, std::ops::Range<usize>)> {
    let of_line = |(number, line): (usize, &Line)| {
        let ends = line.said.iter().skip(1).copied().chain([line.text.len()]);
        line.said.iter().zip(ends).map(|(begin, end)| (number, *begin..end)).collect::<Vec<_>>()
    };
    request.lines.iter().enumerate().flat_map(of_line).collect::<Vec<_>>().into_iter()
}

/// What stands before what was said.
fn head(request: &Request) -> &str {
    let first = request.lines.first();
    first.map_or("", |line| &line.text[..line.said.first().copied().unwrap_or(line.text.len())])
}

fn fixed(request: &Request) -> usize {
    request.instructions.len() + head(request).len()
}

fn size(request: &Request) -> usize {
    let lines = request.lines.iter().map(|line| line.text.len() + line.pictures.len() * PICTURE);
    request.instructions.len() + lines.sum::<usize>()
}

/// How many of the things said, the newest, take so many bytes at most; one in any case.
fn newest(request: &Request, most: usize) -> usize {
    let (mut left, mut last) = (most, usize::MAX);
    let fits = |(line, range): &(usize, std::ops::Range<usize>)| {
        let pictures = if *line == last { 0 } else { request.lines[*line].pictures.len() * PICTURE };
        last = *line;
        let rest = left.checked_sub(range.len() + pictures);
        left = rest.unwrap_or_default();
        rest.is_some()
    };
    said(request).rev().take_while(fits).count().max(1)
}

/// The request with so many of the things said, the newest. Roles still take turns, and the person begins, as models
/// expect it.
fn shortened(request: &Request, kept: usize) -> Request {
    let all: Vec<_> = said(request).collect();
    let Some((first, range)) = all.get(all.len().saturating_sub(kept)).cloned() else { return request.clone() };
    let mut lines: Vec<Line> = request.lines[first..].to_vec();
    if let Some(line) = lines.first_mut() {
        line.text.replace_range(..range.start, "");
        line.said = line.said.iter().filter_map(|begin| begin.checked_sub(range.start)).collect();
    }
    let head = head(request);
    match lines.first_mut() {
        _ if head.is_empty() => {
            let begins = lines.iter().position(|line| line.role == Role::User).unwrap_or_default();
            lines.drain(..begins);
        }
        Some(line) if line.role == Role::User => {
            line.text.insert_str(0, head);
            for begin in &mut line.said {
                *begin += head.len();
            }
        }
        _ => lines
            .insert(0, Line { role: Role::User, text: head.trim_end().into(), pictures: Vec::new(), said: Vec::new() }),
    }
    Request { instructions: request.instructions.clone(), lines, schema: request.schema.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Data, ten messages of 1,000 bytes with an answer to each, and a last one.
    fn long() -> Request {
        let mut first = Line::new(Role::User, format!("<data>\n\n{}", "m0".repeat(500)), Vec::new());
        first.said = vec![8];
        let mut lines = vec![first, Line::new(Role::Assistant, "a0".repeat(500), Vec::new())];
        for number in 1..10 {
            lines.push(Line::new(Role::User, format!("m{number}").repeat(500), Vec::new()));
            lines.push(Line::new(Role::Assistant, format!("a{number}").repeat(500), Vec::new()));
        }
        lines.push(Line::new(Role::User, "last", Vec::new()));
        Request { instructions: "rules".into(), lines, schema: None }
    }

    /// The beginnings of the lines.
    fn shape(request: &Request) -> Vec<String> {
        request.lines.iter().map(|line| line.text.chars().take(10).collect()).collect()
    }

    /// What is asked, one try after the other, of a model that refuses all.
    fn tries(request: &Request, room: &Room) -> Vec<Request> {
        let mut shorter = Shorter::begin(request, room);
        let mut tries = vec![shorter.of(request).unwrap_or_else(|| request.clone())];
        while shorter.shorten(request, room) {
            tries.push(shorter.of(request).unwrap());
        }
        tries
    }

    #[test]
    fn less_and_less_is_asked_with_and_the_rules_the_data_and_the_last_message_stay() {
        let request = long();
        let tried = tries(&request, &Room::default());
        let lines: Vec<usize> = tried.iter().map(|asked| asked.lines.len()).collect();
        assert_eq!(lines, [21, 11, 5, 3, 1]);
        assert_eq!(shape(&tried[2])[..2], ["<data>\n\nm8", "a8a8a8a8a8"]);
        assert_eq!(shape(&tried[3]), ["<data>", "a9a9a9a9a9", "last"]);
        assert_eq!(shape(&tried[4]), ["<data>\n\nla"]);
        for asked in tried {
            assert_eq!(asked.instructions, "rules");
            assert!(asked.lines.first().unwrap().text.starts_with("<data>"));
            assert!(asked.lines.last().unwrap().text.ends_with("last"));
            assert!(asked.lines.windows(2).all(|pair| pair[0].role != pair[1].role), "{:?}", shape(&asked));
        }
    }

    #[test]
    fn what_was_said_in_one_line_is_parted_and_the_person_begins() {
        let mut line = Line::new(Role::User, "one\n\ntwo\n\nlast\n\nof it", Vec::new());
        line.said = vec![0, 5, 10];
        let request = Request { lines: vec![line], ..Request::default() };
        let texts: Vec<String> =
            tries(&request, &Room::default()).iter().map(|asked| asked.lines[0].text.clone()).collect();
        assert_eq!(texts, ["one\n\ntwo\n\nlast\n\nof it", "last\n\nof it"]);
        // Without anything before the conversation, an answer without its question is no beginning.
        let said = |role, text: &str| Line::new(role, text, Vec::new());
        let lines = vec![
            said(Role::User, "a question of some length"),
            said(Role::Assistant, "an answer"),
            said(Role::User, "last"),
        ];
        let request = Request { lines, ..Request::default() };
        assert_eq!(shape(tries(&request, &Room::default()).last().unwrap()), ["last"]);
        assert_eq!(tries(&Request::default(), &Room::default()).len(), 1);
    }

    #[test]
    fn a_model_is_known_by_what_it_has_read_and_what_was_too_long() {
        let (request, room) = (long(), Room::default());
        let mut shorter = Shorter::begin(&request, &room);
        assert!(shorter.of(&request).is_none() && shorter.shorten(&request, &room));
        shorter.fits(&request, &room);
        let half = shorter.of(&request).unwrap();
        assert_eq!(Shorter::begin(&request, &room).of(&request), Some(half.clone()), "it is not tried in vain again");
        assert_eq!(Shorter::begin(&half, &room).of(&half), None);
        // One that is too long for what is in its last message says nothing of others.
        let mut huge = request.clone();
        huge.lines[19].text = "a".repeat(100_000);
        let room = Room::default();
        let mut shorter = Shorter::begin(&huge, &room);
        while shorter.shorten(&huge, &room) {}
        shorter.fits(&huge, &room);
        assert_eq!(Shorter::begin(&request, &room).of(&request), None, "as much was never refused");
    }

    #[test]
    fn each_server_says_it_in_its_own_words() {
        let said = |text: &str| ErrorDetail::of_text(text);
        for (status, text) in [
            (
                400,
                "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
            ),
            (400, "prompt is too long: 210000 tokens > 200000 maximum"),
            (400, "input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000"),
            (413, "Request exceeds the maximum size"),
            (400, "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."),
            (400, "the input length exceeds the context length"),
            (400, "The decoder prompt (length 5000) is longer than the maximum model length of 4096."),
            (400, "max_tokens must be at least 1, got -105."),
            (400, "the request exceeds the available context size, try increasing it"),
            (500, "Context size has been exceeded."),
            (422, "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens"),
            (400, "Prompt contains 40000 tokens, too large for model with 32768 maximum context length"),
            (400, "This model's maximum prompt length is 131072 but the request contains 200000 tokens."),
            (400, "Input is too long for requested model."),
            (400, "Range of input length should be [1, 30720]"),
            (429, "Request too large for gpt-4 on tokens per min (TPM): Limit 10000, Requested 12000."),
        ] {
            assert!(is_too_long(Some(status), &said(text)), "{status} {text}");
        }
        let word = serde_json::json!({"error": {"code": "context_length_exceeded", "message": "no"}});
        assert!(is_too_long(None, &ErrorDetail::of(&word)));
        for (status, text) in [
            (400, "image input is not supported"),
            (401, "this key has no access to the context length"),
            (429, "Rate limit reached: too many tokens"),
            (503, "the context window service is down"),
            (400, "no"),
        ] {
            assert!(!is_too_long(Some(status), &said(text)), "{status} {text}");
        }
    }
}
