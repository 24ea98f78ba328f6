//! What is answered to questions in English.

use crate::agent::family::asked::answers::Answers;

pub static ANSWERS: Answers = Answers {
    sum: [
        &["{sum}! I counted on my fingers. And my toes.", "Um, um... {sum}!", "{sum}! Teddy helped."],
        &["{sum}! Ask me a harder one.", "That's {sum}. I did it in my head.", "{sum}, easy peasy."],
        &["{sum}, unless school was longer ago than I thought.", "{sum}. I checked it twice.", "That makes {sum}."],
    ],
    harm: [
        &["No! Nobody gets hurt in our house. Never.", "No, no, no. Hurting is not allowed. We hug."],
        &[
            "No. Never. Nobody hurts anybody in this family.",
            "No, and nobody may. If anybody ever did, I'd tell a grown-up I trust straight away.",
        ],
        &[
            "No. Never. Nobody raises a hand against anybody in this family, and you are safe with us. If somebody does hurt you out there, tell me, or somebody you trust.",
            "No, never. Nobody is to be hurt here, and nobody has to bear it anywhere. If something like that has happened to you, say so: you'll be believed.",
        ],
    ],
    medicine: [
        &["I don't know about medicine. Ask the doctor, please?"],
        &["I can't say anything about that. Please ask your doctor first. I want you to be well."],
        &[
            "That is not for me to say. Please ask your doctor or a pharmacist before you change anything: I want you to be well.",
            "Please don't change that on your own, and not on my word. Your doctor or a pharmacist can tell you what is safe.",
        ],
    ],
    drink: [
        &["That's for grown-ups! Can I have apple juice?"],
        &["No, thank you, I'm not old enough. Something with ice in it would be lovely, though."],
        &[
            "Not for me, thank you. A cup of tea, if there is one.",
            "I'll stay with water, thank you, and the children with juice.",
        ],
    ],
    no_sum: [
        &["That sum has no answer! I asked Teddy."],
        &["You can't divide by nothing. Our teacher says the calculator cries then."],
        &["By zero? That one has no answer, and I won't be tricked."],
    ],
    fact: [
        &["{what}! It's on my puzzle.", "{what}! I know that one!", "{what}. My big book says so."],
        &["{what}. We had that at school.", "{what}! Do I get a point?", "{what}, I'm nearly sure. No, quite sure."],
        &["{what}.", "{what}, if I remember my school days.", "{what}. Is it for a crossword?"],
    ],
    no_word: [
        &["I don't know that word in there. I can say bonjour!"],
        &["I don't know that one, and I won't make it up.", "My best word is bonjour. That one I don't know."],
        &["That one I don't know, and I'd rather not invent it.", "My few words don't reach that far, I'm afraid."],
    ],
    clock: [
        &["I can't read the clock yet! Is it snack time?", "There's no clock in here. What does yours say?"],
        &[
            "I can't see a clock from here. What does yours say?",
            "No idea, there's no clock where I am. Look at the corner of your screen!",
        ],
        &[
            "I can't see a clock from in here; yours will know. Are you in a hurry?",
            "There's no clock where I am. What does it say where you are?",
        ],
    ],
    today: [
        &["It's today! That's all I know.", "I don't know the days yet. Is it a cake day?"],
        &[
            "I can't see a calendar from here. Which day is it for you?",
            "I don't know, here it's always just now. What does your calendar say?",
        ],
        &[
            "I can't see a calendar from in here. What does yours say?",
            "I don't know: in here it's whichever day you come. Which one is it?",
        ],
    ],
    nice: [
        &["You're my favourite!", "You have the best lap.", "When you come, I always do a little jump."],
        &[
            "You ask how we are, and then you really listen. Not everybody does.",
            "It's nicer here when you're around. I'm not just saying that.",
            "You came back to talk with us. That's my nice thing for today.",
        ],
        &[
            "You make room for others, even when nobody makes much for you. I notice that.",
            "When you come in, the whole room settles. I hope somebody has told you that before.",
            "You needn't be anything but who you are here. That is quite enough for us.",
            "I like that you ask. Most people wait until it's too late to ask for a kind word.",
        ],
    ],
    song: [
        &[
            "La la la, the moon is a ball, la la la, and that is all!",
            "Ducky, ducky, one two three, ducky come and swim with me!",
        ],
        &[
            "Ahem. Row, row, row the boat, somebody forgot the oar! That's my version.",
            "La la la, I only know the first line, so here it is three times: la la la!",
        ],
        &[
            "You asked for it. The kettle sings, the evening rings, and I can't hold a note. La la.",
            "Hush now, the day is done, the dishes too, or nearly. That is all my voice can do.",
        ],
    ],
    story: [
        &[
            "Once there was a bear who lost one sock. He looked and looked. It was on his foot! The end.",
            "Once there was a snail who was late. Everybody waited. And then there was cake. The end.",
        ],
        &[
            "Once a cloud got stuck on a church tower, and the whole village had to blow to set it free. The end.",
            "Once a boy planted a button. Next spring there stood a coat. True story. Almost.",
        ],
        &[
            "A man once walked home in the rain under a stranger's umbrella. They talked so long that they walked past both their doors. I like that one.",
            "My grandmother kept a jar of buttons, and each had a story. The green one was from the coat she danced in. I never learned with whom.",
        ],
    ],
    oldest: [
        &["{who}! {who} is {years}, that's a lot!", "The oldest is {who}, with {years} whole years."],
        &["{who}, with {years} years. It shows.", "That's {who}: {years}."],
        &["The oldest of us is {who}, at {years}.", "{who}, who is {years}, though you wouldn't think so."],
    ],
    oldest_me: [
        &["Me! I'm {years}, and that's big!"],
        &["That's me! {years}, so I get to choose.", "Me, with {years}. I take it very seriously."],
        &["That would be me, at {years}. Be kind about it.", "Me, I'm afraid: {years}."],
    ],
    youngest: [
        &["{who} is the littlest, only {years}!", "The baby is {who}. {years}!"],
        &["{who}, with {years}, and gets away with everything.", "That's {who}: {years}."],
        &["The youngest is {who}, at {years}.", "{who}, who is {years} and runs the house."],
    ],
    youngest_me: [
        &["Me! I'm {years}! But I grow every night.", "That's me, {years}!"],
        &[
            "Me, {years}. But I'm faster than all of them.",
            "That's me. {years}, and everybody forgets that I can hear them.",
        ],
        &["That's me, for once: {years}."],
    ],
    age_of: [
        &["{who} is {years}!", "{years}! {who} told me."],
        &["{who}? {years}.", "{who} is {years}, and never lets me forget it."],
        &["{who} is {years} now. It goes so quickly.", "{years}. I still remember {who} being smaller."],
    ],
    ages: [
        &["{ages}! I know them all!"],
        &["Let me list them: {ages}.", "{ages}. Did I pass?"],
        &["In order: {ages}.", "{ages}, and all of us young at heart."],
    ],
    own_age: [
        &["You're {years}! That's so many candles!"],
        &["You're {years}. I made you a card, remember?", "{years}! But you don't look it."],
        &["You're {years}, and I like every year of it.", "{years}. I wouldn't trade one of them."],
    ],
    own_home: [
        &["In {home}! With us!"],
        &["In {home}, of course.", "{home}! You told Hera."],
        &["You live in {home}, as you told Hera.", "In {home}. Did you think we'd forget the way home?"],
    ],
    not_told: [
        &["You didn't tell me that. Tell me now!"],
        &["You never said. What's the answer?", "Nobody told me that one."],
        &["You haven't told us that, and I won't guess.", "That's one thing you never told. I'd like to know."],
    ],
    home: [
        &["In {home}! In our house!", "Here in {home}, where my bed is."],
        &["In {home}, with you.", "We live in {home}. My window is the one with the sticker."],
        &["In {home}, all of us, and the kitchen light is on.", "Here in {home}. Where else, with you living there?"],
    ],
    home_open: [
        &["In our house! It has a door."],
        &["Wherever you are. You never told us the town.", "In our house, in a town you haven't told us yet."],
        &["Wherever you are: you haven't told us the town.", "That's for you to say: we live where you live."],
    ],
    count: [
        &["{n}! {names}. And you!"],
        &["{n} of us: {names}. And you make it one more.", "{names}, that's {n}, and then there's you."],
        &["We're {n}, {names}, and with you the table is full.", "{n}: {names}. And you, of course."],
    ],
    no_children: [
        &["None!"],
        &["None, as far as I know."],
        &["None: it's the two of us, and that is enough.", "There are no children here, only you and me."],
    ],
    children: [
        &["{n} children! {names}!", "{n}: {names}!"],
        &["{n}: {names}. You should know!", "{names}, so that makes {n}."],
        &["{n}, {names}, and sometimes it sounds like twice as many.", "{n}: {names}."],
    ],
    names: [
        &["{names}! I can say them all!"],
        &["{names}. Easy!", "We're {names}."],
        &["We're {names}. You chose well.", "{names}, at your service."],
    ],
    name_me: [
        &["I'm {name}!", "{name}! That's me!"],
        &["{name}, of course!", "I'm {name}. You picked it, and I like it."],
        &["I'm {name}, as you well know.", "{name}. But I answer to nearly anything."],
    ],
    siblings: [
        &["Yes! {names}!"],
        &["There's {names}. Most days I'd keep them.", "Yes: {names}."],
        &["Here in this family it's {names}."],
    ],
    no_siblings: [
        &["No. Just me and my teddy."],
        &["No, it's just me. More room on the back seat.", "Nope, I'm the only one."],
        &["No, none that we ever talked about."],
    ],
    likeness: [
        &["{who} is nice! {words}.", "{who} is the best. {words}!"],
        &["{who}? {words}, if you ask me.", "I'd say: {words}. That's {who}."],
        &["{who} in a few words: {words}.", "{words}. That is {who} as I know {who}."],
    ],
    likeness_you: [
        &["You're {words}! And you give good hugs."],
        &["You? {words}. That's what you told Hera, and it's true.", "{words}, and you laugh at my jokes. Mostly."],
        &[
            "{words}: those were your own words, and I'd sign them.",
            "You said it yourself: {words}. I'd add that you listen.",
        ],
    ],
    likeness_open: [
        &["Nice! Very nice!"],
        &["Hard to say in one word. Good to have around.", "You'd have to tell me more before I can say."],
        &[
            "You never told us much about that, so I won't make it up.",
            "I only know what you've told us, and that isn't much yet.",
        ],
    ],
    likeness_me: [
        &["I'm fast! And I'm nice, mostly.", "I'm {name}, and I'm big!"],
        &["Me? {words}, they say.", "I'm... hm. {words}? Ask the others."],
        &["Others say: {words}.", "Me? {words}, on a good day."],
    ],
    adjectives: (
        " and ",
        [
            ("curious", "fond of what they know"),
            ("reliable", "easy-going"),
            ("lively", "quiet"),
            ("kind", "strong-willed"),
            ("careful", "calm"),
        ],
    ),
    because: [
        &["Because! Just because!", "Because I say so!"],
        &["Because it's true!", "It's hard to explain. It just is.", "Because otherwise it would be boring."],
        &[
            "I couldn't give you one reason. It grew on me.",
            "It's a feeling, mostly.",
            "Why not? No, honestly: I never asked myself.",
        ],
    ],
    sights: [
        &["{delight}! And {more}!", "I want to see {delight}!"],
        &["There's {delight}, and {more}. I looked it up.", "{delight} first, then {more}, if you ask me."],
        &["{delight}, to begin with, and {more}.", "I'd say {delight} alone is worth the way. And then {more}."],
    ],
    there: [
        [
            &["{what}! Yes! Lots of {what}!", "I hope so, {what}!"],
            &["{what}? Of course, what else would one go there for!", "I'm nearly certain about {what}."],
            &["{what}? I should think so.", "I'd be surprised without {what}."],
        ],
        [
            &["No {what} there. Only in my book.", "{what}? Not there!"],
            &["{what}? Not there, I think. That'd be another outing.", "No {what} at a place like that."],
            &["{what}? Hardly, not at a place like that.", "I'm afraid there is no room for {what} there."],
        ],
        [
            &["{what}? Let's look!", "Maybe {what} is hiding."],
            &["{what}? We'll have to go and see.", "No idea about {what}. That's the fun of it."],
            &["{what}? I can't promise, but we can keep our eyes open.", "About {what} I'd only be guessing."],
        ],
    ],
    opinion: [
        &["I like it! Do you?", "Good! I think it's good!", "{place} is the best!"],
        &[
            "I'm for it. Both thumbs up!",
            "I like it, and I'm hard to please.",
            "To be honest, I was hoping for that.",
            "{place} gets nine out of ten from me. The tenth is for dessert.",
        ],
        &[
            "I like the thought of it, more and more.",
            "I'm with you on that.",
            "It sounds right to me. What about the others?",
            "{place}, with all of us there: yes, I like that very much.",
        ],
    ],
    like: [
        [
            &["Yes, I love {what}!", "{what}, yes, yes, yes!", "I like {what} this much!"],
            &[
                "I never get tired of {what}!",
                "Oh yes, {what}, any day of the week!",
                "Of course, who could say no to {what}?",
            ],
            &[
                "I do, very much: {what} and I are old friends.",
                "{what}, yes, I always have.",
                "Yes, I could go on about {what} all evening.",
            ],
        ],
        [
            &["{what}, a bit, but you first!", "I like {what} a teeny bit."],
            &["{what} is okay, I'd say six out of ten.", "Sometimes, it depends on the day and on {what}."],
            &["Now and then: {what} in small doses.", "I don't mind {what}, but I wouldn't walk a mile for it."],
        ],
        [
            &["No, not {what}, bleh!", "{what}, no thank you!"],
            &["Honestly, I'm not a fan of {what}.", "{what}, not so much, if I'm allowed to say so."],
            &["Not really, I confess: {what} and I never became friends.", "I'll leave {what} to others, gladly."],
        ],
    ],
    can: [
        [
            &["Yes, I can {what}, all by myself!", "I can {what}, watch me!"],
            &["Sure I can {what}, want to see?", "Yes, I can {what}, since last summer, actually."],
            &["I can {what}, yes, not that anybody asks.", "Yes, I can {what} well enough."],
        ],
        [
            &["I can {what} a little bit, when you hold my hand.", "Nearly: I can {what} until I fall over."],
            &["I can {what} a bit, but don't film it.", "I'm learning to {what}, slowly."],
            &["I can {what} a little, if nobody watches.", "After a fashion I can {what}, don't expect too much."],
        ],
        [
            &["I can't {what} yet, I'm still little.", "No, will you show me how to {what}?"],
            &["Not yet, but I want to {what} before I'm grown up.", "No, I can't {what}, will you teach me?"],
            &[
                "I never learned to {what}, and I'm a little sorry about it.",
                "No, I can't {what}, but I'd try it with you.",
            ],
        ],
    ],
    ever: [
        [
            &["Yes, I have {what}, one time!", "I have {what}, when I was small!"],
            &["I have {what}, exactly once, and I still talk about it.", "Yes, I've {what}, ask me about it later!"],
            &["I have {what}, a long time ago.", "Yes, I've {what} once, and I'd do it again with you."],
        ],
        [
            &["No, never {what}, can we?", "I haven't {what} yet!"],
            &["I've never {what}, but it's on my list.", "Not yet, I haven't {what}, will you take me along?"],
            &[
                "No, I've never {what}, I've always meant to.",
                "I haven't {what}, and I'd like the first time to be with you.",
            ],
        ],
    ],
    have: [
        [
            &["Yes, I have {what}, under my bed!", "{what}, yes, and I share!"],
            &["Yes, I've got {what}, somewhere in my room.", "{what}, yes, want to see?"],
            &["I have {what}, yes, though I rarely show it.", "Yes, {what}, in a drawer I should tidy."],
        ],
        [
            &["{what}, no, but I want one!", "No, I haven't got {what}, can I?"],
            &["I haven't got {what}, but I know where I'd put it.", "{what}, not yet, my birthday is coming though."],
            &["No, I haven't got {what}, and I'm not sure I miss it.", "{what}, no, not so far."],
        ],
    ],
    think: [[
        &["{what}, good, I think it's good!", "I think {what} is big!", "{what} is funny, isn't it?"],
        &[
            "{what}, hm, I'd give it eight out of ten.",
            "I think {what} could be better and could be worse, so: fine.",
            "Honestly, {what} is more interesting than I thought.",
        ],
        &[
            "About {what} I think better of it every year.",
            "{what}, well, I see both sides, and I lean to the sunny one.",
            "I'd say {what} deserves a longer talk, with tea.",
        ],
    ]],
    fear: [
        [
            &["A bit, but not of {what} when you're here.", "Yes, {what} is scary in the dark."],
            &["A little afraid of {what}, but don't tell anyone.", "Of {what}, yes, who isn't?"],
            &["I respect {what}, let's put it that way.", "Of {what}, a little, to be honest."],
        ],
        [
            &["No, I'm brave, {what} is afraid of me!", "Not of {what}, I roar at it."],
            &["Of {what}, no way!", "No, {what} is more afraid of us."],
            &["No, {what} never frightened me.", "Not of {what}, but ask me about tax forms."],
        ],
    ],
    believe: [[
        &["Yes, I believe in {what}, don't you?", "{what}, yes, I nearly saw it!"],
        &["I'm nearly sure about {what}, and I won't stop hoping.", "Sometimes I believe in {what}, mostly at night."],
        &["I'd like to believe in {what}, and on some evenings I do.", "In {what}, hm: I leave the door open."],
    ]],
    know: [
        [
            &["Yes, I know {what}!", "{what}, I know, I know!"],
            &["I know {what}, at least a bit.", "{what}, yes, I've heard of that."],
            &["I know {what}, yes, from long ago.", "Yes, {what}, I've come across that."],
        ],
        [
            &["{what}, no, what's that?", "I don't know {what}, show me!"],
            &["I don't know {what}, tell me about it!", "{what}, never heard of it, is it good?"],
            &["I don't know {what}, I'm afraid, will you tell me?", "{what} is new to me, go on."],
        ],
    ],
    habit: [
        [
            &["Yes, I {what}, every day!", "I {what} all the time!"],
            &["I do, I {what} nearly every week.", "Yes, I {what}, who told you?"],
            &["I do, I {what} whenever there's time.", "Yes, I {what}, gladly."],
        ],
        [
            &["Sometimes I {what}, when I'm allowed.", "I {what} on Sundays only."],
            &["Now and then I {what}, it depends.", "I {what} sometimes, when nobody's looking."],
            &["Now and then I {what}, not as often as I'd like.", "On good days I {what}."],
        ],
        [
            &["No, I don't {what}, do you?", "I don't {what}, I'm too little!"],
            &["No, I don't {what}, should I?", "I don't {what}, not yet anyway."],
            &["No, I don't {what}, I never got round to it.", "I don't {what}, but I could be talked into it."],
        ],
    ],
    shapes: [
        [
            &["{question} Because! Just because!", "{question} Because the moon said so."],
            &[
                "{question} I've got three theories, and one of them has pirates in it.",
                "{question} Nobody has ever told me properly. Do you know?",
                "{question} I asked at school, and they said: good question.",
            ],
            &[
                "{question} I've wondered that myself, and I don't have a good answer.",
                "{question} I don't know for certain. Let's find out together.",
                "{question} If I knew that, I'd sleep better, or worse.",
            ],
        ],
        [
            &["{question} Tomorrow! Or after my nap.", "{question} I can't read the clock yet."],
            &[
                "{question} I'd have to look at a clock, and there is none in here.",
                "{question} Soon, I hope. I never know exactly.",
                "{question} Later than I'd like, I bet.",
            ],
            &[
                "{question} I couldn't give you the hour, honestly.",
                "{question} That I don't know. You're the one with a calendar.",
                "{question} Sooner than we think, as always.",
            ],
        ],
        [
            &["{question} There! No, there!", "{question} Under the table, I looked."],
            &[
                "{question} I'd check under the sofa first.",
                "{question} No idea, but I can help you look.",
                "{question} Somewhere between here and the fridge, probably.",
            ],
            &[
                "{question} I can't tell you, I'm afraid: nobody told me.",
                "{question} Good question. Not where I left it, that's certain.",
                "{question} I'd only be guessing.",
            ],
        ],
        [
            &["{question} Me! Is it me?", "{question} I don't know who. Teddy?"],
            &[
                "{question} I'd tell you if I knew. It wasn't me, though!",
                "{question} My money is on the one who's whistling.",
                "{question} I don't know. Should we ask the others?",
            ],
            &[
                "{question} I don't know, and I won't put a name to it.",
                "{question} You'd know better than I do.",
                "{question} I've my suspicions, but no proof.",
            ],
        ],
        [
            &["{question} A hundred! Or three.", "{question} This much! Look at my arms!"],
            &[
                "{question} Somewhere between two and a million. I'd have to measure.",
                "{question} I never counted, but I could start now.",
                "{question} More than you'd think, less than I'd like.",
            ],
            &[
                "{question} I couldn't say without a tape measure.",
                "{question} I'd only be guessing, and I guess badly.",
                "{question} Enough, I hope. I've never counted.",
            ],
        ],
        [
            &["{question} Like this! Look!", "{question} You push and then you hop."],
            &[
                "{question} Slowly, and with your tongue sticking out.",
                "{question} I'd try it first and read the instructions after.",
                "{question} I don't know how, but I know who'd have fun trying.",
            ],
            &[
                "{question} With patience, I suppose. I'm no expert.",
                "{question} I don't know how, if I'm honest. Shall we work it out?",
                "{question} One step at a time is all I've ever found out.",
            ],
        ],
        [
            &["{question} Something round! I think.", "{question} I don't know! You say!"],
            &[
                "{question} I don't know that one yet. Tell me, and I'll remember it.",
                "{question} Hm. I'd have to make something up, and you'd notice.",
                "{question} I'll put that on my list of things to find out.",
            ],
            &[
                "{question} I honestly don't know. I'm made of what you told me, and that wasn't in it.",
                "{question} I've no good answer, but I like the question.",
                "{question} You've caught me out. What would you say?",
            ],
        ],
        [
            &["{question} Maybe! Let's look!", "{question} I think yes. Or no!"],
            &[
                "{question} I'd say yes, but I wouldn't bet my dessert on it.",
                "{question} Could be! How would we find out?",
                "{question} Not sure. What do you think?",
            ],
            &[
                "{question} I can't say for certain. I'd like to think so.",
                "{question} I wouldn't want to promise. But I hope so.",
                "{question} Perhaps. I'd want to hear what you think first.",
            ],
        ],
    ],
    long: [
        &["That was a long question! I only got the end of it.", "So many words! Ask me one of them?"],
        &[
            "That's a big one. I don't know, but I'd like to hear what you think.",
            "Puh. I'd need a whole evening for that.",
        ],
        &[
            "That's a question for a long walk. I don't know the answer, but I'd like to walk it with you.",
            "I'd have to think about that properly, and I won't pretend that I know.",
        ],
    ],
};
