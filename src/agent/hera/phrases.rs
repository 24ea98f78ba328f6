//! What Hera says, as tables: one [`Phrases`] per language, several texts for each occasion.

pub mod en;
pub mod ja;

use super::read_out::Words;
use crate::domain::{Language, Topic};

/// Texts for one occasion, of which one is chosen. `{name}` stands for what is filled in.
pub type Choices = &'static [&'static str];

/// Of whom the partner's questions speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// The partner they have.
    Current,
    /// The one they imagine.
    Ideal,
    /// The one who died.
    Late,
}

/// Everything Hera can say in one language.
#[derive(Debug)]
pub struct Phrases {
    /// Between the first items of a list, and before the last one.
    pub list: (&'static str, &'static str),
    /// Between two sentences.
    pub space: &'static str,
    /// The first words to somebody who only greeted, and to somebody who has already told something.
    pub opening: Choices,
    pub opening_in_the_middle: Choices,
    /// A reaction before what was just told is taken up.
    pub thanks: Choices,
    /// `{name}`
    pub heard_name: Choices,
    /// `{age}`, `{place}`
    pub heard_age_and_place: Choices,
    pub heard_age: Choices,
    pub heard_place: Choices,
    /// Male, female, other.
    pub heard_gender: [Choices; 3],
    /// Married, partnered, single, other.
    pub heard_status: [Choices; 4],
    pub heard_widowed: Choices,
    /// `{income}`
    pub heard_income: Choices,
    pub heard_no_income: Choices,
    /// `{traits}`
    pub heard_traits: Choices,
    /// `{words}`: the person's own.
    pub heard_own_words: Choices,
    /// High and low of openness, conscientiousness, extraversion, agreeableness, neuroticism.
    pub trait_words: [(&'static str, &'static str); 5],
    /// `{partner}`
    pub heard_partner_name: Choices,
    /// `{who}`: whoever has a name that may have been misheard.
    pub heard_doubtful_name: Choices,
    /// What is said by pressing such a name: `{name}`
    pub confirm_name: &'static str,
    /// That it is another one: the label, and what is said by it.
    pub another_name: fn(Topic) -> (&'static str, &'static str),
    /// `{partner}`, and `{words}` that were said of them.
    pub heard_partner: Choices,
    pub heard_partner_unnamed: Choices,
    /// `{children}`
    pub heard_children: Choices,
    pub heard_children_unnamed: Choices,
    /// `{what}`
    pub corrected: Choices,
    pub corrected_silently: Choices,
    pub respected: Choices,
    pub respected_childless: Choices,
    /// The same to who wants no partner either.
    pub respected_on_ones_own: Choices,
    /// To who wants no partner.
    pub respected_alone: Choices,
    /// `{what}`
    pub chose: Choices,
    /// Answers to what tells nothing.
    pub to_silence: Choices,
    /// To what is only said in between.
    pub to_aside: Choices,
    /// A wish for an outing, a name for the person, a greeting, all for the family, which is not there yet: `{what}`, `{name}`
    pub keeps_outing: Choices,
    pub keeps_called: Choices,
    pub keeps_greeting: Choices,
    /// What one of the children is like: `{name}`, `{words}`
    pub heard_of_child: Choices,
    /// Something is left to Hera before she can choose it.
    pub to_entrusted: Choices,
    pub to_greeting: Choices,
    pub to_thanks: Choices,
    pub to_who_are_you: Choices,
    /// To the question when the family can be met, before that is so.
    pub to_impatient: Choices,
    pub to_question: Choices,
    /// To a year of birth: a question for the age itself.
    pub ask_age_in_years: Choices,
    /// Said when nothing was understood, before the question comes in other words.
    pub not_understood: Choices,
    /// Said when something is asked for no more.
    pub lets_go: Choices,
    /// The question for one thing: as it is asked first, again in other words, and with what one may choose.
    pub question: fn(Topic, Whom) -> [Choices; 3],
    /// The question for two things at once, where there is one that asks for both in one breath.
    pub both: fn(Topic, Topic, Whom) -> Option<Choices>,
    /// What may be chosen instead of written, in this order; the label, and what is said by it.
    pub choices: fn(Topic) -> &'static [(&'static str, &'static str)],
    /// Before all is read out, and after it.
    pub complete: Choices,
    /// To who told of nobody, and wants no partner: there is no family to meet, and how there may be one.
    pub complete_by_oneself: Choices,
    pub is_it_right: Choices,
    /// The same to who has nobody to meet.
    pub is_it_right_by_oneself: Choices,
    /// To somebody who says that it is not.
    pub ask_what_differs: Choices,
    pub read_out: Words,
    /// Before the partner is painted.
    pub paints_partner: Choices,
    /// What to say once the profile is complete and nothing new was told.
    pub still_complete: Choices,
    /// How each topic is named.
    pub topic: fn(Topic) -> &'static str,
    /// A partner by name: `{name}`.
    pub partner: &'static str,
    /// A partner whom Hera made up: name, temperament, looks, as far as she did.
    pub portrait: fn(Option<&str>, Option<&str>, Option<&str>) -> String,
    /// A girl, a boy and any other child by name.
    pub child: [&'static str; 3],
    /// Children without a name: how many girls, boys, others; one, two, and `{n}`.
    pub children: [[&'static str; 3]; 3],
    /// An age: `{age}`.
    pub age: &'static str,
    /// Married, partnered, single, other, in a correction.
    pub status: [&'static str; 4],
    /// Male, female, other, in a correction.
    pub gender: [&'static str; 3],
    /// What Hera gives when she is asked to choose.
    pub girls: Choices,
    pub boys: Choices,
    pub partners: Choices,
    pub temperaments: Choices,
    pub looks: Choices,
}

/// The phrases of a language.
pub const fn of(language: Language) -> &'static Phrases {
    match language {
        Language::Japanese => &ja::PHRASES,
        Language::English => &en::PHRASES,
    }
}

/// `template` with every `{key}` replaced by its value.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((key, after)) = after.split_once('}') else { break };
        filled.push_str(values.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value));
        rest = after;
    }
    filled.push_str(rest);
    filled
}
