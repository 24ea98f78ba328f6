//! Pictures: where they are kept, what they may be, and how they are read.

use std::path::PathBuf;

use super::kinds::{File, OneOf, Seconds, Secret, Text, WebAddress, Whole};
use super::mistake::Mistake;
use super::setting::{Described, Section, Setting};
use super::storage::{self, Mode};
use super::values::Values;
use crate::photos::{Limits, Place, Settings};
use url::Url;

/// Whose cloud keeps the pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cloud {
    S3,
    Gcs,
    Azure,
}

pub static CLOUD: Setting<OneOf<Cloud>> = Setting {
    key: "photos.cloud_storage_type",
    env: "CLOUD_STORAGE_TYPE",
    flag: "cloud-storage-type",
    default: "s3",
    kind: OneOf { words: &[("s3", Cloud::S3), ("gcs", Cloud::Gcs), ("azure", Cloud::Azure)], refused: &[] },
    doc: "With `STORAGE_MODE=cloud`, whose cloud keeps the pictures",
};

pub static S3_BUCKET: Setting<Text> = Setting {
    key: "photos.s3_bucket_name",
    env: "S3_BUCKET_NAME",
    flag: "s3-bucket-name",
    default: "",
    kind: Text,
    doc: "The bucket for the pictures, in S3",
};

pub static AWS_KEY_ID: Setting<Text> = Setting {
    key: "photos.aws_access_key_id",
    env: "AWS_ACCESS_KEY_ID",
    flag: "aws-access-key-id",
    default: "",
    kind: Text,
    doc: "Who writes to S3; without it, the role of the machine does",
};

pub static AWS_SECRET: Setting<Secret> = Setting {
    key: "photos.aws_secret_access_key",
    env: "AWS_SECRET_ACCESS_KEY",
    flag: "aws-secret-access-key",
    default: "",
    kind: Secret { shortest: 1 },
    doc: "The secret that belongs to the access key",
};

pub static AWS_REGION: Setting<Text> = Setting {
    key: "photos.aws_region",
    env: "AWS_REGION",
    flag: "aws-region",
    default: "us-east-1",
    kind: Text,
    doc: "The region of the bucket",
};

pub static AWS_ENDPOINT: Setting<WebAddress> = Setting {
    key: "photos.aws_endpoint_url",
    env: "AWS_ENDPOINT_URL",
    flag: "aws-endpoint-url",
    default: "",
    kind: WebAddress,
    doc: "A server that speaks as S3 does, elsewhere than at Amazon",
};

pub static GCS_BUCKET: Setting<Text> = Setting {
    key: "photos.gcs_bucket_name",
    env: "GCS_BUCKET_NAME",
    flag: "gcs-bucket-name",
    default: "",
    kind: Text,
    doc: "The bucket for the pictures, in Google Cloud Storage",
};

pub static GOOGLE_CREDENTIALS: Setting<File> = Setting {
    key: "photos.google_application_credentials",
    env: "GOOGLE_APPLICATION_CREDENTIALS",
    flag: "google-application-credentials",
    default: "",
    kind: File,
    doc: "File with the key of a service account; without it, the account of the machine is used",
};

pub static GCS_ENDPOINT: Setting<WebAddress> = Setting {
    key: "photos.gcs_endpoint_url",
    env: "GCS_ENDPOINT_URL",
    flag: "gcs-endpoint-url",
    default: "",
    kind: WebAddress,
    doc: "A server that speaks as Google Cloud Storage does, elsewhere than at Google",
};

pub static AZURE_CONTAINER: Setting<Text> = Setting {
    key: "photos.azure_storage_container_name",
    env: "AZURE_STORAGE_CONTAINER_NAME",
    flag: "azure-storage-container-name",
    default: "",
    kind: Text,
    doc: "The container for the pictures, in Azure",
};

pub static AZURE_ACCOUNT: Setting<Text> = Setting {
    key: "photos.azure_storage_account_name",
    env: "AZURE_STORAGE_ACCOUNT_NAME",
    flag: "azure-storage-account-name",
    default: "",
    kind: Text,
    doc: "The storage account of the container",
};

pub static AZURE_KEY: Setting<Secret> = Setting {
    key: "photos.azure_storage_account_key",
    env: "AZURE_STORAGE_ACCOUNT_KEY",
    flag: "azure-storage-account-key",
    default: "",
    kind: Secret { shortest: 1 },
    doc: "The key of the account; without it, the identity of the machine is used",
};

pub static AZURE_ENDPOINT: Setting<WebAddress> = Setting {
    key: "photos.azure_storage_endpoint",
    env: "AZURE_STORAGE_ENDPOINT",
    flag: "azure-storage-endpoint",
    default: "",
    kind: WebAddress,
    doc: "A server that speaks as Azure does, elsewhere than in its public cloud",
};

pub static IMAGE_BYTES: Setting<Whole<u64>> = Setting {
    key: "photos.image_bytes",
    env: "IMAGE_BYTES",
    flag: "image-bytes",
    default: "10485760",
    kind: Whole { min: 1024, max: 1_073_741_824 },
    doc: "Largest picture, in bytes",
};

pub static IMAGE_PIXELS: Setting<Whole<u64>> = Setting {
    key: "photos.image_pixels",
    env: "IMAGE_PIXELS",
    flag: "image-pixels",
    default: "40000000",
    kind: Whole { min: 1024, max: 268_435_456 },
    doc: "Largest picture, in pixels; while it is worked on, each takes up to 12 bytes of memory",
};

pub static IMAGE_THREADS: Setting<Whole<usize>> = Setting {
    key: "photos.image_threads",
    env: "IMAGE_THREADS",
    flag: "image-threads",
    default: "0",
    kind: Whole { min: 0, max: 256 },
    doc: "Pictures worked on at the same time; 0 for one less than there are processors, from 1 to 4",
};

pub static UPLOAD_BYTES: Setting<Whole<usize>> = Setting {
    key: "photos.upload_bytes",
    env: "UPLOAD_BYTES",
    flag: "upload-bytes",
    default: "33554432",
    kind: Whole { min: 1024, max: 17_179_869_184 },
    doc: "Bytes of pictures on their way in that are in memory at the same time, each until it is stored",
};

pub static UPLOADS_PER_OWNER: Setting<Whole<usize>> = Setting {
    key: "photos.uploads_per_owner",
    env: "UPLOADS_PER_OWNER",
    flag: "uploads-per-owner",
    default: "2",
    kind: Whole { min: 0, max: 10_000 },
    doc: "Pictures of one guest on their way in at the same time; 0 for any number",
};

pub static UPLOADS_PER_ADDRESS: Setting<Whole<usize>> = Setting {
    key: "photos.uploads_per_address",
    env: "UPLOADS_PER_ADDRESS",
    flag: "uploads-per-address",
    default: "4",
    kind: Whole { min: 0, max: 10_000 },
    doc: "Pictures from one address on their way in at the same time; 0 for any number",
};

pub static PHOTO_URLS: Setting<OneOf<bool>> = Setting {
    key: "photos.photo_urls",
    env: "PHOTO_URLS",
    flag: "photo-urls",
    default: "served",
    kind: OneOf { words: &[("served", false), ("signed", true)], refused: &[] },
    doc: "How pictures are read: `served` through hera, `signed` by a redirection to a URL that works for a while, in the cloud that keeps them",
};

pub static PHOTO_URL_LIFETIME: Setting<Seconds> = Setting {
    key: "photos.photo_url_s",
    env: "PHOTO_URL_S",
    flag: "photo-url-s",
    default: "300",
    kind: Seconds { min: 5, max: 604_800 },
    doc: "How long a signed URL works",
};

pub static PHOTO_URL_KEY: Setting<Secret> = Setting {
    key: "photos.photo_url_key",
    env: "PHOTO_URL_KEY",
    flag: "photo-url-key",
    default: "",
    kind: Secret { shortest: 16 },
    doc: "Signs the URLs of pictures on the local disk; without it a key is made, and kept in the sessions directory",
};

/// In the order of the help.
pub static SECTION: Section = Section {
    name: "photos",
    title: "Pictures",
    settings: &[
        &IMAGE_BYTES,
        &IMAGE_PIXELS,
        &IMAGE_THREADS,
        &UPLOAD_BYTES,
        &UPLOADS_PER_OWNER,
        &UPLOADS_PER_ADDRESS,
        &PHOTO_URLS,
        &PHOTO_URL_LIFETIME,
        &PHOTO_URL_KEY,
        &CLOUD,
        &S3_BUCKET,
        &AWS_KEY_ID,
        &AWS_SECRET,
        &AWS_REGION,
        &AWS_ENDPOINT,
        &GCS_BUCKET,
        &GOOGLE_CREDENTIALS,
        &GCS_ENDPOINT,
        &AZURE_CONTAINER,
        &AZURE_ACCOUNT,
        &AZURE_KEY,
        &AZURE_ENDPOINT,
    ],
};

/// What a picture's place needs must be said, and the largest picture must have room on its way in.
pub(super) fn rules(values: &Values) -> Vec<Mistake> {
    let fits = |image, upload| usize::try_from(image).is_ok_and(|image: usize| image <= upload);
    let fits = values.rule(&IMAGE_BYTES, &UPLOAD_BYTES, "must not be more than", fits);
    if values.get(&storage::MODE) != Some(Mode::Cloud) {
        return fits.into_iter().collect();
    }
    let needed: &[(&dyn Described, bool)] = match values.get(&CLOUD) {
        Some(Cloud::S3) => &[
            (&S3_BUCKET, values.get(&S3_BUCKET) == Some(None)),
            (
                &AWS_SECRET,
                values.get(&AWS_KEY_ID).flatten().is_some() && values.get(&AWS_SECRET).is_some_and(|key| key.is_none()),
            ),
        ],
        Some(Cloud::Gcs) => &[(&GCS_BUCKET, values.get(&GCS_BUCKET) == Some(None))],
        Some(Cloud::Azure) => &[
            (&AZURE_CONTAINER, values.get(&AZURE_CONTAINER) == Some(None)),
            (&AZURE_ACCOUNT, values.get(&AZURE_ACCOUNT) == Some(None)),
        ],
        None => &[],
    };
    let missing = needed.iter().filter(|(_, missing)| *missing);
    let missing = missing.map(|(setting, _)| needs(values, *setting));
    missing.chain(absent_credentials(values)).chain(fits).collect()
}

/// A file of credentials is there to be read.
fn absent_credentials(values: &Values) -> Option<Mistake> {
    let file = values.get(&GOOGLE_CREDENTIALS)?.filter(|_| values.get(&CLOUD) == Some(Cloud::Gcs))?;
    let error = std::fs::File::open(&file).err()?;
    let says = format!("{}: {} cannot be read: {error}", GOOGLE_CREDENTIALS.key, file.display());
    Some(Mistake::new(values.text(&GOOGLE_CREDENTIALS).1, says))
}

fn needs(values: &Values, setting: &dyn Described) -> Mistake {
    let (cloud, source) = values.text(&CLOUD);
    let says = format!("{} = {cloud} needs {}; {} sets it", CLOUD.key, setting.key(), setting.env());
    Mistake::new(source, says)
}

/// The settings; `None` when a value is wrong.
pub(super) fn settings(values: &Values) -> Option<Settings> {
    let sessions_dir = values.get(&storage::SESSIONS_DIR)?;
    let signed = values.get(&PHOTO_URLS)?;
    Some(Settings {
        place: place(values, sessions_dir.join("photos"))?,
        limits: Limits { bytes: values.get(&IMAGE_BYTES)?, pixels: values.get(&IMAGE_PIXELS)? },
        threads: match values.get(&IMAGE_THREADS)? {
            0 => std::thread::available_parallelism().map_or(1, |cores| (cores.get() - 1).clamp(1, 4)),
            threads => threads,
        },
        signed_for: values.get(&PHOTO_URL_LIFETIME).filter(|_| signed),
        url_key: values.get(&PHOTO_URL_KEY)?,
        key_file: sessions_dir.join("photo_url.key"),
    })
}

/// An address as the stores want it.
#[expect(clippy::needless_pass_by_value, reason = "for map")]
fn without_slash(url: Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

fn place(values: &Values, disk: PathBuf) -> Option<Place> {
    if values.get(&storage::MODE)? != Mode::Cloud {
        return Some(Place::Disk(disk));
    }
    // What is missing is told by the rules.
    Some(match values.get(&CLOUD)? {
        Cloud::S3 => Place::S3 {
            bucket: values.get(&S3_BUCKET)??,
            region: values.get(&AWS_REGION)??,
            access_key_id: values.get(&AWS_KEY_ID)?,
            secret_access_key: values.get(&AWS_SECRET)?,
            endpoint: values.get(&AWS_ENDPOINT)?.map(without_slash),
        },
        Cloud::Gcs => Place::Gcs {
            bucket: values.get(&GCS_BUCKET)??,
            credentials: values.get(&GOOGLE_CREDENTIALS)?,
            endpoint: values.get(&GCS_ENDPOINT)?.map(without_slash),
        },
        Cloud::Azure => Place::Azure {
            container: values.get(&AZURE_CONTAINER)??,
            account: values.get(&AZURE_ACCOUNT)??,
            key: values.get(&AZURE_KEY)?,
            endpoint: values.get(&AZURE_ENDPOINT)?.map(without_slash),
        },
    })
}
