//! The settings file: TOML, one table per section, read leniently so that all its mistakes are found at once.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::mistake::Mistake;
use super::setting::{Described, Form};
use super::settings;
use crate::folder;

/// The file that is read when none is named, if there is one.
const USUAL: &str = "hera.toml";

/// What the file says.
#[derive(Debug, Default)]
pub struct File {
    /// By key.
    pub entries: BTreeMap<&'static str, Entry>,
    pub mistakes: Vec<Mistake>,
}

/// A value, as text, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub text: String,
    pub place: Place,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub file: PathBuf,
    pub line: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)
    }
}

impl File {
    /// Reads the file at `named`, or else the usual one if it exists.
    #[must_use]
    pub fn read(named: Option<&Path>) -> Self {
        let path = named.unwrap_or(Path::new(USUAL));
        match folder::read_text(path) {
            Ok(text) => Self::parse(path, &text),
            Err(error) if named.is_none() && error.kind() == ErrorKind::NotFound => Self::default(),
            Err(error) => {
                let mistake = Mistake::new(path.display(), format!("cannot be read: {error}"));
                Self { mistakes: vec![mistake], ..Self::default() }
            }
        }
    }

    /// Reads `text`, which stands in the file at `path`.
    #[must_use]
    pub fn parse(path: &Path, text: &str) -> Self {
        let mut reading = Reading { path, text, file: Self::default() };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let place = reading.place(error.span().unwrap_or(0..0));
            reading.file.mistakes.push(Mistake::new(place, format!("is not TOML: {}", error.message())));
        }
        reading.table("", table.get_ref());
        reading.file
    }
}

struct Reading<'a> {
    path: &'a Path,
    text: &'a str,
    file: File,
}

impl Reading<'_> {
    fn place(&self, span: Range<usize>) -> Place {
        let before = self.text.as_bytes().iter().take(span.start);
        Place { file: self.path.to_owned(), line: 1 + before.filter(|byte| **byte == b'\n').count() }
    }

    /// Takes up all that `table` holds; `prefix` is its own key with a dot, or nothing.
    fn table(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let key = format!("{prefix}{}", name.get_ref());
            let place = self.place(name.span());
            match (value.get_ref(), settings().find(|setting| setting.key() == key)) {
                (_, Some(setting)) => self.entry(setting, value, place),
                (DeValue::Table(inner), None) => self.table(&format!("{key}."), inner),
                (_, None) => self.file.mistakes.push(Mistake::new(place, unknown(&key))),
            }
        }
    }

    fn entry(&mut self, setting: &'static dyn Described, value: &Spanned<DeValue<'_>>, place: Place) {
        match text(setting.form(), value.get_ref()) {
            Ok(text) => {
                self.file.entries.insert(setting.key(), Entry { text, place });
            }
            Err(says) => self.file.mistakes.push(Mistake::new(place, format!("{} {says}", setting.key()))),
        }
    }
}

/// The value as the environment would write it.
fn text(form: Form, value: &DeValue<'_>) -> Result<String, String> {
    match (form, value) {
        (Form::Number, DeValue::Integer(number)) => decimal(number),
        (Form::Text | Form::List, DeValue::String(text)) => Ok(text.to_string()),
        (Form::List, DeValue::Array(items)) => {
            let words = items.iter().map(|item| item.get_ref().as_str().ok_or("must be a list of texts in quotes"));
            Ok(words.collect::<Result<Vec<_>, _>>()?.join(","))
        }
        (Form::Number, DeValue::String(_)) => Err("must be a number: write it without quotes".to_owned()),
        (Form::Number, _) => Err("must be a whole number".to_owned()),
        (Form::Text, _) => Err("must be a text: write it in quotes".to_owned()),
        (Form::List, _) => Err("must be a list of texts in quotes".to_owned()),
    }
}

fn decimal(number: &DeInteger<'_>) -> Result<String, String> {
    i128::from_str_radix(number.as_str(), number.radix())
        .map(|number| number.to_string())
        .map_err(|_| "is too large a number".to_owned())
}

/// What to say of a key that is no setting.
fn unknown(key: &str) -> String {
    /// Below this a suggestion confuses more than it helps.
    const ALIKE: f64 = 0.8;
    let last = |key: &str| key.rsplit('.').next().map(str::to_owned);
    let same_name = settings().find(|setting| last(setting.key()) == last(key)).map(Described::key);
    let alike = settings()
        .map(|setting| (strsim::jaro_winkler(setting.key(), key), setting.key()))
        .filter(|(likeness, _)| *likeness > ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, key)| key);
    match same_name.or(alike) {
        Some(known) => format!("{key} is not a setting; did you mean {known}?"),
        None => format!("{key} is not a setting"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> File {
        File::parse(Path::new("hera.toml"), text)
    }

    fn said(text: &str) -> Vec<String> {
        parse(text).mistakes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn values_come_with_their_lines() {
        let file = parse("[server]\nport = 9_000\nallowed_origins = [\"https://a.example\", \"https://b.example\"]\n");
        assert!(file.mistakes.is_empty(), "{:?}", file.mistakes);
        let place = Place { file: "hera.toml".into(), line: 2 };
        assert_eq!(file.entries.get("server.port"), Some(&Entry { text: "9000".to_owned(), place }));
        let origins = file.entries.get("server.allowed_origins").map(|entry| entry.text.as_str());
        assert_eq!(origins, Some("https://a.example,https://b.example"));
    }

    #[test]
    fn unknown_keys_are_named_with_what_was_meant() {
        assert_eq!(
            said("port = 1\n[server]\nprot = 2\n[srever]\nhost = \"::\"\n[weather]\nrain = true\n"),
            [
                "hera.toml:1: port is not a setting; did you mean server.port?",
                "hera.toml:3: server.prot is not a setting; did you mean server.port?",
                "hera.toml:5: srever.host is not a setting; did you mean server.host?",
                "hera.toml:7: weather.rain is not a setting",
            ]
        );
    }

    #[test]
    fn wrong_types_are_told_apart() {
        assert_eq!(
            said("[server]\nport = \"80\"\nhost = 1\nallowed_origins = [1]\ndrain_s = 1.5\n"),
            [
                "hera.toml:4: server.allowed_origins must be a list of texts in quotes",
                "hera.toml:5: server.drain_s must be a whole number",
                "hera.toml:3: server.host must be a text: write it in quotes",
                "hera.toml:2: server.port must be a number: write it without quotes",
            ]
        );
    }

    #[test]
    fn a_broken_line_does_not_hide_the_others() {
        let file = parse("[server]\nport = \n[socket]\nping = 1\n");
        assert!(file.mistakes.iter().any(|mistake| mistake.place == "hera.toml:2"), "{:?}", file.mistakes);
        assert!(file.mistakes.iter().any(|mistake| mistake.says.starts_with("socket.ping ")), "{:?}", file.mistakes);
    }

    #[test]
    fn a_file_that_is_named_must_exist() {
        let folder = tempfile::tempdir().unwrap();
        let file = File::read(Some(&folder.path().join("absent.toml")));
        assert_eq!(file.mistakes.len(), 1);
        assert!(file.mistakes[0].says.starts_with("cannot be read"), "{:?}", file.mistakes);
    }
}
