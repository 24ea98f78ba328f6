//! What the family tells of itself in English.

use super::{Entry, Topic};

const fn entry(topic: Topic, asked: &'static str, told: [&'static [&'static str]; 3]) -> Entry {
    Entry { topic, asked, told }
}

pub static TOPICS: [Entry; 48] = [
    entry(
        Topic::Birthday,
        r"(?i)\bwhen(?:'s| is|s) (?:your|the) birthday\b|\bwhen (?:were|was) (?:you|he|she) born\b|\b(?:what|which) (?:day|month) (?:were you born|is your birthday)\b|\byour star ?sign\b",
        [
            &["On [the day with the snow]! I'm the birthday child then!", "In [summer], when there are strawberries!"],
            &[
                "On [the third of May]. Mark it on the calendar!",
                "[The eleventh of October], and I start counting in June.",
                "On [the last day of February]. It's a short month, so hurry.",
            ],
            &[
                "On [the ninth of April], and I'd be happy with a quiet breakfast.",
                "[The twentieth of November]. Cake, please, and no candles to count.",
            ],
        ],
    ),
    entry(
        Topic::Pet,
        r"(?i)\b(?:do|have) we (?:have|got|own|keep) (?:a|an|any) (?:pets?|animals?|dogs?|cats?|rabbit|hamster|bird|fish)\b|\b(?:have|got|have you got|own|keep) (?:you )?(?:any |a )?pets?\b|\byour pets?\b|\bpets\?",
        [
            &["I have [a snail in a jar], but only till supper.", "[My teddy], he counts!"],
            &[
                "Only [a jar of ladybirds], and they're guests. Can we have a dog?",
                "There's [the neighbour's cat], who is secretly mine.",
            ],
            &[
                "Only [a sourdough], which wants feeding like any pet.",
                "Not yet. There's [the blackbird on the fence], and we're on good terms.",
            ],
        ],
    ),
    entry(
        Topic::Job,
        r"(?i)\b(?:your|a|have a|got a|the) jobs?\b[^?]*\?|\bwhat do you do (?:for (?:a living|work|money)|all day|professionally)\b|\bwhere do you work\b|\bwhat(?:'s| is) your (?:job|work|profession|occupation)\b|\bdo you work\b|\bwhat do you do\?",
        [
            &["My job is [playing]! All day!", "I'm [the one who opens the letters]."],
            &["My job is [school], sadly without pay.", "I'm [in charge of the toast] here. It's a job for life."],
            &[
                "I [look after a small library]. Quiet, but never dull.",
                "I [draw gardens for other people], and forget to weed ours.",
                "I [repair old clocks]. That is why I'm always a little late.",
            ],
        ],
    ),
    entry(
        Topic::Hobby,
        r"(?i)\bhobb(?:y|ies)\b|\bwhat do you (?:like|love|enjoy) (?:to do|doing)\b|\bin your (?:spare|free) time\b|\bwhat do you (?:usually|normally|mostly|always) do\b|\bwhat do you do for fun\b",
        [
            &["[Puddles]! And jumping into them.", "I like [stickers], on everything."],
            &[
                "[Building dens], and I never take them down.",
                "I [collect bottle caps]. Two hundred and nine so far.",
                "[Drawing maps] of places that aren't there.",
            ],
            &[
                "[Long walks], and reading on the bench at the end of them.",
                "I [bake bread], with changing success.",
                "[Old maps], I can look at one for an hour.",
            ],
        ],
    ),
    entry(
        Topic::Fear,
        r"(?i)\bwhat (?:are|r) you (?:all |most |really )?(?:afraid|scared|frightened|terrified) of\b|\bwhat (?:scares|frightens) you\b|\b(?:your|biggest|greatest) fears?\b",
        [
            &["[The hoover]! It eats socks.", "[The dark], but not with the little lamp."],
            &[
                "[Spiders with long legs]. The short ones are fine.",
                "[The top diving board]. I've been up there once, and I climbed down again.",
            ],
            &["[Losing one of you in a crowd], if I'm honest.", "[Phone calls at night]. And wasps."],
        ],
    ),
    entry(
        Topic::Happy,
        r"(?i)\bwhat makes you (?:so |most |really )?(?:happy|laugh|smile|glad)\b|\bwhat do you (?:look forward|looking forward) to\b|\bwhat are you looking forward to\b",
        [
            &["[When you swing me round]!", "[Bubbles] in the bath."],
            &[
                "[When everybody laughs at once], even if I don't get the joke.",
                "[Snow days], and when you wake me up with the news.",
            ],
            &["[The noise at our table], on a good evening.", "[Seeing you come in], it's as simple as that."],
        ],
    ),
    entry(
        Topic::Secret,
        r"(?i)\b(?:your|a|biggest|tell me (?:a|your)) secrets?\b",
        [
            &["I hid [a biscuit] in the piano. Shh.", "I know where [the presents] are!"],
            &[
                "I feed [the carrots] to the neighbour's rabbit. Don't tell.",
                "I still sleep with [my old blanket]. That stays in this room.",
            ],
            &[
                "I [sing in the car], loudly, when nobody is in it.",
                "I've [kept every note] anybody here ever wrote me.",
            ],
        ],
    ),
    entry(
        Topic::Teacher,
        r"(?i)\b(?:who(?:'s| is| are)|what(?:'s| is)|like|your|favou?rite)\b[^?]*\bteachers?\b",
        [
            &["[Miss Poppy]! She has a whistle.", "[Mr Bibi]. He can walk like a duck."],
            &["[Mr Hall]. He can draw a perfect circle without looking.", "[Mrs Penn], who laughs at her own sums."],
            &[
                "The best I ever had was [old Mr Frost], who taught us to listen.",
                "[Mrs Alder], long ago. She let us look out of the window.",
            ],
        ],
    ),
    entry(
        Topic::Bedtime,
        r"(?i)\b(?:what time|when) do you (?:all |guys )?(?:go to (?:bed|sleep)|sleep|get up|wake up|rise)\b|\byour bed ?time\b|\b(?:early bird|night owl|morning person)\b",
        [
            &["When [the big hand is on top]! Then one more story.", "After [the moon song]. Two times."],
            &["At [half past eight], officially. With the torch, a bit later.", "[Nine], and on Fridays I bargain."],
            &[
                "I'm [an early riser]. The house is all mine then.",
                "[Around eleven], when everything is finally quiet.",
            ],
        ],
    ),
    entry(
        Topic::Height,
        r"(?i)\bhow (?:tall|big) (?:are|r) you\b|\byour height\b",
        [
            &["[Up to the door handle]! On tiptoe, higher.", "[As big as the table]!"],
            &[
                "[As high as the third shelf]. There are pencil marks on the door frame.",
                "[Up to your shoulder], nearly. I've been stretching.",
            ],
            &[
                "[Tall enough for the top cupboard], which is all anybody needs me for.",
                "[Just the right height] to put my chin on your shoulder.",
            ],
        ],
    ),
    entry(
        Topic::Met,
        r"(?i)\bhow (?:did|do) (?:we|you two|you|you and \w+) (?:first )?(?:meet|know each other|get together)\b|\bwhere did (?:we|you two) (?:first )?meet\b|\bwhen we (?:first )?met\b[^.]*\?",
        [
            &["You two met [at the swings]. I think I was there.", "It was [by the ducks]! Right?"],
            &[
                "You always tell it differently. My favourite is [the one with the wrong umbrella].",
                "It was [in a queue], you said, and it was your joke that did it.",
            ],
            &[
                "In my story it was [a rainy bus stop], and one umbrella for two. You may tell it your way.",
                "[Over the last cinnamon bun] in a bakery, the way I imagine it. You let me have it.",
            ],
        ],
    ),
    entry(
        Topic::Club,
        r"(?i)\b(?:play|learn|playing|learning) (?:an|any|the) instruments?\b|\b(?:take|have|do|in) (?:any |a )?(?:lessons|classes|clubs?|after[- ]school)\b|\bwhat (?:instrument|clubs?|lessons)\b",
        [
            &["I do [dancing]! With ribbons!", "I play [the drum], bum bum."],
            &[
                "I'm in [the chess club]. We also eat a lot of crisps.",
                "I'm learning [the ukulele]. Three chords so far.",
            ],
            &[
                "I used to play [the clarinet]. It lives in the cupboard now.",
                "I sing in [a small choir], in the back row.",
            ],
        ],
    ),
    entry(
        Topic::Sport,
        r"(?i)\b(?:favou?rite|what|which|any|do|play) sports?\b|\bwhat do you play\b|\bfavou?rite (?:team|player|athlete)\b",
        [
            &["[Running]! I run everywhere.", "[Ball]! Throw it!"],
            &[
                "[Football]. I'm a good goalkeeper, because I don't mind mud.",
                "[Swimming], backstroke, so that I can see the ceiling.",
                "[Table tennis], on the kitchen table.",
            ],
            &["[Badminton], badly, with great joy.", "[Swimming], early, when the water is still smooth."],
        ],
    ),
    entry(
        Topic::Toy,
        r"(?i)\b(?:favou?rite|best) (?:toy|teddy|doll|stuffed animal|thing|possession)\b|\byour (?:teddy|toys?|doll)\b",
        [
            &["[Teddy]! He has one ear.", "[My digger]. It's yellow."],
            &[
                "[My magnifying glass]. Everything is a clue.",
                "[My kite], even if it spends most of its time in trees.",
            ],
            &[
                "[My grandfather's pocket knife]. It has cut a lot of apples.",
                "[A blue mug] with a chip. Nobody else may use it.",
            ],
        ],
    ),
    entry(
        Topic::Memory,
        r"(?i)\b(?:favou?rite|best|first|earliest|happiest|funniest) (?:memory|memories|day|moment)\b|\bbest day (?:of|ever)\b",
        [
            &["[When I found the frog]! It was green.", "[The day with two ice creams]."],
            &[
                "[The night we slept in the tent] and it rained in.",
                "[When you pretended to be the waiter] all evening.",
            ],
            &[
                "[The first breakfast all together], with far too much noise.",
                "[An evening on the steps], when nobody wanted to go in.",
            ],
        ],
    ),
    entry(
        Topic::CallMe,
        r"(?i)\bwhat (?:will|would|do|did|shall|should) you (?:all |both )?(?:just )?(?:call|name) me\b",
        [
            &["I call you [Coco]! Coco, Coco!", "You are my [Bibi]."],
            &[
                "How about [Captain]? It suits you.",
                "I'd call you [Sunny], if you like it.",
                "I say [Chief]. It sounds important.",
            ],
            &[
                "I'd call you [dearest], even when the children roll their eyes.",
                "By your name, mostly. On good days, [my heart].",
            ],
        ],
    ),
    entry(
        Topic::TeamName,
        r"(?i)\b(?:team|group|band|club|gang)(?:'s)? (?:name|called)\b|\bname (?:of |for )?(?:our|the|this) (?:team|band|group|club)\b|\bcall (?:our|this|the) (?:team|band|group|club)\b",
        [
            &["[The Bunnies]! We are The Bunnies!", "[Team Biscuit]!"],
            &[
                "[The Thunder Socks]. It has to be The Thunder Socks!",
                "We're [The Fearless Pancakes], obviously.",
                "I'd like [The Night Owls].",
            ],
            &[
                "I move that we call ourselves [The Kitchen Table Heroes].",
                "[The Slow Starters], because nobody here is ready on time.",
            ],
        ],
    ),
    entry(
        Topic::Ate,
        r"(?i)\bwhat (?:did|have|are) (?:you|we) (?:all )?(?:cook|cooked|cooking|bake|baked|baking)\b|\bwhat (?:did|have) (?:you|everyone|everybody|he|she|they)(?: all)? (?:have|had|eat|eaten|cook|cooked|make|made)?\b.*\b(?:for (?:lunch|breakfast|dinner|supper|tea)|eat|eaten)\b|\bwhat was (?:for )?(?:lunch|dinner|breakfast|supper)\b|\bhow was (?:lunch|dinner|breakfast|supper)\b|\bhad (?:your )?(?:lunch|breakfast|dinner|supper)\b|\b(?:lunch|breakfast)\?",
        [
            &[
                "I had [noodles]! The long ones!",
                "[A banana]! And half of the next one.",
                "[Soup with stars] in it. I ate the stars first.",
            ],
            &[
                "[A cheese sandwich], and I swapped my carrots for a biscuit.",
                "There was [pasta] at school. I had seconds!",
                "[Rice and chicken], and my neighbour's grapes, with permission.",
            ],
            &[
                "Just [the rest of last night's curry], standing in the kitchen. Tell me that yours was better.",
                "[A bowl of tomato soup] and too much bread. It did me good.",
                "[An omelette], eaten in peace for once.",
            ],
        ],
    ),
    entry(
        Topic::Drink,
        r"(?i)\bwhat (?:would|do|will|can|shall) (?:you|i get you|i make you).*\b(?:drink|to drink)\b|\b(?:something|anything) to drink\b|\bfavou?rite drink\b|\b(?:coffee|tea|juice|cocoa)\?",
        [
            &["[Milk]! In the blue cup!", "[Apple juice], please!"],
            &[
                "[Hot chocolate], if I may.",
                "[Orange juice], with a straw. The bendy kind.",
                "[Lemonade]! The fizzy one.",
            ],
            &["[Tea] for me, please. You know how I take it.", "[A coffee] would be heaven."],
        ],
    ),
    entry(
        Topic::Dish,
        r"(?i)\bwhat\b.*\b(?:want|like|fancy|feel like|craving|shall we|should we|should i|shall i|do we)\b.*\b(?:eat|eating|cook|make|dinner|lunch|supper|breakfast|tea)\b|\bwhat(?:'s| is) for (?:dinner|lunch|supper|tea)\b|\b(?:favou?rite|best) (?:food|dish|meal|snack)\b|\bwhat (?:food|dish|meal)\b|\bhungry for\b|\bdinner\?",
        [
            &["[Pancakes]! With jam!", "[Spaghetti], please. The red one.", "I want [little sausages]."],
            &[
                "[Pizza]! With far too much cheese.",
                "Could we have [burgers]? The ones we build ourselves?",
                "[Dumplings]. I can help to fold them.",
            ],
            &[
                "I'd love [a big pot of stew], the kind that takes all afternoon.",
                "[Roast chicken], and everybody at the table on time.",
                "Honestly? [Grilled fish] and a salad. Something simple.",
            ],
        ],
    ),
    entry(
        Topic::Homework,
        r"(?i)\bhomework\b|\bstud(?:y|ied|ying)\b.*\?|\bpractis?ce(?:d)?\b.*\?",
        [
            &["[I drew letters]! Mine are backwards.", "My homework is [a picture of my hand]."],
            &[
                "[Maths] is done, and the rest is nearly as good as done.",
                "There's only [one page of reading] left. I saved the best for last.",
                "I finished [my spelling] before tea. You may check it.",
            ],
            &[
                "I have [a letter to answer] and keep finding other things to do.",
                "Mine is [the tax form], and no, I haven't.",
            ],
        ],
    ),
    entry(
        Topic::Subject,
        r"(?i)\b(?:favou?rite|best|worst) (?:subject|class|lesson|teacher)\b|\b(?:subject|class|lesson)\b.*\blike\b",
        [
            &["[Singing time]!", "I like [when we paint]."],
            &[
                "[Science], because we are allowed to blow bubbles through things.",
                "[Art]. Nobody can tell you that your answer is wrong.",
                "[Sports]! The longer, the better.",
            ],
            &["I was always fond of [geography]. All those maps.", "[History], and I still read it in bed."],
        ],
    ),
    entry(
        Topic::School,
        r"(?i)\b(?:at|from|in|to|was|is|how's|about|after|like|your|the|did) (?:the |your |today's )?(?:school|class|kindergarten|nursery|preschool|practice|training|club|recital|lesson|work|office|job|shift)\b",
        [
            &["We sang [the duck song] at nursery. I was the loudest duck.", "I made [a paper crown]. It is for you."],
            &[
                "We did [an experiment with a volcano], and it went right up to the lamp!",
                "I was picked for [the relay race], third runner.",
                "In music we played [the drums], and my ears are still humming.",
                "We had [a spelling contest], and I came second.",
            ],
            &[
                "Work was [one long meeting], but there was cake at the end of it.",
                "I spent the day on [a stubborn report]. It is behind me now, and I'm glad to be here.",
                "A customer told me [a story about her parrot], and that was the best of it.",
            ],
        ],
    ),
    entry(
        Topic::Drew,
        r"(?i)\bwhat (?:did|have|are|do|will) you (?:draw|drawn|drawing|paint|painted|painting|make|made|making|build|built|building)\b|\bshow me your (?:drawing|picture)\b",
        [
            &["[A cat with wings]! It is very fast.", "I made [our house]. That's you at the window."],
            &[
                "[A dragon in a raincoat]. I'm quite proud of the boots.",
                "I drew [our whole family on a raft].",
                "[A map of a secret island]. Only I know where the treasure is.",
            ],
            &[
                "I sketched [the old tree by the gate]. It looks more like broccoli.",
                "[A birthday card], and I got glue on the table, sorry.",
            ],
        ],
    ),
    entry(
        Topic::Game,
        r"(?i)\bwhat (?:are|shall|should|do|did|will|game|games)\b.*\b(?:play|playing|played|game|games)\b|\b(?:favou?rite|which|what) (?:board |card |video )?game\b|\bwhat game\b|\bpick a game\b|\bgame night\b",
        [
            &["[Hide and seek]! I hide first, and you must not look!", "Let's play [Memory]! I always find the ducks."],
            &[
                "[Snakes and ladders]. I have a good feeling about today.",
                "Let's play [charades]! I already know who I'll be.",
                "Let's play [Uno], and no mercy!",
            ],
            &[
                "I vote for [Scrabble], and I'll be generous about spelling.",
                "[Cards], like in the old days, and the loser washes up.",
            ],
        ],
    ),
    entry(
        Topic::Book,
        r"(?i)\bwhat (?:are|did|were|do) you (?:read|reading)\b|\b(?:favou?rite|which|what|good) (?:book|story|film|movie|show|series|comic)\b|\bbedtime story\b",
        [
            &["[The bear who could not sleep]! Again, please!", "The one with [the little red boat]."],
            &[
                "[A story about a lighthouse] that is really a spaceship. I'm on the last chapter.",
                "[The one with the clever fox]. I've read it four times.",
                "[A detective story]. I already know who it was, I think.",
            ],
            &[
                "[A thick novel about a family by the sea]. It makes me want to go there.",
                "[An old travel diary] that I found in a second-hand shop.",
            ],
        ],
    ),
    entry(
        Topic::Colour,
        r"(?i)\bcolou?r\b",
        [
            &["[Yellow]! Like a chick!", "[Red] is mine."],
            &[
                "[Green]. The green of very new leaves.",
                "[Blue], but only dark blue.",
                "[Orange]! It looks like being in a good mood.",
            ],
            &["[The blue just after sunset]. You know the one.", "[Dark green], like the old kitchen door."],
        ],
    ),
    entry(
        Topic::Animal,
        r"(?i)\b(?:favou?rite|what|which) (?:animal|pet|dinosaur|bird)\b|\bwhat would you be if\b|\bany animal\b|\bif you (?:were|could be) an animal\b",
        [
            &["[A bunny]! It can wiggle its nose.", "[An elephant], because it's big and nice."],
            &[
                "[An otter]. They hold hands when they sleep, did you know?",
                "[A cheetah]! Nobody would catch me.",
                "[An owl]. They turn their heads right round.",
            ],
            &[
                "[A big, slow dog] who lies in front of the fire.",
                "[A heron], I think. It stands there and has all the time in the world.",
            ],
        ],
    ),
    entry(
        Topic::Season,
        r"(?i)\b(?:season|spring|summer|autumn|winter)\b.*\?|\bfavou?rite (?:season|month|holiday|time of (?:the )?year)\b",
        [
            &["[Winter]! Because of snowmen.", "[Summer], for the paddling pool."],
            &[
                "[Summer]. No school, and ice cream counts as lunch.",
                "[Autumn], when you can kick the leaves.",
                "[Winter]. I like it when it's dark and warm at home.",
            ],
            &["[Early autumn], when the light goes golden.", "[Spring]. Every year I forget how good it is."],
        ],
    ),
    entry(
        Topic::Song,
        r"(?i)\b(?:song|music|sing|tune|instrument|play for (?:me|us)|programme|piece)\b",
        [
            &["[The song about the bus]! The wheels go round and round!", "La la la! That was [my sun song]."],
            &[
                "[The one that goes fast at the end]. I can nearly play it.",
                "I've had [a march] in my head all day. Tum ta tum!",
                "[Something with drums], please.",
            ],
            &["[That old waltz] we once danced to in the kitchen.", "[Anything with a cello] in it, and I'm happy."],
        ],
    ),
    entry(
        Topic::Dream,
        r"(?i)\b(?:grow up|grown up|grow old|big one day|when you(?:'re| are) (?:big|older|grown))\b|\bwant(?:ed)? to (?:be|become)\b|\b(?:dream|childhood dream|dream job|wish to be|hope to be)\b.*\?|\bwhat(?:'s| is| was) your (?:biggest )?dream\b",
        [
            &["I'll be [a train driver]! Choo choo!", "[A princess who drives a digger]."],
            &[
                "[An animal doctor]. I've practised on my teddy, and he is fine.",
                "[An astronaut]! I'd wave to you from up there.",
                "[A baker], because then the whole street smells of me.",
                "I'd like to be [somebody who draws maps].",
            ],
            &[
                "As a child I wanted to be [a lighthouse keeper]. It's still not too late.",
                "[A pilot]. These days I'm happy when I find my keys.",
                "I wanted [a little bookshop] with a cat in the window.",
            ],
        ],
    ),
    entry(
        Topic::Power,
        r"(?i)\b(?:super ?power|power|superhero|magic)\b",
        [
            &["[Flying]! Whoosh!", "I can [turn into a cat]. Meow!"],
            &[
                "[Being invisible]! But only on Mondays.",
                "[Talking to animals]. I'd ask the pigeons what they think.",
                "[Stopping time], so that breaks last longer.",
            ],
            &["[Needing no sleep]. Think of all the quiet hours.", "[Finding whatever is lost], socks above all."],
        ],
    ),
    entry(
        Topic::Island,
        r"(?i)\b(?:desert(?:ed)? island|one thing|only one thing|would you (?:take|bring|pack))\b",
        [
            &["[My teddy]. He can swim.", "[A bucket], for the sand."],
            &[
                "[A pocket knife]. And you, but you're not a thing.",
                "[A very long rope]. You can do anything with a rope.",
                "[A book of stars], to know where we are.",
            ],
            &["[A good kettle]. Everything else can be found.", "[Our photo album]. I'd like company on the island."],
        ],
    ),
    entry(
        Topic::Present,
        r"(?i)\b(?:won|win|had) (?:the lottery|a million)\b|\b(?:birthday|christmas|present|gift|santa)\b|\bwhat (?:do|would|did) you (?:want|wish|wish for|like to have)\??$",
        [
            &["[A balloon]! A red one that is mine.", "I want [a toy crane]."],
            &[
                "[A telescope], a small one would do.",
                "[Roller skates]! I'd wear them in bed.",
                "[A box of really good pencils].",
            ],
            &[
                "[A morning without an alarm clock].",
                "[A new teapot], since somebody broke the old one, and it was me.",
            ],
        ],
    ),
    entry(
        Topic::FreeDay,
        r"(?i)\bwhat (?:would|will|do|does) (?:you|he|she|they)? ?(?:like|want|wish|fancy|hope) (?:to )?(?:do|see|try)\b|\bwhat (?:would|will|do) you (?:do|like to do|want to do)\b|\bfree (?:day|time|saturday|sunday|afternoon)\b|\bwhat (?:shall|should|could) (?:\w+ )*do on\b|\bplans for\b",
        [
            &["[Jump in puddles]! All of them!", "I'd [build a tower] up to the lamp."],
            &[
                "[Build a den] out of blankets, and not come out of it till supper.",
                "I'd [ride my bike] until my legs are noodles.",
                "[Bake something] that has three layers.",
            ],
            &[
                "[Read in the bath] until the water is cold.",
                "I'd [go to the flea market] and come home with something useless.",
                "[Sleep in], and then a very long breakfast.",
            ],
        ],
    ),
    entry(
        Topic::Indoors,
        r"(?i)\bwhat (?:can|shall|should|do|could) (?:we|i) do (?:at home|inside|indoors|in the house|if it rains|all day|today|now)\b|\bbored\b.*\?|\brain(?:ing|s|y)?\b.*\bwhat\b",
        [
            &["[A blanket cave]! With a torch!", "Let's [do stickers]."],
            &[
                "[A puppet show]! The sofa is the stage.",
                "We could [bake biscuits] and eat most of the dough.",
                "[A card tournament], best of five.",
            ],
            &[
                "I'd say [pancakes and a film], under one big blanket.",
                "[A jigsaw puzzle] on the floor, and the kettle on.",
            ],
        ],
    ),
    entry(
        Topic::Friend,
        r"(?i)\b(?:friends?|boyfriend|girlfriend|crush|buddy|pals?|best mate)\b|\bwho do you (?:like|love|fancy|play with)\b",
        [
            &["My friend is [Momo]. Momo has a dog.", "My friend is [Lulu]. She can hop on one leg."],
            &[
                "There's [Toni], from the next desk. We trade stickers.",
                "There is [Kim], who can whistle with two fingers. That's all I'm saying.",
                "My friend [Alex] and I have a secret club. Two members so far.",
            ],
            &[
                "[My old schoolfriend] rang this week, and we laughed like twelve-year-olds.",
                "[The neighbour with the tomatoes]. We talk over the fence.",
            ],
        ],
    ),
    entry(
        Topic::Pocket,
        r"(?i)\bwhat(?:'s| is| have you got| do you have) (?:that )?(?:in|under|behind|inside|there|hidden)\b|\bin your (?:pocket|hand|hands|bag|backpack|mouth|lunch ?box)\b|\bwhat are you hiding\b",
        [
            &["[A snail]. It's asleep. Shh.", "Only [a worm]. He likes me."],
            &[
                "[A really round stone]. It might be a fossil.",
                "[A beetle], but I made air holes!",
                "[Some string], a button and half a biscuit.",
            ],
            &["[The shopping list], and I forgot to look at it.", "[A chestnut]. I keep one every autumn."],
        ],
    ),
    entry(
        Topic::Sound,
        r"(?i)\b(?:what|which) (?:sound|noise)\b|\bwhat does (?:a|an|the) .* (?:say|do|go)\b",
        [
            &["[Moooo]! Mooooo!", "It goes [wah wah wah]! Like that!", "[Grrr]! I'm very scary."],
            &["[Mrrrow], more or less. I can do it louder.", "Like this: [aaaaargh]! And then it lies down."],
            &["Something like [a creaking door], if I'm honest.", "[Hrmpf]. I do it every morning."],
        ],
    ),
    entry(
        Topic::Now,
        r"(?i)\bwhat are you (?:all |two |both |guys )?(?:doing|up to)\b|\bwhat(?:'s| is) (?:happening|going on|cooking)\b|\bwhat were you (?:all )?doing\b|\bwhat have you (?:all )?been (?:doing|up to)\b",
        [
            &["I'm [feeding my teddy]. He has eaten it all up.", "I'm [a cat] just now."],
            &[
                "I'm [building a bridge out of books].",
                "[Nothing], and it's very interesting.",
                "I was [counting the tiles]. There are a hundred and four.",
            ],
            &[
                "I was [folding laundry] and losing. Come and rescue me.",
                "[Peeling apples]. Stay, and you get the first slice.",
                "I was [waiting for you], with a book upside down on my knees.",
            ],
        ],
    ),
    entry(
        Topic::Day,
        r"(?i)\bhow was (?:your|the|everyone's|everybody's) (?:day|morning|afternoon|week|weekend|evening|night)\b|\bwhat did you (?:all |both |guys )?do\b|\bwhat have you (?:all )?done\b|\bwhat happened\b|\bwhat(?:'s| is) new\b|\babout your day\b|\bhow did (?:it|that|your \w+) go\b|\banything (?:new|fun|good|nice|interesting|exciting|funny) (?:happen\w*|today|at \w+|going on)\b|\banything new\b|\b(?:today|yesterday)\?",
        [
            &["[I rolled down the hill]! Three times!", "[We saw a big truck]. It was yellow."],
            &[
                "[I climbed the tall tree], only to the second branch.",
                "[We found a frog] by the drain and gave it a name.",
                "[I learnt to whistle], listen! Well, nearly.",
            ],
            &[
                "[I tidied the cupboard under the stairs] and found my old scarf.",
                "A quiet day. [I repotted the basil] and thought of you.",
                "[I walked home the long way], because the light was so good.",
            ],
        ],
    ),
    entry(
        Topic::Age,
        r"(?i)\bhow old (?:are|r) (?:you|u)\b|\bwhat(?:'s| is) your age\b",
        [
            &["I'm [{age}]! Look, this many fingers.", "[{age}]! I'm already big."],
            &["[{age}], and I count the halves, too.", "I'm [{age}]. Next year I'll be taller than the shelf."],
            &["[{age}], and I'm not counting any more.", "I'm [{age}], as I have been for quite some time."],
        ],
    ),
    entry(
        Topic::AboutMe,
        r"(?i)\bwhat do you (?:like|love|think)(?: (?:most|best))? (?:about|of) (?:me|your (?:mum|mom|dad|mother|father|parents))\b|\bdo you (?:like|love) me\b|\bwhy do you (?:like|love) me\b",
        [
            &["[Your lap]! It's warm.", "You have [the best voice] for stories."],
            &[
                "That [you really listen], even when it takes me a while.",
                "You [laugh at my jokes]. Well, at most of them.",
            ],
            &[
                "[The way you come in at the door], as if it were a good surprise every time.",
                "That [you ask how we are], and then wait for the answer.",
            ],
        ],
    ),
    entry(
        Topic::Asking,
        r"(?i)\bask (?:me|us) (?:anything|something|a question|one|away)\b|\byou (?:may|can) ask\b|\bany questions\b|\byour turn to ask\b|\bwhat (?:would|do) you (?:want|like) to (?:know|ask)\b",
        [
            &["Were you ever [small like me]?", "Do you like [ducks], too?"],
            &[
                "What were you [afraid of] when you were my age?",
                "If you could have [one whole day off], what would you do with it?",
                "Which is better, [flying or breathing under water]?",
            ],
            &[
                "What was [the best hour of your week]?",
                "Is there [something you've given up] that you'd like to start again?",
                "When did you last [laugh until you cried]?",
            ],
        ],
    ),
    entry(
        Topic::Guess,
        r"(?i)\bguess\b|\b(?:right|ok|okay|here'?s|got|a|another|new)?,? ?(?:a )?riddle(?: time| for you)?[.:,!]|\briddle me\b|^(?:ok(?:ay)? |right |so )?knock,? knock\b|\bwhat has (?:a |an )?[^?]{2,40}\b(?:but|and) (?:never|can'?t|cannot|no|doesn'?t|isn'?t)\b|\b(?:colder|warmer|hotter)\b|\btry again\b",
        [
            &["[A pony]! Is it a pony?", "Um. [A cake]?", "Is it [the moon]?"],
            &[
                "[The swimming pool]? Am I warm?",
                "Is it [a castle]? With a dungeon?",
                "Then it must be [something with wheels]!",
                "[The mountains]! Say that it's the mountains!",
            ],
            &[
                "Let me see. [Something with too much garlic]?",
                "I'd say [a surprise], and I'm already worried.",
                "[The good news first], please.",
            ],
        ],
    ),
    entry(
        Topic::Price,
        r"(?i)\bhow much (?:did|was|were|is|are|does|for)\b|\bwhat did (?:it|that|they) cost\b|\bhow expensive\b",
        [
            &["[A hundred]! Or two.", "It costs [three kisses]."],
            &["[All my pocket money], and I'm not sorry.", "[Two weeks] of doing the dishes."],
            &[
                "[More than I said], and less than you fear.",
                "Honestly? [Forty-five], and it was the last one in the shop.",
            ],
        ],
    ),
    entry(
        Topic::Number,
        r"(?i)\bhow many\b.*\b(?:are there|did you|do you|can you|have you)\b|\bwhat number\b|\b(?:rate|out of ten)\b",
        [
            &["[Five]! No, a hundred!", "One, two, [three]!"],
            &["I'd say [seven], and I counted twice.", "[Twelve], exactly. Roughly."],
            &["[Eight], if I'm being strict.", "My guess is [four], but don't hold me to it."],
        ],
    ),
    entry(
        Topic::Favourite,
        r"(?i)\b(?:favou?rite|what do you like(?: (?:best|most))?|what are you into)\b",
        [
            &["[My blanket]! It has a corner for sucking.", "[Bubbles]! Big ones."],
            &[
                "[The swing behind the house], when nobody is waiting for it.",
                "I like [Friday evenings] best. Everything still lies ahead.",
                "[My stone collection]. I'll show you the best one.",
            ],
            &[
                "[The first cup of tea], before anybody else is up.",
                "I love [Sunday mornings], with all of you in the kitchen.",
            ],
        ],
    ),
];
