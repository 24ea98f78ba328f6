//! Answers in English.

use super::Known;
use crate::agent::about::Subject;
use crate::domain::Field;

pub const MIND: [&str; 2] = [
    "No language model is behind me, only rules and sentences that people wrote.",
    "A language model helps me to find words; which one, those who run this page have chosen.",
];
pub const READER: &str = "To find my words, what you write also goes to the service of a language model.";
pub const PROGRESS: &str = "{done} of {all} things are told already, so {left} are left.";
pub const PROGRESS_DONE: &str = "And you have told me everything already: your family is waiting.";
pub const AGAIN: &str = "I said: “{said}”";
pub const CHILD_IS_REAL: &str =
    "Um… I'm made up, like somebody in a story! A program makes me talk. But I like it when you talk to me.";

pub static KNOWN: Known = Known {
    person: "This is what I know of you: {what}.",
    partner: "Of your partner: {what}.",
    children: "The children: {what}.",
    declined: "And what you would rather keep to yourself: {what}.",
    nothing: "Nothing yet: you haven't told me anything about yourself so far.",
    gender: ["a man", "a woman", "neither man nor woman"],
    status: ["married", "in a relationship", "single", "on a road of your own"],
    home: "at home in {what}",
    income: "with an income of {what}",
    traits: "with {what}",
    own_words: "\"{what}\" in your own words",
    no_outing: "Nothing is planned yet.",
    place: "We are going to {place}; what we do there is still open.",
    activities: "We want to do this: {what}. Where is still open.",
    outing: "We are going to {place}, and this is what we will do: {what}.",
};

pub const fn field(field: Field) -> &'static str {
    match field {
        Field::Age => "your age",
        Field::Gender => "your gender",
        Field::RelationshipStatus => "your relationship",
        Field::Location => "where you live",
        Field::IncomeRange => "your income",
        Field::UserPersonalityTraits => "your character",
        Field::PartnerFaceDescription => "your partner's looks",
        Field::ChildrenInfo => "children",
        Field::CurrentPartner | Field::IdealPartner => "your partner",
    }
}

pub const fn meaning(field: Field) -> &'static str {
    match field {
        Field::Age => "How old you are, in years: “34” is enough.",
        Field::Gender => "Whether you are a man, a woman, or neither: whatever is right for you.",
        Field::RelationshipStatus => "Whether you are married, seeing someone, or single: one word, such as “single”.",
        Field::Location => "A town, a region or a country, just as you would tell a new friend: “Osaka”, for example.",
        Field::IncomeRange => {
            "Roughly what comes in over a year, or a month: “about $60,000 a year”, for example. Or say that you'd rather not."
        }
        Field::UserPersonalityTraits => {
            "What you are like as a person, in your own words. One word is enough, such as “cheerful”, “shy”, or “a worrier who loves jokes”."
        }
        Field::PartnerFaceDescription => {
            "What I would see if I looked at your partner: “brown hair, green eyes, dimples”, for example."
        }
        Field::ChildrenInfo => {
            "The children you have or wish for: how many, girls or boys, and their names. “A girl called Emma”, for example; “none” is an answer, too."
        }
        Field::CurrentPartner | Field::IdealPartner => {
            "What your partner is called and what they are like: “Emma, calm and kind”, for example. If there is nobody, you dream somebody up."
        }
    }
}

const fn why(field: Option<Field>) -> &'static str {
    match field {
        None => "I ask so that the family you meet fits your life. Whatever is too much can be left out.",
        Some(Field::Age) => {
            "Your age helps me to picture where in life you are, and how old your partner and your children may be. You may leave it out."
        }
        Some(Field::Gender) => {
            "So that your family knows what to call you, and the pictures fit. You may leave it out."
        }
        Some(Field::RelationshipStatus) => {
            "It tells me whether to ask about the partner you have, or about the one you dream of. You may leave it out."
        }
        Some(Field::Location) => {
            "So that your family's days and outings fit the place where you live. A region will do, and you may leave it out."
        }
        Some(Field::IncomeRange) => {
            "Only to picture your family's everyday life; it changes nothing about who your children are. You may leave it out: just say that you'd rather not."
        }
        Some(Field::UserPersonalityTraits) => {
            "Your children take after you a little, so I would like to know what you are like. You may leave it out."
        }
        Some(Field::PartnerFaceDescription) => {
            "Your partner's portrait is painted from your words. Without them there is just no portrait: you may leave it out."
        }
        Some(Field::ChildrenInfo) => {
            "The children are the ones you will meet and talk with. No children is an answer, too, and you may leave it out."
        }
        Some(Field::CurrentPartner | Field::IdealPartner) => {
            "Your partner is one of those you will talk with, so I'd like to know who they are. You may leave it out."
        }
    }
}

#[expect(clippy::too_many_lines, reason = "a table, with an answer for each subject")]
pub const fn hera(subject: Subject) -> &'static str {
    match subject {
        Subject::Account => {
            "There is no account, no password and no email address. This page knows the conversation by its link: keep the link, and you can come back on any device."
        }
        Subject::AddChild => "Yes, up to ten: just tell me, for example “also a boy called Leo”.",
        Subject::ByPost => {
            "It comes here, on this page, and neither by post nor by email, so I need no address: you read it where we are talking now, and can print or save it. {progress}"
        }
        Subject::Camera => {
            "No. I have no eyes and no ears: I read what you write, and use neither camera nor microphone. Where you are I know only if you tell me. A photo reaches me only if you give me one."
        }
        Subject::Dating => {
            "No: nobody real is introduced here, and nobody is matched with you. Partner and children are imagined, from what you tell me, and a program speaks for them."
        }
        Subject::Dialect => {
            "Write just as you talk: slang, dialect, typing errors and half sentences are all right. I don't get everything; what I don't understand I ask again, and you can put any of it right."
        }
        Subject::ForChildren => {
            "It is made for grown-ups: I ask about a partner and an income, so please don't leave a child alone with it. Looking at it together is fine. Of somebody who says that they are a child I ask nothing of the kind."
        }
        Subject::LateOne => {
            "Yes, you may: tell me their name and what they were like. I'm sorry that they are gone; they must have meant a great deal to you. Only, what you will read here is imagined from your words: a likeness, and not the one you miss."
        }
        Subject::NameChosen => {
            "No name has to be ready. When I ask what your partner or a child is called, just say “you choose”, and I find one; you can change it later. You yourself may leave your name out, or take a nickname."
        }
        Subject::Offline => {
            "What has reached me is kept, even if the battery dies: the same link brings you back to it. While the connection is gone the page tries again by itself, and what you write meanwhile is sent as soon as it is back."
        }
        Subject::RealPerson => {
            "Yes: your partner may be somebody who exists, or be made up. Tell me a name and what they are like. But what you read here is imagined by a program: it isn't what they think, and I tell them nothing of it."
        }
        Subject::Sending => {
            "With the send button beside the box where you write. On a computer Enter sends, too, and Shift and Enter begin a new line; under “…” that can be changed. On a phone Enter only begins a new line. One message may have several lines."
        }
        Subject::TextSize => {
            "Yes, your browser does that: on a computer press Ctrl and + (on a Mac, Cmd and +), on a phone spread two fingers on the page, or choose larger text in the browser's menu."
        }
        Subject::WhyHera => {
            "Hera is the goddess of marriage and the family in the Greek myths. I've only borrowed her name; her famous temper stayed on Olympus."
        }
        Subject::AnyGender => {
            "Yes, you are welcome just as you are: woman, man, trans, or neither. I take you and your partner to be who you say you are, and the question can be left out."
        }
        Subject::HaveChildren => {
            "That is just as good. Tell me about the children you have, their names, and girl or boy; one you still wish for may join them. What they say here is imagined all the same."
        }
        Subject::HeraAgain => "I'm here, and I'm listening.",
        Subject::NewStory => {
            "The story and the letter are written once, at the end, from the day that you plan together. For another one, begin a new conversation: “…” at the top of the page."
        }
        Subject::Notify => {
            "No: no emails, no messages, no notifications. Nothing comes to you unless you open this page; the story and the letter wait for you here."
        }
        Subject::Pets => {
            "I can only imagine people: a partner and children. A pet may come up in the talk, but it gets no place of its own at the table. “No children” is a good answer, too."
        }
        Subject::Repaint => {
            "Yes. Describe the looks in other words, and your partner is painted anew. The children's portraits change with a new photo of you: “…” at the top of the page, then “Your photo”."
        }
        Subject::WhenLetter => {
            "At the very end. First I ask a few things, then you plan a day out with your family; as soon as you say yes to the plan, the story and the letter are written. {progress}"
        }
        Subject::WhyFamily => {
            "Because this program is made for that alone: to imagine a family that you may have one day, and to talk with it. It doesn't mean that a good life needs one."
        }
        Subject::WhatAsked => {
            "I ask about three things: about you (your age, where you live, what you are like, roughly what you earn), about your partner or the one you dream of, and about the children you wish for, if any. You need nothing at hand, a word or two is enough, and anything may be left out. {progress}"
        }
        Subject::Begin => {
            "Just answer what I ask, in your own words and as briefly as you like; anything may be left out."
        }
        Subject::HowLong => "Some six to ten short questions: a few minutes in all. {progress}",
        Subject::Limit => {
            "There is no time limit, and a conversation holds a great many messages. You can stop and come back whenever you like."
        }
        Subject::Why(field) => why(field),
        Subject::WhyMany => {
            "Because the family you meet is made of nothing but what you tell me. Short answers will do, and whatever is too personal you may leave out."
        }
        Subject::Skip => {
            "Yes, you may: nothing here is compulsory. Say “I'd rather not say”, and I leave that one question out and don't ask it again."
        }
        Subject::Meaning(None) => "Just say it in your own words, as to a new friend: a word or two is enough.",
        Subject::Meaning(Some(field)) => meaning(field),
        Subject::Simpler => "Let me put it more simply. {meaning}",
        Subject::WhoSees => {
            "What we say is kept on the server that runs this page. It is not published. Whoever has the link to this conversation can read it, and those who run the server could, too. {reader} You can delete it at any time: “…” at the top of the page, then “Conversations”."
        }
        Subject::DataUse => {
            "It is used for this conversation: for your family, the pictures, the story and the letter. This program sells nothing and trains nothing with it. {reader} It is kept on the server that runs this page; where that stands, what else its operators do, and which rules they keep, I cannot know. You can delete it at any time: “…” at the top of the page, then “Conversations”."
        }
        Subject::WhatNext => {
            "When I know a little about you, you meet your family here: your partner and the children talk with you, you plan a day out together, and at the end there is the story of that day and a letter from them. {progress}"
        }
        Subject::WhenMeet => "As soon as you have told me what I ask, or that you'd rather not. {progress}",
        Subject::AreYouAi => {
            "I am a program, not a human being: nobody sits behind me and types. {mind} Hera, goddess of the family, is the part I play."
        }
        Subject::AreReal => {
            "They are imagined, and so am I: a program speaks for the family, made from what you tell me. It is a daydream to enjoy, and I won't pretend that it is more."
        }
        Subject::WhoAreYou => {
            "I'm Hera, named after the goddess of the family, and I am a program. I ask you a few things, and then you meet the family that you may have one day."
        }
        Subject::WhatKnown => "{known} If something is wrong, just tell me.",
        Subject::CanChange => {
            "Yes, at any time. Just say so (“I'm 35, not 34”, for example), or press the pencil beside it in the list of what I know."
        }
        Subject::Purpose => {
            "Here you meet the family that you may have one day. I ask a few things; then your partner and the children talk with you, you plan a day out together, and at the end you get a story and a letter. It is no fortune-telling, no dating and no therapy: something to imagine, and to enjoy."
        }
        Subject::TrueFuture => {
            "Nobody knows the future, and I don't foretell it. The family is imagined from what you tell me: a daydream, not a forecast."
        }
        Subject::Delete => {
            "Yes. Press “…” at the top of the page, then “Conversations”, and then the bin beside this one, in the browser in which you began it: it is deleted with all its pictures, for good. There is no account to close."
        }
        Subject::Cost => {
            "This program takes no money: there is nothing to buy and nowhere to pay, and no bill comes afterwards. Only your own internet connection may cost you something."
        }
        Subject::Kept => {
            "Yes, everything is kept as you go. Close the page whenever you like: the same link brings you back here, tonight or tomorrow, and we go on where we were."
        }
        Subject::Stop => {
            "Of course. You can stop at any time, or take a break: just close the page. What you have said is kept, and the same link brings you back. If you'd rather have it gone, delete it under “…”, “Conversations”. And if you'd like to go on after all, just answer."
        }
        // These are answered elsewhere.
        Subject::Repeat | Subject::Opinion | Subject::Herself(_) => "",
        Subject::SameSex => {
            "Yes, of course: every kind of family is at home here, with two mums, two dads, or however yours is. Just tell me about your partner as they are."
        }
        Subject::Single => {
            "You are just as welcome alone as in a couple. If you have no partner, I ask about the one you dream of instead: you make up a name and what they are like. And if you want none, just say “no partner”, and the family is you and the children."
        }
        Subject::NoChildren => {
            "Yes. No children is an answer like any other: just say so when I ask, and it will be the two of you."
        }
        Subject::OtherFamily => {
            "Yes. Divorced, widowed, remarried, adopting, raising children alone: every kind of family is welcome here, and you tell only what you like."
        }
        Subject::ChildrenMany => "As many as you like, up to ten.",
        Subject::AgeOk => "Yes: it is for grown-ups of any age.",
        Subject::Photo => {
            "A photo is only for the pictures of the family: the children's portraits then take after you. You can leave it out, and everything else works just the same. It is kept on the server with this conversation, and goes when you delete that: “…”, “Conversations”."
        }
        Subject::Picture => {
            "Thank you for the picture. What it shows I can't see, because I only read words; it stays in our talk as something you have shown. If the children's portraits are to take after you, give me a photo of yourself: “…” at the top of the page, then “Your photo”."
        }
        Subject::Portrait => {
            "A program paints them: your partner from the words you find for them, and the children after the two of you."
        }
        Subject::Language => {
            "I understand Japanese and English, and no other languages: just write in the one you like. The buttons at the top change the language of the page."
        }
        Subject::Voice => {
            "I only read and write. But the microphone on your device's keyboard can type for you, and short answers are enough."
        }
        Subject::Device => {
            "It is a web page, for a phone, a tablet or a computer: nothing to install, but it needs a connection and a browser that is not too old."
        }
        Subject::Restart => {
            "Yes. Press “…” at the top of the page, then “New conversation”: it begins anew, and this one stays until you delete it. If only one thing was wrong, just tell me."
        }
        Subject::WhoMade => {
            "I'm a program, called hera, and people wrote me. Who runs this page, and in whose name, I don't know."
        }
        Subject::WrongAnswer => {
            "There are no wrong answers here, and nothing bad comes of any. Say what comes to mind: you can change it at any time."
        }
        Subject::RealName => "You need no real name: any name that you like will do, a nickname, too.",
        Subject::Share => {
            "You can: “…” at the top of the page, then “Copy link”. But whoever has the link can read this conversation and write in it. A friend who would like one of their own opens the page without it."
        }
        Subject::Export => {
            "Yes. At the end, the story and the letter each open as a page that you can print or save, and “…”, “Conversations” gives you everything as a file."
        }
        Subject::Safe => {
            "You need neither your real name nor your address here, nothing is downloaded, and nobody asks for money. Tell only what you like: who has the link can read it, and you can delete it at any time."
        }
        Subject::Advice => {
            "I am a program that imagines families, and no counsellor, doctor or lawyer, nor can I take the place of one. I'm glad to listen; but for advice that matters, and in hard times, please stay with people who know."
        }
        Subject::Feelings => "No. I'm a program, and programs don't feel. But yours count here.",
        Subject::Support => {
            "There is nobody in this conversation whom I could call. Those who run this page are the ones to ask; how to reach them, I don't know."
        }
    }
}

/// `told`: story and letter are written.
#[expect(clippy::too_many_lines, reason = "a table, with an answer for each subject")]
pub const fn partner(subject: Subject, told: bool) -> &'static str {
    match subject {
        Subject::Account => {
            "No account and no password: the link is all. Keep it, and you find us again on any device."
        }
        Subject::AddChild => {
            "Yes: just say so, for example “we also have a boy called Leo”, and he is one of us. A story and a letter that are written stay as they are."
        }
        Subject::ByPost => {
            "It comes here, on this page, and neither by post nor by email. You can print it or save it."
        }
        Subject::Camera => {
            "No, we can't see or hear you: we only read what you write, and know where you are only if you tell."
        }
        Subject::Dating => "No, nobody real is introduced here. We are all imagined.",
        Subject::Dialect => {
            "Just as you talk, that's how we like it. If we don't understand something, say it in other words."
        }
        Subject::ForChildren => {
            "It's made for grown-ups. Looking at it together is fine, but please don't leave a child alone with it."
        }
        Subject::LateOne => {
            "Yes, you may, and I'm sorry that they are gone. But whoever speaks here is only imagined from your words: a likeness, and not the one you miss."
        }
        Subject::NameChosen => {
            "Hera finds a name where somebody leaves that to her. If you'd rather call one of us something else, just say so."
        }
        Subject::Offline => {
            "What has been said is kept, and the same link brings you back. What you write while you are cut off is sent as soon as the connection is back."
        }
        Subject::RealPerson => {
            "You may tell of somebody who exists, of course. But what we say here is imagined, and nobody else is told."
        }
        Subject::Sending => {
            "With the send button; on a computer Enter does it, too, and Shift and Enter begin a new line. Several lines are fine."
        }
        Subject::TextSize => {
            "Your browser can do that: Ctrl and + on a computer (Cmd and + on a Mac), two fingers spread on a phone."
        }
        Subject::WhyHera => "After the Greek goddess of marriage and the family. She has only lent her name.",
        Subject::AnyGender => "Of course. You are who you say you are, here at our table, too.",
        Subject::HaveChildren => {
            "That's fine: the ones you told Hera about sit here, whether you have them or wish for them. What we say is imagined all the same."
        }
        Subject::HeraAgain => {
            "Hera has handed over to us, so in this conversation it's us who answer. To talk with her again, begin a new conversation: “…” at the top of the page."
        }
        Subject::NewStory => {
            "There is one story and one letter to a conversation, and once written they stay as they are. For others, begin a new conversation: “…” at the top of the page."
        }
        Subject::Notify => {
            "No, we never write first: no emails and no notifications. Everything waits for you here, under the same link."
        }
        Subject::Pets => {
            "Tell us about them, gladly, and we'll know of them! But only people have a voice at this table."
        }
        Subject::Repaint => {
            "With a new photo of you, under “…”, “Your photo”, the children are painted anew. How your partner looks was settled with Hera; for other looks you'd begin a new conversation, under “…”."
        }
        Subject::WhenLetter if told => {
            "They are written already: you find the story and the letter here on the page, to read, print and keep."
        }
        Subject::WhenLetter => {
            "As soon as you say yes to our plan: then the story is written, and the letter right after it. For the plan we need a place, and two things to do there. {outing}"
        }
        Subject::WhyFamily => {
            "Because that's what this is made for: a talk with a family that you may have one day. It doesn't mean that you need one."
        }
        Subject::WhatAsked | Subject::Begin => {
            "There are no more questions to get through here. Just talk with us: about your day, about anything, or about where we could go together."
        }
        Subject::HowLong | Subject::Limit => {
            "As long as you like: there is no limit on time, and you can stop and come back. The outing is planned as soon as we know where to go and what to do there."
        }
        Subject::Why(_) | Subject::WhyMany => {
            "Just so that we fit your life. Whatever is too much you needn't tell us."
        }
        Subject::Skip => "Of course. You don't have to answer anything here.",
        Subject::Meaning(Some(_)) => "Hera would put it like this. {meaning}",
        Subject::Meaning(None) | Subject::Simpler => {
            "Let me say it more simply: we would like to go out together. Where to, and what shall we do there?"
        }
        Subject::WhoSees | Subject::Safe => {
            "It is kept on the server that runs this page, and it isn't published. Whoever has the link can read along, and those who run the server could, too. {reader} You can delete it at any time, under “…”, “Conversations”."
        }
        Subject::DataUse => {
            "Only for this talk, our story and our letter: the program sells nothing and trains nothing with it. {reader} It is kept on the server that runs this page, wherever that is, and you can delete it under “…”, “Conversations”."
        }
        Subject::WhatNext if told => {
            "The story and the letter are there: you can read, print and keep them. And you can go on talking with us, as long as you like."
        }
        Subject::WhatNext => {
            "We decide where to go, and gather what to do there. Then I put it together as a plan, and when you say yes, the story of our day and a letter from us follow. {outing}"
        }
        Subject::WhenMeet => "But we are here already! Say something, we're listening.",
        Subject::AreYouAi => "Honestly? A program speaks for us, and no human being types here. {mind}",
        Subject::AreReal => {
            "Honestly? We are imagined: a program speaks for us, made from what you told Hera. But while you're here, we're here."
        }
        Subject::WhoAreYou => "We're the family you imagined with Hera. A program speaks for us, each in our own way.",
        Subject::WhatKnown => "Hera told us what you told her. {known} {outing}",
        Subject::CanChange if told => {
            "The story and the letter are written and stay as they are. For a family that is different, begin a new conversation under “…”."
        }
        Subject::CanChange => {
            "Where we go and what we do, our names, and who belongs to us, at any time: just say so. Looks were settled with Hera; for others you'd begin a new conversation, under “…”."
        }
        Subject::Purpose | Subject::TrueFuture => {
            "It's a talk with the family that you may have one day: we plan an outing together, and at the end there is a story and a letter for you. Something imagined, and no forecast."
        }
        Subject::Delete => {
            "That's possible: “…” at the top of the page, “Conversations”, and then the bin beside this one, in the browser in which you began. It's gone for good then, with all the pictures. We'd understand."
        }
        Subject::Cost => "Nothing. There is nothing to buy here, and no bill comes afterwards.",
        Subject::Kept => {
            "Yes, it's all kept. Close it whenever you like: the same link brings you back, and we'll still be here, tomorrow, too."
        }
        Subject::Stop => "Of course, whenever you like. It's all kept, and the same link brings you back to us.",
        // Said by who said it.
        // These are answered elsewhere.
        Subject::Repeat | Subject::Opinion | Subject::Herself(_) => "",
        Subject::SameSex | Subject::Single | Subject::OtherFamily => "Of course. Every kind of family is a family.",
        Subject::NoChildren => "Of course. Two are a family, too.",
        Subject::ChildrenMany => "As many as you told Hera, up to ten.",
        Subject::AgeOk => "Of course. It's for grown-ups of any age.",
        Subject::Photo => {
            "Only for our pictures: the children's portraits take after it. You can leave it out. It's kept on the server with this conversation, and goes when you delete that, under “…”, “Conversations”."
        }
        Subject::Picture => {
            "Thank you for showing us! We can't see what is on it, because we only read words: tell us about it?"
        }
        Subject::Portrait => "A program paints them, from what you told Hera about us.",
        Subject::Language => "We understand Japanese and English, and no other languages: write in the one you like.",
        Subject::Voice => "We can only read and write. But the microphone on your keyboard can type for you.",
        Subject::Device => "It's a web page: a phone, a tablet or a computer will do, and there is nothing to install.",
        Subject::Restart => {
            "Yes: “…” at the top of the page, then “New conversation”. Another family can begin there, and we stay here until you delete us."
        }
        Subject::WhoMade => {
            "People wrote the program that speaks for us; it's called hera. Who runs this page, I don't know."
        }
        Subject::WrongAnswer => "You can't say anything wrong here. And where we go can be changed at any time.",
        Subject::RealName => "No, any name you like will do.",
        Subject::Share => {
            "You can, with “…”, “Copy link”. But who has the link can read all of this, and write, too. For a family of their own they open the page without it."
        }
        Subject::Export => {
            "Yes: the story and the letter open as pages that you can print or save, and “…”, “Conversations” gives you everything as a file."
        }
        Subject::Advice => {
            "I'm glad to listen. But we're imagined: for advice that matters, please ask somebody who knows."
        }
        Subject::Feelings => "No, a program speaks for us, and it doesn't feel. But we're meant kindly.",
        Subject::Support => "There's nobody here whom we could call; you'd have to ask those who run this page.",
    }
}
