//! What a run found, for people and for programs.

use std::fmt::{self, Write as _};

use serde_json::{Map, Value};

use super::check::Faults;
use super::stats::{Spread, Summary};

/// The figures of a run, in the order in which they are shown.
#[derive(Debug)]
pub struct Report {
    mode: &'static str,
    figures: Vec<Figure>,
    pub faults: Faults,
}

#[derive(Debug)]
struct Figure {
    /// The name in JSON, with its unit.
    key: &'static str,
    label: &'static str,
    measured: Measured,
}

#[derive(Debug)]
enum Measured {
    Count(u64),
    Number(f64),
    /// Milliseconds.
    Spread(Summary),
    /// A number for each part of the server.
    Parts(Vec<(Box<str>, f64)>),
    Unknown,
}

impl Report {
    pub fn new(mode: &'static str, faults: Faults) -> Self {
        Self { mode, figures: Vec::new(), faults }
    }

    pub fn count(&mut self, key: &'static str, label: &'static str, count: u64) {
        self.add(key, label, Measured::Count(count));
    }

    /// A number, or nothing where it could not be measured.
    pub fn number(&mut self, key: &'static str, label: &'static str, number: Option<f64>) {
        let number = number.filter(|number| number.is_finite());
        self.add(key, label, number.map_or(Measured::Unknown, Measured::Number));
    }

    pub fn spread(&mut self, key: &'static str, label: &'static str, spread: &Spread) {
        self.add(key, label, spread.summary().map_or(Measured::Unknown, Measured::Spread));
    }

    /// A number for each part of the server that was given a name.
    pub fn parts(&mut self, key: &'static str, label: &'static str, parts: Vec<(Box<str>, f64)>) {
        if !parts.is_empty() {
            self.add(key, label, Measured::Parts(parts));
        }
    }

    fn add(&mut self, key: &'static str, label: &'static str, measured: Measured) {
        self.figures.push(Figure { key, label, measured });
    }

    /// One JSON object: each figure under its name, `null` where it could not be measured, and the `faults`.
    pub fn json(&self) -> Value {
        let mut object = Map::new();
        object.insert("mode".to_owned(), self.mode.into());
        for figure in &self.figures {
            let value = match &figure.measured {
                Measured::Count(count) => (*count).into(),
                Measured::Number(number) => rounded(*number).into(),
                Measured::Spread(Summary { p50, p99, max }) => {
                    serde_json::json!({"p50": rounded(*p50), "p99": rounded(*p99), "max": rounded(*max)})
                }
                Measured::Parts(parts) => {
                    parts.iter().map(|(part, number)| (part.to_string(), Value::from(rounded(*number)))).collect()
                }
                Measured::Unknown => Value::Null,
            };
            object.insert(figure.key.to_owned(), value);
        }
        object.insert("ok".to_owned(), self.faults.none().into());
        object.insert("faults".to_owned(), serde_json::to_value(&self.faults).unwrap_or_default());
        Value::Object(object)
    }
}

fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

/// The table for people.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.figures.iter().map(|figure| figure.label.len()).max().unwrap_or(0);
        for Figure { label, measured, .. } in &self.figures {
            let mut value = String::new();
            match measured {
                Measured::Count(count) => write!(value, "{count}")?,
                Measured::Number(number) => write!(value, "{number:.1}")?,
                Measured::Spread(s) => write!(value, "p50 {:.2}   p99 {:.2}   max {:.2}", s.p50, s.p99, s.max)?,
                Measured::Parts(parts) => {
                    let parts: Vec<_> = parts.iter().map(|(part, number)| format!("{part} {number:.1}")).collect();
                    value.push_str(&parts.join("   "));
                }
                Measured::Unknown => value.push_str("unknown"),
            }
            writeln!(f, "{label:width$}  {value}")?;
        }
        if self.faults.none() {
            return write!(f, "{:width$}  nothing lost, doubled or out of order", "checked");
        }
        let Faults { lost, doubled, out_of_order, incomplete, unfinished, refused, broken, examples } = &self.faults;
        write!(
            f,
            "{:width$}  {lost} lost, {doubled} doubled, {out_of_order} out of order, {incomplete} turns incomplete, \
             {unfinished} unfinished, {refused} messages refused, {broken} sockets broken",
            "FAULTS"
        )?;
        examples.iter().try_for_each(|example| write!(f, "\n  {example}"))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::check::Fault;
    use super::*;

    fn report() -> Report {
        let mut spread = Spread::default();
        spread.add(Duration::from_millis(2));
        let mut report = Report::new("idle", Faults::default());
        report.count("sockets", "sockets", 10);
        report.number("server_kib", "server memory, KiB", Some(1.23456));
        report.number("cpu_us", "server CPU, µs", None);
        report.spread("join_ms", "join, ms", &spread);
        report
    }

    #[test]
    fn json_has_every_figure() {
        assert_eq!(
            report().json().to_string(),
            r#"{"mode":"idle","sockets":10,"server_kib":1.235,"cpu_us":null,"join_ms":{"p50":2.0,"p99":2.0,"max":2.0},"ok":true,"faults":{"lost":0,"doubled":0,"out_of_order":0,"incomplete":0,"unfinished":0,"refused":0,"broken":0,"examples":[]}}"#
                .parse::<Value>().unwrap().to_string()
        );
    }

    #[test]
    fn the_table_shows_faults_in_words() {
        let mut report = report();
        assert!(report.to_string().ends_with("nothing lost, doubled or out of order"));
        report.faults.note(Fault::Lost(3), || "event 5 came after 1".to_owned());
        let table = report.to_string();
        assert!(table.contains("3 lost") && table.ends_with("event 5 came after 1"), "{table}");
        assert_eq!(report.json()["ok"], Value::Bool(false));
    }
}
