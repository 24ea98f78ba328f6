//! A message without what tells nothing of the person where it stands: marks out of ten, where others live, a postcode; and with
//! 「三姉妹」 in the words that every reader knows.

use std::borrow::Cow;

use regex::Captures;

use crate::agent::hera::text::patterns;

patterns! {
    // 静岡の　はままつ: who puts blanks between words.
    AFTER_NO = r"の[ 　]+([\p{Han}\p{Hiragana}\p{Katakana}])";
    // "he dumped me so I dyed my hair. 10/10": no age, and no looks.
    MARKS = r"(^|[^\d/.,])(?:10|[1-9](?:\.\d)?)\s?/\s?10($|[^\d/])|(^|[^\d/.,])\d{1,3}\s?/\s?100($|[^\d/])";
    // 三姉妹, 三人姉妹, 2人兄弟, 三人娘
    SISTERS = r"(の、?|^|[^\p{Han}\d])([二三四五六2-6])(?:人)?(姉妹|兄弟|人娘|人息子)";
    ELSEWHERE = concat!(
        r"(?i)[,.]?\s+(?:but|though|and)\s+(?:all )?(?:my|our|the|his|her)\s+(?:whole |old )?(?:family|parents?|folks|mum|mom|mam|dad|mother|father|sisters?|brothers?|sons?|daughters?|kids|relatives|people|in-?laws|job|work|office)\b[^.!?\n;]*",
        r"|[,.]?\s+(?:but|though)\s+(?:i'?m |i was |we'?re )?(?:originally|born|grew up|raised|come|came|used to live|lived)\b[^.!?\n;]*",
    );
    // "Ludlow, in Shropshire"
    WITHIN = r"(\p{Lu}[\p{L}'’-]+), (?:in|near) (\p{Lu}[\p{L}'’-]+)";
    // "leeds ls6", "london e8 3ab"
    POSTCODE = r"(?i)(\p{L}{3,})\s+(?:[a-z]{1,2}\d{1,2}[a-z]?(?:\s+\d[a-z]{2})?|\d{5})(\s*(?:$|[,.!?\n]))";
}

/// The text without marks, and with sisters and brothers counted.
pub fn plain(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if let Cow::Owned(without) = MARKS.replace_all(&text, "$1$3 $2$4") {
        text = without.into();
    }
    if let Cow::Owned(joined) = AFTER_NO.replace_all(&text, "の$1") {
        text = joined.into();
    }
    let counted = |found: &Captures<'_>| {
        let who = match &found[3] {
            "姉妹" | "人娘" => "女の子",
            "兄弟" | "人息子" => "男の子",
            _ => "子ども",
        };
        // のぞみの三人娘: the particle is none of the name.
        let before = if found[1].starts_with('の') { "、" } else { &found[1] };
        format!("{before}{who}{}人", &found[2])
    };
    if let Cow::Owned(counted) = SISTERS.replace_all(&text, counted) {
        text = counted.into();
    }
    text
}

/// The text without where somebody else lives, and without postcodes.
pub fn of_place(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for (pattern, instead) in [(&*ELSEWHERE, ""), (&*WITHIN, "$1, $2"), (&*POSTCODE, "$1$2")] {
        if let Cow::Owned(changed) = pattern.replace_all(&text, instead) {
            text = changed.into();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_nothing_goes() {
        for (said, kept) in [
            ("brunette 10/10", "brunette  "),
            ("born 10/10/1990", "born 10/10/1990"),
            ("三姉妹です。あかり", "女の子三人です。あかり"),
            ("ひかり、のぞみの三人娘", "ひかり、のぞみ、女の子三人"),
            ("姉妹がいます", "姉妹がいます"),
        ] {
            assert_eq!(plain(said), kept, "{said}");
        }
        for (said, kept) in [
            ("toronto but my family is in karachi", "toronto"),
            ("Leeds LS6", "Leeds"),
            ("Ludlow, in Shropshire", "Ludlow, Shropshire"),
            ("London", "London"),
            ("Cork, and my job is fine. I'm 34", "Cork. I'm 34"),
        ] {
            assert_eq!(of_place(said), kept, "{said}");
        }
    }
}
