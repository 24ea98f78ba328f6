//! Values of a model's answer, each checked by itself: what is not as it should be is not there.

use std::collections::HashSet;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use crate::agent::hera::strip_honorific;
use crate::agent::hera::text::{normalise, tidy};

/// Characters of a name.
const NAME: usize = 40;
/// Words of a name.
const NAME_WORDS: usize = 4;

/// A text of one line and at most `most` characters, without markup and without what cannot be seen.
pub fn text(value: Option<&Value>, most: usize) -> Option<String> {
    let text = value?.as_str()?.trim();
    let markup = ["://", "]("].iter().any(|part| text.contains(part));
    if text.is_empty() || markup || text.chars().nth(most).is_some() || text.chars().any(is_strange) {
        return None;
    }
    tidy(text)
}

/// The name of somebody, without a title, which must be among what the person has `said`.
pub fn name(value: Option<&Value>, said: &Said) -> Option<String> {
    let name = strip_honorific(&text(value, NAME)?);
    let letter = |c: char| !c.is_ascii() || c.is_ascii_alphabetic() || " '-.".contains(c);
    let fits = name.chars().all(|c| letter(c) && !is_picture(c)) && name.split_whitespace().count() <= NAME_WORDS;
    (fits && said.contains(&name)).then_some(name)
}

/// A whole number of the range.
pub fn number(value: Option<&Value>, range: std::ops::RangeInclusive<u8>) -> Option<u8> {
    let number = value?.as_u64().and_then(|number| u8::try_from(number).ok())?;
    range.contains(&number).then_some(number)
}

/// A share, 0 to 1, in hundredths.
pub fn share(value: Option<&Value>) -> Option<f32> {
    let share = value?.as_f64().filter(|share| (0.0..=1.0).contains(share))?;
    #[expect(clippy::cast_possible_truncation, reason = "0 to 1, in hundredths")]
    Some(((share * 100.0).round() / 100.0) as f32)
}

/// One of the choices.
pub fn choice<T: Copy>(value: Option<&Value>, choices: &[(&str, T)]) -> Option<T> {
    let said = value?.as_str()?;
    choices.iter().find(|(name, _)| *name == said).map(|(_, choice)| *choice)
}

/// All choices of a list, if it is no longer than there are choices.
pub fn choices<T: Copy>(value: Option<&Value>, known: &[(&str, T)]) -> Vec<T> {
    let list = list(value, known.len());
    list.iter().filter_map(|value| choice(Some(value), known)).collect()
}

/// The items of a list that is not longer than `most`; a longer one is not read at all.
pub fn list(value: Option<&Value>, most: usize) -> &[Value] {
    value.and_then(Value::as_array).filter(|list| list.len() <= most).map_or(&[], Vec::as_slice)
}

/// `true`, and nothing like it.
pub fn flag(value: Option<&Value>) -> bool {
    value == Some(&Value::Bool(true))
}

/// What somebody has said, to look things up in: as it was written, and with its numbers as digits.
pub struct Said {
    /// Words and numbers.
    words: HashSet<String>,
    /// All of it, of which what is written without spaces may be any part.
    text: String,
}

impl Said {
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut words, mut whole) = (HashSet::new(), String::new());
        for text in texts {
            for text in [text.to_owned(), normalise(text)] {
                let text = folded(&text);
                words
                    .extend(parts(&text).into_iter().filter(|(kind, _)| *kind != Kind::Unspaced).map(|(_, word)| word));
                whole.extend(text.chars().filter(|c| !c.is_whitespace()));
                whole.push('\n');
            }
        }
        Self { words, text: whole }
    }

    /// Whether every word and number of `text` was said.
    pub fn contains(&self, text: &str) -> bool {
        let all = |text: &str| {
            let parts = parts(&folded(text));
            let was_said = |(kind, part): &(Kind, String)| match kind {
                Kind::Unspaced => self.text.contains(part.as_str()),
                Kind::Word | Kind::Number => self.words.contains(part),
            };
            !parts.is_empty() && parts.iter().all(was_said)
        };
        all(text) || all(&normalise(text))
    }
}

/// How a part of a text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// In an alphabet, and so with spaces around it.
    Word,
    Number,
    /// In kana, kanji and the like.
    Unspaced,
}

/// The words and numbers of a text, and what it has in a script without spaces; no marks, and no commas in numbers.
fn parts(text: &str) -> Vec<(Kind, String)> {
    let mut parts: Vec<(Kind, String)> = Vec::new();
    let mut goes_on = false;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let kind = match c {
            '0'..='9' => Kind::Number,
            _ if c < '\u{590}' && c.is_alphabetic() => Kind::Word,
            _ if c >= '\u{590}' && (c.is_alphanumeric() || matches!(c, '\u{3099}' | '\u{309a}')) => Kind::Unspaced,
            ',' if goes_on && letters.peek().is_some_and(char::is_ascii_digit) => continue,
            _ => {
                goes_on = false;
                continue;
            }
        };
        match parts.last_mut().filter(|(last, _)| goes_on && *last == kind) {
            Some((_, part)) => part.push(c),
            None => parts.push((kind, c.to_string())),
        }
        goes_on = true;
    }
    parts
}

/// One spelling: NFKD without accents, small letters, hiragana.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{30a1}'..='\u{30f6}' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        c => c,
    };
    text.nfkd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).map(plain).flat_map(char::to_lowercase).collect()
}

/// Control characters, what cannot be seen or turns the direction of text, and what markup is made of.
fn is_strange(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}'
            | '\u{e0000}'..='\u{10ffff}')
        || "<>{}`\\|".contains(c)
}

const fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_said_or_not() {
        let said = Said::new([
            "I'm planning to move from Boston to São Paulo; I earn $70,000, my wife is Zoë",
            "三十三歳で東京に住んでいます。年収は五百万円くらい。妻はケイコ、山田 太郎は子",
        ]);
        for text in [
            "Boston",
            "boston",
            "São Paulo",
            "sao paulo",
            "70000",
            "$70,000",
            "Zoe",
            "33",
            "東京",
            "けいこ",
            "ケイコ",
            "山田太郎",
            "500万円",
            "五百万円",
        ] {
            assert!(said.contains(text), "{text}");
        }
        // Parts of words are none: nobody here is called Ann.
        for text in ["Ann", "Paris", "7", "70", "34", "京都", "恵子", "Boston, Massachusetts", "...", ""] {
            assert!(!said.contains(text), "{text}");
        }
    }
}
