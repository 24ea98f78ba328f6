//! The person's own age, gender and relationship.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::ages;
use crate::agent::hera::piece::{Piece, Who};
use crate::agent::hera::text::patterns;
use crate::domain::{Field, Gender, RelationshipStatus};

patterns! {
    AGE_SAID = r"(?i)\b(?:i'?m|i am|i just turned|i turned|i've just turned|turning|just turned|aged?|my age is|age is|age:)\s+(?:now |currently |only |just |about |around |almost |nearly |actually |a |an )*(\d{1,3})\b\s*(.{0,12})|(?:年齢|歳|とし|年)(?:は|:|が)?\s*(\d{1,3})\b()|(?:^|[、。\s])(\d{1,3})(?:歳|才|さい)?にな(?:った|りました|っちゃった)()";
    AGE_UNIT = r"(?i)(\d{1,3})\s*(?:歳|才|さい(?:です|$|の|で)|[- ]?(?:years?[- ]?old|yrs?\.?(?: ?old)?\b|year[- ]old|y\.?/?o\b|yo\b|years of age|years young))";
    DECADE = r"(?i)(\d)0代の?(前半|半ば|中盤|中頃|後半|終わり)?|\b(early|mid|middle|late)?[- ]?(?:of my )?(?:(\d)0'?s|(twent|thirt|fou?rt|fift|sixt|sevent|eight)ies)\b|(アラサー|アラフォー|アラフィフ)";
    BARE_AGE = r"(?i)^(?:今|いま|今年で|ちょうど|もうすぐ|actually |it's |its |no |well |um |now |i meant |make that |sorry )*(\d{1,3})\s*(?:です|だよ|だ|になりました|になります|っす|の|で|かな|歳|[mf]\b|$|\s+(?:fe)?male|\s+(?:wo)?man|\s+from|\s+here|\s+now|\s+\p{Han})";
    LETTERED_AGE = r"(?i)(?:^|[\s(])(?:(\d{1,3}) ?([mf])|([mf]) ?(\d{1,3}))\b";
    NOT_AN_AGE = r"(?i)^(?:cm|kg|kilos?|feet|ft|lbs?|minutes?|hours?|days?|months?|weeks?|%|k\b|percent|th\b|years? (?:in|into|married|at|of exp)|dollars|万|円|人|年|,\d)";
    LASTED = r"(?i)\b(?:wife|husband|hubby|partner|girlfriend|boyfriend|missus|marriage|married|hitched|together|been)(?: (?:of|for|now|these))*\s*$";
    CONTRAST = r"(?i)\bnot (?:a )?\d+\b|\d+歳?(?:じゃなくて|ではなくて|でなく|じゃなく|ではなく)、?";

    GENDER_JA = r"(^|.)(男性|女性|男子|女子|おっさん|母ちゃん|父ちゃん|おばちゃん|おばさん|ばあさん|じいさん|男|女|おとこ|おんな|シングルマザー|シングルファザー|専業主婦|主婦|主夫|の母|の父|ママ|パパ|アラサー女|オトコ|オンナ)(.{0,4})";
    GENDER_OTHER = r"(?i)ノンバイナリー|エックスジェンダー|[xX]ジェンダー|中性(?:です|$|的な性)|無性|クエスチョニング|\bnon[- ]?binary\b|\benby\b|\bnb\b|\bgender(?:queer|fluid)\b|\bgenderless\b|\bagender\b|\bthey\s*/\s*them\b|男(?:性)?でも女(?:性)?でも(?:な|あり)|女(?:性)?でも男(?:性)?でも(?:な|あり)|\bneither (?:an? )?(?:man|woman|male|female)\b";
    GENDER_EN = r"(?i)\b(?:i'?m|i am|as|being|me,?|old|\d+|yo|identify as)\b[^,.;]{0,30}?\b(wom[ae]n|man|guy|girl|gal|lady|male|female|dude|boy|mom|mum|mother|dad|father|bloke|chick|housewife)\b|\b(male|female|(?:dad|mom|mum|mother|father) of)\b|^(?:an? )?(wom[ae]n|man|guy|girl|lady|gal|dude|boy|bloke|fella|lad|lass)\b";
    PRONOUNS = r"(?i)\b(?:pronouns:? *)?(she|he)\s*/\s*(?:her|him)s?\b";

    STATUS = concat!(
        r"(?i)(?P<single>独身|未婚|(?:結婚|入籍)(?:は|も|を)?(?:し)?た(?:こと|経験|覚え)(?:は|が|も)?(?:1度も|まだ)?(?:な[いくか]|ありま|あらへ|ねえ)|結婚歴(?:は|も)?(?:な|ありま)|(?:嫁|妻|女房|旦那|主人)(?:さん)?(?:は|も|なんか|なんて)(?:いま)?(?:おらん|おらへん|おりませ|いない|いなく|いませ)|シングル(?:マザー|ファザー|です|$|で)|独り身|ひとり身|一人身|1人身|フリー(?:です|$|で)|おひとりさま|結婚(?:は|も|を|とか)?(?:まだ|全然)?(?:し|もし)て(?:い)?(?:ない|ませ|ま?せん|おら)|(?:彼女|彼氏|恋人|パートナー|相手|付き合っている人|交際相手|お付き合いしている人)(?:は|も|が|とか)?(?:今は?|まだ|ずっと|全然)?(?:い(?:ない|ませ|な)|おら|なし)",
        r"|(?:彼女|彼氏|恋人)[^。、]{0,8}い(?:ない|ませ)|付き合って(?:い)?(?:る人は?|る相手は?)(?:い(?:ない|ませ))|\b(?:not|never|n't|isn't|aren't)\s+(?:\w+\s+)?(?:been\s+)?(?:married|in a relationship|dating|seeing (?:anyone|anybody)|partnered|attached)\b|\bunmarried\b|\bsingle\b|\bunattached\b|\bno (?:partner|girlfriend|boyfriend|wife|husband|spouse|gf|bf)\b|\b(?:don'?t|do not|haven'?t|have not|didn'?t) (?:really |currently |actually )?(?:have|got|had) (?:an? |any |my )?(?:partner|girlfriend|boyfriend|wife|husband|spouse|gf|bf|fianc[eé]e?)\b)",
        r"|(?P<other>離婚|死に別れ|(?:妻|夫|嫁|家内|女房|主人|旦那)(?:さん)?(?:に(?:は|も)?先立た|(?:は|が)[^。、]{0,6}先に逝(?:か|っ)|を[^。、]{0,8}(?:亡くし|見送)|(?:は|が)亡くなっ)|バツイチ|バツ(?:イチ|ニ|1|2)|死別|別居|未亡人|(?:複雑|微妙|曖昧)な関係|友達以上恋人未満|結婚して(?:い)?(?:ました|た)|\bdivorc\w+|\bwidow\w*|\bseparated\b|it'?s complicated|\b(?:was|used to be|were) married\b|\bpoly(?:amorous)?\b)",
        r"|(?P<partnered>(?:彼女|彼氏|恋人|パートナー|婚約者|相手|付き合っている人|交際相手)(?:が|は|も)?(?:1人)?(?:い(?:る|ま|て)|おり)|(?:彼女|彼氏)(?:持ち|あり)|(?:付き合って|つきあって)(?:\d年|い?る|い?ま|いて|1|2|3)|交際(?:中|して)|同棲|婚約|事実婚|結婚を?(?:する)?(?:予定|前提)|\bengaged\b|\bdating\b|\bin a (?:\w+[- ]?){0,2}relationship\b|\bseeing (?:someone|somebody)\b|\bpartnered\b|\bfianc[eé]e?\b|\bgirlfriend\b|\bboyfriend\b|\b[gb]f\b|\bliving (?:together|with my partner)\b|\bhave a partner\b|\bcommon[- ]law\b|\btaken\b|\bmy (?:partner|fella|bloke|man|lady|other half|better half|old man)\b|彼氏と|彼女と|彼氏(?:は|の)|恋人と)",
        r"|(?P<married>結婚(?:し(?:て|た|まし)|\d+年|生活)|既婚|(?:妻|奥さん|嫁|夫|旦那|主人)(?:さん)?(?:が|は|と|も|の|あり|1人|い(?:ます|る|て)|おり)|妻帯|妻子|夫婦|新婚|入籍|再婚|共働き|専業主婦|\bmarried\b|\b(?:my|a) (?:\w+ )?(?:wife|husband|spouse|hubby|missus)\b|\b(?:with|have|has) (?:wife|husband)\b|\bnewly ?weds?\b|\bhousewife\b)",
    );
    WISHED = r"(?i)理想の?$|将来の?$|未来の?$|ideal\s|dream\s|future\s|結婚したい|want a|looking for|would like a|wish|hope|someday";
    SELF = r"(?i)\b(?:i'?m|i am|as)\b";
    IMPLIED = r"(?i)^(?:(?:妻|奥さん|嫁|夫|旦那|主人|彼女|彼氏|恋人)[^いお]*|(?:my |a )?(?:\w+ )?(?:wife|husband|spouse|hubby|girlfriend|boyfriend|gf|bf|fianc[eé]e?|partner))$";
    DENIED_BEFORE = r"(?i)(?:\b(?:not|never|no longer|ain't|neither|nor)|n't)\s+(?:\w+\s+){0,2}$";
    DENIED_AFTER = r"^(?:い?る|い?た)?(?:者|中|歴|主義|状態|の身|生活|経験)?(?:で|と(?:いう|言う)|って)?(?:わけ|こと)?(?:では|でも|じゃ|は|も|が|を)?(?:まだ|もう)?(?:して?い?)?(?:な(?:い|く|か)|ませ|せん|ありませ|おりませ|い(?:な|ませ))";
    BARE_STATUS = r"^\s*結婚\s*(?:済み?)?$";
}

/// The age in years, if the person told theirs, not one of those in `others`. `bare` allows a number alone.
pub fn age(piece: &Piece<'_>, others: &[Range<usize>], asked: &BTreeSet<Field>, bare: bool) -> Option<u8> {
    let text = ages::without(piece, others);
    let text = CONTRAST.replace_all(text.trim(), "");
    if let Some(age) = ages::before_birthday(&text).filter(|_| piece.describes_person()) {
        return Some(age);
    }
    let sensible = |digits: &str| digits.parse::<u8>().ok().filter(|age| (1..=120).contains(age));
    for found in AGE_SAID.captures_iter(&text) {
        let rest = found.get(2).map_or("", |m| m.as_str());
        let digits = found.get(1).or_else(|| found.get(3)).or_else(|| found.get(5)).map_or("", |m| m.as_str());
        if !NOT_AN_AGE.is_match(rest) && piece.of_person() {
            return sensible(digits);
        }
    }
    let expected = bare && asked.contains(&Field::Age);
    if !piece.of_person() || (piece.topic != Who::Person && piece.subject.is_none() && !expected) {
        return None;
    }
    if let Some(found) = AGE_UNIT.captures(&text) {
        // "A wife of 44 years" is no age.
        let lasted = found.get(0).is_some_and(|whole| LASTED.is_match(&text[..whole.start()]));
        return sensible(&found[1]).filter(|_| !lasted);
    }
    if let Some(found) = DECADE.captures(&text) {
        return decade(&found);
    }
    if !bare {
        return None;
    }
    let lettered =
        LETTERED_AGE.captures(&text).and_then(|f| f.get(1).or_else(|| f.get(4)).map(|m| m.as_str().to_owned()));
    let digits = lettered.or_else(|| BARE_AGE.captures(&text).map(|found| found[1].to_owned()))?;
    sensible(&digits).filter(|age| *age >= 10)
}

fn decade(found: &regex::Captures<'_>) -> Option<u8> {
    let group = |index: usize| found.get(index).map(|m| m.as_str().to_lowercase());
    let around = group(6).map(|word| match word.as_str() {
        "アラサー" => 30,
        "アラフォー" => 40,
        _ => 50,
    });
    let english = group(5).and_then(|stem| {
        let stems = ["twent", "thirt", "fort", "fift", "sixt", "sevent", "eight"];
        let stem = if stem == "fourt" { "fort".to_owned() } else { stem };
        stems.iter().position(|s| *s == stem).and_then(|index| u8::try_from(index + 2).ok())
    });
    let tens = group(1).or_else(|| group(4)).and_then(|digit| digit.parse::<u8>().ok()).or(english);
    let part = group(2).or_else(|| group(3));
    let offset = match part.as_deref() {
        Some("前半" | "early") => 2,
        Some("後半" | "終わり" | "late") => 8,
        _ => 5,
    };
    around.or_else(|| tens.filter(|tens| *tens > 0).map(|tens| tens * 10 + offset))
}

/// The gender of the pronouns a person gives for themself (`she/her`), and the text without them.
pub fn pronouns(text: &str) -> (Option<Gender>, Cow<'_, str>) {
    let gender = PRONOUNS
        .captures(text)
        .map(|found| if found[1].eq_ignore_ascii_case("she") { Gender::Female } else { Gender::Male });
    (gender, PRONOUNS.replace_all(text, ""))
}

/// The person's gender, if the piece says it. `bare` allows a letter alone.
pub fn gender(piece: &Piece<'_>, bare: bool) -> Option<Gender> {
    let text = piece.text;
    if GENDER_OTHER.is_match(text) && piece.of_person() {
        return Some(Gender::Other);
    }
    if !piece.of_person() {
        return None;
    }
    // "married to the same woman"
    let of_another = |found: &regex::Captures<'_>| {
        let said = found[0].to_lowercase();
        [" to ", " with ", " same ", " my ", " his ", " her "].iter().any(|word| said.contains(word))
    };
    if let Some(found) = GENDER_EN
        .captures(text)
        .filter(|found| !of_another(found))
        .filter(|_| piece.topic != Who::Child || SELF.is_match(text))
    {
        let said = found.get(1).is_some();
        let word = found.get(1).or_else(|| found.get(2)).or_else(|| found.get(3)).map_or("", |m| m.as_str());
        if said || piece.topic == Who::Person || (bare && piece.topic != Who::Child) {
            return Some(english_gender(word));
        }
    }
    for found in GENDER_JA.captures_iter(text) {
        let (before, word, after) = (&found[1], &found[2], &found[3]);
        let compound = ["彼", "長", "次", "三", "四", "五", "末", "少", "美", "王", "い", "な", "理"].contains(&before);
        let about_others = [
            "の子",
            "と",
            "に",
            "が",
            "を",
            "優",
            "神",
            "らし",
            "っぽ",
            "友",
            "の人",
            "じゃな",
            "ではな",
            "の兄",
            "児",
        ]
        .iter()
        .any(|s| after.starts_with(s));
        if !compound && !about_others && (piece.topic != Who::Child || bare || word.starts_with('の')) {
            let female = ["女", "おんな", "オンナ", "主婦", "母", "ママ", "マザー", "おば", "ばあ"]
                .iter()
                .any(|w| word.contains(w));
            return Some(if female { Gender::Female } else { Gender::Male });
        }
    }
    let lettered =
        LETTERED_AGE.captures(text).and_then(|f| f.get(2).or_else(|| f.get(3)).map(|m| m.as_str().to_owned()));
    let letter = lettered.unwrap_or_else(|| text.to_owned());
    match letter.as_str() {
        "f" | "F" if bare => Some(Gender::Female),
        "m" | "M" if bare => Some(Gender::Male),
        _ => None,
    }
}

fn english_gender(word: &str) -> Gender {
    match word.to_ascii_lowercase().as_str() {
        "man" | "guy" | "male" | "dude" | "boy" | "dad" | "father" | "dad of" | "father of" | "bloke" | "fella"
        | "lad" => Gender::Male,
        _ => Gender::Female,
    }
}

/// A relationship as it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relationship {
    pub status: RelationshipStatus,
    /// It only shows from whom the person speaks of: `my wife`.
    pub implied: bool,
}

/// The relationship as told in `text`: the last that is said counts.
pub fn relationship(text: &str) -> Option<Relationship> {
    patterns! {
        // "Married to my job": nobody's.
        TO_A_THING = r"(?i)\bmarried to (?:my|the|his|her) (?:job|work|career|sea|land|farm|bike|boat|music|game|army|navy|office|shop|books?)\b";
    }
    let text = &*TO_A_THING.replace_all(text, "");
    let mut heard: Option<Relationship> = None;
    for found in STATUS.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let prior = &text[..whole.start()];
        let before = prior.char_indices().rev().nth(12).map_or(prior, |(at, _)| &prior[at..]);
        let shown = IMPLIED.is_match(whole.as_str());
        if DENIED_AFTER.is_match(&text[whole.end()..]) || (!shown && DENIED_BEFORE.is_match(prior)) {
            continue;
        }
        let status = if found.name("single").is_some() {
            RelationshipStatus::Single
        } else if found.name("other").is_some() {
            RelationshipStatus::Other
        } else if WISHED.is_match(before) || WISHED.is_match(whole.as_str()) {
            continue;
        } else if found.name("partnered").is_some() {
            RelationshipStatus::Partnered
        } else {
            RelationshipStatus::Married
        };
        let implied = found.name("single").is_none() && found.name("other").is_none() && shown;
        let weaker = heard.is_some_and(|before| {
            (status == RelationshipStatus::Other && before.status == RelationshipStatus::Single)
                || (implied && !before.implied)
        });
        if !weaker {
            heard = Some(Relationship { status, implied });
        }
    }
    heard.or_else(|| {
        BARE_STATUS.is_match(text).then_some(Relationship { status: RelationshipStatus::Married, implied: false })
    })
}
