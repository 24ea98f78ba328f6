//! Lets go of the sessions of the embedded store that nobody uses. Their pictures go after them as those of all sessions
//! that have ended.

use std::time::Duration;

use crate::bus::StoreError;
use crate::embedded::Embedded;
use crate::lifecycle::Lifecycle;

/// Looks again and again, until the process drains. Ends at once where sessions are kept for ever.
pub async fn run(store: Embedded, lifecycle: Lifecycle) {
    let Some(every) = store.looks_every() else { return };
    let mut looks = tokio::time::interval(every);
    looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut told = false;
    while lifecycle.draining().run_until_cancelled(looks.tick()).await.is_some() {
        let looking = lifecycle.draining().run_until_cancelled(look(&store, &mut told)).await;
        if let Some(Err(error)) = looking {
            tracing::warn!(%error, "sessions that nobody uses cannot be let go; it is tried again");
        }
    }
}

/// One look. `told`: the log has said how many sessions the setting will take.
async fn look(store: &Embedded, told: &mut bool) -> Result<(), StoreError> {
    let looked = store.let_go_unused().await?;
    if looked.left > Duration::ZERO && looked.to_go > 0 && !std::mem::replace(told, true) {
        let (count, seconds) = (looked.to_go, looked.left.as_secs());
        tracing::info!(
            count,
            "sessions have not been used for SESSION_TTL_S: they are let go in {seconds} s, unless somebody uses them"
        );
    }
    if looked.let_go > 0 {
        tracing::info!(count = looked.let_go, "sessions were let go: nobody has used them for SESSION_TTL_S");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::application::Application as _;
    use crate::bus::{Busy, EventLog as _, NewMessage, Start};
    use crate::domain::{Clock, MediaType, OwnerId, Phase, PhotoId, SessionId, UnixMillis};
    use crate::embedded::Settings;
    use crate::family::Hera;
    use crate::gateway::let_go::{Left, sweep};
    use crate::photos::{Developed, PhotoStore, Place, SIZES};
    use crate::sessions::SessionStore as _;

    const TTL: i64 = 60_000;

    #[derive(Debug, Clone, Default)]
    struct Turned(Arc<AtomicI64>);

    impl Turned {
        /// So much of the time to live passes.
        fn pass(&self, part: i64) {
            self.0.fetch_add(TTL * part / 100, Ordering::SeqCst);
        }
    }

    impl Clock for Turned {
        fn now(&self) -> UnixMillis {
            UnixMillis(1_795_456_647_990 + self.0.load(Ordering::SeqCst))
        }
    }

    struct House {
        dir: tempfile::TempDir,
        clock: Turned,
        store: Embedded,
        photos: PhotoStore,
    }

    impl House {
        async fn new(ttl: Option<i64>) -> Self {
            let (dir, clock) = (tempfile::TempDir::new().unwrap(), Turned::default());
            let store = open(dir.path(), &clock, ttl).await;
            let photos = PhotoStore::open(&Place::Disk(dir.path().join("photos"))).unwrap();
            Self { dir, clock, store, photos }
        }

        async fn open_again(&mut self, ttl: Option<i64>) {
            self.store.clone().close().await.unwrap();
            // The file is free when the last clone is gone.
            self.store = open(self.dir.path(), &self.clock, ttl).await;
        }

        /// A session with a picture.
        async fn session(&self) -> SessionId {
            let chat = Hera { first_phase: Phase::Chat }.first_state();
            let session = self.store.create(OwnerId::random(), chat).await.unwrap().id;
            let picture = Developed {
                id: PhotoId::of_digest(&[7; 32]),
                media_type: MediaType::Png,
                width: 1,
                height: 1,
                original: vec![7].into(),
                thumbnails: SIZES.map(|size| (size, vec![7].into())),
            };
            self.photos.put(session, &picture).await.unwrap();
            session
        }

        async fn look(&self) {
            look(&self.store, &mut false).await.unwrap();
            let left = self.store.left_pictures().await.unwrap();
            assert!(sweep(&self.store, &self.photos, &Left::default(), left).await);
        }

        /// Whether the session is there, with its pictures; it has both or neither.
        async fn has(&self, session: SessionId) -> bool {
            let there = self.store.find(session).await.unwrap().is_some();
            assert_eq!(self.dir.path().join("photos").join(session.hashed().to_string()).exists(), there);
            there
        }
    }

    async fn open(dir: &Path, clock: &Turned, ttl: Option<i64>) -> Embedded {
        let settings = Settings {
            dir: dir.into(),
            events_kept: 100,
            flush_interval: Duration::from_millis(5),
            turns_queued: 8,
            messages_kept: 100,
            cache_bytes: 1 << 20,
            session_ttl: ttl.map(|ttl| Duration::from_millis(ttl.unsigned_abs())),
        };
        Embedded::open(settings, Arc::new(clock.clone()), Lifecycle::default()).await.unwrap()
    }

    #[tokio::test]
    async fn who_is_not_used_is_let_go_with_all_pictures() {
        let house = House::new(Some(TTL)).await;
        let (idle, followed, written, read) =
            (house.session().await, house.session().await, house.session().await, house.session().await);
        let following = house.store.subscribe(followed, Start::Snapshot).await.unwrap();
        house.look().await;
        for _ in 0..3 {
            house.clock.pass(60);
            let message = NewMessage {
                client_msg_id: format!("m{}", house.clock.now().0).parse().unwrap(),
                text: "still here".into(),
                attachments: Vec::new(),
                busy: Busy::Queue,
                utc_offset: None,
            };
            house.store.accept(written, message).await.unwrap();
            // Joined for a moment, and gone before the next look.
            drop(house.store.subscribe(read, Start::Snapshot).await.unwrap());
            house.look().await;
        }
        assert!(!house.has(idle).await);
        assert!(house.has(followed).await && house.has(written).await && house.has(read).await);
        drop(following);
        house.clock.pass(60);
        house.look().await;
        assert!(house.has(followed).await, "its time counts from the end of its use");
        house.clock.pass(60);
        house.look().await;
        assert!(!house.has(followed).await && !house.has(read).await);
        assert!(house.has(written).await, "somebody waits for an answer there");
    }

    #[tokio::test]
    async fn what_was_kept_for_ever_is_counted_from_the_setting_on() {
        let mut house = House::new(None).await;
        assert_eq!(house.store.looks_every(), None);
        let session = house.session().await;
        house.clock.pass(1000);
        house.look().await;
        assert!(house.has(session).await, "kept for ever");
        house.open_again(Some(TTL)).await;
        let looked = house.store.let_go_unused().await.unwrap();
        assert_eq!((looked.let_go, looked.to_go, looked.left), (0, 1, Duration::from_mins(1)));
        house.clock.pass(90);
        // A restart does not begin to count anew; a start without the setting does.
        house.open_again(Some(TTL)).await;
        assert_eq!(house.store.let_go_unused().await.unwrap().left, Duration::from_secs(6));
        house.open_again(None).await;
        house.open_again(Some(TTL)).await;
        house.clock.pass(90);
        house.look().await;
        assert!(house.has(session).await);
        house.clock.pass(20);
        house.look().await;
        assert!(!house.has(session).await);
    }

    #[tokio::test]
    async fn pictures_that_could_not_be_deleted_are_deleted_later() {
        let house = House::new(Some(TTL)).await;
        let session = house.session().await;
        house.clock.pass(110);
        house.store.let_go_unused().await.unwrap();
        assert_eq!(house.store.left_pictures().await.unwrap(), [session], "as after a crash in the middle");
        house.look().await;
        assert!(!house.has(session).await);
        assert!(house.store.left_pictures().await.unwrap().is_empty());
    }
}
