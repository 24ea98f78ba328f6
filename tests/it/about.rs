//! What people ask about the thing itself is answered to the point, in the interview and with the family; then what was open
//! goes on.

mod newcomers;

use std::collections::BTreeMap;
use std::path::Path;

use hera::agent::about;
use hera::domain::{Field, Phase};
use reqwest::Method;
use serde_json::{Value, json};

use crate::family::conversation::Conversation;
use crate::harness::{Server, in_time};
use crate::photos::files;

/// The subjects that answer what a line of the corpus asks.
const ANSWERS: [(&str, &[&str]); 24] = [
    ("what_asked", &["what_asked", "begin"]),
    ("how_long", &["how_long", "limit"]),
    ("why_income", &["why", "skip"]),
    ("who_sees", &["who_sees"]),
    ("what_next", &["what_next"]),
    ("are_you_ai", &["are_you_ai", "are_real", "who_are_you"]),
    ("what_do_you_know", &["what_known"]),
    ("can_change", &["can_change"]),
    ("what_is_personality", &["meaning"]),
    ("purpose", &["purpose", "true_future"]),
    ("delete", &["delete"]),
    ("cost", &["cost"]),
    ("kept_tomorrow", &["kept", "stop"]),
    ("repeat", &["repeat", "simpler"]),
    ("same_sex_ok", &["same_sex"]),
    ("single_ok", &["single"]),
    ("no_children_ok", &["no_children"]),
    ("photo_why", &["photo"]),
    ("stop", &["stop", "kept"]),
    ("language", &["language"]),
    ("restart", &["restart"]),
    ("data_use", &["data_use", "who_sees"]),
    ("who_made", &["who_made"]),
    ("wrong_answer", &["wrong_answer", "can_change"]),
];

/// The lines of a file of the corpus: those that may be looked at, or those that are only measured with.
fn corpus(file: &str, held_out: bool) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["held_out"] == held_out).collect()
}

/// The subject of which a line of the corpus is heard to ask.
fn heard(line: &Value) -> Option<&'static str> {
    about::hear(line["text"].as_str().unwrap(), line["where"] == "interview").map(|question| question.subject.name())
}

fn is_understood(line: &Value) -> bool {
    let subjects = ANSWERS.iter().find(|(asks, _)| line["asks"] == *asks).map(|(_, subjects)| *subjects);
    // What the corpus has no name for must be understood as something.
    heard(line).is_some_and(|subject| subjects.is_none_or(|subjects| subjects.contains(&subject)))
}

#[test]
fn questions_are_understood() {
    let open = corpus("questions.jsonl", false);
    let missed: Vec<&Value> = open.iter().filter(|line| !is_understood(line)).collect();
    assert!(missed.is_empty(), "{} of {}: {missed:#?}", missed.len(), open.len());
    // Of these only the number is told, or they would be learnt by heart.
    let held_out = corpus("questions.jsonl", true);
    let missed = held_out.iter().filter(|line| !is_understood(line)).count();
    assert!(missed <= MISSED, "{missed} of {} held out", held_out.len());
}

/// Of the questions held out, as many are not understood, or not as what they ask; 21 were not in the first run.
const MISSED: usize = 16;

/// Questions in other words: the subjects that answer them, whether Hera is asked, and the words. Every second one is held
/// out.
fn asked(file: &str) -> Vec<(Vec<String>, bool, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/about").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let read = |line: &str| {
        let [subjects, place, words] = line.splitn(3, " | ").collect::<Vec<_>>().try_into().unwrap();
        (subjects.split(',').map(str::to_owned).collect(), place == "interview", words.to_owned())
    };
    lines.map(read).collect()
}

#[test]
fn other_words_are_understood_as_well() {
    for (file, missed_open, missed_held_out) in [("asked.en.txt", 2, 16), ("asked.ja.txt", 2, 14)] {
        let is_missed = |(subjects, of_hera, words): &&(Vec<String>, bool, String)| {
            about::hear(words, *of_hera).is_none_or(|question| !subjects.iter().any(|s| s == question.subject.name()))
        };
        let lines = asked(file);
        assert!(lines.len() > 200, "{file}");
        let open: Vec<_> = lines.iter().step_by(2).filter(is_missed).collect();
        assert!(open.len() <= missed_open, "{file}: {open:#?}");
        let held_out = lines.iter().skip(1).step_by(2).filter(is_missed).count();
        assert!(held_out <= missed_held_out, "{file}: {held_out} held out");
    }
}

/// What somebody in danger says is not answered as a question about hera, even where it has the form of one.
#[test]
fn danger_goes_before_any_question() {
    for text in [
        "I want everything to be over. I want to die. How do I end it?",
        "もう消えてしまいたい。どうやったら全部消せる？",
        "I want to die. Is this private?",
        "死にたい。これ誰か見てますか？",
        "I want to vanish",
        "how do i delete myself from this world",
    ] {
        let mut talk = Conversation::new(31);
        talk.say("Hello");
        let answer = said(&talk.say(text));
        for fact in ["“Conversations”", "会話の一覧", "the server"] {
            assert!(!answer.contains(fact), "{text}: {answer}");
        }
        let plainly = text.contains("want to die") || text.contains("たい。");
        assert!(!plainly || talk.state.interview.care.attends.is_some(), "{text}: {answer}");
    }
}

/// The questions by which the interview was found wanting, in it and with the family.
#[test]
fn what_newcomers_ask_first_is_answered_by_everybody() {
    let facts: [(&str, &[&str], &[&str]); 13] = [
        ("What will you ask me?", &["your partner"], &["no more questions"]),
        ("How long does it take?", &["minutes"], &["As long as you like"]),
        ("Why do you want my income?", &["everyday life"], &["fit your life"]),
        ("Who sees this?", &["link"], &["link"]),
        ("What happens next?", &["letter"], &["letter"]),
        ("Are you an AI?", &["program"], &["program"]),
        ("are you chatgpt", &["program"], &["program"]),
        ("What do you know of me?", &["Nothing yet"], &["Boston", "36"]),
        ("Can I change that?", &["at any time"], &["at any time"]),
        ("What do you mean by personality?", &["own words"], &["Hera", "own words"]),
        ("なんのためのアプリ？", &["家族", "手紙"], &["家族", "手紙"]),
        ("次は何するん？", &["お出かけ", "手紙"], &["行き先", "手紙"]),
        ("きみAIなの？", &["プログラム"], &["プログラム"]),
    ];
    for (text, by_hera, by_family) in facts {
        let language = if text.contains(|c: char| c > '\u{3000}') { "ja" } else { "en" };
        let mut talk = Conversation::new(13);
        talk.say(if language == "ja" { "こんにちは" } else { "Hello" });
        let answer = said(&talk.say(text));
        assert!(by_hera.iter().all(|fact| answer.contains(fact)), "{text}: {answer}");
        assert!(answer.contains(['?', '？']) || answer.contains("ください"), "what was open goes on: {answer}");
        let mut talk = with_family(13, language);
        let answer = talk.say(text);
        let partner = &talk.state.family.members[0].name;
        assert!(answer.len() == 1 && answer[0].0 == *partner, "{text}: {answer:?}");
        assert!(by_family.iter().all(|fact| answer[0].1.contains(fact)), "{text}: {answer:?}");
    }
}

/// What newcomers ask next, in many wordings, with what tells the answer: of Hera, and of the family.
#[test]
fn what_newcomers_ask_next_is_answered_by_everybody() {
    let facts: [(&str, &[&str], &str, &str); 22] = [
        (
            "account",
            &["do I have to give you my email address?", "is there a sign-up or anything"],
            "no password",
            "link",
        ),
        ("account", &["メアド教えなきゃだめ？", "会員登録って必要ですか"], "パスワード", "リンク"),
        ("add_child", &["can I add another kid", "could we have a second baby added"], "up to ten", "one of us"),
        ("add_child", &["あとから子ども追加できますか", "子どもをもう一人増やしたい"], "十人", "家族に加わる"),
        (
            "any_gender",
            &["I'm non-binary, does this work for me?", "I'm trans, is that ok here"],
            "welcome",
            "who you say",
        ),
        ("any_gender", &["トランスジェンダーなんですけど大丈夫ですか"], "歓迎", "あなたが言うとおり"),
        ("have_children", &["what if I already have kids?"], "children you have", "imagined"),
        ("have_children", &["うちはもう娘が二人おるんやけど、やってもええの？"], "お子さん", "空想"),
        ("hera_again", &["can I talk to hera again", "where has hera gone"], "I'm here", "handed over"),
        ("hera_again", &["もう一回ヘラと話せる？"], "ここに", "引き継いだ"),
        ("new_story", &["can I get the story again but different"], "once", "one story"),
        ("new_story", &["物語の書き直しってお願いできますか"], "一度だけ", "ひとつずつ"),
        (
            "notify",
            &["do you send emails or notifications", "will you text me or send reminders"],
            "no emails",
            "no emails",
        ),
        ("notify", &["通知とか来るの？", "メールで何か送られてきたりしますか"], "通知", "通知"),
        ("pets", &["can I have pets instead of kids", "would a cat count as a child here"], "people", "people"),
        ("pets", &["子供じゃなくてペットでもいい？", "猫も家族に入れてもらえますか"], "人だけ", "人だけ"),
        (
            "repaint",
            &["can I change your picture", "can I send a different selfie later"],
            "painted anew",
            "painted anew",
        ),
        ("repaint", &["似顔絵が似てないんだけど描き直してもらえる？"], "描き直され", "描き直され"),
        ("when_letter", &["when will the story be ready", "how long until I get the letter"], "very end", "our plan"),
        ("when_letter", &["手紙はいつもらえるの？", "手紙まであとどのくらい？"], "最後に", "計画"),
        ("why_family", &["why families though?", "why is it all about having a family"], "family", "need one"),
        ("why_family", &["なんで家族なの？", "なんで家族の話ばっかりなの"], "家族", "家族"),
    ];
    for (subject, texts, by_hera, by_family) in facts {
        let language = if texts[0].is_ascii() { "en" } else { "ja" };
        for text in texts {
            let heard = |of_hera| about::hear(text, of_hera).map(|question| question.subject.name());
            assert_eq!((heard(true), heard(false)), (Some(subject), Some(subject)), "{text}");
            let mut talk = Conversation::new(17);
            talk.say(if language == "ja" { "こんにちは" } else { "Hello" });
            let answer = said(&talk.say(text));
            assert!(answer.contains(by_hera), "{text}: {answer}");
            is_to_the_point(&answer);
            let mut talk = with_family(17, language);
            let answer = said(&talk.say(text));
            assert!(answer.contains(by_family), "{text}: {answer}");
            is_to_the_point(&answer);
        }
    }
}

/// Words of these questions in what is none of them, and in the talk of the family.
#[test]
fn what_only_has_the_words_of_a_question_asks_none() {
    for text in [
        "My cat is called Tigger and she sleeps all day.",
        "犬の散歩に行ってきたよ。",
        "I got a letter from my aunt today.",
        "妹が遊びに来たよ。",
        "Hera was kind to me.",
    ] {
        assert_eq!(about::hear(text, false).map(|question| question.subject.name()), None, "{text}");
    }
}

#[test]
fn what_answers_and_what_is_talked_about_is_no_question_about_the_thing() {
    let mut taken = BTreeMap::<&str, Vec<String>>::new();
    let mut take = |kind: &'static str, text: &str, of_hera: bool| {
        if let Some(question) = about::hear(text, of_hera) {
            taken.entry(kind).or_default().push(format!("{text} ({})", question.subject.name()));
        }
    };
    for person in corpus("interviews.jsonl", false) {
        for wordings in person["answers"].as_object().unwrap().values() {
            for text in wordings.as_array().unwrap().iter().filter_map(Value::as_str) {
                take("answers", text, true);
            }
        }
    }
    for line in corpus("ordinary.jsonl", false) {
        take("ordinary", line["text"].as_str().unwrap(), true);
    }
    for scene in corpus("scenes.jsonl", false) {
        for turn in scene["turns"].as_array().unwrap() {
            take("scenes", turn["say"].as_str().unwrap(), false);
        }
    }
    for (kind, most) in [("answers", 4), ("ordinary", 3), ("scenes", 4)] {
        let found = taken.get(kind).map_or(&[][..], Vec::as_slice);
        assert!(found.len() <= most, "{kind}: {found:#?}");
    }
}

fn said(speeches: &[(String, String)]) -> String {
    speeches.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
}

const JAPANESE: [&str; 4] = [
    "34歳の男性です。大阪に住んでいて、結婚しています。",
    "年収は500万円、性格は明るくて几帳面です。",
    "妻の名前は花子、性格は優しくて、見た目は黒髪で丸顔です。",
    "女の子がほしいです。名前はさくらです。",
];

const ENGLISH: [&str; 4] = [
    "I'm 36, a man, married, and I live in Boston.",
    "I earn $70,000 a year; I'm curious and calm.",
    "My wife is called Anna, she is kind, with brown hair and green eyes.",
    "We would like a girl named Mia.",
];

/// A conversation with a family: a partner and a child.
fn with_family(seed: u128, language: &str) -> Conversation {
    let mut talk = Conversation::new(seed);
    for text in if language == "ja" { JAPANESE } else { ENGLISH } {
        talk.say(text);
    }
    assert_eq!(talk.state.profile.missing(), Vec::<Field>::new());
    talk.press();
    assert_eq!(talk.state.phase, Phase::Family);
    talk
}

/// What an answer must not be: put off, an apology, or with something left to fill in.
fn is_to_the_point(answer: &str) {
    for evasion in [
        "{",
        "}",
        "no answer to that",
        "can't answer",
        "beyond what I know",
        "お答えできない",
        "持っておりません",
        "知らないことです",
        "  ",
    ] {
        assert!(!answer.contains(evasion), "{evasion}: {answer}");
    }
}

/// Questions whose answer is another: how the person is was heard first.
const HEARD_OTHERWISE: usize = 3;

#[test]
fn every_question_gets_an_answer_and_what_was_asked_rides_on() {
    let mut otherwise = Vec::new();
    for (seed, line) in corpus("questions.jsonl", false).iter().enumerate() {
        let (text, language) = (line["text"].as_str().unwrap(), line["language"].as_str().unwrap());
        let mut talk = if line["where"] == "family" {
            with_family(seed as u128, language)
        } else {
            let mut talk = Conversation::new(seed as u128);
            talk.say(if language == "ja" { "こんにちは" } else { "Hello" });
            talk
        };
        let (trip, profile) = (talk.state.family.trip.clone(), talk.state.profile.clone());
        let answer = talk.say(text);
        is_to_the_point(&said(&answer));
        assert_eq!(talk.state.family.trip, trip, "{text}");
        if line["where"] == "family" {
            assert_eq!(talk.state.profile, profile, "{text}");
        }
        let ends = if language == "ja" { ["か？", "ください"] } else { ["?", "just answer"] };
        let goes_on = line["where"] == "family" && answer.len() == 1
            || line["asks"] == "stop"
            || ends.iter().any(|end| said(&answer).contains(end));
        if !goes_on || talk.state.interview.care.attends.is_some() {
            otherwise.push(format!("{text}: {answer:?}"));
        }
    }
    assert!(otherwise.len() <= HEARD_OTHERWISE, "{otherwise:#?}");
}

#[test]
fn the_answers_tell_the_facts() {
    let facts: [(&str, &[&str]); 18] = [
        ("What will you ask me?", &["your partner", "children", "left out"]),
        ("どんなことを聞かれますか？", &["お相手", "お子さん", "飛ばせます"]),
        ("How long does it take?", &["six to ten", "minutes"]),
        ("どのくらい時間がかかりますか？", &["六つから十", "数分"]),
        ("Why do you want my income?", &["everyday life", "leave it out"]),
        ("年収聞く意味ある？", &["暮らし", "答えなくても"]),
        ("Who sees this?", &["link", "server", "delete"]),
        ("ここに書いたことって、だれかに見られたりします？", &["リンク", "サーバー", "削除"]),
        ("What happens next?", &["family", "day out", "story", "letter"]),
        ("次は何するん？", &["ご家族", "お出かけ", "物語", "手紙"]),
        ("Are you an AI / ChatGPT?", &["program", "not a human", "No language model"]),
        ("きみAIなの？", &["プログラム", "人間ではありません"]),
        ("What do you mean by personality?", &["own words", "One word"]),
        ("性格って、どんなふうに言えばいいんですか？", &["ひとこと", "明るい"]),
        ("Does this work for two dads?", &["Yes", "every kind of family"]),
        ("これ無料？", &["無料", "請求"]),
        ("do you speak spanish", &["Japanese and English", "no other"]),
        ("英語でもできますか？", &["日本語と英語"]),
    ];
    for (text, facts) in facts {
        let mut talk = Conversation::new(5);
        talk.say(if text.is_ascii() { "Hello" } else { "こんにちは" });
        let answer = said(&talk.say(text));
        for fact in facts {
            assert!(answer.contains(fact), "{text}: {fact}: {answer}");
        }
        // First words, too.
        let answer = said(&Conversation::new(6).say(text));
        assert!(facts.iter().all(|fact| answer.contains(fact)), "{text}: {answer}");
        let name = if text.is_ascii() { "I'm Hera" } else { "ヘーラー" };
        assert!(answer.contains(name) || answer.contains("am Hera") || answer.contains("is Hera"), "{text}: {answer}");
    }
}

#[test]
fn what_is_known_is_read_out_from_the_state() {
    let mut talk = Conversation::new(9);
    let nothing = said(&talk.say("What do you know of me?"));
    assert!(nothing.contains("Nothing yet"), "{nothing}");
    let told = said(&Conversation::new(9).say("I'm 29, a woman, and I live in Cork. What do you know of me?"));
    assert!(told.contains("at home in Cork") && !told.contains("Nothing yet"), "{told}");
    talk.say("Hello, I'm 29, a woman, and I live in Cork");
    let known = said(&talk.say("So what have you got on me so far?"));
    for fact in ["29", "a woman", "Cork"] {
        assert!(known.contains(fact), "{fact}: {known}");
    }
    let listed = known.split("If something").next().expect("a list");
    assert!(!listed.contains("married"), "nobody has told: {known}");
    talk.say("I'd rather not say what I earn");
    let known = said(&talk.say("what do you know about me"));
    assert!(known.contains("keep to yourself") && known.contains("your income"), "{known}");
    let mut talk = with_family(4, "ja");
    let known = said(&talk.say("私のこと、何を知ってる？"));
    for fact in ["34", "大阪", "500万円", "花子", "さくら"] {
        assert!(known.contains(fact), "{fact}: {known}");
    }
}

#[test]
fn a_question_beside_an_answer_takes_nothing_from_it() {
    for (text, place) in [
        ("I'm 41, a man, from Leeds. How long does this take?", "Leeds"),
        ("41歳、男です。長崎に住んでいます。あとどのくらいかかりますか？", "長崎"),
    ] {
        let mut talk = Conversation::new(2);
        let answer = said(&talk.say(text));
        assert!(answer.contains("six to ten") || answer.contains("六つから十"), "{answer}");
        assert_eq!((talk.state.profile.age, talk.state.profile.location.as_deref()), (Some(41), Some(place)));
    }
}

#[test]
fn what_was_asked_is_asked_again_without_an_apology() {
    for (hello, again) in [("Hello", "sorry what was the question"), ("こんにちは", "え、なんて？もう一回言って")]
    {
        let mut talk = Conversation::new(8);
        let first = said(&talk.say(hello));
        let asked = talk.state.interview.asked.clone();
        let answer = said(&talk.say(again));
        assert_eq!(talk.state.interview.asked, asked, "{answer}");
        for apology in ["sorry", "Forgive", "didn't", "ごめん", "聞き取れ", "Take all", "ゆっくりで大丈夫"]
        {
            assert!(!answer.contains(apology), "{apology}: {answer}");
        }
        assert!(answer.contains(['?', '？']) || answer.contains("ください"), "{answer}");
        assert_ne!(first, answer);
    }
}

#[test]
fn the_family_answers_in_its_own_voice() {
    for (language, text, fact) in [
        ("ja", "この会話、あとで消したいときはどうすればいいの？", "会話の一覧"),
        ("en", "If I close this now, will you all still be here tomorrow?", "same link"),
        ("en", "Where's the delete button for all this?", "Conversations"),
        ("ja", "ねえ、きみたちって本当にいるの？", "プログラム"),
        ("en", "Mia, are you real?", "made up"),
        ("ja", "だれか他の人も見てる？この会話", "リンク"),
    ] {
        let mut talk = with_family(11, language);
        let answer = talk.say(text);
        assert!(said(&answer).contains(fact), "{text}: {answer:?}");
        let speaker = if text.starts_with("Mia") { "Mia" } else { talk.state.family.members[0].name.as_str() };
        assert_eq!(answer[0].0, speaker);
    }
    // Said again by who said it.
    let mut talk = with_family(12, "en");
    let before = talk.say("What a lovely evening");
    let (speaker, words) = before.last().unwrap();
    let again = talk.say("What did you just say? The kettle was on");
    assert_eq!(&again[0].0, speaker);
    assert!(again[0].1.contains(words.as_str()), "{again:?}");
}

#[tokio::test]
async fn answers_come_through_the_front_door() {
    let server = Server::builder().env("AGENT", "hera").start().await;
    for (first, fact, then, known) in [
        ("What will you ask me?", "your partner", "I'm 29, a woman, and I live in Cork. What do you know of me?", "29"),
        (
            "どのくらい時間がかかりますか？",
            "数分",
            "29歳の女性で、函館に住んでいます。私のこと、何を知ってますか？",
            "29",
        ),
    ] {
        let session = server.session().await;
        for (text, fact) in [(first, fact), (then, known)] {
            let path = format!("/api/sessions/{session}/messages");
            let request = server.request(Method::POST, &path).json(&json!({"message": text}));
            let answer: Value = in_time("an answer", request.send()).await.unwrap().json().await.unwrap();
            let reply = answer["reply"].as_str().unwrap();
            assert!(reply.contains(fact), "{text}: {reply}");
        }
    }
}

/// The words of the page that stand in a list of this name.
fn words_of_the_page(language: &str, name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("static/js/words-{language}.js"));
    let text = std::fs::read_to_string(path).unwrap();
    let list = text.split_once(&format!("{name}: [")).unwrap().1.split_once(']').unwrap().0;
    let words: Vec<String> = serde_json::from_str(&format!("[{list}]")).unwrap();
    assert!(words.len() >= 3, "{words:?}");
    words
}

#[test]
fn what_the_page_proposes_to_say_leads_somewhere() {
    for language in ["ja", "en"] {
        for opener in words_of_the_page(language, "openers") {
            let answer = said(&Conversation::new(21).say(&opener));
            is_to_the_point(&answer);
            assert!(answer.contains(['?', '？']) || answer.contains("ください"), "{opener}: {answer}");
        }
        for hello in words_of_the_page(language, "hello") {
            let answer = with_family(22, language).say(&hello);
            assert!(!answer.is_empty(), "{hello}");
            is_to_the_point(&said(&answer));
        }
    }
}

#[tokio::test]
async fn who_asks_why_is_offered_to_leave_it_out() {
    let server = Server::builder().env("AGENT", "hera").env("REPLY_PACE_MS", 0).start().await;
    for (text, label, says) in [
        ("Why do you want my income?", "Leave this one out", "I'd rather not say"),
        ("なぜ年齢が必要なのですか", "この質問は飛ばす", "言いたくないです"),
    ] {
        let session = server.session().await;
        let request = server.request(Method::POST, &format!("/api/sessions/{session}/messages"));
        in_time("an answer", request.json(&json!({"message": text})).send()).await.unwrap();
        let history = server.history(&session).await;
        let offered = &history.last().unwrap()["metadata"]["hera"]["suggestions"];
        assert_eq!(*offered, json!([{"label": label, "text": says}]));
    }
}

#[tokio::test]
async fn a_picture_is_answered_with_what_it_is_for() {
    let server = Server::builder().env("AGENT", "hera").env("REPLY_PACE_MS", 0).start().await;
    let session = server.session().await;
    let part = reqwest::multipart::Part::bytes(files::png(64, 48)).file_name("garden.png");
    let upload = server.request(Method::POST, &format!("/api/sessions/{session}/photos"));
    let upload = upload.multipart(reqwest::multipart::Form::new().part("file", part));
    let photo: Value = in_time("an upload", upload.send()).await.unwrap().json().await.unwrap();
    let id = photo["photo"]["id"].as_str().unwrap_or_else(|| panic!("{photo}"));
    let path = format!("/api/sessions/{session}/messages");
    let message = json!({"message": "I live in Cork", "attachments": [id]});
    let answer = server.request(Method::POST, &path).json(&message);
    let answer: Value = in_time("an answer", answer.send()).await.unwrap().json().await.unwrap();
    let reply = answer["reply"].as_str().unwrap();
    assert!(reply.contains("Thank you for the picture") && reply.contains("Your photo"), "{reply}");
    assert_eq!(answer["user_profile"]["location"], "Cork", "and what was written with it is read");
}
