//! Redis lets writes wait, as it does for a failover or a backup: what is only read does not wait with them.

use super::{answers, replica};
use crate::harness::{Client, Redis, in_time};

#[tokio::test]
async fn reads_do_not_wait_for_writes() {
    let redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let turn = client.turn("m-1", "tokens=3 rate=0").await;
    client.turn_end(&turn).await;

    // Longer than any test waits: whatever is answered has not waited for it.
    redis.says(&["CLIENT", "PAUSE", "600000", "WRITE"], "OK").await;
    client.say("m-2", "tokens=3 rate=0").await;
    for path in ["status", "messages", "export", "events"] {
        assert_eq!(backend.get(&format!("/api/sessions/{session}/{path}")).await.status(), 200, "{path}");
    }
    assert_eq!(answers(&backend.history(&session).await).len(), 1);
    assert_eq!(backend.json("/api/sessions").await["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(Client::join(backend.address, &session).await.welcome["resumed"], "fresh");
    let tail = Client::resume(backend.address, &session, client.last_id.as_deref()).await;
    assert_eq!(tail.welcome["resumed"], "tail");
    let refused = in_time("what is said of writes", async {
        loop {
            let ready = backend.json("/health/ready").await;
            if ready["writes"] == "refused" {
                return ready;
            }
        }
    });
    assert!(refused.await["detail"].as_str().unwrap().contains("lets writes wait"));
    assert_eq!(client.refused("m-2", "store_unavailable").await["temporary"], true);

    redis.says(&["CLIENT", "UNPAUSE"], "OK").await;
    let turn = client.turn("m-2", "tokens=3 rate=0").await;
    client.turn_end(&turn).await;
    assert_eq!(answers(&backend.history(&session).await).len(), 2, "once, though it was said twice");
    in_time("writes to be taken", async { while backend.json("/health/ready").await["writes"] != "ok" {} }).await;
}
