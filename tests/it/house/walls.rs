//! Who may use whom, as docs/ARCHITECTURE.md says, and which words belong to which module alone.

use std::collections::{BTreeMap, BTreeSet};

use hera::telemetry::names;

use super::documents::table;
use super::source::{Source, sources};

/// What a module may use, by module: the table "Who may use whom".
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let names = |cell: &str| -> BTreeSet<String> {
        cell.split(',').map(|name| name.trim().trim_matches('`').to_owned()).filter(|name| !name.is_empty()).collect()
    };
    let rows = table("docs/ARCHITECTURE.md", "| module | may use |");
    rows.into_iter()
        .flat_map(|row| {
            let uses = names(&row[1]);
            names(&row[0]).into_iter().map(move |module| (module, uses.clone())).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn modules_use_only_what_the_plan_lets_them() {
    let allowed = allowed();
    let mut wrong = Vec::new();
    for source in sources() {
        let module = source.module().to_owned();
        if matches!(module.as_str(), "main" | "lib") {
            continue;
        }
        let Some(may) = allowed.get(&module) else {
            wrong.push(format!("src/{}: {module} is not in the table of docs/ARCHITECTURE.md", source.path));
            continue;
        };
        let everything = may.contains("everything");
        let others = source.imports().into_iter().filter(|used| *used != module && !everything && !may.contains(used));
        wrong.extend(others.map(|used| format!("src/{}: {module} may not use {used}", source.path)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn gateway_and_agent_meet_only_at_the_bus() {
    let allowed = allowed();
    assert!(!allowed["gateway"].contains("agent") && !allowed["agent"].contains("gateway"));
    assert!(allowed["domain"].is_empty() && allowed["lifecycle"].is_empty() && allowed["telemetry"].is_empty());
}

/// Words that only some modules may say, and why.
const RESERVED: &[(&[&str], &[&str], &str)] = &[
    (
        // Others may read and write the types of these, but neither take apart nor put together what is in them.
        &["serde_json::Value", "serde_json::Map", "serde_json::{", "json!(", "Serialize"],
        &[
            "protocol",
            "record",
            "bench",
            "paint/models",
            "model",
            "provider",
            "agent/mind",
            "agent/remote",
            "telemetry/json",
        ],
        "only these know a stored, sent or logged form",
    ),
    (&["redb"], &["embedded"], "the bus and the sessions are the seam to the store"),
    (&["std::env", "env::var"], &["config"], "only config reads the environment"),
    (&["crate::embedded"], &["embedded", "boot", "config"], "only boot names a concrete backend"),
    (&["crate::redis"], &["redis", "boot", "config"], "only boot names a concrete backend"),
    (&["resvg", "usvg"], &["paint/built_in"], "only the built-in painter draws"),
    (&["axum"], &["gateway", "operations", "bench", "boot"], "HTTP ends at the gateway and the operators' listener"),
    (&["toml::"], &["config", "agent/care/help"], "only config reads the settings file, and care its table of help"),
];

#[test]
fn some_words_belong_to_some_modules() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (words, modules, why) in RESERVED {
            let said = words.iter().filter(|word| source.code.contains(**word));
            // A module under the root, or one further down.
            let within = |module: &&str| {
                source.module() == *module
                    || source.path.strip_prefix(*module).is_some_and(|rest| rest.starts_with(['/', '.']))
            };
            if !modules.iter().any(within) {
                wrong.extend(said.map(|word| format!("src/{} says {word}: {why}", source.path)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn config_knows_no_more_of_the_others_than_their_settings() {
    let others = [
        "crate::embedded::",
        "crate::redis::",
        "crate::gateway::",
        "crate::agent::",
        "crate::model::",
        "crate::paint::",
        "crate::provider::",
    ];
    for source in sources().iter().filter(|source| source.module() == "config") {
        for (at, path) in others.iter().flat_map(|other| source.code.match_indices(other)) {
            let end = source.code[at..].find(|c: char| !(c.is_alphanumeric() || "_:".contains(c))).unwrap_or_default();
            let named = &source.code[at..at + end];
            assert!(named.ends_with("Settings"), "src/{} uses {named}, found by {path}", source.path);
        }
    }
}

#[test]
fn the_domain_is_pure() {
    for source in sources().iter().filter(|source| source.module() == "domain") {
        for crate_name in ["serde", "tokio", "axum", "redb", "futures", "tracing", "metrics"] {
            let used = source.code.contains(&format!("{crate_name}::"));
            assert!(!used, "src/{} uses {crate_name}", source.path);
        }
    }
}

#[test]
fn log_fields_are_in_the_table() {
    let all = |table: &[(&'static str, &str)]| table.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>();
    let (log, spans) = (all(names::FIELDS), all(names::SPAN_FIELDS));
    let mut wrong = Vec::new();
    for source in sources() {
        let known = if source.path == "telemetry/genai.rs" { &spans } else { &log };
        let unknown = logged_fields(&source).into_iter().filter(|field| !known.contains(field.as_str()));
        wrong.extend(unknown.map(|field| format!("src/{} logs {field}", source.path)));
    }
    assert!(wrong.is_empty(), "not in telemetry::names::FIELDS or, of spans, SPAN_FIELDS:\n{}", wrong.join("\n"));
}

/// The id opens the session: whoever reads the log, or is shown the spans, is not to have it.
#[test]
fn sessions_are_logged_by_their_hashes() {
    let mut wrong = Vec::new();
    for source in sources() {
        // A field named by its value, one with a value, and one that is recorded later.
        let bare = ["%session,", "%session)", "?session,", "?session)"];
        wrong.extend(bare.iter().filter(|bare| source.code.contains(**bare)).map(|_| source.path.clone()));
        for field in ["session = %", "session = ?", "record(\"session\", "] {
            for (at, _) in source.code.match_indices(field) {
                let value = source.code[at + field.len()..].split(['\n', '"']).next().unwrap_or_default();
                let hash = value.contains(".hashed()") || value.starts_with("hash");
                wrong.extend((!hash).then(|| format!("src/{}: {field}{value}", source.path)));
            }
        }
    }
    assert!(wrong.is_empty(), "these log the id of a session, not its hash:\n{}", wrong.join("\n"));
}

/// The names of the fields given to tracing's macros.
fn logged_fields(source: &Source) -> Vec<String> {
    let macros = ["trace", "debug", "info", "warn", "error"];
    let calls = macros.iter().flat_map(|level| {
        let call = format!("tracing::{level}!(");
        let span = format!("{level}_span!(");
        [call, span]
    });
    let mut fields = Vec::new();
    for call in calls {
        for (at, call) in source.code.match_indices(&call) {
            for argument in arguments(&source.code[at + call.len()..]) {
                if argument.starts_with('"') {
                    break;
                }
                let name = argument.split('=').next().unwrap_or_default().trim().trim_start_matches(['%', '?']);
                fields.push(name.rsplit('.').next().unwrap_or_default().to_owned());
            }
            if call.ends_with("_span!(") {
                // The name of a span comes first, then its fields.
                let named = arguments(&source.code[at + call.len()..]).into_iter().skip(1);
                let named = named.filter(|argument| !argument.starts_with('"') && !argument.starts_with("otel."));
                fields.extend(named.map(|argument| argument.split('=').next().unwrap_or_default().trim().to_owned()));
            }
        }
    }
    fields.retain(|field| !field.is_empty() && !field.contains(':'));
    fields
}

/// The arguments of a macro, from behind its opening parenthesis.
fn arguments(text: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut escaped) = (1_u32, false, false);
    let mut found = vec![String::new()];
    for c in text.chars() {
        match c {
            _ if quoted => {
                quoted = escaped || c != '"';
                escaped = c == '\\' && !escaped;
            }
            '"' => quoted = true,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 1 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 1 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = found.last_mut() {
            last.push(c);
        }
    }
    found.iter().map(|argument| argument.trim().to_owned()).collect()
}

#[test]
fn fields_are_found_in_calls_and_spans() {
    let code = r#"
        tracing::warn!(session = %id, %error, count = f(1, "a, b"), "lost {x}, again");
        let span = tracing::info_span!("socket", connection = %c, code = tracing::field::Empty);
        tracing::info!("no fields");"#;
    let source = Source { path: "a.rs".to_owned(), code: code.to_owned() };
    let mut found = logged_fields(&source);
    found.sort();
    assert_eq!(found, ["code", "connection", "count", "error", "session"]);
}
