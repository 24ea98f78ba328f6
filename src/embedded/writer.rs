//! The writer thread: commits what is waiting in groups, and brings a store that failed back.
//!
//! A failed write leaves the database unusable until it is opened again, so the writer closes and reopens it. A commit
//! that failed may be in the file all the same: its writes are told nothing before the reopened file has told which.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{mpsc, oneshot};

use super::disk::{File, Trouble};
use super::rewrite::{Replaced, Replacement};
use super::tables::{ReadTables, Tables};
use crate::bus::StoreError;
use crate::telemetry::names;

/// Writes of one commit, at most.
const GROUP: usize = 512;
/// How long a failed store is left alone before it is tried again.
const REOPEN_EVERY: Duration = Duration::from_millis(250);
/// How often a writer whose store has failed looks for orders.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// What the writer thread is told.
pub enum Order {
    Write(Box<dyn Job>),
    Replace(Box<Replacement>),
    Close(oneshot::Sender<()>),
}

/// A write on its way.
pub trait Job: Send {
    /// Changes the tables. An error means that the whole transaction must be given up.
    ///
    /// Nothing may be changed before everything has been read, so that a damaged record fails only this write.
    fn run(&mut self, tables: &mut Tables<'_>) -> Result<(), StoreError>;

    /// Whether what it changes is to be kept.
    fn changes(&self) -> bool;

    /// Tells whoever waits how it went.
    fn finish(self: Box<Self>, outcome: Result<(), StoreError>);
}

/// The writer thread.
pub struct Writer {
    file: Arc<File>,
    waiting: mpsc::Receiver<Order>,
    /// When the closed store was last tried; `None` while it is open.
    tried: Option<Instant>,
    /// Until when writes are refused after one that failed, so that a store that takes no writes can be read.
    resting: Option<Instant>,
    undecided: Option<Undecided>,
    /// The last write failed.
    failing: bool,
}

/// A commit that failed, and may have taken place.
struct Undecided {
    /// Its number.
    commit: u64,
    jobs: Vec<Box<dyn Job>>,
    error: StoreError,
}

/// How a transaction ended.
enum Ended {
    Committed,
    /// Nothing of it is in the store.
    Failed(StoreError),
    /// The commit of this number failed on the way to the disk.
    Unknown(u64, StoreError),
}

impl Writer {
    pub fn new(file: Arc<File>, waiting: mpsc::Receiver<Order>) -> Self {
        let failing = file.is_only_read();
        Self { file, waiting, tried: None, resting: None, undecided: None, failing }
    }

    /// Writes until it is told to close, or nobody is left who could tell it.
    pub fn run(mut self) {
        let mut closing = None;
        while closing.is_none() {
            let Some(first) = self.next() else { break };
            let (jobs, last) = gather(&mut self.waiting, first);
            if !jobs.is_empty() {
                let started = Instant::now();
                self.write(jobs);
                metrics::histogram!(names::COMMIT_SECONDS).record(started.elapsed());
            }
            match last {
                Some(Order::Replace(replacement)) => self.replace(*replacement),
                Some(Order::Close(done)) => closing = Some(done),
                _ => {}
            }
        }
        if self.undecided.is_some() {
            self.reopen();
        }
        if let Some(Undecided { jobs, error, .. }) = self.undecided.take() {
            finish(jobs, &Err(error));
        }
        self.file.close();
        if let Some(done) = closing {
            // Nobody may be waiting any more; the file is closed all the same.
            let _ = done.send(());
        }
    }

    /// The next order; tries a closed store again meanwhile.
    fn next(&mut self) -> Option<Order> {
        loop {
            let Some(tried) = self.tried else { return self.waiting.blocking_recv() };
            if tried.elapsed() >= REOPEN_EVERY {
                self.reopen();
                continue;
            }
            match self.waiting.try_recv() {
                Ok(order) => return Some(order),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => std::thread::sleep(LOOK_EVERY),
            }
        }
    }

    /// Puts a copy in the place of the store, unless the store was changed since the copy was begun, or does not work.
    fn replace(&mut self, replacement: Replacement) {
        let Replacement { draft, database, changes, done } = replacement;
        let works = self.tried.is_none() && self.undecided.is_none() && !self.file.is_only_read();
        let replaced = if !works || self.file.changes() != changes {
            Replaced { outcome: Ok(false), unused: Some(Arc::new(database)) }
        } else {
            match self.file.replace(&draft, database) {
                Ok(former) => Replaced { outcome: Ok(true), unused: former },
                Err((copy, trouble)) => Replaced { outcome: Err(trouble.into()), unused: Some(Arc::new(copy)) },
            }
        };
        // Whoever made the copy waits.
        let _ = done.send(replaced);
    }

    fn write(&mut self, mut jobs: Vec<Box<dyn Job>>) {
        if let Err(error) = self.file.is_in_place() {
            return self.refuse(jobs, &error);
        }
        let resting = self.resting.is_some_and(|until| Instant::now() < until);
        if self.tried.is_some() || resting || !self.is_writable() {
            let trouble = self.file.trouble();
            return finish(jobs, &Err(trouble));
        }
        let mut ran = 0;
        let changes = jobs.iter().any(|job| job.changes());
        // redb asserts some of what it reads. A transaction that is dropped by a panic leaves the file as it was.
        let ended = catch_unwind(AssertUnwindSafe(|| transact(&self.file, &mut jobs, &mut ran)));
        let ended = ended.unwrap_or_else(|_| Ended::Failed(StoreError::Damaged("a page makes no sense".into())));
        // Nobody is told that something is kept in a file that was taken away in the middle.
        let ended = match self.file.is_in_place() {
            Err(error) if matches!(ended, Ended::Committed) => return self.refuse(jobs, &error),
            _ => ended,
        };
        // Whatever came of it. Before a store that has failed is closed: that waits for who copies it.
        if changes || !matches!(ended, Ended::Committed) {
            self.file.changed();
        }
        let error = match ended {
            Ended::Committed => {
                if std::mem::take(&mut self.failing) {
                    self.file.recovered();
                }
                return finish(jobs, &Ok(()));
            }
            Ended::Failed(ref error) | Ended::Unknown(_, ref error) => error.clone(),
        };
        self.failing = true;
        self.file.note(&error);
        self.file.close_to_reopen();
        if let Ended::Unknown(commit, error) = ended {
            self.undecided = Some(Undecided { commit, jobs, error });
            return self.reopen();
        }
        self.reopen();
        let error = self.as_refusal(error);
        for (index, job) in jobs.into_iter().enumerate() {
            let beside = index + 1 != ran && !error.is_temporary();
            job.finish(Err(if beside {
                StoreError::Unavailable("a write beside this one found the store damaged".into())
            } else {
                error.clone()
            }));
        }
    }

    /// Whether writes are tried; a store that is only read is opened anew first, when its disk takes writes again.
    fn is_writable(&mut self) -> bool {
        if !self.file.is_only_read() {
            return true;
        }
        if !self.file.takes_writes_again() {
            self.resting = Some(Instant::now() + REOPEN_EVERY);
            return false;
        }
        self.file.close_to_reopen();
        self.reopen();
        self.tried.is_none() && !self.file.is_only_read()
    }

    /// What is told of a write that failed, where what there is can be read.
    fn as_refusal(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::Unavailable(why) if self.file.is_only_read() => StoreError::OnlyRead(why),
            error => error,
        }
    }

    /// Tells writes that the file is no longer in its place. It is not closed: what was there can still be read.
    fn refuse(&self, jobs: Vec<Box<dyn Job>>, error: &StoreError) {
        self.file.note(error);
        finish(jobs, &Err(error.clone()));
    }

    /// Tries the closed store, and settles what is undecided.
    fn reopen(&mut self) {
        let began = Instant::now();
        let open = self.file.reopen() && self.decide();
        self.tried = (!open).then(Instant::now);
        // Opening a large file takes its time, in which it cannot be read: the more of it, the rarer.
        self.resting = Some(Instant::now() + REOPEN_EVERY.max(began.elapsed() * 4));
    }

    /// Tells the writes of a failed commit whether it took place; `false` when that cannot be read yet.
    fn decide(&mut self) -> bool {
        let Some(Undecided { commit, .. }) = self.undecided else { return true };
        let last = self.file.database().and_then(|database| Ok(ReadTables::now(&database)?.last_commit()?));
        let committed = match last {
            Ok(last) => last == commit,
            Err(error) => {
                self.file.note(&error);
                return false;
            }
        };
        if let Some(Undecided { jobs, error, .. }) = self.undecided.take() {
            tracing::debug!(count = jobs.len(), committed, "what became of a failed commit is known");
            let outcome = if committed { Ok(()) } else { Err(self.as_refusal(error)) };
            finish(jobs, &outcome);
        }
        true
    }
}

/// The writes that are waiting, up to a group, or up to an order of another kind, which is given beside them.
fn gather(waiting: &mut mpsc::Receiver<Order>, first: Order) -> (Vec<Box<dyn Job>>, Option<Order>) {
    let mut jobs = Vec::new();
    let mut next = Some(first);
    while let Some(order) = next {
        let Order::Write(job) = order else { return (jobs, Some(order)) };
        jobs.push(job);
        next = if jobs.len() < GROUP { waiting.try_recv().ok() } else { None };
    }
    (jobs, None)
}

fn finish(jobs: Vec<Box<dyn Job>>, outcome: &Result<(), StoreError>) {
    for job in jobs {
        job.finish(outcome.clone());
    }
}

/// Runs the jobs in one transaction; counts in `ran` how many were begun.
fn transact(file: &File, jobs: &mut [Box<dyn Job>], ran: &mut usize) -> Ended {
    let database = match file.database() {
        Ok(database) => database,
        Err(error) => return Ended::Failed(error),
    };
    let prepared = (|| {
        let transaction = database.begin_write()?;
        let mut tables = Tables::open(&transaction)?;
        for job in jobs {
            *ran += 1;
            job.run(&mut tables).map_err(Trouble::Other)?;
        }
        let commit = tables.count_commit()?;
        drop(tables);
        Ok::<_, Trouble>((transaction, commit))
    })();
    match prepared {
        Ok((transaction, commit)) => match transaction.commit() {
            Ok(()) => Ended::Committed,
            Err(error) => Ended::Unknown(commit, Trouble::from(error).into()),
        },
        Err(trouble) => Ended::Failed(trouble.into()),
    }
}
