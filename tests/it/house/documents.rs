//! The documents say what the code does.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use hera::config;
use hera::telemetry::names;

use super::source::{read, root, sources};

/// The rows of the table in a document that begins with `head`.
pub fn table(document: &str, head: &str) -> Vec<Vec<String>> {
    let text = read(document);
    let rows = text.lines().skip_while(|line| *line != head).skip(2).take_while(|line| line.starts_with('|'));
    let rows = rows.map(cells).collect::<Vec<_>>();
    assert!(!rows.is_empty(), "{document} has no table that begins with {head}");
    rows
}

fn cells(row: &str) -> Vec<String> {
    row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

#[test]
fn every_setting_is_documented_as_it_is() {
    let mut expected = String::new();
    for section in config::SECTIONS {
        writeln!(expected, "## {}: `[{}]`\n", section.title, section.name).unwrap();
        writeln!(expected, "| setting | environment, flag | default | must be | meaning |").unwrap();
        writeln!(expected, "|---|---|---|---|---|").unwrap();
        for setting in section.settings {
            let (key, env, flag) = (setting.key(), setting.env(), setting.flag());
            let default =
                if setting.default().is_empty() { "none".to_owned() } else { format!("`{}`", setting.default()) };
            let (accepts, doc) = (setting.accepts(), setting.doc());
            writeln!(expected, "| `{key}` | `{env}`<br>`--{flag}` | {default} | {accepts} | {doc} |").unwrap();
        }
        expected.push('\n');
    }
    let document = read("docs/CONFIGURATION.md");
    assert!(document.contains(&expected), "docs/CONFIGURATION.md must hold exactly this:\n\n{expected}");
    assert!(document.contains(config::FILE_ENV));
}

#[test]
fn every_metric_and_log_field_is_documented_as_it_is() {
    let mut metrics = "| metric | kind | labels | meaning |\n|---|---|---|---|\n".to_owned();
    for metric in names::METRICS {
        let labels = metric.labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
        let kind = format!("{:?}", metric.kind).to_lowercase();
        writeln!(metrics, "| `{}` | {kind} | {labels} | {} |", metric.name, metric.meaning).unwrap();
    }
    let mut fields = "| field | meaning |\n|---|---|\n".to_owned();
    for (name, meaning) in names::FIELDS {
        writeln!(fields, "| `{name}` | {meaning} |").unwrap();
    }
    let mut attributes = "| attribute | meaning |\n|---|---|\n".to_owned();
    for (name, meaning) in names::SPAN_FIELDS {
        writeln!(attributes, "| `{name}` | {meaning} |").unwrap();
    }
    let document = read("docs/OPERATIONS.md");
    assert!(document.ends_with(&attributes), "docs/OPERATIONS.md must end with exactly this:\n\n{attributes}");
    assert!(document.contains(&metrics), "docs/OPERATIONS.md must hold exactly this:\n\n{metrics}");
    assert!(document.contains(&fields), "docs/OPERATIONS.md must hold exactly this:\n\n{fields}");
}

#[test]
fn operators_are_told_of_metrics_that_are_there() {
    let document = read("docs/OPERATIONS.md");
    let words = document
        .split(|c: char| !(c.is_ascii_lowercase() || c == '_'))
        .filter(|word| word.starts_with("hera_") || word.starts_with("gen_ai_client_"));
    let unknown = words.filter(|word| {
        let name = word.strip_suffix("_bucket").or(word.strip_suffix("_count")).unwrap_or(word);
        // A beginning stands for all that begin so.
        let begins = word.ends_with('_');
        !names::METRICS.iter().any(|metric| metric.name == name || (begins && metric.name.starts_with(word)))
    });
    assert_eq!(unknown.collect::<Vec<_>>(), Vec::<&str>::new());
}

/// A rule of Prometheus.
#[derive(serde::Deserialize)]
struct Alert {
    #[serde(rename = "alert")]
    name: String,
    expr: String,
    #[serde(rename = "for")]
    lasts: Option<String>,
    annotations: BTreeMap<String, String>,
}

fn alerts() -> Vec<Alert> {
    #[derive(serde::Deserialize)]
    struct Rules {
        groups: Vec<Group>,
    }
    #[derive(serde::Deserialize)]
    struct Group {
        rules: Vec<Alert>,
    }
    let rules: Rules = serde_saphyr::from_str(&read("deploy/alerts.yml")).unwrap();
    rules.groups.into_iter().flat_map(|group| group.rules).collect()
}

#[test]
fn every_alert_is_documented_as_it_is_and_tried() {
    let mut expected = "| alert | when | means |\n|---|---|---|\n".to_owned();
    let tried = read("deploy/alerts.test.yml");
    for Alert { name, expr, lasts, annotations } in alerts() {
        let lasts = lasts.map(|lasts| format!(" for {lasts}")).unwrap_or_default();
        let expr = expr.replace('|', "\\|");
        writeln!(expected, "| `{name}` | `{expr}`{lasts} | {} |", annotations["summary"]).unwrap();
        let silent = format!("alertname: {name} }}");
        assert!(tried.contains(&silent), "deploy/alerts.test.yml never finds {name} silent");
        let fires = format!("alertname: {name}\n        exp_alerts:");
        assert!(tried.contains(&fires), "deploy/alerts.test.yml never finds {name} firing");
    }
    let document = read("docs/OPERATIONS.md");
    assert!(document.contains(&expected), "docs/OPERATIONS.md must hold exactly this:\n\n{expected}");
}

#[test]
fn alerts_ask_for_metrics_and_settings_that_are_there() {
    for Alert { name: alert, expr, .. } in alerts() {
        let words =
            expr.split(|c: char| !(c.is_ascii_lowercase() || c == '_')).filter(|word| word.starts_with("hera_"));
        for word in words {
            let name = word.strip_suffix("_bucket").unwrap_or(word);
            assert!(
                names::METRICS.iter().any(|metric| metric.name == name),
                "{alert} asks for {word}, which is nowhere"
            );
        }
    }
    for (number, setting) in [("* 20000", "SOCKETS"), ("* 2048", "TURNS_AT_ONCE")] {
        let default = config::settings().find(|known| known.env() == setting).unwrap().default();
        assert!(number.ends_with(&format!(" {default}")) && alerts().iter().any(|alert| alert.expr.ends_with(number)));
    }
}

/// The lines of the map that tell of a module: its own and the ones indented further below it.
fn entry<'a>(map: &'a str, module: &str) -> Option<String> {
    let begins = |line: &&str| {
        let names = line.split("  ").find(|part| !part.is_empty()).unwrap_or_default();
        line.starts_with("  ") && !line.starts_with("   ") && names.split([',', ' ']).any(|name| name == module)
    };
    let mut lines = map.lines().skip_while(|line| !begins(line));
    let first: &'a str = lines.next()?;
    let rest = lines.take_while(|line| line.starts_with("   "));
    Some(rest.fold(first.to_owned(), |text, line| text + "\n" + line))
}

#[test]
fn the_map_shows_every_module() {
    let document = read("docs/ARCHITECTURE.md");
    let map = document.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let mut missing = Vec::new();
    for source in sources() {
        let parts = source.path.split('/').collect::<Vec<_>>();
        let name = parts[0].strip_suffix(".rs").unwrap_or(parts[0]);
        let file = format!("{name}.rs");
        let Some(entry) = entry(map, &file) else {
            missing.push(format!("src/{file}"));
            continue;
        };
        let Some(second) = parts.get(1) else { continue };
        let stem = second.strip_suffix(".rs").unwrap_or(second);
        if !entry.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == stem) {
            missing.push(format!("src/{name}/{stem}"));
        }
    }
    missing.dedup();
    assert!(missing.is_empty(), "the map in docs/ARCHITECTURE.md does not show:\n{}", missing.join("\n"));
    for line in map.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        for name in line
            .split_whitespace()
            .map(|word| word.trim_end_matches(','))
            .filter(|word| word.strip_suffix(".rs").is_some())
        {
            assert!(root().join("src").join(name).exists(), "the map shows {name}, which is not there");
        }
    }
}

#[test]
fn links_lead_somewhere() {
    let mut documents = vec!["README.md".to_owned()];
    for dir in ["docs", "docs/adr"] {
        for entry in std::fs::read_dir(root().join(dir)).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            if Path::new(&name).extension().is_some_and(|end| end == "md") {
                documents.push(format!("{dir}/{name}"));
            }
        }
    }
    let mut broken = Vec::new();
    for document in documents {
        let text = read(&document);
        let base = root().join(&document).parent().unwrap().to_owned();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if !file.is_empty() && !target.contains("://") && !base.join(file).exists() {
                broken.push(format!("{document}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "links to nowhere:\n{}", broken.join("\n"));
}

#[test]
fn the_readme_opens_with_the_two_commands() {
    let readme = read("README.md");
    let mut commands = readme.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).map(str::trim);
    assert_eq!(commands.next(), Some("cargo run --release"));
    let tests = commands.next().unwrap();
    assert!(read(".ci/run").lines().any(|line| line.trim() == tests), ".ci/run does not run `{tests}`");
    let script = tests.split_whitespace().last().unwrap();
    assert!(root().join(script).exists(), "{script} is not there");
}
