"""What the figures were measured on."""

from __future__ import annotations

import datetime
import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from course.site.chromium import executable

PACKAGES = ("mkdocs", "mkdocs-material", "mkdocs-quiz", "Markdown", "pymdown-extensions", "zensical", "playwright")


def _of_file(file: str, pattern: str) -> str:
    """What `pattern` finds in a file of the system; "" where there is no such file."""
    path = Path(file)
    found = re.search(pattern, path.read_text("utf-8", "replace"), re.MULTILINE) if path.is_file() else None
    return found[1].strip() if found else ""


def describe() -> dict[str, Any]:
    """Day (UTC), processor, cores, memory in GB (10⁹ bytes), load of the last minute before the run, versions.

    Raises:
        RuntimeError: Chromium is not installed.
    """
    memory = _of_file("/proc/meminfo", r"^MemTotal:\s*(\d+) kB")
    chromium = subprocess.run([executable(), "--version"], capture_output=True, text=True, check=False).stdout
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cpu": _of_file("/proc/cpuinfo", r"^model name\s*:(.*)$") or platform.processor() or platform.machine(),
        "cores": os.cpu_count() or 0,
        "memory": round(int(memory) * 1024 / 1e9) if memory else None,
        "load": round(os.getloadavg()[0], 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "chromium": (re.findall(r"\d+(?:\.\d+)+", chromium) or ["unknown"])[0],
        "packages": {name: version(name) for name in PACKAGES},
    }
