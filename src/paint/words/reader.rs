//! Finds the known words of a text, and what each of them is said of.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::vocabulary::{Hue, Measure, Part, Trait, Word};
use super::{en, ja};

/// All words by their first character, the longest first.
static TABLE: LazyLock<HashMap<char, Vec<(&'static str, Word)>>> = LazyLock::new(|| {
    let mut table: HashMap<char, Vec<(&'static str, Word)>> = HashMap::new();
    for (word, texts) in ja::WORDS.iter().chain(en::WORDS) {
        for text in *texts {
            if let Some(first) = text.chars().next() {
                table.entry(first).or_default().push((text, *word));
            }
        }
    }
    for words in table.values_mut() {
        words.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
    }
    table
});

/// A word where it was found, in characters.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    pub word: Word,
    start: usize,
    end: usize,
}

/// What a word does to the portrait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect {
    Is(Trait),
    Of(Part, Modifier),
    /// The part is named, no more.
    Bare(Part),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Modifier {
    Colour(Hue),
    Measure(Measure),
}

/// What a text says, in the order of its words.
pub fn found(text: &[char]) -> Vec<Found> {
    let mut reader = Reader { text, tokens: tokens(text), ..Reader::default() };
    reader.read();
    reader.found
}

/// The known words of the text, in order.
pub fn tokens(text: &[char]) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let token = number(text, at).or_else(|| longest(text, at));
        at = token.map_or(at + 1, |token| token.end);
        found.extend(token);
    }
    found
}

/// The longest known word that begins here. Words of letters must stand by themselves; a plural counts as the word.
fn longest(text: &[char], at: usize) -> Option<Token> {
    let letter = |at: usize| text.get(at).is_some_and(char::is_ascii_alphanumeric);
    let words = TABLE.get(&text[at])?;
    words.iter().find_map(|(word, meaning)| {
        let mut end = at;
        for c in word.chars() {
            if text.get(end) != Some(&c) {
                return None;
            }
            end += 1;
        }
        if letter(end - 1) && letter(at) {
            if at > 0 && letter(at - 1) {
                return None;
            }
            if text.get(end) == Some(&'s') {
                end += 1;
            }
            if letter(end) {
                return None;
            }
        }
        Some(Token { word: *meaning, start: at, end })
    })
}

/// An age in figures: 35歳, 60代, "in her 40s", "35 years".
fn number(text: &[char], at: usize) -> Option<Token> {
    if at > 0 && text[at - 1].is_ascii_alphanumeric() {
        return None;
    }
    let digits = text[at..].iter().take(4).take_while(|c| c.is_ascii_digit()).collect::<String>();
    let number: u8 = digits.parse().ok()?;
    let rest = text[at + digits.len()..].iter().take(6).collect::<String>();
    let (age, unit) = match rest.trim_start_matches(['-', ' ']) {
        _ if rest.starts_with('代') => (number.saturating_add(5), 1),
        _ if rest.starts_with(['歳', '才']) => (number, 1),
        unit if unit.starts_with("year") => (number, rest.chars().count() - unit.chars().count() + 4),
        _ if rest.starts_with('s') && (20..=90).contains(&number) => (number.saturating_add(5), 1),
        _ => return None,
    };
    (age <= 120).then(|| Token { word: Word::Is(Trait::Age(age)), start: at, end: at + digits.len() + unit })
}

/// Something found, and whether it is so.
#[derive(Debug)]
pub struct Found {
    pub effect: Effect,
    /// Where its words end.
    end: usize,
    pub negated: bool,
    /// Joined to the one before by "and".
    joined: bool,
}

/// Goes through the words, and remembers what may still be said of what.
#[derive(Debug, Default)]
struct Reader<'a> {
    text: &'a [char],
    tokens: Vec<Token>,
    found: Vec<Found>,
    /// Colours and sizes that wait for their part.
    waiting: Vec<(Modifier, usize)>,
    /// The part that everything is said of until the next one.
    topic: Option<Part>,
    /// The part named last in this sentence.
    last: Option<Part>,
    negating: bool,
    joined: bool,
    /// Things found before this comma.
    clause: usize,
}

impl Reader<'_> {
    fn read(&mut self) {
        for index in 0..self.tokens.len() {
            let Token { word, start, end } = self.tokens[index];
            match word {
                Word::Is(one) => self.find(Effect::Is(one), end),
                Word::Thing(one) => {
                    self.settle(one.part());
                    self.find(Effect::Is(one), end);
                }
                Word::Part(part) => {
                    self.settle(part);
                    self.find(Effect::Bare(part), end);
                }
                Word::Colour(hue) => self.modify(index, Modifier::Colour(hue), end),
                Word::Measure(measure) => self.modify(index, Modifier::Measure(measure), end),
                Word::Topic => self.topic = self.last.filter(|_| self.follows(index)),
                Word::Not => self.negating = true,
                Word::NotSo => self.take_back(start),
                Word::Comma => self.comma(),
                Word::Stop => self.stop(),
                Word::And | Word::Nothing => {}
            }
            self.joined = word == Word::And;
        }
        self.stop();
    }

    /// Whether the word before this one names a part and is close by.
    fn follows(&self, index: usize) -> bool {
        let before = index.checked_sub(1).map(|before| self.tokens[before]);
        before.is_some_and(|token| {
            matches!(token.word, Word::Part(_) | Word::Thing(_)) && self.tokens[index].start <= token.end + 2
        })
    }

    /// Whether a part comes next that is not a topic of its own: then what stands before it belongs to it.
    fn leads_on(&self, index: usize) -> bool {
        let mut rest = self.tokens[index + 1..].iter();
        let next = rest.find(|token| !matches!(token.word, Word::Colour(_) | Word::Measure(_) | Word::And));
        let part = next.is_some_and(|token| matches!(token.word, Word::Part(_) | Word::Thing(_)));
        part && !matches!(rest.next(), Some(Token { word: Word::Topic, .. }))
    }

    fn modify(&mut self, index: usize, modifier: Modifier, end: usize) {
        match self.topic {
            Some(part) if !self.leads_on(index) => self.find(Effect::Of(part, modifier), end),
            _ if self.negating => {
                // "not blonde" says something even without its part.
                self.find(Effect::Of(Part::Hair, modifier), end);
            }
            _ => self.waiting.push((modifier, end)),
        }
    }

    /// What waited belongs to this part.
    fn settle(&mut self, part: Part) {
        for (modifier, end) in std::mem::take(&mut self.waiting) {
            self.find(Effect::Of(part, modifier), end);
        }
        (self.topic, self.last) = (None, Some(part));
    }

    fn find(&mut self, effect: Effect, end: usize) {
        self.found.push(Found { effect, end, negated: self.negating, joined: self.joined });
    }

    /// 〜ない: takes back what stands right before, with what is joined to it.
    fn take_back(&mut self, start: usize) {
        // Between a thing and its "not" are particles and a few verbs; another word in between is what is denied.
        let near = |end: usize, text: &[char]| {
            let between = text.get(end..start).unwrap_or_default();
            between.len() <= 8 && between.iter().all(|c| matches!(c, 'ぁ'..='ヿ' | '掛' | '着' | '生' | '付' | ' '))
        };
        if self.waiting.last().is_some_and(|(_, end)| near(*end, self.text)) {
            self.waiting.pop();
            return;
        }
        if !self.found.last().is_some_and(|found| near(found.end, self.text)) {
            return;
        }
        for found in self.found[self.clause..].iter_mut().rev() {
            found.negated = true;
            if !found.joined {
                break;
            }
        }
    }

    fn comma(&mut self) {
        self.negating = false;
        self.clause = self.found.len();
    }

    fn stop(&mut self) {
        // "Hair: long, brown." has no part behind its words.
        if let Some(part) = self.last {
            self.settle(part);
        }
        self.comma();
        self.waiting.clear();
        (self.topic, self.last) = (None, None);
    }
}
