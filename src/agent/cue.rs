//! What somebody is to say, apart from the words: the rules' part of a sentence.

/// What is asked of who speaks.
#[derive(Debug, Clone, PartialEq)]
pub enum Cue {
    /// Hera answers, and asks on.
    Hera(Box<Brief>),
    /// Hera answers to how the person is: the name of the direction.
    Care(&'static str),
    /// It is said as it is written, by no model.
    AsWritten,
    /// Hera hands over to the family.
    HandOver,
    /// Somebody of the family, by their place in it, says something about each of these.
    Member { index: usize, moves: Vec<Move> },
    /// The story of the outing.
    Story,
    /// The family's letter. It ends with these lines, which are no model's to write: the date, and the names.
    Letter { signed: String },
}

/// What Hera is to say, apart from the words.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a reply may be all of these at once")]
pub struct Brief {
    /// Nothing was said before.
    pub first: bool,
    /// The message told something of the person, or left something to Hera.
    pub learnt: bool,
    /// It took something back.
    pub corrected: bool,
    /// What the person would rather not speak of, for the first time.
    pub declined: bool,
    /// What Hera chose for the person, in words.
    pub chosen: Vec<String>,
    /// What she asks next, named in the language of the conversation; nothing when the profile is complete.
    pub asks: Vec<&'static str>,
    /// The profile was complete before.
    pub was_complete: bool,
    /// She is about to paint the partner.
    pub paints: bool,
    /// All that was understood, when the last of it was told just now: said as it stands here, after her words.
    pub read_out: Option<String>,
}

/// What a member of the family does with a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    Greet,
    /// Takes up what somebody else of the family just said.
    Follow,
    /// Takes up where they go, or what they do, that is new.
    Place,
    Activity(Option<String>),
    /// Proposes an activity, or a place.
    Wish(String),
    WishPlace(String),
    Chat,
    Thanks,
    Question,
    /// Answers what was said to them, of which the words are here only without a model.
    Answer,
    /// Tells of themselves what is named, because they were asked.
    Tell(String),
    /// Says what was said before.
    Recall(String),
    /// Says what they are: imagined, and spoken by a program. No model finds other words for it.
    Real,
    AskPlace,
    AskActivity,
    /// Proposes the whole outing, and reminds of that.
    Propose,
    Remind,
    /// To a no, and to a yes.
    Reconsider,
    Confirm,
    Cheer,
    /// Answers to how the person is: the name of the direction.
    Care(&'static str),
    /// When all is over.
    After,
}

impl Move {
    /// Its name among the directions for a model.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Greet => "greet",
            Self::Follow => "follow",
            Self::Place => "place",
            Self::Activity(_) => "activity",
            Self::Wish(_) => "wish",
            Self::WishPlace(_) => "wish_place",
            Self::Chat => "chat",
            Self::Thanks => "thanks",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Tell(_) => "tell",
            Self::Recall(_) => "recall",
            Self::Real => "real",
            Self::AskPlace => "ask_place",
            Self::AskActivity => "ask_activity",
            Self::Propose => "propose",
            Self::Remind => "remind",
            Self::Reconsider => "reconsider",
            Self::Confirm => "confirm",
            Self::Cheer => "cheer",
            Self::Care(name) => name,
            Self::After => "after",
        }
    }

    /// The place or the activity it is about, if it names one.
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::Activity(about) => about.as_deref(),
            Self::Wish(about) | Self::WishPlace(about) | Self::Tell(about) | Self::Recall(about) => Some(about),
            _ => None,
        }
    }
}
