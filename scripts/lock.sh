#!/bin/sh
# Bring requirements.lock up to pyproject.toml: every group, every platform, hashes, no address of an index or a file.
# What is locked stays as it is where it still fits; with the argument --upgrade everything is taken anew.
set -eu
cd "$(dirname "$0")/.."
new="$(mktemp .requirements.lock.XXXXXX)"
trap 'rm -f "$new"' EXIT
[ "${1:-}" = --upgrade ] || cp requirements.lock "$new"
.venv/bin/uv pip compile pyproject.toml --quiet --all-extras --universal --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file "$new"
chmod 644 "$new"
mv "$new" requirements.lock
echo "lock: $(grep -c '==' requirements.lock) packages in requirements.lock; run \`make test\`"
