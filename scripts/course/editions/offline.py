"""The site as a zip that opens from a disk, the same bytes for the same sources and the same `SOURCE_DATE_EPOCH`."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from course.edition import epoch
from course.paths import Paths
from course.site.build import build
from course.site.forms import Form

NAME = "botox-course-offline.zip"
#: The folder that it unpacks into.
INSIDE = "botox-course"
#: What travels with a copy: the licenses of text and code at its top, that of the fonts beside them.
LICENSES = ("LICENSE", "LICENSE-CONTENT", "docs/assets/fonts/LICENSE.txt")

#: A zip knows no earlier moment.
FIRST = (1980, 1, 1, 0, 0, 0)
FILE_MODE = 0o100644


def _entries(paths: Paths, built: Path) -> dict[str, Path]:
    """Name in the zip and file on the disk."""
    files = {file.relative_to(built).as_posix(): file for file in built.rglob("*") if file.is_file()}
    for name in LICENSES:
        if (paths.root / name).is_file():
            files[name.removeprefix("docs/")] = paths.root / name
    return files


def pack(files: dict[str, Path], target: Path, seconds: int) -> None:
    """Write `files` (name in the zip: file) into the zip `target`, sorted, all with the moment `seconds` since 1970 (UTC)."""
    moment = datetime.fromtimestamp(seconds, UTC)
    with zipfile.ZipFile(target, "w") as archive:
        for name, file in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{INSIDE}/{name}", max(FIRST, moment.timetuple()[:6]))
            entry.create_system = 3  # Unix, also where it is made on another system
            entry.external_attr = FILE_MODE << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes(), compresslevel=9)


def make(paths: Paths, site: Path, folder: Path, say: Callable[[str], None]) -> list[Path]:
    """Write `botox-course-offline.zip` into `folder`; returns it. It has a build of its own, so `site` is not read.

    Raises:
        CourseError, RuntimeError: as `course.site.build.build`.
    """
    built = folder / "disk"
    build(paths, built, Form.DISK)
    say(f"{len(list(built.rglob('*.html')))} pages built")
    target = folder / NAME
    pack(_entries(paths, built), target, epoch(paths))
    say(f"packed, {target.stat().st_size / 1e6:.1f} MB")
    return [target]
