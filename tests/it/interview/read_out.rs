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
