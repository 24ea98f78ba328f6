//! Models answer, and a server of the test is their provider: in the formats of the real ones, and with their faults.

mod front_door;
mod layer;
mod refusals;
mod servers;
