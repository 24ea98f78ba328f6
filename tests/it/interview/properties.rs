//! What holds for every message, however strange.

use std::collections::BTreeSet;
use std::time::Duration;

use futures::StreamExt;
use hera::agent::acts::Acts;
use hera::agent::hera::{extract, respond};
use hera::agent::pace::{Pace, words};
use hera::agent::{Agent, Prompt, Utterance};
use hera::domain::{Field, MessageId, SessionId, SessionState, TurnId, UserProfile};
use hera::family;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

/// Words that mean something to Hera, to be mixed with anything.
const FRAGMENTS: &[&str] = &[
    "34歳",
    "女性",
    "東京に住んで",
    "じゃなくて",
    "名前は",
    "花子",
    "女の子",
    "2人",
    "と",
    "、",
    "。",
    "年収",
    "500万円",
    "〜",
    "優しい",
    "ではない",
    "妻は",
    "I'm ",
    "34",
    " years old",
    "my wife ",
    "named ",
    "Emma",
    " and ",
    ", ",
    "two girls",
    "not ",
    "$60k",
    "-",
    "kind",
    "hair",
    "live in ",
    "Boston",
    "skip",
    "you choose",
    "\u{202e}",
    "\0",
    "\n",
    "😊",
    "9999999999999999999",
    "百千万",
    "(",
    "男女",
    "actually ",
];

fn strange_text() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        6 => prop::sample::select(FRAGMENTS).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "\\PC{0,20}",
    ];
    prop::collection::vec(fragment, 0..24).prop_map(|parts| parts.concat())
}

fn values(profile: &UserProfile) -> Vec<String> {
    let partners = [&profile.current_partner, &profile.ideal_partner].into_iter().flatten();
    let parts = partners.flat_map(|p| [p.name.clone(), p.temperament.clone(), p.appearance.clone()]);
    let own = [profile.location.clone(), profile.income_range.clone(), profile.partner_face_description.clone()];
    own.into_iter().chain(parts).chain(profile.children.iter().map(|child| child.name.clone())).flatten().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_conversation_breaks_her(texts in prop::collection::vec(strange_text(), 1..6), seed: u64) {
        let mut state = SessionState::default();
        let mut braces = false;
        for text in texts {
            let reply = respond(&state, &[], &text, seed);
            prop_assert_eq!(&reply, &respond(&state, &[], &text, seed));
            prop_assert!(!reply.text.trim().is_empty());
            // Nothing is left to be filled in; what they once wrote, in whatever width, may be said back.
            braces |= text.nfkc().any(|letter| matches!(letter, '{' | '}'));
            prop_assert!(braces || !reply.text.contains(['{', '}']), "{}", reply.text);
            prop_assert_eq!(words(&reply.text).concat(), reply.text);
            reply.update.apply(&mut state);
            for value in values(&state.profile) {
                prop_assert!(!value.is_empty() && value.chars().count() <= 200, "{value:?}");
                prop_assert!(!value.chars().any(char::is_control), "{value:?}");
            }
            prop_assert!(state.profile.children.len() <= 10);
            prop_assert!(state.interview.asked.is_disjoint(&state.profile.declined));
            let complete = state.profile.missing().is_empty();
            prop_assert_eq!(complete, state.interview.topics.is_empty());
        }
    }

    #[test]
    fn telling_a_thing_again_changes_nothing(text in strange_text()) {
        let asked: BTreeSet<Field> = [Field::Age, Field::Gender, Field::Location, Field::IncomeRange].into();
        let once = extract(&UserProfile::default(), &asked, &text).profile;
        let again = extract(&once, &asked, &text).profile;
        let own = |profile: &UserProfile| {
            (profile.age, profile.gender, profile.traits, profile.location.clone(), profile.income_range.clone())
        };
        prop_assert_eq!(own(&once), own(&again));
    }

    #[test]
    fn words_are_the_text(text: String) {
        prop_assert_eq!(words(&text).concat(), text);
    }
}

fn prompt(text: &str) -> Prompt {
    let session: SessionId = "6f2c1c3e-5b0a-4a56-9a0e-0d6a1b9d3c11".parse().expect("a session id");
    let turn = TurnId::answering(MessageId::from_number(1));
    Prompt {
        session,
        turn,
        attempt: 1,
        text: text.to_owned(),
        at: None,
        utc_offset: None,
        attachments: Vec::new(),
        state: family::written(&SessionState::default()),
        history: Vec::new(),
    }
}

#[tokio::test(start_paused = true)]
async fn she_tells_the_state_then_speaks_word_by_word() {
    for (pace, text) in [(Duration::ZERO, "こんにちは"), (Duration::from_millis(40), "I'm 34")] {
        let prompt = prompt(text);
        let expected = respond(&SessionState::default(), &[], text, prompt.session.seed());
        let started = tokio::time::Instant::now();
        let said: Vec<Utterance> = Acts { pace: Pace { between_words: pace }, ..Acts::default() }
            .answer(prompt)
            .map(|item| item.expect("no failure"))
            .collect()
            .await;
        let deltas: Vec<&str> = said
            .iter()
            .filter_map(|u| if let Utterance::Delta(text) = u { Some(text.as_str()) } else { None })
            .collect();
        assert_eq!(said[0], Utterance::State(Box::new(family::change(&expected.update))));
        assert_eq!(said[1], Utterance::Start { name: "Hera".to_owned() });
        assert_eq!(said.last(), Some(&Utterance::End));
        assert_eq!(said.len(), deltas.len() + 3);
        assert!(deltas.len() > 10);
        assert_eq!(deltas.concat(), expected.text);
        let gaps = u32::try_from(deltas.len() - 1).expect("few words");
        assert_eq!(started.elapsed(), pace * gaps);
    }
}

#[test]
fn a_huge_message_costs_no_more_than_its_head() {
    let head = "34歳、女性です。".to_owned();
    let huge = head.clone() + &"あのね、名前は花子じゃなくて、".repeat(3_000);
    let asked: BTreeSet<Field> = [Field::Age, Field::Gender].into();
    let told = extract(&UserProfile::default(), &asked, &huge);
    assert_eq!(told.profile.age, Some(34));
    let longer = huge.clone() + &huge;
    assert_eq!(told, extract(&UserProfile::default(), &asked, &longer));
}
