//! What a model thinks before it speaks, and writes into its words because its server does not tell them apart.

use std::sync::LazyLock;

use crate::domain::is_blank;

/// What stands around thoughts: before them, and after them.
const THOUGHTS: [(&str, &str); 18] = [
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<thoughts>", "</thoughts>"),
    ("<reason>", "</reason>"),
    ("<reasoning>", "</reasoning>"),
    ("<seed:think>", "</seed:think>"),
    ("<mm:think>", "</mm:think>"),
    ("<longcat_think>", "</longcat_think>"),
    ("[THINK]", "[/THINK]"),
    ("◁think▷", "◁/think▷"),
    ("<|START_THINKING|>", "<|END_THINKING|>"),
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
    ("<|inner_prefix|>", "<|inner_suffix|>"),
    ("<|think:start|>", "<|think:end|>"),
    ("<|plamo:begin_think:plamo|>", "<|plamo:end_think:plamo|>"),
    // Gemma, whose channel of thoughts has no mark like those of the harmony format.
    ("<|channel>", "<channel|>"),
    // MedGemma, which has no name for them.
    ("<unused94>", "<unused95>"),
];

/// What the same models write around what they say.
const AROUND: [&str; 6] = [
    "<|START_RESPONSE|>",
    "<|END_RESPONSE|>",
    "<|begin_of_solution|>",
    "<|end_of_solution|>",
    "<|begin_of_box|>",
    "<|end_of_box|>",
];

/// The same, in marks that stand for it only where thoughts have just ended.
const ANSWERS: [(&str, &str); 2] = [("<answer>", "</answer>"), ("<response>", "</response>")];

/// The marks of the harmony format (<https://github.com/openai/harmony>), in which a message goes to a channel, and only
/// what goes to `final` is for the person.
const HARMONY: [(&str, Meaning); 6] = [
    ("<|start|>", Meaning::Header { of_channel: false }),
    ("<|channel|>", Meaning::Header { of_channel: true }),
    ("<|message|>", Meaning::Message),
    ("<|end|>", Meaning::MessageEnd),
    ("<|return|>", Meaning::MessageEnd),
    ("<|call|>", Meaning::MessageEnd),
];

/// All of them, in letters of either case.
static MARKS: LazyLock<Vec<Mark>> = LazyLock::new(|| {
    let thoughts =
        THOUGHTS.into_iter().flat_map(|(begin, until)| [(begin, Meaning::Begin { until }), (until, Meaning::End)]);
    let around = AROUND.into_iter().map(|text| (text, Meaning::Around));
    let answers = ANSWERS.into_iter();
    let answers = answers.flat_map(|(begin, until)| [(begin, Meaning::Answer { until }), (until, Meaning::AnswerEnd)]);
    let all = thoughts.chain(around).chain(answers).chain(HARMONY);
    all.map(|(text, meaning)| Mark { text, meaning }).collect()
});

#[derive(Debug)]
struct Mark {
    text: &'static str,
    meaning: Meaning,
}

/// What a mark says of the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// Thoughts follow, until this.
    Begin { until: &'static str },
    /// Thoughts end.
    End,
    /// Nothing.
    Around,
    /// What is said follows thoughts, until this.
    Answer { until: &'static str },
    /// What is said ends, if it began so.
    AnswerEnd,
    /// A header of a message follows: of its role, or of the channel that it goes to.
    Header { of_channel: bool },
    /// The header ends, and its message follows.
    Message,
    /// The message ends.
    MessageEnd,
}

/// The first bytes of marks, and bytes of the longest, with its attributes.
const FIRST: [u8; 3] = [b'<', b'[', "◁".as_bytes()[0]];
const LONGEST: usize = 160;
/// Bytes of the attributes of a mark (`<think type="deep">`), at most.
const MOST_ATTRIBUTES: usize = 120;

/// What JSON begins with, or what is put around it.
const JSON: [char; 3] = ['{', '[', '`'];

/// The channel of the harmony format that is for the person.
const FINAL: &str = "final";
/// Bytes of a header, at most; what is longer is none.
const MOST_HEADER: usize = 256;
/// Bytes that are held back until thoughts without a beginning end; more than that is not thought.
const MOST_HELD: usize = 64 * 1024;

/// What the text is that comes now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Mode {
    #[default]
    Words,
    Thoughts {
        until: &'static str,
    },
    Header {
        of_channel: bool,
    },
    /// A message that is not for the person.
    Aside,
}

/// What came last of a text, blanks aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Last {
    #[default]
    Words,
    Thoughts,
}

/// Takes the thoughts out of a text, as it comes.
#[derive(Debug, Default)]
pub struct Thoughts {
    /// What is not handed on yet: it may turn out to be a mark, or thoughts.
    held: String,
    mode: Mode,
    /// The text begins with thoughts whose beginning is not marked.
    unmarked: bool,
    /// The text is used when it is whole: then it can still be seen what was thought.
    whole: bool,
    /// Thoughts have ended that had not begun, where only JSON was asked for. In words it may be what a person has asked to see.
    pub surprised: bool,
    /// The first letter.
    first: Option<char>,
    last: Last,
    /// The mark with which what is said will end, if it began with one.
    until: Option<&'static str>,
}

impl Thoughts {
    /// Of a model that begins to think without a mark if it is `unmarked`: its prompt ends with it. Of a text that is used
    /// when it is `whole`, thoughts that begin so stay in it, for [`after_thoughts`].
    pub fn new(unmarked: bool, whole: bool) -> Self {
        Self { unmarked: unmarked && !whole, whole, ..Self::default() }
    }

    /// Whether the text was to begin with thoughts, and has none.
    pub const fn thought_nothing(&self) -> bool {
        self.unmarked
    }

    /// Takes in more of the text; what is known to be words of it.
    pub fn push(&mut self, text: &str) -> String {
        // No mark is whole in what was held: the next one ends in what comes now.
        let mut from = self.held.len().saturating_sub(LONGEST);
        self.first = self.first.or_else(|| text.trim_start().chars().next());
        self.held.push_str(text);
        let mut words = String::new();
        while let Some(Found { at, bytes, mark }) = self.next_mark(from) {
            from = 0;
            let rest = self.held.split_off(at + bytes);
            let before = std::mem::replace(&mut self.held, rest);
            self.pass(&before[..at], &before[at..], mark.meaning, &mut words);
        }
        match self.mode {
            Mode::Words if self.unmarked && self.held.len() <= MOST_HELD => {}
            Mode::Header { .. } if self.held.len() <= MOST_HEADER => {}
            Mode::Words | Mode::Header { .. } => {
                (self.mode, self.unmarked) = (Mode::Words, false);
                let said = self.held.len() - self.open_end();
                if !is_blank(&self.held[..said]) {
                    self.last = Last::Words;
                }
                words.extend(self.held.drain(..said));
            }
            // Only the beginning of the mark that ends them is still of use.
            Mode::Thoughts { .. } | Mode::Aside => {
                let kept = self.open_end();
                self.held.drain(..self.held.len() - kept);
            }
        }
        words
    }

    /// Takes in what stands before a mark, and then the mark.
    fn pass(&mut self, before: &str, mark: &str, meaning: Meaning, words: &mut String) {
        let ends = meaning == Meaning::End;
        if self.mode == Mode::Words && !(ends && self.unmarked) {
            words.push_str(before);
            // In JSON it is some value's.
            self.surprised |= ends && self.whole && !self.first.is_some_and(|first| JSON.contains(&first));
            if ends && self.whole {
                words.push_str(mark);
            }
            if !is_blank(before) {
                self.last = Last::Words;
            }
        }
        if ends {
            self.last = Last::Thoughts;
        }
        self.until = match meaning {
            Meaning::Answer { until } => Some(until),
            _ => self.until,
        };
        self.mode = match (meaning, self.mode) {
            (Meaning::Begin { until }, _) => Mode::Thoughts { until },
            (Meaning::Header { of_channel }, _) => Mode::Header { of_channel },
            (Meaning::Message, Mode::Header { of_channel: true }) if !is_final(before) => Mode::Aside,
            _ => Mode::Words,
        };
        self.unmarked &= self.mode == Mode::Words && !ends;
    }

    /// Whether the mark means something, in the text that is held, at that place.
    fn hears(&self, mark: &Mark, at: usize) -> bool {
        match self.mode {
            Mode::Words => match mark.meaning {
                Meaning::Answer { .. } => self.last == Last::Thoughts && is_blank(&self.held[..at]),
                Meaning::AnswerEnd => self.until == Some(mark.text),
                _ => true,
            },
            Mode::Thoughts { until } => mark.text == until,
            Mode::Header { .. } => matches!(mark.meaning, Meaning::Header { .. } | Meaning::Message),
            Mode::Aside => matches!(mark.meaning, Meaning::Header { .. } | Meaning::MessageEnd),
        }
    }

    /// The next mark in the text that is held, from there on, that means something.
    fn next_mark(&self, from: usize) -> Option<Found> {
        let heard = |at| mark_at(&self.held, at).filter(|found| self.hears(found.mark, at));
        (from..self.held.len()).filter(|at| FIRST.contains(&self.held.as_bytes()[*at])).find_map(heard)
    }

    /// Bytes at the end of the text that is held with which a mark may begin that means something.
    fn open_end(&self) -> usize {
        let is_open = |at: &usize| {
            let rest = &self.held.as_bytes()[*at..];
            MARKS.iter().any(|mark| matches!(mark.read(rest), Read::Begun) && self.hears(mark, *at))
        };
        beginnings(&self.held).find(is_open).map_or(0, |at| self.held.len() - at)
    }

    /// The text is at its end; what is still to be handed on.
    pub fn finish(&mut self) -> String {
        let rest = std::mem::take(&mut self.held);
        if self.mode == Mode::Words { rest } else { String::new() }
    }
}

/// Whether what stands in the header of a channel names the one for the person: `final`, `final <|constrain|>json`.
fn is_final(header: &str) -> bool {
    header.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| !word.is_empty()) == Some(FINAL)
}

/// A mark in a text: where, and how long it is there.
struct Found {
    at: usize,
    bytes: usize,
    mark: &'static Mark,
}

/// Whether a text begins with a mark.
enum Read {
    /// It does, and the mark has so many bytes.
    Whole(usize),
    /// All of it is the beginning of one.
    Begun,
    No,
}

impl Mark {
    fn read(&self, text: &[u8]) -> Read {
        let mark = self.text.as_bytes();
        if begins_with(text, mark) {
            return Read::Whole(mark.len());
        }
        if begins_with(mark, text) {
            return Read::Begun;
        }
        let is_tag = matches!(self.meaning, Meaning::Begin { .. }) && mark[0] == b'<' && mark[1].is_ascii_alphabetic();
        let name = &mark[..mark.len() - 1];
        if !is_tag || !begins_with(text, name) {
            return Read::No;
        }
        match attributes(&text[name.len()..]) {
            Read::Whole(bytes) => Read::Whole(name.len() + bytes),
            other => other,
        }
    }
}

/// Reads what stands between the name of a mark and its end, with that: a blank, a name and `=`, and then anything on one
/// line. Words that follow a name are none (`<think about it>`).
fn attributes(text: &[u8]) -> Read {
    let named = text.iter().position(|byte| *byte == b'=').unwrap_or(text.len());
    let (name, value) = text.split_at(named);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:".contains(byte);
    let name = name.trim_ascii();
    if !text[0].is_ascii_whitespace() || !name.iter().all(is_name) || (name.is_empty() && !value.is_empty()) {
        return Read::No;
    }
    match value.iter().position(|byte| b"<>\n".contains(byte)) {
        Some(end) if value[end] == b'>' && named + end < MOST_ATTRIBUTES => Read::Whole(named + end + 1),
        None if text.len() < MOST_ATTRIBUTES => Read::Begun,
        _ => Read::No,
    }
}

/// The mark that stands there.
fn mark_at(text: &str, at: usize) -> Option<Found> {
    let rest = &text.as_bytes()[at..];
    MARKS.iter().find_map(|mark| match mark.read(rest) {
        Read::Whole(bytes) => Some(Found { at, bytes, mark }),
        Read::Begun | Read::No => None,
    })
}

/// Where marks may begin.
fn beginnings(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    text.bytes().enumerate().filter(|(_, byte)| FIRST.contains(byte)).map(|(at, _)| at)
}

/// What follows the thoughts of a whole text, if it has any.
pub fn after_thoughts(text: &str) -> &str {
    let end = beginnings(text).rev().find_map(|at| {
        let found = mark_at(text, at).filter(|found| found.mark.meaning == Meaning::End)?;
        Some(at + found.bytes)
    });
    &text[end.unwrap_or_default()..]
}

fn begins_with(text: &[u8], beginning: &[u8]) -> bool {
    text.get(..beginning.len()).is_some_and(|text| text.eq_ignore_ascii_case(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a text, however it is cut into pieces.
    fn words(text: &str, unmarked: bool) -> String {
        let letters = text.chars().map(String::from).collect::<Vec<_>>();
        let mut all = Vec::new();
        for size in [1, 2, 3, 7, 1000] {
            let mut thoughts = Thoughts::new(unmarked, false);
            let mut words = letters.chunks(size).map(|piece| thoughts.push(&piece.concat())).collect::<String>();
            words += &thoughts.finish();
            all.push(words);
        }
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:?}");
        all.remove(0)
    }

    #[test]
    fn thoughts_are_no_words() {
        for (text, expected) in [
            ("Good morning.", "Good morning."),
            ("<think>Who is that?</think>Good morning.", "Good morning."),
            ("\n<think>\n\n</think>\n\nGood 湊.", "\n\n\nGood 湊."),
            ("[THINK]湊?[/THINK]Good 湊.", "Good 湊."),
            ("One. <think>a <b> c</think>Two. <thinking>x</thinking>Three.", "One. Two. Three."),
            ("<think>never ends", ""),
            ("<THINK>a</Think>Good.", "Good."),
            ("<think>a [THINK] b </thinking></think>Good.", "Good."),
            ("◁think▷湊?◁/think▷Good ◁ 湊.", "Good ◁ 湊."),
            ("<|START_THINKING|>a<|END_THINKING|>Good.", "Good."),
            ("<|channel|>analysis<|message|>a < b<|end|><|start|>assistant<|channel|>final<|message|>Good.", "Good."),
            ("<|channel|>analysis<|message|>a<|channel|>final<|message|>Good.<|return|>", "Good."),
            ("<|start|>assistant<|message|>Good.<|end|>", "Good."),
            ("<|Channel|>final <|constrain|>json<|message|>{}<|return|>", "{}"),
            ("<|channel|>commentary to=f<|message|>{}<|call|>Good.", "Good."),
            ("<|channel|>analysis<|message|>never ends", ""),
            ("<|channel|>analysis", ""),
            ("a < b, <thin> and <b>", "a < b, <thin> and <b>"),
            ("<think type=\"deep\">a</think>Good.", "Good."),
            ("<Thinking effort = high, budget=\"7\">a > b</thinking>Good.", "Good."),
            ("<think about it> and <think-tank> or <think =x>", "<think about it> and <think-tank> or <think =x>"),
            ("<think a=\n>b", "<think a=\n>b"),
            ("<unused94>thought\nWho?<unused95>Good.", "Good."),
            ("<|channel>thought\nWho?<channel|>Good.", "Good."),
            ("<|begin_of_thought|>a<|end_of_thought|><|begin_of_solution|>Good.<|end_of_solution|>", "Good."),
            ("<|START_THINKING|>a<|END_THINKING|><|START_RESPONSE|>Good.<|END_RESPONSE|>", "Good."),
            ("<think>a</think><|begin_of_box|>Good.<|end_of_box|>", "Good."),
            ("<think>a</think>\n<answer>Good.</answer>", "\nGood."),
            ("<think>a</think> <response>Good </answer>.</response>", " Good </answer>."),
            ("<think>a</think>Good <answer>.</answer>", "Good <answer>.</answer>"),
            ("<answer>Good.</answer>", "<answer>Good.</answer>"),
            ("<think>a</think><answer>never ends <answer", "never ends <answer"),
            ("", ""),
        ] {
            assert_eq!(words(text, false), expected, "{text}");
        }
    }

    #[test]
    fn all_that_stands_around_thoughts_is_taken_away_with_them() {
        for (begin, end) in THOUGHTS {
            assert_eq!(words(&format!("{begin}Who is <b>that</b>?\n{end}Good."), false), "Good.");
            assert_eq!(words(&format!("Who is that?{end}Good."), true), "Good.");
            let shouted = format!("{}Who?{}Good.", begin.to_ascii_uppercase(), end.to_ascii_lowercase());
            assert_eq!(words(&shouted, false), "Good.");
        }
    }

    #[test]
    fn attributes_are_so_long_and_no_longer() {
        let long = |bytes: usize| format!("<think a=\"{}\">b</think>", "x".repeat(bytes));
        assert_eq!(words(&long(MOST_ATTRIBUTES - 10), false), "");
        assert_eq!(words(&long(MOST_ATTRIBUTES), false), long(MOST_ATTRIBUTES).replace("</think>", ""));
    }

    #[test]
    fn every_mark_is_found_by_its_first_byte() {
        let fits =
            |mark: &Mark| FIRST.contains(&mark.text.as_bytes()[0]) && mark.text.len() + MOST_ATTRIBUTES <= LONGEST;
        assert!(MARKS.iter().all(fits));
    }

    #[test]
    fn what_is_too_long_for_a_header_is_said() {
        let long = "words ".repeat(100);
        assert_eq!(words(&format!("<|channel|>{long}"), false), long);
    }

    #[test]
    fn thoughts_may_begin_without_a_mark() {
        assert_eq!(words("Who is that?</think>Good morning.", true), "Good morning.");
        assert_eq!(words("Good morning.", true), "Good morning.", "this time it did not think");
        assert_eq!(words("<think>Who?</think>Good.", true), "Good.");
        assert_eq!(words("Who is that?</THINK>Good morning.", true), "Good morning.");
        let mut thoughts = Thoughts::new(false, false);
        assert_eq!(thoughts.push("Who?</think>Good.") + &thoughts.finish(), "Who?Good.");
        assert!(!thoughts.surprised, "a person may have asked for it");
        for (json, surprised) in [("Who?</think>{}", true), ("{\"name\": \"</think>\"}", false)] {
            for unmarked in [false, true] {
                let mut whole = Thoughts::new(unmarked, true);
                let words = whole.push(json) + &whole.finish();
                assert_eq!((words.as_str(), whole.surprised), (json, surprised));
            }
        }
        let long = "x".repeat(MOST_HELD + 1);
        assert_eq!(words(&long, true), long);
        assert_eq!(after_thoughts("Who?</think>\n{}"), "\n{}");
        assert_eq!(after_thoughts("Who?</THINK>{}"), "{}");
        assert_eq!(after_thoughts("{}"), "{}");
    }
}
