//! What a message tells beside the answer: children in words that say who they are, and what the partner is like. It is read
//! first, each by itself; what is left of the message answers the question.

use super::super::{Extraction, MOST_CHILDREN, beside, children, names, partner, roll};
use super::{Question, parts, read_answer, split_at};
use crate::agent::hera::text::{normalise, patterns};
use crate::domain::{Child, Field, Topic, UserProfile};

patterns! {
    OF_PARTNER = r"(?i)^(?:and |but )?(?:(?:she|he)(?:'?s| is| was|'s got| has| can be)\b|(?:her|his) (?:personality|character|hair|eyes|face|smile|looks)\b|my (?:\p{L}+ )?(?:wife|husband|hubby|partner|girlfriend|boyfriend|fianc[eé]e?|missus)(?:'s| is| has)\b|(?:妻|嫁(?:さん|はん)?|奥さん|家内|女房|夫|旦那(?:さん)?|主人|彼女|彼氏?|パートナー|相手|相方)(?:は(?:[^ん]|$)|の(?:性格|見た目|顔|髪)))|^(?:顔|髪型?|見た目|外見)(?:は|が)";
    OF_SELF = r"(?i)\b(?:i'?m|i am|i|i've|me|my|myself|we|we're)\b|私|わたし|僕|俺|自分|うち|わし";
    OF_CHILDREN = r"(?i)\b(?:boys?|girls?|sons?|daughters?)\b";
    OF_LOOKS = r"^(?:顔|髪型?|見た目|外見)(?:は|が)";
    // Behind a name that is known: "'s got curly hair", はおだやか.
    SAID_OF_NAME = r"(?i)^(?:'s (?:got|very|so|really|quite|a bit)\b| (?:is|has|has got) |(?:さん|ちゃん|くん)?は)";
    // "she's loud and i'm quiet"
    TURNS = r"(?i)\s+(?:and|but|while|whereas)\s+(i'?m|i am|i|my|we)\b";
    // "he's 9", "she's from Leeds", "she's my wife": no character and no looks.
    OTHER = r"(?i)\b(?:\d+|from|my|an?|the|called|named|in|at|dead|gone|passed|died)\b|\d|亡|他界|います|いる|です$";
}

/// Reads `text`, the answer to `question`, by somebody known as `profile`.
pub fn read(profile: &UserProfile, question: &Question, text: &str) -> Extraction {
    // A list that has every word in its place is the answer as a whole.
    let listed = question.asks_of_children() && roll::read(&normalise(text)).is_some();
    let apart = || if question.asks_of_children() { listed_apart(text) } else { told_whole(text) };
    let beside = if listed { None } else { apart().or_else(|| beside::read(text, question.asks_of_children())) };
    let Some(told) = beside else {
        return read_without_children(profile, question, text);
    };
    let mut with = Extraction { profile: profile.clone(), ..Extraction::default() };
    let mut children = told.children;
    // Who writes all of it in small letters writes names so, too.
    let small = names::leaves_out_capitals(text);
    for name in children.iter_mut().filter_map(|child| child.name.as_mut()).filter(|_| small) {
        *name = names::as_written(std::mem::take(name), text);
    }
    let children = children::Told { children, more: false };
    with.profile.children = children::merge(&profile.children, children, false);
    with.profile.declined.remove(&Field::ChildrenInfo);
    with.found.insert(Field::ChildrenInfo);
    with.named = Some(Topic::ChildNames);
    with.settle();
    if told.rest.is_empty() {
        return with;
    }
    // Of others the rest of the message may tell: "and a girl, Lina".
    let known = with.profile.children.clone();
    let mut before = with.profile.clone();
    before.children.clear();
    let rest = read_without_children(&before, question, &told.rest);
    let mut all = parts::join(with, rest);
    let named = |child: &Child| child.name.is_some() && known.iter().all(|other| other.name != child.name);
    let others: Vec<Child> = all.profile.children.iter().filter(|child| named(child)).cloned().collect();
    all.profile.children = known.into_iter().chain(others).take(MOST_CHILDREN).collect();
    all
}

/// Children who are listed in one sentence of several: "got three, Ava 9, Kyle 4, Mia 2. I like a natter".
fn listed_apart(text: &str) -> Option<beside::Beside> {
    let normal = normalise(text);
    let sentences: Vec<&str> =
        normal.split(['\n', '!', ';']).flat_map(|part| part.split(". ")).map(str::trim).collect();
    let several = |children: &Vec<Child>| children.len() > 1;
    let mut lists = sentences.iter().enumerate().filter_map(|(at, one)| Some((at, roll::read(one).filter(several)?)));
    let (Some((at, children)), None) = (lists.next(), lists.next()) else { return None };
    let others = sentences.iter().enumerate().filter(|(other, one)| *other != at && !one.is_empty());
    let rest = others.map(|(_, one)| *one).collect::<Vec<_>>().join(". ");
    Some(beside::Beside { children, rest })
}

/// Children who are told where something else was asked: "Can (7, boy) and Niamh (4, girl)", of each of whom it is said.
fn told_whole(text: &str) -> Option<beside::Beside> {
    let children = roll::read(&normalise(text))?;
    let of_children = OF_CHILDREN.is_match(text) || told_with_ages(text, children.len());
    let children = Some(children).filter(|_| of_children)?;
    let each = children.len() > 1 && children.iter().all(|child| child.desired_gender.is_some());
    let each = each || told_with_ages(text, children.len());
    each.then(|| beside::Beside { children, rest: String::new() })
}

/// "Three, Kyle 16, Demi 12 and lil Alfie 6": as many ages as children, of whom there are several.
fn told_with_ages(text: &str, children: usize) -> bool {
    patterns! {
        AGE = r"\b\d{1,2}\b";
        KIDS = r"(?i)^\W*(?:(?:we|i)(?:'ve| have)?(?: got)? |got |yeah |yes )*(?:two|three|four|five|[2-5])\b|\b(?:kids|children)\b";
    }
    let ages = AGE.find_iter(text).filter(|age| age.as_str().parse().is_ok_and(|age: u8| age < 20)).count();
    children > 1 && ages >= children && (KIDS.is_match(text) || children > 2)
}

fn read_without_children(profile: &UserProfile, question: &Question, text: &str) -> Extraction {
    let answer = |profile: &UserProfile, text: &str| {
        parts::read(profile, question, text).unwrap_or_else(|| read_answer(profile, question, text))
    };
    let known = profile.partner().cloned().unwrap_or_default();
    let childless = profile.children.is_empty();
    let Some((of_partner, rest)) = of_partner(question, known.name.as_deref(), childless, text) else {
        return answer(profile, text);
    };
    // 顔は丸顔です says of the looks what is right, whatever was said before.
    let named = OF_LOOKS.is_match(&of_partner);
    let open = [
        (Topic::PartnerTemperament, known.temperament.is_none()),
        (Topic::PartnerLooks, known.appearance.is_none() || named),
    ];
    let topics: Vec<Topic> = open.into_iter().filter_map(|(topic, open)| open.then_some(topic)).collect();
    if topics.is_empty() {
        return answer(profile, text);
    }
    let about = Question { topics, times: 1, ..Question::default() };
    let with = read_answer(profile, &about, &of_partner);
    if with.found.is_empty() {
        return answer(profile, text);
    }
    if !rest.chars().any(char::is_alphanumeric) {
        return with;
    }
    let rest = answer(&with.profile, &rest);
    parts::join(with, rest)
}

/// What is said of the partner, where nobody asked about them, and the rest: "she's funny, a bit loud. I'm shy". What follows
/// without saying whom it speaks of is still about the partner.
fn of_partner(question: &Question, name: Option<&str>, childless: bool, text: &str) -> Option<(String, String)> {
    let asked = [Topic::PartnerName, Topic::PartnerTemperament, Topic::PartnerLooks];
    let by_name =
        |piece: &str| name.and_then(|name| piece.strip_prefix(name)).is_some_and(|rest| SAID_OF_NAME.is_match(rest));
    // Of a child that nobody has told of yet it is not said either.
    let clear = || by_name(text) || (childless && OF_PARTNER.is_match(text) && partner::describes(text));
    if question.topics.iter().any(|topic| asked.contains(topic)) || (question.asks_of_children() && !clear()) {
        return None;
    }
    let text = &*TURNS.replace_all(text, ", $1");
    let marks = ['。', '、', ',', '!', '?', '\n', ';', '！', '？', '…'];
    let pieces = split_at(text, &marks).into_iter().flat_map(|piece| piece.split(". "));
    let pieces = pieces.map(str::trim).filter(|piece| piece.chars().any(char::is_alphanumeric));
    let (mut of_partner, mut rest): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut goes_on = false;
    for piece in pieces {
        let starts =
            (OF_PARTNER.is_match(piece) || by_name(piece)) && (!OTHER.is_match(piece) || OF_LOOKS.is_match(piece));
        goes_on = starts || (goes_on && !OF_SELF.is_match(piece) && !OF_PARTNER.is_match(piece));
        if goes_on { of_partner.push(piece) } else { rest.push(piece) }
    }
    let joint = super::joint(text);
    (!of_partner.is_empty()).then(|| (of_partner.join(joint), rest.join(joint)))
}
