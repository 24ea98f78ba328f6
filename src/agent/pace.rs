//! How fast an agent without a model speaks: its text in words, each at its time.

use std::time::Duration;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
use tokio::time::{Instant, sleep_until};

/// The speed of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pace {
    /// From one word to the next; zero is full speed and sets no timer.
    pub between_words: Duration,
}

impl Pace {
    /// Everything at once.
    pub const FULL_SPEED: Self = Self { between_words: Duration::ZERO };

    /// Gives each item when its time has come: the first at once, the n-th `n * between_words` after the first
    /// poll. Deadlines count from the start, so that a late wake-up delays one word and not all that follow.
    #[must_use]
    pub fn timed<T: Send + 'static>(self, items: Vec<T>) -> BoxStream<'static, T> {
        if self.between_words.is_zero() {
            return stream::iter(items).boxed();
        }
        let state = (items.into_iter(), None);
        stream::unfold(state, move |(mut items, due)| async move {
            let item = items.next()?;
            let due: Instant = due.unwrap_or_else(Instant::now);
            sleep_until(due).await;
            Some((item, (items, Some(due + self.between_words))))
        })
        .boxed()
    }
}

/// Cuts `text` into words, each with the spaces and punctuation that follow it; joined they are `text` again.
/// Japanese is cut by dictionary.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let segmenter = WordSegmenter::new_auto(WordBreakInvariantOptions::default());
    let mut words: Vec<String> = Vec::new();
    // Opening quotes and brackets, and whatever else comes before the first word, lead the word that follows.
    let mut lead = String::new();
    let mut start = 0;
    for (end, kind) in segmenter.segment_str(text).iter_with_word_type() {
        let part = &text[start..end];
        start = end;
        let opens = part.chars().all(|c| "「『（([{“‘".contains(c));
        if part.is_empty() {
            continue;
        }
        if kind.is_word_like() {
            words.push(std::mem::take(&mut lead) + part);
        } else if let (Some(word), false, true) = (words.last_mut(), opens, lead.is_empty()) {
            word.push_str(part);
        } else {
            lead.push_str(part);
        }
    }
    if !lead.is_empty() {
        words.push(lead);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_carry_their_punctuation() {
        assert_eq!(words("Hello, there! (You?)"), ["Hello, ", "there! ", "(You?)"]);
        let japanese = words("「花子」さん、東京に住んでいるのですね。");
        assert!(japanese.len() > 4, "{japanese:?}");
        assert!(japanese.iter().any(|word| word.ends_with('、')), "{japanese:?}");
        assert_eq!(japanese.concat(), "「花子」さん、東京に住んでいるのですね。");
        assert!(words("").is_empty());
        assert_eq!(words("…"), ["…"]);
    }

    #[tokio::test(start_paused = true)]
    async fn words_come_at_their_times_however_slow_the_reader() {
        let started = Instant::now();
        let mut items = Pace { between_words: Duration::from_millis(40) }.timed(vec![1, 2, 3, 4]);
        let mut times = Vec::new();
        while let Some(item) = items.next().await {
            times.push(started.elapsed().as_millis());
            if item == 2 {
                tokio::time::advance(Duration::from_millis(30)).await;
            }
        }
        assert_eq!(times, [0, 40, 80, 120]);
    }
}
