//! An agent elsewhere that speaks AG-UI: a real endpoint from its package, and one that does what no real one would.

#[cfg(test)]
pub mod endpoint;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod interrupts;
#[cfg(test)]
mod talk;
#[cfg(test)]
mod texts;
