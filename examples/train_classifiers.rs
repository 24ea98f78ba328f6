//! Trains the classifiers (`src/agent/classify`) from the sentences beside their weights: of what a message does
//! (`src/agent/intent`), of what a part of an answer speaks of (`src/agent/hera/kinds`), and of what is asked about hera
//! (`src/agent/about`).
//!
//! ```text
//! cargo run --release --example train_classifiers
//! cargo run --release --example train_classifiers -- check
//! ```
//!
//! The second writes nothing: it leaves out each fifth of the lines in turn, learns the others, and tells of each class how many
//! of the lines left out are taken for what they are, and for what most of the others are taken.
//!
//! Logistic regression over all classes, by `AdaGrad`, in one fixed order: the same sentences give the same weights. Each
//! time sentences that a line makes are learnt, of running text each without some of its features, so that none is relied on
//! alone; the weights of the later times are averaged. It is done twice, the second time with the features alone that told most
//! the first time, and in several orders, of which the mean is taken.

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

#[path = "../src/agent/classify/classifier.rs"]
mod classifier;
#[path = "../src/agent/classify/features.rs"]
#[expect(dead_code, reason = "the names of what is spoken of are asked for elsewhere")]
mod features;
#[path = "../src/agent/classify/sentences.rs"]
mod sentences;

use classifier::{Classifier, softmax};
use features::{Feature, Reader};
use sentences::Sentence;

const RATE: f32 = 0.3;
/// Parts of the lines, of which one is left out at a time.
const PARTS: usize = 5;

/// What is learnt of sentences.
struct Lesson {
    /// Where the sentences are, and where the weights go.
    sentences: &'static str,
    weights: &'static str,
    /// What the sentences may speak of, and what is not looked at.
    concepts: &'static str,
    idioms: &'static str,
    /// How many features of a text are few (`classifier::share`).
    few: u16,
    /// Features that are kept: those that tell most.
    kept: usize,
    /// On how many lines a feature must be: what one line of running text alone has is its own way of saying it, and a
    /// list of words has each of them once.
    lines: usize,
    /// Sentences made of one line, at most, and those that are learnt at a time.
    most: usize,
    at_a_time: usize,
    epochs: usize,
    /// One feature of so many is left out at a time; none for 0.
    left_out: usize,
    /// How often it is learnt, each time in another order. The mean of all is less a matter of chance than each.
    runs: usize,
}

const CONCEPTS: &str = include_str!("../src/agent/intent/concepts.txt");
const IDIOMS: &str = include_str!("../src/agent/intent/idioms.txt");

const LESSONS: [Lesson; 3] = [
    Lesson {
        sentences: "agent/intent/sentences",
        weights: "agent/intent/weights.bin",
        concepts: CONCEPTS,
        idioms: IDIOMS,
        few: 100,
        kept: 66_000,
        lines: 2,
        most: 96,
        at_a_time: 96,
        epochs: 16,
        left_out: 4,
        runs: 4,
    },
    Lesson {
        sentences: "agent/hera/kinds",
        weights: "agent/hera/kinds/weights.bin",
        concepts: CONCEPTS,
        idioms: IDIOMS,
        few: 600,
        kept: 16_000,
        lines: 1,
        most: 400,
        at_a_time: 40,
        epochs: 12,
        left_out: 0,
        runs: 1,
    },
    Lesson {
        sentences: "agent/about/sentences",
        weights: "agent/about/weights.bin",
        concepts: include_str!("../src/agent/about/concepts.txt"),
        idioms: "",
        few: 600,
        kept: 16_000,
        lines: 2,
        most: 32,
        at_a_time: 8,
        epochs: 12,
        left_out: 0,
        runs: 1,
    },
];

fn main() -> Result<(), Box<dyn Error>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let check = std::env::args().nth(1).is_some_and(|command| command == "check");
    for lesson in &LESSONS {
        let texts = sentences::files(&home.join(lesson.sentences))?;
        let all = sentences::of(&texts, lesson.most);
        if check {
            println!("\n{}", lesson.sentences);
            lesson.check(&all)?;
            continue;
        }
        let weights = lesson.learn(&all, sentences::number(&texts, [lesson.concepts, lesson.idioms]));
        println!("{}: {} sentences, {} bytes", lesson.sentences, all.len(), weights.len());
        fs::write(home.join(lesson.weights), weights)?;
    }
    Ok(())
}

impl Lesson {
    /// Tells how lines are read that were left out while learning: one sentence of each.
    fn check(&self, all: &[Sentence]) -> Result<(), Box<dyn Error>> {
        let reader = Reader::new(self.concepts, self.idioms);
        // Of each class the lines, and how often it was taken for each.
        let mut taken: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
        for part in 0..PARTS {
            let (left_out, learnt): (Vec<_>, Vec<_>) =
                all.iter().cloned().partition(|sentence| sentence.line % PARTS == part);
            let weights = self.learn(&learnt, 0);
            let classifier = Classifier::read(weights.leak()).map_err(|_| "the weights are damaged")?;
            let mut last = 0;
            for sentence in left_out {
                if sentence.line == last {
                    continue;
                }
                last = sentence.line;
                let chances = classifier.chances(&reader.features(&sentence.text));
                let likeliest = chances.iter().zip(&classifier.classes).max_by(|a, b| a.0.total_cmp(b.0));
                let likeliest = likeliest.map_or("", |(_, class)| class);
                let class = all.iter().find(|known| known.class == sentence.class).map_or("", |known| &known.class);
                *taken.entry(class).or_default().entry(likeliest.to_owned()).or_default() += 1;
            }
        }
        for (class, taken) in taken {
            let lines: usize = taken.values().sum();
            let right = taken.get(class).unwrap_or(&0);
            let others = taken.iter().filter(|(other, _)| *other != class);
            let most = others.max_by_key(|(_, count)| **count).map_or("", |(other, _)| other);
            println!("{class}: {right} of {lines}; most of the others: {most}");
        }
        Ok(())
    }

    /// The file of weights for these sentences, which stand line by line.
    fn learn(&self, sentences: &[Sentence], number: u32) -> Vec<u8> {
        let reader = Reader::new(self.concepts, self.idioms);
        let mut classes: Vec<&str> = sentences.iter().map(|sentence| sentence.class.as_str()).collect();
        classes.sort_unstable();
        classes.dedup();
        let read: Vec<Vec<Feature>> = sentences.iter().map(|sentence| reader.features(&sentence.text)).collect();
        let mut lines: HashMap<u32, HashSet<usize>> = HashMap::new();
        for (sentence, features) in sentences.iter().zip(&read) {
            for (feature, _) in features {
                lines.entry(*feature).or_default().insert(sentence.line);
            }
        }
        let mut columns: HashMap<u32, usize> = HashMap::new();
        let mut examples: Vec<Vec<Example>> = Vec::new();
        let mut last = 0;
        for (Sentence { class, line, .. }, read) in sentences.iter().zip(read) {
            let class = classes.binary_search(&class.as_str()).unwrap_or(0);
            // Features that are not kept count in the length of a text all the same.
            let scale = classifier::share(read.len(), self.few.into());
            let shared = read.into_iter().filter(|(feature, _)| lines[feature].len() >= self.lines);
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
        let kept = Model::fit(&examples, self, classes.len(), columns.len(), 0).best(&columns, self.kept);
        for example in examples.iter_mut().flatten() {
            example.features.retain(|(column, _)| kept.contains(column));
        }
        columns.retain(|_, column| kept.contains(column));
        let width = 1 + columns.values().max().copied().unwrap_or(0);
        let runs = (0..self.runs).map(|run| Model::fit(&examples, self, classes.len(), width, run));
        Model::mean(runs).written(&classes, &columns, number, self.few)
    }
}

/// A sentence to learn.
struct Example {
    class: usize,
    /// Columns of the weights, each with how much it counts.
    features: Vec<(usize, f32)>,
}

impl Example {
    /// All but one of `left_out` of its features, which count for all.
    fn in_part(&self, left_out: usize, chance: &mut Chance) -> Self {
        if left_out == 0 {
            return Self { class: self.class, features: self.features.clone() };
        }
        let whole = left_out as f32 / (left_out - 1) as f32;
        let seen = self.features.iter().filter(|_| chance.below(left_out) > 0);
        Self { class: self.class, features: seen.map(|(column, counts)| (*column, counts * whole)).collect() }
    }
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
    /// Learns the examples, which stand line by line, in the order of that run.
    fn fit(lines: &[Vec<Example>], lesson: &Lesson, classes: usize, columns: usize, run: usize) -> Self {
        let mut model = Self { classes, weights: vec![0.0; classes * columns], biases: vec![0.0; classes] };
        let mut mean = model.clone();
        // How much each column was moved so far, and the biases.
        let mut moved = vec![1e-4_f32; columns + 1];
        let mut chance = Chance(0x5eed + run as u64 * 7_919);
        let averaged = lesson.epochs / 2;
        for epoch in 0..lesson.epochs {
            let mut order: Vec<(&Example, f32)> = Vec::new();
            for line in lines {
                let count = line.len().min(lesson.at_a_time);
                let first = if count < line.len() { chance.below(line.len()) } else { 0 };
                let share = 1.0 / (count as f32).sqrt();
                order.extend((first..first + count).map(|index| (&line[index % line.len()], share)));
            }
            for last in (1..order.len()).rev() {
                order.swap(last, chance.below(last + 1));
            }
            for (example, share) in order {
                model.learn(&example.in_part(lesson.left_out, &mut chance), share, &mut moved);
            }
            if epoch >= averaged {
                let share = 1.0 / (lesson.epochs - averaged) as f32;
                let weights = mean.weights.iter_mut().zip(&model.weights);
                for (mean, weight) in weights.chain(mean.biases.iter_mut().zip(&model.biases)) {
                    *mean += weight * share;
                }
            }
        }
        mean
    }

    /// The mean of some models.
    fn mean(models: impl ExactSizeIterator<Item = Self>) -> Self {
        let share = 1.0 / models.len() as f32;
        let sum = |mut sum: Self, other: Self| {
            sum.weights.iter_mut().zip(&other.weights).for_each(|(sum, weight)| *sum += weight);
            sum.biases.iter_mut().zip(&other.biases).for_each(|(sum, bias)| *sum += bias);
            sum
        };
        let mut mean = models.reduce(sum).unwrap_or(Self { classes: 0, weights: Vec::new(), biases: Vec::new() });
        mean.weights.iter_mut().chain(&mut mean.biases).for_each(|value| *value *= share);
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
    fn best(&self, columns: &HashMap<u32, usize>, count: usize) -> HashSet<usize> {
        let mut ranked: Vec<(f32, u32, usize)> =
            columns.iter().map(|(feature, column)| (self.spread(*column), *feature, *column)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().take(count).map(|(_, _, column)| column).collect()
    }

    fn written(&self, classes: &[&str], columns: &HashMap<u32, usize>, number: u32, few: u16) -> Vec<u8> {
        let kept: BTreeMap<u32, usize> = columns.iter().map(|(feature, column)| (*feature, *column)).collect();
        let most = |class: usize| kept.values().map(|column| self.row(*column)[class].abs()).fold(1e-6, f32::max);
        let scales: Vec<f32> = (0..self.classes).map(|class| most(class) / 127.0).collect();
        let mut file = b"HINT\x02".to_vec();
        file.extend(number.to_le_bytes());
        file.extend(few.to_le_bytes());
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
