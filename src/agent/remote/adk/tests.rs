use super::*;
use crate::domain::{ClientMsgId, MessageId, ModelUsage, SessionState, TurnId, UnixMillis};

/// What is said when these events come.
fn heard(events: &[Value]) -> Vec<String> {
    let mut ear = Ear::new(Kept::of(&SessionState::default(), 1));
    let mut pieces = Vec::new();
    for event in events {
        let heard = ear.hear(Event::read(&event.to_string()).unwrap());
        pieces.extend(ear.pieces());
        if let Err(Failure { error, .. }) = heard {
            let failed = format!("{}: {}", error.code.name(), error.message);
            return pieces.into_iter().map(shown).chain([failed]).collect();
        }
    }
    ear.finish();
    pieces.extend(ear.pieces());
    pieces.into_iter().map(shown).collect()
}

fn shown(piece: Piece) -> String {
    match piece {
        Piece::Say(Utterance::Start { name }) => format!("{name}:"),
        Piece::Say(Utterance::Delta(text)) => text,
        Piece::Say(Utterance::End) => ".".into(),
        Piece::Say(Utterance::Picture(bytes)) => format!("picture {}", bytes.len()),
        Piece::Say(Utterance::State(update)) => update.parts.get(crate::family::AGENT).unwrap().to_owned(),
        Piece::Say(Utterance::Used(ModelUsage { model, input_tokens, output_tokens })) => {
            format!("{} {input_tokens} {output_tokens}", model.unwrap_or_default())
        }
        Piece::Say(Utterance::Suggest(choices)) => format!("offers {}", choices[0].text),
        Piece::Say(other) => panic!("an ADK agent says {other:?}"),
        Piece::Fetch { name, version } => format!("fetch {name} {version}"),
    }
}

fn part(author: &str, text: &str) -> Value {
    json!({"author": author, "partial": true, "content": {"role": "model", "parts": [{"text": text}]}})
}

fn whole(author: &str, text: &str) -> Value {
    json!({"author": author, "content": {"role": "model", "parts": [{"text": text}]}})
}

fn on(branch: &str, mut event: Value) -> Value {
    event["branch"] = branch.into();
    event
}

#[test]
fn text_that_came_in_parts_is_said_once() {
    let events = [part("ann", "a "), part("ann", "b"), whole("ann", "a b"), whole("ann", "then"), whole("bob", "c")];
    assert_eq!(heard(&events), ["ann:", "a ", "b", ".", "ann:", "then", ".", "bob:", "c", "."]);
    assert_eq!(heard(&[part("ann", "a"), whole("ann", "a b")]), ["ann:", "a", " b", "."], "the rest of it");
    assert_eq!(heard(&[part("ann", "a"), whole("ann", "x")]), ["ann:", "a", "."], "what was shown stays");
    let kept = json!({"author": "ann", "actions": {"stateDelta": {"k": 1}}});
    let saved = json!({"author": "ann", "actions": {"artifactDelta": {"p.png": 0}}});
    let between = [part("ann", "a "), kept, part("ann", "b"), saved, whole("ann", "a b")];
    assert_eq!(heard(&between), ["ann:", "a ", r#"{"k":1}"#, "b", "fetch p.png 0", "."], "whatever is kept in between");
    assert_eq!(heard(&[part("ann", "a"), part("bob", "b")]), ["ann:", "a", ".", "bob:", "b", "."], "nothing whole");
}

#[test]
fn those_who_speak_at_the_same_time_are_heard_one_after_the_other() {
    let events = [
        on("p.ann", part("ann", "1 ")),
        on("p.bob", part("bob", "x ")),
        on("p.cyd", whole("cyd", "!")),
        on("p.ann", part("ann", "2")),
        on("p.bob", part("bob", "y")),
        on("p.ann", whole("ann", "1 2")),
        on("p.bob", part("bob", " z")),
        on("p.bob", whole("bob", "x y z")),
        on("p.cyd", part("cyd", "?")),
    ];
    let said = ["ann:", "1 ", "2", ".", "bob:", "x ", "y", " z", ".", "cyd:", "!", ".", "cyd:", "?", "."];
    assert_eq!(heard(&events), said);
    let flood = on("p.bob", whole("bob", &"x".repeat(5_000_000)));
    assert!(heard(&[on("p.ann", part("ann", "1")), flood])[2].starts_with("reply_too_long: "));
}

#[test]
fn what_is_not_for_the_person_is_not_said() {
    let thought = json!({"author": "ann", "content": {"parts": [{"text": "hm", "thought": true}, {"text": "ah"}]}});
    let call = json!({"author": "ann", "content": {"parts": [{"functionCall": {"name": "transfer_to_agent"}}]}});
    let response = json!({"author": "ann", "content": {"parts": [{"functionResponse": {"name": "f"}}]},
        "actions": {"transferToAgent": "bob"}});
    assert_eq!(
        heard(&[whole("user", "me"), thought, call, response, whole("bob", "b")]),
        ["ann:", "ah", ".", "bob:", "b", "."]
    );
    let call = json!({"author": "ann", "content": {"parts": [{"functionCall": {"name": "look"}}]}});
    let raised = json!({"error": "", "error_details": {"error_type": "E"}});
    let failed = ["ann:", "I look", "agent_failed: the agent failed: E"];
    assert_eq!(heard(&[whole("ann", "I look"), call, raised]), failed, "who fails at work has not finished");
    let strange = heard(&[whole("a\u{202e}\nb", "words"), whole(&"b".repeat(10_000), "words")]);
    assert_eq!(strange, ["ab:", "words", ".", &format!("{}:", "b".repeat(64)), "words", "."]);
}

#[test]
fn pictures_and_artifacts_go_with_what_is_said() {
    let blob = |data: &str| json!({"inlineData": {"mimeType": "image/png", "data": data}});
    let both = json!({"author": "ann", "content": {"parts": [{"text": "a"}, blob("-_8="), blob("+/8")]}});
    assert_eq!(heard(&[both]), ["ann:", "a", "picture 2", "."], "the same bytes, in either alphabet, once");
    let said = json!({"id": "e", "author": "ann", "content": {"parts": [{"text": "a"}]}});
    let twin = json!({"id": "e", "author": "ann", "actions": {"artifactDelta": {"p.png": 3}}});
    assert_eq!(heard(&[said, twin]), ["ann:", "a", "fetch p.png 3", "."]);
    let sound =
        json!({"author": "ann", "content": {"parts": [{"inlineData": {"mimeType": "audio/wav", "data": "AA=="}}]}});
    assert_eq!(heard(&[sound]), [""; 0]);
    let broken = json!({"author": "ann", "content": {"parts": [{"text": "a"}, blob("?")]}});
    assert_eq!(heard(&[broken]), ["ann:", "a", "."], "it is left out");
}

#[test]
fn answers_are_offered_with_what_is_said() {
    let offered = json!({"hera.suggestions": {"choices": [{"label": "Yes", "text": "Yes, please"}]}});
    let parts = json!({"parts": [{"text": "Tea?"}]});
    let part = json!({"id": "e", "author": "ann", "partial": true, "content": parts, "customMetadata": offered});
    let whole = json!({"id": "e", "author": "ann", "content": parts, "customMetadata": offered});
    assert_eq!(heard(&[part, whole]), ["ann:", "Tea?", "offers Yes, please", "."]);
    let alone = json!({"id": "f", "author": "ann", "customMetadata": offered});
    assert_eq!(heard(&[self::whole("ann", "Tea?"), alone]), ["ann:", "Tea?", "offers Yes, please", "."]);
    let strange = json!({"id": "f", "author": "ann", "content": parts, "customMetadata": [1]});
    assert_eq!(heard(&[strange]), ["ann:", "Tea?", "."]);
}

#[test]
fn state_and_usage_are_taken_from_whole_events() {
    let event = |partial: bool| {
        json!({"id": "e", "author": "ann", "partial": partial, "modelVersion": "m-1",
            "actions": {"stateDelta": {"mood": "good", "temp:x": 1, "app:y": 2, "user:z": 3, "hera_turn": "t1"}},
            "usageMetadata": {"promptTokenCount": 5, "candidatesTokenCount": 2, "thoughtsTokenCount": 1}})
    };
    let told = [r#"{"mood":"good","user:z":3}"#, "m-1 5 3"];
    assert_eq!(heard(&[event(true), event(false), event(false)]), told);
    let huge = json!({"author": "ann", "actions": {"stateDelta": {"book": "x".repeat(70_000)}}});
    assert_eq!(heard(&[huge]), ["bad_answer: the agent's state is larger than 65536 bytes"]);
}

#[test]
fn errors_are_told_without_their_sentences() {
    let raised = json!({"error": "KeyError: 'secret'", "error_details": {"error_type": "KeyError"}});
    assert_eq!(heard(&[raised]), ["agent_failed: the agent failed: KeyError"]);
    let code = json!({"author": "ann", "errorCode": "RESOURCE_EXHAUSTED", "errorMessage": "secret"});
    assert_eq!(heard(&[code]), ["agent_failed: the agent failed: RESOURCE_EXHAUSTED"]);
    let counted = json!({"author": "ann", "errorCode": "SAFETY", "usageMetadata": {"promptTokenCount": 5}});
    assert_eq!(heard(&[counted]), [" 5 0", "agent_failed: the agent failed: SAFETY"], "what it took is told");
    let odd = json!({"author": "ann", "usageMetadata": {"promptTokenCount": -1, "candidatesTokenCount": 1e300},
        "content": {"parts": [{"text": "a"}]}});
    assert_eq!(heard(&[odd]), [" 0 0", "ann:", "a", "."]);
    let cut = json!({"author": "ann", "errorCode": "MAX_TOKENS", "content": {"parts": [{"text": "as far as"}]}});
    assert_eq!(heard(&[cut]), ["ann:", "as far as", "."]);
}

#[test]
fn a_session_is_gone_on_with_only_where_it_holds_what_was_said() {
    let turn = |number| TurnId::from_number(number);
    let said = |number, author: Author, status| Message {
        id: MessageId::from_number(number),
        at: UnixMillis(0),
        utc_offset: None,
        author,
        text: "words".into(),
        attachments: Vec::new(),
        choices: Vec::new(),
        turn: turn(number),
        status,
    };
    let person = Author::User { client_msg_id: "1".parse::<ClientMsgId>().unwrap() };
    let agent = Author::Agent { name: "ann".into() };
    let answered = |status| vec![said(7, person.clone(), MessageStatus::Complete), said(7, agent.clone(), status)];
    let in_step = |history: Vec<Message>, attempt, noted: u64| {
        let session =
            Session { id: "s".into(), state: [(TURN.into(), json!(turn(noted).to_string()))].into_iter().collect() };
        let prompt = Prompt {
            session: SessionId::random(),
            turn: turn(9),
            attempt,
            text: "next".into(),
            at: None,
            utc_offset: None,
            attachments: Vec::new(),
            state: SessionState::default(),
            history,
        };
        is_in_step(&session, &prompt)
    };
    assert!(in_step(answered(MessageStatus::Complete), 1, 7));
    assert!(!in_step(answered(MessageStatus::Complete), 2, 7), "an attempt was cut short");
    assert!(!in_step(answered(MessageStatus::Complete), 1, 9), "so was this one");
    assert!(!in_step(answered(MessageStatus::Complete), 1, 3), "it has missed a turn");
    assert!(!in_step(answered(MessageStatus::Cancelled), 1, 7) && !in_step(answered(MessageStatus::Failed), 1, 7));
    assert!(!in_step(vec![said(7, person.clone(), MessageStatus::Complete)], 1, 7), "nothing was answered");
    assert!(!in_step(Vec::new(), 1, 7), "nothing was said");
}
