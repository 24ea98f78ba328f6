//! What another reader than the tables has made out, joined with what is known.

use std::collections::BTreeSet;

use super::{Entrusted, Extraction};
use crate::domain::{BigFive, Child, Field, Gender, Partner, RelationshipStatus, Topic, UserProfile};

/// More children than this are not kept.
pub const MOST_CHILDREN: usize = 10;

/// What a message tells, as far as it has passed every check of its single values. What it does not tell is `None` or
/// empty, and leaves what is known as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    pub name: Option<String>,
    pub personality: Option<String>,
    pub let_go: BTreeSet<Topic>,
    /// Whose name is told.
    pub named: Option<Topic>,
    pub age: Option<u8>,
    pub gender: Option<Gender>,
    pub relationship_status: Option<RelationshipStatus>,
    pub location: Option<String>,
    pub income_range: Option<String>,
    pub traits: BigFive,
    pub partner: Partner,
    /// The children as they stand now, in birth order.
    pub children: Vec<Child>,
    /// The message takes something back.
    pub corrected: bool,
    pub declined: BTreeSet<Field>,
    pub entrusted: BTreeSet<Entrusted>,
}

impl Told {
    /// The profile with this in it. Found is what is new; declined is only what is `declinable` and not known.
    #[must_use]
    pub fn merge(self, profile: &UserProfile, declinable: &BTreeSet<Field>) -> Extraction {
        let mut merged = Extraction { profile: profile.clone(), corrected: self.corrected, ..Extraction::default() };
        let known = &mut merged.profile;
        known.name = self.name.or(known.name.take());
        known.personality = self.personality.or(known.personality.take());
        known.age = self.age.or(known.age);
        known.gender = self.gender.or(known.gender);
        known.relationship_status = self.relationship_status.or(known.relationship_status);
        known.location = self.location.or(known.location.take());
        known.income_range = self.income_range.or(known.income_range.take());
        let traits = known.traits;
        known.traits = BigFive {
            openness: self.traits.openness.or(traits.openness),
            conscientiousness: self.traits.conscientiousness.or(traits.conscientiousness),
            extraversion: self.traits.extraversion.or(traits.extraversion),
            agreeableness: self.traits.agreeableness.or(traits.agreeableness),
            neuroticism: self.traits.neuroticism.or(traits.neuroticism),
        };
        if self.partner != Partner::default() {
            let before = merged.known_partner();
            merged.profile.partner_face_description =
                self.partner.appearance.clone().or(merged.profile.partner_face_description.take());
            merged.set_partner(Partner {
                name: self.partner.name.or(before.name),
                temperament: self.partner.temperament.or(before.temperament),
                appearance: self.partner.appearance.or(before.appearance),
            });
        }
        merged.profile.children = children(&profile.children, self.children, self.corrected);
        merged.settle();
        merged.found = news(profile, &merged.profile);
        merged.let_go = self.let_go;
        merged.named = self.named;
        merged.entrusted = self.entrusted;
        let fresh = self.declined.into_iter().filter(|field| declinable.contains(field) && !merged.profile.has(*field));
        merged.declined = fresh.filter(|field| !merged.found.contains(field)).collect();
        merged.settle();
        merged
    }
}

/// The fields that are not as they were.
fn news(before: &UserProfile, after: &UserProfile) -> BTreeSet<Field> {
    [
        (before.age != after.age, Field::Age),
        (before.gender != after.gender, Field::Gender),
        (before.relationship_status != after.relationship_status, Field::RelationshipStatus),
        (before.location != after.location, Field::Location),
        (before.income_range != after.income_range, Field::IncomeRange),
        (before.traits != after.traits || before.personality != after.personality, Field::UserPersonalityTraits),
        (before.partner_face_description != after.partner_face_description, Field::PartnerFaceDescription),
        (before.children != after.children, Field::ChildrenInfo),
        (before.current_partner != after.current_partner, Field::CurrentPartner),
        (before.ideal_partner != after.ideal_partner, Field::IdealPartner),
    ]
    .into_iter()
    .filter_map(|(changed, field)| changed.then_some(field))
    .collect()
}

/// The children after a message. Unless it takes something back, nobody is lost whom it leaves out.
fn children(known: &[Child], told: Vec<Child>, corrected: bool) -> Vec<Child> {
    let told: Vec<Child> = told.into_iter().filter(|child| *child != Child::default()).collect();
    if told.is_empty() {
        return known.to_vec();
    }
    let mut merged = if corrected { Vec::new() } else { known.to_vec() };
    let mut taken = vec![false; known.len()];
    for child in told {
        let free = |index: &usize| !taken[*index];
        let named = |index: &usize| child.name.is_some() && known[*index].name == child.name;
        let alike = |index: &usize| {
            let gender = known[*index].desired_gender;
            (known[*index].name.is_none() || child.name.is_none())
                && (gender == child.desired_gender || gender.is_none() || child.desired_gender.is_none())
        };
        let places = || (0..known.len()).filter(free);
        let place = places().find(named).or_else(|| places().find(alike));
        let before = place.map(|index| known[index].clone()).unwrap_or_default();
        let child =
            Child { desired_gender: child.desired_gender.or(before.desired_gender), name: child.name.or(before.name) };
        match place {
            Some(index) => {
                taken[index] = true;
                if corrected { merged.push(child) } else { merged[index] = child }
            }
            None => merged.push(child),
        }
    }
    merged.truncate(MOST_CHILDREN);
    merged
}
