//! What newcomers ask about the thing itself without knowing any of it, as they type it: to the point, with nothing kept that was
//! only asked, and nobody taken for one in danger.

use hera::domain::{Attention, Field};

use super::said;
use crate::family::conversation::Conversation;

/// A conversation that was begun, in the language of `text`.
fn begun(seed: u128, text: &str) -> Conversation {
    let mut talk = Conversation::new(seed);
    talk.say(if text.contains(|c: char| c >= '\u{3041}') { "こんにちは" } else { "Hello" });
    talk
}

#[test]
fn what_they_ask_is_answered_to_the_point() {
    let asked: [(&str, &[&str]); 24] = [
        ("neither by post nor by email", &["is the letter posted to my house?", "do you mail the letter or email it"]),
        ("郵便やメールではなく", &["手紙は郵便で来るの？", "住所を書かないと手紙は届かないんですか"]),
        ("neither camera nor microphone", &["can you see my face?", "is the camera on"]),
        ("カメラもマイクも使いません", &["私の顔って見えてるの？", "カメラ使ってますか"]),
        ("nobody real is introduced", &["is this a dating site", "will you match me with a real woman?"]),
        ("引き合わせたりするものではありません", &["婚活アプリですか？", "出会い系サイトですか？"]),
        ("Write just as you talk", &["do you understand dialect?", "do I have to write in full sentences"]),
        ("ふだんの話し言葉のまま", &["方言でもいいですか", "誤字だらけだけど通じてる？"]),
        ("made for grown-ups", &["can my 7 year old have a go?", "is it suitable for children"]),
        ("大人の方に向けた", &["小学生がやってもいい？", "うちの子どもに使わせても大丈夫ですか"]),
        ("a likeness, and not the one you miss", &["may I use my dead wife?", "could my late husband be the partner"]),
        ("ご本人ではありません", &["亡くなった妻の名前を使ってもいいですか", "死んだ夫でもできますか"]),
        ("No name has to be ready", &["do I need to come up with names", "will you choose a name for the kids?"]),
        (
            "名前は決まっていなくて大丈夫",
            &["名前が思いつかないんだけど、いいですか？", "子どもの名前は決めてもらえるの？"],
        ),
        ("What has reached me is kept", &["what if my wifi drops?", "do I lose everything if my battery dies"]),
        ("届いたお話は保存されています", &["ネットが切れたらどうなるの？", "充電が切れたら消えますか"]),
        ("may be somebody who exists", &["can I use my actual girlfriend?", "may I pick a celebrity as my wife"]),
        ("実際にいる方でも", &["推しを相手にしてもいい？", "好きな人の名前を入れてもいいですか"]),
        ("the send button", &["do I hit enter to send?", "how do I send my message"]),
        ("「送る」ボタン", &["送信ボタンどこですか？", "改行したいのに送られちゃうんだけど、どうすればいい？"]),
        ("Ctrl and +", &["the text is too small, can I enlarge it?", "how do I make the letters bigger"]),
        ("ブラウザーで大きくできます", &["字が小さいんだけど、大きくできる？", "老眼で読めないので拡大したい"]),
        ("goddess of marriage", &["why are you called Hera?", "what does the name Hera mean"]),
        ("結婚と家庭の女神", &["なんでヘラって名前なの？", "ヘーラーって何の神様ですか"]),
    ];
    let mut wrong = Vec::new();
    for (seed, (fact, texts)) in asked.iter().enumerate() {
        for text in *texts {
            let mut talk = begun(seed as u128, text);
            let before = talk.state.profile.clone();
            let answer = said(&talk.say(text));
            let care = &talk.state.interview.care;
            let cared = care.attends.is_some() || care.minor;
            if !answer.contains(fact) || talk.state.profile != before || cared {
                wrong.push(format!("{text}: {answer}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_only_asked_is_kept_nowhere() {
    for text in [
        "何問くらいあります？10分で終わる？",
        "英語でもいけますか？イギリス人で",
        "you getting my accent ok or should I write proper english",
        "言いたくないことは言わんでもええの？",
        "do I have to answer everything",
        "子どもなしでも大丈夫？夫婦だけがいい",
        "英語でもいけますか？奥さんがイギリス人で",
        "Where does my data go? I'm a bit careful with these things",
        "If I'm 90, can I still use it?",
    ] {
        let mut talk = begun(3, text);
        let before = talk.state.profile.clone();
        talk.say(text);
        assert_eq!(talk.state.profile, before, "{text}");
    }
    // What is told plainly is.
    let mut talk = Conversation::new(4);
    talk.say("Hello");
    talk.say("33. How long does it take? I live in Kano by the way.");
    assert_eq!((talk.state.profile.age, talk.state.profile.location.as_deref()), (Some(33), Some("Kano")));
    let mut talk = Conversation::new(5);
    talk.say("Hello");
    talk.say("When the letter comes, is it by post? I live in Kano");
    assert_eq!(talk.state.profile.location.as_deref(), Some("Kano"));
    for (text, place) in
        [("I'm from Glasgow, will you understand me?", "Glasgow"), ("津軽に住んでますが、方言でも通じますか？", "津軽")]
    {
        let mut talk = begun(10, text);
        talk.say(text);
        assert_eq!(talk.state.profile.location.as_deref(), Some(place), "{text}");
    }
    let mut talk = Conversation::new(11);
    talk.say("Hello");
    talk.say("Is this only for couples? I'm divorced.");
    assert!(talk.state.profile.relationship_status.is_some());
}

/// What nobody asks of a danger is a question, also in words that the reading of danger does not know.
#[test]
fn nobody_is_taken_for_one_in_danger_who_asks_what_the_thing_does() {
    for text in [
        "is this like a horoscope then, does it tell my future",
        "Is it a sort of tarot, or does it predict things?",
        "so is this like astrology or what",
        "does the letter tell what lies ahead of me",
        "これって占いみたいなもの？未来がわかるの？",
        "星占いと何が違うんですか",
    ] {
        let mut talk = begun(12, text);
        let answer = said(&talk.say(text));
        assert_eq!(talk.state.interview.care.attends, None, "{text}: {answer}");
    }
}

#[test]
fn who_asks_for_one_who_died_is_answered_kindly_and_who_mourns_is_heard() {
    for (text, kind) in [
        ("Can I use my late husband, God rest him", "I'm sorry that they are gone"),
        ("亡くなった妻の名前を入れてもええんかのう", "大切な方だったのですね"),
    ] {
        let mut talk = begun(6, text);
        let answer = said(&talk.say(text));
        assert!(answer.contains(kind), "{text}: {answer}");
        assert!(talk.state.interview.care.widowed, "{text}");
    }
    for text in ["My husband died last week. Can I use his name?", "先週、妻が亡くなりました。妻の名前でもできますか？"]
    {
        let mut talk = begun(7, text);
        talk.say(text);
        assert_eq!(talk.state.interview.care.attends, Some(Attention::Feeling), "{text}");
    }
    for text in ["I want to die, can I be with my late husband?", "死にたい。亡くなった妻に会えますか？"]
    {
        let mut talk = begun(8, text);
        talk.say(text);
        assert_eq!(talk.state.interview.care.attends, Some(Attention::Danger), "{text}");
    }
}

#[test]
fn who_finds_no_name_when_one_is_asked_for_gets_one() {
    let mut talk = Conversation::new(9);
    talk.say("34歳の男性です。大阪に住んでいて、結婚しています。年収は500万円、性格は明るいです。");
    talk.say("妻の名前は花子、性格は優しくて、見た目は黒髪で丸顔です。");
    talk.say("女の子がほしいです。");
    talk.say("名前が思いつかないんだけど、決めてくれます？");
    assert!(!talk.state.profile.missing().contains(&Field::ChildrenInfo), "{:?}", talk.state.profile.children);
    assert!(talk.state.profile.children[0].name.is_some());
}
