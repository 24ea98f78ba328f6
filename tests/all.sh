#!/usr/bin/env bash
# All tests, from the spelling of the code to a person in a browser. Installs what they need (tests/setup.sh). Every step
# runs, whatever became of those before it; the end tells how long each took, and which of them failed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

passed=0 took=() failed=()

step() { # NAME COMMAND [ARGUMENT...]
  local name=$1 begun=$SECONDS status
  shift
  printf '\n\033[1m== %s\033[0m (%s s)\n' "$name" "$SECONDS"
  # A shell of its own, which ends with the first command that fails. Not as a condition: there it would go on.
  (set -e; "$@")
  status=$?
  took+=("$(printf '%5d s  %s' $((SECONDS - begun)) "$name")")
  if [ $status -eq 0 ]; then passed=$((passed + 1)); else failed+=("$name"); fi
}

build() {
  # Linted while it is compiled: what hera is made of is compiled once, and not once more to be looked at.
  cargo build --locked --all-targets
}

documentation() {
  # The command by which cargo has looked for tests in the documentation knows what hera was compiled with. It is for
  # whoever works on hera, so with private items, and links to them are right.
  local command
  cargo test --locked --doc -vv 2>&1 | tee target/doctests.log | tail -4
  # shellcheck disable=SC2016 # The backquotes are cargo's.
  command=$(sed -n 's/^ *Running `\(.*\/rustdoc .*\)`$/\1/p' target/doctests.log)
  [ -n "$command" ]
  command=$(sed 's/ --test / /; s/ --test-run-directory [^ ]*//' <<< "$command")
  eval "$command --document-private-items -D warnings -A rustdoc::private-intra-doc-links --out-dir target/doc"
}

dependencies() {
  cargo deny --log-level error check licenses bans sources
  # The advisories are elsewhere, where not every machine may look.
  if timeout 120 cargo deny --log-level off fetch db; then
    cargo deny --offline --log-level error check advisories
  else
    echo "NOT CHECKED: known vulnerabilities of dependencies; their database cannot be fetched from this machine"
  fi
}

deployed() {
  hadolint Dockerfile
  check-jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose*.yml
  yamllint --strict --config-data '{extends: default, rules: {line-length: {max: 140}, document-start: disable,
    braces: {max-spaces-inside: 1}}}' docker-compose*.yml deploy/*.yml
  shellcheck .ci/run fuzz/run tests/*.sh tests/containers/*.sh
  promtool check rules deploy/alerts.yml
  promtool test rules deploy/alerts.test.yml
}

rust_tests() {
  # Tests wait more than they compute: for deadlines, for processes that are killed and come again.
  cargo nextest run --locked --test-threads $(($(nproc) * 4))
}

# The compiler of hera's own crates is clippy's, which ends with its first warning.
export RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-Dwarnings__CLIPPY_HACKERY__

# What is fetched comes while the code is looked at, which needs Rust alone.
mkdir -p target
bash tests/setup.sh > target/setup.log 2>&1 &
setup=$!

installed() { # STATUS
  cat target/setup.log
  return "$1"
}

step format cargo fmt --check
step "lints and build" build
step documentation documentation
wait $setup
step "setup, what was left of it" installed $?
export PATH="$PWD/target/venv/bin:$PATH"
# Each hera that a test starts has its own ports; settings of whoever runs the tests are none of theirs.
unset HOST PORT STORAGE_MODE SESSION_TYPE SESSIONS_DIR REDIS_URL HERA_CONFIG HERA_URL LOG_LEVEL LOG_FORMAT
export METRICS_ADDR=off

step dependencies dependencies
step "what is deployed" deployed
step tests rust_tests
step "tests of the contract, against replicas" cargo nextest run --locked --profile replicas
step "page: units" npm --prefix tests/browser run --silent unit
step "page: in Chromium" npm --prefix tests/browser test --silent

printf '\n\033[1m== what took how long\033[0m\n'
printf '%s\n' "${took[@]}" "$(printf '%5d s  all' "$SECONDS")"
if [ ${#failed[@]} -gt 0 ]; then
  printf '\n\033[1m== FAILED\033[0m\n'
  printf '  %s\n' "${failed[@]}"
fi
printf '\n%s passed, %s failed\n' "$passed" "${#failed[@]}"
[ ${#failed[@]} -eq 0 ]
