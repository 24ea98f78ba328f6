//! The acts with a model: a double stands for the model, notes what it is asked, and answers what it is told to.

mod acts;
pub mod double;
mod family;
mod front_door;
mod hostile;
mod lengths;
