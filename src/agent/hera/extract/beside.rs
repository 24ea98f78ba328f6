//! Children whom a message tells of beside what was asked, in words that say who they are: "two kids, Elif (7, girl) and
//! Deniz (4, boy)", 「さくら（7歳、女の子）と空（4歳、男の子）」, "a son called Can". What is left of the message answers the question.

use std::ops::Range;

use regex::Captures;

use super::{MOST_CHILDREN, names};
use crate::agent::hera::piece;
use crate::agent::hera::text::{begins_as_name, patterns, tidy};
use crate::agent::hera::vocabulary;
use crate::domain::{Child, Gender};

/// Bytes before a bracket in which somebody may have said that children follow.
const LEAD: usize = 60;
/// Who is as old as this may be no child.
const GROWN: u8 = 18;

/// No more are kept, and some of what looks like one is none.
const MOST_LOOKED_AT: usize = 2 * MOST_CHILDREN;

patterns! {
    // A name, and in brackets how old they are and whether it is a girl.
    BRACKETED = r"([\p{Han}々]{1,4}|[\p{Katakana}ー]{2,8}|[\p{Hiragana}ー]{1,7}|[\p{Latin}\p{Cyrillic}\p{Greek}\p{Hangul}\p{M}'ʻ’-]{2,20})(?:ちゃん|くん|さん)?\s*[(（]([^()（）\n]{1,24})[)）]";
    CONTENT = r"(?i)^(?:(?:aged? )?[\d０-９]{1,2}\s*(?:歳|才|さい|[かヶ]月|yo\b|y/o|yrs?|years?|months?|mos?|[fmgb]\b)?(?:[ -]old)?|[一二三四五六七八九十]{1,2}[歳才]|[小中高][\d一二三]|年[長中少]|girl|boy|daughter|son|(?:fe)?male|\b[fmgb]\b|\ban?\b|\bmy\b|女の子|男の子|[女男]児|[女男]|娘|息子|[長次三][女男]|[、,・/\s]|の)+$";
    CHILD = r"(?i)girl|boy|daughter|\bson\b|女の子|男の子|[女男]児|娘|息子|[長次三][女男]|[小中高][\d一二三]|年[長中少]|[かヶ]月";
    FEMALE = r"(?i)girl|daughter|female|\d?\s*\bf\b|\df\b|\dg\b|\bg\b|女|娘";
    MALE = r"(?i)boy|\bson\b|male|\bm\b|\dm\b|\db\b|\bb\b|男|息子";
    // What only leads to the names, and what joins them.
    LEADS = r"(?i)(?:(?:\band |\bwith |\b(?:i|we)(?:'ve| have)?(?: got)? |\bhave (?:got )?|\bhas |,? )?(?:(?:my|our|the|their)\s+)?(?:(?:\d|an?|one|two|three|four|five|a couple of)\s+)?(?:\p{L}+\s+)?(?:kids?|children|little ones|daughters?|sons?|girls?|boys?|twins)(?:\s*(?:are|called|named))?\s*[,:;-]*\s*|(?:(?:うちの|と)?子(?:ども|供)(?:たち)?|こども|娘|息子)(?:が|は|も)?(?:[\d一二三四五２３４５]人|ふたり)?(?:いて|おって|いまして)?(?:が|は|で|の|、|:|：)*)$";
    JOINS = r"^(?:ちゃん|くん|さん)?\s*(?:[,、・/&＆+]\s*)*(?:and |n |と|それと|あと)?\s*$";
    // 花子8歳と太郎5歳, "Mia 8 and Tom 5": names, each with an age, and nothing else but who they are.
    AGED = concat!(
        r"^\s*(?P<lead>(?:うち|私|わたし)?の?(?:お子さん|子ども|子供|こども)(?:たち)?(?:の名前)?(?:は|が|も)?、?|(?i:(?:i|we) have |(?:my|our) )?(?i:(?:\d |two |three )?(?:kids|children)(?: are|:|,)? ))?",
        r"(?P<list>(?:(?:[\p{Han}々]{1,4}|[\p{Katakana}ー]{2,8}|[\p{Hiragana}ー]{2,5})(?:が|は|、|\s)?[(（]?\d{1,2}(?:歳|才|さい)[)）]?(?:と|や|で|、|,|\s)*){2,}|(?:\p{Lu}[\p{L}\p{M}'’-]+,?\s+(?:(?i:is|aged?)\s+)?\(?\d{1,2}\)?(?:\s+(?i:years old))?(?:\s*(?:,|&|\band\b)\s*)*){2,})",
        r"(?:です|だよ|だ|が?います|の[2二]人(?:です)?)?[。.!]*\s*$",
    );
    AGED_ONE = r"(?:と|や|で|、|,)?(?P<name>[\p{Han}々]{1,4}|[\p{Katakana}ー]{2,8}|[\p{Hiragana}ー]{2,5}|\p{Lu}[\p{L}\p{M}'’-]+),?(?:が|は|、|\s)?\s*(?:(?i:is|aged?)\s+)?[(（]?(?P<age>\d{1,2})";
    // 8歳の花子と5歳の太郎がいます
    AGE_FIRST = r"(?P<age>\d{1,2})(?:歳|才|さい)(?:の|になる)(?:(?P<who>女の子|男の子|娘|息子|長女|長男|次女|次男)の?)?(?P<name>[\p{Han}々]{1,3}|[\p{Katakana}ー]{2,8}|[\p{Hiragana}ー]{2,5}?)(?:ちゃん|くん|さん)?(?P<end>[とやで、。!がも]|です|だよ|\s|$)";
    // Who is no child of the person's, or is not named.
    NO_CHILD = r"(?i)^(?:私|僕|俺|わたし|ぼく|おれ|妻|夫|嫁|主人|旦那|父|母|兄|姉|弟|妹|祖父|祖母|娘|息子|長男|長女|次男|次女|上|下|男|女|猫|犬|今|i|me|my|wife|husband|mom|mum|dad|about|only|age|aged|room|page|year|grade|class)$";
    // "my daughter Mia", "a son called Can"
    RELATED = r"(?:^\s*|\b(?i:(?P<own>my|our)|an?|one|the|just)\s+)(?i:(?:\d{1,2}|\p{L}+)[- ]years?[- ]old\s+|(?:little|younger|youngest|older|oldest|elder|eldest|lovely|wee|baby|grown|teenage)\s+)*(?i:(?P<kin>son|daughter)|(?P<kid>boy|girl))(?i:(?P<called>,?\s+(?:who is |who's |is )?(?:called|named)\s+|'s (?:name is|called)\s+|\s+by the name of\s+)|,?\s+)(?P<name>\p{L}[\p{L}\p{M}'ʻ’-]+)(?P<end>\s*[,.!?;)\n]|\s+(?:and|who|aged?|is|with|from|at|&|\()|\s+\d|\s*$)";
    // "two girls, Ava and Mia", "three kids (Tom, Ann and Joe)"
    COUNTED = r"\b(?i:(?:\d|two|three|four|five|my|our)\s+(?:\p{L}+\s+)?(?P<who>kids|children|boys|girls|sons|daughters))\s*[,:(-]?\s*(?i:called |named |are )?(?P<names>\p{Lu}[\p{L}\p{M}'ʻ’-]+(?:(?:,\s*|\s*,?\s*(?:and|&|n)\s+)\p{Lu}[\p{L}\p{M}'ʻ’-]+)+)\)?";
    // "one boy one girl, Aarav and Diya", 女の子と男の子、のぞみと海: as many names as there are children.
    GROUPED = r"(?i:\b(?P<groups>(?:(?:\d|an?|one|two|three)\s+(?:little\s+)?(?:boys?|girls?|sons?|daughters?)\b(?:\s*(?:,|\band\b|&|\+)\s*|\s+)?){1,4})[,.:(-]*\s*(?:called |named |names? )?)(?P<names>\p{Lu}[\p{L}\p{M}'ʻ’-]+(?:(?:,\s*|\s*,?\s*(?:and|&|n)\s+|\s*/\s*)\p{Lu}[\p{L}\p{M}'ʻ’-]+)+)\)?";
    GROUP = r"(?i)(\d|an?|one|two|three)\s+(?:little\s+)?(boy|girl|son|daughter)";
    GROUPED_JA = r"(?P<groups>(?:(?:女の子|男の子|娘|息子)(?:が)?(?:[12一二]人|ひとり|ふたり)?(?:ずつ)?(?:と|、|で)?){2,4})(?:が(?:いて|いい(?:です)?|ほしい(?:です)?|欲しい(?:です)?)|です)?[、。:：（(]+(?:お?名前は)?(?P<names>[\p{Han}\p{Katakana}\p{Hiragana}ー々・、]{3,24}?)(?P<end>[)）。!！\n]|です|だよ|がいい|にし|かな|って|といい|$)";
    GROUP_JA = r"(女の子|男の子|娘|息子)(?:が)?([12一二]人|ひとり|ふたり)?";
    AND = r",\s*(?:and\s+)?|\s+(?:and|&|n)\s+";
    RELATED_JA = r"(?P<who>息子|娘|長男|長女|次男|次女|三男|三女|男の子|女の子)(?:の名前)?(?:の|は|が|で)[「『]?(?P<name>[\p{Han}々]{1,3}|[\p{Katakana}ー]{2,8}|[\p{Hiragana}ー]{2,5}?)[」』]?(?P<end>(?:ちゃん|くん|さん)?(?:です|だよ|といい|と言い|っていい|って言い|という|って名前|って子|が(?:いる|い(?:て|ます)|おる|おり)|も(?:いる|い(?:て|ます)|おる|おり)|、?\d+歳|[（(]\d))";
}

/// What a message tells of children, and what it says besides.
pub struct Beside {
    pub children: Vec<Child>,
    pub rest: String,
}

/// The children in `text`. Where they were `asked` for, only those with a bracket of their own: of the others the answer is
/// read as a whole.
pub fn read(text: &str, asked: bool) -> Option<Beside> {
    let found =
        bracketed(text).or_else(|| aged(text)).or_else(|| age_first(text, asked)).or_else(|| grouped(text)).or_else(
            || {
                let counted = if asked { None } else { counted(text) };
                counted.or_else(|| related(text).filter(|(children, _)| !asked || is_homonym(children)))
            },
        );
    let (mut children, spans) = found?;
    for child in &mut children {
        // A line may end within a list.
        child.name = child.name.as_deref().and_then(tidy);
    }
    let mut rest = String::new();
    let mut from = 0;
    for span in spans {
        // 妻と、さくら（7歳）と住んで: one と is enough.
        let before = text.get(from..span.start)?;
        rest.push_str(before);
        from = span.end;
        let after = text.get(from..)?;
        if rest.ends_with('と') && after.starts_with('と') {
            from += 'と'.len_utf8();
        }
    }
    rest.push_str(text.get(from..)?);
    if !rest.chars().any(char::is_alphanumeric) {
        rest.clear();
    }
    // "two girls, Ann and Kate, then young Tom": who is left is told of with the others.
    if asked && rest.split_whitespace().skip(1).any(|word| begins_as_name(word) && names::is_name_word(word)) {
        return None;
    }
    Some(Beside { children, rest })
}

type Found = (Vec<Child>, Vec<Range<usize>>);

fn bracketed(text: &str) -> Option<Found> {
    let mut children: Vec<Child> = Vec::new();
    let mut span: Option<Range<usize>> = None;
    for found in BRACKETED.captures_iter(text).take(MOST_LOOKED_AT) {
        let (whole, name, said) = (found.get(0)?, found.get(1)?, found.get(2)?.as_str());
        let from = span.as_ref().map_or(0, |span| span.end);
        let joined = span.is_some() && JOINS.is_match(text.get(from..whole.start())?);
        let before = text.get(from..name.start())?;
        let cut = without_particle(name.as_str(), joined, before);
        let start = name.end() - cut.len();
        let before = text.get(from..start)?;
        let lead = LEADS.find(before).map_or(start, |lead| from + lead.start());
        let near = before.get(floor(before, before.len().saturating_sub(LEAD))..)?;
        let of_child = CHILD.is_match(said) || joined || piece::speaks_of_children(near) || lead < start;
        if !CONTENT.is_match(said.trim()) || !of_child {
            continue;
        }
        // "Can (7, boy)": a capital within a sentence, and who it is.
        let written =
            begins_as_name(cut) && !before.trim_end().is_empty() && !before.trim_end().ends_with(['.', '!', '?']);
        let may_be = |name: &String| (written || names::fits(name)) && !piece::speaks_of_children(name);
        let Some(known) = named(cut).filter(may_be) else {
            continue;
        };
        // 娘のさくら（7歳）: who it is may stand before the name.
        let told = text.get(lead..start).and_then(gender);
        children.push(Child { desired_gender: gender(said).or(told), name: Some(known) });
        let start = start.min(lead);
        span = Some(span.map_or(start..whole.end(), |span| span.start.min(start)..whole.end()));
    }
    (!children.is_empty()).then(|| (children, span.into_iter().collect()))
}

/// Names, each with an age. Of a couple, too, somebody may tell so: only children are taken for children.
fn aged(text: &str) -> Option<Found> {
    let found = AGED.captures(text)?;
    let led = found.name("lead").is_some();
    let mut children = Vec::new();
    for one in AGED_ONE.captures_iter(&found["list"]).take(MOST_LOOKED_AT) {
        let name = super::strip_honorific(&one["name"]);
        let young = one["age"].parse::<u8>().is_ok_and(|age| age < GROWN);
        if !(young || led) || NO_CHILD.is_match(&name) || !names::fits(&name) || vocabulary::is_ordinary(&name) {
            return None;
        }
        children.push(Child { desired_gender: None, name: Some(name) });
    }
    (children.len() >= 2).then(|| (children, std::iter::once(0..text.len()).collect()))
}

/// 8歳の花子: where children are asked for, or where there are several.
fn age_first(text: &str, asked: bool) -> Option<Found> {
    let (mut children, mut spans) = (Vec::new(), Vec::new());
    for found in AGE_FIRST.captures_iter(text).take(MOST_LOOKED_AT) {
        let name = &found["name"];
        let young = found["age"].parse::<u8>().is_ok_and(|age| age < GROWN);
        if !young || NO_CHILD.is_match(name) || !names::fits(name) || vocabulary::is_ordinary(name) {
            return None;
        }
        let gender = found.name("who").and_then(|who| gender(who.as_str()));
        children.push(Child { desired_gender: gender, name: Some(name.to_owned()) });
        let end = found.name("end").filter(|end| end.as_str() != "と" && end.as_str() != "や");
        spans.push(found.get(0)?.start()..end.map_or(found.get(0)?.end(), |end| end.start()));
    }
    (children.len() >= if asked { 1 } else { 2 }).then_some((children, spans))
}

/// さくら（7歳）とそら（4歳）, 子どもははる（2歳）: the name without what joins it to what stands before it.
fn without_particle<'a>(name: &'a str, joined: bool, before: &str) -> &'a str {
    patterns! {
        PARTICLE = r"^(?:ども(?:たち)?)?[とはがのもで]";
    }
    let follows = joined || before.ends_with(|c| matches!(c, '\u{30a1}'..='\u{30fc}' | '\u{3400}'..='\u{9fff}'));
    let cut = PARTICLE.find(name).map(|found| &name[found.end()..]);
    cut.filter(|rest| follows && !rest.is_empty()).unwrap_or(name)
}

/// As a name is written: with a capital.
fn named(word: &str) -> Option<String> {
    let name = super::strip_honorific(word.trim_matches(['-', '\'', '’']));
    let small = name.starts_with(char::is_lowercase);
    (!name.is_empty()).then(|| if small { super::partner::capitalised(&name) } else { name })
}

fn gender(said: &str) -> Option<Gender> {
    if FEMALE.is_match(said) {
        Some(Gender::Female)
    } else if MALE.is_match(said) {
        Some(Gender::Male)
    } else {
        None
    }
}

/// Each name with the gender in its place.
fn grouped(text: &str) -> Option<Found> {
    let japanese = GROUPED_JA.captures(text);
    let found = GROUPED.captures(text).or(japanese)?;
    let several = |count: &str| match count {
        "2" | "two" | "二人" | "2人" | "ふたり" => 2,
        "3" | "three" => 3,
        _ => 1,
    };
    let groups = &found["groups"];
    let mut genders: Vec<Gender> = Vec::new();
    for group in GROUP.captures_iter(groups) {
        genders.extend(std::iter::repeat_n(gender(&group[2])?, several(&group[1].to_lowercase())));
    }
    for group in GROUP_JA.captures_iter(groups) {
        let count = group.get(2).map_or(1, |count| several(count.as_str()));
        genders.extend(std::iter::repeat_n(gender(&group[1])?, count));
    }
    let names = match found.name("end") {
        Some(_) => parted(&found["names"], genders.len())?,
        None => {
            AND.split(&found["names"]).flat_map(|name| name.split('/')).map(|name| name.trim().to_owned()).collect()
        }
    };
    let names: Vec<String> = names.iter().map(|name| super::strip_honorific(name)).collect();
    if names.len() != genders.len() || !names.iter().all(|name| names::fits(name) && names::is_name_word(name)) {
        return None;
    }
    let children = names.into_iter().zip(genders);
    let children = children.map(|(name, gender)| Child { desired_gender: Some(gender), name: Some(name) }).collect();
    let to = found.name("end").map_or(found.get(0)?.end(), |end| end.start());
    Some((children, std::iter::once(found.get(0)?.start()..to).collect()))
}

/// のぞみと海 in so many names; nothing where it may be cut in more than one way.
fn parted(names: &str, count: usize) -> Option<Vec<String>> {
    let listed: Vec<String> = names.split(['、', '・']).map(str::to_owned).collect();
    if listed.len() == count {
        return Some(listed.iter().map(|name| name.trim_start_matches("と").to_owned()).collect());
    }
    let [only] = listed.as_slice() else { return None };
    let mut ways: Vec<Vec<String>> = Vec::new();
    if count == 2 {
        for (at, and) in only.match_indices('と') {
            let (one, two) = (&only[..at], &only[at + and.len()..]);
            let whole = |name: &str| {
                let kana = name.chars().all(|c| ('\u{3041}'..='\u{309f}').contains(&c));
                !name.is_empty() && (!kana || name.chars().count() > 1)
            };
            if whole(one) && whole(two) && names::fits(one) && names::fits(two) {
                ways.push(vec![one.to_owned(), two.to_owned()]);
            }
        }
    }
    match ways.as_slice() {
        [_] => ways.pop(),
        _ => None,
    }
}

fn counted(text: &str) -> Option<Found> {
    let found = COUNTED.captures(text)?;
    let gender = gender(&found["who"]);
    let names: Vec<&str> = AND.split(&found["names"]).collect();
    if !names.iter().all(|name| names::is_name_word(name) && names::fits(name)) {
        return None;
    }
    let children = names.into_iter().map(|name| Child { desired_gender: gender, name: Some(name.to_owned()) });
    Some((children.collect(), vec![found.get(0)?.range()]))
}

fn related(text: &str) -> Option<Found> {
    let mut children = Vec::new();
    let mut spans = Vec::new();
    for found in RELATED.captures_iter(text).chain(RELATED_JA.captures_iter(text)).take(MOST_LOOKED_AT) {
        let (whole, name, end) = (found.get(0)?, found.name("name")?.as_str(), found.name("end")?);
        if !is_told(&found, name) {
            continue;
        }
        let who = ["kin", "kid", "who"].iter().find_map(|group| Some(found.name(group)?.as_str()))?;
        let gender = if who.contains(['女', '娘']) { Some(Gender::Female) } else { gender(who) };
        children.push(Child { desired_gender: gender, name: Some(named(name)?) });
        // In Japanese the verb goes with the name.
        let japanese = found.name("who").is_some();
        spans.push(whole.start()..if japanese { whole.end() } else { end.start() });
    }
    (!children.is_empty()).then_some((children, spans))
}

/// "a girl called hope": who reads names takes the word for a word.
fn is_homonym(children: &[Child]) -> bool {
    let names = children.iter().filter_map(|child| child.name.as_ref());
    names.into_iter().any(|name| vocabulary::en::HOMONYMS.contains(&name.to_lowercase().as_str()))
}

/// Whether a word behind "my son" or 娘の is what they are called.
fn is_told(found: &Captures<'_>, name: &str) -> bool {
    if found.name("who").is_some() {
        return names::fits(name) && !vocabulary::is_ordinary(name) && !piece::speaks_of_children(name);
    }
    let called = found.name("called").is_some();
    // "my girl Ann" may be anybody's.
    let clear = called || (found.name("kin").is_some() && begins_as_name(name) && names::is_name_word(name));
    let homonym = called && vocabulary::en::HOMONYMS.contains(&name.to_lowercase().as_str());
    clear && (homonym || (names::fits(name) && !names::is_word(name)))
}

/// The next place at or before `at` where a letter begins.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<(String, String)> {
        let one = |child: &Child| {
            let gender = match child.desired_gender {
                Some(Gender::Female) => "♀",
                Some(Gender::Male) => "♂",
                _ => "",
            };
            format!("{}{gender}", child.name.as_deref().unwrap_or("-"))
        };
        let beside = read(text, false)?;
        Some((beside.children.iter().map(one).collect::<Vec<_>>().join(" "), beside.rest.trim().to_owned()))
    }

    #[test]
    fn children_are_told_of_in_any_sentence() {
        for (text, children, rest) in [
            ("married to Selin. two kids, Elif (7, girl) and Deniz (4, boy)", "Elif♀ Deniz♂", "married to Selin."),
            ("two kids, elif (7f) and deniz (4m), and a cat", "Elif♀ Deniz♂", ", and a cat"),
            ("we have 2 children: Ava (6) and Noah (3)", "Ava Noah", ""),
            (
                "大阪で妻と子ども2人、さくら（7歳、女の子）と空（4歳、男の子）と住んでます",
                "さくら♀ 空♂",
                "大阪で妻と住んでます",
            ),
            ("子どもははる(2歳)です", "はる", "です"),
            ("独身です。娘のりんといいます", "りん♀", "独身です。ます"),
            ("I have a son called Can", "Can♂", "I have"),
            ("divorced, my daughter Mia is 9", "Mia♀", "divorced,  is 9"),
            ("a girl called hope", "Hope♀", ""),
            ("one boy one girl, Aarav and Diya", "Aarav♂ Diya♀", ""),
            ("I'd like 2 girls and a boy: Ava, Mia and Tom please", "Ava♀ Mia♀ Tom♂", "I'd like  please"),
            ("子どもは女の子と男の子、のぞみと海", "のぞみ♀ 海♂", "子どもは"),
            ("married with two girls, Ava and Mia", "Ava♀ Mia♀", "married with"),
        ] {
            assert_eq!(shown(text), Some((children.to_owned(), rest.to_owned())), "{text}");
        }
    }

    #[test]
    fn nobody_else_is_a_child() {
        for text in [
            "Mehmet (34, male)",
            "みさき（34歳、女性）",
            "my wife Selin (36)",
            "my girl Ann and I",
            "my son's friend Tom",
            "娘の学校が近い",
            "I have a son and a daughter",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
