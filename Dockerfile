# hera in an image of its own, for every role: `docker build -t hera .`, then
# `docker run --rm -p 127.0.0.1:8080:8080 -v hera:/data hera`, or a docker-compose file of this folder.

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
# Crates, and what was built of them, are kept from one build to the next; the binary has to leave that cache.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked && strip -o /hera target/release/hera

FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="hera" \
      org.opencontainers.image.description="A real-time conversation server for AI agents" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0"
# Certificates, for Redis and clouds behind TLS. Their version is whatever is newest: an old one trusts too much.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --gid 0 --uid 10001 --no-create-home --shell /usr/sbin/nologin hera \
 && install -d -o hera -g 0 -m 2770 /data
COPY --from=build /hera /usr/local/bin/hera
# The container is the wall here: inside it, hera listens to whoever reaches it, in every role.
ENV HOST=0.0.0.0 PORT=8080 METRICS_ADDR=0.0.0.0:9464 SESSIONS_DIR=/data
# Any other user will do as well, with this group, to which /data belongs: OpenShift gives each project one of its own.
USER 10001:0
WORKDIR /data
EXPOSE 8080 9464
# Whoever waits for a healthy hera waits for the first check, one interval long; older engines know no shorter one for
# the start. The time to start is for the store of `hera serve`, which is checked after it was killed.
HEALTHCHECK --interval=3s --timeout=5s --start-period=60s --retries=10 CMD ["hera", "health"]
ENTRYPOINT ["hera"]
CMD ["serve"]
