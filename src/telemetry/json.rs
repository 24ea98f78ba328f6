//! A line of the log as one JSON object: the fields of the event, and beside them those of the spans around it.

use std::fmt::{self, Debug};

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

/// Writes events; the fields of spans must be formatted by
/// [`JsonFields`](tracing_subscriber::fmt::format::JsonFields).
#[derive(Debug, Clone, Copy)]
pub struct Json;

impl<S, N> FormatEvent<S, N> for Json
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let mut line = Line::default();
        event.record(&mut line);
        // From the inside out: what is said nearest to the event counts.
        for span in context.event_scope().into_iter().flatten() {
            let extensions = span.extensions();
            let fields = extensions.get::<FormattedFields<N>>().map(|fields| fields.fields.as_str());
            let fields = fields.map(serde_json::from_str::<Map<String, Value>>).and_then(Result::ok);
            for (name, value) in fields.into_iter().flatten() {
                line.0.entry(name).or_insert(value);
            }
        }
        line.head(*event.metadata().level(), event.metadata().target())?;
        writeln!(out, "{}", Value::Object(line.0))
    }
}

/// A line for what is told where there is no log yet, or beside it, with a line break at its end.
#[must_use]
pub fn line(level: Level, message: &str, fields: &[(&str, &str)]) -> String {
    let mut line = Line::default();
    line.put("message", message);
    for (name, value) in fields {
        line.put(name, *value);
    }
    // Writing to a String cannot fail.
    let _ = line.head(level, super::OWN);
    format!("{}\n", Value::Object(line.0))
}

/// The members of a line.
#[derive(Default)]
struct Line(Map<String, Value>);

impl Line {
    /// What every line has.
    fn head(&mut self, level: Level, target: &str) -> fmt::Result {
        let mut now = String::new();
        SystemTime.format_time(&mut Writer::new(&mut now))?;
        self.put("timestamp", now);
        self.put("level", level.as_str());
        // A line of a library that knows no `tracing` says itself whose it is.
        let target = self.0.remove("log.target").unwrap_or_else(|| target.into());
        self.put("target", target);
        self.0.retain(|name, _| !name.starts_with("log."));
        Ok(())
    }

    fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }
}

impl Visit for Line {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field.name(), value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field.name(), value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field.name(), value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field.name(), value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field.name(), value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.put(field.name(), format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use tracing_subscriber::fmt;
    use tracing_subscriber::fmt::format::JsonFields;

    use super::*;

    #[test]
    fn the_fields_of_spans_stand_beside_those_of_the_event() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let writer = Mutex::new(file.reopen().unwrap());
        let log = fmt().event_format(Json).fmt_fields(JsonFields::new()).with_writer(writer).finish();
        tracing::subscriber::with_default(log, || {
            let outer = tracing::info_span!("a", request = "r-1", session = tracing::field::Empty, count = 1_u64);
            outer.record("session", "s-1");
            let _outer = outer.enter();
            let _inner = tracing::info_span!("b", count = 2_u64).entered();
            tracing::warn!(status = 503_u16, error = %"\"no\"\nroom", "not answered");
        });
        let text = std::fs::read_to_string(file.path()).unwrap();
        assert_eq!(text.lines().count(), 1, "{text}");
        let mut seen: Map<String, Value> = serde_json::from_str(&text).unwrap();
        assert!(seen.remove("timestamp").is_some_and(|at| at.as_str().unwrap().ends_with('Z')));
        let expected = serde_json::json!({
            "level": "WARN", "target": module_path!(), "message": "not answered", "status": 503,
            "error": "\"no\"\nroom", "request": "r-1", "session": "s-1", "count": 2,
        });
        assert_eq!(Value::Object(seen), expected);
    }

    #[test]
    fn a_line_without_a_log_looks_like_the_others() {
        let text = line(Level::ERROR, "no \"room\"", &[("path", "/data")]);
        let seen: Value = serde_json::from_str(text.strip_suffix('\n').unwrap()).unwrap();
        assert_eq!((&seen["level"], &seen["target"]), (&Value::from("ERROR"), &Value::from("hera")));
        assert_eq!((&seen["message"], &seen["path"]), (&Value::from("no \"room\""), &Value::from("/data")));
    }
}
