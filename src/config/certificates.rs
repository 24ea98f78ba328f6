//! The certificates that are trusted, where the variables that name them name what is not there. They are no settings: the
//! libraries that speak TLS read them.

use std::env;
use std::ffi::OsString;

/// A file with the certificates that are trusted, and folders with some.
pub const VARIABLES: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

/// The variables that are set, as their libraries see them.
fn named() -> impl Iterator<Item = (&'static str, OsString)> {
    VARIABLES.into_iter().filter_map(|name| Some((name, env::var_os(name)?)))
}

/// What is named and cannot be read: whoever is to be asked over TLS may not be trusted then.
#[must_use]
pub fn warnings() -> Vec<String> {
    let absent = named().flat_map(|(name, text)| {
        let one_by_one = name == VARIABLES[1];
        let paths: Vec<_> = if one_by_one { env::split_paths(&text).collect() } else { vec![text.into()] };
        paths.into_iter().filter_map(move |path| {
            let read = if one_by_one { path.read_dir().map(drop) } else { std::fs::File::open(&path).map(drop) };
            let error = read.err()?;
            Some(format!("{name} in the environment: {} cannot be read: {error}", path.display()))
        })
    });
    absent.collect()
}

/// An error with the variables to look at, where it comes of the certificates that they name.
#[must_use]
pub fn explained(error: anyhow::Error) -> anyhow::Error {
    let set: Vec<String> = named().map(|(name, text)| format!("{name}={}", text.display())).collect();
    if set.is_empty() || !format!("{error:#}").contains("certificate") {
        return error;
    }
    error.context(format!("no certificate can be trusted: {} must name what holds some", set.join(" and ")))
}
