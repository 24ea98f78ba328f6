//! How often an address may ask, and how much of what it has asked for may be under way.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http_body_util::BodyExt as _;

use super::Settings;
use super::address::{Caller, Network};
use super::error::ApiError;
use super::shares::Shares;
use crate::telemetry::names;

/// After so many requests, addresses that have been quiet are forgotten: the table holds those that asked lately and
/// at most this many more.
const FORGET_EVERY: u32 = 1024;

/// The requests of every address, counted.
#[derive(Clone)]
pub struct Addresses {
    asked: Option<Arc<Asked>>,
    /// Requests under way that came through a proxy of one's own. Its connections are not counted, for they are those
    /// of many; what each of the many has under way on them is.
    under_way: Arc<Shares<Network>>,
}

struct Asked {
    limiter: DefaultKeyedRateLimiter<Network>,
    clock: DefaultClock,
    requests: AtomicU32,
}

impl Addresses {
    /// Nobody has asked yet. With a rate of 0 any number may be asked, with 0 connections of an address any number may
    /// be under way.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let burst = NonZeroU32::new(settings.requests_burst).unwrap_or(NonZeroU32::MIN);
        let asked = NonZeroU32::new(settings.requests_per_second).map(|rate| {
            let limiter = RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst));
            Arc::new(Asked { limiter, clock: DefaultClock::default(), requests: AtomicU32::new(0) })
        });
        Self { asked, under_way: Shares::new(settings.connections_per_address) }
    }

    /// Counts a request; if it is one too many, how long to wait.
    ///
    /// # Errors
    /// The wait, when the address has used up its requests.
    fn admit(&self, address: Network) -> Result<(), Duration> {
        let Some(asked) = &self.asked else { return Ok(()) };
        if asked.requests.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            asked.limiter.retain_recent();
            asked.limiter.shrink_to_fit();
        }
        asked.limiter.check_key(&address).map_err(|until| until.wait_time_from(asked.clock.now()))
    }
}

/// Refuses requests of addresses that ask too often, or have too much under way. How often is counted of the API only: a
/// probe of the process must not be told to wait, and a page with its pictures is many requests at once, each cheaper
/// than the counting is worth.
pub async fn limit(State(addresses): State<Addresses>, request: Request, next: Next) -> Response {
    // Absent only where the router is called without a listener.
    let Some(caller) = request.extensions().get::<Caller>().copied() else { return next.run(request).await };
    if request.uri().path().starts_with("/api/")
        && let Err(retry_after) = addresses.admit(caller.network)
    {
        return refused("requests", ApiError::TooManyRequests { retry_after });
    }
    if !caller.through_proxy {
        return next.run(request).await;
    }
    let Some(share) = addresses.under_way.take(caller.network, 1) else {
        return refused("connections_per_address", ApiError::TooManyOfAddress);
    };
    // Held until the answer has gone out: who does not read it has it under way.
    next.run(request).await.map(|body| {
        Body::new(body.map_err(move |error| {
            let _held = &share;
            error
        }))
    })
}

fn refused(limit: &'static str, error: ApiError) -> Response {
    metrics::counter!(names::RATE_LIMITED, "limit" => limit).increment(1);
    error.into_response()
}
