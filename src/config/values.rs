//! Every setting's text and where it came from: flags before the environment before the file before the default.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

use super::file::{File, Place};
use super::kinds::Kind;
use super::misspelt::{Meant, meant_by};
use super::mistake::Mistake;
use super::setting::{Described, Setting};
use super::settings;

/// The variable that names the settings file.
pub const FILE_ENV: &str = "HERA_CONFIG";
/// The flag that does.
pub const CONFIG_FLAG: &str = "config";

/// What the command line said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// The settings file.
    pub file: Option<PathBuf>,
    /// Text by key of the setting.
    pub texts: BTreeMap<&'static str, String>,
}

/// The variables of the environment. An empty one counts as absent, as compose files write it.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// Those that hera knows.
    known: BTreeMap<String, String>,
    /// The names of others that may have been meant as a setting.
    others: Vec<(String, Meant)>,
}

impl Environment {
    /// The environment of this process.
    #[must_use]
    pub fn of_this_process() -> Self {
        std::env::vars_os()
            // A variable that is not Unicode is kept in its replaced form, and so fails its check by name.
            .map(|(name, text)| (name.to_string_lossy().into_owned(), text.to_string_lossy().into_owned()))
            .collect()
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.known.get(name).map(String::as_str)
    }
}

/// The variables that hera knows.
fn names() -> impl Iterator<Item = &'static str> {
    settings().map(Described::env).chain([FILE_ENV])
}

impl FromIterator<(String, String)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        let mut environment = Self::default();
        for (name, text) in variables.into_iter().filter(|(_, text)| !text.is_empty()) {
            if names().any(|known| known == name) {
                environment.known.insert(name, text);
            } else if let Some(meant) = meant_by(&name, &text) {
                environment.others.push((name, meant));
            }
        }
        environment
    }
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Flag(&'static str),
    Variable(&'static str),
    File(Place),
    Default,
}

impl Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "--{flag}"),
            Self::Variable(name) => write!(f, "{name} in the environment"),
            Self::File(place) => place.fmt(f),
            Self::Default => f.write_str("default"),
        }
    }
}

/// All the texts, before they are made sense of.
pub struct Values {
    flags: Flags,
    environment: Environment,
    file: File,
}

impl Values {
    /// Gathers what was said in all places; reads the settings file if there is one.
    #[must_use]
    pub fn gather(flags: Flags, environment: Environment) -> Self {
        let named = flags.file.as_deref().or_else(|| environment.get(FILE_ENV).map(Path::new));
        let file = File::read(named);
        Self { flags, environment, file }
    }

    /// The text of a setting and where it came from.
    #[must_use]
    pub fn text(&self, setting: &dyn Described) -> (&str, Source) {
        if let Some(text) = self.flags.texts.get(setting.key()) {
            return (text, Source::Flag(setting.flag()));
        }
        if let Some(text) = self.environment.get(setting.env()) {
            return (text, Source::Variable(setting.env()));
        }
        match self.file.entries.get(setting.key()) {
            Some(entry) => (&entry.text, Source::File(entry.place.clone())),
            None => (setting.default(), Source::Default),
        }
    }

    /// The value of a setting; `None` when its text is wrong, which [`Values::mistakes`] tells.
    #[must_use]
    pub fn get<K: Kind>(&self, setting: &'static Setting<K>) -> Option<K::Value> {
        setting.kind.parse(self.text(setting).0).ok()
    }

    /// What is wrong with single values and with the file.
    #[must_use]
    pub fn mistakes(&self) -> Vec<Mistake> {
        let wrong = settings().filter_map(|setting| {
            let (text, source) = self.text(setting);
            let says = setting.check(text).err()?;
            Some(Mistake::new(source, format!("{} {says}", setting.key())))
        });
        self.file.mistakes.iter().cloned().chain(wrong).collect()
    }

    /// Variables that look as if they were meant as settings. Never more than warnings: who starts hera may set variables of its
    /// own, as clusters do.
    #[must_use]
    pub fn warnings(&self) -> Vec<Mistake> {
        let told = self.environment.others.iter().map(|(name, meant)| {
            let says = match meant {
                Meant::Misspelt(meant) => format!("is not a setting; did you mean {meant}?"),
                Meant::OfOthers(meant) => format!("is not read; what hera reads in its place is {meant}"),
            };
            Mistake::new(format!("{name} in the environment"), says)
        });
        told.collect()
    }

    /// What to know of values that are right, and may not mean what their writer thinks.
    #[must_use]
    pub fn notes(&self) -> Vec<Mistake> {
        let noted = settings().filter_map(|setting| {
            let (text, source) = self.text(setting);
            let note = setting.note(text)?;
            Some(Mistake::new(source, format!("{}: {note}", setting.key())))
        });
        noted.collect()
    }

    /// Holds two settings against each other: a mistake when both are right by themselves but not together.
    #[must_use]
    pub fn rule<A: Kind, B: Kind>(
        &self,
        one: &'static Setting<A>,
        other: &'static Setting<B>,
        says: &str,
        holds: impl FnOnce(A::Value, B::Value) -> bool,
    ) -> Option<Mistake> {
        if holds(self.get(one)?, self.get(other)?) {
            return None;
        }
        let ((a, from_a), (b, from_b)) = (self.text(one), self.text(other));
        let says = format!("{} = {a} {says} {} = {b}", one.key, other.key);
        Some(Mistake::new(format!("{from_a}, {from_b}"), says))
    }
}
