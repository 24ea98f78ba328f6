//! The routes of Hera, the application: interview, family and paintings.

mod family;
mod interview;
mod messages;
mod paintings;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::router::Routes;

/// What [`router`](super::router()) is given.
#[must_use]
pub fn routes() -> Routes {
    Routes {
        short: OpenApiRouter::new()
            .routes(routes!(interview::status))
            .routes(routes!(interview::complete))
            .routes(routes!(family::status)),
        long: OpenApiRouter::new()
            .routes(routes!(messages::say))
            .routes(routes!(family::say))
            .routes(routes!(paintings::partner))
            .routes(routes!(paintings::child)),
    }
}
