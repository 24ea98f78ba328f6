//! What Hera learns about a person, and what is still missing.

use std::collections::BTreeSet;

/// Everything known about the person. What is not known is `None` or empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserProfile {
    /// What the person likes to be called. Asked for once, and never missing.
    pub name: Option<String>,
    /// Years, 0 to 120.
    pub age: Option<u8>,
    pub gender: Option<Gender>,
    pub relationship_status: Option<RelationshipStatus>,
    /// A place in the person's own words: `東京`, `Berlin`.
    pub location: Option<String>,
    /// An income in the person's own words, tidied: `500万円`, `$60,000`.
    pub income_range: Option<String>,
    pub traits: BigFive,
    /// The person's character in their own words, whether or not they say anything of the five.
    pub personality: Option<String>,
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
    /// Parts of fields that are not asked for any more: the person would rather not say, or was asked often enough.
    pub let_go: BTreeSet<Topic>,
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

/// One thing that is asked for: a field, or a part of one. In the order in which they are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    OwnName,
    Age,
    Gender,
    Location,
    Status,
    PartnerName,
    PartnerTemperament,
    PartnerLooks,
    /// How many children, girls or boys, and their names.
    Children,
    /// The same of children of whom something is known.
    ChildGenders,
    ChildNames,
    Traits,
    Income,
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

    /// Whether enough is known of `field`, or it is not asked for any more. A partner is known whose name, temperament and
    /// looks are, and children of whom each one's gender and name is.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        let let_go = |topic: Topic| self.let_go.contains(&topic);
        let faceless = self.declined.contains(&Field::PartnerFaceDescription);
        let partner = |partner: &Option<Partner>| {
            let has =
                |part: fn(&Partner) -> &Option<String>| partner.as_ref().is_some_and(|known| part(known).is_some());
            (has(|partner| &partner.name) || let_go(Topic::PartnerName))
                && (has(|partner| &partner.temperament) || let_go(Topic::PartnerTemperament))
                && (has(|partner| &partner.appearance) || faceless)
        };
        let child = |child: &Child| {
            (child.desired_gender.is_some() || let_go(Topic::ChildGenders))
                && (child.name.is_some() || let_go(Topic::ChildNames))
        };
        self.declined.contains(&field)
            || match field {
                Field::Age => self.age.is_some(),
                Field::Gender => self.gender.is_some(),
                Field::RelationshipStatus => self.relationship_status.is_some(),
                Field::Location => self.location.is_some(),
                Field::IncomeRange => self.income_range.is_some(),
                Field::UserPersonalityTraits => self.traits.known() > 0 || self.personality.is_some(),
                Field::PartnerFaceDescription => self.partner_face_description.is_some(),
                Field::ChildrenInfo => !self.children.is_empty() && self.children.iter().all(child),
                Field::CurrentPartner => partner(&self.current_partner),
                Field::IdealPartner => partner(&self.ideal_partner),
            }
    }

    /// The partner this person is asked about, as far as known.
    #[must_use]
    pub const fn partner(&self) -> Option<&Partner> {
        match self.partner_field() {
            Field::CurrentPartner => self.current_partner.as_ref(),
            _ => self.ideal_partner.as_ref(),
        }
    }

    /// Asks for `topic` no more.
    pub fn let_go(&mut self, topic: Topic) {
        match topic {
            Topic::OwnName
            | Topic::PartnerName
            | Topic::PartnerTemperament
            | Topic::ChildGenders
            | Topic::ChildNames => {
                self.let_go.insert(topic);
            }
            _ => {
                self.declined.insert(topic.field(self.partner_field()));
            }
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

impl Topic {
    /// The field it belongs to, of a person whose partner is told of in `partner`. The person's own name is none that is
    /// required, and goes with their age.
    #[must_use]
    pub const fn field(self, partner: Field) -> Field {
        match self {
            Self::OwnName | Self::Age => Field::Age,
            Self::Gender => Field::Gender,
            Self::Location => Field::Location,
            Self::Status => Field::RelationshipStatus,
            Self::PartnerName | Self::PartnerTemperament => partner,
            Self::PartnerLooks => Field::PartnerFaceDescription,
            Self::Children | Self::ChildGenders | Self::ChildNames => Field::ChildrenInfo,
            Self::Traits => Field::UserPersonalityTraits,
            Self::Income => Field::IncomeRange,
        }
    }
}
