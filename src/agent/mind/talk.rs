//! What a message tells the family: the schema of the answer, and how it is read.

use serde_json::{Value, json};

use super::checked::{choice, flag, list, text};
use super::interview::{object, words};
use crate::agent::family::{Answer, Heard, Told};
use crate::domain::Trip;
use crate::model::Schema;

/// Characters of a place or an activity.
const SHORT: usize = 60;
/// Items of a list.
const MOST: usize = 20;

const ANSWERS: &[(&str, Answer)] = &[("yes", Answer::Yes), ("no", Answer::No)];

/// What is asked for.
pub fn schema() -> Schema {
    let boolean = json!({"type": "boolean"});
    let strings = json!({"type": "array", "items": {"type": "string"}});
    let schema = object(&[
        ("addressed", json!({"type": "array", "items": {"type": "integer"}})),
        ("destination", json!({"type": "string"})),
        ("activities", strings.clone()),
        ("dropped", strings),
        ("answer", words(["yes", "no", "none"])),
        ("asks", boolean.clone()),
        ("thanks", boolean.clone()),
        ("greets", boolean.clone()),
        ("leaves_it", boolean),
    ]);
    Schema { name: "heard", schema }
}

/// What `answer` tells a family of so many `members`, whose outing has come as far as `trip`. A value that is not as it
/// should be is left out, and the others are kept.
pub fn read(answer: &Value, members: usize, trip: &Trip) -> Heard {
    let texts = |name: &str| list(answer.get(name), MOST).iter().filter_map(|item| text(Some(item), SHORT));
    let told = Told { destination: text(answer.get("destination"), SHORT), activities: texts("activities").collect() };
    let (destination, activities) = told.news(trip);
    let dropped: Vec<String> = texts("dropped").filter(|activity| trip.activities.contains(activity)).collect();
    let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    let addressed = list(answer.get("addressed"), MOST).iter().filter_map(number);
    let mut meant: Vec<usize> = Vec::new();
    for member in addressed.filter(|number| *number < members) {
        if !meant.contains(&member) {
            meant.push(member);
        }
    }
    Heard {
        destination,
        doubtful: None,
        activities,
        dropped,
        answer: choice(answer.get("answer"), ANSWERS),
        asks: flag(answer.get("asks")),
        thanks: flag(answer.get("thanks")),
        greets: flag(answer.get("greets")),
        leaves_it: flag(answer.get("leaves_it")),
        meant,
    }
}
