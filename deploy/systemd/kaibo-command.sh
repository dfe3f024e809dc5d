#!/bin/sh
# A command of Kaibo as the service runs it: as its user, in its folder, with the settings of
# /etc/kaibo.env, which only root may read. Install it as /usr/local/bin/kaibo:
#   sudo kaibo doctor
set -eu

if [ "$(id -u)" != 0 ]; then
    echo "Run it with sudo: only root may read /etc/kaibo.env." >&2
    exit 1
fi
# At a terminal it may ask, for a password say; elsewhere its output stays a clean stream.
if [ -t 0 ] && [ -t 1 ]; then
    streams=--pty
else
    streams=--pipe
fi
exec systemd-run --quiet --wait --collect "$streams" --uid=kaibo --gid=kaibo \
    --property=UMask=0077 --property=WorkingDirectory=/var/lib/kaibo \
    --property=EnvironmentFile=-/etc/kaibo.env \
    --setenv=KAIBO_DATA=/var/lib/kaibo --setenv=LANG="${LANG:-C.UTF-8}" \
    -- /opt/kaibo/.venv/bin/kaibo "$@"
