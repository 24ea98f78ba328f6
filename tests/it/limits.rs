//! How much one client may ask for, and what it is told when it asks for more.

use std::time::Instant;

use reqwest::Method;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::harness::client::{Came, text};
use crate::harness::{Client, Server};

#[tokio::test]
async fn a_socket_that_never_says_hello_is_closed() {
    let server = Server::builder().env("HELLO_TIMEOUT_MS", 5000).start().await;
    let session = server.session().await;
    let mut silent = Client::open(server.address, &session).await;
    let mut chatty = Client::open(server.address, &session).await;
    // Said well before their time is over, also by a machine that does other things as well.
    chatty.send(json!({"type": "ping"})).await;
    chatty.say("m-1", "anybody there?").await;
    let mut prompt = Client::join(server.address, &session).await;
    assert_eq!(silent.close_code().await, Some(3502));
    assert_eq!(chatty.close_code().await, Some(3502), "other frames are no hello");
    prompt.say("m-1", "one").await;
    prompt.accepted("m-1").await;
}

#[tokio::test]
async fn a_client_that_is_gone_without_a_word_is_closed() {
    // Whoever is there may look away for as long as a busy machine makes it.
    let server = Server::builder().env("PING_INTERVAL_MS", 3000).env("PONG_TIMEOUT_MS", 2900).start().await;
    let session = server.session().await;
    let mut present = Client::join(server.address, &session).await;
    assert_eq!(present.welcome["ping_interval_ms"], 3000);
    for _ in 0..5 {
        present.pinged().await;
    }
    present.leave().await;
    // This one does not look at its socket, so nobody answers the ping.
    let mut absent = Client::join(server.address, &session).await;
    server.logged("code=3012").await;
    assert_eq!(absent.close_code().await, Some(3012));
}

#[tokio::test]
async fn a_session_and_the_house_have_so_many_seats() {
    let server = Server::builder().env("SOCKETS_PER_SESSION", 2).env("SOCKETS", 3).env("SOCKETS_PER_ADDRESS", 0);
    let server = server.start().await;
    let session = server.session().await;
    let first = Client::join(server.address, &session).await;
    let mut second = Client::join(server.address, &session).await;
    let mut third = Client::open(server.address, &session).await;
    assert_eq!(third.close_code().await, Some(3504), "the session is full");
    let other = server.session().await;
    let _elsewhere = Client::join(server.address, &other).await;
    let mut fourth = Client::open(server.address, &other).await;
    assert_eq!(fourth.close_code().await, Some(3504), "the house is full");
    let stream = server.get(&format!("/api/sessions/{other}/events")).await;
    assert_eq!(stream.status(), 503, "an event stream takes a seat too");
    first.leave().await;
    second.say("m-1", "one").await;
    second.accepted("m-1").await;
    // The server learns a moment later that the first one has left.
    let joined = async {
        loop {
            let mut client = Client::open(server.address, &session).await;
            client.send(json!({"type": "hello"})).await;
            if let Came::Frame(welcome) = client.came().await {
                return welcome;
            }
        }
    };
    assert_eq!(crate::harness::in_time("a seat", joined).await["type"], "welcome");
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_refused() {
    let server = Server::builder().env("REQUESTS_PER_SECOND", 1).env("REQUESTS_BURST", 5).start().await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    let mut refused = None;
    for _ in 0..10 {
        let answer = server.get("/api/health").await;
        if answer.status() != 200 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("ten requests are too many");
    assert_eq!(refused.status(), 429);
    assert!(refused.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() >= 1);
    assert_eq!(refused.headers()["content-type"], "application/problem+json");
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "too_many_requests");
    let refused = crate::harness::in_time("a socket is a request too", async {
        loop {
            // A second that goes by lets one more in.
            if let Err(refused) = Client::try_open(server.address, &session, &[]).await {
                return refused;
            }
        }
    })
    .await;
    assert_eq!(refused.status(), 429);
    // Sockets that are open go on, and other addresses are not held to account.
    there.say("m-1", "one").await;
    there.accepted("m-1").await;
    let other = reqwest::Client::builder().local_address(std::net::IpAddr::from([127, 0, 0, 2])).build().unwrap();
    let answer = other.get(format!("http://{}/api/health", server.address)).send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn frames_that_come_too_fast_are_refused_one_by_one() {
    let server = Server::builder().env("FRAMES_PER_SECOND", 1).env("FRAMES_BURST", 8).start().await;
    let session = server.session().await;
    let begun = Instant::now();
    let mut client = Client::join(server.address, &session).await;
    for number in 0..12 {
        client.say(&format!("m-{number}"), "one").await;
    }
    let mut answers = Vec::new();
    for number in 0..12 {
        answers.push(client.answer(&format!("m-{number}")).await);
    }
    let accepted = answers.iter().filter(|answer| answer["type"] == "accepted").count();
    // Eight at once, of which `hello` is one, and one more with each second.
    let most = 8 + usize::try_from(begun.elapsed().as_secs()).unwrap();
    assert!((7..=most).contains(&accepted), "{answers:#?}");
    let refused = answers.iter().find(|answer| answer["type"] == "error").unwrap();
    assert_eq!((&refused["code"], &refused["temporary"]), (&json!("rate_limited"), &json!(true)));
    assert!((1..=1000).contains(&refused["retry_after_ms"].as_u64().unwrap()), "{refused}");
    let users = server.history(&session).await.iter().filter(|message| message["role"] == "user").count();
    assert_eq!(users, accepted, "what was refused is not stored");
}

#[tokio::test]
async fn who_does_not_stop_is_closed() {
    let server = Server::builder().env("FRAMES_PER_SECOND", 50).env("FRAMES_BURST", 200).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    // Faster than it may, but not by so much: some frames pass again and again, and still it ends.
    let flood = async {
        loop {
            for _ in 0..10 {
                let ping = Message::text(r#"{"type":"ping"}"#);
                if client.try_send(ping).await.is_err() {
                    return client.close_code().await;
                }
            }
            for _ in 0..10 {
                if let Came::Closed(code) = client.came().await {
                    return code;
                }
            }
        }
    };
    assert_eq!(crate::harness::in_time("the end of a flood", flood).await, Some(3013));
}

#[tokio::test]
async fn a_frame_may_be_so_large_and_no_larger() {
    let server = Server::builder().env("FRAME_BYTES", 2000).start().await;
    let session = server.session().await;
    let frame = |size: usize| {
        let empty = json!({"type": "message", "client_msg_id": "m-1", "content": ""}).to_string();
        json!({"type": "message", "client_msg_id": "m-1", "content": "x".repeat(size - empty.len())}).to_string()
    };
    let mut client = Client::join(server.address, &session).await;
    assert_eq!(client.welcome["limits"]["frame_bytes"], 2000);
    client.send_text(frame(2000)).await;
    client.accepted("m-1").await;
    client.send_text(frame(2001)).await;
    assert_eq!(client.close_code().await, Some(3501));

    let path = format!("/api/sessions/{session}/messages");
    let body = json!({"message": "x".repeat(2000)});
    let answer = server.request(Method::POST, &path).json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 413);
}

#[tokio::test]
async fn pictures_are_refused_in_whole() {
    let server = Server::builder().env("IMAGE_BYTES", 2000).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let image =
        json!({"type": "image", "client_msg_id": "i-1", "kind": "attachment", "media_type": "image/png", "size": 3000});
    client.send(image.clone()).await;
    client.refused("i-1", "image_too_large").await;
    // A client that did not wait for the answer is not punished for it.
    for size in [1000, 0, 2000] {
        client.send_message(Message::binary(vec![0; size])).await;
    }
    client.send(json!({"type": "ping"})).await;
    assert_eq!(client.frame().await["type"], "pong");
    client.send_message(Message::binary(vec![0; 1])).await;
    assert_eq!(client.close_code().await, Some(3501), "more than was announced");

    let mut client = Client::join(server.address, &session).await;
    client.send_message(Message::binary(vec![0; 10])).await;
    assert_eq!(client.close_code().await, Some(3501), "never announced");
    let mut client = Client::open(server.address, &session).await;
    client.send(image).await;
    client.refused("i-1", "hello_expected").await;
    client.send_message(Message::binary(vec![0; 10])).await;
    assert_eq!(client.close_code().await, Some(3501), "before hello");
}

#[tokio::test]
async fn pages_of_other_origins_are_turned_away() {
    let server = Server::builder().env("ALLOWED_ORIGINS", "https://family.example,http://localhost:3000").start().await;
    let session = server.session().await;
    let own = format!("http://{}", server.address);
    for origin in ["https://evil.example", "null", "http://192.0.2.1:1", "https://family.example.evil.example", ""] {
        let mut client = Client::try_open(server.address, &session, &[("origin", origin)]).await.unwrap();
        assert_eq!(client.close_code().await, Some(3507), "{origin}");
        let path = format!("/api/sessions/{session}/messages");
        let said = server.request(Method::POST, &path).header("origin", origin).json(&json!({"message": "x"}));
        assert_eq!(said.send().await.unwrap().status(), 403, "{origin}");
    }
    assert_eq!(server.history(&session).await.len(), 0);
    for origin in [&own, "https://family.example", "http://localhost:3000", "https://FAMILY.example"] {
        let mut client = Client::try_open(server.address, &session, &[("origin", origin)]).await.unwrap();
        client.hello(None).await;
        assert_eq!(text(&client.welcome["session_id"]), session, "{origin}");
    }
}
