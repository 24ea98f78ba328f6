//! What becomes of a file, apart from how it came.

use std::time::Duration;

use hera::domain::MediaType;
use hera::photos::develop::develop;
use hera::photos::{Developed, Limits, Refusal};
use image::{DynamicImage, GenericImageView as _, ImageFormat, Rgba};

use super::corpus::{Fate, corpus};
use super::files::*;

pub const LIMITS: Limits = Limits { bytes: 10 << 20, pixels: 40_000_000 };

fn fate(developed: &Result<Developed, Refusal>) -> Fate {
    match developed {
        Ok(Developed { width, height, .. }) => Fate::Kept(*width, *height),
        Err(Refusal::Unsupported { .. }) => Fate::Unsupported,
        Err(
            Refusal::TooManyBytes { .. }
            | Refusal::TooManyPixels { .. }
            | Refusal::TooDeep { .. }
            | Refusal::TooLong { .. },
        ) => Fate::TooLarge,
        Err(Refusal::Damaged) => Fate::Damaged,
        Err(Refusal::Busy) => panic!("nobody else is here"),
    }
}

/// What this thread has had of a processor: a busy machine changes nothing of it (`proc_pid_schedstat`, in Linux's
/// Documentation/scheduler/sched-stats.rst).
fn processor_time() -> Duration {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(times.split(' ').next().unwrap().parse().unwrap())
}

#[test]
fn every_odd_file_has_its_fate() {
    let corpus = corpus();
    assert!(corpus.len() >= 40, "{}", corpus.len());
    let mut wrong = Vec::new();
    for (name, file, expected) in corpus {
        let begun = processor_time();
        // As in the darkroom: a decoder that panics has met a damaged file.
        let developed = std::panic::catch_unwind(|| develop(&file, LIMITS)).unwrap_or(Err(Refusal::Damaged));
        let took = processor_time().saturating_sub(begun);
        if fate(&developed) != expected || took.as_secs() > 5 {
            wrong.push(format!("{name}: {:?} instead of {expected:?}, after {took:?}", developed.map(|it| it.id)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_deep_picture_is_told_what_is_too_much() {
    // Fewer pixels than are taken, of twice the memory.
    let refusal = develop(&png_of(6000, 5000, 16, 2, &[], &zlib(&[0])), LIMITS).unwrap_err();
    assert_eq!((refusal, refusal.name()), (Refusal::TooDeep { width: 6000, height: 5000 }, "image_too_large"));
    let told = refusal.to_string();
    assert!(told.contains("save it with 8 bits a channel") && !told.contains("at most"), "{told}");
}

/// The picture as it is kept.
fn kept(file: &[u8]) -> (Developed, DynamicImage) {
    let developed = develop(file, LIMITS).unwrap();
    let picture = image::load_from_memory(&developed.original).unwrap();
    assert_eq!(picture.dimensions(), (developed.width, developed.height));
    (developed, picture)
}

#[test]
fn pictures_are_turned_upright() {
    // Red, green, blue and white in the corners, so that no two ways to hold it look the same.
    let corners = image::RgbImage::from_fn(64, 32, |x, y| match (x < 32, y < 16) {
        (true, true) => image::Rgb([255, 0, 0]),
        (false, true) => image::Rgb([0, 255, 0]),
        (true, false) => image::Rgb([0, 0, 255]),
        (false, false) => image::Rgb([255, 255, 255]),
    });
    let mut file = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, 100).encode_image(&corners).unwrap();
    for (orientation, first) in
        [(1, "red"), (2, "green"), (3, "white"), (4, "blue"), (5, "red"), (6, "blue"), (7, "white"), (8, "green")]
    {
        let (_, picture) = kept(&with_segment(&file, 0xe1, &exif(orientation)));
        assert_eq!(picture.dimensions(), if orientation < 5 { (64, 32) } else { (32, 64) });
        let Rgba([red, green, blue, _]) = picture.get_pixel(3, 3);
        let seen = match (red > 128, green > 128, blue > 128) {
            (true, false, false) => "red",
            (false, true, false) => "green",
            (false, false, true) => "blue",
            _ => "white",
        };
        assert_eq!(seen, first, "orientation {orientation}");
    }
}

#[test]
fn no_metadata_comes_out() {
    let secret = b"GPS-SECRET-35N135E";
    let text = [&b"Comment\0"[..], secret].concat();
    let jpeg = with_segment(&jpeg_held(400, 300, 6), 0xfe, secret);
    let png =
        png_of(1, 1, 8, 2, &[chunk(*b"tEXt", &text), chunk(*b"eXIf", &exif(6)[6..])].concat(), &zlib(&[0, 1, 2, 3]));
    let webp = webp(400, 300);
    let webp =
        webp_of(&[(b"VP8X", &vp8x(12, 400, 300)), (b"VP8L", &webp[20..]), (b"EXIF", &exif(1)[6..]), (b"XMP ", secret)]);
    for file in [jpeg, png, webp] {
        assert!(file.windows(secret.len()).any(|part| part == secret), "it was not there");
        let (developed, _) = kept(&file);
        for kept in [&developed.original, &developed.thumbnails[0].1, &developed.thumbnails[1].1] {
            for left in [&secret[..], b"Exif", b"eXIf", b"tEXt", b"XMP", b"GPS"] {
                assert!(
                    !kept.windows(left.len()).any(|part| part == left),
                    "{:?} is left",
                    String::from_utf8_lossy(left)
                );
            }
        }
    }
}

#[test]
fn each_format_becomes_what_suits_it() {
    let alpha: DynamicImage = DynamicImage::from(photo(400, 300, 1)).into_rgba8().into();
    for (file, media_type) in [
        (jpeg(400, 300), MediaType::Jpeg),
        (png(400, 300), MediaType::Png),
        (webp(400, 300), MediaType::Png),
        (LOSSY_WEBP.to_vec(), MediaType::Jpeg),
        (encoded(&alpha, ImageFormat::WebP), MediaType::Png),
    ] {
        let (developed, _) = kept(&file);
        assert_eq!(developed.media_type, media_type);
        let format = image::guess_format(&developed.original).unwrap();
        assert_eq!(format.to_mime_type(), media_type.name());
        for (size, thumbnail) in &developed.thumbnails {
            let thumbnail = image::load_from_memory(thumbnail).unwrap();
            assert!(thumbnail.width().max(thumbnail.height()) <= *size);
        }
        // The same file gives the same picture.
        assert_eq!(develop(&file, LIMITS).unwrap().id, developed.id);
    }
}

#[test]
fn thumbnails_keep_the_shape() {
    let (developed, _) = kept(&jpeg(1200, 600));
    let sizes = developed.thumbnails.each_ref().map(|(_, file)| image::load_from_memory(file).unwrap().dimensions());
    assert_eq!(sizes, [(96, 48), (320, 160)]);
}

#[test]
fn what_would_grow_too_large_as_png_becomes_a_jpeg() {
    let noise = image::RgbImage::from_fn(300, 300, |x, y| {
        let hash = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503).wrapping_add(x << 7)).to_be_bytes();
        image::Rgb([hash[0], hash[1], hash[2]])
    });
    let file = encoded(&noise.into(), ImageFormat::WebP);
    let tight = Limits { bytes: 150_000.max(file.len() as u64), pixels: 100_000 };
    let developed = develop(&file, tight).unwrap();
    assert!(developed.original.len() as u64 <= tight.bytes);
}
