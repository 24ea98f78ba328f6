//! The descriptions of the API that the server gives of itself.

use std::sync::{Arc, LazyLock};

use axum::Extension;
use axum::body::Bytes;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;
use utoipa::openapi::{OpenApi as OpenApiDocument, Server};

use super::place::Place;
use crate::protocol::schema;

/// The head of the OpenAPI document; the router adds its paths.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "hera",
        description = "A real-time conversation server for AI agents. The socket at /api/sessions/{id}/ws speaks \
            hera.v1, whose frames /api/schema describes."
    ),
    tags(
        (name = "sessions", description = "Made, listed, deleted, exported"),
        (name = "conversation", description = "What is said in a session"),
        (name = "operations", description = "For those who run the server"),
        (name = "documents", description = "The server about itself"),
    )
)]
pub struct Head;

/// The OpenAPI document.
#[derive(Clone)]
pub struct Document(pub Arc<OpenApiDocument>);

impl Document {
    /// The document as text, for whoever finds hera below the path `prefix`.
    fn below(&self, prefix: &str) -> Bytes {
        // A relative address is meant from the document on, wherever a proxy has put it.
        let server = if prefix.is_empty() { ".." } else { prefix };
        let mut document = OpenApiDocument::clone(&self.0);
        document.servers = Some(vec![Server::new(server)]);
        document.to_json().map(Bytes::from).unwrap_or_default()
    }
}

/// The OpenAPI document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "documents",
    responses((status = 200, description = "This document", content_type = "application/json", body = String)))]
pub async fn openapi(Extension(document): Extension<Document>, place: Place) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], document.below(&place.prefix)).into_response()
}

/// The JSON Schema of the socket's frames: `$defs` has `ClientFrame` and `ServerFrame`.
#[utoipa::path(get, path = "/api/schema", tag = "documents",
    responses((status = 200, description = "A JSON Schema", content_type = "application/schema+json", body = String)))]
pub async fn frames() -> Response {
    static SCHEMA: LazyLock<Bytes> = LazyLock::new(|| schema::document().to_string().into());
    ([(header::CONTENT_TYPE, "application/schema+json")], SCHEMA.clone()).into_response()
}
