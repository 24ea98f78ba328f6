//! What is common to all who ask models elsewhere: how a provider is reached, and what its errors mean.

mod encoded;
mod error;
mod events;
mod letters;
mod utf8;
mod words;

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_ENCODING, TRANSFER_ENCODING};
use reqwest::{Client, RequestBuilder, Response, Version, redirect};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::lookup::Lookup;

pub use encoded::decoded;
pub use error::{ErrorAnswer, ErrorDetail, is_error};
pub use events::{Cut, Events, Pieces};
pub use letters::{Letters, document, settle, settled};
pub use utf8::Utf8;
pub use words::{plain, words};

/// Where Azure answers, in each of its clouds.
const AZURE: [&str; 3] = [".azure.com", ".azure.us", ".azure.cn"];

/// A model, and how it is reached.
#[derive(Debug, Clone)]
pub struct ModelSettings {
    /// What the provider calls it.
    pub model: String,
    /// Where the provider answers, without the path of the API. A query goes along with every request.
    pub base_url: Url,
    /// Sent with every request, and written nowhere. Servers of one's own may need none.
    pub key: Option<SecretString>,
}

impl ModelSettings {
    /// The address of `path` of the API, which may have a query of its own.
    ///
    /// # Errors
    /// When the provider's address cannot hold a path.
    pub fn address(&self, path: &str) -> Result<Url, url::ParseError> {
        let mut url = self.base_url.join(path)?;
        let queries = [url.query(), self.base_url.query()];
        let query = queries.into_iter().flatten().collect::<Vec<_>>().join("&");
        url.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
        Ok(url)
    }

    /// `request` with the key, as `OpenAI` takes it; or as Azure does, whose addresses name the version of the API.
    pub fn with_key(&self, request: RequestBuilder) -> RequestBuilder {
        let Some(key) = &self.key else { return request };
        let host = self.base_url.host_str().unwrap_or_default();
        let versioned = self.base_url.query_pairs().any(|(name, _)| name == "api-version");
        if versioned || AZURE.iter().any(|cloud| host.ends_with(cloud)) {
            request.header("api-key", key.expose_secret())
        } else {
            request.bearer_auth(key.expose_secret())
        }
    }
}

/// A client for one provider.
///
/// # Errors
/// When the system's certificates cannot be read.
pub fn client(connect: Duration) -> Result<Client, reqwest::Error> {
    let client = Client::builder().connect_timeout(connect).dns_resolver(Arc::new(Lookup::system()));
    // A provider's address is the operator's word: nobody is followed elsewhere, with a key in hand.
    client.redirect(redirect::Policy::none()).user_agent("hera").build()
}

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let lookup = self.clone();
        Box::pin(async move { Ok(Box::new(lookup.find(name.as_str()).await?.into_iter()) as Addrs) })
    }
}

/// How an answer is encoded, if it is: hera asks for none, and reads none.
#[must_use]
pub fn encoding(answer: &Response) -> Option<&'static str> {
    const KNOWN: [&str; 4] = ["gzip", "br", "deflate", "zstd"];
    let encoding = answer.headers().get(CONTENT_ENCODING)?.to_str().unwrap_or_default().trim().to_ascii_lowercase();
    if encoding.is_empty() || encoding == "identity" {
        return None;
    }
    Some(KNOWN.into_iter().find(|known| *known == encoding).unwrap_or("something else"))
}

/// Whether an answer says where it ends, so that one that has ended is told from one that was cut. What ends where its
/// connection is closed, as in HTTP/1.0, does not.
#[must_use]
pub fn is_delimited(answer: &Response) -> bool {
    let encoding = answer.headers().get_all(TRANSFER_ENCODING).iter().next_back();
    let encoding = encoding.and_then(|encoding| encoding.to_str().ok()).unwrap_or_default();
    let is_chunked = encoding.trim_end().to_ascii_lowercase().ends_with("chunked");
    is_chunked || answer.content_length().is_some() || answer.version() >= Version::HTTP_2
}

/// Why a request has come to no answer. Addresses hold a model's name, but may hold an operator's secrets: they are not
/// told.
#[must_use]
pub fn unreachable(error: &reqwest::Error) -> &'static str {
    if error.is_connect() { "it cannot be reached" } else { "the connection broke" }
}

/// Why an answer was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    #[error("it is too large")]
    TooLarge,
    #[error("it came to a halt")]
    Halted,
    #[error("it broke off")]
    BrokeOff,
}

/// The body of an answer, cut off while it arrives when it has more than `most` bytes, or when nothing more of it comes
/// for `idle`.
///
/// # Errors
/// When it is cut off.
pub async fn body(mut answer: Response, idle: Duration, most: usize) -> Result<Bytes, Unread> {
    if answer.content_length().is_some_and(|length| usize::try_from(length).map_or(true, |length| length > most)) {
        return Err(Unread::TooLarge);
    }
    let mut body = BytesMut::new();
    loop {
        match tokio::time::timeout(idle, answer.chunk()).await {
            Err(_) => return Err(Unread::Halted),
            Ok(Err(_)) => return Err(Unread::BrokeOff),
            Ok(Ok(None)) => return Ok(body.freeze()),
            Ok(Ok(Some(piece))) if body.len() + piece.len() > most => return Err(Unread::TooLarge),
            Ok(Ok(Some(piece))) => body.extend_from_slice(&piece),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_of_the_providers_address_goes_along() {
        let at = |base_url: &str, path: &str| {
            let settings = ModelSettings { model: "m".into(), base_url: base_url.parse().unwrap(), key: None };
            settings.address(path).unwrap().to_string()
        };
        let azure = "https://a.example/openai/deployments/d/?api-version=2024-10-21";
        let asked = "https://a.example/openai/deployments/d/chat/completions?api-version=2024-10-21";
        assert_eq!(at(azure, "chat/completions"), asked);
        assert_eq!(at("https://a.example/?k=v", "models/m:g?alt=sse"), "https://a.example/models/m:g?alt=sse&k=v");
        assert_eq!(at("https://a.example/v1/", "chat/completions"), "https://a.example/v1/chat/completions");
    }

    #[test]
    fn azure_takes_the_key_in_a_header_of_its_own() {
        let sent = |base_url: &str| {
            let settings =
                ModelSettings { model: "m".into(), base_url: base_url.parse().unwrap(), key: Some("k".into()) };
            let request = settings.with_key(Client::new().get("http://localhost/")).build().unwrap();
            let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            (header("authorization"), header("api-key"))
        };
        let (bearer, own) = (Some("Bearer k".to_owned()), Some("k".to_owned()));
        assert_eq!(sent("https://api.openai.com/v1/"), (bearer.clone(), None));
        assert_eq!(sent("https://a.openai.azure.com/openai/v1/"), (None, own.clone()));
        assert_eq!(sent("https://gateway.example/openai/?api-version=preview"), (None, own));
        assert_eq!(sent("https://azure.com.example/v1/"), (bearer, None));
    }
}
