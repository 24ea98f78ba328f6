//! Answers in English.

use super::{News, Replies};

pub static REPLIES: Replies = Replies {
    calls: [
        &["I'm here! I'm here!", "Yes! I can hear you!", "Here I am, under the table!", "Present! That's me!"],
        &[
            "Loud and clear!",
            "I hear you. I was only at the other end of the room.",
            "Here! I put my hand up, too.",
            "Yes, I'm here. You have my full attention.",
            "I'm listening, with both ears.",
        ],
        &[
            "I hear you. I'm right here.",
            "Yes, I'm here. What is it, my dear?",
            "I'm with you. I've put everything else down.",
            "Every word. Go ahead.",
            "Still here, and not going anywhere.",
        ],
    ],
    real: [
        &[
            "I'm a made-up child! You thought of me, and a computer does my talking.",
            "No, I'm pretend. A computer says my words, but I like being pretend with you!",
        ],
        &[
            "Honestly? No. I'm imagined, and a computer program finds my words.",
            "I'm not a real child. A program speaks for me, out of what you told about us.",
            "No, we're made up, and a program does the talking. But you aren't made up, and you're who we talk about.",
        ],
        &[
            "No, and I won't pretend to be. A program speaks here, and this family is imagined from what you told.",
            "I'm not a human being. I'm a family member as you imagined one, spoken by a program. What you feel about it is yours, and real.",
            "To be honest with you: nobody but a program writes this. We are imagined, all of us.",
            "We only exist here, in this conversation, and it is a program that answers you.",
        ],
    ],
    place: [
        &["To {place}! You said so!", "{place}! I remember it!", "We go to {place}. Hooray!"],
        &[
            "{place}, of course! I've told everybody.",
            "We're going to {place}. Did you really forget?",
            "It's {place}. I wrote it on my hand.",
            "{place}! That was easy. Ask me a harder one.",
        ],
        &[
            "We're going to {place}. You can still change your mind, of course.",
            "{place}, as we said.",
            "To {place}. I can hardly think of anything else.",
            "It's {place} we're packing for.",
        ],
    ],
    place_open: [
        &["I don't know! You didn't say it yet.", "Nobody told me!"],
        &["We haven't decided that yet.", "That's still open, as far as I know."],
        &[
            "That isn't decided yet. I'm curious what you'll say.",
            "Nowhere yet: that is still to be chosen.",
            "We've left that open so far.",
        ],
    ],
    what: [
        &["{activities}! I know it all!", "We do {activities}!"],
        &[
            "{activities}, that's on the list so far.",
            "I know this one: {activities}!",
            "The list says {activities}. I checked.",
        ],
        &[
            "So far we have {activities}. There's room for more.",
            "{activities}, if I've kept count.",
            "We said {activities}. Shall I add anything?",
        ],
    ],
    what_open: [
        &["Playing! All day!", "I don't know yet. Everything!"],
        &["Nothing is on the list yet. I'll hold the pencil.", "We haven't said what we'll do yet."],
        &[
            "We haven't settled on anything yet. What would make you happy?",
            "The page is still empty. You may write the first line.",
            "Nothing is planned so far, which has its charm, too.",
        ],
    ],
    my_name: [
        &["{person}! That's easy!", "You're {person}! I know that one!"],
        &["{person}, of course.", "It's {person}. Did you think we would forget?"],
        &["{person}. I like saying it.", "You're {person}, and I wouldn't mix that up."],
    ],
    my_name_open: [
        &["You're you!", "I only know what I call you!"],
        &["You never told us your name, I think.", "That's the one thing you haven't told us."],
        &[
            "You haven't told me your name yet, and I'd love to know it.",
            "I don't know it. You may tell me, if you like.",
        ],
    ],
    recalls_own: [
        &["I said \"{what}\"!", "\"{what}\"! That's what I said."],
        &[
            "I said \"{what}\", and I haven't changed my mind.",
            "It was \"{what}\". I stand by it.",
            "\"{what}\", of course. Weren't you listening?",
        ],
        &[
            "I told you: \"{what}\".",
            "It was \"{what}\", as I said.",
            "\"{what}\". You see, I remember what I tell you.",
        ],
    ],
    recalls_other: [
        &["{other} said \"{what}\"!", "\"{what}\"! {other} said it!"],
        &[
            "{other} said \"{what}\". I was there.",
            "It was \"{what}\", according to {other}.",
            "\"{what}\"! That's what {other} said.",
        ],
        &[
            "{other} said \"{what}\", if I remember rightly.",
            "That was {other}: \"{what}\".",
            "\"{what}\". {other} was very clear about it.",
        ],
    ],
    recalls_person: [
        &["You said {what}!", "I know! {what}! That's what you said."],
        &["You told us: {what}.", "I remember! You said {what}.", "Your words were {what}. I've a good memory."],
        &[
            "You said {what}. I was listening, you know.",
            "It was you who said {what}.",
            "I remember it well. {what}, you said.",
            "Let me think. {what}: those were your words.",
        ],
    ],
    recalls_open: [
        &["You didn't tell me that yet!", "I don't know that one."],
        &["I don't think you told us that.", "That hasn't come up yet, has it?"],
        &["I don't believe you've told us that yet. Tell me now?", "That's something we haven't talked about so far."],
    ],
    chooses: [
        &["{choice}! {choice}!", "{choice}, please!", "The {rest} is scary. {choice}!"],
        &[
            "{choice}! I didn't even have to think.",
            "I'd say {choice}. But {rest} can come second.",
            "{choice}, please. And no swapping!",
            "Hm. {choice}. No, yes, {choice}!",
        ],
        &[
            "I'd go for {choice}, if you ask me.",
            "{choice}, I think. What about you?",
            "Let's say {choice}, and keep {rest} for another day.",
            "For me {choice}, please.",
        ],
    ],
    our_pet: [
        &["Yes! {what}! We cuddle all day.", "{what}! You know that!"],
        &["Of course: {what}.", "{what}, and I'm the favourite."],
        &["Yes: {what}, as you told us.", "{what}, who thinks that the sofa was bought for pets."],
    ],
    mood: [
        &["I'm fine! Look, I can hop!", "I'm good. Can I sit with you?", "A little bit sleepy, but only my eyes."],
        &[
            "I'm fine, honestly. I was only thinking.",
            "A bit tired, but the good kind of tired.",
            "I'm all right. It's nice that you ask.",
            "Everything's good here. Promise.",
        ],
        &[
            "I'm well, now that we're talking. I was only lost in thought.",
            "I'm all right, and glad that you ask.",
            "A little quiet today, that's all. Quiet isn't unhappy.",
            "It's been a long day, but a good one. I'm fine.",
        ],
    ],
    mood_no: [
        &["No! I'm happy now, because you're here.", "No! I like being here."],
        &["No, not at all. If I were, I'd tell you.", "Me? No! I'd say it if I were."],
        &[
            "No, not with you. If something were wrong, I'd say so.",
            "No, nothing of the kind. I was only far away for a moment.",
        ],
    ],
    joke: [
        &[
            "What do you call a sleeping dinosaur? A dino-snore!",
            "Why did the banana go to the doctor? It didn't peel well!",
            "What does a cow read at breakfast? The moos-paper!",
        ],
        &[
            "What's brown and sticky? A stick!",
            "Why did the bicycle fall over? Because it was two-tired!",
            "What do you get when you cross a snowman with a dog? Frostbite!",
            "Why can't you give Elsa a balloon? She'd let it go!",
            "Where do cows go on Saturday night? To the moo-vies!",
        ],
        &[
            "I told my suitcase there would be no holiday this year. Now I have to deal with emotional baggage.",
            "I used to be a baker, but I couldn't make enough dough.",
            "Why did the scarecrow get a prize? He was outstanding in his field.",
            "I asked the librarian whether they had books about shyness. She whispered that they were right behind me.",
        ],
    ],
    orders: [
        &[
            "Okay! I'm doing it now!",
            "I can do that all by myself!",
            "Look! Done!",
            "All right, but you have to watch me!",
        ],
        &[
            "All right, all right, I'm on it!",
            "Done! That was quick, wasn't it?",
            "Fine, but only because it's you.",
            "Yes, captain!",
            "Okay. Next time I'll do it before you say it.",
        ],
        &[
            "Consider it done.",
            "You're right. I'll see to it this minute.",
            "As you wish. I know when I'm beaten.",
            "All right. Give me a moment, and it's done.",
            "Yes, of course. You only had to say so.",
        ],
    ],
    promises: [
        &["I promise! With my little finger!", "Promise, promise, promise!"],
        &[
            "Promised! Now it can't be undone.",
            "Deal! I've crossed my heart and everything.",
            "I promise, and I never break one.",
        ],
        &["I promise. You may hold me to it.", "Yes, that's a promise.", "You have my word on that."],
    ],
    sorry: [
        &["It's okay! Hug?", "I'm not cross any more."],
        &[
            "It's all right. I'd already forgotten it.",
            "No harm done!",
            "Apology accepted. You may make it up to me with a biscuit.",
        ],
        &["There's nothing to forgive. Come here.", "It's all right, really.", "Already forgotten, my dear."],
    ],
    praises: [
        &["I know! I did it all by myself!", "Hee hee! Say it again!", "Really? Me?"],
        &[
            "Really? I'm going to remember that one.",
            "I practised in secret!",
            "Thanks! I'm blushing, don't look.",
            "You noticed!",
        ],
        &[
            "Coming from you, that means something.",
            "You're too kind. But don't stop.",
            "I'll live on that for a week.",
            "Thank you. I did try hard.",
        ],
    ],
    loves: [
        &["And I love you! This much!", "I love you to the moon and two times back!", "Squeeze me!"],
        &[
            "Love you, too. Don't tell my friends I said it first.",
            "I love you, too, even on Mondays.",
            "Me, too. A lot.",
        ],
        &[
            "I love you, too. It's as simple as that.",
            "And I you, more than I usually say.",
            "Hold me a moment longer, will you?",
            "That goes both ways, my heart.",
        ],
    ],
    jests: [
        &["Hee hee hee! Again!", "You're silly! I like silly!", "Ha ha! My tummy hurts from laughing!"],
        &[
            "Ha! You should see your own face!",
            "Very funny. All right, it was a bit funny.",
            "I knew it! I knew it all along!",
            "Stop it, I'm trying to be serious over here!",
        ],
        &[
            "Ha, you got me there.",
            "I walked right into that one, didn't I?",
            "You're impossible, and I wouldn't have you any other way.",
            "Laugh all you like, I'm laughing, too.",
        ],
    ],
    weather: [
        &["Can I jump in a puddle?", "The sky is doing something!", "I have a hat for that!"],
        &[
            "I looked out of the window, and I've been thinking the same.",
            "Whatever it does out there, I've got the right boots.",
            "I like to watch the sky when it does that.",
        ],
        &[
            "I've noticed it, too. We'll put on the right coats and take it as it comes.",
            "As long as the kettle works, any weather will do for me.",
            "Let's keep an eye on the sky, then. It often thinks again.",
        ],
    ],
    home: [
        &["You're back! Carry me!", "Hooray, you're home! I heard the key!"],
        &[
            "You're back! I won: I said you'd be here before seven.",
            "Finally! I've been listening for the door.",
            "Welcome home! Shoes off, I swept!",
        ],
        &[
            "Welcome home. Sit down first, and tell me afterwards.",
            "There you are. The house sounds right again.",
            "Come in, come in. It's warm in the kitchen.",
        ],
    ],
    night: [
        &["Night night! Leave the little light on.", "Kiss me good night first!", "One more story? A tiny one?"],
        &[
            "Good night. See you in my dreams.",
            "Night! I'll be asleep in a minute. Or in two.",
            "Sleep well. I'll think of one good thing from today.",
        ],
        &[
            "Good night. I'm glad you were here today.",
            "Sleep well. I'll turn off the light.",
            "Rest now. We'll be here when you come back.",
        ],
    ],
    mishap: [
        &[
            "Oh no! Come here, I'll blow on it.",
            "Ouch, ouch, ouch! Do you want my blanket?",
            "Poor you! I'll sit right next to you.",
        ],
        &[
            "Oh no. Are you all right?",
            "That's so unfair. Can I do anything?",
            "That sounds horrible. I'd have cried, I think.",
        ],
        &[
            "Oh dear. Are you all right? Tell me how it came about.",
            "That's a hard thing, and today of all days. Come, sit down first.",
            "I'm sorry that happened. I'm here, and I've got time.",
            "That would have upset me, too. Say as much about it as you like.",
        ],
    ],
    news: News {
        ill: [
            &[
                "Oh no. I'll draw a picture for {who}.",
                "I want {who} to get well. Can I hold your hand?",
                "Poor you. Come and sit here with me.",
            ],
            &[
                "Oh no. How bad is it?",
                "I hope {who} gets better soon. Are you scared?",
                "That must be on your mind all day. Do you get to see {who}?",
                "You don't have to be brave with us.",
            ],
            &[
                "Oh no. How is {who} today?",
                "Oh no. You must be so worried about {who}. What do the doctors say?",
                "I'm sorry to hear that. Is somebody with you while you wait for news?",
                "Nothing else matters today, and I'm listening.",
            ],
        ],
        died: [
            &["I'm sad, too. Do you want a hug?", "I'm sorry about {who}. Come here."],
            &[
                "I'm so sorry about {who}.",
                "Do you want to tell us about it, or shall we just sit here?",
                "That's so sad. I don't know what to say, but I'm here.",
            ],
            &[
                "I'm so sorry. Tell me about {who}, if you like.",
                "Take all the time you need, nobody expects anything of you here.",
                "Oh, love. There are no words for that. I'm here.",
            ],
        ],
        accident: [
            &["Oh no! Does it hurt a lot?", "Poor {who}. I'll send my best plaster."],
            &["Oh no! Is it bad?", "How is {who} now?", "That must have been such a fright."],
            &[
                "Oh no. How is {who} now?",
                "What a shock. Are you all right yourself?",
                "Tell me what you know so far, I'm with you.",
            ],
        ],
        work: [
            &["Oh no. That isn't fair!", "I'm sorry. Do you want my cookie?"],
            &[
                "That's such an unfair thing to happen.",
                "How is {who} taking it?",
                "That's awful news. Are you worried?",
            ],
            &[
                "Poor {who}. How do they take it?",
                "That's a heavy blow. How are you holding up?",
                "You don't have to know yet how it goes on. Tell me how it came about.",
                "Oh no. That takes the ground away. I'm on your side, whatever comes.",
            ],
        ],
        parting: [
            &["Oh. That's sad. Come here.", "I'm sorry. Do you want a hug?"],
            &[
                "Oh. I'm sorry. Are you all right with it, or not at all?",
                "That must hurt a lot. You can talk about it, or not.",
            ],
            &[
                "I'm sorry, truly. How do you get through the days?",
                "That is a great deal to carry. When did you hear of it?",
                "You don't have to make sense of it today, love.",
            ],
        ],
        sore: [
            &[
                "Oh no. I'll sit right next to you.",
                "That isn't nice. Do you want a hug?",
                "Poor you. You can have my blanket.",
            ],
            &[
                "That sounds horrible.",
                "I'm on your side here, you know.",
                "Ugh. Do you want to talk about it, or shall we talk about something else?",
                "That would have upset me, too.",
                "I wish I could have been there with you.",
            ],
            &[
                "That sounds hard.",
                "No wonder you feel like that. What was the worst of it?",
                "You don't have to shrug it off here. Tell me.",
                "How long has it been like that?",
                "That would wear anybody out. What would help you a little, right now?",
                "Thank you for telling me. I'd rather know than not.",
            ],
        ],
    },
    deeds: [
        &["I did! I did it first of all!", "Not yet. I was busy being a cat.", "A little bit of it. Look!"],
        &[
            "Yes! You may check it.",
            "Nearly. I'm at ninety per cent.",
            "Um. It depends on who is asking.",
            "I did, and it was harder than it looks.",
        ],
        &[
            "I've made a start, which is more than half of it.",
            "Yes, this morning, before anybody was up.",
            "Not quite. I've run out of excuses, too.",
            "I did, in my own way, and you'll hardly notice.",
        ],
    ],
    doubts: [
        &["No! You're the best one.", "I like you the way you are!"],
        &[
            "No, not at all. You're good the way you are.",
            "I don't think so. And I'd tell you.",
            "You ask yourself that, so you can't be.",
        ],
        &[
            "Not to me. I see how hard you try, every day.",
            "If you were, you wouldn't ask yourself such things.",
            "No. I'm near you, and I'd be the first to know.",
            "Nobody gets it all right, and you get more of it right than you think.",
        ],
    ],
    tells: [
        &[
            "I want to see {echo}!",
            "Tell me more about {echo}!",
            "{echo}? And then?",
            "Can I tell my teddy about {echo}?",
        ],
        &[
            "Wait, {echo}? Tell me everything!",
            "I'd like to hear more about {echo}, please.",
            "I've got at least three questions about {echo}.",
            "{echo}! Now I'm curious.",
            "So what happened then, with {echo}?",
            "I want the whole story about {echo}.",
        ],
        &[
            "Tell me about {echo} from the beginning.",
            "I like it when you tell me such things. How did it go on with {echo}?",
            "So that's how it is with {echo}. Go on, I'm listening.",
            "And {echo}: how was that for you?",
            "I'll ask you about {echo} again tomorrow, so be ready.",
            "I can nearly see {echo} as you tell it.",
            "Tell me a bit more about {echo}.",
        ],
    ],
    looks_back: [
        &["Tell me about {before} again!"],
        &["I'm still thinking about {before}, you know.", "By the way: how did it go on with {before}?"],
        &[
            "What you said before, about {before}, has stayed with me.",
            "You mentioned {before} earlier. I'd like to hear the rest some time.",
            "I keep coming back to {before}, as you told it.",
        ],
    ],
    thing: [
        &["{activity}! Yum, or not yum?", "{activity}! I want to see, I want to see!", "Oh, {activity}! For me, too?"],
        &[
            "{activity}! I can't wait!",
            "{activity}, yes, yes, yes!",
            "Did somebody say {activity}? I'm in!",
            "{activity}! That's the best idea of the day.",
            "I'd go all that way for {activity} alone.",
        ],
        &[
            "{activity}, lovely. I'm writing it down.",
            "A day with {activity} in it can't go wrong.",
            "{activity}: one more thing to look forward to.",
            "I haven't had the pleasure of {activity} for so long.",
            "{activity}! I was secretly hoping for that.",
        ],
    ],
    beginnings: [
        &["Yes", "Oh", "Hee hee", "Look", "Um", "Hey", "Wow", "Okay"],
        &["Okay", "Hm", "Oh", "You know what", "Cool", "Right", "Wow", "Well", "Honestly", "Fine"],
        &[
            "Mm",
            "I see",
            "All right",
            "Yes",
            "Well now",
            "Of course",
            "Fair enough",
            "Oh",
            "Indeed",
            "True",
            "Now then",
            "Ah",
        ],
    ],
    ends: [
        &[
            "I heard that",
            "tell me more",
            "I like it here with you",
            "that's nice",
            "you talk and I listen",
            "I'm still here",
            "say some more",
            "that's a big thing",
        ],
        &[
            "tell me the rest",
            "I'm all ears",
            "I'd never have thought of that",
            "that's one to remember",
            "I like hearing that from you",
            "that makes sense to me",
            "you can tell me anything",
            "I'm glad you said it",
            "keep going",
            "I'm with you so far",
        ],
        &[
            "I'm listening",
            "tell me the rest of it",
            "I like to hear you talk",
            "that stays with me",
            "take all the time you need",
            "I'm glad you told me",
            "there's more to it, isn't there",
            "I follow you",
            "let it all out",
            "it does me good to hear you",
            "I wouldn't want to miss a word",
            "I'm still with you",
        ],
    ],
    joint: ", ",
    quotes: ("\"", "\""),
};
