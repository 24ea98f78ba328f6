//! The sentences that a classifier learns from: files of lines, under `[class]`. `{a|b}` stands for either.

use std::fs;
use std::io;
use std::path::Path;

/// A prime: numbers so far apart go through all combinations before one comes again.
const SPREAD: usize = 7_919;

/// A sentence with its class.
#[derive(Clone)]
pub struct Sentence {
    pub class: String,
    pub text: String,
    /// The number of the line it is made of.
    pub line: usize,
}

/// The files of a folder, by name.
///
/// # Errors
/// When one cannot be read.
pub fn files(folder: &Path) -> io::Result<Vec<String>> {
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "txt"));
    paths.sort();
    paths.iter().map(fs::read_to_string).collect()
}

/// The number of these texts and tables: another as soon as one letter is another (FNV-1a, 32 bits).
pub fn number(texts: &[String], tables: [&str; 2]) -> u32 {
    let bytes = texts.iter().map(String::as_str).chain(tables).flat_map(str::bytes);
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// All sentences of the texts, at most so many of a line.
pub fn of(texts: &[String], most: usize) -> Vec<Sentence> {
    let (mut sentences, mut number) = (Vec::new(), 0);
    for text in texts {
        let mut class = String::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                name.clone_into(&mut class);
                continue;
            }
            number += 1;
            let made = made_of(line, most).into_iter();
            sentences.extend(made.map(|text| Sentence { class: class.clone(), text, line: number }));
        }
    }
    sentences
}

/// The sentences of a line: all combinations, or, of many, as many as are enough, spread over them.
fn made_of(line: &str, most: usize) -> Vec<String> {
    let mut parts: Vec<Vec<&str>> = Vec::new();
    let mut rest = line;
    while let Some((before, (choices, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        parts.push(vec![before]);
        parts.push(choices.split('|').collect());
        rest = after;
    }
    parts.push(vec![rest]);
    let all: usize = parts.iter().map(Vec::len).product();
    let count = all.min(most);
    let mut sentences: Vec<String> = (0..count).map(|index| nth(&parts, index * SPREAD % all)).collect();
    sentences.dedup();
    sentences
}

/// The combination of that number.
fn nth(parts: &[Vec<&str>], mut number: usize) -> String {
    let mut sentence = String::new();
    for choices in parts {
        sentence.push_str(choices[number % choices.len()]);
        number /= choices.len();
    }
    sentence
}
