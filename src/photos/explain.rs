//! What a cloud's errors mean: each by its kind first, with the setting to look at. They are told in the log and by
//! `/health/ready`; of an address its query is left out, and of an answer all but its word for what went wrong.

use object_store::Error;
use url::Url;

use crate::lookup::Lookup;
use crate::telemetry::cause;

/// Longest text of an error that is told.
const MOST: usize = 320;
/// Whom a machine of a cloud asks for its credentials.
const MACHINES: [&str; 4] = ["169.254.169.254", "169.254.170.2", "169.254.170.23", "metadata.google.internal"];

/// A kind of cloud: its settings have names of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cloud {
    S3,
    Gcs,
    Azure,
}

/// A request that went wrong, as the library tells of it.
struct Failed<'t> {
    method: &'t str,
    url: Url,
    /// What came of it.
    what: &'t str,
}

impl Cloud {
    const fn address(self) -> &'static str {
        match self {
            Self::S3 => "AWS_ENDPOINT_URL, or else AWS_REGION",
            Self::Gcs => "GCS_ENDPOINT_URL",
            Self::Azure => "AZURE_STORAGE_ENDPOINT, or else AZURE_STORAGE_ACCOUNT_NAME",
        }
    }

    const fn bucket(self) -> &'static str {
        match self {
            Self::S3 => "S3_BUCKET_NAME",
            Self::Gcs => "GCS_BUCKET_NAME",
            Self::Azure => "AZURE_STORAGE_CONTAINER_NAME",
        }
    }

    const fn credentials(self) -> &'static str {
        match self {
            Self::S3 => "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
            Self::Gcs => "GOOGLE_APPLICATION_CREDENTIALS",
            Self::Azure => "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
        }
    }

    /// What the error is called, with the setting to look at, and what was said; of one of no name, what was said.
    pub fn explained(self, error: &Error) -> String {
        let text = cause::with_innermost(error);
        let Some(failed) = Failed::read(&text) else { return bounded(&without_queries(&text)) };
        let said = failed.said();
        bounded(&match self.meaning(&failed) {
            Some(meaning) => format!("{meaning} ({said})"),
            None => said,
        })
    }

    fn meaning(self, failed: &Failed<'_>) -> Option<String> {
        let (address, bucket, credentials) = (self.address(), self.bucket(), self.credentials());
        let host = failed.url.host_str().unwrap_or_default();
        let says = |part: &str| failed.what.contains(part);
        if MACHINES.contains(&host) {
            return Some(format!("there are no credentials, and this machine gives none: {credentials} sets them"));
        }
        if let Some(status) = failed.status() {
            return match status {
                401 | 403 => Some(format!(
                    "it refuses the credentials: {credentials} must be those of somebody who may list, read, write and \
                     delete in {bucket}"
                )),
                404 if failed.is_of_bucket() => Some(format!("it has no such bucket: {bucket} names it")),
                429 | 500.. => Some(format!("it fails with {status}: what stands at {address} says why")),
                _ => None,
            };
        }
        if says("redirect without LOCATION") {
            return Some(format!("the bucket is elsewhere: {address} must name its place"));
        }
        if says("what answers is no object store") {
            return Some(format!("what stands at {address} is no object store"));
        }
        if says("invalid peer certificate") {
            return Some("its certificate is not trusted: SSL_CERT_FILE must name a file with its authority".into());
        }
        let is_late = says("timed out");
        let is_nameless = says("Temporary failure in name resolution") || says("no name server answered");
        if is_nameless || (is_late && Lookup::system().is_unanswered(host)) {
            return Some(
                "the name of its host cannot be looked up in time: no name server of /etc/resolv.conf answers".into(),
            );
        }
        if says("failed to lookup address") {
            return Some(format!("its host has no address: is the name right? {address} says where it is"));
        }
        if is_late {
            return Some(format!("it does not answer in time: {address} says where it is"));
        }
        says("error sending request").then(|| format!("it does not answer: {address} says where it is"))
    }
}

impl<'t> Failed<'t> {
    /// Reads `Error performing GET http://host/path?query in 1.2s, after 3 retries, ... - what came of it`.
    fn read(text: &'t str) -> Option<Self> {
        text.split("Error performing ").find_map(|part| {
            let (method, rest) = part.split_once(' ')?;
            let (url, rest) = rest.split_once(' ')?;
            let (_, what) = rest.split_once(" - ")?;
            Some(Self { method, url: url.parse().ok()?, what })
        })
    }

    fn status(&self) -> Option<u16> {
        let (_, status) = self.what.split_once("status code: ")?;
        status.split(' ').next()?.parse().ok()
    }

    /// Whether that something is missing means the bucket, and nothing in it.
    fn is_of_bucket(&self) -> bool {
        let lists =
            self.url.query_pairs().any(|(name, text)| name == "list-type" || (name == "comp" && text == "list"));
        lists || ["NoSuchBucket", "ContainerNotFound"].contains(&self.word())
    }

    /// The cloud's own word for what went wrong.
    fn word(&self) -> &str {
        let word = self.what.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
        word.map_or("", |(word, _)| word).trim()
    }

    /// What was asked, and what came of it.
    fn said(&self) -> String {
        let mut url = self.url.clone();
        url.set_query(None);
        let came = match self.what.split_once("status code: ") {
            Some((_, status)) => {
                let status = status.split(':').next().unwrap_or_default();
                let word: String = self.word().chars().filter(char::is_ascii_alphanumeric).take(60).collect();
                format!("{status} {word}")
            }
            None => without_queries(self.what.trim_start_matches("HTTP error: ")),
        };
        format!("{} {url}: {}", self.method, came.trim_end())
    }
}

/// The text without the queries of the addresses in it.
fn without_queries(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        if word.contains("://") { word.split_once('?').map_or(word, |(address, _)| address) } else { word }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn bounded(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let end = line.char_indices().nth(MOST).map_or(line.len(), |(end, _)| end);
    line[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(what: &str) -> String {
        let asked = "Error performing list request: Error performing GET http://h.example/b?list-type=2&prefix=x in 1.2s, \
                     after 3 retries, max_retries: 3, retry_timeout: 20s  - ";
        Cloud::S3.explained(&Error::Generic { store: "S3", source: format!("{asked}{what}").into() })
    }

    #[test]
    fn the_kind_comes_first_and_no_query_is_told() {
        for (what, begins, ends) in [
            (
                "Server returned non-2xx status code: 403 Forbidden: <Error><Code>AccessDenied</Code><Message>k?",
                "it refuses the credentials: AWS_ACCESS_KEY_ID",
                "(GET http://h.example/b: 403 Forbidden AccessDenied)",
            ),
            (
                "Server returned non-2xx status code: 404 Not Found: ",
                "it has no such bucket: S3_BUCKET_NAME",
                "(GET http://h.example/b: 404 Not Found)",
            ),
            ("Server returned non-2xx status code: 503 Service Unavailable: x", "it fails with 503", "Unavailable)"),
            (
                "HTTP error: error sending request: Connection refused (os error 111)",
                "it does not answer: AWS_ENDPOINT_URL",
                "(os error 111))",
            ),
            ("HTTP error: error sending request: operation timed out", "it does not answer in time", "timed out)"),
            ("HTTP error: error sending request: failed to lookup address", "its host has no address", "address)"),
            ("Something new", "GET http://h.example/b: Something new", "new"),
        ] {
            let told = explained(what);
            assert!(told.starts_with(begins) && told.ends_with(ends) && !told.contains("list-type"), "{told}");
        }
        let other = Error::Generic { store: "S3", source: "asked at http://h/b?k=v and no more".into() };
        assert_eq!(Cloud::S3.explained(&other), "Generic S3 error: asked at http://h/b and no more");
    }
}
