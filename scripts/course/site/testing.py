"""`course test`: what the continuous integration runs."""

from __future__ import annotations

import os
import subprocess
import sys

from course.paths import Paths

#: The linters first: they take seconds and explain themselves.
LINTERS = (
    ("ruff", "check", "scripts", "tests"),
    ("mypy",),
    ("check-jsonschema", "--builtin-schema", "vendor.github-workflows"),
    ("check-jsonschema", "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml"),
    ("check-jsonschema", "--builtin-schema", "vendor.citation-file-format", "CITATION.cff"),
    ("zizmor", "--offline", "--quiet", ".github"),
)


def run_tests(paths: Paths, arguments: list[str]) -> int:
    """Run the linters, then pytest on all cores; returns the first exit status that is not 0."""
    environment = {**os.environ, "PYTHONPATH": str(paths.root)}
    for linter in LINTERS:
        command = [str(paths.venv / "bin" / linter[0]), *linter[1:]]
        if linter[-1].endswith("github-workflows"):
            command += [str(file) for file in sorted((paths.root / ".github" / "workflows").glob("*.yml"))]
        print(f"test: {' '.join(linter)}", flush=True)
        done = subprocess.run(command, cwd=paths.root, env=environment, capture_output=True, text=True)
        if done.returncode:
            print(done.stdout + done.stderr)
            print(f"test: {linter[0]} found something wrong, see above")
            return done.returncode
    print("test: pytest", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadgroup", *(arguments or [])]
    return subprocess.run(command, cwd=paths.root, env=environment).returncode
