//! What a setting is: its names, its default, what it accepts and what it means.

use super::kinds::Kind;

/// One line of the table of settings. Everything about it is derived from here: the flag, the reading of the
/// environment and of the file, the help, the checks and docs/CONFIGURATION.md.
pub struct Setting<K> {
    /// Section and name in the file: `server.port`.
    pub key: &'static str,
    /// The environment variable.
    pub env: &'static str,
    /// The flag, without its dashes.
    pub flag: &'static str,
    /// The text that stands for a value nobody gave.
    pub default: &'static str,
    pub kind: K,
    /// What it means, in words that fit the help and the documentation.
    pub doc: &'static str,
}

/// A [`Setting`] whatever its kind.
pub trait Described: Sync {
    fn key(&self) -> &'static str;
    fn env(&self) -> &'static str;
    fn flag(&self) -> &'static str;
    fn default(&self) -> &'static str;
    fn doc(&self) -> &'static str;
    /// What a value must be, to follow "must be".
    fn accepts(&self) -> String;
    /// How the file writes a value.
    fn form(&self) -> Form;
    /// What stands for a value in the help: `MS`, `COUNT`.
    fn placeholder(&self) -> &'static str;
    /// The text as it may be shown: without secrets.
    fn shown(&self, text: &str) -> String;
    /// What to tell of a value that is right, if it may not mean what its writer thinks.
    fn note(&self, text: &str) -> Option<String>;
    /// Why `text` is not a value of this setting, to follow its name.
    fn check(&self, text: &str) -> Result<(), String>;
}

/// How the file writes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Number,
    Text,
    List,
}

impl<K: Kind> Described for Setting<K> {
    fn key(&self) -> &'static str {
        self.key
    }

    fn env(&self) -> &'static str {
        self.env
    }

    fn flag(&self) -> &'static str {
        self.flag
    }

    fn default(&self) -> &'static str {
        self.default
    }

    fn doc(&self) -> &'static str {
        self.doc
    }

    fn accepts(&self) -> String {
        self.kind.accepts()
    }

    fn form(&self) -> Form {
        self.kind.form()
    }

    fn shown(&self, text: &str) -> String {
        self.kind.shown(text)
    }

    fn placeholder(&self) -> &'static str {
        self.kind.placeholder()
    }

    fn note(&self, text: &str) -> Option<String> {
        self.kind.note(text)
    }

    fn check(&self, text: &str) -> Result<(), String> {
        self.kind.parse(text).map(drop)
    }
}

/// Settings that belong together: a table of the file, a heading of the help.
pub struct Section {
    /// The name of the table in the file.
    pub name: &'static str,
    pub title: &'static str,
    pub settings: &'static [&'static dyn Described],
}
