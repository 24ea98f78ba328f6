//! The same words in other spellings: with blanks between the letters, with digits and stars for letters, misspelt as in
//! haste, in small kana, in Latin letters. They are mended before a text is read; anything else stays as it is.

use std::borrow::Cow;

use regex::Captures;
use unicode_normalization::UnicodeNormalization as _;

use crate::agent::hera::text::patterns;

/// Words of danger that have no other words beside them, one letter away.
const LONG: [&str; 6] = ["myself", "suicide", "suicidal", "overdose", "overdosed", "ambulance"];
/// Words of danger that are written with a digit or a star for a letter.
const DISGUISED: [&str; 12] =
    ["kill", "killed", "killing", "myself", "suicide", "suicidal", "die", "dying", "dead", "rape", "raped", "murder"];
/// Words without blanks, and with.
const RUN_TOGETHER: [(&str, &str); 9] = [
    ("dontwanttolive", "don't want to live"),
    ("dontwannalive", "don't want to live"),
    ("dontwanttodie", "don't want to die"),
    ("wanttodie", "want to die"),
    ("wannadie", "want to die"),
    ("killmyself", "kill myself"),
    ("killingmyself", "killing myself"),
    ("hurtmyself", "hurt myself"),
    ("endmylife", "end my life"),
];
/// Japanese in Latin letters.
const LATIN: [(&str, &str); 8] = [
    ("shinitai", "死にたい"),
    ("sinitai", "死にたい"),
    ("shi ni tai", "死にたい"),
    ("shini tai", "死にたい"),
    ("kietai", "消えたい"),
    ("jisatsu shitai", "自殺したい"),
    ("jisatsu", "自殺"),
    ("tasukete", "助けて"),
];

patterns! {
    // k i l l, d.i.e and し に た い
    APART = r"(?:^|\b)\p{Latin}(?:[ .\-_*・]{1,2}\p{Latin}\b){2,}|[\p{Hiragana}\p{Katakana}\p{Han}](?:[ .・]{1,2}[\p{Hiragana}\p{Katakana}\p{Han}]){2,}";
    BETWEEN = r"[ .\-_*・]+";
    WORD = r"[\p{L}\p{M}\d@$*!'’]+";
    // "kil myslef", after its last word is mended.
    KILL_MYSELF = r"(?i)\b(?:k+i+l+|kll+|klil+|kikl|kilk|kyll|kiil+)(i?n+g?)? +my ?self\b";
    WANT_TO_DIE = r"(?i)\bw(?:ant|anna|nat|an|nt|antt|ana|nna|anr|annt)(?: ?(?:t+o+|ot|t|tp|2|too))? +(?:die+|dei|dii+e|dye myself)\b";
    // Small kana for large ones, but in ふぁ, うぃ, しぇ.
    SMALL = r"([^うゔてでしじちふつす])([ぃぇゎ])";
    // しにたぃ, シニタイ, 氏にたい, タヒにたい, 4にたい, ○にたい
    WISH = r"シニタ[イィミス]|[しシ][にニ](?:タ[イィ]|たイ|た[みすえぇ]|て[えぇー])|(?:氏|タヒ|たひ)[にニ][たタ][いイみ]|(?:^|[^\d.])(?:4|[○◯〇×])にたい(?:$|[^しす])";
}

/// `text` in the usual spelling.
pub fn mended(text: &str) -> Cow<'_, str> {
    let same: String = text.nfkc().collect();
    let plain = SMALL.replace_all(&same, |found: &Captures<'_>| {
        let large = match &found[2] {
            "ぃ" => "い",
            "ぇ" => "え",
            _ => "わ",
        };
        format!("{}{large}", &found[1])
    });
    let plain = APART.replace_all(&plain, |found: &Captures<'_>| BETWEEN.replace_all(&found[0], "").into_owned());
    let plain = WISH.replace_all(&plain, "死にたい");
    let plain = WORD.replace_all(&plain, |found: &Captures<'_>| word(&found[0]));
    let plain = WANT_TO_DIE.replace_all(&plain, "want to die");
    let plain = KILL_MYSELF.replace_all(
        &plain,
        |found: &Captures<'_>| {
            if found.get(1).is_some() { "killing myself" } else { "kill myself" }
        },
    );
    let mut mended = plain.into_owned();
    let small = mended.to_lowercase();
    for (latin, japanese) in LATIN {
        if is_word_of(&small, latin) {
            mended.push(' ');
            mended.push_str(japanese);
            break;
        }
    }
    if mended == same { Cow::Borrowed(text) } else { Cow::Owned(mended) }
}

/// A word in the usual spelling.
fn word(word: &str) -> String {
    let small = word.to_lowercase();
    if let Some((run, words)) = RUN_TOGETHER.iter().find(|(run, _)| small.contains(run)) {
        return small.replace(run, &format!(" {words} ")).trim().to_owned();
    }
    let disguised = small.chars().any(char::is_alphabetic) && small.chars().any(|c| !c.is_alphabetic() && c != '\'');
    if disguised && let Some(known) = DISGUISED.iter().find(|known| is_in_disguise(&small, known)) {
        return (*known).to_owned();
    }
    let known = LONG.iter().find(|known| small.is_ascii() && small != **known && is_near(&small, known));
    known.map_or_else(|| word.to_owned(), |known| (*known).to_owned())
}

/// Whether `word` is `known` with digits, signs or stars for some of its letters, at most half of them.
fn is_in_disguise(word: &str, known: &str) -> bool {
    let stands_for = |sign: char, letter: char| match sign {
        '*' => true,
        '0' => letter == 'o',
        '1' | '!' => matches!(letter, 'i' | 'l'),
        '3' => letter == 'e',
        '4' | '@' => letter == 'a',
        '5' | '$' => letter == 's',
        '7' => letter == 't',
        _ => false,
    };
    let word = word.trim_end_matches('!');
    let signs = word.chars().zip(known.chars()).filter(|(sign, letter)| sign != letter).count();
    let same_length = word.chars().count() == known.chars().count();
    same_length && signs * 2 <= known.len() && word.chars().zip(known.chars()).all(|(a, b)| a == b || stands_for(a, b))
}

/// Whether one letter more, less or another, or two that changed places, make `known` of `word`.
fn is_near(word: &str, known: &str) -> bool {
    let (word, known) = (word.as_bytes(), known.as_bytes());
    let same = word.iter().zip(known).take_while(|(a, b)| a == b).count();
    let (word, known) = (&word[same..], &known[same..]);
    match (word, known) {
        ([_, rest @ ..], _) if rest == known => true,
        (_, [_, rest @ ..]) if rest == word => true,
        ([_, word @ ..], [_, known @ ..]) if word == known => true,
        ([a, b, word @ ..], [c, d, known @ ..]) => (a, b) == (d, c) && word == known,
        _ => false,
    }
}

/// Whether `word` stands in `text` by itself.
fn is_word_of(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let letter = |c: char| c.is_ascii_alphabetic();
        !text[..at].ends_with(letter) && !text[at + word.len()..].starts_with(letter)
    })
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn other_spellings_are_mended() {
        for (text, usual) in [
            ("kil myslef", "kill myself"),
            ("i wanna killmyself", "i wanna kill myself"),
            ("k i l l  m y s e l f", "kill myself"),
            ("i wnat to dei", "i want to die"),
            ("k1ll mys3lf", "kill myself"),
            ("su*cide", "suicide"),
            ("thinking of suicde", "thinking of suicide"),
            ("しにたぃ", "しにたい"),
            ("シニタイ", "死にたい"),
            ("し に た い", "しにたい"),
            ("ﾀﾋにたい", "死にたい"),
            ("#wannadie", "#want to die"),
            ("shinitai", "shinitai 死にたい"),
        ] {
            assert_eq!(mended(text), usual, "{text}");
        }
    }

    #[test]
    fn what_is_spelt_as_usual_stays() {
        for text in [
            "I'm 34, a woman, and I live in Leeds",
            "I paid $400 for a 4x4",
            "call me AJ or B.J.",
            "himself, herself, myself",
            "ファミリー、フィリピン、うぃ、ちぇっ",
            "第4にたいして話しにたいして",
            "女の子のさくらと男の子のれん",
            "want to dine, want to do it",
            "",
        ] {
            assert_eq!(mended(text), text);
        }
    }
}
