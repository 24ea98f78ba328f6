//! Questions that are answered to the point: what the family knows of itself and of the person; a sum; whether they like
//! something, can do it, have it, know it. Of what nobody can know, the question is said again and answered playfully.
//!
//! What a member likes follows from the session's seed: the same for ever.

mod answers;
mod en;
mod ja;

use super::matter::is_named;
use super::places::Kind;
use super::replies::ByAge;
use super::speak::Part;
use super::topics::age_of;
use super::{Scene, answer};
use crate::agent::cue::Move;
use crate::agent::given_names;
use crate::agent::hera::dice::Dice;
use crate::agent::script::{Values, list};
use crate::domain::{BigFive, FamilyRole, Gender, Language, Member};
use answers::Answers;

/// Words of an English question, and letters of a Japanese one, that are said again, at most.
const MOST_WORDS: usize = 12;
const MOST_LETTERS: usize = 24;

/// A question to which there is an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Would they hurt somebody, or may somebody be hurt?
    Harm,
    /// May the person leave off what a doctor gave them?
    Medicine,
    /// Do they want what is not for children?
    Drink,
    /// Two numbers, and what is done with them.
    Sum(i64, char, i64),
    Oldest,
    Youngest,
    Ages,
    AgeOf(usize),
    OwnAge,
    OwnHome,
    Home,
    /// How many they are, or how many of them are children.
    Count {
        children: bool,
    },
    Names,
    Siblings,
    /// Something that everybody knows; a word of another language that nobody here knows.
    Fact(String),
    NoWord,
    /// What the clock and the calendar say.
    Clock,
    Today,
    /// A kind word, a song, a story.
    Nice,
    Song,
    Story,
    /// What the person has not told of themself.
    NotTold,
    Likeness(Whom),
    /// What they say to what was just said: "what do you think?"
    Opinion,
    /// A mere "why?"
    Because,
    /// What there is where they go, and whether there is any of this.
    Sights,
    There(String),
    View(View, String),
    /// Any other question, in the words of whoever answers; nothing where it is too long.
    Question(Shape, String),
}

/// Of whom it is asked what they are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    Person,
    Partner,
    Mother,
    Father,
    Speaker,
    Member(usize),
}

/// What somebody is asked about something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Like,
    Can,
    Ever,
    Have,
    Think,
    Fear,
    Believe,
    Know,
    Habit,
}

/// The kind of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Why,
    When,
    Where,
    Who,
    HowMany,
    How,
    What,
    Whether,
}

impl Asked {
    /// Whether one answer is enough, where it is for whoever likes to answer.
    pub const fn is_for_one(&self) -> bool {
        !matches!(self, Self::View(..) | Self::Likeness(Whom::Person) | Self::Opinion)
    }

    /// Whether everybody would answer the same.
    pub const fn is_fact(&self) -> bool {
        self.is_for_one() && !matches!(self, Self::Question(..))
    }
}

/// What is asked by who asks to be told it.
pub fn asked_for(text: &str, language: Language) -> String {
    match language {
        Language::Japanese => text.to_owned(),
        Language::English => en::asked_for(text),
    }
}

/// What the sum makes that `text` asks for.
pub fn sum_of(text: &str, language: Language) -> Option<String> {
    let (one, sign, other) = match language {
        Language::Japanese => ja::sum(text),
        Language::English => en::sum(text),
    }?;
    worked_out(one, sign, other, language)
}

/// What is answered plainly, whatever else it sounds like: no playful yes is given to it. `text` is normalised.
pub fn of_harm(text: &str, language: Language) -> Option<Asked> {
    match language {
        Language::Japanese => ja::of_harm(text),
        Language::English => en::of_harm(text),
    }
}

/// What the family knows that `text` asks for; `text` is normalised.
pub fn of_facts(text: &str, language: Language, members: &[Member]) -> Option<Asked> {
    // "Mia, what is Ken like?": who is spoken of last.
    let named = members.iter().enumerate().filter(|(_, member)| is_named(text, &member.name));
    let named = named.max_by_key(|(_, member)| text.to_lowercase().rfind(&member.name.to_lowercase()));
    let named = named.map(|(at, _)| at);
    let (sum, facts) = match language {
        Language::Japanese => (ja::sum(text), ja::of_facts(text, named)),
        Language::English => (en::sum(text), en::of_facts(text, named)),
    };
    sum.map(|(one, sign, other)| Asked::Sum(one, sign, other)).or(facts)
}

/// What everybody knows, and what anybody may be asked for, if `text` asks for it.
pub fn of_lore(text: &str, language: Language) -> Option<Asked> {
    match language {
        Language::Japanese => None,
        Language::English => en::lore::of(text),
    }
}

/// What `text` asks somebody to say of something; `going`: it is known where they go.
pub fn view(text: &str, language: Language, going: bool) -> Option<Asked> {
    let (core, opinion) = match language {
        Language::Japanese => (ja::core(text), ja::asks_opinion as fn(&str) -> bool),
        Language::English => (en::core(text), en::asks_opinion as fn(&str) -> bool),
    };
    let (because, sights, there) = match language {
        Language::Japanese => (ja::asks_because(&core), ja::asks_sights(&core), ja::any_there(&core)),
        Language::English => (en::asks_because(&core), en::asks_sights(&core), en::any_there(&core)),
    };
    if because {
        return Some(Asked::Because);
    }
    if going && sights {
        return Some(Asked::Sights);
    }
    if let Some(what) = there.filter(|_| going) {
        return Some(Asked::There(what));
    }
    if opinion(&core) {
        return Some(Asked::Opinion);
    }
    let found = match language {
        Language::Japanese => ja::view(&core),
        Language::English => en::view(&core),
    };
    found.map(|(view, what)| Asked::View(view, what))
}

/// Any other question.
pub fn question(text: &str, language: Language) -> Asked {
    match language {
        Language::Japanese => {
            let core = ja::core(text);
            let fits = (4..=MOST_LETTERS).contains(&core.chars().count());
            let words = if fits { format!("{core}、って？") } else { String::new() };
            Asked::Question(ja::shape(&core).unwrap_or(Shape::Whether), words)
        }
        Language::English => {
            let core = en::core(text);
            let shape = en::shape(&core);
            let fits =
                shape.is_some() && (2..=MOST_WORDS).contains(&core.split(' ').count()) && !core.contains(['"', '\n']);
            let words = if fits { format!("{}?", capitalised(&en::turned(&core))) } else { String::new() };
            Asked::Question(shape.unwrap_or(Shape::What), words)
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Scene<'_> {
    /// What a member answers to a question of these.
    pub(super) fn answer_asked(&mut self, asked: &Asked, index: usize, values: &Values) -> Part {
        let answers = answers::of(self.language);
        match asked {
            Asked::Harm => self.plainly(&answers.harm, index, values),
            Asked::Medicine => self.plainly(&answers.medicine, index, values),
            Asked::Drink => self.plainly(&answers.drink, index, values),
            Asked::Sum(one, sign, other) => {
                let sum = worked_out(*one, *sign, *other, self.language);
                let texts = if sum.is_some() { &answers.sum } else { &answers.no_sum };
                self.told(texts, index, &values.clone().with("sum", sum))
            }
            Asked::Oldest | Asked::Youngest => self.of_extreme(*asked == Asked::Oldest, index, values, answers),
            Asked::Ages => {
                let each = self.members.iter().map(|member| format!("{} {}", member.name, member.age));
                let each = list(&each.collect::<Vec<_>>(), self.phrases.list);
                self.told(&answers.ages, index, &values.clone().with("ages", Some(each)))
            }
            Asked::AgeOf(of) => {
                let member = self.members.get(*of)?;
                if *of == index {
                    return self.tell(super::topics::Topic::Age, index, values);
                }
                let values = values.clone().with("who", Some(member.name.as_str()));
                let values = values.with("years", Some(member.age.to_string()));
                self.told(&answers.age_of, index, &values)
            }
            Asked::OwnAge => {
                let age = self.state.profile.age.map(|age| age.to_string());
                let texts = if age.is_some() { &answers.own_age } else { &answers.not_told };
                self.told(texts, index, &values.clone().with("years", age))
            }
            Asked::OwnHome | Asked::Home => {
                let home = self.state.profile.location.clone();
                let texts = match (asked, &home) {
                    (Asked::OwnHome, Some(_)) => &answers.own_home,
                    (Asked::OwnHome, None) => &answers.not_told,
                    (_, Some(_)) => &answers.home,
                    (_, None) => &answers.home_open,
                };
                self.told(texts, index, &values.clone().with("home", home))
            }
            Asked::Count { children } => {
                let of = |member: &Member| !children || member.role == FamilyRole::Child;
                let number = self.members.iter().filter(|member| of(member)).count();
                let values = values.clone().with("n", Some(number.to_string()));
                let values = values.with("names", Some(self.names(|_, member| of(member))));
                let texts = match (number, children) {
                    (0, true) => &answers.no_children,
                    (_, true) => &answers.children,
                    _ => &answers.count,
                };
                self.told(texts, index, &values)
            }
            Asked::Names if self.meant_alone == Some(index) => self.told(&answers.name_me, index, values),
            Asked::Names => {
                let names = self.names(|_, _| true);
                self.told(&answers.names, index, &values.clone().with("names", Some(names)))
            }
            Asked::Siblings => {
                let of_child = self.members[index].role == FamilyRole::Child;
                let names = self.names(|other, member| of_child && other != index && member.role == FamilyRole::Child);
                let texts = if names.is_empty() { &answers.no_siblings } else { &answers.siblings };
                self.told(texts, index, &values.clone().with("names", Some(names)))
            }
            Asked::Fact(what) => self.told(&answers.fact, index, &values.clone().with("what", Some(what.as_str()))),
            Asked::NoWord => self.told(&answers.no_word, index, values),
            Asked::Clock => self.told(&answers.clock, index, values),
            Asked::Today => self.told(&answers.today, index, values),
            Asked::Nice => self.told(&answers.nice, index, values),
            Asked::Song => self.told(&answers.song, index, values),
            Asked::Story => self.told(&answers.story, index, values),
            Asked::NotTold => self.told(&answers.not_told, index, values),
            Asked::Because => self.told(&answers.because, index, values),
            Asked::Sights => {
                let kind = self.kind().unwrap_or(Kind::Open);
                let sights = (self.phrases.at)(kind).sights;
                let first = self.picker.dice.below(sights.len());
                let values = values.clone().with("delight", sights.get(first).copied());
                let values = values.with("more", sights.get((first + 1) % sights.len().max(1)).copied());
                self.told(&answers.sights, index, &values)
            }
            Asked::There(what) => self.of_there(what, index, values, answers),
            Asked::Opinion => {
                let opinion = self.told(&answers.opinion, index, values);
                opinion.map(|(_, text)| (Move::Question, text))
            }
            Asked::Likeness(whom) => self.of_likeness(*whom, index, values, answers),
            Asked::View(view, what) => self.of_view(*view, what, index, values, answers),
            Asked::Question(shape, words) => {
                let texts = &answers.shapes[*shape as usize];
                if words.is_empty() {
                    return self.told(&answers.long, index, values);
                }
                // It is said again once, and not by everybody.
                let again = self.picker.repeats(words) || self.asked_back;
                self.asked_back = true;
                let (_, text) = self.told(texts, index, &values.clone().with("question", Some(words.as_str())))?;
                let text = if again { text.replacen(words.as_str(), "", 1).trim().to_owned() } else { text };
                Some((Move::Question, text))
            }
        }
    }

    /// The same again, if need be: something else must not be said.
    fn plainly(&mut self, texts: &ByAge, index: usize, values: &Values) -> Part {
        let age = age_of(&self.members[index]);
        self.picker.pick_some(texts[age], values).map(|text| (Move::Answer, text))
    }

    /// Whether there is something where they go.
    fn of_there(&mut self, what: &str, index: usize, values: &Values, answers: &Answers) -> Part {
        let kind = self.kind().unwrap_or(Kind::Open);
        let of_kind = (self.phrases.at)(kind);
        let stem = what.trim_end_matches('s').to_lowercase();
        let known = of_kind.sights.iter().chain(of_kind.activities).any(|text| text.to_lowercase().contains(&stem));
        let stance = match (known, lives_at(what)) {
            (true, _) => 0,
            _ if !may_be_at(kind, what) => 1,
            (_, Some(kinds)) if kinds.contains(&kind) => 0,
            _ => 2,
        };
        self.told(&answers.there[stance], index, &values.clone().with("what", Some(what)))
    }

    fn told(&mut self, texts: &ByAge, index: usize, values: &Values) -> Part {
        let age = age_of(&self.members[index]);
        self.picker.pick(texts[age], values).map(|text| (Move::Answer, text))
    }

    fn names(&self, of: impl Fn(usize, &Member) -> bool) -> String {
        let members = self.members.iter().enumerate().filter(|(index, member)| of(*index, member));
        let names: Vec<String> = members.map(|(_, member)| member.name.clone()).collect();
        list(&names, self.phrases.list)
    }

    fn of_extreme(&mut self, oldest: bool, index: usize, values: &Values, answers: &Answers) -> Part {
        let members = self.members.iter().enumerate();
        // Of two of an age, the first of them is the elder.
        let of = if oldest {
            members.rev().max_by_key(|(_, member)| member.age)
        } else {
            members.min_by_key(|(at, member)| (member.age, std::cmp::Reverse(*at)))
        };
        let (at, member) = of?;
        let texts = match (oldest, at == index) {
            (true, true) => &answers.oldest_me,
            (true, false) => &answers.oldest,
            (false, true) => &answers.youngest_me,
            (false, false) => &answers.youngest,
        };
        let values = values.clone().with("who", Some(member.name.as_str()));
        let values = values.with("years", Some(member.age.to_string()));
        self.told(texts, index, &values)
    }

    fn of_likeness(&mut self, whom: Whom, index: usize, values: &Values, answers: &Answers) -> Part {
        let partner = self.members.iter().position(|member| member.role == FamilyRole::Partner);
        let of = match whom {
            Whom::Speaker => Some(index),
            Whom::Member(at) => Some(at),
            Whom::Person => None,
            Whom::Mother if self.is_person(Gender::Female, partner) => None,
            Whom::Father if self.is_person(Gender::Male, partner) => None,
            Whom::Partner | Whom::Mother | Whom::Father => partner,
        };
        let Some(of) = of else {
            let profile = &self.state.profile;
            let known = (profile.traits.known() > 0).then(|| adjectives(&profile.traits, answers));
            let words = profile.personality.clone().or(known);
            let texts = if words.is_some() { &answers.likeness_you } else { &answers.likeness_open };
            return self.told(texts, index, &values.clone().with("words", words));
        };
        let member = self.members.get(of)?;
        let values = values.clone().with("who", Some(member.name.as_str()));
        // What the person said of the partner; of a child, what stands out.
        let own = member.traits.first().filter(|_| member.role == FamilyRole::Partner && member.traits.len() > 2);
        let words = own.cloned().unwrap_or_else(|| adjectives(&member.personality, answers));
        let values = values.with("words", Some(words));
        self.told(if of == index { &answers.likeness_me } else { &answers.likeness }, index, &values)
    }

    /// Whether the parent of this gender is the person: by what they told, or by who the partner is.
    fn is_person(&self, gender: Gender, partner: Option<usize>) -> bool {
        match self.state.profile.gender {
            Some(own @ (Gender::Male | Gender::Female)) => own == gender,
            _ => partner.is_none_or(|at| given_names::gender(&self.members[at].name) != Some(gender)),
        }
    }

    fn of_view(&mut self, view: View, what: &str, index: usize, values: &Values, answers: &Answers) -> Part {
        let stance = self.stance(view, what, index);
        let texts: &ByAge = match view {
            View::Like => &answers.like[stance],
            View::Can => &answers.can[stance],
            View::Ever => &answers.ever[stance % 2],
            View::Have => &answers.have[stance % 2],
            View::Think => &answers.think[0],
            View::Fear => &answers.fear[stance % 2],
            View::Believe => &answers.believe[0],
            View::Know => &answers.know[stance % 2],
            View::Habit => &answers.habit[stance],
        };
        self.remember(answer::place_of(index), "view", what);
        let (_, text) = self.told(texts, index, &values.clone().with("what", Some(what)))?;
        Some((Move::Tell(what.to_owned()), text))
    }

    /// What a member holds of something: the same for ever.
    fn stance(&self, view: View, what: &str, index: usize) -> usize {
        let what = what.to_lowercase();
        let plain = what.trim_end_matches('s');
        let number = plain
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let mut dice = Dice::new(self.seed ^ number, u32::try_from(index * 16 + view as usize).unwrap_or(0));
        // Whoever belongs to the family is liked, and so is where they live and go.
        let dear = self.members.iter().map(|member| member.name.to_lowercase()).any(|name| what.contains(&name))
            || [&self.state.profile.location, &self.trip.destination]
                .into_iter()
                .flatten()
                .any(|place| what.contains(&place.to_lowercase()))
            || DEAR.iter().any(|dear| what.contains(dear));
        match view {
            View::Like if dear => 0,
            View::Like if FINE.iter().any(|fine| what.contains(fine)) => [0, 0, 0, 1][dice.below(4)],
            // More is liked than not.
            View::Like => [0, 0, 0, 1, 2][dice.below(5)],
            _ => dice.below(3),
        }
    }
}

/// The two of the five that stand out most, as adjectives.
fn adjectives(five: &BigFive, answers: &Answers) -> String {
    let parts = [five.openness, five.conscientiousness, five.extraversion, five.agreeableness, five.neuroticism];
    let mut ranked: Vec<(f32, &str)> = parts
        .into_iter()
        .zip(answers.adjectives.1)
        .filter_map(|(part, (high, low))| Some((part? - 0.5, high, low)))
        .map(|(off, high, low)| (off.abs(), if off >= 0.0 { high } else { low }))
        .collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    ranked.iter().take(2).map(|(_, word)| *word).collect::<Vec<_>>().join(answers.adjectives.0)
}

/// Whether what is looked forward to may be met at a place of this kind: in a town there may be anything.
pub fn may_be_at(kind: Kind, what: &str) -> bool {
    matches!(kind, Kind::City | Kind::Open) || lives_at(what).is_none_or(|kinds| kinds.contains(&kind))
}

/// Where an animal is to be met, by what it is called.
fn lives_at(what: &str) -> Option<&'static [Kind]> {
    let what = what.to_lowercase();
    let of = |words: &[&str]| words.iter().any(|word| what.contains(word));
    if of(&LAND) {
        Some(&[Kind::Zoo])
    } else if of(&WATER) {
        Some(&[Kind::Aquarium])
    } else if of(&YARD) {
        Some(&[Kind::Farm, Kind::Zoo])
    } else {
        None
    }
}

const LAND: [&str; 22] = [
    "elephant",
    "lion",
    "giraffe",
    "monkey",
    "tiger",
    "zebra",
    "gorilla",
    "panda",
    "rhino",
    "hippo",
    "kangaroo",
    "ゾウ",
    "象",
    "ライオン",
    "キリン",
    "サル",
    "トラ",
    "シマウマ",
    "ゴリラ",
    "パンダ",
    "サイ",
    "カバ",
];
const WATER: [&str; 14] = [
    "jellyfish",
    "shark",
    "dolphin",
    "seahorse",
    "starfish",
    "octopus",
    "manta",
    "クラゲ",
    "サメ",
    "イルカ",
    "タツノオトシゴ",
    "ヒトデ",
    "タコ",
    "マンタ",
];
const YARD: [&str; 10] = ["cow", "goat", "sheep", "pony", "pig", "牛", "ヤギ", "ひつじ", "羊", "ポニー"];

/// What everybody likes.
const DEAR: [&str; 20] = [
    "family",
    "brother",
    "sister",
    "mum",
    "mom",
    "dad",
    "mother",
    "father",
    "kids",
    "children",
    "us",
    "living here",
    "home",
    "家族",
    "ママ",
    "パパ",
    "お母さん",
    "お父さん",
    "弟",
    "妹",
];

/// What nearly everybody likes.
const FINE: [&str; 28] = [
    "dog",
    "cat",
    "animal",
    "puppy",
    "horse",
    "ice cream",
    "chocolate",
    "cake",
    "beach",
    "christmas",
    "birthday",
    "holiday",
    "music",
    "friend",
    "pizza",
    "summer",
    "犬",
    "猫",
    "動物",
    "アイス",
    "チョコ",
    "ケーキ",
    "海",
    "お祭り",
    "音楽",
    "友達",
    "友だち",
    "夏休み",
];

/// The number that comes of a sum; nothing where there is none.
fn worked_out(one: i64, sign: char, other: i64, language: Language) -> Option<String> {
    Some(match sign {
        '*' => (one * other).to_string(),
        '+' => (one + other).to_string(),
        '-' => (one - other).to_string(),
        _ if other == 0 => return None,
        _ if one % other == 0 => (one / other).to_string(),
        _ => match language {
            Language::English => format!("{}, and {} is left over", one / other, one % other),
            Language::Japanese => format!("{}あまり{}", one / other, one % other),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_hurt_gets_no_playful_yes() {
        for (language, text, asked) in [
            (Language::English, "Jack, would you ever hit me?", Some(Asked::Harm)),
            (Language::English, "Nell, will you hit the children?", Some(Asked::Harm)),
            (Language::English, "Tess, can I hit you", Some(Asked::Harm)),
            (Language::English, "did grandpa touch you?", Some(Asked::Harm)),
            (Language::English, "would you die for me?", Some(Asked::Harm)),
            (Language::English, "should I stop taking my medicine?", Some(Asked::Medicine)),
            (Language::English, "Tess, would you like a beer?", Some(Asked::Drink)),
            (Language::English, "can you beat me at chess?", None),
            (Language::English, "did it hurt you when you fell?", None),
            (Language::English, "will you hit me with a snowball?", None),
            (Language::English, "did you kick the ball?", None),
            (Language::English, "would you like a glass of milk?", None),
            (Language::Japanese, "舞、叩いてもいい?", Some(Asked::Harm)),
            (Language::Japanese, "お姉ちゃんを殴った?", Some(Asked::Harm)),
            (Language::Japanese, "薬をやめてもいいかな", Some(Asked::Medicine)),
            (Language::Japanese, "ひなた、ビール飲む?", Some(Asked::Drink)),
            (Language::Japanese, "太鼓を叩いたことある?", None),
            (Language::Japanese, "刺身は好き?", None),
            (Language::Japanese, "薬局はどこ?", None),
        ] {
            assert_eq!(of_harm(text, language), asked, "{text}");
        }
    }
}
