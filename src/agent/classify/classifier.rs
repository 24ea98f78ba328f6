//! A linear classifier: for each class a sum of weights, one for each feature of the text, and of these sums the chances.
//!
//! The weights are in one file, made by `examples/train_classifiers.rs`:
//!
//! ```text
//! "HINT" 2  number of the sentences and tables it was made from (FNV-1a, u32)
//! few       how many features are few: u16
//! classes   u16, then each name: u8 length, bytes
//! scales    f32 for each class: what one step of a weight is
//! biases    f32 for each class
//! features  u32, then each feature, ascending: u32
//! weights   i8 for each feature and class
//! ```
//!
//! All numbers little-endian.

use super::features::Feature;

/// Weights, ready for use.
pub struct Classifier {
    pub classes: Vec<String>,
    few: usize,
    scales: Vec<f32>,
    biases: Vec<f32>,
    features: Vec<u32>,
    /// Where the features begin whose upper half is the index.
    begins: Vec<u32>,
    weights: &'static [u8],
}

/// The file does not hold what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged;

impl Classifier {
    /// Reads the file.
    ///
    /// # Errors
    /// When it does not hold what it should.
    pub fn read(file: &'static [u8]) -> Result<Self, Damaged> {
        let mut rest = file;
        if take(&mut rest, 5)? != b"HINT\x02" {
            return Err(Damaged);
        }
        // Of the sentences.
        number(&mut rest)?;
        let few = usize::from(u16::from_le_bytes(array(&mut rest)?));
        let count = usize::from(u16::from_le_bytes(array(&mut rest)?));
        let mut classes = Vec::with_capacity(count);
        for _ in 0..count {
            let [length] = array(&mut rest)?;
            let name = take(&mut rest, usize::from(length))?;
            classes.push(str::from_utf8(name).map_err(|_| Damaged)?.to_owned());
        }
        let mut floats =
            || (0..count).map(|_| Ok(f32::from_le_bytes(array(&mut rest)?))).collect::<Result<Vec<_>, _>>();
        let (scales, biases) = (floats()?, floats()?);
        let known = usize::try_from(number(&mut rest)?).map_err(|_| Damaged)?;
        let features = take(&mut rest, known.checked_mul(4).ok_or(Damaged)?)?;
        let features = features.chunks_exact(4).filter_map(|four| Some(u32::from_le_bytes(four.try_into().ok()?)));
        let features: Vec<u32> = features.collect();
        if rest.len() != known.checked_mul(count).ok_or(Damaged)? {
            return Err(Damaged);
        }
        let begins = begins(&features).ok_or(Damaged)?;
        Ok(Self { classes, few, scales, biases, features, begins, weights: rest })
    }

    /// How likely each class is, of a text with these features; all together 1.
    pub fn chances(&self, features: &[Feature]) -> Vec<f32> {
        let classes = self.classes.len();
        let share = share(features.len(), self.few);
        let mut sums = vec![0_i32; classes];
        for (feature, counts) in features {
            let Some(row) = self.row(*feature) else { continue };
            let weights = &self.weights[row * classes..(row + 1) * classes];
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i32::from(weight.cast_signed()) * i32::from(*counts);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "some thousand weights of one byte")]
        let sums = sums
            .iter()
            .zip(&self.scales)
            .zip(&self.biases)
            .map(|((sum, scale), bias)| *sum as f32 * scale * share + bias);
        softmax(sums.collect())
    }

    /// The row of a feature, if it is known.
    fn row(&self, feature: u32) -> Option<usize> {
        let half = upper_half(feature);
        let (begin, end) = (self.begins[half] as usize, self.begins[half + 1] as usize);
        self.features[begin..end].iter().position(|known| *known == feature).map(|index| begin + index)
    }
}

const fn upper_half(feature: u32) -> usize {
    (feature >> 16) as usize
}

/// Where the features begin that have each upper half, and where the last end; `None` if they do not ascend.
fn begins(features: &[u32]) -> Option<Vec<u32>> {
    let mut begins = vec![0; (1 << 16) + 1];
    for feature in features {
        begins[upper_half(*feature) + 1] += 1;
    }
    let mut sum = 0;
    for begin in &mut begins {
        sum += *begin;
        *begin = sum;
    }
    features.is_sorted().then_some(begins)
}

/// How much each of so many features counts. A text with few of them says little, whatever they are.
#[expect(clippy::cast_precision_loss, reason = "a text has some thousand features at most")]
pub fn share(features: usize, few: usize) -> f32 {
    1.0 / ((features + few) as f32).sqrt()
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

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], Damaged> {
    let (head, tail) = rest.split_at_checked(length).ok_or(Damaged)?;
    *rest = tail;
    Ok(head)
}

fn array<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Damaged> {
    take(rest, N)?.try_into().map_err(|_| Damaged)
}

fn number(rest: &mut &[u8]) -> Result<u32, Damaged> {
    Ok(u32::from_le_bytes(array(rest)?))
}
