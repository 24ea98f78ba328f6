//! Japanese as people type, dictate and speak it: without marks, laughing, in dialect, with slips, and several things at once.

use hera::domain::{Gender, RelationshipStatus};

use super::beside::Talk;

/// What is known in one line: name, age, place, status, partner, children, character, income.
fn known(lines: &[&str]) -> String {
    let talk = Talk::of(lines);
    let profile = talk.profile();
    let gender = profile.gender.map(|gender| match gender {
        Gender::Female => "女",
        Gender::Male => "男",
        Gender::Other => "他",
    });
    let status = profile.relationship_status.map(|status| match status {
        RelationshipStatus::Married => "既婚",
        RelationshipStatus::Partnered => "恋人",
        RelationshipStatus::Single => "独身",
        RelationshipStatus::Other => "その他",
    });
    let partner = talk.partner().map(|part| part.unwrap_or("-")).join("・");
    [
        profile.name.clone(),
        profile.age.map(|age| age.to_string()),
        gender.map(str::to_owned),
        profile.location.clone(),
        status.map(str::to_owned),
        Some(partner).filter(|partner| partner != "-・-・-"),
        Some(talk.children()).filter(|children| !children.is_empty()),
        profile.personality.clone(),
        profile.income_range.clone(),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join("/")
}

#[test]
fn an_ordinary_talk_tells_all_however_it_is_typed() {
    for (lines, told) in [
        (
            &[
                "こんにちは",
                "わしはひろしや 58やで",
                "男に決まっとるやろ 堺や",
                "嫁はんおるで",
                "嫁はんは洋子いうねん",
                "よう喋るし気ぃ強いけど優しいとこもある 丸顔でちっちゃいねん",
                "もう娘ひとりおるんやけどな 茜いうねん",
                "いらちやけど情に厚いで",
                "年収は500ちょいかなあ",
            ][..],
            "ひろし/58/男/堺/既婚/洋子・よう喋るし気ぃ強いけど優しいとこもある・丸顔でちっちゃいねん/茜♀/いらちやけど情に厚いで/500万円",
        ),
        (
            &[
                "こんにちは",
                "名前はささきゆみこです年は三十四歳です",
                "女性で横浜市の青葉区に住んでいます",
                "結婚していて夫がいます",
                "夫の名前はだいすけです",
                "とても真面目で少し天然なところがあります身長は175センチくらいで眼鏡をかけています",
            ],
            "ささきゆみこ/34/女/横浜市の青葉区/既婚/だいすけ・とても真面目で少し天然なところがあります・身長は175センチくらいで眼鏡をかけています",
        ),
        (
            &[
                "こんにちは",
                "ゆうたっす 24",
                "男、中野に住んでる",
                "彼女いる",
                "みゆ",
                "めっちゃ優しいけど怒ると怖いw 髪はショートで目がでかい",
            ],
            "ゆうた/24/男/中野/恋人/みゆ・めっちゃ優しいけど怒ると怖い・髪はショートで目がでかい",
        ),
        (
            &[
                "こんにちは",
                "おいは隼人ち言うど。40じゃっど",
                "男じゃ。鹿児島の霧島に住んじょる",
                "嫁がおるど",
                "よめじょは恵美ち言う",
            ],
            "隼人/40/男/鹿児島の霧島/既婚/恵美・-・-",
        ),
        (
            &["こんにちは", "キヨだ。七十八になった", "おなごだ。秋田の横手さいる", "じいさんは5年前に死んでしまった"],
            "キヨ/78/女/秋田の横手/その他",
        ),
        (
            &["こんにちは", "かおりてす。28さいでs", "おんなです 大阪に住んでmす", "けっこｎしてます"],
            "かおり/28/女/大阪/既婚",
        ),
        (&["こんばんは", "達也、37です", "男です。千葉の船橋です", "いないっすw"], "達也/37/男/千葉の船橋/独身"),
        (
            &["こんにちは", "しおり、55", "女 鎌倉", "一度も結婚していません。仕事と結婚したってやつ"],
            "しおり/55/女/鎌倉/独身",
        ),
        (&["こんにちは", "ゆみ、62", "女 呉", "主人はおります"], "ゆみ/62/女/呉/既婚"),
        (&["こんにちは", "りゅういち、39", "男 久礼", "嫁はおらん。船が嫁や"], "りゅういち/39/男/久礼/独身"),
        (
            &["こんにちは", "みーちゃんでいいよ！20さい", "女子", "神戸", "彼氏できたばっかり", "たっくん"],
            "みー/20/女/神戸/恋人/たっくん・-・-",
        ),
    ] {
        assert_eq!(known(lines), told, "{lines:?}");
    }
}

const TO_CHILDREN: [&str; 6] = ["こんにちは", "恵です、39", "女 名古屋", "既婚", "誠", "まじめ。がっしりした体格"];

#[test]
fn children_are_told_in_any_order() {
    for (line, children) in [
        ("8歳の花子と5歳の太郎がいます", "花子? 太郎?"),
        ("海と陸 海が女で陸が男", "海♀ 陸♂"),
        ("空と海と陸 空が男で海が女で陸も男", "空♂ 海♀ 陸♂"),
        ("上から 拓海 蓮 心春 男男女", "拓海♂ 蓮♂ 心春♀"),
        ("二人 長男正樹 長女恵子", "正樹♂ 恵子♀"),
        ("大地がせがれ、実里が娘っこだ", "大地♂ 実里♀"),
        ("男1女1！翔真と愛莉！", "翔真♂ 愛莉♀"),
        ("にぎやかなのがいいから四人！男二人女二人", "-♂ -♂ -♀ -♀"),
        ("子どもは今お腹に一人いまして、男の子だそうです、名前は湊にしようかと話しています", "湊♂"),
        ("一人だけ、女の子。名前はまだ", "-♀"),
        ("4人で悠斗と蒼が男の子、凛と澪が女の子", "悠斗♂ 蒼♂ 凛♀ 澪♀"),
        ("3人おります。長男が誠で次男が勝、末の娘が光子ばい", "誠♂ 勝♂ 光子♀"),
        ("陽菜（ひな）と結菜（ゆな）、どっちも女の子", "陽菜♀ 結菜♀"),
        ("ふたり。うえ おんな リサ、した おとこ ケン", "リサ♀ ケン♂"),
        ("男の子の双子がいいなあ。湊と蓮", "湊♂ 蓮♂"),
        ("女の子がええのう。桜と名付けたい", "桜♀"),
        ("上が葵、四つの女の子。下は男の子の湊", "葵♀ 湊♂"),
        ("娘が1人、紗英、高校生です", "紗英♀"),
        ("いらんいらん、ゼロでええ", ""),
        ("産まないし、育てません", ""),
        ("子どもより犬！名前はモカ", ""),
        ("わからん", ""),
    ] {
        let lines: Vec<&str> = TO_CHILDREN.into_iter().chain([line]).collect();
        assert_eq!(Talk::of(&lines).children(), children, "{line}");
    }
}

#[test]
fn who_somebody_is_with_is_named_beside_that_they_are() {
    for (text, name) in [
        ("夫がいます、健二です", "健二"),
        ("妻がいて、真由美です", "真由美"),
        ("彼氏がいます。たけしです", "たけし"),
        ("結婚してます、相手は健一です", "健一"),
        ("夫は太郎です", "太郎"),
        ("夫がいます、健二と申します", "健二"),
        ("夫がいます、看護師です", "-"),
        ("夫がいます、幸せです", "-"),
        ("夫がいます、職人です", "-"),
        ("夫がいます、大丈夫です", "-"),
        ("妻がいます、一緒です", "-"),
        ("妻がいます、双子です", "-"),
        ("夫がいます、元気です", "-"),
        ("彼氏がいます、東京です", "-"),
        ("夫がいます、息子は健太です", "-"),
    ] {
        let talk = Talk::of(&["33歳、女、仙台です", text]);
        assert_eq!(talk.partner()[0].unwrap_or("-"), name, "{text}");
    }
}

#[test]
fn who_tells_something_else_has_given_no_name() {
    for line in [
        "植木屋、今日は松の枝を落としてきた",
        "推理作家です。年に五人は殺してます、紙の上で",
        "締切に殺される、今週三本",
        "サスペンスドラマが好き、崖の上で犯人が自白するやつ",
        "お世話になりました、いい会話やった",
        "遺書、昨日書き終えたんよね",
    ] {
        assert_eq!(Talk::of(&["34歳の女性です", line]).profile().name, None, "{line}");
    }
    for (line, name) in [
        ("みなみです。友達に教えてもらいました", "みなみ"),
        ("彩夏。最近引っ越してきたばっかりです", "彩夏"),
        ("佐々木といいます、北海道で酪農やってます", "佐々木"),
        ("よろしくお願いします、田中です", "田中"),
    ] {
        assert_eq!(Talk::of(&["34歳の女性です", line]).profile().name.as_deref(), Some(name), "{line}");
    }
    // こういうの names nobody.
    assert_eq!(Talk::of(&["こういうの、男とか女とか決めつけられるの苦手で"]).profile().name, None);
}

#[test]
fn what_nobody_knows_is_no_value() {
    let lines: Vec<&str> = TO_CHILDREN.into_iter().chain(["女の子、りこ", "わからない", "わかんない"]).collect();
    let talk = Talk::of(&lines);
    assert_eq!((talk.profile().personality.as_deref(), talk.profile().income_range.as_deref()), (None, None));
}

#[test]
fn who_declines_a_name_may_tell_it_after_all() {
    let mut talk = Talk::of(&["こんにちは", "恵です、39", "女 名古屋", "既婚", "それは言いたくない"]);
    talk.say("妻はゆみこ、しっかり者");
    assert_eq!(talk.partner(), [Some("ゆみこ"), Some("しっかり者"), None]);
    talk.say("髪は短くて笑顔がかわいい");
    assert_eq!(talk.partner()[2], Some("髪は短くて笑顔がかわいい"));
}

#[test]
fn sums_are_read_in_kana_and_together() {
    for (line, income) in [
        ("さんびゃくごじゅうまん", "350万円"),
        ("日雇いで月20っす", "月20万円"),
        ("お小遣い月5千円", "月5000円"),
        ("年収4万5千ユーロ", "45000ユーロ"),
        ("仕送り8万+バイト5万", "仕送り8万+バイト5万"),
    ] {
        let lines: Vec<&str> = TO_CHILDREN.into_iter().chain(["女の子、りこ", "のんびり", line]).collect();
        assert_eq!(Talk::of(&lines).profile().income_range.as_deref(), Some(income), "{line}");
    }
}
