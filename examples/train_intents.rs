//! Trains the classifier of what a message does (`src/agent/intent`) from the sentences beside it, and writes its weights.
//!
//! ```text
//! cargo run --release --example train_intents
//! ```
//!
//! Logistic regression over all classes, by `AdaGrad`, in one fixed order: the same sentences give the same weights. It is
//! done twice, the second time with the features alone that told most the first time.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    reason = "a trainer: small numbers, and a word about what was made"
)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::fs;
use std::path::Path;

#[path = "../src/agent/intent/classifier.rs"]
#[expect(dead_code, reason = "weights are written here, and read elsewhere")]
mod classifier;
#[path = "../src/agent/intent/features.rs"]
#[expect(dead_code, reason = "the reader asks more of a text")]
mod features;
#[path = "../src/agent/intent/sentences.rs"]
mod sentences;

use classifier::softmax;
use sentences::Sentence;

const EPOCHS: usize = 12;
const RATE: f32 = 0.3;
/// How strongly weights are drawn to nothing.
const DECAY: f32 = 5e-6;
/// Features that are kept: those that tell most.
const KEPT: usize = 30_000;

fn main() -> Result<(), Box<dyn Error>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/agent/intent");
    let texts = sentences::files(&home.join("sentences"))?;
    let weights = train(&texts);
    println!("{} sentences, {} bytes", sentences::of(&texts).len(), weights.len());
    fs::write(home.join("weights.bin"), weights)?;
    Ok(())
}

/// The file of weights for these texts.
#[must_use]
pub fn train(texts: &[String]) -> Vec<u8> {
    let sentences = sentences::of(texts);
    let mut classes: Vec<&str> = sentences.iter().map(|sentence| sentence.class.as_str()).collect();
    classes.sort_unstable();
    classes.dedup();
    let mut columns: HashMap<u32, usize> = HashMap::new();
    let mut examples = Vec::new();
    let read: Vec<BTreeMap<u32, u8>> = sentences.iter().map(|sentence| features::features(&sentence.text)).collect();
    let mut lines: HashMap<u32, HashSet<usize>> = HashMap::new();
    for (sentence, features) in sentences.iter().zip(&read) {
        for feature in features.keys() {
            lines.entry(*feature).or_default().insert(sentence.line);
        }
    }
    for (Sentence { class, share, .. }, read) in sentences.iter().zip(read) {
        let class = classes.binary_search(&class.as_str()).unwrap_or(0);
        // Features that are not kept count in the length of a text all the same.
        let scale = classifier::share(read.len());
        // What one line alone has is its own way of saying it.
        let shared = read.into_iter().filter(|(feature, _)| lines[feature].len() > 1);
        let features = shared.map(|(feature, counts)| {
            let next = columns.len();
            (*columns.entry(feature).or_insert(next), f32::from(counts))
        });
        examples.push(Example { class, features: features.collect(), scale, share: *share });
    }
    let kept = Model::fit(&examples, classes.len(), columns.len()).best(&columns);
    for example in &mut examples {
        example.features.retain(|(column, _)| kept.contains(column));
    }
    columns.retain(|_, column| kept.contains(column));
    let model = Model::fit(&examples, classes.len(), 1 + columns.values().max().copied().unwrap_or(0));
    model.written(&classes, &columns, sentences::number(texts))
}

struct Example {
    class: usize,
    features: Vec<(usize, f32)>,
    scale: f32,
    share: f32,
}

struct Model {
    classes: usize,
    weights: Vec<f32>,
    biases: Vec<f32>,
}

impl Model {
    fn fit(examples: &[Example], classes: usize, columns: usize) -> Self {
        let mut model = Self { classes, weights: vec![0.0; classes * columns], biases: vec![0.0; classes] };
        let mut seen = vec![1e-6_f32; classes * columns];
        let mut seen_biases = vec![1e-6_f32; classes];
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut chance = 0x5eed_u64;
        for _ in 0..EPOCHS {
            for last in (1..order.len()).rev() {
                chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                order.swap(last, usize::try_from(chance >> 33).unwrap_or(0) % (last + 1));
            }
            for &index in &order {
                let Example { class, features, scale, share } = &examples[index];
                let mut sums = model.biases.clone();
                for (feature, counts) in features {
                    let row = &model.weights[feature * classes..(feature + 1) * classes];
                    for (sum, weight) in sums.iter_mut().zip(row) {
                        *sum += weight * counts * scale;
                    }
                }
                let mut errors = softmax(sums);
                errors[*class] -= 1.0;
                for (feature, counts) in features {
                    let row = feature * classes;
                    for (column, error) in errors.iter().enumerate() {
                        let slope = error * counts * scale * share + DECAY * model.weights[row + column];
                        seen[row + column] += slope * slope;
                        model.weights[row + column] -= RATE * slope / seen[row + column].sqrt();
                    }
                }
                for (column, error) in errors.iter().enumerate() {
                    let slope = error * share;
                    seen_biases[column] += slope * slope;
                    model.biases[column] -= RATE * 0.1 * slope / seen_biases[column].sqrt();
                }
            }
        }
        model
    }

    fn row(&self, column: usize) -> &[f32] {
        &self.weights[column * self.classes..(column + 1) * self.classes]
    }

    /// How much a feature tells the classes apart.
    fn spread(&self, column: usize) -> f32 {
        let row = self.row(column);
        let mean = row.iter().sum::<f32>() / self.classes as f32;
        row.iter().map(|weight| (weight - mean).powi(2)).sum()
    }

    /// The columns that tell the classes apart best.
    fn best(&self, columns: &HashMap<u32, usize>) -> HashSet<usize> {
        let mut ranked: Vec<(f32, u32, usize)> =
            columns.iter().map(|(feature, column)| (self.spread(*column), *feature, *column)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().take(KEPT).map(|(_, _, column)| column).collect()
    }

    fn written(&self, classes: &[&str], columns: &HashMap<u32, usize>, number: u32) -> Vec<u8> {
        let kept: BTreeMap<u32, usize> = columns.iter().map(|(feature, column)| (*feature, *column)).collect();
        let most = |class: usize| kept.values().map(|column| self.row(*column)[class].abs()).fold(1e-6, f32::max);
        let scales: Vec<f32> = (0..self.classes).map(|class| most(class) / 127.0).collect();
        let mut file = b"HINT\x01".to_vec();
        file.extend(number.to_le_bytes());
        file.extend(u16::try_from(classes.len()).unwrap_or(0).to_le_bytes());
        for class in classes {
            file.push(u8::try_from(class.len()).unwrap_or(0));
            file.extend(class.bytes());
        }
        file.extend(scales.iter().chain(&self.biases).flat_map(|value| value.to_le_bytes()));
        file.extend(u32::try_from(kept.len()).unwrap_or(0).to_le_bytes());
        file.extend(kept.keys().flat_map(|feature| feature.to_le_bytes()));
        for column in kept.values() {
            for (weight, scale) in self.row(*column).iter().zip(&scales) {
                file.push(((weight / scale).round().clamp(-127.0, 127.0) as i8).cast_unsigned());
            }
        }
        file
    }
}
