//! Whole conversations through all three acts with a model.
