//! What is still to be asked, and what to ask next.

use std::collections::BTreeSet;

use crate::domain::{Field, UserProfile};

/// One thing to ask: a field, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    Age,
    Gender,
    Location,
    Status,
    Income,
    Traits,
    PartnerName,
    PartnerTemperament,
    PartnerLooks,
    ChildGenders,
    ChildNames,
}

/// Turns in which a cooperative person is through: the pace of the questions follows from it.
const TURNS: u32 = 4;

/// Things asked at once, at most.
const MOST: usize = 5;

/// The groups in which things are asked, in order.
pub const PERSON: &[Need] = &[Need::Age, Need::Gender, Need::Location, Need::Status];
pub const DAYS: &[Need] = &[Need::Income, Need::Traits];
pub const PARTNER: &[Need] = &[Need::PartnerName, Need::PartnerTemperament, Need::PartnerLooks];
pub const CHILDREN: &[Need] = &[Need::ChildGenders, Need::ChildNames];

/// Everything still to be asked.
pub fn open(profile: &UserProfile) -> Vec<Need> {
    let missing = profile.missing();
    let partner = match profile.partner_field() {
        Field::CurrentPartner => profile.current_partner.as_ref(),
        _ => profile.ideal_partner.as_ref(),
    };
    let mut needs = BTreeSet::new();
    for field in &missing {
        match field {
            Field::Age => needs.extend([Need::Age]),
            Field::Gender => needs.extend([Need::Gender]),
            Field::Location => needs.extend([Need::Location]),
            Field::RelationshipStatus => needs.extend([Need::Status]),
            Field::IncomeRange => needs.extend([Need::Income]),
            Field::UserPersonalityTraits => needs.extend([Need::Traits]),
            Field::PartnerFaceDescription => needs.extend([Need::PartnerLooks]),
            Field::ChildrenInfo => {
                let genders = profile.children.iter().any(|child| child.desired_gender.is_some());
                let names = profile.children.iter().any(|child| child.name.is_some());
                needs.extend((!genders || names).then_some(Need::ChildGenders));
                needs.extend((!names || genders).then_some(Need::ChildNames));
            }
            Field::CurrentPartner | Field::IdealPartner => {
                let lacks = |part: fn(&crate::domain::Partner) -> bool| !partner.is_some_and(part);
                needs.extend(lacks(|partner| partner.name.is_some()).then_some(Need::PartnerName));
                needs.extend(lacks(|partner| partner.temperament.is_some()).then_some(Need::PartnerTemperament));
                let face = profile.declined.contains(&Field::PartnerFaceDescription);
                needs.extend((!face && lacks(|partner| partner.appearance.is_some())).then_some(Need::PartnerLooks));
            }
        }
    }
    needs.into_iter().collect()
}

/// What to ask in the reply number `turn` (from 1): enough at once to be through in [`TURNS`], never so much that it
/// is a form to fill in.
pub fn next(open: &[Need], turn: u32) -> Vec<Need> {
    let groups: Vec<Vec<Need>> = [PERSON, DAYS, PARTNER, CHILDREN]
        .iter()
        .map(|group| group.iter().copied().filter(|need| open.contains(need)).collect())
        .filter(|group: &Vec<Need>| !group.is_empty())
        .collect();
    let chances = usize::try_from(TURNS.saturating_sub(turn)).unwrap_or(0).max(1);
    let at_once = if turn < TURNS { (groups.len() / chances).max(1) } else { 1 };
    // Who has not yet told who they are is asked nothing else.
    let at_once = if PERSON.iter().all(|need| open.contains(need)) { 1 } else { at_once };
    let mut next: Vec<Need> = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        // A single leftover goes with the group after it.
        if (index >= at_once && next.len() > 1) || next.len() + group.len() > MOST {
            break;
        }
        next.extend(group);
    }
    next
}

/// The fields that an answer to `needs` fills.
pub fn fields(needs: &[Need], profile: &UserProfile) -> BTreeSet<Field> {
    needs
        .iter()
        .map(|need| match need {
            Need::Age => Field::Age,
            Need::Gender => Field::Gender,
            Need::Location => Field::Location,
            Need::Status => Field::RelationshipStatus,
            Need::Income => Field::IncomeRange,
            Need::Traits => Field::UserPersonalityTraits,
            Need::PartnerName | Need::PartnerTemperament => profile.partner_field(),
            Need::PartnerLooks => Field::PartnerFaceDescription,
            Need::ChildGenders | Need::ChildNames => Field::ChildrenInfo,
        })
        .collect()
}
