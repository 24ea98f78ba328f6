//! What a message does, whatever it tells: does somebody speak of danger, of a loss, of joy; do they thank, or take their
//! leave? Read before anything else is, with a model and without.
//!
//! A small linear [`Classifier`] over runs of letters and over what a text speaks of (`concepts.txt`), the same for both
//! languages, learnt from the sentences beside it (`intent/sentences`) by `examples/train_classifiers.rs`. It is asked about
//! the whole message and about each of its sentences, because one sentence may be all that matters.

mod harmless;
mod languages;
mod minors;
mod passing;
mod rules;
mod signs;
mod spelling;
#[cfg(test)]
mod tests;
mod veiled;
mod wishes;

use std::sync::LazyLock;

use super::classify::classifier::Classifier;
use super::classify::features::Reader;

/// From here on a message is answered as one that tells of danger; of a sentence in a longer message more is asked. Chosen
/// so that little is missed: a kind question too many is better than none.
const DANGER: f32 = 0.4;
const DANGER_IN_A_SENTENCE: f32 = 0.5;
/// The same where somebody jests, and where they tell of a story, or name nothing of which somebody in danger speaks.
const UNLIKELY: f32 = 0.8;
const UNNAMED: f32 = 0.75;
/// From here on the danger is taken for certain; below, it is asked about. More is asked where nothing is named of which
/// somebody in danger speaks.
const CERTAIN: f32 = 0.8;
const CERTAIN_UNNAMED: f32 = 0.9;
/// From here on a feeling is taken up; all sorrows together, because one that is taken for another is not overheard.
const FELT: f32 = 0.31;
/// The same for joy, which has more words in common with what is only agreed to.
const GLAD: f32 = 0.5;
/// The same for a sorrow and a danger that is too unlikely to be asked about, together.
const HEAVY: f32 = 0.7;
/// From here on anything else is taken for what it seems; what is in one sentence of several is asked more.
const LIKELY: f32 = 0.5;
const LIKELY_IN_A_SENTENCE: f32 = 0.6;
/// The shortest sentence that is read by itself, in characters.
const SENTENCE: usize = 4;
/// A sentence that is wider than this is read in parts of about so wide as well.
const LONG: usize = 120;
const WINDOW: usize = 40;

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

/// What messages may speak of. With `!` are the concepts of which somebody in danger may well speak, with `~` those of who is
/// in sorrow.
pub(super) const CONCEPTS: &str = include_str!("intent/concepts.txt");
/// What has a word of danger in it and never means one: it is not looked at.
pub(super) const IDIOMS: &str = include_str!("intent/idioms.txt");

/// Reads the features of messages.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(CONCEPTS, IDIOMS));

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
    let text = &*spelling::mended(text);
    let figures = rules::without_figures(text);
    let figures = harmless::without(&figures);
    let text = match figures.trim() {
        whole if whole == text.trim() => text,
        rest if rest.chars().filter(|c| c.is_alphanumeric()).count() < SENTENCE => {
            return if text.trim_end().ends_with(['?', '？']) { Intent::Question } else { Intent::Plain };
        }
        rest => rest,
    };
    if let Some(danger) = rules::danger(text) {
        return self::danger(danger);
    }
    if languages::tells_of_own_death(text) {
        return danger(Danger::Suicide);
    }
    if passing::overdosed(text) {
        return danger(Danger::Overdose);
    }
    if rules::violence_over(text) || rules::illness_told(text) {
        return Intent::Feeling(Feeling::Distress);
    }
    if rules::long_dead(text) {
        return Intent::Plain;
    }
    if rules::asks_of_life(text) || rules::asks_of_data(text) {
        return Intent::Question;
    }
    let whole = Chances::of(text);
    let apart: Vec<Chances> = parts_of(text).into_iter().map(Chances::of).collect();
    let named = may_be_of_danger(text);
    let (least, in_a_sentence) = if rules::in_jest(text) {
        (UNLIKELY, UNLIKELY)
    } else if rules::in_a_story(text) || !named {
        (UNNAMED, DANGER_IN_A_SENTENCE)
    } else {
        (DANGER, DANGER_IN_A_SENTENCE)
    };
    let mut worst = whole.danger().filter(|(_, chance)| *chance >= least);
    for chances in &apart {
        let found = chances.danger().filter(|(_, chance)| *chance >= in_a_sentence);
        worst = [worst, found].into_iter().flatten().max_by(|a, b| a.1.total_cmp(&b.1));
    }
    if let Some((danger, chance)) = worst {
        let certain = chance >= if named { CERTAIN } else { CERTAIN_UNNAMED };
        return Intent::Danger { danger, certain };
    }
    if let Some(danger) = told_without_its_words(text) {
        return Intent::Danger { danger, certain: false };
    }
    if rules::bereaved(text) {
        return Intent::Feeling(Feeling::Grief);
    }
    if rules::is_heartbroken(text) {
        return Intent::Feeling(Feeling::Distress);
    }
    if minors::is_child(text) {
        return Intent::Minor;
    }
    match likeliest(&whole, &apart) {
        Intent::Plain if rules::had_a_bad_day(text) => Intent::Feeling(Feeling::Distress),
        Intent::Minor if minors::is_grown_up(text) || minors::is_of_others(text) => Intent::Plain,
        Intent::Improper if wishes::is_wish(text) => Intent::Plain,
        Intent::Feeling(Feeling::Grief | Feeling::Distress) if rules::of_a_game(text) => Intent::Plain,
        Intent::Feeling(_) if rules::asks_kindly(text) => Intent::Question,
        Intent::Feeling(Feeling::Joy) if rules::supposes(text) || rules::asks_of_the_world(text) => Intent::Question,
        intent => intent,
    }
}

/// What a message without danger does most likely. What moves somebody may be in one sentence of several; what else a message
/// does is in all of it.
fn likeliest(whole: &Chances, apart: &[Chances]) -> Intent {
    if let Some(intent) = whole.felt(FELT).or_else(|| whole.likeliest(LIKELY)) {
        return intent;
    }
    let says = |chances: &Chances| {
        let least = LIKELY_IN_A_SENTENCE;
        let other = || chances.likeliest(least).filter(|intent| matches!(intent, Intent::Improper | Intent::Minor));
        chances.felt(least).or_else(other)
    };
    apart.iter().find_map(says).unwrap_or(Intent::Plain)
}

/// Whether `text` speaks of anything of which somebody in danger may well speak.
#[must_use]
pub fn may_be_of_danger(text: &str) -> bool {
    !rules::asks_of_data(text) && READER.spoken_of(text).iter().any(|concept| concept.starts_with('!'))
}

/// Whether `text` speaks of anything of which somebody in sorrow may well speak.
#[must_use]
pub fn may_be_of_sorrow(text: &str) -> bool {
    READER.spoken_of(text).iter().any(|concept| concept.starts_with(['!', '~']))
}

/// Whether `text` speaks of anything of which improper talk about children speaks.
#[must_use]
pub fn may_be_improper(text: &str) -> bool {
    READER.spoken_of(text).iter().any(|concept| matches!(*concept, "sex" | "torture")) || may_be_of_danger(text)
}

/// The danger of which `text` speaks in so many words.
#[must_use]
pub fn says_danger(text: &str) -> Option<Danger> {
    let text = &*spelling::mended(text);
    let dies = || languages::tells_of_own_death(text).then_some(Danger::Suicide);
    let overdosed = || passing::overdosed(text).then_some(Danger::Overdose);
    rules::danger(text).or_else(dies).or_else(overdosed)
}

/// Whether `text` tells a sign of danger that it does not name.
#[must_use]
pub fn shows_danger(text: &str) -> bool {
    let text = &*spelling::mended(text);
    told_without_its_words(text).is_some()
}

/// The danger of which `text` shows a sign, or that it tells in passing.
fn told_without_its_words(text: &str) -> Option<Danger> {
    signs::danger(text).or_else(|| veiled::danger(text)).or_else(|| passing::danger(text))
}

/// Whether `text` tells, as news, that somebody near is badly ill.
#[must_use]
pub fn tells_of_illness(text: &str) -> bool {
    rules::illness_told(text)
}

/// Whether the numbers of `text` are nobody's own age: those of children one has, of years that have passed.
#[must_use]
pub fn is_of_others(text: &str) -> bool {
    minors::is_of_others(text)
}

/// Whether `text` tells, in so many words, that somebody has died, and not long ago.
#[must_use]
pub fn is_bereaved(text: &str) -> bool {
    rules::bereaved(text)
}

/// Whether `text` jests.
#[must_use]
pub fn is_in_jest(text: &str) -> bool {
    rules::in_jest(text)
}

/// Whether `text` tells that somebody was parted from whom they loved, and is not over it.
#[must_use]
pub fn is_heartbroken(text: &str) -> bool {
    rules::is_heartbroken(text)
}

/// What `text` tells beside a parting.
#[must_use]
pub fn beside_heartbreak(text: &str) -> String {
    rules::beside_heartbreak(text)
}

/// The sentences of a text of several, and the parts of one that goes on and on.
fn parts_of(text: &str) -> Vec<&str> {
    let sentences = sentences_of(text);
    let sentences = if sentences.is_empty() { vec![text] } else { sentences };
    let parts: Vec<&str> = sentences.into_iter().flat_map(windows_of).collect();
    if parts.len() > 1 { parts } else { Vec::new() }
}

/// A sentence; or, of one that is long, parts of it, each of which begins in the middle of the one before.
fn windows_of(sentence: &str) -> Vec<&str> {
    // A Japanese letter says as much as two others.
    let wide = |c: char| if c >= '\u{3000}' { 2 } else { 1 };
    if sentence.chars().map(wide).sum::<usize>() <= LONG {
        return vec![sentence];
    }
    let (mut marks, mut width) = (vec![0], 0);
    for (at, c) in sentence.char_indices() {
        // At a blank or a comma, where there is one near.
        let ends = matches!(c, ' ' | '、' | ',');
        if width >= WINDOW / 2 && (ends || width >= WINDOW) {
            marks.push(at);
            width = 0;
        }
        width += wide(c);
    }
    marks.push(sentence.len());
    let ends = marks.iter().skip(2);
    marks.iter().zip(ends).map(|(begin, end)| &sentence[*begin..*end]).collect()
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
        Self(CLASSIFIER.chances(&READER.features(text)))
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

    /// The feeling that moves somebody, if the chance is so much: the likeliest sorrow, by the chance of any, or joy.
    fn felt(&self, least: f32) -> Option<Intent> {
        let (mut sorrow, mut all, mut joy, mut danger) = (None, 0.0, 0.0, 0.0);
        for (intent, chance) in INTENTS.iter().zip(&self.0) {
            match intent {
                Intent::Danger { .. } => danger += chance,
                Intent::Feeling(Feeling::Joy) => joy += chance,
                Intent::Feeling(feeling) => {
                    all += chance;
                    if sorrow.is_none_or(|(_, most)| *chance > most) {
                        sorrow = Some((*feeling, *chance));
                    }
                }
                _ => {}
            }
        }
        let is_felt = all >= joy && (all >= least || all + danger >= HEAVY);
        let sorrow = sorrow.filter(|_| is_felt).map(|(feeling, _)| feeling);
        sorrow.or((joy >= least.max(GLAD)).then_some(Feeling::Joy)).map(Intent::Feeling)
    }

    /// What else somebody does, if the chance is so much. Questions count together, whatever they are about.
    fn likeliest(&self, least: f32) -> Option<Intent> {
        let mut sums: Vec<(Intent, f32)> = Vec::new();
        for (intent, chance) in INTENTS.iter().zip(&self.0) {
            match sums.iter_mut().find(|(known, _)| known == intent) {
                Some((_, sum)) => *sum += chance,
                None => sums.push((*intent, *chance)),
            }
        }
        let else_done = |intent: &Intent| !matches!(intent, Intent::Danger { .. } | Intent::Plain);
        sums.into_iter().find(|(intent, sum)| else_done(intent) && *sum >= least).map(|(intent, _)| intent)
    }
}
