//! A file becomes a picture that can be kept: decoded within limits, upright, in sRGB, freed of all metadata, encoded
//! anew, with its thumbnails. Runs on the calling thread and takes its time: see [`super::Darkroom`].

use std::io::{self, Cursor, Write};

use bytes::Bytes;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, GenericImageView as _, ImageDecoder, ImageError, Rgb, RgbImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use sha2::{Digest as _, Sha256};

use super::inspect::{self, Format};
use super::jpeg;
use super::key::SIZES;
use super::refusal::Refusal;
use crate::domain::{MediaType, Photo, PhotoId, PhotoKind, UnixMillis};

/// The longest side, in pixels: a panorama of a phone fits.
const LONGEST: u32 = 16_384;
/// Bytes of a decoded pixel: red, green, blue and alpha, or less. Deeper ones are taken while they fit in as much.
const PIXEL: u64 = 4;
/// What the decoder may take beside the pixels: lines, tables, profiles.
const BESIDE: u64 = 16 << 20;
/// Qualities of a JPEG, tried until it is no larger than pictures may be.
const QUALITIES: [u8; 3] = [88, 75, 50];

/// What a picture may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Length of the file.
    pub bytes: u64,
    /// Width times height.
    pub pixels: u64,
}

/// A picture that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Developed {
    pub id: PhotoId,
    pub media_type: MediaType,
    pub width: u32,
    pub height: u32,
    /// The file, without any metadata.
    pub original: Bytes,
    /// The files of the thumbnails, of the same media type, by their [`SIZES`].
    pub thumbnails: [(u32, Bytes); SIZES.len()],
}

impl Developed {
    /// What the session's state and events say of it.
    #[must_use]
    pub const fn photo(&self, kind: PhotoKind, created_at: UnixMillis, illustration: bool) -> Photo {
        let bytes = self.original.len() as u64;
        let Self { id, media_type, width, height, .. } = *self;
        Photo { id, kind, media_type, width, height, bytes, created_at, illustration }
    }
}

/// Makes a picture of a file.
///
/// # Errors
/// When it is no picture that can be taken.
pub fn develop(file: &[u8], limits: Limits) -> Result<Developed, Refusal> {
    let format = inspect::format(file)?;
    if file.len() as u64 > limits.bytes {
        return Err(Refusal::TooManyBytes { most: limits.bytes });
    }
    let picture = decode(file, format, limits)?;
    let (width, height) = (picture.width(), picture.height());
    let (media_type, original) = encode(&picture, kept_as(file, format, &picture), limits)?;
    let [small, large] = SIZES;
    let larger = thumbnail(&picture, large);
    drop(picture);
    let smaller = thumbnail(&larger, small);
    let thumbnails = [(small, encode_as(&smaller, media_type)?), (large, encode_as(&larger, media_type)?)];
    let id = PhotoId::of_digest(&Sha256::digest(&original).into());
    Ok(Developed { id, media_type, width, height, original, thumbnails })
}

fn decode(file: &[u8], format: Format, limits: Limits) -> Result<DynamicImage, Refusal> {
    let reader = Cursor::new(file);
    match format {
        Format::Jpeg => {
            jpeg::check(file)?;
            decoded(JpegDecoder::new(reader).map_err(|error| refused(&error))?, limits)
        }
        Format::Png => {
            let mut memory = image::Limits::no_limits();
            memory.max_alloc = Some(limits.pixels * PIXEL + BESIDE);
            decoded(PngDecoder::with_limits(reader, memory).map_err(|error| refused(&error))?, limits)
        }
        Format::WebP => {
            let decoder = WebPDecoder::new(reader).map_err(|error| refused(&error))?;
            if decoder.has_animation() {
                return Err(inspect::ANIMATED);
            }
            decoded(decoder, limits)
        }
    }
}

/// The pixels: upright, eight bits each, in sRGB. The dimensions that the file declares are checked before anything is
/// decoded.
fn decoded(mut decoder: impl ImageDecoder, limits: Limits) -> Result<DynamicImage, Refusal> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(Refusal::Damaged);
    }
    if pixels > limits.pixels {
        return Err(Refusal::TooManyPixels { width, height, most: limits.pixels });
    }
    if decoder.total_bytes() > limits.pixels * PIXEL {
        return Err(Refusal::TooDeep { width, height });
    }
    if width.max(height) > LONGEST {
        return Err(Refusal::TooLong { width, height, most: LONGEST });
    }
    // A picture is taken without its orientation and its colours, if these cannot be read.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = eight_bits(DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?);
    if let Some(profile) = profile {
        // As browsers do: a profile that makes no sense is as good as none.
        let _ = to_srgb(&mut picture, &profile);
    }
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn eight_bits(picture: DynamicImage) -> DynamicImage {
    match picture {
        deep @ DynamicImage::ImageLuma16(_) => DynamicImage::ImageLuma8(deep.into_luma8()),
        deep @ DynamicImage::ImageLumaA16(_) => DynamicImage::ImageLumaA8(deep.into_luma_alpha8()),
        deep @ (DynamicImage::ImageRgb16(_) | DynamicImage::ImageRgb32F(_)) => {
            DynamicImage::ImageRgb8(deep.into_rgb8())
        }
        deep @ (DynamicImage::ImageRgba16(_) | DynamicImage::ImageRgba32F(_)) => {
            DynamicImage::ImageRgba8(deep.into_rgba8())
        }
        eight => eight,
    }
}

/// Converts the colours in place, line by line. Profiles of grey and of printing inks are left aside: the decoder has
/// given red, green and blue already.
fn to_srgb(picture: &mut DynamicImage, profile: &[u8]) -> Option<()> {
    let profile = ColorProfile::new_from_slice(profile).ok().filter(|it| it.color_space == DataColorSpace::Rgb)?;
    let line = picture.width() as usize * usize::from(picture.color().bytes_per_pixel());
    let (layout, pixels): (Layout, &mut [u8]) = match picture {
        DynamicImage::ImageRgb8(pixels) => (Layout::Rgb, pixels.as_flat_samples_mut().samples),
        DynamicImage::ImageRgba8(pixels) => (Layout::Rgba, pixels.as_flat_samples_mut().samples),
        _ => return None,
    };
    let srgb = ColorProfile::new_srgb();
    let transform = profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default()).ok()?;
    let mut converted = vec![0; line];
    for line in pixels.chunks_exact_mut(line) {
        transform.transform(line, &mut converted).ok()?;
        line.copy_from_slice(&converted);
    }
    Some(())
}

/// JPEG stays JPEG and PNG stays PNG; a WebP becomes what suits it.
fn kept_as(file: &[u8], format: Format, picture: &DynamicImage) -> MediaType {
    let lossless = picture.color().has_alpha() || file.get(12..16) == Some(b"VP8L");
    match format {
        Format::Png => MediaType::Png,
        Format::WebP if lossless => MediaType::Png,
        Format::Jpeg | Format::WebP => MediaType::Jpeg,
    }
}

/// The file; a JPEG where a PNG would be larger than pictures may be.
fn encode(picture: &DynamicImage, media_type: MediaType, limits: Limits) -> Result<(MediaType, Bytes), Refusal> {
    let most = usize::try_from(limits.bytes).unwrap_or(usize::MAX);
    if media_type != MediaType::Jpeg
        && let Ok(file) = png(picture, most)
    {
        return Ok((MediaType::Png, file));
    }
    let flat = flat(picture);
    let flat = flat.as_ref().unwrap_or(picture);
    let file = QUALITIES.iter().find_map(|quality| jpeg(flat, *quality, most).ok());
    file.map(|file| (MediaType::Jpeg, file)).ok_or(Refusal::TooManyBytes { most: limits.bytes })
}

fn encode_as(thumbnail: &DynamicImage, media_type: MediaType) -> Result<Bytes, Refusal> {
    let file = if media_type == MediaType::Jpeg {
        let flat = flat(thumbnail);
        jpeg(flat.as_ref().unwrap_or(thumbnail), QUALITIES[0], usize::MAX)
    } else {
        png(thumbnail, usize::MAX)
    };
    file.map_err(|error| refused(&error))
}

fn png(picture: &DynamicImage, most: usize) -> Result<Bytes, ImageError> {
    let mut file = Capped { bytes: Vec::new(), most };
    let encoder = PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::Adaptive);
    picture.write_with_encoder(encoder)?;
    Ok(file.bytes.into())
}

fn jpeg(picture: &DynamicImage, quality: u8, most: usize) -> Result<Bytes, ImageError> {
    let mut file = Capped { bytes: Vec::new(), most };
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut file, quality))?;
    Ok(file.bytes.into())
}

/// The picture on white, where it has transparent parts: a JPEG has none.
fn flat(picture: &DynamicImage) -> Option<DynamicImage> {
    if !picture.color().has_alpha() {
        return None;
    }
    let flat = RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let on_white = |colour: u8| {
            let (colour, alpha) = (u32::from(colour), u32::from(alpha));
            u8::try_from((colour * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
        };
        Rgb([on_white(red), on_white(green), on_white(blue)])
    });
    Some(DynamicImage::ImageRgb8(flat))
}

/// The picture with no side longer than `size`.
fn thumbnail(picture: &DynamicImage, size: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= size { picture.clone() } else { picture.thumbnail(size, size) }
}

/// What the decoder says, for people.
fn refused(error: &ImageError) -> Refusal {
    match error {
        ImageError::Unsupported(_) => inspect::RARE,
        _ => Refusal::Damaged,
    }
}

/// A file in memory that does not grow over its limit.
struct Capped {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Capped {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + more.len() > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
