//! Pictures that go with messages: named, never sent, and shown wherever the message is.

use hera::bus::{Input, Start};
use hera::domain::{MediaType, Photo, PhotoId, PhotoKind, SessionId, UnixMillis};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::house::{House, Reply};
use crate::harness::client::{Client, event_type};

fn photo(number: u8) -> Photo {
    Photo {
        id: PhotoId::of_digest(&[number; 32]),
        kind: PhotoKind::Attachment,
        media_type: MediaType::WebP,
        width: 640,
        height: 480,
        bytes: 12_345,
        created_at: UnixMillis(0),
        illustration: false,
    }
}

/// A session that was given two pictures: its path, and the pictures.
async fn given(house: &House) -> (String, [Photo; 2]) {
    let path = house.session().await;
    let photos = [photo(1), photo(2)];
    for photo in photos {
        house.store.add_photo(id(&path), photo, None).await.unwrap();
    }
    (path, photos)
}

fn id(path: &str) -> SessionId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_picture_is_shown_wherever_its_message_is() {
    let house = House::open().await;
    let (session, photos) = given(&house).await;
    let url = format!("{session}/photos/{}", photos[0].id);
    let body = json!({"message": "look", "attachments": [url, photos[1].id.to_string()]});
    let asked = house.post(&format!("{session}/messages")).json(&body).send();
    let (answer, ()) = tokio::join!(asked, house.answer(Reply::of("How nice!")));
    assert_eq!(answer.unwrap().status(), StatusCode::OK);

    let page: Value = house.get(&format!("{session}/messages")).send().await.unwrap().json().await.unwrap();
    let export: Value = house.get(&format!("{session}/export")).send().await.unwrap().json().await.unwrap();
    let client = Client::join(house.address, session.rsplit('/').next().unwrap()).await;
    let snapshot = client.frames.iter().find(|frame| event_type(frame) == Some("MESSAGES_SNAPSHOT")).unwrap();
    for messages in [&page["messages"], &export["messages"], &snapshot["event"]["messages"]] {
        let shown = &messages[0]["metadata"]["hera"]["attachments"];
        assert_eq!(shown.as_array().unwrap().len(), 2);
        assert_eq!(
            shown[0],
            json!({"id": photos[0].id.to_string(), "kind": "attachment", "url": url, "media_type": "image/webp",
                "width": 640, "height": 480, "bytes": 12_345, "created_at": "1970-01-01T00:00:00.000Z"})
        );
        assert_eq!(messages[1]["metadata"]["hera"].get("attachments"), None);
    }
}

#[tokio::test]
async fn a_socket_names_pictures_as_content_parts() {
    let house = House::open().await;
    let (session, photos) = given(&house).await;
    let mut client = Client::join(house.address, session.rsplit('/').next().unwrap()).await;
    let image = |source: Value| json!({"type": "image", "source": source});
    let file = |photo: &Photo| image(json!({"type": "file", "value": photo.id.to_string()}));
    let say = |name: &str, parts: &[Value]| json!({"type": "message", "client_msg_id": name, "content": parts});
    let refused = [
        (say("m-1", &[file(&photo(9))]), "unknown_photo"),
        (say("m-1", &[image(json!({"type": "url", "value": "https://else.example/cat.png"}))]), "unknown_photo"),
        (
            say("m-1", &[image(json!({"type": "data", "value": "AAAA", "mimeType": "image/png"}))]),
            "unsupported_content",
        ),
    ];
    for (frame, code) in refused {
        client.send(frame).await;
        client.refused("m-1", code).await;
    }
    for (frame, duplicate) in [(say("m-1", &[file(&photos[0])]), false), (say("m-1", &[file(&photos[0])]), true)] {
        client.send(frame).await;
        assert_eq!(client.accepted("m-1").await["duplicate"], duplicate);
    }
    client.send(say("m-1", &[file(&photos[1])])).await;
    client.refused("m-1", "id_conflict").await;

    let said = client.until("the message", |frame| event_type(frame) == Some("TEXT_MESSAGE_CHUNK")).await;
    assert_eq!(said["event"]["delta"], "");
    assert_eq!(said["event"]["metadata"]["hera"]["attachments"][0]["id"], photos[0].id.to_string());
    let Input::Message(message) = house.store.claim().await.input else { panic!("a message") };
    assert_eq!(message.attachments, photos[..1]);
}

#[tokio::test]
async fn what_is_no_picture_of_the_session_is_refused() {
    let house = House::open().await;
    let (session, photos) = given(&house).await;
    let other = house.session().await;
    let many: Vec<String> = (0..11).map(|number| photo(number).id.to_string()).collect();
    let cases = [
        (&other, json!([photos[0].id.to_string()]), "unknown_photo"),
        (&session, json!([photo(9).id.to_string()]), "unknown_photo"),
        (&session, json!(["cat.png"]), "unknown_photo"),
        (&session, json!(many), "bad_request"),
    ];
    for (session, attachments, code) in cases {
        let body = json!({"message": "look", "attachments": attachments});
        let answer = house.post(&format!("{session}/messages")).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["code"], code, "{problem}");
    }
    let head = house.store.subscribe(id(&session), Start::Snapshot).await.unwrap().opening;
    assert!(format!("{head:?}").contains("seq: 2"), "a refused message leaves nothing: {head:?}");
}
