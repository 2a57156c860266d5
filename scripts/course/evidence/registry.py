"""Where the registries answer: the only place that names the addresses of their APIs."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

#: E-utilities ask every program for its name.
TOOL = "botox-training-course"


@dataclass(frozen=True)
class Registry:
    """The five APIs; a test puts its own server in their place."""

    handles: str = "https://doi.org/api/handles/"
    crossref: str = "https://api.crossref.org/works/"
    eutils: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
    openfda: str = "https://api.fda.gov/drug/label.json"
    dailymed: str = "https://dailymed.nlm.nih.gov/dailymed/services/v2/spls/"

    def handle(self, doi: str) -> str:
        """The record of a DOI in the handle system, whoever registered it."""
        return self.handles + quote(doi)

    def work(self, doi: str) -> str:
        """The bibliographic record of a DOI that was registered with Crossref."""
        return self.crossref + quote(doi)

    def summary(self, pmid: str) -> str:
        """The summary of a PubMed record."""
        return f"{self.eutils}esummary.fcgi?" + urlencode({"db": "pubmed", "id": pmid, "retmode": "json", "tool": TOOL})

    def label(self, set_id: str) -> str:
        """The label with this set id in openFDA, where it is the current one."""
        return f"{self.openfda}?" + urlencode({"search": f'set_id:"{set_id}"', "limit": "1"})

    def history(self, set_id: str) -> str:
        """The versions of a label in DailyMed, which gives the label itself as XML only."""
        return f"{self.dailymed}{quote(set_id)}/history.json"


REGISTRY = Registry()
