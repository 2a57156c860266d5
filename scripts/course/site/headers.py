"""The file `_headers`: what a server should say with each file, in the form that Netlify and Cloudflare Pages read."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

NAME = "_headers"

#: A name that changes with the content.
HASHED = re.compile(r"\.[0-9a-f]{8,}\.")

#: What a page of ours asks of no device.
DENIED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope",
    "hid", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial",
    "usb", "xr-spatial-tracking",
)

#: A year, in seconds.
FOR_GOOD = "public, max-age=31536000, immutable"


def text(policy: str, files: list[str]) -> str:
    """The whole file: `policy` for everything, and long caching for those of `files` whose name changes with the content.

    `files` are relative to the site's folder. How long the others are kept is left to the host.
    """
    everywhere = {
        # Only a header can say who may frame a page.
        "Content-Security-Policy": f"{policy}; frame-ancestors 'self'",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in DENIED),
        "X-Content-Type-Options": "nosniff",
    }
    lines = ["/*", *(f"  {name}: {value}" for name, value in everywhere.items())]
    for file in sorted(files):
        if HASHED.search(file.rsplit("/", 1)[-1]):
            lines += [f"/{file}", f"  Cache-Control: {FOR_GOOD}"]
    return "\n".join(lines) + "\n"


def write(folder: Path, policy: str) -> None:
    """Write `_headers` into the site's `folder`, after everything else is there."""
    files = [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]
    (folder / NAME).write_text(text(policy, files), "utf-8", newline="\n")


def read(folder: Path) -> list[tuple[str, list[tuple[str, str]]]]:
    """(path with `*`, [(name, value), …]) of each rule of the file in `folder`; none where there is no such file."""
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    file = folder / NAME
    for line in file.read_text("utf-8").splitlines() if file.is_file() else []:
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            rules[-1][1].append((name, value))
        else:
            rules.append((line, []))
    return rules


def of_path(rules: list[tuple[str, list[tuple[str, str]]]], path: str) -> list[tuple[str, str]]:
    """The headers for the address `path`, which begins with a slash."""
    return [header for pattern, headers in rules if fnmatchcase(path, pattern) for header in headers]
