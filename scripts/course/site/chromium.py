"""Debian's Chromium, driven by Playwright; Playwright's own download is never used."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str:
    """The path of Chromium.

    Raises:
        RuntimeError: it is not installed.
    """
    for name in ("chromium", "chromium-browser"):
        if path := shutil.which(name):
            return path
    raise RuntimeError("Chromium is not installed; `make system` installs it (apt-get install chromium)")


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=executable(), headless=True, args=list(FLAGS))
        try:
            yield instance
        finally:
            instance.close()
