//! A compose file, as far as this repository uses what one may say.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::house::source::read;

#[derive(Debug, Deserialize)]
pub struct Compose {
    pub services: BTreeMap<String, Service>,
    #[serde(default)]
    pub networks: BTreeMap<String, Network>,
}

#[derive(Debug, Deserialize)]
pub struct Service {
    pub image: String,
    #[serde(default)]
    pub command: Vec<String>,
    #[serde(default)]
    pub env_file: Vec<EnvFile>,
    /// Without a value: taken from the environment of whoever starts it, if it is there.
    #[serde(default)]
    pub environment: BTreeMap<String, Option<String>>,
    #[serde(default)]
    pub ports: Vec<String>,
    #[serde(default)]
    pub volumes: Vec<String>,
    #[serde(default)]
    pub networks: BTreeMap<String, Place>,
    #[serde(default)]
    pub depends_on: BTreeMap<String, Dependency>,
    pub healthcheck: Option<HealthCheck>,
    #[serde(default)]
    pub deploy: Deploy,
    pub stop_grace_period: Option<String>,
    #[serde(default)]
    pub ulimits: BTreeMap<String, u64>,
}

#[derive(Debug, Deserialize)]
pub struct EnvFile {
    pub path: String,
    pub required: bool,
}

#[derive(Debug, Deserialize)]
pub struct Dependency {
    pub condition: String,
}

#[derive(Debug, Deserialize)]
pub struct HealthCheck {
    pub test: Vec<String>,
    pub interval: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct Deploy {
    pub replicas: Option<u8>,
}

#[derive(Debug, Deserialize)]
pub struct Place {
    pub ipv4_address: String,
}

#[derive(Debug, Deserialize)]
pub struct Network {
    pub ipam: Ipam,
}

#[derive(Debug, Deserialize)]
pub struct Ipam {
    pub config: Vec<Subnet>,
}

#[derive(Debug, Deserialize)]
pub struct Subnet {
    #[serde(rename = "subnet")]
    pub whole: String,
    pub gateway: String,
    #[serde(rename = "ip_range")]
    pub dynamic: String,
}

impl Compose {
    /// The file, with the variables in it replaced.
    ///
    /// # Errors
    /// When it asks for one that is not there; what it says of it.
    pub fn read(file: &str, environment: &[(&str, &str)]) -> Result<Self, String> {
        let text = interpolate(&read(file), environment)?;
        let composed: Self = serde_saphyr::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
        Ok(composed)
    }
}

/// The names of the variables that a file takes from the environment of whoever starts it.
pub fn variables(file: &str) -> Vec<String> {
    let text = read(file);
    let in_braces = text.split("${").skip(1);
    let names = in_braces.map(|rest| rest.chars().take_while(|c| c.is_ascii_uppercase() || "_0123456789".contains(*c)));
    names.map(Iterator::collect).collect()
}

/// Puts in what stands for `${NAME}`, `${NAME:-default}`, `${NAME:+instead}` and `${NAME:?why it is needed}`; an empty
/// variable is as good as none.
fn interpolate(text: &str, environment: &[(&str, &str)]) -> Result<String, String> {
    let mut pieces = text.split("${");
    let mut done = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (inside, rest) = piece.split_once('}').ok_or("a brace is not closed")?;
        let (name, otherwise) = inside.split_once(':').unwrap_or((inside, "-"));
        let value = environment.iter().find(|(known, value)| *known == name && !value.is_empty());
        let value = value.map(|(_, value)| *value);
        done += match (otherwise.split_at(1), value) {
            (("+", instead), Some(_)) => instead,
            (("+", _), None) => "",
            ((_, _), Some(value)) => value,
            (("-", default), None) => default,
            (("?", why), None) => return Err(format!("{name} {why}")),
            ((sign, _), None) => return Err(format!("{sign} is not known")),
        };
        done += rest;
    }
    Ok(done)
}

#[test]
fn variables_are_put_in() {
    let known = [("A", "1"), ("EMPTY", "")];
    let text = |text: &str| interpolate(text, &known);
    assert_eq!(text("a ${A} ${A:-2} ${B:-2} ${EMPTY:-3} ${B}."), Ok("a 1 1 2 3 .".to_owned()));
    assert_eq!(text("${A:+yes}${B:+no}"), Ok("yes".to_owned()));
    assert_eq!(text("${B:?is needed}"), Err("B is needed".to_owned()));
}
