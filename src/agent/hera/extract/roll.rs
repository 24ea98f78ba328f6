//! Children as people list them in haste: in small letters, with ages, the word for girl or boy before a name or behind it, "kerry
//! is my daughter lee is my son", "1 boy hudson 5. want a girl too, maybe ivy". Every word must be one that such a list is made of,
//! or a name; or else nothing is read.

use super::{MOST_CHILDREN, names};
use crate::agent::given_names;
use crate::agent::hera::text::{begins_as_name, patterns};
use crate::agent::hera::vocabulary;
use crate::domain::{Child, Gender};

/// Who is as old as this may be no child, where nothing else says so.
const GROWN: u32 = 18;

patterns! {
    GIRL = r"^(?:girls?|daughters?|lass(?:ie)?s?|gals?|females?)$";
    BOY = r"^(?:boys?|sons?|lads?|laddies?|males?)$";
    CHILD = r"^(?:kids?|child|children|kiddos?|little|ones|bab(?:y|ies)|twins?|triplets|bairns?|weans?|tots?|toddlers?)$";
    // Of these lists are made.
    LINK = concat!(
        r"^(?:and|n|plus|then|also|too|or|with|called|named|names?|aged?|ages|years?|yrs?|yo|y/o|old|months?|mo|weeks?|",
        r"i|i'm|i've|i'd|i'll|we|we've|we'd|we'll|have|has|had|got|my|our|me|mine|ours|his|her|hers|he|she|he's|she's|they|they're|it's|its|is|are|be|was|were|will|would|'s|s|the|of|in|to|for|",
        r"want|wants|wanted|like|love|wish|hope|hoping|dream|dreaming|maybe|perhaps|probably|please|pls|just|only|so|already|now|all|both|each|grown|up|adults?|more|another|first|second|third|last|eldest|oldest|youngest|middle|older|younger|big|small|wee|lil|beautiful|lovely|sweet|",
        r"there|there's|that's|this|these|those|here|oh|well|yes|yeah|yep|ok|okay|hi|lol|haha|um|uh|hmm|um|total|altogether|day|one's|flown|nest|left|home|moved|out|away|uni|school|college|grade|class|standard|form|kindergarten|nursery|preschool|crèche|reception|sixth|fifth|fourth|primary|secondary|junior|senior|infants?|teens?|teenagers?|adopted|at|fully|ours|nearly|almost|turning|soon|due|born)$",
    );
    // "twins would be a dream."
    DREAMT = r"(?i)\b(?:would|'d) be (?:a |my |our |the )?(?:dream|lovely|nice|perfect|great|amazing|wonderful|ideal)\b";
    ABOUT_TO_FOLLOW = r"(?i)^\s*[(\[]\s*(?:\d|boys?\b|girls?\b|m\b|f\b|son\b|daughter\b)";
    // What is more than a list of one's own: pets, other people's children.
    OTHERS = r"(?i)\b(?:dogs?|cats?|pets?|horse|goldfish|rabbit|hamster|nephews?|nieces?|godson|goddaughter|grand\w+|step\w+|no|not|none|don'?t|never|neither|without|idk|dunno|choose|pick|suggest|you|u|bahala)\b";
}

enum Word {
    Gender { gender: Gender, many: bool },
    Name { name: String, apart: bool },
    Count(usize),
    Age,
    Ends,
}

/// The children of `text`; nothing where some word of it is none of a list, or nobody is named.
pub fn read(text: &str) -> Option<Vec<Child>> {
    if !text.is_ascii() && text.chars().any(|c| c > '\u{2fff}') || OTHERS.is_match(text) {
        return None;
    }
    let text = DREAMT.replace_all(text, "");
    children(&words(&text)?)
}

/// How many children somebody tells of by their ages alone: "kids aged 4 and 7".
pub fn ages(text: &str) -> Option<usize> {
    patterns! {
        AGES = r"(?i)\b(?:kids?|children|ones|two|three|2|3|4)\b[^.!?\d]{0,12}?(?:,|\baged?\b|\bages\b|\bwho are\b|\bare\b|:)\s*((?:\d{1,2}(?:\s*(?:years?|yrs?|yo))?(?:\s*(?:,|&|\band\b|,\s*and\b)\s*|\b)){2,})";
        NUMBER = r"\d{1,2}";
    }
    let list = AGES.captures(text)?;
    let ages: Vec<u32> = NUMBER.find_iter(&list[1]).filter_map(|age| age.as_str().parse().ok()).collect();
    (ages.len() > 1 && ages.len() <= MOST_CHILDREN && ages.iter().all(|age| *age < GROWN)).then_some(ages.len())
}

fn words(text: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut begins = true;
    let text = text.trim_end_matches(['.', '!', ' ']);
    // Whether a mark or a word that joins stands before the next one.
    let mut apart = true;
    let mut at = 0;
    let mut before = String::new();
    for token in text.split_inclusive(|c: char| c.is_whitespace() || ",.;:!?()[]/&+\n–—\"".contains(c)) {
        at += token.len();
        let word = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
        let closes = token.chars().next_back().filter(|c| !c.is_whitespace() && !c.is_alphanumeric());
        let lower = word.to_lowercase();
        let rest = &text[at..];
        let bracket = closes == Some('(') || ABOUT_TO_FOLLOW.is_match(rest);
        if let Some(read) = read_word(word, &lower, begins, bracket, apart)? {
            // "with the ʻokina"
            if matches!(read, Word::Name { .. }) && before == "the" {
                return None;
            }
            // "his lightie Pieter": a word before a name that is written with a capital.
            if let (Word::Name { name, apart: false }, Some(Word::Name { name: last, .. })) = (&read, words.last())
                && begins_as_name(name)
                && !begins_as_name(last)
            {
                return None;
            }
            apart = !matches!(read, Word::Name { .. });
            words.push(read);
        } else if !word.is_empty() {
            apart = true;
        }
        if !word.is_empty() {
            before = lower;
        }
        if let Some(mark) = closes {
            apart = true;
            if !matches!(mark, '(' | ')' | ':' | '-' | '\'') {
                words.push(Word::Ends);
            }
        }
        begins = matches!(closes, Some('.' | '!' | '?' | '\n')) || token.ends_with('\n') || (begins && word.is_empty());
    }
    Some(words)
}

/// What a word is, if it is more than a link; nothing at all where it belongs to no list.
#[expect(clippy::option_option, reason = "a word is known, or only links, or ends the reading")]
fn read_word(word: &str, lower: &str, begins: bool, bracket: bool, apart: bool) -> Option<Option<Word>> {
    if word.is_empty() {
        return Some(None);
    }
    if let Ok(number) = word.parse::<usize>() {
        return Some(Some(if number <= 6 { Word::Count(number) } else { Word::Age }));
    }
    if lower.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(Some(Word::Age));
    }
    let name = |name: String| Some(Some(Word::Name { name, apart }));
    // "Can (7, boy)": a capital, and who it is.
    if bracket && begins_as_name(word) && !GIRL.is_match(lower) && !BOY.is_match(lower) && !CHILD.is_match(lower) {
        return name(word.to_owned());
    }
    if GIRL.is_match(lower) || BOY.is_match(lower) {
        let gender = if GIRL.is_match(lower) { Gender::Female } else { Gender::Male };
        return Some(Some(Word::Gender { gender, many: lower.ends_with('s') && !lower.ends_with("ss") }));
    }
    if matches!(lower, "f" | "m") {
        let gender = if lower == "f" { Gender::Female } else { Gender::Male };
        return Some(Some(Word::Gender { gender, many: false }));
    }
    if matches!(lower, "twins") {
        return Some(Some(Word::Count(2)));
    }
    let count = match lower {
        "one" | "a" | "an" => Some(1),
        "two" => Some(2),
        "three" | "triplets" => Some(3),
        "four" => Some(4),
        "five" => Some(5),
        _ => None,
    };
    if let Some(count) = count {
        return Some(Some(Word::Count(count)));
    }
    if CHILD.is_match(lower) || (LINK.is_match(lower) && (begins || !begins_as_name(word) || lower.len() < 3)) {
        return Some(None);
    }
    let plain = word.trim_end_matches("'s");
    let known = given_names::gender(plain).is_some();
    let written = begins_as_name(plain) && names::is_name_word(plain) && names::fits(plain);
    if plain.chars().count() < 2 || !(known || written || names::small(plain).is_some()) {
        return None;
    }
    // The first word of a sentence has a capital, whatever it is.
    if begins && written && !known && vocabulary::is_ordinary(&plain.to_lowercase()) {
        return None;
    }
    name(plain.to_owned())
}

fn children(words: &[Word]) -> Option<Vec<Child>> {
    let first = words.iter().find(|word| matches!(word, Word::Gender { .. } | Word::Name { .. }))?;
    let leads = matches!(first, Word::Gender { .. });
    // "3 kids": as many as that, where nothing parts the names.
    let told = words.iter().zip(words.iter().skip(1)).find_map(|pair| match pair {
        (Word::Count(count), Word::Gender { .. }) => Some(*count),
        _ => None,
    });
    let counts = words.iter().filter_map(|word| if let Word::Count(count) = word { Some(*count) } else { None });
    let total = told.or_else(|| counts.max()).unwrap_or(0);
    let names = words.iter().filter(|word| matches!(word, Word::Name { .. })).count();
    let small = |word: &Word| matches!(word, Word::Name { name, .. } if name.starts_with(char::is_lowercase));
    let is_name = |word: &Word| matches!(word, Word::Name { .. });
    // "yusuf ali and zak", by who writes no capitals and no commas.
    let from = words.iter().position(is_name)?;
    let to = words.iter().rposition(is_name)?;
    let parted = words[from..to].iter().any(|word| matches!(word, Word::Ends));
    let listed = names > 2 && !parted && words.iter().filter(|word| is_name(word)).all(small);
    let split = (total > 1 && names == total) || listed;
    let mut children: Vec<Child> = Vec::new();
    let mut gender: Option<(Gender, bool)> = None;
    // The first of those whose gender is told behind them, and of those whom a word before them still waits for.
    let (mut waiting, mut owed) = (0, 0);
    let mut count = 1;
    for word in words {
        match word {
            Word::Count(number) => count = *number,
            Word::Age | Word::Ends => {}
            Word::Gender { gender: told, many } if leads => {
                // "a girl and a boy, Mia and Tom" is read elsewhere.
                if owed > 0 {
                    return None;
                }
                owed = if *many || count > 1 { count.max(1) } else { 1 };
                gender = Some((*told, *many || count > 1));
                count = 1;
            }
            Word::Gender { gender: told, .. } => {
                if waiting == children.len() {
                    return None;
                }
                children[waiting..].iter_mut().for_each(|child| child.desired_gender = Some(*told));
                waiting = children.len();
                count = 1;
            }
            Word::Name { name, apart } => {
                if let Some(last) = children.last_mut().filter(|_| !apart && !split)
                    && let Some(known) = &mut last.name
                {
                    known.push(' ');
                    known.push_str(name);
                    continue;
                }
                if children.len() == MOST_CHILDREN {
                    return None;
                }
                let told = gender.filter(|_| leads);
                children.push(Child { desired_gender: told.map(|(told, _)| told), name: Some(name.clone()) });
                owed = owed.saturating_sub(1);
                // "my daughter Ann and Tom": who else is named is no daughter.
                if told.is_some_and(|(_, many)| !many) {
                    gender = None;
                }
                count = 1;
            }
        }
    }
    let twice = children.iter().enumerate().any(|(at, child)| children[..at].contains(child));
    (owed == 0 && !children.is_empty() && !twice).then_some(children)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        let one = |child: Child| {
            let gender = match child.desired_gender {
                Some(Gender::Female) => "♀",
                Some(Gender::Male) => "♂",
                _ => "",
            };
            format!("{}{gender}", child.name.unwrap_or_default())
        };
        read(text).map(|children| children.into_iter().map(one).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn every_name_is_found_with_who_it_is() {
        for (text, children) in [
            ("Can (7, boy) and Niamh (4, girl)", "Can♂ Niamh♀"),
            ("we have three: Chidi 8, Amara 6 and baby Kosi", "Chidi Amara Kosi"),
            ("mine are grown, kerry and lee", "kerry lee"),
            ("kerry is my daughter lee is my son", "kerry♀ lee♂"),
            ("girl zara boy zayn", "zara♀ zayn♂"),
            ("1 boy hudson 5. want a girl too, maybe ivy", "hudson♂ ivy♀"),
            ("3 kids all boys, yusuf, ali, zak", "yusuf♂ ali♂ zak♂"),
            ("yusuf ali and zak, all boys", "yusuf♂ ali♂ zak♂"),
            ("twins would be a dream. zara and zayn", "zara zayn"),
            ("son Kevin 12, daughter Emily 9", "Kevin♂ Emily♀"),
            ("two girls, Mei Ling and Ann", "Mei Ling♀ Ann♀"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(children), "{text}");
        }
        for text in [
            "a girl and a boy",
            "kids? no idea",
            "2 boys no names yet",
            "we have a dog called Rex",
            "loads of noise and joy",
            "kids are the future",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn ages_alone_tell_how_many_there_are() {
        for (text, count) in
            [("kids aged 4 and 7", Some(2)), ("two kids, 4 and 7", Some(2)), ("my kids are 20 and 25", None)]
        {
            assert_eq!(ages(text), count, "{text}");
        }
    }
}
