#!/bin/sh
# As the official image of Redis begins: no protected mode, and root becomes redis.
set -e
if [ "$1" = redis-server ]; then
  shift
  set -- redis-server --protected-mode no --bind '*' "$@"
  if [ "$(id -u)" = 0 ]; then
    chown -R redis .
    exec setpriv --reuid redis --regid redis --clear-groups "$@"
  fi
fi
exec "$@"
