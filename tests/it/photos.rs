//! Pictures: in from anywhere, safe on the way, kept where the operator says, and out again.

pub mod clouds;
mod conformance;
mod corpus;
mod develop;
pub mod files;
mod full;
mod hostile;
pub mod http;
mod left;
mod places;
pub mod s3;
mod socket;
mod stopping;
