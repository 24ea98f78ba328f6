//! What a file is, by its first bytes. Its name, and what the client says about it, count for nothing.

use super::refusal::Refusal;

/// What is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    WebP,
}

const CONVERT: &str = "save it as JPEG, PNG or WebP and send that";
const PHONE: &str = "send it as JPEG; an iPhone takes JPEGs with Settings, Camera, Formats, Most Compatible";
const STILL: &str = "send a still picture as JPEG, PNG or WebP";
const NO_PICTURE: &str = "send a photo as JPEG, PNG or WebP";

/// How far into a file the beginning of a text is looked for.
const HEAD: usize = 1024;

/// What the file is.
///
/// # Errors
/// Names what it is instead of JPEG, PNG or WebP, as far as that can be seen, and says what to do.
pub fn format(bytes: &[u8]) -> Result<Format, Refusal> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Ok(Format::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Format::Png);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(Format::WebP);
    }
    let (found, advice) = other(bytes);
    Err(Refusal::Unsupported { found, advice })
}

/// An animation, which has no single picture to take.
pub const ANIMATED: Refusal = Refusal::Unsupported { found: "an animation", advice: STILL };
/// A kind of one of the three formats that the decoder does not know.
pub const RARE: Refusal = Refusal::Unsupported { found: "this kind of picture", advice: CONVERT };

/// The beginnings of other files, each with its name and what to do.
const OTHERS: &[(&[u8], &str, &str)] = &[
    (b"GIF8", "a GIF", STILL),
    (b"BM", "a BMP", CONVERT),
    (b"II*\0", "a TIFF or raw photo", CONVERT),
    (b"MM\0*", "a TIFF or raw photo", CONVERT),
    (b"II+\0", "a TIFF", CONVERT),
    (b"MM\0+", "a TIFF", CONVERT),
    (b"\xff\x0a", "a JPEG XL", CONVERT),
    (b"\0\0\0\x0cJXL ", "a JPEG XL", CONVERT),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000", CONVERT),
    (b"\xff\x4f\xff\x51", "a JPEG 2000", CONVERT),
    (b"8BPS", "a Photoshop document", CONVERT),
    (b"\0\0\x01\0", "an icon", CONVERT),
    (b"%PDF", "a PDF", NO_PICTURE),
    (b"PK\x03\x04", "a ZIP archive or document", NO_PICTURE),
    (b"RIFF", "a sound or video", NO_PICTURE),
    (b"\x1a\x45\xdf\xa3", "a video", NO_PICTURE),
];

fn other(bytes: &[u8]) -> (&'static str, &'static str) {
    if bytes.is_empty() {
        return ("an empty file", NO_PICTURE);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return match bytes.get(8..12) {
            Some(b"avif" | b"avis") => ("an AVIF", CONVERT),
            Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1") => ("a HEIC", PHONE),
            _ => ("a video", NO_PICTURE),
        };
    }
    if let Some((_, found, advice)) = OTHERS.iter().find(|(start, ..)| bytes.starts_with(start)) {
        return (found, advice);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
    if head.contains("<svg") {
        return ("an SVG", CONVERT);
    }
    if head.contains("<html") || head.contains("<!doctype html") {
        return ("a web page", NO_PICTURE);
    }
    ("this file", NO_PICTURE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_what_a_file_is() {
        assert_eq!(format(b"\xff\xd8\xff\xe0"), Ok(Format::Jpeg));
        assert_eq!(format(b"\x89PNG\r\n\x1a\n...."), Ok(Format::Png));
        assert_eq!(format(b"RIFF\x04\0\0\0WEBPVP8 "), Ok(Format::WebP));
        for (bytes, name) in [
            (&b"GIF89a"[..], "a GIF"),
            (b"\0\0\0\x18ftypheic", "a HEIC"),
            (b"\0\0\0\x18ftypavif", "an AVIF"),
            (b"\0\0\0\x18ftypmp42", "a video"),
            (b"RIFF\x04\0\0\0WAVEfmt ", "a sound or video"),
            (b"<?xml version='1.0'?>\n<SVG xmlns=''>", "an SVG"),
            (b"%PDF-1.7", "a PDF"),
            (b"\xff\xd8", "this file"),
            (b"", "an empty file"),
        ] {
            let Err(Refusal::Unsupported { found, advice }) = format(bytes) else { panic!("{name} was taken") };
            assert_eq!(found, name);
            assert!(!advice.is_empty());
        }
    }
}
