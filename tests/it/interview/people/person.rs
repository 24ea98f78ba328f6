//! Somebody who answers: what was asked last, in their own way.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use futures::StreamExt as _;
use hera::agent::acts::Acts;
use hera::agent::{Agent as _, Prompt, Utterance};
use hera::domain::{
    Author, ClientMsgId, Message, MessageId, MessageStatus, SessionId, SessionState, Topic, TurnId, UnixMillis,
};

use super::corpus::{Expected, Interviewee};
use super::judge;

/// Nobody goes on for longer.
const PATIENCE: usize = 20;
/// Nobody puts right more things than these of what is read out to them.
const MOST_PUT_RIGHT: usize = 3;

/// A conversation, when it is over.
pub struct Talk {
    pub state: SessionState,
    /// What is right, with what was taken back.
    pub expected: Expected,
    /// They have said what they are called.
    pub named: bool,
    /// Messages until nothing was missing, and until what they then heard and put right was said.
    pub read_out: Option<usize>,
    pub reached: Option<usize>,
    /// Every answer of Hera's.
    pub said: Vec<String>,
    pub transcript: String,
    /// What they said that told nothing, each with what was asked for.
    pub misses: Vec<String>,
}

/// Choices that the number of the variation determines.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides.max(1)
    }

    fn happens(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// How somebody answers two questions at once.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    Joined,
    First,
    Last,
}

/// The conversation number `variation` with `who`.
pub fn talk(who: &Interviewee, variation: u64) -> Talk {
    let mut dice = Dice(variation.wrapping_mul(0x51_7cc1) ^ who.id.bytes().fold(7, |hash, b| hash * 31 + u64::from(b)));
    let begins_with = usize::try_from(variation % 3).expect("small");
    let mut talk = Conversation::new(variation);
    let mut expected = who.expect.clone();
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    let mut corrections: Vec<_> = who.correction.iter().collect();
    if dice.happens(30) {
        corrections.clear();
    }
    let mut asides = who.aside.iter();
    let aside_at = dice.below(6) + 1;
    let mut put_right = BTreeSet::new();
    for line in &who.opening {
        talk.say(line);
    }
    while talk.reached.is_none() && talk.messages < PATIENCE {
        if let Some(index) = corrections.iter().position(|correction| told.contains_key(&correction.after)) {
            let correction = corrections.remove(index);
            expected.correct(correction);
            talk.say(&correction.say);
            continue;
        }
        if talk.messages as u64 == aside_at
            && dice.happens(50)
            && let Some(aside) = asides.next()
        {
            talk.say(aside);
            continue;
        }
        let asked = talk.asked();
        let line = answer(who, &expected, &asked, &mut told, begins_with, &mut dice);
        talk.say(&line.unwrap_or_else(|| go_on(who).to_owned()));
    }
    let read_out = talk.reached;
    // They hear all read out, and put right what is not so: each thing once, and no more than a few.
    let most = if std::env::var_os("UNCORRECTED").is_some() { 0 } else { MOST_PUT_RIGHT };
    for _ in 0..most {
        let named = told.contains_key("own_name");
        let misheard = judge::misheard(&expected, &talk.state.profile, named);
        let next = misheard.into_iter().find(|(topic, _)| who.answers.contains_key(*topic) && put_right.insert(*topic));
        let (Some((topic, heard)), Some(_)) = (next, talk.reached) else { break };
        let line = correction(who, &expected, topic, &heard, &mut dice);
        talk.say(&line);
        talk.reached = Some(talk.messages);
    }
    // What is taken back when all is told.
    for correction in corrections.into_iter().filter(|correction| told.contains_key(&correction.after)) {
        expected.correct(correction);
        talk.say(&correction.say);
    }
    let Conversation { state, reached, said, transcript, misses, .. } = talk;
    Talk { state, expected, named: told.contains_key("own_name"), read_out, reached, said, transcript, misses }
}

/// What they say to something that was read out and is not so: what it is about, or what they heard, and the right word;
/// or the right name alone.
fn correction(who: &Interviewee, expected: &Expected, topic: &str, heard: &str, dice: &mut Dice) -> String {
    let japanese = who.language == "ja";
    let partner = expected.partner.as_ref().and_then(|partner| partner.name.clone());
    let right = match topic {
        "own_name" => expected.own_name.clone(),
        "partner_name" => partner,
        _ => None,
    };
    if let Some(right) = right {
        let own = topic == "own_name";
        return match (dice.below(3), japanese) {
            (0, true) if !heard.is_empty() => format!("{heard}じゃなくて{right}です"),
            (0, false) if !heard.is_empty() => format!("not {heard}, {right}"),
            (1, _) if !heard.is_empty() => right,
            (_, true) => format!("{}の名前は{right}です", if own { "私" } else { "相手" }),
            (_, false) => format!("{} name is {right}", if own { "my" } else { "my partner's" }),
        };
    }
    let wordings = &who.answers[topic];
    let wording = &wordings[usize::try_from(dice.below(2)).expect("small").min(wordings.len() - 1)];
    let (en, ja) = match topic {
        "children" => ("the children", "子ども"),
        "age" => ("my age", "年齢"),
        "gender" => ("my gender", "性別"),
        "status" => ("my relationship status", "結婚のこと"),
        "location" => ("where I live", "住まい"),
        "income" => ("my income", "年収"),
        "traits" => ("my character", "私の性格"),
        "partner_temperament" => ("my partner's character", "相手の性格"),
        "partner_looks" => ("my partner's looks", "相手の見た目"),
        _ => ("my name", "名前"),
    };
    if japanese { format!("{ja}は、{wording}") } else { format!("{en}: {wording}") }
}

/// What they say when only boy or girl is asked.
fn genders(who: &Interviewee, expected: &Expected) -> Option<String> {
    let children = expected.children()?;
    let japanese = who.language == "ja";
    let word = |child: &super::corpus::Child| match child.gender.as_deref() {
        Some("female") => {
            if japanese {
                "女の子"
            } else {
                "a girl"
            }
        }
        Some("male") => {
            if japanese {
                "男の子"
            } else {
                "a boy"
            }
        }
        _ => {
            if japanese {
                "どちらでもいい"
            } else {
                "either is fine"
            }
        }
    };
    if let [child] = children.as_slice() {
        return Some(word(child).to_owned());
    }
    let each = |child: &super::corpus::Child| {
        let name = child.name.as_deref().unwrap_or_default();
        if japanese { format!("{name}は{}", word(child)) } else { format!("{name} is {}", word(child)) }
    };
    let parts: Vec<String> = children.iter().map(each).collect();
    Some(parts.join(if japanese { "、" } else { ", " }))
}

fn go_on(who: &Interviewee) -> &'static str {
    if who.language == "ja" { "続けてください" } else { "Please go on" }
}

/// What they say when they are asked for these topics.
fn answer(
    who: &Interviewee,
    expected: &Expected,
    asked: &[String],
    told: &mut BTreeMap<String, usize>,
    begins_with: usize,
    dice: &mut Dice,
) -> Option<String> {
    if asked.iter().any(|topic| topic == "child_genders") {
        return genders(who, expected);
    }
    let known: Vec<&String> = asked.iter().filter(|topic| who.answers.contains_key(*topic)).collect();
    let manner = match dice.below(4) {
        0 => Manner::First,
        1 => Manner::Last,
        _ => Manner::Joined,
    };
    let topics: Vec<&String> = match (manner, known.as_slice()) {
        (_, []) => return None,
        (Manner::First, [first, ..]) => vec![*first],
        (Manner::Last, [.., last]) => vec![*last],
        (_, all) => all.to_vec(),
    };
    let mut word = |topic: &String, wordings: &[String]| {
        let times = told.entry(topic.clone()).or_insert(0);
        let index = (begins_with + *times).min(wordings.len().saturating_sub(1));
        *times += 1;
        wordings.get(index).cloned().unwrap_or_default()
    };
    if let [one, two] = topics.as_slice()
        && let Some(wordings) = who.both.get(&format!("{one}+{two}")).or_else(|| who.both.get(&format!("{two}+{one}")))
    {
        let line = word(one, wordings);
        word(two, wordings);
        return Some(line);
    }
    let parts: Vec<String> = topics.iter().map(|topic| word(topic, &who.answers[*topic])).collect();
    let joints: &[&str] = if who.language == "ja" { &["。", "、", " ", "\n"] } else { &[". ", ", ", "\n"] };
    let joint = joints[usize::try_from(dice.below(joints.len() as u64)).expect("small")];
    Some(parts.join(joint))
}

/// A conversation that goes on.
struct Conversation {
    session: SessionId,
    state: SessionState,
    history: Vec<Message>,
    messages: usize,
    reached: Option<usize>,
    said: Vec<String>,
    transcript: String,
    misses: Vec<String>,
}

impl Conversation {
    fn new(seed: u64) -> Self {
        let session = format!("6f2c1c3e-5b0a-4a56-9a0e-{:012x}", seed.wrapping_mul(0x9e37_79b9) & 0xffff_ffff_ffff);
        Self {
            session: session.parse().expect("a session id"),
            state: SessionState::default(),
            history: Vec::new(),
            messages: 0,
            reached: None,
            said: Vec::new(),
            transcript: String::new(),
            misses: Vec::new(),
        }
    }

    /// The topics of the last question, by the names of the corpus.
    fn asked(&self) -> Vec<String> {
        let name = |topic: &Topic| match topic {
            Topic::OwnName => "own_name",
            Topic::Age => "age",
            Topic::Gender => "gender",
            Topic::Location => "location",
            Topic::Status => "status",
            Topic::PartnerName => "partner_name",
            Topic::PartnerTemperament => "partner_temperament",
            Topic::PartnerLooks => "partner_looks",
            Topic::Children | Topic::ChildNames => "children",
            Topic::ChildGenders => "child_genders",
            Topic::Traits => "traits",
            Topic::Income => "income",
        };
        let mut names: Vec<String> = self.state.interview.topics.iter().map(|topic| name(topic).to_owned()).collect();
        names.dedup();
        names
    }

    fn say(&mut self, text: &str) {
        let (before, asked) = (self.state.profile.clone(), self.asked().join("+"));
        let id = MessageId::from_number(2 * self.messages as u64 + 1);
        let turn = TurnId::answering(id);
        let prompt = Prompt {
            session: self.session,
            turn,
            attempt: 1,
            text: text.to_owned(),
            at: None,
            utc_offset: None,
            attachments: Vec::new(),
            state: hera::family::written(&self.state),
            history: self.history.clone(),
        };
        let said: Vec<Utterance> = futures::executor::block_on(
            Acts::default().answer(prompt).map(|item| item.expect("no failure")).collect::<Vec<_>>(),
        );
        let mut answer = String::new();
        for utterance in said {
            match utterance {
                Utterance::State(change) => hera::family::apply(&change, &mut self.state).unwrap(),
                Utterance::Delta(text) => answer.push_str(&text),
                Utterance::End => answer.push('\n'),
                _ => {}
            }
        }
        let name: ClientMsgId = format!("m{}", self.messages).parse().expect("a valid name");
        self.keep(id, Author::User { client_msg_id: name }, text, turn);
        let next = MessageId::from_number(2 * self.messages as u64 + 2);
        self.keep(next, Author::Agent { name: "Hera".to_owned() }, answer.trim(), turn);
        self.messages += 1;
        let _ = writeln!(self.transcript, "You: {text}\nHera: {}", answer.trim());
        if self.state.profile == before {
            self.misses.push(format!("{asked}\t{text}\t{}", answer.trim()));
        }
        self.said.push(answer);
        if self.reached.is_none() && self.state.profile.missing().is_empty() {
            self.reached = Some(self.messages);
        }
    }

    fn keep(&mut self, id: MessageId, author: Author, text: &str, turn: TurnId) {
        self.history.push(Message {
            id,
            at: UnixMillis::default(),
            utc_offset: None,
            author,
            text: text.to_owned(),
            attachments: Vec::new(),
            choices: Vec::new(),
            turn,
            status: MessageStatus::Complete,
        });
    }
}
