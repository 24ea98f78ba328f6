use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::file::File;
use super::*;
use crate::domain::Phase;

fn values(flags: &[(&'static str, &str)], environment: &[(&str, &str)], file: &str) -> Values {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.toml");
    std::fs::write(&path, file).unwrap();
    let texts = flags.iter().map(|(key, text)| (*key, (*text).to_owned())).collect::<BTreeMap<_, _>>();
    let environment = environment.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Values::gather(Flags { file: Some(path), texts }, environment)
}

fn said(values: &Values) -> Vec<String> {
    let mistakes = Config::from_values(values).unwrap_err();
    mistakes.0.iter().map(|mistake| mistake.to_string().split('/').next_back().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_defaults_are_right() {
    let config = Config::from_values(&values(&[], &[], "")).unwrap();
    assert_eq!(config.gateway.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.gateway.frame_bytes, 65_536);
    assert_eq!(config.gateway.pong_timeout, Duration::from_secs(10));
    assert_eq!(config.worker.coalesce, Duration::from_millis(40));
    assert_eq!(config.store.dir, Path::new("./sessions"));
    assert_eq!(config.operations.map(|address| address.port()), Some(9464));
    assert!(matches!(config.agent, AgentChoice::Hera) && config.first_phase == Phase::Interview);
    assert_eq!((config.lame_duck, config.drain), (Duration::ZERO, Duration::from_secs(7)));
}

#[test]
fn a_worker_answers_health_checks_at_a_port_that_somebody_has_set() {
    let worker = |flags, environment| Config::from_values(&values(flags, environment, "")).unwrap().worker_health;
    assert_eq!(worker(&[], &[]), None);
    assert_eq!(worker(&[], &[("PORT", "0")]), None);
    // The default, but set.
    let set = worker(&[("server.host", "0.0.0.0")], &[("PORT", "8080")]).unwrap();
    assert_eq!(set.to_string(), "0.0.0.0:8080");
}

#[test]
fn no_two_settings_share_a_name() {
    let all = settings().count();
    assert_eq!(settings().map(Described::key).collect::<HashSet<_>>().len(), all);
    assert_eq!(settings().map(Described::env).collect::<HashSet<_>>().len(), all);
    assert_eq!(settings().map(Described::flag).collect::<HashSet<_>>().len(), all);
}

#[test]
fn names_follow_one_rule() {
    for section in SECTIONS {
        for setting in section.settings {
            assert!(setting.key().starts_with(&format!("{}.", section.name)), "{}", setting.key());
            assert_eq!(setting.flag(), setting.env().to_lowercase().replace('_', "-"));
            assert!(!setting.doc().is_empty() && !setting.doc().ends_with('.'), "{}", setting.key());
        }
    }
}

#[test]
fn flags_come_before_the_environment_before_the_file_before_the_default() {
    let file = "[server]\nport = 1\nhost = \"::1\"\ndrain_s = 3\n";
    let values = values(&[("server.port", "3")], &[("PORT", "2"), ("HOST", "0.0.0.0"), ("FLUSH_MS", "")], file);
    let config = Config::from_values(&values).unwrap();
    assert_eq!(config.gateway.listen.to_string(), "0.0.0.0:3");
    assert_eq!(config.drain, Duration::from_secs(3));
    assert_eq!(config.store.flush_interval, Duration::from_millis(500));
    assert_eq!(values.text(&server::PORT).1.to_string(), "--port");
    assert_eq!(values.text(&server::HOST).1.to_string(), "HOST in the environment");
    assert!(values.text(&server::DRAIN).1.to_string().ends_with("test.toml:4"));
    assert_eq!(values.text(&storage::FLUSH), ("500", Source::Default));
}

#[test]
fn every_mistake_is_told_at_once_with_its_place() {
    let file = "[server]\nprot = 1\n[storage]\nmode = \"clouds\"\n[socket]\nping_interval_ms = 500\n";
    let values = values(
        &[("agent.coalesce_ms", "1001")],
        &[("PORT", "70000"), ("ALLOWED_ORIGINS", "*"), ("FRAMES_BURST", "5")],
        file,
    );
    assert_eq!(
        said(&values),
        [
            "test.toml:2: server.prot is not a setting; did you mean server.port?",
            "PORT in the environment: server.port must be a whole number from 0 to 65535, not `70000`",
            "ALLOWED_ORIGINS in the environment: server.allowed_origins cannot hold `*`: any page on the web could \
             then talk with hera in the name of whoever has opened it; name the origins that may",
            "test.toml:4: storage.mode must be `local` or `redis` or `cloud`, not `clouds`",
            "--coalesce-ms: agent.coalesce_ms must be a whole number of milliseconds from 0 to 1000, not `1001`",
            "default, FRAMES_BURST in the environment: limits.frames_per_second = 20 does not fit in one burst: \
             it must not be more than limits.frames_burst = 5",
            "test.toml:6: socket.pong_timeout_ms = 10000 must be less than socket.ping_interval_ms = 500",
        ]
    );
}

#[test]
fn rules_hold_settings_against_each_other() {
    let cases: [(&[(&str, &str)], &str); 6] = [
        (&[("METRICS_ADDR", "127.0.0.1:8080")], "server.metrics"),
        (&[("SOCKETS_PER_SESSION", "9"), ("SOCKETS", "8")], "limits.sockets_per_session"),
        (&[("REQUESTS_BURST", "49")], "limits.requests_per_second"),
        (&[("LAG_EVENTS", "10001")], "limits.lag_events"),
        (&[("RECONNECT_MIN_MS", "20001")], "socket.reconnect_min_ms"),
        (&[("SESSION_TTL_S", "299")], "storage.session_ttl_s"),
    ];
    for (environment, key) in cases {
        let said = said(&values(&[], environment, ""));
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains(&format!(": {key} = ")), "{said:?}");
    }
    let keyless = [("PAINTER", "gemini"), ("OPENAI_API_KEY", "sk-1")];
    assert!(said(&values(&[], &keyless, ""))[0].contains("painter.name = gemini needs a key; GEMINI_API_KEY sets it"));
    let own = [("PAINTER", "openai"), ("PAINTER_BASE_URL", "http://localhost:8000/v1")];
    let config = Config::from_values(&values(&[], &own, "")).unwrap();
    assert!(
        matches!(config.painter, PainterChoice::OpenAi(model) if model.model == "gpt-image-1" && model.key.is_none())
    );
    assert!(
        said(&values(&[], &[("AGENT", "adk")], ""))[0].contains("agent.name = adk needs agent.url; AGENT_URL sets it")
    );
    assert!(
        said(&values(&[], &[("AGENT", "ag-ui")], ""))[0]
            .contains("agent.name = ag-ui needs agent.url; AGENT_URL sets it")
    );
    let elsewhere = [("AGENT", "adk"), ("AGENT_URL", "http://localhost:8000"), ("AGENT_TOKEN", "s3cret")];
    let elsewhere = values(&[], &elsewhere, "");
    let config = Config::from_values(&elsewhere).unwrap();
    assert_eq!(config.first_phase, Phase::Chat);
    assert!(!effective(&elsewhere).contains("s3cret") && !format!("{config:?}").contains("s3cret"));
    let unlimited = [("FRAMES_PER_SECOND", "0"), ("FRAMES_BURST", "1"), ("METRICS_ADDR", "off")];
    assert!(Config::from_values(&values(&[], &unlimited, "")).is_ok());
}

#[test]
fn models_need_a_maker_and_a_key() {
    let wrong = |environment: &[(&str, &str)]| said(&values(&[], environment, ""));
    assert_eq!(
        wrong(&[("MODEL", "gemini-2.5-flash,o3,llama3"), ("ANTHROPIC_API_KEY", "sk-1")]),
        [
            "MODEL in the environment: model.name holds `gemini-2.5-flash`, which needs a key; GEMINI_API_KEY sets it",
            "MODEL in the environment: model.name holds `o3`, which needs a key; OPENAI_API_KEY sets it",
            "MODEL in the environment: model.name holds `llama3`, whose maker its name does not tell: write \
             openai:llama3, anthropic:llama3 or gemini:llama3, or set MODEL_BASE_URL to the server that has it",
        ]
    );
    let right = |environment: &[(&str, &str)]| Config::from_values(&values(&[], environment, "")).unwrap().models;
    assert!(right(&[]).is_empty());
    let chain = [("MODEL", "claude-sonnet-4-5,gemini-2.5-flash,llama3.2:3b@http://localhost:11434/v1")];
    let keys = [("ANTHROPIC_API_KEY", "sk-1"), ("GOOGLE_API_KEY", "AIza-2")];
    let models = right(&[&chain[..], &keys[..]].concat());
    let [ModelChoice::Anthropic(claude), ModelChoice::Gemini(gemini), ModelChoice::OpenAi(llama)] = &models[..] else {
        panic!("{models:?}");
    };
    assert!(claude.key.is_some() && gemini.key.is_some() && llama.key.is_none());
    assert_eq!(claude.base_url.as_str(), "https://api.anthropic.com/");
    assert_eq!((llama.model.as_str(), llama.base_url.as_str()), ("llama3.2:3b", "http://localhost:11434/v1/"));
    assert!(!format!("{models:?}").contains("sk-1"));
    // All of them are asked at the given address.
    let models = right(&[("MODEL", "gpt-oss:20b,anthropic:x"), ("MODEL_BASE_URL", "http://localhost:8000")]);
    let [ModelChoice::OpenAi(one), ModelChoice::Anthropic(other)] = &models[..] else { panic!("{models:?}") };
    assert_eq!((one.base_url.as_str(), &one.base_url), ("http://localhost:8000/", &other.base_url));
}

#[test]
fn a_cloud_needs_to_be_told_where_the_pictures_go() {
    let said = |environment: &[(&str, &str)]| {
        let environment = [&[("STORAGE_MODE", "cloud")], environment].concat();
        said(&values(&[], &environment, ""))
    };
    let s3 = said(&[("AWS_ACCESS_KEY_ID", "me")]);
    assert_eq!(s3.len(), 2, "{s3:?}");
    assert_eq!(s3[0], "default: photos.cloud_storage_type = s3 needs photos.s3_bucket_name; S3_BUCKET_NAME sets it");
    assert_eq!(said(&[("CLOUD_STORAGE_TYPE", "gcs")]).len(), 1);
    assert_eq!(said(&[("CLOUD_STORAGE_TYPE", "azure")]).len(), 2);
    let azure = [
        ("STORAGE_MODE", "cloud"),
        ("CLOUD_STORAGE_TYPE", "azure"),
        ("AZURE_STORAGE_CONTAINER_NAME", "photos"),
        ("AZURE_STORAGE_ACCOUNT_NAME", "hera"),
        ("AZURE_STORAGE_ACCOUNT_KEY", "c2VjcmV0"),
    ];
    let values = values(&[], &azure, "");
    let config = Config::from_values(&values).unwrap();
    assert!(config.shared.is_some(), "the sessions are in Redis");
    assert!(matches!(config.photos.place, crate::photos::Place::Azure { .. }));
    assert!(!effective(&values).contains("c2VjcmV0") && !format!("{config:?}").contains("c2VjcmV0"));
}

#[test]
fn the_effective_settings_are_a_settings_file() {
    let odd = r#"/tmp/"quoted" # folder"#;
    let before = values(
        &[],
        &[
            ("SESSIONS_DIR", odd),
            ("GEMINI_API_KEY", "AIza-1"),
            ("ALLOWED_ORIGINS", "https://a.example, https://b.example"),
        ],
        "",
    );
    let printed = effective(&before);
    assert!(!printed.contains("AIza"), "{printed}");
    assert!(printed.contains("port = 8080                                  # default"), "{printed}");
    let file = File::parse(Path::new("printed"), &printed);
    assert_eq!(file.mistakes, []);
    assert_eq!(file.entries.len(), settings().count());
    let dir = file.entries.get("storage.sessions_dir").map(|entry| entry.text.as_str());
    assert_eq!(dir, Some(odd));
}

#[test]
fn variables_that_are_meant_as_settings_are_told() {
    let says = |names: &[&str]| {
        let variables = names.iter().map(|name| ((*name).to_owned(), "tcp://10.0.0.1:8080".to_owned()));
        let warnings = Values::gather(Flags::default(), variables.collect()).warnings();
        warnings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        says(&["LOG_FROMAT", "S3_BUCKET", "PRINTER", "PORT"]),
        [
            "LOG_FROMAT in the environment: is not a setting; did you mean LOG_FORMAT?",
            "S3_BUCKET in the environment: is not read; what hera reads in its place is S3_BUCKET_NAME",
        ]
    );
    assert_eq!(says(&["LOG_FORMAT", "HERA_PORT"]), [""; 0]);
}
