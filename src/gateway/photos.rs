//! Pictures: how they come in, by HTTP and over the socket, and how they are read.

pub mod download;
pub mod intake;
pub mod upload;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;

use self::intake::Arrivals;
use crate::domain::{MediaType, PhotoId, SessionId};
use crate::gateway;
use crate::gateway::let_go::Left;
use crate::photos::signed::UrlKey;
use crate::photos::{Darkroom, Limits, PhotoStore, Settings, Size, Trouble};

/// What the doors of pictures work with. Cheap to clone.
#[derive(Clone)]
pub struct Pictures {
    pub store: PhotoStore,
    pub darkroom: Darkroom,
    pub limits: Limits,
    /// What pictures on their way in take.
    arrivals: Arrivals,
    signing: Option<Signing>,
    /// What the log has said of those that could not be deleted.
    pub left: Arc<Left>,
    /// Where browsers are sent for pictures, if elsewhere.
    pub origin: Option<String>,
}

/// How pictures are read by signed URLs.
#[derive(Clone)]
struct Signing {
    lifetime: Duration,
    /// For pictures on the local disk.
    key: Option<UrlKey>,
}

impl Pictures {
    /// Starts the threads that develop pictures, and makes ready to sign, if that is asked for. `origin` is what
    /// [`reach`] gave.
    ///
    /// # Errors
    /// When the system gives no threads, or there is nothing to sign with.
    pub fn open(
        store: PhotoStore,
        origin: Option<String>,
        settings: &Settings,
        gateway: &gateway::Settings,
    ) -> anyhow::Result<Self> {
        let darkroom = Darkroom::open(settings.limits, settings.threads)?;
        let arrivals = Arrivals::new(gateway);
        let signing = settings.signed_for.map(|lifetime| signing(&store, settings, lifetime)).transpose()?;
        Ok(Self { store, darkroom, limits: settings.limits, arrivals, signing, left: Arc::default(), origin })
    }
}

fn signing(store: &PhotoStore, settings: &Settings, lifetime: Duration) -> anyhow::Result<Signing> {
    if !store.is_on_disk() {
        return Ok(Signing { lifetime, key: None });
    }
    let key = if let Some(key) = settings.url_key.as_ref().and_then(UrlKey::of) {
        key
    } else {
        let file = &settings.key_file;
        UrlKey::kept_in(file).with_context(|| format!("cannot use the key of pictures' URLs, {}", file.display()))?
    };
    Ok(Signing { lifetime, key: Some(key) })
}

/// Sees whether the pictures' store answers; the origin of the cloud's own URLs, which pages must be allowed to show
/// pictures from, where these are given out.
///
/// # Errors
/// When the store cannot be reached, or the cloud's credentials do not allow to sign.
pub async fn reach(store: &PhotoStore, settings: &Settings) -> Result<Option<String>, Trouble> {
    store.ping().await?;
    let Some(lifetime) = settings.signed_for else { return Ok(None) };
    let (session, id) = (SessionId::random(), PhotoId::of_digest(&[0; 32]));
    let url = store.signed_url(session, id, MediaType::Jpeg, Size::Original, lifetime).await?;
    Ok(url.map(|url| url.origin().ascii_serialization()))
}
