#!/bin/sh
# Fill .venv from requirements.lock, with hashes required, and install the course's own package into it.
# Does nothing when both are as they were at the last time.
set -eu
cd "$(dirname "$0")/.."
python="${PYTHON:-python3}"
stamp=.venv/installed-from

wanted="$("$python" - <<'PY'
import hashlib, pathlib, sys
if sys.version_info < (3, 11):
    sys.exit("setup: Python 3.11 or newer is needed; this is " + sys.version.split()[0] + " (set PYTHON=python3.12, say)")
parts = [pathlib.Path(name).read_bytes() for name in ("requirements.lock", "pyproject.toml")]
print(sys.version.split()[0], hashlib.sha256(b"\0".join(parts)).hexdigest(), pathlib.Path.cwd())
PY
)"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    exit 0
fi
echo "setup: filling .venv in this folder from requirements.lock (about a minute the first time)"
# An environment that an interrupted run left half-filled is thrown away, not mended.
rm -rf .venv
if ! "$python" -m venv .venv; then
    rm -rf .venv
    echo "setup: Python has no venv; on Debian or Ubuntu: sudo apt-get install python3-venv" >&2
    exit 1
fi
.venv/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements.lock
.venv/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
printf '%s\n' "$wanted" >"$stamp.new"
mv "$stamp.new" "$stamp"
echo "setup: .venv is ready"
