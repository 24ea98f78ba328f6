use proptest::prelude::*;

use super::*;

fn refusal(text: &str) -> Refusal {
    match parse(text) {
        Err(FrameError::Refused(refusal)) => refusal,
        other => panic!("{text} gave {other:?}"),
    }
}

#[test]
fn every_frame_is_read() {
    let id: ClientMsgId = "m-1".parse().unwrap();
    let cases = [
        (r#"{"type":"hello"}"#, ClientFrame::Hello { last_id: None, token: None }),
        (
            r#"{"type":"hello","last_id":"42-9f3a1c","token":"t","new":[1]}"#,
            ClientFrame::Hello { last_id: Some("42-9f3a1c".parse()), token: Some("t".into()) },
        ),
        (
            r#"{"type":"hello","last_id":"x","token":null}"#,
            ClientFrame::Hello { last_id: Some(Err(BadId("event id"))), token: None },
        ),
        (
            r#"{"type":"message","client_msg_id":"m-1","content":""}"#,
            ClientFrame::Message {
                client_msg_id: id.clone(),
                text: String::new(),
                attachments: Vec::new(),
                busy: Busy::Queue,
                utc_offset: None,
            },
        ),
        (
            r#"{"type":"message","client_msg_id":"m-1","busy":"interrupt",
                "content":[{"type":"text","text":"a"},{"type":"text","text":"b","id":"p"}]}"#,
            ClientFrame::Message {
                client_msg_id: id.clone(),
                text: "a\nb".into(),
                attachments: Vec::new(),
                busy: Busy::Interrupt,
                utc_offset: None,
            },
        ),
        (
            r#"{"type":"message","client_msg_id":"m-1","content":"a","utc_offset_min":-210}"#,
            ClientFrame::Message {
                client_msg_id: id.clone(),
                text: "a".into(),
                attachments: Vec::new(),
                busy: Busy::Queue,
                utc_offset: UtcOffset::of_minutes(-210),
            },
        ),
        // Of no place.
        (
            r#"{"type":"message","client_msg_id":"m-1","content":"a","utc_offset_min":841}"#,
            ClientFrame::Message {
                client_msg_id: id.clone(),
                text: "a".into(),
                attachments: Vec::new(),
                busy: Busy::Queue,
                utc_offset: None,
            },
        ),
        (r#"{"type":"cancel"}"#, ClientFrame::Cancel { turn_id: None }),
        (
            r#"{"type":"cancel","turn_id":"t00000000000000ff"}"#,
            ClientFrame::Cancel { turn_id: Some(TurnId::from_number(255)) },
        ),
        (
            r#"{"type":"image","client_msg_id":"m-1","kind":"user","media_type":"image/png","size":7}"#,
            ClientFrame::Image(Image { client_msg_id: id, kind: PhotoKind::User, size: 7 }),
        ),
        (r#"{"type":"typing","on":true}"#, ClientFrame::Typing { on: true }),
        (r#"{"type":"ping","nonce":"n"}"#, ClientFrame::Ping { nonce: Some("n".into()) }),
    ];
    for (text, frame) in cases {
        assert_eq!(parse(text), Ok(frame), "{text}");
    }
}

#[test]
fn what_is_not_an_object_with_a_type_closes_the_socket() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for text in ["", "{", "[]", "7", "null", r#""hello""#, "{}", r#"{"type":7}"#, r#"{"type":"ping"}7"#, &deep] {
        assert_eq!(parse(text), Err(FrameError::NotJson), "{}", text.chars().take(40).collect::<String>());
    }
}

#[test]
fn what_no_value_can_hold_is_refused_where_it_is_looked_at() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for value in [r#""\ud800""#, r#""\udc00x""#, r#""\ud83d\ud83d""#, "1e999", "-1e400", &deep] {
        let shown = value.chars().take(20).collect::<String>();
        let refusal = refusal(&format!(r#"{{"client_msg_id":"m","content":{value},"type":"message"}}"#));
        assert_eq!(refusal.code, ErrorCode::BadFrame, "{shown}");
        assert!(refusal.message.starts_with(r#""message": content cannot be read: "#), "{}", refusal.message);
        assert_eq!(refusal.client_msg_id.unwrap().as_str(), "m");
        let unknown = format!(r#"{{"type":"ping","x":{value},"nonce":null}}"#);
        assert_eq!(parse(&unknown), Ok(ClientFrame::Ping { nonce: None }), "{shown}");
    }
    assert_eq!(parse(r#"{"\ud800":1,"type":"ping"}"#), Ok(ClientFrame::Ping { nonce: None }));
    let refusal = refusal(r#"{"type":"\ud800","client_msg_id":"m"}"#);
    assert_eq!(refusal.code, ErrorCode::BadFrame);
    assert!(refusal.message.starts_with("type cannot be read"), "{}", refusal.message);
    let pair = parse(r#"{"type":"ping","nonce":"\ud83d\ude00"}"#);
    assert_eq!(pair, Ok(ClientFrame::Ping { nonce: Some("😀".into()) }));
}

#[test]
fn bad_fields_are_named() {
    let cases = [
        (r#"{"type":"hello","last_id":7}"#, r#""hello": last_id must be a string"#),
        (r#"{"type":"message","content":"x"}"#, r#""message": client_msg_id is missing"#),
        (r#"{"type":"message","client_msg_id":"m"}"#, r#""message": content is missing"#),
        (r#"{"type":"message","client_msg_id":"m","content":7}"#, "must be a string or an array of parts"),
        (r#"{"type":"message","client_msg_id":"m","content":[{"text":"x"}]}"#, "a part without a type"),
        (r#"{"type":"message","client_msg_id":"m","content":[{"type":"text"}]}"#, "without a text"),
        (r#"{"type":"message","client_msg_id":"m","content":"x","busy":"now"}"#, "busy must be queue, reject"),
        (r#"{"type":"cancel","turn_id":"7"}"#, "turn_id is not a well-formed turn id"),
        (r#"{"type":"image","client_msg_id":"m","kind":"cat"}"#, "kind must be user or attachment"),
        (
            r#"{"type":"image","client_msg_id":"m","kind":"user","media_type":"image/png","size":-1}"#,
            "size must be a whole number of bytes",
        ),
        (r#"{"type":"typing"}"#, "on is missing"),
        (r#"{"type":"ping","nonce":{}}"#, "nonce must be a string"),
    ];
    for (text, message) in cases {
        let refusal = refusal(text);
        assert_eq!(refusal.code, ErrorCode::BadFrame, "{text}");
        assert!(refusal.message.contains(message), "{text} gave {}", refusal.message);
        assert_eq!(refusal.client_msg_id.is_some(), text.contains("\"client_msg_id\":"), "{text}");
    }
}

#[test]
fn unknown_types_and_contents_have_their_own_codes() {
    let unknown = refusal(r#"{"type":"dance","client_msg_id":"m-9"}"#);
    assert_eq!((unknown.code, unknown.message.as_str()), (ErrorCode::UnknownType, r#""dance": no such frame type"#));
    assert_eq!(unknown.client_msg_id.unwrap().as_str(), "m-9");
    let long = refusal(&format!(r#"{{"type":"{}"}}"#, "長".repeat(20_000)));
    assert!(long.message.len() < 200, "what is shown again is cut short");
    let video = refusal(r#"{"type":"message","client_msg_id":"m","content":[{"type":"video","source":{}}]}"#);
    assert_eq!(video.code, ErrorCode::UnsupportedContent);
}

fn with_pictures(sources: &[(&str, &str)]) -> String {
    let image = |(kind, value): &(&str, &str)| {
        let source = serde_json::json!({"type": kind, "value": value, "mimeType": "image/png"});
        serde_json::json!({"type": "image", "source": source})
    };
    let text = std::iter::once(serde_json::json!({"type": "text", "text": "look"}));
    let content: Vec<Value> = text.chain(sources.iter().map(image)).collect();
    serde_json::json!({"type": "message", "client_msg_id": "m", "content": content}).to_string()
}

#[test]
fn pictures_are_named_and_not_sent() {
    let id = "ab".repeat(16);
    let url = format!("/api/sessions/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/photos/{id}");
    let other = "cd".repeat(16);
    let ClientFrame::Message { text, attachments, .. } =
        parse(&with_pictures(&[("file", &id), ("url", &url), ("file", &other)])).unwrap()
    else {
        panic!("a message");
    };
    assert_eq!((text.as_str(), attachments), ("look", vec![id.parse().unwrap(), other.parse().unwrap()]));
    assert_eq!(refusal(&with_pictures(&[("file", "user.png")])).code, ErrorCode::UnknownPhoto);
    assert_eq!(refusal(&with_pictures(&[("url", "https://else.example/cat.png")])).code, ErrorCode::UnknownPhoto);
    let bytes = refusal(&with_pictures(&[("data", "iVBORw0KGgo")]));
    assert_eq!(bytes.code, ErrorCode::UnsupportedContent);
    assert!(bytes.message.contains("uploaded first"), "{}", bytes.message);
    assert_eq!(refusal(&with_pictures(&[("", &id)])).code, ErrorCode::BadFrame);
    let many: Vec<String> = (0..=ATTACHMENTS).map(|number| format!("{number:032x}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|id| ("file", id.as_str())).collect();
    assert!(parse(&with_pictures(&many[1..])).is_ok());
    assert_eq!(refusal(&with_pictures(&many)).code, ErrorCode::BadFrame);
}

/// JSON values like those a hostile or confused client would send.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop_oneof![Just("hello"), Just("message"), Just("text"), Just("m-1"), Just("1-000001")].prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{0,6}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn near_frame() -> impl Strategy<Value = Value> {
    let kind = prop_oneof![
        Just("hello"),
        Just("message"),
        Just("cancel"),
        Just("image"),
        Just("typing"),
        Just("ping"),
        Just("?")
    ];
    let field = prop_oneof![
        Just("last_id"),
        Just("token"),
        Just("client_msg_id"),
        Just("content"),
        Just("busy"),
        Just("turn_id"),
        Just("kind"),
        Just("media_type"),
        Just("size"),
        Just("on"),
        Just("nonce"),
    ];
    (kind, prop::collection::vec((field, json()), 0..6)).prop_map(|(kind, fields)| {
        let mut frame: Map<String, Value> = fields.into_iter().map(|(name, value)| (name.into(), value)).collect();
        frame.insert("type".into(), kind.into());
        Value::Object(frame)
    })
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in "\\PC*") {
        // Whatever it is, it is read or refused; a text that is no JSON object closes the socket.
        let is_object = serde_json::from_str::<Map<String, Value>>(&text).is_ok();
        prop_assert!(is_object || parse(&text) == Err(FrameError::NotJson));
    }

    #[test]
    fn a_known_type_never_closes_the_socket(frame in near_frame()) {
        match parse(&frame.to_string()) {
            Ok(_) => {}
            Err(FrameError::Refused(refusal)) => {
                prop_assert_eq!(refusal.code == ErrorCode::UnknownType, frame["type"] == "?");
                prop_assert!(refusal.message.len() < 400);
            }
            Err(FrameError::NotJson) => prop_assert!(false, "a frame with a type was taken for no JSON"),
        }
    }

    #[test]
    fn a_message_says_what_was_said(text in "\\PC{0,40}", id in "[ -~]{1,128}") {
        let frame = serde_json::json!({"type": "message", "client_msg_id": id, "content": text});
        let expected = ClientFrame::Message {
            client_msg_id: id.parse().unwrap(),
            text,
            attachments: Vec::new(),
            busy: Busy::Queue,
            utc_offset: None,
        };
        prop_assert_eq!(parse(&frame.to_string()), Ok(expected));
    }
}
