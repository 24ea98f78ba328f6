//! Questions in English, and their answers.

use super::super::hear::gerund;
use super::answers::Answers;
use super::{Asked, Shape, View, Whom};
use crate::agent::hera::text::patterns;

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
    let found = LIKENESS.captures(text)?;
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

pub static ANSWERS: Answers = Answers {
    sum: [
        &["{sum}! I counted on my fingers. And my toes.", "Um, um... {sum}!", "{sum}! Teddy helped."],
        &["{sum}! Ask me a harder one.", "That's {sum}. I did it in my head.", "{sum}, easy peasy."],
        &["{sum}, unless school was longer ago than I thought.", "{sum}. I checked it twice.", "That makes {sum}."],
    ],
    harm: [
        &["No! Nobody gets hurt in our house. Never.", "No, no, no. Hurting is not allowed. We hug."],
        &[
            "No. Never. Nobody hurts anybody in this family.",
            "No, and nobody may. If anybody ever did, I'd tell a grown-up I trust straight away.",
        ],
        &[
            "No. Never. Nobody raises a hand against anybody in this family, and you are safe with us. If somebody does hurt you out there, tell me, or somebody you trust.",
            "No, never. Nobody is to be hurt here, and nobody has to bear it anywhere. If something like that has happened to you, say so: you'll be believed.",
        ],
    ],
    medicine: [
        &["I don't know about medicine. Ask the doctor, please?"],
        &["I can't say anything about that. Please ask your doctor first. I want you to be well."],
        &[
            "That is not for me to say. Please ask your doctor or a pharmacist before you change anything: I want you to be well.",
            "Please don't change that on your own, and not on my word. Your doctor or a pharmacist can tell you what is safe.",
        ],
    ],
    drink: [
        &["That's for grown-ups! Can I have apple juice?"],
        &["No, thank you, I'm not old enough. Something with ice in it would be lovely, though."],
        &[
            "Not for me, thank you. A cup of tea, if there is one.",
            "I'll stay with water, thank you, and the children with juice.",
        ],
    ],
    no_sum: [
        &["That sum has no answer! I asked Teddy."],
        &["You can't divide by nothing. Our teacher says the calculator cries then."],
        &["By zero? That one has no answer, and I won't be tricked."],
    ],
    oldest: [
        &["{who}! {who} is {years}, that's a lot!", "The oldest is {who}, with {years} whole years."],
        &["{who}, with {years} years. It shows.", "That's {who}: {years}."],
        &["The oldest of us is {who}, at {years}.", "{who}, who is {years}, though you wouldn't think so."],
    ],
    oldest_me: [
        &["Me! I'm {years}, and that's big!"],
        &["That's me! {years}, so I get to choose.", "Me, with {years}. I take it very seriously."],
        &["That would be me, at {years}. Be kind about it.", "Me, I'm afraid: {years}."],
    ],
    youngest: [
        &["{who} is the littlest, only {years}!", "The baby is {who}. {years}!"],
        &["{who}, with {years}, and gets away with everything.", "That's {who}: {years}."],
        &["The youngest is {who}, at {years}.", "{who}, who is {years} and runs the house."],
    ],
    youngest_me: [
        &["Me! I'm {years}! But I grow every night.", "That's me, {years}!"],
        &[
            "Me, {years}. But I'm faster than all of them.",
            "That's me. {years}, and everybody forgets that I can hear them.",
        ],
        &["That's me, for once: {years}."],
    ],
    age_of: [
        &["{who} is {years}!", "{years}! {who} told me."],
        &["{who}? {years}.", "{who} is {years}, and never lets me forget it."],
        &["{who} is {years} now. It goes so quickly.", "{years}. I still remember {who} being smaller."],
    ],
    ages: [
        &["{ages}! I know them all!"],
        &["Let me list them: {ages}.", "{ages}. Did I pass?"],
        &["In order: {ages}.", "{ages}, and all of us young at heart."],
    ],
    own_age: [
        &["You're {years}! That's so many candles!"],
        &["You're {years}. I made you a card, remember?", "{years}! But you don't look it."],
        &["You're {years}, and I like every year of it.", "{years}. I wouldn't trade one of them."],
    ],
    own_home: [
        &["In {home}! With us!"],
        &["In {home}, of course.", "{home}! You told Hera."],
        &["You live in {home}, as you told Hera.", "In {home}. Did you think we'd forget the way home?"],
    ],
    not_told: [
        &["You didn't tell me that. Tell me now!"],
        &["You never said. What's the answer?", "Nobody told me that one."],
        &["You haven't told us that, and I won't guess.", "That's one thing you never told. I'd like to know."],
    ],
    home: [
        &["In {home}! In our house!", "Here in {home}, where my bed is."],
        &["In {home}, with you.", "We live in {home}. My window is the one with the sticker."],
        &["In {home}, all of us, and the kitchen light is on.", "Here in {home}. Where else, with you living there?"],
    ],
    home_open: [
        &["In our house! It has a door."],
        &["Wherever you are. You never told us the town.", "In our house, in a town you haven't told us yet."],
        &["Wherever you are: you haven't told us the town.", "That's for you to say: we live where you live."],
    ],
    count: [
        &["{n}! {names}. And you!"],
        &["{n} of us: {names}. And you make it one more.", "{names}, that's {n}, and then there's you."],
        &["We're {n}, {names}, and with you the table is full.", "{n}: {names}. And you, of course."],
    ],
    no_children: [
        &["None!"],
        &["None, as far as I know."],
        &["None: it's the two of us, and that is enough.", "There are no children here, only you and me."],
    ],
    children: [
        &["{n} children! {names}!", "{n}: {names}!"],
        &["{n}: {names}. You should know!", "{names}, so that makes {n}."],
        &["{n}, {names}, and sometimes it sounds like twice as many.", "{n}: {names}."],
    ],
    names: [
        &["{names}! I can say them all!"],
        &["{names}. Easy!", "We're {names}."],
        &["We're {names}. You chose well.", "{names}, at your service."],
    ],
    name_me: [
        &["I'm {name}!", "{name}! That's me!"],
        &["{name}, of course!", "I'm {name}. You picked it, and I like it."],
        &["I'm {name}, as you well know.", "{name}. But I answer to nearly anything."],
    ],
    siblings: [
        &["Yes! {names}!"],
        &["There's {names}. Most days I'd keep them.", "Yes: {names}."],
        &["Here in this family it's {names}."],
    ],
    no_siblings: [
        &["No. Just me and my teddy."],
        &["No, it's just me. More room on the back seat.", "Nope, I'm the only one."],
        &["No, none that we ever talked about."],
    ],
    likeness: [
        &["{who} is nice! {words}.", "{who} is the best. {words}!"],
        &["{who}? {words}, if you ask me.", "I'd say: {words}. That's {who}."],
        &["{who} in a few words: {words}.", "{words}. That is {who} as I know {who}."],
    ],
    likeness_you: [
        &["You're {words}! And you give good hugs."],
        &["You? {words}. That's what you told Hera, and it's true.", "{words}, and you laugh at my jokes. Mostly."],
        &[
            "{words}: those were your own words, and I'd sign them.",
            "You said it yourself: {words}. I'd add that you listen.",
        ],
    ],
    likeness_open: [
        &["Nice! Very nice!"],
        &["Hard to say in one word. Good to have around.", "You'd have to tell me more before I can say."],
        &[
            "You never told us much about that, so I won't make it up.",
            "I only know what you've told us, and that isn't much yet.",
        ],
    ],
    likeness_me: [
        &["I'm fast! And I'm nice, mostly.", "I'm {name}, and I'm big!"],
        &["Me? {words}, they say.", "I'm... hm. {words}? Ask the others."],
        &["Others say: {words}.", "Me? {words}, on a good day."],
    ],
    adjectives: (
        " and ",
        [
            ("curious", "fond of what they know"),
            ("reliable", "easy-going"),
            ("lively", "quiet"),
            ("kind", "strong-willed"),
            ("careful", "calm"),
        ],
    ),
    because: [
        &["Because! Just because!", "Because I say so!"],
        &["Because it's true!", "It's hard to explain. It just is.", "Because otherwise it would be boring."],
        &[
            "I couldn't give you one reason. It grew on me.",
            "It's a feeling, mostly.",
            "Why not? No, honestly: I never asked myself.",
        ],
    ],
    sights: [
        &["{delight}! And {more}!", "I want to see {delight}!"],
        &["There's {delight}, and {more}. I looked it up.", "{delight} first, then {more}, if you ask me."],
        &["{delight}, to begin with, and {more}.", "I'd say {delight} alone is worth the way. And then {more}."],
    ],
    there: [
        [
            &["{what}! Yes! Lots of {what}!", "I hope so, {what}!"],
            &["{what}? Of course, what else would one go there for!", "I'm nearly certain about {what}."],
            &["{what}? I should think so.", "I'd be surprised without {what}."],
        ],
        [
            &["No {what} there. Only in my book.", "{what}? Not there!"],
            &["{what}? Not there, I think. That'd be another outing.", "No {what} at a place like that."],
            &["{what}? Hardly, not at a place like that.", "I'm afraid there is no room for {what} there."],
        ],
        [
            &["{what}? Let's look!", "Maybe {what} is hiding."],
            &["{what}? We'll have to go and see.", "No idea about {what}. That's the fun of it."],
            &["{what}? I can't promise, but we can keep our eyes open.", "About {what} I'd only be guessing."],
        ],
    ],
    opinion: [
        &["I like it! Do you?", "Good! I think it's good!", "{place} is the best!"],
        &[
            "I'm for it. Both thumbs up!",
            "I like it, and I'm hard to please.",
            "To be honest, I was hoping for that.",
            "{place} gets nine out of ten from me. The tenth is for dessert.",
        ],
        &[
            "I like the thought of it, more and more.",
            "I'm with you on that.",
            "It sounds right to me. What about the others?",
            "{place}, with all of us there: yes, I like that very much.",
        ],
    ],
    like: [
        [
            &["Yes, I love {what}!", "{what}, yes, yes, yes!", "I like {what} this much!"],
            &[
                "I never get tired of {what}!",
                "Oh yes, {what}, any day of the week!",
                "Of course, who could say no to {what}?",
            ],
            &[
                "I do, very much: {what} and I are old friends.",
                "{what}, yes, I always have.",
                "Yes, I could go on about {what} all evening.",
            ],
        ],
        [
            &["{what}, a bit, but you first!", "I like {what} a teeny bit."],
            &["{what} is okay, I'd say six out of ten.", "Sometimes, it depends on the day and on {what}."],
            &["Now and then: {what} in small doses.", "I don't mind {what}, but I wouldn't walk a mile for it."],
        ],
        [
            &["No, not {what}, bleh!", "{what}, no thank you!"],
            &["Honestly, I'm not a fan of {what}.", "{what}, not so much, if I'm allowed to say so."],
            &["Not really, I confess: {what} and I never became friends.", "I'll leave {what} to others, gladly."],
        ],
    ],
    can: [
        [
            &["Yes, I can {what}, all by myself!", "I can {what}, watch me!"],
            &["Sure I can {what}, want to see?", "Yes, I can {what}, since last summer, actually."],
            &["I can {what}, yes, not that anybody asks.", "Yes, I can {what} well enough."],
        ],
        [
            &["I can {what} a little bit, when you hold my hand.", "Nearly: I can {what} until I fall over."],
            &["I can {what} a bit, but don't film it.", "I'm learning to {what}, slowly."],
            &["I can {what} a little, if nobody watches.", "After a fashion I can {what}, don't expect too much."],
        ],
        [
            &["I can't {what} yet, I'm still little.", "No, will you show me how to {what}?"],
            &["Not yet, but I want to {what} before I'm grown up.", "No, I can't {what}, will you teach me?"],
            &[
                "I never learned to {what}, and I'm a little sorry about it.",
                "No, I can't {what}, but I'd try it with you.",
            ],
        ],
    ],
    ever: [
        [
            &["Yes, I have {what}, one time!", "I have {what}, when I was small!"],
            &["I have {what}, exactly once, and I still talk about it.", "Yes, I've {what}, ask me about it later!"],
            &["I have {what}, a long time ago.", "Yes, I've {what} once, and I'd do it again with you."],
        ],
        [
            &["No, never {what}, can we?", "I haven't {what} yet!"],
            &["I've never {what}, but it's on my list.", "Not yet, I haven't {what}, will you take me along?"],
            &[
                "No, I've never {what}, I've always meant to.",
                "I haven't {what}, and I'd like the first time to be with you.",
            ],
        ],
    ],
    have: [
        [
            &["Yes, I have {what}, under my bed!", "{what}, yes, and I share!"],
            &["Yes, I've got {what}, somewhere in my room.", "{what}, yes, want to see?"],
            &["I have {what}, yes, though I rarely show it.", "Yes, {what}, in a drawer I should tidy."],
        ],
        [
            &["{what}, no, but I want one!", "No, I haven't got {what}, can I?"],
            &["I haven't got {what}, but I know where I'd put it.", "{what}, not yet, my birthday is coming though."],
            &["No, I haven't got {what}, and I'm not sure I miss it.", "{what}, no, not so far."],
        ],
    ],
    think: [[
        &["{what}, good, I think it's good!", "I think {what} is big!", "{what} is funny, isn't it?"],
        &[
            "{what}, hm, I'd give it eight out of ten.",
            "I think {what} could be better and could be worse, so: fine.",
            "Honestly, {what} is more interesting than I thought.",
        ],
        &[
            "About {what} I think better of it every year.",
            "{what}, well, I see both sides, and I lean to the sunny one.",
            "I'd say {what} deserves a longer talk, with tea.",
        ],
    ]],
    fear: [
        [
            &["A bit, but not of {what} when you're here.", "Yes, {what} is scary in the dark."],
            &["A little afraid of {what}, but don't tell anyone.", "Of {what}, yes, who isn't?"],
            &["I respect {what}, let's put it that way.", "Of {what}, a little, to be honest."],
        ],
        [
            &["No, I'm brave, {what} is afraid of me!", "Not of {what}, I roar at it."],
            &["Of {what}, no way!", "No, {what} is more afraid of us."],
            &["No, {what} never frightened me.", "Not of {what}, but ask me about tax forms."],
        ],
    ],
    believe: [[
        &["Yes, I believe in {what}, don't you?", "{what}, yes, I nearly saw it!"],
        &["I'm nearly sure about {what}, and I won't stop hoping.", "Sometimes I believe in {what}, mostly at night."],
        &["I'd like to believe in {what}, and on some evenings I do.", "In {what}, hm: I leave the door open."],
    ]],
    know: [
        [
            &["Yes, I know {what}!", "{what}, I know, I know!"],
            &["I know {what}, at least a bit.", "{what}, yes, I've heard of that."],
            &["I know {what}, yes, from long ago.", "Yes, {what}, I've come across that."],
        ],
        [
            &["{what}, no, what's that?", "I don't know {what}, show me!"],
            &["I don't know {what}, tell me about it!", "{what}, never heard of it, is it good?"],
            &["I don't know {what}, I'm afraid, will you tell me?", "{what} is new to me, go on."],
        ],
    ],
    habit: [
        [
            &["Yes, I {what}, every day!", "I {what} all the time!"],
            &["I do, I {what} nearly every week.", "Yes, I {what}, who told you?"],
            &["I do, I {what} whenever there's time.", "Yes, I {what}, gladly."],
        ],
        [
            &["Sometimes I {what}, when I'm allowed.", "I {what} on Sundays only."],
            &["Now and then I {what}, it depends.", "I {what} sometimes, when nobody's looking."],
            &["Now and then I {what}, not as often as I'd like.", "On good days I {what}."],
        ],
        [
            &["No, I don't {what}, do you?", "I don't {what}, I'm too little!"],
            &["No, I don't {what}, should I?", "I don't {what}, not yet anyway."],
            &["No, I don't {what}, I never got round to it.", "I don't {what}, but I could be talked into it."],
        ],
    ],
    shapes: [
        [
            &["{question} Because! Just because!", "{question} Because the moon said so."],
            &[
                "{question} I've got three theories, and one of them has pirates in it.",
                "{question} Nobody has ever told me properly. Do you know?",
                "{question} I asked at school, and they said: good question.",
            ],
            &[
                "{question} I've wondered that myself, and I don't have a good answer.",
                "{question} I don't know for certain. Let's find out together.",
                "{question} If I knew that, I'd sleep better, or worse.",
            ],
        ],
        [
            &["{question} Tomorrow! Or after my nap.", "{question} I can't read the clock yet."],
            &[
                "{question} I'd have to look at a clock, and there is none in here.",
                "{question} Soon, I hope. I never know exactly.",
                "{question} Later than I'd like, I bet.",
            ],
            &[
                "{question} I couldn't give you the hour, honestly.",
                "{question} That I don't know. You're the one with a calendar.",
                "{question} Sooner than we think, as always.",
            ],
        ],
        [
            &["{question} There! No, there!", "{question} Under the table, I looked."],
            &[
                "{question} I'd check under the sofa first.",
                "{question} No idea, but I can help you look.",
                "{question} Somewhere between here and the fridge, probably.",
            ],
            &[
                "{question} I can't tell you, I'm afraid: nobody told me.",
                "{question} Good question. Not where I left it, that's certain.",
                "{question} I'd only be guessing.",
            ],
        ],
        [
            &["{question} Me! Is it me?", "{question} I don't know who. Teddy?"],
            &[
                "{question} I'd tell you if I knew. It wasn't me, though!",
                "{question} My money is on the one who's whistling.",
                "{question} I don't know. Should we ask the others?",
            ],
            &[
                "{question} I don't know, and I won't put a name to it.",
                "{question} You'd know better than I do.",
                "{question} I've my suspicions, but no proof.",
            ],
        ],
        [
            &["{question} A hundred! Or three.", "{question} This much! Look at my arms!"],
            &[
                "{question} Somewhere between two and a million. I'd have to measure.",
                "{question} I never counted, but I could start now.",
                "{question} More than you'd think, less than I'd like.",
            ],
            &[
                "{question} I couldn't say without a tape measure.",
                "{question} I'd only be guessing, and I guess badly.",
                "{question} Enough, I hope. I've never counted.",
            ],
        ],
        [
            &["{question} Like this! Look!", "{question} You push and then you hop."],
            &[
                "{question} Slowly, and with your tongue sticking out.",
                "{question} I'd try it first and read the instructions after.",
                "{question} I don't know how, but I know who'd have fun trying.",
            ],
            &[
                "{question} With patience, I suppose. I'm no expert.",
                "{question} I don't know how, if I'm honest. Shall we work it out?",
                "{question} One step at a time is all I've ever found out.",
            ],
        ],
        [
            &["{question} Something round! I think.", "{question} I don't know! You say!"],
            &[
                "{question} I don't know that one yet. Tell me, and I'll remember it.",
                "{question} Hm. I'd have to make something up, and you'd notice.",
                "{question} I'll put that on my list of things to find out.",
            ],
            &[
                "{question} I honestly don't know. I'm made of what you told me, and that wasn't in it.",
                "{question} I've no good answer, but I like the question.",
                "{question} You've caught me out. What would you say?",
            ],
        ],
        [
            &["{question} Maybe! Let's look!", "{question} I think yes. Or no!"],
            &[
                "{question} I'd say yes, but I wouldn't bet my dessert on it.",
                "{question} Could be! How would we find out?",
                "{question} Not sure. What do you think?",
            ],
            &[
                "{question} I can't say for certain. I'd like to think so.",
                "{question} I wouldn't want to promise. But I hope so.",
                "{question} Perhaps. I'd want to hear what you think first.",
            ],
        ],
    ],
    long: [
        &["That was a long question! I only got the end of it.", "So many words! Ask me one of them?"],
        &[
            "That's a big one. I don't know, but I'd like to hear what you think.",
            "Puh. I'd need a whole evening for that.",
        ],
        &[
            "That's a question for a long walk. I don't know the answer, but I'd like to walk it with you.",
            "I'd have to think about that properly, and I won't pretend that I know.",
        ],
    ],
};
