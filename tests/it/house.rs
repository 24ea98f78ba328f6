//! Holds the house to its plan: who may use whom, what may be named where, and that the documents tell the truth.

#[cfg(test)]
mod documents;
#[cfg(test)]
pub mod source;
#[cfg(test)]
mod walls;
