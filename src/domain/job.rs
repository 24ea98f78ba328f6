//! Long work that is done as a turn of its own, though the person has not said anything.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::ids::BadId;

/// What is to be done, by the name that its application gave it. Jobs of the same name and number are the same job: while
/// one of them waits, the other is not queued.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Job {
    name: Cow<'static, str>,
    number: Option<u32>,
}

impl Job {
    /// The longest name, in bytes.
    const LONGEST: usize = 64;

    /// A job of which there is one. `name`: small letters, and `_` between them.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), number: None }
    }

    /// One of several jobs of that name.
    #[must_use]
    pub const fn numbered(name: &'static str, number: u32) -> Self {
        Self { name: Cow::Borrowed(name), number: Some(number) }
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    #[must_use]
    pub const fn number(&self) -> Option<u32> {
        self.number
    }
}

/// Its name in stores: `paint_partner`, `paint_child_2`.
impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.number.map_or(Ok(()), |number| write!(f, "_{number}"))
    }
}

impl FromStr for Job {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let (name, number) = match text.rsplit_once('_') {
            Some((name, digits)) if digits.starts_with(|first: char| first.is_ascii_digit()) => {
                (name, Some(digits.parse().map_err(|_| BadId("job"))?))
            }
            _ => (text, None),
        };
        let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_name = name.len() <= Self::LONGEST && name.split('_').all(is_word);
        let job = Self { name: Cow::Owned(name.to_owned()), number };
        // A number is written in one way only.
        if is_name && job.to_string() == text { Ok(job) } else { Err(BadId("job")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for job in [Job::new("greet"), Job::new("greet_family"), Job::numbered("paint_child", 1), Job::numbered("a", 0)]
        {
            assert_eq!(job.to_string().parse(), Ok(job));
        }
        let longest = "a".repeat(Job::LONGEST);
        assert!(longest.parse::<Job>().is_ok());
        for bad in [
            "",
            "_",
            "paint_",
            "_1",
            "paint_01",
            "paint_+1",
            "paint_1x",
            "paint_4294967296",
            "paint ",
            "Paint",
            "paint-it",
            "{}",
            &format!("{longest}a"),
        ] {
            assert!(bad.parse::<Job>().is_err(), "{bad}");
        }
    }
}
