//! Destinations and activities in English.

use super::super::places;
use crate::agent::hera::text::patterns;
use crate::domain::Trip;

patterns! {
    GOES = r"(?i)\b(?:go|going|trip|travel|head|drive|get away|fly|run off|off|outing|take (?:us|everyone|the kids|them)|went)(?:\s+(?:all|together|with \w+|out|away|back|on an outing|on a trip))*\s+to\s+((?:the |a |an )?[A-Za-z][\w' -]+)|\bvisit(?:ing)?\s+((?:the |a |an )?[A-Za-z][\w' -]+)|\b(?:destination|place)\s+(?:is|should be|would be)\s+((?:the |a |an )?[A-Za-z][\w' -]+)|\b(?:how about|what about|i(?:'d)? (?:prefer|choose|pick|vote for))\s+((?:the |a |an )?[A-Za-z][\w' -]+)|\bspend (?:a|the) (?:day|weekend|week) (?:at|in|on|by)\s+((?:the |a |an )?[A-Za-z][\w' -]+)";
    // Where the name of a place ends.
    AFTER_PLACE = r"(?i)\s+(?:and|to|for|with|where|because|so|but|this|next|then|on|in the|at|together|again|someday|one day|tomorrow|soon|please|would|sounds|is|if|instead|rather|as|when|or|too|maybe)\b.*$";
    NO_PLACE = r"(?i)^(?:there|here|it|that|this|bed|work|school|sleep|see|do|have|be|somewhere(?: else)?|anywhere|eat|the (?:day|plan|table|end|weekend)|you|them|us|everyone|a place|home|look|say|know)\b|ing\b";
    REFUSED_BEFORE = r"(?i)(?:\bnot|n't(?: want to)?|\bnever|\binstead of|\brather than|\bwithout)\s+(?:\w+\s+){0,2}$";
    CLAUSE = r"(?i)[,.!?;:\n]+|\s+(?:and|then|or|plus|but|maybe)\s+";
    LEADS = r"(?i)^(?:(?:i|we|you|they|it|the kids|everyone|everybody|let'?s|let us|also|please|really|just|all|both|maybe|then|first|later|and|would|d|ll|ve|re|m|could|can|should|will|shall|might|want|wants|wanna|like|love|to|try|going|gonna|together|there|some|about|do|be|nice|great|fun|good|how|what|yes|yeah|sure|ok|okay|oh|too|go|for|think|hope|wish|perhaps|definitely|have|having|get|doing|plan|trying)\b[' ]*)+";
    // A noun that is a deed: "go for a swim", "have a long walk".
    GOES_FOR = r"(?i)\b(?:go(?:ing)?|out|take|have|having) (?:for )?(an? (?:\w+ )?(?:swim|dip|walk|stroll|hike|climb|run|jog|ride|drive|paddle|sail|picnic|surf|dive))\b";
    KNOWN = r"(?i)\b(?:(?:a|an|the|some|our) )?(?:beach )?(?:barbecue|bbq|picnic|campfire|bonfire|ferris wheel|roller ?coasters?|merry-go-round|haunted house|dolphin show|night parade|parade|snowball fight|treasure hunt|museums?|souvenirs|fireworks|ice cream|street food|volleyball|beach volleyball|sandcastles?|snowman|open-air bath|hot chocolate|table tennis|foot bath|boat ride|tram ride|hide and seek|photos?|pictures)\b";
}

/// Things one does, as they stand after "to".
const VERBS: &[&str] = &[
    "swim", "hike", "climb", "ski", "sledge", "sled", "surf", "dive", "snorkel", "fish", "camp", "picnic", "walk",
    "stroll", "run", "cycle", "bike", "ride", "play", "build", "make", "see", "watch", "feed", "pet", "stroke", "eat",
    "taste", "drink", "buy", "shop", "take", "collect", "find", "explore", "paint", "sketch", "draw", "sing", "dance",
    "read", "relax", "bathe", "soak", "sit", "fly", "throw", "gather", "pick", "cook", "grill", "roast", "row",
    "paddle", "sail", "kayak", "stargaze", "look", "listen", "skate", "hunt", "wander", "learn", "count", "chase",
];

/// Where `text` says that they go.
pub fn destination(text: &str, trip: &Trip) -> Option<String> {
    let mut told = None;
    for found in GOES.captures_iter(text) {
        let Some(place) = found.iter().skip(1).flatten().next() else { continue };
        let name = AFTER_PLACE.replace(place.as_str(), "");
        let name = name.trim();
        let refused = found.get(0).is_some_and(|whole| REFUSED_BEFORE.is_match(&text[..whole.start()]));
        if !refused && !name.is_empty() && !NO_PLACE.is_match(name) && name.split(' ').count() <= 6 {
            told = Some(with_article(name));
        }
    }
    if told.is_some() || trip.destination.is_some() {
        return told;
    }
    let mut from = 0;
    while let Some((start, end)) = places::known(&text[from..]) {
        if !REFUSED_BEFORE.is_match(&text[..from + start]) {
            return Some(with_article(&text[from + start..from + end]));
        }
        from += end;
    }
    None
}

/// A common place with its article, a name as names are written.
fn with_article(name: &str) -> String {
    let lower = name.to_lowercase();
    let common = [
        "zoo",
        "aquarium",
        "beach",
        "sea",
        "seaside",
        "mountains",
        "lake",
        "forest",
        "woods",
        "park",
        "farm",
        "amusement park",
        "theme park",
        "fun fair",
        "funfair",
        "hot spring",
        "hot springs",
        "snow",
    ];
    if common.contains(&lower.as_str()) {
        return format!("the {lower}");
    }
    let (article, rest) = ["the ", "a ", "an "]
        .iter()
        .find_map(|article| lower.starts_with(article).then(|| (*article, &name[article.len()..])))
        .unwrap_or(("", name));
    if !article.is_empty() {
        return format!("{article}{rest}");
    }
    // Somebody who types "kyoto" means Kyoto.
    rest.split(' ').map(capitalised).collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let small = ["of", "and", "in", "the", "by", "on", "at", "with"].contains(&word);
    letters
        .next()
        .filter(|_| !small)
        .map_or_else(|| word.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

/// What `text` says that they do, in order.
pub fn activities(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut from = 0;
    let ends = CLAUSE.find_iter(text).map(|end| (end.start(), end.end())).chain([(text.len(), text.len())]);
    for (end, next) in ends {
        let refused = REFUSED_BEFORE.is_match(&text[..from]);
        let clause = text[from..end].trim();
        from = next;
        if !refused {
            found.extend(activity(clause));
        }
    }
    found
}

fn activity(clause: &str) -> Option<String> {
    if clause.contains("n't") || clause.to_lowercase().starts_with("not ") {
        return None;
    }
    if let Some(found) = GOES_FOR.captures(clause) {
        return Some(found[1].to_lowercase());
    }
    let deed = LEADS.replace(clause, "");
    let words: Vec<&str> = deed.split_whitespace().collect();
    let first = words.first()?.to_lowercase();
    let rest = tail(&words[1..]);
    if VERBS.contains(&first.as_str()) {
        return (first != "see" && first != "take" && first != "make" && first != "look" && first != "find"
            || !rest.is_empty())
        .then(|| joined(&gerund(&first), &rest));
    }
    if VERBS.iter().any(|verb| gerund(verb) == first) && !(first == "looking" && rest.starts_with("forward")) {
        return Some(joined(&first, &rest));
    }
    KNOWN.find(clause).map(|thing| {
        let thing = thing.as_str().trim();
        let lower = thing.to_lowercase().replace("ferris", "Ferris");
        match lower.as_str() {
            "barbecue" | "bbq" | "picnic" | "campfire" | "bonfire" | "snowball fight" | "treasure hunt"
            | "boat ride" => {
                format!("a {lower}")
            }
            "Ferris wheel" | "roller coaster" | "dolphin show" | "parade" | "merry-go-round" | "haunted house" => {
                format!("the {lower}")
            }
            _ => lower,
        }
    })
}

fn joined(verb: &str, rest: &str) -> String {
    if rest.is_empty() { verb.to_owned() } else { format!("{verb} {rest}") }
}

/// What belongs to the verb: a few words, up to what says when, where or with whom.
fn tail(words: &[&str]) -> String {
    let stops = [
        "with", "when", "if", "because", "while", "until", "together", "there", "this", "so", "as", "please", "too",
        "would", "sounds", "again", "is",
    ];
    let kept: Vec<&str> =
        words.iter().copied().take_while(|word| !stops.contains(&word.to_lowercase().as_str())).take(4).collect();
    let mut kept = kept.as_slice();
    while let Some((last, head)) = kept.split_last()
        && ["the", "a", "an", "in", "at", "on", "of", "to", "some", "for", "and", "by"].contains(last)
    {
        kept = head;
    }
    kept.join(" ")
}

fn gerund(verb: &str) -> String {
    const DOUBLED: &[&str] = &["swim", "run", "sit", "shop", "sled", "pet", "chat", "dig", "jog", "stir"];
    if DOUBLED.contains(&verb) {
        let last = verb.chars().next_back().unwrap_or_default();
        format!("{verb}{last}ing")
    } else if let Some(stem) = verb.strip_suffix('e').filter(|stem| !stem.ends_with('e')) {
        format!("{stem}ing")
    } else {
        format!("{verb}ing")
    }
}
