#!/usr/bin/env bash
# hera in containers, on a real engine: the image, each compose file, a talk and a photo at its front door, every container
# killed once while an answer is on its way, and no session's id in the log of a proxy or of Redis. Takes some minutes.
#
# Uses the engine that is there: Docker with BuildKit and Compose. Where there is none, but root and Debian, it makes one
# (tests/containers/engine.sh) whose image holds the binary HERA, by default the one that `cargo build` makes. NOFILE and
# SUBNET_PREFIX are those of the compose files.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tests/containers/engine.sh
. tests/containers/engine.sh

engine=target/engine
python=target/venv/bin/python
scratch=$(mktemp -d /tmp/hera-containers.XXXXXX)
project=hera-test-$$
files=() docker=docker compose="docker compose" engine_pid=''

step() { printf '[%4s s] %s\n' "$SECONDS" "$*"; }
fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }

composed() { # ARGUMENTS of compose
  local file arguments=()
  for file in "${files[@]}"; do arguments+=(-f "$file"); done
  # shellcheck disable=SC2086 # `docker compose` is two words
  $compose --project-directory . -p "$project" "${arguments[@]}" "$@"
}

down() { [ ${#files[@]} -eq 0 ] || composed down -v --timeout 20 > "$scratch/down.log" 2>&1 || cat "$scratch/down.log" >&2; files=(); }

clean() {
  local code=$?
  set +e
  if [ "$code" -ne 0 ] && [ ${#files[@]} -gt 0 ]; then composed logs --no-color --tail 15 >&2; fi
  down
  for name in "${alone[@]}"; do $docker rm -f "$name" > /dev/null 2>&1; done
  for name in "${volumes[@]}"; do $docker volume rm "$name" > /dev/null 2>&1; done
  engine_end
  rm -rf "$scratch"
  exit "$code"
}
alone=() volumes=()
trap clean EXIT

until_true() { # WHAT COMMAND...: for two minutes at most
  local what=$1 end=$((SECONDS + 120))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "$what"
    sleep 0.3
  done
}

inspect() { $docker inspect -f "$2" "$1" 2> /dev/null; }
is_well() {
  case $(inspect "$1" '{{.State.Running}} {{if .State.Health}}{{.State.Health.Status}}{{end}}') in
    'true ' | 'true healthy') ;;
    *) return 1 ;;
  esac
}
has_started_again() { is_well "$1" && [ "$(inspect "$1" '{{.State.StartedAt}}')" != "$2" ]; }

talk() { $python tests/containers/talk.py "http://127.0.0.1:$PORT" "$scratch/talk" "$@"; }

# --- hera alone

starts_alone() { # NAME VOLUME ARGUMENTS of docker run
  local name=$1 volume=$2
  shift 2
  alone+=("$name")
  $docker run -d --name "$name" --read-only --cap-drop ALL -p "127.0.0.1:$PORT:8080" -v "$volume:/data" "$@" hera \
    > /dev/null
  until_true "$name is not healthy" is_well "$name"
}

ends() { # NAME
  $docker stop -t 20 "$1" > /dev/null
  [ "$(inspect "$1" '{{.State.ExitCode}}')" = 0 ] || fail "$1 did not end well"
  $docker rm "$1" > /dev/null
}

any_user_writes_a_volume() {
  local first second='--user 54321:0' # of the same group
  for first in '' '--user 12345' '--user 12345:0'; do
    rm -f "$scratch/talk"
    volumes+=("$project")
    # shellcheck disable=SC2086 # none, or two words
    starts_alone "$project-first" "$project" $first
    talk say
    talk photo
    ends "$project-first"
    # shellcheck disable=SC2086
    starts_alone "$project-second" "$project" $second
    talk say
    talk photo
    talk check
    ends "$project-second"
    $docker volume rm "$project" > /dev/null
    step "alone: ${first:-as the image says}, then $second"
  done
}

what_cannot_be_written_is_told() {
  local said code=0
  mkdir -m 755 "$scratch/data"
  said=$($docker run --rm --user 12345:12345 -v "$scratch/data:/data" hera 2>&1) || code=$?
  [ "$code" -eq 2 ] || fail "a folder that cannot be written ends with $code, not 2"
  [ "$(wc -l <<< "$said")" -eq 1 ] || fail "it is not told in one line: $said"
  grep -q 'chown -R 12345 /data' <<< "$said" || fail "it does not tell the cure: $said"
  code=0
  said=$($docker run --rm --read-only hera backend --storage-mode redis 2>&1) || code=$?
  [ "$code" -eq 2 ] || fail "no volume at all ends with $code, not 2: $said"
  grep -q 'Mount a volume' <<< "$said" || fail "it does not tell the cure: $said"
  step "a folder that cannot be written: told once"
}

# --- hera with all its company

containers() { composed ps -q "$@"; }

health_answers_at_port() { # ID of a container
  $docker exec "$1" hera health http://127.0.0.1:8080 > /dev/null 2>&1
}

kill_each_once() {
  local service id began
  for service in $(composed config --services); do
    # What stands for a cloud is none of hera's.
    [ "$service" != cloud ] || continue
    for id in $(containers "$service"); do
      began=$(inspect "$id" '{{.State.StartedAt}}')
      kill_script "$id"
      talk say "$scratch/kill"
      until_true "$service does not come back" has_started_again "$id" "$began"
    done
    step "$service: killed, and nobody noticed"
  done
}

# What kills a container from outside, as a crash does: the engine starts it again, which after `docker kill` it does not.
kill_script() { # ID
  local kill
  kill="kill -9 $(inspect "$1" '{{.State.Pid}}')"
  # Whose engine this is not may not be on its machine.
  [ -n "$engine_pid" ] || kill="$docker run --rm --pid host --user 0 --entrypoint sh hera -c '$kill'"
  printf '#!/bin/sh\n%s\n' "$kill" > "$scratch/kill"
  chmod +x "$scratch/kill"
}

lost=6f9619ff-8b86-4d01-b42d-00cf4fc964ff # a session that is asked for while all backends are gone

# All backends are gone for a while: what a proxy has most to say of.
lose_the_backends() {
  local backends status
  mapfile -t backends < <(containers backend)
  $docker kill "${backends[@]}" > /dev/null
  status=$(curl --silent --noproxy '*' --output /dev/null --write-out '%{http_code}' \
    "http://127.0.0.1:$PORT/api/sessions/$lost/messages")
  [[ $status == 50[24] ]] || fail "without a backend, the proxy answers $status"
  $docker start "${backends[@]}" > /dev/null
  talk say
  step "all backends: gone for a while, and back"
}

# Whoever knows a session's id may open it, so nobody writes it down.
no_session_in_logs() {
  local service session
  session=$($python -c 'import json, sys; print(json.load(open(sys.argv[1]))["session"])' "$scratch/talk")
  for service in $(composed config --services); do
    composed logs --no-color --no-log-prefix "$service" > "$scratch/log" 2>&1
    if grep -F -e "$session" -e "$lost" "$scratch/log" >&2; then fail "the log of $service names a session"; fi
  done
}

company() { # COMPOSE FILES
  local id begun=$SECONDS
  files=("$@")
  rm -f "$scratch/talk"
  composed up -d --no-build > "$scratch/up.log" 2>&1 || { cat "$scratch/up.log" >&2; fail "$1 does not come up"; }
  talk say
  step "$1: up, and has answered, after $((SECONDS - begun)) s"
  talk photo
  for id in $(containers adk); do
    until_true "a worker does not answer at PORT" health_answers_at_port "$id"
  done
  kill_each_once
  if composed config --services | grep -qx proxy; then lose_the_backends; fi
  talk photo
  talk check
  no_session_in_logs
  down
  step "$1: taken down"
}

# A cloud for the pictures, in a container beside the others.
write_cloud() {
  mkdir "$scratch/cloud"
  cp "$(command -v s3s-fs)" "$scratch/cloud/"
  $docker build -q -t hera-test-cloud -f - "$scratch/cloud" > /dev/null << 'IMAGE'
FROM debian:bookworm-slim
COPY s3s-fs /usr/local/bin/
RUN mkdir -p /cloud/pictures
CMD ["s3s-fs", "--host", "0.0.0.0", "--port", "9000", "--access-key", "hera", "--secret-key", "a-secret-of-the-tests", "/cloud"]
IMAGE
  printf 'services:\n  cloud:\n    image: hera-test-cloud\n' > "$scratch/cloud.yml"
}

# --- all of it

[ -x "$python" ] || fail "run tests/setup.sh first"
# An S3 as others make it; built without optimisation, it takes a fraction of the time, and is fast enough.
command -v s3s-fs > /dev/null ||
  CARGO_PROFILE_DEV_DEBUG=false cargo install --debug --locked s3s-fs --version 0.14.1 --features binary
if $docker info > /dev/null 2>&1; then
  $compose version > /dev/null 2>&1 || fail "the engine that runs here has no Compose: install docker-compose-plugin"
  step "an engine runs here: $($docker version -f '{{.Server.Version}}')"
else
  mkdir -p "$engine"
  engine_start "$(pwd)/$engine" "$scratch/docker.sock"
  step "an engine of one's own: $($docker version -f '{{.Server.Version}}'), Compose $($compose version --short)"
  [ -n "${HERA:-}" ] || cargo build --locked
  engine_images "$(pwd)/$engine" "${HERA:-target/debug/hera}"
  step "the images that others begin with"
fi
$docker build -q -t hera . > /dev/null
step "the image: $($docker image inspect -f '{{.Size}}' hera) bytes"

export PORT NOFILE SUBNET_PREFIX
PORT=$($python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
limit=$(ulimit -Hn)
[ "$limit" != unlimited ] && [ "$limit" -lt 65536 ] || limit=65536
NOFILE=${NOFILE:-$limit} SUBNET_PREFIX=${SUBNET_PREFIX:-172.28.0}
export METRICS_ADDR='' HOST=''

any_user_writes_a_volume
what_cannot_be_written_is_told
company docker-compose.yml
company docker-compose.redis.yml
write_cloud
export REDIS_PASSWORD=a-password-of-the-tests CLOUD_STORAGE_TYPE=s3 S3_BUCKET_NAME=pictures
export AWS_ENDPOINT_URL=http://cloud:9000 AWS_ACCESS_KEY_ID=hera AWS_SECRET_ACCESS_KEY=a-secret-of-the-tests
company docker-compose.production.yml "$scratch/cloud.yml"
step "all of it"
