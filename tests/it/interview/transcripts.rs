//! Whole conversations. `UPDATE_GOLDEN=1` writes what Hera says now into the files.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hera::agent::hera::respond;
use hera::domain::{Author, ClientMsgId, Message, MessageId, MessageStatus, SessionState, TurnId, UnixMillis};

const SEED: u64 = 20_261_123;

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden")
}

/// What the person says in a transcript; `\n` is written out.
fn lines_of(transcript: &str) -> Vec<String> {
    transcript
        .lines()
        .filter_map(|line| line.strip_prefix("You:"))
        .map(|line| line.trim().replace("\\n", "\n"))
        .collect()
}

fn message(id: u64, author: Author, text: &str) -> Message {
    let id = MessageId::from_number(id);
    let turn = TurnId::answering(id);
    Message {
        id,
        at: UnixMillis::default(),
        utc_offset: None,
        author,
        text: text.to_owned(),
        attachments: Vec::new(),
        choices: Vec::new(),
        turn,
        status: MessageStatus::Complete,
    }
}

/// The conversation with these lines of the person, as a transcript.
fn replay(lines: &[String], seed: u64) -> (String, SessionState) {
    let mut state = SessionState::default();
    let mut history = Vec::new();
    let mut transcript = String::new();
    for (number, line) in (0..).zip(lines) {
        let reply = respond(&state, &history, line, seed);
        reply.update.apply(&mut state);
        let name: ClientMsgId = format!("m{number}").parse().expect("a valid name");
        history.push(message(2 * number, Author::User { client_msg_id: name }, line));
        history.push(message(2 * number + 1, Author::Agent { name: "Hera".to_owned() }, &reply.text));
        let missing: Vec<&str> = state.profile.missing().into_iter().map(hera::domain::Field::name).collect();
        let missing =
            if missing.is_empty() { "complete".to_owned() } else { format!("missing {}", missing.join(", ")) };
        let then = reply.job.map(|job| format!("; then {job}")).unwrap_or_default();
        let _ =
            writeln!(transcript, "You: {}\nHera: {}\nstate: {missing}{then}\n", line.replace('\n', "\\n"), reply.text);
    }
    (transcript, state)
}

fn transcripts() -> Vec<(String, String)> {
    let mut files: Vec<_> = std::fs::read_dir(golden())
        .expect("the folder is there")
        .filter_map(|entry| {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                return None;
            }
            let name = path.file_name()?.to_str()?.to_owned();
            Some((name, std::fs::read_to_string(&path).expect("a readable transcript")))
        })
        .collect();
    files.sort();
    assert!(files.iter().filter(|(name, _)| name.starts_with("ja_")).count() >= 4, "too few in Japanese");
    assert!(files.iter().filter(|(name, _)| name.starts_with("en_")).count() >= 4, "too few in English");
    files
}

#[test]
fn conversations_go_as_they_stand() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    for (name, written) in transcripts() {
        let (spoken, _) = replay(&lines_of(&written), SEED);
        if update {
            std::fs::write(golden().join(&name), &spoken).expect("a writable transcript");
        } else {
            assert_eq!(spoken, written, "{name}; UPDATE_GOLDEN=1 rewrites it");
        }
    }
}

#[test]
fn a_cooperative_person_is_through_in_four_turns() {
    for name in ["ja_cooperative.txt", "en_cooperative.txt"] {
        let written = std::fs::read_to_string(golden().join(name)).expect("a readable transcript");
        let lines = lines_of(&written);
        for seed in 0..12 {
            let (_, state) = replay(&lines[..4], seed);
            assert_eq!(state.profile.missing(), [], "{name}, seed {seed}");
        }
    }
}

#[test]
fn the_same_seed_says_the_same_and_another_something_else() {
    for (name, written) in transcripts() {
        let lines = lines_of(&written);
        let (first, _) = replay(&lines, 7);
        assert_eq!(first, replay(&lines, 7).0, "{name}");
        let texts: BTreeSet<String> = (0..12).map(|seed| replay(&lines, seed).0).collect();
        assert!(texts.len() >= 11, "{name}: {} different conversations of 12", texts.len());
    }
}

#[test]
fn who_tells_much_at_once_is_through_in_three_turns() {
    for (lines, partner, child) in [
        (
            [
                "33歳の女性です。東京に住んでいて、独身です。年収は500万円くらいです。明るくて好奇心旺盛な性格です。",
                "理想のパートナーの名前は健二で、優しくて落ち着いた人です。見た目は丸顔で、目がやさしい人です。",
                "子どもは女の子が一人で、名前はさくらです。",
            ],
            "健二",
            "さくら",
        ),
        (
            [
                "I'm a 33 year old woman, single, and I live in Berlin. I earn about $60,000 a year. I'm cheerful and curious.",
                "My ideal partner is called Daniel, he is kind and calm, tall, with a round face and gentle eyes.",
                "I would like one girl named Emma.",
            ],
            "Daniel",
            "Emma",
        ),
    ] {
        for seed in 0..12 {
            let (spoken, state) = replay(&lines.map(str::to_owned), seed);
            let profile = &state.profile;
            assert_eq!(profile.missing(), [], "{spoken}");
            assert_eq!(profile.partner().and_then(|known| known.name.as_deref()), Some(partner), "{spoken}");
            let names: Vec<_> = profile.children.iter().map(|known| known.name.as_deref()).collect();
            assert_eq!(names, [Some(child)], "{spoken}");
        }
    }
}
