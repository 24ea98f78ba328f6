//! A person talks with Hera, who asks a model: what comes over the socket when the model fails, and what is asked of it.

use std::fmt::Write as _;

use futures::future::join_all;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::harness::client::{event_type, text};
use crate::harness::provider::{Answer, Api, Fault, says};
use crate::harness::server::Builder;
use crate::harness::{Client, Provider, Server, free_address, in_time};
use crate::photos::files;

/// The key of every provider.
const KEY: &str = "k-zerzura-4711";

/// The events of a turn up to where Hera's model has understood "I am 33".
const UNDERSTOOD: &str = "TEXT_MESSAGE_CHUNK\nRUN_STARTED\n\
    STATE_DELTA /user_profile /information_progress /missing_fields /profile_complete\n";

/// What Hera's model makes of "I am 33".
fn told() -> Answer {
    let traits = json!({"openness": null, "conscientiousness": null, "extraversion": null, "agreeableness": null,
        "neuroticism": null});
    let told = json!({"name": "", "age": 33, "gender": "unknown", "relationship_status": "unknown", "location": "",
        "income_range": "", "traits": traits, "partner": {"name": "", "temperament": "", "appearance": ""},
        "children": [], "corrected": false, "declined": [], "entrusted": [], "wishes_to_meet": false});
    says(&told.to_string())
}

/// Hera on this model, which is asked once and not waited for long.
fn hera(api: Api, provider: &Provider) -> Builder {
    let keys = ["OPENAI_API_KEY", "GEMINI_API_KEY", "ANTHROPIC_API_KEY"];
    let hera = Server::builder().env("AGENT", "hera").env("MODEL", format!("{}:a-model", api.word()));
    let hera = hera.env("MODEL_BASE_URL", provider.base(api)).env("MODEL_RETRIES", 0).env("MODEL_IDLE_S", 3);
    keys.into_iter().fold(hera, |hera, key| hera.env(key, KEY))
}

/// The events of a turn, a line each; text that was said in one go is one line, however it was cut. What Hera proposes to
/// answer is left out: it is of how often she has asked, and not of the model.
fn log(client: &Client, turn: &str) -> String {
    let (mut log, mut saying) = (String::new(), String::new());
    for frame in client.events().filter(|frame| frame["turn"] == turn) {
        let event = &frame["event"];
        let kind = event_type(frame).unwrap();
        if kind == "CUSTOM" && event["name"] == "hera.suggestions" {
            continue;
        }
        if kind == "TEXT_MESSAGE_CONTENT" {
            saying += event["delta"].as_str().unwrap();
            continue;
        }
        if !saying.is_empty() {
            writeln!(log, "says {}", std::mem::take(&mut saying)).unwrap();
        }
        let detail = match kind {
            "STATE_DELTA" => {
                let paths = event["delta"].as_array().unwrap().iter().map(|change| text(&change["path"]));
                paths.collect::<Vec<_>>().join(" ")
            }
            "RUN_ERROR" => text(&event["code"]),
            "RUN_FINISHED" => text(&event["outcome"]["type"]),
            "TEXT_MESSAGE_START" => event["name"].as_str().unwrap_or("").to_owned(),
            "CUSTOM" => text(&event["name"]),
            _ => String::new(),
        };
        writeln!(log, "{}", format!("{kind} {detail}").trim_end()).unwrap();
    }
    log
}

#[tokio::test]
async fn each_fault_of_each_provider_is_an_event_log() {
    join_all(Api::ALL.map(each_fault)).await;
}

async fn each_fault(api: Api) {
    let begins = |fault| Answer::Begins("Good morning, 湊. And".into(), fault);
    let status = |status| Answer::Status(status, None);
    // What happens when Hera's words are asked for; what is said; the code.
    let cases = [
        (status(429), "", "agent_unavailable"),
        (status(500), "", "agent_unavailable"),
        // Nothing at all, where an answer was promised.
        (status(204), "", "bad_answer"),
        (Answer::Fails(Fault::Overloaded), "", "agent_unavailable"),
        (status(401), "", "agent_refused"),
        (Answer::Silence, "", "agent_stalled"),
        (Answer::Fails(Fault::Stall), "", "agent_stalled"),
        (Answer::Fails(Fault::Cut), "", "agent_interrupted"),
        (Answer::Fails(Fault::Malformed), "", "bad_answer"),
        (Answer::Fails(Fault::Stop), "", "empty_answer"),
        (Answer::Fails(Fault::Filter), "", "agent_refused"),
        (begins(Fault::Stall), "Good morning, 湊. And", "agent_stalled"),
        (begins(Fault::Cut), "Good morning, 湊. And", "agent_interrupted"),
        (begins(Fault::Close), "Good morning, 湊. And", "agent_interrupted"),
        (begins(Fault::Malformed), "Good morning, 湊. And", "bad_answer"),
        (begins(Fault::Filter), "Good morning, 湊. And", "agent_refused"),
    ];
    let provider = Provider::start([]).await;
    let server = hera(api, &provider).start().await;
    for (answer, says, code) in cases {
        let what = format!("{api:?} {answer:?}");
        provider.then(told());
        provider.then(answer);
        let session = server.session().await;
        let mut client = Client::join(server.address, &session).await;
        let turn = client.turn("m-1", "I am 33").await;
        client.turn_end(&turn).await;
        let said = match says {
            "" => String::new(),
            says => format!("TEXT_MESSAGE_START Hera\nsays {says}\nTEXT_MESSAGE_END\n"),
        };
        assert_eq!(log(&client, &turn), format!("{UNDERSTOOD}{said}RUN_ERROR {code}\n"), "{what}");
        // What was shown is kept, and the person may ask again.
        provider.then(told());
        provider.then(crate::harness::provider::says("Good morning."));
        let turn = client.turn("m-2", "I am 33").await;
        client.turn_end(&turn).await;
        let again = log(&client, &turn);
        assert!(again.ends_with("says Good morning.\nTEXT_MESSAGE_END\nRUN_FINISHED success\n"), "{what}: {again}");
    }
    let log = server.log();
    assert!(!log.contains(KEY) && !log.contains("zerzura") && !log.contains("Good morning"), "{log}");
}

#[tokio::test]
async fn an_answer_that_nobody_says_the_end_of_is_whole_and_so_are_its_letters() {
    for api in Api::ALL {
        let pieces = ["Good \\ud83d", "\\ude00"].map(|piece| match api {
            Api::OpenAi => format!(r#"{{"choices":{{"delta":{{"content":"{piece}"}}}}}}"#),
            Api::Gemini => format!(r#"{{"candidates":[{{"content":{{"parts":{{"text":"{piece}"}}}}}}]}}"#),
            Api::Anthropic => {
                format!(r#"{{"type":"content_block_delta","delta":{{"type":"text_delta","text":"{piece}"}}}}"#)
            }
        });
        let provider = Provider::start([told(), Answer::Events(pieces.to_vec())]).await;
        let server = hera(api, &provider).start().await;
        let session = server.session().await;
        let mut client = Client::join(server.address, &session).await;
        let turn = client.turn("m-1", "I am 33").await;
        client.turn_end(&turn).await;
        let log = log(&client, &turn);
        assert!(log.ends_with("says Good 😀\nTEXT_MESSAGE_END\nRUN_FINISHED success\n"), "{api:?}: {log}");
        assert_eq!(server.history(&session).await[1]["content"], "Good 😀", "{api:?}");
    }
}

#[tokio::test]
async fn an_event_that_cannot_be_read_behind_words_is_passed_over_and_counted() {
    let words = |text: &str, finish: Value| {
        format!("data: {}\n\n", json!({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]}))
    };
    let holed = [&words("Good ", Value::Null), "data: {\"choices\": [{\"del\n\n", &words("morning.", "stop".into())];
    let provider = Provider::start([told(), Answer::Bytes(holed.concat().into_bytes())]).await;
    let operators = free_address();
    let server = hera(Api::OpenAi, &provider).env("METRICS_ADDR", operators).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "I am 33").await;
    client.turn_end(&turn).await;
    let log = log(&client, &turn);
    assert!(log.ends_with("says Good morning.\nTEXT_MESSAGE_END\nRUN_FINISHED success\n"), "{log}");
    assert_eq!(server.history(&session).await[1]["content"], "Good morning.");
    assert_eq!(provider.asked().len(), 2, "what is shown is not asked for again");
    let page = in_time("the metrics", reqwest::get(format!("http://{operators}/metrics"))).await.unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains("hera_model_unreadable_events_total{model=\"a-model\"} 1\n"), "{page}");
}

#[tokio::test]
async fn a_picture_without_words_and_a_blank_message_are_answered() {
    for api in Api::ALL {
        let provider = Provider::start((0..3).flat_map(|_| [told(), says("Good morning.")])).await;
        let server = hera(api, &provider).start().await;
        let session = server.session().await;
        let part = Part::bytes(files::jpeg(40, 30)).file_name("me.jpg").mime_str("image/jpeg").unwrap();
        let path = format!("/api/sessions/{session}/photos");
        let upload = server.request(Method::POST, &path).multipart(Form::new().part("file", part));
        let photo: Value = in_time("an upload", upload.send()).await.unwrap().json().await.unwrap();
        let picture = json!([{"type": "image", "source": {"type": "file", "value": photo["photo"]["id"]}}]);
        let mut client = Client::join(server.address, &session).await;
        for (number, content) in [json!("I am 33"), picture, json!(" ")].into_iter().enumerate() {
            let id = format!("m-{number}");
            client.send(json!({"type": "message", "client_msg_id": id, "content": content})).await;
            let turn = text(&client.accepted(&id).await["turn_id"]);
            let end = client.turn_end(&turn).await;
            assert_eq!(end["event"]["outcome"]["type"], "success", "{api:?} {content}: {end}");
        }
    }
}

#[tokio::test]
async fn a_server_that_takes_little_is_asked_for_little() {
    let refusal = |status, message: &str| Answer::Refusal(status, json!({"error": {"message": message}}).to_string());
    let thinks = || says("<think>Who is that?</think>Good morning.");
    let provider = Provider::start([
        refusal(400, "System role not supported"),
        refusal(500, "failed to parse grammar"),
        told(),
        Answer::Document(json!({"choices": [{"message": {"content": "Good morning."}}]}).to_string()),
        told(),
        thinks(),
    ])
    .await;
    let base = format!("{}/openai/deployments/d?api-version=2024-10-21", provider.address);
    let server = hera(Api::OpenAi, &provider).env("MODEL_BASE_URL", base).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    for (turns, asked) in [(1, 4), (2, 6)] {
        let turn = client.turn(&format!("m-{turns}"), "I am 33").await;
        client.turn_end(&turn).await;
        let log = log(&client, &turn);
        assert!(log.ends_with("says Good morning.\nTEXT_MESSAGE_END\nRUN_FINISHED success\n"), "{log}");
        assert_eq!(provider.asked().len(), asked, "what is refused is not asked for again");
    }
    for asked in provider.asked() {
        assert_eq!(asked.path, "/openai/deployments/d/chat/completions?api-version=2024-10-21");
        assert_eq!((asked.headers["api-key"].as_str(), asked.headers.get("authorization")), (KEY, None));
    }
    let log = server.log();
    assert!(log.contains("left out from now on") && !log.contains(KEY) && !log.contains("api-version"), "{log}");
}

#[tokio::test]
async fn a_cancel_closes_the_connection_to_the_model() {
    for api in Api::ALL {
        let provider = Provider::start([told(), Answer::Begins("Good morning. ".into(), Fault::Stall)]).await;
        let server = hera(api, &provider).env("MODEL_IDLE_S", 3600).start().await;
        let session = server.session().await;
        let mut client = Client::join(server.address, &session).await;
        let turn = client.turn("m-1", "I am 33").await;
        client.until("the first words", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
        client.send(json!({"type": "cancel"})).await;
        provider.closed_times(1).await;
        let end = client.turn_end(&turn).await;
        assert_eq!(end["event"]["outcome"]["type"], "cancelled", "{api:?}");
    }
}

#[tokio::test]
async fn a_chain_answers_with_whoever_can_and_tells_what_it_took() {
    let first = Provider::start([told(), Answer::Status(503, None)]).await;
    let second = Provider::start([says("Good morning.")]).await;
    let chain = format!("gemini:one@{}, anthropic:two@{}", first.base(Api::Gemini), second.base(Api::Anthropic));
    let server = hera(Api::Gemini, &first).env("MODEL", chain).env("MODEL_BASE_URL", "").start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "I am 33").await;
    let end = client.turn_end(&turn).await;
    assert_eq!(
        log(&client, &turn),
        format!("{UNDERSTOOD}TEXT_MESSAGE_START Hera\nsays Good morning.\nTEXT_MESSAGE_END\nRUN_FINISHED success\n"),
        "{end}"
    );
    assert_eq!((first.asked().len(), second.asked().len()), (2, 1));
}

#[tokio::test]
async fn pictures_are_shown_to_the_model() {
    for api in Api::ALL {
        let provider = Provider::start([told(), says("What a smile.")]).await;
        let server = hera(api, &provider).start().await;
        let session = server.session().await;
        let part = Part::bytes(files::jpeg(400, 300)).file_name("me.jpg").mime_str("image/jpeg").unwrap();
        let path = format!("/api/sessions/{session}/photos");
        let upload = server.request(Method::POST, &path).multipart(Form::new().part("file", part));
        let answer = in_time("an upload", upload.send()).await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
        let photo: Value = answer.json().await.unwrap();
        let message = json!({"message": "This is me", "attachments": [photo["photo"]["url"]]});
        let path = format!("/api/sessions/{session}/messages");
        let answer = in_time("an answer", server.request(Method::POST, &path).json(&message).send()).await.unwrap();
        assert_eq!(answer.status(), 200);
        let asked = provider.asked().pop().unwrap().body.to_string();
        // How base64 writes the beginning of a JPEG.
        assert!(asked.contains("/9j/") && asked.contains("image/jpeg"), "{api:?}: {}", &asked[..asked.len().min(2000)]);
        assert!(!server.log().contains("/9j/"));
    }
}
