//! What a message tells the family: where to go, what to do, yes or no, and for whom it is meant.

mod addressed;
mod en;
mod ja;

use regex::Regex;

use super::arrange;
use super::asked::{self, Asked};
use super::matter;
use super::places::{self, Kind};
use super::request;
use super::spelling::spelled;
use crate::agent::hera::text::{normalise, patterns};
use crate::domain::{Awaited, Language, Member, SessionState, Trip};
use addressed::addressed;
pub use addressed::names_in;
pub use en::gerund;

/// Characters of a destination, and of an activity, that are kept.
const KEPT: usize = 30;
/// Activities of one outing, at most.
const MOST_ACTIVITIES: usize = 5;
/// As long as there are fewer, what to do there is an open question.
const MOST_ASKED: usize = 2;

patterns! {
    NO = r"(?i)^(?:いや|いえ|いいえ|いらない|ううん|だめ|ダメ|違[うい]|ちがう|やめ|んー|うーん)|じゃな(?:い|く)|ではな(?:い|く)|よくない|やめ(?:よう|て|たい)|変え(?:たい|よう|て)|別の|他の|ほかの|反対|やっぱり|気が(?:進まない|変わ)|^(?:no|nope|nah|not|don't|hmm)\b|\b(?:rather not|not (?:yet|really|sure|quite|that)|don't (?:like|want)|instead|rather|change|different|something else|somewhere else|changed my mind|actually)\b";
    YES = r"(?i)^(?:はい|ええ|うん|そう(?:だね|しよう|しましょう|ですね)|いい(?:ね|よ|です|と思)|それで|そうしよう|決まり|決定|賛成|OK|オーケー|オッケー|お願い|行こう|行きましょう|ぜひ|もちろん|完璧|最高|了解|わかった|すてき|素敵|やった|楽しみ|大賛成|んだな|せや|ほな|よし|全会一致|異議なし)|(?:決まり|決定|賛成|そうしよう|行こう|行きましょう|お願いします|いいね|いいですね|それで(?:いい|お願い|行こう|決まり|頼む)|決行|そうすべ|そうしよ|行くぞ|行こか|頼む)[!。ー]*$|^(?:(?:ah|oh|well|right|good|fine|lord|hmm)[,. ]+)*(?:y|aye|yup|da|si|oui|oh yes|yes|yeah|yep|yup|sure|ok|okay|deal|agreed|perfect|absolutely|definitely|of course|wonderful|great|lovely|(?:(?:that|this|it)(?: all)? )?sounds (?:(?:really|so|just|pretty|absolutely) )?(?:good|great|lovely|perfect|wonderful|amazing|brilliant|fantastic|like (?:fun|a plan))|let'?s (?:do (?:it|that)|go)|i(?:'d)? (?:love|like) (?:it|that)|it'?s a deal|please do|by all means|i agree|all in favou?r|book it|that'?s us|that'?s the one|go on then|i'?m in|we'?re going|it is agreed)\b|\b(?:yes|book it|let'?s do it|we'?re going|it is agreed|that'?s the one|go on then|yes from me|count me in)[.!]*$";
    // The person has thought again.
    CHANGES = r"(?i)やっぱ|それより|変え(?:たい|よう|て)|変更|じゃなくて|ではなく|やめ(?:て|よう|とこ)|気が変わ|じゃあ|のほうが|^(?:no|nope|not|hmm+|wait|actually)\b|\b(?:no,? wait|second thoughts?|instead|rather|change|changed my mind|scrap|actually|or better|not)\b";
    HESITATES = r"(?i)^(?:hmm+|well|not (?:yet|sure|quite)|うーん|んー|やっぱり|でも|まだ)|\b(?:though|not (?:yet|sure|quite)|let me think)\b|(?:かしら|かな|かも|けどなあ?|まだ)[。.]*$";
    ALSO = r"(?i)^(?:and|also|plus|then)\b|^(?:あと|それと|それから|ついでに|そして)|\btoo[.!]?$";
    PLAN = r"(?i)(?:計画|プラン|予定)(?:で|に(?:しよう|しましょう|決))|\b(?:that|this|the|your) plan\b";
    ASKS = r"(?:\?|か。?|かな|の)\s*$|\?";
    THANKS = r"(?i)ありがと|感謝|\b(?:thanks|thank you|thx)\b";
    LEAVES_IT = r"(?i)任せ|まかせ|(?:なんでも|何でも|どこでも|どれでも)(?:いい|良い|OK)|決めて(?:くれ|ほしい|ください|いい|よ|ね|。|!|$)|おすすめ(?:は|で|を|に|の場所|$)|\byou (?:choose|decide|pick)(?: (?:it|one|for (?:us|me)|something|somewhere|a place|the place|where))?(?:[.!?,]|$| today| then| please)|\bup to you\b|\bsurprise (?:me|us)\b|\b(?:anything|anywhere|whatever) (?:is fine|you (?:like|want|all like)|goes|works|will do)\b|\b(?:suggest|recommend) (?:something|somewhere|a place|one)\b";
    // The same as the answer to the question what it is to be, and as nothing more.
    UNDECIDED = r"(?i)^(?:(?:hmm+|um|well|oh|i|うーん|えっと|んー|さあ)[,、. ]*)*(?:思いつかない|わからない|わかんない|分からない|anything|anywhere|whatever|no idea|don't know|not sure|dunno|you (?:choose|pick|decide))(?:な|なあ|よ|です|、任せる| really| yet| at all| sorry|,? you choose|,? you pick)*[.。!]*$";
    GREETS = r"(?i)^(?:こんにち[はわ]|こんばん[はわ]|おはよう|ただいま|はじめまして|初めまして|やあ|やっほー|やほー|おっす|ちわ|どうも[。!ー]*$|hi|hello|hey|hiya|howdy|good (?:morning|evening|afternoon)|(?:yo|sup|morning|evening|afternoon)(?: (?:all|everyone|everybody|family|guys|folks|you (?:two|three|all|lot)|my loves?|loves?))?[!.]*$)";
    WISHES_TO_MEET = r"(?i)会い(?:たい|に行|ます|ましょう)|会わせ|会えますか|会える|お願いします|^(?:はい|うん|ええ|ぜひ|もちろん|準備)|行きます|呼んで|\b(?:meet|see) (?:them|my family|the family|everyone)\b|\b(?:i'?m ready|ready when|let'?s go|take me|bring them|introduce)\b|^(?:yes|yeah|yep|yup|aye|sure|ok|okay|please)\b|^(?:that'?s |all |looks |it'?s )?(?:all )?(?:correct|right|good|fine)[.! ]*$|^(?:go on(?: then)?|go ahead)[.! ]*$";
    GREETS_SOMEBODY = r"(?i)^(?:hi|hiya|hey|hello|(?:good )?(?:morning|afternoon|evening))\b.*\bhow(?:'s| is| are| was| were| did)\b|^(?:ただいま|おはよう|こんにちは|こんばんは|やあ|おーい)";
    PROPOSES = r"(?i)(?:行こう|いこう|出かけよう|出掛けよう|遊ぼう|でかけよう|お出かけ(?:しよう|したい)|行きたい(?:な|ね|よ)?[。!]?$)|\b(?:let'?s|shall we|we (?:could|should)) (?:all )?(?:go|do|play|visit|have|take)\b";
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
    /// What may be one, and may as well be something else.
    pub doubtful: Option<String>,
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

/// Whether the text greets somebody, or asks how they are: "hi niamh how was work".
pub fn greets(text: &str) -> bool {
    GREETS_SOMEBODY.is_match(&normalise(text))
}

/// Whether the text would have them all do something: 「今度の日曜どこか行こうよ」.
pub fn proposes(text: &str) -> bool {
    PROPOSES.is_match(&normalise(text))
}

/// Whether the text speaks of the plan by name, so that a yes can be to nothing else.
pub fn names_the_plan(text: &str) -> bool {
    PLAN.is_match(&normalise(text))
}

/// Whether a no is none yet: the person only hesitates.
pub fn hesitates(text: &str) -> bool {
    HESITATES.is_match(&normalise(text))
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
        let named = place.iter().chain(&trip.destination).map(|place| place.to_lowercase());
        let named: Vec<String> = named.collect();
        // "A lake" is nothing to do at the lake.
        let bare = |what: &str| {
            let what = what.to_lowercase();
            let what =
                what.strip_prefix("seeing ").or_else(|| what.strip_prefix("visiting ")).unwrap_or(&what).to_owned();
            let rest = ["the ", "a ", "an "].iter().find_map(|article| what.strip_prefix(article)).map(str::to_owned);
            rest.unwrap_or(what)
        };
        activities.retain(|activity| !named.iter().any(|place| place.contains(&bare(activity))));
        let activities = new_activities(&activities, trip);
        (place, activities)
    }
}

/// Where they may go by a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub name: String,
    /// It is surely a place; or else it may be something else.
    pub sure: bool,
}

/// What is awaited of a message: how its words are read follows from that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Planning {
    /// Where to go was asked, and is not known.
    pub awaits_place: bool,
    /// It is known where they go, and open what they do there.
    pub awaits_activity: bool,
    /// The person thinks again.
    pub changes: bool,
}

/// What `text` tells the family of `state`, with these members.
pub fn hear(text: &str, language: Language, members: &[Member], state: &SessionState) -> Heard {
    let (trip, talk) = (&state.family.trip, &state.family.talk);
    let text = spelled(text, language);
    let told = without_names_of(&text, members);
    let is = |pattern: &Regex| pattern.is_match(&told);
    let mut planning = Planning {
        awaits_place: trip.destination.is_none() && talk.awaits == Some(Awaited::Destination),
        awaits_activity: false,
        changes: is(&CHANGES),
    };
    let refused = match language {
        Language::Japanese => ja::refused(&told),
        Language::English => en::refused(&told),
    };
    let destination = match language {
        Language::Japanese => ja::destination(&told, trip, planning),
        Language::English => en::destination(&told, trip, planning),
    };
    let sure = |wanted: bool| destination.clone().filter(|place| place.sure == wanted).map(|place| place.name);
    let (destination, doubtful) = (sure(true), sure(false));
    let dropped: Vec<String> = trip.activities.iter().filter(|known| is_refused(known, &refused)).cloned().collect();
    let open = trip.activities.len() < MOST_ASKED && talk.awaits == Some(Awaited::Activity);
    planning.awaits_activity = destination.is_some()
        || (trip.destination.is_some() && (open || !dropped.is_empty() || is(&ALSO) || planning.changes));
    let found = match language {
        Language::Japanese => ja::activities(&told, planning),
        Language::English => en::activities(&told, planning),
    };
    // 殴ったりしない？ is no wish to.
    let hurts = asked::of_harm(&text, language) == Some(Asked::Harm);
    let found = found.into_iter().filter(|activity| !hurts && !is_refused(activity, &refused)).collect();
    let (doubtful, _) = Told { destination: doubtful, activities: Vec::new() }.news(trip);
    let elsewhere = destination.clone().filter(|place| planning.changes && is_elsewhere(place, trip));
    let (destination, activities) = Told { destination, activities: found }.news(trip);
    let destination = destination.or(elsewhere);
    let answer = if is(&NO) {
        Some(Answer::No)
    } else if agrees(&told) {
        Some(Answer::Yes)
    } else {
        None
    };
    // What somebody is asked for is nothing that they plan: "fly to the moon for me", 歌ってくれる？
    // Nor is a day that is set, or a name for the person.
    // Nor is what is played at home, while nobody goes anywhere: れん、腕相撲しよう.
    let plays = trip.destination.is_none() && destination.is_none() && matter::plays(&told, language);
    let requested = request::known(&told, language).is_some()
        || plays
        || arrange::set(&told, language).is_some()
        || arrange::called(&told, language).is_some();
    let (destination, doubtful) = if requested { (None, None) } else { (destination, doubtful) };
    let activities = if requested { Vec::new() } else { activities };
    // "Okay, good night" goes to bed: it agrees to no plan, and bed is nothing to do there.
    let sleeps = matter::says_good_night(&told, language);
    let (destination, doubtful) = if sleeps { (None, None) } else { (destination, doubtful) };
    let activities = if sleeps { Vec::new() } else { activities };
    let answer = answer.filter(|_| !sleeps || agrees_before(&told));
    Heard {
        activities,
        dropped,
        destination,
        doubtful,
        answer,
        // "Everybody in? Then yes": what ends with a yes asks nothing.
        asks: is(&ASKS) && !last_sentence(&told).is_some_and(agrees),
        thanks: is(&THANKS),
        greets: is(&GREETS),
        leaves_it: is(&LEAVES_IT) || (talk.awaits.is_some() && is(&UNDECIDED)),
        meant: addressed(&text, language, members, talk.addressed.map(usize::from)),
    }
}

/// Whether a planned activity is one of those that are not wished: "no ramen" takes back "eating ramen".
fn is_refused(activity: &str, refused: &[String]) -> bool {
    let activity = activity.to_lowercase();
    let stem = |what: &str| what.strip_suffix('s').filter(|stem| stem.is_ascii()).unwrap_or(what).to_lowercase();
    refused.iter().map(|what| stem(what)).any(|what| activity.contains(&what) || what.contains(&activity))
}

/// Whether one of the sentences is a yes, and no question.
fn agrees(text: &str) -> bool {
    let mut sentences = text.split_inclusive(['。', '!', '?', '.', '\n', ';']).map(str::trim);
    sentences.any(|sentence| !sentence.ends_with('?') && YES.is_match(sentence.trim_end_matches(['。', '.', '!'])))
}

/// Whether a yes of more than one word stands before something else: "yes, let's do it. Good night".
fn agrees_before(text: &str) -> bool {
    let first = text.split_inclusive(['。', '!', '?', '.', '\n']).next().unwrap_or_default().trim();
    first.len() < text.trim().len() && !first.ends_with('?') && YES.is_match(first.trim_end_matches(['。', '.', '!']))
}

/// The last of several sentences.
fn last_sentence(text: &str) -> Option<&str> {
    let text = text.trim();
    let head = text.trim_end_matches(['。', '!', '?', '.', '\n']);
    let at = head.rfind(['。', '!', '?', '.', '\n', ';'])?;
    text.get(at..).map(|last| last.trim_start_matches(['。', '!', '?', '.', '\n', ';', ' ']))
}

/// The text without the names in it, which may well be words for something else; what only contains a name stays: Leo is in
/// no leopard, and はな in no はなび.
pub fn without_names_of(text: &str, members: &[Member]) -> String {
    let mut told = text.to_owned();
    for name in members.iter().map(|member| normalise(&member.name)).filter(|name| !name.is_empty()) {
        let is_place = places::known(&name).is_some();
        for (range, titled) in names_in(&told, &name).into_iter().rev() {
            if titled || !is_place {
                told.replace_range(range, "");
            }
        }
    }
    told.trim_start_matches(['、', ',', ' ']).to_owned()
}

/// Whether a word of the same kind is another place, to who thinks again: "maybe the lake instead" of the mountains.
fn is_elsewhere(place: &str, trip: &Trip) -> bool {
    trip.destination.as_ref().is_some_and(|known| {
        let (known, place) = (known.to_lowercase(), place.to_lowercase());
        !places::is_proper(&known) && !known.contains(&place) && !place.contains(&known)
    })
}

/// Whether the outing goes elsewhere by it: a bare word for what is planned already changes nothing.
fn is_another(place: &str, trip: &Trip) -> bool {
    let Some(known) = &trip.destination else { return true };
    let bare = !places::is_proper(place)
        && places::known(place) == Some((0, place.len()))
        && (place.chars().count() <= 8 || place.starts_with("the "));
    // 動物園か水族館: one of them is what it comes to.
    let chosen = known != place && known.split('か').any(|one| one == place);
    chosen || known != place && !known.contains(place) && !(bare && Kind::of(place) == Kind::of(known))
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

#[cfg(test)]
mod tests {
    use super::agrees;

    #[test]
    fn what_sounds_good_is_agreed_to() {
        for text in ["sounds good", "that sounds lovely", "It all sounds really great!", "this sounds like a plan"] {
            assert!(agrees(text), "{text}");
        }
        for text in ["that sounds scary", "the drums sound lovely", "that sounds lovely?", "it sounds like rain"] {
            assert!(!agrees(text), "{text}");
        }
    }
}
