//! Where the person lives.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::agent::hera::piece::{Piece, Who};
use crate::agent::hera::text::{pattern, patterns, tidy};
use crate::agent::hera::vocabulary::{self, en, ja};
use crate::domain::Field;

patterns! {
    LIVES_JA = r"((?:[\p{Han}\p{Katakana}ー々ヶA-Za-z]|の[\p{Han}\p{Katakana}])+)(?:の(?:方|ほう|あたり|辺り|近く|郊外|はずれ))?(?:(?:に|で)(?:[^、。\sにではをが]{1,8}|もう?\d+年(?:以上|ほど|くらい)?)|に|で|へ|から)?(?:も|ずっと|1人で|一人で|夫婦で|家族で|二人で|2人で)?(?:移住|定住|住|暮ら|在住|すんで|居住|引っ越|住まい|1人暮らし|一人暮らし)";
    LIVES_EN = r"(?i)\b(?:live|living|lives|based|located|reside|residing|staying|stay|settled|moved|home is|location is|location:|relocated|move)\b\s*(?:(?:now|currently|over|out|up|down|here|right|just|together|alone|both|been)\s+)*(?:with\s+(?:my|our|the)\s+(?:\w+\s+){1,4}?(?:in|near)|in|near|at|outside|around|to)?\s+(.+)|\bfrom\s+(.+)|\b(?:i'?m|we'?re|i am)\s+(?:currently |now )?in\s+(.+)|\b(?:i've|we've|i have) been (?:living )?in\s+(.+)|^in\s+(.+)|(?:\bman|woman|guy|girl|male|female|old)\s+in\s+(.+)";
    LEADING = r"^(?:今は?|現在は?|普段は?|実家の|歳で|私は|僕は|俺は|地元の|出身の|出身は|住まいは|場所は|住所は|えっと|えーと|同じく|あと|やっぱり|実は|場所|日本の)+";
    TRAILING = r"(?:在住|住み|住まい|住|在|出身|生まれ|育ち|民|っ子|勤務|です|だよ|だ|に|で|の(?:方|ほう|あたり))+$";
    TOWN_HEAD = r"\p{Han}{1,4}$";
    NO_TOWN_HEAD = r"^.{3,}|[在家宅今元身内所私僕俺妻夫年歳才女男性職婚主員生人県府都市区町村国方者業代親母父実歴現住前]$";
    // 秋田の横手, 兵庫の明石ってとこ: the town, where nothing else follows.
    TOWN = r"^[都府県市]?の([\p{Han}\p{Katakana}ヶ]{1,6}?)(?:です|だよ|って(?:とこ|ところ|所|いう)|という|と?いいます|に|、|。|\s|$)";
    // 年金暮らし: how somebody lives, and not where.
    MANNER = r"(?:^|[^にで])暮ら";
    // "from Cork originally": where somebody lives no more.
    AWAY = r"(?i:\bfrom\b.{2,30}\boriginally\b)|行き|旅行|好き|出身|生まれ|遊び|働|勤め|通っ|飛び";
    BARE_JA = r"^([\p{Han}\p{Katakana}ー々ヶ]{2,10})(?:の(?:方|ほう|あたり|田舎|郊外))?(?:です|だよ|だ|かな|になります|ですね|にいます|におります|っす|在住(?:です)?|住み(?:です)?|市内|県内|府内|都内)*$";
    ORIGIN = r"(?i)\b(?:originally|comes?|born|grew up|moved|away|but)\s+(?:\w+\s+)?from\s+$";
    // "its sam, 41, from galway", "bloke from wagga wagga"
    FROM = r"(?i)^(?:(?:im|i'm|i am|an?|f|m|\d{2}|yo|male|female|man|woman|guy|girl|bloke|lady|lad|lass|dude|chick|gal|fella|living|currently|originally|here)[ ,]+)*from (\p{Ll}{3,}(?: \p{Ll}{3,})?)$";
    EXTENDED = r"^[都府県市]?(?:の?[\p{Han}\p{Katakana}ー々ヶ]+[都道府県市区町村郡島])+|^(?:都内|市内|県内|府内|近郊|郊外)";
    BORN = r"(?i)\bfrom\b.{2,30}\boriginally\b";
    ELSEWHERE = r"(?i)\bi (?:was|am|would be)\b";
    AFTER_AMERICAN = r"^[\w']+";
    NOT_IN_PLACE = r"(?i)^(?:without|for|off|through|like|my|the (?:city|country|suburbs|countryside|middle)|a|an|love|it|finance|tech|sales|it's|his|her|their|our|school|college|good|bed|home|heart|work|hospital|\d)\b";
}

/// What stands after "in" or "from" and begins no place.
const NO_TOWN: [&str; 14] = [
    "case",
    "you",
    "fact",
    "general",
    "short",
    "total",
    "debt",
    "charge",
    "theory",
    "other",
    "particular",
    "between",
    "time",
    "my",
];

static GAZETTEER: LazyLock<Regex> = LazyLock::new(|| pattern(&ja::PLACES.join("|")));
static REGION: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^,\s*((?i:{}))(?:\W|$)", en::REGIONS.replace("[A-Z]{2}", "(?-i:[A-Z]{2})"))));

/// The place told in the piece; `text` is the whole message, for what follows a comma.
pub fn told(piece: &Piece<'_>, text: &str) -> Option<String> {
    // "Vancouver, but from Busan"
    let from = piece.text.starts_with("from ") && text[..piece.start].trim_end().ends_with("but");
    if !piece.of_person() || from || BORN.is_match(piece.text) {
        return None;
    }
    lives_in_japanese(piece.text).or_else(|| lives_in_english(piece, text))
}

fn lives_in_japanese(text: &str) -> Option<String> {
    if let Some(found) = LIVES_JA.captures(text) {
        let place = LEADING.replace(&found[1], "");
        let place = TRAILING.replace(&place, "");
        let last = place.rsplit('歳').next().unwrap_or(&place);
        if let Some(place) =
            GAZETTEER.find(last).filter(|place| place.start() == 0 && last[place.end()..].contains('の'))
        {
            return gazetteer(&last[place.start()..]);
        }
        let manner = MANNER.is_match(&found[0]) && GAZETTEER.find(last).is_none_or(|place| place.start() > 0);
        if !manner && !last.is_empty() && !ja::NOT_PLACES.contains(&last) && !last.is_ascii() {
            return tidy(last);
        }
    }
    let lives = ["住", "暮ら", "在住", "すん"].iter().any(|verb| text.contains(verb));
    lives.then(|| gazetteer(text)).flatten()
}

/// A place that needs no verb, with the ward or town that follows it.
fn gazetteer(text: &str) -> Option<String> {
    let found = GAZETTEER.find(text)?;
    let rest = &text[found.end()..];
    let more = EXTENDED.find(rest).map_or("", |m| m.as_str());
    let suffix = rest.chars().next().filter(|c| more.is_empty() && "都府県市".contains(*c));
    // 東大阪 and 大和郡山 are towns of their own.
    // 長野の松本
    let town = rest.strip_prefix('の').and_then(|rest| GAZETTEER.find(rest)).filter(|town| town.start() == 0);
    let town = town.map(|town| town.as_str()).or_else(|| {
        let town = TOWN.captures(rest)?.get(1)?.as_str();
        // 鎌倉の海: what is there.
        let nature =
            ["海", "山", "川", "森", "湖", "町", "街", "村", "北", "南", "東", "西", "端", "外", "奥"].contains(&town);
        (!nature && !vocabulary::is_ordinary(town) && !ja::NOT_PLACES.contains(&town)).then_some(town)
    });
    let whole = rest.find('の').map_or("", |at| &rest[..at]);
    let within = town.map(|town| format!("{whole}の{town}")).filter(|_| more.is_empty());
    let more = within.as_deref().unwrap_or(more);
    let head = TOWN_HEAD.find(&text[..found.start()]).map_or("", |m| m.as_str());
    let head = if NO_TOWN_HEAD.is_match(head) { "" } else { head };
    tidy(&format!("{head}{}{more}{}", found.as_str(), suffix.map(String::from).unwrap_or_default()))
}

fn lives_in_english(piece: &Piece<'_>, text: &str) -> Option<String> {
    for found in LIVES_EN.captures_iter(piece.text) {
        let said = (1..=6).find_map(|index| found.get(index))?;
        if ORIGIN.is_match(&piece.text[..said.start()]) {
            continue;
        }
        // "tips from commissions", "in Korea I was 35"
        let named = said.as_str().starts_with(char::is_uppercase)
            || en::PLACES.contains(&said.as_str().to_lowercase().as_str());
        let named =
            named || (found.get(2).is_some() && FROM.captures(piece.text).is_some_and(|town| is_town(&town[1])));
        if (found.get(2).is_some() && !named) || ELSEWHERE.is_match(said.as_str()) {
            continue;
        }
        if let Some((place, whole)) = english_place(said.as_str()) {
            // A region after a comma stands in the next piece.
            let region =
                if whole { REGION.captures(&text[piece.end()..]).map(|found| found[1].to_owned()) } else { None };
            return tidy(&region.map_or(place.clone(), |region| format!("{place}, {region}")));
        }
    }
    None
}

/// Whether words in small letters are none but a town's: "galway".
fn is_town(words: &str) -> bool {
    words.split(' ').all(|word| super::names::is_name_word(word) && !vocabulary::is_ordinary(word))
}

/// The head of `said` that is a place, and whether that is all of it.
fn english_place(said: &str) -> Option<(String, bool)> {
    if NOT_IN_PLACE.is_match(said) && !said.to_lowercase().starts_with("the u") {
        return None;
    }
    // "from the bakery"
    let lower = said.to_lowercase();
    let article = lower.starts_with("the ") && said[4..].starts_with(char::is_lowercase);
    if article && !en::PLACES.iter().any(|place| place.starts_with("the ") && lower.starts_with(place)) {
        return None;
    }
    let words: Vec<&str> = said.split_whitespace().collect();
    let stop = |word: &&str| {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'').to_lowercase();
        en::AFTER_PLACE.contains(&plain.as_str()) || plain.starts_with(|c: char| c.is_ascii_digit())
    };
    let length = words.iter().take(5).take_while(|word| !stop(word)).count();
    let place = words[..length].join(" ");
    // "in case you wondered"
    let small = !place.contains(char::is_uppercase) && !en::PLACES.contains(&place.to_lowercase().as_str());
    if small && words[..length].iter().any(|word| NO_TOWN.contains(&word.to_lowercase().as_str())) {
        return None;
    }
    tidy(&place).map(|place| (place, length == words.len()))
}

/// The place that the text names, if it is one that needs no other hint.
pub fn known(text: &str) -> Option<String> {
    if AWAY.is_match(text) {
        return None;
    }
    gazetteer(text).or_else(|| english_bare(text))
}

/// A place said without a verb, where Hera asked for one: a known place, or a word that is nothing else. Where the person
/// only `introduces` themself, a known place alone.
pub fn bare(piece: &Piece<'_>, asked: bool, introduces: bool) -> Option<String> {
    if !(asked || introduces) || !piece.of_person() || piece.topic == Who::Someone {
        return None;
    }
    if !AWAY.is_match(piece.text)
        && let Some(place) = gazetteer(piece.text)
    {
        return Some(place);
    }
    english_bare(piece.text).or_else(|| {
        let found = BARE_JA.captures(piece.text).filter(|_| asked && !piece.used.get())?;
        let place = TRAILING.replace(&found[1], "");
        let known = ja::NOT_PLACES.contains(&&*place) || ja::NOT_NAMES.contains(&&*place);
        (!known && !place.is_empty() && !place.contains(['男', '女', '婚'])).then(|| place.into_owned())
    })
}

fn english_bare(text: &str) -> Option<String> {
    let plain = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let plain = plain.strip_prefix("in ").or_else(|| plain.strip_prefix("it's ")).unwrap_or(&plain);
    if en::PLACES.contains(&plain) {
        let start = text.len() - text.trim_start_matches("in ").len();
        return tidy(&text[start..]);
    }
    // "manchester uk": a town and its country.
    let of_country = text.split_once(' ').is_some_and(|(town, country)| {
        let region = country.to_lowercase();
        let known = en::PLACES.contains(&region.as_str())
            || (region.len() == 2 && region.chars().all(|c| c.is_ascii_alphabetic()))
            || ["usa", "england", "scotland", "wales"].contains(&region.as_str());
        known && en::PLACES.contains(&town.to_lowercase().as_str())
    });
    if of_country {
        return tidy(text);
    }
    let last = text.rsplit(' ').next().unwrap_or("");
    let ends_with_place = en::PLACES.contains(&last.to_lowercase().as_str()) && last.len() > 3;
    // "portland oregon"
    let words = text.split_whitespace().count();
    let whole = words <= 3 && text.split_whitespace().all(super::names::is_name_word);
    ends_with_place.then(|| tidy(if whole { text } else { last })).flatten()
}

/// A capitalised word or two that no other rule wanted, where Hera asked for a place.
pub fn leftover(piece: &Piece<'_>, asked: &BTreeSet<Field>) -> Option<String> {
    let words: Vec<&str> = piece.text.split_whitespace().collect();
    let name_like = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || "'-.".contains(c))
            && !en::NOT_NAMES.contains(&word.to_lowercase().trim_end_matches('.'))
            && AFTER_AMERICAN.is_match(word)
    };
    let fits = asked.contains(&Field::Location) && !piece.used.get() && piece.of_person();
    let looks_like_place = (1..=3).contains(&words.len()) && words.iter().all(name_like) && piece.text.is_ascii();
    (fits && looks_like_place).then(|| tidy(piece.text)).flatten()
}
