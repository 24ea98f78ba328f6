//! What is played in words with the family: a round is short, nothing is said twice in it but the rules of the game, and who wants to stop
//! stops.

use super::conversation::Conversation;

const EN: [&str; 9] = [
    "hi",
    "Mia, 29, woman",
    "Galway, single",
    "Tom",
    "kind, tall",
    "a girl called Anna and a boy called Max",
    "shy",
    "40k",
    "yes",
];
const JA: [&str; 9] = [
    "こんにちは",
    "ゆき、29、女",
    "大阪、独身",
    "健二",
    "優しい、背が高い",
    "女の子のさくらと男の子のれん",
    "おっとり",
    "400万",
    "はい",
];

fn met(lines: &[&str], seed: u128) -> Conversation {
    let mut talk = Conversation::new(seed);
    for line in lines {
        talk.say(line);
    }
    assert!(!talk.state.family.members.is_empty());
    talk
}

fn said(talk: &mut Conversation, text: &str) -> String {
    let said = talk.say(text);
    assert_eq!(said.len(), 1, "one of them plays: {said:?}");
    said[0].1.clone()
}

/// What stands between 「 and 」.
fn quoted(text: &str) -> char {
    let at = text.find('「').unwrap_or_else(|| panic!("{text}"));
    text[at + '「'.len_utf8()..].chars().next().unwrap()
}

#[test]
fn a_chain_of_words_goes_on_until_somebody_has_none() {
    for seed in 0..6 {
        let mut talk = met(&JA, seed);
        let begun = said(&mut talk, "しりとりしよう");
        assert!(begun.contains('り'), "{begun}");
        let wrong = said(&mut talk, "ラッパ");
        assert!(wrong.contains('「'), "{wrong}");
        let last = quoted(&wrong);
        // A word with ん at its end loses, whatever it begins with.
        let ended = said(&mut talk, &format!("{last}いぺん"));
        assert!(
            ended.contains("ん") && !talk.state.family.talk.facts.iter().any(|fact| fact.about == "game"),
            "{ended}"
        );
        let mut talk = met(&EN, seed);
        said(&mut talk, "let's play a word game");
        let stopped = said(&mut talk, "stop");
        assert!(!stopped.is_empty());
        // What is told then is no word of a chain.
        talk.say("I had a long day at work");
        assert!(!talk.state.family.talk.facts.iter().any(|fact| fact.about == "game"));
    }
}

#[test]
fn riddles_are_guessed_or_told_and_none_comes_twice() {
    for (lines, asks, gives_up, again) in
        [(&EN, "ask me a riddle", "no idea", "another one"), (&JA, "なぞなぞ出して", "わからない", "もう一つ")]
    {
        for seed in 0..4 {
            let mut talk = met(lines, seed);
            let mut asked = vec![said(&mut talk, asks)];
            for _ in 0..3 {
                said(&mut talk, gives_up);
                let next = said(&mut talk, again);
                assert!(!asked.contains(&next), "{next}");
                asked.push(next);
            }
        }
    }
    let mut talk = met(&JA, 1);
    let riddle = said(&mut talk, "なぞなぞ出して");
    let answers = [("パン", "フライパン"), ("大水", "おふろ"), ("歯が", "くし"), ("空に", "虹"), ("切れない", "水")];
    let (_, answer) = answers.iter().find(|(word, _)| riddle.contains(word)).unwrap_or_else(|| panic!("{riddle}"));
    let right = said(&mut talk, answer);
    assert!(["あたり", "正解", "そのとおり"].iter().any(|word| right.contains(word)), "{right}");
}

#[test]
fn songs_are_sung_once_each_and_what_takes_hands_is_declined_kindly() {
    for (lines, first, more) in [(&EN, "sing me something", "another song"), (&JA, "歌って", "もう一曲")] {
        let mut talk = met(lines, 2);
        let mut sung = vec![said(&mut talk, first)];
        for _ in 0..2 {
            let next = said(&mut talk, more);
            assert!(!sung.contains(&next), "{next}");
            sung.push(next);
        }
    }
    let mut talk = met(&EN, 2);
    let offered = said(&mut talk, "do you want to play hide and seek?");
    assert!(offered.contains("riddle"), "{offered}");
    let mut talk = met(&JA, 2);
    let offered = said(&mut talk, "かくれんぼしよう");
    assert!(offered.contains("しりとり"), "{offered}");
    // Cards on the beach are of the outing, and who tells of a game plays none.
    let mut talk = met(&EN, 2);
    talk.say("let's go to the beach and play cards");
    assert_eq!(talk.state.family.trip.destination.as_deref(), Some("the beach"));
    talk.say("we played chess all evening");
    assert!(!talk.state.family.talk.facts.iter().any(|fact| fact.about == "game"));
}

#[test]
fn hands_are_weighed_by_the_rules() {
    let (mut won, mut lost, mut even) = (0, 0, 0);
    for seed in 0..12 {
        let mut talk = met(&JA, seed);
        said(&mut talk, "じゃんけんしよう");
        let shown = said(&mut talk, "グー");
        let own = ["グー", "パー", "チョキ"].into_iter().find(|hand| {
            shown.starts_with(hand) || shown.contains(&format!("は{hand}")) || shown.contains(&format!("も{hand}"))
        });
        match own.unwrap_or_else(|| panic!("{shown}")) {
            "パー" => {
                assert!(["勝っ", "かった", "もらった"].iter().any(|word| shown.contains(word)), "{shown}");
                won += 1;
            }
            "チョキ" => {
                assert!(["負け", "まけ", "参った"].iter().any(|word| shown.contains(word)), "{shown}");
                lost += 1;
            }
            _ => {
                assert!(shown.contains("あいこ"), "{shown}");
                even += 1;
            }
        }
    }
    assert!(won > 0 && lost > 0 && even > 0, "{won} {lost} {even}");
}
