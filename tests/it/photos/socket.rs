//! Pictures over the socket.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::clouds::files;
use super::files::*;
use crate::harness::client::event_type;
use crate::harness::{Client, Server};

fn announcement(id: &str, kind: &str, size: usize) -> Value {
    json!({"type": "image", "client_msg_id": id, "kind": kind, "media_type": "image/jpeg", "size": size})
}

async fn send(client: &mut Client, bytes: &[u8]) {
    for piece in bytes.chunks(60_000) {
        client.send_message(Message::binary(piece.to_vec())).await;
    }
}

/// What is said about the picture in the end.
async fn outcome(client: &mut Client, id: &str) -> Value {
    client.next(id, |frame| frame["client_msg_id"] == id && frame["type"] != "image_progress").await
}

#[tokio::test]
async fn a_picture_comes_over_the_socket() {
    let server = Server::builder().env("FRAMES_PER_SECOND", 1).env("FRAMES_BURST", 5).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let mut other = Client::join(server.address, &session).await;
    assert_eq!(client.welcome["limits"]["image_bytes"], 10 << 20);
    // Small where it is developed, which a busy machine does last, and large on its way.
    let file = [jpeg(250, 200), vec![7; 2_000_000]].concat();
    client.send(announcement("i-1", "user", file.len())).await;
    send(&mut client, &file).await;
    let accepted = outcome(&mut client, "i-1").await;
    assert_eq!((&accepted["type"], &accepted["photo"]["width"]), (&"image_accepted".into(), &250.into()), "{accepted}");
    let told: Vec<u64> = client.frames.iter().filter_map(|frame| frame["received"].as_u64()).collect();
    assert!(told.len() > 3 && told.is_sorted(), "{told:?}");
    assert_eq!(told.last(), Some(&(file.len() as u64)));
    for client in [&mut client, &mut other] {
        let ready = client.until("image.ready", |frame| frame["event"]["name"] == "image.ready").await;
        assert_eq!(ready["event"]["value"], accepted["photo"]);
        client.until("the state", |frame| event_type(frame) == Some("STATE_DELTA")).await;
    }
    // The same picture again is the same picture, and changes nothing.
    client.send(announcement("i-2", "user", file.len())).await;
    send(&mut client, &file).await;
    assert_eq!(outcome(&mut client, "i-2").await["photo"]["id"], accepted["photo"]["id"]);
    let page = server.get(&format!("/api/sessions/{session}/photos/user.png")).await;
    assert_eq!(page.status(), 200);
}

#[tokio::test]
async fn an_attachment_goes_with_a_message() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let file = png(60, 40);
    client.send(announcement("i-1", "attachment", file.len())).await;
    send(&mut client, &file).await;
    let accepted = outcome(&mut client, "i-1").await;
    assert_eq!(accepted["photo"]["kind"], "attachment", "{accepted}");
    assert!(server.get(accepted["photo"]["url"].as_str().unwrap()).await.status().is_success());
}

#[tokio::test]
async fn other_frames_go_on_while_a_picture_comes() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let file = jpeg(200, 100);
    let (first, rest) = file.split_at(100);
    client.send(announcement("i-1", "user", file.len())).await;
    client.send_message(Message::binary(first.to_vec())).await;
    client.say("m-1", "one").await;
    client.accepted("m-1").await;
    client.send(announcement("i-2", "user", 10)).await;
    client.refused("i-2", "image_pending").await;
    client.send_message(Message::binary(rest.to_vec())).await;
    client.send_message(Message::binary(vec![0; 10])).await;
    assert_eq!(outcome(&mut client, "i-1").await["type"], "image_accepted");
    client.say("m-2", "one").await;
    client.accepted("m-2").await;
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_the_socket_stays() {
    let server = Server::builder().env("IMAGE_BYTES", 200_000).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    for (id, file, code) in [
        ("gif", b"GIF89a no more than that".to_vec(), "image_unsupported"),
        ("cut", jpeg(300, 200)[..2000].to_vec(), "image_damaged"),
        ("wide", png_of(60_000, 60_000, 8, 2, &[], &zeros(1000)), "image_too_large"),
        ("heavy", vec![0; 200_001], "image_too_large"),
    ] {
        client.send(announcement(id, "user", file.len())).await;
        // One that is refused at once has no bytes to come but those that were sent before the refusal was read.
        send(&mut client, &file).await;
        assert_eq!(outcome(&mut client, id).await["code"], code, "{id}");
    }
    client.send(announcement("none", "user", 0)).await;
    client.refused("none", "bad_frame").await;
    client.send(announcement("other", "partner", 10)).await;
    client.refused("other", "bad_frame").await;
    client.say("m-1", "one").await;
    client.accepted("m-1").await;
    assert_eq!(files(&server.sessions_dir().join("photos")), [""; 0]);
}

#[tokio::test]
async fn more_than_was_announced_closes() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    client.send(announcement("i-1", "user", 10)).await;
    client.send_message(Message::binary(vec![0; 11])).await;
    assert_eq!(client.close_code().await, Some(3501));
    let mut client = Client::join(server.address, &session).await;
    client.send_message(Message::binary(vec![0; 1])).await;
    assert_eq!(client.close_code().await, Some(3501), "nobody announced it");
}

#[tokio::test]
async fn what_is_thrown_away_has_an_end() {
    let server = Server::builder().env("IMAGE_BYTES", 100_000).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    client.send(announcement("i-1", "user", 1_000_000_000_000)).await;
    send(&mut client, &vec![0; 400_000]).await;
    assert_eq!(outcome(&mut client, "i-1").await["code"], "image_too_large");
    client.say("m-1", "one").await;
    client.accepted("m-1").await;
    client.send_message(Message::binary(vec![0; 1])).await;
    assert_eq!(client.close_code().await, Some(3501));
}

#[tokio::test]
async fn a_picture_is_let_go_when_its_socket_closes() {
    let server = Server::builder().env("UPLOADS_PER_OWNER", 1).start().await;
    let session = server.session().await;
    let mut first = Client::join(server.address, &session).await;
    first.send(announcement("i-1", "user", 1_000_000)).await;
    first.send_message(Message::binary(vec![0; 5000])).await;
    first.send(json!({"type": "ping"})).await;
    first.next("pong", |frame| frame["type"] == "pong").await;
    let mut second = Client::join(server.address, &session).await;
    let file = png(30, 20);
    second.send(announcement("i-2", "user", file.len())).await;
    send(&mut second, &file).await;
    let busy = outcome(&mut second, "i-2").await;
    assert_eq!((&busy["code"], &busy["temporary"]), (&"image_busy".into(), &true.into()), "{busy}");
    first.leave().await;
    crate::harness::in_time("the place to be free", async {
        for number in 3.. {
            let id = format!("i-{number}");
            second.send(announcement(&id, "user", file.len())).await;
            send(&mut second, &file).await;
            if outcome(&mut second, &id).await["type"] == "image_accepted" {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn crumbs_are_not_a_picture() {
    let server = Server::builder().env("FRAMES_PER_SECOND", 1).env("FRAMES_BURST", 20).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    client.send(announcement("i-1", "user", 100_000)).await;
    // More than it may send until then, also where each second takes one more.
    for _ in 0..32 {
        client.send_message(Message::binary(vec![0; 10])).await;
    }
    let refused = outcome(&mut client, "i-1").await;
    assert_eq!(refused["code"], "image_incomplete", "{refused}");
}
