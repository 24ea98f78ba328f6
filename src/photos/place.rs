//! Where pictures are kept: a directory, or a bucket of a cloud.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::client::{DnsFuture, DnsResolver};
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::local::LocalFileSystem;
use object_store::signer::Signer;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};
use rand::seq::SliceRandom as _;
use secrecy::{ExposeSecret as _, SecretString};

use super::answers::Looking;
use super::explain::Cloud;
use super::store::Trouble;
use crate::lookup::Lookup;

/// How long a connection to a cloud may take to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// For how long a cloud may say nothing.
const SILENCE: Duration = Duration::from_secs(20);
/// How long one request to a cloud may take, with all its bytes: whoever reads a picture through hera may be slow.
const REQUEST: Duration = Duration::from_mins(3);
/// For how long a request that failed for a moment is tried again: a person waits.
const PATIENCE: Duration = Duration::from_secs(20);
const RETRIES: usize = 3;

/// Where pictures are kept. What a cloud needs and is not given here, it takes from the machine it runs on: a role of
/// the instance, or its metadata server.
#[derive(Debug, Clone)]
pub enum Place {
    /// A directory of a local disk; made if it is not there.
    Disk(PathBuf),
    /// A bucket of S3, or of anything that speaks its language.
    S3 {
        bucket: String,
        region: String,
        access_key_id: Option<String>,
        secret_access_key: Option<SecretString>,
        /// Elsewhere than at Amazon; http is allowed, for a server on one's own network.
        endpoint: Option<String>,
    },
    /// A bucket of Google Cloud Storage; the credentials are a service account's file.
    Gcs {
        bucket: String,
        credentials: Option<PathBuf>,
        /// Elsewhere than at Google; http is allowed.
        endpoint: Option<String>,
    },
    /// A container of Azure Blob Storage.
    Azure {
        container: String,
        account: String,
        key: Option<SecretString>,
        /// Elsewhere than at Azure's public cloud; http is allowed.
        endpoint: Option<String>,
    },
}

/// A place, reached.
pub struct Reached {
    pub objects: Arc<dyn ObjectStore>,
    /// Makes URLs at which the cloud itself gives a picture away; a local disk has no such thing.
    pub signer: Option<Arc<dyn Signer>>,
    /// The directory, where it is one.
    pub disk: Option<PathBuf>,
    /// The kind of cloud, where it is one.
    pub cloud: Option<Cloud>,
}

impl Place {
    /// Prepares for the place. Whether a cloud answers is not tried here.
    ///
    /// # Errors
    /// When the directory cannot be made, or what was said about a cloud makes no sense.
    pub fn reach(&self) -> Result<Reached, Trouble> {
        Ok(match self {
            Self::Disk(dir) => {
                std::fs::create_dir_all(dir).map_err(|error| Trouble::of_disk(dir, &error))?;
                // What is acknowledged is on the disk.
                let objects = LocalFileSystem::new_with_prefix(dir)?.with_fsync(true);
                Reached { objects: Arc::new(objects), signer: None, disk: Some(dir.clone()), cloud: None }
            }
            Self::S3 { bucket, region, access_key_id, secret_access_key, endpoint } => {
                let mut builder = AmazonS3Builder::new().with_bucket_name(bucket).with_region(region);
                if let (Some(id), Some(key)) = (access_key_id, secret_access_key) {
                    builder = builder.with_access_key_id(id).with_secret_access_key(key.expose_secret());
                }
                if let Some(endpoint) = endpoint {
                    builder = builder.with_endpoint(endpoint).with_allow_http(true);
                }
                in_cloud(
                    Cloud::S3,
                    builder
                        .with_retry(retry())
                        .with_client_options(client())
                        .with_http_connector(Looking::default())
                        .build()?,
                )
            }
            Self::Gcs { bucket, credentials, endpoint } => {
                let mut builder = GoogleCloudStorageBuilder::new().with_bucket_name(bucket);
                if let Some(file) = credentials {
                    builder = builder.with_application_credentials(file.to_string_lossy());
                }
                if let Some(endpoint) = endpoint {
                    builder = builder.with_base_url(endpoint);
                }
                in_cloud(
                    Cloud::Gcs,
                    builder
                        .with_retry(retry())
                        .with_client_options(client())
                        .with_http_connector(Looking::default())
                        .build()?,
                )
            }
            Self::Azure { container, account, key, endpoint } => {
                let mut builder = MicrosoftAzureBuilder::new().with_container_name(container).with_account(account);
                if let Some(key) = key {
                    builder = builder.with_access_key(key.expose_secret());
                }
                if let Some(endpoint) = endpoint {
                    builder = builder.with_endpoint(endpoint.clone()).with_allow_http(true);
                }
                in_cloud(
                    Cloud::Azure,
                    builder
                        .with_retry(retry())
                        .with_client_options(client())
                        .with_http_connector(Looking::default())
                        .build()?,
                )
            }
        })
    }
}

fn in_cloud<T: ObjectStore + Signer>(cloud: Cloud, store: T) -> Reached {
    let store = Arc::new(store);
    Reached { objects: Arc::clone(&store) as Arc<dyn ObjectStore>, signer: Some(store), disk: None, cloud: Some(cloud) }
}

fn retry() -> RetryConfig {
    let backoff =
        BackoffConfig { init_backoff: Duration::from_millis(100), max_backoff: Duration::from_secs(2), base: 2.0 };
    RetryConfig { backoff, max_retries: RETRIES, retry_timeout: PATIENCE }
}

fn client() -> ClientOptions {
    ClientOptions::new()
        .with_allow_http(true)
        .with_connect_timeout(CONNECT)
        .with_read_timeout(SILENCE)
        .with_timeout(REQUEST)
        .with_dns_resolver(Arc::new(Lookup::system()))
}

impl DnsResolver for Lookup {
    fn resolve(&self, host: &str) -> DnsFuture {
        let (lookup, host) = (self.clone(), host.to_owned());
        Box::pin(async move {
            let mut found: Vec<_> = lookup.find(&host).await?.iter().map(std::net::SocketAddr::ip).collect();
            // A cloud has many addresses: nobody's are always the first.
            found.shuffle(&mut rand::rng());
            Ok(found)
        })
    }
}
