//! Bytes of a stream of events that are no UTF-8: the event in which they stand cannot be read, and all around it can.

use bytes::Bytes;

/// Stands for bytes that are no UTF-8. JSON never has it as it is (RFC 8259, section 7): an event with it in its data is
/// not read as something else.
const UNREADABLE: u8 = 0;

/// Makes a stream of bytes one of UTF-8, piece by piece.
#[derive(Debug, Default)]
pub struct Utf8 {
    /// The beginning of a letter at the end of the last piece.
    open: Vec<u8>,
}

impl Utf8 {
    /// The next piece, with a [`UNREADABLE`] for each sequence of it that is no letter. A letter whose end has not come is
    /// held back. What is UTF-8 already is not copied.
    pub fn push(&mut self, piece: Bytes) -> Bytes {
        if self.open.is_empty() && std::str::from_utf8(&piece).is_ok() {
            return piece;
        }
        let mut bytes = std::mem::take(&mut self.open);
        bytes.extend_from_slice(&piece);
        let mut readable = Vec::with_capacity(bytes.len());
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            readable.extend_from_slice(chunk.valid().as_bytes());
            match chunk.invalid() {
                [] => {}
                letter if chunks.peek().is_none() && is_begun(letter) => self.open = letter.to_vec(),
                _ => readable.push(UNREADABLE),
            }
        }
        readable.into()
    }
}

/// Whether more bytes may make a letter of these.
fn is_begun(letter: &[u8]) -> bool {
    std::str::from_utf8(letter).is_err_and(|error| error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_no_letter_is_replaced_however_it_is_cut() {
        for (bytes, expected) in [
            (&b"data: a\n"[..], "data: a\n"),
            ("湊😀é".as_bytes(), "湊😀é"),
            (b"a\xffb", "a\0b"),
            // A letter that breaks off takes nothing of what follows with it.
            (b"\xe6\xb9\n\n", "\0\n\n"),
            (b"\xf0\x9f\x98\xe6\xb9\x8a", "\0湊"),
            // A surrogate, and the long form of a slash.
            (b"\xed\xa0\x80", "\0\0\0"),
            (b"\xc0\xaf!", "\0\0!"),
        ] {
            for size in 1..=bytes.len() {
                let mut utf8 = Utf8::default();
                let read = bytes.chunks(size).flat_map(|piece| utf8.push(Bytes::copy_from_slice(piece)).to_vec());
                assert_eq!(String::from_utf8(read.collect()).as_deref(), Ok(expected), "{bytes:?} {size}");
            }
        }
    }
}
