//! What the files name exists, and is what hera calls it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::net::Ipv4Addr;

use hera::config;
use ipnet::Ipv4Net;

use super::compose::{Compose, variables};
use super::image::Image;
use crate::house::source::read;

const FILES: [&str; 3] = ["docker-compose.yml", "docker-compose.redis.yml", "docker-compose.production.yml"];

/// Of pictures in a cloud.
const PICTURES: [&str; 13] = [
    "CLOUD_STORAGE_TYPE",
    "S3_BUCKET_NAME",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_REGION",
    "AWS_ENDPOINT_URL",
    "GCS_BUCKET_NAME",
    "GCS_ENDPOINT_URL",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "AZURE_STORAGE_CONTAINER_NAME",
    "AZURE_STORAGE_ACCOUNT_NAME",
    "AZURE_STORAGE_ACCOUNT_KEY",
    "AZURE_STORAGE_ENDPOINT",
];

/// The variables that hera reads.
fn known() -> BTreeSet<String> {
    let settings = config::settings().map(config::Described::env);
    settings.chain([config::FILE_ENV]).map(str::to_owned).collect()
}

fn composed(file: &str) -> Compose {
    Compose::read(file, &[("REDIS_PASSWORD", "s3cret")]).unwrap()
}

/// The variables that stand in `.env.example`, each behind a `#`.
fn example() -> Vec<String> {
    let text = read(".env.example");
    let lines = text.lines().filter_map(|line| line.strip_prefix('#'));
    let pairs =
        lines.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase())).filter_map(|l| l.split_once('='));
    pairs.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn the_example_of_the_environment_has_every_setting_as_it_is() {
    let mut expected = String::new();
    for section in config::SECTIONS {
        writeln!(expected, "## {}\n", section.title).unwrap();
        for setting in section.settings {
            let doc = setting.doc().replace('`', "");
            writeln!(expected, "# {doc}\n#{}={}", setting.env(), setting.default()).unwrap();
        }
        expected.push('\n');
    }
    assert!(read(".env.example").contains(&expected), ".env.example must hold exactly this:\n\n{expected}");
}

#[test]
fn the_example_of_the_environment_has_every_variable_once() {
    let example = example();
    let once: BTreeSet<String> = example.iter().cloned().collect();
    assert_eq!(once.len(), example.len(), "one is there twice: {example:?}");
    let used = FILES.iter().flat_map(|file| variables(file));
    let mut all = known();
    all.extend(used);
    assert_eq!(once, all);
    let set: Vec<String> = read(".env.example").lines().filter(|line| !line.starts_with('#')).map(Into::into).collect();
    assert!(set.iter().all(String::is_empty), "an example sets nothing: {set:?}");
}

#[test]
fn compose_files_set_what_hera_reads() {
    for file in FILES {
        for (name, service) in composed(file).services.iter().filter(|(_, service)| service.image == "hera") {
            for variable in service.environment.keys() {
                assert!(known().contains(variable), "{file}: {name} sets {variable}, which nobody reads");
            }
        }
    }
    let production = composed(FILES[2]);
    for name in PICTURES {
        assert!(production.services["adk"].environment.contains_key(name), "production does not pass {name} on");
    }
}

/// The default of a setting that is a number.
fn default(variable: &str) -> u64 {
    config::settings().find(|setting| setting.env() == variable).unwrap().default().parse().unwrap()
}

#[test]
fn every_socket_has_a_descriptor() {
    for file in FILES {
        for (name, service) in composed(file).services.iter().filter(|(name, _)| *name != "redis") {
            // Of the proxy two: the client's and the backend's.
            assert!(service.ulimits["nofile"] > 2 * default("SOCKETS"), "{file}: {name} runs out of files");
        }
    }
}

/// What the end may take beside `LAME_DUCK_S` and `DRAIN_S`, in seconds: spans on their way to a collector, and the
/// store.
const PARTING: u64 = 3;

#[test]
fn a_machine_with_fewer_files_can_say_so() {
    for file in FILES {
        let given = [("REDIS_PASSWORD", "s3cret"), ("NOFILE", "20000")];
        let compose = Compose::read(file, &given).unwrap();
        let limits: Vec<u64> =
            compose.services.values().filter_map(|service| service.ulimits.get("nofile").copied()).collect();
        assert!(limits.len() >= 2 && limits.iter().all(|limit| *limit == 20_000), "{file}: {limits:?}");
    }
}

#[test]
fn what_waits_for_health_waits_for_seconds() {
    let seconds = |text: &str| text.strip_suffix('s').unwrap().parse::<u64>().unwrap();
    for file in FILES {
        let check = composed(file).services["redis"].healthcheck.as_ref().unwrap().interval.clone();
        // The proxy waits for a backend, which waits for Redis; each first check comes after one interval.
        assert!(seconds(&check) + seconds(&Image::read().health_interval) <= 5, "{file}");
    }
}

#[test]
fn nothing_is_killed_while_it_drains() {
    let longest = default("LAME_DUCK_S") + default("DRAIN_S") + PARTING;
    assert!(longest <= 10, "`docker stop` kills after 10 s");
    for file in FILES {
        for (name, service) in composed(file).services.iter().filter(|(_, service)| service.image == "hera") {
            let grace = service.stop_grace_period.as_ref().and_then(|grace| grace.strip_suffix('s')).unwrap();
            assert!(grace.parse::<u64>().unwrap() > longest, "{file}: {name} is killed before it has drained");
        }
    }
}

#[test]
fn redis_keeps_what_hera_acknowledges() {
    for file in FILES {
        let command = composed(file).services["redis"].command.clone();
        for (flag, value) in
            [("--appendonly", "yes"), ("--appendfsync", "always"), ("--maxmemory-policy", "noeviction")]
        {
            let set = command.windows(2).any(|pair| pair[0] == flag && pair[1] == value);
            assert!(set, "{file}: {flag} is not {value}");
        }
        let volumes = &composed(file).services["redis"].volumes;
        assert!(volumes.iter().any(|volume| volume.ends_with(":/data")), "{file}: what Redis writes is kept nowhere");
    }
}

#[test]
fn the_proxy_has_the_address_that_hera_trusts() {
    let elsewhere = [("REDIS_PASSWORD", "s3cret"), ("SUBNET_PREFIX", "10.9.8")];
    let both = |file: &str| [composed(file), Compose::read(file, &elsewhere).unwrap()];
    for (file, compose) in FILES[1..].iter().flat_map(|file| both(file).map(|compose| (file, compose))) {
        let place: Ipv4Addr = compose.services["proxy"].networks["default"].ipv4_address.parse().unwrap();
        let trusted = compose.services["backend"].environment["TRUSTED_PROXIES"].clone().unwrap();
        assert_eq!(trusted, format!("{place},"), "{file}");
        let network = &compose.networks["default"].ipam.config[0];
        let (subnet, others): (Ipv4Net, Ipv4Net) = (network.whole.parse().unwrap(), network.dynamic.parse().unwrap());
        assert!(subnet.contains(&place) && subnet.contains(&others) && !others.contains(&place), "{file}");
        assert_ne!(network.gateway, place.to_string());
    }
}

#[test]
fn the_proxy_waits_longer_than_hera_does() {
    let conf = read("deploy/nginx.conf");
    let seconds = |name: &str| -> u64 {
        let value = conf.split(&format!("{name} ")).nth(1).and_then(|rest| rest.split("s;").next());
        value.unwrap().parse().unwrap()
    };
    for timeout in ["proxy_read_timeout", "proxy_send_timeout"] {
        assert!(seconds(timeout) * 1000 > default("PING_INTERVAL_MS") + default("PONG_TIMEOUT_MS"));
        assert!(seconds(timeout) > default("TURN_TIME_LIMIT_S"));
    }
}
