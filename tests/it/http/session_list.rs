//! Sessions: whose they are, how they are listed, how they go.

use hera::gateway::Settings;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::house::{House, Reply, settings};

#[tokio::test]
async fn a_guest_is_known_by_a_cookie() {
    let trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
    let house = House::with(Settings { trusted_proxies, ..settings() }, 100).await;
    let created = house.post("/api/sessions").header("x-forwarded-proto", "https").send().await.unwrap();
    assert_eq!(created.status(), 201);
    let cookie = created.headers()["set-cookie"].to_str().unwrap().to_owned();
    for part in ["__Host-hera_guest=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34560000", "Secure"] {
        assert!(cookie.contains(part), "{cookie} lacks {part}");
    }
    let body: Value = created.json().await.unwrap();
    assert_eq!(body["status"], "created");
    let plain = Client::new().post(format!("http://{}/api/sessions", house.address)).send().await.unwrap();
    assert!(!plain.headers()["set-cookie"].to_str().unwrap().contains("Secure"));
    // The same guest again keeps the name.
    let again = house.client.post(format!("http://{}/api/sessions", house.address));
    let name = cookie.split(';').next().unwrap();
    let again = again.header("cookie", name).header("x-forwarded-proto", "https").send().await.unwrap();
    assert!(again.headers()["set-cookie"].to_str().unwrap().starts_with(name));
}

#[tokio::test]
async fn everybody_lists_their_own_sessions() {
    let house = House::open().await;
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(house.session().await.rsplit('/').next().unwrap().to_owned());
    }
    let list = async |query: String| -> Value {
        house.get(&format!("/api/sessions{query}")).send().await.unwrap().json().await.unwrap()
    };
    let ids = |list: &Value| -> Vec<String> {
        list["sessions"].as_array().unwrap().iter().map(|s| s["session_id"].as_str().unwrap().to_owned()).collect()
    };
    let first = list("?limit=2".into()).await;
    let next = first["next_before"].as_str().unwrap();
    assert_eq!(next, ids(&first)[1]);
    let second = list(format!("?limit=2&before={next}")).await;
    assert_eq!(second.get("next_before"), None);
    let mut all = [ids(&first), ids(&second)].concat();
    all.sort();
    made.sort();
    assert_eq!(all, made);
    assert_eq!(first["sessions"][0]["phase"], "interview");

    let stranger = Client::new().get(format!("http://{}/api/sessions", house.address)).send().await.unwrap();
    assert_eq!(stranger.json::<Value>().await.unwrap(), json!({"sessions": []}));
    assert_eq!(house.get("/api/sessions?before=x").send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn a_deleted_session_is_gone() {
    let house = House::open().await;
    let session = house.session().await;
    house.say(&session, "hello", Reply::of("Hi!")).await;
    assert_eq!(house.request(Method::DELETE, &session).send().await.unwrap().status(), 204);
    assert_eq!(house.request(Method::DELETE, &session).send().await.unwrap().status(), 404);
    for path in ["/status", "/messages", "/export", "/events"] {
        assert_eq!(house.get(&format!("{session}{path}")).send().await.unwrap().status(), 404, "{path}");
    }
    let said = house.post(&format!("{session}/messages")).json(&json!({"message": "x"})).send().await.unwrap();
    assert_eq!(said.status(), 404);
    assert_eq!(house.post(&format!("{session}/complete")).send().await.unwrap().status(), 404);
    assert_eq!(house.post(&format!("{session}/cancel")).send().await.unwrap().status(), 404);
    let list: Value = house.get("/api/sessions").send().await.unwrap().json().await.unwrap();
    assert_eq!(list["sessions"], json!([]));
}

#[tokio::test]
async fn what_is_no_session_id_names_no_session() {
    let house = House::open().await;
    let session = house.session().await;
    let shouted = session.to_uppercase().replace("/API/SESSIONS", "/api/sessions");
    let unknown = "/api/sessions/00000000-0000-4000-8000-000000000000";
    for base in [unknown, &shouted, "/api/sessions/..%2f..%2fetc", "/api/sessions/%00", "/api/sessions/%ff"] {
        let answer = house.get(&format!("{base}/status")).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{base}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json", "{base}");
        assert!(answer.json::<Value>().await.unwrap()["error"].is_string(), "{base}");
    }
}
