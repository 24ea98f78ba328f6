//! Servers that speak as a provider does, but not quite: what they send, and what they refuse.

use bytes::Bytes;
use hera::domain::{MediaType, RunErrorCode};
use hera::model::{Attempt, Line, Picture, Request, Role, Schema};
use serde_json::{Value, json};

use super::layer::{chain, link, request, shown};
use crate::harness::provider::{Answer, Api, Fault, says};
use crate::harness::{Provider, in_time};

const WORDS: &str = "Good morning.";

fn events(events: impl IntoIterator<Item = Value>) -> Answer {
    Answer::Events(events.into_iter().map(|event| event.to_string()).collect())
}

fn refusal(status: u16, message: &str) -> Answer {
    Answer::Refusal(status, json!({"error": {"message": message}}).to_string())
}

fn openai(delta: &Value, finish: &Value) -> Value {
    json!({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})
}

fn gemini(text: &str) -> Value {
    json!({"candidates": [{"content": {"parts": [{"text": text}]}}]})
}

/// What of an answer comes of these events: its text, and how it failed.
async fn heard(api: Api, answers: impl IntoIterator<Item = Answer>) -> (String, Option<RunErrorCode>, usize) {
    let provider = Provider::start(answers).await;
    let shown = shown(&chain(vec![link(&provider, api)], 1), request()).await;
    (shown.text, shown.error.map(|(code, _)| code), provider.asked().len())
}

fn said(text: &str) -> (String, Option<RunErrorCode>, usize) {
    (text.to_owned(), None, 1)
}

#[tokio::test]
async fn null_where_a_field_may_be_absent_ends_no_answer() {
    let (words, stop, null) = (json!({"content": WORDS}), json!("stop"), json!(null));
    let openai = |first: Value| events([first, openai(&words, &stop)]);
    let anthropic = |usage: Value| {
        let text = json!({"type": "content_block_delta", "delta": {"type": "text_delta", "text": WORDS}});
        let end = json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": usage});
        events([
            json!({"type": "message_start", "message": {"usage": usage}}),
            text,
            end,
            json!({"type": "message_stop"}),
        ])
    };
    let gemini = |first: Value| events([first, gemini(WORDS)]);
    let candidate = |candidate: Value| json!({"candidates": [candidate]});
    let thinking = json!([{"type": "thinking", "thinking": [{"type": "text", "text": "Who is that?"}]}]);
    let cases = [
        (Api::OpenAi, openai(json!({"choices": null}))),
        (Api::OpenAi, openai(json!({"choices": [{"delta": null, "finish_reason": null}]}))),
        (Api::OpenAi, openai(self::openai(&json!({"content": null, "refusal": null}), &null))),
        (Api::OpenAi, openai(self::openai(&json!({"content": thinking}), &null))),
        (Api::OpenAi, openai(json!({"choices": [], "usage": {"prompt_tokens": 1.5, "completion_tokens": -1}}))),
        (Api::OpenAi, openai(json!({"choices": [], "usage": null, "error": null, "model": null}))),
        (Api::OpenAi, events([self::openai(&json!({"content": [{"type": "text", "text": WORDS}]}), &stop)])),
        (Api::Gemini, gemini(json!({"candidates": null}))),
        (Api::Gemini, gemini(candidate(json!({"content": null})))),
        (Api::Gemini, gemini(candidate(json!({"content": {"parts": null}})))),
        (Api::Gemini, gemini(candidate(json!({"content": {"parts": [{"text": null, "thought": null}]}})))),
        (Api::Gemini, gemini(json!({"promptFeedback": null, "usageMetadata": null, "modelVersion": null}))),
        (Api::Anthropic, anthropic(null.clone())),
    ];
    for (number, (api, answer)) in cases.into_iter().enumerate() {
        assert_eq!(heard(api, [answer]).await, said(WORDS), "{api:?} {number}");
    }
}

#[tokio::test]
async fn words_are_heard_in_whatever_form_a_text_has() {
    let stop = json!("stop");
    let openai = |content: Value| (Api::OpenAi, events([openai(&json!({"content": content}), &stop)]));
    let whole = |content: Value| {
        let document = json!({"choices": [{"message": {"content": content}, "finish_reason": "stop"}]});
        (Api::OpenAi, Answer::Document(document.to_string()))
    };
    let gemini =
        |text: Value| (Api::Gemini, events([json!({"candidates": [{"content": {"parts": [{"text": text}]}}]})]));
    let anthropic = |delta: Value| {
        let delta = json!({"type": "content_block_delta", "delta": delta});
        let end = json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}});
        (Api::Anthropic, events([delta, end, json!({"type": "message_stop"})]))
    };
    let noted = |text: &Value| json!({"value": text, "annotations": []});
    let thinks = json!({"type": "reasoning", "text": noted(&json!("Who is that?"))});
    let part = |text: Value| json!([thinks, {"index": 0, "type": "text", "text": text}]);
    for (number, ((api, answer), text)) in [
        (openai(json!(33)), "33"),
        (openai(json!(-0.5)), "-0.5"),
        (whole(json!(33)), "33"),
        (openai(part(json!(33))), "33"),
        (openai(part(noted(&json!(WORDS)))), WORDS),
        (openai(part(noted(&json!(33)))), "33"),
        (openai(json!({"type": "text", "text": noted(&json!(WORDS))})), WORDS),
        (openai(noted(&json!(WORDS))), WORDS),
        (whole(part(noted(&json!(WORDS)))), WORDS),
        ((Api::OpenAi, events([json!({"choices": [{"text": 33, "finish_reason": "stop"}]})])), "33"),
        (gemini(json!(33)), "33"),
        (gemini(noted(&json!(WORDS))), WORDS),
        (anthropic(json!({"type": "text_delta", "text": 33})), "33"),
        (anthropic(json!({"type": "text_delta", "text": noted(&json!(WORDS))})), WORDS),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(heard(api, [answer]).await, said(text), "{number}");
    }
}

#[tokio::test]
async fn an_error_in_any_form_is_asked_again() {
    let errors = [
        json!({"error": "the model is overloaded"}),
        json!({"error": [{"message": "busy"}]}),
        json!({"error": {"code": 503, "message": "busy", "details": null}}),
        json!({"error": {"code": null, "type": null, "message": null}}),
        json!({"object": "error", "message": "busy", "type": "InternalServerError", "code": 500}),
    ];
    for api in Api::ALL {
        for error in &errors {
            let (text, code, asked) = heard(api, [events([error.clone()]), says(WORDS)]).await;
            assert_eq!((text.as_str(), code, asked), (WORDS, None, 2), "{api:?} {error}");
        }
    }
    // In a list, or in nothing but words.
    for said in [r#"[{"error": {"message": "busy"}}]"#, r#""overloaded""#, "upstream is busy"] {
        let (text, code, asked) = heard(Api::OpenAi, [Answer::Events(vec![said.into()]), says(WORDS)]).await;
        assert_eq!((text.as_str(), code, asked), (WORDS, None, 2), "{said}");
    }
    // What is refused for good is not.
    let error = json!({"error": {"code": 402, "message": "no credits"}});
    let refused = heard(Api::OpenAi, [events([error]), says(WORDS)]).await;
    assert_eq!(refused, (String::new(), Some(RunErrorCode::AgentRefused), 1));
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_passed_over_once_words_were_shown() {
    let words = |text: &str| openai(&json!({"content": text}), &json!(null)).to_string();
    let end = openai(&json!({}), &json!("stop")).to_string();
    for broken in ["{\"choices\": [{\"del", "null", "[]", "\"ping\""] {
        let answer = Answer::Events(vec![words("Good "), broken.into(), words("morning."), end.clone()]);
        assert_eq!(heard(Api::OpenAi, [answer]).await, said(WORDS), "{broken}");
    }
    let bad = |text: &str| (text.to_owned(), Some(RunErrorCode::BadAnswer), 1);
    let flood = [vec![words("Good ")], vec!["{".into(); 1000], vec![end.clone()]].concat();
    assert_eq!(heard(Api::OpenAi, [Answer::Events(flood)]).await, bad("Good "));
    let last = vec![words("Good "), "{".into()];
    assert_eq!(heard(Api::OpenAi, [Answer::Events(last)]).await, bad("Good "), "its end may have been in that");
    let first = vec!["{".into(), words("Good "), end];
    assert_eq!(heard(Api::OpenAi, [Answer::Events(first)]).await, bad(""), "another model may do better");
}

/// The events of a packet in which `odd` stands between "Good " and "morning.".
fn packet(odd: &[u8]) -> Answer {
    let words = |text: &str| format!("data: {}\n\n", openai(&json!({"content": text}), &json!(null)));
    let end = format!("data: {}\n\n", openai(&json!({}), &json!("stop")));
    Answer::Bytes([words("Good ").as_bytes(), odd, words("morning.").as_bytes(), end.as_bytes()].concat())
}

#[tokio::test]
async fn what_is_no_text_takes_nothing_with_it_that_came_in_the_same_packet() {
    for odd in [
        // A byte that is in no letter, and a letter that was cut off.
        &b"data: {\"choices\": [{\"delta\": {\"content\": \"\xff\"}}]}\n\n"[..],
        b"data: {\"choices\": [{\"delta\": {\"content\": \"\xe6\xb9\"}}]}\n\n",
        b"data: \xe6\xb9\n\n",
        b"event: \xff\n\n",
        b"\xff\xfe\x00\n\n",
        b"id: \xff\nretry: \xff\ndata: {\n\n",
        b": \xff\n\n",
        // Of a server that forgets the blank line, the next event is in this one.
        b"data: {\n",
        b"data: \xff\ndata: {}\n",
        b"<html>\n",
    ] {
        let shown = String::from_utf8_lossy(odd);
        assert_eq!(heard(Api::OpenAi, [packet(odd)]).await, said(WORDS), "{shown:?}");
    }
    // A letter that comes in two pieces is one.
    let provider = Provider::start([says("湊.")]).await;
    assert_eq!(shown(&chain(vec![link(&provider, Api::OpenAi)], 0), request()).await.text, "湊.");
    // Before the first word another model may do better.
    let first = Answer::Bytes(b"data: {\"choices\": [{\"delta\": {\"content\": \"\xff\"}}]}\n\n".to_vec());
    let bad = (String::new(), Some(RunErrorCode::BadAnswer), 1);
    assert_eq!(heard(Api::OpenAi, [first]).await, bad);
    let flood = [&b"data: \xff\n\n"[..]; 1000].concat();
    let bad = ("Good ".to_owned(), Some(RunErrorCode::BadAnswer), 1);
    assert_eq!(heard(Api::OpenAi, [packet(&flood)]).await, bad);
}

#[tokio::test]
async fn the_last_event_counts_if_it_is_whole_however_it_ends() {
    let event = |event: &Value| format!("data: {event}");
    let interrupted = ("Good ".to_owned(), Some(RunErrorCode::AgentInterrupted), 1);
    let whole = |api: Api| {
        let (first, last) = match api {
            Api::Gemini => {
                let mut last = gemini("morning.");
                last["candidates"][0]["finishReason"] = json!("STOP");
                (gemini("Good "), last)
            }
            _ => (
                openai(&json!({"content": "Good "}), &json!(null)),
                openai(&json!({"content": "morning."}), &json!("stop")),
            ),
        };
        (format!("{}\n\n", event(&first)), event(&last))
    };
    for api in [Api::OpenAi, Api::Gemini] {
        let (first, last) = whole(api);
        for end in ["", "\n", "\r\n", "\r"] {
            for answer in [Answer::Bytes, Answer::Rest] {
                let sent = format!("{first}{last}{end}").into_bytes();
                assert_eq!(heard(api, [answer(sent)]).await, said(WORDS), "{api:?} {end:?}");
            }
        }
        // The connection is closed in the middle of it, and nothing else tells so.
        for cut in [3, 10, last.len() - 1] {
            let sent = format!("{first}{}", &last[..cut]).into_bytes();
            assert_eq!(heard(api, [Answer::Rest(sent)]).await, interrupted, "{api:?} {cut}");
        }
        let first = last.as_bytes()[..20].to_vec();
        let (text, code, asked) = heard(api, [Answer::Rest(first), says(WORDS)]).await;
        assert_eq!((text.as_str(), code, asked), (WORDS, None, 2), "{api:?}: nothing was shown yet");
    }
}

#[tokio::test]
async fn a_page_in_place_of_a_stream_is_a_bad_answer() {
    for api in Api::ALL {
        for answer in [Answer::Bytes, Answer::Rest] {
            let bad = (String::new(), Some(RunErrorCode::BadAnswer), 1);
            assert_eq!(heard(api, [answer(b"<html>Log in</html>".to_vec())]).await, bad, "{api:?}");
        }
    }
}

#[tokio::test]
async fn an_end_is_heard_though_the_connection_stays() {
    let events = [openai(&json!({"content": WORDS}), &json!(null)), openai(&json!({}), &json!("stop"))];
    let sent = events.iter().map(|event| format!("data: {event}\n\n")).collect::<Vec<_>>().concat();
    let answer = heard(Api::OpenAi, [Answer::Open(sent.into_bytes())]);
    assert_eq!(in_time("the end of the answer", answer).await, said(WORDS));
}

#[tokio::test]
async fn what_is_sent_twice_is_said_once() {
    let pieces = || ["Good ", "morning."].map(|text| openai(&json!({"content": text}), &json!(null)));
    let all = json!({"role": "assistant", "content": WORDS});
    for last in [
        json!({"choices": [{"finish_reason": "stop", "message": all}], "object": "chat.completion"}),
        json!({"choices": [{"finish_reason": "stop", "message": all, "delta": null}]}),
    ] {
        assert_eq!(heard(Api::OpenAi, [events(pieces().into_iter().chain([last]))]).await, said(WORDS));
    }
    // Where there are no others, these are the pieces.
    let message =
        |text: &str, finish: Value| json!({"choices": [{"message": {"content": text}, "finish_reason": finish}]});
    let answer = events([message("Good ", json!(null)), message("morning.", json!("stop"))]);
    assert_eq!(heard(Api::OpenAi, [answer]).await, said(WORDS));
}

#[tokio::test]
async fn words_for_no_end_are_none() {
    let cut = (WORDS.to_owned(), Some(RunErrorCode::AgentInterrupted), 1);
    for none in ["", "null", "NONE"] {
        let answer = format!("data: {}\n\n", openai(&json!({"content": WORDS}), &json!(none)));
        assert_eq!(heard(Api::OpenAi, [Answer::Rest(answer.into_bytes())]).await, cut, "{none}");
    }
    let mut begun = gemini("Good ");
    begun["candidates"][0]["finishReason"] = json!("FINISH_REASON_UNSPECIFIED");
    begun["promptFeedback"] = json!({"blockReason": "BLOCK_REASON_UNSPECIFIED"});
    let broken = format!("data: {begun}\n\ndata: {{\"cand").into_bytes();
    let interrupted = ("Good ".to_owned(), Some(RunErrorCode::AgentInterrupted), 1);
    assert_eq!(heard(Api::Gemini, [Answer::Rest(broken)]).await, interrupted);
    assert_eq!(heard(Api::Gemini, [events([begun, gemini("morning.")])]).await, said(WORDS));
}

#[tokio::test]
async fn halves_of_letters_are_put_together_and_half_a_letter_ends_no_answer() {
    for (pieces, text) in [
        (&["\\ud83d", "\\ude00"][..], "😀"),
        (&["", "a\\ud83d\\ude00"], "a😀"),
        (&["Good \\uD83D", "", "\\uDE00 day\\ud83d", "\\ude01"], "Good 😀 day😁"),
        (&["Good \\ud83d", "day"], "Good \u{fffd}day"),
        (&["Good \\ud83d"], "Good \u{fffd}"),
        (&["\\ude00", "\\ud83d"], "\u{fffd}\u{fffd}"),
        (&["<think>\\ud83d", "\\ude00</think>a\\ud83d", "\\ude00"], "a😀"),
    ] {
        for api in Api::ALL {
            let sent: Vec<String> = pieces.iter().map(|piece| event_of(api, piece)).collect();
            assert_eq!(heard(api, [Answer::Events(sent.clone())]).await, said(text), "{api:?} {pieces:?}");
            // What comes in between says nothing.
            let between = sent.join("\n\ndata: {\"usage\": null}\n\nevent: ping\ndata: {}\n\ndata: ");
            assert_eq!(heard(api, [Answer::Events(vec![between])]).await, said(text), "{api:?} {pieces:?}");
        }
    }
    // Of two texts, in one document, in documents a line each, and where the answer breaks off.
    let thinks = r#"{"choices":[{"delta":{"reasoning_content":"\ud83d"}}]}"#.to_owned();
    let apart = Answer::Events(vec![thinks, event_of(Api::OpenAi, "\\ude00a")]);
    assert_eq!(heard(Api::OpenAi, [apart]).await, said("\u{fffd}a"));
    let message = r#"{"model":"\ud83d","choices":[{"message":{"content":"a\ud83d"}}]}"#.to_owned();
    assert_eq!(heard(Api::OpenAi, [Answer::Document(message)]).await, said("a\u{fffd}"));
    let pieces = || ["Good \\ud83d", "\\ude00"].map(|piece| event_of(Api::Gemini, piece)).join(",");
    assert_eq!(heard(Api::Gemini, [Answer::Document(format!("[{}]", pieces()))]).await, said("Good 😀"));
    let lines = ["Good \\ud83d", "\\ude00"].map(|piece| event_of(Api::OpenAi, piece)).join("\n");
    assert_eq!(heard(Api::OpenAi, [Answer::Document(lines)]).await, said("Good 😀"));
    let broken = format!("data: {}\n\n", event_of(Api::OpenAi, "Good \\ud83d")).into_bytes();
    let interrupted = ("Good \u{fffd}".to_owned(), Some(RunErrorCode::AgentInterrupted), 1);
    assert_eq!(heard(Api::OpenAi, [Answer::Short(broken)]).await, interrupted);
}

/// The data of an event with a piece of a text, which is written as in JSON.
fn event_of(api: Api, text: &str) -> String {
    match api {
        Api::OpenAi => format!(r#"{{"choices":[{{"delta":{{"content":"{text}"}}}}]}}"#),
        Api::Gemini => format!(r#"{{"candidates":[{{"content":{{"parts":[{{"text":"{text}"}}]}}}}]}}"#),
        Api::Anthropic => {
            format!(r#"{{"type":"content_block_delta","delta":{{"type":"text_delta","text":"{text}"}}}}"#)
        }
    }
}

#[tokio::test]
async fn what_keeps_the_connection_open_says_nothing() {
    let chunk = "{\"choices\":[{\"delta\":{\"content\":\"Good morning.\"},\"logprobs\":NaN}]}";
    for (before, after) in [
        ("data: null\n\ndata: 1\n\n", "\n\n"),
        ("event: ping\ndata: ping\n\n", "\n\n"),
        // No blank line stands between the events.
        ("", "\n"),
    ] {
        let sent = format!("{before}data: {chunk}{after}data: [DONE]\n");
        assert_eq!(heard(Api::OpenAi, [Answer::Bytes(sent.into_bytes())]).await, said("Good morning."), "{before}");
    }
    let failed = format!("data: {chunk}\n\nevent: error\ndata: {{\"message\":\"x\"}}\n\ndata: [DONE]\n\n");
    let interrupted = ("Good morning.".to_owned(), Some(RunErrorCode::AgentInterrupted), 1);
    assert_eq!(heard(Api::OpenAi, [Answer::Bytes(failed.into_bytes())]).await, interrupted);
}

#[tokio::test]
async fn a_document_may_begin_with_a_mark() {
    let document = json!({"choices": [{"message": {"content": WORDS}, "finish_reason": "stop"}]});
    assert_eq!(heard(Api::OpenAi, [Answer::Document(format!("\u{feff}{document}"))]).await, said(WORDS));
}

#[tokio::test]
async fn an_end_that_is_none_is_a_failure() {
    let ended = |api: Api, reason: &str| match api {
        Api::OpenAi => openai(&json!({}), &json!(reason)),
        Api::Gemini => json!({"candidates": [{"finishReason": reason}]}),
        Api::Anthropic => json!({"type": "message_delta", "delta": {"stop_reason": reason}}),
    };
    let words = |api: Api| match api {
        Api::OpenAi => openai(&json!({"content": WORDS}), &json!(null)),
        Api::Gemini => gemini(WORDS),
        Api::Anthropic => json!({"type": "content_block_delta", "delta": {"type": "text_delta", "text": WORDS}}),
    };
    for (api, reason) in [
        (Api::OpenAi, "error"),
        (Api::OpenAi, "ERROR"),
        (Api::OpenAi, "abort"),
        (Api::OpenAi, "insufficient_system_resource"),
        (Api::Gemini, "OTHER"),
        (Api::Gemini, "MALFORMED_FUNCTION_CALL"),
        (Api::Anthropic, "error"),
    ] {
        let interrupted = (WORDS.to_owned(), Some(RunErrorCode::AgentInterrupted), 1);
        assert_eq!(heard(api, [events([words(api), ended(api, reason)])]).await, interrupted, "{api:?} {reason}");
        let (text, code, asked) = heard(api, [events([ended(api, reason)]), says(WORDS)]).await;
        assert_eq!((text.as_str(), code, asked), (WORDS, None, 2), "{api:?} {reason}: nothing was shown yet");
    }
    // What came with it is shown, and its own error says whether asking again may help.
    let broken = json!({"choices": [{"delta": {"content": "Good"}, "finish_reason": "error",
        "error": {"code": 402, "message": "no credits"}}]});
    let provider = Provider::start([events([broken])]).await;
    let shown = shown(&chain(vec![link(&provider, Api::OpenAi)], 1), request()).await;
    let broke_off = (RunErrorCode::AgentInterrupted, "the model broke off: 402".to_owned());
    assert_eq!((shown.text.as_str(), shown.error), ("Good", Some(broke_off)));
}

#[tokio::test]
async fn an_error_that_says_nothing_is_told_as_that() {
    for (error, told) in [
        (json!({}), "it names no code"),
        (json!({"code": null, "message": null}), "it names no code"),
        (json!("overloaded"), "it names no code"),
        (json!({"code": 503}), "503"),
        (json!({"type": "server_error"}), "server_error"),
    ] {
        for api in Api::ALL {
            let provider = Provider::start([events([json!({ "error": error })])]).await;
            let shown = shown(&chain(vec![link(&provider, api)], 0), request()).await;
            let message = format!("the model broke off: {told}");
            assert_eq!(shown.error, Some((RunErrorCode::AgentUnavailable, message)), "{api:?} {error}");
        }
    }
    for none in [json!(false), json!(""), json!(null), json!({}), json!([])] {
        let words = json!({"error": none, "choices": [{"delta": {"content": WORDS}, "finish_reason": "stop"}]});
        assert_eq!(heard(Api::OpenAi, [events([words])]).await, said(WORDS), "{none} is no error");
    }
}

#[tokio::test]
async fn a_text_where_older_servers_have_it_is_said() {
    let text = |text: &str, finish: Value| json!({"choices": [{"text": text, "index": 0, "finish_reason": finish}]});
    let answer = events([text("Good ", json!(null)), text("morning.", json!("stop"))]);
    assert_eq!(heard(Api::OpenAi, [answer]).await, said(WORDS));
    let document = Answer::Document(text(WORDS, json!("stop")).to_string());
    assert_eq!(heard(Api::OpenAi, [document]).await, said(WORDS));
}

#[tokio::test]
async fn a_server_that_does_not_stream_is_understood() {
    let document = |body: Value| Answer::Document(body.to_string());
    let cases = [
        (
            Api::OpenAi,
            json!({"choices": [{"message": {"role": "assistant", "content": WORDS}, "finish_reason": "stop"}]}),
        ),
        (Api::OpenAi, json!({"choices": [{"message": {"content": WORDS}}]})),
        (Api::Gemini, json!([gemini("Good "), gemini("morning.")])),
        (
            Api::Anthropic,
            json!({"type": "message", "content": [{"type": "text", "text": WORDS}], "stop_reason": "end_turn"}),
        ),
    ];
    for (api, body) in cases {
        assert_eq!(heard(api, [document(body)]).await, said(WORDS), "{api:?}");
    }
    let busy = document(json!({"error": "busy"}));
    let (text, code, asked) = heard(Api::OpenAi, [busy, says(WORDS)]).await;
    assert_eq!((text.as_str(), code, asked), (WORDS, None, 2));
    let (text, code, _) = heard(Api::OpenAi, [Answer::Document("{\"choices\": [".into())]).await;
    assert_eq!((text.as_str(), code), ("", Some(RunErrorCode::BadAnswer)));
}

#[tokio::test]
async fn an_answer_without_a_reason_for_its_end_is_whole_if_it_has_its_end() {
    let cut = (WORDS.to_owned(), Some(RunErrorCode::AgentInterrupted), 1);
    for api in Api::ALL {
        let sent = || format!("data: {}\n\n", event_of(api, WORDS)).into_bytes();
        // It is as long as announced, or its last chunk has come.
        for whole in [Answer::Bytes(sent()), Answer::Begins(WORDS.into(), Fault::Hush)] {
            assert_eq!(heard(api, [whole.clone()]).await, said(WORDS), "{api:?} {whole:?}");
        }
        for broken in [Answer::Short(sent()), Answer::Begins(WORDS.into(), Fault::Close)] {
            assert_eq!(heard(api, [broken.clone()]).await, cut, "{api:?} {broken:?}");
        }
        // Nothing tells the one from the other where the connection is closed; Gemini never says more than that.
        let closed = if api == Api::Gemini { said(WORDS) } else { cut.clone() };
        assert_eq!(heard(api, [Answer::Rest(sent())]).await, closed, "{api:?}");
    }
    let end = json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}});
    let ended = format!("data: {}\n\ndata: {end}\n\n", event_of(Api::Anthropic, WORDS));
    assert_eq!(heard(Api::Anthropic, [Answer::Rest(ended.into_bytes())]).await, said(WORDS));
    // Without a word it is empty, and asked for again.
    for api in [Api::OpenAi, Api::Anthropic] {
        let (text, code, asked) = heard(api, [Answer::Fails(Fault::Hush), says(WORDS)]).await;
        assert_eq!((text.as_str(), code, asked), (WORDS, None, 2), "{api:?}");
        let hush = [Answer::Fails(Fault::Hush), Answer::Fails(Fault::Hush)];
        assert_eq!(heard(api, hush).await, (String::new(), Some(RunErrorCode::EmptyAnswer), 2), "{api:?}");
    }
}

#[tokio::test]
async fn one_thing_in_the_place_of_a_list_is_read() {
    let candidate = |content: Value| json!({"candidates": [{"content": content}]});
    for (number, (api, sent)) in [
        (Api::Gemini, candidate(json!({"parts": {"text": WORDS}}))),
        (Api::Gemini, candidate(json!({"parts": WORDS}))),
        (Api::Gemini, candidate(json!({"parts": ["Good ", {"text": "hm", "thought": true}, {"text": "morning."}]}))),
        (Api::Gemini, candidate(json!([{"text": "Good "}, "morning."]))),
        (Api::Gemini, candidate(json!(WORDS))),
        (Api::Gemini, json!({"candidates": {"content": {"parts": {"text": WORDS}}, "finishReason": "STOP"}})),
        (Api::OpenAi, json!({"choices": {"delta": {"content": WORDS}, "finish_reason": "stop"}})),
        (Api::OpenAi, json!({"choices": {"message": {"content": WORDS}}})),
        (Api::OpenAi, json!({"choices": {"text": WORDS}})),
        (Api::OpenAi, json!({"choices": [{"delta": WORDS}]})),
        (Api::OpenAi, json!({"choices": [{"message": [{"type": "text", "text": WORDS}]}]})),
        (Api::Anthropic, json!({"type": "message", "content": {"type": "text", "text": WORDS}})),
        (Api::Anthropic, json!({"type": "message", "content": WORDS})),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(heard(api, [events([sent.clone()])]).await, said(WORDS), "{number}");
        assert_eq!(heard(api, [Answer::Document(sent.to_string())]).await, said(WORDS), "{number}");
    }
    // What is thought stays so, and an end is an end.
    for (api, sent, code) in [
        (Api::Gemini, candidate(json!({"parts": {"text": "hm", "thought": true}})), RunErrorCode::EmptyAnswer),
        (Api::Gemini, json!({"candidates": {"finishReason": "SAFETY"}}), RunErrorCode::AgentRefused),
        (Api::OpenAi, json!({"choices": {"finish_reason": "content_filter"}}), RunErrorCode::AgentRefused),
        (Api::OpenAi, json!({"choices": {}}), RunErrorCode::EmptyAnswer),
    ] {
        let answers = [events([sent.clone()]), events([sent.clone()])];
        let (text, told, _) = heard(api, answers).await;
        assert_eq!((text.as_str(), told), ("", Some(code)), "{sent}");
    }
}

#[tokio::test]
async fn thoughts_are_not_said() {
    let (null, stop) = (json!(null), json!("stop"));
    let words = |text: &str| openai(&json!({"content": text}), &null);
    let end = || openai(&json!({}), &stop);
    let apart = openai(&json!({"reasoning_content": "Who is that?", "reasoning": "Who?", "content": null}), &null);
    assert_eq!(heard(Api::OpenAi, [events([apart, words(WORDS), end()])]).await, said(WORDS));
    let within = ["<thi", "nk>Who", " is <b>that</b>?</th", "ink>Good ", "morning."].map(words);
    assert_eq!(heard(Api::OpenAi, [events(within.into_iter().chain([end()]))]).await, said(WORDS));

    for marked in [
        "<THINK>Who is that?</THINK>",
        "<Think>Who?</think>",
        "<reasoning>Who?</reasoning>",
        "◁think▷Who?◁/think▷",
        "<think type=\"deep\">Who?</think>",
        "<mm:think>Who?</mm:think>",
        "<unused94>thought\nWho?<unused95>",
        "<|channel>thought\nWho?<channel|>",
        "<|begin_of_thought|>Who?<|end_of_thought|><|begin_of_solution|>",
        "<|START_THINKING|>Who?<|END_THINKING|><|START_RESPONSE|>",
        "<think>Who?</think><answer>",
        "<|channel|>analysis<|message|>Who is <b>that</b>?<|end|><|start|>assistant<|channel|>final<|message|>",
        "<|channel|>analysis<|message|>Who?<|end|><|start|>assistant<|channel|>commentary to=functions.look \
         <|constrain|>json<|message|>{}<|call|><|start|>assistant<|channel|>final<|message|>",
    ] {
        let answer = format!("{marked}{WORDS}");
        let letters = answer.chars().collect::<Vec<_>>();
        let pieces = letters.chunks(3).map(|piece| words(&piece.iter().collect::<String>()));
        assert_eq!(heard(Api::OpenAi, [events(pieces.chain([end()]))]).await, said(WORDS), "{marked}");
    }
    for ended in [
        format!("<|channel|>final<|message|>{WORDS}<|return|>"),
        format!("<think>Who?</think><response>{WORDS}</response>"),
        format!("<|begin_of_box|>{WORDS}<|end_of_box|>"),
    ] {
        assert_eq!(heard(Api::OpenAi, [events([words(&ended), end()])]).await, said(WORDS), "{ended}");
    }
    // Words about such things are words.
    let about = "Do not <think about it>, <answer> me.";
    assert_eq!(heard(Api::OpenAi, [events([words(about), end()])]).await, said(about));

    // One whose prompt ends with the mark gives itself away with the first JSON.
    let asks = || Request { schema: Some(Schema { name: "any", schema: json!({"type": "object"}) }), ..request() };
    let unmarked = |text: &str| says(&format!("Who is {{that}}?</think>{text}"));
    let provider = Provider::start([unmarked("{\"age\": 33}"), unmarked(WORDS), says(WORDS)]).await;
    let model = chain(vec![link(&provider, Api::OpenAi)], 0);
    assert_eq!(shown(&model, asks()).await.text, "{\"age\": 33}");
    assert_eq!(shown(&model, request()).await.text, WORDS);
    assert_eq!(shown(&model, request()).await.text, WORDS, "it need not think");
}

#[tokio::test]
async fn no_text_without_a_word_is_sent() {
    let picture = Picture { media_type: MediaType::Png, bytes: Bytes::from_static(b"\x89PNG") };
    let lines = |blank: &str| {
        vec![
            Line::new(Role::User, "Hello", Vec::new()),
            Line::new(Role::Assistant, "", Vec::new()),
            Line::new(Role::User, blank, vec![picture.clone()]),
            Line::new(Role::Assistant, "Nice.", Vec::new()),
            Line::new(Role::User, blank, Vec::new()),
        ]
    };
    // Letters of which nothing is to be seen are no words either.
    let blanks = ["", " \n", "\u{200b}", "\u{feff}\u{2060}", "\u{ad}\u{fe0f}\u{e0100}", "\u{3164}"];
    for (api, blank) in Api::ALL.into_iter().flat_map(|api| blanks.map(|blank| (api, blank))) {
        let provider = Provider::start([says(WORDS)]).await;
        let request = Request { lines: lines(blank), ..request() };
        assert_eq!(shown(&chain(vec![link(&provider, api)], 0), request).await.text, WORDS, "{api:?}");
        let asked = provider.asked().remove(0).body;
        let (turns, content) = if api == Api::Gemini { ("contents", "parts") } else { ("messages", "content") };
        let sent = asked[turns].as_array().unwrap();
        let sent = sent[sent.len() - 5..].iter().map(|message| &message[content]).collect::<Vec<_>>();
        let silence = match api {
            Api::OpenAi => json!("…"),
            Api::Gemini => json!([{"text": "…"}]),
            Api::Anthropic => json!([{"type": "text", "text": "…"}]),
        };
        assert_eq!((sent[1], sent[4]), (&silence, &silence), "{api:?} {blank:?}");
        assert_eq!(sent[2].as_array().unwrap().len(), 1, "the picture alone: {}", sent[2]);
    }
}

/// A request with all that a server may refuse.
pub fn full() -> Request {
    let picture = Picture { media_type: MediaType::Png, bytes: Bytes::from_static(b"\x89PNG") };
    let line = Line::new(Role::User, "This is me", vec![picture]);
    let schema = json!({"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]});
    Request { instructions: "Be Hera.".into(), lines: vec![line], schema: Some(Schema { name: "told", schema }) }
}

/// Whether a request to `OpenAI` has each of the four: `stream_options`, the schema, pictures, the system role.
pub fn has(asked: &Value) -> [bool; 4] {
    let messages = &asked["messages"];
    let pictures = messages.to_string().contains("image_url");
    [
        asked.get("stream_options").is_some(),
        asked.get("response_format").is_some(),
        pictures,
        messages[0]["role"] == "system",
    ]
}

#[tokio::test]
async fn one_refusal_without_a_reason_takes_nothing_from_later_requests() {
    let json = || says("{\"age\": 33}");
    for (place, status, message) in
        [(0, 400, ""), (1, 500, "Internal Server Error"), (2, 400, "Could not process image")]
    {
        // It was busy once.
        let provider = Provider::start([refusal(status, message), json(), json()]).await;
        let model = chain(vec![link(&provider, Api::OpenAi)], 0);
        for _ in 0..2 {
            assert_eq!(shown(&model, full()).await.text, "{\"age\": 33}", "{status} {message}");
        }
        let asked = provider.asked().iter().map(|asked| has(&asked.body)[place]).collect::<Vec<_>>();
        assert_eq!(asked, [true, false, true], "{status} {message}");
    }
    // Twice it is meant.
    let provider = Provider::start([refusal(400, ""), json(), refusal(400, ""), json(), json()]).await;
    let model = chain(vec![link(&provider, Api::OpenAi)], 0);
    for _ in 0..3 {
        assert_eq!(shown(&model, full()).await.text, "{\"age\": 33}");
    }
    let asked = provider.asked().iter().map(|asked| has(&asked.body)[0]).collect::<Vec<_>>();
    assert_eq!(asked, [true, false, true, false, false]);
}

#[tokio::test]
async fn a_mark_in_one_answer_takes_no_word_from_the_next() {
    let marked = "Of course: </think>. That was it.";
    let provider = Provider::start([says(marked), says(marked), says(WORDS)]).await;
    let model = chain(vec![link(&provider, Api::OpenAi)], 0);
    for _ in 0..2 {
        assert_eq!(shown(&model, request()).await.text, "Of course: . That was it.");
    }
    assert_eq!(shown(&model, request()).await.text, WORDS);
}

#[tokio::test]
async fn what_is_refused_once_is_left_out_from_then_on() {
    let json = || says("{\"age\": 33}");
    for (place, status, message) in [
        (0, 400, "Unrecognized request argument supplied: stream_options"),
        (1, 400, "This response_format type is unavailable now"),
        (1, 500, "Failed to initialize samplers: failed to parse grammar"),
        (1, 405, "response_format is not allowed with this route"),
        (2, 403, "Your plan does not include image inputs"),
        (2, 404, "No endpoints found that support image input"),
        (2, 503, "This replica does not support image input"),
        (2, 500, "image input is not supported - hint: you may need to provide the mmproj"),
        (3, 400, "System role not supported"),
        (3, 500, "Value is not callable: the system role is not supported by this template"),
    ] {
        let provider = Provider::start([refusal(status, message), json(), json()]).await;
        let model = chain(vec![link(&provider, Api::OpenAi)], 0);
        for _ in 0..2 {
            let shown = shown(&model, full()).await;
            assert_eq!((shown.text.as_str(), shown.error), ("{\"age\": 33}", None), "{status} {message}");
        }
        let mut without = [true; 4];
        without[place] = false;
        let asked = provider.asked();
        let all = asked.iter().map(|asked| has(&asked.body)).collect::<Vec<_>>();
        assert_eq!(all, [[true; 4], without, without], "{status} {message}");
        // What it carried is told in words.
        let told = asked[1].body["messages"].to_string();
        assert!(told.contains("Be Hera.") && told.contains("This is me"), "{told}");
        assert_eq!((told.contains("JSON Schema"), told.contains("cannot see")), (place == 1, place == 2), "{told}");
    }
}

#[tokio::test]
async fn a_server_that_refuses_to_stream_is_asked_for_a_document() {
    let document = || Answer::Document(json!({"choices": [{"message": {"content": WORDS}}]}).to_string());
    let refused = refusal(400, "Your organization must be verified to stream this model.");
    let provider = Provider::start([refused, document(), document()]).await;
    let model = chain(vec![link(&provider, Api::OpenAi)], 0);
    for _ in 0..2 {
        assert_eq!(shown(&model, request()).await.text, WORDS);
    }
    let asked = provider.asked();
    let streams = asked.iter().map(|asked| (&asked.body["stream"], has(&asked.body)[0])).collect::<Vec<_>>();
    let (yes, no) = (json!(true), json!(false));
    assert_eq!(streams, [(&yes, true), (&no, false), (&no, false)]);
}

#[tokio::test]
async fn documents_a_line_each_are_an_answer_as_well() {
    let chunk = |text: &str| openai(&json!({"content": text}), &json!(null)).to_string();
    let end = openai(&json!({}), &json!("stop")).to_string();
    let said_by_ollama =
        |text: &str| json!({"model": "m", "message": {"role": "assistant", "content": text}, "done": false});
    let done = json!({"model": "m", "message": {"role": "assistant", "content": ""}, "done": true, "done_reason": "stop",
        "prompt_eval_count": 11, "eval_count": 7});
    let lines = |lines: &[String]| Answer::Document(lines.join("\n") + "\n");
    let ollama = [said_by_ollama("Good ").to_string(), said_by_ollama("morning.").to_string()];
    for answer in [
        lines(&[chunk("Good "), chunk("morning."), end]),
        lines(&[ollama.to_vec(), vec![done.to_string()]].concat()),
        lines(&[json!({"choices": [{"message": {"content": WORDS}, "finish_reason": "stop"}]}).to_string()]),
        Answer::Document(serde_json::to_string_pretty(&json!({"choices": [{"message": {"content": WORDS}}]})).unwrap()),
    ] {
        assert_eq!(heard(Api::OpenAi, [answer.clone()]).await, said(WORDS), "{answer:?}");
    }
    // One that breaks off is told from one that has ended, and what is nothing of the kind is not waited for.
    let broken = (WORDS.to_owned(), Some(RunErrorCode::AgentInterrupted), 1);
    let sent = (ollama.join("\n") + "\n").into_bytes();
    assert_eq!(heard(Api::OpenAi, [Answer::Short(sent)]).await, broken);
    assert_eq!(heard(Api::OpenAi, [lines(&ollama)]).await, said(WORDS));
    let failed = lines(&[json!({"error": "model not found"}).to_string(), json!({}).to_string()]);
    assert_eq!(heard(Api::OpenAi, [failed, says(WORDS)]).await, (WORDS.to_owned(), None, 2));
}

#[tokio::test]
async fn a_refusal_without_a_reason_is_found_out_by_trying() {
    // Of a server that takes nothing but a text in the person's name.
    let refused = || Answer::Status(400, None);
    let taken_last = || [refused(), refused(), refused(), refused(), refused(), says("{\"age\": 33}")];
    let provider = Provider::start([taken_last(), taken_last()].concat()).await;
    let model = chain(vec![link(&provider, Api::OpenAi)], 0);
    // Once it may be about something else.
    for _ in 0..2 {
        assert_eq!(shown(&model, full()).await.error, None);
    }
    provider.then(says(WORDS));
    assert_eq!(shown(&model, request()).await.text, WORDS);
    let asked = provider.asked().iter().map(|asked| has(&asked.body)).collect::<Vec<_>>();
    assert_eq!((asked.len(), asked[5], asked[6], asked[12]), (13, [false; 4], [true; 4], [false; 4]), "{asked:?}");

    // One that takes nothing at all is told of as it refused at first, and nothing is learnt from it.
    let provider = Provider::start(vec![refused(); 20]).await;
    let links: Vec<std::sync::Arc<dyn Attempt>> = vec![link(&provider, Api::OpenAi)];
    let model = chain(links, 3);
    let message = "the model was not asked: it answered 400 invalid_request_error: it does not take the request";
    for times in [4, 8] {
        let error = shown(&model, request()).await.error;
        assert_eq!(error, Some((RunErrorCode::AgentRefused, message.to_owned())));
        assert_eq!(provider.asked().len(), times, "with all, without either of two things, and without both");
    }
    assert!(has(&provider.asked()[4].body)[0], "what never helped is not left out");
}

#[tokio::test]
async fn what_was_taken_before_is_asked_for_again_after_a_single_refusal() {
    let json = || says("{\"age\": 33}");
    let damaged = refusal(400, "Could not process image");
    let provider = Provider::start([json(), damaged, json(), json()]).await;
    let model = chain(vec![link(&provider, Api::OpenAi)], 0);
    for _ in 0..3 {
        assert_eq!(shown(&model, full()).await.error, None);
    }
    let asked = provider.asked().iter().map(|asked| has(&asked.body)[2]).collect::<Vec<_>>();
    assert_eq!(asked, [true, true, false, true]);
    // A server that fails for a while refuses nothing.
    let broken = || Answer::Status(500, None);
    let provider = Provider::start([json(), broken(), broken()]).await;
    let model = chain(vec![link(&provider, Api::OpenAi)], 0);
    assert_eq!(shown(&model, full()).await.error, None);
    let error = shown(&model, full()).await.error.map(|(code, _)| code);
    assert_eq!((error, provider.asked().len()), (Some(RunErrorCode::AgentUnavailable), 2));
    // Nor does one that is busy, or one that does not take the key, whatever it speaks of.
    for (status, message, times) in [(503, "The vision model is overloaded", 1), (403, "No key for images", 2)] {
        let refused = || refusal(status, message);
        let provider = Provider::start([refused(), refused(), says("{\"age\": 33}")]).await;
        let model = chain(vec![link(&provider, Api::OpenAi)], 0);
        for _ in times..3 {
            assert!(shown(&model, full()).await.error.is_some(), "{status}");
        }
        assert_eq!(shown(&model, full()).await.error, None, "{status}");
        assert_eq!(has(&provider.asked()[2].body), [true; 4], "{status}");
    }
}

/// What is said by the messages of a request, without their rules.
fn spoken(api: Api, asked: &Value) -> Vec<String> {
    let (lines, text) = match api {
        Api::Gemini => ("contents", "parts"),
        _ => ("messages", "content"),
    };
    let lines = asked[lines].as_array().unwrap().iter().filter(|line| line["role"] != "system");
    lines.map(|line| line[text].as_str().or_else(|| line[text][0]["text"].as_str()).unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_conversation_that_is_too_long_is_asked_with_less_of_it_and_the_next_one_as_well() {
    let openai = json!({"error": {"message": "no", "type": "invalid_request_error", "param": "messages",
        "code": "context_length_exceeded"}});
    let anthropic = json!({"type": "error", "error": {"type": "invalid_request_error",
        "message": "prompt is too long: 210000 tokens > 200000 maximum"}});
    let gemini = json!({"error": {"code": 400, "status": "INVALID_ARGUMENT",
        "message": "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."}});
    let llama = json!({"error": {"code": 500, "type": "server_error", "message": "Context size has been exceeded."}});
    let vllm = json!({"object": "error", "code": 400, "type": "BadRequestError",
        "message": "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens"});
    let ollama = json!({"error": {"message": "the input length exceeds the context length", "type": "api_error"}});
    let lines: Vec<Line> = (0..41)
        .map(|number| {
            let role = if number % 2 == 0 { Role::User } else { Role::Assistant };
            Line::new(role, format!("{number} {}", "word ".repeat(100)), Vec::new())
        })
        .collect();
    let long = Request { lines, ..request() };
    for (api, status, said) in [
        (Api::OpenAi, 400, &openai),
        (Api::Anthropic, 400, &anthropic),
        (Api::Gemini, 400, &gemini),
        (Api::OpenAi, 500, &llama),
        (Api::OpenAi, 400, &vllm),
        (Api::OpenAi, 400, &ollama),
    ] {
        let refused = || Answer::Refusal(status, said.to_string());
        let provider = Provider::start([refused(), refused(), says(WORDS), says(WORDS), refused()]).await;
        let model = chain(vec![link(&provider, api)], 0);
        assert_eq!(shown(&model, long.clone()).await.text, WORDS, "{said}");
        assert_eq!(shown(&model, long.clone()).await.text, WORDS, "{said}");
        let asked = provider.asked();
        let counts: Vec<usize> = asked.iter().map(|asked| spoken(api, &asked.body).len()).collect();
        assert_eq!(counts[0], 41, "{said}");
        assert!((16..=20).contains(&counts[1]) && (6..=10).contains(&counts[2]), "{counts:?} {said}");
        assert_eq!(counts[2..], [counts[2]; 2], "what fitted is known: {said}");
        for asked in &asked {
            assert!(asked.body.to_string().contains("Be Hera."), "{said}");
            let spoken = spoken(api, &asked.body);
            assert!(spoken.last().unwrap().starts_with("40 "), "{said}");
        }
        // One that nothing helps is refused, after the last message alone.
        for _ in 0..5 {
            provider.then(refused());
        }
        let error = shown(&model, long.clone()).await.error.map(|(code, _)| code);
        let expected = if status == 500 { RunErrorCode::AgentUnavailable } else { RunErrorCode::AgentRefused };
        assert_eq!(error, Some(expected), "{said}");
        assert_eq!(spoken(api, &provider.asked().last().unwrap().body).len(), 1, "{said}");
    }
}
