//! The partner, real or wished for: name, temperament, looks.

use std::sync::LazyLock;

use regex::Regex;

use super::personality::mentions_character;
use super::{refusal, wishes};
use crate::agent::given_names;
use crate::agent::hera::piece::{Piece, Who};
use crate::agent::hera::text::{language_of, pattern, patterns, tidy};
use crate::agent::hera::vocabulary::{self, en, ja};
use crate::domain::{Language, Partner};

/// A name in one Japanese script, or with Latin letters. One in hiragana ends where a です may begin.
const NAME: &str = r"[\p{Han}々]{1,4}|[\p{Hiragana}ー]{2,6}?|[\p{Katakana}ー・]{2,12}|\p{Latin}[\p{Latin}\p{M}'’-]+|\p{Cyrillic}{2,}|\p{Hangul}{1,5}";
const PARTNER_WORD: &str =
    "(?:妻|奥さん|嫁はん|嫁さん|嫁|夫|旦那|主人|家内|女房|彼女|彼氏|恋人|パートナー|相手|婚約者)";

static NAMED_JA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:名前|なまえ|名)(?:は|が|:)?\s*(?P<a>{NAME}?)(?:ちゃん|くん|君|さん)?(?:です|だよ|だ$|で(?:す|$|、)|といい|と言い|って|という|かな|がいい|にし|$|\s)|(?P<b>{NAME}?)(?:ちゃん|くん|君|さん)?(?:という|と言う|といい|と言い|って(?:いう|いい|名前|言)|と申し)"
    ))
});
static AFTER_PARTNER_JA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^{PARTNER_WORD}(?:は|の|:)?\s*(?:(?P<c>[\p{{Han}}々]{{1,4}}|[\p{{Katakana}}ー]{{2,8}})(?:ちゃん|くん|君|さん)?(?:です|だよ|で|は|が|も|と(?:い|言)|いう|いい|$)|(?P<d>[\p{{Hiragana}}ー]{{2,5}}?)(?:ちゃん|くん|君|さん)?(?:です|だよ|と(?:い|言)|いうて|いう(?:うねん|んよ|が)))"
    ))
});
/// 夫がいます、健二です: who is there, and then what they are called.
static NAMED_NEXT_JA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"{PARTNER_WORD}(?:さん)?(?:は|(?:が|も)?(?:い(?:ます|る(?:よ|んだ)?|て)|おります|おって))[、。\s]*(?:(?:名前|名|相手)は)?(?P<name>{NAME}?)(?:さん|ちゃん|くん|君)?(?:です|だよ|で、|と申|[。、]|$)"
    ))
});
static KANA_AFTER_PARTNER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^{PARTNER_WORD}(?:は|の名前は)([\p{{Hiragana}}ー]{{2,5}}?)(?:さん|ちゃん|くん)?$"))
});
static BARE_JA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^(?P<a>{NAME}?)(?:ちゃん|くん|君|さん)?(?:です|だよ|で|かな|がいい|がいいな|にします)*$"))
});
static LOOKS: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i){}|\b(?:{})\b|\d'\d", ja::LOOKS.join("|"), en::LOOKS.join("|"))));
static TEMPERAMENT: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i){}|\b(?:{})\b", ja::TEMPERAMENT.join("|"), en::TEMPERAMENT.join("|"))));

patterns! {
    NAMED_EN = r"(?i)\b(?:(?:call|name) (?:her|him|them)|name(?:'s|s)?(?: is| would be| will be| should be|:)?|named|called|goes by)\s+(?:is |maybe |probably )?(\p{L}[\p{L}\p{M}'’-]+)";
    // "I have a husband, who is called Ken": wherever in the sentence the partner is named.
    NAMED_LATER = r"(?i)\b(?:husband|wife|hubby|partner|girlfriend|boyfriend|gf|bf|fella|missus|fianc[eé]e?|spouse)\b([^.!?\n]{0,30}?)\b(?:(?:is|was|'s) (?:called|named)|called|named|name(?:'s| is))\s+(\p{L}[\p{L}\p{M}'’-]+)";
    ANOTHERS_NAME = r"(?i)\b(?:kids?|child|children|sons?|daughters?|boys?|girls?|bab(?:y|ies)|twins?|cat|dog|mother|father|brother|sister|friend|i|my|our)\b";
    NAMED_BY_CASE = r"^(?i:(?:my |our )?(?:wife|husband|partner|girlfriend|boyfriend|gf|bf|fianc[eé]e?|spouse|hubby|missus|fella|other half))(?:(?i:'?s name is| is|'s|s)?),?\s+(\p{Lu}[\p{L}\p{M}'’-]+)$|^(?i:(?:she|he)(?:'s| is))\s+(\p{Lu}[\p{L}\p{M}'’-]+)$|^(?i:(?:my |our )?(?:wife|husband|partner|girlfriend|boyfriend|fianc[eé]e?|spouse))\s+(\p{Lu}[\p{L}\p{M}'’-]+)\b";
    // "Sipho was my husband"
    NAME_IS_OF = r"^(\p{Lu}[\p{L}\p{M}'’-]+)(?:'s| is| was) my (?:late )?(?:wife|husband|hubby|partner|boyfriend|girlfriend|fianc[eé]e?|spouse)\b";
    NAME_FIRST = r"^(\p{Lu}[\p{L}\p{M}'’-]+) (?:is|would be|will be) (?i:her|his|their|the) name\b";
    BARE_EN = r"^(?i:maybe |probably |it's |like |let's say |let's go with |how about |her name |his name )?(\p{L}[\p{L}\p{M}'’-]+)(?: (\p{Lu}[\p{L}\p{M}'’-]+))?$";
    KIND_OF_LOOK = r"(?i)(?:優し|やさし|明る|穏やか|落ち着|クール|温か|知的|kind|warm|gentle|bright|friendly|sweet|calm|cheerful|sensitive|serious|honest|playful)(?:い|な|そうな|げな|いた)?\s*(?:目|瞳|笑顔|顔|髪|雰囲気の顔|肌|声|茶髪|eyes?|smile|face|hair|skin|look)";
    JOINT_JA = r"くて、?|で、?|いし、?|だし、?|て、?|[\p{Han}\p{Katakana}]と、?";
    JOINT_EN = r"(?i)\s+(?:with|who has|who is|has|and|but|n|&)\s+";
    LEAD = concat!(
        r"(?i)^(?:(?:妻|奥さん|嫁(?:さん)?|夫|旦那(?:さん)?|主人|彼女|彼氏|恋人|パートナー|相手|彼|理想(?:の(?:人|ひと|相手|お相手|パートナー|タイプ|女性|男性|彼氏|彼女))?)(?:の(?:性格|見た目|外見|顔立ち|容姿))?(?:は|が|も|って)|(?:性格|見た目|外見|容姿|ルックス|雰囲気|特徴|タイプ)(?:は|が|も|的には|:)|(?:あと|それから|そして|とにかく|あとは|できれば|えっと|やっぱり|たぶん)、?|で、|ですね、?",
        r"|(?:make|let) (?:him|her|them)(?: be)?\s+|(?:and|but|also|with|so|well|ideally|maybe|probably|just|then)\s+|(?:my|our|the|an?)\s+(?:ideal|perfect|dream)\s+(?:wife|husband|partner|man|woman|guy|girl|type|match)(?:'s|\s+is|\s+would be|:)?\s+|(?:my|our|the)\s+(?:wife|husband|partner|girlfriend|boyfriend|fianc[eé]e?|spouse)(?:'s|\s+is|\s+has)?\s+|(?:hes|shes|theyre)\s+|(?:she|he|they)(?:'s|'re|'d| is| was| were| had| are| has| have| had| would have| would be| should be| should have)\s+|(?:her|his|their)\s+|(?:is|has|have|a|an|are|got)\s+|(?:someone|somebody)\s+|(?:i'd (?:like|love|want)|i want|i would like|looking for|i like|i love)\s+|(?:who|that)(?:'s| is| has)?\s+|(?:personality|temperament|looks?|appearance)(?:\s+is|:)?\s+|(?:man|woman|guy|girl|person)\s+(?:with|who(?:'s| is)?)\s+)",
    );
    TAIL_JA = r"(?:です(?:ね|よ|かね)?|でした|だよ|だね|だ|かな|がいい(?:です|な|かな)?|が(?:好き|理想|タイプ|好み|良い|よい)(?:です|だ)?|を(?:希望|お願い).*|って感じ.*|でしょうか|と思い?ます|だと思う|ですけど|けど|ですが)+$";
    // 面倒見がいい says what somebody is like, not what is wished.
    GOOD_AT = r"(?:面倒見|頭|スタイル|センス|愛想|人柄|ノリ|育ち|気前|姿勢)が(?:いい|良い|よい)(?:です)?$";
    POLITE = "です$";
    NOUN_JA = r"(?:([いなるた])(?:子|人|ひと|方)|の(?:子|人|ひと|方)|の?(?:性格|タイプ|感じ|女性|男性|印象))で?$";
    TAIL_EN = r"(?i)\s+(?:please|i think|i guess|too|as well|obviously|for sure|maybe|person|personality)$";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Temperament,
    Looks,
}

/// What the pieces tell of the partner. `expected`: Hera asked about the partner, so a bare word is a name.
pub fn read(text: &str, pieces: &[Piece<'_>], expected: bool, name_known: bool) -> Partner {
    let mut told = Partner::default();
    let mut spans: Vec<(Kind, usize, usize, usize)> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        if piece.topic != Who::Partner {
            continue;
        }
        let mut rest = (piece.start, piece.end());
        if told.name.is_none()
            && let Some((name, end)) = named(piece, expected)
        {
            told.name = tidy(&name);
            piece.used.set(true);
            rest.0 += end;
        }
        if wishes::entrusts(piece.text) || refusal::refuses(piece.text) {
            continue;
        }
        for (kind, start, end) in kinds(text, rest) {
            piece.used.set(true);
            let start = with_coordinate(text, pieces, index).filter(|_| start == rest.0).unwrap_or(start);
            spans.push((kind, start, end, index));
        }
    }
    told.name = told.name.or_else(|| named_later(text)).or_else(|| named_next(text));
    if told.name.is_none() && expected && !name_known {
        told.name = pieces.iter().find_map(bare_name);
    }
    told.temperament = describe(text, pieces, &spans, Kind::Temperament);
    told.appearance = describe(text, pieces, &spans, Kind::Looks);
    if told.temperament.is_none() && expected {
        told.temperament = pieces.iter().find_map(|piece| in_other_words(piece, told.appearance.as_deref()));
    }
    told
}

/// Where the description begins with the word that an "and" joins to the piece: "dreamy and artistic".
fn with_coordinate(text: &str, pieces: &[Piece<'_>], index: usize) -> Option<usize> {
    let before = pieces.get(index.checked_sub(1)?)?;
    let joined = text.get(before.end()..pieces[index].start)?.trim() == "and";
    let open = !before.used.get() && before.topic == Who::Partner && adjacent(pieces, index - 1, index);
    if !(joined && open) {
        return None;
    }
    before.used.set(true);
    Some(before.start)
}

/// The name said in the piece, and where in it the description goes on.
fn named(piece: &Piece<'_>, expected: bool) -> Option<(String, usize)> {
    let text = piece.text;
    if let Some(found) = NAMED_JA.captures(text) {
        let name = found.name("a").or_else(|| found.name("b"))?;
        // 夫はけんたという: the particle is none of the name.
        let particle = found.name("b").is_some() && name.start() > 0;
        let name = name.as_str().strip_prefix(['は', 'が']).filter(|_| particle).unwrap_or(name.as_str());
        if plausible(name) {
            return Some((strip_honorific(name), found.get(0)?.end()));
        }
    }
    if let Some(found) = AFTER_PARTNER_JA.captures(text) {
        let name = found.name("c").or_else(|| found.name("d"))?;
        if plausible(name.as_str()) && !describes(name.as_str()) {
            return Some((strip_honorific(name.as_str()), found.get(0)?.end()));
        }
    }
    // 妻はゆみこ: in hiragana, only who is called so is no word for what somebody is like.
    if let Some(found) = KANA_AFTER_PARTNER.captures(text)
        && let Some(name) = found.get(1).filter(|name| given_names::gender(name.as_str()).is_some())
    {
        return Some((name.as_str().to_owned(), name.end()));
    }
    if let Some(found) = NAMED_EN.captures(text).filter(|_| piece.subject == Some(Who::Partner) || expected) {
        let name = found.get(1)?;
        if plausible(name.as_str()) {
            return Some((capitalised(name.as_str()), name.end()));
        }
    }
    let found =
        NAME_IS_OF.captures(text).or_else(|| NAME_FIRST.captures(text)).or_else(|| NAMED_BY_CASE.captures(text))?;
    let name = (1..=3).find_map(|index| found.get(index))?;
    (plausible(name.as_str()) && !describes(name.as_str())).then(|| (name.as_str().to_owned(), name.end()))
}

fn named_later(text: &str) -> Option<String> {
    let found = NAMED_LATER.captures(text).filter(|found| !ANOTHERS_NAME.is_match(&found[1]))?;
    plausible(&found[2]).then(|| capitalised(&found[2]))
}

/// 夫がいます、看護師です says what they do: only who is called so is named.
pub fn named_next(text: &str) -> Option<String> {
    patterns! {
        // 「隣の奥さんは洋子さんで」: another's wife.
        OF_ANOTHER = r"(?:隣|近所|友達|友人|兄|弟|姉|妹|同僚|上司|部下|先輩|後輩|知り合い|いとこ|社長|店長|息子|娘)(?:さん)?の(?:奥さん|嫁(?:さん)?|旦那(?:さん)?|夫|妻|ご?主人|彼女|彼氏)(?:は|が|も)[^。、!?\n]*";
        // Words that end as names do.
        NO_NAME = r"(?:[職芸商軍役友他本国美恋恩大老狩仲]|料理|使用|保証)人$|[代月行治]$|^(?:大?丈夫|一緒|内緒|平和|公平|上司|双子|年子|親子|息子|弟子|女子|男子|迷子|調子|様子|末っ子|.*っ子|.*っこ|[長次三]男|紹介|厄介|[介補救]助|唯一|同一|第一|一番|言葉|元気|げんき|お?花)$";
    }
    let text = &*OF_ANOTHER.replace_all(text, "");
    let mut found = NAMED_NEXT_JA.captures_iter(text).map(|found| found["name"].to_owned());
    found.find(|name| {
        given_names::gender(name).is_some() && plausible(name) && !describes(name) && !NO_NAME.is_match(name)
    })
}

/// A piece that is nothing but a name.
fn bare_name(piece: &Piece<'_>) -> Option<String> {
    if piece.used.get() || piece.topic != Who::Partner || describes(piece.text) {
        return None;
    }
    let name = if language_of(piece.text) == Some(Language::Japanese) {
        strip_honorific(BARE_JA.captures(piece.text)?.name("a")?.as_str())
    } else {
        let found = BARE_EN.captures(piece.text)?;
        let family = found.get(2).map(|m| format!(" {}", m.as_str())).unwrap_or_default();
        format!("{}{family}", capitalised(found.get(1)?.as_str()))
    };
    let found = plausible(name.split(' ').next().unwrap_or("")).then_some(name)?;
    piece.used.set(true);
    tidy(&found)
}

/// Whether the word may be somebody's name at all.
pub fn plausible(name: &str) -> bool {
    let lower = name.to_lowercase();
    let ending = [
        "です",
        "ます",
        "たい",
        "ない",
        "しい",
        "だよ",
        "けど",
        "から",
        "ので",
        "でも",
        "する",
        "いる",
        "さい",
        "いい",
        "した",
        "いいな",
        "たいな",
        "ないな",
        "ません",
        "でしょう",
    ];
    let verbal = name.chars().all(|c| ('\u{3041}'..='\u{309f}').contains(&c)) && name.chars().count() > 2;
    let left_open = ["任せ", "まかせ", "こだわ"].iter().any(|word| name.contains(word));
    let word = ja::NOT_NAMES.contains(&name) || en::NOT_NAMES.contains(&lower.as_str());
    let word = word && !en::NAMES_BY_CAPITAL.contains(&name);
    // "God-fearing" describes somebody.
    let compound = name.rsplit_once('-').is_some_and(|(_, last)| {
        last.starts_with(|c: char| c.is_ascii_lowercase())
            && (["ing", "ed", "ish"].iter().any(|end| last.ends_with(end)) || vocabulary::is_ordinary(last))
    });
    let sentence = verbal && ending.iter().any(|end| name.ends_with(end));
    let wish = ["ほし", "欲し", "ええ", "よか", "いいな", "いらん", "いるん", "おらん", "おる"]
        .iter()
        .any(|head| name.starts_with(head));
    !(name.is_empty() || left_open || word || compound || sentence || wish)
}

#[must_use]
pub fn strip_honorific(name: &str) -> String {
    let bare =
        ["ちゃん", "くん", "さん", "君", "どの", "殿", "様", "先輩"].iter().find_map(|title| name.strip_suffix(title));
    // たっくん, みーちゃん: a pet name has no title.
    let whole = |bare: &&str| !bare.is_empty() && !bare.ends_with(['っ', 'ー', 'ッ']);
    bare.filter(whole).unwrap_or(name).to_owned()
}

pub fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Whether the text has a word for looks or a character.
pub fn describes(text: &str) -> bool {
    LOOKS.is_match(text) || TEMPERAMENT.is_match(text) || mentions_character(text)
}

/// Whether the text has a word for a temperament, and one for looks.
pub fn kind_of(text: &str) -> (bool, bool) {
    let plain = KIND_OF_LOOK.replace_all(text, "顔が");
    (TEMPERAMENT.is_match(&plain) || mentions_character(&plain), LOOKS.is_match(text))
}

/// The piece in two, where a temperament turns into looks or back: "ginger n really funny".
pub fn parted(piece: &str) -> Vec<&str> {
    let mut parts: Vec<&str> =
        kinds(piece, (0, piece.len())).into_iter().map(|(_, start, end)| &piece[start..end]).collect();
    parts.dedup();
    parts
}

/// The parts of `text[start..end]` that describe, cut where a temperament turns into looks or back.
fn kinds(text: &str, (start, end): (usize, usize)) -> Vec<(Kind, usize, usize)> {
    let part = &text[start..end];
    match kind_of(part) {
        (true, false) => vec![(Kind::Temperament, start, end)],
        (false, true) => vec![(Kind::Looks, start, end)],
        (false, false) => Vec::new(),
        (true, true) => {
            let joints = JOINT_JA.find_iter(part).map(|m| (m.end(), m.end()));
            let joints = joints.chain(JOINT_EN.find_iter(part).map(|m| (m.start(), m.end())));
            for (cut, next) in joints {
                let pure = |range: &str| match kind_of(range) {
                    (true, false) => Some(Kind::Temperament),
                    (false, true) => Some(Kind::Looks),
                    _ => None,
                };
                if let (Some(left), Some(right)) = (pure(&part[..cut]), pure(&part[next..]))
                    && left != right
                {
                    return vec![(left, start, start + cut), (right, start + next, end)];
                }
            }
            vec![(Kind::Temperament, start, end), (Kind::Looks, start, end)]
        }
    }
}

/// All that was said of one kind, in the person's own words; neighbours of one sentence stay as they were joined.
fn describe(text: &str, pieces: &[Piece<'_>], spans: &[(Kind, usize, usize, usize)], kind: Kind) -> Option<String> {
    let mut merged: Vec<(usize, usize, usize)> = Vec::new();
    let mut previous: Option<Kind> = None;
    for &(this, start, end, index) in spans {
        if this == kind {
            match merged.last_mut() {
                Some(last) if previous == Some(kind) && adjacent(pieces, last.2, index) => {
                    (last.1, last.2) = (end, index);
                }
                _ => merged.push((start, end, index)),
            }
        }
        previous = Some(this);
    }
    let parts: Vec<String> = merged.iter().filter_map(|&(start, end, _)| trimmed(&text[start..end])).collect();
    let joint = if parts.iter().all(|part| part.is_ascii()) { ", " } else { "、" };
    tidy(&parts.join(joint))
}

fn adjacent(pieces: &[Piece<'_>], left: usize, right: usize) -> bool {
    let sentence = |index: usize| pieces.get(index).map(|piece| piece.sentence);
    right - left <= 1 && sentence(left) == sentence(right)
}

/// The description without what only leads to it or ends the sentence.
pub fn trimmed(text: &str) -> Option<String> {
    let mut text = tidy(text)?;
    while let Some(lead) = LEAD.find(&text).filter(|lead| lead.end() < text.len()) {
        text = text[lead.end()..].trim_start().to_owned();
    }
    let text = TAIL_EN.replace(&text, "");
    let text = if GOOD_AT.is_match(&text) { POLITE.replace(&text, "") } else { TAIL_JA.replace(&text, "") };
    let text = NOUN_JA.replace(&text, "$1");
    let text = tidy(&text)?;
    let ended = [
        ("していて", "している"),
        ("くて", "い"),
        ("いし", "い"),
        ("だし", ""),
        ("まで", "まで"),
        ("で", ""),
        ("な", ""),
        ("て", "る"),
    ];
    let plain = ended.iter().find_map(|(end, instead)| Some(format!("{}{instead}", text.strip_suffix(end)?)));
    tidy(&plain.unwrap_or(text))
}

/// A wish for a character in words no table has: 一緒にいて楽な人, someone who loves cooking.
fn in_other_words(piece: &Piece<'_>, appearance: Option<&str>) -> Option<String> {
    patterns! {
        CHARACTER = r"(?i)(?:.{2,})(?:人|ひと|性格|タイプ)(?:です|だよ|だ|がいい|が好き|が理想|$)|^(?:someone|somebody) (?:who|that)\b.+|^who\b.+|\b(?:loves|likes|enjoys|always)\b.+";
    }
    let fits = piece.topic == Who::Partner && !piece.used.get() && appearance != Some(piece.text);
    if !fits || !CHARACTER.is_match(piece.text) {
        return None;
    }
    piece.used.set(true);
    trimmed(piece.text)
}
