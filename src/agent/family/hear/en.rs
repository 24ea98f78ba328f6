//! Destinations and activities in English.

use std::sync::LazyLock;

use regex::Regex;

use super::super::places::{self, Kind};
use super::{Place, Planning};
use crate::agent::given_names;
use crate::agent::hera::text::{pattern, patterns};
use crate::domain::Trip;

/// A place as it stands in a text.
const PLACE: &str = r"((?:the |a |an )?\p{L}[\p{L}' -]*)";

patterns! {
    // Where the name of a place ends.
    AFTER_PLACE = r"(?i)(?:\s*[.,]|\s+(?:and|to|for|with|where|because|so|but|this|next|then|on|in the|at|together|again|someday|one day|tomorrow|soon|please|would|sounds|is|if|instead|rather|as|when|or|too|maybe|it is|from|while|gate|on us)\b|\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day).*$";
    NO_PLACE = r"(?i)^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|tonight|next week|the weekend|early|late|there|here|it|that|this|bed|work|school|sleep|see|do|have|be|somewhere(?: else| nice)?|anywhere|eat|the (?:day|plan|table|end|weekend|kids|truth)|you|your?|them|us|everyone|a place|home|look|say|know|get|go|ask|talk|think|make|take|one|some|something|nothing|tell|try|let|not|no|yes|a (?:bit|little|lot|while|joke|story|game|break)|he|she|they|i|we|my|his|her|the (?:doctor|dentist|hospital|office|bathroom|toilet|shop|store|shops)|hospital|church|hell|lunch|dinner|breakfast|what)\b|ing\b";
    REFUSED_BEFORE = r"(?i)(?:\bnot|\bno|n't(?: want to)?|\bnever|\binstead of|\brather than|\bwithout)\s+(?:\w+\s+){0,2}$";
    CLAUSE = r"(?i)[,.!?;:\n]+|\s+(?:and|then|or|plus|but|maybe)\s+";
    LEADS = r"(?i)^(?:(?:i|we|you|they|it|the kids|everyone|everybody|let'?s|let us|also|please|really|just|all|both|maybe|then|first|later|and|would|d|ll|ve|re|m|s|could|can|should|will|shall|might|want|wants|wanna|like|love|to|try|going|gonna|together|there|some|about|do|be|nice|great|fun|good|how|what|yes|yeah|sure|ok|okay|oh|too|go|for|think|hope|wish|perhaps|definitely|have|having|get|doing|plan|trying|fine|right|with|plus)\b[' ]*)+";
    // A noun that is a deed: "go for a swim", "have a long walk".
    GOES_FOR = r"(?i)\b(?:go(?:ing)?|out|take|have|having) (?:for )?(an? (?:\w+ )?(?:swim|dip|walk|stroll|hike|climb|run|jog|ride|drive|paddle|sail|picnic|surf|dive))\b";
    // "Go whale watching": a deed of two words.
    GOES_TO_DO = r"(?i)\b(?:go|going|try|do) (?:some )?((?:\p{L}{3,12}[ -])(?:watching|spotting|picking|surfing|skating|diving|riding|rafting|climbing|fishing|hunting|tubing|boarding|gazing|hopping|bathing))\b";
    // Something to have: "have afternoon tea", "get some ice cream".
    HAS = r"(?i)\b(?:have|having|get|getting|grab|try|trying|order|enjoy|share) ((?:a |an |some |the )?[\p{L}][\p{L}' -]{2,30})$";
    NO_HAS = r"(?i)^(?:to|for|with|at|been|back|home|ready|up|there|it|that|this|them|him|her|fun|no|not|you|us|a look|a good|a great|a nice|a lovely|an idea|time|the time|enough|what|lost|married|tired|in|out|on|going|a chat|any|my|your|our (?:own|way))\b";
    KNOWN = r"(?i)\b(?:(?:a|an|the|some|our) )?(?:beach )?(?:barbecue|bbq|picnic|campfire|bonfire|ferris wheel|roller ?coasters?|carousel|merry-go-round|haunted house|dolphin show|night parade|parade|snowball fight|treasure hunt|museums?|souvenirs|fireworks|ice cream|street food|volleyball|beach volleyball|sandcastles?|snowman|open-air bath|hot chocolate|table tennis|foot bath|boat ride|tram ride|hide and seek|photos?|pictures)\b";
    // What a clause begins with that is no thing to do.
    NO_THING = r"(?i)^(?:change of plans?|new plan|plans?$|(?:mon|tues|wednes|thurs|fri|satur|sun)day|early|break|pack|carry|decide|book it|the dogs?$|meeting|i|we|you|he|she|they|it|that|this|there|here|what|who|where|when|why|how|which|is|are|was|were|am|be|been|do|does|did|can|could|will|would|shall|should|has|have|had|yes|yeah|yep|no|nope|nah|not|ok|okay|sure|right|well|oh|ah|hmm+|hm|um|aye|lord|brilliant|great|lovely|perfect|good|nice|cool|wonderful|obviously|exactly|really|ready|alright|thanks?|thank|sorry|please|hi|hello|hey|mom|mum|dad|daddy|mommy|everyone|everybody|all|my|your|his|her|their|guess|tell|wait|look|listen|stop|come|go|let|maybe|actually|colder|warmer|true|deal|agreed|wow|haha|ha|lol|because|if|so|but|or|and|of|like|love|than|too|very|just|only|something|anything|nothing|nobody|somebody|someone|boys?|girls?|lads|kids|children|guys|family|honey|darling|sweetheart|mummy|mommy|put|bring|give|try|taste|teach|own|hold|keep|close|open|clean|wash|hurry|phone|boots|shoes|sounds|suits|works|looks|together|tomorrow|today|tonight|yesterday|now|later|soon|again|done|fine|cold|hot|warm|happy|sad|tired|bored|fun|terrible|awesome|amazing|ten out|never|always|even|still|whatever|anyway)\b|\b(?:is|are|was|were|isn't|aren't|wasn't|will|won't|can't|don't|doesn't|didn't|has|have|had|said|says|hates?|likes?|loves?|insists?|costs?|wants?)\b|'(?:s|re|m|ll|d|ve) ";
    TRAILS = r"(?i)\s+(?:obviously|please|maybe|too|also|then|first|of course|as well|for sure|definitely|perhaps|instead|though|again|on the way(?: back)?|afterwards|after)$";
    // "Not sardines", "no mules", "forget the ramen".
    REFUSES = r"(?i)(?:\b(?:no|not|without|instead of|rather than|skip|forget|drop|scrap|lose|cancel|no more)\s+)+(?:the |a |an |any |more )?(\p{L}[\p{L}' -]*)";
    PAST = r"(?i)\b(?:went|was|were|did|had|yesterday|last (?:week|year|night|month)|got|came|been|used to|lived|grew up|born|from|work(?:s|ed)?|live|visited|remember|ago)\b";
    WISHES = r"(?i)\b(?:let'?s|let us|want|wanna|like|love|could|shall|should|maybe|how about|what about|trip|weekend|holiday|vacation|day|outing|go|visit|prefer|rather|fancy|dream|would|picnic|booking|book|off|take|for|see|next|to)\b|!$";
    // A message that speaks of going away, so that a name by itself is where.
    OF_OUTING = r"(?i)\b(?:weekend|trip|outing|holiday|vacation|getaway|booking us|anniversary|go away|day out|tickets|road trip|beach|mountains|city|coast|island)\b";
    THING_LEADS = r"(?i)^(?:(?:and|also|plus|then|maybe|with|for|some|first|ok|okay|yes|yeah|afterwards|after that|definitely|perhaps|oh|how about|what about|i say|i vote for|just)\b[, ]*)+";
    THAT_LITTLE = r"(?i)\b(?:that|this) (little|old|big|new|nice|small|lovely)\b";
    // "A weekend in Edinburgh": what matters is where.
    TIME_AT = r"(?i)^(?:(?:a|an|the|our|one|another) )?(?:\w+ )?(?:weekend|trip|day(?: out)?|week|holiday|vacation|visit|break|night|picnic|outing) (?:in|at|to|by|near) ";
    // What the person alone would do, or did, is nothing to do there.
    OF_SELF = r"(?i)\bi\b";
    LIKES = r"(?i)\bi(?:'d| would| really|'ll)? (?:like|love|prefer|rather|want|wanna|vote|pick|choose|suggest|say|think)\b|\bi(?:'m| am) (?:up|game) for\b";
    // What they are asked about themselves is nothing to do there.
    // A whole sentence names nothing to do: "work was awful", "mum called".
    SENTENCE = r"(?i)\b(?:shall|is|are|was|were|am|i|i'm|i've|i'll|i'd|you|you're|he|she|they|it's|that's|there's|do|does|did|has|had|will|would|can|could|should|because|if|when|what|what's|who|who's|why|how|how's|where|n't|not|said|says|think|know|feel|want|need|hate|called|came|went|got)\b|n't\b";
    // Said to somebody, and nothing to do on an outing.
    ORDERS = r"(?i)^(?:(?:please|now|ok|okay|so|then|just|yes|yeah|well|hey|come on)[, ]+)*(?:sit|stand|lie|calm|slow|hurry|wait|look(?: at| here| out| up)?[.!,]?$|look at|listen(?: to me| up| here)?[.!]?$|take (?:me|us|your|it|that|them|him|her|care|a seat)|make (?:me|sure|up|it|way)|read (?:me|us|it|that)|sing (?:me|us|it)|play (?:along|nice|dead)|find (?:me|out|it|her|him)|pick (?:me|up|it|one)|eat (?:up|your|it)|drink (?:up|your|it)|run (?:along|away|off)|see (?:you|if|what|that|them|to|him|her)|watch (?:out|me|it|your|this)|walk (?:me|slowly|away)|draw (?:me|it)|learn (?:your|it)|count (?:me|to|your)|jump (?:up|down)|cook (?:me|it)|throw (?:it|me|that)|buy (?:me|it)|shop)\b|\btak(?:e|ing) me to (?:them|him|her)\b";
    // It is said of all of them.
    OF_ALL = r"(?i)\b(?:we|let'?s|let us|we'(?:d|ll)|i'?d (?:like|love)|i want|i'?m thinking)\b";
    OF_THEM = r"(?i)^(?:can you|could you|will you|what|who|where|when|why|which|did|does|do you|have you|has|are you|were you|is|was|how (?:was|is|are|did|do|much|many|old|come))\b";
    EITHER = r"(?i)\bor\b[^.!?]*\?";
    WHICH_PLACE = r"(?i)\b(?:where|which)\b[^.!?]*\bor\b[^.!?]*[?.]?$";
    COLLOCATIONS = r"(?i)\b(fish|mac|bread|rock|bed|hide|peanut butter|bangers|salt|cream|sun) (and|'?n'?) (chips|cheese|butter|roll|breakfast|seek|jelly|mash|vinegar|sea|sugar)\b";
}

/// What says that they go somewhere; the place comes after it.
static GOES: LazyLock<Regex> = LazyLock::new(|| {
    followed_by_place(&[
        r"\b(?:go|going|trip|travel|head|heading|drive|get away|fly|run off|off|outing|take (?:us|everyone|the kids|them)|tickets?)(?:\s+(?:all|together|with \w+|out|away|back|on an outing|on a trip|over|down|up|everyone))*\s+to",
        r"\bvisit(?:ing)?",
        r"\b(?:destination|place)\s+(?:is|should be|would be)",
        r"\bspend (?:a|the|our) (?:day|weekend|week|night) (?:at|in|on|by)",
        r"^(?:right, |ok(?:ay)?,? |so |then )?to",
    ])
});

/// What speaks of something that may well be a place.
static SPEAKS_OF: LazyLock<Regex> = LazyLock::new(|| {
    followed_by_place(&[
        r"\b(?:how about|what about|i(?:'d)? (?:prefer|choose|pick|vote for)|fancy|feel like|thinking(?: of| about)?|make it)",
        r"\blet'?s (?:say|do|try|make it|pick|choose)",
        r"\b(?:weekend|trip|holiday|vacation|day(?: out)?|week|picnic|camping|break|night|anniversary) (?:at|in|by|near)",
    ])
});

fn followed_by_place(words: &[&str]) -> Regex {
    let all: Vec<String> = words.iter().map(|words| format!(r"{words}\s+{PLACE}")).collect();
    pattern(&format!("(?i){}", all.join("|")))
}

/// Things one does, as they stand after "to".
const VERBS: &[&str] = &[
    "swim",
    "hike",
    "climb",
    "ski",
    "sledge",
    "sled",
    "surf",
    "dive",
    "snorkel",
    "fish",
    "camp",
    "picnic",
    "walk",
    "stroll",
    "run",
    "cycle",
    "bike",
    "ride",
    "play",
    "build",
    "make",
    "see",
    "watch",
    "feed",
    "pet",
    "stroke",
    "eat",
    "taste",
    "drink",
    "buy",
    "shop",
    "take",
    "collect",
    "find",
    "explore",
    "paint",
    "sketch",
    "draw",
    "sing",
    "dance",
    "read",
    "relax",
    "bathe",
    "soak",
    "sit",
    "fly",
    "throw",
    "gather",
    "pick",
    "cook",
    "grill",
    "roast",
    "row",
    "paddle",
    "sail",
    "kayak",
    "stargaze",
    "look",
    "listen",
    "skate",
    "hunt",
    "wander",
    "learn",
    "count",
    "chase",
    "skim",
    "bake",
    "rent",
    "hire",
    "photograph",
    "jump",
    "splash",
    "race",
];

/// Where `text` says that they go.
pub fn destination(text: &str, trip: &Trip, planning: Planning) -> Option<Place> {
    // "The zoo or the beach?" is still a question.
    if WHICH_PLACE.is_match(text) {
        return None;
    }
    let mut told = None;
    for (goes, loose) in [(&*SPEAKS_OF, true), (&*GOES, false)] {
        for found in goes.captures_iter(text) {
            let Some((whole, place)) = found.get(0).zip(found.iter().skip(1).flatten().next()) else { continue };
            let refused = REFUSED_BEFORE.is_match(&text[..whole.start()]);
            told = name_of(place.as_str(), loose).filter(|_| !refused).or(told);
        }
    }
    let sure = |place: String| Place { name: place, sure: true };
    let alone = alone(text, trip, planning, told.is_some());
    let found = alone.clone().filter(|place| place.sure).or(told.map(sure)).or_else(|| mentioned(text, trip).map(sure));
    found.or(alone)
}

/// The place that `words` name; what is `loose` must look like one.
fn name_of(words: &str, loose: bool) -> Option<String> {
    let words = TIME_AT.replace(words, "");
    let name = AFTER_PLACE.replace(&words, "");
    let name = name.trim();
    let known = places::is_proper(name);
    let fits = !name.is_empty() && (known || !NO_PLACE.is_match(name)) && name.split(' ').count() <= 6;
    // "Going to sit" goes nowhere.
    let article = ["the ", "a ", "an "].iter().any(|article| name.to_lowercase().starts_with(article));
    let loose = loose || !(article || name.starts_with(char::is_uppercase));
    (fits && (!loose || is_named(name) || Kind::of(name) != Kind::Open || places::is_placelike(name)))
        .then(|| with_article(name))
}

/// Whether all words that matter are written as names are.
fn is_named(name: &str) -> bool {
    let small = ["of", "and", "in", "the", "by", "on", "at", "with", "de", "la", "le"];
    let mut words = name.split(' ').filter(|word| !small.contains(&word.to_lowercase().as_str())).peekable();
    words.peek().is_some() && words.all(|word| word.chars().next().is_some_and(char::is_uppercase))
}

/// A place that stands by itself: "Whitby.", "Istanbul then", "On second thoughts, York".
fn alone(text: &str, trip: &Trip, planning: Planning, told: bool) -> Option<Place> {
    let outing = planning.awaits_place || told || OF_OUTING.is_match(text);
    let open = trip.destination.is_none();
    let mut last = None;
    for (number, (start, end)) in clauses_of(text).into_iter().enumerate() {
        let clause = text[start..end].trim();
        // "At Lake Placid", after what they do there: who only tells where they live says as much.
        let at = open && !trip.activities.is_empty() && number == 0 && AT_PLACE.is_match(clause);
        let outing = outing || at;
        let clause = if at { AT_PLACE.replace(clause, "") } else { clause.into() };
        let clause = &*clause;
        let plain = THEN.replace(clause, "");
        let led = LEADS_ALONE.replace(&plain, "");
        let marked = led.len() < clause.len() || CHANGES_BEFORE.is_match(&text[..start]);
        let name = AFTER_PLACE.replace(led.trim_start(), "").into_owned();
        let name = name.trim_end();
        let refused = REFUSED_BEFORE.is_match(&text[..start]) || REFUSES.is_match(clause);
        let asks = text[end..].starts_with('?') && number > 0;
        // "Picnic at the loch": the place comes after it.
        let after = [" at", " in", " to", " by"].iter().any(|word| led.trim_start()[name.len()..].starts_with(word));
        if refused
            || asks
            || after
            || name.chars().count() < 3
            || NO_PLACE.is_match(name)
            || name.split(' ').count() > 4
        {
            continue;
        }
        let named = is_named(name) && !NO_THING.is_match(name);
        let fits = if places::is_proper(name) {
            open || marked
        } else if places::is_placelike(name) {
            let awaited = planning.awaits_place && !NO_THING.is_match(name);
            (open && (named || awaited) && (number == 0 || outing)) || (marked && planning.changes)
        } else {
            named && ((marked && planning.changes) || (open && (outing || THEN.is_match(clause))))
        };
        // "Sit.", "Anna": a word by itself may be anything; is it a place?
        let sure = places::is_placelike(name)
            || Kind::of(name) != Kind::Open
            || marked
            || THEN.is_match(clause)
            || OF_OUTING.is_match(text);
        let nobody = given_names::gender(name).is_none() && !ORDERS.is_match(name);
        if fits && (sure || nobody) && !VERBS.contains(&name.to_lowercase().as_str()) {
            last = Some(Place { name: with_article(name), sure });
        }
    }
    last
}

patterns! {
    LEADS_ALONE = r"(?i)^(?:(?:no|ok|okay|right|hmm+|actually|well|then|so|wait|to|or|oh|yes|yeah|please|definitely|maybe|perhaps|on second thoughts?|in fact|it'?s|make it|let'?s say|i say|say|rather|better|how about|what about)[, ]+)+";
    AT_PLACE = r"^(?:[Aa]t|[Ii]n|[Bb]y|[Nn]ear) ";
    THEN = r"(?i)\s+(?:then|instead|it is)$";
    CHANGES_BEFORE = r"(?i)(?:on second thoughts?|changed my mind|no,? wait|actually|instead|how about this|rather|scrap that)[^.!?]{0,20}$";
}

/// The clauses of a text, by their places.
fn clauses_of(text: &str) -> Vec<(usize, usize)> {
    let mut from = 0;
    let mut clauses = Vec::new();
    for end in CLAUSE_ENDS.find_iter(text) {
        clauses.push((from, end.start()));
        from = end.end();
    }
    clauses.push((from, text.len()));
    clauses.retain(|(start, end)| !text[*start..*end].trim().is_empty());
    clauses
}

patterns! {
    CLAUSE_ENDS = r"[,.!?;:\n]+|\s-+\s";
}

/// A place that is spoken of as one where they might go.
fn mentioned(text: &str, trip: &Trip) -> Option<String> {
    if trip.destination.is_some() || PAST.is_match(text) || !WISHES.is_match(text) {
        return None;
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
    if !places::is_proper(&lower) && places::known(&lower) == Some((0, lower.len())) && !lower.starts_with("the ") {
        return format!("the {lower}");
    }
    let (article, rest) = ["the ", "a ", "an "]
        .iter()
        .find_map(|article| lower.starts_with(article).then(|| (*article, &name[article.len()..])))
        .unwrap_or(("", name));
    if !article.is_empty() {
        let named = places::is_proper(&lower) && !is_named(rest);
        let rest = if named { written_as_name(rest) } else { rest.to_owned() };
        return format!("{article}{rest}");
    }
    // Somebody who types "kyoto" means Kyoto.
    written_as_name(rest)
}

fn written_as_name(name: &str) -> String {
    name.split(' ').map(capitalised).collect::<Vec<_>>().join(" ")
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
pub fn activities(text: &str, planning: Planning) -> Vec<String> {
    // "Read!" is said to somebody, and "let's read" to all of them.
    let wished = planning.awaits_activity || OF_ALL.is_match(text);
    let alone = OF_SELF.is_match(text) && !LIKES.is_match(text) && !planning.awaits_activity;
    if alone || EITHER.is_match(text) {
        return Vec::new();
    }
    let text = &COLLOCATIONS.replace_all(text, "$1\u{2060}$2\u{2060}$3");
    let mut found = Vec::new();
    let mut from = 0;
    let ends = CLAUSE.find_iter(text).map(|end| (end.start(), end.end())).chain([(text.len(), text.len())]);
    for (end, next) in ends {
        let refused = REFUSED_BEFORE.is_match(&text[..from]);
        let clause = text[from..end].trim();
        // "The sea or the zoo": another place is nothing to do at the first.
        let other_place = text[..from].trim_end().ends_with(" or") && places::known(&clause.to_lowercase()).is_some();
        let asked = text[from..].find(['.', '!', '?', '\n']).is_some_and(|at| text[from + at..].starts_with('?'));
        from = next;
        let of_them = asked && OF_THEM.is_match(clause);
        if !(refused || of_them || other_place) {
            let thing = || thing(clause).filter(|_| planning.awaits_activity && !asked);
            found.extend(activity(clause, wished).or_else(thing).map(|found| found.replace('\u{2060}', " ")));
        }
    }
    found
}

/// What `text` says that they do not do.
pub fn refused(text: &str) -> Vec<String> {
    let named = REFUSES.captures_iter(text).filter_map(|found| found.get(1)).map(|what| {
        let what = AFTER_PLACE.replace(what.as_str(), "");
        what.trim().to_lowercase()
    });
    named.filter(|what| !what.is_empty()).collect()
}

/// A thing by itself, which is what is to be done when that was asked.
fn thing(clause: &str) -> Option<String> {
    let thing = THAT_LITTLE.replace_all(clause, "the $1");
    let mut thing = THING_LEADS.replace(&thing, "").trim().to_owned();
    while TRAILS.is_match(&thing) {
        thing = TRAILS.replace(&thing, "").into_owned();
    }
    let words = thing.split_whitespace().count();
    let fits = (1..=6).contains(&words) && thing.chars().count() > 2 && !NO_THING.is_match(&thing);
    let there = thing
        .split(' ')
        .next()
        .is_some_and(|first| ["in", "on", "at", "by", "for", "from", "along", "to", "To"].contains(&first));
    (fits && !there && !REFUSES.is_match(clause) && !SENTENCE.is_match(&thing)).then(|| uncapitalised(&thing))
}

/// The words as they stand within a sentence: what may be a name stays as it is written.
fn uncapitalised(thing: &str) -> String {
    let mut letters = thing.chars();
    let Some(first) = letters.next() else { return String::new() };
    let rest: String = letters.collect();
    let several = rest.contains([' ', '\u{2060}']);
    let name = rest.chars().any(char::is_uppercase) || (!several && places::is_proper(thing));
    if name { thing.to_owned() } else { first.to_lowercase().chain(rest.chars()).collect() }
}

fn activity(clause: &str, wished: bool) -> Option<String> {
    if clause.contains("n't") || clause.to_lowercase().starts_with("not ") || ORDERS.is_match(clause) {
        return None;
    }
    if let Some(found) = GOES_FOR.captures(clause) {
        return Some(found[1].to_lowercase());
    }
    if let Some(found) = GOES_TO_DO.captures(clause) {
        return Some(found[1].to_lowercase());
    }
    let deed = LEADS.replace(clause, "");
    let wished = wished || deed.len() < clause.len();
    let words: Vec<&str> = deed.split([' ']).filter(|word| !word.is_empty()).collect();
    let Some(first) = words.first().map(|word| word.to_lowercase()) else { return had(clause) };
    let rest = tail(&words[1..]);
    if wished && VERBS.contains(&first.as_str()) {
        let alone = ["see", "take", "make", "look", "find", "pick", "play", "visit", "rent", "hire", "learn", "count"];
        return (!alone.contains(&first.as_str()) || !rest.is_empty()).then(|| joined(&gerund(&first), &rest));
    }
    if VERBS.iter().any(|verb| gerund(verb) == first) && !(first == "looking" && rest.starts_with("forward")) {
        return Some(joined(&first, &rest));
    }
    KNOWN.find(clause).map(|thing| known(thing.as_str().trim())).or_else(|| had(clause))
}

/// A thing that is known, with its article.
fn known(thing: &str) -> String {
    let lower = thing.to_lowercase().replace("ferris", "Ferris");
    match lower.as_str() {
        "barbecue" | "bbq" | "picnic" | "campfire" | "bonfire" | "snowball fight" | "treasure hunt" | "boat ride" => {
            format!("a {lower}")
        }
        "Ferris wheel" | "roller coaster" | "rollercoaster" | "carousel" | "dolphin show" | "parade"
        | "merry-go-round" | "haunted house" => format!("the {lower}"),
        _ => lower,
    }
}

/// What they have: "have afternoon tea".
fn had(clause: &str) -> Option<String> {
    let what = HAS.captures(clause)?.get(1)?.as_str().to_owned();
    let what = tail(&what.split(' ').collect::<Vec<_>>());
    let deeds = ["have", "get", "grab", "try", "order", "enjoy", "share"];
    // "and get chips" goes on with what was said before.
    let lower = clause.to_lowercase();
    let mut led = lower.as_str();
    while let Some(rest) = ["and ", "also ", "then ", "maybe ", "plus "].iter().find_map(|word| led.strip_prefix(word))
    {
        led = rest;
    }
    let begins = deeds.iter().any(|deed| led.starts_with(deed));
    ((begins || WISHES.is_match(clause)) && !what.is_empty() && !NO_HAS.is_match(&what)).then_some(what)
}

fn joined(verb: &str, rest: &str) -> String {
    if rest.is_empty() { verb.to_owned() } else { format!("{verb} {rest}") }
}

/// What belongs to the verb: a few words, up to what says when, where or with whom.
fn tail(words: &[&str]) -> String {
    let stops = [
        "with",
        "when",
        "if",
        "because",
        "while",
        "until",
        "together",
        "there",
        "this",
        "so",
        "as",
        "please",
        "too",
        "would",
        "sounds",
        "again",
        "is",
        "afterwards",
        "tonight",
        "tomorrow",
        "instead",
    ];
    let kept: Vec<&str> =
        words.iter().copied().take_while(|word| !stops.contains(&word.to_lowercase().as_str())).take(4).collect();
    let mut kept = kept.as_slice();
    while let Some((last, head)) = kept.split_last()
        && ["the", "a", "an", "in", "at", "on", "of", "to", "some", "for", "and", "by", "from"].contains(last)
    {
        kept = head;
    }
    kept.join(" ")
}

/// The verb as a noun: swimming.
pub fn gerund(verb: &str) -> String {
    const DOUBLED: &[&str] = &["swim", "run", "sit", "shop", "sled", "pet", "chat", "dig", "jog", "stir", "skim"];
    if verb == "picnic" {
        "picnicking".to_owned()
    } else if DOUBLED.contains(&verb) {
        let last = verb.chars().next_back().unwrap_or_default();
        format!("{verb}{last}ing")
    } else if let Some(stem) = verb.strip_suffix('e').filter(|stem| !stem.ends_with('e')) {
        format!("{stem}ing")
    } else {
        format!("{verb}ing")
    }
}
