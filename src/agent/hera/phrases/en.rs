//! Hera in English: warm, unhurried, a little playful.

use super::Phrases;
use crate::agent::hera::needs::Need;

pub static PHRASES: Phrases = Phrases {
    list: (", ", " and "),
    then: ", and ",
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
    heard_gender: &["I'm getting to know you, little by little.", "I'll keep that in mind."],
    heard_status: [
        &[
            "And you're married. I'm always happy to hear of two people who found each other.",
            "You have someone you walk through life with. I like that.",
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
    heard_partner: &[
        "I can almost see {partner} before me.",
        "{partner} sounds like someone I'd love to meet.",
        "I can tell that {partner} is somebody special.",
    ],
    heard_partner_unnamed: &[
        "I can almost see them before me.",
        "They sound like someone I'd love to meet.",
        "A picture of the two of you is taking shape.",
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
        "No trouble at all. I've written down {what} instead.",
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
    not_understood: &[
        "I'm sorry, I didn't quite catch that. I'd like to know {items}. You could say, for example, \"{example}\".",
        "Forgive me, I couldn't make that out. Could you tell me {items}? Something like \"{example}\" is perfect.",
        "I'm not sure I understood. What I'd love to know is {items}: a short answer such as \"{example}\" is plenty.",
    ],
    ask_age_in_years: &[
        "Years pass differently on Olympus, so I won't guess from your date of birth: how old are you now, in years?",
        "I'm not one for counting years by the calendar, dear. Would you tell me your age in years?",
        "Your birthday is a lovely thing to know, but I'd like to have your age right: how many years old are you?",
    ],
    ask_person: &[
        "To begin with, tell me about yourself: how old are you, what is your gender, where do you live, and are you married, seeing someone, or single?",
        "May I ask your age and gender, where you live, and whether there is a partner in your life?",
        "First, a little about you. Could you tell me your age, your gender, the place you call home, and whether you're married, in a relationship or single?",
    ],
    ask_days: &[
        "Now tell me about your days: roughly what is your income, and how would you describe your own personality?",
        "What kind of person are you? A few words such as \"cheerful\" or \"a bit anxious\" are plenty. And about how much do you earn in a year?",
        "Next, I'd love to know what you're like as a person, and, if you don't mind, roughly what you earn.",
    ],
    ask_current_partner: &[
        "Now I'd love to hear about your partner. What's their name, what are they like, and what do they look like: their face, their hair, their eyes?",
        "Tell me about the one you love: their name, their temperament, and how they look.",
        "And your partner? What are they called, what is their character, and what would I see if I looked at their face?",
    ],
    ask_ideal_partner: &[
        "Let's dream up your ideal partner. What name would you give them, what are they like, and what do they look like: their face, their hair, their eyes?",
        "Imagine the person you'd love to have beside you. What's their name, their temperament, and how do they look?",
        "Who would you like to come home to one day? Make up a name, and tell me about their character and their looks.",
    ],
    ask_children: &[
        "And finally, the children. How many do you wish for, girls or boys, and what would you name them?",
        "Now for the little ones: would you like girls, boys, or both, and what are their names?",
        "Tell me about the children you dream of: a girl, a boy, more than one? And what would they be called?",
    ],
    and_children: &[
        "And tell me about the children you dream of, too: girls or boys, and their names?",
        "While you're at it, would you like girls or boys, and what would you call them?",
        "And the little ones: girls, boys, or both, and what would you name them?",
    ],
    ask_rest: &["Could you also tell me {items}?", "I'd still love to know {items}.", "And may I ask {items}?"],
    complete: &[
        "Now I know everything I wished to ask. {family}: what a warm family. Your profile is complete, and you can go and meet them whenever you like. If there's anything you'd like to change, just tell me.",
        "That is all I needed, thank you. In my heart I can already see {family}. Your profile is complete: your family is waiting for you. If something should be different, tell me now or later.",
        "Thank you for telling me so much. {family}: your profile is complete, and this family is ready to meet you. You can still correct anything you like.",
    ],
    complete_alone: &[
        "Now I know everything I wished to ask, and I'll take good care of it. Your profile is complete: you can go and meet your family whenever you like.",
        "That is all I needed, thank you. Your profile is complete, and your family is waiting. If you'd like to change anything, just tell me.",
    ],
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
    need: |need| match need {
        Need::Age => ("your age", "I'm 34"),
        Need::Gender => ("your gender", "I'm a woman"),
        Need::Location => ("where you live", "I live in Osaka"),
        Need::Status => ("whether you're married, seeing someone or single", "I'm married"),
        Need::Income => ("roughly what you earn", "about $60,000 a year"),
        Need::Traits => ("what you're like as a person", "cheerful and a bit anxious"),
        Need::PartnerName => ("your partner's name", "her name is Emma"),
        Need::PartnerTemperament => ("what they are like", "kind and calm"),
        Need::PartnerLooks => ("what they look like", "brown hair and green eyes"),
        Need::ChildGenders => ("whether the children are girls or boys", "a girl and a boy"),
        Need::ChildNames => ("the children's names", "Emma and Leo"),
    },
    you: ("you in {place}", "you"),
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
