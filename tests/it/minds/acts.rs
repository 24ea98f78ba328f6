//! Whole conversations through all three acts with a model: what it is asked, and what becomes of its answers.
//! `UPDATE_GOLDEN=1` writes what happens now into the files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hera::domain::{Phase, Summary};
use hera::model::{Request, Role};
use serde_json::{Value, json};

use super::double::{Double, conversation, data, pieces};
use crate::family::transcripts::BUTTON;

/// What the person says, and how the model understands it.
type Script = Vec<(&'static str, Value)>;

fn japanese() -> Script {
    vec![
        (
            "34歳の女性です。東京に住んでいて、結婚しています。",
            json!({
            "age": 34, "gender": "female", "relationship_status": "married", "location": "東京", "children": []}),
        ),
        (
            "年収は500万円くらい。明るくて、優しいと言われます。夫は健太、優しくて短い黒髪です。",
            json!({
            "income_range": "500万円", "traits": {"extraversion": 0.75, "agreeableness": 0.75},
            "partner": {"name": "健太さん", "temperament": "優しい", "appearance": "短い黒髪"}, "children": []}),
        ),
        (
            "女の子一人と男の子一人。女の子は花子、男の子の名前はお任せします。",
            json!({
            "children": [{"gender": "female", "name": "花子"}, {"gender": "male", "name": ""}],
            "entrusted": ["child_names"]}),
        ),
        ("ぜひ会いたいです", json!({"children": [], "wishes_to_meet": true})),
        ("花子、海に行きたい？", json!({"addressed": [1], "destination": "海", "answer": "none", "asks": true})),
        ("貝がら拾いと花火をしよう", json!({"addressed": [], "activities": ["貝がら拾い", "花火"], "answer": "none"})),
        (
            "花火じゃなくて、すいか割りがいい",
            json!({"activities": ["すいか割り"], "dropped": ["花火"], "answer": "no"}),
        ),
        ("うん、そうしよう", json!({"answer": "yes"})),
        ("ありがとう、健太", json!({"addressed": [0], "thanks": true})),
    ]
}

fn english() -> Script {
    vec![
        (
            "Hi! I'm 36, a man from Boston, single, I earn $70k. I'm curious and calm.",
            json!({
            "age": 36, "gender": "male", "relationship_status": "single", "location": "Boston", "income_range": "$70k",
            "traits": {"openness": 0.75, "neuroticism": 0.25}}),
        ),
        (
            "I'd rather not talk about children. My dream partner is Maya, warm, with long dark hair.",
            json!({
            "partner": {"name": "Maya", "temperament": "warm", "appearance": "long dark hair"},
            "declined": ["children_info"]}),
        ),
        ("No children.", json!({"declined": ["children_info"]})),
        (BUTTON, Value::Null),
        ("You choose, surprise me", json!({"leaves_it": true, "answer": "none"})),
        ("no, rather Kyoto", json!({"destination": "Kyoto", "answer": "no"})),
        ("perfect", json!({"answer": "yes"})),
        ("thank you", json!({"thanks": true})),
    ]
}

const REFRAIN: &str = "It goes on. ";

/// How many short sentences make a story, or a letter.
fn sentences(request: &Request) -> usize {
    let story = request.instructions.contains("story of a family") || request.instructions.contains("思い出の品");
    let japanese = request.instructions.contains('。');
    match (story, japanese) {
        (true, true) => 105,
        (true, false) => 160,
        (false, true) => 80,
        (false, false) => 120,
    }
}

/// Understands as the script says, and says something that shows who speaks.
fn actor(script: &Script) -> Arc<Double> {
    let script: Vec<Value> = script.iter().map(|(_, told)| told.clone()).filter(|told| !told.is_null()).collect();
    let understood = std::sync::Mutex::new(script.into_iter());
    Double::new(move |request, number| {
        if request.schema.is_some() {
            return pieces(&understood.lock().unwrap().next().expect("a message of the script").to_string());
        }
        match data(request)["you"]["name"].as_str() {
            // Models like to go on for the others.
            Some(name) => pieces(&format!("**{name}**: This is number {number}, by {name}.\n\nHera: And this is not.")),
            None if data(request)["family"].is_null() => pieces(&format!("This is number {number}. It goes on.")),
            None => pieces(&format!("This is number {number}. {}", REFRAIN.repeat(sentences(request)))),
        }
    })
}

/// What is said to a model of a request in the transcript: which instructions beside the ones that always hold, the
/// data, and the end of the conversation.
fn outline(request: &Request) -> String {
    let prompts = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/agent/mind/prompts");
    let (name, file) = std::fs::read_dir(prompts)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap()))
        .find(|(_, file)| file.lines().next() == request.instructions.lines().next())
        .expect("instructions from a file");
    let head = file.split("\n## ").next().unwrap();
    let mut outline = format!("  -> {name}{}\n", request.schema.as_ref().map_or("", |_| ", as JSON"));
    for part in request.instructions.split("\n\n").filter(|part| !head.contains(*part)) {
        let _ = writeln!(outline, "     + {}", part.replace('\n', " / "));
    }
    let _ = writeln!(outline, "     data: {}", data(request));
    let last = request.lines.last().unwrap();
    let text = last.text.rsplit("\n\n").next().unwrap();
    assert_eq!((request.lines[0].role, last.role), (Role::User, Role::User));
    assert!(request.lines.windows(2).all(|pair| pair[0].role != pair[1].role), "roles take turns");
    let _ = writeln!(outline, "     {} lines, the last ends: {}", request.lines.len(), short(text));
    outline
}

/// A text, with what it says again and again said once.
fn short(text: &str) -> String {
    let times = text.matches(REFRAIN).count();
    if times < 2 { text.to_owned() } else { text.replacen(&REFRAIN.repeat(times), &format!("{times} × {REFRAIN}"), 1) }
}

fn replay(script: &Script) -> String {
    let model = actor(script);
    let mut conversation = conversation(&model, 32_000);
    let mut transcript = String::new();
    for (line, _) in script {
        let _ = writeln!(transcript, "You: {line}");
        let said = if *line == BUTTON { conversation.press() } else { conversation.say(line) };
        for request in model.asked() {
            transcript.push_str(&outline(&request));
        }
        for (name, text) in said {
            let _ = writeln!(transcript, "{name}: {}", short(&text).replace('\n', " / "));
        }
        let state = &conversation.state;
        let missing: Vec<&str> = state.profile.missing().into_iter().map(hera::domain::Field::name).collect();
        let trip = &state.family.trip;
        let _ = writeln!(
            transcript,
            "state: {:?}, missing {missing:?}, {:?} {:?}\n",
            state.phase, trip.destination, trip.activities
        );
    }
    let plan = conversation.state.family.plan.unwrap_or_else(|| panic!("no plan after\n{transcript}"));
    let said: Vec<&str> = conversation.history.iter().map(|message| message.text.as_str()).collect();
    assert!(
        said.contains(&plan.story.as_str()) && said.contains(&plan.letter.as_str()),
        "the plan keeps what was said"
    );
    assert_eq!(conversation.state.phase, Phase::Complete);
    transcript
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/minds").join(name)
}

#[test]
fn conversations_with_a_model_go_as_they_stand() {
    for (name, script) in [("ja.txt", japanese()), ("en.txt", english())] {
        let spoken = replay(&script);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(golden(name), &spoken).expect("a writable transcript");
        }
        let written = std::fs::read_to_string(golden(name)).expect("a readable transcript");
        assert_eq!(spoken, written, "{name}; UPDATE_GOLDEN=1 rewrites it");
    }
}

#[test]
fn what_falls_out_of_the_window_is_summed_up_once() {
    let model = Double::new(|request, number| {
        let summary = request.instructions.starts_with("You keep the memory");
        pieces(&match &request.schema {
            Some(_) => "{}".to_owned(),
            None if summary => format!("Summary {number}: they spoke of the weather."),
            None => "How lovely. ".repeat(20),
        })
    });
    let window = 4_000;
    let mut conversation = conversation(&model, window);
    let (mut summaries, mut asked, mut longest) = (Vec::new(), 0, 0);
    for number in 0..60 {
        let before: Option<Summary> = conversation.state.interview.summary.clone();
        conversation.say(&format!("Message {number}: {}", "it rains here again, ".repeat(5)));
        let requests = model.asked();
        let tokens = |request: &Request| {
            (request.instructions.len() + request.lines.iter().map(|line| line.text.len()).sum::<usize>()) / 3
        };
        longest = longest.max(requests.iter().map(tokens).max().unwrap());
        let summed: Vec<&Request> =
            requests.iter().filter(|request| request.instructions.starts_with("You keep the memory")).collect();
        asked += summed.len();
        for request in &requests {
            assert_eq!(data(request)["memory"].as_str(), before.as_ref().map(|summary| summary.text.as_str()));
        }
        summaries.extend(conversation.state.interview.summary.clone().filter(|now| Some(now) != before.as_ref()));
    }
    assert_eq!(asked, summaries.len(), "every summary is kept, and used until the next one");
    assert!((3..=15).contains(&asked), "{asked} summaries of 60 messages");
    assert!(longest < window, "{longest} tokens");
}
