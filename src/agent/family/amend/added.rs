//! Somebody there is as well: "actually there's a third one, Leo", 「弟もいるよ、名前はソラ」, "we also have a dog".

use super::{Change, MOST_CHILDREN};
use crate::agent::hera::text::patterns;
use crate::domain::{FamilyRole, Gender, Language, Member};

patterns! {
    // That there is one more: whose child it is, is the person's or the family's.
    MORE_EN = r"(?i)\b(?:(?:we|i)(?:'d|'ve)? (?:also |actually |really |still |do )*(?:have|had|got|forgot|want|would like|like|wish for|would love|love|need)|there(?:'s| is)(?: also| actually| still)?|(?:you|hera) (?:forgot|missed|left out)|don't forget|you(?: also)? have|(?:mia|they|he|she)? ?has) (?:also |about )?(a|an|another|one more|our|my)? ?((?:third|second|fourth|fifth|little|big|older|younger|baby|newborn|other|more|new) )*(son|daughter|boy|girl|baby|child|kid|one|brother|sister)\b((?: too| as well| also| after all)?)(.*)$";
    ANOTHER = r"(?i)\b(?:also|another|one more|more|third|fourth|fifth|forgot|forget|missed|left out|too|as well|actually)\b";
    NAME_EN = r"(?:(?i:^[,:. -]*(?:and )?(?:called|named|(?:his|her|whose|the) name(?:'s| is)|he's(?: called)?|she's(?: called)?|it's|by the name of)?)\s*)(\p{Lu}[\p{L}'-]+)(?:$|[\s.,!])";
    NAME_LOW_EN = r"(?i)\b(?:called|named|name(?:'s| is)) (\p{L}[\p{L}'-]+)";
    AGED_EN = r"(?i)\b(\d{1,2})(?: years?(?: old)?| now|[.!]|$)";
    PET_EN = r"(?i)^(?:\w+[,!.]? )?(?:we|i)(?:'ve)? (?:also |actually |really |do |still )*(?:have|got|have got) (?:also )?(a|an|two|three|our|\d)(?: \w+)? (dogs?|cats?|rabbits?|bunny|hamsters?|parrots?|pony|horses?|goldfish|guinea pigs?|turtles?|tortoises?|pupp(?:y|ies)|kittens?|budgies?|birds?)(?: too| as well| also| at home)?(?:,? (?:and )?(?:called|named|(?:his|her|its|whose) name is|he's|she's) (\p{L}[\p{L}'-]+))?[.!]*$";
    MORE_JA = r"(?:^|[、。!]|実は|じつは|あと|それと|うち(?:に|には)?|うちの子|まだ|下に|上に)(?:、)?(?:まだ|もう1人|あと1人|さらに)?、?(弟|妹|お兄ちゃん|お姉ちゃん|お兄さん|お姉さん|兄|姉|息子|娘|男の子|女の子|赤ちゃん|子供|子ども|子|長男|長女|次男|次女|三男|三女|末っ子|[2-5]人目(?:の子)?|もう1人)(の[^、。はがも\s]{1,8})?(?:も|が|は|を)?(?:もう1人|あと1人)?(?:い(?:る|ます|て|るよ|るの|るんだ)|おる|忘れて|抜けて|欲しい|ほしい|追加して|産まれ|生まれ)(.*)$";
    MORE_CUE_JA = r"も(?:い|お|忘れ|欲|ほ)|もう1人|あと1人|[2-5]人目|忘れ|抜けて|追加|実は|じつは|まだ|生まれ|産まれ|末っ子の";
    OF_SELF_JA = r"(?:わたし|私|僕|ぼく|俺|おれ|自分|ママ|パパ|夫|旦那|妻|友達|友だち|同僚|隣)(?:に|は|の)";
    NAME_JA = r"(?:名前は|名は|なまえは|は|って|の|、)?、?([\p{Han}々]{1,4}|[\p{Hiragana}ー]{2,6}?|[\p{Katakana}ー]{2,10}|\p{Latin}[\p{Latin}'-]+)(?:ちゃん|くん|さん|君)?(?:っていう.*|って(?:名前|いう|言う).*|という.*|だよ|です|なの|だ)?[。!]*$";
    AGED_JA = r"(\d{1,2})(?:歳|才|さい)";
    PET_JA = r"^(?:あと|それと|実は|そういえば)?、?(?:うち(?:に|には|は)?)?(?:、)?(犬|猫|ネコ|イヌ|うさぎ|ウサギ|ハムスター|小鳥|鳥|金魚|亀|カメ|インコ|モルモット|わんこ|にゃんこ)(?:も|を|が)(?:1匹|2匹)?(?:いる|います|飼って(?:る|い(?:る|ます)))(?:よ|の|んだ|んです)?(?:[、。!]?(?:名前は|なまえは)([^、。!\s]{1,8}?)(?:だよ|です|っていう.*|ちゃん|くん)?)?[。!]*$";
}

/// What there is as well.
pub fn told(text: &str, language: Language, members: &[Member]) -> Option<Change> {
    let children = members.iter().filter(|member| member.role == FamilyRole::Child).count();
    let change = match language {
        Language::English => english(text),
        Language::Japanese => japanese(text),
    }?;
    let known = |name: &String| members.iter().any(|member| member.name.eq_ignore_ascii_case(name));
    match &change {
        Change::Added { name, .. } if children >= MOST_CHILDREN || name.as_ref().is_some_and(known) => None,
        _ => Some(change),
    }
}

fn english(text: &str) -> Option<Change> {
    if let Some(found) = PET_EN.captures(text) {
        let what = format!("{} {}", found[1].to_lowercase(), found[2].to_lowercase());
        let what =
            found.get(3).map_or_else(|| what.clone(), |name| format!("{what} called {}", capitalised(name.as_str())));
        return Some(Change::Pet(what));
    }
    let found = MORE_EN.captures(text)?;
    let (whom, rest) = (found[3].to_lowercase(), found[5].to_owned());
    let name = NAME_EN.captures(&rest).or_else(|| NAME_LOW_EN.captures(&rest)).map(|name| capitalised(&name[1]));
    // A wish names one more; so does who has forgotten somebody.
    if !ANOTHER.is_match(text) || (whom == "one" && name.is_none()) || OF_OTHERS.is_match(text) {
        return None;
    }
    let gender = match whom.as_str() {
        "son" | "boy" | "brother" => Some(Gender::Male),
        "daughter" | "girl" | "sister" => Some(Gender::Female),
        _ => None,
    };
    let plain = rest.trim_matches([' ', '.', '!', ',']).is_empty();
    let age = AGED_EN.captures(&rest).and_then(|age| age[1].parse().ok());
    (plain || name.is_some()).then_some(Change::Added { name, gender, age })
}

patterns! {
    // The person's own brothers, and other people's children.
    OF_OTHERS = r"(?i)\bi(?:'ve)? (?:also )?(?:have|got|had) (?:a|an|another) (?:\w+ )?(?:brother|sister)\b|\b(?:friend|neighbou?r|sister|brother|colleague|boss|cousin)s? (?:has|have|had|got)\b";
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn japanese(text: &str) -> Option<Change> {
    if let Some(found) = PET_JA.captures(text) {
        let what = found[1].to_owned();
        return Some(Change::Pet(
            found.get(2).map_or_else(|| what.clone(), |name| format!("{what}の{}", name.as_str())),
        ));
    }
    let found = MORE_JA.captures(text)?;
    let whole = found.get(0)?;
    if !MORE_CUE_JA.is_match(text) || OF_SELF_JA.is_match(&text[..whole.end()]) {
        return None;
    }
    let whom = &found[1];
    let named = found.get(2).map(|name| name.as_str().trim_start_matches('の').to_owned());
    let rest = found.get(3).map_or("", |rest| rest.as_str());
    let rest =
        rest.trim_start_matches(['よ', 'の', 'ん', 'だ', 'で', 'す', 'て', '、', '。', '!', 'な', 'さ', 'あ', 'ね']);
    let named = named.or_else(|| NAME_JA.captures(rest).map(|name| name[1].to_owned()));
    let gender = if ["弟", "お兄", "兄", "息子", "男"].iter().any(|word| whom.contains(word)) {
        Some(Gender::Male)
    } else if ["妹", "お姉", "姉", "娘", "女"].iter().any(|word| whom.contains(word)) {
        Some(Gender::Female)
    } else {
        text_gender(text)
    };
    let age = AGED_JA.captures(rest).and_then(|age| age[1].parse().ok());
    Some(Change::Added { name: named, gender, age })
}

fn text_gender(text: &str) -> Option<Gender> {
    match (text.contains("女の子"), text.contains("男の子")) {
        (true, false) => Some(Gender::Female),
        (false, true) => Some(Gender::Male),
        _ => None,
    }
}
