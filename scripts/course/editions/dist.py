"""The folder of finished editions: what `dist/editions.json` says, and whether it is so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from course.findings import CourseError, Finding
from course.paths import Paths

LISTING = "editions.json"
SUMS = "SHA256SUMS"
RULE = "editions"


@dataclass(frozen=True)
class Edition:
    """One file. `name` is its path below `dist/`, `size` is in bytes, `sha256` in hexadecimal digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Dist:
    """All files of one making, with the version and the day (ISO) that they bear."""

    version: str
    date: str
    editions: tuple[Edition, ...]


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write(folder: Path, names: Iterable[str], version: str, date: str) -> Dist:
    """Describe the files `names` of `folder` in `editions.json` and `SHA256SUMS`, sorted by name."""
    editions = tuple(Edition(name, (folder / name).stat().st_size, _digest(folder / name)) for name in sorted(names))
    made = Dist(version, date, editions)
    (folder / LISTING).write_text(json.dumps(asdict(made), indent=1) + "\n", "utf-8", newline="\n")
    # The form that `sha256sum --check` reads; `*` is for binary files.
    (folder / SUMS).write_text("".join(f"{item.sha256} *{item.name}\n" for item in editions), "utf-8", newline="\n")
    return made


def _faults(folder: Path, made: Dist) -> Iterator[str]:
    for item in made.editions:
        file = folder / item.name
        if not file.is_file():
            yield f"{item.name} is not there"
        elif file.stat().st_size != item.size or _digest(file) != item.sha256:
            yield f"{item.name} has another checksum"
    if not (folder / SUMS).is_file():
        yield f"{SUMS} is not there"


def read(paths: Paths) -> Dist | None:
    """What `dist/` holds; None where nothing was made.

    Raises:
        CourseError: the listing cannot be read, or a file is missing or another than the one that is listed.
    """
    listing = paths.dist / LISTING
    if not listing.is_file():
        return None
    shown = paths.show(listing)
    remedy = "Make them anew with `make editions`, or remove dist/"
    try:
        given = json.loads(listing.read_text("utf-8"))
        editions = tuple(Edition(**item) for item in given["editions"])
        made = Dist(str(given["version"]), str(given["date"]), editions)
    except (ValueError, TypeError, KeyError) as error:
        raise CourseError(Finding(shown, 1, RULE, f"the list of editions cannot be read ({error})", remedy)) from error
    if faults := list(_faults(paths.dist, made)):
        raise CourseError(Finding(shown, 1, RULE, fault, remedy) for fault in faults)
    return made
