//! Health, and what the server tells about itself.

use hera::domain::UserProfile;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::house::{House, Reply};

#[tokio::test]
async fn health_means_something() {
    let house = House::open().await;
    let (lives, ready) = (json!({"status": "ok"}), json!({"status": "ok", "writes": "ok"}));
    for (path, said) in [("/api/health", &lives), ("/health/live", &lives), ("/health/ready", &ready)] {
        let answer = house.get(path).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.json::<Value>().await.unwrap(), *said, "{path}");
    }
}

#[tokio::test]
async fn a_server_whose_store_is_gone_is_not_ready() {
    let house = House::open().await;
    house.close_store().await;
    let answer = house.get("/health/ready").send().await.unwrap();
    assert_eq!(answer.status(), 503);
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["code"], "not_ready");
    assert!(problem["error"].as_str().unwrap().contains("store"), "{problem}");
    assert_eq!(house.get("/health/live").send().await.unwrap().status(), 200);
    let created = house.post("/api/sessions").send().await.unwrap();
    assert_eq!((created.status().as_u16(), created.headers()["retry-after"].to_str().unwrap()), (503, "5"));
}

#[tokio::test]
async fn the_openapi_document_names_every_path() {
    let house = House::open().await;
    let document: Value = house.get("/api/openapi.json").send().await.unwrap().json().await.unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = document["paths"].as_object().unwrap();
    let expected = [
        ("/api/sessions", &["get", "post"][..]),
        ("/api/sessions/{id}", &["delete"]),
        ("/api/sessions/{id}/messages", &["get", "post"]),
        ("/api/sessions/{id}/status", &["get"]),
        ("/api/sessions/{id}/complete", &["post"]),
        ("/api/sessions/{id}/cancel", &["post"]),
        ("/api/sessions/{id}/export", &["get"]),
        ("/api/sessions/{id}/events", &["get"]),
        ("/api/openapi.json", &["get"]),
        ("/api/schema", &["get"]),
        ("/api/health", &["get"]),
        ("/health/live", &["get"]),
        ("/health/ready", &["get"]),
    ];
    for (path, methods) in expected {
        for method in methods {
            assert!(paths[path][method].is_object(), "{method} {path}");
        }
    }
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            for (status, response) in operation["responses"].as_object().unwrap() {
                assert!(response["description"].is_string(), "{method} {path} {status} is not described");
            }
        }
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for reference in references(&document) {
        let name = reference.strip_prefix("#/components/schemas/").unwrap();
        assert!(schemas.contains_key(name), "{reference} leads nowhere");
    }
}

#[tokio::test]
async fn answers_are_as_the_openapi_document_says() {
    let house = House::open().await;
    let document: Value = house.get("/api/openapi.json").send().await.unwrap().json().await.unwrap();
    let session = house.session().await;
    let profile = UserProfile { age: Some(34), ..UserProfile::default() };
    house.say(&session, "34", Reply { profile: Some(profile), ..Reply::of("Thank you!") }).await;
    let of = |path: &str| format!("{session}{path}");
    let say = json!({"message": "hello"});
    let cases = [
        ("/api/sessions", house.post("/api/sessions")),
        ("/api/sessions", house.get("/api/sessions?limit=1")),
        ("/api/sessions/{id}/messages", house.get(&of("/messages?limit=1"))),
        ("/api/sessions/{id}/messages", house.post(&of("/messages")).json(&say).header("idempotency-key", "k-1")),
        ("/api/sessions/{id}/messages", house.post(&of("/messages")).json(&json!({}))),
        ("/api/sessions/{id}/status", house.get(&of("/status"))),
        ("/api/sessions/{id}/complete", house.post(&of("/complete"))),
        ("/api/sessions/{id}/cancel", house.post(&of("/cancel"))),
        ("/api/sessions/{id}/export", house.get(&of("/export"))),
        ("/api/sessions/{id}", house.request(Method::DELETE, "/api/sessions/none")),
        ("/api/health", house.get("/api/health")),
        ("/health/live", house.get("/health/live")),
        ("/health/ready", house.get("/health/ready")),
    ];
    let answering = tokio::join!(conform(&document, cases), house.answer(Reply::of("Hi!")));
    assert_eq!(answering.0, 13);
}

/// Sends the requests one after another and holds every answer to the document; how many there were.
async fn conform<const N: usize>(document: &Value, cases: [(&str, RequestBuilder); N]) -> usize {
    for (path, request) in cases {
        let (client, request) = request.build_split();
        let request = request.unwrap();
        let method = request.method().as_str().to_lowercase();
        let answer = client.execute(request).await.unwrap();
        let responses = &document["paths"][path][&method]["responses"];
        let status = answer.status().as_u16().to_string();
        let status = if responses[&status].is_object() { status.as_str() } else { "default" };
        let media = answer.headers()["content-type"].to_str().unwrap().replace('/', "~1");
        let place = format!("/paths/{}/{method}/responses/{status}/content/{media}/schema", path.replace('/', "~1"));
        assert!(document.pointer(&place).is_some(), "{place} is not described");
        let mut schema = document.clone();
        schema["$ref"] = format!("#{}", place.replace('{', "%7B").replace('}', "%7D")).into();
        let body: Value = answer.json().await.unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(&body).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{method} {path}: {errors:?} in {body}");
    }
    N
}

/// Every `$ref` of the document.
fn references(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| match value {
                Value::String(reference) if name == "$ref" => vec![reference.as_str()],
                value => references(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn the_schema_of_the_frames_is_served() {
    let house = House::open().await;
    let answer = house.get("/api/schema").send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/schema+json");
    let document: Value = answer.json().await.unwrap();
    assert_eq!(document, hera::protocol::schema::document());
    assert!(jsonschema::meta::is_valid(&document));
}
