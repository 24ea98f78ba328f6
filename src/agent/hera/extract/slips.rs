//! Slips of the keyboard in the few words that answer whether somebody is married, or a woman: singel, marreid, femal.

use std::borrow::Cow;

use regex::Captures;

use crate::agent::hera::text::patterns;

/// The words, and what is typed beside them and means itself.
const WORDS: [&str; 12] = [
    "married",
    "single",
    "divorced",
    "widowed",
    "separated",
    "engaged",
    "partner",
    "boyfriend",
    "girlfriend",
    "husband",
    "female",
    "woman",
];
const OTHERS: [&str; 16] = [
    "women", "singles", "singled", "shingle", "marries", "married", "partners", "husbands", "females", "divorcee",
    "engages", "separate", "enraged", "windowed", "marred", "divorces",
];

patterns! {
    WORD = r"\b[a-z]{5,11}\b";
}

/// `text` with those words as they are meant.
pub fn mended(text: &str) -> Cow<'_, str> {
    WORD.replace_all(text, |found: &Captures<'_>| {
        let typed = &found[0];
        let meant = WORDS.iter().find(|word| is_slip(typed, word)).filter(|_| !OTHERS.contains(&typed));
        meant.map_or_else(|| typed.to_owned(), |word| (*word).to_owned())
    })
}

/// Whether `typed` is `word` with one letter too many, too few, another one, or two in the wrong order; the first is right.
fn is_slip(typed: &str, word: &str) -> bool {
    let (typed, word) = (typed.as_bytes(), word.as_bytes());
    if typed == word || typed.first() != word.first() {
        return false;
    }
    let same = typed.iter().zip(word).take_while(|(a, b)| a == b).count();
    let (typed, word) = (&typed[same..], &word[same..]);
    let rest = |text: &[u8], from: usize| text.get(from..).map(<[u8]>::to_vec);
    let swapped = typed.len() > 1 && word.len() > 1 && typed[0] == word[1] && typed[1] == word[0];
    rest(typed, 1) == Some(word.to_vec())
        || rest(word, 1) == Some(typed.to_vec())
        || (!typed.is_empty() && rest(typed, 1) == rest(word, 1))
        || (swapped && rest(typed, 2) == rest(word, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_put_right_and_another_word_is_not() {
        for (typed, meant) in [
            ("singel", "single"),
            ("i am marrried", "i am married"),
            ("maried, femal", "married, female"),
            ("a wooman", "a woman"),
            ("the singer of women", "the singer of women"),
            ("Single", "Single"),
            ("i was enraged", "i was enraged"),
        ] {
            assert_eq!(mended(typed), meant);
        }
    }
}
