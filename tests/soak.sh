#!/usr/bin/env bash
# Lets replicas and their Redis fail for long: each test of faults with a multiple of its rounds (default 10), with
# another seed each time. Prints what people would have noticed: gaps, takeovers, cancels. A failing run is repeated
# with the seed that it has printed: HERA_TEST_SEED=... bash tests/soak.sh 10.
set -euo pipefail
cd "$(dirname "$0")/.."

export METRICS_ADDR=off HERA_SOAK="${1:-10}"
cargo build --locked
cargo nextest run --locked --profile soak
