//! What the classifier sees of a text: runs of letters, and words, each as a number. The same for training and reading.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use unicode_normalization::UnicodeNormalization as _;

/// Characters of a text that are looked at.
const EXAMINED: usize = 2_000;
/// The longest run of letters, and the longest run of words.
const LETTERS: usize = 4;
const WORDS: usize = 2;
/// How much more than a run of letters it counts what a text speaks of.
const SPOKEN_OF: u8 = 3;

/// What a text may speak of (`concepts.txt`).
struct Concepts {
    names: Vec<&'static str>,
    /// The words that stand for them, all looked for at once, and the concept of each.
    words: AhoCorasick,
    of_word: Vec<usize>,
}

#[expect(clippy::expect_used, reason = "the table is part of the program, and every message is read with it")]
static CONCEPTS: LazyLock<Concepts> = LazyLock::new(|| {
    let lines = include_str!("concepts.txt").lines().filter(|line| !line.starts_with('#'));
    let (mut names, mut words, mut of_word) = (Vec::new(), Vec::new(), Vec::new());
    for (name, list) in lines.filter_map(|line| line.split_once(':')) {
        for word in list.split_whitespace() {
            words.push(written(word));
            of_word.push(names.len());
        }
        names.push(name);
    }
    Concepts { names, words: AhoCorasick::new(words).expect("a few thousand short words"), of_word }
});

impl Concepts {
    /// What a plain text speaks of, in the order of the table.
    fn spoken_of(&self, plain: &str) -> Vec<&'static str> {
        let mut found = vec![false; self.names.len()];
        for hit in self.words.find_overlapping_iter(plain) {
            found[self.of_word[hit.pattern().as_usize()]] = true;
        }
        self.names.iter().zip(found).filter_map(|(name, found)| found.then_some(*name)).collect()
    }
}

/// A word of the table as it is found in a plain text.
fn written(word: &str) -> String {
    let whole = word.ends_with('_');
    let plain = plain(&word.replace('_', " "));
    match plain.trim() {
        letters if letters.chars().any(is_japanese) => letters.to_owned(),
        letters if whole => format!(" {letters} "),
        letters => format!(" {letters}"),
    }
}

/// Whether `text` speaks of anything of which somebody in danger may well speak.
pub fn may_be_of_danger(text: &str) -> bool {
    CONCEPTS.spoken_of(&plain(text)).iter().any(|name| name.starts_with('!'))
}

/// The features of `text`, each with how much it counts: what it speaks of, and what together; runs of two to four letters
/// (of Latin ones from three), kanji one by one; and words written with spaces, one by one and in twos.
pub fn features(text: &str) -> BTreeMap<u32, u8> {
    let plain = plain(text);
    let mut features = runs(&plain);
    let mut spoken_of = CONCEPTS.spoken_of(&plain);
    spoken_of.extend(ages(text));
    for (index, one) in spoken_of.iter().enumerate() {
        // Marked, as words are, by what no text has in it.
        features.insert(hash("\t".chars().chain(one.chars())), SPOKEN_OF);
        for other in &spoken_of[index + 1..] {
            let both = "\t".chars().chain(one.chars()).chain("\t".chars()).chain(other.chars());
            features.insert(hash(both), SPOKEN_OF);
        }
    }
    features
}

/// What the numbers of a text would be as ages: that of a child, that of somebody grown up.
fn ages(text: &str) -> BTreeSet<&'static str> {
    let digits = |c: char| if c.is_ascii_digit() { c } else { ' ' };
    let numbers: String = text.chars().take(EXAMINED).nfkc().map(digits).collect();
    let age = |number: &str| match number.parse() {
        Ok(4..=17_u8) => Some("age of a child"),
        Ok(18..=99) => Some("age of a grown-up"),
        _ => None,
    };
    numbers.split_whitespace().filter_map(age).collect()
}

fn runs(plain: &str) -> BTreeMap<u32, u8> {
    let letters: Vec<char> = plain.chars().collect();
    let mut features = BTreeMap::new();
    for start in 0..letters.len() {
        for length in 1..=LETTERS.min(letters.len() - start) {
            let run = &letters[start..start + length];
            let least = match (run.iter().any(|c| is_kanji(*c)), run.iter().any(|c| is_japanese(*c))) {
                (true, _) => 1,
                (false, true) => 2,
                (false, false) => 3,
            };
            // One blank on its own says nothing.
            if length >= least && run.iter().any(|c| *c != ' ') {
                features.insert(hash(run.iter().copied()), 1);
            }
        }
    }
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    for length in 1..=WORDS {
        for run in words.windows(length).filter(|run| !run.iter().any(|word| word.chars().any(is_japanese))) {
            // Marked by what no text has in it.
            let joined = run.iter().flat_map(|word| "\n".chars().chain(word.chars()));
            features.insert(hash(joined), 1);
        }
    }
    features
}

/// One spelling for the many ways of typing the same: NFKC, small letters, hiragana, digits as 0, marks as blanks, no
/// apostrophes, nothing three times in a row, no blank between Japanese letters; with a blank at either end.
pub fn plain(text: &str) -> String {
    let mut plain = String::from(" ");
    let mut last = [' '; 2];
    let mut blank = false;
    for c in text.chars().take(EXAMINED).nfkc().flat_map(char::to_lowercase) {
        let c = match c {
            '\'' | '’' | '‘' | '`' | 'ー' | '〜' | '~' | '\u{200b}'..='\u{200f}' | '\u{fe0f}' => continue,
            '\u{30a1}'..='\u{30f6}' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
            c if c.is_whitespace() => {
                blank = true;
                continue;
            }
            c if c.is_numeric() => '0',
            '!' | '?' => c,
            c if c.is_alphabetic() || is_picture(c) => c,
            _ => ' ',
        };
        if blank && !(is_japanese(last[1]) && is_japanese(c)) && last[1] != ' ' {
            plain.push(' ');
            last = [last[1], ' '];
        }
        blank = false;
        if last == [c, c] || (c == ' ' && last[1] == ' ') {
            continue;
        }
        plain.push(c);
        last = [last[1], c];
    }
    if !plain.ends_with(' ') {
        plain.push(' ');
    }
    plain
}

const fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}') || is_kanji(c)
}

const fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '々')
}

const fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
}

/// The number of a run: the same for ever (FNV-1a, 32 bits).
fn hash(run: impl Iterator<Item = char>) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for c in run {
        for byte in u32::from(c).to_le_bytes().into_iter().take(3) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}
