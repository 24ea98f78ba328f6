#!/usr/bin/env bash
# What is long, or needs what a build machine rarely has: run before a release. `tests/outside.sh` runs every step,
# `tests/outside.sh NAME...` those named, `tests/outside.sh --list` names them. Every step runs, and the end tells which
# failed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

# One line a step: its name, and the command that is it.
steps=(
  "soak        bash tests/soak.sh 2"
  "fuzzing     fuzz/run 120"
  "memory      bash tests/soak-memory.sh 60"
  "containers  bash tests/containers.sh"
  "yesterday   tests/elsewhere.sh day 'yesterday'"
  "leap-day    tests/elsewhere.sh day '2028-02-29 12:00'"
  "march       tests/elsewhere.sh day '2027-03-01 00:30'"
  "new-year    tests/elsewhere.sh day '2026-12-31 23:59:30'"
  "tokyo       tests/elsewhere.sh zone Asia/Tokyo"
  "st-johns    tests/elsewhere.sh zone America/St_Johns"
  "c-locale    tests/elsewhere.sh locale C"
  "busy        tests/elsewhere.sh busy 8"
  "chromium    env CHROMIUM=/usr/bin/chromium npm --prefix tests/browser test --silent"
  "valkey      bash tests/valkey.sh"
)

if [ "${1:-}" = --list ]; then
  printf '%s\n' "${steps[@]%% *}"
  exit 0
fi
known() { printf '%s\n' "${steps[@]%% *}" | grep -qxF -- "$1"; }
for name in "$@"; do
  known "$name" || { echo "no step is called $name; tests/outside.sh --list names them" >&2; exit 2; }
done

export PATH="$PWD/target/venv/bin:$PATH" METRICS_ADDR=off
passed=0 failed=()
for step in "${steps[@]}"; do
  read -r name command <<< "$step"
  if [ $# -gt 0 ] && ! printf '%s\n' "$@" | grep -qxF -- "$name"; then continue; fi
  printf '\n\033[1m== %s\033[0m (%s s)\n' "$name" "$SECONDS"
  if bash -c "$command"; then passed=$((passed + 1)); else failed+=("$name"); fi
done
printf '\n%s passed, %s failed\n' "$passed" "${#failed[@]}"
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }
