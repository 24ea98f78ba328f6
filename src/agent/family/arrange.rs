//! What is arranged of the outing beside where and what: on which day, at what time, who comes, how they get there; and what
//! the person wants to be called. What was arranged is remembered, said when it is asked for, and may be changed with a word.

mod en;
mod ja;

use regex::Regex;

use super::Scene;
use super::replies::ByAge;
use super::speak::Part;
use super::topics::age_of;
use crate::agent::cue::Move;
use crate::agent::script::{Values, list};
use crate::domain::{Fact, Language};

/// What is remembered of it is nobody's: it is by the person.
pub const BY_PERSON: u8 = u8::MAX;
/// Its names in what the family remembers.
const DAY: &str = "arranged day";
const HOUR: &str = "arranged hour";
pub const CALLED: &str = "called";

/// What is remembered for good, however much else is told.
pub fn is_lasting(about: &str) -> bool {
    matches!(about, DAY | HOUR | CALLED)
}

/// What was arranged, of what the family remembers.
#[derive(Debug, Clone, Default)]
pub struct Arrangements {
    pub day: Option<String>,
    pub hour: Option<String>,
    /// What the person wants to be called.
    pub called: Option<String>,
}

impl Arrangements {
    pub fn of(facts: &[Fact]) -> Self {
        let of = |about: &str| facts.iter().rev().find(|fact| fact.about == about).map(|fact| fact.what.clone());
        Self { day: of(DAY), hour: of(HOUR), called: of(CALLED) }
    }
}

/// What is asked of the arrangements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arranged {
    Day,
    Hour,
    Who,
    Way,
}

/// What the person arranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Set {
    Day(String),
    Hour(String),
}

/// What is answered, by age: `{day}`, `{hour}`, `{names}`; and what there is when nothing was said of it.
struct Answers {
    day: ByAge,
    day_open: ByAge,
    day_set: ByAge,
    hour: ByAge,
    hour_set: ByAge,
    /// Hours at which whoever is asked would leave.
    hours: [&'static str; 4],
    who: ByAge,
    way: ByAge,
    /// To a name for the person: `{called}`.
    called: ByAge,
}

/// The patterns of one language.
struct Patterns {
    day: &'static Regex,
    hour: &'static Regex,
    who: &'static Regex,
    way: &'static Regex,
    /// A message that only sets a day, or a time: the first group is which.
    sets_day: &'static Regex,
    sets_hour: &'static Regex,
    /// A day that is named in a message that tells of an outing besides.
    names_day: &'static Regex,
    /// "Call me Bear": the first group is what.
    calls: &'static Regex,
    /// What is no name after that.
    no_name: &'static Regex,
    /// What parents are called, and who is loved: no names to write a letter to.
    parent: &'static Regex,
    endears: &'static Regex,
}

fn patterns_of(language: Language) -> Patterns {
    match language {
        Language::Japanese => ja::patterns(),
        Language::English => en::patterns(),
    }
}

/// What of the arrangements `text` asks for; it is in the usual spelling, and nobody's name is in it.
pub fn asked(text: &str, language: Language) -> Option<Arranged> {
    let patterns = patterns_of(language);
    let kinds = [
        (Arranged::Hour, patterns.hour),
        (Arranged::Day, patterns.day),
        (Arranged::Who, patterns.who),
        (Arranged::Way, patterns.way),
    ];
    kinds.into_iter().find(|(_, pattern)| pattern.is_match(text)).map(|(kind, _)| kind)
}

/// What `text` arranges, and nothing else; it is in the usual spelling, and nobody's name is in it.
pub fn set(text: &str, language: Language) -> Option<Set> {
    let patterns = patterns_of(language);
    let first = |pattern: &Regex| {
        let found = pattern.captures(text.trim())?;
        found.iter().skip(1).flatten().next().map(|found| found.as_str().trim().to_owned())
    };
    first(patterns.sets_hour).map(Set::Hour).or_else(|| first(patterns.sets_day).map(|day| Set::Day(whole(&day))))
}

/// The day on which an outing is to be that `text` tells of.
fn day_in(text: &str, language: Language) -> Option<String> {
    let found = patterns_of(language).names_day.captures(text)?;
    found.get(1).map(|day| whole(day.as_str()))
}

/// A day as it is said within a sentence: 土曜 is 土曜日, "sunday" is Sunday.
fn whole(day: &str) -> String {
    let day = day.trim();
    if day.ends_with('曜') {
        return format!("{day}日");
    }
    let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = |word: &str| {
        let lower = word.to_lowercase();
        let mut letters = lower.chars();
        match letters.next() {
            Some(first) if weekdays.contains(&lower.as_str()) => first.to_uppercase().chain(letters).collect(),
            _ => lower,
        }
    };
    day.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// What the person wants to be called by `text`, which is in the usual spelling and has nobody's name in it.
pub fn called(text: &str, language: Language) -> Option<String> {
    let patterns = patterns_of(language);
    let found = patterns.calls.captures(text.trim())?;
    let name = found.get(1)?.as_str().trim();
    (!patterns.no_name.is_match(name)).then(|| name.to_owned())
}

/// Whether that is what parents, or who is loved, are called, and no name.
pub fn is_title(called: &str, language: Language) -> bool {
    patterns_of(language).parent.is_match(called) || is_endearment(called, language)
}

fn is_endearment(called: &str, language: Language) -> bool {
    patterns_of(language).endears.is_match(called)
}

impl Scene<'_> {
    fn answers(&self) -> &'static Answers {
        match self.language {
            Language::Japanese => &ja::ANSWERS,
            Language::English => &en::ANSWERS,
        }
    }

    fn arranged(&self) -> Arrangements {
        Arrangements::of(&self.talk.facts)
    }

    fn arrange(&mut self, about: &str, what: &str) {
        self.talk.facts.retain(|fact| fact.about != about);
        self.remember(BY_PERSON, about, what);
    }

    /// What the person wants to be called.
    pub(super) fn called(&self) -> Option<String> {
        self.arranged().called
    }

    /// The same, as a child says it.
    pub fn called_by_child(&self) -> Option<String> {
        self.called().filter(|called| !is_endearment(called, self.language))
    }

    pub(super) fn call(&mut self, called: &str) {
        self.arrange(CALLED, called);
    }

    /// Remembers what the message arranges, or names beside an outing.
    pub(super) fn note_arrangement(&mut self, of_outing: bool) {
        match self.sets.clone() {
            Some(Set::Day(day)) => self.arrange(DAY, &day),
            Some(Set::Hour(hour)) => self.arrange(HOUR, &hour),
            None if of_outing => {
                if let Some(day) = day_in(&super::spelling::spelled(self.text, self.language), self.language) {
                    self.arrange(DAY, &day);
                }
            }
            None => {}
        }
    }

    /// What a member says to what was arranged.
    pub(super) fn on_set(&mut self, set: &Set, index: usize, values: &Values) -> Part {
        let answers = self.answers();
        let (texts, values) = match set {
            Set::Day(day) => (&answers.day_set, values.clone().with("day", Some(day.as_str()))),
            Set::Hour(hour) => (&answers.hour_set, values.clone().with("hour", Some(hour.as_str()))),
        };
        self.of_arrangement(texts, index, &values)
    }

    /// What a member answers to who asks for it.
    pub(super) fn on_arranged(&mut self, asked: Arranged, index: usize, values: &Values) -> Part {
        let answers = self.answers();
        let Arrangements { day, hour, .. } = self.arranged();
        let values = values.clone().with("day", day.as_deref());
        match asked {
            Arranged::Day if day.is_some() => {
                let (_, text) = self.of_arrangement(&answers.day, index, &values)?;
                Some((Move::Recall(day?), text))
            }
            Arranged::Day => self.of_arrangement(&answers.day_open, index, &values),
            Arranged::Hour => {
                // Whoever is asked proposes one, and that is what it is until another is said.
                let hour = hour.unwrap_or_else(|| self.picker.dice.one(&answers.hours).to_owned());
                self.arrange(HOUR, &hour);
                let (_, text) = self.of_arrangement(&answers.hour, index, &values.with("hour", Some(hour.as_str())))?;
                Some((Move::Tell(hour), text))
            }
            Arranged::Who => {
                let others: Vec<String> = self.members.iter().map(|member| member.name.clone()).collect();
                let names = list(&others, self.phrases.list);
                self.of_arrangement(&answers.who, index, &values.with("names", Some(names)))
            }
            Arranged::Way => self.of_arrangement(&answers.way, index, &values),
        }
    }

    /// The day, for who asks when beside where.
    pub(super) fn and_when(&mut self, index: usize, values: &Values) -> Part {
        let day = self.arranged().day.filter(|_| patterns_of(self.language).day.is_match(self.text))?;
        let values = values.clone().with("day", Some(day));
        self.of_arrangement(&self.answers().day, index, &values)
    }

    /// What a member says to the name that the person wants.
    pub(super) fn on_called(&mut self, index: usize) -> Part {
        let values = self.values(index).with("called", self.called());
        self.of_arrangement(&self.answers().called, index, &values)
    }

    /// If need be the same again: something else would be no answer.
    fn of_arrangement(&mut self, texts: &ByAge, index: usize, values: &Values) -> Part {
        let age = age_of(&self.members[index]);
        self.picker.pick_some(texts[age], values).map(|text| (Move::Answer, text))
    }
}

#[cfg(test)]
mod tests {
    use super::super::spelling::spelled;
    use super::*;
    use crate::domain::Language::{English, Japanese};

    #[test]
    fn what_is_asked_of_the_outing_is_told_apart() {
        for (language, text, kind) in [
            (English, "what time should we leave?", Some(Arranged::Hour)),
            (English, "how early do we have to get up?", Some(Arranged::Hour)),
            (English, "which day are we going again?", Some(Arranged::Day)),
            (English, "so when do we go?", Some(Arranged::Day)),
            (English, "Who's coming?", Some(Arranged::Who)),
            (English, "is everyone coming along?", Some(Arranged::Who)),
            (English, "how do we get there?", Some(Arranged::Way)),
            (English, "what time is it?", None),
            (English, "when were you born?", None),
            (English, "who's your best friend?", None),
            (English, "how are you?", None),
            (Japanese, "何時に出る？", Some(Arranged::Hour)),
            (Japanese, "何時ごろ行く？", Some(Arranged::Hour)),
            (Japanese, "いつ行くんだっけ？", Some(Arranged::Day)),
            (Japanese, "何曜日だっけ", Some(Arranged::Day)),
            (Japanese, "誰が来るの？", Some(Arranged::Who)),
            (Japanese, "どうやって行くの？", Some(Arranged::Way)),
            (Japanese, "いま何時？", None),
            (Japanese, "いつ生まれたの？", None),
            (Japanese, "誰が好き？", None),
        ] {
            assert_eq!(asked(&spelled(text, language), language), kind, "{text}");
        }
    }

    #[test]
    fn a_day_and_a_time_are_set_by_a_message_of_nothing_else() {
        let day = |day: &str| Some(Set::Day(day.to_owned()));
        let hour = |hour: &str| Some(Set::Hour(hour.to_owned()));
        for (language, text, sets) in [
            (English, "Sunday works better", day("Sunday")),
            (English, "sunday works better for me actually", day("Sunday")),
            (English, "hmm, can we do saturday instead?", day("Saturday")),
            (English, "let's make it next friday", day("next Friday")),
            (English, "I'd rather go on Monday", day("Monday")),
            (English, "Tomorrow suits me fine", day("tomorrow")),
            (English, "let's leave at 9", hour("9")),
            (English, "8 am works for me", hour("8 am")),
            (English, "I work on Sunday", None),
            (English, "Sunday was awful", None),
            (English, "let's go to the zoo on Sunday", None),
            (English, "my mum comes on Sunday", None),
            (English, "I had 9 eggs", None),
            (Japanese, "土曜日にしよっか", day("土曜日")),
            (Japanese, "やっぱ日曜のほうがいいな", day("日曜日")),
            (Japanese, "来週の土曜でどう？", day("来週の土曜日")),
            (Japanese, "明日がいい", day("明日")),
            (Japanese, "できれば日曜に変えたいな", day("日曜日")),
            (Japanese, "9時に出よう", hour("9時")),
            (Japanese, "朝8時半がいいな", hour("朝8時半")),
            (Japanese, "日曜は仕事だった", None),
            (Japanese, "土曜に動物園に行こう", None),
            (Japanese, "昨日の土曜はよかった", None),
            (Japanese, "明日テストなんだ", None),
        ] {
            assert_eq!(set(&spelled(text, language), language), sets, "{text}");
        }
        assert_eq!(day_in("let's go to the zoo on Sunday", English).as_deref(), Some("Sunday"));
        assert_eq!(day_in("土曜に動物園に行こう", Japanese).as_deref(), Some("土曜日"));
    }

    #[test]
    fn what_somebody_wants_to_be_called_is_a_name() {
        for (language, text, name) in [
            (English, "call me Bear", Some("Bear")),
            (English, "please call me honey from now on", Some("honey")),
            (English, "can you call me Dad?", Some("Dad")),
            (English, "you can call me Lu", Some("Lu")),
            (English, "call me later", None),
            (English, "call me crazy but I like rain", None),
            (English, "call me when you're home", None),
            (English, "he called me a liar", None),
            (Japanese, "パパって呼んで", Some("パパ")),
            (Japanese, "これからはお父さんって呼んでね", Some("お父さん")),
            (Japanese, "たっくんと呼んでほしいな", Some("たっくん")),
            (Japanese, "私のことはボスって呼んでいいよ", Some("ボス")),
            (Japanese, "救急車を呼んで", None),
            (Japanese, "なんて呼んでほしい？", None),
            (Japanese, "あとで呼んで", None),
        ] {
            assert_eq!(called(&spelled(text, language), language).as_deref(), name, "{text}");
        }
        assert!(is_title("Daddy", English) && is_title("honey", English) && !is_title("Bear", English));
        assert!(is_title("お母さん", Japanese) && !is_title("たっくん", Japanese));
    }
}
