//! Variables of the environment that are no settings, and that somebody may have meant as one: misspelt, cut short, or
//! called as other programs call it. Whoever starts hera has many variables of its own, so that only what is hardly
//! anything else counts.

use super::certificates;
use super::setting::Described;
use super::settings;
use super::values::FILE_ENV;

/// Names that other programs have for what is a setting here.
const OF_OTHERS: [(&str, &str); 86] = [
    ("OPENAI_BASE_URL", "MODEL_BASE_URL"),
    ("OPENAI_API_BASE", "MODEL_BASE_URL"),
    ("ANTHROPIC_BASE_URL", "MODEL_BASE_URL"),
    ("OLLAMA_BASE_URL", "MODEL_BASE_URL"),
    ("OPENAI_MODEL", "MODEL"),
    ("GEMINI_MODEL", "MODEL"),
    ("LLM_MODEL", "MODEL"),
    ("MODEL_NAME", "MODEL"),
    ("CLAUDE_API_KEY", "ANTHROPIC_API_KEY"),
    ("S3_BUCKET", "S3_BUCKET_NAME"),
    ("AWS_BUCKET", "S3_BUCKET_NAME"),
    ("AWS_BUCKET_NAME", "S3_BUCKET_NAME"),
    ("AWS_S3_BUCKET", "S3_BUCKET_NAME"),
    ("S3_REGION", "AWS_REGION"),
    ("S3_ENDPOINT", "AWS_ENDPOINT_URL"),
    ("S3_ENDPOINT_URL", "AWS_ENDPOINT_URL"),
    ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"),
    ("AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
    ("AWS_SECRET_KEY", "AWS_SECRET_ACCESS_KEY"),
    ("S3_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID"),
    ("S3_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY"),
    ("GCS_BUCKET", "GCS_BUCKET_NAME"),
    ("AZURE_STORAGE_ACCOUNT", "AZURE_STORAGE_ACCOUNT_NAME"),
    ("AZURE_STORAGE_KEY", "AZURE_STORAGE_ACCOUNT_KEY"),
    ("AWS_SECRET", "AWS_SECRET_ACCESS_KEY"),
    ("AWS_SECRET_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    ("AWS_ACCESS_KEY_SECRET", "AWS_SECRET_ACCESS_KEY"),
    ("AWS_S3_ENDPOINT", "AWS_ENDPOINT_URL"),
    ("AWS_S3_ENDPOINT_URL", "AWS_ENDPOINT_URL"),
    ("AWS_S3_REGION", "AWS_REGION"),
    ("GCP_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"),
    ("GCS_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"),
    ("GOOGLE_APP_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"),
    ("GOOGLE_SERVICE_ACCOUNT", "GOOGLE_APPLICATION_CREDENTIALS"),
    ("GOOGLE_STORAGE_BUCKET", "GCS_BUCKET_NAME"),
    ("AZURE_CONTAINER", "AZURE_STORAGE_CONTAINER_NAME"),
    ("AZURE_STORAGE_NAME", "AZURE_STORAGE_ACCOUNT_NAME"),
    ("AZURE_STORAGE_ACCESS_KEY", "AZURE_STORAGE_ACCOUNT_KEY"),
    ("AZURE_STORAGE_BLOB_ENDPOINT", "AZURE_STORAGE_ENDPOINT"),
    ("REDIS_HOST", "REDIS_URL"),
    ("CORS_ORIGINS", "ALLOWED_ORIGINS"),
    ("CORS_ALLOWED_ORIGINS", "ALLOWED_ORIGINS"),
    ("LISTEN_ADDR", "HOST"),
    ("DATA_DIR", "SESSIONS_DIR"),
    ("MAX_CONNECTIONS", "SOCKETS"),
    ("CONNECTION_LIMIT", "SOCKETS"),
    ("STORAGE_TYPE", "STORAGE_MODE"),
    ("STORAGE_BACKEND", "STORAGE_MODE"),
    ("REDIS_ADDR", "REDIS_URL"),
    ("REDIS_ADDRESS", "REDIS_URL"),
    ("REDIS_SERVER", "REDIS_URL"),
    ("LISTEN_ADDRESS", "HOST"),
    ("LISTEN_HOST", "HOST"),
    ("BIND_ADDR", "HOST"),
    ("BIND_ADDRESS", "HOST"),
    ("BIND_HOST", "HOST"),
    ("LISTEN_PORT", "PORT"),
    ("AWS_S3_BUCKET_NAME", "S3_BUCKET_NAME"),
    ("ANTHROPIC_MODEL", "MODEL"),
    ("CLAUDE_MODEL", "MODEL"),
    ("CORS_ALLOW_ORIGINS", "ALLOWED_ORIGINS"),
    ("TRUST_PROXY", "TRUSTED_PROXIES"),
    ("MAX_UPLOAD_SIZE", "IMAGE_BYTES"),
    ("SESSION_TIMEOUT", "SESSION_TTL_S"),
    ("SHUTDOWN_TIMEOUT", "DRAIN_S"),
    ("DRAIN_TIMEOUT", "DRAIN_S"),
    ("RATE_LIMIT", "REQUESTS_PER_SECOND"),
    ("TURN_TIMEOUT", "TURN_TIME_LIMIT_S"),
    ("TURN_TIMEOUT_S", "TURN_TIME_LIMIT_S"),
    ("BIND", "HOST"),
    ("LISTEN", "HOST"),
    ("RUST_LOG", "LOG_LEVEL"),
    ("MODEL_API_KEY", KEYS),
    ("MODEL_KEY", KEYS),
    ("LLM_API_KEY", KEYS),
    ("METRICS_PORT", "METRICS_ADDR"),
    ("METRICS_HOST", "METRICS_ADDR"),
    ("PROMETHEUS_PORT", "METRICS_ADDR"),
    ("OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    ("OTEL_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    ("OTEL_EXPORTER_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    ("AZURE_STORAGE_CONNECTION_STRING", "AZURE_STORAGE_ACCOUNT_KEY"),
    ("AZURE_STORAGE_CONTAINER", "AZURE_STORAGE_CONTAINER_NAME"),
    ("CA_FILE", "SSL_CERT_FILE"),
    ("SSL_CA_FILE", "SSL_CERT_FILE"),
];

/// What a key of a model is called here, by its provider.
const KEYS: &str = "GEMINI_API_KEY, OPENAI_API_KEY or ANTHROPIC_API_KEY";

/// Words that are written in two ways, and the one by which they are compared.
const SPELLINGS: [(&str, &str); 9] = [
    ("ADDR", "ADDRESS"),
    ("URI", "URL"),
    ("DIRECTORY", "DIR"),
    ("SECONDS", "S"),
    ("SECS", "S"),
    ("SEC", "S"),
    ("MILLISECONDS", "MS"),
    ("MILLIS", "MS"),
    ("MSEC", "MS"),
];

/// Words that say no more than that a setting is one.
const FILLING: [&str; 4] = ["MAX", "LIMIT", "NUM", "COUNT"];

/// What may be meant by a variable that is no setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// A setting that is called almost so.
    Misspelt(&'static str),
    /// A setting that other programs call so.
    OfOthers(&'static str),
}

/// The setting that was meant by a name that is none, if that can be told.
pub fn meant_by(name: &str, text: &str) -> Option<Meant> {
    if certificates::VARIABLES.contains(&name) {
        return None;
    }
    let name = name.to_uppercase();
    if is_injected(&name, text) {
        return None;
    }
    // Whoever has many programs may call all settings after theirs.
    let bare = name.strip_prefix("HERA_").unwrap_or(&name);
    if let Some(&(_, meant)) = OF_OTHERS.iter().find(|(of_others, _)| *of_others == bare) {
        return Some(Meant::OfOthers(meant));
    }
    let looks: [fn(&str, &str) -> bool; 6] =
        [|name, known| name == known, is_spelt_otherwise, is_filled_up, is_in_another_order, is_cut_short, is_mistyped];
    looks
        .into_iter()
        .find_map(|is_like| only_one(|known| is_like(&name, known) || is_like(bare, known)))
        .map(Meant::Misspelt)
}

/// What Kubernetes and Docker tell every container of the services beside it, one of which may be called like anything.
/// What they call a port is a link (`tcp://10.0.0.1:8080`), and the port of a setting is a number.
fn is_injected(name: &str, text: &str) -> bool {
    let numbered = |(_, rest): (&str, &str)| rest.starts_with(|letter: char| letter.is_ascii_digit());
    name.starts_with("KUBERNETES_")
        || (name.ends_with("_PORT") && text.contains("://"))
        || name.contains("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || name.split_once("_PORT_").is_some_and(numbered)
}

/// The variable for which that holds, if it holds for one alone.
fn only_one(is_like: impl Fn(&str) -> bool) -> Option<&'static str> {
    let mut alike =
        settings().map(Described::env).chain([FILE_ENV]).chain(certificates::VARIABLES).filter(|known| is_like(known));
    alike.next().filter(|_| alike.next().is_none())
}

/// The words of a name, as they are compared: one thing, in the longer of two spellings.
fn words(name: &str) -> Vec<String> {
    let one = |word: &str| match word.strip_suffix("IES") {
        Some(stem) => format!("{stem}Y"),
        None if word.len() > 3 && !word.ends_with("SS") => word.strip_suffix('S').unwrap_or(word).to_owned(),
        None => word.to_owned(),
    };
    let spelt = |word: &str| SPELLINGS.iter().find(|(other, _)| *other == word).map(|(_, word)| (*word).to_owned());
    name.split('_').map(|word| spelt(word).unwrap_or_else(|| one(word))).collect()
}

/// The same words, but for one and many, and for how some are spelt.
fn is_spelt_otherwise(name: &str, known: &str) -> bool {
    words(name) == words(known)
}

/// The same words, and some that say nothing, at any place.
fn is_filled_up(name: &str, known: &str) -> bool {
    let (mut name, known) = (words(name), words(known));
    let all = name.len();
    name.retain(|word| known.contains(word) || !FILLING.contains(&word.as_str()));
    name.len() < all && name == known
}

/// The same words, in another order.
fn is_in_another_order(name: &str, known: &str) -> bool {
    let sorted = |name: &str| {
        let mut words = words(name);
        words.sort_unstable();
        words
    };
    sorted(name) == sorted(known)
}

/// One word is missing after the first; of a single word only the unit, or that it is one of several ways.
fn is_cut_short(name: &str, known: &str) -> bool {
    let (name, known) = (words(name), words(known));
    if name.len() == 1 {
        return known.len() == 2 && known[0] == name[0] && matches!(known[1].as_str(), "S" | "MS" | "MODE");
    }
    name.len() + 1 == known.len()
        && (1..known.len())
            .any(|missing| known[..missing] == name[..missing] && known[missing + 1..] == name[missing..])
}

/// A few letters are wrong. The shorter a name, the more others are like it by chance (`HOME`, `HOST`; `PRINTER`, `PAINTER`):
/// up to five letters, two may have changed places; up to eight, one may also be missing or too many; beyond, two may be
/// wrong in any way.
fn is_mistyped(name: &str, known: &str) -> bool {
    let (typed, meant) = (words(name).join("_"), words(known).join("_"));
    let wrong = strsim::osa_distance(name, known);
    let letters = |text: &str| {
        let mut letters = text.bytes().collect::<Vec<_>>();
        letters.sort_unstable();
        letters
    };
    let changed_places = wrong == 1 && letters(name) == letters(known);
    match known.len() {
        0..=5 => changed_places,
        6..=8 => changed_places || (wrong == 1 && name.len() != known.len()),
        _ => wrong <= 2 || strsim::osa_distance(&typed, &meant) <= 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_told() {
        for (name, meant) in [
            ("LOG_FROMAT", "LOG_FORMAT"),
            ("log_format", "LOG_FORMAT"),
            ("HERA_LOG_FORMAT", "LOG_FORMAT"),
            ("HERA_HOST", "HOST"),
            ("HERA_PORT", "PORT"),
            ("STORAGE", "STORAGE_MODE"),
            ("HERA_STORAGE", "STORAGE_MODE"),
            ("MAX_SOCKETS", "SOCKETS"),
            ("SOCKETS_LIMIT", "SOCKETS"),
            ("MAX_SOCKETS_PER_SESSION", "SOCKETS_PER_SESSION"),
            ("IMAGE_MAX_BYTES", "IMAGE_BYTES"),
            ("MODE_STORAGE", "STORAGE_MODE"),
            ("LEVEL_LOG", "LOG_LEVEL"),
            ("ORIGINS_ALLOWED", "ALLOWED_ORIGINS"),
            ("BUCKET_NAME_S3", "S3_BUCKET_NAME"),
            ("SESSION_TTL_SECS", "SESSION_TTL_S"),
            ("SESIONS_DIR", "SESSIONS_DIR"),
            ("SESSION_DIRECTORY", "SESSIONS_DIR"),
            ("REDIS_URI", "REDIS_URL"),
            ("DRAINS_S", "DRAIN_S"),
            ("DRAIN", "DRAIN_S"),
            ("DRAIN_SECONDS", "DRAIN_S"),
            ("FLUSH", "FLUSH_MS"),
            ("SESSION_TTL", "SESSION_TTL_S"),
            ("port", "PORT"),
            ("PROT", "PORT"),
            ("HSOT", "HOST"),
            ("MODELS", "MODEL"),
            ("HERA_CONFGI", "HERA_CONFIG"),
            ("TRUSTED_PROXY", "TRUSTED_PROXIES"),
            ("TRUSTED_PROXYS", "TRUSTED_PROXIES"),
            ("METRICS_ADRESS", "METRICS_ADDR"),
            ("METRICS_ADDRESS", "METRICS_ADDR"),
            ("METRIC_ADDR", "METRICS_ADDR"),
            ("ALLOWED_ORIGIN", "ALLOWED_ORIGINS"),
            ("OPENAI_KEY", "OPENAI_API_KEY"),
            ("OPENAI_APIKEY", "OPENAI_API_KEY"),
            ("MODEL_URL", "MODEL_BASE_URL"),
            ("S3_BUCKETNAME", "S3_BUCKET_NAME"),
            ("LOGLEVEL", "LOG_LEVEL"),
            ("PAINTRE", "PAINTER"),
            ("AWS_REGOIN", "AWS_REGION"),
            ("AWS_REGIONS", "AWS_REGION"),
            ("AWS_ENDPOINT", "AWS_ENDPOINT_URL"),
            ("AWS_ENPOINT_URL", "AWS_ENDPOINT_URL"),
            ("AWS_ACESS_KEY_ID", "AWS_ACCESS_KEY_ID"),
            ("AWS_ACCESS_ID", "AWS_ACCESS_KEY_ID"),
            ("AWS_SECRET_ACCES_KEY", "AWS_SECRET_ACCESS_KEY"),
            ("AWS_SECRETACCESSKEY", "AWS_SECRET_ACCESS_KEY"),
            ("GOOGLE_APPLICATION_CREDENTIAL", "GOOGLE_APPLICATION_CREDENTIALS"),
            ("GOOGLE_APLICATION_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"),
            ("GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"),
            ("GOOGLE_APIKEY", "GOOGLE_API_KEY"),
            ("AZURE_STORAGE_ACOUNT_NAME", "AZURE_STORAGE_ACCOUNT_NAME"),
            ("AZURE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT_NAME"),
            ("AZURE_CONTAINER_NAME", "AZURE_STORAGE_CONTAINER_NAME"),
            ("AZURE_STORAGE_ACCOUNTKEY", "AZURE_STORAGE_ACCOUNT_KEY"),
            ("SSL_CERTFILE", "SSL_CERT_FILE"),
            ("SSL_CERT_DIRS", "SSL_CERT_DIR"),
            ("HERA_SSL_CERT_FILE", "SSL_CERT_FILE"),
        ] {
            assert_eq!(meant_by(name, "8080"), Some(Meant::Misspelt(meant)), "{name}");
        }
        for (name, meant) in [
            ("S3_BUCKET", "S3_BUCKET_NAME"),
            ("HERA_S3_BUCKET", "S3_BUCKET_NAME"),
            ("MAX_CONNECTIONS", "SOCKETS"),
            ("LISTEN_PORT", "PORT"),
            ("OPENAI_BASE_URL", "MODEL_BASE_URL"),
            ("openai_base_url", "MODEL_BASE_URL"),
            ("AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
            ("AZURE_STORAGE_ACCOUNT", "AZURE_STORAGE_ACCOUNT_NAME"),
            ("AWS_SECRET", "AWS_SECRET_ACCESS_KEY"),
            ("GCP_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"),
            ("TURN_TIMEOUT_S", "TURN_TIME_LIMIT_S"),
            ("BIND", "HOST"),
            ("HERA_BIND", "HOST"),
            ("RUST_LOG", "LOG_LEVEL"),
            ("MODEL_API_KEY", KEYS),
            ("METRICS_PORT", "METRICS_ADDR"),
            ("OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
            ("AZURE_STORAGE_CONNECTION_STRING", "AZURE_STORAGE_ACCOUNT_KEY"),
        ] {
            assert_eq!(meant_by(name, "x"), Some(Meant::OfOthers(meant)), "{name}");
        }
    }

    #[test]
    fn names_of_others_are_no_settings_and_stand_for_one() {
        let is_known =
            |name: &str| certificates::VARIABLES.contains(&name) || settings().any(|setting| setting.env() == name);
        for (of_others, meant) in OF_OTHERS {
            let mut meant = meant.split([' ', ',']).filter(|word| !["", "or"].contains(word));
            assert!(!is_known(of_others) && meant.all(is_known), "{of_others}");
        }
    }

    /// As they were found in pods of a cluster with services that are called hera, redis, agent and model.
    const POD: &str = "\
        KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT KUBERNETES_SERVICE_PORT_HTTPS KUBERNETES_PORT \
        KUBERNETES_PORT_443_TCP KUBERNETES_PORT_443_TCP_PROTO KUBERNETES_PORT_443_TCP_PORT KUBERNETES_PORT_443_TCP_ADDR \
        HERA_SERVICE_HOST HERA_SERVICE_PORT HERA_SERVICE_PORT_HTTP HERA_PORT HERA_PORT_8080_TCP HERA_PORT_8080_TCP_PROTO \
        HERA_PORT_8080_TCP_PORT HERA_PORT_8080_TCP_ADDR REDIS_SERVICE_HOST REDIS_SERVICE_PORT REDIS_PORT \
        REDIS_PORT_6379_TCP REDIS_PORT_6379_TCP_ADDR AGENT_SERVICE_HOST AGENT_SERVICE_PORT AGENT_PORT AGENT_PORT_80_TCP \
        MODEL_SERVICE_HOST MODEL_PORT MODEL_PORT_80_TCP_ADDR HOSTNAME HOME PATH PWD SHLVL OLDPWD TERM POD_NAME POD_IP \
        POD_NAMESPACE NODE_NAME NODE_IP HOST_IP NAMESPACE SERVICE_NAME SERVICE_ACCOUNT CONTAINER_NAME APP_NAME APP_ENV \
        APP_URL APP_PORT ENV ENVIRONMENT STAGE VERSION IMAGE IMAGE_TAG GIT_SHA REGION ZONE CLUSTER_NAME DEPLOYMENT \
        BASE_URL API_KEY API_TOKEN DATABASE_URL DB_HOST DB_PORT POSTGRES_PASSWORD REDIS_PASSWORD REDIS_DB SESSION_ID \
        SESSION_SECRET SECRET_KEY TOKEN LOG LOG_FILE LOG_DIR DEBUG BUCKET_NAME AWS_DEFAULT_REGION \
        AWS_SESSION_TOKEN AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE AWS_STS_REGIONAL_ENDPOINTS AWS_PROFILE AWS_EXECUTION_ENV \
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI ECS_CONTAINER_METADATA_URI_V4 GOOGLE_CLOUD_PROJECT GCP_PROJECT K_SERVICE \
        K_REVISION K_CONFIGURATION DYNO FLY_REGION FLY_APP_NAME FLY_MACHINE_ID RENDER_SERVICE_NAME RAILWAY_ENVIRONMENT \
        AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_FEDERATED_TOKEN_FILE AZURE_AUTHORITY_HOST OTEL_EXPORTER_OTLP_HEADERS \
        OTEL_EXPORTER_OTLP_PROTOCOL OTEL_EXPORTER_OTLP_TIMEOUT OTEL_RESOURCE_ATTRIBUTES OTEL_TRACES_SAMPLER \
        OTEL_TRACES_EXPORTER OTEL_METRICS_EXPORTER DD_AGENT_HOST DD_TRACE_AGENT_URL STATSD_HOST HTTP_PROXY HTTPS_PROXY \
        NO_PROXY SSL_CERT_FILE SSL_CERT_DIR MALLOC_ARENA_MAX GOMAXPROCS TZ LANG LC_ALL";
    /// What the clouds' own libraries read.
    const CLOUDS: &str = "\
        AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_DEFAULT_REGION AWS_DEFAULT_OUTPUT AWS_ENDPOINT_URL_STS AWS_ENDPOINT_URL_SQS \
        AWS_ENDPOINT_URL_DYNAMODB AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_CA_BUNDLE AWS_CONFIG_FILE AWS_PAGER \
        AWS_SHARED_CREDENTIALS_FILE AWS_EC2_METADATA_DISABLED AWS_EC2_METADATA_SERVICE_ENDPOINT AWS_MAX_ATTEMPTS \
        AWS_RETRY_MODE AWS_SDK_UA_APP_ID AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT AWS_CREDENTIAL_EXPIRATION \
        AWS_ROLE_SESSION_NAME AWS_ACCOUNT_ID AWS_SECRET_ID AWS_SECRET_NAME AWS_LAMBDA_FUNCTION_NAME AWS_XRAY_DAEMON_ADDRESS \
        AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE \
        GOOGLE_CLOUD_REGION GOOGLE_CLOUD_LOCATION GOOGLE_CLOUD_QUOTA_PROJECT GOOGLE_GENAI_USE_VERTEXAI GOOGLE_CLIENT_ID \
        GOOGLE_CLIENT_SECRET GOOGLE_API_USE_CLIENT_CERTIFICATE GOOGLE_API_USE_MTLS_ENDPOINT GOOGLE_CLOUD_UNIVERSE_DOMAIN \
        GCE_METADATA_HOST GCE_METADATA_IP CLOUDSDK_CONFIG AZURE_CLIENT_SECRET AZURE_CLIENT_CERTIFICATE_PATH AZURE_USERNAME \
        AZURE_SUBSCRIPTION_ID AZURE_CONFIG_DIR AZURE_ENVIRONMENT AZURE_REGIONAL_AUTHORITY_NAME AZURE_TOKEN_CREDENTIALS \
        AZURE_STORAGE_SAS_TOKEN AZURE_STORAGE_AUTH_MODE AZURE_STORAGE_SERVICE_ENDPOINT \
        AZURE_OPENAI_API_KEY AZURE_OPENAI_ENDPOINT IDENTITY_ENDPOINT IDENTITY_HEADER MSI_ENDPOINT MSI_SECRET";
    /// The same of a desktop, a Mac, a terminal of an editor and a machine that builds.
    const DESKTOP: &str = "\
        HOSTTYPE MACHTYPE OSTYPE SHELL USER USERNAME LOGNAME LANGUAGE LC_CTYPE HISTFILE HISTSIZE HISTCONTROL EDITOR \
        VISUAL PAGER BROWSER PRINTER DISPLAY WAYLAND_DISPLAY XAUTHORITY SSH_AUTH_SOCK SSH_AGENT_PID SSH_AGENT_LAUNCHER \
        SSH_CLIENT SSH_CONNECTION SSH_TTY GPG_AGENT_INFO MAIL TMPDIR TMP TEMP XDG_SESSION_TYPE XDG_SESSION_ID \
        XDG_SESSION_CLASS XDG_SESSION_DESKTOP XDG_CURRENT_DESKTOP XDG_RUNTIME_DIR XDG_DATA_DIRS XDG_CONFIG_DIRS XDG_SEAT \
        XDG_VTNR XDG_MENU_PREFIX DESKTOP_SESSION SESSION_MANAGER GDMSESSION GNOME_DESKTOP_SESSION_ID \
        GNOME_SHELL_SESSION_MODE GNOME_TERMINAL_SCREEN GNOME_TERMINAL_SERVICE GTK_MODULES GTK_IM_MODULE QT_IM_MODULE \
        QT_ACCESSIBILITY XMODIFIERS IM_CONFIG_PHASE DBUS_SESSION_BUS_ADDRESS MANAGERPID SYSTEMD_EXEC_PID INVOCATION_ID \
        JOURNAL_STREAM NOTIFY_SOCKET LISTEN_FDS LISTEN_PID WATCHDOG_USEC MEMORY_PRESSURE_WATCH LESSOPEN LESSCLOSE \
        LS_COLORS COLORTERM TERM_PROGRAM TERM_PROGRAM_VERSION TERM_SESSION_ID ITERM_SESSION_ID VTE_VERSION WINDOWID \
        WINDOWPATH COMMAND_MODE SECURITYSESSIONID __CF_USER_TEXT_ENCODING XPC_SERVICE_NAME XPC_FLAGS WSL_DISTRO_NAME \
        WSL_INTEROP WSLENV NAME PULSE_SERVER VSCODE_GIT_IPC_HANDLE VSCODE_IPC_HOOK GIT_ASKPASS TMUX TMUX_PANE STY \
        NVM_DIR PYENV_ROOT VIRTUAL_ENV CONDA_PREFIX JAVA_HOME GOPATH GOROOT CARGO_HOME RUSTUP_HOME RUST_BACKTRACE \
        NODE_ENV NODE_VERSION NODE_PATH NPM_CONFIG_CACHE PYTHONPATH MANPATH INFOPATH HOMEBREW_PREFIX HOMEBREW_REPOSITORY \
        CI GITHUB_ACTIONS GITHUB_API_URL GITHUB_SERVER_URL GITHUB_TOKEN GITHUB_REPOSITORY RUNNER_OS RUNNER_TEMP \
        AGENT_TOOLSDIRECTORY AGENT_NAME AGENT_ID AGENT_VERSION CI_API_V4_URL CI_SERVER_URL CI_SERVER_HOST CI_JOB_TOKEN \
        JENKINS_URL BUILD_ID DEBIAN_FRONTEND HF_HOME HF_TOKEN CUDA_VISIBLE_DEVICES OLLAMA_HOST OLLAMA_MODELS";

    #[test]
    fn what_pods_and_desktops_have_is_nobodys_mistake() {
        let names = [POD, CLOUDS, DESKTOP].into_iter().flat_map(str::split_whitespace);
        let text = |name: &str| if name.ends_with("_PORT") { "tcp://10.0.0.1:8080" } else { "8080" };
        let told = names.filter_map(|name| Some((name, meant_by(name, text(name))?)));
        assert_eq!(told.collect::<Vec<_>>(), []);
        assert!(settings().map(Described::env).all(|name| only_one(|known| known == name) == Some(name)));
    }
}
