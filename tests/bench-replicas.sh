#!/usr/bin/env bash
# Figures of replicas: one Redis, two backends and two workers on this machine (BACKENDS, WORKERS, APPENDONLY=yes and REDIS_ARGS
# make other fleets), and `hera bench` against them. Arguments choose what is measured: stream, accept, resume, traffic; by
# default all of it. docs/BENCHMARKS.md tells what the figures mean.
set -euo pipefail
cd "$(dirname "$0")/.."

hera=${HERA:-target/release/hera}
[ -x "$hera" ] || { echo "there is no $hera: run cargo build --release first" >&2; exit 1; }
command -v redis-server > /dev/null || { echo "redis-server is needed: apt-get install redis-server" >&2; exit 1; }
ulimit -n 20000

dir=$(mktemp -d)
processes=()
stop() {
  # What has ended already needs no end.
  [ ${#processes[@]} -eq 0 ] || kill "${processes[@]}" 2> /dev/null || true
  wait
  processes=()
}
trap 'stop; rm -rf "$dir"' EXIT

until_ready() { # FILE: where a process says that it is ready
  for _ in $(seq 200); do
    grep -q ready "$1" && return
    sleep 0.05
  done
  echo "not ready:" >&2
  cat "$1" >&2
  exit 1
}

# Starts a fleet; sets `fleet`, what `hera bench` is told of it, and `last_backend`.
start() { # BACKENDS WORKERS
  stop
  # shellcheck disable=SC2086 # several words
  redis-server --port 0 --unixsocket "$dir/redis.sock" --save "" --appendonly "${APPENDONLY:-no}" --dir "$dir" \
    ${REDIS_ARGS:-} > "$dir/redis.log" &
  processes+=($!)
  fleet=(--pid "redis=$!")
  until redis-cli -s "$dir/redis.sock" ping > /dev/null 2>&1; do sleep 0.05; done
  export STORAGE_MODE=redis REDIS_URL="redis+unix://$dir/redis.sock" AGENT=load LOG_LEVEL=warn
  export REQUESTS_PER_SECOND=0 FRAMES_PER_SECOND=0 SOCKETS_PER_ADDRESS=0 CONNECTIONS_PER_ADDRESS=0
  export UPLOADS_PER_ADDRESS=0 TURNS_AT_ONCE=2000 TURNS_QUEUED=400 SESSIONS_DIR="$dir/sessions"
  for number in $(seq "$1"); do
    PORT=$((18080 + number)) METRICS_ADDR=127.0.0.1:$((19080 + number)) "$hera" backend > "$dir/backend$number" 2>&1 &
    processes+=($!)
    last_backend=$!
    fleet+=(--pid "backend=$!" --address "http://127.0.0.1:$((18080 + number))")
    until_ready "$dir/backend$number"
  done
  for number in $(seq "$2"); do
    METRICS_ADDR=off "$hera" adk > "$dir/worker$number" 2>&1 &
    processes+=($!)
    fleet+=(--pid "worker=$!")
    until_ready "$dir/worker$number"
  done
}

bench() {
  printf '\n== hera bench %s\n' "$*"
  "$hera" bench "$@" "${fleet[@]}"
}

stream() {
  for sessions in 200 500 1000; do
    bench stream --sessions $sessions --rate 50 --tokens 500 --redis "unix://$dir/redis.sock"
  done
}

accept() {
  bench echo --sessions 50 --messages 400 --in-flight 4 --apart 20
}

resume() {
  bench resume --sessions 200 --rate 50 --tokens 500 --kill "$last_backend"
}

traffic() {
  bench stream --sessions 300 --rate 50 --tokens 250
  printf '\n== what each gateway heard from Redis\n'
  for number in 1 2 3; do
    curl -s "http://127.0.0.1:$((19080 + number))/metrics" | grep '^hera_heard_bytes_total'
  done
}

[ $# -gt 0 ] || set -- stream accept resume traffic
for what in "$@"; do
  case $what in
    stream | accept | resume) start "${BACKENDS:-2}" "${WORKERS:-2}" ;;
    traffic) start 3 "${WORKERS:-2}" ;;
    *) echo "nothing is called $what: stream, accept, resume or traffic" >&2; exit 2 ;;
  esac
  $what
done
