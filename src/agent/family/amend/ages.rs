//! How old somebody is: "Elif is 7 now", 「れんは5さい」.

use regex::Captures;

use crate::agent::family::hear::names_in;
use crate::agent::hera::text::{normalise, patterns};
use crate::domain::{FamilyRole, Language, Member};

/// Years of a child, and from which on a partner may be, at most and at least.
const MOST: u8 = 60;
const GROWN: u8 = 18;

patterns! {
    // After a name, or after whom it is of.
    AFTER_EN = r"(?i)^(?:'s| is| are| was| turned| turns| just turned| has turned| will be| is turning)(?: now| already| only| just| about| nearly| almost)* (\d{1,2}|one|two|three|four|five|six|seven|eight|nine)(?: years?(?: old)?| yrs?(?: old)?| y/?o)?(?: now| already| today| this year)?\s*(?:[.,!;)\n]|$| and\b| but\b| years?\b)";
    // "Mia, 7, and Leo (4)", as it is listed in an interview.
    LISTED_EN = r"(?i)^,? ?(?:\(|aged? |who is |who's |(?:she|he|they)(?:'?s| is|'?re| are) )?(\d{1,2})(?: years? old| y/?o)?(?:\)|,|;|\.|$| and\b)";
    AFTER_JA = r"^(?:ちゃん|くん|さん|君)?(?:は|が|も|って|、|:)?(?:もう|今|いま|まだ|今年|先月|今度|今日で|来月で)*(?:、)?(\d{1,2})(?:歳|才|さい|つ(?:だ|に|です|。|$))";
    LISTED_JA = r"^(?:ちゃん|くん|さん|君)?(?:\(|、)?(\d{1,2})(?:歳|才|さい|\))";
    BEFORE_JA = r"(\d{1,2})(?:歳|才|さい)の$";
    ELDEST = r"(?i)(?:my|our|the) (?:eldest|oldest|elder|older|first)(?: one| child| kid| son| daughter)?|上の子|上|長女|長男|1人目";
    YOUNGEST = r"(?i)(?:my|our|the) (?:youngest|younger|second|little one)(?: one| child| kid| son| daughter)?|下の子|下|末っ子|次女|次男|2人目";
    KANA = r"(一|二|三|四|五|六|七|八|九)(歳|才|さい|つ)";
}

/// The ages that `text` tells, by the places of whose they are; `listed`: also as they are listed when somebody is named first.
pub fn told(text: &str, language: Language, members: &[Member], listed: bool) -> Vec<(usize, u8)> {
    let text = &*KANA.replace_all(text, |found: &Captures<'_>| {
        let number = "一二三四五六七八九".chars().position(|letter| found[1].starts_with(letter)).unwrap_or(0) + 1;
        format!("{number}{}", &found[2])
    });
    let mut ages: Vec<(usize, u8)> = Vec::new();
    for (index, member) in members.iter().enumerate() {
        let spans = names_in(text, &normalise(&member.name));
        let age = spans.into_iter().find_map(|(span, _)| {
            let (before, after) = (&text[..span.start], &text[span.end..]);
            age_beside(before, after, language, listed)
        });
        ages.extend(age.filter(|age| fits(*age, member)).map(|age| (index, age)));
    }
    if ages.is_empty() {
        ages = by_order(text, language, members);
    }
    if ages.is_empty() && listed {
        ages.extend(of_the_only_one(text, members));
    }
    ages
}

/// 「女の子ひとり、5歳くらい」, "a 5 year old girl": where there is one child, nobody else is meant.
fn of_the_only_one(text: &str, members: &[Member]) -> Option<(usize, u8)> {
    patterns! {
        BESIDE = r"(?i)(?:子(?:ども|供)|こども|女の子|男の子|娘|息子)(?P<ja>(?:[^。!?\n\d]|\d人){0,12})(?P<a>\d{1,2})(?:歳|才|さい)|(?P<b>\d{1,2})(?:歳|才|さい)(?:くらい|ぐらい|ほど)?の(?:子|女の子|男の子|娘|息子)|\b(?:girl|boy|daughter|son|child|kid)\b(?P<en>[^.!?\n\d]{0,16})\b(?P<c>\d{1,2})(?: ?years?(?: old)?| ?yrs?(?: old)?| ?y/?o)\b|\b(?P<d>\d{1,2})[- ]years?[- ]old (?:girl|boy|daughter|son|child|kid)\b";
        OF_ANOTHER = r"(?i)私|わたし|僕|ぼく|俺|おれ|自分|妻|夫|旦那|主人|\b(?:i|i'm|im|me|my|we|wife|husband|partner)\b";
    }
    let mut children = (0..members.len()).filter(|at| members[*at].role == FamilyRole::Child);
    let (Some(only), None) = (children.next(), children.next()) else { return None };
    let found = BESIDE.captures(text)?;
    let gap = found.name("ja").or_else(|| found.name("en")).map_or("", |gap| gap.as_str());
    let age = ["a", "b", "c", "d"].into_iter().find_map(|name| found.name(name)).and_then(|age| years(age.as_str()))?;
    (age < GROWN && !OF_ANOTHER.is_match(gap)).then_some((only, age))
}

fn age_beside(before: &str, after: &str, language: Language, listed: bool) -> Option<u8> {
    let number = |found: Captures<'_>| years(&found[1]);
    let (told, list) = match language {
        Language::English => (AFTER_EN.captures(after), LISTED_EN.captures(after)),
        Language::Japanese => (AFTER_JA.captures(after), LISTED_JA.captures(after)),
    };
    let list = list.filter(|_| listed);
    let ahead = BEFORE_JA.captures(before).filter(|_| language == Language::Japanese);
    told.or(list).or(ahead).and_then(number)
}

/// "My eldest is 8", 「上の子は8歳、下の子は4歳」.
fn by_order(text: &str, language: Language, members: &[Member]) -> Vec<(usize, u8)> {
    let children: Vec<usize> = (0..members.len()).filter(|at| members[*at].role == FamilyRole::Child).collect();
    let [first, .., last] = children[..] else { return Vec::new() };
    let beside = |pattern: &regex::Regex, index: usize| {
        let found = pattern.find_iter(text).find_map(|found| {
            let after = &text[found.end()..];
            let told = match language {
                Language::English => AFTER_EN.captures(after),
                Language::Japanese => AFTER_JA.captures(after),
            }?;
            years(&told[1])
        });
        found.filter(|age| fits(*age, &members[index])).map(|age| (index, age))
    };
    beside(&ELDEST, first).into_iter().chain(beside(&YOUNGEST, last)).collect()
}

fn years(word: &str) -> Option<u8> {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let of_word =
        || words.iter().position(|known| word.eq_ignore_ascii_case(known)).and_then(|at| u8::try_from(at + 1).ok());
    word.parse().ok().or_else(of_word)
}

fn fits(age: u8, member: &Member) -> bool {
    match member.role {
        FamilyRole::Child => age <= MOST,
        FamilyRole::Partner => age >= GROWN,
    }
}
