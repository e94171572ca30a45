"""A project that joins sheets, UCDP's events and OFAC's list, made up, and small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ingest.test_ucdp_ged import written
from tests.projects import CLAIM, of_sheets

if TYPE_CHECKING:
    from pathlib import Path

TOWN = "ucdp-840-old-town-938524f2"
OFAC = """\
1,"RIVER FRONT",-0- ,SDGT] [FTO,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"a.k.a. 'RF'."
2,"OTHERS",-0- ,SDGT,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
"""
# The first is near the town; the second in it; the third somewhere in the province, years later.
EVENTS = (
    {"id": "1", "where_prec": "2", "best": "4", "low": "1", "high": "9",
     "source_article": '"Gazette,2016-02-21,Four killed"'},
    {"id": "2", "date_start": "2017-05-23", "date_end": "2017-05-24", "best": "2", "low": "2",
     "high": "2"},
    {"id": "3", "where_prec": "4", "date_start": "2018-01-01", "date_end": "2018-01-01",
     "best": "10", "low": "8", "high": "12", "source_article": 'R 2 Jan 2018 "Ten killed.'},
)  # fmt: skip
TOML = """
[[source]]
id = "ged"
format = "ucdp-ged"
path = "ged.csv"
version = "1"

[[source]]
id = "ofac"
format = "ofac"
path = "sdn.csv"
date = "2023-11"
"""
SAME = [("river-front", "ucdp-actor-30"), ("old-town", TOWN), ("ucdp-actor-30", "ofac-1")]


def joined(folder: Path) -> Path:
    """Make the project."""
    folder.mkdir()
    written(folder, *EVENTS)
    (folder / "sdn.csv").write_text(OFAC, encoding="utf-8")
    matches = [
        {**CLAIM, "id": f"same-{n}", "relationship": "ExactMatch", "subject": one, "object": other}
        for n, (one, other) in enumerate(SAME)
    ]
    # A siege of the town comes two years after the battle for it.
    battles = [
        {**CLAIM, "id": f"where-{name}", "relationship": "Occurrence", "subject": name,
         "object": "old-town", "start": f"{year}-05", "end": f"{year}-06"}
        for name, year in (("battle", 2017), ("siege", 2019))
    ]  # fmt: skip
    return of_sheets(
        folder,
        entities=[{"id": n, "type": "Battle", "name": n.title()} for n in ("battle", "siege")],
        claims=[*matches, *battles], toml=TOML,
    )  # fmt: skip
