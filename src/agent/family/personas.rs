//! Who the family are, from what the person told of themself and of the partner and children they imagine.

mod words;

use super::phrases::Voice;
use crate::agent::hera::dice::Dice;
use crate::agent::hera::{extract, phrases};
use crate::domain::{BigFive, Child, FamilyRole, Gender, Language, Member, Partner, UserProfile};

/// How far a child's trait may be from the mean of the parents', in hundredths.
const VARIATION: usize = 15;
/// What is not known of a parent, in hundredths.
const MIDDLE: i32 = 50;
/// Members of a family, at most: the partner and so many children talk.
const MOST_CHILDREN: usize = 10;
/// From this age on a child speaks as one who is grown up.
pub const GROWN: u8 = 18;
/// Characters of a name.
const NAME: usize = 40;

/// The five of somebody, in hundredths: openness, conscientiousness, extraversion, agreeableness, neuroticism.
type Five = [i32; 5];

/// The partner first, if there is to be one, then the children in birth order. The same profile and seed give the same family
/// for ever.
#[must_use]
pub fn of(profile: &UserProfile, alone: bool, language: Language, seed: u64) -> Vec<Member> {
    let mut dice = Dice::new(seed, FAMILY);
    let names = phrases::of(language);
    let known = match profile.partner_field() {
        crate::domain::Field::CurrentPartner => profile.current_partner.clone(),
        _ => profile.ideal_partner.clone(),
    };
    let partner = known.unwrap_or_default();
    let (own, theirs) = (five(&profile.traits, None), of_partner(&partner, &mut dice));
    let name = partner.name.clone().unwrap_or_else(|| dice.one(names.partners).to_owned());
    let mut members = vec![grown(&name, profile, &partner, theirs, language, &mut dice)];
    // What the dice gave stays the same for the children.
    members.truncate(usize::from(!alone));
    let mut age = 6 + number(dice.below(7));
    for (order, child) in profile.children.iter().take(MOST_CHILDREN).enumerate() {
        let name = child_name(child, names, &members, &mut dice);
        let five = inherited(own, theirs, order, &mut dice);
        members.push(young(&name, child, age, order, five, language, &mut dice));
        age = age.saturating_sub(1 + number(dice.below(3))).max(3);
    }
    members
}

/// Tells the choices made for the family from those made turn by turn.
const FAMILY: u32 = u32::MAX;

fn number(value: usize) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

/// In hundredths; what is not known is in the middle, or as the dice fall.
fn five(traits: &BigFive, mut dice: Option<&mut Dice>) -> Five {
    [traits.openness, traits.conscientiousness, traits.extraversion, traits.agreeableness, traits.neuroticism].map(
        |value| match (value, &mut dice) {
            #[expect(clippy::cast_possible_truncation, reason = "a trait is 0 to 1")]
            (Some(value), _) => (value.clamp(0.0, 1.0) * 100.0).round() as i32,
            (None, Some(dice)) => MIDDLE - 15 + i32::from(number(dice.below(31))),
            (None, None) => MIDDLE,
        },
    )
}

fn of_partner(partner: &Partner, dice: &mut Dice) -> Five {
    let mut traits = BigFive::default();
    if let Some(temperament) = &partner.temperament {
        extract::read_character(temperament, &mut traits);
    }
    five(&traits, Some(dice))
}

/// The mean of the parents', a little more or less, and what comes of being the first, the second or a later child.
fn inherited(own: Five, theirs: Five, order: usize, dice: &mut Dice) -> Five {
    let [c, a, o] = [order == 0, order == 1, order > 1].map(|is| if is { 10 } else { 0 });
    let by_order = [o, c, 0, a, 0];
    let mut five = [0; 5];
    for (index, value) in five.iter_mut().enumerate() {
        let variation = i32::from(number(dice.below(2 * VARIATION + 1))) - 15;
        *value = (i32::midpoint(own[index], theirs[index]) + variation + by_order[index]).clamp(0, 100);
    }
    five
}

fn personality(five: Five) -> BigFive {
    #[expect(clippy::cast_precision_loss, reason = "hundredths are small")]
    let part = |index: usize| Some(five[index] as f32 / 100.0);
    BigFive {
        openness: part(0),
        conscientiousness: part(1),
        extraversion: part(2),
        agreeableness: part(3),
        neuroticism: part(4),
    }
}

fn grown(
    name: &str,
    profile: &UserProfile,
    partner: &Partner,
    five: Five,
    language: Language,
    dice: &mut Dice,
) -> Member {
    let age = profile.age.unwrap_or(34).saturating_add(3).saturating_sub(number(dice.below(7))).clamp(18, 110);
    let words = words::of(language);
    let voice = if five[2] >= 55 { Voice::Lively } else { Voice::Gentle };
    let mut traits = traits_of(five, language);
    if let Some(temperament) = &partner.temperament {
        traits.insert(0, temperament.clone());
    }
    let place = profile.location.as_deref();
    Member {
        name: name.chars().take(NAME).collect(),
        role: FamilyRole::Partner,
        gender: None,
        age,
        personality: personality(five),
        speaking_style: words.styles[voice as usize].to_owned(),
        traits,
        goals: vec![dice.one(words.partner_goals).to_owned()],
        background: phrases::fill(
            dice.one(if place.is_some() { words.partner_background } else { words.partner_background_anywhere }),
            &[("place", place.unwrap_or_default())],
        ),
    }
}

fn young(name: &str, child: &Child, age: u8, order: usize, five: Five, language: Language, dice: &mut Dice) -> Member {
    let words = words::of(language);
    Member {
        name: name.chars().take(NAME).collect(),
        role: FamilyRole::Child,
        gender: child.desired_gender,
        age,
        personality: personality(five),
        speaking_style: words.styles[voice_of(age, five[2]) as usize].to_owned(),
        traits: traits_of(five, language),
        goals: vec![dice.one(words.child_goals).to_owned()],
        background: phrases::fill(dice.one(words.child_background), &[("order", words.order[order.min(2)])]),
    }
}

/// How a member speaks.
pub fn voice(member: &Member) -> Voice {
    let lively = member.personality.extraversion.unwrap_or(0.5);
    match member.role {
        #[expect(clippy::cast_possible_truncation, reason = "a trait is 0 to 1")]
        FamilyRole::Child if member.age < GROWN => voice_of(member.age, (lively * 100.0).round() as i32),
        _ if lively >= 0.55 => Voice::Lively,
        _ => Voice::Gentle,
    }
}

const fn voice_of(age: u8, extraversion: i32) -> Voice {
    match (age, extraversion) {
        (..=5, _) => Voice::Small,
        (_, 50..) => Voice::Bouncy,
        _ => Voice::Thoughtful,
    }
}

/// The two traits that stand out most, in words.
fn traits_of(five: Five, language: Language) -> Vec<String> {
    let words = phrases::of(language).trait_words;
    let mut ranked: Vec<usize> = (0..5).collect();
    ranked.sort_by_key(|&index| std::cmp::Reverse((five[index] - MIDDLE).abs()));
    let word = |&index: &usize| if five[index] >= MIDDLE { words[index].0 } else { words[index].1 };
    ranked.iter().take(2).map(|index| word(index).to_owned()).collect()
}

fn child_name(child: &Child, names: &phrases::Phrases, members: &[Member], dice: &mut Dice) -> String {
    if let Some(name) = &child.name {
        return name.clone();
    }
    let names = match (child.desired_gender, dice.below(2)) {
        (Some(Gender::Female), _) | (_, 0) => names.girls,
        _ => names.boys,
    };
    let free: Vec<&'static str> =
        names.iter().copied().filter(|name| members.iter().all(|member| member.name != *name)).collect();
    dice.one(if free.is_empty() { names } else { &free }).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> UserProfile {
        let child = |gender, name: &str| Child { desired_gender: Some(gender), name: Some(name.into()) };
        UserProfile {
            age: Some(34),
            traits: BigFive { extraversion: Some(0.8), neuroticism: Some(0.2), ..BigFive::default() },
            children: vec![child(Gender::Female, "花"), child(Gender::Male, "湊"), child(Gender::Male, "蓮")],
            ideal_partner: Some(Partner {
                name: Some("健".into()),
                temperament: Some("優しくて几帳面".into()),
                appearance: None,
            }),
            ..UserProfile::default()
        }
    }

    #[test]
    fn children_take_after_their_parents_and_their_place() {
        let mut varied = std::collections::BTreeSet::new();
        for seed in 0..200 {
            let members = of(&profile(), false, Language::Japanese, seed);
            assert_eq!(members, of(&profile(), false, Language::Japanese, seed));
            assert_eq!(members[1..], of(&profile(), true, Language::Japanese, seed)[..], "without a partner");
            assert_eq!(members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(), ["健", "花", "湊", "蓮"]);
            let all = |member: &Member| {
                let BigFive { openness, conscientiousness, extraversion, agreeableness, neuroticism } =
                    member.personality;
                [openness, conscientiousness, extraversion, agreeableness, neuroticism].map(Option::unwrap)
            };
            let own = [0.5, 0.5, 0.8, 0.5, 0.2];
            let partner = all(&members[0]);
            assert_eq!((partner[1], partner[3]), (0.75, 0.75), "what is said of them");
            for (order, child) in members[1..].iter().enumerate() {
                let bonus = [[0.0, 0.1, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.1, 0.0], [0.1, 0.0, 0.0, 0.0, 0.0]][order];
                for (index, value) in all(child).into_iter().enumerate() {
                    let expected: f32 = f32::midpoint(own[index], partner[index]) + bonus[index];
                    assert!((value - expected).abs() <= 0.156 && (0.0..=1.0).contains(&value), "{value} {expected}");
                    varied.insert(format!("{value}"));
                }
            }
            assert!(members[1..].is_sorted_by_key(|member| std::cmp::Reverse(member.age)), "the first is the eldest");
            assert!(members.iter().all(|member| !member.background.contains('{') && !member.goals.is_empty()));
        }
        assert!(varied.len() > 50, "{}", varied.len());
    }

    #[test]
    fn nobody_is_without_a_name() {
        let profile = UserProfile { children: vec![Child::default(); 3], ..UserProfile::default() };
        for seed in 0..20 {
            let members = of(&profile, false, Language::English, seed);
            let mut names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), 4, "{names:?}");
        }
    }
}
