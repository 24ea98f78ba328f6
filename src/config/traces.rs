//! Where spans are sent.

use super::kinds::{Text, WebAddress};
use super::setting::{Section, Setting};

pub static COLLECTOR: Setting<WebAddress> = Setting {
    key: "traces.otlp_endpoint",
    env: "OTEL_EXPORTER_OTLP_ENDPOINT",
    flag: "otel-exporter-otlp-endpoint",
    default: "",
    kind: WebAddress,
    doc: "The collector that spans are sent to, by OTLP over HTTP: `http://localhost:4318`; without it there are none",
};

pub static SERVICE: Setting<Text> = Setting {
    key: "traces.service_name",
    env: "OTEL_SERVICE_NAME",
    flag: "otel-service-name",
    default: "hera",
    kind: Text,
    doc: "What this process is called in traces",
};

/// In the order of the help.
pub static SECTION: Section = Section { name: "traces", title: "Traces", settings: &[&COLLECTOR, &SERVICE] };
