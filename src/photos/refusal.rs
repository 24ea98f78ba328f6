//! Why a picture is not taken, and what to do about it.

use thiserror::Error;

/// Why a picture is not taken. Each says to the person what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It is of another kind than JPEG, PNG and WebP.
    #[error("{found} cannot be taken: {advice}")]
    Unsupported { found: &'static str, advice: &'static str },
    /// More bytes than are taken.
    #[error("the picture is larger than {most} bytes: send a smaller one, or the same with a stronger compression")]
    TooManyBytes { most: u64 },
    /// More pixels than are taken.
    #[error("the picture is {width} by {height} pixels: at most {most} pixels are taken, so scale it down")]
    TooManyPixels { width: u32, height: u32, most: u64 },
    /// Few enough pixels, of more bits than there is memory for.
    #[error(
        "the picture is {width} by {height} pixels of more than 8 bits a channel, which is too much: save it with 8 bits \
         a channel"
    )]
    TooDeep { width: u32, height: u32 },
    /// Wider or higher than is taken.
    #[error("the picture is {width} by {height} pixels: no side may have more than {most}, so scale it down or cut it")]
    TooLong { width: u32, height: u32, most: u32 },
    /// It cannot be decoded to its end.
    #[error("the picture is damaged or incomplete: save it again and send that")]
    Damaged,
    /// As many pictures are waiting as may wait.
    #[error("too many pictures are being worked on; try again in a moment")]
    Busy,
}

impl Refusal {
    /// Its stable name, for metrics and for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unsupported { .. } => "image_unsupported",
            Self::TooManyBytes { .. } | Self::TooManyPixels { .. } | Self::TooDeep { .. } | Self::TooLong { .. } => {
                "image_too_large"
            }
            Self::Damaged => "image_damaged",
            Self::Busy => "image_busy",
        }
    }
}
