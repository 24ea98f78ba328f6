//! English words.

use super::Dimension::{Agreeableness, Conscientiousness, Extraversion, Neuroticism, Openness};
use super::{TraitWord, high, low};

/// Words for a person's character.
pub const TRAITS: &[TraitWord] = &[
    high("cheerful|cheery|bubbly", Extraversion),
    high("sociable|social|people person", Extraversion),
    high("outgoing|out going", Extraversion),
    high("extrovert(?:ed)?|extravert(?:ed)?", Extraversion),
    high("energetic|lively|active|talkative|chatty", Extraversion),
    high("friendly|fun-loving", Extraversion),
    low("quiet", Extraversion),
    low("introvert(?:ed)?", Extraversion),
    low("shy|reserved|timid", Extraversion),
    low("homebody|loner", Extraversion),
    high("orderly|organi[sz]ed|tidy|neat", Conscientiousness),
    high("responsible|reliable|dependable", Conscientiousness),
    high("hard-?\\s?working|diligent|disciplined", Conscientiousness),
    high("punctual|meticulous|perfectionist|conscientious", Conscientiousness),
    high("serious|planner", Conscientiousness),
    low("messy|disorgani[sz]ed|lazy|procrastinat\\w+|chaotic", Conscientiousness),
    high("kind|kind-?hearted", Agreeableness),
    high("caring|considerate|thoughtful", Agreeableness),
    high("gentle|warm|warm-?hearted|sweet|generous", Agreeableness),
    high("helpful|empathetic|compassionate|supportive|patient", Agreeableness),
    low("stubborn|selfish|argumentative|short-?tempered", Agreeableness),
    high("curious|inquisitive", Openness),
    high("creative|imaginative|artistic", Openness),
    high("adventurous|open-?minded", Openness),
    low("conventional|old-?fashioned", Openness),
    low("calm|laid-?\\s?back|easy-?\\s?going|relaxed|chill", Neuroticism),
    low("optimist(?:ic)?|positive", Neuroticism),
    low("level-?headed|even-?tempered", Neuroticism),
    high("anxious|nervous", Neuroticism),
    high("careful|cautious", Neuroticism),
    high("worrier|worry|sensitive", Neuroticism),
    high("pessimist(?:ic)?|moody|over-?think\\w*", Neuroticism),
];

/// Character of another person that says nothing about the Big Five.
#[rustfmt::skip]
pub const TEMPERAMENT: &[&str] = &[
    "funny", "humou?r", "witty", "smart", "intelligent", "loyal", "honest", "loving", "romantic", "playful",
    "confident", "strong-willed", "silly", "goofy", "down to earth", "down-to-earth", "passionate", "ambitious",
    "sarcastic", "makes me laugh", "mature", "affectionate", "charming", "goofball", "easy to talk to", "nerdy",
    "geeky", "personality", "tempered", "heart of gold", "good listener", "laughs?", "bright", "brave", "clever",
];

/// What a face and a figure are described by.
#[rustfmt::skip]
pub const LOOKS: &[&str] = &[
    "hair(?:ed)?", "eyes?", "eyed", "face", "faced", "tall", "short", "slim", "thin", "slender", "petite", "curvy",
    "athletic", "muscular", "freckles?", "freckled", "beard", "bearded", "moustache", "mustache", "smile", "glasses",
    "blonde?", "brunette", "redhead", "ginger", "skin", "skinned", "cute", "handsome", "pretty", "beautiful",
    "good-?looking", "attractive", "gorgeous", "nose", "dimples?", "curly", "bald", "lashes", "eyebrows", "brows",
    "cheeks", "cheekbones", "jaw(?:line)?", "lips", "chubby", "build", "tattoos?", "looks like", "stubble", "bangs",
    "ponytail", "tanned", "height", "\\d'\\d+", "feet", "\\d ?cm", "fit",
];

/// Cities and countries that need no other hint to be known as places.
#[rustfmt::skip]
pub const PLACES: &[&str] = &[
    "tokyo", "osaka", "kyoto", "yokohama", "nagoya", "sapporo", "fukuoka", "kobe", "hiroshima", "sendai", "okinawa",
    "nara", "japan", "new york", "new york city", "nyc", "los angeles", "la", "san francisco", "sf", "chicago",
    "boston", "seattle", "austin", "houston", "dallas", "miami", "denver", "portland", "philadelphia", "atlanta",
    "san diego", "las vegas", "brooklyn", "texas", "california", "florida", "ohio", "michigan", "oregon",
    "washington", "colorado", "london", "manchester", "birmingham", "leeds", "liverpool", "bristol", "edinburgh",
    "glasgow", "dublin", "cork", "belfast", "cardiff", "paris", "lyon", "marseille", "berlin", "munich", "hamburg",
    "cologne", "frankfurt", "vienna", "zurich", "geneva", "rome", "milan", "madrid", "barcelona", "lisbon", "porto",
    "amsterdam", "rotterdam", "brussels", "copenhagen", "stockholm", "oslo", "helsinki", "warsaw", "prague",
    "budapest", "athens", "istanbul", "moscow", "kyiv", "dubai", "tel aviv", "cairo", "lagos", "nairobi", "cape town",
    "johannesburg", "mumbai", "delhi", "bangalore", "singapore", "hong kong", "shanghai", "beijing", "seoul",
    "taipei", "bangkok", "manila", "jakarta", "sydney", "melbourne", "brisbane", "perth", "auckland", "wellington",
    "toronto", "vancouver", "montreal", "ottawa", "calgary", "mexico city", "sao paulo", "buenos aires", "england",
    "scotland", "ireland", "wales", "france", "germany", "spain", "italy", "canada", "australia", "new zealand",
    "india", "china", "korea", "usa", "us", "uk", "brazil", "mexico", "netherlands", "sweden", "norway", "denmark",
    "finland", "poland", "switzerland", "austria", "portugal", "the netherlands", "thailand", "vietnam",
    "the philippines", "the uk", "the us", "the usa", "nigeria", "kenya", "south africa",
];

/// What may follow a city and a comma.
pub const REGIONS: &str = "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|[A-Z]{2}|ontario|quebec|british columbia|england|scotland|wales|ireland|france|germany|spain|italy|canada|australia|new zealand|india|china|japan|korea|usa|uk|the uk|brazil|mexico|the netherlands|netherlands|sweden|norway|denmark|finland|poland|switzerland|austria|portugal|nigeria|kenya|south africa";

/// Where the name of a place ends.
#[rustfmt::skip]
pub const AFTER_PLACE: &[&str] = &[
    "with", "w", "and", "but", "who", "where", "now", "right", "for", "since", "my", "because", "by", "as", "at",
    "currently", "these", "though", "so", "i", "i'm", "im", "we", "alone", "which", "that", "it", "it's", "these",
    "atm", "though", "too", "married", "single", "working", "is", "was", "all", "together", "originally", "from",
    "thanks", "please", "actually", "not", "female", "male", "he", "she",
];

/// Names that are also words when they are not capitalised.
pub const NAMES_BY_CAPITAL: &[&str] = &["Will"];

/// Capitalised or bare words that are no place and no name.
#[rustfmt::skip]
pub const NOT_NAMES: &[&str] = &[
    "bonjour", "hola", "ciao", "hallo", "aloha", "namaste", "konnichiwa", "konbanwa", "salut", "greetings", "morning",
    "i", "i'm", "im", "a", "an", "the", "and", "or", "my", "our", "we", "we'd", "we're", "he", "she", "his", "her",
    "hers", "him", "they", "their", "it", "it's", "its", "you", "your", "me", "yes", "yeah", "yep", "yup", "no",
    "nope", "nah", "not", "ok", "okay", "sure", "hi", "hello", "hey", "thanks", "thank", "please", "well", "so", "um",
    "uh", "hmm", "oh", "actually", "sorry", "maybe", "perhaps", "probably", "one", "two", "three", "four", "five",
    "girl", "girls", "boy", "boys", "daughter", "daughters", "son", "sons", "child", "children", "kid", "kids",
    "twin", "twins", "baby", "babies", "name", "named", "names", "called", "would", "like", "love", "want", "have",
    "has", "had", "is", "are", "be", "been", "was", "were", "will", "could", "should", "might", "must", "for", "with",
    "to", "of", "in", "on", "at", "by", "from", "as", "but", "if", "then", "just", "only", "also", "both", "either",
    "neither", "each", "some", "any", "all", "none", "nothing", "anything", "whatever", "skip", "pass", "next",
    "choose", "pick", "decide", "surprise", "male", "female", "man", "woman", "guy", "lady", "married", "single",
    "dating", "divorced", "engaged", "partner", "wife", "husband", "girlfriend", "boyfriend", "fiance", "fiancee",
    "older", "younger", "oldest", "youngest", "first", "second", "third", "eldest", "little", "big", "healthy",
    "happy", "hopefully", "ideally", "someday", "don't", "dont", "do", "does", "did", "can", "cant", "can't", "that",
    "that's", "thats", "this", "those", "these", "there", "what", "who", "when", "where", "why", "how", "hera",
    "goddess", "god", "think", "guess", "know", "idk", "dunno", "really", "very", "quite", "pretty", "too", "more",
    "most", "less", "than", "good", "nice", "great", "fine", "cool", "lol", "haha", "am", "let's", "lets", "us", "go",
    "going", "secret", "private", "unknown", "undecided", "yet", "still", "now", "later", "same", "other", "another",
    "wait", "mr", "mrs", "ms", "dr", "someone", "somebody", "everyone", "person", "people", "human", "old", "years",
    "year", "yes!", "respectively", "maybe", "test", "help", "stop", "pizza", "weather", "football", "cat", "dog",
    "dad", "mom", "mum", "mother", "father", "brother", "sister", "instead", "change", "mistake", "oops", "new",
    "tall", "short", "kids'", "boy's", "girl's", "i'd", "i'll", "i've", "he's", "she's", "they're", "they'd", "we'll",
    "we've", "after", "because", "since", "while", "about", "into", "up", "down", "out", "over", "expecting",
    "hoping", "due", "every", "day", "time", "bye", "reliable", "income", "age", "gender", "location", "salary",
    "enby", "nonbinary", "non-binary", "nb", "unemployed", "retired", "student", "teacher", "nurse", "engineer",
    "lawyer", "doctor", "developer", "designer", "chef", "writer", "artist", "accountant", "manager",
];
