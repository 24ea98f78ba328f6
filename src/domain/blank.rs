//! Texts in which there is nothing to be seen.

use std::sync::LazyLock;

use regex::Regex;

/// A letter that shows: neither white space nor a control, nothing that Unicode says may be left out of what is shown
/// (spaces of no width, soft hyphens, selectors of variants, fillers), and not the Braille letter without a dot.
static SHOWS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u{2800}]").ok());

/// Whether nobody would see anything of the text. Who asks a model with such a one may be refused.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    SHOWS.as_ref().map_or_else(|| text.trim().is_empty(), |shows| !shows.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_blank() {
        for blank in [
            "",
            " \n\t",
            "\u{200b}",
            "\u{feff}",
            "\u{2060}\u{ad}",
            "\u{fe0f}\u{200d}",
            "\u{3000}\u{a0}",
            "\u{3164}\u{ffa0}\u{115f}",
            "\u{180e}\u{34f}\u{61c}",
            "\u{202e}\u{2066}\u{e0001}\u{e0100}",
            "\u{2800}",
            "\0\u{1b}\u{85}",
        ] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for text in ["a", "\u{200b}.\u{200b}", "湊", "❤\u{fe0f}", "\u{301}", "…", "\u{fffd}"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
