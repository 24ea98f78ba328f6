//! What a part of an answer speaks of: looks, a character, money, a place, or something that is only said in between.
//!
//! A linear classifier as that of [`intent`](crate::agent::intent), over the same features, learnt from the lines in
//! `kinds/` by `examples/train_classifiers.rs`. The tables of words come first; it is asked about what they do not have.

use std::sync::LazyLock;

use crate::agent::classify::classifier::Classifier;
use crate::agent::intent::READER;

/// What a part of an answer may speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Looks,
    Character,
    Income,
    Place,
    Age,
    Gender,
    Status,
    Name,
    Children,
    /// Nothing that is asked for: a greeting, a question, the weather, a refusal.
    Else,
}

/// The kinds by the names that the lines have for them.
const KINDS: [(&str, Kind); 10] = [
    ("looks", Kind::Looks),
    ("character", Kind::Character),
    ("income", Kind::Income),
    ("place", Kind::Place),
    ("age", Kind::Age),
    ("gender", Kind::Gender),
    ("status", Kind::Status),
    ("name", Kind::Name),
    ("children", Kind::Children),
    ("else", Kind::Else),
];

#[expect(clippy::expect_used, reason = "the file is part of the program, and the tests read it")]
static CLASSIFIER: LazyLock<Classifier> =
    LazyLock::new(|| Classifier::read(include_bytes!("kinds/weights.bin")).expect("the weights are whole"));

/// How likely it is that a text speaks of each kind of thing; all together 1.
pub struct Chances(Vec<f32>);

/// What `text`, a part of an answer, may speak of.
pub fn read(text: &str) -> Chances {
    Chances(CLASSIFIER.chances(&READER.features(text)))
}

impl Chances {
    /// How likely it is this kind.
    pub fn of(&self, kind: Kind) -> f32 {
        let name = KINDS.iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| *name);
        let index = CLASSIFIER.classes.iter().position(|class| class == name);
        index.and_then(|index| self.0.get(index)).copied().unwrap_or(0.0)
    }

    /// Whether it is none of `kinds`, as far as can be told: something else is more than half of it.
    pub fn is_none_of(&self, kinds: &[Kind]) -> bool {
        KINDS.iter().any(|(_, kind)| !kinds.contains(kind) && self.of(*kind) > 0.5)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::agent::classify::sentences;
    use crate::agent::intent::{CONCEPTS, IDIOMS};

    #[test]
    fn the_weights_are_made_of_the_lines_that_are_there() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/agent/hera/kinds");
        let texts = sentences::files(&folder).unwrap();
        let number = u32::from_le_bytes(include_bytes!("kinds/weights.bin")[5..9].try_into().unwrap());
        assert_eq!(
            number,
            sentences::number(&texts, [CONCEPTS, IDIOMS]),
            "run `cargo run --release --example train_classifiers`"
        );
        for sentences::Sentence { class, text, line } in sentences::of(&texts, 1) {
            assert!(KINDS.iter().any(|(name, _)| *name == class), "{line}, {text}: {class} is no kind");
        }
    }

    #[test]
    fn what_no_line_has_is_told_apart() {
        for (text, kind) in [
            ("a nose like an eagle", Kind::Looks),
            ("髭が濃くて色黒", Kind::Looks),
            ("she talks to everyone", Kind::Character),
            ("人の悪口を言わない", Kind::Character),
            ("sorry, my tea is boiling over", Kind::Else),
            ("ちょっと電話が鳴ってる", Kind::Else),
        ] {
            let chances = read(text);
            assert!(KINDS.iter().all(|(_, other)| chances.of(*other) <= chances.of(kind)), "{text}: not {kind:?}");
        }
    }
}
