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


#: The script that only the form DISK has.
DISK_SCRIPT = "assets/js/worker.js"

#: What no page asks for from a disk: addresses for crawlers, the picture for links to a site, the page of a server's error,
#: maps for developers of the theme, and its stemmers for languages that we do not have.
UNUSED = ("sitemap.xml", "sitemap.xml.gz", "404.html", "assets/img/card.png", "assets/javascripts/lunr")
MAPS = "*.map"


def current_address(src_uri: str, site_url: str) -> str:
    """Where the page with the source `src_uri` stands on the published site."""
    return urljoin(site_url, File(src_uri, None, "", use_directory_urls=True).url)


def finish_for_disk(folder: Path) -> None:
    """Turn the index of the search into a script, which a page may load from a disk, and remove what nothing asks for."""
    index = folder / "search" / "search_index.json"
    if index.is_file():
        # The theme's script looks for this name where the page's address begins with file:.
        text = f"var __index = {index.read_text('utf-8')}\n"
        index.with_suffix(".js").write_text(text, "utf-8", newline="\n")
        index.unlink()
    for name in UNUSED:
        unused = folder / name
        if unused.is_dir():
            shutil.rmtree(unused)
        else:
            unused.unlink(missing_ok=True)
    for file in folder.rglob(MAPS):
        file.unlink()
