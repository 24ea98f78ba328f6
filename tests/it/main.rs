//! Integration tests.

mod interview;
