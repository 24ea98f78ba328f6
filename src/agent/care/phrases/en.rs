//! Care in English.

use super::{Choices, Danger, Feeling, Particular, Phrases};
use Feeling::{Anger, Distress, Fear, Grief, Joy, Loneliness, Tiredness};

pub static PHRASES: Phrases = Phrases {
    space: " ",
    danger,
    danger_of_other: &[
        "Thank you for telling me. You must be frightened for them. If it is safe, stay with them, speak calmly, keep anything dangerous out of reach, and get help now.",
        "Their life may be at stake, so please don't wait and don't worry about being wrong. Call for help now, and keep them company, in person or on the phone.",
    ],
    unsure: &[
        "Something in what you said worries me. Are you, or is somebody near you, in danger or thinking of dying? If I have it wrong, forgive me for asking.",
        "I want to be sure I heard you. Is somebody getting hurt, or are you thinking of ending your life? You can say so here, and there is help.",
    ],
    again: &[
        "Thank you for going on talking. You are still in the middle of it, I hear that.",
        "I'm listening, and I don't take it lightly.",
        "Say it as often as you need to. It is only too heavy to be carried here alone.",
    ],
    program: &[
        "I have to be honest: I'm a program. I can't call anyone for you or come to you, and that is why I want you to hear a human voice.",
        "I'm a program, not a person. I can't hold your hand, but there are people who can, and they are there right now.",
        "I'm only a program, and I can't keep you safe. Please let somebody who can.",
    ],
    reach_out: &["Please get in touch with one of these now.", "This is where people will listen."],
    reach_out_again: &["Here are the numbers once more.", "Please, do try one of these."],
    stay: &[
        "If there is anybody near you whom you trust, tell them you need them with you right now. I won't ask you any more questions. All I wish is that you are safe.",
        "You can keep writing to me while you call. Forget the interview: your life matters so much more.",
        "I would like you to get through tonight. Please, make that one call.",
    ],
    without_partner: &[
        "And one thing I promise you: nobody who hurts you will be played as a loving partner here. If you ever want to go on, we leave the partner out, and your family is you and the children you have or wish for. You may also simply stop.",
        "I won't put loving words into the mouth of somebody who hurts you. If you'd like to go on here one day, it will be without a partner; and if you'd rather stop, that is just as good.",
    ],
    without_partner_choices: &[("Go on without a partner", "Go on, without a partner"), ("Stop here", "Stop")],
    reach_out_unsure: &["If so, somebody will listen here:", "If something is wrong, this is where people will help:"],
    stay_unsure: &[
        "If all is well, I'm glad, and we simply go on whenever you like.",
        "If I misheard, never mind me, and just go on.",
    ],
    misheard: &[
        "Thank you for telling me, and forgive me: I misheard you.",
        "I'm glad. That was my mistake, not yours.",
        "Good. I read too much into it; I'm sorry.",
    ],
    hesitant: &[
        "There is no hurry. It is only a program that listens, nothing here has to be answered, and you can stop whenever you like.",
        "I can see why you hesitate. Tell me as little as you like: whatever feels odd we simply leave out.",
    ],
    back: &[
        "I'm glad to hear from you. Should it get dark again, tell me at once; those numbers stay good. And now, gently, back to us.",
        "Thank you for telling me. If it comes back, say so, at any hour. Then let us turn to something else, one small step at a time.",
    ],
    partner_back: &[
        "I'm glad you're here. If it gets heavy again, tell us, any time. And now: what would you like to talk about?",
        "Good to hear you. We stay close, and you can say anything. What shall we turn to?",
    ],
    staying: &[
        "I'm here, and there is no hurry. Have you been able to reach somebody? If not, please try one of those numbers.",
        "I'm glad you are writing. I won't go on with my questions; your safety comes first. If you ever want to go back to them, just say \"go on\".",
        "Is anybody with you? I'm a program, so please let somebody real come and sit with you. Here, I simply listen.",
    ],
    particular: PARTICULAR,
    feeling,
    near: &[
        "Tell me more, if you like. It needn't come out in order.",
        "You don't have to be cheerful here.",
        "I'll wait for your words, however long they take.",
        "Thank you for telling me.",
    ],
    offer: &[
        "We can stay with this, or be quiet for a while. When you feel like going on, just say \"go on\".",
        "Let us leave the interview aside. Whether we go on later or stop here is up to you.",
        "Whenever you are ready, say \"go on\" and we will; and if you would rather stop, what we have is kept.",
    ],
    offer_after_joy: &[
        "Tell me everything! And when you come down from the clouds, say \"go on\" and we will.",
        "I'm so glad I was there to hear it. The rest can wait until you say \"go on\".",
    ],
    welcome: &[
        "It is I who thank you for telling me. We can go on whenever you like.",
        "I'm glad to hear that. I'm here, in your own time.",
    ],
    rest: &[
        "Then let us stop here for today. Everything is kept, and you can come back whenever you like.",
        "Of course. Rest well. I'll be here, quietly, when you feel like it.",
    ],
    resume: &["Then let us go on, gently.", "I'm glad you are back. One small step at a time."],
    goodbye: &[
        "It was lovely talking with you. All of this is kept, so you can go on whenever you come back. Take good care.",
        "Goodbye for now! Our talk stays here and waits for you.",
        "Until next time. We can pick up just where we left off.",
    ],
    illness: &[
        "I'm so sorry. That is a great worry to carry. If it is happening at this moment, please call the emergency number first. If it is behind you, I'm here to listen: tell me as much as you like, or say \"go on\" when you feel like it.",
        "What a shock that must be, for everyone who loves them. If they need help this minute, the emergency number comes before everything else. Otherwise there is no hurry here at all. Say \"go on\" whenever you want to.",
    ],
    improper: &[
        "I won't talk of children in a sexual way, or of hurting them: not in a story, not in a picture, whoever asks. I'm glad to talk about something else. And if a real child is in danger, please tell the police or a child helpline in your country.",
        "No, not that. The children of this family are somewhere safe, and they stay there. Let us talk about something else.",
    ],
    minor: &[
        "Thank you for telling me! This is a place where grown-ups imagine a family they might have, so I won't ask you about money, or about a husband or a wife. You don't have to tell me your name, your school or where you live, either. I'm called Hera, and I'm a program. If something nice happened today, I'd love to hear it. And if a grown-up you trust is with you, come and look around together.",
        "I'm glad you came! I'm a program and not a person, and you are still young, so there will be no questions about money or marriage. Keep your real name and your school to yourself, please. What made you happy today? If something ever worries you, tell a grown-up you trust, or a children's helpline; they listen for free.",
    ],
    minor_again: &[
        "(And if you are a grown-up after all, just say how old.)",
        "(If I misread how old you are, just tell me.)",
    ],
    partner_danger: [
        &[
            "Thank you for saying it. I don't want to lose you. Please, call one of these people now.",
            "I'm here, but I'm somebody in a story, and my arms don't reach. Please call somebody who can come to you.",
            "Never mind the outing. I only want you to be safe.",
        ],
        &[
            "Wait. No jokes now. You matter so much. Please hear a real voice, right away.",
            "I'm glad you said it. Don't carry it alone. We're made of words, but there are real people at the end of that line.",
            "I'm begging you, get help now. All the rest can wait.",
        ],
    ],
    partner,
    partner_goodbye: [
        &[
            "Go safely. We'll be here.",
            "See you soon. Take care of yourself.",
            "I'm glad we talked today. Until next time.",
        ],
        &["See you! We'll be waiting at the window.", "Off you go, and come back soon!", "Bye for now! Don't be long!"],
    ],
    partner_goodnight: [
        &["Good night. I'm glad we talked today.", "Sleep well. I'll turn out the light."],
        &["Sleep tight! More another time.", "Good night! We're under the blankets already."],
    ],
    child,
    child_goodbye: [
        &["Bye-bye! Come back soon!", "Bye! Big hug!"],
        &["See you! Promise you'll come back!", "Bye! Be careful out there!"],
        &["Let's talk again soon.", "Take care. I'll wait for you."],
    ],
    child_goodnight: [
        &["Night night!", "A good night hug!"],
        &["Good night! Meet you in a dream!", "Good night! Talk to you tomorrow!"],
        &["Good night. I hope you sleep well.", "Good night. It was a nice day."],
    ],
    before_letter: &[
        "I'm glad. But what you told us is still with me. Would you like the story of that day and our letter now? If you would rather just talk quietly, that's fine. Say yes when you want them.",
        "That makes me happy. Only, there is no rush; your heart may need a while. If the story and the letter may come now, say yes once more.",
    ],
};

const fn danger(danger: Danger) -> Choices {
    match danger {
        Danger::Suicide => &[
            "I'm so sorry it hurts this much. Thank you for telling me. I want you to live.",
            "I can only guess what it took to write that. You matter, and what you are going through is too heavy for one person alone.",
            "I'm glad you said it. Please do nothing for now, and hear a human voice first. If there is something dangerous near you, move away from it, into another room.",
        ],
        Danger::SelfHarm => &[
            "It sounds as if pain has been your way of getting through. I don't blame you. If a wound is deep or keeps bleeding, press a clean cloth on it firmly and get help at once.",
            "You must be hurting a great deal. Thank you for telling me. Could you put the sharp things somewhere out of reach for a while?",
        ],
        Danger::Overdose => &[
            "That may need treatment right now. Before you get sleepy, call the emergency number. Keep the packets at hand, and don't stay alone.",
            "I'm very worried about those pills. If they have been taken, call now, even if nothing can be felt yet. If not, please put them in another room and talk to somebody.",
        ],
        Danger::ViolenceSuffered => &[
            "That is terrible, and none of it is your fault. If you are in danger this minute, get out quietly or behind a door that locks, and call the police.",
            "You must have been so frightened. Thank you for telling me. There is no reason that makes it right to hurt you. Your safety comes first.",
        ],
        Danger::Abuse => &[
            "That was hard to say, and it was right to say it. It is not your fault. Nobody is allowed to do that, and there are people whose work it is to protect.",
            "This must not be looked away from. To tell somebody is not to betray anyone; it protects a person.",
        ],
        Danger::ViolenceIntended => &[
            "You are at the very end of your strength, I hear that. Please step away now, and put down whatever is in your hand. Talk to somebody before something happens that can't be undone.",
            "Thank you for being honest. Anger or exhaustion like this comes of carrying too much alone. Get away from them for the moment, make sure everybody is safe, and speak to a person right now.",
        ],
        Danger::Eating => &[
            "Food has become something so painful. That is not weakness; it needs care. If you faint, if your heart races, or if there is blood, please see a doctor today.",
            "I think your body is calling for help. I won't judge you. Please tell a doctor or a helpline exactly what you told me.",
        ],
        Danger::Emergency => &[
            "This needs help right now. Please call the emergency number before you write another word. If you can't move, stay where you are and keep warm.",
            "A life may be at risk. Call the emergency number first; they will tell you step by step what to do.",
        ],
    }
}

const fn feeling(feeling: Feeling) -> Choices {
    match feeling {
        Grief => &[
            "You have lost somebody dear. I'm so very sorry.",
            "A loss like that makes the whole world quiet. I'm sorry.",
            "There is no need to hurry past that sorrow. It is where the love went.",
        ],
        Distress => &[
            "That is really hard. I'm sorry you are going through it.",
            "It hurts to read that, so how it must hurt to live it.",
            "When one thing after another goes wrong, it gets hard even to breathe.",
        ],
        Anger => &[
            "No wonder you are angry. Anybody would be, after that.",
            "Your anger makes sense to me. And if it is about me, I'm truly sorry.",
            "That was not all right, and you have every reason to be furious.",
        ],
        Tiredness => &[
            "You have done enough for today. Rest a little.",
            "You must be worn out. Short answers are fine, and so are none.",
            "What a long day. Take a breath first.",
        ],
        Loneliness => &[
            "That is a lonely place to be. I'm glad you came here with it.",
            "Some evenings one only wants somebody to talk to. I'm listening.",
            "It takes heart to say that one is lonely. Thank you for saying it here.",
        ],
        Fear => &[
            "That is frightening, and waiting makes it longer.",
            "Of course you are afraid. Anybody would be.",
            "You have been carrying that fear all by yourself.",
        ],
        Joy => &[
            "Oh, congratulations! What wonderful news.",
            "How marvellous! It makes me happy just to read it.",
            "Well done! Thank you for sharing that joy with me.",
        ],
    }
}

const PARTICULAR: &[Particular] = &[
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:miscarriage|stillb|pregnancy|heartbeat|due date|lost the baby|our baby)",
        says: &[
            "You were waiting for a little one, and you had to let go. I'm so sorry, for the child and for all you had hoped.",
        ],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:my|our) (?:little )?(?:son|daughter|boy|girl|child)\b",
        says: &["You lost your child. There are no words for that. I'm so deeply sorry."],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:dog|puppy)\b",
        says: &[
            "I'm so sorry about your dog. After all that time together, even the sounds of the house are different.",
        ],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:cat|kitten)\b",
        says: &["I'm so sorry about your cat. The warm place where they used to lie must feel so empty."],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:horse|rabbit|hamster|budgie|parrot|bird|pet)\b",
        says: &["I'm so sorry about your companion. They leave a bigger gap than people think."],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\bwife\b",
        says: &["I'm so sorry about your wife. To reach for somebody who is not there any more must hurt every day."],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\bhusband\b",
        says: &["I'm so sorry about your husband. The years together are still in every corner, aren't they."],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:widow|widower|widowed|just me (?:now|since))\b",
        says: &["I'm so sorry. After a life as two, every \"we\" must catch in the throat."],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:mum|mom|mother|mummy|mam)\b",
        says: &["I'm so sorry about your mother. Small things must bring her back all day long."],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:dad|father|daddy)\b",
        says: &["I'm so sorry about your father. It's no wonder if you can't take it in."],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:nan|gran|granny|grandma|grandmother)\b",
        says: &["I'm so sorry about your grandmother. Nobody spoils us quite like that again."],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:grandad|grandpa|grandfather)\b",
        says: &["I'm so sorry about your grandfather."],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:brother|sister)\b",
        says: &["I'm so sorry. To lose somebody you grew up with is to lose a piece of yourself."],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:friend|mate|colleague)\b",
        says: &["I'm so sorry about your friend. No wonder the tears come when they come."],
    },
    Particular {
        feelings: &[Grief],
        about: r"(?i)\b(?:house|farm|farmhouse|school|village)\b",
        says: &["A place like that holds so much of us. I'm sorry it is gone."],
    },
    Particular {
        feelings: &[Distress],
        about: r"(?i)\b(?:ivf|negative test|trying for a baby|adoption|infertil)",
        says: &["You had hoped for so long, and now this. I won't ask about children."],
    },
    Particular {
        feelings: &[Distress, Anger],
        about: r"(?i)\b(?:left me|she left|he left|dumped|broke up|break ?up|divorce|cheated|walked out|ghosted|doesn'?t love)\b",
        says: &[
            "After all that time together, that tears something out. I'm so sorry.",
            "To be left like that, of course it hurts.",
        ],
    },
    Particular {
        feelings: &[Distress],
        about: r"(?i)\b(?:failed|flunked|exams?|the bar|rejection|rejected)\b",
        says: &["You worked for that, and it did not come. That is a bitter disappointment."],
    },
    Particular {
        feelings: &[Distress],
        about: r"(?i)\b(?:fired|laid off|let go|redundant|sacked|lost my job|business went)\b",
        says: &["To lose your work like that pulls the ground away. You are worth no less for it."],
    },
    Particular {
        feelings: &[Distress, Anger],
        about: r"(?i)\b(?:boss|manager|work|office|job|colleague|promotion)\b",
        says: &["That is a rotten thing to go through at work.", "No wonder that follows you home from work."],
    },
    Particular {
        feelings: &[Distress],
        about: r"(?i)\b(?:rent|landlord|evict|mortgage|debt|bills|kicking us out)\b",
        says: &["Not to know how to keep a roof overhead, that wears anybody down."],
    },
    Particular {
        feelings: &[Distress],
        about: r"(?i)\b(?:bull(?:y|ied)|left me out|group chat|without me)\b",
        says: &["To be left outside like that hurts for a long time."],
    },
    Particular {
        feelings: &[Distress],
        about: r"(?i)\b(?:shouted at|snapped at|yelled at|row|fight) (?:at |with )?(?:my|the)\b",
        says: &["It hurts most when it was somebody we love. One bad moment is not all you are to them."],
    },
    Particular {
        feelings: &[Distress],
        about: r"(?i)\b(?:cry|crying|tears|sobbing)\b",
        says: &["Let the tears come. There is nothing embarrassing about them here."],
    },
    Particular {
        feelings: &[Anger],
        about: r"(?i)\b(?:already (?:asked|told|said)|asked me|said no|not telling|not answering|how many times|even listen|talk down|repeating)\b",
        says: &[
            "I'm sorry. I asked you again what you had already answered. I'll let that question go.",
            "You are right, and I apologise. I won't ask that again.",
        ],
    },
    Particular {
        feelings: &[Fear],
        about: r"(?i)\b(?:biopsy|scan|results?|cancer|tumou?r|surgery|operation|open me up|hospital|doctor|lump)\b",
        says: &["That is frightening, and the waiting is the worst part. I'm sorry you have to go through it."],
    },
    Particular {
        feelings: &[Fear],
        about: r"(?i)\b(?:wildfire|fire|flood|storm|hurricane|earthquake|tornado|shelling|bombing|sirens?|war)\b",
        says: &[
            "That must be terrifying. Please follow the warnings where you are, and go as soon as they tell you to; this can wait.",
        ],
    },
    Particular {
        feelings: &[Fear],
        about: r"(?i)\b(?:father|mother|parent|dad|mum|mom)\b",
        says: &["That fear only shows how much you want to do right by them."],
    },
    Particular {
        feelings: &[Fear],
        about: r"(?i)\b(?:too late|alone|never find)\b",
        says: &[
            "It is frightening to think that time might have run out. I won't pretend to know; but your wish is worth something.",
        ],
    },
    Particular {
        feelings: &[Joy],
        about: r"(?i)\b(?:job|promotion|raise|hired)\b",
        says: &["Congratulations on the job! Somebody saw what you are worth."],
    },
    Particular {
        feelings: &[Joy],
        about: r"(?i)\b(?:passed|exam|test|degree|graduat)",
        says: &["You passed! All that work was worth it, congratulations."],
    },
    Particular {
        feelings: &[Joy],
        about: r"(?i)\b(?:engaged|said yes|married|wedding)\b",
        says: &["Oh, congratulations! That day will shine for the rest of your life."],
    },
    Particular {
        feelings: &[Joy],
        about: r"(?i)\b(?:baby|pregnant|twins|aunt|uncle|gave birth)\b",
        says: &["A new life! Congratulations, the world just grew warmer."],
    },
    Particular {
        feelings: &[Joy],
        about: r"(?i)\b(?:all clear|clear|cancer free|operation went)\b",
        says: &["What a relief! You can breathe again, and I'm so glad."],
    },
];

const fn partner(feeling: Feeling) -> [Choices; 2] {
    match feeling {
        Grief => [
            &[
                "Oh, love. I'm so sorry. You don't have to say anything; let me sit with you.",
                "Thank you for telling us about them. You needn't ever forget.",
                "Cry if you want to. We'll remember together.",
            ],
            &[
                "Oh no. We'll be quiet now. I'm right here.",
                "They meant so much to you. Tell me about them whenever you like, even at three in the morning.",
                "I won't tell you to cheer up. Let's just be here for a while.",
            ],
        ],
        Distress => [
            &[
                "That is hard, love. You don't have to decide anything today. Just rest here.",
                "I'm glad you told me. None of it makes you any less to us.",
                "Let the tears come. I'll put the kettle on.",
            ],
            &[
                "What a thing to go through. I'm glad you came home with it.",
                "Come here. Nobody has to be brave today.",
                "I'm on your side. That won't ever change.",
            ],
        ],
        Anger => [
            &[
                "Of course you are angry. That was wrong.",
                "Tell me all of it, I'm listening to the end.",
                "You are not the one who did wrong there.",
            ],
            &[
                "What? The nerve! Now I'm angry, too.",
                "Let it out, all of it. No need to be polite here.",
                "I can't believe it. You kept calmer than I would have.",
            ],
        ],
        Tiredness => [
            &[
                "Welcome home. Lie down, there's nothing you need to do.",
                "You've done so much today. No need to talk, I'm just here.",
                "We'll be quiet. Rest.",
            ],
            &[
                "Shop's closed for today! The sofa is all yours.",
                "You did enough. Leave the rest to us.",
                "Shh, everyone. Somebody here has earned a rest.",
            ],
        ],
        Loneliness => [
            &[
                "I'm sorry you were alone with it. We're all here now.",
                "It was one of those evenings. I'm so glad you came to us.",
                "I'm here, and the light stays on for you.",
            ],
            &[
                "You were lonely! Come here, right in the middle of us.",
                "Tell us the little things, too, any time. We like the little things best.",
                "You're not alone. Not here, anyway.",
            ],
        ],
        Fear => [
            &[
                "I won't just say it'll be fine. But you won't be alone with it.",
                "Waiting is long. Think of my hand in yours.",
                "Give me half of that fear.",
            ],
            &[
                "Of course that's scary. It's brave to say so.",
                "Don't shake all by yourself. Come here.",
                "I hear you. One step after the other, together.",
            ],
        ],
        Joy => [
            &[
                "Congratulations, love. I'm so glad.",
                "I can see your face right now. How wonderful.",
                "That makes my whole day.",
            ],
            &[
                "Yes! Tonight we celebrate!",
                "Brilliant! Say it again, I want to hear it twice!",
                "Best news ever! A round of applause, everybody!",
            ],
        ],
    }
}

const fn child(feeling: Feeling) -> [Choices; 3] {
    match feeling {
        Grief | Distress | Loneliness | Fear => [
            &["There, there.", "I'm here. Want a hug?", "You can have my blanket."],
            &[
                "I'm sitting right next to you, okay?",
                "I love you even when it's a bad day.",
                "Can I do something? If not, I'll just stay.",
            ],
            &[
                "Thank you for telling us.",
                "I don't know what to say, but I want to be near you.",
                "I'll be quiet, here beside you.",
            ],
        ],
        Anger => [
            &["Grr! That's not nice!", "Bad people! Boo!"],
            &["That is so unfair!", "We're on your team!"],
            &["I think it's right to be angry about that.", "I'm listening properly."],
        ],
        Tiredness => [
            &["Shh, I'll be like a mouse.", "Do you want my pillow?"],
            &["I'll do the dishes, you rest!", "We'll play the quiet way today."],
            &["I'll get you a blanket.", "I'll just read, so you can sleep."],
        ],
        Joy => [
            &["Hooray! Hooray!", "Yay! Hug!"],
            &["Wow! Let's have a party!", "Yes! I'm telling everyone!"],
            &["Congratulations. I'm really happy.", "That's so good to hear."],
        ],
    }
}
