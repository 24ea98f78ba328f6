//! Long work that is done as a turn of its own, though the person has not said anything.

use std::fmt;
use std::str::FromStr;

use super::ids::BadId;
use super::photo::PhotoKind;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Job {
    PaintPartner,
    /// Children are counted from 1.
    PaintChild(u8),
    /// The family says hello, to a person who has ended the interview without a word.
    GreetFamily,
}

/// A picture that is to be painted. It leaves nothing in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Painting {
    Partner,
    /// Children are counted from 1.
    Child(u8),
}

impl Job {
    /// What is to be painted, if that is the job.
    #[must_use]
    pub const fn painting(self) -> Option<Painting> {
        match self {
            Self::PaintPartner => Some(Painting::Partner),
            Self::PaintChild(number) => Some(Painting::Child(number)),
            Self::GreetFamily => None,
        }
    }
}

impl Painting {
    /// The picture that comes of it.
    #[must_use]
    pub const fn kind(self) -> PhotoKind {
        match self {
            Self::Partner => PhotoKind::Partner,
            Self::Child(number) => PhotoKind::Child(number),
        }
    }

    /// The step that clients see while it is done.
    #[must_use]
    pub fn step(self) -> String {
        match self {
            Self::Partner => "painting partner".into(),
            Self::Child(number) => format!("painting child {number}"),
        }
    }
}

/// Its name in stores: `paint_partner`, `paint_child_2`, `greet_family`.
impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PaintPartner => f.write_str("paint_partner"),
            Self::PaintChild(number) => write!(f, "paint_child_{number}"),
            Self::GreetFamily => f.write_str("greet_family"),
        }
    }
}

impl FromStr for Job {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let child = |text: &str| text.strip_prefix("paint_child_")?.parse().ok().map(Self::PaintChild);
        let job = match text {
            "paint_partner" => Some(Self::PaintPartner),
            "greet_family" => Some(Self::GreetFamily),
            _ => child(text),
        };
        job.filter(|job| job.to_string() == text).ok_or(BadId("job"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for job in [Job::GreetFamily, Job::PaintPartner, Job::PaintChild(1), Job::PaintChild(255)] {
            assert_eq!(job.to_string().parse(), Ok(job));
        }
        for bad in ["", "paint", "paint_child_", "paint_child_01", "paint_child_256", "paint_partner "] {
            assert!(bad.parse::<Job>().is_err(), "{bad}");
        }
    }
}
