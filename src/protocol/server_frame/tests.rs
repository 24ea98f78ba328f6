use serde_json::{Value, json};

use super::*;
use crate::bus::Running;
use crate::domain::{
    Author, Event, MediaType, Message, MessageStatus, ModelUsage, Outcome, Painting, Phase, Photo, PhotoId, PhotoKind,
    RunErrorCode, SessionState, State, StateUpdate, Tag, TurnUsage, UnixMillis, UserProfile,
};
use crate::protocol::photo::PhotoObject;
use crate::protocol::state_document;
use crate::record::parts;

const SESSION: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

fn session() -> SessionId {
    SESSION.parse().unwrap()
}

fn id(seq: u64) -> EventId {
    EventId { seq, tag: Tag::new(0x009f_3a1c) }
}

fn turn() -> TurnId {
    TurnId::from_number(0xab)
}

fn event(event: Event) -> Value {
    let logged = Logged::new(id(42), Some(turn()), UnixMillis(1_795_456_647_990), event);
    let mut frame: Value = serde_json::from_slice(&event_frame(session(), &logged, None)).unwrap();
    assert_eq!((&frame["id"], &frame["ts"]), (&json!("42-9f3a1c"), &json!(1_795_456_647_990_i64)));
    assert_eq!((&frame["turn"], frame.get("snapshot")), (&json!("t00000000000000ab"), None));
    frame["event"].take()
}

#[test]
fn events_have_the_names_of_ag_ui() {
    let message_id = MessageId::from_number(1);
    let m = "m0000000000000001";
    let t = "t00000000000000ab";
    let model = Some(ModelUsage { model: Some("m-1".into()), input_tokens: 7, output_tokens: 0 });
    let asked = TurnUsage { model, time_to_first_token_ms: Some(412), duration_ms: 1800 };
    let plain = TurnUsage { duration_ms: 5, ..TurnUsage::default() };
    let cases = [
        (
            Event::UserMessage {
                message_id,
                text: "\"hi\"\n\u{1}".into(),
                client_msg_id: "c-1".parse().unwrap(),
                attachments: Vec::new(),
            },
            json!({"type": "TEXT_MESSAGE_CHUNK", "messageId": m, "role": "user", "delta": "\"hi\"\n\u{1}",
                "metadata": {"hera": {"client_msg_id": "c-1"}}}),
        ),
        (Event::RunStarted, json!({"type": "RUN_STARTED", "threadId": SESSION, "runId": t})),
        (
            Event::MessageStart { message_id, name: "Hera".into() },
            json!({"type": "TEXT_MESSAGE_START", "messageId": m, "role": "assistant", "name": "Hera"}),
        ),
        (
            Event::MessageContent { message_id, delta: "や".into() },
            json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": m, "delta": "や"}),
        ),
        (
            Event::StepStarted { name: "painting partner".into() },
            json!({"type": "STEP_STARTED", "stepName": "painting partner"}),
        ),
        (
            Event::StepFinished { name: "painting partner".into() },
            json!({"type": "STEP_FINISHED", "stepName": "painting partner"}),
        ),
        (
            Event::JobQueued { turn: turn(), job: Painting::Partner.job() },
            json!({"type": "CUSTOM", "name": "turn.queued", "value": {"turn_id": t, "job": "paint_partner"}}),
        ),
        (
            Event::JobQueued { turn: turn(), job: Painting::Child(2).job() },
            json!({"type": "CUSTOM", "name": "turn.queued",
                "value": {"turn_id": t, "job": "paint_child", "number": 2}}),
        ),
        (Event::MessageEnd { message_id }, json!({"type": "TEXT_MESSAGE_END", "messageId": m})),
        (
            Event::TurnRestarted { attempt: 2, discarded: vec![message_id] },
            json!({"type": "CUSTOM", "name": "turn.restarted",
                "value": {"turn_id": t, "attempt": 2, "discarded": [m]}}),
        ),
        (
            Event::RunFinished { outcome: Outcome::Cancelled, usage: None },
            json!({"type": "RUN_FINISHED", "threadId": SESSION, "runId": t, "outcome": {"type": "cancelled"}}),
        ),
        (
            Event::RunFinished { outcome: Outcome::Success, usage: Some(asked) },
            json!({"type": "RUN_FINISHED", "threadId": SESSION, "runId": t, "outcome": {"type": "success"},
                "metadata": {"hera": {"usage": {"model": "m-1", "input_tokens": 7, "output_tokens": 0,
                    "time_to_first_token_ms": 412, "duration_ms": 1800}}}}),
        ),
        (
            Event::RunError { code: RunErrorCode::TimeLimit, message: "too slow".into(), usage: Some(plain) },
            json!({"type": "RUN_ERROR", "message": "too slow", "code": "time_limit",
                "metadata": {"hera": {"usage": {"duration_ms": 5}}}}),
        ),
    ];
    for (said, wire) in cases {
        assert_eq!(event(said), wire);
    }
}

#[test]
fn run_error_codes_have_the_names_of_the_domain() {
    for code in RunErrorCode::ALL {
        assert_eq!(event(Event::RunError { code, message: String::new(), usage: None })["code"], code.name());
    }
}

/// A change of a new session on the wire: the same where the writer made the patch, and of what was stored without one.
fn changed(update: &StateUpdate) -> Value {
    let (before, mut after) = (SessionState::default(), SessionState::default());
    update.apply(&mut after);
    let patch = state_document::patch(session(), &before, &after);
    assert_eq!(patch, Some(state_document::patch_of(session(), update)));
    event(Event::StateChanged { change: Box::new(parts::change(update)), patch })
}

#[test]
fn a_state_change_replaces_the_members_it_touches() {
    let profile = UserProfile { age: Some(34), ..UserProfile::default() };
    let update = StateUpdate { profile: Some(profile), ..StateUpdate::default() };
    let changed = changed(&update);
    let paths: Vec<&str> = changed["delta"].as_array().unwrap().iter().map(|op| op["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["/user_profile", "/information_progress", "/missing_fields", "/profile_complete"]);
    assert_eq!(changed["delta"][0], json!({"op": "replace", "path": "/user_profile", "value": {"age": 34}}));
    assert_eq!(changed["delta"][1]["value"]["age"], true);

    let update = StateUpdate { phase: Some(Phase::Family), ..StateUpdate::default() };
    let delta = &self::changed(&update)["delta"];
    assert_eq!(delta, &json!([{"op": "replace", "path": "/phase", "value": "family"}]));
}

fn photo(kind: PhotoKind) -> Photo {
    Photo {
        id: PhotoId::of_digest(&[0xab; 32]),
        kind,
        media_type: MediaType::Png,
        width: 512,
        height: 512,
        bytes: 48_213,
        created_at: UnixMillis(0),
        illustration: false,
    }
}

#[test]
fn a_picture_is_told_with_its_place() {
    let ready = event(Event::ImageReady {
        photo: photo(PhotoKind::Partner),
        prompt: Some("a kind face".into()),
        message_id: None,
    });
    assert_eq!((&ready["type"], &ready["name"]), (&json!("CUSTOM"), &json!("image.ready")));
    assert_eq!(ready["metadata"], json!({"hera": {"prompt_used": "a kind face"}}));
    let shown = &ready["value"];
    assert_eq!(shown["url"], format!("/api/sessions/{SESSION}/photos/{}", "ab".repeat(16)));
    for (kind, path) in [
        (PhotoKind::User, "/photos/user"),
        (PhotoKind::Partner, "/photos/partner"),
        (PhotoKind::Child(2), "/photos/children/2"),
    ] {
        let update = StateUpdate { photo: Some(photo(kind)), ..StateUpdate::default() };
        let delta = &changed(&update)["delta"];
        let value = serde_json::to_value(PhotoObject::new(session(), &photo(kind))).unwrap();
        assert_eq!(delta, &json!([{"op": "add", "path": path, "value": value}]));
    }
}

#[test]
fn a_message_shows_what_goes_with_it() {
    let attachments = vec![photo(PhotoKind::Attachment)];
    let said = Event::UserMessage {
        message_id: MessageId::from_number(1),
        text: String::new(),
        client_msg_id: "c-1".parse().unwrap(),
        attachments: attachments.clone(),
    };
    let chunk = event(said);
    let shown = json!(PhotoObject::all(session(), &attachments));
    assert_eq!(chunk["metadata"]["hera"], json!({"client_msg_id": "c-1", "attachments": shown}));
}

#[test]
fn an_event_outside_a_turn_names_none() {
    let update = StateUpdate { phase: Some(Phase::Family), ..StateUpdate::default() };
    let made = state_document::patch_of(session(), &update);
    let changed = Event::StateChanged { change: Box::new(parts::change(&update)), patch: None };
    let logged = Logged::new(id(1), None, UnixMillis(5), changed);
    let text = event_frame(session(), &logged, Some(&made));
    assert!(text.starts_with(br#"{"id":"1-9f3a1c","ts":5,"event":{"type":"STATE_DELTA","#), "{text:?}");
}

#[test]
fn a_snapshot_announces_the_running_turn_again() {
    let speech = |number, text: &str, ended| Speech {
        message_id: MessageId::from_number(number),
        name: "Hera".into(),
        text: text.into(),
        attachments: Vec::new(),
        choices: Vec::new(),
        ended,
    };
    let snapshot = Snapshot {
        head: id(7),
        state: State::default(),
        running: Some(Running {
            turn: turn(),
            messages: vec![speech(1, "hello", true), speech(2, "", false)],
            steps: vec!["painting partner".into()],
        }),
    };
    let message = Message {
        id: MessageId::from_number(9),
        at: UnixMillis(0),
        utc_offset: None,
        author: Author::User { client_msg_id: "c-1".parse().unwrap() },
        text: "hi".into(),
        attachments: Vec::new(),
        choices: Vec::new(),
        turn: turn(),
        status: MessageStatus::Complete,
    };
    let page = Page { messages: vec![message], next_before: Some(12) };
    let frames: Vec<Value> = snapshot_frames(session(), &snapshot, r#"{"phase":"family"}"#, &page)
        .iter()
        .map(|frame| serde_json::from_slice(frame).unwrap())
        .collect();
    let types: Vec<&str> = frames.iter().map(|frame| frame["event"]["type"].as_str().unwrap()).collect();
    assert_eq!(
        types,
        [
            "MESSAGES_SNAPSHOT",
            "STATE_SNAPSHOT",
            "RUN_STARTED",
            "STEP_STARTED",
            "TEXT_MESSAGE_START",
            "TEXT_MESSAGE_CONTENT",
            "TEXT_MESSAGE_END",
            "TEXT_MESSAGE_START"
        ]
    );
    assert!(frames.iter().all(|frame| frame["id"] == "7-9f3a1c" && frame["snapshot"] == true));
    assert_eq!(frames[1]["event"]["snapshot"], json!({"phase": "family"}));
    assert_eq!(frames[0]["event"]["metadata"], json!({"hera": {"next_before": "12"}}));
    assert_eq!(
        frames[0]["event"]["messages"],
        json!([{"id": "m0000000000000009", "role": "user", "content": "hi", "metadata": {"hera": {
            "at": "1970-01-01T00:00:00.000Z", "status": "complete", "turn_id": "t00000000000000ab",
            "client_msg_id": "c-1"}}}])
    );
}

#[test]
fn control_frames_leave_out_what_is_not_there() {
    let pong = ControlFrame::Pong { nonce: None }.encode();
    assert_eq!(pong, r#"{"type":"pong"}"#);
    let error = ControlFrame::error(ErrorCode::QueueFull, "later", Some("c-1"), None).encode();
    assert_eq!(
        error,
        r#"{"type":"error","code":"queue_full","message":"later","temporary":true,"client_msg_id":"c-1"}"#
    );
}
