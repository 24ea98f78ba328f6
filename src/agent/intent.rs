//! What a message does, whatever it tells: does somebody speak of danger, of a loss, of joy; do they thank, or take their
//! leave? Read before anything else is, with a model and without.
//!
//! A small linear classifier ([`classifier`]) over runs of letters and over what a text speaks of ([`features`]), the same
//! for both languages, learnt from the sentences beside it (`intent/sentences`) by `examples/train_intents.rs`. It is asked about
//! the whole message and about each of its sentences, because one sentence may be all that matters.

mod classifier;
mod features;
mod rules;
#[cfg(test)]
mod sentences;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use classifier::Classifier;

/// From here on a message is answered as one that tells of danger; of a sentence in a longer message more is asked. Chosen
/// so that next to nothing is missed: a kind question too many is better than none.
const DANGER: f32 = 0.5;
const DANGER_IN_A_SENTENCE: f32 = 0.6;
/// The same where somebody jests, or tells of a film, or says a few words that name no danger.
const UNLIKELY: f32 = 0.8;
/// How much is a few words: letters, of which one of Japanese counts as two.
const SHORT: usize = 26;
/// From here on the danger is taken for certain; below, it is asked about.
const CERTAIN: f32 = 0.75;
/// From here on anything else is taken for what it seems.
const LIKELY: f32 = 0.5;
/// The shortest sentence that is read by itself, in characters.
const SENTENCE: usize = 4;

/// A danger, by what help there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Danger {
    Suicide,
    SelfHarm,
    Overdose,
    ViolenceSuffered,
    Abuse,
    ViolenceIntended,
    Eating,
    /// A life is at risk by illness, accident or loss of one's way.
    Emergency,
}

/// What moves somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feeling {
    Grief,
    Distress,
    Anger,
    Tiredness,
    Loneliness,
    Fear,
    Joy,
}

/// What a message does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// It tells of danger, of whoever's; or so it seems, and that is to be asked.
    Danger {
        danger: Danger,
        certain: bool,
    },
    Feeling(Feeling),
    Thanks,
    Goodbye,
    /// A child says that they are one.
    Minor,
    /// Sexual or violent talk about children.
    Improper,
    Refusal,
    DontKnow,
    Question,
    /// Anything else: an answer, small talk, a wish.
    Plain,
}

const CLASSES: [(&str, Intent); 23] = [
    ("suicide", danger(Danger::Suicide)),
    ("self_harm", danger(Danger::SelfHarm)),
    ("overdose", danger(Danger::Overdose)),
    ("violence_suffered", danger(Danger::ViolenceSuffered)),
    ("abuse", danger(Danger::Abuse)),
    ("violence_intended", danger(Danger::ViolenceIntended)),
    ("eating", danger(Danger::Eating)),
    ("emergency", danger(Danger::Emergency)),
    ("grief", Intent::Feeling(Feeling::Grief)),
    ("distress", Intent::Feeling(Feeling::Distress)),
    ("anger", Intent::Feeling(Feeling::Anger)),
    ("tiredness", Intent::Feeling(Feeling::Tiredness)),
    ("loneliness", Intent::Feeling(Feeling::Loneliness)),
    ("fear", Intent::Feeling(Feeling::Fear)),
    ("joy", Intent::Feeling(Feeling::Joy)),
    ("thanks", Intent::Thanks),
    ("goodbye", Intent::Goodbye),
    ("minor", Intent::Minor),
    ("improper", Intent::Improper),
    ("refusal", Intent::Refusal),
    ("dont_know", Intent::DontKnow),
    ("question", Intent::Question),
    ("plain", Intent::Plain),
];

const fn danger(danger: Danger) -> Intent {
    Intent::Danger { danger, certain: true }
}

/// The classifier, read when it is first asked.
#[expect(clippy::expect_used, reason = "the file is part of the program, and the tests read it")]
static CLASSIFIER: LazyLock<Classifier> =
    LazyLock::new(|| Classifier::read(include_bytes!("intent/weights.bin")).expect("the weights are whole"));

/// The intent of each class of the classifier. A class `question.<topic>` is a question, too.
static INTENTS: LazyLock<Vec<Intent>> = LazyLock::new(|| {
    let of = |class: &String| {
        let name = class.split('.').next().unwrap_or_default();
        CLASSES.iter().find(|(known, _)| *known == name).map_or(Intent::Plain, |(_, intent)| *intent)
    };
    CLASSIFIER.classes.iter().map(of).collect()
});

/// What `text` does.
#[must_use]
pub fn read(text: &str) -> Intent {
    let whole = Chances::of(text);
    let sentences = sentences_of(text);
    let jests = rules::in_jest(text);
    // A few words that name no danger are seldom one.
    let vague = text.chars().filter(|c| c.is_alphanumeric()).map(weight).sum::<usize>() < SHORT;
    let unlikely = jests || (vague && !features::may_be_of_danger(text));
    let (least, in_a_sentence) = if unlikely { (UNLIKELY, UNLIKELY) } else { (DANGER, DANGER_IN_A_SENTENCE) };
    let mut worst = whole.danger().filter(|(_, chance)| *chance >= least);
    let apart: Vec<Chances> = sentences.iter().map(|sentence| Chances::of(sentence)).collect();
    for chances in &apart {
        let found = chances.danger().filter(|(_, chance)| *chance >= in_a_sentence);
        worst = [worst, found].into_iter().flatten().max_by(|a, b| a.1.total_cmp(&b.1));
    }
    if let Some(danger) = rules::danger(text) {
        return self::danger(danger);
    }
    if let Some((danger, chance)) = worst {
        return Intent::Danger { danger, certain: chance >= CERTAIN };
    }
    // What moves somebody may be in one sentence of several; what else a message does is in all of it.
    let (intent, chance) = whole.likeliest();
    if chance >= LIKELY && intent != Intent::Plain {
        return intent;
    }
    let mut moved = apart.iter().map(Chances::likeliest).filter(|(intent, chance)| {
        *chance >= DANGER_IN_A_SENTENCE && matches!(intent, Intent::Feeling(_) | Intent::Improper | Intent::Minor)
    });
    moved.next().map_or(Intent::Plain, |(intent, _)| intent)
}

/// Whether `text` speaks of anything of which somebody in danger may well speak.
#[must_use]
pub fn may_be_of_danger(text: &str) -> bool {
    features::may_be_of_danger(text)
}

/// How much a letter says.
const fn weight(letter: char) -> usize {
    if letter < '\u{3000}' { 1 } else { 2 }
}

/// The sentences of a text of several.
pub fn sentences_of(text: &str) -> Vec<&str> {
    let ends = |c: char| matches!(c, '。' | '.' | '!' | '?' | '！' | '？' | '\n');
    let sentences = text.split_inclusive(ends).map(str::trim);
    let sentences: Vec<&str> =
        sentences.filter(|sentence| sentence.chars().filter(|c| !ends(*c)).count() >= SENTENCE).collect();
    if sentences.len() > 1 { sentences } else { Vec::new() }
}

/// How likely a text is to do each thing, in the order of the classifier.
struct Chances(Vec<f32>);

impl Chances {
    fn of(text: &str) -> Self {
        Self(CLASSIFIER.chances(&features::features(text)))
    }

    /// The likeliest danger, with the chance that there is any.
    fn danger(&self) -> Option<(Danger, f32)> {
        let dangers = self.0.iter().zip(&*INTENTS).filter_map(|(chance, intent)| match intent {
            Intent::Danger { danger, .. } => Some((*danger, *chance)),
            _ => None,
        });
        let (mut likeliest, mut all) = (None, 0.0);
        for (danger, chance) in dangers {
            all += chance;
            if likeliest.is_none_or(|(_, most)| chance > most) {
                likeliest = Some((danger, chance));
            }
        }
        likeliest.map(|(danger, _)| (danger, all))
    }

    /// The likeliest of what is no danger, with its chance. Questions count together, whatever they are about.
    fn likeliest(&self) -> (Intent, f32) {
        let mut sums: Vec<(Intent, f32)> = Vec::new();
        for (intent, chance) in INTENTS.iter().zip(&self.0) {
            match sums.iter_mut().find(|(known, _)| known == intent) {
                Some((_, sum)) => *sum += chance,
                None => sums.push((*intent, *chance)),
            }
        }
        let harmless = sums.into_iter().filter(|(intent, _)| !matches!(intent, Intent::Danger { .. }));
        harmless.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((Intent::Plain, 0.0))
    }
}
