//! What is said to the family before it is there, while Hera still asks: a wish for an outing, which is kept for them; what the person
//! is to be called by them; a greeting.

use super::Scene;
use super::arrange;
use super::hear;
use super::spelling::spelled;
use crate::agent::HeraPrompt as Prompt;
use crate::agent::hera::text::patterns;
use crate::domain::{Fact, Language, Member, Phase, StateUpdate, Trip};

/// Characters of what is said so.
const MOST: usize = 90;
/// Characters of what the person is called, at most.
const MOST_NAME: usize = 40;

/// Something for the family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Early {
    /// Where they may go, and what they may do.
    Outing(Trip),
    /// What the family is to call the person.
    Called(String),
    /// Somebody of them is greeted, by name.
    Greeted(String),
}

patterns! {
    // They all, together: nobody lives where they would go with others.
    TOGETHER = r"(?i)\b(?:we (?:could|can|should|might)|can we|could we|shall we|let'?s|i'?d (?:love|like) (?:us|for us|to (?:go|take|bring|visit))|i want (?:us|to (?:go|take))|it(?:'d| would) be (?:nice|lovely|great|fun))\b|(?:みんな|家族|一緒|いっしょ|子ども(?:たち)?|連れて)[^。!?]{0,20}(?:行き(?:たい|ましょ)|行こう|行けたら|出かけ(?:たい|よう)|遊び(?:たい|に行)|いきたい)";
    OF_OUTING = r"(?i)\b(?:go|going|visit|trip|outing|picnic|take)\b|行き(?:たい|ましょ)|行こう|行けたら|出かけ|遊び|連れて";
    MAY_CALL = r"(?i)\bcalls? me\b|呼";
    CALL_EN = r"(?i)\b(?:they|the (?:kids|children|family|boys?|girls?)|my (?:kids|children|family|daughter|son)|she|he|everyone|everybody|\p{Lu}\p{L}+)\s+(?:(?:can|could|should|will|would|must|may|all|always|to|just|please|is to|are to|has to|have to)\s+)*calls? me\s+(?P<name>\p{L}[\p{L}\p{M}'’-]+)(?:[.,!]|$| please| too| and\b)";
    CALL_JA = r"(?:子ども(?:たち)?|子供(?:たち)?|みんな|家族|娘|息子|あの子)(?:に|から)?は?、?(?P<name>[\p{Han}\p{Hiragana}\p{Katakana}ー]{1,8}?)(?:って|と)(?:呼ばれたい|呼ばせたい|呼んで|呼ぶ)";
    OF_ALL = r"(?i)\b(?:them|us|everyone|everybody|all of)\b|連れ";
    // 「さくら、元気？」, "Zoe, how was school?"
    VOCATIVE = r"^[,、，]|^(?:ちゃん|くん|さん)?[、,？?]";
    ASKS = r"[?？]\s*$";
    GREETS = r"(?i)\b(?:say (?:hello|hi|hey)|give (?:my|our) (?:love|best)|tell|hello|hi|hey|hiya|morning|kiss|hug|love you)\b|よろしく|こんにち[はわ]|おはよう|やっほ|大好き|会いたい|待ってて";
}

/// What the message says to the family, if that is all it says.
pub fn read(prompt: &Prompt) -> Option<Early> {
    if prompt.state.phase != Phase::Interview || prompt.text.chars().count() > MOST {
        return None;
    }
    let may_be = [&*TOGETHER, &*MAY_CALL, &*GREETS, &*ASKS].iter().any(|pattern| pattern.is_match(&prompt.text));
    if !may_be {
        return None;
    }
    let scene = Scene::new(prompt);
    let (language, members) = (scene.language, &scene.members);
    let text = spelled(&prompt.text, language);
    let bare = hear::without_names_of(&text, members);
    if let Some(called) = called(&text, &bare, language) {
        return Some(Early::Called(called));
    }
    let known = |member: &&Member| is_known(prompt, &member.name);
    if prompt.state.profile.missing().is_empty() {
        return None;
    }
    let proposes = hear::proposes(&text) || OF_OUTING.is_match(&text);
    if TOGETHER.is_match(&text) && proposes {
        let heard = hear::hear(&prompt.text, language, members, &prompt.state);
        let destination = heard.destination.or(heard.doubtful);
        // "Taking them all" says how they go.
        let activities = heard.activities.into_iter().filter(|activity| !OF_ALL.is_match(activity)).collect();
        let trip = Trip { destination, activities };
        return (trip != Trip::default()).then_some(Early::Outing(trip));
    }
    let greeted = members.iter().filter(known).find(|member| !hear::names_in(&text, &member.name).is_empty())?;
    let called = hear::names_in(&text, &greeted.name).into_iter().any(|(span, _)| VOCATIVE.is_match(&text[span.end..]));
    (GREETS.is_match(&bare) || (called && ASKS.is_match(&text))).then(|| Early::Greeted(greeted.name.clone()))
}

/// What the family is to call the person: what parents and who is loved are called, or any name where it is said who calls them so.
fn called(text: &str, bare: &str, language: Language) -> Option<String> {
    let by_them = CALL_EN.captures(text).or_else(|| CALL_JA.captures(text)).map(|found| found["name"].to_owned());
    let title = || arrange::called(bare, language).filter(|name| arrange::is_title(name, language));
    by_them.filter(|name| !["later", "back", "when", "if"].contains(&name.as_str())).or_else(title)
}

/// Whether the person has told of somebody of that name.
fn is_known(prompt: &Prompt, name: &str) -> bool {
    let profile = &prompt.state.profile;
    let partner = profile.partner().and_then(|partner| partner.name.as_deref());
    let names = partner.into_iter().chain(profile.children.iter().filter_map(|child| child.name.as_deref()));
    names.into_iter().any(|known| known.to_lowercase() == name.to_lowercase())
}

/// The change by which it is kept.
pub fn kept(prompt: &Prompt, early: &Early) -> StateUpdate {
    let family = &prompt.state.family;
    match early {
        Early::Outing(trip) => {
            let known = &family.trip;
            let mut activities = known.activities.clone();
            activities.extend(trip.activities.iter().filter(|activity| !known.activities.contains(activity)).cloned());
            let destination = trip.destination.clone().or_else(|| known.destination.clone());
            StateUpdate { trip: Some(Trip { destination, activities }), ..StateUpdate::default() }
        }
        Early::Called(name) => {
            let mut talk = family.talk.clone();
            talk.facts.retain(|fact| fact.about != arrange::CALLED);
            talk.facts.push(Fact {
                by: arrange::BY_PERSON,
                about: arrange::CALLED.to_owned(),
                what: name.chars().take(MOST_NAME).collect(),
            });
            StateUpdate { talk: Some(talk), ..StateUpdate::default() }
        }
        Early::Greeted(_) => StateUpdate::default(),
    }
}
