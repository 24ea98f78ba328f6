//! What a message is about, for whoever of the family answers it: a question about them, about the outing or about what was
//! said before; a wish, an apology, a jest; or something that is told, of which a phrase is taken up ([`mod@echo`]).

mod echo;
mod en;
mod ja;

use regex::Regex;

use super::arrange::{self, Arranged, Set};
use super::asked::{self, Asked};
use super::news::{self, News};
use super::request::{self, Request};
use super::spelling::spelled;
use super::topics::{self, Topic};
use crate::agent::hera::text::{normalise, patterns};
use crate::domain::{Language, Member};

pub use echo::{echo, tells_something};

/// What a message is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// Is somebody there?
    Calls,
    /// The same that was asked before, of somebody else: "And you, Ruby?"
    Same,
    /// Are they real, and who is it that answers?
    Real,
    /// Where do they go, what will they do there, and what is the person called?
    Where,
    What,
    MyName,
    /// When, with whom and how they go; and a day or a time that is set.
    Arranged(Arranged),
    Sets(Set),
    /// The family is asked for a place.
    AsksPlace,
    /// What was said before.
    Recalls,
    /// One thing or another.
    Chooses(Vec<String>),
    Topic(Topic),
    /// A question with an answer of its own.
    Asked(Asked),
    /// Are they angry, tired, all right?
    Mood,
    Joke,
    /// Somebody is to do something, or to promise it.
    Orders,
    Promises,
    Sorry,
    Praises,
    Loves,
    Jests,
    Weather,
    Home,
    Night,
    /// Something has gone wrong, and worse.
    Mishap,
    News(News),
    /// Has somebody done something?
    Deeds,
    /// Will they, may the person, shall all of them?
    Will(Request),
    /// Is something wrong with the person?
    Doubts,
    /// Anything else.
    Tells,
}

impl Matter {
    /// Whether something is told by it, and not asked or wished.
    pub const fn is_told(&self) -> bool {
        matches!(
            self,
            Self::Tells
                | Self::Mishap
                | Self::News(_)
                | Self::Jests
                | Self::Weather
                | Self::Loves
                | Self::Praises
                | Self::Sorry
        )
    }

    /// Whether it is one only in a question.
    const fn is_question(&self) -> bool {
        matches!(self, Self::Deeds | Self::Will(_) | Self::Doubts)
    }

    /// Whether it asks for an answer of its own.
    pub const fn is_asked(&self) -> bool {
        !self.is_told() && !matches!(self, Self::Home | Self::Night | Self::Orders | Self::Promises)
    }

    /// What is remembered of it, so that somebody else can be asked the same.
    pub const fn asked(&self) -> Option<&'static str> {
        match self {
            Self::Calls => Some("calls"),
            Self::Mood => Some("mood"),
            Self::Topic(topic) => Some(topic.name()),
            Self::Joke | Self::Chooses(_) | Self::Asked(_) | Self::Deeds | Self::Will(_) | Self::Doubts => {
                Some("other")
            }
            _ => None,
        }
    }
}

/// Whether somebody of that name is spoken of in `text`: as a word, where it is written in Latin letters.
pub fn is_named(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), normalise(name).to_lowercase());
    let letter = |c: Option<char>| c.is_some_and(|c| c < '\u{3000}' && c.is_alphanumeric());
    !name.is_empty()
        && text
            .match_indices(&name)
            .any(|(at, _)| !(letter(text[..at].chars().next_back()) || letter(text[at + name.len()..].chars().next())))
}

/// Whether the text would have somebody play what is played at home.
pub fn plays(text: &str, language: Language) -> bool {
    match language {
        Language::Japanese => ja::plays(text),
        Language::English => en::plays(text),
    }
}

/// Whether the text says good night, and nothing of where to go.
pub fn says_good_night(text: &str, language: Language) -> bool {
    let night = match language {
        Language::Japanese => ja::patterns().night,
        Language::English => en::patterns().night,
    };
    night.is_match(text.trim())
}

/// The patterns of one language.
struct Patterns {
    calls: &'static Regex,
    same: &'static Regex,
    real: &'static Regex,
    place: &'static Regex,
    what: &'static Regex,
    my_name: &'static Regex,
    asks_place: &'static Regex,
    recalls: &'static Regex,
    mood: &'static Regex,
    joke: &'static Regex,
    orders: &'static Regex,
    promises: &'static Regex,
    sorry: &'static Regex,
    praises: &'static Regex,
    loves: &'static Regex,
    jests: &'static Regex,
    weather: &'static Regex,
    home: &'static Regex,
    night: &'static Regex,
    mishap: &'static Regex,
    deeds: &'static Regex,
    will: &'static Regex,
    doubts: &'static Regex,
    asks: &'static Regex,
    /// What sounds like a question, and is none.
    tells: &'static Regex,
}

patterns! {
    // Who asks to be forgiven asks for no promise, and wants to hear no "No".
    PLEA = concat!(
        r"(?i)^(?:\w+,? )??(?:please,? |so |oh )*(?:will|can|could|would|do) you (?:all |ever |please )*forgive me(?: please| for (?:that|it|this))?[.!?\s]*$",
        r"|^(?:ねえ|ごめん(?:ね|なさい)?|お願い|、|。|\s)*(?:許して|ゆるして)(?:くれる|くれます|くれない|もらえる|もらえます)?(?:かな|よね|か)?[。?？!\s]*$",
    );
}

/// What `text` is about, said to a family with these members; `going`: it is known where they go.
pub fn matter(text: &str, language: Language, members: &[Member], going: bool) -> Matter {
    let text = spelled(text, language);
    let bare = asked::asked_for(&echo::without_names(&text, members), language);
    let patterns = match language {
        Language::Japanese => ja::patterns(),
        Language::English => en::patterns(),
    };
    if PLEA.is_match(text.trim()) {
        return Matter::Sorry;
    }
    if let Some(asked) = asked::of_harm(&text, language) {
        return Matter::Asked(asked);
    }
    if let Some(news) = news::of(&bare, language) {
        return Matter::News(news);
    }
    if let Some(request) = request::known(&bare, language) {
        return Matter::Will(request);
    }
    if let Some(set) = arrange::set(&bare, language) {
        return Matter::Sets(set);
    }
    if let Some(lore) = asked::of_lore(&bare, language) {
        return Matter::Asked(lore);
    }
    let is = |pattern: &Regex| pattern.is_match(&bare);
    let asks = is(patterns.asks) && !is(patterns.tells);
    if !going && plays(&bare, language) {
        return Matter::Will(Request::Day);
    }
    // "Where are we going, and when?" asks where first.
    if let Some(arranged) = arrange::asked(&bare, language).filter(|_| asks && !is(patterns.place)) {
        return Matter::Arranged(arranged);
    }
    let choices = match language {
        Language::Japanese => ja::choices(&bare),
        Language::English => en::choices(&bare),
    };
    let first = [
        (Matter::Real, patterns.real),
        (Matter::MyName, patterns.my_name),
        (Matter::AsksPlace, patterns.asks_place),
        (Matter::Where, patterns.place),
        (Matter::What, patterns.what),
        (Matter::Recalls, patterns.recalls),
        (Matter::Calls, patterns.calls),
        (Matter::Same, patterns.same),
        (Matter::Joke, patterns.joke),
        (Matter::Sorry, patterns.sorry),
        (Matter::Home, patterns.home),
        (Matter::Night, patterns.night),
    ];
    let facts = asked::of_facts(&text, language, members).filter(|_| asks);
    let view = asked::view(&bare, language, going).filter(|_| asks && !is(patterns.orders) && !is(patterns.loves));
    let there = matches!(view, Some(Asked::There(_) | Asked::Sights));
    let calls = |matter: &Matter| matches!(matter, Matter::Calls | Matter::Recalls) && (facts.is_some() || there);
    // "Where shall we go, the zoo or the beach?"
    let chooses = |matter: &Matter| *matter == Matter::AsksPlace && asks && choices.len() > 1;
    if let Some((matter, _)) =
        first.into_iter().find(|(matter, pattern)| is(pattern) && !(calls(matter) || chooses(matter)))
    {
        return matter;
    }
    if bare.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
        // "Chloe?" is asked what was asked before.
        return if bare.contains('?') { Matter::Same } else { Matter::Calls };
    }
    if let Some(facts) = facts {
        return Matter::Asked(facts);
    }
    if asks && choices.len() > 1 {
        return Matter::Chooses(choices);
    }
    if let Some(view) = view {
        return Matter::Asked(view);
    }
    if let Some(topic) = topics::asked(&bare, language, asks) {
        return Matter::Topic(topic);
    }
    let then = [
        (Matter::Doubts, patterns.doubts),
        (Matter::Mood, patterns.mood),
        (Matter::Promises, patterns.promises),
        (Matter::Jests, patterns.jests),
        (Matter::Loves, patterns.loves),
        (Matter::Praises, patterns.praises),
        (Matter::Orders, patterns.orders),
        (Matter::Weather, patterns.weather),
        (Matter::Deeds, patterns.deeds),
        (Matter::Will(request::other(&bare, language)), patterns.will),
        (Matter::Mishap, patterns.mishap),
    ];
    let mut then = then.into_iter().filter(|(matter, _)| asks || !matter.is_question());
    // 「何時に出発する？」 is answered by no yes.
    let openly = request::asks_openly(&bare, language);
    let fits = |matter: &Matter| !(openly && matches!(matter, Matter::Will(_)));
    // コーヒーこぼしたｗ: it has gone wrong all the same.
    if !asks && is(patterns.jests) && is(patterns.mishap) {
        return Matter::Mishap;
    }
    match then.find(|(matter, pattern)| fits(matter) && is(pattern)) {
        Some((Matter::Mishap, _)) | None if asks => Matter::Asked(asked::question(&bare, language)),
        // "Could you pass the salt?"
        Some((Matter::Orders, _)) if asks && bare.contains('?') => Matter::Will(request::other(&bare, language)),
        Some((matter, _)) => matter,
        None => Matter::Tells,
    }
}
