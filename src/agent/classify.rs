//! What a text is, told by a small linear classifier: what a message does ([`intent`](super::intent)), what it asks about hera
//! ([`about`](super::about)), what a part of an answer speaks of ([`hera`](super::hera)).
//!
//! A text is read for [`features`], and these are weighed by a [`classifier`]. Each classifier learns its weights from sentences
//! in files beside it, by `examples/train_classifiers.rs`.

pub mod classifier;
pub mod features;
#[cfg(test)]
pub mod sentences;
