//! What a classifier sees of a text: runs of letters, words, and what they speak of, each as a number. The same for training and
//! reading.

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::UnicodeNormalization as _;

/// Characters of a text that are looked at.
const EXAMINED: usize = 2_000;
/// The longest run of letters.
const LETTERS: usize = 4;
/// How much more than a run of letters it counts what a text speaks of.
const SPOKEN_OF: u8 = 3;

/// A feature, and how much it counts.
pub type Feature = (u32, u8);

/// Reads the features of texts, with a table of what they may speak of.
pub struct Reader {
    concepts: Concepts,
    idioms: Option<Idioms>,
}

impl Reader {
    /// `concepts`: a line for each, a name and the words that stand for it. `idioms`: what has such a word in it and never
    /// means it; none where it is empty. Words are written as they are typed, `_` for a blank; lines with `#` are comments.
    pub fn new(concepts: &'static str, idioms: &'static str) -> Self {
        Self { concepts: Concepts::read(concepts), idioms: Idioms::read(idioms) }
    }

    /// The features of `text`, ascending, each once: what it speaks of, and what together; runs of two to four letters (of
    /// Latin ones from three), kanji one by one; and words written with spaces, one by one and in twos.
    pub fn features(&self, text: &str) -> Vec<Feature> {
        let plain = self.meant(text);
        let mut features = Vec::with_capacity(plain.len() * LETTERS);
        runs(&plain, &mut features);
        let mut spoken_of: Vec<u32> = self.concepts.spoken_of(&plain).map(named).collect();
        spoken_of.extend(ages(text));
        for (index, one) in spoken_of.iter().enumerate() {
            features.push((*one, SPOKEN_OF));
            features.extend(spoken_of[index + 1..].iter().map(|other| (both(*one, *other), SPOKEN_OF)));
        }
        features.sort_unstable();
        features.dedup_by_key(|(feature, _)| *feature);
        features
    }

    /// The names of what `text` speaks of, in the order of the table.
    pub fn spoken_of(&self, text: &str) -> Vec<&'static str> {
        self.concepts.spoken_of(&self.meant(text)).collect()
    }

    /// A text in one spelling, without its idioms.
    fn meant(&self, text: &str) -> String {
        let plain = plain(text);
        match &self.idioms {
            Some(idioms) => idioms.words.replace_all(&plain, &idioms.blanks),
            None => plain,
        }
    }
}

/// What a text may speak of.
struct Concepts {
    names: Vec<&'static str>,
    /// The words that stand for them, all looked for at once, and the concept of each.
    words: AhoCorasick,
    of_word: Vec<usize>,
}

impl Concepts {
    #[expect(clippy::expect_used, reason = "the table is part of the program, and every message is read with it")]
    fn read(table: &'static str) -> Self {
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        let (mut names, mut words, mut of_word) = (Vec::new(), Vec::new(), Vec::new());
        for (name, list) in lines.filter_map(|line| line.split_once(':')) {
            for word in list.split_whitespace() {
                words.push(written(word));
                of_word.push(names.len());
            }
            names.push(name);
        }
        Self { names, words: AhoCorasick::new(words).expect("some thousand short words"), of_word }
    }

    /// What a plain text speaks of, in the order of the table.
    fn spoken_of(&self, plain: &str) -> impl Iterator<Item = &'static str> {
        let mut found = vec![false; self.names.len()];
        for hit in self.words.find_overlapping_iter(plain) {
            found[self.of_word[hit.pattern().as_usize()]] = true;
        }
        self.names.iter().zip(found).filter_map(|(name, found)| found.then_some(*name))
    }
}

/// What is not looked at.
struct Idioms {
    words: AhoCorasick,
    /// What stands for each.
    blanks: Vec<&'static str>,
}

impl Idioms {
    #[expect(clippy::expect_used, reason = "the table is part of the program, and every message is read with it")]
    fn read(table: &'static str) -> Option<Self> {
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        let words: Vec<String> =
            lines.flat_map(str::split_whitespace).map(|word| written(&format!("{word}_"))).collect();
        if words.is_empty() {
            return None;
        }
        let blanks = words.iter().map(|word| if word.starts_with(' ') { " " } else { "" }).collect();
        let words = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
        Some(Self { words: words.expect("some hundred short words"), blanks })
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

/// What the numbers of a text would be as ages: that of a child, that of somebody grown up.
fn ages(text: &str) -> impl Iterator<Item = u32> {
    let (mut child, mut grown_up, mut number) = (false, false, 0_u32);
    for c in text.chars().take(EXAMINED).nfkc().chain([' ']) {
        if let Some(digit) = c.to_digit(10) {
            number = number.saturating_mul(10).saturating_add(digit);
            continue;
        }
        child |= (4..=17).contains(&number);
        grown_up |= (18..=99).contains(&number);
        number = 0;
    }
    let named = [(child, "age of a child"), (grown_up, "age of a grown-up")];
    named.into_iter().filter(|(found, _)| *found).map(|(_, name)| self::named(name))
}

fn runs(plain: &str, features: &mut Vec<Feature>) {
    let letters: Vec<(char, Letter)> = plain.chars().map(|c| (c, Letter::of(c))).collect();
    for start in 0..letters.len() {
        let (mut hash, mut least, mut says) = (START, LATIN, false);
        for (length, (c, letter)) in letters[start..].iter().take(LETTERS).enumerate() {
            hash = hashed(hash, *c);
            least = least.min(letter.least());
            // One blank on its own says nothing.
            says |= *c != ' ';
            if length + 1 >= least && says {
                features.push((hash, 1));
            }
        }
    }
    let mut last = None;
    for word in plain.split(' ').filter(|word| !word.is_empty()) {
        if word.chars().any(is_japanese) {
            last = None;
            continue;
        }
        // Marked by what no text has in it.
        let with = |hash| word.chars().fold(hashed(hash, '\n'), hashed);
        let one = with(START);
        features.push((one, 1));
        features.extend(last.map(|last| (with(last), 1)));
        last = Some(one);
    }
}

/// The fewest letters of a run of Latin ones.
const LATIN: usize = 3;

/// What a letter is to a run.
#[derive(Clone, Copy)]
enum Letter {
    Kanji,
    Kana,
    Other,
}

impl Letter {
    const fn of(c: char) -> Self {
        if is_kanji(c) {
            Self::Kanji
        } else if is_japanese(c) {
            Self::Kana
        } else {
            Self::Other
        }
    }

    /// The fewest letters of a run that has it.
    const fn least(self) -> usize {
        match self {
            Self::Kanji => 1,
            Self::Kana => 2,
            Self::Other => LATIN,
        }
    }
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

/// The number of nothing: the same for ever (FNV-1a, 32 bits).
const START: u32 = 0x811c_9dc5;

/// The number of a run and the letter after it.
fn hashed(mut hash: u32, c: char) -> u32 {
    for byte in u32::from(c).to_le_bytes().into_iter().take(3) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}

/// The number of something that is spoken of, marked by what no text has in it. Whether it tells of sorrow (`~`) is no part of
/// the name.
fn named(name: &str) -> u32 {
    name.trim_start_matches('~').chars().fold(hashed(START, '\t'), hashed)
}

/// The number of two of these together.
const fn both(one: u32, other: u32) -> u32 {
    (one ^ other.rotate_left(13)).wrapping_mul(0x9e37_79b1)
}
