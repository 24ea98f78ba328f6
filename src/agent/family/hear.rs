//! What a message tells the family: where to go, what to do, yes or no, and for whom it is meant.

mod en;
mod ja;

use regex::Regex;

use super::places::{self, Kind};
use crate::agent::hera::text::{normalise, patterns};
use crate::domain::{FamilyRole, Gender, Language, Member, Trip};

/// Characters of a destination, and of an activity, that are kept.
const KEPT: usize = 30;
/// Activities of one outing, at most.
const MOST_ACTIVITIES: usize = 5;

patterns! {
    NO = r"(?i)^(?:いや|いえ|いいえ|いらない|ううん|だめ|ダメ|違[うい]|ちがう|やめ|んー|うーん)|じゃな(?:い|く)|ではな(?:い|く)|よくない|やめ(?:よう|て|たい)|変え(?:たい|よう|て)|別の|他の|ほかの|反対|やっぱり|気が(?:進まない|変わ)|^(?:no|nope|nah|not|don't|hmm)\b|\b(?:rather not|not (?:yet|really|sure|quite|that)|don't (?:like|want)|instead|rather|change|different|something else|somewhere else|changed my mind|actually)\b";
    YES = r"(?i)^(?:はい|ええ|うん|そう(?:だね|しよう|しましょう|ですね)|いい(?:ね|よ|です|と思)|それで|そうしよう|決まり|決定|賛成|OK|オーケー|オッケー|お願い|行こう|行きましょう|ぜひ|もちろん|完璧|最高|了解|わかった|すてき|素敵|やった|楽しみ|大賛成)|(?:決まり|決定|賛成|そうしよう|行こう|行きましょう|お願いします|いいね|いいですね|それで(?:いい|お願い|行こう|決まり))[!。ー]*$|^(?:y|yes|yeah|yep|yup|sure|ok|okay|deal|agreed|perfect|absolutely|definitely|of course|wonderful|great|lovely|sounds (?:good|great|lovely|perfect|wonderful)|let'?s (?:do (?:it|that)|go)|i(?:'d)? (?:love|like) (?:it|that)|it'?s a deal|please do|by all means|i agree|all in favou?r)\b";
    PLAN = r"(?i)(?:計画|プラン|予定)(?:で|に(?:しよう|しましょう|決))|\b(?:that|this|the|your) plan\b";
    ASKS = r"(?:\?|か。?|かな|の)\s*$|\?";
    THANKS = r"(?i)ありがと|感謝|\b(?:thanks|thank you|thx)\b";
    LEAVES_IT = r"(?i)任せ|まかせ|なんでもいい|何でもいい|どこでもいい|決めて|おすすめ|思いつかない|わからない|分からない|\b(?:you (?:choose|decide|pick)|up to you|surprise me|anything|anywhere|whatever|no idea|don't know|not sure|suggest)\b";
    GREETS = r"(?i)^(?:こんにち[はわ]|こんばん[はわ]|おはよう|ただいま|はじめまして|初めまして|やあ|hi|hello|hey|good (?:morning|evening|afternoon))";
    EVERYBODY = r"(?i)みんな|皆|全員|家族|\b(?:everyone|everybody|all of you|guys|family)\b|\byou all\s*(?:$|[?!.,])";
    CHILDREN = r"(?i)子供|子ども|こども|\b(?:kids|children|little ones)\b";
    PARTNER = r"(?i)パートナー|妻|奥さん|夫|旦那|\b(?:honey|darling|sweetheart|wife|husband|partner)\b";
    DAUGHTER = r"(?i)娘|お姉ちゃん|妹|\b(?:daughter|sister)\b";
    SON = r"(?i)息子|お兄ちゃん|弟|\b(?:son|brother)\b";
    ELDEST = r"(?i)上の子|長女|長男|\b(?:eldest|oldest|elder|older|big (?:sister|brother))\b";
    YOUNGEST = r"(?i)下の子|末っ子|次女|次男|\b(?:youngest|younger|little (?:sister|brother))\b";
    WISHES_TO_MEET = r"(?i)会い(?:たい|に行|ます|ましょう)|会わせ|会えますか|会える|お願いします|^(?:はい|うん|ええ|ぜひ|もちろん|準備)|行きます|呼んで|\b(?:meet|see) (?:them|my family|the family|everyone)\b|\b(?:i'?m ready|ready when|let'?s go|take me|bring them|introduce)\b|^(?:yes|yeah|sure|ok|okay|please)\b";
}

/// An answer to a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
}

/// What a message tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a message may be all of these at once")]
pub struct Heard {
    /// Another destination than before.
    pub destination: Option<String>,
    /// Activities that are new.
    pub activities: Vec<String>,
    /// Activities that are planned, and are not wished any more.
    pub dropped: Vec<String>,
    pub answer: Option<Answer>,
    pub asks: bool,
    pub thanks: bool,
    pub greets: bool,
    /// The family is to choose.
    pub leaves_it: bool,
    /// Whom it is for, by their places; nobody when it is for whoever likes to answer.
    pub meant: Vec<usize>,
}

impl Heard {
    /// Whether the outing takes shape by it.
    pub const fn is_news(&self) -> bool {
        self.destination.is_some() || !self.activities.is_empty() || !self.dropped.is_empty()
    }
}

/// Whether the person wishes to meet their family now.
pub fn wishes_to_meet(text: &str) -> bool {
    let text = normalise(text);
    WISHES_TO_MEET.is_match(&text) && !NO.is_match(&text)
}

/// Whether the text speaks of the plan by name, so that a yes can be to nothing else.
pub fn names_the_plan(text: &str) -> bool {
    PLAN.is_match(&normalise(text))
}

/// What is told of the outing, whoever has read it, as far as it is news: of bounded length and number.
pub struct Told {
    pub destination: Option<String>,
    pub activities: Vec<String>,
}

impl Told {
    /// What of it is new to a family whose outing has come as far as `trip`.
    pub fn news(self, trip: &Trip) -> (Option<String>, Vec<String>) {
        let place = self.destination.map(|place| clip(&place)).filter(|place| is_another(place, trip));
        let mut activities = self.activities;
        activities.retain(|activity| place.as_ref().is_none_or(|place| !place.contains(activity.as_str())));
        let activities = new_activities(&activities, trip);
        (place, activities)
    }
}

/// What `text` tells a family with these members, whose outing has come as far as `trip`.
pub fn hear(text: &str, language: Language, members: &[Member], trip: &Trip) -> Heard {
    let text = normalise(text);
    let told = without_names(&text, members);
    let is = |pattern: &Regex| pattern.is_match(&told);
    let (destination, activities) = match language {
        Language::Japanese => (ja::destination(&told, trip), ja::activities(&told)),
        Language::English => (en::destination(&told, trip), en::activities(&told)),
    };
    let (destination, activities) = Told { destination, activities }.news(trip);
    let answer = if is(&NO) {
        Some(Answer::No)
    } else if agrees(&told) {
        Some(Answer::Yes)
    } else {
        None
    };
    Heard {
        activities,
        dropped: trip.activities.iter().filter(|known| is_refused(&told, known)).cloned().collect(),
        destination,
        answer,
        asks: is(&ASKS),
        thanks: is(&THANKS),
        greets: is(&GREETS),
        leaves_it: is(&LEAVES_IT),
        meant: addressed(&text, members),
    }
}

/// Whether `text` says that something is not wished.
fn is_refused(text: &str, what: &str) -> bool {
    let after = ["じゃな", "ではな", "はやめ", "以外", "はいや", "は嫌", "はいい", "はなし"];
    let before = ["not ", "no ", "without ", "instead of ", "rather than ", "skip "];
    after.iter().any(|end| text.contains(&format!("{what}{end}")))
        || before.iter().any(|start| text.to_lowercase().contains(&format!("{start}{what}")))
}

/// Whether one of the sentences is a yes, and no question.
fn agrees(text: &str) -> bool {
    let mut sentences = text.split_inclusive(['。', '!', '?', '.', '\n', ';']).map(str::trim);
    sentences.any(|sentence| !sentence.ends_with('?') && YES.is_match(sentence.trim_end_matches(['。', '.', '!'])))
}

/// The text without the names in it, which may well be words for something else.
fn without_names(text: &str, members: &[Member]) -> String {
    let mut told = text.to_owned();
    for name in members.iter().map(|member| normalise(&member.name)).filter(|name| !name.is_empty()) {
        for title in ["さん", "ちゃん", "くん", "君"] {
            told = told.replace(&format!("{name}{title}"), "");
        }
        if places::known(&name).is_none() {
            told = told.replace(&name, "");
        }
    }
    told.trim_start_matches(['、', ',', ' ']).to_owned()
}

/// Whether the outing goes elsewhere by it: a bare word for what is planned already changes nothing.
fn is_another(place: &str, trip: &Trip) -> bool {
    let Some(known) = &trip.destination else { return true };
    let bare = places::known(place) == Some((0, place.len())) && place.chars().count() <= 8;
    known != place && !known.contains(place) && !(bare && Kind::of(place) == Kind::of(known))
}

fn new_activities(found: &[String], trip: &Trip) -> Vec<String> {
    let mut new: Vec<String> = Vec::new();
    for activity in found.iter().map(|activity| clip(activity)) {
        let known = |other: &String| other.contains(&activity) || activity.contains(other.as_str());
        let room = trip.activities.len() + new.len() < MOST_ACTIVITIES;
        if room && !activity.is_empty() && !trip.activities.iter().any(known) && !new.iter().any(known) {
            new.push(activity);
        }
    }
    new
}

fn clip(text: &str) -> String {
    text.trim().chars().take(KEPT).collect::<String>().trim().to_owned()
}

/// Who of the members is named or called in `text`, by their places; nobody when it is for whoever likes to answer.
fn addressed(text: &str, members: &[Member]) -> Vec<usize> {
    if EVERYBODY.is_match(text) {
        return (0..members.len()).collect();
    }
    let children: Vec<usize> = (0..members.len()).filter(|&index| members[index].role == FamilyRole::Child).collect();
    let of = |gender: Gender| children.iter().copied().filter(move |&index| members[index].gender == Some(gender));
    let mut meant: Vec<usize> = (0..members.len()).filter(|&index| is_named(text, &members[index].name)).collect();
    if PARTNER.is_match(text) {
        meant.extend((0..members.len()).filter(|&index| members[index].role == FamilyRole::Partner));
    }
    if ELDEST.is_match(text) {
        meant.extend(children.first());
    } else if YOUNGEST.is_match(text) {
        meant.extend(children.last());
    } else {
        if DAUGHTER.is_match(text) {
            meant.extend(of(Gender::Female));
        }
        if SON.is_match(text) {
            meant.extend(of(Gender::Male));
        }
        if CHILDREN.is_match(text) {
            meant.extend(&children);
        }
    }
    meant.sort_unstable();
    meant.dedup();
    meant
}

fn is_named(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), normalise(name).to_lowercase());
    if name.is_empty() {
        return false;
    }
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let titled = ["さん", "ちゃん", "くん", "君"].iter().any(|title| text.contains(&format!("{name}{title}")));
    // A name that is a word for a place is one only when it is called.
    if places::known(&name).is_some() {
        return titled || text.starts_with(&format!("{name}、")) || text.starts_with(&format!("{name},"));
    }
    text.match_indices(&name).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + name.len()..].chars().next());
        !name.is_ascii() || !(letter(before) || letter(after))
    })
}
