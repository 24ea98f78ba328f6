//! The kinds of values, each with what it accepts and how it says so.

mod net;

use std::fmt::Display;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use secrecy::SecretString;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use url::Url;

pub use self::net::{BasePath, Host, HostNames, Listener, Networks, Origins};
use super::setting::Form;
use crate::redis::ServerSettings;

/// How the text of a setting becomes its value.
pub trait Kind: Sync {
    type Value;

    /// The value, or why `text` is none, to follow the setting's name.
    fn parse(&self, text: &str) -> Result<Self::Value, String>;

    /// What a value must be, to follow "must be".
    fn accepts(&self) -> String;

    fn placeholder(&self) -> &'static str;

    /// Why `text` is no value, where there is nothing to add to what would be one.
    fn refuse(&self, text: &str) -> String {
        format!("must be {}, not `{}`", self.accepts(), text.escape_debug())
    }

    fn form(&self) -> Form {
        Form::Text
    }

    /// What to tell of a value that is right, if it may not mean what its writer thinks.
    fn note(&self, _: &str) -> Option<String> {
        None
    }

    /// The text as it may be shown: without secrets.
    fn shown(&self, text: &str) -> String {
        text.to_owned()
    }
}

/// The address of a Redis. May hold a password: its text is never shown as it is.
pub struct RedisUrl;

impl Kind for RedisUrl {
    type Value = ServerSettings;

    fn parse(&self, text: &str) -> Result<ServerSettings, String> {
        text.parse::<ServerSettings>().map_err(|wrong| format!("must be {wrong}"))
    }

    fn accepts(&self) -> String {
        format!("a URL such as {}", ServerSettings::FORMS)
    }

    fn placeholder(&self) -> &'static str {
        "URL"
    }

    fn shown(&self, text: &str) -> String {
        text.parse::<ServerSettings>().map_or_else(|_| "(hidden)".into(), |server| server.to_string())
    }
}

/// A whole number with bounds.
pub struct Whole<N> {
    pub min: N,
    pub max: N,
}

impl<N: FromStr + PartialOrd + Display + Sync> Kind for Whole<N> {
    type Value = N;

    fn parse(&self, text: &str) -> Result<N, String> {
        match text.parse() {
            Ok(number) if self.min <= number && number <= self.max => Ok(number),
            _ => Err(self.refuse(text)),
        }
    }

    fn accepts(&self) -> String {
        format!("a whole number from {} to {}", self.min, self.max)
    }

    fn placeholder(&self) -> &'static str {
        "NUMBER"
    }

    fn form(&self) -> Form {
        Form::Number
    }
}

/// A length of time, in whole milliseconds.
pub struct Millis {
    pub min: u64,
    pub max: u64,
}

impl Kind for Millis {
    type Value = Duration;

    fn parse(&self, text: &str) -> Result<Duration, String> {
        let number = Whole { min: self.min, max: self.max }.parse(text);
        number.map(Duration::from_millis).map_err(|_| self.refuse(text))
    }

    fn accepts(&self) -> String {
        format!("a whole number of milliseconds from {} to {}", self.min, self.max)
    }

    fn placeholder(&self) -> &'static str {
        "MS"
    }

    fn form(&self) -> Form {
        Form::Number
    }
}

/// A length of time, in whole seconds.
pub struct Seconds {
    pub min: u64,
    pub max: u64,
}

impl Kind for Seconds {
    type Value = Duration;

    fn parse(&self, text: &str) -> Result<Duration, String> {
        let number = Whole { min: self.min, max: self.max }.parse(text);
        number.map(Duration::from_secs).map_err(|_| self.refuse(text))
    }

    fn accepts(&self) -> String {
        format!("a whole number of seconds from {} to {}", self.min, self.max)
    }

    fn placeholder(&self) -> &'static str {
        "SECONDS"
    }

    fn form(&self) -> Form {
        Form::Number
    }
}

/// What a provider calls a model; may be left out.
pub struct ModelName;

impl Kind for ModelName {
    type Value = Option<String>;

    fn parse(&self, text: &str) -> Result<Option<String>, String> {
        let part = |byte: u8| byte.is_ascii_alphanumeric() || b"._:-/".contains(&byte);
        if !text.bytes().all(part) || text.contains("..") || text.starts_with('/') {
            return Err(self.refuse(text));
        }
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    fn accepts(&self) -> String {
        "the name of a model, or nothing".to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "MODEL"
    }
}

/// Where a server answers, below which its paths are; may be left out.
pub struct WebAddress;

impl Kind for WebAddress {
    type Value = Option<Url>;

    fn parse(&self, text: &str) -> Result<Option<Url>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        let url = web_address(text).filter(|url| url.query().is_none());
        url.map(Some).ok_or_else(|| self.refuse(text))
    }

    fn accepts(&self) -> String {
        "a URL with http or https and a port other than 0, without a password and a query, or nothing".to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "URL"
    }

    fn refuse(&self, _: &str) -> String {
        format!("must be {}", self.accepts())
    }

    fn shown(&self, text: &str) -> String {
        match self.parse(text) {
            Ok(_) => text.to_owned(),
            Err(_) => "(hidden)".to_owned(),
        }
    }
}

/// Where a provider of models answers. Its query goes along with every request, and may hold a secret.
pub struct ModelAddress;

impl Kind for ModelAddress {
    type Value = Option<Url>;

    fn parse(&self, text: &str) -> Result<Option<Url>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        web_address(text).map(Some).ok_or_else(|| self.refuse(text))
    }

    fn accepts(&self) -> String {
        "a URL with http or https and a port other than 0, without a password, or nothing".to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "URL"
    }

    fn refuse(&self, _: &str) -> String {
        format!("must be {}", self.accepts())
    }

    fn shown(&self, text: &str) -> String {
        match (self.parse(text), text.split_once('?')) {
            (Err(_), _) => "(hidden)".to_owned(),
            (Ok(_), Some((address, _))) => format!("{address}?(hidden)"),
            (Ok(_), None) => text.to_owned(),
        }
    }
}

/// An address on the web, without a password, to which paths can be joined.
fn web_address(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok()?;
    let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if !bare || !matches!(url.scheme(), "http" | "https") || url.port() == Some(0) {
        return None;
    }
    // What is joined to an address without a slash at its end would replace the last part of it.
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Some(url)
}

/// One word of a few.
pub struct OneOf<T: 'static> {
    pub words: &'static [(&'static str, T)],
    /// Words somebody may well try, and why they are not taken.
    pub refused: &'static [(&'static str, &'static str)],
}

impl<T: Copy + Sync> Kind for OneOf<T> {
    type Value = T;

    fn parse(&self, text: &str) -> Result<T, String> {
        if let Some((_, value)) = self.words.iter().find(|(word, _)| *word == text) {
            return Ok(*value);
        }
        match self.refused.iter().find(|(word, _)| *word == text) {
            Some((word, why)) => Err(format!("cannot be `{word}`: {why}")),
            None => Err(self.refuse(text)),
        }
    }

    fn accepts(&self) -> String {
        self.words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
    }

    fn placeholder(&self) -> &'static str {
        "WORD"
    }
}

/// Any text, or none.
pub struct Text;

impl Kind for Text {
    type Value = Option<String>;

    fn parse(&self, text: &str) -> Result<Option<String>, String> {
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(self.refuse(text));
        }
        Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
    }

    fn accepts(&self) -> String {
        "a text without spaces".to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "TEXT"
    }
}

/// A secret, or none. Its text is never shown. The environment is the place for it: flags are seen by everybody on
/// the machine.
pub struct Secret {
    /// In bytes.
    pub shortest: usize,
}

impl Kind for Secret {
    type Value = Option<SecretString>;

    fn parse(&self, text: &str) -> Result<Option<SecretString>, String> {
        match text.len() {
            0 => Ok(None),
            length if length < self.shortest || !text.bytes().all(|byte| byte.is_ascii_graphic()) => {
                Err(self.refuse(text))
            }
            _ => Ok(Some(text.into())),
        }
    }

    fn accepts(&self) -> String {
        match self.shortest {
            1 => "a secret without spaces".to_owned(),
            shortest => format!("a secret of at least {shortest} letters, digits or signs"),
        }
    }

    fn placeholder(&self) -> &'static str {
        "SECRET"
    }

    fn refuse(&self, _: &str) -> String {
        format!("must be {}", self.accepts())
    }

    fn shown(&self, text: &str) -> String {
        if text.is_empty() { String::new() } else { "(hidden)".to_owned() }
    }
}

/// A file, or none.
pub struct File;

impl Kind for File {
    type Value = Option<PathBuf>;

    fn parse(&self, text: &str) -> Result<Option<PathBuf>, String> {
        if text.contains('\0') {
            return Err(self.refuse(text));
        }
        Ok(Some(PathBuf::from(text)).filter(|_| !text.is_empty()))
    }

    fn accepts(&self) -> String {
        "the path of a file".to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "FILE"
    }
}

/// A directory.
pub struct Directory;

impl Kind for Directory {
    type Value = PathBuf;

    fn parse(&self, text: &str) -> Result<PathBuf, String> {
        if text.trim().is_empty() || text.contains('\0') {
            return Err(self.refuse(text));
        }
        Ok(PathBuf::from(text))
    }

    fn accepts(&self) -> String {
        "the path of a directory".to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "DIR"
    }
}

/// What is logged: levels, for everything or by module.
pub struct Directives;

impl Kind for Directives {
    type Value = String;

    fn parse(&self, text: &str) -> Result<String, String> {
        // The filter takes a lone word it does not know for the name of a module, and would log nothing else.
        let lone_word_is_level = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.contains(['=', '[']))
            .all(|part| part.parse::<LevelFilter>().is_ok());
        if text.trim().is_empty() || !lone_word_is_level || EnvFilter::try_new(text).is_err() {
            return Err(self.refuse(text));
        }
        Ok(text.to_owned())
    }

    fn accepts(&self) -> String {
        "`error`, `warn`, `info`, `debug`, `trace` or `off`, also by module: `info,hera::gateway=debug`".to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "LEVEL"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_bounds() {
        let kind = Whole { min: 10_u16, max: 20 };
        assert_eq!(kind.parse("10"), Ok(10));
        assert_eq!(kind.parse("20"), Ok(20));
        for bad in ["9", "21", "70000", "-1", "1.5", "ten", "", " 10"] {
            assert_eq!(kind.parse(bad), Err(format!("must be a whole number from 10 to 20, not `{bad}`")));
        }
    }

    #[test]
    fn times_are_whole() {
        assert_eq!(Millis { min: 0, max: 1000 }.parse("40"), Ok(Duration::from_millis(40)));
        assert_eq!(Seconds { min: 1, max: 9 }.parse("3"), Ok(Duration::from_secs(3)));
        let wrong = Seconds { min: 1, max: 9 }.parse("3s");
        assert_eq!(wrong, Err("must be a whole number of seconds from 1 to 9, not `3s`".to_owned()));
    }

    #[test]
    fn words_explain_what_is_refused() {
        let kind = OneOf { words: &[("local", 1), ("here", 2)], refused: &[("redis", "not yet")] };
        assert_eq!(kind.parse("here"), Ok(2));
        assert_eq!(kind.parse("redis"), Err("cannot be `redis`: not yet".to_owned()));
        assert_eq!(kind.parse("Local"), Err("must be `local` or `here`, not `Local`".to_owned()));
    }

    #[test]
    fn secrets_are_not_shown() {
        use secrecy::ExposeSecret as _;
        let kind = Secret { shortest: 9 };
        let key = kind.parse("sk-abc123").unwrap().unwrap();
        assert_eq!(key.expose_secret(), "sk-abc123");
        assert!(!format!("{key:?}").contains("abc"));
        assert_eq!((kind.shown("sk-abc123").as_str(), kind.shown("").as_str()), ("(hidden)", ""));
        assert!(kind.parse("").unwrap().is_none());
        for bad in ["sk-abc12", "abcdefg hij"] {
            assert_eq!(kind.parse(bad).unwrap_err(), "must be a secret of at least 9 letters, digits or signs");
        }
        assert!(Text.parse("two words").is_err());
    }

    #[test]
    fn addresses_are_what_paths_are_joined_to() {
        let read = |text| WebAddress.parse(text).unwrap().unwrap().join("images/edits").unwrap().to_string();
        assert_eq!(read("http://localhost:8000/v1"), "http://localhost:8000/v1/images/edits");
        assert_eq!(read("https://model.example/"), "https://model.example/images/edits");
        assert_eq!(WebAddress.parse(""), Ok(None));
        for bad in ["model.example", "ftp://a", "https://u:secret@a/", "https://a/?b"] {
            assert!(!WebAddress.parse(bad).unwrap_err().contains("secret"), "{bad}");
            assert_eq!(WebAddress.shown(bad), "(hidden)");
        }
        let azure = "https://a.example/openai/deployments/d?api-version=2024-10-21";
        let read = ModelAddress.parse(azure).unwrap().map(String::from);
        assert_eq!(read.as_deref(), Some("https://a.example/openai/deployments/d/?api-version=2024-10-21"));
        assert_eq!(ModelAddress.shown(azure), "https://a.example/openai/deployments/d?(hidden)");
        assert_eq!(ModelAddress.shown("https://u:secret@a/"), "(hidden)");
        assert!(ModelName.parse("gpt-image-1").is_ok() && ModelName.parse("a b").is_err());
        assert!(ModelName.parse("../../x").is_err());
    }

    #[test]
    fn directives_are_levels_or_name_one() {
        for good in ["info", "WARN", "off", "info,hera::gateway=debug", "hera[turn]=trace,error"] {
            assert_eq!(Directives.parse(good), Ok(good.to_owned()));
        }
        for bad in ["", "verbose", "hera", "hera=loud", "info,verbose"] {
            assert!(Directives.parse(bad).is_err(), "{bad}");
        }
    }
}
