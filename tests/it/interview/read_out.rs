//! What was understood is read out when all is told, and put right by the right word.

use hera::agent::hera::{Reply, respond};
use hera::domain::{Gender, RelationshipStatus, SessionState, Topic, UserProfile};

const SEED: u64 = 20_261_123;

/// Somebody who has told all but what they earn, which was asked for last.
fn almost_through(language: &str) -> SessionState {
    let japanese = language == "ja";
    let word = |ja: &str, en: &str| Some(if japanese { ja } else { en }.to_owned());
    let child = |gender, name| hera::domain::Child { desired_gender: Some(gender), name };
    let partner = hera::domain::Partner {
        name: word("みさき", "Ann"),
        temperament: word("優しい", "kind"),
        appearance: word("黒髪", "dark hair"),
    };
    let profile = UserProfile {
        name: word("健二", "Tom"),
        age: Some(34),
        gender: Some(Gender::Male),
        relationship_status: Some(RelationshipStatus::Married),
        location: word("仙台", "Leeds"),
        personality: word("のんびり", "easy-going"),
        partner_face_description: partner.appearance.clone(),
        children: vec![child(Gender::Female, word("ひなた", "Rosie")), child(Gender::Male, word("陸", "Luke"))],
        current_partner: Some(partner),
        ..UserProfile::default()
    };
    let mut state = SessionState { profile, ..SessionState::default() };
    state.interview.turns = 8;
    state.interview.topics = vec![Topic::Income];
    state.interview.times = [(Topic::Income, 1)].into();
    state
}

fn say(state: &mut SessionState, text: &str) -> Reply {
    let reply = respond(state, &[], text, SEED);
    reply.update.apply(state);
    reply
}

/// All is told, and read out.
fn through(language: &str) -> (SessionState, Reply) {
    let mut state = almost_through(language);
    let reply = say(&mut state, if language == "ja" { "400万円" } else { "$40,000 a year" });
    assert!(state.profile.missing().is_empty(), "{}", reply.text);
    (state, reply)
}

#[test]
fn all_that_was_understood_is_read_out_with_choices() {
    for (language, told) in [
        (
            "en",
            [
                "Tom",
                "34",
                "Leeds",
                "40,000",
                "easy-going",
                "Ann",
                "kind",
                "dark hair",
                "Rosie (a girl)",
                "Luke (a boy)",
            ],
        ),
        (
            "ja",
            [
                "健二",
                "34歳",
                "仙台",
                "400万円",
                "のんびり",
                "みさき",
                "優しい",
                "黒髪",
                "ひなたちゃん（女の子）",
                "陸くん（男の子）",
            ],
        ),
    ] {
        let (_, reply) = through(language);
        for part in told {
            assert!(reply.text.contains(part), "{part}: {}", reply.text);
        }
        assert_eq!(reply.choices.len(), 2, "{language}");
    }
}

#[test]
fn the_right_word_puts_a_name_right() {
    let names = |profile: &UserProfile| {
        let partner = profile.partner().and_then(|partner| partner.name.clone()).unwrap_or_default();
        let children = profile.children.iter().filter_map(|child| child.name.clone());
        [profile.name.clone().unwrap_or_default(), partner].into_iter().chain(children).collect::<Vec<_>>().join(" ")
    };
    for (language, text, right) in [
        ("en", "not Ann, Anna", "Tom Anna Rosie Luke"),
        ("en", "Anna, not Ann", "Tom Anna Rosie Luke"),
        ("en", "Anna", "Tom Anna Rosie Luke"),
        ("en", "no, my wife is called Hannah", "Tom Hannah Rosie Luke"),
        ("en", "my name is Thom", "Thom Ann Rosie Luke"),
        ("en", "the boy is Leo", "Tom Ann Rosie Leo"),
        ("en", "the children: Maja, a girl, and Leo, a boy", "Tom Ann Maja Leo"),
        ("ja", "みさきじゃなくてみさ", "健二 みさ ひなた 陸"),
        ("ja", "相手の名前はみさです", "健二 みさ ひなた 陸"),
        ("ja", "私の名前は健司です", "健司 みさき ひなた 陸"),
        ("ja", "いや、みさ", "健二 みさ ひなた 陸"),
        ("ja", "子どもは、凪沙が女で律が男です", "健二 みさき 凪沙 律"),
    ] {
        let (mut state, _) = through(language);
        let reply = say(&mut state, text);
        assert_eq!(names(&state.profile), right, "{text}: {}", reply.text);
    }
}

#[test]
fn any_other_thing_is_put_right_by_what_it_is_about() {
    for (language, text, is_right) in [
        ("en", "I live in York", (|profile| profile.location.as_deref() == Some("York")) as fn(&UserProfile) -> bool),
        ("en", "my age: 35", |profile| profile.age == Some(35)),
        ("en", "my income: $50,000", |profile| {
            profile.income_range.as_deref().is_some_and(|sum| sum.contains("50,000"))
        }),
        ("ja", "年齢は、35", |profile| profile.age == Some(35)),
        ("ja", "相手の見た目は、茶髪", |profile| profile.partner_face_description.as_deref() == Some("茶髪")),
        ("ja", "年収は500万円です", |profile| profile.income_range.as_deref() == Some("500万円")),
    ] {
        let (mut state, _) = through(language);
        let reply = say(&mut state, text);
        assert!(is_right(&state.profile), "{text}: {} {:?}", reply.text, state.profile);
    }
}

#[test]
fn who_only_says_that_something_is_different_is_asked_what() {
    for (language, different, name, right) in [
        ("en", "Something is different", "My partner's name is different", "Hannah"),
        ("ja", "違うところがあります", "相手の名前が違います", "美里"),
    ] {
        let (mut state, offered) = through(language);
        assert!(offered.choices.iter().any(|choice| choice.text == different), "{:?}", offered.choices);
        let before = state.profile.clone();
        let reply = say(&mut state, different);
        assert_eq!(state.profile, before, "nothing changes by that alone");
        assert!(reply.choices.iter().any(|choice| choice.text == name), "{:?}", reply.choices);
        say(&mut state, name);
        assert_eq!(state.interview.topics, [Topic::PartnerName]);
        let reply = say(&mut state, right);
        let partner = state.profile.partner().and_then(|partner| partner.name.as_deref());
        assert_eq!(partner, Some(right), "{}", reply.text);
    }
}

/// The names of the partner and the children, and of the person, where all is told and `text` is said.
fn names_after(language: &str, text: &str) -> (String, Reply) {
    let (mut state, _) = through(language);
    let reply = say(&mut state, text);
    let profile = &state.profile;
    let partner = profile.partner().and_then(|partner| partner.name.clone());
    let children = profile.children.iter().map(|child| child.name.clone());
    let names = [profile.name.clone(), partner].into_iter().chain(children);
    (names.map(Option::unwrap_or_default).collect::<Vec<_>>().join(" "), reply)
}

#[test]
fn whoever_is_meant_gets_another_name() {
    for (language, text, names) in [
        ("en", "yes but change my wife's name to Hannah", "Tom Hannah Rosie Luke"),
        ("en", "rename Luke to Theo", "Tom Ann Rosie Theo"),
        ("en", "change my son's name to Theo please", "Tom Ann Rosie Theo"),
        ("en", "change my name to Samuel", "Samuel Ann Rosie Luke"),
        ("en", "I said Ann but it's actually Hannah", "Tom Hannah Rosie Luke"),
        ("ja", "奥さんの名前をゆりに変えて", "健二 ゆり ひなた 陸"),
        ("ja", "娘の名前をゆりに変えて", "健二 みさき ゆり 陸"),
        ("ja", "下の子の名前を湊に変更してください", "健二 みさき ひなた 湊"),
        ("ja", "もう一人男の子がほしくて、名前は海がいいな", "健二 みさき ひなた 陸 海"),
        ("en", "one more girl please, called Nora", "Tom Ann Rosie Luke Nora"),
        ("ja", "はい、大丈夫です", "健二 みさき ひなた 陸"),
        ("ja", "陸の名前を湊に変えて", "健二 みさき ひなた 湊"),
        ("ja", "私の名前を健一に変えてください", "健一 みさき ひなた 陸"),
    ] {
        assert_eq!(names_after(language, text).0, names, "{text}");
    }
    // Whose it is may not be clear: it is asked, and nobody is renamed.
    for (language, text, names) in [
        ("en", "yes but change her name to Zoe", "Tom Ann Rosie Luke"),
        ("ja", "名前をゆりに変えて", "健二 みさき ひなた 陸"),
    ] {
        let (kept, reply) = names_after(language, text);
        assert_eq!(kept, names, "{text}");
        assert!(reply.choices.len() > 2, "{text}: {}", reply.text);
    }
    // What is no name of anybody's.
    for (language, text) in [("ja", "髪型を変えてほしい"), ("en", "can we change the subject")] {
        let (kept, _) = names_after(language, text);
        assert!(["Tom Ann Rosie Luke", "健二 みさき ひなた 陸"].contains(&kept.as_str()), "{text}: {kept}");
    }
}

#[test]
fn what_was_said_before_is_put_right_when_all_is_told() {
    for (language, text, right) in [
        ("ja", "さっき仙台って言ったけど正確には宇治市です", "宇治市"),
        ("ja", "さっき34って言ったけど36です", "36"),
        ("ja", "年齢間違えた46です", "46"),
        ("en", "I said Leeds but it's really Bradford", "Bradford"),
        ("en", "I put 34 but I'm actually 36", "36"),
        ("en", "Ann's got curly dark hair, forgot to say", "curly dark hair"),
        // What comes to it takes nothing away.
        ("ja", "みさきは背が高いです、言い忘れた", "黒髪、背が高い"),
    ] {
        let (mut state, _) = through(language);
        say(&mut state, text);
        let profile = &state.profile;
        let looks = profile.partner_face_description.clone().unwrap_or_default();
        let known = [profile.location.clone().unwrap_or_default(), profile.age.unwrap_or(0).to_string(), looks];
        assert!(known.iter().any(|known| known == right), "{text}: {known:?}");
    }
}
