//! The Dockerfile, as far as it says how hera is run; and what goes into the image.

use std::collections::BTreeMap;

use crate::house::source::{read, sources};

/// How the image runs hera.
pub struct Image {
    pub entrypoint: Vec<String>,
    pub command: Vec<String>,
    pub healthcheck: Vec<String>,
    pub health_interval: String,
    pub environment: BTreeMap<String, String>,
    pub user: String,
}

impl Image {
    pub fn read() -> Self {
        let lines = instructions();
        let newest = |name: &str| lines.iter().rev().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let words = |text: Option<&str>| serde_json::from_str::<Vec<String>>(text.unwrap()).unwrap();
        let environment = newest("ENV ").unwrap().split_whitespace().map(|pair| pair.split_once('=').unwrap());
        Self {
            entrypoint: words(newest("ENTRYPOINT ")),
            command: words(newest("CMD ")),
            health_interval: newest("HEALTHCHECK --interval=").unwrap().split_once(' ').unwrap().0.into(),
            healthcheck: words(newest("HEALTHCHECK ").and_then(|line| Some(line.split_once("CMD ")?.1))),
            environment: environment.map(|(name, value)| (name.into(), value.into())).collect(),
            user: newest("USER ").unwrap().into(),
        }
    }
}

/// The instructions, each on one line.
fn instructions() -> Vec<String> {
    let text = read("Dockerfile");
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    code.join("\n").replace("\\\n", " ").lines().map(str::to_owned).collect()
}

#[test]
fn the_image_runs_hera_and_nobody_special() {
    let image = Image::read();
    assert!(!read("Dockerfile").contains("# syntax="), "a frontend is one more thing to fetch");
    assert_eq!((image.entrypoint, image.command), (vec!["hera".to_owned()], vec!["serve".to_owned()]));
    let (user, group) = image.user.split_once(':').unwrap();
    assert!(user.parse::<u32>().unwrap() > 0, "not root, and told by number");
    // Users that nobody knows are of this group, on OpenShift and where `--user` names no other.
    assert_eq!(group, "0");
    assert!(instructions().iter().any(|line| line.contains("install -d -o hera -g 0 -m 2770 /data")));
    let version = format!("image.version=\"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(read("Dockerfile").contains(&version), "the label of the version is not {version}");
}

#[test]
fn what_the_binary_is_made_of_reaches_the_build() {
    let ignore = read(".dockerignore");
    let taken: Vec<&str> = ignore.lines().filter_map(|line| line.strip_prefix('!')).collect();
    for file in ["Cargo.toml", "Cargo.lock", "build.rs", "src", "static"] {
        assert!(taken.contains(&file), "{file} is ignored");
    }
    for source in sources() {
        let includes = ["include_str!(\"", "include_bytes!(\""].map(|include| source.code.split(include).skip(1));
        for included in includes.into_iter().flatten().filter_map(|rest| rest.split('"').next()) {
            let mut path: Vec<&str> = std::iter::once("src").chain(source.path.split('/')).collect();
            path.pop();
            for part in included.split('/') {
                if part == ".." { path.pop().map_or((), drop) } else { path.push(part) }
            }
            let path = path.join("/");
            let reaches = taken.iter().any(|taken| path.starts_with(taken));
            assert!(reaches, "src/{} includes {path}, which .dockerignore keeps out", source.path);
        }
    }
}
