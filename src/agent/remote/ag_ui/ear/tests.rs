use serde_json::json;

use super::*;
use crate::domain::SessionState;

/// What comes of the events of a run, in short, and how it ends.
fn hear(events: &[Value]) -> (Vec<String>, Result<Heard, Failure>) {
    let mut ear = Ear::new(Kept::of(&SessionState::default(), 1));
    let mut said = VecDeque::new();
    let mut heard = Ok(Heard::More);
    for event in events {
        heard = match Event::read(&event.to_string()) {
            Ok(event) => ear.hear(event, &mut said),
            Err(what) => Err(not_understood(what)),
        };
        if heard != Ok(Heard::More) {
            break;
        }
    }
    (said.into_iter().map(short).collect(), heard)
}

fn short(utterance: Utterance) -> String {
    match utterance {
        Utterance::Start { name } => format!("{name}:"),
        Utterance::Delta(text) => text,
        Utterance::End => ".".to_owned(),
        Utterance::Suggest(choices) => {
            choices.into_iter().fold(String::new(), |text, choice| text + &format!("({})", choice.text))
        }
        Utterance::Picture(bytes) => format!("[{}]", bytes.len()),
        Utterance::State(change) => {
            if let Some(agent) = change.parts.get(crate::family::AGENT) {
                return agent.to_owned();
            }
            let mut state = SessionState::default();
            crate::family::apply(&change, &mut state).unwrap();
            let ids: Vec<&str> = state.interview.interrupts.iter().map(InterruptId::as_str).collect();
            format!("waits for {}", ids.join(" "))
        }
        Utterance::Used(ModelUsage { input_tokens, output_tokens, .. }) => format!("{input_tokens}+{output_tokens}"),
        Utterance::Afterwards(_) => unreachable!("an agent elsewhere has no jobs"),
    }
}

fn run(events: &[Value]) -> Vec<Value> {
    let ends = [
        json!({"type": "RUN_STARTED", "threadId": "t", "runId": "r"}),
        json!({"type": "RUN_FINISHED", "threadId": "t", "runId": "r"}),
    ];
    [&ends[..1], events, &ends[1..]].concat()
}

fn start(id: &str) -> Value {
    json!({"type": "TEXT_MESSAGE_START", "messageId": id, "role": "assistant"})
}

fn content(id: &str, delta: &str) -> Value {
    json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": id, "delta": delta})
}

fn end(id: &str) -> Value {
    json!({"type": "TEXT_MESSAGE_END", "messageId": id})
}

fn delta(patch: &Value) -> Value {
    json!({"type": "STATE_DELTA", "delta": patch})
}

#[test]
fn what_an_agent_says_is_said_and_what_it_does_is_not() {
    let (said, heard) = hear(&run(&[
        json!({"type": "REASONING_MESSAGE_CONTENT", "messageId": "r", "delta": "hm"}),
        json!({"type": "THINKING_TEXT_MESSAGE_CONTENT", "delta": "hm"}),
        // Begun to hold a tool call.
        start("1"),
        end("1"),
        json!({"type": "TOOL_CALL_START", "toolCallId": "c", "toolCallName": "look"}),
        json!({"type": "TOOL_CALL_RESULT", "messageId": "2", "toolCallId": "c", "content": "a secret"}),
        json!({"type": "TEXT_MESSAGE_START", "messageId": "3", "role": "user"}),
        content("3", "not mine"),
        end("3"),
        start("4"),
        content("4", "Good "),
        content("4", ""),
        json!({"type": "SOMETHING_NEW"}),
        content("4", "day"),
        end("4"),
    ]));
    assert_eq!((said.join("|").as_str(), heard), ("agent:|Good |day|.", Ok(Heard::Over)));
}

#[test]
fn one_speaks_after_the_other() {
    let (said, heard) = hear(&run(&[
        json!({"type": "SUBAGENT_STARTED", "subagentRunId": "s", "name": "Scout"}),
        json!({"type": "TEXT_MESSAGE_START", "messageId": "1", "name": "Gu\u{202e}ide\n"}),
        json!({"type": "TEXT_MESSAGE_START", "messageId": "2", "subagentRunId": "s"}),
        content("2", "b1 "),
        content("1", "a1 "),
        content("2", "b2"),
        end("2"),
        content("1", "a2"),
        end("1"),
    ]));
    assert_eq!((said.join("|").as_str(), heard), ("Guide:|a1 |a2|.|Scout:|b1 b2|.", Ok(Heard::Over)));
}

#[test]
fn answers_are_offered_with_the_message_that_is_meant() {
    let offer = |value: Value| json!({"type": "CUSTOM", "name": "hera.suggestions", "value": value});
    let choices = |id: &str, label: &str| offer(json!({"message_id": id, "choices": [{"label": label}]}));
    let (said, heard) = hear(&run(&[
        start("1"),
        start("2"),
        choices("2", "of 2"),
        content("1", "a"),
        choices("3", "of nobody"),
        offer(json!({"choices": [{"label": "of what is said"}]})),
        content("2", "b"),
        end("1"),
        end("2"),
        choices("1", "too late"),
        choices("2", "of 2 again"),
        json!({"type": "CUSTOM", "name": "hera.suggestions"}),
        json!({"type": "CUSTOM", "value": {}}),
    ]));
    let expected = "agent:|a|(of what is said)|.|agent:|b|(of 2)|.|(of 2 again)";
    assert_eq!((said.join("|").as_str(), heard), (expected, Ok(Heard::Over)));
}

#[test]
fn chunks_make_messages() {
    let chunk = |id: Option<&str>, text: &str| {
        let mut chunk = json!({"type": "TEXT_MESSAGE_CHUNK", "delta": text});
        id.inspect(|id| chunk["messageId"] = (*id).into());
        chunk
    };
    let (said, heard) =
        hear(&run(&[chunk(Some("1"), "a"), chunk(None, "b"), chunk(Some("2"), "c"), chunk(Some("2"), "d")]));
    assert_eq!((said.join("|").as_str(), heard), ("agent:|a|b|.|agent:|c|d|.", Ok(Heard::Over)));
    let (_, heard) = hear(&run(&[chunk(None, "of nothing")]));
    assert_eq!(heard, Err(not_understood("text of no message")));
}

#[test]
fn the_state_follows_its_changes() {
    let (said, _) = hear(&run(&[
        json!({"type": "STATE_SNAPSHOT", "snapshot": {"list": ["a"]}}),
        delta(&json!([{"op": "add", "path": "/list/-", "value": "b"}])),
        start("1"),
        content("1", "x"),
        delta(&json!([{"op": "remove", "path": "/list/0"}])),
        end("1"),
    ]));
    assert_eq!(said.join("|"), r#"{"list":["a","b"]}|agent:|x|{"list":["b"]}|."#);
    for wrong in [
        delta(&json!([{"op": "remove", "path": "/nowhere"}])),
        delta(&json!([{"op": "replace", "path": "", "value": 1}])),
        delta(&json!([{"op": "dance", "path": ""}])),
        delta(&json!("none")),
        json!({"type": "STATE_SNAPSHOT", "snapshot": [1]}),
    ] {
        let (said, heard) = hear(&run(std::slice::from_ref(&wrong)));
        assert_eq!((said.len(), heard.unwrap_err().error.code), (0, RunErrorCode::BadAnswer), "{wrong}");
    }
    let nested = (0..60).fold(json!(1), |inner, _| json!({ "a": inner }));
    let deeper = json!([{"op": "add", "path": "/x", "value": nested}, {"op": "add", "path": "/y", "value": nested},
        {"op": "move", "from": "/x", "path": format!("/y{}", "/a".repeat(60))}]);
    assert_eq!(hear(&run(&[delta(&deeper)])).1.unwrap_err().error.code, RunErrorCode::BadAnswer);
    let mut doubling = vec![json!({"op": "add", "path": "/a", "value": ["x"]})];
    doubling.extend((0..60).map(|_| json!({"op": "copy", "from": "/a", "path": "/a/-"})));
    assert_eq!(hear(&run(&[delta(&doubling.into())])).1.unwrap_err().error.code, RunErrorCode::BadAnswer);
    let endless = vec![json!({"op": "add", "path": "/a", "value": 1}); MOST_CHANGES + 1];
    assert_eq!(hear(&run(&[delta(&endless.into())])).1.unwrap_err().error.code, RunErrorCode::BadAnswer);
}

#[test]
fn pictures_of_tools_go_with_what_is_said() {
    let painted = json!({"type": "TOOL_CALL_RESULT", "messageId": "p", "toolCallId": "c", "content": [
        {"type": "text", "text": "not shown"},
        {"type": "image", "source": {"type": "data", "value": "AAAA", "mimeType": "image/png"}},
        {"type": "image", "source": {"type": "url", "value": "http://elsewhere/"}},
    ]});
    // In any of its forms.
    for value in ["-_--", "data:image/png;base64,+/++", "+/\r\n++"] {
        let mut written = painted.clone();
        written["content"][1]["source"]["value"] = value.into();
        assert_eq!(hear(&run(&[written])).0.join("|"), "agent:|[3]|.", "{value}");
    }
    let (said, _) = hear(&run(&[painted.clone(), start("1"), content("1", "Look"), painted.clone(), end("1")]));
    assert_eq!(said.join("|"), "agent:|[3]|Look|[3]|.");
    assert_eq!(hear(&run(&[painted])).0.join("|"), "agent:|[3]|.");
}

#[test]
fn a_conversation_that_is_told_whole_is_heard_where_nothing_was_streamed() {
    let snapshot = json!({"type": "MESSAGES_SNAPSHOT", "messages": [
        {"id": "1", "role": "assistant", "content": "before"},
        {"id": "2", "role": "user", "content": [{"type": "text", "text": "asked"}]},
        {"id": "3", "role": "assistant", "toolCalls": []},
        {"id": "4", "role": "assistant", "name": "Node", "content": "answered"},
    ]});
    assert_eq!(hear(&run(std::slice::from_ref(&snapshot))).0.join("|"), "Node:|answered|.");
    assert_eq!(
        hear(&run(&[start("4"), content("4", "answered"), end("4"), snapshot])).0.join("|"),
        "agent:|answered|."
    );
}

#[test]
fn what_is_out_of_order_ends_the_answer() {
    for wrong in [
        &[content("1", "x")][..],
        &[start("1"), start("1")],
        &[start("1"), end("1"), end("1")],
        // Neither is finished.
        &[start("1"), content("1", "x")],
        &run(&[])[..1],
        &[json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": 7, "delta": "x"})],
        &[json!({"no": "type"})],
    ] {
        assert_eq!(hear(&run(wrong)).1.unwrap_err().error.code, RunErrorCode::BadAnswer, "{wrong:?}");
    }
    assert_eq!(hear(&[start("1")]).1, Err(not_understood("an event before RUN_STARTED")));
}

#[test]
fn a_run_ends_as_its_last_event_says() {
    let ends = |event: &Value| {
        let (said, heard) = hear(&[run(&[])[0].clone(), event.clone()]);
        (said.join("|"), heard.map_err(|failure| (failure.error.code, failure.error.message, failure.passing)))
    };
    let usage = json!([{"model": "m", "inputTokens": 3, "outputTokens": 4}]);
    assert_eq!(
        ends(&json!({"type": "RUN_FINISHED", "outcome": {"type": "success"}, "usage": usage})),
        ("3+4".into(), Ok(Heard::Over))
    );
    let odd = json!([{"inputTokens": -3, "outputTokens": u64::MAX}, {"outputTokens": 4}]);
    assert_eq!(ends(&json!({"type": "RUN_FINISHED", "usage": odd})), ("0+0|0+4".into(), Ok(Heard::Over)));
    let error = json!({"type": "RUN_ERROR", "message": "no, Anna", "code": "quota <b>"});
    assert_eq!(
        ends(&error),
        (String::new(), Err((RunErrorCode::AgentFailed, "the agent failed: quotab".into(), false)))
    );
    let cut = [run(&[])[0].clone(), start("1"), content("1", "x"), end("1"), error.clone()];
    assert_eq!(hear(&cut).0.join("|"), "agent:|x", "the message is not said to be whole");
    let (_, interrupted) = ends(
        &json!({"type": "RUN_FINISHED", "outcome": {"type": "interrupt", "interrupts": [{"id": "i", "reason": "r"}]}}),
    );
    assert_eq!(interrupted.unwrap_err().0, RunErrorCode::AgentRefused);
    let (said, _) = hear(&[
        json!({"type": "RUN_STARTED", "threadId": "t", "runId": "r"}),
        json!({"type": "RUN_FINISHED", "outcome": {"type": "interrupt", "interrupts": [{"id": "i"}, {"id": "j"}]}}),
    ]);
    assert_eq!(said, ["waits for i j"]);
    let (_, stopped) = ends(&json!({"type": "RUN_FINISHED", "outcome": {"type": "cancelled"}}));
    assert_eq!(stopped.unwrap_err().0, RunErrorCode::AgentInterrupted);
    assert_eq!(hear(&[error]).1.unwrap_err().error.code, RunErrorCode::AgentFailed);
}
