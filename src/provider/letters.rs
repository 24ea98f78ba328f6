//! Letters that come in halves. JSON escapes a letter beyond U+FFFF as two (RFC 8259, section 7), and servers that cut texts
//! by UTF-16 cut in between: `"\ud83d"` ends one event, `"\ude00"` begins the next one.
//!
//! No text can hold such a half. It is read as U+FFFD with a note behind it, which says what half it was, so that
//! [`Letters`] can put it together with the other one. Whatever is no piece of a text is [settled](settle).

use serde_json::Value;

/// The first of the letters that are notes: one for each half, in the order of these. Nobody else writes them behind U+FFFD,
/// for they are of the private use that nobody has agreed on.
const NOTES: u32 = 0x10_f800;
/// The first of all halves, and the first of those that end a letter.
const FIRST: u16 = 0xd800;
const ENDING: u16 = 0xdc00;

/// The letters of a text that comes in pieces.
#[derive(Debug, Default)]
pub struct Letters {
    /// The half with which the last piece has ended: the next one may begin with the other.
    open: Option<u16>,
}

impl Letters {
    /// The words of the next piece, with what was held back of the one before. A half without another is U+FFFD.
    pub fn push(&mut self, piece: &str) -> String {
        let (mut words, mut rest) = (String::with_capacity(piece.len()), piece);
        while let Some((before, half, behind)) = split_at_half(rest) {
            self.go_on(before, &mut words);
            match self.open.take() {
                Some(open) if half >= ENDING => words.extend(char::decode_utf16([open, half]).flatten()),
                open => {
                    words.extend(open.map(|_| char::REPLACEMENT_CHARACTER));
                    if half < ENDING {
                        self.open = Some(half);
                    } else {
                        words.push(char::REPLACEMENT_CHARACTER);
                    }
                }
            }
            rest = behind;
        }
        self.go_on(rest, &mut words);
        words
    }

    /// What was held back: there are no more pieces.
    pub fn finish(&mut self) -> String {
        self.open.take().map(|_| char::REPLACEMENT_CHARACTER).into_iter().collect()
    }

    fn go_on(&mut self, text: &str, words: &mut String) {
        if !text.is_empty() {
            words.push_str(&self.finish());
            words.push_str(text);
        }
    }
}

/// A text that is all there, without notes.
#[must_use]
pub fn settled(text: &str) -> String {
    let mut letters = Letters::default();
    letters.push(text) + &letters.finish()
}

/// Takes the notes out of all texts and names of `value`.
pub fn settle(value: &mut Value) {
    match value {
        Value::String(text) if split_at_half(text).is_some() => *text = settled(text),
        Value::Array(items) => items.iter_mut().for_each(settle),
        Value::Object(members) => {
            if members.keys().any(|name| split_at_half(name).is_some()) {
                let named = std::mem::take(members).into_iter();
                *members = named.map(|(name, member)| (settled(&name), member)).collect();
            }
            members.values_mut().for_each(settle);
        }
        _ => {}
    }
}

/// The JSON document that these bytes are, with notes in it.
#[must_use]
pub fn document(bytes: &[u8]) -> Option<Value> {
    serde_json::from_str(&with_halves(std::str::from_utf8(bytes).ok()?.to_owned())).ok()
}

/// `json` with U+FFFD and a note for each half of a letter that stands alone in it.
pub fn with_halves(json: String) -> String {
    if !json.contains("\\ud") && !json.contains("\\uD") {
        return json;
    }
    let mut whole = String::with_capacity(json.len());
    let mut rest = json.as_str();
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        whole.push_str(before);
        let taken = match (escaped_half(escape), escape.get(6..).and_then(escaped_half)) {
            (Some(FIRST..ENDING), Some(ENDING..)) => 12,
            (Some(half), _) => {
                whole.push(char::REPLACEMENT_CHARACTER);
                whole.extend(char::from_u32(NOTES + u32::from(half - FIRST)));
                rest = &escape[6..];
                continue;
            }
            // Another escape: its second letter may be a backslash, too.
            (None, _) => escape.char_indices().nth(2).map_or(escape.len(), |(end, _)| end),
        };
        whole.push_str(&escape[..taken]);
        rest = &escape[taken..];
    }
    whole + rest
}

/// The half of a letter that `text` begins with, as an escape: a surrogate.
fn escaped_half(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok().filter(|unit| (FIRST..0xe000).contains(unit))
}

/// The first half of a letter in `text`, and what stands before it and behind it.
fn split_at_half(text: &str) -> Option<(&str, u16, &str)> {
    text.match_indices(char::REPLACEMENT_CHARACTER).find_map(|(at, stands_for_it)| {
        let noted = &text[at + stands_for_it.len()..];
        let note = noted.chars().next()?;
        let half = u16::try_from(u32::from(note).checked_sub(NOTES)?).ok()? + FIRST;
        Some((&text[..at], half, &noted[note.len_utf8()..]))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(json: &str) -> String {
        document(format!("\"{json}\"").as_bytes()).unwrap().as_str().unwrap().to_owned()
    }

    #[test]
    fn halves_are_put_together_wherever_a_text_is_cut() {
        for (pieces, text) in [
            (&["\\ud83d", "\\ude00"][..], "😀"),
            (&["a\\uD83D", "", "\\uDE00b"], "a😀b"),
            (&["\\ud83d\\ude00\\ud83d", "\\ude01"], "😀😁"),
            (&["\\ud83d", "湊", "\\ude00"], "\u{fffd}湊\u{fffd}"),
            (&["\\ud83d", "\\ud83d", "\\ude00"], "\u{fffd}😀"),
            (&["\\ude00", "\\ud83d"], "\u{fffd}\u{fffd}"),
            (&["\\ud83d"], "\u{fffd}"),
            // Written by somebody, and no halves.
            (&["\\ufffd", "\\ufffda", "\u{10f83d}"], "\u{fffd}\u{fffd}a\u{10f83d}"),
            (&["\\\\ud83d", "\\\\ude00"], "\\ud83d\\ude00"),
        ] {
            let mut letters = Letters::default();
            let read: String = pieces.iter().map(|piece| letters.push(&read(piece))).collect();
            assert_eq!(read + &letters.finish(), text, "{pieces:?}");
        }
    }

    #[test]
    fn nothing_of_a_half_is_left_in_what_is_no_piece_of_a_text() {
        let sent = br#"{"\ud83d": ["a\ude00\ud83d", {"b\ud83db": 1}], "c": "\ud83d\ude00"}"#;
        let mut read = document(sent).unwrap();
        settle(&mut read);
        assert_eq!(read, json!({"\u{fffd}": ["a\u{fffd}\u{fffd}", {"b\u{fffd}b": 1}], "c": "😀"}));
        assert_eq!(document(b"\xff"), None);
    }

    #[test]
    fn only_halves_that_stand_alone_are_replaced() {
        for (sent, replaced) in [
            (r#"{"a":"\ud83d\ude00"}"#, r#"{"a":"\ud83d\ude00"}"#),
            (r#"{"a":"\ud83d"}"#, "{\"a\":\"\u{fffd}\u{10f83d}\"}"),
            (r#"{"a":"\uDE00b\uDBFF"}"#, "{\"a\":\"\u{fffd}\u{10fe00}b\u{fffd}\u{10fbff}\"}"),
            (r#"{"a":"\ud83d\ud83d\ude00"}"#, "{\"a\":\"\u{fffd}\u{10f83d}\\ud83d\\ude00\"}"),
            (r#"{"a":"\\ud83d"}"#, r#"{"a":"\\ud83d"}"#),
            (r#"{"a":"\n\udfff湊\u"}"#, "{\"a\":\"\\n\u{fffd}\u{10ffff}湊\\u\"}"),
            ("\\ud8", "\\ud8"),
        ] {
            assert_eq!(with_halves(sent.to_owned()), replaced);
        }
    }
}
