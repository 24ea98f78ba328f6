//! Files that mean no good, sent to the real server.

use std::time::{Duration, Instant};

use futures::{StreamExt as _, stream};
use serde_json::Value;

use super::corpus::{Fate, corpus};
use super::files::jpeg;
use super::http::upload;
use crate::harness::Server;

/// One picture of 40 megapixels at 12 bytes a pixel, the files on their way, and what a server takes without any.
const MOST: u64 = (480 + 40 + 100) << 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_file_crashes_hangs_or_bloats_the_server() {
    let server = Server::builder().env("IMAGE_THREADS", 1).env("UPLOADS_PER_OWNER", 0).start().await;
    let session = server.session().await;
    let pid = server.pid();
    let mut wrong = Vec::new();
    let corpus = corpus();
    let outcomes = stream::iter(corpus.iter()).map(|(name, file, expected)| {
        let (server, session) = (&server, &session);
        async move {
            let begun = Instant::now();
            let answer = upload(server, session, file.clone()).await;
            let status = answer.status().as_u16();
            let answer: Value = answer.json().await.unwrap();
            (name, expected, status, answer, begun.elapsed())
        }
    });
    let mut outcomes = outcomes.buffer_unordered(4);
    while let Some((name, expected, status, answer, took)) = outcomes.next().await {
        let right = match expected {
            Fate::Kept(width, height) => {
                status == 200 && answer["photo"]["width"] == *width && answer["photo"]["height"] == *height
            }
            Fate::Unsupported => (status, &answer["code"]) == (415, &"image_unsupported".into()),
            Fate::TooLarge => (status, &answer["code"]) == (413, &"image_too_large".into()),
            Fate::Damaged => (status, &answer["code"]) == (422, &"image_damaged".into()),
        };
        if !right || took > Duration::from_mins(1) {
            wrong.push(format!("{name}: {status} {answer} instead of {expected:?}, after {took:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(server.pid(), pid);
    let most = peak(pid);
    assert!(most < MOST, "the server grew to {} MB", most >> 20);
    assert_eq!(upload(&server, &session, jpeg(40, 30)).await.status(), 200, "it serves no longer");
    assert!(!server.log().contains("a handler panicked"));
}

/// The most memory the process ever had, in bytes.
fn peak(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}
