//! What the agents remember of how the person is.

/// What the agents remember of how the person is; not shown to clients.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a person may be all of these at once")]
pub struct Care {
    /// What is still attended to, until the person goes on.
    pub attends: Option<Attention>,
    /// Messages that told of danger.
    pub dangers: u8,
    /// Answers given with care: which words come next.
    pub answers: u8,
    /// There was danger or grief: no story and no letter come by themselves.
    pub quiet: bool,
    /// The person is a child.
    pub minor: bool,
    /// The person's husband or wife has died.
    pub widowed: bool,
    /// The person has said that what seemed a danger is none: what seems so again is asked about only where it sounds certain,
    /// and only what is said in so many words is taken for one.
    pub reassured: bool,
    /// Why the family is without a partner, if it is.
    pub alone: Option<Alone>,
    /// Who has hurt the person, as far as a name was told: nobody of that name is played as the partner.
    pub feared: Vec<String>,
}

/// Why a family is without a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alone {
    /// The partner hurts the person.
    Hurt,
    /// The person wants none.
    Chosen,
}

/// Something that is attended to before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    Danger,
    /// What may be a danger was asked about.
    Doubt,
    Feeling,
}
