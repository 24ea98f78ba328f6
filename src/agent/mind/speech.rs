//! Words of a model on their way to be said: a speaker says their own words only, and not for ever.

use crate::domain::Language;

/// Bytes that are waited with, to see what comes of them. No name is as long, however it is decorated.
const MOST_HELD: usize = 4 * 1024;

/// What the length of a text is counted in; blanks do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Characters,
    Words,
}

/// How long a speech may be: it ends with the sentence in which it is `enough`, and in any case with the `most`.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    pub measure: Measure,
    pub enough: usize,
    pub most: usize,
}

impl Measure {
    /// Japanese is counted in characters, English in words.
    pub const fn of(language: Language) -> Self {
        match language {
            Language::Japanese => Self::Characters,
            Language::English => Self::Words,
        }
    }

    pub fn length(self, text: &str) -> usize {
        match self {
            Self::Characters => text.chars().filter(|c| !c.is_whitespace()).count(),
            Self::Words => text.split_whitespace().count(),
        }
    }
}

/// As many of the first sentences of `text` as are no longer than `most`.
pub fn first_sentences(text: &str, measure: Measure, most: usize) -> &str {
    let ends = text.char_indices().filter(|(_, c)| ends_sentence(*c)).map(|(at, c)| at + c.len_utf8());
    let whole = |end: &usize| !text[*end..].starts_with(ends_sentence);
    let heads = ends.filter(whole).map(|end| text[..end].trim()).take_while(|head| measure.length(head) <= most);
    heads.last().unwrap_or_default()
}

/// What somebody says, as it comes. A model that plays one member of a family likes to write a whole scene: the name it
/// puts before its words is taken away, and where somebody else begins to speak the speech is over.
#[expect(clippy::struct_excessive_bools, reason = "where it stands in its text, and how it ends")]
pub struct Speech {
    own: Vec<String>,
    others: Vec<String>,
    /// What is not said yet: the next words may turn out to be a name, or there may be no next words.
    held: String,
    /// A name may stand here.
    at_start: bool,
    /// The name stood here, and what decorates it is still to be taken away.
    named: bool,
    /// The space before it, which stays.
    blank: String,
    /// How much was said.
    said: usize,
    limit: Limit,
    /// The last thing said was no blank.
    in_word: bool,
    over: bool,
    /// There was more of the text when it was over.
    cut: bool,
}

/// How a text begins.
#[derive(PartialEq, Eq)]
enum Beginning {
    /// With the name; so many bytes of it.
    Name(usize),
    /// Perhaps with the name, when there is more of it.
    Open,
    Other,
}

impl Speech {
    /// The speech of who bears the names `own`, and not of those who bear the `others`.
    pub fn new<'a>(
        own: impl IntoIterator<Item = &'a str>,
        others: impl IntoIterator<Item = &'a str>,
        limit: Limit,
    ) -> Self {
        let names =
            |names: Vec<&'a str>| names.into_iter().filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let own: Vec<String> = names(own.into_iter().collect());
        let mut others: Vec<String> = names(others.into_iter().collect());
        others.retain(|other| !own.contains(other));
        Self {
            own,
            others,
            held: String::new(),
            at_start: true,
            named: false,
            blank: String::new(),
            said: 0,
            limit,
            in_word: false,
            over: false,
            cut: false,
        }
    }

    /// Whether the speech is over, and the text is not.
    pub const fn is_cut(&self) -> bool {
        self.cut
    }

    /// Takes in more of the text; what is to be said of it now.
    pub fn push(&mut self, text: &str) -> String {
        self.held.push_str(text);
        self.release(false)
    }

    /// The text is at its end; what is still to be said.
    pub fn finish(&mut self) -> String {
        let mut last = self.release(true);
        last.truncate(last.trim_end().len());
        last
    }

    fn release(&mut self, ends: bool) -> String {
        let mut out = String::new();
        while !self.over && !self.held.is_empty() {
            if self.at_start && !self.passes_start(ends, &mut out) {
                break;
            }
            // Up to where a name may stand again, or with what may be followed by nothing.
            let end = self.held.char_indices().find(|(_, c)| ends_sentence(*c)).map(|(at, c)| at + c.len_utf8());
            let kept = self.held.trim_end().len();
            let cut = end.unwrap_or(if ends { self.held.len() } else { kept });
            let sentence: String = self.held.drain(..cut).collect();
            if !self.say(&sentence, &mut out) {
                break;
            }
            self.at_start = end.is_some();
            self.over = self.at_start && self.said >= self.limit.enough;
            if end.is_none() {
                break;
            }
        }
        self.over |= self.held.len() > MOST_HELD;
        if self.over {
            self.cut |= !self.held.trim().is_empty() || self.held.len() > MOST_HELD;
            self.held.clear();
        }
        out
    }

    /// Says as much of it as may be said; whether that was all.
    fn say(&mut self, words: &str, out: &mut String) -> bool {
        for c in words.chars() {
            let begins = !c.is_whitespace() && (self.limit.measure == Measure::Characters || !self.in_word);
            if begins && self.said >= self.limit.most {
                (self.over, self.cut) = (true, true);
                out.truncate(out.trim_end().len());
                return false;
            }
            self.said += usize::from(begins);
            self.in_word = !c.is_whitespace();
            out.push(c);
        }
        true
    }

    /// Deals with what stands where a name may stand; `false` when that needs more text, or when it is over.
    fn passes_start(&mut self, ends: bool, out: &mut String) -> bool {
        loop {
            if self.named {
                let after = self.held.trim_start_matches(is_decoration);
                self.held.drain(..self.held.len() - after.len());
            }
            let begins = |names: &[String]| names.iter().map(|name| beginning(&self.held, name)).collect::<Vec<_>>();
            let (own, others) = (begins(&self.own), begins(&self.others));
            let name = own.iter().find_map(|begins| if let Beginning::Name(end) = begins { Some(*end) } else { None });
            if let Some(end) = name {
                let named: String = self.held.drain(..end).collect();
                self.blank.extend(named.chars().take_while(|c| c.is_whitespace()));
                self.named = true;
                continue;
            }
            if others.iter().any(|begins| matches!(begins, Beginning::Name(_))) {
                self.over = true;
                return false;
            }
            let blank = self.held.trim_start().is_empty();
            if !ends && (blank || own.iter().chain(&others).any(|begins| *begins == Beginning::Open)) {
                return false;
            }
            break;
        }
        if self.said == 0 {
            let blank = self.held.len() - self.held.trim_start().len();
            self.held.drain(..blank);
            self.blank.clear();
        }
        let blank = self.held.len() - self.held.trim_start().len();
        if blank == self.held.len() {
            self.held.clear();
            return false;
        }
        self.in_word &= blank == 0 && self.blank.is_empty();
        out.push_str(&std::mem::take(&mut self.blank));
        out.extend(self.held.drain(..blank));
        (self.at_start, self.named) = (false, false);
        true
    }
}

/// Whether `text` begins with `name` and a colon, however it is decorated.
fn beginning(text: &str, name: &str) -> Beginning {
    let mut rest = name.chars().filter(|c| !decorates(*c));
    let mut next = rest.next();
    for (at, c) in text.char_indices() {
        match next {
            None if c == ':' || c == '：' => {
                return Beginning::Name(at + c.len_utf8());
            }
            _ if decorates(c) => {}
            Some(expected) if expected == c => next = rest.next(),
            _ => return Beginning::Other,
        }
    }
    Beginning::Open
}

/// What may stand around a name.
fn decorates(c: char) -> bool {
    c.is_whitespace() || "*_[]【】（）()「\"“#-".contains(c)
}

/// What may stand between a name's colon and the words.
fn is_decoration(c: char) -> bool {
    c.is_whitespace() || "*_]】".contains(c)
}

const fn ends_sentence(c: char) -> bool {
    matches!(c, '\n' | '.' | '!' | '?' | '。' | '！' | '？' | '…' | '」' | '』' | '”' | '"')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of the text, however it is cut into pieces.
    fn said(text: &str, enough: usize) -> String {
        within(text, Limit { measure: Measure::Characters, enough, most: 2 * enough })
    }

    fn within(text: &str, limit: Limit) -> String {
        let letters: Vec<String> = text.chars().map(String::from).collect();
        let mut all = Vec::new();
        for size in [1, 2, 3, 5, 1000] {
            let mut speech = Speech::new(["花子", "Mia"], ["健太", "Ken", "Person", "相手", "花"], limit);
            let mut out = String::new();
            for piece in letters.chunks(size) {
                out.push_str(&speech.push(&piece.concat()));
            }
            out.push_str(&speech.finish());
            all.push(out);
        }
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:?}");
        all.remove(0)
    }

    #[test]
    fn a_speaker_says_their_own_words_only() {
        for (text, expected) in [
            ("海がいい!", "海がいい!"),
            ("花子: 海がいい!", "海がいい!"),
            ("  **花子**：海がいい!\n", "海がいい!"),
            ("[Mia]: The sea!", "The sea!"),
            ("**Mia:** The sea!", "The sea!"),
            ("Mia is me. Mia: The sea!", "Mia is me. The sea!"),
            ("海がいい!\n健太: いいね。", "海がいい!"),
            ("The sea! Ken: Good idea.", "The sea!"),
            ("The sea!\n\nPerson: yes", "The sea!"),
            ("Ken: I speak first.", ""),
            ("Kentucky is far. Ken, do you agree?", "Kentucky is far. Ken, do you agree?"),
            ("One.\n\nTwo.\n \n", "One.\n\nTwo."),
            ("花が咲いた。", "花が咲いた。"),
            ("3.5 km, and then…", "3.5 km, and then…"),
            ("", ""),
            (" \n", ""),
        ] {
            assert_eq!(said(text, 1000), expected, "{text}");
        }
    }

    #[test]
    fn a_speech_ends_with_the_sentence_in_which_it_is_long_enough() {
        assert_eq!(said("One two. Three four. Five.", 10), "One two. Three four.");
        assert_eq!(said("no end of it at all", 3), "no end o");
        let words = |text, most| within(text, Limit { measure: Measure::Words, enough: most, most });
        assert_eq!(words("One two. Three four. Five.", 3), "One two. Three");
        assert_eq!(words("One two. Three four. Five.", 4), "One two. Three four.");
        assert_eq!(words("One\n\ntwo three.\n\nFour.", 3), "One\n\ntwo three.");
    }

    #[test]
    fn a_speech_that_is_over_is_cut_when_there_is_more() {
        for (text, cut) in
            [("One two.", false), ("One two. \n", false), ("One two. And", true), ("One. Ken: No.", true)]
        {
            let mut speech = Speech::new(["Mia"], ["Ken"], Limit { measure: Measure::Words, enough: 2, most: 9 });
            let said: String = text.split_inclusive(' ').map(|piece| speech.push(piece)).collect();
            assert!(text.starts_with(&(said + &speech.finish())) && speech.is_cut() == cut, "{text}");
        }
    }

    #[test]
    fn blanks_without_end_are_not_waited_for() {
        let mut speech = Speech::new(["Mia"], ["Ken"], Limit { measure: Measure::Words, enough: 100, most: 200 });
        assert_eq!(speech.push("Well."), "Well.");
        let pieces = (0..10_000).take_while(|_| !speech.is_cut() && speech.push("\n*").is_empty()).count();
        assert!(speech.is_cut() && pieces <= MOST_HELD, "{pieces}");
    }

    #[test]
    fn sentences_are_whole() {
        let text = " 海。「行こう。」と言った。まだ";
        for (most, expected) in [(1, ""), (7, "海。"), (8, "海。「行こう。」"), (99, "海。「行こう。」と言った。")]
        {
            assert_eq!(first_sentences(text, Measure::Characters, most), expected);
        }
    }

    #[test]
    fn words_are_said_as_they_come() {
        let mut speech = Speech::new(["Mia"], ["Ken"], Limit { measure: Measure::Words, enough: 9, most: 9 });
        assert_eq!(speech.push("Mi"), "");
        assert_eq!(speech.push("nd the gap"), "Mind the gap");
        assert_eq!(speech.push(" please"), " please");
    }
}
