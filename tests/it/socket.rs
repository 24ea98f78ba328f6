//! What a socket promises while it is open.

use crate::harness::{Client, Screen, Server};

#[tokio::test]
async fn a_message_is_accepted_and_answered() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "tokens=5 rate=0").await;
    let end = client.turn_end(&turn).await;
    assert_eq!(end["event"]["outcome"]["type"], "success", "{end}");
    let history = server.history(&session).await;
    assert_eq!(Screen::of(&client.frames).messages.len(), history.len());
    client.leave().await;
}
