//! Sessions that the store lets go because nobody comes any more: their pictures, which are stored elsewhere, go after
//! them.

use std::time::Duration;

use super::Gateway;

/// How long to wait after the pictures' store has failed.
const PAUSE: Duration = Duration::from_mins(1);

/// Deletes the pictures of sessions that were let go, until the process drains. Several processes may do so at once; what
/// one of them leaves undone is done later.
pub async fn delete_pictures(gateway: Gateway) {
    let draining = gateway.lifecycle.draining().clone();
    let deleting = async {
        loop {
            let mut failed = false;
            for session in gateway.sessions.let_go().await {
                let deleted = gateway.photos.store.delete_session(session).await;
                match deleted {
                    Ok(count) => {
                        tracing::info!(
                            session = %session.hashed(),
                            count,
                            "a session was let go: its pictures are deleted"
                        );
                        if let Err(error) = gateway.sessions.forget_pictures(session).await {
                            tracing::warn!(
                                %error,
                                session = %session.hashed(),
                                "pictures that are deleted are looked for again"
                            );
                        }
                    }
                    Err(error) => {
                        tracing::warn!(
                            %error,
                            session = %session.hashed(),
                            "pictures of a session that was let go are deleted later"
                        );
                        failed = true;
                    }
                }
            }
            if failed {
                tokio::time::sleep(PAUSE).await;
            }
        }
    };
    draining.run_until_cancelled(deleting).await;
}
