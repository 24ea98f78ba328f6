//! What is told beside what was asked, what is taken back in a word, and names that may have been misheard.

use hera::agent::acts::Acts;
use hera::agent::hera::{Reply, respond};
use hera::agent::{Agent as _, Prompt, Utterance};
use hera::domain::{
    Author, ClientMsgId, Gender, Message, MessageId, MessageStatus, RelationshipStatus, SessionState, Topic, TurnId,
    UnixMillis, UserProfile,
};

const SEED: u64 = 20_261_123;

/// Somebody who talks with Hera.
#[derive(Default)]
pub(super) struct Talk {
    state: SessionState,
    history: Vec<Message>,
}

impl Talk {
    /// With what was said so far.
    pub(super) fn of(lines: &[&str]) -> Self {
        let mut talk = Self::default();
        for line in lines {
            talk.say(line);
        }
        talk
    }

    pub(super) fn say(&mut self, text: &str) -> Reply {
        let reply = respond(&self.state, &self.history, text, SEED);
        reply.update.apply(&mut self.state);
        let name: ClientMsgId = format!("m{}", self.history.len()).parse().unwrap();
        self.keep(Author::User { client_msg_id: name }, text);
        self.keep(Author::Agent { name: "Hera".to_owned() }, &reply.text);
        reply
    }

    fn keep(&mut self, author: Author, text: &str) {
        let id = MessageId::from_number(self.history.len() as u64 + 1);
        self.history.push(Message {
            id,
            at: UnixMillis::default(),
            utc_offset: None,
            author,
            text: text.to_owned(),
            attachments: Vec::new(),
            choices: Vec::new(),
            turn: TurnId::answering(id),
            status: MessageStatus::Complete,
        });
    }

    pub(super) fn profile(&self) -> &UserProfile {
        &self.state.profile
    }

    pub(super) fn partner(&self) -> [Option<&str>; 3] {
        let partner = self.profile().partner();
        let part =
            |of: fn(&hera::domain::Partner) -> &Option<String>| partner.and_then(|partner| of(partner).as_deref());
        [part(|partner| &partner.name), part(|partner| &partner.temperament), part(|partner| &partner.appearance)]
    }

    pub(super) fn children(&self) -> String {
        let gender = |gender| match gender {
            Some(Gender::Female) => "♀",
            Some(Gender::Male) => "♂",
            _ => "?",
        };
        let children = self.profile().children.iter();
        let shown =
            children.map(|child| format!("{}{}", child.name.as_deref().unwrap_or("-"), gender(child.desired_gender)));
        shown.collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn children_are_heard_whatever_was_asked() {
    for (lines, children) in [
        (
            &["Hi, I'm Ben, 34, a man", "Izmir", "married to Selin. two kids, Elif (7, girl) and Deniz (4, boy)"][..],
            "Elif♀ Deniz♂",
        ),
        (&["hi", "priya, 31", "a woman, Leeds. two kids: meera (5f) and rohan (2m)"], "Meera♀ Rohan♂"),
        (&["hi", "Sarah, 41", "woman, Bristol", "divorced, I have a son called Can"], "Can♂"),
        (&["hi", "Ann, 41", "woman, Hull", "married with two girls, Ava and Mia"], "Ava♀ Mia♀"),
        (&["hi", "Ravi, 34, m", "Pune, unmarried", "one boy one girl, Aarav and Diya"], "Aarav♂ Diya♀"),
        (
            &[
                "こんにちは",
                "けんじ、35歳男",
                "大阪で妻と子ども2人、さくら（7歳、女の子）と空（4歳、男の子）と住んでます",
            ],
            "さくら♀ 空♂",
        ),
        (&["こんにちは", "ゆき、35歳女", "津に住んでます。子どもははる（2歳）です"], "はる?"),
        (&["こんにちは", "ゆき、35歳女", "独身で、娘のりんといいます"], "りん♀"),
        (
            &["こんにちは", "ゆき、35歳女", "津、独身", "健", "優しい、背が高い", "女の子と男の子、のぞみと海"],
            "のぞみ♀ 海♂",
        ),
    ] {
        assert_eq!(Talk::of(lines).children(), children, "{lines:?}");
    }
}

#[test]
fn what_is_said_of_the_partner_is_nobody_elses_character() {
    let talk =
        Talk::of(&["hi", "Tom, 35, m", "Hull, married to Jane", "she's funny, a bit stubborn. tall with red hair"]);
    assert_eq!(talk.profile().personality, None);
    let talk = Talk::of(&["hi", "Tom, 35", "m, Hull", "married. she's loud and i'm quiet"]);
    assert_eq!(talk.profile().personality.as_deref(), Some("quiet"));
    assert_eq!(talk.partner()[1], Some("loud"));
    let talk = Talk::of(&["hi", "Priya, 31", "a woman, in Leeds. I have a husband, Arjun"]);
    assert_eq!(talk.partner()[0], Some("Arjun"));
}

#[test]
fn lists_are_joined_by_the_marks_of_their_language() {
    let talk = Talk::of(&["hi", "Zoë, 35, f", "Hull, single", "José", "kind, café owner, tall"]);
    let [_, temperament, looks] = talk.partner();
    assert!(![temperament, looks].into_iter().flatten().any(|words| words.contains('、')), "{temperament:?} {looks:?}");
}

#[test]
fn ones_own_name_is_heard_however_it_is_typed() {
    for (said, name, age) in [
        ("hi im mehmet, 34", "mehmet", Some(34)),
        ("hey i'm siobhan", "siobhan", None),
        ("hi im can, 29", "can", Some(29)),
        ("hi im sarha 41", "sarha", Some(41)),
        ("hello, ah'm Shona", "Shona", None),
        ("こんにちは、けんじです", "けんじ", None),
        ("はじめまして、佐藤です", "佐藤", None),
    ] {
        let talk = Talk::of(&[said]);
        assert_eq!(talk.profile().name.as_deref(), Some(name), "{said}");
        assert_eq!(talk.profile().age, age, "{said}");
    }
    for said in [
        "hi im tired, 34",
        "hi, im married",
        "im a student",
        "hey im german",
        "im fine thanks",
        "こんにちは、主婦です",
        "こんにちは、元気です",
    ] {
        assert_eq!(Talk::of(&[said]).profile().name, None, "{said}");
    }
}

#[test]
fn a_doubtful_name_is_said_back_once_with_answers_to_press() {
    let mut talk = Talk::of(&["hello"]);
    let reply = talk.say("hope");
    let labels: Vec<&str> = reply.choices.iter().map(|choice| choice.label.as_str()).collect();
    assert!(labels.starts_with(&["Hope", "Another name"]), "{labels:?}");
    assert!(reply.text.contains("Hope"), "{}", reply.text);
    // It rides on the next question; going on is a yes.
    assert!(!talk.state.interview.topics.is_empty());
    assert!(talk.say("34, f").choices.iter().all(|choice| choice.label != "Another name"));
    assert_eq!(talk.profile().name.as_deref(), Some("hope"));
    // Pressed: it is right, or it is another one.
    let mut talk = Talk::of(&["hello", "hope"]);
    talk.say("Yes, hope");
    assert_eq!(talk.profile().name.as_deref(), Some("hope"));
    talk.say("My name is different");
    assert_eq!(talk.state.interview.topics, [Topic::OwnName]);
    talk.say("Faith");
    assert_eq!(talk.profile().name.as_deref(), Some("Faith"));
    // A name that is surely one is not asked back.
    assert!(Talk::of(&["hello"]).say("Sarah, 34").choices.is_empty());
    let mut talk = Talk::of(&["こんにちは", "ゆき、35歳女", "津、独身", "健", "優しい、背が高い", "女の子、空"]);
    talk.say("子どもの名前が違います");
    assert_eq!(talk.state.interview.topics, [Topic::ChildNames]);
    talk.say("海");
    assert_eq!(talk.children(), "海♀");
}

/// What is said, what is right then, and of what.
type Case<'a> = (Vec<&'a str>, &'a str, &'a dyn Fn(&Talk) -> String);

#[test]
fn anything_is_taken_back_in_a_word() {
    let name = |talk: &Talk| talk.profile().name.clone().unwrap_or_default();
    let place = |talk: &Talk| talk.profile().location.clone().unwrap_or_default();
    let partner = |talk: &Talk| talk.partner()[0].unwrap_or_default().to_owned();
    let looks = |talk: &Talk| talk.partner()[2].unwrap_or_default().to_owned();
    let nature = |talk: &Talk| talk.partner()[1].unwrap_or_default().to_owned();
    let age = |talk: &Talk| talk.profile().age.map(|age| age.to_string()).unwrap_or_default();
    let begun = ["hi", "Ann, 35, f"];
    let begun_ja = ["こんにちは", "けんじ、35、男"];
    let cases: Vec<Case<'_>> = vec![
        (vec!["hi im sarha 41", "*Sarah"], "Sarah", &name),
        (vec!["hi", "Siobhan, 29", "woman, Cork", "no, Siân"], "Siân", &name),
        ([&begun[..], &["Leads, married", "sorry typo, Leeds"]].concat(), "Leeds", &place),
        ([&begun[..], &["Hull, married", "Leeds, not Hull"]].concat(), "Leeds", &place),
        ([&begun[..], &["nah it's 36"]].concat(), "36", &age),
        ([&begun[..], &["scratch that, make it 36"]].concat(), "36", &age),
        ([&begun[..], &["Hull, single", "Gary", "no wait, Garry"]].concat(), "Garry", &partner),
        ([&begun[..], &["Hull, single", "Gary", "i meant Garry"]].concat(), "Garry", &partner),
        (
            [&begun[..], &["Hull, single", "Gary", "kind, tall", "scratch that, make it funny"]].concat(),
            "funny",
            &nature,
        ),
        ([&begun_ja[..], &["間違えた、36"]].concat(), "36", &age),
        ([&begun_ja[..], &["36の間違いです"]].concat(), "36", &age),
        ([&begun_ja[..], &["名古屋、独身", "あ、名古屋じゃなくて豊橋"]].concat(), "豊橋", &place),
        ([&begun_ja[..], &["津、独身", "みさき", "ちがう、みさこ"]].concat(), "みさこ", &partner),
        (
            [&begun_ja[..], &["津、独身", "みさき", "優しい、ショートヘア", "訂正、ロングヘア"]].concat(),
            "ロングヘア",
            &looks,
        ),
        (
            [&begun_ja[..], &["津、独身", "みさき", "優しい、ショートヘア", "女の子、はな", "じゃなくて、はるな"]]
                .concat(),
            "はるな♀",
            &Talk::children,
        ),
        (
            [
                &begun_ja[..],
                &[
                    "津、独身",
                    "みさき",
                    "優しい、ショートヘア",
                    "女の子、さくら",
                    "さくらは平仮名ではなく「咲良」にします",
                ],
            ]
            .concat(),
            "咲良♀",
            &Talk::children,
        ),
        (
            [&begun[..], &["Hull, single", "Gary", "kind, tall", "one girl", "sorry i meant boy"]].concat(),
            "-♂",
            &Talk::children,
        ),
        (
            [&begun[..], &["Hull, single", "Gary", "kind, tall", "a girl, Tara", "Make the girl Meenakshi"]].concat(),
            "Meenakshi♀",
            &Talk::children,
        ),
    ];
    for (lines, right, of) in cases {
        let talk = Talk::of(&lines);
        assert_eq!(of(&talk), right, "{lines:?}");
        // Nothing else is made of it.
        assert!(talk.profile().personality.is_none(), "{lines:?}");
    }
}

#[test]
fn an_answer_that_begins_like_a_correction_is_an_answer() {
    let talk = Talk::of(&["hi", "Ann, 35, f", "Hull", "no, single"]);
    assert_eq!(talk.profile().relationship_status, Some(RelationshipStatus::Single));
    assert_eq!(talk.profile().location.as_deref(), Some("Hull"));
    let talk = Talk::of(&["こんにちは", "ゆき、35、女", "津", "いや、独身です"]);
    assert_eq!(talk.profile().relationship_status, Some(RelationshipStatus::Single));
    assert_eq!(talk.profile().location.as_deref(), Some("津"));
}

#[test]
fn who_ends_with_nobody_hears_all_read_out_too() {
    let lines = ["hi", "Ann, 30, f", "Hull, single", "no partner for me thanks", "no kids", "shy"];
    let mut talk = Talk::of(&lines);
    let reply = talk.say("30k");
    let read_out = reply.brief.read_out.expect("all is read out");
    assert!(["Ann", "Hull", "30"].iter().all(|told| read_out.contains(told)), "{read_out}");
    assert!(reply.text.contains(&read_out) && !reply.text.contains("ready to meet you"), "{}", reply.text);
    assert_eq!(reply.choices.len(), 2);
    talk.say("no, 35k");
    assert_eq!(talk.profile().income_range.as_deref(), Some("35,000"));
}

/// The same through the whole agent: Japanese in Latin letters is Japanese.
#[test]
fn japanese_in_latin_letters_is_heard_and_answered_in_japanese() {
    let mut talk = Talk::default();
    let lines = [
        "watashi wa Kenji desu, 28 sai",
        "otoko desu",
        "Osaka ni sunde imasu, dokushin desu",
        "Misaki",
        "yasashii",
        "kami ga nagai",
        "onnanoko ga hoshii, Sakura",
        "nonki",
        "nenshuu 400 man",
    ];
    for line in lines {
        let id = MessageId::from_number(talk.history.len() as u64 + 1);
        let prompt = Prompt {
            session: "6f2c1c3e-5b0a-4a56-9a0e-000000000007".parse().unwrap(),
            turn: TurnId::answering(id),
            attempt: 1,
            text: line.to_owned(),
            at: None,
            utc_offset: None,
            attachments: Vec::new(),
            state: hera::family::written(&talk.state),
            history: talk.history.clone(),
        };
        let said = futures::executor::block_on(futures::StreamExt::collect::<Vec<_>>(Acts::default().answer(prompt)));
        let mut answer = String::new();
        for utterance in said {
            match utterance.unwrap() {
                Utterance::State(change) => hera::family::apply(&change, &mut talk.state).unwrap(),
                Utterance::Delta(text) => answer.push_str(&text),
                _ => {}
            }
        }
        assert!(answer.contains('。') || answer.contains('？'), "{line}: {answer}");
        let name: ClientMsgId = format!("m{}", talk.history.len()).parse().unwrap();
        talk.keep(Author::User { client_msg_id: name }, line);
        talk.keep(Author::Agent { name: "Hera".to_owned() }, &answer);
    }
    let profile = talk.profile();
    assert_eq!(profile.name.as_deref(), Some("Kenji"));
    assert_eq!((profile.age, profile.gender), (Some(28), Some(Gender::Male)));
    assert_eq!(profile.location.as_deref(), Some("大阪"));
    assert_eq!(talk.partner(), [Some("Misaki"), Some("優しい"), Some("髪が長い")]);
    assert_eq!(talk.children(), "Sakura♀");
    assert!(profile.missing().is_empty());
}

#[test]
fn a_line_that_ends_within_a_list_is_no_part_of_a_name() {
    for said in [
        "I live in York with two girls named Emma and\nAnna.",
        "I live in York with my two girls Emma and \nAnna",
        "two girls, Emma\nand\nAnna, and I live in York",
        "two girls:\nEmma\nAnna",
        "女の子ふたり、エマと\nアンナ",
        "女の子が2人、\nエマと\nアンナ",
    ] {
        let talk = Talk::of(&["Hello, I'm 34", said]);
        assert!(!talk.children().contains('\n'), "{said:?}: {:?}", talk.children());
    }
}
