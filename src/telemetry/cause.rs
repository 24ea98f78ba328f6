//! Why something went wrong, where a library tells it only as the source of what it says.

use std::error::Error;

/// The innermost cause: what the system said.
#[must_use]
pub fn innermost(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(cause) = innermost.source() {
        innermost = cause;
    }
    innermost.to_string()
}

/// What the error says, and its innermost cause if that is not in it.
#[must_use]
pub fn with_innermost(error: &dyn Error) -> String {
    let (mut said, cause) = (error.to_string(), innermost(error));
    if !said.contains(&cause) {
        said.push_str(": ");
        said.push_str(&cause);
    }
    said
}
