//! How a request becomes a socket (RFC 6455, 4.2), with the transport's settings of every socket.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::SEC_WEBSOCKET_PROTOCOL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::transport::Transport;
use super::{READ_BUFFER, SUBPROTOCOL, WRITE_BUFFER};

/// A socket of a client's.
pub type Socket = WebSocketStream<Transport<TokioIo<Upgraded>>>;

/// The answer to who asks for a socket, and the socket itself, as soon as that has been sent; `None` when the client has gone
/// before. `most` is the size of the largest message, in bytes.
///
/// # Errors
/// When the request does not ask for one as it must.
pub fn open(
    mut request: Request,
    most: usize,
) -> Result<(Response, impl Future<Output = Option<Socket>> + Send), Error> {
    let mut response = create_response_with_body(&request, Body::empty)?;
    if speaks(request.headers()) {
        response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
    }
    let upgraded = hyper::upgrade::on(&mut request);
    let socket = async move {
        let stream = Transport::new(TokioIo::new(upgraded.await.ok()?));
        Some(WebSocketStream::from_raw_socket(stream, Role::Server, Some(settings(most))).await)
    };
    Ok((response, socket))
}

fn settings(most: usize) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(usize::MAX)
        .max_message_size(Some(most))
        .max_frame_size(Some(most))
}

/// Whether the client offers hera's subprotocol.
fn speaks(headers: &HeaderMap) -> bool {
    let offers = headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|offer| offer.to_str().ok());
    offers.flat_map(|offer| offer.split(',')).any(|offer| offer.trim() == SUBPROTOCOL)
}
