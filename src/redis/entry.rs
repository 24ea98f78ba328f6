//! Events that were appended together, as they stand in the log and as they are published.

use std::sync::Arc;

use crate::bus::Logged;
use crate::domain::{Tag, TurnId, UnixMillis};
use crate::record::RecordError;
use crate::record::event::decode_run;

/// One entry of a log, `e<last> <count> <tag> <tag before> <at> <turn or -> <run>`; see `log` in common.lua.
pub struct Entry {
    /// The number of its last event.
    pub last: u64,
    count: u64,
    pub tag: Tag,
    /// The tag of the event before its first one.
    pub tag_before: Tag,
    at: UnixMillis,
    turn: Option<TurnId>,
    text: Vec<u8>,
    /// Where in the text the run begins.
    run: usize,
}

impl Entry {
    /// Reads an entry; `None` when it is none.
    pub fn read(text: Vec<u8>) -> Option<Self> {
        let mut rest = text.strip_prefix(b"e")?;
        let mut word = || {
            let end = rest.iter().position(|byte| *byte == b' ')?;
            let word = std::str::from_utf8(&rest[..end]).ok()?;
            rest = &rest[end + 1..];
            Some(word)
        };
        let (last, count) = (word()?.parse().ok()?, word()?.parse().ok()?);
        let (tag, tag_before) = (Tag::new(word()?.parse().ok()?), Tag::new(word()?.parse().ok()?));
        let at = UnixMillis(word()?.parse().ok()?);
        let turn = match word()? {
            "-" => None,
            turn => Some(TurnId::from_number(turn.parse().ok()?)),
        };
        let run = text.len() - rest.len();
        (count > 0 && count <= last).then_some(Self { last, count, tag, tag_before, at, turn, text, run })
    }

    /// The number of the event before its first one.
    pub const fn before(&self) -> u64 {
        self.last - self.count
    }

    /// The events were too large to be published: they are to be read from the log.
    pub fn is_empty(&self) -> bool {
        self.run == self.text.len()
    }

    pub fn events(&self) -> Result<Vec<Arc<Logged>>, RecordError> {
        decode_run(self.last, self.tag, self.at, self.turn, &self.text[self.run..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_entry_is_refused() {
        for text in ["", "d", "s1", "e", "e1 1 2 3 4 -", "e1 0 2 3 4 - []", "e1 2 2 3 4 - []", "e1 1 x 3 4 - []"] {
            assert!(Entry::read(text.into()).is_none(), "{text}");
        }
        let entry = Entry::read(b"e7 2 5 6 1795456647990 42 ".to_vec()).unwrap();
        assert_eq!((entry.before(), entry.is_empty(), entry.turn), (5, true, Some(TurnId::from_number(42))));
    }
}
