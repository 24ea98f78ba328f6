//! Against servers that speak the providers' wire, with their faults.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use url::Url;

use super::*;
use crate::domain::{Gender, Language};
use crate::paint::{Painter, Parent, Subject, Wish};
use crate::provider::ModelSettings;

/// What a server received.
#[derive(Debug, Clone)]
struct Received {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Bytes,
    at: Instant,
}

type Answers = Arc<Mutex<VecDeque<Response>>>;

/// A provider that gives these answers, one after the other.
struct Provider {
    base: Url,
    received: Arc<Mutex<Vec<Received>>>,
    answers: Answers,
    /// Ends with this.
    _serving: JoinSet<()>,
}

impl Provider {
    async fn start(answers: Vec<Response>) -> Self {
        let received = Arc::new(Mutex::new(Vec::new()));
        let answers: Answers = Arc::new(Mutex::new(answers.into()));
        let (seen, next) = (Arc::clone(&received), Arc::clone(&answers));
        let app = Router::new().fallback(move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
            seen.lock().unwrap().push(Received { method, path: uri.to_string(), headers, body, at: Instant::now() });
            let answer = next.lock().unwrap().pop_front();
            async move { answer.unwrap_or_else(|| (StatusCode::IM_A_TEAPOT, "no answer left").into_response()) }
        });
        let app = app.layer(axum::extract::DefaultBodyLimit::max(8 * 1024 * 1024));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = Url::parse(&format!("http://{}/v1/", listener.local_addr().unwrap())).unwrap();
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { base, received, answers, _serving: serving }
    }

    fn settings(&self) -> ModelSettings {
        ModelSettings { model: "a-model".into(), base_url: self.base.clone(), key: Some("k-123".into()) }
    }

    fn openai(&self) -> OpenAi {
        let limits = Limits { picture: 64 * 1024, ..Limits::default() };
        OpenAi::new(self.settings(), limits).unwrap()
    }

    fn gemini(&self) -> Gemini {
        let limits = Limits { picture: 64 * 1024, ..Limits::default() };
        Gemini::new(self.settings(), limits).unwrap()
    }

    fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

fn wish() -> Wish {
    Wish {
        seed: 1,
        subject: Subject::Partner,
        description: "long black hair, zerzura".into(),
        age: Some(30),
        gender: Some(Gender::Female),
        language: Language::English,
        palette: None,
    }
}

fn child() -> Wish {
    let parent = |picture: &[u8]| Parent {
        description: "curly".into(),
        picture: Some(Bytes::copy_from_slice(picture)),
        ..Parent::default()
    };
    let parents = Box::new([parent(&png(3)), parent(b"\xff\xd8\xff\xe0 a second one")]);
    Wish { subject: Subject::Child { number: 1, parents }, age: Some(6), ..wish() }
}

/// Bytes that begin as a PNG does.
fn png(filling: usize) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n".to_vec(), vec![7; filling]].concat()
}

fn openai_answer(picture: &[u8]) -> Response {
    axum::Json(json!({ "created": 1, "data": [{ "b64_json": STANDARD.encode(picture), "revised_prompt": "x" }] }))
        .into_response()
}

fn gemini_answer(picture: &[u8]) -> Response {
    let image = json!({ "inlineData": { "mimeType": "image/png", "data": STANDARD.encode(picture) } });
    let content = json!({ "role": "model", "parts": [{ "text": "Here it is" }, image] });
    axum::Json(
        json!({ "candidates": [{ "content": content, "finishReason": "STOP", "index": 0 }], "usageMetadata": {} }),
    )
    .into_response()
}

fn openai_error(status: StatusCode, code: &str) -> Response {
    let error =
        json!({ "message": "about zerzura", "type": "image_generation_user_error", "param": null, "code": code });
    (status, axum::Json(json!({ "error": error }))).into_response()
}

fn with_retry_after(mut answer: Response, seconds: &'static str) -> Response {
    answer.headers_mut().insert("retry-after", seconds.parse().unwrap());
    answer
}

#[tokio::test]
async fn openai_is_asked_for_a_partner_as_it_wants_to_be() {
    let provider = Provider::start(vec![openai_answer(&png(100))]).await;
    let painted = provider.openai().paint(wish()).await.unwrap();
    assert_eq!(
        (painted.bytes.as_ref(), painted.media_type, painted.illustration),
        (png(100).as_slice(), MediaType::Png, false)
    );
    let received = &provider.received()[0];
    assert_eq!((received.method.as_str(), received.path.as_str()), ("POST", "/v1/images/generations"));
    assert_eq!(received.headers["authorization"], "Bearer k-123");
    let body: Value = serde_json::from_slice(&received.body).unwrap();
    assert_eq!(
        (body["model"].as_str(), body["n"].as_u64(), body["size"].as_str()),
        (Some("a-model"), Some(1), Some("1024x1024"))
    );
    assert_eq!(body["prompt"], painted.prompt_used);
    assert!(painted.prompt_used.contains("----------\nlong black hair, zerzura\n----------"));
}

#[tokio::test]
async fn openai_gets_the_parents_pictures_as_files() {
    let provider = Provider::start(vec![openai_answer(&png(1))]).await;
    provider.openai().paint(child()).await.unwrap();
    let received = &provider.received()[0];
    assert_eq!(received.path, "/v1/images/edits");
    assert!(received.headers["content-type"].to_str().unwrap().starts_with("multipart/form-data; boundary="));
    let body = String::from_utf8_lossy(&received.body);
    assert_eq!(body.matches("name=\"image[]\"").count(), 2, "{body}");
    assert!(
        body.contains("Content-Type: image/png")
            && body.contains("Content-Type: image/jpeg")
            && body.contains("a second one")
    );
    assert!(body.contains("name=\"model\"\r\n\r\na-model\r\n") && body.contains("name=\"prompt\""));
}

#[tokio::test]
async fn a_picture_may_come_as_an_address() {
    let provider = Provider::start(Vec::new()).await;
    let address = provider.base.join("/files/1.png").unwrap();
    let answers =
        [axum::Json(json!({ "data": [{ "url": address.as_str() }] })).into_response(), png(50).into_response()];
    provider.answers.lock().unwrap().extend(answers);
    assert_eq!(provider.openai().paint(wish()).await.unwrap().bytes, png(50));
    let fetched = &provider.received()[1];
    assert_eq!((fetched.path.as_str(), fetched.headers.get("authorization")), ("/files/1.png", None));
    // Not to another place without TLS, nor to a file.
    for elsewhere in ["http://192.0.2.1/1.png", "file:///etc/passwd", "no address"] {
        let answer = axum::Json(json!({ "data": [{ "url": elsewhere }] })).into_response();
        provider.answers.lock().unwrap().push_back(answer);
        assert!(matches!(provider.openai().paint(wish()).await, Err(PaintError::BadAnswer(_))), "{elsewhere}");
    }
}

#[tokio::test]
async fn gemini_is_asked_for_an_image_with_the_parents_inline() {
    let provider = Provider::start(vec![gemini_answer(&png(9)), gemini_answer(&png(9))]).await;
    assert_eq!(provider.gemini().paint(child()).await.unwrap().bytes, png(9));
    let received = &provider.received()[0];
    assert_eq!(received.path, "/v1/v1beta/models/a-model:generateContent");
    assert_eq!(received.headers["x-goog-api-key"], "k-123");
    let body: Value = serde_json::from_slice(&received.body).unwrap();
    assert_eq!(body["generationConfig"]["responseModalities"], json!(["IMAGE"]));
    let parts = body["contents"][0]["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 4);
    // What the person said is not among the instructions.
    assert!(
        parts[0]["text"].as_str().unwrap().contains("portrait")
            && !parts[0]["text"].as_str().unwrap().contains("zerzura")
    );
    assert!(parts[1]["text"].as_str().unwrap().contains("zerzura"));
    assert_eq!(parts[2]["inlineData"], json!({ "mimeType": "image/png", "data": STANDARD.encode(png(3)) }));
    assert_eq!(parts[3]["inlineData"]["mimeType"], "image/jpeg");
}

#[tokio::test]
async fn refusals_are_told_apart_from_failures() {
    let refused = |reason: &str| {
        axum::Json(json!({ "candidates": [{ "finishReason": reason, "finishMessage": "no" }] })).into_response()
    };
    let blocked = axum::Json(json!({ "promptFeedback": { "blockReason": "PROHIBITED_CONTENT" } })).into_response();
    let provider =
        Provider::start(vec![refused("IMAGE_SAFETY"), refused("PROHIBITED_CONTENT"), blocked, refused("NO_IMAGE")])
            .await;
    for _ in 0..3 {
        assert_eq!(provider.gemini().paint(wish()).await.unwrap_err(), PaintError::Refused);
    }
    assert!(matches!(provider.gemini().paint(wish()).await, Err(PaintError::BadAnswer(_))));
    let answers = ["moderation_blocked", "content_policy_violation", "invalid_size"]
        .map(|code| openai_error(StatusCode::BAD_REQUEST, code));
    let provider = Provider::start(answers.into()).await;
    for _ in 0..2 {
        let error = provider.openai().paint(wish()).await.unwrap_err();
        assert_eq!(error, PaintError::Refused);
        assert!(
            error.told(Language::Japanese).contains("ごめんなさい")
                && error.told(Language::English).contains("other words")
        );
    }
    let error = provider.openai().paint(wish()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the model's answer was of no use: it answered 400 invalid_size: it does not take the request"
    );
    assert_eq!(provider.received().len(), 3, "a refusal is not asked again");
}

#[tokio::test]
async fn what_may_go_better_is_tried_again_after_the_pause_asked_for() {
    let busy = with_retry_after(openai_error(StatusCode::TOO_MANY_REQUESTS, "rate_limit_exceeded"), "1");
    let broken = (StatusCode::INTERNAL_SERVER_ERROR, "<html>oops").into_response();
    let provider = Provider::start(vec![busy, broken, openai_answer(&png(1))]).await;
    assert!(provider.openai().paint(wish()).await.is_ok());
    let received = provider.received();
    assert_eq!(received.len(), 3);
    assert!(received[1].at - received[0].at >= Duration::from_secs(1), "Retry-After was not waited for");
    assert_eq!(received[0].body, received[2].body);
}

#[tokio::test]
async fn an_error_is_one_whatever_the_status_says() {
    let error = |code: Value| axum::Json(json!({ "error": { "message": "zerzura", "code": code } })).into_response();
    let provider = Provider::start(vec![error(json!(503)), openai_answer(&png(1))]).await;
    assert!(provider.openai().paint(wish()).await.is_ok());
    assert_eq!(provider.received().len(), 2);
    let provider = Provider::start(vec![error(json!(400))]).await;
    let told = provider.openai().paint(wish()).await.unwrap_err().to_string();
    assert!(told.ends_with("the answer is an error: 400") && !told.contains("zerzura"), "{told}");
    assert_eq!(provider.received().len(), 1);
}

#[tokio::test]
async fn a_long_pause_is_the_callers() {
    let busy = || with_retry_after(openai_error(StatusCode::TOO_MANY_REQUESTS, "rate_limit_exceeded"), "600");
    let provider = Provider::start(vec![busy()]).await;
    let error = provider.openai().paint(wish()).await.unwrap_err();
    assert!(
        matches!(&error, PaintError::Unavailable { retry_after: Some(pause), .. } if *pause == Duration::from_mins(10)),
        "{error:?}"
    );
    let details = json!([{ "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "41s" }]);
    let exhausted =
        json!({ "error": { "code": 429, "message": "zerzura", "status": "RESOURCE_EXHAUSTED", "details": details } });
    let provider = Provider::start(vec![(StatusCode::TOO_MANY_REQUESTS, axum::Json(exhausted)).into_response()]).await;
    let error = provider.gemini().paint(wish()).await.unwrap_err();
    assert!(
        matches!(&error, PaintError::Unavailable { retry_after: Some(pause), .. } if *pause == Duration::from_secs(41)),
        "{error:?}"
    );
    assert_eq!(error.to_string(), "the painter is not available: it answered 429 RESOURCE_EXHAUSTED");
    assert_eq!(provider.received().len(), 1);
}

#[tokio::test]
async fn what_cannot_go_better_is_not_tried_again() {
    let cases = [
        (openai_error(StatusCode::UNAUTHORIZED, "invalid_api_key"), "it does not take the key"),
        (openai_error(StatusCode::TOO_MANY_REQUESTS, "insufficient_quota"), "used up"),
        (openai_error(StatusCode::NOT_FOUND, "model_not_found"), "PAINTER_MODEL"),
        (openai_answer(b"GIF89a not a picture we take"), "no JPEG, PNG or WebP"),
        (openai_answer(b"<html>"), "no JPEG, PNG or WebP"),
        (axum::Json(json!({ "data": [{ "b64_json": "?!" }] })).into_response(), "not base64"),
        (axum::Json(json!({ "data": [] })).into_response(), "no picture"),
        ("<html>".into_response(), "not the JSON"),
        (openai_answer(&png(65 * 1024)), "larger than 65536"),
        (openai_answer(&png(600 * 1024)), "larger than"),
        ((StatusCode::FOUND, [("location", "http://192.0.2.1/")], "").into_response(), "it answered 302"),
    ];
    for (answer, says) in cases {
        let provider = Provider::start(vec![answer]).await;
        let error = provider.openai().paint(wish()).await.unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, PaintError::BadAnswer(_)) && text.contains(says), "{text} is not about {says}");
        assert!(!text.contains("zerzura") && !text.contains("k-123"), "{text}");
        assert_eq!(provider.received().len(), 1, "{says}");
    }
}

#[tokio::test]
async fn an_answer_without_an_end_is_cut_when_it_is_too_large() {
    // No length is told, and it never ends: only what has arrived can tell.
    let endless =
        Body::from_stream(futures::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(&[b'a'; 4096]))));
    let provider = Provider::start(vec![endless.into_response()]).await;
    let error = provider.openai().paint(wish()).await.unwrap_err();
    assert!(matches!(&error, PaintError::BadAnswer(text) if text.contains("larger")), "{error:?}");
}

/// A server that begins every answer and goes no further: it breaks off, or stays. Counts what it was asked.
async fn unfinished(breaks: bool) -> (Url, watch::Receiver<u32>, JoinSet<()>) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let (tell, told) = watch::channel(0);
    let mut serving = JoinSet::new();
    serving.spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut socket, _)) = listener.accept().await {
            tell.send_modify(|asked| *asked += 1);
            let mut request = [0; 16 * 1024];
            assert!(socket.read(&mut request).await.unwrap() > 0);
            let begun = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{\"data\":[{\"b64_json\":\"iVBOR";
            socket.write_all(begun.as_bytes()).await.unwrap();
            if !breaks {
                open.push(socket);
            }
        }
    });
    (base, told, serving)
}

#[tokio::test]
async fn an_answer_that_has_begun_is_not_asked_for_again() {
    for (breaks, says) in [(true, "broke off"), (false, "came to a halt")] {
        let (base_url, asked, _serving) = unfinished(breaks).await;
        let limits = Limits { idle: Duration::from_millis(300), ..Limits::default() };
        let openai = OpenAi::new(ModelSettings { model: "m".into(), base_url, key: None }, limits).unwrap();
        let error = openai.paint(wish()).await.unwrap_err();
        assert!(
            matches!(&error, PaintError::Unavailable { reason, retry_after: None } if reason.contains(says)),
            "{error:?}"
        );
        assert_eq!(*asked.borrow(), 1);
    }
}

#[tokio::test]
async fn nobody_there_is_told_after_a_few_attempts() {
    // Bound, and not listening: the port is nobody else's meanwhile.
    let held = tokio::net::TcpSocket::new_v4().unwrap();
    held.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let base_url = Url::parse(&format!("http://{}/", held.local_addr().unwrap())).unwrap();
    let limits = Limits::default();
    let gemini = Gemini::new(ModelSettings { model: "m".into(), base_url, key: None }, limits).unwrap();
    let error = gemini.paint(wish()).await.unwrap_err();
    assert_eq!(error, PaintError::Unavailable { reason: "it cannot be reached".into(), retry_after: None });
}

/// A server that takes a request, never answers, and tells when its caller has gone away.
async fn silent() -> (Url, watch::Receiver<(bool, bool)>, JoinSet<()>) {
    use tokio::io::AsyncReadExt as _;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let (tell, told) = watch::channel((false, false));
    let mut serving = JoinSet::new();
    serving.spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 4096];
        while socket.read(&mut buffer).await.is_ok_and(|read| read > 0) {
            tell.send_replace((true, false));
        }
        tell.send_replace((true, true));
        tell.closed().await;
    });
    (base, told, serving)
}

#[tokio::test]
async fn silence_ends_at_the_time_limit() {
    let (base_url, _told, _serving) = silent().await;
    let limits = Limits { total: Duration::from_millis(300), ..Limits::default() };
    let openai = OpenAi::new(ModelSettings { model: "m".into(), base_url, key: None }, limits).unwrap();
    assert_eq!(openai.paint(wish()).await.unwrap_err(), PaintError::TimeLimit(Duration::from_millis(300)));
}

#[tokio::test]
async fn a_dropped_painting_closes_its_request() {
    let (base_url, mut told, _serving) = silent().await;
    let limits = Limits::default();
    let openai = OpenAi::new(ModelSettings { model: "m".into(), base_url, key: None }, limits).unwrap();
    let mut painting = JoinSet::new();
    painting.spawn(async move { openai.paint(wish()).await });
    told.wait_for(|(asked, _)| *asked).await.unwrap();
    drop(painting);
    tokio::time::timeout(Duration::from_secs(5), told.wait_for(|(_, gone)| *gone)).await.unwrap().unwrap();
}

#[test]
fn keys_are_not_shown() {
    let limits = Limits::default();
    let base_url = Url::parse("http://localhost/").unwrap();
    let settings = ModelSettings { model: "m".into(), base_url, key: Some("k-123".into()) };
    assert!(!format!("{settings:?} {:?}", OpenAi::new(settings.clone(), limits).unwrap()).contains("k-123"));
}

#[tokio::test]
async fn a_picture_is_found_in_whatever_stands_around_it() {
    let (picture, other) = (png(40), png(2));
    let (data, wrong) = (STANDARD.encode(&picture), STANDARD.encode(&other));
    let wrapped = data.as_bytes().chunks(20).map(|line| String::from_utf8_lossy(line) + "\r\n").collect::<String>();
    let unpadded = data.trim_end_matches('=').replace('+', "-").replace('/', "_");
    let openai = [
        json!({"data": [{"b64_json": data, "url": 0}], "error": null}),
        json!({"data": [null, {"b64_json": null, "url": ""}, {"b64_json": data}]}),
        json!({"data": [{"b64_json": format!("data:image/png;base64,{data}")}]}),
        json!({"data": [{"b64_json": "", "url": format!("data:image/png;base64,{data}")}]}),
        json!({"data": [{"b64_json": wrapped}]}),
    ];
    for answer in openai {
        let provider = Provider::start(vec![axum::Json(answer.clone()).into_response()]).await;
        assert_eq!(
            provider.openai().paint(wish()).await.map(|painted| painted.bytes),
            Ok(picture.clone().into()),
            "{answer}"
        );
    }
    // Where the provider itself is, by its path alone.
    let address = axum::Json(json!({"data": [{"b64_json": "", "url": "/pictures/1.png"}]})).into_response();
    let provider = Provider::start(vec![address, picture.clone().into_response()]).await;
    assert_eq!(provider.openai().paint(wish()).await.map(|painted| painted.bytes), Ok(picture.clone().into()));
    let image = |data: &str| json!({"inlineData": {"mimeType": "image/png", "data": data}});
    let thought = json!({"thought": true, "inlineData": {"mimeType": "image/png", "data": wrong}});
    let answer = |parts: Value| json!({"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}]});
    let gemini = [
        json!({"candidates": [{"content": {"parts": [image(&data)]}, "finishReason": null}], "promptFeedback": null}),
        json!({"candidates": [null, {"content": null}, {"content": {"parts": [null, image(&data)]}}]}),
        answer(json!([{"inlineData": {"data": null}}, image(&data)])),
        answer(json!([thought, image(&data)])),
        answer(json!([image(&unpadded)])),
        answer(json!([{"inline_data": {"data": wrapped}}])),
        json!([answer(json!([{"text": "Here it is"}])), answer(json!([image(&data)]))]),
    ];
    for answer in gemini {
        let provider = Provider::start(vec![axum::Json(answer.clone()).into_response()]).await;
        assert_eq!(
            provider.gemini().paint(wish()).await.map(|painted| painted.bytes),
            Ok(picture.clone().into()),
            "{answer}"
        );
    }
    let marked = format!("\u{feff}{}", answer(json!([image(&data)]))).into_response();
    let provider = Provider::start(vec![marked]).await;
    assert_eq!(provider.gemini().paint(wish()).await.map(|painted| painted.bytes), Ok(picture.into()));
    let nothing = json!({"candidates": [], "promptFeedback": {"blockReason": "BLOCK_REASON_UNSPECIFIED"}});
    let provider = Provider::start(vec![axum::Json(nothing).into_response()]).await;
    assert!(matches!(provider.gemini().paint(wish()).await, Err(PaintError::BadAnswer(_))));
}
