//! A phrase of what was told, to take up: "わたしはカップ麺" has カップ麺, "I'd sleep till noon and eat herring" has "herring".

use std::sync::LazyLock;

use regex::Regex;

use super::super::hear::without_names_of;
use super::super::news;
use super::super::spelling::spelled;
use crate::agent::hera::text::{pattern, patterns};
use crate::domain::{Language, Member};

/// Characters of a phrase, and words of one in English.
const LETTERS: usize = 24;
const WORDS: usize = 3;

patterns! {
    // Nouns as they are mostly written, joined by の.
    NOUN = r"(?:お|ご)?[\p{Han}\p{Katakana}ー]+(?:の[\p{Han}\p{Katakana}ー]{2,})?(.?)";
    HIRAGANA = r"(?:^|、|は|が|で|に|の|「)([ぁ-ん]{2,7})を";
    NO_KANA = r"^(?:な[にん].*|こ[れこ].*|そ[れこ].*|あ[れそこ].*|ど.*|だれ.*|いつ.*|みんな|.*(?:こと|もの|ほう|の|ん|とき|ため|だけ|から|まで)|わたし|あたし|ぼく|おれ|うち|じぶん|ひと|おまえ|きみ|あなた|て.*|に.*|で.*|は.*|が.*|も.*)$";
    OWN = r"(?i)^(?:mine|my favou?rite(?: \w+)?)(?:'s| is| was|'d be| would be) ((?:the |a |an )?\p{L}[\p{L}' -]{2,20}?)(?: too|, too| of course| by far| honestly)?[.!]*$";
    PARTICLE = r"^[がをはにのでともへやかねよだなじっ、。!?」\s]?$";
    NO_NOUN = r"^(?:お|ご)?(?:今日|明日|昨日|昨夜|今朝|今夜|今度|今|本当|一緒|自分|名前|大丈夫|最近|時間|何|誰|人|子|家|私|僕|俺|父|母|父親|母親|父さん|母さん|全員|全部|最高|最後|最初|結局|正直|無理|元気|楽|少し|一回|一度|一番|二人|三人|一人|前|後|中|上|下|次|日|月|年|週|来週|先週|電車|帰り|行き|夜中|午後|午前|週末|来年|去年|毎日|方|事|物|所|気|他|別|笑|汗|嘘|好|嫌|思|言|見|行|来|食|飲|聞|話|書|寝|起|出|入|帰|待|持|知|使|作|買|会|働|疲|怒|泣|負|勝|終|始|ママ|パパ|ハハ|ヘラ|バカ|ダメ|オレ|ボク|ワタシ|ホント|マジ|ヤバ|ー+|家族|みんな|皆|子供|感じ|意味|普通|ー)$";
}

/// Words that are no phrase, and end one: what is said with them is in the others.
const STOP: &str = "a an the this that these those some any every each all both no not my your his her its our their mine yours ours i you he she it we they me him us them who what where when why how which \
and or but so because if then than as at by for from in into of off on onto out over to up with without about after before between during until till through under again also just only too very really quite even still ever never always often sometimes maybe perhaps though although however \
is are was were be been being am do does did done have has had having will would shall should can could may might must get gets got getting go goes going gone went come comes came coming make makes made making take takes took taking put say says said saying tell told know knows knew think thinks thought want wants wanted like likes liked love loved loves need needs needed let lets look looks looked see saw seen feel feels felt try tried keep kept give gave find found eat ate eating drink drank sleep slept call called ask asked buy bought bring brought play played read wrote write written work worked seem seems mean means happen happened turn turned leave left use used sit sat run ran \
father mother brother sister parent parents wife husband family kids children child boy girl boys girls baby grandma grandpa yes yeah yep no nope ok okay oh ah hmm well right please thanks thank sorry hi hello hey wow haha ha lol today tomorrow yesterday tonight now later soon here there day time thing things one ones way lot bit kind sort everyone everybody someone somebody something anything nothing people guys mom mum dad mommy mummy daddy honey darling dear im ive id ill dont didnt cant wont isnt wasnt youre theyre were thats its lets gonna wanna gotta another other same much many more most less few first last next back away down home good great nice bad big little new old own such already almost probably actually obviously finally late early already ago already less than already happy sad tired true same else guess sure able brilliant perfect excellent amazing terrible awful awesome beautiful cool interesting impossible fine funny crazy weird strange dead sick drowsy alive bankrupt colder warmer whenever anyway anymore since once twice tbh omg whatever best worst better worse enough off guilty proud glad scared worried excited busy ready obvious bless week weekend month year years night morning evening afternoon hour hours minute minutes moment while baby";

/// Words after which a verb comes, and words after which a noun does.
const PERSONS: &str = "i we you they he she it to don't didn't will would can could i'll we'll i'd we'd who";
const BEFORE_NOUNS: &str = "a an the this that these those some any my your his her our their no every each another on in at for with of about from into by over under than as be eat ate eating drink drank have had having make made making get got getting buy bought bring brought find found see saw watch watched read reading cook cooked bake baked burn burned burnt play played playing like likes love loves want need needs wanted take took try tried wear wore won";

/// The members' names taken out of a normalised text.
pub fn without_names(text: &str, members: &[Member]) -> String {
    without_names_of(text, members)
}

/// A phrase of `text` to take up, if there is one that surely is one.
pub fn echo(text: &str, language: Language, members: &[Member]) -> Option<String> {
    let text = without_names(&spelled(text, language), members);
    // "Mine is lasagna": what is told is the answer.
    if language == Language::English
        && let Some(found) = OWN.captures(text.trim())
    {
        return Some(found[1].to_owned());
    }
    // A word of what hurts is not played with.
    if news::of(&text, language).is_some() {
        return None;
    }
    let found = match language {
        Language::Japanese => japanese(&text),
        // What has no article, or nothing of the kind, may be no thing: "in hospital", "of France".
        Language::English => english(&text)
            .into_iter()
            .find(|(before, phrase)| is_thing(before, phrase) || is_answer(&text, phrase) || is_meal(&text, before))
            .map(|(_, phrase)| phrase),
    };
    found.filter(|phrase| phrase.chars().count() <= LETTERS)
}

/// Whether `text` tells something that may be asked about later.
pub fn tells_something(text: &str, language: Language, members: &[Member]) -> bool {
    let text = without_names(&spelled(text, language), members);
    match language {
        Language::Japanese => japanese(&text).is_some(),
        Language::English => !english(&text).is_empty(),
    }
}

/// Whether what stands after `before` was eaten: "I had pasta for lunch".
fn is_meal(text: &str, before: &str) -> bool {
    patterns! {
        MEAL = r"(?i)\b(?:lunch|dinner|breakfast|supper|brunch|dessert)\b";
    }
    ["had", "have", "having"].iter().any(|had| before.eq_ignore_ascii_case(had)) && MEAL.is_match(text)
}

/// Whether the phrase is a whole sentence by itself, and no adjective: "Lasagna. It was lasagna."
fn is_answer(text: &str, phrase: &str) -> bool {
    let adjective = ["ed", "ing", "ly", "ful", "ous", "ish", "y", "able", "al", "ic", "er"];
    phrase.chars().count() > 4
        && !adjective.iter().any(|end| phrase.ends_with(end))
        && text.split(['.', '!', '?', '\n']).any(|sentence| sentence.trim().eq_ignore_ascii_case(phrase))
}

/// Whether a phrase after `before` surely is a thing: it has an article or the like, is several or a name, or is eaten or made.
fn is_thing(before: &str, phrase: &str) -> bool {
    let made = "eat ate eating buy bought buying cook cooked cooking bake baked baking make made making";
    let last = phrase.rsplit(' ').next().unwrap_or(phrase);
    let several = last.ends_with('s') && !last.ends_with("ss") && last.len() > 4;
    let name = !before.is_empty() && phrase.starts_with(char::is_uppercase);
    !determiner(before).is_empty() || several || name || made.split(' ').any(|verb| before.eq_ignore_ascii_case(verb))
}

fn japanese(text: &str) -> Option<String> {
    let mut best: Option<String> = None;
    let mut from = 0;
    while let Some(found) = NOUN.captures_at(text, from) {
        let (Some(whole), after) = (found.get(0), found.get(1).map_or("", |after| after.as_str())) else { break };
        let mut noun = whole.as_str().strip_suffix(after).unwrap_or(whole.as_str()).to_owned();
        from = whole.end() - after.len();
        // 三十枚買い: what goes on as a verb is no noun.
        let verb = !PARTICLE.is_match(after) && noun.chars().next_back().is_some_and(|c| c >= '\u{3400}');
        for lead in ["昔", "今度", "今日", "昨日", "最近", "毎日"] {
            if noun.strip_prefix(lead).is_some_and(|rest| rest.chars().count() > 1) {
                noun.drain(..lead.len());
            }
        }
        let letters = noun.chars().count();
        let fits = !verb && letters > 1 && !NO_NOUN.is_match(&noun) && !noun.starts_with(['ー', 'ッ']);
        if fits && best.as_ref().is_none_or(|best| letters >= best.chars().count()) {
            best = Some(noun);
        }
    }
    best.or_else(|| HIRAGANA.captures(text).map(|found| found[1].to_owned()).filter(|noun| !NO_KANA.is_match(noun)))
}

/// The phrases, the longest first, and of those the last: the word before each, and it as whoever answers says it.
fn english(text: &str) -> Vec<(String, String)> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for clause in text.split(['.', '!', '?', ',', ';', ':', '\n', '(', ')', '"']) {
        let mut run = Run::default();
        let mut before = "";
        for word in clause.split([' ', '/']).chain([""]) {
            let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
            if is_stop(plain) {
                if let Some(kept) = run.phrase(plain.is_empty()) {
                    all.push((run.before, kept));
                }
                run = Run::default();
                before = plain;
                continue;
            }
            if run.words.is_empty() {
                run.before = before;
            }
            run.words.push(plain);
        }
    }
    all.reverse();
    all.sort_by_key(|(_, words)| std::cmp::Reverse(words.len()));
    let said =
        |(before, words): (&str, Vec<&str>)| (before.to_owned(), format!("{}{}", determiner(before), words.join(" ")));
    all.into_iter().map(said).collect()
}

/// How whoever answers speaks of what the person calls "my gate", "a gate".
fn determiner(before: &str) -> &'static str {
    match before.to_lowercase().as_str() {
        "the" | "a" | "an" | "this" | "that" => "the ",
        "these" | "those" => "those ",
        "my" => "your ",
        "your" => "my ",
        "our" => "our ",
        "his" => "his ",
        "her" => "her ",
        "their" => "their ",
        _ => "",
    }
}

/// Whether a word is none of a phrase.
fn is_stop(word: &str) -> bool {
    static STOPS: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!(r"(?i)^(?:{})$", STOP.split_whitespace().collect::<Vec<_>>().join("|"))));
    let adverb = word.ends_with("ly") && word.chars().count() > 4;
    word.chars().count() < 3 || word.contains('\'') || adverb || STOPS.is_match(word)
}

/// Words of a clause that stand together, and the word before them.
#[derive(Default)]
struct Run<'a> {
    before: &'a str,
    words: Vec<&'a str>,
}

impl<'a> Run<'a> {
    /// The phrase they are, if they surely are one: by the word before them, or because there is nothing else (`last`: nor
    /// after them).
    fn phrase(&self, last: bool) -> Option<Vec<&'a str>> {
        let before = self.before.to_lowercase();
        let is = |list: &str| list.split(' ').any(|word| word == before);
        let ing = |word: &&str| word.ends_with("ing") && word.len() > 5;
        let mut words = self.words.as_slice();
        let first = words.first()?;
        // "We pick mushrooms", "I was thinking Copenhagen": what comes after is a verb.
        let name = before == "to" && first.starts_with(char::is_uppercase);
        if (is(PERSONS) && !name) || (is("am is are was were") && ing(first)) {
            words = &words[1..];
        } else if before.is_empty() {
            words = if last { words } else { &[] };
        } else if before == "and" || before == "or" {
            words = if words.last()?.ends_with('s') { words } else { &[] };
        } else if !is(BEFORE_NOUNS) && !first.starts_with(char::is_uppercase) {
            words = &[];
        }
        let words = &words[words.len().saturating_sub(WORDS)..];
        // "Eat herring", "the painting": a noun all the same.
        let noun = is("a an the my your our some eat ate eating buy bought cook cooked");
        let alone = |word: &&str| (ing(word) && !noun) || (word.ends_with("ed") && word.len() > 4);
        match words {
            [] => None,
            [only] if alone(only) => None,
            words => Some(words.to_vec()),
        }
    }
}
