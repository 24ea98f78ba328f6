//! Where the names of hosts lead, by the system's resolver, asked within limits.
//!
//! `getaddrinfo` cannot be stopped. Where a name server swallows what it is asked, each call holds a thread for as long
//! as `/etc/resolv.conf` says (`timeout`, `attempts`, for each server and each domain that is searched): ten seconds, or a
//! minute. So nobody waits longer than a limit here, and however many ask for a name, one call at a time looks for it.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};

/// How long an answer is waited for: time for the second name server when the first is dead, which the system finds out
/// after five seconds.
const LIMIT: Duration = Duration::from_secs(8);

/// Finds the addresses of hosts. Cheap to clone; clones share what is being looked for.
#[derive(Clone)]
pub struct Lookup(Arc<Inner>);

struct Inner {
    resolve: Box<Resolve>,
    /// The names that are being looked for. A std mutex: held for moments only.
    running: Mutex<HashMap<String, Answer>>,
}

/// Finds the addresses of a host; may take its time.
type Resolve = dyn Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync + UnwindSafe + RefUnwindSafe;

type Answer = Shared<BoxFuture<'static, Result<Vec<SocketAddr>, LookupError>>>;

/// Why a host has no address.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LookupError {
    /// The name server does not answer.
    #[error("no name server answered within {LIMIT:?}")]
    TimedOut,
    /// The resolver's own words.
    #[error("{0}")]
    Refused(Arc<str>),
}

impl Lookup {
    /// By the system's resolver: `/etc/hosts`, name servers, whatever the system is set up with.
    #[must_use]
    pub fn system() -> Self {
        static SYSTEM: LazyLock<Lookup> =
            LazyLock::new(|| Lookup::by(Box::new(|host| (host, 0).to_socket_addrs().map(Iterator::collect))));
        SYSTEM.clone()
    }

    fn by(resolve: Box<Resolve>) -> Self {
        Self(Arc::new(Inner { resolve, running: Mutex::default() }))
    }

    /// The addresses of `host`, in the resolver's order, with port 0.
    ///
    /// # Errors
    /// When there are none, or nobody says so in time.
    pub async fn find(&self, host: &str) -> Result<Vec<SocketAddr>, LookupError> {
        tokio::time::timeout(LIMIT, self.ask(host)).await.unwrap_or(Err(LookupError::TimedOut))
    }

    /// Whether somebody waits for this name, or has given up waiting, and no name server has answered yet.
    #[must_use]
    pub fn is_unanswered(&self, host: &str) -> bool {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner).contains_key(host)
    }

    /// Joins the lookup of this name, or begins one. It goes on when nobody waits for it any more.
    fn ask(&self, host: &str) -> Answer {
        let mut running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = running.get(host) {
            return answer.clone();
        }
        let looking = Looking { inner: Arc::clone(&self.0), host: host.to_owned() };
        let looked = tokio::task::spawn_blocking(move || (looking.inner.resolve)(&looking.host));
        let answer = async {
            let found = looked.await.unwrap_or_else(|_| Err(io::Error::other("the lookup broke off")));
            found.map_err(|error| LookupError::Refused(error.to_string().into()))
        };
        let answer = answer.boxed().shared();
        running.insert(host.to_owned(), answer.clone());
        answer
    }
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lookup")
    }
}

/// A name that is being looked for, until this is dropped: who asks then begins anew.
struct Looking {
    inner: Arc<Inner>,
    host: String,
}

impl Drop for Looking {
    fn drop(&mut self) {
        self.inner.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.host);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use futures::future::join_all;

    use super::*;

    /// A resolver that answers for `slow` when it is told to, and at once for all others.
    fn slow() -> (Lookup, mpsc::Sender<()>, Arc<AtomicUsize>) {
        let (answer, wait) = mpsc::channel();
        let (wait, calls) = (Mutex::new(wait), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&calls);
        let resolve = move |host: &str| {
            counted.fetch_add(1, Ordering::SeqCst);
            if host == "slow" {
                wait.lock().unwrap().recv().map_err(io::Error::other)?;
            }
            Ok(vec![SocketAddr::from(([127, 0, 0, 1], 0))])
        };
        (Lookup::by(Box::new(resolve)), answer, calls)
    }

    #[tokio::test]
    async fn who_asks_for_the_same_name_waits_for_the_same_lookup() {
        let (lookup, answer, calls) = slow();
        let asked = join_all((0..100).map(|_| lookup.find("slow")));
        let (found, ()) = tokio::join!(asked, async {
            lookup.find("other").await.expect("another name waits for nobody");
            answer.send(()).unwrap();
        });
        assert!(found.iter().all(|found| found.as_ref().is_ok_and(|found| found.len() == 1)), "{found:?}");
        assert_eq!(calls.load(Ordering::SeqCst), 2, "one for each name");
        answer.send(()).unwrap();
        lookup.find("slow").await.unwrap();
        assert_eq!(calls.load(Ordering::SeqCst), 3, "an answer is not kept");
    }

    #[tokio::test]
    async fn nobody_waits_longer_than_the_limit() {
        let (lookup, answer, calls) = slow();
        tokio::time::pause();
        for _ in 0..3 {
            let mut asked = Box::pin(lookup.find("slow"));
            assert!(futures::poll!(&mut asked).is_pending());
            assert!(lookup.is_unanswered("slow") && !lookup.is_unanswered("other"));
            tokio::time::advance(LIMIT / 2).await;
            assert!(futures::poll!(&mut asked).is_pending());
            tokio::time::advance(LIMIT / 2 + Duration::from_millis(1)).await;
            let found = asked.await;
            assert!(matches!(found, Err(LookupError::TimedOut)), "{found:?}");
        }
        while calls.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(calls.load(Ordering::SeqCst), 1, "no second thread waits for what the first one waits for");
        // The name server is back.
        drop(answer);
        tokio::time::resume();
        while calls.load(Ordering::SeqCst) == 1 {
            assert!(matches!(lookup.find("slow").await, Err(LookupError::Refused(_))));
        }
    }

    #[tokio::test]
    async fn the_system_knows_this_machine_and_says_what_it_does_not_know() {
        let found = Lookup::system().find("localhost").await.unwrap();
        assert!(found.iter().all(|address| address.ip().is_loopback()), "{found:?}");
        let unknown = Lookup::system().find("not a name").await;
        assert!(matches!(unknown, Err(LookupError::Refused(_))), "{unknown:?}");
    }
}
