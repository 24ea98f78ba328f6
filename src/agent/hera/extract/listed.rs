//! A list of names with girl and boy, and nothing else: 「朔と律が男、凪沙とこはるが女」, "son Derek, daughter Maureen", "Jamie is a
//! boy, Skye a girl". Which of them belong together follows from what comes first.

use std::borrow::Cow;

use super::names;
use crate::agent::given_names;
use crate::agent::hera::text::{begins_as_name, patterns};
use crate::agent::hera::vocabulary;
use crate::domain::{Child, Gender};

patterns! {
    GENDER = concat!(
        r"(?i)[（(]?(?:(?:が|は|も|の|、)?(?P<girlja>女の子|女子|おんなのこ|おんな|女児|娘|むすめ|長女|次女|三女|女)|(?:が|は|も|の|、)?(?P<boyja>男の子|男子|おとこのこ|おとこ|男児|息子|むすこ|長男|次男|三男|男))[)）]?(?:です|だよ|だ|で|が|は|の|に|や)?",
        r"|(?:'s|'ll be|'d be| is| are| be| would be| wid be| wad be| will be| both)?\s*\b(?:(?:an?|the|my|ma|me|our|one|two|both|wee|little)\s+)*(?:(?P<girl>girls?|daughters?|lass(?:ie)?s?|maid)|(?P<boy>boys?|sons?|lads?|laddies?))\b(?:\s+(?:is|are|called|named|will be|would be|i'll call|=))?",
    );
    MARKS = r"(?i)[、。,./・:;!?！？\n\s「」『』（）()&＆=]+|どっちも?|どちらも?|[2-9]人とも?|両方(?:と?も)?|みんな|全員|\b(?:and|an|then|the|names?|is|are|be|would|will|i'd|i|like|want|please|both|first|second|third)\b";
    // What joins, and names nobody.
    JOINS = r"^(?:(?:子ども|子供|こども)(?:たち)?は?|上から|下から|上の子|下の子|うえの子|したの子|うえ|した|上|下|末っ子|末|ふたり|ひとり|[2-9]人とも|\d番目|どっちも|どちらも|両方|みんな|全員|それに|それから|あと|そして|お?名前は?|合わせて|\d+人?(?:です)?|です|だよ|ます|うち|全部で|一番|次|は|が|と|で|も|ども|子ども|子供|双子の?)$";
    ONE = r"(?:(?:(?:末|上|下|真ん中)の)?(?:(?P<boy>息子|むすこ|せがれ|倅|長男|次男|三男|男の子)|(?P<girl>娘|むすめ|長女|次女|三女|女の子))|上(?:の子)?|下(?:の子)?|末(?:っ子|の子)?|真ん中|(?:1|2|3|4|5)(?:番目|人目)(?:の子)?)(?:の名前)?(?:が|は|の)[「『]?(?P<names>(?:[\p{Han}々]{1,3}|[\p{Katakana}ー]{2,8})(?:ちゃん|くん|さん)?(?:[と、ど](?:[\p{Han}々]{1,3}|[\p{Katakana}ー]{2,8})(?:ちゃん|くん|さん)?)*?)[」』]?(?:で|が|は|、|。|も|の\d|と[^\p{Han}\p{Katakana}]|です|だ|$)";
    ALL_GIRLS = r"(?:娘|女の子|女)(?:が|は|ばかり|ばっかり)?、?[2-9]人";
    ALL_BOYS = r"(?:息子|男の子|男)(?:が|は|ばかり|ばっかり)?、?[2-9]人";
    OF_ALL = r"どっちも|どちらも|[2-9]人とも|両方とも|みんな|全員";
    // と between names that are not in hiragana.
    AND_JA = r"([\p{Han}々\p{Katakana}ー])(?:と|や|、)([\p{Han}\p{Katakana}])|([\p{Han}々\p{Katakana}ー])(?:と|や)([\p{Hiragana}])";
}

/// The children of such a list, or those who are told of one by one.
pub fn read(text: &str) -> Option<Vec<Child>> {
    let text = &*plain(text);
    list(&without_roll(text)).or_else(|| one_by_one(text))
}

/// The list without how a name is read, and without how many there are: 「3人で芽依（めい）と結衣が女の子、湊が男の子」.
fn plain(text: &str) -> Cow<'_, str> {
    patterns! {
        READING = r"[（(][\p{Hiragana}\p{Katakana}ー]{1,9}[)）]";
        COUNTED = r"^(?:うちは|うちには|子ども(?:は|が)?、?)?(?:全部で|合わせて|全員で)?(?:\d人|ひとり|ふたり|さんにん)(?:です|で|おりまして|おります|おる|いまして|います|いる|ほしい|欲しい|がいい|や)?(?:けど|よ|の|ん|ねん)?[、。\s]*";
        ENDS = r"(?:ばい|たい|だべ|だっぺ|じゃ|やで|やねん|やわ|っす|なの|なんです|です|だよ|さ)[。!]*$";
    }
    let text = READING.replace_all(text, "");
    let text = COUNTED.replace(&text, "").into_owned();
    Cow::Owned(ENDS.replace(&text, "").into_owned())
}

/// 空と海と陸、空が男で海が女で陸も男: without the names that come once more, each with girl or boy.
fn without_roll(text: &str) -> Cow<'_, str> {
    patterns! {
        ROLL = r"^(?P<names>[\p{Han}々\p{Katakana}ーと・]{3,24}|[\p{Hiragana}ー]{2,5}(?:と[\p{Hiragana}ー]{2,5})+)(?:です|がいい(?:です)?|がいます|です。)?[、。!\n\s]+(?P<rest>.+)$";
    }
    let Some(found) = ROLL.captures(text) else { return text.into() };
    let rest = &found["rest"];
    let again = |name: &str| ["が", "は", "も"].iter().any(|particle| rest.contains(&format!("{name}{particle}")));
    let names: Vec<&str> = found["names"].split(['と', '・']).filter(|name| !name.is_empty()).collect();
    if names.len() > 1 && names.into_iter().all(again) { rest.to_owned().into() } else { text.into() }
}

/// 「長男が茂樹で娘が和代と美津江」, 「せがれの大地が盛岡さ出て、娘の実里は花巻さ嫁いだ」: each by who they are, whatever else is said of them.
fn one_by_one(text: &str) -> Option<Vec<Child>> {
    let all = if ALL_GIRLS.is_match(text) {
        Some(Gender::Female)
    } else if ALL_BOYS.is_match(text) {
        Some(Gender::Male)
    } else {
        None
    };
    let mut children: Vec<Child> = Vec::new();
    // 「長男が武で次男が勝」: among names an ordinary word is one, too; 「息子が学校で」 names nobody.
    let mut words = 0;
    for found in ONE.captures_iter(text) {
        let gender = match (found.name("boy"), found.name("girl")) {
            (Some(_), _) => Some(Gender::Male),
            (_, Some(_)) => Some(Gender::Female),
            // Whose girl or boy nobody says is as the one before.
            _ => Some(all.or_else(|| children.last().and_then(|child| child.desired_gender))?),
        };
        for name in found["names"].split(['と', '、', 'ど']).map(super::strip_honorific) {
            if !names::fits(&name) {
                return None;
            }
            words += usize::from(vocabulary::is_ordinary(&name));
            children.push(Child { desired_gender: gender, name: Some(name) });
        }
    }
    let mut named: Vec<&Option<String>> = children.iter().map(|child| &child.name).collect();
    named.sort();
    named.dedup();
    let named_so = words == 0 || (children.len() > 2 && words * 2 <= children.len());
    (children.len() >= 2 && named.len() == children.len() && named_so).then_some(children)
}

/// The children of a list; nothing where any word is neither a name nor joins them.
fn list(text: &str) -> Option<Vec<Child>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut from = 0;
    for found in GENDER.captures_iter(text) {
        let whole = found.get(0)?;
        names_of(without_and(after_bracket(text, from, whole.start())), &mut parts)?;
        let girl = found.name("girl").or_else(|| found.name("girlja")).is_some();
        parts.push(Part::Gender(if girl { Gender::Female } else { Gender::Male }));
        from = whole.end();
    }
    names_of(after_bracket(text, from, text.len()), &mut parts)?;
    children(&parts, OF_ALL.is_match(text))
}

/// さくら（女の子）とれん: what follows the bracket, without the と that joins it.
fn after_bracket(text: &str, from: usize, to: usize) -> &str {
    let part = &text[from..to];
    let joined = text[..from].ends_with([')', '）']);
    part.strip_prefix('と').filter(|_| joined).unwrap_or(part)
}

/// さくらと男の子のれん: what stands before a boy or a girl, without the と that joins them. まこと and みこと end with it.
fn without_and(part: &str) -> &str {
    let name = part.rsplit(['の', '、', ' ']).next().unwrap_or(part);
    let joins = name.chars().count() > 2 && given_names::gender(name).is_none();
    part.strip_suffix('と').filter(|_| joins).unwrap_or(part)
}

#[derive(Debug, PartialEq)]
enum Part {
    Gender(Gender),
    Name(String),
}

/// The names that stand between two words for a gender.
fn names_of(text: &str, parts: &mut Vec<Part>) -> Option<()> {
    let once = AND_JA.replace_all(text, "$1$3、$2$4");
    let text = AND_JA.replace_all(&once, "$1$3、$2$4");
    for word in MARKS.split(&text).filter(|word| word.chars().any(char::is_alphanumeric)) {
        if JOINS.is_match(word) {
            continue;
        }
        let name = super::strip_honorific(word);
        let latin = name.is_ascii();
        let fits = names::fits(&name) && names::is_name_word(&name) && (!latin || begins_as_name(&name));
        if !fits || name.chars().count() > 12 || (!latin && vocabulary::is_ordinary(&name)) {
            return None;
        }
        parts.push(Part::Name(name));
    }
    Some(())
}

fn children(parts: &[Part], all: bool) -> Option<Vec<Child>> {
    let genders = parts.iter().filter(|part| matches!(part, Part::Gender(_))).count();
    let names = parts.len() - genders;
    // 「咲良と美空、どっちも女」
    let of_all = all && genders == 1 && names > 1 && matches!(parts.last(), Some(Part::Gender(_)));
    if (genders < 2 && !of_all) || names == 0 {
        return None;
    }
    // 男1女1、翔真と愛莉, 拓海 蓮 心春 男男女: each name for the word in its place.
    let (first, rest) = parts.split_at(parts.len() / 2);
    let zipped: Option<Vec<Child>> = first
        .iter()
        .zip(rest)
        .map(|pair| match pair {
            (Part::Gender(gender), Part::Name(name)) | (Part::Name(name), Part::Gender(gender)) => {
                Some(Child { desired_gender: Some(*gender), name: Some(name.clone()) })
            }
            _ => None,
        })
        .collect();
    let genders_in = |parts: &[Part]| parts.iter().filter(|part| matches!(part, Part::Gender(_))).count();
    let apart = genders_in(first) == 0 || genders_in(rest) == 0;
    if let Some(children) = zipped.filter(|_| apart && first.len() == rest.len()) {
        return Some(children);
    }
    let leads = matches!(parts.first(), Some(Part::Gender(_)));
    let mut children: Vec<Child> = Vec::new();
    let mut gender = None;
    let mut waiting = 0;
    for part in parts {
        match part {
            Part::Gender(told) if leads => gender = Some(*told),
            Part::Gender(told) => {
                // A gender that follows no name belongs to nobody in such a list.
                if waiting == children.len() {
                    return None;
                }
                children[waiting..].iter_mut().for_each(|child| child.desired_gender = Some(*told));
                waiting = children.len();
            }
            Part::Name(name) => children.push(Child { desired_gender: gender, name: Some(name.clone()) }),
        }
    }
    let all = children.iter().all(|child| child.desired_gender.is_some());
    (all && children.len() >= genders).then_some(children)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        let one = |child: Child| {
            format!(
                "{}{}",
                child.name.unwrap_or_default(),
                if child.desired_gender == Some(Gender::Female) { '♀' } else { '♂' }
            )
        };
        read(text).map(|children| children.into_iter().map(one).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn names_go_with_the_gender_beside_them() {
        for (text, children) in [
            ("朔と律が男 凪沙とこはるが女", "朔♂ 律♂ 凪沙♀ こはる♀"),
            ("茂樹が男で和代と美津江が女です", "茂樹♂ 和代♀ 美津江♀"),
            ("朔 男 / 凪沙 女 / 律 男 / こはる 女", "朔♂ 凪沙♀ 律♂ こはる♀"),
            ("エミールが男、ミナとリナが女です。", "エミール♂ ミナ♀ リナ♀"),
            ("SON DEREK DAUGHTER MAUREEN", "DEREK♂ MAUREEN♀"),
            ("Jamie is a boy, Skye is a girl", "Jamie♂ Skye♀"),
            ("Joy's the girl and Art would be the boy", "Joy♀ Art♂"),
            ("two girls Anna and Eva, and a boy Tom", "Anna♀ Eva♀ Tom♂"),
            ("女の子のさくらと男の子のれん", "さくら♀ れん♂"),
            ("子どもは女の子のひまりと男の子のそうた", "ひまり♀ そうた♂"),
            ("子供は娘のまこと、息子のりく", "まこと♀ りく♂"),
            ("おとこは Minh、おんなは Linh", "Minh♂ Linh♀"),
            ("もう大きかとですよ長男が茂樹で娘が和代と美津江の3人", "茂樹♂ 和代♀ 美津江♀"),
            ("せがれの大地が盛岡さ出て、娘の実里は花巻さ嫁いだ", "大地♂ 実里♀"),
            ("娘が2人。上が莉子で中二、下が菜々で小四", "莉子♀ 菜々♀"),
            ("3人で芽依と結衣が女の子、湊が男の子", "芽依♀ 結衣♀ 湊♂"),
            ("4人おる長男が武で次男が勝で長女が八重子で末の娘が敏子たい", "武♂ 勝♂ 八重子♀ 敏子♀"),
            ("ふたり。うえ おとこ アラヴ、した おんな マヤ", "アラヴ♂ マヤ♀"),
            ("咲良(さくら)と美空(みそら)どっちも女", "咲良♀ 美空♀"),
            ("蓮と湊、2人とも男の子です", "蓮♂ 湊♂"),
            ("全部で3人です。健太と翔が男、葵が女や", "健太♂ 翔♂ 葵♀"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(children), "{text}");
        }
        for text in [
            "a girl and a boy",
            "女の子と男の子がほしい",
            "my son is at school and my daughter too",
            "息子が学校で娘が仕事です",
            "a boy called Leo",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
