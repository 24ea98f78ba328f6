//! What turns take is told: to the collector of an operator, and to Prometheus. Clients are told in `socket`.

use std::collections::BTreeSet;

use hera::telemetry::names;

use crate::harness::client::event_type;
use crate::harness::collector::Collector;
use crate::harness::{Client, Server, free_address, hashed, in_time};

/// A word that is in nothing but what is said.
const SECRET: &str = "zerzura";
/// Tells everything at once, so that the partner is painted.
const ALL: &str = "Hey! I'm 31, a guy in Zerzura, living with my wife. I make $90k, I'm outgoing and optimistic. My wife \
    is called zerzura, she's gentle, with a round face and a short bob. We'd like a boy named zerzura.";

#[tokio::test]
async fn turns_and_requests_to_models_are_spans() {
    let mut collector = Collector::start().await;
    let base = format!("{}/v1", collector.url);
    let metrics = free_address();
    let server = Server::builder().env("AGENT", "hera").env("REPLY_PACE_MS", 0).env("METRICS_ADDR", metrics);
    let server = server.env("OTEL_EXPORTER_OTLP_ENDPOINT", &collector.url).env("OTEL_BSP_SCHEDULE_DELAY", 20);
    let server =
        server.env("PAINTER", "openai").env("PAINTER_BASE_URL", base).env("OTEL_SERVICE_NAME", "family").start();
    let server = server.await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let id = client.turn("m-1", ALL).await;

    // Nor the id of the session, which opens it, in whatever form.
    let secrets = [SECRET, &session, &session.to_uppercase(), &session.replace('-', "")];
    let turn = collector.span("invoke_agent hera", &secrets).await;
    let of = |name: &str| turn.attributes.get(name).map(String::as_str);
    assert_eq!((of("gen_ai.operation.name"), of("gen_ai.agent.name")), (Some("invoke_agent"), Some("hera")));
    assert_eq!((of("gen_ai.conversation.id"), of("hera.turn.id")), (Some(&*hashed(&session)), Some(&*id)));
    assert_eq!((of("hera.turn.attempt"), of("hera.turn.outcome")), (Some("1"), Some("success")));
    assert_eq!((of("error.type"), of("gen_ai.usage.input_tokens")), (None, None));
    assert_eq!((turn.status, turn.kind, turn.events, turn.service.as_str()), (0, 1, 0, "family"));
    assert!(turn.parent.is_empty() && turn.nanoseconds > 0, "{turn:?}");
    let end = client.turn_end(&id).await;
    let first = &end["event"]["metadata"]["hera"]["usage"]["time_to_first_token_ms"];
    assert_eq!(of("hera.turn.time_to_first_token_ms"), Some(&*first.to_string()));

    let failed = client.until("the refusal", |frame| event_type(frame) == Some("RUN_ERROR")).await;
    let usage = failed["event"]["metadata"]["hera"]["usage"].as_object().unwrap();
    assert!(usage.len() == 1 && usage["duration_ms"].is_u64(), "{failed}");
    let painting = collector.span("invoke_agent painter", &secrets).await;
    assert_eq!(painting.attributes["error.type"], "painting_refused");
    assert_eq!(painting.status, 2);
    let request = collector.span("generate_content gpt-image-1", &secrets).await;
    let of = |name: &str| request.attributes.get(name).map(String::as_str);
    assert_eq!((&request.parent, request.kind, request.status), (&painting.id, 3, 2));
    assert_eq!((of("gen_ai.provider.name"), of("gen_ai.request.model")), (Some("openai"), Some("gpt-image-1")));
    assert_eq!((of("server.address"), of("error.type")), (Some("127.0.0.1"), Some("refused")));

    let known: BTreeSet<&str> = names::SPAN_FIELDS.iter().map(|(name, _)| *name).collect();
    for span in [&turn, &painting, &request] {
        let unknown = span.attributes.keys().filter(|name| !known.contains(name.as_str())).collect::<Vec<_>>();
        assert!(unknown.is_empty(), "{unknown:?} of {span:?}");
    }

    let page = in_time("the metrics", reqwest::get(format!("http://{metrics}/metrics"))).await.unwrap();
    let page = page.text().await.unwrap();
    for line in [
        "hera_turn_seconds_bucket{outcome=\"success\",le=\"81.92\"} 1",
        "hera_turn_seconds_count{outcome=\"painting_refused\"} 1",
        "hera_turn_first_token_seconds_count 1",
        "gen_ai_client_operation_duration_seconds_count{gen_ai_operation_name=\"generate_content\",\
         gen_ai_provider_name=\"openai\",gen_ai_request_model=\"gpt-image-1\",error_type=\"refused\"} 1",
    ] {
        assert!(page.contains(line), "no {line} in {page}");
    }
    let log = server.log();
    assert!(log.contains("turn ended") && !log.contains("invoke_agent") && !log.contains("gen_ai"), "{log}");
}

#[tokio::test]
async fn a_collector_that_is_away_harms_nobody() {
    let away = format!("http://{}", free_address());
    let server = Server::builder().env("OTEL_EXPORTER_OTLP_ENDPOINT", away).env("OTEL_BSP_SCHEDULE_DELAY", 1);
    let mut server = server.start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    for number in 1..=3 {
        let turn = client.turn(&format!("m-{number}"), "hello").await;
        assert_eq!(client.turn_end(&turn).await["event"]["outcome"]["type"], "success");
        server.logged("the collector takes no spans").await;
    }
    server.terminate();
    assert!(server.ended().await.success());
    assert_eq!(server.log().matches("collector").count(), 1, "it is told once");
}
