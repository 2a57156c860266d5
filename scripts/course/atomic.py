"""Replace files and folders in one step, so that no reader ever meets half of one."""

from __future__ import annotations

import ctypes
import errno
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2


def _clear(target: Path) -> None:
    """Remove what a process that was killed has left beside `target`."""
    for stale in target.parent.glob(f".{glob.escape(target.name)}.new-*"):
        pid = stale.name.removeprefix(f".{target.name}.new-").split("-")[0]
        if pid.isdigit() and Path(f"/proc/{pid}").exists():
            continue  # at work
        if stale.is_dir():
            shutil.rmtree(stale, ignore_errors=True)
        else:
            stale.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path` through a temporary file beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.new-{os.getpid()}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _exchange(new: Path, old: Path) -> bool:
    """Swap two folders in one system call; False where the system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    done = renameat2(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(old), RENAME_EXCHANGE)
    if done == 0:
        return True
    if ctypes.get_errno() in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(old))


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def swap_folder(new: Path, target: Path) -> None:
    """Put folder `new` in the place of folder `target` and delete what stood there."""
    if not target.exists():
        new.rename(target)
        return
    if _exchange(new, target):
        shutil.rmtree(new)
        return
    # Two renames: for an instant `target` is missing, but what stood there is whole beside it.
    aside = _aside(target)
    shutil.rmtree(aside, ignore_errors=True)
    target.rename(aside)
    new.rename(target)
    shutil.rmtree(aside)


@contextmanager
def folder(target: Path) -> Iterator[Path]:
    """A new empty folder beside `target` that takes its place when the block ends well.

    If the block raises, or the process dies in it, `target` stays as it was. Folders that a killed
    process left behind are removed at the next start.
    """
    _clear(target)
    if _aside(target).exists() and not target.exists():
        _aside(target).rename(target)  # the process died between the two renames
    shutil.rmtree(_aside(target), ignore_errors=True)
    new = target.with_name(f".{target.name}.new-{os.getpid()}")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        yield new
        swap_folder(new, target)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
