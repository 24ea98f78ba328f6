//! Choices that look free and are repeatable.

/// A sequence of choices that a seed determines for ever. `SplitMix64`, written out because no library promises that
/// its generator stays the same from version to version, and golden transcripts hold it.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The choices of turn number `turn` in the session of `seed`.
    pub const fn new(seed: u64, turn: u32) -> Self {
        Self(seed ^ (turn as u64).wrapping_mul(0xd6e8_feb8_6659_fd93))
    }

    const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `sides`; 0 when there are none.
    pub fn below(&mut self, sides: usize) -> usize {
        let sides = u64::try_from(sides).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.roll() % sides).unwrap_or(0)
    }

    /// One of the texts; empty when there are none.
    pub fn one(&mut self, texts: &[&'static str]) -> &'static str {
        let index = self.below(texts.len());
        texts.get(index).copied().unwrap_or("")
    }
}
