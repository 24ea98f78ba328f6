#!/usr/bin/env bash
# All tests, from the spelling of the code to a person in a browser. Installs what they need (tests/setup.sh).
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n\033[1m== %s\033[0m (%s s)\n' "$*" "$SECONDS"; }

step setup
bash tests/setup.sh
export PATH="$PWD/target/venv/bin:$PATH"
# Each hera that a test starts has its own ports; settings of whoever runs the tests are none of theirs.
unset HOST PORT STORAGE_MODE SESSION_TYPE SESSIONS_DIR REDIS_URL HERA_CONFIG HERA_URL LOG_LEVEL LOG_FORMAT
export METRICS_ADDR=off

step format
cargo fmt --check

step lints
cargo clippy --locked --all-targets -- -D warnings

step documentation
# For whoever works on hera, so with private items; links to them are right.
RUSTDOCFLAGS="-D warnings -A rustdoc::private-intra-doc-links" cargo doc --locked --no-deps --document-private-items

step dependencies
cargo deny --log-level error check licenses bans sources

step "what is deployed"
hadolint Dockerfile
check-jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose*.yml
yamllint --strict --config-data '{extends: default, rules: {line-length: {max: 140}, document-start: disable}}' \
  docker-compose*.yml
shellcheck .ci/run fuzz/run tests/*.sh

step tests
cargo build --locked
cargo nextest run --locked

step "tests of the contract, against replicas"
cargo nextest run --locked --profile replicas

step "documentation tests"
cargo test --locked --doc

step "page: units"
npm --prefix tests/browser run --silent unit

step "page: in Chromium"
npm --prefix tests/browser test --silent

step fuzzing
fuzz/run 20

step "all passed"
