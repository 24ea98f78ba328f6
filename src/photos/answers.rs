//! Whether what answers in the place of a cloud is one. A portal of a network, a proxy or another service may answer all that
//! it is asked with 200 and a page: then nothing was kept, nothing is found, and a page is no picture.

use async_trait::async_trait;
use object_store::client::{
    ClientOptions, HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody,
    HttpService, ReqwestConnector,
};
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;

use super::key::extension;
use crate::domain::MediaType;

/// What is told of anything else.
#[derive(Debug, thiserror::Error)]
#[error("what answers is no object store, or something stands between: {0}")]
struct NoStore(&'static str);

/// Connects to a cloud, and looks at its answers.
#[derive(Debug, Default)]
pub struct Looking(ReqwestConnector);

#[derive(Debug)]
struct Answers(HttpClient);

impl HttpConnector for Looking {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(Answers(self.0.connect(options)?)))
    }
}

/// What is asked for, as far as its answer can be told from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// A picture, or what is known of it.
    Picture,
    /// A document with this root.
    Document(&'static str),
    /// That something is done: there is nothing to say to it.
    Deed,
    /// Something of those who identify hera.
    Other,
}

impl Asked {
    fn of(request: &HttpRequest) -> Self {
        let (uri, method) = (request.uri(), request.method());
        let asks = |word: &str| uri.query().is_some_and(|query| query.split('&').any(|part| part == word));
        let is_picture = MediaType::ALL.iter().any(|kind| uri.path().ends_with(&format!(".{}", extension(*kind))));
        match *method {
            Method::GET if asks("list-type=2") => Self::Document("ListBucketResult"),
            Method::GET if asks("comp=list") => Self::Document("EnumerationResults"),
            Method::POST if asks("delete") || asks("delete=") => Self::Document("DeleteResult"),
            Method::GET | Method::HEAD if is_picture => Self::Picture,
            Method::PUT | Method::DELETE if is_picture => Self::Deed,
            _ => Self::Other,
        }
    }
}

#[async_trait]
impl HttpService for Answers {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let asked = Asked::of(&request);
        let answer = self.0.execute(request).await?;
        if !answer.status().is_success() {
            return Ok(answer);
        }
        match asked {
            Asked::Picture if is_page(&answer) => Err(no_store("it answers with a page in place of a picture")),
            Asked::Picture | Asked::Other => Ok(answer),
            Asked::Deed => {
                let (head, body) = answer.into_parts();
                let body = body.bytes().await?;
                if !body.trim_ascii().is_empty() {
                    return Err(no_store("it answers with words where there is nothing to say"));
                }
                Ok(HttpResponse::from_parts(head, HttpResponseBody::from(body)))
            }
            Asked::Document(root) => {
                let (head, body) = answer.into_parts();
                let body = body.bytes().await?;
                if root_of(&body) != Some(root) {
                    return Err(no_store("it answers with another document"));
                }
                Ok(HttpResponse::from_parts(head, HttpResponseBody::from(body)))
            }
        }
    }
}

/// It is not asked again.
fn no_store(why: &'static str) -> HttpError {
    HttpError::new(HttpErrorKind::Decode, NoStore(why))
}

/// Whether an answer is said to be a text of some kind. What clouds that were not told make of a picture is none.
fn is_page(answer: &HttpResponse) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_document = ["json", "xml", "javascript"].iter().any(|end| kind.ends_with(end));
    kind.starts_with("text/") || (is_document && kind.starts_with("application/"))
}

/// The name of the root of an XML document, without its prefix.
fn root_of(document: &[u8]) -> Option<&str> {
    let head = document.get(..document.len().min(4096))?;
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).ok()?,
    };
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    // What may come before it.
    while let Some((_, end)) =
        [("<?", "?>"), ("<!--", "-->"), ("<!", ">")].into_iter().find(|(begin, _)| rest.starts_with(begin))
    {
        rest = rest.split_once(end)?.1.trim_start();
    }
    let root = rest.strip_prefix('<')?;
    let name = root.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
    Some(name.rsplit(':').next().unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_a_document_is_found() {
        for (document, root) in [
            ("<?xml version=\"1.0\"?>\n<ListBucketResult xmlns=\"s3\"><Name>b</Name>", Some("ListBucketResult")),
            ("\u{feff}<!-- <a> --><s3:ListBucketResult/>", Some("ListBucketResult")),
            ("<!DOCTYPE html><html lang=\"en\"><body>", Some("html")),
            ("{\"kind\":\"list\"}", None),
            ("<?xml", None),
            ("", None),
        ] {
            assert_eq!(root_of(document.as_bytes()), root, "{document}");
        }
    }
}
