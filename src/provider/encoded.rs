//! Bytes in Base64, as providers and agents write them.

use base64::alphabet;
use base64::engine::{DecodePaddingMode, Engine as _, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;

/// Some write the alphabet for URLs, some the other one; padded or not, both are read (RFC 4648, sections 4 and 5).
const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG);

/// The bytes of `text`, which may have blanks and line breaks in it, or be a `data:` URL (RFC 2397).
///
/// # Errors
/// When it is no Base64.
pub fn decoded(text: &str) -> Result<Bytes, base64::DecodeError> {
    let text = text.trim_start();
    let text = text.strip_prefix("data:").and_then(|rest| rest.split_once(',')).map_or(text, |(_, data)| data);
    let blank = |c: char| c.is_ascii_whitespace();
    let whole: String;
    let text = if text.contains(blank) {
        whole = text.chars().filter(|c| !blank(*c)).collect();
        &whole
    } else {
        text
    };
    let bytes = if text.contains(['-', '_']) { URL_SAFE.decode(text) } else { STANDARD.decode(text) };
    bytes.map(Bytes::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_in_every_form_in_which_it_is_written() {
        let bytes = [0xfb_u8, 0xff, 0xbe, 1];
        for text in ["+/++AQ==", "+/++AQ", "-_--AQ==", "-_--AQ", "+/+\r\n+AQ==\n", "data:image/png;base64,+/++AQ=="] {
            assert_eq!(decoded(text).as_deref(), Ok(&bytes[..]), "{text}");
        }
        for text in ["?", "+/+", "+_++AQ==", "+/++AQ==="] {
            assert!(decoded(text).is_err(), "{text}");
        }
    }
}
