//! What is examined of a message: one spelling for the many ways of typing the same thing.

pub mod japanese;

use std::sync::LazyLock;

use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization;

use crate::domain::Language;

/// Characters of a message that are looked at; an answer to Hera's questions never needs more.
const EXAMINED: usize = 4_000;
/// So many words in Latin letters are a sentence, whatever names it has in other ones.
const MANY: usize = 3;
/// Characters of a free-text value that are kept.
const KEPT: usize = 200;

/// A pattern written in this crate; tests touch every one of them.
#[expect(clippy::expect_used, reason = "the patterns are constants, and the tests compile every one")]
pub fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("the patterns of this crate are well-formed")
}

/// Declares patterns that are compiled when first used.
macro_rules! patterns {
    ($($name:ident = $source:expr;)+) => {
        $(static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| $crate::agent::hera::text::pattern($source));)+
    };
}
pub(crate) use patterns;

/// The language `text` is written in, if it shows: kana and kanji first, then Latin letters.
pub fn language_of(text: &str) -> Option<Language> {
    let japanese = |c: char| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff66}'..='\u{ff9f}');
    let seen = || text.chars().take(EXAMINED);
    if seen().any(japanese) {
        Some(Language::Japanese)
    } else if seen().filter(char::is_ascii_alphabetic).count() >= 2 {
        Some(Language::English)
    } else {
        None
    }
}

patterns! {
    // What somebody says in that language, and no mere name, number or 「ok」.
    SPOKEN_ENGLISH = r"(?i)\b(?:i|i'?m|i'?ve|i'?d|im|my|me|you|your|we|our|he|she|they|it|it'?s|is|are|am|was|the|a|an|and|to|in|on|of|for|with|not|don'?t|dont|can|do|does|what|what'?s|why|how|who|when|where|that|this|let'?s|please|want|have|has|like|would|thanks|thank|hello|hi|hey|sorry|english|from|about|no kids|go)\b";
    GREETS_ENGLISH = r"(?i)^\W*(?:hello|hi|hey|hiya|english|thanks|sorry|goodbye|bye)\W*$";
    SPOKEN_JAPANESE = r"[はがをにへでともの]|です|ます|だ|た$|よ$|ね$|か$|ない|たい|って|から|けど|[ぁ-ん]{7}|^(?:うん|はい|いいえ|ええ|いや|ううん|やあ|おはよう|こんにちは|こんばんは|ありがとう|ごめん|すみません|はじめまして|おやすみ|さようなら|ただいま|日本語|男性?|女性?|独身|既婚|結婚|秘密|大丈夫|了解|いいね|行こう)";
}

/// The language of the answer to `text` in a conversation whose language is `so_far`: another one only when somebody speaks
/// it. A number, a name, "ok" or a smile changes nothing.
pub fn language_after(text: &str, so_far: Option<Language>) -> Option<Language> {
    let Some(so_far) = so_far else { return language_of(text) };
    let latin = text.split(|c: char| !c.is_ascii_alphabetic() && c != '\'' && c != '’').filter(|word| !word.is_empty());
    let names = latin.clone().all(|word| word.starts_with(|c: char| c.is_ascii_uppercase()) && word.len() > 1);
    let words = latin.count();
    let english =
        || !names && words >= 2 && SPOKEN_ENGLISH.is_match(text) || (words == 1 && GREETS_ENGLISH.is_match(text));
    match (language_of(text)?, so_far) {
        (Language::English, Language::Japanese) if english() => Some(Language::English),
        // "My wife's name is 花子"
        (Language::Japanese, Language::English) if words >= MANY && SPOKEN_ENGLISH.is_match(text) => Some(so_far),
        (Language::Japanese, Language::English) if SPOKEN_JAPANESE.is_match(text.trim()) => Some(Language::Japanese),
        _ => Some(so_far),
    }
}

/// Whether the word begins as names do: with a capital, or with a letter of an alphabet that has no small ones.
pub fn begins_as_name(word: &str) -> bool {
    let letters = word.trim_start_matches(['ʻ', '\'', '’']);
    letters.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
}

/// The head of `text` in one spelling: NFKC, numbers as digits, straight quotes; control and invisible characters are
/// gone, emoji and laughter end a sentence.
pub fn normalise(text: &str) -> String {
    static LAUGHTER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\(笑\)|笑(?:$|[。!、\s])|\(汗\)|[wｗ]{2,}$|[wｗ]{2,}\n|草$|\b(?:lol|lmao|ha(?:ha)+)\b")
    });
    // A space beside a Japanese word separates like a comma.
    static SPACED: LazyLock<Regex> = LazyLock::new(|| {
        let japanese = r"[\p{Hiragana}\p{Katakana}\p{Han}ー]";
        pattern(&format!(r"({japanese}|\d) +({japanese})|({japanese}) +"))
    });
    static WAVE: LazyLock<Regex> = LazyLock::new(|| pattern(r"〜+(\D|$)"));
    // 👯‍♀️ beside 女の子 tells nothing more.
    static JOINED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\u{200d}[\u{2640}\u{2642}]"));
    static GENDERED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)[女男]|おんな|おとこ|\b(?:girls?|boys?|wom[ae]n|m[ae]n|lady|guy|f?e?male|daughters?|sons?|twins)\b",
        )
    });
    let text = if GENDERED.is_match(text) { JOINED.replace_all(text, "") } else { text.into() };
    let text: String = text.chars().take(EXAMINED).nfkc().take(EXAMINED).filter_map(one_spelling).collect();
    let text = text.replace('\u{2642}', "、男性、").replace('\u{2640}', "、女性、");
    // Twice, because neighbouring separators share the character between them.
    let text = SPACED.replace_all(&text, "$1$3、$2");
    let text = SPACED.replace_all(&text, "$1$3、$2");
    let text = LAUGHTER.replace_all(&text, "\n");
    let text = WAVE.replace_all(&text, "\n$1");
    digits(&text)
}

fn one_spelling(c: char) -> Option<char> {
    match c {
        '\u{2640}' | '\u{2642}' => Some(c),
        '\n' | '\r' | '\t' | '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' => Some('\n'),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe0f}' => None,
        '’' | '‘' | '`' | '´' => Some('\''),
        '“' | '”' => Some('"'),
        '~' | '〜' => Some('〜'),
        '–' | '—' | '−' => Some('-'),
        c if c.is_control() => None,
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

/// Numbers in kanji, kana or English words become digits where something is counted.
fn digits(text: &str) -> String {
    static KANA: LazyLock<Regex> = LazyLock::new(|| pattern("ひとり|ふたり|はたち|二十歳|三十路|四十路|一姫二太郎"));
    static KANJI: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            "([〇一二三四五六七八九十百千]+)(歳|才|さい|万|億|円|人|名[、。]|児|つ|年|か月|ヶ月|になり|になる|になっ)|([一二三四五六七八九]?十)代",
        )
    });
    static LARGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d{1,3})(百|千)(万|円|人)"));
    static MIXED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d{1,4})万(\d)千"));
    // さんびゃくごじゅうまん
    static KANA_SUM: LazyLock<Regex> = LazyLock::new(|| {
        let digit = "(いち|いっ|に|さん|よん|ご|ろく|ろっ|なな|はち|はっ|きゅう)?";
        pattern(&format!(
            "(?:{digit}([せぜ]ん))?(?:{digit}([ひびぴ]ゃく))?(?:{digit}(じゅう))?{digit}(まん|万)(円|えん)?"
        ))
    });
    static TENS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety)(?:[- ]?(one|two|three|four|five|six|seven|eight|nine))?\b|\b(ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)\b",
        )
    });
    static UNITS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(one|two|three|four|five|six|seven|eight|nine|a hundred|hundred)( (?:more |little |older |younger |beautiful |cute |lovely |baby |sweet |twin )?(?:girl|boy|kid|child|children|daughter|son|thousand|hundred|million|of each|year|of them)s?\b)",
        )
    });
    let text = KANA.replace_all(text, |found: &Captures<'_>| match &found[0] {
        "ひとり" => "1人",
        "ふたり" => "2人",
        "三十路" => "30歳",
        "四十路" => "40歳",
        "一姫二太郎" => "女の子1人と男の子1人",
        _ => "20歳",
    });
    let text = LARGE.replace_all(&text, |found: &Captures<'_>| {
        format!("{}{}{}", &found[1], if &found[2] == "百" { "00" } else { "000" }, &found[3])
    });
    // 4万5千
    let text = MIXED.replace_all(&text, |found: &Captures<'_>| {
        let part = |index: usize| found[index].parse::<u32>().unwrap_or(0);
        (part(1) * 10_000 + part(2) * 1_000).to_string()
    });
    let text = KANA_SUM.replace_all(&text, |found: &Captures<'_>| {
        let said = |index: usize| found.get(index).map_or("", |part| part.as_str());
        let value = |digit: usize, power: usize, worth: u32| {
            if said(power).is_empty() { 0 } else { kana_value(said(digit)).max(1) * worth }
        };
        let sum = value(1, 2, 1_000) + value(3, 4, 100) + value(5, 6, 10) + kana_value(said(7));
        // まん alone is no number.
        if sum == 0 { found[0].to_owned() } else { format!("{sum}万{}", said(9).replace("えん", "円")) }
    });
    let text = KANJI.replace_all(&text, |found: &Captures<'_>| {
        let decade = found.get(3);
        let numeral = decade.or_else(|| found.get(1)).map_or("", |m| m.as_str());
        // 千歳 is a name, and nobody's age.
        if found.get(2).is_some_and(|unit| unit.as_str() == "歳") && kanji_value(numeral) > 150 {
            return found[0].to_owned();
        }
        format!("{}{}", kanji_value(numeral), found.get(2).map_or("代", |m| m.as_str()))
    });
    let text = TENS.replace_all(&text, |found: &Captures<'_>| {
        let word = |index| found.get(index).map_or(0, |m| english_value(m.as_str()));
        (word(1) + word(2) + word(3)).to_string()
    });
    UNITS.replace_all(&text, |found: &Captures<'_>| format!("{}{}", english_value(&found[1]), &found[2])).into_owned()
}

/// The number that a numeral in kanji writes.
pub fn kanji_value(numeral: &str) -> u32 {
    let (mut total, mut pending) = (0_u32, 0_u32);
    for c in numeral.chars() {
        let power = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            _ => {
                let unit = "〇一二三四五六七八九".chars().position(|d| d == c).unwrap_or(0);
                pending = pending.saturating_mul(10).saturating_add(u32::try_from(unit).unwrap_or(0));
                continue;
            }
        };
        total = total.saturating_add(pending.max(1).saturating_mul(power));
        pending = 0;
    }
    total.saturating_add(pending)
}

/// The number that a digit written out in kana is; 0 for none.
fn kana_value(word: &str) -> u32 {
    match word {
        "いち" | "いっ" => 1,
        "に" => 2,
        "さん" => 3,
        "よん" => 4,
        "ご" => 5,
        "ろく" | "ろっ" => 6,
        "なな" => 7,
        "はち" | "はっ" => 8,
        "きゅう" => 9,
        _ => 0,
    }
}

fn english_value(word: &str) -> u32 {
    const WORDS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let word = word.to_ascii_lowercase();
    let index = |list: &[&str]| list.iter().position(|w| *w == word).and_then(|i| u32::try_from(i).ok());
    match word.as_str() {
        "fourty" => 40,
        "hundred" | "a hundred" => 100,
        _ => index(&WORDS).or_else(|| index(&TENS).map(|i| (i + 2) * 10)).unwrap_or(0),
    }
}

/// A value to keep: trimmed of space and loose punctuation, of bounded length; `None` if nothing is left.
pub fn tidy(text: &str) -> Option<String> {
    let loose = |c: char| c.is_whitespace() || c.is_control() || "、。,.;:!?・「」()-\"".contains(c);
    let kept: String = text.trim_matches(loose).chars().filter(|c| !c.is_control()).take(KEPT).collect();
    let kept = kept.trim_end();
    kept.contains(char::is_alphanumeric).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_digits_however_they_are_written() {
        for (typed, read) in [
            ("三十三歳", "33歳"),
            ("３３才", "33才"),
            ("二十代後半", "20代後半"),
            ("五百万円", "500万円"),
            ("5百万", "500万"),
            ("女の子ひとりと男の子二人", "女の子1人と男の子2人"),
            ("千代", "千代"),
            ("Thirty-three years old", "33 years old"),
            ("two boys", "2 boys"),
            ("no one", "no one"),
        ] {
            assert_eq!(normalise(typed), read);
        }
    }

    #[test]
    fn the_language_is_the_one_that_shows() {
        assert_eq!(language_of("34"), None);
        assert_eq!(language_of("OK、大丈夫"), Some(Language::Japanese));
        assert_eq!(language_of("hello"), Some(Language::English));
    }

    #[test]
    fn a_name_or_a_number_does_not_change_the_language() {
        use Language::{English, Japanese};
        for text in
            ["45", "m", "ok", "OK!", "lol", "👍", "Emma", "Emma Stone", "New York", "yes", "www", "AI", "Tシャツ"]
        {
            assert_ne!(language_after(text, Some(Japanese)), Some(English), "{text}");
        }
        for text in
            ["45", "ok", "さくら", "花子", "東京", "ハナ", "😀", "My wife's name is 花子", "we live in 大阪 now"]
        {
            assert_ne!(language_after(text, Some(English)), Some(Japanese), "{text}");
        }
        for text in ["I live in Tokyo", "can we switch to English", "hello", "let's go to the beach", "what is this?"] {
            assert_eq!(language_after(text, Some(Japanese)), Some(English), "{text}");
        }
        for text in ["はい、そうです", "うん、行こう", "こんにちは", "東京に住んでいます", "日本語でお願い", "疲れた"]
        {
            assert_eq!(language_after(text, Some(English)), Some(Japanese), "{text}");
        }
        assert_eq!(language_after("Hello", None), Some(English));
        assert_eq!(language_after("34", None), None);
    }

    #[test]
    fn kept_values_are_short_and_clean() {
        assert_eq!(tidy(" 、東京。\u{7}"), Some("東京".to_owned()));
        assert_eq!(tidy("..."), None);
        assert_eq!(tidy(&"a".repeat(1_000)).map(|s| s.len()), Some(KEPT));
    }
}
