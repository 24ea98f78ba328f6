//! The source files of hera, as text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of `src/`, without its comments and its tests.
pub struct Source {
    /// Below `src/`, with slashes: `gateway/router.rs`.
    pub path: String,
    pub code: String,
}

impl Source {
    /// The module under the crate root that the file belongs to.
    pub fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The modules under the crate root that the code names by `crate::`.
    pub fn imports(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (at, path) in self.code.match_indices("crate::") {
            let rest = &self.code[at + path.len()..];
            match rest.strip_prefix('{') {
                Some(group) => found.extend(heads(group)),
                None => found.extend(identifier(rest)),
            }
        }
        found
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the repository.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files of `src/` but the ones that only hold tests.
pub fn sources() -> Vec<Source> {
    let base = root().join("src");
    let mut found = Vec::new();
    gather(&base, &base, &mut found);
    assert!(found.len() > 20, "src/ was not read");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn gather(base: &Path, dir: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        // What only tests compile: `tests.rs` and `tests/`, and the suites that backends must pass.
        if path.file_stem().is_some_and(|name| name == "tests" || name == "conformance") {
            continue;
        }
        if path.is_dir() {
            gather(base, &path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let code = without_tests_and_comments(&fs::read_to_string(&path).unwrap());
            let parts = path.strip_prefix(base).unwrap().iter().map(|part| part.to_string_lossy().into_owned());
            found.push(Source { path: parts.collect::<Vec<_>>().join("/"), code });
        }
    }
}

fn without_tests_and_comments(text: &str) -> String {
    let lines = text.lines().collect::<Vec<_>>();
    // The tests of a file stand at its end.
    let tests = lines.windows(2).position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod "));
    let code = lines.iter().take(tests.unwrap_or(lines.len()));
    code.filter(|line| !line.trim_start().starts_with("//")).fold(String::new(), |code, line| code + line + "\n")
}

fn identifier(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// The first names of the paths in `{a::b, c::{d, e}}`, from behind its opening brace.
fn heads(group: &str) -> Vec<String> {
    let mut depth = 1_u32;
    let mut expects = true;
    let mut found = Vec::new();
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' if depth == 1 => expects = true,
            c if expects && !c.is_whitespace() => {
                found.extend(identifier(&group[at..]));
                expects = false;
            }
            _ => {}
        }
    }
    found
}

#[test]
fn imports_are_found_in_groups_too() {
    let code = "use crate::{bus::{A, B}, domain::C,\n  sessions};\nfn a() { crate::record::x() }".to_owned();
    let source = Source { path: "gateway/ws.rs".to_owned(), code };
    assert_eq!(source.imports().into_iter().collect::<Vec<_>>(), ["bus", "domain", "record", "sessions"]);
    assert_eq!(source.module(), "gateway");
}

#[test]
fn comments_and_tests_are_left_out() {
    let text = "//! crate::a\nuse b;\n    // crate::c\n#[cfg(test)]\nmod tests {\n    use d;\n}\n";
    assert_eq!(without_tests_and_comments(text), "use b;\n");
}
