//! What a model thinks before it speaks, and writes into its words because its server does not tell them apart.

/// A mark, in letters of either case.
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
    /// A header of a message follows: of its role, or of the channel that it goes to.
    Header { of_channel: bool },
    /// The header ends, and its message follows.
    Message,
    /// The message ends.
    MessageEnd,
}

/// What stands around thoughts; and the marks of the harmony format (<https://github.com/openai/harmony>), in which a
/// message goes to a channel, and only what goes to `final` is for the person.
static MARKS: [Mark; 22] = [
    begin("<think>", "</think>"),
    begin("<thinking>", "</thinking>"),
    begin("<thought>", "</thought>"),
    begin("<reasoning>", "</reasoning>"),
    begin("<seed:think>", "</seed:think>"),
    begin("[THINK]", "[/THINK]"),
    begin("<|START_THINKING|>", "<|END_THINKING|>"),
    begin("◁think▷", "◁/think▷"),
    mark("</think>", Meaning::End),
    mark("</thinking>", Meaning::End),
    mark("</thought>", Meaning::End),
    mark("</reasoning>", Meaning::End),
    mark("</seed:think>", Meaning::End),
    mark("[/THINK]", Meaning::End),
    mark("<|END_THINKING|>", Meaning::End),
    mark("◁/think▷", Meaning::End),
    mark("<|start|>", Meaning::Header { of_channel: false }),
    mark("<|channel|>", Meaning::Header { of_channel: true }),
    mark("<|message|>", Meaning::Message),
    mark("<|end|>", Meaning::MessageEnd),
    mark("<|return|>", Meaning::MessageEnd),
    mark("<|call|>", Meaning::MessageEnd),
];

/// The first bytes of marks, and bytes of the longest.
const FIRST: [u8; 3] = [b'<', b'[', "◁".as_bytes()[0]];
const LONGEST: usize = 18;

/// What JSON begins with, or what is put around it.
const JSON: [char; 3] = ['{', '[', '`'];

/// The channel of the harmony format that is for the person.
const FINAL: &str = "final";
/// Bytes of a header, at most; what is longer is none.
const MOST_HEADER: usize = 256;
/// Bytes that are held back until thoughts without a beginning end; more than that is not thought.
const MOST_HELD: usize = 64 * 1024;

const fn mark(text: &'static str, meaning: Meaning) -> Mark {
    Mark { text, meaning }
}

const fn begin(text: &'static str, until: &'static str) -> Mark {
    mark(text, Meaning::Begin { until })
}

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

impl Mode {
    /// Whether the mark means something here.
    fn hears(self, mark: &Mark) -> bool {
        match self {
            Self::Words => true,
            Self::Thoughts { until } => mark.text == until,
            Self::Header { .. } => matches!(mark.meaning, Meaning::Header { .. } | Meaning::Message),
            Self::Aside => matches!(mark.meaning, Meaning::Header { .. } | Meaning::MessageEnd),
        }
    }
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
        while let Some((at, mark)) = next_mark(&self.held, from, self.mode) {
            from = 0;
            let rest = self.held.split_off(at + mark.text.len());
            let before = std::mem::replace(&mut self.held, rest);
            self.pass(&before[..at], &before[at..], mark.meaning, &mut words);
        }
        match self.mode {
            Mode::Words if self.unmarked && self.held.len() <= MOST_HELD => {}
            Mode::Header { .. } if self.held.len() <= MOST_HEADER => {}
            Mode::Words | Mode::Header { .. } => {
                (self.mode, self.unmarked) = (Mode::Words, false);
                let kept = open_end(&self.held, self.mode);
                words.extend(self.held.drain(..self.held.len() - kept));
            }
            // Only the beginning of the mark that ends them is still of use.
            Mode::Thoughts { .. } | Mode::Aside => {
                let kept = open_end(&self.held, self.mode);
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
        }
        self.mode = match (meaning, self.mode) {
            (Meaning::Begin { until }, _) => Mode::Thoughts { until },
            (Meaning::Header { of_channel }, _) => Mode::Header { of_channel },
            (Meaning::Message, Mode::Header { of_channel: true }) if !is_final(before) => Mode::Aside,
            (Meaning::Message | Meaning::MessageEnd | Meaning::End, _) => Mode::Words,
        };
        self.unmarked &= self.mode == Mode::Words && !ends;
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

/// The mark that stands there.
fn mark_at(text: &str, at: usize) -> Option<&'static Mark> {
    let rest = &text.as_bytes()[at..];
    MARKS.iter().find(|mark| begins_with(rest, mark.text.as_bytes()))
}

/// Where marks may begin.
fn beginnings(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    text.bytes().enumerate().filter(|(_, byte)| FIRST.contains(byte)).map(|(at, _)| at)
}

/// The next mark from there on that means something in that mode, and where it is.
fn next_mark(text: &str, from: usize, mode: Mode) -> Option<(usize, &'static Mark)> {
    let heard = |at| mark_at(text, at).filter(|mark| mode.hears(mark)).map(|mark| (at, mark));
    (from..text.len()).filter(|at| FIRST.contains(&text.as_bytes()[*at])).find_map(heard)
}

/// What follows the thoughts of a whole text, if it has any.
pub fn after_thoughts(text: &str) -> &str {
    let end = beginnings(text).rev().find_map(|at| {
        let mark = mark_at(text, at).filter(|mark| mark.meaning == Meaning::End)?;
        Some(at + mark.text.len())
    });
    &text[end.unwrap_or_default()..]
}

/// Bytes at the end of `text` with which a mark may begin that means something in that mode.
fn open_end(text: &str, mode: Mode) -> usize {
    let is_open = |at: &usize| {
        let rest = &text.as_bytes()[*at..];
        let marks = MARKS.iter().filter(|mark| mode.hears(mark));
        marks.map(|mark| mark.text.as_bytes()).any(|mark| rest.len() < mark.len() && begins_with(mark, rest))
    };
    beginnings(text).find(is_open).map_or(0, |at| text.len() - at)
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
            ("", ""),
        ] {
            assert_eq!(words(text, false), expected, "{text}");
        }
    }

    #[test]
    fn every_mark_is_found_by_its_first_byte() {
        assert!(MARKS.iter().all(|mark| FIRST.contains(&mark.text.as_bytes()[0]) && mark.text.len() <= LONGEST));
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
