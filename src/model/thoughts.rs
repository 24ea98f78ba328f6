//! What a model thinks before it speaks, and writes into its words because its server does not tell them apart.

/// What stands around thoughts.
const TAGS: [(&str, &str); 4] =
    [("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<thought>", "</thought>"), ("[THINK]", "[/THINK]")];
/// Bytes that are held back until thoughts without a beginning end; more than that is not thought.
const MOST_HELD: usize = 64 * 1024;

/// Takes the thoughts out of a text, as it comes.
#[derive(Debug, Default)]
pub struct Thoughts {
    /// What is not handed on yet: it may turn out to be a tag, or thoughts.
    held: String,
    /// What ends the thoughts that have begun.
    until: Option<&'static str>,
    /// The text begins with thoughts whose beginning is not marked.
    unmarked: bool,
    /// The text is used when it is whole: then it can still be seen what was thought.
    whole: bool,
    /// Thoughts have ended that had not begun.
    pub surprised: bool,
}

impl Thoughts {
    /// Of a model that begins to think without a mark if it is `unmarked`: its prompt ends with it. Of a text that is used
    /// when it is `whole`, thoughts that begin so stay in it, for [`after_thoughts`].
    pub fn new(unmarked: bool, whole: bool) -> Self {
        Self { unmarked, whole, ..Self::default() }
    }

    /// Takes in more of the text; what is known to be words of it.
    pub fn push(&mut self, text: &str) -> String {
        self.held.push_str(text);
        let mut words = String::new();
        while let Some((at, end)) = self.next_tag() {
            let before = self.held[..at].to_owned();
            let tag = self.held[at..end].to_owned();
            self.held.drain(..end);
            if self.until.take().is_some() {
                continue;
            }
            match TAGS.iter().find(|(begin, _)| *begin == tag) {
                Some(&(_, until)) => (self.until, self.unmarked) = (Some(until), false),
                None if std::mem::take(&mut self.unmarked) => continue,
                None => self.surprised = true,
            }
            words.push_str(&before);
            if self.until.is_none() && self.whole {
                words.push_str(&tag);
            }
        }
        if self.until.is_some() {
            // Only the beginning of the tag that ends them is still of use.
            let kept = open_end(&self.held, self.until.as_slice());
            self.held.drain(..self.held.len() - kept);
        } else if !self.unmarked || self.held.len() > MOST_HELD {
            self.unmarked = false;
            let kept = open_end(&self.held, &TAGS.map(|(begin, _)| begin))
                .max(open_end(&self.held, &TAGS.map(|(_, end)| end)));
            words.extend(self.held.drain(..self.held.len() - kept));
        }
        words
    }

    /// The text is at its end; what is still to be handed on.
    pub fn finish(&mut self) -> String {
        let rest = std::mem::take(&mut self.held);
        if self.until.is_some() { String::new() } else { rest }
    }

    /// Where the next tag is that means something here.
    fn next_tag(&self) -> Option<(usize, usize)> {
        let find = |tag: &str| self.held.find(tag).map(|at| (at, at + tag.len()));
        match self.until {
            Some(until) => find(until),
            None => TAGS.iter().flat_map(|(begin, end)| [find(begin), find(end)]).flatten().min(),
        }
    }
}

/// What follows the thoughts of a whole text, if it has any.
pub fn after_thoughts(text: &str) -> &str {
    let ends = TAGS.iter().filter_map(|(_, end)| text.rfind(end).map(|at| at + end.len()));
    &text[ends.max().unwrap_or_default()..]
}

/// Bytes at the end of `text` with which one of the tags may begin.
fn open_end(text: &str, tags: &[&str]) -> usize {
    let begins = |tag: &&str| (1..tag.len()).rev().find(|&length| text.ends_with(&tag[..length]));
    tags.iter().filter_map(begins).max().unwrap_or_default()
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
            ("a < b, <thin> and <b>", "a < b, <thin> and <b>"),
            ("", ""),
        ] {
            assert_eq!(words(text, false), expected, "{text}");
        }
    }

    #[test]
    fn thoughts_may_begin_without_a_mark() {
        assert_eq!(words("Who is that?</think>Good morning.", true), "Good morning.");
        assert_eq!(words("Good morning.", true), "Good morning.", "this time it did not think");
        assert_eq!(words("<think>Who?</think>Good.", true), "Good.");
        let mut thoughts = Thoughts::new(false, false);
        assert_eq!(thoughts.push("Who?</think>Good.") + &thoughts.finish(), "Who?Good.");
        assert!(thoughts.surprised);
        let mut whole = Thoughts::new(false, true);
        assert_eq!(after_thoughts(&(whole.push("Who?</think>{}") + &whole.finish())), "{}");
        let long = "x".repeat(MOST_HELD + 1);
        assert_eq!(words(&long, true), long);
        assert_eq!(after_thoughts("Who?</think>\n{}"), "\n{}");
        assert_eq!(after_thoughts("{}"), "{}");
    }
}
