//! The family has its children painted, one after the other, and nobody has more pictures than a session may have.

use reqwest::Method;
use serde_json::{Value, json};

use super::{ENGLISH, World, body, count};
use crate::harness::client::text;
use crate::harness::{Client, hashed, in_time};

const TWO: &str = "Hey! I'm 31, a guy in Seattle, living with my wife. I make $90k, I'm outgoing and optimistic. My wife is \
    called Nina, she's gentle, with a round face and a short bob. We'd like a boy named Sam and a girl named Emma.";

fn is_queued(number: u8) -> impl Fn(&Value) -> bool {
    move |frame| {
        frame["event"]["name"] == "turn.queued"
            && frame["event"]["value"]["job"] == "paint_child"
            && frame["event"]["value"]["number"] == number
    }
}

async fn say(client: &mut Client, name: &str, words: &str) {
    let turn = client.turn(name, words).await;
    let end = client.turn_end(&turn).await;
    assert_eq!(end["event"]["outcome"], json!({"type": "success"}), "{end}");
}

#[tokio::test]
async fn the_family_has_its_children_painted() {
    let world = World::alone(&[]).await;
    let (session, mut client) = world.told(TWO).await;
    let path = format!("/api/sessions/{session}/complete");
    let completed = in_time("the family", world.backend.request(Method::POST, &path).send()).await.unwrap();
    assert_eq!(completed.status(), 200);
    // One with each of the family's turns: first from what is known, without a photo of the person.
    painted(&world, &session, &mut client, 1, 1).await;
    say(&mut client, "m-2", "Sam, what did you have for lunch?").await;
    painted(&world, &session, &mut client, 2, 1).await;
    say(&mut client, "m-3", "I'd love to see the sea.").await;
    assert_eq!(count(&client, is_painting), 2, "each once");
    // Then the photo makes them nearer.
    world.upload(&session).await;
    for (name, words, number) in [("m-4", "What do you think?", 1), ("m-5", "Emma, what is your favourite colour?", 2)]
    {
        say(&mut client, name, words).await;
        painted(&world, &session, &mut client, number, 2).await;
    }
    say(&mut client, "m-6", "Where are we going again?").await;
    assert_eq!(count(&client, is_painting), 4, "each once more");
}

fn is_painting(frame: &Value) -> bool {
    frame["event"]["value"]["job"] == "paint_child"
}

/// Waits until this child has been painted so many times.
async fn painted(world: &World, session: &str, client: &mut Client, number: u8, times: usize) {
    if count(client, is_queued(number)) < times {
        client.next("the job", is_queued(number)).await;
    }
    let queued = client.frames.iter().rfind(|frame| is_queued(number)(frame)).unwrap().clone();
    let turn = text(&queued["event"]["value"]["turn_id"]);
    let end = client.turn_end(&turn).await;
    assert_eq!(end["event"]["outcome"], json!({"type": "success"}), "{end}");
    let filename = format!("/api/sessions/{session}/photos/child_{number}.png");
    assert_eq!(world.backend.get(&filename).await.status(), 200);
}

#[tokio::test]
async fn a_session_that_is_full_has_nothing_painted() {
    let world = World::alone(&[]).await;
    let (session, _) = world.told(ENGLISH).await;
    let dir = world.dir.path().join("photos").join(hashed(&session));
    // As 500 pictures would have left them.
    for number in 0..500 * 3 {
        std::fs::write(dir.join(format!("{number:032x}.png")), "").unwrap();
    }
    let (status, problem) = body(world.partner(&session).await).await;
    assert_eq!((status, &problem["code"]), (409, &"images_full".into()), "{problem}");
    world.backend.logged_times("turn ended", 2).await;
    let log = world.backend.log();
    assert_eq!(log.matches("turn ended").count(), 2, "the message and Hera's own painting: {log}");
}
