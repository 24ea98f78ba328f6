//! How readers change their copy of the state document.

/// The text of a JSON Patch (RFC 6902): an array with an operation or more. Applying it twice is applying it once.
///
/// It is made once, by who writes the change, and is carried from there as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch(Box<str>);

impl Patch {
    /// A patch from its text.
    #[must_use]
    pub fn new(json: String) -> Self {
        Self(json.into())
    }

    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        &self.0
    }
}
