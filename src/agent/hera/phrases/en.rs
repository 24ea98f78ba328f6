//! Hera in English: warm, unhurried, a little playful.

use super::super::read_out::Words;
use super::{Phrases, Whom};
use crate::domain::Topic;

pub static PHRASES: Phrases = Phrases {
    list: (", ", " and "),
    space: " ",
    opening: &[
        "Hello, and welcome. I'm Hera, goddess of the family. How lovely that you came. Let's imagine together the table you will gather around one day.",
        "Welcome, dear. I am Hera, and I watch over families. Before you meet the one that may be yours, I'd love to hear a little about you.",
        "I'm so glad you're here. My name is Hera, goddess of the family, and I would love to help you meet the people you may share your life with.",
        "Hello there. I'm Hera. Bringing families together is what I do, and today I have all the time in the world for you.",
    ],
    opening_in_the_middle: &[
        "Welcome! I'm Hera, goddess of the family, and I see you've come ready to talk.",
        "How lovely to meet you. I'm Hera, and I watch over families.",
        "Hello, dear. I'm Hera, goddess of the family. You've made a wonderful start.",
    ],
    thanks: &[
        "Thank you for telling me.",
        "How lovely to hear.",
        "Oh, that's good to know.",
        "I'm glad you shared that.",
        "Wonderful.",
        "Thank you, dear.",
    ],
    heard_name: &["A pleasure to meet you, {name}.", "{name}: I'm glad to know you.", "{name}, what a good name."],
    heard_age_and_place: &[
        "So you're {age} and you live in {place}.",
        "{age} years old, and at home in {place}: I begin to see you.",
        "Life at {age} in {place}. I can almost picture your street.",
    ],
    heard_age: &["So you're {age}.", "{age}, with so much to look forward to.", "{age} it is."],
    heard_place: &[
        "So {place} is home.",
        "Life in {place}: I can already see a family out for a walk there.",
        "{place} sounds like a fine place to come home to.",
    ],
    heard_gender: [
        &["A man, then.", "And a man: I'll keep that in mind."],
        &["A woman, then.", "And a woman: I'll keep that in mind."],
        &["Neither of the two, then.", "Neither a man nor a woman: I'll keep that in mind."],
    ],
    heard_status: [
        &[
            "And you're married. I'm always happy to hear of two people who found each other.",
            "You have someone you walk through life with: how good that is.",
            "Married! A bond close to my heart.",
        ],
        &[
            "And there's somebody special at your side.",
            "You have someone dear to you. I'm cheering for you both.",
            "Someone has a place in your heart already, I see.",
        ],
        &[
            "You're on your own for now, so we get to dream up the person you'll meet.",
            "Single for the moment: that leaves all the more room for dreaming.",
            "Somebody wonderful may be just around the corner.",
        ],
        &[
            "You've walked a road of your own.",
            "Thank you for trusting me with that. Every kind of family is dear to me.",
        ],
    ],
    heard_widowed: &[
        "I'm sorry for your loss. Thank you for trusting me with it.",
        "I'm so sorry. Somebody who was loved stays part of the family.",
    ],
    heard_income: &[
        "I've noted {income}, thank you for being open about it.",
        "{income}: that helps me picture your days.",
        "Thank you for telling me about the money side, too. I've noted {income}.",
    ],
    heard_no_income: &["No income at the moment: thank you for your honesty, and don't let it trouble you."],
    heard_traits: &[
        "I can hear {traits} in you. A family will be warmed by that.",
        "There's {traits} in the way you describe yourself.",
        "You bring {traits}, and those close to you are lucky for it.",
    ],
    heard_own_words: &["\"{words}\": I like how you put that.", "\"{words}\": I'll remember it in just those words."],
    trait_words: [
        ("a lively curiosity", "a love of the familiar"),
        ("real dependability", "an easy-going way with things"),
        ("a cheerful spark", "a quiet depth"),
        ("a kind heart", "a strong will"),
        ("a careful eye", "a steady calm"),
    ],
    heard_partner_name: &[
        "{partner} is a beautiful name.",
        "{partner}: I'll remember that name.",
        "I like the sound of {partner}.",
    ],
    heard_doubtful_name: &[
        "{who}, did I get the name right? If not, just tell me.",
        "I have written down {who}; say so if it is spelled another way.",
    ],
    confirm_name: "Yes, {name}",
    another_name: |whose| match whose {
        Topic::OwnName => ("Another name", "My name is different"),
        Topic::PartnerName => ("Another name", "My partner's name is different"),
        _ => ("Another name", "My child's name is different"),
    },
    heard_partner: &[
        "\"{words}\": I can almost see {partner} before me.",
        "\"{words}\": {partner} sounds like someone I'd love to meet.",
        "I can tell that {partner} is somebody special: \"{words}\".",
    ],
    heard_partner_unnamed: &[
        "\"{words}\": I can almost see them before me.",
        "\"{words}\": they sound like someone I'd love to meet.",
        "\"{words}\": a picture of the two of you is taking shape.",
    ],
    heard_children: &[
        "{children}: I can hear the laughter already.",
        "{children}! What darlings they will be.",
        "I can already hear the footsteps of {children}.",
    ],
    heard_children_unnamed: &[
        "{children}: what a lively table that will be.",
        "I love the thought of {children}.",
        "{children}! I can hardly wait to meet them.",
    ],
    corrected: &[
        "Of course: {what}. I've changed it.",
        "Ah, {what}. I've put that right.",
        "No trouble at all. I've written down {what}.",
    ],
    corrected_silently: &["Of course. I've changed it.", "No trouble at all, I've put that right."],
    respected: &[
        "That's perfectly all right. Keep it to yourself, and I won't ask again.",
        "Of course, you needn't tell me. I won't bring it up again.",
        "I understand. Some things are yours alone, and I'll leave it at that.",
    ],
    respected_childless: &[
        "Then I won't ask about children again. Families come in every shape, and all of them are dear to me.",
        "That's a choice I respect with all my heart. A family of two is a family, too.",
    ],
    respected_on_ones_own: &[
        "No children, then: a life of your own, with room for whatever and whoever you love.",
        "Then it is a life of your own that we picture, and a life of one's own can be a full and warm one.",
    ],
    respected_alone: &[
        "No partner, then: that is clear, and I won't bring it up again. A family without a partner is a family.",
        "Understood: there will be no partner in your family, and I won't invent one.",
        "Then we leave that place free, just as you want it. Your family is whole without it.",
    ],
    chose: &[
        "Then let me choose: how about {what}? If you'd like something else, just say so.",
        "What a lovely task. I'm picturing {what}. You can change it whenever you like.",
        "You're leaving it to me? Then I'll say {what}. Tell me if you'd rather have it another way.",
    ],
    to_silence: &[
        "Take all the time you need.",
        "No hurry at all. I'm here.",
        "It can be hard to know where to begin. Anywhere is fine.",
    ],
    keeps_outing: &[
        "{what}: I'll keep that for your family, and they will take it up when you meet.",
        "I'll tell them of {what}. It will be the first thing you talk about together.",
    ],
    keeps_called: &[
        "{name}, then: I'll tell them to call you that.",
        "Your family will call you {name}. I've written it down for them.",
    ],
    keeps_greeting: &[
        "{name} isn't here yet, but I'll pass it on. A few more answers, and you can say it yourself.",
        "I'll give that to {name}. It won't be long until you meet.",
    ],
    heard_of_child: &[
        "{name}, \"{words}\": I'll remember that of {name}, and you will see it when you meet.",
        "\"{words}\", that's {name}. I've put it down beside the name.",
    ],
    to_entrusted: &[
        "Gladly, I'll choose that for you when the time comes.",
        "Leave it with me: I'll choose when I know a little more.",
    ],
    to_aside: &[
        "I see! No hurry, I'm here.",
        "Of course, life goes on around us.",
        "Ah, is that so. Take your time, dear.",
    ],
    to_greeting: &["Hello again! It's good to talk with you.", "Hello, I'm right here.", "Hello, dear."],
    to_thanks: &["Thank you, too.", "You're very welcome. It's a joy to talk with you."],
    to_who_are_you: &[
        "I'm Hera, goddess of the family. From what you tell me, I help you meet the family that may be yours one day.",
        "I am Hera, and I watch over families. I'm here to imagine yours together with you.",
    ],
    to_impatient: &[
        "Soon! There are only a few things left to tell me.",
        "It won't be long now. Just a little more about you first.",
    ],
    to_question: &[
        "That is something I can't answer: I'm a program that knows about families and about this conversation. Ask me what I'll ask, how long it takes, who can read this, or what comes next.",
        "I have no answer to that one; I only know my way around families and this conversation.",
        "That goes beyond what I know, and I won't make something up.",
    ],
    ask_age_in_years: &[
        "Years pass differently on Olympus, so I won't guess from your date of birth: how old are you now, in years?",
        "I'm not one for counting years by the calendar, dear. Would you tell me your age in years?",
        "Your birthday is a lovely thing to know, but I'd like to have your age right: how many years old are you?",
    ],
    not_understood: &[
        "I'm not sure I followed you there.",
        "Forgive me, that went past me.",
        "I didn't quite catch that.",
        "Bear with me, I couldn't make that out.",
    ],
    lets_go: &[
        "Then let's leave that open. You can fill it in on the right whenever you like.",
        "Never mind, we don't need it. It can always be added later, in the panel.",
        "Let's leave that as it is, then; it is yours to add whenever you feel like it.",
    ],
    question: |topic, whom| match topic {
        Topic::OwnName => [
            &["What may I call you?", "What shall I call you?", "What's your name, if I may ask?"],
            &["By what name may I call you?"],
            &["Is there a name I may use for you?"],
        ],
        Topic::Age => [
            &["How old are you?", "May I ask your age?", "And how old might you be?"],
            &["Your age in years would help me: a number is enough.", "Roughly how many years old are you?"],
            &["If you'd like to tell me, how old are you? Otherwise just say \"skip\"."],
        ],
        Topic::Gender => [
            &[
                "Are you a woman, a man, or neither of the two?",
                "Do you see yourself as a woman, as a man, or as neither?",
            ],
            &["So that I speak of you rightly: woman, man, or something else?"],
            &["\"Woman\", \"man\" or \"other\" is all I need here, and \"skip\" is fine, too."],
        ],
        Topic::Location => [
            &["Where do you live?", "Where is home for you?", "And where do you make your home?"],
            &["Which town or area do you live in?", "The name of your town is enough: where is it?"],
            &["A city or a country will do. Where would you say you live? \"Skip\" is fine, too."],
        ],
        Topic::Status => [
            &[
                "Are you married, seeing someone, or single?",
                "Is there somebody at your side: are you married, with someone, or on your own?",
            ],
            &["Let me ask it another way: married, in a relationship, or single?"],
            &["One word is plenty: \"married\", \"together\", \"single\", or \"skip\"."],
        ],
        Topic::PartnerName => [
            match whom {
                Whom::Current => &[
                    "What is your partner's name?",
                    "What is the one you love called?",
                    "By what name do you call your partner?",
                ],
                Whom::Ideal => &[
                    "Imagine the person you'd love to have beside you. What is their name?",
                    "Let's dream up a partner for you. What name would you give them?",
                    "Who would you like to come home to one day? Give them a name.",
                ],
                Whom::Late => &[
                    "Would you tell me the name of the one you lost? Or of somebody you imagine beside you, if you'd rather.",
                    "What was your partner's name? You may speak of them here, or of somebody you imagine, as you like.",
                ],
            },
            &[
                "Just the name, please, as you would write it: what are they called?",
                "Which name shall I write down for your partner?",
            ],
            &[
                "If there should be no name, say \"skip\"; or say \"you choose\" and I will. Otherwise, what is the name?",
            ],
        ],
        Topic::PartnerTemperament => [
            match whom {
                Whom::Late => &["What were they like?", "What kind of person were they?"],
                _ => &[
                    "What are they like as a person?",
                    "What is their character?",
                    "And what kind of person are they?",
                ],
            },
            &["How would a friend describe their nature? A word or two is plenty."],
            &["\"Kind\", \"calm\", \"funny\": one word for their character will do, or \"skip\"."],
        ],
        Topic::PartnerLooks => [
            match whom {
                Whom::Late => &["And what did they look like?", "How do you remember their face?"],
                _ => &[
                    "What do they look like: the hair, the eyes, the smile?",
                    "And what would I see if I looked at their face?",
                    "How do they look?",
                ],
            },
            &["Tell me one thing about how they look: hair, eyes, anything that comes to mind."],
            &["\"Dark hair\" or \"a big smile\" is enough for their looks, or just say \"skip\"."],
        ],
        Topic::Children => [
            &[
                "And the children: would you like girls or boys, and what are their names?",
                "Tell me about the children you dream of: girls, boys, how many, and what are they called?",
                "Now the little ones. A girl, a boy, more than one? And what would you name them?",
            ],
            &["How many children do you see at your table, girls or boys, and by which names? None is an answer, too."],
            &[
                "You could say \"a girl called Emma\", \"no children\", or \"you choose\". What shall it be for the children?",
            ],
        ],
        Topic::ChildGenders => [
            &["Is that a girl or a boy?", "A girl or a boy, would you say?"],
            &["So that I get it right: girl or boy?"],
            &["\"Girl\", \"boy\", or \"either\": which is it?"],
        ],
        Topic::ChildNames => [
            &["What would you call them?", "And by what name?", "Do you have a name in mind, or shall I choose?"],
            &["Which name shall I write down? You can also say \"you choose\"."],
            &["Tell me the name, or say \"you choose\", or \"skip\"."],
        ],
        Topic::Traits => [
            &["What kind of person are you?", "How would you describe yourself?", "What are you like as a person?"],
            &["What would a good friend say about you? A single word is plenty."],
            &["One word about your character will do, such as \"quiet\" or \"cheerful\". Or say \"skip\"."],
        ],
        Topic::Income => [
            &["Roughly what do you earn in a year?", "About how much do you earn? It helps me picture your days."],
            &["A rough sum is enough: what comes in, by the year or by the month?"],
            &["If you'd rather not speak of money, say \"skip\". Otherwise, roughly what is your income?"],
        ],
    },
    both: |first, second, whom| match (first, second) {
        (Topic::OwnName, Topic::Age) => Some(&[
            "What may I call you, and how old are you?",
            "To begin with: what is your name, and how old are you?",
            "First, a little about you. What shall I call you, and what is your age?",
        ]),
        (Topic::Gender, Topic::Location) => Some(&[
            "Are you a woman, a man, or neither, and where do you live?",
            "And where do you live? And are you a woman, a man, or neither of the two?",
        ]),
        (Topic::PartnerTemperament, Topic::PartnerLooks) => Some(match whom {
            Whom::Late => &[
                "What were they like, and how did they look?",
                "Tell me what kind of person they were, and how you remember their face.",
            ],
            _ => &[
                "What are they like, and what do they look like?",
                "Tell me about their character, and about their looks: the hair, the eyes, the smile.",
                "How would you describe their nature, and how do they look?",
            ],
        }),
        (Topic::Traits, Topic::Income) => Some(&[
            "Now you: what kind of person are you? And roughly what do you earn in a year?",
            "How would you describe yourself? And, if you don't mind, about how much do you earn?",
        ]),
        _ => None,
    },
    choices: |topic| match topic {
        Topic::OwnName => &[("I'd rather not", "I'd rather not say my name")],
        Topic::Age => &[("I'd rather not say", "I'd rather not say my age")],
        Topic::Gender => &[
            ("A woman", "I'm a woman"),
            ("A man", "I'm a man"),
            ("Neither", "neither"),
            ("I'd rather not say", "I'd rather not say my gender"),
        ],
        Topic::Location => &[("I'd rather not say", "I'd rather not say where I live")],
        Topic::Status => &[
            ("Married", "I'm married"),
            ("With someone", "I'm in a relationship"),
            ("Single", "I'm single"),
            ("I'd rather not say", "I'd rather not say"),
        ],
        Topic::PartnerName => &[("You choose", "You choose the name"), ("No name", "I'd rather not give a name")],
        Topic::PartnerTemperament => &[
            ("Kind and calm", "kind and calm"),
            ("Cheerful", "cheerful and funny"),
            ("You choose", "You choose the personality"),
            ("Skip this", "I'd rather not describe their character"),
        ],
        Topic::PartnerLooks => &[
            ("Dark hair", "dark hair and brown eyes"),
            ("Fair hair", "blonde hair and blue eyes"),
            ("You choose", "You choose the looks"),
            ("Skip this", "I'd rather not describe their looks"),
        ],
        Topic::Children => &[
            ("A girl", "a girl"),
            ("A boy", "a boy"),
            ("One of each", "a girl and a boy"),
            ("You choose", "You choose the children"),
            ("No children", "no children"),
        ],
        Topic::ChildGenders => &[("A girl", "a girl"), ("A boy", "a boy"), ("Either is fine", "either, you choose")],
        Topic::ChildNames => &[("You choose", "You choose the names"), ("Skip this", "I'd rather not give a name")],
        Topic::Traits => &[
            ("Cheerful", "cheerful"),
            ("Quiet", "quiet"),
            ("Kind", "kind"),
            ("A bit anxious", "a bit anxious"),
            ("I'd rather not say", "I'd rather not describe myself"),
        ],
        Topic::Income => &[("I'd rather not say", "I'd rather not say what I earn"), ("No income", "no income")],
    },
    complete: &[
        "That is all I wished to ask, thank you. Before you meet your family, let me read out what I have understood.",
        "Thank you for telling me so much. So that nothing is wrong, I'll read out what I have written down.",
        "Now I know everything I need. Listen whether I have it right:",
    ],
    is_it_right_by_oneself: &[
        "This is what I have written down. If something is different, just tell me the right word.",
        "That is how I have it. Is all of it right? If not, the right word is enough.",
    ],
    is_it_right: &[
        "Is all of that right? If something is different, just tell me the right word. If it is, your family is ready to meet you whenever you like.",
        "Did I get everything right? One word is enough to change anything. Otherwise your family is waiting: you can go and meet them whenever you like.",
        "Is there anything that should be different? If not, your profile is complete, and you can meet your family whenever you like.",
    ],
    complete_by_oneself: &[
        "That is all I wished to ask, thank you. As you told it, it is you alone, and that is a whole life; only, there is nobody here I could bring to the table. If you would like to imagine a child, a daughter or a son of whatever age, just tell me their name. And if this is enough for today, everything is kept.",
        "Thank you for telling me. You want neither a partner nor children, so there is nobody I could introduce, and I won't make anybody up. Tell me of a child you can imagine, if you like; or we leave it here, and that is perfectly fine.",
    ],
    ask_what_differs: &[
        "Then let me put it right: what should be different?",
        "Thank you for saying so. Which of it is not right, and how should it be?",
    ],
    read_out: Words {
        status: ["married", "in a relationship", "single", "relationship status: other"],
        gender: ["a man", "a woman", "neither a man nor a woman"],
        you: "About you: {what}.",
        partner: "Your partner: {what}.",
        children: "Your children: {what}.",
        childless: "No children.",
        open: "Left open: {what}.",
        comma: ", ",
        name: "{name}",
        place: "living in {place}",
        income: "an income of {income}",
        quoted: "\"{words}\"",
        traits: "with {words}",
        character: "\"{words}\"",
        looks: "looks: \"{words}\"",
        widowed: "widowed",
        child: ["{name} (a girl)", "{name} (a boy)", "{name}"],
        child_aged: ["{name} (a girl of {age})", "{name} (a boy of {age})", "{name} (aged {age})"],
        nameless: ["a girl without a name", "a boy without a name", "a child without a name"],
        choices: [("Yes, that's right", "Yes, that's right"), ("Something is different", "Something is different")],
        different: [
            ("My name", "My name is different"),
            ("Where I live", "Where I live is different"),
            ("My partner's name", "My partner's name is different"),
            ("What my partner is like", "My partner's character is different"),
            ("The children", "The children are different"),
            ("What I earn", "My income is different"),
        ],
    },
    paints_partner: &[
        "Let me take up my brush and paint the face you described; it will only take a moment.",
        "While it is fresh in my mind, I will paint the one you told me about. Give me just a moment.",
        "And now, let me try to paint that face for you. It will not take long.",
    ],
    still_complete: &[
        "Your profile is complete: you can meet your family whenever you like.",
        "Your family is waiting for you. And if you'd like to change something, I'm listening.",
        "I have everything I need. Go and meet your family whenever you're ready.",
    ],
    topic: |topic| match topic {
        Topic::OwnName => "your name",
        Topic::Age => "your age",
        Topic::Gender => "your gender",
        Topic::Location => "where you live",
        Topic::Status => "whether you're married, seeing someone or single",
        Topic::Income => "roughly what you earn",
        Topic::Traits => "what you're like as a person",
        Topic::PartnerName => "your partner's name",
        Topic::PartnerTemperament => "what they are like",
        Topic::PartnerLooks => "what they look like",
        Topic::Children => "the children, girls or boys, and their names",
        Topic::ChildGenders => "whether the children are girls or boys",
        Topic::ChildNames => "the children's names",
    },
    partner: "{name}",
    portrait: |name, temperament, looks| {
        let temperament = temperament.map(|words| format!(", {words}")).unwrap_or_default();
        let looks = looks.map(|words| format!(", with {words}")).unwrap_or_default();
        format!("{}{temperament}{looks}", name.unwrap_or("somebody"))
    },
    child: ["{name}", "{name}", "{name}"],
    children: [
        ["a girl", "two girls", "{n} girls"],
        ["a boy", "two boys", "{n} boys"],
        ["a child", "two children", "{n} children"],
    ],
    age: "{age} years old",
    status: ["married", "in a relationship", "single", "a road of your own"],
    gender: ["a man", "a woman", "neither of the two"],
    girls: &["Emma", "Mia", "Clara", "Hazel", "Ivy", "Nora"],
    boys: &["Leo", "Max", "Noah", "Felix", "Theo", "Owen"],
    partners: &["Alex", "Robin", "Sam", "Jamie", "Charlie", "Morgan"],
    temperaments: &["calm and considerate", "cheerful and quick to laugh", "steady and dependable", "curious and kind"],
    looks: &[
        "soft dark hair and gentle eyes",
        "round eyes and wavy brown hair",
        "clear grey eyes and short, neat hair",
        "a soft face with dimples when they smile",
    ],
};
