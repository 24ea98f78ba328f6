//! Small things that everybody knows, asked in English: a capital, a word in another language, how far the moon is.

use super::super::Asked;
use crate::agent::hera::text::patterns;

patterns! {
    CAPITAL = r"(?i)\bcapital(?: city| town)? of (?:the )?([\p{L}][\p{L} .'-]*?)(?: again| please| then| called)?\s*[?.!]*$|\b([\p{L}][\p{L} ]*?)'s capital(?: city)?\s*[?.!]*$";
    SAY = r#"(?i)\b(?:how (?:do|would|to|can) (?:you |i |we |one )?say|say|what(?:'s|s| is)|(?:can|could|do) you (?:know how to )?say|translate|tell me)\s+["'“]?([\p{L}' ]{2,24}?)["'”]?\s+(?:in|into)\s+(\p{L}+)(?: please| for me)?\s*[?.!]*$"#;
    CLOCK = r"(?i)\bwhat(?:'s|s| is)? (?:the )?time(?: is it| it is)?(?: now| right now| there| where you are)?\s*[?.!]*$|\b(?:have|got|know) the time\b|\bwhat time (?:is it|it is)\b";
    TODAY = r"(?i)\bwhat(?:'s|s| is)? (?:the )?(?:day|date|year|month|day of the week)(?: is it| is today| are we in| it is)?(?: today| now)?\s*[?.!]*$|\bwhat(?:'s|s| is) today(?:'s date)?\s*[?.!]*$";
    NICE = r"(?i)\b(?:tell|say)(?: to)?(?: me| us)? (?:something|sth|smth|anything) (?:nice|sweet|kind|lovely|good|beautiful|positive|happy|cheerful|comforting|warm)\b|\bcheer me up\b|\b(?:give|pay) me a compliment\b|\bsay something to (?:cheer|make me)\b|\bi need (?:a nice|some kind) words?\b";
    SONG = r"(?i)\bsing(?: (?:me|us|for me|for us|to me|along))?(?: (?:a|the|your|any|some|another|that))?(?: \w+)? ?(?:song|lullaby|something|tune)\b|^(?:please |can you |could you |will you )*sing(?: (?:me|us|to me|for me|for us))?(?: please)?\s*[?.!]*$";
    STORY = r"(?i)\btell (?:me|us) (?:a|another|one more|your|some) (?:\w+ )?(?:story|tale|fairy ?tale)\b|\b(?:read|make up) (?:me |us )?a (?:\w+ )?story\b|\btell (?:me|us) something\s*[?.!]*$|\b(?:just )?(?:say|talk about) (?:something|anything)\s*[?.!]*$";
    OWN_WORK = r"(?i)\bwhat(?:'s|s| is) my (?:job|work|profession|occupation|trade)\b|\bwhat do i do (?:for (?:work|a living|a job)|all day|at work)\b|\bwhere do i work\b|\bwhat(?:'s|s| is) my (?:favou?rite \w+|birthday|surname|last name|shoe size|middle name|star sign)\b|\bwhen(?:'s|s| is) my birthday\b";
}

/// A country, in small letters, and its capital.
#[rustfmt::skip]
const CAPITALS: [(&str, &str); 76] = [
    ("france", "Paris"), ("germany", "Berlin"), ("italy", "Rome"), ("spain", "Madrid"), ("portugal", "Lisbon"),
    ("ireland", "Dublin"), ("england", "London"), ("uk", "London"), ("united kingdom", "London"), ("great britain", "London"),
    ("britain", "London"), ("scotland", "Edinburgh"), ("wales", "Cardiff"), ("northern ireland", "Belfast"),
    ("netherlands", "Amsterdam"), ("holland", "Amsterdam"), ("belgium", "Brussels"), ("luxembourg", "Luxembourg"),
    ("switzerland", "Bern"), ("austria", "Vienna"), ("poland", "Warsaw"), ("czech republic", "Prague"), ("czechia", "Prague"),
    ("slovakia", "Bratislava"), ("hungary", "Budapest"), ("romania", "Bucharest"), ("bulgaria", "Sofia"), ("greece", "Athens"),
    ("croatia", "Zagreb"), ("serbia", "Belgrade"), ("slovenia", "Ljubljana"), ("sweden", "Stockholm"), ("norway", "Oslo"),
    ("denmark", "Copenhagen"), ("finland", "Helsinki"), ("iceland", "Reykjavík"), ("estonia", "Tallinn"), ("latvia", "Riga"),
    ("lithuania", "Vilnius"), ("ukraine", "Kyiv"), ("russia", "Moscow"), ("turkey", "Ankara"), ("usa", "Washington, D.C."),
    ("us", "Washington, D.C."), ("united states", "Washington, D.C."), ("america", "Washington, D.C."), ("canada", "Ottawa"),
    ("mexico", "Mexico City"), ("cuba", "Havana"), ("jamaica", "Kingston"), ("brazil", "Brasília"), ("argentina", "Buenos Aires"),
    ("chile", "Santiago"), ("peru", "Lima"), ("colombia", "Bogotá"), ("japan", "Tokyo"), ("china", "Beijing"),
    ("south korea", "Seoul"), ("korea", "Seoul"), ("taiwan", "Taipei"), ("india", "New Delhi"), ("pakistan", "Islamabad"),
    ("bangladesh", "Dhaka"), ("nepal", "Kathmandu"), ("thailand", "Bangkok"), ("vietnam", "Hanoi"), ("indonesia", "Jakarta"),
    ("malaysia", "Kuala Lumpur"), ("philippines", "Manila"), ("australia", "Canberra"), ("new zealand", "Wellington"),
    ("egypt", "Cairo"), ("morocco", "Rabat"), ("kenya", "Nairobi"), ("nigeria", "Abuja"), ("ghana", "Accra"),
];

/// The languages of the columns below.
const LANGUAGES: [&str; 6] = ["french", "spanish", "german", "italian", "portuguese", "japanese"];
/// What is said at home, in each of them.
#[rustfmt::skip]
const SAID: [(&str, [&str; 6]); 17] = [
    ("hello", ["Bonjour", "Hola", "Hallo", "Ciao", "Olá", "Konnichiwa"]),
    ("hi", ["Salut", "Hola", "Hallo", "Ciao", "Oi", "Yaa"]),
    ("good morning", ["Bonjour", "Buenos días", "Guten Morgen", "Buongiorno", "Bom dia", "Ohayō"]),
    ("good night", ["Bonne nuit", "Buenas noches", "Gute Nacht", "Buonanotte", "Boa noite", "Oyasumi"]),
    ("goodnight", ["Bonne nuit", "Buenas noches", "Gute Nacht", "Buonanotte", "Boa noite", "Oyasumi"]),
    ("goodbye", ["Au revoir", "Adiós", "Auf Wiedersehen", "Arrivederci", "Adeus", "Sayōnara"]),
    ("thank you", ["Merci", "Gracias", "Danke", "Grazie", "Obrigado", "Arigatō"]),
    ("thanks", ["Merci", "Gracias", "Danke", "Grazie", "Obrigado", "Arigatō"]),
    ("please", ["S'il te plaît", "Por favor", "Bitte", "Per favore", "Por favor", "Onegai"]),
    ("sorry", ["Pardon", "Lo siento", "Entschuldigung", "Scusa", "Desculpa", "Gomen ne"]),
    ("i love you", ["Je t'aime", "Te quiero", "Ich liebe dich", "Ti voglio bene", "Amo-te", "Daisuki"]),
    ("family", ["La famille", "La familia", "Die Familie", "La famiglia", "A família", "Kazoku"]),
    ("yes", ["Oui", "Sí", "Ja", "Sì", "Sim", "Hai"]),
    ("no", ["Non", "No", "Nein", "No", "Não", "Iie"]),
    ("cat", ["Le chat", "El gato", "Die Katze", "Il gatto", "O gato", "Neko"]),
    ("dog", ["Le chien", "El perro", "Der Hund", "Il cane", "O cão", "Inu"]),
    ("happy birthday", ["Joyeux anniversaire", "Feliz cumpleaños", "Alles Gute zum Geburtstag", "Buon compleanno", "Feliz aniversário", "Tanjōbi omedetō"]),
];

/// Words that are all in the question, and what is so.
#[rustfmt::skip]
const KNOWN: [(&[&str], &str); 24] = [
    (&["far", "moon"], "About 384,000 kilometres"), (&["far", "sun"], "About 150 million kilometres"),
    (&["many", "days", "year"], "365, and one more in a leap year"), (&["many", "weeks", "year"], "52"),
    (&["many", "hours", "day"], "24"), (&["many", "minutes", "hour"], "60"), (&["many", "seconds", "minute"], "60"),
    (&["many", "days", "week"], "Seven"), (&["many", "months", "year"], "Twelve"), (&["many", "planets"], "Eight"),
    (&["many", "continents"], "Seven, as most count them"), (&["many", "legs", "spider"], "Eight"),
    (&["many", "legs", "insect"], "Six"), (&["many", "letters", "alphabet"], "26"),
    (&["tallest", "mountain"], "Mount Everest"), (&["highest", "mountain"], "Mount Everest"),
    (&["largest", "ocean"], "The Pacific"), (&["biggest", "ocean"], "The Pacific"), (&["biggest", "animal"], "The blue whale"),
    (&["largest", "animal"], "The blue whale"), (&["fastest", "animal"], "The cheetah, on land"),
    (&["tallest", "animal"], "The giraffe"), (&["painted", "mona lisa"], "Leonardo da Vinci"),
    (&["wrote", "romeo"], "Shakespeare"),
];

/// What is asked for of these.
pub fn of(text: &str) -> Option<Asked> {
    if OWN_WORK.is_match(text) {
        return Some(Asked::NotTold);
    }
    if let Some(found) = SAY.captures(text)
        && let Some(column) = LANGUAGES.iter().position(|language| *language == found[2].to_lowercase())
    {
        let phrase = found[1].trim().to_lowercase();
        let said = SAID.iter().find(|(known, _)| *known == phrase).map(|(_, said)| said[column]);
        return Some(said.map_or(Asked::NoWord, |said| Asked::Fact(said.to_owned())));
    }
    if let Some(found) = CAPITAL.captures(text) {
        let country = found.get(1).or_else(|| found.get(2))?.as_str().trim().to_lowercase();
        let country = country.rsplit(" of ").next().unwrap_or(&country).trim_start_matches("the ");
        let known = CAPITALS.iter().find(|(known, _)| *known == country);
        return known.map(|(_, capital)| Asked::Fact((*capital).to_owned()));
    }
    let kinds = [
        (&*CLOCK, Asked::Clock),
        (&*TODAY, Asked::Today),
        (&*NICE, Asked::Nice),
        (&*SONG, Asked::Song),
        (&*STORY, Asked::Story),
    ];
    if let Some((_, asked)) = kinds.into_iter().find(|(pattern, _)| pattern.is_match(text)) {
        return Some(asked);
    }
    let lower = text.to_lowercase();
    let asks = lower.contains('?') || ["how ", "what", "who", "which"].iter().any(|word| lower.contains(word));
    let word = |word: &&str| lower.contains(*word);
    let fact = KNOWN.iter().filter(|_| asks).find(|(words, _)| words.iter().all(word));
    fact.map(|(_, fact)| Asked::Fact((*fact).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_things_are_known() {
        for (asked, fact) in [
            ("whats the capital of france", "Paris"),
            ("What is the capital of the Netherlands?", "Amsterdam"),
            ("say good night in french", "Bonne nuit"),
            ("how do you say thank you in Italian?", "Grazie"),
            ("how far is the moon", "About 384,000 kilometres"),
        ] {
            assert_eq!(of(asked), Some(Asked::Fact(fact.into())), "{asked}");
        }
        for (asked, what) in [
            ("what time is it", Asked::Clock),
            ("what day is it today", Asked::Today),
            ("tell me something nice", Asked::Nice),
            ("sing me a song", Asked::Song),
            ("tell us a bedtime story", Asked::Story),
            ("say serendipity in french", Asked::NoWord),
            ("what do i do for work", Asked::NotTold),
        ] {
            assert_eq!(of(asked), Some(what), "{asked}");
        }
        for other in [
            "what time are we going?",
            "say hello to Ken",
            "what day shall we go",
            "tell me something about the zoo",
            "what's the capital letter for",
            "we met in Paris",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
