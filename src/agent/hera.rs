//! Hera, goddess of the family: the interview, without a model.
