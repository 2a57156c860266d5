#!/bin/sh
# Make requirements.lock anew: every group of pyproject.toml, every platform, hashes, no address of an index or a file.
set -eu
cd "$(dirname "$0")/.."
new="$(mktemp .requirements.lock.XXXXXX)"
trap 'rm -f "$new"' EXIT
.venv/bin/uv pip compile pyproject.toml --quiet --all-extras --universal --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file "$new"
chmod 644 "$new"
mv "$new" requirements.lock
echo "lock: $(grep -c '==' requirements.lock) packages in requirements.lock; run \`make test\`"
