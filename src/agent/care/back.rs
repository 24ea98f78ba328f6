//! The ways back from a danger: what somebody says who is well after all, jested, or turns to something else.

use crate::agent::hera::text::{normalise, patterns};

patterns! {
    WELL = concat!(
        r"(?i)もう(?:大丈夫|平気|落ち着)|大丈夫(?:です|だよ|だから|だ(?:$|[。!、])|なので|になった|よ|[。!、]|$)|平気(?:です|だよ|だから|[。!、]|$)|落ち着(?:いた|きました|いてきた)|冗談(?:です|だよ|だって|だ(?:$|[。!、])|でした|[。!、w]|$)|(?:うそ|嘘|ウソ)(?:です|だよ|だ(?:$|[。!])|でした|[。!、w]|$)|ふざけ(?:た|てた|ただけ)|本気(?:じゃ|では)|心配(?:しないで|いらな|いりません|無用|ご無用)|(?:なんでも|何でも)ない(?:です|よ|[。!]|$)",
        r"|\b(?:i'?m|i am|im|we'?re|we are|i feel|i'?m feeling|feeling) (?:(?:really|actually|totally|perfectly|quite|all|just|honestly|much|completely|doing|a bit|a lot|going to be|gonna be) ){0,3}(?:fine|ok|okay|alright|right|good|safe|better|well|calmer)\b|\b(?:just|only) (?:joking|kidding|messing|a joke)\b|\b(?:was|were) (?:just |only )?(?:joking|kidding|a (?:bad )?joke|messing)\b|\bjk\b|\bdidn'?t mean (?:it|that)\b|\b(?:don'?t|no need to) worry\b|\bit'?s (?:all )?(?:ok|okay|fine|alright|all right) now\b",
    );
    TURNS = concat!(
        r"(?i)話(?:を|は|に)?(?:戻|変え|かえ|もど)|話題(?:を|は)?(?:変え|かえ|戻)|(?:別|ほか|他|違う|ちがう|楽しい|明るい)の?(?:話|こと|話題)(?:を|に|が)?(?:し|話|聞|考)|それより|^ところで|^さて、|気分を?変え|元の話|本題|次の話|お出かけの話|旅行の話",
        r"|\b(?:talk|chat|speak|think) about (?:something|anything) (?:else|nicer?|happ\w+|different|fun)\b|\b(?:change|switch) (?:the )?(?:subject|topic)\b|\b(?:another|different|new) (?:subject|topic)\b|^(?:so,? )?anyway\b|\bmoving on\b|\b(?:back|return) to (?:the|our|your|my|what|where|planning|talking)\b|\bwhere were we\b|\b(?:let'?s|can we|shall we|could we|i'?d like to|i want to) (?:just )?(?:plan|play|start over|return|get back|go back to)\b|\bask me something else\b|\bwhat'?s (?:the )?next (?:question|one)\b",
    );
    // "I'm fine, I won't be here tomorrow anyway"; もう大丈夫じゃない.
    UNWELL = concat!(
        r"(?i)(?:大丈夫|平気|落ち着い?て?|冗談)(?:じゃ|では)|大丈夫(?:か|なの|だった|に見え|なふり|って言)|もう(?:無理|だめ|ダメ|限界|いい|終わ|疲れ)|どうでもいい|消え|死|いなくな|楽にな|さよなら|さようなら|誰(?:も|にも)|ひとり(?:に|で)|ほっといて|放っといて|わからな|分からな|つら|辛|苦し",
        r"|\bnot (?:\w+ ){0,2}(?:ok|okay|fine|safe|alright|all right|good|well|joking|kidding)\b|\b(?:die|dead|dying|kill|gone|suicid\w*|goodbye|good-?bye|hopeless|worthless|alone|nobody|no one|pointless|hurts?|pain|whatever|leave me|too late|won'?t be here|anymore|any more)\b|\b(?:can'?t|cannot|don'?t want to) (?:go on|do this|take|cope|live|be here)\b|\bwish i (?:was|were)\b|\bpretend\w*\b|\b(?:say|tell) (?:that )?i'?m\b|\bfine with (?:dying|it|that)\b",
    );
    LEADING_NO = r"(?i)^(?:no|nope|nah|いえ|いいえ|いや|ううん|ちがう|違う|違います)[,.!…、。 ]*";
}

/// Whether `text` says that the person is well after all, or has jested.
pub fn says_well(text: &str) -> bool {
    let text = normalise(text.trim());
    WELL.is_match(&text) && !UNWELL.is_match(&text)
}

/// Whether `text` turns to something else.
pub fn turns(text: &str) -> bool {
    let text = normalise(text.trim());
    TURNS.is_match(&text) && !UNWELL.is_match(&text)
}

/// Whether something in `text` says that not all is well.
pub fn is_unwell(text: &str) -> bool {
    UNWELL.is_match(&normalise(text))
}

/// A message without its leading no. That alone is an answer, and denies nothing.
pub fn without_no(text: &str) -> String {
    LEADING_NO.replace(&normalise(text.trim()), "").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_well_or_turns_to_something_else_is_told_from_who_is_not() {
        for text in [
            "I'm fine, really",
            "im ok now thanks",
            "I'm feeling much better",
            "I was only joking",
            "just kidding!",
            "don't worry about me",
            "もう大丈夫",
            "もう大丈夫だよ、ありがとう",
            "冗談だよ",
            "うそです",
            "落ち着きました",
            "心配しないで",
        ] {
            assert!(says_well(text), "{text}");
        }
        for text in [
            "let's talk about something else",
            "can we change the subject?",
            "anyway, where were we",
            "back to the trip",
            "話を戻そう",
            "別の話しよう",
            "それより旅行のこと決めよう",
            "話題変えていい？",
        ] {
            assert!(turns(text), "{text}");
        }
        for text in [
            "I'm not okay",
            "I'm fine with dying",
            "I'm not joking",
            "I'll be gone tomorrow anyway",
            "can we talk",
            "nobody cares",
            "no",
            "ok",
            "I'm fine, I won't be here tomorrow",
            "大丈夫じゃない",
            "もう大丈夫じゃないです",
            "冗談じゃない",
            "もういい",
            "うん…",
            "死ねば大丈夫",
        ] {
            assert!(!says_well(text) && !turns(text), "{text}");
        }
    }
}
