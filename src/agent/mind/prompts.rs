//! What a model is told to be and to do: a file for each occasion and language. The first part of a file is always said;
//! the parts under `## name` are said when they apply. Nothing that a person said is ever filled in.

use crate::agent::hera::phrases::fill;
use crate::domain::Language;

/// An occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Hera,
    Extract,
    Understand,
    Member,
    Story,
    Letter,
    Summary,
}

/// Instructions being put together.
pub struct Instructions {
    file: &'static str,
    text: String,
}

impl Page {
    #[cfg(test)]
    pub const ALL: [Self; 7] =
        [Self::Hera, Self::Extract, Self::Understand, Self::Member, Self::Story, Self::Letter, Self::Summary];

    /// The file for this occasion.
    pub const fn file(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Hera, Language::Japanese) => include_str!("prompts/hera.ja.md"),
            (Self::Hera, Language::English) => include_str!("prompts/hera.en.md"),
            (Self::Extract, Language::Japanese) => include_str!("prompts/extract.ja.md"),
            (Self::Extract, Language::English) => include_str!("prompts/extract.en.md"),
            (Self::Understand, Language::Japanese) => include_str!("prompts/understand.ja.md"),
            (Self::Understand, Language::English) => include_str!("prompts/understand.en.md"),
            (Self::Member, Language::Japanese) => include_str!("prompts/member.ja.md"),
            (Self::Member, Language::English) => include_str!("prompts/member.en.md"),
            (Self::Story, Language::Japanese) => include_str!("prompts/story.ja.md"),
            (Self::Story, Language::English) => include_str!("prompts/story.en.md"),
            (Self::Letter, Language::Japanese) => include_str!("prompts/letter.ja.md"),
            (Self::Letter, Language::English) => include_str!("prompts/letter.en.md"),
            (Self::Summary, Language::Japanese) => include_str!("prompts/summary.ja.md"),
            (Self::Summary, Language::English) => include_str!("prompts/summary.en.md"),
        }
    }

    /// Instructions with the first part of the file.
    pub fn begin(self, language: Language, values: &[(&str, &str)]) -> Instructions {
        let file = self.file(language);
        let head = file.split("\n## ").next().unwrap_or_default();
        Instructions { file, text: fill(head.trim_end(), values) }
    }
}

/// The part of that name.
pub fn part(file: &'static str, name: &str) -> Option<&'static str> {
    let named = |part: &'static str| part.split_once('\n').filter(|(title, _)| title.trim() == name);
    file.split("\n## ").skip(1).find_map(named).map(|(_, text)| text.trim())
}

impl Instructions {
    /// The same with the part of that name.
    #[must_use]
    pub fn with(mut self, name: &str, values: &[(&str, &str)]) -> Self {
        if let Some(part) = part(self.file, name) {
            self.text.push_str("\n\n");
            self.text.push_str(&fill(part, values));
        }
        self
    }

    /// The same, if it applies.
    #[must_use]
    pub fn with_if(self, applies: bool, name: &str) -> Self {
        if applies { self.with(name, &[]) } else { self }
    }

    pub fn text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::cue::Move;

    const LANGUAGES: [Language; 2] = [Language::Japanese, Language::English];

    /// The names in braces.
    fn placeholders(text: &str) -> Vec<&str> {
        text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()).collect()
    }

    #[test]
    fn both_languages_have_the_same_parts_and_placeholders() {
        for page in Page::ALL {
            let outline = |language| {
                let file = page.file(language);
                let parts = file.split("\n## ").enumerate();
                parts
                    .map(|(index, part)| {
                        let title = if index == 0 { "" } else { part.lines().next().unwrap_or_default() };
                        let mut names = placeholders(part);
                        names.sort_unstable();
                        (title, names)
                    })
                    .collect::<Vec<_>>()
            };
            assert_eq!(outline(Language::Japanese), outline(Language::English), "{page:?}");
        }
    }

    #[test]
    fn every_placeholder_is_one_that_is_filled() {
        for page in Page::ALL {
            let known: &[&str] = match page {
                Page::Hera => &["items"],
                Page::Story | Page::Letter => &["least", "most"],
                Page::Summary => &["most"],
                Page::Extract | Page::Understand | Page::Member => &[],
            };
            for language in LANGUAGES {
                let mut found = placeholders(page.file(language));
                found.sort_unstable();
                found.dedup();
                assert_eq!(found, known, "{page:?} {language:?}");
            }
        }
    }

    #[test]
    fn there_are_directions_for_everything_that_is_asked_for() {
        let about = || "x".to_owned();
        let moves = [
            Move::Greet,
            Move::Follow,
            Move::Place,
            Move::Activity(None),
            Move::Wish(about()),
            Move::WishPlace(about()),
            Move::Chat,
            Move::Thanks,
            Move::Question,
            Move::Answer,
            Move::Tell(about()),
            Move::Recall(about()),
            Move::Real,
            Move::AskPlace,
            Move::AskActivity,
            Move::Propose,
            Move::Remind,
            Move::Reconsider,
            Move::Confirm,
            Move::Cheer,
            Move::After,
            Move::Care("grief"),
            Move::Care("distress"),
            Move::Care("anger"),
            Move::Care("tiredness"),
            Move::Care("loneliness"),
            Move::Care("fear"),
            Move::Care("joy"),
            Move::Care("goodbye"),
        ];
        for language in LANGUAGES {
            for asked in &moves {
                assert!(part(Page::Member.file(language), asked.name()).is_some(), "{asked:?}");
            }
            let of_hera =
                ["grief", "distress", "anger", "tiredness", "loneliness", "fear", "joy", "goodbye", "welcome", "rest"];
            for direction in of_hera {
                assert!(part(Page::Hera.file(language), direction).is_some(), "{direction}");
            }
        }
    }
}
