//! Where people get help: a table of countries and lines, the built-in one or an operator's own.

use serde::Deserialize;

use crate::agent::intent::Danger;
use crate::domain::Language;

/// Lines named at once, at most, beside the emergency number.
const MOST: usize = 3;

/// Where people get help, by country; the last country is for everybody else.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// The day by which the table was put together.
    pub collected: String,
    #[serde(rename = "country")]
    countries: Vec<Country>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Country {
    code: String,
    /// The country of who writes in this language and says nothing of where they are.
    #[serde(default)]
    language: String,
    names: Vec<String>,
    emergency_ja: String,
    emergency_en: String,
    #[serde(default, rename = "line")]
    lines: Vec<HelpLine>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct HelpLine {
    #[serde(rename = "for")]
    dangers: Vec<String>,
    ja: String,
    en: String,
    /// Where it can be checked.
    source: String,
}

impl Default for Help {
    #[expect(clippy::expect_used, reason = "the table is part of the program, and a test reads it")]
    fn default() -> Self {
        Self::read(include_str!("help.toml")).expect("the built-in table is well-formed")
    }
}

impl Help {
    /// Reads a table.
    ///
    /// # Errors
    /// What is wrong with it, in one line or several.
    pub fn read(text: &str) -> Result<Self, String> {
        let help: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let Some(last) = help.countries.last() else { return Err("it has no country".to_owned()) };
        if !last.names.is_empty() || !last.code.is_empty() {
            return Err("its last country must be the one for everybody else: without code and names".to_owned());
        }
        if let Some(line) = help.countries.iter().flat_map(|country| &country.lines).find(|line| line.source.is_empty())
        {
            return Err(format!("a line has no source: {}", line.en));
        }
        Ok(help)
    }

    /// Ways to get help in `danger`, each on a line of its own, for somebody who writes `text` and lives at `place`; with
    /// those for children, if the person is a child. The emergency number comes first where every minute counts.
    #[must_use]
    pub fn lines(
        &self,
        danger: Danger,
        text: &str,
        place: Option<&str>,
        language: Language,
        child: bool,
    ) -> Vec<String> {
        let Some(country) = self.country(text, place, language) else { return Vec::new() };
        let fits =
            |line: &&HelpLine| line.dangers.iter().any(|name| name == danger.name() || (child && name == "child"));
        let mut lines: Vec<String> = country.lines.iter().filter(fits).map(|line| line.says(language)).collect();
        if child {
            // What is for children first.
            let own = country.lines.iter().filter(|line| line.dangers.iter().any(|name| name == "child"));
            for line in own.map(|line| line.says(language)) {
                lines.retain(|known| *known != line);
                lines.insert(0, line);
            }
        }
        lines.truncate(MOST);
        let emergency = match language {
            Language::Japanese => &country.emergency_ja,
            Language::English => &country.emergency_en,
        };
        let first = matches!(danger, Danger::Overdose | Danger::Emergency | Danger::ViolenceSuffered);
        lines.insert(if first { 0 } else { lines.len() }, emergency.clone());
        lines
    }

    /// The country that is spoken of, or lived in, or of the language; or the one for everybody else.
    fn country(&self, text: &str, place: Option<&str>, language: Language) -> Option<&Country> {
        let named = |text: &str| {
            let text = text.to_lowercase();
            self.countries.iter().find(|country| country.names.iter().any(|name| names(&text, &name.to_lowercase())))
        };
        let code = match language {
            Language::Japanese => "ja",
            Language::English => "en",
        };
        let of_language = || self.countries.iter().find(|country| country.language == code);
        place.and_then(named).or_else(|| named(text)).or_else(of_language).or(self.countries.last())
    }
}

impl HelpLine {
    fn says(&self, language: Language) -> String {
        match language {
            Language::Japanese => self.ja.clone(),
            Language::English => self.en.clone(),
        }
    }
}

/// Whether `text` has `name` in it: as a word, where it is written in Latin letters.
fn names(text: &str, name: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + name.len()..].chars().next());
        !name.is_ascii() || !(letter(before) || letter(after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_named_for_where_somebody_is() {
        let help = Help::default();
        let lines = |text: &str, place, language| help.lines(Danger::Suicide, text, place, language, false).join("\n");
        assert!(lines("死にたい", None, Language::Japanese).contains("0120-279-338"));
        assert!(lines("死にたい", Some("ロンドン, London"), Language::Japanese).contains("116 123"));
        assert!(lines("I want to die", Some("Omaha, Nebraska"), Language::English).contains("988"));
        assert!(lines("I live in Ireland and want to die", None, Language::English).contains("50808"));
        let anywhere = lines("I want to die", Some("Nowhere"), Language::English);
        assert!(anywhere.contains("112") && anywhere.contains("findahelpline"), "{anywhere}");
        assert!(!lines("I want to die, because", None, Language::English).contains("116 123"), "no part of a word");
    }

    #[test]
    fn there_is_help_for_every_danger_and_for_children_first() {
        let help = Help::default();
        for danger in Danger::ALL {
            for language in [Language::Japanese, Language::English] {
                assert!(!help.lines(danger, "", None, language, false).is_empty(), "{danger:?}");
            }
        }
        let child = help.lines(Danger::Abuse, "", None, Language::Japanese, true);
        assert!(child[0].contains("0120-99-7777"), "{child:?}");
        let emergency = help.lines(Danger::Emergency, "", None, Language::Japanese, false);
        assert!(emergency[0].contains("119"), "{emergency:?}");
    }

    #[test]
    fn who_is_hurt_is_told_who_helps_against_that() {
        let help = Help::default();
        for (place, number) in [
            ("Columbus, Ohio", "1-800-799-7233"),
            ("San Antonio", "1-800-799-7233"),
            ("アメリカ", "1-800-799-7233"),
            ("Leeds", "0808 2000 247"),
            ("Galway", "1800 341 900"),
            ("Toronto", "sheltersafe.ca"),
            ("Perth", "1800 737 732"),
            ("Auckland", "0800 733 843"),
            ("Mumbai", "181"),
            ("Durban", "0800 428 428"),
            ("東京, Tokyo", "0120-279-889"),
        ] {
            for danger in [Danger::ViolenceSuffered, Danger::Abuse] {
                let lines = help.lines(danger, "", Some(place), Language::English, false);
                assert!(lines.iter().any(|line| line.contains(number)), "{place}: {lines:?}");
                assert!(!lines.iter().any(|line| line.contains("Suicide")), "{place}: {lines:?}");
            }
        }
    }

    #[test]
    fn a_table_without_everybody_else_is_refused() {
        assert!(Help::read("collected = \"x\"\ncountry = []").is_err());
        let one = "collected = \"x\"\n[[country]]\ncode = \"JP\"\nnames = [\"x\"]\nemergency_ja = \"1\"\nemergency_en = \"1\"\n";
        assert!(Help::read(one).is_err());
        assert!(Help::read(&one.replace("JP", "").replace("[\"x\"]", "[]")).is_ok());
    }
}
