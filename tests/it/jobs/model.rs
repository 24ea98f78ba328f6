//! A model paints, and a server of the test is the model: what it declines is told, and what it paints is shown.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use tokio::task::JoinSet;

use super::{ENGLISH, World, body};
use crate::harness::Client;
use crate::harness::client::{event_type, text};
use crate::photos::files;

/// A provider that gives these answers, one after the other, for as long as the second value lives.
async fn provider(answers: Vec<Response>) -> (String, JoinSet<()>) {
    let answers = Arc::new(Mutex::new(VecDeque::from(answers)));
    let app = Router::new().fallback(move || {
        let answer = answers.lock().unwrap().pop_front();
        async move { answer.unwrap_or_else(|| (StatusCode::IM_A_TEAPOT, "no answer left").into_response()) }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v1", listener.local_addr().unwrap());
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });
    (base, serving)
}

fn declined() -> Response {
    let error = json!({"message": "no", "type": "image_generation_user_error", "code": "moderation_blocked"});
    (StatusCode::BAD_REQUEST, axum::Json(json!({"error": error}))).into_response()
}

fn given(picture: &[u8]) -> Response {
    axum::Json(json!({"data": [{"b64_json": STANDARD.encode(picture)}]})).into_response()
}

#[tokio::test]
async fn a_model_declines_and_paints() {
    let broken = [b"\x89PNG\r\n\x1a\n".to_vec(), vec![7; 100]].concat();
    let answers = vec![declined(), declined(), given(&files::png(64, 48)), given(&broken)];
    let (base, _serving) = provider(answers).await;
    let world = World::alone(&[("PAINTER", "openai"), ("PAINTER_BASE_URL", base.as_str())]).await;
    let session = world.backend.session().await;
    let mut client = Client::join(world.backend.address, &session).await;
    client.turn("m-1", ENGLISH).await;
    let failed = client.until("the refusal", |frame| event_type(frame) == Some("RUN_ERROR")).await;
    assert_eq!(failed["event"]["code"], "painting_refused");
    assert!(text(&failed["event"]["message"]).contains("in other words"), "{failed}");

    let (status, problem) = body(world.partner(&session).await).await;
    assert_eq!((status, &problem["code"]), (422, &"painting_refused".into()), "{problem}");
    assert!(text(&problem["error"]).contains("in other words"), "{problem}");

    // What the model painted is no illustration; what is no picture is painted by hera itself, and said to be one.
    for (illustration, width) in [(false, 64), (true, 768)] {
        let (status, painted) = body(world.partner(&session).await).await;
        assert_eq!((status, &painted["status"]), (200, &"success".into()), "{painted}");
        let late = Client::join(world.backend.address, &session).await;
        let shown = &late.frames[2]["event"]["snapshot"]["photos"]["partner"];
        assert_eq!(shown["url"], painted["image_url"]);
        assert_eq!(shown["illustration"] == true, illustration, "{shown}");
        assert_eq!(shown["width"], width);
    }
}

#[tokio::test]
async fn without_a_fallback_what_is_no_picture_is_told() {
    let broken = [b"\x89PNG\r\n\x1a\n".to_vec(), vec![7; 100]].concat();
    let (base, _serving) = provider(vec![given(&broken)]).await;
    let env = [("PAINTER", "openai"), ("PAINTER_BASE_URL", base.as_str()), ("PAINTER_FALLBACK", "false")];
    let world = World::alone(&env).await;
    let session = world.backend.session().await;
    let mut client = Client::join(world.backend.address, &session).await;
    client.turn("m-1", ENGLISH).await;
    let failed = client.until("the failure", |frame| event_type(frame) == Some("RUN_ERROR")).await;
    assert_eq!(failed["event"]["code"], "painting_failed");
}
