//! Trains the classifier of what is asked about hera (`src/agent/about`) from the sentences beside it, and writes its weights.
//!
//! ```text
//! cargo run --release --example train_questions
//! ```
//!
//! Logistic regression over all classes, by `AdaGrad`, in one fixed order, as in `train_intents`: the same sentences give the
//! same weights.

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

#[path = "../src/agent/about/classifier.rs"]
#[expect(dead_code, reason = "weights are written here, and read elsewhere")]
mod classifier;
#[path = "../src/agent/intent/features.rs"]
#[expect(dead_code, reason = "only the spelling is the same")]
mod features;
#[path = "../src/agent/intent/sentences.rs"]
#[expect(dead_code, reason = "what they were made of has another number here")]
mod sentences;

use classifier::{Concepts, hash, share, softmax};
use features::plain;
use sentences::Sentence;

const EPOCHS: usize = 12;
const RATE: f32 = 0.3;
/// Sentences made of one line, at most, and those that are learnt at a time.
const OF_A_LINE: usize = 32;
const AT_A_TIME: usize = 8;
/// Features that are kept: those that tell most.
const KEPT: usize = 16_000;

fn main() -> Result<(), Box<dyn Error>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/agent/about");
    let texts = sentences::files(&home.join("sentences"))?;
    let weights = train(&texts, include_str!("../src/agent/about/concepts.txt"));
    println!("{} sentences, {} bytes", sentences::of(&texts, OF_A_LINE).len(), weights.len());
    fs::write(home.join("weights.bin"), weights)?;
    Ok(())
}

/// The file of weights for these texts, and for what they may speak of.
#[must_use]
pub fn train(texts: &[String], table: &'static str) -> Vec<u8> {
    let concepts = Concepts::read(table, plain);
    let sentences = sentences::of(texts, OF_A_LINE);
    let mut classes: Vec<&str> = sentences.iter().map(|sentence| sentence.class.as_str()).collect();
    classes.sort_unstable();
    classes.dedup();
    let read = sentences.iter().map(|sentence| concepts.features(&plain(&sentence.text)));
    let read: Vec<BTreeMap<u32, u8>> = read.collect();
    let mut lines: HashMap<u32, HashSet<usize>> = HashMap::new();
    for (sentence, features) in sentences.iter().zip(&read) {
        for feature in features.keys() {
            lines.entry(*feature).or_default().insert(sentence.line);
        }
    }
    let mut columns: HashMap<u32, usize> = HashMap::new();
    let mut examples: Vec<Vec<Example>> = Vec::new();
    let mut last = 0;
    for (Sentence { class, line, .. }, read) in sentences.iter().zip(read) {
        let class = classes.binary_search(&class.as_str()).unwrap_or(0);
        // Features that are not kept count in the length of a text all the same.
        let scale = share(read.len());
        // What one line alone has is its own way of saying it.
        let shared = read.into_iter().filter(|(feature, _)| lines[feature].len() > 1);
        let features = shared.map(|(feature, counts)| {
            let next = columns.len();
            (*columns.entry(feature).or_insert(next), f32::from(counts) * scale)
        });
        let example = Example { class, features: features.collect() };
        match examples.last_mut() {
            Some(same) if *line == last => same.push(example),
            _ => examples.push(vec![example]),
        }
        last = *line;
    }
    let kept = Model::fit(&examples, classes.len(), columns.len()).best(&columns);
    for example in examples.iter_mut().flatten() {
        example.features.retain(|(column, _)| kept.contains(column));
    }
    columns.retain(|_, column| kept.contains(column));
    // Another as soon as one letter is another.
    let number = hash(texts.iter().flat_map(|text| text.chars()).chain(table.chars()));
    let model = Model::fit(&examples, classes.len(), 1 + columns.values().max().copied().unwrap_or(0));
    model.written(&classes, &columns, number)
}

/// A sentence to learn.
struct Example {
    class: usize,
    /// Columns of the weights, each with how much it counts.
    features: Vec<(usize, f32)>,
}

/// A run of numbers that is the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }
}

#[derive(Clone)]
struct Model {
    classes: usize,
    weights: Vec<f32>,
    biases: Vec<f32>,
}

impl Model {
    /// Learns the examples, which stand line by line.
    fn fit(lines: &[Vec<Example>], classes: usize, columns: usize) -> Self {
        let mut model = Self { classes, weights: vec![0.0; classes * columns], biases: vec![0.0; classes] };
        let mut mean = model.clone();
        // How much each column was moved so far, and the biases.
        let mut moved = vec![1e-4_f32; columns + 1];
        let mut chance = Chance(0x5eed);
        let averaged = EPOCHS / 2;
        for epoch in 0..EPOCHS {
            let mut order: Vec<(&Example, f32)> = Vec::new();
            for line in lines {
                let count = line.len().min(AT_A_TIME);
                let first = chance.below(line.len());
                let share = 1.0 / (count as f32).sqrt();
                order.extend((first..first + count).map(|index| (&line[index % line.len()], share)));
            }
            for last in (1..order.len()).rev() {
                order.swap(last, chance.below(last + 1));
            }
            for (example, share) in order {
                model.learn(example, share, &mut moved);
            }
            if epoch >= averaged {
                let share = 1.0 / (EPOCHS - averaged) as f32;
                let weights = mean.weights.iter_mut().zip(&model.weights);
                for (mean, weight) in weights.chain(mean.biases.iter_mut().zip(&model.biases)) {
                    *mean += weight * share;
                }
            }
        }
        mean
    }

    /// One step towards the example's class.
    fn learn(&mut self, example: &Example, share: f32, moved: &mut [f32]) {
        let classes = self.classes;
        let mut sums = self.biases.clone();
        for (column, counts) in &example.features {
            for (sum, weight) in sums.iter_mut().zip(self.row(*column)) {
                *sum += weight * counts;
            }
        }
        let mut errors = softmax(sums);
        errors[example.class] -= 1.0;
        for error in &mut errors {
            *error *= share;
        }
        let slope = errors.iter().map(|error| error * error).sum::<f32>() / classes as f32;
        for (column, counts) in &example.features {
            moved[*column] += slope * counts * counts;
            let step = RATE * counts / moved[*column].sqrt();
            for (weight, error) in self.weights[column * classes..(column + 1) * classes].iter_mut().zip(&errors) {
                *weight -= step * error;
            }
        }
        if let Some(moved) = moved.last_mut() {
            *moved += slope;
            let step = RATE * 0.1 / moved.sqrt();
            for (bias, error) in self.biases.iter_mut().zip(&errors) {
                *bias -= step * error;
            }
        }
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
        let mut file = number.to_le_bytes().to_vec();
        file.extend(u32::try_from(classes.len()).unwrap_or(0).to_le_bytes());
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
