//! Files that are damaged, in use, or not to be had.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use rustix::io::Errno;

use super::{Folder, open};
use crate::bus::conformance::{Backend, Factory as _, message, said};
use crate::bus::{AcceptError, Batch, Busy, StoreError};
use crate::domain::{Author, Event, Message, MessageId, MessageStatus, Outcome, OwnerId, SessionId};
use crate::embedded::OpenError;
use crate::embedded::disk::Trouble;
use crate::sessions::PageLimit;

const PATIENCE: Duration = Duration::from_secs(20);
const PAGE: usize = 4096;

async fn say(store: &dyn Backend, session: SessionId, name: &str, text: &str) -> Result<(), AcceptError> {
    let message = message(name, text, Busy::Queue);
    let accepting = tokio::time::timeout(PATIENCE, store.accept(session, message));
    accepting.await.expect("the store answers").map(drop)
}

async fn answer(store: &dyn Backend, text: &str) {
    let claim = tokio::time::timeout(PATIENCE, store.claim()).await.expect("a turn is ready");
    let message = Message {
        id: MessageId::of_agent(claim.fence.session, claim.fence.turn, claim.fence.tag, claim.fence.attempt, 0),
        at: said(&claim).at,
        utc_offset: None,
        author: Author::Agent { name: "A".into() },
        text: text.into(),
        attachments: Vec::new(),
        choices: Vec::new(),
        turn: claim.fence.turn,
        status: MessageStatus::Complete,
    };
    let events = vec![Event::RunStarted, Event::RunFinished { outcome: Outcome::Success, usage: None }];
    store
        .append(&claim.fence, Batch { number: 1, events, messages: vec![message], settle: true, ..Batch::default() })
        .await
        .unwrap();
}

async fn texts(store: &dyn Backend, session: SessionId) -> Result<Vec<String>, StoreError> {
    let reading = tokio::time::timeout(PATIENCE, store.history(session, None, PageLimit::messages(1000)));
    let page = reading.await.expect("the store answers")?;
    Ok(page.messages.into_iter().map(|message| message.text).collect())
}

/// A store with conversations in it, closed in an orderly way; the sessions.
async fn filled(folder: &Folder, sessions: usize) -> Vec<SessionId> {
    let store = folder.open().await;
    let mut ids = Vec::new();
    for number in 0..sessions {
        let session = store.create(OwnerId::random(), crate::record::v1::first()).await.unwrap().id;
        for turn in 0..4 {
            let text = format!("marker-{number}-{turn} ").repeat(100);
            say(&*store, session, &format!("m{turn}"), &text).await.unwrap();
            answer(&*store, &text).await;
        }
        ids.push(session);
    }
    drop(store);
    folder.close().await;
    ids
}

fn damage(file: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = std::fs::read(file).unwrap();
    change(&mut bytes);
    std::fs::write(file, bytes).unwrap();
}

/// Makes the records that hold `text` unreadable.
fn deface(bytes: &mut [u8], text: &[u8]) {
    let mut place = 0;
    let mut found = 0;
    while let Some(next) = bytes[place..].windows(text.len()).position(|window| window == text) {
        bytes[place + next..place + next + text.len()].fill(b'"');
        place += next + text.len();
        found += 1;
    }
    assert!(found > 0, "the text is in the file");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_session_leaves_the_others_alone() {
    let folder = Folder::new();
    let sessions = filled(&folder, 6).await;
    {
        // The damaged session waits for an answer, too: the start must get over it.
        let store = folder.open().await;
        say(&*store, sessions[2], "waiting", "marker-2-waiting").await.unwrap();
    }
    folder.close().await;
    damage(&folder.file(), |bytes| deface(bytes, b"marker-2-"));
    let store = folder.open().await;
    for (number, session) in sessions.iter().enumerate() {
        if number == 2 {
            let read = texts(&*store, *session).await;
            assert!(matches!(read, Err(StoreError::Damaged(_))), "{read:?}");
            let refused = say(&*store, *session, "more", "more").await;
            assert!(matches!(refused, Err(AcceptError::Store(StoreError::Damaged(_)))), "{refused:?}");
        } else {
            assert_eq!(texts(&*store, *session).await.unwrap().len(), 8);
            say(&*store, *session, "more", "more").await.unwrap();
            answer(&*store, "and more").await;
            assert_eq!(texts(&*store, *session).await.unwrap()[8..], ["more", "and more"]);
        }
    }
    store.ping().await.unwrap();
}

/// Whatever is damaged: errors, no panic that gets out, no waiting for ever, and the process goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_damage_takes_the_process_down() {
    let folder = Folder::new();
    let sessions = filled(&folder, 6).await;
    let whole = std::fs::read(folder.file()).unwrap();
    let holds_words = |part: &[u8]| part.windows(7).any(|window| window == b"marker-");
    let told: Vec<usize> = (0..whole.len() / PAGE).filter(|page| holds_words(&whole[page * PAGE..][..PAGE])).collect();
    // Records end a page; what tells where they are begins it.
    let ends_in_words = |page: &&usize| holds_words(&whole[*page * PAGE + PAGE / 2..][..PAGE / 2]);
    let records: Vec<usize> = told.iter().filter(ends_in_words).copied().collect();
    let (mut refused, mut failed, mut fine) = (0, 0, 0);
    for seed in 0..150_u64 {
        let mut random = StdRng::seed_from_u64(seed);
        let mut bytes = whole.clone();
        match seed % 5 {
            0 => bytes.truncate(random.random_range(1..whole.len())),
            1 => {
                // One in which a session is read, so that this is met; where else it may fall is the next one's.
                let page = told[random.random_range(0..told.len())] * PAGE;
                random.fill(&mut bytes[page..page + PAGE]);
            }
            // Of a page that begins well, which a start may pass over.
            2 => {
                let page = records[random.random_range(0..records.len())] * PAGE;
                random.fill(&mut bytes[page + PAGE / 2..page + PAGE]);
            }
            3 => (0..200).for_each(|_| bytes[random.random_range(0..whole.len())] ^= 1 << random.random_range(0..8)),
            _ => bytes[random.random_range(0..512)] ^= 1 << random.random_range(0..8),
        }
        let dir = tempfile::TempDir::new().unwrap();
        std::fs::write(dir.path().join(super::FILE_NAME), bytes).unwrap();
        let opening = tokio::time::timeout(PATIENCE, open(dir.path(), Duration::from_millis(5)));
        let store = match opening.await.unwrap_or_else(|_| panic!("seed {seed}: the start hangs")) {
            Ok(store) => Arc::new(store),
            Err(OpenError::Unreadable { .. }) => {
                refused += 1;
                continue;
            }
            Err(other) => panic!("seed {seed}: {other}"),
        };
        for session in &sessions {
            let read = texts(&*store, *session).await;
            let written = say(&*store, *session, "probe", "probe").await;
            match (read, written) {
                (Ok(_), Ok(())) => fine += 1,
                (Err(StoreError::Fenced | StoreError::Full(_)), _) => panic!("seed {seed}: the wrong error"),
                _ => failed += 1,
            }
        }
        let store = Arc::try_unwrap(store).unwrap_or_else(|_| panic!("nobody else has it"));
        let closing = tokio::time::timeout(PATIENCE, store.close());
        // What a damaged file does not take is not asked here.
        let _ = closing.await.unwrap_or_else(|_| panic!("seed {seed}: closing hangs"));
    }
    assert!(refused > 0 && failed > 0 && fine > 0, "{refused} refused, {failed} sessions failed, {fine} fine");
}

#[tokio::test]
async fn a_file_in_use_is_refused() {
    let folder = Folder::new();
    let _store = folder.open().await;
    let dir = folder.file().parent().unwrap().to_owned();
    let refused = open(&dir, Duration::from_secs(1)).await.map(drop).unwrap_err();
    assert!(matches!(refused, OpenError::InUse { .. }), "{refused}");
    assert!(refused.to_string().contains("SESSIONS_DIR"), "{refused}");
}

#[tokio::test]
async fn what_cannot_be_opened_is_named() {
    let dir = tempfile::TempDir::new().unwrap();
    std::fs::create_dir(dir.path().join(super::FILE_NAME)).unwrap();
    let refused = open(dir.path(), Duration::from_secs(1)).await.map(drop).unwrap_err();
    assert!(matches!(refused, OpenError::Refused { .. }), "{refused}");
    assert!(refused.to_string().contains(super::FILE_NAME), "{refused}");
    let file = dir.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let refused = open(&file.join("below"), Duration::from_secs(1)).await.map(drop).unwrap_err();
    assert!(matches!(refused, OpenError::Folder { .. }), "{refused}");
}

#[test]
fn a_limit_of_the_process_is_no_damage() {
    for limit in [Errno::AGAIN, Errno::NOMEM, Errno::MFILE, Errno::NFILE] {
        let error = std::io::Error::from_raw_os_error(limit.raw_os_error());
        let refused = super::super::explain(Path::new("hera.redb"), Trouble::Storage(error.into()));
        assert!(matches!(refused, OpenError::Limit { .. }), "{refused}");
        assert!(!refused.to_string().contains("backup"), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_in_a_write_harms_nobody_else() {
    let folder = Folder::new();
    let store = folder.try_open().await.unwrap();
    let session = folder_session(&store).await;
    for _ in 0..3 {
        let broken = store.0.disk.write::<(), _>(|_| panic!("as redb does over a damaged page")).await;
        assert!(matches!(broken, Err(StoreError::Damaged(_))), "{broken:?}");
    }
    let until_stored = async {
        while say(&store, session, "a", "a").await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, until_stored).await.expect("the store comes back by itself");
    drop(store);
    assert_eq!(texts(&*folder.open().await, session).await.unwrap(), ["a"]);
}

async fn folder_session(store: &dyn Backend) -> SessionId {
    store.create(OwnerId::random(), crate::record::v1::first()).await.unwrap().id
}
