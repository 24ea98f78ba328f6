//! What the person, or their household, earns in a year.

use std::collections::BTreeSet;

use crate::agent::hera::piece::{Piece, Who};
use crate::agent::hera::text::{language_of, patterns, tidy};
use crate::domain::{Field, Language};

patterns! {
    YEN = r"(月収|月給|月々|毎月|手取り|時給|月)?(?:は|が|で|に|:|、)?\s*(?:だいたい|大体|およそ|約|ざっくり|たぶん|多分|手取り|手取りで)*\s*(\d[\d,.]*)\s*(億|千|万)?円?\s*(?:(?:〜|-|から|~|か)\s*(\d[\d,.]*)\s*(億|千|万)?)?(円)?(以上|以下|未満|前後|台|弱|強|ちょい|ちょっと)?";
    KEYWORD = r"(?i)年収|収入|所得|給料|給与|稼|月収|月給|手取り|\b(?:income|salary|earn\w*|make|makes|making|paid|wages?|bring in|household|take home)\b";
    MONEY = concat!(
        r"(?i)(usd|us\$|\$|€|eur|£|gbp|¥|a\$|c\$|s\$|₹|₱|₩|(?-i:\bR)|\b(?:zar|rm|rs|inr|ngn|php|kes|ksh|aed|chf|sgd))?\s?(\d[\d,]*(?:\.\d+)?)\s?(k\b|grand\b|thousand\b|m\b|mil\b|million\b)?",
        r"(?:\s?(?:-|to|〜|or|and)\s?(?:\$|€|£|¥)?\s?(\d[\d,]*(?:\.\d+)?)\s?(k\b|grand\b|thousand\b|m\b|million\b)?)?",
        r"\s?(us dollars|dollars?|bucks|usd|euros?|eur|pounds?|quid|gbp|yen|jpy|cad|aud|\$|€|£|dirhams?|aed|pesos?|rupees?|rs|kronor|kroner|krona|kr|zł|zlotys?|zloty|francs?|chf|rand|reais|real|won|baht|ringgit|forint|liras?|shillings?|naira|yuan|rmb|sgd|nzd|hkd|rm|myr|php|inr|pkr|lkr|npr|bdt|taka|thb|idr|rupiah|vnd|dong|krw|twd|ntd|ngn|ghs|cedis?|kes|ksh|ugx|tzs|egp|sar|qar|kwd|riyals?|dinars?|dhs|ils|shekels?|uah|hryvnias?|rub|rubles?|roubles?|pln|huf|czk|ron|lei|leva|bgn|sek|nok|dkk|isk|brl|mxn|cop|ars|clp|soles|bolivianos|try)?(?:\s*(?:a|an|per|each|every|in|/)\s*(month|hour|hr|week|mo|day)\b)?(\s*monthly)?",
    );
    OTHER_MATTER = r"会社|性格|人間|\bperson\b";
    NOTHING = r"(?i)(?:収入|年収|所得|稼ぎ)(?:は|も|が)?(?:今は?|まだ|特に)?(?:ない|なし|ありません|ゼロ|0)|無収入|無職|\bno income\b|\bunemployed\b|\bnot (?:working|earning)\b|\bno salary\b|\b(?:don't|do not) (?:earn|make) (?:any|money)";
    WORDS = r"(?i)(平均(?:的|くらい|並み|以上|以下)?|人並み|普通|高め|低め|少なめ|多め|そこそこ|まあまあ|\b(?:(?:low|lower|middle|mid|upper|high|average|modest|decent|comfortable)(?:[- ](?:middle|class|income))*|(?:low|mid|high)? ?(?:six|five|seven) figures|minimum wage|above average|below average)\b)";
}

/// The income, tidied: `500万円`, `$60,000`. A sum alone counts where Hera asked; words count only then.
/// `spoken_of`: the message speaks of income elsewhere.
pub fn told(piece: &Piece<'_>, asked: &BTreeSet<Field>, spoken_of: bool) -> Option<String> {
    let own = piece.of_person() && (piece.topic == Who::Person || asked.contains(&Field::IncomeRange));
    if !own {
        return None;
    }
    patterns! {
        // 仕送り8万+バイト5万
        FOREIGN = r"(?P<period>月|年)?(?:収|給)?\D{0,3}?(?P<sum>\d[\d,.]*(?:万|千)?)\s*(?P<currency>ユーロ|ドル|ポンド|ウォン|元|ルピー|ペソ|フラン|バーツ|ドン|リラ|クローナ)";
        SUM_OF = r"\d(?:万|千|円)円?\s*(?:\+|と)\s*[^\d、。]{0,8}\d[\d.]*(?:万|千|円)";
    }
    let text = piece.text;
    if (spoken_of || asked.contains(&Field::IncomeRange)) && SUM_OF.is_match(text) {
        return tidy(text);
    }
    // As it is said: 45000ユーロ.
    if (spoken_of || asked.contains(&Field::IncomeRange))
        && let Some(found) = FOREIGN.captures(text)
    {
        let monthly =
            found.name("period").filter(|period| period.as_str() == "月").map_or("", |period| period.as_str());
        return Some(format!("{monthly}{}{}", &found["sum"], &found["currency"]));
    }
    let expected = asked.contains(&Field::IncomeRange);
    let keyword = spoken_of || KEYWORD.is_match(text);
    let japanese = language_of(text) == Some(Language::Japanese);
    if NOTHING.is_match(text) && (expected || keyword) {
        return Some(if japanese { "なし" } else { "none" }.to_owned());
    }
    yen(text, keyword, expected, japanese).or_else(|| money(text, keyword, expected)).or_else(|| {
        let words = WORDS
            .captures(text)
            .filter(|_| keyword || (expected && text.chars().count() <= 30 && !OTHER_MATTER.is_match(text)))?;
        tidy(&words[1])
    })
}

/// Whether the text names an income.
pub fn is_named(text: &str) -> bool {
    patterns! {
        NAMED = r"(?i)年収|収入|所得|月収|給料|\b(?:income|salary)\b";
    }
    NAMED.is_match(text)
}

/// Whether the text tells a sum: a number that is more than an age.
pub fn is_sum(text: &str) -> bool {
    patterns! {
        SUM = r"(?i)\d\d\d|\d+ ?(?:k\b|万|億|円|まん|grand|thousand|million|lakh|crore|dollar|euro|pound|quid|yen|zł|kr|\$|€|£)|[$€£¥₹₱₩] ?\d|[〇一二三四五六七八九十百千]+万|(?:いち|に|さん|よん|ご|ろく|なな|はち|きゅう)(?:ひゃく|せん|びゃく|ぴゃく)?まん|\b(?:thousand|hundred|million|grand|figures|minimum wage|pension|lakh)\b|年金|仕送り|人並み|生活保護|奨学金";
    }
    SUM.is_match(text)
}

fn yen(text: &str, keyword: bool, expected: bool, japanese: bool) -> Option<String> {
    YEN.captures_iter(text).filter(|_| japanese).find_map(|found| {
        let part = |index: usize| found.get(index).map(|m| m.as_str());
        let low = part(2)?.trim_end_matches(['.', ',']);
        let unit = part(5).or_else(|| part(3));
        let whole = found.get(0)?;
        let in_yen = whole.as_str().contains('円');
        let rest = &text[whole.end()..];
        if ["歳", "才", "代", "人", "年", "か月", "cm", "つ", "児", "k", "ドル"]
            .iter()
            .any(|other| rest.starts_with(other))
        {
            return None;
        }
        let plain = unit.is_none() && !in_yen;
        let amount = low.replace(',', "").parse::<f64>().ok()?;
        // 月20 is a sum, too.
        let monthly = matches!(part(1), Some("月収" | "月給" | "月々" | "毎月" | "月" | "手取り"));
        let least = if monthly { 5.0 } else { 100.0 };
        if plain && !((least..10_000.0).contains(&amount) && (keyword || expected)) {
            return None;
        }
        if !plain && !keyword && !expected {
            return None;
        }
        // Who says 500 without a unit means ten thousands of yen.
        let unit = if plain { "万" } else { unit.unwrap_or("") };
        let period = match part(1) {
            Some("時給") => "時給",
            Some("月収" | "月給" | "月々" | "毎月" | "月") => "月",
            _ if text.contains("月収") || text.contains("月給") || text.contains("手取り月") => "月",
            _ => "",
        };
        let high = part(4).map(|high| format!("〜{}", high.trim_end_matches(['.', ',']))).unwrap_or_default();
        let low_unit =
            if part(3) != part(5) && part(4).is_some() && part(5).is_some() { part(3).unwrap_or("") } else { "" };
        let about = part(7).filter(|word| !word.starts_with('ち')).unwrap_or("");
        tidy(&format!("{period}{low}{low_unit}{high}{unit}円{about}"))
    })
}

fn money(text: &str, keyword: bool, expected: bool) -> Option<String> {
    patterns! {
        // 71 000 and 54.000
        APART = r"(\d)[ .](\d{3})\b";
    }
    let text = &*APART.replace_all(text, "$1,$2");
    let text = &*APART.replace_all(text, "$1,$2");
    MONEY.captures_iter(text).find_map(|found| {
        let part = |index: usize| found.get(index).map(|m| m.as_str().to_lowercase());
        let word = part(6).filter(|word| symbol(Some(word)).is_none());
        let currency = symbol(part(1).or_else(|| part(6)).as_deref());
        let scale = part(5).or_else(|| part(3));
        let low = amount(&part(2)?, part(3).or_else(|| scale.clone()).as_deref())?;
        let unmarked = currency.is_none() && scale.is_none() && word.is_none();
        let rest = text[found.get(0)?.end()..].trim_start().to_lowercase();
        let other =
            ["year", "yr", "y/o", "yo", "kid", "girl", "boy", "child", "cm", "歳", "才", "hours", "day", "ドル", "万"];
        if unmarked && (!(keyword || expected) || low < 1_000 || other.iter().any(|word| rest.starts_with(word))) {
            return None;
        }
        if currency.is_none() && word.is_none() && !(keyword || expected) {
            return None;
        }
        let sign = currency.unwrap_or("");
        let high = part(4).and_then(|high| amount(&high, scale.as_deref()));
        let high = high.map(|high| format!("–{sign}{}", grouped(high))).unwrap_or_default();
        let period = match part(7).as_deref() {
            Some("month" | "mo") => " a month",
            Some("hour" | "hr") => " an hour",
            Some("week") => " a week",
            Some("day") => " a day",
            _ if part(8).is_some() => " a month",
            _ => "",
        };
        let word = word.map(|word| format!(" {word}")).unwrap_or_default();
        Some(format!("{sign}{}{high}{word}{period}", grouped(low)))
    })
}

fn symbol(word: Option<&str>) -> Option<&'static str> {
    match word? {
        "$" | "usd" | "us$" | "dollar" | "dollars" | "us dollars" | "bucks" => Some("$"),
        "€" | "eur" | "euro" | "euros" => Some("€"),
        "£" | "gbp" | "pound" | "pounds" | "quid" => Some("£"),
        "¥" | "yen" | "jpy" => Some("¥"),
        "₱" => Some("₱"),
        "₩" => Some("₩"),
        "c$" | "cad" => Some("C$"),
        "a$" | "aud" => Some("A$"),
        "r" | "zar" => Some("R"),
        "rm" | "myr" => Some("RM"),
        "s$" | "sgd" => Some("S$"),
        "₹" | "rs" | "inr" => Some("₹"),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded below a trillion and positive")]
fn amount(digits: &str, scale: Option<&str>) -> Option<u64> {
    let factor = match scale {
        Some("k" | "grand" | "thousand") => 1e3,
        Some("m" | "mil" | "million") => 1e6,
        _ => 1.0,
    };
    let amount = digits.replace(',', "").parse::<f64>().ok()? * factor;
    (1.0..1e12).contains(&amount).then_some(amount.round() as u64)
}

fn grouped(amount: u64) -> String {
    let digits = amount.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
