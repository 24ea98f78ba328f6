# shellcheck shell=bash
# An engine of containers for tests/containers.sh, where there is none: Debian's packages, run by hand, and images of the
# names that hera's files use, made of Debian's packages too, since there may be no registry. Sourced; needs root.
# Everything is kept in target/engine, so that the next run begins at once.

# The first release of Debian that has Compose 2, and the one that hera's images are made of.
COMPOSE_RELEASE=trixie
IMAGE_RELEASE=bookworm

# Starts the engine; sets `docker` and `compose`. Ended by engine_end.
engine_start() { # FOLDER, SOCKET: what is kept, and a short path that is not
  local kept=$1 socket=$2 packages=()
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "there is no engine: install Docker, or run this as root on Debian" >&2
    return 1
  fi
  mkdir -p "$kept"
  [ -x /usr/bin/docker ] || packages+=(docker.io)
  command -v debootstrap > /dev/null || packages+=(debootstrap)
  command -v iptables > /dev/null || packages+=(iptables)
  if [ ${#packages[@]} -gt 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" > "$kept/apt.log"
  fi
  # Its own client: a newer one builds images by a plugin only.
  docker=/usr/bin/docker
  export DOCKER_HOST=unix://$socket DOCKER_BUILDKIT=1
  rm -f "$kept/dockerd.pid"
  setsid dockerd --data-root "$kept/data" --exec-root "${socket%/*}/exec" --pidfile "$kept/dockerd.pid" \
    -H "$DOCKER_HOST" > "$kept/dockerd.log" 2>&1 &
  engine_pid=$!
  until $docker info > /dev/null 2>&1; do
    kill -0 "$engine_pid" 2> /dev/null || { tail -n 20 "$kept/dockerd.log" >&2; return 1; }
    sleep 0.2
  done
  engine_sweep
  local plugin=$kept/compose/usr/libexec/docker/cli-plugins/docker-compose
  [ -x "$plugin" ] || engine_compose "$kept"
  # shellcheck disable=SC2034 # for whom sources this
  compose=$plugin
}

# What a run has left that was killed itself.
engine_sweep() {
  $docker ps -aq | xargs -r "$docker" rm -f > /dev/null
  $docker network prune -f > /dev/null
  $docker volume prune -f > /dev/null
}

# The engine ends, and all its containers.
engine_end() {
  [ -n "${engine_pid:-}" ] || return 0
  kill "$engine_pid" 2> /dev/null || true
  wait "$engine_pid" 2> /dev/null || true
}

# The mirrors that apt uses, one a line, behind their label: `Debian`, `Debian-Security`.
# shellcheck disable=SC2016 # apt's variables, not the shell's
engine_mirrors() {
  apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' | sort -u
}

# Unpacks Compose 2, which this release of Debian may not have, and installs nothing.
engine_compose() { # FOLDER
  local apt=$1/next mirror
  mirror=$(engine_mirrors | sed -n 's/^Debian //p' | head -n 1)
  [ -n "$mirror" ] || { echo "apt names no mirror of Debian: run apt-get update" >&2; return 1; }
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
  : > "$apt/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $COMPOSE_RELEASE main" > "$apt/sources"
  cat > "$apt/conf" << CONF
Dir::Etc::sourcelist "$apt/sources";
Dir::Etc::sourceparts "-";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
APT::Sandbox::User "root";
CONF
  APT_CONFIG=$apt/conf apt-get update -qq
  (cd "$apt" && APT_CONFIG=$apt/conf apt-get download -qq docker-compose)
  dpkg-deb -x "$apt"/docker-compose_*.deb "$1/compose"
  rm -r "$apt"
}

has_image() { $docker image inspect "$1" > /dev/null 2>&1; }

# The images that hera's files begin with. What builds hera brings a binary that has been built already: everything of the
# Dockerfile is tried but the compiler.
engine_images() { # FOLDER, BINARY
  has_image debian:bookworm-slim || engine_debian "$1"
  has_image redis:7.4 || engine_image redis:7.4 "$(pwd)/tests/containers" << 'IMAGE'
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/* \
 && install -d -o redis -g redis /data
COPY redis-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
VOLUME /data
WORKDIR /data
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["redis-server"]
IMAGE
  has_image nginx:1.28 || engine_image nginx:1.28 "$(pwd)/tests/containers" << 'IMAGE'
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends nginx-light && rm -rf /var/lib/apt/lists/* \
 && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
IMAGE
  local builder=$1/builder
  mkdir -p "$builder"
  install -m 755 "$2" "$builder/hera"
  cat > "$builder/cargo" << 'CARGO'
#!/bin/sh
set -e
[ "$*" = "build --release --locked" ]
for part in Cargo.toml Cargo.lock build.rs src static; do test -e "$part"; done
mkdir -p target/release
cp /usr/local/lib/hera target/release/hera
CARGO
  chmod +x "$builder/cargo"
  engine_image rust:1.95-bookworm "$builder" << 'IMAGE'
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends binutils && rm -rf /var/lib/apt/lists/*
COPY cargo /usr/local/bin/cargo
COPY hera /usr/local/lib/hera
IMAGE
}

engine_image() { # NAME, FOLDER; the recipe on standard input
  $docker build -q -t "$1" -f - "$2" > /dev/null
}

engine_debian() { # FOLDER
  local root=$1/root mirror security
  mirror=$(engine_mirrors | sed -n 's/^Debian //p' | head -n 1)
  security=$(engine_mirrors | sed -n 's/^Debian-Security //p' | head -n 1)
  [ -n "$mirror" ] || { echo "apt names no mirror of Debian: run apt-get update" >&2; return 1; }
  rm -rf "$root"
  debootstrap --variant=minbase "$IMAGE_RELEASE" "$root" "$mirror" > "$1/debootstrap.log" 2>&1
  rm -rf "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* \
    "$root"/usr/share/{doc,man,locale}/*
  {
    echo "deb $mirror $IMAGE_RELEASE main"
    [ -z "$security" ] || echo "deb $security $IMAGE_RELEASE-security main"
  } > "$root/etc/apt/sources.list"
  # As in the official image: what apt has fetched stays in no layer.
  cat > "$root/etc/apt/apt.conf.d/docker-clean" << 'CONF'
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";
CONF
  tar -C "$root" -c . | $docker import -c 'CMD ["bash"]' - debian:bookworm-slim > /dev/null
  rm -rf "$root"
}
