//! The talks of `tests/corpus/scenes.jsonl` with the family, and what can be checked of them by rule: who answers first,
//! the place, what is to be done, changes of mind, the plan, what is remembered, and that nothing is said twice.
//!
//! `PRINT_SCENES=1` prints the talks, for reading. Lines that are held out are only counted, by the test that is ignored.

#![expect(clippy::print_stdout, reason = "figures, and talks for reading")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use hera::domain::{
    BigFive, Child, FamilyRole, Gender, Interview, Language, Offer, Partner, Phase, StateUpdate, Trip, UserProfile,
};
use serde::Deserialize;

use super::conversation::Conversation;

#[derive(Deserialize)]
struct Scene {
    id: String,
    family: People,
    turns: Vec<Turn>,
    held_out: bool,
}

#[derive(Deserialize)]
struct People {
    partner: PartnerTold,
    children: Vec<ChildTold>,
    person: PersonTold,
}

#[derive(Deserialize)]
struct PartnerTold {
    name: String,
    temperament: String,
}

#[derive(Deserialize)]
struct ChildTold {
    name: String,
    gender: Option<String>,
    age: u8,
}

#[derive(Deserialize)]
struct PersonTold {
    gender: String,
}

#[derive(Deserialize)]
struct Turn {
    say: String,
    should: Vec<String>,
    must_not: Vec<String>,
}

const CORPUS: &str = include_str!("../../corpus/scenes.jsonl");

fn scenes(held_out: bool) -> Vec<Scene> {
    let scenes = CORPUS.lines().map(|line| serde_json::from_str::<Scene>(line).expect("a scene"));
    scenes.filter(|scene| scene.held_out == held_out).collect()
}

fn gender(name: &str) -> Gender {
    match name {
        "male" => Gender::Male,
        "female" => Gender::Female,
        _ => Gender::Other,
    }
}

/// A conversation with this family, which has said hello.
fn met(people: &People, seed: u128) -> Conversation {
    let partner = Partner {
        name: Some(people.partner.name.clone()),
        temperament: Some(people.partner.temperament.clone()),
        appearance: Some("丸顔".into()),
    };
    let child =
        |told: &ChildTold| Child { desired_gender: told.gender.as_deref().map(gender), name: Some(told.name.clone()) };
    let profile = UserProfile {
        age: Some(40),
        gender: Some(gender(&people.person.gender)),
        traits: BigFive { agreeableness: Some(0.7), ..BigFive::default() },
        children: people.children.iter().map(child).collect(),
        ideal_partner: Some(partner),
        ..UserProfile::default()
    };
    let mut conversation = Conversation::new(seed);
    let language = if people.partner.temperament.is_ascii() { Language::English } else { Language::Japanese };
    let interview = Some(Interview { language: Some(language), ..Interview::default() });
    StateUpdate { interview, ..StateUpdate::default() }.apply(&mut conversation.state);
    StateUpdate { profile: Some(profile), ..StateUpdate::default() }.apply(&mut conversation.state);
    conversation.press();
    let mut members = conversation.state.family.members.clone();
    let children = members.iter_mut().filter(|member| member.role == FamilyRole::Child);
    for (member, told) in children.zip(&people.children) {
        member.age = told.age;
    }
    StateUpdate { members: Some(members), ..StateUpdate::default() }.apply(&mut conversation.state);
    conversation
}

/// What became of a turn.
struct Played {
    said: Vec<(String, String)>,
    before: Trip,
    after: Trip,
    offered: Option<Offer>,
    phase: Phase,
}

impl Played {
    fn words(&self) -> String {
        self.said.iter().map(|(_, text)| text.to_lowercase()).collect::<Vec<_>>().join("\n")
    }

    /// Whether a place was proposed, or asked for.
    fn proposes_place(&self) -> bool {
        let asks = [
            "どこへ",
            "どこに行",
            "行き先",
            "where would you like to go",
            "where to",
            "destination comes",
            "place to go",
        ];
        let words = self.words();
        self.phase == Phase::Family
            && self.after.destination.is_none()
            && (matches!(self.offered, Some(Offer::Destination(_))) || asks.iter().any(|asked| words.contains(asked)))
    }
}

/// The word that matters of "the coast path", "stroking rabbits".
fn core(what: &str) -> String {
    let what = what.to_lowercase();
    let what = ["the ", "a "].iter().find_map(|article| what.strip_prefix(article)).unwrap_or(&what).to_owned();
    match what.char_indices().nth(4) {
        Some((at, _)) if what.is_ascii() && !what.contains(' ') => what[..at].to_owned(),
        _ => what,
    }
}

/// Whether the turn is as the rule wants it; nothing where only a reader can tell.
fn check(rule: &str, played: &Played, people: &People) -> Option<bool> {
    let words = played.words();
    let has = |list: &[String], what: &str| list.iter().any(|item| item.to_lowercase().contains(&core(what)));
    if let Some(name) = rule.strip_suffix(" answers first") {
        return Some(played.said.first().is_some_and(|(speaker, _)| speaker == name));
    }
    if let Some(name) = rule.strip_suffix(" answers as well") {
        return Some(played.said.iter().any(|(speaker, _)| speaker == name));
    }
    if let Some(place) = rule.strip_prefix("know and name ").and_then(|rest| rest.strip_suffix(" as the place")) {
        let known = played.after.destination.as_deref().unwrap_or_default().to_lowercase();
        return Some(known.contains(&core(place)) && words.contains(&core(place)));
    }
    if let Some(what) = rule.strip_prefix("take ").and_then(|rest| rest.strip_suffix(" as something to do")) {
        return Some(
            has(&played.after.activities, what)
                || played.after.destination.as_deref().is_some_and(|place| place.to_lowercase().contains(&core(what))),
        );
    }
    if let Some((old, new)) = rule.strip_prefix("drop ").and_then(|rest| rest.split_once(" and take ")) {
        let all = |trip: &Trip| trip.activities.iter().chain(&trip.destination).cloned().collect::<Vec<String>>();
        let now = all(&played.after);
        return Some(!has(&now, old) && has(&now, new));
    }
    if let Some(name) = rule.strip_suffix(" proposes the plan") {
        let speaks = played.said.iter().any(|(speaker, _)| speaker == name);
        return Some(speaks && played.offered == Some(Offer::Plan));
    }
    if let Some(what) = rule.strip_prefix("remember and name: ").filter(|what| !what.contains(' ')) {
        return Some(words.contains(&what.to_lowercase()));
    }
    if let Some(what) = rule.strip_prefix("take up ").filter(|what| !what.contains(' ')) {
        return Some(words.contains(&core(what)));
    }
    match rule {
        "the plan is confirmed; the story and the letter follow" => Some(played.phase == Phase::Complete),
        "go on talking without confirming the plan" => Some(played.phase == Phase::Family),
        "propose an outing" | "propose a cheerful outing" | "ask again where to go" => Some(!played.proposes_place()),
        "speak of children" => Some(
            people.children.is_empty() && !["子どもたち", "children", "kids"].iter().any(|word| words.contains(word)),
        ),
        _ => None,
    }
}

/// The sentences of a text that are more than a word.
fn sentences(text: &str) -> impl Iterator<Item = String> {
    let pieces = text.split(['。', '！', '？', '.', '!', '?', '\n']).map(|sentence| sentence.trim().to_lowercase());
    pieces.filter(
        |sentence| {
            if sentence.is_ascii() { sentence.split(' ').count() > 2 } else { sentence.chars().count() > 6 }
        },
    )
}

#[derive(Default)]
struct Count {
    met: BTreeMap<&'static str, (usize, usize)>,
    missed: String,
    print: String,
}

fn kind(rule: &str, wanted: bool) -> &'static str {
    let kinds = [
        (" answers first", "addressed"),
        (" as the place", "place"),
        (" as something to do", "activity"),
        ("drop ", "change of mind"),
        (" proposes the plan", "plan proposed"),
        ("remember and name", "remembered"),
        ("take up ", "taken up"),
        ("confirm", "plan confirmed or not"),
    ];
    let kind = kinds.iter().find(|(part, _)| rule.contains(part)).map_or("other", |(_, kind)| *kind);
    if wanted { kind } else { "must not" }
}

fn play(scene: &Scene, seed: u128, count: &mut Count) {
    let mut conversation = met(&scene.family, seed);
    let mut said = BTreeSet::new();
    let mut places: Vec<bool> = Vec::new();
    let _ = writeln!(count.print, "\n== {} {}", scene.id, scene.family.partner.temperament);
    for message in &conversation.history {
        let _ = writeln!(count.print, "  {}: {}", message.author.speaker(), message.text);
        said.extend(sentences(&message.text));
    }
    let note = |count: &mut Count, kind: &'static str, met: bool, missed: &dyn std::fmt::Display| {
        let (all, good) = count.met.entry(kind).or_default();
        *all += 1;
        *good += usize::from(met);
        if !met {
            let _ = writeln!(count.missed, "{}: {kind}: {missed}", scene.id);
            let _ = writeln!(count.print, "    !! {kind}: {missed}");
        }
    };
    for turn in &scene.turns {
        let before = conversation.state.family.trip.clone();
        let old = conversation.state.family.talk.offer.clone();
        let answer = conversation.say(&turn.say);
        let _ = writeln!(count.print, "> {}", turn.say);
        for (name, text) in &answer {
            let _ = writeln!(count.print, "  {name}: {}", text.chars().take(240).collect::<String>());
        }
        let family = &conversation.state.family;
        let _ = writeln!(
            count.print,
            "    [{:?} {:?} {:?}]",
            family.trip.destination, family.trip.activities, family.talk.offer
        );
        let offered = family.talk.offer.clone();
        let fresh = offered.clone().filter(|offered| *offered == Offer::Plan || Some(offered) != old.as_ref());
        let played = Played {
            said: answer,
            before,
            after: family.trip.clone(),
            offered: fresh,
            phase: conversation.state.phase,
        };
        places.push(played.proposes_place());
        for rule in &turn.should {
            if let Some(good) = check(rule, &played, &scene.family) {
                note(count, kind(rule, true), good, &format!("{} | {rule}", turn.say));
            }
        }
        for rule in &turn.must_not {
            if let Some(good) = check(rule, &played, &scene.family) {
                note(count, kind(rule, false), good, &format!("{} | not: {rule}", turn.say));
            }
        }
        let named: Vec<String> = played
            .after
            .activities
            .iter()
            .chain(&played.after.destination)
            .chain(&played.before.destination)
            .map(|name| name.to_lowercase())
            .collect();
        // A crisis may be answered in the same words as often as need be: what is written is said as it stands.
        for (name, text) in played.said.iter().filter(|(name, _)| name != "Hera" && played.phase != Phase::Complete) {
            for sentence in sentences(text).filter(|sentence| !named.contains(sentence)) {
                let fresh = said.insert(sentence.clone());
                note(count, "no sentence twice", fresh, &format!("{name}: {sentence}"));
            }
        }
        if conversation.state.phase == Phase::Complete {
            break;
        }
    }
    for four in places.windows(4) {
        let often = four.iter().filter(|proposed| **proposed).count();
        note(count, "a place once in four replies", often <= 1, &format!("{four:?}"));
    }
}

fn measure(held_out: bool) -> Count {
    let mut count = Count::default();
    for scene in scenes(held_out) {
        for seed in [3, 11] {
            play(&scene, seed, &mut count);
        }
    }
    count
}

/// What must hold, of a hundred: where it stands, and never above what holds.
const MARKS: [(&str, usize); 8] = [
    ("addressed", 98),
    ("place", 90),
    ("activity", 95),
    ("change of mind", 100),
    ("plan proposed", 90),
    ("plan confirmed or not", 90),
    ("no sentence twice", 100),
    ("a place once in four replies", 100),
];

#[test]
fn talks_with_the_family_keep_to_the_rules() {
    let count = measure(false);
    if std::env::var_os("PRINT_SCENES").is_some() {
        println!("{}", count.print);
    }
    println!("{}", count.missed);
    for (kind, (all, good)) in &count.met {
        println!("{kind}: {good} of {all}");
    }
    for (kind, least) in MARKS {
        let (all, good) = count.met[kind];
        assert!(100 * good >= least * all, "{kind}: {good} of {all}\n{}", count.missed);
    }
}

/// Only figures: `cargo test --test it held_out_talks -- --ignored --nocapture`.
#[test]
#[ignore = "lines that are held out are measured by hand, and seldom"]
fn held_out_talks_with_the_family_are_counted() {
    for (kind, (all, good)) in measure(true).met {
        println!("{kind}: {good} of {all}");
    }
}
