#!/bin/sh
# Install the Debian packages that tests and editions need, by name. Does nothing where they are there.
set -eu

# What WeasyPrint opens when it makes a PDF, by the names under which it looks for them.
pango() {
    "${PYTHON:-python3}" - 2>/dev/null <<'END'
from ctypes import CDLL
for name in ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
    CDLL(name)
END
}
# For the signs that the course's own fonts do not have.
symbols() {
    [ -n "$(fc-list 'DejaVu Sans' 2>/dev/null)" ]
}

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
hunspell -d en_US -l </dev/null >/dev/null 2>&1 || missing="$missing hunspell hunspell-en-us"
pango || missing="$missing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
symbols || missing="$missing fontconfig fonts-dejavu-core"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    sudo=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    sudo="sudo"
else
    echo "system: tests and editions need$missing; install with: sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "system: tests and editions need$missing, and there is no apt-get here; install it as your system does" >&2
    exit 1
fi
echo "system: installing$missing through apt-get, outside this folder"
export DEBIAN_FRONTEND=noninteractive
log="$(mktemp)"
if ! { $sudo apt-get update && $sudo apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    echo "system: apt-get could not install$missing; see above" >&2
    exit 1
fi
rm -f "$log"
echo "system:$missing installed"
