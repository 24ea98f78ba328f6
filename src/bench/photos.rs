//! `hera bench photos`: large photos, several at once.

use std::io::Cursor;
use std::time::{Duration, Instant};

use bytes::Bytes;
use clap::Args;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use image::{ImageFormat, Rgb, RgbImage};
use reqwest::Client;
use reqwest::multipart::{Form, Part};
use tokio::time::timeout_at;
use url::Url;

use super::check::{Fault, Faults};
use super::process::Processes;
use super::report::Report;
use super::socket::BenchError;
use super::stats::Spread;
use super::target::{Session, client, progress};
use super::{Common, rate};

/// How often the server's memory is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// Uploads of large photos, several at once: how many per second, how long each takes, how much memory they need.
#[derive(Debug, Args)]
pub struct Photos {
    #[command(flatten)]
    pub common: Common,
    /// Uploads in all
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    uploads: u32,
    /// Uploads at once, each to a session of its own
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1000))]
    at_once: u32,
    /// Pixels of each photo, in millions
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=40))]
    megapixels: u32,
}

#[derive(serde::Deserialize)]
struct Uploaded {
    image_url: String,
}

/// How long one photo took.
struct Taken {
    upload: Duration,
    /// From the beginning of the upload to the last byte of its thumbnail.
    thumbnail: Duration,
}

impl Photos {
    pub async fn run(&self) -> Result<Report, BenchError> {
        let target = self.common.target()?;
        let photo = photo(self.megapixels);
        let deadline = self.common.deadline(Duration::from_secs(u64::from(self.uploads) * 2));
        let sessions = target.sessions(self.at_once as usize, deadline).await?;
        let before = target.processes.resident_bytes();
        let client = client()?;
        let bar = progress("photos", self.uploads as usize);
        let (begun, cpu) = (Instant::now(), target.processes.cpu());
        let uploading = stream::iter(sessions.iter().cycle().take(self.uploads as usize))
            .map(|session| take(&client, session, photo.clone()))
            .buffer_unordered(self.at_once as usize)
            .inspect(|_| bar.inc(1))
            .try_collect();
        let (taken, most) = watched(&target.processes, timeout_at(deadline, uploading)).await;
        let taken: Vec<Result<Taken, String>> = taken.map_err(|_| BenchError::Late("photos were uploaded"))??;
        let lasted = begun.elapsed();
        bar.finish_and_clear();
        let mut faults = Faults::default();
        let (mut upload, mut thumbnail) = (Spread::default(), Spread::default());
        for taken in taken {
            match taken {
                Ok(taken) => {
                    upload.add(taken.upload);
                    thumbnail.add(taken.thumbnail);
                }
                Err(why) => faults.note(Fault::Refused, || why),
            }
        }
        let mut report = Report::new("photos", faults);
        report.count("uploads", "photos uploaded", self.uploads.into());
        report.number("photo_mib", "size of a photo, MiB", super::mib(Some(photo.len() as u64)));
        report.number("uploads_per_s", "uploads per second", rate(self.uploads.into(), lasted));
        report.spread("upload_ms", "upload to answer, ms", &upload);
        report.spread("thumbnail_ms", "upload to its thumbnail read, ms", &thumbnail);
        report.number("before_mib", "server memory before, MiB", super::mib(before));
        let cpu = target.processes.cpu().zip(cpu).map(|(now, before)| now.saturating_sub(before));
        super::load_figures(&mut report, lasted, cpu, None, most);
        Ok(report)
    }
}

/// What the work gives, and the most memory seen meanwhile.
async fn watched<T>(processes: &Processes, work: impl Future<Output = T>) -> (T, Option<u64>) {
    let mut work = std::pin::pin!(work);
    let mut looks = tokio::time::interval(LOOK);
    let mut most = None;
    loop {
        tokio::select! {
            done = &mut work => return (done, most.max(processes.resident_bytes())),
            _ = looks.tick() => most = most.max(processes.resident_bytes()),
        }
    }
}

/// One photo up, and its thumbnail down; what the server said instead, if it refused.
async fn take(client: &Client, session: &Session, photo: Bytes) -> Result<Result<Taken, String>, BenchError> {
    let url = session.url("photos/user")?;
    let unreachable = |error: reqwest::Error| BenchError::Unreachable(url.clone(), error.to_string());
    let length = photo.len() as u64;
    let form = Form::new().part("file", Part::stream_with_length(photo, length).file_name("photo.jpg"));
    let begun = Instant::now();
    let answer = client.post(url.clone()).multipart(form).send().await.map_err(unreachable)?;
    let status = answer.status();
    if !status.is_success() {
        return Ok(Err(format!("a photo was refused: {status} {}", answer.text().await.unwrap_or_default())));
    }
    let Uploaded { image_url } = answer.json().await.map_err(unreachable)?;
    let upload = begun.elapsed();
    let thumbnail = thumbnail(&url, &image_url)?;
    let thumbnail = client.get(thumbnail).send().await.map_err(unreachable)?;
    let status = thumbnail.status();
    let read = thumbnail.bytes().await.map_err(unreachable)?;
    if !status.is_success() || read.is_empty() {
        return Ok(Err(format!("a thumbnail was not given: {status}")));
    }
    Ok(Ok(Taken { upload, thumbnail: begun.elapsed() }))
}

fn thumbnail(server: &Url, image: &str) -> Result<Url, BenchError> {
    let mut url = server.join(image).map_err(|_| BenchError::Address(image.to_owned()))?;
    url.set_query(Some("size=320"));
    Ok(url)
}

/// A JPEG in the shape of a camera's, with soft colours and some grain. What it costs to decode depends on its pixels more
/// than on its bytes.
fn photo(megapixels: u32) -> Bytes {
    let width = (megapixels * 1_000_000 * 4 / 3).isqrt();
    let height = width * 3 / 4;
    let mut grain = 1_u32;
    let picture = RgbImage::from_fn(width, height, |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [noise, ..] = grain.to_be_bytes();
        let colour = |of: u32, by: u32| u8::try_from((of * 200 / by) + u32::from(noise / 16)).unwrap_or(u8::MAX);
        Rgb([colour(x, width), colour(y, height), colour(x + y, width + height)])
    });
    let mut file = Cursor::new(Vec::new());
    // Writing to memory does not fail, and were the file broken, the server would refuse it.
    let _ = picture.write_to(&mut file, ImageFormat::Jpeg);
    file.into_inner().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_has_the_pixels_asked_for() {
        let photo = photo(1);
        let size = image::load_from_memory(&photo).unwrap();
        let pixels = u64::from(size.width()) * u64::from(size.height());
        assert!((990_000..=1_000_000).contains(&pixels), "{pixels}");
    }

    #[test]
    fn a_thumbnail_is_asked_of_the_same_server() {
        let server = Url::parse("http://127.0.0.1:1/api/sessions/s/photos/user").unwrap();
        let url = thumbnail(&server, "/api/sessions/s/photos/1").unwrap();
        assert_eq!(url.as_str(), "http://127.0.0.1:1/api/sessions/s/photos/1?size=320");
    }
}
