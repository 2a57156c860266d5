"""The forms of a build, and what makes a site work from a disk."""

from __future__ import annotations

import shutil
from enum import Enum
from pathlib import Path
from urllib.parse import urljoin

from mkdocs.structure.files import File


class Form(Enum):
    """What a build is for."""

    #: What is published. The page of the editions offers them where `dist/` has been made.
    WEB = "web"
    #: What editions are made from. It lists none, so that no edition holds its own checksum.
    SOURCE = "source"
    #: What opens by a double click: addresses of files, a search without a server, the date on every page.
    DISK = "disk"


#: The theme's own script and search, which pages with our templates do not ask for, and maps for its developers.
SCRIPTS = "assets/javascripts"
MAPS = "*.map"
#: From a disk also: addresses for crawlers, the picture for links to a site, and the page of a server's error.
UNUSED_ON_DISK = ("sitemap.xml", "sitemap.xml.gz", "404.html", "assets/img/card.png")


def current_address(src_uri: str, site_url: str) -> str:
    """Where the page with the source `src_uri` stands on the published site."""
    return urljoin(site_url, File(src_uri, None, "", use_directory_urls=True).url)


def remove_unused(folder: Path, form: Form) -> None:
    """Remove from a built site what no page of it asks for."""
    home = folder / "index.html"
    if home.is_file() and SCRIPTS not in home.read_text("utf-8"):
        shutil.rmtree(folder / SCRIPTS, ignore_errors=True)
    for name in UNUSED_ON_DISK if form is Form.DISK else ():
        (folder / name).unlink(missing_ok=True)
    for file in folder.rglob(MAPS):
        file.unlink()
