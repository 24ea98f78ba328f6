//! Holds the house to its plan: who may use whom, what may be named where, and that the documents tell the truth.

mod documents;
mod source;
mod walls;
