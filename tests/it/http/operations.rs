//! Health, and what the server tells about itself.

use serde_json::{Value, json};

use super::house::House;

#[tokio::test]
async fn health_means_something() {
    let house = House::open().await;
    for path in ["/api/health", "/health/live", "/health/ready"] {
        let answer = house.get(path).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.json::<Value>().await.unwrap(), json!({"status": "ok"}), "{path}");
    }
}

#[tokio::test]
async fn a_server_whose_store_is_gone_is_not_ready() {
    let house = House::open().await;
    house.store.clone().close().await;
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
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for reference in references(&document) {
        let name = reference.strip_prefix("#/components/schemas/").unwrap();
        assert!(schemas.contains_key(name), "{reference} leads nowhere");
    }
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
