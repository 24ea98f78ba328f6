//! Files that are odd or mean no good, each with what is to become of it.

use image::{DynamicImage, ImageFormat};
use jpeg_encoder::ColorType;

use super::files::*;

/// What is to become of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Kept, upright, in this width and height.
    Kept(u32, u32),
    Unsupported,
    TooLarge,
    Damaged,
}

/// A file with its name and fate.
pub type Case = (&'static str, Vec<u8>, Fate);

/// All of them. The limits are the default ones.
pub fn corpus() -> Vec<Case> {
    [ordinary(), other_formats(), cut(), bombs(), odd_jpegs(), odd_pngs(), odd_webps(), polyglots()].concat()
}

fn ordinary() -> Vec<Case> {
    let mut cases = vec![
        ("a JPEG", jpeg(40, 30), Fate::Kept(40, 30)),
        ("a PNG", png(40, 30), Fate::Kept(40, 30)),
        ("a WebP", webp(40, 30), Fate::Kept(40, 30)),
        ("a lossy WebP", LOSSY_WEBP.to_vec(), Fate::Kept(1, 1)),
        ("a JPEG of one pixel", jpeg(1, 1), Fate::Kept(1, 1)),
        ("a PNG of one pixel", png(1, 1), Fate::Kept(1, 1)),
        ("a progressive JPEG", other_jpeg(64, 48, ColorType::Rgb, true), Fate::Kept(64, 48)),
        ("a photo held upright", jpeg_held(40, 30, 6), Fate::Kept(30, 40)),
        ("a photo held upside down", jpeg_held(40, 30, 3), Fate::Kept(40, 30)),
        ("a photo held in no known way", jpeg_held(40, 30, 77), Fate::Kept(40, 30)),
    ];
    let alpha = DynamicImage::from(photo(40, 30, 1)).into_rgba8();
    cases.push(("a PNG with alpha", encoded(&alpha.clone().into(), ImageFormat::Png), Fate::Kept(40, 30)));
    cases.push(("a WebP with alpha", encoded(&alpha.into(), ImageFormat::WebP), Fate::Kept(40, 30)));
    cases
}

fn other_formats() -> Vec<Case> {
    let starts: [(&str, &[u8]); 16] = [
        ("nothing", b""),
        ("a HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        ("an AVIF", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1"),
        ("a GIF", b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"),
        ("a BMP", b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0"),
        ("a TIFF", b"II*\0\x08\0\0\0"),
        ("a TIFF the other way round", b"MM\0*\0\0\0\x08"),
        ("an SVG", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("an SVG after a declaration", b"<?xml version='1.0'?><!-- x --><svg onload='alert(1)'/>"),
        ("a PDF", b"%PDF-1.7\n1 0 obj"),
        ("a web page", b"<!DOCTYPE html><html><script>alert(1)</script></html>"),
        ("a ZIP", b"PK\x03\x04\x14\0\0\0"),
        ("a video", b"\0\0\0\x18ftypmp42\0\0\0\0"),
        ("a JPEG XL", b"\xff\x0a\xfa\x1f"),
        ("a sound", b"RIFF\x24\0\0\0WAVEfmt "),
        ("noise", b"\x13\x37\xca\xfe\xba\xbe\0\0"),
    ];
    starts.map(|(name, bytes)| (name, bytes.to_vec(), Fate::Unsupported)).to_vec()
}

fn cut() -> Vec<Case> {
    let half = |file: Vec<u8>| file[..file.len() / 2].to_vec();
    let all_but = |file: Vec<u8>, end: usize| file[..file.len() - end].to_vec();
    vec![
        ("half a JPEG", half(jpeg(400, 300)), Fate::Damaged),
        ("a JPEG without its end", all_but(jpeg(400, 300), 2), Fate::Damaged),
        ("half a progressive JPEG", half(other_jpeg(400, 300, ColorType::Rgb, true)), Fate::Damaged),
        ("the start of a JPEG", jpeg(40, 30)[..20].to_vec(), Fate::Damaged),
        ("the first bytes of a JPEG", b"\xff\xd8\xff".to_vec(), Fate::Damaged),
        ("half a PNG", half(png(400, 300)), Fate::Damaged),
        ("the signature of a PNG", png(1, 1)[..8].to_vec(), Fate::Damaged),
        ("half a WebP", half(webp(400, 300)), Fate::Damaged),
        ("the head of a WebP", webp(4, 3)[..12].to_vec(), Fate::Damaged),
    ]
}

fn bombs() -> Vec<Case> {
    let lines = |width: u64, height: u64, pixel: u64| (width * pixel + 1) * height;
    // Text and a profile of 200 MB, packed.
    let packed_text = [&b"Comment\0\0"[..], &zeros(200_000_000)].concat();
    let packed_profile = [&b"icc\0\0"[..], &zeros(200_000_000)].concat();
    let pixel = zlib(&[0, 1, 2, 3]);
    let mut huge_jpeg = jpeg(40, 30);
    let frame = huge_jpeg.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    huge_jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    vec![
        ("a PNG that says it is huge", png_of(60_000, 60_000, 8, 2, &[], &zeros(1000)), Fate::TooLarge),
        ("a PNG as large as can be said", png_of(0x7fff_ffff, 0x7fff_ffff, 16, 6, &[], &pixel), Fate::Damaged),
        (
            "a PNG of 400 megapixels of nothing",
            png_of(20_000, 20_000, 1, 0, &[], &zeros(20_000 * 2501)),
            Fate::TooLarge,
        ),
        ("a PNG just over the limit", png_of(8000, 5001, 8, 0, &[], &zeros(lines(8000, 5001, 1))), Fate::TooLarge),
        (
            "a deep PNG that would take too much",
            png_of(6000, 6000, 16, 6, &[], &zeros(lines(6000, 6000, 8))),
            Fate::TooLarge,
        ),
        ("a PNG with more data than it says", png_of(1, 1, 8, 2, &[], &zeros(300_000_000)), Fate::Kept(1, 1)),
        ("a PNG with a packed text", png_of(1, 1, 8, 2, &chunk(*b"zTXt", &packed_text), &pixel), Fate::Kept(1, 1)),
        (
            "a PNG with a packed profile",
            png_of(1, 1, 8, 2, &chunk(*b"iCCP", &packed_profile), &pixel),
            Fate::Kept(1, 1),
        ),
        ("a JPEG that says it is huge", huge_jpeg, Fate::TooLarge),
        (
            "a WebP that says it is huge",
            webp_of(&[(b"VP8X", &vp8x(0, 16_000, 16_000)), (b"VP8L", &[0x2f, 0, 0, 0, 0])]),
            Fate::TooLarge,
        ),
        ("a file of 11 MB", [jpeg(40, 30), vec![0; 11 << 20]].concat(), Fate::TooLarge),
        ("a JPEG of many scans", many_scans(), Fate::Damaged),
        ("a strip of 1 by 100000", png_of(1, 100_000, 8, 0, &[], &zeros(200_000)), Fate::TooLarge),
        ("a strip of 100000 by 1", png_of(100_000, 1, 8, 0, &[], &zeros(100_001)), Fate::TooLarge),
        ("a strip of 1 by 16000", png_of(1, 16_000, 8, 0, &[], &zeros(32_000)), Fate::Kept(1, 16_000)),
    ]
}

/// A progressive JPEG whose last scan is repeated a thousand times, so that each costs a walk over all pixels.
fn many_scans() -> Vec<u8> {
    let file = other_jpeg(1000, 1000, ColorType::Rgb, true);
    let last = file.windows(2).rposition(|two| two == [0xff, 0xda]).unwrap();
    let (head, scan) = file[..file.len() - 2].split_at(last);
    [head, &scan.repeat(1000), b"\xff\xd9"].concat()
}

fn odd_jpegs() -> Vec<Case> {
    let small = jpeg(40, 30);
    let at = |marker: u8| small.windows(2).position(|two| two == [0xff, marker]).unwrap();
    let changed = |at: usize, to: &[u8]| {
        let mut file = small.clone();
        file[at..at + to.len()].copy_from_slice(to);
        file
    };
    let scrambled = |from: usize| {
        let mut file = small.clone();
        let end = file.len() - 2;
        file[from..end].iter_mut().for_each(|byte| *byte = byte.wrapping_mul(31) & 0x7f);
        file
    };
    vec![
        ("a grey JPEG", other_jpeg(40, 30, ColorType::Luma, false), Fate::Kept(40, 30)),
        ("a CMYK JPEG", other_jpeg(40, 30, ColorType::Cmyk, false), Fate::Kept(40, 30)),
        ("a YCCK JPEG", other_jpeg(40, 30, ColorType::CmykAsYcck, false), Fate::Kept(40, 30)),
        ("a JPEG of 12 bits", changed(at(0xc0) + 4, &[12]), Fate::Damaged),
        ("a lossless JPEG", changed(at(0xc0) + 1, &[0xc3]), Fate::Damaged),
        ("a JPEG of no width", changed(at(0xc0) + 7, &[0, 0]), Fate::Damaged),
        ("a JPEG of no height", changed(at(0xc0) + 5, &[0, 0]), Fate::Damaged),
        ("a JPEG of five colours", changed(at(0xc0) + 9, &[5]), Fate::Damaged),
        ("a JPEG with a table that is none", changed(at(0xc4) + 5, &[0xff; 16]), Fate::Damaged),
        ("a JPEG with nothing but noise", scrambled(4), Fate::Damaged),
        (
            "a JPEG with an endless EXIF",
            with_segment(&small, 0xe1, b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\xff\xff\xff\xff\x08\0\0\0"),
            Fate::Kept(40, 30),
        ),
        (
            "a JPEG with an EXIF that points at itself",
            with_segment(&small, 0xe1, b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\x08"),
            Fate::Kept(40, 30),
        ),
        (
            "a JPEG with a profile of noise",
            with_segment(&small, 0xe2, b"ICC_PROFILE\0\x01\x01 this is no profile"),
            Fate::Kept(40, 30),
        ),
    ]
}

fn odd_pngs() -> Vec<Case> {
    let deep = DynamicImage::from(photo(40, 30, 1));
    let mut wrong_sum = png(40, 30);
    let data = wrong_sum.windows(4).position(|four| four == b"IDAT").unwrap();
    wrong_sum[data + 10] ^= 0xff;
    let palette = chunk(*b"PLTE", &[255, 0, 0, 0, 255, 0]);
    vec![
        ("a PNG of 16 bits", encoded(&deep.to_rgb16().into(), ImageFormat::Png), Fate::Kept(40, 30)),
        ("a grey PNG of 16 bits", encoded(&deep.to_luma16().into(), ImageFormat::Png), Fate::Kept(40, 30)),
        ("a PNG of 16 bits with alpha", encoded(&deep.to_rgba16().into(), ImageFormat::Png), Fate::Kept(40, 30)),
        ("a PNG of one bit", png_of(9, 2, 1, 0, &[], &zlib(&[0, 0xaa, 0x80, 0, 0x55, 0])), Fate::Kept(9, 2)),
        ("a PNG with a palette", png_of(2, 1, 8, 3, &palette, &zlib(&[0, 0, 1])), Fate::Kept(2, 1)),
        ("a PNG whose palette is too short", png_of(2, 1, 8, 3, &palette, &zlib(&[0, 0, 200])), Fate::Kept(2, 1)),
        ("a PNG without its palette", png_of(2, 1, 8, 3, &[], &zlib(&[0, 0, 1])), Fate::Damaged),
        (
            "an animated PNG",
            png_of(1, 1, 8, 2, &chunk(*b"acTL", &[0, 0, 0, 9, 0, 0, 0, 0]), &zlib(&[0, 1, 2, 3])),
            Fate::Kept(1, 1),
        ),
        ("a PNG with a wrong sum", wrong_sum, Fate::Damaged),
        ("a PNG of no width", png_of(0, 10, 8, 2, &[], &zlib(&[0; 10])), Fate::Damaged),
        ("a PNG of no known colours", png_of(1, 1, 8, 5, &[], &zlib(&[0; 10])), Fate::Damaged),
        ("a PNG with too little data", png_of(100, 100, 8, 2, &[], &zlib(&[0; 10])), Fate::Damaged),
        ("a PNG with data that is not packed", png_of(2, 2, 8, 2, &[], b"not packed"), Fate::Damaged),
        ("a PNG that begins with its end", [&b"\x89PNG\r\n\x1a\n"[..], &chunk(*b"IEND", &[])].concat(), Fate::Damaged),
    ]
}

fn odd_webps() -> Vec<Case> {
    let still = webp(40, 30);
    let picture = still[20..].to_vec();
    let animation = [
        &b"\0\0\0\0\0\0\x27\0\0\x1d\0\0\x64\0\0\0VP8L"[..],
        &u32::try_from(picture.len()).unwrap().to_le_bytes(),
        &picture,
    ]
    .concat();
    let mut noise = still.clone();
    noise[30..].iter_mut().for_each(|byte| *byte ^= 0x5a);
    vec![
        (
            "an animated WebP",
            webp_of(&[(b"VP8X", &vp8x(2, 40, 30)), (b"ANIM", &[0; 6]), (b"ANMF", &animation)]),
            Fate::Unsupported,
        ),
        ("an animated WebP without frames", webp_of(&[(b"VP8X", &vp8x(2, 40, 30)), (b"ANIM", &[0; 6])]), Fate::Damaged),
        (
            "a WebP whose canvas is larger than its picture",
            webp_of(&[(b"VP8X", &vp8x(0, 6000, 6000)), (b"VP8L", &picture)]),
            Fate::Damaged,
        ),
        (
            "a WebP with where it was taken",
            webp_of(&[(b"VP8X", &vp8x(8, 40, 30)), (b"VP8L", &picture), (b"EXIF", &exif(6)[6..])]),
            Fate::Kept(30, 40),
        ),
        ("a WebP of noise", noise, Fate::Damaged),
        (
            "a WebP that is longer than it is",
            [&b"RIFF\xff\xff\xff\xffWEBPVP8L\xff\xff\xff\xff"[..], &picture].concat(),
            Fate::Kept(40, 30),
        ),
    ]
}

fn polyglots() -> Vec<Case> {
    let page = b"<html><script>alert(1)</script></html>";
    vec![
        ("a JPEG with a web page behind it", [&jpeg(40, 30)[..], page].concat(), Fate::Kept(40, 30)),
        ("a JPEG with a web page in it", with_segment(&jpeg(40, 30), 0xfe, page), Fate::Kept(40, 30)),
        (
            "a JPEG with a ZIP behind it",
            [&jpeg(40, 30)[..], b"PK\x03\x04\x14\0\0\0PK\x05\x06"].concat(),
            Fate::Kept(40, 30),
        ),
        ("a JPEG with another one behind it", [jpeg(40, 30), jpeg(10, 10)].concat(), Fate::Kept(40, 30)),
        (
            "a PNG with a web page in its text",
            png_of(1, 1, 8, 2, &chunk(*b"tEXt", &[&b"Comment\0"[..], page].concat()), &zlib(&[0, 1, 2, 3])),
            Fate::Kept(1, 1),
        ),
        (
            "a PNG with a script behind it",
            [&png(40, 30)[..], b"<script>alert(1)</script>"].concat(),
            Fate::Kept(40, 30),
        ),
        ("a GIF with a JPEG in it", [&b"GIF89a"[..], &jpeg(40, 30)].concat(), Fate::Unsupported),
        ("a PDF with a JPEG in it", [&b"%PDF-1.7\n"[..], &jpeg(40, 30)].concat(), Fate::Unsupported),
        ("a JPEG behind a line break", [&b"\n"[..], &jpeg(40, 30)].concat(), Fate::Unsupported),
        (
            "a PNG whose signature went through a mail",
            [&b"\x89PNG\n\x1a\n"[..], &png(4, 3)[8..]].concat(),
            Fate::Unsupported,
        ),
    ]
}
