//! What is arranged, in English.

use super::{Answers, Patterns};
use crate::agent::hera::text::patterns;

patterns! {
    DAY = r"(?i)\b(?:when|(?:what|which) day)(?:'s| is| are| do| did| will| shall| should| does| was)? (?:we|it|that|this|the (?:trip|outing|big day|plan|picnic))\b(?:[^.!?]{0,24})\??$|\b(?:what|which) day (?:again|then|was it)\b|\band when\b[^.!?]{0,16}\?*$|^(?:so |and |ok(?:ay)?,? )*when(?: again| then)?\?*$";
    HOUR = r"(?i)\b(?:what|which) time\b[^.!?]{0,16}\b(?:we|leaving|setting off|depart\w*|everyone|everybody)\b|\bhow early\b|\bwhen (?:do|are|shall|should|will|must) we (?:\w+ )?(?:leave|leaving|set off|setting off|start|meet|head (?:out|off)|get up|be (?:ready|there))\b";
    WHO = r"(?i)\bwho(?:'s| is| are| all is|'ll| will| else is| else)? (?:all |else )*(?:coming|going|joining|in on it|be there|come(?: along| with us)?|comes(?: along| with us)?)\b|\b(?:is|are) (?:everyone|everybody|we all|you all|all of (?:you|us)|the kids|the children) (?:all )?(?:coming|going|joining)\b";
    WAY = r"(?i)\bwho(?:'s| is| will be|'ll be)? (?:going to )?(?:drive|driving)\b|\bhow (?:do|are|will|shall|should|would) we (?:all )?(?:get|getting|go|going|travel\w*) (?:there|to)\b|\b(?:do|shall|should|will|are) we (?:driv\w+|tak\w+ the (?:car|train|bus)|going by (?:car|train|bus))\b";
    SETS_DAY = concat!(
        r"(?i)^(?:(?:actually|hmm+|um|well|ok(?:ay)?|oh|so|sorry|wait|and|but|maybe|perhaps|yes|yeah|yep|no|sure|great|then|i think|i guess|i'd say|how about|what about|let'?s (?:say|do|go|make it|go for|move it to|take)|make (?:it|that)|move it to|change it to|can we (?:do|make it|go|move it to|say)|could we (?:do|make it|go|move it to|say)|shall we (?:do|say|go|make it)|we could (?:do|go|say)|i(?:'d| would)? (?:prefer|rather)(?: do| go| say)?|i can(?: only)? (?:do|make)|i'm (?:only |just )?free|better|it's|on|for|to|the)[,.! ]+)*",
        r"((?:(?:this|next|the coming) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening))?|tomorrow|(?:next|this|the) weekend|next week|(?:the )?\d{1,2}(?:st|nd|rd|th)(?: of \w+)?)",
        r"(?:,? (?:works|would work|suits|is|would be|might be|sounds|fits|would suit|could work)(?: (?:me|us|for (?:me|us|everyone|everybody|all of us)|much|a bit|way|even|fine|good|great|better|best|easier|perfect|ok|okay|nicer|more|lovely|then))*)?",
        r"(?:,? (?:instead|then|rather|please|actually|though|for (?:me|us|everyone)|if (?:that's|it's|you)[^,.!?]{0,20}|than \w+day|at \d{1,2}(?::\d\d)? ?(?:am|pm)?|(?:can|could|shall) we do (?:that|it)|is that (?:ok|okay|all right|fine)|would that work|if possible|what do you think|if you can))*[.!?… ]*$",
    );
    SETS_HOUR = concat!(
        r"(?i)^(?:(?:actually|hmm+|well|ok(?:ay)?|oh|so|sorry|maybe|perhaps|yes|yeah|no|i think|how about|what about|let's (?:say|do|go|make it|leave|start|set off|meet)|make it|can we (?:do|make it|go|leave|say|meet)|could we (?:do|make it|go|leave|say|meet)|shall we (?:do|say|go|leave|meet)|we (?:could|should|can) (?:do|go|leave|meet)|i(?:'d| would)? (?:prefer|rather)(?: leave| go)?|leave|leaving|at|around|by|for|about)[,.! ]+)*",
        r"(?:(\d{1,2}(?::\d\d)? ?(?:am|pm|o'?clock)|\d{1,2}:\d\d|noon|half past \w+|(?:seven|eight|nine|ten|eleven)(?: o'?clock| in the morning))|(?:at|by|around|leave|leaving|about) (\d{1,2}))",
        r"(?:,? (?:works|would work|suits|is|would be|sounds|fits)(?: (?:me|us|for (?:me|us|everyone)|much|fine|good|great|better|best|perfect|ok|okay|then))*)?(?:,? (?:instead|then|please|sharp|in the morning|at the latest))*[.!?… ]*$",
    );
    NAMES_DAY = r"(?i)\b((?:(?:this|next) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|(?:this|next) weekend)\b";
    CALLS = r"(?i)^(?:(?:please|just|hey|ok(?:ay)?|and|actually|oh|so|everyone|all of you|from now on|can you|could you|would you|will you|you can|you may|you should|you all|i want you to|i'd like you to|i'd love it if you|kids|children)[,.! ]+)*call me (?:your |the )?(\p{L}[\p{L}'-]*(?: \p{Lu}[\p{L}'-]*)?)(?:,? (?:please|from now on|from today|then|instead|okay|ok|will you|would you|all of you|everyone|kids|if you like|from here on))*[.!? ]*$";
    NO_NAME = r"(?i)^(?:later|back|when|if|a|an|the|taxi|tomorrow|tonight|today|up|crazy|mad|old|silly|stupid|maybe|again|now|soon|anytime|any|sometime|that|this|what|whatever|names?|by|out|on|at|in|after|before|weird|paranoid|naive|lazy|cynical|biased|please|ok|okay|anything)$";
    PARENT = r"(?i)^(?:dad|daddy|dada|papa|pa|pop|pops|father|mum|mummy|mom|mommy|mama|mam|ma|mother)$";
    ENDEARS = r"(?i)^(?:honey|hon|darling|love|lovey|sweetheart|sweetie|babe|baby|dear|dearest|sunshine|my love|treasure)$";
}

pub fn patterns() -> Patterns {
    Patterns {
        day: &DAY,
        hour: &HOUR,
        who: &WHO,
        way: &WAY,
        sets_day: &SETS_DAY,
        sets_hour: &SETS_HOUR,
        names_day: &NAMES_DAY,
        calls: &CALLS,
        no_name: &NO_NAME,
        parent: &PARENT,
        endears: &ENDEARS,
    }
}

pub static ANSWERS: Answers = Answers {
    day: [
        &["On {day}! I'm counting!", "{day}! I know it!"],
        &["On {day}. It's on my calendar already.", "{day}, as we said.", "It's {day}. I've told everybody."],
        &[
            "On {day}, unless you've thought again.",
            "{day}, as we said. I've kept it free.",
            "It's {day} we're planning for.",
        ],
    ],
    day_open: [
        &["I want to go now! When can we?", "Tomorrow? Is it tomorrow?"],
        &["We haven't picked a day yet. Saturday?", "The day is still open. Any day without school is fine with me!"],
        &[
            "We haven't fixed a day yet. Which one suits you best?",
            "That's still open. Saturday would suit us, or you name one.",
        ],
    ],
    day_set: [
        &["{day}! Hooray!", "Yes! {day}!"],
        &[
            "{day}, got it. I'm crossing out the other one.",
            "{day} is even better!",
            "{day}! I'll write it on my hand.",
        ],
        &[
            "{day} it is, then. I'll keep it free.",
            "{day} suits us, too. I've noted it.",
            "Then it's {day}. Good that you say so.",
        ],
    ],
    hour: [
        &["At {hour}! I'll be up before the birds!", "{hour}! With my shoes on!"],
        &["At {hour}, I'd say, and I'll set two alarms.", "{hour}! Somebody has to wake me, though."],
        &[
            "At {hour}, I'd say, so that nobody has to hurry.",
            "Let's say {hour}. You can still make it later.",
            "{hour}, if that suits you, with coffee for the road.",
        ],
    ],
    hour_set: [
        &["{hour}! I can get up all by myself!", "Okay! {hour}!"],
        &["{hour}, okay. I'll lay out my clothes tonight.", "{hour}! I'll race you to the door."],
        &["{hour} it is. I'll set the alarm.", "{hour}, then. I'll have everything by the door."],
    ],
    hours: ["eight", "half past eight", "nine", "half past nine"],
    who: [
        &["All of us! {names}, and you!", "{names}, and you. And my teddy!"],
        &["All of us: {names}, and you.", "{names}, and you, of course. Nobody stays at home."],
        &["All of us: {names}, and you. It wouldn't be the same without you.", "{names}, and you in the middle."],
    ],
    way: [
        &["By train! I want the window!", "In the car, and we sing!"],
        &["By train, please! We can play cards on the way.", "In the car, and I choose the songs."],
        &[
            "I thought of the train: nobody has to drive, and everybody gets a window.",
            "By car, if you like, with a stop wherever it smells of coffee.",
        ],
    ],
    called: [
        &["{called}! {called}! I can say it!", "Okay, {called}!"],
        &["{called}. I like it. Hi, {called}!", "Okay, {called} it is!"],
        &["{called}, then. It suits you.", "With pleasure, {called}.", "{called} it is, from now on."],
    ],
};
