#!/usr/bin/env bash
# The Rust tests and the units of the page, as they are, where they are not at home; what follows goes to nextest:
#   tests/elsewhere.sh day "2028-02-29 12:00"     from that moment on (UTC)
#   tests/elsewhere.sh zone America/St_Johns      in another time zone
#   tests/elsewhere.sh locale C                   in another locale
#   tests/elsewhere.sh busy 8                     beside so many programs that never rest
set -euo pipefail
cd "$(dirname "$0")/.."

[ $# -ge 2 ] || { sed -n '2,7s/^# \?//p' "$0" >&2; exit 2; }
what=$1 value=$2
shift 2
export METRICS_ADDR=off
# Before anything is put elsewhere: Cargo compares the times of files.
cargo nextest run --locked --no-run

surroundings=()
case $what in
  day)
    library=$(find /usr/lib -name libfaketime.so.1 | head -1)
    [ -n "$library" ] || { echo "tests need faketime: run tests/setup.sh" >&2; exit 1; }
    # So far from now, for every process alike, whenever it starts. What measures durations is left alone.
    surroundings=("LD_PRELOAD=$library" "FAKETIME=$(printf '%+d' $(($(date -u -d "$value" +%s) - $(date +%s))))"
      FAKETIME_DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1)
    # Redis's allocator and the library wait for each other without end; Redis asks nobody for the day.
    beside_redis=$(mktemp -d)
    trap 'rm -r "$beside_redis"' EXIT
    for program in redis-server redis-cli; do
      printf '#!/bin/sh\nexec env -u LD_PRELOAD %s "$@"\n' "$(command -v $program)" > "$beside_redis/$program"
      chmod +x "$beside_redis/$program"
    done
    surroundings+=("PATH=$beside_redis:$PATH")
    ;;
  zone) surroundings=("TZ=$value") ;;
  locale) surroundings=("LANG=$value" "LC_ALL=$value") ;;
  busy)
    beside=()
    trap 'kill "${beside[@]}"' EXIT
    for _ in $(seq "$value"); do
      yes > /dev/null &
      beside+=($!)
    done
    ;;
  *) echo "$what is none of day, zone, locale and busy" >&2; exit 2 ;;
esac

# Around each test, and not around Cargo.
host=$(rustc -vV | sed -n 's/^host: //p' | tr 'a-z-' 'A-Z_')
export "CARGO_TARGET_${host}_RUNNER=env ${surroundings[*]}"
cargo nextest run --locked "$@"
env "${surroundings[@]}" npm --prefix tests/browser run --silent unit
