//! Those whom a process needs before it can take work: its Redis, its cloud. One that is away is waited for: an outage
//! elsewhere is no reason to end, and a process that ends and is started again helps nobody.

use std::fmt::Display;
use std::time::Duration;

use tokio::time::Instant;

use crate::operations::Readiness;

/// Between two lines of the log that say what is waited for.
const TOLD: Duration = Duration::from_mins(1);
/// Before the second attempt, and between two at most.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const PAUSE: Duration = Duration::from_secs(2);

/// What `attempt` reaches, tried again until it does. Meanwhile `readiness` tells operators what is waited for and why,
/// and so does the log, once a minute. Never ends by itself: whoever awaits this listens to signals beside it.
pub async fn reach<T, E, F>(neighbour: &str, readiness: &Readiness, mut attempt: impl FnMut() -> F) -> T
where
    E: Display,
    F: Future<Output = Result<T, E>>,
{
    let (mut told, mut pause) = (None::<Instant>, FIRST_PAUSE);
    loop {
        let error = match attempt().await {
            Ok(reached) => {
                if told.is_some() {
                    tracing::info!("{neighbour} is there: starting");
                }
                return reached;
            }
            // With its causes, where it has any.
            Err(error) => format!("{error:#}"),
        };
        readiness.wait_for(format!("{neighbour}: {error}"));
        if told.is_none_or(|told| told.elapsed() >= TOLD) {
            tracing::error!(error, "cannot start without {neighbour}: waiting");
            told = Some(Instant::now());
        }
        tokio::time::sleep(pause.mul_f64(rand::random_range(0.5..1.0))).await;
        pause = (pause * 2).min(PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::lifecycle::Lifecycle;

    /// Keeps what is logged.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_waited_for_is_told_once_a_minute() {
        let kept = Kept::default();
        let writer = kept.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        let _logged = tracing::subscriber::set_default(subscriber);
        let readiness = Readiness::new(Lifecycle::default());
        let (begun, mut attempts) = (Instant::now(), 0);
        let attempt = || {
            attempts += 1;
            let there = begun.elapsed() > Duration::from_secs(150);
            async move { if there { Ok(7) } else { Err("nobody answers") } }
        };
        assert_eq!(reach("Redis", &readiness, attempt).await, 7);
        assert!((70..400).contains(&attempts), "{attempts} attempts");
        let why = readiness.check().await.unwrap_err();
        assert_eq!(why, "the server is starting: it waits for Redis: nobody answers");
        let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<&str> = log.lines().collect();
        assert_eq!(lines.len(), 4, "at once, after one minute, after two, and at the end: {log}");
        assert!(
            lines[..3].iter().all(|line| line.contains("ERROR") && line.contains("error=\"nobody answers\"")),
            "{log}"
        );
        assert!(lines[3].contains("INFO") && lines[3].contains("Redis is there: starting"), "{log}");
    }
}
