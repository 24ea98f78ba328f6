//! Small answers to one question each, as people give them: a lone word is an answer to what was asked last.

use std::fmt::Write as _;

use hera::agent::hera::listen;
use hera::domain::Topic::{self, Age, ChildNames, Children, Income, Location, PartnerLooks, PartnerName};
use hera::domain::Topic::{ChildGenders, Gender, OwnName, PartnerTemperament, Status, Traits};
use hera::domain::{Child, Partner, SessionState, UserProfile};

/// A profile in one line: what is known, and what is not asked for any more.
fn shown(profile: &UserProfile) -> String {
    let mut line = String::new();
    let mut add = |what: &str, value: Option<&str>| {
        if let Some(value) = value {
            let _ = write!(line, "[{what} {value}]");
        }
    };
    add("name", profile.name.as_deref());
    add("age", profile.age.map(|age| age.to_string()).as_deref());
    add("gender", profile.gender.map(|gender| format!("{gender:?}")).as_deref());
    add("status", profile.relationship_status.map(|status| format!("{status:?}")).as_deref());
    add("place", profile.location.as_deref());
    add("income", profile.income_range.as_deref());
    add("words", profile.personality.as_deref());
    for partner in [&profile.current_partner, &profile.ideal_partner].into_iter().flatten() {
        add("partner", partner.name.as_deref());
        add("temperament", partner.temperament.as_deref());
        add("looks", partner.appearance.as_deref());
    }
    for child in &profile.children {
        let gender = child.desired_gender.map_or("?".to_owned(), |gender| format!("{gender:?}"));
        add("child", Some(&format!("{} {gender}", child.name.as_deref().unwrap_or("-"))));
    }
    for field in &profile.declined {
        add("closed", Some(field.name()));
    }
    for topic in &profile.let_go {
        add("let go", Some(&format!("{topic:?}")));
    }
    line
}

/// What is known after `text` answers the question for `topics`, of somebody known as `profile`.
fn after(profile: UserProfile, topics: &[Topic], text: &str) -> String {
    let mut state = SessionState { profile, ..SessionState::default() };
    state.interview.turns = 3;
    state.interview.topics = topics.to_vec();
    state.interview.times = topics.iter().map(|topic| (*topic, 1)).collect();
    shown(&listen(&state, &[], text).profile)
}

fn told(topics: &[Topic], text: &str) -> String {
    after(UserProfile::default(), topics, text)
}

fn married() -> UserProfile {
    UserProfile { relationship_status: Some(hera::domain::RelationshipStatus::Married), ..UserProfile::default() }
}

fn of_partner(name: &str) -> UserProfile {
    let partner = Partner { name: Some(name.to_owned()), ..Partner::default() };
    UserProfile { current_partner: Some(partner), ..married() }
}

fn of_girl(name: &str) -> UserProfile {
    let child = Child { desired_gender: Some(hera::domain::Gender::Female), name: Some(name.to_owned()) };
    UserProfile { children: vec![child], ..UserProfile::default() }
}

#[test]
fn names_are_kept_letter_by_letter() {
    for name in [
        "José",
        "João",
        "Zoë",
        "Anaïs",
        "Søren",
        "Łukasz",
        "Małgorzata",
        "Siân",
        "O’Brien",
        "Jean-Luc",
        "Юлия",
        "みさき",
        "由美子",
        "エマ",
        "Kaʻimi",
    ] {
        assert_eq!(told(&[PartnerName], name), format!("[partner {name}]"));
        let of_child = after(of_girl_without_name(), &[ChildNames], name);
        assert_eq!(of_child, format!("[child {name} Female]"));
    }
    for (text, name) in [
        ("My wife is called Małgorzata", "Małgorzata"),
        ("Siân would be a nice name", "Siân"),
        ("嫁はんは真由美いうねん", "真由美"),
        ("みさきです", "みさき"),
        ("妻は沙織です", "沙織"),
        ("エマさん", "エマ"),
        ("Mr Kwame", "Kwame"),
        ("it's José, with an accent", "José"),
        ("彩花（あやか）です", "彩花"),
        ("「トシヱ」と申します", "トシヱ"),
    ] {
        assert_eq!(after(married(), &[PartnerName], text), format!("[status Married][partner {name}]"), "{text}");
    }
}

fn of_girl_without_name() -> UserProfile {
    let mut profile = of_girl("-");
    profile.children[0].name = None;
    profile
}

#[test]
fn children_keep_their_genders_and_their_number() {
    for (text, children) in [
        ("女の子のさくらと男の子のれんがほしい", "[child さくら Female][child れん Male]"),
        ("女の子がええな", "[child - Female]"),
        ("男の子がひとりいいな。名前は岳（がく）で", "[child 岳 Male]"),
        ("女の子ふたりほしいなあ。ひまりと、つむぎ", "[child ひまり Female][child つむぎ Female]"),
        ("two boys, Wade and Cole", "[child Wade Male][child Cole Male]"),
        ("A lass called Bronwyn", "[child Bronwyn Female]"),
        ("さくら（女の子）とれん（男の子）", "[child さくら Female][child れん Male]"),
        ("Zofia and Łucja, both girls", "[child Zofia Female][child Łucja Female]"),
        ("Emma (girl) and Leo (boy)", "[child Emma Female][child Leo Male]"),
        (
            "Malia and Ana the girls, Sione and Fetū the boys",
            "[child Malia Female][child Ana Female][child Sione Male][child Fetū Male]",
        ),
        ("男1。匠", "[child 匠 Male]"),
    ] {
        assert_eq!(told(&[Children], text), children, "{text}");
    }
    for (text, children) in [
        ("やっぱり男の子も欲しい、名前はそうた", "[child さくら Female][child そうた Male]"),
        ("さくらじゃなくて桜子", "[child 桜子 Female]"),
        ("ごめん、さくらは男の子にする", "[child さくら Male]"),
    ] {
        assert_eq!(after(of_girl("さくら"), &[Income], text), children, "{text}");
    }
    assert_eq!(told(&[Children], "No kids for us, thanks, just the two of us 🐾"), "[closed children_info]");
    assert_eq!(told(&[Children], "子どもは要らないの。猫がおるから"), "[closed children_info]");
    assert_eq!(after(of_girl_without_name(), &[ChildNames], "名前はまかせる"), "[child - Female]");
}

#[test]
fn a_lone_word_answers_what_was_asked() {
    for (topics, text, known) in [
        (&[PartnerName][..], "みさき", "[partner みさき]"),
        (&[PartnerTemperament, PartnerLooks], "やさしい", "[temperament やさしい]"),
        (&[Traits, Income], "やさしい", "[words やさしい]"),
        (&[OwnName, Age], "Maya, 34", "[name Maya][age 34]"),
        (&[Status], "彼女なし", "[status Single]"),
        (&[Gender, Location], "男、仙台", "[gender Male][place 仙台]"),
        (&[Gender, Location], "Kiel", "[place Kiel]"),
        (&[Location], "大泉", "[place 大泉]"),
        (&[Traits, Income], "funny, loyal and a terrible cook", "[words funny, loyal and a terrible cook]"),
        (&[Traits], "陰キャでオタクだけど友達思い", "[words 陰キャでオタクだけど友達思い]"),
        (&[PartnerTemperament], "stormy then tender", "[temperament stormy then tender]"),
    ] {
        assert_eq!(told(topics, text), known, "{text}");
    }
    let income = told(&[Income], "4200€ per month");
    assert!(income.contains("€4,200 a month"), "{income}");
    assert_eq!(after(of_girl_without_name(), &[ChildNames], "ひなた"), "[child ひなた Female]");
    assert_eq!(after(of_girl("さくら"), &[ChildGenders], "ううん"), "[child さくら Female]");
}

#[test]
fn a_refusal_closes_one_thing_alone() {
    for (topics, text, known) in [
        (&[Traits, Income][..], "言いたない", "[closed income_range]"),
        (&[Income], "年収は堪忍してや。性格は、せっかちでよう喋る", "[closed income_range]"),
        (&[Income], "I prefer don't say how much I earn.", "[closed income_range]"),
        (&[PartnerName], "No name. A name would be a lie.", "[let go PartnerName]"),
        (&[PartnerTemperament, PartnerLooks], "見た目は答えたくないです", "[closed partner_face_description]"),
        (&[OwnName, Age], "名前は内緒", "[let go OwnName]"),
    ] {
        let told = told(topics, text);
        assert_eq!(told.matches("[closed").count() + told.matches("[let go").count(), 1, "{text}: {told}");
        assert!(told.contains(known), "{text}: {told}");
    }
    for text in ["w", "ちょっと疲れたから休むね", "hang on, the kettle", "?"] {
        assert_eq!(told(&[Traits, Income], text), "", "{text}");
    }
}

#[test]
fn what_is_said_of_many_things_is_heard() {
    for (text, known) in [
        ("23さい、大学生、仙台", &["[age 23]", "[place 仙台]"][..]),
        ("Hi, I'm Maya", &["[name Maya]"]),
        (
            "38のおっさんや。堺に住んどって、嫁はんおるで",
            &["[age 38]", "[gender Male]", "[status Married]", "[place 堺]"],
        ),
        ("I'm 47, a bloke from Stoke-on-Trent", &["[age 47]", "[gender Male]", "[place Stoke-on-Trent]"]),
    ] {
        let told = told(&[OwnName, Age], text);
        assert!(known.iter().all(|part| told.contains(part)) && !told.contains("[partner"), "{text}: {told}");
    }
    let corrected = after(of_partner("次郎"), &[Income], "次郎じゃなくて健二");
    assert_eq!(corrected, "[status Married][partner 健二]");
}

#[test]
fn what_is_said_in_between_is_no_answer() {
    for (topics, text) in [
        (&[PartnerName][..], "Fog's rolling in"),
        (&[PartnerName], "Kindly wait, gas cylinder has come"),
        (&[Children], "Fog's rolling in"),
        (&[OwnName, Age], "What's that got to do with it"),
        (&[OwnName, Age], "voilà"),
        (&[Location], "おたく、なかなか聞き上手やね"),
        (&[PartnerTemperament, PartnerLooks], "sorry, I have a call in ten minutes"),
        (&[PartnerTemperament, PartnerLooks], "ちょっと宅配が来ました"),
        (&[Status], "独身じゃないです"),
    ] {
        assert_eq!(told(topics, text), "", "{text}");
    }
}

#[test]
fn an_answer_to_something_else_is_heard() {
    for (topics, text, known) in [
        (&[PartnerName][..], "年収は320万円です", "[income 320万円]"),
        (&[PartnerName], "around $45,000", "[income $45,000]"),
        (&[PartnerTemperament, PartnerLooks], "Daniel", "[partner Daniel]"),
        (&[OwnName, Age], "名乗るほどの者では。まあ、玲子です", "[name 玲子]"),
        (&[OwnName, Age], "性別は言いたくないです", "[closed gender]"),
        (&[OwnName, Age], "もうすぐ30、いまは29です", "[age 29]"),
        (&[OwnName, Age], "みつえ、ろくじゅうよん", "[name みつえ][age 64]"),
        (&[Location], "Moose Jaw", "[place Moose Jaw]"),
        (&[Children], "双子の男の子がええです。仁と、礼", "[child 仁 Male][child 礼 Male]"),
        (&[Children], "女の子、千歳", "[child 千歳 Female]"),
        (&[Children], "女の子。名前は翔と考えて「澪」にしました", "[child 澪 Female]"),
    ] {
        assert_eq!(told(topics, text), known, "{text}");
    }
    let moved = UserProfile { location: Some("Chicago".to_owned()), ..UserProfile::default() };
    assert_eq!(after(moved, &[Income], "oh and I live in Denver now"), "[place Denver]");
    let two = after(of_girl("Hana"), &[Income], "the younger one is called Ivy");
    assert_eq!(two, "[child Hana Female][child Ivy Female]");
    let added = after(of_girl("さくら"), &[Traits], "あと、やっぱり女の子二人にしたいです");
    assert_eq!(added, "[child さくら Female][child - Female]");
}

/// Names in other alphabets, beside other things, and put right.
#[test]
fn names_are_exact_wherever_they_stand() {
    let mut wrong = Vec::new();
    for (profile, topics, text, known) in [
        (married(), &[PartnerName][..], "his name's João", "[status Married][partner João]"),
        (married(), &[PartnerName], "Beverley but Bev", "[status Married][partner Bev]"),
        (married(), &[PartnerName], "idk, mia i guess", "[status Married][partner mia]"),
        (married(), &[PartnerName], "my man is Hennie", "[status Married][partner Hennie]"),
        (married(), &[PartnerName], "Braids, dimples", "[status Married][looks Braids, dimples]"),
        (UserProfile::default(), &[OwnName, Age], "its lucía but everyone says lu", "[name lu]"),
        (married(), &[PartnerName], "おっとはしげる", "[status Married][partner しげる]"),
        (married(), &[PartnerName], "嫁は由紀たい", "[status Married][partner 由紀]"),
        (married(), &[PartnerName], "すみません、にほんご まだ べんきょうちゅう", "[status Married]"),
        (UserProfile::default(), &[OwnName, Age], "岩崎です、岩崎勇", "[name 岩崎勇]"),
        (UserProfile::default(), &[OwnName, Age], "伊藤サダ。七十一だす", "[name 伊藤サダ][age 71]"),
        (UserProfile::default(), &[Age, Gender], "はるか、31歳です", "[name はるか][age 31]"),
        (UserProfile::default(), &[OwnName, Age], "Male, Lisbon", "[gender Male][place Lisbon]"),
        (UserProfile::default(), &[OwnName], "静岡市葵区", ""),
        (UserProfile::default(), &[Children], "A daughter 서연 and a son 하준", "[child 서연 Female][child 하준 Male]"),
        (UserProfile::default(), &[Children], "女の子 Софья と男の子の蓮です", "[child Софья Female][child 蓮 Male]"),
        (
            UserProfile::default(),
            &[Children],
            "twins, An and Minh, a girl and a boy",
            "[child An Female][child Minh Male]",
        ),
        (UserProfile::default(), &[Children], "2 boys leo and max", "[child leo Male][child max Male]"),
        (
            UserProfile::default(),
            &[Children],
            "双子の女の子👯\u{200d}♀️ルナとココ",
            "[child ルナ Female][child ココ Female]",
        ),
        (UserProfile::default(), &[Children], "むすめが ひとり、リンです", "[child リン Female]"),
        (
            UserProfile::default(),
            &[Children],
            "男の子と女の子ひとりずつ。陽向と結菜",
            "[child 陽向 Male][child 結菜 Female]",
        ),
        (UserProfile::default(), &[Children], "杏が女、大和が男", "[child 杏 Female][child 大和 Male]"),
        (UserProfile::default(), &[Children], "One boy, Keʻalohi, with the ʻokina please", "[child Keʻalohi Male]"),
        (UserProfile::default(), &[Children], "もう娘がいるんです。彩花といいます", "[child 彩花 Female]"),
        (UserProfile::default(), &[Children], "None. Cats are enough.", "[closed children_info]"),
        (UserProfile::default(), &[Children], "Hm.", ""),
        (UserProfile::default(), &[Children], "Message number 8", ""),
        (of_girl("うみ"), &[Traits], "あ、やっぱりうみじゃなくてなぎさにする", "[child なぎさ Female]"),
        (of_girl("Caoimhe"), &[ChildGenders], "it should be Caoilinn, not Caoimhe", "[child Caoilinn Female]"),
        (of_partner("大輔"), &[Children], "いや、やっぱり大輝でした", "[status Married][partner 大輝]"),
        (of_girl("Ada"), &[Income], "no comment", "[child Ada Female][closed income_range]"),
    ] {
        let told = after(profile, topics, text);
        wrong.extend((told != known).then(|| format!("{text}: {told}, not {known}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What answers the question for a name and is none; names that are also places or words; and who else is spoken of.
#[test]
fn what_is_said_of_a_name_is_none() {
    let mut wrong = Vec::new();
    for (profile, topics, text, known) in [
        (UserProfile::default(), &[OwnName, Age][..], "my name is Florence, 30", "[name Florence][age 30]"),
        (UserProfile::default(), &[OwnName, Age], "24 po", "[age 24]"),
        (UserProfile::default(), &[OwnName, Age], "Mashallah", ""),
        (UserProfile::default(), &[OwnName, Age], "K, 41", "[name K][age 41]"),
        (UserProfile::default(), &[OwnName, Age], "中村あさひ 41やね", "[name 中村あさひ][age 41]"),
        (UserProfile::default(), &[OwnName, Age], "いらんじゃろ 41だけど", "[age 41]"),
        (UserProfile::default(), &[OwnName, Age], "お隣の奥さんは春子さんで、私は夏子です", "[name 夏子]"),
        (married(), &[PartnerName], "名前もつけん", "[status Married][let go PartnerName]"),
        (married(), &[PartnerName], "あら、少々失礼", "[status Married]"),
        (married(), &[PartnerName], "Call him Rob. Actually, Robin.", "[status Married][partner Robin]"),
        (
            UserProfile::default(),
            &[Children],
            "Noor, our daughter, and then Sami, our son",
            "[child Noor Female][child Sami Male]",
        ),
        (UserProfile::default(), &[Children], "one child, whatever gender, called rain", "[child rain ?]"),
        (UserProfile::default(), &[Children], "Bea's the girl, Al'd be the boy", "[child Bea Female][child Al Male]"),
        (
            UserProfile::default(),
            &[Children],
            "A SON NEIL AND A DAUGHTER JEAN. BOTH TEACHERS TODAY",
            "[child NEIL Male][child JEAN Female]",
        ),
        (of_girl("Grace"), &[Income], "a little brother for Grace, called Kai", "[child Grace Female][child Kai Male]"),
        (of_girl("海"), &[Income], "海の下に弟もほしい。名前は陸で", "[child 海 Female][child 陸 Male]"),
        (of_girl("Leila"), &[Income], "my mother says not Leila", "[child Leila Female]"),
    ] {
        let told = after(profile, topics, text);
        wrong.extend((told != known).then(|| format!("{text}: {told}, not {known}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is told before it was asked for, in words of one's own, and with slips of the keyboard.
#[test]
fn what_is_told_out_of_order_is_kept() {
    let mut wrong = Vec::new();
    for (topics, text, known) in [
        (&[Status][..], "yeah married, to José", "[status Married][partner José]"),
        (&[Status], "彼氏の健太と同棲してます", "[status Partnered][partner 健太]"),
        (&[Status], "付き合ってる人がいる、結婚はしない", "[status Partnered]"),
        (&[Status], "living with my partner, we're never getting married", "[status Partnered]"),
        (&[Status], "主人を五年前に亡くしまして", "[status Other]"),
        (&[Gender], "ノンバイナリー。男でも女でもないです", "[gender Other]"),
        (&[Age], "42、誕生日は来週だけど今は42", "[age 42]"),
        (&[Income], "お金の話はしたくないです", "[closed income_range]"),
        (&[Status], "I'm with Conor nine years, not married", "[status Partnered][partner Conor]"),
        (&[Status], "Actually I'm in a relationship, not married", "[status Partnered]"),
        (&[Status], "My wife's Deirdre", "[status Married][partner Deirdre]"),
        (&[Status], "こいびとはいません。", "[status Single]"),
        (&[Location], "長野の松本に住んでいます", "[place 長野の松本]"),
        (&[Location], "Cardiff. Male, in case you wondered", "[gender Male][place Cardiff]"),
        (&[Status], "singel", "[status Single]"),
        (&[Status], "wife of 44 yrs", "[status Married]"),
        (&[Status], "ばあさんと五十五年連れ添うてる", "[status Married]"),
        (&[Status], "彼氏", "[status Partnered]"),
        (&[Gender, Status], "おんなです。おっとがおります", "[gender Female][status Married]"),
        (&[OwnName, Age], "fifty eight no hang about fifty seven", "[age 57]"),
        (&[Age], "Mid thirties. 36 if you must know.", "[age 36]"),
        (&[Location], "SA. Adelaide", "[place Adelaide]"),
        (&[Location], "Trondheim, Norway", "[place Trondheim, Norway]"),
        (&[Location], "Vancouver, but from Busan", "[place Vancouver]"),
        (&[Location], "東大阪やで", "[place 東大阪]"),
        (&[Location], "大和郡山市でございます", "[place 大和郡山市]"),
        (&[Location], "of course", ""),
        (&[Traits, Income], "1,800 a month", "[income 1,800 a month]"),
        (&[Traits, Income], "sarcastic, 52", "[income 52][words sarcastic]"),
        (&[Traits], "うちの性格？めんどくさがり", "[words めんどくさがり]"),
        (&[PartnerLooks], "nah, leave her looks out of it", "[closed partner_face_description]"),
    ] {
        let told = told(topics, text);
        wrong.extend((told != known).then(|| format!("{text}: {told}, not {known}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let looks = after(of_partner("Jo"), &[PartnerTemperament], "Jo is loud, with curly hair");
    assert_eq!(looks, "[status Married][partner Jo][temperament loud][looks curly hair]");
}

#[test]
fn what_is_no_character_is_none() {
    for text in
        ["dead tired", "the beach", "動物園", "釣りに行きたいって夫に言われる", "I want to go to the seaside", "ねむい"]
    {
        assert_eq!(told(&[Traits], text), "", "{text}");
    }
    for (text, known) in [
        ("几帳面で頑固かな", "[words 几帳面で頑固]"),
        ("the quiet type", "[words the quiet type]"),
        ("tired but cheerful", "[words tired but cheerful]"),
        ("you choose", "[closed user_personality_traits]"),
        ("おまかせで", "[closed user_personality_traits]"),
    ] {
        assert_eq!(told(&[Traits], text), known, "{text}");
    }
    // Nor is it a name.
    assert_eq!(told(&[Traits], "パパって呼んで"), "[gender Male]");
    assert_eq!(told(&[Traits], "あ、さっきの聞かれたやつ、顔は丸顔です"), "[looks 顔は丸顔]");
    assert_eq!(told(&[PartnerTemperament], "理想のパートナーは、話を聞いてくれる人"), "[temperament 話を聞いてくれる]");
    assert_eq!(told(&[PartnerTemperament], "I make about 38k, she makes a bit more"), "[income 38,000]");
}

#[test]
fn nobody_is_named_for_who_minds_nothing() {
    for text in [
        "someone who doesnt mind me being away",
        "somebody who doesn't care what people think",
        "細かいことを気にしない人",
    ] {
        let mut state = SessionState { profile: UserProfile::default(), ..SessionState::default() };
        state.interview.turns = 3;
        state.interview.topics = vec![PartnerName];
        let told = listen(&state, &[], text);
        assert!(told.entrusted.is_empty() && shown(&told.profile).contains("[temperament"), "{text}: {told:?}");
    }
    // Who has no name for the partner is not pressed for one.
    for text in ["*shrugs*", "no idea", "さあ", "¯\\_(ツ)_/¯"] {
        assert_eq!(told(&[PartnerName], text), "[let go PartnerName]", "{text}");
    }
}

#[test]
fn children_who_may_come_are_not_declined() {
    for text in [
        "No kids yet though we've been trying",
        "none yet",
        "まだいないけど、欲しいとは思ってる",
        "We don't have children yet",
        "妊活中です",
    ] {
        assert_eq!(told(&[Children], text), "", "{text}");
    }
    for text in [
        "no kids thanks",
        "none pls. cats",
        "We chose not to have children",
        "子どもはいらないです",
        "We don't want children",
    ] {
        assert_eq!(told(&[Children], text), "[closed children_info]", "{text}");
    }
    for (text, known) in [
        ("two", "[child - ?][child - ?]"),
        ("just one", "[child - ?]"),
        ("a girl first, then maybe a boy. Lily if it's a girl", "[child Lily Female][child - Male]"),
        ("Max if it's a boy", "[child Max Male]"),
        ("If it's a boy, Noah, if it's a girl, Lily", "[child Noah Male][child Lily Female]"),
    ] {
        assert_eq!(told(&[Children], text), known, "{text}");
    }
}

#[test]
fn a_name_is_heard_in_what_leads_to_it() {
    for (text, name) in [
        ("Let's say Fergal.", "Fergal"),
        ("jess will do", "jess"),
        ("hmm Theo maybe", "Theo"),
        ("august, like the month", "august"),
        ("I don't know. Robin?", "Robin"),
        ("うちのはちえみっていうさ", "ちえみ"),
    ] {
        assert_eq!(told(&[PartnerName], text), format!("[partner {name}]"), "{text}");
    }
    for text in ["tomorrow maybe", "let's say tomorrow", "not sure it is"] {
        assert_eq!(told(&[PartnerName], text), "", "{text}");
    }
    assert_eq!(told(&[OwnName, Age], "千葉ことねです"), "[name 千葉ことね]");
    assert_eq!(told(&[OwnName, Age], "くろねこでお願いします"), "[name くろねこ]");
    assert_eq!(told(&[OwnName, Age], "You may address me as Philippa."), "[name Philippa]");
    assert_eq!(told(&[Age, Gender], "31, galway, male"), "[age 31][gender Male][place Galway]");
    assert_eq!(told(&[OwnName, Age], "31, emma, female"), "[name emma][age 31][gender Female]");
}

#[test]
fn a_question_to_hera_tells_nothing_of_the_person() {
    for text in ["ヘラさんは結婚してるの？", "あなたは子どもがいますか？", "are you married?", "do you have kids?"]
    {
        assert_eq!(told(&[Location, Status], text), "", "{text}");
    }
    assert_eq!(told(&[Location, Traits], "大阪。独身"), "[status Single][place 大阪]");
    assert_eq!(told(&[Income], "じゃあパスで"), "[closed income_range]");
}

#[test]
fn what_is_put_right_beside_an_answer_is_heard() {
    let known = |text: &str| {
        let profile = UserProfile {
            age: Some(45),
            location: Some("Hull".to_owned()),
            partner_face_description: Some("short grey hair".to_owned()),
            ..of_partner("Sue")
        };
        after(profile, &[Gender, Traits], text)
    };
    assert!(known("wait, 46 actually, birthday was yesterday. Male").contains("[age 46][gender Male]"));
    let profile = UserProfile { age: Some(45), ..of_girl("Ava") };
    assert!(!after(profile, &[Income], "sorry, 30k").contains("[age 30]"));
    let girl = told(&[OwnName, Age], "妻の由美と娘のさくら（7歳）と住んでて、41歳です");
    assert!(girl.contains("[child さくら Female]"), "{girl}");
}
