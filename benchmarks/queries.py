"""Times every stored query on a release, and on a larger one if given: python benchmarks/queries.py RELEASE [LARGE]

Of each the median of three runs in ms, on embedded Oxigraph; on the first release on rdflib too,
with the ratio. What exceeds its budget is marked with a star.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import rdflib

import kg
from kg import Session
from kg.store.oxigraph import OxigraphStore
from kg.store.rdflib import RdflibStore

RUNS = 3
# ms, about three times what was measured: on the shipped release, and on one of 3.2 million quads.
BUDGETS = (250, 6_000)
OWN = {
    "timeline": (250, 12_000), "deaths-by-year": (250, 15_000),
    "disagreements": (700, 30_000), "single-source": (250, 27_000), "undated": (250, 20_000),
    "expectations": (250, 18_000), "presence": (250, 15_000), "single-report": (250, 11_000),
    "lineage": (250, 10_000),
}  # fmt: skip


def median(session: Session, name: str) -> float:
    """Return the median of some runs, in ms."""
    spent = []
    for _ in range(RUNS):
        start = time.perf_counter()
        session.query(name)
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)


def main(folders: list[Path]) -> None:
    for size, folder in enumerate(folders):
        release = kg.open(folder)
        files = sorted((folder / "data").glob("*.nq"))
        quads = (q for f in files for q in ox.parse(path=str(f), format=ox.RdfFormat.N_QUADS))
        session = Session(OxigraphStore(quads), release.library, release.session.base)
        plain = None
        if size == 0:
            dataset = rdflib.Dataset(default_union=True)
            for file in files:
                dataset.parse(file, format="nquads")
            plain = Session(RdflibStore(dataset), release.library, release.session.base)
        print(f"{folder}\n{'query':20}{'oxigraph':>10}{'budget':>10}{'rdflib':>10}{'ratio':>8}")
        for name in release.library.queries:
            ours, budget = median(session, name), OWN.get(name, BUDGETS)[size]
            line = f"{name:20}{ours:10.0f}{budget:10}"
            if plain:
                other = median(plain, name)
                line += f"{other:10.0f}{other / ours:8.0f}"
            print(line + (" *" if ours > budget else ""), flush=True)


if __name__ == "__main__":
    if not 1 < len(sys.argv) <= 3:
        sys.exit(__doc__)
    main([Path(folder) for folder in sys.argv[1:]])
