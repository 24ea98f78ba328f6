//! Pictures made on request: of the partner a person describes, and of the children the two might have.
//!
//! [`Painter`] is the seam. A picture comes out as the painter made it; whoever stores it inspects it like an upload.

mod built_in;
mod choose;
mod colour;
mod dice;
mod inherit;
mod looks;
mod models;
mod palette;
mod portrait;
mod prompt;
mod words;

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

use crate::domain::{Gender, Language, MediaType};

pub use built_in::BuiltIn;
pub use models::{Gemini, Limits, OpenAi};

/// Whether the words tell of a woman or of a man.
#[must_use]
pub fn tells_gender(description: &str) -> bool {
    words::read(description).build.is_some()
}

/// Paints pictures.
///
/// Guarantees of every painter: nothing but the wish decides what is asked for, and a wish may be painted again, though
/// only the built-in painter makes the same picture of it. Dropping the future stops the work: a request to a model is
/// closed. What the person wrote and the pictures they gave reach no log.
#[async_trait]
pub trait Painter: Send + Sync {
    /// Paints one picture. Ends within the painter's own time limit, with an error that says what the caller can do.
    async fn paint(&self, wish: Wish) -> Result<Painted, PaintError>;
}

/// What is to be painted.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Decides what the words leave open.
    pub seed: u64,
    pub subject: Subject,
    /// What the person said of the looks, in their own words; any text, of any length. May be empty.
    pub description: String,
    /// Years.
    pub age: Option<u8>,
    pub gender: Option<Gender>,
    /// The language of the conversation.
    pub language: Language,
    /// The person's own photo, upright, as JPEG or PNG; its colours are taken up.
    pub palette: Option<Bytes>,
}

/// Who is to be painted.
#[derive(Debug, Clone)]
pub enum Subject {
    Partner,
    /// A child looks like both parents.
    Child {
        /// Counted from 1: siblings of the same seed differ.
        number: u8,
        parents: Box<[Parent; 2]>,
    },
}

/// A parent of a child that is to be painted.
#[derive(Debug, Clone, Default)]
pub struct Parent {
    /// The seed their own picture was painted with; for a person who was not painted any number, the same every time.
    pub seed: u64,
    /// The words that described them; may be empty.
    pub description: String,
    /// Years.
    pub age: Option<u8>,
    pub gender: Option<Gender>,
    /// Their picture, upright, as JPEG or PNG.
    pub picture: Option<Bytes>,
}

/// A picture.
#[derive(Debug, Clone)]
pub struct Painted {
    pub bytes: Bytes,
    /// What the bytes are, by their own beginning.
    pub media_type: MediaType,
    /// Painted by hera itself, without a model: to be labelled as an illustration.
    pub illustration: bool,
    /// What the painter was asked for, for the person to see.
    pub prompt_used: String,
}

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaintError {
    /// The model will not paint this: the person may say it in other words. [`PaintError::told`] has a text for them.
    #[error("the model declined the wish")]
    Refused,
    /// No picture now; it may be asked for again, not before `retry_after` if that is given.
    #[error("the painter is not available: {reason}")]
    Unavailable { reason: String, retry_after: Option<Duration> },
    /// The model took too long and was cut off; it may be asked again.
    #[error("the picture took longer than {} s", .0.as_secs())]
    TimeLimit(Duration),
    /// The model answered with something that is no picture, or the settings do not fit it: asking again will not
    /// help, an operator must look.
    #[error("the model's answer was of no use: {0}")]
    BadAnswer(String),
}

impl PaintError {
    /// What the person is told, kindly and without details.
    #[must_use]
    pub const fn told(&self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Refused, Language::Japanese) => {
                "ごめんなさい、その言葉のままでは絵を描けませんでした。髪や目、雰囲気など、少し違う言い方で教えていただけますか？"
            }
            (Self::Refused, Language::English) => {
                "I am sorry, I could not paint that as it was put. Could you describe the hair, the eyes or the mood in other words?"
            }
            (Self::Unavailable { .. } | Self::TimeLimit(_), Language::Japanese) => {
                "ごめんなさい、いまは絵を描けませんでした。少し待ってから、もう一度お試しください。"
            }
            (Self::Unavailable { .. } | Self::TimeLimit(_), Language::English) => {
                "I am sorry, I could not paint the picture just now. Please try again in a little while."
            }
            (Self::BadAnswer(_), Language::Japanese) => "ごめんなさい、絵がうまく描けませんでした。",
            (Self::BadAnswer(_), Language::English) => "I am sorry, the picture did not come out.",
        }
    }
}
