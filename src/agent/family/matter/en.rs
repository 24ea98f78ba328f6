//! What messages in English are about.

use super::Patterns;
use crate::agent::hera::text::patterns;

patterns! {
    CALLS = r"(?i)\b(?:can|do) you (?:all )?hear (?:me|us)\b|\b(?:are )?you (?:still )?(?:there|here|around|awake|listening)\?|\banybody (?:there|home|here)\b|\banyone (?:there|home|here)\b|^(?:hello|knock knock|roll call|testing)\?";
    SAME = r"(?i)^(?:(?:tell (?:me|us) |ok |haha |lol )?(?:another|one more|again)(?: one)?(?:,? (?:please|pls))?[.!]*$)|^(?:and|what about|how about|same (?:question )?(?:for|to)|now)?,? ?(?:you|yours?|yourself)(?: too| both)?,? ?\??$|^same question|^(?:and|what about|how about) ?,? ?\?*$|\bwhat about you\b|\band (?:you|yours)\?";
    REAL = r"(?i)\b(?:are|r) (?:you|u|any of you|they|these people)(?: all| guys| even)? (?:a |an |just |only |really |actually |nothing but )*(?:real|human|humans|ai|bots?|robots?|programs?|computers?|people|alive|imaginary|made up|chatgpt|machines?)\b|\b(?:you|you're|you are|they're)(?: all| guys)? (?:don'?t|do not|not) (?:really |actually )?(?:exist|real)\b|\bdo you (?:really |actually )?exist\b|\bwho(?:'s| is| am i) (?:actually |really )?(?:answering|talking|typing|writing|talking to|behind)\b|\b(?:is|am i talking to) (?:this|it|there|somebody|someone|a) (?:a |an )?(?:real |actual )?(?:human|person|bot|ai|program|machine)\b|\bhow do you work\b|\byou(?:'re| are) (?:only|just) (?:a |an )?(?:ai|bot|program|computer|code|machine|made up|imaginary)\b";
    PLACE = r"(?i)\bwhere (?:are|r|were|was it|is it|do|did|shall|will|'re) (?:we|that we)?\b ?(?:all )?(?:off to|going|go|heading|headed|bound|travelling|traveling|driving|flying)?(?: again| then| now)?\?*$|\bwhere (?:are|were) we (?:off|going|heading|headed)\b|\bwhat(?:'s| is| was) (?:the|our) (?:destination|place|town|city)\b|\b(?:which|what) (?:town|city|place|beach|country|zoo|museum) (?:am i|i'm|are we|we're|is it|was it|do we|did we|were we)\b|\bremind me where\b|\bwhere we(?:'re| are| were) (?:all )?(?:off|going|heading|headed)\b|\bwhere did we (?:say|decide|settle|agree)\b";
    WHAT = r"(?i)\bwhat (?:are|were|do|will|shall|did|was it) we (?:all )?(?:going to |gonna |plan(?:ning)? to |say we'?d |want to |supposed to |decide to )?(?:do|be doing|doing|plan|planning|planned|get up to|decide|up to)\b|\bwhat(?:'s| is| was) (?:the|our) (?:plan|program(?:me)?|schedule|itinerary|agenda)\b|\bwhat(?:'s| is) (?:on the|planned)\b|\bremind me what we\b|\bwhat we(?:'re| are| were) (?:all )?(?:going to |gonna )?(?:do|doing|planning)\b|\bwhat do we have planned\b|\b(?:sum|recap|summari[sz]e)\b.*\b(?:plan|trip|outing|day)\b|\bread (?:me )?the (?:plan|list)\b";
    MY_NAME = r"(?i)\bwhat did you (?:just |all |both )?call me\b|\b(?:what(?:'s| is| was)|do you (?:even |still )?(?:know|remember)|who am|say|tell me|remember) (?:my name|i|who i am)\b|\bwhat am i called\b";
    ASKS_PLACE = r"(?i)\bwhere (?:shall|should|could|can|would you(?: all| guys)? (?:like|want|love)(?: to)?|do you(?: all| guys)? want(?: to)?|might) (?:we )?(?:all )?(?:go|be|travel|visit|head)?\b|\b(?:any|got any|have you (?:got )?(?:any|an)) (?:ideas?|suggestions?|wishes)\b|\bwhere to\b|\b(?:suggest|pick|choose|name|recommend) (?:a|some|any) (?:place|destination|where|town|city)\b|\bwhere (?:do|would) you (?:fancy|like|want)";
    RECALLS = r"(?i)\b(?:what|which|who|where|when)\b.*\b(?:again|did (?:i|you|he|she|we|they|\w+) (?:say|tell|mention|call|want|choose|pick|name)|was it\s+(?:again|that|i|you|he|she|\w+))|\b(?:what|which|who|where|when)\b.{0,16}\b(?:was|were|did|am|will|would) i\b|^and (?:me|mine)\?*$|\bdo you (?:still )?remember\b|\bremind (?:me|us)\b|\bremember (?:what|when|who|where|my)\b|\bwhat did (?:i|we) (?:say|burn|tell|want|ask|mention|eat|do|have|call|choose|lose|buy)\b|\bwhat did (?:you|he|she|they) (?:say|tell|mention|call|choose)\b|\bwhat (?:was|were) (?:in|on|it|the (?:thing|name|one|game|word|number|other))\b.*|\bi(?:'ve| have) (?:already )?(?:forgotten|forgot)\b|\bwhat were we (?:talking|saying)\b|\bearlier\b.*\?|\bsay (?:it|that|the .+) again\b|\bwhat had i\b";
    MOOD = r"(?i)\b(?:are|r|were|is|was) (?:you|u|he|she|everyone|everybody|you all|you two|you both|you guys|the kids)(?: all| both| two)? (?:\w+ )?(?:ok|okay|alright|all right|fine|well|angry|mad|upset|cross|sad|tired|sleepy|hungry|thirsty|cold|hot|scared|afraid|happy|bored|jealous|nervous|excited|hurt|sick|ill|worried|disappointed|fighting|sulking|busy|proud)\b|\bhow (?:are|r) (?:you|u|things|everyone|we|you all|you guys|y'all)\b|\bhow(?:'s| is) (?:it going|everyone|everybody|life|my)\b|\bwhat'?s (?:wrong|the matter|up)\b|\byou(?:'re| are) (?:so |very |awfully )?(?:quiet|silent)\b|\bstill (?:mad|angry|upset|against)\b|\bhow (?:do|did) you (?:all )?(?:feel|sleep)\b|\b(?:did|have) you (?:all )?(?:sleep|slept)\b";
    JOKE = r"(?i)\b(?:tell|know|got|say|hear|another|do you have|give)\b.*\b(?:joke|riddle|something funny|pun)\b|^(?:a |another )?joke\b|\bmake me laugh\b";
    ORDERS = r"(?i)^(?:now |please |then |right,? |ok(?:ay)?,? |come on,? |hey,? )*(?:put|stop|start|try|teach|taste|own up|come|go and|go to|sit|stand|bring|take|give|show|say|sing|dance|draw|help|wait|hold|pass|close|open|clean|tidy|wash|brush|hurry|quiet|hush|listen|look|let (?:me|him|her|your)|don'?t|be|get|turn|leave|finish|eat|drink|ask|tell (?:me|us|your|him|her)|no (?:cheating|running|fighting|shouting)|rate|read|count|guess|watch|phone down|boots off|shoes off|give me|make|call|check|keep|move|share|smile|run|jump|drop)\b|\b(?:off|down|away)!|\bplease[.!]?$|\b(?:can|could|would|will) you (?:please )?(?:put|stop|help|bring|come|pass|give|get|take|show|sing|dance|draw|clean|tidy|wash|teach|hold|open|close|wait|let|tell|read|do|make)\b|\byou(?:'re| are) the \w+\b";
    PROMISES = r"(?i)\bpromise\b|\bdeal\?|\bswear\b|\bpinky\b";
    SORRY = r"(?i)\b(?:i'?m |so |really |very )?sorry\b|\bmy (?:bad|fault)\b|\bi apologi[sz]e\b|\bforgive me\b|\bdon'?t be (?:mad|angry|cross|upset)\b";
    PRAISES = r"(?i)\b(?:well done|good (?:job|girl|boy|kid|answer|one|work)|great (?:job|answer|work)|proud of you|you(?:'re| are) (?:so |such |the |very |really )?(?:a |an )?(?:cute|sweet|clever|smart|funny|kind|great|amazing|wonderful|lovely|brilliant|beautiful|best|good|angel|star|genius)|bravo|nice one|atta(?:boy|girl)|ten out of ten|good thinking|nailed it|impressive|clever (?:girl|boy|you))\b";
    LOVES = r"(?i)\b(?:love|miss|adore) (?:you|u|ya|y'all|you all|you guys|you two)\b|\bhugs?\b|\bkiss(?:es)?\b|\bxoxo\b|<3";
    JESTS = r"(?i)\b(?:just |only )?(?:kidding|joking|teasing|messing)\b|\bha(?:ha)+\b|\blo+l\b|\blmao\b|\bha[,!]|^ha\b|\byou (?:auld|old) \w+\b|\bbankrupt\b|\byou(?:'re| are) (?:hilarious|killing me|funny)\b|\bmade me laugh\b|\bfibbing\b|\bcheeky\b";
    WEATHER = r"(?i)\b(?:it'?s |is it |so |such |still |lovely |nice |awful |what )*(?:rain(?:ing|y|s)?|pouring|snow(?:ing|s|y)?|sunny|cloudy|windy|stormy|foggy|freezing|boiling|weather|forecast|heatwave|sunshine|thunderstorm|drizzling)\b";
    HOME = r"(?i)^(?:hi,? |hello,? |hey,? )?(?:i'?m|am|we'?re|mum'?s|mom'?s|dad'?s) (?:home|back)\b|^home!|^(?:yo|oi|hola|hey|hiya?|evening|well)?[,! ]*(?:\w+ ){0,2}(?:i'?m|im|reached|finally|just got|just|am|(?:mummy|mommy|mum|mom|daddy|dad)(?:'s| is)) ?(?:got |in |finally )*h?(?:ho+me|back home)\b|^(?:av |i'?ve )?jist got in\b";
    NIGHT = r"(?i)\bgood ?night\b|\bsleep (?:tight|well)[^?]*$|\bbedtime\b|\bsweet dreams\b|\bnight[ -]night\b|^(?:(?:ok(?:ay)?|aight|alright|right|well|so|anyway)[,. ]+)*(?:g'?n|g'?night|nighty?|nite)(?:[,. ]+(?:all|everyone|guys|legends|loves?|you (?:two|all|lot|guys)|both|my \w+|fam|babies))*[.! ]*$|\b(?:slaap lekker|buenas noches|bonne nuit|gute nacht|buona notte|boa noite|o[ií]che mhaith|dobranoc|god natt)\b|\b(?:i'?m|am) (?:off|going|away) to (?:my )?bed\b";
    // Something has gone wrong.
    MISHAP = r"(?i)\b(?:fell|hurts?|bruised|twisted|broke|broken|lost|missed|failed|quit|fired|laid off|burn(?:ed|t)|spilled|spilt|crashed|stolen|robbed|sick|fever|flu|ruined|cancel(?:led|ed)|stuck|leak(?:ing|s|ed)?|flat tyre|flat tire|sprained|bleeding|sore|headache|toothache|written up|told off|scolded|in trouble|rejected|dumped|overslept|soaked|exhausted|cut my|hit my)\b";
    // Have they done it, will they, and is something wrong with the person?
    DEEDS = r"(?i)\b(?:did|have|had|has) (?:you|u|he|she|they|everybody|everyone|anyone|anybody|the \w+|my \w+)\b.*\?";
    WILL = r"(?i)\b(?:will you|would you|are you (?:all |both |two )?(?:coming|in|ready|up for|going)|you coming|do you (?:all )?(?:want|fancy)|want to|wanna|shall (?:we|i)|can (?:we|i)|could (?:we|i)|may i|should (?:we|i)|care to|fancy|okay if|is it (?:ok|okay|all right) if)\b.*\?|\b(?:ready|okay|ok|all right|alright|right|yes|agreed)\?$";
    DOUBTS = r"(?i)\b(?:am i|was i|were we|are we|is it|is that|did i|do i) (?:being |too |so |really |such |just )*(?:a )?(?:wrong|weird|strange|odd|bad|silly|selfish|harsh|stupid|old|late|terrible|failure|overreact|mess|much|boring|annoying)\w*\b|\bmy fault\?";
    ASKS = r"(?i)\?|^(?:what|who|where|when|why|how|which|whose|do|does|did|are|is|was|were|can|could|would|will|shall|should|have|has|am|may|tell me|colder|warmer|wrong|try again)\b|\briddle\b|^(?:ok(?:ay)? |right |so )?knock,? knock\b|\b(?:guess (?:what|who|where|which|how)|ask (?:me|us) (?:anything|something|a question)|you may ask|rate)\b";
    // What sounds like a question, and tells.
    TELLS = r"(?i)^(?:what (?:a|an)\b|how (?:nice|lovely|sweet|kind|wonderful|beautiful|cute|good|funny|strange)\b)[^?]*$";
    PLAYS = r"(?i)\b(?:arm[- ]?wrestl\w+|thumb war|rock,? paper,? scissors|hide and seek|i spy|charades|tic[- ]tac[- ]toe|noughts and crosses|pillow fight|staring contest|word chain|twenty questions|20 questions|simon says|let'?s (?:all )?play (?:cards|chess|uno|a game|a board game|something|checkers|tag))\b";
    OR = r"(?i)([\w' -]{2,40}?),? or (?:is it |maybe |perhaps |just |rather |would you rather )?([\w' -]{2,40}?)(?: first| better| best| more| instead| for .*| then| today| tonight)?(?:\?|$)";
    OR_LEADS = r"(?i)^(?:.*\b(?:is it|do you (?:like|want|prefer)|would you (?:like|rather|prefer)|prefer|you like|rather|want|like|better|best|which|say|shall we|should we|should i|have|take|go|be|eat|drink|see|watch|the)\b)?\s*(?:first|a|an|the|to)?\s*";
}

/// Whether somebody is to play what is played at home.
pub fn plays(text: &str) -> bool {
    PLAYS.is_match(text)
}

pub fn patterns() -> Patterns {
    Patterns {
        calls: &CALLS,
        same: &SAME,
        real: &REAL,
        place: &PLACE,
        what: &WHAT,
        my_name: &MY_NAME,
        asks_place: &ASKS_PLACE,
        recalls: &RECALLS,
        mood: &MOOD,
        joke: &JOKE,
        orders: &ORDERS,
        promises: &PROMISES,
        sorry: &SORRY,
        praises: &PRAISES,
        loves: &LOVES,
        jests: &JESTS,
        weather: &WEATHER,
        home: &HOME,
        night: &NIGHT,
        mishap: &MISHAP,
        deeds: &DEEDS,
        will: &WILL,
        doubts: &DOUBTS,
        asks: &ASKS,
        tells: &TELLS,
    }
}

/// The things of which one is to be chosen: "the carousel or the swings?"
pub fn choices(text: &str) -> Vec<String> {
    let Some(found) = OR.captures(text) else { return Vec::new() };
    let of = |group: usize| {
        let words = found.get(group).map_or("", |words| words.as_str());
        let words = words.rsplit([',', '.', '!', ';', ':']).next().unwrap_or(words);
        let words = OR_LEADS.replace(words.trim(), "");
        words.trim().trim_end_matches(" first").to_owned()
    };
    let choices: Vec<String> = [of(1), of(2)].into();
    let none = ["not", "what", "no", "so", "nothing", "something", "two", "else"];
    let fits = |choice: &String| !choice.is_empty() && !none.contains(&choice.to_lowercase().as_str());
    if choices.iter().all(fits) { choices } else { Vec::new() }
}
