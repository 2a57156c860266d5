"""Where the rooms of the repository are. The only place that knows."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The folders and files of one checkout of the course, all below `root`."""

    root: Path

    @property
    def config(self) -> Path:
        return self.root / "mkdocs.yml"

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def references(self) -> Path:
        return self.data / "references.yml"

    @property
    def references_schema(self) -> Path:
        return self.data / "references.schema.json"

    @property
    def products(self) -> Path:
        return self.data / "products"

    @property
    def glossary(self) -> Path:
        return self.data / "glossary.yml"

    @property
    def glossary_schema(self) -> Path:
        return self.data / "glossary.schema.json"

    @property
    def product_schema(self) -> Path:
        return self.data / "product.schema.json"

    @property
    def words(self) -> Path:
        """Words that the spelling check knows beside its dictionary."""
        return self.data / "words.txt"

    @property
    def evidence_checks(self) -> Path:
        return self.data / "evidence-checks.yml"

    @property
    def evidence_checks_schema(self) -> Path:
        return self.data / "evidence-checks.schema.json"

    @property
    def front_matter_schema(self) -> Path:
        return self.data / "front-matter.schema.json"

    @property
    def waivers(self) -> Path:
        return self.data / "waivers.yml"

    @property
    def waivers_schema(self) -> Path:
        return self.data / "waivers.schema.json"

    @property
    def off_label_topics(self) -> Path:
        return self.data / "off-label-topics.yml"

    @property
    def off_label_topics_schema(self) -> Path:
        return self.data / "off-label-topics.schema.json"

    @property
    def assessment(self) -> Path:
        return self.data / "assessment.yml"

    @property
    def assessment_schema(self) -> Path:
        return self.data / "assessment.schema.json"

    @property
    def audits(self) -> Path:
        """What was traced to its sources, a list for each page."""
        return self.data / "audits"

    @property
    def overrides(self) -> Path:
        return self.root / "overrides"

    @property
    def package(self) -> Path:
        return self.root / "scripts" / "course"

    @property
    def cache(self) -> Path:
        """What can be made again and is kept to save time."""
        return self.root / ".cache"

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def dist(self) -> Path:
        """The finished editions."""
        return self.root / "dist"

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def show(self, path: Path) -> str:
        """`path` as a person would name it from the root of the repository."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return str(path)


def find_root(start: Path | None = None) -> Path:
    """The nearest folder at or above `start` that holds `mkdocs.yml` and `docs/`.

    Without `start`: `COURSE_ROOT` from the environment, else the working folder.

    Raises:
        FileNotFoundError: no such folder.
    """
    here = Path(start or os.environ.get("COURSE_ROOT") or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "docs").is_dir():
            return folder
    raise FileNotFoundError(
        f"no course at or above {here}: run the command inside the repository, or set COURSE_ROOT"
    )
