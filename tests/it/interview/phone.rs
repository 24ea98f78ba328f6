//! What people type on a phone, in few and small letters: towns between commas, what is left to Hera, what is told beside a question,
//! what is said to the family before it is there, and what Hera is asked of herself.

use hera::domain::{Gender, RelationshipStatus};

use super::beside::Talk;
use crate::family::conversation::Conversation;

fn place(lines: &[&str]) -> Option<String> {
    Talk::of(lines).profile().location.clone()
}

#[test]
fn a_town_in_small_letters_is_a_town() {
    for (lines, town) in [
        (&["29, galway, nurse"][..], "Galway"),
        (&["hi", "29, galway, nurse"], "Galway"),
        (&["hi", "31 galway"], "Galway"),
        (&["hi", "mia, 29, leicester"], "Leicester"),
        (&["hi im tom, 34, wakefield, plumber"], "Wakefield"),
        (&["34, male, plumber, hull"], "Hull"),
        (&["hi", "mia, 29", "f, single, milton keynes"], "Milton Keynes"),
        (&["hi", "Mia, 29", "woman", "Nairobi, energetic, dependable"], "Nairobi"),
    ] {
        assert_eq!(place(lines).as_deref(), Some(town), "{lines:?}");
        assert!(
            Talk::of(lines).profile().name.as_ref().is_none_or(|name| !name.eq_ignore_ascii_case(town)),
            "{lines:?}"
        );
    }
    for lines in [
        &["hi", "mia, 29, woman", "single, moved last year"][..],
        &["29, single, nurse"],
        &["hi", "mia, 29, woman", "single, from cork originally"],
        &["hi", "chelsea, 29"],
        &["hi", "mia, 29, f", "seeing someone, Declan"],
        &["こんにちは", "飯田。54", "男です。見てのとおり、と言いたいが"],
    ] {
        assert_eq!(place(lines), None, "{lines:?}");
    }
    assert_eq!(Talk::of(&["hi", "mia, 29, f", "seeing someone, Declan"]).partner()[0], Some("Declan"));
}

#[test]
fn a_name_and_nothing_else_is_who_begins() {
    let name = |first: &str| Talk::of(&[first]).profile().name.clone();
    for (first, known) in [
        ("ゆかりです", "ゆかり"),
        ("ゆかり", "ゆかり"),
        ("健二です", "健二"),
        ("田中と申します", "田中"),
        ("Maya", "Maya"),
        ("maya", "maya"),
        ("Niamh", "Niamh"),
        ("tom, 34, wakefield", "tom"),
    ] {
        assert_eq!(name(first).as_deref(), Some(known), "{first}");
    }
    for first in [
        "hi niamh how was work",
        "Hi Niamh, how was work?",
        "hello Tom",
        "hey tom you ok",
        "おはよう、さくら",
        "さくら、おはよう",
        "看護師です",
        "東京です",
        "独身です",
        "ひまです",
        "よろしく",
        "Galway",
        "Hello",
        "Hope",
        "Moi.",
        "Merhaba",
        "single, 34",
    ] {
        assert_eq!(name(first), None, "{first}");
    }
}

#[test]
fn names_in_small_letters_are_said_large() {
    let mut talk = Talk::of(&["hi"]);
    assert!(talk.say("niamh, 29").text.contains("Niamh"));
    assert_eq!(talk.profile().name.as_deref(), Some("niamh"), "it is kept as it was written");
    let mut talk = Talk::of(&["hi"]);
    let answer = talk.say("my name is niamh, small n please").text;
    assert!(answer.contains("niamh") && !answer.contains("Niamh"), "{answer}");
}

#[test]
fn what_is_left_to_her_is_left_to_her_whatever_is_asked() {
    for (lines, said) in [
        (&["hi", "mia, 29, woman"][..], "you choose for the partner's name"),
        (&["hi", "mia, 29, woman"], "galway, single. you pick my partner's name"),
        (&["はじめまして", "ゆき、29、女"], "相手の名前はおまかせで"),
        (&["はじめまして", "ゆき、29、女"], "大阪。相手の名前は決めてもらえますか"),
    ] {
        let mut talk = Talk::of(lines);
        talk.say(said);
        assert!(talk.partner()[0].is_some(), "{said}");
        assert_ne!(talk.profile().relationship_status, Some(RelationshipStatus::Partnered), "{said}");
    }
    // Of children who are not there yet, later.
    let mut talk =
        Talk::of(&["hi", "mia, 29, woman", "pick the kids' names for me", "Galway, single", "Tom", "kind, tall"]);
    talk.say("two girls");
    assert!(talk.profile().children.iter().all(|child| child.name.is_some()), "{}", talk.children());
    let lines = [
        "hi",
        "mia, 29, woman",
        "Galway, single",
        "Tom",
        "kind, tall",
        "two, a girl first then maybe a boy. Orla if its a girl",
    ];
    let mut talk = Talk::of(&lines);
    talk.say("idk you pick the boys name");
    let [girl, boy] = talk.profile().children.as_slice() else { panic!("{}", talk.children()) };
    assert_eq!((girl.name.as_deref(), girl.desired_gender), (Some("Orla"), Some(Gender::Female)));
    assert!(boy.name.is_some() && boy.desired_gender == Some(Gender::Male), "{}", talk.children());
    let lines = [
        "はじめまして",
        "ゆき、29、女",
        "大阪、独身",
        "健二",
        "優しい、背が高い",
        "子供は二人ほしいな、女の子はひなた",
    ];
    let mut talk = Talk::of(&lines);
    talk.say("男の子の名前はおまかせ");
    assert!(talk.children().starts_with("ひなた♀ ") && talk.children().ends_with('♂'), "{}", talk.children());
    assert!(talk.profile().children.iter().all(|child| child.name.is_some()));
}

#[test]
fn children_told_in_one_breath_are_heard_where_a_name_is_asked_for() {
    let before = ["hi", "mia, 29, woman", "galway, single"];
    for (said, children) in [
        ("two, a girl first then maybe a boy. Lily if it's a girl", "Lily♀ -♂"),
        ("two kids, a girl first then maybe a boy. lily if its a girl", "lily♀ -♂"),
        ("two kids please, girl Lily and boy Max", "Lily♀ Max♂"),
        ("two girls one day, Ava and Mia", "Ava♀ Mia♀"),
    ] {
        let talk = Talk::of(&[&before[..], &[said]].concat());
        assert_eq!(talk.children(), children, "{said}");
        assert_eq!(talk.partner()[0], None, "{said}");
    }
    for said in ["a girl called Anna", "Lily", "she's a nice girl, Anna"] {
        let talk = Talk::of(&[&before[..], &[said]].concat());
        assert!(talk.partner()[0].is_some() || talk.profile().children.len() < 2, "{said}");
    }
    let talk = Talk::of(&["hi", "mia, 29, woman", "Galway, married with a daughter Lily", "change her name to Zoe"]);
    assert_eq!(talk.children(), "Zoe♀");
}

#[test]
fn what_somebody_is_like_is_kept_in_their_words_whatever_is_asked() {
    for (lines, words) in [
        (&["はじめまして", "ゆき、29、女", "大阪、独身", "私はおっとりしてて几帳面かな"][..], "おっとりしてて几帳面"),
        (&["はじめまして", "ゆき、29、女", "大阪", "おっとりしてて几帳面かな"], "おっとりしてて几帳面"),
        (
            &["はじめまして", "ゆき、29、女", "大阪、独身", "私はおっとりしてて几帳面って言われる"],
            "おっとりしてて几帳面",
        ),
        // What others say is said of oneself.
        (
            &["はじめまして", "ゆき、29、女", "大阪、独身", "おっとりしてるけど几帳面って言われる"],
            "おっとりしてるけど几帳面",
        ),
        (&["はじめまして", "ゆき、29、女", "大阪、独身", "明るくて優しいとよく言われます"], "明るくて優しい"),
        (&["hi", "mia, 29, woman", "Galway, single", "i'm shy but funny"], "shy but funny"),
    ] {
        assert_eq!(Talk::of(lines).profile().personality.as_deref(), Some(words), "{lines:?}");
    }
    // It names no child.
    let lines = [
        "はじめまして",
        "ゆき、29、女",
        "大阪、独身",
        "健二",
        "優しい、背が高い",
        "女の子",
        "おっとりしてて几帳面かな",
    ];
    assert_eq!(Talk::of(&lines).children(), "-♀");
}

#[test]
fn the_age_of_a_child_is_read_out() {
    for (lines, read) in [
        (
            &[
                "はじめまして",
                "ゆき、29、女",
                "大阪、夫の健二と娘のさくら5歳と暮らしてます",
                "優しい、背が高い",
                "おっとり",
                "400万",
            ][..],
            "さくらちゃん（女の子、5歳）",
        ),
        (
            &["hi", "Mia, 29, woman", "Galway, married to Tom", "kind, tall", "Lily, shes 5", "shy", "40k"],
            "Lily (a girl of 5)",
        ),
        (
            &[
                "はじめまして",
                "ゆき、29、女",
                "大阪、独身",
                "健二。優しい、背が高い",
                "女の子ひとり、5歳くらい、名前はさくら",
                "おっとり",
                "400万",
            ],
            "さくらちゃん（女の子、5歳）",
        ),
    ] {
        let mut talk = Talk::of(&lines[..lines.len() - 1]);
        let reply = talk.say(lines[lines.len() - 1]);
        assert!(reply.text.contains(read), "{}", reply.text);
    }
}

fn through_to_the_children(seed: u128) -> Conversation {
    let mut talk = Conversation::new(seed);
    for line in ["hi", "mia, 29, woman", "Galway, single", "Tom", "kind, tall", "a girl called Zoe"] {
        talk.say(line);
    }
    talk
}

fn all_said(said: &[(String, String)]) -> String {
    said.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_said_to_the_family_before_it_is_there_is_kept_for_it() {
    let mut talk = through_to_the_children(3);
    assert!(all_said(&talk.say("say hello to Zoe")).contains("Zoe"));
    assert!(all_said(&talk.say("we could go to the zoo")).contains("zoo"));
    assert_eq!(talk.state.profile.personality, None, "a wish is no character");
    assert!(all_said(&talk.say("they should call me Mam")).contains("Mam"));
    assert_eq!(talk.state.profile.name.as_deref(), Some("mia"), "it is what the family says, and no name");
    talk.say("shy");
    talk.say("40k");
    let met = all_said(&talk.say("yes"));
    assert!(met.contains("zoo"), "{met}");
    assert!(all_said(&talk.say("Zoe, what do you call me?")).contains("Mam"));
    // Who tells of themself speaks to Hera.
    let mut talk = Conversation::new(4);
    for line in ["hi", "tom, 34, man"] {
        talk.say(line);
    }
    talk.say("I live with my wife in Dublin, we go to the zoo together a lot");
    assert_eq!(talk.state.profile.location.as_deref(), Some("Dublin"));
    assert_eq!(talk.state.family.trip.destination, None);
}

#[test]
fn what_a_child_is_like_is_seen_when_they_meet() {
    let mut talk = through_to_the_children(5);
    talk.say("shy");
    talk.say("40k");
    let heard = all_said(&talk.say("Zoe is very talkative, I should have said"));
    assert!(heard.contains("Zoe") && heard.contains("talkative"), "{heard}");
    assert_eq!(talk.state.profile.children.len(), 1);
    talk.say("yes");
    let zoe = talk.state.family.members.iter().find(|member| member.name == "Zoe").expect("she is there");
    assert!(zoe.personality.extraversion.is_some_and(|lively| lively > 0.7), "{:?}", zoe.personality);
}

#[test]
fn hera_has_a_small_opinion_and_says_what_she_is() {
    for (lines, said, word) in [
        (&["hi", "mia, 29, woman", "Galway, single"][..], "what do you think, Hera?", "name"),
        (&["hi", "mia, 29, woman"], "what about you?", "program"),
        (&["hi", "mia, 29, woman"], "where do you live then?", "program"),
        (&["はじめまして", "ゆき、29、女"], "あなたはどこに住んでるの？", "プログラム"),
        (&["はじめまして", "ゆき、29、女", "大阪、独身"], "ヘラさんはどう思う？", "響き"),
    ] {
        for seed in 0..4 {
            let mut talk = Conversation::new(seed);
            for line in lines {
                talk.say(line);
            }
            let place = talk.state.profile.location.clone();
            let answer = all_said(&talk.say(said));
            assert!(
                answer.contains(word) || answer.contains("呼びやすく") || answer.contains("conversation"),
                "{answer}"
            );
            assert_eq!(talk.state.profile.location, place, "{said}");
        }
    }
}
