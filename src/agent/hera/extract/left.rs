//! What the person leaves to Hera and names, whatever was asked: "you choose the partner's name", 「相手の名前はおまかせで」. What
//! else the message says is read without it.

use std::collections::BTreeSet;

use super::{Entrusted, wishes};
use crate::agent::hera::text::patterns;

/// Characters of a message that is looked through for it.
const MOST: usize = 600;
/// Characters of a clause that leaves something to Hera.
const CLAUSE: usize = 80;

patterns! {
    CLAUSES = r"[。、,.!?;\n]+\s*|\s+(?:and|but|so)\s+";
    LEAVES_EN = r"(?i)\b(?:choose|pick|decide|find|invent|suggest|think of|come up with|make up|name)(?: on)?\b|\bfor (?:me|us)\b|\bsurprise (?:me|us)\b|\byou(?:'d| would)? (?:think|like|prefer)\b";
    OF_HERA_EN = r"(?i)\b(?:you|u|hera)\b|^(?:please |pls |just |can you |could you )*(?:choose|pick|decide|find|invent|suggest|think of|come up with|make up|surprise)\b";
    LEAVES_JA = r"決めて(?:いい|もら|くれ|ください|下さい|ほしい|欲しい|よ|ね|$)|お?任せ|まかせ|おすすめで|適当(?:に|で)|何でもいい|なんでもいい|選んで|考えて(?:もら|くれ|ください|ほしい|$)|つけて(?:もら|くれ|ください|ほしい|$)";
    PARTNER = r"(?i)相手|パートナー|妻|夫|旦那|嫁|奥さん|彼氏|彼女|恋人|\b(?:partner|wife|husband|hubby|boyfriend|girlfriend|spouse|fianc[eé]e?|other half|[bg]f)(?:'?s)?\b";
    CHILD = r"(?i)子(?:ども|供)|こども|娘|息子|赤ちゃん|女の子|男の子|\b(?:kids?|child(?:ren)?|bab(?:y|ies)|girls?|boys?|daughters?|sons?|little ones?|twins?)(?:'?s?'?)\b";
    // 健二の性格, "Tom's looks": who is named by the way.
    OF_NAME = r"^(?P<ja>[\p{Han}々]{1,4}|[\p{Katakana}ー]{2,8}|[\p{Hiragana}ー]{2,6}?)(?:さん)?の(?:性格|人柄|見た目|外見|容姿|顔|髪)|^(?P<en>\p{Lu}\p{L}+)'s (?:looks|appearance|personality|character|hair|face)\b";
    OWN = r"(?i)^(?:私|わたし|僕|俺|自分|うち)の|\bmy (?:own )?(?:looks|personality|character|face|hair)\b";
    OWN_NAME = r"(?i)(?:私|わたし|僕|俺|自分)の名前|\bmy (?:own )?name\b";
    NAME = r"(?i)名前|なまえ|呼び名|\bnames?\b";
    LOOKS = r"(?i)見た目|外見|容姿|ルックス|顔|髪|\b(?:looks?|looking|appearance|face|hair)\b";
    NATURE = r"(?i)性格|人柄|\b(?:personality|character|temperament|nature)\b";
    GENDER = r"(?i)性別|女の子か|男の子か|\b(?:boys? or (?:an? )?girls?|girls? or (?:an? )?boys?|gender|sex)\b";
}

/// What is left to Hera, and the rest of the message.
pub struct Left {
    pub what: BTreeSet<Entrusted>,
    pub rest: String,
}

/// Reads `text`; nothing where it leaves nothing to her, or does not say what.
pub fn read(text: &str) -> Option<Left> {
    if text.chars().count() > MOST {
        return None;
    }
    let mut what = BTreeSet::new();
    let mut rest = String::new();
    let mut from = 0;
    let mut last_of: Option<Entrusted> = None;
    let ends = CLAUSES.find_iter(text).map(|mark| (mark.start(), mark.end()));
    // What was said to be spoken of just before: 「相手の名前は、おまかせで」.
    let mut before: Option<(usize, BTreeSet<Entrusted>)> = None;
    for (end, next) in ends.chain([(text.len(), text.len())]) {
        let clause = &text[from..end];
        let whole = &text[from..next];
        from = next;
        if clause.chars().count() > CLAUSE {
            before = None;
            rest.push_str(whole);
            continue;
        }
        let mut spoken_of = named(clause);
        // 「もう一人男の子がほしい、名前は任せる」: whose name follows from what stands before it.
        if spoken_of.is_empty() && NAME.is_match(clause) && leaves(clause) && !OWN_NAME.is_match(clause) {
            spoken_of.extend(last_of);
        }
        last_of = match (CHILD.is_match(clause), PARTNER.is_match(clause)) {
            (true, false) => Some(Entrusted::ChildNames),
            (false, true) => Some(Entrusted::PartnerName),
            _ => None,
        };
        if leaves(clause) {
            if !spoken_of.is_empty() {
                what.extend(spoken_of);
                before = None;
                rest.push_str(&name_in(clause));
                continue;
            }
            if let Some((length, spoken_of)) = before.take() {
                what.extend(spoken_of);
                rest.truncate(length);
                continue;
            }
        }
        let length = rest.len();
        rest.push_str(whole);
        before = (!spoken_of.is_empty() && clause.chars().count() < CLAUSE / 3).then_some((length, spoken_of));
    }
    if !rest.chars().any(char::is_alphanumeric) {
        rest.clear();
    }
    (!what.is_empty()).then_some(Left { what, rest })
}

fn leaves(clause: &str) -> bool {
    LEAVES_JA.is_match(clause)
        || wishes::entrusts(clause)
        || (LEAVES_EN.is_match(clause) && OF_HERA_EN.is_match(clause))
}

/// The name of whose looks or character something is left to her: that is told by it.
fn name_in(clause: &str) -> String {
    let name = OF_NAME.captures(clause).and_then(|found| found.name("ja").or_else(|| found.name("en")));
    let name = name.map(|name| name.as_str()).filter(|name| !PARTNER.is_match(name) && !CHILD.is_match(name));
    name.unwrap_or_default().to_owned()
}

/// What the clause names, of whom.
fn named(clause: &str) -> BTreeSet<Entrusted> {
    let is = |pattern: &regex::Regex| pattern.is_match(clause);
    let (partner, child) = (is(&PARTNER) || (is(&OF_NAME) && !is(&OWN)), is(&CHILD));
    [
        (child && is(&NAME), Entrusted::ChildNames),
        (child && is(&GENDER), Entrusted::ChildGenders),
        (partner && !child && is(&NAME), Entrusted::PartnerName),
        (partner && is(&LOOKS), Entrusted::PartnerAppearance),
        (partner && is(&NATURE), Entrusted::PartnerTemperament),
    ]
    .into_iter()
    .filter_map(|(named, what)| named.then_some(what))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_to_hera_is_told_apart_from_the_rest() {
        for (text, what, rest) in [
            ("you choose for the partner's name", "{PartnerName}", ""),
            ("galway, single. you pick the partner's name", "{PartnerName}", "galway, single."),
            ("pick the kids' names for me", "{ChildNames}", ""),
            ("my partner's name, you decide", "{PartnerName}", ""),
            ("surprise me with my husband's looks", "{PartnerAppearance}", ""),
            ("相手の名前はおまかせで", "{PartnerName}", ""),
            ("相手の名前は、おまかせで", "{PartnerName}", ""),
            ("大阪。相手の見た目はおまかせします", "{PartnerAppearance}", "大阪。"),
            ("子どもの名前は決めてもらえる", "{ChildNames}", ""),
            ("もう一人男の子ほしい、名前は任せるわ", "{ChildNames}", "もう一人男の子ほしい、"),
            ("子どもの性別はどちらでもいい", "{ChildGenders}", ""),
        ] {
            let left = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((format!("{:?}", left.what), left.rest.trim()), (what.to_owned(), rest), "{text}");
        }
        for text in [
            "my partner's name is Ana",
            "you choose",
            "おまかせで",
            "相手の名前は健二",
            "his looks, well, tall",
            "my wife picked my name",
            "we named the girl Ivy",
            "妻が名前を決めた",
            "子どもの名前はさくら",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
