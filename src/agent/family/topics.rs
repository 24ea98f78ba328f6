//! What members of the family are asked about themselves, and what they tell: tables of sentences by age, in each of which
//! the thing that is told stands in brackets. It is remembered, so that nobody tells another thing when they are asked again.

mod en;
mod ja;

use std::sync::LazyLock;

use regex::Regex;

use crate::agent::hera::phrases::Choices;
use crate::agent::hera::text::pattern;
use crate::domain::{FamilyRole, Language, Member};

/// What a member may be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    Birthday,
    Pet,
    Job,
    Hobby,
    Fear,
    Happy,
    Secret,
    Teacher,
    Bedtime,
    Height,
    Met,
    Club,
    Sport,
    Toy,
    Memory,
    Ate,
    Dish,
    Drink,
    School,
    Day,
    Homework,
    Drew,
    Game,
    Book,
    Colour,
    Animal,
    Season,
    Song,
    Subject,
    Favourite,
    Dream,
    Power,
    Island,
    Present,
    FreeDay,
    Indoors,
    Friend,
    Pocket,
    TeamName,
    Sound,
    Now,
    Age,
    AboutMe,
    Guess,
    Asking,
    Price,
    Number,
    CallMe,
}

impl Topic {
    /// Its name in what the family remembers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Birthday => "birthday",
            Self::Pet => "pet",
            Self::Job => "job",
            Self::Hobby => "hobby",
            Self::Fear => "fear",
            Self::Happy => "happy",
            Self::Secret => "secret",
            Self::Teacher => "teacher",
            Self::Bedtime => "bedtime",
            Self::Height => "height",
            Self::Met => "met",
            Self::Club => "club",
            Self::Sport => "sport",
            Self::Toy => "toy",
            Self::Memory => "memory",
            Self::Ate => "ate",
            Self::Dish => "dish",
            Self::Drink => "drink",
            Self::School => "school",
            Self::Day => "day",
            Self::Homework => "homework",
            Self::Drew => "drew",
            Self::Game => "game",
            Self::Book => "book",
            Self::Colour => "colour",
            Self::Animal => "animal",
            Self::Season => "season",
            Self::Song => "song",
            Self::Subject => "subject",
            Self::Favourite => "favourite",
            Self::Dream => "dream",
            Self::Power => "power",
            Self::Island => "island",
            Self::Present => "present",
            Self::FreeDay => "free_day",
            Self::Indoors => "indoors",
            Self::Friend => "friend",
            Self::Pocket => "pocket",
            Self::TeamName => "team_name",
            Self::Sound => "sound",
            Self::Now => "now",
            Self::Age => "age",
            Self::AboutMe => "about_me",
            Self::Guess => "guess",
            Self::Asking => "asking",
            Self::Price => "price",
            Self::Number => "number",
            Self::CallMe => "call_me",
        }
    }

    /// Whether it is answered anew each time: a guess is another one.
    pub const fn is_new_each_time(self) -> bool {
        matches!(self, Self::Guess | Self::Asking | Self::Now | Self::Number | Self::Sound)
    }
}

/// A topic in one language.
struct Entry {
    topic: Topic,
    /// How it is asked about.
    asked: &'static str,
    /// What is told: by small children, by others, and by who is grown up.
    told: [Choices; 3],
}

/// The topic with this name.
pub fn named(name: &str) -> Option<Topic> {
    en::TOPICS.iter().map(|entry| entry.topic).find(|topic| topic.name() == name)
}

/// The topic that `text` asks about; a question may also be asked without a question mark.
pub fn asked(text: &str, language: Language, asks: bool) -> Option<Topic> {
    static TABLES: LazyLock<[Vec<(Regex, Topic)>; 2]> = LazyLock::new(|| {
        [&ja::TOPICS[..], &en::TOPICS[..]]
            .map(|entries| entries.iter().map(|entry| (pattern(entry.asked), entry.topic)).collect())
    });
    let table = match language {
        Language::Japanese => &TABLES[0],
        Language::English => &TABLES[1],
    };
    table.iter().filter(|_| asks).find(|(asked, _)| asked.is_match(text)).map(|(_, topic)| *topic)
}

/// What `member` may tell of it, with the thing in brackets.
pub fn told(topic: Topic, member: &Member, language: Language) -> Choices {
    let table = match language {
        Language::Japanese => &ja::TOPICS[..],
        Language::English => &en::TOPICS[..],
    };
    let age = age_of(member);
    table.iter().find(|entry| entry.topic == topic).map_or(&[], |entry| entry.told[age])
}

/// Small children, others, and who is grown up.
pub fn age_of(member: &Member) -> usize {
    match (member.role, member.age) {
        (FamilyRole::Child, ..=5) => 0,
        (FamilyRole::Child, ..=17) => 1,
        _ => 2,
    }
}

/// A sentence as it is said, and the thing that stood in brackets.
pub fn unbracketed(sentence: &str) -> (String, Option<String>) {
    let thing = sentence.split_once('[').and_then(|(before, rest)| {
        let (thing, _) = rest.split_once(']')?;
        Some(if before.trim_end().is_empty() || before.trim_end().ends_with(['.', '!', '?']) {
            within_a_sentence(thing)
        } else {
            thing.to_owned()
        })
    });
    (sentence.replace(['[', ']'], ""), thing)
}

/// A thing that began a sentence, as it stands within one; what is written like a name stays so.
fn within_a_sentence(thing: &str) -> String {
    let mut words = thing.split(' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut letters = thing.chars();
    match letters.next() {
        Some(letter) if first != "I" && !second.starts_with(char::is_uppercase) => {
            letter.to_lowercase().chain(letters).collect()
        }
        _ => thing.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_can_be_told_by_everybody_in_both_languages() {
        for table in [&ja::TOPICS[..], &en::TOPICS[..]] {
            for entry in table {
                pattern(entry.asked);
                assert_eq!(named(entry.topic.name()), Some(entry.topic));
                for told in entry.told {
                    assert!(told.len() > 1, "{:?}", entry.topic);
                    for sentence in told {
                        let (said, thing) = unbracketed(sentence);
                        assert!(!said.contains(['[', ']']), "{sentence}");
                        assert!(
                            thing.is_some_and(|thing| !thing.contains(['{', '}']) || thing == "{age}"),
                            "{sentence}"
                        );
                    }
                }
            }
            let topics: Vec<Topic> = table.iter().map(|entry| entry.topic).collect();
            assert_eq!(
                topics,
                en::TOPICS.iter().map(|entry| entry.topic).collect::<Vec<_>>(),
                "the same in both languages, in the same order"
            );
        }
    }
}
