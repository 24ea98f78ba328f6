//! The family of the second act, and what the third keeps of it.

use super::ids::TurnId;
use super::profile::{BigFive, Gender};
use super::state::Language;

/// The family as it talks, and what it has planned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Family {
    /// The partner first, then the children in birth order; empty until the family has first spoken.
    pub members: Vec<Member>,
    pub trip: Trip,
    /// What is kept of the conversation, once it is written.
    pub plan: Option<Plan>,
    /// The family's own memory; not shown to clients.
    pub talk: Talk,
}

impl Family {
    /// A child, counted from 1; nobody before the family has spoken.
    #[must_use]
    pub fn child(&self, number: u8) -> Option<&Member> {
        let mut children = self.members.iter().filter(|member| member.role == FamilyRole::Child);
        children.nth(usize::from(number).checked_sub(1)?)
    }
}

/// Somebody of the family.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Also the name they speak under.
    pub name: String,
    pub role: FamilyRole,
    pub gender: Option<Gender>,
    /// Years.
    pub age: u8,
    /// All five are known.
    pub personality: BigFive,
    /// The following are phrases in the language of the conversation.
    pub speaking_style: String,
    pub traits: Vec<String>,
    pub goals: Vec<String>,
    pub background: String,
}

/// Who somebody is to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FamilyRole {
    Partner,
    Child,
}

/// The outing that is being planned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trip {
    /// In the words of who said it.
    pub destination: Option<String>,
    pub activities: Vec<String>,
}

/// What is left in the end: the outing, its story, the family's letter, and how they came to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub trip: Trip,
    pub story: String,
    pub letter: String,
    /// The newest part of the conversation.
    pub conversation_log: Vec<PlanLine>,
}

/// A line of the conversation that a plan keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// `user`, or the name of who spoke.
    pub speaker: String,
    pub message: String,
}

/// What the family remembers between turns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Talk {
    /// The language the person last wrote in.
    pub language: Option<Language>,
    /// The turn in which the family first spoke: the conversation of the family begins with it.
    pub first_turn: Option<TurnId>,
    /// Messages answered so far.
    pub turns: u32,
    /// Children whose painting the family has begun, once each: what fails is not begun again with every message.
    pub painted: u8,
    /// The same of children who are painted again, from the person's photo.
    pub repainted: u8,
    /// What the family has proposed: a mere "yes" is an answer to this.
    pub offer: Option<Offer>,
    /// Sentences of the tables that were said, by number, the newest last: they do not come again, however much of the
    /// history is shown.
    pub said: Vec<u32>,
    /// Whom the last message was for, by their place among the members, if it was for one of them.
    pub addressed: Option<u8>,
    /// What the family has asked for and awaits.
    pub awaits: Option<Awaited>,
    /// The turn in which a place was last proposed or asked for.
    pub proposed: Option<u32>,
    /// What was asked of the family last: who is asked "And you?" is asked the same.
    pub asked: Option<String>,
    /// What members have told of themselves, the newest last.
    pub facts: Vec<Fact>,
}

/// What the family has asked the person for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    Destination,
    Activity,
}

/// Something that a member of the family has told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Who told it, by their place among the members.
    pub by: u8,
    /// What they were asked about.
    pub about: String,
    /// The thing they named.
    pub what: String,
}

/// Something proposed, to be taken or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    Destination(String),
    Activity(String),
    /// The whole outing.
    Plan,
}
