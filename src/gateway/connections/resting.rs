//! Connections that ask for nothing now: silent ones, those with half a head, and those that rest between two requests.
//! When all places are taken, whoever comes gets the place of the one that has rested longest, so that nobody keeps others
//! out by doing nothing.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::sync::CancellationToken;

/// Those that rest, in the order in which they began to.
#[derive(Debug, Default)]
pub struct Resting(Mutex<Order>);

#[derive(Debug, Default)]
struct Order {
    begun: u64,
    places: BTreeMap<u64, (OwnedSemaphorePermit, CancellationToken)>,
}

/// A connection that has come in.
#[derive(Debug)]
pub struct Visit {
    resting: Arc<Resting>,
    let_go: CancellationToken,
    now: Mutex<Now>,
}

#[derive(Debug)]
enum Now {
    /// The place is with those that rest, under this number, unless somebody else has been given it.
    Rests(u64),
    /// A request is under way, or the connection has become a socket.
    Asks { place: Option<OwnedSemaphorePermit> },
}

impl Resting {
    fn order(&self) -> MutexGuard<'_, Order> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, place: OwnedSemaphorePermit, let_go: CancellationToken) -> u64 {
        let mut order = self.order();
        order.begun += 1;
        let number = order.begun;
        order.places.insert(number, (place, let_go));
        number
    }

    /// The place of the one that has rested longest, which is let go; `None` when all ask for something.
    pub fn displace(&self) -> Option<OwnedSemaphorePermit> {
        let (_, (place, let_go)) = self.order().places.pop_first()?;
        let_go.cancel();
        Some(place)
    }
}

impl Visit {
    /// A connection that has asked for nothing yet.
    pub fn new(resting: &Arc<Resting>, place: OwnedSemaphorePermit) -> Arc<Self> {
        let let_go = CancellationToken::new();
        let now = Mutex::new(Now::Rests(resting.add(place, let_go.clone())));
        Arc::new(Self { resting: Arc::clone(resting), let_go, now })
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends when somebody else is given its place.
    pub async fn let_go(&self) {
        self.let_go.cancelled().await;
    }

    /// A request has come.
    pub fn asks(&self) {
        let mut now = self.now();
        if let Now::Rests(number) = *now {
            let place = self.resting.order().places.remove(&number).map(|(place, _)| place);
            *now = Now::Asks { place };
        }
    }

    /// The answer has gone out.
    fn rests(&self) {
        let mut now = self.now();
        if let Now::Asks { place } = &mut *now
            && let Some(place) = place.take()
        {
            *now = Now::Rests(self.resting.add(place, self.let_go.clone()));
        }
    }

    /// The answer, after which the connection rests.
    pub fn answers(self: &Arc<Self>, response: Response) -> Response {
        response.map(|body| Body::new(Answer { body, visit: Arc::clone(self) }))
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        if let Now::Rests(number) = *self.now() {
            self.resting.order().places.remove(&number);
        }
    }
}

/// The body of an answer.
struct Answer {
    body: Body,
    visit: Arc<Visit>,
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.visit.rests();
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
