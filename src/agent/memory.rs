//! The third act, without a model: the story of the outing, and the family's letter.
//!
//! Both are put together from tables of sentences ([`phrases`]), one for each place in the text; what is left out and
//! what is said how follows from the session's seed, so that a turn that is run again writes the same.

mod phrases;

use super::HeraPrompt as Prompt;
use super::cue::Cue;
use super::family::{self, Heard, Scene};
use super::hera::dice::Dice;
use super::script::{Picker, Script, Values, list};
use crate::domain::{FamilyRole, Language, Message, Plan, PlanLine, StateUpdate, UnixMillis, UtcOffset};
use phrases::{Form, Phrases, Slot};

/// Lines of the conversation that a plan keeps, and characters of each.
const LINES: usize = 50;
const LINE: usize = 500;
/// Children whom a story names.
const CHILDREN: usize = 2;
/// Tells the choices made for a text from those made turn by turn.
const STORY: u32 = u32::MAX - 1;
const LETTER: u32 = u32::MAX - 2;

/// Where something happens: in English, with its preposition.
pub fn at(place: &str, language: Language) -> String {
    let lower = place.to_lowercase();
    let inside = ["mountain", "hill", "wood", "forest", "town", "city", "village", "snow", "alps", "field"];
    let preposition = match language {
        Language::Japanese => return place.to_owned(),
        Language::English if inside.iter().any(|word| lower.contains(word)) => "in",
        Language::English if ["the ", "a ", "an "].iter().any(|article| lower.starts_with(article)) => "at",
        Language::English if super::family::places::Kind::of(place) == super::family::places::Kind::Park => "at",
        Language::English => "in",
    };
    format!("{preposition} {place}")
}

/// What is written after an interruption, when the outing is agreed on already.
pub fn write(prompt: &Prompt) -> Script {
    let scene = Scene::new(prompt);
    let mut script = Script::new(scene.language);
    write_into(&mut script, prompt, &scene);
    script
}

/// A short word to who comes back when all is told.
pub fn respond(prompt: &Prompt, heard: &Heard) -> Script {
    let scene = Scene::new(prompt);
    if scene.members.is_empty() { family::respond(prompt, heard) } else { scene.after(heard) }
}

/// The story, the letter, and the plan that keeps them.
pub fn write_into(script: &mut Script, prompt: &Prompt, scene: &Scene<'_>) {
    let phrases = phrases::of(scene.language);
    let seed = prompt.session.seed();
    let called = scene.called_by_child();
    let person = called.as_deref().or(prompt.state.profile.name.as_deref());
    let values = values(scene, phrases).with("person", person);
    let kind = scene.kind().unwrap_or(super::family::places::Kind::Open);
    // Where there is no animal, none has a place.
    let has_place = |slot: &Slot| scene.pet().is_some() || slot.texts.iter().any(|text| !text.contains("{pet}"));
    let slots: Vec<Slot> = phrases.story.iter().map(|slot| slot.at(kind, phrases)).filter(has_place).collect();
    let story = compose(&slots, &phrases.story_form, &values, Dice::new(seed, STORY));
    let mut slots: Vec<Slot> = phrases.letter.iter().copied().filter(has_place).collect();
    if let Some(address) = slots.first_mut().filter(|_| person.is_some()) {
        address.texts = phrases.letter_to;
    }
    let mut letter = compose(&slots, &phrases.letter_form, &values, Dice::new(seed, LETTER));
    let names: Vec<String> = scene.members.iter().map(|member| member.name.clone()).collect();
    let written = prompt.at.map(|at| date(at, prompt.utc_offset, phrases));
    let signed = written.into_iter().chain([list(&names, phrases.list)]).collect::<Vec<_>>().join("\n");
    letter.push_str("\n\n");
    letter.push_str(&signed);
    script.say(phrases.story_name, story.clone(), Cue::Story);
    script.say(phrases.letter_name, letter.clone(), Cue::Letter { signed });
    let plan = Plan { trip: scene.trip.clone(), story, letter, conversation_log: conversation(prompt) };
    script.change(StateUpdate { plan: Some(plan), ..StateUpdate::default() });
}

fn values(scene: &Scene<'_>, phrases: &Phrases) -> Values {
    let children: Vec<&str> = scene
        .members
        .iter()
        .filter(|member| member.role == FamilyRole::Child)
        .take(CHILDREN)
        .map(|member| member.name.as_str())
        .collect();
    let partner = scene.members.iter().find(|member| member.role == FamilyRole::Partner);
    let partner = partner.map(|partner| partner.name.as_str());
    let place = scene.trip.destination.as_deref().unwrap_or(phrases.somewhere);
    let activity = |index: usize| scene.trip.activities.get(index).map(String::as_str);
    Values::default()
        .with("partner", partner)
        .with("eldest", children.first().copied().filter(|_| partner.is_none()))
        .with("child", children.first().copied())
        .with("two", children.is_empty().then_some(phrases.two))
        .with("younger", children.get(1).copied())
        .with("place", Some(place))
        .with("at_place", Some(at(place, scene.language)))
        .with("first", activity(0))
        .with("second", activity(1))
        .with("third", activity(2))
        .with("pet", scene.pet())
}

/// A text of the length that `form` asks for: what must be said, and of what may be said as much as fits.
fn compose(slots: &[Slot], form: &Form, values: &Values, dice: Dice) -> String {
    let mut picker = Picker::new(dice, &[], &[]);
    let sentences: Vec<Option<String>> = slots.iter().map(|slot| picker.pick(slot.texts, values)).collect();
    let aim = form.least + (form.most - form.least) / 4 + picker.dice.below((form.most - form.least) / 2);
    let length = |index: usize| sentences[index].as_deref().map_or(0, form.measure);
    let mut kept: Vec<bool> = slots.iter().map(|slot| slot.must).collect();
    let mut total: usize = (0..slots.len()).filter(|&index| kept[index]).map(length).sum();
    let mut optional: Vec<usize> = (0..slots.len()).filter(|&index| !kept[index]).collect();
    while total < aim && !optional.is_empty() {
        let index = optional.swap_remove(picker.dice.below(optional.len()));
        if total + length(index) <= form.most {
            kept[index] = true;
            total += length(index);
        }
    }
    let mut text = String::new();
    for ((slot, sentence), kept) in slots.iter().zip(&sentences).zip(kept) {
        let Some(sentence) = sentence.as_deref().filter(|_| kept) else { continue };
        if !text.is_empty() {
            text.push_str(if slot.paragraph || text.ends_with('\n') { "\n\n" } else { form.space });
        }
        text.push_str(sentence);
    }
    text
}

/// The day where the person is, or else in UTC.
fn date(at: UnixMillis, offset: Option<UtcOffset>, phrases: &Phrases) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let seconds = offset.map_or(0, |offset| i32::from(offset.minutes()) * 60);
    let date = jiff::tz::Offset::from_seconds(seconds).unwrap_or(jiff::tz::Offset::UTC).to_datetime(moment).date();
    let month = usize::try_from(date.month()).unwrap_or(1);
    let month = phrases.months.get(month.saturating_sub(1)).copied().unwrap_or_default();
    let (year, day) = (date.year().to_string(), date.day().to_string());
    super::hera::phrases::fill(phrases.date, &[("year", &year), ("month", month), ("day", &day)])
}

/// How they came to it: the family's part of the conversation, up to the word that settled it.
fn conversation(prompt: &Prompt) -> Vec<PlanLine> {
    let first = prompt.state.family.talk.first_turn;
    let begins = prompt.history.iter().position(|message| Some(message.turn) == first).unwrap_or(0);
    let line = |message: &Message| PlanLine {
        speaker: message.author.speaker().to_owned(),
        message: message.text.chars().take(LINE).collect(),
    };
    let mut lines: Vec<PlanLine> = prompt.history[begins..].iter().map(line).collect();
    lines.push(PlanLine { speaker: "user".into(), message: prompt.text.chars().take(LINE).collect() });
    lines.drain(..lines.len().saturating_sub(LINES));
    lines
}
