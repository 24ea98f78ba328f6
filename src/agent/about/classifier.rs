//! A linear classifier of questions: for each class a sum of weights, one for each feature of a sentence, and of these sums the
//! chances. The weights are made by `examples/train_questions.rs`:
//!
//! ```text
//! number    of what they were made from: u32
//! classes   u32, then each name: u8 length, bytes
//! scales    f32 for each class: what one step of a weight is
//! biases    f32 for each class
//! features  u32, then each feature, ascending: u32
//! weights   i8 for each feature and class
//! ```
//!
//! All numbers little-endian.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;

/// The longest run of letters.
const LETTERS: usize = 4;
/// How much more than a run of letters it counts what a sentence speaks of.
const SPOKEN_OF: u8 = 3;
/// Features that are few.
const FEW: usize = 600;

/// What a sentence may speak of: lines of a name and of the words that stand for it.
pub struct Concepts {
    names: Vec<&'static str>,
    /// The words, all looked for at once, and the concept of each.
    words: AhoCorasick,
    of_word: Vec<usize>,
}

impl Concepts {
    /// Reads a table. `spelt` gives a text its one spelling.
    #[expect(clippy::expect_used, reason = "the table is part of the program, and every question is read with it")]
    pub fn read(table: &'static str, spelt: impl Fn(&str) -> String) -> Self {
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        let (mut names, mut words, mut of_word) = (Vec::new(), Vec::new(), Vec::new());
        for (name, list) in lines.filter_map(|line| line.split_once(':')) {
            for word in list.split_whitespace() {
                let found = spelt(&word.replace('_', " "));
                words.push(match found.trim() {
                    letters if letters.contains(is_japanese) => letters.to_owned(),
                    letters if word.ends_with('_') => format!(" {letters} "),
                    letters => format!(" {letters}"),
                });
                of_word.push(names.len());
            }
            names.push(name);
        }
        Self { names, words: AhoCorasick::new(words).expect("some thousand short words"), of_word }
    }

    /// What a spelt sentence speaks of, in the order of the table.
    pub fn spoken_of(&self, spelt: &str) -> Vec<&'static str> {
        let mut found = vec![false; self.names.len()];
        for hit in self.words.find_overlapping_iter(spelt) {
            found[self.of_word[hit.pattern().as_usize()]] = true;
        }
        self.names.iter().zip(found).filter_map(|(name, found)| found.then_some(*name)).collect()
    }

    /// The features of a spelt sentence, each with how much it counts: what it speaks of, and what together; runs of two to
    /// four letters (of Latin ones from three), kanji one by one; and words written with blanks, one by one and in twos.
    pub fn features(&self, spelt: &str) -> BTreeMap<u32, u8> {
        let letters: Vec<char> = spelt.chars().collect();
        let mut features = BTreeMap::new();
        for start in 0..letters.len() {
            for run in (1..=LETTERS).filter_map(|length| letters.get(start..start + length)) {
                let least = match (run.iter().any(|c| is_kanji(*c)), run.iter().any(|c| is_japanese(*c))) {
                    (true, _) => 1,
                    (false, true) => 2,
                    (false, false) => 3,
                };
                if run.len() >= least {
                    features.insert(hash(run.iter().copied()), 1);
                }
            }
        }
        // Words and concepts are marked by what no text has in it.
        let words: Vec<&str> =
            spelt.split(' ').filter(|word| !word.is_empty() && !word.contains(is_japanese)).collect();
        for run in words.windows(1).chain(words.windows(2)) {
            features.insert(hash(run.iter().flat_map(|word| "\n".chars().chain(word.chars()))), 1);
        }
        let spoken_of = self.spoken_of(spelt);
        for (index, one) in spoken_of.iter().enumerate() {
            features.insert(hash("\t".chars().chain(one.chars())), SPOKEN_OF);
            for other in &spoken_of[index + 1..] {
                let both = "\t".chars().chain(one.chars()).chain("\t".chars()).chain(other.chars());
                features.insert(hash(both), SPOKEN_OF);
            }
        }
        features
    }
}

const fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}') || is_kanji(c)
}

const fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '々')
}

/// The number of a run: the same for ever (FNV-1a, 32 bits).
pub fn hash(run: impl Iterator<Item = char>) -> u32 {
    let bytes = run.flat_map(|c| u32::from(c).to_le_bytes().into_iter().take(3));
    bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Weights, ready for use.
pub struct Classifier {
    pub classes: Vec<String>,
    scales: Vec<f32>,
    biases: Vec<f32>,
    features: Vec<u32>,
    weights: &'static [u8],
}

impl Classifier {
    /// Reads the file; `None` when it does not hold what it should.
    pub fn read(mut file: &'static [u8]) -> Option<Self> {
        let file = &mut file;
        // Of what they were made.
        take(file, 4)?;
        let mut classes = Vec::new();
        for _ in 0..u32::from_le_bytes(array(file)?) {
            let [length] = array(file)?;
            classes.push(str::from_utf8(take(file, length.into())?).ok()?.to_owned());
        }
        let mut floats = || classes.iter().map(|_| Some(f32::from_le_bytes(array(file)?))).collect::<Option<Vec<_>>>();
        let (scales, biases) = (floats()?, floats()?);
        let count = u32::from_le_bytes(array(file)?);
        let features = (0..count).map(|_| Some(u32::from_le_bytes(array(file)?))).collect::<Option<Vec<_>>>()?;
        let whole = file.len() == features.len() * classes.len();
        whole.then_some(Self { classes, scales, biases, features, weights: file })
    }

    /// How likely each class is, of a sentence with these features; all together 1.
    pub fn chances(&self, features: &BTreeMap<u32, u8>) -> Vec<f32> {
        let classes = self.classes.len();
        let mut sums = vec![0_i32; classes];
        for (feature, counts) in features {
            let Ok(row) = self.features.binary_search(feature) else { continue };
            for (sum, weight) in sums.iter_mut().zip(&self.weights[row * classes..]) {
                *sum += i32::from(weight.cast_signed()) * i32::from(*counts);
            }
        }
        let share = share(features.len());
        let values = sums.into_iter().zip(&self.scales).zip(&self.biases);
        #[expect(clippy::cast_precision_loss, reason = "some thousand weights of one byte")]
        softmax(values.map(|((sum, scale), bias)| sum as f32 * scale * share + bias).collect())
    }
}

/// How much each of so many features counts. A word or two say little, whatever they are.
#[expect(clippy::cast_precision_loss, reason = "a sentence has some thousand features at most")]
pub fn share(features: usize) -> f32 {
    1.0 / ((features + FEW) as f32).sqrt()
}

/// Shares of 1 that grow with the sums.
pub fn softmax(mut sums: Vec<f32>) -> Vec<f32> {
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    for sum in &mut sums {
        *sum = (*sum - most).exp();
    }
    let total: f32 = sums.iter().sum();
    for sum in &mut sums {
        *sum /= total;
    }
    sums
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (head, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(head)
}

fn array<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    take(rest, N)?.try_into().ok()
}
