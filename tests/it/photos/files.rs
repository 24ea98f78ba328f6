//! Pictures made for the tests, well-formed and otherwise.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// A photo-like picture: soft colours, no two pictures of different seeds alike.
pub fn photo(width: u32, height: u32, seed: u8) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let byte = |n: u32| u8::try_from(n % 256).unwrap();
        Rgb([byte(x * 255 / width + u32::from(seed)), byte(y * 255 / height), byte((x + y) / 4 + u32::from(seed) * 7)])
    })
}

pub fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(&photo(width, height, 1).into(), ImageFormat::Png)
}

/// A picture of chance, which takes as many bytes as one of its size can.
pub fn noise(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = vec![0; (width * height * 3) as usize];
    rand::fill(&mut bytes[..]);
    encoded(&RgbImage::from_raw(width, height, bytes).unwrap().into(), ImageFormat::Png)
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 90).encode_image(&photo(width, height, 1)).unwrap();
    file
}

/// Lossless, without an alpha channel.
pub fn webp(width: u32, height: u32) -> Vec<u8> {
    encoded(&photo(width, height, 1).into(), ImageFormat::WebP)
}

/// A lossy WebP of one pixel.
pub const LOSSY_WEBP: &[u8] =
    b"RIFF\x22\0\0\0WEBPVP8 \x16\0\0\0\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\x0e\xc0\xfe\x25\xa4\0\x03\x70\0\0\0\0";

/// A JPEG by another encoder, which also writes what `image` does not.
pub fn other_jpeg(width: u16, height: u16, colours: jpeg_encoder::ColorType, progressive: bool) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut file, 90);
    encoder.set_progressive(progressive);
    let pixel = match colours {
        jpeg_encoder::ColorType::Luma => 1,
        jpeg_encoder::ColorType::Rgb => 3,
        _ => 4,
    };
    let bytes = usize::from(width) * usize::from(height) * pixel;
    let pixels: Vec<u8> = (0..bytes).map(|at| (at / 7).to_le_bytes()[0]).collect();
    encoder.encode(&pixels, width, height, colours).unwrap();
    file
}

/// A JPEG with a segment put in right after its start.
pub fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, content, &jpeg[2..]].concat()
}

/// What a phone writes beside the pixels: how it was held, when and where.
pub fn exif(orientation: u8) -> Vec<u8> {
    // Little-endian; the first directory has the orientation and a pointer to the directory of the place.
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value].concat()
    };
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
    exif.extend(2_u16.to_le_bytes());
    exif.extend(entry(0x0112, 3, 1, [orientation, 0, 0, 0]));
    exif.extend(entry(0x8825, 4, 1, 38_u32.to_le_bytes()));
    exif.extend(0_u32.to_le_bytes());
    // 38: north, and 35 degrees.
    exif.extend(2_u16.to_le_bytes());
    exif.extend(entry(1, 2, 2, *b"N\0\0\0"));
    exif.extend(entry(2, 5, 3, 68_u32.to_le_bytes()));
    exif.extend(0_u32.to_le_bytes());
    for (of, by) in [(35_u32, 1_u32), (0, 1), (42, 1)] {
        exif.extend(of.to_le_bytes());
        exif.extend(by.to_le_bytes());
    }
    exif.extend(b"GPS-SECRET-35N135E");
    exif
}

pub fn jpeg_held(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    with_segment(&jpeg(width, height), 0xe1, &exif(orientation))
}

pub fn zlib(content: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(content).unwrap();
    packed.finish().unwrap()
}

/// So many zeros, packed without being held.
pub fn zeros(count: u64) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    std::io::copy(&mut std::io::Read::take(std::io::repeat(0), count), &mut packed).unwrap();
    packed.finish().unwrap()
}

/// A chunk of a PNG.
pub fn chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [&kind[..], content].concat();
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
}

/// A PNG of chunks; `depth` and `colour` as its header has them.
pub fn png_of(width: u32, height: u32, depth: u8, colour: u8, before: &[u8], packed: &[u8]) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colour, 0, 0, 0]].concat();
    let chunks = [chunk(*b"IHDR", &header), before.to_vec(), chunk(*b"IDAT", packed), chunk(*b"IEND", &[])];
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunks.concat()].concat()
}

/// A WebP of chunks.
pub fn webp_of(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let chunks: Vec<u8> = chunks
        .iter()
        .flat_map(|(kind, content)| {
            let length = u32::try_from(content.len()).unwrap().to_le_bytes();
            let end: &[u8] = if content.len() % 2 == 0 { &[] } else { &[0] };
            [&kind[..], &length, content, end].concat()
        })
        .collect();
    let length = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
    [&b"RIFF"[..], &length, b"WEBP", &chunks].concat()
}

/// The header of an extended WebP.
pub fn vp8x(flags: u8, width: u32, height: u32) -> Vec<u8> {
    let [w, h] = [width - 1, height - 1].map(u32::to_le_bytes);
    [&[flags, 0, 0, 0][..], &w[..3], &h[..3]].concat()
}
