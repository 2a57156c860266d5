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


#: What no page asks for: the theme's own script and search, and maps for its developers.
UNUSED = ("assets/javascripts",)
MAPS = "*.map"
#: From a disk also: addresses for crawlers, and the page of a server's error.
UNUSED_ON_DISK = ("sitemap.xml", "sitemap.xml.gz", "404.html")


def current_address(src_uri: str, site_url: str) -> str:
    """Where the page with the source `src_uri` stands on the published site."""
    return urljoin(site_url, File(src_uri, None, "", use_directory_urls=True).url)


def remove_unused(folder: Path, form: Form) -> None:
    """Remove from a built site what no page of it asks for."""
    for name in (*UNUSED, *(UNUSED_ON_DISK if form is Form.DISK else ())):
        unused = folder / name
        if unused.is_dir():
            shutil.rmtree(unused)
        else:
            unused.unlink(missing_ok=True)
    for file in folder.rglob(MAPS):
        file.unlink()
