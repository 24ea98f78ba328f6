//! What Hera learns about a person, and what is still missing.

use std::collections::BTreeSet;

/// Everything known about the person. What is not known is `None` or empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserProfile {
    /// Years, 0 to 120.
    pub age: Option<u8>,
    pub gender: Option<Gender>,
    pub relationship_status: Option<RelationshipStatus>,
    /// A place in the person's own words: `東京`, `Berlin`.
    pub location: Option<String>,
    /// An income in the person's own words, tidied: `500万円`, `$60,000`.
    pub income_range: Option<String>,
    pub traits: BigFive,
    /// What the (real or imagined) partner's face looks like, in the person's own words.
    pub partner_face_description: Option<String>,
    /// The children they have or wish for, in birth order.
    pub children: Vec<Child>,
    /// The partner they have: asked of the married and partnered.
    pub current_partner: Option<Partner>,
    /// The partner they wish for: asked of the single and others.
    pub ideal_partner: Option<Partner>,
    /// What the person would rather not say. Never asked again, and never missing.
    pub declined: BTreeSet<Field>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gender {
    Male,
    Female,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RelationshipStatus {
    Married,
    Partnered,
    Single,
    Other,
}

/// The Big Five, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BigFive {
    pub openness: Option<f32>,
    pub conscientiousness: Option<f32>,
    pub extraversion: Option<f32>,
    pub agreeableness: Option<f32>,
    pub neuroticism: Option<f32>,
}

/// A child the person has or wishes for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Child {
    pub desired_gender: Option<Gender>,
    pub name: Option<String>,
}

/// A partner, real or wished for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Partner {
    pub name: Option<String>,
    pub temperament: Option<String>,
    pub appearance: Option<String>,
}

/// A required field, in the order in which it is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Age,
    Gender,
    RelationshipStatus,
    Location,
    IncomeRange,
    UserPersonalityTraits,
    PartnerFaceDescription,
    ChildrenInfo,
    CurrentPartner,
    IdealPartner,
}

impl BigFive {
    /// How many of the five are known.
    #[must_use]
    pub fn known(&self) -> usize {
        [self.openness, self.conscientiousness, self.extraversion, self.agreeableness, self.neuroticism]
            .iter()
            .flatten()
            .count()
    }
}

impl Partner {
    /// Whether name, temperament and appearance are all known.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.name.is_some() && self.temperament.is_some() && self.appearance.is_some()
    }
}

impl UserProfile {
    /// Which partner this person is asked about.
    #[must_use]
    pub const fn partner_field(&self) -> Field {
        match self.relationship_status {
            Some(RelationshipStatus::Married | RelationshipStatus::Partnered) => Field::CurrentPartner,
            _ => Field::IdealPartner,
        }
    }

    /// The fields this person must answer, in order: nine, the last being [`UserProfile::partner_field`].
    #[must_use]
    pub const fn required_fields(&self) -> [Field; 9] {
        [
            Field::Age,
            Field::Gender,
            Field::RelationshipStatus,
            Field::Location,
            Field::IncomeRange,
            Field::UserPersonalityTraits,
            Field::PartnerFaceDescription,
            Field::ChildrenInfo,
            self.partner_field(),
        ]
    }

    /// Whether enough is known of `field`, or the person declined to say. A partner whose looks the person would
    /// rather not describe needs none.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        let faceless = self.declined.contains(&Field::PartnerFaceDescription);
        let partner = |partner: &Option<Partner>| {
            partner.as_ref().is_some_and(|partner| {
                partner.is_complete() || (faceless && partner.name.is_some() && partner.temperament.is_some())
            })
        };
        self.declined.contains(&field)
            || match field {
                Field::Age => self.age.is_some(),
                Field::Gender => self.gender.is_some(),
                Field::RelationshipStatus => self.relationship_status.is_some(),
                Field::Location => self.location.is_some(),
                Field::IncomeRange => self.income_range.is_some(),
                Field::UserPersonalityTraits => self.traits.known() >= 2,
                Field::PartnerFaceDescription => self.partner_face_description.is_some(),
                Field::ChildrenInfo => {
                    self.children.iter().any(|child| child.desired_gender.is_some() && child.name.is_some())
                }
                Field::CurrentPartner => partner(&self.current_partner),
                Field::IdealPartner => partner(&self.ideal_partner),
            }
    }

    /// What is still to be asked, in order; empty when the profile is complete.
    #[must_use]
    pub fn missing(&self) -> Vec<Field> {
        self.required_fields().into_iter().filter(|&field| !self.has(field)).collect()
    }
}

impl Field {
    /// Its name in JSON, as the original application had it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::Gender => "gender",
            Self::RelationshipStatus => "relationship_status",
            Self::Location => "location",
            Self::IncomeRange => "income_range",
            Self::UserPersonalityTraits => "user_personality_traits",
            Self::PartnerFaceDescription => "partner_face_description",
            Self::ChildrenInfo => "children_info",
            Self::CurrentPartner => "current_partner",
            Self::IdealPartner => "ideal_partner",
        }
    }
}
