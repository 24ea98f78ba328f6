//! docs/PROTOCOL.md against the code: every frame has an example that parses, every field a row, and nothing more.

use std::collections::{BTreeMap, BTreeSet};

use hera::protocol::{Close, ErrorCode, client_frame, schema};
use serde_json::{Value, json};

/// The definitions whose fields have a section of their own, and its name.
const OBJECTS: [(&str, &str); 3] =
    [("MessageEntry", "A message"), ("Photo", "A picture"), ("StateDocument", "The state document")];

/// A section: what is under a heading of the second or third level, up to the next of either.
#[derive(Default)]
struct Section {
    /// The cells of its table rows.
    rows: Vec<Vec<String>>,
    client: Vec<String>,
    server: Vec<String>,
}

impl Section {
    fn fields(&self) -> BTreeSet<String> {
        self.rows.iter().map(|row| row[0].trim_matches('`').to_owned()).collect()
    }
}

/// The sections by the names of their headings; the third is empty for what comes directly under the second.
fn sections() -> BTreeMap<(String, String), Section> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/PROTOCOL.md")).unwrap();
    let mut sections: BTreeMap<(String, String), Section> = BTreeMap::new();
    let mut place = (String::new(), String::new());
    let mut example: Option<(&str, String)> = None;
    for line in text.lines() {
        let section = sections.entry(place.clone()).or_default();
        if let Some((kind, mut lines)) = example.take() {
            if line != "```" {
                lines.push_str(line);
                example = Some((kind, lines));
            } else if kind == "client" {
                section.client.push(lines);
            } else {
                section.server.push(lines);
            }
        } else if let Some(kind) = line.strip_prefix("```json ") {
            assert!(["client", "server"].contains(&kind), "an example is of the client or the server: {line}");
            example = Some((kind, String::new()));
        } else if let Some(heading) = line.strip_prefix("### ") {
            place.1 = heading.trim_matches('`').into();
        } else if let Some(heading) = line.strip_prefix("## ") {
            place = (heading.into(), String::new());
        } else if let Some(cells) = line.strip_prefix("| ")
            && !cells.starts_with("field |")
            && !cells.starts_with("code |")
        {
            section.rows.push(cells.trim_end_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect());
        }
    }
    sections
}

/// The schema behind references, with what stands beside them.
fn resolve<'a>(document: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let mut parts = vec![schema];
    if let Some(reference) = schema["$ref"].as_str() {
        parts.extend(resolve(document, document.pointer(&reference[1..]).unwrap()));
    }
    parts
}

/// The fields of an object's schema as the page writes them: `limits.frame_bytes`, `delta[].op`, `reason?`.
fn fields(document: &Value, schema: &Value, prefix: &str) -> BTreeSet<String> {
    let parts = resolve(document, schema);
    let required: Vec<&Value> = parts.iter().filter_map(|part| part["required"].as_array()).flatten().collect();
    let properties = parts.iter().filter_map(|part| part["properties"].as_object()).flatten();
    let mut found = BTreeSet::new();
    for (name, property) in properties.filter(|(name, _)| *name != "type" || prefix.contains("outcome")) {
        let optional = if required.iter().any(|required| *required == name) { "" } else { "?" };
        let (mut path, mut schema) = (format!("{prefix}{name}{optional}"), property);
        while let Some(items) = resolve(document, schema).iter().find_map(|part| part.get("items")) {
            path.push_str("[]");
            schema = items;
        }
        let own_section = OBJECTS.iter().any(|(name, _)| schema["$ref"] == format!("#/$defs/{name}"));
        let inner = if own_section { BTreeSet::new() } else { fields(document, schema, &format!("{path}.")) };
        if inner.is_empty() {
            found.insert(path);
        } else {
            found.extend(inner);
        }
    }
    found
}

/// The variants of a tagged definition: type -> schema. Those of one type have names of their own: `CUSTOM image.ready`.
fn variants<'a>(document: &'a Value, definition: &str) -> BTreeMap<String, &'a Value> {
    let mut found = BTreeMap::new();
    for variant in document["$defs"][definition]["oneOf"].as_array().unwrap() {
        let kind = variant["properties"]["type"]["const"].as_str().unwrap();
        let named = resolve(document, variant).into_iter().find_map(|part| part["anyOf"].as_array());
        let Some(named) = named else {
            found.insert(kind.to_owned(), variant);
            continue;
        };
        for schema in named {
            let parts = resolve(document, &schema["properties"]["name"]);
            let name = parts.into_iter().find_map(|part| part["const"].as_str().or(part["enum"][0].as_str()));
            found.insert(format!("{kind} {}", name.unwrap()), schema);
        }
    }
    found
}

fn validator(document: &Value, definition: &str) -> jsonschema::Validator {
    let root = json!({"$ref": format!("#/$defs/{definition}"), "$defs": document["$defs"]});
    jsonschema::validator_for(&root).unwrap()
}

#[test]
fn every_frame_has_a_section_with_its_fields() {
    let document = schema::document();
    let sections = sections();
    let chapters = [("Frames from the client", "ClientFrame"), ("Control frames", "ControlFrame"), ("Events", "AgUi")];
    for (chapter, definition) in chapters {
        let variants = variants(&document, definition);
        for (kind, schema) in &variants {
            let section = &sections[&(chapter.to_owned(), kind.clone())];
            assert_eq!(section.fields(), fields(&document, schema, ""), "{chapter}: {kind}");
        }
        let documented = sections.keys().filter(|(h2, h3)| h2 == chapter && !h3.is_empty());
        let documented: BTreeSet<&str> = documented.map(|(_, h3)| h3.as_str()).collect();
        assert_eq!(documented, variants.keys().map(String::as_str).collect(), "{chapter}");
    }
    for (definition, title) in OBJECTS {
        let section = &sections[&("Objects".to_owned(), title.to_owned())];
        assert_eq!(section.fields(), fields(&document, &document["$defs"][definition], ""), "{title}");
    }
    let envelope = &sections[&("Events".to_owned(), String::new())];
    assert_eq!(envelope.fields(), fields(&document, &document["$defs"]["EventFrame"], ""));
}

#[test]
fn every_frame_of_the_client_has_examples_that_parse() {
    let document = schema::document();
    let validator = validator(&document, "ClientFrame");
    for ((_, kind), section) in sections().iter().filter(|((chapter, _), _)| chapter == "Frames from the client") {
        assert!(kind.is_empty() || !section.client.is_empty(), "{kind} has no example");
        for example in &section.client {
            let value: Value = serde_json::from_str(example).unwrap();
            assert_eq!(&value["type"], kind);
            assert!(client_frame::parse(example).is_ok(), "{example}");
            assert!(validator.is_valid(&value), "{example}");
        }
    }
}

#[test]
fn every_frame_of_the_server_has_examples_that_fit_the_schema() {
    let document = schema::document();
    let validator = validator(&document, "ServerFrame");
    let mut seen = 0;
    for ((chapter, kind), section) in sections() {
        let pointer = match chapter.as_str() {
            "Control frames" if !kind.is_empty() => "/type",
            "Events" if !kind.is_empty() => "/event/type",
            _ => continue,
        };
        assert!(!section.server.is_empty(), "{kind} has no example");
        for example in &section.server {
            let value: Value = serde_json::from_str(example).unwrap();
            // A heading names the type, and of a type that has several forms the form.
            let mut heading = value.pointer(pointer).unwrap().as_str().unwrap().to_owned();
            if let Some(name) = value["event"]["name"].as_str().filter(|_| heading == "CUSTOM") {
                heading = format!("{heading} {name}");
            }
            assert_eq!(heading, kind);
            let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{example}: {errors:?}");
            seen += 1;
        }
    }
    assert!(seen >= 17, "{seen} examples were found");
}

#[test]
fn the_close_codes_are_those_of_the_code() {
    let table = &sections()[&("Close codes".to_owned(), String::new())].rows;
    let written: Vec<[&str; 3]> = table.iter().map(|row| [row[0].as_str(), &row[1], &row[2]]).collect();
    let codes: Vec<String> = Close::ALL.iter().map(|close| close.code().to_string()).collect();
    let reconnects = |close: &Close| if close.reconnects() { "yes" } else { "no" };
    let expected: Vec<[&str; 3]> =
        Close::ALL.iter().zip(&codes).map(|(close, code)| [code.as_str(), close.reason(), reconnects(close)]).collect();
    assert_eq!(written, expected);
}

#[test]
fn the_error_codes_are_those_of_the_code() {
    let table = &sections()[&("Error codes".to_owned(), String::new())].rows;
    let written: Vec<(&str, &str)> = table.iter().map(|row| (row[0].trim_matches('`'), row[1].as_str())).collect();
    let temporary = |code: ErrorCode| if code.is_temporary() { "yes" } else { "no" };
    let expected: Vec<(&str, &str)> = ErrorCode::ALL.iter().map(|&code| (code.name(), temporary(code))).collect();
    assert_eq!(written, expected);
    let in_schema = &schema::document()["$defs"]["ErrorCode"];
    for code in ErrorCode::ALL {
        assert!(in_schema.to_string().contains(&format!("\"{}\"", code.name())), "{}", code.name());
        assert_eq!(serde_json::to_value(code).unwrap(), code.name());
    }
}
