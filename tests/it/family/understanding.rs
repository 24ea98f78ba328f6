//! What the family understands: for whom a message is meant, where to go, what to do, yes and no.

use hera::domain::{Language, Phase, StateUpdate};

use super::conversation::Conversation;

const JA: [&str; 2] = [
    "34歳の女性です。東京に住んでいて、結婚しています。年収は500万円くらい、明るくて少し心配性です。",
    "夫の名前は健太です。優しくて頼りになる人です。目が大きくて、短い黒髪です。子供は女の子一人と男の子一人で、名前は花子と太郎です。",
];
const EN: [&str; 2] = [
    "Hi, I'm 36, a woman, living in Boston, married. I earn $70k, I'm kind and a bit anxious.",
    "My husband is called Ken, he's funny and outgoing, with brown hair and green eyes. We'd like a girl named Mia and a boy named Leo.",
];

/// A conversation in which the family has said hello.
pub fn met(language: Language, seed: u128) -> Conversation {
    let mut conversation = Conversation::new(seed);
    let (lines, hello) = match language {
        Language::Japanese => (JA, "こんにちは"),
        Language::English => (EN, "hello"),
    };
    for line in lines {
        conversation.say(line);
    }
    assert_eq!(conversation.state.profile.missing(), []);
    StateUpdate { phase: Some(Phase::Family), ..StateUpdate::default() }.apply(&mut conversation.state);
    assert_eq!(conversation.say(hello).len(), 3, "all of them greet");
    conversation
}

pub fn speakers(said: &[(String, String)]) -> Vec<&str> {
    said.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn those_answer_who_are_meant() {
    for (language, text, expected) in [
        (Language::Japanese, "花子はどう思う？", &["花子"][..]),
        (Language::Japanese, "太郎くん、元気？", &["太郎"]),
        (Language::Japanese, "太郎と花子はお腹すいた？", &["太郎", "花子"]),
        (Language::Japanese, "上の子は眠そうだね", &["花子"]),
        (Language::Japanese, "息子は何してるの？", &["太郎"]),
        (Language::Japanese, "子どもたちは今日どうだった？", &["花子", "太郎"]),
        (Language::Japanese, "あなたの夫より、と手紙に書いてね", &["健太"]),
        (Language::Japanese, "みんなはどう？", &["健太", "花子", "太郎"]),
        (Language::English, "Mia, are you tired?", &["Mia"]),
        (Language::English, "What does Leo think?", &["Leo"]),
        (Language::English, "Kids, did you sleep well?", &["Mia", "Leo"]),
        (Language::English, "honey, are you all right?", &["Ken"]),
        (Language::English, "What does everybody think?", &["Ken", "Mia", "Leo"]),
    ] {
        assert_eq!(speakers(&met(language, 11).say(text)), expected, "{text}");
    }
    let general = met(Language::Japanese, 11).say("今日はいい天気だね");
    assert_eq!((general.len(), speakers(&general)[0]), (2, "健太"), "the partner, and one of the children");
}

#[test]
fn whoever_speaks_to_the_family_that_waits_has_met_it() {
    let told = |language: Language, text: &str| {
        let mut conversation = Conversation::new(11);
        for line in if language == Language::Japanese { JA } else { EN } {
            conversation.say(line);
        }
        assert_eq!(conversation.state.profile.missing(), []);
        let said = conversation.say(text);
        (conversation.state.phase, speakers(&said).len())
    };
    for (language, text) in [
        (Language::Japanese, "花子、今日学校で何したの？"),
        (Language::Japanese, "太郎は何が好き？"),
        (Language::Japanese, "今度の日曜どこか行こうよ"),
        (Language::Japanese, "水族館に行きたいな"),
        (Language::Japanese, "やっぱり水族館にしよう"),
        (Language::English, "how was school Leo?"),
        (Language::English, "Ken, what do you like about me?"),
        (Language::English, "let's go to the sea or the zoo at the weekend"),
    ] {
        let (phase, speakers) = told(language, text);
        assert!(phase == Phase::Family && speakers >= 3, "{text}: {phase:?}, {speakers} speak");
    }
    for (language, text) in [
        (Language::Japanese, "名前は花子じゃなくて花です"),
        (Language::Japanese, "東京じゃなくて大阪です"),
        (Language::Japanese, "あなたはAIですか？"),
        (Language::Japanese, "このデータは誰が見るの？"),
        (Language::English, "I live in Chicago, not Boston"),
        (Language::English, "Leo is five"),
        (Language::English, "are you an AI?"),
        (Language::English, "who sees this?"),
    ] {
        assert_eq!(told(language, text).0, Phase::Interview, "{text}");
    }
}

#[test]
fn of_two_places_one_is_where_they_go_and_the_other_is_no_thing_to_do() {
    let mut conversation = met(Language::Japanese, 11);
    conversation.say("動物園か水族館に行こう");
    conversation.say("やっぱり水族館にしよう");
    assert_eq!(conversation.state.family.trip.destination.as_deref(), Some("水族館"));
    let mut conversation = met(Language::English, 11);
    conversation.say("let's go to the sea or the zoo at the weekend");
    conversation.say("the sea");
    let trip = &conversation.state.family.trip;
    assert_eq!((trip.destination.as_deref(), trip.activities.len()), (Some("the sea"), 0), "{trip:?}");
}

#[test]
fn what_they_get_there_is_named_without_getting_it() {
    let mut conversation = met(Language::English, 11);
    conversation.say("Let's go to the beach");
    conversation.say("we could fly kites");
    conversation.say("and get chips");
    assert_eq!(conversation.state.family.trip.activities, ["flying kites", "chips"]);
}

#[test]
fn the_outing_is_gathered_from_what_is_said() {
    for (language, text, place, activities) in [
        (Language::Japanese, "沖縄の海に行きたいな", Some("沖縄の海"), &[][..]),
        (Language::Japanese, "今度の休みはみんなで動物園に行こう！", Some("動物園"), &[]),
        (Language::Japanese, "海じゃなくて山がいい", Some("山"), &[]),
        (Language::Japanese, "箱根の温泉へ出かけて、食べ歩きしたい", Some("箱根の温泉"), &["食べ歩き"]),
        (Language::Japanese, "箱根に行って、温泉に入りたい", Some("箱根"), &["温泉"]),
        (Language::Japanese, "遊園地で観覧車に乗りたい", Some("遊園地"), &["観覧車"]),
        (Language::Japanese, "キャンプ場で焚き火と星空観察をしたい", Some("キャンプ場"), &["焚き火", "星空観察"]),
        (Language::Japanese, "貝殻を拾って、すいか割りもしたい", None, &["貝殻拾い", "すいか割り"]),
        (Language::Japanese, "貝がら拾いがしたい", None, &["貝殻拾い"]),
        (Language::Japanese, "貝がらを拾いたいな", None, &["貝殻拾い"]),
        (Language::Japanese, "どこに行きたい？", None, &[]),
        (Language::Japanese, "仕事に行ってきたよ", None, &[]),
        (Language::English, "Let's go to the beach", Some("the beach"), &[]),
        (Language::English, "I'd like to visit Kyoto and try street food", Some("Kyoto"), &["street food"]),
        (Language::English, "how about the zoo? I want to see the penguins", Some("the zoo"), &["seeing the penguins"]),
        (Language::English, "We could swim and build sandcastles", None, &["swimming", "building sandcastles"]),
        (Language::English, "Can we go for a swim and build a sandcastle?", None, &["a swim", "building a sandcastle"]),
        (Language::English, "I'd like to go for a long walk on the beach", Some("the beach"), &["a long walk"]),
        (Language::English, "not the sea, I'd prefer the mountains", Some("the mountains"), &[]),
        (Language::English, "a picnic and the Ferris wheel", None, &["a picnic", "the Ferris wheel"]),
        (Language::English, "I have to go to work", None, &[]),
    ] {
        let mut conversation = met(language, 11);
        conversation.say(text);
        let trip = &conversation.state.family.trip;
        assert_eq!(
            (trip.destination.as_deref(), &trip.activities[..]),
            (place, &activities.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>()[..]),
            "{text}"
        );
    }
}

#[test]
fn who_says_good_night_plans_nothing_and_one_of_two_places_is_still_open() {
    for (language, plan, nights) in [
        (
            Language::English,
            "Let's go to the beach. I'd love to swim and build a sandcastle.",
            &["Okay good night", "gn", "night all", "slaap lekker"][..],
        ),
        (
            Language::Japanese,
            "海に行きたい。泳ぎたいし、すいか割りもしたい",
            &["ねる", "じゃあ、もう寝るわ", "先に寝ます"],
        ),
    ] {
        for night in nights {
            let mut talk = met(language, 5);
            talk.say(plan);
            let trip = talk.state.family.trip.clone();
            talk.say(night);
            assert_eq!((talk.state.phase, &talk.state.family.trip), (Phase::Family, &trip), "{night}");
        }
    }
    for (language, text) in [
        (Language::English, "where shall we go, the zoo or the beach?"),
        (Language::Japanese, "動物園と水族館、どっちにしよう"),
        (Language::Japanese, "仙台まで行って戻ったとこ"),
    ] {
        let mut talk = met(language, 5);
        talk.say(text);
        assert_eq!(talk.state.family.trip.destination, None, "{text}");
    }
    let mut talk = met(Language::English, 5);
    talk.say("my favourite flower is the peony");
    let asked =
        |talk: &mut Conversation, text: &str| talk.say(text).iter().map(|(_, said)| said.clone()).collect::<String>();
    let said = asked(&mut talk, "what did I say my favourite cake was?");
    assert!(!said.contains("peony"), "{said}");
    let said = asked(&mut talk, "what did I say my favourite flower was?");
    assert!(said.contains("peony"), "{said}");
}

#[test]
fn a_clear_yes_confirms_and_all_else_goes_on() {
    for (language, plan, answer, confirms) in [
        (Language::Japanese, "海に行って、花火と釣りがしたい", "はい", true),
        (Language::Japanese, "海に行って、花火と釣りがしたい", "いいね、そうしよう！", true),
        (Language::Japanese, "海に行って、花火と釣りがしたい", "いいえ", false),
        (Language::Japanese, "海に行って、花火と釣りがしたい", "うーん、やっぱり山がいいな", false),
        (Language::Japanese, "海に行って、花火と釣りがしたい", "いいの？", false),
        (Language::Japanese, "海に行って、花火と釣りがしたい", "花子は元気？", false),
        (Language::English, "Let's go to the lake, with a campfire and fishing", "yes please", true),
        (Language::English, "Let's go to the lake, with a campfire and fishing", "Sounds lovely!", true),
        (Language::English, "Let's go to the lake, with a campfire and fishing", "no", false),
        (
            Language::English,
            "Let's go to the lake, with a campfire and fishing",
            "yes, but could we do something else?",
            false,
        ),
        (Language::English, "Let's go to the lake, with a campfire and fishing", "is it far?", false),
    ] {
        let mut conversation = met(language, 11);
        conversation.say(plan);
        conversation.say(answer);
        let family = &conversation.state.family;
        assert_eq!(conversation.state.phase == Phase::Complete, confirms, "{answer}");
        assert_eq!(family.plan.is_some(), confirms, "{answer}");
    }
}

#[test]
fn a_plan_that_is_refused_can_be_changed_and_taken() {
    let mut conversation = met(Language::Japanese, 11);
    conversation.say("海に行って、花火と釣りがしたい");
    conversation.say("いや、やめよう");
    conversation.say("じゃあ山に行こう");
    assert_eq!(conversation.state.family.trip.destination.as_deref(), Some("山"));
    conversation.say("賛成！");
    assert_eq!(conversation.state.phase, Phase::Complete);
    let after = conversation.say("またね");
    assert_eq!(after.len(), 1, "a short answer: {after:?}");
    assert!(after[0].1.chars().count() < 120);
}

#[test]
fn a_plan_that_was_refused_is_taken_by_its_name_at_once() {
    // What the page's card says for the person, first by one button and then by the other.
    for (language, plan, no, yes) in [
        (
            Language::Japanese,
            "海に行って、花火と釣りがしたい",
            "いいえ、計画を少し変えたいです",
            "はい、その計画で行きましょう",
        ),
        (
            Language::English,
            "To the sea, swimming and fireworks",
            "No, I'd like to change the plan a little",
            "Yes, let's go with that plan",
        ),
    ] {
        let mut conversation = met(language, 11);
        conversation.say(plan);
        conversation.say(no);
        assert_eq!(conversation.state.phase, Phase::Family);
        conversation.say(yes);
        assert_eq!(conversation.state.phase, Phase::Complete, "{yes}");
    }
}

#[test]
fn what_is_left_to_the_family_is_chosen_by_it() {
    for seed in 0..20 {
        let mut conversation = Conversation::new(seed);
        for line in EN {
            conversation.say(line);
        }
        conversation.say("let me meet them");
        assert_eq!(conversation.state.phase, Phase::Family);
        conversation.say("you choose");
        let trip = &conversation.state.family.trip;
        assert!(trip.destination.is_some() && trip.activities.len() == 2, "{trip:?}");
        conversation.say("deal!");
        assert!(conversation.state.family.plan.is_some());
    }
}

#[test]
fn a_proposal_of_the_family_is_taken_with_a_yes() {
    let mut taken = 0;
    for seed in 0..20 {
        let mut conversation = Conversation::new(seed);
        for line in JA {
            conversation.say(line);
        }
        conversation.say("会いたいです");
        conversation.say("海に行きたい");
        for _ in 0..8 {
            conversation.say("いいね");
        }
        taken += u32::from(conversation.state.family.plan.is_some());
    }
    assert!(taken >= 15, "who agrees to everything comes to an end: {taken} of 20");
}
