#!/usr/bin/env bash
# Lets one process with its file serve people for long, and sees whether its memory grows: tests/soak-memory.sh [MINUTES]
# (default 60). The store is filled beyond its cache first; then replies are streamed, short messages answered, sockets
# opened and closed, photos uploaded and histories read, again and again, each time in new sessions. Fails when the
# resident memory of the last sixth of the time is on average more than 1.05 times that of the second sixth. HERA names
# the program (otherwise a release is built). The load is light: some tenths of a core.
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=${1:-60}
[ -n "${HERA:-}" ] || cargo build --locked --release
hera=$(realpath "${HERA:-target/release/hera}")
dir=$(mktemp -d)
: > "$dir/ready"
server=
trap 'kill "$server" 2> /dev/null || true; rm -rf "$dir"' EXIT

env -i AGENT=load PORT=0 METRICS_ADDR=off SESSIONS_DIR="$dir/sessions" LOG_LEVEL=warn REQUESTS_PER_SECOND=0 \
  FRAMES_PER_SECOND=0 SOCKETS_PER_OWNER=1000 "$hera" serve > "$dir/ready" 2> "$dir/log" &
server=$!
until grep -q ready "$dir/ready"; do kill -0 "$server"; sleep 0.1; done
address=$(grep -o 'http://[^ ]*' "$dir/ready" | sed 's,/$,,')

rss() { awk '/^VmRSS:/ { print $2 }' "/proc/$server/status"; }
# Nothing is printed but what fails.
bench() { "$hera" bench "$@" --address "$address" > "$dir/bench" 2>&1 || { cat "$dir/bench"; return 1; }; }

# 640 messages of 44 KB with replies as long, in 16 sessions: more than twice the default cache of 64 MiB.
printf '{"message": "%s"}' "$(head -c 44000 /dev/zero | tr '\0' x)" > "$dir/long"
filling=()
fill() {
  local session
  session=$(curl -sS -X POST "$address/api/sessions" | grep -o '[0-9a-f]\{8\}-[0-9a-f-]*' | head -n 1)
  # One connection, one request after the other.
  curl -sS --fail -o /dev/null -H 'content-type: application/json' --data "@$dir/long" \
    "$address/api/sessions/$session/messages?[1-40]"
  echo "$session" >> "$dir/filled"
}
for _ in {1..4}; do
  for _ in {1..4}; do fill & filling[$!]=1; done
  wait "${!filling[@]}"
  filling=()
done
printf 'filled: file %s KiB, resident %s KiB\n' "$(du -k "$dir/sessions/hera.redb" | cut -f 1)" "$(rss)"

began=$SECONDS last=$((SECONDS + minutes * 60))
while [ "$SECONDS" -lt "$last" ]; do sleep 5; echo "$((SECONDS - began)) $(rss)"; done > "$dir/memory" &
measuring=$!
rounds=0
while kill -0 "$measuring" 2> /dev/null; do
  bench stream --sessions 10 --rate 50 --tokens 200
  bench echo --sessions 5 --messages 40
  bench idle --sockets 100 --hold 1
  bench photos --uploads 1 --at-once 1 --megapixels 1
  curl -sS --fail -o /dev/null "$address/api/sessions/$(shuf -n 1 "$dir/filled")/messages?limit=50"
  rounds=$((rounds + 1))
  # As much rest as load.
  sleep 8
done

printf 'rounds %s, file %s KiB\n' "$rounds" "$(du -k "$dir/sessions/hera.redb" | cut -f 1)"
awk '{ printf "%s%s", (NR % 60 == 1 ? "minute " int($1 / 60) ": " : ""), (NR % 60 == 1 ? $2 " KiB\n" : "") }' "$dir/memory"
awk -v all="$((minutes * 60))" '
  $1 > all / 6 && $1 <= all / 3 { early += $2; n++ }
  $1 > all * 5 / 6 { late += $2; m++ }
  END {
    printf "resident memory: %.1f MiB early, %.1f MiB late, %.3f times\n", early / n / 1024, late / m / 1024, late / m / (early / n)
    exit late / m > 1.05 * early / n
  }' "$dir/memory"
