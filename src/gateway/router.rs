//! Every route on one page, grouped by caller.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, FromRef};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Router};
use ipnet::IpNet;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::docs::Document;
use super::error::ApiError;
use super::rate::Addresses;
use super::{
    Gateway, Settings, cancel, docs, events, export, guest, host, messages, middleware, origin, packed, page, photos,
    place, rate, sessions, ws,
};
use crate::operations::{Hosts, Readiness, health};

/// The gateway has a door for probes too: a proxy in front knows only this one.
impl FromRef<Gateway> for Readiness {
    fn from_ref(gateway: &Gateway) -> Self {
        gateway.readiness.clone()
    }
}

/// The routes that an application has beside those of every session.
#[derive(Default)]
pub struct Routes {
    /// Answered at once: within the limit of time, and packed.
    pub short: OpenApiRouter<Gateway>,
    /// Answered when a turn has ended, or piece by piece.
    pub long: OpenApiRouter<Gateway>,
}

/// All routes, with everything that belongs around them.
pub fn router(gateway: Gateway, application: Routes) -> Router {
    let picture_bytes = usize::try_from(gateway.photos.limits.bytes).unwrap_or(usize::MAX);
    let settings = Arc::clone(&gateway.settings);
    let (api, mut openapi) = api(application, settings.frame_bytes, picture_bytes).split_for_parts();
    openapi.info.version = env!("CARGO_PKG_VERSION").into();
    let document = Document(Arc::new(openapi));
    let origins = origin::Checks::new(&settings);
    let (addresses, hosts, proxies) = (Addresses::new(&settings), hosts(&settings), place::Proxies::new(&settings));
    let policy = page::content_security_policy(gateway.photos.origin.as_deref(), settings.api_url.as_ref());
    let app = api
        .with_state(gateway)
        .layer(Extension(document))
        .merge(page::files(settings.api_url.as_ref()))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        // Nothing here unpacks a body.
        .layer(from_fn(middleware::unpacked))
        // Pages of other origins change nothing, unless they are allowed.
        .layer(from_fn_with_state(origins.clone(), origin::check))
        // What is for another host is for nobody here.
        .layer(from_fn_with_state(hosts, host::check))
        // An address that asks too much of the API is refused before anything is done for it.
        .layer(from_fn_with_state(addresses, rate::limit))
        // Pages that are allowed read why they are refused.
        .layer(from_fn_with_state(origins, origin::share))
        // First, who it is that calls, and where.
        .layer(from_fn_with_state(proxies, place::name))
        // A panic costs one request.
        .layer(CatchPanicLayer::custom(middleware::panicked))
        // Browsers are told to be careful with whatever was answered.
        .layer(from_fn_with_state(policy, middleware::secure))
        // Last to see the answer: the log tells what the client got.
        .layer(from_fn_with_state(Arc::<[IpNet]>::from(settings.trusted_proxies.clone()), middleware::observe));
    match &settings.base_path {
        Some(base) => place::below(Arc::clone(base), app),
        None => app,
    }
}

/// The names that the listener of clients answers to.
fn hosts(settings: &Settings) -> Hosts {
    let Settings { listen, allowed_hosts, allowed_origins, trusted_proxies, .. } = settings;
    Hosts::of_listener(listen.ip(), allowed_hosts, allowed_origins, trusted_proxies)
}

fn api(application: Routes, body_bytes: usize, picture_bytes: usize) -> OpenApiRouter<Gateway> {
    OpenApiRouter::with_openapi(docs::Head::openapi())
        .merge(short(application.short))
        .merge(long(application.long))
        // What is said in a session is not for caches.
        .layer(from_fn(middleware::uncached))
        // A body is no larger than a frame.
        .layer(DefaultBodyLimit::max(body_bytes))
        .merge(pictures(picture_bytes))
}

/// Answered at once.
fn short(application: OpenApiRouter<Gateway>) -> OpenApiRouter<Gateway> {
    application
        // Pages and programs
        .routes(routes!(sessions::create, sessions::list))
        .routes(routes!(sessions::delete))
        .routes(routes!(guest::forget))
        .routes(routes!(messages::history))
        .routes(routes!(cancel::cancel))
        // Developers
        .routes(routes!(docs::openapi))
        .routes(routes!(docs::frames))
        // Operators
        .routes(routes!(health::health))
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
        // What is not answered in time is not answered.
        .layer(from_fn(middleware::in_time))
        // JSON packs well.
        .layer(from_fn(packed::pack))
}

/// Answered when a turn has ended, or piece by piece: no limit of time, no compression that would hold pieces back.
fn long(application: OpenApiRouter<Gateway>) -> OpenApiRouter<Gateway> {
    application
        // Pages and programs
        .routes(routes!(ws::upgrade))
        .routes(routes!(events::events))
        .routes(routes!(export::export))
}

/// Pictures: their bodies are larger, compressed already, and for caches where their handlers say so.
fn pictures(picture_bytes: usize) -> OpenApiRouter<Gateway> {
    OpenApiRouter::new()
        .routes(routes!(photos::upload::user))
        .routes(routes!(photos::upload::attachment))
        .routes(routes!(photos::download::photo))
        .routes(routes!(photos::download::signed))
        .layer(from_fn(middleware::uncached))
        .layer(DefaultBodyLimit::max(picture_bytes.saturating_add(photos::upload::BESIDE)))
}

async fn not_found() -> ApiError {
    ApiError::NotFound
}

async fn method_not_allowed() -> ApiError {
    ApiError::MethodNotAllowed
}
