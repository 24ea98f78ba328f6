//! Values of a model's answer, each checked by itself: what is not as it should be is not there.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use crate::agent::hera::strip_honorific;
use crate::agent::hera::text::tidy;

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

/// What somebody has said, to look things up in.
pub struct Said(String);

impl Said {
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self(texts.into_iter().map(folded).collect::<Vec<_>>().join("\n"))
    }

    fn contains(&self, text: &str) -> bool {
        self.0.contains(&folded(text))
    }
}

/// One spelling: NFKC, lower case, no spaces.
fn folded(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
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
