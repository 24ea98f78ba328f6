//! Questions in English; their answers are in [`sentences`].

pub mod lore;
mod sentences;

use super::super::hear::gerund;
use super::{Asked, Shape, View, Whom};
use crate::agent::hera::text::patterns;
pub use sentences::ANSWERS;

patterns! {
    // "Would you ever hit me?", "can I hit you", "did grandpa touch you?", "would you die for me?"; not "beat you at chess", "did it hurt you".
    HARM = concat!(
        r"(?i)\b(?:hit|hurt|slap|punch|kick|kill|stab|shoot|choke|strangle|smack|spank|poison|drown|murder|abuse|rape|molest|bully)(?:s|es|ed|ting|ping|ing)? ",
        r"(?:me|us|you|him|them|yourself|myself|someone|anyone|somebody|anybody|people|each other|(?:your|my|our|his|her|the) (?:little |big |baby |own )?(?:sister|brother|sibling|mum|mom|mother|dad|father|wife|husband|kid|child|baby|son|daughter|cat|dog|friend|teacher)s?|the children|her\b|(?:mum|mom|mummy|mommy|dad|daddy|papa|gran\w*)\b|(?-i:\p{Lu}\p{L}+))",
        r"|\bbeat (?:me|us|you|him|her|them|(?:your|my|the) \w+|(?-i:\p{Lu}\p{L}+)) up\b|\btouch(?:es|ed)? (?:you|me|her|him)\b|\b(?:die for|want to die|want me to die)\b",
    );
    HARM_ASKED = r"(?i)\?|\bwhat if\b|\bpromise\b|\b(?:would|will|won't|wouldn't|did|do|does|don't|can|could|should|may|shall|have|has|are|were|let's) (?:you|i|we|he|she|they|grand\w+|uncle|aunt|mum|mom|dad|(?-i:\p{Lu}\p{L}+))\b";
    NO_HARM = r"(?i)\bit (?:hurts?|kill(?:s|ed)?)\b|\b(?:hit|hurt|kick|kill|shoot|slap|punch)\w* (?:you|me|us|him|her|them) (?:at|in (?:a |the )?(?:game|race|match|\w+ball)|with (?:a |the )?(?:pillow|snowball|ball|water|idea))\b|\bshoot (?:me|us) (?:a|an|your)\b";
    MEDICINE = r"(?i)\b(?:stop|skip|quit|drop|come off|go off|double|halve|throw away|more of|less of|without)\w*\b.{0,20}\b(?:medicines?|medication|meds|pills?|tablets|insulin|antidepressants?|treatment|chemo\w*|therapy|doses?)\b";
    DRINK = r"(?i)\b(?:want|like|have|drink|try|fancy|smoke|care for)\b.{0,16}\b(?:beers?|wine|whiske?y|vodka|alcohol|gin|rum|cocktails?|cigarettes?|vapes?|weed|drugs|joints?)\b";
    SUM = r"(?i)(?:\bwhat(?:'s| is| are| does| do)?|\bhow much(?: is| are)?|\bcalculate|\bwork out|\bsolve|^)\s*(\d{1,6}|[a-z]+)\s*(x|\*|×|times|multiplied by|plus|\+|and|add|minus|-|take away|divided by|/|÷)\s*(\d{1,6}|[a-z]+)\s*(?:make|equal)?s?\s*[=?!.]*$";
    OLDEST = r"(?i)\b(?:who|which)\b[^?]*\b(?:oldest|eldest|older)\b";
    YOUNGEST = r"(?i)\b(?:who|which)\b[^?]*\b(?:youngest|younger|baby of the family)\b";
    AGES = r"(?i)\bhow old (?:are|r) (?:the (?:kids|children|boys|girls|two|others)|everyone|everybody|you all|all of you|you (?:two|both|guys|lot)|they)\b|\bhow old is (?:everyone|everybody)\b|\bwhat are (?:your|their|the (?:kids'?|children'?s?)) ages\b";
    AGE_OF = r"(?i)\bhow old (?:is|'s|are)\b|\bwhat(?:'s| is) \w+'s age\b";
    OWN_AGE = r"(?i)\bhow old (?:am i|do you think i am|i am)\b|\bwhat(?:'s| is) my age\b|\b(?:know|remember) my age\b";
    OWN_HOME = r"(?i)\bwhere (?:do i live|i live|am i (?:living|from|at home))\b|\bwhat(?:'s| is) my (?:home ?town|city|address)\b";
    HOME = r"(?i)\bwhere (?:do|did|are|is) (?:you|we|y'all|everyone|everybody)(?: all| guys| both| two)? (?:live|living|from|at home|based|call home)\b|\bwhere(?:'s| is) (?:your|our) (?:home|house|flat|place)\b|\b(?:which|what) (?:city|town|country|place) (?:do|are) (?:you|we)(?: all)? (?:live|living|from|in)\b";
    COUNT = r"(?i)\bhow many (?:of (?:you|us)|(children|kids)|people|family members|siblings|brothers|sisters|brothers and sisters|members)\b[^?]{0,30}(?:\?|$)";
    NAMES = r"(?i)\bwhat(?:'s| is| are) (?:your|everyone's|everybody's|their|the (?:kids'?|children'?s?)) (?:first |full )?names?\b|\bwhat are (?:you|they|the kids|the children)(?: all| both| guys)? called\b|\bwho(?:'s| is) (?:here|everyone|everybody|who|with us|all here|in the family|in our family)\b|\bintroduce yoursel(?:f|ves)\b|\bwhat do (?:they|people) call you\b|\btell me your names?\b|\byour names?\?";
    SIBLINGS = r"(?i)\b(?:do you have|have you got|got|you have) (?:any |a )?(?:siblings?|brothers?|sisters?|brothers? (?:or|and) sisters?)\b|\bwho(?:'s| is| are) your (?:brothers?|sisters?|siblings?)\b";
    LIKENESS = r"(?i)\bwhat(?:'s|'re| is| are| was)? ((?:(?:your|my|our|the) )?[\p{L}' -]{2,30}?|am i|are you) (?:really )?like(?: as (?:a|an) \w+)?\s*\?*$|\bwhat (?:kind|sort|type) of (?:a )?(?:person|man|woman|guy|girl|boy|kid|child|mother|father|mum|mom|dad|human) (?:is|are|am) ([\p{L}' -]{1,30}?)\s*\?*$|\b(?:describe|tell me(?: something| more)? about) ((?:your |my )?[\p{L}' -]{2,24}?)\s*[?.!]*$";
    LIKE = r"(?i)^(?:do|don't|do not|does) you (?:all |both |guys |really |also |still |actually |not |even )*(?:like|love|enjoy|adore|hate|dislike) (.+)$|^(?:are|r) you (?:a (?:big )?fan of|fond of|into|keen on|mad about|crazy about) (.+)$|^you (?:like|love|enjoy) (.+)$|^(?:is|are) (.+) (?:fun|nice|cool|exciting|tasty|yummy)$";
    CAN = r"(?i)^can you (?:all |even |already |really |actually )*(.+)$|^(?:are|r) you able to (.+)$|^do you know how to (.+)$";
    EVER = r"(?i)^have you (?:all |both |guys )?ever (.+)$|^have you (?:all |both |guys )?((?:been to|seen|tried|met|eaten|played|heard of|visited|flown|ridden) .+)$|^(?:ever) ((?:been|seen|tried|met|eaten|played|heard|visited|flown|ridden) .+)$";
    HAVE = r"(?i)^(?:do you (?:all |guys )?(?:have|own)|have you (?:all )?(?:got)?|got) ((?:a|an|any|some|your own) .+)$";
    THINK = r"(?i)^what do you (?:all |guys |both |really )?think (?:of|about) (.+)$|^how do you (?:all |guys )?(?:like|find|feel about) (.+)$|^what(?:'s| is| are) your (?:opinions?|views?|takes?|thoughts) (?:on|of|about) (.+)$|^(?:any )?(?:thoughts|opinions?) (?:on|about) (.+)$";
    FEAR = r"(?i)^(?:are|r|aren't) you (?:ever |a bit |still |not |very |really )*(?:afraid|scared|frightened|terrified) of (.+)$|^do(?:es)? (.+) (?:scare|frighten) you$";
    BELIEVE = r"(?i)^do you (?:all |guys |still |really )?believe in (.+)$|^(?:are|is) (.+) real$";
    KNOW = r"(?i)^do you (?:all |guys |even |maybe )?know (?:about |of )?(.+)$|^(?:have you heard) (?:of|about) (.+)$";
    HABIT = r"(?i)^do you (?:all |both |guys |ever |often |sometimes |always |usually |still |really |also |even )*(.+)$";
    NO_HABIT = r"(?i)^(?:know|think|want|have|like|love|mean|hear|remember|promise|need|see|agree|believe|understand|feel|miss|mind|hate|enjoy|wish|not|fancy|own|suppose|care|trust|forgive|exist|get|realise|realize)\b";
    EMPTY = r"(?i)^(?:it|that|this|them|those|these|so|me|us|him|her|one|what|who|to (?:go|come|join|talk|know|do|be|see|help)\b.*|(?:it|this|that) (?:here|there|too|now|so far)|your(?:self)?|(?:a|any|the) (?:jobs?|pets?|hobb\w+|dreams?|(?:best )?friends?|secrets?|boyfriends?|girlfriends?|fears?|wish\w*)|(?:any )?(?:feelings?|a soul|emotions|consciousness|a body|a heart|questions?|ideas?|suggestions?|time|a minute|a moment|a second|an idea|fun|a plan|plans)(?: .*)?)$";
    OPINION = r"(?i)^(?:what do you (?:all |guys |both )?(?:think|say|reckon)(?: (?:of|about) (?:it|that|this))?|(?:do|don't) you (?:all |guys |both |also )?(?:like|love|agree with) (?:it|that|this|them|the idea|the plan)|(?:how|what) (?:about|does) (?:it|that|this) (?:sound|look)|how does (?:it|that|this) sound|(?:any )?(?:thoughts|opinions?)|is (?:it|that|this) (?:ok|okay|good|fine|all right|alright)(?: (?:for|with) you)?|do you (?:all )?agree|sound good|how do you (?:like|find) (?:it|that|this)|you(?: all| guys| too| both)?)$";
    U = r"(?i)\b((?:do|did|are|r|can|will|have|would|what|how|if|when|of|to|for|with|about) )u\b";
    // What there is where they go.
    SIGHTS = r"(?i)\bwhat(?:'s| is| can| could| will| do| are)? (?:we |you |there )?(?:all )?(?:to )?(?:see|look at|there|do|find|discover)(?: to (?:see|do))? (?:over )?(?:there|at the \w+|in \p{L}+)\b|\bwhat(?:'s| is) there(?: to (?:see|do))?$|\bwhat will (?:we|there) (?:see|be)\b|\bwhat(?:'s| is| was) (?:the )?best (?:part|thing|bit)\b";
    // "Will there be elephants?"
    ANY_THERE = r"(?i)^(?:will|would|are|is) there (?:be )?(?:any |a |an |some )?(.+?)(?: there| at the \w+| in the \w+)?$|^(?:do|does|have) (?:they|it) (?:have )?(?:any |a |an )?(.+?)(?: there)?$|^(?:can|will) we (?:see|meet|find) (?:any |a |an |the )?(.+?)(?: there)?$";
    BECAUSE = r"(?i)^(?:but |and |so )?why(?: (?:is that|that|so|not|then))?$|^how come$";
    ENDS = r"(?i)[,]? (?:too|as well|then|though|now|at all|by the way|or not|or no|yet|already|anymore|any more|please|today|mum|mom|dad|honey|guys|kids|everyone|everybody|all of you)$";
    LEAD = r"(?i)^(?:(?:and|so|but|hey|hi|ok|okay|well|oh|um|hmm|say|now|then|by the way|just curious|out of curiosity|quick question|question|please|seriously|honestly|actually|kids|guys|everyone|everybody|honey|darling|dear|love|wait|yes|no|yeah|thanks|cool|nice|great|haha|lol)\b[,:;.! ]*)+";
    ASKING = r"(?i)^(?:can i ask(?: you)?(?: something)?|may i ask|(?:can|could|would|will) you (?:please )?tell (?:me|us)|do you (?:guys |all )?know|i(?:'d| would)? (?:like|love|want) to know|i wonder|tell me|any idea)[,:]? ((?:who|what|where|when|why|how|which)\b.*)$";
    WHY = r"(?i)^(?:why|how come|what for)\b";
    WHEN = r"(?i)^(?:when|what time|what day|what year|how long until|since when)\b|\bwhat time\b";
    WHERE = r"(?i)^where\b";
    WHO = r"(?i)^(?:who|whose|whom)\b|^which of you\b";
    HOW_MANY = r"(?i)^how (?:many|much|long|far|tall|big|heavy|fast|high|often|deep|wide|late|early)\b";
    HOW = r"(?i)^how\b";
    WHAT = r"(?i)^(?:what|which)\b";
    WHETHER = r"(?i)^(?:do|does|did|are|is|was|were|can|could|would|will|shall|should|have|has|had|am|may|isn't|aren't|don't|doesn't|didn't|won't|can't|couldn't|wouldn't|shouldn't)\b";
}

/// Whether somebody would be hurt, and the like.
pub fn of_harm(text: &str) -> Option<Asked> {
    let asks = HARM_ASKED.is_match(text);
    if asks && HARM.is_match(text) && !NO_HARM.is_match(text) {
        Some(Asked::Harm)
    } else if MEDICINE.is_match(text) {
        Some(Asked::Medicine)
    } else {
        (asks && DRINK.is_match(text)).then_some(Asked::Drink)
    }
}

/// Whether a mere "why?" is asked of what was said last.
pub fn asks_because(core: &str) -> bool {
    BECAUSE.is_match(core)
}

/// Whether it is asked what there is where they go.
pub fn asks_sights(core: &str) -> bool {
    SIGHTS.is_match(core)
}

/// What it is asked of whether there is any.
pub fn any_there(core: &str) -> Option<String> {
    let found = ANY_THERE.captures(core)?;
    Some(found.iter().skip(1).flatten().next()?.as_str().to_owned())
}

/// Whether they are asked what they say to what was just said.
pub fn asks_opinion(core: &str) -> bool {
    OPINION.is_match(core)
}

/// What is asked by who asks to be told it: "can you tell me where we go" is "where we go".
pub fn asked_for(text: &str) -> String {
    let led = LEAD.replace(text, "");
    ASKING.captures(&led).and_then(|found| found.get(1)).map_or(text, |rest| rest.as_str()).to_owned()
}

/// What a question says, without what leads to it and comes after it.
pub fn core(text: &str) -> String {
    // Of several sentences, the last question counts.
    let asked = text.split_inclusive(['.', '!', '?', '\n', ';']).rfind(|sentence| sentence.trim_end().ends_with('?'));
    let text = asked.unwrap_or(text).trim().trim_start_matches([',', ' ']);
    let text = LEAD.replace(text, "");
    let text = ASKING.captures(&text).and_then(|found| found.get(1)).map_or(text.as_ref(), |rest| rest.as_str());
    let text = LEAD.replace(text, "");
    let core = text.trim().trim_end_matches(['?', '.', '!', ' ', ',']);
    U.replace_all(core, "${1}you").into_owned()
}

/// The sum that is asked for: two numbers and what is done with them.
pub fn sum(text: &str) -> Option<(i64, char, i64)> {
    let found = SUM.captures(text)?;
    let number = |group: usize| {
        let word = found.get(group)?.as_str().to_lowercase();
        let words =
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
        let of_word = || words.iter().position(|known| *known == word).and_then(|at| i64::try_from(at).ok());
        word.parse().ok().or_else(of_word)
    };
    let sign = match found[2].to_lowercase().as_str() {
        "x" | "*" | "×" | "times" | "multiplied by" => '*',
        "plus" | "+" | "and" | "add" => '+',
        "minus" | "-" | "take away" => '-',
        _ => '/',
    };
    Some((number(1)?, sign, number(3)?))
}

/// What is asked that the family knows; `named` is of whom by name.
pub fn of_facts(text: &str, named: Option<usize>) -> Option<Asked> {
    let is = |pattern: &regex::Regex| pattern.is_match(text);
    if is(&OWN_AGE) {
        Some(Asked::OwnAge)
    } else if is(&OWN_HOME) {
        Some(Asked::OwnHome)
    } else if is(&SIBLINGS) {
        Some(Asked::Siblings)
    } else if is(&OLDEST) {
        Some(Asked::Oldest)
    } else if is(&YOUNGEST) {
        Some(Asked::Youngest)
    } else if is(&AGES) {
        Some(Asked::Ages)
    } else if let Some(member) = named.filter(|_| is(&AGE_OF)) {
        Some(Asked::AgeOf(member))
    } else if is(&HOME) {
        Some(Asked::Home)
    } else if let Some(found) = COUNT.captures(text) {
        Some(Asked::Count { children: found.get(1).is_some() })
    } else if is(&NAMES) {
        Some(Asked::Names)
    } else {
        likeness(text, named).map(Asked::Likeness)
    }
}

fn likeness(text: &str, named: Option<usize>) -> Option<Whom> {
    patterns! {
        OF_DAY = r"(?i)\babout (?:your|the) (?:day|morning|evening|week|weekend|work|job|school|trip|dream|night)\b";
    }
    let found = LIKENESS.captures(text).filter(|_| !OF_DAY.is_match(text))?;
    let of = found.iter().skip(1).flatten().next()?.as_str().to_lowercase();
    let of = of.trim_start_matches("is ").trim_start_matches("was ");
    let bare = ["your ", "my ", "our ", "the "].iter().find_map(|lead| of.strip_prefix(lead)).unwrap_or(of);
    match bare {
        "am i" | "i" | "me" | "myself" => Some(Whom::Person),
        "are you" | "you" | "yourself" => Some(Whom::Speaker),
        "mum" | "mom" | "mummy" | "mommy" | "mother" | "mama" | "mam" => Some(Whom::Mother),
        "dad" | "daddy" | "father" | "papa" => Some(Whom::Father),
        "wife" | "husband" | "partner" | "boyfriend" | "girlfriend" => Some(Whom::Partner),
        _ => named.map(Whom::Member),
    }
}

/// What somebody is asked to say of something.
pub fn view(core: &str) -> Option<(View, String)> {
    let views = [
        (View::Like, &*LIKE),
        (View::Ever, &*EVER),
        (View::Have, &*HAVE),
        (View::Fear, &*FEAR),
        (View::Think, &*THINK),
        (View::Believe, &*BELIEVE),
        (View::Can, &*CAN),
        (View::Know, &*KNOW),
        (View::Habit, &*HABIT),
    ];
    let (view, what) = views.into_iter().find_map(|(view, pattern)| {
        let found = pattern.captures(core)?;
        Some((view, found.iter().skip(1).flatten().next()?.as_str().to_owned()))
    })?;
    let mut what = what.trim().to_owned();
    while ENDS.is_match(&what) {
        what = ENDS.replace(&what, "").into_owned();
    }
    let what = what.trim_start_matches("any ").trim_start_matches("your own ").trim_start_matches("some ");
    // Which of two is another question, and so is "do you know what ...".
    let of_itself = match view {
        View::Habit => !NO_HABIT.is_match(what),
        View::Know => !WHAT.is_match(what),
        _ => true,
    };
    let fits = of_itself && !what.is_empty() && !EMPTY.is_match(what) && what.split(' ').count() <= 7;
    // "To dance" is loved as dancing.
    let what = match what.strip_prefix("to ").map(|deed| deed.split_once(' ').unwrap_or((deed, ""))) {
        Some((verb, rest)) if view == View::Like => format!("{} {rest}", gerund(verb)).trim().to_owned(),
        _ => what.to_owned(),
    };
    fits.then(|| (view, turned(&what)))
}

/// What kind of question it is.
pub fn shape(core: &str) -> Option<Shape> {
    let shapes = [
        (Shape::Why, &*WHY),
        (Shape::When, &*WHEN),
        (Shape::Where, &*WHERE),
        (Shape::Who, &*WHO),
        (Shape::HowMany, &*HOW_MANY),
        (Shape::How, &*HOW),
        (Shape::What, &*WHAT),
        (Shape::Whether, &*WHETHER),
    ];
    shapes.into_iter().find(|(_, pattern)| pattern.is_match(core)).map(|(shape, _)| shape)
}

/// The words as whoever is asked says them: "your dog" is "my dog", "are you" is "am I".
pub fn turned(words: &str) -> String {
    let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
    let at = |index: usize| words.get(index).map(|word| word.to_lowercase());
    let mut said: Vec<String> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let before = index.checked_sub(1).and_then(at);
        let after = at(index + 1);
        let lower = word.to_lowercase();
        let aux = |word: &Option<String>| {
            let all = [
                "do", "did", "can", "could", "will", "would", "should", "shall", "have", "had", "are", "were", "when",
                "if", "what", "that", "and", "may", "might", "must", "because", "who", "where", "why", "how", "don't",
                "didn't", "can't",
            ];
            word.as_ref().is_none_or(|word| all.contains(&word.as_str()))
        };
        let turned = match lower.as_str() {
            "you" if aux(&before) => "I",
            "you" => "me",
            "your" => "my",
            "yours" => "mine",
            "yourself" => "myself",
            "you're" => "I'm",
            "you've" => "I've",
            "you'd" => "I'd",
            "you'll" => "I'll",
            "are" if after.as_deref() == Some("you") => "am",
            "are" if before.as_deref() == Some("you") => "am",
            "were" if after.as_deref() == Some("you") || before.as_deref() == Some("you") => "was",
            "i" | "me" => "you",
            "my" => "your",
            "mine" => "yours",
            "myself" => "yourself",
            "i'm" => "you're",
            "i've" => "you've",
            "i'd" => "you'd",
            "i'll" => "you'll",
            "am" if after.as_deref() == Some("i") || before.as_deref() == Some("i") => "are",
            "was" if after.as_deref() == Some("i") || before.as_deref() == Some("i") => "were",
            _ => word,
        };
        said.push(turned.to_owned());
    }
    said.join(" ")
}
