//! The children: how many, boys or girls, and their names.

use std::borrow::Cow;

use regex::Captures;

use super::partner::{capitalised, strip_honorific};
use super::{ages, names};
use crate::agent::given_names;
use crate::agent::hera::piece::{Piece, Who};
use crate::agent::hera::text::{begins_as_name, patterns, tidy};
use crate::agent::hera::vocabulary::{en, ja};
use crate::domain::{Child, Gender};

/// Names that are words wherever no list goes on after them.
const HOMONYMS: [&str; 4] = ["An", "My", "In", "Do"];

/// More children than this are not counted.
const MOST: usize = 10;

patterns! {
    TOKEN = concat!(
        r"(?i)(?P<each>男女(?:の双子|1人ずつ|1人づつ|両方)?|\b(?:1|one) of each\b|\ba boy and a girl each\b)",
        r"|(?:(?P<twins>双子の?|twin )|(?P<before>\d+)人の?)?(?P<ja>女の子|男の子|おんなのこ|おとこのこ|おんな|おとこ|女児|男児|娘(?:さん)?|息子(?:さん)?|長女|次女|三女|長男|次男|三男|女子|男子|女|男)(?P<twinsafter>の双子)?(?:(?:が|は|を|も|、)?(?P<after>\d+)人)?",
        r"|(?:\b(?P<number>\d+|an?|one|another|the|my|our|both)\s+)?(?:(?:more|little|older|younger|oldest|youngest|elder|eldest|baby|beautiful|healthy|cute|sweet|lovely|(?P<twin>twin)|big)\s+)*\b(?P<en>girl|boy|daughter|son|lass|lad|lassie|laddie|maid)(?P<plural>s|es)?(?P<possessive>'s name|'s)?\b",
        r"|(?:子供|子ども|こども)?(?:は|が)?(?P<count>\d+)(?:人|名|つ子)|\b(?P<kids>\d+|an?|one)\s+(?:\w+\s+)?(?:kids?|children|child|little ones?|baby|babies)\b|(?P<pair>双子|\btwins\b)",
    );
    // How a name is read, or written: no second child.
    READING = r"で[「『]?[\p{Hiragana}ー]{2,5}[」』]?(?:と読(?:み|む)[^。]*)|\s*[(（][\p{Hiragana}\p{Katakana}ー]{1,9}(?:[)）]|$)|[」』]?、?と書いて、?[「『]?[\p{Hiragana}\p{Katakana}ー]{1,9}[」』]?(?:、?と読(?:む|み)[^。]*)?";
    // "after Lovelace", "it means sky in Japanese", 韓国語で「ひとつ」
    EXPLAINS = r"(?i:\b(?:after|as in|means?|meaning|short for|in honou?r of) )[^.,!?\n]*|\blike the [a-z]+(?: [a-z]+)?\s*(?:$|[.,!?\n])|\p{Han}+語で[^。!?\n]*|(?i:\b(?:in|from) )\p{Lu}\p{L}+";
    // "I always wanted to name a boy Wyatt" is no further boy.
    TO_NAME = r"(?i)\b(?:name|call)(?:ing)? (?:a|my|our|the) (?:boy|girl|son|daughter|child|kid|baby)\b";
    // A boy or a girl is no boy and a girl.
    UNDECIDED = r"(?i)\b(?:an? )?(?:boy|girl)s? or (?:an? )?(?:boy|girl)s?\b|(?:女の子|男の子|男|女)(?:か|でも|も)、?(?:女の子|男の子|男|女)(?:か|でも|も)";
    NAMED_BEHIND = r"^ \p{Lu}[\p{L}\p{M}'ʻ’-]+\s*(?:[.,!]|$|and )";
    REFERS = r"^(?:の(?:名前|ほう|方)|は|なら|:|=|\s+(?i:is|will be|would be|=|i'?ll (?:call|name)|i'?d (?:call|name)|shall be|can be)\b)";
    // "for the boy you choose"
    FOR = r"(?i)\bfor (?:the |my )?$";
    // 男の子と女の子1人ずつ
    EACH_ONE = r"([子娘児])(?:を|が)?1人[ずづ]つ";
    // 「女の子ふたごがよき、るなとらな」: what is said of the wish is no name.
    WISHED_GROUP = r"((?:女の子|男の子|双子|娘|息子|女|男)(?:の?双子)?)が(?:よき|良き|よか|ええ|いい|良い|よい)(?:なあ?|です|のう|わ|な|よ|ね|の|ねん|ばい|たい)?[〜ー~、。!\s]*";
    // 3姉妹
    SISTERS = r"([2-6])(?:人)?姉妹";
    // 男1女1
    COUNTED_SHORT = r"(男|女|男の子|女の子)[、\s]?([1-6])([男女、。!と\s]|$)";
    ALL_OF_THEM = r"(?i)(?:どっちも|どちらも|両方|2人とも|みんな|全員)\s*$|\b(?:both|all|all of them)\s+(?:of them\s+)?$";
    MORE = r"(?i)もう1人|もうひとり|追加|あと1人|\b(?:another|one more|also (?:a|want)|plus|and a (?:girl|boy) (?:too|as well)|(?:girl|boy) too)\b|(?:女の子|男の子)も(?:欲し|ほし|いい|ええ|1人)";
    SEPARATOR = r"[兄弟姉妹](?:は|が)|[、,。!?\n\s「」『』()・/:&→=.;]+";
    AFTER_GROUP = r"^(?:ちゃん|さん)?(?:の)?(?:お?名前|なまえ|名|ほう|方)?(?:は|が|の|で|も|を|なら|って|には)?(?:お?名前(?:は|が))?";
    LEAD = r"^(?:子供|子ども|こども|お子さん)(?:たち)?(?:は|が|を|に|の)?(?:お?名前(?:は|が))?|^(?:.*?)(?:お?名前|なまえ|名)(?:は|が|も|:)|^(?:上|下|次|末|真ん中)(?:の子)?(?:の名前)?(?:は|が)|^(?:じゃあ|あと|それから|そして|できれば|やっぱり)";
    TAIL = r"(?:ちゃん|くん|さん)?(?:です(?:ね|よ)?|だよ|だ|で(?:お願いします)?|と?という名前|という|って(?:いう)?(?:名前)?|と?名付け.*|にしたい.*|にします|にする|がいい.*|かな(?:[^の].*)?|とい(?:い|う).*|と言(?:い|う).*|をお願い.*|が(?:ほし|欲し).*|にな(?:り|る).*|も?いい.*|が(?:好き|候補).*|を考え.*|に(?:決め|し).*|と呼.*|って(?:つけ|付け|決め|考え|名付).*|とか)+$";
    NAME = r"^(?:[\p{Han}々]{1,4}|[\p{Hiragana}ー]{2,5}|[\p{Katakana}ー]{2,8}|[\p{Lu}\p{Hangul}][\p{L}\p{M}'ʻ’-]{1,20})$";
    CUE_EN = r"(?i)\b(?:named|called|names?(?:'s|d)?|naming|call (?:her|him|them|it))\b";
}

/// Whether the text wishes for children or tells of one's own, rather than mentioning some.
pub fn is_wished(text: &str) -> bool {
    patterns! {
        WISHED = r"(?i)(?:欲し|ほし|にした[いく]|がいい|がええ|いる|います|おる|おります|名前|名は|という|といい|つけたい|希望|授か|夢見|なまえ|なら|:)|(?:女の子|男の子)の[\p{Hiragana}ー]{2,5}と、?(?:女の子|男の子)の|(?:長男|長女|次男|次女|息子|娘|女の子|男の子)(?:の|が|は)?\s*[\p{Han}\p{Katakana}ー「]|\b(?:want|wish|would (?:like|love|be)|'d (?:like|love|have)|dream\w*|have|has|had|hope|hoping|named|called|names?|for children|kids:|a boy and|a girl and)\b";
    }
    WISHED.is_match(text)
}

/// Whether the text tells of several children, or of how many there are to be, so that it speaks of nobody else: "two, a girl
/// first, then maybe a boy".
pub fn is_told_whole(text: &str) -> bool {
    patterns! {
        WHOLE = r"(?i)\b(?:two|three|four|[2-4]|twins|a couple of|a few|both)\b[^.!?]{0,24}\b(?:kids|children|girls?|boys?|sons?|daughters?|little ones)\b|\b(?:girl|daughter)s?\b[^.!?]{0,40}\b(?:boy|son)s?\b|\b(?:boy|son)s?\b[^.!?]{0,40}\b(?:girl|daughter)s?\b|(?:女の子|娘)[^。!?]{0,20}(?:男の子|息子)|(?:男の子|息子)[^。!?]{0,20}(?:女の子|娘)|子(?:ども|供)(?:は|が|を)?、?(?:[2-4二三四]人|ふたり|さんにん)";
    }
    WHOLE.is_match(text)
}

/// Whether a girl or a boy is spoken of, where only one of them is.
pub fn only_gender(text: &str) -> Option<Gender> {
    patterns! {
        GIRL = r"(?i)女の子|娘|\b(?:girl|daughter)(?:'?s)?\b";
        BOY = r"(?i)男の子|息子|\b(?:boy|son)(?:'?s)?\b";
    }
    match (GIRL.is_match(text), BOY.is_match(text)) {
        (true, false) => Some(Gender::Female),
        (false, true) => Some(Gender::Male),
        _ => None,
    }
}

/// "Linh, our girl, and then Cormac, our lad": who somebody is, put before the name, where every name comes first.
pub fn apposed(text: &str) -> Cow<'_, str> {
    patterns! {
        APPOSED = r"(?P<name>\p{Lu}[\p{L}\p{M}'ʻ’-]+),\s+(?P<who>(?i:an?|our|my|the)\s+(?i:(?:wee|little|baby|older|younger|big)\s+)?(?i:girl|boy|lass|lassie|lad|laddie|daughter|son|bairn))\s*(?:[,;.]|$)";
        WHO = r"(?i)\b(?:girl|boy|lass|lassie|lad|laddie|daughter|son)s?\b";
    }
    let Some(first) = APPOSED.find(text) else { return text.into() };
    // "A girl, Mia, a boy, Tom": there they come first.
    if WHO.is_match(&text[..first.start()]) { text.into() } else { APPOSED.replace_all(text, "$who $name,") }
}

/// "A girl, then a boy. Lily if it's a girl": the name, put behind the child who is to have it.
pub fn supposed(text: &str) -> Cow<'_, str> {
    patterns! {
        IF = r"[,.;!]?\s*(?:(?i:and|maybe|or)\s+)?(?P<name>\p{L}[\p{L}\p{M}'ʻ’-]+),? (?i:if (?:it'?s|it is|we have|we get|it were|it was) (?:an? )?(?P<who>girl|boy))\b|(?i:if (?:it'?s|it is|we have|we get|it were|it was) (?:an? )?(?P<whom>girl|boy))(?i:,? (?:then )?(?:i'd like |we'd call (?:her|him) |call (?:her|him) )?)\s*(?P<called>\p{Lu}[\p{L}\p{M}'ʻ’-]+)";
        GIRL = r"(?i)\b(?:an?|one) girl\b";
        BOY = r"(?i)\b(?:an?|one) boy\b";
    }
    let told: Vec<(bool, String)> = IF
        .captures_iter(text)
        .take(2)
        .filter_map(|found| {
            let who = found.name("who").or_else(|| found.name("whom"))?.as_str();
            let name = found.name("name").or_else(|| found.name("called"))?.as_str();
            // In small letters only what is known as a name: "lily if its a girl", and not "happy if it's a girl".
            let small = name.chars().next().is_some_and(char::is_lowercase);
            if small && given_names::gender(&capitalised(name)).is_none() {
                return None;
            }
            Some((who.eq_ignore_ascii_case("girl"), name.to_owned()))
        })
        .collect();
    let twice = matches!(told.as_slice(), [(one, _), (other, _)] if one == other);
    if told.is_empty() || twice {
        return text.into();
    }
    let mut rest = IF.replace_all(text, "").into_owned();
    for (girl, name) in told {
        let word = if girl { "girl" } else { "boy" };
        let child = format!("a {word} called {name}");
        let wished = if girl { GIRL.find(&rest) } else { BOY.find(&rest) }.map(|found| found.range());
        match wished {
            Some(range) => rest.replace_range(range, &child),
            None if rest.trim().is_empty() => rest = child,
            None => rest = format!("{rest}, {child}"),
        }
    }
    rest.into()
}

/// Whether the text tells of one more child: "a girl, too".
pub fn adds(text: &str) -> bool {
    MORE.is_match(text)
}

/// The text without sentences in capitals that name no child: "A LAD DEREK. BOTH PENSIONERS NOW".
fn without_shouts(text: &str) -> Cow<'_, str> {
    patterns! {
        ENDS = r"[.!?\n]+\s*";
        OF_CHILD = r"\b(?:GIRLS?|BOYS?|LASS|LADS?|DAUGHTERS?|SONS?|KIDS?|NAMED?|NAMES|CALLED|MAID|AND)\b";
    }
    let shouted = text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
    if !shouted || !OF_CHILD.is_match(text) {
        return text.into();
    }
    let told = |sentence: &&str| OF_CHILD.is_match(sentence) || sentence.split_whitespace().count() < 3;
    ENDS.split(text).filter(told).collect::<Vec<_>>().join(". ").into()
}

/// Whether the text is a list of these names, with girl, boy and what joins them, and nothing else.
pub fn is_list_of(text: &str, names: impl Iterator<Item = String>) -> bool {
    patterns! {
        JOINS = r"(?i)女の子|男の子|おんなのこ|おとこのこ|むすめ|むすこ|娘|息子|長女|長男|次女|次男|双子|女|男|名前|それぞれ|\d?人|[とのはがでもや、。・()!\d]|にして(?:ください|ね)?|にし(?:ます|たい|よう)|って(?:名前|いう)?|という|ください|です|ます|がいい|ほしい|欲しい|したい|ちゃん|くん|\b(?:one|two|three|four|a|an|the|and|my|our|of|is|are|each|both|girls?|boys?|sons?|daughters?|kids?|children|twins?|called|named|names?|her|him|his|for|would|be|will|i'd|i|like|love|want|we|have|got|please|just|only|maybe|then|s|first|second|older|younger|little|also|too)\b|[\p{P}\s]";
    }
    // "demis the girl"
    let mut rest = text.to_lowercase();
    for name in names {
        rest = rest.replace(&name.to_lowercase(), " ");
    }
    !JOINS.replace_all(&rest, "").chars().any(char::is_alphanumeric)
}

/// What was told of the children.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub children: Vec<Child>,
    /// In addition to those known.
    pub more: bool,
}

/// The text without pets and their names: 「子どもより犬！名前はモカ」.
pub fn without_pets(text: &str) -> Cow<'_, str> {
    patterns! {
        PETS = r"(?:犬|猫|わんこ|にゃんこ|ワンコ|ニャンコ|うさぎ|ウサギ|ハムスター|インコ|オウム|金魚|亀|カメ|ペット)(?:が(?:いて|います|いる)|も)?(?:の|[、。!\s]*(?:お?名前|なまえ|名)は、?|[、!]\s*)「?(?:[\p{Katakana}ー]{2,8}|[\p{Han}々]{1,3}|[\p{Hiragana}ー]{2,5}?)(?:ちゃん|くん)?」?(?:です|だよ|といいます|って(?:いう|言う)[^。、!]*|で|、|。|!|$)";
    }
    PETS.replace_all(text, "")
}

/// What the pieces tell of the children. `expected`: Hera asked, so bare words are names.
pub fn read(text: &str, pieces: &[Piece<'_>], expected: bool) -> Told {
    let mut reader = Reader { expected, ..Reader::default() };
    let mut index = 0;
    while index < pieces.len() {
        if pieces[index].topic != Who::Child {
            index += 1;
            continue;
        }
        let first = index;
        while pieces.get(index).is_some_and(|piece| piece.topic == Who::Child) {
            index += 1;
        }
        reader.read(&text[pieces[first].start..pieces[index - 1].end()]);
        if !reader.children.is_empty() {
            pieces[first..index].iter().for_each(|piece| piece.used.set(true));
        }
    }
    reader.finish()
}

/// Reads groups (`two girls`) and names in the order in which they come.
#[derive(Default)]
struct Reader {
    children: Vec<Child>,
    /// Names that came before whom they belong to.
    waiting: Vec<String>,
    /// Children the next names belong to first.
    current: Vec<usize>,
    /// The children of all groups since the last name.
    run: Vec<usize>,
    total: usize,
    more: bool,
    expected: bool,
}

impl Reader {
    fn read(&mut self, span: &str) {
        self.more |= MORE.is_match(span);
        let span = without_shouts(span);
        let span = READING.replace_all(&span, "");
        let span = EXPLAINS.replace_all(&span, "");
        let span = names::without_considered(&span);
        let span = EACH_ONE.replace_all(&span, "$1");
        let span = COUNTED_SHORT.replace_all(&span, "$1${2}人$3");
        let span = COUNTED_SHORT.replace_all(&span, "$1${2}人$3");
        let span = span.replace("むすめ", "娘").replace("むすこ", "息子").replace("ふたご", "双子");
        let span = span
            .replace("せがれ", "息子")
            .replace("倅", "息子")
            .replace("女の子双子", "双子の女の子")
            .replace("男の子双子", "双子の男の子")
            .replace("わらはんど", "子ども")
            .replace("わらし", "子ども");
        let span = SISTERS.replace_all(&span, "女の子${1}人、");
        let span = WISHED_GROUP.replace_all(&span, "$1、");
        let span = without_pets(&span);
        let span = TO_NAME.replace_all(&span, "name");
        let span = ages::counted(&span);
        let span = &*UNDECIDED.replace_all(&span, "");
        let mut start = 0;
        let mut after_group = false;
        for found in TOKEN.captures_iter(span) {
            let Some(whole) = found.get(0) else { continue };
            self.names(&span[start..whole.start()], after_group, false);
            after_group = self.group(&found, &span[start..whole.start()], &span[whole.end()..]);
            start = whole.end();
        }
        self.names(&span[start..], after_group, true);
    }

    /// Takes up a group or a count; tells whether it was a group.
    fn group(&mut self, found: &Captures<'_>, gap: &str, rest: &str) -> bool {
        let text = |name: &str| found.name(name).map(|m| m.as_str());
        if text("each").is_some() {
            self.add(Gender::Female, 1);
            self.add(Gender::Male, 1);
            self.current = (self.children.len().saturating_sub(2)..self.children.len()).collect();
            return true;
        }
        let Some(word) = text("ja").or_else(|| text("en")) else {
            let count = text("count").or_else(|| text("kids")).map_or(2, number);
            self.total = self.total.max(count);
            return false;
        };
        let gender = gender_of(word);
        let twins = ["twins", "twin", "twinsafter"].iter().any(|name| found.name(name).is_some());
        let said = text("before")
            .or_else(|| text("after"))
            .or_else(|| text("number").filter(|n| !["the", "my", "our", "both"].contains(n)));
        let count = match said {
            Some(said) => number(said),
            None if twins || found.name("plural").is_some() => 2,
            None => 1,
        };
        // "Zofia and Łucja, both girls": whoever was named before.
        let all = said.is_none() && (found.name("plural").is_some() || ALL_OF_THEM.is_match(gap));
        let count = if all { count.max(self.waiting.len()) } else { count };
        let refers = said.is_none()
            && (REFERS.is_match(rest)
                || FOR.is_match(gap)
                || found.name("possessive").is_some()
                || text("number").is_some());
        let known: Vec<usize> = (0..self.children.len())
            .filter(|&i| self.children[i].desired_gender == Some(gender) && self.children[i].name.is_none())
            .collect();
        if refers && !known.is_empty() {
            self.current = known;
        } else {
            // "Pieter and my girl Lerato": who is named behind it has no name before it.
            let waiting = if NAMED_BEHIND.is_match(rest) { std::mem::take(&mut self.waiting) } else { Vec::new() };
            self.add(gender, if twins { count.max(2) } else { count });
            self.waiting = if waiting.is_empty() { std::mem::take(&mut self.waiting) } else { waiting };
        }
        true
    }

    fn add(&mut self, gender: Gender, count: usize) {
        let from = self.children.len();
        for _ in 0..count.min(MOST.saturating_sub(from)) {
            let name = if self.waiting.is_empty() { None } else { Some(self.waiting.remove(0)) };
            self.children.push(Child { desired_gender: Some(gender), name });
        }
        self.current = (from..self.children.len()).collect();
        self.run.extend(&self.current);
    }

    fn names(&mut self, gap: &str, after_group: bool, last: bool) {
        let names = if gap.is_ascii() || gap.chars().all(|c| c.is_alphabetic() && !is_japanese(c) || !c.is_alphabetic())
        {
            english_names(gap, after_group, self.expected)
        } else {
            japanese_names(gap, after_group, last)
        };
        if names.is_empty() {
            return;
        }
        // As many names as groups before them: "a girl and a boy, Mia and Tom"; fewer belong to the last group.
        let run = std::mem::take(&mut self.run);
        let open = run.iter().filter(|&&i| self.children.get(i).is_some_and(|child| child.name.is_none())).count();
        if open > 0 && names.len() >= open {
            self.current = run;
        }
        let slots = self.children.iter().filter(|child| child.name.is_none()).count();
        for name in apart(names, slots) {
            let unnamed = |i: &usize| self.children.get(*i).is_some_and(|child| child.name.is_none());
            let next = self.current.iter().copied().find(unnamed).or_else(|| (0..self.children.len()).find(unnamed));
            match next.and_then(|index| self.children.get_mut(index)) {
                Some(child) => child.name = Some(name),
                None => self.waiting.push(name),
            }
        }
    }

    fn finish(mut self) -> Told {
        for name in std::mem::take(&mut self.waiting) {
            if self.children.len() < MOST {
                self.children.push(Child { desired_gender: None, name: Some(name) });
            }
        }
        while self.children.len() < self.total.min(MOST) {
            self.children.push(Child::default());
        }
        Told { children: self.children, more: self.more }
    }
}

/// Names of three words and more are as many names, and so are those of two that fill two places.
fn apart(names: Vec<String>, slots: usize) -> Vec<String> {
    let alone = names.len() == 1;
    let several = |words: usize| words > 2 || (words == 2 && alone && slots == 2);
    let split = |name: String| {
        let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
        if several(words.len()) { words } else { vec![name] }
    };
    names.into_iter().flat_map(split).collect()
}

fn number(word: &str) -> usize {
    word.parse::<usize>().unwrap_or(1).min(MOST)
}

fn gender_of(word: &str) -> Gender {
    let female = word.contains('女')
        || word.starts_with("おんな")
        || word.starts_with('娘')
        || ["girl", "daughter", "lass", "lassie", "maid"].contains(&word.to_lowercase().as_str());
    if female { Gender::Female } else { Gender::Male }
}

const fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

fn japanese_names(gap: &str, after_group: bool, last: bool) -> Vec<String> {
    patterns! {
        // さくら(女の子)とれん(男の子)
        AND_AFTER_BRACKET = r"[)）]と";
    }
    let mut names = Vec::new();
    let gap = &*AND_AFTER_BRACKET.replace_all(gap, "、");
    let items: Vec<&str> = SEPARATOR.split(gap).collect();
    for (index, item) in items.iter().copied().enumerate() {
        let item = if index == 0 && after_group { AFTER_GROUP.replace(item, "") } else { item.into() };
        let item = LEAD.replace(&item, "").into_owned();
        // Before another group the と is an "and": 息子のハルトと娘のメイ.
        let before = item.strip_suffix('と').unwrap_or_default();
        let kana = before.chars().all(|c| ('\u{3041}'..='\u{309f}').contains(&c));
        // 杏が女: the particle is none of the name.
        let group_follows = !last && index + 1 == items.len();
        let item = item.strip_suffix(['は', 'が']).filter(|rest| group_follows && !rest.is_empty()).unwrap_or(&item);
        // Софья と蓮: the と stands with what follows it.
        let kana_follows = |rest: &str| rest.starts_with(|c| ('\u{3041}'..='\u{309f}').contains(&c));
        let item =
            item.strip_prefix('と').filter(|rest| index > 0 && !rest.is_empty() && !kana_follows(rest)).unwrap_or(item);
        let goes_on = !last || (index + 1 < items.len() && (item.chars().count() > 2 || !kana));
        let item = item.strip_suffix('と').filter(|_| goes_on).unwrap_or(item);
        for part in split_at_and(item) {
            let part = TAIL.replace(part, "");
            let name = strip_honorific(&part);
            if NAME.is_match(&name) && names::fits(&name) && !ja::PLACES.contains(&&*name) {
                names.extend(tidy(&name));
            }
        }
    }
    names
}

/// `花子と太郎` is two names, `まこと` one: と joins only what is long enough on both sides.
fn split_at_and(item: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = item;
    let mut from = 0;
    while let Some(at) = rest[from..].find('と').map(|at| at + from) {
        let (left, right) = (&rest[..at], &rest[at + 'と'.len_utf8()..]);
        let han = left.chars().last().is_some_and(|c| !('\u{3041}'..='\u{309f}').contains(&c));
        let long = right.chars().count() >= 2 || !right.starts_with(|c| ('\u{3041}'..='\u{309f}').contains(&c));
        let joins = right.chars().count() >= 1 && (han || (left.chars().count() >= 2 && long));
        if joins && !right.starts_with('い') && !right.starts_with('言') && !right.starts_with("名付") {
            parts.push(left);
            rest = right;
            from = 0;
        } else {
            from = at + 'と'.len_utf8();
        }
    }
    parts.push(rest);
    parts
}

fn english_names(gap: &str, after_group: bool, expected: bool) -> Vec<String> {
    patterns! {
        ARTICLE_BEFORE = r"(?i)\b(?:with|the|this|that) (?:the |an? )?$";
        // "two boys leo and max": as many names as there are boys, and nothing else.
        ONLY_NAMES = r"^\s*\p{L}{2,}(?:(?:,? (?:and|n|&) |, )\p{L}{2,})*[.!]*\s*$";
        BEGINS = r"^(?:is |'s )?[a-z]+(?:[ ,.!?]|$)";
        LISTED = r"^\p{Lu}\p{L}+(?:,| and | & |[.!]?\s*$)";
        NAMED_ON = r"^(?:and|or|would|is|for|as|will|sounds|maybe|please|the|a|but|with|after|then|if)\b";
    }
    let mut names: Vec<String> = Vec::new();
    // Words after "named" are names up to the first that is none.
    let mut cue = CUE_EN.find(gap).map(|m| m.end());
    let mut listing = false;
    let mut at_once = false;
    let mut joined = false;
    let bare =
        expected && (!after_group || ONLY_NAMES.is_match(gap) || gap.trim_start().starts_with([',', '-', ':', '(']));
    let all_names = bare
        && gap
            .split(|c: char| !c.is_alphabetic() && c != '\'')
            .all(|word| ["and", "n", ""].contains(&word) || is_name(word));
    let mut at = 0;
    for word in gap.split_inclusive(|c: char| c.is_whitespace() || ",;:()&/.!?\"".contains(c)) {
        let start = at;
        at += word.len();
        let plain = word.trim_matches(|c: char| !c.is_alphabetic() && c != '-').trim_end_matches("'s");
        if plain.is_empty() {
            joined = false;
            continue;
        }
        if cue.is_some_and(|cue| start >= cue) {
            (listing, at_once, cue) = (true, true, None);
        }
        let capital = begins_as_name(plain);
        // "An and Minh": what is a name only where a list goes on after it.
        let listed = HOMONYMS.contains(&plain) && LISTED.is_match(&gap[start..]);
        // The first word of a sentence has a capital, whatever it is: "Kindly wait".
        let begins = gap[..start].trim_end().chars().next_back().is_none_or(|c| matches!(c, '.' | '!' | '?' | '\n'));
        // "with the ʻokina"
        let article = ARTICLE_BEFORE.is_match(&gap[..start]);
        if article
            || begins
                && !(gap[..start].trim().is_empty() && after_group)
                && capital
                && !listing
                && BEGINS.is_match(&gap[at..])
                && !NAMED_ON.is_match(&gap[at..])
        {
            continue;
        }
        // "named hope": what follows at once is a name, whatever else it is.
        let called = at_once && is_called(plain);
        at_once = false;
        if (is_name(plain) || listed || called) && (capital || listing || all_names) {
            match names.last_mut() {
                Some(last) if joined && capital => {
                    last.push(' ');
                    last.push_str(plain);
                }
                _ => names.push(capitalised(plain)),
            }
            joined = word.ends_with(' ');
        } else {
            joined = false;
            let links = ["and", "or", "is", "are", "would", "be", "will", "maybe", "it's"];
            listing &= links.contains(&plain.to_lowercase().as_str());
        }
    }
    names
}

/// A word that stands where only a name does: "named hope", and not "named her after Grandma".
fn is_called(word: &str) -> bool {
    let lower = word.to_lowercase();
    let other = en::NOT_NAMES.contains(&lower.as_str()) || en::WORDS.contains(&lower.as_str());
    word.chars().count() > 2 && word.chars().all(char::is_alphabetic) && !other
}

fn is_name(word: &str) -> bool {
    let contracted = ["'d", "'ll", "'re", "'ve", "'m"].iter().any(|end| word.to_lowercase().ends_with(end));
    !contracted && word.chars().count() >= 2 && names::is_name_word(word)
}

/// Joins what was told with what was known.
pub fn merge(known: &[Child], told: Told, corrected: bool) -> Vec<Child> {
    let Told { children: told, more } = told;
    if known.is_empty() {
        return told;
    }
    // Who is named again is no other child.
    let (again, told): (Vec<Child>, Vec<Child>) =
        told.into_iter().partition(|child| child.name.is_some() && known.iter().any(|other| other.name == child.name));
    let mut known = known.to_vec();
    for child in &mut known {
        let same = again.iter().find(|other| other.name == child.name);
        child.desired_gender = same.and_then(|other| other.desired_gender).or(child.desired_gender);
    }
    if told.is_empty() {
        return known;
    }
    let known = &known;
    if more {
        return known.iter().cloned().chain(told).take(MOST).collect();
    }
    let genders_told = told.iter().any(|child| child.desired_gender.is_some());
    let names_told = told.iter().any(|child| child.name.is_some());
    if !genders_told {
        return fill_names(known, told, corrected);
    }
    let mut merged = known.clone();
    let mut taken = vec![false; known.len()];
    let fits = told.iter().all(|child| {
        let same = |i: &usize| !taken[*i] && known[*i].desired_gender == child.desired_gender;
        let open = |i: &usize| !taken[*i] && known[*i].desired_gender.is_none();
        let unnamed_first = |i: &usize| same(i) && known[*i].name.is_none();
        let place = (0..known.len())
            .find(unnamed_first)
            .or_else(|| (0..known.len()).find(same))
            .or_else(|| (0..known.len()).find(open));
        place.is_some_and(|index| {
            taken[index] = true;
            merged[index].desired_gender = child.desired_gender;
            if child.name.is_some() {
                merged[index].name.clone_from(&child.name);
            }
            true
        })
    });
    if fits && (names_told || told.len() == known.len() || !corrected) {
        return merged;
    }
    carry_names(known, told)
}

/// Names alone: for those without one; when all have one and the person corrects, for all.
fn fill_names(known: &[Child], told: Vec<Child>, corrected: bool) -> Vec<Child> {
    if told.iter().all(|child| child.name.is_none()) {
        // Only a number was told.
        let mut children = known.to_vec();
        if told.len() > known.len() || corrected {
            children.resize(told.len(), Child::default());
        }
        return children;
    }
    let mut children = known.to_vec();
    let replace = corrected && told.len() == known.len();
    let mut names = told.into_iter().filter_map(|child| child.name);
    for child in children.iter_mut().filter(|child| replace || child.name.is_none()) {
        child.name = names.next().or_else(|| child.name.take());
    }
    if !replace {
        children.extend(names.map(|name| Child { desired_gender: None, name: Some(name) }));
    }
    children.truncate(MOST);
    children
}

/// Other children than before; who has a namesake of the same gender keeps the name.
fn carry_names(known: &[Child], mut told: Vec<Child>) -> Vec<Child> {
    let mut left = known.to_vec();
    for child in told.iter_mut().filter(|child| child.name.is_none()) {
        if let Some(index) =
            left.iter().position(|old| old.desired_gender == child.desired_gender && old.name.is_some())
        {
            child.name = left.remove(index).name;
        }
    }
    told
}
