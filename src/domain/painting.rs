//! The jobs of Hera, the application.

use super::job::Job;
use super::photo::PhotoKind;

/// The family says hello, to a person who has ended the interview without a word.
pub const GREET_FAMILY: Job = Job::new("greet_family");

const PAINT_PARTNER: &str = "paint_partner";
const PAINT_CHILD: &str = "paint_child";

/// A picture that is to be painted. It leaves nothing in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Painting {
    Partner,
    /// Children are counted from 1.
    Child(u8),
}

impl Painting {
    /// What is to be painted, if that is the job.
    #[must_use]
    pub fn of(job: &Job) -> Option<Self> {
        match (job.name(), job.number()) {
            (PAINT_PARTNER, None) => Some(Self::Partner),
            (PAINT_CHILD, Some(number)) => u8::try_from(number).ok().map(Self::Child),
            _ => None,
        }
    }

    /// The job in which it is painted.
    #[must_use]
    pub fn job(self) -> Job {
        match self {
            Self::Partner => Job::new(PAINT_PARTNER),
            Self::Child(number) => Job::numbered(PAINT_CHILD, number.into()),
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paintings_are_jobs() {
        for (painting, name) in [
            (Painting::Partner, "paint_partner"),
            (Painting::Child(1), "paint_child_1"),
            (Painting::Child(255), "paint_child_255"),
        ] {
            assert_eq!(painting.job().to_string(), name);
            assert_eq!(Painting::of(&name.parse().unwrap()), Some(painting));
        }
        for other in ["greet_family", "paint_child", "paint_child_256", "paint_partner_1", "paint_pet"] {
            assert_eq!(Painting::of(&other.parse().unwrap()), None, "{other}");
        }
    }
}
