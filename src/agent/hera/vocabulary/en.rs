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
    "geeky", "broad-?minded", "cool-?headed", "hot-?headed", "headstrong", "easy to please", "no-nonsense", "blunt", "straight-?forward",
    "happy-?go-?lucky", "jolly", "homely", "cheeky", "fiery", "feisty", "clumsy", "forgetful", "impatient", "jealous", "proud", "humble",
    "polite", "modest", "grumpy", "mad", "bonkers", "daft", "bit crazy", "crazy", "weird", "quirky", "eccentric", "dramatic", "bossy", "stroppy", "nosy", "fussy", "dry wit", "sharp tongue", "soft-?hearted", "tender-?hearted", "good-?natured", "cheerful", "personality", "tempered", "heart of gold", "good listener", "laughs?", "bright", "brave", "clever",
];

/// What a face and a figure are described by.
#[rustfmt::skip]
pub const LOOKS: &[&str] = &[
    "laugh lines|braids?|dreadlocks|buzz ?cut|man bun",
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
    "currently", "last", "recently", "lately", "yesterday", "these", "though", "so", "i", "i'm", "im", "we", "alone",
    "which", "that", "it", "it's", "atm", "too", "married", "single", "working", "is", "was", "all", "together", "originally", "from",
    "thanks", "please", "actually", "not", "nobody", "people", "everyone", "everybody", "they", "you", "here", "there", "female", "male", "he", "she",
];

/// Names that are also words when they are not capitalised.
#[rustfmt::skip]
pub const NAMES_BY_CAPITAL: &[&str] = &["Will", "April", "May", "June", "August", "Si", "Mo", "Ty", "Bo"];

/// Names that are also words, where the words around them leave no doubt that they are names.
#[rustfmt::skip]
pub const HOMONYMS: &[&str] = &[
    "can", "will", "hope", "april", "may", "june", "august", "joy", "grace", "faith", "rose", "summer", "autumn", "dawn",
    "ash", "art", "rich", "miles", "mark", "bill", "frank", "grant", "chase", "drew", "pat", "sky", "river", "rain",
    "star", "honey", "happy", "sunny", "melody", "harmony", "serenity", "destiny", "precious", "blessing", "patience",
    "gift", "cash", "king", "prince", "princess", "reed", "wade", "heath", "cliff", "glen", "dale", "lane", "brook",
    "basil", "sage", "olive", "clay", "stone", "cannon", "hunter", "mason", "cooper", "parker", "taylor", "jay", "ray",
    "moon", "dream", "true", "major", "noble", "royal", "win",
];

/// Capitalised or bare words that are no place and no name.
#[rustfmt::skip]
pub const NOT_NAMES: &[&str] = &[
    "tbd", "tba", "tbc", "allah", "insha'allah", "insh'allah", "inshaallah", "inshalla", "inshallah", "mashallah", "masha'allah", "alhamdulillah", "bismillah", "salaam", "salam", "lord", "jesus",
    "po", "opo", "b'y", "bahala", "idm", "idc", "transwoman", "transman", "onnanoko", "otokonoko", "musume", "musuko", "namae", "hitori", "futari", "ga", "wa", "desu",
    "completed", "turned", "phew", "ah", "aha", "amen", "eish", "mahalo", "gender", "any", "each", "lad", "lass", "bloke", "fella", "that'd",
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

/// Words that stand with a capital at the head of a sentence, or where a name might, and are none.
#[rustfmt::skip]
pub const WORDS: &[&str] = &[
    "again", "ah", "aha", "ahm", "alas", "almost", "alright", "although", "always", "amen", "anyway", "apparently", "around",
    "asking", "basically", "before", "between", "bit", "brilliant", "call", "certainly", "cheers", "clearly", "come",
    "currently", "depends", "definitely", "easy", "eh", "else", "enough", "especially", "exactly", "family", "fair",
    "few", "finally", "forgot", "frankly", "generally", "gentle", "got", "hang", "happily", "hold", "honest", "honestly",
    "hyphen", "imagine", "indeed", "it", "kids", "last", "letters", "literally", "long", "look", "lots", "make", "married",
    "mine", "mostly", "much", "myself", "naturally", "need", "needed", "never", "normally", "nobody", "nickname", "number",
    "obviously", "often", "once", "pet", "plain", "plainly", "prefer", "presumably", "right", "say", "see", "short", "shy",
    "simple", "simply", "single", "smart", "sort", "speaking", "spell", "spelled", "spelt", "strong", "such", "technically",
    "tell", "though", "thing", "through", "today", "tonight", "true", "truly", "ugh", "under", "unless", "until", "usually",
    "very", "want", "wants", "whole", "wow", "write", "written", "yours", "yo", "yikes", "absolutely", "accent", "after",
    "anonymous", "ask", "back", "bald", "between", "better", "beyond", "blonde", "brown", "busy", "calm", "chill", "dear",
    "declined", "done", "dots", "else", "english", "ever", "everything", "fella", "lad", "lass", "bloke", "forever",
    "friend", "full", "grown", "hair", "half", "hard", "here", "home", "hubby", "idea", "i'm", "keep", "kind", "knows",
    "late", "leave", "let", "live", "living", "loud", "man's", "mate", "means", "missus", "mind", "moment", "needs", "night",
    "o'clock", "oops", "ordinary", "own", "place", "point", "quick", "quiet", "ready", "redacted", "said", "says", "second",
    "sec", "seriously", "sharp", "silence", "silver", "sir", "something", "sometimes", "soft", "soon", "spelling", "sweet",
    "take", "talk", "thirty", "twenty", "try", "umm", "upon", "used", "warm", "way", "week", "weekend", "welcome", "went",
    "works", "world", "wrong", "yet", "young", "widowed", "widow", "widower", "separated", "asexual", "trans", "queer",
    "gay", "bi", "straight", "hungry", "tired", "bored", "afraid", "sure", "hers", "theirs", "its", "mum", "mama", "papa",
];

/// What is called out, in English and what people bring into it from elsewhere.
#[rustfmt::skip]
pub const INTERJECTIONS: &[&str] = &[
    "voilà", "voila", "scusa", "scusi", "perdón", "pardon", "merci", "gracias", "grazie", "danke", "dzięki", "tak", "sí",
    "si", "oui", "non", "nein", "ja", "jawohl", "nee", "da", "nyet", "eish", "aye", "och", "oi", "dang", "gosh", "whoa",
    "phew", "heh", "huh", "meh", "nah", "yay", "yikes", "oof", "welp", "ope", "blimey", "crikey", "cor", "ugh", "whew",
    "brah", "bro", "bruh", "dude", "mate", "man", "fam", "innit", "lah", "leh", "lor", "eh", "ay", "ey", "yo", "ooh",
    "aww", "aw", "ahem", "hmph", "psst", "shh", "tsk", "duh", "geez", "jeez", "damn", "heck", "hell", "shoot", "omg",
    "char", "charot", "chos", "haist", "sis", "bes", "btw", "imo", "tbh", "lol", "lmao", "rofl", "haha", "idk", "brb", "afk", "np", "thx", "ty", "pls", "plz", "gotcha",
    "amen", "hallelujah", "bravo", "cheers", "ciao", "adios", "sayonara", "aloha", "mahalo", "namaste", "inshallah",
    "wallah", "habibi", "ay caramba", "dios", "mio", "mon", "dieu", "gott", "zut", "alors", "bah", "pff", "pfft",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "christmas", "easter",
];

/// Where somebody is from, which is not what they are called.
#[rustfmt::skip]
pub const DEMONYMS: &[&str] = &[
    "american", "british", "english", "irish", "scottish", "welsh", "french", "german", "dutch", "belgian", "swiss",
    "austrian", "italian", "spanish", "portuguese", "polish", "czech", "slovak", "hungarian", "romanian", "bulgarian",
    "greek", "turkish", "russian", "ukrainian", "swedish", "norwegian", "danish", "finnish", "icelandic", "estonian",
    "latvian", "lithuanian", "canadian", "mexican", "brazilian", "argentinian", "chilean", "colombian", "peruvian",
    "cuban", "jamaican", "nigerian", "ghanaian", "kenyan", "ethiopian", "egyptian", "moroccan", "south", "israeli",
    "lebanese", "syrian", "iraqi", "iranian", "persian", "indian", "pakistani", "bangladeshi", "nepali", "sri", "thai",
    "vietnamese", "filipino", "filipina", "indonesian", "malaysian", "chinese", "japanese", "korean", "taiwanese",
    "australian", "kiwi", "samoan", "maori", "hawaiian", "african", "asian", "european", "latina", "latino", "hispanic",
    "jewish", "muslim", "catholic", "christian", "hindu", "buddhist", "black", "white", "northern", "southern", "texan",
    "londoner", "geordie", "scouse", "yorkshire", "basque", "catalan", "afghan", "serbian", "croatian", "bosnian",
];
