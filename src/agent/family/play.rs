//! What can be played in words: a chain of words, riddles, rock, paper and scissors, a song. A round is short, and what it has come to
//! is remembered among the facts of the family. What takes hands and feet is declined kindly, with what can be played instead.

mod en;
mod ja;

use regex::Regex;

use super::Scene;
use super::asked::Asked;
use super::hear::Heard;
use super::replies::ByAge;
use super::spelling::spelled;
use super::topics::age_of;
use crate::agent::cue::Cue;
use crate::agent::hera::phrases::Choices;
use crate::agent::hera::text::patterns;
use crate::agent::script::Script;
use crate::domain::{FamilyRole, Language};

/// What the family remembers of a game.
const GAME: &str = "game";
/// Words that a member has for a chain, before none occurs to them any more.
const ROUND: u8 = 5;
/// Guesses at a riddle, before its answer is told.
const GUESSES: u8 = 2;
/// Characters of a word in a chain, and of a guess.
const WORD: usize = 16;
const GUESS: usize = 40;

/// A game that can be played in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Game {
    Chain,
    Riddle,
    Spy,
    Hands,
    Song,
    /// Any other: hide and seek, cards.
    Other,
}

impl Game {
    const NAMED: [(&str, Self); 5] = [
        ("chain", Self::Chain),
        ("riddle", Self::Riddle),
        ("spy", Self::Spy),
        ("hands", Self::Hands),
        ("song", Self::Song),
    ];

    fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(_, game)| *game == self).map_or("", |(name, _)| *name)
    }
}

/// What a game has come to: how often a word or a guess was said, and the last word, or the number of the riddle. A round that
/// is over can be asked for again.
struct Round {
    by: usize,
    game: Game,
    turns: u8,
    last: Option<String>,
}

impl Round {
    fn read(by: usize, text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ' ');
        let (name, turns, last) = (parts.next()?, parts.next()?, parts.next());
        let game = Game::NAMED.iter().find(|(known, _)| *known == name).map(|(_, game)| *game)?;
        Some(Self { by, game, turns: turns.parse().ok()?, last: last.map(str::to_owned) })
    }

    fn written(&self) -> String {
        let round = format!("{} {}", self.game.name(), self.turns);
        match &self.last {
            Some(last) => format!("{round} {last}"),
            None => round,
        }
    }
}

/// A riddle: what is asked, what it is, and how that may be said.
struct Riddle {
    question: &'static str,
    answer: &'static str,
    accepts: &'static str,
}

/// What is said in games in one language, by age: `{word}`, `{next}` (with what the next one begins), `{answer}`, `{hand}`, `{other}`.
struct Words {
    starts_chain: ByAge,
    links: ByAge,
    /// The word begins otherwise; it is written so that nobody can tell how it is read.
    begins_otherwise: ByAge,
    unread: ByAge,
    /// Nothing occurs to the member; the person's word ends the chain.
    gives_in: ByAge,
    wins_chain: ByAge,
    asks_riddle: ByAge,
    right: ByAge,
    wrong: ByAge,
    tells: ByAge,
    no_more: ByAge,
    asks_hand: ByAge,
    /// The member wins, loses, has the same.
    hands: [ByAge; 3],
    no_more_songs: ByAge,
    /// What cannot be played without hands and feet.
    other: ByAge,
    stops: ByAge,
    riddles: &'static [Riddle],
    spies: &'static [Riddle],
    /// Rock, paper, scissors.
    hand: [&'static str; 3],
}

/// The patterns of one language.
struct Patterns {
    chain: &'static Regex,
    riddle: &'static Regex,
    spy: &'static Regex,
    hands: &'static Regex,
    song: &'static Regex,
    other: &'static Regex,
    again: &'static Regex,
    gives_up: &'static Regex,
    stops: &'static Regex,
    hand: [&'static Regex; 3],
}

impl Patterns {
    fn of(language: Language) -> Self {
        match language {
            Language::Japanese => ja::patterns(),
            Language::English => en::patterns(),
        }
    }

    fn asked(&self, text: &str) -> Option<Game> {
        let games = [
            (self.chain, Game::Chain),
            (self.riddle, Game::Riddle),
            (self.spy, Game::Spy),
            (self.hands, Game::Hands),
            (self.song, Game::Song),
            (self.other, Game::Other),
        ];
        games.into_iter().find(|(pattern, _)| pattern.is_match(text)).map(|(_, game)| game)
    }
}

const fn words_of(language: Language) -> &'static Words {
    match language {
        Language::Japanese => &ja::WORDS,
        Language::English => &en::WORDS,
    }
}

impl Scene<'_> {
    /// The answer to who would play or hear a song, or goes on with what is being played.
    pub(super) fn play(&mut self, heard: &Heard) -> Option<Script> {
        let text = super::hear::without_names_of(&spelled(self.text, self.language), &self.members);
        let text = text.trim();
        let patterns = Patterns::of(self.language);
        let known = self.talk.facts.iter().find(|fact| fact.about == GAME);
        let round = known.and_then(|fact| Round::read(usize::from(fact.by), &fact.what));
        let round = round.filter(|round| round.by < self.members.len());
        self.talk.facts.retain(|fact| fact.about != GAME);
        let by = heard.meant.first().copied();
        // Cards on the beach are of the outing.
        let of_outing = self.trip.destination.is_some() || heard.is_news() || heard.doubtful.is_some();
        let asked = patterns.asked(text).filter(|game| *game != Game::Other || !of_outing);
        let again = patterns.again.is_match(text);
        let said = match (asked, round) {
            (Some(game), round) => {
                let child = self.members.iter().position(|member| member.role == FamilyRole::Child);
                let by = by.or(round.map(|round| round.by)).or(child).unwrap_or(0);
                self.begins(game, by, text)
            }
            (None, Some(round)) => {
                let by = by.unwrap_or(round.by);
                let round = Round { by, ..round };
                if round.last.is_none() && round.game != Game::Hands {
                    // It is over: once more, or else it is let go.
                    if again { self.begins(round.game, by, "") } else { None }
                } else {
                    self.goes_on(round, text, &patterns)
                }
            }
            (None, None) => None,
        };
        let (by, said) = said?;
        let mut script = Script::new(self.language);
        self.talk.addressed = Some(super::answer::place_of(by));
        script.say(&self.members[by].name, said, Cue::AsWritten);
        Some(script)
    }

    fn begins(&mut self, game: Game, by: usize, text: &str) -> Option<(usize, String)> {
        let words = words_of(self.language);
        match game {
            Game::Chain => {
                // "しりとりしよう。りんご"
                let last = text.rsplit(['。', '!', '.', ':']).find(|part| !part.is_empty()).unwrap_or(text);
                let said = (last.len() < text.len()).then(|| self.word(last)).flatten();
                if let Some(word) = said {
                    return self.links(by, 0, &word);
                }
                let begins = match self.language {
                    Language::Japanese => 'り',
                    Language::English => 'a',
                };
                let word = self.free_word(begins)?;
                self.says_word(by, 1, word, &words.starts_chain)
            }
            Game::Riddle | Game::Spy => {
                let riddles = if game == Game::Spy { words.spies } else { words.riddles };
                let told = |riddle: &Riddle| self.history.iter().any(|message| message.text.contains(riddle.question));
                let free: Vec<usize> = (0..riddles.len()).filter(|at| !told(&riddles[*at])).collect();
                let Some(at) = free.get(self.picker.dice.below(free.len())).copied() else {
                    return self.in_game(by, &words.no_more, &[]);
                };
                self.keep(&Round { by, game, turns: 0, last: Some(at.to_string()) });
                self.in_game(by, &words.asks_riddle, &[("word", riddles[at].question)])
            }
            Game::Hands => {
                let hand = Patterns::of(self.language).hand.iter().position(|hand| hand.is_match(text));
                self.keep(&Round { by, game, turns: 0, last: None });
                match hand {
                    Some(hand) => self.shows_hand(by, hand),
                    None => self.in_game(by, &words.asks_hand, &[]),
                }
            }
            Game::Song => {
                let values = self.values(by);
                let Some((_, song)) = self.answer_asked(&Asked::Song, by, &values) else {
                    return self.in_game(by, &words.no_more_songs, &[]);
                };
                self.keep(&Round { by, game, turns: 0, last: None });
                Some((by, song))
            }
            Game::Other => self.in_game(by, &words.other, &[]),
        }
    }

    fn goes_on(&mut self, round: Round, text: &str, patterns: &Patterns) -> Option<(usize, String)> {
        let words = words_of(self.language);
        let by = round.by;
        if patterns.stops.is_match(text) {
            return self.in_game(by, &words.stops, &[]);
        }
        match round.game {
            Game::Chain => {
                if patterns.gives_up.is_match(text) {
                    return self.in_game(by, &words.stops, &[]);
                }
                let last = round.last.clone().unwrap_or_default();
                let Some(word) = self.word(text) else {
                    // A word that may be read in more than one way is asked for once more; anything else ends the game.
                    let short = text.chars().count() <= 6 && !text.contains(' ') && !text.ends_with('?');
                    if self.language == Language::English || !short {
                        return None;
                    }
                    self.keep(&round);
                    return self.in_game(by, &words.unread, &[]);
                };
                let (wanted, begins) = (end_of(&last), word.chars().next());
                if begins.zip(wanted).is_none_or(|(begins, wanted)| plain(begins) != plain(wanted)) {
                    let next = wanted.map(shown).unwrap_or_default();
                    let values = self.values(by).with("next", Some(next.as_str()));
                    let texts: Choices = words.begins_otherwise[age_of(&self.members[by])];
                    // Said already: then it is enough.
                    let Some(said) = self.picker.pick(texts, &values) else {
                        return self.in_game(by, &words.stops, &[]);
                    };
                    self.keep(&round);
                    return Some((by, said));
                }
                self.links(by, round.turns, &word)
            }
            Game::Riddle | Game::Spy => {
                let riddles = if round.game == Game::Spy { words.spies } else { words.riddles };
                let at: usize = round.last.as_deref().and_then(|last| last.parse().ok())?;
                let riddle = riddles.get(at)?;
                let over = Round { by, game: round.game, turns: 0, last: None };
                let answer = [("answer", riddle.answer)];
                let right = crate::agent::hera::text::pattern(riddle.accepts).is_match(text);
                if right {
                    self.keep(&over);
                    return self.in_game(by, &words.right, &answer);
                }
                if patterns.gives_up.is_match(text) || (round.turns + 1 >= GUESSES && text.chars().count() <= GUESS) {
                    self.keep(&over);
                    return self.in_game(by, &words.tells, &answer);
                }
                if text.chars().count() > GUESS {
                    return None;
                }
                self.keep(&Round { turns: round.turns + 1, ..round });
                self.in_game(by, &words.wrong, &answer)
            }
            Game::Hands => {
                let hand = patterns.hand.iter().position(|hand| hand.is_match(text));
                let again = patterns.again.is_match(text);
                if hand.is_some() || again {
                    self.keep(&round);
                }
                match hand {
                    Some(hand) => self.shows_hand(by, hand),
                    None if again => self.in_game(by, &words.asks_hand, &[]),
                    None => None,
                }
            }
            Game::Song | Game::Other => None,
        }
    }

    /// The member's word after the person's, or the end of the round.
    fn links(&mut self, by: usize, turns: u8, word: &str) -> Option<(usize, String)> {
        let words = words_of(self.language);
        let end = end_of(word)?;
        let next = shown(end);
        let said = [("word", word), ("next", next.as_str())];
        if end == 'ん' {
            return self.in_game(by, &words.wins_chain, &said);
        }
        match self.free_word(end).filter(|_| turns < ROUND) {
            Some(next) => self.says_word(by, turns + 1, next, &words.links),
            None => self.in_game(by, &words.gives_in, &said),
        }
    }

    fn says_word(&mut self, by: usize, turns: u8, word: &'static str, texts: &ByAge) -> Option<(usize, String)> {
        let next = end_of(word).map(shown).unwrap_or_default();
        self.keep(&Round { by, game: Game::Chain, turns, last: Some(word.to_owned()) });
        self.in_game(by, texts, &[("word", word), ("next", &next)])
    }

    /// A word that begins so and was not said in the game.
    fn free_word(&mut self, begins: char) -> Option<&'static str> {
        let table = match self.language {
            Language::Japanese => ja::CHAIN,
            Language::English => en::CHAIN,
        };
        let begin =
            |wanted: char| table.iter().copied().filter(move |word| word.starts_with(wanted)).collect::<Vec<_>>();
        let mut words = begin(begins);
        if words.is_empty() {
            words = begin(plain(begins));
        }
        let said = |word: &str| {
            let recent = self.history.iter().rev().take(40);
            self.text.contains(word) || recent.into_iter().any(|message| message.text.contains(word))
        };
        let free: Vec<&'static str> = words.into_iter().filter(|word| !said(word)).collect();
        free.get(self.picker.dice.below(free.len())).copied()
    }

    /// The one word that a message says, in hiragana or small letters: 「じゃあ、ラッパ！」
    fn word(&self, text: &str) -> Option<String> {
        patterns! {
            LEAD = r"(?i)^(?:(?:じゃあ?|えっと|えーと|うーん|んー|では|はい|hmm+|um+|ok(?:ay)?|well|then|er|uh)[、,.…\s]*)+";
            END = r"[。!、.,…〜\s]+$|(?:です|だよ|かな)[。!]*$";
            KANA = r"^[\p{Hiragana}\p{Katakana}ー]+$";
            LATIN = r"^(?:an? |the )?([A-Za-z]+)$";
        }
        let said = LEAD.replace(text, "");
        let said = END.replace(said.trim(), "");
        let said = said.trim();
        if said.chars().count() > WORD {
            return None;
        }
        match self.language {
            Language::Japanese => KANA
                .is_match(said)
                .then(|| said.chars().map(hiragana).collect())
                .filter(|word: &String| word.chars().count() > 1),
            Language::English => {
                LATIN.captures(said).map(|found| found[1].to_lowercase()).filter(|word| word.len() > 1)
            }
        }
    }

    fn shows_hand(&mut self, by: usize, hand: usize) -> Option<(usize, String)> {
        let words = words_of(self.language);
        let own = self.picker.dice.below(words.hand.len());
        // Paper wins over rock, scissors over paper, rock over scissors.
        let how = match (own + words.hand.len() - hand) % words.hand.len() {
            1 => 0,
            2 => 1,
            _ => 2,
        };
        self.in_game(by, &words.hands[how], &[("hand", words.hand[own]), ("other", words.hand[hand])])
    }

    fn keep(&mut self, round: &Round) {
        self.remember(super::answer::place_of(round.by), GAME, &round.written());
    }

    /// What a member says in a game; within it, the same words may come again.
    fn in_game(&mut self, by: usize, texts: &ByAge, told: &[(&'static str, &str)]) -> Option<(usize, String)> {
        let mut values = self.values(by);
        for (key, value) in told {
            values = values.with(key, Some(*value));
        }
        let texts: Choices = texts[age_of(&self.members[by])];
        self.picker.pick_some(texts, &values).map(|said| (by, said))
    }
}

/// With what the next word begins: 「ラッパ」 ends with ぱ, 「コーヒー」 with ひ, 「でんしゃ」 with や.
fn end_of(word: &str) -> Option<char> {
    let end = word.chars().rev().find(|c| *c != 'ー' && c.is_alphabetic())?;
    Some(large(hiragana(end)))
}

/// A letter as it is named in a game.
fn shown(letter: char) -> String {
    letter.to_uppercase().to_string()
}

const fn hiragana(c: char) -> char {
    match c {
        '\u{30a1}'..='\u{30f6}' => match char::from_u32(c as u32 - 0x60) {
            Some(c) => c,
            None => c,
        },
        _ => c,
    }
}

fn large(c: char) -> char {
    let pairs = [
        ('ぁ', 'あ'),
        ('ぃ', 'い'),
        ('ぅ', 'う'),
        ('ぇ', 'え'),
        ('ぉ', 'お'),
        ('っ', 'つ'),
        ('ゃ', 'や'),
        ('ゅ', 'ゆ'),
        ('ょ', 'よ'),
        ('ゎ', 'わ'),
    ];
    pairs.iter().find(|(small, _)| *small == c).map_or(c, |(_, large)| *large)
}

/// A letter without its marks: ば and ぱ count as は.
fn plain(c: char) -> char {
    use unicode_normalization::UnicodeNormalization as _;
    std::iter::once(c).nfd().next().map_or(c, |c| c.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_played_is_told_apart() {
        let asked = |text: &str, language| Patterns::of(language).asked(&spelled(text, language));
        for (text, game) in [
            ("しりとりしよう", Some(Game::Chain)),
            ("しりとりやろ", Some(Game::Chain)),
            ("なぞなぞ出して", Some(Game::Riddle)),
            ("じゃんけんしよ", Some(Game::Hands)),
            ("歌って", Some(Game::Song)),
            ("何か歌ってくれる？", Some(Game::Song)),
            ("もう一曲", Some(Game::Song)),
            ("かくれんぼしよう", Some(Game::Other)),
            ("歌手になりたい", None),
            ("昨日しりとりした", None),
            ("好きな歌は何？", None),
            ("一緒に歌ってたね", None),
            ("動物園に行こう", None),
        ] {
            assert_eq!(asked(text, Language::Japanese), game, "{text}");
        }
        for (text, game) in [
            ("let's play a word game", Some(Game::Chain)),
            ("shall we do a word chain?", Some(Game::Chain)),
            ("tell me a riddle", Some(Game::Riddle)),
            ("let's play I spy", Some(Game::Spy)),
            ("rock paper scissors?", Some(Game::Hands)),
            ("sing me something", Some(Game::Song)),
            ("can you sing for me", Some(Game::Song)),
            ("another song", Some(Game::Song)),
            ("do you want to play hide and seek?", Some(Game::Other)),
            ("let's play cards", Some(Game::Other)),
            ("what's your favourite song?", None),
            ("I sing in a choir", None),
            ("do you like to sing?", None),
            ("we played cards yesterday", None),
            ("let's go to the zoo", None),
        ] {
            assert_eq!(asked(text, Language::English), game, "{text}");
        }
    }

    #[test]
    fn every_word_of_a_chain_can_be_answered() {
        for word in ja::CHAIN.iter().chain(en::CHAIN) {
            let end = end_of(word).unwrap();
            assert_ne!(end, 'ん', "{word}");
            assert!(word.chars().all(|c| c == hiragana(c)), "{word}");
        }
        assert_eq!(["らっぱ", "コーヒー", "でんしゃ", "apple"].map(end_of), ['ぱ', 'ひ', 'や', 'e'].map(Some));
        for (table, letters) in [
            (ja::CHAIN, "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわ"),
            (en::CHAIN, "abcdefghijklmnopqrstuvwyz"),
        ] {
            for letter in letters.chars() {
                assert!(table.iter().any(|word| word.starts_with(letter)), "{letter}");
            }
        }
    }
}
