//! For whom a message is meant: who is called comes first, in the order of the calls.

use regex::Regex;

use super::super::places;
use crate::agent::hera::text::{normalise, patterns};
use crate::domain::{FamilyRole, Gender, Language, Member};

/// Titles after a name.
const TITLES: [&str; 5] = ["さん", "ちゃん", "くん", "君", "たん"];
/// Letters of a message so short that it goes on with whom the last one was for; one of Japanese counts as two.
const SHORT: usize = 24;

patterns! {
    EVERYBODY = r"(?i)みんな|皆|全員|家族(?:の|で|は|と|、|。|!|\?|$)|おまえら|きみたち|君たち|\b(?:everyone|everybody|all of you|guys|y'all|you lot|you two|you both)\b|\byou all\s*(?:$|[?!.,])|^family\b|\bfamily[!?.]*$";
    CHILDREN = r"(?i)子供|子ども|こども|ちびたち|ちびども|\b(?:kids|children|kiddos|little ones)\b";
    PARTNER = r"(?i)パートナー|妻|奥さん|夫|旦那|\b(?:honey|darling|sweetheart|babe|wife|husband|hubby|partner)\b|\b(?:my )?love[!?.,]*$|^(?:my )?love,";
    DAUGHTERS = r"(?i)娘(?:たち|ども)|女の子(?:たち|ども)|女子(?:たち)?(?:、|!|$)|\b(?:daughters|girls|lassies)\b";
    SONS = r"(?i)息子(?:たち|ども)|男の子(?:たち|ども)|男子(?:たち)?(?:、|!|$)|坊主(?:たち|ども)|\b(?:sons|boys|lads)\b";
    DAUGHTER = r"(?i)娘|お姉ちゃん|妹|\b(?:daughter|sister|girl)\b";
    SON = r"(?i)息子|お兄ちゃん|弟|\b(?:son|brother|boy)\b";
    ELDEST = r"(?i)上の子|長女|長男|\b(?:eldest|oldest|elder|older|big (?:sister|brother))\b";
    YOUNGEST = r"(?i)下の子|末っ子|次女|次男|\b(?:youngest|younger|little (?:sister|brother)|baby of the family)\b";
    // To one person, and not to all of them or to nobody.
    TO_ONE = r"(?i)^(?:now |please |and |then )*(?:bring|put|stop|take|give|come|try|taste|tell|show|don't|hold|wait|go)\b|\b(?:you|your|yours|you're|you'll|u)\b|(?:\?|の|か|かな|だっけ|たっけ)[。!]*$|(?:おまえ|お前|あなた|君|きみ)(?:は|が|の|も|、|$)";
    TO_ALL = r"(?i)\b(?:we|us|our|ours|we're|we'll|we'd|let's|shall we)\b|ようか|ましょう|行こう|行こ[。!]*$|行くか|よう(?:よ|ね|か)?[。!]*$";
}

/// Who of the members is called or named in `text`, by their places; nobody when it is for whoever likes to answer. Who is
/// called before others are spoken of is meant alone; what names nobody and is short, or says "you", goes on with `last`.
pub fn addressed(text: &str, language: Language, members: &[Member], last: Option<usize>) -> Vec<usize> {
    let (called, mut meant) = named(text, language, members);
    if !called.is_empty() {
        return called;
    }
    if EVERYBODY.is_match(text) {
        return (0..members.len()).collect();
    }
    for index in by_role(text, members) {
        if !meant.contains(&index) {
            meant.push(index);
        }
    }
    match last {
        Some(last) if meant.is_empty() && last < members.len() && goes_on(text) => vec![last],
        _ => meant,
    }
}

/// Whether a message that names nobody is for whom the last one was for.
fn goes_on(text: &str) -> bool {
    let long = text.chars().map(|letter| if letter < '\u{3000}' { 1 } else { 2 }).sum::<usize>() > SHORT;
    !TO_ALL.is_match(text) && (!long || TO_ONE.is_match(text))
}

/// Who is called by name, and who is spoken of by name, each in the order of the text.
fn named(text: &str, language: Language, members: &[Member]) -> (Vec<usize>, Vec<usize>) {
    let (mut called, mut mentioned) = (Vec::new(), Vec::new());
    let lower = text.to_lowercase();
    for (index, member) in members.iter().enumerate() {
        let name = normalise(&member.name).to_lowercase();
        if name.is_empty() {
            continue;
        }
        for (at, _) in lower.match_indices(&name) {
            let place = Place::new(&lower, at, name.len());
            // A name that is a word for a place is one only when it is called.
            let is_place = places::known(&name).is_some();
            if place.is_called(language) {
                called.push((at, index));
                break;
            }
            if place.is_whole(&name) && (!is_place || place.titled) {
                mentioned.push((at, index));
            }
        }
    }
    let in_order = |mut found: Vec<(usize, usize)>| {
        found.sort_unstable();
        let mut order: Vec<usize> = Vec::new();
        for (_, index) in found {
            if !order.contains(&index) {
                order.push(index);
            }
        }
        order
    };
    (in_order(called), in_order(mentioned))
}

/// Where `text` has the name as a word of its own, with its title; and whether it has one.
pub fn names_in(text: &str, name: &str) -> Vec<(std::ops::Range<usize>, bool)> {
    let (lower, name) = (text.to_lowercase(), name.to_lowercase());
    // A letter that is of another length when it is small has no place in what was typed.
    let text = if lower.len() == text.len() { lower.as_str() } else { text };
    let found = text.match_indices(name.as_str()).filter(|_| !name.is_empty()).map(|(at, _)| at);
    let found = found.filter_map(|at| {
        let place = Place::new(text, at, name.len());
        place.is_whole(&name).then(|| (at..text.len() - place.after.len(), place.titled))
    });
    found.collect()
}

/// What stands around a name.
struct Place<'a> {
    before: &'a str,
    after: &'a str,
    titled: bool,
}

impl<'a> Place<'a> {
    fn new(text: &'a str, at: usize, length: usize) -> Self {
        let (before, after) = (&text[..at], &text[at + length..]);
        let title = TITLES.iter().find_map(|title| after.strip_prefix(title));
        Self { before, after: title.unwrap_or(after), titled: title.is_some() }
    }

    /// Whether it stands by itself: "蒼、宿題は？", "And you, Ruby?", "Nia baby, look".
    fn is_called(&self, language: Language) -> bool {
        let ends = |c: char| ",.!?;:、。\n".contains(c);
        let before = self.before.trim_end().trim_end_matches(" and").trim_end_matches("hey").trim_end_matches(" my");
        let begins = before.is_empty() || before.ends_with(ends) || self.before.ends_with("の");
        let after = self.after.trim_start_matches([' ', '-', '〜', 'ー']);
        let after = ["baby", "dear", "love", "darling", "honey", "sweetie"]
            .iter()
            .find_map(|title| after.strip_prefix(title))
            .unwrap_or(after);
        let ended = after.is_empty() || after.starts_with(ends);
        match language {
            Language::English => begins && ended,
            // ひなたは今日なに描いたの: who is spoken of first is spoken to, too; さくらは？
            Language::Japanese => {
                begins
                    && (ended
                        || ["は?", "も?", "って", "はどう", "は何", "はなに"].iter().any(|end| after.starts_with(end)))
            }
        }
    }

    /// Whether a name in kana may begin here: はな is in no おはなし.
    fn begins_kana(&self) -> bool {
        let particle = ["と", "は", "が", "も", "の", "や", "に", "へ", "で", "を", "ねえ", "ね", "よ", "か", "って"];
        let kana = |c: char| matches!(c, '\u{3041}'..='\u{309f}');
        !self.before.ends_with(kana) || particle.iter().any(|word| self.before.ends_with(word))
    }

    /// Whether a name in kana may end here: はな is in no はなび.
    fn ends_kana(&self) -> bool {
        let follows = [
            "は",
            "が",
            "も",
            "の",
            "に",
            "を",
            "と",
            "へ",
            "で",
            "や",
            "って",
            "だ",
            "です",
            "か",
            "ね",
            "よ",
            "さま",
            "から",
            "まで",
            "より",
            "いる",
            "いない",
            "じゃ",
            "なら",
            "という",
            "ー",
        ];
        let kana = |c: char| matches!(c, '\u{3041}'..='\u{309f}');
        !self.after.starts_with(kana) || follows.iter().any(|word| self.after.starts_with(word))
    }

    /// Whether the name is no part of a longer word.
    fn is_whole(&self, name: &str) -> bool {
        let (before, after) = (self.before.chars().next_back(), self.after.chars().next());
        let kind = |c: char| match c {
            '\u{30a1}'..='\u{30fc}' => 1,
            '\u{3400}'..='\u{9fff}' | '々' => 2,
            _ if c < '\u{3000}' && c.is_alphanumeric() => 3,
            _ => 0,
        };
        let joins = |own: Option<char>, other: Option<char>| match (own, other) {
            (Some(own), Some(other)) => kind(own) != 0 && kind(own) == kind(other),
            _ => false,
        };
        let kana = |c: char| matches!(c, '\u{3041}'..='\u{309f}');
        let apart = !name.chars().all(kana) || (self.begins_kana() && self.ends_kana());
        self.titled || (apart && !(joins(name.chars().next(), before) || joins(name.chars().next_back(), after)))
    }
}

/// Who is meant by what they are to the person.
fn by_role(text: &str, members: &[Member]) -> Vec<usize> {
    let of = |role: FamilyRole| (0..members.len()).filter(move |&index| members[index].role == role);
    let children: Vec<usize> = of(FamilyRole::Child).collect();
    let is = |pattern: &Regex| pattern.is_match(text);
    let mut meant: Vec<usize> = Vec::new();
    if is(&PARTNER) {
        meant.extend(of(FamilyRole::Partner));
    }
    if is(&ELDEST) {
        meant.extend(children.first());
    } else if is(&YOUNGEST) {
        meant.extend(children.last());
    } else {
        let those = |gender: Gender| children.iter().filter(move |&&index| members[index].gender == Some(gender));
        if is(&DAUGHTERS) || is(&DAUGHTER) {
            meant.extend(those(Gender::Female));
        }
        if is(&SONS) || is(&SON) {
            meant.extend(those(Gender::Male));
        }
        if is(&CHILDREN) {
            meant.extend(&children);
        }
    }
    meant.sort_unstable();
    meant.dedup();
    meant
}
