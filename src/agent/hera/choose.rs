//! What Hera chooses when the person leaves it to her.

use std::collections::BTreeSet;

use super::dice::Dice;
use super::extract::Entrusted;
use super::phrases::{Choices, Phrases};
use super::speak::children_text;
use crate::domain::{Child, Field, Gender, UserProfile};

/// Fills in what was entrusted and is still open; returns what was chosen, in words.
pub fn choose(
    profile: &mut UserProfile,
    entrusted: &BTreeSet<Entrusted>,
    phrases: &Phrases,
    dice: &mut Dice,
) -> Vec<String> {
    let mut chosen = Vec::new();
    chosen.extend(choose_partner(profile, entrusted, phrases, dice));
    chosen.extend(choose_children(profile, entrusted, phrases, dice));
    chosen
}

fn choose_partner(
    profile: &mut UserProfile,
    entrusted: &BTreeSet<Entrusted>,
    phrases: &Phrases,
    dice: &mut Dice,
) -> Option<String> {
    let field = profile.partner_field();
    let slot = match field {
        Field::CurrentPartner => &mut profile.current_partner,
        _ => &mut profile.ideal_partner,
    };
    let mut partner = slot.clone().unwrap_or_default();
    let mut chosen = Vec::new();
    let mut fill = |what: Entrusted, part: &mut Option<String>, from: Choices| {
        if part.is_none() && entrusted.contains(&what) {
            let choice = dice.one(from);
            *part = Some(choice.to_owned());
            chosen.push((what, choice));
        }
    };
    fill(Entrusted::PartnerName, &mut partner.name, phrases.partners);
    fill(Entrusted::PartnerTemperament, &mut partner.temperament, phrases.temperaments);
    fill(Entrusted::PartnerAppearance, &mut partner.appearance, phrases.looks);
    if chosen.is_empty() {
        return None;
    }
    profile.partner_face_description.clone_from(&partner.appearance);
    let part = |wanted: Entrusted| chosen.iter().find(|(what, _)| *what == wanted).map(|(_, choice)| *choice);
    let (temperament, looks) = (part(Entrusted::PartnerTemperament), part(Entrusted::PartnerAppearance));
    let portrait = (phrases.portrait)(partner.name.as_deref(), temperament, looks);
    profile.declined.remove(&field);
    match field {
        Field::CurrentPartner => profile.current_partner = Some(partner),
        _ => profile.ideal_partner = Some(partner),
    }
    Some(portrait)
}

fn choose_children(
    profile: &mut UserProfile,
    entrusted: &BTreeSet<Entrusted>,
    phrases: &Phrases,
    dice: &mut Dice,
) -> Option<String> {
    let before = profile.children.clone();
    if entrusted.contains(&Entrusted::ChildGenders) {
        if profile.children.is_empty() {
            profile.children = vec![Child::default(); 1 + dice.below(2)];
        }
        for child in profile.children.iter_mut().filter(|child| child.desired_gender.is_none()) {
            child.desired_gender = Some([Gender::Female, Gender::Male][dice.below(2)]);
        }
    }
    if entrusted.contains(&Entrusted::ChildNames) {
        let mut used: Vec<String> = profile.children.iter().filter_map(|child| child.name.clone()).collect();
        for child in profile.children.iter_mut().filter(|child| child.name.is_none()) {
            let names = match child.desired_gender {
                Some(Gender::Female) => phrases.girls,
                Some(Gender::Male) => phrases.boys,
                _ => continue,
            };
            let free: Vec<&str> =
                names.iter().copied().filter(|name| !used.iter().any(|other| other == name)).collect();
            let name = free.get(dice.below(free.len())).map(|name| (*name).to_owned());
            used.extend(name.clone());
            child.name = name;
        }
    }
    (profile.children != before).then(|| children_text(phrases, &profile.children))
}
