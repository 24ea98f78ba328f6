//! Ages that are not simply told: those of the children, those still to come, and years of birth.

use std::borrow::Cow;
use std::ops::Range;

use regex::Captures;

use crate::agent::hera::piece::Piece;
use crate::agent::hera::text::patterns;

/// From this age on, a number behind a comma is the person's own even after a word for a child.
const GROWN: u8 = 18;

patterns! {
    BEFORE_CHILD_JA = r"((?:\d{1,3}(?:歳|才|さい|か月|ヶ月)半?(?:と|や|・|、|,|\s)*)+)(?:になる|くらい|ぐらい)?の?(?:お子さん|子供|子ども|こども|娘|息子|女の子|男の子|長女|長男|次女|次男|双子|女児|男児)";
    AFTER_CHILD_JA = r"(?:お子さん|子供|子ども|こども|娘|息子|女の子|男の子|長女|長男|次女|次男|三女|三男|上の子|下の子|双子)([^。!?\n\d]{0,10}(?:\d+人[^。!?\n\d]{0,8})?)(\d{1,3}(?:歳|才|さい|か月|ヶ月)半?(?:(?:と|や|・|、|,)*\d{1,3}(?:歳|才|さい|か月|ヶ月)半?)*)";
    BEFORE_CHILD_EN = r"(?i)(\b(?:i'?m|i am) (?:just |only )?an? |^an? |^|\b)((?:\d{1,3}[- ]?(?:and|&|,)[- ]?)*\d{1,3}[- ]?(?:years?|yrs?|y/?o|months?)[- ]?(?:olds?)?\s+)(?:\w+\s+)?(kids?|child|children|sons?|daughters?|twins?|bab(?:y|ies)|toddlers?|boys?|girls?)\b";
    AFTER_CHILD_EN = r"(?i)\b(?:kids?|child|children|sons?|daughters?|boys?|girls?|twins?|bab(?:y|ies)|toddlers?)\b([^.!?\n\d]{0,24})\b(\d{1,3}(?:\s*(?:,|&|\band\b|,\s*and\b)\s*\d{1,3}\b)*)";
    OF_ANOTHER = r"(?i)私|わたし|僕|ぼく|俺|おれ|自分|うち|妻|夫|旦那|主人|\b(?:i|i'm|im|me|my|myself|we|we're|wife|husband|partner)\b";
    LOOSE = r"(?i)[、,/]|\band\b";
    OF_THEIRS = r"(?i)\b(?:aged?|ages|who|is|are|of)\b";
    NUMBER = r"\d+";

    // Still to come: 来月で40になります, "turning 40 next month".
    COMING = r"(?i)(?:明日|あさって|明後日|来週|来月|らいげつ、?|再来月|来年|らいねん、?|もうすぐ|もうじき|まもなく|間もなく|もう少しで|そろそろ|あと\d+(?:日|週間|か月|ヶ月)で|誕生日(?:で|に|が来(?:れば|たら)))[^。!?\n\d]{0,8}(\d{1,3})(?:歳|才|さい|に|です|だ|$|\s)|\b(?:i'?ll (?:be|turn)|i (?:will|shall) (?:be|turn)|(?:going|about) to (?:be|turn|hit)|gonna (?:be|turn|hit)|turning|almost|nearly|not (?:yet|quite)|pushing)\s+(\d{1,3})\b(?:\s*(?:years? old|next|in|soon|this|on|tomorrow|very|later|before|the|shortly|now|and|with|male|female|from|[.!])|\s*$|\s*[,;])|^(?:i'?m )?(\d{2})\s+(?:next (?:week|month)|tomorrow|in (?:a (?:week|month|few (?:days|weeks))|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|the (?:spring|summer|autumn|fall|winter)))\b";
    THIS_YEAR = r"(?i)今年|\bthis year\b";
    // 「42、誕生日は来週だけど今は42」: how old they still are is said, too.
    STILL = r"(?i)(?:今は|今んとこ|現在は?|まだ)\d{1,3}|\b(?:still|now|currently|for now|at the moment) (?:i'?m )?\d{1,3}\b|\b\d{1,3} (?:now|for now|at the moment|right now|still)\b";

    BORN = concat!(
        r"(?i)(?:(?:明治|大正|昭和|平成|令和)(?:\d{1,2}|元)年?|\b[tshr]\d{1,2}年?|(?:19|20)\d\d(?:[年/.-]|\b)|\d\d年)[^。!?\n]{0,9}?(?:生まれ|生れ|うまれ)|(?:生年月日|生まれ年|誕生日)[^。!?\n]{0,4}(?:19|20|昭和|平成)\d",
        r"|\bborn\b[^!?\n]{0,20}\b(?:19|20)\d\d\b|\b(?:19|20)\d\d baby\b|\bbirth ?(?:day|year|date)\b[^!?\n]{0,12}\b(?:19|20)\d\d\b|\byear of birth\b[^!?\n]{0,6}\d",
    );
    BARE_YEAR = r"^\s*(?:(?:19[2-9]\d|20[01]\d)(?:年|[年/.-]\d{1,2}[月/.-]\d{1,2}日?)?|(?:昭和|平成)(?:\d{1,2}|元)年)\s*(?:です)?[。.]?\s*$";
}

/// Where in `text` the ages of children stand, as byte ranges.
pub fn of_children(text: &str) -> Vec<Range<usize>> {
    let mut ages = Vec::new();
    for found in BEFORE_CHILD_JA.captures_iter(text) {
        ages.extend(found.get(1).map(|list| own_first(text, list.range())));
    }
    for found in BEFORE_CHILD_EN.captures_iter(text) {
        let lead = found.get(1).map_or("", |m| m.as_str()).to_lowercase();
        let of_self = lead.starts_with('i') || ["boy", "girl"].contains(&found[3].to_lowercase().as_str());
        let had = ["have ", "has ", "have a ", "has a ", "got a ", "with a ", "my ", "our ", "and a "];
        let had = found.get(2).is_some_and(|m| had.iter().any(|word| text[..m.start()].to_lowercase().ends_with(word)));
        if !of_self || (had && !lead.starts_with('i')) {
            ages.extend(found.get(2).map(|m| m.range()));
        }
    }
    for found in AFTER_CHILD_JA.captures_iter(text).chain(AFTER_CHILD_EN.captures_iter(text)) {
        let (Some(gap), Some(list)) = (found.get(1), found.get(2)) else { continue };
        let (gap, first) = (gap.as_str(), number(list.as_str()));
        let loose = LOOSE.is_match(gap) && !OF_THEIRS.is_match(gap);
        let grown = loose && first >= GROWN;
        if !grown && !OF_ANOTHER.is_match(gap) {
            ages.push(list.range());
        }
    }
    ages
}

/// `text` with several ages before a word for a child as their number: 5歳と7歳の子供 is 2人の子供.
pub fn counted(text: &str) -> Cow<'_, str> {
    BEFORE_CHILD_JA.replace_all(text, |found: &Captures<'_>| {
        let (whole, list) = (&found[0], &found[1]);
        let count = NUMBER.find_iter(list).count();
        let noun =
            whole[list.len()..].trim_start_matches("くらい").trim_start_matches("ぐらい").trim_start_matches('の');
        if count < 2 { whole.to_owned() } else { format!("{count}人の{noun}") }
    })
}

/// The ages of a list before a word for a child, without the person's own at its head: 40歳、11歳の息子.
fn own_first(text: &str, list: Range<usize>) -> Range<usize> {
    let part = &text[list.clone()];
    let head =
        part.split_once(['、', ',', ' ']).filter(|(head, rest)| number(head) >= GROWN && !rest.trim().is_empty());
    let start = head.map_or(list.start, |(head, _)| list.start + head.len());
    start..list.end
}

fn number(text: &str) -> u8 {
    NUMBER.find(text).and_then(|digits| digits.as_str().parse().ok()).unwrap_or(0)
}

/// What `piece` says without the parts of the message in `others`.
pub fn without(piece: &Piece<'_>, others: &[Range<usize>]) -> String {
    let other = |at: usize| others.iter().any(|range| range.contains(&(piece.start + at)));
    piece.text.char_indices().map(|(at, c)| if other(at) { ' ' } else { c }).collect()
}

/// The age until a birthday that is still to come.
pub fn before_birthday(text: &str) -> Option<u8> {
    let found = COMING.captures(text).filter(|_| !THIS_YEAR.is_match(text) && !STILL.is_match(text))?;
    let coming: u8 = found.get(1).or_else(|| found.get(2)).or_else(|| found.get(3))?.as_str().parse().ok()?;
    Some(coming.saturating_sub(1)).filter(|age| (1..=120).contains(age))
}

/// Whether the person tells when they were born; `asked`: Hera asked for the age, so a year alone does.
pub fn tells_birth(text: &str, pieces: &[Piece<'_>], asked: bool) -> bool {
    let own = |at: usize| pieces.iter().rfind(|piece| piece.start <= at).is_none_or(Piece::describes_person);
    BORN.find_iter(text).any(|found| own(found.start())) || (asked && BARE_YEAR.is_match(text))
}
