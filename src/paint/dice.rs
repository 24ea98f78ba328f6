//! Choices that look free and are repeatable.

/// Choices that a seed determines for ever, each by its own name: to know one feature from the words leaves the others
/// as they would have fallen. `SplitMix64`, written out because no library promises that its generator stays the same
/// from version to version.
#[derive(Debug, Clone, Copy)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number that depends on the seed and the name.
    pub fn number(self, name: &str) -> u64 {
        name.bytes().fold(mix(self.0), |state, byte| mix(state ^ u64::from(byte)))
    }

    /// Other dice, of the same seed.
    pub fn named(self, name: &str) -> Self {
        Self(self.number(name))
    }

    /// From 0 up to 1.
    pub fn share(self, name: &str) -> f32 {
        let [.., high, low] = self.number(name).to_be_bytes();
        f32::from(u16::from_be_bytes([high, low])) / 65_536.0
    }

    /// Whether something with this chance happens.
    pub fn chance(self, name: &str, of: f32) -> bool {
        self.share(name) < of
    }

    /// Between two numbers.
    pub fn between(self, name: &str, low: f32, high: f32) -> f32 {
        low + (high - low) * self.share(name)
    }

    /// One of several, each as likely as its weight; the last one when the weights are all 0.
    pub fn weighted<T: Copy>(self, name: &str, of: &[(f32, T)], otherwise: T) -> T {
        let sum: f32 = of.iter().map(|(weight, _)| weight).sum();
        let mut left = self.share(name) * sum;
        for (weight, one) in of {
            if left < *weight {
                return *one;
            }
            left -= weight;
        }
        otherwise
    }
}

const fn mix(state: u64) -> u64 {
    let z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_depend_on_seed_and_name_alone() {
        let dice = Dice::new(7);
        assert_eq!(dice.number("hair"), Dice::new(7).number("hair"));
        assert_ne!(dice.number("hair"), dice.number("eyes"));
        assert_ne!(dice.number("hair"), Dice::new(8).number("hair"));
        let often = (0..1000).filter(|seed| Dice::new(*seed).chance("x", 0.3)).count();
        assert!((240..360).contains(&often), "{often}");
    }

    #[test]
    fn weights_count() {
        let heavy = |seed| Dice::new(seed).weighted("x", &[(3.0, true), (1.0, false)], false);
        let often = (0..1000).filter(|seed| heavy(*seed)).count();
        assert!((690..810).contains(&often), "{often}");
        assert!(Dice::new(1).weighted("x", &[(0.0, false)], true));
    }
}
