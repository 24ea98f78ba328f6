//! What is said, how far it has come, and how it ends.

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use hera::bus::{Busy, NewMessage};
use hera::domain::{BigFive, Child, Field, Gender, Outcome, Partner, RelationshipStatus, UserProfile};
use hera::sessions::PageLimit;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::house::{End, House, Reply};

fn finished_profile() -> UserProfile {
    UserProfile {
        age: Some(34),
        gender: Some(Gender::Female),
        relationship_status: Some(RelationshipStatus::Single),
        location: Some("東京".into()),
        traits: BigFive { openness: Some(0.7), extraversion: Some(0.8), ..BigFive::default() },
        partner_face_description: Some("round".into()),
        children: vec![Child { desired_gender: Some(Gender::Female), name: Some("Hana".into()) }],
        ideal_partner: Some(Partner {
            name: Some("Ken".into()),
            temperament: Some("calm".into()),
            appearance: Some("tall".into()),
        }),
        declined: [Field::IncomeRange].into(),
        ..UserProfile::default()
    }
}

#[tokio::test]
async fn a_message_is_answered_when_its_turn_has_ended() {
    let house = House::open().await;
    let session = house.session().await;
    let profile = UserProfile { age: Some(34), ..UserProfile::default() };
    let answer = house.say(&session, "I'm 34", Reply { profile: Some(profile), ..Reply::of("Thank you!") }).await;
    assert_eq!(answer["reply"], "Thank you!");
    assert_eq!(answer["session_status"], "collecting");
    assert_eq!(answer["completion_message"], Value::Null);
    assert_eq!(answer["last_extracted_fields"], json!({"age": 34}));
    assert_eq!(answer["user_profile"], json!({"age": 34}));
    assert_eq!(answer["information_progress"]["age"], true);
    assert_eq!(answer["profile_complete"], false);
    assert_eq!(answer["missing_fields"].as_array().unwrap().len(), 8);
    let history = answer["conversation_history"].as_array().unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!((&history[0]["role"], &history[0]["speaker"]), (&json!("user"), &json!("user")));
    assert_eq!((&history[1]["role"], &history[1]["speaker"]), (&json!("assistant"), &json!("Hera")));
    assert_eq!((&history[0]["message"], &history[1]["message"]), (&json!("I'm 34"), &json!("Thank you!")));
    assert!(history[1]["timestamp"].as_str().unwrap().ends_with('Z'));

    let more = UserProfile { age: Some(34), location: Some("Berlin".into()), ..UserProfile::default() };
    let answer = house.say(&session, "Berlin", Reply { profile: Some(more), ..Reply::of("Nice.") }).await;
    assert_eq!(answer["last_extracted_fields"], json!({"location": "Berlin"}));
}

#[tokio::test]
async fn the_interview_ends_when_nothing_is_missing() {
    let house = House::open().await;
    let session = house.session().await;
    let refused = house.post(&format!("{session}/complete")).send().await.unwrap();
    assert_eq!(refused.status(), 400);
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["information_complete"], false);
    assert_eq!(problem["missing_fields"][0], "age");
    assert_eq!(problem["code"], "profile_incomplete");

    let reply = Reply { profile: Some(finished_profile()), ..Reply::of("That is all I need.") };
    let answer = house.say(&session, "everything", reply).await;
    assert_eq!(answer["session_status"], "completed");
    assert_eq!(answer["completion_message"], "That is all I need.");
    assert_eq!(answer["user_profile"]["user_personality_traits"], json!({"openness": 0.7, "extraversion": 0.8}));
    for _ in 0..2 {
        let completed = house.post(&format!("{session}/complete")).send().await.unwrap();
        assert_eq!(completed.status(), 200);
        let completed: Value = completed.json().await.unwrap();
        assert_eq!(completed["information_complete"], true);
        assert_eq!(completed["missing_fields"], json!([]));
        assert_eq!(completed["conversation_history"].as_array().unwrap().len(), 2);
    }
    let list: Value = house.get("/api/sessions").send().await.unwrap().json().await.unwrap();
    assert_eq!(
        (&list["sessions"][0]["phase"], &list["sessions"][0]["profile_complete"]),
        (&json!("family"), &json!(true))
    );
    let status: Value = house.get(&format!("{session}/status")).send().await.unwrap().json().await.unwrap();
    assert_eq!(status["profile_complete"], true);
    assert_eq!(status["conversation_history"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_repeated_key_says_it_once() {
    let house = House::open().await;
    let session = house.session().await;
    let path = format!("{session}/messages");
    let say =
        |text: &'static str| house.post(&path).header("idempotency-key", "k-1").json(&json!({"message": text})).send();
    let (first, ()) = tokio::join!(say("hello"), house.answer(Reply::of("Hi!")));
    let first: Value = first.unwrap().json().await.unwrap();
    let again: Value = say("hello").await.unwrap().json().await.unwrap();
    assert_eq!((&again["reply"], &again["conversation_history"]), (&first["reply"], &first["conversation_history"]));
    assert_eq!(again["conversation_history"].as_array().unwrap().len(), 2);
    let other = say("something else").await.unwrap();
    assert_eq!(other.status(), 409);
    assert_eq!(other.json::<Value>().await.unwrap()["code"], "id_conflict");
}

#[tokio::test]
async fn an_old_message_is_answered_from_the_history() {
    let house = House::with(super::house::settings(), 1).await;
    let session = house.session().await;
    let path = format!("{session}/messages");
    let say = || house.post(&path).header("idempotency-key", "k-1").json(&json!({"message": "hello"})).send();
    let (first, ()) = tokio::join!(say(), house.answer(Reply::of("Hi!")));
    assert_eq!(first.unwrap().status(), 200);
    let long = "word ".repeat(500);
    for _ in 0..20 {
        house.say(&session, "and?", Reply::of(&long)).await;
    }
    let again: Value = say().await.unwrap().json().await.unwrap();
    assert_eq!(again["reply"], "Hi!");
}

#[tokio::test]
async fn a_turn_that_fails_is_a_bad_gateway() {
    let house = House::open().await;
    let session = house.session().await;
    let asked = house.post(&format!("{session}/messages")).json(&json!({"message": "hello"})).send();
    let (answer, ()) = tokio::join!(asked, house.answer(Reply { end: End::Failed, ..Reply::of("I") }));
    let answer = answer.unwrap();
    assert_eq!(answer.status(), 502);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: Value = answer.json().await.unwrap();
    assert_eq!((&problem["code"], &problem["run_error_code"]), (&json!("turn_failed"), &json!("agent_failed")));
    assert_eq!((&problem["error"], &problem["detail"]), (&json!("no idea"), &json!("no idea")));
}

#[tokio::test]
async fn a_turn_can_be_cancelled() {
    let house = House::open().await;
    let session = house.session().await;
    let cancel = format!("{session}/cancel");
    let nothing = house.post(&cancel).send().await.unwrap();
    assert_eq!(nothing.status(), 409);
    assert_eq!(nothing.json::<Value>().await.unwrap()["code"], "no_turn");

    let asked = house.post(&format!("{session}/messages")).json(&json!({"message": "hello"})).send();
    let cancelled = async {
        let claim = house.store.claim().await;
        house.begin(&claim, "Let me ").await;
        let other = json!({"turn_id": "t0000000000000000"});
        assert_eq!(house.post(&cancel).json(&other).send().await.unwrap().status(), 409);
        assert_eq!(house.post(&cancel).json(&json!({"turn_id": "7"})).send().await.unwrap().status(), 400);
        let answer: Value = house.post(&cancel).send().await.unwrap().json().await.unwrap();
        assert_eq!(answer, json!({"status": "cancelling", "turn_id": claim.fence.turn.to_string()}));
        claim.cancelled.cancelled().await;
        house.end(&claim, Reply { end: End::Finished(Outcome::Cancelled), ..Reply::of("Let me ") }).await;
    };
    let (answer, ()) = tokio::join!(asked, cancelled);
    let answer: Value = answer.unwrap().json().await.unwrap();
    assert_eq!(answer["reply"], "Let me ");
    assert_eq!(answer["conversation_history"][1]["status"], "cancelled");
}

#[tokio::test]
async fn a_draining_server_ends_the_turns_it_has_begun() {
    let house = House::open().await;
    let (one, two) = (house.session().await, house.session().await);
    let ask = |session: &str| house.post(&format!("{session}/messages")).json(&json!({"message": "hello"})).send();
    let drained = async {
        let claim = house.store.claim().await;
        house.begin(&claim, "Hi!").await;
        // The other message is claimed too, so it is accepted; its turn has not begun.
        let waiting = house.store.claim().await;
        house.lifecycle.draining().cancel();
        drop(waiting);
        house.end(&claim, Reply::of("Hi!")).await;
        claim.fence.session
    };
    let (of_one, of_two, begun_in) = tokio::join!(ask(&one), ask(&two), drained);
    let mut answers = [of_one.unwrap(), of_two.unwrap()];
    if two.ends_with(&begun_in.to_string()) {
        answers.reverse();
    }
    let [begun, waiting] = answers;
    assert_eq!(begun.json::<Value>().await.unwrap()["reply"], "Hi!");
    assert_eq!((waiting.status().as_u16(), waiting.headers().get("retry-after")), (503, None));
    let problem: Value = waiting.json().await.unwrap();
    assert_eq!(problem["code"], "kept");
    let path = if two.ends_with(&begun_in.to_string()) { &one } else { &two };
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let kept = house.store.history(id, None, PageLimit::messages(10)).await.unwrap().messages;
    assert_eq!(kept.len(), 1, "it is stored");
    assert_eq!(problem["message_id"], kept[0].id.to_string());
    assert_eq!(problem["turn_id"], kept[0].turn.to_string());
    let key = problem["client_msg_id"].as_str().unwrap().parse().unwrap();
    let attachments = Vec::new();
    let again =
        NewMessage { client_msg_id: key, text: "hello".into(), attachments, busy: Busy::Queue, utc_offset: None };
    let again = house.store.accept(id, again).await.unwrap();
    assert!(again.duplicate, "under its client_msg_id it is known");
    assert_eq!(again.message_id, kept[0].id);
}

#[tokio::test]
async fn a_draining_server_stores_no_message() {
    let house = House::open().await;
    let session = house.session().await;
    let mut stream = TcpStream::connect(house.address).await.unwrap();
    let body = json!({"message": "hello"}).to_string();
    let head = format!("POST {session}/messages HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n");
    let head = format!("{head}connection: close\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).await.unwrap();
    // It says so when it waits for the body: the request has begun, and its message has not come.
    let mut go_on = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
    stream.read_exact(&mut go_on).await.unwrap();
    house.lifecycle.draining().cancel();
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("retry-after: 1") && answer.contains("\"code\":\"draining\""), "{answer}");
    let id = session.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(house.store.history(id, None, PageLimit::messages(10)).await.unwrap().messages.len(), 0);
}

#[tokio::test]
async fn what_is_no_message_is_refused() {
    let house = House::open().await;
    let session = house.session().await;
    let post = || house.post(&format!("{session}/messages"));
    let cases = [
        (post().json(&json!({})), 400, "bad_request"),
        (post().json(&json!({"message": 7})), 400, "bad_request"),
        (post().header("content-type", "application/json").body("{"), 400, "bad_request"),
        (post().body("hello"), 415, "unsupported_media_type"),
        (post().json(&json!({"message": "x".repeat(5000)})), 413, "too_large"),
        (house.post(&format!("{session}/cancel")).body("x".repeat(5000)), 413, "too_large"),
        (house.post(&format!("{session}/cancel")).body("{"), 400, "bad_request"),
        (post().header("idempotency-key", "k".repeat(129)).json(&json!({"message": ""})), 400, "bad_request"),
    ];
    for (request, status, code) in cases {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), status, "{code}");
        let problem: Value = answer.json().await.unwrap();
        assert_eq!((&problem["code"], &problem["status"]), (&json!(code), &json!(status)));
        assert_eq!(problem["error"], problem["detail"]);
        assert_eq!(problem["type"], format!("urn:hera:problem:{code}"));
    }
}

#[tokio::test]
async fn too_many_waiting_messages_are_refused() {
    let house = House::open().await;
    let session = house.session().await;
    let path = format!("{session}/messages");
    let mut asked: FuturesUnordered<_> =
        (0..8).map(|_| house.post(&path).json(&json!({"message": "hello"})).send()).collect();
    // Nobody runs the turns yet. One may be first and four may wait behind it: three of eight have no place.
    for _ in 0..3 {
        let refused = asked.next().await.unwrap().unwrap();
        assert_eq!(refused.status(), 429);
        assert_eq!(refused.headers()["retry-after"], "1");
        assert_eq!(refused.json::<Value>().await.unwrap()["code"], "queue_full");
    }
    let turns = async {
        for _ in 0..5 {
            house.answer(Reply::of("Hi!")).await;
        }
    };
    let (answers, ()) = tokio::join!(asked.collect::<Vec<_>>(), turns);
    assert_eq!(answers.len(), 5);
    for answer in answers {
        assert_eq!(answer.unwrap().json::<Value>().await.unwrap()["reply"], "Hi!");
    }
}

#[tokio::test]
async fn the_history_is_paged() {
    let house = House::open().await;
    let session = house.session().await;
    for number in 0..3 {
        house.say(&session, &format!("question {number}"), Reply::of(&format!("answer {number}"))).await;
    }
    let page = async |query: String| -> Value {
        let answer = house.get(&format!("{session}/messages{query}")).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.json().await.unwrap()
    };
    let texts = |page: &Value| -> Vec<String> {
        page["messages"].as_array().unwrap().iter().map(|m| m["content"].as_str().unwrap().to_owned()).collect()
    };
    let newest = page("?limit=4".into()).await;
    assert_eq!(texts(&newest), ["question 1", "answer 1", "question 2", "answer 2"]);
    let oldest = page(format!("?limit=4&before={}", newest["next_before"].as_str().unwrap())).await;
    assert_eq!(texts(&oldest), ["question 0", "answer 0"]);
    assert_eq!(oldest.get("next_before"), None);
    assert_eq!(page("?limit=100000".into()).await["messages"].as_array().unwrap().len(), 6);
    let first = &oldest["messages"][0];
    assert_eq!((&first["role"], first.get("name")), (&json!("user"), None));
    assert_eq!(first["metadata"]["hera"]["status"], "complete");
    assert_eq!(oldest["messages"][1]["name"], "Hera");
    for query in ["?before=x", "?limit=-1", "?limit=x"] {
        assert_eq!(house.get(&format!("{session}/messages{query}")).send().await.unwrap().status(), 400, "{query}");
    }
}

#[tokio::test]
async fn an_export_holds_everything() {
    let house = House::open().await;
    let session = house.session().await;
    let path = format!("{session}/export");
    let empty: Value = house.get(&path).send().await.unwrap().json().await.unwrap();
    assert_eq!(empty["messages"], json!([]));
    for number in 0..60 {
        house.say(&session, &format!("question {number}"), Reply::of(&format!("\"answer\" {number}"))).await;
    }
    let answer = house.get(&path).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/json");
    let name = session.rsplit('/').next().unwrap();
    assert_eq!(answer.headers()["content-disposition"], format!("attachment; filename=\"hera-{name}.json\""));
    let export: Value = answer.json().await.unwrap();
    assert_eq!((&export["session_id"], &export["state"]["phase"]), (&json!(name), &json!("interview")));
    let messages = export["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 120);
    for (number, pair) in messages.chunks(2).enumerate() {
        assert_eq!(pair[0]["content"], format!("question {number}"));
        assert_eq!(pair[1]["content"], format!("\"answer\" {number}"));
    }
}
