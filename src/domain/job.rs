//! Long work that is done as a turn of its own, though the person has not said anything.

use std::fmt;
use std::str::FromStr;

use super::ids::BadId;
use super::photo::PhotoKind;

/// What is to be done. A job leaves nothing in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Job {
    PaintPartner,
    /// Children are counted from 1.
    PaintChild(u8),
}

impl Job {
    /// The picture that comes of it.
    #[must_use]
    pub const fn kind(self) -> PhotoKind {
        match self {
            Self::PaintPartner => PhotoKind::Partner,
            Self::PaintChild(number) => PhotoKind::Child(number),
        }
    }

    /// The step that clients see while it is done.
    #[must_use]
    pub fn step(self) -> String {
        match self {
            Self::PaintPartner => "painting partner".into(),
            Self::PaintChild(number) => format!("painting child {number}"),
        }
    }
}

/// Its name in stores: `paint_partner`, `paint_child_2`.
impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PaintPartner => f.write_str("paint_partner"),
            Self::PaintChild(number) => write!(f, "paint_child_{number}"),
        }
    }
}

impl FromStr for Job {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let child = |text: &str| text.strip_prefix("paint_child_")?.parse().ok().map(Self::PaintChild);
        let job = if text == "paint_partner" { Some(Self::PaintPartner) } else { child(text) };
        job.filter(|job| job.to_string() == text).ok_or(BadId("job"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for job in [Job::PaintPartner, Job::PaintChild(1), Job::PaintChild(255)] {
            assert_eq!(job.to_string().parse(), Ok(job));
        }
        for bad in ["", "paint", "paint_child_", "paint_child_01", "paint_child_256", "paint_partner "] {
            assert!(bad.parse::<Job>().is_err(), "{bad}");
        }
    }
}
