//! Pictures on a full disk: they are refused like what is said.

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::files::noise;
use super::http::{refused, upload};
use crate::harness::{Client, Server, in_time};

#[tokio::test]
async fn a_full_disk_is_told_as_of_a_message() {
    let server = Server::builder().on_a_disk_of(4).start().await;
    let session = server.session().await;
    let (status, code) = in_time("the disk to be full", async {
        loop {
            let answer = upload(&server, &session, noise(500, 400)).await;
            if answer.status() != 200 {
                return refused(answer).await;
            }
        }
    })
    .await;
    assert_eq!((status, code.as_str()), (507, "store_full"));
    assert!(server.log().contains("the pictures' store is full"), "{}", server.log());
    let mut client = Client::join(server.address, &session).await;
    let file = noise(500, 400);
    let announced =
        json!({"type": "image", "client_msg_id": "i-1", "kind": "user", "media_type": "image/png", "size": file.len()});
    client.send(announced).await;
    for piece in file.chunks(60_000) {
        client.send_message(Message::binary(piece.to_vec())).await;
    }
    let full = client.next("a refusal", |frame| frame["client_msg_id"] == "i-1" && frame["type"] == "error").await;
    assert_eq!((&full["code"], &full["temporary"]), (&json!("store_full"), &json!(true)), "{full}");
    // Nothing is wrong with what is there.
    assert_eq!(server.get("/health/ready").await.status(), 200);
}
