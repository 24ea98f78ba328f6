//! What the decoder of JPEGs would not refuse: files that break off, and files that make it go over the same pixels
//! again and again.

use super::refusal::Refusal;

/// A progressive JPEG of a camera or of the web has up to some fifteen scans.
const SCANS: usize = 32;

/// Walks over the file from marker to marker, up to its end of image.
///
/// # Errors
/// When it has no end, has a marker cut off, or has more scans than any picture needs.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let mut rest = bytes.get(2..).ok_or(Refusal::Damaged)?;
    let mut scans = 0;
    loop {
        let (marker, after) = next_marker(rest).ok_or(Refusal::Damaged)?;
        match marker {
            EOI if scans > 0 => return Ok(()),
            EOI => return Err(Refusal::Damaged),
            SOS => {
                scans += 1;
                if scans > SCANS {
                    return Err(Refusal::Damaged);
                }
                rest = after;
            }
            // Restarts and the start of an image stand alone; TEM does so too.
            0xd0..=0xd8 | 0x01 => rest = after,
            _ => {
                let length = after.first_chunk().map(|length| usize::from(u16::from_be_bytes(*length)));
                rest = length.and_then(|length| after.get(length..)).ok_or(Refusal::Damaged)?;
            }
        }
    }
}

const SOS: u8 = 0xda;
const EOI: u8 = 0xd9;

/// The next marker, and what follows it. In the data of a scan, 0xff is followed by 0 where it is no marker.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|byte| *byte == 0xff)?;
        match bytes.get(at + 1)? {
            0 => from = at + 2,
            // Fill bytes may stand before a marker.
            0xff => from = at + 1,
            marker => return Some((*marker, &bytes[at + 2..])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_walked_to_its_end() {
        let scan = |count: usize| [&b"\xff\xda\0\x02a\xff\0b\xff\xd0c"[..]].repeat(count).concat();
        let file = |scans: usize, end: &[u8]| [b"\xff\xd8\xff\xe1\0\x04\xff\xd9", scan(scans).as_slice(), end].concat();
        assert_eq!(check(&file(1, b"\xff\xff\xd9 and more")), Ok(()));
        assert_eq!(check(&file(SCANS, b"\xff\xd9")), Ok(()));
        assert_eq!(check(&file(SCANS + 1, b"\xff\xd9")), Err(Refusal::Damaged));
        for cut in 0..file(1, b"\xff\xd9").len() {
            assert_eq!(check(&file(1, b"\xff\xd9")[..cut]), Err(Refusal::Damaged), "{cut}");
        }
        assert_eq!(check(&file(0, b"\xff\xd9")), Err(Refusal::Damaged));
    }
}
