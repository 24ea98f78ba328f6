//! Another name than the one that was understood: "his name is Ben, not Len", 「名前まちがってる、さくらだよ」.

use regex::Regex;

use crate::agent::family::hear::names_in;
use crate::agent::hera::text::{normalise, patterns};
use crate::domain::{FamilyRole, Gender, Language, Member};

/// How alike two names must be, for the one to be meant by the other.
const ALIKE: f64 = 0.3;
/// Characters of a name.
const LONGEST: usize = 24;

patterns! {
    // Before and after the old name.
    NOT_BEFORE = r"(?i)\bnot\s+(?:called |named )?$";
    RIGHT_BEFORE = r"(?i)(?:\b(?:is|it's|he's|she's|they're|called|named|name's|say|spelled|spelt|him|her)\s+|^)(\p{L}[\p{L}'-]*)\s*,?\s*(?:and |but )?not\s+(?:called |named )?$";
    RIGHT_AFTER = r"(?i)^\s*[,.;:-]*\s*(?:but |it's |it is |he's |she's |his name is |her name is |it should be |called )*(\p{L}[\p{L}'-]*)\s*[.!]*$";
    CALLED = r"(?i)^(?:'s| is)(?: really| actually)? (?:really |actually )?(?:called|named|spelled|spelt) (?:as )?(\p{L}[\p{L}'-]*)\s*[.!]*$|^(?:'s name)? (?:should be|is really|is actually) (?:called |named |spelled )?(\p{Lu}[\p{L}'-]*)\s*[.!]*$|^ (?:to|into) (\p{Lu}[\p{L}'-]*)\s*[.!]*$";
    NAME_OF_ROLE = r"(?i)\b(?:my|our) (husband|wife|partner|son|daughter|boy|girl|eldest|oldest|youngest|boyfriend|girlfriend)(?:'s name is| is (?:really |actually )?(?:called|named)) (\p{L}[\p{L}'-]*)\s*[.!]*$";
    // Who is wrong, and nobody says whom it is about: the most like it.
    WRONG = r"(?i)\b(?:got|have|spelled|wrote|said) (?:the|his|her|my \w+'s|that|a) name wrong\b|\bwrong name\b|\bthat'?s not (?:his|her|the|my \w+'s) name\b|\bname is wrong\b|\bname(?:'s| is)n'?t right\b";
    IT_IS = r"(?i)(?:it's|it is|he's|she's|is|called|name's|be|,|:|\.)\s*(\p{L}[\p{L}'-]*)\s*[.!]*$";
    NOT_JA = r"^(?:ちゃん|くん|さん|君)?(?:じゃなく(?:て)?|ではなく(?:て)?|じゃない(?:です|よ|の|んです)?|ではありません|じゃねえ)[、。,\s]*(?:ほんとは|本当は|名前は)?(.+)$";
    RIGHT_NAME_JA = r"^(?:ちゃん|くん|さん|君)?の(?:本当の|ほんとの)?(?:名前|なまえ)は、?(?:本当は|ほんとは)?(.+)$|^(?:ちゃん|くん|さん|君)?(?:を|は)(.+)(?:に(?:変え|改名|直し|して)).*$";
    OF_ROLE_JA = r"(?:私の|うちの|僕の|俺の)?(夫|旦那|主人|妻|嫁|奥さん|パートナー|彼氏|彼女|息子|娘|長男|長女|次男|次女|上の子|下の子|末っ子)(?:さん)?の(?:名前|なまえ)は、?(.+)$";
    WRONG_JA = r"(?:名前|なまえ)(?:が|は|を|、)?(?:ちょっと)?(?:まちが|間違|違|ちが)[^、。!]{0,8}[、。!]\s*(?:正しくは|本当は|ほんとは)?(.+)$";
    SAID_JA = r"^([\p{Han}々]{1,4}|[\p{Hiragana}ー]{1,7}?|[\p{Katakana}ー・]{2,12}|[\p{Han}々]{1,3}[\p{Hiragana}]{1,2}?|\p{Latin}[\p{Latin}'-]+)(?:ちゃん|くん|さん|君)?(?:だよ|だ|です(?:よ|ね)?|だってば|なの|なんだ|やで|っていう.*|って(?:呼|いい).*|と(?:呼|いい|いう|書|申).*|が正し.*|ね|よ|、.*)?[。!]*$";
    NO_NAME_JA = r"^(?:それ|これ|いい|違う|ちがう|別|ほか|ごめん|だめ|やだ|いや|みんな|私|わたし|僕|俺|ラーメン|カレー|何|なに|誰|だれ)|(?:がいい|たい|ない|する|した)$";
    NO_NAME_EN = r"(?i)^(?:a|an|the|now|then|here|there|today|tonight|again|please|ok|okay|yes|no|not|so|well|but|and|that|this|it|he|she|they|we|you|me|him|her|us|them|what|who|monday|tuesday|wednesday|thursday|friday|saturday|sunday|right|wrong|true|fine|good|bad|sorry|late|tired|anymore|enough|really|just|only|alone|sick|home|mine|yours|everyone|everybody|somebody|nobody|mum|mom|dad)$";
}

/// Who is called otherwise, and how.
pub fn told(text: &str, language: Language, members: &[Member], last: Option<usize>) -> Option<(usize, String)> {
    let (index, name) = match language {
        Language::English => english(text, members, last)?,
        Language::Japanese => japanese(text, members, last)?,
    };
    let taken = members.iter().any(|member| normalise(&member.name).eq_ignore_ascii_case(&name));
    (!taken && !name.is_empty() && name.chars().count() <= LONGEST).then_some((index, name))
}

fn english(text: &str, members: &[Member], last: Option<usize>) -> Option<(usize, String)> {
    for (index, member) in members.iter().enumerate() {
        for (span, _) in names_in(text, &normalise(&member.name)) {
            let (before, after) = (&text[..span.start], &text[span.end..]);
            let ended = after.trim_matches(['.', '!', ' ']).is_empty();
            let said =
                RIGHT_BEFORE.captures(before).filter(|_| ended).and_then(|found| name(&found[1])).or_else(|| {
                    let right = RIGHT_AFTER.captures(after).filter(|_| NOT_BEFORE.is_match(before))?;
                    name(&right[1]).filter(|said| {
                        said.starts_with(char::is_uppercase) && (right[0].starts_with(',') || right[0].contains("it's"))
                    })
                });
            let called =
                || CALLED.captures(after)?.iter().skip(1).flatten().next().and_then(|found| name(found.as_str()));
            if let Some(said) = said.or_else(called) {
                return Some((index, said));
            }
        }
    }
    if let Some(found) = NAME_OF_ROLE.captures(text) {
        return Some((of_role(&found[1].to_lowercase(), members)?, name(&found[2])?));
    }
    if !WRONG.is_match(text) {
        return None;
    }
    let said = name(&IT_IS.captures(text)?[1])?;
    Some((most_alike(&said, members, last)?, said))
}

/// The word as a name, if it may be one.
fn name(word: &str) -> Option<String> {
    let mut letters = word.chars();
    let first = letters.next()?;
    let fits = word.chars().count() > 1 && !NO_NAME_EN.is_match(word);
    fits.then(|| first.to_uppercase().chain(letters).collect())
}

fn japanese(text: &str, members: &[Member], last: Option<usize>) -> Option<(usize, String)> {
    let first = |pattern: &Regex, text: &str| -> Option<String> {
        let found = pattern.captures(text)?;
        let said = found.iter().skip(1).flatten().next()?.as_str().trim().to_owned();
        let said = SAID_JA.captures(&said)?[1].to_owned();
        (!NO_NAME_JA.is_match(&said)).then_some(said)
    };
    for (index, member) in members.iter().enumerate() {
        for (span, _) in names_in(text, &normalise(&member.name)) {
            let after = &text[span.end..];
            if let Some(said) = first(&NOT_JA, after).or_else(|| first(&RIGHT_NAME_JA, after)) {
                return Some((index, said));
            }
        }
    }
    if let Some(found) = OF_ROLE_JA.captures(text) {
        let said = SAID_JA.captures(found[2].trim())?[1].to_owned();
        return Some((of_role(&found[1], members)?, said)).filter(|(_, said)| !NO_NAME_JA.is_match(said));
    }
    let said = first(&WRONG_JA, text)?;
    Some((most_alike(&said, members, last)?, said))
}

/// The one member who is called so by what they are.
fn of_role(role: &str, members: &[Member]) -> Option<usize> {
    let children: Vec<usize> = (0..members.len()).filter(|at| members[*at].role == FamilyRole::Child).collect();
    let of = |gender: Gender| {
        let mut those = children.iter().copied().filter(|at| members[*at].gender == Some(gender));
        those.next().filter(|_| those.next().is_none())
    };
    match role {
        "son" | "boy" | "息子" | "長男" => of(Gender::Male),
        "daughter" | "girl" | "娘" | "長女" => of(Gender::Female),
        "eldest" | "oldest" | "上の子" => children.first().copied(),
        "youngest" | "下の子" | "末っ子" | "次男" | "次女" => children.last().copied(),
        _ => members.iter().position(|member| member.role == FamilyRole::Partner),
    }
}

/// Whose name is most like it, or else whom the last message was for.
fn most_alike(said: &str, members: &[Member], last: Option<usize>) -> Option<usize> {
    let likeness =
        |member: &Member| strsim::normalized_levenshtein(&normalise(&member.name).to_lowercase(), &said.to_lowercase());
    let alike = members.iter().map(likeness).enumerate();
    let best = alike.max_by(|one, other| one.1.total_cmp(&other.1)).filter(|(_, likeness)| *likeness >= ALIKE);
    best.map(|(index, _)| index).or(last.filter(|last| *last < members.len()))
}
