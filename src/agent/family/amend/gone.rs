//! Who there is not: a child, the partner, or none at all.

use regex::Regex;

use crate::agent::family::matter::is_named;
use crate::agent::hera::text::{normalise, patterns};
use crate::domain::{FamilyRole, Gender, Member};

patterns! {
    // After a name: ケンはいない, ケンを外して.
    GONE_JA = r"^(?:ちゃん|くん|さん|君)?(?:は|って|という子は|なんて)?(?:い(?:ない|ません)(?:よ|です|んです)?|存在しない|生まれて(?:い)?ない|うちの子じゃない)(?:[。!]|$)|^(?:ちゃん|くん|さん|君)?(?:を|は)(?:家族から)?(?:外して|はずして|消して|削除|抜いて|除いて)";
    // 「健太の話はもうしないで」, "stop talking about Ken".
    OF_TALK = r"^(?:さん|ちゃん|くん)?(?:の話|のこと|の事)(?:は|を)?(?:もう)?(?:しないで|しなくていい|出さないで|やめて|聞きたくない|触れないで)";
    NO_TALK = r"(?i)\b(?:stop (?:talking|speaking) (?:about|of)|don'?t (?:talk|speak) (?:about|of)|don'?t mention)\s*$";
    // "Leave Ken out", "there is no Ken", "Ken doesn't exist".
    BEFORE_EN = r"(?i)(?:\b(?:leave|take|keep)|\bremove|\bdelete|\berase|\bthere(?:'s| is) no|\bthere isn'?t (?:a|any)|\bi (?:don'?t|do not) have (?:a |any )?(?:\w+ )?(?:called|named)?|\bi never had (?:a )?(?:\w+ )?(?:called|named)?|\bno such child as)\s*$";
    AFTER_EN = r"(?i)^ (?:out\b(?: of (?:it|this|the family|our family|my family))?[.!]?$|does(?:n'?t| not) exist|is(?:n'?t| not) (?:my|our|a) (?:child|kid|son|daughter)|was never (?:there|born|mine|ours)|from (?:the|my|our) family)";
    // Somebody alone, or with the person: "it's just me and Mia now", 「さくらだけでいい」.
    ONLY_THEY = r"(?i)\b(?:it'?s|there'?s|we'?re|we are|it is) (?:just|only) (?:me and \p{L}+|\p{L}+ and (?:me|i))(?: now| here| left)?[.!]*$|^(?:just|only) (?:me and \p{L}+|\p{L}+ and me)(?: now)?[.!]*$|だけで(?:いい|十分)(?:です|よ|や|んだ)?[。!]*$|(?:わたし|私|僕|俺)(?:と|、)[^、。\s]{1,8}だけ(?:です|だよ|なの|で)?[。!]*$|[^、。\s]{1,8}と(?:わたし|私|僕|俺)だけ(?:です|だよ|なの)?[。!]*$";
    ME = r"(?i)\b(?:me|i)\b|わたし|私|僕|俺";
    PARTNER = r"(?i)\bi (?:don'?t|do not|no longer) (?:have|want|need|wish for) (?:a |any |my )?(?:husband|wife|partner|boyfriend|girlfriend|spouse)(?: any ?more| after all| here| now)?[.!]*$|\b(?:stop (?:talking|speaking) (?:about|of)|don'?t (?:talk|speak) (?:about|of)|no more (?:about|of|talk of)|don'?t mention|leave|keep|take) (?:my |the )?(?:husband|wife|partner|boyfriend|girlfriend|ex)(?: out(?: of (?:it|this))?| any ?more| again| please)*[.!]*$|\bthere(?:'s| is) no (?:husband|wife|partner)\b|(?:夫|旦那|主人|妻|嫁|奥さん|パートナー|彼氏|彼女|相手)(?:さん)?(?:は|なんて|なんか)(?:もう|やっぱり)?(?:い(?:ない|ません)(?:よ|です|んです|の)?|いらない|いりません|外して|抜いて|消して)(?:[。!]|$)|(?:夫|旦那|主人|妻|嫁|奥さん|パートナー|彼氏|彼女)(?:の話|のこと|の事)(?:は|を)?(?:もう)?(?:しないで|しなくていい|出さないで|やめて|聞きたくない|忘れて|触れないで)";
    ONE_OF = r"(?i)\b(?:i|we) (?:don'?t|do not|never|no longer) (?:have|want|wanted|wish for) (?:a |the |any |my )?(second|third|sons?|daughters?|boys?|girls?)(?: (?:child|kid|one|baby))?(?: any ?more| after all| now)?[.!]*$|\bno (second|third) (?:child|kid|one|baby)\b|(2人目|3人目|下の子|上の子|末っ子|息子|娘|男の子|女の子)(?:は|なんて|なんか)(?:もう|やっぱり)?(?:いらない|いりません|い(?:ない|ません)|なしで|外して|抜いて|欲しくない|ほしくない)(?:よ|です|や|んです|の|かな)?(?:[。!]|$)";
    // "I don't have Ken's number" takes nobody out.
    ENDS = r"(?i)^(?:$|[.!,]| (?:here|at all|in (?:the|my|our) family))";
    NEEDS_AFTER = r"(?i)\b(?:leave|take|keep)\s*$";
    NONE = r"(?i)(?:子供|子ども|こども)(?:は|なんて|たちは)?(?:、)?(?:いらない|要らない|いりません|いない(?:よ|です|んです)?|いません|なし(?:で|にして|がいい)|欲しくない|ほしくない)(?:[。!]|$)|\b(?:i|we) (?:don'?t|do not|never) (?:have|want|wanted|wish for) (?:any )?(?:kids|children)\b|^(?:no,? )?(?:no|without) (?:kids|children)\b(?: please)?[.!]*$|\bthere are no (?:kids|children)\b";
    ONLY_ONE = r"(?i)\b(?:only|just) (?:one|1|a single) (?:child|kid|son|daughter|boy|girl)\b|(?:子供|子ども|こども)は?(?:1人|一人|ひとり)(?:だけ|です|だよ)|ひとりっ子|一人っ子|1人っ子";
}

/// Which members, by their places, the message says there are not.
pub fn told(text: &str, members: &[Member]) -> Vec<usize> {
    let text = normalise(text);
    let of = |role: FamilyRole| -> Vec<usize> { (0..members.len()).filter(|at| members[*at].role == role).collect() };
    let (children, partner) = (of(FamilyRole::Child), of(FamilyRole::Partner));
    if text.trim_end().ends_with('?') {
        return Vec::new();
    }
    if NONE.is_match(&text) {
        return children;
    }
    if ONLY_THEY.is_match(&text) {
        let named: Vec<usize> = (0..members.len()).filter(|at| is_named(&text, &members[*at].name)).collect();
        let with_me = ME.is_match(&text);
        // 「さくらだけでいい」 speaks of the children; "just me and Mia" of all of them.
        let others = (0..members.len()).filter(|at| !named.contains(at) && (with_me || children.contains(at)));
        return if named.is_empty() { Vec::new() } else { others.collect() };
    }
    if ONLY_ONE.is_match(&text) && children.len() > 1 {
        // The one who is named, or else the first.
        let named = children.iter().copied().find(|index| is_named(&text, &members[*index].name));
        let kept = named.unwrap_or(children[0]);
        return children.into_iter().filter(|index| *index != kept).collect();
    }
    if PARTNER.is_match(&text) {
        return partner;
    }
    if let Some(found) = ONE_OF.captures(&text) {
        let whom = found.iter().skip(1).flatten().next().map_or("", |whom| whom.as_str()).to_lowercase();
        return whom_of(&whom, &children, members);
    }
    let all = 0..members.len();
    all.filter(|index| is_gone(&text, &normalise(&members[*index].name))).collect()
}

/// The children who are called so: the second, a son, 下の子.
fn whom_of(whom: &str, children: &[usize], members: &[Member]) -> Vec<usize> {
    let of = |gender: Gender| children.iter().copied().filter(|at| members[*at].gender == Some(gender)).collect();
    match whom {
        "second" | "2人目" if children.len() > 1 => children[1..].to_vec(),
        "third" | "3人目" if children.len() > 2 => children[2..].to_vec(),
        "son" | "sons" | "boy" | "boys" | "息子" | "男の子" => of(Gender::Male),
        "daughter" | "daughters" | "girl" | "girls" | "娘" | "女の子" => of(Gender::Female),
        "下の子" | "末っ子" if children.len() > 1 => children.last().copied().into_iter().collect(),
        "上の子" if children.len() > 1 => children.first().copied().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Whether `text` says that there is nobody of that name.
fn is_gone(text: &str, name: &str) -> bool {
    let is = |pattern: &Regex, part: &str| pattern.is_match(part);
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + name.len()..]);
            let there_is_none = is(&BEFORE_EN, before) && !is(&NEEDS_AFTER, before) && is(&ENDS, after);
            let put_out = is(&AFTER_EN, after) && (!after.starts_with(" out") || is(&NEEDS_AFTER, before));
            there_is_none || put_out || is(&GONE_JA, after) || is(&OF_TALK, after) || is(&NO_TALK, before)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::family::personas;
    use crate::domain::{Child, Language, Partner, UserProfile};

    #[test]
    fn a_child_there_is_not_is_told_from_one_that_is_spoken_of() {
        let child = |name: &str| Child { name: Some(name.into()), ..Child::default() };
        let profile = UserProfile {
            ideal_partner: Some(Partner { name: Some("Tom".into()), ..Partner::default() }),
            children: vec![child("Mia"), child("Ken"), child("つむぎ")],
            ..UserProfile::default()
        };
        let members = personas::of(&profile, false, Language::English, 1);
        for (text, gone) in [
            ("leave Ken out", &[2][..]),
            ("please leave Ken out of it.", &[2]),
            ("there is no Ken", &[2]),
            ("Ken doesn't exist", &[2]),
            ("remove Mia", &[1]),
            ("no, only one child", &[2, 3]),
            ("only one child, Ken", &[1, 3]),
            ("I don't want any kids", &[1, 2, 3]),
            ("つむぎはいません", &[3]),
            ("つむぎを外して", &[3]),
            ("子どもはいらない", &[1, 2, 3]),
            ("leave Ken alone", &[]),
            ("take Ken out for dinner", &[]),
            ("I don't have Ken's number", &[]),
            ("Is there no Ken?", &[]),
            ("つむぎはいないの？", &[]),
            ("つむぎはアイスいらないって", &[]),
            ("Mia, go out and play", &[]),
            ("Let's go without Ken's bike", &[]),
        ] {
            assert_eq!(told(text, &members), gone, "{text}");
        }
    }
}
