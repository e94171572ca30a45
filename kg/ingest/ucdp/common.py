"""What UCDP's datasets have in common: their publisher, the ids of actors, what is a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model.values import Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence

if TYPE_CHECKING:
    from kg.ingest.base import Request

# UCDP Actor Codebook, "Org": level 2 are followings such as "Supporters of ANC", and some that UCDP
# counts as organised are labels too: nothing may be inferred over them.
LABEL = r"\binsurgents$|^Non \w+ groups$|^Supporters of |^Civilians$"


def source(request: Request, title: str, version: str) -> Source:
    """Describe a dataset of UCDP; CC BY 4.0, https://ucdp.uu.se/downloads/."""
    by = licence(request.options.get("licence", "CC-BY-4.0"))
    return Source(
        request.mint.source(request.source_id), AG.Dataset, f"{title} {version}".strip(),
        request.mint.graph(request.source_id, version), by, by,
        publisher="Uppsala Conflict Data Program", version=version,
        url="https://ucdp.uu.se/downloads/", language="en",
        reliability=request.options.get("reliability", ""),
    )  # fmt: skip


def actor_id(number: str) -> str:
    """Return the local id of an actor: the same in every dataset of UCDP.

    >>> actor_id("234")
    'ucdp-actor-234'
    """
    return f"ucdp-actor-{number}"
