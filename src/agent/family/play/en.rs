//! Games in English.

use super::{Patterns, Riddle, Words};
use crate::agent::hera::text::patterns;

patterns! {
    CHAIN_ASKED = r"(?i)\b(?:word chain|word games?|last[- ]letter game|shiritori)\b";
    RIDDLE_ASKED = r"(?i)\b(?:tell|give|ask|know|got|another|have|do|try|hear|want)\b[^.!?]{0,24}\briddles?\b|^(?:(?:ok(?:ay)?|well|then|yes|yeah|alright|sure|maybe|how about|let'?s do)[, ]+)*(?:a |the |one more )?riddles?(?: then| please)?[.!?]*$";
    SPY = r"(?i)\bi[- ]spy\b";
    HANDS = r"(?i)\brock,? ?paper,? ?(?:and |or )?scissors\b";
    SONG = r"(?i)^(?:(?:please|pls|can|could|will|would|you|ok(?:ay)?|now|hey|come on|then|go on|and|just)[, ]+)*(?:sing|hum)\b|^(?:(?:another|one more|a|give (?:me|us) a) song)\b|\b(?:sing|hum) (?:to |for )?(?:me|us|something|a song|along)\b";
    OTHER = r"(?i)\b(?:let'?s|shall we|want to|wanna|can we|could we|do you want to|fancy|up for|how about|come)\b[^.!?]{0,16}\b(?:hide[- ]and[- ]seek|tag|cards|card game|chess|checkers|draughts|uno|charades|tic[- ]tac[- ]toe|noughts and crosses|hopscotch|snap|monopoly|board games?|video games?|a game|games|simon says|twenty questions|20 questions|dress[- ]up)\b|^(?:hide[- ]and[- ]seek|let'?s play|play with me)[.!?]*$";
    AGAIN = r"(?i)^(?:(?:ok(?:ay)?|haha|lol|and|let'?s (?:do|have)|tell me|give me|please|try|do|sing|play|best of three)[,. ]*)*(?:again|another(?: one)?|one more(?: time)?|more|next(?: one)?|encore)(?:,? (?:please|pls|then))?[.!?]*$";
    GIVES_UP = r"(?i)\b(?:no (?:idea|clue)|dunno|don'?t know|do not know|idk|give up|tell me|what is it|i'?m stuck|beats me|not a clue|can'?t think|you win|pass)\b";
    STOPS = r"(?i)^(?:(?:ok(?:ay)?|right|let'?s|i want to|now)[,. ]*)*(?:stop|enough|that'?s enough|no more|finish|done|i'?m done|quit)(?: (?:playing|now|it|this|the game|for (?:now|today)))*[.!]*$";
    ROCK = r"(?i)\brock\b|✊|👊";
    PAPER = r"(?i)\bpaper\b|✋|🖐";
    SCISSORS = r"(?i)\bscissors?\b|✌";
}

pub fn patterns() -> Patterns {
    Patterns {
        chain: &CHAIN_ASKED,
        riddle: &RIDDLE_ASKED,
        spy: &SPY,
        hands: &HANDS,
        song: &SONG,
        other: &OTHER,
        again: &AGAIN,
        gives_up: &GIVES_UP,
        stops: &STOPS,
        hand: [&ROCK, &PAPER, &SCISSORS],
    }
}

#[rustfmt::skip]
pub const CHAIN: &[&str] = &[
    "apple", "acorn", "ant", "bear", "bus", "bread", "cat", "cake", "cloud", "dog", "duck", "drum", "egg", "elephant", "ear", "fish",
    "frog", "fork", "goat", "grape", "garden", "hat", "horse", "hill", "ice", "igloo", "iron", "jam", "jelly", "jug", "kite", "kangaroo",
    "key", "lion", "lamp", "leaf", "moon", "mouse", "milk", "nest", "nose", "night", "owl", "orange", "otter", "pig", "pear", "pond",
    "queen", "quilt", "rain", "rabbit", "river", "sun", "star", "snail", "tree", "tiger", "train", "umbrella", "uncle", "van", "violin",
    "whale", "window", "wolf", "yak", "yarn", "yard", "zebra", "zoo",
];

const RIDDLES: &[Riddle] = &[
    Riddle { question: "What has hands but can't clap?", answer: "a clock", accepts: r"(?i)\b(?:clock|watch)\b" },
    Riddle { question: "What gets wetter the more it dries?", answer: "a towel", accepts: r"(?i)\btowel\b" },
    Riddle {
        question: "What has teeth but can't bite?",
        answer: "a comb",
        accepts: r"(?i)\b(?:comb|zip|zipper|saw)\b",
    },
    Riddle {
        question: "What has a neck but no head?",
        answer: "a bottle",
        accepts: r"(?i)\b(?:bottle|jumper|sweater)\b",
    },
    Riddle {
        question: "What goes up when the rain comes down?",
        answer: "an umbrella",
        accepts: r"(?i)\b(?:umbrella|brolly)\b",
    },
];

const SPIES: &[Riddle] = &[
    Riddle {
        question: "I spy with my little eye something beginning with T.",
        answer: "the teapot",
        accepts: r"(?i)\bteapots?\b|\btea ?pot\b",
    },
    Riddle {
        question: "I spy with my little eye something beginning with W.",
        answer: "the window",
        accepts: r"(?i)\bwindows?\b",
    },
    Riddle {
        question: "I spy with my little eye something beginning with C.",
        answer: "the clock",
        accepts: r"(?i)\bclock\b",
    },
];

pub static WORDS: Words = Words {
    starts_chain: [
        &["Yes! The last letter makes the next word. I say {word}! Now you, with {next}!"],
        &["Okay! Each word begins with the last letter of the one before. {word}! Your turn, with {next}."],
        &["Gladly. Each word begins where the last one ended. I'll start: {word}. Now {next} for you."],
    ],
    links: [
        &["Um, {word}! Now {next}!", "I know! {word}! You say {next}.", "{word}! {next} is next!"],
        &["{word}! Now {next}.", "Easy. {word}. You've got {next}.", "Then {word}. Over to you, with {next}."],
        &["{word}, then. {next} for you.", "Let me see: {word}. {next} is yours.", "{word}. Your turn with {next}."],
    ],
    begins_otherwise: [
        &["No, no, with {next}!", "{next}, it must be {next}!"],
        &["Wait, it has to begin with {next}. Try again!", "So close. {next} is what you need!"],
        &["Nearly: it begins with {next}. Take your time.", "Something with {next}, if you can find it."],
    ],
    unread: [&["What does that say?"], &["I can't read that one."], &["I can't quite read that word."]],
    gives_in: [
        &["{next}, {next}, I don't know any! You win! Again!"],
        &["{word}? Oh no, {next}. I've got nothing. You win this one!"],
        &["{word}, very good. Nothing occurs to me with {next}: you win."],
    ],
    wins_chain: [&["I win!"], &["I win!"], &["That's the end of the chain."]],
    asks_riddle: [&["Guess! {word}"], &["Okay, listen: {word}", "Try this one: {word}"], &["Here's one: {word}"]],
    right: [
        &["Yes! It's {answer}! You're clever!"],
        &["Right, {answer}! How did you know?"],
        &["Quite right: {answer}. Well done."],
    ],
    wrong: [&["Nope! Guess again!"], &["Not that. One more guess!"], &["A good guess, but no. One more try?"]],
    tells: [
        &["It's {answer}! Hee hee."],
        &["It was {answer}! Want another one?"],
        &["It's {answer}. Annoying, isn't it?"],
    ],
    no_more: [
        &["I don't have any more. Now you!"],
        &["That's all of mine. You ask me one!"],
        &["I've run out of them. Your turn to ask one."],
    ],
    asks_hand: [
        &["Yes! Rock, paper or scissors? You say!"],
        &["You're on. Rock, paper or scissors?", "Again! Which one this time?"],
        &["Very well: rock, paper or scissors?"],
    ],
    hands: [
        [
            &["{hand}! I win! Again, again!"],
            &["{hand} against {other}: I win! Best of three?"],
            &["I had {hand}, so this one's mine. Another go?"],
        ],
        [
            &["{hand}. Aw, you win! Again!"],
            &["{hand}. Ugh, your {other} wins. Again!"],
            &["I had {hand}: your {other} wins, fair and square."],
        ],
        [
            &["{hand}, too! The same!"],
            &["{hand}! Same as you. Again!"],
            &["{hand} as well. We think alike: once more?"],
        ],
    ],
    no_more_songs: [
        &["I sang all my songs. Now you sing!"],
        &["That's every song I know. Your turn to sing!"],
        &["That was all I have, and my voice with it. Now you sing for us."],
    ],
    other: [
        &["I want to! But we only have words here. I can do riddles, or a word chain, or rock, paper, scissors!"],
        &[
            "I'd love that, but there are only words in here. A word chain, a riddle or rock, paper, scissors we could do right now.",
        ],
        &[
            "That would be fun. With nothing but words we can't, but I'm in for a riddle, a word chain, or rock, paper, scissors.",
        ],
    ],
    stops: [
        &["Okay, all done! That was fun!"],
        &["Okay, let's stop there. Same again soon?"],
        &["Then we'll leave it there. That was fun."],
    ],
    riddles: RIDDLES,
    spies: SPIES,
    hand: ["rock", "paper", "scissors"],
};
