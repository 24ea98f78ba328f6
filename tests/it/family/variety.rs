//! Over many families: texts are as long as they are to be, say nothing twice, and do not read alike.

use std::collections::{BTreeMap, BTreeSet};

use super::conversation::Conversation;

/// A person, their family, and an outing: in Japanese and in English.
const TALKS: &[(bool, &[&str])] = &[
    (
        true,
        &[
            "34歳の女性です。東京に住んでいて、結婚しています。年収は500万円くらい、明るくて少し心配性です。",
            "夫の名前は健太です。優しくて頼りになる人です。目が大きくて、短い黒髪です。子供は女の子一人と男の子一人で、名前は花子と太郎です。",
            "ぜひ会いたいです",
            "みんな元気だった？",
            "沖縄の海に行きたいな",
            "海で泳ぎたいし、貝殻を拾いたい",
            "はい、それでいいよ",
            "ありがとう",
        ],
    ),
    (
        true,
        &[
            "45歳、男性、大阪在住、独身です。年収600万、几帳面で慎重です。",
            "理想の人の名前は真琴、明るくてよく笑う、えくぼのある丸顔の人です。子どもはいりません。",
            "会わせてください",
            "箱根の温泉に行こう",
            "露天風呂と食べ歩きがいいな",
            "うん、そうしよう",
            "今日はつかれたよ",
        ],
    ),
    (
        false,
        &[
            "Hi, I'm 36, a woman, living in Boston, married. I earn $70k, I'm kind and a bit anxious.",
            "My husband is called Ken, he's funny and outgoing, with brown hair and green eyes. We'd like a girl named Mia and a boy named Leo.",
            "I'd love to meet them",
            "How are you all?",
            "Let's go to the zoo",
            "I want to see the penguins and have a picnic",
            "Yes, perfect!",
            "Thank you",
        ],
    ),
    (
        false,
        &[
            "I'm 50, a man in Chicago, single. I earn $80k a year. I'm organised and calm.",
            "My ideal partner is called Maya, she's warm and curious, with long dark hair. I don't want children.",
            "yes, let me meet them",
            "I'd like to go to Kyoto",
            "We could wander through the alleys and try street food",
            "sounds good",
            "I had a long day",
        ],
    ),
];

/// The sentences of a text.
fn sentences(text: &str) -> Vec<String> {
    let ends = ['。', '！', '？', '.', '!', '?', '\n'];
    text.split(ends).map(|sentence| sentence.trim().to_owned()).filter(|s| s.chars().count() > 14).collect()
}

fn length(text: &str, japanese: bool) -> usize {
    if japanese { text.chars().filter(|c| !c.is_whitespace()).count() } else { text.split_whitespace().count() }
}

#[test]
fn stories_and_letters_have_their_lengths_and_do_not_read_alike() {
    for (japanese, lines) in TALKS {
        let (story, letter) = if *japanese { (800..=1200, 600..=900) } else { (400..=600, 300..=450) };
        let mut lengths = (BTreeSet::new(), BTreeSet::new());
        let mut texts: Vec<BTreeSet<String>> = Vec::new();
        let mut openings: BTreeMap<String, usize> = BTreeMap::new();
        for seed in 0..60 {
            let mut conversation = Conversation::new(seed);
            let mut said: Vec<String> = Vec::new();
            for line in *lines {
                for (name, text) in conversation.say(line) {
                    assert!(!text.trim().is_empty() && !text.contains(['{', '}']), "{name}: {text}");
                    if name != "Hera" {
                        said.extend(sentences(&text));
                    }
                }
            }
            let plan = conversation.state.family.plan.clone().unwrap_or_else(|| panic!("{lines:?} {seed}: {said:#?}"));
            let (long, wide) = (length(&plan.story, *japanese), length(&plan.letter, *japanese));
            assert!(story.contains(&long), "a story of {long}: {}", plan.story);
            assert!(letter.contains(&wide), "a letter of {wide}: {}", plan.letter);
            lengths.0.insert(long);
            lengths.1.insert(wide);
            for member in &conversation.state.family.members {
                assert!(plan.letter.ends_with(&member.name) || plan.letter.contains(&member.name), "{}", plan.letter);
            }
            let mut seen = BTreeSet::new();
            // What they look forward to may be named again and again.
            let trip = &conversation.state.family.trip;
            let named: Vec<String> =
                trip.activities.iter().chain(&trip.destination).map(|name| name.to_lowercase()).collect();
            for sentence in said.iter().filter(|sentence| !named.contains(&sentence.to_lowercase())) {
                assert!(seen.insert(sentence.clone()), "twice in one conversation, seed {seed}: {sentence}");
            }
            *openings.entry(sentences(&plan.story).first().cloned().unwrap_or_default()).or_default() += 1;
            texts.push(sentences(&plan.story).into_iter().chain(sentences(&plan.letter)).collect());
        }
        assert!(lengths.0.len() > 20 && lengths.1.len() > 20, "all are of one length: {lengths:?}");
        assert!(openings.len() >= 4, "{openings:?}");
        // Two families share some turns of phrase, and never most of them.
        let mut shares: Vec<usize> = Vec::new();
        for (index, one) in texts.iter().enumerate() {
            for other in &texts[..index] {
                shares.push(100 * one.intersection(other).count() / one.len().min(other.len()));
            }
        }
        let mean = shares.iter().sum::<usize>() / shares.len();
        let most = shares.iter().max().copied().unwrap_or(100);
        assert!(mean <= 40 && most <= 75, "two families share {mean} of 100 sentences, at most {most}");
    }
}

#[test]
fn the_same_session_says_the_same_for_ever() {
    for (_, lines) in TALKS {
        let talk = |seed| {
            let mut conversation = Conversation::new(seed);
            lines.iter().map(|line| conversation.say(line)).collect::<Vec<_>>()
        };
        assert_eq!(talk(7), talk(7));
        assert_ne!(talk(7), talk(8));
    }
}

#[test]
fn nothing_is_said_twice_even_when_the_history_is_not_shown() {
    for (seed, (_, lines)) in (0..).zip(TALKS) {
        let mut conversation = Conversation::new(seed);
        conversation.shown = 0;
        let mut said = BTreeSet::new();
        for line in *lines {
            for (name, text) in conversation.say(line) {
                assert!(said.insert((name.clone(), text.clone())), "{name} says again: {text}");
            }
        }
        let plan = conversation.state.family.plan.expect("a plan");
        assert!(plan.letter.contains("2026"), "the letter has its date: {}", plan.letter);
    }
}
