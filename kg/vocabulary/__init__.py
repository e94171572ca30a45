"""Terms and IRIs: the closed namespaces, their prefixes, and (in `minting`) how IRIs are made.

>>> from kg.vocabulary import AG, PREFIXES
>>> AG.allegiantTo.value.removeprefix(PREFIXES["ag"])
'allegiantTo'
"""

from __future__ import annotations

from kg.vocabulary.namespaces import (
    AG,
    DCAT,
    DCTERMS,
    FOAF,
    GEO,
    OA,
    ORG,
    OWL,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    SF,
    SH,
    SKOS,
    VOID,
    XSD,
    ClosedNamespace,
)

__all__ = [
    "AG",
    "DCAT",
    "DCTERMS",
    "FOAF",
    "GEO",
    "OA",
    "ORG",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SF",
    "SH",
    "SKOS",
    "VOID",
    "XSD",
    "ClosedNamespace",
]
