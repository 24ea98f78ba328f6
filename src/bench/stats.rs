//! Distributions of durations, in bounded memory.

use std::time::Duration;

use hdrhistogram::Histogram;

/// How durations are spread, to three significant digits; anything above ten minutes counts as ten minutes.
#[derive(Debug)]
pub struct Spread(Histogram<u64>);

const MAX_MICROS: u64 = 600_000_000;

impl Spread {
    pub fn add(&mut self, duration: Duration) {
        self.0.saturating_record(u64::try_from(duration.as_micros()).unwrap_or(MAX_MICROS));
    }

    /// Adds the time between two readings of the wall clock, in microseconds; a clock set back counts as no time.
    pub fn add_micros(&mut self, from: i64, to: i64) {
        self.0.saturating_record(u64::try_from(to.saturating_sub(from)).unwrap_or(0));
    }

    /// `None` when nothing was added.
    pub fn summary(&self) -> Option<Summary> {
        let ms = |micros: u64| Duration::from_micros(micros).as_secs_f64() * 1000.0;
        (!self.0.is_empty()).then(|| Summary {
            p50: ms(self.0.value_at_quantile(0.5)),
            p99: ms(self.0.value_at_quantile(0.99)),
            max: ms(self.0.max()),
        })
    }
}

impl Default for Spread {
    fn default() -> Self {
        #[expect(clippy::expect_used, reason = "the bounds are constants, and a test makes one")]
        Self(Histogram::new_with_bounds(1, MAX_MICROS, 3).expect("bounds are in order"))
    }
}

/// Milliseconds: half, and 99 of 100, of the durations are at most this long.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Summary {
    pub p50: f64,
    pub p99: f64,
    pub max: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_within_a_thousandth() {
        let mut spread = Spread::default();
        (1..=10_000).for_each(|n| spread.add(Duration::from_micros(n * 10)));
        let summary = spread.summary().unwrap();
        assert!((summary.p50 - 50.0).abs() < 0.05, "{summary:?}");
        assert!((summary.p99 - 99.0).abs() < 0.1, "{summary:?}");
        assert!((summary.max - 100.0).abs() < 0.1, "{summary:?}");
    }

    #[test]
    fn nothing_has_no_summary() {
        assert_eq!(Spread::default().summary(), None);
    }

    #[test]
    fn odd_durations_are_kept_within_bounds() {
        let mut spread = Spread::default();
        spread.add_micros(10, 5);
        assert!(spread.summary().unwrap().max < f64::EPSILON);
        spread.add(Duration::from_hours(1000));
        spread.add_micros(i64::MIN, i64::MAX);
        assert!((spread.summary().unwrap().max - 600_000.0).abs() < 600.0);
    }
}
