//! Pictures: in from anywhere, safe on the way, kept where the operator says, and out again.

mod clouds;
mod corpus;
mod develop;
mod files;
mod hostile;
mod http;
mod places;
mod socket;
