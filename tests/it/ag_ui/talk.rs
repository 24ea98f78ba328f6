//! What a person has of a conversation with an agent at a real AG-UI endpoint: all they have with one of hera's.

use serde_json::{Value, json};

use super::endpoint::Endpoint;
use crate::harness::client::{Client, event_type, text};
use crate::harness::{Cable, Screen, Server};
use crate::photos::files;

/// A hera whose agent is `endpoint`.
async fn hera(endpoint: &Endpoint) -> Server {
    hera_at(endpoint.url()).await
}

async fn hera_at(url: String) -> Server {
    Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", url).start().await
}

/// Says something; the answer, as the history has it.
async fn ask(server: &Server, client: &mut Client, content: impl Into<Value>) -> Value {
    let id = format!("m-{}", client.frames.len());
    client.send(json!({"type": "message", "client_msg_id": id, "content": content.into()})).await;
    let turn = text(&client.accepted(&id).await["turn_id"]);
    client.turn_end(&turn).await;
    let history = server.history(client.welcome["session_id"].as_str().unwrap()).await;
    history.last().unwrap().clone()
}

/// Waits for the first words of an answer.
async fn first_words(client: &mut Client, turn: &str) {
    client
        .until("the first words", |frame| frame["turn"] == turn && event_type(frame) == Some("TEXT_MESSAGE_CONTENT"))
        .await;
}

#[tokio::test]
async fn it_is_told_what_was_said_and_shown_and_what_it_kept() {
    let endpoint = Endpoint::start().await;
    let server = hera(&endpoint).await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let state = |client: &Client| client.frames[2]["event"]["snapshot"].clone();
    assert_eq!((state(&client)["phase"].as_str(), state(&client).get("agent")), (Some("chat"), None));

    assert_eq!(ask(&server, &mut client, "say 3 words").await["content"], "word0 word1 word2 ");
    let recalled = ask(&server, &mut client, "recall").await;
    assert_eq!(recalled["content"], "person: say 3 words; agent: word0 word1 word2 ; ");
    assert_eq!(recalled["name"], "agent");

    let end = client.until("an end", |frame| event_type(frame) == Some("RUN_FINISHED")).await;
    assert!(end["event"]["metadata"]["hera"]["usage"]["output_tokens"].as_u64() > Some(0), "{end}");

    // Its state is kept between the runs, in a snapshot and in a change of it.
    for number in 1..3 {
        assert_eq!(ask(&server, &mut client, "count").await["content"], format!("number {number}"));
    }
    let told: Vec<&Value> = client.events().filter(|frame| event_type(frame) == Some("STATE_DELTA")).collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    assert_eq!(told[1]["event"]["delta"], json!([{"op": "add", "path": "/agent", "value": {"count": 2}}]));

    // A picture of the person.
    let picture = reqwest::multipart::Part::bytes(files::jpeg(80, 60)).file_name("picture.jpg");
    let form = reqwest::multipart::Form::new().part("file", picture);
    let path = format!("/api/sessions/{session}/photos");
    let sent: Value =
        server.request(reqwest::Method::POST, &path).multipart(form).send().await.unwrap().json().await.unwrap();
    let part = json!({"type": "image", "source": {"type": "file", "value": sent["photo"]["id"]}});
    let seen = ask(&server, &mut client, json!([{"type": "text", "text": "look"}, part])).await;
    let bytes = sent["photo"]["bytes"].as_u64().unwrap();
    assert_eq!(seen["content"], format!("image/jpeg of {bytes} bytes"));

    // A picture of the agent: within its message, for those who watch and for those who come later.
    let shown = ask(&server, &mut client, "paint").await;
    assert_eq!(shown["content"], "Here it is.");
    let photo = &shown["metadata"]["hera"]["attachments"][0];
    assert_eq!((&photo["width"], &photo["height"]), (&json!(64), &json!(48)), "{shown}");
    assert_eq!(server.get(photo["url"].as_str().unwrap()).await.status(), 200);
    let told = |frame: &&Value| frame["event"]["metadata"]["hera"]["message_id"] == shown["id"];
    assert_eq!(client.events().find(told).unwrap()["event"]["value"], *photo);

    // What it said before it failed stays, and the turn says that it failed.
    let cut = ask(&server, &mut client, "fail").await;
    assert_eq!((&cut["content"], &cut["metadata"]["hera"]["status"]), (&json!("This will "), &json!("failed")));
    let failed = client.until("the failure", |frame| event_type(frame) == Some("RUN_ERROR")).await;
    let error = (&failed["event"]["code"], &failed["event"]["message"]);
    assert_eq!(error, (&json!("agent_interrupted"), &json!("the agent failed")));

    let late = Client::join(server.address, &session).await;
    assert_eq!(state(&late)["agent"], json!({"count": 2}));
    let shown = |client: &Client| Screen::of(&client.frames).messages;
    assert_eq!(shown(&late), shown(&client), "a snapshot shows what the events did");
}

#[tokio::test]
async fn a_call_that_nobody_can_approve_ends_its_own_turn_only() {
    let endpoint = Endpoint::start().await;
    let server = hera(&endpoint).await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    for number in 0..2 {
        let turn = client.turn(&format!("m-{number}"), "launch").await;
        assert_eq!(client.turn_end(&turn).await["event"]["code"], "agent_refused");
        assert_eq!(ask(&server, &mut client, "say 2 words").await["content"], "word0 word1 ");
    }
}

#[tokio::test]
async fn who_stops_it_or_leaves_or_says_more_is_served_as_ever() {
    let mut endpoint = Endpoint::start().await;
    let server = hera(&endpoint).await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;

    // The next message waits; a cancel lets the endpoint go at once, and then it is answered.
    let stopped = client.turn("m-1", "say 5000 words slowly").await;
    let waiting = client.turn("m-2", "say 2 words").await;
    first_words(&mut client, &stopped).await;
    client.send(json!({"type": "cancel", "turn_id": stopped})).await;
    assert_eq!(client.turn_end(&stopped).await["event"]["outcome"], json!({"type": "cancelled"}));
    endpoint.lets_go().await;
    assert_eq!(client.turn_end(&waiting).await["event"]["outcome"], json!({"type": "success"}));
    let words = |message: &Value| message["content"].as_str().unwrap().split_whitespace().count();
    let history = server.history(&session).await;
    let cut = history.iter().find(|message| message["metadata"]["hera"]["status"] == "cancelled").unwrap();
    assert!((1..5000).contains(&words(cut)), "{cut}");

    // Who was cut off in the middle has the whole answer, and every event once.
    let turn = client.turn("m-3", "say 100 words slowly").await;
    first_words(&mut client, &turn).await;
    let last_id = client.last_id.clone();
    drop(client);
    let mut back = Client::resume(server.address, &session, last_id.as_deref()).await;
    assert_eq!(back.welcome["resumed"], "tail");
    back.turn_end(&turn).await;
    assert_eq!(words(server.history(&session).await.last().unwrap()), 100);

    // `interrupt` ends one answer for another.
    let interrupted = back.turn("m-4", "say 5000 words slowly").await;
    first_words(&mut back, &interrupted).await;
    back.say_busy("m-5", "say 2 words", "interrupt").await;
    let next = text(&back.accepted("m-5").await["turn_id"]);
    assert_eq!(back.turn_end(&interrupted).await["event"]["outcome"], json!({"type": "cancelled"}));
    back.turn_end(&next).await;
    endpoint.lets_go().await;
}

#[tokio::test]
async fn either_side_may_be_killed_in_the_middle() {
    let mut endpoint = Endpoint::start().await;
    let way = Cable::to(endpoint.address()).await;
    let mut server = hera_at(format!("http://{}/", way.address)).await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;

    // hera: the turn is run again, and what was shown of it is replaced.
    let turn = client.turn("m-1", "say 300 words slowly").await;
    first_words(&mut client, &turn).await;
    server.kill9().await;
    endpoint.lets_go().await;
    server.restart().await;
    let mut client = Client::join(server.address, &session).await;
    client.turn_end(&turn).await;
    let history = server.history(&session).await;
    assert_eq!(history.len(), 2, "{history:#?}");
    assert_eq!(history[1]["content"].as_str().unwrap().split_whitespace().count(), 300);

    // The endpoint: what was shown stays, and the turn fails.
    let turn = client.turn("m-2", "say 5000 words slowly").await;
    first_words(&mut client, &turn).await;
    endpoint.kill9().await;
    assert_eq!(client.turn_end(&turn).await["event"]["code"], "agent_interrupted");
    // Not yet begun, an answer waits until the endpoint is there again. A machine may take longer to start it than an agent is
    // waited for.
    way.cut();
    endpoint.start_again().await;
    let turn = client.turn("m-3", "recall").await;
    server.logged("asking an agent failed; it is asked again").await;
    way.mend();
    assert_eq!(client.turn_end(&turn).await["event"]["outcome"], json!({"type": "success"}));
    let recalled = server.history(&session).await.last().unwrap()["content"].to_string();
    assert!(recalled.contains("person: say 5000 words slowly; agent: word0 "), "{recalled}");
}
