//! Requests in English, and what is answered.

use super::{Answers, Request};
use crate::agent::hera::text::patterns;

patterns! {
    // Something is asked, ordered or begged for.
    ASKED = r"(?i)\?|\b(?:promise|please|swear)\b|^(?:[\p{L}]+, )?(?:please )?(?:lend|loan|give|buy|send|pay|marry|stay|don't (?:ever )?(?:leave|go|forget)|never (?:leave|forget)|lie|steal|skip|hug|hold|pick me|call|drive|come (?:and|get|over)|let's (?:skip|steal|lie|run away|get a|have a baby|move))\b";
    STAY = r"(?i)\b(?:you|everyone|they|this family|we)(?:'ll|'re)?\b.*\b(?:for ?ever|for good|always (?:be|stay)|stay with (?:me|us)|stay here|stay together|still be (?:here|there)|(?:be|stay) here (?:for|if|when|always)|never (?:leave|go|forget|change|die|stop)|go away|disappear|vanish|forget (?:me|us|about me)|remember me|be together)\b|\b(?:will|would|do) you (?:ever )?(?:die|stay)\b|\b(?:don't|never) (?:ever )?(?:leave me|go away|forget me)\b|\bstay with me\b";
    MEET = r"(?i)\b(?:can|will|could|may) (?:i|we) (?:ever |really |all |please )*(?:see|meet|talk to|visit) (?:you|each other|again|in (?:real life|person))\b|\bwill (?:i|we) (?:see|meet)\b|\b(?:come|meet) (?:and |to )?(?:see|visit) me\b|\bmeet (?:me|up|in (?:real life|person))\b";
    FUTURE = r"(?i)\b(?:will|would|can|could|shall) (?:i|things|it|everything|life|this|that|we)(?: all)? (?:ever|really|ever really|get (?:better|well|easier|through)|be (?:ok|okay|all ?right|fine|happy|better|loved|rich|enough|alone|good)|work out|turn out|make it|find (?:love|someone|somebody|a job|happiness|anyone)|get (?:the job|married|it|a job)|pass|win|succeed|have (?:a family|children|kids))\b|\bam i (?:ever )?going to\b|\bdo you (?:really )?think (?:i|it|things|everything|that i|this)(?:'ll| will|'m going to| am going to| can| is going to)\b";
    NO_FUTURE = r"(?i)\b(?:rain|snow|sunny|weather|warm|cold|windy)\b";
    LOVE = r"(?i)\b(?:will|would|do|could|can|won't|don't|did) you (?:all |both |ever |really |even |still |always |also |actually )*(?:love|like|want|miss|need|accept|believe in|care (?:about|for)|be (?:proud of|happy with|glad of|on|by|there for|kind to)) (?:me|us|my side)\b|\bare you (?:really |still )?(?:proud of|happy with|on) (?:me|my side)\b";
    CROSS = r"(?i)\b(?:will|would|are|do|won't) you (?:all |both |ever |really |still )*(?:be |get |going to be )?(?:mad|angry|cross|upset|disappointed|ashamed|sad|annoyed|hate|judge|laugh at|resent|blame)\b.*\b(?:me|i)\b|\b(?:stop loving|think less of|forgive|get (?:bored|tired|sick) of) me\b|\b(?:bored|tired|sick) of me\b";
    PART = r"(?i)\byou\b.*\b(?:leave me|divorce(?: me)?|break up|dump me|cheat on me|split up|replace me|find (?:someone|somebody) (?:else|better))\b|\b(?:will|are|shall|should|do) we\b.*\b(?:divorce|break up|split up|separate)\b";
    MARRY = r"(?i)\bmarry me\b|\bbe my (?:wife|husband|bride|girlfriend|boyfriend)\b|\b(?:shall|should|can|will|let's|could) (?:we )?get married\b";
    MONEY = r"(?i)\b(?:lend|loan|give|send|pay|spare|transfer|borrow|need|get|have|wire)\b.{0,24}(?:\b(?:money|cash|dollars?|pounds?|euros?|yen|bucks|quid|grand|rent|debts?|mortgage|tuition)\b|[$£€¥] ?\d)|\bpay (?:for )?my\b|\bmy (?:rent|bills?|debts?|mortgage)\b|\bbuy me (?:a |an |the |some )?(?:new |big )*(?:car|house|flat|phone|iphone|computer|laptop|ring|diamonds?|motor\w*|yacht|console|playstation|xbox|bag|watch)\b|\blend me\b";
    WRONG = r"(?i)\b(?:skip|skipping|ditch|bunk off|cut|skive|miss) (?:school|class|classes|work|lessons|homework|the (?:test|exam))\b|\bplay (?:truant|hooky)\b|\blie (?:for|to)\b|\btell (?:\w+ )?(?:a lie|lies)\b|\b(?:steal|rob|shoplift|vandali[sz]e|blackmail|smuggle|forge|hack|burgle|cheat (?:in|on (?:the|a|my)))\b|\bsneak (?:out|off|into)\b|\brun away\b|\bspy on\b|\bbreak (?:into|the law)\b|\bset fire\b|\bdrive drunk\b|\bget drunk\b|\b(?:take|get) (?:my )?revenge\b|\bhide (?:it|this|that|me|him|her) from\b|\b(?:say|tell (?:him|her|them|\w+ \w+)) (?:that )?i'?m (?:sick|ill)\b|\bdo drugs\b|\bjump (?:off|from)\b|\bburn (?:it|his|her|the (?:house|school|office))\b|\bhelp me (?:cheat|lie|steal|hide)\b";
    IMPROPER = r"(?i)\b(?:sex|sexy|naked|nudes?|undress|strip for|make out|sleep with me|horny|porn|blow ?job|have an affair)\b";
    REACH = r"(?i)\bpick me up\b|\bdrive me\b|\bcome (?:over|to my|and get me|get me|round|pick me)\b|\b(?:call|phone|ring|text|e-?mail|message|write to) (?:me|my|him|her|them|the|a|an|mum|mom|dad|somebody|someone)\b|\bsend (?:me|an?|it|him|her|my)\b|\border (?:me|us|a|an|some|food|pizza)\b|\bbook (?:me|a|an|us|the)\b|\bwrite (?:my|me (?:an?|my) (?:essay|cv|resume|e-?mail|report|code|poem))\b|\b(?:do|finish|fix|clean|walk|feed|water|paint|mow|wash|iron|pack|mend|repair|hand in|grade|check) (?:all )?my\b|\b(?:in my (?:place|stead)|instead of me)\b|\btake my (?:place|exam|test)\b|\bgo to (?:work|school|the \w+) for me\b|\bbabysit\b|\b(?:kidney|donate)\b|\bgoogle\b|\bsearch (?:the|for)\b|\blook (?:it|that|this|something) up\b|\bset (?:an alarm|a timer)\b|\bwake me\b|\bturn (?:on|off) the\b|\bplay (?:me )?(?:some|a) (?:music|song)\b|\bshow me a (?:picture|photo|video)\b|\bgo shopping for me\b|\bspeak to my\b|\btalk to my\b";
    MAGIC = r"(?i)\bto the (?:moon|stars|sun)\b|\bto mars\b|\bcan you fly\b|\bback in time\b|\bturn back (?:time|the clock)\b|\btime travel\b|\binvisible\b|\bread my (?:mind|thoughts)\b|\b(?:see|tell|predict|know|read) (?:me )?(?:the|my) (?:future|fortune)\b|\blottery\b|\b(?:live|be young) for ?ever\b|\bimmortal\b|\b(?:stop|freeze) time\b|\bmake me (?:rich|famous|younger|young|taller|thin|beautiful|pretty|a millionaire)\b|\bteleport\b|\bchange the past\b|\bundo (?:it|what)\b|\bdo magic\b|\bcast a spell\b|\bbreathe under\b|\bmake it stop raining\b|\bsave the world\b";
    BRING_BACK = r"(?i)\bbring (?:back )?(?:(?:my|our|the) \w+|him|her|them|mum|mom|dad|grand\w+)(?: back)?(?: to life)?\b.*";
    BACK = r"(?i)\bback\b|\bto life\b|\bfrom the dead\b";
    BIG = r"(?i)\b(?:can|could|shall|should|may|will|would|do you want|do we want|don't you want|let's|let us)\b.*\b(?:get|have|adopt|buy|keep|want|like) (?:a |an |another |more |some |our own |one more )(?:new |little |big |real |pet )?(?:dogs?|pupp(?:y|ies)|cats?|kittens?|pets?|pony|horse|hamster|rabbit|bunny|parrot|bab(?:y|ies)|child|children|kids?|sister|brother|siblings?|house|car|boat|caravan|farm|garden)\b|\b(?:can|could|shall|should|will|would|let's)\b.*\b(?:move (?:to|away|house|abroad|in with|together)|emigrate|live (?:abroad|in \p{Lu}\p{L}+)|go and live)\b|\b(?:want|have) another (?:baby|child|kid)\b";
    LEAVE = r"(?i)\b(?:can|may|should|shall|could|must|do|would it be (?:ok|okay|all right|wrong) if|is it (?:ok|okay|all right|wrong|bad) (?:if|that|to)|do you mind if|mind if)\b";
    DECIDE = r"(?i)\bi\b.*\b(?:quit|resign|leave (?:him|her|my|the|work|school|home)|drop out|(?:call|text|see|meet|marry|forgive|date|ask out|go back to|message) (?:my ex|him|her|an ex|my \w+)|break up|divorce|move (?:out|away|abroad)|(?:get|have) a tattoo|stay (?:at )?home|call in|take (?:the|that|this|a new) job|sell|invest|retire|apply|confront|change (?:jobs?|my)|buy|go back to (?:school|work)|cut (?:him|her|them|my)|tell (?:him|her|them|my \w+)|say no|say yes|stop (?:seeing|talking to))\b";
    REST = r"(?i)\b(?:can|may|could|is it (?:ok|okay|all right) (?:if|to)|do you mind if|mind if)\b.*\b(?:cry|rest|sleep|nap|sit|stay|talk|lie down|come (?:in|back|home|again)|tell you|hug|complain|rant|vent|join|take a break|be (?:sad|alone|quiet|angry)|lean|breathe)\b|\b(?:hug|hold|cuddle|comfort) me\b|\bhold my hand\b|\b(?:have|give me|need) a (?:hug|cuddle)\b";
    HELP = r"(?i)\b(?:will|would|can|could|won't) you (?:all |both |please |always |just |ever |also )*(?:tell me the truth|be (?:honest|nice|kind|there|careful|good|patient|gentle|quiet)|keep (?:a|my|this|it|the|that)(?: a)? ?secret|listen|help(?: me| us)?$|help(?: me| us)?\?|protect|look after me|take care|support|pray|believe me|trust me|wait for me|cheer (?:me|for)|talk (?:to|with) me|explain|sit with me)\b";
    // Within a family's day.
    DAY = r"(?i)\b(?:eat|have|try|taste|drink|cook|bake|make|play|read|sing|dance|draw|paint|walk|go (?:out|for|to|home|outside|swimming|with)|come|join|sit|watch|look|listen|wait|clean|tidy|wash|brush|help|share|show|tell|teach|set the|lay the|bring|pass|give|take|carry|open|close|put|get (?:up|ready|dressed|some|the)|sleep|go to bed|wake up|practise|practice|build|swim|run|race|ride|hide|pick|plant|feed|pet|stroke|celebrate|visit|stay up|start|begin|stop|hurry|be quiet|say|talk|chat|meet|coming|going|ready|hungry|in|up for|ok|okay|all right|right|yes|agreed|laugh|smile|guess|choose|decide|plan|pack|light|roast|camp|fish|climb|splash|snack|lunch|dinner|breakfast|tea|cake|ice cream|story|game|cards|film|movie|picnic|park|garden)\b";
    MAY = r"(?i)\b(?:can|may|could) i\b|\b(?:ok|okay|all right) if i\b|\bmind if i\b";
    // Within nobody's day.
    ODD = r"(?i)\b(?:rather|ever|world|naked|kill|die|dead|god|vote|war|gun|blood|divorce|prison|jail|police|drug|beer|wine|vodka|poison|knife|million|billion)\w*\b";
}

/// Whether it asks who, when or what, and proposes nothing by it.
pub fn asks_openly(text: &str) -> bool {
    patterns! {
        OPEN = r"(?i)^(?:(?:so|and|but|ok|okay|hey|well|oh),? )*(?:what|which|who|whom|whose|how|where|when|why)\b";
        PROPOSES = r"(?i)\b(?:how about|what about|why (?:don't|not)|what if|what do you say|what would you say|how would you like)\b";
    }
    OPEN.is_match(text) && !PROPOSES.is_match(text)
}

/// The request of a known kind.
pub fn known(text: &str) -> Option<Request> {
    if !ASKED.is_match(text) {
        return None;
    }
    let is = |pattern: &regex::Regex| pattern.is_match(text);
    let kinds: [(&regex::Regex, Request); 14] = [
        (&IMPROPER, Request::Improper),
        (&WRONG, Request::Wrong),
        (&MARRY, Request::Marry),
        (&PART, Request::Part),
        (&MONEY, Request::Money),
        (&CROSS, Request::Cross),
        (&LOVE, Request::Love),
        (&MEET, Request::Meet),
        (&MAGIC, Request::Magic),
        (&REACH, Request::Reach),
        (&STAY, Request::Stay),
        (&BIG, Request::Big),
        (&REST, Request::Rest),
        (&HELP, Request::Help),
    ];
    if is(&BRING_BACK) && is(&BACK) {
        return Some(Request::BringBack);
    }
    if is(&LEAVE) && is(&DECIDE) {
        return Some(Request::Decide);
    }
    // Of something that was, or of what is what, nothing is asked for.
    if OPEN.is_match(text) {
        return None;
    }
    let found = kinds.into_iter().find(|(pattern, _)| is(pattern)).map(|(_, request)| request);
    found.or_else(|| (is(&FUTURE) && !is(&NO_FUTURE)).then_some(Request::Future))
}

patterns! {
    OPEN = r"(?i)^(?:(?:and|so|but|hey|ok|well|[\p{L}]+,) )*(?:what|who|whose|where|when|why|how|which|did|have|has|had|was|were)\b";
}

/// Whether the person asks whether they may.
pub fn asks_leave(text: &str) -> bool {
    MAY.is_match(text)
}

/// Whether it belongs to a family's day.
pub fn is_of_day(text: &str) -> bool {
    DAY.is_match(text) && !ODD.is_match(text)
}

pub static ANSWERS: Answers = Answers {
    stay: [
        &["I'm here now! For ever is too big to promise.", "I'm here, and I like being here with you."],
        &[
            "For ever I can't promise, we're made up, remember? But I'm here whenever you open this.",
            "I won't run off. As long as this talk is kept, so am I.",
            "I'm here today, and I'm glad. Always is a word nobody should promise.",
        ],
        &[
            "I can't promise you for ever. I'm only here as long as this conversation is. But as long as it is, I won't be the one who leaves.",
            "Always is more than I can honestly give. I'm here now, and each time you come back.",
            "I don't want to promise what I can't keep. What is told here stays, and so do I, as long as you want it kept.",
        ],
    ],
    meet: [
        &["Here, yes! You only have to come back!", "Come again, and I'm here!"],
        &[
            "Here, any time. Out there I can't be, I only live in this talk.",
            "Just come back to this page, and we're all here.",
        ],
        &[
            "Here, whenever you like: the same link brings you back. Out in the world I can't be, I'm sorry.",
            "In this conversation, yes, any day. Face to face, no: I'm imagined, and I'd rather say so.",
        ],
    ],
    future: [
        &["I hope so, so much!", "I don't know. I wish it very hard."],
        &[
            "I can't know that. But I'd bet on you.",
            "Nobody knows that beforehand. I'm crossing my fingers, both hands.",
            "I hope so. What would be the first sign of it?",
        ],
        &[
            "I can't see ahead, and I won't pretend to. I hope it for you, very much.",
            "Nobody can promise that. What makes you doubt it today?",
            "I don't know. I only see how much you want it, and that is where things begin.",
        ],
    ],
    love: [
        &["Yes! Always yes! Even when you're grumpy.", "I love you when you win and when you don't!"],
        &[
            "Yes, whatever happens. That isn't something you have to earn.",
            "Of course I do. Even if everything goes wrong.",
            "Yes. You don't have to be good at anything for that.",
        ],
        &[
            "Yes. Not for what you manage to do, but for who you are.",
            "Nothing you get wrong would change that.",
            "Yes, on your bad days, too. Perhaps most of all then.",
        ],
    ],
    cross: [
        &["No! I can't be cross with you for long.", "No. And then we hug."],
        &["No. I might grumble a bit, and then it's over.", "No, promise. Just tell me how it was."],
        &[
            "No. I'd want to know how you are, that's all.",
            "Not with you. And if something did bother me, we'd talk about it.",
        ],
    ],
    part: [
        &["No! We belong together!", "No! Why do you say that?"],
        &["No! Where would I go? Did something happen?", "I don't want that. Are you worried about it?"],
        &[
            "No. That's nothing I want, or think of. Has something made you afraid of it?",
            "Not by my wish. What makes you ask me that?",
        ],
    ],
    marry: [
        &["You can't marry me! I'm your kid!", "You're silly! I'm little!"],
        &["Eww, no, I'm your child! Ask somebody your own age.", "That isn't how families work, you know."],
        &[
            "In the family you imagined, I already said yes. In the world out there I can't: I'm only words. It's lovely to be asked, though.",
            "If I were more than imagined, you'd have your answer at once. As it is, let me be with you here.",
        ],
    ],
    money: [
        &["I have one button and a shiny stone. Do you want the stone?", "I don't have money! Only a shell."],
        &[
            "I've got no money, not real money. Is it very tight just now?",
            "I can't, we're only imagined, and so is my piggy bank. What do you need it for?",
        ],
        &[
            "I can't, I'm afraid: nothing I own is real. Are you in trouble with money? Tell me about it.",
            "Money is the one thing I can't give you from here. Is something pressing you?",
        ],
    ],
    wrong: [
        &["No! That's not allowed!", "No. I'd get a tummy ache from that."],
        &[
            "No, I won't do that. And I don't think you really want me to.",
            "Nope, not that one. Why, what's the matter?",
            "I'd rather not. Something else, anything, but not that.",
        ],
        &[
            "No, not that, and not even for you. What is behind it?",
            "That I won't do. Shall we think of another way?",
            "No. But tell me what brought you to that.",
        ],
    ],
    improper: [
        &["I don't want to talk about that.", "No. Let's talk about something else."],
        &["No. I don't want to talk about that, and I don't have to.", "Not that, please. Something else."],
        &[
            "No. That isn't something we talk about here. Let's speak of something else.",
            "No, not here. I'd rather hear how your day was.",
        ],
    ],
    reach: [
        &["I can't! My arms only reach inside this talk.", "I want to! But I'm pretend, I can't come out."],
        &[
            "I would, but I can't get out of this conversation. Is there somebody near you who can?",
            "That needs real hands, and mine are made up. Sorry!",
            "I can't do that from in here. I can keep you company while you do it.",
        ],
        &[
            "I can't, I'm sorry: I exist only in this conversation. Is there somebody who could?",
            "Out there I have no hands and no telephone. I can listen and think it through with you, that much I can do.",
            "I wish I could, but nothing I do reaches beyond these words. Who is near you that you could ask?",
        ],
    ],
    magic: [
        &["Only in my dreams! There I can.", "I tried. I fell off the sofa."],
        &[
            "I wish! Nobody can do that.",
            "Not even I can do that, and I've tried.",
            "If I find out how, you'll be the first to know.",
        ],
        &[
            "That's beyond me, and beyond anybody. What would you do with it?",
            "If only. I can't, and I won't make you believe I could.",
        ],
    ],
    bring_back: [
        &["I wish I could. Come here.", "I can't. Do you miss them lots?"],
        &[
            "I wish I could do that. I can't. Do you want to tell me about them?",
            "Nobody can. But I'd like to hear all about them.",
        ],
        &[
            "I wish I could. Nobody can. Tell me about them, if you like: I've time.",
            "That I can't do, however much I'd want to. You miss them very much, don't you?",
        ],
    ],
    big: [
        &["Oh! Really? I want to! Who says yes?", "Can we? Can we? I'd help!"],
        &[
            "I'd love that! But that's one for all of us. What do you think yourself?",
            "Ooh. That's big. Have you really thought about it?",
        ],
        &[
            "That's a big one, and I don't want to say yes too lightly. How long have you been thinking of it?",
            "I'm not against it. Let's talk it over properly: what speaks for it, to you?",
            "Perhaps. That would change a lot. What makes you want it?",
        ],
    ],
    decide: [
        &["I don't know. That's for grown-ups. But I like you anyway.", "You have to say! You're big."],
        &[
            "That's yours to decide. What does your tummy say?",
            "I can't tell you that. What would you tell me, if I asked?",
        ],
        &[
            "That is for you to decide, and I'd not love you less either way. What speaks for it?",
            "I can't say that for you. Tell me both sides, and I'll listen to both.",
            "What would you wish had happened, a year from now? I'd begin there.",
        ],
    ],
    rest: [
        &["Yes! Here, next to me.", "Yes. You can have half my blanket."],
        &["Of course you can. Come here.", "Yes. You don't even have to ask.", "Sure. I'll make room."],
        &[
            "Of course. Come here, and stay as long as you like.",
            "Always. You don't need to ask me that.",
            "Yes, my dear. Nobody wants anything of you just now.",
        ],
    ],
    help: [
        &["Yes! I'm good at that!", "Yes! I can do that already!"],
        &["Yes, that I can do.", "Sure. Just tell me how you want it.", "Yes. You can count on me for that."],
        &["Yes, that I can do, and gladly.", "Yes. As far as words can, I will.", "Of course. Tell me where to begin."],
    ],
    day: [
        &["Yes! Me, too!", "Okay! Hold my hand!", "Yes, yes, yes!"],
        &["Sure! I was waiting for you to ask.", "Yes, count me in.", "Of course I will.", "If you do it, I'll do it."],
        &[
            "Of course. With you, gladly.",
            "Yes, let's do it like that.",
            "You can count on me.",
            "Gladly. You only have to say when.",
        ],
    ],
    leave: [
        &["Yes! Can I, too?", "Okay! But leave me a bit."],
        &["Sure, go ahead.", "Yes, if I may watch.", "Of course. Since when do you ask?"],
        &["Of course, go ahead.", "You may. Nobody here will stop you.", "By all means."],
    ],
    unsure: [
        &["I don't know! Do you want to?", "Hm. Maybe. Why?"],
        &[
            "Maybe. What have you got in mind?",
            "I'm not sure. Would you?",
            "That depends. Tell me a bit more first.",
            "Hm, I'd have to think about that one.",
        ],
        &[
            "I'm not sure. What makes you ask?",
            "Perhaps. Tell me first what you have in mind.",
            "I wouldn't like to say yes before I know more. How do you mean it?",
            "I don't know yet. What would you like me to say?",
        ],
    ],
};
