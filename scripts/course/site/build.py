"""Strict, atomic builds of the site."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from course import atomic
from course.findings import CourseError
from course.paths import Paths
from course.site import built_links, finish, headers, policy
from course.site.forms import Form


class _Problems(logging.Handler):
    """Shows warnings as they come; the builder itself counts them in strict mode."""

    def emit(self, record: logging.LogRecord) -> None:
        print(f"{record.levelname.lower()}: {record.getMessage()}", flush=True)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Nearly all that a build makes is needed to its end: the collector would look through it in vain."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def build(paths: Paths, target: Path, form: Form = Form.WEB, *, compress: bool = False) -> float:
    """Build the site in one of its forms into `target` and return the seconds it took.

    The pages are written beside `target` and take its place when all of them are there. With `compress`, each text file
    has compressed copies beside it.

    Raises:
        RuntimeError: the builder found something wrong; `target` is as it was.
        CourseError: a built page has a broken link or a repeated identifier; `target` is as it was.
    """
    started = time.perf_counter()
    log = logging.getLogger("mkdocs")
    handler = _Problems(logging.WARNING)
    log.addHandler(handler)
    log.setLevel(logging.WARNING)
    try:
        with atomic.folder(target) as folder, _few_collections():
            config = load_config(str(paths.config), site_dir=str(folder), strict=True)
            config.plugins["course"].form = form  # type: ignore[attr-defined]
            config.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build(config)
            finally:
                config.plugins.on_shutdown()
            base = urlsplit(config.site_url or "/").path
            if findings := list(built_links.check(folder, base, from_disk=form is Form.DISK)):
                raise CourseError(findings)
            # After the check, whose lines are those that the builder wrote. Editions are made from pages as they are written.
            if form is not Form.SOURCE:
                finish.finish(folder, whole=form is Form.DISK)
                hashes = policy.write(folder, form)
                if form is Form.WEB:
                    headers.write(folder, policy.policy(form, hashes))
            if compress:
                finish.compress(folder)
    except (MkDocsException, SystemExit, policy.NoPlaceError) as error:
        whole = f"; {paths.show(target)}/ is as it was" if target.exists() else ""
        raise RuntimeError(f"{error}\nthe build failed{whole}") from error
    finally:
        log.removeHandler(handler)
    return time.perf_counter() - started
