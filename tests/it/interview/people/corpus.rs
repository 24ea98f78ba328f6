//! The people of the corpus: tests/corpus/README.md tells what each member means.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

/// Somebody, and all they may say.
#[derive(Debug, Deserialize)]
pub struct Interviewee {
    pub id: String,
    pub language: String,
    pub opening: Vec<String>,
    /// By topic, from what is said at first to a lone word.
    pub answers: BTreeMap<String, Vec<String>>,
    /// By two topics joined with a plus.
    pub both: BTreeMap<String, Vec<String>>,
    pub aside: Vec<String>,
    pub correction: Vec<Correction>,
    pub expect: Expected,
    #[serde(default)]
    held_out: bool,
}

#[derive(Debug, Deserialize)]
pub struct Correction {
    pub after: String,
    pub say: String,
    pub expect: serde_json::Value,
}

/// What is right to know of them.
#[derive(Debug, Clone, Deserialize)]
pub struct Expected {
    pub age: Option<u8>,
    pub gender: Option<String>,
    pub status: Option<Vec<String>>,
    pub location: Option<Vec<String>>,
    pub income: Option<Income>,
    pub traits: Option<Vec<String>>,
    pub partner: Option<Partner>,
    /// A list, `"none"`, or nothing when it was refused.
    pub children: Option<serde_json::Value>,
    pub own_name: Option<String>,
    #[serde(default)]
    pub own_name_also: Vec<String>,
    #[serde(default)]
    pub declined: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Income {
    #[serde(default)]
    pub amount_text: Vec<String>,
    #[serde(default)]
    pub refused: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Partner {
    pub name: Option<String>,
    #[serde(default)]
    pub name_also: Vec<String>,
    pub temperament: Option<Vec<String>>,
    pub looks: Option<Vec<String>>,
}

/// A child as it is expected.
#[derive(Debug, Clone, Deserialize)]
pub struct Child {
    pub gender: Option<String>,
    pub name: Option<String>,
    #[serde(default)]
    pub name_also: Vec<String>,
}

impl Expected {
    /// Puts what a correction says in place of what stood there.
    pub fn correct(&mut self, correction: &Correction) {
        let Some(changes) = correction.expect.as_object() else { return };
        let read = |value: &serde_json::Value| value.clone();
        for (key, value) in changes {
            match key.as_str() {
                "age" => self.age = serde_json::from_value(read(value)).expect("an age"),
                "gender" => self.gender = serde_json::from_value(read(value)).expect("a gender"),
                "status" => self.status = serde_json::from_value(read(value)).expect("a status"),
                "location" => self.location = serde_json::from_value(read(value)).expect("places"),
                "income" => self.income = serde_json::from_value(read(value)).expect("an income"),
                "traits" => self.traits = serde_json::from_value(read(value)).expect("traits"),
                "children" => self.children = Some(read(value)),
                "own_name" => self.own_name = serde_json::from_value(read(value)).expect("a name"),
                "partner" => {
                    let partner = self.partner.get_or_insert_default();
                    let new: Partner = serde_json::from_value(read(value)).expect("a partner");
                    partner.name = new.name.or(partner.name.take());
                    partner.temperament = new.temperament.or(partner.temperament.take());
                    partner.looks = new.looks.or(partner.looks.take());
                }
                "declined" => self.declined = serde_json::from_value(read(value)).expect("topics"),
                "own_name_also" | "note" => {}
                other => panic!("a correction of {other}"),
            }
        }
    }

    /// The children, if some are wished for.
    pub fn children(&self) -> Option<Vec<Child>> {
        let list = self.children.as_ref().filter(|children| children.is_array())?;
        Some(serde_json::from_value(list.clone()).expect("children"))
    }
}

/// The interviews that are worked with, or those that are only counted.
pub fn read(held_out: bool) -> Vec<Interviewee> {
    lines("tests/corpus/interviews.jsonl").into_iter().filter(|who| who.held_out == held_out).collect()
}

/// People in another style than those of the corpus, written as a check of the rules.
pub fn others() -> Vec<Interviewee> {
    lines("tests/it/interview/people/others.jsonl")
}

/// People who type in a hurry, speak a dialect, tell all in one breath, or have a name in another alphabet.
pub fn of_many_styles() -> Vec<Interviewee> {
    lines("tests/it/interview/people/styles.jsonl")
}

/// People as they type on a phone, written when the rules were all there.
pub fn on_the_phone() -> Vec<Interviewee> {
    lines("tests/it/interview/people/phone.jsonl")
}

/// People written for this alone, in every manner their authors could think of; some are only counted.
pub fn more(held_out: bool) -> Vec<Interviewee> {
    lines("tests/it/interview/people/more.jsonl").into_iter().filter(|who| who.held_out == held_out).collect()
}

fn lines(file: &str) -> Vec<Interviewee> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = std::fs::read_to_string(path).expect("the interviews are there");
    text.lines().map(|line| serde_json::from_str::<Interviewee>(line).expect("an interview")).collect()
}
