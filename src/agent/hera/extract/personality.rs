//! What a character means for the Big Five.

use std::sync::LazyLock;

use regex::Regex;

use crate::agent::hera::text::{pattern, patterns};
use crate::agent::hera::vocabulary::{Dimension, TraitWord, en, ja};
use crate::domain::BigFive;

patterns! {
    DENIED_JA = ja::DENIAL;
    DENIED_EN = r"(?i)(?:\b(?:not|never|hardly|rarely|seldom|barely|scarcely|less|neither|nor|isn't|aren't|don't|dont|doesn't|wasn't|ain't|no)\b|n't\b|\b(?:far from|anything but)\b)((?:[ ]+[\w'-]+){0,4}[ ]*)$";
    // "not only kind", "not shy just quiet"
    TURNS_BACK = r"(?i)\b(?:only|just|merely|but|rather|though|although|instead|so much as)\b";
    STRONG = r"(?i)(?:とても|すごく|かなり|超|めっちゃ|めちゃくちゃ|非常に|very|really|super|extremely|incredibly|so)\s*$";
    MILD = r"(?i)(?:少し|ちょっと|わりと|割と|やや|けっこう|結構|どちらかと(?:いう|言う|いえ|言え)[とば]|a bit|a little|kinda|kind of|somewhat|fairly|pretty|quite|rather|sometimes)\s*$";
    ANOTHER_SENSE = r"(?i)^\s*(?:of\b|workers?\b|media\b|relationship|life\b)";
}

/// Every trait word with its pattern.
static WORDS: LazyLock<Vec<(Regex, TraitWord)>> = LazyLock::new(|| {
    let japanese = ja::TRAITS.iter().map(|word| (pattern(word.stem), *word));
    let english = en::TRAITS.iter().map(|word| (pattern(&format!(r"(?i)\b(?:{})\b", word.stem)), *word));
    japanese.chain(english).collect()
});

/// Whether `text` has a word for a character.
pub fn mentions_character(text: &str) -> bool {
    WORDS.iter().any(|(pattern, _)| pattern.is_match(text))
}

/// Adds what `text` says of a character to `traits`; tells whether it said anything.
pub fn read(text: &str, traits: &mut BigFive) -> bool {
    let mut heard: Vec<(usize, Dimension, f32)> = Vec::new();
    for (pattern, word) in WORDS.iter() {
        for found in pattern.find_iter(text) {
            let (before, after) = (&text[..found.start()], &text[found.end()..]);
            if ANOTHER_SENSE.is_match(after) {
                continue;
            }
            let denied = DENIED_JA.is_match(after) || denied_before(before);
            heard.push((found.start(), word.dimension, value(word.high, denied, before)));
        }
    }
    // What is said last counts.
    heard.sort_by_key(|(position, ..)| *position);
    for &(_, dimension, value) in &heard {
        *slot(traits, dimension) = Some(value);
    }
    !heard.is_empty()
}

/// Whether the words say how somebody is just now, what they would like to do, where, or what to be called: nothing of that
/// is a character, whatever it sounds like.
pub fn is_none(text: &str) -> bool {
    patterns! {
        NOW = r"(?i)^(?:(?:i'?m|im|i am|just|so|dead|well|really|very|pretty|quite|proper|absolutely|totally|bit|a bit|too|feeling)\s+)*(?:tired|knackered|exhausted|shattered|sleepy|hungry|starving|hungover|drunk|freezing)(?:\s+(?:tbh|lol|now|rn|today|tonight|mate|thanks|atm|right now|at the moment))*[.!]*$|^(?:もう|今|ちょっと|かなり|めっちゃ|とても|すごく)*(?:疲れ(?:た|て(?:い?る|い?ます)|ました)|つかれた|眠い|ねむい|腹(?:が)?(?:減った|へった)|お?(?:腹|なか)(?:が)?(?:すいた|空いた))";
        WISHES = r"(?i)(?:行き|いき|食べ|飲み|帰り|寝|見|遊び|会い|買い)(?:たい|たがる|に行きたい)|\bi(?:'d| would) (?:like|love) to (?:go|eat|see|visit|meet)\b|\bi (?:want|wanna) (?:to )?(?:go|eat|see|visit|meet)\b";
        CALLED = r"(?i)(?:って|と)呼(?:んで|ばれたい)|^(?:please )?(?:just )?call me\b";
        PLACE = r"(?i)^[\p{Han}\p{Katakana}ー]*(?:園|館|公園|温泉|海|海岸|山|川|湖|浜|駅|神社|お寺|キャンプ場|スキー場)(?:かな|です|がいい|に行こう)?$|^(?:(?:to|at|in|by) )?the (?:\p{L}+ )?(?:beach|zoo|park|sea|seaside|mountains?|lake|pub|cinema|movies|museum|aquarium|countryside|forest|woods|river|city|hills|market|shops?|fair|garden)[.!]*$";
    }
    [&*NOW, &*WISHES, &*CALLED, &*PLACE].iter().any(|pattern| pattern.is_match(text.trim()))
}

fn denied_before(before: &str) -> bool {
    DENIED_EN.captures(before).is_some_and(|found| !TURNS_BACK.is_match(&found[1]))
}

fn value(high: bool, denied: bool, before: &str) -> f32 {
    if denied {
        return if high { 0.25 } else { 0.75 };
    }
    match (high, STRONG.is_match(before), MILD.is_match(before)) {
        (true, true, _) => 0.8,
        (true, _, true) => 0.7,
        (true, ..) => 0.75,
        (false, true, _) => 0.2,
        (false, _, true) => 0.3,
        (false, ..) => 0.25,
    }
}

const fn slot(traits: &mut BigFive, dimension: Dimension) -> &mut Option<f32> {
    match dimension {
        Dimension::Openness => &mut traits.openness,
        Dimension::Conscientiousness => &mut traits.conscientiousness,
        Dimension::Extraversion => &mut traits.extraversion,
        Dimension::Agreeableness => &mut traits.agreeableness,
        Dimension::Neuroticism => &mut traits.neuroticism,
    }
}
