//! What is wrong with the settings, and where it came from.

use std::fmt::{self, Display};

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where it stands: a flag, a variable, a line of a file.
    pub place: String,
    /// What is wrong there, naming the setting.
    pub says: String,
}

impl Mistake {
    pub fn new(place: impl Display, says: impl Into<String>) -> Self {
        Self { place: place.to_string(), says: says.into() }
    }
}

impl Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.says)
    }
}

/// Everything there is to put right, found in one pass.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Mistakes(pub Vec<Mistake>);

impl Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => writeln!(f, "the settings have a mistake:")?,
            count => writeln!(f, "the settings have {count} mistakes:")?,
        }
        self.0.iter().try_for_each(|mistake| writeln!(f, "  {mistake}"))
    }
}
