//! What Hera says, as tables: one [`Phrases`] per language, several texts for each occasion.

pub mod en;
pub mod ja;

use super::needs::Need;
use crate::domain::Language;

/// Texts for one occasion, of which one is chosen. `{name}` stands for what is filled in.
pub type Choices = &'static [&'static str];

/// Everything Hera can say in one language.
#[derive(Debug)]
pub struct Phrases {
    /// Between the first items of a list, and before the last one.
    pub list: (&'static str, &'static str),
    /// Before the last of three things asked for.
    pub then: &'static str,
    /// Between two sentences.
    pub space: &'static str,
    /// The first words to somebody who only greeted, and to somebody who has already told something.
    pub opening: Choices,
    pub opening_in_the_middle: Choices,
    /// A reaction before what was just told is taken up.
    pub thanks: Choices,
    /// `{age}`, `{place}`
    pub heard_age_and_place: Choices,
    pub heard_age: Choices,
    pub heard_place: Choices,
    pub heard_gender: Choices,
    /// Married, partnered, single, other.
    pub heard_status: [Choices; 4],
    /// `{income}`
    pub heard_income: Choices,
    pub heard_no_income: Choices,
    /// `{traits}`
    pub heard_traits: Choices,
    /// High and low of openness, conscientiousness, extraversion, agreeableness, neuroticism.
    pub trait_words: [(&'static str, &'static str); 5],
    /// `{partner}`
    pub heard_partner_name: Choices,
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
    /// `{what}`
    pub chose: Choices,
    /// Answers to what tells nothing.
    pub to_silence: Choices,
    pub to_greeting: Choices,
    pub to_thanks: Choices,
    pub to_who_are_you: Choices,
    /// To the question when the family can be met, before that is so.
    pub to_impatient: Choices,
    pub to_question: Choices,
    /// `{items}`, `{example}`
    pub not_understood: Choices,
    /// To a year of birth: a question for the age itself.
    pub ask_age_in_years: Choices,
    /// Questions for whole groups.
    pub ask_person: Choices,
    pub ask_days: Choices,
    pub ask_current_partner: Choices,
    pub ask_ideal_partner: Choices,
    pub ask_children: Choices,
    /// The same after another question.
    pub and_children: Choices,
    /// `{items}`: a question for whatever is left.
    pub ask_rest: Choices,
    /// `{family}`
    pub complete: Choices,
    pub complete_alone: Choices,
    /// Before the partner is painted.
    pub paints_partner: Choices,
    /// What to say once the profile is complete and nothing new was told.
    pub still_complete: Choices,
    /// How each need is named, and an example of an answer.
    pub need: fn(Need) -> (&'static str, &'static str),
    /// The person themself in the summary of the family, with `{place}` and without.
    pub you: (&'static str, &'static str),
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
