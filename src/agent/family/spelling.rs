//! The words of a message in their usual spelling: "whats ur name" is "what's your name?", and so is it in capitals.

use std::borrow::Cow;

use regex::Captures;

use crate::agent::hera::text::{normalise, patterns};
use crate::domain::Language;

/// Letters from which on a message in capitals alone is spelled without them.
const SHOUTED: usize = 6;

/// Words that are typed without their apostrophe, or in haste.
const WORDS: [(&str, &str); 58] = [
    ("whats", "what's"),
    ("wats", "what's"),
    ("wheres", "where's"),
    ("whos", "who's"),
    ("hows", "how's"),
    ("whens", "when's"),
    ("thats", "that's"),
    ("theres", "there's"),
    ("heres", "here's"),
    ("im", "I'm"),
    ("ive", "I've"),
    ("dont", "don't"),
    ("doesnt", "doesn't"),
    ("didnt", "didn't"),
    ("isnt", "isn't"),
    ("arent", "aren't"),
    ("wasnt", "wasn't"),
    ("werent", "weren't"),
    ("cant", "can't"),
    ("couldnt", "couldn't"),
    ("wouldnt", "wouldn't"),
    ("shouldnt", "shouldn't"),
    ("wont", "won't"),
    ("hasnt", "hasn't"),
    ("havent", "haven't"),
    ("hadnt", "hadn't"),
    ("youre", "you're"),
    ("theyre", "they're"),
    ("youve", "you've"),
    ("weve", "we've"),
    ("theyve", "they've"),
    ("youll", "you'll"),
    ("theyll", "they'll"),
    ("u", "you"),
    ("yu", "you"),
    ("yuo", "you"),
    ("ur", "your"),
    ("youd", "you'd"),
    ("pls", "please"),
    ("plz", "please"),
    ("cos", "because"),
    ("cuz", "because"),
    ("bc", "because"),
    ("teh", "the"),
    ("hte", "the"),
    ("adn", "and"),
    ("wat", "what"),
    ("wut", "what"),
    ("waht", "what"),
    ("hwo", "how"),
    ("abt", "about"),
    ("tmrw", "tomorrow"),
    ("tmr", "tomorrow"),
    ("bday", "birthday"),
    ("fav", "favourite"),
    ("idk", "I don't know"),
    ("dunno", "don't know"),
    ("hav", "have"),
];

patterns! {
    WORD = r"[\p{L}'\d]+";
    // What depends on the words beside it: "its raining", "lets go", "ill be there", "how r you", "ur so kind".
    ITS = r"(?i)(^|[.!?,;\n]\s*)its ";
    LETS = r"(?i)\blets (go|do|play|eat|see|make|have|take|visit|try|not|talk|plan|say|meet|walk|watch|get|stay|head|bake|cook|read|drive|swim|just|all)\b";
    ILL = r"(?i)(^|[.!?,;\n]\s*|\b(?:and|but|then|so|maybe) )ill (be|go|do|have|get|take|come|try|make|see|ask|tell|never|always|wait|call|think|bring|let)\b";
    ID = r"(?i)(^|[.!?,;\n]\s*|\b(?:and|but|then|so) )id (like|love|rather|prefer|be|have|go|want)\b";
    ARE = r"(?i)\b(how|what|where|who|why|when|we|you|they) r\b|\br (you|we|they)\b";
    YOU_ARE = r"(?i)\byour (so|such|very|really|a|an|the best|too|right|wrong|welcome|funny|kind|sweet|cute|amazing|great|lovely|silly)\b";
    // Asked without a question mark: "will you marry me", "what's the time", "how old are you".
    ASKS = r"(?i)^(?:(?:and|so|but|hey|hi|ok|okay|well|oh|um|hmm|then|please|wait|now|[\p{L}]+,)[, ]+)*(?:(?:do|does|did|are|is|was|were|can|could|will|would|shall|should|have|has|may|am|don't|won't|isn't|aren't|can't|wouldn't|couldn't|didn't|doesn't) (?:i|you|he|she|it|we|they|there|this|that|everyone|everybody|anyone|anybody|the \p{L}+|my \p{L}+|your \p{L}+|our \p{L}+|\p{Lu}\p{L}+)\b|(?:what|who|whose|where|why|how|when|which)(?:'s|'re)? (?:is|are|was|were|do|does|did|can|could|will|would|shall|should|have|has|am|the|your|my|our|time|colou?r|day|kind|sort|many|much|old|long|far|tall|big|come|about|else)\b|(?:what|which|whose) \p{L}+ (?:is|are|do|does|did|can|will|would|should|was|were)\b|(?:what|who|where|how|why|when)'s )";
    // What tells all the same: "what a day", "how nice", "have a good day".
    TELLS = r"(?i)^(?:what an? |how (?:nice|lovely|sweet|kind|good|funny|sad)|have a |is what|[^ ]+ (?:the (?:hell|heck)))|[?]";
    // 好きな食べ物は, なんで, 何歳
    ASKS_JA = r"(?:^|[、。!\n])[^、。!?\n]{2,16}は[。]?$|(?:^|[、。!])(?:なんで|どうして|なぜ|何で)[。]?$|(?:は|が|って|も)、?(?:どこ|いつ|だれ|誰|何|なに|何歳|何時|何人|いくつ|いくら|どう)[。]?$";
    // こんばんは is a greeting, and それは goes on.
    TELLS_JA = r"(?:こんにち|こんばん|では|には|とは|それ|これ|実|じつ|本当|ほんと|今日|きょう|わたし|私|僕|俺)は?[。]?$";
    SENTENCES = r"[.!\n]\s*\S";
}

/// `text` normalised, and in the usual spelling of its language.
pub fn spelled(text: &str, language: Language) -> String {
    let text = normalise(text);
    match language {
        Language::Japanese if ASKS_JA.is_match(text.trim_end()) && !TELLS_JA.is_match(text.trim_end()) => {
            format!("{}?", text.trim_end().trim_end_matches('。'))
        }
        Language::Japanese => text,
        Language::English => english(text),
    }
}

fn english(text: String) -> String {
    let shouts = text.chars().filter(|c| c.is_uppercase()).count() >= SHOUTED
        && text.contains(' ')
        && !text.chars().any(char::is_lowercase);
    let text = if shouts { text.to_lowercase() } else { text };
    let text = WORD.replace_all(&text, |found: &Captures<'_>| word(&found[0]).into_owned());
    let text = ARE.replace_all(&text, |found: &Captures<'_>| match (found.get(1), found.get(2)) {
        (Some(before), _) => format!("{} are", before.as_str()),
        (_, after) => format!("are {}", after.map_or("", |after| after.as_str())),
    });
    let text = YOU_ARE.replace_all(&text, "you're $1");
    let text = ITS.replace_all(&text, "${1}it's ");
    let text = LETS.replace_all(&text, "let's $1");
    let text = ILL.replace_all(&text, "${1}I'll $2");
    let text = ID.replace_all(&text, "${1}I'd $2");
    let alone = !SENTENCES.is_match(text.trim());
    if alone && ASKS.is_match(text.trim()) && !TELLS.is_match(text.trim()) {
        return format!("{}?", text.trim_end().trim_end_matches(['.', ',', '\n']));
    }
    text.into_owned()
}

/// A word in its usual spelling; a capital stays one. "U" in the middle of capitals is no "you".
fn word(word: &str) -> Cow<'_, str> {
    let small = word.to_lowercase();
    let Some((_, spelled)) = WORDS.iter().find(|(typed, _)| *typed == small) else { return Cow::Borrowed(word) };
    let mut letters = spelled.chars();
    match letters.next().filter(|_| word.starts_with(char::is_uppercase)) {
        Some(first) => first.to_uppercase().chain(letters).collect::<String>().into(),
        None => Cow::Borrowed(spelled),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_in_haste_is_spelled_as_usual() {
        for (typed, read) in [
            ("whats 7 times 8", "what's 7 times 8?"),
            ("whats ur name", "what's your name?"),
            ("how r u", "how are you?"),
            ("r u ok", "are you ok?"),
            ("ur so funny", "you're so funny"),
            ("wheres mum", "where's mum?"),
            ("hows school mia", "how's school mia?"),
            ("WHATS YOUR FAVOURITE COLOUR", "what's your favourite colour?"),
            ("im home", "I'm home"),
            ("its raining", "it's raining"),
            ("lets go to the zoo", "let's go to the zoo"),
            ("will you marry me", "will you marry me?"),
            ("Mia, can you swim", "Mia, can you swim?"),
            ("what a day", "what a day"),
            ("have a nice day", "have a nice day"),
            ("I feel ill", "I feel ill"),
            ("my dog hurt its paw", "my dog hurt its paw"),
            ("when I was small we had a dog", "when I was small we had a dog"),
            ("is it far?", "is it far?"),
        ] {
            assert_eq!(spelled(typed, Language::English), read);
        }
        for (typed, read) in [
            ("好きな食べ物は", "好きな食べ物は?"),
            ("なんで", "なんで?"),
            ("れんは何歳", "れんは何歳?"),
            ("こんばんは", "こんばんは"),
            ("今日はカレーだよ", "今日はカレーだよ"),
        ] {
            assert_eq!(spelled(typed, Language::Japanese), read);
        }
    }
}
