//! Whole conversations through all three acts. `UPDATE_GOLDEN=1` writes what is said now into the files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hera::domain::Phase;

use super::conversation::Conversation;

/// What a transcript has in the place of the button that ends the interview.
pub const BUTTON: &str = "[complete]";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/acts")
}

/// What the person says in a transcript.
pub fn lines_of(name: &str) -> Vec<String> {
    let written = std::fs::read_to_string(folder().join(name)).expect("a readable transcript");
    written.lines().filter_map(|line| line.strip_prefix("You:")).map(|line| line.trim().to_owned()).collect()
}

fn replay(lines: &[String], seed: u128) -> (String, Conversation) {
    let mut conversation = Conversation::new(seed);
    let mut transcript = String::new();
    for line in lines {
        let _ = writeln!(transcript, "You: {line}");
        let said = if line == BUTTON { conversation.press() } else { conversation.say(line) };
        for (name, text) in said {
            let _ = writeln!(transcript, "{name}: {text}");
        }
        let trip = &conversation.state.family.trip;
        let phase = conversation.state.phase;
        let _ = writeln!(transcript, "state: {phase:?} {:?} {:?}\n", trip.destination, trip.activities);
    }
    (transcript, conversation)
}

#[test]
fn conversations_through_all_acts_go_as_they_stand() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut seen = 0;
    for entry in std::fs::read_dir(folder()).expect("the folder is there") {
        let path = entry.expect("a readable folder").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let (spoken, conversation) = replay(&lines_of(&name), 20_261_125);
        if update {
            std::fs::write(&path, &spoken).expect("a writable transcript");
        } else {
            let written = std::fs::read_to_string(&path).expect("a readable transcript");
            assert_eq!(spoken, written, "{name}; UPDATE_GOLDEN=1 rewrites it");
        }
        assert_eq!(conversation.state.phase, Phase::Complete, "{name}");
        let plan = conversation.state.family.plan.expect("a plan");
        assert!(!plan.story.is_empty() && !plan.letter.is_empty() && !plan.conversation_log.is_empty(), "{name}");
        seen += 1;
    }
    assert!(seen >= 6, "only {seen} transcripts");
}
