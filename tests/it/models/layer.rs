//! What comes of asking: every provider with every fault, the pieces that are shown, and how often it is asked.

use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures::StreamExt as _;
use hera::domain::{MediaType, ModelUsage, RunErrorCode};
use hera::model::{
    Anthropic, Attempt, Chain, Endpoint, Gemini, LanguageModel as _, Line, ModelError, OpenAi, Picture, Piece, Request,
    Role, Schema, Settings,
};
use hera::provider::ModelSettings;
use serde_json::{Value, json};

use crate::harness::provider::{Answer, Api, Fault, INPUT_TOKENS, OUTPUT_TOKENS, says};
use crate::harness::{Provider, free_address, in_time};

/// Long against what this machine needs when it does other things as well, short against a test.
const IDLE: Duration = Duration::from_secs(3);

pub fn link(provider: &Provider, api: Api) -> Arc<dyn Attempt> {
    let base_url = provider.base(api).parse().unwrap();
    let settings = ModelSettings { model: "a-model".into(), base_url, key: Some("k-zerzura".into()) };
    Arc::new(match api {
        Api::OpenAi => Endpoint::new(OpenAi::new(settings).unwrap(), IDLE).unwrap(),
        Api::Gemini => Endpoint::new(Gemini::new(settings).unwrap(), IDLE).unwrap(),
        Api::Anthropic => Endpoint::new(Anthropic::new(settings).unwrap(), IDLE).unwrap(),
    })
}

pub fn chain(links: Vec<Arc<dyn Attempt>>, retries: usize) -> Chain {
    Chain::new(links, Settings { idle: IDLE, total: Duration::from_secs(15), retries })
}

pub fn request() -> Request {
    let line = Line::new(Role::User, "Hello, I am 33", Vec::new());
    Request { instructions: "Be Hera.".into(), lines: vec![line], schema: None }
}

/// All that is shown of an answer: its text, what it took, and how it failed.
#[derive(Debug, PartialEq, Eq)]
pub struct Shown {
    pub text: String,
    pub used: Option<ModelUsage>,
    pub error: Option<(RunErrorCode, String)>,
}

pub async fn shown(model: &Chain, request: Request) -> Shown {
    let mut shown = Shown { text: String::new(), used: None, error: None };
    let mut pieces = model.reply(request);
    while let Some(piece) = in_time("a piece of the answer", pieces.next()).await {
        assert_eq!(shown.error, None, "an error is the end");
        match piece {
            Ok(Piece::Delta(text)) => {
                assert!(!text.is_empty());
                shown.text += &text;
            }
            Ok(Piece::Used(used)) => shown.used.get_or_insert(ModelUsage::NONE).add(used),
            Err(ModelError { code, message }) => shown.error = Some((code, message)),
        }
    }
    shown
}

/// What one request takes.
fn used() -> ModelUsage {
    let model = Some("a-model-001".to_owned());
    ModelUsage { model, input_tokens: INPUT_TOKENS, output_tokens: OUTPUT_TOKENS }
}

#[tokio::test]
async fn each_provider_answers_piece_by_piece() {
    for api in Api::ALL {
        let provider = Provider::start([says("Good morning, dear. 湊 is a fine name.")]).await;
        let model = chain(vec![link(&provider, api)], 0);
        let pieces = in_time("the answer", model.reply(request()).collect::<Vec<_>>()).await;
        let (mut words, mut counted) = (Vec::new(), ModelUsage::NONE);
        for piece in pieces {
            match piece.unwrap() {
                Piece::Delta(text) => words.push(text),
                Piece::Used(used) => counted.add(used),
            }
        }
        assert_eq!(words, ["Good ", "morning, ", "dear. ", "湊 ", "is ", "a ", "fine ", "name."], "{api:?}");
        assert_eq!(counted, used(), "{api:?}");
    }
}

#[tokio::test]
async fn each_fault_has_its_code_and_is_asked_again_or_not() {
    use RunErrorCode::{
        AgentInterrupted as Interrupted, AgentRefused as Refused, AgentStalled as Stalled,
        AgentUnavailable as Unavailable, BadAnswer, EmptyAnswer,
    };
    let begins = |fault| Answer::Begins("Good 湊".to_owned(), fault);
    let status = |status| Answer::Status(status, None);
    // The answer, the code, the text that is shown, and how often it is asked, if it may be asked again once.
    let cases = [
        (status(429), Unavailable, "", 2),
        (status(500), Unavailable, "", 2),
        (status(503), Unavailable, "", 2),
        (status(529), Unavailable, "", 2),
        (Answer::Fails(Fault::Overloaded), Unavailable, "", 2),
        (Answer::Silence, Stalled, "", 2),
        (Answer::Fails(Fault::Stall), Stalled, "", 2),
        (Answer::Fails(Fault::Cut), Interrupted, "", 2),
        (Answer::Fails(Fault::Close), Interrupted, "", 2),
        (Answer::Fails(Fault::Stop), EmptyAnswer, "", 2),
        (says(" \n "), EmptyAnswer, "", 2),
        (says("\u{200b} \u{feff}"), EmptyAnswer, "", 2),
        (status(401), Refused, "", 1),
        (status(404), Refused, "", 1),
        (Answer::Page, BadAnswer, "", 1),
        (Answer::Fails(Fault::Malformed), BadAnswer, "", 1),
        (Answer::Fails(Fault::Filter), Refused, "", 1),
        (begins(Fault::Stall), Stalled, "Good 湊", 1),
        (begins(Fault::Cut), Interrupted, "Good 湊", 1),
        (begins(Fault::Close), Interrupted, "Good 湊", 1),
        (begins(Fault::Malformed), BadAnswer, "Good 湊", 1),
        (begins(Fault::Filter), Refused, "Good 湊", 1),
        (begins(Fault::Overloaded), Interrupted, "Good 湊", 1),
    ];
    // To make a client takes a while: none is made while others wait for their answers.
    let mut ready = Vec::new();
    for api in Api::ALL {
        for case in cases.clone() {
            let provider = Provider::start(vec![case.0.clone(); 3]).await;
            let model = chain(vec![link(&provider, api)], 1);
            ready.push((api, case, provider, model));
        }
    }
    let checks = ready.into_iter().map(|(api, (answer, code, text, times), provider, model)| async move {
        let shown = shown(&model, request()).await;
        let what = format!("{api:?} {answer:?}: {shown:?}");
        let (told, message) = shown.error.expect(&what);
        assert_eq!((told, shown.text.as_str(), provider.asked().len()), (code, text, times), "{what}");
        assert!(!message.contains("zerzura") && !message.contains("127.0.0.1"), "{what}");
    });
    futures::future::join_all(checks).await;
}

#[tokio::test]
async fn what_is_not_shown_yet_is_asked_for_again_and_of_the_next_model() {
    for api in Api::ALL {
        let empty = Answer::Fails(Fault::Stop);
        let first = Provider::start([empty, Answer::Status(503, None), Answer::Fails(Fault::Cut)]).await;
        let second = Provider::start([Answer::Status(404, None)]).await;
        let third = Provider::start([Answer::Fails(Fault::Malformed)]).await;
        let last = Provider::start([says("Here I am.")]).await;
        let links = [&first, &second, &third, &last].map(|provider| link(provider, api));
        let shown = shown(&chain(links.into(), 2), request()).await;
        assert_eq!((shown.text.as_str(), &shown.error), ("Here I am.", &None), "{api:?}");
        // The empty answer was counted as well, and what was told of the ones that were cut.
        assert!(shown.used.is_some_and(|used| used.output_tokens >= 2 * OUTPUT_TOKENS), "{api:?}");
        let asked = [first, second, third, last].map(|provider| provider.asked().len());
        assert_eq!(asked, [3, 1, 1, 1], "{api:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_an_answer() {
    let (first, second) = (Provider::start([Answer::Fails(Fault::Filter)]).await, Provider::start([]).await);
    let shown = shown(&chain(vec![link(&first, Api::Gemini), link(&second, Api::OpenAi)], 1), request()).await;
    assert_eq!(shown.error.map(|(code, _)| code), Some(RunErrorCode::AgentRefused));
    assert_eq!(second.asked().len(), 0, "nobody else is asked what was declined");
}

#[tokio::test]
async fn the_pause_that_was_asked_for_is_kept() {
    // Two seconds after the date that the answer carries.
    for asked_for in ["1", "Wed, 25 Nov 2026 10:00:01 GMT"] {
        let provider = Provider::start([Answer::Status(429, Some(asked_for.into())), says("Now.")]).await;
        let begun = Instant::now();
        let shown = shown(&chain(vec![link(&provider, Api::OpenAi)], 1), request()).await;
        assert_eq!((shown.text.as_str(), shown.error), ("Now.", None));
        assert!(begun.elapsed() >= Duration::from_secs(1), "{asked_for} was not waited for");
    }
    // There is no time for this one: the next model is asked at once.
    let busy = Provider::start([Answer::Status(429, Some("60".into()))]).await;
    let next = Provider::start([says("At once.")]).await;
    let shown = shown(&chain(vec![link(&busy, Api::OpenAi), link(&next, Api::Gemini)], 3), request()).await;
    assert_eq!((shown.text.as_str(), busy.asked().len()), ("At once.", 1));
}

#[tokio::test]
async fn a_pause_longer_than_time_itself_is_not_kept() {
    let most = u64::MAX.to_string();
    let busy = Provider::start([Answer::Status(429, Some(most))]).await;
    let shown = shown(&chain(vec![link(&busy, Api::OpenAi)], 1), request()).await;
    assert_eq!(shown.error.map(|(code, _)| code), Some(RunErrorCode::AgentUnavailable));
}

#[tokio::test]
async fn what_is_not_shown_has_an_end() {
    let schema = Some(Schema { name: "any", schema: json!({"type": "object"}) });
    for (schema, endless) in [(schema, "{\"a\": [".to_owned() + &"1, ".repeat(9_000)), (None, "\n ".repeat(9_000))] {
        for api in Api::ALL {
            let provider = Provider::start([Answer::Begins(endless.clone(), Fault::Stall)]).await;
            let request = Request { schema: schema.clone(), ..request() };
            let shown = shown(&chain(vec![link(&provider, api)], 0), request).await;
            assert_eq!(shown.error.map(|(code, _)| code), Some(RunErrorCode::BadAnswer), "{api:?}");
            provider.closed_times(1).await;
        }
    }
}

#[tokio::test]
async fn what_a_dropped_answer_took_is_counted_as_far_as_it_was_told() {
    let provider = Provider::start([Answer::Begins("Good".into(), Fault::Stall)]).await;
    let mut pieces = chain(vec![link(&provider, Api::Anthropic)], 0).reply(request());
    let model = Some("a-model-001".to_owned());
    let read = ModelUsage { model, input_tokens: INPUT_TOKENS, output_tokens: 0 };
    assert_eq!(in_time("what was read", pieces.next()).await, Some(Ok(Piece::Used(read))));
    assert_eq!(in_time("a word", pieces.next()).await, Some(Ok(Piece::Delta("Good".into()))));
}

#[tokio::test]
async fn an_answer_as_long_as_it_may_be_is_kept() {
    for api in Api::ALL {
        let provider = Provider::start([Answer::Begins("Once upon a".into(), Fault::Length)]).await;
        let shown = shown(&chain(vec![link(&provider, api)], 1), request()).await;
        assert_eq!(shown, Shown { text: "Once upon a".into(), used: Some(used()), error: None }, "{api:?}");
    }
}

#[tokio::test]
async fn nobody_there_is_told() {
    for api in Api::ALL {
        let mut provider = Provider::start([]).await;
        provider.address = format!("http://{}", free_address());
        let links = vec![link(&provider, api)];
        let shown = shown(&chain(links, 1), request()).await;
        let message = "the model is not available: it cannot be reached".to_owned();
        assert_eq!(shown.error, Some((RunErrorCode::AgentUnavailable, message)), "{api:?}");
    }
}

#[tokio::test]
async fn json_comes_whole_and_of_its_schema_or_is_asked_for_again() {
    let member = json!({"type": "integer"});
    let schema =
        json!({"type": "object", "properties": {"age": member}, "required": ["age"], "additionalProperties": false});
    let request = || Request { schema: Some(Schema { name: "profile", schema: schema.clone() }), ..request() };
    for api in Api::ALL {
        let cut = Answer::Begins("{\"age\": ".into(), Fault::Cut);
        let short = Answer::Begins("{\"age\": 3".into(), Fault::Length);
        let answers = [cut, says("I think 33"), says("{\"age\": \"33\"}"), short, says("```json\n{\"age\": 33 }\n```")];
        let provider = Provider::start(answers).await;
        // One is asked after the other, without a pause.
        let model = chain(vec![link(&provider, api); 5], 0);
        let pieces = in_time("the answer", model.reply(request()).collect::<Vec<_>>()).await;
        let words = pieces.iter().filter(|piece| !matches!(piece, Ok(Piece::Used(_)))).collect::<Vec<_>>();
        assert_eq!(words, [&Ok(Piece::Delta("{\"age\": 33 }".into()))], "{api:?}: a fence is no JSON");
        let asked = &provider.asked()[0].body;
        let sent = match api {
            Api::OpenAi => &asked["response_format"],
            Api::Gemini => &asked["generationConfig"],
            Api::Anthropic => &asked["output_config"],
        };
        let named = json!({"name": "profile", "schema": schema, "strict": true});
        let expected = match api {
            Api::OpenAi => json!({"type": "json_schema", "json_schema": named}),
            Api::Gemini => json!({"responseMimeType": "application/json", "responseJsonSchema": schema}),
            Api::Anthropic => json!({"format": {"type": "json_schema", "schema": schema}}),
        };
        assert_eq!(sent, &expected, "{api:?}");

        let provider = Provider::start([says("No.")]).await;
        let shown = shown(&chain(vec![link(&provider, api)], 0), request()).await;
        assert_eq!((shown.text.as_str(), shown.error.map(|(code, _)| code)), ("", Some(RunErrorCode::BadAnswer)));
    }
}

#[tokio::test]
async fn each_provider_is_asked_as_it_wants_to_be() {
    let picture = Picture { media_type: MediaType::Png, bytes: Bytes::from_static(b"\x89PNG") };
    let lines = vec![
        Line::new(Role::Assistant, "Who are you?", Vec::new()),
        Line::new(Role::User, "This is me.", vec![picture]),
    ];
    let request = Request { instructions: "Be Hera.".into(), lines, schema: None };
    let base64 = STANDARD.encode(b"\x89PNG");
    for api in Api::ALL {
        let provider = Provider::start([says("Hello.")]).await;
        shown(&chain(vec![link(&provider, api)], 0), request.clone()).await;
        let asked = provider.asked().remove(0);
        let (path, key, body): (_, _, Value) = match api {
            Api::OpenAi => {
                let url = format!("data:image/png;base64,{base64}");
                let parts =
                    json!([{"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": "This is me."}]);
                let messages = json!([{"role": "system", "content": "Be Hera."},
                    {"role": "assistant", "content": "Who are you?"}, {"role": "user", "content": parts}]);
                let options = json!({"include_usage": true});
                let body = json!({"model": "a-model", "messages": messages, "stream": true, "stream_options": options});
                ("/v1/chat/completions", ("authorization", "Bearer k-zerzura"), body)
            }
            Api::Gemini => {
                let inline = json!({"inlineData": {"mimeType": "image/png", "data": base64}});
                let contents = json!([{"role": "model", "parts": [{"text": "Who are you?"}]},
                    {"role": "user", "parts": [inline, {"text": "This is me."}]}]);
                let body = json!({"systemInstruction": {"parts": [{"text": "Be Hera."}]}, "contents": contents});
                let path = "/v1beta/models/a-model:streamGenerateContent?alt=sse";
                (path, ("x-goog-api-key", "k-zerzura"), body)
            }
            Api::Anthropic => {
                let source = json!({"type": "base64", "media_type": "image/png", "data": base64});
                let parts = json!([{"type": "image", "source": source}, {"type": "text", "text": "This is me."}]);
                let messages = json!([{"role": "user", "content": "…"},
                    {"role": "assistant", "content": [{"type": "text", "text": "Who are you?"}]},
                    {"role": "user", "content": parts}]);
                let body = json!({"model": "a-model", "max_tokens": 8192, "system": "Be Hera.", "messages": messages,
                    "stream": true});
                assert_eq!(asked.headers["anthropic-version"], "2023-06-01");
                ("/v1/messages", ("x-api-key", "k-zerzura"), body)
            }
        };
        assert_eq!((asked.path.as_str(), &asked.body), (path, &body), "{api:?}");
        assert_eq!(asked.headers.get(key.0).map(String::as_str), Some(key.1), "{api:?}");
        assert!(!asked.body.to_string().contains("k-zerzura"));
    }
}

#[tokio::test]
async fn a_dropped_answer_closes_its_connection() {
    for api in Api::ALL {
        for answer in [Answer::Silence, Answer::Fails(Fault::Stall), Answer::Begins("Good".into(), Fault::Stall)] {
            let provider = Provider::start([answer]).await;
            let model = Chain::new(vec![link(&provider, api)], Settings { idle: IDLE, total: IDLE, retries: 0 });
            let mut pieces = model.reply(request());
            // Until the provider has been asked, or the first word has come.
            tokio::select! {
                () = async { while let Some(Ok(Piece::Used(_))) = pieces.next().await {} } => {}
                () = provider.asked_times(1) => {}
            }
            drop(pieces);
            provider.closed_times(1).await;
        }
    }
}

#[tokio::test]
async fn a_whole_answer_leaves_its_connection_to_the_next() {
    for api in Api::ALL {
        let provider = Provider::start([says("One."), says("Two.")]).await;
        let model = chain(vec![link(&provider, api)], 0);
        assert_eq!(shown(&model, request()).await.text, "One.");
        assert_eq!(shown(&model, request()).await.text, "Two.");
        assert_eq!(provider.connections(), 1, "{api:?}");
    }
}
