#!/bin/sh
# Bring the programs that the tests drive: Chromium, PostgreSQL, Redis, nginx with RTMP, ffmpeg
# and fonts. Where apt may be used it installs what is missing, without starting any service;
# elsewhere it says what to do. Safe to run again: it takes no time when nothing is missing.
#
#   sh tools/apt_setup.sh [PACKAGE...]   these packages too
#   KAIBO_NO_APT=1           install nothing, only say what is missing
#   KAIBO_TEST_ALLOW_SKIP=1  go on without what is missing; its tests are skipped
set -eu

missing=

need() { # need PACKAGE TEST...: the package is missing when the test fails
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

has_postgresql() {
    command -v initdb || ls /usr/lib/postgresql/*/bin/initdb
}

has_chromium() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

has_font() {
    # -L: Debian's fontconfig is not always there to ask.
    find -L /usr/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" -iname "$1" 2>/dev/null |
        grep -q .
}

need chromium has_chromium
need postgresql has_postgresql
need redis-server command -v redis-server
need nginx test -x /usr/sbin/nginx -o -x /usr/local/sbin/nginx -o -x /usr/local/bin/nginx
need libnginx-mod-rtmp ls /usr/lib/nginx/modules/ngx_rtmp_module.so
need ffmpeg command -v ffmpeg
need fonts-noto-cjk has_font 'NotoSansCJK*'
need fonts-noto-color-emoji has_font 'NotoColorEmoji*'
for package in "$@"; do
    need "$package" dpkg -s "$package"
done

if [ -z "$missing" ]; then
    exit 0
fi

give_up() {
    echo "The tests need programs that this machine lacks:$missing" >&2
    if command -v apt-get >/dev/null 2>&1; then
        echo "Run: sudo apt-get update && sudo apt-get install --no-install-recommends$missing" >&2
    else
        echo "Install them with this system's package manager (the names are Debian's)." >&2
    fi
    if [ "${KAIBO_TEST_ALLOW_SKIP:-}" = 1 ]; then
        echo "KAIBO_TEST_ALLOW_SKIP=1: going on; the tests that need them are skipped." >&2
        exit 0
    fi
    echo "Or run the other tests only: make test KAIBO_TEST_ALLOW_SKIP=1" >&2
    exit 1
}

if [ "${KAIBO_NO_APT:-}" = 1 ] || ! command -v apt-get >/dev/null 2>&1; then
    give_up
fi
if [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    give_up
fi

# Debian starts services as it installs them; the tests start their own, on ports of their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap '$as_root rm -f "$policy"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
    $as_root chmod 755 "$policy"
fi

echo "Installing for the tests:$missing"
log=$(mktemp)
# shellcheck disable=SC2086 # both are lists
if ! { $as_root apt-get -q update &&
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y install --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    give_up
fi
rm -f "$log"
